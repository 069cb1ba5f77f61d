/* run_key.c: what decides whether a record is still valid */
#include <gnu/libc-version.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "run/run_int.h"

struct run_tools {
	pthread_mutex_t mutex;
	struct map *versions; /* name of the language → owned text */
	struct arena *arena;
	struct {
		bool tried;
		const char *why; /* in the arena; NULL: it works */
	} boxes[RUN_PROFILES];
	char machine[sizeof(((struct utsname *)0)->machine)];
};

struct run_tools *
run_tools_new(void)
{
	struct run_tools *t = xcalloc(1, sizeof(*t));
	struct utsname u;

	pthread_mutex_init(&t->mutex, NULL);
	t->versions = map_new();
	t->arena = arena_new();
	if (uname(&u) == 0)
		memcpy(t->machine, u.machine, sizeof(t->machine));
	return t;
}

void
run_tools_free(struct run_tools *t)
{
	if (t == NULL)
		return;
	pthread_mutex_destroy(&t->mutex);
	map_free(t->versions);
	arena_free(t->arena);
	free(t);
}

char *
run_tools_box(struct run_tools *t, enum run_profile profile,
    char *(*try)(enum run_profile profile))
{
	const char *known;
	char *why;

	if (t == NULL)
		return try(profile);
	pthread_mutex_lock(&t->mutex);
	if (!t->boxes[profile].tried) {
		why = try(profile);
		t->boxes[profile].why =
		    why != NULL ? arena_strdup(t->arena, why) : NULL;
		t->boxes[profile].tried = true;
		free(why);
	}
	known = t->boxes[profile].why;
	pthread_mutex_unlock(&t->mutex);
	return known != NULL ? xstrdup(known) : NULL;
}

/* A shell tells no version; its name is all there is: "dash". */
static char *
key_tool_name(const struct run_lang *lang)
{
	char real[PATH_MAX];

	if (realpath(lang->tool, real) == NULL)
		return xstrdup("");
	return xstrdup(path_base(real));
}

/*
 * The C library is the one that we run with: sandbox and halfhour see the
 * same /usr.
 */
const char *
run_tools_version(struct run_tools *t, const struct run_lang *lang)
{
	const char *found;
	char *version;

	pthread_mutex_lock(&t->mutex);
	found = map_get(t->versions, lang->name);
	if (found == NULL) {
		version = lang->probe != NULL ? run_lang_version(lang)
					      : key_tool_name(lang);
		found = *version == '\0'
			    ? arena_strdup(t->arena, "")
			    : arena_printf(t->arena, "%s, glibc %s", version,
				  gnu_get_libc_version());
		map_put(t->versions, lang->name, (void *)found);
		free(version);
	}
	pthread_mutex_unlock(&t->mutex);
	return found;
}

/* With its length before it, so that no two lists give the same bytes. */
static void
key_add(struct strbuf *sb, const char *name, const void *p, size_t len)
{
	strbuf_addf(sb, "%s %zu\n", name, len);
	strbuf_add(sb, p, len);
	strbuf_addc(sb, '\n');
}

static void
key_adds(struct strbuf *sb, const char *name, const char *text)
{
	if (text != NULL)
		key_add(sb, name, text, strlen(text));
}

/* What one of several programs says. */
static void
key_actor(struct strbuf *sb, const struct run_actor *x)
{
	size_t i;

	key_adds(sb, "program", x->name);
	key_adds(sb, "lang", x->lang);
	key_add(sb, "code", x->code, x->code_len);
	key_adds(sb, "args", x->args);
	key_adds(sb, "input", x->input);
	for (i = 0; x->env != NULL && x->env[i] != NULL; i++)
		key_adds(sb, "env", x->env[i]);
	if (x->pipe)
		key_adds(sb, "stdio", "pipe");
	key_adds(sb, "expect", x->expect ? x->expect : "ok");
	strbuf_addf(sb, "after %d\n", x->after);
	key_adds(sb, "until", x->until);
}

