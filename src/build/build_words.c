/* build_words.c: the files of words: those that change, or all
 *
 * Theory of operation. Of the last build there are the words of each group of
 * pages (search_kept.h), in two parts: of most groups, and `more`, of those that
 * changed since that was written, with what is known of the files of words:
 *
 *	a number: which words of most groups it goes with
 *	what search_patch() has to know
 *	of each file of words two numbers, the sum of it as it was left
 *	the words of the groups that changed; of one that is gone, none
 *
 * When few groups change, the files with their words are changed. Else the words
 * of all groups go into one index, which makes all files.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "build/build_int.h"
#include "search/search_kept.h"
#include "search/search_patch.h"

/* While no more than one group in so many has changed, or the fewest. */
#define WORDS_CHANGED 64
#define WORDS_FEWEST 8

/* A group, and who has its words. */
struct word_group {
	struct search_group g;
	struct search_kept *in; /* NULL: the index of those made anew */
};

struct build_words {
	struct build_out *o;
	struct search_kept *base, *more;
	bool known; /* the state and the sums are */
	struct search_state state;
	uint64_t (*stills)[2]; /* of files of words, up to the last; owned */
	size_t n_stills, cap_stills;
	bool *touched;        /* by search_patch(); NULL: nobody asks */
	struct word_group *v; /* of this build, by number */
	size_t n, cap, n_anew;
	struct spool *left; /* borrowed; NULL: nothing is kept */
	struct strbuf *more_left;
};

/* ---- what there was ------------------------------------------------------- */

/* Take `more`, if it goes with the words of most groups. */
static void
words_more(struct build_words *w, const struct build_was *bytes)
{
	const char *p = bytes->p;
	size_t len = bytes->len, size;
	uint64_t id;

	if (len < sizeof(id))
		return;
	memcpy(&id, p, sizeof(id));
	p += sizeof(id);
	len -= sizeof(id);
	if (id == 0 || id != search_kept_id(w->base) ||
	    !search_state_take(&w->state, &p, &len))
		return;
	size = ((size_t)1 << w->state.bits) * sizeof(*w->stills);
	if (size > len) {
		search_state_release(&w->state);
		return;
	}
	w->n_stills = w->cap_stills = (size_t)1 << w->state.bits;
	w->stills = xreallocarray(NULL, w->n_stills, sizeof(*w->stills));
	memcpy(w->stills, p, size);
	w->more = search_kept_new(p + size, len - size);
	w->known = true;
}

struct build_words *
build_words_new(struct build_out *o, const struct build_how *how)
{
	struct build_words *w = xcalloc(1, sizeof(*w));

	w->o = o;
	w->left = how->words_left;
	w->more_left = how->more_left;
	w->base = search_kept_new(how->words.p, how->words.len);
	words_more(w, &how->more);
	if (w->more == NULL)
		w->more = search_kept_new(NULL, 0);
	return w;
}

void
build_words_free(struct build_words *w)
{
	search_kept_free(w->base);
	search_kept_free(w->more);
	search_state_release(&w->state);
	free(w->stills);
	free(w->v);
	free(w);
}

/* The same, and who has it. Without what became of them, the words of most
 * groups may be older than the files. */
static const struct search_group *
words_find(
    const struct build_words *w, uint64_t number, struct search_kept **in)
{
	const struct search_group *g = search_kept_find(w->more, number);

	*in = g != NULL ? w->more : w->base;
	return g != NULL ? g : search_kept_find(w->base, number);
}

const struct search_group *
build_words_then(const struct build_words *w, uint64_t number)
{
	struct search_kept *in;

	return words_find(w, number, &in);
}

void
build_words_add(struct build_words *w, const struct search_group *g, bool anew)
{
	struct word_group *to = VEC_PUSH(w->v, w->n, w->cap);

	*to = (struct word_group){ *g, NULL };
	w->n_anew += anew;
	if (!anew)
		words_find(w, g->number, &to->in);
}

void
build_words_wrote(
    struct build_words *w, const char *path, const struct still *as)
{
	char same[SEARCH_PATH_MAX];
	size_t file;

