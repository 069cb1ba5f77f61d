/* test_build.c: a site on disk: what is written, removed and left alone */
#include "tap.h"

#include <sys/stat.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/fs.h"
#include "build/build.h"
#include "build/build_int.h"
#include "tmpl/embed.h"

#define MANY 120

/* The wiki's root and the folder the site goes to. */
static int root, out;
static struct build_how how = { .jobs = 1 };

static bool
holds(int dir, const char *path, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;
	bool found = fs_read(&sb, dir, path, FS_READ_MAX, &e) == 0 &&
		     strstr(sb.buf, want) != NULL;

	strbuf_release(&sb);
	return found;
}

static void
put(int dir, const char *path, const char *text)
{
	struct err e = ERR_INIT;

	fs_write(dir, path, text, strlen(text), 0, &e);
}

static struct timespec
changed(int dir, const char *path)
{
	struct stat st = { .st_ino = 0 };

	fs_stat(dir, path, &st);
	return st.st_mtim;
}

/* The names in the folder of the site, its list of files not among them. */
static int
count_file(
    const char *path, const struct stat *st, void *payload, struct err *e)
{
	(void)path;
	(void)st;
	(void)e;
	++*(int *)payload;
	return 0;
}

static int
files(void)
{
	struct err e = ERR_INIT;
	int n = 0;

	fs_walk(out, "", count_file, &n, &e);
	return n;
}

/* The path of the last mistake that a build told; "" for none. */
static char told[200];

/* Build a site of these notes: path below notes/ and text, then NULL. */
static int
build(struct build_done *done, const char *const *texts,
    const char *const *attached, struct err *e)
{
	static const struct note_opts opts = { .unsafe = false };
	struct graph_src src = { .today = { 2026, 11, 24 } };
	struct arena *a = arena_new();
	struct diag_list d = DIAG_LIST_INIT;
	struct build_theme *theme = NULL;
	struct conf conf;
	struct note notes[MANY];
	int rc = -1;

	*e = (struct err)ERR_INIT;
	conf_parse(&conf, NULL, 0, NULL, a, &d);
	for (; texts[2 * src.n_notes] != NULL; src.n_notes++) {
		const char *text = texts[2 * src.n_notes + 1];
		struct note_src one = { arena_printf(a, "notes/%s",
					    texts[2 * src.n_notes]),
			6, text, strlen(text) };

		note_parse(&notes[src.n_notes], &one, &opts, a, &d);
	}
	src.conf = &conf;
	src.notes = notes;
	src.files = attached;
	for (; attached != NULL && attached[src.n_files] != NULL; src.n_files++)
		;
	if (build_theme_load(&theme, root, e) == 0)
		rc = build_site(done, graph_build(&src, a, &d), theme, &how,
		    root, out, &d, e);
	build_theme_free(theme);
	snprintf(told, sizeof(told), "%s", d.n > 0 ? d.v[d.n - 1].path : "");
	diag_release(&d);
	arena_free(a);
	return rc;
}

/* A site of its own for one test; the other one is `site`. */
static int
other_site(const char *name)
{
	struct err e = ERR_INIT;
	int site = out;

	fs_mkdirs(root, name, &e);
	out = fs_open(root, name, O_RDONLY | O_DIRECTORY, 0);
	return site;
}

static void
back_to(int site)
{
	close(out);
	out = site;
}

static const char *const two[] = { "index.md", "# 집\n\n[[둘]]\n", "둘.md",
	"# 둘째\n", NULL };
static const char *const one[] = { "index.md", "# 집\n\n[[둘]]\n", NULL };

