/* wiki.c: opening a wiki and reading what is in it */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/sweep.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_sparse.h"

/* Whether the folder has such a thing in it, of whatever kind. */
static bool
wiki_has(const char *dir, const char *name)
{
	char *path = path_join(dir, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

/* Whether it is read, as Markdown that is not in notes/. */
static bool
find_is_folder(const char *dir)
{
	return !wiki_has(dir, WIKI_NOTES) && wiki_folder_looks(dir);
}

/* What looks most like a wiki on the way up, and is none. */
struct find {
	char *near;        /* owned; NULL: nothing does */
	const char *lacks; /* what it has not */
	bool was;          /* it was a wiki once */
};

/* How the notes of one that was a wiki come back. */
static const char *
find_hint(const struct find *f)
{
	if (!f->was)
		return "";
	return wiki_is_sparse(f->near)
		   ? "; notes that a sparse checkout leaves out come back with "
		     "'git sparse-checkout add notes'"
		   : "; notes that were committed come back with 'git restore "
		     "notes'";
}

static void
find_failed(
    const struct find *f, const char *dir, const char *start, struct err *e)
{
	const char *at = f->near != NULL ? f->near : start;

	if (!f->was && find_is_folder(at))
		err_set(e,
		    "%s is a folder of Markdown and no wiki: build, check and "
		    "search read it, and no command changes it; 'halfhour init "
		    "%s' makes it a wiki, whose notes are those that you move "
		    "to notes/ then",
		    at, at);
	else if (f->near != NULL)
		err_set(e,
		    "%s lacks %s; 'halfhour init %s' makes it a wiki, "
		    "and touches nothing that is there%s",
		    f->near, f->lacks, f->near, find_hint(f));
	else
		err_set(e,
		    "%s is in no wiki: no folder from there up has "
		    "notes/; make one with 'halfhour init DIR', or name one "
		    "with -C DIR",
		    dir);
}

/* Walk up from `dir` until there is a wiki. */
char *
wiki_find(const char *dir, struct err *e)
{
	char *start = realpath(dir, NULL), *at, *slash;
	struct find f = { .near = NULL };

	if (start == NULL) {
		err_errno(e, "cannot open the folder %s", dir);
		return NULL;
	}
	at = xstrdup(start);
	for (;;) {
		bool git = wiki_has(at, ".git"),
		     notes = wiki_has(at, WIKI_NOTES);

		if (notes && (git || wiki_has(at, CONF_FILE) ||
				 wiki_has(at, "." CONF_FILE))) {
			free(f.near);
			free(start);
			return at;
		}
		if ((git || notes) && f.near == NULL) {
			f.near = xstrdup(at);
			f.was = git && (wiki_has(at, CONF_FILE) ||
					   wiki_has(at, "." CONF_FILE));
			f.lacks = git ? "notes/" : "a git repository";
		}
		slash = strrchr(at, '/');
		if (slash == NULL || at[1] == '\0')
			break;
		slash[slash == at] = '\0';
	}
	find_failed(&f, dir, start, e);
	free(f.near);
	free(start);
	free(at);
	return NULL;
}

/* Text that is the whole of a file, or empty when there is none. */
static int
wiki_optional(struct strbuf *out, int fd, const char *path, struct err *e)
{
	struct err own = ERR_INIT;

	if (fs_read(out, fd, path, FS_READ_MAX, &own) == 0 ||
	    own.code == ERR_NOTHING)
		return 0;
	*e = own;
	return -1;
}

/* Append the settings, and say what file they are in, and a hash of both. */
static int
wiki_conf_read(struct strbuf *text, const char **file, uint64_t sum[2],
    const struct wiki *w, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	int rc;

	*file = fs_exists(w->root_fd, CONF_FILE) ? CONF_FILE : "." CONF_FILE;
	rc = wiki_optional(text, w->root_fd, *file, e);
	strbuf_addf(&sb, "%s\n", *file);
	strbuf_add(&sb, text->buf, text->len);
	hash_128(sum, sb.buf, sb.len);
	strbuf_release(&sb);
	return rc;
}

bool
wiki_conf_stays(const struct wiki *w)
{
	struct strbuf text = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	const char *file;
	uint64_t sum[2];
	bool read = wiki_conf_read(&text, &file, sum, w, &ignored) == 0;

	strbuf_release(&text);
	return read && memcmp(sum, w->conf_sum, sizeof(sum)) == 0;
}

static int
wiki_conf(struct wiki *w, struct err *e)
{
	const char *locale = getenv("LC_ALL"), *file;
	struct diag_list d = DIAG_LIST_INIT;
	struct strbuf text = STRBUF_INIT;
	size_t i;
	int rc;

	if (locale == NULL || *locale == '\0')
		locale = getenv("LANG");
	rc = wiki_conf_read(&text, &file, w->conf_sum, w, e);
	if (rc == 0)
		conf_parse(&w->conf, text.buf, text.len, locale, w->arena, &d);
	for (i = 0; i < d.n; i++)
		diag(&w->diags, d.v[i].id,
		    strcmp(d.v[i].path, CONF_FILE) == 0 ? file : d.v[i].path,
		    d.v[i].line, d.v[i].col, "%s", d.v[i].msg);
	diag_release(&d);
	strbuf_release(&text);
	return rc;
}

/* The repository is a wish here: reading a wiki does not need one. */
static void
wiki_repo(struct wiki *w, struct err *owed)
{
	const char *top;
	size_t len;

	if (repo_open(&w->repo, w->root, &w->no_repo) == -1) {
		w->repo = NULL;
		w->prefix = xstrdup("");
		return;
	}
	top = repo_root(w->repo);
	len = strlen(top);
	w->prefix = xstrdup(strlen(w->root) > len && text_starts(w->root, top)
				? w->root + len + 1
				: "");
	repo_set_author(w->repo, w->conf.author);
	repo_set_kinds(w->repo, wiki_kinds);
	if (owed != NULL)
		repo_finish_pending(w->repo, owed);
}

/* All but the repository. */
static int
wiki_begin(struct wiki *w, const char *root, struct err *e)
{
	*w = (struct wiki){ .root_fd = -1, .arena = arena_new() };
	w->notes_dir = WIKI_NOTES;
	if ((w->root = realpath(root, NULL)) == NULL) {
		err_errno(e, "cannot open the folder %s", root);
		goto out;
	}
	wiki_own_init(&w->own, w->root);
	if (moment_now(&w->now, e) == -1 ||
	    (w->root_fd = fs_open_dir(w->root, e)) == -1 ||
	    wiki_conf(w, e) == -1)
		goto out;
	return 0;
out:
	wiki_close(w);
	return -1;
}

/* The same of a wiki, which is no mere folder. */
static int
wiki_begin_notes(struct wiki *w, const char *root, struct err *e)
{
	if (wiki_begin(w, root, e) == -1)
		return -1;
	if (wiki_notes_real(w, e) == 0)
		return 0;
	wiki_close(w);
	return -1;
}

int
wiki_open_root(
    struct wiki *w, const char *root, struct err *owed, struct err *e)
{
	if (wiki_begin_notes(w, root, e) == -1)
		return -1;
	wiki_repo(w, owed);
	return 0;
}

int
wiki_open_closed(struct wiki *w, const char *root, struct err *e)
{
	if (wiki_begin_notes(w, root, e) == -1)
		return -1;
	w->prefix = xstrdup("");
	err_set(&w->no_repo, "%s: its repository is not open", w->root);
	return 0;
}

int
wiki_open_plain(struct wiki *w, const char *root, struct err *e)
{
	if (wiki_begin(w, root, e) == -1)
		return -1;
	w->folder = true;
	w->prefix = xstrdup("");
	err_set(&w->no_repo, "%s is no wiki", w->root);
	if (!wiki_folder_only_notes(w))
		w->notes_dir = "";
	/* Its name is a better title than that of a log. */
	if (getenv("HALFHOUR_TITLE") == NULL &&
	    !fs_exists(w->root_fd, CONF_FILE) &&
	    !fs_exists(w->root_fd, "." CONF_FILE))
		w->conf.title = arena_strdup(w->arena, path_base(w->root));
	return 0;
}

int
wiki_open(struct wiki *w, const char *dir, struct err *owed, struct err *e)
{
	char *root = wiki_find(dir, e);
	int rc = root == NULL ? -1 : wiki_open_root(w, root, owed, e);

	free(root);
	return rc;
}

void
wiki_close(struct wiki *w)
{
	repo_free(w->repo);
	if (w->root_fd != -1)
		close(w->root_fd);
	free(w->root);
	free(w->prefix);
	diag_release(&w->diags);
	arena_free(w->arena);
	wiki_maps_release(w);
	*w = (struct wiki){ .root_fd = -1 };
}

size_t
wiki_notes_skip(const struct wiki *w)
{
	size_t len = strlen(w->notes_dir);

	return len + (len > 0);
}

const char *
wiki_day_path(struct wiki *w, struct date d)
{
	char day[DATE_MAX];

	date_format(day, d);
	return arena_printf(
	    w->arena, "%s/%s/%s.md", WIKI_NOTES, WIKI_DAILY, day);
}

int
wiki_read_day(
    struct wiki *w, struct date d, struct study_day *out, struct err *e)
{
	const char *path = wiki_day_path(w, d);
	struct strbuf text = STRBUF_INIT;
	struct err own = ERR_INIT;
	int rc = wiki_file_read(w, path, &text, &own);

	if (rc == -1 && own.code == ERR_NOTHING)
		rc = 0;
	if (rc == 0)
		study_day_parse(out, path, d,
		    arena_copy(w->arena, text.buf, text.len + 1, 1), text.len,
		    w->arena, NULL);
	else
		*e = own;
	strbuf_release(&text);
	return rc;
}

/* The date that a path below the notes is the day file of; 0 or -1. */
int
wiki_path_day(const char *path, struct date *out)
{
	char day[11];

	if (!text_starts(path, WIKI_DAILY "/") ||
	    strlen(path) != strlen(WIKI_DAILY "/2026-11-23.md") ||
	    !path_has_suffix(path, ".md"))
		return -1;
	memcpy(day, path + strlen(WIKI_DAILY "/"), 10);
	day[10] = '\0';
	return date_parse(out, day);
}

bool
wiki_is_day(const struct wiki *w, const char *path)
{
	size_t len = strlen(w->prefix);
	struct date ignored;

	if (len > 0 && (!text_starts(path, w->prefix) || path[len++] != '/'))
		return false;
	return text_starts(path + len, WIKI_NOTES "/") &&
	       wiki_path_day(path + len + strlen(WIKI_NOTES "/"), &ignored) ==
		   0;
}

/* What one thread reads below notes/; all of them, in the first. */
struct wiki_walk {
	struct wiki *w;
	bool days_only; /* and of those the ones in between */
	struct date since, until;
	struct wiki_skip skip;
	struct arena *arena;
	struct arena *texts; /* of notes that are no days */
	struct diag_list diags;
	struct note_src *srcs;
	const struct wiki_seen *seen; /* NULL: all are read */
	struct still look;            /* of the file that comes next */
	struct wiki_look *looks;      /* as srcs, where `seen` is */
	const char **files, **symlinks;
	size_t n_looks, cap_looks;
	size_t n, cap, n_files, cap_files, n_symlinks, cap_symlinks;
	size_t n_lost; /* files and folders that could not be read */
};

static bool
wiki_wants(const char *path, void *payload)
{
	struct wiki_walk *walk = payload;
	size_t skip = wiki_notes_skip(walk->w);
	struct date d;

	if (walk->w->folder && wiki_folder_skips(walk->w, &walk->skip, path))
		return false;
	if (!path_is_note(path)) {
		*VEC_PUSH(walk->files, walk->n_files, walk->cap_files) =
		    arena_strdup(walk->arena, path + skip);
		return false;
	}
	return !walk->days_only || (wiki_path_day(path + skip, &d) == 0 &&
				       date_cmp(d, walk->since) >= 0 &&
				       date_cmp(d, walk->until) <= 0);
}

/* The source of a note, or none where it is known by its look. */
static void
wiki_add(struct wiki_walk *walk, const char *path, const char *text, size_t len,
    const char *key)
{
	const char *own = arena_strdup(walk->arena, path);

	*VEC_PUSH(walk->srcs, walk->n, walk->cap) =
	    (struct note_src){ own, wiki_notes_skip(walk->w), text, len };
	if (walk->seen != NULL)
		*VEC_PUSH(walk->looks, walk->n_looks, walk->cap_looks) =
		    (struct wiki_look){ own, walk->look, key };
	walk->look = (struct still){ .n = 0 };
}

/* Days are more than notes, and few: their text is read. */
static bool
wiki_known(const char *path, const struct stat *st, void *payload)
{
	struct wiki_walk *walk = payload;
	const char *key;
	struct date d;

	walk->look = (struct still){ .n = 0 };
	still_add(&walk->look, path, st);
	if (wiki_path_day(path + wiki_notes_skip(walk->w), &d) == 0)
		return false;
	key = wiki_seen_find(walk->seen, &walk->look);
	if (key != NULL)
		wiki_add(walk, path, NULL, 0, key);
	return key != NULL;
}

static void
wiki_found(const char *path, const struct strbuf *text, const struct err *why,
    void *payload)
{
	struct wiki_walk *walk = payload;
	struct date d;
	bool day = wiki_path_day(path + wiki_notes_skip(walk->w), &d) == 0;

	/* One unreadable note costs that note. */
	if (why != NULL) {
		walk->look = (struct still){ .n = 0 };
		walk->n_lost++;
		diag(&walk->diags, DIAG_BUDGET, path, 0, 0, "%s", why->msg);
		return;
	}
	wiki_add(walk, path,
	    arena_copy(
		day ? walk->arena : walk->texts, text->buf, text->len + 1, 1),
	    text->len, NULL);
}

static void
wiki_parse_days(struct wiki *w, const struct wiki_walk *walk)
{
	struct study_day *days = arena_alloc(w->arena, walk->n * sizeof(*days));
	struct date d;
	size_t i;

	w->n_days = 0;
	for (i = 0; i < walk->n; i++) {
		const struct note_src *src = &walk->srcs[i];

		if (wiki_path_day(src->path + src->skip, &d) == -1)
			continue;
		study_day_parse(&days[w->n_days++], src->path, d, src->text,
		    src->len, w->arena, &w->diags);
	}
	w->days = days;
}

/* One unreadable folder costs what is in it. */
static void
wiki_lost(const char *path, void *payload, const struct err *why)
{
	struct wiki_walk *walk = payload;

	if (walk->w->folder && wiki_folder_skips(walk->w, &walk->skip, path))
		return;
	walk->n_lost++;
	diag(&walk->diags, DIAG_FILE, path, 0, 0, "%s", why->msg);
}

static void
wiki_symlink(const char *path, void *payload)
{
	struct wiki_walk *walk = payload;

	if (walk->w->folder && wiki_folder_skips(walk->w, &walk->skip, path))
		return;
	*VEC_PUSH(walk->symlinks, walk->n_symlinks, walk->cap_symlinks) =
	    arena_strdup(walk->arena, path);
}

static int
wiki_src_cmp(const void *a, const void *b)
{
	return strcmp(((const struct note_src *)a)->path,
	    ((const struct note_src *)b)->path);
}

static int
wiki_look_cmp(const void *a, const void *b)
{
	return strcmp(((const struct wiki_look *)a)->path,
	    ((const struct wiki_look *)b)->path);
}

static int
wiki_file_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What all threads have read into the first, in the order of the paths. Their
 * memory becomes that of the wiki. */
static void
wiki_gather(struct wiki *w, struct wiki_walk *v, size_t n)
{
	struct wiki_walk *all = &v[0];
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; i > 0 && k < v[i].n; k++)
			*VEC_PUSH(all->srcs, all->n, all->cap) = v[i].srcs[k];
		for (k = 0; i > 0 && k < v[i].n_looks; k++)
			*VEC_PUSH(all->looks, all->n_looks, all->cap_looks) =
			    v[i].looks[k];
		for (k = 0; i > 0 && k < v[i].n_files; k++)
			*VEC_PUSH(all->files, all->n_files, all->cap_files) =
			    v[i].files[k];
		for (k = 0; i > 0 && k < v[i].n_symlinks; k++)
			*VEC_PUSH(all->symlinks, all->n_symlinks,
			    all->cap_symlinks) = v[i].symlinks[k];
		for (k = 0; k < v[i].diags.n; k++)
			diag(&w->diags, v[i].diags.v[k].id,
			    v[i].diags.v[k].path, 0, 0, "%s",
			    v[i].diags.v[k].msg);
		w->n_lost += v[i].n_lost;
		if (i > 0) {
			free(v[i].srcs);
			free(v[i].looks);
			free(v[i].files);
			free(v[i].symlinks);
		}
		free(v[i].skip.dir);
		diag_release(&v[i].diags);
		arena_take(w->arena, &v[i].arena);
		if (i > 0)
			arena_take(all->texts, &v[i].texts);
	}
	if (all->n > 1)
		qsort(all->srcs, all->n, sizeof(*all->srcs), wiki_src_cmp);
	if (all->n_looks > 1)
		qsort(all->looks, all->n_looks, sizeof(*all->looks),
		    wiki_look_cmp);
	if (all->n_files > 1)
		qsort(all->files, all->n_files, sizeof(*all->files),
		    wiki_file_cmp);
	if (all->n_symlinks > 1)
		qsort(all->symlinks, all->n_symlinks, sizeof(*all->symlinks),
		    wiki_file_cmp);
}

