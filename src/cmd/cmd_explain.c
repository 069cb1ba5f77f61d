/* cmd_explain.c: `halfhour explain`, why a process hangs */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "hang/hang.h"

#define WATCH_MS 400 /* between two looks of --watch, which take 100 ms more */

struct explain_opts {
	const char *from, *snapshot, *svg;
	bool watch;
};

static const struct opt explain_table[] = {
	{ "from", 0, OPT_TEXT, offsetof(struct explain_opts, from), "FILE",
	    "explain what --snapshot has written" },
	{ "snapshot", 0, OPT_TEXT, offsetof(struct explain_opts, snapshot),
	    "FILE", "write what was read of /proc there" },
	{ "svg", 0, OPT_TEXT, offsetof(struct explain_opts, svg), "FILE",
	    "write the graph there, as a picture" },
	{ "watch", 0, OPT_FLAG, offsetof(struct explain_opts, watch), NULL,
	    "look again until it hangs or ends" },
	{ .name = NULL },
};

static int cmd_explain_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_explain_entry = {
	.name = "explain",
	.usage = "explain [PID] [--from FILE] [--snapshot FILE] [--svg FILE] "
		 "[--watch]",
	.summary = "tell who waits for whom in a process that hangs",
	.help = "PID, its descendants and whoever could wake them are looked "
		"at, twice\nwithin a tenth of a second. Nothing is attached "
		"to or changed. The exit\ncode is 1 when it is a deadlock.\n",
	.opts = explain_table,
	.exec = cmd_explain_exec,
};

static int
explain_write(const char *file, const struct strbuf *text, struct err *e)
{
	char *folder = path_dir(file);
	int dir = fs_open_dir(folder[0] != '\0' ? folder : ".", e), rc = -1;

	if (dir != -1) {
		rc = fs_write(dir, path_base(file), text->buf, text->len, 0, e);
		close(dir);
	}
	free(folder);
	return rc == -1 ? -1 : 0;
}

static int
explain_load(
    struct hang_snap **out, struct arena *a, const char *file, struct err *e)
{
	int fd = STDIN_FILENO, rc = -1;
	struct strbuf text;

	if (strcmp(file, "-") != 0 &&
	    (fd = open(file, O_RDONLY | O_CLOEXEC)) == -1)
		return err_errno(e, "cannot read %s", file);
	strbuf_init(&text, FS_READ_MAX);
	if (fs_read_all(&text, fd) == -1)
		err_errno(e, "cannot read %s", file);
	else if (hang_snap_parse(out, a, text.buf, text.len, e) == -1)
		err_wrap(e, "%s", file);
	else
		rc = 0;
	strbuf_release(&text);
	if (fd != STDIN_FILENO)
		close(fd);
	return rc;
}

/* One look, and what is to be written of it. The verdict, or -1. */
static int
explain_once(struct strbuf *out, const struct cmd_ctx *ctx,
    const struct explain_opts *o, int pid, struct err *e)
{
	struct arena *a = arena_new();
	struct strbuf file = STRBUF_INIT;
	struct hang_snap *s;
	struct hang h;
	int rc = -1;

	if ((o->from != NULL ? explain_load(&s, a, o->from, e)
			     : hang_read(&s, a, pid, NULL, e)) == -1)
		goto out;
	hang_explain(&h, s, a);
	/* While it is watched, only what ends that. */
	if (o->from == NULL && (!o->watch || h.verdict <= HANG_PROVEN_EXCEPT)) {
		hang_frames(s);
		hang_explain(&h, s, a);
	}
	hang_snap_render(&file, s);
	if (o->snapshot != NULL && explain_write(o->snapshot, &file, e) == -1)
		goto out;
	strbuf_clear(&file);
	hang_svg(&file, &h);
	if (o->svg != NULL && explain_write(o->svg, &file, e) == -1)
		goto out;
	if (ctx->json)
		hang_json(out, &h);
	else
		hang_text(out, &h);
	rc = (int)h.verdict;
out:
	strbuf_release(&file);
	arena_free(a);
	return rc;
}

/* Until it hangs, or is gone. What is as it was is not printed again. */
static int
explain_watch(const struct cmd_ctx *ctx, const struct explain_opts *o, int pid,
    struct err *e)
{
	const struct timespec pause = { 0, WATCH_MS * 1000000L };
	struct strbuf was = STRBUF_INIT, is = STRBUF_INIT;
	int verdict;

	for (;;) {
		verdict = explain_once(&is, ctx, o, pid, e);
		if (verdict == -1)
			break;
		if (strcmp(was.buf, is.buf) != 0) {
			cmd_print(is.buf, is.len);
			fflush(stdout);
		}
		if (verdict <= HANG_PROVEN_EXCEPT)
			break;
		strbuf_clear(&was);
		strbuf_add(&was, is.buf, is.len);
		strbuf_clear(&is);
		nanosleep(&pause, NULL);
	}
	/* It was there, and has ended: that is an answer. */
	if (verdict == -1 && e->code == ERR_NOTHING && was.len > 0)
		verdict = HANG_LIVE;
	strbuf_release(&was);
	strbuf_release(&is);
	return verdict;
}

static int
cmd_explain_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct explain_opts o = { .from = NULL };
	struct strbuf out = STRBUF_INIT;
	int n = cmd_opts(&cmd_explain_entry, &o, argc, argv, e), verdict;
	long pid = 0;

	if (n == -1 || cmd_operands(&cmd_explain_entry, n, 1, e) == -1)
		return -1;
	if ((n == 1) == (o.from != NULL))
		return err_code(e, ERR_USAGE,
		    "explain what? name a process, as in 'halfhour explain "
		    "4242', or give --from FILE");
	if (n == 1 && text_number(&pid, argv[1], 1, INT32_MAX) == -1)
		return err_code(
		    e, ERR_USAGE, "'%s' is no number of a process", argv[1]);
	if (o.watch && o.from != NULL)
		return err_code(
		    e, ERR_USAGE, "--watch looks at a process, not at a file");
	if (o.watch)
		verdict = explain_watch(ctx, &o, (int)pid, e);
	else {
		verdict = explain_once(&out, ctx, &o, (int)pid, e);
		cmd_print(out.buf, out.len);
		strbuf_release(&out);
	}
	if (verdict == -1)
		return -1;
	return verdict <= HANG_PROVEN_EXCEPT ? ERR_FAILED : 0;
}
