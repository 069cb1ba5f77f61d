/* page_bare.c: headings of a day that nothing stands below
 *
 * A day that `edit` begins has all of its headings, and not each of them gets
 * a word. KEEP, PROBLEM and TRY without an item, and what stands above nothing
 * but these, are hidden on the page and are in no list of it. The file keeps
 * them, for the day that goes on.
 */
#include <ctype.h>
#include <string.h>

#include "page/page_int.h"

int
page_list_at(const struct graph_page *p, int line)
{
	int kind;

	for (kind = 0; p->day != NULL && kind < STUDY_LISTS; kind++)
		if (p->day->lists[kind].line == line && line > 0)
			return kind;
	return STUDY_LISTS;
}

static size_t
bare_starts(const char *s, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(s, with, n) == 0 ? n : 0;
}

/* Whether there are but blanks and empty items, up to the next heading. */
static bool
bare_html(const char *s, size_t len)
{
	static const char *const tags[] = { "<ul>", "</ul>", "<li>", "</li>" };
	size_t at = 0, n, i;

	while (at < len) {
		n = isspace((unsigned char)s[at]) ? 1 : 0;
		for (i = 0; n == 0 && i < sizeof(tags) / sizeof(*tags); i++)
			n = bare_starts(s + at, len - at, tags[i]);
		if (n == 0)
			return false;
		at += n;
	}
	return true;
}

/* What follows the heading, before the next one or the end. */
static bool
bare_below(const struct note *n, size_t index)
{
	const struct note_hole *hole = n->holes, *end = hole + n->n_holes;
	const char *s = n->html, *to = s + n->html_len, *text;

	while (hole < end &&
	       (hole->kind != NOTE_HOLE_HEADING || hole->index != index))
		hole++;
	if (hole == end)
		return false;
	s += hole->at;
	/* Links in the heading itself are holes, too. */
	text = memmem(s, (size_t)(to - s), "</h", strlen("</h"));
	while (++hole < end && text != NULL && n->html + hole->at < text)
		;
	if (text == NULL || to - text < (ptrdiff_t)strlen("</h1>"))
		return false;
	text += strlen("</h1>");
	if (hole < end && hole->kind != NOTE_HOLE_HEADING)
		return false;
	if (hole < end)
		to = n->html + hole->at - strlen("<h1");
	return bare_html(text, (size_t)(to - text));
}

bool
page_bare(const struct graph_page *p, size_t index)
{
	const struct note *n = p->note;
	const struct note_heading *h = &n->headings[index];
	size_t i = index;
	bool list = page_list_at(p, h->line) < STUDY_LISTS;

	/* Most headings of a day end here, without a look at its text. */
	if (p->day == NULL || (index == 0 && n->titled))
		return false;
	if (!list && (i + 1 == n->n_headings || h[1].level <= h->level ||
			 page_list_at(p, h[1].line) == STUDY_LISTS))
		return false;
	for (; i < n->n_headings; i++) {
		const struct note_heading *below = &n->headings[i];

		if (i > index && below->level <= h->level)
			break;
		if (i > index && page_list_at(p, below->line) == STUDY_LISTS)
			return false;
		if (!bare_below(n, i))
			return false;
	}
	return true;
}
