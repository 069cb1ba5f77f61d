/* err.c: one failure, told from the bottom up */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/xalloc.h"

static void
err_put(struct err *e, const char *msg)
{
	size_t len = strlen(msg);

	if (len >= ERR_MAX) {
		len = ERR_MAX - 1;
		while (len > 0 && ((unsigned char)msg[len] & 0xc0) == 0x80)
			len--;
	}
	memmove(e->msg, msg, len);
	e->msg[len] = '\0';
}

static char *
err_format(const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) == -1)
		xalloc_die();
	return s;
}

int
err_code(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = err_format(fmt, ap);
	va_end(ap);
	e->code = code;
	err_put(e, s);
	free(s);
	return -1;
}

int
err_errno(struct err *e, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;
	char *s, *full;

	va_start(ap, fmt);
	s = err_format(fmt, ap);
	va_end(ap);
	full = xasprintf("%s: %s", s, strerror(saved));
	e->code = ERR_FAILED;
	err_put(e, full);
	free(full);
	free(s);
	errno = saved;
	return -1;
}

int
err_wrap(struct err *e, const char *fmt, ...)
{
	va_list ap;
	char *s, *full;

	va_start(ap, fmt);
	s = err_format(fmt, ap);
	va_end(ap);
	full = xasprintf("%s: %s", s, e->msg);
	err_put(e, full);
	if (e->code == ERR_NONE)
		e->code = ERR_FAILED;
	free(full);
	free(s);
	return -1;
}