void
run_source(char out[HASH_HEX], const struct run_job *job)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	key_adds(&sb, "lang", job->lang);
	key_add(&sb, "code", job->code, job->code_len);
	for (i = 0; i < job->n_files; i++) {
		key_adds(&sb, "file", job->files[i].name);
		key_add(&sb, "text", job->files[i].text, job->files[i].len);
	}
	key_adds(&sb, "args", job->args);
	key_adds(&sb, "input", job->input);
	/* What an example does not have leaves no trace, so that records stay
	 * valid when halfhour learns something new. */
	for (i = 0; job->env != NULL && job->env[i] != NULL; i++)
		key_adds(&sb, "env", job->env[i]);
	if (job->pipe)
		key_adds(&sb, "stdio", "pipe");
	key_adds(&sb, "expect", job->expect ? job->expect : "ok");
	strbuf_addf(&sb, "timeout %d\n", job->timeout_ms);
	if (job->profile != RUN_PLAIN)
		key_adds(&sb, "profile", run_profile_version(job->profile));
	key_adds(&sb, "image", job->image);
	key_adds(&sb, "options", job->options);
	key_adds(&sb, "shell", job->shell);
	key_adds(&sb, "reach", job->reach);
	key_adds(&sb, "edit", job->edit);
	for (i = 0; i < job->n_actors; i++)
		key_actor(&sb, &job->actors[i]);
	if (job->runs > 0)
		strbuf_addf(&sb, "runs %d\n", job->runs);
	for (i = 0; job->counts != NULL && job->counts[i] != NULL; i++)
		key_adds(&sb, "count", job->counts[i]);
	hash_hex(out, sb.buf, sb.len);
	strbuf_release(&sb);
}

/* How a language is built and started. */
static void
key_lang(struct strbuf *sb, const struct run_lang *lang)
{
	const char *const *word;

	key_adds(sb, "build", lang->build);
	for (word = lang->run; *word != NULL; word++)
		key_adds(sb, "run", *word);
}

/* Whether an actor before this one, or the job itself, is in its language. */
static bool
key_lang_seen(const struct run_job *job, size_t i)
{
	const char *lang = job->actors[i].lang;
	size_t k;

	for (k = 0; k < i; k++)
		if (strcmp(job->actors[k].lang, lang) == 0)
			return true;
	return strcmp(job->lang, lang) == 0;
}

/* "gcc …, glibc 2.36; Python 3.11.2, glibc 2.36" where the programs are in two
 * languages. "" while one of their tools is not there. */
static int
key_tools(struct run_key *out, struct strbuf *sb, const struct run_job *job,
    struct run_tools *tools)
{
	const struct run_lang *lang = run_lang_find(job->lang);
	size_t i;

	/* What is in a container comes with its image, not from here. */
	if (job->profile == RUN_DOCKER) {
		out->tool = "";
		return 0;
	}
	if (lang == NULL)
		return -1;
	key_lang(sb, lang);
	out->tool = run_tools_version(tools, lang);
	for (i = 0; i < job->n_actors; i++) {
		const char *more;

		if (key_lang_seen(job, i))
			continue;
		if ((lang = run_lang_find(job->actors[i].lang)) == NULL)
			return -1;
		key_lang(sb, lang);
		more = run_tools_version(tools, lang);
		pthread_mutex_lock(&tools->mutex);
		out->tool =
		    *more == '\0' || *out->tool == '\0'
			? ""
			: arena_printf(tools->arena, "%s; %s", out->tool, more);
		pthread_mutex_unlock(&tools->mutex);
	}
	return 0;
}

int
run_key(struct run_key *out, const struct run_job *job, struct run_tools *tools,
    struct err *e)
{
	struct strbuf sb = STRBUF_INIT;

