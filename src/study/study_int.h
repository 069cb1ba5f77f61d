/* study_int.h: how a day file is taken apart, shared inside this room */
#ifndef STUDY_STUDY_INT_H
#define STUDY_STUDY_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "study/study.h"

/* What a line is, as far as a day file cares; see study_scan.c. */
enum study_line_kind {
	STUDY_BLANK,
	STUDY_TEXT,
	STUDY_HEADING,
	STUDY_BULLET,
	STUDY_OTHER,  /* quotes, tables, rules: neither heading nor item */
	STUDY_HIDDEN, /* inside a fence, a comment, the front matter */
};

#define STUDY_BOLD 7 /* the level of a bold line that stands as a heading */

struct study_line {
	size_t at, len;	  /* in the file, without the end of line */
	size_t next;	  /* where the next line begins */
	size_t text, n;	  /* what is behind the marker, trimmed */
	enum study_line_kind kind;
	int level;  /* of a heading: 1 to 6, STUDY_BOLD */
	int depth;  /* how many list items it stands in */
	bool goes_on; /* it continues the paragraph of the line before */
};

/* A piece of the file: from its heading to the next piece's heading. */
enum study_part_kind {
	STUDY_TITLE,
	STUDY_REVIEW,
	STUDY_RETRO,
	STUDY_ENTRY,
	STUDY_LIST,
	STUDY_SECTION, /* any other heading */
};

struct study_part {
	enum study_part_kind kind;
	enum study_list_kind list;  /* of STUDY_LIST */
	enum study_part_kind group; /* STUDY_REVIEW, STUDY_RETRO it stands in;
				       else STUDY_SECTION */
	bool typo;		    /* the name of the list is misspelt */
	int level;
	size_t first, end; /* lines: its heading, one past its last */
};

/* A day file taken apart. Borrows the text. */
struct study_map {
	const char *text;
	size_t len;
	struct study_line *lines;
	size_t n_lines, cap_lines;
	struct study_part *parts;
	size_t n_parts, cap_parts;
	size_t head;	 /* the first line behind the front matter */
	size_t unclosed; /* 1 + the line of a fence never closed, or 0 */
};

void study_map_init(struct study_map *m, const char *text, size_t len);
void study_map_release(struct study_map *m);
/* Fill lines, head and unclosed; study_map_init calls it. */
void study_scan(struct study_map *m);

/* What a heading names, by its words alone. */
enum study_name_kind {
	STUDY_NAME_NONE,
	STUDY_NAME_REVIEW,
	STUDY_NAME_RETRO,
	STUDY_NAME_LIST,
};

/* How sure that is: the context decides what is enough. */
enum study_name_fit {
	STUDY_EXACT,	 /* all of it is the name */
	STUDY_WEAK,	 /* a word that is often something else */
	STUDY_TYPO,	 /* letters swapped or doubled, PROBLEM with one wrong */
	STUDY_TYPO_LOOSE, /* one letter wrong in a short name */
	STUDY_PREFIX,	 /* the name, and then other words */
};

struct study_name {
	enum study_name_kind kind;
	enum study_name_fit fit;
	enum study_list_kind list;
	const char *lang; /* of the word; NULL for the English list names */
};

struct study_name study_name_of(const char *s, size_t len);
const char *study_name_list(enum study_list_kind list); /* "KEEP" */
/* The heading of a group in that language; unknown ones are English. */
const char *study_name_group(enum study_name_kind kind, const char *lang);

/* The words of an entry's heading. */
struct study_head {
	bool timed;	/* there are times in front (or in brackets behind) */
	const char *bad; /* why they cannot be, or NULL; start is -1 then */
	int start, end;
	const char *topic, *title;
};

/* Only the times; *words and *n_words are what is left. */
void study_head_times(struct study_head *out, const char *s, size_t len,
    const char **words, size_t *n_words);
void study_head_parse(
    struct study_head *out, const char *s, size_t len, struct arena *a);
/* The heading line of an entry, without an end of line. */
void study_head_write(struct strbuf *out, int level, int start, int end,
    const char *topic, const char *title);

/* The items of lines [first, end), appended to v. */
struct study_item_list {
	struct study_item *v;
	size_t n, cap;
};
void study_items_parse(struct study_item_list *out, const struct study_map *m,
    const struct study_part *part, struct arena *a);
/*
 * The last line that belongs to an item of this part, empty bullets
 * included; the heading's own line when there is none.
 */
size_t study_items_end(const struct study_map *m, const struct study_part *p);

/* `after` is `before` and what was added, nothing else; 0 or -1. */
int study_patch_check(const struct strbuf *after, const char *old,
    size_t old_len, const struct study_add *add, struct err *e);

#endif
