/* hang_proc.c: /proc into a snapshot
 *
 * We begin with the process that is asked for and its descendants. Each task
 * is looked at, then what its call needs is read, then whoever could wake it
 * gets into the snapshot, and so on until nobody new comes. After a while each
 * task is looked at again. Whoever slept at both looks, and did not run in
 * between, slept all the time: so what was read in between is of one moment.
 * Everything may vanish while we read; it is then left out.
 */
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "hang/hang_proc.h"

#define WAIT_MS 100
#define KERNEL_THREAD 0x00200000 /* PF_KTHREAD in the flags of stat */

int
proc_read(const struct proc *r, const char *path, char *buf, size_t size)
{
	int fd = openat(r->dir, path, O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;

	if (fd != -1) {
		n = read(fd, buf, size - 1);
		close(fd);
	}
	buf[n > 0 ? n : 0] = '\0';
	return (int)n;
}

struct proc_seen *
proc_seen_of(const struct proc *r, int pid)
{
	size_t i;

	for (i = 0; i < r->n_seen; i++)
		if (r->seen[i].pid == pid)
			return &r->seen[i];
	return NULL;
}

/* ---- one task --------------------------------------------------------------- */

struct stat_line {
	char state;
	int ppid, group, session;
	unsigned long flags;
	char name[64];
};

/* The name may hold anything, so what is behind its last ")" counts. */
static int
read_stat(const struct proc *r, const char *path, struct stat_line *out)
{
	char buf[1024], *open, *close;

	if (proc_read(r, path, buf, sizeof(buf)) <= 0)
		return -1;
	open = strchr(buf, '(');
	close = strrchr(buf, ')');
	if (open == NULL || close == NULL || close < open)
		return -1;
	*close = '\0';
	snprintf(out->name, sizeof(out->name), "%s", open + 1);
	if (sscanf(close + 1, " %c %d %d %d %*d %*d %lu", &out->state,
		&out->ppid, &out->group, &out->session, &out->flags) != 5)
		return -1;
	return 0;
}

static struct hang_ids
ids_of(const char *status)
{
	struct hang_ids ids = { .n = 0 };
	const char *s = strstr(status, "\nNSpid:");
	char *end;

	for (s = s ? s + strlen("\nNSpid:") : ""; ids.n < HANG_NS; s = end) {
		long v = strtol(s, &end, 10);

		/* The next line has no number in front. */
		if (end == s || memchr(s, '\n', (size_t)(end - s)) != NULL)
			break;
		ids.v[ids.n++] = (int)v;
	}
	return ids;
}

static uint64_t
number_of(const char *status, const char *key, int base)
{
	const char *s = strstr(status, key);

	return s == NULL ? 0 : strtoull(s + strlen(key), NULL, base);
}

/*
 * How often it was put on a processor, and for how many nanoseconds: who ran
 * between two looks has more of both. It costs a fifth of what status does,
 * which is for kernels that do not count this: some have the file all the same,
 * with noughts in it.
 */
static bool
read_ran(const struct proc *r, const struct hang_task *t, struct hang_look *l)
{
	unsigned long long ran, waited, times;
	char path[64], buf[4096];

	snprintf(path, sizeof(path), "%d/task/%d/schedstat", t->pid, t->tid);
	if (proc_read(r, path, buf, sizeof(buf)) > 0 &&
	    sscanf(buf, "%llu %llu %llu", &ran, &waited, &times) == 3 &&
	    times > 0) {
		l->cpu = ran;
		l->switches = times;
		return true;
	}
	snprintf(path, sizeof(path), "%d/task/%d/status", t->pid, t->tid);
	if (proc_read(r, path, buf, sizeof(buf)) <= 0)
		return false;
	l->switches = number_of(buf, "\nvoluntary_ctxt_switches:", 10) +
		      number_of(buf, "\nnonvoluntary_ctxt_switches:", 10);
	return true;
}

/* Its numbers in namespaces below ours, where its process has some. */
static void
read_ids(const struct proc *r, struct hang_task *t)
{
	const struct hang_process *p = hang_process_of(r->s, t->pid);
	char path[64], buf[4096];

	t->ns = (struct hang_ids){ { t->tid }, 1 };
	if (p == NULL || p->ns.n == 1)
		return;
	snprintf(path, sizeof(path), "%d/task/%d/status", t->pid, t->tid);
	t->ns.n = 0;
	if (proc_read(r, path, buf, sizeof(buf)) > 0)
		t->ns = ids_of(buf);
}

void
proc_look(const struct proc *r, struct hang_task *t, int which)
{
	struct hang_look *l = &t->look[which];
	struct stat_line line = { .state = '\0' };
	char path[64], call[256];
	int n;

	l->call = "";
	snprintf(path, sizeof(path), "%d/task/%d/syscall", t->pid, t->tid);
	n = proc_read(r, path, call, sizeof(call));
	if (!read_ran(r, t, l))
		return;
	call[n > 0 ? strcspn(call, "\n") : 0] = '\0';
	/* Who has not run since is in the state that he was in. */
	if (which == 1 && n > 0 && l->switches == t->look[0].switches &&
	    l->cpu == t->look[0].cpu && strcmp(call, t->look[0].call) == 0) {
		*l = t->look[0];
		return;
	}
	snprintf(path, sizeof(path), "%d/task/%d/stat", t->pid, t->tid);
	if (read_stat(r, path, &line) == -1)
		return;
	l->state = line.state;
	if (n > 0)
		l->call = arena_strdup(r->a, call);
	if (which == 1)
		return;
	t->name = arena_strdup(r->a, line.name);
	read_ids(r, t);
}

/* ---- one process ------------------------------------------------------------ */

static const char *
link_of(const struct proc *r, int pid, const char *name)
{
	char path[64], buf[256];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/%s", pid, name);
	n = readlinkat(r->dir, path, buf, sizeof(buf));
	return n > 0 ? arena_strndup(r->a, buf, (size_t)n) : "";
}

const char *
proc_exe(const struct proc *r, int pid)
{
	struct proc_seen *p = proc_seen_of(r, pid);
	struct stat st;
	char path[64];

	if (p->exe != NULL)
		return p->exe;
	snprintf(path, sizeof(path), "%d/exe", pid);
	if (fstatat(r->dir, path, &st, 0) == -1)
		p->exe = "";
	else
		p->exe = arena_printf(r->a, "%llx:%llu",
		    (unsigned long long)st.st_dev,
		    (unsigned long long)st.st_ino);
	return p->exe;
}

static bool
is_python(const struct proc *r, int pid)
{
	const char *path = link_of(r, pid, "exe"), *name = strrchr(path, '/');

	return name != NULL && strncmp(name, "/python", 7) == 0;
}

/* Whether it is of another machine than the kernel is: e_machine of elf(5). A
 * program of 32 bits has other numbers for the same calls. */
static bool
is_foreign(const struct proc *r, int pid)
{
	unsigned want = strcmp(r->s->machine, "x86_64") == 0    ? EM_X86_64
			: strcmp(r->s->machine, "aarch64") == 0 ? EM_AARCH64
								: 0;
	unsigned char head[20];
	char path[64];
	int fd;
	ssize_t n;

	snprintf(path, sizeof(path), "%d/exe", pid);
	fd = openat(r->dir, path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return false;
	n = read(fd, head, sizeof(head));
	close(fd);
	return n == sizeof(head) && want != 0 &&
	       memcmp(head, ELFMAG, SELFMAG) == 0 &&
	       (head[18] | (unsigned)head[19] << 8) != want;
}

bool
proc_is_alike(const struct proc *r, const struct hang_process *me,
    const struct proc_seen *p)
{
	const struct proc_seen *own = proc_seen_of(r, me->pid);

	return own->session == p->session && me->exe[0] != '\0' &&
	       strcmp(proc_exe(r, p->pid), me->exe) == 0 &&
	       strcmp(link_of(r, p->pid, "ns/ipc"), me->ipcns) == 0;
}

static void
add_tasks(struct proc *r, int pid)
{
	char path[64];
	struct dirent *ent;
	DIR *dir;
	int fd;

	snprintf(path, sizeof(path), "%d/task", pid);
	fd = openat(r->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	while ((ent = readdir(dir)) != NULL) {
		int tid = (int)strtol(ent->d_name, NULL, 10);
		struct hang_task *t;

		if (tid <= 0)
			continue;
		t = HANG_ADD(r->s, tasks);
		t->pid = pid;
		t->tid = tid;
		t->name = t->frames = t->held = "";
		t->look[1].call = "";
		proc_look(r, t, 0);
	}
	closedir(dir);
}

void
proc_add(struct proc *r, int pid, bool asked)
{
	struct proc_seen *seen = proc_seen_of(r, pid);
	char path[64], status[4096], timers[16];
	struct hang_process *p;

	if (seen == NULL || seen->added || seen->kernel)
		return;
	seen->added = true;
	snprintf(path, sizeof(path), "%d/status", pid);
	if (proc_read(r, path, status, sizeof(status)) <= 0)
		return;
	p = HANG_ADD(r->s, processes);
	p->pid = pid;
	p->ppid = seen->ppid;
	p->asked = asked;
	p->ns = ids_of(status);
	p->caught = number_of(status, "\nSigCgt:", 16);
	p->pidns = link_of(r, pid, "ns/pid");
	p->ipcns = link_of(r, pid, "ns/ipc");
	p->netns = link_of(r, pid, "ns/net");
	p->exe = proc_exe(r, pid);
	/* Python has a handler for Ctrl-C, that nobody asked for. */
	if (is_python(r, pid))
		p->caught &= ~(1ull << (SIGINT - 1));
	p->foreign = is_foreign(r, pid);
	snprintf(path, sizeof(path), "%d/timers", pid);
	p->timers = proc_read(r, path, timers, sizeof(timers)) > 0;
	p->name = "";
	if (strncmp(status, "Name:\t", 6) == 0)
		p->name =
		    arena_strndup(r->a, status + 6, strcspn(status + 6, "\n"));
	add_tasks(r, pid);
	proc_fds(r, seen, true);
}

/* ---- all of them ------------------------------------------------------------ */

/* Those that were not seen before; their number. */
static size_t
list_processes(struct proc *r)
{
	int fd = openat(r->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	struct stat_line line;
	struct dirent *ent;
	size_t was = r->n_seen;
	char path[64];

	if (dir == NULL) {
		if (fd != -1)
			close(fd);
		return 0;
	}
	while ((ent = readdir(dir)) != NULL) {
		int pid = (int)strtol(ent->d_name, NULL, 10);
		struct proc_seen *p;

		snprintf(path, sizeof(path), "%d/stat", pid);
		if (pid <= 0 || (was > 0 && proc_seen_of(r, pid) != NULL) ||
		    read_stat(r, path, &line) == -1)
			continue;
		r->seen = hang_grow(
		    r->a, r->seen, r->n_seen, &r->cap_seen, sizeof(*r->seen));
		p = &r->seen[r->n_seen++];
		p->pid = pid;
		p->ppid = line.ppid;
		p->group = line.group;
		p->session = line.session;
		p->state = line.state;
		p->kernel = line.flags & KERNEL_THREAD;
	}
	closedir(dir);
	return r->n_seen - was;
}

static void
add_descendants(struct proc *r)
{
	bool more = true;
	size_t i;

	while (more) {
		more = false;
		for (i = 0; i < r->n_seen; i++) {
			const struct hang_process *parent;

			if (r->seen[i].added)
				continue;
			parent = hang_process_of(r->s, r->seen[i].ppid);
			if (parent == NULL || !parent->asked)
				continue;
			proc_add(r, r->seen[i].pid, true);
			more = true;
		}
	}
}

static void
follow_all(struct proc *r)
{
	while (r->tasks_done < r->s->n_tasks || r->wants_done < r->n_wants) {
		while (r->tasks_done < r->s->n_tasks)
			proc_follow(r, r->tasks_done++);
		proc_holders(r);
	}
	proc_modes(r);
}

/* Who came meanwhile may have what somebody waits for: his maker had it. */
static void
add_newcomers(struct proc *r)
{
	const struct hang_process *parent;
	size_t first = r->n_seen, i;

	if (list_processes(r) == 0)
		return;
	for (i = first; i < r->n_seen; i++)
		if ((parent = hang_process_of(r->s, r->seen[i].ppid)) != NULL)
			proc_add(r, r->seen[i].pid, parent->asked);
	r->wants_done = 0;
	follow_all(r);
}

static void
pause_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	while (nanosleep(&t, &t) == -1 && errno == EINTR)
		;
}

/* Whether the first look alone rules out a proven deadlock. */
static bool
is_plain(struct proc *r)
{
	struct hang h;
	size_t i;

	for (i = 0; i < r->s->n_tasks; i++)
		r->s->tasks[i].look[1] = r->s->tasks[i].look[0];
	hang_explain(&h, r->s, r->a);
	return h.verdict != HANG_PROVEN;
}

static void
begin(struct proc *r, int pid, const struct hang_read_opts *opts)
{
	struct utsname name;

	r->s = hang_snap_new(r->a);
	r->s->asked = pid;
	r->s->init = opts != NULL && opts->init ? pid : 0;
	r->s->closed = opts != NULL && opts->closed;
	r->alarms = opts == NULL || !opts->no_alarms;
	r->s->wait_ms =
	    opts != NULL && opts->wait_ms > 0 ? opts->wait_ms : WAIT_MS;
	if (uname(&name) == 0)
		r->s->machine = arena_strdup(r->a, name.machine);
	list_processes(r);
}

int
hang_read(struct hang_snap **out, struct arena *a, int pid,
    const struct hang_read_opts *opts, struct err *e)
{
	struct proc r = { .a = a };
	size_t i, n;
	int rc = -1;

	r.dir = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r.dir == -1)
		return err_errno(e, "cannot read /proc");
	begin(&r, pid, opts);
	if (proc_seen_of(&r, pid) == NULL) {
		err_code(e, ERR_NOTHING, "there is no process %d", pid);
		goto out;
	}
	proc_add(&r, pid, true);
	add_descendants(&r);
	follow_all(&r);
	proc_locks(&r);
	follow_all(&r);
	*out = r.s;
	rc = 0;
	if (opts != NULL && opts->glance && is_plain(&r))
		goto out;
	pause_ms(r.s->wait_ms);
	/* Who was born meanwhile has moved, and his maker may have by now what
	 * he had not when we looked: one look is enough for that. */
	n = r.s->n_tasks;
	add_newcomers(&r);
	for (i = 0; i < n; i++)
		proc_look(&r, &r.s->tasks[i], 1);
	proc_doubt(&r);
out:
	close(r.dir);
	return rc;
}
