/* tmpl_val.c: the values that templates read, and the set of templates */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "tmpl/tmpl_int.h"

static struct tmpl_val *
tmpl_new(struct arena *a, enum tmpl_kind kind)
{
	struct tmpl_val *v = arena_alloc(a, sizeof(*v));

	v->kind = kind;
	return v;
}

struct tmpl_val *
tmpl_object(struct arena *a)
{
	return tmpl_new(a, TMPL_OBJECT);
}

struct tmpl_val *
tmpl_list(struct arena *a)
{
	return tmpl_new(a, TMPL_LIST);
}

/* The arena cannot give the old array back; doubling wastes at most half. */
static void
tmpl_append(
    struct arena *a, struct tmpl_val *to, const char *key, struct tmpl_val *v)
{
	if (to->n == to->cap) {
		uint32_t cap = to->cap ? to->cap * 2 : 8;
		struct tmpl_member *more = arena_alloc(a, cap * sizeof(*more));

		if (to->n > 0)
			memcpy(more, to->v, to->n * sizeof(*more));
		to->v = more;
		to->cap = cap;
	}
	to->v[to->n++] =
	    (struct tmpl_member){ key, key != NULL ? strlen(key) : 0, v };
}

void
tmpl_set(
    struct arena *a, struct tmpl_val *obj, const char *key, struct tmpl_val *v)
{
	assert(obj->kind == TMPL_OBJECT);
#ifdef ARENA_DEBUG
	assert(tmpl_get(obj, key, strlen(key)) == NULL);
#endif
	tmpl_append(a, obj, key, v);
}

void
tmpl_push(struct arena *a, struct tmpl_val *list, struct tmpl_val *v)
{
	assert(list->kind == TMPL_LIST);
	tmpl_append(a, list, NULL, v);
}

size_t
tmpl_len(const struct tmpl_val *list)
{
	return list->n;
}

struct tmpl_val *
tmpl_push_object(struct arena *a, struct tmpl_val *list)
{
	struct tmpl_val *v = tmpl_object(a);

	tmpl_push(a, list, v);
	return v;
}

static struct tmpl_val *
tmpl_string(struct arena *a, enum tmpl_kind kind, const char *s, size_t len)
{
	struct tmpl_val *v = tmpl_new(a, kind);

	v->text = arena_strndup(a, s, len);
	v->len = len;
	return v;
}

void
tmpl_text(
    struct arena *a, struct tmpl_val *obj, const char *key, const char *text)
{
	tmpl_set(a, obj, key, tmpl_text_val(a, text));
}

struct tmpl_val *
tmpl_text_val(struct arena *a, const char *text)
{
	if (text == NULL)
		return tmpl_bool_val(a, false);
	return tmpl_string(a, TMPL_TEXT, text, strlen(text));
}

void
tmpl_html(struct arena *a, struct tmpl_val *obj, const char *key,
    const char *html, size_t len)
{
	struct tmpl_val *v = tmpl_new(a, TMPL_HTML);
	char *copy = arena_alloc(a, len + 1);

	/* Not arena_strndup: a NUL byte does not end HTML. */
	memcpy(copy, html, len);
	v->text = copy;
	v->len = len;
	tmpl_set(a, obj, key, v);
}

void
tmpl_int(struct arena *a, struct tmpl_val *obj, const char *key, long v)
{
	tmpl_text(a, obj, key, arena_printf(a, "%ld", v));
}

void
tmpl_kept(
    struct arena *a, struct tmpl_val *obj, const char *key, const char *text)
{
	struct tmpl_val *v;

	if (text == NULL) {
		tmpl_bool(a, obj, key, false);
		return;
	}
	v = tmpl_new(a, TMPL_TEXT);
	v->text = text;
	v->len = strlen(text);
	tmpl_set(a, obj, key, v);
}

/* Nobody writes to one of these, which are the same wherever they stand. */
struct tmpl_val *
tmpl_bool_val(struct arena *a, bool v)
{
	static const struct tmpl_val both[] = { { .kind = TMPL_FALSE },
		{ .kind = TMPL_TRUE } };

	(void)a;
	return (struct tmpl_val *)&both[v];
}

void
tmpl_bool(struct arena *a, struct tmpl_val *obj, const char *key, bool v)
{
	tmpl_set(a, obj, key, tmpl_bool_val(a, v));
}

