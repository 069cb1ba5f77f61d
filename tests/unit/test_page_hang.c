/* test_page_hang.c: what `halfhour explain` says, in the language of a page */
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "base/xalloc.h"
#include "hang/hang.h"
#include "page/page_int.h"

static struct arena *arena;

/* All that a record of a deadlock can say: see src/hang. */
static const char *const said[] = {
	("This is a deadlock: 3 tasks wait for each other, and nobody else can "
	 "wake them."),
	"This is a deadlock: 3 tasks wait, and nobody can wake them.",
	"This is a deadlock: a task waits for what only itself could do.",
	"waits for the end of process 12",
	"waits for the end of any child",
	"waits for the end of thread 12",
	"waits for a mutex that task 12 holds",
	"waits for a mutex whose owner is gone",
	"waits for a rwlock that task 12 holds",
	"waits for a rwlock whose owner is gone",
	"waits for a lock, semaphore or condition variable",
	"waits for System V semaphore set 0",
	"waits for System V message queue 0",
	"waits for the lock on /work/가",
	"waits for any of 3 descriptors",
	"writes into pipe 1, which is full",
	"reads from socket 2, which is empty",
	"pipe 1",
	"socket 1",
	"process 1",
	"children of 1",
	"descriptors of 1",
	"lock on /work/가",
	"System V semaphore set 0",
	"System V message queue 0",
	"the futex, which the kernel keeps, names task 3",
	"the futex holds 3, the number of a thread, until it has ended",
	"a robust mutex: it holds its owner, 3",
	"like a mutex of glibc, whose owner 3 is gone: lock 2, users 1, kind 128",
	"a mutex of glibc: lock 2, owner 3, users 1, kind 0",
	"a rwlock of glibc: task 3 writes",
	("like a mutex of glibc, whose owner 3 is of another process: lock 2, "
	 "users 1, kind 0"),
	"like a rwlock of glibc, which task 3 of another process writes",
	"the futex holds 0: it names no owner",
	"the futex could not be read",
	"semop(0x0, …); process 3 was the last to touch it",
	"fcntl(0x3, 0x7, …); /proc/locks: process 3 has it",
	"a child of it",
	"the thread itself",
	"its owner",
	"only its threads can reach it",
	"has mapped it",
	"its end lets it go",
	"its descriptors are the same",
	"its fd 3 is the same epoll",
	"its ring, fd 3, has files of its own",
	"runs the same program",
	"its fd 3 is the reading end",
	"its fd 3 is the writing end",
	"its fd 3 is an end of it",
	"its fd 3 is the other end",
	"its fd 3 is the same eventfd",
	"its fd 3 is open to receive",
	"its fd 3 is open to send",
	"its fd 3 has the lock",
	"it has the lock, says /proc/locks",
	"its end is waited for",
	"its end is a signal that is handled",
	"its descriptors could not be read",
};

static struct page_ctx
in(const char *lang)
{
	return (struct page_ctx){ .a = arena, .lang = page_lang(lang) };
}

/* Whether it has a letter of Hangul, kana or Han. */
static bool
is_eastern(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0xe3)
			return true;
	return false;
}

static void
test_said(void)
{
	struct page_ctx ko = in("ko"), en = in("en"), ja = in("ja");
	size_t i;

	for (i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		const char *k = page_hang_say(&ko, said[i]);
		const char *j = page_hang_say(&ja, said[i]);

		ok(strcmp(k, said[i]) != 0 && is_eastern(k) &&
			strchr(k, '%') == NULL,
		    "in Korean: %s", said[i]);
		ok(strcmp(j, said[i]) != 0 && is_eastern(j) &&
			strchr(j, '%') == NULL,
		    "in Japanese: %s", said[i]);
		is_str(page_hang_say(&en, said[i]), said[i], "in English");
	}
}

static void
test_holes(void)
{
	struct page_ctx ko = in("ko");

	is_str(page_hang_say(&ko, "waits for the end of process 12"),
	    "프로세스 12의 끝을 기다린다", "a number");
	is_str(page_hang_say(&ko, "writes into pipe 7, which is full"),
	    "쓰려는데 가득 찼다: 파이프 7", "an object");
	is_str(page_hang_say(
		   &ko, "a mutex of glibc: lock 2, owner 3, users 4, kind 5"),
	    "glibc 뮤텍스: lock 2, 주인 3, users 4, kind 5", "many");
	is_str(page_hang_say(&ko, "read on fd 3 and others"), "read, fd 3 등",
	    "with a tail");
	is_str(page_hang_say(&ko, "wait4(0x3, 0x0, 0x0, …)"),
	    "wait4(0x3, 0x0, 0x0, …)", "a call is as it is");
	is_str(page_hang_say(&ko, "waits for the moon"), "waits for the moon",
	    "so is what is not known");
	is_str(page_hang_say(&ko, "waits for the end of process "),
	    "waits for the end of process ", "and an empty hole");
	is_str(page_hang_say(&ko, "%"), "%", "and a sign");
	is_str(page_hang_say(&ko, ""), "", "nothing is nothing");
	is_str(page_hang_say(&ko, "waits for the lock on \033[1m\n/a"),
	    "파일 락을 기다린다: \n/a", "strangers' bytes are made fit");
}

int
main(void)
{
	arena = arena_new();
	test_said();
	test_holes();
	arena_free(arena);
	return done_testing();
}
