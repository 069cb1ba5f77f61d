/* code_session.c: sessions of a terminal, and diffs: line by line */
#include <ctype.h>
#include <string.h>

#include "code/code_int.h"

#define PROMPT_MAX 64

/* What a line of a session may begin with, besides a place and a sign. */
static bool
session_sign(char ch)
{
	return ch == '$' || ch == '%' || ch == '#';
}

/* The length of "user@host:~/x$ ", "/ # ", "(venv) $ " at `at`; 0 if it is
 * none: words of a sentence would have blanks between them. */
static size_t
session_place(const struct code_scan *c)
{
	char first = code_byte(c, c->at), ch;
	bool place = first == '/' || first == '~' || first == '(';
	size_t i, depth = 0;

	for (i = 0; i < PROMPT_MAX; i++) {
		ch = code_byte(c, c->at + i);
		if (i > 0 && place && depth == 0 && session_sign(ch) &&
		    code_blank(code_byte(c, c->at + i + 1)))
			return i + 2;
		if (ch == '(' || ch == '[')
			depth++;
		else if (ch == ')' || ch == ']')
			depth -= depth > 0;
		else if (ch == '@')
			place = true;
		else if (code_blank(ch)) {
			if (depth == 0 && i > 0 &&
			    code_byte(c, c->at + i - 1) != ')' &&
			    !session_sign(code_byte(c, c->at + i + 1)))
				return 0;
		} else if (!code_is_name(ch) &&
			   (ch == '\0' || strchr(":~/.-+", ch) == NULL))
			return 0;
	}
	return 0;
}

/* The length of the prompt at `at`; 0 when the line is output. "more" is
 * whether a command may go on here, "root" whether "# " is a prompt. */
static size_t
session_prompt(const struct code_scan *c, bool more, bool root)
{
	if (code_is(c, "$ ") || code_is(c, "% "))
		return 2;
	if (code_is(c, "$\n") || (code_is(c, "$") && c->at + 1 == c->len))
		return 1;
	if (root && code_is(c, "# "))
		return 2;
	if (code_is(c, ">>> ") || (more && code_is(c, "... ")))
		return 4;
	if (more && code_is(c, "> "))
		return 2;
	return session_place(c);
}

/* The end of the command at `at`: a backslash takes the next line with it. */
static size_t
session_end(struct code_scan *c)
{
	size_t from = c->at, end;

	do {
		code_skip_line(c);
		end = c->at;
		code_skip(c, 1);
	} while (c->at < c->len && end > from && c->s[end - 1] == '\\');
	c->at = from;
	return end;
}

/* Whether the shell would ask for more: a quote or "<<" is open. */
static bool
session_open(const struct code_scan *c, size_t end)
{
	size_t at, ones = 0, twos = 0;

	for (at = c->at; at < end; at++) {
		ones += c->s[at] == '\'';
		twos += c->s[at] == '"';
		if (c->s[at] == '<' && at + 1 < end && c->s[at + 1] == '<')
			return true;
	}
	return ones % 2 == 1 || twos % 2 == 1;
}

void
code_lex_console(struct code_scan *c)
{
	/* A heading of Markdown in what was printed is no prompt, so the first
	 * line says whether this is root's session. */
	bool root = code_is(c, "# "), more = false, python = false;

	while (c->at < c->len) {
		size_t from = c->at, len = session_prompt(c, more, root), end;
		bool asked = more && (code_is(c, "> ") || code_is(c, "... "));

		if (len == 0) {
			code_skip_line(c);
			code_skip(c, 1);
			code_mark(c, CODE_OUTPUT, from);
			more = false;
			continue;
		}
		if (!asked)
			python = code_is(c, ">>> ");
		code_skip(c, len);
		code_mark(c, CODE_PROMPT, from);
		from = c->at;
		end = session_end(c);
		more = asked || python || session_open(c, end);
		if (asked && !python) {
			c->at = end;
			code_mark(c, CODE_STRING, from);
		} else
			code_part(
			    c, end, python ? code_lex_python : code_lex_sh);
		code_skip(c, 1);
	}
}

/* "--- a/x" is a heading when "+++ b/x" follows it. */
static bool
diff_is_old(const struct code_scan *c)
{
	struct code_scan next = *c;

	if (!code_is(c, "--- "))
		return false;
	code_skip_line(&next);
	code_skip(&next, 1);
	return code_is(&next, "+++ ");
}

void
code_lex_diff(struct code_scan *c)
{
	static const char *const heads[] = { "@@", "diff ", "index ",
		"Index: ", "new file ", "deleted file ", "similarity ",
		"rename ", "old mode ", "new mode ", "Binary files ",
		"\\ No newline" };
	bool old = false;

	while (c->at < c->len) {
		size_t from = c->at, i;
		bool head = old;
		char ch = c->s[from];

		old = diff_is_old(c);
		head = head || old;
		for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
			head = head || code_is(c, heads[i]);
		code_skip_line(c);
		code_skip(c, 1);
		if (head)
			code_mark(c, CODE_HUNK, from);
		else if (ch == '+' || ch == '>')
			code_mark(c, CODE_ADDED, from);
		else if (ch == '-' || ch == '<')
			code_mark(c, CODE_DELETED, from);
	}
}
