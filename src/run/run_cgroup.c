/* run_cgroup.c: the kernel's own account of memory and tasks, where we may */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "base/xalloc.h"
#include "run/run_int.h"

/*
 * Theory of operation
 *
 * A sandbox gets a control group of its own: one in the hierarchy of version
 * 2, or one in that of memory and one in that of pids of version 1. Process 1
 * is put into it while it still waits to be let go, so that the program and
 * all that it starts are born inside. The kernel then counts what the looks
 * of run_watch.c cannot see (files in memory, segments that nobody has
 * attached, pages of pipes), and no moment is too short for it.
 *
 * The place is beneath the group that we are in ourselves. In version 2 a
 * group that has processes cannot hand its controllers on, so there it is
 * beside ours: beneath our parent, where the user's service manager or root
 * has the right to. A machine may have both: each controller is in one of
 * them, and the memory decides. Where no group can be made, or one of version 2
 * is not given the controller of the memory, the looks are all there is: not an
 * error, but another rung in the record.
 *
 * The folder is locked (flock) as long as its keeper lives. A keeper that was
 * killed leaves an empty group behind; whoever makes the next one removes
 * what is not locked. Between making and locking it may be removed, too, and
 * is then made once more.
 */
#define CGROUP_PREFIX "halfhour-"
#define CGROUP_INNER "box"
#define CGROUP_TRIES 1000
#define CGROUP_DEPTH 66              /* of groups in groups */
#define CGROUP_PATIENCE 100          /* ms, for a group to become empty */
#define CGROUP_MAX ((size_t)1 << 20) /* bytes of a file of /proc */

/* The files of one version, in the folder that is the memory's. */
struct cgroup_names {
	const char *rung;
	const char *limit, *swap, *peak;
	const char *events, *event; /* that this limit was met */
	bool swap_apart;            /* counted without the memory */
	bool delegate;              /* the program may have groups of its own */
};

static const struct cgroup_names cgroup_v1 = {
	.rung = "bubblewrap, cgroup v1",
	.limit = "memory.limit_in_bytes",
	.swap = "memory.memsw.limit_in_bytes",
	.peak = "memory.max_usage_in_bytes",
	.events = CGROUP_INNER "/memory.oom_control",
	.event = "oom_kill",
};

static const struct cgroup_names cgroup_v2 = {
	.rung = "bubblewrap, cgroup v2",
	.limit = "memory.max",
	.swap = "memory.swap.max",
	.peak = "memory.peak",
	.events = "memory.events.local",
	.event = "oom",
	.swap_apart = true,
	.delegate = true,
};

/* ---- small files ------------------------------------------------------------ */

static int
cgroup_put(int dir, const char *name, const char *value)
{
	int fd = openat(dir, name, O_WRONLY | O_CLOEXEC), rc;

	if (fd == -1)
		return -1;
	rc = write(fd, value, strlen(value)) == (ssize_t)strlen(value) ? 0 : -1;
	close(fd);
	return rc;
}

static int
cgroup_put_number(int dir, const char *name, size_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%zu", value);
	return cgroup_put(dir, name, text);
}

/* The start of a file; "" when it cannot be read. */
static void
cgroup_get(int dir, const char *name, char *buf, size_t size)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd == -1 ? -1 : read(fd, buf, size - 1);

	buf[n > 0 ? n : 0] = '\0';
	if (fd != -1)
		close(fd);
}

/* The number behind a word at the start of a line; 0 if it is not there. */
static unsigned long
cgroup_event(int dir, const char *name, const char *word)
{
	char buf[1024], *s = buf;
	size_t len = strlen(word);

	if (dir == -1)
		return 0;
	cgroup_get(dir, name, buf, sizeof(buf));
	while (s != NULL) {
		if (strncmp(s, word, len) == 0 && s[len] == ' ')
			return strtoul(s + len, NULL, 10);
		if ((s = strchr(s, '\n')) != NULL)
			s++;
	}
	return 0;
}

/* Whether a word stands in a list that commas or spaces separate. */
static bool
cgroup_listed(const char *list, const char *word)
{
	size_t len = strlen(word), n;

	while (*list != '\0') {
		n = strcspn(list, ", \n");
		if (n == len && strncmp(list, word, len) == 0)
			return true;
		list += n;
		list += strspn(list, ", \n");
	}
	return false;
}

/* ---- where we are ------------------------------------------------------------- */

