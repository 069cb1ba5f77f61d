/* run_docker_build.c: a Dockerfile is built, changed, and built again */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "run/run_build.h"
#include "run/run_docker.h"
#include "run/run_several.h"

/*
 * The Dockerfile and the files of the example are laid into a folder of their
 * own, which is all that the build can copy from. Behind each FROM stands a
 * label of this run: so the first build finds nothing in the cache of the
 * engine, whatever was built there before, the second, after the change that
 * edit= names, what the first has left, and all that is made goes by its label.
 *
 * The old builder is asked for, also of a docker that has a newer one: it says
 * one step after the other what it does, and makes an image of each, whose
 * size the engine knows.
 */
#define BUILD_MS 600000 /* of both builds, unless timeout= says otherwise */
#define BUILD_ASK_MS 60000
#define BUILD_OPTIONS 64
#define BUILD_OUTPUT ((size_t)16 << 20)

struct build {
	struct engine engine;
	char label[ENGINE_LABEL_MAX];
	char *folder; /* owned: of this run */
	char *files;  /* owned: below it, what can be copied from */
	const struct run_job *job;
	const struct run_limits *limits;
	struct run_result *r;
	int left_ms;
	bool silent; /* the engine is asked no more */
};

/* ---- the folder ------------------------------------------------------------------- */

/* The Dockerfile with the label behind each FROM, which may have several
 * lines. */
static void
build_labelled(
    struct strbuf *out, const struct build *b, const char *s, size_t len)
{
	bool from = false, more = false;
	size_t n;

	for (; len > 0; s += n, len -= n) {
		size_t blanks = strspn(s, " \t"), line;

		n = text_line(s, len);
		line = text_chomp(s, n);
		if (!more)
			from = line > blanks + 5 &&
			       strncasecmp(s + blanks, "FROM", 4) == 0 &&
			       strchr(" \t", s[blanks + 4]) != NULL;
		more = line > 0 && s[line - 1] == '\\';
		strbuf_add(out, s, n);
		if (from && !more)
			strbuf_addf(out, "%sLABEL %s\n", n > line ? "" : "\n",
			    b->label);
	}
}

static int
build_put(
    int dir, const char *name, const char *text, size_t len, struct err *e)
{
	return fs_write(dir, name, text, len, 0, e) == -1 ? -1 : 0;
}

/* All files as the note has them. */
static int
build_lay(const struct build *b, struct err *e)
{
	int dir = fs_open_dir(b->files, e), rc = -1;
	struct strbuf text = STRBUF_INIT;
	size_t i;

	if (dir == -1)
		return -1;
	build_labelled(&text, b, b->job->code, b->job->code_len);
	rc = build_put(dir, "Dockerfile", text.buf, text.len, e);
	strbuf_release(&text);
	for (i = 0; i < b->job->n_files && rc == 0; i++)
		rc = build_put(dir, b->job->files[i].name,
		    b->job->files[i].text, b->job->files[i].len, e);
	close(dir);
	return rc;
}

/* The one that is changed. */
static int
build_change(const struct build *b, const struct run_edit *edit, struct err *e)
{
	const char *text = b->job->code;
	size_t len = b->job->code_len, i;
	struct strbuf out = STRBUF_INIT;
	int dir, rc = -1;
	char *new;

	for (i = 0; i < b->job->n_files; i++)
		if (strcmp(b->job->files[i].name, edit->file) == 0) {
			text = b->job->files[i].text;
			len = b->job->files[i].len;
		}
	if ((new = run_edit_apply(edit, text, len)) == NULL)
		return err_set(
		    e, "edit= changes nothing: there is no \"%s\"", edit->old);
	if (*edit->file == '\0')
		build_labelled(&out, b, new, strlen(new));
	else
		strbuf_adds(&out, new);
	if ((dir = fs_open_dir(b->files, e)) != -1) {
		rc = build_put(dir,
		    *edit->file != '\0' ? edit->file : "Dockerfile", out.buf,
		    out.len, e);
		close(dir);
	}
	strbuf_release(&out);
	free(new);
	return rc;
}

