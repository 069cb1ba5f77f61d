/* image_state.c: what a shell knows, and each RUN has to be told again */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "image/image_int.h"

/*
 * A session has one shell, a Dockerfile one for each RUN. Variables that are
 * exported are ENV; what else the shell was told (functions, aliases, variables
 * whose values only it knows, umask, set, shopt) goes with it. So it is put
 * before those lines of the draft for which it means anything, in the order in
 * which it was typed.
 */

/* ---- what is known --------------------------------------------------------------- */

const char *
image_state_get(
    const struct image_maker *m, enum image_state_kind kind, const char *name)
{
	size_t i;

	for (i = 0; i < m->n_states; i++)
		if (m->states[i].kind == kind &&
		    strcmp(m->states[i].name, name) == 0)
			return m->states[i].text;
	return NULL;
}

void
image_state_set(struct image_maker *m, enum image_state_kind kind,
    const char *name, const char *text)
{
	size_t i;

	for (i = 0; i < m->n_states; i++)
		if (m->states[i].kind == kind &&
		    strcmp(m->states[i].name, name) == 0) {
			memmove(&m->states[i], &m->states[i + 1],
			    (--m->n_states - i) * sizeof(*m->states));
			break;
		}
	if (text == NULL)
		return;
	m->told++;
	*VEC_PUSH(m->states, m->n_states, m->cap_states) =
	    (struct image_state){ kind, name, text,
		    kind == IMAGE_STATE_SOURCE || m->line_bash, NULL };
}

/* ---- what tells it ---------------------------------------------------------------- */

static const char *
state_name(const struct image_command *c)
{
	return c->n_words > c->n_sets ? c->words[c->n_sets].raw : "";
}

/* A setting that holds for each line with one of the characters of `need`;
 * NULL: for any line. "+" in place of "-" ends it. */
static void
state_option(struct image_maker *m, const char *key, const char *text, bool on,
    const char *need, bool bash)
{
	if (!on && image_state_get(m, IMAGE_STATE_ALL, key) != NULL) {
		image_state_set(m, IMAGE_STATE_ALL, key, NULL);
		return;
	}
	image_state_set(m, IMAGE_STATE_ALL, key, text);
	m->states[m->n_states - 1].bash = bash;
	m->states[m->n_states - 1].need = need;
}

static const struct {
	const char *letter, *name, *need;
} state_options[] = {
	{ "e", "errexit", ";\n" },
	{ "u", "nounset", "$" },
	{ "f", "noglob", "*?[" },
	{ "C", "noclobber", ">" },
	{ "a", "allexport", "=" },
	{ "", "pipefail", "|" },
};

static void
state_set_one(struct image_maker *m, const char *name, bool on)
{
	size_t i;

	for (i = 0; i < sizeof(state_options) / sizeof(*state_options); i++)
		if (strcmp(state_options[i].name, name) == 0)
			state_option(m, state_options[i].name,
			    arena_printf(
				m->a, "set %co %s", on ? '-' : '+', name),
			    on, state_options[i].need,
			    *state_options[i].letter == '\0');
}

/* `set`: of its options those that change what a command does. */
static void
state_set(struct image_maker *m, const struct image_command *c)
{
	size_t i, k, n = sizeof(state_options) / sizeof(*state_options);

	for (i = c->n_sets + 1; i < c->n_words; i++) {
		const char *s = c->words[i].raw;
		struct strbuf sb = STRBUF_INIT;

		if (strcmp(s, "--") == 0 || (*s != '-' && *s != '+')) {
			strbuf_adds(&sb, "set --");
			for (i += *s == '-'; i < c->n_words; i++)
				strbuf_addf(&sb, " %s", c->words[i].raw);
			state_option(m, "--", arena_strdup(m->a, sb.buf), true,
			    "$", false);
			strbuf_release(&sb);
			return;
		}
		strbuf_release(&sb);
		for (k = 0; k < n; k++)
			if (*state_options[k].letter != '\0' &&
			    strchr(s + 1, *state_options[k].letter) != NULL)
				state_set_one(
				    m, state_options[k].name, *s == '-');
		if (strchr(s, 'o') != NULL && i + 1 < c->n_words)
			state_set_one(m, c->words[++i].raw, *s == '-');
	}
}

