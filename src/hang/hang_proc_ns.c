/* hang_proc_ns.c: what only somebody inside a namespace is told
 *
 * A child goes there, asks, and writes the answer into a pipe. Whoever has
 * made the user namespace around may enter it, and then what belongs to it:
 * that needs no privilege for a sandbox of our own.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "hang/hang_proc.h"

static int
enter(const struct proc *r, int pid, const char *name)
{
	char path[64];
	int ns, user;

	snprintf(path, sizeof(path), "%d/ns/%s", pid, name);
	ns = openat(r->dir, path, O_RDONLY | O_CLOEXEC);
	if (ns == -1)
		return -1;
	user = ioctl(ns, NS_GET_USERNS);
	/* It fails where we are in that one already. */
	if (user != -1 && setns(user, CLONE_NEWUSER) == -1 && errno != EINVAL &&
	    errno != EPERM)
		return -1;
	return setns(ns, 0);
}

static bool
is_ours(const struct proc *r, int pid, const char *name)
{
	char path[64], mine[64], theirs[64];
	ssize_t a, b;

	snprintf(path, sizeof(path), "self/ns/%s", name);
	a = readlinkat(r->dir, path, mine, sizeof(mine));
	snprintf(path, sizeof(path), "%d/ns/%s", pid, name);
	b = readlinkat(r->dir, path, theirs, sizeof(theirs));
	return a > 0 && a == b && memcmp(mine, theirs, (size_t)a) == 0;
}

void
proc_inside(const struct proc *r, int pid, const char *name, proc_inside_fn fn,
    const void *payload, struct strbuf *out)
{
	bool ours = is_ours(r, pid, name);
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return;
	child = fork();
	if (child == 0) {
		if (ours || enter(r, pid, name) == 0)
			fn(ends[1], payload);
		_exit(0);
	}
	close(ends[1]);
	if (child != -1) {
		fs_read_all(out, ends[0]);
		while (waitpid(child, NULL, 0) == -1 && errno == EINTR)
			;
	}
	close(ends[0]);
}

/* ---- System V --------------------------------------------------------------- */

struct sysv_ask {
	bool sem;
	int id, number;
};

static void
ask_sysv(int out, const void *payload)
{
	const struct sysv_ask *ask = payload;
	struct msqid_ds queue;
	int pid = 0;

	if (ask->sem)
		pid = semctl(ask->id, ask->number, GETPID);
	else if (msgctl(ask->id, IPC_STAT, &queue) == 0)
		pid = queue.msg_lspid != 0 ? queue.msg_lspid : queue.msg_lrpid;
	fs_write_all(out, &pid, sizeof(pid));
}

void
proc_sysv(struct proc *r, int pid, const struct hang_call *c)
{
	const struct hang_process *p = hang_process_of(r->s, pid);
	struct sysv_ask ask = { .id = (int)c->arg[0] };
	struct strbuf answer = STRBUF_INIT;
	struct hang_sysv *v;

	ask.sem = c->id == CALL_SEMOP || c->id == CALL_SEMTIMEDOP;
	proc_inside(r, pid, "ipc", ask_sysv, &ask, &answer);
	v = HANG_ADD(r->s, sysv);
	v->ipcns = p->ipcns;
	v->kind = ask.sem ? "sem" : "msg";
	v->id = ask.id;
	if (answer.len == sizeof(v->last_pid))
		memcpy(&v->last_pid, answer.buf, sizeof(v->last_pid));
	if (v->last_pid < 0)
		v->last_pid = 0;
	strbuf_release(&answer);
}
