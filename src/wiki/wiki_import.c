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

struct new_wish {
	struct wiki *w;
	const struct wiki_new *new;
};

/*
 * The files are made when nobody else can commit, so that who makes one is who
 * commits it. Each is made only if there is none: one which appears in this
 * moment is not written over, as a commit would do. Should the program end in
 * between, they are files that the next import finds with the same bytes, and
 * commits.
 */
static int
new_ask(void *payload, struct err *e)
{
	const struct new_wish *wish = payload;
	const struct wiki_new *new = wish->new;
	struct wiki *w = wish->w;
	size_t i;

	for (i = 0; i < new->n; i++)
		if (new_there(w, &new->files[i], e) == -1)
			return -1;
	for (i = 0; i < new->n; i++) {
		const struct wiki_file *f = &new->files[i];

		if (fs_write(w->root_fd, f->path, f->bytes, f->len,
			FS_NEW | FS_DURABLE, e) != -1)
			new->made[i] = true;
		else if (e->code != ERR_CONFLICT || new_there(w, f, e) == -1)
			return -1;
	}
	return 0;
}

int
wiki_store_new(struct wiki *w, const struct wiki_new *new, const char *message,
    struct repo_done *done, struct err *e)
{
	struct new_wish wish = { w, new };
	const struct repo_commit how = { .message = message,
		.when = w->now,
		.ask = new_ask,
		.payload = &wish };
	struct err ignored = ERR_INIT;
	size_t i;
	int rc;

	memset(new->made, 0, new->n * sizeof(*new->made));
	rc = wiki_store_how(w, new->files, new->n, &how, done, e);
	for (i = 0; i < new->n &&rc == -1 && !done->saved; i++)
		if (new->made[i])
			fs_unlink(w->root_fd, new->files[i].path, FS_DURABLE,
			    &ignored);
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

/* What is to be added, as the days are now; each record is told. */
static int
days_find(struct import_days *days, struct wiki *w,
    const struct study_import *im, struct err *e)
{
	size_t i, n;

	for (i = 0; i < im->n; i += n) {
		struct study_record *v = &im->v[i];
		long found;

		for (n = 1; i + n < im->n; n++)
			if (date_cmp(v[n].add.date, v->add.date) != 0)
				break;
		if ((found = day_there(w, v, n, e)) == -1)
			return -1;
		if ((size_t)found < n)
			day_add(days, w, v, n, n - (size_t)found);
	}
	return 0;
}

static void
days_release(struct import_days *days)
{
	size_t i;

	for (i = 0; i < days->n; i++) {
		free((char *)days->changes[i].path);
		free((char *)days->changes[i].bytes);
	}
	free(days->changes);
	strbuf_release(&days->message);
	*days = (struct import_days){ .message = STRBUF_INIT };
}

/* An import as it is asked for when nobody else can commit. */
struct import_wish {
	struct wiki *w;
	const struct study_import *im;
	struct import_days days;
	struct repo_commit commit; /* of these days */
	bool there;                /* all of it is, by now */
};

static void
import_fill(struct import_wish *wish)
{
	const struct import_days *days = &wish->days;

	wish->commit.changes = days->changes;
	wish->commit.n = days->n;
	wish->commit.message =
	    arena_printf(wish->w->arena, "import: %zu %s\n\n%s", days->added,
		days->added == 1 ? "entry" : "entries", days->message.buf);
}

/* Another import may have been faster: what it has added is there now, and is
 * neither added nor counted once more. */
static int
import_ask(void *payload, struct err *e)
{
	struct import_wish *wish = payload;

	days_release(&wish->days);
	if (days_find(&wish->days, wish->w, wish->im, e) == -1)
		return -1;
	wish->there = wish->days.n == 0;
	if (wish->there)
		return err_code(e, ERR_NOTHING, "all of it is there");
	import_fill(wish);
	return 0;
}

int
wiki_import(struct wiki *w, struct study_import *im, struct repo_done *done,
    struct err *e)
{
	struct import_wish wish = { .w = w,
		.im = im,
		.days = { .message = STRBUF_INIT },
		.commit = { .when = w->now, .ask = import_ask } };
	struct err why = ERR_INIT;
	int rc;

	*done = (struct repo_done){ .unchanged = true };
	rc = days_find(&wish.days, w, im, e);
	if (rc == 0 && wish.days.n > 0) {
		wish.commit.payload = &wish;
		import_fill(&wish);
		rc = repo_commit(w->repo, &wish.commit, done, &why);
		if (done->saved)
			wiki_pipe_drop(w);
		if (rc == -1 && wish.there) {
			done->unchanged = true;
			rc = 0;
		} else if (rc == -1)
			*e = why;
	}
	days_release(&wish.days);
	return rc;
}