/* Fill *all, which says what is wanted, and whose arrays are to be freed. */
static int
wiki_walk(struct wiki *w, struct wiki_walk *all, size_t n, struct err *e)
{
	bool days_only = all->days_only;
	/* Who adds to the days has to know all of them. */
	const struct sweep sweep = { wiki_wants, wiki_found,
		days_only ? NULL : wiki_lost, FS_READ_MAX,
		days_only ? NULL : wiki_symlink,
		all->seen != NULL ? wiki_known : NULL };
	char *from = days_only ? path_join(w->notes_dir, WIKI_DAILY)
			       : xstrdup(w->notes_dir);
	struct wiki_walk *v = xcalloc(n, sizeof(*v));
	void **payloads = xcalloc(n, sizeof(*payloads));
	struct stat st;
	int rc = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		v[i] = *all;
		v[i].w = w;
		v[i].arena = arena_new();
		v[i].texts = arena_new();
		payloads[i] = &v[i];
	}
	if (!days_only || fs_stat(w->root_fd, from, &st) == 0)
		rc = sweep_files(w->root_fd, from, &sweep, payloads, n, e);
	if (rc == -1 && !days_only)
		wiki_notes_failed(w, e);
	if (rc == 0)
		rc = wiki_sparse_sweep(w, from, &sweep, &v[0], e);
	wiki_gather(w, v, n);
	*all = v[0];
	free(payloads);
	free(v);
	free(from);
	return rc;
}

