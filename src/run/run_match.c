/* run_match.c: whether an outcome is the expected one, and how two differ */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
run_as_expected(const struct run_result *r, const char *expect)
{
	if (expect == NULL || strcmp(expect, "ok") == 0)
		return r->outcome == RUN_OK;
	if (strcmp(expect, "timeout") == 0)
		return r->outcome == RUN_TIMEOUT;
	if (strncmp(expect, "exit:", 5) == 0)
		return (r->outcome == RUN_EXIT || r->outcome == RUN_OK) &&
		       match_exit(expect + 5) == r->exit;
	if (strncmp(expect, "signal:", 7) == 0)
		return r->outcome == RUN_SIGNAL &&
		       strcasecmp(match_signal(expect + 7), r->signal) == 0;
	return false;
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

const char *
run_expect_problem(const char *expect)
{
	if (expect == NULL || strcmp(expect, "ok") == 0 ||
	    strcmp(expect, "timeout") == 0)
		return NULL;
	if (strcmp(expect, "deadlock") == 0)
		return "expect=deadlock needs the wait graph, which this "
		       "version does not have; use expect=timeout";
	if (strncmp(expect, "exit:", 5) == 0)
		return match_exit(expect + 5) != -1
			   ? NULL
			   : "expect=exit:N takes a number from 0 to 255";
	if (strncmp(expect, "signal:", 7) == 0)
		return match_signal_known(match_signal(expect + 7))
			   ? NULL
			   : "expect=signal:NAME takes the name of a signal, as in "
			     "signal:SEGV";
	return "expect is one of ok, exit:N, signal:NAME and timeout";
}

/* ---- how two records differ ------------------------------------------------------ */

static void
match_outcome(struct strbuf *out, const struct run_record *r)
{
	strbuf_adds(out, run_outcome_name(r->outcome));
	if (r->outcome == RUN_EXIT)
		strbuf_addf(out, " %d", r->exit);
	if (r->outcome == RUN_SIGNAL)
		strbuf_addf(out, " %s", r->signal);
}

static bool
match_same_outcome(const struct run_record *a, const struct run_record *b)
{
	return a->outcome == b->outcome &&
	       (a->outcome != RUN_EXIT || a->exit == b->exit) &&
	       (a->outcome != RUN_SIGNAL || strcmp(a->signal, b->signal) == 0);
}

/* The difference stands below a line that names the text. */
static bool
match_text(struct strbuf *diff, const char *name, struct run_span a,
    struct run_span b, struct run_compare how)
{
	struct strbuf text = STRBUF_INIT;
	bool same = run_same(a.s, a.len, b.s, b.len, how, diff ? &text : NULL);

	if (!same && diff != NULL) {
		strbuf_addf(diff, "@@ %s @@\n", name);
		strbuf_add(diff, text.buf, text.len);
	}
	strbuf_release(&text);
	return same;
}

bool
run_record_same(const struct run_record *a, const struct run_record *b,
    struct run_compare how, struct strbuf *diff)
{
	bool same = match_same_outcome(a, b);

	if (!same && diff != NULL) {
		strbuf_adds(diff, "@@ outcome @@\n-");
		match_outcome(diff, a);
		strbuf_adds(diff, "\n+");
		match_outcome(diff, b);
		strbuf_adds(diff, "\n");
	}
	same &= match_text(diff, "out", (struct run_span){ a->out, a->out_len },
	    (struct run_span){ b->out, b->out_len }, how);
	same &= match_text(diff, "err", (struct run_span){ a->err, a->err_len },
	    (struct run_span){ b->err, b->err_len }, how);
	/* A compiler does the same each time. */
	how = (struct run_compare){ RUN_ORDER_KEPT, true };
	same &= match_text(diff, "build",
	    (struct run_span){ a->build, a->build_len },
	    (struct run_span){ b->build, b->build_len }, how);
	return same;
}
