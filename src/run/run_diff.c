/* run_diff.c: how the lines of two outputs differ, for people */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "run/run_int.h"

#define DIFF_LINES_MAX 40  /* that are shown */
#define DIFF_TABLE_MAX 500 /* lines of each side that are compared well */
#define DIFF_CONTEXT 2
#define DIFF_CELLS 72 /* in which marks help */

bool
run_diff_name(const struct run_lines *a, size_t i, const struct run_lines *b,
    size_t j, void *payload)
{
	(void)payload;
	return run_span_same(a->v[i].name, b->v[j].name) &&
	       a->v[i].whole == b->v[j].whole;
}

bool
run_diff_shape(const struct run_lines *a, size_t i, const struct run_lines *b,
    size_t j, void *payload)
{
	(void)payload;
	return run_span_same(a->v[i].shape, b->v[j].shape) &&
	       a->v[i].whole == b->v[j].whole;
}

/* ---- lines ------------------------------------------------------------------- */

/*
 * One line of the difference. It is made to be read on a terminal, and the
 * program that printed it is a stranger.
 */
void
run_diff_show(struct run_diff *d, char sign, const struct run_line *l)
{
	char *text;

	if (d->shown == DIFF_LINES_MAX) {
		d->dropped++;
		return;
	}
	d->shown++;
	text = utf8_for_terminal(l->raw.s, l->raw.len);
	strbuf_addc(d->out, sign);
	strbuf_adds(d->out, text);
	strbuf_adds(d->out, l->whole ? "\n" : " (no newline at the end)\n");
	free(text);
}

void
run_diff_more(struct run_diff *d)
{
	if (d->dropped > 0)
		strbuf_addf(d->out, "… and %zu more lines\n", d->dropped);
}

/* How many bytes two texts have in common at their beginning, or with `tail`
 * at their end: whole characters, and not more than `most`. */
