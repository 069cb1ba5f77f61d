/* page_tidy_rule.c: which elements of HTML may stand in which
 *
 * After the HTML standard, 4: the categories and the content model of each
 * element that a note may have. What is finer than that is in page_tidy.c.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "page/page_int.h"
#include "page/page_tidy_int.h"

#define TIDY(n, i, h, ...)                                                     \
	{                                                                      \
		.name = (n), .is = TIDY_##i, .holds = TIDY_##h, __VA_ARGS__    \
	}

/* Sorted by name. */
static const struct tidy_element tidy_elements[] = {
	TIDY("a", PHRASING, AS_OUTER),
	TIDY("abbr", PHRASING, PHRASING),
	TIDY("b", PHRASING, PHRASING),
	TIDY("bdi", PHRASING, PHRASING),
	TIDY("bdo", PHRASING, PHRASING),
	TIDY("blockquote", FLOW, FLOW),
	TIDY("br", PHRASING, NOTHING),
	TIDY("caption", PART, FLOW, .in = " table ", .order = 1, .ends = true),
	TIDY("center", FLOW, FLOW, .now = "div", .class = "align-center"),
	TIDY("cite", PHRASING, PHRASING),
	TIDY("code", PHRASING, PHRASING),
	TIDY("col", PART, NOTHING, .in = " colgroup "),
	TIDY("colgroup", PART, PART, .in = " table ", .order = 2, .ends = true),
	TIDY("dd", PART, FLOW, .in = " dl ", .ends = true),
	TIDY("del", PHRASING, AS_OUTER),
	TIDY("details", FLOW, FLOW),
	TIDY("dfn", PHRASING, PHRASING),
	TIDY("div", FLOW, FLOW),
	TIDY("dl", FLOW, PART),
	TIDY("dt", PART, FLOW, .in = " dl ", .ends = true),
	TIDY("em", PHRASING, PHRASING),
	TIDY("figcaption", PART, FLOW, .in = " figure "),
	TIDY("figure", FLOW, FLOW),
	TIDY("h1", FLOW, PHRASING, .in = " summary "),
	TIDY("h2", FLOW, PHRASING, .in = " summary "),
	TIDY("h3", FLOW, PHRASING, .in = " summary "),
	TIDY("h4", FLOW, PHRASING, .in = " summary "),
	TIDY("h5", FLOW, PHRASING, .in = " summary "),
	TIDY("h6", FLOW, PHRASING, .in = " summary "),
	TIDY("hr", FLOW, NOTHING),
	TIDY("i", PHRASING, PHRASING),
	TIDY("img", PHRASING, NOTHING),
	TIDY("input", PHRASING, NOTHING),
	TIDY("ins", PHRASING, AS_OUTER),
	TIDY("kbd", PHRASING, PHRASING),
	TIDY("li", PART, FLOW, .in = " ul ol ", .ends = true),
	TIDY("mark", PHRASING, PHRASING),
	TIDY("ol", FLOW, PART),
	TIDY("p", FLOW, PHRASING, .ends = true),
	TIDY("pre", FLOW, PHRASING),
	TIDY("q", PHRASING, PHRASING),
	TIDY("rp", PART, PHRASING, .in = " ruby ", .ends = true),
	TIDY("rt", PART, PHRASING, .in = " ruby ", .ends = true),
	TIDY("ruby", PHRASING, PHRASING),
	TIDY("s", PHRASING, PHRASING),
	TIDY("samp", PHRASING, PHRASING),
	TIDY("section", FLOW, FLOW),
	TIDY("small", PHRASING, PHRASING),
	TIDY("span", PHRASING, PHRASING),
	TIDY("strike", PHRASING, PHRASING, .now = "s"),
	TIDY("strong", PHRASING, PHRASING),
	TIDY("sub", PHRASING, PHRASING),
	TIDY("summary", PART, PHRASING, .in = " details "),
	TIDY("sup", PHRASING, PHRASING),
	TIDY("table", FLOW, PART),
	TIDY("tbody", PART, PART, .in = " table ", .order = TIDY_ROWS,
	    .ends = true),
	TIDY("td", PART, FLOW, .in = " tr ", .ends = true),
	TIDY("tfoot", PART, PART, .in = " table ", .order = TIDY_FOOT,
	    .ends = true),
	TIDY("th", PART, FLOW, .in = " tr ", .ends = true),
	TIDY("thead", PART, PART, .in = " table ", .order = 3, .ends = true),
	TIDY("time", PHRASING, PHRASING),
	TIDY("tr", PART, PART, .in = " table thead tbody tfoot ",
	    .order = TIDY_ROWS + 1, .ends = true),
	TIDY("tt", PHRASING, PHRASING, .now = "code"),
	TIDY("u", PHRASING, PHRASING),
	TIDY("ul", FLOW, PART),
	TIDY("var", PHRASING, PHRASING),
	TIDY("wbr", PHRASING, NOTHING),
};

#define TIDY_ELEMENTS (sizeof(tidy_elements) / sizeof(*tidy_elements))

const struct tidy_element page_tidy_unknown = {
	.name = "",
	.is = TIDY_ANY,
	.holds = TIDY_ANY,
};

const struct tidy_element *
page_tidy_find(struct page_names *names, const char *name, size_t len)
{
	unsigned char *is;
	size_t i;

	if (!page_names_know(names, name, len, &is)) {
		for (i = 0; i < TIDY_ELEMENTS; i++)
			if (strncasecmp(tidy_elements[i].name, name, len) ==
				0 &&
			    tidy_elements[i].name[len] == '\0')
				break;
		*is = (unsigned char)i;
	}
	return *is < TIDY_ELEMENTS ? &tidy_elements[*is] : &page_tidy_unknown;
}

bool
page_tidy_is_heading(const struct tidy_element *el)
{
	return el->name[0] == 'h' && isdigit((unsigned char)el->name[1]);
}

/* Whether the parts of a table are in order: one of each, but of rows and of
 * bodies, which come before rows without one. */
static bool
tidy_in_order(
    const struct tidy_element *el, const struct tidy_element *outer, int order)
{
	return !page_tidy_is(outer, "table") || order < el->order ||
	       (order == el->order && order >= TIDY_ROWS && order < TIDY_FOOT);
}

/* Whether the name is in the list. */
static bool
tidy_in(const char *list, const char *name)
{
	size_t len = strlen(name);
	const char *s = list;

	if (list == NULL || len == 0)
		return false;
	for (; (s = strstr(s, name)) != NULL; s++)
		if (s[-1] == ' ' && s[len] == ' ')
			return true;
	return false;
}

bool
page_tidy_fits(
    const struct tidy_element *el, const struct tidy_element *outer, int order)
{
	if (el->is == TIDY_ANY || outer->holds == TIDY_ANY)
		return true;
	if (tidy_in(el->in, outer->name))
		return tidy_in_order(el, outer, order);
	if (el->is == TIDY_PART || outer->holds == TIDY_PART)
		return false;
	if (page_tidy_is_heading(el) &&
	    (page_tidy_is(outer, "th") || page_tidy_is(outer, "dt")))
		return false;
	return outer->holds == TIDY_FLOW || el->is == TIDY_PHRASING;
}
