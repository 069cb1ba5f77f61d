/* cmd_run_session.c: choosing examples, and comparing them with records */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "cmd/cmd_run.h"
#include "run/run_console.h"

#define SHOWN_LINES 12
#define DIFF_LINES 60
#define NAME_CELLS 36

static void
session_add(
    struct run_session *s, const struct note *n, const struct note_example *x)
{
	struct run_item *item = VEC_PUSH(s->items, s->n, s->cap);

	*item = (struct run_item){ .note = n, .example = x };
	run_result_init(&item->result);
	if (wiki_job(s->w, n, x, &item->job) == -1) {
		const struct diag_list *d = &s->w->diags;

		item->status = RUN_REFUSED;
		item->why = xstrdup(d->v[d->n - 1].msg);
	}
}

/* The examples of one note: all, or the one of this id; how many. */
static size_t
session_add_note(struct run_session *s, const struct note *n, const char *id)
{
	size_t i, found = 0;

	for (i = 0; i < n->n_examples; i++) {
		const struct note_example *x = &n->examples[i];

		if (x->of != NULL ||
		    (id != NULL ? strcmp(x->id, id) != 0 : !x->run))
			continue;
		session_add(s, n, x);
		found++;
	}
	return found;
}

/* The note of this page id; case and normal form do not matter. */
static const struct note *
session_note(const struct wiki *w, const char *page)
{
	const struct note *found = NULL;
	char *want = utf8_fold(page);
	size_t i;

	if (path_is_note(want))
		want[path_note_len(want, strlen(want))] = '\0';
	for (i = 0; i < w->n_notes && found == NULL; i++) {
		char *id = utf8_fold(w->notes[i].id);

		if (strcmp(id, want) == 0)
			found = &w->notes[i];
		free(id);
	}
	free(want);
	return found;
}

static int
session_name(struct run_session *s, const char *name, struct err *e)
{
	const char *hash = strchr(name, '#');
	char *page = xstrndup(name, hash ? (size_t)(hash - name) : SIZE_MAX);
	const struct note *n = session_note(s->w, page);
	int rc = -1;

	if (n == NULL)
		err_code(e, ERR_NOTHING, "there is no page %s", page);
	else if (session_add_note(s, n, hash ? hash + 1 : NULL) > 0)
		rc = 0;
	else if (hash != NULL)
		err_code(e, ERR_NOTHING, "%s has no example %s", n->path, hash);
	else
		err_code(e, ERR_NOTHING,
		    "%s has no example that runs: none "
		    "of its blocks has {.run}",
		    n->path);
	free(page);
	return rc;
}

int
run_session_select(struct run_session *s, int n, char **names, struct err *e)
{
	size_t i;

	strbuf_init(&s->json_text, STRBUF_MAX);
	jsonw_begin(&s->json, &s->json_text, true);
	jsonw_open(&s->json, '[');
	for (i = 0; s->o.all && i < s->w->n_notes; i++)
		session_add_note(s, &s->w->notes[i], NULL);
	for (i = 0; !s->o.all && i < (size_t)n; i++)
		if (session_name(s, names[i], e) == -1)
			return -1;
	if (s->n == 0)
		return err_code(e, ERR_NOTHING,
		    "no note has an example that "
		    "runs: give a code block {.run}");
	return 0;
}

static const char *
session_outcome(const struct run_session *s, const struct run_item *item)
{
	const struct run_result *r = &item->result;
	char kind[RUN_KIND_MAX];

	if (r->runs > 0)
		return r->why; /* how many of each kind */
	run_kind(kind, r->outcome, r->exit, r->signal);
	return arena_strdup(s->w->arena, kind);
}

static const char *
session_status_name(enum run_status status)
{
	static const char *const names[RUN_STATUSES] = { "as-expected",
		"unexpected", "differs", "skipped", "refused" };

	return names[status];
}

/* Some lines of text of a program, indented; wherever they go, they steer no
 * terminal. */
static void
session_show(
    struct strbuf *out, const char *label, const char *text, size_t len)
{
	char *safe = utf8_for_terminal(text, len), *line, *rest = safe;
	int n = 0;

