/* cmd_build_still.c: `halfhour build` where there is nothing to do */
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cmd/cmd_build.h"
#include "repo/repo.h"
#include "wiki/wiki_looks.h"

/* What the site depends on beside the wiki; to be freed. */
static char *
still_opts(const struct build_opts *o)
{
	return xasprintf("%d %s", o->drafts, o->out != NULL ? o->out : "");
}

/* Whether the site is as these folders say. When files had to be looked at, what
 * that has shown is kept with the `rest`, so that the next build need not. */
static bool
still_folders(struct build_folders *f, struct wiki *w, int fd, int jobs,
    struct wiki_still *before, const char *rest, size_t len)
{
	struct strbuf again = STRBUF_INIT;

	if (build_folders_stay(f, fd))
		return true;
	wiki_still_begin(before, w);
	if (!build_folders_check(f, fd, before->now, jobs))
		return false;
	if (build_folders_learned(f)) {
		strbuf_init(&again, STRBUF_MAX);
		build_folders_pack(&again, f);
		strbuf_add(&again, rest, len);
		wiki_still_keep(before, w, again.buf, again.len);
		strbuf_release(&again);
	}
	return true;
}

/* Whether the site is as these bytes say. */
static bool
still_site(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, struct build_done *done,
    const struct strbuf *kept)
{
	struct wiki *w = ctx->wiki;
	struct err ignored = ERR_INIT;
	const char *p = kept->buf;
	size_t len = kept->len;
	struct build_folders *f = build_folders_take(&p, &len);
	int fd = cmd_build_out(w, o->out, &ignored);
	bool still = f != NULL && fd != -1 &&
		     still_folders(f, w, fd, cmd_jobs(o->jobs), before, p, len);

	build_folders_free(f);
	if (fd != -1)
		close(fd);
	return still && build_kept_take(done, &w->diags, p, len);
}

bool
cmd_build_still(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, struct build_done *done)
{
	struct wiki *w = ctx->wiki;
	struct strbuf kept = STRBUF_INIT;
	struct cmd_last last;
	struct err ignored = ERR_INIT;
	char *opts = still_opts(o);
	bool still = false, damaged = false;

	strbuf_init(&kept, STRBUF_MAX);
	/* Who builds writes anyway, and need not log here to build fast. Where
	 * this may not be written nothing is kept. */
	if (w->repo != NULL && !w->folder)
		repo_state_fd(w->repo, &ignored);
	wiki_still_look(before, w, opts, cmd_jobs(o->jobs));
	if (!o->force &&
	    wiki_still_last(&kept, &last.was, before, w, &damaged)) {
		last.p = kept.buf;
		last.len = kept.len;
		if (last.was.same)
			still = still_site(ctx, o, before, done, &kept);
		else
			still = cmd_build_part(ctx, o, before, &last, done);
	}
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
cmd_build_keep(struct cmd_ctx *ctx, struct wiki_still *before,
    const struct build_done *done, const struct graph *g,
    const struct strbuf *folders)
{
	struct wiki *w = ctx->wiki;
	struct strbuf kept = STRBUF_INIT;

	strbuf_init(&kept, STRBUF_MAX);
	strbuf_add(&kept, folders->buf, folders->len);
	build_kept_pack(&kept, done, &w->diags);
	before->known &= still_lasts(w);
	wiki_still_keep(before, w, kept.buf, kept.len);
	if (before->known) {
		cmd_joined_keep(w, &before->files, g);
		wiki_looks_keep(w, before);
	}
	wiki_kept_sweep(w);
	strbuf_release(&kept);
}
