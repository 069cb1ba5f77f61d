/* cmd_build.c: `halfhour build`, notes/ to site/ */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <errno.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "build/build.h"
#include "cmd/cmd_build.h"
#include "cmd/cmd_build_say.h"
#include "page/page.h"
#include "wiki/wiki_dates.h"

static const struct opt build_table[] = {
	{ "out", 0, OPT_TEXT, offsetof(struct build_opts, out), "DIR",
	    "where the site goes; default site/" },
	{ "jobs", 0, OPT_COUNT, offsetof(struct build_opts, jobs), "N",
	    "N processes parse, N threads write; default the cores" },
	{ "allow-broken", 0, OPT_FLAG,
	    offsetof(struct build_opts, allow_broken), NULL,
	    "errors in the notes do not fail the build" },
	{ "drafts", 0, OPT_FLAG, offsetof(struct build_opts, drafts), NULL,
	    "show drafts, too" },
	{ "force", 0, OPT_FLAG, offsetof(struct build_opts, force), NULL,
	    "parse all notes again" },
	{ "verify", 0, OPT_FLAG, offsetof(struct build_opts, verify), NULL,
	    "build once more from nothing, and compare every byte" },
	{ "profile", 0, OPT_FLAG, offsetof(struct build_opts, profile), NULL,
	    "say what took long: phases, templates, notes" },
	{ .name = NULL },
};

static int cmd_build_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_build_entry = {
	.name = "build",
	.usage = "build [--out DIR] [--jobs N] [--allow-broken] [--drafts] "
		 "[--force] [--verify] [--profile]",
	.summary = "render notes/ to a static site",
	.help =
	    "Only files that change are written; nothing is ever executed.\n"
	    "Errors in the notes (a link that leads nowhere) are told with\n"
	    "their place; the site is written all the same, and the exit code\n"
	    "is 1.\n"
	    "A folder that is no wiki is built as well: all Markdown below\n"
	    "it, with its README as home.\n",
	.opts = build_table,
	.flags = CMD_WIKI | CMD_FOLDER | CMD_TELLS,
	.exec = cmd_build_exec,
};

int
cmd_build_out(const struct wiki *w, const char *out, struct err *e)
{
	char *dir = out != NULL && out[0] == '/'
			? xstrdup(out)
			: path_join(w->root, out ? out : "site");
	int fd = -1;

	if (mkdir(dir, 0777) == -1 && errno != EEXIST)
		err_errno(e, "cannot make the folder %s", dir);
	else
		fd = fs_open_dir(dir, e);
	free(dir);
	return fd;
}

static void
build_ease(void *payload)
{
	wiki_ease(payload);
}

static int
build_run(struct wiki *w, const struct build_opts *o, struct build_done *done,
    struct strbuf *folders, const struct graph **g, struct err *e)
{
	struct build_how how = { .jobs = cmd_jobs(o->jobs),
		.step = w->step,
		.profile = o->times,
		.folders = folders,
		.began = w->began,
		.ease = build_ease,
		.ease_payload = w };
	struct cmd_memory kept;
	struct build_theme *theme = NULL;
	int fd = -1, rc = -1;

	profile_phase(o->times, "notes");
	if (wiki_read(w, how.jobs, e) == -1)
		return -1;
	cmd_build_parsed(o->times, w);
	profile_phase(o->times, "kept");
	if (cmd_memory_load(&kept, w, &how, o->force) || w->cache_lost)
		cmd_note("what was kept of earlier builds is damaged; it is "
			 "made anew");
	profile_phase(o->times, "graph");
	/* The templates/ of a folder are none of ours. */
	if (build_theme_load(&theme, w->folder ? -1 : w->root_fd, e) == -1)
		goto out;
	if ((fd = cmd_build_out(w, o->out, e)) == -1)
		goto out;
	*g = wiki_graph(w, o->drafts);
	page_taken(*g, &w->diags);
	/* No compiler is asked: a build starts no program of anybody's. */
	if (wiki_check(w, *g, 0, e) == -1)
		goto out;
	rc = build_site(done, *g, theme, &how, w->root_fd, fd, &w->diags, e);
	if (rc == 0)
		profile_phase(o->times, "kept");
	if (rc == 0)
		cmd_memory_store(&kept, w);
out:
	cmd_memory_release(&kept);
	if (fd != -1)
		close(fd);
	build_theme_free(theme);
	return rc;
}

/* A site without dates is better than none. */
static void
build_dates(struct cmd_ctx *ctx)
{
	struct err own = ERR_INIT;

	if (wiki_dates(ctx->wiki, &own) == -1 && !ctx->quiet)
		cmd_note("the pages have no dates: %s", own.msg);
}

/* The site, unless all is as it was. */
static int
build_site_of(struct cmd_ctx *ctx, struct build_opts *o,
    struct build_done *done, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct strbuf folders = STRBUF_INIT;
	struct wiki_still before;
	const struct graph *g = NULL;
	struct cmd_bar bar;
	int rc = 0;

	profile_phase(o->times, "look");
	if (cmd_build_still(ctx, o, &before, done))
		goto out;
	w->began = before.known ? before.now : 0;
	w->sheds = true;
	profile_phase(o->times, "dates");
	build_dates(ctx);
	cmd_bar_init(&bar, ctx->quiet);
	w->step = &bar.step;
	strbuf_init(&folders, STRBUF_MAX);
	rc = build_run(w, o, done, &folders, &g, e);
	w->step = NULL;
	cmd_bar_end(&bar);
	if (rc == 0)
		cmd_build_keep(ctx, &before, done, g, &folders);
out:
	strbuf_release(&folders);
	wiki_still_release(&before);
	return rc;
}

static int
cmd_build_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct build_opts o = { .out = NULL };
	struct wiki *w = ctx->wiki;
	struct build_done done;
	int64_t began = date_ticks();
	size_t errors;
	int n;

	n = cmd_opts(&cmd_build_entry, &o, argc, argv, e);
	if (n == -1 || cmd_operands(&cmd_build_entry, n, 0, e) == -1)
		return -1;
	w->force = o.force;
	o.times = o.profile ? profile_new() : NULL;
	if (build_site_of(ctx, &o, &done, e) == -1) {
		profile_free(o.times);
		return -1;
	}
	profile_phase(o.times, NULL);
	cmd_diags(&w->diags, ctx->quiet);
	errors = diag_count(&w->diags, DIAG_ERROR);
	cmd_build_profile(o.times);
	if (o.verify && cmd_build_verify(ctx, &o, e) == -1)
		return -1;
	if (!ctx->quiet)
		cmd_build_say(
		    &done, o.out ? o.out : "site", date_ticks() - began);
	if (errors > 0 && !o.allow_broken)
		return err_set(e,
		    "%zu error%s in the notes; mend them, or "
		    "build with --allow-broken",
		    errors, errors == 1 ? "" : "s");
	return 0;
}
