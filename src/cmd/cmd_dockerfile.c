/* cmd_dockerfile.c: `halfhour dockerfile`, a session as a Dockerfile */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "cmd/cmd.h"
#include "engine/engine.h"
#include "image/image.h"
#include "wiki/wiki_draft.h"

struct dockerfile_opts {
	const char *out;
	bool slim;
};

static const struct opt dockerfile_table[] = {
	{ "out", 0, OPT_TEXT, offsetof(struct dockerfile_opts, out), "DIR",
	    "write it into DIR, and the files that it copies" },
	{ "slim", 0, OPT_FLAG, offsetof(struct dockerfile_opts, slim), NULL,
	    "without packages that are only recommended" },
	{ .name = NULL },
};

static int cmd_dockerfile_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_dockerfile_entry = {
	.name = "dockerfile",
	.usage = "dockerfile PAGE#ID [--out DIR] [--slim]",
	.summary = "draft a Dockerfile from a session in a container",
	.help = "The session is the recorded one; nothing is built. What "
		"looks like a\nmistake is told on standard error. Without "
		"--out the draft is printed.\n",
	.opts = dockerfile_table,
	.flags = CMD_WIKI,
	.exec = cmd_dockerfile_exec,
};

/* ---- the session ----------------------------------------------------------------- */

/* The example PAGE#ID; case and normal form of the page do not matter. */
static const struct note_example *
dockerfile_find(const struct wiki *w, const char *name,
    const struct note **note, struct err *e)
{
	const char *hash = strchr(name, '#');
	char *page = xstrndup(name, (size_t)(hash - name)),
	     *want = utf8_fold(page);
	const struct note_example *found = NULL;
	size_t i, k;

	*note = NULL;
	if (path_is_note(want))
		want[path_note_len(want, strlen(want))] = '\0';
	for (i = 0; i < w->n_notes && *note == NULL; i++) {
		char *id = utf8_fold(w->notes[i].id);

		if (strcmp(id, want) == 0)
			*note = &w->notes[i];
		free(id);
	}
	for (k = 0; *note != NULL && k < (*note)->n_examples; k++) {
		const struct note_example *x = &(*note)->examples[k];

		if (x->of == NULL && strcmp(x->id, hash + 1) == 0)
			found = x;
	}
	if (*note == NULL)
		err_code(e, ERR_NOTHING, "there is no page %s", page);
	else if (found == NULL)
		err_code(e, ERR_NOTHING, "%s has no example %s", (*note)->path,
		    hash);
	free(want);
	free(page);
	return found;
}

static int
dockerfile_load(
    struct image_session *s, struct wiki *w, const char *name, struct err *e)
{
	const struct note *note;
	const struct note_example *x = dockerfile_find(w, name, &note, e);
	struct run_record r;
	int there;

	if (x == NULL || (there = wiki_record(w, note, x, &r, e)) == -1)
		return -1;
	if (there == 0)
		return err_code(e, ERR_NOTHING,
		    "%s#%s has no record: halfhour run --trust '%s#%s' makes "
		    "one",
		    note->id, x->id, note->id, x->id);
	if (r.container == NULL)
		return err_code(e, ERR_NOTHING,
		    "%s is of no session in a container: a console block with "
		    "needs=docker is one",
		    wiki_record_path(w, note, x));
	wiki_draft_session(s, w, note, x, &r);
	return 0;
}

/* ---- the image that it was made of ------------------------------------------------ */

#define ASK_MS 10000

/*
 * Which of the paths that the session cannot tell the image does not have: it
 * is asked, where there is an engine that has it. Nothing is fetched for it,
 * and without an answer nothing is said.
 */
static void
dockerfile_ask(const struct image_session *s, const struct image_draft *draft,
    struct arena *a, struct diag_list *d)
{
	const char *image = *s->image_id != '\0' ? s->image_id : s->image;
	char label[ENGINE_LABEL_MAX], *missing = NULL, *rest, *line;
	const char *const words[] = { "run", "--rm", "--pull=never",
		"--network=none", "--label", label, "--entrypoint=/bin/sh",
		image, "-c", "for p; do test -e \"$p\" || echo \"$p\"; done",
		"sh" };
	size_t n = sizeof(words) / sizeof(*words), i;
	const char **argv =
	    arena_alloc(a, (n + draft->n_asks + 1) * sizeof(*argv));
	struct err ignored = ERR_INIT;
	struct engine g;

