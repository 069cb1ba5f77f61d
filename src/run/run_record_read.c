/* run_record_read.c: the stored outcome of an example, read back
 *
 * The format is told in run_record.c, which writes it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "run/run_record_int.h"

#define RECORD_MAX ((size_t)8 << 20)

/*
 * Members are asked for one after another. After the first that is wrong `bad`
 * is set, the reason is in `e`, and the others give empty values.
 */
struct record_reader {
	json_t *obj; /* borrowed; the object that is being read */
	size_t seen; /* members of it that were asked for */
	struct arena *a;
	struct err *e;
	bool bad;
};

static void
record_wrong(struct record_reader *r, const char *key, const char *what)
{
	if (!r->bad)
		err_set(r->e, "the record is damaged: \"%s\" %s", key, what);
	r->bad = true;
}

static json_t *
record_get(struct record_reader *r, const char *key)
{
	json_t *v = json_object_get(r->obj, key);

	if (v == NULL)
		record_wrong(r, key, "is missing");
	else
		r->seen++;
	return v;
}

static const char *
record_get_str(struct record_reader *r, const char *key)
{
	json_t *v = record_get(r, key);

	if (v == NULL)
		return "";
	if (!json_is_string(v) ||
	    strlen(json_string_value(v)) != json_string_length(v)) {
		record_wrong(r, key, "is not a text");
		return "";
	}
	return arena_strdup(r->a, json_string_value(v));
}

static intmax_t
record_get_num(struct record_reader *r, const char *key, intmax_t max)
{
	json_t *v = record_get(r, key);

	if (v == NULL)
		return 0;
	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
	    json_integer_value(v) > max) {
		record_wrong(r, key, "is not a number that it can be");
		return 0;
	}
	return json_integer_value(v);
}

static const char *
record_get_text(struct record_reader *r, const char *key, size_t *len)
{
	char *name = xasprintf("%s_base64", key), *to = NULL;
	json_t *v = json_object_get(r->obj, name);
	bool coded = v != NULL;

	*len = 0;
	if (!coded)
		v = record_get(r, key);
	else
		r->seen++;
	if (v != NULL && !json_is_string(v)) {
		record_wrong(r, key, "is not a text");
	} else if (v != NULL) {
		*len = json_string_length(v);
		to = arena_alloc(r->a, *len + 1);
		memcpy(to, json_string_value(v), *len);
		if (coded && !run_unbase64(to, len, json_string_value(v),
				 json_string_length(v)))
			record_wrong(r, name, "is not base64");
		to[*len] = '\0';
	}
	free(name);
	return to != NULL ? to : "";
}

static enum run_outcome
record_get_outcome(struct record_reader *r)
{
	const char *name = record_get_str(r, "outcome");
	int o;

	for (o = RUN_OK; o < RUN_OUTCOMES; o++)
		if (strcmp(name, run_outcome_name((enum run_outcome)o)) == 0)
			return (enum run_outcome)o;
	record_wrong(r, "outcome", "is none of the outcomes");
	return RUN_OK;
}

static void
record_get_hash(struct record_reader *r, const char *key, char out[65])
{
	const char *s = record_get_str(r, key);

	if (strlen(s) != 64 || strspn(s, "0123456789abcdef") != 64)
		record_wrong(r, key, "is not a SHA-256");
	else
		memcpy(out, s, 65);
}

/* Go on with the members of a member; returns what to give to _leave. */
static json_t *
record_enter(struct record_reader *r, const char *key, size_t *seen)
{
	json_t *outer = r->obj, *v = record_get(r, key);

	if (v != NULL && !json_is_object(v))
		record_wrong(r, key, "is not an object");
	*seen = r->seen;
	r->seen = 0;
	r->obj = v;
	return outer;
}

