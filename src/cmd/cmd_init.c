/* cmd_init.c: `halfhour init`, a new wiki */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cmd/cmd.h"
#include "tmpl/embed.h"
#include "wiki/wiki_sparse.h"

struct init_opts {
	const char *lang, *title;
	bool examples, templates;
};

static const struct opt init_table[] = {
	{ "lang", 0, OPT_TEXT, offsetof(struct init_opts, lang), "LANG",
	    "ko, en or ja; default from the locale" },
	{ "title", 0, OPT_ONCE, offsetof(struct init_opts, title), "TEXT",
	    "the title of the wiki" },
	{ "examples", 0, OPT_FLAG, offsetof(struct init_opts, examples), NULL,
	    "add notes with examples that run" },
	{ "templates", 0, OPT_FLAG, offsetof(struct init_opts, templates), NULL,
	    "add the templates of the pages, to be changed" },
	{ .name = NULL },
};

static int cmd_init_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_init_entry = {
	.name = "init",
	.usage = "init [DIR] [--lang LANG] [--title TEXT] [--examples] "
		 "[--templates]",
	.summary = "make a wiki: a git repository with notes/",
	.help = "Files that are there already are left alone, so a repository "
		"of\nyours becomes a wiki, too. What is new is one commit.\n",
	.opts = init_table,
	.exec = cmd_init_exec,
};

/* The words of a new wiki, one row a language. */
static const struct init_words {
	const char *lang, *title, *home;
} init_words[] = {
	{ "en", "My half hours",
	    "Half an hour a day at the most, and what came of it.\n\n"
	    "- Log what you studied: `halfhour log \"docker: layer cache\"`\n"
	    "- Write a note under `notes/` and link it as in "
	    "`[[topic/page]]`\n"
	    "- Read it all: `halfhour build`, then open `site/index.html`\n" },
	{ "ko", "나의 30분",
	    "하루에 길어도 30분, 그리고 거기서 얻은 것.\n\n"
	    "- 공부한 것을 남긴다: `halfhour log \"docker: 레이어 캐시\"`\n"
	    "- `notes/` 아래에 노트를 쓰고 `[[주제/노트]]`처럼 잇는다\n"
	    "- 모아서 읽는다: `halfhour build` 다음에 `site/index.html`을 연다\n" },
	{ "ja", "わたしの30分",
	    "一日に長くても30分、そしてそこから得たもの。\n\n"
	    "- 学んだことを残す：`halfhour log \"docker: レイヤキャッシュ\"`\n"
	    "- `notes/` の下にノートを書き、`[[トピック/ノート]]` でつなぐ\n"
	    "- まとめて読む：`halfhour build` のあと `site/index.html` を開く\n" },
};

/* The files of the new wiki that are not there yet. */
struct init_files {
	struct wiki *w;
	struct wiki_file *v;
	size_t n, cap;
};

static void
init_add(struct init_files *f, const char *path, const char *bytes, size_t len)
{
	if (fs_exists(f->w->root_fd, path) || wiki_sparse_has(f->w, path))
		return;
	*VEC_PUSH(f->v, f->n, f->cap) = (struct wiki_file){
		arena_strdup(f->w->arena, path),
		arena_copy(f->w->arena, bytes, len + 1, 1),
		len,
	};
}

static void
init_collect(struct init_files *f, const struct init_opts *o,
    const struct init_words *words)
{
	const char *title = o->title ? o->title : words->title, *home;
	char *conf = conf_template(title, words->lang);
	size_t i;

	home = arena_printf(f->w->arena, "# %s\n\n%s", title, words->home);
	init_add(f, CONF_FILE, conf, strlen(conf));
	init_add(f, WIKI_NOTES "/index.md", home, strlen(home));
	init_add(f, "site/.gitignore", "*\n!.gitignore\n", 14);
	for (i = 0; i < tmpl_files_n; i++)
		if ((o->examples &&
			text_starts(tmpl_files[i].name, WIKI_NOTES "/")) ||
		    (o->templates &&
			text_starts(tmpl_files[i].name, TMPL_DIR "/")))
			init_add(f, tmpl_files[i].name,
			    (const char *)tmpl_files[i].bytes,
			    tmpl_files[i].len);
	free(conf);
}

