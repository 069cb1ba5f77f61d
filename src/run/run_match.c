/* run_match.c: whether an outcome is the expected one, and how two differ */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "run/run_int.h"

/* ---- what is expected -------------------------------------------------------- */

const char *
run_signal_name(int number)
{
	const char *name = sigabbrev_np(number);

	if (name == NULL && number >= SIGRTMIN && number <= SIGRTMAX)
		return "RT"; /* one name for all of them is enough */
	return name;
}

/* "SEGV" and "SIGSEGV" are one signal. */
static const char *
match_signal(const char *name)
{
	return strncasecmp(name, "SIG", 3) == 0 ? name + 3 : name;
}

/* The number behind "exit:", 0 to 255; -1 if it is none. */
static int
match_exit(const char *s)
{
	char *end;
	long n;

	if (!isdigit((unsigned char)*s))
		return -1;
	n = strtol(s, &end, 10);
	return *end == '\0' && n <= 255 ? (int)n : -1;
}

bool
run_expect_stop(const char *expect)
{
	return expect != NULL && strcmp(expect, "stop") == 0;
}

/* The words of a list: "ok,exit:1" is one of the two. */
static char *
match_word(const char **rest)
{
	size_t len = strcspn(*rest, ",");
	char *word = xstrndup(*rest, len);

	*rest += len;
	*rest = **rest == ',' ? *rest + 1 : NULL;
	return word;
}

static bool
match_one(enum run_outcome outcome, int status, const char *signal,
    const char *expect)
{
	if (strcmp(expect, "ok") == 0)
		return outcome == RUN_OK;
	if (run_expect_stop(expect))
		return outcome == RUN_STOPPED;
	if (strcmp(expect, "timeout") == 0)
		return outcome == RUN_TIMEOUT;
	if (strcmp(expect, "deadlock") == 0)
		return outcome == RUN_DEADLOCK;
	if (strcmp(expect, "limit") == 0)
		return outcome == RUN_LIMIT;
	if (strncmp(expect, "exit:", 5) == 0)
		return (outcome == RUN_EXIT || outcome == RUN_OK) &&
		       match_exit(expect + 5) == status;
	if (strncmp(expect, "signal:", 7) == 0)
		return outcome == RUN_SIGNAL &&
		       strcasecmp(match_signal(expect + 7), signal) == 0;
	return false;
}

static bool
match_expected(enum run_outcome outcome, int status, const char *signal,
    const char *expect)
{
	bool found = false;

	if (expect == NULL)
		return outcome == RUN_OK;
	while (expect != NULL && !found) {
		char *word = match_word(&expect);

		found = match_one(outcome, status, signal, word);
		free(word);
	}
	return found;
}

bool
run_as_expected(const struct run_result *r, const char *expect)
{
	size_t i;

	if (r->n_parts == 0)
		return match_expected(r->outcome, r->exit, r->signal, expect);
	if (r->runs == 0 && r->outcome == RUN_LIMIT)
		return false;
	for (i = 0; i < r->n_parts; i++) {
		const struct run_piece *p = &r->parts[i];

		if (!match_expected(p->outcome, p->exit, p->signal, p->expect))
			return false;
	}
	return true;
}

static bool
match_signal_known(const char *name)
{
	int i;

	for (i = 1; i < NSIG; i++) {
		const char *known = run_signal_name(i);

		if (known != NULL && strcasecmp(known, name) == 0)
			return true;
	}
	return false;
}

static const char *
match_problem(const char *expect)
{
	if (strcmp(expect, "ok") == 0 || strcmp(expect, "timeout") == 0 ||
	    strcmp(expect, "deadlock") == 0 || strcmp(expect, "limit") == 0)
		return NULL;
	if (run_expect_stop(expect))
		return "expect=stop stands alone";
	if (strncmp(expect, "exit:", 5) == 0)
		return match_exit(expect + 5) != -1
			   ? NULL
			   : "expect=exit:N takes a number from 0 to 255";
	if (strncmp(expect, "signal:", 7) == 0)
		return match_signal_known(match_signal(expect + 7))
			   ? NULL
			   : "expect=signal:NAME takes the name of a signal, as in "
			     "signal:SEGV";
	return "expect is one of ok, exit:N, signal:NAME, timeout, deadlock "
	       "and limit";
}

const char *
run_expect_problem(const char *expect)
{
	const char *why = NULL;

	if (run_expect_stop(expect))
		return NULL;
	while (expect != NULL && why == NULL) {
		char *word = match_word(&expect);

		why = match_problem(word);
		free(word);
	}
	return why;
}

/* ---- how two records differ ------------------------------------------------------ */

/* The difference stands below a line that names the text; `who` is "" or a
 * program and a space. */
static bool
match_text(struct strbuf *diff, const char *who, const char *name,
    struct run_span a, struct run_span b, struct run_compare how)
{
	struct strbuf text = STRBUF_INIT;
	bool same = run_same(a.s, a.len, b.s, b.len, how, diff ? &text : NULL);

