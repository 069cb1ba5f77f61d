/* wiki_page.c: pages by name: what one may be called, where its file is, and
 * making one */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "repo/repo_place.h"
#include "wiki/wiki.h"
#include "wiki/wiki_sparse.h"

#define PART_MAX 200

static int
page_bad(const char *id, const char *why, struct err *e)
{
	return err_code(
	    e, ERR_USAGE, "no page may be called '%s': %s", id, why);
}

/*
 * Whether a file or folder called so is a device to Windows, where a wiki may
 * be cloned to: up to its first dot, in any case (Microsoft, "Naming Files,
 * Paths, and Namespaces").
 */
static bool
page_is_device(const char *s, size_t len)
{
	static const char *const names[] = { "con", "prn", "aux", "nul",
		"conin$", "conout$" };
	static const char *const digits[] = { "\xc2\xb9", "\xc2\xb2",
		"\xc2\xb3" };
	const char *dot = memchr(s, '.', len);
	size_t n = dot != NULL ? (size_t)(dot - s) : len, i;

	while (n > 0 && s[n - 1] == ' ')
		n--;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == n && strncasecmp(s, names[i], n) == 0)
			return true;
	if (n < 4 ||
	    (strncasecmp(s, "com", 3) != 0 && strncasecmp(s, "lpt", 3) != 0))
		return false;
	for (i = 0; i < sizeof(digits) / sizeof(*digits); i++)
		if (n == 5 && memcmp(s + 3, digits[i], 2) == 0)
			return true;
	return n == 4 && s[3] >= '1' && s[3] <= '9';
}

/* One part of the id, between slashes. */
static int
page_part(const char *id, const char *s, size_t len, struct err *e)
{
	size_t i, n;

	if (len == 0)
		return page_bad(id, "a part of it is empty", e);
	if (*s == '.')
		return page_bad(id, "a part of it begins with a dot", e);
	if (len > PART_MAX)
		return page_bad(id, "a part of it is too long for a file", e);
	if (*s == ' ' || s[len - 1] == ' ')
		return page_bad(
		    id, "a part of it begins or ends in a space", e);
	if (page_is_device(s, len))
		return page_bad(id,
		    "Windows has no file of the name of a device, such as CON "
		    "or COM1, whatever its ending, and could not clone the "
		    "wiki",
		    e);
	if (s[len - 1] == '.' && s[len] == '/')
		return page_bad(id,
		    "Windows has no folder whose name ends in a dot, and could "
		    "not clone the wiki",
		    e);
	for (i = 0; i < len; i += n) {
		int32_t c;

		n = utf8_next(s + i, len - i, &c);
		if (c == 0xfffd)
			return page_bad(id, "it is not UTF-8", e);
		if (c == ' ' || (c >= 0x80 && !utf8_is_space(c)))
			continue;
		if (utf8_is_space(c) || strchr("#^[]|\\", (char)c) != NULL)
			return page_bad(id,
			    "no link of Obsidian can hold # ^ [ ] | \\ or "
			    "a control character",
			    e);
		if (strchr(":*?\"<>", (char)c) != NULL)
			return page_bad(id,
			    "not every system can have a file with : * ? \" < "
			    "or > in its name",
			    e);
	}
	return 0;
}

bool
wiki_page_is_day(const char *id)
{
	struct date ignored;

	if (text_starts(id, WIKI_DAILY "/"))
		id += strlen(WIKI_DAILY "/");
	return date_parse(&ignored, id) == 0;
}

const char *
wiki_page_id(struct wiki *w, const char *arg, struct err *e)
{
	char *nfc = utf8_nfc(arg);
	const char *id, *s;
	size_t n;

	if (path_is_note(nfc))
		nfc[path_note_len(nfc, strlen(nfc))] = '\0';
	id = arena_strdup(w->arena, text_starts(nfc, WIKI_NOTES "/")
					? nfc + strlen(WIKI_NOTES "/")
					: nfc);
	free(nfc);
	for (s = id;; s += n + 1) {
		n = strcspn(s, "/");
		if (page_part(id, s, n, e) == -1)
			return NULL;
		if (s[n] == '\0')
			return id;
	}
}

struct page_walk {
	struct wiki *w;
	const char *want; /* folded */
	const char *path; /* the file that was found, or NULL */
};

static int
page_found(
    const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct page_walk *walk = payload;
	char *key;

	(void)st;
	(void)e;
	if (!path_is_note(path))
		return 0;
	key = utf8_fold(path + strlen(WIKI_NOTES "/"));
	key[path_note_len(key, strlen(key))] = '\0';
	if (strcmp(key, walk->want) == 0)
		walk->path = arena_strdup(walk->w->arena, path);
	free(key);
	return walk->path != NULL;
}

int
wiki_page_find(struct wiki *w, const char *id, const char **path, struct err *e)
{
	char *want = utf8_fold(id);
	struct page_walk walk = { w, want, NULL };
	int rc = fs_walk(w->root_fd, WIKI_NOTES, page_found, &walk, e);

	free(want);
	*path = walk.path;
	return rc == -1 ? -1 : 0;
}

