/* run_record.c: the stored outcome of an example, written as JSON
 *
 * run_record_read.c is the way back. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "run/run_record_int.h"

/*
 * The format, schema 1. Every member is there, in this order and one a line,
 * so that two versions of a record can be read side by side in git:
 *
 *	{
 *	  "schema": 1,
 *	  "example": "ipc/pipe#hello",
 *	  "lang": "c",
 *	  "expect": "ok",
 *	  "outcome": "ok",
 *	  "exit": 0,
 *	  "signal": "",
 *	  "why": "it ended with exit status 0",
 *	  "rung": "bubblewrap",
 *	  "out": "hello\n",
 *	  "out_cut": 0,
 *	  "err": "",
 *	  "err_cut": 0,
 *	  "build": "",
 *	  "session": [
 *	    {"command": "$ echo hello", "exit": 0, "bytes": 6}
 *	  ],
 *	  "leaks": [
 *	    {"kind": "shm", "what": "name", "n": 4096}
 *	  ],
 *	  "hang": { … },
 *	  "programs": [
 *	    {
 *	      "name": "server",
 *	      "lang": "c",
 *	      "expect": "stop",
 *	      "outcome": "stop",
 *	      "exit": 0,
 *	      "signal": "",
 *	      "why": "it was ended when the others had ended",
 *	      "out": "listening\n",
 *	      "out_cut": 0,
 *	      "err": "",
 *	      "err_cut": 0,
 *	      "build": ""
 *	    }
 *	  ],
 *	  "runs": 50,
 *	  "kinds": [
 *	    {
 *	      "name": "Empty",
 *	      "n": 7,
 *	      "outcome": "exit", …
 *	    }
 *	  ],
 *	  "key": {
 *	    "hash": "…",
 *	    "source": "…",
 *	    "tool": "gcc (Debian 12.2.0-14) 12.2.0, glibc 2.36",
 *	    "machine": "x86_64",
 *	    "profile": "plain/1"
 *	  },
 *	  "timings": {
 *	    "when": "2026-11-23T21:28:00+09:00",
 *	    "wall_ms": 8,
 *	    "cpu_ms": 5,
 *	    "peak_memory": 1589248,
 *	    "session_ms": [
 *	      2
 *	    ],
 *	    "programs_ms": [7]
 *	  }
 *	}
 *
 * "session" has the commands of a session, and of "out" so many bytes belong to
 * each, in their order; "exit" is null for one that has not ended. Other
 * examples have none, and no "session_ms"; for one in a container see
 * run_record_container.c, and for the builds of a Dockerfile
 * run_record_build.c. "leaks" is there only if there are any, and "hang" if
 * it was a deadlock; no difference between two records is made of these. See
 * run_hang_record.c for that. "programs" and
 * "programs_ms" only for an example of several; "runs" and "kinds" only for one
 * that is run many times, and two of these differ when they have other kinds;
 * there "expect" is that of the program which the kind is of, where this is not
 * the main one.
 * Only "timings" differs between two runs that went the same way. A text that
 * is not UTF-8 is stored as base64, under "out_base64" in the place of "out".
 */

/* ---- writing ------------------------------------------------------------------- */

/* A key and its quotes; spaces in front of it are the indentation of a line
 * that stands deeper. */
static void
record_name(struct strbuf *out, const char *key)
{
	int deeper = (int)strspn(key, " ");

	strbuf_addf(out, "%*s\"%s\": ", deeper + 2, "", key + deeper);
}

static void
record_str(struct strbuf *out, const char *key, const char *s)
{
	record_name(out, key);
	run_quote(out, s, strlen(s));
	strbuf_adds(out, ",\n");
}

static void
record_num(struct strbuf *out, const char *key, intmax_t n)
{
	record_name(out, key);
	strbuf_addf(out, "%jd,\n", n);
}

