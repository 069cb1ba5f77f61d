/* test_hang.c: snapshots, what calls wait for, and verdicts of known truth */
#include <stdlib.h>

#include "tap.h"
#include "base/xalloc.h"
#include "hang/hang_call.h"

#define HEAD "halfhour-snapshot 1\nlook machine=x86_64 asked=%d\n"

static struct arena *arena;

static struct hang
explain(const char *text)
{
	struct err e = ERR_INIT;
	struct hang_snap *s;
	struct hang h = { .verdict = HANG_LIVE };

	if (hang_snap_parse(&s, arena, text, strlen(text), &e) == -1)
		printf("# %s\n", e.msg);
	else
		hang_explain(&h, s, arena);
	return h;
}

/* ---- text of a snapshot ------------------------------------------------------ */

static void
put_process(struct strbuf *out, int pid, int ppid, const char *more)
{
	strbuf_addf(out,
	    "process pid=%d ppid=%d ns=%d fds=yes asked=yes exe=8:1 "
	    "ipcns=ipc:[1] %s name=p%d\n",
	    pid, ppid, pid, more, pid);
}

/* A task that was the same at both looks. */
static void
put_task(struct strbuf *out, int pid, int tid, char state, const char *call)
{
	strbuf_addf(out,
	    "task pid=%d tid=%d ns=%d name=t%d state=%c switches=3 call=\"%s\" "
	    "state2=%c switches2=3 call2=\"%s\"\n",
	    pid, tid, tid, tid, state, call, state, call);
}

static void
put_word(struct strbuf *out, unsigned v)
{
	strbuf_addf(out, "%02x%02x%02x%02x", v & 0xff, v >> 8 & 0xff,
	    v >> 16 & 0xff, v >> 24 & 0xff);
}

/* A glibc mutex at an address, which waits for nobody or is held. */
static void
put_mutex(struct strbuf *out, int pid, unsigned at, unsigned owner)
{
	strbuf_addf(out, "memory pid=%d at=0x%x bytes=", pid, at);
	put_word(out, 2);
	put_word(out, 0);
	put_word(out, owner);
	put_word(out, 1);
	put_word(out, 0);
	strbuf_addc(out, '\n');
}

static struct strbuf
begin(int asked)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, HEAD, asked);
	return sb;
}

static void
is_verdict(struct strbuf *text, enum hang_verdict want, const char *name)
{
	struct hang h = explain(text->buf);

	if (!ok(h.verdict == want, "%s: %s", name, hang_verdict_name(want)))
		printf("# it is %s\n", hang_verdict_name(h.verdict));
	strbuf_release(text);
}

static void
test_text(void)
{
	static const char text[] =
	    "halfhour-snapshot 1\n"
	    "look machine=x86_64 asked=12 wait_ms=100 lines=9\n"
	    "process pid=12 ppid=1 ns=12,3 asked=yes fds=yes glibc=yes "
	    "caught=0x4000 name=\"이름 \\x1b[2J\\x22\"\n"
	    "task pid=12 tid=12 ns=12,3 name=x state=S switches=4 cpu=1 "
	    "call=\"61 0x3 0x0\" state2=S switches2=4 cpu2=1 "
	    "call2=\"61 0x3 0x0\"\n"
	    "fd pid=12 fd=3 read=yes is=pipe:[77]\n"
	    "watch pid=12 epoll=4 fd=3 events=25\n"
	    "lock number=1 pid=-1 waits=yes kind=OFDLCK write=yes "
	    "file=fe:00:15 end=18446744073709551615\n"
	    "memory pid=12 at=0x7f0000001000 bytes=0200ff\n"
	    "map pid=12 start=0x1000 end=0x2000 shared=yes file=00:01:9 "
	    "path=\"/dev/shm/a (deleted)\"\n"
	    "socket is=socket:[3] kind=\"unix stream\" peer=socket:[4] "
	    "receive_ms=-1\n"
	    "sysv ipcns=ipc:[1] kind=sem id=7 last_pid=12\n";
	struct strbuf sb = STRBUF_INIT, more = STRBUF_INIT;
	struct err e = ERR_INIT;
	struct hang_snap *s;

	ok(hang_snap_parse(&s, arena, text, strlen(text), &e) == 0,
	    "a snapshot is read");
	hang_snap_render(&sb, s);
	is_str(sb.buf, text, "and written the same");
	is_str(s->processes[0].name, "이름 \x1b[2J\"", "a name has any bytes");
	ok(hang_snap_parse(&s, arena, text,
	       (size_t)(strstr(text, "sysv") - text), &e) == -1,
	    "one that was cut short is not");
	is_str(e.msg,
	    "1 lines are missing or too many: it is no longer as --snapshot "
	    "wrote it",
	    "and it is said how much");
	strbuf_adds(&more, text);
	memcpy(strstr(more.buf, "lines="), "lines=0", 7);
	strbuf_adds(&more, "weather today=\"a b\"\nfd pid=9 colour=red\n");
	ok(hang_snap_parse(&s, arena, more.buf, more.len, &e) == 0 &&
		s->n_fds == 2 && s->fds[1].pid == 9,
	    "what is not known is passed over");
	ok(hang_snap_parse(&s, arena, "x", 1, &e) == -1, "other files are not");
	strbuf_adds(&more, "fd pid=9 \"open\n");
	ok(hang_snap_parse(&s, arena, more.buf, more.len, &e) == -1,
	    "nor half");
	is_str(e.msg, "line 14 is not name=value", "and it is said where");
	strbuf_release(&sb);
	strbuf_release(&more);
}

