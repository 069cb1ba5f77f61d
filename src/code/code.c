/* code.c: the languages there are, and spans to HTML */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/html.h"
#include "code/code_int.h"

/*
 * Theory of operation. A lexer of the language goes over the text once and
 * marks spans of it: see code_scan in code_int.h. The spans are then written
 * with the text between them, all of it escaped, so a lexer that errs costs
 * a colour and nothing else.
 *
 * To add a language: a lexer, or rules for the one in code_rule.c, a row
 * below, and a golden tests/golden/note/code-NAME.md.
 */
struct code_lang {
	const char *names;
	code_lexer lex;
};

static const struct code_lang langs[] = {
	{ "c h", code_lex_c },
	{ "c++ cpp cxx cc hpp hh", code_lex_cxx },
	{ "python py python3 pyi", code_lex_python },
	{ "sh bash shell zsh ksh dash", code_lex_sh },
	{ "console shell-session sh-session shellsession terminal pycon",
	    code_lex_console },
	{ "dockerfile docker containerfile", code_lex_docker },
	{ "makefile make mk gnumake", code_lex_make },
	{ "json jsonc json5 jsonl", code_lex_json },
	{ "yaml yml", code_lex_yaml },
	{ "toml", code_lex_toml },
	{ "sql sqlite postgresql mysql", code_lex_sql },
	{ "java", code_lex_java },
	{ "js javascript mjs cjs jsx node", code_lex_js },
	{ "ts typescript mts cts tsx", code_lex_ts },
	{ "html xml svg xhtml htm", code_lex_markup },
	{ "diff patch udiff", code_lex_diff },
	{ "go golang", code_lex_go },
	{ "rust rs", code_lex_rust },
};
#define LANGS (sizeof(langs) / sizeof(*langs))

static const struct {
	const char *open, *close;
} code_tags[CODE_CLASSES] = {
	[CODE_KEYWORD] = { "<b>", "</b>" },
	[CODE_COMMENT] = { "<i>", "</i>" },
	[CODE_STRING] = { "<span class=\"s\">", "</span>" },
	[CODE_NUMBER] = { "<span class=\"n\">", "</span>" },
	[CODE_TYPE] = { "<span class=\"t\">", "</span>" },
	[CODE_FUNC] = { "<span class=\"f\">", "</span>" },
	[CODE_PRE] = { "<span class=\"p\">", "</span>" },
	[CODE_VAR] = { "<span class=\"v\">", "</span>" },
	[CODE_PROMPT] = { "<span class=\"r\">", "</span>" },
	[CODE_OUTPUT] = { "<span class=\"o\">", "</span>" },
	[CODE_ADDED] = { "<span class=\"a\">", "</span>" },
	[CODE_DELETED] = { "<span class=\"d\">", "</span>" },
	[CODE_HUNK] = { "<span class=\"h\">", "</span>" },
};

static bool
code_named(const char *names, const char *name, size_t len)
{
	while (*names != '\0') {
		size_t n = strcspn(names, " ");

		if (n == len && strncasecmp(names, name, n) == 0)
			return true;
		names += n;
		names += *names == ' ';
	}
	return false;
}

const struct code_lang *
code_lang_find(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < LANGS; i++)
		if (code_named(langs[i].names, name, len))
			return &langs[i];
	return NULL;
}

const char *
code_lang_names(size_t i)
{
	return i < LANGS ? langs[i].names : NULL;
}

/* The anchor of a line. Screen readers and the Tab key pass it by: a block of
 * a hundred lines would be a hundred stops. */
static void
code_anchor(struct strbuf *out, const struct code_lines *lines, long n)
{
	size_t len = strlen(lines->id);

	strbuf_adds(out, "<a class=\"l\" id=\"");
	html_attr(out, lines->id, len);
	strbuf_addf(out, "-L%ld\" href=\"#", n);
	html_url(out, lines->id, len);
	strbuf_addf(out,
	    "-L%ld\" data-n=\"%ld\" tabindex=\"-1\" aria-hidden=\"true\"></a>",
	    n, n);
}

struct code_writer {
	struct strbuf *out;
	const char *s;
	size_t len;
	const struct code_lines *lines;
	size_t next; /* where the line begins whose anchor comes next */
	long number; /* of that line */
};

/* What begins at `at` may begin a line. */
static void
code_line(struct code_writer *w, size_t at)
{
	if (w->lines == NULL || at != w->next || at >= w->len)
		return;
	code_anchor(w->out, w->lines, w->number++);
	w->next = w->len;
}

/* One stretch of the text. */
static void
code_write(struct code_writer *w, size_t from, size_t to)
{
	const char *nl;

	while (w->lines != NULL && from < to) {
		code_line(w, from);
		nl = memchr(w->s + from, '\n', to - from);
		if (nl == NULL)
			break;
		w->next = (size_t)(nl - w->s) + 1;
		html_text(w->out, w->s + from, w->next - from);
		from = w->next;
	}
	html_text(w->out, w->s + from, to - from);
}

void
code_html(struct strbuf *out, const struct code_lang *lang, const char *text,
    size_t len, const struct code_lines *lines)
{
	struct code_scan c = { .s = text, .len = len };
	struct code_writer w = { out, text, len, lines, 0,
		lines != NULL ? lines->first : 0 };
	size_t i, at = 0;

	if (lang != NULL)
		lang->lex(&c);
	for (i = 0; i < c.n; i++) {
		code_write(&w, at, c.v[i].from);
		code_line(&w, c.v[i].from);
		strbuf_adds(out, code_tags[c.v[i].class].open);
		code_write(&w, c.v[i].from, c.v[i].to);
		strbuf_adds(out, code_tags[c.v[i].class].close);
		at = c.v[i].to;
	}
	code_write(&w, at, len);
	free(c.v);
}
