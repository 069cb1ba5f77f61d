/* search_state.c: what is known of files of words that nobody reads
 *
 * Numbers of 64 bits in the order of this machine: the bits; texts, pieces and
 * entries; how many syllables there are; then the sizes, filled up with NUL to
 * a multiple of eight, and the syllables.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "search/search_index_int.h"

struct state_head {
	uint64_t bits, texts, pieces, entries, n;
};

void
search_state_release(struct search_state *s)
{
	free(s->sizes);
	free(s->v);
	*s = (struct search_state){ .n = 0 };
}

/* The bytes that the sizes of 1 << bits files have here. */
static size_t
state_sizes(uint64_t bits)
{
	return (((size_t)1 << bits) + 7) & ~(size_t)7;
}

void
search_state_pack(struct strbuf *out, const struct search_state *s)
{
	const struct state_head head = { s->bits, s->texts, s->pieces,
		s->entries, s->n };
	const size_t n = (size_t)1 << s->bits;

	strbuf_add(out, &head, sizeof(head));
	strbuf_add(out, s->sizes, n);
	strbuf_add(out, "\0\0\0\0\0\0\0", state_sizes(s->bits) - n);
	if (s->n > 0)
		strbuf_add(out, s->v, s->n * sizeof(*s->v));
}

bool
search_state_take(struct search_state *s, const char **p, size_t *len)
{
	struct state_head head;
	size_t n, i, left = *len;

	*s = (struct search_state){ .n = 0 };
	if (left < sizeof(head))
		return false;
	memcpy(&head, *p, sizeof(head));
	left -= sizeof(head);
	if (head.bits > 31 || state_sizes(head.bits) > left)
		return false;
	n = state_sizes(head.bits);
	left -= n;
	if (head.n > left / sizeof(*s->v))
		return false;
	*s = (struct search_state){ head.bits, head.texts, head.pieces,
		head.entries, xcalloc(n + 1, 1),
		xcalloc(head.n + 1, sizeof(*s->v)), head.n, head.n + 1 };
	*p += sizeof(head);
	memcpy(s->sizes, *p, (size_t)1 << head.bits);
	*p += n;
	memcpy(s->v, *p, head.n * sizeof(*s->v));
	*p += head.n * sizeof(*s->v);
	*len = left - head.n * sizeof(*s->v);
	for (i = 1; i < s->n; i++)
		if (s->v[i - 1].word >= s->v[i].word) {
			search_state_release(s);
			return false;
		}
	return true;
}

void
search_words_path(char out[SEARCH_PATH_MAX], size_t file)
{
	snprintf(out, SEARCH_PATH_MAX, "search/words/%zu.bin", file);
}

void
search_index_tell(struct search_index *x, struct search_state *s)
{
	*s = (struct search_state){ .n = 0 };
	x->state = s;
}
