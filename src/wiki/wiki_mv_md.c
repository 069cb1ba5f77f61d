/* wiki_mv_md.c: [text](target), [label]: target and href="target" in the source
 *
 * Theory of operation. The parser tells which links a note has, but not where
 * in the source a target stands: a definition is somewhere else, and columns
 * are those of the text. So each place that looks like a target is taken as a
 * candidate, whatever it stands in, if it says what one of the links says.
 * Then the note is parsed with another name in the place of each candidate:
 * those whose name a link has then are what they looked like. The others, in
 * code, in a comment, in a title, stay as they are. With the targets that are
 * meant in place of the names, its HTML has to be what it was, and no other
 * link may lead elsewhere.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_entity.h"
#include "wiki/wiki_mv_int.h"

#define TARGET_MAX 2000 /* bytes; no file has a longer path below notes/ */
/* The name of a candidate; as a target it looks like one of a note, and means
 * nothing to Markdown or HTML. */
#define MD_NAME "halfhour-mv-"
#define MD_BARE "-_.~/!$*+,;@" /* without quotation marks, in an attribute */
#define MD_PLAIN MD_BARE "="

struct md {
	struct mv *m;
	size_t note;
	size_t from, to;   /* its links in m->links, which stand together */
	bool any;          /* one of them at least is by path */
	struct mv_edit *v; /* the candidates */
	size_t n, cap;
};

/* What becomes of the links by path, or of those in raw HTML, that say
 * `target`; NULL: none does. */
static const struct mv_link *
md_new(const struct md *d, const char *target, bool raw)
{
	const struct note *n = &d->m->w->notes[d->note];
	size_t i;

	for (i = d->from; i < d->to; i++) {
		const struct mv_link *l = &d->m->links[i];
		const struct note_link *link = &n->links[l->link];

		if (note_link_by_path(link) &&
		    raw == (link->attr != NOTE_ATTR_NONE) &&
		    strcmp(link->target, target) == 0)
			return l;
	}
	return NULL;
}

/* What a link of the note has to say; NULL: what it says. */
static const char *
md_want(const struct md *d, const struct note_link *l)
{
	const struct mv_link *new;

	if (!note_link_by_path(l))
		return NULL;
	new = md_new(d, l->target, l->attr != NOTE_ATTR_NONE);
	return new != NULL ? new->target : NULL;
}

/* What CommonMark and we read in a target: "\(" and "&eacute;", then "%20". */
static char *
md_decode(const char *s, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	char *target;
	size_t i, n;

	for (i = 0; i < len; i += n) {
		if ((n = note_entity_text(&sb, s + i, len - i)) > 0)
			continue;
		n = 1;
		if (s[i] == '\\' && i + 1 < len &&
		    ispunct((unsigned char)s[i + 1]))
			n = 2;
		strbuf_addc(&sb, s[i + n - 1]);
	}
	target = mv_percent(sb.buf, sb.len);
	strbuf_release(&sb);
	return target;
}

/*
 * A path as it is written here, where these characters stay; letters of other
 * scripts are percent-encoded if those of the old were.
 */
static const char *
md_encode(struct wiki *w, const char *path, size_t len, const char *old,
    size_t old_len, const char *plain)
{
	struct strbuf sb = STRBUF_INIT;
	bool ascii = memchr(old, '%', old_len) != NULL;
	const char *out;
	size_t i;

	for (i = 0; i < old_len; i++)
		ascii = ascii && (unsigned char)old[i] < 0x80;
	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)path[i];
		bool keep = c >= 0x80 ? !ascii : isalnum(c) || strchr(plain, c);

		if (keep)
			strbuf_addc(&sb, path[i]);
		else
			strbuf_addf(&sb, "%%%02X", c);
	}
	out = arena_strndup(w->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return out;
}

/* The n bytes at `at` become the new target; its query stays as it is. */
static void
md_add(struct md *d, const struct mv_link *new, size_t at, size_t n,
    const char *plain)
{
	const char *s = d->m->w->srcs[d->note].text + at, *mark = NULL;

	if (new->target[new->path] != '\0')
		mark = memchr(s, '?', n);
	if (mark != NULL)
		n = (size_t)(mark - s);
	*VEC_PUSH(d->v, d->n, d->cap) = (struct mv_edit){ at, n,
		md_encode(d->m->w, new->target, new->path, s, n, plain) };
}

