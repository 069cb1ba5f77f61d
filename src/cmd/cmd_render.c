/* cmd_render.c: `halfhour render`, one Markdown text to HTML */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/html.h"
#include "base/path.h"
#include "cmd/cmd.h"

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

/* A name is never a scheme: [[javascript:x]] is a page in this folder. */
static void
render_name(struct strbuf *out, const char *s, size_t len)
{
	if (memchr(s, ':', strcspn(s, "/")) != NULL)
		strbuf_adds(out, "./");
	html_url(out, s, len);
}

/* The page of a note is its name with .html; other files are as they are. */
static void
render_target(struct strbuf *out, const struct note_link *l)
{
	size_t len = strlen(l->target);
	bool note = path_has_suffix(l->target, ".md");

	render_name(out, l->target, note ? len - 3 : len);
	if (len > 0 && (note || strchr(path_base(l->target), '.') == NULL))
		strbuf_adds(out, ".html");
	if (l->fragment != NULL) {
		strbuf_addc(out, '#');
		html_url(out, l->fragment, strlen(l->fragment));
	}
}

/* Behind the value of an attribute that is not closed yet. */
static void
render_title(struct strbuf *out, const struct note_link *l)
{
	if (l->title == NULL)
		return;
	strbuf_adds(out, "\" title=\"");
	html_attr(out, l->title, strlen(l->title));
}

static void
render_link(struct strbuf *out, const struct note_link *l)
{
	if (l->kind == NOTE_LINK_IMAGE ||
	    (l->kind == NOTE_LINK_EMBED && path_is_image(l->target))) {
		strbuf_adds(out, "<img src=\"");
		render_name(out, l->target, strlen(l->target));
		strbuf_adds(out, "\" alt=\"");
		html_attr(out, l->text, strlen(l->text));
		render_title(out, l);
		strbuf_addc(out, '"');
		if (l->width > 0)
			strbuf_addf(out, " width=\"%d\"", l->width);
		if (l->height > 0)
			strbuf_addf(out, " height=\"%d\"", l->height);
		strbuf_addc(out, '>');
		return;
	}
	strbuf_adds(out, "<a href=\"");
	render_target(out, l);
	render_title(out, l);
	strbuf_adds(out, "\">");
	if (l->kind == NOTE_LINK_EMBED) {
		html_text(out, l->text, strlen(l->text));
		strbuf_adds(out, "</a>");
	}
}

static void
render_hole(struct strbuf *out, const struct note_hole *hole, void *payload)
{
	const struct note *n = payload;
	const struct note_example *x;
	const char *slug;

	switch (hole->kind) {
	case NOTE_HOLE_LINK:
		render_link(out, &n->links[hole->index]);
		break;
	case NOTE_HOLE_EMBED:
		strbuf_adds(out, "<p>");
		render_link(out, &n->links[hole->index]);
		strbuf_adds(out, "</p>");
		break;
	case NOTE_HOLE_HEADING:
		slug = n->headings[hole->index].slug;
		strbuf_adds(out, " id=\"");
		html_attr(out, slug, strlen(slug));
		strbuf_addc(out, '"');
		break;
	case NOTE_HOLE_EXAMPLE:
		x = &n->examples[hole->index];
		strbuf_adds(out, "<pre><code class=\"language-");
		html_attr(out, x->lang, strlen(x->lang));
		strbuf_adds(out, "\">");
		html_text(out, x->code, x->code_len);
		strbuf_adds(out, "</code></pre>");
		break;
	}
}

static int
render_read(struct strbuf *text, const char *path, struct err *e)
{
	int fd = STDIN_FILENO, rc = 0;

	if (path != NULL && strcmp(path, "-") != 0 &&
	    (fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_errno(e, "cannot read %s", path);
	if (fs_read_all(text, fd) == -1)
		rc = err_errno(e, "cannot read %s", path ? path : "-");
	if (fd != STDIN_FILENO)
		close(fd);
	return rc;
}

static int
cmd_render_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct render_opts o = { .unsafe = false };
	struct diag_list diags = DIAG_LIST_INIT;
	struct strbuf text = STRBUF_INIT, html = STRBUF_INIT;
	struct arena *a = arena_new();
	struct note_opts opts;
	struct note_src src;
	struct note n;
	int rc = -1, words;

	words = cmd_opts(&cmd_render_entry, &o, argc, argv, e);
	if (words == -1 || cmd_operands(&cmd_render_entry, words, 1, e) == -1 ||
	    render_read(&text, words == 1 ? argv[1] : NULL, e) == -1)
		goto out;
	src = (struct note_src){ words == 1 ? argv[1] : "-", 0, text.buf,
		text.len };
	opts = (struct note_opts){ .unsafe = o.unsafe, .no_wiki = o.no_wiki };
	if (note_pool_parse(&n, &src, 1, 1, &opts, a, &diags, e) == -1)
		goto out;
	note_html_fill(&html, &n, render_hole, &n);
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
