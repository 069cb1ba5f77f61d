/* run_hang_record.c: who waited for whom, in the record of a deadlock
 *
 *	  "hang": {
 *	    "sentence": "This is a deadlock: …",
 *	    "cycle": 2,
 *	    "tasks": [
 *	      {"pid": 2, "tid": 2, "name": "prog", "what": "waits for …", "waits": [
 *	        {"object": "process 3", "because": "wait4(0x3, …)", "for": [
 *	          {"pid": 3, "tid": 0, "how": "a child of it"}]}]},
 *	      …
 *	    ]
 *	  },
 *
 * A task waits for each of its "waits", and for any of those that such a one
 * is "for", which may be a whole process: "tid" is 0. The first tasks, "cycle"
 * of them, wait each for the next. What is read is checked as far as a page
 * needs: numbers of tasks are within the list, and lists are not endless.
 */
#include <jansson.h>
#include <string.h>

#include "hang/hang.h"
#include "run/run_int.h"

#define HANG_LIST_MOST 512 /* of tasks, of clauses and of edges, each */

/* ---- writing ------------------------------------------------------------------- */

static void
hang_render_clause(struct strbuf *out, const struct hang_clause *c)
{
	size_t i;

	strbuf_adds(out, "\n        {\"object\": ");
	run_quote(out, c->object, strlen(c->object));
	strbuf_adds(out, ", \"because\": ");
	run_quote(out, c->evidence, strlen(c->evidence));
	strbuf_adds(out, ", \"for\": [");
	for (i = 0; i < c->n_edges; i++) {
		const struct hang_edge *e = &c->edges[i];

		strbuf_addf(out,
		    "%s\n          {\"pid\": %d, \"tid\": %d, \"how\": ",
		    i > 0 ? "," : "", e->pid, e->tid);
		run_quote(out, e->evidence, strlen(e->evidence));
		strbuf_addc(out, '}');
	}
	strbuf_adds(out, "]}");
}

void
run_hang_render(struct strbuf *out, const struct hang *h)
{
	size_t i, k;

	if (h == NULL)
		return;
	strbuf_adds(out, "  \"hang\": {\n    \"sentence\": ");
	run_quote(out, h->sentence, strlen(h->sentence));
	strbuf_addf(
	    out, ",\n    \"cycle\": %zu,\n    \"tasks\": [", h->n_cycle);
	for (i = 0; i < h->n_tasks; i++) {
		const struct hang_wait *t = &h->tasks[i];

		strbuf_addf(out,
		    "%s\n      {\"pid\": %d, \"tid\": %d, \"name\": ",
		    i > 0 ? "," : "", t->pid, t->tid);
		run_quote(out, t->name, strlen(t->name));
		strbuf_adds(out, ", \"what\": ");
		run_quote(out, t->what, strlen(t->what));
		strbuf_adds(out, ", \"waits\": [");
		for (k = 0; k < t->n_clauses; k++) {
			strbuf_adds(out, k > 0 ? "," : "");
			hang_render_clause(out, &h->clauses[t->clause + k]);
		}
		strbuf_adds(out, "]}");
	}
	strbuf_adds(out, "\n    ]\n  },\n");
}

/* ---- reading --------------------------------------------------------------------- */

/* After the first thing that is wrong `bad` is set, and the rest is empty. */
struct hang_reader {
	struct arena *a;
	struct hang *h;
	bool bad;
};

static const char *
hang_get_str(struct hang_reader *r, const json_t *v, const char *key)
{
	const json_t *s = json_object_get(v, key);

	if (json_is_string(s) &&
	    strlen(json_string_value(s)) == json_string_length(s))
		return arena_strdup(r->a, json_string_value(s));
	r->bad = true;
	return "";
}

static int
hang_get_int(struct hang_reader *r, const json_t *v, const char *key)
{
	const json_t *n = json_object_get(v, key);

	if (json_is_integer(n) && json_integer_value(n) >= 0 &&
	    json_integer_value(n) <= INT32_MAX)
		return (int)json_integer_value(n);
	r->bad = true;
	return 0;
}

static const json_t *
hang_get_list(
    struct hang_reader *r, const json_t *v, const char *key, size_t *n)
{
	const json_t *list = json_object_get(v, key);

	*n = json_array_size(list);
	if (json_is_array(list) && *n <= HANG_LIST_MOST)
		return list;
	r->bad = true;
	*n = 0;
	return NULL;
}

static void
hang_read_clause(struct hang_reader *r, const json_t *v, size_t task)
{
	struct hang_clause *c = &r->h->clauses[r->h->n_clauses++];
	const json_t *list;
	size_t i;

	*c = (struct hang_clause){ .task = task };
	c->object = hang_get_str(r, v, "object");
	c->evidence = hang_get_str(r, v, "because");
	list = hang_get_list(r, v, "for", &c->n_edges);
	c->edges = arena_alloc(r->a, (c->n_edges + 1) * sizeof(*c->edges));
	for (i = 0; i < c->n_edges; i++) {
		const json_t *e = json_array_get(list, i);

		c->edges[i].pid = hang_get_int(r, e, "pid");
		c->edges[i].tid = hang_get_int(r, e, "tid");
		c->edges[i].evidence = hang_get_str(r, e, "how");
	}
}

static void
hang_read_task(struct hang_reader *r, const json_t *v, size_t i)
{
	struct hang_wait *t = &r->h->tasks[i];
	const json_t *list;
	size_t k;

	*t = (struct hang_wait){ .how = "", .stuck = true, .asked = true };
	t->pid = hang_get_int(r, v, "pid");
	t->tid = hang_get_int(r, v, "tid");
	t->name = hang_get_str(r, v, "name");
	t->what = hang_get_str(r, v, "what");
	t->clause = r->h->n_clauses;
	list = hang_get_list(r, v, "waits", &t->n_clauses);
	for (k = 0; k < t->n_clauses; k++) {
		if (r->h->n_clauses == HANG_LIST_MOST) {
			r->bad = true;
			t->n_clauses = k;
			return;
		}
		hang_read_clause(r, json_array_get(list, k), i);
	}
}

static void
hang_read_cycle(struct hang_reader *r, const json_t *v)
{
	struct hang *h = r->h;
	size_t i, n = (size_t)hang_get_int(r, v, "cycle");

	if (n > h->n_tasks) {
		r->bad = true;
		return;
	}
	h->n_cycle = n;
	h->cycle = arena_alloc(r->a, (n + 1) * sizeof(*h->cycle));
	for (i = 0; i < n; i++) {
		h->cycle[i] = i;
		h->tasks[i].cycle = true;
	}
}

const struct hang *
run_hang_parse(struct arena *a, const struct json_t *v)
{
	struct hang *h = arena_alloc(a, sizeof(*h));
	struct hang_reader r = { .a = a, .h = h };
	const json_t *list;
	size_t i;

	*h = (struct hang){ .verdict = HANG_PROVEN };
	h->sentence = hang_get_str(&r, v, "sentence");
	list = hang_get_list(&r, v, "tasks", &h->n_tasks);
	h->tasks = arena_alloc(a, (h->n_tasks + 1) * sizeof(*h->tasks));
	h->clauses = arena_alloc(a, HANG_LIST_MOST * sizeof(*h->clauses));
	for (i = 0; i < h->n_tasks && !r.bad; i++)
		hang_read_task(&r, json_array_get(list, i), i);
	hang_read_cycle(&r, v);
	return r.bad ? NULL : h;
}
