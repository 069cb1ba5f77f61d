/* cmd_stop_edit.c: `halfhour stop --edit`, the entry in an editor */
/*
 * The editor is given the day as it would be with nothing else in it, in a
 * file below .git/halfhour/drafts/. What it saves is read as a day is. The
 * file goes when its entry is saved and all of its text is in it; in any
 * other case it stays, and its name is told.
 *
 * An editor may be open for long, so meanwhile the lock of the timebox is not
 * held: others may add to it, and end it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "cmd/cmd_edit.h"
#include "cmd/cmd_stop.h"
#include "study/study_whole.h"

#define TEXT_MAX ((size_t)4 << 20)

/* Items of several lines stay one item. */
static void
add_item(struct strbuf *out, const char *s)
{
	strbuf_adds(out, "- ");
	for (; *s != '\0'; s++) {
		strbuf_addc(out, *s);
		if (*s == '\n' && s[1] != '\n')
			strbuf_adds(out, "  ");
	}
	strbuf_addc(out, '\n');
}

/* The entry, and a heading for each list, whether there is one or not. */
static void
edit_text(struct strbuf *out, const struct study_add *add, struct arena *a)
{
	static const char *const names[STUDY_LISTS] = { "KEEP", "PROBLEM",
		"TRY" };
	struct study_entry entry = { .start = add->start, .end = add->end };
	size_t i;
	int kind;

	strbuf_addf(out, "### %s %s%s%s\n\n%s\n", study_times(&entry, a),
	    add->topic, *add->title ? ": " : "", add->title, add->body);
	for (kind = 0; kind < STUDY_LISTS; kind++) {
		strbuf_addf(out, "\n### %s\n\n", names[kind]);
		for (i = 0; i < add->n_items[kind]; i++)
			add_item(out, add->items[kind][i]);
		if (add->n_items[kind] == 0)
			strbuf_adds(out, "- \n");
	}
}

/* ---- back again -------------------------------------------------------- */

static const char *
trimmed(struct arena *a, const char *s, size_t len)
{
	while (len > 0 && strchr("\r\n \t", s[len - 1]) != NULL)
		len--;
	while (len > 0 && (*s == '\n' || *s == '\r')) {
		s++;
		len--;
	}
	return arena_strndup(a, s, len);
}

/* The times that were edited: those that `log` would take, too. What was not
 * touched is right, though the clock may have been set since. */
static int
edit_times(struct study_add *add, const struct study_day *day,
    const struct study_entry *entry, const struct cmd_box *b, struct err *e)
{
	int minutes = entry->end - entry->start;
	char now[MOMENT_MAX], then[MOMENT_MAX];
	struct moment end;

	if (entry->start == add->start && entry->end == add->end)
		return 0;
	if (entry->start < 0 || minutes <= 0 || minutes > STUDY_MINUTES_MAX)
		return err_code(e, ERR_USAGE,
		    "the heading needs two times, of at most twelve hours, as "
		    "in ### 21:00–21:28 docker");
	end = study_entry_start(day, entry, add->day_ends);
	end = moment_local(end.t + (int64_t)minutes * 60);
	moment_format(now, b->now.now);
	moment_format(then, end);
	/* The end of a timebox is rounded to the minute. */
	if (end.t >= b->now.now.t + 60)
		return err_code(e, ERR_USAGE,
		    "the entry would end at %.16s, which is in the future: it "
		    "is %.16s",
		    then, now);
	add->start = entry->start;
	add->end = entry->end;
	return 0;
}

/* The items of a list that was edited, with what is nested in them; what `log`
 * would not take, because it is ticked, is not taken here either. */
static int
edit_items(struct study_add *add, const struct study_day *day, int kind,
    struct arena *a, struct err *e)
{
	static const char *const names[STUDY_LISTS] = { "KEEP", "PROBLEM",
		"TRY" };
	const struct study_items *items = &day->lists[kind];
	const char **v = arena_alloc(a, items->n * sizeof(*v));
	size_t i;

	for (i = 0; i < items->n; i++) {
		if (study_item_ticked(day, &items->v[i]))
			return err_code(e, ERR_USAGE,
			    "the %s \"%.80s\" is ticked or closed, and what is "
			    "new is open: write it without a box, and a try "
			    "that is done as a KEEP",
			    names[kind], items->v[i].text);
		v[i] = study_item_whole(day, &items->v[i], a);
	}
	add->items[kind] = v;
	add->n_items[kind] = items->n;
	return 0;
}

