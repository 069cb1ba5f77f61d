/* sync.c: many files onto the disk at once */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/sync.h"

/* So many wait for the disk at once; more of them only cost their making. */
#define THREADS 8

struct share {
	struct sync *s;
	int first; /* and from there on each THREADSth */
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

/* Sync what is in the set; one share is for this thread itself, as are those
 * for which no thread can be had. */
static void
sync_all(struct sync *s)
{
	struct share shares[THREADS];
	pthread_t threads[THREADS];
	bool begun[THREADS] = { false };
	int i;

	for (i = THREADS - 1; i >= 0; i--) {
		shares[i] = (struct share){ s, i };
		if (i > 0 && i < s->n)
			begun[i] = pthread_create(
				       &threads[i], NULL, run, &shares[i]) == 0;
		if (!begun[i])
			run(&shares[i]);
	}
	for (i = 1; i < THREADS; i++)
		if (begun[i])
			pthread_join(threads[i], NULL);
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
	if (s->n == SYNC_MAX)
		sync_all(s);
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

int
sync_wait(struct sync *s)
{
	int error;

	sync_all(s);
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
