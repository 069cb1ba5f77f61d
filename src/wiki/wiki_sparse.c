/* wiki_sparse.c: what a sparse checkout leaves out, read all the same */
/*
 * A day that is left out is no empty day: its minutes count, its tries are
 * open, pages lead to it. It is read as git has it in the index, which is what
 * the file would be. Where the checkout is not sparse none of this costs
 * anything but one look for a file of git's.
 */
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "repo/repo_left_out.h"
#include "wiki/wiki_sparse.h"

/* Which of those that are left out are wanted. */
struct sparse_wish {
	const struct sweep *s;
	void *payload;
};

/* As sweep_files() passes over names that begin with a dot. */
static bool
sparse_want(const char *path, void *payload)
{
	const struct sparse_wish *wish = payload;

	return path_is_note(path) && strstr(path, "/.") == NULL &&
	       *path != '.' && wish->s->want(path, wish->payload);
}

static void
sparse_file(const char *path, const struct strbuf *text, const struct err *why,
    void *payload)
{
	const struct sparse_wish *wish = payload;

	wish->s->file(path, text, why, wish->payload);
}

int
wiki_sparse_sweep(struct wiki *w, const char *from, const struct sweep *s,
    void *payload, struct err *e)
{
	struct sparse_wish wish = { s, payload };
	const struct sweep notes = {
		.want = sparse_want, .file = sparse_file, .max = s->max
	};

	if (w->folder || !wiki_is_sparse(w->root))
		return 0;
	return repo_left_files(w->root, from, &notes, &wish, e);
}

/* The one file that is asked for. */
struct sparse_one {
	const char *path;
	struct strbuf *out;
	struct err *e;
	int rc; /* 1, it is left out; -1, and cannot be read */
};

static bool
one_want(const char *path, void *payload)
{
	const struct sparse_one *one = payload;

	return strcmp(path, one->path) == 0;
}

static void
one_file(const char *path, const struct strbuf *text, const struct err *why,
    void *payload)
{
	struct sparse_one *one = payload;

	one->rc = why == NULL ? 1 : -1;
	if (why == NULL) {
		strbuf_add(one->out, text->buf, text->len);
		return;
	}
	*one->e = *why;
	err_wrap(one->e, "%s", path);
}

/* One that is left out, appended to `out`: 1; 0 when it is none; -1. */
static int
one_read(struct wiki *w, const char *path, struct strbuf *out, struct err *e)
{
	struct sparse_one one = { path, out, e, 0 };
	const struct sweep s = {
		.want = one_want, .file = one_file, .max = FS_READ_MAX
	};

	if (w->folder || !wiki_is_sparse(w->root))
		return 0;
	return repo_left_files(w->root, path, &s, &one, e) == -1 ? -1 : one.rc;
}

int
wiki_file_read(
    struct wiki *w, const char *path, struct strbuf *out, struct err *e)
{
	struct err own = ERR_INIT;
	int rc = fs_read(out, w->root_fd, path, FS_READ_MAX, &own);

	if (rc == 0)
		return 0;
	if (own.code == ERR_NOTHING && (rc = one_read(w, path, out, e)) != 0)
		return rc == 1 ? 0 : -1;
	*e = own;
	return -1;
}

bool
wiki_sparse_has(struct wiki *w, const char *path)
{
	struct strbuf ignored = STRBUF_INIT;
	struct err why = ERR_INIT;
	int rc = one_read(w, path, &ignored, &why);

	strbuf_release(&ignored);
	return rc == 1;
}
