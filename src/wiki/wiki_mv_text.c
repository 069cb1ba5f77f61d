/* wiki_mv_text.c: where a wiki link stands in the source, and the text with
 * edits */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "base/yamldoc.h"
#include "note/note_entity.h"
#include "wiki/wiki_mv_int.h"

struct mv_note *
mv_note_of(struct mv *m, size_t note)
{
	size_t i;
	struct mv_note *n;

	/* Links come note by note, so it is the last one most often. */
	for (i = m->n_notes; i > 0; i--)
		if (m->notes[i - 1].note == note)
			return &m->notes[i - 1];
	n = VEC_PUSH(m->notes, m->n_notes, m->cap_notes);
	*n = (struct mv_note){ .note = note };
	return n;
}

void
mv_edit_add(struct mv_note *n, size_t at, size_t len, const char *text)
{
	*VEC_PUSH(n->edits, n->n, n->cap) = (struct mv_edit){ at, len, text };
}

static int
edit_cmp(const void *pa, const void *pb)
{
	const struct mv_edit *a = pa, *b = pb;

	return (a->at > b->at) - (a->at < b->at);
}

const char *
mv_apply(struct wiki *w, const struct note_src *src,
    const struct mv_edit *edits, size_t n, size_t *len)
{
	struct mv_edit *v = xcalloc(n + 1, sizeof(*v));
	struct strbuf sb = STRBUF_INIT;
	const char *out;
	size_t i, at = 0;

	if (n > 0)
		memcpy(v, edits, n * sizeof(*v));
	if (n > 1)
		qsort(v, n, sizeof(*v), edit_cmp);
	for (i = 0; i < n; i++) {
		if (v[i].at < at) /* two of one place are one */
			continue;
		strbuf_add(&sb, src->text + at, v[i].at - at);
		strbuf_adds(&sb, v[i].text);
		at = v[i].at + v[i].len;
	}
	strbuf_add(&sb, src->text + at, src->len - at);
	*len = sb.len;
	out = arena_copy(w->arena, sb.buf, sb.len + 1, 1);
	strbuf_release(&sb);
	free(v);
	return out;
}

/* The offset of a place that the parser told; the end if there is none. */
static size_t
text_offset(const struct note_src *src, int line, int col)
{
	const char *s = src->text;
	size_t at = 0, len = src->len;

	/* The parser counts behind a byte order mark. */
	if (line == 1 && len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	for (; line > 1 && at < len; at++)
		if (s[at] == '\n' ||
		    (s[at] == '\r' && (at + 1 == len || s[at + 1] != '\n')))
			line--;
	if (line > 1 || col < 1 || (size_t)col > len - at)
		return len;
	return at + (size_t)col - 1;
}

/* Whether the link is part of a heading, which others may lead to. */
static bool
in_heading(const struct note *n, const struct note_link *link)
{
	size_t i;

	for (i = 0; i < n->n_headings; i++)
		if (n->headings[i].line == link->line)
			return true;
	return false;
}

/* A heading goes on saying what it says: the link that shows its target, the
 * end of which is at s, gets that as its text. */
static void
keep_text(struct mv *m, const struct mv_link *l, const char *s)
{
	const struct note *n = &m->w->notes[l->note];
	const struct note_link *link = &n->links[l->link];
	size_t rest = strcspn(s, "|]\n");

	if (link->kind == NOTE_LINK_WIKI && s[rest] == ']' &&
	    in_heading(n, link))
		mv_edit_add(mv_note_of(m, l->note),
		    (size_t)(s - m->w->srcs[l->note].text) + rest, 0,
		    arena_printf(m->w->arena, "|%s", link->text));
}

/* The quotation marks of YAML in which `at` stands; 0 for none. One that goes
 * over the end of a line is not seen, and then what is written is not what was
 * meant, which is found out. */
static char
yaml_quote(const char *s, size_t at)
{
	size_t i = at;
	char quote = '\0';

	while (i > 0 && s[i - 1] != '\n')
		i--;
	for (; i < at; i++)
		if (quote == '"' && s[i] == '\\')
			i++;
		else if (quote != '\0')
			quote = s[i] == quote ? '\0' : quote;
		else if ((s[i] == '"' || s[i] == '\'') &&
			 (i == 0 || strchr(" \t\n-:,[{", s[i - 1]) != NULL))
			quote = s[i];
	return quote;
}

/* The target of the link as it has to be written at this place. */
static const char *
wiki_target(
    struct mv *m, const struct mv_link *l, const char *target, size_t at)
{
	const char *s = m->w->srcs[l->note].text, *out;
	struct strbuf sb = STRBUF_INIT;
	char quote = '\0';

	if (m->w->notes[l->note].links[l->link].meta)
		quote = yaml_quote(s, at);
	if (quote == '\0')
		return target;
	yamldoc_escape(&sb, target, quote);
	out = arena_strndup(m->w->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return out;
}

/* How many bytes at s say the target, if it does not stand there as it is: by
 * entities, as the parser has read it; 0 when they do not. */
static size_t
entity_target(const char *s, const char *target)
{
	struct strbuf sb = STRBUF_INIT;
	size_t at = 0, n;

	while (*target != '\0') {
		strbuf_clear(&sb);
		n = note_entity_text(&sb, s + at, strlen(s + at));
		if (n == 0) {
			strbuf_addc(&sb, s[at]);
			n = 1;
		}
		if (s[at] == '\0' || strncmp(target, sb.buf, sb.len) != 0)
			break;
		target += sb.len;
		at += n;
	}
	strbuf_release(&sb);
	return *target == '\0' ? at : 0;
}

/* The target of a wiki link in the source, as the parser has read it. */
static int
wiki_edit(struct mv *m, const struct mv_link *l, struct err *e)
{
	const struct note_src *src = &m->w->srcs[l->note];
	/* That of the graph, which knows whether a "#" is one of a name. */
	const struct note_link *link = m->p1[l->note]->links[l->link].link;
	size_t at = text_offset(src, link->line, link->col);
	const char *s = src->text, *old;
	size_t n;

	/* A text ends in a NUL byte, so no step goes beyond it. */
	at += s[at] == '!';
	if (s[at] == '[' && s[at + 1] == '[') {
		at += 2;
		at += strspn(s + at, " \t");
		old = wiki_target(m, l, link->target, at);
		n = strlen(old);
		if (strncmp(s + at, old, n) != 0)
			n = link->meta ? 0 : entity_target(s + at, old);
		if (n > 0) {
			mv_edit_add(mv_note_of(m, l->note), at, n,
			    wiki_target(m, l, l->target, at));
			keep_text(m, l, s + at + n);
			return 0;
		}
	}
	return err_code(e, ERR_CONFLICT,
	    "%s:%d:%d: the link %s is not found in the file as it was read; "
	    "nothing is changed: write it in another way first",
	    src->path, link->line, link->col, link->target);
}

int
mv_edits(struct mv *m, struct err *e)
{
	size_t i;

	for (i = 0; i < m->n_links; i++) {
		const struct mv_link *l = &m->links[i];
		const struct note_link *link =
		    &m->w->notes[l->note].links[l->link];

		if (!note_link_by_path(link) && wiki_edit(m, l, e) == -1)
			return -1;
	}
	return mv_md_edits(m, e);
}
