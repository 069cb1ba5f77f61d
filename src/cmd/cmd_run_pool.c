/* cmd_run_pool.c: many examples at a time, and their end at Ctrl-C */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cmd/cmd_run.h"

#define POOL_FILES 32 /* that one run may have open, and we beside them */

/*
 * Threads take the next item until there is none, and hand it over when it has
 * ended. All else is done by one thread, which reports each item as it comes:
 * so no two lines get into each other. It also waits for the signals that end
 * a command. At one of them nothing new is started, what runs is ended, and
 * what had ended before is reported and recorded as ever.
 */
struct run_pool {
	struct run_item *items;
	size_t n, next;
	struct run_item **ended; /* in the order in which they have */
	size_t n_ended;
	size_t working; /* threads */
	int told, stop; /* eventfds: for the one thread, for the others */
	bool stopped;
	struct run_limits limits;
	struct run_tools *tools;
	pthread_mutex_t mutex;
};

static void
pool_tell(int fd)
{
	uint64_t one = 1;

	(void)!write(fd, &one, sizeof(one)); /* it can hold 2^64 - 2 of them */
}

static void
pool_run(struct run_item *item, const struct run_pool *p)
{
	struct err e = ERR_INIT;
	char *missing;

	if (item->status == RUN_REFUSED || item->status == RUN_SKIPPED)
		return;
	if (run_key(&item->key, &item->job, p->tools, &e) == -1) {
		item->status = RUN_REFUSED;
		item->why = xstrdup(e.msg);
	} else if ((missing = run_missing(&item->job, p->tools)) != NULL) {
		item->status = RUN_SKIPPED;
		item->why = missing;
	} else if (run_exec(&item->result, &item->job, &p->limits, &e) == -1) {
		item->status = RUN_REFUSED;
		item->why = xstrdup(e.msg);
	} else if (!run_as_expected(&item->result, item->job.expect))
		item->status = RUN_UNEXPECTED;
	else
		item->status = RUN_AS_EXPECTED;
}

static void *
pool_thread(void *arg)
{
	struct run_pool *p = arg;

	pthread_mutex_lock(&p->mutex);
	while (p->next < p->n && !p->stopped) {
		struct run_item *item = &p->items[p->next++];

		pthread_mutex_unlock(&p->mutex);
		pool_run(item, p);
		pthread_mutex_lock(&p->mutex);
		/* What a stop has cut short could not be run either. */
		if (!p->stopped || item->status != RUN_REFUSED)
			p->ended[p->n_ended++] = item;
		pool_tell(p->told);
	}
	p->working--;
	pool_tell(p->told);
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

/* The next that has ended and is to be reported, or NULL; whether more can
 * come. */
static struct run_item *
pool_next(struct run_pool *p, size_t at, bool *more)
{
	struct run_item *item = NULL;

	pthread_mutex_lock(&p->mutex);
	if (at < p->n_ended)
		item = p->ended[at];
	*more = item != NULL || p->working > 0;
	pthread_mutex_unlock(&p->mutex);
	return item;
}

static void
pool_stop(struct run_pool *p)
{
	pthread_mutex_lock(&p->mutex);
	p->stopped = true;
	pthread_mutex_unlock(&p->mutex);
	pool_tell(p->stop);
}

/* Report each as it comes, until no thread works any more; the signal that has
 * stopped them, or 0. */
static int
pool_watch(struct run_session *s, struct run_pool *p, int signals)
{
	struct pollfd v[] = { { p->told, POLLIN, 0 }, { signals, POLLIN, 0 } };
	struct signalfd_siginfo got;
	struct run_item *item;
	size_t at = 0;
	int stopped = 0;
	uint64_t n;
	bool more;

	for (;;) {
		while ((item = pool_next(p, at, &more)) != NULL) {
			at++;
			run_session_take(s, item);
		}
		if (!more)
			return stopped;
		if (poll(v, 2, -1) == -1)
			continue;
		if (v[0].revents)
			(void)!read(p->told, &n, sizeof(n));
		if (v[1].revents && stopped == 0 &&
		    read(signals, &got, sizeof(got)) == sizeof(got)) {
			stopped = (int)got.ssi_signo;
			pool_stop(p);
		}
	}
}

/*
 * As many as there are descriptors for, of those that were asked for. The lower
 * limit, of 1024 as a rule, is for programs that use select(2), which we do
 * not; what runs in a sandbox has a limit of its own.
 */
static size_t
pool_room(size_t jobs)
{
	rlim_t want = POOL_FILES * (jobs + 1);
	struct rlimit lim;

	if (getrlimit(RLIMIT_NOFILE, &lim) == -1)
		return jobs;
	if (lim.rlim_cur < want) {
		lim.rlim_cur = lim.rlim_max < want ? lim.rlim_max : want;
		setrlimit(RLIMIT_NOFILE, &lim);
	}
	if (lim.rlim_cur >= want)
		return jobs;
	return lim.rlim_cur < 3 * POOL_FILES ? 1
					     : lim.rlim_cur / POOL_FILES - 1;
}

/* Those that end a command, unless whoever started us has them ignored. */
static void
pool_signals(sigset_t *set)
{
	static const int all[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa;
	size_t i;

	sigemptyset(set);
	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (sigaction(all[i], NULL, &sa) == 0 &&
		    sa.sa_handler != SIG_IGN)
			sigaddset(set, all[i]);
}

static int
pool_threads(struct run_session *s, struct run_pool *p, size_t jobs,
    int signals, struct err *e)
{
	pthread_t *threads = xcalloc(jobs, sizeof(*threads));
	size_t started = 0;
	int rc;

	pthread_mutex_lock(&p->mutex);
	for (; started < jobs; started++, p->working++)
		if (pthread_create(&threads[started], NULL, pool_thread, p) !=
		    0)
			break;
	pthread_mutex_unlock(&p->mutex);
	rc = started > 0 ? pool_watch(s, p, signals)
			 : err_set(e, "cannot start a thread");
	while (started > 0)
		pthread_join(threads[--started], NULL);
	free(threads);
	return rc;
}

int
run_session_run(struct run_session *s, struct err *e)
{
	struct run_pool p = { .items = s->items,
		.n = s->n,
		.ended = xcalloc(s->n, sizeof(*p.ended)),
		.told = eventfd(0, EFD_CLOEXEC),
		.stop = eventfd(0, EFD_CLOEXEC),
		.limits = wiki_limits(s->w),
		.tools = run_tools_new(),
		.mutex = PTHREAD_MUTEX_INITIALIZER };
	size_t jobs = pool_room(
	    (size_t)cmd_jobs(s->o.jobs ? s->o.jobs : s->w->conf.run_jobs));
	struct wiki_state state;
	sigset_t set, old;
	int signals, rc;

	if (wiki_state_open(&state, s->w->root, e) == -1) {
		run_tools_free(p.tools);
		free(p.ended);
		return -1;
	}
	pool_signals(&set);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	signals = signalfd(-1, &set, SFD_CLOEXEC);
	p.limits.stop = p.stop;
	p.limits.built = state.fd;
	p.limits.tools = p.tools;
	if (p.told == -1 || p.stop == -1 || signals == -1)
		rc = err_errno(e, "cannot wait for examples");
	else
		rc = pool_threads(s, &p, jobs < s->n ? jobs : s->n, signals, e);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (signals != -1)
		close(signals);
	if (p.told != -1)
		close(p.told);
	if (p.stop != -1)
		close(p.stop);
	run_tools_free(p.tools);
	wiki_state_close(&state);
	free(p.ended);
	return rc;
}
