/* page_layers.c: the builds of a Dockerfile, layer by layer
 *
 * The picture has a bar for each build, as long as its steps took, and one for
 * what they add. It is drawn in percent of its width, so that its words keep
 * their size on a phone, and in the colour of the text around it, so that it is
 * right in the dark and on paper: what was made is filled, what came from the
 * cache is an outline. All of it is in the table as well.
 */
#include <stdio.h>
#include <string.h>

#include "base/html.h"
#include "base/utf8.h"
#include "page/page_int.h"

#define LAYER_CELLS 60 /* of an instruction; the whole of it is in the code */
#define BARS 3
#define BAR_ROW 60 /* pixels: its words, the bar, and the mark below */
#define BAR_TOP 18
#define BAR_HIGH 22
#define BAR_WIDE 99.0   /* percent; the rest is for the line around the last */
#define BAR_LEAST 0.025 /* of the longest bar: so much is to be seen */
#define BAR_NUMBER 5.0  /* percent that a number needs */

/* ---- words ---------------------------------------------------------------------- */

/* A number is not parted from its unit. */
#define NBSP "\xc2\xa0"

static const char *
layer_time(struct page_ctx *c, int64_t ms)
{
	const char *time = page_time(c, ms);
	size_t at = strcspn(time, " ");

	return arena_printf(
	    c->a, "%.*s" NBSP "%s", (int)at, time, time + at + 1);
}

static const char *
layer_size(struct page_ctx *c, long long bytes)
{
	static const char *const units[] = { "kB", "MB", "GB" };
	double size = (double)bytes / 1000;
	size_t i;

	if (bytes < 0)
		return "?";
	if (bytes < 1000)
		return arena_printf(c->a, "%lld" NBSP "B", bytes);
	for (i = 0; size >= 999.95 && i < 2; i++)
		size /= 1000;
	return arena_printf(c->a, "%.1f" NBSP "%s", size, units[i]);
}

static const char *
layer_text(struct page_ctx *c, const struct graph_layer *l)
{
	const char *text = page_output(c, l->text);
	size_t fits = utf8_fit(text, LAYER_CELLS);

	return text[fits] == '\0'
		   ? text
		   : arena_printf(c->a, "%.*s…", (int)fits, text);
}

/* What became of it in a build. */
static const char *
layer_word(struct page_ctx *c, const struct graph_layer *l)
{
	if (l == NULL || l->from)
		return NULL;
	return page_word(c, l->hit           ? "layer_hit"
			    : l->why != NULL ? "layer_again"
					     : "layer_made");
}

/* Why it was made again, in words; NULL when it was not. */
static const char *
layer_why(struct page_ctx *c, const struct graph_layer *l)
{
	static const char *const keys[] = { "layer_instruction", "layer_file",
		"layer_source", "layer_before" };
	size_t i;

	for (i = 0; l->why != NULL && i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i] + strlen("layer_"), l->why) == 0)
			return page_word(c, keys[i]);
	return NULL;
}

static size_t
layer_hits(const struct graph_built *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->n; i++)
		n += b->v[i].hit;
	return n;
}

static size_t
layer_made(const struct graph_built *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->n; i++)
		n += !b->v[i].hit && !b->v[i].from;
	return n;
}

/* What the change did: where, why, and what it costs; NULL for one build. */
static const char *
layer_sentence(struct page_ctx *c, const struct graph_record *r)
{
	const char *comma = page_word(c, "comma"), *costs, *where;
	const struct graph_built *b;

	if (r->n_builds < 2)
		return NULL;
	b = &r->builds[1];
	costs = arena_printf(c->a, "%s%s%s",
	    page_count(c, "n_hits", (long)layer_hits(b)), comma,
	    page_count(c, "n_again", (long)layer_made(b)));
	if (b->broke == 0)
		return arena_printf(
		    c->a, "%s (%s)", page_word(c, "layer_held"), costs);
	where = page_count(c, "layer_broke", (long)b->broke);
	return arena_printf(c->a, "%s%s%s (%s)", where, comma,
	    layer_why(c, &b->v[b->broke - 1]), costs);
}

/* ---- the picture ------------------------------------------------------------------ */

/* One of its bars. */
struct bar {
	const struct graph_built *b;
	const char *label;
	bool sizes; /* as long as what the steps add, not as what they took */
};

static double
bar_value(const struct bar *bar, const struct graph_layer *l)
{
	if (l->from && bar->sizes)
		return 0;
	return bar->sizes ? (double)l->size : (double)l->wall_ms;
}

/* How long a step is to be, at least what can be seen of it; 0: it has no
 * part in the bar. */