static void
record_text(struct strbuf *out, const char *key, const char *s, size_t len)
{
	if (utf8_invalid_at(s, len) == -1) {
		record_name(out, key);
		run_quote(out, s, len);
	} else {
		char *name = xasprintf("%s_base64", key);

		record_name(out, name);
		run_base64(out, s, len);
		free(name);
	}
	strbuf_adds(out, ",\n");
}

/* The last member of an object has no comma behind it. */
static void
record_close(struct strbuf *out, const char *end)
{
	strbuf_trunc(out, out->len - 2);
	strbuf_addf(out, "\n%s", end);
}

static void
record_leaks(struct strbuf *out, const struct run_record *rec)
{
	size_t i;

	if (rec->n_leaks == 0)
		return;
	strbuf_adds(out, "  \"leaks\": [\n");
	for (i = 0; i < rec->n_leaks; i++) {
		const struct run_leak *l = &rec->leaks[i];

		strbuf_addf(out, "    {\"kind\": \"%s\", \"what\": ", l->kind);
		run_quote(out, l->what, strlen(l->what));
		strbuf_addf(out, ", \"n\": %zu},\n", l->n);
	}
	record_close(out, "  ],\n");
}

/* Its programs, or the kinds of its runs: these have all in common that is
 * said of programs one by one. */
static void
record_parts(struct strbuf *out, const struct run_record *rec)
{
	bool kinds = rec->runs > 0;
	size_t i;

	if (kinds)
		record_num(out, "runs", (intmax_t)rec->runs);
	if (rec->n_parts == 0)
		return;
	strbuf_addf(out, "  \"%s\": [\n", kinds ? "kinds" : "programs");
	for (i = 0; i < rec->n_parts; i++) {
		const struct run_piece *p = &rec->parts[i];

		strbuf_adds(out, "    {\n");
		record_str(out, "    name", p->name);
		if (kinds) {
			record_num(out, "    n", (intmax_t)p->n);
			if (strcmp(p->expect, rec->expect) != 0)
				record_str(out, "    expect", p->expect);
		} else {
			record_str(out, "    lang", p->lang);
			record_str(out, "    expect", p->expect);
		}
		record_str(out, "    outcome", run_outcome_name(p->outcome));
		record_num(out, "    exit", p->exit);
		record_str(out, "    signal", p->signal ? p->signal : "");
		record_str(out, "    why", p->why);
		record_text(out, "    out", p->out, p->out_len);
		record_num(out, "    out_cut", (intmax_t)p->out_cut);
		record_text(out, "    err", p->err, p->err_len);
		record_num(out, "    err_cut", (intmax_t)p->err_cut);
		if (!kinds)
			record_text(out, "    build", p->build, p->build_len);
		record_close(out, "    },\n");
	}
	record_close(out, "  ],\n");
}

static void
record_session(struct strbuf *out, const struct run_record *rec)
{
	size_t i;

	if (rec->n_commands == 0)
		return;
	strbuf_adds(out, "  \"session\": [\n");
	for (i = 0; i < rec->n_commands; i++) {
		const struct run_command *c = &rec->commands[i];

		strbuf_adds(out, "    {\"command\": ");
		run_quote(out, c->shown, strlen(c->shown));
		if (c->exit == -1)
			strbuf_adds(out, ", \"exit\": null");
		else
			strbuf_addf(out, ", \"exit\": %d", c->exit);
		strbuf_addf(out, ", \"bytes\": %zu", c->len);
		run_record_step_write(out, c);
		strbuf_adds(out, "},\n");
	}
	record_close(out, "  ],\n");
}

/* How long each ran, on one line, as the list is of no use alone. */
static void
record_programs_ms(struct strbuf *out, const struct run_record *rec)
{
	size_t i;

	if (rec->n_parts == 0 || rec->runs > 0)
		return;
	record_name(out, "  programs_ms");
	for (i = 0; i < rec->n_parts; i++)
		strbuf_addf(out, "%s%" PRId64, i == 0 ? "[" : ", ",
		    rec->parts[i].wall_ms);
	strbuf_adds(out, "],\n");
}

