/* page_int.h: what the files of page/ share */
#ifndef PAGE_PAGE_INT_H
#define PAGE_PAGE_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "page/page.h"

/* One page while it is made. */
struct page_ctx {
	const struct graph *g;
	const struct page *page;
	const struct page_theme *theme;
	struct arena *a;
	int lang;                  /* a column of the table in page_words.c */
	struct tmpl_val *words;    /* the same as an object, for templates */
	size_t n_embeds, embedded; /* how many are shown, and their bytes */
	bool replays;              /* a session with a recording is shown */
	bool whole;                /* addresses are whole ones: in a feed */
};

/*
 * A kind of page. To add one: a file page_NAME.c with its view-model
 * function, a row in the table of page.c, a template of that name.
 */
struct page_kind {
	const char *name; /* class of the body; "NAME.html" is the template */
	const char *path; /* its one page; NULL: a page for each subject */
	const char *nav;  /* the word of the navigation it belongs to */
	int (*model)(struct page_ctx *c, struct tmpl_val *m, struct err *e);
	/* Instead of a model, of a file that is no HTML and for programs: it
	 * is there when the configuration says where the site will be. */
	int (*render)(struct strbuf *out, struct page_ctx *c, struct err *e);
};

int page_home_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_note_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_day_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_days_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_notes_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_topics_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_tries_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_search_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_today_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_404_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_moved_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_tags_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_tag_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_folder_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_graph_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_stats_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);
int page_topic_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);

int page_atom_render(struct strbuf *out, struct page_ctx *c, struct err *e);
int page_json_render(struct strbuf *out, struct page_ctx *c, struct err *e);
int page_sitemap_render(struct strbuf *out, struct page_ctx *c, struct err *e);
int page_robots_render(struct strbuf *out, struct page_ctx *c, struct err *e);

/*
 * Append to the n planned pages one for each alias that could be the id of a
 * page and is the address of nothing else; how many. An alias of two notes
 * leads nowhere. `v` has room for page_moved_most() more.
 */
size_t page_moved_most(const struct graph *g);
size_t page_moved_plan(struct page *v, size_t n, const struct graph *g,
    const struct page_kind *kind, struct arena *a);

#define PAGE_ATOM "feed.xml"
#define PAGE_JSON "feed.json"

/* page_frame.c: what is around the content of every page. */
void page_frame(struct page_ctx *c, struct tmpl_val *m);
/* Title and description; each page sets them once. */
void page_head(struct page_ctx *c, struct tmpl_val *m, const char *title,
    const char *description);
/* A list, and as has_KEY whether there is anything in it: in Mustache a
 * section cannot ask that without going through the list. */
void page_list(struct page_ctx *c, struct tmpl_val *m, const char *key,
    struct tmpl_val *list);
/* An entry of the contents list: a heading of this page, rank 2 or 3. Returns
 * its object, for more of it. */
struct tmpl_val *page_toc_item(struct page_ctx *c, struct tmpl_val *toc,
    int level, const char *text, const char *anchor);
/* The language of a note that says one, and another than the page is in around
 * it; else NULL. What is no name of a language (BCP 47) is none. */
const char *page_note_lang(const struct page_ctx *c, const struct note *n);
/* The contents list, shown when it is long enough to be of use. */
void page_toc(struct page_ctx *c, struct tmpl_val *m, struct tmpl_val *toc);
void page_toc_note(
    struct page_ctx *c, struct tmpl_val *m, const struct note *n);
/* The id of a folder in the page of notes: its path, and with "/" behind it
 * when it begins as the ids of templates do. */
const char *page_folder_anchor(struct page_ctx *c, const char *dir);
/* The folders above a note, as "crumbs". */
void page_crumbs(struct page_ctx *c, struct tmpl_val *m, const char *id);
/*
 * The URL of a file of the site, relative to this page, percent-encoded, so
 * that it can stand in an attribute as it is. `anchor` may be NULL.
 */
const char *page_href(struct page_ctx *c, const char *to, const char *anchor);
/* The whole address of a file of the site, "" being the site, percent-encoded;
 * NULL when the configuration does not say where the site will be. */
