/* repo_site.h: a tree of files, made without a work tree; inside this room */
#ifndef REPO_REPO_SITE_H
#define REPO_REPO_SITE_H

#include "base/map.h"
#include "repo/repo_int.h"
#include "repo/repo_publish.h"

/* An object that the database is yet to get. */
struct repo_site_object {
	git_oid oid;
	git_object_t type;
	char *bytes; /* owned */
	size_t len;
};

struct repo_site_file {
	const char *path;
	git_oid oid;
};

struct repo_site {
	struct repo *r;    /* borrowed */
	struct arena *mem; /* owned: all texts and ids */
	struct map *base;  /* owned: what the branch has; "dir/" for a tree */
	struct repo_site_file *old, *files; /* owned; by path when ended */
	size_t n_old, cap_old, n, cap;
	struct repo_site_object *todo; /* owned */
	size_t n_todo, cap_todo, todo_bytes;
	bool dry; /* nothing is kept to be written */
};

/* `base`: the tree that the branch has, or NULL. */
int repo_site_init(struct repo_site *s, struct repo *r, git_tree *base,
    bool dry, struct err *e);
void repo_site_release(struct repo_site *s);
int repo_site_add(struct repo_site *s, const char *path, const void *bytes,
    size_t len, struct err *e);
/* The bytes of a file at the root of the base, kept as they are; 0 too when
 * there is none. */
void repo_site_keep(struct repo_site *s, const char *path);
/* No more come: the tree of all of them. */
int repo_site_tree(struct repo_site *s, git_oid *tree, struct err *e);
/* What is not in the base, in the arena. */
void repo_site_steps(
    struct repo_site *s, const struct repo_publish_step **out, size_t *n);
/* Write the objects that the base has not, durably. */
int repo_site_store(struct repo_site *s, struct err *e);

#endif
