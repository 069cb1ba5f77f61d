/* cmd_import_from.c: `halfhour import --from`, entries of other programs */
#include <string.h>

#include "cmd/cmd_import.h"
#include "study/study_export.h"

static const struct {
	const char *name;
	study_import_fn *read;
} from_formats[] = {
	{ "jrnl", study_import_jrnl },
	{ "klog", study_import_klog },
	{ "timewarrior", study_import_timew },
};

static study_import_fn *
from_format(const char *name, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof(from_formats) / sizeof(*from_formats); i++)
		if (strcmp(from_formats[i].name, name) == 0)
			return from_formats[i].read;
	err_code(e, ERR_USAGE,
	    "--from: '%s' is none of jrnl, klog and timewarrior", name);
	return NULL;
}

static int
from_topic(struct study_import *im, const struct import_opts *o, struct err *e)
{
	const char *title;

	if (o->topic == NULL) {
		im->topic = o->from;
		return 0;
	}
	if (study_topic_parse(&im->topic, &title, o->topic, im->a, e) == -1)
		return err_wrap(e, "--topic");
	if (*title != '\0')
		return err_code(e, ERR_USAGE,
		    "--topic: '%s' has a title; give only the topic", o->topic);
	return 0;
}

/* The path and the line are those that it was read from. */
static void
from_json_entry(struct jsonw *j, const struct study_record *r, int day_ends)
{
	const struct study_add *add = &r->add;
	const struct study_day day = { .date = add->date, .path = r->path };
	const struct study_entry entry = {
		.start = add->start,
		.end = add->end,
		.minutes = add->start >= 0 ? add->end - add->start : 0,
		.topic = add->topic,
		.title = add->title,
		.line = r->line,
	};

	jsonw_open(j, '{');
	study_json_entry(j, &day, &entry, day_ends);
	jsonw_key(j, "state");
	jsonw_str(j, r->there ? "there" : "imported");
	jsonw_close(j, '}');
}

static void
from_json(const struct study_import *im, size_t there, struct repo_done *done)
{
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j;
	size_t i;

	cmd_import_json(&j, &sb, im->n - there, there, done);
	jsonw_key(&j, "running");
	jsonw_int(&j, (long long)im->running);
	jsonw_key(&j, "entries");
	jsonw_open(&j, '[');
	for (i = 0; i < im->n; i++)
		from_json_entry(&j, &im->v[i], im->day_ends);
	jsonw_close(&j, ']');
	jsonw_close(&j, '}');
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static void
from_report(const struct cmd_ctx *ctx, const struct study_import *im,
    struct repo_done *done)
{
	size_t n, i, days = im->n > 0, there = 0;
	struct strbuf sb = STRBUF_INIT;

	for (i = 0; i < im->n; i++)
		there += im->v[i].there;
	if (ctx->json) {
		from_json(im, there, done);
		return;
	}
	n = im->n - there;
	for (i = 1; i < im->n; i++)
		days += date_cmp(im->v[i - 1].add.date, im->v[i].add.date) != 0;
	strbuf_addf(&sb, "%zu %s imported", n, n == 1 ? "entry" : "entries");
	if (there > 0)
		strbuf_addf(&sb, ", %zu %s there already", there,
		    there == 1 ? "was" : "were");
	if (im->running > 0)
		strbuf_addf(&sb, ", %zu %s still running and left out",
		    im->running, im->running == 1 ? "is" : "are");
	strbuf_addf(&sb, " (%zu %s)", days, days == 1 ? "day" : "days");
	if (done->oid[0] != '\0')
		strbuf_addf(&sb, " [%.7s]", done->oid);
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

/* Everything is read before anything is written. */
static int
from_read(struct study_import *im, struct wiki *w, struct import_opts *o,
    study_import_fn *read, struct err *e)
{
	const char *text;
	size_t len;
	int i;

	for (i = 0; i < o->n; i++) {
		if ((text = cmd_import_read(w, o, o->files[i], &len, e)) ==
		    NULL)
			return -1;
		im->path = o->files[i];
		read(im, text, len);
	}
	study_import_sort(im);
	return 0;
}

int
cmd_import_from(struct cmd_ctx *ctx, struct import_opts *o, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct study_import im = { .a = w->arena,
		.d = &w->diags,
		.lang = w->conf.lang,
		.day_ends = w->conf.day_ends };
	study_import_fn *read = from_format(o->from, e);
	struct repo_done done;
	int rc;

	if (read == NULL || from_topic(&im, o, e) == -1)
		return -1;
	rc = from_read(&im, w, o, read, e);
	if (rc == 0)
		cmd_diags(&w->diags, ctx->quiet);
	if (rc == 0 && !ctx->quiet && im.warnings > STUDY_IMPORT_WARNINGS)
		cmd_note("and %zu more of such warnings",
		    im.warnings - STUDY_IMPORT_WARNINGS);
	if (rc == 0 && im.errors > 0)
		rc = err_set(e, "nothing is imported: mend what is told above, "
				"and import again");
	if (rc == 0) {
		rc = wiki_import(w, &im, &done, e);
		o->saved = rc == 0 || done.saved;
		if ((ctx->json || !ctx->quiet) && (rc == 0 || done.saved))
			from_report(ctx, &im, &done);
	}
	study_import_release(&im);
	return rc;
}
