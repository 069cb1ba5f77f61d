/* run_docker_env.c: the environment of a shell, and what a command changed */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "run/run_docker.h"

/* ---- reading ------------------------------------------------------------------- */

/* What is left to be read. */
struct env_text {
	const char *s, *end;
};

static bool
env_is_name(int c, bool first)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (!first && c >= '0' && c <= '9');
}

static int
env_digit(char c, int base)
{
	int n = c >= '0' && c <= '9'   ? c - '0'
		: c >= 'a' && c <= 'f' ? c - 'a' + 10
		: c >= 'A' && c <= 'F' ? c - 'A' + 10
				       : 99;

	return n < base ? n : -1;
}

/* A number of at most `max` digits, as a byte. */
static void
env_number(struct env_text *t, int base, int max, struct strbuf *out)
{
	int n = 0, digit;

	while (max-- > 0 && t->s < t->end &&
	       (digit = env_digit(*t->s, base)) != -1) {
		n = n * base + digit;
		t->s++;
	}
	strbuf_addc(out, (char)n);
}

/* What stands behind a backslash in $'…'. */
static void
env_escape(struct env_text *t, struct strbuf *out)
{
	static const char names[] = "abeEfnrtv";
	static const char bytes[] = "\a\b\033\033\f\n\r\t\v";
	const char *at;
	char c = *t->s;

	if (env_digit(c, 8) != -1) {
		env_number(t, 8, 3, out);
		return;
	}
	t->s++;
	if (c == 'x')
		env_number(t, 16, 2, out);
	else if (c != '\0' && (at = strchr(names, c)) != NULL)
		strbuf_addc(out, bytes[at - names]);
	else
		strbuf_addc(out, c);
}

/* "…" or $'…'; false when it does not end. */
static bool
env_value(struct env_text *t, struct strbuf *out)
{
	bool ansi = *t->s == '$';
	char quote = ansi ? '\'' : '"';

	t->s += ansi;
	if (t->s == t->end || *t->s != quote)
		return false;
	for (t->s++; t->s < t->end && *t->s != quote;) {
		char c = *t->s++;

		if (c != '\\' || t->s == t->end)
			strbuf_addc(out, c);
		else if (ansi)
			env_escape(t, out);
		else if (strchr("\"\\$`", *t->s) != NULL)
			strbuf_addc(out, *t->s++);
		else
			strbuf_addc(out, c);
	}
	if (t->s == t->end)
		return false;
	t->s++;
	return true;
}

/* Those that no command sets on purpose, or that are told otherwise. */
static bool
env_counts(const char *s, size_t len)
{
	static const char *const not [] = { "_", "SHLVL", "PWD", "OLDPWD" };
	size_t i;

	for (i = 0; i < sizeof(not ) / sizeof(*not ); i++)
		if (strlen(not [i]) == len && memcmp(not [i], s, len) == 0)
			return false;
	return true;
}

/* "declare -x NAME=VALUE", and more letters than x; NULL for anything else. */
static const char *
env_one(struct arena *a, struct env_text *t)
{
	struct strbuf value = STRBUF_INIT;
	const char *name, *found = NULL;
	size_t len;

	while (t->s < t->end && *t->s != ' ' && *t->s != '\n')
		t->s++;
	name = t->s += t->s < t->end && *t->s == ' ';
	while (t->s < t->end && env_is_name(*t->s, t->s == name))
		t->s++;
	len = (size_t)(t->s - name);
	if (len == 0 || t->s == t->end || *t->s != '=')
		return NULL;
	t->s++;
	if (t->s < t->end && env_value(t, &value) && env_counts(name, len))
		found = arena_printf(a, "%.*s=%s", (int)len, name, value.buf);
	strbuf_release(&value);
	return found;
}

static int
env_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct run_env
run_env_parse(struct arena *a, const char *s, size_t len)
{
	static const char word[] = "declare -";
	struct env_text t = { s, s + len };
	const char **v = NULL, *one;
	struct run_env out;
	size_t n = 0, cap = 0;

	while (t.s < t.end) {
		if ((size_t)(t.end - t.s) > strlen(word) &&
		    memcmp(t.s, word, strlen(word)) == 0) {
			t.s += strlen(word);
			if ((one = env_one(a, &t)) != NULL)
				*VEC_PUSH(v, n, cap) = one;
		}
		while (t.s < t.end && *t.s++ != '\n')
			continue;
	}
	if (n > 0)
		qsort(v, n, sizeof(*v), env_cmp);
	out = (struct run_env){ arena_copy(a, v, n, sizeof(*v)), n };
	free(v);
	return out;
}

/* ---- comparing ------------------------------------------------------------------ */

/* The names of two variables, as strcmp() does. */
static int
env_name_cmp(const char *a, const char *b)
{
	size_t n = strcspn(a, "="), m = strcspn(b, "=");
	int c = memcmp(a, b, n < m ? n : m);

	return c != 0 ? c : n < m ? -1 : n > m;
}

static const char *
env_find(const struct run_env *env, const char *one)
{
	size_t i;

	for (i = 0; i < env->n; i++)
		if (env_name_cmp(env->v[i], one) == 0)
			return env->v[i];
	return NULL;
}

const char *const *
run_env_change(
    struct arena *a, const struct run_env *before, const struct run_env *after)
{
	const char **v =
	    arena_alloc(a, (before->n + after->n + 1) * sizeof(*v));
	size_t n = 0, i;

	for (i = 0; i < after->n; i++) {
		const char *old = env_find(before, after->v[i]);

		if (old == NULL || strcmp(old, after->v[i]) != 0)
			v[n++] = after->v[i];
	}
	for (i = 0; i < before->n; i++)
		if (env_find(after, before->v[i]) == NULL)
			v[n++] = arena_strndup(
			    a, before->v[i], strcspn(before->v[i], "="));
	v[n] = NULL;
	return v;
}
