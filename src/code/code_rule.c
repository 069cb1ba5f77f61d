/* code_rule.c: one lexer for the languages that are much like C */
#include <string.h>

#include "code/code_rule.h"

/* What was before, for where that matters. */
struct rule_state {
	bool type;  /* a keyword such as "struct": a type's name comes next */
	bool value; /* a value is complete, so that "/" divides it */
};

/* In a name that begins with a capital, what the other letters are. */
static bool
rule_is_capitals(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] != '_' && !(s[i] >= 'A' && s[i] <= 'Z') &&
		    !(s[i] >= '0' && s[i] <= '9'))
			return false;
	return n > 1 && s[0] != '_';
}

static bool
rule_names_type(const char *s, size_t n)
{
	static const char *const v[] = { "class", "enum", "impl", "interface",
		"struct", "trait", "union" };
	static const struct code_words words = CODE_WORDS(v);

	return code_word_in(&words, s, n);
}

static bool
rule_in(const struct code_rules *r, const struct code_words *w, const char *s,
    size_t n)
{
	return r->flags & RULE_NO_CASE ? code_word_in_case(w, s, n)
				       : code_word_in(w, s, n);
}

/* Behind one dot no word is special: map.get(), Promise.catch(). */
static bool
rule_is_member(const struct code_scan *c, size_t from)
{
	return from > 0 && c->s[from - 1] == '.' &&
	       (from < 2 || c->s[from - 2] != '.');
}

/* Which list of the language has the word; -1: none. */
static int
rule_word(const struct code_rules *r, const char *s, size_t n)
{
	if (rule_in(r, &r->keywords, s, n) || rule_in(r, &r->more, s, n))
		return CODE_KEYWORD;
	if (rule_in(r, &r->types, s, n))
		return CODE_TYPE;
	return rule_in(r, &r->values, s, n) ? CODE_NUMBER : -1;
}

/* What a name is; -1: nothing that has a colour. */
static int
rule_class(const struct code_scan *c, const struct code_rules *r,
    const struct rule_state *st, size_t from)
{
	const char *s = c->s + from;
	size_t n = c->at - from, next = c->at;
	int word = rule_is_member(c, from) ? -1 : rule_word(r, s, n);

	if (word >= 0)
		return word;
	if (st->type)
		return CODE_TYPE;
	if (r->flags & RULE_NO_CASE)
		return code_byte(c, next) == '(' ? CODE_FUNC : -1;
	if (rule_is_capitals(s, n))
		return CODE_NUMBER;
	if ((r->flags & RULE_CAPITALS) && *s >= 'A' && *s <= 'Z')
		return CODE_TYPE;
	if ((r->flags & RULE_SUFFIX_T) && n > 2 &&
	    memcmp(s + n - 2, "_t", 2) == 0)
		return CODE_TYPE;
	if ((r->flags & RULE_RUST) && code_byte(c, next) == '!' &&
	    code_byte(c, next + 1) != '=')
		return CODE_FUNC;
	while (code_blank(code_byte(c, next)))
		next++;
	return code_byte(c, next) == '(' ? CODE_FUNC : -1;
}

static void
rule_name(
    struct code_scan *c, const struct code_rules *r, struct rule_state *st)
{
	size_t from = c->at;
	int class;

	code_skip_name(c);
	class = rule_class(c, r, st, from);
	if (class >= 0)
		code_mark(c, (enum code_class) class, from);
	/* "return /x/", but "a / b" */
	st->value = class != CODE_KEYWORD;
	st->type =
	    class == CODE_KEYWORD && rule_names_type(c->s + from, c->at - from);
}

static void
rule_block_comment(struct code_scan *c, const struct code_rules *r)
{
	size_t from = c->at, depth = 1;

	code_skip(c, strlen(r->open));
	if (!(r->flags & RULE_NESTED)) {
		code_skip_past(c, r->close);
	} else {
		while (c->at < c->len && depth > 0) {
			if (code_is(c, r->open))
				depth++;
			else if (code_is(c, r->close))
				depth--;
			else {
				c->at++;
				continue;
			}
			code_skip(c, strlen(r->open));
		}
	}
	code_mark(c, CODE_COMMENT, from);
}

/* Three quotes at `at`: to the next three. */
static void
rule_triple(struct code_scan *c)
{
	char quote = c->s[c->at];

	for (code_skip(c, 3); c->at < c->len; c->at++) {
		if (c->s[c->at] == '\\' && c->at + 1 < c->len)
			c->at++;
		else if (c->s[c->at] == quote &&
			 code_byte(c, c->at + 1) == quote &&
			 code_byte(c, c->at + 2) == quote)
			break;
	}
	code_skip(c, 3);
}