/* The text that was edited as what is to be added. */
static int
edit_parse(struct study_add *add, const struct strbuf *text,
    const struct cmd_box *b, struct wiki *w, struct err *e)
{
	struct diag_list diags = DIAG_LIST_INIT;
	const struct study_entry *entry;
	struct study_day day;
	size_t n;
	int kind;

	study_day_parse(&day, "the text", add->date, text->buf, text->len,
	    w->arena, &diags);
	n = diag_count(&diags, DIAG_ERROR);
	diag_release(&diags);
	if (n > 0 || day.n_entries != 1)
		return err_code(e, ERR_USAGE,
		    "the text has %zu headings of entries, not one",
		    day.n_entries);
	entry = &day.entries[0];
	/* A topic may become the name of a note, so it is checked again, but
	 * not the one that was there. */
	if ((strcmp(entry->topic, add->topic) != 0 ||
		strcmp(entry->title, add->title) != 0) &&
	    study_topic_parse(&add->topic, &add->title,
		arena_printf(w->arena, "%s%s%s", entry->topic,
		    *entry->title ? ": " : "", entry->title),
		w->arena, e) == -1)
		return -1;
	add->body = trimmed(w->arena, entry->body, entry->body_len);
	if (edit_times(add, &day, entry, b, e) == -1)
		return -1;
	for (kind = 0; kind < STUDY_LISTS; kind++)
		if (edit_items(add, &day, kind, w->arena, e) == -1)
			return -1;
	return 0;
}

/* A line that says nothing by itself: empty, the day, or a heading of a group.
 * Other words of a heading are a text, which may be nowhere in the entry. */
