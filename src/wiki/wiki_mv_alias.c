/* wiki_mv_alias.c: aliases in front matter changed, whose other bytes stay */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/yamldoc.h"
#include "note/note_meta_yaml.h"
#include "wiki/wiki_mv_int.h"

/* The front matter of a text: offsets of its lines between the fences. */
struct head {
	const char *text;
	size_t from, to; /* from == to == 0: there is none */
	size_t bom;
	const char *nl; /* how its lines end */
};

static void
head_find(struct head *h, const struct note_src *src)
{
	const char *s = src->text;
	size_t at, k, n, len = src->len;

	*h = (struct head){ .text = s, .nl = "\n" };
	h->bom = len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	k = text_line_cr(s + h->bom, len - h->bom);
	if (k > 1 && s[h->bom + k - 2] == '\r' && s[h->bom + k - 1] == '\n')
		h->nl = "\r\n";
	else if (k > 0 && s[h->bom + k - 1] == '\r')
		h->nl = "\r";
	n = text_chomp(s + h->bom, k);
	if (n < 3 || strncmp(s + h->bom, "---", 3) != 0 ||
	    strspn(s + h->bom + 3, " \t") < n - 3)
		return;
	for (at = h->bom + k; at < len; at += k) {
		k = text_line_cr(s + at, len - at);
		n = text_chomp(s + at, k);
		if (n >= 3 &&
		    (memcmp(s + at, "---", 3) == 0 ||
			memcmp(s + at, "...", 3) == 0) &&
		    strspn(s + at + 3, " \t") >= n - 3) {
			h->from =
			    h->bom + text_line_cr(s + h->bom, len - h->bom);
			h->to = at;
			return;
		}
	}
}

/* In double quotes, as YAML has it. */
static void
quote(struct strbuf *out, const char *s)
{
	strbuf_addc(out, '"');
	yamldoc_escape(out, s, '"');
	strbuf_addc(out, '"');
}

/* "one", "two" */
static void
quote_all(struct strbuf *out, const char *const *names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		strbuf_adds(out, i > 0 ? ", " : "");
		quote(out, names[i]);
	}
}

/* The line of the key, which may be in quotation marks, and where its value
 * begins; 0 when there is none. */
static size_t
head_key(const struct head *h, size_t *value)
{
	static const char *const keys[] = { "aliases", "alias" };
	size_t at, i, k, n, quote;
	const char *s;

	for (at = h->from; at < h->to; at += k) {
		k = text_line_cr(h->text + at, h->to - at);
		s = h->text + at;
		quote = *s == '"' || *s == '\'';
		for (i = 0; i < 2; i++) {
			n = strlen(keys[i]);
			if (k <= n + 2 * quote ||
			    strncasecmp(s + quote, keys[i], n) != 0 ||
			    (quote && s[quote + n] != *s))
				continue;
			n += 2 * quote;
			*value = at + n + strspn(s + n, " \t");
			if (h->text[*value] == ':') {
				++*value;
				return at;
			}
		}
	}
	return 0;
}

/* `aliases:` with items below it: one more line before the first. With none, a
 * list in brackets behind it. */
static void
edit_items(struct mv_edit *out, struct strbuf *sb, const struct head *h,
    size_t value, const char *const *names, size_t n)
{
	size_t next = value + text_line_cr(h->text + value, h->to - value);
	size_t dent = strspn(h->text + next, " \t"), i;

	if (next >= h->to || h->text[next + dent] != '-') {
		strbuf_adds(sb, " [");
		quote_all(sb, names, n);
		strbuf_addc(sb, ']');
		out->at = value;
		return;
	}
	for (i = 0; i < n; i++) {
		strbuf_addf(sb, "%.*s- ", (int)dent, h->text + next);
		quote(sb, names[i]);
		strbuf_adds(sb, h->nl);
	}
	out->at = next;
}

/* One text as items of a list: its names are parted by commas, unless it is
 * quoted, for then their marks would be parted, too. */
static void
edit_split(struct strbuf *sb, const struct head *h, size_t at, size_t end)
{
	bool quoted = h->text[at] == '"' || h->text[at] == '\'';
	size_t k;

	for (; at < end; at += k + 1) {
		const char *comma = memchr(h->text + at, ',', end - at);

		k = quoted || comma == NULL ? end - at
					    : (size_t)(comma - h->text) - at;
		while (k > 0 && strchr(" \t", h->text[at]) != NULL)
			at++, k--;
		if (k > 0)
			strbuf_addf(
			    sb, "%s  - %.*s", h->nl, (int)k, h->text + at);
	}
}

/* The value is on the line: a list in brackets gets more in front; one text
 * becomes the first of a list of items. */
