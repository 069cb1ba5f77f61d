/* note_fence.c: {#id .class key=value} behind the language of a fence */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/xalloc.h"
#include "note/note_int.h"

/*
 * The grammar is Pandoc's (User's Guide, "fenced_code_attributes"), with the
 * language as a bare word in front, because then GitHub still highlights the
 * block and hides the braces.
 */
struct fence {
	const char *s; /* what is left to read */
	struct arena *a;
	struct note_attr *attrs;
	size_t n, cap;
	const char *problem;
};

static void
fence_space(struct fence *f)
{
	while (isspace((unsigned char)*f->s))
		f->s++;
}

/* A word up to white space, "}" or "=". */
static const char *
fence_word(struct fence *f)
{
	const char *from = f->s;

	while (*f->s != '\0' && *f->s != '}' && *f->s != '=' &&
	       !isspace((unsigned char)*f->s))
		f->s++;
	return arena_strndup(f->a, from, (size_t)(f->s - from));
}

static const char *
fence_value(struct fence *f)
{
	struct strbuf sb = STRBUF_INIT;
	char quote = *f->s;
	char *copy;

	if (quote != '"' && quote != '\'') {
		const char *from = f->s;

		/* A value may have "=" in it: env=NAME=VALUE. */
		while (*f->s != '\0' && *f->s != '}' &&
		       !isspace((unsigned char)*f->s))
			f->s++;
		return arena_strndup(f->a, from, (size_t)(f->s - from));
	}
	for (f->s++; *f->s != quote; f->s++) {
		if (*f->s == '\\' && f->s[1] == quote)
			f->s++;
		if (*f->s == '\0') {
			f->problem = "a quote is not closed";
			break;
		}
		strbuf_addc(&sb, *f->s);
	}
	if (*f->s == quote)
		f->s++;
	copy = arena_strndup(f->a, sb.buf, sb.len);
	strbuf_release(&sb);
	return copy;
}

static void
fence_first_line(struct fence *f, struct note_example *x, const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (end == value || *end != '\0' || n < 0 || n > NOTE_LINE_MAX)
		f->problem =
		    arena_printf(f->a, "startFrom=%s is no number from 0 to %d",
			value, NOTE_LINE_MAX);
	else
		x->first_line = (int)n;
}

static void
fence_attr(struct fence *f, struct note_example *x)
{
	const char *key = fence_word(f), *value;

	if (*f->s != '=' || *key == '\0') {
		f->problem = arena_printf(f->a,
		    "'%s' is no attribute: write #id, .run or key=value",
		    *key ? key : (f->s[0] ? arena_strndup(f->a, f->s, 1) : ""));
		return;
	}
	f->s++;
	value = fence_value(f);
	if (strcmp(key, "of") == 0 || strcmp(key, "output-of") == 0)
		x->of = value;
	else if (strcmp(key, "file") == 0)
		x->file = value;
	else if (strcmp(key, "startFrom") == 0) {
		fence_first_line(f, x, value);
		return;
	}
	*VEC_PUSH(f->attrs, f->n, f->cap) = (struct note_attr){ key, value };
}

/* What Pandoc calls them; other classes are kept for other programs. */
static void
fence_class(struct fence *f, struct note_example *x)
{
	const char *class = fence_word(f);

	if (strcmp(class, "run") == 0)
		x->run = true;
	else if (strcmp(class, "numberLines") == 0 ||
		 strcmp(class, "number-lines") == 0)
		x->lines = true;
}

static bool
fence_id_good(const char *id)
{
	const char *s;

	for (s = id; *s != '\0'; s++)
		if (!isalnum((unsigned char)*s) && *s != '-' && *s != '_')
			return false;
	return *id != '\0' && strlen(id) <= 64;
}

int
note_fence_parse(struct note_example *out, const char *info, struct arena *a,
    const char **problem)
{
	struct fence f = { .a = a };
	size_t lang = strcspn(info, " \t{");

	*out = (struct note_example){ .lang = arena_strndup(a, info, lang),
		.first_line = 1 };
	f.s = info + lang;
	fence_space(&f);
	if (*f.s != '{' || lang == 0)
		return 0;
	f.s++;
	while (f.problem == NULL) {
		fence_space(&f);
		if (*f.s == '}')
			break;
		if (*f.s == '\0')
			f.problem = "the attributes have no closing }";
		else if (*f.s == '#') {
			f.s++;
			out->id = fence_word(&f);
			if (!fence_id_good(out->id))
				f.problem = arena_printf(a,
				    "#%s is no id: "
				    "write letters, digits, - and _",
				    out->id);
		} else if (*f.s == '.') {
			f.s++;
			fence_class(&f, out);
		} else
			fence_attr(&f, out);
	}
	out->attrs = arena_copy(a, f.attrs, f.n, sizeof(*f.attrs));
	out->n_attrs = f.n;
	free(f.attrs);
	/* Braces of another tool's are none of ours. */
	if (f.problem != NULL && strstr(info, ".run") == NULL) {
		out->lines = false;
		return 0;
	}
	if (f.problem != NULL) {
		*problem = f.problem;
		return -1;
	}
	return out->run || out->id != NULL || out->of != NULL;
}
