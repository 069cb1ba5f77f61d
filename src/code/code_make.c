/* code_make.c: makefiles and Dockerfiles */
#include <ctype.h>
#include <string.h>

#include "code/code_int.h"

/*
 * What both languages have in the rest of a line: its end, a "\" that adds the
 * next one to it, a comment if one may stand here, a text in quotes.
 */
enum rest {
	REST_END,
	REST_TAKEN,
	REST_OTHER, /* nothing of the kind; c->at is as it was */
};

static enum rest
rest_step(struct code_scan *c, bool comment)
{
	size_t from = c->at;
	char ch = code_byte(c, from);

	if (ch == '\n') {
		c->at++;
		return REST_END;
	}
	if (ch == '\\') {
		code_skip(c, code_byte(c, from + 1) == '\n' ? 2 : 1);
	} else if (ch == '#' && comment) {
		code_skip_line(c);
		code_mark(c, CODE_COMMENT, from);
	} else if (ch == '"' || ch == '\'') {
		code_skip_quote(c, true, false);
		code_mark(c, CODE_STRING, from);
	} else
		return REST_OTHER;
	return REST_TAKEN;
}

/* ---- makefiles ---------------------------------------------------------- */

static const char *const make_word_list[] = { "-include", "define", "else",
	"endef", "endif", "export", "ifdef", "ifeq", "ifndef", "ifneq",
	"include", "override", "private", "sinclude", "undefine", "unexport",
	"vpath" };
static const struct code_words make_words = CODE_WORDS(make_word_list);

/* "$(…)" with what is nested in it, "$x"; false when it is none. */
static bool
make_var(struct code_scan *c)
{
	size_t from = c->at, depth = 0;
	char open = code_byte(c, from + 1), close, ch;

	if (code_byte(c, from) != '$' || open == '\0' || open == '\n')
		return false;
	if (open != '(' && open != '{') {
		/* A character is more than a byte, and no name. */
		if ((unsigned char)open >= 0x80)
			return false;
		c->at += 2;
		code_mark(c, CODE_VAR, from);
		return true;
	}
	close = open == '(' ? ')' : '}';
	for (c->at++; (ch = code_byte(c, c->at)) != '\0' && ch != '\n';
	     c->at++) {
		depth += ch == open;
		depth -= ch == close;
		if (depth == 0) {
			c->at++;
			break;
		}
	}
	code_mark(c, CODE_VAR, from);
	return true;
}

/* Through the end of a line and of those that "\" adds to it. */
static void
make_rest(struct code_scan *c)
{
	while (c->at < c->len) {
		enum rest rest =
		    rest_step(c, c->at > 0 && code_blank(c->s[c->at - 1]));

		if (rest == REST_END)
			return;
		if (rest == REST_OTHER && !make_var(c))
			c->at++;
	}
}

/* Where the sign of an assignment or a rule stands in this line; its end when
 * there is none. What is in $(…) is passed by. */
static size_t
make_sign(const struct code_scan *c)
{
	size_t at, depth = 0;
	char ch;

	for (at = c->at; (ch = code_byte(c, at)) != '\0' && ch != '\n'; at++) {
		if (ch == '(' || ch == '{')
			depth++;
		else if (ch == ')' || ch == '}')
			depth -= depth > 0;
		else if (depth == 0 && (ch == '=' || ch == ':' || ch == '#'))
			break;
	}
	return at;
}

/* "NAME := …" or "target: …" */
static void
make_statement(struct code_scan *c)
{
	size_t sign = make_sign(c), from = c->at;
	char ch = code_byte(c, sign), next = code_byte(c, sign + 1);
	bool set = ch == '=' || (ch == ':' && (next == '=' || next == ':'));
	enum code_class class = set ? CODE_VAR : CODE_FUNC;

	if (ch != '=' && ch != ':')
		return;
	/* The sign itself may be "?=" or "+=". */
	while (set && sign > from &&
	       (code_blank(c->s[sign - 1]) || strchr("?+!", c->s[sign - 1])))
		sign--;
	while (c->at < sign) {
		if (c->s[c->at] != '$') {
			c->at++;
			continue;
		}
		code_mark(c, class, from);
		from = c->at;
		if (!make_var(c))
			c->at++;
		else
			from = c->at;
	}
	code_mark(c, class, from);
}

