/* run_cast.c: a run as a recording of a terminal: asciicast, version 3 */
#include <signal.h>
#include <string.h>

#include "base/utf8.h"
#include "run/run_several.h"

/*
 * The format is that of asciinema 3 (docs.asciinema.org/manual/asciicast/v3):
 * a line of JSON that describes the terminal, then one for each event,
 * [seconds since the event before, code, data]. The codes are
 *
 *	o	what came to the terminal
 *	i	what was typed, in a session
 *	m	a mark: "stderr" and "stdout" where the other one goes on, how
 *		much was not kept, and an end that has no exit status
 *	x	the exit status; 128 and the signal for one that a signal ended
 *
 * The format knows one stream only. Errors are in it, where a terminal would
 * have shown them, and the marks tell them apart.
 *
 * Several programs have a terminal each, and the recording has one screen: each
 * line stands there when it is whole, behind the name of its program, as the
 * log of several services does; "err" is there for errors. Marks at the end say
 * how each has ended.
 *
 * Our terminals change no byte, so a line ends with "\n" alone; on a player's
 * it would go on below the end of the one before. The "\r" that any other
 * terminal puts before it is put there here.
 */

/* One stream of a program, and how far it is told. */
struct cast_stream {
	const char *s;
	size_t len, at, due; /* due: bytes that have come */
};

struct cast {
	struct strbuf *out;
	int64_t ms;              /* of the event before */
	struct cast_stream v[2]; /* output, errors */
	bool err;                /* errors came last */
	bool cr;                 /* the last character was "\r" */
};

static void
cast_event(struct cast *c, int64_t ms, char code, const char *s, size_t len)
{
	if (ms < c->ms)
		ms = c->ms;
	strbuf_addf(c->out, "[%lld.%03d, \"%c\", ",
	    (long long)((ms - c->ms) / 1000), (int)((ms - c->ms) % 1000), code);
	run_quote(c->out, s, len);
	strbuf_adds(c->out, "]\n");
	c->ms = ms;
}

static void
cast_mark(struct cast *c, int64_t ms, const char *label)
{
	cast_event(c, ms, 'm', label, strlen(label));
}

/* Some output, with the ends of its lines as a terminal has them. */
static void
cast_output(struct cast *c, int64_t ms, const char *s, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] == '\n' && !c->cr)
			strbuf_addc(&sb, '\r');
		strbuf_addc(&sb, s[i]);
		c->cr = s[i] == '\r';
	}
	if (len > 0)
		cast_event(c, ms, 'o', sb.buf, sb.len);
	strbuf_release(&sb);
}

/*
 * How many of the bytes end in the middle of a character, whose rest comes
 * with the next ones.
 */
static size_t
cast_open(const char *s, size_t len)
{
	size_t n;

	for (n = 1; n <= 3 && n <= len; n++) {
		unsigned char ch = (unsigned char)s[len - n];
		size_t need = ch >= 0xf0 ? 4 : ch >= 0xe0 ? 3 : 2;

		if (ch < 0x80)
			return 0;
		if (ch >= 0xc0)
			return need > n ? n : 0;
	}
	return 0;
}

/* What has come of a stream, but half a character; with `all`, that too. */
static void
cast_stream(struct cast *c, int64_t ms, bool err, bool all)
{
	struct cast_stream *st = &c->v[err];
	size_t n = st->due - st->at;

	if (!all)
		n -= cast_open(st->s + st->at, n);
	if (n == 0)
		return;
	if (c->err != err)
		cast_mark(c, ms, err ? "stderr" : "stdout");
	c->err = err;
	cast_output(c, ms, st->s + st->at, n);
	st->at += n;
}

/* A command as it is seen when it is typed: the prompt, and the echo. */
static void
cast_typed(struct cast *c, const struct run_command *command)
{
	const char *s = command->shown;
	int64_t ms = command->start_ms;
	bool first = true;

	for (;; s++, first = false) {
		size_t len = strcspn(s, "\n"), prompt = 0;
		struct strbuf sb = STRBUF_INIT;

		if (len > 0 && strchr(first ? "$#" : ">", *s) != NULL)
			prompt = len > 1 && s[1] == ' ' ? 2 : 1;
		cast_output(c, ms, s, prompt);
		strbuf_add(&sb, s + prompt, len - prompt);
		strbuf_addc(&sb, '\n');
		cast_event(c, ms, 'i', sb.buf, sb.len);
		cast_output(c, ms, sb.buf, sb.len);
		strbuf_release(&sb);
		s += len;
		if (*s == '\0')
			return;
	}
}

/*
 * Commands whose output begins where this one is, which has come at `ms`:
 * they are typed before it.
 */
static size_t
cast_commands(struct cast *c, const struct run_result *r, size_t i, size_t *end)
{
	while (i < r->n_commands && c->v[0].due >= *end) {
		cast_stream(c, r->commands[i].start_ms, false, true);
		cast_typed(c, &r->commands[i]);
		*end += r->commands[i].len;
		i++;
	}
	return i;
}

