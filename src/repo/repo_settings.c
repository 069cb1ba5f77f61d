/* repo_settings.c: settings of git that libgit2 does not know of
 *
 * libgit2 1.5 reads the files of the system, of the user and of the repository.
 * Added here are the files that GIT_CONFIG_SYSTEM and GIT_CONFIG_GLOBAL put in
 * place of those (git(1)), and config.worktree, of one work tree
 * (git-worktree(1), CONFIGURATION FILE). What `git -c` and GIT_CONFIG_COUNT say,
 * and what is included under a condition that libgit2 does not understand
 * (git-config(1), "hasconfig"), git alone can tell: where there is such, it is
 * asked for all that is in force. A filter that only one of these names encrypts
 * all the same.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"

#define HASCONFIG "includeif.hasconfig:"
#define ANSWER_MAX ((size_t)16 << 20)

/* One file in place of that of a level; "" is none. */
static int
add_file(struct repo *r, git_config *conf, const char *path, int level)
{
	return git_config_add_file_ondisk(conf,
	    *path != '\0' ? path : "/dev/null", (git_config_level_t)level,
	    r->git, true);
}

static int
add_files(struct repo *r, git_config *conf)
{
	const char *global = getenv("GIT_CONFIG_GLOBAL");
	const char *machine = getenv("GIT_CONFIG_SYSTEM");
	const char *none = getenv("GIT_CONFIG_NOSYSTEM");
	char *own = path_join(r->gitdir, "config.worktree");
	int on = 0, rc = 0;

	if (none != NULL && git_config_parse_bool(&on, none) == 0 && on)
		machine = "";
	if (machine != NULL)
		rc = add_file(r, conf, machine, GIT_CONFIG_LEVEL_SYSTEM);
	if (rc == 0 && global != NULL)
		rc = add_file(r, conf, global, GIT_CONFIG_LEVEL_GLOBAL);
	if (rc == 0 && global != NULL)
		rc = add_file(r, conf, "", GIT_CONFIG_LEVEL_XDG);
	if (rc == 0 &&
	    git_config_get_bool(&on, conf, "extensions.worktreeConfig") == 0 &&
	    on)
		rc = add_file(r, conf, own, GIT_CONFIG_LEVEL_APP);
	free(own);
	return rc;
}

/* ---- what git alone can tell --------------------------------------------- */

static int
is_hasconfig(const git_config_entry *x, void *payload)
{
	*(bool *)payload |= text_starts(x->name, HASCONFIG);
	return 0;
}

static bool
is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0';
}

/* Whether libgit2 misses something. */
static bool
is_missing(git_config *conf)
{
	bool found =
	    is_set("GIT_CONFIG_PARAMETERS") || is_set("GIT_CONFIG_COUNT");

	if (!found)
		git_config_foreach(conf, is_hasconfig, &found);
	return found;
}

/* A text between quotation marks, as git-config(1) reads it. */
static void
add_quoted(struct strbuf *out, const char *s, size_t len)
{
	size_t i;

	strbuf_addc(out, '"');
	for (i = 0; i < len; i++) {
		if (s[i] == '\n') {
			strbuf_adds(out, "\\n");
			continue;
		}
		if (s[i] == '"' || s[i] == '\\')
			strbuf_addc(out, '\\');
		strbuf_addc(out, s[i]);
	}
	strbuf_addc(out, '"');
}

/* One answer, "section.name\nvalue" or "section.below.name\nvalue", and without
 * a value what is true, as rows of a file. What was included is in the answer. */
static void
add_row(struct strbuf *out, const char *row)
{
	size_t len = strcspn(row, "\n"), first = strcspn(row, "."), last = len;

	while (last > first && row[last] != '.')
		last--;
	if (first >= len || text_starts(row, "include.") ||
	    text_starts(row, "includeif."))
		return;
	strbuf_addf(out, "[%.*s", (int)first, row);
	if (last > first) {
		strbuf_addc(out, ' ');
		add_quoted(out, row + first + 1, last - first - 1);
	}
	strbuf_addf(out, "]\n\t%.*s", (int)(len - last - 1), row + last + 1);
	if (row[len] == '\n') {
		strbuf_adds(out, " = ");
		add_quoted(out, row + len + 1, strlen(row + len + 1));
	}
	strbuf_addc(out, '\n');
}

/* A file without a name, for there may be a token in it. */
static int
add_answer(
    struct repo *r, git_config *conf, const struct strbuf *rows, struct err *e)
{
	char *path;
	int rc;

	r->settings_fd = memfd_create("halfhour", MFD_CLOEXEC);
	if (r->settings_fd == -1 ||
	    fs_write_all(r->settings_fd, rows->buf, rows->len) == -1)
		return err_errno(e, "cannot keep the settings of git");
	path = xasprintf("/proc/self/fd/%d", r->settings_fd);
	rc = add_file(r, conf, path, GIT_CONFIG_LEVEL_APP);
	free(path);
	return rc < 0 ? repo_err_git(e, "cannot read the settings of git") : 0;
}

static int
ask_git(struct repo *r, git_config *conf, struct err *e)
{
	const char *const argv[] = { REPO_GIT, "config", "--list", "-z", NULL };
	struct strbuf answer, rows = STRBUF_INIT;
	int rc = -1;
	size_t at;

	strbuf_init(&answer, ANSWER_MAX);
	if (repo_git_run(r, argv, NULL, NULL, &answer, e) == 0) {
		for (at = 0; at < answer.len; at += strlen(answer.buf + at) + 1)
			add_row(&rows, answer.buf + at);
		rc = add_answer(r, conf, &rows, e);
	}
	if (answer.len > 0)
		explicit_bzero(answer.buf, answer.len);
	if (rows.len > 0)
		explicit_bzero(rows.buf, rows.len);
	strbuf_release(&answer);
	strbuf_release(&rows);
	return rc;
}

int
repo_settings(struct repo *r, struct err *e)
{
	git_config *conf = NULL;
	int rc = 0;

	if (git_repository_config(&conf, r->git) < 0 || add_files(r, conf) < 0)
		rc = repo_err_git(e, "cannot read the settings of git");
	else if (is_missing(conf))
		rc = ask_git(r, conf, e);
	git_config_free(conf);
	return rc;
}
