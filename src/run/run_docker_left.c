/* run_docker_left.c: folders of a run, and what a dead run has left */
#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "run/run.h"
#include "run/run_docker.h"

/*
 * A run that needs files beside the engine has them in a folder of its own,
 * halfhour-KIND.XXXXXX where temporary files go. The file "run" in it has the
 * label of that run, which tells whose it is and whether that one still lives:
 * so the next run can remove it when nobody did, and leaves alone what it does
 * not know.
 */
#define LEFT_LABEL "run"
#define LEFT_PREFIX "halfhour-"
#define LEFT_ASK_MS 60000
static const char *const left_kinds[] = { RUN_FOLDER_HOST, RUN_FOLDER_BUILD };

static const char *
left_tmp(void)
{
	const char *tmp = getenv("TMPDIR");

	return tmp != NULL && *tmp == '/' ? tmp : "/tmp";
}

char *
run_folder_new(const char *kind, const char *label, struct err *e)
{
	char *made = xasprintf("%s/" LEFT_PREFIX "%s.XXXXXX", left_tmp(), kind);
	char *path = NULL;
	int dir;

	if (mkdtemp(made) == NULL) {
		err_errno(e, "cannot make a folder for the run");
		free(made);
		return NULL;
	}
	/* The shell tells where it is without any symbolic link. */
	if ((path = realpath(made, NULL)) == NULL)
		path = xstrdup(made);
	free(made);
	if ((dir = fs_open_dir(path, e)) == -1 ||
	    fs_write(dir, LEFT_LABEL, label, strlen(label), 0, e) == -1) {
		run_folder_remove(path);
		path = NULL;
	}
	if (dir != -1)
		close(dir);
	return path;
}

void
run_folder_remove(char *path)
{
	struct err ignored = ERR_INIT;
	int at = path != NULL ? fs_open_dir("/", &ignored) : -1;

	if (at != -1) {
		fs_remove_tree(at, path + 1, &ignored);
		close(at);
	}
	free(path);
}

/* Whether a folder of that name is one of this user's, and its run is dead. */
static bool
left_dead(int tmp, const char *name)
{
	struct strbuf label = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	struct stat st;
	bool kind = false, dead = false;
	size_t i;
	char *file;

	for (i = 0; i < sizeof(left_kinds) / sizeof(*left_kinds); i++) {
		size_t n = strlen(left_kinds[i]);

		kind |= text_starts(name, LEFT_PREFIX) &&
			strncmp(name + strlen(LEFT_PREFIX), left_kinds[i], n) ==
			    0 &&
			name[strlen(LEFT_PREFIX) + n] == '.';
	}
	if (!kind || fs_stat(tmp, name, &st) == -1 || !S_ISDIR(st.st_mode) ||
	    st.st_uid != getuid())
		return false;
	file = xasprintf("%s/" LEFT_LABEL, name);
	if (fs_read(&label, tmp, file, ENGINE_LABEL_MAX, &ignored) == 0)
		dead = engine_label_dead(label.buf);
	free(file);
	strbuf_release(&label);
	return dead;
}

size_t
run_folder_dead(void (*fn)(char *path, void *payload), void *payload)
{
	const char *tmp = left_tmp();
	struct err ignored = ERR_INIT;
	int fd = fs_open_dir(tmp, &ignored);
	DIR *dir = opendir(tmp);
	struct dirent *d;
	size_t n = 0;

	while (dir != NULL && fd != -1 && (d = readdir(dir)) != NULL) {
		char *path;

		if (!left_dead(fd, d->d_name))
			continue;
		n++;
		path = xasprintf("%s/%s", tmp, d->d_name);
		if (fn != NULL)
			fn(path, payload);
		else
			free(path);
	}
	if (dir != NULL)
		closedir(dir);
	if (fd != -1)
		close(fd);
	return n;
}

/* A shell on this machine may have more than its folder. */
static void
left_remove(char *path, void *payload)
{
	run_host_end_folder(path);
	run_host_untag(path, payload);
	run_folder_remove(path);
}

int
run_docker_sweep(const struct engine *g, struct err *e)
{
	int n = engine_sweep_dead(g, e);
	size_t folders = run_folder_dead(left_remove, (void *)g);

	return n == -1 ? -1 : n + (int)folders;
}

char *
run_docker_left(const struct engine *g)
{
	struct err ignored = ERR_INIT;
	int things = engine_dead(g, &ignored);
	size_t folders = run_folder_dead(NULL, NULL);

	if (things <= 0 && folders == 0)
		return NULL;
	return xasprintf(
	    "a run that was killed has left %d thing%s in the engine and %zu "
	    "folder%s in %s; the next run of an example with needs=docker "
	    "removes them",
	    things > 0 ? things : 0, things == 1 ? "" : "s", folders,
	    folders == 1 ? "" : "s", left_tmp());
}

/* ---- volumes ------------------------------------------------------------------------ */

/* The name in "NAME:/folder", or in "type=volume,source=NAME,…" of a mount;
 * NULL when it names no volume. */
static char *
left_volume(const char *s, bool mount)
{
	size_t len = strcspn(s, mount ? "" : ":");
	char *name = NULL, *words, *rest, *word;

	if (!mount)
		return isalnum((unsigned char)*s) && s[len] == ':'
			   ? xstrndup(s, len)
			   : NULL;
	rest = words = xstrdup(s);
	while ((word = strsep(&rest, ",")) != NULL) {
		if (strcmp(word, "type=bind") == 0 ||
		    strcmp(word, "type=tmpfs") == 0)
			break;
		if (text_starts(word, "source=") || text_starts(word, "src=")) {
			free(name);
			name = xstrdup(strchr(word, '=') + 1);
		}
	}
	if (word != NULL || (name != NULL && !isalnum((unsigned char)*name))) {
		free(name);
		name = NULL;
	}
	free(words);
	return name;
}

/* Whether this word is -v, alone or behind letters that take no value; *rest
 * is what stands behind it. */
static bool
left_is_v(const char *word, const char **rest)
{
	size_t n;

	if (word[0] != '-' || word[1] == '-')
		return false;
	n = 1 + strspn(word + 1, "ditP");
	*rest = word + n + 1;
	return word[n] == 'v';
}

int
run_docker_volumes(const struct engine *g, const char *const *words, size_t n,
    const char *label, struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const char *s = words[i], *rest = NULL;
		bool mount = text_starts(s, "--mount");
		const char *argv[] = { "volume", "create", "--label", label,
			NULL, NULL };
		struct engine_call c = { .argv = argv,
			.timeout_ms = LEFT_ASK_MS };
		char *name, *said;

		if (text_starts(s, "--mount=") || text_starts(s, "--volume="))
			rest = strchr(s, '=') + 1;
		else if (strcmp(s, "--mount") == 0 ||
			 strcmp(s, "--volume") == 0)
			rest = "";
		else if (!left_is_v(s, &rest))
			continue;
		if (*rest == '=')
			rest++;
		if (*rest == '\0')
			rest = i + 1 < n ? words[++i] : "";
		if ((name = left_volume(rest, mount)) == NULL)
			continue;
		argv[4] = name;
		said = engine_ask(g, &c, e);
		free(name);
		if (said == NULL)
			return -1;
		free(said);
	}
	return 0;
}
