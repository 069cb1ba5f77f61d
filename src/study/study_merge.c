/* study_merge.c: two versions of a day made one
 *
 * Each version is cut into pieces (study_merge_cut.c), and for each it is
 * found what it is in the others (study_merge_match.c). Then ours is gone
 * through in order, what theirs has changed is put in the place of the old,
 * what it has removed goes, and what it has more is put in: an entry where its
 * time is, anything else behind the piece that is before it there. Blank lines
 * are those of the side on which two pieces are neighbours.
 *
 * As with every change of a day, the result is read again. If it does not say
 * what was meant, entry by entry and item by item, there is none.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "study/study_merge_int.h"

#define DAY 1440
/* A day of more pieces is none that people write, and finding which is which
 * takes time by the square. */
#define PIECES_MAX 2000

struct piece {
	struct study_merged text;
	const struct study_cut *ours,
	    *theirs; /* where it comes from; or NULL */
	bool doomed; /* a heading that goes, unless something is below it */
};

struct merger {
	const struct study_merge *m;
	struct study_cuts base, ours, theirs;
	struct arena *a;
	struct piece *v; /* owned */
	size_t n, cap;
	struct study_clashes clashes;
	bool gone; /* theirs has removed the file */
	const char *eol;
};

static const struct study_merged *
as_is(struct study_merged *out, const struct study_cut *cut)
{
	*out = (struct study_merged){ cut->p, cut->len, cut, false };
	return out;
}

static void
put(struct merger *g, size_t at, const struct study_merged *text,
    const struct study_cut *ours, const struct study_cut *theirs)
{
	VEC_PUSH(g->v, g->n, g->cap);
	memmove(g->v + at + 1, g->v + at, (g->n - 1 - at) * sizeof(*g->v));
	g->v[at] = (struct piece){ *text, ours, theirs, false };
}

/* `whole`: the piece is not one that all three have. */
static void
mark(struct merger *g, struct study_merged *out, const struct study_cut *cut,
    bool gone, bool whole)
{
	study_merge_mark(out, cut, gone, g->m->lang, g->a);
	g->clashes.marks += out->mixed;
	g->clashes.whole += whole;
	g->clashes.within += !whole;
}

/* ---- the order of time ------------------------------------------------- */

/* As in study_patch.c: -1 without times. */
static int
order(const struct merger *g, const struct study_cut *cut)
{
	int start = cut->entry != NULL ? cut->entry->start : -1;

	if (start < 0)
		return -1;
	start %= DAY;
	return start < g->m->day_ends ? start + DAY : start;
}

/* Where an entry goes among those that have a time; g->n + 1: nowhere. */
static size_t
place_by_time(const struct merger *g, const struct study_cut *cut)
{
	int key = order(g, cut), other;
	size_t i, at = g->n + 1;

	for (i = 0; i < g->n && key >= 0; i++) {
		if ((other = order(g, g->v[i].text.like)) < 0)
			continue;
		if (other > key)
			return i;
		at = i + 1;
	}
	return at;
}

/* Whether it stands where another entry stood, and may have another time: one
 * that theirs has given another, or the second of two that are kept. */
static bool
may_move(const struct merger *g, const struct piece *p)
{
	if (order(g, p->text.like) < 0)
		return false;
	/* The second may have been marked before. */
	if (p->ours == NULL)
		return p->theirs != NULL && p->theirs->other != NULL;
	return p->ours->entry != NULL &&
	       order(g, p->ours) != order(g, p->text.like);
}

/* Such entries are put where they belong. */
static void
move_retimed(struct merger *g)
{
	size_t i = 0, at;

	while (i < g->n) {
		struct piece p = g->v[i];

		if (!may_move(g, &p)) {
			i++;
			continue;
		}
		memmove(g->v + i, g->v + i + 1, (g->n - i - 1) * sizeof(*g->v));
		g->n--;
		at = place_by_time(g, p.text.like);
		if (at > g->n)
			at = i;
		if (at != i)
			p.ours = p.theirs = NULL;
		put(g, at, &p.text, p.ours, p.theirs);
		/* Else the next one has come to stand here. */
		if (at <= i)
			i++;
	}
}

