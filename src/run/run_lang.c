/* run_lang.c: languages: how to build and run them, and who does it */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/xalloc.h"
#include "run/run_int.h"

#define LANG_PROBE_MS 5000
#define LANG_PROBE_MAX 4096

/*
 * Only what is under /usr can be seen inside the sandbox, so every tool is
 * named by its path there; a python3 that PATH finds first, as pyenv's, is
 * not the one that runs.
 *
 * The C program is compiled and linked in two steps. In one step the linker
 * would name a temporary object file in its messages, another one each time,
 * and a record could never be the same twice. The sandbox has no folder in
 * common with the outside: the finished program comes out through descriptor
 * 4.
 */
#define LANG_CC "/usr/bin/cc"
#define LANG_CFLAGS "-std=gnu11 -O1 -g -Wall -Wextra -pthread"
#define LANG_PYTHON "/usr/bin/python3"
#define LANG_BASH "/bin/bash"

static const char *const c_run[] = { "./prog", NULL };
static const char *const c_probe[] = { LANG_CC, "--version", NULL };
static const char *const python_run[] = { LANG_PYTHON, "main.py", NULL };
static const char *const python_probe[] = { LANG_PYTHON, "--version", NULL };
static const char *const bash_run[] = { LANG_BASH, "--norc", "--noprofile",
	"--noediting", "-i", NULL };
static const char *const bash_probe[] = { LANG_BASH, "--version", NULL };
static const char *const sh_run[] = { "/bin/sh", "main.sh", NULL };

/* To add a language: one row here, one case in tests/unit/test_run_box.c. */
static const struct run_lang langs[] = {
	{
	    .name = "c",
	    .file = "main.c",
	    .tool = LANG_CC,
	    .package = "gcc libc6-dev",
	    .build = LANG_CC " " LANG_CFLAGS " -c -o main.o main.c && " LANG_CC
			     " -pthread -o prog main.o -lm && exec cat prog "
			     ">&4",
	    .run = c_run,
	    .probe = c_probe,
	},
	{
	    .name = "python",
	    .file = "main.py",
	    .tool = LANG_PYTHON,
	    .package = "python3",
	    .run = python_run,
	    .probe = python_probe,
	},
	{
	    .name = "sh",
	    .file = "main.sh",
	    .tool = "/bin/sh",
	    .package = "dash",
	    .run = sh_run,
	},
	{
	    .name = "console",
	    .tool = LANG_BASH,
	    .package = "bash",
	    .run = bash_run,
	    .probe = bash_probe,
	    .session = true,
	},
};

const struct run_lang *
run_lang_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(langs) / sizeof(*langs); i++)
		if (strcmp(langs[i].name, name) == 0)
			return &langs[i];
	return NULL;
}

const char *
run_lang_names(void)
{
	return "c, python, sh, console";
}

char *
run_lang_missing(const struct run_lang *lang)
{
	char real[PATH_MAX];

	if (access(lang->tool, X_OK) == -1)
		return xasprintf("%s is not there, and %s examples need it: "
				 "apt-get install %s",
		    lang->tool, lang->name, lang->package);
	if (realpath(lang->tool, real) == NULL ||
	    (strncmp(real, "/usr/", 5) != 0 && strncmp(real, "/bin/", 5) != 0))
		return xasprintf("%s leads out of /usr, where the sandbox "
				 "cannot see it: apt-get install "
				 "--reinstall %s",
		    lang->tool, lang->package);
	return NULL;
}

/* The first output of a child, up to its first line's end or the limit. */
static void
lang_first_line(struct strbuf *out, int fd)
{
	int64_t until = date_ticks() + LANG_PROBE_MS, left;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char buf[256], *end;
	ssize_t n;

	while ((left = until - date_ticks()) > 0) {
		if (poll(&p, 1, (int)left) != 1)
			continue;
		if ((n = read(fd, buf, sizeof(buf))) <= 0)
			break;
		strbuf_add(out, buf, (size_t)n);
		if (memchr(buf, '\n', (size_t)n) != NULL)
			break;
	}
	if ((end = strchr(out->buf, '\n')) != NULL)
		strbuf_trunc(out, (size_t)(end - out->buf));
}

char *
run_lang_version(const struct run_lang *lang)
{
	char *const envp[] = { "LC_ALL=C", "PATH=/usr/bin:/bin", NULL };
	posix_spawn_file_actions_t actions;
	struct strbuf out;
	int fd[2], status;
	pid_t pid;

	strbuf_init(&out, LANG_PROBE_MAX);
	if (lang->probe == NULL || access(lang->tool, X_OK) == -1 ||
	    pipe2(fd, O_CLOEXEC) == -1)
		return strbuf_take(&out);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, fd[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(
	    &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, lang->tool, &actions, NULL,
		(char *const *)lang->probe, envp) == 0) {
		close(fd[1]);
		fd[1] = -1;
		lang_first_line(&out, fd[0]);
		kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
			;
	}
	posix_spawn_file_actions_destroy(&actions);
	close(fd[0]);
	if (fd[1] != -1)
		close(fd[1]);
	return strbuf_take(&out);
}
