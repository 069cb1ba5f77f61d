/* main.c: argv to global options, to the table, to an exit code */
#include <fcntl.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/opt.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/cmd_bell.h"
#include "cmd/cmd_box.h"
#include "cmd/cmd_fold.h"
#include "wiki/wiki_pipe.h"

#ifndef HALFHOUR_VERSION
#define HALFHOUR_VERSION "0"
#endif

struct main_opts {
	const char *dir;
	bool json, quiet, no_color, version, help;
};

/*
 * A closed standard descriptor would be taken by the next file that is
 * opened, and a message would then be written into that file.
 */
static void
main_std_fds(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/*
 * The global options stand before or behind the command's name: they are
 * taken out of argv wherever they are, up to a "--". Returns the new argc.
 */
static int
main_globals(struct main_opts *o, int argc, char **argv, struct err *e)
{
	int i, n = 1;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (i < argc)
				argv[n++] = argv[i++];
			break;
		}
		if (strcmp(argv[i], "--json") == 0)
			o->json = true;
		else if (strcmp(argv[i], "--quiet") == 0)
			o->quiet = true;
		else if (strcmp(argv[i], "--no-color") == 0)
			o->no_color = true;
		else if (strcmp(argv[i], "--help") == 0)
			o->help = true;
		else if (strcmp(argv[i], "--version") == 0 && n == 1)
			o->version = true;
		else if (strcmp(argv[i], "-C") == 0 && n == 1) {
			if (++i == argc)
				return err_code(
				    e, ERR_USAGE, "-C needs a folder");
			o->dir = argv[i];
		} else
			argv[n++] = argv[i];
	}
	argv[n] = NULL;
	return n;
}

static void
main_help(const struct cmd_entry *entry)
{
	struct strbuf out = STRBUF_INIT;

	if (entry != NULL)
		cmd_help_one(&out, entry);
	else
		cmd_help_all(&out);
	cmd_print_help(out.buf, out.len);
	strbuf_release(&out);
}

/*
 * Whether the repository may stay closed: the command has no use for it, and
 * there is nothing that any command finishes or starts again there.
 */
static bool
main_rests(const struct cmd_ctx *ctx, const struct cmd_entry *entry)
{
	struct wiki_state state;
	struct err ignored = ERR_INIT;
	bool rests;

	if (!(entry->flags & CMD_NOTES))
		return false;
	/* Outside of a wiki there is no repository to be opened. */
	if (wiki_state_open(&state, ctx->dir, &ignored) == -1)
		return false;
	rests = wiki_state_rests(&state) &&
		(state.fd == -1 || !cmd_box_there(state.fd, &state.own));
	wiki_state_close(&state);
	return rests;
}

static int
main_open(struct wiki *w, const struct cmd_ctx *ctx,
    const struct cmd_entry *entry, struct err *owed, struct err *e)
{
	if (main_rests(ctx, entry))
		return wiki_open_notes(w, ctx->dir, e);
	if (entry->flags & CMD_FOLDER)
		return wiki_open_folder(w, ctx->dir, owed, e);
	return wiki_open(w, ctx->dir, owed, e);
}

/* What came through a pipe is used, or it is kept where no command has told
 * of a draft: on a full disk no other could be written. */
static void
main_piped(struct wiki *w, int rc, struct err *e)
{
	const char *draft = rc == -1 ? wiki_pipe_kept(w) : NULL;

	if (draft != NULL)
		err_code(e, e->code, "%s; what was read is kept in %s", e->msg,
		    draft);
	wiki_pipe_drop(w);
}

static int
main_wiki(struct cmd_ctx *ctx, const struct cmd_entry *entry, int argc,
    char **argv, struct err *e)
{
	struct err owed = ERR_INIT;
	struct wiki w;
	int rc;

	if (!(entry->flags & CMD_WIKI))
		return entry->exec(ctx, argc, argv, e);
	if (main_open(&w, ctx, entry, &owed, e) == -1)
		return -1;
	if (owed.code != ERR_NONE)
		cmd_note("of an earlier command: %s", owed.msg);
	if ((entry->flags & CMD_REPO) && w.repo == NULL) {
		*e = w.no_repo;
		rc = -1;
		wiki_close(&w);
		return rc;
	}
	/* A setting that does not hold decides where an entry goes. */
	if (!(entry->flags & CMD_TELLS)) {
		cmd_diags(&w.diags, ctx->quiet);
		diag_release(&w.diags);
	}
	ctx->wiki = &w;
	rc = entry->exec(ctx, argc, argv, e);
	main_piped(&w, rc, e);
	cmd_bell_again(&w);
	wiki_close(&w);
	return rc;
}

static int
main_state(struct cmd_ctx *ctx, const struct cmd_entry *entry, int argc,
    char **argv, struct err *e)
{
	struct wiki_state state;
	int rc;

	if (!(entry->flags & CMD_STATE))
		return main_wiki(ctx, entry, argc, argv, e);
	if (wiki_state_open(&state, ctx->dir, e) == -1)
		return -1;
	ctx->state = &state;
	rc = entry->exec(ctx, argc, argv, e);
	wiki_state_close(&state);
	return rc;
}

static int
main_command(const struct main_opts *o, int argc, char **argv, struct err *e)
{
	const struct cmd_entry *entry = NULL;
	struct cmd_ctx ctx = {
		.dir = o->dir ? o->dir : ".",
		.json = o->json,
		.quiet = o->quiet,
		.color = !o->no_color && getenv("NO_COLOR") == NULL &&
			 isatty(STDOUT_FILENO),
	};

	if (o->version) {
		printf("halfhour %s\n", HALFHOUR_VERSION);
		return 0;
	}
	if (argc > 1 && (entry = cmd_find(argv[1], e)) == NULL)
		return -1;
	if (o->help) {
		main_help(entry);
		return 0;
	}
	if (entry == NULL)
		return err_code(e, ERR_USAGE,
		    "no command given; 'halfhour help' lists them");
	return main_state(&ctx, entry, argc - 1, argv + 1, e);
}

/*
 * zlib takes and gives back a quarter of a megabyte for each object of git.
 * Left to itself the C library has the kernel map, clear and unmap that anew
 * each time.
 */
static void
main_heap(void)
{
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 1 << 24);
}

int
main(int argc, char **argv)
{
	struct main_opts o = { .dir = NULL };
	struct err e = ERR_INIT;
	sigset_t signals;
	int rc;

	sigprocmask(SIG_BLOCK, NULL, &signals);
	main_heap();
	main_std_fds();
	setlocale(LC_CTYPE, "C.UTF-8");
	argc = main_globals(&o, argc, argv, &e);
	rc = argc == -1 ? -1 : main_command(&o, argc, argv, &e);
	if (rc == -1) {
		char *safe = utf8_for_terminal(e.msg, strlen(e.msg));

		fprintf(stderr, "halfhour: %s\n", safe);
		free(safe);
		rc = e.code != ERR_NONE ? (int)e.code : ERR_FAILED;
	}
	/* What did not get out is dropped, so the last flush may go well. */
	if ((fflush(stdout) == EOF || ferror(stdout)) && rc == 0) {
		fputs(
		    "halfhour: cannot write to standard output, or not all of "
		    "it\n",
		    stderr);
		rc = ERR_FAILED;
	}
	/* One that had to wait until a text was kept, and that was said. */
	sigprocmask(SIG_SETMASK, &signals, NULL);
	return rc;
}
