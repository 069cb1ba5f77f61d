/* cmd.c: the table of commands, and what several of them do */
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "study/study_export.h"
#include "wiki/wiki_pipe.h"

#define STDIN_MAX ((size_t)4 << 20)
/* So much of what is too long is kept: a pipe may never end. */
#define KEPT_MAX ((size_t)64 << 20)
#define BOM "\xef\xbb\xbf"

extern const struct cmd_entry cmd_init_entry, cmd_start_entry, cmd_status_entry,
    cmd_add_entry, cmd_stop_entry, cmd_cancel_entry, cmd_log_entry,
    cmd_show_entry, cmd_list_entry, cmd_try_entry, cmd_stats_entry,
    cmd_build_entry, cmd_render_entry, cmd_run_entry, cmd_help_entry,
    cmd_export_entry, cmd_import_entry, cmd_completion_entry, cmd_edit_entry,
    cmd_undo_entry, cmd_redo_entry, cmd_check_entry, cmd_new_entry,
    cmd_search_entry, cmd_doctor_entry, cmd_mv_entry, cmd_history_entry,
    cmd_publish_entry, cmd_sync_entry, cmd_explain_entry, cmd_dockerfile_entry;

const struct cmd_entry *const cmd_table[] = {
	&cmd_init_entry,
	&cmd_start_entry,
	&cmd_status_entry,
	&cmd_add_entry,
	&cmd_stop_entry,
	&cmd_cancel_entry,
	&cmd_log_entry,
	&cmd_show_entry,
	&cmd_list_entry,
	&cmd_edit_entry,
	&cmd_undo_entry,
	&cmd_redo_entry,
	&cmd_try_entry,
	&cmd_stats_entry,
	&cmd_new_entry,
	&cmd_mv_entry,
	&cmd_search_entry,
	&cmd_history_entry,
	&cmd_build_entry,
	&cmd_check_entry,
	&cmd_publish_entry,
	&cmd_sync_entry,
	&cmd_render_entry,
	&cmd_run_entry,
	&cmd_explain_entry,
	&cmd_dockerfile_entry,
	&cmd_import_entry,
	&cmd_export_entry,
	&cmd_doctor_entry,
	&cmd_completion_entry,
	&cmd_help_entry,
	NULL,
};

const struct cmd_entry *
cmd_find(const char *name, struct err *e)
{
	const struct cmd_entry *const *c, *near = NULL;
	int least = TEXT_FAR;

	for (c = cmd_table; *c != NULL; c++) {
		int far = text_slip(name, (*c)->name);

		if (far == 0)
			return *c;
		if (far < least) {
			least = far;
			near = *c;
		}
	}
	if (near != NULL)
		err_code(e, ERR_USAGE,
		    "there is no command '%s'; did you "
		    "mean '%s'?",
		    name, near->name);
	else
		err_code(e, ERR_USAGE,
		    "there is no command '%s'; 'halfhour "
		    "help' lists them",
		    name);
	return NULL;
}

void
cmd_help_all(struct strbuf *out)
{
	const struct cmd_entry *const *c;

	strbuf_adds(out,
	    "halfhour: half an hour of study a day, and a wiki of it\n"
	    "\n"
	    "usage: halfhour [-C DIR] [--json] [--quiet] [--no-color] "
	    "COMMAND …\n"
	    "\n");
	for (c = cmd_table; *c != NULL; c++)
		strbuf_addf(out, "  %-10s  %s\n", (*c)->name, (*c)->summary);
	strbuf_adds(out,
	    "\n"
	    "  -C DIR       act on the wiki that DIR is in\n"
	    "  --json       print JSON instead of text\n"
	    "  --quiet      print errors only\n"
	    "  --no-color   no colours (as NO_COLOR in the environment)\n"
	    "  --version    print the version\n"
	    "\n"
	    "'halfhour help COMMAND' tells more of one. Exit codes: 0 done,\n"
	    "1 failed or found something, 2 wrong usage, 3 nothing there,\n"
	    "4 conflict, 5 locked by another process.\n");
}

void
cmd_help_one(struct strbuf *out, const struct cmd_entry *entry)
{
	strbuf_addf(
	    out, "usage: halfhour %s\n\n%s\n", entry->usage, entry->summary);
	if (entry->opts != NULL) {
		strbuf_addc(out, '\n');
		opt_help(out, entry->opts);
	}
	if (entry->help != NULL)
		strbuf_addf(out, "\n%s", entry->help);
}

