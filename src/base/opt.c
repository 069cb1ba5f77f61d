/* opt.c: option tables: argv into values, and the words of the help */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/opt.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"

static const struct opt *
opt_find(const struct opt *table, const char *name, size_t len)
{
	for (; table->name != NULL; table++)
		if (strlen(table->name) == len &&
		    strncmp(table->name, name, len) == 0)
			return table;
	return NULL;
}

static const struct opt *
opt_letter(const struct opt *table, char letter)
{
	for (; table->name != NULL; table++)
		if (table->letter == letter)
			return table;
	return NULL;
}

static int
opt_put(const struct opt *o, void *into, const char *value, struct err *e)
{
	void *at = (char *)into + o->at;
	struct opt_list *l;
	long n;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)at = true;
		return 0;
	case OPT_TEXT:
		*(const char **)at = value;
		return 0;
	case OPT_ONCE:
		if (*(const char **)at != NULL)
			return err_code(e, ERR_USAGE,
			    "--%s is given twice, and only one text has a "
			    "place; join them",
			    o->name);
		*(const char **)at = value;
		return 0;
	case OPT_LIST:
		l = at;
		*VEC_PUSH(l->v, l->n, l->cap) = value;
		return 0;
	case OPT_COUNT:
		if (text_number(&n, value, 1, 100000) == -1)
			return err_code(e, ERR_USAGE,
			    "--%s: '%s' is not a number from 1 to 100000",
			    o->name, value);
		*(int *)at = (int)n;
		return 0;
	}
	return 0;
}

/* "--name", "--name=value", "--name value"; *i moves past the value. */
static int
opt_long(const struct opt *table, void *into, int argc, char **argv, int *i,
    struct err *e)
{
	const char *s = argv[*i] + 2, *eq = strchr(s, '=');
	size_t len = eq ? (size_t)(eq - s) : strlen(s);
	const struct opt *o = opt_find(table, s, len);

	if (o == NULL)
		return err_code(
		    e, ERR_USAGE, "there is no option --%.*s", (int)len, s);
	if (o->kind == OPT_FLAG && eq != NULL)
		return err_code(e, ERR_USAGE, "--%s takes no value", o->name);
	if (o->kind == OPT_FLAG)
		return opt_put(o, into, NULL, e);
	if (eq == NULL && ++*i >= argc)
		return err_code(
		    e, ERR_USAGE, "--%s needs a value: %s", o->name, o->arg);
	return opt_put(o, into, eq ? eq + 1 : argv[*i], e);
}

/* "-x", "-xyz", "-xVALUE", "-x VALUE". */
static int
opt_short(const struct opt *table, void *into, int argc, char **argv, int *i,
    struct err *e)
{
	const char *s;
	int32_t letter;

	for (s = argv[*i] + 1; *s != '\0'; s++) {
		const struct opt *o = opt_letter(table, *s);

		if (o == NULL) /* all of the letter, which may be Hangul */
			return err_code(e, ERR_USAGE,
			    "there is no option -%.*s",
			    (int)utf8_next(s, strlen(s), &letter), s);
		if (o->kind == OPT_FLAG) {
			opt_put(o, into, NULL, e);
			continue;
		}
		if (s[1] != '\0')
			return opt_put(o, into, s + 1, e);
		if (++*i >= argc)
			return err_code(
			    e, ERR_USAGE, "-%c needs a value: %s", *s, o->arg);
		return opt_put(o, into, argv[*i], e);
	}
	return 0;
}

/* No option is called by a blank: "- 목록" is the bullet of a list. */
static bool
opt_is_operand(const char *s)
{
	int32_t next;

	if (s[0] != '-' || s[1] == '\0' || isdigit((unsigned char)s[1]))
		return true;
	utf8_next(s + 1, strlen(s + 1), &next);
	return utf8_is_space(next);
}

int
opt_parse(
    const struct opt *table, void *into, int argc, char **argv, struct err *e)
{
	struct err ignored = ERR_INIT, *why = e;
	int i, n = 0, rc;

	for (i = 1; i < argc; i++) {
		if (opt_is_operand(argv[i])) {
			argv[++n] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			while (++i < argc)
				argv[++n] = argv[i];
			break;
		}
		if (argv[i][1] == '-')
			rc = opt_long(table, into, argc, argv, &i, why);
		else
			rc = opt_short(table, into, argc, argv, &i, why);
		if (rc == -1)
			why = &ignored;
	}
	if (why == e)
		return n;
	argv[n + 1] = NULL; /* the wrong one stood there, or further on */
	return -1;
}

void
opt_list_release(struct opt_list *l)
{
	free(l->v);
	*l = (struct opt_list){ NULL, 0, 0 };
}

void
opt_help(struct strbuf *out, const struct opt *table)
{
	for (; table->name != NULL; table++) {
		char *left;

		if (table->letter != 0)
			left = xasprintf("-%c, --%s%s%s", table->letter,
			    table->name, table->arg ? " " : "",
			    table->arg ? table->arg : "");
		else
			left = xasprintf("    --%s%s%s", table->name,
			    table->arg ? " " : "",
			    table->arg ? table->arg : "");
		strbuf_addf(out, "  %-24s  %s\n", left, table->help);
		free(left);
	}
}
