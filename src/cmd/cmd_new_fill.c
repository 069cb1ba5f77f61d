/* cmd_new_fill.c: the words of a template, in text and as values of YAML */
#include <string.h>

#include "base/text.h"
#include "base/yamldoc.h"
#include "cmd/cmd_new.h"

/*
 * A template is no YAML before it is filled in: {{title}} would be a mapping.
 * So the front matter is gone through line by line, and only as far as needed
 * to know what a word stands in: a plain value, which the parser is asked
 * about once it is filled in; quotation marks; a comment; or lines of text
 * below "|" or ">". These stay as they are.
 */
struct fill {
	struct strbuf *out;
	const struct cmd_new_word *words;
	struct arena *a;
	int flow;   /* brackets that are open */
	char quote; /* the mark that is open, or '\0' */
	bool block; /* lines that are deeper than dent are text */
	size_t dent;
};

/* The word that s begins with, or NULL. */
static const struct cmd_new_word *
fill_word(const struct fill *f, const char *s, size_t len)
{
	const struct cmd_new_word *w;

	for (w = f->words; w->word != NULL; w++)
		if (strlen(w->word) <= len && text_starts(s, w->word))
			return w;
	return NULL;
}

static void
fill_text(const struct fill *f, struct strbuf *out, const char *s, size_t len)
{
	const struct cmd_new_word *w;
	size_t i = 0;

	while (i < len)
		if ((w = fill_word(f, s + i, len - i)) != NULL) {
			strbuf_adds(out, w->value);
			i += strlen(w->word);
		} else
			strbuf_addc(out, s[i++]);
}

/* What stands in quotation marks, up to the closing one or the end of the
 * line; how much that was. */
static size_t
fill_quoted(struct fill *f, const char *s, size_t len)
{
	const struct cmd_new_word *w;
	size_t i = 0;

	while (i < len && f->quote != '\0') {
		if ((w = fill_word(f, s + i, len - i)) != NULL) {
			yamldoc_escape(f->out, w->value, f->quote);
			i += strlen(w->word);
			continue;
		}
		if (s[i] == '\\' && f->quote == '"' && i + 1 < len)
			strbuf_addc(f->out, s[i++]);
		else if (s[i] == f->quote)
			f->quote = '\0';
		strbuf_addc(f->out, s[i++]);
	}
	return i;
}

static bool
fill_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The length of a plain value, with the words in it; *filled tells whether
 * there are any. */
static size_t
fill_plain_len(const struct fill *f, const char *s, size_t len, bool *filled)
{
	const struct cmd_new_word *w;
	size_t n = 0;

	*filled = false;
	while (n < len) {
		if ((w = fill_word(f, s + n, len - n)) != NULL) {
			*filled = true;
			n += strlen(w->word);
			continue;
		}
		if ((s[n] == ':' &&
			(n + 1 == len || fill_is_space(s[n + 1]))) ||
		    (s[n] == '#' && n > 0 && fill_is_space(s[n - 1])) ||
		    (f->flow > 0 && strchr(",[]{}", s[n]) != NULL))
			break;
		n++;
	}
	while (n > 0 && fill_is_space(s[n - 1]))
		n--;
	return n;
}

/* Whether YAML reads the text, as a value, as what it says. */
static bool
fill_reads(const struct fill *f, const char *text)
{
	static const char *const others[] = { "null", "~", "true", "false",
		"yes", "no", "on", "off" };
	const char *doc =
	    arena_printf(f->a, f->flow > 0 ? "[%s]" : "k: %s", text);
	struct err ignored = ERR_INIT;
	struct yamldoc *root = NULL;
	int line, col;
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (text_ieq(text, others[i]))
			return false;
	return yamldoc_parse(
		   &root, doc, strlen(doc), f->a, &line, &col, &ignored) == 0 &&
	       root != NULL && root->first != NULL &&
	       root->first->next == NULL &&
	       root->first->kind == YAMLDOC_SCALAR &&
	       strcmp(root->first->text, text) == 0;
}

static size_t
fill_plain(struct fill *f, const char *s, size_t len)
{
	struct strbuf value = STRBUF_INIT;
	bool filled;
	size_t n = fill_plain_len(f, s, len, &filled);

	fill_text(f, &value, s, n);
	if (!filled || fill_reads(f, value.buf)) {
		strbuf_add(f->out, value.buf, value.len);
	} else {
		strbuf_addc(f->out, '"');
		yamldoc_escape(f->out, value.buf, '"');
		strbuf_addc(f->out, '"');
	}
	strbuf_release(&value);
	return n;
}

/* The next piece of a line, which no value has begun yet; its length. */
static size_t
fill_piece(struct fill *f, const char *s, size_t len)
{
	bool alone = len == 1 || fill_is_space(s[1]);

	if (f->quote != '\0')
		return fill_quoted(f, s, len);
	if (*s == '#' || (f->flow == 0 && (*s == '|' || *s == '>'))) {
		f->block = *s != '#';
		fill_text(f, f->out, s, len);
		return len;
	}
	if (fill_word(f, s, len) != NULL)
		return fill_plain(f, s, len);
	if (*s == '"' || *s == '\'')
		f->quote = *s;
	else if (*s == '[' || *s == '{')
		f->flow++;
	else if (f->flow > 0 && (*s == ']' || *s == '}'))
		f->flow--;
	else if (!fill_is_space(*s) && *s != ':' && *s != ',' &&
		 !(alone && (*s == '-' || *s == '?')))
		return fill_plain(f, s, len);
	strbuf_addc(f->out, *s);
	return 1;
}

static void
fill_line(struct fill *f, const char *s, size_t len)
{
	size_t dent = strspn(s, " "), i = 0;

	if (f->block && (dent > f->dent || strspn(s, " \t\r\n") >= len)) {
		fill_text(f, f->out, s, len);
		return;
	}
	f->block = false;
	f->dent = dent;
	while (i < len)
		i += fill_piece(f, s + i, len - i);
}

/* Whether it is a line of nothing but this, a fence of front matter. */
static bool
fill_is_fence(const char *s, size_t len, const char *fence)
{
	size_t n = text_chomp(s, len);

	while (n > 3 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	return n == 3 && memcmp(s, fence, 3) == 0;
}

/* The front matter of a text with its fences; 0 when there is none. */
static size_t
fill_head(const char *s, size_t len)
{
	size_t bom = text_starts(s, "\xef\xbb\xbf") ? 3 : 0, at = bom, n;

	for (; at < len; at += n) {
		n = text_line(s + at, len - at);
		if (at == bom && !fill_is_fence(s + at, n, "---"))
			return 0;
		if (at > bom && (fill_is_fence(s + at, n, "---") ||
				    fill_is_fence(s + at, n, "...")))
			return at;
	}
	return 0;
}

void
cmd_new_fill(struct strbuf *out, const struct strbuf *text,
    const struct cmd_new_word *words, struct arena *a)
{
	struct fill f = { .out = out, .words = words, .a = a };
	size_t at, n, head = fill_head(text->buf, text->len);

	/* The fence in front of it is a line like others. */
	for (at = 0; at < head; at += n) {
		n = text_line(text->buf + at, text->len - at);
		fill_line(&f, text->buf + at, n);
	}
	fill_text(&f, out, text->buf + at, text->len - at);
}