/* ---- a build ------------------------------------------------------------------------ */

/* "2560", or "2.56 kB" as podman says it whatever it is asked; -1 for anything
 * else. */
static long long
build_bytes(const char *s)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	char *end;
	double size = strtod(s, &end), unit = 1;
	size_t len, i;

	if (end == s || size < 0)
		return -1;
	if (*end == '\n' || *end == '\0')
		return (long long)size;
	end += *end == ' ';
	for (i = 0; i < sizeof(units) / sizeof(*units); i++, unit *= 1000) {
		len = strlen(units[i]);
		if (strncmp(end, units[i], len) == 0 &&
		    (end[len] == '\n' || end[len] == '\0'))
			return (long long)(size * unit);
	}
	return -1;
}

/* How many bytes the step added whose image this is. */
static long long
build_size(struct build *b, const char *id)
{
	const char *argv[] = { "history", "--no-trunc", "--human=false",
		"--format", "{{.Size}}", id, NULL };
	struct engine_call c = { .argv = argv, .timeout_ms = BUILD_ASK_MS };
	struct err ignored = ERR_INIT;
	char *said = engine_ask(&b->engine, &c, &ignored);
	long long size = said != NULL ? build_bytes(said) : -1;

	free(said);
	return size;
}

/* When its output has come: these builders tell no times. */
struct build_ear {
	struct run_came *v;
	size_t n, cap, len;
};

static void
build_hear(void *payload, bool err, const char *s, size_t len, int64_t ms)
{
	struct build_ear *ear = payload;

	(void)s;
	if (err)
		return;
	ear->len += len;
	*VEC_PUSH(ear->v, ear->n, ear->cap) = (struct run_came){ ear->len, ms };
}

/* The steps less those that the label has made, and what they added. */
static void
build_layers(struct build *b, struct run_layers *out,
    const struct engine_said *said, const struct build_ear *ear)
{
	struct run_layers all = { .ms = said->ms };
	struct run_layer *v;
	size_t i;

	run_layers_parse(
	    &all, b->r->arena, said->out.buf, said->out.len, ear->v, ear->n);
	v = arena_alloc(b->r->arena, (all.n + 1) * sizeof(*v));
	*out = (struct run_layers){ v, 0, all.said, all.ms };
	for (i = 0; i < all.n; i++) {
		struct run_layer *l = &v[out->n];

		if (text_starts(all.v[i].text, "LABEL " ENGINE_LABEL "="))
			continue;
		*l = all.v[i];
		if (!l->from && *l->id != '\0')
			l->size = build_size(b, l->id);
		out->n++;
	}
}

/* Why it failed is the last line; those above tell of the builder, and are
 * others with each version. But podman leaves its standard error to the steps,
 * which docker's old builder prints with the rest. */
static void
build_reason(struct build *b, struct engine_said *said)
{
	char *rest = said->err.buf, *line, *last = NULL;

	if (strcmp(b->engine.name, "podman") == 0) {
		strbuf_adds(&b->r->err, said->err.buf);
		return;
	}
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*text_trim(line) != '\0')
			last = line;
	if (last != NULL)
		strbuf_addf(&b->r->err, "%s\n", last);
}

