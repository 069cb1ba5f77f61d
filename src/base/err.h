/* err.h: one failure, told from the bottom up */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* Also the exit codes of the program. */
enum err_code {
	ERR_NONE = 0,
	ERR_FAILED = 1,   /* it went wrong, or a check found something */
	ERR_USAGE = 2,    /* the command line is wrong */
	ERR_NOTHING = 3,  /* nothing there: idle, no match */
	ERR_CONFLICT = 4, /* something else must be settled first */
	ERR_LOCKED = 5,   /* another process holds what we need */
};

#define ERR_MAX 2048

struct err {
	enum err_code code;
	char msg[ERR_MAX];
};

#define ERR_INIT                                                               \
	{                                                                      \
		ERR_NONE, ""                                                   \
	}

/*
 * Fill `e` and return -1, so that a function can end in `return err_set(…)`.
 * The message is one sentence: what happened, where, and the way out. It is
 * cut at a whole character when it is too long.
 */
#define err_set(e, ...) err_code((e), ERR_FAILED, __VA_ARGS__)
int err_code(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* As err_set, with ": " and the text of errno behind it. */
int err_errno(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Put "noun: " before what is there already; the code stays. */
int err_wrap(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
