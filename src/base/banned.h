/* banned.h: functions we do not call, and what to call instead */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/*
 * The Makefile includes this before everything else, so a .c file does not
 * have to. Each function is declared again as unavailable: a call is then an
 * error of the compiler that names the way out, while system headers, which
 * only declare them, are left in peace whatever the order of includes is.
 * To ban another one, add it here and to tests/style/banned.sh.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef __has_attribute
#if __has_attribute(unavailable)
#define BANNED(instead) __attribute__((unavailable("use " instead)))
#endif
#endif
#ifndef BANNED
#define BANNED(instead)
#endif

/* With _FORTIFY_SOURCE some are macros or inline functions by now. */
#undef strcpy
#undef strcat
#undef sprintf
#undef vsprintf
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wignored-attributes"
#endif

/* These write without knowing how much room there is. */
extern char *strcpy(char *, const char *) BANNED("strbuf_add or memcpy");
extern char *strcat(char *, const char *) BANNED("strbuf_add");
extern int sprintf(char *, const char *, ...) BANNED("strbuf_addf");
extern int vsprintf(char *, const char *, va_list) BANNED("strbuf_addf");

/* These keep a state that all callers share. */
extern char *strtok(char *, const char *) BANNED("strchr or strcspn");
extern struct tm *gmtime(const time_t *) BANNED("date.h");
extern struct tm *localtime(const time_t *) BANNED("date.h");

/* These cannot say that the text was not a number. */
extern int atoi(const char *) BANNED("strtol");
extern long atol(const char *) BANNED("strtol");

/* This hands text to a shell. */
extern int system(const char *) BANNED("an argument vector");

#ifdef __clang__
#pragma clang diagnostic pop
#endif

#endif