static void
test_again(void)
{
	struct build_done first, d;
	struct timespec before;
	struct err e;
	int n;

	put(out, "CNAME", "example.org");
	put(out, "손으로/쓴.html", "mine");
	ok(build(&first, two, NULL, &e) == 0, "a site: %s", e.msg);
	n = files();
	ok(first.written + 2 == (size_t)n && first.removed == 0 &&
		first.pages < first.written,
	    "%zu pages and assets", first.written);
	ok(holds(out, "둘.html", "둘째") && holds(out, "index.html", "집") &&
		holds(out, ".halfhour", "둘.html\n"),
	    "with their names");
	before = changed(out, ".halfhour");
	ok(build(&d, two, NULL, &e) == 0 && d.written == 0 && d.removed == 0 &&
		d.pages == first.pages,
	    "again: nothing to write");
	ok(before.tv_nsec == changed(out, ".halfhour").tv_nsec,
	    "the list is left alone, too");
	put(out, "index.html", "spoilt");
	unlinkat(out, "404.html", 0);
	ok(build(&d, two, NULL, &e) == 0 && d.written == 2 &&
		holds(out, "index.html", "집"),
	    "what was spoilt is mended");
	ok(build(&d, one, NULL, &e) == 0 && d.removed == 3 &&
		!fs_exists(out, "둘.html") &&
		!fs_exists(out, "preview/note/둘.htm") &&
		!holds(out, ".halfhour", "둘.html"),
	    "a page that is no more is removed, with its preview and its text");
	ok(holds(out, "CNAME", "example.org") &&
		holds(out, "손으로/쓴.html", "mine"),
	    "files put there by hand stay");
}

static void
test_foreign(void)
{
	struct build_done d;
	struct err e;

	put(out, "둘.html", "mine");
	ok(build(&d, two, NULL, &e) == -1 && e.code == ERR_CONFLICT &&
		strstr(e.msg, "둘.html") != NULL,
	    "a file put there by hand");
	ok(holds(out, "둘.html", "mine") && !holds(out, ".halfhour", "둘.html"),
	    "is not replaced, nor taken for ours");
	ok(build(&d, one, NULL, &e) == 0 && holds(out, "둘.html", "mine"),
	    "nor removed later");
	unlinkat(out, "둘.html", 0);
	mkdirat(out, "둘.html", 0755);
	ok(build(&d, two, NULL, &e) == -1, "a folder in the way");
	unlinkat(out, "둘.html", AT_REMOVEDIR);
	ok(symlinkat("CNAME", out, "둘.html") == 0 &&
		build(&d, two, NULL, &e) == -1 &&
		holds(out, "CNAME", "example.org"),
	    "a link in the way");
	unlinkat(out, "둘.html", 0);
	ok(build(&d, two, NULL, &e) == 0, "out of the way, it works again");
}

/* A first build that fails half way can be built again. */
static void
test_half(void)
{
	struct build_done d;
	struct err e;
	int site = other_site("half"), n;

	put(out, "둘.html", "mine");
	ok(build(&d, two, NULL, &e) == -1, "a first build that fails");
	n = files();
	ok(n > 1, "leaves files");
	unlinkat(out, "둘.html", 0);
	ok(build(&d, two, NULL, &e) == 0 && holds(out, "둘.html", "둘째"),
	    "that the next one knows as its own: %s", e.msg);
	ok(build(&d, one, NULL, &e) == 0 && d.removed == 3, "and removes");
	put(out, ".halfhour", "something else\nCNAME\n");
	ok(build(&d, two, NULL, &e) == -1 && e.code == ERR_CONFLICT,
	    "with a list that is not ours nothing is");
	back_to(site);
}

/* In a new site paths are ours before their files are there, but for those
 * where something stands, or comes to stand in between. */
