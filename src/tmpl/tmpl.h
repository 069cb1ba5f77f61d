/* tmpl.h: Mustache: values, templates, rendering */
#ifndef TMPL_TMPL_H
#define TMPL_TMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

/*
 * A view model: everything that a template may read, as a tree of values.
 * Built once, then only read. Texts are copied into the arena; keys are not:
 * they are literals, or live as long as it.
 */
enum tmpl_kind {
	TMPL_FALSE,
	TMPL_TRUE,
	TMPL_TEXT, /* escaped by {{name}} */
	TMPL_HTML, /* finished HTML, for {{{name}}} only */
	TMPL_LIST,
	TMPL_OBJECT
};
struct tmpl_val;

struct tmpl_val *tmpl_object(struct arena *a);
struct tmpl_val *tmpl_list(struct arena *a);
/* Add a member (a key is set once) or an element. A value may stand in
 * several places. */
void tmpl_set(
    struct arena *a, struct tmpl_val *obj, const char *key, struct tmpl_val *v);
void tmpl_push(struct arena *a, struct tmpl_val *list, struct tmpl_val *v);
/* Of an object that has many members, and gets no more: find them faster. */
void tmpl_index(struct arena *a, struct tmpl_val *obj);
size_t tmpl_len(const struct tmpl_val *list);
/* An object pushed onto a list, to be filled. */
struct tmpl_val *tmpl_push_object(struct arena *a, struct tmpl_val *list);
void tmpl_text(struct arena *a, struct tmpl_val *obj, const char *key,
    const char *text); /* NULL sets false */
/* The same of a text that lives as long as the arena, and is not copied. */
void tmpl_kept(
    struct arena *a, struct tmpl_val *obj, const char *key, const char *text);
/* The same as values of their own, to push or to set twice. */
struct tmpl_val *tmpl_text_val(struct arena *a, const char *text);
struct tmpl_val *tmpl_bool_val(struct arena *a, bool v);
void tmpl_html(struct arena *a, struct tmpl_val *obj, const char *key,
    const char *html, size_t len);
void tmpl_int(struct arena *a, struct tmpl_val *obj, const char *key, long v);
void tmpl_bool(struct arena *a, struct tmpl_val *obj, const char *key, bool v);

/* The parsed templates of a theme, by file name ("page.html"). */
struct tmpl_set;

struct tmpl_set *tmpl_set_new(void);
void tmpl_set_free(struct tmpl_set *set); /* NULL is fine */
/* Parse and add one, in place of one of that name. On failure the message
 * begins with name:line:col and the set is as it was. */
int tmpl_set_add(struct tmpl_set *set, const char *name, const char *text,
    size_t len, struct err *e);
/* Whether each partial that is named is there: 0, or -1 and where not. */
int tmpl_set_check(const struct tmpl_set *set, struct err *e);
bool tmpl_set_has(const struct tmpl_set *set, const char *name);

/*
 * Append the template `name` rendered with `scope` (mustache(5): variables,
 * sections, inverted sections, partials, comments, set delimiters, dotted
 * names, standalone lines). {{x}} escapes for text and attributes; {{{x}}}
 * and {{&x}} do not, and are the only way for TMPL_HTML: a TMPL_HTML in
 * {{x}} is an error, as is a list or an object there, or 32 partials deep.
 * What is not set, false, "" and the empty list open no section, and a partial
 * that is not in the set is nothing. On failure `out` is as it was.
 */
int tmpl_render(struct strbuf *out, const struct tmpl_set *set,
    const char *name, const struct tmpl_val *scope, struct err *e);

#endif
