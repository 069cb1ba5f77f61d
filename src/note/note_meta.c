/* note_meta.c: front matter */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/yamldoc.h"
#include "note/note_int.h"

/* Whether the line is a fence: "---", or "..." at the end, spaces behind. */
static bool
meta_fence(const char *s, size_t len, bool end)
{
	len = text_chomp(s, len);
	while (len > 3 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	return len == 3 &&
	    (memcmp(s, "---", 3) == 0 || (end && memcmp(s, "...", 3) == 0));
}

static const char *
meta_nfc(struct arena *a, const char *s)
{
	char *nfc = utf8_nfc(s);
	const char *copy = arena_strdup(a, text_trim(nfc));

	free(nfc);
	return copy;
}

/* A list, or a single text that stands for a list of one. */
static void
meta_list(const char ***out, size_t *n, const struct yamldoc *v,
    struct arena *a)
{
	const struct yamldoc *one = v->kind == YAMLDOC_SCALAR ? v : v->first;
	size_t count = 0;

	for (; one != NULL; one = v->kind == YAMLDOC_SCALAR ? NULL : one->next)
		count++;
	*out = arena_alloc(a, (count + 1) * sizeof(**out));
	one = v->kind == YAMLDOC_SCALAR ? v : v->first;
	for (; one != NULL; one = v->kind == YAMLDOC_SCALAR ? NULL : one->next)
		if (one->kind == YAMLDOC_SCALAR && !text_blank(one->text))
			(*out)[(*n)++] = meta_nfc(a, one->text);
}

static bool
meta_true(const struct yamldoc *v)
{
	return v->kind == YAMLDOC_SCALAR &&
	    (text_ieq(v->text, "true") || text_ieq(v->text, "yes") ||
	    text_ieq(v->text, "on"));
}

/* One key; 0, or -1 when its value cannot be used. Unknown keys are fine. */
static int
meta_put(struct note_meta *m, const struct yamldoc *v, struct arena *a)
{
	bool scalar = v->kind == YAMLDOC_SCALAR;

	if (strcmp(v->key, "draft") == 0)
		m->draft = meta_true(v);
	else if (strcmp(v->key, "private") == 0)
		m->private = meta_true(v);
	else if (strcmp(v->key, "aliases") == 0 ||
	    strcmp(v->key, "alias") == 0)
		meta_list(&m->aliases, &m->n_aliases, v, a);
	else if (strcmp(v->key, "tags") == 0 || strcmp(v->key, "tag") == 0)
		meta_list(&m->tags, &m->n_tags, v, a);
	else if (strcmp(v->key, "title") == 0)
		m->title = scalar && !text_blank(v->text) ? meta_nfc(a, v->text)
							  : NULL;
	else if (strcmp(v->key, "description") == 0)
		m->description = scalar ? meta_nfc(a, v->text) : NULL;
	else if (strcmp(v->key, "lang") == 0)
		m->lang = scalar ? meta_nfc(a, v->text) : NULL;
	else if (strcmp(v->key, "date") == 0)
		return scalar ? date_parse(&m->date, v->text) : -1;
	return 0;
}

static void
meta_yaml(struct note_meta *out, const char *yaml, size_t len,
    struct note_build *b)
{
	struct yamldoc *doc, *v;
	struct err e = ERR_INIT;
	int line, col;

	if (yamldoc_parse(&doc, yaml, len, b->a, &line, &col, &e) == -1) {
		/* The message repeats the position within the YAML. */
		const char *what = strstr(e.msg, ": ");

		diag(b->d, DIAG_META, b->src->path, line + 1, col,
		    "the front matter is not YAML: %s; quote the text or "
		    "mend the line", what ? what + 2 : e.msg);
		return;
	}
	if (doc == NULL)
		return;
	if (doc->kind != YAMLDOC_MAPPING) {
		diag(b->d, DIAG_META, b->src->path, 2, 1,
		    "the front matter is not lines of `key: value`");
		return;
	}
	for (v = doc->first; v != NULL; v = v->next)
		if (meta_put(out, v, b->a) == -1)
			diag(b->d, DIAG_META, b->src->path, v->line + 1, v->col,
			    "'%s' is no date such as 2026-11-23",
			    v->kind == YAMLDOC_SCALAR ? v->text : v->key);
}

size_t
note_meta_parse(struct note_meta *out, const char *text, size_t len, int *lines,
    struct note_build *b)
{
	size_t at, bom = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	size_t first = text_line(text + bom, len - bom);
	int n = 1;

	*lines = 0;
	if (!meta_fence(text + bom, first, false))
		return bom;
	for (at = bom + first; at < len; n++) {
		size_t k = text_line(text + at, len - at);

		if (meta_fence(text + at, k, true)) {
			meta_yaml(out, text + bom + first, at - bom - first, b);
			*lines = n + 1;
			return at + k;
		}
		at += k;
	}
	return bom; /* never closed: a thematic break, then text */
}