static void
test_ahead(void)
{
	static const char *const more[] = { "search/text/1-0.json",
		"mine/b.html" };
	struct build_at at = BUILD_AT_INIT;
	struct build_done d;
	struct build_out *o;
	struct err e = ERR_INIT;
	int site = other_site("ahead");

	put(out, "mine/a.html", "mine");
	o = build_out_open(out);
	ok(build_out_expect(o, "x/a.html", &e) == 0 &&
		build_out_expect(o, "x/b.html", &e) == 0 &&
		build_out_expect(o, "mine/a.html", &e) == 0 &&
		build_out_ahead(o, more, 2, &e) == 0 &&
		holds(out, ".halfhour",
		    "halfhour site 1\nx/a.html\nx/b.html\n"
		    "search/text/1-0.json\n"),
	    "paths of a new site are in the list before their files");
	ok(!holds(out, ".halfhour", "mine/"),
	    "but not where a folder is there already");
	put(out, "x/b.html", "mine");
	ok(build_out_put(o, "x/b.html", "b", 1, &at, &e) == -1 &&
		e.code == ERR_CONFLICT &&
		strstr(e.msg, "x/b.html is there and no build wrote it"),
	    "a file that has come since is nobody's: %s", e.msg);
	ok(holds(out, "x/b.html", "mine") &&
		!holds(out, ".halfhour", "x/b.html") &&
		holds(out, ".halfhour", "\nx/a.html\nsearch/text/1-0.json\n"),
	    "and is taken out of the list again");
	ok(build_out_put(o, "mine/a.html", "a", 1, &at, &e) == -1 &&
		e.code == ERR_CONFLICT && holds(out, "mine/a.html", "mine"),
	    "as is one that was there before");
	ok(build_out_put(o, "x/a.html", "a", 1, &at, &e) == 1 &&
		holds(out, "x/a.html", "a"),
	    "the others are written");
	fs_folder_release(&at.folder);
	build_out_free(o);
	o = build_out_open(out);
	ok(build_out_finish(o, &d, &e) == 0 && !fs_exists(out, "x/a.html") &&
		holds(out, "x/b.html", "mine") &&
		holds(out, "mine/a.html", "mine"),
	    "the next build knows which of them are its own");
	build_out_free(o);
	back_to(site);
}

/* Files of the list are removed, so what is in it must be what was meant. */
static void
test_list(void)
{
	static const char *const odd[] = { "index.md",
		"[a](<x%0ACNAME>) [b](<r%0D>) [c](<100%25.txt>)\n", NULL };
	static const char *const attached[] = { "100%.txt", "r\r", "x\nCNAME",
		NULL };
	struct build_done d;
	struct err e;

	put(root, "notes/x\nCNAME", "1");
	put(root, "notes/r\r", "2");
	put(root, "notes/100%.txt", "3");
	put(out, "r", "mine");
	ok(build(&d, odd, attached, &e) == 0 && holds(out, "x\nCNAME", "1") &&
		holds(out, "100%.txt", "3"),
	    "names with odd bytes: %s", e.msg);
	ok(build(&d, odd, attached, &e) == 0 && d.written == 0 &&
		d.removed == 0,
	    "are known again");
	ok(build(&d, one, NULL, &e) == 0 && d.removed == 3 &&
		!fs_exists(out, "x\nCNAME") && !fs_exists(out, "r\r"),
	    "and removed");
	ok(holds(out, "CNAME", "example.org") && holds(out, "r", "mine"),
	    "they are not taken for two names");
	put(root, "outside", "stays");
	put(out, ".halfhour",
	    "halfhour site 1\n../outside\n/etc/passwd\na/../b\n"
	    "\n%2E%2E/outside\n%\nindex.html\n404.html\n");
	build(&d, one, NULL, &e);
	ok(holds(root, "outside", "stays"), "a list cannot lead out");
}

static void
test_twice(void)
{
	static const char *const notes[] = { "index.md", "[x](둘.html)\n",
		"둘.md", "# 둘째\n", NULL };
	static const char *const attached[] = { "둘.html", NULL };
	struct build_done d;
	struct err e;
	int site = other_site("twice");

	put(root, "notes/둘.html", "raw");
	ok(build(&d, notes, attached, &e) == 0 &&
		strcmp(told, "notes/둘.html") == 0,
	    "a file that has the name of a page is told");
	ok(fs_exists(out, "둘.html") && !holds(out, "둘.html", "raw"),
	    "and the page is there");
	back_to(site);
}

