/* note_meta.c: front matter */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_prop.h"

#define DAY_LEN strlen("2026-11-23")

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

/* One more in a list that grows by doubling: when n is a power of two, the
 * array is full. */
static void
meta_push(const char ***v, size_t *n, const char *s, struct arena *a)
{
	if ((*n & (*n - 1)) == 0) {
		const char **old = *v;

		*v = arena_alloc(a, (*n > 0 ? 2 * *n : 1) * sizeof(**v));
		if (*n > 0)
			memcpy(*v, old, *n * sizeof(**v));
	}
	(*v)[(*n)++] = s;
}

/* Add a list, or a single text that stands for a list of one: `tag` and
 * `tags` are the same list, and so is a key that stands there twice. */
static void
meta_list(
    const char ***out, size_t *n, const struct yamldoc *v, struct arena *a)
{
	const struct yamldoc *one = v->kind == YAMLDOC_SCALAR ? v : v->first;

	for (; one != NULL; one = v->kind == YAMLDOC_SCALAR ? NULL : one->next)
		if (one->kind == YAMLDOC_SCALAR && !text_blank(one->text))
			meta_push(out, n, meta_nfc(a, one->text), a);
}

/* A flag that is set once stays so; NULL, or what is wrong with the value. */
static const char *
meta_flag(bool *flag, const struct yamldoc *v)
{
	static const char *const words[] = { "true", "yes", "on", "y", "1" };
	bool scalar = v->kind == YAMLDOC_SCALAR;
	size_t i;

	if (scalar && note_meta_false(v->text))
		return NULL;
	*flag = true;
	for (i = 0; scalar && i < sizeof(words) / sizeof(*words); i++)
		if (text_ieq(v->text, words[i]))
			return NULL;
	return "is read as true, to be safe; write true or false";
}

/* Obsidian's word for it: what is not to be published is private. */
static const char *
meta_publish(struct note_meta *m, const struct yamldoc *v)
{
	if (v->kind == YAMLDOC_SCALAR && *v->text != '\0' &&
	    note_meta_false(v->text))
		m->private = true;
	return NULL;
}

static const char *
meta_text(const char **out, const struct yamldoc *v, struct arena *a)
{
	if (v->kind != YAMLDOC_SCALAR)
		return "is to be plain text";
	*out = text_blank(v->text) ? NULL : meta_nfc(a, v->text);
	return NULL;
}

/* Tags may be one text, parted by commas or blanks, for to Obsidian a tag has
 * none; in a list, where Hugo's may, a blank is part of one. All may have their
 * "#". */
static const char *
meta_tags(struct note_meta *m, const struct yamldoc *v, struct arena *a)
{
	const char **texts = NULL;
	const char *ends = v->kind == YAMLDOC_SCALAR ? ", \t\r\n" : ",";
	size_t i, n = 0;
	char *copy, *next, *tag;

	if (v->kind == YAMLDOC_MAPPING)
		return "is to be a list, as in [one, two]";
	meta_list(&texts, &n, v, a);
	for (i = 0; i < n; i++) {
		copy = next = xstrdup(texts[i]);
		while ((tag = strsep(&next, ends)) != NULL) {
			tag = text_trim(tag);
			tag += *tag == '#';
			if (*tag != '\0')
				meta_push(&m->tags, &m->n_tags,
				    arena_strdup(a, tag), a);
		}
		free(copy);
	}
	return NULL;
}

/* One alias, and where it stands, for what is wrong with it is told there. The
 * fence is a line above the YAML. */
static void
meta_alias(struct note_meta *m, const char *name, const struct yamldoc *at,
    struct arena *a)
{
	size_t n = m->n_aliases;

	if (text_blank(name))
		return;
	if ((n & (n - 1)) == 0) { /* full, as in meta_push() */
		struct note_at *old = m->alias_at;

		m->alias_at =
		    arena_alloc(a, (n > 0 ? 2 * n : 1) * sizeof(*old));
		if (n > 0)
			memcpy(m->alias_at, old, n * sizeof(*old));
	}
	m->alias_at[n] = (struct note_at){ at->line + 1, at->col };
	meta_push(&m->aliases, &m->n_aliases, meta_nfc(a, name), a);
}

/* Aliases may be one text, parted by commas, as Obsidian has it; in a list a
 * comma is part of a name. */