static void
rule_quote(struct code_scan *c, const struct code_rules *r)
{
	char quote = c->s[c->at];
	bool raw = strchr(r->raw, quote) != NULL;
	size_t from = c->at;

	if ((r->flags & RULE_TRIPLE) && code_byte(c, c->at + 1) == quote &&
	    code_byte(c, c->at + 2) == quote)
		rule_triple(c);
	else
		code_skip_quote(c,
		    !(r->flags & RULE_DOUBLED) &&
			!(raw && (r->flags & RULE_BARE)),
		    raw);
	code_mark(c, CODE_STRING, from);
}

/* "x(" at `at`, behind R": to the next )x". */
static void
rule_raw_cxx(struct code_scan *c)
{
	size_t from = c->at, n = 0;

	/* C++20 [lex.string]: at most 16 characters */
	while (n < 16 && code_byte(c, from + n) != '(' &&
	       code_byte(c, from + n) > ' ' && code_byte(c, from + n) != '"')
		n++;
	if (code_byte(c, from + n) != '(') {
		c->at--;
		code_skip_quote(c, true, false);
		return;
	}
	for (code_skip(c, n + 1); c->at < c->len; c->at++)
		if (c->s[c->at] == ')' && c->len - c->at >= n + 2 &&
		    memcmp(c->s + c->at + 1, c->s + from, n) == 0 &&
		    c->s[c->at + 1 + n] == '"')
			break;
	code_skip(c, n + 2);
}

/* The hashes and the quote at `at`, behind r: to the quote and as many. */
static void
rule_raw_rust(struct code_scan *c)
{
	size_t n = 0, k;

	while (code_byte(c, c->at + n) == '#')
		n++;
	for (code_skip(c, n + 1); c->at < c->len; c->at++) {
		if (c->s[c->at] != '"')
			continue;
		for (k = 0; k < n && code_byte(c, c->at + 1 + k) == '#'; k++)
			;
		c->at += k;
		if (k == n)
			break;
	}
	code_skip(c, 1);
}

/* Where a character ends that begins behind the quote at `at`; 0 when it is
 * a lifetime. */
static size_t
rule_rust_char(const struct code_scan *c)
{
	size_t at = c->at + 1, end;

	if (code_byte(c, at) == '\\')
		at++;
	/* '\u{10FFFF}' is the longest. */
	for (end = at + 1; end < at + 10; end++)
		if (code_byte(c, end) == '\'')
			return end + 1;
		else if (code_byte(c, c->at + 1) != '\\' &&
			 (unsigned char)code_byte(c, end) < 0x80)
			break;
	return 0;
}

static bool
rule_rust(struct code_scan *c)
{
	size_t from = c->at, end;

	if (c->s[from] == '\'') {
		end = rule_rust_char(c);
		if (end > 0)
			c->at = end;
		else {
			c->at++;
			code_skip_name(c);
		}
		code_mark(c, end > 0 ? CODE_STRING : CODE_VAR, from);
		return true;
	}
	if (c->s[from] != '#' ||
	    (code_byte(c, from + 1) != '[' && code_byte(c, from + 1) != '!'))
		return false;
	while (c->at < c->len && c->s[c->at] != '\n' && c->s[c->at] != ']')
		c->at++;
	if (code_byte(c, c->at) == ']')
		c->at++;
	code_mark(c, CODE_PRE, from);
	return true;
}

/* A text with letters in front: u8"x", rb'x', R"(x)", r#"x"#. */
static bool
rule_prefixed(struct code_scan *c, const struct code_rules *r)
{
	size_t from = c->at, n = 0;
	char ch, last = '\0';

	while (n < 3 && (ch = code_byte(c, from + n)) != '\0' &&
	       strchr("uUlLrRbBfF8", ch) != NULL) {
		last = ch;
		n++;
	}
	ch = code_byte(c, from + n);
	if (n == 0)
		return false;
	if ((r->flags & RULE_RUST) && last == 'r' && ch == '#') {
		size_t k = n;

		/* r#type is a name. A run of hashes may be long. */
		while (k < n + 32 && code_byte(c, from + k) == '#')
			k++;
		if (code_byte(c, from + k) != '"')
			return false;
	} else if (ch == '\0' || (strchr(r->quotes, ch) == NULL &&
				     !((r->flags & RULE_RUST) && ch == '\'')))
		return false;
	c->at = from + n;
	if ((r->flags & RULE_RAW_CXX) && last == 'R' && ch == '"') {
		c->at++;
		rule_raw_cxx(c);
		code_mark(c, CODE_STRING, from);
	} else if ((r->flags & RULE_RUST) && last == 'r') {
		rule_raw_rust(c);
		code_mark(c, CODE_STRING, from);
	} else {
		code_mark(c, CODE_STRING, from);
		if (ch != '\'' || !(r->flags & RULE_RUST) || !rule_rust(c))
			rule_quote(c, r);
	}
	return true;
}

