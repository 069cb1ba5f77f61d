/* cmd_import.c: `halfhour import`, logs that were written elsewhere */
#include <sys/stat.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "cmd/cmd_import.h"

#define FILE_MAX ((size_t)16 << 20)

static const struct opt import_table[] = {
	{ "date", 0, OPT_TEXT, offsetof(struct import_opts, date), "DAY",
	    "the day that the file is of" },
	{ "from", 0, OPT_TEXT, offsetof(struct import_opts, from), "FORMAT",
	    "jrnl, klog or timewarrior: add its entries to their days" },
	{ "topic", 0, OPT_TEXT, offsetof(struct import_opts, topic), "TOPIC",
	    "with --from: of entries that name none; default FORMAT" },
	{ .name = NULL },
};

static int cmd_import_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_import_entry = {
	.name = "import",
	.usage = "import [--date DAY] [--from jrnl|klog|timewarrior] "
		 "[--topic TOPIC] FILE…",
	.summary = "take in logs that were written elsewhere",
	.help =
	    "Without --from each FILE is a day in Markdown, and becomes "
	    "its day\nfile as it is. With --from its entries are added to "
	    "their days.\nFILE - reads standard input. All of it is one "
	    "commit.\n--json prints what was imported, and what was there.\n",
	.opts = import_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_import_exec,
};

/* The line of an offset, from 1. */
static size_t
import_line(const char *s, size_t at)
{
	size_t i, line = 1;

	for (i = 0; i < at; i++)
		line += s[i] == '\n';
	return line;
}

static int
import_check(const struct strbuf *text, const char *path, struct err *e)
{
	ptrdiff_t bad = utf8_invalid_at(text->buf, text->len);
	const char *nul = memchr(text->buf, '\0', text->len);

	if (text->full)
		return err_set(
		    e, "%s is longer than %zu MiB", path, FILE_MAX >> 20);
	if (nul != NULL)
		return err_set(e,
		    "%s:%zu: this is not text: it holds a NUL byte", path,
		    import_line(text->buf, (size_t)(nul - text->buf)));
	if (bad >= 0)
		return err_set(e,
		    "%s:%zu: this is not UTF-8; convert the file, as with "
		    "iconv -f EUC-KR -t UTF-8",
		    path, import_line(text->buf, (size_t)bad));
	return 0;
}

const char *
cmd_import_read(struct wiki *w, struct import_opts *o, const char *path,
    size_t *len, struct err *e)
{
	struct strbuf text;
	struct stat st;
	const char *out = NULL;
	int fd;

	if (strcmp(path, "-") == 0) {
		if (cmd_stdin_read(&text, w, FILE_MAX, e) == 0 &&
		    import_check(&text, path, e) == 0) {
			*len = text.len;
			out = arena_copy(w->arena, text.buf, text.len + 1, 1);
		}
		o->piped = text;
		return out;
	}
	strbuf_init(&text, FILE_MAX);
	/* O_NONBLOCK: a FIFO that nobody writes to cannot hold us up. */
	if ((fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)) == -1) {
		err_errno(e, "cannot read %s", path);
		goto out;
	}
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		err_set(e,
		    "cannot read %s: it is not a regular file; - reads "
		    "standard input, which may be a pipe",
		    path);
	else if (fs_read_all(&text, fd) == -1)
		err_errno(e, "cannot read %s", path);
	else if (import_check(&text, path, e) == 0) {
		*len = text.len;
		out = arena_copy(w->arena, text.buf, text.len + 1, 1);
	}
	close(fd);
out:
	strbuf_release(&text);
	return out;
}

/* A day in Markdown, and where it comes from. */
struct import_day {
	const char *from;
	struct date date;
	bool there; /* the file was, with these bytes */
	struct wiki_file file;
};

static int
import_date(struct date *out, const struct import_opts *o, const char *path,
    const char *text, size_t len, const struct wiki *w, struct err *e)
{
	if (o->date != NULL)
		return study_date_parse(
			   out, o->date, w->now, w->conf.day_ends, e) == -1
			   ? err_wrap(e, "--date")
			   : 0;
	if (study_import_name_day(out, path) == 0 ||
	    study_import_text_day(out, text, len) == 0)
		return 0;
	return err_code(e, ERR_USAGE,
	    "%s: which day is it of? neither its name, nor `date:` in front "
	    "matter, nor a heading such as # 2026-11-22 says so; give --date",
	    path);
}

