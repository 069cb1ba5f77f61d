/* image_gone.c: what a session has and its draft cannot have */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "image/image_int.h"

/*
 * An image is files and a few settings: no process, no name of a machine, no
 * history of a shell. What a session had of those is not taken over, and not
 * silently: a warning says where it was typed and what does the same for a
 * container of the image.
 */

/* ---- processes ------------------------------------------------------------------- */

/* Programs that go on by themselves, with the word that makes them do so;
 * NULL: nothing is needed for it. */
static const struct {
	const char *name, *word;
} gone_daemons[] = {
	{ "service", "start" },
	{ "service", "restart" },
	{ "systemctl", "start" },
	{ "systemctl", "restart" },
	{ "rc-service", "start" },
	{ "invoke-rc.d", "start" },
	{ "apachectl", "start" },
	{ "apache2ctl", "start" },
	{ "pg_ctl", "start" },
	{ "pg_ctlcluster", "start" },
	{ "nginx", "" },
	{ "sshd", "" },
	{ "cron", "" },
	{ "crond", "" },
	{ "mysqld", "--daemonize" },
	{ "mysqld_safe", NULL },
	{ "redis-server", "--daemonize" },
	{ "hdfs", "--daemon" },
	{ "yarn", "--daemon" },
	{ "mapred", "--daemon" },
	{ "start-dfs.sh", NULL },
	{ "start-yarn.sh", NULL },
	{ "start-all.sh", NULL },
	{ "hadoop-daemon.sh", "start" },
	{ "yarn-daemon.sh", "start" },
	{ "zkServer.sh", "start" },
	{ "start-master.sh", NULL },
	{ "start-worker.sh", NULL },
	{ "tmux", "new-session" },
	{ "dockerd", NULL },
};

static bool
gone_has(const struct image_command *c, size_t from, const char *word)
{
	size_t i;

	for (i = from; i < c->n_words; i++)
		if (strcmp(c->words[i].raw, word) == 0)
			return true;
	return false;
}

/* Its name without a folder, behind `sudo` and `nohup`. */
static const char *
gone_name(const struct image_command *c, size_t *at)
{
	const char *raw, *slash;

	for (*at = c->n_sets; *at < c->n_words; ++*at) {
		raw = c->words[*at].raw;
		if (strcmp(raw, "sudo") != 0 && strcmp(raw, "nohup") != 0 &&
		    strcmp(raw, "setsid") != 0)
			break;
	}
	if (c->shape != IMAGE_SIMPLE || *at == c->n_words)
		return "";
	slash = strrchr(c->words[*at].raw, '/');
	return slash != NULL ? slash + 1 : c->words[*at].raw;
}

bool
image_is_daemon(const struct image_command *c)
{
	size_t at, i;
	const char *name = gone_name(c, &at);

	if (*name == '\0')
		return false;
	if (text_starts(c->words[at].raw, "/etc/init.d/"))
		return gone_has(c, at + 1, "start") ||
		       gone_has(c, at + 1, "restart");
	for (i = 0; i < sizeof(gone_daemons) / sizeof(*gone_daemons); i++) {
		const char *word = gone_daemons[i].word;

		if (strcmp(gone_daemons[i].name, name) != 0)
			continue;
		/* "": it is one by itself, and with options it asks. */
		if (word == NULL || (*word == '\0' && c->n_words == at + 1) ||
		    (*word != '\0' && gone_has(c, at + 1, word)))
			return true;
	}
	return false;
}

/* Whether the shell waits for its jobs in this step or a later one; for one of
 * them only right behind it. */
static bool
gone_waits(const struct image_maker *m, size_t step, const struct image_line *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (image_command_is(&l->v[i], "wait"))
			return true;
	for (i = step + 1; i < m->s->n_steps; i++) {
		const char *text = text_trim(
		    arena_strdup(m->a, image_step_text(&m->s->steps[i], m->a)));

		if (strcmp(text, "wait") == 0 ||
		    (i == step + 1 && text_starts(text, "wait ")))
			return true;
	}
	return false;
}

enum image_goes
image_goes(struct image_maker *m, size_t step, const struct image_line *l)
{
	size_t i, back = l->n, daemon = l->n, at;

	for (i = l->n; i-- > 0;) {
		if (l->v[i].join == IMAGE_JOIN_BACK)
			back = i;
		if (image_is_daemon(&l->v[i]))
			daemon = i;
	}
	if (back == l->n && daemon == l->n)
		return IMAGE_ENDS;
	if (daemon == l->n && gone_waits(m, step, l))
		return IMAGE_WAITED;
	i = daemon < l->n ? daemon : back;
	at = l->v[i].at;
	image_tell(m, step, at,
	    "%s goes on by itself, and an image holds no processes: start it "
	    "with CMD, or with docker exec",
	    *gone_name(&l->v[i], &at) != '\0' ? gone_name(&l->v[i], &at)
					      : "it");
	return IMAGE_GOES_ON;
}

/* ---- what is of the machine, and of the shell --------------------------------------- */