/* "#include <x>": the word, and the name in angle brackets. */
static void
rule_preproc(struct code_scan *c)
{
	size_t from = c->at, word;

	code_skip(c, 1);
	code_skip_blank(c);
	word = c->at;
	code_skip_name(c);
	code_mark(c, CODE_PRE, from);
	if (c->at - word != 7 || memcmp(c->s + word, "include", 7) != 0)
		return;
	code_skip_blank(c);
	from = c->at;
	if (code_byte(c, from) != '<')
		return;
	while (c->at < c->len && c->s[c->at] != '\n' && c->s[c->at] != '>')
		c->at++;
	if (code_byte(c, c->at) == '>')
		c->at++;
	code_mark(c, CODE_STRING, from);
}

/* To the "/" that ends it, which is none in [brackets]. */
static void
rule_regex(struct code_scan *c)
{
	size_t from = c->at;
	bool class = false;
	char ch;

	for (c->at++; (ch = code_byte(c, c->at)) != '\0' && ch != '\n';
	     c->at++) {
		if (ch == '\\' && code_byte(c, c->at + 1) != '\n')
			code_skip(c, 1);
		else if (ch == '[' || ch == ']')
			class = ch == '[';
		else if (ch == '/' && !class)
			break;
		if (c->at >= c->len)
			break;
	}
	if (code_byte(c, c->at) == '/') {
		c->at++;
		while (code_byte(c, c->at) >= 'a' && code_byte(c, c->at) <= 'z')
			c->at++;
	}
	code_mark(c, CODE_STRING, from);
}

/* A decorator: "@name.name". */
static void
rule_decorator(struct code_scan *c)
{
	size_t from = c->at;

	do {
		code_skip(c, 1);
		code_skip_name(c);
	} while (code_byte(c, c->at) == '.' &&
		 code_is_start(code_byte(c, c->at + 1)));
	code_mark(c, CODE_PRE, from);
}

static bool
rule_comment(struct code_scan *c, const struct code_rules *r)
{
	size_t from = c->at;
	char ch = c->s[from];

	/* Most bytes begin none. */
	if (ch != *r->line && (r->open == NULL || ch != *r->open))
		return false;
	if (r->open != NULL && code_is(c, r->open)) {
		rule_block_comment(c, r);
		return true;
	}
	if (!code_is(c, r->line))
		return false;
	code_skip_line(c);
	code_mark(c, CODE_COMMENT, from);
	return true;
}

/* What is neither a comment, a name nor a number. */
static void
rule_other(
    struct code_scan *c, const struct code_rules *r, struct rule_state *st)
{
	char ch = c->s[c->at];
	bool value = true;

	if ((r->flags & RULE_PREPROC) && ch == '#' && code_first(c, c->at)) {
		rule_preproc(c);
		value = false;
	} else if ((r->flags & RULE_RUST) && rule_rust(c)) {
		;
	} else if (strchr(r->quotes, ch) || strchr(r->raw, ch)) {
		rule_quote(c, r);
	} else if ((r->flags & RULE_REGEX) && ch == '/' && !st->value &&
		   (c->at == 0 || c->s[c->at - 1] != '<')) {
		rule_regex(c);
	} else if ((r->flags & RULE_DECORATOR) && ch == '@' &&
		   code_is_start(code_byte(c, c->at + 1))) {
		rule_decorator(c);
	} else {
		c->at++;
		value = ch == ')' || ch == ']' || ch == '}';
	}
	st->value = value;
	st->type = false;
}

/* "5", and ".5" where no value is before it, nor a dot: "0..5". */
static bool
rule_is_number(const struct code_scan *c, const struct rule_state *st)
{
	char ch = c->s[c->at], next = code_byte(c, c->at + 1);

	if (ch == '.' && !st->value && (c->at == 0 || c->s[c->at - 1] != '.'))
		ch = next;
	return ch >= '0' && ch <= '9';
}

void
code_rule(struct code_scan *c, const struct code_rules *r)
{
	struct rule_state st = { false, false };

	while (c->at < c->len) {
		char ch = c->s[c->at];

		if (code_blank(ch) || ch == '\0') {
			/* strchr() would find a NUL in every list. */
			c->at++;
		} else if (rule_comment(c, r)) {
			;
		} else if (rule_is_number(c, &st)) {
			size_t from = c->at;

			code_skip_number(c);
			code_mark(c, CODE_NUMBER, from);
			st.value = true;
		} else if (code_is_start(ch)) {
			if (!rule_prefixed(c, r))
				rule_name(c, r, &st);
			else
				st.value = true;
		} else
			rule_other(c, r, &st);
	}
}
