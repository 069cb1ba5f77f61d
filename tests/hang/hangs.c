/* hangs.c: a deadlock of each kind, for the tests of `halfhour explain`
 *
 *	hangs KIND
 *
 * It makes the deadlock that KIND names and stays in it. What several
 * processes need is made before they part, so there is no race in it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void
die(const char *what)
{
	perror(what);
	exit(9);
}

#define MUST(x)                                                                \
	if ((x) == -1)                                                         \
	die(#x)

/* A child that goes with its parent. */
static pid_t
start(void)
{
	pid_t parent = getpid(), pid = fork();

	MUST(pid);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(0);
	}
	return pid;
}

static void
fill(int fd)
{
	static char page[1 << 16];

	for (;;)
		MUST(write(fd, page, sizeof(page)));
}

static void
take(int fd)
{
	char c;

	MUST(read(fd, &c, 1));
}

/* ---- pipes and processes ---------------------------------------------------- */

/* The parent waits for the child, who fills a pipe that only the two read. */
static void
kind_pipe(void)
{
	int p[2];
	pid_t child;

	MUST(pipe(p));
	child = start();
	if (child == 0)
		fill(p[1]);
	waitpid(child, NULL, 0);
}

static void
kind_waitid(void)
{
	int p[2];
	siginfo_t info;

	MUST(pipe(p));
	if (start() == 0)
		fill(p[1]);
	waitid(P_ALL, 0, &info, WEXITED);
}

/* Each reads first. */
static void
kind_read(void)
{
	int a[2], b[2];

	MUST(pipe(a));
	MUST(pipe(b));
	if (start() == 0)
		take(a[0]);
	take(b[0]);
}

static void
kind_self(void)
{
	int p[2];

	MUST(pipe(p));
	fill(p[1]);
}

static void
kind_fifo(void)
{
	int fd, p[2];

	MUST(mkfifo("fifo", 0600));
	MUST(pipe(p));
	MUST(fd = open("fifo", O_RDWR));
	if (start() == 0)
		take(fd);
	take(p[0]);
}

static void
kind_socketpair(void)
{
	int s[2];

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
	if (start() == 0) {
		close(s[0]);
		take(s[1]);
	}
	close(s[1]);
	take(s[0]);
}

/* The parent has what listens, with room for one, and waits for the child that
 * connects so many times. */
static void
hang_connect(const char *name, size_t len, int times)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int listener, fd = -1;
	pid_t pid;

	memcpy(at.sun_path, name, len);
	len += offsetof(struct sockaddr_un, sun_path);
	MUST(listener = socket(AF_UNIX, SOCK_STREAM, 0));
	MUST(bind(listener, (struct sockaddr *)&at, (socklen_t)len));
	MUST(listen(listener, 0));
	if ((pid = start()) == 0) {
		close(listener);
		while (times-- > 0) {
			MUST(fd = socket(AF_UNIX, SOCK_STREAM, 0));
			MUST(connect(
			    fd, (struct sockaddr *)&at, (socklen_t)len));
		}
		take(fd);
	}
	waitpid(pid, NULL, 0);
}

static void
kind_connect(void)
{
	char name[64] = "";

	hang_connect(name,
	    1 + (size_t)snprintf(name + 1, sizeof(name) - 1, "halfhour-test-%d",
		    (int)getpid()),
	    2);
}

/* Named by a file, from where they stand. */
static void
kind_socketfile(void)
{
	unlink("소켓");
	hang_connect("소켓", sizeof("소켓"), 2);
}

/* Connected, and nobody has accepted that. */
static void
kind_accept(void)
{
	unlink("소켓");
	hang_connect("소켓", sizeof("소켓"), 1);
}

static void
kind_tcp(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	int listener, fd;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	MUST(listener = socket(AF_INET, SOCK_STREAM, 0));
	MUST(bind(listener, (struct sockaddr *)&at, len));
	MUST(getsockname(listener, (struct sockaddr *)&at, &len));
	MUST(listen(listener, 1));
	if (start() == 0) {
		close(listener);
		MUST(fd = socket(AF_INET, SOCK_STREAM, 0));
		MUST(connect(fd, (struct sockaddr *)&at, len));
		take(fd);
	}
	MUST(fd = accept(listener, NULL, NULL));
	close(listener);
	take(fd);
}

static void
kind_eventfd(void)
{
	uint64_t v;
	int a, b;

	MUST(a = eventfd(0, 0));
	MUST(b = eventfd(0, 0));
	if (start() == 0)
		MUST(read(a, &v, sizeof(v)));
	MUST(read(b, &v, sizeof(v)));
}

