/* code.h: the text of a program as HTML, with its parts told apart */
#ifndef CODE_CODE_H
#define CODE_CODE_H

#include <stddef.h>

#include "base/strbuf.h"

/* A language that has colours. */
struct code_lang;

/* By its name or one of its usual other names, whatever the case: "c++",
 * "cpp", "CXX". NULL when it is not one of ours. */
const struct code_lang *code_lang_find(const char *name, size_t len);
/* The i-th language's names, with a space between them; NULL behind the last.
 */
const char *code_lang_names(size_t i);

/* Lines that can be linked: the n-th has the id "ID-Ln". */
struct code_lines {
	const char *id;
	long first; /* number of the first line */
};

/*
 * Append the text as what stands inside of <pre><code>: a keyword in <b>, a
 * comment in <i>, what else there is to tell in <span> of a class of one
 * letter (code.c has the list). The two elements are what stays where there
 * is no stylesheet, in a feed or on paper. Every byte of the text comes out
 * once, escaped; what is not closed ends with its line or with the text. Any
 * bytes are fine, and the work is linear in them. `lang` may be NULL: then
 * nothing is told apart; `lines` may be NULL: then lines have no ids.
 */
void code_html(struct strbuf *out, const struct code_lang *lang,
    const char *text, size_t len, const struct code_lines *lines);

#endif
