/* repo_site.c: a tree of files, made without a work tree
 *
 * A file or a folder that the branch has already is known by its id, and is
 * neither kept nor written again. The rest waits in memory: a few objects
 * become files of their own, as git makes them; many, as of the first time,
 * become one pack, since each file takes an fsync.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "repo/repo_site.h"

#define LOOSE_MAX 64                /* objects that are no pack yet */
#define WAIT_MAX ((size_t)64 << 20) /* bytes that wait in memory */
#define PACK "publish.pack"         /* in the state folder */
#define MODE_FILE "100644"
#define MODE_TREE "40000"

/* ---- what the branch has ----------------------------------------------- */

static int
base_entry(const char *dir, const git_tree_entry *entry, void *payload)
{
	struct repo_site *s = payload;
	bool tree = git_tree_entry_type(entry) == GIT_OBJECT_TREE;
	git_oid *oid = arena_alloc(s->mem, sizeof(*oid));
	const char *path = arena_printf(
	    s->mem, "%s%s%s", dir, git_tree_entry_name(entry), tree ? "/" : "");

	*oid = *git_tree_entry_id(entry);
	/* With another mode it is another thing: it is told, and replaced. */
	if (tree || git_tree_entry_filemode(entry) == GIT_FILEMODE_BLOB)
		map_put(s->base, path, oid);
	if (!tree)
		*VEC_PUSH(s->old, s->n_old, s->cap_old) =
		    (struct repo_site_file){ path, *oid };
	return 0;
}

static int
file_cmp(const void *a, const void *b)
{
	const struct repo_site_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

int
repo_site_init(struct repo_site *s, struct repo *r, git_tree *base, bool dry,
    struct err *e)
{
	*s = (struct repo_site){ .r = r, .dry = dry };
	s->mem = arena_new();
	s->base = map_new();
	if (base != NULL) {
		git_oid *oid = arena_alloc(s->mem, sizeof(*oid));

		*oid = *git_tree_id(base);
		map_put(s->base, "", oid);
	}
	if (base != NULL &&
	    git_tree_walk(base, GIT_TREEWALK_PRE, base_entry, s) < 0)
		return repo_err_git(e, "cannot read what the branch has");
	if (s->n_old > 1)
		qsort(s->old, s->n_old, sizeof(*s->old), file_cmp);
	return 0;
}

static void
todo_clear(struct repo_site *s)
{
	size_t i;

	for (i = 0; i < s->n_todo; i++)
		free(s->todo[i].bytes);
	s->n_todo = s->todo_bytes = 0;
}

void
repo_site_release(struct repo_site *s)
{
	todo_clear(s);
	free(s->todo);
	free(s->files);
	free(s->old);
	map_free(s->base);
	if (s->mem != NULL)
		arena_free(s->mem);
	*s = (struct repo_site){ .r = NULL };
}

/* ---- objects ----------------------------------------------------------- */

/* Name an object, and keep it if the branch has not the same at `path`. */
static int
object_add(struct repo_site *s, const char *path, git_object_t type,
    const void *bytes, size_t len, git_oid *oid, struct err *e)
{
	const git_oid *had = map_get(s->base, path);
	struct repo_site_object *o;

	if (git_odb_hash(oid, bytes, len, type) < 0)
		return repo_err_git(e, "cannot hash %s", path);
	if (s->dry || (had != NULL && git_oid_equal(had, oid)))
		return 0;
	o = VEC_PUSH(s->todo, s->n_todo, s->cap_todo);
	*o = (struct repo_site_object){ *oid, type, xmalloc(len + 1), len };
	if (len > 0)
		memcpy(o->bytes, bytes, len);
	s->todo_bytes += len;
	return s->todo_bytes > WAIT_MAX ? repo_site_store(s, e) : 0;
}

/* A database in memory, so that the objects can be made a pack of. */
static int
pack_fill(struct repo_site *s, git_odb *odb, git_packbuilder *pb)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < s->n_todo && rc == 0; i++) {
		const struct repo_site_object *o = &s->todo[i];
		git_oid oid;

		rc = git_odb_write(&oid, odb, o->bytes, o->len, o->type);
		if (rc == 0)
			rc = git_packbuilder_insert(pb, &oid, NULL);
	}
	return rc;
}