/* What no shown page links to is not published. */
static void
test_files(void)
{
	static const char *const notes[] = { "index.md",
		"![](그림/관.png) [x](data.csv)\n", "p.md",
		"---\nprivate: true\n---\n![](secret.png)\n", NULL };
	static const char *const attached[] = { "data.csv", "other.txt",
		"secret.png", "그림/관.png", NULL };
	struct build_done d;
	struct err e;
	int site = other_site("files");

	put(root, "notes/data.csv", "1,2");
	put(root, "notes/other.txt", "x");
	put(root, "notes/secret.png", "x");
	put(root, "notes/그림/관.png", "PNG");
	ok(build(&d, notes, attached, &e) == 0 &&
		holds(out, "data.csv", "1,2") &&
		holds(out, "그림/관.png", "PNG"),
	    "files that a page links to");
	ok(!fs_exists(out, "other.txt") && !fs_exists(out, "secret.png") &&
		!fs_exists(out, "p.html"),
	    "and no others");
	put(root, "notes/data.csv", "1,3");
	ok(build(&d, notes, attached, &e) == 0 && d.written == 1 &&
		holds(out, "data.csv", "1,3"),
	    "only what has changed is copied");
	back_to(site);
}

/* What a stylesheet is without what says nothing. */
static void
packs(const char *css, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	build_pack_css(&sb, css, strlen(css));
	ok(strcmp(sb.buf, want) == 0, "packed: %s", sb.buf);
	strbuf_release(&sb);
}

static void
test_pack(void)
{
	packs("/* a { b } */\na ,\nb > c {\n\tcolor: red;\n\tx: 1;\n}\n\n",
	    "a,b>c{color:red;x:1}");
	packs("li :is(a, b) + p ::after { x: 0.5em -0.25em; }",
	    "li :is(a,b) + p ::after{x:.5em -.25em}");
	packs("@media screen and (x: 0.5) { a { w: calc( 1em - 0.1em ) } }",
	    "@media screen and (x:.5){a{w:calc(1em - .1em)}}");
	packs("a { w: 10.5em 0 0 0.1em !important; y: c-0.5, .a0.b }",
	    "a{w:10.5em 0 0 .1em!important;y:c-0.5,.a0.b}");
	packs("a::before { content: \" ; /* 0.5 \\\" */ \"; x: ',  ,' }",
	    "a::before{content:\" ; /* 0.5 \\\" */ \";x:',  ,'}");
	packs("a { b: \"open", "a{b:\"open");
	packs("a {} /* open", "a{}");
}

static void
test_theme(void)
{
	struct build_theme *t = NULL;
	struct build_done d;
	struct err e = ERR_INIT;
	char *style;
	int page = 0, site = other_site("theme");
	size_t i;

	for (i = 0; i < tmpl_files_n; i++)
		page += strcmp(tmpl_files[i].name, "templates/note.html") == 0;
	ok(page == 1, "the default theme is in the program");
	ok(build_theme_load(&t, root, &e) == 0 && t->style.path != NULL &&
		strncmp(t->style.path, "assets/style-", 13) == 0 &&
		strlen(t->style.path) == strlen("assets/style-0123456789.css"),
	    "the name of the stylesheet has its hash");
	style = strdup(t->style.path);
	ok(strstr(t->script.bytes.buf, "\n\t") == NULL,
	    "a script of ours has no indentation");
	ok(strpbrk(t->style.bytes.buf, "\n\t") == NULL &&
		strncmp(t->style.bytes.buf, ":root{color-scheme:", 19) == 0,
	    "and a stylesheet of ours none either");
	build_theme_free(t);

	build(&d, two, NULL, &e);
	put(root, "templates/script.js", "\t// own\n\n\tx = `\n\t`\n");
	ok(build_theme_load(&t, root, &e) == 0 &&
		strcmp(t->script.bytes.buf, "\t// own\n\n\tx = `\n\t`\n") == 0,
	    "the wiki's own stays as it is");
	build_theme_free(t);
	put(root, "templates/note.html", "<p>own {{title}}</p>\n");
	put(root, "templates/style.css", "b { }\n");
	put(root, "templates/unknown.txt", "{{{");
	ok(build(&d, two, NULL, &e) == 0 &&
		holds(out, "둘.html", "<p>own 둘째</p>"),
	    "the wiki's own template takes its place: %s", e.msg);
	ok(!fs_exists(out, style) && d.removed >= 1,
	    "the old stylesheet is gone");
	put(root, "templates/note.html", "한\n  글{{#x}}\n{{/y}}\n");
	ok(build(&d, two, NULL, &e) == -1 &&
		strncmp(e.msg, "templates/note.html:", 20) == 0,
	    "one that does not parse: %s", e.msg);
	ok(holds(out, "둘.html", "own 둘째"), "leaves the site as it was");
	put(root, "templates/note.html", "{{> nosuch}}");
	ok(build(&d, two, NULL, &e) == -1 && strstr(e.msg, "nosuch") != NULL,
	    "one that asks for what is not there: %s", e.msg);
	unlinkat(root, "templates/note.html", 0);
	ok(build(&d, two, NULL, &e) == 0, "without it all is well");
	free(style);
	back_to(site);
}