static const char *
meta_aliases(struct note_meta *m, const struct yamldoc *v, struct arena *a)
{
	const struct yamldoc *one;
	char *next, *name;

	if (v->kind == YAMLDOC_MAPPING)
		return "is to be a list, as in [one, two]";
	if (v->kind == YAMLDOC_SCALAR) {
		next = arena_strdup(a, v->text);
		while ((name = strsep(&next, ",")) != NULL)
			meta_alias(m, name, v, a);
		return NULL;
	}
	for (one = v->first; one != NULL; one = one->next)
		if (one->kind == YAMLDOC_SCALAR)
			meta_alias(m, one->text, one, a);
	return NULL;
}

/*
 * An unknown key, which is fine. But one with a space around it that is none
 * to YAML, or all of `{private:true}`, says nothing but to the writer.
 */
static const char *
meta_odd(struct note_meta *m, const struct yamldoc *v, struct arena *a)
{
	const char *value = v->kind == YAMLDOC_SCALAR ? v->text : "";
	const char *line = arena_printf(
	    a, "%s:%.*s", v->key, (int)strcspn(value, "\r\n"), value);
	bool before = m->private || m->draft;

	note_meta_rescue(m, line, strlen(line));
	return before == (m->private || m->draft)
		   ? NULL
		   : "hides the note, to be safe; write it as `private: true`";
}

/*
 * The day alone: with a time behind it, as Hugo and Jekyll write it, with
 * slashes, or as a link to the note of that day, as Obsidian does; a list of
 * one is what YAML makes of [[2026-11-23]] without quotes.
 */
static const char *
meta_date(struct note_meta *m, const struct yamldoc *v, struct arena *a)
{
	char *day;
	const char *s, *rest = "";

	while (v->kind == YAMLDOC_SEQUENCE && v->first != NULL &&
	       v->first->next == NULL)
		v = v->first;
	if (v->kind == YAMLDOC_SCALAR && *v->text == '\0')
		return NULL;
	s = arena_strdup(a, v->kind == YAMLDOC_SCALAR ? v->text : "");
	if (text_starts(s, "[["))
		s = path_base(arena_strndup(a, s + 2, strcspn(s + 2, "|#]")));
	day = arena_strdup(a, s);
	day = text_trim(day);
	if (strlen(day) > DAY_LEN && strchr("Tt \t", day[DAY_LEN]) != NULL) {
		rest = day + DAY_LEN + 1;
		rest += strspn(rest, " \t");
		day[DAY_LEN] = '\0';
	}
	if (strlen(day) == DAY_LEN && day[4] == '/' && day[7] == '/')
		day[4] = day[7] = '-';
	if (date_parse(&m->date, day) == -1 ||
	    (*rest != '\0' && !isdigit((unsigned char)*rest))) {
		m->date = (struct date){ 0, 0, 0 };
		return "is no date such as 2026-11-23, and the note has none";
	}
	return NULL;
}

/* One key, whatever its case, as in Obsidian; NULL, or what is wrong with its
 * value. */
static const char *
meta_put(struct note_meta *m, const struct yamldoc *v, struct arena *a)
{
	if (text_ieq(v->key, "draft"))
		return meta_flag(&m->draft, v);
	if (text_ieq(v->key, "private"))
		return meta_flag(&m->private, v);
	if (text_ieq(v->key, "publish"))
		return meta_publish(m, v);
	if (text_ieq(v->key, "aliases") || text_ieq(v->key, "alias"))
		return meta_aliases(m, v, a);
	if (text_ieq(v->key, "tags") || text_ieq(v->key, "tag"))
		return meta_tags(m, v, a);
	if (text_ieq(v->key, "title"))
		return meta_text(&m->title, v, a);
	if (text_ieq(v->key, "description"))
		return meta_text(&m->description, v, a);
	if (text_ieq(v->key, "lang"))
		return meta_text(&m->lang, v, a);
	if (text_ieq(v->key, "date"))
		return meta_date(m, v, a);
	return meta_odd(m, v, a);
}

/* What other programs read in their own way is nothing to stop for. */
static enum diag_id
meta_level(const struct yamldoc *v)
{
	return text_ieq(v->key, "date") ? DIAG_META_DATE : DIAG_META;
}

static void
meta_yaml(
    struct note_meta *out, const char *yaml, size_t len, struct note_build *b)
{
	struct yamldoc *doc, *v;
	struct err e = ERR_INIT;
	int line, col;

	bool template = false;