static void
edit_value(struct mv_edit *out, struct strbuf *sb, const struct head *h,
    size_t value, const char *const *names, size_t n)
{
	size_t at = value + strspn(h->text + value, " \t"), end, i;

	if (h->text[at] == '[') {
		at++;
		quote_all(sb, names, n);
		if (h->text[at + strspn(h->text + at, " \t\r\n")] != ']')
			strbuf_adds(sb, ", ");
		out->at = at;
		return;
	}
	end = value + text_chomp(h->text + value,
			  text_line_cr(h->text + value, h->to - value));
	edit_split(sb, h, at, end);
	for (i = 0; i < n; i++) {
		strbuf_addf(sb, "%s  - ", h->nl);
		quote(sb, names[i]);
	}
	out->at = value;
	out->len = end - value;
}

static void
edit_make(struct mv_edit *out, struct strbuf *sb, const struct head *h,
    const char *const *names, size_t n)
{
	size_t value, at;

	*out = (struct mv_edit){ 0, 0, "" };
	if (h->from > 0 && head_key(h, &value) > 0) {
		at = value + strspn(h->text + value, " \t");
		if (h->text[at] == '\n' || h->text[at] == '\r')
			edit_items(out, sb, h, value, names, n);
		else
			edit_value(out, sb, h, value, names, n);
		return;
	}
	out->at = h->from > 0 ? h->to : h->bom;
	if (h->from == 0)
		strbuf_addf(sb, "---%s", h->nl);
	strbuf_adds(sb, "aliases: [");
	quote_all(sb, names, n);
	strbuf_addf(sb, "]%s", h->nl);
	if (h->from == 0)
		strbuf_addf(sb, "---%s%s", h->nl, h->nl);
}

static bool
meta_has(const struct note_meta *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->n_aliases; i++)
		if (strcmp(m->aliases[i], name) == 0)
			return true;
	return false;
}

static bool
meta_text_same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether it says what it said, and has the new aliases beside the old, of
 * which one (not NULL) may be gone. */
static bool
meta_good(const struct note_meta *old, const struct note_meta *new,
    const char *const *names, size_t n, const char *gone)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!meta_has(new, names[i]))
			return false;
	for (i = 0; i < old->n_aliases; i++)
		if ((gone == NULL || strcmp(old->aliases[i], gone) != 0) &&
		    !meta_has(new, old->aliases[i]))
			return false;
	return new->n_aliases + (gone != NULL) ==
		   old->n_aliases + n &&new->n_tags ==
		   old->n_tags &&new->draft == old->draft &&new->private ==
		   old->private &&date_cmp(new->date, old->date) == 0 &&
	       meta_text_same(new->title, old->title) &&
	       meta_text_same(new->lang, old->lang) &&
	       meta_text_same(new->description, old->description);
}

/* Whether the edit does what it is to. */
static bool
edit_good(struct wiki *w, const struct note_src *src,
    const struct mv_edit *edit, const char *const *names, size_t n,
    const char *gone)
{
	struct note_meta old, new;
	const char *text;
	size_t len;

	text = mv_apply(w, src, edit, 1, &len);
	note_meta_read(&old, src->text, src->len, w->arena);
	note_meta_read(&new, text, len, w->arena);
	return meta_good(&old, &new, names, n, gone);
}

/* ---- an alias that is the note's own name ----------------------------------- */

/* The offset of a line of the front matter. */
static size_t
own_line(const struct head *h, int line)
{
	size_t at = h->from;

	for (; line > 1 && at < h->to; line--)
		at += text_line_cr(h->text + at, h->to - at);
	return at;
}

/* Whether the values of this key are aliases. */
static bool
is_key(const struct yamldoc *v)
{
	return text_ieq(v->key, "aliases") || text_ieq(v->key, "alias");
}

/* The item of the aliases that says the name, in whatever case or form; *list
 * is what it is in, itself when it is the only text and no list. */
static const struct yamldoc *
own_find(
    const struct yamldoc *doc, const char *name, const struct yamldoc **list)
{
	char *want = utf8_fold(name);
	const struct yamldoc *v, *one, *found = NULL;

	for (v = doc->first; v != NULL && found == NULL; v = v->next) {
		if (v->kind == YAMLDOC_MAPPING || !is_key(v))
			continue;
		*list = v;
		one = v->kind == YAMLDOC_SCALAR ? v : v->first;
		for (; one != NULL && found == NULL;
		     one = one == v ? NULL : one->next) {
			char *is = one->kind == YAMLDOC_SCALAR
				       ? utf8_fold(one->text)
				       : NULL;

			if (is != NULL && strcmp(is, want) == 0)
				found = one;
			free(is);
		}
	}
	free(want);
	return found;
}

/* Other names in the place of one of a list. */
static void
own_replace(struct strbuf *sb, const struct head *h, size_t at, bool flow,
    const char *const *names, size_t n)
{
	size_t from = at, i;

	if (flow) {
		quote_all(sb, names, n);
		return;
	}
	while (from > h->from && strchr("\r\n", h->text[from - 1]) == NULL)
		from--;
	for (i = 0; i < n; i++) {
		if (i > 0)
			strbuf_addf(sb, "%s%.*s", h->nl, (int)(at - from),
			    h->text + from);
		quote(sb, names[i]);
	}
}

