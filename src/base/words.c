/* words.c: text cut into words, so that two texts can be compared by them */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "base/xalloc.h"

enum script {
	SCRIPT_NONE, /* no letter at all */
	SCRIPT_HANGUL,
	SCRIPT_KANA,
	SCRIPT_KATAKANA,
	SCRIPT_HAN,
	SCRIPT_OTHER, /* of scripts that put spaces between words */
	SCRIPT_MARK,  /* stands on the letter before it */
};

struct range {
	int32_t from, to;
	enum script script;
};

/* Unicode 15, Blocks.txt: those of the scripts above. */
static const struct range ranges[] = {
	{ 0x0300, 0x036f, SCRIPT_MARK },
	{ 0x1100, 0x11ff, SCRIPT_HANGUL },
	{ 0x2e80, 0x2fdf, SCRIPT_HAN },
	{ 0x3005, 0x3007, SCRIPT_HAN },
	{ 0x3041, 0x3096, SCRIPT_KANA },
	{ 0x3099, 0x309a, SCRIPT_MARK },
	{ 0x309d, 0x309f, SCRIPT_KANA },
	{ 0x30a1, 0x30ff, SCRIPT_KATAKANA },
	{ 0x3131, 0x318e, SCRIPT_HANGUL },
	{ 0x31f0, 0x31ff, SCRIPT_KATAKANA },
	{ 0x3400, 0x4dbf, SCRIPT_HAN },
	{ 0x4e00, 0x9fff, SCRIPT_HAN },
	{ 0xa960, 0xa97f, SCRIPT_HANGUL },
	{ 0xac00, 0xd7ff, SCRIPT_HANGUL },
	{ 0xf900, 0xfaff, SCRIPT_HAN },
	{ 0xff66, 0xff9f, SCRIPT_KATAKANA },
	{ 0x20000, 0x3ffff, SCRIPT_HAN },
};

static enum script
script_of(int32_t c)
{
	size_t i;

	if (!utf8_is_word(c))
		return SCRIPT_NONE;
	for (i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return ranges[i].script;
	return SCRIPT_OTHER;
}

/* The length of the word at s, which begins with a letter of this script. */
static size_t
word_len(const char *s, size_t len, enum script script)
{
	size_t i, n;
	int32_t c;

	for (i = 0; i < len; i += n) {
		enum script here;

		n = utf8_next(s + i, len - i, &c);
		here = script_of(c);
		if (here != script && here != SCRIPT_MARK && i > 0)
			break;
	}
	return i;
}

static size_t
space_len(const char *s, size_t len)
{
	size_t i, n;
	int32_t c;

	for (i = 0; i < len; i += n) {
		n = utf8_next(s + i, len - i, &c);
		if (!utf8_is_space(c) || c == '\n' || c == '\r')
			break;
	}
	return i;
}

static void
piece_at(struct words_piece *out, const char *s, size_t len)
{
	enum script script;
	int32_t c;

	*out = (struct words_piece){ .p = s, .kind = WORDS_LINE };
	if (*s == '\n' || (*s == '\r' && len > 1 && s[1] == '\n')) {
		out->len = *s == '\n' ? 1 : 2;
		return;
	}
	if ((out->len = space_len(s, len)) > 0) {
		out->kind = WORDS_SPACE;
		return;
	}
	out->len = utf8_next(s, len, &c);
	script = script_of(c);
	out->kind = script != SCRIPT_NONE ? WORDS_WORD : WORDS_SIGN;
	if (script != SCRIPT_NONE)
		out->len = word_len(s, len, script);
}

size_t
words_split(
    struct words_piece **out, const char *s, size_t len, struct arena *a)
{
	struct words_piece *v = NULL;
	size_t i, n = 0, cap = 0;

	for (i = 0; i < len; i += v[n - 1].len) {
		struct words_piece *piece = VEC_PUSH(v, n, cap);

		piece_at(piece, s + i, len - i);
		piece->begins = piece->kind == WORDS_WORD &&
				(n == 1 || v[n - 2].kind != WORDS_WORD);
	}
	*out = arena_copy(a, v, n, sizeof(*v));
	free(v);
	return n;
}

static bool
is_hangul(const struct words_piece *x)
{
	int32_t c;

	if (x->kind != WORDS_WORD)
		return false;
	utf8_next(x->p, x->len, &c);
	return script_of(c) == SCRIPT_HANGUL;
}

/* Whether a syllable begins here: a vowel or a final consonant of a syllable
 * that is written in parts (U+1160 to U+11FF) does not. */
static bool
is_syllable(const char *s, size_t len)
{
	int32_t c;

	if (len == 0)
		return true;
	utf8_next(s, len, &c);
	return (c < 0x1160 || c > 0x11ff) && (c < 0xd7b0 || c > 0xd7ff);
}

size_t
words_stem(const struct words_piece *x, const struct words_piece *y)
{
	size_t i, n, least = x->len < y->len ? x->len : y->len, stem = 0;
	int32_t c;

	if (!is_hangul(x) || !is_hangul(y))
		return 0;
	for (i = 0; i < least; i += n) {
		n = utf8_next(x->p + i, x->len - i, &c);
		if (i + n > least || memcmp(x->p + i, y->p + i, n) != 0)
			break;
		if (is_syllable(x->p + i + n, x->len - i - n) &&
		    is_syllable(y->p + i + n, y->len - i - n))
			stem = i + n;
	}
	return x->len == y->len && stem == x->len ? 0 : stem;
}

size_t
words_count(const struct words_piece *v, size_t n)
{
	size_t i, words = 0;
	bool in = false;

	for (i = 0; i < n; i++) {
		words += v[i].kind == WORDS_WORD && (v[i].begins || !in);
		in = v[i].kind == WORDS_WORD;
	}
	return words;
}

/* ---- particles --------------------------------------------------------- */

static const char *const particles[] = { "으로부터", "에서부터", "에서는",
	"으로는", "에게서", "이라는", "로부터", "에서", "으로", "에게", "까지",
	"부터", "처럼", "보다", "이나", "라는", "이랑", "랑", "과", "와", "을",
	"를", "은", "는", "이", "가", "의", "에", "도", "로", "만" };
/* What may stand behind another one. */
static const char *const behind[] = { "는", "도", "만", "의", "은", "을" };

#define N(array) (sizeof(array) / sizeof(*(array)))

const char *const *
words_particles(size_t *n)
{
	*n = N(particles);
	return particles;
}

const char *const *
words_particles_behind(size_t *n)
{
	*n = N(behind);
	return behind;
}

static bool
is_one_of(const char *const *v, size_t n, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strlen(v[i]) == len && memcmp(v[i], s, len) == 0)
			return true;
	return false;
}

bool
words_particle_stacks(const char *particle)
{
	static const char *const shorts[] = { "로", "에", "와", "과", "랑" };
	size_t len = strlen(particle);

	return len > strlen(shorts[0]) ||
	       is_one_of(shorts, N(shorts), particle, len);
}

bool
words_is_particle(const char *s, size_t len)
{
	size_t last = strlen(behind[0]);

	if (is_one_of(particles, N(particles), s, len))
		return true;
	return len > last &&
	       is_one_of(behind, N(behind), s + len - last, last) &&
	       is_one_of(particles, N(particles), s, len - last);
}
