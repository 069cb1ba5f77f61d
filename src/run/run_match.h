/* run_match.h: whether two outputs are the same, and how they differ */
#ifndef RUN_RUN_MATCH_H
#define RUN_RUN_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum run_order {
	RUN_ORDER_KEPT,    /* line by line, as it was printed */
	RUN_ORDER_PROCESS, /* the lines of each process in their order */
	RUN_ORDER_ANY,     /* the lines, whatever their order */
};

/* How two outputs are compared. */
struct run_compare {
	enum run_order order;
	bool exact; /* byte by byte: no canonical forms */
};

/* A text that the output of an example has to be. Borrowed. */
struct run_wanted {
	const char *text; /* NULL: there is none */
	size_t len;
	int line; /* of the note, before its first; for who tells of it */
};

/*
 * Append the canonical form of a text (run_canon.c has the table): what
 * another run prints otherwise, although it did the same, is replaced by its
 * kind. With `named` by kind and number, so that what is the same pid twice
 * stays one pid. No line is added or taken away, and the canonical form of a
 * canonical form is itself.
 */
void run_canon(struct strbuf *out, const char *s, size_t len, bool named);

/* The order of that name, "any" or "per-process"; -1 when there is none. */
int run_order_find(const char *name);

/*
 * Whether two outputs are the same. If not, how the lines of `b` differ from
 * those of `a` is appended to `diff` (may be NULL), fit for a terminal: lines
 * that begin with " ", "-" or "+", and with "?" those that mark what is
 * another in the two before.
 */
bool run_same(const char *a, size_t a_len, const char *b, size_t b_len,
    struct run_compare how, struct strbuf *diff);

/*
 * Whether an output is the wanted one. Its lines are what they say, or
 * patterns: "..." alone stands for any lines and in a line for any text, and a
 * line may end in " (glob)" or " (regex)". If it is not, *line is the first
 * line of the text, from 1, that the output does not have, or 0 when there is
 * merely more; the difference is as that of run_same().
 */
bool run_wanted_match(const struct run_wanted *want, const char *out,
    size_t len, struct run_compare how, int *line, struct strbuf *diff);
/* What is wrong with a pattern in it, the caller's to free, and in *line which
 * line it is; NULL when nothing is. */
char *run_wanted_problem(const struct run_wanted *want, int *line);

#endif
