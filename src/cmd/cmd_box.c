/* cmd_box.c: the timebox on disk, for the commands that start and end it */
/*
 * Whoever changes the timebox holds box.lock, not the lock of the
 * repository, which a commit takes for itself; always in this order. Both
 * are given back by the system when a process dies, so neither needs a hand.
 */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/lock.h"
#include "cmd/cmd_box.h"
#include "repo/repo_below.h"

#define BOX_LOCK "box.lock"
#define BOX_MAX ((size_t)64 << 20) /* as large as a day that can be read */
/* What is saved is less, so that it fits into a day that has something in it. */
#define BOX_SAVE_MAX ((size_t)16 << 20)
#define LOCK_WAIT_MS 15000

/* The one of this wiki; or, until a command that holds the lock takes it over,
 * the one of an earlier halfhour. */
static const char *
box_file(int fd, const struct wiki_own *own, struct arena *a)
{
	if (wiki_own_waits(own, fd, CMD_BOX))
		return CMD_BOX;
	return arena_printf(a, "%s" CMD_BOX, own->dir);
}

bool
cmd_box_there(int fd, const struct wiki_own *own)
{
	struct arena *a = arena_new();
	bool there = fs_exists(fd, box_file(fd, own, a));

	arena_free(a);
	return there;
}

int
cmd_box_peek(struct study_box *out, int fd, const struct wiki_own *own,
    struct arena *a, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct err why = ERR_INIT;
	const char *file;
	struct stat st;
	int rc = -1;

	if (fd == -1)
		return 0;
	file = box_file(fd, own, a);
	if (fs_read(&sb, fd, file, BOX_MAX, &why) == -1) {
		rc = why.code == ERR_NOTHING ? 0 : -1;
		if (rc == -1)
			*e = why;
		if (rc == -1 && fs_stat(fd, file, &st) == 0 &&
		    st.st_size > (off_t)BOX_MAX)
			rc = -2;
	} else if (study_box_parse(out, sb.buf, sb.len, a, e) == 0) {
		rc = repo_pending_spends(fd, file, sb.buf, sb.len)
			 ? CMD_BOX_SPENT
			 : 1;
	} else {
		err_wrap(e, ".git/halfhour/%s", file);
		rc = -2;
	}
	strbuf_release(&sb);
	return rc;
}

/*
 * A timebox that cannot be read would be in the way of every next one. Its
 * bytes go to the drafts as they are, by a link first: a name of which there
 * is a file already is not taken.
 */
static int
set_aside(const struct cmd_box *b, struct wiki *w, struct err *e)
{
	struct err why = *e;
	char stamp[MOMENT_MAX];
	const char *name = NULL;
	int n, rc = -1, fd = b->fd;

	moment_format(stamp, b->now.now);
	if (fs_mkdirs(fd, "drafts", e) == -1)
		return -1;
	for (n = 0; n < 100 && rc == -1; n++) {
		name =
		    arena_printf(w->arena, "drafts/%.19s-%02d.box", stamp, n);
		rc = linkat(fd, b->file, fd, name, 0);
		if (rc == -1 && errno != EEXIST)
			break;
	}
	if (rc == -1)
		return err_errno(
		    e, "%s; and it cannot be moved to drafts/", why.msg);
	if (fs_unlink(fd, b->file, FS_DURABLE, e) == -1)
		return -1;
	return err_set(e,
	    "%s; what it holds is kept in .git/halfhour/%s, and a new timebox "
	    "can be started",
	    why.msg, name);
}

int
cmd_box_open(struct cmd_box *b, struct wiki *w, struct err *e)
{
	struct err owed = ERR_INIT;
	const char *lock;
	int rc;

	*b = (struct cmd_box){ .lock = -1, .own = &w->own };
	b->file = arena_printf(w->arena, "%s" CMD_BOX, w->own.dir);
	lock = arena_printf(w->arena, "%s" BOX_LOCK, w->own.dir);
	if (date_clock(&b->now, e) == -1 ||
	    (b->fd = repo_state_fd(w->repo, e)) == -1 ||
	    wiki_own_make(b->own, b->fd, e) == -1 ||
	    (b->lock = lock_take(
		 b->fd, lock, repo_below(w->repo) ? 0 : LOCK_WAIT_MS, e)) == -1)
		return -1;
	/* A `stop` that died while we waited may have saved this timebox; to
	 * go on with it would write it twice. What else is owed to git stays
	 * owed, and was told when the wiki was opened. */
	repo_finish_pending(w->repo, &owed);
	rc = wiki_own_take(b->own, b->fd, CMD_BOX, e);
	if (rc != -1)
		rc = cmd_box_peek(&b->box, b->fd, b->own, w->arena, e);
	if (rc < 0) {
		if (rc == -2)
			set_aside(b, w, e);
		cmd_box_close(b);
		return -1;
	}
	b->there = rc == 1;
	if (b->there)
		study_box_time(&b->time, &b->box, &b->now);
	return 0;
}

int
cmd_box_need(struct cmd_box *b, struct wiki *w, struct err *e)
{
	if (cmd_box_open(b, w, e) == -1)
		return -1;
	if (b->there)
		return 0;
	cmd_box_close(b);
	return err_code(e, ERR_NOTHING,
	    "no timebox is running; 'halfhour start TOPIC' begins one, and "
	    "'halfhour log' writes an entry after the fact");
}

