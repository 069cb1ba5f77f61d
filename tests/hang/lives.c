/* lives.c: programs that wait and are no deadlock, though they look like one
 *
 *	lives KIND
 *
 * Each waits for something that is not to be seen in the other processes: a
 * job that is not there yet, an alarm, a time-out.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
nothing(int number)
{
	(void)number;
}

static pid_t
start(void)
{
	pid_t pid = fork();

	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

/* Three workers of one queue, and jobs come from programs to be started. */
static void
kind_msg(void)
{
	struct {
		long type;
		char text[8];
	} m;
	int id = msgget(IPC_PRIVATE, 0600);

	printf("%d\n", id);
	fflush(stdout);
	if (start() != 0)
		start();
	msgrcv(id, &m, sizeof(m.text), 0, 0);
}

static void
kind_mq(void)
{
	struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = 8 };
	char name[64], m[8];
	mqd_t q;

	snprintf(name, sizeof(name), "/halfhour-test-%d", (int)getpid());
	q = mq_open(name, O_RDWR | O_CREAT, 0600, &attr);
	mq_unlink(name);
	start();
	mq_receive(q, m, sizeof(m), NULL);
}

static void
kind_named(void)
{
	char name[64];
	sem_t *sem;

	snprintf(name, sizeof(name), "/halfhour-test-%d", (int)getpid());
	sem = sem_open(name, O_CREAT, 0600, 0);
	puts(name);
	fflush(stdout);
	start();
	sem_wait(sem);
}

/* Both read what nobody else writes, until the alarm of one rings. */
static void
kind_alarm(void)
{
	int p[2];
	char c;

	if (pipe(p) == -1)
		exit(9);
	if (start() == 0) {
		signal(SIGALRM, nothing);
		alarm(1000);
		if (read(p[0], &c, 1) == -1)
			exit(0);
	}
	if (read(p[0], &c, 1) == -1)
		exit(0);
}

static void
kind_timer(void)
{
	struct itimerspec when = { .it_value = { .tv_sec = 1000 } };
	timer_t timer;
	int p[2];
	char c;

	timer_create(CLOCK_MONOTONIC, NULL, &timer);
	timer_settime(timer, 0, &when, NULL);
	if (pipe(p) == -1 || read(p[0], &c, 1) == -1)
		exit(0);
}

static void
kind_timeout(void)
{
	struct timeval when = { 1000, 0 };
	int s[2];
	char c;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, s) == -1)
		exit(9);
	setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &when, sizeof(when));
	if (start() == 0) {
		close(s[0]);
		if (read(s[1], &c, 1) == -1)
			exit(0);
	}
	close(s[1]);
	if (read(s[0], &c, 1) == -1)
		exit(0);
}

/* A mutex that is held by one who sleeps. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *
wants(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&lock);
	return NULL;
}

static void
kind_mutex(void)
{
	pthread_t other;

	pthread_mutex_lock(&lock);
	pthread_create(&other, NULL, wants, NULL);
	sleep(1000);
}

/* An upgrade of a lock that a sleeper shares. */
static void
kind_flock(void)
{
	int fd = open("lock", O_RDWR | O_CREAT, 0600), p[2];
	char c;

	if (pipe(p) == -1)
		exit(9);
	flock(fd, LOCK_SH);
	if (start() == 0) {
		int other = open("lock", O_RDWR);

		flock(other, LOCK_SH);
		close(fd);
		if (write(p[1], "x", 1) == 1)
			sleep(1000);
	}
	if (read(p[0], &c, 1) == 1)
		flock(fd, LOCK_EX);
}

static void
kind_signal(void)
{
	signal(SIGUSR1, nothing);
	if (start() == 0)
		pause();
	wait(NULL);
}

static void
kind_timed(void)
{
	struct timespec when;
	sem_t sem;

	sem_init(&sem, 0, 0);
	clock_gettime(CLOCK_REALTIME, &when);
	when.tv_sec += 1000;
	sem_timedwait(&sem, &when);
}

static void
kind_runs(void)
{
	int p[2];
	char c;

	if (pipe(p) == -1)
		exit(9);
	if (start() == 0)
		for (;;)
			;
	if (read(p[0], &c, 1) == -1)
		exit(0);
}

static const struct {
	const char *name;
	void (*make)(void);
} kinds[] = { { "msg", kind_msg }, { "mq", kind_mq }, { "named", kind_named },
	{ "alarm", kind_alarm }, { "timer", kind_timer },
	{ "timeout", kind_timeout }, { "mutex", kind_mutex },
	{ "flock", kind_flock }, { "signal", kind_signal },
	{ "timed", kind_timed }, { "runs", kind_runs } };

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