/* Two files of one day in one command, with different texts. */
static int
import_twice(const struct import_day *v, size_t i, struct err *e)
{
	size_t k;

	for (k = 0; k < i; k++) {
		if (date_cmp(v[k].date, v[i].date) != 0)
			continue;
		if (v[k].file.len == v[i].file.len &&
		    memcmp(v[k].file.bytes, v[i].file.bytes, v[i].file.len) ==
			0)
			continue;
		return err_code(e, ERR_CONFLICT,
		    "%s and %s are both of one day, and differ: put them into "
		    "one file first",
		    v[k].from, v[i].from);
	}
	return 0;
}

static void
import_line_of(struct strbuf *sb, const struct import_day *d,
    const struct study_day *day, const struct repo_done *done)
{
	char date[DATE_MAX];

	date_format(date, d->date);
	strbuf_addf(sb, "%s ", date);
	if (d->there)
		strbuf_adds(sb, "was there already");
	else
		strbuf_addf(sb, "%zu %s, KEEP %zu, PROBLEM %zu, TRY %zu",
		    day->n_entries, day->n_entries == 1 ? "entry" : "entries",
		    day->lists[STUDY_KEEP].n, day->lists[STUDY_PROBLEM].n,
		    day->lists[STUDY_TRY].n);
	strbuf_addf(sb, " → %s", d->file.path);
	if (done->oid[0] != '\0')
		strbuf_addf(sb, " [%.7s]", done->oid);
	strbuf_addc(sb, '\n');
}

static void
import_json_of(struct jsonw *j, const struct import_day *d,
    const struct study_day *day, bool there)
{
	static const char *const keys[STUDY_LISTS] = { "keep", "problem",
		"try" };
	char date[DATE_MAX];
	int list;

	date_format(date, d->date);
	jsonw_open(j, '{');
	jsonw_key(j, "schema");
	jsonw_int(j, 1);
	jsonw_key(j, "file");
	jsonw_str(j, d->from);
	jsonw_key(j, "day");
	jsonw_str(j, date);
	jsonw_key(j, "state");
	jsonw_str(j, there ? "there" : "imported");
	jsonw_key(j, "entries");
	jsonw_int(j, (long long)day->n_entries);
	for (list = 0; list < STUDY_LISTS; list++) {
		jsonw_key(j, keys[list]);
		jsonw_int(j, (long long)day->lists[list].n);
	}
	jsonw_key(j, "path");
	jsonw_str(j, d->file.path);
	jsonw_close(j, '}');
}

void
cmd_import_json(struct jsonw *j, struct strbuf *out, size_t imported,
    size_t there, const struct repo_done *done)
{
	jsonw_begin(j, out, true);
	jsonw_open(j, '{');
	jsonw_key(j, "schema");
	jsonw_int(j, 1);
	jsonw_key(j, "imported");
	jsonw_int(j, (long long)imported);
	jsonw_key(j, "there");
	jsonw_int(j, (long long)there);
	jsonw_key(j, "commit");
	jsonw_str(j, done->oid[0] != '\0' ? done->oid : NULL);
}

