/* cmd_edit_run.c: the user's editor, run and waited for */
#include <sys/wait.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "cmd/cmd_edit.h"

char *
cmd_editor(struct err *e)
{
	char *editor = getenv("VISUAL");

	if (editor == NULL || text_blank(editor))
		editor = getenv("EDITOR");
	if (editor != NULL && !text_blank(editor))
		return editor;
	if (isatty(STDIN_FILENO)) {
		static char vi[] = "vi";

		return vi;
	}
	err_set(e, "there is no terminal to edit in, and neither VISUAL nor "
		   "EDITOR names a program; name one, as in: EDITOR='code "
		   "--wait' halfhour …");
	return NULL;
}

static _Noreturn void
run_child(const char *editor, const char *path)
{
	char *script = xasprintf("%s \"$@\"", editor);

	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	execl("/bin/sh", "sh", "-c", script, editor, path, (char *)NULL);
	_exit(127);
}

/* What the exit of the editor means. */
static int
ended(const char *editor, int status, struct err *e)
{
	if (WIFSIGNALED(status))
		return err_set(e, "the editor '%s' was ended by signal %d (%s)",
		    editor, WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) == 127 || WEXITSTATUS(status) == 126)
		return err_set(e,
		    "the editor '%s' cannot be started; name another one by "
		    "VISUAL or EDITOR",
		    editor);
	if (WEXITSTATUS(status) != 0)
		return err_set(e, "the editor '%s' ended with %d", editor,
		    WEXITSTATUS(status));
	return 0;
}

int
cmd_editor_run(const char *editor, const char *path, struct err *e)
{
	/* Ctrl-C in an editor is for the editor. */
	struct sigaction ignore = { .sa_handler = SIG_IGN }, in, quit;
	int status = 0;
	pid_t pid, got;

	fflush(NULL);
	sigaction(SIGINT, &ignore, &in);
	sigaction(SIGQUIT, &ignore, &quit);
	if ((pid = fork()) == 0)
		run_child(editor, path);
	do
		got = pid == -1 ? -1 : waitpid(pid, &status, 0);
	while (got == -1 && pid != -1 && errno == EINTR);
	sigaction(SIGINT, &in, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	if (got == -1)
		return err_errno(e, "cannot run the editor '%s'", editor);
	return ended(editor, status, e);
}
