/* cmd_new.c: `halfhour new`, a note from a template */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/cmd_done.h"
#include "cmd/cmd_edit.h"
#include "cmd/cmd_new.h"
#include "tmpl/embed.h"

#define TEMPLATE_MAX ((size_t)1 << 20)

struct new_opts {
	const char *title, *template;
	bool edit;
};

static const struct opt new_table[] = {
	{ "title", 0, OPT_ONCE, offsetof(struct new_opts, title), "TEXT",
	    "its title; default the last part of PAGE; - reads standard input" },
	{ "template", 0, OPT_TEXT, offsetof(struct new_opts, template), "NAME",
	    "from templates/NAME.md of the wiki; default note" },
	{ "edit", 0, OPT_FLAG, offsetof(struct new_opts, edit), NULL,
	    "open it in the editor before it is committed" },
	{ .name = NULL },
};

static int cmd_new_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_new_entry = {
	.name = "new",
	.usage = "new PAGE [--title TEXT] [--template NAME] [--edit]",
	.summary = "make a note from a template, and commit it",
	.help = "PAGE is the path below notes/, as in ipc/pipe. What is there "
		"is never\nwritten over. The editor is $VISUAL, $EDITOR or "
		"vi.\n",
	.opts = new_table,
	.flags = CMD_WIKI,
	.exec = cmd_new_exec,
};

/* What is made, and of what. */
struct new_note {
	const char *id, *title;
	struct wiki_file file;
};

/* The template's text: the wiki's own file, or the one in the program. */
static int
new_template(
    struct wiki *w, const char *name, struct strbuf *out, struct err *e)
{
	const char *path = arena_printf(w->arena, TMPL_DIR "/%s.md", name);
	struct err own = ERR_INIT;
	size_t i;

	if (strchr(name, '/') != NULL || *name == '.' || *name == '\0')
		return err_code(e, ERR_USAGE,
		    "--template is a name such as book, for templates/book.md");
	if (fs_read(out, w->root_fd, path, TEMPLATE_MAX, &own) == 0)
		return 0;
	if (own.code != ERR_NOTHING) {
		*e = own;
		return -1;
	}
	for (i = 0; i < tmpl_files_n; i++)
		if (strcmp(tmpl_files[i].name, path) == 0) {
			strbuf_add(out, tmpl_files[i].bytes, tmpl_files[i].len);
			return 0;
		}
	return err_code(
	    e, ERR_NOTHING, "there is no template %s in %s", path, w->root);
}

/* The words that Obsidian's templates have; others in double braces are text
 * of the note. */
static void
new_fill(struct strbuf *out, const struct strbuf *text,
    const struct new_note *n, const struct wiki *w)
{
	char day[DATE_MAX], now[MOMENT_MAX], clock[6];
	const struct cmd_new_word words[] = { { "{{title}}", n->title },
		{ "{{page}}", n->id }, { "{{date}}", day },
		{ "{{time}}", clock }, { NULL, NULL } };

	date_format(day, moment_study_day(w->now, w->conf.day_ends));
	moment_format(now, w->now);
	snprintf(clock, sizeof(clock), "%.5s", now + strlen("2026-11-23T"));
	cmd_new_fill(out, text, words, w->arena);
}

/* The title of a page without one: its name, or that of its folder. */
static const char *
new_title(struct wiki *w, const char *id)
{
	char *dir;
	const char *title = path_base(id);

	if (strcmp(title, "index") != 0 || title == id)
		return title;
	dir = arena_strndup(w->arena, id, (size_t)(title - id) - 1);
	return path_base(dir);
}

static int
new_prepare(struct wiki *w, const char *page, const struct new_opts *o,
    struct new_note *n, struct err *e)
{
	struct strbuf template = STRBUF_INIT, text = STRBUF_INIT;
	int rc;

