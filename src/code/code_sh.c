/* code_sh.c: shell scripts */
#include <string.h>

#include "code/code_int.h"

/* Texts that begin on the next line: "<<END" of this one. */
#define HEREDOCS 4

struct sh_heredoc {
	size_t from, len; /* its word */
	bool tabs;        /* "<<-": tabs may stand in front of the end */
};

struct sh {
	bool command; /* the next word is a command */
	bool value;   /* what stands here is what a variable is set to */
	size_t depth; /* of (…) and $(…) */
	bool in;      /* "for x" or "case x" was there, and "in" may come */
	struct sh_heredoc docs[HEREDOCS];
	size_t n_docs;
};

static const char *const sh_keyword_list[] = { "!", "case", "do", "done",
	"elif", "else", "esac", "fi", "for", "function", "if", "in", "select",
	"then", "time", "until", "while", "{", "}" };
static const struct code_words sh_keywords = CODE_WORDS(sh_keyword_list);

/* Commands that steer the shell itself; other words may follow. */
static const char *const sh_builtin_list[] = { "break", "continue", "declare",
	"eval", "exec", "exit", "export", "local", "readonly", "return", "set",
	"shift", "source", "trap", "typeset", "unset" };
static const struct code_words sh_builtins = CODE_WORDS(sh_builtin_list);

bool
code_sh_var(struct code_scan *c)
{
	size_t from = c->at;
	char ch = code_byte(c, from + 1);

	if (code_byte(c, from) != '$')
		return false;
	if (ch == '{') {
		while (
		    c->at < c->len && c->s[c->at] != '}' && c->s[c->at] != '\n')
			c->at++;
		if (code_byte(c, c->at) == '}')
			c->at++;
	} else if (code_is_start(ch) && (unsigned char)ch < 0x80) {
		for (c->at++; code_is_name(ch = code_byte(c, c->at)) &&
			      (unsigned char)ch < 0x80;
		     c->at++)
			;
	} else if (ch != '\0' && strchr("0123456789@*#?$!-", ch) != NULL) {
		c->at += 2;
	} else
		return false;
	code_mark(c, CODE_VAR, from);
	return true;
}

/* "…" with variables in it. */
static void
sh_quote(struct code_scan *c)
{
	size_t from = c->at++;

	while (c->at < c->len && c->s[c->at] != '"') {
		size_t at = c->at;

		if (c->s[at] == '$') {
			code_mark(c, CODE_STRING, from);
			if (code_sh_var(c)) {
				from = c->at;
				continue;
			}
			from = at;
		}
		code_skip(c, c->s[at] == '\\' ? 2 : 1);
	}
	code_skip(c, 1);
	code_mark(c, CODE_STRING, from);
}

/* "<<END", "<<-'END'". */
static void
sh_heredoc(struct code_scan *c, struct sh *sh)
{
	struct sh_heredoc doc = { .tabs = false };
	char ch, quote = '\0';

	c->at += 2;
	if ((doc.tabs = code_byte(c, c->at) == '-'))
		c->at++;
	code_skip_blank(c);
	ch = code_byte(c, c->at);
	if (ch == '\'' || ch == '"' || ch == '\\') {
		quote = ch;
		c->at++;
	}
	doc.from = c->at;
	code_skip_name(c);
	doc.len = c->at - doc.from;
	code_mark(c, CODE_STRING, doc.from);
	if (quote != '\0' && code_byte(c, c->at) == quote)
		c->at++;
	if (doc.len > 0 && sh->n_docs < HEREDOCS)
		sh->docs[sh->n_docs++] = doc;
}

/* The texts, from the line behind the command on. */
static void
sh_heredoc_texts(struct code_scan *c, struct sh *sh)
{
	size_t i, from = c->at;
	bool end;

	for (i = 0; i < sh->n_docs; i++) {
		const struct sh_heredoc *doc = &sh->docs[i];

		do {
			size_t at = c->at;

			code_skip_line(c);
			while (doc->tabs && at < c->at && c->s[at] == '\t')
				at++;
			end =
			    c->at - at == doc->len &&
			    memcmp(c->s + at, c->s + doc->from, doc->len) == 0;
			code_skip(c, 1);
		} while (!end && c->at < c->len);
	}
	code_mark(c, CODE_STRING, from);
	sh->n_docs = 0;
}

static bool
sh_is_word(char ch)
{
	return ch != '\0' && strchr(" \t\n;|&()<>\"'`$\\", ch) == NULL;
}

