/* run_inside.c: process 1 of a sandbox, seen from outside */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <run_init_program.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "run/run_int.h"

/* For kernels that let nothing run in memory unless that is asked for (6.3).
 */
#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

int
run_inside_file(struct err *e)
{
	int fd = memfd_create("init", MFD_CLOEXEC | MFD_EXEC);

	if (fd == -1)
		fd = memfd_create("init", MFD_CLOEXEC);
	if (fd == -1 || fs_write_all(fd, run_init_program,
			    sizeof(run_init_program)) == -1) {
		err_errno(e, "cannot make a file in memory");
		if (fd != -1)
			close(fd);
		return -1;
	}
	return fd;
}

/* So many words, and these; they end with NULL. */
static void
inside_add(char ***v, size_t *n, size_t *cap, const char *const *words)
{
	size_t count = 0;

	while (words != NULL && words[count] != NULL)
		count++;
	*VEC_PUSH(*v, *n, *cap) = xasprintf("%zu", count);
	while (words != NULL && *words != NULL)
		*VEC_PUSH(*v, *n, *cap) = xstrdup(*words++);
}

char **
run_inside_words(const struct run_prog *progs, size_t n)
{
	char **v = NULL;
	size_t i, len = 0, cap = 0;

	*VEC_PUSH(v, len, cap) = xasprintf("/proc/self/fd/%d", RUN_FD_INIT);
	for (i = 0; i < n; i++) {
		inside_add(&v, &len, &cap, progs[i].env);
		inside_add(&v, &len, &cap, progs[i].argv);
	}
	*VEC_PUSH(v, len, cap) = NULL;
	return v;
}

void
run_inside_words_free(char **words)
{
	size_t i;

	for (i = 0; words != NULL && words[i] != NULL; i++)
		free(words[i]);
	free(words);
}

static enum run_heard
inside_end(const char *line, struct run_step *step)
{
	unsigned i;
	int status;

	if (sscanf(line, "e %u %d", &i, &status) != 2 || i >= step->n_progs ||
	    !step->progs[i].started || step->progs[i].ended)
		return RUN_HEARD_NOTHING;
	step->progs[i].ended = true;
	step->progs[i].status = status;
	return RUN_HEARD_END;
}

enum run_heard
run_inside_hear(const char *line, struct run_step *step)
{
	char kind[16];
	size_t n;
	int what = 0;

	switch (*line) {
	case '+':
		return RUN_HEARD_THERE;
	case 'e':
		return inside_end(line, step);
	case '!':
		return RUN_HEARD_DONE;
	case 'l':
		if (step->trace != NULL &&
		    sscanf(line, "l %15s %zu %n", kind, &n, &what) == 2 &&
		    what > 0)
			run_trace_leak(step->trace, kind, line + what, n);
		return RUN_HEARD_NOTHING;
	default:
		return RUN_HEARD_NOTHING;
	}
}
