/* run_container.c: what the record of a session says of its container */
#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "run/run_container.h"

/*
 * Beside what any record of a session has (run_record.c), this one tells
 *
 *	"container": {"engine": "docker 20.10.24", "image": "debian:bookworm",
 *	  "image_id": "sha256:…", "env": {NAME: VALUE, …}, "diff": ["A /x", …]}
 *
 * and in each step what its command has changed: "cwd", the folder after it,
 * and "env": {"set": {NAME: VALUE, …}, "unset": [NAME, …]}.
 */
struct container_reader {
	struct arena *a;
	struct err *e;
	bool bad;
};

static void
container_wrong(struct container_reader *r, const char *what)
{
	if (!r->bad)
		err_set(r->e, "the record is damaged: %s", what);
	r->bad = true;
}

/* A text without NUL; what is none is a mistake, "" what is not there. */
static const char *
container_str(struct container_reader *r, json_t *v, const char *what)
{
	if (v == NULL)
		return "";
	if (!json_is_string(v) ||
	    strlen(json_string_value(v)) != json_string_length(v)) {
		container_wrong(r, what);
		return "";
	}
	return arena_strdup(r->a, json_string_value(v));
}

/* A name of a variable is one that a shell could have. */
static bool
container_name(const char *name)
{
	size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"abcdefghijklmnopqrstuvwxyz_0123456789");

	return n > 0 && name[n] == '\0' && (*name < '0' || *name > '9');
}

/* The variables that are set, and then those that are unset; others than a
 * shell knows are left out: no command could use them. */
static const struct run_container_var *
container_vars(
    struct container_reader *r, json_t *set, json_t *unset, size_t *n)
{
	struct run_container_var *v = arena_alloc(r->a,
	    (json_object_size(set) + json_array_size(unset) + 1) * sizeof(*v));
	const char *name;
	json_t *value;
	size_t i;

	*n = 0;
	if ((set != NULL && !json_is_object(set)) ||
	    (unset != NULL && !json_is_array(unset)))
		container_wrong(r, "\"env\" has no variables");
	json_object_foreach(set, name, value) if (container_name(name))
	    v[(*n)++] = (struct run_container_var){ arena_strdup(r->a, name),
		    container_str(
			r, value, "\"env\" has a value that is no text") };
	json_array_foreach(unset, i, value)
	{
		name = container_str(r, value, "\"unset\" has no names");
		if (container_name(name))
			v[(*n)++] = (struct run_container_var){ name, NULL };
	}
	return v;
}

static void
container_step(
    struct container_reader *r, struct run_container_step *step, json_t *obj)
{
	json_t *status = json_object_get(obj, "exit"),
	       *cwd = json_object_get(obj, "cwd"),
	       *env = json_object_get(obj, "env");

	if (json_object_get(obj, "command") == NULL)
		container_wrong(r, "a step has no \"command\"");
	step->shown = container_str(
	    r, json_object_get(obj, "command"), "\"command\" is no text");
	step->exit =
	    json_is_integer(status) ? (int)json_integer_value(status) : -1;
	step->cwd = json_is_string(cwd)
			? container_str(r, cwd, "\"cwd\" is no text")
			: NULL;
	step->vars = container_vars(r, json_object_get(env, "set"),
	    json_object_get(env, "unset"), &step->n_vars);
}

static void
container_read(struct container_reader *r, struct run_container *out,
    json_t *root, json_t *box)
{
	json_t *session = json_object_get(root, "session"),
	       *diff = json_object_get(box, "diff"), *v;
	struct run_container_step *steps;
	const char **lines;
	size_t i;

	out->engine = container_str(
	    r, json_object_get(box, "engine"), "\"engine\" is no text");
	out->image = container_str(
	    r, json_object_get(box, "image"), "\"image\" is no text");
	out->image_id = container_str(
	    r, json_object_get(box, "image_id"), "\"image_id\" is no text");
	out->env =
	    container_vars(r, json_object_get(box, "env"), NULL, &out->n_env);
	steps =
	    arena_alloc(r->a, (json_array_size(session) + 1) * sizeof(*steps));
	json_array_foreach(session, i, v) container_step(r, &steps[i], v);
	out->steps = steps;
	out->n_steps = json_array_size(session);
	lines = arena_alloc(r->a, (json_array_size(diff) + 1) * sizeof(*lines));
	json_array_foreach(diff, i, v) lines[i] =
	    container_str(r, v, "\"diff\" has no lines");
	out->diff = lines;
	out->n_diff = json_array_size(diff);
}

int
run_container_parse(struct run_container *out, struct arena *a,
    const char *json, size_t len, struct err *e)
{
	struct container_reader r = { a, e, false };
	json_error_t why;
	json_t *root = json_loadb(
	    json, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
	json_t *box = json_object_get(root, "container");

	memset(out, 0, sizeof(*out));
	if (root == NULL)
		return err_set(e, "the record is damaged: line %d: %s",
		    why.line, why.text);
	if (!json_is_object(box)) {
		json_decref(root);
		return err_code(e, ERR_NOTHING,
		    "the record is of no session in a container");
	}
	container_read(&r, out, root, box);
	json_decref(root);
	return r.bad ? -1 : 0;
}