/* All chunks, in the order in which they came. */
static void
cast_chunks(struct cast *c, const struct run_result *r)
{
	size_t i, command = 0, end = 0;

	for (i = 0; i < r->trace.n_chunks; i++) {
		const struct run_chunk *k = &r->trace.chunks[i];
		size_t left = k->len;

		if (k->prog != 0)
			continue;
		while (left > 0) {
			size_t n = left;

			command = cast_commands(c, r, command, &end);
			if (r->n_commands > 0 && c->v[k->err].due < end &&
			    n > end - c->v[k->err].due)
				n = end - c->v[k->err].due;
			c->v[k->err].due += n;
			left -= n;
			cast_stream(c, k->ms, k->err, false);
		}
	}
	/* No chunk tells of what came when there were too many. */
	do {
		c->v[0].due = r->n_commands > 0 ? end : c->v[0].due;
		command = cast_commands(c, r, command, &end);
	} while (command < r->n_commands);
}

/* 128 and the number of the signal of that name. */
static int
cast_signal(const char *name)
{
	int i;

	for (i = 1; i < NSIG; i++) {
		const char *known = run_signal_name(i);

		if (known != NULL && strcmp(known, name) == 0)
			return 128 + i;
	}
	return 128;
}

/* ---- several programs ------------------------------------------------------ */

struct cast_lanes {
	struct cast *c;
	int width; /* cells of the longest name */
};

static void
cast_lane(int64_t ms, const struct run_piece *p, bool err, const char *s,
    size_t len, void *payload)
{
	struct cast_lanes *l = payload;
	struct strbuf sb = STRBUF_INIT;

	while (len > 0 && s[len - 1] == '\r')
		len--;
	strbuf_addf(&sb, "%s%*s %s", p->name, l->width - utf8_width(p->name),
	    "", err ? "err │ " : "│ ");
	strbuf_add(&sb, s, len);
	strbuf_addc(&sb, '\n');
	cast_output(l->c, ms, sb.buf, sb.len);
	strbuf_release(&sb);
}

static void
cast_programs(struct cast *c, const struct run_result *r)
{
	struct cast_lanes l = { .c = c };
	size_t i;

	for (i = 0; i < r->n_parts; i++)
		if (utf8_width(r->parts[i].name) > l.width)
			l.width = utf8_width(r->parts[i].name);
	run_lanes(r, cast_lane, &l);
	for (i = 0; i < r->n_parts; i++) {
		const struct run_piece *p = &r->parts[i];
		struct strbuf sb = STRBUF_INIT;
		char kind[RUN_KIND_MAX];

		run_kind(kind, p->outcome, p->exit, p->signal);
		strbuf_addf(&sb, "%s: %s", p->name, kind);
		if (p->out_cut + p->err_cut > 0)
			strbuf_addf(&sb, ", %zu bytes were not kept",
			    p->out_cut + p->err_cut);
		cast_mark(c, r->wall_ms, sb.buf);
		strbuf_release(&sb);
	}
}

/* ---- the whole of it ------------------------------------------------------- */

static void
cast_end(struct cast *c, const struct run_result *r)
{
	struct strbuf sb = STRBUF_INIT;

	if (r->out_cut + r->err_cut > 0) {
		strbuf_addf(
		    &sb, "%zu bytes were not kept", r->out_cut + r->err_cut);
		cast_mark(c, r->wall_ms, sb.buf);
		strbuf_clear(&sb);
	}
	switch (r->outcome) {
	case RUN_OK:
	case RUN_EXIT:
		strbuf_addf(&sb, "%d", r->outcome == RUN_OK ? 0 : r->exit);
		break;
	case RUN_SIGNAL:
		strbuf_addf(&sb, "%d", cast_signal(r->signal));
		break;
	default:
		cast_mark(c, r->wall_ms, run_outcome_name(r->outcome));
		break;
	}
	if (sb.len > 0)
		cast_event(c, r->wall_ms, 'x', sb.buf, sb.len);
	strbuf_release(&sb);
}

void
run_cast_render(struct strbuf *out, const struct run_result *r,
    const struct run_job *job, struct moment when)
{
	const char *id = strchr(job->example, '#');
	struct cast c = { .out = out };

	c.v[0] = (struct cast_stream){ .s = r->out.buf, .len = r->out.len };
	c.v[1] = (struct cast_stream){ .s = r->err.buf, .len = r->err.len };
	strbuf_addf(out,
	    "{\"version\": 3, \"term\": {\"cols\": %d, \"rows\": %d}, "
	    "\"timestamp\": %lld, \"title\": ",
	    RUN_COLUMNS, RUN_ROWS, (long long)when.t);
	id = id != NULL ? id + 1 : job->example;
	run_quote(out, id, strlen(id));
	strbuf_adds(out, "}\n");
	if (r->n_parts > 0)
		cast_programs(&c, r);
	else
		cast_chunks(&c, r);
	/* What no chunk tells of came at the end. */
	c.v[0].due = c.v[0].len;
	c.v[1].due = c.v[1].len;
	cast_stream(&c, r->wall_ms, false, true);
	cast_stream(&c, r->wall_ms, true, true);
	cast_end(&c, r);
}
