/* repo_delta.c: which files differ in two trees */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_dates_int.h"

/* No folder of notes is as deep; a tree of somebody's may be. */
#define DEPTH_MAX 64

/*
 * An entry of a tree as it is stored: the mode in octal digits, a space, the
 * name and a NUL, twenty bytes of an id (gitformat-pack(5) and git-mktree(1)).
 */
struct delta_entry {
	const char *name;
	size_t len;
	unsigned long mode;
	git_oid oid;
};

/* A tree that is read, or none: then there is nothing in it. */
struct delta_tree {
	git_odb_object *obj; /* owned */
	const char *p, *end;
};

struct delta_walk {
	const struct repo_which *which;
	git_odb *odb;
	struct arena *mem;
	struct repo_deltas *out;
	struct strbuf path; /* of the folder, with a slash; or "" */
	int depth;
};

static bool
is_dir(const struct delta_entry *x)
{
	return x->mode == GIT_FILEMODE_TREE;
}

static bool
is_file(const struct delta_entry *x)
{
	return (x->mode & 0170000) == 0100000;
}

static int
tree_read(struct delta_tree *t, git_odb *odb, const git_oid *oid, struct err *e)
{
	char hex[GIT_OID_HEXSZ + 1];

	*t = (struct delta_tree){ NULL, NULL, NULL };
	if (oid == NULL || git_oid_is_zero(oid))
		return 0;
	git_oid_tostr(hex, sizeof(hex), oid);
	if (git_odb_read(&t->obj, odb, oid) < 0)
		return repo_err_git(e, "cannot read the tree %.7s", hex);
	if (git_odb_object_type(t->obj) != GIT_OBJECT_TREE)
		return err_set(e, "%.7s should be a tree, and is none", hex);
	t->p = git_odb_object_data(t->obj);
	t->end = t->p + git_odb_object_size(t->obj);
	return 0;
}

/* The next entry: 1, 0 at the end; -1 when the tree is damaged. */
static int
tree_next(struct delta_tree *t, struct delta_entry *out, struct err *e)
{
	const char *nul, *s;

	if (t->p == t->end)
		return 0;
	nul = memchr(t->p, '\0', (size_t)(t->end - t->p));
	if (nul == NULL || t->end - nul <= GIT_OID_RAWSZ)
		return err_set(e, "a tree of git is damaged");
	out->mode = 0;
	for (s = t->p; *s >= '0' && *s <= '7'; s++)
		out->mode = out->mode << 3 | (unsigned long)(*s - '0');
	if (*s != ' ')
		return err_set(e, "a tree of git is damaged");
	out->name = s + 1;
	out->len = (size_t)(nul - out->name);
	memcpy(out->oid.id, nul + 1, GIT_OID_RAWSZ);
	t->p = nul + 1 + GIT_OID_RAWSZ;
	return 1;
}