static void
state_shopt(struct image_maker *m, const struct image_command *c)
{
	static const char words[] = " extglob globstar nullglob dotglob "
				    "failglob nocaseglob nocasematch "
				    "lastpipe xpg_echo ";
	bool on = false, off = false;
	size_t i;

	for (i = c->n_sets + 1; i < c->n_words; i++) {
		const char *s = c->words[i].raw;
		char *word = xasprintf(" %s ", s);

		on |= strcmp(s, "-s") == 0;
		off |= strcmp(s, "-u") == 0;
		if ((on || off) && strstr(words, word) != NULL)
			state_option(m, arena_strdup(m->a, s),
			    arena_printf(
				m->a, "shopt -%c %s", on ? 's' : 'u', s),
			    on, strstr(s, "glob") ? "*?[(" : NULL, true);
		free(word);
	}
}

static void
state_umask(struct image_maker *m, const struct image_command *c)
{
	const char *mask;

	if (c->n_words != c->n_sets + 2)
		return;
	mask = c->words[c->n_sets + 1].raw;
	if (strcmp(mask, "022") == 0 || strcmp(mask, "0022") == 0)
		image_state_set(m, IMAGE_STATE_ALL, "umask", NULL);
	else if (*mask != '-')
		image_state_set(m, IMAGE_STATE_ALL, "umask",
		    arena_printf(m->a, "umask %s", mask));
}

static void
state_alias(struct image_maker *m, const struct image_command *c)
{
	bool away = strcmp(state_name(c), "unalias") == 0;
	size_t i;

	for (i = c->n_sets + 1; i < c->n_words; i++) {
		const char *raw = c->words[i].raw;
		size_t len = strcspn(raw, "=");
		const char *name = arena_strndup(m->a, raw, len);

		if (away || raw[len] == '=')
			image_state_set(m, IMAGE_STATE_ALIAS, name,
			    away ? NULL : arena_printf(m->a, "alias %s", raw));
	}
}

/* `declare`, `readonly`: variables of the shell, with what they are. */
static void
state_declare(struct image_maker *m, const struct image_line *l,
    const struct image_command *c)
{
	const char *text = arena_strndup(m->a, l->text + c->at, c->end - c->at);
	size_t i;

	for (i = c->n_sets + 1; i < c->n_words; i++) {
		const char *raw = c->words[i].raw;
		size_t len = image_name_len(raw);

		if (*raw == '-' && strpbrk(raw, "pfF") != NULL)
			return;
		if (len > 0 && (raw[len] == '=' || raw[len] == '\0') &&
		    image_vars_get(&m->env, arena_strndup(m->a, raw, len)) ==
			NULL)
			image_state_set(m, IMAGE_STATE_VAR,
			    arena_strndup(m->a, raw, len), text);
	}
}

/* `source FILE`: its name as from any folder. */
static void
state_source(struct image_maker *m, const struct image_command *c)
{
	const char *file, *dir = m->cwd != NULL ? m->cwd : "";

	if (c->n_words < c->n_sets + 2)
		return;
	file = c->words[c->n_sets + 1].raw;
	if (strchr("/$~\"'", *file) == NULL)
		file = arena_printf(m->a, "%s/%s",
		    strcmp(dir, "/") == 0 ? "" : dir,
		    text_starts(file, "./") ? file + 2 : file);
	image_state_set(m, IMAGE_STATE_SOURCE, file,
	    arena_printf(m->a, ". %s >/dev/null", file));
}

static void
state_ulimit(struct image_maker *m, size_t step, const struct image_command *c)
{
	const char *last = c->words[c->n_words - 1].raw;

	if (c->n_words > c->n_sets + 1 &&
	    (isdigit((unsigned char)*last) || strcmp(last, "unlimited") == 0))
		image_tell(m, step, c->at,
		    "ulimit holds for its shell, and an image holds no "
		    "limits: docker run --ulimit sets them");
}

bool
image_state_is(const struct image_command *c)
{
	static const char *const names[] = { "umask", "set", "shopt", "alias",
		"unalias", "ulimit", "declare", "typeset", "readonly", "source",
		"." };
	size_t i;

	if (c->shape != IMAGE_SIMPLE)
		return c->shape == IMAGE_FUNCTION;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (image_command_is(c, names[i]))
			return true;
	return image_command_is(c, "unset") && c->n_words > 2 &&
	       strcmp(c->words[1].raw, "-f") == 0;
}

