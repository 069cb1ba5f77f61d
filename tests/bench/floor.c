/* floor.c: what no builder of such a site can do without
 *
 * usage: floor NOTES OUT THREADS BYTES FILES
 *
 * Reads all Markdown below NOTES, makes HTML of it with cmark-gfm and the
 * extensions that halfhour uses, and writes FILES files of BYTES bytes in all
 * below OUT, a new folder, in as many threads. It has no templates, knows no
 * links, keeps nothing and checks nothing: a program that has to do more than
 * this can come near to it, and no nearer. It is in no package.
 */
#include <sys/stat.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <fcntl.h>
#include <fts.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

static const char *const extensions[] = { "table", "strikethrough", "autolink",
	"tasklist" };

struct floor {
	char **paths; /* of the notes */
	size_t n, threads;
	size_t bytes, files; /* that one note becomes; and that all do */
	int out;
};

struct floor_part {
	const struct floor *f;
	size_t first;
};

static void
fail(const char *what)
{
	perror(what);
	exit(1);
}

static char *
read_all(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *text;

	if (fd == -1 || fstat(fd, &st) == -1)
		fail(path);
	text = xmalloc((size_t)st.st_size + 1);
	if (read(fd, text, (size_t)st.st_size) != st.st_size)
		fail(path);
	close(fd);
	*len = (size_t)st.st_size;
	return text;
}

static char *
to_html(const char *text, size_t len)
{
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
	cmark_node *tree;
	char *html;
	size_t i;

	for (i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		cmark_parser_attach_syntax_extension(
		    parser, cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(parser, text, len);
	tree = cmark_parser_finish(parser);
	html = cmark_render_html(tree, CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE,
	    cmark_parser_get_syntax_extensions(parser));
	cmark_node_free(tree);
	cmark_parser_free(parser);
	return html;
}

/* The HTML, again and again until it is as long as a page. */
static void
write_file(const struct floor *f, size_t i, const char *html)
{
	size_t len = strlen(html), at = 0;
	char *page = xmalloc(f->bytes + 1), name[64];
	int fd;

	while (at < f->bytes) {
		size_t n = len < f->bytes - at ? len : f->bytes - at;

		memcpy(page + at, len > 0 ? html : "\n", len > 0 ? n : 1);
		at += len > 0 ? n : 1;
	}
	snprintf(name, sizeof(name), "%zu/%zu.html", i / 100, i);
	fd =
	    openat(f->out, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd == -1 || write(fd, page, f->bytes) != (ssize_t)f->bytes)
		fail(name);
	close(fd);
	free(page);
}

static void *
work(void *payload)
{
	const struct floor_part *part = payload;
	const struct floor *f = part->f;
	size_t i, k;

	for (i = part->first; i < f->n; i += f->threads) {
		size_t len;
		char *text = read_all(f->paths[i], &len);
		char *html = to_html(text, len);

		for (k = i; k < f->files; k += f->n)
			write_file(f, k, html);
		free(html);
		free(text);
	}
	return NULL;
}

static void
find(struct floor *f, char *dir)
{
	char *const dirs[] = { dir, NULL };
	FTS *walk = fts_open(dirs, FTS_PHYSICAL | FTS_NOSTAT, NULL);
	FTSENT *ent;
	size_t cap = 0;

	if (walk == NULL)
		fail(dir);
	while ((ent = fts_read(walk)) != NULL)
		if (ent->fts_namelen > 3 &&
		    strcmp(ent->fts_name + ent->fts_namelen - 3, ".md") == 0)
			*VEC_PUSH(f->paths, f->n, cap) = xstrdup(ent->fts_path);
	fts_close(walk);
}

int
main(int argc, char **argv)
{
	struct floor f = { .n = 0 };
	struct floor_part parts[64];
	pthread_t threads[64];
	size_t i;

	if (argc != 6)
		return 2;
	cmark_gfm_core_extensions_ensure_registered();
	find(&f, argv[1]);
	f.threads = (size_t)strtoul(argv[3], NULL, 10);
	f.files = (size_t)strtoul(argv[5], NULL, 10);
	if (f.n == 0 || f.threads < 1 || f.threads > 64 || f.files < f.n)
		return 2;
	f.bytes = (size_t)strtoul(argv[4], NULL, 10) / f.files;
	if (mkdir(argv[2], 0777) == -1 ||
	    (f.out = open(argv[2], O_RDONLY | O_DIRECTORY)) == -1)
		fail(argv[2]);
	for (i = 0; i < f.files; i += 100) {
		char name[32];

		snprintf(name, sizeof(name), "%zu", i / 100);
		if (mkdirat(f.out, name, 0777) == -1)
			fail(name);
	}
	for (i = 0; i < f.threads; i++) {
		parts[i] = (struct floor_part){ &f, i };
		if (pthread_create(&threads[i], NULL, work, &parts[i]) != 0)
			fail("pthread_create");
	}
	for (i = 0; i < f.threads; i++)
		pthread_join(threads[i], NULL);
	for (i = 0; i < f.n; i++)
		free(f.paths[i]);
	free(f.paths);
	return 0;
}