/* A file of /proc, whole. */
static char *
cgroup_slurp(const char *path)
{
	struct strbuf sb;
	char buf[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	strbuf_init(&sb, CGROUP_MAX);
	while (fd != -1 && (n = read(fd, buf, sizeof(buf))) > 0)
		strbuf_add(&sb, buf, (size_t)n);
	if (fd != -1)
		close(fd);
	return strbuf_take(&sb);
}

/*
 * The path of our group in the hierarchy that has the controller, or in that
 * of version 2 when it is NULL: of the line "4:memory:/a/b" the part behind
 * the second colon. The caller frees it; NULL when there is none, or when it
 * lies outside of what this namespace shows.
 */
static char *
cgroup_ours(const char *groups, const char *controller)
{
	const char *s = groups;

	while (*s != '\0') {
		size_t len = strcspn(s, "\n");
		char *line = xstrndup(s, len), *list, *path, *found = NULL;

		s += len;
		s += *s == '\n';
		if ((list = strchr(line, ':')) != NULL &&
		    (path = strchr(++list, ':')) != NULL) {
			*path++ = '\0';
			if (controller != NULL ? cgroup_listed(list, controller)
					       : *list == '\0')
				found = xstrdup(path);
		}
		free(line);
		if (found != NULL && strstr(found, "/..") == NULL)
			return found;
		free(found);
	}
	return NULL;
}

/* The n-th word of a line, from 0; the caller frees it. */
static char *
cgroup_word(const char *line, int n)
{
	while (n-- > 0) {
		line += strcspn(line, " ");
		line += *line == ' ';
	}
	return xstrndup(line, strcspn(line, " "));
}

/*
 * What a line of mountinfo makes of our path: the mount point, and what of
 * the path lies below the mount's root. Of "36 35 0:3 /root /point opts -
 * cgroup cgroup rw,memory" words 3 and 4 count, and those behind the dash.
 */
static char *
cgroup_below(const char *line, const char *path, const char *controller)
{
	const char *dash = strstr(line, " - ");
	char *type, *options, *root, *point, *found = NULL;
	size_t len;

	if (dash == NULL)
		return NULL;
	type = cgroup_word(dash + 3, 0);
	options = cgroup_word(dash + 3, 2);
	root = cgroup_word(line, 3);
	point = cgroup_word(line, 4);
	len = strcmp(root, "/") == 0 ? 0 : strlen(root);
	if (strcmp(type, controller ? "cgroup" : "cgroup2") == 0 &&
	    (controller == NULL || cgroup_listed(options, controller)) &&
	    strncmp(path, root, len) == 0 &&
	    (path[len] == '/' || path[len] == '\0'))
		found = xasprintf("%s%s", point, path + len);
	free(type);
	free(options);
	free(root);
	free(point);
	return found;
}

/*
 * The folder of our group in the hierarchy of a controller of version 1, or
 * with NULL in that of version 2. The caller frees it; NULL when there is none.
 */
static char *
cgroup_find(const char *groups, const char *mounts, const char *controller)
{
	char *path = cgroup_ours(groups, controller), *found = NULL;

	while (path != NULL && found == NULL && *mounts != '\0') {
		size_t len = strcspn(mounts, "\n");
		char *line = xstrndup(mounts, len);

		found = cgroup_below(line, path, controller);
		free(line);
		mounts += len;
		mounts += *mounts == '\n';
	}
	free(path);
	return found;
}

void
run_cgroup_place(
    struct run_cgroup_place *at, const char *groups, const char *mounts)
{
	char *slash;

	memset(at, 0, sizeof(*at));
	if ((at->own = cgroup_find(groups, mounts, "memory")) != NULL) {
		at->version = 1;
		at->memory = xstrdup(at->own);
	} else if ((at->own = cgroup_find(groups, mounts, NULL)) != NULL) {
		at->version = 2;
		at->memory = xstrdup(at->own);
		if ((slash = strrchr(at->memory, '/')) != NULL)
			*slash = '\0';
	}
	if (at->version != 0)
		at->pids = cgroup_find(groups, mounts, "pids");
}

void
run_cgroup_place_release(struct run_cgroup_place *at)
{
	free(at->own);
	free(at->memory);
	free(at->pids);
}

/* ---- making and removing -------------------------------------------------------- */

/* The folder, locked and ours; -1 when it is not. */
static int
cgroup_lock(int parent, const char *name)
{
	struct stat a, b;
	int fd = openat(
	    parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd == -1)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == -1 || fstat(fd, &a) == -1 ||
	    fstatat(parent, name, &b, AT_SYMLINK_NOFOLLOW) == -1 ||
	    a.st_ino != b.st_ino) {
		close(fd);
		return -1;
	}
	return fd;
}