	if (sscanf(path, "search/words/%zu.bin", &file) != 1)
		return;
	search_words_path(same, file);
	if (strcmp(same, path) != 0)
		return;
	while (file >= w->n_stills) {
		uint64_t(*to)[2] =
		    VEC_PUSH(w->stills, w->n_stills, w->cap_stills);

		(*to)[0] = (*to)[1] = 0;
	}
	w->stills[file][0] = as->a;
	w->stills[file][1] = as->b;
	if (w->touched != NULL)
		w->touched[file] = true;
}

/* ---- for the next build -------------------------------------------------------- */

/* Keep what is known now, with the words of these groups, which are by number:
 * in the index x, or in none. */
static void
words_keep(struct build_words *w, uint64_t id, const struct search_index *x,
    const struct search_group *v, size_t n)
{
	const uint64_t none[2] = { 0, 0 };
	size_t i, files = (size_t)1 << w->state.bits;

	strbuf_add(w->more_left, &id, sizeof(id));
	search_state_pack(w->more_left, &w->state);
	for (i = 0; i < files; i++)
		strbuf_add(w->more_left, i < w->n_stills ? w->stills[i] : none,
		    sizeof(none));
	search_kept_pack(w->more_left, x, v, n);
}

/* The same of all groups, which are in x, before its files are made; what tells
 * them from others. */
static uint64_t
words_keep_all(struct build_words *w, const struct search_index *x)
{
	struct search_group *v = xcalloc(w->n + 1, sizeof(*v));
	uint64_t id;
	size_t i;

	for (i = 0; i < w->n; i++)
		v[i] = w->v[i].g;
	search_kept_spool(w->left, x, v, w->n);
	id = search_groups_id(v, w->n);
	free(v);
	return id;
}

/* ---- all of them ------------------------------------------------------------------ */

/* All groups are in x. */
static int
words_make(struct build_words *w, struct search_index *x, struct err *e)
{
	struct search_index *empty;
	uint64_t id;
	int rc;

	if (w->left == NULL)
		return search_index_finish(x, e);
	id = words_keep_all(w, x);
	w->n_stills = 0;
	search_state_release(&w->state);
	search_index_tell(x, &w->state);
	rc = search_index_finish(x, e);
	if (rc == 0 && w->state.sizes != NULL) {
		empty = search_index_new(NULL, NULL);
		words_keep(w, id, empty, NULL, 0);
		search_index_free(empty);
	}
	return rc;
}

/* The groups that were made anew, as if they had been kept; the bytes are to be
 * released after that. */
static struct search_kept *
words_anew(const struct build_words *w, const struct search_index *x,
    struct strbuf *bytes)
{
	struct search_group *v = xcalloc(w->n_anew + 1, sizeof(*v));
	size_t i, n = 0;

	for (i = 0; i < w->n; i++)
		if (w->v[i].in == NULL)
			v[n++] = w->v[i].g;
	strbuf_init(bytes, STRBUF_MAX);
	search_kept_pack(bytes, x, v, n);
	free(v);
	return search_kept_new(bytes->buf, bytes->len);
}

/* Add a group to `to`, where *g is then. */
static int
words_put(struct search_index *to, struct search_kept *in,
    struct search_group *g, struct err *e)
{
	struct search_group then = *g;

	search_group_begin(g, to, then.number);
	g->files = then.files;
	memcpy(g->print, then.print, sizeof(g->print));
	memcpy(g->still, then.still, sizeof(g->still));
	/* One that is gone has none. */
	if (then.n_entries + then.n_more > 0 && !search_kept_add(to, in, &then))
		return err_set(e, "what was kept of the search makes no "
				  "sense; build --force makes it anew");
	search_group_end(g, to);
	return 0;
}

/* All groups into one index. */
static int
words_join(struct build_words *w, struct search_index *x, struct err *e)
{
	struct strbuf bytes = STRBUF_INIT;
	struct search_kept *anew = words_anew(w, x, &bytes);
	struct search_index *all = search_index_like(x);
	int rc = 0;
	size_t i;

	search_kept_again(w->base);
	search_kept_again(w->more);
	for (i = 0; i < w->n && rc == 0; i++) {
		struct word_group *to = &w->v[i];
		struct search_group g =
		    to->in != NULL ? to->g
				   : *search_kept_find(anew, to->g.number);

		rc = words_put(all, to->in != NULL ? to->in : anew, &g, e);
		to->g = g;
	}
	if (rc == 0)
		rc = words_make(w, all, e);
	search_index_free(all);
	search_kept_free(anew);
	strbuf_release(&bytes);
	return rc;
}

