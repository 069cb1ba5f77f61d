/* search_note.c: the words in one note, and how much each place of them says */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "search/search_int.h"

enum place {
	PLACE_TITLE,
	PLACE_HEADING,
	PLACE_BODY,
	PLACE_META /* front matter that is neither title nor tags */
};
static const int place_worth[] = { 1000, 300, 100, 40 };

/* What is known of a note while its lines are read. */
struct scan {
	const struct search_query *q;
	struct search_hit *hit;
	struct arena *a;
	int best[SEARCH_TERMS]; /* of each term, its best place so far */
	int count[SEARCH_TERMS];
	bool *through;    /* of each term: it is read only without markup */
	bool together;    /* some line has all of them */
	bool phrase;      /* and in a row */
	bool meta;        /* inside the front matter */
	bool tags;        /* and its present key is that of the tags */
	enum place key;   /* what its present key stands for */
	char fence;       /* inside a code block: what it began with, */
	size_t fence_len; /* and how often */
	int line;
};

/* How well a word fits where it stands: in full, or inside another word. */
static int
scan_fit(const char *s, size_t n, const char *at, size_t len, int worth,
    const struct search_term *t)
{
	bool left = at == s || !search_is_ascii_word(at[-1]) ||
		    !search_is_ascii_word(*at);
	bool right = at + len == s + n || !search_is_ascii_word(at[len]) ||
		     !search_is_ascii_word(at[len - 1]);

	if (len != t->len)
		worth /= 2;
	return worth + (left ? worth / 4 : 0) + (left && right ? worth / 4 : 0);
}

/* Where a tag begins in front matter, which has no "#" before it. */
static const char *
scan_tag(const struct search_term *t, const char *s, size_t n, size_t *len)
{
	const char *at = s;

	*len = t->len - 1;
	while ((at = memmem(at, (size_t)(s + n - at), t->text + 1, *len))) {
		if (at == s || strchr(" \t[,'\":-", at[-1]) != NULL)
			return at;
		at++;
	}
	return NULL;
}

/* Whether the line may have the term without markup. */
static bool
scan_may_through(const struct search_term *t, const char *s, size_t n)
{
	return search_through(s, n, t->text, t->stem > 0 ? t->stem : t->len) !=
		   NULL ||
	       search_through_entity(s, n, t->text) != NULL;
}

/* The score of a line, 0 when it has none of the words. */
static int
scan_words(struct scan *sc, const char *s, size_t n, enum place place)
{
	struct strbuf plain = STRBUF_INIT;
	int score = 0, one;
	size_t i, len, has = 0;

	for (i = 0; i < sc->q->n; i++) {
		const struct search_term *t = &sc->q->v[i];
		const char *at = search_find(t, s, n, 0, &len);

		const char *in = s;
		size_t in_len = n;

		if (at == NULL && t->tag && sc->meta && sc->tags)
			at = scan_tag(t, s, n, &len);
		if (at == NULL && sc->through[i] && !sc->meta &&
		    scan_may_through(t, s, n)) {
			strbuf_clear(&plain);
			search_plain(&plain, NULL, s, n);
			in = plain.buf;
			in_len = plain.len;
			at = search_find(t, in, in_len, 0, &len);
		}
		if (at == NULL)
			continue;
		one = scan_fit(in, in_len, at, len, place_worth[place], t);
		if (one > sc->best[i])
			sc->best[i] = one;
		sc->count[i]++;
		score += one;
		has++;
	}
	strbuf_release(&plain);
	if (has == sc->q->n && has > 1) {
		sc->together = true;
		score += place_worth[PLACE_TITLE];
		if (memmem(s, n, sc->q->all, strlen(sc->q->all)) != NULL)
			sc->phrase = true;
	}
	return score;
}

/* Keep the line if it is among the best; of equal ones the first stay. */
static void
scan_keep(struct scan *sc, int score, const char *text, size_t len)
{
	struct search_hit *h = sc->hit;
	size_t i, worst = 0;

	if (h->n_lines == SEARCH_LINES) {
		for (i = 1; i < h->n_lines; i++)
			if (h->lines[i].score <= h->lines[worst].score)
				worst = i;
		if (h->lines[worst].score >= score)
			return;
		memmove(&h->lines[worst], &h->lines[worst + 1],
		    (h->n_lines - worst - 1) * sizeof(*h->lines));
		h->n_lines--;
	}
	h->lines[h->n_lines++] =
	    (struct search_line){ sc->line, score, text, len };
}

static bool
scan_key_is(const char *s, size_t n, const char *key)
{
	size_t k = strlen(key);

	return n > k && memcmp(s, key, k) == 0 && s[k] == ':';
}

