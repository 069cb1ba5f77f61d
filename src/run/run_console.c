/* run_console.c: console sessions: what a note says of one, and how it went */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "run/run_docker.h"
#include "run/run_several.h"
#include "run/run_type.h"

/*
 * A session in a note is what a terminal shows: lines with a prompt are typed,
 * those below are what comes back.
 *
 *	$ cd /tmp
 *	$ for i in 1 2
 *	> do echo $i; done
 *	1
 *	2
 *
 * Only "$ " is a prompt in any session. What begins with "# " is output as
 * often as not, so the first line says whether it is a prompt here; "> " goes
 * on with a command and is nothing anywhere else.
 */

/* ---- reading ------------------------------------------------------------------ */

struct console {
	const char *s; /* what is left */
	size_t len;
	int line;
	bool root;
	struct arena *a;
	struct run_ask *v;
	size_t n, cap;
	struct strbuf shown, typed;
};

static bool
console_is_prompt(const struct console *c)
{
	if (text_starts(c->s, "$ ") || text_starts(c->s, "$\n") ||
	    (c->len == 1 && *c->s == '$'))
		return true;
	return c->root && text_starts(c->s, "# ");
}

/* The line at hand without its end; the next one is at hand then. */
static const char *
console_line(struct console *c, size_t *len)
{
	const char *line = c->s;
	size_t all = text_line(c->s, c->len);

	*len = text_chomp(line, all);
	c->s += all;
	c->len -= all;
	c->line++;
	return line;
}

static bool
console_goes_on(const struct console *c)
{
	return text_starts(c->s, "> ") || text_starts(c->s, ">\n") ||
	       (c->len == 1 && *c->s == '>');
}

/* One line of a command; whether it ends in a backslash. */
static bool
console_add(struct console *c, bool prompt)
{
	size_t len, skip;
	const char *line = console_line(c, &len);

	skip = prompt ? (len > 1 ? 2 : 1) : 0;
	if (c->shown.len > 0) {
		strbuf_addc(&c->shown, '\n');
		strbuf_addc(&c->typed, '\n');
	}
	strbuf_add(&c->shown, line, len);
	strbuf_add(&c->typed, line + skip, len - skip);
	return len > skip && line[len - 1] == '\\';
}

/*
 * The shell says at each prompt that it waits, and it gives one for each line
 * that is whole. Several lines of one command get braces around them, so that
 * there is one prompt after the last of them.
 */
static const char *
console_typed(struct console *c, bool several)
{
	return several ? arena_printf(c->a, "{\n%s\n}\n", c->typed.buf)
		       : arena_printf(c->a, "%s\n", c->typed.buf);
}

static void
console_ask(struct console *c)
{
	struct run_ask *ask = VEC_PUSH(c->v, c->n, c->cap);
	bool more, several = false;

	*ask = (struct run_ask){ .line = c->line };
	strbuf_clear(&c->shown);
	strbuf_clear(&c->typed);
	more = console_add(c, true);
	while (c->len > 0 && (console_goes_on(c) || more)) {
		several = true;
		more = console_add(c, console_goes_on(c));
	}
	ask->shown = arena_strdup(c->a, c->shown.buf);
	ask->typed = console_typed(c, several);
	ask->want = c->s;
	while (c->len > 0 && !console_is_prompt(c))
		console_line(c, &(size_t){ 0 });
	ask->want_len = (size_t)(c->s - ask->want);
	ask->want = ask->want_len == 0
			? NULL
			: arena_strndup(c->a, ask->want, ask->want_len);
}

const char *
run_console_parse(struct run_ask **v, size_t *n, struct arena *a,
    const char *code, size_t len)
{
	struct console c = { .s = code,
		.len = len,
		.line = 1,
		.root = text_starts(code, "# "),
		.a = a,
		.shown = STRBUF_INIT,
		.typed = STRBUF_INIT };
	const char *problem = NULL;

	if (!console_is_prompt(&c))
		problem = "a session begins with a command: write \"$ \" "
			  "before it";
	while (problem == NULL && c.len > 0 && c.n < RUN_ASKS_MAX)
		console_ask(&c);
	if (problem == NULL && c.len > 0)
		problem = arena_printf(
		    a, "a session has no more than %d commands", RUN_ASKS_MAX);
	*v = arena_copy(a, c.v, c.n, sizeof(*c.v));
	*n = c.n;
	free(c.v);
	strbuf_release(&c.shown);
	strbuf_release(&c.typed);
	return problem;
}

/* ---- comparing ----------------------------------------------------------------- */

/* Blank lines at the end are for the eye of who reads the note. */
static size_t
console_trim(const char *s, size_t len)
{
	while (len > 0 && s[len - 1] == '\n')
		len--;
	return len;
}

static void
console_lines(struct strbuf *out, const char *s, size_t len)
{
	len = console_trim(s, len);
	strbuf_add(out, s, len);
	if (len > 0)
		strbuf_addc(out, '\n');
}