/* ---- rows of the decoder ------------------------------------------------------ */

/* The leader joins thread 11, which waits for a mutex of the leader's. */
static struct strbuf
joined(const char *process, unsigned owner)
{
	struct strbuf sb = begin(10);

	put_process(&sb, 10, 1, process);
	put_task(&sb, 10, 10, 'S', "202 0x5000 0x109 0xb 0x0 0x0 0xffffffff");
	put_task(&sb, 10, 11, 'S', "202 0x6000 0x80 0x2 0x0 0x0 0x0");
	strbuf_adds(&sb, "memory pid=10 at=0x5000 bytes=0b000000\n");
	put_mutex(&sb, 10, 0x6000, owner);
	return sb;
}

static void
test_futex(void)
{
	struct strbuf sb = joined("glibc=yes", 10);
	struct hang h = explain(sb.buf);

	ok(h.verdict == HANG_PROVEN && h.n_cycle == 2, "a join and a mutex");
	is_str(h.tasks[0].what, "waits for the end of thread 11", "the join");
	is_str(h.tasks[1].what, "waits for a mutex that task 10 holds",
	    "the mutex");
	strbuf_release(&sb);

	/* Without glibc nothing is known of the futexes, but that only the two
	 * threads have them; and the join is in memory that may be shared. */
	sb = joined("", 10);
	is_verdict(&sb, HANG_STUCK_OPEN, "another libc");
	sb = joined("glibc=yes", 99);
	h = explain(sb.buf);
	is_str(h.tasks[1].what, "waits for a mutex whose owner is gone",
	    "an owner who is not there is none");
	is_str(h.clauses[1].evidence,
	    "like a mutex of glibc, whose owner 99 is gone: lock 2, users 1, "
	    "kind 0",
	    "but it is told who it was");
	strbuf_release(&sb);
	sb = joined("glibc=yes caught=0x4000", 10);
	is_verdict(&sb, HANG_PROVEN_EXCEPT, "a handler of SIGTERM");
	sb = joined("glibc=yes timers=yes", 10);
	is_verdict(&sb, HANG_LIVE, "a timer");

	sb = begin(10);
	put_process(&sb, 10, 1, "glibc=yes");
	put_task(&sb, 10, 10, 'S', "202 0x6000 0x80 0x2 0x7000 0x0 0x0");
	put_mutex(&sb, 10, 0x6000, 10);
	is_verdict(&sb, HANG_LIVE, "a futex with a time-out");
	sb = begin(10);
	put_process(&sb, 10, 1, "glibc=yes");
	put_task(&sb, 10, 10, 'S', "202 0x6000 0x80 0x2 0x0 0x0 0x0");
	put_mutex(&sb, 10, 0x6000, 10);
	is_verdict(&sb, HANG_PROVEN, "a mutex that its owner locks again");
	sb = begin(10);
	put_process(&sb, 10, 1, "");
	put_task(&sb, 10, 10, 'S', "202 0x6000 0x189 0x0 0x0 0x0 0x0");
	is_verdict(&sb, HANG_STUCK_OPEN, "one who waits alone, as with pause");
	sb = begin(10);
	put_process(&sb, 10, 1, "glibc=yes");
	put_task(&sb, 10, 10, 'S', "202 0x6000 0x80 0x2 0x0 0x0 0x0");
	put_mutex(&sb, 10, 0x6000, 99);
	is_verdict(&sb, HANG_PROVEN, "one alone whose mutex nobody has");
	sb = begin(10);
	put_process(&sb, 10, 1, "glibc=yes caught=0x4000");
	put_task(&sb, 10, 10, 'S', "202 0x6000 0x80 0x2 0x0 0x0 0x0");
	put_mutex(&sb, 10, 0x6000, 99);
	is_verdict(&sb, HANG_STUCK_OPEN, "but not where a signal may free it");
}