/* Build it: 0, what came of it is in `out` and r; or -1. */
static int
build_once(struct build *b, struct run_layers *out, struct err *e)
{
	static const char *const old[] = { "DOCKER_BUILDKIT=0", NULL };
	const char *argv[BUILD_OPTIONS + 8] = { "build", "--force-rm" };
	char *words = xstrdup(b->job->options ? b->job->options : "");
	char *rest = words, *word;
	struct engine_said said = ENGINE_SAID_INIT;
	struct build_ear ear = { .n = 0 };
	struct engine_call c = { .argv = argv,
		.env = old,
		.timeout_ms = b->left_ms,
		.output = BUILD_OUTPUT,
		.heard = build_hear,
		.payload = &ear,
		.stop = b->limits->stop };
	struct err gone = ERR_INIT;
	char *version = NULL;
	size_t n = 2;
	int rc = -1;

	while (n < BUILD_OPTIONS && (word = strsep(&rest, " \t\n")) != NULL)
		if (*word != '\0')
			argv[n++] = word;
	argv[n++] = b->files;
	if (engine_call(&said, &b->engine, &c, e) == -1)
		goto out;
	b->r->wall_ms += said.ms;
	b->left_ms -= said.ms < b->left_ms ? (int)said.ms : b->left_ms - 1;
	build_layers(b, out, &said, &ear);
	if (said.stopped) {
		err_set(e, "it was stopped");
		goto out;
	}
	rc = 0;
	if (said.late && (version = engine_version(
			      &b->engine, b->limits->stop, &gone)) == NULL) {
		b->silent = true;
		b->r->outcome = RUN_LIMIT;
		run_why(b->r,
		    "engine: it did not answer any more during the build: %s",
		    gone.msg);
	} else if (said.late) {
		b->r->outcome = RUN_TIMEOUT;
		run_why(b->r, "it was still being built: %s",
		    out->n > 0 ? out->v[out->n - 1].text : "no step had begun");
	} else if (said.status != 0 && (version = engine_version(&b->engine,
					    b->limits->stop, &gone)) == NULL) {
		b->silent = true;
		b->r->outcome = RUN_LIMIT;
		run_why(
		    b->r, "engine: it was gone during the build: %s", gone.msg);
	} else if (said.status != 0) {
		run_ended(b->r, said.status << 8);
		strbuf_adds(&b->r->err, out->said);
		build_reason(b, &said);
	} else
		run_ended(b->r, 0);
out:
	engine_said_release(&said);
	free(ear.v);
	free(words);
	free(version);
	return rc;
}

/* Both builds, and the table of them. */
static int
build_both(struct build *b, struct err *e)
{
	struct run_builds *all = arena_alloc(b->r->arena, sizeof(*all));
	struct run_layers *first = &all->v[0], *second = &all->v[1];
	struct run_edit edit;
	bool twice = b->job->edit != NULL;

	*all = (struct run_builds){ .n = 1, .edit = "" };
	b->r->builds = all;
	if (twice && !run_edit_parse(&edit, b->r->arena, b->job->edit))
		return err_set(e, "edit=%s is no change", b->job->edit);
	if (build_lay(b, e) == -1 || build_once(b, first, e) == -1)
		return -1;
	if (!twice || b->r->outcome != RUN_OK) {
		run_layers_text(&b->r->out, first, NULL);
		return 0;
	}
	if (build_change(b, &edit, e) == -1 || build_once(b, second, e) == -1)
		return -1;
	run_layers_blame(second, first, &edit, b->r->arena);
	all->n = 2;
	all->edit = arena_strdup(b->r->arena, b->job->edit);
	run_layers_text(&b->r->out, first, second);
	return 0;
}

int
run_docker_build(struct run_result *r, const struct run_job *job,
    const struct run_limits *limits, struct err *e)
{
	struct build b = { .job = job, .limits = limits, .r = r };
	struct err left = ERR_INIT;
	char *version = NULL;
	int rc = -1;

	b.left_ms = job->timeout_ms > 0 ? job->timeout_ms : BUILD_MS;
	r->arena = arena_new();
	engine_label(b.label);
	if (engine_find(&b.engine, NULL, e) == -1 ||
	    (version = engine_version(&b.engine, limits->stop, e)) == NULL)
		goto out;
	r->rung = arena_strdup(r->arena, version);
	if ((b.folder = run_folder_new(RUN_FOLDER_BUILD, b.label, e)) == NULL)
		goto out;
	b.files = xasprintf("%s/files", b.folder);
	if (mkdir(b.files, 0700) == -1) {
		err_errno(e, "cannot make %s", b.files);
		goto out;
	}
	rc = build_both(&b, e);
	if (!b.silent)
		engine_sweep(&b.engine, b.label, &left);
out:
	run_folder_remove(b.folder);
	free(b.files);
	free(version);
	engine_release(&b.engine);
	return rc;
}