/* ---- ours -------------------------------------------------------------- */

/* Whether the two sides have settled on one each of two entries with the same
 * heading: of base's `b`, which one side has as it was, the other side has
 * removed, and has kept what this one removed. */
static bool
is_disputed(const struct merger *g, const struct study_cut *b, size_t side)
{
	size_t i;

	for (i = 0; i < g->base.n; i++) {
		const struct study_cut *c = &g->base.v[i];

		if (c != b && study_cut_twins(c, b) && c->side[side] == NULL &&
		    c->side[1 - side] != NULL)
			return true;
	}
	return false;
}

/* A piece of ours that theirs has removed: 0, or -1 when it cannot be marked.
 * Who removes a file has nothing against one of its headings. */
static int
take_gone(struct merger *g, const struct study_cut *o)
{
	bool heading = o->kind <= STUDY_CUT_LIST;
	bool same = study_cut_same(o, o->base);
	struct study_merged text;

	as_is(&text, o);
	if (!heading && same && !is_disputed(g, o->base, 0)) {
		g->clashes.taken++;
		return 0;
	}
	if (!heading || (!same && !g->gone)) {
		/* What stands before front matter makes it none. */
		if (o->kind == STUDY_CUT_FRONT)
			return -1;
		mark(g, &text, o, true, true);
	}
	put(g, g->n, &text, o, NULL);
	g->v[g->n - 1].doomed = heading && same;
	return 0;
}

/* Whether a title is a date and nothing else, which is what it gets from us. */
static bool
is_bare(const struct study_cut *title)
{
	char text[DATE_MAX];
	struct date d;

	if (title->len != 12 || memcmp(title->p, "# ", 2) != 0)
		return false;
	memcpy(text, title->p + 2, 10);
	text[10] = '\0';
	return date_parse(&d, text) == 0;
}

/* Of two titles of a day that both have made, the one that somebody wrote; of
 * two dates, as when a day was moved here, that of the file, or the earlier
 * one: neither says anything. NULL: each was written. */
static const struct study_cut *
title_of(const struct merger *g, const struct study_cut *o,
    const struct study_cut *t)
{
	const char *date = g->m->date;

	if (is_bare(o) != is_bare(t))
		return is_bare(o) ? t : o;
	if (!is_bare(o))
		return NULL;
	if (date != NULL && memcmp(o->p + 2, date, 10) == 0)
		return o;
	if (date != NULL && memcmp(t->p + 2, date, 10) == 0)
		return t;
	return memcmp(o->p, t->p, o->len) < 0 ? o : t;
}

/* A piece of ours: 0, or -1 when it cannot be there twice. */
static int
take_ours(struct merger *g, const struct study_cut *o)
{
	const struct study_cut *b = o->base, *t = o->other, *title;
	struct study_merged text, second;
	int rc;

	if (t == NULL) {
		if (b != NULL)
			return take_gone(g, o);
		put(g, g->n, as_is(&text, o), o, NULL);
		return 0;
	}
	rc = study_merge_rule(&text, b, o, t, g->a);
	if (rc == -1 && o->kind == STUDY_CUT_TITLE && b == NULL &&
	    (title = title_of(g, o, t)) != NULL) {
		as_is(&text, title);
		rc = 1;
	}
	if (rc == 1)
		put(g, g->n, &text, o, t);
	if (rc != 0)
		return rc == 1 ? 0 : -1;
	put(g, g->n, as_is(&text, o), o, NULL);
	mark(g, &second, t, false, b == NULL);
	put(g, g->n, &second, NULL, t);
	return 0;
}

/* ---- theirs ------------------------------------------------------------ */

