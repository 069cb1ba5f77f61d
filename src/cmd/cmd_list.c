/* cmd_list.c: `halfhour list`, entries one a line */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/jsonw.h"
#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "cmd/cmd_fold.h"

#define LIST_COL 34 /* cells before the topic */

struct list_opts {
	const char *since, *until, *topic;
	bool names, pages;
};

static const struct opt list_table[] = {
	{ "since", 0, OPT_TEXT, offsetof(struct list_opts, since), "DAY",
	    "no day before this one" },
	{ "until", 0, OPT_TEXT, offsetof(struct list_opts, until), "DAY",
	    "no day after this one" },
	{ "topic", 0, OPT_TEXT, offsetof(struct list_opts, topic), "TOPIC",
	    "only entries about this topic" },
	{ "names", 0, OPT_FLAG, offsetof(struct list_opts, names), NULL,
	    "only the topics, each once, the latest first" },
	{ "pages", 0, OPT_FLAG, offsetof(struct list_opts, pages), NULL,
	    "the names of the notes instead, but for the days" },
	{ .name = NULL },
};

static int cmd_list_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_list_entry = {
	.name = "list",
	.usage = "list [--since DAY] [--until DAY] [--topic TOPIC] [--names] "
		 "[--pages]",
	.summary = "list the entries, one a line",
	.help = "DAY is 2026-11-23, today, yesterday, 어제 or -3.\n",
	.opts = list_table,
	.flags = CMD_WIKI,
	.exec = cmd_list_exec,
};

/* Whether an entry is of a topic, which is folded; NULL: of any. */
static bool
list_wanted(const char *topic, const struct study_entry *entry)
{
	char *own;
	bool same;

	if (topic == NULL)
		return true;
	own = utf8_fold(entry->topic);
	same = strcmp(own, topic) == 0;
	free(own);
	return same;
}

static void
list_line(struct strbuf *sb, const struct study_day *day,
    const struct study_entry *entry, struct wiki *w)
{
	const char *times = study_times(entry, w->arena);
	char date[DATE_MAX], minutes[32] = "";

	date_format(date, day->date);
	if (entry->start >= 0)
		snprintf(minutes, sizeof(minutes), "%d min", entry->minutes);
	strbuf_addf(sb, "%s  %s%*s  %7s  %s%s%s\n", date, times,
	    11 - utf8_width(times), "", minutes, entry->topic,
	    *entry->title ? ": " : "", entry->title);
}

/* The topics of the entries, those of the last day first. */
static size_t
list_names(struct strbuf *sb, struct jsonw *j, struct wiki *w, const char *only)
{
	struct map *seen = map_new();
	size_t i, k, found;
	char *topic;

	for (i = w->n_days; i > 0; i--)
		for (k = w->days[i - 1].n_entries; k > 0; k--) {
			const struct study_entry *entry =
			    &w->days[i - 1].entries[k - 1];

			if (*entry->topic == '\0' || !list_wanted(only, entry))
				continue;
			topic = utf8_fold(entry->topic);
			if (map_get(seen, topic) == NULL) {
				map_put(seen, arena_strdup(w->arena, topic),
				    w->arena);
				if (j != NULL)
					jsonw_str(j, entry->topic);
				else
					strbuf_addf(sb, "%s\n", entry->topic);
			}
			free(topic);
		}
	found = map_len(seen);
	map_free(seen);
	return found;
}

/* The entries, one a line or one an object. */
static size_t
list_entries(
    struct strbuf *sb, struct jsonw *j, struct wiki *w, const char *topic)
{
	size_t i, k, found = 0;

	for (i = 0; i < w->n_days; i++)
		for (k = 0; k < w->days[i].n_entries; k++) {
			const struct study_entry *entry =
			    &w->days[i].entries[k];

			if (!list_wanted(topic, entry))
				continue;
			found++;
			if (j != NULL)
				cmd_json_entry(j, &w->days[i], entry, w);
			else
				list_line(sb, &w->days[i], entry, w);
		}
	return found;
}

/* ---- notes ------------------------------------------------------------- */

struct list_pages {
	struct strbuf *sb;
	struct jsonw *json; /* NULL: one a line */
	size_t found;
};

/* One note's name, as [[links]] and commands have it. */
static int
list_page(const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct list_pages *pages = payload;
	const char *name = path + strlen(WIKI_NOTES "/");
	char *id;

	(void)st;
	(void)e;
	if (!path_is_note(name) || text_starts(name, WIKI_DAILY "/") ||
	    utf8_invalid_at(name, strlen(name)) >= 0 ||
	    strchr(name, '\n') != NULL)
		return 0;
	id = utf8_nfc(name);
	id[path_note_len(id, strlen(id))] = '\0';
	if (pages->json != NULL)
		jsonw_str(pages->json, id);
	else
		strbuf_addf(pages->sb, "%s\n", id);
	pages->found++;
	free(id);
	return 0;
}

static int
list_print_pages(const struct cmd_ctx *ctx, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j;
	struct list_pages pages = { &sb, ctx->json ? &j : NULL, 0 };
	int rc;

	jsonw_begin(&j, &sb, true);
	if (ctx->json)
		jsonw_open(&j, '[');
	rc = fs_walk(ctx->wiki->root_fd, WIKI_NOTES, list_page, &pages, e);
	if (ctx->json) {
		jsonw_close(&j, ']');
		strbuf_addc(&sb, '\n');
	}
	if (rc == 0)
		cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
	if (rc == -1 || pages.found > 0)
		return rc;
	return err_code(e, ERR_NOTHING, "there is no note below " WIKI_NOTES);
}

/* ---- the command -------------------------------------------------------- */

static int
list_print(const struct cmd_ctx *ctx, const struct list_opts *o, struct err *e)
{
	char *topic = o->topic != NULL ? utf8_fold(o->topic) : NULL;
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j, *json = ctx->json ? &j : NULL;
	size_t found;

	jsonw_begin(&j, &sb, true);
	if (ctx->json)
		jsonw_open(&j, '[');
	found = o->names ? list_names(&sb, json, ctx->wiki, topic)
			 : list_entries(&sb, json, ctx->wiki, topic);
	if (ctx->json) {
		jsonw_close(&j, ']');
		strbuf_addc(&sb, '\n');
	}
	if (json != NULL || o->names)
		cmd_print(sb.buf, sb.len);
	else
		cmd_print_rows(sb.buf, sb.len, LIST_COL);
	strbuf_release(&sb);
	free(topic);
	if (found > 0)
		return 0;
	return err_code(e, ERR_NOTHING,
	    "no entry matches; 'halfhour log' "
	    "makes one");
}

static int
cmd_list_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct list_opts o = { .since = NULL };
	int n, rc;

	n = cmd_opts(&cmd_list_entry, &o, argc, argv, e);
	if (n == -1 || cmd_operands(&cmd_list_entry, n, 0, e) == -1)
		return -1;
	if (o.pages && (o.since || o.until || o.topic || o.names))
		return err_code(e, ERR_USAGE,
		    "--pages lists notes, and the other options are of "
		    "entries");
	if (o.pages)
		return list_print_pages(ctx, e);
	if (cmd_read_days(ctx->wiki, o.since, o.until, e) == -1)
		return -1;
	rc = list_print(ctx, &o, e);
	return cmd_diags_days(ctx->wiki, true, false, rc);
}
