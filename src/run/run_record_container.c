/* run_record_container.c: what a record tells of a session in a container */
#include <jansson.h>
#include <string.h>

#include "base/xalloc.h"
#include "run/run_record_int.h"

/*
 * Beside what any session has (run_record.c), each command tells what it
 * changed of the environment and where it left the shell, on its line,
 *
 *	{"command": "$ …", "exit": 0, "bytes": 0,
 *	 "env": {"set": {"A": "1"}, "unset": ["B"]}, "cwd": "/opt"}
 *
 * and the record tells of the container, behind the session:
 *
 *	"container": {
 *	  "engine": "docker 20.10.24",
 *	  "image": "debian:bookworm",
 *	  "image_id": "sha256:…",
 *	  "env": {
 *	    "PATH": "/usr/bin"
 *	  },
 *	  "diff": [
 *	    "A /opt/x"
 *	  ],
 *	  "bytes": 3000000,
 *	  "options": "--network none",
 *	  "user": "1000:1000"
 *	}
 *
 * "env" and "cwd" are missing when nobody knows, as of a command that has not
 * ended; and so is "bytes", what the container holds beside its image. Without
 * "options" there were none, or the record is an older one; without "user" it
 * was root. What the engine and the image are, and which files have changed,
 * is told, and no difference between two records is made of it.
 */

/* ---- writing --------------------------------------------------------------------- */

static void
container_quote(struct strbuf *out, const char *s)
{
	run_quote(out, s, strlen(s));
}

/* "NAME": "VALUE" */
static void
container_var(struct strbuf *out, const char *var)
{
	size_t name = strcspn(var, "=");

	run_quote(out, var, name);
	strbuf_adds(out, ": ");
	container_quote(out, var + name + (var[name] == '='));
}

void
run_record_step_write(struct strbuf *out, const struct run_command *c)
{
	const char *sep = "";
	size_t i;

	if (c->env != NULL) {
		strbuf_adds(out, ", \"env\": {\"set\": {");
		for (i = 0; c->env[i] != NULL; i++) {
			if (strchr(c->env[i], '=') == NULL)
				continue;
			strbuf_adds(out, sep);
			container_var(out, c->env[i]);
			sep = ", ";
		}
		strbuf_adds(out, "}, \"unset\": [");
		for (i = 0, sep = ""; c->env[i] != NULL; i++) {
			if (strchr(c->env[i], '=') != NULL)
				continue;
			strbuf_adds(out, sep);
			container_quote(out, c->env[i]);
			sep = ", ";
		}
		strbuf_adds(out, "]}");
	}
	if (c->cwd != NULL) {
		strbuf_adds(out, ", \"cwd\": ");
		container_quote(out, c->cwd);
	}
}

static void
container_str(struct strbuf *out, const char *key, const char *s)
{
	strbuf_addf(out, "    \"%s\": ", key);
	container_quote(out, s);
	strbuf_adds(out, ",\n");
}

void
run_record_container_write(struct strbuf *out, const struct run_container *c)
{
	size_t i;

	if (c == NULL)
		return;
	strbuf_adds(out, "  \"container\": {\n");
	container_str(out, "engine", c->engine);
	container_str(out, "image", c->image);
	container_str(out, "image_id", c->image_id);
	strbuf_adds(out, "    \"env\": {");
	for (i = 0; i < c->n_env; i++) {
		strbuf_adds(out, i == 0 ? "\n      " : ",\n      ");
		container_var(out, c->env[i]);
	}
	strbuf_adds(out, c->n_env > 0 ? "\n    },\n" : "},\n");
	strbuf_adds(out, "    \"diff\": [");
	for (i = 0; i < c->n_diff; i++) {
		strbuf_adds(out, i == 0 ? "\n      " : ",\n      ");
		container_quote(out, c->diff[i]);
	}
	strbuf_adds(out, c->n_diff > 0 ? "\n    ]" : "]");
	if (c->size >= 0)
		strbuf_addf(out, ",\n    \"bytes\": %lld", c->size);
	if (c->options != NULL) {
		strbuf_adds(out, ",\n    \"options\": ");
		container_quote(out, c->options);
	}
	if (c->user != NULL) {
		strbuf_adds(out, ",\n    \"user\": ");
		container_quote(out, c->user);
	}
	strbuf_adds(out, "\n  },\n");
}