/* Where the search for a key begins. */
static size_t
tmpl_slot(const struct tmpl_slots *slots, const char *key, size_t len)
{
	size_t hash = len, i;

	for (i = 0; i < len; i++)
		hash = hash * 31 + (unsigned char)key[i];
	return hash & (slots->n - 1);
}

void
tmpl_index(struct arena *a, struct tmpl_val *obj)
{
	struct tmpl_slots *slots = arena_alloc(a, sizeof(*slots));
	size_t i, at;

	assert(obj->kind == TMPL_OBJECT && obj->n < UINT16_MAX);
	for (slots->n = 8; slots->n < 2 * (size_t)obj->n;)
		slots->n *= 2;
	slots->v = arena_alloc(a, slots->n * sizeof(*slots->v));
	for (i = 0; i < obj->n; i++) {
		at = tmpl_slot(slots, obj->v[i].key, obj->v[i].len);
		while (slots->v[at] != 0)
			at = (at + 1) & (slots->n - 1);
		slots->v[at] = (uint16_t)(i + 1);
	}
	obj->slots = slots;
}

static const struct tmpl_val *
tmpl_get_indexed(const struct tmpl_val *v, const char *key, size_t len)
{
	const struct tmpl_slots *slots = v->slots;
	size_t at = tmpl_slot(slots, key, len);

	for (; slots->v[at] != 0; at = (at + 1) & (slots->n - 1)) {
		const struct tmpl_member *m = &v->v[slots->v[at] - 1];

		if (m->len == len && memcmp(m->key, key, len) == 0)
			return m->v;
	}
	return NULL;
}

const struct tmpl_val *
tmpl_get(const struct tmpl_val *v, const char *key, size_t len)
{
	size_t i;

	if (v->kind != TMPL_OBJECT)
		return NULL;
	if (v->slots != NULL)
		return tmpl_get_indexed(v, key, len);
	for (i = 0; i < v->n; i++)
		if (v->v[i].len == len && *v->v[i].key == *key &&
		    memcmp(v->v[i].key, key, len) == 0)
			return v->v[i].v;
	return NULL;
}

struct tmpl_set *
tmpl_set_new(void)
{
	return xcalloc(1, sizeof(struct tmpl_set));
}

static void
tmpl_release(struct tmpl *t)
{
	free(t->name);
	free(t->text);
	free(t->ops);
}

void
tmpl_set_free(struct tmpl_set *set)
{
	size_t i;

	if (set == NULL)
		return;
	for (i = 0; i < set->n; i++)
		tmpl_release(&set->v[i]);
	free(set->v);
	free(set);
}

/* A theme has a few dozen templates: a list is as good as a table. */
const struct tmpl *
tmpl_find(const struct tmpl_set *set, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < set->n; i++)
		if (*set->v[i].name == *name &&
		    strncmp(set->v[i].name, name, len) == 0 &&
		    set->v[i].name[len] == '\0')
			return &set->v[i];
	return NULL;
}

int
tmpl_set_add(struct tmpl_set *set, const char *name, const char *text,
    size_t len, struct err *e)
{
	struct tmpl t = { 0 };
	struct tmpl *old;

	/* A mark of some editors: within a page it would be a character. */
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	t.name = xstrdup(name);
	t.text = xmalloc(len + 1);
	memcpy(t.text, text, len);
	t.text[len] = '\0';
	if (tmpl_parse(&t, len, e) == -1) {
		tmpl_release(&t);
		return -1;
	}
	old = (struct tmpl *)tmpl_find(set, name, strlen(name));
	if (old != NULL) {
		tmpl_release(old);
		*old = t;
	} else {
		*VEC_PUSH(set->v, set->n, set->cap) = t;
	}
	return 0;
}

int
tmpl_set_check(const struct tmpl_set *set, struct err *e)
{
	size_t i, k;

	for (i = 0; i < set->n; i++)
		for (k = 0; k < set->v[i].n; k++) {
			const struct tmpl_op *op = &set->v[i].ops[k];

			if (op->kind == TMPL_OP_PARTIAL &&
			    tmpl_find(set, op->s, op->len) == NULL)
				return err_set(e,
				    "%s:%d:%d: \"%.*s\" is no template",
				    set->v[i].name, op->line, op->col,
				    (int)op->len, op->s);
		}
	return 0;
}

bool
tmpl_set_has(const struct tmpl_set *set, const char *name)
{
	return tmpl_find(set, name, strlen(name)) != NULL;
}