static void
test_owner_in_kernel(void)
{
	struct strbuf sb = begin(10);

	put_process(&sb, 10, 1, "");
	put_task(&sb, 10, 10, 'S', "202 0x5000 0x86 0x0 0x0 0x0 0x0");
	put_task(&sb, 10, 11, 'S', "202 0x6000 0x86 0x0 0x0 0x0 0x0");
	strbuf_adds(&sb, "memory pid=10 at=0x5000 bytes=0b000080\n"
			 "memory pid=10 at=0x6000 bytes=0a000080\n");
	is_verdict(&sb, HANG_PROVEN, "PI mutexes, of any libc");
	sb = begin(10);
	put_process(&sb, 10, 1, "glibc=yes");
	put_task(&sb, 10, 10, 'S', "202 0x5000 0x0 0x8000000b 0x0 0x0 0x0");
	put_task(&sb, 10, 11, 'S', "202 0x6000 0x0 0x8000000a 0x0 0x0 0x0");
	strbuf_adds(&sb, "map pid=10 start=0x5000 end=0x7000 file=00:00:0\n"
			 "memory pid=10 at=0x5000 bytes=0b000080\n"
			 "memory pid=10 at=0x6000 bytes=0a000080\n");
	is_verdict(&sb, HANG_PROVEN, "robust mutexes");
}

/* A parent waits for a child in a namespace below, where that is number 2. */
static void
test_namespaces(void)
{
	struct strbuf sb = begin(10);
	struct hang h;

	strbuf_adds(&sb,
	    "process pid=10 ppid=1 ns=10,1 pidns=pid:[7] asked=yes fds=yes\n"
	    "process pid=20 ppid=10 ns=20,2 pidns=pid:[7] asked=yes fds=yes\n"
	    "process pid=30 ppid=10 ns=30,2 pidns=pid:[8] asked=yes fds=yes\n"
	    "fd pid=10 fd=3 read=yes is=pipe:[1]\n"
	    "fd pid=20 fd=4 write=yes is=pipe:[1]\n");
	put_task(&sb, 10, 10, 'S', "61 0x2 0x0 0x0 0x0");
	put_task(&sb, 20, 20, 'S', "1 0x4 0x0 0x1000");
	put_task(&sb, 30, 30, 'S', "35 0x0 0x0");
	h = explain(sb.buf);
	ok(h.verdict == HANG_PROVEN, "numbers are those of the namespace");
	is_str(h.tasks[0].what, "waits for the end of process 20",
	    "and are shown as we see them");
	strbuf_release(&sb);
}