int
cmd_opts(const struct cmd_entry *entry, void *into, int argc, char **argv,
    struct err *e)
{
	static const struct opt none[] = { { .name = NULL } };
	int n =
	    opt_parse(entry->opts ? entry->opts : none, into, argc, argv, e);

	if (n == -1)
		err_code(e, ERR_USAGE, "%s; usage: halfhour %s", e->msg,
		    entry->usage);
	return n;
}

const char *
cmd_words(struct arena *a, char **argv, int from, int n)
{
	const char *text;
	int i, end = n;

	for (i = 1; n == -1 && argv[i] != NULL; i++)
		end = i;
	if (end < from)
		return NULL;
	text = argv[from];
	while (++from <= end)
		text = arena_printf(a, "%s %s", text, argv[from]);
	return text;
}

int
cmd_operands(const struct cmd_entry *entry, int n, int max, struct err *e)
{
	if (n <= max)
		return 0;
	return err_code(
	    e, ERR_USAGE, "too many words; usage: halfhour %s", entry->usage);
}

void
cmd_kept(struct wiki *w, const void *bytes, size_t len, struct err *e)
{
	const char *draft = wiki_draft_bytes(w, bytes, len);
	struct err why = *e;

	if (draft != NULL)
		err_code(e, why.code, "%s; what was read is kept in %s",
		    why.msg, draft);
}

/* Whether nothing else has what is read from there: not so of a file, nor of
 * a device such as /dev/zero. */
static bool
stdin_is_piped(void)
{
	struct stat st;

	return fstat(STDIN_FILENO, &st) == 0 &&
	       (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) ||
		   isatty(STDIN_FILENO));
}

int
cmd_stdin_read(struct strbuf *out, struct wiki *w, size_t max, struct err *e)
{
	bool keep = w != NULL && stdin_is_piped();

	/* One byte more than fits tells that it is too long. */
	strbuf_init(out, keep ? KEPT_MAX : max + 1);
	if (w != NULL && w->repo != NULL && repo_may_save(w->repo, e) == -1)
		return -1;
	if (keep && w->repo != NULL) {
		if (wiki_pipe_read(out, w, STDIN_FILENO, e) == -1)
			return -1;
	} else if (fs_read_all(out, STDIN_FILENO) == -1)
		return err_errno(e, "cannot read standard input");
	if (!out->full && out->len <= max)
		return 0;
	err_set(e, "standard input is longer than %zu MiB%s",
	    (keep && out->full ? KEPT_MAX : max) >> 20,
	    keep && out->full ? ", and the rest of it is not read" : "");
	if (!keep)
		strbuf_clear(out);
	return -1;
}

char *
cmd_stdin(struct wiki *w, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	ptrdiff_t bad;

	if (cmd_stdin_read(&sb, w, STDIN_MAX, e) == -1)
		; /* what was read is kept all the same */
	else if ((bad = utf8_invalid_at(sb.buf, sb.len)) >= 0)
		err_set(e,
		    "standard input is not UTF-8 at byte %td; convert "
		    "it, as with iconv -f EUC-KR -t UTF-8",
		    bad + 1);
	else if (memchr(sb.buf, '\0', sb.len) != NULL)
		err_set(e, "standard input is not text: it holds a NUL byte");
	else {
		strbuf_trunc(&sb, text_chomp(sb.buf, sb.len));
		/* A mark of how the bytes are meant is no text. */
		if (strncmp(sb.buf, BOM, strlen(BOM)) == 0)
			memmove(sb.buf, sb.buf + strlen(BOM),
			    sb.len - strlen(BOM) + 1);
		return strbuf_take(&sb);
	}
	if (w != NULL)
		cmd_kept(w, sb.buf, sb.len, e);
	strbuf_release(&sb);
	return NULL;
}

/* Blocked and not ignored: a program that is run meanwhile would inherit the
 * latter. */
void
cmd_pipe_hold(sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigprocmask(SIG_BLOCK, &set, old);
}

void
cmd_pipe_give(const sigset_t *old)
{
	const struct timespec now = { 0, 0 };
	sigset_t set;

	fflush(stdout);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	if (!sigismember(old, SIGPIPE))
		while (sigtimedwait(&set, NULL, &now) == -1 && errno == EINTR)
			;
	sigprocmask(SIG_SETMASK, old, NULL);
}

