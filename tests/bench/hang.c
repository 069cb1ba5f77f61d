/* hang.c: what a snapshot and a verdict cost, of 200 tasks in 40 processes with
 * 2,000 descriptors
 *
 * The pause between the two looks is not counted: it is as long as one wants.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "hang/hang.h"

#define PROCESSES 40
#define THREADS 4 /* beside the first */
#define FDS 50
#define ROUNDS 41
#define PAUSE_MS 1

static pthread_mutex_t locks[2] = { PTHREAD_MUTEX_INITIALIZER,
	PTHREAD_MUTEX_INITIALIZER };
static pthread_barrier_t both;

static double
now_ms(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Of us, and of the children that are asked inside of namespaces. */
static double
cpu_ms(void)
{
	struct rusage u;

	getrusage(RUSAGE_CHILDREN, &u);
	return now_ms(CLOCK_PROCESS_CPUTIME_ID) +
	       (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static void *
wants_other(void *arg)
{
	int first = *(int *)arg;

	pthread_mutex_lock(&locks[first]);
	pthread_barrier_wait(&both);
	pthread_mutex_lock(&locks[!first]);
	return NULL;
}

static void *
wants_one(void *arg)
{
	(void)arg;
	pthread_barrier_wait(&both);
	pthread_mutex_lock(&locks[0]);
	return NULL;
}

/* It reads what the next one has to write; the last waits for the first. */
static void
hang(int in, int out)
{
	static int number[2] = { 0, 1 };
	pthread_t t;
	int i, fd;
	char c;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (fd = 3; fd < 1024; fd++)
		if (fd != in && fd != out)
			close(fd);
	for (i = 5; i < FDS; i++)
		if (fcntl(0, F_DUPFD, 0) == -1)
			_exit(1);
	pthread_barrier_init(&both, NULL, THREADS);
	for (i = 0; i < THREADS; i++)
		pthread_create(&t, NULL, i < 2 ? wants_other : wants_one,
		    i < 2 ? &number[i] : NULL);
	_exit((int)read(in, &c, 1));
}

static pid_t
make(bool lives)
{
	int p[PROCESSES][2], i;
	pid_t root = fork();

	if (root != 0)
		return root;
	setpgid(0, 0);
	for (i = 0; i < PROCESSES; i++)
		if (pipe(p[i]) == -1)
			_exit(1);
	for (i = 1; i < PROCESSES; i++)
		if (fork() == 0)
			hang(p[i][0], p[(i + PROCESSES - 1) % PROCESSES][1]);
	if (lives && fork() == 0)
		for (prctl(PR_SET_PDEATHSIG, SIGKILL);;)
			pause();
	hang(p[0][0], p[PROCESSES - 1][1]);
	return -1;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
measure(const char *name, pid_t pid)
{
	const struct hang_read_opts opts = { .wait_ms = PAUSE_MS };
	double wall[ROUNDS], cpu[ROUNDS], last[ROUNDS];
	const char *verdict = "";
	size_t tasks = 0;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		struct arena *a = arena_new();
		struct err e = ERR_INIT;
		struct hang_snap *s;
		struct hang h;
		double t = now_ms(CLOCK_MONOTONIC), c = cpu_ms();

		if (hang_read(&s, a, pid, &opts, &e) == -1)
			exit(1);
		last[i] = now_ms(CLOCK_MONOTONIC);
		hang_explain(&h, s, a);
		wall[i] = now_ms(CLOCK_MONOTONIC) - t - PAUSE_MS;
		cpu[i] = cpu_ms() - c;
		last[i] = now_ms(CLOCK_MONOTONIC) - last[i];
		verdict = hang_verdict_name(h.verdict);
		tasks = h.n_tasks;
		arena_free(a);
	}
	qsort(wall, ROUNDS, sizeof(*wall), by_size);
	qsort(cpu, ROUNDS, sizeof(*cpu), by_size);
	qsort(last, ROUNDS, sizeof(*last), by_size);
	printf("%-28s %3zu tasks, %-12s %5.1f ms (least %.1f), processor %.1f, "
	       "verdict alone %.2f\n",
	    name, tasks, verdict, wall[ROUNDS / 2], wall[0], cpu[ROUNDS / 2],
	    last[ROUNDS / 2]);
}

int
main(void)
{
	int lives;

	for (lives = 0; lives < 2; lives++) {
		pid_t pid = make(lives);

		usleep(500000);
		measure(
		    lives ? "the same, and a child lives" : "a ring of pipes",
		    pid);
		kill(-pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	return 0;
}
