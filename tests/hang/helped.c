/* helped.c: programs that somebody helps who does not seem to be a part of it
 *
 *	helped KIND
 *
 * Each seems to wait in a circle, and does not: the kernel lets go of what a
 * process had, a thread unlocks what it has not locked, a signal is sent that
 * is handled, or others have the same epoll, files or lock. What ends each wait
 * comes after 1000 seconds. Exit status 77: this machine does not let it be
 * tried.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LATER 1000

static void
need(int good)
{
	if (!good)
		_exit(77);
}

static pid_t
start(void)
{
	pid_t pid = fork();

	need(pid != -1);
	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

static void
read_one(int fd)
{
	char c;

	if (read(fd, &c, 1) == -1)
		_exit(1);
}

/* ---- locks -------------------------------------------------------------------- */

static struct shared {
	pthread_mutex_t a, b;
	sem_t has_a, has_b;
} * shared;

static void
make_shared(void)
{
	pthread_mutexattr_t attr;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	need(shared != MAP_FAILED);
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&shared->a, &attr);
	pthread_mutex_init(&shared->b, &attr);
	sem_init(&shared->has_a, 1, 0);
	sem_init(&shared->has_b, 1, 0);
}

static void *
lock_a_then_b(void *arg)
{
	pthread_mutex_lock(&shared->a);
	sem_post(&shared->has_a);
	sem_wait(&shared->has_b);
	pthread_mutex_lock(&shared->b);
	return arg;
}

