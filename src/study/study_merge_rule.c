/* study_merge_rule.c: what becomes of a piece of a day that both sides have
 *
 * What one side left as it was is taken from the other, heading and text of an
 * entry each for itself, and so the words and the state of a try. Of a try, a
 * state beats none: whoever has done it has. Anything else that both have made
 * different is there twice, and the second one is marked:
 *
 *	> [!sync] …
 *
 * a callout, so that readers see it too, which `check` finds and the one who
 * settles it removes.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "study/study_merge_int.h"

#define MARK "> [!sync]"

/* ---- marks ------------------------------------------------------------- */

bool
study_merge_is_mark(const char *line, size_t len)
{
	return len >= strlen(MARK) && memcmp(line, MARK, strlen(MARK)) == 0 &&
	       (len == strlen(MARK) ||
		   isspace((unsigned char)line[strlen(MARK)]));
}

static bool
is_mark_line(const char *line, size_t n)
{
	size_t k = 0;

	while (k < n && (line[k] == ' ' || line[k] == '\t'))
		k++;
	return study_merge_is_mark(line + k, n - k);
}

/* Whether some line of it is one. */
static bool
is_marked(const struct study_cut *cut)
{
	const char *p = cut->p, *end = cut->p + cut->len;

	while (p < end) {
		size_t n = text_line(p, (size_t)(end - p));

		if (is_mark_line(p, n))
			return true;
		p += n;
	}
	return false;
}

/* The next line that says something, without its end; NULL behind the last. */
static const char *
next_words(const char **p, const char *end, size_t *len)
{
	while (*p < end) {
		const char *line = *p;
		size_t n = text_line(line, (size_t)(end - line));

		*p += n;
		*len = n;
		while (*len > 0 && isspace((unsigned char)line[*len - 1]))
			--*len;
		if (*len > 0 && !is_mark_line(line, n))
			return line;
	}
	return NULL;
}

bool
study_merge_settled(const struct study_cut *a, const struct study_cut *b)
{
	const char *x = a->p, *y = b->p, *v, *w;
	size_t n, m;

	do {
		v = next_words(&x, a->p + a->len, &n);
		w = next_words(&y, b->p + b->len, &m);
		if ((v == NULL) != (w == NULL) ||
		    (v != NULL && (n != m || memcmp(v, w, n) != 0)))
			return false;
	} while (v != NULL);
	return true;
}

static const char *
mark_words(bool gone, const char *lang)
{
	static const char *const words[2][3] = {
		{ "Edited in two places, so both are kept: settle on one, and "
		  "remove this line.",
		    "두 곳에서 다르게 고쳐서 둘 다 남겼습니다. 하나로 정리하고 이 "
		    "줄을 지우세요.",
		    "二か所で別々に直されたので、両方を残しました。一つにまとめて、"
		    "この行を消してください。" },
		{ "Removed in one place and edited in another, so it is kept: "
		  "keep it or not, and remove this line.",
		    "한 곳에서는 지우고 다른 곳에서는 고쳐서 남겼습니다. 둘지 "
		    "정하고 이 줄을 지우세요.",
		    "一か所で消され、別の所で直されたので残しました。残すかを"
		    "決めて、この行を消してください。" },
	};
	int i = lang == NULL              ? 0
		: text_starts(lang, "ko") ? 1
		: text_starts(lang, "ja") ? 2
					  : 0;

	return words[gone][i];
}

/* Below the heading, a blank line on either side. */
static void
mark_entry(struct strbuf *sb, const struct study_cut *cut, const char *words)
{
	const char *body = cut->p + cut->head, *end = cut->p + cut->len;

	strbuf_add(sb, cut->p, cut->head);
	strbuf_addf(sb, "\n\n" MARK " %s", words);
	while (body < end && (*body == '\n' || *body == '\r'))
		body++;
	if (body < end) {
		strbuf_adds(sb, "\n\n");
		strbuf_add(sb, body, (size_t)(end - body));
	}
}

/* The last that is nested in the item, as far in as its text. */
static void
mark_item(struct strbuf *sb, const struct study_cut *cut, const char *words)
{
	size_t i;

	if (cut->indent == 0)
		strbuf_adds(sb, "- ");
	strbuf_add(sb, cut->p, cut->len);
	strbuf_addc(sb, '\n');
	for (i = 0; i < cut->indent; i++)
		strbuf_addc(sb, cut->p[i] == '\t' ? '\t' : ' ');
	strbuf_addf(sb, "%s" MARK " %s", cut->indent == 0 ? "  " : "", words);
}

void
study_merge_mark(struct study_merged *out, const struct study_cut *cut,
    bool gone, const char *lang, struct arena *a)
{
	const char *words = mark_words(gone, lang);
	struct strbuf sb = STRBUF_INIT;

	*out = (struct study_merged){ cut->p, cut->len, cut, false };
	if (is_marked(cut))
		return;
	strbuf_init(&sb, STRBUF_MAX);
	switch (cut->kind) {
	case STUDY_CUT_ENTRY:
	case STUDY_CUT_SECTION:
		mark_entry(&sb, cut, words);
		break;
	case STUDY_CUT_ITEM:
		mark_item(&sb, cut, words);
		break;
	default:
		strbuf_addf(&sb, MARK " %s\n\n", words);
		strbuf_add(&sb, cut->p, cut->len);
	}
	out->p = arena_strndup(a, sb.buf, sb.len);
	out->len = sb.len;
	out->mixed = true;
	strbuf_release(&sb);
}

/* ---- three versions ---------------------------------------------------- */

/* Of three, that which only one side has made different: 0 ours, 1 theirs;
 * -1 when both have. */
