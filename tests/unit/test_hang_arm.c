/* test_hang_arm.c: the calls of aarch64, and a hang there
 *
 * Its numbers are those of the kernel's generic table, which every machine has
 * as a header. That goes without <sys/syscall.h>, which has the names for the
 * numbers of this machine.
 */
#include <asm-generic/unistd.h>

#include "tap.h"
#include "base/xalloc.h"
#include "hang/hang_call.h"

static struct arena *arena;

static const struct {
	const char *name;
	int nr;
} generic[] = { { "read", __NR_read }, { "write", __NR_write },
	{ "readv", __NR_readv }, { "writev", __NR_writev },
	{ "nanosleep", __NR_nanosleep }, { "sendfile", __NR_sendfile },
	{ "connect", __NR_connect }, { "accept", __NR_accept },
	{ "sendto", __NR_sendto }, { "recvfrom", __NR_recvfrom },
	{ "sendmsg", __NR_sendmsg }, { "recvmsg", __NR_recvmsg },
	{ "wait4", __NR_wait4 }, { "semop", __NR_semop },
	{ "msgsnd", __NR_msgsnd }, { "msgrcv", __NR_msgrcv },
	{ "fcntl", __NR_fcntl }, { "flock", __NR_flock },
	{ "rt_sigtimedwait", __NR_rt_sigtimedwait },
	{ "rt_sigsuspend", __NR_rt_sigsuspend }, { "futex", __NR_futex },
	{ "restart_syscall", __NR_restart_syscall },
	{ "semtimedop", __NR_semtimedop },
	{ "clock_nanosleep", __NR_clock_nanosleep },
	{ "mq_timedsend", __NR_mq_timedsend },
	{ "mq_timedreceive", __NR_mq_timedreceive }, { "waitid", __NR_waitid },
	{ "openat", __NR_openat }, { "pselect6", __NR_pselect6 },
	{ "ppoll", __NR_ppoll }, { "splice", __NR_splice }, { "tee", __NR_tee },
	{ "epoll_pwait", __NR_epoll_pwait }, { "accept4", __NR_accept4 },
	{ "recvmmsg", __NR_recvmmsg }, { "sendmmsg", __NR_sendmmsg },
	{ "openat2", __NR_openat2 }, { "epoll_pwait2", __NR_epoll_pwait2 } };

/* Both ways: what the header has is read so, and there is nothing else. */
static void
test_numbers(void)
{
	const struct hang_call_row *r;
	size_t i, known = sizeof(generic) / sizeof(generic[0]), rows = 0;
	struct hang_call c;
	char line[64];

	for (i = 0; i < known; i++) {
		snprintf(line, sizeof(line), "%d 0x5 0x6", generic[i].nr);
		hang_call_parse(&c, arena, "aarch64", line);
		is_str(c.name, generic[i].name, "number %d", generic[i].nr);
	}
	for (r = hang_calls; r->name != NULL; r++)
		rows += r->aarch64 != -1;
	ok(rows == known, "each of the %zu numbers was compared", rows);
	hang_call_parse(&c, arena, "aarch64", "63 0x3 0x0");
	ok(c.id == CALL_READ, "63 reads here");
	hang_call_parse(&c, arena, "x86_64", "63 0x3 0x0");
	ok(c.id == CALL_OTHER, "and there is uname");
}

/*
 * The line is the same on all machines: the number, six arguments, the stack
 * pointer and the program counter. The kernel writes them with no leading
 * noughts; pointers of user space have up to 52 bits.
 */
static void
test_line(void)
{
	struct hang_call c;

	hang_call_parse(&c, arena, "aarch64",
	    "73 0xfffff0c4e8a8 0x2 0x0 0x0 0x8 0xffffa2f1b020 "
	    "0xfffff0c4e790 0xffffa2d9c1f8");
	ok(c.id == CALL_PPOLL && c.arg[0] == 0xfffff0c4e8a8 && c.arg[1] == 2 &&
		c.arg[4] == 8 && c.arg[5] == 0xffffa2f1b020,
	    "all six arguments, and not what follows");
	hang_call_parse(&c, arena, "aarch64",
	    "260 0xffffffffffffffff 0x0 0x0 0x0 0x0 0x0 0xfffff0c4e790 0x1");
	ok(c.id == CALL_WAIT4 && (int)c.arg[0] == -1, "any child");
	hang_call_parse(
	    &c, arena, "aarch64", "-1 0xfffff0c4e790 0xffffa2d9c1f8");
	ok(c.id == CALL_NONE, "-1 is no call");
}

/*
 * Written by hand, in the form and with the numbers of an aarch64 machine:
 * the parent waits for its child, a thread of the child has joined another,
 * and that one writes into a pipe that only the parent would read. A path of
 * openat(2) is its second argument, and descriptors are polled by ppoll(2),
 * as glibc calls it there.
 */
