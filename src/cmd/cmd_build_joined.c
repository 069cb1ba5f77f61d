/* cmd_build_joined.c: what joining all notes has found, kept for a few of them
 *
 * Where links lead is large and seldom changes: joined.cache (graph_kept.h). What
 * each note was parsed from and when it was committed changes with each edit, and
 * stands in joined.more, with what both go with: the sum over all files of the
 * wiki, as wiki_looks.h has it, and the sums of the other files.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd_build.h"
#include "base/xalloc.h"
#include "graph/graph_kept.h"
#include "page/page.h"
#include "wiki/wiki_part.h"

#define JOINED "joined.cache"
#define JOINED_MORE "joined.more"

struct joined_head {
	uint64_t a, b, n; /* the sum over all files */
	uint64_t sum, kinds, days;
};

static bool
joined_take(struct cmd_joined *j, const struct still *files)
{
	struct joined_head head;

	if (j->all.p == NULL || j->more.len < sizeof(head))
		return false;
	memcpy(&head, j->more.p, sizeof(head));
	j->sum = hash_sum(j->all.p, j->all.len);
	if (head.a != files->a || head.b != files->b || head.n != files->n ||
	    head.sum != j->sum)
		return false;
	j->kinds = head.kinds;
	j->days = head.days;
	j->now = (const void *)((const char *)j->more.p + sizeof(head));
	j->kept = graph_kept_new(j->all.p, j->all.len);
	return j->kept != NULL && j->more.len - sizeof(head) ==
				      graph_kept_len(j->kept) * sizeof(*j->now);
}

bool
cmd_joined_load(
    struct cmd_joined *j, const struct wiki *w, const struct still *files)
{
	bool ignored;

	*j = (struct cmd_joined){ .again = STRBUF_INIT };
	wiki_kept_load(&j->all, w, JOINED, &ignored);
	wiki_kept_load(&j->more, w, JOINED_MORE, &ignored);
	return joined_take(j, files);
}

bool
cmd_joined_add(
    struct cmd_joined *j, const struct note *day, const char *url, size_t *at)
{
	size_t n = graph_kept_len(j->kept);
	struct graph_kept *kept;

	strbuf_init(&j->again, STRBUF_MAX);
	if (!graph_kept_more(&j->again, j->kept, day, url, at) ||
	    (kept = graph_kept_new(j->again.buf, j->again.len)) == NULL)
		return false;
	graph_kept_free(j->kept);
	j->kept = kept;
	j->sum = hash_sum(j->again.buf, j->again.len);
	j->now_again = xcalloc(n + 1, sizeof(*j->now_again));
	memcpy(j->now_again, j->now, *at * sizeof(*j->now));
	memcpy(
	    j->now_again + *at + 1, j->now + *at, (n - *at) * sizeof(*j->now));
	j->now = j->now_again;
	return true;
}

void
cmd_joined_release(struct cmd_joined *j)
{
	strbuf_release(&j->again);
	free(j->now_again);
	graph_kept_free(j->kept);
	wiki_kept_release(&j->all);
	wiki_kept_release(&j->more);
}

static void
joined_more(const struct cmd_joined *j, const struct wiki *w,
    const struct still *files, const struct graph_kept_now *now, size_t n)
{
	const struct joined_head head = { files->a, files->b, files->n, j->sum,
		j->kinds, j->days };
	struct strbuf out = STRBUF_INIT;

	strbuf_init(&out, STRBUF_MAX);
	strbuf_add(&out, &head, sizeof(head));
	strbuf_add(&out, now, n * sizeof(*now));
	wiki_kept_store(w, JOINED_MORE, out.buf, out.len);
	strbuf_release(&out);
}

void
cmd_joined_store(const struct cmd_joined *j, const struct wiki *w,
    const struct still *files, const struct graph_kept_now *now)
{
	if (j->again.len > 0)
		wiki_kept_store(w, JOINED, j->again.buf, j->again.len);
	joined_more(j, w, files, now, graph_kept_len(j->kept));
}

void
cmd_joined_keep(
    const struct wiki *w, const struct still *files, const struct graph *g)
{
	struct cmd_joined j = { .kinds = page_kinds_of(g) };
	struct graph_kept_now *now;
	struct strbuf out = STRBUF_INIT;

	strbuf_init(&out, STRBUF_MAX);
	if (graph_kept_pack(&out, g)) {
		now = graph_kept_of(g);
		j.sum = hash_sum(out.buf, out.len);
		j.days = wiki_days_keep(w, w->days, w->n_days);
		wiki_kept_store(w, JOINED, out.buf, out.len);
		joined_more(&j, w, files, now, g->n_pages);
		free(now);
	}
	strbuf_release(&out);
}
