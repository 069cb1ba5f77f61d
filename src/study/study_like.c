/* study_like.c: a PROBLEM that was there before
 *
 * Two texts are compared as sets of features: each word of letters that are
 * not East Asian, and of each run of East Asian letters every two neighbours.
 * A particle or an ending touches only the last of these pairs, so "캐시가"
 * and "캐시를" share 캐시. Words that every problem has (the, why, 때문) are no
 * features, nor are the pairs of common endings.
 *
 * Texts are alike from LIKE_OVERLAP on: the shared features by those of the
 * shorter text (the overlap coefficient), since one often says more than the
 * other. The shared ones must stand in two places at least, or be as many as
 * a long word has: one short word with its particle is no likeness. Words of
 * Hangul that only begin with the same syllable, as 잃었다 and 잃어버렸다 do, are
 * a place, too, or half of one where many words begin so, as with 안. Of those
 * that are alike, the score is Dice's: twice the shared by the sum of both,
 * which is lower for a text that says much else. Below LIKE_DICE a long text
 * shares a few pairs with anything. Texts of the same letters in the same order
 * are alike, however short they are.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "study/study_tries.h"

#define LIKE_OVERLAP 0.5
#define LIKE_DICE 0.2
#define LIKE_PLACES 2
#define LIKE_LONG 4      /* shared features in one place that are enough */
#define FEATURES_MAX 400 /* of a text; what is behind counts no more */

#define N(array) (sizeof(array) / sizeof(*(array)))

static const char *const common[] = { "a", "an", "the", "of", "to", "in", "on",
	"at", "is", "it", "was", "did", "do", "not", "no", "i", "my", "why",
	"how", "and", "or", "for", "with", "that", "this", "be", "too", "what",
	"when", "had", "have", "were", "are", "know", "again", "today", "는지",
	"몰랐", "모르", "르겠", "한다", "하다", "된다", "니다", "습니", "에서",
	"으로", "하지", "지만", "는데", "않았", "못했", "것이", "때문", "문에",
	"없었", "있었", "없다", "오늘", "어제", "너무", "계속", "아직", "다시",
	"자꾸", "정말", "조금", "많이", "かっ", "った", "ない", "なか", "して",
	"した", "いた", "です", "ます", "から", "今日" };

/* Syllables that words of all kinds begin with: negation, auxiliaries. */
static const char *const weak[] = { "안", "못", "잘", "또", "더", "왜", "다",
	"이", "그", "저", "한", "할", "하", "해", "했", "됐", "되", "된", "돼",
	"있", "없", "않", "수", "것", "걸", "게", "내", "나" };

struct features {
	char *folded;
	struct piece {
		const char *p;
		size_t len;
	} v[FEATURES_MAX], heads[FEATURES_MAX];
	size_t n;
	size_t n_heads; /* words of Hangul, by their first syllable */
};

/* Hangul, Kana, CJK ideographs: no spaces, or particles on the word. */
static bool
is_east(int32_t c)
{
	return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xac00 && c <= 0xd7a3);
}

/* "렸다", "했다": any verb of the past; a syllable that ends in ㅆ, and 다. */
static bool
is_past(int32_t first, int32_t second)
{
	return second == 0xb2e4 && first >= 0xac00 && first <= 0xd7a3 &&
	       (first - 0xac00) % 28 == 20;
}

static bool
is_one_of(const char *const *v, size_t n, const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strlen(v[i]) == len && memcmp(v[i], p, len) == 0)
			return true;
	return false;
}

/* Such a word says nothing: 너무, 계속. Syllables take three bytes. */
static bool
is_common(const char *p, size_t len)
{
	return is_one_of(common, N(common), p, len);
}

static void
feature(struct features *f, const char *p, size_t len)
{
	size_t i;

	if (f->n == FEATURES_MAX || is_common(p, len))
		return;
	for (i = 0; i < f->n; i++)
		if (f->v[i].len == len && memcmp(f->v[i].p, p, len) == 0)
			return;
	f->v[f->n].p = p;
	f->v[f->n++].len = len;
}

/* A word of Hangul begins at p; `end` is that of the text. */
static void
head(struct features *f, const char *p, size_t len, const char *end)
{
	size_t two = 2 * len;

	if (f->n_heads == FEATURES_MAX ||
	    ((size_t)(end - p) >= two && is_common(p, two)))
		return;
	f->heads[f->n_heads].p = p;
	f->heads[f->n_heads++].len = len;
}

