/* cmd_edit.c: `halfhour edit`, a day in the editor */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/cmd_done.h"
#include "cmd/cmd_edit.h"

struct edit_opts {
	bool resume, discard;
};

static const struct opt edit_table[] = {
	{ "resume", 0, OPT_FLAG, offsetof(struct edit_opts, resume), NULL,
	    "go on with the text that a dead editor left" },
	{ "discard", 0, OPT_FLAG, offsetof(struct edit_opts, discard), NULL,
	    "put that text away among the drafts, and end" },
	{ .name = NULL },
};

static int cmd_edit_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_edit_entry = {
	.name = "edit",
	.usage = "edit [DAY] [--resume] [--discard]",
	.summary = "open a day in the editor, and commit what you change",
	.help = "The editor is $VISUAL, $EDITOR or vi. DAY is 2026-11-23, "
		"today, yesterday,\n어제 or -3; default today.\n",
	.opts = edit_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_edit_exec,
};

/* What was done with the text, and where it is now. */
static void
edit_json(const struct wiki_edit *ed, const char *did, const char *path,
    const struct repo_done *done)
{
	char day[DATE_MAX];

	date_format(day, ed->day);
	cmd_done_json(&(struct cmd_done){
	    .did = did, .day = day, .path = path, .repo = done });
}

/* The text goes to the drafts, and the message says where. */
static int
edit_keep(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	struct err why = *e, own = ERR_INIT;
	const char *draft = wiki_edit_put_away(w, ed, &own);

	return err_code(e, why.code, "%s; your text is kept in %s", why.msg,
	    draft != NULL ? draft : ed->copy);
}

static int
edit_discard(struct cmd_ctx *ctx, struct wiki_edit *ed, struct err *e)
{
	const char *draft = wiki_edit_put_away(ctx->wiki, ed, e);

	if (draft == NULL)
		return -1;
	if (ctx->json)
		edit_json(ed, "put away", draft, NULL);
	else if (!ctx->quiet)
		printf("put away: %s\n", draft);
	if (ed->editor.pid != 0 && !ctx->quiet)
		cmd_note("%s, process %ld, is open still; what it saves from "
			 "now on is offered when it is closed",
		    ed->editor.name, (long)ed->editor.pid);
	return 0;
}

/* Use, discard or show: 1 to go on with the text, 0 to begin anew. */
static int
edit_ask(struct cmd_ctx *ctx, struct wiki_edit *ed, struct err *e)
{
	char line[64];

	for (;;) {
		fprintf(stderr,
		    "An editor of %s was ended, and left a text that is not "
		    "in it.\n[u]se it, [d]iscard it (it is kept among the "
		    "drafts), [s]how it? ",
		    ed->path);
		fflush(stderr);
		if (fgets(line, sizeof(line), stdin) == NULL)
			return err_code(e, ERR_CONFLICT,
			    "no answer; the text stays in %s", ed->copy);
		if (*line == 's' || *line == 'S')
			cmd_print(ed->text.p, ed->text.len);
		else if (*line == 'u' || *line == 'U')
			return 1;
		else if (*line == 'd' || *line == 'D')
			return edit_discard(ctx, ed, e);
	}
}

/* What is to become of a text that was left: as edit_ask(). */
static int
edit_left(struct cmd_ctx *ctx, const struct edit_opts *o, struct wiki_edit *ed,
    struct err *e)
{
	if (o->resume)
		return 1;
	if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO))
		return edit_ask(ctx, ed, e);
	return err_code(e, ERR_CONFLICT,
	    "an editor of %s was ended, and left a text that is not in it: "
	    "%s; go on with it by --resume, or put it away by --discard",
	    ed->path, ed->copy);
}

static void
edit_report(struct cmd_ctx *ctx, const struct wiki_edit *ed,
    const struct repo_done *done)
{
	char day[DATE_MAX];

	if (ctx->json)
		edit_json(ed, "edited", ed->path, done);
	if (ctx->json || ctx->quiet)
		return;
	date_format(day, ed->day);
	printf("%s edited → %s", day, ed->path);
	if (done->oid[0] != '\0')
		printf(" [%.7s]", done->oid);
	putchar('\n');
}

/*
 * It is in the day. The commit may have had to leave it out, though: where it
 * changes lines that are staged, or in the file, and in no commit yet.
 */
static int
edit_stored(struct cmd_ctx *ctx, const struct wiki_edit *ed,
    const struct repo_done *done, int rc, struct err *e)
{
	edit_report(ctx, ed, done);
	if (rc == 0)
		cmd_done_note(done, ed->path);
	if (rc == -1 || ed->committed)
		return rc;
	return err_code(e, ERR_CONFLICT,
	    "saved, not committed: you have changed %s by hand at the same "
	    "place and not committed that, staged or not; 'git commit' takes "
	    "both, 'git diff HEAD' shows them",
	    ed->path);
}

/* Nothing to be written: the copy goes, and that is said. */
static int
edit_unchanged(struct cmd_ctx *ctx, struct wiki_edit *ed, struct err *e)
{
	static const struct repo_done none = { .oid = "" };

	if (ctx->json)
		edit_json(ed, "nothing", ed->path, &none);
	else if (!ctx->quiet)
		puts("nothing changed");
	return wiki_edit_end(ctx->wiki, ed, e);
}

/*
 * The day does not have the text. Where it is in the way, that goes to the
 * drafts; else the copy stays, and the next edit offers it if need be.
 */