void
image_state_take(struct image_maker *m, size_t step, const struct image_line *l,
    const struct image_command *c)
{
	const char *name = state_name(c);
	size_t i;

	if (c->shape == IMAGE_FUNCTION) {
		image_state_set(m, IMAGE_STATE_FUNCTION, c->name,
		    arena_strndup(m->a, l->text + c->at, c->end - c->at));
	} else if (strcmp(name, "umask") == 0)
		state_umask(m, c);
	else if (strcmp(name, "set") == 0)
		state_set(m, c);
	else if (strcmp(name, "shopt") == 0)
		state_shopt(m, c);
	else if (strcmp(name, "alias") == 0 || strcmp(name, "unalias") == 0)
		state_alias(m, c);
	else if (strcmp(name, "ulimit") == 0)
		state_ulimit(m, step, c);
	else if (strcmp(name, "source") == 0 || strcmp(name, ".") == 0)
		state_source(m, c);
	else if (strcmp(name, "unset") == 0)
		for (i = 2; i < c->n_words; i++)
			image_state_set(
			    m, IMAGE_STATE_FUNCTION, c->words[i].raw, NULL);
	else
		state_declare(m, l, c);
}

/* ---- what a line needs of it ------------------------------------------------------- */

static bool
state_part(char c)
{
	return isalnum((unsigned char)c) || (c != '\0' && strchr("_.-", c)) ||
	       (unsigned char)c >= 0x80;
}

/* Whether the text has the name as a word. */
bool
image_names(const char *text, const char *name)
{
	size_t len = strlen(name);
	const char *s;

	for (s = text; len > 0 && (s = strstr(s, name)) != NULL; s++)
		if ((s == text || !state_part(s[-1])) && !state_part(s[len]))
			return true;
	return false;
}

/* Whether it uses a variable of which nothing is known, or calls a function
 * that an earlier step has written into a file. */
static bool
state_needs_source(const struct image_maker *m, const char *text)
{
	const char *s, *end;
	size_t i, len;

	for (s = text; (s = strchr(s, '$')) != NULL; s++) {
		const char *name = s + 1 + (s[1] == '{');

		len = image_name_len(name);
		name = arena_strndup(m->a, name, len);
		if (len > 0 && image_vars_get(&m->env, name) == NULL &&
		    image_vars_get(&m->args, name) == NULL &&
		    image_state_get(m, IMAGE_STATE_VAR, name) == NULL &&
		    !image_var_own(name))
			return true;
	}
	for (s = text; *s != '\0'; s = end + (*end != '\0')) {
		end = s + strcspn(s, " \t\n;&|()");
		for (i = 0; end > s && i < m->step; i++) {
			const char *call =
			    arena_printf(m->a, "%.*s()", (int)(end - s), s);

			if (strstr(m->s->steps[i].shown, call) != NULL)
				return true;
		}
	}
	return false;
}

/* Whether the text has one of the characters; a line that goes on is one. */
static bool
state_has(const char *text, const char *need)
{
	const char *s;

	for (s = text; (s = strpbrk(s, need)) != NULL; s++)
		if (*s != '\n' || s == text || s[-1] != '\\')
			return true;
	return false;
}

static bool
state_needed(
    const struct image_maker *m, const struct image_state *st, const char *text)
{
	switch (st->kind) {
	case IMAGE_STATE_VAR:
		return strstr(text, arena_printf(m->a, "$%s", st->name)) ||
		       strstr(text, arena_printf(m->a, "${%s", st->name)) ||
		       strstr(text, arena_printf(m->a, "${#%s", st->name));
	case IMAGE_STATE_FUNCTION:
	case IMAGE_STATE_ALIAS:
		return image_names(text, st->name);
	case IMAGE_STATE_ALL:
		return st->need == NULL || state_has(text, st->need);
	case IMAGE_STATE_SOURCE:
		return state_needs_source(m, text);
	}
	return false;
}

void
image_state_before(
    struct image_maker *m, struct strbuf *out, const char *text, bool *bash)
{
	bool *on = xcalloc(m->n_states + 1, sizeof(*on)), more = true;
	bool alias = false;
	struct strbuf all = STRBUF_INIT;
	size_t i;

	strbuf_adds(&all, text);
	while (more)
		for (i = m->n_states, more = false; i-- > 0;)
			if (!on[i] && state_needed(m, &m->states[i], all.buf)) {
				on[i] = more = true;
				strbuf_addf(&all, "\n%s", m->states[i].text);
			}
	for (i = 0; i < m->n_states; i++) {
		const struct image_state *st = &m->states[i];
		/* A name means something else only from the next line on. */
		bool line = st->kind == IMAGE_STATE_ALIAS ||
			    text_starts(st->text, "shopt ");

		if (!on[i])
			continue;
		*bash |= st->bash || line;
		if (st->kind == IMAGE_STATE_ALIAS && !alias)
			strbuf_adds(out, "shopt -s expand_aliases\n");
		alias |= st->kind == IMAGE_STATE_ALIAS;
		strbuf_addf(out, "%s%s", st->text, line ? "\n" : " && ");
	}
	strbuf_release(&all);
	free(on);
}