	run_source(out->source, job);
	key_adds(&sb, "source", out->source);
	if (key_tools(out, &sb, job, tools) == -1) {
		char *missing = run_missing(job, NULL);

		strbuf_release(&sb);
		err_set(e, "%s: %s", job->example, missing);
		free(missing);
		return -1;
	}
	out->machine = tools->machine;
	out->profile = run_profile_version(job->profile);
	key_adds(&sb, "tool", out->tool);
	key_adds(&sb, "machine", out->machine);
	key_adds(&sb, "profile", out->profile);
	hash_hex(out->hash, sb.buf, sb.len);
	strbuf_release(&sb);
	return 0;
}

/* The length of the first word, and where the last begins. */
static size_t
key_words(const char *part, size_t len, size_t *last)
{
	size_t i = len;

	while (i > 0 && part[i - 1] != ' ')
		i--;
	*last = i;
	return strcspn(part, " ") < len ? strcspn(part, " ") : len;
}

/* Append how one part of a tool's text has changed; "gcc (Debian 12.2.0-14)
 * 12.2.0" and "gcc (GCC) 14.1.0" is "gcc 12.2.0 → 14.1.0". */
static void
key_part(struct strbuf *out, const char *old, size_t old_len, const char *new,
    size_t new_len)
{
	size_t a, b, name = key_words(old, old_len, &a);

	if (old_len == new_len && memcmp(old, new, old_len) == 0)
		return;
	if (key_words(new, new_len, &b) == name && name < a && name < b &&
	    memcmp(old, new, name) == 0 &&
	    (old_len - a != new_len - b ||
		memcmp(old + a, new + b, old_len - a) != 0))
		strbuf_addf(out, "%.*s %.*s → %.*s", (int)name, old,
		    (int)(old_len - a), old + a, (int)(new_len - b), new + b);
	else
		strbuf_addf(
		    out, "%.*s → %.*s", (int)old_len, old, (int)new_len, new);
}

/* Up to the end of a part: ", " in what a tool says, "; " between tools. */
static size_t
key_part_len(const char *s)
{
	const char *comma = strstr(s, ", "), *semicolon = strstr(s, "; ");
	const char *end = comma == NULL                            ? semicolon
			  : semicolon != NULL && semicolon < comma ? semicolon
								   : comma;

	return end != NULL ? (size_t)(end - s) : strlen(s);
}

/*
 * What has changed of "gcc (Debian 12.2.0-14) 12.2.0, glibc 2.36; Python
 * 3.11.2, glibc 2.36": each part that has, once. Of texts that have not as many
 * parts, all.
 */
static const char *
key_tool_changed(struct arena *a, const char *old, const char *new)
{
	struct strbuf sb = STRBUF_INIT, part = STRBUF_INIT;
	const char *x = old, *y = new, *copy;

	while (*x != '\0' && *y != '\0') {
		size_t n = key_part_len(x), m = key_part_len(y);

		strbuf_clear(&part);
		key_part(&part, x, n, y, m);
		if (part.len > 0 && strstr(sb.buf, part.buf) == NULL)
			strbuf_addf(
			    &sb, "%s%s", sb.len > 0 ? ", " : "", part.buf);
		x += n + (x[n] != '\0' ? 2 : 0);
		y += m + (y[m] != '\0' ? 2 : 0);
	}
	if (*x != *y) {
		strbuf_clear(&sb);
		strbuf_addf(&sb, "%s → %s", old, new);
	}
	copy = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	strbuf_release(&part);
	return copy;
}

const char *
run_record_stale(
    const struct run_record *rec, const struct run_key *key, struct arena *a)
{
	const struct run_key *old = &rec->key;

	if (strcmp(old->hash, key->hash) == 0)
		return NULL;
	if (strcmp(old->source, key->source) != 0)
		return "the code has changed";
	if (strcmp(old->machine, key->machine) != 0)
		return arena_printf(a, "it ran on %s, and this is %s",
		    old->machine, key->machine);
	if (strcmp(old->profile, key->profile) != 0)
		return arena_printf(a, "the sandbox is another one: %s → %s",
		    old->profile, key->profile);
	if (*key->tool == '\0')
		return NULL;
	if (strcmp(old->tool, key->tool) != 0)
		return key_tool_changed(a, old->tool, key->tool);
	return "it is built or started in another way now";
}