static double
bar_part(const struct bar *bar, const struct graph_layer *l, double least)
{
	double value = bar_value(bar, l);

	/* To have the base image at hand takes no time that is worth it. */
	if ((value <= 0 && bar->sizes) || (value <= least && l->from))
		return 0;
	return value > least ? value : least;
}

static double
bar_length(const struct bar *bar, double least)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < bar->b->n; i++)
		sum += bar_part(bar, &bar->b->v[i], least);
	return sum;
}

static void
bar_text(
    struct strbuf *out, double x, int y, const char *anchor, const char *text)
{
	strbuf_addf(out, "<text x=\"%.2f%%\" y=\"%d\" text-anchor=\"%s\">", x,
	    y, anchor);
	html_text(out, text, strlen(text));
	strbuf_adds(out, "</text>\n");
}

/* The beginning of a box, filled or an outline; `where` is its place. */
static void
bar_box(struct strbuf *out, bool made, const char *where)
{
	strbuf_addf(out,
	    "<rect %s stroke=\"currentColor\" fill=\"currentColor\" "
	    "fill-opacity=\"%s\"%s>",
	    where, made ? "0.35" : "0",
	    made ? "" : " stroke-dasharray=\"3 2\"");
}

/* A step, with a name that a mouse shows, and its number where it fits. */
static void
bar_step(struct strbuf *out, struct page_ctx *c, const struct bar *bar,
    size_t i, double x, double width, int y)
{
	const struct graph_layer *l = &bar->b->v[i];
	bool broke = !bar->sizes && bar->b->broke == i + 1;
	const char *word = layer_word(c, l);
	const char *number = arena_printf(c->a, "%zu", i + 1);
	const char *name = arena_printf(c->a, "%s %s: %s%s%s", number,
	    layer_text(c, l), !bar->sizes && word ? word : "",
	    !bar->sizes && word ? " " : "",
	    bar->sizes ? layer_size(c, l->size) : layer_time(c, l->wall_ms));

	if (broke)
		strbuf_adds(out, "<g class=\"broke\" stroke-width=\"2\">\n");
	bar_box(out, bar->sizes || !l->hit,
	    arena_printf(c->a,
		"x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" height=\"%d\"", x, y,
		width, BAR_HIGH));
	strbuf_adds(out, "<title>");
	html_text(out, name, strlen(name));
	strbuf_adds(out, "</title></rect>\n");
	if (broke)
		strbuf_adds(out, "</g>\n<g class=\"broke\">\n");
	if (width >= BAR_NUMBER)
		bar_text(out, x + width / 2, y + 16, "middle", number);
	if (broke) {
		bar_text(out, x + width / 2, y + BAR_HIGH + 14,
		    x > 95 ? "end" : "middle",
		    arena_printf(c->a, "▲ %s", number));
		strbuf_adds(out, "</g>\n");
	}
}

static void
bar_draw(struct strbuf *out, struct page_ctx *c, const struct bar *bar,
    double longest, double least, int top)
{
	double x = 0.3, width;
	size_t i;

	bar_text(out, 0, top + 12, "start", bar->label);
	for (i = 0; i < bar->b->n; i++) {
		width = longest > 0 ? bar_part(bar, &bar->b->v[i], least) /
					  longest * BAR_WIDE
				    : 0;
		if (width <= 0)
			continue;
		bar_step(out, c, bar, i, x, width, top + BAR_TOP);
		x += width;
	}
}

/* A word of the legend, in pixels as its boxes are. */
static void
bar_word(struct strbuf *out, struct page_ctx *c, int x, int y, const char *mark,
    const char *key)
{
	const char *word = arena_printf(c->a, "%s%s", mark, page_word(c, key));

	strbuf_addf(out, "<text x=\"%d\" y=\"%d\">", x, y);
	html_text(out, word, strlen(word));
	strbuf_adds(out, "</text>\n");
}

static void
bar_sample(struct strbuf *out, struct page_ctx *c, bool made, int x, int y)
{
	bar_box(out, made,
	    arena_printf(
		c->a, "x=\"%d\" y=\"%d\" width=\"14\" height=\"13\"", x, y));
	strbuf_adds(out, "</rect>\n");
}

/* What the filled and the empty ones are. */
static void
bar_legend(struct strbuf *out, struct page_ctx *c, bool two, int y)
{
	bar_sample(out, c, true, 1, y);
	bar_word(out, c, 23, y + 12, "", "layer_made");
	if (!two)
		return;
	bar_sample(out, c, false, 91, y);
	bar_word(out, c, 113, y + 12, "", "layer_hit");
	strbuf_adds(out, "<g class=\"broke\" fill=\"currentColor\">\n");
	bar_word(out, c, 197, y + 12, "▲ ", "layer_here");
	strbuf_adds(out, "</g>\n");
}

