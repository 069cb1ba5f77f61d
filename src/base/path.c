/* path.c: names of files, without looking at the disk */
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

char *
path_join(const char *a, const char *b)
{
	size_t len = strlen(a);

	if (len == 0 || strcmp(a, ".") == 0)
		return xstrdup(b);
	return xasprintf("%s%s%s", a, a[len - 1] == '/' ? "" : "/", b);
}

const char *
path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *
path_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	return xstrndup(path, slash ? (size_t)(slash - path) : 0);
}

bool
path_has_suffix(const char *path, const char *suffix)
{
	size_t n = strlen(path), k = strlen(suffix);

	return n >= k && strcmp(path + n - k, suffix) == 0;
}

size_t
path_note_len(const char *path, size_t len)
{
	return len > 3 && strncasecmp(path + len - 3, ".md", 3) == 0 ? len - 3
								     : 0;
}

bool
path_is_note(const char *path)
{
	return path_note_len(path, strlen(path)) > 0;
}

bool
path_is_image(const char *path)
{
	static const char *const exts[] = { ".png", ".jpg", ".jpeg", ".gif",
		".svg", ".webp", ".avif", ".bmp" };
	const char *dot = strrchr(path_base(path), '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(exts) / sizeof(*exts); i++)
		if (strcasecmp(dot, exts[i]) == 0)
			return true;
	return false;
}

bool
path_is_inside(const char *path)
{
	if (*path == '/')
		return false;
	for (;;) {
		size_t n = strcspn(path, "/");

		if (n == 0 || (n == 1 && path[0] == '.') ||
		    (n == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (path[n] == '\0')
			return true;
		path += n + 1;
	}
}

char *
path_relative(const char *from, const char *to)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i, common = 0;

	for (i = 0; from[i] != '\0' && from[i] == to[i]; i++)
		if (from[i] == '/')
			common = i + 1;
	for (i = common; from[i] != '\0'; i++)
		if (from[i] == '/')
			strbuf_adds(&sb, "../");
	/* What stands before a ":" in the first part would be a scheme (RFC
	 * 3986, 4.2). */
	to += common;
	if (sb.len == 0 && to[strcspn(to, ":/")] == ':')
		strbuf_adds(&sb, "./");
	strbuf_adds(&sb, to);
	return strbuf_take(&sb);
}