int
wiki_read_days(struct wiki *w, struct err *e)
{
	const struct date first = { 1, 1, 1 }, last = { 9999, 12, 31 };

	return wiki_read_range(w, first, last, e);
}

int
wiki_read_range(
    struct wiki *w, struct date since, struct date until, struct err *e)
{
	struct wiki_walk walk = {
		.days_only = true, .since = since, .until = until
	};
	int rc = wiki_walk(w, &walk, 1, e);

	if (rc == 0)
		wiki_parse_days(w, &walk);
	arena_free(walk.texts);
	free(walk.srcs);
	free(walk.files);
	return rc;
}

/* Read a note that is known, but not to the cache; false, and it is told, when
 * it cannot be. */
static bool
wiki_read_again(struct wiki *w, struct wiki_walk *walk, struct note_src *src)
{
	struct strbuf text = STRBUF_INIT;
	struct err why = ERR_INIT;
	bool read = wiki_file_read(w, src->path, &text, &why) == 0;

	if (read) {
		src->text = arena_copy(walk->texts, text.buf, text.len + 1, 1);
		src->len = text.len;
	} else {
		w->n_lost++;
		diag(&w->diags, DIAG_BUDGET, src->path, 0, 0, "%s", why.msg);
	}
	strbuf_release(&text);
	return read;
}