/* ---- those that change -------------------------------------------------------------- */

static int
number_cmp(const void *pa, const void *pb)
{
	const struct search_group *a = pa, *b = pb;

	return (a->number > b->number) - (a->number < b->number);
}

static const struct word_group *
words_now(const struct build_words *w, uint64_t number)
{
	const struct word_group want = { .g.number = number };

	/* The group is the first member. */
	return w->n == 0 ? NULL
			 : bsearch(&want, w->v, w->n, sizeof(want), number_cmp);
}

/* What is known of the last build: of groups that are not as they were. */
struct words_change {
	struct search_index *was;  /* their words */
	struct search_group *more; /* of `more` when it is written anew */
	size_t n, cap;
	bool lost;
};

/* A group of the last build, in one of its two parts. */
static void
change_group(struct words_change *c, const struct build_words *w,
    struct search_kept *in, const struct search_group *then)
{
	const struct word_group *now = words_now(w, then->number);

	/* It is known in `more`. */
	if (in == w->base && search_kept_find(w->more, then->number) != NULL)
		return;
	if (now != NULL && now->in != NULL) {
		if (in == w->more)
			*VEC_PUSH(c->more, c->n, c->cap) = *then;
		return;
	}
	c->lost |= !search_kept_add(c->was, in, then);
	/* One that is gone stays gone. */
	if (now == NULL)
		*VEC_PUSH(c->more, c->n, c->cap) =
		    (struct search_group){ .number = then->number };
}

static void
change_find(struct words_change *c, const struct build_words *w)
{
	size_t i;

	for (i = 0; i < search_kept_len(w->more); i++)
		change_group(c, w, w->more, search_kept_at(w->more, i));
	for (i = 0; i < search_kept_len(w->base) && !c->lost; i++)
		change_group(c, w, w->base, search_kept_at(w->base, i));
	for (i = 0; i < w->n; i++)
		if (w->v[i].in == NULL)
			*VEC_PUSH(c->more, c->n, c->cap) = w->v[i].g;
	if (c->n > 1)
		qsort(c->more, c->n, sizeof(*c->more), number_cmp);
}

/* Write `more`: what it was, with what is made anew. */
static int
change_keep(const struct words_change *c, struct build_words *w,
    const struct search_index *x, struct err *e)
{
	struct strbuf bytes = STRBUF_INIT;
	struct search_kept *anew = words_anew(w, x, &bytes), *in;
	struct search_index *all = search_index_new(NULL, NULL);
	int rc = 0;
	size_t i;

	search_kept_again(w->more);
	for (i = 0; i < c->n && rc == 0; i++) {
		struct search_group *g = &c->more[i];
		const struct search_group *made =
		    search_kept_find(anew, g->number);

		in = made != NULL ? anew : w->more;
		if (made != NULL)
			*g = *made;
		rc = words_put(all, in, g, e);
	}
	if (rc == 0)
		words_keep(w, search_kept_id(w->base), all, c->more, c->n);
	search_index_free(all);
	search_kept_free(anew);
	strbuf_release(&bytes);
	return rc;
}

static bool
words_read(const char *path, struct strbuf *out, void *payload)
{
	const struct build_words *w = payload;

	return build_out_read(w->o, path, out);
}

/* Whether each file of words is as it was left. */
static bool
words_stay(const struct build_words *w)
{
	struct fs_folder in = FS_FOLDER_INIT;
	char path[SEARCH_PATH_MAX];
	bool stay = true;
	size_t i;

	for (i = 0; i < w->n_stills && stay; i++) {
		struct still now = { .n = 0 };

		if (w->state.sizes[i] == SEARCH_NO_FILE)
			continue;
		search_words_path(path, i);
		stay = build_out_look(w->o, path, &in, &now) &&
		       now.a == w->stills[i][0] && now.b == w->stills[i][1];
	}
	fs_folder_release(&in);
	return stay;
}