/* One of the two files of the pack, from our folder to git's. */
static int
pack_place(
    struct repo_site *s, const char *name, const char *end, struct err *e)
{
	char *from = xasprintf(PACK "/pack-%s%s", name, end);
	char *to = xasprintf("objects/pack/pack-%s%s", name, end);
	int rc = 0;

	if (renameat(s->r->state_fd, from, s->r->common_fd, to) == -1)
		rc = err_errno(e, "cannot write %s/%s", s->r->common, to);
	free(from);
	free(to);
	return rc;
}

/* Both, the index last: with it the pack counts; and have the names stay. */
static int
pack_show(struct repo_site *s, const char *name, struct err *e)
{
	git_odb *odb = NULL;
	int fd, rc = -1;

	if (fs_mkdirs(s->r->common_fd, "objects/pack", e) == -1 ||
	    pack_place(s, name, ".pack", e) == -1 ||
	    pack_place(s, name, ".idx", e) == -1)
		return -1;
	fd =
	    fs_open(s->r->common_fd, "objects/pack", O_RDONLY | O_DIRECTORY, 0);
	if (fd == -1 || fsync(fd) == -1)
		err_errno(e, "cannot sync %s/objects/pack", s->r->common);
	else if (git_repository_odb(&odb, s->r->git) < 0 ||
		 git_odb_refresh(odb) < 0)
		repo_err_git(e, "cannot read the new pack");
	else
		rc = 0;
	git_odb_free(odb);
	if (fd != -1)
		close(fd);
	return rc;
}

/*
 * It is made in a folder of ours: libgit2, when it is killed, leaves files
 * behind of which nobody could tell whose they are.
 */
static int
store_pack(struct repo_site *s, struct err *e)
{
	char *dir = repo_state_path(s->r, PACK);
	git_odb_backend *backend = NULL;
	git_odb *odb = NULL;
	git_repository *room = NULL;
	git_packbuilder *pb = NULL;
	int rc = -1;

	if (fs_remove_tree(s->r->state_fd, PACK, e) == -1 ||
	    fs_mkdirs(s->r->state_fd, PACK, e) == -1)
		goto out;
	if (git_odb_new(&odb) < 0 || git_mempack_new(&backend) < 0 ||
	    git_odb_add_backend(odb, backend, 1) < 0 ||
	    git_repository_wrap_odb(&room, odb) < 0 ||
	    git_packbuilder_new(&pb, room) < 0)
		repo_err_git(e, "cannot make a pack");
	else if (pack_fill(s, odb, pb) < 0 ||
		 git_packbuilder_write(pb, dir, 0, NULL, NULL) < 0)
		repo_err_git(e, "cannot write a pack in %s", dir);
	else
		rc = pack_show(s, git_packbuilder_name(pb), e);
out:
	git_packbuilder_free(pb);
	git_repository_free(room);
	git_odb_free(odb);
	free(dir);
	return rc;
}

static int
store_loose(struct repo_site *s, struct err *e)
{
	git_odb *odb = NULL;
	size_t i;
	int rc = git_repository_odb(&odb, s->r->git);

	for (i = 0; i < s->n_todo && rc == 0; i++) {
		const struct repo_site_object *o = &s->todo[i];
		git_oid oid;

		rc = git_odb_write(&oid, odb, o->bytes, o->len, o->type);
	}
	git_odb_free(odb);
	return rc < 0 ? repo_err_git(e, "cannot write an object") : 0;
}

int
repo_site_store(struct repo_site *s, struct err *e)
{
	int rc = s->n_todo > LOOSE_MAX ? store_pack(s, e) : store_loose(s, e);

	todo_clear(s);
	return rc;
}

/* ---- files and trees --------------------------------------------------- */