	if (yamldoc_parse(&doc, yaml, len, b->a, &line, &col, &e) == -1)
		template = note_meta_template(&doc, yaml, len, b->a) == 0;
	if (e.code != ERR_NONE && !template) {
		/* The message repeats the position within the YAML. */
		const char *what = strstr(e.msg, ": ");

		diag(b->d, DIAG_META, b->src->path, line + 1, col,
		    "the front matter is not YAML: %s; quote the text or "
		    "mend the line",
		    what ? what + 2 : e.msg);
		note_meta_rescue(out, yaml, len);
		return;
	}
	if (doc == NULL)
		return;
	if (doc->kind != YAMLDOC_MAPPING) {
		diag(b->d, DIAG_META, b->src->path, 2, 1,
		    "the front matter is not lines of `key: value`");
		note_meta_rescue(out, yaml, len);
		return;
	}
	if (template) /* {{x}} may become anything */
		note_meta_rescue(out, yaml, len);
	note_prop_links(b, doc, yaml);
	for (v = doc->first; v != NULL; v = v->next) {
		const char *problem = meta_put(out, v, b->a);

		/* {{date}} in a template will be one. */
		if (problem != NULL && v->kind == YAMLDOC_SCALAR &&
		    strstr(v->text, "{{") != NULL)
			continue;
		if (problem != NULL)
			diag(b->d, meta_level(v), b->src->path, v->line + 1,
			    v->col, "%s: '%s' %s", v->key,
			    v->kind == YAMLDOC_SCALAR ? v->text : "…", problem);
	}
}

/* Whether the line begins as `key:` does. */
static bool
meta_is_key(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && (isalnum((unsigned char)s[n]) || s[n] == '_'))
		n++;
	return n > 0 && n < len && s[n] == ':' &&
	       (n + 1 == len || isspace((unsigned char)s[n + 1]));
}

/*
 * "---" and no second one is a thematic break, and what follows is text. But
 * lines such as `private: true` right below it were meant as front matter:
 * then it is said, and the note is not shown to the world.
 */
static void
meta_open(
    struct note_meta *out, const char *s, size_t len, struct note_build *b)
{
	size_t at, k;

	for (at = 0; at < len; at += k) {
		k = text_line_cr(s + at, len - at);
		if (text_chomp(s + at, k) == 0)
			break;
	}
	note_meta_rescue(out, s, at);
	if (out->private || out->draft || meta_is_key(s, at))
		diag(b->d, DIAG_META, b->src->path, 1, 1,
		    "the front matter has no end; write a line --- under it");
}

static bool
meta_blank(const char *s, size_t len)
{
	while (len > 0 && isspace((unsigned char)*s))
		s++, len--;
	return len == 0;
}

/* Above the first line there may be nothing, or it is no front matter to any
 * program: a note with blank lines there is text, of which the same holds. */
static void
meta_low(struct note_meta *out, const char *s, size_t len, struct note_build *b)
{
	size_t at = 0, k, end;
	int line = 1;

	for (; at < len; at += k, line++) {
		k = text_line_cr(s + at, len - at);
		if (!meta_blank(s + at, k))
			break;
	}
	if (line == 1 || at == len || !meta_fence(s + at, k, false))
		return;
	for (at = end = at + k; end < len; end += k) {
		k = text_line_cr(s + end, len - end);
		if (meta_fence(s + end, k, true) ||
		    (!meta_is_key(s + at, len - at) &&
			text_chomp(s + end, k) == 0))
			break;
	}
	note_meta_rescue(out, s + at, end - at);
	if (out->private || out->draft || meta_is_key(s + at, end - at))
		diag(b->d, DIAG_META, b->src->path, line, 1,
		    "front matter begins in the first line of a note, so this "
		    "is text; take away what is above it");
}

size_t
note_meta_parse(struct note_meta *out, const char *text, size_t len, int *lines,
    struct note_build *b)
{
	size_t at,
	    bom = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	size_t first = text_line_cr(text + bom, len - bom);
	int n = 1;

	*lines = 0;
	if (!meta_fence(text + bom, first, false)) {
		meta_low(out, text + bom, len - bom, b);
		return bom;
	}
	for (at = bom + first; at < len; n++) {
		size_t k = text_line_cr(text + at, len - at);

		if (meta_fence(text + at, k, true)) {
			meta_yaml(out, text + bom + first, at - bom - first, b);
			*lines = n + 1;
			return at + k;
		}
		at += k;
	}
	meta_open(out, text + bom + first, len - bom - first, b);
	return bom;
}