	if (!same && diff != NULL) {
		strbuf_addf(diff, "@@ %s%s @@\n", who, name);
		strbuf_add(diff, text.buf, text.len);
	}
	strbuf_release(&text);
	return same;
}

static void
match_outcome(struct strbuf *out, enum run_outcome outcome, int status,
    const char *signal)
{
	strbuf_adds(out, run_outcome_name(outcome));
	if (outcome == RUN_EXIT)
		strbuf_addf(out, " %d", status);
	if (outcome == RUN_SIGNAL)
		strbuf_addf(out, " %s", signal);
}

static bool
match_part(const struct run_piece *a, const struct run_piece *b,
    const char *who, struct run_compare how, struct strbuf *diff)
{
	bool same =
	    a->outcome == b->outcome &&
	    (a->outcome != RUN_EXIT || a->exit == b->exit) &&
	    (a->outcome != RUN_SIGNAL || strcmp(a->signal, b->signal) == 0);

	if (!same && diff != NULL) {
		strbuf_addf(diff, "@@ %soutcome @@\n-", who);
		match_outcome(diff, a->outcome, a->exit, a->signal);
		strbuf_adds(diff, "\n+");
		match_outcome(diff, b->outcome, b->exit, b->signal);
		strbuf_adds(diff, "\n");
	}
	same &= match_text(diff, who, "out",
	    (struct run_span){ a->out, a->out_len },
	    (struct run_span){ b->out, b->out_len }, how);
	same &= match_text(diff, who, "err",
	    (struct run_span){ a->err, a->err_len },
	    (struct run_span){ b->err, b->err_len }, how);
	/* A compiler does the same each time. */
	how = (struct run_compare){ RUN_ORDER_KEPT, true };
	same &= match_text(diff, who, "build",
	    (struct run_span){ a->build, a->build_len },
	    (struct run_span){ b->build, b->build_len }, how);
	return same;
}

/* What there is of a record beside its programs. */
static struct run_piece
match_whole(const struct run_record *r)
{
	return (struct run_piece){
		.outcome = r->outcome,
		.exit = r->exit,
		.signal = r->signal,
		.out = r->out,
		.err = r->err,
		.build = r->build,
		.out_len = r->out_len,
		.err_len = r->err_len,
		.build_len = r->build_len,
	};
}

/* Whether one of the kinds of runs of `r` has this name. */
static bool
match_kind(const struct run_record *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->n_parts; i++)
		if (strcmp(r->parts[i].name, name) == 0)
			return true;
	return false;
}

/*
 * Whether it is chance that a kind is not there: that n of `of` runs were so
 * and none of `runs` others. Less than one in 10,000 is not.
 */
static bool
match_chance(size_t n, size_t of, size_t runs)
{
	double chance = 1;

	while (runs-- > 0 && chance > 0)
		chance *= 1 - (double)n / (double)of;
	return chance >= 1e-4;
}

/* What came of many runs is the same when it is of the same kinds: how often
 * each of them comes is chance, and so is what they print. */
static bool
match_kinds(const struct run_record *a, const struct run_record *b, char sign,
    struct strbuf *diff)
{
	bool same = true;
	size_t i;

	for (i = 0; i < a->n_parts; i++) {
		const struct run_piece *p = &a->parts[i];

		if (match_kind(b, p->name) ||
		    match_chance(p->n, a->runs, b->runs))
			continue;
		if (diff != NULL)
			strbuf_addf(diff, "%s%c%s (%zu of %zu)\n",
			    same ? "@@ runs @@\n" : "", sign, p->name, p->n,
			    a->runs);
		same = false;
	}
	return same;
}

static bool
match_parts(const struct run_record *a, const struct run_record *b,
    struct run_compare how, struct strbuf *diff)
{
	bool same = a->n_parts == b->n_parts;
	size_t i;

	if (!same && diff != NULL)
		strbuf_addf(diff, "@@ programs @@\n-%zu\n+%zu\n", a->n_parts,
		    b->n_parts);
	for (i = 0; i < a->n_parts && i < b->n_parts; i++) {
		char *who = xasprintf("%s ", b->parts[i].name);

		same &= match_part(&a->parts[i], &b->parts[i], who, how, diff);
		free(who);
	}
	return same;
}

bool
run_record_same(const struct run_record *a, const struct run_record *b,
    struct run_compare how, struct strbuf *diff)
{
	struct run_piece all_a = match_whole(a), all_b = match_whole(b);
	bool same;

	if (a->runs > 0 && b->runs > 0) {
		same = match_kinds(a, b, '-', diff);
		return match_kinds(b, a, '+', diff) && same;
	}
	same = match_part(&all_a, &all_b, "", how, diff);
	return match_parts(a, b, how, diff) && same;
}
