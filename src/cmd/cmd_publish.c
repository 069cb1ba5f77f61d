/* cmd_publish.c: `halfhour publish`, the site as a branch */
#include <stddef.h>

#include "build/build.h"
#include "build/build_leak.h"
#include "cmd/cmd_publish.h"
#include "page/page.h"
#include "wiki/wiki_dates.h"

struct publish_opts {
	const char *remote, *branch;
	bool dry, no_push;
};

static const struct opt publish_table[] = {
	{ "remote", 0, OPT_TEXT, offsetof(struct publish_opts, remote), "R",
	    "where to, a remote or a URL; default origin" },
	{ "branch", 0, OPT_TEXT, offsetof(struct publish_opts, branch), "B",
	    "as which branch; default gh-pages" },
	{ "dry-run", 0, OPT_FLAG, offsetof(struct publish_opts, dry), NULL,
	    "tell what would change, and change nothing" },
	{ "no-push", 0, OPT_FLAG, offsetof(struct publish_opts, no_push), NULL,
	    "make the branch here, and push it yourself" },
	{ .name = NULL },
};

static int cmd_publish_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_publish_entry = {
	.name = "publish",
	.usage = "publish [--remote R] [--branch B] [--dry-run] [--no-push]",
	.summary = "push the site as a branch of its own",
	.help = "The site is built into one commit, of what changed, and "
		"pushed. Your branch,\nyour staged changes and your files "
		"stay as they are. Nothing is published\nwhile there are "
		"errors in the notes, if a page shows what is private, or "
		"onto a\nbranch that anybody else has committed to; and "
		"nothing is ever forced.\n",
	.opts = publish_table,
	.flags = CMD_WIKI | CMD_REPO | CMD_TELLS,
	.exec = cmd_publish_exec,
};

/* A file of the site on its way into the branch. */
struct publish_way {
	struct repo_publish *to;
	struct build_leak *leak;
};

static int
publish_file(void *payload, const char *path, const void *bytes, size_t len,
    struct err *e)
{
	struct publish_way *way = payload;

	if (build_leak_check(way->leak, path, bytes, len, e) == -1)
		return -1;
	return repo_publish_add(way->to, path, bytes, len, e);
}

/* Errors in the notes: they are told, and nothing is published. */
static int
publish_sound(struct cmd_ctx *ctx, struct err *e)
{
	size_t n = diag_count(&ctx->wiki->diags, DIAG_ERROR);

	cmd_diags(&ctx->wiki->diags, ctx->quiet);
	diag_release(&ctx->wiki->diags);
	if (n == 0)
		return 0;
	return err_set(e,
	    "%zu error%s in the notes, so nothing is published; mend them "
	    "first",
	    n, n == 1 ? "" : "s");
}

/* A note of which only a pointer is here has no errors, and no text. */
static int
publish_whole(const struct wiki *w, struct err *e)
{
	const char *out, *what;
	size_t i;

	for (i = 0; i < w->n_notes; i++) {
		what = repo_raw(w->srcs[i].text, w->srcs[i].len, &out);
		if (what != NULL)
			return err_set(e,
			    "%s: nothing is published, for %s; %s",
			    w->notes[i].path, what, out);
	}
	return 0;
}

static int
publish_site(struct cmd_ctx *ctx, const struct graph *g,
    const struct build_theme *theme, struct repo_publish *to, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct publish_way way = {
		.to = to,
		.leak = build_leak_new(g, w->notes, w->srcs, w->n_notes),
	};
	struct build_sink sink = { publish_file, &way };
	struct build_done done;
	int rc;

	rc = build_site_to(&done, g, theme, w->root_fd, &sink, &w->diags, e);
	build_leak_free(way.leak);
	return rc == 0 ? publish_sound(ctx, e) : -1;
}

static int
publish_run(
    struct cmd_ctx *ctx, const struct repo_publish_opts *o, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct build_theme *theme = NULL;
	struct repo_publish *to = NULL;
	struct repo_published done;
	struct graph *g;
	int rc = -1;

	if (wiki_read(w, cmd_jobs(0), e) == -1)
		return -1;
	g = wiki_graph(w, false);
	page_taken(g, &w->diags);
	if (publish_whole(w, e) == -1 ||
	    wiki_check(w, g, WIKI_CHECK_FILES, e) == -1 ||
	    publish_sound(ctx, e) == -1 ||
	    build_theme_load(&theme, w->root_fd, e) == -1)
		goto out;
	if (repo_publish_open(&to, w->repo, o, e) == -1 ||
	    publish_site(ctx, g, theme, to, e) == -1 ||
	    repo_publish_end(to, &done, e) == -1)
		goto out;
	cmd_publish_report(ctx, o, &done);
	rc = 0;
out:
	repo_publish_free(to);
	build_theme_free(theme);
	return rc;
}

static int
cmd_publish_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct publish_opts o = { .dry = false };
	struct wiki *w = ctx->wiki;
	struct err own = ERR_INIT;
	int n = cmd_opts(&cmd_publish_entry, &o, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_publish_entry, n, 0, e) == -1)
		return -1;
	if (wiki_dates(w, &own) == -1 && !ctx->quiet)
		cmd_note("the pages have no dates: %s", own.msg);
	return publish_run(ctx,
	    &(struct repo_publish_opts){
		.remote = o.remote ? o.remote : w->conf.publish_remote,
		.branch = o.branch ? o.branch : w->conf.publish_branch,
		.cname = w->conf.publish_cname,
		.push = !o.no_push,
		.dry = o.dry,
		.when = w->now,
	    },
	    e);
}