/* The n bytes at `at` are a candidate if they say what a link says. */
static bool
md_try(struct md *d, size_t at, size_t n, bool angle)
{
	const struct mv_link *new;
	char *target = md_decode(d->m->w->srcs[d->note].text + at, n);

	new = md_new(d, target, false);
	free(target);
	if (new != NULL)
		md_add(d, new, at, n, angle ? MD_PLAIN "' ()" : MD_PLAIN "'");
	return new != NULL;
}

/* How many bytes a target may have that begins at s, up to its "#": that of
 * "&#233;" is none. */
static size_t
md_longest(const char *s, bool angle)
{
	const char *end = angle ? ">\r\n#" : " \t\r\n#";
	size_t n = strcspn(s, end);

	while (s[n] == '#' && n > 0 && s[n - 1] == '&')
		n += 1 + strcspn(s + n + 1, end);
	return n;
}

/*
 * A target may begin at `at`. Which of its parentheses ends it is not counted:
 * the longest that says what a link says is it.
 */
static void
md_candidate(struct md *d, size_t at)
{
	const char *s = d->m->w->srcs[d->note].text;
	bool angle = s[at] == '<';
	size_t n;

	at += angle;
	n = md_longest(s + at, angle);
	if (n > TARGET_MAX)
		return;
	for (; n > 0; n--)
		if ((angle || s[at + n] == '\0' ||
			strchr(") \t\r\n#", s[at + n])) &&
		    (md_try(d, at, n, angle) || angle))
			return;
}

/* The value behind the "=" at `at`, if it is an address in raw HTML. */
static void
md_raw_candidate(struct md *d, size_t at)
{
	const char *s = d->m->w->srcs[d->note].text;
	const struct mv_link *new;
	bool quoted;
	size_t n;
	char *target = mv_raw_value(s, &at, &n, &quoted);

	if (target == NULL)
		return;
	new = md_new(d, target, true);
	if (new != NULL)
		md_add(d, new, at, n,
		    !quoted                  ? MD_BARE "()"
		    : memchr(s + at, ' ', n) ? MD_PLAIN " ()"
					     : MD_PLAIN "()");
	free(target);
}

/* "](" and "]:", then white space, then a target; and "=" of an attribute. */
static void
md_candidates(struct md *d)
{
	const struct note_src *src = &d->m->w->srcs[d->note];
	const char *s = src->text, *at = s, *end = s + src->len;

	while ((at = memchr(at, '=', (size_t)(end - at))) != NULL)
		md_raw_candidate(d, (size_t)(at++ - s));
	at = s;
	while ((at = memchr(at, ']', (size_t)(end - at))) != NULL) {
		at++;
		if (*at != '(' && *at != ':')
			continue;
		md_candidate(
		    d, (size_t)(at - s) + 1 + strspn(at + 1, " \t\r\n"));
	}
}

/* ---- which of them are links ----------------------------------------------- */

/* Whether the new text differs from the old one only in that all links of ours
 * say what they have to. */
static bool
md_good(const struct md *d, const struct note *new)
{
	const struct note *old = &d->m->w->notes[d->note];
	size_t i;

	if (new->failed || new->n_links != old->n_links ||
	    new->html_len != old->html_len ||
	    memcmp(new->html, old->html, old->html_len) != 0)
		return false;
	for (i = 0; i < old->n_links; i++) {
		const char *want = md_want(d, &old->links[i]);

		if (want == NULL)
			want = old->links[i].target;
		if (strcmp(want, new->links[i].target) != 0)
			return false;
	}
	return true;
}

/* The note with these edits. */
static struct note_src
md_src(const struct md *d, const struct mv_edit *edits)
{
	struct wiki *w = d->m->w;
	struct note_src src = w->srcs[d->note];

	src.text = mv_apply(w, &w->srcs[d->note], edits, d->n, &src.len);
	return src;
}

/* The note with a name of its own in the place of each candidate. */
static struct note_src
md_src_named(const struct md *d)
{
	struct arena *a = d->m->w->arena;
	struct mv_edit *v = arena_alloc(a, d->n * sizeof(*v));
	size_t i;

	for (i = 0; i < d->n; i++) {
		v[i] = d->v[i];
		v[i].text = arena_printf(a, MD_NAME "%zu.md", i);
	}
	return md_src(d, v);
}

static int
md_parse(struct mv *m, struct note *out, const struct note_src *srcs, size_t n,
    struct err *e)
{
	struct note_opts opts = { .unsafe = m->w->conf.html_trusted };

	return n == 0 ? 0
		      : note_pool_parse(
			    out, srcs, n, 2, &opts, m->w->arena, NULL, e);
}

