/* wiki_run_docker.c: what a note says of an example in a container */
#include <string.h>

#include "base/text.h"
#include "wiki/wiki_int.h"

bool
wiki_job_is_docker_attr(const char *key)
{
	return strcmp(key, "needs") == 0 || strcmp(key, "image") == 0 ||
	       strcmp(key, "options") == 0;
}

/* A name of an image is one word, and no option of the command. */
static bool
docker_image_good(const char *image)
{
	return *image != '\0' && *image != '-' &&
	       strpbrk(image, " \t\r\n") == NULL;
}

/* What is wrong with it, or NULL. */
static const char *
docker_problem(const struct note_example *x, const struct run_job *job)
{
	const char *needs = note_attr(x, "needs");

	if (needs == NULL)
		return job->image != NULL || job->options != NULL
			   ? "image= and options= are for an example in a "
			     "container: write needs=docker as well"
			   : NULL;
	if (strcmp(needs, "docker") != 0)
		return "needs= is only needs=docker";
	if (note_attr(x, "profile") != NULL)
		return "profile= is for examples in the sandbox, and "
		       "needs=docker for those in a container";
	if (strcmp(job->lang, "console") != 0)
		return "needs=docker is for sessions: the block has to be a "
		       "console";
	if (job->image != NULL && !docker_image_good(job->image))
		return "image= is no name of an image";
	if (job->env != NULL)
		return "env= is for the sandbox: write "
		       "options=\"--env NAME=VALUE\"";
	return NULL;
}

int
wiki_job_docker(struct wiki *w, const struct note *n,
    const struct note_example *x, struct run_job *job)
{
	const char *problem;

	job->image = note_attr(x, "image");
	job->options = note_attr(x, "options");
	problem = docker_problem(x, job);
	if (problem != NULL) {
		diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1, "%s",
		    problem);
		return -1;
	}
	if (note_attr(x, "needs") != NULL)
		job->profile = RUN_DOCKER;
	return 0;
}

int
wiki_job_docker_whole(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_job *job)
{
	if (job->profile != RUN_DOCKER || job->n_files + job->n_actors == 0)
		return 0;
	diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1,
	    "a session in a container has no blocks with of=%s: it writes its "
	    "files itself, as in cat >NAME <<END",
	    x->id);
	return -1;
}