static size_t
diff_common(const char *a, size_t a_len, const char *b, size_t b_len, bool tail,
    size_t most)
{
	size_t n = 0;

	while (n < most &&
	       (tail ? a[a_len - 1 - n] == b[b_len - 1 - n] : a[n] == b[n]))
		n++;
	while (n > 0 && n < b_len &&
	       ((unsigned char)b[tail ? b_len - n : n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* The cells of the first n bytes. */
static int
diff_cells(const char *s, size_t n)
{
	char *part = xstrndup(s, n);
	int cells = utf8_width(part);

	free(part);
	return cells;
}

/*
 * Below a line that took the place of another: "^" in the cells that are
 * another, if something of it is the same.
 */
static void
diff_mark(
    struct run_diff *d, const struct run_line *a, const struct run_line *b)
{
	char *old = utf8_for_terminal(a->raw.s, a->raw.len);
	char *new = utf8_for_terminal(b->raw.s, b->raw.len);
	size_t x = strlen(old), y = strlen(new), least = x < y ? x : y;
	size_t head = diff_common(old, x, new, y, false, least);
	size_t tail = diff_common(old, x, new, y, true, least - head);
	int from = diff_cells(new, head);
	int n = diff_cells(new + head, y - head - tail);

	if (head + tail > 0 && head + tail < (x > y ? x : y) &&
	    strchr(new, '\t') == NULL && from < DIFF_CELLS &&
	    d->shown < DIFF_LINES_MAX) {
		if (n < 1)
			n = 1;
		strbuf_addf(d->out, "?%*s", from, "");
		for (; n > 0 && from < DIFF_CELLS; n--, from++)
			strbuf_addc(d->out, '^');
		strbuf_addc(d->out, '\n');
	}
	free(old);
	free(new);
}

/* ---- which lines ----------------------------------------------------------------- */

/* The part of both sides that is compared: what is the same at both ends is
 * not in it. */
struct diff_part {
	size_t a, b, na, nb;
};

static bool
diff_same(const struct run_diff *d, size_t i, size_t j)
{
	return d->same(d->a, i, d->b, j, d->payload);
}

static bool
diff_any(const struct run_diff *d, size_t i)
{
	return d->any != NULL && d->any(d->a, i, d->payload);
}

static unsigned short
diff_least(unsigned short a, unsigned short b)
{
	return a < b ? a : b;
}

/* For each pair of tails, how many lines are in one of them only. */
static unsigned short *
diff_table(const struct run_diff *d, struct diff_part p)
{
	size_t w = p.nb + 1, i, j;
	unsigned short *t = xcalloc((p.na + 1) * w, sizeof(*t));

	for (i = p.na + 1; i-- > 0;) {
		bool any = i < p.na && diff_any(d, p.a + i);

		for (j = p.nb + 1; j-- > 0;) {
			unsigned short least = (unsigned short)-1;

			if (i == p.na && j == p.nb)
				continue;
			if (i < p.na)
				least = t[(i + 1) * w + j] + !any;
			if (j < p.nb)
				least =
				    diff_least(least, t[i * w + j + 1] + !any);
			if (i < p.na && j < p.nb && !any &&
			    diff_same(d, p.a + i, p.b + j))
				least =
				    diff_least(least, t[(i + 1) * w + j + 1]);
			t[i * w + j] = least;
		}
	}
	return t;
}

/* Lines that stand in one side only, up to the next that are in both. */
static void
diff_hunk(struct run_diff *d, size_t *i, size_t *j, size_t ni, size_t nj)
{
	size_t k;

	for (k = 0; k < ni; k++)
		run_diff_show(d, '-', &d->a->v[*i + k]);
	for (k = 0; k < nj; k++)
		run_diff_show(d, '+', &d->b->v[*j + k]);
	if (ni == 1 && nj == 1)
		diff_mark(d, &d->a->v[*i], &d->b->v[*j]);
	*i += ni;
	*j += nj;
}

static void
diff_walk(struct run_diff *d, struct diff_part p, const unsigned short *t)
{
	size_t w = p.nb + 1, i = 0, j = 0, ni = 0, nj = 0;

	while (i + ni < p.na || j + nj < p.nb) {
		size_t x = i + ni, y = j + nj;
		unsigned short now = t[x * w + y];
		bool any = x < p.na && diff_any(d, p.a + x);
		bool both = !any && x < p.na && y < p.nb &&
			    t[(x + 1) * w + y + 1] == now &&
			    diff_same(d, p.a + x, p.b + y);

		if (!both && !any) {
			if (x < p.na && t[(x + 1) * w + y] + 1 == now)
				ni++;
			else
				nj++;
			continue;
		}
		x = p.a + i;
		y = p.b + j;
		diff_hunk(d, &x, &y, ni, nj);
		i += ni;
		j += nj;
		ni = nj = 0;
		if (both) {
			run_diff_show(d, ' ', &d->b->v[p.b + j++]);
			i++;
		} else if (t[(i + 1) * w + j] == now)
			run_diff_show(d, ' ', &d->a->v[p.a + i++]);
		else
			j++;
	}
	i += p.a;
	j += p.b;
	diff_hunk(d, &i, &j, ni, nj);
}

/* Too long for a table: all of the one, then all of the other. */
static void
diff_plain(struct run_diff *d, struct diff_part p)
{
	size_t i;

	for (i = 0; i < p.na; i++)
		run_diff_show(d, '-', &d->a->v[p.a + i]);
	for (i = 0; i < p.nb; i++)
		run_diff_show(d, '+', &d->b->v[p.b + i]);
}

void
run_diff_lines(struct run_diff *d)
{
	struct diff_part p = { 0, 0, d->a->n, d->b->n };
	size_t i, tail = 0;

	while (p.na > 0 && p.nb > 0 && diff_same(d, p.a, p.b)) {
		p.a++;
		p.b++;
		p.na--;
		p.nb--;
	}
	while (p.na > 0 && p.nb > 0 &&
	       diff_same(d, p.a + p.na - 1, p.b + p.nb - 1)) {
		p.na--;
		p.nb--;
		tail++;
	}
	for (i = p.b > DIFF_CONTEXT ? p.b - DIFF_CONTEXT : 0; i < p.b; i++)
		run_diff_show(d, ' ', &d->b->v[i]);
	if (p.na <= DIFF_TABLE_MAX && p.nb <= DIFF_TABLE_MAX) {
		unsigned short *t = diff_table(d, p);

		diff_walk(d, p, t);
		free(t);
	} else
		diff_plain(d, p);
	for (i = 0; i < tail && i < DIFF_CONTEXT; i++)
		run_diff_show(d, ' ', &d->b->v[p.b + p.nb + i]);
	run_diff_more(d);
}

void
run_diff(struct strbuf *out, const char *a, size_t a_len, const char *b,
    size_t b_len)
{
	struct run_lines x, y;
	struct run_diff d = {
		.a = &x, .b = &y, .same = run_diff_name, .out = out
	};

	run_lines_init(&x, a, a_len, true);
	run_lines_init(&y, b, b_len, true);
	run_diff_lines(&d);
	run_lines_release(&x);
	run_lines_release(&y);
}
