/* wiki_run_docker.c: what a note says of an example in a container */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "run/run_build.h"
#include "wiki/wiki_int.h"

bool
wiki_job_is_docker_attr(const char *key)
{
	return strcmp(key, "needs") == 0 || strcmp(key, "image") == 0 ||
	       strcmp(key, "options") == 0 || strcmp(key, "shell") == 0 ||
	       strcmp(key, "reach") == 0 || strcmp(key, "edit") == 0 ||
	       strcmp(key, "against") == 0;
}

/* A name of an image is one word, and no option of the command. */
static bool
docker_image_good(const char *image)
{
	return *image != '\0' && *image != '-' &&
	       strpbrk(image, " \t\r\n") == NULL;
}

/* HOST or HOST:PORT, which becomes a word of a shell. */
static bool
docker_reach_good(const char *reach)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-";
	static const char digits[] = "0123456789";
	size_t host = strcspn(reach, ":"), i;

	for (i = 0; i < host; i++)
		if (strchr(letters, reach[i]) == NULL &&
		    strchr(digits, reach[i]) == NULL)
			return false;
	if (host == 0 || reach[host] == '\0')
		return host > 0;
	return reach[host + 1] != '\0' &&
	       strspn(reach + host + 1, digits) == strlen(reach + host + 1);
}

static bool
docker_file(const struct run_job *job)
{
	return strcmp(job->lang, "dockerfile") == 0;
}

/* The same of a Dockerfile, which says itself what it is made of. */
static const char *
docker_build_problem(struct arena *a, const struct run_job *job)
{
	struct run_edit edit;

	if (job->image != NULL || job->shell != NULL)
		return "image= and shell= are for sessions: a Dockerfile has "
		       "its FROM";
	if (job->args != NULL || job->input != NULL || job->env != NULL)
		return "args=, stdin= and env= are for programs: write "
		       "options=\"--build-arg NAME=VALUE\"";
	if (job->runs > 0)
		return "runs= is for programs: a Dockerfile is built once, and "
		       "with edit= twice";
	if (job->edit != NULL && !run_edit_parse(&edit, a, job->edit))
		return "edit= is no change such as s/old/new/, or of a file "
		       "main.c:s/old/new/";
	return NULL;
}

/* What is wrong with it, or NULL. */
static const char *
docker_problem(
    struct arena *a, const struct note_example *x, const struct run_job *job)
{
	const char *needs = note_attr(x, "needs");

	if (note_attr(x, "against") != NULL && !docker_file(job))
		return "against= is for a Dockerfile, which it compares with "
		       "a session";
	if (needs == NULL &&
	    (job->edit != NULL || (x->run && docker_file(job))))
		return "a Dockerfile is built by an engine: write needs=docker "
		       "as well";
	if (needs == NULL)
		return job->image != NULL || job->options != NULL ||
			       job->shell != NULL || job->reach != NULL
			   ? "image=, options=, shell= and reach= are for an "
			     "example in a container: write needs=docker as "
			     "well"
			   : NULL;
	if (strcmp(needs, "docker") != 0)
		return "needs= is only needs=docker";
	if (note_attr(x, "profile") != NULL)
		return "profile= is for examples in the sandbox, and "
		       "needs=docker for those in a container";
	if (!docker_file(job) && strcmp(job->lang, "console") != 0)
		return "needs=docker is for sessions and Dockerfiles: the "
		       "block has to be a console or a dockerfile";
	if (job->reach != NULL && !docker_reach_good(job->reach))
		return "reach= is no name of a host, as in "
		       "reach=archive.apache.org or reach=example.org:80";
	if (docker_file(job))
		return docker_build_problem(a, job);
	if (job->edit != NULL)
		return "edit= is for a Dockerfile";
	if (job->shell != NULL && strcmp(job->shell, "host") != 0)
		return "shell= is only shell=host: without it the shell is in "
		       "the container";
	if (job->shell != NULL && (job->image != NULL || job->options != NULL))
		return "with shell=host the session itself says what it runs: "
		       "image= and options= are words of its docker run";
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
	job->shell = note_attr(x, "shell");
	job->reach = note_attr(x, "reach");
	job->edit = note_attr(x, "edit");
	problem = docker_problem(w->arena, x, job);
	if (problem != NULL) {
		diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1, "%s",
		    problem);
		return -1;
	}
	if (note_attr(x, "needs") != NULL)
		job->profile = RUN_DOCKER;
	return 0;
}