/* What is known of the notes that were found: their keys, to be freed. */
static void *
wiki_keys(struct wiki *w, struct wiki_walk *walk, struct note_cache *c)
{
	char(*keys)[HASH_HEX] = xcalloc(walk->n + 1, sizeof(*keys));
	size_t i, n = 0;

	for (i = 0; i < walk->n; i++) {
		const char *key = walk->looks[i].key;

		if (key != NULL && c != NULL && note_cache_has(c, key))
			memcpy(keys[n], key, HASH_HEX - 1);
		else if (key != NULL &&
			 !wiki_read_again(w, walk, &walk->srcs[i]))
			continue;
		walk->looks[n] = walk->looks[i];
		walk->srcs[n++] = walk->srcs[i];
	}
	walk->n = walk->n_looks = n;
	return keys;
}

/* The notes of all that was found. */
static int
wiki_parse(struct wiki *w, struct wiki_walk *walk, int jobs,
    const struct note_opts *opts, struct err *e)
{
	struct note *notes = arena_alloc(w->arena, walk->n * sizeof(*notes));
	char(*keys)[HASH_HEX] = NULL;
	struct wiki_cache cache;
	bool lost;
	int rc;

	wiki_cache_open(&cache, w, &lost);
	w->cache_lost |= lost;
	if (walk->seen != NULL)
		keys = wiki_keys(w, walk, cache.more);
	if (keys != NULL && cache.more != NULL)
		note_cache_keys(cache.more, keys);
	rc = note_cache_parse(cache.more, notes, walk->srcs, walk->n, jobs,
	    opts, w->arena, &w->diags, e);
	w->notes = notes;
	w->n_notes = walk->n;
	if (cache.more != NULL)
		w->cache_lost |= note_cache_damaged(cache.more);
	if (rc == 0 && keys != NULL && cache.more != NULL)
		wiki_seen_keep(walk->seen, w, walk->looks, keys);
	wiki_cache_close(&cache, w);
	free(keys);
	return rc;
}