/* A line of the front matter, folded: whose words its values are. */
static enum place
scan_meta(struct scan *sc, const char *s, size_t n)
{
	if (n > 0 && (*s == ' ' || *s == '\t' || *s == '-'))
		return sc->key;
	sc->tags = scan_key_is(s, n, "tags") || scan_key_is(s, n, "tag");
	if (scan_key_is(s, n, "title") || scan_key_is(s, n, "aliases") ||
	    scan_key_is(s, n, "alias"))
		sc->key = PLACE_TITLE;
	else if (sc->tags || scan_key_is(s, n, "description"))
		sc->key = PLACE_HEADING;
	else
		sc->key = PLACE_META;
	return sc->key;
}

/* Whether the line begins or ends a code block; those have no headings. */
static bool
scan_fence(struct scan *sc, const char *s, size_t n)
{
	size_t i = 0, k;

	while (i < n && s[i] == ' ')
		i++;
	if (i > 3 || i == n || (s[i] != '`' && s[i] != '~') ||
	    (sc->fence != '\0' && s[i] != sc->fence))
		return false;
	for (k = i; k < n && s[k] == s[i]; k++)
		;
	if (k - i < (sc->fence == '\0' ? 3 : sc->fence_len))
		return false;
	sc->fence = (char)(sc->fence == '\0' ? s[i] : '\0');
	sc->fence_len = k - i;
	return true;
}

/* The level of a heading and where its text begins; 0 when it is none. */
static size_t
scan_heading(const char *s, size_t n, size_t *from)
{
	size_t level = 0, i = 0;

	while (i < n && s[i] == ' ')
		i++;
	while (i < n && s[i] == '#' && level < 7) {
		i++;
		level++;
	}
	*from = i;
	return level > 0 && level < 7 && (i == n || s[i] == ' ') ? level : 0;
}

static enum place
scan_place(struct scan *sc, const char *s, size_t n, const char *text)
{
	size_t from, level;
	char *heading;

	if (sc->meta)
		return scan_meta(sc, s, n);
	if (scan_fence(sc, s, n) || sc->fence != '\0')
		return PLACE_BODY;
	level = scan_heading(s, n, &from);
	if (level == 0)
		return PLACE_BODY;
	if (sc->hit->heading != NULL)
		return PLACE_HEADING;
	/* Case folding moves none of what stands before the text. */
	heading =
	    arena_strndup(sc->a, text + from, strcspn(text + from, "\r\n"));
	heading = text_trim(heading);
	sc->hit->heading = heading;
	return level == 1 ? PLACE_TITLE : PLACE_HEADING;
}

/* The end of the front matter, if the text begins with one; else 0. */
static size_t
scan_head_len(const char *s, size_t len)
{
	size_t at, k, n;

	k = text_line_cr(s, len);
	if (text_chomp(s, k) != 3 || memcmp(s, "---", 3) != 0)
		return 0;
	for (at = k; at < len; at += k) {
		k = text_line_cr(s + at, len - at);
		n = text_chomp(s + at, k);
		if (n == 3 && (memcmp(s + at, "---", 3) == 0 ||
				  memcmp(s + at, "...", 3) == 0))
			return at + k;
	}
	return 0;
}

/* Each line of the source beside the same line of the folded text. */
static void
scan_lines(struct scan *sc, const char *text, size_t len, const char *folded,
    size_t folded_len)
{
	size_t at = 0, f = 0, k, fk, head = scan_head_len(text, len);
	enum place place;
	int score;

	for (; at < len; at += k, f += fk) {
		k = text_line_cr(text + at, len - at);
		fk = text_line_cr(folded + f, folded_len - f);
		sc->line++;
		sc->meta = at < head;
		place = scan_place(
		    sc, folded + f, text_chomp(folded + f, fk), text + at);
		score = scan_words(
		    sc, folded + f, text_chomp(folded + f, fk), place);
		if (score > 0)
			scan_keep(
			    sc, score, text + at, text_chomp(text + at, k));
	}
}

/* Whether the tags of the front matter have this one. */
static bool
scan_tagged(const struct search_term *t, const char *folded, size_t len)
{
	struct scan sc = { .key = PLACE_META };
	size_t at, k, n, ignored, head = scan_head_len(folded, len);
	bool has = false;

	for (at = 0; at < head && !has; at += k) {
		k = text_line_cr(folded + at, head - at);
		n = text_chomp(folded + at, k);
		scan_meta(&sc, folded + at, n);
		has = sc.tags && scan_tag(t, folded + at, n, &ignored) != NULL;
	}
	return has;
}

/* Whether a line has the term without markup: only those are read so that have
 * its first letter and what may follow, or, `entity`, one that may be it. */