/* Words that say something else in each container. */
static void
gone_host(struct image_maker *m, size_t step, const char *text)
{
	const char *s = strstr(text, "$HOSTNAME");

	if (s == NULL)
		s = strstr(text, "$(hostname)");
	if (s != NULL && m->kept[step])
		image_tell(m, step, (size_t)(s - text),
		    "the name of the machine is that of the build: an image "
		    "has none; docker run --hostname sets it");
}

static void
gone_history(struct image_maker *m, size_t step, const struct image_line *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (image_command_is(&l->v[i], "history") &&
		    gone_has(&l->v[i], 1, "-w"))
			image_tell(m, step, l->v[i].at,
			    "the history of the shell is not in the image: a "
			    "build has none; COPY its file if it is to be "
			    "there");
}

/* Files that the engine makes for each container, over those of the image. */
static const char *const gone_files[][2] = {
	{ "/etc/hosts", "docker run --add-host adds to it" },
	{ "/etc/hostname", "docker run --hostname sets it" },
	{ "/etc/resolv.conf", "docker run --dns sets it" },
};
#define GONE_FILES (sizeof(gone_files) / sizeof(*gone_files))

static void
gone_file(struct image_maker *m, size_t step, const struct image_command *c,
    const struct image_word *w)
{
	const char *path = image_word_value(w, 0, &m->env, &m->args, m->a);
	size_t i;

	for (i = 0; i < GONE_FILES && path != NULL; i++)
		if (strcmp(path, gone_files[i][0]) == 0)
			image_tell(m, step, c->at,
			    "%s is made anew for each container, so what is "
			    "written there is not in the image: %s",
			    path, gone_files[i][1]);
}

/* What a command writes to: that is redirected, or its words say. */
static void
gone_written(struct image_maker *m, size_t step, const struct image_line *l)
{
	size_t i, k;

	for (i = 0; i < l->n && m->kept[step]; i++) {
		const struct image_command *c = &l->v[i];

		for (k = 0; k < c->n_redirects; k++)
			if (strchr(c->redirects[k].op, '>') != NULL)
				gone_file(m, step, c, &c->redirects[k].to);
		if (image_command_is(c, "tee"))
			for (k = 1; k < c->n_words; k++)
				gone_file(m, step, c, &c->words[k]);
		else if (image_command_is(c, "cp") && c->n_words > 2)
			gone_file(m, step, c, &c->words[c->n_words - 1]);
	}
}

/* ---- files of commands that failed ------------------------------------------------- */

/* Whether a later or earlier line of the draft names it, too. */
static bool
gone_named(const struct image_maker *m, const char *path)
{
	const char *base = strrchr(path, '/') + 1;
	size_t i;

	for (i = 0; i < m->s->n_steps; i++)
		if (m->kept[i] &&
		    image_names(image_step_text(&m->s->steps[i], m->a), base))
			return true;
	return false;
}

/* A path among the words of a failed command that the container has changed,
 * and no line of the draft names. */
static const char *
gone_left(
    const struct image_maker *m, const struct image_command *c, const char *cwd)
{
	size_t i, k, n = c->n_words + c->n_redirects;

	for (i = c->n_sets + 1; i < n; i++) {
		const struct image_word *w =
		    i < c->n_words ? &c->words[i]
				   : &c->redirects[i - c->n_words].to;
		const char *path =
		    image_word_value(w, 0, &m->env, &m->args, m->a);

		if (path == NULL || *path == '\0' || *path == '-')
			continue;
		if (*path != '/')
			path = arena_printf(m->a, "%s/%s",
			    strcmp(cwd, "/") == 0 ? "" : cwd, path);
		for (k = 0; k < m->s->n_diff; k++)
			if (*m->s->diff[k] != '\0' &&
			    strcmp(m->s->diff[k] + 2, path) == 0 &&
			    !gone_named(m, path))
				return m->s->diff[k];
	}
	return NULL;
}

static void
gone_failed(struct image_maker *m, size_t step, const struct image_line *l)
{
	const struct image_step *st = &m->s->steps[step];
	const char *cwd = st->cwd != NULL ? st->cwd : "/", *left;
	size_t i;

	if (image_look(l, m->a) != NULL)
		return;
	for (i = 0; i < l->n; i++)
		if ((left = gone_left(m, &l->v[i], cwd)) != NULL) {
			image_tell(m, step, l->v[i].at,
			    "it failed and is left out, but %s is %s in the "
			    "container, and no line of the draft does that: "
			    "add one that succeeds",
			    left + 2,
			    *left == 'D'   ? "removed"
			    : *left == 'A' ? "new"
					   : "changed");
			return;
		}
}

void
image_gone(struct image_maker *m)
{
	struct image_line l;
	size_t i;

	for (i = 0; i < m->s->n_steps; i++) {
		const char *text = image_step_text(&m->s->steps[i], m->a);

		image_sh_parse(&l, text, m->a);
		gone_host(m, i, text);
		if (m->s->steps[i].exit > 0)
			gone_failed(m, i, &l);
		else {
			gone_history(m, i, &l);
			gone_written(m, i, &l);
		}
	}
}
