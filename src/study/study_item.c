/* study_item.c: the items of KEEP, PROBLEM and TRY
 *
 *	- [ ] text #topic ^t7k2
 *	- [x] text #topic ^t7k2 (done 2026-11-25)
 *	- [x] ~~text #topic~~ ^t7k2 (dropped 2026-11-25: why)
 *	- [x] text #topic ^t7k2 (retried as ^t9qa)
 *
 * An item is a bullet of the list, or a paragraph that somebody wrote instead
 * of one. Its text is its first paragraph, the lines joined by spaces; what
 * is nested below it is its own affair. Box, id and state are of tries only,
 * but a box is never text.
 */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "study/study_int.h"

#define ID_MAX 32

/* A piece of an item's text. */
struct piece {
	const char *p;
	size_t n;
};

static void
trim(struct piece *t)
{
	while (t->n > 0 && isspace((unsigned char)*t->p)) {
		t->p++;
		t->n--;
	}
	while (t->n > 0 && isspace((unsigned char)t->p[t->n - 1]))
		t->n--;
}

static bool
starts(const struct piece *t, const char *s)
{
	return t->n >= strlen(s) && memcmp(t->p, s, strlen(s)) == 0;
}

/* "[ ]" or "[x]" in front: ' ' or 'x', and it is cut off; else 0. */
static char
take_box(struct piece *t)
{
	char c;

	if (t->n < 3 || t->p[0] != '[' || t->p[2] != ']')
		return 0;
	if (t->n > 3 && t->p[3] != ' ' && t->p[3] != '\t')
		return 0;
	c = t->p[1];
	if (c != ' ' && c != 'x' && c != 'X')
		return 0;
	t->p += 3;
	t->n -= 3;
	trim(t);
	return c == ' ' ? ' ' : 'x';
}

/* The length of the id at p, as in "t7k2": letters, digits, "-". */
static size_t
id_len(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && n < ID_MAX &&
	       (isalnum((unsigned char)p[n]) || p[n] == '-'))
		n++;
	return n;
}

/* "(done …)", "(dropped …)", "(retried as ^…)", whole: fills the state. */
static bool
take_state(struct study_item *it, const struct piece *t, struct arena *a)
{
	static const struct {
		const char *open;
		enum study_state state;
	} states[] = {
		{ "(done ", STUDY_DONE },
		{ "(dropped ", STUDY_DROPPED },
		{ "(retried as ^", STUDY_RETRIED },
	};
	size_t i;

	if (t->n == 0 || t->p[t->n - 1] != ')')
		return false;
	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		size_t n = strlen(states[i].open);

		if (!starts(t, states[i].open))
			continue;
		it->state = states[i].state;
		it->state_note = arena_strndup(a, t->p + n, t->n - n - 1);
		return true;
	}
	return false;
}

/* Cut "^id" and the state behind it off the end. */
static void
take_id(struct study_item *it, struct piece *t, struct arena *a)
{
	const char *end = t->p + t->n, *p;

	for (p = t->p; p < end; p++) {
		struct piece rest;
		size_t n;

		if (*p != '^' || (p > t->p && !isspace((unsigned char)p[-1])))
			continue;
		n = id_len(p + 1, end);
		rest.p = p + 1 + n;
		rest.n = (size_t)(end - rest.p);
		trim(&rest);
		if (n == 0 || (rest.n > 0 && !take_state(it, &rest, a)))
			continue;
		it->id = arena_strndup(a, p + 1, n);
		t->n = (size_t)(p - t->p);
		trim(t);
		return;
	}
	/* A state that somebody wrote without an id. */
	for (p = end; p > t->p; p--) {
		struct piece rest = { p, (size_t)(end - p) };

		if (*p != '(' || p == end)
			continue;
		if (take_state(it, &rest, a)) {
			t->n = (size_t)(p - t->p);
			trim(t);
		}
		return;
	}
}

static bool
take_strike(struct piece *t)
{
	if (t->n < 5 || !starts(t, "~~") || t->p[t->n - 1] != '~' ||
	    t->p[t->n - 2] != '~')
		return false;
	t->p += 2;
	t->n -= 4;
	trim(t);
	return true;
}