/* In a sandbox, whose process 1 is 10: what is kept has its numbers. */
static void
test_kept(void)
{
	struct strbuf sb = begin(10);
	struct err e = ERR_INIT;
	struct hang_snap *s;
	struct hang h;

	strbuf_adds(&sb,
	    "process pid=10 ppid=1 ns=10,1 pidns=pid:[7] asked=yes fds=yes\n"
	    "process pid=20 ppid=10 ns=20,2 pidns=pid:[7] asked=yes fds=yes\n"
	    "process pid=30 ppid=20 ns=30,3 pidns=pid:[7] asked=yes fds=yes\n"
	    "process pid=3 ppid=1 ns=3 fds=yes\n"
	    "task pid=20 tid=20 ns=20,2 state=S call=\"61 0x3 0x7ffc12345678\""
	    " state2=S call2=\"61 0x3 0x7ffc12345678\"\n"
	    "task pid=30 tid=30 ns=30,3 state=S call=\"1 0x4\" state2=S "
	    "call2=\"1 0x4\"\n"
	    "fd pid=20 fd=3 read=yes is=pipe:[77326]\n"
	    "fd pid=30 fd=4 write=yes is=pipe:[77326]\n");
	put_task(&sb, 10, 10, 'S', "35 0x0 0x0");
	put_task(&sb, 3, 3, 'S', "35 0x0 0x0");
	ok(hang_snap_parse(&s, arena, sb.buf, sb.len, &e) == 0, "a sandbox");
	hang_keep(&h, s, arena);
	ok(h.verdict == HANG_PROVEN && h.n_tasks == 2 && h.n_cycle == 2,
	    "only those are kept that are stuck");
	ok(h.tasks[0].pid == 2 && h.tasks[1].tid == 3, "with their numbers");
	is_str(
	    h.tasks[0].what, "waits for the end of process 3", "also in words");
	is_str(h.clauses[0].evidence, "wait4(0x3, …, 0x0, …)", "no address");
	is_str(h.tasks[1].what, "writes into pipe 1, which is full", "a pipe");
	is_str(h.clauses[1].object, "pipe 1", "has one name");
	ok(h.clauses[1].n_edges == 1 && h.clauses[1].edges[0].pid == 2,
	    "and who reads it");
	ok(s->processes[0].pid == 10 && s->fds[0].pid == 20,
	    "the snapshot is as it was");
	strbuf_release(&sb);
}

/* 10 waits for 20, which writes into a pipe that 10 reads. */
static struct strbuf
piped(const char *parent, const char *child, const char *more)
{
	struct strbuf sb = begin(10);

	put_process(&sb, 10, 1, parent);
	put_process(&sb, 20, 10, child);
	put_task(&sb, 10, 10, 'S', "61 0xffffffff 0x0 0x0 0x0");
	put_task(&sb, 20, 20, 'S', "1 0x4 0x0 0x1000");
	strbuf_adds(&sb, "fd pid=10 fd=3 read=yes is=pipe:[1]\n"
			 "fd pid=20 fd=4 write=yes is=pipe:[1]\n");
	strbuf_adds(&sb, more);
	return sb;
}

static void
test_pipe(void)
{
	struct strbuf sb = piped("", "", "");

	is_verdict(&sb, HANG_PROVEN, "a pipe that the waiter reads");
	sb = piped("", "",
	    "process pid=30 ppid=1 ns=30 fds=yes\n"
	    "task pid=30 tid=30 ns=30 state=R call=running state2=R "
	    "call2=running\n"
	    "fd pid=30 fd=0 read=yes is=pipe:[1]\n");
	is_verdict(&sb, HANG_SLOW, "another reads it, and runs");
	sb = piped("", "",
	    "process pid=30 ppid=20 ns=30\n"
	    "task pid=30 tid=30 ns=30 state=S state2=S\n");
	is_str(explain(sb.buf).sentence,
	    "Not known: 1 of 3 tasks cannot be looked into, but by root.",
	    "who cannot be looked into is not taken for something outside");
	is_verdict(&sb, HANG_STUCK_OPEN, "a child that cannot be looked into");
	sb = piped("", "", "fd pid=77 fd=0 read=yes is=pipe:[1]\n");
	is_verdict(&sb, HANG_LIVE, "a reader of whom nothing is known");
	sb = piped("caught=0x10000", "", "");
	is_verdict(&sb, HANG_PROVEN, "a handler for a child that hangs, too");
	sb = begin(10);
	put_process(&sb, 10, 1, "");
	put_task(&sb, 10, 10, 'S', "0 0x3 0x0 0x1000");
	strbuf_adds(&sb, "fd pid=10 fd=3 read=yes is=pipe:[1]\n");
	is_verdict(&sb, HANG_STUCK_OPEN, "a writer who is not seen");
}

