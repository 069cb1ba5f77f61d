/* cmd_fold.c: lines that go on below where a window ends */
/*
 * A terminal breaks a line in the middle of a word and goes on at its left
 * edge, so that the columns of a table run into each other. Here a line is
 * broken at a space, and goes on below its own column. All is counted in
 * cells: a Korean letter takes two.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "cmd/cmd_fold.h"

#define LEAST 20 /* cells that a column beside others is worth */

struct fold {
	struct strbuf out;
	int room;  /* cells in a line */
	int below; /* where a column begins that is below the others */
};

static void
fold_begin(struct fold *f, int below)
{
	/* In the last cell some terminals wrap. */
	f->room = cmd_window() - 1;
	f->below = f->room < LEAST ? 0 : below;
	strbuf_init(&f->out, STRBUF_MAX);
}

static void
fold_end(struct fold *f)
{
	cmd_print(f->out.buf, f->out.len);
	strbuf_release(&f->out);
}

/* How many bytes of s, which begins with no space, make a line. */
static size_t
fold_len(const char *s, int room)
{
	size_t fits = utf8_fit(s, room), n = fits;
	int32_t c;

	if (s[fits] == '\0')
		return fits;
	while (n > 0 && s[n] != ' ')
		n--;
	if (n > 0)
		return n;
	/* The word alone is wider; be it one letter, it is printed. */
	return fits > 0 ? fits : utf8_next(s, strlen(s), &c);
}

/* Its lines, where so many cells of the first one are taken; the others begin
 * there. */
static void
fold_add(struct fold *f, const char *s, int from, int hang)
{
	while (*s == ' ')
		s++;
	do {
		size_t n = fold_len(s, f->room - from), end = n;

		while (end > 0 && s[end - 1] == ' ')
			end--;
		strbuf_add(&f->out, s, end);
		strbuf_addc(&f->out, '\n');
		for (s += n; *s == ' '; s++)
			;
		from = hang;
		if (*s != '\0')
			strbuf_addf(&f->out, "%*s", hang, "");
	} while (*s != '\0');
}

/* A row of a table, whose last column begins behind so many cells. */
static void
fold_row(struct fold *f, char *line, int col)
{
	size_t lead = utf8_fit(line, col), end = lead;
	int indent = (int)strspn(line, " ");

	if (f->room - col >= LEAST) {
		strbuf_add(&f->out, line, lead);
		fold_add(f, line + lead, col, col);
		return;
	}
	while (end > 0 && line[end - 1] == ' ')
		end--;
	if (end > 0) {
		char cut = line[end];

		if (indent >= f->room - LEAST / 2)
			indent = 0;
		line[end] = '\0';
		strbuf_addf(&f->out, "%*s", indent, "");
		fold_add(f, line, indent, indent);
		line[end] = cut;
	}
	if (line[lead + strspn(line + lead, " ")] == '\0')
		return;
	strbuf_addf(&f->out, "%*s", f->below, "");
	fold_add(f, line + lead, f->below, f->below);
}

void
cmd_print_rows(const char *s, size_t len, int col)
{
	struct fold f;
	char *safe, *line, *next;

	fold_begin(&f, 4);
	if (f.room < 1) {
		cmd_print(s, len);
		return;
	}
	safe = utf8_for_terminal(s, len);
	/* How wide a tab is depends on where it stands. */
	for (line = safe; (line = strchr(line, '\t')) != NULL;)
		*line = ' ';
	for (line = safe; *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next != '\0')
			*next++ = '\0';
		fold_row(&f, line, col);
	}
	free(safe);
	fold_end(&f);
}

/* ---- help -------------------------------------------------------------- */

/* Where the words beside an option begin. */
static int
help_col(const char *row)
{
	const char *gap = strstr(row + strspn(row, " "), "  ");

	if (gap == NULL)
		return (int)strspn(row, " ");
	gap += strspn(gap, " ");
	return (int)(gap - row);
}

/* A paragraph, whose lines are one where one of them has no room. */
static void
help_words(struct fold *f, struct strbuf *words, int widest)
{
	bool usage = text_starts(words->buf, "usage:");
	char *nl;

	if (words->len == 0)
		return;
	if (widest <= f->room) {
		strbuf_add(&f->out, words->buf, words->len);
	} else {
		words->buf[words->len - 1] = '\0';
		for (nl = words->buf; (nl = strchr(nl, '\n')) != NULL;)
			*nl = ' ';
		fold_add(f, words->buf, 0, usage && f->below > 0 ? 4 : 0);
	}
	strbuf_clear(words);
}

void
cmd_print_help(const char *s, size_t len)
{
	struct strbuf words = STRBUF_INIT;
	struct fold f;
	char *copy, *line, *next;
	int widest = 0;

	fold_begin(&f, 8);
	if (f.room < 1) {
		cmd_print(s, len);
		return;
	}
	copy = utf8_for_terminal(s, len);
	for (line = copy; *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next != '\0')
			*next++ = '\0';
		if (*line != ' ' && *line != '\0') {
			int width = utf8_width(line);

			widest = width > widest ? width : widest;
			strbuf_addf(&words, "%s\n", line);
			continue;
		}
		help_words(&f, &words, widest);
		widest = 0;
		if (*line == '\0')
			strbuf_addc(&f.out, '\n');
		else
			fold_row(&f, line, help_col(line));
	}
	help_words(&f, &words, widest);
	strbuf_release(&words);
	free(copy);
	fold_end(&f);
}
