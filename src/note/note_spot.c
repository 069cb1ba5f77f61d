/* note_spot.c: where in the source what looks like a wiki link stands */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "note/note_md.h"

/*
 * The tree says which links there are, the source says where. A note may have
 * tens of thousands of them, and some are not in the source as the tree has
 * them, so that a search would look through everything that is left, for
 * each. So there is an index: from what stands between the brackets to the
 * places where that is so. It is made when first asked for.
 */

/* "[[" at `at`; the length through "]]", on one line; 0 when it has none. */
static size_t
spot_len(const struct note_build *b, size_t at)
{
	size_t i = at + 2;

	while (i < b->body_len && b->body[i] != ']' && b->body[i] != '[' &&
	       b->body[i] != '\n' && b->body[i] != '\r')
		i++;
	if (i + 1 >= b->body_len || b->body[i] != ']' || b->body[i + 1] != ']')
		return 0;
	return i + 2 - at;
}

/* A bar that is escaped, for the table it stands in, is a bar in the tree. */
static char *
spot_key(const char *s, size_t len)
{
	char *key = xmalloc(len + 1);
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		if (s[i] != '\\' || i + 1 == len || s[i + 1] != '|')
			key[n++] = s[i];
	key[n] = '\0';
	return key;
}

/* The place in `map` of the text, made if there is none. */
static struct note_spots *
spot_put(struct map *map, const char *s, size_t len, struct arena *a)
{
	char *key = spot_key(s, len);
	struct note_spots *spots = map_get(map, key);

	if (spots == NULL) {
		spots = arena_alloc(a, sizeof(*spots));
		map_put(map, arena_strdup(a, key), spots);
	}
	free(key);
	return spots;
}

static void
spot_index(struct note_build *b)
{
	struct {
		struct note_spots *spots;
		size_t at;
	} *v = NULL;
	const char *s = b->body, *end = s + b->body_len;
	size_t i, k, n = 0, cap = 0;

	b->spots = map_new();
	while ((s = memmem(s, (size_t)(end - s), "[[", 2)) != NULL) {
		size_t at = (size_t)(s - b->body);

		s++;
		if ((k = spot_len(b, at)) == 0)
			continue;
		(void)VEC_PUSH(v, n, cap);
		v[n - 1].at = at;
		v[n - 1].spots = spot_put(b->spots, b->body + at, k, b->a);
		v[n - 1].spots->cap++;
	}
	for (i = 0; i < n; i++) {
		struct note_spots *spots = v[i].spots;

		if (spots->at == NULL)
			spots->at =
			    arena_alloc(b->a, spots->cap * sizeof(*spots->at));
		spots->at[spots->n++] = v[i].at;
	}
	free(v);
}

const struct note_spots *
note_spot_find(struct note_build *b, const char *raw, size_t len, size_t from,
    size_t *first)
{
	char *key = spot_key(raw, len);
	const struct note_spots *spots;
	size_t low = 0, high;

	if (b->spots == NULL)
		spot_index(b);
	spots = map_get(b->spots, key);
	free(key);
	if (spots == NULL)
		return NULL;
	for (high = spots->n; low < high;) {
		size_t mid = (low + high) / 2;

		if (spots->at[mid] < from)
			low = mid + 1;
		else
			high = mid;
	}
	*first = low;
	return spots;
}