static int
edit_not_stored(struct wiki *w, struct wiki_edit *ed,
    const struct repo_done *done, int rc, struct err *e)
{
	if (rc == 0) {
		err_code(e, ERR_CONFLICT,
		    "another program changed %s at the same place at the same "
		    "moment, and it is as it is now%s%.7s",
		    ed->path, *done->oid ? "; the text is in the commit " : "",
		    done->oid);
		return edit_keep(w, ed, e);
	}
	if (e->code == ERR_CONFLICT && !done->saved)
		return edit_keep(w, ed, e);
	return err_wrap(e, "your text is kept in %s", ed->copy);
}

/* The editor has ended well: what it left goes into the day. */
static int
edit_store(struct cmd_ctx *ctx, struct wiki_edit *ed, struct err *e)
{
	struct err ignored = ERR_INIT;
	struct wiki *w = ctx->wiki;
	struct repo_done done;
	struct study_day day;
	int rc = wiki_edit_read(w, ed, e);

	if (rc == -1)
		return -1;
	if (rc == 0 || (ed->absent && text_blank(ed->text.p)))
		return edit_unchanged(ctx, ed, e);
	study_day_parse(&day, ed->path, ed->day, ed->text.p, ed->text.len,
	    w->arena, &w->diags);
	cmd_diags(&w->diags, ctx->quiet);
	rc = wiki_edit_store(w, ed, &done, e);
	if (!ed->stored)
		return edit_not_stored(w, ed, &done, rc, e);
	/* It is in the day, or owed to git: the copy has done its work. */
	wiki_edit_end(w, ed, &ignored);
	return edit_stored(ctx, ed, &done, rc, e);
}

/* The editor has ended badly, or there was none: nothing is changed. */
static int
edit_failed(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	struct err read = ERR_INIT;
	int rc = wiki_edit_read(w, ed, &read);

	if (rc == 0) {
		wiki_edit_end(w, ed, &read);
		return err_wrap(e, "nothing changed");
	}
	if (rc == -1)
		return err_code(e, ERR_FAILED, "%s; and %s",
		    arena_strdup(w->arena, e->msg), read.msg);
	return err_code(e, ERR_FAILED,
	    "nothing changed: %s; your text is kept in %s, and 'halfhour "
	    "edit' offers it again",
	    arena_strdup(w->arena, e->msg), ed->copy);
}

static int
edit_none(const struct wiki_edit *ed, struct err *e)
{
	return err_code(
	    e, ERR_NOTHING, "no editor has left a text of %s", ed->path);
}

/* An editor has outlived its halfhour. What it saves later is to be no
 * surprise to another one that has the same copy. */
static int
edit_open(const struct wiki_edit *ed, struct err *e)
{
	return err_code(e, ERR_LOCKED,
	    "%s is open still in %s, process %ld, whose halfhour edit was "
	    "ended; close it and say this again, or wait for it by --resume%s",
	    ed->path, ed->editor.name, (long)ed->editor.pid,
	    ed->left ? "; --discard puts away what it has saved" : "");
}

/* The same editor is gone on with: what it leaves goes into the day. */
static int
edit_join(struct cmd_ctx *ctx, struct wiki_edit *ed, struct err *e)
{
	if (!ctx->quiet)
		cmd_note("%s is open still in %s, process %ld: waiting until "
			 "it is closed; Ctrl-C only ends the waiting",
		    ed->path, ed->editor.name, (long)ed->editor.pid);
	if (wiki_edit_wait(ctx->wiki, ed, e) == -1)
		return -1;
	if (ed->left)
		return edit_store(ctx, ed, e);
	return ed->text.p != NULL ? edit_unchanged(ctx, ed, e)
				  : edit_none(ed, e);
}

static int
edit_run(struct cmd_ctx *ctx, const struct edit_opts *o, struct wiki_edit *ed,
    struct err *e)
{
	struct wiki *w = ctx->wiki;
	char *editor;
	int use = 0;

	if (ed->editor.pid != 0 && !(o->discard && ed->left))
		return o->resume ? edit_join(ctx, ed, e) : edit_open(ed, e);
	if (o->discard && ed->left)
		return edit_discard(ctx, ed, e);
	if (!ed->left && (o->discard || o->resume))
		return edit_none(ed, e);
	/* Where nobody can be asked, a text that was left matters more than an
	 * editor that is not there; and nothing is made without one. */
	if (ed->left && (use = edit_left(ctx, o, ed, e)) == -1)
		return -1;
	if ((editor = cmd_editor(e)) == NULL)
		return -1;
	if (!use && wiki_edit_begin(w, ed, e) == -1)
		return -1;
	if (cmd_editor_run(editor, ed->copy, e) == -1)
		return edit_failed(w, ed, e);
	return edit_store(ctx, ed, e);
}

static int
cmd_edit_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct edit_opts o = { .resume = false };
	struct wiki *w = ctx->wiki;
	struct wiki_edit ed;
	struct date d = moment_study_day(w->now, w->conf.day_ends);
	int rc, n = cmd_opts(&cmd_edit_entry, &o, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_edit_entry, n, 1, e) == -1)
		return -1;
	if (o.resume && o.discard)
		return err_code(e, ERR_USAGE,
		    "--resume and --discard are two things; take one");
	if (n == 1 &&
	    study_date_parse(&d, argv[1], w->now, w->conf.day_ends, e) == -1)
		return -1;
	if (wiki_edit_open(w, d, &ed, e) == -1)
		return -1;
	if (ed.aside != NULL)
		cmd_note("an editor of %s left no file, but a link or a "
			 "folder in its place; it is kept as %s",
		    ed.path, ed.aside);
	rc = edit_run(ctx, &o, &ed, e);
	wiki_edit_close(&ed);
	return rc;
}