static void
features_init(struct features *f, const char *text)
{
	const char *p, *end, *word = NULL, *before = NULL;
	int32_t c_before = 0;

	f->n = f->n_heads = 0;
	f->folded = utf8_fold(text);
	p = f->folded;
	end = p + strlen(p);
	while (p <= end) {
		int32_t c = ' ';
		size_t len = p < end ? utf8_next(p, (size_t)(end - p), &c) : 1;
		bool east = is_east(c), latin = !east && utf8_is_word(c);

		if (word != NULL && !latin) {
			feature(f, word, (size_t)(p - word));
			word = NULL;
		}
		if (latin && word == NULL)
			word = p;
		if (east && before != NULL && !is_past(c_before, c))
			feature(f, before, (size_t)(p + len - before));
		if (before == NULL && c >= 0xac00 && c <= 0xd7a3)
			head(f, p, len, end);
		before = east ? p : NULL;
		c_before = c;
		p += len;
	}
}

static bool
has(const struct features *f, const struct piece *piece)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (f->v[i].len == piece->len &&
		    memcmp(f->v[i].p, piece->p, piece->len) == 0)
			return true;
	return false;
}

/* Whether both have the same letters, of which there must be some; or, should
 * there be none in them, the same signs. */
static bool
is_equal(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), i = 0, k = 0;
	bool any = false;

	for (;;) {
		int32_t c = 0, d = 0;

		while (i < n && (i += utf8_next(a + i, n - i, &c)) > 0 &&
		       !utf8_is_word(c))
			c = 0;
		while (k < m && (k += utf8_next(b + k, m - k, &d)) > 0 &&
		       !utf8_is_word(d))
			d = 0;
		if (c != d)
			return false;
		if (c == 0)
			return any || (n > 0 && strcmp(a, b) == 0);
		any = true;
	}
}

/* In how many places, in halves of one, words begin alike that have no other
 * feature in common. */
static size_t
half_places(const struct features *a, const struct features *b)
{
	size_t i, k, halves = 0;

	for (i = 0; i < a->n_heads; i++) {
		const struct piece *h = &a->heads[i];
		const struct piece pair = { h->p, 2 * h->len };

		if ((size_t)(a->folded + strlen(a->folded) - h->p) >=
			pair.len &&
		    has(b, &pair))
			continue;
		for (k = 0; k < b->n_heads; k++)
			if (memcmp(b->heads[k].p, h->p, h->len) == 0)
				break;
		if (k < b->n_heads)
			halves +=
			    is_one_of(weak, N(weak), h->p, h->len) ? 1 : 2;
	}
	return halves;
}

/* Dice's score, or 0 of what is not alike. */
static double
score(const struct features *a, const struct features *b)
{
	size_t i, shared = 0, places = 0;
	size_t least = a->n < b->n ? a->n : b->n;
	const char *end = NULL; /* of the shared feature before */
	double dice;

	for (i = 0; i < a->n; i++) {
		if (!has(b, &a->v[i]))
			continue;
		shared++;
		/* Neighbours have a letter in common: one place. */
		if (end == NULL || a->v[i].p >= end)
			places++;
		end = a->v[i].p + a->v[i].len;
	}
	if (is_equal(a->folded, b->folded))
		return 1;
	if (places == 1)
		places += half_places(a, b) / 2;
	if (shared == 0 || (places < LIKE_PLACES && shared < LIKE_LONG) ||
	    (double)shared < LIKE_OVERLAP * (double)least)
		return 0;
	dice = 2.0 * (double)shared / (double)(a->n + b->n);
	return dice < LIKE_DICE ? 0 : dice;
}

/*
 * Whether a problem is the better one to show. It is shown for the sake of what
 * was tried, so one that has tries beside it comes before one that says only
 * once more that it came back; then the one that is more alike, then the later.
 */
static bool
is_better(const struct study_like *than, double s, const struct study_day *day)
{
	bool tries = day->lists[STUDY_TRY].n > 0;

	if (s == 0 || than->day == NULL)
		return s > 0;
	if (tries != (than->day->lists[STUDY_TRY].n > 0))
		return tries;
	return s >= than->score;
}

bool
study_like(struct study_like *out, const struct study_day *days, size_t n,
    const char *text)
{
	struct features *mine = xcalloc(2, sizeof(*mine)), *other = mine + 1;
	size_t i, k;

	*out = (struct study_like){ .score = 0 };
	features_init(mine, text);
	for (i = 0; i < n; i++) {
		const struct study_items *items = &days[i].lists[STUDY_PROBLEM];

		for (k = 0; k < items->n; k++) {
			double s;

			features_init(other, items->v[k].text);
			s = score(mine, other);
			free(other->folded);
			if (!is_better(out, s, &days[i]))
				continue;
			out->score = s;
			out->day = &days[i];
			out->problem = &items->v[k];
		}
	}
	free(mine->folded);
	free(mine);
	return out->problem != NULL;
}

bool
study_alike(const char *a, const char *b)
{
	struct features *f = xcalloc(2, sizeof(*f));
	bool alike;

	features_init(&f[0], a);
	features_init(&f[1], b);
	alike = score(&f[0], &f[1]) > 0;
	free(f[0].folded);
	free(f[1].folded);
	free(f);
	return alike;
}
