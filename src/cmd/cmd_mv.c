/* cmd_mv.c: `halfhour mv`, a note renamed, and the links to it */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/cmd_done.h"
#include "repo/repo_place.h"
#include "wiki/wiki_mv.h"

struct mv_opts {
	bool dry_run, no_redirect;
};

static const struct opt mv_table[] = {
	{ "dry-run", 0, OPT_FLAG, offsetof(struct mv_opts, dry_run), NULL,
	    "say what would change, and change nothing" },
	{ "no-redirect", 0, OPT_FLAG, offsetof(struct mv_opts, no_redirect),
	    NULL, "do not lead on from the old name" },
	{ .name = NULL },
};

static int cmd_mv_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_mv_entry = {
	.name = "mv",
	.usage = "mv OLD NEW [--dry-run] [--no-redirect]",
	.summary = "rename a note, rewrite the links to it, and commit it",
	.help = "OLD and NEW are page ids, as in ipc/pipe. With a / at the end "
		"NEW is a\nfolder. The old name leads on as an alias. All of "
		"it is one commit.\n",
	.opts = mv_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_mv_exec,
};

/* A note that took a day's links away, 2026-11-23, is to be renamed. */
static bool
mv_is_fixed(const char *old)
{
	return strchr(old, '/') != NULL && wiki_page_is_day(old);
}

/* The note that OLD names. */
static const struct note *
mv_old(struct wiki *w, const char *arg, struct err *e)
{
	const struct note *found = NULL;
	const struct graph_page *page;
	const char *id, *path;
	size_t i;

	/* One that no page may be called is to be renamed all the more. */
	for (i = 0; i < w->n_notes; i++)
		if (strcmp(w->notes[i].id, arg) == 0)
			return &w->notes[i];
	id = wiki_page_id(w, arg, e);
	if (id == NULL || wiki_page_find(w, id, &path, e) == -1)
		return NULL;
	for (i = 0; i < w->n_notes && path != NULL; i++)
		if (strcmp(w->notes[i].path, path) == 0)
			found = &w->notes[i];
	if (found != NULL)
		return found;
	page = graph_find(
	    wiki_graph(w, true), arena_printf(w->arena, "%s/index", id));
	err_code(e, ERR_NOTHING, "there is no page %s%s", id,
	    page ? "; it is a folder: its notes are moved one by one" : "");
	return NULL;
}