int
repo_site_add(struct repo_site *s, const char *path, const void *bytes,
    size_t len, struct err *e)
{
	git_oid oid;

	if (object_add(s, path, GIT_OBJECT_BLOB, bytes, len, &oid, e) == -1)
		return -1;
	*VEC_PUSH(s->files, s->n, s->cap) =
	    (struct repo_site_file){ arena_strdup(s->mem, path), oid };
	return 0;
}

void
repo_site_keep(struct repo_site *s, const char *path)
{
	const git_oid *had = map_get(s->base, path);

	if (had != NULL)
		*VEC_PUSH(s->files, s->n, s->cap) =
		    (struct repo_site_file){ arena_strdup(s->mem, path), *had };
}

static void
tree_entry(struct strbuf *out, const char *mode, const char *name, size_t len,
    const git_oid *oid)
{
	strbuf_addf(out, "%s %.*s", mode, (int)len, name);
	strbuf_addc(out, '\0');
	strbuf_add(out, oid->id, sizeof(oid->id));
}

/* A name cannot be a file and a folder: a note x and a folder x.html. */
static bool
is_file(const struct repo_site *s, const char *path, size_t len)
{
	char *name = xstrndup(path, len);
	struct repo_site_file key = { .path = name };
	bool yes = bsearch(&key, s->files, s->n, sizeof(key), file_cmp) != NULL;

	free(name);
	return yes;
}

/*
 * The tree of the files from *at on whose paths begin as the first `len` bytes
 * of `dir`; *at ends up behind them. In the order of their whole paths, a tree
 * has them in git's order, which is that of "name/" for a folder.
 */
static int
tree_make(struct repo_site *s, size_t *at, const char *dir, size_t len,
    git_oid *oid, struct err *e)
{
	struct strbuf tree = STRBUF_INIT;
	int rc = 0;

	while (rc == 0 && *at < s->n &&
	       strncmp(s->files[*at].path, dir, len) == 0) {
		const struct repo_site_file *f = &s->files[*at];
		const char *name = f->path + len, *slash = strchr(name, '/');
		size_t n =
		    slash != NULL ? (size_t)(slash - name) : strlen(name);
		git_oid child = f->oid;

		if (slash == NULL)
			++*at;
		else if (is_file(s, f->path, len + n))
			rc = err_set(e,
			    "%.*s would be a page and a folder; rename one of "
			    "the notes",
			    (int)(len + n), f->path);
		else
			rc = tree_make(s, at, f->path, len + n + 1, &child, e);
		tree_entry(&tree, slash != NULL ? MODE_TREE : MODE_FILE, name,
		    n, &child);
	}
	if (rc == 0) {
		char *path = xstrndup(dir, len);

		rc = object_add(
		    s, path, GIT_OBJECT_TREE, tree.buf, tree.len, oid, e);
		free(path);
	}
	strbuf_release(&tree);
	return rc;
}

int
repo_site_tree(struct repo_site *s, git_oid *tree, struct err *e)
{
	size_t at = 0;

	if (s->n > 1)
		qsort(s->files, s->n, sizeof(*s->files), file_cmp);
	return tree_make(s, &at, "", 0, tree, e);
}

void
repo_site_steps(
    struct repo_site *s, const struct repo_publish_step **out, size_t *n)
{
	struct repo_publish_step *v =
	    arena_alloc(s->mem, (s->n + s->n_old) * sizeof(*v));
	size_t i = 0, k = 0;

	*out = v;
	*n = 0;
	while (i < s->n_old || k < s->n) {
		int c = i == s->n_old ? 1
			: k == s->n   ? -1
				      : file_cmp(&s->old[i], &s->files[k]);
		const git_oid *had =
		    c == 0 ? map_get(s->base, s->old[i].path) : NULL;
		struct repo_publish_step step = { 'M',
			c < 0 ? s->old[i].path : s->files[k].path };

		if (c != 0)
			step.what = c < 0 ? 'D' : 'A';
		if (c != 0 || had == NULL ||
		    !git_oid_equal(had, &s->files[k].oid))
			v[(*n)++] = step;
		i += c <= 0;
		k += c >= 0;
	}
}
