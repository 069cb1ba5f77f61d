/* study_int.h: how a day file is taken apart, shared inside this room */
#ifndef STUDY_STUDY_INT_H
#define STUDY_STUDY_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "study/study.h"
#include "study/study_head_int.h"

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
	size_t at, len; /* in the file, without the end of line */
	size_t next;    /* where the next line begins */
	size_t text, n; /* what is behind the marker, trimmed */
	enum study_line_kind kind;
	int level;    /* of a heading: 1 to 6, STUDY_BOLD */
	int depth;    /* how many list items it stands in */
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
	bool typo;                  /* the name of the list is misspelt */
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
	size_t head;     /* the first line behind the front matter */
	size_t unclosed; /* 1 + the line of a fence never closed, or 0 */
};

void study_map_init(struct study_map *m, const char *text, size_t len);
void study_map_release(struct study_map *m);
/* Fill lines, head and unclosed; study_map_init calls it. */
void study_scan(struct study_map *m);

/* The items of lines [first, end), appended to v. */
struct study_item_list {
	struct study_item *v;
	size_t n, cap;
};
void study_items_parse(struct study_item_list *out, const struct study_map *m,
    const struct study_part *part, struct arena *a);
/* Fill in the rules that the front matter has for these tries. */
void study_meta_rules(struct study_item_list *tries, const struct study_map *m,
    const char *path, struct arena *a, struct diag_list *d);
/*
 * The last line that belongs to an item of this part, empty bullets
 * included; the heading's last line when there is none.
 */
size_t study_items_end(const struct study_map *m, const struct study_part *p);

/* Whether a bullet or a box, ticked or not, stands in front of an item's text:
 * behind those that the day itself writes it would be text, and look odd. */
bool study_item_marked(const char *text);

/* The lines of the paragraph of the item that begins on line `first`. */
size_t study_item_last(const struct study_map *m, size_t first);

/* `text` with the marks in it instead of the old states; 0 or -1. */
int study_mark(struct strbuf *text, const struct study_add *add, struct err *e);

/* Whether they say the same, wherever they stand. */
bool study_same_entry(const struct study_entry *, const struct study_entry *);
bool study_same_item(const struct study_item *, const struct study_item *);

/*
 * Whether `after` is `old` with bytes inserted, and read again says what
 * `old` said and what was added, nothing else; 0 or -1.
 */
int study_patch_check(const struct strbuf *after, const char *old,
    size_t old_len, const struct study_add *add, struct err *e);

/* Whether all of s (len bytes, folded) is a Korean or Japanese particle. */
bool study_tag_particle(const char *s, size_t len);
/* The length of the name at s without the particle on it, where that is sure:
 * behind a letter of another script, as in cs에서. */
size_t study_tag_bare(const char *s, size_t len);

#endif
