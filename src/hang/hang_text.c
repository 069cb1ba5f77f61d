/* hang_text.c: the verdict and its evidence, for people and as JSON */
#include <stdarg.h>

#include "base/jsonw.h"
#include "hang/hang_int.h"

const char *
hang_verdict_name(enum hang_verdict v)
{
	static const char *const names[] = { "proven", "proven-except",
		"stuck-open", "slow", "live" };

	return names[v];
}

/* ---- text ------------------------------------------------------------------- */

/* Names and paths are of strangers, and a line end in one would begin a line
 * of theirs. */
__attribute__((format(printf, 2, 3))) static void
add_line(struct strbuf *out, const char *fmt, ...)
{
	size_t i = out->len;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(out, fmt, ap);
	va_end(ap);
	for (; i < out->len; i++)
		if ((unsigned char)out->buf[i] < 0x20 || out->buf[i] == 0x7f)
			out->buf[i] = '?';
	strbuf_addc(out, '\n');
}

static const char *
name_of(const struct hang *h, const struct hang_edge *e)
{
	size_t i;

	for (i = 0; i < h->n_tasks; i++)
		if (h->tasks[i].pid == e->pid &&
		    (e->tid == 0 || h->tasks[i].tid == e->tid))
			return h->tasks[i].name;
	return "?";
}

static void
text_clause(
    struct strbuf *out, const struct hang *h, const struct hang_clause *c)
{
	size_t i;

	add_line(out, "    because  %s", c->evidence);
	for (i = 0; i < c->n_edges; i++) {
		const struct hang_edge *e = &c->edges[i];

		add_line(out, "    %s  %s %d %s: %s",
		    i == 0 ? "→      " : "or     ",
		    e->tid != 0 ? "task" : "process",
		    e->tid != 0 ? e->tid : e->pid, name_of(h, e), e->evidence);
	}
	if (c->open == HANG_NEWCOMER && c->unless != NULL)
		add_line(out, "    unless   %s", c->unless);
	else if (c->open == HANG_OUTSIDE && c->unless != NULL)
		add_line(out, "    or       %s", c->unless);
}

/* One line for all of them, the innermost first. */
static void
text_frames(struct strbuf *out, const char *frames)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s;

	for (s = frames; *s != '\0'; s++)
		if (*s == '\n')
			strbuf_adds(&sb, " ← ");
		else
			strbuf_addc(&sb, *s);
	add_line(out, "    python   %s", sb.buf);
	strbuf_release(&sb);
}

static void
text_task(struct strbuf *out, const struct hang *h, const struct hang_wait *t)
{
	size_t i;

	strbuf_addc(out, '\n');
	if (t->tid != t->pid)
		add_line(out, "%d %s (of process %d) %s", t->tid, t->name,
		    t->pid, t->what);
	else
		add_line(out, "%d %s %s", t->tid, t->name, t->what);
	if (t->n_clauses == 0 && t->how[0] != '\0' && t->self != HANG_MOVES)
		add_line(out, "    because  %s", t->how);
	for (i = 0; i < t->n_clauses; i++)
		text_clause(out, h, &h->clauses[t->clause + i]);
	if (t->self == HANG_NEWCOMER && t->unless != NULL)
		add_line(out, "    unless   %s", t->unless);
	if (t->frames != NULL && *t->frames != '\0')
		text_frames(out, t->frames);
}

void
hang_text(struct strbuf *out, const struct hang *h)
{
	bool deadlock = h->verdict <= HANG_PROVEN_EXCEPT;
	size_t i;

	add_line(out, "%s: %s", hang_verdict_name(h->verdict), h->sentence);
	for (i = 0; i < h->n_cycle; i++)
		text_task(out, h, &h->tasks[h->cycle[i]]);
	for (i = 0; i < h->n_tasks; i++) {
		const struct hang_wait *t = &h->tasks[i];

		if (!t->cycle && (deadlock ? t->stuck : t->asked))
			text_task(out, h, t);
	}
	if (h->n_cycle == 0)
		return;
	strbuf_adds(out, "\ncycle: ");
	for (i = 0; i < h->n_cycle; i++)
		strbuf_addf(out, "%d → ", h->tasks[h->cycle[i]].tid);
	add_line(out, "%d", h->tasks[h->cycle[0]].tid);
}