	if (draft->n_asks == 0 || *image == '-' ||
	    engine_find(&g, NULL, &ignored) == -1)
		return;
	engine_label(label);
	memcpy(argv, words, sizeof(words));
	for (i = 0; i < draft->n_asks; i++)
		argv[n + i] = draft->asks[i].real;
	missing = engine_ask(&g,
	    &(struct engine_call){ .argv = argv, .timeout_ms = ASK_MS },
	    &ignored);
	if (missing == NULL)
		engine_sweep(&g, label, &ignored);
	for (rest = missing; (line = strsep(&rest, "\n")) != NULL;)
		for (i = 0; i < draft->n_asks; i++)
			if (strcmp(line, draft->asks[i].real) == 0)
				image_ask_missing(s, &draft->asks[i], d);
	free(missing);
	engine_release(&g);
}

/* ---- the draft -------------------------------------------------------------------- */

/* Into a folder, which is made; nothing that is there is written over, and
 * then nothing is written. */
static int
dockerfile_write(
    const struct image_draft *draft, const char *folder, struct err *e)
{
	const struct image_file self = { "Dockerfile", draft->text.buf,
		draft->text.len };
	size_t i;
	int dir, rc = -1;

	if (mkdir(folder, 0777) == -1 && errno != EEXIST)
		return err_errno(e, "cannot make %s", folder);
	if ((dir = fs_open_dir(folder, e)) == -1)
		return -1;
	for (i = 0; i <= draft->n_files; i++) {
		const struct image_file *f =
		    i < draft->n_files ? &draft->files[i] : &self;

		if (fs_exists(dir, f->name)) {
			err_code(e, ERR_CONFLICT,
			    "%s/%s is there already, and stays: name another "
			    "folder, or move it away",
			    folder, f->name);
			goto out;
		}
	}
	for (i = 0; i <= draft->n_files; i++) {
		const struct image_file *f =
		    i < draft->n_files ? &draft->files[i] : &self;

		if (fs_write(dir, f->name, f->bytes, f->len, FS_NEW, e) == -1) {
			err_wrap(e, "%s", folder);
			goto out;
		}
	}
	rc = 0;
out:
	close(dir);
	return rc;
}

static void
dockerfile_say(const struct cmd_ctx *ctx, const struct image_draft *draft,
    const struct dockerfile_opts *o)
{
	char *path;

	if (o->out == NULL) {
		cmd_print(draft->text.buf, draft->text.len);
		if (draft->n_files > 0 && !ctx->quiet)
			cmd_note("it copies %zu file%s that lie%s beside it: "
				 "--out DIR writes all of it",
			    draft->n_files, draft->n_files == 1 ? "" : "s",
			    draft->n_files == 1 ? "s" : "");
		return;
	}
	if (ctx->quiet)
		return;
	path = path_join(o->out, "Dockerfile");
	cmd_print(path, strlen(path));
	printf(draft->n_files == 0   ? "\n"
	       : draft->n_files == 1 ? " and a file that it copies\n"
				     : " and %zu files that it copies\n",
	    draft->n_files);
	free(path);
}

static int
cmd_dockerfile_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct dockerfile_opts o = { .out = NULL };
	struct wiki *w = ctx->wiki;
	struct image_session s;
	struct image_draft draft;
	struct diag_list found = DIAG_LIST_INIT;
	int n = cmd_opts(&cmd_dockerfile_entry, &o, argc, argv, e), rc;

	if (n == -1 || cmd_operands(&cmd_dockerfile_entry, n, 1, e) == -1)
		return -1;
	if (n == 0 || strchr(argv[1], '#') == NULL)
		return err_code(e, ERR_USAGE,
		    "a Dockerfile of which session? name it, as in 'halfhour "
		    "dockerfile docker/hadoop#base'");
	if (wiki_read(w, cmd_jobs(0), e) == -1 ||
	    dockerfile_load(&s, w, argv[1], e) == -1 ||
	    image_draft(&draft, &s, &(struct image_opts){ o.slim }, w->arena,
		&found, e) == -1)
		return -1;
	dockerfile_ask(&s, &draft, w->arena, &found);
	rc = o.out == NULL ? 0 : dockerfile_write(&draft, o.out, e);
	if (rc == 0)
		dockerfile_say(ctx, &draft, &o);
	fflush(stdout);
	cmd_diags(&found, ctx->quiet);
	diag_release(&found);
	image_draft_release(&draft);
	return rc;
}
