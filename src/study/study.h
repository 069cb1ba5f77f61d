/* study.h: the daily log: days, entries, retrospectives, tries */
#ifndef STUDY_STUDY_H
#define STUDY_STUDY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "study/study_box.h"

struct study_entry {
	int start, end; /* minutes of the day, end may pass 1440; -1: none */
	int minutes;    /* 0 when no times are given */
	const char *topic, *title; /* title "" for none */
	const char *body;          /* as written, borrowed from the arena */
	size_t body_len;
	int line; /* of its heading */
};

enum study_list_kind {
	STUDY_KEEP,
	STUDY_PROBLEM,
	STUDY_TRY,
	STUDY_LISTS
};

enum study_state {
	STUDY_OPEN,
	STUDY_DONE,
	STUDY_DROPPED,
	STUDY_RETRIED
};

/* One bullet of KEEP, PROBLEM or TRY; empty ones are not there. */
struct study_item {
	const char *text;  /* without checkbox, id and state */
	const char *id;    /* of a try, "t7k2"; NULL for none */
	const char *topic; /* its first #tag; NULL for none */
	const char *rule;  /* of a try, in front matter; NULL for none */
	enum study_state state;
	const char *state_note; /* "2026-11-25", "2026-11-25: why", "t9qa" */
	int line;
	const char *body; /* below its first paragraph, as written; "" */
	size_t body_len;
};

struct study_items {
	const struct study_item *v;
	size_t n;
	int line; /* of the heading; 0 when the day has none */
};

struct study_day {
	struct date date;
	const char *path;                  /* below the wiki's root; borrowed */
	const struct study_entry *entries; /* in the order of the file */
	size_t n_entries;
	struct study_items lists[STUDY_LISTS];
	int minutes;      /* sum of the entries */
	size_t n_marked;  /* pieces that sync kept twice: study_merge.h */
	const char *text; /* the file; borrowed from who had it parsed */
	size_t text_len;
};

/* Parse a day file (its format is told in study_day.c); never fails, says in
 * `d` what it cannot use. `out` lives in the arena, `path` is borrowed. */
void study_day_parse(struct study_day *out, const char *path, struct date date,
    const char *text, size_t len, struct arena *a, struct diag_list *d);

/* Append a day file with nothing in it yet but its headings. */
void study_day_shape(struct strbuf *out, struct date d, const char *lang);

/* What becomes of a try: its birth line is the only one ever changed. A try
 * that the day does not have, or that is in this state, is passed over. */
struct study_mark {
	const char *id, *text; /* text: of one without id, which gets this */
	enum study_state state;
	const char *note; /* as state_note; NULL for STUDY_OPEN */
};

/* The try of the day that a mark is for: the one with its id, else the first
 * open one without an id that has its text; NULL: there is none. */
const struct study_item *study_mark_find(
    const struct study_day *day, const struct study_mark *mark);
/* A text as the item that is meant: behind one "- " (or "*", "+") and one empty
 * box in front of it, which a day writes itself; borrowed from `text`. */
const char *study_item_bare(const char *text);

/* What one command adds to a day; NULL and 0 for what it does not. */
struct study_add {
	struct date date;
	bool entry;     /* whether there is an entry */
	int start, end; /* as in study_entry */
	int day_ends;   /* minutes: entries that start before come last */
	const char *topic, *title, *body;
	const char **items[STUDY_LISTS];
	size_t n_items[STUDY_LISTS];
	const char **try_ids; /* one per TRY item */
	const struct study_mark *marks;
	size_t n_marks;
	const char *lang; /* of the headings of a new day: ko, en, ja */
};

/* The day file with that added: `old` (NULL: no file yet) with bytes inserted.
 * It is read again; if it says not what was meant, -1, `out` as it was. */
int study_patch(struct strbuf *out, const char *old, size_t old_len,
    const struct study_add *add, struct err *e);
/* A study_add as bytes and back, for an intent on disk (repo_patch_fn). */
void study_add_pack(struct strbuf *out, const struct study_add *add);
int study_add_unpack(struct study_add *out, struct arena *a, const void *bytes,
    size_t len, struct err *e);
int study_patch_packed(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e);

/* An id for a try, as in "t7k2"; another `salt` gives another. */
void study_try_id(char out[6], struct date born, const char *text, int salt);
/* Topic and title of "docker: layer cache", if fit for a heading; else -1. */
int study_topic_parse(const char **topic, const char **title, const char *s,
    struct arena *a, struct err *e);

/* A TIME, `어제 밤 9시` say (study_when.c), else ERR_USAGE. A clock time alone is
 * of the running study day, a day in front is the calendar's; may be future. */
int study_when_parse(struct moment *out, const char *s, struct moment now,
    int day_ends, struct err *e);
/* A DAY, which is a study day: a date, `today`, `어제`, `그저께`, `-3`, … */
int study_date_parse(struct date *out, const char *s, struct moment now,
    int day_ends, struct err *e);
/* "23:40–00:10", "21:00" when it has no end, "" for no times; and when it
 * starts, if it has times. */
char *study_times(const struct study_entry *entry, struct arena *a);
struct moment study_entry_start(
    const struct study_day *day, const struct study_entry *entry, int day_ends);

#endif
