/* run_lines.h: outputs as lines, for this room only */
#ifndef RUN_RUN_LINES_H
#define RUN_RUN_LINES_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "run/run_match.h"

/* ---- run_lines.c: outputs line by line ------------------------------------ */

struct run_span {
	const char *s; /* borrowed */
	size_t len;
};

struct run_line {
	struct run_span raw;   /* as it is, without its end */
	struct run_span shape; /* its canonical form */
	struct run_span name;  /* the same, named: see run_canon() */
	bool whole;            /* it has an end */
	bool first;            /* the first of its process; when sorted */
	bool joins;            /* it is of the process of the line before */
};

struct run_lines {
	struct run_line *v;
	size_t n, cap;
	struct strbuf shapes, names;
};
/* Borrows from the text. With `exact` there are no canonical forms. */
void run_lines_init(struct run_lines *t, const char *s, size_t len, bool exact);
void run_lines_release(struct run_lines *t);
bool run_span_same(struct run_span a, struct run_span b);

/* Lines that stand in one order, by their numbers. */
struct run_part {
	size_t *v, n, cap;
};
struct run_parts {
	struct run_part *v;
	size_t n, cap;
};
/* One for all lines, one for each process, or one for each line. */
void run_parts_init(
    struct run_parts *g, const struct run_lines *t, enum run_order order);
void run_parts_release(struct run_parts *g);

/* ---- run_pattern.c: lines that stand for others ------------------------------ */

enum run_pattern_kind {
	RUN_PATTERN_NONE, /* a line */
	RUN_PATTERN_ANY,  /* any lines */
	RUN_PATTERN_GLOB,
	RUN_PATTERN_REGEX,
};

struct run_pattern {
	enum run_pattern_kind kind;
	char *raw, *shape; /* globs of the line, and of its canonical form */
	regex_t regex;
	bool ready; /* there is a regex */
};
/* What is wrong with it, the caller's to free, and then it matches nothing; or
 * NULL. In the locale whose characters "." is to be. */
char *run_pattern_make(struct run_pattern *out, const struct run_line *l);
void run_pattern_release(struct run_pattern *p);

/* Bytes that may still be looked at, in all matches together. */
struct run_patience {
	size_t regex, steps;
};
#define RUN_PATIENCE                                                           \
	((struct run_patience){ (size_t)4 << 20, (size_t)256 << 20 })
/* Whether there is time to hold a line against this; it is then taken. */
bool run_patience(struct run_patience *left, const struct run_pattern *p,
    const struct run_line *l);
/* Whether a line is one that a glob or a regular expression stands for. */
bool run_pattern_match(const struct run_pattern *p, const struct run_line *l,
    struct run_patience *left);

/* ---- run_diff.c: how they differ -------------------------------------------- */

struct run_diff {
	const struct run_lines *a, *b;
	/* Whether line i of a is line j of b. */
	bool (*same)(const struct run_lines *a, size_t i,
	    const struct run_lines *b, size_t j, void *payload);
	/* Whether line i of a stands for any lines; NULL: none does. */
	bool (*any)(const struct run_lines *a, size_t i, void *payload);
	void *payload;
	struct strbuf *out;
	int shown;
	size_t dropped;
};
/* By their canonical forms: named, or not. */
bool run_diff_name(const struct run_lines *a, size_t i,
    const struct run_lines *b, size_t j, void *payload);
bool run_diff_shape(const struct run_lines *a, size_t i,
    const struct run_lines *b, size_t j, void *payload);
/* Append how the lines of b differ from those of a, at most 40 lines. */
void run_diff_lines(struct run_diff *d);
/* One line with its sign; and how many there were no room for. */
void run_diff_show(struct run_diff *d, char sign, const struct run_line *l);
void run_diff_more(struct run_diff *d);
/* The same for two texts, byte by byte. */
void run_diff(struct strbuf *out, const char *a, size_t a_len, const char *b,
    size_t b_len);

#endif
