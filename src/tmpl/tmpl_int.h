/* tmpl_int.h: what the files of tmpl/ know of each other */
#ifndef TMPL_TMPL_INT_H
#define TMPL_TMPL_INT_H

#include <stdint.h>

#include "tmpl/tmpl.h"

struct tmpl_member {
	const char *key; /* NULL in a list */
	size_t len;      /* of the key */
	struct tmpl_val *v;
};

/* A page that lists all notes has a hundred thousand of them. */
struct tmpl_val {
	enum tmpl_kind kind;
	uint32_t n, cap; /* of TMPL_LIST and TMPL_OBJECT: members */
	union {
		struct tmpl_member *v;
		const char *text; /* of TMPL_TEXT and TMPL_HTML */
	};
	union {
		size_t len; /* of these */
		/* Of tmpl_index(), or NULL. */
		const struct tmpl_slots *slots;
	};
};

/* Where the members of an object are: a table by their keys, of a power of two,
 * of their numbers, and one; 0 is none. */
struct tmpl_slots {
	size_t n;
	uint16_t *v;
};

enum tmpl_op_kind {
	TMPL_OP_LITERAL,
	TMPL_OP_LINE, /* a line begins: the indentation of a partial */
	TMPL_OP_ESCAPED,
	TMPL_OP_RAW,
	TMPL_OP_SECTION,
	TMPL_OP_INVERTED,
	TMPL_OP_PARTIAL
};

struct tmpl_op {
	enum tmpl_op_kind kind;
	const char *s; /* the literal or the name; borrowed from the text */
	size_t len;
	size_t end;         /* of a section: the first op behind it */
	const char *indent; /* of a partial alone on its line */
	size_t indent_len;
	int line, col;
};

struct tmpl {
	char *name, *text; /* owned */
	struct tmpl_op *ops;
	size_t n, cap;
};

struct tmpl_set {
	struct tmpl *v;
	size_t n, cap;
};

/* Sections inside sections. */
#define TMPL_DEPTH 64
/* Partials inside partials. */
#define TMPL_PARTIALS 32

/* Fill t->ops from t->text. On failure `e` begins with name:line:col. */
int tmpl_parse(struct tmpl *t, size_t len, struct err *e);
const struct tmpl *tmpl_find(
    const struct tmpl_set *set, const char *name, size_t len);
/* The member of this name; NULL when v is no object or has none. */
const struct tmpl_val *tmpl_get(
    const struct tmpl_val *v, const char *key, size_t len);

#endif
