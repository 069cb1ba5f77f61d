/* sync.c: many files onto the disk at once */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/sync.h"
#include "base/xalloc.h"

/* So many wait for the disk at once; more of them only cost their making. */
#define THREADS 8

struct share {
	struct sync *s;
	int first; /* and from there on each THREADSth */
	bool begun;
	pthread_t thread;
};

struct sync_run {
	struct share share[THREADS];
};

/* What a thread does. */
static void *
run(void *payload)
{
	const struct share *share = payload;
	int i;

	for (i = share->first; i < share->s->n; i += THREADS) {
		struct sync_one *one = &share->s->one[i];

		one->error = fsync(one->fd) == -1 ? errno : 0;
	}
	return NULL;
}

/* Have threads do all shares but the first. */
static void
begin(struct sync *s, struct share *shares)
{
	int i;

	for (i = 0; i < THREADS; i++)
		shares[i] = (struct share){ .s = s, .first = i };
	for (i = 1; i < THREADS && i < s->n; i++)
		shares[i].begun = pthread_create(&shares[i].thread, NULL, run,
				      &shares[i]) == 0;
}

/* Do those for which no thread could be had, wait for the others. */
static void
end(struct sync *s, struct share *shares)
{
	int i;

	for (i = 0; i < THREADS; i++)
		if (!shares[i].begun)
			run(&shares[i]);
	for (i = 0; i < THREADS; i++)
		if (shares[i].begun)
			pthread_join(shares[i].thread, NULL);
	for (i = 0; i < s->n; i++) {
		if (s->error == 0)
			s->error = s->one[i].error;
		close(s->one[i].fd);
	}
	s->n = 0;
}

void
sync_add(struct sync *s, int fd)
{
	struct share shares[THREADS];

	if (s->n == SYNC_MAX) {
		begin(s, shares);
		end(s, shares);
	}
	s->one[s->n].fd = fd;
	s->one[s->n++].error = 0;
}

int
sync_add_path(struct sync *s, int dirfd, const char *path)
{
	int fd = fs_open(dirfd, path, O_RDONLY | O_NONBLOCK, 0);

	if (fd == -1)
		return -1;
	sync_add(s, fd);
	return 0;
}

void
sync_begin(struct sync *s)
{
	struct share *all;

	s->run = xcalloc(1, sizeof(*s->run));
	all = s->run->share;
	begin(s, all);
	/* The caller has something else to do than the first. */
	all[0].begun =
	    s->n > 0 && pthread_create(&all[0].thread, NULL, run, &all[0]) == 0;
}

int
sync_wait(struct sync *s)
{
	struct share here[THREADS];
	int error;

	if (s->run == NULL)
		begin(s, here);
	end(s, s->run != NULL ? s->run->share : here);
	free(s->run);
	s->run = NULL;
	error = s->error;
	s->error = 0;
	errno = error;
	return error == 0 ? 0 : -1;
}

void
sync_release(struct sync *s)
{
	while (s->n > 0)
		close(s->one[--s->n].fd);
	s->error = 0;
}
