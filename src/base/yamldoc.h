/* yamldoc.h: YAML read into a plain tree */
#ifndef BASE_YAMLDOC_H
#define BASE_YAMLDOC_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

enum yamldoc_kind {
	YAMLDOC_SCALAR,
	YAMLDOC_SEQUENCE,
	YAMLDOC_MAPPING
};

struct yamldoc {
	enum yamldoc_kind kind;
	const char *key;              /* in a mapping; NULL elsewhere */
	const char *text;             /* of a scalar; never NULL there */
	struct yamldoc *first, *next; /* children; the next sibling */
	int line, col; /* from 1, in bytes; of the key if there is one */
	size_t from;   /* offset in the text of the value as it is written; */
	size_t to;     /* of a scalar, behind it */
};

/*
 * Parse one document. Aliases and anchors are refused and so is more than
 * 64 KiB or 16 levels, so that a small text cannot become a large tree. An
 * empty document gives NULL. On failure the message begins with the line and
 * column within the text, as in "3:7: ", also in *line and *col.
 */
int yamldoc_parse(struct yamldoc **out, const char *text, size_t len,
    struct arena *a, int *line, int *col, struct err *e);

/*
 * Append s as it stands between quotation marks, '"' or '\'', so that it is
 * read again as it is. Between single ones YAML cannot say control characters;
 * they stay as they are.
 */
void yamldoc_escape(struct strbuf *out, const char *s, char quote);

/* The libyaml that is linked: "0.2.5". */
const char *yamldoc_library_version(void);
/* The member of a mapping; NULL when there is none or it is no mapping. */
const struct yamldoc *yamldoc_get(const struct yamldoc *map, const char *key);

#endif