static int
changed_by(bool ours_is_base, bool theirs_is_base, bool same)
{
	if (same || theirs_is_base)
		return 0;
	return ours_is_base ? 1 : -1;
}

static int
side_of(const struct study_cut *b, const struct study_cut *o,
    const struct study_cut *t, size_t from[3], size_t to[3])
{
	bool ob = b != NULL && study_cut_bytes(b->p + from[0], to[0] - from[0],
				   o->p + from[1], to[1] - from[1]);
	bool tb = b != NULL && study_cut_bytes(b->p + from[0], to[0] - from[0],
				   t->p + from[2], to[2] - from[2]);
	bool same = study_cut_bytes(
	    o->p + from[1], to[1] - from[1], t->p + from[2], to[2] - from[2]);

	return changed_by(ob, tb, same);
}

/* The heading of one and the text of the other. */
static int
rule_entry(struct study_merged *out, const struct study_cut *b,
    const struct study_cut *o, const struct study_cut *t, struct arena *a)
{
	size_t zero[3] = { 0, 0, 0 };
	size_t heads[3] = { b != NULL ? b->head : 0, o->head, t->head };
	size_t ends[3] = { b != NULL ? b->len : 0, o->len, t->len };
	int head = side_of(b, o, t, zero, heads);
	int body = side_of(b, o, t, heads, ends);
	const struct study_cut *h = head == 0 ? o : t, *x = body == 0 ? o : t;
	char *p;

	if (head == -1 || body == -1)
		return 0;
	*out = (struct study_merged){ x->p, x->len, x, false };
	if (h == x)
		return 1;
	out->len = h->head + x->len - x->head;
	p = arena_alloc(a, out->len + 1);
	memcpy(p, h->p, h->head);
	memcpy(p + h->head, x->p + x->head, x->len - x->head);
	*out = (struct study_merged){ p, out->len, h, true };
	return 1;
}

static bool
same_note(const struct study_item *x, const struct study_item *y)
{
	const char *a = x->state_note != NULL ? x->state_note : "";
	const char *b = y->state_note != NULL ? y->state_note : "";

	return x->state == y->state && strcmp(a, b) == 0;
}

static bool
same_words(const struct study_item *x, const struct study_item *y)
{
	return strcmp(x->text, y->text) == 0 &&
	       study_cut_bytes(x->body, x->body_len, y->body, y->body_len);
}

/* Whose state it gets: 0, 1; -1 when they contradict each other. */
static int
state_of(const struct study_item *b, const struct study_item *o,
    const struct study_item *t)
{
	int side = changed_by(b != NULL && same_note(b, o),
	    b != NULL && same_note(b, t), same_note(o, t));

	if (side != -1)
		return side;
	if (o->state == STUDY_OPEN || t->state == STUDY_OPEN)
		return o->state == STUDY_OPEN;
	/* Done in two places: it was done when it was done first. */
	if (o->state == STUDY_DONE && t->state == STUDY_DONE)
		return o->state_note == NULL ||
		       (t->state_note != NULL &&
			   strcmp(t->state_note, o->state_note) < 0);
	return -1;
}

/* The words of an open try with the state of another: 1, or 0. */
static int
with_state(struct study_merged *out, const struct study_cut *words,
    const struct study_item *state, struct arena *a)
{
	static const char top[] = "## TRY\n\n";
	struct study_mark mark = { state->id, NULL, state->state,
		state->state_note };
	struct study_add add = { .marks = &mark, .n_marks = 1 };
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	int rc = 0;

	if (words->item->state != STUDY_OPEN || state->state_note == NULL)
		return 0;
	strbuf_adds(&sb, top);
	strbuf_add(&sb, words->p, words->len);
	if (study_mark(&sb, &add, &ignored) == 0) {
		out->len = sb.len - strlen(top);
		out->p = arena_strndup(a, sb.buf + strlen(top), out->len);
		out->like = words;
		out->mixed = true;
		rc = 1;
	}
	strbuf_release(&sb);
	return rc;
}

static int
rule_try(struct study_merged *out, const struct study_cut *b,
    const struct study_cut *o, const struct study_cut *t, struct arena *a)
{
	const struct study_item *old = b != NULL ? b->item : NULL;
	int words = changed_by(old != NULL && same_words(old, o->item),
	    old != NULL && same_words(old, t->item),
	    same_words(o->item, t->item));
	int state = state_of(old, o->item, t->item);
	const struct study_cut *w, *s;

	if (words == -1 || state == -1)
		return 0;
	w = words == 0 ? o : t;
	s = state == 0 ? o : t;
	/* Where the words are the same, the state brings its own. */
	if (same_words(o->item, t->item))
		w = s;
	*out = (struct study_merged){ w->p, w->len, w, false };
	if (w == s || same_note(w->item, s->item))
		return 1;
	return with_state(out, w, s->item, a);
}

int
study_merge_rule(struct study_merged *out, const struct study_cut *b,
    const struct study_cut *o, const struct study_cut *t, struct arena *a)
{
	const struct study_cut *one = NULL;

	if (study_cut_same(o, t) || (b != NULL && study_cut_same(b, t)))
		one = o;
	else if (b != NULL && study_cut_same(b, o))
		one = t;
	if (one != NULL) {
		*out = (struct study_merged){ one->p, one->len, one, false };
		return 1;
	}
	switch (o->kind) {
	case STUDY_CUT_ENTRY:
	case STUDY_CUT_SECTION:
		return rule_entry(out, b, o, t, a);
	case STUDY_CUT_ITEM:
		return o->list == STUDY_TRY && o->item->id != NULL &&
			       t->item->id != NULL
			   ? rule_try(out, b, o, t, a)
			   : 0;
	case STUDY_CUT_PROSE:
		return 0;
	default:
		return -1;
	}
}