	while (n < SHOWN_LINES && (line = strsep(&rest, "\n")) != NULL) {
		if (*line != '\0')
			strbuf_addf(out, "    %s%s\n", label, line);
		n++;
	}
	if (rest != NULL && *rest != '\0')
		strbuf_addf(out, "    %s…\n", label);
	free(safe);
}

/* What a program printed; `who` is "" or its name and a space. */
static void
session_streams(struct strbuf *out, const char *who, const struct run_piece *p)
{
	char *label = xasprintf("%sbuild: ", who);

	session_show(out, label, p->build, p->build_len);
	free(label);
	label = xasprintf("%sout: ", who);
	session_show(out, label, p->out, p->out_len);
	free(label);
	label = xasprintf("%serr: ", who);
	session_show(out, label, p->err, p->err_len);
	free(label);
}

/* What it printed; of a session, how it is not as its note has it. */
static void
session_show_out(struct strbuf *out, const struct run_session *s,
    const struct run_item *item)
{
	const struct run_result *r = &item->result;
	struct run_record rec =
	    run_record_of(r, &item->job, &item->key, s->w->now);
	struct strbuf diff = STRBUF_INIT;
	struct run_ask *asks;
	size_t n, i;

	if (r->outcome == RUN_OUTPUT &&
	    run_console_parse(&asks, &n, s->w->arena, item->job.code,
		item->job.code_len) == NULL)
		for (i = 0; i < rec.n_commands; i++)
			i = run_console_differs(
			    &diff, &rec, asks, i, item->job.compare);
	run_console_flat(&rec, s->w->arena);
	if (diff.len > 0)
		session_show(out, "", diff.buf, diff.len);
	else
		session_show(out, "out: ", rec.out, rec.out_len);
	strbuf_release(&diff);
}

/* Why it is unexpected, and all that was printed. */
static void
session_unexpected(struct strbuf *out, const struct run_session *s,
    const struct run_item *item)
{
	const struct run_result *r = &item->result;
	const char *expect = item->job.expect ? item->job.expect : "ok";
	size_t i;

	if (r->n_parts == 0 || r->runs > 0)
		strbuf_addf(out, "    expected %s: %s\n", expect, r->why);
	else
		strbuf_addf(out, "    %s\n", r->why);
	session_show(out, "build: ", r->build.buf, r->build.len);
	session_show_out(out, s, item);
	session_show(out, "err: ", r->err.buf, r->err.len);
	for (i = 0; i < r->n_parts; i++) {
		char *who = xasprintf("%s ", r->parts[i].name);

		session_streams(out, who, &r->parts[i]);
		free(who);
	}
}

void
run_session_diff(struct strbuf *out, const char *diff, bool color)
{
	const char *line = diff, *end;
	int n = 0;

	for (; *line != '\0' && n < DIFF_LINES; line = end, n++) {
		char *safe;

		end = line + strcspn(line, "\n");
		safe = utf8_for_terminal(line, (size_t)(end - line));
		strbuf_addf(out, "    %s%s%s\n",
		    !color         ? ""
		    : *line == '-' ? "\033[31m"
		    : *line == '+' ? "\033[32m"
		    : *line == '@' ? "\033[36m"
				   : "",
		    safe, color && strchr("-+@", *line) ? "\033[m" : "");
		free(safe);
		end += *end == '\n';
	}
	if (*line != '\0')
		strbuf_adds(out, "    …\n");
}

/* What the program left behind: "left: zombie prog (2)". */
static void
session_left(struct strbuf *out, const struct run_result *r)
{
	size_t i;

	for (i = 0; i < r->trace.n_leaks; i++) {
		const struct run_leak *l = &r->trace.leaks[i];
		char *line = xasprintf("%s%s%s (%zu)", l->kind,
		    *l->what ? " " : "", l->what, l->n);

		session_show(out, "left: ", line, strlen(line));
		free(line);
	}
}

/* A report, and a difference below it that may have colours: all that others
 * wrote is made fit for a terminal before they are put in. */