/* ---- JSON ------------------------------------------------------------------- */

static const char *
state_of(const struct hang_wait *t)
{
	static const char *const names[] = { "waits", "waits", "outside",
		"time", "moves" };

	if (t->stuck)
		return "stuck";
	if (t->self == HANG_NOBODY && t->n_clauses == 0)
		return "ended";
	return names[t->self];
}

static void
json_text(struct jsonw *j, const char *key, const char *value)
{
	jsonw_key(j, key);
	jsonw_str(j, value);
}

static void
json_number(struct jsonw *j, const char *key, int value)
{
	jsonw_key(j, key);
	jsonw_int(j, value);
}

static void
json_frames(struct jsonw *j, const char *frames)
{
	struct strbuf sb = STRBUF_INIT;

	jsonw_key(j, "python");
	jsonw_open(j, '[');
	while (frames != NULL && *frames != '\0') {
		size_t len = strcspn(frames, "\n");

		strbuf_clear(&sb);
		strbuf_add(&sb, frames, len);
		jsonw_str(j, sb.buf);
		frames += len + (frames[len] == '\n');
	}
	jsonw_close(j, ']');
	strbuf_release(&sb);
}

static void
json_tasks(struct jsonw *j, const struct hang *h)
{
	size_t i;

	jsonw_key(j, "tasks");
	jsonw_open(j, '[');
	for (i = 0; i < h->n_tasks; i++) {
		const struct hang_wait *t = &h->tasks[i];

		jsonw_open(j, '{');
		json_number(j, "pid", t->pid);
		json_number(j, "tid", t->tid);
		json_text(j, "name", t->name);
		json_text(j, "state", state_of(t));
		json_text(j, "what", t->what);
		json_text(j, "evidence", t->how);
		json_frames(j, t->frames);
		jsonw_close(j, '}');
	}
	jsonw_close(j, ']');
}

static void
json_clause(struct jsonw *j, const struct hang *h, const struct hang_clause *c)
{
	size_t i;

	for (i = 0; i < c->n_edges; i++) {
		const struct hang_edge *e = &c->edges[i];

		jsonw_open(j, '{');
		json_number(j, "from", h->tasks[c->task].tid);
		json_number(j, "to", e->tid != 0 ? e->tid : e->pid);
		json_text(j, "to_is", e->tid != 0 ? "task" : "process");
		json_number(j, "clause", (int)(c - h->clauses));
		json_text(j, "object", c->object);
		json_text(j, "evidence", c->evidence);
		json_text(j, "how", e->evidence);
		jsonw_close(j, '}');
	}
}

void
hang_json(struct strbuf *out, const struct hang *h)
{
	struct jsonw j;
	size_t i;

	jsonw_begin(&j, out, true);
	jsonw_open(&j, '{');
	json_number(&j, "schema", 1);
	json_text(&j, "verdict", hang_verdict_name(h->verdict));
	json_text(&j, "sentence", h->sentence);
	json_tasks(&j, h);
	jsonw_key(&j, "edges");
	jsonw_open(&j, '[');
	for (i = 0; i < h->n_clauses; i++)
		json_clause(&j, h, &h->clauses[i]);
	jsonw_close(&j, ']');
	jsonw_key(&j, "cycle");
	jsonw_open(&j, '[');
	for (i = 0; i < h->n_cycle; i++)
		jsonw_int(&j, h->tasks[h->cycle[i]].tid);
	jsonw_close(&j, ']');
	jsonw_close(&j, '}');
	strbuf_addc(out, '\n');
}