void
cmd_box_close(struct cmd_box *b)
{
	lock_drop(b->lock);
	b->lock = -1;
}

int
cmd_box_save(struct cmd_box *b, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	int rc;

	study_box_render(&sb, &b->box);
	if (sb.len > BOX_SAVE_MAX) {
		strbuf_release(&sb);
		return err_set(e,
		    "with this the timebox would be larger than %zu MiB; "
		    "'halfhour stop' writes what it has, and 'halfhour log' "
		    "an entry of its own",
		    BOX_SAVE_MAX >> 20);
	}
	rc = fs_write(b->fd, b->file, sb.buf, sb.len, FS_DURABLE, e);
	strbuf_release(&sb);
	return rc == -1 ? err_wrap(e, ".git/halfhour") : 0;
}

int
cmd_box_entry(struct study_add *add, const struct study_box *box, int minutes,
    struct wiki *w, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct study_add trial;
	const char **ids;
	size_t i;
	int rc, kind;

	*add = (struct study_add){
		.date = moment_study_day(box->start.now, w->conf.day_ends),
		.entry = true,
		.start = moment_minute(box->start.now),
		.day_ends = w->conf.day_ends,
		.topic = box->topic,
		.title = box->title,
		.body = study_box_body(box, NULL, w->arena),
		.lang = w->conf.lang,
	};
	add->end = add->start + minutes;
	for (kind = 0; kind < STUDY_LISTS; kind++)
		add->items[kind] = study_box_lines(box,
		    (enum study_box_kind)kind, &add->n_items[kind], w->arena);
	trial = *add;
	ids = arena_alloc(w->arena, add->n_items[STUDY_TRY] * sizeof(*ids));
	for (i = 0; i < add->n_items[STUDY_TRY]; i++)
		ids[i] = arena_printf(w->arena, "t%04zu", i % 10000);
	trial.try_ids = ids;
	rc = study_patch(&sb, NULL, 0, &trial, e);
	strbuf_release(&sb);
	return rc;
}

const char *
cmd_box_drop(struct cmd_box *b, const struct study_add *add, struct wiki *w,
    struct err *e)
{
	struct study_add lines;
	struct err ignored = ERR_INIT;
	const char *draft;

	if (add == NULL)
		cmd_box_entry(&lines, &b->box,
		    study_box_minutes(b->time.elapsed), w, &ignored);
	draft = wiki_draft(w, add != NULL ? add : &lines);
	if (draft == NULL) {
		err_set(e,
		    "no draft could be written below .git/halfhour/drafts, so "
		    "the timebox goes on");
		return NULL;
	}
	if (fs_unlink(b->fd, b->file, FS_DURABLE, e) == -1)
		return NULL;
	b->there = false;
	return draft;
}

const char *
cmd_box_name(const struct study_box *box, struct arena *a)
{
	return arena_printf(
	    a, "%s%s%s", box->topic, *box->title ? ": " : "", box->title);
}

const char *
cmd_box_clock(int64_t seconds, bool plus, struct arena *a)
{
	int64_t h = seconds / 3600;
	int m = (int)(seconds / 60 % 60), s = (int)(seconds % 60);

	if (h > 0)
		return arena_printf(
		    a, "%s%" PRId64 ":%02d:%02d", plus ? "+" : "", h, m, s);
	return arena_printf(a, plus ? "+%02d:%02d" : "%d:%02d", m, s);
}

const char *
cmd_box_end(const struct study_box *box, struct arena *a)
{
	struct moment end =
	    moment_local(box->start.now.t + (int64_t)box->minutes * 60);
	int minute = moment_minute(end);

	return arena_printf(a, "%02d:%02d", minute / 60, minute % 60);
}

static void
json_count(struct jsonw *j, const char *key, int64_t n)
{
	jsonw_key(j, key);
	if (n < 0)
		jsonw_null(j);
	else
		jsonw_int(j, n);
}

void
cmd_box_json(const struct study_box *box, const struct study_box_time *time,
    long unsynced)
{
	struct strbuf sb = STRBUF_INIT;
	char start[MOMENT_MAX];
	struct jsonw j;

	if (box != NULL)
		moment_format(start, box->start.now);
	jsonw_begin(&j, &sb, true);
	jsonw_open(&j, '{');
	jsonw_key(&j, "schema");
	jsonw_int(&j, 1);
	jsonw_key(&j, "state");
	jsonw_str(&j, box ? "running" : "idle");
	jsonw_key(&j, "topic");
	jsonw_str(&j, box ? box->topic : NULL);
	jsonw_key(&j, "title");
	jsonw_str(&j, box ? box->title : NULL);
	jsonw_key(&j, "start");
	jsonw_str(&j, box ? start : NULL);
	json_count(&j, "minutes", box ? box->minutes : -1);
	json_count(&j, "elapsed_seconds", box ? time->elapsed : -1);
	json_count(&j, "left_seconds", box ? time->left : -1);
	json_count(&j, "over_seconds", box ? time->over : -1);
	if (unsynced >= 0)
		json_count(&j, "unsynced", unsynced);
	jsonw_close(&j, '}');
	strbuf_addc(&sb, '\n');
	fwrite(sb.buf, 1, sb.len, stdout);
	strbuf_release(&sb);
}