/* The place of a piece of theirs; g->n: it is not there. */
static size_t
find(const struct merger *g, const struct study_cut *t)
{
	size_t i;

	for (i = 0; i < g->n && g->v[i].theirs != t; i++)
		;
	return i;
}

/* How deep a piece stands: a group, a list in it, an item of that. */
static int
depth(const struct study_cut *cut)
{
	switch (cut->kind) {
	case STUDY_CUT_FRONT:
	case STUDY_CUT_TITLE:
		return 0;
	case STUDY_CUT_REVIEW:
	case STUDY_CUT_RETRO:
		return 1;
	case STUDY_CUT_ITEM:
	case STUDY_CUT_PROSE:
		return 3;
	default:
		return 2;
	}
}

/* Behind the nearest piece before it in theirs that is there; a heading also
 * behind all that stands below that one. */
static size_t
place_behind(const struct merger *g, const struct study_cut *t)
{
	const struct study_cut *before = t;
	size_t i = g->n;
	bool first;

	while (i == g->n && before > g->theirs.v)
		i = find(g, --before);
	if (i == g->n)
		return 0;
	first = t->kind == STUDY_CUT_ITEM && before->kind == STUDY_CUT_LIST;
	for (i++; i < g->n && depth(g->v[i].text.like) > depth(t); i++)
		;
	/* What stands between a heading and its first item is not that item's,
	 * though it may be as far in. */
	while (first && i < g->n && g->v[i].text.like->kind == STUDY_CUT_PROSE)
		i++;
	return i;
}

/* The headings that a piece stands below are there, too. */
static void
need_headings(struct merger *g, const struct study_cut *t)
{
	const struct study_cut *h = t;
	struct study_merged text;

	if (t->kind == STUDY_CUT_ENTRY || t->kind == STUDY_CUT_SECTION ||
	    t->kind <= STUDY_CUT_TITLE)
		return;
	while (h > g->theirs.v)
		if ((--h)->kind <= STUDY_CUT_LIST)
			break;
	if (h == t || h->kind > STUDY_CUT_LIST || find(g, h) < g->n)
		return;
	need_headings(g, h);
	put(g, place_behind(g, h), as_is(&text, h), NULL, h);
}

static void
take_theirs(struct merger *g, const struct study_cut *t)
{
	struct study_merged text;
	size_t at;

	if (find(g, t) < g->n ||
	    (t->base != NULL && study_cut_same(t, t->base) &&
		!is_disputed(g, t->base, 1)))
		return;
	as_is(&text, t);
	if (t->base != NULL)
		mark(g, &text, t, true, true);
	need_headings(g, t);
	at = place_by_time(g, t);
	if (at > g->n)
		at = place_behind(g, t);
	put(g, at, &text, NULL, t);
}

/* ---- headings that go -------------------------------------------------- */

/* Whether something stands below the heading at i. */
static bool
has_below(const struct merger *g, size_t i)
{
	enum study_cut_kind kind = g->v[i].text.like->kind, next;

	/* The title of what is left; that may be front matter. */
	if (g->gone && kind == STUDY_CUT_TITLE && i > 0 && !g->v[i - 1].doomed)
		return true;
	if (i + 1 == g->n)
		return false;
	next = g->v[i + 1].text.like->kind;
	if (next == STUDY_CUT_PROSE || (g->gone && kind <= STUDY_CUT_TITLE))
		return true;
	if (kind == STUDY_CUT_LIST)
		return next == STUDY_CUT_ITEM;
	if (kind == STUDY_CUT_RETRO)
		return next == STUDY_CUT_LIST;
	return kind == STUDY_CUT_REVIEW && next == STUDY_CUT_ENTRY;
}

static void
drop_headings(struct merger *g)
{
	size_t i;

	for (i = g->n; i-- > 0;) {
		if (!g->v[i].doomed || has_below(g, i))
			continue;
		memmove(g->v + i, g->v + i + 1, (g->n - i - 1) * sizeof(*g->v));
		g->n--;
	}
}

