/* wiki_part.c: a few notes of a wiki, as they were and as they are */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_part.h"
#include "wiki/wiki_sparse.h"

struct wiki_part {
	struct wiki *w;
	struct wiki_cache cache;
	uint64_t (*gone)[2]; /* prints of versions that nobody needs any more */
	size_t n, cap;
};

struct wiki_part *
wiki_part_open(struct wiki *w)
{
	struct wiki_part *p = xcalloc(1, sizeof(*p));
	bool damaged;

	p->w = w;
	wiki_cache_open(&p->cache, w, &damaged);
	if (p->cache.more != NULL && !damaged)
		return p;
	wiki_part_close(p);
	return NULL;
}

void
wiki_part_close(struct wiki_part *p)
{
	if (p == NULL)
		return;
	wiki_cache_drop(&p->cache);
	free(p->gone);
	free(p);
}

static struct note_src
part_src(const struct wiki_part *p, const char *path)
{
	return (struct note_src){ path, wiki_notes_skip(p->w), NULL, 0 };
}

const struct note *
wiki_part_was(struct wiki_part *p, const char *path, const uint64_t print[2],
    struct diag_list *d)
{
	struct note *n = arena_alloc(p->w->arena, sizeof(*n));
	const struct note_src src = part_src(p, path);

	return note_cache_get(p->cache.more, print, n, &src, p->w->arena, d)
		   ? n
		   : NULL;
}

const struct note *
wiki_part_now(struct wiki_part *p, const char *path, const uint64_t print[2],
    struct diag_list *d)
{
	const struct note_opts opts = { .unsafe = p->w->conf.html_trusted,
		.lang = p->w->conf.lang };
	struct note *n = arena_alloc(p->w->arena, sizeof(*n));
	struct note_src src = part_src(p, path);
	struct strbuf text = STRBUF_INIT;
	struct err e = ERR_INIT;
	bool good = wiki_file_read(p->w, path, &text, &e) == 0;
	uint64_t(*gone)[2];

	if (good) {
		src.text = arena_copy(p->w->arena, text.buf, text.len + 1, 1);
		src.len = text.len;
		good = note_cache_parse(p->cache.more, n, &src, 1, 1, &opts,
			   p->w->arena, d, &e) == 0;
	}
	if (good && print != NULL &&
	    memcmp(n->print, print, sizeof(n->print)) != 0) {
		gone = VEC_PUSH(p->gone, p->n, p->cap);
		memcpy(*gone, print, sizeof(*gone));
	}
	strbuf_release(&text);
	return good ? n : NULL;
}

/* ---- days ------------------------------------------------------------------
 *
 * days.cache (wiki_kept.c): how many days there are; of each the lengths of its
 * path and text, and both, each with a NUL.
 */
#define DAYS "days.cache"

uint64_t
wiki_days_keep(const struct wiki *w, const struct study_day *days, size_t n)
{
	const uint64_t head = n;
	struct strbuf out = STRBUF_INIT;
	uint64_t sum;
	size_t i;

	strbuf_init(&out, STRBUF_MAX);
	strbuf_add(&out, &head, sizeof(head));
	for (i = 0; i < n; i++) {
		const uint64_t sizes[2] = { strlen(days[i].path),
			days[i].text_len };

		strbuf_add(&out, sizes, sizeof(sizes));
		strbuf_add(&out, days[i].path, sizes[0] + 1);
		strbuf_add(&out, days[i].text, sizes[1]);
		strbuf_addc(&out, '\0');
	}
	sum = hash_sum(out.buf, out.len);
	wiki_kept_store(w, DAYS, out.buf, out.len);
	strbuf_release(&out);
	return sum;
}

/* The next day of those bytes; false when they make no sense. */
static bool
days_next(
    struct wiki_part *p, const char **s, size_t *left, struct study_day *out)
{
	size_t skip = wiki_notes_skip(p->w);
	uint64_t sizes[2];
	const char *path, *text;
	struct date d;