/* A thread has a robust mutex, and will not let it go; but its process ends. */
static void
kind_robust(void)
{
	pthread_t thread;

	make_shared();
	if (start() == 0) {
		pthread_create(&thread, NULL, lock_a_then_b, NULL);
		sleep(LATER);
		_exit(0);
	}
	sem_wait(&shared->has_a);
	pthread_mutex_lock(&shared->b);
	sem_post(&shared->has_b);
	pthread_mutex_lock(&shared->a);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *
unlock_later(void *arg)
{
	sleep(LATER);
	pthread_mutex_unlock(&mutex);
	return arg;
}

/* A mutex as a signal: not by POSIX, but it is done. */
static void
kind_relock(void)
{
	pthread_t thread;

	pthread_mutex_lock(&mutex);
	pthread_create(&thread, NULL, unlock_later, NULL);
	pthread_mutex_lock(&mutex);
}

static int
lock_file(const char *name)
{
	int fd = open(name, O_RDWR | O_CREAT, 0600);

	need(fd != -1 && flock(fd, LOCK_EX) == 0);
	return fd;
}

static void
send_fd(int s, int fd)
{
	char byte = 'x', room[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec io = { &byte, 1 };
	struct msghdr m = { .msg_iov = &io,
		.msg_iovlen = 1,
		.msg_control = room,
		.msg_controllen = sizeof(room) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	need(sendmsg(s, &m, 0) == 1);
}

/* Whoever receives what has the lock can let that go. */
static void
kind_sentlock(void)
{
	int s[2], p[2], fd;

	need(socketpair(AF_UNIX, SOCK_STREAM, 0, s) == 0 && pipe(p) == 0);
	fd = lock_file("b");
	if (start() == 0) {
		close(fd);
		sleep(LATER);
	}
	if (start() == 0) {
		close(fd);
		close(s[0]);
		close(s[1]);
		lock_file("a");
		write(p[1], "x", 1);
		flock(open("b", O_RDWR | O_CREAT, 0600), LOCK_EX);
		_exit(0);
	}
	read_one(p[0]);
	send_fd(s[0], fd);
	close(s[0]);
	close(s[1]);
	flock(open("a", O_RDWR | O_CREAT, 0600), LOCK_EX);
}

static struct flock whole = { .l_type = F_WRLCK };

static int
unlock_file_later(void *arg)
{
	struct flock none = { .l_type = F_UNLCK };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sleep(LATER);
	fcntl(*(int *)arg, F_SETLK, &none);
	return 0;
}

/* A process without the lock, but with the same table of descriptors. */
static void
kind_files(void)
{
	static char stack[1 << 16];
	int fd = open("a", O_RDWR | O_CREAT, 0600), p[2];

	need(pipe(p) == 0 && fcntl(fd, F_SETLK, &whole) == 0);
	if (start() == 0) {
		write(p[1], "x", 1);
		fcntl(fd, F_SETLKW, &whole);
		_exit(0);
	}
	read_one(p[0]);
	need(clone(unlock_file_later, stack + sizeof(stack),
		 CLONE_FILES | SIGCHLD, &fd) != -1);
	close(p[1]);
	read_one(p[0]);
}

/* ---- descriptors ----------------------------------------------------------------- */

static void
kind_epoll(void)
{
	struct epoll_event e = { .events = EPOLLIN };
	int epoll = epoll_create1(0), p[2];

	need(epoll != -1 && pipe(p) == 0 &&
	     epoll_ctl(epoll, EPOLL_CTL_ADD, p[0], &e) == 0);
	if (start() == 0) {
		epoll_wait(epoll, &e, 1, -1);
		_exit(0);
	}
	close(p[0]);
	close(p[1]);
	sleep(LATER);
}

static void
kind_ring(void)
{
	struct io_uring_params params = { 0 };
	int p[2], go[2], ring;

	need(pipe(p) == 0 && pipe(go) == 0);
	if (start() == 0) {
		ring = (int)syscall(SYS_io_uring_setup, 4, &params);
		if (ring == -1 || syscall(SYS_io_uring_register, ring,
				      IORING_REGISTER_FILES, &p[1], 1) == -1)
			_exit(77);
		close(p[0]);
		close(p[1]);
		write(go[1], "x", 1);
		sleep(LATER);
	}
	close(go[1]);
	need(read(go[0], params.resv, 1) == 1);
	read_one(p[0]);
}

static void
fill(int fd)
{
	static char bytes[1 << 16];

	while (write(fd, bytes, sizeof(bytes)) > 0)
		;
	_exit(0);
}

/* Both write and nobody reads; but one of them has a limit for that. */
static void
kind_unread(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int listener = socket(AF_INET, SOCK_STREAM, 0), here,
	    there = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t len = sizeof(at);
	unsigned ms = LATER * 1000u;

	need(bind(listener, (void *)&at, len) == 0 &&
	     listen(listener, 1) == 0 &&
	     getsockname(listener, (void *)&at, &len) == 0 &&
	     connect(there, (void *)&at, len) == 0);
	here = accept(listener, NULL, NULL);
	setsockopt(here, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof(ms));
	if (start() == 0) {
		close(here);
		fill(there);
	}
	close(there);
	fill(here);
}

/* ---- signals ---------------------------------------------------------------------- */

static void
nothing(int number)
{
	(void)number;
}

static void
wait_for_signal(int number)
{
	struct sigaction action = { .sa_handler = nothing };
	int p[2];

	need(pipe(p) == 0);
	if (start() == 0) {
		sigaction(number, &action, NULL);
		read_one(p[0]);
		_exit(0);
	}
	close(p[0]);
	close(p[1]);
	sleep(LATER);
}

static void
kind_interrupt(void)
{
	wait_for_signal(SIGINT);
}

static void
kind_continue(void)
{
	wait_for_signal(SIGCONT);
}

static void
kind_quit(void)
{
	wait_for_signal(SIGQUIT);
}

/* ---- children ------------------------------------------------------------------------- */

/* Each pipe is younger than what was read of its maker's descriptors, and so is
 * the child that reads it. */
static void
kind_born(void)
{
	struct timespec some = { 0, 40000000 };
	pid_t pid;
	int p[2];

	for (;;) {
		need(pipe(p) == 0);
		if ((pid = start()) == 0)
			read_one(p[0]);
		nanosleep(&some, NULL);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		close(p[0]);
		close(p[1]);
	}
}

/* ---- other users ------------------------------------------------------------------- */

/* Its parent, whom it may not look at, has the other end, too. */
static void
kind_stranger(void)
{
	pid_t pid;
	int p[2];

	need(getuid() == 0 && pipe(p) == 0);
	if ((pid = start()) == 0) {
		need(setgid(12345) == 0 && setuid(12345) == 0);
		prctl(PR_SET_DUMPABLE, 1);
		read_one(p[0]);
		_exit(0);
	}
	printf("%d\n", (int)pid);
	fflush(stdout);
	sleep(LATER);
}

static const struct {
	const char *name;
	void (*make)(void);
} kinds[] = { { "robust", kind_robust }, { "relock", kind_relock },
	{ "sentlock", kind_sentlock }, { "files", kind_files },
	{ "epoll", kind_epoll }, { "ring", kind_ring },
	{ "unread", kind_unread }, { "interrupt", kind_interrupt },
	{ "continue", kind_continue }, { "quit", kind_quit },
	{ "born", kind_born }, { "stranger", kind_stranger } };

int
main(int argc, char **argv)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (argc == 2 && strcmp(argv[1], kinds[i].name) == 0) {
			kinds[i].make();
			return 0;
		}
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		puts(kinds[i].name);
	return 2;
}
