/* wiki_import.c: what comes from elsewhere: day files, and entries */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "wiki/wiki.h"
#include "wiki/wiki_pipe.h"
#include "wiki/wiki_sparse.h"

/* ---- files ------------------------------------------------------------- */

/* Whether the file is there with these bytes: 1 or 0; -1 with others. */
static int
new_there(struct wiki *w, const struct wiki_file *f, struct err *e)
{
	struct strbuf old = STRBUF_INIT;
	struct err own = ERR_INIT;
	int rc;

	if (wiki_file_read(w, f->path, &old, &own) == -1) {
		rc = own.code == ERR_NOTHING ? 0 : -1;
		if (rc == -1)
			*e = own;
	} else if (old.len == f->len && memcmp(old.buf, f->bytes, f->len) == 0)
		rc = 1;
	else
		rc = err_code(e, ERR_CONFLICT,
		    "%s is there already, and says something else", f->path);
	strbuf_release(&old);
	return rc;
}

/*
 * The files are made first, each only if there is none: so that one which
 * appears in this moment is not written over, as a commit would do. Should
 * the program end in between, they are files that the next import finds
 * with the same bytes, and commits.
 */
int
wiki_store_new(struct wiki *w, const struct wiki_file *files, size_t n,
    const char *message, struct repo_done *done, struct err *e)
{
	struct err ignored = ERR_INIT;
	bool *made = xcalloc(n + 1, sizeof(*made));
	size_t i;
	int rc = 0;

	*done = (struct repo_done){ .saved = false };
	for (i = 0; i < n && rc == 0; i++)
		if (new_there(w, &files[i], e) == -1)
			rc = -1;
	for (i = 0; i < n && rc == 0; i++) {
		if (fs_write(w->root_fd, files[i].path, files[i].bytes,
			files[i].len, FS_NEW | FS_DURABLE, e) != -1)
			made[i] = true;
		else if (e->code != ERR_CONFLICT ||
			 new_there(w, &files[i], e) == -1)
			rc = -1;
	}
	if (rc == 0)
		rc = wiki_store(w, files, n, message, done, e);
	for (i = 0; i < n && rc == -1 && !done->saved; i++)
		if (made[i])
			fs_unlink(
			    w->root_fd, files[i].path, FS_DURABLE, &ignored);
	free(made);
	return rc;
}

/* ---- entries ----------------------------------------------------------- */

/* The days that change, each with a change for the commit. */
struct import_days {
	struct repo_change *changes;
	size_t n, cap, added;
	struct strbuf message; /* the trailers */
};

/* How many of these entries of one day are there already, each is told; -1. */
static long
day_there(struct wiki *w, struct study_record *v, size_t n, struct err *e)
{
	bool *there = xcalloc(n + 1, sizeof(*there));
	struct study_day day;
	long found = wiki_read_day(w, v[0].add.date, &day, e);
	size_t i;

	if (found == 0)
		found = (long)study_import_there(&day, v, n, there);
	for (i = 0; i < n; i++)
		v[i].there = there[i];
	free(there);
	return found;
}

static void
day_add(struct import_days *days, struct wiki *w, const struct study_record *v,
    size_t n, size_t added)
{
	struct repo_change *c = VEC_PUSH(days->changes, days->n, days->cap);
	struct strbuf packed = STRBUF_INIT;
	char day[DATE_MAX];

	study_import_pack(&packed, v, n);
	c->path = path_join(w->prefix, wiki_day_path(w, v[0].add.date));
	c->kind = "entries";
	c->len = packed.len;
	c->bytes = strbuf_take(&packed);
	days->added += added;
	date_format(day, v[0].add.date);
	strbuf_addf(&days->message, "Halfhour-Day: %s\n", day);
}

static int
import_commit(struct wiki *w, struct import_days *days, struct repo_done *done,
    struct err *e)
{
	struct repo_commit commit = {
		.when = w->now, .changes = days->changes, .n = days->n
	};
	char *message = xasprintf("import: %zu %s\n\n%s", days->added,
	    days->added == 1 ? "entry" : "entries", days->message.buf);
	int rc;

	commit.message = message;
	rc = repo_commit(w->repo, &commit, done, e);
	if (done->saved)
		wiki_pipe_drop(w);
	free(message);
	return rc;
}

int
wiki_import(struct wiki *w, struct study_import *im, struct repo_done *done,
    struct err *e)
{
	struct import_days days = { .message = STRBUF_INIT };
	size_t i, n;
	int rc = 0;

	*done = (struct repo_done){ .unchanged = true };
	for (i = 0; i < im->n && rc == 0; i += n) {
		struct study_record *v = &im->v[i];
		long found;

		for (n = 1; i + n < im->n; n++)
			if (date_cmp(v[n].add.date, v->add.date) != 0)
				break;
		if ((found = day_there(w, v, n, e)) == -1)
			rc = -1;
		else if ((size_t)found < n)
			day_add(&days, w, v, n, n - (size_t)found);
	}
	if (rc == 0 && days.n > 0)
		rc = import_commit(w, &days, done, e);
	for (i = 0; i < days.n; i++) {
		free((char *)days.changes[i].path);
		free((char *)days.changes[i].bytes);
	}
	free(days.changes);
	strbuf_release(&days.message);
	return rc;
}