/* A member that nobody asked for is of another version, or a mistake. */
static void
record_leave(struct record_reader *r, json_t *outer, size_t seen)
{
	if (!r->bad && json_object_size(r->obj) != r->seen) {
		err_set(r->e,
		    "the record is damaged: it has members that "
		    "schema %d does not know",
		    RUN_RECORD_SCHEMA);
		r->bad = true;
	}
	r->obj = outer;
	r->seen = seen;
}

static void
record_read_key(struct record_reader *r, struct run_key *key)
{
	size_t seen;
	json_t *outer = record_enter(r, "key", &seen);

	record_get_hash(r, "hash", key->hash);
	record_get_hash(r, "source", key->source);
	key->tool = record_get_str(r, "tool");
	key->machine = record_get_str(r, "machine");
	key->profile = record_get_str(r, "profile");
	record_leave(r, outer, seen);
}

/* A list that a record need not have; NULL when it has none. */
static json_t *
record_get_list(struct record_reader *r, const char *key)
{
	json_t *v = json_object_get(r->obj, key);

	if (v == NULL)
		return NULL;
	r->seen++;
	if (json_is_array(v))
		return v;
	record_wrong(r, key, "is not a list");
	return NULL;
}

static void
record_read_leaks(struct record_reader *r, struct run_record *out)
{
	json_t *list = record_get_list(r, "leaks"), *outer = r->obj;
	size_t i, seen = r->seen, n = json_array_size(list);
	struct run_leak *leaks;

	if (list == NULL)
		return;
	leaks = arena_alloc(r->a, (n + 1) * sizeof(*leaks));
	for (i = 0; i < n && !r->bad; i++) {
		r->obj = json_array_get(list, i);
		r->seen = 0;
		leaks[i].kind = run_leak_kind(record_get_str(r, "kind"));
		if (leaks[i].kind == NULL)
			record_wrong(r, "kind", "is nothing that can be left");
		leaks[i].what = (char *)record_get_str(r, "what");
		leaks[i].n = (size_t)record_get_num(r, "n", INT64_MAX);
		record_leave(r, outer, seen);
	}
	out->leaks = leaks;
	out->n_leaks = r->bad ? 0 : n;
}

static void
record_read_hang(struct record_reader *r, struct run_record *out)
{
	json_t *v = json_object_get(r->obj, "hang");

	if (v == NULL)
		return;
	r->seen++;
	out->hang = run_hang_parse(r->a, v);
	if (out->hang == NULL)
		record_wrong(r, "hang", "does not tell who waits for whom");
}

static const char *
record_get_signal(struct record_reader *r, enum run_outcome outcome)
{
	const char *signal = record_get_str(r, "signal");

	if (*signal == '\0')
		signal = NULL;
	if (!r->bad && (outcome == RUN_SIGNAL) != (signal != NULL))
		record_wrong(r, "signal", "does not fit the outcome");
	return signal;
}

/* "exit": null is a command that has not ended. */
static int
record_get_exit(struct record_reader *r)
{
	if (!json_is_null(json_object_get(r->obj, "exit")))
		return (int)record_get_num(r, "exit", 255);
	r->seen++;
	return -1;
}

static void
record_read_session(struct record_reader *r, struct run_record *out)
{
	json_t *list = record_get_list(r, "session"), *outer = r->obj;
	size_t i, seen = r->seen, n = json_array_size(list), left;
	struct run_command *v;

	if (list == NULL)
		return;
	v = arena_alloc(r->a, (n + 1) * sizeof(*v));
	memset(v, 0, (n + 1) * sizeof(*v));
	left = out->out_len;
	for (i = 0; i < n && !r->bad; i++) {
		const char *wrong;

		r->obj = json_array_get(list, i);
		wrong = run_record_step_read(&v[i], r->a, r->obj, &r->seen);
		if (wrong != NULL)
			record_wrong(r, wrong, "is not of a session");
		v[i].shown = record_get_str(r, "command");
		v[i].exit = record_get_exit(r);
		v[i].len = (size_t)record_get_num(r, "bytes", INT64_MAX);
		if (v[i].len > left)
			record_wrong(r, "bytes", "is more than there is");
		left -= r->bad ? 0 : v[i].len;
		record_leave(r, outer, seen);
	}
	out->commands = v;
	out->n_commands = r->bad ? 0 : n;
}

