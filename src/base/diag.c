/* diag.c: the mistakes of the writer, enumerated, at path:line:col */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/xalloc.h"

static const struct {
	const char *code;
	enum diag_level level;
} diag_table[DIAG_N] = {
	[DIAG_ENCODING] = { "encoding", DIAG_ERROR },
	[DIAG_META] = { "meta", DIAG_ERROR },
	[DIAG_META_DATE] = { "meta-date", DIAG_WARNING },
	[DIAG_BUDGET] = { "budget", DIAG_ERROR },
	[DIAG_LINK_BROKEN] = { "link-broken", DIAG_ERROR },
	[DIAG_LINK_AMBIGUOUS] = { "link-ambiguous", DIAG_ERROR },
	[DIAG_LINK_ROOT] = { "link-root", DIAG_WARNING },
	[DIAG_LINK_ANCHOR] = { "link-anchor", DIAG_WARNING },
	[DIAG_LINK_SCHEME] = { "link-scheme", DIAG_WARNING },
	[DIAG_COMMENT] = { "comment", DIAG_WARNING },
	[DIAG_FILE] = { "file", DIAG_ERROR },
	[DIAG_SYMLINK] = { "symlink", DIAG_WARNING },
	[DIAG_EMBED_CYCLE] = { "embed-cycle", DIAG_WARNING },
	[DIAG_FILE_MISSING] = { "file-missing", DIAG_ERROR },
	[DIAG_ID_TWICE] = { "id-twice", DIAG_WARNING },
	[DIAG_ALIAS_TWICE] = { "alias-twice", DIAG_WARNING },
	[DIAG_ORPHAN] = { "orphan", DIAG_HINT },
	[DIAG_PAGE_TAKEN] = { "page-taken", DIAG_WARNING },
	[DIAG_PAGE_TWICE] = { "page-twice", DIAG_ERROR },
	[DIAG_DAY] = { "day", DIAG_WARNING },
	[DIAG_DAY_ENDS] = { "day-ends", DIAG_HINT },
	[DIAG_SYNC] = { "sync", DIAG_WARNING },
	[DIAG_EXAMPLE] = { "example", DIAG_ERROR },
	[DIAG_EXAMPLE_TWICE] = { "example-twice", DIAG_ERROR },
	[DIAG_RECORD_STALE] = { "record-stale", DIAG_WARNING },
	[DIAG_OUTPUT] = { "output", DIAG_WARNING },
	[DIAG_CONF] = { "conf", DIAG_WARNING },
	[DIAG_CONF_BROKEN] = { "conf-broken", DIAG_ERROR },
	[DIAG_IMPORT] = { "import", DIAG_ERROR },
	[DIAG_IMPORT_AS] = { "import-as", DIAG_WARNING },
	[DIAG_IMAGE] = { "image", DIAG_WARNING },
};

void
diag(struct diag_list *d, enum diag_id id, const char *path, int line, int col,
    const char *fmt, ...)
{
	struct diag *one;
	va_list ap;

	if (d == NULL)
		return;
	one = VEC_PUSH(d->v, d->n, d->cap);
	one->id = id;
	one->path = xstrdup(path);
	one->line = line;
	one->col = col;
	va_start(ap, fmt);
	if (vasprintf(&one->msg, fmt, ap) == -1)
		xalloc_die();
	va_end(ap);
}

void
diag_trunc(struct diag_list *d, size_t n)
{
	while (d->n > n) {
		free(d->v[--d->n].path);
		free(d->v[d->n].msg);
	}
}

void
diag_release(struct diag_list *d)
{
	diag_trunc(d, 0);
	free(d->v);
	*d = (struct diag_list)DIAG_LIST_INIT;
}

static int
diag_cmp(const void *pa, const void *pb)
{
	const struct diag *a = pa, *b = pb;
	int c = strcmp(a->path, b->path);

	if (c == 0)
		c = (a->line > b->line) - (a->line < b->line);
	if (c == 0)
		c = (a->col > b->col) - (a->col < b->col);
	if (c == 0)
		c = strcmp(a->msg, b->msg);
	return c;
}

/* Two rooms that read one file find the same thing, in their own words. */
static bool
diag_again(const struct diag *a, const struct diag *b)
{
	return a->id == b->id && a->line == b->line && a->col == b->col &&
	       strcmp(a->path, b->path) == 0 &&
	       (a->id == DIAG_ENCODING || strcmp(a->msg, b->msg) == 0);
}

void
diag_sort(struct diag_list *d)
{
	size_t i, n = 0;

	if (d->n > 1)
		qsort(d->v, d->n, sizeof(*d->v), diag_cmp);
	for (i = 0; i < d->n; i++) {
		if (n > 0 && diag_again(&d->v[n - 1], &d->v[i])) {
			free(d->v[i].path);
			free(d->v[i].msg);
		} else
			d->v[n++] = d->v[i];
	}
	d->n = n;
}

enum diag_level
diag_level(enum diag_id id)
{
	return diag_table[id].level;
}

const char *
diag_level_name(enum diag_level level)
{
	static const char *const names[] = { "hint", "warning", "error" };

	return names[level];
}

const char *
diag_code(enum diag_id id)
{
	return diag_table[id].code;
}

size_t
diag_count(const struct diag_list *d, enum diag_level level)
{
	size_t i, n = 0;

	for (i = 0; i < d->n; i++)
		n += diag_level(d->v[i].id) >= level;
	return n;
}
