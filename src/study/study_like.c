/* study_like.c: a PROBLEM that was there before
 *
 * Two texts are compared as sets of features: each word of letters that are
 * not East Asian, and of each run of East Asian letters every two neighbours.
 * A particle or an ending touches only the last of these pairs, so "캐시가"
 * and "캐시를" share 캐시. Words that every problem has (the, why, 때문) are no
 * features, nor are the pairs of common endings. The score is Dice's: twice
 * the shared features by the sum of both. From LIKE_SCORE on, and with two
 * shared features, the texts are alike.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "study/study_tries.h"

#define LIKE_SCORE 0.4
#define LIKE_SHARED 2
#define FEATURES_MAX 400 /* of a text; what is behind counts no more */

static const char *const common[] = { "a", "an", "the", "of", "to", "in", "on",
	"at", "is", "it", "was", "did", "do", "not", "no", "i", "my", "why",
	"how", "and", "or", "for", "with", "that", "this", "be", "too", "what",
	"when", "had", "have", "were", "are", "know", "는지", "몰랐", "랐다",
	"모르", "르겠", "겠다", "했다", "았다", "었다", "였다", "한다", "하다",
	"된다", "됐다", "니다", "습니", "에서", "으로", "하지", "지만", "는데",
	"않았", "못했", "것이", "때문", "문에", "없었", "있었", "없다", "있다",
	"かっ", "った", "ない", "なか", "して", "した", "いた", "です", "ます",
	"から" };

struct features {
	char *folded;
	struct piece {
		const char *p;
		size_t len;
	} v[FEATURES_MAX];
	size_t n;
};

/* Hangul, Kana, CJK ideographs: no spaces, or particles on the word. */
static bool
is_east(int32_t c)
{
	return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xac00 && c <= 0xd7a3);
}

static void
feature(struct features *f, const char *p, size_t len)
{
	size_t i;

	if (f->n == FEATURES_MAX)
		return;
	for (i = 0; i < sizeof(common) / sizeof(*common); i++)
		if (strlen(common[i]) == len && memcmp(common[i], p, len) == 0)
			return;
	for (i = 0; i < f->n; i++)
		if (f->v[i].len == len && memcmp(f->v[i].p, p, len) == 0)
			return;
	f->v[f->n].p = p;
	f->v[f->n++].len = len;
}

static void
features_init(struct features *f, const char *text)
{
	const char *p, *end, *word = NULL, *before = NULL;

	f->n = 0;
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
		if (east && before != NULL)
			feature(f, before, (size_t)(p + len - before));
		before = east ? p : NULL;
		p += len;
	}
}

static double
score(const struct features *a, const struct features *b)
{
	size_t i, k, shared = 0;

	for (i = 0; i < a->n; i++)
		for (k = 0; k < b->n; k++)
			if (a->v[i].len == b->v[k].len &&
			    memcmp(a->v[i].p, b->v[k].p, a->v[i].len) == 0)
				shared++;
	if (shared < LIKE_SHARED)
		return 0;
	return 2.0 * (double)shared / (double)(a->n + b->n);
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
			if (s < LIKE_SCORE || s < out->score)
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
