/* build_kept.c: what came of a build, for one that has nothing to do */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "build/build_int.h"

/*
 * Numbers in decimal, each ended by a newline or a space; the sum of the files
 * of the site; notes, days and pages; how many mistakes there are in the notes,
 * and of each its id, line, column and the lengths of the two texts that
 * follow.
 */
void
build_kept_pack(struct strbuf *out, const struct build_done *done,
    const struct diag_list *d)
{
	size_t i;

	strbuf_addf(out, "%" PRIu64 " %" PRIu64 " %zu\n", done->files.a,
	    done->files.b, done->files.n);
	strbuf_addf(out, "%zu %zu %zu\n%zu\n", done->notes, done->days,
	    done->pages, d->n);
	for (i = 0; i < d->n; i++) {
		const struct diag *x = &d->v[i];

		strbuf_addf(out, "%d %d %d %zu %zu\n", (int)x->id, x->line,
		    x->col, strlen(x->path), strlen(x->msg));
		strbuf_addf(out, "%s%s\n", x->path, x->msg);
	}
}

struct kept_reader {
	const char *p, *end;
	bool bad;
};

/* A number of at most `max`, and the byte behind it. */
static uint64_t
read_number(struct kept_reader *in, uint64_t max)
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
read_diag(struct kept_reader *in, struct diag_list *d)
{
	uint64_t id = read_number(in, DIAG_N - 1);
	uint64_t line = read_number(in, INT32_MAX);
	uint64_t col = read_number(in, INT32_MAX), left;
	uint64_t path = read_number(in, SIZE_MAX), msg;
	char *name;

	msg = read_number(in, SIZE_MAX);
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
build_kept_take(struct build_done *done, struct diag_list *d, const char *p,
    size_t len, int out_fd, int jobs)
{
	struct kept_reader in = { p, p + len, false };
	struct diag_list own = DIAG_LIST_INIT;
	struct still now = { .n = 0 };
	uint64_t n;

	*done = (struct build_done){ .written = 0 };
	done->files.a = read_number(&in, UINT64_MAX);
	done->files.b = read_number(&in, UINT64_MAX);
	done->files.n = (size_t)read_number(&in, SIZE_MAX);
	done->notes = (size_t)read_number(&in, SIZE_MAX);
	done->days = (size_t)read_number(&in, SIZE_MAX);
	done->pages = (size_t)read_number(&in, SIZE_MAX);
	for (n = read_number(&in, SIZE_MAX); n > 0 && !in.bad; n--)
		read_diag(&in, &own);
	if (!in.bad && in.p == in.end) {
		build_out_still(&now, out_fd, jobs);
		in.bad = !still_same(&done->files, &now);
	}
	if (in.bad || in.p != in.end) {
		diag_release(&own);
		return false;
	}
	diag_release(d);
	*d = own;
	return true;
}
