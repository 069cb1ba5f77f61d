/* study_add.c: what is added to a day, as bytes that outlive the process
 *
 * "HHA1", then numbers as four bytes, the lowest first, and strings as their
 * length and their bytes; a length of 2^32-1 is NULL. In order: year, month,
 * day, entry, start, end, day_ends, topic, title, body, lang, and for each
 * list its count and its strings; the ids of the tries, as many as there are
 * tries, or no id at all; at last the count of marks and of each its id, text,
 * state and note. Nothing may follow.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "study/study_int.h"

#define MAGIC "HHA1"
#define NO_STRING UINT32_MAX

static void
put_number(struct strbuf *out, uint32_t v)
{
	char b[4] = { (char)(v & 0xff), (char)(v >> 8 & 0xff),
		(char)(v >> 16 & 0xff), (char)(v >> 24 & 0xff) };

	strbuf_add(out, b, sizeof(b));
}

static void
put_string(struct strbuf *out, const char *s)
{
	if (s == NULL) {
		put_number(out, NO_STRING);
		return;
	}
	put_number(out, (uint32_t)strlen(s));
	strbuf_adds(out, s);
}

static void
put_strings(struct strbuf *out, const char *const *v, size_t n)
{
	size_t i;

	put_number(out, (uint32_t)n);
	for (i = 0; i < n; i++)
		put_string(out, v[i]);
}

void
study_add_pack(struct strbuf *out, const struct study_add *add)
{
	const int numbers[] = { add->date.y, add->date.m, add->date.d,
		add->entry, add->start, add->end, add->day_ends };
	size_t i;

	strbuf_adds(out, MAGIC);
	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		put_number(out, (uint32_t)numbers[i]);
	put_string(out, add->topic);
	put_string(out, add->title);
	put_string(out, add->body);
	put_string(out, add->lang);
	for (i = 0; i < STUDY_LISTS; i++)
		put_strings(out, add->items[i], add->n_items[i]);
	put_strings(out, add->try_ids,
	    add->try_ids != NULL ? add->n_items[STUDY_TRY] : 0);
	put_number(out, (uint32_t)add->n_marks);
	for (i = 0; i < add->n_marks; i++) {
		put_string(out, add->marks[i].id);
		put_string(out, add->marks[i].text);
		put_number(out, add->marks[i].state);
		put_string(out, add->marks[i].note);
	}
}

/* Bytes that are still to be read; `bad` once they are not what they ought
 * to be, and from then on everything read is 0 or NULL. */
struct input {
	const unsigned char *p;
	size_t left;
	bool bad;
	struct arena *a;
};

static uint32_t
get_number(struct input *in)
{
	uint32_t v;

	if (in->bad || in->left < 4) {
		in->bad = true;
		return 0;
	}
	v = (uint32_t)in->p[0] | (uint32_t)in->p[1] << 8 |
	    (uint32_t)in->p[2] << 16 | (uint32_t)in->p[3] << 24;
	in->p += 4;
	in->left -= 4;
	return v;
}

static const char *
get_string(struct input *in)
{
	uint32_t n = get_number(in);
	const char *s;

	if (in->bad || n == NO_STRING)
		return NULL;
	if (n > in->left || memchr(in->p, '\0', n) != NULL) {
		in->bad = true;
		return NULL;
	}
	s = arena_strndup(in->a, (const char *)in->p, n);
	in->p += n;
	in->left -= n;
	return s;
}

static const char **
get_strings(struct input *in, size_t *n, bool nulls)
{
	uint32_t count = get_number(in), i;
	const char **v;

	*n = 0;
	/* Each string takes at least its length. */
	if (in->bad || count > in->left / 4) {
		in->bad = true;
		return NULL;
	}
	if (count == 0)
		return NULL;
	v = arena_alloc(in->a, count * sizeof(*v));
	for (i = 0; i < count; i++) {
		v[i] = get_string(in);
		in->bad |= v[i] == NULL && !nulls;
	}
	*n = count;
	return v;
}

static const struct study_mark *
get_marks(struct input *in, size_t *n)
{
	uint32_t count = get_number(in), i, state;
	struct study_mark *v;

	*n = 0;
	if (in->bad || count > in->left / 16) {
		in->bad = true;
		return NULL;
	}
	if (count == 0)
		return NULL;
	v = arena_alloc(in->a, count * sizeof(*v));
	for (i = 0; i < count; i++) {
		v[i].id = get_string(in);
		v[i].text = get_string(in);
		state = get_number(in);
		v[i].note = get_string(in);
		in->bad |= v[i].id == NULL || state > STUDY_RETRIED;
		v[i].state = (enum study_state)(in->bad ? 0 : state);
	}
	*n = count;
	return v;
}

/* Numbers as they are only when an entry can have them. */
static bool
plausible(const struct study_add *add)
{
	if (!date_valid(add->date) || add->day_ends < 0 || add->day_ends > 1440)
		return false;
	if (!add->entry || (add->start == -1 && add->end == -1))
		return true;
	return add->start >= 0 && add->end >= add->start && add->end <= 4320;
}

int
study_add_unpack(struct study_add *out, struct arena *a, const void *bytes,
    size_t len, struct err *e)
{
	struct input in = { bytes, len, false, a };
	size_t i, n_ids;

	memset(out, 0, sizeof(*out));
	if (len < 4 || memcmp(bytes, MAGIC, 4) != 0)
		return err_set(e, "these bytes are no addition to a day, or "
				  "one of another version of halfhour");
	in.p += 4;
	in.left -= 4;
	out->date.y = (int)get_number(&in);
	out->date.m = (int)get_number(&in);
	out->date.d = (int)get_number(&in);
	out->entry = get_number(&in) != 0;
	out->start = (int)get_number(&in);
	out->end = (int)get_number(&in);
	out->day_ends = (int)get_number(&in);
	out->topic = get_string(&in);
	out->title = get_string(&in);
	out->body = get_string(&in);
	out->lang = get_string(&in);
	for (i = 0; i < STUDY_LISTS; i++)
		out->items[i] = get_strings(&in, &out->n_items[i], false);
	out->try_ids = get_strings(&in, &n_ids, true);
	out->marks = get_marks(&in, &out->n_marks);
	if (in.bad || in.left > 0 || !plausible(out) ||
	    (n_ids != 0 && n_ids != out->n_items[STUDY_TRY]))
		return err_set(e, "this addition to a day is damaged");
	return 0;
}

int
study_patch_packed(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e)
{
	struct arena *a = arena_new();
	struct study_add add;
	int rc = -1;

	if (study_add_unpack(&add, a, bytes, len, e) == 0)
		rc = study_patch(out, old, old_len, &add, e);
	arena_free(a);
	return rc;
}
