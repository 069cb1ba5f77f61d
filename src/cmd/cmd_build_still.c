/* cmd_build_still.c: `halfhour build` where there is nothing to do */
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cmd/cmd_build.h"
#include "repo/repo.h"

/* What the site depends on beside the wiki; to be freed. */
static char *
still_opts(const struct build_opts *o)
{
	return xasprintf("%d %s", o->drafts, o->out != NULL ? o->out : "");
}

/* Whether the site is as these bytes say; if that took a look at each file of it,
 * the folders are kept, so that it does not the next time. */
static bool
still_site(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, struct build_done *done,
    const struct strbuf *kept)
{
	struct wiki *w = ctx->wiki;
	struct strbuf again = STRBUF_INIT;
	struct still folders = { .n = 0 };
	struct err ignored = ERR_INIT;
	const char *p = kept->buf;
	size_t len = kept->len;
	int jobs = cmd_jobs(o->jobs), fd = cmd_build_out(w, o->out, &ignored);
	bool still, quick;

	if (fd == -1)
		return false;
	strbuf_init(&again, STRBUF_MAX);
	quick = build_folders_take(&p, &len, fd, jobs);
	if (!quick) {
		/* Before the files are looked at. */
		wiki_still_begin(before, w);
		build_folders_pack(&again, &folders, fd, jobs);
	}
	still = build_kept_take(done, &w->diags, p, len, quick ? -1 : fd, jobs);
	if (still && !quick && wiki_still_older(before, &folders)) {
		strbuf_add(&again, p, len);
		wiki_still_keep(before, before, w, again.buf, again.len);
	}
	strbuf_release(&again);
	close(fd);
	return still;
}

bool
cmd_build_still(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, struct build_done *done)
{
	struct wiki *w = ctx->wiki;
	struct strbuf kept = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char *opts = still_opts(o);
	bool still = false, same, damaged;
	int jobs = cmd_jobs(o->jobs);

	strbuf_init(&kept, STRBUF_MAX);
	/* Who builds writes anyway, and need not log here to build fast. Where
	 * this may not be written nothing is kept. */
	if (w->repo != NULL && !w->folder)
		repo_state_fd(w->repo, &ignored);
	wiki_still_look(before, w, opts, jobs);
	if (o->force)
		damaged = false;
	else if (wiki_still_last(&kept, &same, before, w, &damaged) && same)
		still = still_site(ctx, o, before, done, &kept);
	if (damaged)
		cmd_note("what was kept of the last build is damaged; it is "
			 "made anew");
	if (!still)
		wiki_still_begin(before, w);
	strbuf_release(&kept);
	free(opts);
	return still;
}

/* Whether a second build of the same files would come to the same end: what
 * could not be read, or not be parsed in time, may be there then. */
static bool
still_lasts(const struct wiki *w)
{
	size_t i;

	for (i = 0; i < w->diags.n; i++)
		if (w->diags.v[i].id == DIAG_FILE ||
		    w->diags.v[i].id == DIAG_BUDGET)
			return false;
	return w->n_lost == 0 && w->dates != NULL;
}

void
cmd_build_keep(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, const struct build_done *done)
{
	struct wiki *w = ctx->wiki;
	struct strbuf kept = STRBUF_INIT;
	struct wiki_still now;
	struct still none = { .n = 0 };
	char *opts = still_opts(o);

	strbuf_init(&kept, STRBUF_MAX);
	build_folders_pack(&kept, &none, -1, 1);
	before->known &= still_lasts(w);
	wiki_still_look(&now, w, opts, cmd_jobs(o->jobs));
	build_kept_pack(&kept, done, &w->diags);
	wiki_still_keep(before, &now, w, kept.buf, kept.len);
	strbuf_release(&kept);
	free(opts);
}
