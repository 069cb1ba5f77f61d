/* note_bare.c: where a bare address ends that stands in emphasis */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "note/note_mark.h"

/*
 * To the library a bare address goes on to white space, and only what it ends
 * in is taken off: in **https://example.org**을 that is nothing, for what it
 * ends in is a letter. Where no space comes behind it, as in Korean, the
 * address swallows the end of the emphasis and the particle. So it ends before
 * a run of "*", "~" or "=" that CJK text follows, if there was such a run
 * before the address in the same paragraph: note_mark.c then writes it as
 * <https://example.org>. Text in other scripts is left to the library, and so
 * is an address with characters that may mean something else, or in brackets,
 * for in the text of a link there is no other.
 */
#define BARE_CLOSE 8 /* quotes and brackets that may stand in between */
#define BARE_RUN 4   /* runs of so many and more are of one length */

struct bare {
	const char *s;
	size_t at;       /* before this all is known */
	bool inside;     /* of an address, */
	size_t from;     /* that begins here */
	size_t brackets; /* that are open */
	/* Of "*", "~" and "=", by length: in this paragraph, one is open. */
	bool runs[3][BARE_RUN];
};

/* Whether an address may begin at s[at], by what is before it: not so the value
 * of an attribute, nor the target of a link or of a definition. */
static bool
bare_free(const char *s, size_t at)
{
	char c = at > 0 ? s[at - 1] : ' ', d = at > 1 ? s[at - 2] : ' ';

	if (c == '=')
		return d == '=';
	if ((c == '(' && d == ']') ||
	    (c == ' ' && d == ':' && at > 2 && s[at - 3] == ']'))
		return false;
	if (c == '"' || c == '\'')
		return d != '=';
	return isspace((unsigned char)c) || (unsigned char)c >= 0x80 ||
	       strchr("*~_(", c) != NULL;
}

/* The "://" at s[at] may be that of an address. */
static void
bare_begin(struct bare *b, size_t at)
{
	static const char *const schemes[] = { "http", "https", "ftp" };
	size_t i, n;

	for (i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		n = strlen(schemes[i]);
		if (at < n || strncasecmp(b->s + at - n, schemes[i], n) != 0 ||
		    !bare_free(b->s, at - n))
			continue;
		b->inside =
		    b->brackets == 0 && isalnum((unsigned char)b->s[at + 3]);
		b->from = at - n;
	}
}

/* Whether the line at s is blank, but for the marks of a quote. */
static bool
bare_blank(const char *s)
{
	s += strspn(s, " \t>");
	return *s == '\n' || *s == '\r';
}

/* Where the address that goes up to `to` ends, less what it cannot end in; as
 * the library takes it off (autolink_delim() of its extension). */
static size_t
bare_trim(const struct bare *b, size_t to)
{
	size_t i, opens = 0, closes = 0;

	for (i = b->from; i < to; i++) {
		opens += b->s[i] == '(';
		closes += b->s[i] == ')';
	}
	for (; to > b->from; to--) {
		char c = b->s[to - 1];

		if (c == ')' && closes > opens)
			closes--;
		else if (strchr("?!.,:*_~='\"", c) == NULL)
			break;
	}
	return to;
}

/* Whether CJK text follows at s, or behind what closes before it. */
static bool
bare_before_cjk(const char *s)
{
	size_t n = 0;

	while (
	    n < BARE_CLOSE && s[n] != '\0' && strchr(")}\"'*~=_", s[n]) != NULL)
		n++;
	return note_cjk_at(s + n);
}

/* The run at b->at; whether the address that it is in ends before it. */
static bool
bare_run(struct bare *b)
{
	const char *s = b->s + b->at;
	size_t kind = *s == '*' ? 0 : *s == '~' ? 1 : 2, n = 1;
	bool *run;

	while (s[n] == *s)
		n++;
	b->at += n;
	run = &b->runs[kind][n < BARE_RUN ? n : BARE_RUN - 1];
	if (!b->inside) {
		*run = !*run;
		return false;
	}
	if (!*run || !bare_before_cjk(s + n)) {
		/* What an address ends in the library takes off. */
		if (s[n] == '\0' || strchr(" \t\r\n.,:;!?)\"'", s[n]) != NULL)
			*run = false;
		return false;
	}
	*run = b->inside = false;
	return true;
}

static void
bare_other(struct bare *b)
{
	char c = b->s[b->at];

	if (c == '[')
		b->brackets++;
	else if (c == ']' && b->brackets > 0)
		b->brackets--;
	if (c == ':' && strncmp(b->s + b->at, "://", 3) == 0)
		bare_begin(b, b->at);
	else if (isspace((unsigned char)c) || strchr("<>[]\\`^;", c) != NULL)
		b->inside = false;
	if (c == '\n' && bare_blank(b->s + b->at + 1)) {
		memset(b->runs, 0, sizeof(b->runs));
		b->brackets = 0;
	}
	b->at += c == '\\' && b->s[b->at + 1] != '\0' ? 2 : 1;
}

void
note_bare_find(struct note_mark *m, const char *s, size_t len)
{
	struct bare b = { .s = s };
	size_t run;

	while (b.at < len) {
		run = b.at;
		if (strchr("*~=", s[run]) == NULL)
			bare_other(&b);
		else if (bare_run(&b)) {
			*VEC_PUSH(m->bare, m->n_bare, m->cap_bare) =
			    (struct note_stretch){ b.from, bare_trim(&b, run) };
		}
	}
}