static void
test_quiet(void)
{
	struct strbuf sb = begin(10);

	put_process(&sb, 10, 1, "");
	strbuf_adds(&sb,
	    "task pid=10 tid=10 ns=10 state=S switches=3 call=\"0 0x3\" "
	    "state2=S switches2=4 call2=\"0 0x3\"\n"
	    "fd pid=10 fd=3 read=yes write=yes is=pipe:[1]\n");
	is_verdict(&sb, HANG_SLOW, "the same call, after a switch");
	sb = begin(10);
	put_process(&sb, 10, 1, "");
	put_task(&sb, 10, 10, 'S', "0 0x3 0x0 0x1000");
	strbuf_adds(&sb, "fd pid=10 fd=3 read=yes write=yes is=pipe:[1]\n");
	is_verdict(&sb, HANG_PROVEN, "the same, and no switch");
	sb = begin(10);
	put_process(&sb, 10, 1, "");
	put_task(&sb, 10, 10, 'T', "0 0x3 0x0 0x1000");
	strbuf_adds(&sb, "fd pid=10 fd=3 read=yes write=yes is=pipe:[1]\n");
	is_verdict(&sb, HANG_STUCK_OPEN, "who is stopped");
	sb = begin(10);
	put_process(&sb, 10, 1, "");
	put_task(&sb, 10, 10, 'D', "0 0x3 0x0 0x1000");
	is_verdict(&sb, HANG_SLOW, "who works in the kernel");
}

/* ---- a queue that is full ------------------------------------------------------- */

/* 20 connects to what 10 listens on, and 10 waits for 20. */
static struct strbuf
connecting(const char *listener, const char *child)
{
	struct strbuf sb = begin(10);

	put_process(&sb, 10, 1, "");
	put_process(&sb, 20, 10, child);
	put_task(&sb, 10, 10, 'S', "61 0xffffffff 0x0 0x0 0x0");
	put_task(&sb, 20, 20, 'S', "42 0x4 0x7000 0x10");
	strbuf_adds(&sb,
	    "fd pid=10 fd=3 read=yes write=yes is=socket:[7]\n"
	    "fd pid=20 fd=4 read=yes write=yes is=socket:[8]\n"
	    "socket is=socket:[8] kind=\"unix stream\" peer=socket:[7]\n");
	strbuf_adds(&sb, listener);
	return sb;
}

static void
test_connect(void)
{
	static const char full[] =
	    "socket is=socket:[7] kind=\"unix stream\" listens=yes queue=6 "
	    "backlog=5\n";
	struct strbuf sb = connecting(full, "");
	struct hang h = explain(sb.buf);

	ok(h.verdict == HANG_PROVEN && h.n_cycle == 2, "a queue that is full");
	is_str(h.tasks[1].what,
	    "waits for room in the queue of socket 7, which is full",
	    "it is told whose");
	is_str(h.clauses[1].evidence,
	    "connect on fd 4; sock_diag: 6 wait in it, and 6 may",
	    "and how it is known");
	strbuf_release(&sb);
	sb = connecting(full, "foreign=yes");
	is_verdict(&sb, HANG_STUCK_OPEN, "a program with other numbers");
	sb = connecting("socket is=socket:[7] kind=\"unix stream\" listens=yes "
			"queue=5 backlog=5\n",
	    "");
	is_verdict(&sb, HANG_LIVE, "there is room");
	sb = connecting("", "");
	is_verdict(&sb, HANG_STUCK_OPEN, "nobody is seen to listen");
}

/* ---- locks of files ----------------------------------------------------------- */

#define FILE_LOCKS                                                             \
	"fd pid=10 fd=3 read=yes is=file:fe:00:7 path=/a\n"                    \
	"fd pid=20 fd=4 read=yes is=file:fe:00:7 path=/a\n"                    \
	"lock number=1 pid=20 kind=FLOCK file=fe:00:7 "                        \
	"end=18446744073709551615\n"                                           \
	"lock number=1 pid=10 waits=yes kind=FLOCK write=yes file=fe:00:7 "    \
	"end=18446744073709551615\n"                                           \
	"lock number=1 pid=20 by=20 fd=4 kind=FLOCK file=fe:00:7 "             \
	"end=18446744073709551615\n"

