/* cmd_doctor_look.c: what `doctor` looks at */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "base/yamldoc.h"
#include "cmd/cmd_doctor.h"
#include "engine/engine.h"
#include "note/note_flaw.h"
#include "run/run.h"

/* The last separator in front of a way out; NULL when there is none. */
static const char *
doctor_split(const char *said, size_t *len)
{
	const char *s, *last = NULL;

	for (s = said; *s != '\0'; s++)
		if ((s[0] == ':' || s[0] == ';') && s[1] == ' ')
			last = s;
	if (last == NULL)
		return NULL;
	*len = (size_t)(last - said);
	/* "…; type: git config": what introduces the line is no more than
	 * that. */
	if (*len > 6 && memcmp(last - 6, "; type", 6) == 0)
		*len -= 6;
	return last + 2;
}

void
cmd_doctor_add(struct doctor *d, enum doctor_level level, const char *name,
    const char *said)
{
	struct doctor_check *c = VEC_PUSH(d->v, d->n, d->cap);
	size_t len = strlen(said);
	const char *mend = level == DOCTOR_OK ? NULL : doctor_split(said, &len);

	c->level = level;
	c->name = name;
	c->said = arena_strndup(d->a, said, len);
	c->mend = mend ? arena_strdup(d->a, mend) : NULL;
}

/* ---- the machine ------------------------------------------------------- */

static void
doctor_markdown(struct doctor *d)
{
	const char *version = note_library_version();
	int number = note_library_number();
	size_t i, n = 0;

	for (i = 0; i < NOTE_FLAW_N; i++)
		n += note_flaw_in((enum note_flaw_id)i, number);
	cmd_doctor_add(d, DOCTOR_OK, "cmark-gfm",
	    n == 0 ? version
		   : arena_printf(d->a,
			 "%s, with %zu known holes, each of them met", version,
			 n));
}

static void
doctor_libraries(struct doctor *d)
{
	char git[32], seccomp[32];

	repo_library_version(git);
	run_seccomp_version(seccomp);
	doctor_markdown(d);
	cmd_doctor_add(d, DOCTOR_OK, "libgit2", git);
	cmd_doctor_add(d, DOCTOR_OK, "libyaml", yamldoc_library_version());
	cmd_doctor_add(d, DOCTOR_OK, "libutf8proc", utf8_library_version());
	cmd_doctor_add(d, DOCTOR_OK, "jansson", run_jansson_version());
	cmd_doctor_add(d, DOCTOR_OK, "libseccomp", seccomp);
}

/* The first of the variables that says what letters are, as setlocale(3). */
static void
doctor_locale(struct doctor *d)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *value = NULL, *dot;
	size_t i;

	for (i = 0; i < 3 && (value == NULL || *value == '\0'); i++)
		value = getenv(names[i]);
	if (value == NULL || *value == '\0')
		value = "C";
	dot = strchr(value, '.');
	if (dot != NULL &&
	    (text_ieq(dot, ".UTF-8") || text_ieq(dot, ".UTF8"))) {
		cmd_doctor_add(d, DOCTOR_OK, "locale", value);
		return;
	}
	cmd_doctor_add(d, DOCTOR_WARNING, "locale",
	    arena_printf(d->a,
		"%s is not UTF-8, so editors and terminals may not show "
		"Hangul: export LC_ALL=C.UTF-8",
		value));
}

/* Whether PATH has such a program. */
static bool
doctor_program(const char *name)
{
	const char *at = getenv("PATH");
	bool found = false;

	while (at != NULL && *at != '\0' && !found) {
		size_t len = strcspn(at, ":");
		char *dir = xstrndup(at, len), *path = path_join(dir, name);

		found = len > 0 && access(path, X_OK) == 0;
		free(path);
		free(dir);
		at += len;
		at += *at == ':';
	}
	return found;
}

static void
doctor_git(struct doctor *d)
{
	if (doctor_program("git"))
		cmd_doctor_add(d, DOCTOR_OK, "git", "is there");
	else
		cmd_doctor_add(d, DOCTOR_WARNING, "git",
		    "is not there; halfhour commits without it, but whatever "
		    "stands in the way of a commit is yours to end with it: "
		    "apt-get install git");
}

