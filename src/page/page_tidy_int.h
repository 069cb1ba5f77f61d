/* page_tidy_int.h: the content models of HTML, for page_tidy.c */
#ifndef PAGE_PAGE_TIDY_INT_H
#define PAGE_PAGE_TIDY_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What an element is, and what it holds. */
enum tidy_is {
	TIDY_PHRASING, /* text, and what may stand in a line of it */
	TIDY_FLOW,     /* blocks, and all that */
	TIDY_PART,     /* only what stands in certain others */
	TIDY_AS_OUTER, /* what the element around it may hold */
	TIDY_NOTHING,  /* it has no end tag */
	TIDY_ANY       /* not known here: it is ours */
};

/* The order in a table: caption, columns and head come before bodies, these
 * before rows, and the foot is last. */
#define TIDY_ROWS 4
#define TIDY_FOOT 6

struct tidy_element {
	const char *name;
	enum tidy_is is, holds;
	const char *in;    /* what a part stands in: " ul ol " */
	int order;         /* among the parts of a table; 0: any */
	bool ends;         /* where the next one begins, without an end tag */
	const char *now;   /* what it is called today, if not so */
	const char *class; /* and what stands for its looks */
};

/* What is none of those that a note may have. */
extern const struct tidy_element page_tidy_unknown;

/* The element of that name, whatever its case; never NULL. */
struct page_names;
const struct tidy_element *page_tidy_find(
    struct page_names *names, const char *name, size_t len);
static inline bool
page_tidy_is(const struct tidy_element *el, const char *name)
{
	return *el->name == *name && strcmp(el->name, name) == 0;
}
bool page_tidy_is_heading(const struct tidy_element *el);
/* Whether el may stand in `outer`, which does not hold TIDY_AS_OUTER; `order`
 * is the last part that it has, if it is a table. */
bool page_tidy_fits(
    const struct tidy_element *el, const struct tidy_element *outer, int order);

/* page_tidy_wide.c: whether the table whose start tag ends at s may be wider
 * than a page: it has three columns or more. With two, the text wraps. */
bool page_tidy_wide(const char *s, const char *end);
/* The class of the cell whose start tag ends at s: "long" for a text that
 * wants lines of some length, "num" for a number, which is not to be broken;
 * else NULL. */
const char *page_tidy_cell(const char *s, const char *end);

#endif
