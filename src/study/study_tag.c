/* study_tag.c: the name in a #tag, and the particle that may stand on it */
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "study/study_int.h"

static const char *const japanese[] = { "を", "は", "が", "に", "で", "も",
	"の", "と", "へ", "や", "から", "まで", "では", "には" };

bool
study_tag_particle(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(japanese) / sizeof(*japanese); i++)
		if (strlen(japanese[i]) == len &&
		    memcmp(japanese[i], s, len) == 0)
			return true;
	return words_is_particle(s, len);
}

/* Hangul syllables and Kana: a particle is written with these. */
static bool
has_particles(int32_t c)
{
	return (c >= 0x3041 && c <= 0x30ff) || (c >= 0xac00 && c <= 0xd7a3);
}

size_t
study_tag_bare(const char *s, size_t len)
{
	size_t i = 0, bare = 0;

	while (i < len) {
		int32_t c;

		i += utf8_next(s + i, len - i, &c);
		if (!has_particles(c))
			bare = i;
	}
	return bare > 0 && bare < len &&
		       study_tag_particle(s + bare, len - bare)
		   ? bare
		   : len;
}
