/* note_scheme.c: links whose address is not let through, or that have none */
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "note/note_md.h"

#define SCHEME_NEAR 4096 /* bytes that are searched for an autolink */
#define SCHEME_SHOWN 32  /* bytes of a scheme that are told */

/* Where <url>, or a bare one, stands; -1 when it is not there as written. */
static long
scheme_find_auto(struct note_build *b, cmark_node *node, const char *url)
{
	size_t from, end, n = strlen(url);
	const char *hit;

	if (!note_link_range(b, node, &from, &end))
		return -1;
	if (b->path_at >= from && b->path_at <= end)
		from = b->path_at;
	if (end - from > SCHEME_NEAR + n)
		end = from + SCHEME_NEAR + n;
	hit = memmem(b->body + from, end - from, url, n);
	if (hit == NULL)
		return -1;
	b->path_at = b->path_in = b->path_close = (size_t)(hit - b->body) + n;
	from = (size_t)(hit - b->body);
	return (long)from - (from > 0 && b->body[from - 1] == '<');
}

void
note_scheme_tell(
    struct note_build *b, const struct note_link *at, const char *url)
{
	size_t n = strcspn(url, ":");

	if (*url == '\0')
		diag(b->d, DIAG_LINK_SCHEME, b->src->path, at->line, at->col,
		    "nothing is in the parentheses, so it is no link");
	else if (html_url_leaves(url, strlen(url)))
		diag(b->d, DIAG_LINK_SCHEME, b->src->path, at->line, at->col,
		    "browsers take this for another host or for a file that is "
		    "none of the notes, so it is no link; write the whole URL");
	else
		diag(b->d, DIAG_LINK_SCHEME, b->src->path, at->line, at->col,
		    "%s: is no scheme that a link may have, so it is none; "
		    "those are http, https, mailto and tel",
		    n <= SCHEME_SHOWN ? arena_strndup(b->a, url, n) : "this");
}

static void
scheme_tell(struct note_build *b, cmark_node *node, const char *text)
{
	const char *url = cmark_node_get_url(node);
	struct note_link l = { .kind = NOTE_LINK_PATH };

	note_link_set_start(&l, b, node,
	    *url != '\0' && strcmp(text, url) == 0
		? scheme_find_auto(b, node, url)
		: note_path_find(b, node, text));
	note_scheme_tell(b, &l, url);
}

bool
note_scheme_refuse(cmark_node *node, struct note_build *b)
{
	const char *url = cmark_node_get_url(node);
	bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
	struct strbuf text = STRBUF_INIT;
	cmark_node *child;

	if (*url != '\0' &&
	    (b->opts->unsafe || (image ? html_url_safe_image(url, strlen(url))
				       : html_url_safe(url, strlen(url)))))
		return false;
	note_md_text(&text, node);
	scheme_tell(b, node, text.buf);
	/* The specification has examples of links to nothing. */
	if (*url == '\0' && !image)
		goto out;
	if (image) {
		child = cmark_node_new(CMARK_NODE_TEXT);
		cmark_node_set_literal(child, text.buf);
		note_md_before(node, child);
	} else
		while ((child = cmark_node_first_child(node)) != NULL)
			note_md_before(node, child);
	cmark_node_free(node);
out:
	strbuf_release(&text);
	return true;
}
