/* code_rule.h: what tells one language of code_rule.c from another */
#ifndef CODE_CODE_RULE_H
#define CODE_CODE_RULE_H

#include "code/code_int.h"

enum {
	RULE_PREPROC = 1 << 0,   /* lines that begin with "#" */
	RULE_CAPITALS = 1 << 1,  /* Names like This are types */
	RULE_DECORATOR = 1 << 2, /* @name */
	RULE_NESTED = 1 << 3,    /* comments in comments */
	RULE_NO_CASE = 1 << 4,   /* words are the same in capitals */
	RULE_REGEX = 1 << 5,     /* /x/ where a value may stand */
	RULE_RAW_CXX = 1 << 6,   /* R"x(…)x" */
	RULE_RUST = 1 << 7,      /* r#"…"#, 'life, #[attribute], macro! */
	RULE_SUFFIX_T = 1 << 8,  /* size_t is a type */
	RULE_TRIPLE = 1 << 9,    /* three quotes begin a text of many lines */
	RULE_DOUBLED = 1 << 10,  /* a quote in a text is doubled, not escaped */
	RULE_BARE = 1 << 11,     /* in raw texts a backslash is only itself */
};

struct code_rules {
	struct code_words keywords, more, types, values;
	const char *line; /* how a comment to the end of the line begins */
	const char *open, *close; /* of other comments, or NULL */
	const char *quotes;       /* of texts that end with their line */
	const char *raw;          /* of those that do not */
	unsigned flags;
};

/* Lex by these rules. */
void code_rule(struct code_scan *c, const struct code_rules *r);

#endif