static bool
mv_is_dir(const struct wiki *w, const char *path)
{
	struct stat st;

	return fs_stat(w->root_fd, path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The id that NEW names: a page, or a folder that keeps the last part. */
static const char *
mv_new(struct wiki *w, const char *arg, const struct note *note, struct err *e)
{
	const char *old = note->id;
	bool folder = path_has_suffix(arg, "/");
	const char *id = wiki_page_id(w,
	    folder ? arena_printf(w->arena, "%s%s", arg, path_base(old)) : arg,
	    e);
	const char *there;

	if (id == NULL)
		return NULL;
	if (!wiki_mv_respells(old, id))
		id = wiki_page_spelt(w, id);
	if (strcmp(id, old) == 0)
		err_code(e, ERR_USAGE, "%s is called so already", old);
	else if (mv_is_fixed(old) || wiki_page_is_day(id))
		err_code(e, ERR_USAGE,
		    "a day is called by its date: %s cannot be renamed",
		    mv_is_fixed(old) ? old : id);
	else if (mv_is_dir(w, arena_printf(w->arena, WIKI_NOTES "/%s", id)) &&
		 !mv_is_dir(w, arena_printf(w->arena, WIKI_NOTES "/%s", old)))
		err_code(e, ERR_USAGE,
		    "%s is a folder; write %s/ to move the note into it", id,
		    id);
	else if (wiki_page_find(w, id, &there, e) == 0 && there != NULL &&
		 strcmp(there, note->path) != 0)
		err_code(e, ERR_CONFLICT, "%s is there already", there);
	else if (e->code == ERR_NONE &&
		 (there != NULL ||
		     wiki_page_place(w, wiki_page_file(w, id), e) == 0))
		return id;
	return NULL;
}

static void
mv_told(const struct cmd_ctx *ctx, const struct wiki_mv *mv,
    const struct mv_opts *o, const struct repo_done *done)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < mv->links && o->dry_run; i++)
		strbuf_addf(&sb, "%s\n", mv->lines[i]);
	strbuf_addf(&sb, "%s → %s, ", mv->old_path, mv->path);
	strbuf_addf(&sb, "%zu link%s in %zu note%s", mv->links,
	    mv->links == 1 ? "" : "s", mv->notes, mv->notes == 1 ? "" : "s");
	if (mv->redirect != NULL)
		strbuf_addf(&sb, ", redirect from %s", mv->redirect);
	for (i = 0; mv->redirect != NULL && mv->taken[i] != NULL; i++)
		strbuf_addf(
		    &sb, ", which is no alias of %s any more", mv->taken[i]);
	if (done->oid[0] != '\0')
		strbuf_addf(&sb, " [%.7s]", done->oid);
	strbuf_adds(&sb, o->dry_run ? " (nothing is changed yet)\n" : "\n");
	if (!ctx->quiet)
		cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

/* In single quotes, as a shell reads it. */
static void
mv_shell(struct strbuf *sb, const char *s)
{
	strbuf_addc(sb, '\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			strbuf_adds(sb, "'\\''");
		else
			strbuf_addc(sb, *s);
	strbuf_addc(sb, '\'');
}

static void
mv_symlinks(const struct wiki_mv *mv, bool dry_run)
{
	size_t i;

	for (i = 0; i < mv->n_symlinks; i++) {
		struct strbuf sb = STRBUF_INIT;

		strbuf_adds(&sb, "ln -sfn ");
		mv_shell(&sb, mv->symlinks[i].to);
		strbuf_addc(&sb, ' ');
		mv_shell(&sb, mv->symlinks[i].at);
		cmd_note("%s is a symbolic link to the note, and %s nowhere; "
			 "this points it to the new place: %s",
		    mv->symlinks[i].at, dry_run ? "would lead" : "now leads",
		    sb.buf);
		strbuf_release(&sb);
	}
}

static int
mv_run(struct cmd_ctx *ctx, const struct mv_opts *o, const char *old,
    const char *new, struct err *e)
{
	struct repo_done done = { .saved = false };
	struct wiki *w = ctx->wiki;
	struct wiki_mv mv;
	size_t i;
	int rc = 0;

	/* Put off, it would be links that lead nowhere until then. */
	if (!o->dry_run && repo_ready(w->repo, e) == -1)
		return err_wrap(e, "nothing is changed");
	if (wiki_mv_plan(w, old, new, !o->no_redirect, &mv, e) == -1)
		return -1;
	for (i = 0; i < w->n_notes; i++)
		if (w->notes[i].failed)
			cmd_note("%s is too much for the Markdown parser: "
				 "links in it are as they were",
			    w->notes[i].path);
		else if (strcmp(w->notes[i].id, old) != 0 &&
			 wiki_mv_skips(w, i))
			cmd_note("%s is not UTF-8: links in it are as they "
				 "were; save it as UTF-8",
			    w->notes[i].path);
	if (!o->dry_run)
		rc = wiki_mv(w, &mv, &done, e);
	if (rc == 0 || done.saved) {
		mv_told(ctx, &mv, o, &done);
		mv_symlinks(&mv, o->dry_run);
	}
	if (rc == 0 && done.ignored &&
	    repo_ignored(w->repo, mv.changes[0].path))
		cmd_done_note(&done, mv.path);
	return rc;
}

static int
cmd_mv_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct mv_opts o = { .dry_run = false };
	struct wiki *w = ctx->wiki;
	const struct note *old;
	const char *new;
	int n = cmd_opts(&cmd_mv_entry, &o, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_mv_entry, n, 2, e) == -1)
		return -1;
	if (n < 2)
		return err_code(e, ERR_USAGE,
		    "mv what, and to where? as in 'halfhour mv pipe ipc/pipe'");
	if (wiki_read(w, cmd_jobs(0), e) == -1 ||
	    (old = mv_old(w, argv[1], e)) == NULL ||
	    (new = mv_new(w, argv[2], old, e)) == NULL)
		return -1;
	return mv_run(ctx, &o, old->id, new, e);
}