/* How an example of a line of shell ended; `r` is the caller's to release. */
static bool
doctor_try(struct run_result *r, enum run_profile profile, const char *code)
{
	struct run_limits limits = run_limits_default();
	struct err ignored = ERR_INIT;
	struct run_job job = { .example = "doctor",
		.lang = "sh",
		.code = code,
		.code_len = strlen(code),
		.profile = profile };

	run_result_init(r);
	return run_exec(r, &job, &limits, &ignored) == 0 &&
	       r->outcome == RUN_OK;
}

static void
doctor_counts(struct doctor *d)
{
	struct run_result r;

	if (doctor_try(&r, RUN_PLAIN, "exit 0") &&
	    strcmp(r.rung, "bubblewrap") != 0)
		cmd_doctor_add(d, DOCTOR_OK, "limits",
		    arena_printf(d->a,
			"the kernel counts memory and processes (%s)", r.rung));
	else
		cmd_doctor_add(d, DOCTOR_WARNING, "limits",
		    "no control group can be made from here, so the memory of "
		    "examples is only looked at from time to time: "
		    "systemd-run --user --scope halfhour run --all");
	run_result_release(&r);
}

static void
doctor_containers(struct doctor *d)
{
	static const char mounts[] =
	    "mkdir a b c d && mount -t overlay "
	    "-o lowerdir=a,upperdir=b,workdir=c overlay d";
	struct run_job job = { .lang = "sh", .profile = RUN_CONTAINER };
	char *missing = run_missing(&job, NULL);
	struct run_result r;

	cmd_doctor_add(d, missing ? DOCTOR_WARNING : DOCTOR_OK,
	    "profile=container",
	    missing ? missing : "examples can make containers");
	if (missing == NULL) {
		bool can = doctor_try(&r, RUN_CONTAINER, mounts);

		cmd_doctor_add(d, can ? DOCTOR_OK : DOCTOR_WARNING, "overlayfs",
		    can ? "can be mounted in them"
			: "cannot be mounted in them, which takes Linux 5.11 "
			  "and its module: modprobe overlay");
		run_result_release(&r);
	}
	free(missing);
}

/* The shell needs nothing but the sandbox, so what it lacks all lack. */
static void
doctor_run(struct doctor *d)
{
	static const char *const langs[] = { "c", "python" };
	struct run_job job = { .lang = "sh" };
	char *missing = run_missing(&job, NULL);
	size_t i;

	cmd_doctor_add(d, missing ? DOCTOR_ERROR : DOCTOR_OK, "sandbox",
	    missing ? missing : "examples can run");
	if (missing == NULL) {
		doctor_counts(d);
		doctor_containers(d);
		for (i = 0; i < 2; i++) {
			job.lang = langs[i];
			missing = run_missing(&job, NULL);
			cmd_doctor_add(d, missing ? DOCTOR_WARNING : DOCTOR_OK,
			    arena_printf(d->a, "examples in %s", langs[i]),
			    missing ? missing : "can run");
			free(missing);
			missing = NULL;
		}
	}
	free(missing);
}

/* Which engine the command leads to; nothing is made or removed there. */
static void
doctor_docker(struct doctor *d)
{
	struct err e = ERR_INIT;
	struct engine g;
	char *version = NULL, *left = NULL;

	if (engine_find(&g, NULL, &e) == 0)
		version = engine_version(&g, 0, &e);
	if (version != NULL && (left = run_docker_left(&g)) != NULL)
		cmd_doctor_add(d, DOCTOR_WARNING, "needs=docker",
		    arena_printf(d->a, "%s answers; %s", version, left));
	else if (version != NULL)
		cmd_doctor_add(d, DOCTOR_OK, "needs=docker",
		    arena_printf(d->a, "%s answers", version));
	else
		cmd_doctor_add(d, DOCTOR_WARNING, "needs=docker",
		    arena_printf(d->a,
			"examples in a container of an engine cannot run; %s",
			e.msg));
	free(version);
	free(left);
	engine_release(&g);
}