static bool
page_is_folder(const struct wiki *w, const char *path)
{
	struct stat st;

	return fs_stat(w->root_fd, path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder in `dir` whose name says the same in another case or normal form;
 * of several the first by its bytes, for a disk lists them in no order. NULL
 * when there is none. */
static const char *
page_folder_like(struct wiki *w, const char *dir, const char *name)
{
	int fd = fs_open(w->root_fd, dir, O_RDONLY | O_DIRECTORY, 0);
	DIR *d = fd != -1 ? fdopendir(fd) : NULL;
	char *want = utf8_fold(name);
	const char *found = NULL;
	struct dirent *one;

	while (d != NULL && (one = readdir(d)) != NULL) {
		char *is = utf8_fold(one->d_name);
		const char *path =
		    arena_printf(w->arena, "%s/%s", dir, one->d_name);

		if (strcmp(is, want) == 0 && page_is_folder(w, path) &&
		    (found == NULL || strcmp(path, found) < 0))
			found = path;
		free(is);
	}
	if (d != NULL)
		closedir(d);
	else if (fd != -1)
		close(fd);
	free(want);
	return found;
}

const char *
wiki_page_path(struct wiki *w, const char *id)
{
	return arena_printf(w->arena, "%s/%s.md", WIKI_NOTES, id);
}

const char *
wiki_page_file(struct wiki *w, const char *id)
{
	const char *dir = WIKI_NOTES, *slash, *like;

	for (; (slash = strchr(id, '/')) != NULL; id = slash + 1) {
		const char *part =
		    arena_strndup(w->arena, id, (size_t)(slash - id));
		const char *path = arena_printf(w->arena, "%s/%s", dir, part);

		like = page_is_folder(w, path) ? NULL
					       : page_folder_like(w, dir, part);
		dir = like != NULL ? like : path;
	}
	return arena_printf(w->arena, "%s/%s.md", dir, id);
}

const char *
wiki_page_spelt(struct wiki *w, const char *id)
{
	char *nfc = utf8_nfc(wiki_page_file(w, id) + strlen(WIKI_NOTES "/"));
	const char *spelt =
	    arena_strndup(w->arena, nfc, path_note_len(nfc, strlen(nfc)));

	free(nfc);
	return spelt;
}

int
wiki_page_place(struct wiki *w, const char *path, struct err *e)
{
	char *joined;
	int rc;

	if (w->repo == NULL) /* making it will say so */
		return 0;
	joined = path_join(w->prefix, path);
	rc = repo_place(w->repo, joined, e);
	free(joined);
	return rc;
}

int
wiki_page_vacant(struct wiki *w, const char *id, struct err *e)
{
	const char *there;

	if (wiki_page_find(w, id, &there, e) == -1)
		return -1;
	if (there == NULL)
		return wiki_page_place(w, wiki_page_file(w, id), e);
	return err_code(e, ERR_CONFLICT, "%s is there already", there);
}

int
wiki_page_make(struct wiki *w, const struct wiki_file *f, struct err *e)
{
	return fs_write(w->root_fd, f->path, f->bytes, f->len,
		   FS_NEW | FS_DURABLE, e) == -1
		   ? -1
		   : 0;
}

void
wiki_page_prune(struct wiki *w, const char *path)
{
	int fd = fs_open(w->root_fd, WIKI_NOTES, O_RDONLY | O_DIRECTORY, 0);

	if (fd == -1)
		return;
	/* Beneath it, so that it stays itself: without it this is no wiki. */
	fs_prune(fd, path + strlen(WIKI_NOTES "/"));
	close(fd);
}

void
wiki_page_remove(struct wiki *w, const char *path)
{
	struct err ignored = ERR_INIT;

	fs_unlink(w->root_fd, path, FS_DURABLE, &ignored);
	wiki_page_prune(w, path);
}

int
wiki_page_ask(void *payload, struct err *e)
{
	const struct wiki_page_wish *wish = payload;
	struct stat st;

	if (wiki_sparse_has(wish->w, wish->path))
		return err_code(e, ERR_CONFLICT,
		    "%s is there already, though a sparse checkout leaves it "
		    "out: git sparse-checkout add '%s' brings it",
		    wish->path, wish->path);
	if (fs_stat(wish->w->root_fd, wish->path, &st) == -1)
		return wiki_page_place(wish->w, wish->path, e);
	return err_code(e, ERR_CONFLICT, "%s is there already", wish->path);
}

int
wiki_page_commit(struct wiki *w, const struct wiki_file *f, bool made,
    const char *message, struct repo_done *done, struct err *e)
{
	struct wiki_change c = { .mine = { f->bytes, f->len } };
	struct wiki_page_wish wish = { w, f->path };
	struct repo_commit how = { .message = message };
	char *path;
	int rc;

	*done = (struct repo_done){ .saved = false };
	if (w->repo == NULL)
		return made ? 0 : wiki_page_make(w, f, e);
	if (!made) {
		how.ask = wiki_page_ask;
		how.payload = &wish;
	}
	path = path_join(w->prefix, f->path);
	c.path = path;
	rc = wiki_change(w, &c, 1, &how, done, e);
	free(path);
	return rc;
}