static void
record_read_container(struct record_reader *r, struct run_record *out)
{
	json_t *v = json_object_get(r->obj, "container");

	r->seen += v != NULL;
	if (v != NULL &&
	    run_record_container_read(&out->container, r->a, v) != NULL)
		record_wrong(r, "container", "is not one");
}

/* With their times, which are then asked for among the timings. */
static void
record_read_builds(struct record_reader *r, struct run_record *out)
{
	json_t *v = json_object_get(r->obj, "builds");
	json_t *timings = json_object_get(r->obj, "timings");

	r->seen += v != NULL;
	if (v != NULL && run_record_builds_read(&out->builds, r->a, v,
			     json_object_get(timings, "builds_ms")) != NULL)
		record_wrong(r, "builds", "are none");
}

/* How long each command took, into those that are there. */
static void
record_read_session_ms(struct record_reader *r, struct run_record *out)
{
	json_t *list = record_get_list(r, "session_ms");
	struct run_command *v;
	size_t i;

	if (json_array_size(list) != out->n_commands) {
		record_wrong(r, "session_ms", "is not of the commands");
		return;
	}
	v = arena_copy(r->a, out->commands, out->n_commands, sizeof(*v));
	for (i = 0; i < out->n_commands; i++) {
		json_t *ms = json_array_get(list, i);

		if (!json_is_integer(ms) || json_integer_value(ms) < 0)
			record_wrong(r, "session_ms", "has no time");
		v[i].ms = json_integer_value(ms);
	}
	out->commands = v;
}

static void
record_read_part(struct record_reader *r, struct run_piece *p, bool kind)
{
	p->name = record_get_str(r, "name");
	if (kind) {
		p->n = (size_t)record_get_num(r, "n", RUN_RUNS_MAX);
		if (json_object_get(r->obj, "expect") != NULL)
			p->expect = record_get_str(r, "expect");
		p->build = "";
	} else {
		p->lang = record_get_str(r, "lang");
		p->expect = record_get_str(r, "expect");
	}
	p->outcome = record_get_outcome(r);
	p->exit = (int)record_get_num(r, "exit", 255);
	p->signal = record_get_signal(r, p->outcome);
	p->why = record_get_str(r, "why");
	p->out = record_get_text(r, "out", &p->out_len);
	p->out_cut = (size_t)record_get_num(r, "out_cut", INT64_MAX);
	p->err = record_get_text(r, "err", &p->err_len);
	p->err_cut = (size_t)record_get_num(r, "err_cut", INT64_MAX);
	if (!kind)
		p->build = record_get_text(r, "build", &p->build_len);
}

/* They are read before the timings, which have a number for each program. */
static struct run_piece *
record_read_parts(struct record_reader *r, struct run_record *out)
{
	bool kinds = json_object_get(r->obj, "runs") != NULL;
	const char *key = kinds ? "kinds" : "programs";
	json_t *list = record_get_list(r, key), *outer = r->obj;
	size_t i, seen, n = json_array_size(list);
	struct run_piece *parts;

	if (kinds)
		out->runs = (size_t)record_get_num(r, "runs", RUN_RUNS_MAX);
	seen = r->seen;
	if (list == NULL)
		return NULL;
	if (n > (kinds ? RUN_RUNS_MAX : RUN_ACTORS_MAX)) {
		record_wrong(r, key, "are more than there can be");
		return NULL;
	}
	parts = arena_alloc(r->a, (n + 1) * sizeof(*parts));
	for (i = 0; i < n && !r->bad; i++) {
		r->obj = json_array_get(list, i);
		r->seen = 0;
		if (kinds) {
			parts[i].lang = out->lang;
			parts[i].expect = out->expect;
		}
		record_read_part(r, &parts[i], kinds);
		record_leave(r, outer, seen);
	}
	out->parts = parts;
	out->n_parts = r->bad ? 0 : n;
	return parts;
}