static const struct init_words *
init_lang(const char *lang, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof(init_words) / sizeof(*init_words); i++)
		if (strcmp(init_words[i].lang, lang) == 0)
			return &init_words[i];
	err_code(e, ERR_USAGE, "--lang: '%s' is not ko, en or ja", lang);
	return NULL;
}

/* The folder itself, and those on the way to it; as mkdir -p. */
static int
init_mkdirs(const char *dir, struct err *e)
{
	char *copy = xstrdup(dir), *s;
	int rc = 0;

	for (s = copy + 1; rc == 0; s++) {
		char c = *s;

		if (c != '/' && c != '\0')
			continue;
		*s = '\0';
		if (mkdir(copy, 0777) == -1 && errno != EEXIST)
			rc = err_errno(e, "cannot make the folder %s", copy);
		*s = c;
		if (c == '\0')
			break;
	}
	free(copy);
	return rc;
}

/*
 * A folder with notes/ and a repository around it: enough to be opened as a
 * wiki, once its settings are there. A repository that the folder is in
 * already is the wiki's, too.
 */
static int
init_folder(const char *dir, struct err *e)
{
	struct repo *repo = NULL;
	struct err none = ERR_INIT;
	int fd = -1, rc = -1;

	if (init_mkdirs(dir, e) == -1)
		return -1;
	if (repo_open(&repo, dir, &none) == -1 &&
	    repo_init(&repo, dir, e) == -1)
		goto out;
	if (repo_check_identity(repo, e) == -1)
		goto out;
	if ((fd = fs_open_dir(dir, e)) == -1)
		goto out;
	rc = fs_mkdirs(fd, WIKI_NOTES, e);
out:
	if (fd != -1)
		close(fd);
	repo_free(repo);
	return rc;
}

static void
init_report(const struct wiki *w, size_t n, const struct repo_done *done)
{
	struct strbuf sb = STRBUF_INIT;

	if (n == 0)
		strbuf_addf(
		    &sb, "%s is a wiki already; nothing to do\n", w->root);
	else
		strbuf_addf(&sb,
		    "%s is a wiki now: %zu files [%.7s]\n"
		    "next: halfhour -C %s log \"docker: layer cache\"\n",
		    w->root, n, done->oid, w->root);
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

/* build reads all Markdown of a folder that is no wiki, and now only notes/. */
static void
init_beside(struct wiki *w)
{
	size_t n = wiki_folder_beside(w);

	if (n > 0)
		cmd_note("%zu Markdown file%s not in notes/, where the notes "
			 "of a wiki are: move those that are notes there, as "
			 "in 'git mv FILE notes/'",
		    n, n == 1 ? " is" : "s are");
}

static int
init_wiki(struct wiki *w, const struct init_opts *o, const struct cmd_ctx *ctx,
    struct err *e)
{
	struct init_files f = { .w = w };
	const struct init_words *words =
	    init_lang(o->lang ? o->lang : w->conf.lang, e);
	struct repo_done done;
	int rc = -1;

	if (words == NULL)
		return -1;
	init_collect(&f, o, words);
	if (f.n > 0)
		rc = wiki_store(w, f.v, f.n,
		    arena_printf(w->arena,
			"init: a wiki of half hours\n\nHalfhour-Init: %zu\n",
			f.n),
		    &done, e);
	else
		rc = 0;
	if (rc == 0 && !ctx->quiet)
		init_report(w, f.n, &done);
	if (rc == 0 && f.n > 0 && !ctx->quiet)
		init_beside(w);
	free(f.v);
	return rc;
}

static int
cmd_init_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct init_opts o = { .lang = NULL };
	struct err owed = ERR_INIT;
	struct wiki w;
	char *dir;
	int n, rc = -1;

	n = cmd_opts(&cmd_init_entry, &o, argc, argv, e);
	if (n == -1 || cmd_operands(&cmd_init_entry, n, 1, e) == -1 ||
	    (o.lang != NULL && init_lang(o.lang, e) == NULL))
		return -1;
	if (n == 1 && argv[1][0] == '/')
		dir = xstrdup(argv[1]);
	else
		dir = path_join(ctx->dir, n == 1 ? argv[1] : ".");
	if (init_folder(dir, e) == 0 &&
	    wiki_open_root(&w, dir, &owed, e) == 0) {
		cmd_diags(&w.diags, ctx->quiet);
		rc = init_wiki(&w, &o, ctx, e);
		wiki_close(&w);
	}
	free(dir);
	return rc;
}
