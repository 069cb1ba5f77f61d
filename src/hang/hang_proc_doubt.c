/* hang_proc_doubt.c: what may wake a task, and is in no list of descriptors
 *
 * It is looked for when all else says that nobody can: a look at each process
 * of the machine takes longer than the rest, and a program that lives is most
 * often seen to by less. Whoever gets into the snapshot here has had one look
 * only, and so is taken for one who moves.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "hang/hang_proc.h"

/* ---- held in the midst of a call ---------------------------------------------- */

/*
 * The call of such a task has not begun, or is over but for its result. The
 * name of the kernel's function tells it; where that is not known, or is
 * another one, we are as wise as before.
 */
static const struct {
	const char *in, *by;
} holds[] = { { "seccomp", "a supervisor of its calls (seccomp)" },
	{ "userfault", "whoever has its memory filled (userfaultfd)" },
	{ "freez", "a control group that is frozen" },
	{ "signal", "a control group that is frozen" },
	{ "ptrace", "a tracer" } };

static void
read_holds(struct proc *r, struct hang_task *t)
{
	char path[64], name[128];
	size_t i;

	snprintf(path, sizeof(path), "%d/task/%d/wchan", t->pid, t->tid);
	if (proc_read(r, path, name, sizeof(name)) <= 0)
		return;
	for (i = 0; i < sizeof(holds) / sizeof(holds[0]); i++)
		if (strstr(name, holds[i].in) != NULL)
			t->held = holds[i].by;
}

/* ---- tracers ------------------------------------------------------------------ */

static int
tracer_of(const struct proc *r, int pid)
{
	char path[64], status[4096];
	const char *s;

	snprintf(path, sizeof(path), "%d/status", pid);
	if (proc_read(r, path, status, sizeof(status)) <= 0 ||
	    (s = strstr(status, "\nTracerPid:")) == NULL)
		return 0;
	return (int)strtol(s + strlen("\nTracerPid:"), NULL, 10);
}

static bool
waits_for_children(const struct proc *r)
{
	const struct hang_snap *s = r->s;
	struct hang_call c;
	size_t i;

	for (i = 0; i < s->n_tasks; i++) {
		hang_call_parse(&c, r->a, s->machine, s->tasks[i].look[0].call);
		if (c.id == CALL_WAIT4 || c.id == CALL_WAITID)
			return true;
	}
	return false;
}

/* Those whom somebody in the snapshot traces are told of by wait4(2). */
static void
read_tracers(struct proc *r)
{
	struct hang_process *p;
	size_t i;

	if (!waits_for_children(r))
		return;
	for (i = 0; i < r->n_seen; i++) {
		int tracer =
		    r->seen[i].kernel ? 0 : tracer_of(r, r->seen[i].pid);

		if (tracer == 0 || hang_process_of(r->s, tracer) == NULL)
			continue;
		proc_add(r, r->seen[i].pid, false);
		if ((p = hang_process_of(r->s, r->seen[i].pid)) != NULL)
			p->tracer = tracer;
	}
}

/* ---- descriptors on their way ---------------------------------------------------- */

static bool
carries(const struct proc *r, const struct hang_fd *fd)
{
	bool ring = strcmp(fd->is, "io_uring") == 0;
	char path[64], info[4096];
	const char *s;

	if (!text_starts(fd->is, "socket:") && !ring)
		return false;
	snprintf(path, sizeof(path), "%d/fdinfo/%d", fd->pid, fd->fd);
	if (proc_read(r, path, info, sizeof(info)) <= 0)
		return false;
	/* The files that were given to a ring need no descriptor any more. A
	 * ring that is in use does not tell. */
	if (ring)
		return (s = strstr(info, "UserFiles:")) == NULL ||
		       strtol(s + strlen("UserFiles:"), NULL, 10) > 0;
	return (s = strstr(info, "scm_fds:")) != NULL &&
	       strtol(s + strlen("scm_fds:"), NULL, 10) > 0;
}

static void
read_carried(struct proc *r)
{
	size_t i;

	for (i = 0; i < r->n_fds; i++) {
		const struct hang_fd *fd = &r->fds[i];

		/* What rings keep has come by fork(2), for all we know; else
		 * any database of the machine would be in doubt. */
		if (carries(r, fd) &&
		    (text_starts(fd->is, "socket:") ||
			proc_is_related(r, proc_seen_of(r, fd->pid))))
			proc_add(r, fd->pid, false);
	}
	for (i = 0; i < r->s->n_fds; i++)
		r->s->fds[i].carries = carries(r, &r->s->fds[i]);
}

/* ---- work that the kernel has ------------------------------------------------------ */

