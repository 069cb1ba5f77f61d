/* diag.h: the mistakes of the writer, enumerated, at path:line:col */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stddef.h>

/* To add a warning: one row here, its row in diag.c, its call, a golden. */
enum diag_id {
	DIAG_ENCODING,       /* the file is not UTF-8 */
	DIAG_META,           /* front matter that does not parse */
	DIAG_META_DATE,      /* a date that is none of ours */
	DIAG_BUDGET,         /* the parser broke its limits on this note */
	DIAG_LINK_BROKEN,    /* a link to a page that is not there */
	DIAG_LINK_AMBIGUOUS, /* a link that fits several pages */
	DIAG_LINK_ROOT,    /* a path from the root that the notes do not have */
	DIAG_LINK_ANCHOR,  /* the page is there, its heading is not */
	DIAG_LINK_SCHEME,  /* an address that links may not have */
	DIAG_COMMENT,      /* a comment that has no end */
	DIAG_FILE,         /* a file or folder that cannot be read */
	DIAG_SYMLINK,      /* a symbolic link that is not followed */
	DIAG_EMBED_CYCLE,  /* an embed that is in what it embeds */
	DIAG_FILE_MISSING, /* an image or attachment that is not there */
	DIAG_ID_TWICE,     /* two blocks or tries of one ^id */
	DIAG_ALIAS_TWICE,  /* two notes of one alias */
	DIAG_ORPHAN,       /* a note that nothing leads to */
	DIAG_PAGE_TAKEN,   /* a note in the place of a page of ours */
	DIAG_PAGE_TWICE,   /* two files with one page id */
	DIAG_DAY,      /* a day file that says something else than it means */
	DIAG_DAY_ENDS, /* entries that were written by another end of the day */
	DIAG_SYNC,     /* what two sides have edited, kept twice by sync */
	DIAG_EXAMPLE,  /* an example whose attributes cannot be used */
	DIAG_EXAMPLE_TWICE, /* two examples of one id */
	DIAG_RECORD_STALE,  /* the record is of an older example */
	DIAG_OUTPUT,        /* it does not print what its note says */
	DIAG_CONF,          /* a setting of halfhour.yaml */
	DIAG_CONF_BROKEN,   /* all of it */
	DIAG_IMPORT,        /* a log of another program: cannot be read */
	DIAG_IMPORT_AS,     /* the same: read otherwise than it may be meant */
	DIAG_IMAGE,         /* what an image would not have as it is meant */
	DIAG_N
};

enum diag_level {
	DIAG_HINT,
	DIAG_WARNING,
	DIAG_ERROR
};

struct diag {
	enum diag_id id;
	char *path;
	int line, col; /* from 1; 0 when it is about the whole file */
	char *msg;
};

struct diag_list {
	struct diag *v;
	size_t n, cap;
};

#define DIAG_LIST_INIT                                                         \
	{                                                                      \
		NULL, 0, 0                                                     \
	}

/* Add one; d may be NULL, and then nothing happens. Copies its strings. */
void diag(struct diag_list *d, enum diag_id id, const char *path, int line,
    int col, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
void diag_release(struct diag_list *d);
/* Leave the first n of them. */
void diag_trunc(struct diag_list *d, size_t n);
/* By path, line, column; what is said twice of one place is said once. */
void diag_sort(struct diag_list *d);

enum diag_level diag_level(enum diag_id id);
const char *diag_level_name(enum diag_level level); /* "error" */
const char *diag_code(enum diag_id id);             /* "link-broken" */
/* How many of this level or worse there are. */
size_t diag_count(const struct diag_list *d, enum diag_level level);

#endif