/*
 * Remove a group and those that the program has made in it, down to a depth.
 * The kernel refuses while there are processes in one.
 */
static int
cgroup_remove(int parent, const char *name, int depth)
{
	struct dirent *ent;
	DIR *dir;
	int fd;

	if (unlinkat(parent, name, AT_REMOVEDIR) == 0)
		return 0;
	if (errno != EBUSY || depth == 0)
		return -1;
	fd = openat(
	    parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		if (fd != -1)
			close(fd);
		return -1;
	}
	while ((ent = readdir(dir)) != NULL)
		if (ent->d_type == DT_DIR && ent->d_name[0] != '.')
			cgroup_remove(fd, ent->d_name, depth - 1);
	closedir(dir);
	return unlinkat(parent, name, AT_REMOVEDIR);
}

/* Remove what keepers that are no more have left. Those of our own are there,
 * and there may be many. */
static void
cgroup_sweep(int parent, const char *own)
{
	int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), left;
	struct dirent *ent;
	DIR *dir;

	if (fd == -1)
		return;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	while ((ent = readdir(dir)) != NULL)
		if (strncmp(ent->d_name, CGROUP_PREFIX,
			strlen(CGROUP_PREFIX)) == 0 &&
		    strncmp(ent->d_name, own, strlen(own)) != 0 &&
		    (left = cgroup_lock(parent, ent->d_name)) != -1) {
			cgroup_remove(parent, ent->d_name, CGROUP_DEPTH);
			close(left);
		}
	closedir(dir);
}

/* A new group; false, and there is none, where we may not make it. Threads
 * begin with other numbers, so that none looks at those of all others. */
static bool
cgroup_make(struct run_group *g, const char *parent)
{
	int i, left, first = (int)gettid();
	char own[32];

	snprintf(own, sizeof(own), CGROUP_PREFIX "%ld-", (long)getpid());
	g->parent = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (g->parent == -1)
		return false;
	cgroup_sweep(g->parent, own);
	for (i = 0; i < CGROUP_TRIES && g->dir == -1; i++) {
		snprintf(g->name, sizeof(g->name), "%s%d", own,
		    (first + i) % CGROUP_TRIES);
		if (mkdirat(g->parent, g->name, 0755) == 0)
			g->dir = cgroup_lock(g->parent, g->name);
		else if (errno != EEXIST)
			break;
		/* Of a process that is no more and had our number. */
		else if ((left = cgroup_lock(g->parent, g->name)) != -1) {
			cgroup_remove(g->parent, g->name, CGROUP_DEPTH);
			close(left);
		}
	}
	return g->dir != -1;
}

/*
 * The kernel may need a moment to see that the last process has gone; a group
 * that stays all the same is removed by the next run.
 */
static void
group_release(struct run_group *g)
{
	int i;

	/* As a rule this is all that is in it, and no search is needed. */
	if (g->dir != -1)
		unlinkat(g->dir, CGROUP_INNER, AT_REMOVEDIR);
	for (i = 0; g->dir != -1 && i < CGROUP_PATIENCE; i++) {
		if (cgroup_remove(g->parent, g->name, CGROUP_DEPTH) == 0 ||
		    errno != EBUSY)
			break;
		usleep(1000);
	}
	if (g->dir != -1)
		close(g->dir);
	if (g->parent != -1)
		close(g->parent);
	g->dir = g->parent = -1;
}

/*
 * A group in the group, for the processes. A program that is root in a user
 * namespace of its own can mount the hierarchy, and sees it from its own group
 * down, so the limits must not be in that one. In version 2 it may make groups
 * of its own there, not too many.
 */
