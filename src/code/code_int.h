/* code_int.h: what the lexers of this room share */
#ifndef CODE_CODE_INT_H
#define CODE_CODE_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "code/code.h"

enum code_class {
	CODE_KEYWORD,
	CODE_COMMENT,
	CODE_STRING,
	CODE_NUMBER, /* and what else is a value by its name: true, NULL */
	CODE_TYPE,
	CODE_FUNC,    /* and the command of a shell, the target of make */
	CODE_PRE,     /* preprocessor, decorators, flags, directives */
	CODE_VAR,     /* and keys, attributes */
	CODE_PROMPT,  /* of a session */
	CODE_OUTPUT,  /* of a session */
	CODE_ADDED,   /* line of a diff */
	CODE_DELETED, /* line of a diff */
	CODE_HUNK,    /* heading in a diff, section of a table */
	CODE_CLASSES
};

struct code_span {
	size_t from, to;
	enum code_class class;
};

/*
 * A lexer walks `at` from where it is to `len` and marks what it knows; what
 * it does not mark is plain. It goes forward only: what it looks at ahead of
 * `at` is either a few bytes or what it then steps over. So its work is
 * linear. It begins and ends a mark only at bytes of ASCII, so no character
 * is cut.
 */
struct code_scan {
	const char *s; /* borrowed; no NUL ends it */
	size_t len, at;
	struct code_span *v; /* owned; in order, none overlaps another */
	size_t n, cap;
};

typedef void (*code_lexer)(struct code_scan *c);

/* Sorted by strcmp(). */
struct code_words {
	const char *const *v;
	size_t n;
};
#define CODE_WORDS(v)                                                          \
	{                                                                      \
		v, sizeof(v) / sizeof(*(v))                                    \
	}

/* The byte at this offset; NUL at the end and behind it. */
char code_byte(const struct code_scan *c, size_t at);
/* Whether the text goes on with these bytes. */
bool code_is(const struct code_scan *c, const char *s);
/* Only blanks stand between the start of the line and `at`. */
bool code_first(const struct code_scan *c, size_t at);
bool code_blank(char ch);    /* space or tab */
bool code_is_name(char ch);  /* letter, digit, "_", any byte over 0x7f */
bool code_is_start(char ch); /* the same without digits */
/* What was stepped over since `from`. */
void code_mark(struct code_scan *c, enum code_class class, size_t from);
/* Step forward, but never behind the end. */
void code_skip(struct code_scan *c, size_t n);
void code_skip_blank(struct code_scan *c);
void code_skip_name(struct code_scan *c);
void code_skip_line(struct code_scan *c); /* to the "\n" */
/* To the next of this byte, and over it; else to the end. */
void code_skip_past(struct code_scan *c, const char *s);
/* To the end of a number that begins at `at`, as most languages write it. */
void code_skip_number(struct code_scan *c);
/* Over one quoted text that begins here: a backslash hides the next byte if
 * `escape`; it ends with its line, unless `lines`. */
void code_skip_quote(struct code_scan *c, bool escape, bool lines);
/* Whether the n bytes at s are one of the words. */
bool code_word_in(const struct code_words *w, const char *s, size_t n);
/* The same, whatever its case; the words are in small letters. */
bool code_word_in_case(const struct code_words *w, const char *s, size_t n);
/* Run a lexer on what is between `at` and `end`. */
void code_part(struct code_scan *c, size_t end, code_lexer lex);

/* code_sh.c: one command, through the end of its line. */
void code_sh_line(struct code_scan *c);
/* "$x", "${x}", "$?" at `at`: marked and stepped over; false if it is none. */
bool code_sh_var(struct code_scan *c);

/* The lexers. */
void code_lex_c(struct code_scan *c);
void code_lex_cxx(struct code_scan *c);
void code_lex_python(struct code_scan *c);
void code_lex_java(struct code_scan *c);
void code_lex_js(struct code_scan *c);
void code_lex_ts(struct code_scan *c);
void code_lex_go(struct code_scan *c);
void code_lex_rust(struct code_scan *c);
void code_lex_sql(struct code_scan *c);
void code_lex_sh(struct code_scan *c);
void code_lex_console(struct code_scan *c);
void code_lex_docker(struct code_scan *c);
void code_lex_make(struct code_scan *c);
void code_lex_json(struct code_scan *c);
void code_lex_yaml(struct code_scan *c);
void code_lex_toml(struct code_scan *c);
void code_lex_markup(struct code_scan *c);
void code_lex_diff(struct code_scan *c);

#endif
