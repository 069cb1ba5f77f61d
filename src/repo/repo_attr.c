/* repo_attr.c: whether git does anything to a file on its way in */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

/* Whether the config says nothing of ends of line nor of a file of its own. */
static bool
plain_config(struct repo *r)
{
	git_config *conf = NULL;
	const char *value = NULL;
	int on = 0;
	bool plain;

	if (git_repository_config_snapshot(&conf, r->git) < 0)
		return false;
	plain = git_config_get_string(&value, conf, "core.attributesFile") ==
		GIT_ENOTFOUND;
	if (plain && git_config_get_string(&value, conf, "core.autocrlf") == 0)
		plain = git_config_parse_bool(&on, value) == 0 && !on;
	git_config_free(conf);
	return plain;
}

/* Whether the user, the machine and this clone have no attributes. */
static bool
plain_outside(struct repo *r)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char *path = NULL;
	bool plain;

	if (xdg != NULL && *xdg != '\0')
		path = path_join(xdg, "git/attributes");
	else if (home != NULL && *home != '\0')
		path = path_join(home, ".config/git/attributes");
	plain = (path == NULL || access(path, F_OK) == -1) &&
		access("/etc/gitattributes", F_OK) == -1 &&
		!fs_exists(r->common_fd, "info/attributes") &&
		!fs_exists(r->git_fd, "info/attributes");
	free(path);
	return plain;
}

bool
repo_attr_none(struct repo *r, const char *path)
{
	struct err ignored = ERR_INIT;
	const struct repo_index *index = repo_index_now(r, &ignored);
	char *dir = xstrdup(path), *file;
	bool plain = index != NULL && plain_config(r) && plain_outside(r);

	while (plain && *dir != '\0') {
		char *up = path_dir(dir);

		free(dir);
		dir = up;
		file = path_join(dir, ".gitattributes");
		plain = !fs_exists(r->root_fd, file) &&
			repo_index_find(index, file, 0, NULL) == NULL;
		free(file);
	}
	free(dir);
	return plain;
}

/* Whether one of these settings of a driver is there, "filter.lfs.clean". */
static bool
is_driver(
    struct repo *r, const char *kind, const char *name, const char *const *keys)
{
	git_config *conf = NULL;
	const char *value;
	bool found = false;

	if (git_repository_config_snapshot(&conf, r->git) < 0)
		return false;
	for (; *keys != NULL && !found; keys++) {
		char *key = xasprintf("%s.%s.%s", kind, name, *keys);

		found = git_config_get_string(&value, conf, key) == 0;
		free(key);
	}
	git_config_free(conf);
	return found;
}

int
repo_attr_filter(struct repo *r, const char *path, const char **name)
{
	static const char *const keys[] = { "clean", "smudge", "process",
		"required", NULL };

	*name = NULL;
	if (repo_attr_none(r, path))
		return 0;
	if (git_attr_get(name, r->git, 0, path, "filter") < 0)
		return -1;
	if (git_attr_value(*name) != GIT_ATTR_VALUE_STRING ||
	    !is_driver(r, "filter", *name, keys))
		*name = NULL;
	return 0;
}

bool
repo_attr_merges(struct repo *r, const char *path)
{
	static const char *const keys[] = { "driver", NULL };
	const char *name = NULL;

	return !repo_attr_none(r, path) &&
	       git_attr_get(&name, r->git, 0, path, "merge") == 0 &&
	       git_attr_value(name) == GIT_ATTR_VALUE_STRING &&
	       is_driver(r, "merge", name, keys);
}

/* Whether a text can be nothing but UTF-8: there are letters beyond ASCII. */
static bool
is_utf8(const struct repo_file *f)
{
	size_t i;

	for (i = 0; i < f->text.len && (unsigned char)f->text.buf[i] < 0x80;
	     i++)
		;
	return f->there && i < f->text.len &&
	       memchr(f->text.buf, '\0', f->text.len) == NULL &&
	       utf8_invalid_at(f->text.buf, f->text.len) == -1;
}

int
repo_attr_encoding(
    struct repo *r, const char *path, const struct repo_file *f, struct err *e)
{
	const char *code = NULL;

	if (r->git == NULL || is_utf8(f) || repo_attr_none(r, path) ||
	    git_attr_get(&code, r->git, 0, path, "working-tree-encoding") < 0 ||
	    git_attr_value(code) != GIT_ATTR_VALUE_STRING ||
	    strcasecmp(code, "UTF-8") == 0 || strcasecmp(code, "UTF8") == 0)
		return 0;
	err_set(e,
	    "%s: nothing is written, for git is told to keep it as %s in the "
	    "work tree, and halfhour writes UTF-8; take the "
	    "working-tree-encoding out of the .gitattributes",
	    path, code);
	if (f->there)
		err_set(e,
		    "%s once the file is committed, then: rm '%s' && git "
		    "checkout -- '%s'",
		    e->msg, path, path);
	return -1;
}
