/* image_file.c: files that a session wrote with a heredoc */
#include <string.h>

#include "base/text.h"
#include "image/image_int.h"

/* The text of a heredoc whose end is not quoted, its variables put in; false
 * when a shell is needed for it (POSIX.1-2017, 2.7.4). */
static bool
file_expand(struct strbuf *out, const char *s, size_t len,
    const struct image_vars *env, const struct image_vars *args,
    struct arena *a)
{
	size_t i, n;

	for (i = 0; i < len; i++) {
		bool brace = s[i] == '$' && i + 1 < len && s[i + 1] == '{';
		const char *name = s + i + 1 + brace, *value;

		if (s[i] == '`')
			return false;
		if (s[i] == '\\' && i + 1 < len && strchr("$`\\\n", s[i + 1])) {
			i++;
			if (s[i] != '\n')
				strbuf_addc(out, s[i]);
			continue;
		}
		if (s[i] != '$') {
			strbuf_addc(out, s[i]);
			continue;
		}
		n = image_name_len(name);
		if (n == 0 || (brace && name[n] != '}'))
			return false;
		name = arena_strndup(a, name, n);
		value = image_vars_get(env, name);
		if (value == NULL)
			value = image_vars_get(args, name);
		/* HOME and its like are not set in an image, only in it. */
		if (value == NULL)
			return false;
		strbuf_adds(out, value);
		i += n + (brace ? 2 : 0);
	}
	return true;
}

/* The lines without their first tabs, as <<- has them. */
static void
file_untab(struct strbuf *out, const char *s, size_t len)
{
	size_t i;
	bool first = true;

	for (i = 0; i < len; i++) {
		if (first && s[i] == '\t')
			continue;
		first = s[i] == '\n';
		strbuf_addc(out, s[i]);
	}
}

/* cat and tee, and nothing but where to: the redirection of it, or NULL. */
static const struct image_word *
file_target(const struct image_command *c, const struct image_redirect **doc)
{
	const struct image_word *to = NULL;
	const char *name;
	size_t i;

	*doc = NULL;
	if (c->n_sets > 0 || c->n_words == 0 || c->n_words > 2)
		return NULL;
	for (i = 0; i < c->n_redirects; i++) {
		const struct image_redirect *r = &c->redirects[i];

		if (r->body != NULL && *doc == NULL && r->fd <= 0)
			*doc = r;
		else if ((strcmp(r->op, ">") == 0 ||
			     strcmp(r->op, ">|") == 0) &&
			 to == NULL && (r->fd == -1 || r->fd == 1))
			to = &r->to;
		else
			return NULL;
	}
	name = c->words[0].raw;
	if (strcmp(name, "cat") == 0)
		return c->n_words == 1 || strcmp(c->words[1].raw, "-") == 0
			   ? to
			   : NULL;
	if (strcmp(name, "tee") != 0 || c->n_words != 2 ||
	    *c->words[1].raw == '-' ||
	    (to != NULL && strcmp(to->raw, "/dev/null") != 0))
		return NULL;
	return &c->words[1];
}

/* Where it goes, as COPY says it; false when COPY cannot. */
static bool
file_to(struct image_heredoc *out, const struct image_word *to,
    const char *path, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *base = strrchr(path, '/');

	out->path = path;
	out->name = base != NULL ? base + 1 : path;
	image_word_quote(&sb, to, 0);
	/* COPY splits its words at blanks, whatever quotes they have. */
	if (*sb.buf == '"') {
		strbuf_clear(&sb);
		image_json_quote(&sb, path, strlen(path));
		out->json = true;
	}
	out->to = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return !out->json || strpbrk(path, "$\\") == NULL;
}

bool
image_heredoc(struct image_heredoc *out, const struct image_command *c,
    const struct image_vars *env, const struct image_vars *args,
    struct arena *a)
{
	const struct image_redirect *doc;
	struct strbuf text = STRBUF_INIT, plain = STRBUF_INIT;
	const struct image_word *to = file_target(c, &doc);
	const char *path;
	bool good;

	*out = (struct image_heredoc){ .name = "" };
	if (to == NULL || doc == NULL)
		return false;
	path = image_word_value(to, 0, env, args, a);
	if (path == NULL || *path == '\0' || path[strlen(path) - 1] == '/' ||
	    text_starts(path, "/dev/") || !file_to(out, to, path, a))
		return false;
	if (doc->op[2] == '-')
		file_untab(&text, doc->body, doc->body_len);
	else
		strbuf_add(&text, doc->body, doc->body_len);
	good = doc->to.quoted ||
	       file_expand(&plain, text.buf, text.len, env, args, a);
	if (good) {
		const struct strbuf *is = doc->to.quoted ? &text : &plain;

		out->bytes = arena_strndup(a, is->buf, is->len);
		out->len = is->len;
	}
	strbuf_release(&text);
	strbuf_release(&plain);
	return good;
}