/* ---- the text ---------------------------------------------------------- */

static void
add_lines(struct strbuf *out, const char *p, size_t len, const char *eol)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (p[i] == '\r' && i + 1 < len && p[i + 1] == '\n')
			continue;
		if (p[i] == '\n')
			strbuf_adds(out, eol);
		else
			strbuf_addc(out, p[i]);
	}
}

/* What is between two neighbours of one side. */
static void
add_between(struct strbuf *out, const struct merger *g,
    const struct study_cut *a, const struct study_cut *b)
{
	const char *p = a->p + a->len;

	add_lines(out, p, (size_t)(b->p - p), g->eol);
}

static void
add_gap(struct strbuf *out, const struct merger *g, const struct piece *a,
    const struct piece *b)
{
	if (a->ours != NULL && b->ours == a->ours + 1)
		strbuf_add(out, a->ours->p + a->ours->len,
		    (size_t)(b->ours->p - a->ours->p) - a->ours->len);
	else if (a->theirs != NULL && b->theirs == a->theirs + 1)
		add_between(out, g, a->theirs, b->theirs);
	else if (a->text.like->kind == STUDY_CUT_ITEM &&
		 b->text.like->kind == STUDY_CUT_ITEM)
		strbuf_adds(out, g->eol);
	else
		strbuf_addf(out, "%s%s", g->eol, g->eol);
}

static void
render(struct strbuf *out, const struct merger *g)
{
	const struct study_cuts *ours = &g->ours, *theirs = &g->theirs;
	const struct study_cut *last =
	    ours->n > 0 ? &ours->v[ours->n - 1] : NULL;
	const struct study_cut *end =
	    theirs->n > 0 ? &theirs->v[theirs->n - 1] : NULL;
	size_t i;

	if (g->n > 0 && g->v[0].ours != NULL && g->v[0].ours == ours->v)
		strbuf_add(
		    out, ours->text.p, (size_t)(ours->v->p - ours->text.p));
	for (i = 0; i < g->n; i++) {
		const struct piece *p = &g->v[i];

		if (i > 0)
			add_gap(out, g, p - 1, p);
		if (p->ours != NULL && p->text.p == p->ours->p)
			strbuf_add(out, p->text.p, p->text.len);
		else
			add_lines(out, p->text.p, p->text.len, g->eol);
	}
	if (g->n > 0 && last != NULL && g->v[g->n - 1].ours == last)
		strbuf_add(out, last->p + last->len,
		    (size_t)(ours->text.p + ours->text.len - last->p) -
			last->len);
	else if (g->n > 0 && end != NULL && g->v[g->n - 1].theirs == end &&
		 end->p + end->len < theirs->text.p + theirs->text.len)
		add_lines(out, end->p + end->len,
		    (size_t)(theirs->text.p + theirs->text.len - end->p) -
			end->len,
		    g->eol);
	else if (g->n > 0)
		strbuf_adds(out, g->eol);
}

/* ---- read again -------------------------------------------------------- */