static bool
console_as_wanted(struct strbuf *diff, const struct run_ask *ask,
    const char *out, size_t len, struct run_compare how)
{
	struct strbuf lines = STRBUF_INIT, got = STRBUF_INIT;
	struct strbuf differs = STRBUF_INIT;
	struct run_wanted want;
	bool same;
	int line;

	console_lines(&lines, ask->want, ask->want_len);
	console_lines(&got, out, len);
	want = (struct run_wanted){ lines.buf, lines.len, ask->line };
	same = run_wanted_match(&want, got.buf, got.len, how, &line, &differs);
	if (!same && diff != NULL)
		strbuf_addf(diff, "@@ %.*s @@\n%s",
		    (int)strcspn(ask->shown, "\n"), ask->shown, differs.buf);
	strbuf_release(&lines);
	strbuf_release(&got);
	strbuf_release(&differs);
	return same;
}

/* Whether what this command printed can be held against what is written: that
 * of one which hung, only where that was to be. */
static bool
console_counts(const struct run_command *c, const char *expect)
{
	return c->exit != -1 ||
	       (expect != NULL && (strcmp(expect, "timeout") == 0 ||
				      strcmp(expect, "deadlock") == 0));
}

size_t
run_console_differs(struct strbuf *diff, const struct run_record *r,
    const struct run_ask *asks, size_t i, struct run_compare how)
{
	const char *out = r->out;
	size_t k;

	for (k = 0; k < r->n_commands; k++) {
		const struct run_command *c = &r->commands[k];

		if (k >= i && asks[k].want != NULL &&
		    console_counts(c, r->expect) &&
		    !console_as_wanted(diff, &asks[k], out, c->len, how))
			return k;
		out += c->len;
	}
	return k;
}

/* ---- showing --------------------------------------------------------------------- */

void
run_console_text(struct strbuf *out, const struct run_command *v, size_t n,
    const char *said, size_t len)
{
	size_t i;

	for (i = 0; i < n; i++) {
		size_t part = v[i].len < len ? v[i].len : len;

		strbuf_addf(out, "%s\n", v[i].shown);
		strbuf_add(out, said, part);
		if (part > 0 && said[part - 1] != '\n')
			strbuf_addc(out, '\n');
		if (v[i].exit > 0)
			strbuf_addf(out, "[exit %d]\n", v[i].exit);
		else if (v[i].exit == -1)
			strbuf_adds(out, "[not ended]\n");
		said += part;
		len -= part;
	}
}

/* What a command in a container did to its shell: it may say nothing of it. */
static void
console_moved(struct strbuf *out, const struct run_record *rec, size_t i)
{
	const struct run_command *c = &rec->commands[i];
	const char *before = i > 0 ? rec->commands[i - 1].cwd : NULL;
	size_t k;

	for (k = 0; c->env != NULL && c->env[k] != NULL; k++)
		strbuf_addf(out, "[%zu: %s %s]\n", i + 1,
		    strchr(c->env[k], '=') ? "set" : "unset", c->env[k]);
	if (c->cwd != NULL && (before == NULL || strcmp(before, c->cwd) != 0))
		strbuf_addf(out, "[%zu: in %s]\n", i + 1, c->cwd);
}

/*
 * Where the number of the process is in what a shell says of a command that
 * goes on in the background, "[1] 17"; 0 when it is no such command. In the
 * sandbox these numbers are the same each time; in a container the engine has
 * started others before, as many as it happens to need.
 */
static size_t
console_job(const struct run_command *c, const char *out)
{
	size_t len = strlen(c->shown), n = 1, digits;

	if (len == 0 || c->shown[len - 1] != '&' || c->len == 0 || *out != '[')
		return 0;
	n += strspn(out + n, "0123456789");
	if (n + 2 > c->len || memcmp(out + n, "] ", 2) != 0)
		return 0;
	n += 2;
	digits = strspn(out + n, "0123456789");
	return digits > 0 && n + digits < c->len && out[n + digits] == '\n' ? n
									    : 0;
}

/* The output of a session in a container with no such numbers in it. */
static void
console_jobs(struct run_record *rec, struct arena *a)
{
	struct run_command *v =
	    arena_copy(a, rec->commands, rec->n_commands, sizeof(*v));
	const char *out = rec->out;
	struct strbuf sb = STRBUF_INIT;
	size_t i, before, at;

	for (i = 0; i < rec->n_commands; i++) {
		const struct run_command *c = &rec->commands[i];

		before = sb.len;
		if ((at = console_job(c, out)) > 0) {
			strbuf_add(&sb, out, at);
			strbuf_adds(&sb, "PID");
			at += strspn(out + at, "0123456789");
		}
		strbuf_add(&sb, out + at, c->len - at);
		v[i].len = sb.len - before;
		out += c->len;
	}
	rec->commands = v;
	rec->out = arena_copy(a, sb.buf, sb.len + 1, 1);
	rec->out_len = sb.len;
	strbuf_release(&sb);
}

