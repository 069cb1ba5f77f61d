/* run_inside.c: process 1 of a sandbox, seen from outside */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <run_init_program.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "run/run_type.h"

/* For kernels that let nothing run in memory unless that is asked for (6.3).
 */
#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

/*
 * Sealed, for a program inside has it as /proc/1/exe, and the leash, which may
 * be root's, is the same file.
 */
int
run_inside_file(struct err *e)
{
	unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	int fd = memfd_create("init", flags | MFD_EXEC);

	if (fd == -1)
		fd = memfd_create("init", flags);
	if (fd == -1 ||
	    fs_write_all(fd, run_init_program, sizeof(run_init_program)) ==
		-1 ||
	    fcntl(fd, F_ADD_SEALS,
		F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) ==
		-1) {
		err_errno(e, "cannot make a file in memory");
		if (fd != -1)
			close(fd);
		return -1;
	}
	return fd;
}

struct inside_words {
	char **v;
	size_t n, cap;
};

static size_t
inside_count(const char *const *words)
{
	size_t n = 0;

	while (words != NULL && words[n] != NULL)
		n++;
	return n;
}

static void
inside_add(struct inside_words *w, const char *const *words)
{
	while (words != NULL && *words != NULL)
		*VEC_PUSH(w->v, w->n, w->cap) = xstrdup(*words++);
}

static void
inside_number(struct inside_words *w, size_t n)
{
	*VEC_PUSH(w->v, w->n, w->cap) = xasprintf("%zu", n);
}

char **
run_inside_words(const struct run_step *step)
{
	const char *const *launcher = run_bwrap_launcher(step->profile);
	struct inside_words w = { NULL, 0, 0 };
	size_t i;

	*VEC_PUSH(w.v, w.n, w.cap) = xasprintf("/proc/self/fd/%d", RUN_FD_INIT);
	inside_number(
	    &w, (size_t)run_box_tasks(step->processes + RUN_TASKS_OURS));
	for (i = 0; i < step->n_progs; i++) {
		const struct run_prog *p = &step->progs[i];

		inside_number(&w, inside_count(p->env));
		inside_add(&w, p->env);
		inside_number(
		    &w, inside_count(launcher) + inside_count(p->argv));
		inside_add(&w, launcher);
		inside_add(&w, p->argv);
	}
	*VEC_PUSH(w.v, w.n, w.cap) = NULL;
	return w.v;
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
inside_end(const char *line, struct run_step *step, int64_t ms)
{
	unsigned i;
	int status;

	if (sscanf(line, "e %u %d", &i, &status) != 2 || i >= step->n_progs ||
	    !step->progs[i].started || step->progs[i].ended)
		return RUN_HEARD_NOTHING;
	step->progs[i].ended = true;
	step->progs[i].status = status;
	step->progs[i].end_ms = ms;
	if (step->typing != NULL)
		run_type_gone(step->typing, status);
	return RUN_HEARD_END;
}

enum run_heard
run_inside_hear(const char *line, struct run_step *step, int64_t ms)
{
	char kind[16];
	size_t n;
	int what = 0, status;

	switch (*line) {
	case '+':
		return RUN_HEARD_THERE;
	case 'e':
		return inside_end(line, step, ms);
	case '!':
		return RUN_HEARD_DONE;
	case 'p':
		if (step->typing != NULL &&
		    sscanf(line, "p %d", &status) == 1 && status >= 0 &&
		    status <= 255)
			run_type_prompt(step->typing, status);
		return RUN_HEARD_NOTHING;
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
