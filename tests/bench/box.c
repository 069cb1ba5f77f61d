/* box.c: what the sandbox costs, beside the program in it */
#include <errno.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "run/run_int.h"

#define ROUNDS 41
#define SLEEPERS 60
#define WIKI ((size_t)84 << 20) /* what 10,000 notes take in memory */

static const char *const nothing[] = { "/bin/true", NULL };

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* The program alone. */
static double
bare(void)
{
	double begin = now_ms();
	pid_t pid;
	int status;

	if (posix_spawn(&pid, nothing[0], NULL, NULL, (char *const *)nothing,
		environ) != 0)
		exit(1);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return now_ms() - begin;
}

/* A program in the sandbox of a profile; `rung` (may be NULL) is how it was
 * held. */
static double
boxed(const char *const *argv, enum run_profile profile, const char **rung)
{
	struct strbuf said = STRBUF_INIT;
	struct err e = ERR_INIT;
	struct run_prog p = {
		.argv = argv,
		.terminal = true,
		.after = -1,
		.out = &said,
		.err = &said,
	};
	struct run_step s = {
		.progs = &p,
		.n_progs = 1,
		.in = -1,
		.extra = -1,
		.profile = profile,
		.timeout_ms = 10000,
		.memory = (size_t)256 << 20,
		.processes = 64,
	};
	double begin = now_ms(), took;

	if (run_keep(&s, &e) == -1) {
		printf("the sandbox does not start: %s\n", e.msg);
		exit(0);
	}
	took = now_ms() - begin;
	if (rung != NULL)
		*rung = s.rung;
	strbuf_release(&said);
	return took;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v)
{
	qsort(v, ROUNDS, sizeof(*v), by_size);
	return v[ROUNDS / 2];
}

static void
tell(double *v, double base)
{
	double m = median(v);

	printf("  %6.1f ms  %6.1f ms  %6.1f ms\n", m, m - base, *v);
}

/* ---- many at a time --------------------------------------------------------- */

static void *
sleeper(void *arg)
{
	static const char *const argv[] = { "/bin/sleep", "1", NULL };
	(void)arg;
	boxed(argv, RUN_PLAIN, NULL);
	return NULL;
}

/* Processor time of ours and of all that has ended. */
static double
spent_ms(void)
{
	struct rusage a, b;

	getrusage(RUSAGE_SELF, &a);
	getrusage(RUSAGE_CHILDREN, &b);
	return (double)(a.ru_utime.tv_sec + a.ru_stime.tv_sec +
			b.ru_utime.tv_sec + b.ru_stime.tv_sec) *
		   1e3 +
	       (double)(a.ru_utime.tv_usec + a.ru_stime.tv_usec +
			b.ru_utime.tv_usec + b.ru_stime.tv_usec) /
		   1e3;
}

/* So many programs that wait for a second, all at once. */
static void
sleepers(void)
{
	pthread_t threads[SLEEPERS];
	double begin = now_ms(), spent = spent_ms();
	int i;

	for (i = 0; i < SLEEPERS; i++)
		if (pthread_create(&threads[i], NULL, sleeper, NULL) != 0)
			exit(1);
	for (i = 0; i < SLEEPERS; i++)
		pthread_join(threads[i], NULL);
	printf("%-46s  %6.0f ms\n", "60 at a time that sleep for 1 s",
	    now_ms() - begin);
	printf("%-46s  %6.0f ms\n", "  of processor time, all together",
	    spent_ms() - spent);
}

int
main(void)
{
	double alone[ROUNDS], plain[ROUNDS], container[ROUNDS], large[ROUNDS];
	double base;
	const char *rung = "";
	char *wiki;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		alone[i] = bare();
		plain[i] = boxed(nothing, RUN_PLAIN, &rung);
		container[i] = boxed(nothing, RUN_CONTAINER, &rung);
	}
	wiki = xmalloc(WIKI);
	memset(wiki, 1, WIKI);
	for (i = 0; i < ROUNDS; i++)
		large[i] = boxed(nothing, RUN_PLAIN, &rung);
	free(wiki);
	base = median(alone);
	/* On a machine that others use, the least is nearer to the truth. */
	printf("%-46s  %9s  %9s  %9s\n", "a program that does nothing",
	    "median", "more", "least");
	printf("%-46s  %6.1f ms  %9s  %6.1f ms\n", "alone", base, "", *alone);
	printf("in the sandbox (%s)%*s", rung, 28 - (int)strlen(rung), "");
	tell(plain, base);
	printf("%-46s", "with 10,000 notes in memory");
	tell(large, base);
	printf("%-46s", "in that of profile=container");
	tell(container, base);
	sleepers();
	return 0;
}
