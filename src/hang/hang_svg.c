/* hang_svg.c: the graph as a picture
 *
 * Tasks stand in one column, those of the cycle on top and in its order, so
 * that most arrows are short and lead down. All others bend to the right: where
 * a window is narrow, the boxes are what is seen of it first. Those that say the
 * same of one task share a lane and its words. Colours are the page's: there is
 * no style in it, which a strict policy would refuse.
 */
#include <string.h>

#include "base/html.h"
#include "base/utf8.h"
#include "hang/hang_int.h"

#define TASKS_MOST 24 /* what a picture can show */
#define BOX_W 320
#define BOX_H 44
#define ROW 92
#define LANE 26
#define MARGIN 12
#define CELL 8 /* of text, at most; Hangul has two */
#define LABEL_CELLS 30
#define BOX_CELLS 42

struct arrow {
	size_t from, to; /* rows */
	const char *object;
	bool cycle;
	int lane;  /* 0: straight to the next row */
	bool told; /* one before it has the words */
};

struct plan {
	const struct hang *h;
	size_t row[TASKS_MOST]; /* the task of each row */
	size_t n;
	struct arrow arrows[4 * TASKS_MOST];
	size_t n_arrows;
	int lanes;
	/* What the words need beside those, and beside the straight ones. */
	int lanes_w, down_w;
};

/* ---- what is drawn ---------------------------------------------------------- */

static void
plan_rows(struct plan *p)
{
	const struct hang *h = p->h;
	bool deadlock = h->verdict <= HANG_PROVEN_EXCEPT;
	size_t i;

	for (i = 0; i < h->n_cycle && p->n < TASKS_MOST; i++)
		p->row[p->n++] = h->cycle[i];
	for (i = 0; i < h->n_tasks && p->n < TASKS_MOST; i++)
		if (!h->tasks[i].cycle &&
		    (deadlock ? h->tasks[i].stuck : h->tasks[i].n_clauses > 0))
			p->row[p->n++] = i;
	for (i = 0; i < h->n_tasks && p->n < TASKS_MOST; i++)
		if (!deadlock && h->tasks[i].n_clauses == 0)
			p->row[p->n++] = i;
}

static bool
leads_to(const struct hang_edge *e, const struct hang_wait *t)
{
	return e->pid == t->pid && (e->tid == 0 || e->tid == t->tid);
}

/* The row that stands for the other end: of the cycle the next one, else the
 * first of the process. TASKS_MOST for none. */
static size_t
row_of(const struct plan *p, size_t from, const struct hang_edge *e)
{
	const struct hang *h = p->h;
	size_t next = from + 1 == h->n_cycle ? 0 : from + 1, i;

	if (from < h->n_cycle && leads_to(e, &h->tasks[p->row[next]]))
		return next;
	for (i = 0; i < p->n; i++)
		if (i != from && leads_to(e, &h->tasks[p->row[i]]))
			return i;
	return leads_to(e, &h->tasks[p->row[from]]) ? from : TASKS_MOST;
}

/* How wide the words of an arrow are. */
static void
plan_words(struct plan *p, const struct arrow *r)
{
	int cells = utf8_width(r->object), w;
	int *most = r->lane > 0 ? &p->lanes_w : &p->down_w;

	w = (cells > LABEL_CELLS ? LABEL_CELLS + 1 : cells) * CELL + 10;
	if (*most < w)
		*most = w;
}

/* The lane of those that say the same, but for the cycle's, or a new one. */
static void
plan_lane(struct plan *p, struct arrow *r)
{
	const struct arrow *o;

	for (o = p->arrows; o < r && !r->told; o++)
		if (o->from == r->from && o->lane > 0 && !o->cycle &&
		    !r->cycle && strcmp(o->object, r->object) == 0) {
			r->lane = o->lane;
			r->told = true;
		}
	if (!r->told)
		r->lane = ++p->lanes;
}

static void
plan_arrow(struct plan *p, size_t from, size_t to, const char *object)
{
	const struct hang *h = p->h;
	struct arrow *r;
	size_t i;

	for (i = 0; i < p->n_arrows; i++)
		if (p->arrows[i].from == from && p->arrows[i].to == to)
			return;
	if (to == TASKS_MOST ||
	    p->n_arrows == sizeof(p->arrows) / sizeof(p->arrows[0]))
		return;
	r = &p->arrows[p->n_arrows++];
	*r = (struct arrow){ .from = from, .to = to, .object = object };
	r->cycle =
	    from < h->n_cycle && to == (from + 1 == h->n_cycle ? 0 : from + 1);
	if (to != from + 1)
		plan_lane(p, r);
	plan_words(p, r);
}