/* The whole of one item of a list, which has others; with the comma that parts
 * it from them, or with its line. */
static void
own_widen(struct mv_edit *out, const struct head *h, bool flow)
{
	const char *s = h->text;
	size_t end = out->at + out->len;

	if (!flow) {
		while (
		    out->at > h->from && strchr("\r\n", s[out->at - 1]) == NULL)
			out->at--;
		out->len = text_line_cr(s + out->at, h->to - out->at);
		return;
	}
	end += strspn(s + end, " \t");
	if (s[end] == ',') {
		end++;
		end += strspn(s + end, " \t");
	} else {
		end = out->at + out->len;
		while (out->at > h->from && strchr(" \t", s[out->at - 1]))
			out->at--;
		out->at -= s[out->at - 1] == ',';
	}
	out->len = end - out->at;
}

/* All of the list that has nothing else in it; front matter that a rename has
 * made for it goes with it. */
static void
own_alone(struct mv_edit *out, const struct head *h, const struct yamldoc *list)
{
	const char *s = h->text;
	size_t end = out->at + out->len, k;

	end += text_line_cr(s + end, h->to - end);
	out->at = own_line(h, list->line);
	if (out->at == h->from && end == h->to) {
		k = text_line_cr(s + end, strlen(s + end));
		if (s[end + k] == '\n' || s[end + k] == '\r') {
			out->at = h->bom;
			end +=
			    k + text_line_cr(s + end + k, strlen(s + end + k));
		}
	}
	out->len = end - out->at;
}

/* Whether what an edit takes away besides the item has a comment in it. */
static bool
own_comment(const struct mv_edit *edit, const struct head *h,
    const struct yamldoc *item)
{
	size_t from = h->from + item->from, to = h->from + item->to;
	size_t end = edit->at + edit->len;

	return memchr(h->text + edit->at, '#', from - edit->at) != NULL ||
	       memchr(h->text + to, '#', end - to) != NULL;
}

/* The edit that puts the names in the place of the alias that is `own`, or
 * takes that away when there are none; false if there is no such alias, or it
 * is written in a way in which that cannot be done. */
static bool
own_edit(struct wiki *w, const struct note_src *src, const struct head *h,
    const char *own, const char *const *names, size_t n, struct mv_edit *out)
{
	const struct yamldoc *item = NULL, *list = NULL;
	struct strbuf sb = STRBUF_INIT;
	struct yamldoc *doc;
	bool flow;

	if (h->from == 0 ||
	    note_meta_yaml(
		&doc, h->text + h->from, h->to - h->from, w->arena) == -1 ||
	    doc == NULL || doc->kind != YAMLDOC_MAPPING ||
	    (item = own_find(doc, own, &list)) == NULL)
		return false;
	flow = h->text[h->from + list->from] == '[';
	out->at = h->from + item->from;
	out->len = item->to - item->from;
	if (n > 0 && item == list) {
		strbuf_addc(&sb, '[');
		quote_all(&sb, names, n);
		strbuf_addc(&sb, ']');
	} else if (n > 0)
		own_replace(&sb, h, out->at, flow, names, n);
	else if (item == list || list->first->next == NULL)
		own_alone(out, h, list);
	else
		own_widen(out, h, flow);
	out->text = arena_strndup(w->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return !own_comment(out, h, item) &&
	       edit_good(w, src, out, names, n, item->text);
}

/* Whether there are aliases whose key is written in a way that head_key() does
 * not see: one more line would be the same key once more. */
static bool
head_hides(struct wiki *w, const struct head *h)
{
	const struct yamldoc *v;
	struct yamldoc *doc;
	size_t value;

	if (h->from == 0 || head_key(h, &value) > 0 ||
	    note_meta_yaml(
		&doc, h->text + h->from, h->to - h->from, w->arena) == -1 ||
	    doc == NULL)
		return false;
	for (v = doc->first; v != NULL; v = v->next)
		if (v->key != NULL && is_key(v))
			return true;
	return false;
}

int
mv_alias_edit(struct wiki *w, const struct note_src *src, const char *own,
    const char *const *names, size_t n, struct mv_edit *out, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct head h;

	head_find(&h, src);
	if (own_edit(w, src, &h, own, names, n, out))
		return 1;
	if (n == 0)
		return 0;
	edit_make(out, &sb, &h, names, n);
	out->text = arena_strndup(w->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	if (!head_hides(w, &h) && edit_good(w, src, out, names, n, NULL))
		return 1;
	return err_code(e, ERR_CONFLICT,
	    "%s: an alias cannot be added to its front matter without changing "
	    "what it says; mend it by hand, or give --no-redirect",
	    src->path);
}