static long long
layer_sum(const struct graph_built *b)
{
	long long sum = 0;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (b->v[i].size > 0 && !b->v[i].from)
			sum += b->v[i].size;
	return sum;
}

static size_t
layer_bars(
    struct page_ctx *c, const struct graph_record *r, struct bar bars[BARS])
{
	static const char *const words[] = { "layer_first", "layer_second" };
	size_t i, n = 0;

	for (i = 0; i < r->n_builds; i++)
		bars[n++] = (struct bar){ .b = &r->builds[i],
			.label = arena_printf(c->a, "%s · %s",
			    page_word(c, words[i]),
			    layer_time(c, r->builds[i].wall_ms)) };
	if (layer_sum(&r->builds[i - 1]) > 0)
		bars[n++] = (struct bar){ .b = &r->builds[i - 1],
			.label = arena_printf(c->a, "%s · %s",
			    page_word(c, "layer_size"),
			    layer_size(c, layer_sum(&r->builds[i - 1]))),
			.sizes = true };
	return n;
}

/* The longer of the two builds has the whole width. */
static void
layer_svg(struct strbuf *out, struct page_ctx *c, const struct graph_record *r)
{
	const char *sentence = layer_sentence(c, r);
	struct bar bars[BARS];
	size_t n = layer_bars(c, r, bars), i, k;

	strbuf_addf(out,
	    "<svg class=\"layers\" role=\"img\" width=\"100%%\" "
	    "height=\"%zu\" font-family=\"sans-serif\" font-size=\"12\" "
	    "fill=\"currentColor\">\n<title>",
	    n * BAR_ROW + 16);
	if (sentence == NULL)
		sentence = page_word(c, "layers");
	html_text(out, sentence, strlen(sentence));
	strbuf_adds(out, "</title>\n");
	for (i = 0; i < n; i++) {
		double most = 0, longest = 0, least;

		for (k = 0; k < n; k++)
			if (bars[k].sizes == bars[i].sizes &&
			    bar_length(&bars[k], 0) > most)
				most = bar_length(&bars[k], 0);
		least = most * BAR_LEAST;
		for (k = 0; k < n; k++)
			if (bars[k].sizes == bars[i].sizes &&
			    bar_length(&bars[k], least) > longest)
				longest = bar_length(&bars[k], least);
		bar_draw(out, c, &bars[i], longest, least, (int)i * BAR_ROW);
	}
	bar_legend(out, c, r->n_builds > 1, (int)n * BAR_ROW);
	strbuf_adds(out, "</svg>\n");
}

/* ---- the tables --------------------------------------------------------------------- */

static void
layer_cell(struct page_ctx *c, struct tmpl_val *row, const char *build,
    const struct graph_layer *l)
{
	tmpl_text(c->a, row, build, layer_word(c, l));
	tmpl_text(c->a, row, arena_printf(c->a, "%s_time", build),
	    l != NULL ? layer_time(c, l->wall_ms) : NULL);
}

static void
layer_rows(struct page_ctx *c, struct tmpl_val *m, const struct graph_record *r)
{
	const struct graph_built *first = &r->builds[0];
	const struct graph_built *second =
	    r->n_builds > 1 ? &r->builds[1] : NULL;
	const struct graph_built *last = second != NULL ? second : first;
	size_t n = first->n > last->n ? first->n : last->n, i;
	struct tmpl_val *rows = tmpl_list(c->a), *row;

	for (i = 0; i < n; i++) {
		/* Of a step that the change has touched, the new one. */
		const struct graph_layer *l =
		    i < last->n ? &last->v[i] : &first->v[i];

		row = tmpl_push_object(c->a, rows);
		tmpl_text(
		    c->a, row, "number", arena_printf(c->a, "%zu", i + 1));
		tmpl_text(c->a, row, "text", layer_text(c, l));
		layer_cell(c, row, "first", i < first->n ? &first->v[i] : NULL);
		layer_cell(c, row, "second",
		    second != NULL && i < second->n ? &second->v[i] : NULL);
		tmpl_text(
		    c->a, row, "size", l->from ? NULL : layer_size(c, l->size));
		tmpl_text(c->a, row, "why", layer_why(c, l));
		tmpl_bool(c->a, row, "broke",
		    second != NULL && second->broke == i + 1);
	}
	tmpl_set(c->a, m, "steps", rows);
}

/* The layers of the image: those of the last stage. */
static size_t
hand_stage(const struct graph_built *b, long long *size)
{
	size_t i, n = 0;

	*size = 0;
	for (i = 0; i < b->n; i++) {
		const struct graph_layer *l = &b->v[i];

		if (l->from) {
			n = 0;
			*size = 0;
		} else if (l->size > 0) {
			n++;
			*size += l->size;
		}
	}
	return n;
}