static bool
same_str(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
says_entry(const struct piece *p, const struct study_cut *got)
{
	const struct study_entry *want = p->text.like->entry;

	return got->entry != NULL && want->start == got->entry->start &&
	       want->end == got->entry->end &&
	       strcmp(want->topic, got->entry->topic) == 0 &&
	       strcmp(want->title, got->entry->title) == 0;
}

static bool
says_item(const struct piece *p, const struct study_cut *got)
{
	const struct study_item *want = p->text.like->item;

	return got->item != NULL && p->text.like->list == got->list &&
	       strcmp(want->text, got->item->text) == 0 &&
	       same_str(want->id, got->item->id) &&
	       (p->text.mixed || want->state == got->item->state);
}

/* Whether what was put together is read as the pieces that it is made of. */
static bool
is_meant(const struct merger *g, const struct study_version *text)
{
	struct study_cuts got;
	size_t i, k;
	bool same = true;

	study_cuts_init(&got, text, g->a);
	for (i = k = 0; i < g->n && same; i++) {
		const struct piece *p = &g->v[i];

		/* A mark may make two pieces of one. */
		while (k < got.n && got.v[k].kind != p->text.like->kind &&
		       got.v[k].kind == STUDY_CUT_PROSE)
			k++;
		same = k < got.n && got.v[k].kind == p->text.like->kind;
		if (same && p->text.like->entry != NULL)
			same = says_entry(p, &got.v[k]);
		if (same && p->text.like->item != NULL)
			same = says_item(p, &got.v[k]);
		if (same &&
		    !(p->text.mixed || got.v[k].kind == STUDY_CUT_PROSE))
			same = study_cut_bytes(
			    p->text.p, p->text.len, got.v[k].p, got.v[k].len);
		/* Two texts side by side are one. */
		if (same &&
		    (p->text.like->kind != STUDY_CUT_PROSE || i + 1 == g->n ||
			p[1].text.like->kind != STUDY_CUT_PROSE))
			k++;
	}
	while (same && k < got.n && got.v[k].kind == STUDY_CUT_PROSE)
		k++;
	same = same && k == got.n && !got.odd;
	study_cuts_release(&got);
	return same;
}

/* ---- all of it --------------------------------------------------------- */

static const char *
eol_of(const struct study_version *ours, const struct study_version *theirs)
{
	const struct study_version *v =
	    ours->p != NULL && ours->len > 0 ? ours : theirs;
	const char *nl = v->p != NULL ? memchr(v->p, '\n', v->len) : NULL;

	return nl != NULL && nl > v->p && nl[-1] == '\r' ? "\r\n" : "\n";
}

static int
merge(struct strbuf *out, struct merger *g)
{
	struct study_version text;
	size_t i, from = out->len;

	for (i = 0; i < g->ours.n; i++)
		if (take_ours(g, &g->ours.v[i]) == -1)
			return 0;
	for (i = 0; i < g->theirs.n; i++)
		take_theirs(g, &g->theirs.v[i]);
	drop_headings(g);
	if (g->gone && g->n == 0)
		return STUDY_MERGE_GONE;
	move_retimed(g);
	render(out, g);
	text = (struct study_version){ out->buf + from, out->len - from };
	if (!out->full && is_meant(g, &text))
		return 1;
	strbuf_trunc(out, from);
	return 0;
}

int
study_merge_told(
    struct strbuf *out, struct study_clashes *told, const struct study_merge *m)
{
	struct merger g = { .m = m, .a = arena_new() };
	const struct study_version *ours = &m->ours, *theirs = &m->theirs;
	int rc = 0;

	g.gone = m->base.p != NULL && (ours->p == NULL || theirs->p == NULL);
	if (g.gone && ours->p == NULL) {
		ours = &m->theirs;
		theirs = &m->ours;
	}
	g.eol = eol_of(ours, theirs);
	study_cuts_init(&g.base, &m->base, g.a);
	study_cuts_init(&g.ours, ours, g.a);
	study_cuts_init(&g.theirs, theirs, g.a);
	if (!g.base.odd && !g.ours.odd && !g.theirs.odd &&
	    g.base.n < PIECES_MAX && g.ours.n < PIECES_MAX &&
	    g.theirs.n < PIECES_MAX) {
		study_cuts_match(&g.base, &g.ours, &g.theirs);
		rc = merge(out, &g);
	}
	*told = g.clashes;
	free(g.v);
	study_cuts_release(&g.base);
	study_cuts_release(&g.ours);
	study_cuts_release(&g.theirs);
	arena_free(g.a);
	return rc;
}

int
study_merge(struct strbuf *out, size_t *marks, const struct study_merge *m)
{
	struct study_clashes told;
	int rc = study_merge_told(out, &told, m);

	*marks = rc == 1 ? told.marks : 0;
	return rc;
}
