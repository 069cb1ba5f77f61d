/* image_path.c: values that are paths, and nothing is there */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "image/image_path.h"

/*
 * Of a path that a variable names, the diff of the container tells whether it
 * was made. It does not tell as what: a name that is new and has nothing in it
 * is a file, an empty folder, or a link, behind which there may be a lot. That
 * is known where the session made it, with `mkdir` or `ln -s`, and the link is
 * followed. Where it is not, as when a package brought it, nothing is said.
 */
#define PATH_LINKS 40 /* as many as Linux follows */

enum path_is {
	PATH_THERE,
	PATH_MISSING,
	PATH_ASK,    /* it is or may be of what the container was made of */
	PATH_UNKNOWN /* and that cannot be asked */
};

/* ---- what a line makes -------------------------------------------------------------- */

/* The path without ".", ".." and slashes that mean nothing. */
static const char *
path_clean(struct arena *a, const char *path)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;

	while (*path != '\0') {
		size_t n = strcspn(path, "/");

		if (n == 2 && strncmp(path, "..", 2) == 0) {
			while (sb.len > 0 && sb.buf[sb.len - 1] != '/')
				strbuf_trunc(&sb, sb.len - 1);
			if (sb.len > 0)
				strbuf_trunc(&sb, sb.len - 1);
		} else if (n > 0 && (n != 1 || *path != '.')) {
			strbuf_addc(&sb, '/');
			strbuf_add(&sb, path, n);
		}
		path += n + (path[n] == '/');
	}
	text = sb.len > 0 ? arena_strdup(a, sb.buf) : "/";
	strbuf_release(&sb);
	return text;
}

static void
made_add(struct image_maker *m, const char *cwd, const char *path,
    const char *target)
{
	if (*path != '/' && cwd == NULL)
		return;
	if (*path != '/')
		path = arena_printf(m->a, "%s/%s", cwd, path);
	*VEC_PUSH(m->made, m->n_made, m->cap_made) =
	    (struct image_made){ path_clean(m->a, path), target };
}

/* What may be a link: to the last word, or in the folder that it is. The diff
 * tells which. */
static void
made_links(struct image_maker *m, const char *cwd, const char **words, size_t n)
{
	const char *to = n > 1 ? words[--n] : ".";
	size_t i;

	for (i = 0; i < n; i++) {
		made_add(m, cwd,
		    arena_printf(m->a, "%s/%s", to, path_base(words[i])),
		    words[i]);
		if (n == 1)
			made_add(m, cwd, to, words[i]);
	}
}

void
image_made_take(
    struct image_maker *m, const struct image_line *l, const char *cwd)
{
	size_t i, k;

	for (i = 0; i < l->n; i++) {
		const struct image_command *c = &l->v[i];
		const char **words =
		    arena_alloc(m->a, (c->n_words + 1) * sizeof(*words));
		bool folder = image_command_is(c, "mkdir"), soft = false;
		size_t n = 0;

		if (!folder && !image_command_is(c, "ln"))
			continue;
		for (k = 1; k < c->n_words; k++) {
			const char *s = image_word_value(
			    &c->words[k], 0, &m->env, &m->args, m->a);

			if (s == NULL)
				break;
			if (*s != '-')
				words[n++] = s;
			else if (strcmp(s, "--symbolic") == 0 ||
				 (s[1] != '-' && strchr(s, 's') != NULL))
				soft = true;
		}
		if (folder)
			while (n > 0)
				made_add(m, cwd, words[--n], NULL);
		else if (soft && n > 0 && k == c->n_words)
			made_links(m, cwd, words, n);
	}
}

/* ---- what the image has --------------------------------------------------------------- */

/* What the diff says of a path: 'A', 'C', 'D', or '\0' for nothing. */
static char
diff_of(const struct image_session *s, const char *path, size_t len)
{
	size_t i;

	for (i = 0; i < s->n_diff; i++) {
		const char *line = s->diff[i];

		if (line[0] != '\0' && line[1] == ' ' &&
		    strncmp(line + 2, path, len) == 0 && line[2 + len] == '\0')
			return line[0];
	}
	return '\0';
}

/* Whether the diff names anything in this folder: a link has nothing in it. */
static bool
diff_has_below(const struct image_session *s, const char *path, size_t len)
{
	size_t i;

	for (i = 0; i < s->n_diff; i++)
		if (s->diff[i][0] != '\0' &&
		    strncmp(s->diff[i] + 2, path, len) == 0 &&
		    s->diff[i][2 + len] == '/')
			return true;
	return false;
}

/* How long the start of a path is that the diff names; 0: nothing of it. */
static size_t
diff_names(const struct image_session *s, const char *path)
{
	size_t len = strlen(path);

	while (len > 0 && diff_of(s, path, len) == '\0')
		while (path[--len] != '/' && len > 0)
			;
	return len;
}

