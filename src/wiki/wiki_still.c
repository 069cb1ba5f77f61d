/* wiki_still.c: whether all that a site is made of is as it was
 *
 * Theory of operation. Before a build reads anything it looks at all that it
 * will read, and takes the clock; behind it that look is kept, with what came of
 * the build. When the next build sees the same look, it has nothing to do.
 *
 * Nobody has to look again behind the build, to see whether something has
 * changed meanwhile: what was kept is the look of before. A file that changes
 * after that, be it before or after it is read, has another look from then on,
 * for its inode keeps the time of each change, which nobody sets; and one that
 * is moved away and back changes the times of its folder, which is looked at
 * like a file. So the next build differs from what is kept, and reads all. Three
 * things are not so, and each has its own answer:
 *
 * - A file that is written twice within one tick of the clock looks the same
 *   both times, as git's index knows ("racy git"). So files are only the same if
 *   the newest was older than a tick when they began to be read.
 * - HEAD has no time: it may be moved on while a build reads the dates of
 *   commits, and back. So what is kept is of the HEAD that the dates are of.
 * - The settings are read when the wiki is opened, before the look. So they
 *   are read again when the clock is taken, and have to be the same.
 *
 * What a build changes itself is none of it: .git/halfhour, which is in the key,
 * is made before the look, and what stands in it is not looked at.
 *
 * .git/halfhour/site.cache (in wikis/ there, as notes.cache is) holds
 *
 *	halfhour site 3
 *	the key, 64 digits
 *	what stands for HEAD, 64 digits
 *	the study day
 *	the sum of the files: two numbers of 16 digits, and how many they are;
 *	before it a "-" when no files are the same as these, for some may have
 *	been written once more
 *	what the build wants to know of its outcome
 *	a hash of all before, 64 digits
 *
 * It is never trusted further than that: another key is another state, and a
 * wrong hash is damage. Nobody waits for the disk to write it, since all that it
 * says is compared with what is there.
 */
#include <sys/syscall.h>
#include <linux/capability.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_dates.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_still.h"

#define KEPT "site.cache"
#define CLOCK "site.clock"
#define MAGIC "halfhour site 3\n"
#define MAGIC_ANY "halfhour site "
#define DIGITS (HASH_HEX - 1)
#define DAY_LEN 10

extern char **environ;

/* What of the environment settings come from; the clock is not one. */
static void
key_environment(struct strbuf *sb)
{
	static const char *const names[] = { "HALFHOUR_", "LC_ALL=", "LANG=" };
	size_t i, k;

	for (i = 0; environ[i] != NULL; i++)
		for (k = 0; k < sizeof(names) / sizeof(*names); k++)
			if (text_starts(environ[i], names[k]) &&
			    !text_starts(environ[i], "HALFHOUR_NOW="))
				strbuf_addf(sb, "%s\n", environ[i]);
}

/* Who reads: another may not read the same files. */
static void
key_reader(struct strbuf *sb)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct caps[2] = { { .effective = 0 } };
	int n = getgroups(0, NULL), i;
	gid_t *groups = xcalloc((size_t)n + 1, sizeof(*groups));

	syscall(SYS_capget, &head, caps);
	strbuf_addf(sb, "%ju %ju %x %x", (uintmax_t)geteuid(),
	    (uintmax_t)getegid(), caps[0].effective, caps[1].effective);
	n = getgroups(n, groups);
	for (i = 0; i < n; i++)
		strbuf_addf(sb, " %ju", (uintmax_t)groups[i]);
	strbuf_addc(sb, '\n');
	free(groups);
}

static bool
key_make(struct wiki_still *s, struct wiki *w, int state_fd, const char *opts)
{
	struct strbuf sb = STRBUF_INIT;
	char stamp[HASH_HEX];
	struct err ignored = ERR_INIT;
	bool made = wiki_stamp(stamp, state_fd) &&
		    repo_dates_mark(w->repo, &sb, &ignored) == 0;

	hash_hex(s->mark, sb.buf, sb.len);
	strbuf_clear(&sb);
	s->today = moment_study_day(w->now, w->conf.day_ends);
	strbuf_addf(&sb, "\n%s\n%s\n%s\n", stamp, w->root, w->prefix);
	strbuf_addf(&sb, "%s\n", opts);
	key_environment(&sb);
	key_reader(&sb);
	hash_hex(s->key, sb.buf, sb.len);
	strbuf_release(&sb);
	return made;
}

/* The files, as they are. */
static void
files_look(struct wiki_still *s, const struct wiki *w, int jobs)
{
	static const char *const folders[] = { WIKI_NOTES, WIKI_RUNS,
		"templates" };
	static const char *const confs[] = { CONF_FILE, "." CONF_FILE };
	struct stat st;
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (fs_stat(w->root_fd, folders[i], &st) == 0)
			still_tree(&s->files, &s->rows, w->root_fd, folders[i],
			    (size_t)jobs);
	for (i = 0; i < sizeof(confs) / sizeof(*confs); i++)
		if (fs_stat(w->root_fd, confs[i], &st) == 0)
			still_add_row(
			    &s->files, &s->rows, confs[i], &st, false);
}

void
wiki_still_look(
    struct wiki_still *out, struct wiki *w, const char *opts, int jobs)
{
	struct wiki_state state;
	struct err ignored = ERR_INIT;

	*out = (struct wiki_still){ .known = false };
	if (w->folder || w->repo == NULL ||
	    wiki_state_open(&state, w->root, &ignored) == -1)
		return;
	if (state.fd != -1 && key_make(out, w, state.fd, opts)) {
		files_look(out, w, jobs);
		out->known = !out->files.odd;
	}
	wiki_state_close(&state);
}