/* Keep only the candidates whose name a link of ours has. One alone needs no
 * name: if it is none, what comes of it is not good. */
static void
md_sieve(struct md *d, const struct note *named)
{
	const struct note *old = &d->m->w->notes[d->note];
	bool *is = xcalloc(d->n, sizeof(*is));
	size_t i, k, kept = 0;

	for (i = 0; i < named->n_links && named->n_links == old->n_links; i++) {
		const char *target = named->links[i].target;

		if (md_want(d, &old->links[i]) == NULL ||
		    !text_starts(target, MD_NAME))
			continue;
		k = strtoul(target + strlen(MD_NAME), NULL, 10);
		if (k < d->n)
			is[k] = true;
	}
	for (i = 0; i < d->n; i++)
		if (is[i])
			d->v[kept++] = d->v[i];
	d->n = kept;
	free(is);
}

/* Refuse, and name the first link that does not say in `kept`, which is what
 * comes of all that can be changed, what it has to; NULL: nothing can be. */
static int
md_lost(const struct md *d, const struct note *kept, struct err *e)
{
	const struct note *n = &d->m->w->notes[d->note];
	const struct note_link *lost = NULL;
	size_t i;

	for (i = 0; i < n->n_links && lost == NULL; i++) {
		const struct note_link *l = &n->links[i];
		const char *want = md_want(d, l);

		if (want != NULL &&
		    (kept == NULL || i >= kept->n_links ||
			strcmp(kept->links[i].target, want) != 0))
			lost = l;
	}
	if (lost == NULL)
		return err_code(e, ERR_CONFLICT,
		    "%s says something else with its links rewritten; nothing "
		    "is changed",
		    n->path);
	return err_code(e, ERR_CONFLICT,
	    "%s:%d:%d: the target %s is not found in the file as it was read; "
	    "nothing is changed: write it in another way first",
	    n->path, lost->line, lost->col, lost->target);
}

/* The edits of one note, of which `all` is what comes. */
static int
md_take(struct md *d, const struct note *all, struct err *e)
{
	size_t i;

	if (!md_good(d, all))
		return md_lost(d, all, e);
	for (i = 0; i < d->n; i++)
		mv_edit_add(mv_note_of(d->m, d->note), d->v[i].at, d->v[i].len,
		    d->v[i].text);
	return 0;
}

/* Sieve the candidates of n notes. All at once: to start a process for each
 * note is what takes long. */
static int
md_sieve_all(struct mv *m, struct md *v, size_t n, struct err *e)
{
	struct arena *a = m->w->arena;
	struct note_src *srcs = arena_alloc(a, (n + 1) * sizeof(*srcs));
	struct note *named = arena_alloc(a, (n + 1) * sizeof(*named));
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		if (v[i].n > 1)
			srcs[k++] = md_src_named(&v[i]);
	if (md_parse(m, named, srcs, k, e) == -1)
		return -1;
	for (i = k = 0; i < n; i++)
		if (v[i].n > 1)
			md_sieve(&v[i], &named[k++]);
	return 0;
}

/* The links by path of the note that m->links[first] stands in. */
static struct md
md_begin(struct mv *m, size_t first)
{
	struct md d = {
		.m = m, .note = m->links[first].note, .from = first, .to = first
	};

	while (d.to < m->n_links && m->links[d.to].note == d.note) {
		const struct note_link *link =
		    &m->w->notes[d.note].links[m->links[d.to++].link];

		d.any |= note_link_by_path(link);
	}
	return d;
}

int
mv_md_edits(struct mv *m, struct err *e)
{
	struct arena *a = m->w->arena;
	struct md *v = arena_alloc(a, (m->n_links + 1) * sizeof(*v));
	struct note_src *srcs =
	    arena_alloc(a, (m->n_links + 1) * sizeof(*srcs));
	struct note *all = arena_alloc(a, (m->n_links + 1) * sizeof(*all));
	size_t i, n = 0;
	int rc;

	for (i = 0; i < m->n_links; i = v[n].to, n += v[n].any) {
		v[n] = md_begin(m, i);
		if (v[n].any)
			md_candidates(&v[n]);
	}
	rc = md_sieve_all(m, v, n, e);
	for (i = 0; i < n && rc == 0; i++) {
		srcs[i] = md_src(&v[i], v[i].v);
		if (v[i].n == 0)
			rc = md_lost(&v[i], NULL, e);
	}
	if (rc == 0)
		rc = md_parse(m, all, srcs, n, e);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = md_take(&v[i], &all[i], e);
		free(v[i].v);
	}
	return rc;
}