static const char saved[] =
    "halfhour-snapshot 1\n"
    "look machine=aarch64 asked=700 wait_ms=100\n"
    "process pid=700 ppid=1 ns=700 asked=yes fds=yes glibc=yes name=py\n"
    "process pid=701 ppid=700 ns=701 asked=yes fds=yes glibc=yes name=py\n"
    "task pid=700 tid=700 ns=700 name=py state=S switches=9 cpu=5 "
    "call=\"260 0x2bd 0xffffd4c0a1ec 0x0 0x0 0x0 0x0 0xffffd4c0a190 "
    "0xffff8e3f2a40\" state2=S switches2=9 cpu2=5 call2=\"260 0x2bd "
    "0xffffd4c0a1ec 0x0 0x0 0x0 0x0 0xffffd4c0a190 0xffff8e3f2a40\"\n"
    "task pid=701 tid=701 ns=701 name=py state=S switches=3 cpu=4 "
    "call=\"98 0xffff8d1ff110 0x109 0x2be 0x0 0x0 0xffffffff 0xffffd4c0a000 "
    "0xffff8e3a1184\" state2=S switches2=3 cpu2=4 "
    "call2=\"98 0xffff8d1ff110 0x109 0x2be 0x0 0x0 0xffffffff 0xffffd4c0a000 "
    "0xffff8e3a1184\"\n"
    "task pid=701 tid=702 ns=702 name=py state=S switches=2 cpu=2 "
    "call=\"64 0x4 0xffff84012340 0x493e9 0x0 0x0 0x0 0xffff8d1fe7d0 "
    "0xffff8e3f5b0c\" state2=S switches2=2 cpu2=2 "
    "call2=\"64 0x4 0xffff84012340 0x493e9 0x0 0x0 0x0 0xffff8d1fe7d0 "
    "0xffff8e3f5b0c\"\n"
    "memory pid=701 at=0xffff8d1ff110 bytes=be020000\n"
    "fd pid=700 fd=3 read=yes is=pipe:[77326]\n"
    "fd pid=701 fd=3 read=yes is=pipe:[77326]\n"
    "fd pid=701 fd=4 write=yes is=pipe:[77326]\n";

static void
test_saved(void)
{
	struct err e = ERR_INIT;
	struct hang_snap *s;
	struct hang h;

	ok(hang_snap_parse(&s, arena, saved, strlen(saved), &e) == 0,
	    "a snapshot of aarch64 is read");
	hang_explain(&h, s, arena);
	ok(h.verdict == HANG_PROVEN && h.n_cycle == 3, "and it is proven");
	is_str(h.tasks[0].what, "waits for the end of process 701", "wait4");
	is_str(h.tasks[1].what, "waits for the end of thread 702", "the join");
	is_str(h.tasks[2].what, "writes into pipe 77326, which is full",
	    "the write");
	s->machine = "x86_64";
	hang_explain(&h, s, arena);
	ok(h.verdict > HANG_PROVEN_EXCEPT,
	    "with the numbers of another machine it is none");
}

static const char other_calls[] =
    "halfhour-snapshot 1\n"
    "look machine=aarch64 asked=10\n"
    "process pid=10 ppid=1 ns=10 asked=yes fds=yes\n"
    "task pid=10 tid=10 ns=10 state=S call=\"73 0x5000 0x1 0x0 0x0 0x8\" "
    "state2=S call2=\"73 0x5000 0x1 0x0 0x0 0x8\"\n"
    "task pid=10 tid=11 ns=11 state=S "
    "call=\"56 0xffffffffffffff9c 0x6000 0x0\" "
    "state2=S call2=\"56 0xffffffffffffff9c 0x6000 0x0\"\n"
    "memory pid=10 at=0x5000 bytes=0300000001000000\n"
    "memory pid=10 at=0x6000 bytes=2f746d702f6100000000000000000000\n"
    "fd pid=10 fd=3 read=yes is=pipe:[1]\n"
    "fd pid=10 fd=4 write=yes is=pipe:[1]\n";

static void
test_arguments(void)
{
	struct err e = ERR_INIT;
	struct hang_snap *s;
	struct hang h;

	ok(hang_snap_parse(&s, arena, other_calls, strlen(other_calls), &e) ==
		0,
	    "ppoll and openat are read");
	hang_explain(&h, s, arena);
	is_str(h.tasks[0].what, "reads from pipe 1, which is empty",
	    "what is polled is in its memory");
	is_str(h.tasks[1].what,
	    "waits for the other end of /tmp/a to be opened",
	    "the path of openat is the second argument");
}

int
main(void)
{
	arena = arena_new();
	test_numbers();
	test_line();
	test_saved();
	test_arguments();
	arena_free(arena);
	return done_testing();
}
