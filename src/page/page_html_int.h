/* page_html_int.h: the HTML of a note, and what is done to it */
#ifndef PAGE_PAGE_HTML_INT_H
#define PAGE_PAGE_HTML_INT_H

#include "page/page_int.h"

/* page_html.c: the HTML of a note with its holes filled. */
struct page_html {
	struct strbuf html;
	struct strbuf title; /* what the first heading holds, taken out of it */
};
int page_html(struct page_html *out, struct page_ctx *c,
    const struct graph_page *p, struct err *e);
/* The same as members of the model: "html" and "title_html". */
int page_html_set(struct page_ctx *c, struct tmpl_val *m,
    const struct graph_page *p, struct err *e);

/* The HTML of a part of a note, to be embedded; `way` is how it came here. */
struct page_embed;
int page_html_part(struct page_html *out, struct page_ctx *c,
    const struct graph_page *p, const struct note_span *part,
    const struct page_embed *way, struct err *e);

/* page_embed.c: one embed on the way to another. */
struct page_embed {
	const struct page_embed *up;   /* what it is in; NULL: the page */
	const struct graph_page *page; /* the note it is written in */
	size_t hole;                   /* and which hole of that it is */
	int depth;
};
/* Append what l embeds: 1; 0 when it cannot be shown here, which is when it
 * is no embed, would show itself or too much, or blocks in a line of text; -1
 * on failure. */
int page_embed(struct strbuf *out, struct page_ctx *c,
    const struct graph_link *l, const struct page_embed *way, struct err *e);

/* page_tidy.c: mend the HTML of a note, so that everything in it stands where
 * HTML lets it stand and says what it is. `line`: it goes into a line of text.
 * Trusted HTML stays as it is. */
void page_tidy(struct strbuf *html, struct page_ctx *c, bool line);

/* Which list of the day the heading on this line begins, or STUDY_LISTS. */
int page_list_at(const struct graph_page *p, int line);
/* Whether nothing stands below this heading of a day, so that it is hidden:
 * it begins a list without an item, or is above nothing but such. */
bool page_bare(const struct graph_page *p, size_t index);

/* The headings of a note on the way through it. */
struct page_ranks {
	int level[6]; /* as they are written, from the outermost */
	int n;
	int below; /* how many there are around: of a note that is embedded */
};
/* The rank of the next one on the page, 2 to 6: below the title, and never two
 * below the one that it stands under. */
int page_rank(struct page_ranks *r, int level);

#endif
