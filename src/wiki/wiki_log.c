/* wiki_log.c: what the wiki commits: entries and files */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "wiki/wiki.h"
#include "wiki/wiki_pipe.h"

/* A file that is what it is, whatever it was. */
static int
wiki_patch_whole(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e)
{
	(void)old;
	(void)old_len;
	(void)e;
	strbuf_add(out, bytes, len);
	return 0;
}

const struct repo_kind wiki_kinds[] = {
	{ "day", study_patch_packed, false },
	{ "file", wiki_patch_whole, true },
	{ "entries", study_import_patch, false },
	{ "edit", wiki_patch_edit, false },
	{ NULL, NULL, false },
};

int
wiki_log_days(struct wiki *w, const struct study_add *adds, size_t n,
    const struct repo_commit *c, struct repo_done *done, struct err *e)
{
	struct strbuf *packed = xcalloc(n, sizeof(*packed));
	struct repo_change *changes = xcalloc(n, sizeof(*changes));
	struct repo_commit commit = *c;
	size_t i;
	int rc;

	for (i = 0; i < n; i++) {
		strbuf_init(&packed[i], STRBUF_MAX);
		study_add_pack(&packed[i], &adds[i]);
		changes[i] = (struct repo_change){
			path_join(w->prefix, wiki_day_path(w, adds[i].date)),
			"day", packed[i].buf, packed[i].len
		};
	}
	commit.changes = changes;
	commit.n = n;
	rc = repo_commit(w->repo, &commit, done, e);
	if (done->saved)
		wiki_pipe_drop(w);
	for (i = 0; i < n; i++) {
		strbuf_release(&packed[i]);
		free((char *)changes[i].path);
	}
	free(changes);
	free(packed);
	return rc;
}

int
wiki_log(struct wiki *w, const struct study_add *add, const char *message,
    struct moment when, struct repo_done *done, struct err *e)
{
	struct repo_commit c = { .message = message, .when = when };

	return wiki_log_days(w, add, 1, &c, done, e);
}

/* The text of a draft: what a day file with only this in it would say. */
static void
wiki_draft_text(struct strbuf *out, struct wiki *w, const struct study_add *add)
{
	static const char *const names[STUDY_LISTS] = { "KEEP", "PROBLEM",
		"TRY" };
	struct study_entry entry = { .start = add->start, .end = add->end };
	int kind;
	size_t i;

	if (add->entry)
		strbuf_addf(out, "### %s %s%s%s\n\n%s\n",
		    study_times(&entry, w->arena), add->topic,
		    *add->title ? ": " : "", add->title, add->body);
	else if (add->body != NULL && *add->body != '\0')
		strbuf_addf(out, "%s\n", add->body);
	for (kind = 0; kind < STUDY_LISTS; kind++) {
		if (add->n_items[kind] > 0)
			strbuf_addf(out, "\n### %s\n\n", names[kind]);
		for (i = 0; i < add->n_items[kind]; i++)
			strbuf_addf(out, "- %s\n", add->items[kind][i]);
	}
}

/* A new file among the drafts; its path, or NULL. */
static const char *
wiki_draft_file(
    struct wiki *w, const void *bytes, size_t len, const char *suffix)
{
	struct err e = ERR_INIT;
	char now[MOMENT_MAX];
	const char *name;
	int n, fd;

	if (w->repo == NULL || (fd = repo_state_fd(w->repo, &e)) == -1)
		return NULL;
	moment_format(now, w->now);
	for (n = 0; n < 100; n++) {
		name = arena_printf(
		    w->arena, "drafts/%.19s-%02d.%s", now, n, suffix);
		if (fs_write(fd, name, bytes, len, FS_NEW | FS_DURABLE, &e) ==
		    1)
			return arena_printf(w->arena, ".git/halfhour/%s", name);
		if (e.code != ERR_CONFLICT)
			break;
	}
	return NULL;
}

const char *
wiki_draft(struct wiki *w, const struct study_add *add)
{
	struct strbuf text = STRBUF_INIT;
	char day[DATE_MAX];
	const char *path;

	date_format(day, add->date);
	strbuf_addf(&text, "# %s\n\n", day);
	wiki_draft_text(&text, w, add);
	path = wiki_draft_file(w, text.buf, text.len, "md");
	if (path != NULL)
		wiki_pipe_drop(w);
	strbuf_release(&text);
	return path;
}

const char *
wiki_draft_bytes(struct wiki *w, const void *bytes, size_t len)
{
	const char *kept = wiki_pipe_kept(w);

	if (kept != NULL || len == 0)
		return kept;
	return wiki_draft_file(w, bytes, len, "txt");
}

int
wiki_store_how(struct wiki *w, const struct wiki_file *files, size_t n,
    const struct repo_commit *how, struct repo_done *done, struct err *e)
{
	struct repo_change *changes = xcalloc(n + 1, sizeof(*changes));
	struct repo_commit commit = *how;
	size_t i;
	int rc;

	for (i = 0; i < n; i++)
		changes[i] =
		    (struct repo_change){ path_join(w->prefix, files[i].path),
			    "file", files[i].bytes, files[i].len };
	commit.changes = changes;
	commit.n = n;
	rc = repo_commit(w->repo, &commit, done, e);
	if (done->saved)
		wiki_pipe_drop(w);
	for (i = 0; i < n; i++)
		free((char *)changes[i].path);
	free(changes);
	return rc;
}

int
wiki_store(struct wiki *w, const struct wiki_file *files, size_t n,
    const char *message, struct repo_done *done, struct err *e)
{
	const struct repo_commit how = { .message = message, .when = w->now };
	size_t i;
	int rc = 0;

	*done = (struct repo_done){ .saved = false };
	if (w->repo != NULL)
		return wiki_store_how(w, files, n, &how, done, e);
	for (i = 0; i < n && rc == 0; i++)
		if (fs_write(w->root_fd, files[i].path, files[i].bytes,
			files[i].len, FS_DURABLE | FS_IF_CHANGED, e) == -1)
			rc = -1;
	return rc;
}