/* 10 wants alone what 20 shares, and 20 waits for 10 by a pipe. */
static void
test_flock(void)
{
	static const char third[] =
	    "lock number=2 pid=30 by=30 fd=4 kind=FLOCK file=fe:00:7 "
	    "end=18446744073709551615\n"
	    "task pid=30 tid=30 ns=30 state=S call=\"35 0x0\" state2=S "
	    "call2=\"35 0x0\"\n"
	    "process pid=30 ppid=10 ns=30 fds=yes asked=yes\n";
	struct strbuf sb = begin(10);
	struct hang h;

	put_process(&sb, 10, 1, "");
	put_process(&sb, 20, 10, "");
	put_task(&sb, 10, 10, 'S', "73 0x3 0x2 0x0 0x0");
	put_task(&sb, 20, 20, 'S', "0 0x5 0x0 0x1");
	strbuf_adds(&sb, "fd pid=20 fd=5 read=yes is=pipe:[1]\n"
			 "fd pid=10 fd=6 write=yes is=pipe:[1]\n" FILE_LOCKS);
	h = explain(sb.buf);
	ok(h.verdict == HANG_PROVEN && h.n_cycle == 2, "flock and a pipe");
	is_str(
	    h.tasks[0].what, "waits for the lock on /a", "it names the file");
	/* That another sharer will go does not help: both have to. */
	strbuf_adds(&sb, third);
	put_task(&sb, 10, 12, 'S', "73 0x3 0x2 0x0 0x0");
	strbuf_adds(&sb,
	    "lock number=1 pid=10 waits=yes kind=FLOCK write=yes file=fe:00:7 "
	    "end=18446744073709551615\n");
	h = explain(sb.buf);
	is_str(h.tasks[3].what, "waits for the lock on /a",
	    "two threads that ask for the same");
	is_verdict(&sb, HANG_PROVEN, "all who share it have to let it go");
}

/* ---- random graphs -------------------------------------------------------------- */

#define GRAPHS 800
#define TASKS 9
#define THINGS 4

/* A world of at most nine tasks, each in a process of one to three. */
struct world {
	int n, pid[TASKS]; /* tasks, and the process of each */
	int waits[TASKS];  /* 0 lives, 1 pipe, 2 mutex, 3 child, 4 lock */
	int thing[TASKS];  /* which of them; the child's process */
	int owner[THINGS]; /* of the mutexes: a task */
	bool reads[THINGS][TASKS], writes[THINGS][TASKS]; /* pid: pipe ends */
	bool shares[THINGS][TASKS]; /* pid: locks of files */
};

static unsigned seed;

static int
roll(int n)
{
	seed = seed * 1103515245u + 12345u;
	return (int)((seed >> 16) % (unsigned)n);
}

static void
make_world(struct world *w)
{
	int i, k;

	memset(w, 0, sizeof(*w));
	w->n = 2 + roll(TASKS - 1);
	for (i = 1; i < w->n; i++)
		w->pid[i] = w->pid[i - 1] + (roll(3) > 0);
	for (i = 0; i < THINGS; i++) {
		w->owner[i] = roll(w->n);
		for (k = 0; k <= w->pid[w->n - 1]; k++) {
			w->reads[i][k] = roll(3) == 0;
			w->writes[i][k] = roll(3) == 0;
			w->shares[i][k] = roll(4) == 0;
		}
	}
	for (i = 0; i < w->n; i++) {
		w->waits[i] = roll(8) == 0 ? 0 : 1 + roll(4);
		w->thing[i] = roll(THINGS);
		if (w->waits[i] == 1) {
			w->reads[w->thing[i]][w->pid[i]] = true;
			w->writes[w->thing[i]][roll(w->pid[w->n - 1] + 1)] =
			    true;
		}
		/* A mutex is of one process; process 0 is everybody's parent,
		 * and has to have a child. */
		if (w->waits[i] == 2 &&
		    w->pid[w->owner[w->thing[i]]] != w->pid[i])
			w->waits[i] = 0;
		if (w->waits[i] == 3)
			w->thing[i] = 1 + roll(TASKS);
		if (w->waits[i] == 3 &&
		    (w->pid[i] != 0 || w->thing[i] > w->pid[w->n - 1]))
			w->waits[i] = 0;
	}
}

/* Nobody has the lock: then there is nothing to wait for. Even one's own
 * process may have it, by another description. */
static void
mend_locks(struct world *w)
{
	int i, k;

	for (i = 0; i < w->n; i++) {
		bool held = false;

		for (k = 0; k <= w->pid[w->n - 1]; k++)
			held |= w->shares[w->thing[i] % THINGS][k];
		if (w->waits[i] == 4 && !held)
			w->waits[i] = 0;
	}
}

static bool can_move(const struct world *w, int task, int depth);