static void
import_report(struct cmd_ctx *ctx, const struct import_day *v, size_t n,
    const struct repo_done *done)
{
	struct wiki *w = ctx->wiki;
	struct strbuf sb = STRBUF_INIT;
	struct study_day day;
	struct jsonw j;
	size_t i, there = 0;

	for (i = 0; i < n; i++)
		there += v[i].there;
	if (ctx->json) {
		cmd_import_json(&j, &sb, n - there, there, done);
		jsonw_key(&j, "days");
		jsonw_open(&j, '[');
	}
	for (i = 0; i < n; i++) {
		study_day_parse(&day, v[i].file.path, v[i].date,
		    v[i].file.bytes, v[i].file.len, w->arena, &w->diags);
		if (ctx->json)
			import_json_of(&j, &v[i], &day, v[i].there);
		else
			import_line_of(&sb, &v[i], &day, done);
	}
	if (ctx->json) {
		jsonw_close(&j, ']');
		jsonw_close(&j, '}');
		strbuf_addc(&sb, '\n');
	}
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

/* All of it in one commit; what somebody else has made, was there. */
static int
import_store(struct wiki *w, struct import_day *v, size_t n,
    struct repo_done *done, struct err *e)
{
	struct wiki_file *files = arena_alloc(w->arena, n * sizeof(*files));
	bool *made = arena_alloc(w->arena, n * sizeof(*made));
	struct strbuf message = STRBUF_INIT;
	size_t i, k, days = 0;
	char day[DATE_MAX];
	int rc;

	for (i = 0; i < n; i++) {
		for (k = 0; k < i; k++)
			if (date_cmp(v[k].date, v[i].date) == 0)
				break;
		if (k < i)
			continue;
		files[days++] = v[i].file;
		date_format(day, v[i].date);
		strbuf_addf(&message, "Halfhour-Day: %s\n", day);
	}
	rc = wiki_store_new(w, &(struct wiki_new){ files, made, days },
	    arena_printf(w->arena, "import: %zu %s\n\n%s", days,
		days == 1 ? "day" : "days", message.buf),
	    done, e);
	for (i = 0; i < n; i++)
		for (k = 0; k < days; k++)
			if (files[k].path == v[i].file.path)
				v[i].there = !made[k];
	strbuf_release(&message);
	return rc;
}

/* Each FILE as the file of its day, byte for byte. */
static int
import_days(struct cmd_ctx *ctx, struct import_opts *o, struct err *e)
{
	struct wiki *w = ctx->wiki;
	char **files = o->files;
	size_t n = (size_t)o->n, i;
	struct import_day *v = arena_alloc(w->arena, n * sizeof(*v));
	struct repo_done done;
	int rc;

	for (i = 0; i < n; i++) {
		struct wiki_file *f = &v[i].file;

		v[i].from = files[i];
		f->bytes = cmd_import_read(w, o, files[i], &f->len, e);
		if (f->bytes == NULL || import_date(&v[i].date, o, files[i],
					    f->bytes, f->len, w, e) == -1)
			return -1;
		f->path = wiki_day_path(w, v[i].date);
		if (import_twice(v, i, e) == -1)
			return -1;
		/* One that comes twice is there the second time. */
		v[i].there = true;
	}
	rc = import_store(w, v, n, &done, e);
	o->saved = rc == 0 || done.saved;
	if (rc == -1 && e->code == ERR_CONFLICT && !done.saved)
		return err_wrap(
		    e, "not imported, for nothing is merged unseen");
	if ((ctx->json || !ctx->quiet) && (rc == 0 || done.saved))
		import_report(ctx, v, n, &done);
	cmd_diags(&w->diags, ctx->quiet);
	return rc;
}

/* What can be told before anything is read: standard input is read once. */
static int
import_args(const struct import_opts *o, const struct wiki *w, struct err *e)
{
	struct date ignored;
	int i, n = o->n, piped = 0;

	if (n == 0)
		return err_code(
		    e, ERR_USAGE, "import which file? - reads standard input");
	if (o->date != NULL && o->from != NULL)
		return err_code(e, ERR_USAGE,
		    "--date is of a day in Markdown, and what is imported "
		    "--from a program has its own days");
	if (o->topic != NULL && o->from == NULL)
		return err_code(e, ERR_USAGE,
		    "--topic is of entries that come --from a program");
	if (o->date != NULL && n > 1)
		return err_code(
		    e, ERR_USAGE, "--date is of one file, and there are %d", n);
	for (i = 0; i < n; i++)
		piped += strcmp(o->files[i], "-") == 0;
	if (piped > 1)
		return err_code(e, ERR_USAGE,
		    "- stands in %d places, and standard input can be read "
		    "once",
		    piped);
	if (o->date != NULL && study_date_parse(&ignored, o->date, w->now,
				   w->conf.day_ends, e) == -1)
		return err_wrap(e, "--date");
	return 0;
}

static int
cmd_import_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct import_opts o = { .date = NULL };
	int rc;

	o.n = cmd_opts(&cmd_import_entry, &o, argc, argv, e);
	o.files = argv + 1;
	if (o.n == -1 || import_args(&o, ctx->wiki, e) == -1)
		return -1;
	strbuf_init(&o.piped, STRBUF_MAX);
	rc = o.from != NULL ? cmd_import_from(ctx, &o, e)
			    : import_days(ctx, &o, e);
	if (rc == -1 && !o.saved)
		cmd_kept(ctx->wiki, o.piped.buf, o.piped.len, e);
	strbuf_release(&o.piped);
	return rc;
}