static bool
is_frame(const char *s, size_t len)
{
	static const char *const frames[] = { "", "-", "- [ ]", "### KEEP",
		"### PROBLEM", "### TRY", "## 리뷰", "## 회고", "## Review",
		"## Retrospective", "## やったこと", "## ふりかえり" };
	char day[DATE_MAX];
	struct date d;
	size_t i;

	if (len == 2 + strlen("2026-11-23") && memcmp(s, "# ", 2) == 0) {
		snprintf(day, sizeof(day), "%.10s", s + 2);
		if (date_parse(&d, day) == 0)
			return true;
	}
	for (i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		if (strlen(frames[i]) == len && memcmp(s, frames[i], len) == 0)
			return true;
	return false;
}

/*
 * One line of a list. An item is what a reader of Markdown sees: where its
 * lines begin and end does not matter, and it may stand below the bullet that
 * waits for it.
 */
static void
essence_item(struct strbuf *out, const char *s, size_t len, bool waiting)
{
	size_t skip = 0;

	while (len > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	if (len > 6 && memcmp(s, "- [ ] ", 6) == 0)
		skip = 6;
	else if (len > 2 && memcmp(s, "- ", 2) == 0)
		skip = 2;
	strbuf_adds(out, skip > 0 || waiting ? "\n- " : " ");
	strbuf_add(out, s + skip, len - skip);
}

/* What a text says, without its frame and its boxes, for a comparison. */
static char *
essence(const struct strbuf *text)
{
	struct strbuf out = STRBUF_INIT;
	bool lists = false, waiting = false;
	size_t at = 0, len, n;

	for (; at < text->len; at += n) {
		const char *s = text->buf + at;

		n = text_line(s, text->len - at);
		len = text_chomp(s, n);
		while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
			len--;
		if (is_frame(s, len)) {
			lists |= len > 4 && memcmp(s, "### ", 4) == 0;
			waiting = lists && len > 0 && *s == '-';
			continue;
		}
		if (lists) {
			essence_item(&out, s, len, waiting);
		} else {
			strbuf_add(&out, s, len);
			strbuf_addc(&out, '\n');
		}
		waiting = false;
	}
	return strbuf_take(&out);
}

/* Whether nothing of the text was left out of what is to be added. */
static bool
is_whole(
    const struct strbuf *text, const struct study_add *add, struct arena *a)
{
	struct strbuf again = STRBUF_INIT;
	char *was = essence(text), *is;
	bool same;

	edit_text(&again, add, a);
	is = essence(&again);
	same = strcmp(was, is) == 0;
	strbuf_release(&again);
	free(was);
	free(is);
	return same;
}

/*
 * A file of its own for each editor; its name below the state folder. One
 * that is there already is of an editor that failed or died, and is told.
 */
static const char *
edit_file(const struct cmd_box *b, const struct strbuf *text, struct arena *a,
    struct err *e)
{
	const char *name = NULL, *earlier = NULL;
	int n, wrote = -1;

	for (n = 0; n < 100 && wrote != 1; n++) {
		earlier = name;
		name =
		    arena_printf(a, "drafts/stop-%.8s-%02d.md", b->box.id, n);
		wrote = fs_write(
		    b->fd, name, text->buf, text->len, FS_NEW | FS_DURABLE, e);
		if (wrote == -1 && e->code != ERR_CONFLICT)
			break;
	}
	if (wrote == 1 && earlier != NULL)
		cmd_note("an earlier editor of this timebox has left its text "
			 "in .git/halfhour/%s",
		    earlier);
	return wrote == 1 ? name : NULL;
}

/* What the editor has saved becomes `add`; 1 when all of it did. */
static int
edit_take(struct study_add *add, const struct cmd_box *b, const char *name,
    struct wiki *w, struct err *e)
{
	struct strbuf text = STRBUF_INIT;
	int rc = -1;

	if (fs_read(&text, b->fd, name, TEXT_MAX, e) == -1)
		goto out;
	if (text_blank(text.buf))
		err_set(e, "the text was emptied");
	else if (utf8_invalid_at(text.buf, text.len) >= 0)
		err_code(e, ERR_USAGE, "the text is not UTF-8");
	else if (edit_parse(add, &text, b, w, e) == 0)
		rc = is_whole(&text, add, w->arena);
out:
	strbuf_release(&text);
	return rc;
}

/* ---- while the editor was open ----------------------------------------- */

/* Whether the timebox is what it was, with lines more or without. */
static bool
is_still(const struct study_box *was, const struct study_box *box)
{
	size_t i;

	if (box->n_lines < was->n_lines)
		return false;
	for (i = 0; i < was->n_lines; i++)
		if (was->lines[i].kind != box->lines[i].kind ||
		    strcmp(was->lines[i].text, box->lines[i].text) != 0)
			return false;
	return true;
}

/* Take the lock again. b->there is false if the timebox is no more. */
static int
box_again(struct cmd_box *b, struct wiki *w, struct err *e)
{
	struct cmd_box was = *b;

	if (cmd_box_open(b, w, e) == -1) {
		*b = was;
		return -1;
	}
	if (!b->there || strcmp(b->box.id, was.box.id) != 0) {
		b->there = false;
		b->box = was.box;
		return err_code(e, ERR_CONFLICT,
		    "nothing is written: the timebox was ended while the "
		    "editor was open");
	}
	if (!is_still(&was.box, &b->box))
		return err_code(e, ERR_CONFLICT,
		    "the timebox was changed while the editor was open");
	return 0;
}

/* The lines from the nth on, behind what was edited. */
static void
add_later(struct study_add *add, const struct study_box *box, size_t n,
    struct arena *a)
{
	struct study_box later = *box;
	const char *body;
	size_t more;
	int kind;

	later.lines += n;
	later.n_lines -= n;
	body = study_box_body(&later, NULL, a);
	if (*body != '\0')
		add->body = arena_printf(a, "%s%s%s", add->body,
		    *add->body != '\0' ? "\n\n" : "", body);
	for (kind = 0; kind < STUDY_LISTS; kind++) {
		const char **items = study_box_lines(
		    &later, (enum study_box_kind)kind, &more, a);
		size_t i, had = add->n_items[kind];
		const char **v = arena_alloc(a, (had + more) * sizeof(*v));

		for (i = 0; i < had + more; i++)
			v[i] = i < had ? add->items[kind][i] : items[i - had];
		add->items[kind] = v;
		add->n_items[kind] = had + more;
	}
}

/* The editor, and the lock let go for it; holds it again afterwards. */
static int
edit_run(const char *path, struct cmd_box *b, struct wiki *w, struct err *e)
{
	struct err ignored = ERR_INIT;
	char *editor = cmd_editor(e);
	int rc;

	if (editor == NULL)
		return -1;
	cmd_box_close(b);
	rc = cmd_editor_run(editor, path, e);
	if (box_again(b, w, rc == 0 ? e : &ignored) == -1)
		rc = -1;
	return rc;
}

int
cmd_stop_edit(struct study_add *add, struct cmd_box *b, struct wiki *w,
    struct cmd_stop_draft *draft, struct err *e)
{
	char fd_path[64], *state = NULL, *path = NULL;
	struct strbuf text = STRBUF_INIT;
	size_t n_lines = b->box.n_lines;
	int rc = -1;

	edit_text(&text, add, w->arena);
	if ((draft->name = edit_file(b, &text, w->arena, e)) == NULL)
		goto out;
	snprintf(fd_path, sizeof(fd_path), "/proc/self/fd/%d", b->fd);
	if ((state = realpath(fd_path, NULL)) == NULL) {
		err_errno(e, "cannot find .git/halfhour");
		goto out;
	}
	path = path_join(state, draft->name);
	rc = edit_run(path, b, w, e);
	if (rc == 0)
		rc = edit_take(add, b, draft->name, w, e);
	if (rc != -1)
		add_later(add, &b->box, n_lines, w->arena);
	draft->whole = rc == 1;
	if (rc == -1)
		err_code(e, e->code, "%s; the text is kept in .git/halfhour/%s",
		    e->msg, draft->name);
out:
	strbuf_release(&text);
	free(state);
	free(path);
	return rc == -1 ? -1 : 0;
}

void
cmd_stop_edited(
    const struct cmd_box *b, const struct cmd_stop_draft *draft, bool saved)
{
	struct err ignored = ERR_INIT;

	if (draft->name == NULL)
		return;
	if (saved && draft->whole)
		fs_unlink(b->fd, draft->name, 0, &ignored);
	else
		cmd_note("the text of the editor is kept in .git/halfhour/%s%s",
		    draft->name,
		    saved ? ", because the entry does not have all of it" : "");
}
