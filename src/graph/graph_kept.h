/* graph_kept.h: what joining the notes has found, kept; a few pages of it back */
#ifndef GRAPH_GRAPH_KEPT_H
#define GRAPH_GRAPH_KEPT_H

#include <stdint.h>

#include "base/strbuf.h"
#include "graph/graph.h"

/*
 * Append where all links lead, under which names topics are known, and of each
 * page what others show of it. False, and nothing is appended, when it cannot be told
 * later: of a folder that is no wiki.
 */
bool graph_kept_pack(struct strbuf *out, const struct graph *g);

/* The other way round. The bytes are borrowed and begin where any type may;
 * NULL when they make no sense. */
struct graph_kept;
struct graph_kept *graph_kept_new(const void *p, size_t len);
/*
 * Append the same with one day more, which has no links, and no tags nor anything
 * else in its front matter; *at is its place among the pages. False when links
 * may lead to it that did not, or when it is there.
 */
bool graph_kept_more(struct strbuf *out, const struct graph_kept *k,
    const struct note *day, const char *url, size_t *at);
void graph_kept_free(struct graph_kept *k);        /* NULL is fine */
size_t graph_kept_len(const struct graph_kept *k); /* pages */
/* The path of the note of page i. */
const char *graph_kept_path(const struct graph_kept *k, size_t i);

/* Whether page i is a day or the home page, which others than its note make. */
bool graph_kept_listed(const struct graph_kept *k, size_t i);
/* What changes with each edit or commit, of one page. */
struct graph_kept_now {
	uint64_t print[2]; /* note->print */
	struct graph_dates dates;
	bool dated; /* whether it has them */
};
/* That of each page of a whole graph, to be freed. */
struct graph_kept_now *graph_kept_of(const struct graph *g);
/* The notes of all pages, with what lists show of them; in the arena. */
struct note *graph_kept_notes(const struct graph_kept *k,
    const struct graph_kept_now *now, struct arena *a);

/* What is asked of page i by links, its own among them. */
enum graph_asked {
	GRAPH_ASKED_PLACE = 1,    /* a place in it */
	GRAPH_ASKED_EMBED = 2,    /* all or a part of it, to be shown */
	GRAPH_ASKED_BY_DAY = 4,   /* a day links to it, or is about it */
	GRAPH_ASKED_IN_TOPIC = 8, /* it links to a topic that is no note */
};
int graph_kept_asked(const struct graph_kept *k, size_t i);
/* The pages that page i links to, itself left out, each once, appended to the
 * vector. */
void graph_kept_targets(
    const struct graph_kept *k, size_t i, size_t **v, size_t *n, size_t *cap);

/* The places of page i that links of others lead to, but for those of raw HTML, in
 * order, each once: how many; the array is in the arena. */
size_t graph_kept_places(const struct graph_kept *k, size_t i, struct arena *a,
    const char *const **out);

/* The page that entries of a day call so, GRAPH_KEPT_NONE for none; false when no entry
 * ever did. */
#define GRAPH_KEPT_NONE ((size_t)-1)
bool graph_kept_topic(
    const struct graph_kept *k, const char *name, size_t *page);
/* The home page, or GRAPH_KEPT_NONE. */
size_t graph_kept_home(const struct graph_kept *k);
/* The latest pages that have a date, days and notes, up to that day: how many, of
 * `max` at most. As feeds have them, but for the home page. */
size_t graph_kept_latest(
    const struct graph_kept *k, struct date today, size_t *out, size_t max);
/* Whether page i is a day. */
bool graph_kept_day(const struct graph_kept *k, size_t i);

/* What a graph of a few pages is made of. */
struct graph_part_src {
	const struct graph_kept *kept;
	const struct graph_kept_now *now;   /* of each page */
	const struct note *notes;           /* graph_kept_notes() */
	const struct graph_commit *commits; /* that changed these notes */
	size_t n_commits;
	const struct conf *conf;
	struct date today;
	const struct study_day *days; /* all of them, or none */
	size_t n_days;
	size_t absent; /* a day that is not there yet, or GRAPH_KEPT_NONE */
	bool links;    /* of all pages it is known what they link to */
	bool lists;    /* all days have their notes, for what lists days */
	const size_t *pages; /* those that are to be whole */
	size_t n_pages;
	/* The note of a page; NULL when it cannot be had. */
	const struct note *(*note)(size_t page, void *payload);
	void *payload;
};

/*
 * The graph that was kept, in which these pages, what they embed and what links
 * to them are as in a whole one, and of all others is known what lists and
 * links show: path, id, title, address, dates. Its pages have the places that
 * they had. NULL when that cannot be. It lives in the arena, and borrows from
 * the sources.
 */
const struct graph *graph_part(
    const struct graph_part_src *src, struct arena *a);

#endif
