/* study_import_same.c: which entries of an import a day has already
 *
 * An entry is known by its start, end, topic and title, and by its text: each
 * line of what is imported must stand in the entry, in that order. Other lines
 * may stand around and between them, for they are what its owner wrote later.
 * So no text is left out because of an entry that only looks the same, and
 * what was rewritten is imported beside it. Blank lines, white space at the
 * end of a line, its end and the "> " of a quote make no difference.
 *
 * Nobody's entry stands for two. The equal ones are found first: the text of
 * one may be a part of another's.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "study/study_import_int.h"

/* A text, and the line of it that is looked at. */
struct text {
	const char *p;
	size_t left;
	const char *line;
	size_t len;
};

/* The next line that is not blank, nor the ">" that such a one has in a quote;
 * false at the end. */
static bool
next(struct text *t)
{
	while (t->left > 0) {
		size_t n = text_line(t->p, t->left);

		t->line = t->p;
		t->len = n;
		t->p += n;
		t->left -= n;
		while (
		    t->len > 0 && isspace((unsigned char)t->line[t->len - 1]))
			t->len--;
		if (t->len > 1 || (t->len == 1 && *t->line != '>'))
			return true;
	}
	return false;
}

static bool
is_line(const struct text *day, const struct text *mine)
{
	if (day->len == mine->len &&
	    memcmp(day->line, mine->line, mine->len) == 0)
		return true;
	return day->len == mine->len + 2 && memcmp(day->line, "> ", 2) == 0 &&
	       memcmp(day->line + 2, mine->line, mine->len) == 0;
}

/* Whether the entry has the text; `exactly`: and no other. */
static bool
has_text(const struct study_entry *en, const char *text, bool exactly)
{
	struct text day = { .p = en->body, .left = en->body_len };
	struct text mine = { .p = text, .left = strlen(text) };
	bool more = next(&mine);

	while ((more || exactly) && next(&day)) {
		if (more && is_line(&day, &mine))
			more = next(&mine);
		else if (exactly)
			return false;
	}
	return !more;
}

static bool
is_same(const struct study_entry *en, const struct study_add *add, bool exactly)
{
	return en->start == add->start && en->end == add->end &&
	       strcmp(en->topic, add->topic) == 0 &&
	       strcmp(en->title, add->title) == 0 &&
	       has_text(en, add->body, exactly);
}

size_t
study_import_there(const struct study_day *day, const struct study_record *v,
    size_t n, bool *there)
{
	bool *used = xcalloc(day->n_entries + 1, sizeof(*used));
	size_t i, k, found = 0;
	int round;

	memset(there, 0, n * sizeof(*there));
	for (round = 0; round < 2; round++)
		for (i = 0; i < n; i++)
			for (k = 0; k < day->n_entries && !there[i]; k++) {
				if (used[k] || !is_same(&day->entries[k],
						   &v[i].add, round == 0))
					continue;
				used[k] = there[i] = true;
				found++;
			}
	free(used);
	return found;
}