static void
kind_poll(void)
{
	int a[2], b[2];

	MUST(pipe(a));
	MUST(pipe(b));
	if (start() == 0) {
		struct pollfd fds[2] = { { a[0], POLLIN, 0 },
			{ b[0], POLLIN, 0 } };

		poll(fds, 2, -1);
	} else
		take(a[0]);
}

static void
kind_select(void)
{
	int p[2];
	fd_set set;

	MUST(pipe(p));
	FD_ZERO(&set);
	FD_SET(p[0], &set);
	if (start() == 0)
		select(p[0] + 1, &set, NULL, NULL, NULL);
	else
		wait(NULL);
}

static void
kind_epoll(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int p[2], fd;

	MUST(pipe(p));
	MUST(fd = epoll_create1(0));
	MUST(epoll_ctl(fd, EPOLL_CTL_ADD, p[0], &event));
	if (start() == 0)
		epoll_wait(fd, &event, 1, -1);
	else
		wait(NULL);
}

/* ---- threads ---------------------------------------------------------------- */

static pthread_mutex_t locks[2];
static pthread_barrier_t both;

static void *
cross(void *second)
{
	int first = second == NULL;

	pthread_mutex_lock(&locks[!first]);
	pthread_barrier_wait(&both);
	pthread_mutex_lock(&locks[first]);
	return NULL;
}

static void
crossed(int protocol, int robust)
{
	pthread_mutexattr_t attr;
	pthread_t other;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setprotocol(&attr, protocol);
	pthread_mutexattr_setrobust(&attr, robust);
	pthread_mutex_init(&locks[0], &attr);
	pthread_mutex_init(&locks[1], &attr);
	pthread_barrier_init(&both, NULL, 2);
	pthread_create(&other, NULL, cross, &both);
	cross(NULL);
}

static void
kind_mutex(void)
{
	crossed(PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED);
}

static void
kind_robust(void)
{
	crossed(PTHREAD_PRIO_NONE, PTHREAD_MUTEX_ROBUST);
}

static void
kind_pi(void)
{
	crossed(PTHREAD_PRIO_INHERIT, PTHREAD_MUTEX_STALLED);
}

static void *
locks_again(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&locks[0]);
	return NULL;
}

static void *
locks_for_ever(void *ready)
{
	pthread_mutex_lock(&locks[0]);
	sem_post(ready);
	for (;;)
		pause();
	return NULL;
}

/* A child has the copy of a mutex that a thread of its parent has locked. */
static void
kind_copied(void)
{
	pthread_t thread;
	sem_t ready;

	pthread_mutex_init(&locks[0], NULL);
	sem_init(&ready, 0, 0);
	pthread_create(&thread, NULL, locks_for_ever, &ready);
	sem_wait(&ready);
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pthread_mutex_lock(&locks[0]);
		_exit(0);
	}
	wait(NULL);
}

/* It joins a thread that waits for what it holds itself. */
static void
kind_join(void)
{
	pthread_t other;

	pthread_mutex_init(&locks[0], NULL);
	pthread_mutex_lock(&locks[0]);
	pthread_create(&other, NULL, locks_again, NULL);
	pthread_join(other, NULL);
}

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;

static void *
reads_rw(void *arg)
{
	(void)arg;
	pthread_rwlock_rdlock(&rw);
	return NULL;
}

static void
kind_rwlock(void)
{
	pthread_t other;

	pthread_rwlock_wrlock(&rw);
	pthread_create(&other, NULL, reads_rw, NULL);
	pthread_join(other, NULL);
}

static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static void *
waits_cond(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&locks[0]);
	pthread_cond_wait(&never, &locks[0]);
	return NULL;
}

static void
kind_cond(void)
{
	pthread_t other;

	pthread_mutex_init(&locks[0], NULL);
	pthread_create(&other, NULL, waits_cond, NULL);
	pthread_join(other, NULL);
}

/* ---- shared by processes ---------------------------------------------------- */

static void *
shared(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	return p;
}

static void
kind_pshared(void)
{
	pthread_mutex_t *lock = shared();
	pthread_mutexattr_t attr;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(lock, &attr);
	pthread_mutex_lock(lock);
	if (start() == 0)
		pthread_mutex_lock(lock);
	else
		wait(NULL);
}

static void
kind_sem(void)
{
	sem_t *sem = shared();

	sem_init(sem, 1, 0);
	if (start() == 0)
		sem_wait(sem);
	else
		wait(NULL);
}