static void
session_say(
    const struct run_session *s, struct strbuf *report, const char *diff)
{
	bool color = s->ctx->color;
	char *safe = color ? utf8_for_terminal(report->buf, report->len) : NULL;
	struct strbuf out = STRBUF_INIT;

	strbuf_adds(&out, color ? safe : report->buf);
	run_session_diff(&out, diff, color);
	if (color)
		fwrite(out.buf, 1, out.len, stdout);
	else
		cmd_print(out.buf, out.len);
	fflush(stdout);
	strbuf_release(&out);
	free(safe);
}

/* Names come from files, and reasons name what is in them: so all of it is
 * printed as what others wrote. */
static void
session_print(const struct run_session *s, const struct run_item *item,
    const char *note, const char *diff)
{
	static const char *const words[RUN_STATUSES] = { "as expected",
		"UNEXPECTED", "DIFFERS", "skipped", "refused" };
	const struct run_result *r = &item->result;
	struct strbuf sb = STRBUF_INIT;
	bool ran = item->why == NULL;
	int room;

	if (s->ctx->json || (s->ctx->quiet && item->status == RUN_AS_EXPECTED))
		return;
	room = NAME_CELLS - utf8_width(item->job.example);
	strbuf_addf(&sb, "%s%*s %s", item->job.example, room > 0 ? room : 0, "",
	    words[item->status]);
	if (ran)
		strbuf_addf(&sb, " (%s, %lld ms)", session_outcome(s, item),
		    (long long)r->wall_ms);
	strbuf_addf(&sb, "%s%s\n", *note ? ", " : "", note);
	if (!ran)
		session_show(&sb, "", item->why, strlen(item->why));
	if (item->status == RUN_UNEXPECTED && *diff == '\0')
		session_unexpected(&sb, s, item);
	session_left(&sb, r);
	session_say(s, &sb,
	    item->status == RUN_DIFFERS || item->status == RUN_UNEXPECTED ? diff
									  : "");
	strbuf_release(&sb);
}

/* How many of its runs were of which kind. */
static void
session_json_kinds(struct jsonw *j, const struct run_result *r)
{
	size_t i;

	jsonw_key(j, "runs");
	jsonw_int(j, (int64_t)r->runs);
	jsonw_key(j, "kinds");
	jsonw_open(j, '[');
	for (i = 0; i < r->n_parts; i++) {
		jsonw_open(j, '{');
		jsonw_key(j, "name");
		jsonw_str(j, r->parts[i].name);
		jsonw_key(j, "n");
		jsonw_int(j, (int64_t)r->parts[i].n);
		jsonw_close(j, '}');
	}
	jsonw_close(j, ']');
}

static void
session_json(struct run_session *s, const struct run_item *item)
{
	const struct run_result *r = &item->result;
	const char *note = item->told;
	struct jsonw *j = &s->json;
	bool ran = item->why == NULL;

	jsonw_open(j, '{');
	jsonw_key(j, "schema");
	jsonw_int(j, 1);
	jsonw_key(j, "example");
	jsonw_str(j, item->job.example);
	jsonw_key(j, "status");
	jsonw_str(j, session_status_name(item->status));
	jsonw_key(j, "outcome");
	jsonw_str(j, ran ? run_outcome_name(r->outcome) : NULL);
	jsonw_key(j, "exit");
	if (ran && (r->outcome == RUN_OK || r->outcome == RUN_EXIT))
		jsonw_int(j, r->exit);
	else
		jsonw_null(j);
	jsonw_key(j, "signal");
	jsonw_str(j, ran && r->outcome == RUN_SIGNAL ? r->signal : NULL);
	if (ran && r->runs > 0)
		session_json_kinds(j, r);
	jsonw_key(j, "ms");
	jsonw_int(j, ran ? r->wall_ms : 0);
	jsonw_key(j, "record");
	jsonw_str(j, wiki_record_path(s->w, item->note, item->example));
	jsonw_key(j, "why");
	jsonw_str(j, !ran                                      ? item->why
		     : *note && item->status != RUN_UNEXPECTED ? note
		     : item->unwanted                          ? item->unwanted
							       : r->why);
	jsonw_close(j, '}');
}