static void
record_session_ms(struct strbuf *out, const struct run_record *rec)
{
	size_t i;

	if (rec->n_commands == 0)
		return;
	strbuf_adds(out, "    \"session_ms\": [\n");
	for (i = 0; i < rec->n_commands; i++)
		strbuf_addf(out, "      %jd,\n", (intmax_t)rec->commands[i].ms);
	record_close(out, "    ],\n");
}

void
run_record_render(struct strbuf *out, const struct run_record *rec)
{
	char when[MOMENT_MAX];

	moment_format(when, rec->when);
	strbuf_adds(out, "{\n");
	record_num(out, "schema", RUN_RECORD_SCHEMA);
	record_str(out, "example", rec->example);
	record_str(out, "lang", rec->lang);
	record_str(out, "expect", rec->expect ? rec->expect : "ok");
	record_str(out, "outcome", run_outcome_name(rec->outcome));
	record_num(out, "exit", rec->exit);
	record_str(out, "signal", rec->signal ? rec->signal : "");
	record_str(out, "why", rec->why);
	record_str(out, "rung", rec->rung);
	record_text(out, "out", rec->out, rec->out_len);
	record_num(out, "out_cut", (intmax_t)rec->out_cut);
	record_text(out, "err", rec->err, rec->err_len);
	record_num(out, "err_cut", (intmax_t)rec->err_cut);
	record_text(out, "build", rec->build, rec->build_len);
	record_session(out, rec);
	run_record_container_write(out, rec->container);
	run_record_builds_write(out, rec->builds);
	record_leaks(out, rec);
	run_hang_render(out, rec->hang);
	record_parts(out, rec);
	strbuf_adds(out, "  \"key\": {\n");
	record_str(out, "  hash", rec->key.hash);
	record_str(out, "  source", rec->key.source);
	record_str(out, "  tool", rec->key.tool);
	record_str(out, "  machine", rec->key.machine);
	record_str(out, "  profile", rec->key.profile);
	record_close(out, "  },\n");
	strbuf_adds(out, "  \"timings\": {\n");
	record_str(out, "  when", when);
	record_num(out, "  wall_ms", rec->wall_ms);
	record_num(out, "  cpu_ms", rec->cpu_ms);
	record_num(out, "  peak_memory", (intmax_t)rec->peak_memory);
	record_session_ms(out, rec);
	record_programs_ms(out, rec);
	run_record_builds_ms_write(out, rec->builds);
	record_close(out, "  }\n}\n");
}

struct run_record
run_record_of(const struct run_result *r, const struct run_job *job,
    const struct run_key *key, struct moment when)
{
	return (struct run_record){
		.key = *key,
		.example = job->example,
		.lang = job->lang,
		.expect = job->expect ? job->expect : "ok",
		.outcome = r->outcome,
		.exit = r->exit,
		.signal = r->signal,
		.why = r->why,
		.rung = r->rung,
		.out = r->out.buf,
		.err = r->err.buf,
		.build = r->build.buf,
		.out_len = r->out.len,
		.err_len = r->err.len,
		.build_len = r->build.len,
		.out_cut = r->out_cut,
		.err_cut = r->err_cut,
		.commands = r->commands,
		.n_commands = r->n_commands,
		.container = r->container,
		.builds = r->builds,
		.leaks = r->trace.leaks,
		.n_leaks = r->trace.n_leaks,
		.hang = r->trace.hang,
		.parts = r->parts,
		.n_parts = r->n_parts,
		.runs = r->runs,
		.wall_ms = r->wall_ms,
		.cpu_ms = r->cpu_ms,
		.peak_memory = r->peak_memory,
		.when = when,
	};
}

const char *
run_jansson_version(void)
{
	return jansson_version_str();
}
