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

bool
cmd_build_still(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, struct build_done *done)
{
	struct wiki *w = ctx->wiki;
	struct strbuf kept = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char *opts = still_opts(o);
	bool still = false, damaged = false;
	int jobs = cmd_jobs(o->jobs), fd;

	strbuf_init(&kept, STRBUF_MAX);
	/* Who builds writes anyway, and need not log here to build fast. Where
	 * this may not be written nothing is kept. */
	if (w->repo != NULL && !w->folder)
		repo_state_fd(w->repo, &ignored);
	wiki_still_look(before, w, opts, jobs);
	if (!o->force && wiki_still_take(&kept, before, w, &damaged) &&
	    (fd = cmd_build_out(w, o->out, &ignored)) != -1) {
		still = build_kept_take(
		    done, &w->diags, kept.buf, kept.len, fd, jobs);
		close(fd);
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
cmd_build_keep(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, const struct build_done *done)
{
	struct wiki *w = ctx->wiki;
	struct strbuf kept = STRBUF_INIT;
	struct wiki_still now;
	char *opts = still_opts(o);

	strbuf_init(&kept, STRBUF_MAX);
	before->known &= still_lasts(w);
	wiki_still_look(&now, w, opts, cmd_jobs(o->jobs));
	build_kept_pack(&kept, done, &w->diags);
	wiki_still_keep(before, &now, w, kept.buf, kept.len);
	strbuf_release(&kept);
	free(opts);
}
