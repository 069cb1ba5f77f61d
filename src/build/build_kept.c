/* build_kept.c: what came of a build, for one that has nothing to do */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "build/build_int.h"

/*
 * Theory of operation. What is kept of a build lets the next one tell that there
 * is nothing to do without reading a file, and then say what that build said.
 * It has two parts: the folders (build_folders.c), and what came of the build.
 * wiki_still.h keeps both, with what the site was made of, which the first
 * question is about; here it is whether the site is as that build left it.
 *
 * A build knows how each file looked as it left it: its path, inode, size and
 * times (base/still.h). Of each folder it keeps the sum of those, and beside it
 * the look of the folder. A file that is new, removed or put in the place of
 * another changes the times of its folder, which nobody sets. So a folder that
 * looks as it did has the files that it had, and there are a hundred times as
 * many files as folders. Where it does not, or where its look is not known, the
 * files of the list that are in it are looked at, and have to have the sum.
 *
 * When is a look known? Two things may make it worthless:
 *
 * - A folder that is as new as the clock can tell may change again and look the
 *   same. So its times have to be older than a tick before the clock that was
 *   asked at the beginning (still_older()).
 * - The look is taken at the end of a build, its files were left or looked at
 *   before, and somebody may have put another file in between. A folder whose
 *   times are older than the beginning has not changed since then: neither by
 *   others nor by this build.
 *
 * One question answers both. So a build knows the folders by their look that it
 * has not written into; the next one, with nothing to do, looks at the files of
 * the others, first at these folders and then at their files; those that are old
 * enough by then are kept, and from there on no file is looked at. Behind a new
 * site that is once all of them: it was written to everywhere.
 *
 * Not seen by a folder is what is written into a file where it stands: that is
 * for --verify, and for a build that makes that page or looks at its files. And
 * as nobody waits for the disk while a site is written, files may be lost with
 * the power while folders stay: looks of folders are known until the machine
 * starts anew. The clock is that of the wiki's file system: for a site on one
 * whose clock is another machine's, and late, a folder may be taken for older
 * than it is.
 *
 * On disk, all in decimal, each number ended by a newline or a space: how many
 * folders there are, and the hash of this start of the machine; of each folder
 * its own look (1, or 0 when that is not known, and two numbers), the sum of its
 * files (how many, and two numbers), the length of its path, and that. Then
 * notes, days, links and pages; how many mistakes there are in the notes, and of
 * each its id, line, column and the lengths of the two texts that follow.
 */
void
build_kept_pack(struct strbuf *out, const struct build_done *done,
    const struct diag_list *d)
{
	size_t i;

	strbuf_addf(out, "%zu %zu %zu %zu\n%zu\n", done->notes, done->days,
	    done->links, done->pages, d->n);
	for (i = 0; i < d->n; i++) {
		const struct diag *x = &d->v[i];

		strbuf_addf(out, "%d %d %d %zu %zu\n", (int)x->id, x->line,
		    x->col, strlen(x->path), strlen(x->msg));
		strbuf_addf(out, "%s%s\n", x->path, x->msg);
	}
}

uint64_t
build_read_number(struct build_reader *in, uint64_t max)
{
	uint64_t n = 0;
	const char *from = in->p;

	for (; in->p < in->end && *in->p >= '0' && *in->p <= '9'; in->p++) {
		unsigned digit = (unsigned)(*in->p - '0');

		if (n > (max - digit) / 10) {
			in->bad = true;
			return 0;
		}
		n = n * 10 + digit;
	}
	if (in->p == from || in->p == in->end ||
	    (*in->p != ' ' && *in->p != '\n')) {
		in->bad = true;
		return 0;
	}
	in->p++;
	return n;
}

static void
read_diag(struct build_reader *in, struct diag_list *d)
{
	uint64_t id = build_read_number(in, DIAG_N - 1);
	uint64_t line = build_read_number(in, INT32_MAX);
	uint64_t col = build_read_number(in, INT32_MAX), left;
	uint64_t path = build_read_number(in, SIZE_MAX), msg;
	char *name;

	msg = build_read_number(in, SIZE_MAX);
	left = (uint64_t)(in->end - in->p);
	if (in->bad || path >= left || msg >= left - path) {
		in->bad = true;
		return;
	}
	name = xstrndup(in->p, (size_t)path);
	in->p += path;
	diag(d, (enum diag_id)id, name, (int)line, (int)col, "%.*s", (int)msg,
	    in->p);
	in->p += msg + 1;
	free(name);
}

bool
build_kept_take(
    struct build_done *done, struct diag_list *d, const char *p, size_t len)
{
	struct build_reader in = { p, p + len, false };
	struct diag_list own = DIAG_LIST_INIT;
	uint64_t n;

	*done = (struct build_done){ .written = 0 };
	done->notes = (size_t)build_read_number(&in, SIZE_MAX);
	done->days = (size_t)build_read_number(&in, SIZE_MAX);
	done->links = (size_t)build_read_number(&in, SIZE_MAX);
	done->pages = (size_t)build_read_number(&in, SIZE_MAX);
	n = build_read_number(&in, SIZE_MAX);
	for (; n > 0 && !in.bad; n--)
		read_diag(&in, &own);
	if (in.bad || in.p != in.end) {
		diag_release(&own);
		return false;
	}
	diag_release(d);
	*d = own;
	return true;
}

bool
build_kept_stays(const char *p, size_t len, int out_fd, int jobs)
{
	struct build_folders *f = build_folders_take(&p, &len);
	bool stays = f != NULL && (build_folders_stay(f, out_fd) ||
				      build_folders_check(f, out_fd, 0, jobs));

	build_folders_free(f);
	return stays;
}
