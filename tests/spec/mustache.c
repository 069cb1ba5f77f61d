/* mustache.c: render a Mustache template with JSON, for suites of tests */
/*
 * usage: mustache DATA.json TEMPLATE [PARTIALS_DIR]
 *
 * TEMPLATE is a file, or - for standard input. The partial {{>name}} is the
 * file name.mustache, name.html or name of PARTIALS_DIR. Exit code 0, or 1 and
 * the reason on standard error, which begins with file:line:col where it is
 * the template's fault.
 */
#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "tmpl/tmpl.h"

static struct arena *mem;

static void
fail(const char *msg)
{
	fprintf(stderr, "mustache: %s\n", msg);
	exit(1);
}

static struct tmpl_val *
value(const json_t *j)
{
	struct tmpl_val *v;
	const char *key;
	json_t *one;
	size_t i;

	switch (json_typeof(j)) {
	case JSON_OBJECT:
		v = tmpl_object(mem);
		json_object_foreach((json_t *)j, key, one)
		    tmpl_set(mem, v, key, value(one));
		return v;
	case JSON_ARRAY:
		v = tmpl_list(mem);
		json_array_foreach(j, i, one) tmpl_push(mem, v, value(one));
		return v;
	case JSON_STRING:
		return tmpl_text_val(mem, json_string_value(j));
	case JSON_INTEGER:
		return tmpl_text_val(
		    mem, arena_printf(mem, "%" JSON_INTEGER_FORMAT,
			     json_integer_value(j)));
	case JSON_REAL:
		/* As many digits as any decimal of 15 comes back with. */
		return tmpl_text_val(
		    mem, arena_printf(mem, "%.15g", json_real_value(j)));
	case JSON_TRUE:
	case JSON_FALSE:
		return tmpl_bool_val(mem, json_is_true(j));
	default:
		return tmpl_text_val(mem, NULL);
	}
}

static void
add(struct tmpl_set *set, int dirfd, const char *path, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	struct err e = ERR_INIT;
	int fd = strcmp(path, "-") == 0 ? 0 : openat(dirfd, path, O_RDONLY);

	if (fd == -1 || fs_read_all(&text, fd) == -1) {
		perror(path);
		exit(1);
	}
	if (tmpl_set_add(set, name, text.buf, text.len, &e) == -1)
		fail(e.msg);
	strbuf_release(&text);
	if (fd != 0)
		close(fd);
}

static void
add_partials(struct tmpl_set *set, const char *dir)
{
	static const char *const ends[] = { ".mustache", ".html" };
	DIR *d = opendir(dir);
	struct dirent *ent;

	if (d == NULL) {
		perror(dir);
		exit(1);
	}
	while ((ent = readdir(d)) != NULL) {
		char *name = xstrdup(ent->d_name);
		size_t i;

		for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
			if (path_has_suffix(name, ends[i])) {
				name[strlen(name) - strlen(ends[i])] = '\0';
				break;
			}
		if (*ent->d_name != '.')
			add(set, dirfd(d), ent->d_name, name);
		free(name);
	}
	closedir(d);
}

int
main(int argc, char **argv)
{
	struct tmpl_set *set = tmpl_set_new();
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;
	json_error_t why;
	json_t *data;

	if (argc < 3 || argc > 4)
		fail("usage: mustache DATA.json TEMPLATE [PARTIALS_DIR]");
	data = json_load_file(argv[1], JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
	if (data == NULL) {
		fprintf(stderr, "%s:%d:%d: %s\n", argv[1], why.line, why.column,
		    why.text);
		return 1;
	}
	mem = arena_new();
	if (argc == 4)
		add_partials(set, argv[3]);
	add(set, AT_FDCWD, argv[2], argv[2]);
	if (tmpl_render(&out, set, argv[2], value(data), &e) == -1)
		fail(e.msg);
	fwrite(out.buf, 1, out.len, stdout);
	if (fflush(stdout) == EOF)
		fail("cannot write");
	strbuf_release(&out);
	tmpl_set_free(set);
	arena_free(mem);
	json_decref(data);
	return 0;
}