void
wiki_still_release(struct wiki_still *s)
{
	free(s->rows.v);
	s->rows = (struct still_rows){ .n = 0 };
}

/* ---- kept --------------------------------------------------------------- */

/* What begins the file. */
static void
head_add(struct strbuf *sb, const struct wiki_still *s, bool files)
{
	char day[DATE_MAX];

	date_format(day, s->today);
	strbuf_addf(sb,
	    MAGIC "%s\n%s\n%s\n%s%016" PRIx64 "%016" PRIx64 " %zu\n", s->key,
	    s->mark, day, files ? "" : "-", s->files.a, s->files.b, s->files.n);
}

/* The state folder, and the file there, to be freed; false without one. */
static bool
kept_open(struct wiki_state *state, char **file, const struct wiki *w)
{
	struct err ignored = ERR_INIT;

	if (wiki_state_open(state, w->root, &ignored) == -1)
		return false;
	if (state->fd == -1) {
		wiki_state_close(state);
		return false;
	}
	*file = xasprintf("%s" KEPT, state->own.dir);
	return true;
}

/* Whether the file is what wiki_still_keep() of some version has written. */
static bool
kept_whole(const struct strbuf *all)
{
	char sum[HASH_HEX];

	if (all->len < DIGITS || !text_starts(all->buf, MAGIC_ANY))
		return false;
	hash_hex(sum, all->buf, all->len - DIGITS);
	return memcmp(sum, all->buf + all->len - DIGITS, DIGITS) == 0;
}

/* Append what is behind the head, if that has this key. */
static bool
kept_bytes(struct strbuf *out, struct wiki_last *last, const struct strbuf *all,
    const struct wiki_still *s)
{
	size_t key = strlen(MAGIC), mark = key + DIGITS + 1;
	size_t day = mark + DIGITS + 1, sums = day + DAY_LEN + 1;
	size_t at, len = all->len - DIGITS;
	char today[DATE_MAX] = "";
	bool known;

	if (len <= sums || !text_starts(all->buf, MAGIC) ||
	    memcmp(all->buf + key, s->key, DIGITS) != 0)
		return false;
	at = sums + text_line(all->buf + sums, len - sums);
	known = all->buf[sums] != '-';
	if (sscanf(all->buf + sums + !known, "%16" SCNx64 "%16" SCNx64 " %zu\n",
		&last->files.a, &last->files.b, &last->files.n) != 3)
		return false;
	memcpy(today, all->buf + day, DAY_LEN);
	if (date_parse(&last->today, today) == -1)
		return false;
	last->same_day = date_cmp(last->today, s->today) == 0;
	last->same_mark = memcmp(all->buf + mark, s->mark, DIGITS) == 0;
	last->same = known && last->same_day && last->same_mark &&
		     still_same(&last->files, &s->files);
	strbuf_add(out, all->buf + at, len - at);
	return true;
}

bool
wiki_still_last(struct strbuf *out, struct wiki_last *last,
    const struct wiki_still *s, const struct wiki *w, bool *damaged)
{
	struct strbuf all = STRBUF_INIT;
	struct wiki_state state;
	struct err e = ERR_INIT;
	char *file;
	bool known = false;

	*last = (struct wiki_last){ .same = false };
	*damaged = false;
	if (!s->known || !kept_open(&state, &file, w))
		return false;
	if (fs_read(&all, state.fd, file, FS_READ_MAX, &e) == 0) {
		*damaged = !kept_whole(&all);
		known = !*damaged && kept_bytes(out, last, &all, s);
	}
	strbuf_release(&all);
	free(file);
	wiki_state_close(&state);
	return known;
}

void
wiki_still_begin(struct wiki_still *s, const struct wiki *w)
{
	struct wiki_state state;
	struct err ignored = ERR_INIT;
	struct stat st;
	char *file;

	s->known &= wiki_conf_stays(w);
	if (!s->known || !kept_open(&state, &file, w))
		return;
	free(file);
	file = xasprintf("%s" CLOCK, state.own.dir);
	if (fs_write(state.fd, file, "", 0, FS_PRIVATE, &ignored) != -1 &&
	    fs_stat(state.fd, file, &st) == 0)
		s->now = still_time(&st);
	fs_unlink(state.fd, file, 0, &ignored);
	free(file);
	wiki_state_close(&state);
}

bool
wiki_still_older(const struct wiki_still *s, const struct still *files)
{
	return still_older(files, s->now);
}

/* Whether the dates are those of the HEAD that was looked at; if any were
 * read. */
static bool
keep_dated(const struct wiki_still *s, const struct wiki *w)
{
	char mark[HASH_HEX];

	if (w->dates == NULL)
		return true;
	hash_hex(mark, w->dates->mark, strlen(w->dates->mark));
	return strcmp(mark, s->mark) == 0;
}

void
wiki_still_keep(
    const struct wiki_still *s, const struct wiki *w, const void *p, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	struct wiki_state state;
	struct err ignored = ERR_INIT;
	char sum[HASH_HEX], *file;

	if (!kept_open(&state, &file, w))
		return;
	if (s->known && keep_dated(s, w)) {
		strbuf_init(&sb, STRBUF_MAX);
		head_add(&sb, s, wiki_still_older(s, &s->files));
		strbuf_add(&sb, p, len);
		hash_hex(sum, sb.buf, sb.len);
		strbuf_add(&sb, sum, DIGITS);
		fs_write(state.fd, file, sb.buf, sb.len, FS_PRIVATE, &ignored);
	} else
		fs_unlink(state.fd, file, 0, &ignored);
	strbuf_release(&sb);
	free(file);
	wiki_state_close(&state);
}