static void
plan_arrows(struct plan *p)
{
	const struct hang *h = p->h;
	size_t i, k, m;

	for (i = 0; i < p->n; i++) {
		const struct hang_wait *t = &h->tasks[p->row[i]];

		for (k = 0; k < t->n_clauses; k++) {
			const struct hang_clause *c =
			    &h->clauses[t->clause + k];

			for (m = 0; m < c->n_edges; m++)
				plan_arrow(p, i, row_of(p, i, &c->edges[m]),
				    c->object);
		}
	}
}

/* ---- drawing ---------------------------------------------------------------- */

static void
text_at(struct strbuf *out, int x, int y, const char *anchor, const char *s,
    int cells)
{
	size_t fits = utf8_fit(s, cells);

	strbuf_addf(
	    out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
	html_xml(out, s, fits);
	strbuf_adds(out, s[fits] != '\0' ? "…</text>\n" : "</text>\n");
}

static int
top_of(size_t row)
{
	return MARGIN + (int)row * ROW;
}

static void
draw_box(struct strbuf *out, const struct plan *p, size_t row, int x)
{
	const struct hang_wait *t = &p->h->tasks[p->row[row]];
	struct strbuf sb = STRBUF_INIT;
	int y = top_of(row);

	strbuf_addf(out,
	    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" "
	    "fill=\"none\" stroke=\"currentColor\" stroke-width=\"%s\"/>\n",
	    x, y, BOX_W, BOX_H, t->cycle ? "2" : "1");
	strbuf_addf(&sb, "%d %s", t->tid, t->name);
	if (t->tid != t->pid)
		strbuf_addf(&sb, " (%s %d)",
		    p->h->thread != NULL ? p->h->thread : "thread of", t->pid);
	text_at(out, x + 10, y + 18, "start", sb.buf, BOX_CELLS);
	text_at(out, x + 10, y + 36, "start", t->what, BOX_CELLS);
	strbuf_release(&sb);
}

/* A curve between the sides of two boxes, by way of a lane beside them. */
static void
draw_arrow(struct strbuf *out, const struct arrow *r, int x)
{
	int side = x + BOX_W, lane = LANE * r->lane;
	int y1 = top_of(r->from) + BOX_H / 2, y2 = top_of(r->to) + BOX_H / 2;

	if (r->from == r->to) {
		y1 -= 10;
		y2 += 10;
	}
	strbuf_addf(out,
	    "<path fill=\"none\" stroke=\"currentColor\" stroke-width=\"%s\"%s "
	    "d=\"",
	    r->cycle ? "2.5" : "1", r->cycle ? "" : " stroke-opacity=\"0.6\"");
	if (r->lane == 0) {
		y1 = top_of(r->from) + BOX_H;
		y2 = top_of(r->to);
		side = x + BOX_W / 2;
		strbuf_addf(out, "M%d %dV%d", side, y1, y2);
		strbuf_addf(out, "M%d %dL%d %dL%d %d\"/>\n", side - 5, y2 - 9,
		    side, y2, side + 5, y2 - 9);
		text_at(out, side + 10, (y1 + y2) / 2 + 4, "start", r->object,
		    LABEL_CELLS);
		return;
	}
	strbuf_addf(out, "M%d %dC%d %d %d %d %d %d", side, y1, side + lane, y1,
	    side + lane, y2, side, y2);
	strbuf_addf(out, "M%d %dL%d %dL%d %d\"/>\n", side + 9, y2 - 5, side, y2,
	    side + 9, y2 + 5);
	/* Lanes with one middle would have their words in one place. */
	if (!r->told)
		text_at(out, side + lane * 3 / 4 + 6,
		    (y1 + y2) / 2 + 4 + (r->lane % 3 - 1) * 15, "start",
		    r->object, LABEL_CELLS);
}

void
hang_svg(struct strbuf *out, const struct hang *h)
{
	struct plan p = { .h = h };
	int x = MARGIN, width, height;
	size_t i;

	plan_rows(&p);
	plan_arrows(&p);
	/* A curve comes to three quarters of its lane. */
	width = x + BOX_W + p.lanes * LANE * 3 / 4 + p.lanes_w + MARGIN;
	/* The words beside a straight arrow begin in the middle. */
	if (width < x + BOX_W / 2 + p.down_w + MARGIN)
		width = x + BOX_W / 2 + p.down_w + MARGIN;
	height = top_of(p.n) - (ROW - BOX_H) + MARGIN;
	strbuf_addf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
	    "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
	    "font-family=\"sans-serif\" font-size=\"13\" "
	    "fill=\"currentColor\">\n<title>",
	    width, height, width, height);
	html_xml(out, h->sentence, strlen(h->sentence));
	strbuf_adds(out, "</title>\n");
	for (i = 0; i < p.n_arrows; i++)
		draw_arrow(out, &p.arrows[i], x);
	for (i = 0; i < p.n; i++)
		draw_box(out, &p, i, x);
	strbuf_adds(out, "</svg>\n");
}