/* ---- reading --------------------------------------------------------------------- */

/* A text without NUL, in the arena; NULL when it is none. */
static const char *
container_text(struct arena *a, const json_t *v)
{
	if (!json_is_string(v) ||
	    strlen(json_string_value(v)) != json_string_length(v))
		return NULL;
	return arena_strdup(a, json_string_value(v));
}

/* The texts of a list, `n` of them, at v; false when one is none. */
static bool
container_list(struct arena *a, const json_t *list, const char **v)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		if ((v[i] = container_text(a, json_array_get(list, i))) == NULL)
			return false;
	return json_is_array(list);
}

/* The members of an object, as NAME=VALUE, at v. */
static bool
container_vars(struct arena *a, json_t *obj, const char **v)
{
	const char *name;
	json_t *value;
	size_t n = 0;

	json_object_foreach(obj, name, value)
	{
		const char *text = container_text(a, value);

		if (text == NULL || *name == '\0' || strchr(name, '=') != NULL)
			return false;
		v[n++] = arena_printf(a, "%s=%s", name, text);
	}
	return json_is_object(obj);
}

const char *
run_record_step_read(
    struct run_command *c, struct arena *a, json_t *step, size_t *seen)
{
	json_t *env = json_object_get(step, "env");
	json_t *cwd = json_object_get(step, "cwd"), *set, *unset;
	const char **v;
	size_t n;

	*seen = (env != NULL) + (cwd != NULL);
	if (cwd != NULL && (c->cwd = container_text(a, cwd)) == NULL)
		return "cwd";
	if (env == NULL)
		return NULL;
	set = json_object_get(env, "set");
	unset = json_object_get(env, "unset");
	if (json_object_size(env) != 2)
		return "env";
	n = json_object_size(set);
	v = arena_alloc(a, (n + json_array_size(unset) + 1) * sizeof(*v));
	v[n + json_array_size(unset)] = NULL;
	if (!container_vars(a, set, v) || !container_list(a, unset, v + n))
		return "env";
	c->env = v;
	return NULL;
}

const char *
run_record_container_read(
    const struct run_container **out, struct arena *a, json_t *obj)
{
	struct run_container *c = arena_alloc(a, sizeof(*c));
	json_t *env = json_object_get(obj, "env");
	json_t *diff = json_object_get(obj, "diff");
	json_t *bytes = json_object_get(obj, "bytes");
	json_t *options = json_object_get(obj, "options");
	json_t *user = json_object_get(obj, "user");
	size_t more = (bytes != NULL) + (options != NULL) + (user != NULL);
	const char **vars, **lines;

	memset(c, 0, sizeof(*c));
	c->engine = container_text(a, json_object_get(obj, "engine"));
	c->image = container_text(a, json_object_get(obj, "image"));
	c->image_id = container_text(a, json_object_get(obj, "image_id"));
	c->n_env = json_object_size(env);
	c->n_diff = json_array_size(diff);
	vars = arena_alloc(a, (c->n_env + 1) * sizeof(*vars));
	lines = arena_alloc(a, (c->n_diff + 1) * sizeof(*lines));
	c->env = vars;
	c->diff = lines;
	c->size = bytes != NULL ? json_integer_value(bytes) : -1;
	if ((bytes != NULL && (!json_is_integer(bytes) || c->size < 0)) ||
	    json_object_size(obj) != 5u + more ||
	    (options != NULL &&
		(c->options = container_text(a, options)) == NULL) ||
	    (user != NULL && (c->user = container_text(a, user)) == NULL) ||
	    c->engine == NULL || c->image == NULL || c->image_id == NULL ||
	    !container_vars(a, env, vars) || !container_list(a, diff, lines))
		return "container";
	*out = c;
	return NULL;
}
