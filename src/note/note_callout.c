/* note_callout.c: > [!note] a block quote that says what kind it is */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/xalloc.h"
#include "note/note_md.h"

#define CALLOUT_MAX 32

/*
 * The first line of an Obsidian callout: [!type], a "+" or "-" that folds it
 * there, and a title. Returns the length of the part up to the title, with
 * the type in lower case; 0 when it is an ordinary quote.
 */
static size_t
callout_head(char type[CALLOUT_MAX], const char *s, char *fold)
{
	size_t n = 0;

	*fold = '\0';
	if (s[0] != '[' || s[1] != '!')
		return 0;
	for (s += 2; isalnum((unsigned char)s[n]) || s[n] == '-'; n++) {
		if (n + 1 == CALLOUT_MAX)
			return 0;
		type[n] = (char)tolower((unsigned char)s[n]);
	}
	type[n] = '\0';
	if (n == 0 || s[n] != ']')
		return 0;
	n++;
	if (s[n] == '+' || s[n] == '-')
		*fold = s[n++];
	while (s[n] == ' ' || s[n] == '\t')
		n++;
	return n + 2;
}

static void
callout_start(struct strbuf *html, const char *type, char fold,
    const struct strbuf *title)
{
	strbuf_addf(html,
	    "<%s class=\"callout callout-%s\"%s>\n<%s "
	    "class=\"callout-title\">",
	    fold ? "details" : "div", type, fold == '+' ? " open" : "",
	    fold ? "summary" : "p");
	if (title->len > 0)
		html_text(html, title->buf, title->len);
	else /* the type, as in "Note" */
		strbuf_addf(
		    html, "%c%s", toupper((unsigned char)*type), type + 1);
	strbuf_adds(html, fold ? "</summary>" : "</p>");
}

/* Put what the quote holds between a start and an end of raw HTML; `para` is
 * its title, of which only the text counts. */
static void
callout_build(cmark_node *quote, cmark_node *para, const char *type, char fold)
{
	struct strbuf title = STRBUF_INIT, html = STRBUF_INIT;
	cmark_node *n;

	note_md_text(&title, para);
	cmark_node_free(para);
	callout_start(&html, type, fold, &title);
	note_md_before(
	    quote, note_md_raw_node(CMARK_NODE_HTML_BLOCK, html.buf));
	while ((n = cmark_node_first_child(quote)) != NULL)
		note_md_before(quote, n);
	note_md_before(quote, note_md_raw_node(CMARK_NODE_HTML_BLOCK,
				  fold ? "</details>" : "</div>"));
	cmark_node_free(quote);
	strbuf_release(&title);
	strbuf_release(&html);
}

/* The paragraph that a callout begins with, and how much of its text comes
 * before the title; NULL when the quote is no callout. */
static cmark_node *
callout_para(
    cmark_node *quote, char type[CALLOUT_MAX], char *fold, size_t *head)
{
	cmark_node *para = cmark_node_first_child(quote), *text;

	if (para == NULL || cmark_node_get_type(para) != CMARK_NODE_PARAGRAPH)
		return NULL;
	text = cmark_node_first_child(para);
	if (text == NULL || cmark_node_get_type(text) != CMARK_NODE_TEXT)
		return NULL;
	*head = callout_head(type, cmark_node_get_literal(text), fold);
	return *head > 0 ? para : NULL;
}

static bool
callout_is_break(cmark_node *n)
{
	return cmark_node_get_type(n) == CMARK_NODE_SOFTBREAK ||
	       cmark_node_get_type(n) == CMARK_NODE_LINEBREAK;
}

void
note_callout_split(cmark_node *quote)
{
	char type[CALLOUT_MAX], fold;
	size_t head;
	cmark_node *para = callout_para(quote, type, &fold, &head), *title, *n,
		   *end;

	if (para == NULL)
		return;
	for (end = cmark_node_first_child(para);
	     end != NULL && !callout_is_break(end); end = cmark_node_next(end))
		;
	if (end == NULL)
		return; /* the title is all of it */
	/* The title moves and the rest stays, since that has to know its place
	 * in the source, and its node owns the text of both. */
	title = cmark_node_new(CMARK_NODE_PARAGRAPH);
	note_md_before(para, title);
	while ((n = cmark_node_first_child(para)) != end)
		cmark_node_append_child(title, n);
	cmark_node_free(end);
}

void
note_callout(cmark_node *quote)
{
	char type[CALLOUT_MAX], fold, *rest;
	size_t head;
	cmark_node *para = callout_para(quote, type, &fold, &head), *text;

	if (para == NULL)
		return;
	text = cmark_node_first_child(para);
	rest = xstrdup(cmark_node_get_literal(text) + head);
	cmark_node_set_literal(text, rest);
	free(rest);
	callout_build(quote, para, type, fold);
}