void
cmd_doctor_machine(struct doctor *d)
{
	doctor_libraries(d);
	doctor_locale(d);
	doctor_git(d);
	doctor_run(d);
	doctor_docker(d);
}

/* ---- the wiki ---------------------------------------------------------- */

static void
doctor_owed(struct doctor *d, struct wiki *w)
{
	struct err e = ERR_INIT;
	const char **held;
	size_t i, n, owed;

	if (repo_look(w->repo, d->a, &held, &n, &owed, &e) == -1)
		cmd_doctor_add(d, DOCTOR_ERROR, "pending", e.msg);
	else if (owed > 0)
		cmd_doctor_add(d, DOCTOR_WARNING, "pending",
		    arena_printf(d->a,
			"%zu commit%s saved and not made yet; the next command "
			"that opens the wiki makes up for it: halfhour list",
			owed, owed == 1 ? " is" : "s are"));
	else
		cmd_doctor_add(
		    d, DOCTOR_OK, "pending", "nothing waits to be committed");
	for (i = 0; i < n; i++)
		cmd_doctor_add(d, DOCTOR_ERROR, "lock", held[i]);
	if (n == 0)
		cmd_doctor_add(d, DOCTOR_OK, "locks", "none is held");
}

static void
doctor_repo(struct doctor *d, struct wiki *w)
{
	struct err e = ERR_INIT;

	if (repo_check_identity(w->repo, &e) == -1)
		cmd_doctor_add(d, DOCTOR_ERROR, "git identity", e.msg);
	else {
		cmd_doctor_add(
		    d, DOCTOR_OK, "git identity", "git knows who commits");
		/* What is left is the state of the repository. */
		if (repo_ready(w->repo, &e) == -1)
			cmd_doctor_add(d, DOCTOR_WARNING, "commits", e.msg);
		else
			cmd_doctor_add(d, DOCTOR_OK, "commits", "can be made");
	}
	doctor_owed(d, w);
}

/* Files in a folder of drafts. */
static int
doctor_draft(
    const char *path, const struct stat *st, void *payload, struct err *e)
{
	(void)path;
	(void)st;
	(void)e;
	++*(size_t *)payload;
	return 0;
}

static void
doctor_drafts(struct doctor *d, const char *dir)
{
	struct err ignored = ERR_INIT;
	struct wiki_state s;
	size_t n = 0;

	if (wiki_state_open(&s, dir, &ignored) == -1)
		return;
	if (s.fd != -1 && fs_exists(s.fd, "drafts"))
		fs_walk(s.fd, "drafts", doctor_draft, &n, &ignored);
	if (n > 0)
		cmd_doctor_add(d, DOCTOR_WARNING, "drafts",
		    arena_printf(d->a,
			"%zu text%s kept that did not get into the log; read "
			"them, and remove what is of no use: ls '%s/drafts'",
			n, n == 1 ? " is" : "s are", s.path));
	wiki_state_close(&s);
}

void
cmd_doctor_wiki(struct doctor *d, const char *dir)
{
	struct err e = ERR_INIT;
	struct wiki w;
	size_t i;

	/* Nobody has asked that what is owed be paid: this only looks. */
	if (wiki_open(&w, dir, NULL, &e) == -1) {
		cmd_doctor_add(d, DOCTOR_WARNING, "wiki", e.msg);
		return;
	}
	cmd_doctor_add(d, DOCTOR_OK, "wiki", w.root);
	for (i = 0; i < w.diags.n; i++)
		cmd_doctor_add(d,
		    diag_level(w.diags.v[i].id) == DIAG_ERROR ? DOCTOR_ERROR
							      : DOCTOR_WARNING,
		    "configuration",
		    arena_printf(d->a, "%s:%d:%d: %s", w.diags.v[i].path,
			w.diags.v[i].line, w.diags.v[i].col, w.diags.v[i].msg));
	if (w.repo == NULL)
		cmd_doctor_add(d, DOCTOR_WARNING, "repository", w.no_repo.msg);
	else
		doctor_repo(d, &w);
	doctor_drafts(d, dir);
	wiki_close(&w);
}