/* How many bytes two texts have in common from their beginning. */
static size_t
common(const char *a, const char *b, size_t n)
{
	size_t i = 0;

	while (n - i >= 256 && memcmp(a + i, b + i, 256) == 0)
		i += 256;
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

/* Pass over the entries that both begin with: after one commit that is nearly
 * all of a folder of days. */
static void
tree_skip(struct delta_tree *a, struct delta_tree *b)
{
	size_t n_a = (size_t)(a->end - a->p), n_b = (size_t)(b->end - b->p);
	const char *stop, *nul;

	if (n_a == 0 || n_b == 0)
		return;
	stop = a->p + common(a->p, b->p, n_a < n_b ? n_a : n_b);
	while ((nul = memchr(a->p, '\0', (size_t)(stop - a->p))) != NULL &&
	       stop - nul > GIT_OID_RAWSZ) {
		b->p += nul + 1 + GIT_OID_RAWSZ - a->p;
		a->p = nul + 1 + GIT_OID_RAWSZ;
	}
}

/* The order in a tree: that of the names, a folder's with a slash behind it. */
static int
entry_cmp(const struct delta_entry *x, const struct delta_entry *y)
{
	size_t n = x->len < y->len ? x->len : y->len;
	int c = memcmp(x->name, y->name, n), a, b;

	if (c != 0)
		return c;
	a = n < x->len ? (unsigned char)x->name[n] : is_dir(x) ? '/' : 0;
	b = n < y->len ? (unsigned char)y->name[n] : is_dir(y) ? '/' : 0;
	return a - b;
}

/* Whether it is a file to look at, or a folder that may have one. */
static bool
delta_wants(const struct delta_walk *w, const struct delta_entry *x)
{
	size_t n = strlen(w->which->suffix);

	if (x->len == 0 || *x->name == '.')
		return false;
	if (is_dir(x))
		return w->depth < DEPTH_MAX;
	return is_file(x) && x->len >= n &&
	       strncasecmp(x->name + x->len - n, w->which->suffix, n) == 0;
}

static int delta_dirs(struct delta_walk *w, const git_oid *from,
    const git_oid *to, struct err *e);

/* An entry as the two trees have it, or one of them. */
static int
delta_entry(struct delta_walk *w, const struct delta_entry *a,
    const struct delta_entry *b, struct err *e)
{
	const struct delta_entry *x = a != NULL ? a : b;
	size_t was = w->path.len;
	struct repo_delta *d;
	int rc = 0;

	if (!delta_wants(w, x) ||
	    (a != NULL && b != NULL && git_oid_equal(&a->oid, &b->oid)))
		return 0;
	strbuf_add(&w->path, x->name, x->len);
	if (is_dir(x)) {
		strbuf_addc(&w->path, '/');
		rc = delta_dirs(w, a != NULL ? &a->oid : NULL,
		    b != NULL ? &b->oid : NULL, e);
	} else {
		d = VEC_PUSH(w->out->v, w->out->n, w->out->cap);
		*d = (struct repo_delta){ .path = arena_strndup(w->mem,
					      w->path.buf, w->path.len) };
		if (a != NULL)
			d->from = a->oid;
		if (b != NULL)
			d->to = b->oid;
	}
	strbuf_trunc(&w->path, was);
	return rc;
}

/* Go through two trees at once; NULL is an empty one. */
static int
delta_dirs(
    struct delta_walk *w, const git_oid *from, const git_oid *to, struct err *e)
{
	struct delta_tree a = { NULL, NULL, NULL }, b = { NULL, NULL, NULL };
	struct delta_entry x, y;
	int has_x = 1, has_y = 1, c, rc = -1;
	bool step_x = true, step_y = true;

	w->depth++;
	if (tree_read(&a, w->odb, from, e) == -1 ||
	    tree_read(&b, w->odb, to, e) == -1)
		goto out;
	for (;;) {
		if (step_x && step_y)
			tree_skip(&a, &b);
		if ((step_x && (has_x = tree_next(&a, &x, e)) == -1) ||
		    (step_y && (has_y = tree_next(&b, &y, e)) == -1))
			goto out;
		if (!has_x && !has_y)
			break;
		c = !has_x ? 1 : !has_y ? -1 : entry_cmp(&x, &y);
		/* A file that has become a link is no file any more. */
		if (c == 0 && delta_wants(w, &x) != delta_wants(w, &y))
			c = -1;
		step_x = c <= 0 && has_x;
		step_y = c >= 0 && has_y;
		if (delta_entry(w, step_x ? &x : NULL, step_y ? &y : NULL, e) ==
		    -1)
			goto out;
	}
	rc = 0;
out:
	git_odb_object_free(a.obj);
	git_odb_object_free(b.obj);
	w->depth--;
	return rc;
}

/* What a tree has under this name, a folder or else a file, in the place of its
 * own id; the zero id when there is none. */
static int
tree_enter(git_odb *odb, git_oid *oid, const char *name, size_t len, bool dir,
    struct err *e)
{
	git_oid found = { { 0 } };
	struct delta_tree t;
	struct delta_entry x;
	int rc;

	if ((rc = tree_read(&t, odb, oid, e)) == 0)
		while ((rc = tree_next(&t, &x, e)) == 1)
			if (x.len == len && memcmp(x.name, name, len) == 0 &&
			    (dir ? is_dir(&x) : is_file(&x))) {
				found = x.oid;
				rc = 0;
				break;
			}
	git_odb_object_free(t.obj);
	*oid = found;
	return rc;
}

/* The same in two trees, part by part of the path, as long as they differ. */
static int
tree_enter_both(struct repo *r, git_odb **odb, git_oid *a, git_oid *b,
    const char *path, bool dir, struct err *e)
{
	size_t len;
	int rc = 0;

	if (git_repository_odb(odb, r->git) < 0)
		return repo_err_git(e, "cannot read the objects of git");
	for (; rc == 0 && *path != '\0' && !git_oid_equal(a, b);
	     path += len + (path[len] == '/')) {
		bool is_part;

		len = strcspn(path, "/");
		is_part = dir || path[len] == '/';
		rc = tree_enter(*odb, a, path, len, is_part, e);
		if (rc == 0)
			rc = tree_enter(*odb, b, path, len, is_part, e);
	}
	return rc;
}

int
repo_deltas(struct repo *r, const struct repo_which *which, const git_oid *from,
    const git_oid *to, struct arena *mem, struct repo_deltas *out,
    struct err *e)
{
	struct delta_walk w = { which, NULL, mem, out, STRBUF_INIT, 0 };
	git_oid a = { { 0 } }, b = { { 0 } };
	int rc;

	if (from != NULL)
		a = *from;
	if (to != NULL)
		b = *to;
	rc = tree_enter_both(r, &w.odb, &a, &b, which->dir, true, e);
	if (*which->dir != '\0')
		strbuf_addf(&w.path, "%s/", which->dir);
	if (rc == 0 && !git_oid_equal(&a, &b))
		rc = delta_dirs(&w, &a, &b, e);
	strbuf_release(&w.path);
	git_odb_free(w.odb);
	return rc;
}

int
repo_delta_file(
    struct repo *r, const char *path, git_oid *from, git_oid *to, struct err *e)
{
	git_odb *odb = NULL;
	int rc = tree_enter_both(r, &odb, from, to, path, false, e);

	git_odb_free(odb);
	return rc == -1 ? -1 : !git_oid_equal(from, to);
}