	if (*left < sizeof(sizes))
		return false;
	memcpy(sizes, *s, sizeof(sizes));
	*s += sizeof(sizes);
	*left -= sizeof(sizes);
	if (sizes[0] >= *left || sizes[1] >= *left - sizes[0] - 1)
		return false;
	path = *s;
	text = path + sizes[0] + 1;
	if (path[sizes[0]] != '\0' || text[sizes[1]] != '\0' ||
	    sizes[0] <= skip || wiki_path_day(path + skip, &d) == -1)
		return false;
	path = arena_strdup(p->w->arena, path);
	text = arena_copy(p->w->arena, text, (size_t)sizes[1] + 1, 1);
	study_day_parse(
	    out, path, d, text, (size_t)sizes[1], p->w->arena, NULL);
	*s += sizes[0] + sizes[1] + 2;
	*left -= (size_t)(sizes[0] + sizes[1] + 2);
	return true;
}

/* All days as they were kept with this sum; NULL. */
static struct study_day *
days_was(struct wiki_part *p, uint64_t sum, size_t *n)
{
	struct study_day *v = NULL;
	struct wiki_kept kept;
	uint64_t head = 0;
	const char *s;
	size_t left, i = 0;
	bool ignored;

	wiki_kept_load(&kept, p->w, DAYS, &ignored);
	if (kept.p != NULL && kept.len >= sizeof(head) &&
	    hash_sum(kept.p, kept.len) == sum) {
		memcpy(&head, kept.p, sizeof(head));
		s = (const char *)kept.p + sizeof(head);
		left = kept.len - sizeof(head);
		if (head <= left / (2 * sizeof(head)))
			v = arena_alloc(
			    p->w->arena, ((size_t)head + 1) * sizeof(*v));
		while (v != NULL && i < head && days_next(p, &s, &left, &v[i]))
			i++;
	}
	wiki_kept_release(&kept);
	*n = i;
	return i == head ? v : NULL;
}

/* Read a day that has changed. */
static bool
days_read(struct wiki_part *p, struct study_day *day, struct diag_list *d)
{
	struct strbuf text = STRBUF_INIT;
	struct err e = ERR_INIT;
	const char *path = day->path;
	struct date date = day->date;
	bool good = wiki_file_read(p->w, path, &text, &e) == 0;

	if (good)
		study_day_parse(day, path, date,
		    arena_copy(p->w->arena, text.buf, text.len + 1, 1),
		    text.len, p->w->arena, d);
	strbuf_release(&text);
	return good;
}

/* A copy of the days with this one among them, by path; its place. */
static struct study_day *
days_more(struct wiki_part *p, const struct wiki_part_days *was,
    const struct study_day *more, size_t *at)
{
	struct study_day *v =
	    arena_alloc(p->w->arena, (was->n + 1) * sizeof(*v));
	size_t i = 0;

	while (i < was->n && strcmp(was->was[i].path, more->path) < 0)
		i++;
	memcpy(v, was->was, i * sizeof(*v));
	v[i] = *more;
	memcpy(v + i + 1, was->was + i, (was->n - i) * sizeof(*v));
	*at = i;
	return v;
}

bool
wiki_part_days(struct wiki_part *p, uint64_t sum, const char *const *changed,
    size_t n_changed, struct wiki_part_days *out, struct diag_list *d_was,
    struct diag_list *d_now)
{
	struct study_day *now, again;
	size_t i, k, found = 0;

	out->was = days_was(p, sum, &out->n);
	if (out->was == NULL)
		return false;
	if (out->more.path != NULL) {
		if (!days_read(p, &out->more, d_now))
			return false;
		now = days_more(p, out, &out->more, &out->more_at);
		out->n_now = out->n + 1;
	} else {
		now = arena_copy(p->w->arena, out->was, out->n, sizeof(*now));
		out->n_now = out->n;
	}
	out->now = now;
	for (i = 0; i < out->n_now; i++) {
		for (k = 0; k < n_changed; k++)
			if (strcmp(now[i].path, changed[k]) == 0)
				break;
		if (k == n_changed)
			continue;
		found++;
		study_day_parse(&again, now[i].path, now[i].date, now[i].text,
		    now[i].text_len, p->w->arena, d_was);
		if (!days_read(p, &now[i], d_now))
			return false;
	}
	return found == n_changed;
}

void
wiki_part_keep(struct wiki_part *p)
{
	note_cache_stay(p->cache.more, p->gone, p->n);
	wiki_cache_more(&p->cache);
}