static bool
scan_through_lines(const struct search_term *t, const char *s, size_t len,
    bool entity, struct strbuf *plain)
{
	const char *end = s + len, *at, *line;
	size_t k = t->stem > 0 ? t->stem : t->len, left, ignored;

	for (; (left = (size_t)(end - s)) > 0; s = at) {
		at = entity ? search_through_entity(s, left, t->text)
			    : search_through(s, left, t->text, k);
		if (at == NULL)
			return false;
		line = memrchr(s, '\n', (size_t)(at - s));
		line = line != NULL ? line + 1 : s;
		at = memchr(at, '\n', (size_t)(end - at));
		at = at != NULL ? at + 1 : end;
		strbuf_clear(plain);
		search_plain(plain, NULL, line, (size_t)(at - line));
		if (search_find(t, plain->buf, plain->len, 0, &ignored) != NULL)
			return true;
	}
	return false;
}

/* Whether the term is there without markup. The front matter has none. */
static bool
scan_through(const struct search_term *t, const char *folded, size_t len,
    struct strbuf *plain)
{
	size_t head = t->plain ? scan_head_len(folded, len) : 0;

	return t->plain && (scan_through_lines(
				t, folded + head, len - head, false, plain) ||
			       scan_through_lines(
				   t, folded + head, len - head, true, plain));
}

/* Whether all words are there at all, which most notes are done with; and which
 * of them only without markup. */
static bool
scan_has_all(const struct search_query *q, const char *name, size_t name_len,
    const char *folded, size_t len, bool *through)
{
	struct strbuf plain;
	size_t i, ignored;
	bool has = true;

	strbuf_init(&plain, STRBUF_MAX);
	for (i = 0; i < q->n && has; i++) {
		const struct search_term *t = &q->v[i];

		if (search_find(t, folded, len, 0, &ignored) != NULL ||
		    search_find(t, name, name_len, 0, &ignored) != NULL ||
		    (t->tag && scan_tagged(t, folded, len)))
			continue;
		has = through[i] = scan_through(t, folded, len, &plain);
	}
	strbuf_release(&plain);
	return has;
}

static int
scan_score(const struct scan *sc)
{
	int score = 0;
	size_t i;

	for (i = 0; i < sc->q->n; i++)
		score +=
		    sc->best[i] + 5 * (sc->count[i] < 8 ? sc->count[i] : 8);
	return score + (sc->together ? 150 : 0) + (sc->phrase ? 300 : 0);
}

/* The name of the note is a title of it; one that is the query, the best. */
static void
scan_name(struct scan *sc, const char *name, size_t len)
{
	const char *base = path_base(name);
	size_t n = len - (size_t)(base - name), i;

	scan_words(sc, base, n, PLACE_TITLE);
	scan_words(sc, name, len, PLACE_META);
	for (i = 0; i < sc->q->n; i++)
		if (n == strlen(sc->q->all) && memcmp(base, sc->q->all, n) == 0)
			sc->best[i] += place_worth[PLACE_TITLE];
}

/* What is shown of a note outlives the text that it is read from. */
static void
scan_copy(struct scan *sc, const char *text, size_t len)
{
	struct search_hit *h = sc->hit;
	size_t i;

	for (i = 0; i < h->n_lines; i++)
		h->lines[i].text =
		    arena_strndup(sc->a, h->lines[i].text, h->lines[i].len);
	h->head_len = scan_head_len(text, len);
	h->head = arena_strndup(sc->a, text, h->head_len);
}

bool
search_note(struct search_hit *out, const struct search_query *q,
    const char *name, const char *text, size_t len, struct search_scratch *s,
    struct arena *a)
{
	bool through[SEARCH_TERMS] = { false };
	struct scan sc = { .q = q,
		.hit = out,
		.a = a,
		.key = PLACE_META,
		.through = through };
	struct strbuf folded_name = STRBUF_INIT;
	size_t bom = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	bool found;

	*out = (struct search_hit){ .head = "" };
	if (!search_pin_may(q, name, text, len))
		return false;
	strbuf_clear(&s->folded);
	search_fold(&s->folded, text + bom, len - bom);
	search_fold(&folded_name, name,
	    path_is_note(name) ? path_note_len(name, strlen(name))
			       : strlen(name));
	found = scan_has_all(q, folded_name.buf, folded_name.len, s->folded.buf,
	    s->folded.len, through);
	if (found) {
		scan_lines(
		    &sc, text + bom, len - bom, s->folded.buf, s->folded.len);
		scan_name(&sc, folded_name.buf, folded_name.len);
		scan_copy(&sc, text + bom, len - bom);
		out->score = scan_score(&sc);
	}
	strbuf_release(&folded_name);
	return found;
}

static int
hit_cmp(const void *pa, const void *pb)
{
	const struct search_hit *a = pa, *b = pb;

	if (a->score != b->score)
		return a->score < b->score ? 1 : -1;
	return strcmp(a->path, b->path);
}

void
search_sort(struct search_hit *hits, size_t n)
{
	if (n > 1)
		qsort(hits, n, sizeof(*hits), hit_cmp);
}
