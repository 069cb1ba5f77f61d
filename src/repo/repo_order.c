/* repo_order.c: the commits that led to HEAD, each behind its parents
 *
 * libgit2 1.5 can walk, too, but in a shallow clone it fails at the commits
 * whose parents are not there. Here a walk goes from HEAD to the parents, depth
 * first, and a commit comes when all of its parents have. So the commits that
 * led to one come in the same order from whichever later commit the walk began:
 * what is known at a commit can be gone on with.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_dates_int.h"

#define CACHE_MAX ((size_t)16 << 20)
#define SHALLOW_MAX ((size_t)16 << 20)
/* The first second of the year 1, and the last day of 9999. */
#define TIME_MIN INT64_C(-62135596800)
#define TIME_MAX INT64_C(253402214400)
#define OFFSET_MAX (18 * 60)

struct order_walk {
	struct repo *r;
	struct arena *mem;
	struct map *nodes; /* hex → struct repo_node */
	struct map *ends;  /* of a shallow clone: hex → anything */
	const char *stop;
	struct repo_node **stack;
	size_t n, cap;
};

void
repo_order_frugal(size_t *before)
{
	ssize_t now = 0, most = 0;

	git_libgit2_opts(GIT_OPT_GET_CACHED_MEMORY, &now, &most);
	*before = (size_t)most;
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_MAX);
}

void
repo_order_lavish(size_t before)
{
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)before);
}

int
repo_shallow(struct repo *r, struct strbuf *out, struct err *e)
{
	struct err own = ERR_INIT;

	if (fs_read(out, r->common_fd, "shallow", SHALLOW_MAX, &own) == 0 ||
	    own.code == ERR_NOTHING)
		return 0;
	*e = own;
	return -1;
}

int
repo_shallow_ends(
    struct repo *r, struct map *ends, struct arena *mem, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	int rc = repo_shallow(r, &sb, e);
	const char *s = sb.buf;
	size_t len;

	for (; *s != '\0'; s += len + (s[len] == '\n')) {
		len = strcspn(s, "\n");
		map_put(ends, arena_strndup(mem, s, len), ends);
	}
	strbuf_release(&sb);
	return rc;
}

/* A time of a commit, of which anything may have been made. */
static struct moment
order_time(const git_signature *who)
{
	struct moment m = { 0, 0 };

	if (who == NULL)
		return m;
	m.t = who->when.time < TIME_MIN   ? TIME_MIN
	      : who->when.time > TIME_MAX ? TIME_MAX
					  : who->when.time;
	if (abs(who->when.offset) <= OFFSET_MAX)
		m.offset = who->when.offset * 60;
	return m;
}

/* A commit that was not met yet goes onto the stack. */
static struct repo_node *
order_push(struct order_walk *w, const git_oid *oid, struct err *e)
{
	struct repo_node *node = arena_alloc(w->mem, sizeof(*node));
	git_commit *commit = NULL;
	size_t i;

	git_oid_tostr(node->hex, sizeof(node->hex), oid);
	if (git_commit_lookup(&commit, w->r->git, oid) < 0) {
		repo_err_git(e, "cannot read the commit %.7s", node->hex);
		return NULL;
	}
	node->oid = *oid;
	node->tree = *git_commit_tree_id(commit);
	node->when = order_time(git_commit_author(commit));
	node->order = order_time(git_commit_committer(commit)).t;
	node->known = strcmp(node->hex, w->stop) == 0;
	node->cut = map_get(w->ends, node->hex) != NULL;
	if (!node->known && !node->cut)
		node->n_parents = git_commit_parentcount(commit);
	node->ids = arena_alloc(w->mem, node->n_parents * sizeof(*node->ids));
	node->parents =
	    arena_alloc(w->mem, node->n_parents * sizeof(*node->parents));
	for (i = 0; i < node->n_parents; i++)
		node->ids[i] = *git_commit_parent_id(commit, (unsigned)i);
	git_commit_free(commit);
	map_put(w->nodes, node->hex, node);
	*VEC_PUSH(w->stack, w->n, w->cap) = node;
	return node;
}

/* Go to the next parent of the commit on top; -1 when it cannot be read. */
static int
order_down(struct order_walk *w, struct repo_node *node, struct err *e)
{
	const git_oid *id = &node->ids[node->next];
	struct repo_node *parent;
	char hex[41];

	git_oid_tostr(hex, sizeof(hex), id);
	parent = map_get(w->nodes, hex);
	if (parent == NULL && (parent = order_push(w, id, e)) == NULL)
		return -1;
	node->parents[node->next++] = parent;
	return 0;
}

static void
order_up(struct order_walk *w, struct repo_node *node, struct repo_order *out,
    size_t *cap)
{
	w->n--;
	if (node->known)
		return;
	out->rooted |= node->n_parents == 0;
	*VEC_PUSH(out->v, out->n, *cap) = node;
}

int
repo_order(struct repo *r, const git_oid *head, const char *stop,
    struct arena *mem, struct repo_order *out, struct err *e)
{
	struct order_walk w = { r, mem, map_new(), map_new(), stop, NULL, 0,
		0 };
	struct repo_node **found;
	size_t cap = 0;
	int rc = -1;

	*out = (struct repo_order){ .rooted = false };
	if (repo_shallow_ends(r, w.ends, mem, e) == -1 ||
	    order_push(&w, head, e) == NULL)
		goto out;
	while (w.n > 0) {
		struct repo_node *node = w.stack[w.n - 1];

		if (node->next == node->n_parents)
			order_up(&w, node, out, &cap);
		else if (order_down(&w, node, e) == -1)
			goto out;
	}
	rc = 0;
out:
	found = out->v;
	out->v = arena_copy(mem, found, out->n, sizeof(*found));
	free(found);
	free(w.stack);
	map_free(w.ends);
	map_free(w.nodes);
	return rc;
}