/* The other two processes could find it by its name. */
static void
kind_named(void)
{
	char name[64];
	sem_t *sem;

	snprintf(name, sizeof(name), "/halfhour-test-%d", (int)getpid());
	sem = sem_open(name, O_CREAT | O_EXCL, 0600, 0);
	if (sem == SEM_FAILED)
		die("sem_open");
	puts(name);
	fflush(stdout);
	if (start() == 0)
		sem_wait(sem);
	else
		wait(NULL);
}

static void
kind_sysv(void)
{
	struct sembuf up = { 0, 1, 0 }, down = { 0, -1, 0 };
	int id;

	MUST(id = semget(IPC_PRIVATE, 1, 0600));
	printf("%d\n", id);
	fflush(stdout);
	semop(id, &up, 1);
	semop(id, &down, 1);
	if (start() == 0)
		semop(id, &down, 1);
	else
		wait(NULL);
}

static void
kind_msg(void)
{
	struct {
		long type;
		char text[8];
	} m;
	int id;

	MUST(id = msgget(IPC_PRIVATE, 0600));
	printf("%d\n", id);
	fflush(stdout);
	if (start() == 0)
		msgrcv(id, &m, sizeof(m.text), 0, 0);
	else
		wait(NULL);
}

static void
kind_mq(void)
{
	struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = 8 };
	char name[64], m[8];
	mqd_t q;

	snprintf(name, sizeof(name), "/halfhour-test-%d", (int)getpid());
	MUST(q = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attr));
	mq_unlink(name);
	if (start() == 0)
		mq_receive(q, m, sizeof(m), NULL);
	else
		wait(NULL);
}

/* Each holds one file and wants the other. */
static void
crossed_files(int lock(int fd))
{
	char c;
	int p[2], q[2], child;

	MUST(pipe(p));
	MUST(pipe(q));
	child = start() == 0;
	int mine = open(child ? "a" : "b", O_RDWR | O_CREAT, 0600);
	int theirs = open(child ? "b" : "a", O_RDWR | O_CREAT, 0600);

	MUST(lock(mine));
	MUST(write(child ? p[1] : q[1], "", 1));
	MUST(read(child ? q[0] : p[0], &c, 1));
	lock(theirs);
}

static int
lock_flock(int fd)
{
	return flock(fd, LOCK_EX);
}

static int
lock_ofd(int fd)
{
	struct flock l = { .l_type = F_WRLCK };

	return fcntl(fd, F_OFD_SETLKW, &l);
}

static void
kind_flock(void)
{
	crossed_files(lock_flock);
}

static void
kind_ofd(void)
{
	crossed_files(lock_ofd);
}

/* The kernel finds cycles of POSIX locks alone, so a child is in this one. */
static void
kind_fcntl(void)
{
	struct flock l = { .l_type = F_WRLCK };
	int fd = open("a", O_RDWR | O_CREAT, 0600);

	MUST(fcntl(fd, F_SETLKW, &l));
	if (start() == 0)
		fcntl(fd, F_SETLKW, &l);
	else
		wait(NULL);
}

static const struct {
	const char *name;
	void (*make)(void);
} kinds[] = { { "pipe", kind_pipe }, { "waitid", kind_waitid },
	{ "read", kind_read }, { "self", kind_self }, { "fifo", kind_fifo },
	{ "socketpair", kind_socketpair }, { "tcp", kind_tcp },
	{ "connect", kind_connect }, { "socketfile", kind_socketfile },
	{ "accept", kind_accept }, { "eventfd", kind_eventfd },
	{ "poll", kind_poll }, { "select", kind_select },
	{ "epoll", kind_epoll }, { "mutex", kind_mutex },
	{ "robust", kind_robust }, { "pi", kind_pi }, { "join", kind_join },
	{ "rwlock", kind_rwlock }, { "cond", kind_cond },
	{ "pshared", kind_pshared }, { "sem", kind_sem },
	{ "named", kind_named }, { "sysv", kind_sysv }, { "msg", kind_msg },
	{ "mq", kind_mq }, { "flock", kind_flock }, { "ofd", kind_ofd },
	{ "fcntl", kind_fcntl }, { "copied", kind_copied } };

int
main(int argc, char **argv)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (argc == 2 && strcmp(argv[1], kinds[i].name) == 0) {
			kinds[i].make();
			fprintf(stderr, "%s did not hang\n", argv[1]);
			return 1;
		}
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		puts(kinds[i].name);
	return 2;
}