/* All notes are parsed, and the days are left. What is given back here is as
 * much as what follows needs, and lies between what stays. */
static void
wiki_shed(struct wiki *w, struct wiki_walk *walk)
{
	size_t i;

	if (!w->sheds) {
		arena_take(w->arena, &walk->texts);
		return;
	}
	for (i = 0; i < walk->n; i++) {
		struct note_src *src = &walk->srcs[i];
		struct date d;

		if (wiki_path_day(src->path + src->skip, &d) == 0)
			continue;
		src->text = NULL;
		src->len = 0;
	}
	arena_free(walk->texts);
	walk->texts = NULL;
	malloc_trim(0);
	wiki_ease(w);
}

int
wiki_read(struct wiki *w, int jobs, struct err *e)
{
	struct note_opts opts = { .unsafe = w->conf.html_trusted,
		.lang = w->conf.lang,
		.step = w->step };
	struct wiki_walk walk = { .days_only = false };
	struct wiki_seen seen;
	int rc;

	wiki_seen_open(&seen, w, &opts, &w->cache_lost);
	if (w->began != 0)
		walk.seen = &seen;
	rc = wiki_walk(w, &walk, jobs < 1 ? 1 : (size_t)jobs, e);
	if (rc == 0) {
		rc = wiki_parse(w, &walk, jobs, &opts, e);
		wiki_shed(w, &walk);
		w->srcs =
		    arena_copy(w->arena, walk.srcs, walk.n, sizeof(*walk.srcs));
		w->files = arena_copy(
		    w->arena, walk.files, walk.n_files, sizeof(*walk.files));
		w->n_files = walk.n_files;
		wiki_symlinks(w, walk.symlinks, walk.n_symlinks);
		wiki_parse_days(w, &walk);
	}
	wiki_seen_close(&seen);
	arena_free(walk.texts);
	free(walk.srcs);
	free(walk.looks);
	free(walk.files);
	free(walk.symlinks);
	return rc;
}