const char *page_url(struct page_ctx *c, const char *path);
/* Append a path or an anchor as it stands in an address. More than RFC 3986 asks
 * for: what is kept means nothing in HTML either. */
void page_encode(struct strbuf *out, const char *s);

/* page_words.c: the interface in ko, en and ja. */
int page_lang(const char *lang);
struct tmpl_val *page_words(struct arena *a, int lang);
/* A word; NULL when there is none of that key. */
const char *page_word(const struct page_ctx *c, const char *key);
/* The same in the language of a note, if it is one of these three. */
const char *page_word_of(
    const struct page_ctx *c, const struct note *n, const char *key);
/* A word with its {n} filled; of "one|many" the one that fits. */
const char *page_count(const struct page_ctx *c, const char *key, long n);
/* "3시간 20분" */
const char *page_minutes(const struct page_ctx *c, long minutes);
const char *page_iso(const struct page_ctx *c, struct date d);
/* Short, with the year when it is not this one. */
const char *page_date(const struct page_ctx *c, struct date d);
const char *page_date_long(const struct page_ctx *c, struct date d);
const char *page_month(const struct page_ctx *c, struct date d);
/* "week of 23 Nov" */
const char *page_week_name(const struct page_ctx *c, struct date first);
const char *page_month_short(const struct page_ctx *c, int month);
const char *page_weekday(const struct page_ctx *c, int weekday);

/* page_heat.c: append the last 53 weeks as SVG; whether a day is in them. */
bool page_heat(struct strbuf *out, struct page_ctx *c);
/* The first day of the week that d is in. */
struct date page_week(const struct page_ctx *c, struct date d);
/* page_axis.c: append the entries of a day, or the days of a note, on a line;
 * false when there is nothing to see there. */
bool page_axis_day(
    struct strbuf *out, struct page_ctx *c, const struct graph_page *p);
bool page_axis_studies(
    struct strbuf *out, struct page_ctx *c, const struct graph_page *p);
/* 0 to 4: how full the timebox of that day was. */
int page_level(const struct page_ctx *c, const struct study_day *day);

/* page_item.c: rows that several pages show. Each is pushed onto `list`. */
void page_day_item(
    struct page_ctx *c, struct tmpl_val *list, const struct graph_page *day);
struct tmpl_val *page_topic_item(struct page_ctx *c, struct tmpl_val *list,
    const struct graph_topic *t, size_t max_days);
void page_note_item(
    struct page_ctx *c, struct tmpl_val *list, const struct graph_page *p);
/* What links here: notes first, then days from the newest on; many of them are
 * folded. */
void page_backlinks(struct page_ctx *c, struct tmpl_val *m,
    const struct graph_backlink *v, size_t n);
/* The anchor of a topic in the page of topics. */
const char *page_topic_anchor(struct page_ctx *c, const char *name);
/* The page of what was studied: that of the note, or of the topic. */
const char *page_topic_href(struct page_ctx *c, const struct graph_study *s);
/* A list of tags with the addresses of their pages. */
void page_tag_list(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const struct note_meta *meta);
/* The anchor of a month in the list of days. */
const char *page_month_anchor(struct page_ctx *c, struct date d);
/* page_stats.c: streak, score and sums, with words: "figures" and others. */
void page_figures(struct page_ctx *c, struct tmpl_val *m);
/* All notes by folder, as "folders", and the folders in `toc`; how many. */
size_t page_folders(
    struct page_ctx *c, struct tmpl_val *m, struct tmpl_val *toc);
/* The minutes of an entry and its bar, as members of `obj`. */
void page_bar(struct page_ctx *c, struct tmpl_val *obj, int minutes);
/* The anchor of the heading on this line, or NULL. */
const char *page_slug_at(const struct note *n, int line);
/* page_changes.c: whether sync has kept something twice in some day. */
bool page_has_marked(const struct graph *g);

#include "page/page_dates_int.h"
#include "page/page_example_int.h"
#include "page/page_group_int.h"
#include "page/page_html_int.h"
#include "page/page_preview_int.h"
#include "page/page_try_int.h"

#endif