/* The record of this run joins those that are stored at the end. */
static void
session_store(
    struct run_session *s, const struct run_record *rec, struct run_item *item)
{
	struct strbuf json = STRBUF_INIT;

	run_record_render(&json, rec);
	item->record = (struct wiki_file){
		wiki_record_path(s->w, item->note, item->example),
		arena_copy(s->w->arena, json.buf, json.len + 1, 1),
		json.len,
	};
	strbuf_release(&json);
}

/*
 * The recording of this run, unless there is one that shows the same: its
 * times are others in each run, and git would keep all of them. So it is made
 * with a record that tells something else than the old one, or where there is
 * none yet of what the record tells.
 */
static void
session_store_cast(struct run_session *s, struct run_item *item, bool recorded)
{
	const char *path = wiki_cast_path(s->w, item->note, item->example);
	struct strbuf cast = STRBUF_INIT;

	/* Of many runs there is no one that could be shown. */
	if (item->result.runs > 0 ||
	    (item->changed ? !recorded : fs_exists(s->w->root_fd, path)))
		return;
	run_cast_render(&cast, &item->result, &item->job, s->w->now);
	item->cast = (struct wiki_file){ path,
		arena_copy(s->w->arena, cast.buf, cast.len + 1, 1), cast.len };
	strbuf_release(&cast);
}

/* What a run says of the record that is there; `store`: it takes its place. */
static const char *
session_against(struct run_session *s, struct run_item *item, const char *stale,
    bool same, bool store)
{
	struct arena *a = s->w->arena;

	if (same && stale == NULL)
		return "";
	if (store)
		return stale ? arena_printf(a, "recorded again: %s", stale)
			     : "recorded, as you accept it";
	if (!same && item->status == RUN_AS_EXPECTED)
		item->status = RUN_DIFFERS;
	return stale ? arena_printf(a, "the record is stale: %s", stale)
		     : "--accept stores the new outcome";
}

/*
 * Hold a run against its record: what is to be said of it, and in *store
 * whether a new record is due. One is due where there is none or the old one
 * is stale, whatever the outcome, for the page tells what happened; with
 * --accept, whenever they differ.
 */
static const char *
session_compare(struct run_session *s, struct run_item *item,
    const struct run_record *now, struct strbuf *diff, bool *store)
{
	bool may = !s->o.check, same;
	struct run_record old, new = *now; /* a session is compared as text */
	struct err e = ERR_INIT;
	const char *stale;
	int there = wiki_record(s->w, item->note, item->example, &old, &e);

	*store = may;
	item->changed = true;
	if (there == 0)
		return may ? "recorded" : "no record yet";
	if (there == -1)
		return may ? "recorded in place of a damaged record"
			   : arena_strdup(s->w->arena, e.msg);
	stale = run_record_stale(&old, &item->key, s->w->arena);
	if (stale == NULL && old.builds == NULL && now->builds != NULL)
		stale = "it tells nothing of the layers";
	run_console_flat(&old, s->w->arena);
	run_console_flat(&new, s->w->arena);
	same = run_record_same(&old, &new, item->job.compare, diff);
	item->changed = !same;
	*store = may && (stale != NULL || (!same && s->o.accept));
	return session_against(s, item, stale, same, *store);
}

/*
 * Whether the output is the one that the note says; if not, the example is
 * unexpected, and where the note says something else is told.
 */
static void
session_wanted(
    struct run_session *s, struct run_item *item, struct strbuf *diff)
{
	const struct strbuf *out = &item->result.out;
	int line;

	if (item->status != RUN_AS_EXPECTED ||
	    run_wanted_match(&item->job.wanted, out->buf, out->len,
		item->job.compare, &line, diff))
		return;
	item->status = RUN_UNEXPECTED;
	item->unwanted = arena_printf(s->w->arena, "%s:%d: %s",
	    item->note->path, item->job.wanted.line + line,
	    line > 0 ? "this line was not printed"
		     : "more was printed than stands here");
}

