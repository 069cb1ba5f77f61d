/* unseen.c: programs that are woken by what no list of descriptors shows
 *
 *	unseen KIND
 *
 * Each seems to wait in a circle, and does not: a descriptor is on its way, the
 * kernel has work of it to do, somebody shares its memory, or another thread
 * can change what is waited for. What ends each wait comes after 1000 seconds.
 * Exit status 77: this machine does not let it be tried.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
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
two_ends(int p[2])
{
	need(pipe(p) == 0);
}

/* Read what nobody else seems to write. */
static void
read_one(int fd)
{
	char c;

	if (read(fd, &c, 1) == -1)
		_exit(1);
}

static void
write_one(int fd)
{
	if (write(fd, "x", 1) == -1)
		_exit(1);
}

static int
later(void)
{
	struct itimerspec when = { .it_value = { .tv_sec = LATER } };
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);

	timerfd_settime(fd, 0, &when, NULL);
	return fd;
}

static void
send_fd(int to, int fd)
{
	char c = 'x', room[CMSG_SPACE(sizeof(int))] = "";
	struct iovec io = { &c, 1 };
	struct msghdr m = { .msg_iov = &io,
		.msg_iovlen = 1,
		.msg_control = room,
		.msg_controllen = sizeof(room) };
	struct cmsghdr *h = CMSG_FIRSTHDR(&m);

	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(h), &fd, sizeof(fd));
	need(sendmsg(to, &m, 0) == 1);
}

/* The child that sleeps can take the writing end out of the socket. */
static void
kind_sent(void)
{
	int p[2], s[2];

	two_ends(p);
	need(socketpair(AF_UNIX, SOCK_STREAM, 0, s) == 0);
	if (start() == 0) {
		close(p[0]);
		close(p[1]);
		close(s[0]);
		sleep(LATER);
	}
	close(s[1]);
	send_fd(s[0], p[1]);
	read_one(p[0]);
}

