/* cmd_try_seen.c: how often a try was shown
 *
 * .git/halfhour/seen (of a wiki that is not at the root of its repository: see
 * wiki_own.h), a text file: the line "halfhour seen 1", then for each
 * open try that was shown its id, on how many study days, and the last of
 * these:
 *
 *	t7k2 3 2026-11-25
 *
 * A try without an id stands under the id that it would get. Closed tries
 * leave the file when it is written next. It is only a count: when it is lost
 * or damaged, counting begins anew.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/map.h"
#include "base/text.h"
#include "cmd/cmd_try.h"
#include "repo/repo.h"

#define SEEN_FILE "seen"
#define SEEN_HEAD "halfhour seen 1"
#define SEEN_MAX ((size_t)1 << 20)

struct seen {
	int times;
	struct date last;
};

/* One line without its end: "t7k2 3 2026-11-25". */
static int
seen_line(struct map *m, char *line, struct arena *a)
{
	char *times = strchr(line, ' '), *last;
	struct seen *s = arena_alloc(a, sizeof(*s));
	long n;

	if (times == NULL || times == line)
		return -1;
	*times++ = '\0';
	if ((last = strchr(times, ' ')) == NULL)
		return -1;
	*last++ = '\0';
	if (text_number(&n, times, 1, 100000) == -1 ||
	    date_parse(&s->last, last) == -1)
		return -1;
	s->times = (int)n;
	map_put(m, line, s);
	return 0;
}

static int
seen_parse(struct map *m, char *text, size_t len, struct arena *a)
{
	bool head = true;

	if (memchr(text, '\0', len) != NULL)
		return -1;
	while (*text != '\0') {
		char *end = strchr(text, '\n');

		if (end == NULL)
			return -1;
		*end = '\0';
		if (head ? strcmp(text, SEEN_HEAD) != 0
			 : seen_line(m, text, a) == -1)
			return -1;
		head = false;
		text = end + 1;
	}
	return head ? -1 : 0;
}

static const char *
seen_file(struct wiki *w)
{
	return arena_printf(w->arena, "%s" SEEN_FILE, w->own.dir);
}

/* What the file says; an empty map when there is none. */
static struct map *
seen_read(struct wiki *w)
{
	struct strbuf sb = STRBUF_INIT;
	struct map *m = map_new();
	struct err e = ERR_INIT;
	int fd = w->repo != NULL ? repo_state_fd(w->repo, &e) : -1;
	const char *name = seen_file(w);

	if (fd == -1)
		return m;
	/* Ids of other wikis are none of ours, and left out when written. */
	if (wiki_own_waits(&w->own, fd, SEEN_FILE))
		name = SEEN_FILE;
	if (fs_read(&sb, fd, name, SEEN_MAX, &e) == -1) {
		if (e.code != ERR_NOTHING)
			cmd_note("%s; times seen begin anew", e.msg);
	} else if (seen_parse(m, arena_strndup(w->arena, sb.buf, sb.len),
		       sb.len, w->arena) == -1) {
		cmd_note(
		    ".git/halfhour/%s is damaged; times seen begin anew", name);
		map_free(m);
		m = map_new();
	}
	strbuf_release(&sb);
	return m;
}

void
cmd_try_seen(struct wiki *w, struct study_tries *t)
{
	struct map *m = seen_read(w);
	size_t i;

	for (i = 0; i < t->n; i++) {
		const struct seen *s = map_get(m, t->v[i].key);

		t->v[i].seen = s != NULL ? s->times : 0;
	}
	map_free(m);
}

void
cmd_try_saw(struct wiki *w, struct study_tries *t,
    struct study_try *const *shown, size_t n)
{
	struct date today = moment_study_day(w->now, w->conf.day_ends);
	struct strbuf sb = STRBUF_INIT;
	struct map *m = seen_read(w);
	struct err e = ERR_INIT;
	int fd = w->repo != NULL ? repo_state_fd(w->repo, &e) : -1;
	char day[DATE_MAX];
	size_t i;

	for (i = 0; i < n; i++) {
		struct seen *s = map_get(m, shown[i]->key);

		if (s == NULL) {
			s = arena_alloc(w->arena, sizeof(*s));
			map_put(m, shown[i]->key, s);
		}
		if (s->times == 0 || date_cmp(s->last, today) != 0)
			s->times++;
		s->last = today;
		shown[i]->seen = s->times;
	}
	strbuf_adds(&sb, SEEN_HEAD "\n");
	for (i = 0; i < t->n; i++) {
		const struct seen *s = map_get(m, t->v[i].key);

		if (s == NULL || t->v[i].item->state != STUDY_OPEN)
			continue;
		date_format(day, s->last);
		strbuf_addf(&sb, "%s %d %s\n", t->v[i].key, s->times, day);
	}
	if (fd != -1 &&
	    fs_write(fd, seen_file(w), sb.buf, sb.len, FS_IF_CHANGED, &e) == -1)
		cmd_note("%s; this time is not counted", e.msg);
	strbuf_release(&sb);
	map_free(m);
}
