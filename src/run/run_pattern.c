/* run_pattern.c: a line that stands for others */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "run/run_int.h"

/*
 * The kinds of a line:
 *
 *	...              any lines, also none
 *	took ... so far  "..." is any text in the line
 *	*.c: ? (glob)    "*" is any text, "?" a character, "\*" a star
 *	[0-9]+ (regex)   a POSIX extended regular expression, the whole line
 *	all else         that line
 *
 * as in cram, whose (re) is (regex) here. A line that is there letter by
 * letter is there, whatever it ends in. A glob is tried on the canonical form
 * as well, a regular expression is not: it can say what it means.
 *
 * A note comes from anybody, so no pattern may take the time of a run. A glob
 * goes back to its last star only. For regular expressions the C library has
 * an automaton, but what it calls a back reference makes it try all ways, and
 * a repetition of repetitions makes it large: the first is refused, and so are
 * many of the second, and long ones. And there is an end to the bytes that are
 * looked at (struct run_patience); what there is no time for does not match.
 */
#define PATTERN_REGEX_MAX 200
#define PATTERN_REPEAT_MAX 5000 /* all the {N} of one multiplied */
#define PATTERN_LINE_MAX 4096   /* bytes that a regular expression looks at */

/* ---- what it is -------------------------------------------------------------- */

static bool
pattern_ends(struct run_span s, const char *end)
{
	size_t n = strlen(end);

	return s.len >= n && memcmp(s.s + s.len - n, end, n) == 0;
}

static enum run_pattern_kind
pattern_kind(struct run_span s)
{
	if (s.len == 3 && memcmp(s.s, "...", 3) == 0)
		return RUN_PATTERN_ANY;
	if (pattern_ends(s, " (regex)"))
		return RUN_PATTERN_REGEX;
	if (pattern_ends(s, " (glob)") || memmem(s.s, s.len, "...", 3) != NULL)
		return RUN_PATTERN_GLOB;
	return RUN_PATTERN_NONE;
}

/* The line as a glob: "..." becomes a star, and stars become themselves. */
static char *
pattern_glob(struct run_span s)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	if (pattern_ends(s, " (glob)"))
		return xstrndup(s.s, s.len - strlen(" (glob)"));
	for (i = 0; i < s.len; i++) {
		if (s.len - i >= 3 && memcmp(s.s + i, "...", 3) == 0) {
			strbuf_addc(&sb, '*');
			i += 2;
			continue;
		}
		if (s.s[i] == '*' || s.s[i] == '?' || s.s[i] == '\\')
			strbuf_addc(&sb, '\\');
		strbuf_addc(&sb, s.s[i]);
	}
	return strbuf_take(&sb);
}

/* One step of a glob at *p and a text at *at; false if they do not fit. */
static bool
glob_step(const char **p, struct run_span s, size_t *at)
{
	size_t n = 1;
	int32_t c;

	if (**p == '?') {
		n = utf8_next(s.s + *at, s.len - *at, &c);
	} else {
		if (**p == '\\' && (*p)[1] != '\0')
			(*p)++;
		if (**p != s.s[*at])
			return false;
	}
	(*p)++;
	*at += n;
	return true;
}

static bool
glob_match(const char *p, struct run_span s)
{
	const char *star = NULL;
	size_t at = 0, from = 0;

	while (at < s.len) {
		if (*p == '*') {
			star = ++p;
			from = at;
		} else if (*p != '\0' && glob_step(&p, s, &at))
			continue;
		else if (star != NULL) {
			p = star;
			at = ++from;
		} else
			return false;
	}
	while (*p == '*')
		p++;
	return *p == '\0';
}

/* Whether a regular expression may take more than its time; why, or NULL. */
static const char *
regex_problem(const char *p, size_t len)
{
	long product = 1, most, n;
	size_t i;

	if (len > PATTERN_REGEX_MAX)
		return "it is longer than 200 bytes";
	for (i = 0; i < len; i++) {
		if (p[i] == '\\' && i + 1 < len) {
			i++;
			if (p[i] >= '1' && p[i] <= '9')
				return "it refers back to what a part of it "
				       "has matched";
			continue;
		}
		if (p[i] != '{')
			continue;
		for (most = 1; i + 1 < len && p[i + 1] != '}'; i++)
			if (p[i + 1] >= '0' && p[i + 1] <= '9') {
				n = strtol(p + i + 1, NULL, 10);
				most = n > most ? n : most;
			}
		product = most > PATTERN_REPEAT_MAX ? most : product * most;
		if (product > PATTERN_REPEAT_MAX)
			return "it repeats too often";
	}
	return NULL;
}

/* NULL and the expression; else why not, the caller's to free. */
static char *
regex_make(regex_t *out, struct run_span s)
{
	size_t len = s.len - strlen(" (regex)");
	const char *problem = regex_problem(s.s, len);
	char *text, why[128];
	int rc;

	if (problem != NULL)
		return xstrdup(problem);
	text = xasprintf("^(%.*s)$", (int)len, s.s);
	rc = regcomp(out, text, REG_EXTENDED | REG_NOSUB);
	free(text);
	if (rc == 0)
		return NULL;
	if (rc == REG_ECOLLATE)
		return xstrdup("the ends of a range, as in [a-z], are of "
			       "ASCII");
	regerror(rc, out, why, sizeof(why));
	return xstrdup(why);
}

/* ---- what the others call ------------------------------------------------------ */

char *
run_pattern_make(struct run_pattern *out, const struct run_line *l)
{
	char *problem = NULL;

	*out = (struct run_pattern){ .kind = pattern_kind(l->raw) };
	if (out->kind == RUN_PATTERN_GLOB) {
		out->raw = pattern_glob(l->raw);
		out->shape = pattern_glob(l->shape);
	}
	if (out->kind == RUN_PATTERN_REGEX) {
		problem = regex_make(&out->regex, l->raw);
		out->ready = problem == NULL;
	}
	return problem;
}

void
run_pattern_release(struct run_pattern *p)
{
	free(p->raw);
	free(p->shape);
	if (p->ready)
		regfree(&p->regex);
}

bool
run_patience(struct run_patience *left, const struct run_pattern *p,
    const struct run_line *l)
{
	size_t cost = l->raw.len + 1;

	if (p->kind == RUN_PATTERN_GLOB)
		cost *= strlen(p->raw) + 1;
	if (cost > left->steps)
		return false;
	left->steps -= cost;
	return true;
}

bool
run_pattern_match(const struct run_pattern *p, const struct run_line *l,
    struct run_patience *left)
{
	regmatch_t range = { 0, (regoff_t)l->raw.len };

	if (p->kind == RUN_PATTERN_GLOB)
		return glob_match(p->raw, l->raw) ||
		       glob_match(p->shape, l->shape);
	if (!p->ready || l->raw.len > PATTERN_LINE_MAX ||
	    l->raw.len + 1 > left->regex)
		return false;
	left->regex -= l->raw.len + 1;
	return regexec(&p->regex, l->raw.s, 1, &range, REG_STARTEND) == 0;
}
