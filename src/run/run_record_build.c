/* run_record_build.c: what a record tells of the builds of a Dockerfile */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/xalloc.h"
#include "run/run_build.h"
#include "run/run_record_int.h"

/*
 * The record of a Dockerfile tells of its builds, one or two, behind the
 * container that others have:
 *
 *	"builds": [
 *	  {
 *	    "steps": [
 *	      {"step": "FROM debian:bookworm", "cache": null, "bytes": null},
 *	      {"step": "ENV A=1", "cache": "miss", "bytes": 0}
 *	    ]
 *	  },
 *	  {
 *	    "edit": "s/1/2/",
 *	    "broke": 2,
 *	    "steps": [
 *	      {"step": "FROM debian:bookworm", "cache": null, "bytes": null},
 *	      {"step": "ENV A=2", "cache": "miss", "bytes": 0,
 *	       "why": "instruction"}
 *	    ]
 *	  }
 *	]
 *
 * each step on one line, and the timings how long each build took and each of
 * its steps:
 *
 *	"builds_ms": [
 *	  {"all": 512, "steps": [3, 120]},
 *	  …
 *	]
 *
 * "cache" is "hit" or "miss", and null for what makes no layer; "bytes" are
 * null when nobody knows, as of a step that failed. "broke" is the number of
 * the first step that the change has made again, null when there is none, and
 * "why" says what is another: the "instruction", the "file" that it copies,
 * the stage or image that is its "source", or only a step "before" it. No
 * difference between two records is made of this: the output says the same.
 */

/* ---- writing --------------------------------------------------------------------- */

static void
build_step(struct strbuf *out, const struct run_layer *l)
{
	const char *why = run_layer_why_name(l->why);

	strbuf_adds(out, "        {\"step\": ");
	run_quote(out, l->text, strlen(l->text));
	strbuf_addf(out, ", \"cache\": %s, \"bytes\": ",
	    l->from  ? "null"
	    : l->hit ? "\"hit\""
		     : "\"miss\"");
	if (l->size >= 0)
		strbuf_addf(out, "%lld", l->size);
	else
		strbuf_adds(out, "null");
	if (why != NULL)
		strbuf_addf(out, ", \"why\": \"%s\"", why);
	strbuf_addc(out, '}');
}

void
run_record_builds_write(struct strbuf *out, const struct run_builds *b)
{
	size_t i, k;

	if (b == NULL)
		return;
	strbuf_adds(out, "  \"builds\": [");
	for (i = 0; i < b->n; i++) {
		size_t broke = run_layers_broke(&b->v[i]);

		strbuf_adds(out, i == 0 ? "\n    {\n" : ",\n    {\n");
		if (i > 0) {
			strbuf_adds(out, "      \"edit\": ");
			run_quote(out, b->edit, strlen(b->edit));
			strbuf_adds(out, ",\n      \"broke\": ");
			if (broke > 0)
				strbuf_addf(out, "%zu,\n", broke);
			else
				strbuf_adds(out, "null,\n");
		}
		strbuf_adds(out, "      \"steps\": [");
		for (k = 0; k < b->v[i].n; k++) {
			strbuf_adds(out, k == 0 ? "\n" : ",\n");
			build_step(out, &b->v[i].v[k]);
		}
		strbuf_adds(out, k > 0 ? "\n      ]\n    }" : "]\n    }");
	}
	strbuf_adds(out, "\n  ],\n");
}

void
run_record_builds_ms_write(struct strbuf *out, const struct run_builds *b)
{
	size_t i, k;

	if (b == NULL)
		return;
	strbuf_adds(out, "    \"builds_ms\": [");
	for (i = 0; i < b->n; i++) {
		strbuf_addf(out,
		    "%s\n      {\"all\": %" PRId64 ", \"steps\": [",
		    i == 0 ? "" : ",", b->v[i].ms);
		for (k = 0; k < b->v[i].n; k++)
			strbuf_addf(out, "%s%" PRId64, k == 0 ? "" : ", ",
			    b->v[i].v[k].ms);
		strbuf_adds(out, "]}");
	}
	strbuf_adds(out, "\n    ],\n");
}

/* ---- reading --------------------------------------------------------------------- */