static bool
has_aio(const struct proc *r, int pid)
{
	char path[64];
	struct strbuf maps;
	bool found;
	int fd;

	snprintf(path, sizeof(path), "%d/maps", pid);
	if ((fd = openat(r->dir, path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	strbuf_init(&maps, (size_t)16 << 20);
	found =
	    fs_read_all(&maps, fd) == 0 && strstr(maps.buf, "/[aio]") != NULL;
	close(fd);
	strbuf_release(&maps);
	return found;
}

static void
read_aio(struct proc *r)
{
	size_t i;

	for (i = 0; i < r->n_wants; i++)
		if (text_starts(r->wants[i], "eventfd:"))
			break;
	if (i == r->n_wants)
		return;
	for (i = 0; i < r->s->n_processes; i++)
		r->s->processes[i].aio = has_aio(r, r->s->processes[i].pid);
}

/* ---- in common ---------------------------------------------------------------------- */

/* Memory (KCMP_VM), the table of descriptors (KCMP_FILES), or what two of these
 * are of (KCMP_FILE). A kernel that cannot compare is not asked twice: then
 * those of one family may have it in common. */
static bool
is_same(const struct proc *r, int a, int b, int what, int fd_a, int fd_b)
{
	const struct proc_seen *p = proc_seen_of(r, a), *q = proc_seen_of(r, b);
	long rc = syscall(SYS_kcmp, a, b, what, (long)fd_a, (long)fd_b);

	if (rc == -1 && errno == ENOSYS)
		return p->ppid == b || q->ppid == a || p->ppid == q->ppid;
	return rc == 0;
}

/* A lock that has an owner is let go by that one. */
static bool
waits_on_private(const struct proc *r, int pid)
{
	const struct hang_snap *s = r->s;
	struct hang_futex f;
	struct hang_call c;
	size_t i;

	for (i = 0; i < s->n_tasks; i++) {
		if (s->tasks[i].pid != pid)
			continue;
		hang_call_parse(&c, r->a, s->machine, s->tasks[i].look[0].call);
		if (c.id != CALL_FUTEX)
			continue;
		hang_futex_read(&f, s, &s->tasks[i], &c, r->a);
		if (f.kind == FUTEX_UNOWNED && f.private)
			return true;
	}
	return false;
}

static void
set_common(struct proc *r, int pid, int what, int with)
{
	struct hang_process *p = hang_process_of(r->s, pid);

	if (p != NULL && what == KCMP_VM)
		p->memory = with;
	else if (p != NULL)
		p->files = with;
}

/* The program is the same, or it had been left. */
static void
read_common(struct proc *r, int pid, int what)
{
	const char *exe = hang_process_of(r->s, pid)->exe;
	size_t i;

	for (i = 0; i < r->n_seen; i++) {
		int other = r->seen[i].pid;

		if (other == pid || r->seen[i].kernel ||
		    strcmp(proc_exe(r, other), exe) != 0 ||
		    !is_same(r, pid, other, what, 0, 0))
			continue;
		proc_add(r, other, false);
		set_common(r, other, what, pid);
		set_common(r, pid, what, pid);
	}
}

/* Who has a lock of the POSIX kind has it together with these. */
static void
read_files(struct proc *r)
{
	struct hang_process *p;
	size_t i;

	for (i = 0; i < r->s->n_locks; i++) {
		const struct hang_lock *l = &r->s->locks[i];

		if (!l->waits && strcmp(l->kind, "POSIX") == 0 &&
		    (p = hang_process_of(r->s, l->pid)) != NULL &&
		    p->files == 0)
			read_common(r, l->pid, KCMP_FILES);
	}
}

/* ---- epoll ---------------------------------------------------------------------------- */

static bool
waits_on_epoll(const struct proc *r, int pid)
{
	const struct hang_snap *s = r->s;
	struct hang_call c;
	size_t i;

	for (i = 0; i < s->n_tasks; i++) {
		if (s->tasks[i].pid != pid)
			continue;
		hang_call_parse(&c, r->a, s->machine, s->tasks[i].look[0].call);
		if (c.id == CALL_EPOLL || c.id == CALL_EPOLL_PWAIT2)
			return true;
	}
	return false;
}

static bool
is_epoll(const struct hang_fd *fd)
{
	return text_starts(fd->is, "epoll");
}

/* Those of others that are the same as one of a process which waits on it: they
 * get one name, by which they are known. */
static void
read_epoll(struct proc *r, size_t own)
{
	const struct hang_fd fd = r->s->fds[own];
	const char *is = arena_printf(r->a, "epoll:%d:%d", fd.pid, fd.fd);
	size_t i;

	for (i = 0; i < r->n_fds; i++)
		if (is_epoll(&r->fds[i]) && is_same(r, fd.pid, r->fds[i].pid,
						KCMP_FILE, fd.fd, r->fds[i].fd))
			proc_add(r, r->fds[i].pid, false);
	for (i = 0; i < r->s->n_fds; i++) {
		struct hang_fd *o = &r->s->fds[i];

		if (o->pid != fd.pid && is_epoll(o) &&
		    is_same(r, fd.pid, o->pid, KCMP_FILE, fd.fd, o->fd))
			r->s->fds[own].is = o->is = is;
	}
}

static void
read_epolls(struct proc *r)
{
	size_t i, n = r->s->n_fds;

	for (i = 0; i < n; i++)
		if (strcmp(r->s->fds[i].is, "epoll") == 0 &&
		    waits_on_epoll(r, r->s->fds[i].pid))
			read_epoll(r, i);
}

/* ---- all of it ------------------------------------------------------------------------ */

void
proc_doubt(struct proc *r)
{
	struct hang h;
	size_t i, n = r->s->n_tasks;

	hang_explain(&h, r->s, r->a);
	if (h.verdict > HANG_PROVEN_EXCEPT)
		return;
	for (i = 0; i < n; i++)
		if (r->s->tasks[i].look[1].state == 'S')
			read_holds(r, &r->s->tasks[i]);
	n = r->s->n_processes;
	read_tracers(r);
	if (r->n_wants > 0)
		read_carried(r);
	read_aio(r);
	for (i = 0; i < n; i++)
		if (r->s->processes[i].memory == 0 &&
		    waits_on_private(r, r->s->processes[i].pid))
			read_common(r, r->s->processes[i].pid, KCMP_VM);
	for (i = 0; r->alarms && i < n; i++)
		r->s->processes[i].alarms =
		    proc_knows_alarm(r, r->s->processes[i].pid);
	read_files(r);
	read_epolls(r);
	proc_modes(r);
}