/* What was made again, and how long that took. */
static const char *
hand_made(struct page_ctx *c, const struct graph_built *b)
{
	int64_t ms = 0;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (!b->v[i].hit && !b->v[i].from)
			ms += b->v[i].wall_ms;
	return arena_printf(c->a, "%s%s%s",
	    page_count(c, "n_steps", (long)layer_made(b)),
	    page_word(c, "comma"), layer_time(c, ms));
}

/* A row; NULL is nothing to be told. */
static void
hand_row(struct page_ctx *c, struct tmpl_val *rows, const char *key,
    const char *const v[3])
{
	struct tmpl_val *row = tmpl_push_object(c->a, rows);

	tmpl_text(c->a, row, "label", page_word(c, key));
	tmpl_text(c->a, row, "hand", v[0] != NULL ? v[0] : "—");
	tmpl_text(c->a, row, "first", v[1] != NULL ? v[1] : "—");
	tmpl_text(c->a, row, "second", v[2] != NULL ? v[2] : "—");
}

/* The figures of a build, in the column k. */
static void
hand_build(struct page_ctx *c, const struct graph_built *b, size_t k,
    const char *v[5][3])
{
	long long size;
	size_t layers = hand_stage(b, &size);

	v[0][k] = layer_time(c, b->wall_ms);
	v[1][k] =
	    page_count(c, "n_steps", (long)(layer_made(b) + layer_hits(b)));
	v[2][k] = arena_printf(c->a, "%zu", layers);
	v[3][k] = layer_size(c, size);
	v[4][k] = k > 1 ? hand_made(c, b) : NULL;
}

static void
layer_hand(struct page_ctx *c, struct tmpl_val *o, const struct graph_record *r)
{
	static const char *const keys[] = { "hand_time", "hand_steps",
		"hand_layers", "hand_size", "hand_again" };
	const struct graph_hand *h = r->hand;
	struct tmpl_val *m = tmpl_object(c->a), *rows = tmpl_list(c->a);
	const struct graph_page *p = graph_find(c->g, h->note->id);
	const char *v[5][3] = { { NULL } };
	size_t i;

	if (p == NULL)
		return;
	tmpl_text(c->a, m, "name",
	    arena_printf(c->a, "%s#%s", h->note->id, h->example->id));
	tmpl_text(c->a, m, "url",
	    page_href(
		c, p->url, page_example_anchor(c, h->note, h->example->id)));
	tmpl_bool(c->a, m, "two", r->n_builds > 1);
	v[0][0] = layer_time(c, h->wall_ms);
	v[1][0] = page_count(c, "n_commands", (long)h->n_commands);
	v[2][0] = "1"; /* the one that a container writes into */
	v[3][0] = h->size >= 0 ? layer_size(c, h->size) : NULL;
	if (h->n_again > 0)
		v[4][0] = arena_printf(c->a, "%s%s%s",
		    page_count(c, "n_commands", (long)h->n_again),
		    page_word(c, "comma"), layer_time(c, h->again_ms));
	for (i = 0; i < r->n_builds; i++)
		hand_build(c, &r->builds[i], i + 1, v);
	for (i = 0; i < 5; i++)
		if (i < 4 || r->n_builds > 1)
			hand_row(c, rows, keys[i], v[i]);
	tmpl_set(c->a, m, "figures", rows);
	tmpl_set(c->a, o, "hand", m);
}

void
page_layers(
    struct page_ctx *c, struct tmpl_val *o, const struct graph_record *r)
{
	struct tmpl_val *m = tmpl_object(c->a);
	struct strbuf svg = STRBUF_INIT;
	bool two = r->n_builds > 1;

	if (r->n_builds == 0 || r->builds[0].n == 0)
		return;
	layer_svg(&svg, c, r);
	tmpl_html(
	    c->a, m, "svg", arena_strndup(c->a, svg.buf, svg.len), svg.len);
	strbuf_release(&svg);
	tmpl_text(c->a, m, "sentence", layer_sentence(c, r));
	tmpl_text(c->a, m, "edit", two ? page_output(c, r->edit) : NULL);
	tmpl_bool(c->a, m, "two", two);
	tmpl_text(c->a, m, "first_all", layer_time(c, r->builds[0].wall_ms));
	tmpl_text(c->a, m, "second_all",
	    two ? layer_time(c, r->builds[1].wall_ms) : NULL);
	layer_rows(c, m, r);
	tmpl_set(c->a, o, "layers", m);
	if (r->hand != NULL)
		layer_hand(c, o, r);
}
