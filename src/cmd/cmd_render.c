/* cmd_render.c: `halfhour render`, one Markdown text to HTML */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "cmd/cmd.h"
#include "cmd/cmd_render.h"

struct render_opts {
	bool unsafe, no_wiki;
};

static const struct opt render_table[] = {
	{ "unsafe", 0, OPT_FLAG, offsetof(struct render_opts, unsafe), NULL,
	    "raw HTML and all URLs as they are" },
	{ "no-wiki", 0, OPT_FLAG, offsetof(struct render_opts, no_wiki), NULL,
	    "plain CommonMark and GFM: no wiki links, no examples" },
	{ .name = NULL },
};

static int cmd_render_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_render_entry = {
	.name = "render",
	.usage = "render [--unsafe] [--no-wiki] [FILE]",
	.summary = "print a Markdown text as an HTML fragment",
	.help = "Without FILE, standard input is read. A wiki is not needed: "
		"links\nlead to the page of their name, and examples show "
		"their code.\n",
	.opts = render_table,
	.exec = cmd_render_exec,
};

static int
render_read(struct strbuf *text, const char *path, struct err *e)
{
	int fd = STDIN_FILENO, rc = 0;

	if (path != NULL && strcmp(path, "-") != 0 &&
	    (fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_errno(e, "cannot read %s", path);
	if (fs_read_all(text, fd) == -1)
		rc = err_errno(e, "cannot read %s", path ? path : "-");
	else if (text->full)
		rc = err_set(e, "%s is longer than %zu MiB", path ? path : "-",
		    text->max >> 20);
	if (fd != STDIN_FILENO)
		close(fd);
	return rc;
}

static int
cmd_render_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct render_opts o = { .unsafe = false };
	struct diag_list diags = DIAG_LIST_INIT;
	struct strbuf text, html = STRBUF_INIT;
	struct arena *a = arena_new();
	struct note_opts opts;
	struct note_src src;
	struct note n;
	int rc = -1, words;

	strbuf_init(&text, FS_READ_MAX);
	words = cmd_opts(&cmd_render_entry, &o, argc, argv, e);
	if (words == -1 || cmd_operands(&cmd_render_entry, words, 1, e) == -1 ||
	    render_read(&text, words == 1 ? argv[1] : NULL, e) == -1)
		goto out;
	src = (struct note_src){ words == 1 ? argv[1] : "-", 0, text.buf,
		text.len };
	opts = (struct note_opts){
		.unsafe = o.unsafe, .verbatim = o.unsafe, .no_wiki = o.no_wiki
	};
	if (note_pool_parse(&n, &src, 1, 1, &opts, a, &diags, e) == -1)
		goto out;
	cmd_render_html(&html, &n);
	fwrite(html.buf, 1, html.len, stdout);
	cmd_diags(&diags, ctx->quiet);
	rc = diag_count(&diags, DIAG_ERROR) > 0 ? ERR_FAILED : 0;
out:
	diag_release(&diags);
	strbuf_release(&text);
	strbuf_release(&html);
	arena_free(a);
	return rc;
}