void
run_console_flat(struct run_record *rec, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	if (rec->n_commands == 0)
		return;
	if (rec->container != NULL)
		console_jobs(rec, a);
	run_console_text(
	    &sb, rec->commands, rec->n_commands, rec->out, rec->out_len);
	for (i = 0; i < rec->n_commands; i++)
		console_moved(&sb, rec, i);
	rec->out = arena_copy(a, sb.buf, sb.len + 1, 1);
	rec->out_len = sb.len;
	strbuf_release(&sb);
}

/* ---- running --------------------------------------------------------------------- */

const char *
run_console_name(struct run_result *r, const struct run_ask *ask)
{
	return arena_strndup(r->arena, ask->shown, strcspn(ask->shown, "\n"));
}

void
run_console_noted(
    struct run_result *r, const struct run_ask *asks, const struct run_job *job)
{
	const struct run_record said = { .commands = r->commands,
		.n_commands = r->n_commands,
		.out = r->out.buf,
		.out_len = r->out.len,
		.expect = job->expect };
	size_t i = run_console_differs(NULL, &said, asks, 0, job->compare);

	if (i == r->n_commands)
		return;
	r->outcome = RUN_OUTPUT;
	r->signal = NULL;
	run_why(r, "'%s' printed something else than the note says",
	    run_console_name(r, &asks[i]));
}

/* What came of the commands is the outcome; that of the shell, which is asked
 * to end when all are done, is not. */
static void
console_judge(struct run_result *r, const struct run_step *s,
    const struct run_typing *t, const struct run_job *job)
{
	const struct run_command *last = t->at > 0 ? &t->done[t->at - 1] : NULL;

	/* A shell that takes its time to leave has done all that it was to. */
	if (s->end != RUN_END_EXIT &&
	    !(s->end == RUN_END_TIME && t->state == RUN_LEFT))
		run_judge(r, s);
	else if (t->gone && t->at == t->n)
		run_ended(r, s->progs[0].status);
	else if (last != NULL)
		run_ended(r, last->exit << 8);
	if (s->end == RUN_END_TIME && t->at < t->n)
		run_why(r, "'%s' was still running after %g s",
		    run_console_name(r, &t->asks[t->at]),
		    s->timeout_ms / 1000.0);
	if (t->gone && t->at < t->n) {
		r->outcome = RUN_OUTPUT;
		run_why(r, "the shell ended %s%s%s, and %zu more command%s",
		    last != NULL ? "with '" : "before the first command",
		    last != NULL ? run_console_name(r, &t->asks[t->at - 1])
				 : "",
		    last != NULL ? "'" : "", t->n - t->at,
		    t->n - t->at == 1 ? " was to come" : "s were to come");
	}
	if (r->outcome != RUN_LIMIT)
		run_console_noted(r, t->asks, job);
}

static int
console_keep(struct run_result *r, struct run_step *s, struct run_typing *t,
    const struct run_job *job, struct err *e)
{
	size_t i;

	if (run_keep(s, e) == -1)
		return -1;
	r->n_commands = t->at < t->n && t->typed != 0 ? t->at + 1 : t->at;
	for (i = 0; i < r->n_commands; i++)
		r->commands[i].shown = t->asks[i].shown;
	r->out_cut = s->progs[0].out_cut;
	r->wall_ms = s->wall_ms;
	r->cpu_ms = s->cpu_ms;
	r->peak_memory = s->peak;
	r->rung = s->rung;
	console_judge(r, s, t, job);
	return 0;
}

int
run_console(struct run_result *r, const struct run_puts *puts,
    const char *const *argv, const struct run_job *job,
    const struct run_limits *limits, struct err *e)
{
	struct run_prog p = { .argv = argv,
		.env = job->env,
		.terminal = true,
		.after = -1,
		.out = &r->out };
	struct run_typing t;
	struct run_step s = {
		.progs = &p,
		.n_progs = 1,
		.puts = puts->v,
		.n_puts = puts->n,
		.in = -1,
		.extra = -1,
		.profile = job->profile,
		.timeout_ms =
		    job->timeout_ms > 0 ? job->timeout_ms : limits->timeout_ms,
		.memory = limits->memory,
		.processes = limits->processes,
		.stop = limits->stop,
		.trace = &r->trace,
		.typing = &t,
		.hang = run_hang_wanted(job),
	};
	struct run_ask *asks;
	const char *problem;
	size_t n;
	int rc;

	r->arena = arena_new();
	problem =
	    run_console_parse(&asks, &n, r->arena, job->code, job->code_len);
	if (problem != NULL)
		return err_set(e, "%s", problem);
	r->commands = arena_alloc(r->arena, (n + 1) * sizeof(*r->commands));
	run_type_init(&t, asks, r->commands, n);
	rc = console_keep(r, &s, &t, job, e);
	run_type_release(&t);
	return rc;
}
