/* search_query.c: what is looked for, and where a word of it stands */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "base/xalloc.h"
#include "search/search_int.h"

bool
search_is_ascii_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* The bytes of two characters at least before the end of a syllable. */
static bool
term_two(const char *s, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n >= 2;
}

/* Whether the first len bytes end in this, and how much stands before it. */
static bool
term_ends(const char *s, size_t len, const char *end, size_t *before)
{
	size_t k = strlen(end);

	*before = len - k;
	return k < len && memcmp(s + len - k, end, k) == 0;
}

/* The least of the lengths without a particle, or with one behind it without
 * both, 0: it has none. What is left has to have two syllables, or 나를 would
 * look for 나 everywhere. */
static size_t
term_stem(const char *s, size_t len)
{
	size_t i, j, n, k, left, before, least = 0;
	const char *const *particles = words_particles(&n);
	const char *const *behind = words_particles_behind(&k);

	for (i = 0; i < n; i++) {
		if (term_ends(s, len, particles[i], &left) &&
		    term_two(s, left) && (least == 0 || left < least))
			least = left;
		for (j = 0; j < k && words_particle_stacks(particles[i]); j++)
			if (term_ends(s, len, behind[j], &before) &&
			    term_ends(s, before, particles[i], &left) &&
			    term_two(s, left) && (least == 0 || left < least))
				least = left;
	}
	return least;
}

/* A word of English has no markup inside; a phrase may, a sign may be escaped
 * or an entity, and what stands beside one may be code. */
static bool
term_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '_' || !search_is_ascii_word(*s))
			return true;
	return false;
}

static int
query_add(struct search_query *q, const char *s, size_t len, struct err *e)
{
	struct search_term *t = &q->v[q->n];
	char *word = xstrndup(s, len), *trimmed = text_trim(word), *c;

	/* A phrase that comes with its lines broken is looked for in lines. */
	for (c = trimmed; *c != '\0'; c++)
		if (isspace((unsigned char)*c))
			*c = ' ';

	if (*trimmed != '\0' && q->n == SEARCH_TERMS) {
		free(word);
		return err_code(e, ERR_USAGE,
		    "at most %d words can be looked for", SEARCH_TERMS);
	}
	if (*trimmed != '\0') {
		t->text = xstrdup(trimmed);
		t->len = strlen(trimmed);
		t->stem = term_stem(t->text, t->len);
		t->tag = t->len > 1 && *t->text == '#' && t->text[1] != '#';
		t->plain = term_plain(t->text);
		t->alone = t->len == 1 && search_is_ascii_word(*t->text);
		search_pin_set(t);
		q->n++;
	}
	free(word);
	return 0;
}

/* One operand, folded: words, and phrases in double quotes. */
static int
query_split(struct search_query *q, const char *s, struct err *e)
{
	size_t n;

	for (; *(s += strspn(s, " \t\r\n")) != '\0'; s += n) {
		if (*s == '"' && strchr(s + 1, '"') != NULL) {
			n = strcspn(s + 1, "\"");
			if (query_add(q, s + 1, n, e) == -1)
				return -1;
			n += 2;
			continue;
		}
		n = strcspn(s + 1, " \t\r\n") + 1;
		if (query_add(q, s, n, e) == -1)
			return -1;
	}
	return 0;
}

struct search_query *
search_query_new(const char *const *words, size_t n, struct err *e)
{
	struct search_query *q = xcalloc(1, sizeof(*q));
	struct strbuf all = STRBUF_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; i < n && rc == 0; i++) {
		struct strbuf folded = STRBUF_INIT;

		search_fold(&folded, words[i], strlen(words[i]));
		if (utf8_invalid_at(words[i], strlen(words[i])) >= 0)
			rc = err_code(e, ERR_USAGE,
			    "what to look for is not UTF-8; convert it");
		else
			rc = query_split(q, folded.buf, e);
		strbuf_release(&folded);
	}
	if (rc == 0 && q->n == 0)
		rc = err_code(e, ERR_USAGE,
		    "search for what? give the words, as in 'halfhour search "
		    "도커 레이어'");
	for (i = 0; i < q->n; i++)
		strbuf_addf(&all, "%s%s", i > 0 ? " " : "", q->v[i].text);
	q->all = strbuf_take(&all);
	if (rc == 0)
		return q;
	search_query_free(q);
	return NULL;
}

void
search_query_free(struct search_query *q)
{
	size_t i;

	if (q == NULL)
		return;
	for (i = 0; i < q->n; i++)
		free((char *)q->v[i].text);
	free(q->all);
	free(q);
}

static const char *
find_alone(const struct search_term *t, const char *s, size_t n, size_t from)
{
	const char *at = s + from, *end = s + n;

	while ((at = memchr(at, *t->text, (size_t)(end - at))) != NULL) {
		if ((at == s || !search_is_ascii_word(at[-1])) &&
		    (at + 1 == end || !search_is_ascii_word(at[1])))
			return at;
		at++;
	}
	return NULL;
}

const char *
search_find(const struct search_term *t, const char *s, size_t n, size_t from,
    size_t *len)
{
	const char *at;

	*len = t->len;
	if (t->alone)
		return find_alone(t, s, n, from);
	at = memmem(s + from, n - from, t->text, t->len);
	if (at != NULL || t->stem == 0)
		return at;
	*len = t->stem;
	return memmem(s + from, n - from, t->text, t->stem);
}