void
run_session_take(struct run_session *s, struct run_item *item)
{
	struct strbuf diff = STRBUF_INIT, off = STRBUF_INIT;
	struct run_record now;
	bool store = false;

	item->finished = true;
	item->told = "";
	if (item->why == NULL) {
		session_wanted(s, item, &off);
		if (item->unwanted != NULL) {
			strbuf_insert(&off, 0, "\n", 1);
			strbuf_insert(
			    &off, 0, item->unwanted, strlen(item->unwanted));
		}
		now = run_record_of(
		    &item->result, &item->job, &item->key, s->w->now);
		item->told = session_compare(s, item, &now, &diff, &store);
		if (store)
			session_store(s, &now, item);
		if (!s->o.check)
			session_store_cast(s, item, store);
	}
	s->count[item->status]++;
	if (item->status == RUN_DIFFERS)
		strbuf_addf(&off, "%s:%d: - as recorded, + as it ran\n%s",
		    item->note->path, item->example->line, diff.buf);
	session_print(s, item, item->told, off.buf);
	strbuf_release(&diff);
	strbuf_release(&off);
}

/* One file more is stored, if it is one. */
static bool
session_push(struct run_session *s, const struct wiki_file *file)
{
	if (file->path != NULL)
		*VEC_PUSH(s->files, s->n_files, s->cap_files) = *file;
	return file->path != NULL;
}

/* What there is of all of them, in the order of the notes, whatever the order
 * in which they have ended. */
static void
session_collect(struct run_session *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		struct run_item *item = &s->items[i];

		if (!item->finished) {
			item->status = RUN_SKIPPED;
			s->count[RUN_SKIPPED]++;
			item->told = "";
			free(item->why);
			item->why = xstrdup("it was stopped");
		}
		s->n_records += session_push(s, &item->record);
		s->n_casts += session_push(s, &item->cast);
		if (s->ctx->json)
			session_json(s, item);
	}
}

/* "3 as expected, 1 skipped" */
static void
session_sum(const struct run_session *s, const struct repo_done *done)
{
	static const char *const words[RUN_STATUSES] = { "as expected",
		"unexpected", "different", "skipped", "refused" };
	size_t i;

	printf("%zu example%s:", s->n, s->n == 1 ? "" : "s");
	for (i = 0; i < RUN_STATUSES; i++)
		if (s->count[i] > 0)
			printf(" %zu %s", s->count[i], words[i]);
	if (s->n_records > 0)
		printf("; %zu recorded", s->n_records);
	else if (s->n_casts > 0)
		printf("; %zu terminal recordings", s->n_casts);
	if (done->oid[0] != '\0')
		printf(" [%.7s]", done->oid);
	putchar('\n');
}

int
run_session_end(struct run_session *s, struct err *e)
{
	struct repo_done done = { .saved = false };
	char *message;
	int rc = 0;

	session_collect(s);
	if (s->n_files > 0) {
		size_t n = s->n_records > 0 ? s->n_records : s->n_casts;

		message = xasprintf("run: %zu %s%s\n\n%s: %zu\n", n,
		    s->n_records > 0 ? "record" : "terminal recording",
		    n == 1 ? "" : "s",
		    s->n_records > 0 ? "Halfhour-Records" : "Halfhour-Casts",
		    n);
		rc = wiki_store(s->w, s->files, s->n_files, message, &done, e);
		free(message);
	}
	if (s->ctx->json) {
		jsonw_close(&s->json, ']');
		puts(s->json_text.buf);
	} else if (!s->ctx->quiet)
		session_sum(s, &done);
	if (rc == -1)
		return -1;
	/* Asked for by name, an example that cannot run is a failure. */
	if (s->count[RUN_UNEXPECTED] + s->count[RUN_DIFFERS] +
		    s->count[RUN_REFUSED] >
		0 ||
	    (!s->o.all && s->count[RUN_SKIPPED] > 0))
		return ERR_FAILED;
	return 0;
}

void
run_session_release(struct run_session *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		run_result_release(&s->items[i].result);
		free(s->items[i].why);
	}
	free(s->items);
	free(s->files);
	strbuf_release(&s->json_text);
}
