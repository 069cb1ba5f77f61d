/* engine.c: which engine there is, and whether it answers */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "engine/engine.h"

#define ENGINE_VERSION_MS 15000

/* ---- finding -------------------------------------------------------------- */

static bool
engine_can_run(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, X_OK) == 0;
}

/* The command of that name in the folders of `path`, or NULL. A folder that is
 * not absolute would be one of the wiki's, and whoever wrote that: it does not
 * count. */
static char *
engine_which(const char *name, const char *path)
{
	while (*path != '\0') {
		size_t len = strcspn(path, ":");

		if (*path == '/') {
			char *file = xasprintf("%.*s/%s", (int)len, path, name);

			if (engine_can_run(file))
				return file;
			free(file);
		}
		path += len;
		path += *path == ':';
	}
	return NULL;
}

int
engine_find(struct engine *out, const char *path, struct err *e)
{
	static const char *const names[] = { "docker", "podman" };
	size_t i;

	if (path == NULL && (path = getenv("PATH")) == NULL)
		path = "";
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		out->name = names[i];
		if ((out->path = engine_which(names[i], path)) != NULL)
			return 0;
	}
	*out = (struct engine){ NULL, "" };
	return err_code(e, ERR_NOTHING,
	    "there is no docker and no podman in PATH: apt-get install "
	    "docker.io");
}

void
engine_release(struct engine *g)
{
	free(g->path);
	*g = (struct engine){ NULL, "" };
}

/* ---- asking ----------------------------------------------------------------- */

void
engine_said_release(struct engine_said *s)
{
	strbuf_release(&s->out);
	strbuf_release(&s->err);
}

/* The last line with something in it: there the command says what was wrong,
 * below all that went well. "See 'docker run --help'." says nothing,
 * nor does how it is to be used. */
static const char *
engine_last_line(const char *s, size_t *len)
{
	const char *last = "", *end;

	*len = 0;
	for (; *s != '\0'; s = *end ? end + 1 : end) {
		end = s + strcspn(s, "\r\n");
		if (end == s || text_starts(s, "See '") ||
		    text_starts(s, "Run '") || text_starts(s, "Usage:"))
			continue;
		last = s;
		*len = (size_t)(end - s);
	}
	return last;
}

int
engine_problem(const struct engine *g, const struct engine_call *c,
    const struct engine_said *s, struct err *e)
{
	const char *what = c->argv[0], *line;
	size_t len;

	if (s->stopped)
		return err_set(e, "%s %s: it was stopped", g->name, what);
	if (s->late)
		return err_set(e, "%s %s: no end after %g s", g->name, what,
		    c->timeout_ms / 1000.0);
	line = engine_last_line(s->err.buf, &len);
	if (len == 0)
		line = engine_last_line(s->out.buf, &len);
	if (len == 0)
		return err_set(e, "%s %s: it ended with exit status %d",
		    g->name, what, s->status);
	return err_set(e, "%s %s: %.*s", g->name, what, (int)len, line);
}

char *
engine_ask(const struct engine *g, const struct engine_call *c, struct err *e)
{
	struct engine_said s = ENGINE_SAID_INIT;
	char *answer = NULL;

	if (engine_call(&s, g, c, e) == 0) {
		if (s.status != 0 || s.late || s.stopped)
			engine_problem(g, c, &s, e);
		else {
			while (s.out.len > 0 &&
			       (s.out.buf[s.out.len - 1] == '\n' ||
				   s.out.buf[s.out.len - 1] == '\r'))
				strbuf_trunc(&s.out, s.out.len - 1);
			answer = xstrdup(s.out.buf);
		}
	}
	engine_said_release(&s);
	return answer;
}

/* Podman has no daemon unless it is told of one: only `info` is the same with
 * and without. */
char *
engine_version(const struct engine *g, int stop, struct err *e)
{
	static const char *const docker[] = { "version", "--format",
		"{{.Server.Version}}", NULL };
	static const char *const podman[] = { "info", "--format",
		"{{.Version.Version}}", NULL };
	bool is_docker = strcmp(g->name, "docker") == 0;
	struct engine_call c = { .argv = is_docker ? docker : podman,
		.timeout_ms = ENGINE_VERSION_MS,
		.stop = stop };
	char *version = engine_ask(g, &c, e), *out;

	if (version == NULL) {
		struct err said = *e;

		err_set(e,
		    "the engine does not answer (%.1024s): systemctl start "
		    "docker, or name another machine's in DOCKER_HOST",
		    said.msg);
		return NULL;
	}
	out = xasprintf("%s %s", g->name, version);
	free(version);
	return out;
}