static void
record_read_programs_ms(
    struct record_reader *r, struct run_piece *parts, size_t n)
{
	json_t *list = n > 0 ? record_get(r, "programs_ms") : NULL;
	size_t i;

	if (list != NULL && json_array_size(list) != n)
		record_wrong(r, "programs_ms", "are not as many as programs");
	for (i = 0; list != NULL && i < n; i++) {
		json_int_t ms = json_integer_value(json_array_get(list, i));

		parts[i].wall_ms = ms > 0 ? ms : 0;
	}
}

static void
record_read_timings(
    struct record_reader *r, struct run_record *out, struct run_piece *parts)
{
	size_t seen;
	json_t *outer = record_enter(r, "timings", &seen);

	if (moment_parse(&out->when, record_get_str(r, "when")) == -1)
		record_wrong(r, "when", "is not a time");
	out->wall_ms = record_get_num(r, "wall_ms", INT64_MAX);
	out->cpu_ms = record_get_num(r, "cpu_ms", INT64_MAX);
	out->peak_memory = (size_t)record_get_num(r, "peak_memory", INT64_MAX);
	record_read_session_ms(r, out);
	record_read_programs_ms(r, parts, out->runs > 0 ? 0 : out->n_parts);
	r->seen += out->builds != NULL;
	record_leave(r, outer, seen);
}

static void
record_read(struct record_reader *r, struct run_record *out)
{
	json_t *whole = r->obj;
	struct run_piece *parts;

	if (record_get_num(r, "schema", INT32_MAX) != RUN_RECORD_SCHEMA &&
	    !r->bad)
		record_wrong(r, "schema", "is of another version of halfhour");
	out->example = record_get_str(r, "example");
	out->lang = record_get_str(r, "lang");
	out->expect = record_get_str(r, "expect");
	out->outcome = record_get_outcome(r);
	out->exit = (int)record_get_num(r, "exit", 255);
	out->signal = record_get_signal(r, out->outcome);
	out->why = record_get_str(r, "why");
	out->rung = record_get_str(r, "rung");
	out->out = record_get_text(r, "out", &out->out_len);
	out->out_cut = (size_t)record_get_num(r, "out_cut", INT64_MAX);
	out->err = record_get_text(r, "err", &out->err_len);
	out->err_cut = (size_t)record_get_num(r, "err_cut", INT64_MAX);
	out->build = record_get_text(r, "build", &out->build_len);
	record_read_session(r, out);
	record_read_container(r, out);
	record_read_builds(r, out);
	record_read_leaks(r, out);
	record_read_hang(r, out);
	parts = record_read_parts(r, out);
	record_read_key(r, &out->key);
	record_read_timings(r, out, parts);
	record_leave(r, whole, 0);
}

int
run_record_parse(struct run_record *out, struct arena *a, const char *json,
    size_t len, struct err *e)
{
	struct record_reader r = { NULL, 0, a, e, false };
	json_error_t why;
	json_t *root;

	memset(out, 0, sizeof(*out));
	if (len > RECORD_MAX)
		return err_set(e,
		    "the record is damaged: %zu bytes are more "
		    "than a record has",
		    len);
	root = json_loadb(
	    json, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
	if (root == NULL)
		return err_set(e, "the record is damaged: line %d: %s",
		    why.line, why.text);
	r.obj = root;
	if (json_is_object(root))
		record_read(&r, out);
	else {
		err_set(e, "the record is damaged: it is not an object");
		r.bad = true;
	}
	json_decref(root);
	return r.bad ? -1 : 0;
}
