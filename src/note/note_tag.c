/* note_tag.c: #tags in the text */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_mark.h"
#include "note/note_md.h"

/*
 * As in Obsidian: letters, digits and marks of every script, "_", "-", and
 * "/" between the parts of a nested tag; not of digits alone, so #12 is none.
 */
size_t
note_tag_len(const char *s)
{
	size_t i = 1, n, len = strcspn(s, " \t\r\n");
	bool letter = false;
	int32_t c;

	for (; i < len; i += n) {
		n = utf8_next(s + i, len - i, &c);
		if (!utf8_is_word(c) && c != '_' && c != '-' && c != '/')
			break;
		if (c == '/' && (i == 1 || s[i - 1] == '/'))
			break;
		letter = letter || c < '-' || c > '9';
	}
	while (i > 1 && s[i - 1] == '/')
		i--;
	return letter ? i : 0;
}

static void
tag_text(cmark_node *node, const char *s, size_t len)
{
	cmark_node *n = cmark_node_new(CMARK_NODE_TEXT);
	char *copy = xstrndup(s, len);

	cmark_node_set_literal(n, copy);
	note_md_before(node, n);
	free(copy);
}

/* The tags of a text node, which is replaced. */
static void
tag_split(cmark_node *node, char *s, struct note_build *b)
{
	char *rest = s, *at;

	for (; (at = strchr(s, NOTE_MARK_TAG)) != NULL;) {
		size_t n;

		*at = '#';
		s = at + 1;
		if ((n = note_tag_len(at)) == 0)
			continue;
		*VEC_PUSH(b->tags, b->n_tags, b->cap_tags) =
		    arena_strndup(b->a, at + 1, n - 1);
		if (at > rest)
			tag_text(node, rest, (size_t)(at - rest));
		note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_INLINE,
					 "<span class=\"tag\">"));
		tag_text(node, at, n);
		note_md_before(
		    node, note_md_raw_node(CMARK_NODE_HTML_INLINE, "</span>"));
		s = rest = at + n;
	}
	cmark_node_set_literal(node, rest);
	if (*rest == '\0')
		cmark_node_free(node);
}

void
note_tag_text(cmark_node *node, struct note_build *b)
{
	const char *literal = cmark_node_get_literal(node);
	char *copy, *s;

	if (strpbrk(literal, "\6\7") == NULL || b->mark->guards == 0)
		return;
	copy = xstrdup(literal);
	for (s = copy; *s != '\0'; s++)
		if (*s == NOTE_MARK_BANG)
			*s = '!';
	tag_split(node, copy, b);
	free(copy);
}

void
note_tag_merge(struct note_meta *meta, const struct note_build *b)
{
	const char **v =
	    arena_alloc(b->a, (meta->n_tags + b->n_tags + 1) * sizeof(*v));
	struct map *seen = map_new();
	size_t i, n = 0;

	for (i = 0; i < meta->n_tags + b->n_tags; i++) {
		const char *tag = i < meta->n_tags ? meta->tags[i]
						   : b->tags[i - meta->n_tags];
		char *nfc = utf8_nfc(tag), *key = utf8_fold(tag);

		if (map_get(seen, key) == NULL) {
			v[n] = arena_strdup(b->a, nfc);
			map_put(seen, arena_strdup(b->a, key), (void *)v[n]);
			n++;
		}
		free(nfc);
		free(key);
	}
	map_free(seen);
	meta->tags = v;
	meta->n_tags = n;
}