static const struct image_made *
path_made(const struct image_maker *m, const char *path, size_t len)
{
	size_t i = m->n_made;

	while (i-- > 0)
		if (strncmp(m->made[i].path, path, len) == 0 &&
		    m->made[i].path[len] == '\0')
			return &m->made[i];
	return NULL;
}

/* `path` becomes the one that its links lead to. */
static enum path_is
path_there(const struct image_maker *m, const char **path)
{
	int links;

	for (links = 0; links < PATH_LINKS; links++) {
		const char *s = *path;
		size_t len = diff_names(m->s, s);
		char how = len > 0 ? diff_of(m->s, s, len) : '\0';
		const struct image_made *made;

		if (how == 'D')
			return PATH_MISSING;
		if (how != '\0' && s[len] == '\0')
			return PATH_THERE;
		if (how != 'A')
			return PATH_ASK;
		if (diff_has_below(m->s, s, len))
			return PATH_MISSING;
		if ((made = path_made(m, s, len)) == NULL)
			return PATH_UNKNOWN;
		if (made->target == NULL)
			return PATH_MISSING;
		/* A target is meant from the folder of its link. */
		s = *made->target == '/'
			? arena_printf(m->a, "%s%s", made->target, s + len)
			: arena_printf(m->a, "%.*s/../%s%s", (int)len, s,
			      made->target, s + len);
		*path = path_clean(m->a, s);
	}
	return PATH_MISSING;
}

/* What stands beside it and looks like it, or NULL. */
static const char *
path_near(const struct image_session *s, const char *path)
{
	size_t dir = (size_t)(strrchr(path, '/') - path) + 1, i;
	const char *near = NULL;
	int least = TEXT_FAR;

	for (i = 0; i < s->n_diff; i++) {
		const char *other = s->diff[i];
		int far;

		if ((*other != 'A' && *other != 'C') ||
		    strncmp(other + 2, path, dir) != 0 ||
		    strchr(other + 2 + dir, '/') != NULL)
			continue;
		far = text_slip(path + dir, other + 2 + dir);
		if (far < least) {
			least = far;
			near = other + 2;
		}
	}
	return near;
}

void
image_ask_missing(const struct image_session *s, const struct image_path *p,
    struct diag_list *d)
{
	const char *near = path_near(s, p->real);
	int line, col;

	image_place_of(s, p->step, p->at, &line, &col);
	if (near != NULL)
		diag(d, DIAG_IMAGE, s->path, line, col,
		    "%s names %s, which the image does not have; there is %s",
		    p->name, p->path, near);
	else
		diag(d, DIAG_IMAGE, s->path, line, col,
		    "%s names %s, which the image does not have", p->name,
		    p->path);
}

/* ---- what variables name ---------------------------------------------------------------- */

static void
set_path(struct image_maker *m, const struct image_set *set, const char *path)
{
	struct image_path p = { arena_strdup(m->a, path), set->name, NULL,
		set->step, set->at };
	enum path_is is;

	if (strpbrk(path, " \t\n$*?") != NULL || strcmp(path, "/") == 0)
		return;
	p.real = path_clean(m->a, p.path);
	is = path_there(m, &p.real);
	if (is == PATH_ASK)
		*VEC_PUSH(m->asks, m->n_asks, m->cap_asks) = p;
	if (is == PATH_MISSING)
		image_ask_missing(m->s, &p, m->d);
}

/* Whether a folder of a list stands in its old value already. */
static bool
set_was(const struct image_maker *m, const char *name, const char *path)
{
	const char *s = NULL;
	size_t len = strlen(path), i;

	for (i = 0; i < m->s->n_env; i++)
		if (strcmp(m->s->env[i].name, name) == 0)
			s = m->s->env[i].value;
	while (s != NULL && *s != '\0') {
		size_t n = strcspn(s, ":");

		if (n == len && memcmp(s, path, n) == 0)
			return true;
		s += n + (s[n] == ':');
	}
	return false;
}

void
image_paths(struct image_maker *m)
{
	size_t i;

	for (i = 0; i < m->n_sets; i++) {
		const struct image_set *set = &m->sets[i];
		char *copy = xstrdup(set->value), *rest = copy, *one;
		bool list = path_has_suffix(set->name, "PATH");

		while ((one = list ? strsep(&rest, ":") : rest) != NULL) {
			size_t len = strlen(one);

			while (len > 1 && one[len - 1] == '/')
				one[--len] = '\0';
			if (*one == '/' && !set_was(m, set->name, one))
				set_path(m, set, one);
			if (!list)
				break;
		}
		free(copy);
	}
}