/* Compare a file of the site with that of another folder. */
static int
same_file(const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	int other = *(int *)payload, rc = -1;

	(void)st;
	if (fs_read(&a, out, path, FS_READ_MAX, e) == 0 &&
	    fs_read(&b, other, path, FS_READ_MAX, e) == 0 && a.len == b.len &&
	    memcmp(a.buf, b.buf, a.len) == 0)
		rc = 0;
	strbuf_release(&a);
	strbuf_release(&b);
	return rc;
}

/* Notes that link each other; in the arena. */
static const char **
many(struct arena *a)
{
	const char **texts = arena_alloc(a, (2 * MANY + 1) * sizeof(*texts));
	int i;

	for (i = 0; i < MANY; i++) {
		texts[2 * i] = arena_printf(a, "글/%03d.md", i);
		texts[2 * i + 1] = arena_printf(a,
		    "# 글 %d\n\n[[%03d]] #갈래%d\n", i, (i * 7) % MANY, i % 5);
	}
	return texts;
}

static void
test_threads(void)
{
	struct arena *a = arena_new();
	const char **texts = many(a);
	struct build_done one_done, done;
	struct err e;
	int site = other_site("threads-1"), alone, n, round, same = 0;

	ok(build(&one_done, texts, NULL, &e) == 0, "a site by one thread");
	n = files();
	alone = out;
	out = site;
	other_site("threads-5");
	how.jobs = 5;
	ok(build(&done, texts, NULL, &e) == 0 && files() == n &&
		done.written == one_done.written &&
		done.pages == one_done.pages,
	    "and by five: as many files: %s", e.msg);
	ok(fs_walk(out, "", same_file, &alone, &e) == 0 &&
		holds(out, ".halfhour", "halfhour site 1\n"),
	    "with the same bytes");
	ok(build(&done, texts, NULL, &e) == 0 && done.written == 0 &&
		done.removed == 0,
	    "again: nothing to write");
	/* All pages of notes fail, and always the first of them is told. */
	put(root, "templates/note.html", "{{#toc}}{{/toc}}{{words}}\n");
	for (round = 0; round < 20; round++)
		same += build(&done, texts, NULL, &e) == -1 &&
			strstr(e.msg, "(on 글/000.html)") != NULL;
	ok(same == 20, "of many pages that fail the first is told: %s", e.msg);
	unlinkat(root, "templates/note.html", 0);
	back_to(alone);
	back_to(site);
	how.jobs = 1;
	arena_free(a);
}

int
main(void)
{
	char dir[] = "/tmp/halfhour-unit-XXXXXX";
	struct err e = ERR_INIT;
	int top;

	setenv("HALFHOUR_NOW", "2026-11-24T21:00:00+09:00", 1);
	if (mkdtemp(dir) == NULL)
		return 1;
	top = fs_open_dir(dir, &e);
	fs_mkdirs(top, "wiki/site", &e);
	root = fs_open(top, "wiki", O_RDONLY | O_DIRECTORY, 0);
	out = fs_open(root, "site", O_RDONLY | O_DIRECTORY, 0);
	test_again();
	test_foreign();
	test_half();
	test_ahead();
	test_list();
	test_twice();
	test_files();
	test_pack();
	test_theme();
	test_threads();
	ok(fs_remove_tree(top, "wiki", &e) == 0, "and all of it is removed");
	rmdir(dir);
	close(top);
	close(root);
	close(out);
	return done_testing();
}