/* "NAME=" or "NAME+=" at the start of the word: its length without the rest. */
static size_t
sh_assigned(const struct code_scan *c, size_t from)
{
	size_t at = from;

	if (!code_is_start(code_byte(c, at)))
		return 0;
	while (code_is_name(code_byte(c, at)))
		at++;
	if (code_byte(c, at) == '+' && code_byte(c, at + 1) == '=')
		return at + 1 - from;
	return code_byte(c, at) == '=' ? at - from : 0;
}

static void
sh_command(struct code_scan *c, struct sh *sh, size_t from)
{
	const char *s = c->s + from;
	size_t n = c->at - from;

	if (code_word_in(&sh_keywords, s, n)) {
		code_mark(c, CODE_KEYWORD, from);
		sh->in = n > 3 && (memcmp(s, "case", 4) == 0 ||
				      memcmp(s, "sele", 4) == 0);
		sh->in = sh->in || (n == 3 && memcmp(s, "for", 3) == 0);
		sh->command =
		    !sh->in && !(n == 8 && memcmp(s, "function", 8) == 0);
		return;
	}
	sh->command = false;
	/* "start)" in a case is a pattern. */
	if (sh->depth == 0 && code_byte(c, c->at) == ')')
		return;
	code_mark(c,
	    code_word_in(&sh_builtins, s, n) ? CODE_KEYWORD : CODE_FUNC, from);
}

static void
sh_word(struct code_scan *c, struct sh *sh)
{
	size_t from = c->at, name = sh_assigned(c, from);

	if (sh->command && name > 0) {
		c->at += name;
		code_mark(c, CODE_VAR, from);
		c->at++;
		sh->command = false;
		sh->value = true;
		return;
	}
	while (sh_is_word(code_byte(c, c->at)))
		c->at++;
	if (sh->command) {
		sh_command(c, sh, from);
	} else if (sh->in && c->at - from == 2 &&
		   memcmp(c->s + from, "in", 2) == 0) {
		code_mark(c, CODE_KEYWORD, from);
		sh->in = false;
	}
}

/* What is between words. */
static void
sh_sign(struct code_scan *c, struct sh *sh)
{
	char ch = c->s[c->at];
	/* "2>&1" begins no command. */
	bool to =
	    c->at > 0 && (c->s[c->at - 1] == '>' || c->s[c->at - 1] == '<');

	if (code_is(c, "<<") && !code_is(c, "<<<")) {
		sh_heredoc(c, sh);
		return;
	}
	if (code_is(c, "<<<"))
		c->at += 2;
	c->at++;
	sh->depth += ch == '(';
	sh->depth -= ch == ')' && sh->depth > 0;
	if ((code_blank(ch) && sh->value) || strchr(";|(`)", ch) != NULL ||
	    (ch == '&' && !to)) {
		sh->command = true;
		sh->value = false;
	}
}

/* A comment, a quote, a variable; false when it is none of them. */
static bool
sh_whole(struct code_scan *c, struct sh *sh)
{
	size_t from = c->at;
	char ch = c->s[from];

	if (ch == '#' && (from == 0 || strchr(" \t\n;|&(", c->s[from - 1]))) {
		code_skip_line(c);
		code_mark(c, CODE_COMMENT, from);
		return true;
	}
	if (ch == '\\') {
		code_skip(
		    c, (unsigned char)code_byte(c, from + 1) < 0x80 ? 2 : 1);
	} else if (ch == '\'') {
		code_skip_quote(c, from > 0 && c->s[from - 1] == '$', true);
		code_mark(c, CODE_STRING, from);
	} else if (ch == '"') {
		sh_quote(c);
	} else if (!code_sh_var(c))
		return false;
	/* A line that goes on may go on with a command. */
	if (ch != '\\' || c->s[c->at - 1] != '\n')
		sh->command = false;
	return true;
}

/* Commands; of one line, or to the end. */
static void
sh_run(struct code_scan *c, bool one)
{
	struct sh sh = { .command = true };

	while (c->at < c->len) {
		char ch = c->s[c->at];

		if (ch == '\n') {
			c->at++;
			sh.command = true;
			sh.value = sh.in = false;
			if (sh.n_docs > 0)
				sh_heredoc_texts(c, &sh);
			if (one)
				return;
		} else if (sh_whole(c, &sh)) {
			;
		} else if (code_is(c, "$(")) {
			c->at += 2;
			sh.depth++;
			sh.command = true;
			sh.value = false;
		} else if (sh_is_word(ch))
			sh_word(c, &sh);
		else
			sh_sign(c, &sh);
	}
}

void
code_sh_line(struct code_scan *c)
{
	sh_run(c, true);
}

void
code_lex_sh(struct code_scan *c)
{
	sh_run(c, false);
}
