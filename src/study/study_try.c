/* study_try.c: the ids of tries */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xalloc.h"
#include "study/study.h"

/* Without 0 and o, 1, l and i: an id is read aloud and typed. */
static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz";

void
study_try_id(char out[6], struct date born, const char *text, int salt)
{
	char day[DATE_MAX], *key;
	uint64_t h;
	int i;

	date_format(day, born);
	key = xasprintf("%s\n%d\n%s", day, salt, text);
	h = hash_fast(key, strlen(key));
	free(key);
	/* The high bits of FNV are mixed better than the low ones. */
	h ^= h >> 32;
	out[0] = 't';
	for (i = 1; i < 5; i++) {
		out[i] = letters[h % (sizeof(letters) - 1)];
		h /= sizeof(letters) - 1;
	}
	out[5] = '\0';
}