void
code_lex_make(struct code_scan *c)
{
	while (c->at < c->len) {
		size_t from = c->at;

		if (c->s[from] == '\t') {
			c->at++;
			from++;
			while (code_byte(c, c->at) == '@' ||
			       code_byte(c, c->at) == '-' ||
			       code_byte(c, c->at) == '+')
				c->at++;
			code_mark(c, CODE_PRE, from);
			make_rest(c);
			continue;
		}
		code_skip_blank(c);
		from = c->at;
		if (code_byte(c, from) == '#') {
			code_skip_line(c);
			code_mark(c, CODE_COMMENT, from);
			code_skip(c, 1);
			continue;
		}
		while (isalpha((unsigned char)code_byte(c, c->at)) ||
		       (c->at == from && code_byte(c, from) == '-'))
			c->at++;
		if (code_word_in(&make_words, c->s + from, c->at - from)) {
			code_mark(c, CODE_KEYWORD, from);
			code_skip_blank(c);
		} else
			c->at = from;
		make_statement(c);
		make_rest(c);
	}
}

/* ---- Dockerfiles -------------------------------------------------------- */

static const char *const docker_word_list[] = { "add", "arg", "cmd", "copy",
	"entrypoint", "env", "expose", "from", "healthcheck", "label",
	"maintainer", "onbuild", "run", "shell", "stopsignal", "user", "volume",
	"workdir" };
static const struct code_words docker_words = CODE_WORDS(docker_word_list);

static const char *const docker_shell_list[] = { "cmd", "entrypoint", "run" };
static const struct code_words docker_shells = CODE_WORDS(docker_shell_list);

static const char *const docker_name_list[] = { "arg", "env", "label" };
static const struct code_words docker_names = CODE_WORDS(docker_name_list);

/* "--from=x": up to the value. */
static void
docker_flags(struct code_scan *c)
{
	for (code_skip_blank(c); code_is(c, "--"); code_skip_blank(c)) {
		size_t from = c->at;
		char ch;

		while ((ch = code_byte(c, c->at)) != '\0' && ch != '=' &&
		       !isspace((unsigned char)ch))
			c->at++;
		code_mark(c, CODE_PRE, from);
		while ((ch = code_byte(c, c->at)) != '\0' &&
		       !isspace((unsigned char)ch))
			c->at++;
	}
}

/* A word of an instruction: NAME=, where it has names, or AS. */
static void
docker_word(struct code_scan *c, bool names)
{
	size_t from = c->at;
	char ch;

	while (code_is_name(ch = code_byte(c, c->at)) || ch == '.' || ch == '-')
		c->at++;
	if (names && ch == '=')
		code_mark(c, CODE_VAR, from);
	else if (c->at - from == 2 && (memcmp(c->s + from, "AS", 2) == 0 ||
					  memcmp(c->s + from, "as", 2) == 0))
		code_mark(c, CODE_KEYWORD, from);
}

/* What an instruction is given, through the end of its lines; between these
 * there may be comments. */
static void
docker_rest(struct code_scan *c, bool names)
{
	while (c->at < c->len) {
		bool comment = c->s[c->at] == '#' && code_first(c, c->at);
		enum rest rest = rest_step(c, comment);

		if (rest == REST_END)
			return;
		if (comment)
			code_skip(c, 1);
		if (rest != REST_OTHER)
			continue;
		if (code_is_start(c->s[c->at]))
			docker_word(c, names);
		else if (!code_sh_var(c))
			c->at++;
	}
}

void
code_lex_docker(struct code_scan *c)
{
	while (c->at < c->len) {
		size_t from, len;

		code_skip_blank(c);
		from = c->at;
		if (code_byte(c, from) == '#') {
			code_skip_line(c);
			code_mark(c, CODE_COMMENT, from);
			code_skip(c, 1);
			continue;
		}
		while (isalpha((unsigned char)code_byte(c, c->at)))
			c->at++;
		len = c->at - from;
		if (!code_word_in_case(&docker_words, c->s + from, len)) {
			/* More of a RUN, behind a comment. */
			c->at = from;
			code_sh_line(c);
			continue;
		}
		code_mark(c, CODE_KEYWORD, from);
		docker_flags(c);
		if (len == 7 &&
		    code_word_in_case(&docker_words, c->s + from, 7) &&
		    (c->s[from] == 'O' || c->s[from] == 'o'))
			continue; /* ONBUILD: another instruction follows */
		if (code_word_in_case(&docker_shells, c->s + from, len) &&
		    code_byte(c, c->at) != '[')
			code_sh_line(c);
		else
			docker_rest(c,
			    code_word_in_case(&docker_names, c->s + from, len));
	}
}
