/* repo_git.c: the user's own git, run */
#include <stdlib.h>
#include <sys/wait.h>

#include "base/xalloc.h"
#include "repo/repo_child.h"
#include "repo/repo_git.h"

#define WORD 5 /* the first behind those of REPO_GIT */

/* Its hooks may call us, and are told what we hold. */
int
repo_git_start(struct repo *r, struct repo_child *c, const char *const *argv,
    const char *const *env, struct err *e)
{
	char *below = repo_below_env(r);
	const char **all;
	size_t n = 0, i;
	int rc;

	while (env != NULL && env[n] != NULL)
		n++;
	all = xcalloc(n + 2, sizeof(*all));
	for (i = 0; i < n; i++)
		all[i] = env[i];
	all[n] = below;
	rc = repo_child_start(c, argv, all, r->root, e);
	free(all);
	free(below);
	return rc;
}

int
repo_git_run(struct repo *r, const char *const *argv, const char *const *env,
    const struct repo_text *in, struct strbuf *out, struct err *e)
{
	struct repo_child c;
	int status, i, rc = -1;
	char *said;

	if (repo_git_start(r, &c, argv, env, e) == -1)
		return -1;
	/* One that does not read to the end says why. */
	if (in != NULL)
		repo_child_write(&c, in->p, in->len);
	repo_child_read_all(&c, out);
	status = repo_child_end(&c);
	if (status != -1 && WIFEXITED(status))
		rc = WEXITSTATUS(status);
	if (rc != 0) {
		for (i = WORD; argv[i][0] == '-'; i++)
			i += argv[i][2] == '\0' &&
			     (argv[i][1] == 'C' || argv[i][1] == 'c');
		said = repo_child_said(&c);
		err_set(e, "git %s failed%s%s", argv[i], said ? ": " : "",
		    said ? said : "");
		free(said);
	}
	repo_child_release(&c);
	return rc;
}