/* Whether the change of a Dockerfile changes something that it has. */
static const char *
docker_edit_problem(struct wiki *w, const struct run_job *job)
{
	const char *text = job->code;
	size_t len = job->code_len, i;
	struct run_edit edit;
	bool found;
	char *new;

	if (job->edit == NULL || !run_edit_parse(&edit, w->arena, job->edit))
		return NULL;
	found = *edit.file == '\0';
	for (i = 0; i < job->n_files; i++)
		if (strcmp(job->files[i].name, edit.file) == 0) {
			text = job->files[i].text;
			len = job->files[i].len;
			found = true;
		}
	if (!found)
		return arena_printf(w->arena,
		    "edit= changes %s: no block has file=%s", edit.file,
		    edit.file);
	new = run_edit_apply(&edit, text, len);
	found = new != NULL;
	free(new);
	if (found)
		return NULL;
	return arena_printf(
	    w->arena, "edit= changes nothing: there is no \"%s\"", edit.old);
}

int
wiki_job_docker_whole(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_job *job)
{
	const char *problem = NULL, *against = note_attr(x, "against");
	const struct note *hand;

	if (job->profile != RUN_DOCKER)
		return 0;
	if (job->n_actors > 0 || (!docker_file(job) && job->n_files > 0))
		problem = arena_printf(w->arena,
		    "an example in a container is no program among several, "
		    "and a session writes its files itself, as in cat >NAME "
		    "<<END: no block has of=%s",
		    x->id);
	else if (against != NULL &&
		 wiki_hand_find(w, n, against, &hand) == NULL)
		problem = arena_printf(w->arena,
		    "against=%s: no console block with needs=docker has that "
		    "name; write against=ID, or PAGE#ID of another page",
		    against);
	else
		problem = docker_edit_problem(w, job);
	if (problem == NULL)
		return 0;
	diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1, "%s", problem);
	return -1;
}

/* The value that this variable has behind the first n commands; NULL: none. */
static const char *
docker_value(const struct run_record *r, size_t n, const char *name, size_t len)
{
	const char *const *v;
	size_t k;

	while (n-- > 0)
		for (v = r->commands[n].env; v != NULL && *v != NULL; v++)
			if (strncmp(*v, name, len) == 0 &&
			    ((*v)[len] == '=' || (*v)[len] == '\0'))
				return (*v)[len] == '=' ? *v + len + 1 : NULL;
	for (k = 0; r->container != NULL && k < r->container->n_env; k++) {
		const char *one = r->container->env[k];

		if (strncmp(one, name, len) == 0 && one[len] == '=')
			return one + len + 1;
	}
	return NULL;
}

/* Most images start in the root folder, so that one is not told of; nor is
 * ".", where a session of shell=host starts. */
void
wiki_command_moved(struct wiki *w, const struct run_record *r, size_t i,
    struct graph_command *out)
{
	const struct run_command *c = &r->commands[i];
	const char *before = i > 0 ? r->commands[i - 1].cwd : "/";
	bool first = i == 0 && c->cwd != NULL && strcmp(c->cwd, ".") == 0;
	struct graph_set *sets;
	size_t n = 0, k;

	while (c->env != NULL && c->env[n] != NULL)
		n++;
	out->sets = sets = arena_alloc(w->arena, (n + 1) * sizeof(*sets));
	out->n_sets = n;
	for (k = 0; k < n; k++) {
		size_t len = strcspn(c->env[k], "=");

		sets[k] = (struct graph_set){ arena_strndup(
						  w->arena, c->env[k], len),
			docker_value(r, i, c->env[k], len),
			c->env[k][len] == '=' ? c->env[k] + len + 1 : NULL };
	}
	if (c->cwd != NULL && before != NULL && !first &&
	    strcmp(before, c->cwd) != 0)
		out->cwd = c->cwd;
}