	if ((n->id = wiki_page_id(w, page, e)) == NULL)
		return -1;
	n->id = wiki_page_spelt(w, n->id);
	if (wiki_page_is_day(n->id))
		return err_code(e, ERR_USAGE,
		    "%s is a day: 'halfhour log' and 'halfhour edit' make it",
		    n->id);
	n->title = o->title ? o->title : new_title(w, n->id);
	if (text_blank(n->title) || strpbrk(n->title, "\r\n") != NULL)
		return err_code(e, ERR_USAGE, "a title is one line of text");
	n->file.path = wiki_page_file(w, n->id);
	rc = new_template(w, o->template ? o->template : "note", &template, e);
	if (rc == 0)
		new_fill(&text, &template, n, w);
	n->file.bytes = arena_copy(w->arena, text.buf, text.len + 1, 1);
	n->file.len = text.len;
	strbuf_release(&text);
	strbuf_release(&template);
	return rc;
}

/*
 * The editor works on the file in notes/ itself: whatever ends it, what it
 * has saved is there. 1 when there is a note to be committed.
 */
static int
new_edit(struct wiki *w, char *editor, struct new_note *n, struct err *e)
{
	char *path = path_join(w->root, n->file.path);
	struct strbuf text = STRBUF_INIT;
	struct err own = ERR_INIT, read = ERR_INIT;
	int rc = cmd_editor_run(editor, path, &own);

	if (fs_read(&text, w->root_fd, n->file.path, FS_READ_MAX, &read) == -1)
		rc = err_set(e, "nothing is committed: %s", read.msg);
	else if (rc == -1 && text.len == n->file.len &&
		 memcmp(text.buf, n->file.bytes, text.len) == 0) {
		wiki_page_remove(w, n->file.path);
		*e = own;
		err_wrap(e, "no note is made");
	} else if (rc == -1)
		err_set(e, "%s; what it has saved is in %s, not committed",
		    own.msg, n->file.path);
	n->file.bytes = arena_copy(w->arena, text.buf, text.len + 1, 1);
	n->file.len = text.len;
	strbuf_release(&text);
	free(path);
	return rc;
}

static void
new_report(const struct new_note *n, const struct repo_done *done)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s → %s", n->id, n->file.path);
	if (done->oid[0] != '\0')
		strbuf_addf(&sb, " [%.7s]", done->oid);
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static int
new_make(struct cmd_ctx *ctx, const struct new_opts *o, struct new_note *n,
    struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct repo_done done;
	char *editor = NULL;
	int rc;

	if (wiki_page_vacant(w, n->id, e) == -1)
		return -1;
	/* An editor needs a file; without one, the commit makes it. */
	if (o->edit && ((editor = cmd_editor(e)) == NULL ||
			   wiki_page_make(w, &n->file, e) == -1 ||
			   new_edit(w, editor, n, e) == -1))
		return -1;
	rc = wiki_page_commit(w, &n->file, o->edit,
	    arena_printf(
		w->arena, "new: %s\n\nHalfhour-Page: %s\n", n->id, n->id),
	    &done, e);
	if (rc == -1 && !done.saved && !o->edit)
		return -1;
	if (rc == -1 && !done.saved)
		return err_wrap(e, "%s is there, not committed", n->file.path);
	if (!ctx->quiet)
		new_report(n, &done);
	if (rc == 0)
		cmd_done_note(&done, n->file.path);
	return rc;
}

static int
cmd_new_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct new_opts o = { .title = NULL };
	struct new_note note = { .id = NULL };
	int rc, n = cmd_opts(&cmd_new_entry, &o, argc, argv, e);
	char *piped = NULL;

	if (n == -1 || cmd_operands(&cmd_new_entry, n, 1, e) == -1)
		return -1;
	if (n == 0)
		return err_code(e, ERR_USAGE,
		    "new what? name a page, as in 'halfhour new ipc/pipe'");
	if (o.title != NULL && strcmp(o.title, "-") == 0) {
		o.title = piped = cmd_stdin(NULL, e);
		if (piped == NULL)
			return -1;
	}
	rc = new_prepare(ctx->wiki, argv[1], &o, &note, e);
	if (rc == 0)
		rc = new_make(ctx, &o, &note, e);
	free(piped);
	return rc;
}