static bool
process_moves(const struct world *w, int pid, int depth)
{
	int i;

	for (i = 0; i < w->n; i++)
		if (w->pid[i] == pid && can_move(w, i, depth))
			return true;
	return false;
}

/*
 * The truth: whether there is a chain of so many steps, at the most, at whose
 * end this task moves. Longer than there are tasks, a chain need not be.
 */
static bool
can_move(const struct world *w, int task, int depth)
{
	int thing = w->thing[task], k, last = w->pid[w->n - 1];

	if (w->waits[task] == 0 || depth == 0)
		return w->waits[task] == 0;
	depth--;
	switch (w->waits[task]) {
	case 1:
		for (k = 0; k <= last; k++)
			if (w->writes[thing][k] && process_moves(w, k, depth))
				return true;
		return false;
	case 2:
		/* One who has locked it himself may wait for another thread
		 * to unlock it. */
		return w->owner[thing] == task
			   ? process_moves(w, w->pid[task], depth)
			   : can_move(w, w->owner[thing], depth);
	case 3:
		return process_moves(w, thing, depth);
	default:
		for (k = 0; k <= last; k++)
			if (w->shares[thing][k] && !process_moves(w, k, depth))
				return false;
		return true;
	}
}

static void
put_call(struct strbuf *out, const struct world *w, int i)
{
	/* The living run, sleep, or wait for somebody outside. */
	static const char *const live[] = { "running", "35 0x0 0x0",
		"43 0x63 0x0" };
	int kind = roll(3), pid = 100 + w->pid[i], tid = 1000 + i;
	bool leader = i == 0 || w->pid[i - 1] != w->pid[i];
	char call[128];

	if (leader)
		tid = pid;
	switch (w->waits[i]) {
	case 0:
		put_task(out, pid, tid, kind == 0 ? 'R' : 'S', live[kind]);
		return;
	case 1:
		snprintf(call, sizeof(call), "0 0x%x 0x0 0x1", w->thing[i] + 3);
		break;
	case 2:
		snprintf(call, sizeof(call), "202 0x%x 0x80 0x2 0x0 0x0 0x0",
		    0x1000 * (w->thing[i] + 1));
		break;
	case 3:
		snprintf(call, sizeof(call), "61 0x%x 0x0 0x0 0x0",
		    100 + w->thing[i]);
		break;
	default:
		snprintf(call, sizeof(call), "73 0x%x 0x2", 50 + w->thing[i]);
		strbuf_addf(out,
		    "lock number=%d pid=%d waits=yes kind=FLOCK write=yes "
		    "file=0:%d\n",
		    tid, pid, w->thing[i]);
	}
	put_task(out, pid, tid, 'S', call);
}

static void
put_things(struct strbuf *out, const struct world *w, int pid)
{
	int i;

	for (i = 0; i < THINGS; i++) {
		if (w->reads[i][pid])
			strbuf_addf(out,
			    "fd pid=%d fd=%d read=yes is=pipe:[%d]\n",
			    100 + pid, i + 3, i);
		if (w->writes[i][pid])
			strbuf_addf(out,
			    "fd pid=%d fd=%d write=yes is=pipe:[%d]\n",
			    100 + pid, i + 23, i);
		strbuf_addf(out, "fd pid=%d fd=%d read=yes is=file:0:%d\n",
		    100 + pid, i + 50, i);
		if (w->shares[i][pid])
			strbuf_addf(out,
			    "lock number=9 pid=%d by=%d fd=%d kind=FLOCK "
			    "file=0:%d\n",
			    100 + pid, 100 + pid, i + 80, i);
		if (w->owner[i] < w->n) {
			int t = w->owner[i];
			bool leader = t == 0 || w->pid[t - 1] != w->pid[t];

			put_mutex(out, 100 + pid, 0x1000 * (i + 1),
			    (unsigned)(leader ? 100 + w->pid[t] : 1000 + t));
		}
	}
}