/*
 * The first "#tag" outside of code spans: as Obsidian has it, letters of any
 * script, digits, "_", "-" and "/", and not only digits; without a particle,
 * where that is sure.
 */
static const char *
find_tag(const char *s, size_t len, struct arena *a)
{
	size_t i = 0, n;
	bool gap = true;

	while (i < len) {
		size_t run = 0, end = i + 1;
		bool word = false;
		int32_t c = 0;

		for (; s[i] == '`' && i + run < len && s[i + run] == '`';)
			run++;
		if (run > 0) {
			const char *close =
			    memmem(s + i + run, len - i - run, s + i, run);

			i = close ? (size_t)(close - s) + run : i + run;
			gap = false;
			continue;
		}
		if (s[i] != '#' || !gap) {
			n = utf8_next(s + i, len - i, &c);
			gap = utf8_is_space(c) || c == '(' || c == '[';
			i += n;
			continue;
		}
		for (; end < len; end += n) {
			n = utf8_next(s + end, len - end, &c);
			if (!utf8_is_word(c) && c != '_' && c != '-' &&
			    c != '/')
				break;
			word |= !(c >= '0' && c <= '9');
		}
		while (end > i + 1 && (s[end - 1] == '/' || s[end - 1] == '-'))
			end--;
		if (end > i + 1 && word)
			return arena_strndup(a, s + i + 1,
			    study_tag_bare(s + i + 1, end - i - 1));
		i++;
		gap = false;
	}
	return NULL;
}

/* What is nested below the paragraph of an item, blank lines around it off. */
static void
set_body(struct study_item *it, const struct study_map *m,
    const struct study_part *part, struct arena *a)
{
	size_t first = study_item_last(m, (size_t)it->line - 1) + 1, end, i;
	const struct study_line *lines = m->lines;
	char *body;

	it->body = "";
	while (first < part->end && lines[first].kind == STUDY_BLANK)
		first++;
	for (i = end = first; i < part->end; i++) {
		if (lines[i].kind == STUDY_BLANK)
			continue;
		if (lines[i].depth == 0)
			break;
		end = i + 1;
	}
	if (end <= first)
		return;
	it->body_len = lines[end - 1].at + lines[end - 1].len - lines[first].at;
	body = arena_alloc(a, it->body_len + 1);
	memcpy(body, m->text + lines[first].at, it->body_len);
	it->body = body;
}

/* The open state of a try is what its box says, if it has one. */
static void
settle(struct study_item *it, char box, bool struck)
{
	if (box == ' ') {
		it->state = STUDY_OPEN;
		it->state_note = NULL;
	} else if (it->state == STUDY_OPEN && struck) {
		it->state = STUDY_DROPPED;
	} else if (it->state == STUDY_OPEN && box == 'x') {
		it->state = STUDY_DONE;
	}
}

static void
finish(struct study_item_list *out, const struct study_map *m,
    const struct study_part *part, struct strbuf *text, int line,
    struct arena *a)
{
	struct piece t = { text->buf, text->len };
	struct study_item it = { .line = line };
	bool struck = false;
	char box;

	trim(&t);
	box = take_box(&t);
	if (part->list == STUDY_TRY) {
		take_id(&it, &t, a);
		struck = take_strike(&t);
		settle(&it, box, struck);
	}
	if (t.n > 0) {
		it.text = arena_strndup(a, t.p, t.n);
		it.topic = find_tag(it.text, t.n, a);
		set_body(&it, m, part, a);
		*VEC_PUSH(out->v, out->n, out->cap) = it;
	}
	strbuf_clear(text);
}

/* One more line of an item's paragraph; NUL bytes become U+FFFD. */
static void
gather(
    struct strbuf *text, const struct study_map *m, const struct study_line *l)
{
	size_t i;

