/* repo_merge.c: three versions of a text made one */
#include "repo/repo_int.h"

/* Where a text differs from base: both begin alike up to `from`, at the start
 * of a line, and end alike behind `to` of the one and `end` of the other. */
struct span {
	size_t from, to, end;
};

static struct span
span_of(const struct repo_text *base, const struct repo_text *text)
{
	size_t least = base->len < text->len ? base->len : text->len;
	struct span s = { 0, base->len, text->len };
	size_t i;

	for (i = 0; i < least && base->p[i] == text->p[i]; i++)
		if (base->p[i] == '\n')
			s.from = i + 1;
	if (i == least && (i == 0 || base->p[i - 1] == '\n'))
		s.from = i;
	for (i = 1; i <= least - s.from; i++) {
		size_t b = base->len - i, t = text->len - i;

		if (base->p[b] != text->p[t])
			break;
		/* A whole line of both. */
		if ((b == 0 || base->p[b - 1] == '\n') &&
		    (t == 0 || text->p[t - 1] == '\n')) {
			s.to = b;
			s.end = t;
		}
	}
	return s;
}

/* Whether some line that the one adds is one that the other adds, too. */
static bool
merge_shares(const struct repo_text *base, const struct repo_text *a,
    const struct repo_text *b)
{
	return repo_seen(base->p, base->len, a->p, a->len, b->p, b->len) !=
		   REPO_SEEN_NONE ||
	       repo_seen(base->p, base->len, b->p, b->len, a->p, a->len) !=
		   REPO_SEEN_NONE;
}

/*
 * A merge by lines takes an insertion right beside a changed line for a
 * conflict. It is none: `inserted` is base with whole lines more, at one place
 * that `other` has not changed, though it may end or begin there. That is what
 * an entry is to a paragraph above it that is being edited. Where both add the
 * same line it is one: that line would be there twice.
 */
static bool
merge_beside(struct strbuf *out, const struct repo_text *base,
    const struct repo_text *inserted, const struct repo_text *other)
{
	struct span in, ch;
	size_t at;

	if (base->p == NULL || inserted->p == NULL || other->p == NULL)
		return false;
	in = span_of(base, inserted);
	ch = span_of(base, other);
	if (in.from != in.to)
		return false;
	if (in.from >= ch.to)
		at = ch.end + (in.from - ch.to);
	else if (in.from <= ch.from)
		at = in.from;
	else
		return false;
	if (at > 0 && other->p[at - 1] != '\n')
		return false;
	if (merge_shares(base, inserted, other))
		return false;
	strbuf_add(out, other->p, at);
	strbuf_add(out, inserted->p + in.from, in.end - in.from);
	strbuf_add(out, other->p + at, other->len - at);
	return true;
}

int
repo_merge3(struct strbuf *out, const struct repo_text *base,
    const struct repo_text *mine, const struct repo_text *theirs, struct err *e)
{
	git_merge_file_input a, m, t;
	git_merge_file_result merged = { 0 };
	int rc = -1;

	if (repo_lib_open(e) == -1)
		return -1;
	git_merge_file_input_init(&a, GIT_MERGE_FILE_INPUT_VERSION);
	m = t = a;
	a.ptr = base->p;
	a.size = base->len;
	m.ptr = mine->p;
	m.size = mine->len;
	t.ptr = theirs->p;
	t.size = theirs->len;
	if (git_merge_file(&merged, &a, &m, &t, NULL) < 0) {
		repo_err_git(e, "cannot merge");
		goto out;
	}
	rc = merged.automergeable ? 1 : 0;
	if (rc == 1)
		strbuf_add(out, merged.ptr, merged.len);
	else
		rc = merge_beside(out, base, theirs, mine) ||
		     merge_beside(out, base, mine, theirs);
out:
	git_merge_file_result_free(&merged);
	git_libgit2_shutdown();
	return rc;
}