static int
group_inner(struct run_group *g, bool delegate)
{
	static const char *const files[] = { "cgroup.procs", "cgroup.threads",
		"cgroup.subtree_control" };
	int inner, fd;
	size_t i;

	cgroup_put(g->dir, "memory.use_hierarchy", "1");
	if (delegate) {
		cgroup_put(g->dir, "cgroup.max.descendants", "64");
		cgroup_put(g->dir, "cgroup.subtree_control", "+memory");
		cgroup_put(g->dir, "cgroup.subtree_control", "+pids");
	}
	if (mkdirat(g->dir, CGROUP_INNER, 0755) == -1)
		return -1;
	inner =
	    openat(g->dir, CGROUP_INNER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (inner == -1 || !delegate) {
		if (inner != -1)
			close(inner);
		return inner == -1 ? -1 : 0;
	}
	run_box_own(inner);
	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		if ((fd = openat(inner, files[i], O_RDONLY | O_CLOEXEC)) !=
		    -1) {
			run_box_own(fd);
			close(fd);
		}
	close(inner);
	return 0;
}

static int
cgroup_limit(struct run_cgroup *c, size_t memory, int tasks)
{
	const struct cgroup_names *n = c->names;
	int pids = c->pids.dir != -1 ? c->pids.dir : c->memory.dir;

	if (cgroup_put_number(c->memory.dir, n->limit, memory) == -1)
		return -1;
	/* A machine without swap may not have these files. */
	cgroup_put_number(c->memory.dir, n->swap, n->swap_apart ? 0 : memory);
	cgroup_put(c->memory.dir, "memory.oom.group", "1");
	/* These are limited by the user namespace as well. */
	cgroup_put_number(pids, "pids.max", (size_t)tasks);
	if (c->pids.dir != -1 && group_inner(&c->pids, false) == -1)
		return -1;
	return group_inner(&c->memory, n->delegate);
}

/* Make the groups where `at` says; false when none can be made. */
static bool
cgroup_make_at(struct run_cgroup *c, const struct run_cgroup_place *at)
{
	char *procs;

	if (at->memory == NULL)
		return false;
	procs = path_join(at->own, "cgroup.procs");
	c->warm = open(procs, O_WRONLY | O_CLOEXEC);
	free(procs);
	c->names = at->version == 1 ? &cgroup_v1 : &cgroup_v2;
	if (!cgroup_make(&c->memory, at->memory))
		return false;
	if (at->pids != NULL)
		cgroup_make(&c->pids, at->pids);
	return true;
}

/* ---- what the keeper calls --------------------------------------------------------- */

void
run_cgroup_make(struct run_cgroup *c, size_t memory, int tasks)
{
	char *groups = cgroup_slurp("/proc/self/cgroup");
	char *mounts = cgroup_slurp("/proc/self/mountinfo");
	struct run_cgroup_place at;

	run_cgroup_place(&at, groups, mounts);
	if (!cgroup_make_at(c, &at) || cgroup_limit(c, memory, tasks) == -1)
		run_cgroup_release(c);
	run_cgroup_place_release(&at);
	free(groups);
	free(mounts);
}

void
run_cgroup_enter(struct run_cgroup *c, pid_t pid)
{
	if (c->memory.dir == -1)
		return;
	if (cgroup_put_number(
		c->memory.dir, CGROUP_INNER "/cgroup.procs", (size_t)pid) == -1)
		run_cgroup_release(c);
	else if (c->pids.dir != -1)
		cgroup_put_number(
		    c->pids.dir, CGROUP_INNER "/cgroup.procs", (size_t)pid);
}

const char *
run_cgroup_rung(const struct run_cgroup *c)
{
	return c->memory.dir == -1 ? "bubblewrap" : c->names->rung;
}

bool
run_cgroup_full(const struct run_cgroup *c)
{
	return c->memory.dir != -1 &&
	       cgroup_event(c->memory.dir, c->names->events, c->names->event) >
		   0;
}

/*
 * Where a task that is refused counts differs: in version 2 since Linux 6.11 at
 * the limit that was met, and pids.events has those of the groups below as
 * well, whose limits the program itself may have set; before, and in version 1
 * ever since, in the group that wanted the task. Nothing but ours, or one above
 * ours, limits that one.
 */
bool
run_cgroup_crowded(const struct run_cgroup *c)
{
	static const char at_limit[] = "pids.events.local",
			  at_fork[] = CGROUP_INNER "/pids.events";
	int pids = c->pids.dir != -1 ? c->pids.dir : c->memory.dir;

	if (pids == -1)
		return false;
	return cgroup_event(pids,
		   faccessat(pids, at_limit, F_OK, 0) == 0 ? at_limit : at_fork,
		   "max") > 0;
}

size_t
run_cgroup_peak(const struct run_cgroup *c)
{
	char buf[64] = "";

	if (c->memory.dir != -1)
		cgroup_get(c->memory.dir, c->names->peak, buf, sizeof(buf));
	return strtoul(buf, NULL, 10);
}

void
run_cgroup_release(struct run_cgroup *c)
{
	group_release(&c->memory);
	group_release(&c->pids);
	if (c->warm != -1)
		close(c->warm);
	c->warm = -1;
}
