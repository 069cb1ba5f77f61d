/* tap.h: unit tests that speak TAP, the protocol of prove(1) */
#ifndef UNIT_TAP_H
#define UNIT_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_tests, tap_failed;

__attribute__((format(printf, 2, 3), unused)) static bool
ok(bool pass, const char *fmt, ...)
{
	va_list ap;

	tap_tests++;
	if (!pass)
		tap_failed++;
	printf("%sok %d - ", pass ? "" : "not ", tap_tests);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	return pass;
}

/* Each line of it behind a "#", so that it stays a comment of TAP. */
__attribute__((unused)) static void
tap_show(const char *what, const char *s)
{
	printf("# %s", what);
	for (; s != NULL && *s != '\0'; s++) {
		putchar(*s);
		if (*s == '\n')
			printf("#     ");
	}
	printf("%s\n", s == NULL ? "NULL" : "");
}

__attribute__((format(printf, 3, 4), unused)) static bool
is_str(const char *got, const char *want, const char *fmt, ...)
{
	char name[256];
	va_list ap;
	bool same = got == want ||
		    (got != NULL && want != NULL && strcmp(got, want) == 0);

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	ok(same, "%s", name);
	if (!same) {
		tap_show("got:  ", got);
		tap_show("want: ", want);
	}
	return same;
}

__attribute__((unused)) static int
done_testing(void)
{
	printf("1..%d\n", tap_tests);
	return tap_failed > 0;
}

#endif
