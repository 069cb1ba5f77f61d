/* test_hang_call.c: the calls of this machine, by their numbers
 *
 * Those of aarch64 are in test_hang_arm.c. */
#include <sys/syscall.h>

#include "tap.h"
#include "base/xalloc.h"
#include "hang/hang_call.h"

static struct arena *arena;

static void
test_calls(void)
{
#ifdef __x86_64__
	static const struct {
		const char *name;
		int nr;
	} known[] = { { "read", SYS_read }, { "writev", SYS_writev },
		{ "poll", SYS_poll }, { "select", SYS_select },
		{ "pause", SYS_pause }, { "nanosleep", SYS_nanosleep },
		{ "sendfile", SYS_sendfile }, { "connect", SYS_connect },
		{ "accept", SYS_accept }, { "sendto", SYS_sendto },
		{ "recvfrom", SYS_recvfrom }, { "sendmsg", SYS_sendmsg },
		{ "recvmsg", SYS_recvmsg }, { "wait4", SYS_wait4 },
		{ "semop", SYS_semop }, { "msgsnd", SYS_msgsnd },
		{ "msgrcv", SYS_msgrcv }, { "fcntl", SYS_fcntl },
		{ "flock", SYS_flock }, { "futex", SYS_futex },
		{ "rt_sigtimedwait", SYS_rt_sigtimedwait },
		{ "rt_sigsuspend", SYS_rt_sigsuspend },
		{ "restart_syscall", SYS_restart_syscall },
		{ "semtimedop", SYS_semtimedop },
		{ "clock_nanosleep", SYS_clock_nanosleep },
		{ "epoll_wait", SYS_epoll_wait },
		{ "mq_timedsend", SYS_mq_timedsend },
		{ "mq_timedreceive", SYS_mq_timedreceive },
		{ "waitid", SYS_waitid }, { "openat", SYS_openat },
		{ "pselect6", SYS_pselect6 }, { "ppoll", SYS_ppoll },
		{ "splice", SYS_splice }, { "tee", SYS_tee },
		{ "epoll_pwait", SYS_epoll_pwait }, { "accept4", SYS_accept4 },
		{ "recvmmsg", SYS_recvmmsg }, { "sendmmsg", SYS_sendmmsg },
		{ "openat2", SYS_openat2 },
		{ "epoll_pwait2", SYS_epoll_pwait2 } };
	char line[64];
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct hang_call c;

		snprintf(line, sizeof(line), "%d 0x5 0x6", known[i].nr);
		hang_call_parse(&c, arena, "x86_64", line);
		is_str(c.name, known[i].name, "number %d", known[i].nr);
	}
#endif
	struct hang_call c;

	hang_call_parse(&c, arena, "aarch64", "98 0x10 0x80 0x2 0x0 0x0 0x0");
	ok(c.id == CALL_FUTEX && c.arg[2] == 2, "aarch64 has its own numbers");
	hang_call_parse(&c, arena, "riscv64", "98 0x10");
	ok(c.id == CALL_OTHER, "of another machine none is known");
	is_str(c.name, "call 98", "and it has its number for a name");
	hang_call_parse(&c, arena, "x86_64", "running");
	ok(c.id == CALL_NONE, "who runs is in no call");
	hang_call_parse(&c, arena, "x86_64", "-1 0x7ffe 0x7f00");
	ok(c.id == CALL_NONE, "nor is who waits elsewhere");
}

int
main(void)
{
	arena = arena_new();
	test_calls();
	arena_free(arena);
	return done_testing();
}