/* The files that were not touched are of this build, too. */
static int
words_rest(struct build_words *w, struct err *e)
{
	char path[SEARCH_PATH_MAX];
	size_t i;

	for (i = 0; i < w->n_stills; i++) {
		const struct still as = {
			.a = w->stills[i][0], .b = w->stills[i][1], .n = 1
		};

		if (w->touched[i] || w->state.sizes[i] == SEARCH_NO_FILE)
			continue;
		search_words_path(path, i);
		if (build_out_expect(w->o, path, e) == -1)
			return -1;
		build_out_left(w->o, path, &as);
	}
	return 0;
}

/* What is known of the last build where only the groups that were added changed. */
static void
change_find_part(struct words_change *c, const struct build_words *w)
{
	struct search_kept *in;
	size_t i;

	for (i = 0; i < search_kept_len(w->more); i++) {
		const struct search_group *g = search_kept_at(w->more, i);

		if (words_now(w, g->number) == NULL)
			*VEC_PUSH(c->more, c->n, c->cap) = *g;
	}
	for (i = 0; i < w->n; i++) {
		const struct search_group *then =
		    words_find(w, w->v[i].g.number, &in);

		/* One that was not there had no words. */
		c->lost |= then != NULL && !search_kept_add(c->was, in, then);
		*VEC_PUSH(c->more, c->n, c->cap) = w->v[i].g;
	}
	if (c->n > 1)
		qsort(c->more, c->n, sizeof(*c->more), number_cmp);
}

/* Whether as many files of words are there as before, and the same. */
static bool
words_same_files(const struct build_words *w, const char *sizes)
{
	size_t i;

	for (i = 0; i < w->n_stills; i++)
		if ((w->state.sizes[i] == SEARCH_NO_FILE) !=
		    (sizes[i] == SEARCH_NO_FILE))
			return false;
	return true;
}

int
build_words_finish_part(
    struct build_words *w, const struct search_index *x, struct err *e)
{
	struct words_change c = { .was = search_index_new(NULL, NULL) };
	size_t most = search_kept_len(w->base) / WORDS_CHANGED;
	char *sizes = NULL;
	int rc = 0;

	if (!w->known || w->n > WORDS_FEWEST)
		goto out;
	change_find_part(&c, w);
	if (c.lost || c.n > (most > WORDS_FEWEST ? most : WORDS_FEWEST))
		goto out;
	sizes = xcalloc(w->n_stills + 1, 1);
	memcpy(sizes, w->state.sizes, w->n_stills);
	w->touched = xcalloc(w->n_stills, sizeof(*w->touched));
	rc = search_patch(&w->state, c.was, x, words_read, w, e);
	if (rc == 1 && !words_same_files(w, sizes))
		rc = 0;
	if (rc == 1)
		rc = change_keep(&c, w, x, e) == 0 ? 1 : -1;
out:
	free(w->touched);
	w->touched = NULL;
	free(sizes);
	free(c.more);
	search_index_free(c.was);
	return rc;
}

/* 1; 0 when all have to be made; -1. */
static int
words_patch(struct build_words *w, const struct search_index *x, struct err *e)
{
	struct words_change c = { .was = search_index_new(NULL, NULL) };
	size_t most = w->n / WORDS_CHANGED;
	int rc = 0;

	if (most < WORDS_FEWEST)
		most = WORDS_FEWEST;
	if (!w->known || w->n_anew > most || !words_stay(w))
		goto out;
	change_find(&c, w);
	if (c.lost || c.n > most)
		goto out;
	w->touched = xcalloc(w->n_stills, sizeof(*w->touched));
	rc = search_patch(&w->state, c.was, x, words_read, w, e);
	if (rc == 1 && words_rest(w, e) == 0)
		rc = change_keep(&c, w, x, e) == 0 ? 1 : -1;
	else if (rc == 1)
		rc = -1;
out:
	free(w->touched);
	w->touched = NULL;
	free(c.more);
	search_index_free(c.was);
	return rc;
}

int
build_words_finish(struct build_words *w, struct search_index *x, struct err *e)
{
	int rc;

	if (w->n_anew == w->n)
		return words_make(w, x, e);
	rc = words_patch(w, x, e);
	if (rc == 0)
		return words_join(w, x, e);
	return rc == 1 ? 0 : -1;
}