static void
test_random(void)
{
	int graphs = 0, hung = 0, found = 0, wrong = 0, i;
	struct world w;

	for (seed = 42; graphs < GRAPHS;) {
		struct strbuf sb = begin(100);
		bool stuck = false;
		struct hang h;

		make_world(&w);
		mend_locks(&w);
		for (i = 0; i <= w.pid[w.n - 1]; i++) {
			put_process(
			    &sb, 100 + i, i == 0 ? 1 : 100, "glibc=yes");
			put_things(&sb, &w, i);
		}
		for (i = 0; i < w.n; i++) {
			stuck |= !can_move(&w, i, w.n);
			put_call(&sb, &w, i);
		}
		h = explain(sb.buf);
		graphs++;
		hung += stuck;
		found += stuck && h.verdict == HANG_PROVEN;
		wrong += !stuck && h.verdict <= HANG_PROVEN_EXCEPT;
		strbuf_release(&sb);
		arena_clear(arena);
	}
	printf("# %d graphs, %d hang, %d of these were proven, %d wrongly\n",
	    graphs, hung, found, wrong);
	ok(hung > GRAPHS / 4 && hung < GRAPHS * 3 / 4,
	    "some hang, some do not");
	ok(wrong == 0, "none is called a deadlock that is none");
	ok(found * 100 >= hung * 99, "those that are, are proven");
}

/* ---- other people's files --------------------------------------------------------- */

#define HOSTILE 1500

/* A world, and some facts of the other kinds. */
static void
put_hostile(struct strbuf *out)
{
	struct world w;
	int i;

	make_world(&w);
	mend_locks(&w);
	for (i = 0; i <= w.pid[w.n - 1]; i++) {
		put_process(out, 100 + i, i == 0 ? 1 : 100,
		    "glibc=yes caught=0x10000 pidns=pid:[1]");
		put_things(out, &w, i);
	}
	for (i = 0; i < w.n; i++)
		put_call(out, &w, i);
	put_task(out, 100, 900, 'S', "7 0x9000 0x2 0xffffffff");
	put_task(out, 100, 901, 'S', "232 0x63 0x0 0x1 0xffffffff");
	put_task(out, 100, 902, 'S', "23 0x8 0x9000 0x9000 0x0 0x0");
	put_task(out, 100, 903, 'S', "257 0x0 0x9000 0x0");
	put_task(out, 100, 904, 'S', "0 0x61 0x0 0x1");
	strbuf_adds(out,
	    "memory pid=100 at=0x9000 bytes=03000000010000000400000004000000\n"
	    "watch pid=100 epoll=99 fd=97 events=5\n"
	    "watch pid=100 epoll=98 fd=99 events=5\n"
	    "watch pid=100 epoll=99 fd=98 events=1\n"
	    "fd pid=100 fd=99 is=epoll\n"
	    "fd pid=100 fd=98 is=epoll\n"
	    "fd pid=100 fd=97 read=yes write=yes is=socket:[5]\n"
	    "fd pid=101 fd=97 read=yes write=yes is=socket:[6]\n"
	    "socket is=socket:[5] kind=tcp peer=socket:[6]\n"
	    "map pid=100 start=0x9000 end=0xa000 shared=yes file=0:9\n");
}

/* A snapshot with some bytes changed is read, or is none; nothing worse. */
static void
test_hostile(void)
{
	int read = 0, i, k;

	for (i = 0, seed = 7; i < HOSTILE; i++) {
		struct strbuf sb = begin(100), out = STRBUF_INIT;
		struct err e = ERR_INIT;
		struct hang_snap *s;
		struct hang h;

		put_hostile(&sb);
		for (k = roll(12); k > 0; k--)
			sb.buf[20 + (unsigned)(roll(32768) * 7 + roll(7)) %
					(sb.len - 20)] = (char)roll(256);
		if (hang_snap_parse(&s, arena, sb.buf, sb.len, &e) == 0) {
			hang_explain(&h, s, arena);
			hang_text(&out, &h);
			hang_json(&out, &h);
			hang_svg(&out, &h);
			hang_keep(&h, s, arena);
			read += out.len > 0;
		}
		strbuf_release(&out);
		strbuf_release(&sb);
		arena_clear(arena);
	}
	ok(read > HOSTILE / 10, "%d of %d damaged snapshots are explained",
	    read, HOSTILE);
}

int
main(void)
{
	arena = arena_new();
	test_text();
	test_futex();
	test_owner_in_kernel();
	test_namespaces();
	test_kept();
	test_pipe();
	test_quiet();
	test_connect();
	test_flock();
	test_random();
	test_hostile();
	arena_free(arena);
	return done_testing();
}