/* A text without NUL, in the arena; NULL when it is none. */
static const char *
build_text(struct arena *a, const json_t *v)
{
	if (!json_is_string(v) ||
	    strlen(json_string_value(v)) != json_string_length(v))
		return NULL;
	return arena_strdup(a, json_string_value(v));
}

/* Whether it is a number that is not negative. */
static bool
build_count(json_t *v, int64_t *out)
{
	*out = json_integer_value(v);
	return json_is_integer(v) && *out >= 0;
}

/* Why it is no hit; RUN_LAYER_WHYS when that is nothing we know. */
static enum run_layer_why
build_why(json_t *v)
{
	int i;

	if (v == NULL)
		return RUN_LAYER_HELD;
	for (i = RUN_LAYER_HELD + 1; i < RUN_LAYER_WHYS; i++)
		if (json_is_string(v) &&
		    strcmp(json_string_value(v),
			run_layer_why_name((enum run_layer_why)i)) == 0)
			return (enum run_layer_why)i;
	return RUN_LAYER_WHYS;
}

static bool
build_read_step(struct run_layer *l, struct arena *a, json_t *step, json_t *ms)
{
	json_t *cache = json_object_get(step, "cache");
	json_t *bytes = json_object_get(step, "bytes");
	json_t *why = json_object_get(step, "why");
	const char *word = json_string_value(cache);
	int64_t size = -1;

	*l = (struct run_layer){ .id = "" };
	l->text = build_text(a, json_object_get(step, "step"));
	l->from = json_is_null(cache);
	l->hit = word != NULL && strcmp(word, "hit") == 0;
	l->why = build_why(why);
	if (l->text == NULL || !build_count(ms, &l->ms) ||
	    (!l->from && !l->hit &&
		(word == NULL || strcmp(word, "miss") != 0)) ||
	    (!json_is_null(bytes) && !build_count(bytes, &size)) ||
	    l->why == RUN_LAYER_WHYS || (why != NULL && (l->from || l->hit)) ||
	    json_object_size(step) != 3u + (why != NULL))
		return false;
	l->size = size;
	return true;
}

static bool
build_read(struct run_layers *out, struct arena *a, json_t *obj, json_t *ms)
{
	json_t *steps = json_object_get(obj, "steps");
	json_t *times = json_object_get(ms, "steps");
	size_t i, n = json_array_size(steps);
	struct run_layer *v = arena_alloc(a, (n + 1) * sizeof(*v));

	*out = (struct run_layers){ v, n, "", 0 };
	if (!json_is_array(steps) || !json_is_array(times) ||
	    json_array_size(times) != n || json_object_size(ms) != 2 ||
	    !build_count(json_object_get(ms, "all"), &out->ms))
		return false;
	for (i = 0; i < n; i++)
		if (!build_read_step(&v[i], a, json_array_get(steps, i),
			json_array_get(times, i)))
			return false;
	return true;
}

/* What the second has more, and that it fits its steps. */
static bool
build_read_edit(struct run_builds *b, struct arena *a, json_t *obj)
{
	json_t *broke = json_object_get(obj, "broke");
	size_t at = run_layers_broke(&b->v[1]);

	b->edit = build_text(a, json_object_get(obj, "edit"));
	return b->edit != NULL && json_object_size(obj) == 3 &&
	       (at == 0 ? json_is_null(broke)
			: json_is_integer(broke) &&
			      json_integer_value(broke) == (json_int_t)at);
}

const char *
run_record_builds_read(
    const struct run_builds **out, struct arena *a, json_t *list, json_t *ms)
{
	struct run_builds *b = arena_alloc(a, sizeof(*b));
	size_t i, n = json_array_size(list);

	*b = (struct run_builds){ .n = n, .edit = "" };
	if (n < 1 || n > 2 || !json_is_array(ms) || json_array_size(ms) != n)
		return "builds";
	for (i = 0; i < n; i++) {
		json_t *one = json_array_get(list, i);

		if (!build_read(&b->v[i], a, one, json_array_get(ms, i)) ||
		    (i == 0 ? json_object_size(one) != 1
			    : !build_read_edit(b, a, one)))
			return "builds";
	}
	*out = b;
	return NULL;
}
