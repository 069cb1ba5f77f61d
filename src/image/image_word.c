/* image_word.c: words of a shell in a Dockerfile, whose quotes are its own */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "image/image_int.h"

/*
 * ENV, ARG, WORKDIR and COPY put in variables by themselves, from ENV and ARG
 * alone, and know double quotes and the backslash (Dockerfile reference,
 * "Environment replacement"). RUN hands its text to a shell as it is.
 */

const char *
image_vars_get(const struct image_vars *vars, const char *name)
{
	size_t i;

	for (i = 0; i < vars->n; i++)
		if (strcmp(vars->v[i].name, name) == 0)
			return vars->v[i].value;
	return NULL;
}

void
image_vars_set(struct image_vars *vars, const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < vars->n; i++)
		if (strcmp(vars->v[i].name, name) == 0)
			break;
	if (i == vars->n && value == NULL)
		return;
	if (i == vars->n)
		*VEC_PUSH(vars->v, vars->n, vars->cap) =
		    (struct image_var){ name, value };
	else
		vars->v[i].value = value;
}

bool
image_var_own(const char *name)
{
	static const char *const names[] = { "HOME", "PWD", "OLDPWD", "SHLVL",
		"_", "HOSTNAME", "TERM", "SHELL", "USER", "LOGNAME", "LINES",
		"COLUMNS", "LS_COLORS", "container" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* The pieces of a word behind its first `from` bytes, which are all in the
 * first of them: "NAME=" of an assignment. */
static const char *
word_piece(const struct image_word *w, size_t i, size_t from)
{
	const char *s = w->pieces[i].text;

	return i == 0 && from > 0 ? s + from : s;
}

const char *
image_word_value(const struct image_word *w, size_t from,
    const struct image_vars *env, const struct image_vars *args,
    struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *value;
	size_t i;

	for (i = 0; i < w->n_pieces; i++) {
		const char *s = word_piece(w, i, from);

		if (w->pieces[i].kind == IMAGE_OTHER) {
			strbuf_release(&sb);
			return NULL;
		}
		if (w->pieces[i].kind == IMAGE_VAR) {
			value = image_vars_get(env, s);
			if (value == NULL)
				value = image_vars_get(args, s);
			if (value == NULL && image_var_own(s)) {
				strbuf_release(&sb);
				return NULL;
			}
			s = value != NULL ? value : "";
		}
		strbuf_adds(&sb, s);
	}
	value = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return value;
}

/* Whether it can stand without quotes. */
static bool
word_bare(const char *s)
{
	for (; *s != '\0'; s++)
		if (!isalnum((unsigned char)*s) &&
		    strchr("_./:,@%+=-", *s) == NULL &&
		    (unsigned char)*s < 0x80)
			return false;
	return true;
}

static void
word_escape(struct strbuf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (strchr("\"\\$", *s) != NULL)
			strbuf_addc(out, '\\');
		strbuf_addc(out, *s);
	}
}

void
image_word_quote(struct strbuf *out, const struct image_word *w, size_t from)
{
	bool bare = true;
	size_t i;

	for (i = 0; i < w->n_pieces; i++)
		bare &= w->pieces[i].kind == IMAGE_VAR ||
			word_bare(word_piece(w, i, from));
	if (!bare || w->n_pieces == 0 ||
	    (w->n_pieces == 1 && *word_piece(w, 0, from) == '\0'))
		strbuf_addc(out, '"');
	for (i = 0; i < w->n_pieces; i++) {
		const char *s = word_piece(w, i, from);
		const char *next =
		    i + 1 < w->n_pieces ? w->pieces[i + 1].text : "";

		if (w->pieces[i].kind != IMAGE_VAR)
			word_escape(out, s);
		else if (i + 1 < w->n_pieces &&
			 w->pieces[i + 1].kind == IMAGE_TEXT &&
			 (isalnum((unsigned char)*next) || *next == '_'))
			strbuf_addf(out, "${%s}", s);
		else
			strbuf_addf(out, "$%s", s);
	}
	if (!bare || w->n_pieces == 0 ||
	    (w->n_pieces == 1 && *word_piece(w, 0, from) == '\0'))
		strbuf_addc(out, '"');
}

void
image_text_quote(struct strbuf *out, const char *s)
{
	const struct image_piece piece = { IMAGE_TEXT, s };
	const struct image_word w = {
		.raw = s, .pieces = &piece, .n_pieces = 1
	};

	image_word_quote(out, &w, 0);
}

void
image_json_quote(struct strbuf *out, const char *s, size_t len)
{
	size_t i;

	strbuf_addc(out, '"');
	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			strbuf_addf(out, "\\%c", c);
		else if (c == '\n')
			strbuf_adds(out, "\\n");
		else if (c == '\t')
			strbuf_adds(out, "\\t");
		else if (c < 0x20 || c == 0x7f)
			strbuf_addf(out, "\\u%04x", c);
		else
			strbuf_addc(out, (char)c);
	}
	strbuf_addc(out, '"');
}
