/* note_callout.c: > [!note] a block quote that says what kind it is */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "note/note_md.h"

/*
 * The types of Obsidian, their other names, and the title of one that has
 * none. In English that is the type as it was written.
 */
static const struct {
	const char *names[4]; /* the first one is its class */
	const char *ko, *ja;
} callout_types[] = {
	{ { "note" }, "참고", "メモ" },
	{ { "abstract", "summary", "tldr" }, "요약", "要約" },
	{ { "info" }, "정보", "情報" },
	{ { "todo" }, "할 일", "やること" },
	{ { "tip", "hint" }, "도움말", "ヒント" },
	{ { "important" }, "중요", "重要" },
	{ { "success", "check", "done" }, "성공", "成功" },
	{ { "question", "help", "faq" }, "질문", "質問" },
	{ { "warning", "caution", "attention", "sync" }, "주의", "注意" },
	{ { "failure", "fail", "missing" }, "실패", "失敗" },
	{ { "danger", "error" }, "위험", "危険" },
	{ { "bug" }, "버그", "バグ" },
	{ { "example" }, "예시", "例" },
	{ { "quote", "cite" }, "인용", "引用" },
};
#define CALLOUT_TYPES (sizeof(callout_types) / sizeof(*callout_types))
#define CALLOUT_MAX 64

/*
 * The first line of an Obsidian callout: [!type], a "+" or "-" that folds it
 * there, and a title. Behind a "|" in the brackets there may be words for a
 * theme. Returns the length of the part up to the title; 0 when it is an
 * ordinary quote.
 */
static size_t
callout_head(char type[CALLOUT_MAX], const char *s, char *fold)
{
	size_t n, named;

	*fold = '\0';
	if (s[0] != '[' || s[1] != '!')
		return 0;
	s += 2;
	n = strcspn(s, "[]");
	named = strcspn(s, "[]|");
	if (named == 0 || named >= CALLOUT_MAX || s[n] != ']')
		return 0;
	memcpy(type, s, named);
	type[named] = '\0';
	n++;
	if (s[n] == '+' || s[n] == '-')
		*fold = s[n++];
	while (s[n] == ' ' || s[n] == '\t')
		n++;
	return n + 2;
}

/* Which of the types it is; one of the writer's own looks like a note. */
static size_t
callout_type(const char *name)
{
	size_t i, k;

	for (i = 0; i < CALLOUT_TYPES; i++)
		for (k = 0; k < 4 && callout_types[i].names[k] != NULL; k++)
			if (text_ieq(callout_types[i].names[k], name))
				return i;
	return 0;
}

static char *
callout_title(const char *name, size_t type, const char *lang)
{
	const char *word = lang == NULL              ? NULL
			   : text_starts(lang, "ko") ? callout_types[type].ko
			   : text_starts(lang, "ja") ? callout_types[type].ja
						     : NULL;
	char *title, *s;

	/* A word of the writer's own is its title. */
	if (word != NULL &&
	    (type > 0 || text_ieq(name, callout_types[0].names[0])))
		return xstrdup(word);
	title = xstrdup(name);
	title[0] = (char)toupper((unsigned char)title[0]);
	for (s = title + 1; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
	return title;
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

static void
callout_mark(cmark_node *parent, cmark_node_type type, bool first, char kind,
    size_t index)
{
	char *mark = note_md_mark(kind, index);
	cmark_node *n = note_md_raw_node(type, mark);

	if (first)
		cmark_node_prepend_child(parent, n);
	else
		cmark_node_append_child(parent, n);
	free(mark);
}

void
note_callout(cmark_node *quote, struct note_build *b)
{
	char name[CALLOUT_MAX], fold, *rest;
	size_t head, type, index = b->n_callouts;
	cmark_node *para = callout_para(quote, name, &fold, &head), *text;

	if (para == NULL)
		return;
	type = callout_type(name);
	text = cmark_node_first_child(para);
	rest = xstrdup(cmark_node_get_literal(text) + head);
	cmark_node_set_literal(text, rest);
	free(rest);
	note_block_callout(quote, para, b);
	if (*cmark_node_get_literal(text) == '\0' &&
	    cmark_node_next(text) == NULL) {
		rest = callout_title(name, type, b->lang);
		cmark_node_set_literal(text, rest);
		free(rest);
	}
	*VEC_PUSH(b->callouts, b->n_callouts, b->cap_callouts) =
	    (struct note_callout){ callout_types[type].names[0], fold };
	callout_mark(para, CMARK_NODE_HTML_INLINE, true, 't', index);
	callout_mark(para, CMARK_NODE_HTML_INLINE, false, 'u', index);
	callout_mark(quote, CMARK_NODE_HTML_BLOCK, true, 'c', index);
	callout_mark(quote, CMARK_NODE_HTML_BLOCK, false, 'd', index);
}

/* Drop `tag` from the end of the HTML. */
static void
callout_drop(struct strbuf *html, const char *tag)
{
	size_t n = strlen(tag);

	if (html->len >= n && strcmp(html->buf + html->len - n, tag) == 0)
		strbuf_trunc(html, html->len - n);
}

/* s without `tag` at its start. */
static const char *
callout_skip(const char *s, const char *tag)
{
	return text_starts(s, tag) ? s + strlen(tag) : s;
}

const char *
note_callout_html(struct strbuf *html, char kind,
    const struct note_callout *callout, const char *s)
{
	bool fold = callout->fold != '\0';

	switch (kind) {
	case 'c':
		callout_drop(html, "<blockquote>\n");
		strbuf_addf(html, "<%s class=\"callout callout-%s\"%s>\n",
		    fold ? "details" : "div", callout->type,
		    callout->fold == '+' ? " open" : "");
		return callout_skip(s, "\n");
	case 't':
		callout_drop(html, "<p>");
		strbuf_addf(html, "<%s class=\"callout-title\">",
		    fold ? "summary" : "p");
		return s;
	case 'u':
		strbuf_adds(html, fold ? "</summary>" : "</p>");
		return callout_skip(s, "</p>");
	default:
		strbuf_adds(html, fold ? "</details>" : "</div>");
		return callout_skip(s, "\n</blockquote>");
	}
}