	if (text->len > 0 && l->n > 0)
		strbuf_addc(text, ' ');
	for (i = 0; i < l->n; i++) {
		if (m->text[l->text + i] == '\0')
			strbuf_adds(text, "\xef\xbf\xbd");
		else
			strbuf_addc(text, m->text[l->text + i]);
	}
}

/* A paragraph that only leads to the bullets below it: "다음에는:". */
static bool
is_lead(const struct study_map *m, const struct study_part *part, size_t i)
{
	const struct study_line *l = &m->lines[i];
	const char *end = m->text + l->text + l->n;

	if (l->n == 0 ||
	    (end[-1] != ':' && (l->n < 3 || memcmp(end - 3, "：", 3) != 0)))
		return false;
	for (i++; i < part->end && m->lines[i].kind == STUDY_BLANK; i++)
		;
	return i < part->end && m->lines[i].kind == STUDY_BULLET;
}

void
study_items_parse(struct study_item_list *out, const struct study_map *m,
    const struct study_part *part, struct arena *a)
{
	struct strbuf text = STRBUF_INIT;
	bool open = false; /* the paragraph of the item goes on */
	int line = 0;
	size_t i;

	for (i = part->first + 1; i < part->end; i++) {
		const struct study_line *l = &m->lines[i];
		bool first = false;

		switch (l->kind) {
		case STUDY_BULLET:
			first = l->depth == 0;
			break;
		case STUDY_TEXT:
			/* The text of "-" may stand on its next line. */
			if (open && (l->goes_on || text.len == 0))
				gather(&text, m, l);
			else
				first = l->depth == 0 && !l->goes_on &&
					!is_lead(m, part, i);
			break;
		default:
			break;
		}
		if (first) {
			finish(out, m, part, &text, line, a);
			gather(&text, m, l);
			line = (int)i + 1;
			open = true;
		} else if (l->kind != STUDY_TEXT) {
			open = false;
		}
	}
	finish(out, m, part, &text, line, a);
	strbuf_release(&text);
}

/* Whether a bullet or a box stands there; its length, or 0. */
static size_t
mark_at(const char *s, const char *const *marks)
{
	for (; *marks != NULL; marks++) {
		size_t n = strlen(*marks);

		if (strncmp(s, *marks, n) == 0 &&
		    (s[n] == '\0' || isspace((unsigned char)s[n])))
			return n;
	}
	return 0;
}

static const char *const bullets[] = { "-", "*", "+", NULL };
static const char *const open_box[] = { "[ ]", NULL };
static const char *const boxes[] = { "[ ]", "[x]", "[X]", NULL };

const char *
study_item_bare(const char *text)
{
	const char *p = text + mark_at(text, bullets);

	while (isspace((unsigned char)*p))
		p++;
	p += mark_at(p, open_box);
	while (isspace((unsigned char)*p))
		p++;
	return *p != '\0' ? p : text;
}

bool
study_item_marked(const char *text)
{
	return mark_at(text, bullets) > 0 || mark_at(text, boxes) > 0;
}

size_t
study_items_end(const struct study_map *m, const struct study_part *p)
{
	size_t i, last = p->first;
	bool item = false;

	/* The line below a heading that goes on with it is its underline. */
	if (last + 1 < p->end && m->lines[last + 1].goes_on)
		last++;
	for (i = last + 1; i < p->end; i++) {
		const struct study_line *l = &m->lines[i];

		if (l->kind == STUDY_BLANK)
			continue;
		if (l->depth == 0)
			item = l->kind == STUDY_BULLET ||
			       (l->kind == STUDY_TEXT && (item || !l->goes_on));
		if (item)
			last = i;
	}
	return last;
}

size_t
study_item_last(const struct study_map *m, size_t first)
{
	size_t last = first;

	/* The text of "-" may stand on its next line. */
	if (m->lines[first].n == 0 && first + 1 < m->n_lines &&
	    m->lines[first + 1].kind == STUDY_TEXT)
		last++;
	while (last + 1 < m->n_lines && m->lines[last + 1].goes_on &&
	       m->lines[last + 1].kind == STUDY_TEXT)
		last++;
	return last;
}