void
cmd_print(const char *s, size_t len)
{
	char *safe;

	if (!isatty(STDOUT_FILENO)) {
		fwrite(s, 1, len, stdout);
		return;
	}
	safe = utf8_for_terminal(s, len);
	fputs(safe, stdout);
	free(safe);
}

int
cmd_window(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) ||
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1)
		return 0;
	return size.ws_col;
}

void
cmd_print_lines(const char *s, size_t len)
{
	/* In the last cell some terminals wrap. */
	int room = cmd_window() - 1;
	char *safe, *line, *next;

	if (room < 1) {
		cmd_print(s, len);
		return;
	}
	safe = utf8_for_terminal(s, len);
	/* How wide a tab is depends on where it stands. */
	for (line = safe; (line = strchr(line, '\t')) != NULL;)
		*line = ' ';
	for (line = safe; *line != '\0'; line = next) {
		size_t n = strcspn(line, "\n"), fits;
		bool ended = line[n] == '\n';

		next = line + n + ended;
		line[n] = '\0';
		fits = utf8_fit(line, room);
		if (fits < n)
			fits = utf8_fit(line, room - 1);
		fwrite(line, 1, fits, stdout);
		fputs(fits < n ? "…" : "", stdout);
		if (ended)
			putchar('\n');
	}
	free(safe);
}

/* Text of others to standard error, fit for a terminal. */
static void
cmd_complain(const char *s)
{
	char *safe = utf8_for_terminal(s, strlen(s));

	fputs(safe, stderr);
	free(safe);
}

void
cmd_note(const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list ap;

	strbuf_adds(&sb, "halfhour: ");
	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	strbuf_addc(&sb, '\n');
	cmd_complain(sb.buf);
	strbuf_release(&sb);
}

/* A name with the end of a line in it would make a second message, of which
 * whoever gave the name says what it is and where. */
static void
one_line(struct strbuf *out, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '\n' || *s == '\r')
			strbuf_addf(out, "^%c", *s ^ 0x40);
		else
			strbuf_addc(out, *s);
}

void
cmd_diag_line(struct strbuf *out, const struct diag *d)
{
	one_line(out, d->path);
	strbuf_addc(out, ':');
	if (d->line > 0)
		strbuf_addf(out, "%d:%d:", d->line, d->col > 0 ? d->col : 1);
	strbuf_addf(out, " %s: ", diag_level_name(diag_level(d->id)));
	one_line(out, d->msg);
	strbuf_addf(out, " [%s]\n", diag_code(d->id));
}

int
cmd_jobs(int n)
{
	long jobs = n ? n : sysconf(_SC_NPROCESSORS_ONLN);

	return jobs < 1 ? 1 : jobs > 64 ? 64 : (int)jobs;
}

void
cmd_diags(struct diag_list *d, bool quiet)
{
	size_t i;

	diag_sort(d);
	for (i = 0; i < d->n; i++) {
		struct strbuf sb = STRBUF_INIT;

		if (quiet && diag_level(d->v[i].id) < DIAG_ERROR)
			continue;
		cmd_diag_line(&sb, &d->v[i]);
		cmd_complain(sb.buf);
		strbuf_release(&sb);
	}
}

int
cmd_read_days(
    struct wiki *w, const char *since, const char *until, struct err *e)
{
	struct date first = { 1, 1, 1 }, last = { 9999, 12, 31 };

	if (since != NULL &&
	    study_date_parse(&first, since, w->now, w->conf.day_ends, e) == -1)
		return err_wrap(e, "--since");
	if (until != NULL &&
	    study_date_parse(&last, until, w->now, w->conf.day_ends, e) == -1)
		return err_wrap(e, "--until");
	return wiki_read_range(w, first, last, e);
}

int
cmd_diags_days(struct wiki *w, bool quiet, bool text, int rc)
{
	size_t i;

	cmd_diags(&w->diags, quiet);
	for (i = 0; i < w->diags.n; i++) {
		enum diag_id id = w->diags.v[i].id;

		if (id == DIAG_FILE || id == DIAG_BUDGET ||
		    (text && id == DIAG_ENCODING))
			return ERR_FAILED;
	}
	return rc;
}

void
cmd_json_entry(struct jsonw *j, const struct study_day *day,
    const struct study_entry *entry, const struct wiki *w)
{
	jsonw_open(j, '{');
	study_json_entry(j, day, entry, w->conf.day_ends);
	jsonw_close(j, '}');
}