/* The ring writes, when a timer of its own has rung. */
static void
kind_uring(void)
{
	static struct __kernel_timespec when = { LATER, 0 };
	struct io_uring_params par = { .flags = 0 };
	struct io_uring_sqe *sqe;
	int p[2], ring = (int)syscall(SYS_io_uring_setup, 4, &par);
	unsigned *array;
	char *q;

	need(ring != -1);
	two_ends(p);
	q = mmap(NULL, par.sq_off.array + 4 * sizeof(unsigned),
	    PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
	sqe = mmap(NULL, 4 * sizeof(*sqe), PROT_READ | PROT_WRITE, MAP_SHARED,
	    ring, IORING_OFF_SQES);
	need(q != MAP_FAILED && sqe != MAP_FAILED);
	memset(sqe, 0, 2 * sizeof(*sqe));
	sqe[0].opcode = IORING_OP_TIMEOUT;
	sqe[0].flags = IOSQE_IO_HARDLINK;
	sqe[0].addr = (unsigned long)&when;
	sqe[0].len = 1;
	sqe[1].opcode = IORING_OP_WRITE;
	sqe[1].fd = p[1];
	sqe[1].addr = (unsigned long)"x";
	sqe[1].len = 1;
	array = (unsigned *)(q + par.sq_off.array);
	array[0] = 0;
	array[1] = 1;
	__atomic_store_n(
	    (unsigned *)(q + par.sq_off.tail), 2, __ATOMIC_RELEASE);
	need(syscall(SYS_io_uring_enter, ring, 2, 0, 0, NULL, 0) == 2);
	read_one(p[0]);
}

/* The kernel adds to the eventfd, when the timer has rung. */
static void
kind_aio(void)
{
	struct iocb cb = { .aio_lio_opcode = IOCB_CMD_POLL,
		.aio_buf = POLLIN,
		.aio_flags = IOCB_FLAG_RESFD },
		    *list[] = { &cb };
	aio_context_t ctx = 0;
	int event = eventfd(0, 0);
	uint64_t n;

	cb.aio_fildes = (unsigned)later();
	cb.aio_resfd = (unsigned)event;
	need(syscall(SYS_io_setup, 4, &ctx) == 0);
	need(syscall(SYS_io_submit, ctx, 1, list) == 1);
	if (read(event, &n, sizeof(n)) == -1)
		_exit(1);
}

/* ---- a circle through a mutex of one thread ------------------------------------ */

static pthread_mutex_t *mutex;

/* Main has it, and the child wants it; all else of the child's is `fd`. */
static void
child_wants_mutex(int fd, int other)
{
	pthread_mutexattr_t attr;

	mutex = mmap(NULL, sizeof(*mutex), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(mutex, &attr);
	pthread_mutex_lock(mutex);
	if (start() != 0) {
		if (fd != -1)
			close(fd);
		return;
	}
	if (other != -1)
		close(other);
	pthread_mutex_lock(mutex);
	_exit(0);
}

static int shared[4];

static void *
adds_watch(void *arg)
{
	struct epoll_event ev = { .events = EPOLLOUT };

	sleep(LATER);
	epoll_ctl(shared[0], EPOLL_CTL_ADD, shared[1], &ev);
	return arg;
}

static void
kind_epoll(void)
{
	struct epoll_event ev = { .events = EPOLLIN };
	pthread_t other;
	int p[2];

	two_ends(p);
	child_wants_mutex(p[1], p[0]);
	shared[0] = epoll_create1(0);
	shared[1] = eventfd(0, 0);
	epoll_ctl(shared[0], EPOLL_CTL_ADD, p[0], &ev);
	pthread_create(&other, NULL, adds_watch, NULL);
	epoll_wait(shared[0], &ev, 1, -1);
}

static void *
starts_child(void *arg)
{
	sleep(LATER);
	if (start() == 0)
		_exit(0);
	return arg;
}

static void
kind_fork(void)
{
	pthread_t other;

	child_wants_mutex(-1, -1);
	pthread_create(&other, NULL, starts_child, NULL);
	wait(NULL);
}

static void *
shuts_down(void *arg)
{
	sleep(LATER);
	shutdown(shared[0], SHUT_RDWR);
	return arg;
}

static void
kind_shutdown(void)
{
	pthread_t other;
	int s[2];

	need(socketpair(AF_UNIX, SOCK_STREAM, 0, s) == 0);
	shared[0] = s[0];
	child_wants_mutex(s[1], s[0]);
	pthread_create(&other, NULL, shuts_down, NULL);
	read_one(s[0]);
}

/* ---- numbers that mean another thing -------------------------------------------- */

/* A timer is watched by a number that a pipe has now. */
static void
kind_reused(void)
{
	struct epoll_event ev = { .events = EPOLLIN };
	int ep = epoll_create1(0), timer = later(), kept = dup(timer), p[2];

	epoll_ctl(ep, EPOLL_CTL_ADD, timer, &ev);
	two_ends(p);
	dup2(p[0], timer);
	epoll_wait(ep, &ev, 1, -1);
	close(kept);
}

/* The first process of a namespace of its own. */
static bool
start_first(void)
{
	if (start() != 0)
		return false;
	need(unshare(CLONE_NEWPID) == 0 ||
	     unshare(CLONE_NEWUSER | CLONE_NEWPID) == 0);
	if (start() == 0)
		return true;
	wait(NULL);
	_exit(0);
}

/* Whoever has the mutex is process 1 in its namespace; so is, in that of who
 * waits, somebody else. */
static void
kind_pidns(void)
{
	pthread_mutexattr_t attr;
	pid_t pid;
	int p[2];

	two_ends(p);
	mutex = mmap(NULL, sizeof(*mutex), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(mutex, &attr);
	if (start_first()) {
		pthread_mutex_lock(mutex);
		write_one(p[1]);
		sleep(LATER);
	}
	read_one(p[0]);
	if (start_first()) {
		if ((pid = start()) == 0)
			pthread_mutex_lock(mutex);
		waitpid(pid, NULL, 0);
	}
	sleep(LATER);
}

/* ---- memory ---------------------------------------------------------------------- */

static sem_t sem;

static int
posts_later(void *arg)
{
	(void)arg;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sleep(LATER);
	sem_post(&sem);
	return 0;
}

static void *
waits(void *arg)
{
	sem_wait(&sem);
	return arg;
}

/* A process of its own, in the same memory. */
static void
kind_vm(void)
{
	static char stack[1 << 16] __attribute__((aligned(16)));
	pthread_t other;

	need(clone(posts_later, stack + sizeof(stack), CLONE_VM | SIGCHLD,
		 NULL) != -1);
	pthread_create(&other, NULL, waits, NULL);
	sem_wait(&sem);
}

/* One has the file of the semaphore, and has not mapped it yet. */
static void
kind_memfd(void)
{
	int fd = memfd_create("x", 0);
	sem_t *s;

	need(fd != -1 && ftruncate(fd, 4096) == 0);
	if (start() == 0)
		sleep(LATER);
	s = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	sem_init(s, 1, 0);
	close(fd);
	start();
	sem_wait(s);
}

/* The child that sleeps will open the semaphore. */
static void
kind_opens(void)
{
	char name[64];
	pid_t pid;
	sem_t *s;

	snprintf(name, sizeof(name), "/halfhour-test-%d", (int)getpid());
	if (start() == 0) {
		sleep(LATER);
		sem_post(sem_open(name, 0));
	}
	s = sem_open(name, O_CREAT, 0600, 0);
	puts(name);
	fflush(stdout);
	if ((pid = start()) == 0) {
		sem_wait(s);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

/* The child that sleeps is of another program, and will use the set. */
static void
kind_sysv(void)
{
	struct sembuf down = { 0, -1, 0 };
	int id = semget(IPC_PRIVATE, 1, 0600);
	pid_t pid;

	printf("%d\n", id);
	fflush(stdout);
	if (start() == 0)
		execlp("sleep", "sleep", "1000", (char *)NULL);
	if ((pid = start()) == 0) {
		semop(id, &down, 1);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

/* ---- who is held -------------------------------------------------------------------- */

/* Somebody who is no child of it is traced, and ends. */
static void
kind_tracer(void)
{
	int p[2], q[2];
	pid_t far, pid;

	two_ends(p);
	two_ends(q);
	if ((pid = start()) == 0) {
		if ((far = fork()) == 0) {
			prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
			prctl(PR_SET_PDEATHSIG, 0);
			close(p[0]);
			close(p[1]);
			close(q[0]);
			sleep(LATER);
		}
		if (write(q[1], &far, sizeof(far)) == -1)
			_exit(1);
		close(p[1]);
		read_one(p[0]);
		_exit(0);
	}
	need(read(q[0], &far, sizeof(far)) == sizeof(far));
	need(ptrace(PTRACE_SEIZE, far, 0, PTRACE_O_EXITKILL) == 0);
	close(p[0]);
	waitpid(-1, NULL, __WALL);
}

static int
filter(unsigned nr)
{
	struct sock_filter code[] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					  offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };
	struct sock_fprog prog = { 4, code };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_NEW_LISTENER, &prog);
}

/* A supervisor, who sleeps, decides about the call. */
static void
kind_seccomp(void)
{
	int fd, p[2];

	two_ends(p);
	need((fd = filter(SYS_read)) != -1);
	if (start() == 0) {
		close(p[0]);
		close(p[1]);
		sleep(LATER);
	}
	close(fd);
	read_one(p[0]);
}

/* What was read is there; where it is to go is up to one who sleeps. */
static void
kind_fault(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int fd = (int)syscall(SYS_userfaultfd, 0), p[2];
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	two_ends(p);
	reg.range.start = (unsigned long)page;
	reg.range.len = 4096;
	need(fd != -1 && ioctl(fd, UFFDIO_API, &api) == 0 &&
	     ioctl(fd, UFFDIO_REGISTER, &reg) == 0);
	if (start() == 0) {
		close(p[0]);
		close(p[1]);
		sleep(LATER);
	}
	write_one(p[1]);
	if (read(p[0], page, 1) == -1)
		_exit(1);
}

/* ---- signals ------------------------------------------------------------------------- */

static void
nothing(int number)
{
	(void)number;
}

static void
kind_alarm(void)
{
	int p[2];

	two_ends(p);
	if (start() == 0) {
		close(p[1]);
		signal(SIGALRM, nothing);
		alarm(LATER);
		read_one(p[0]);
		_exit(0);
	}
	close(p[0]);
	wait(NULL);
}

static void
kind_stopped(void)
{
	int p[2];

	two_ends(p);
	if (start() == 0) {
		raise(SIGSTOP);
		read_one(p[0]);
		_exit(0);
	}
	wait(NULL);
}

/* A byte comes while the reader is frozen; live.sh does that. */
static void
kind_frozen(void)
{
	pid_t pid;
	int p[2];

	two_ends(p);
	if ((pid = start()) == 0) {
		close(p[1]);
		read_one(p[0]);
		_exit(0);
	}
	printf("%d\n", (int)pid);
	fflush(stdout);
	read_one(0);
	write_one(p[1]);
	puts("written");
	fflush(stdout);
	wait(NULL);
}

static void
kind_signalfd(void)
{
	struct signalfd_siginfo got;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	start();
	if (read(signalfd(-1, &set, 0), &got, sizeof(got)) == -1)
		_exit(1);
}

static void
kind_vfork(void)
{
	if (vfork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sleep(LATER);
		_exit(0);
	}
}

static void
kind_inotify(void)
{
	int fd = inotify_init1(0);

	inotify_add_watch(fd, ".", IN_CREATE);
	start();
	read_one(fd);
}

static void
kind_pidfd(void)
{
	struct pollfd v = { .events = POLLIN };
	pid_t pid = start();

	if (pid == 0)
		sleep(LATER);
	v.fd = (int)syscall(SYS_pidfd_open, pid, 0);
	start();
	poll(&v, 1, -1);
}

/* A listener whose owner sleeps, and a queue that is full. */
static void
kind_connect(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), i;

	snprintf(at.sun_path + 1, sizeof(at.sun_path) - 1, "halfhour-%d",
	    (int)getpid());
	need(bind(listener, (void *)&at, sizeof(at)) == 0 &&
	     listen(listener, 0) == 0);
	if (start() == 0)
		sleep(LATER);
	for (i = 0; i < 3; i++)
		connect(
		    socket(AF_UNIX, SOCK_STREAM, 0), (void *)&at, sizeof(at));
}

static const struct {
	const char *name;
	void (*make)(void);
} kinds[] = { { "sent", kind_sent }, { "uring", kind_uring },
	{ "aio", kind_aio }, { "epoll", kind_epoll }, { "fork", kind_fork },
	{ "shutdown", kind_shutdown }, { "reused", kind_reused },
	{ "pidns", kind_pidns }, { "vm", kind_vm }, { "memfd", kind_memfd },
	{ "opens", kind_opens }, { "sysv", kind_sysv },
	{ "tracer", kind_tracer }, { "seccomp", kind_seccomp },
	{ "fault", kind_fault }, { "alarm", kind_alarm },
	{ "stopped", kind_stopped }, { "frozen", kind_frozen },
	{ "signalfd", kind_signalfd }, { "vfork", kind_vfork },
	{ "inotify", kind_inotify }, { "pidfd", kind_pidfd },
	{ "connect", kind_connect } };

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
