/* cmd_entry.c: an entry made of words of the command line, and its commit */
#include <sys/random.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "cmd/cmd_done.h"
#include "cmd/cmd_entry.h"
#include "cmd/cmd_try.h"

#define ID_TIMES 100 /* so often the ids are chosen anew */

/* A carriage return alone ends a line for a reader of Markdown, and none for
 * a reader of days: it becomes the end of one for both. */
static const char *
whole_lines(struct wiki *w, const char *s)
{
	const char *cr = strchr(s, '\r');
	char *copy, *p;

	while (cr != NULL && cr[1] == '\n')
		cr = strchr(cr + 1, '\r');
	if (cr == NULL)
		return s;
	copy = arena_strdup(w->arena, s);
	for (p = copy; *p != '\0'; p++)
		if (*p == '\r' && p[1] != '\n')
			*p = '\n';
	return copy;
}

static int
text_check(const char *s, struct err *e)
{
	if (utf8_invalid_at(s, strlen(s)) < 0)
		return 0;
	return err_code(e, ERR_USAGE,
	    "a text is not UTF-8; type it in a UTF-8 terminal, or give it by - "
	    "from a file");
}

const char *
cmd_entry_text(struct wiki *w, const char *s, struct err *e)
{
	const char *copy;
	char *own;

	if (strcmp(s, "-") != 0)
		return text_check(s, e) == 0 ? whole_lines(w, s) : NULL;
	if ((own = cmd_stdin(w, e)) == NULL)
		return NULL;
	copy = arena_strdup(w->arena, own);
	free(own);
	return whole_lines(w, copy);
}

/* In NFC, trimmed and bare, to be freed; NULL: there is nothing in it. */
static char *
item_text(const char *s, struct err *e)
{
	char *nfc = utf8_nfc(s);
	char *trimmed = xstrdup(study_item_bare(text_trim(nfc)));

	free(nfc);
	if (*trimmed != '\0')
		return trimmed;
	free(trimmed);
	err_code(e, ERR_USAGE,
	    "a KEEP, PROBLEM or TRY is empty; leave the option out");
	return NULL;
}

static int
item_check(const char *s, struct err *e)
{
	char *item;

	if (text_check(s, e) == -1 || (item = item_text(s, e)) == NULL)
		return -1;
	free(item);
	return 0;
}

int
cmd_entry_check(struct cmd_entry_args *args, struct err *e)
{
	const char *first = args->first;
	size_t i, k, found = first != NULL && strcmp(first, "-") == 0;

	for (i = 0; i < args->n; i++)
		for (k = 0; k < args->lists[i]->n; k++) {
			const char *s = args->lists[i]->v[k];

			if (strcmp(s, "-") == 0)
				found++;
			else if ((i < args->bodies ? text_check(s, e)
						   : item_check(s, e)) == -1)
				return -1;
		}
	args->piped = found > 0;
	if (found <= 1)
		return 0;
	return err_code(e, ERR_USAGE,
	    "- stands in %zu places, and standard input can be read once",
	    found);
}

const char *
cmd_entry_body(struct wiki *w, const char *first, const struct opt_list *list,
    struct err *e)
{
	const char *body = first != NULL && !text_blank(first) ? first : "";
	size_t i, n;

	for (i = 0; i < list->n; i++) {
		const char *more = cmd_entry_text(w, list->v[i], e);

		if (more == NULL)
			return NULL;
		if (text_blank(more))
			continue;
		n = strlen(body);
		while (n > 0 && text_chomp(body, n) < n)
			n = text_chomp(body, n);
		if (n > 0)
			body = arena_printf(
			    w->arena, "%.*s\n\n%s", (int)n, body, more);
		else
			body = more;
	}
	return body;
}

const char *
cmd_entry_item(struct wiki *w, const char *s, struct err *e)
{
	const char *text = cmd_entry_text(w, s, e);
	char *item;

	if (text == NULL || (item = item_text(text, e)) == NULL)
		return NULL;
	text = arena_strdup(w->arena, item);
	free(item);
	return text;
}

int
cmd_entry_minutes(const char *option, int minutes, struct err *e)
{
	if (minutes <= STUDY_MINUTES_MAX)
		return 0;
	return err_code(e, ERR_USAGE,
	    "%s: %d minutes are more than twelve hours, and that is the most "
	    "that an entry can have",
	    option, minutes);
}

int
cmd_entry_items(struct study_add *add, enum study_list_kind kind,
    const struct opt_list *list, struct wiki *w, struct err *e)
{
	size_t i, had = add->n_items[kind];
	const char **v = arena_alloc(w->arena, (had + list->n) * sizeof(*v));

	for (i = 0; i < had; i++)
		v[i] = add->items[kind][i];
	for (i = 0; i < list->n; i++)
		if ((v[had + i] = cmd_entry_item(w, list->v[i], e)) == NULL)
			return -1;
	add->items[kind] = v;
	add->n_items[kind] = had + list->n;
	return 0;
}

static bool
id_in_day(const struct study_day *day, const char *id)
{
	const struct study_items *tries = &day->lists[STUDY_TRY];
	size_t k;

	for (k = 0; k < tries->n; k++)
		if (tries->v[k].id != NULL && strcmp(tries->v[k].id, id) == 0)
			return true;
	return false;
}

static bool
id_taken(const struct wiki *w, const char *id)
{
	size_t i;

	for (i = 0; i < w->n_days; i++)
		if (id_in_day(&w->days[i], id))
			return true;
	return false;
}

/*
 * Two who say the same in the same second shall not have the same id either,
 * here or on two machines; $HALFHOUR_NOW makes the same one each time.
 */
static int
id_salt(const struct wiki *w)
{
	unsigned int salt = (unsigned int)(w->now.t % 1000000), n = 0;

	if (moment_fixed())
		return (int)salt;
	/* Where there is no random number yet, the process makes a difference. */
	if (getrandom(&n, sizeof(n), GRND_NONBLOCK) != (ssize_t)sizeof(n))
		n = 0;
	salt += n + (unsigned int)getpid() * 7919u;
	return (int)(salt % (INT_MAX - 1000));
}

/* An id for each, that no day has, nor this one as it is now (NULL: as it was
 * read with the others). */
static void
ids_pick(struct study_add *add, struct wiki *w, const struct study_day *day)
{
	size_t i, k, n = add->n_items[STUDY_TRY];
	const char **ids = arena_alloc(w->arena, n * sizeof(*ids));
	int first = id_salt(w);

	for (i = 0; i < n; i++) {
		bool taken = true;
		char id[6];
		int salt;

		for (salt = first; taken && salt < first + 1000; salt++) {
			study_try_id(
			    id, add->date, add->items[STUDY_TRY][i], salt);
			taken = id_taken(w, id) ||
				(day != NULL && id_in_day(day, id));
			for (k = 0; k < i; k++)
				taken |= strcmp(ids[k], id) == 0;
		}
		ids[i] = arena_strdup(w->arena, id);
	}
	add->try_ids = ids;
}

int
cmd_entry_try_ids(struct study_add *add, struct wiki *w, struct err *e)
{
	size_t n = add->n_items[STUDY_TRY];
	struct err ignored = ERR_INIT;

	/* A PROBLEM is compared with earlier ones; that is no reason to fail. */
	if (n > 0 && wiki_read_days(w, e) == -1)
		return -1;
	if (n == 0 && add->n_items[STUDY_PROBLEM] > 0)
		wiki_read_days(w, &ignored);
	ids_pick(add, w, NULL);
	return 0;
}

static char *
message_of(const struct study_add *add, struct arena *a)
{
	char day[DATE_MAX];
	struct study_entry entry = { .start = add->start, .end = add->end };

	date_format(day, add->date);
	if (!add->entry)
		return arena_printf(a,
		    "log: retrospective of %s\n\n"
		    "Halfhour-Day: %s\n",
		    day, day);
	return arena_printf(a,
	    "log: %s %dm\n\nHalfhour-Day: %s\n"
	    "Halfhour-Entry: %s %s%s%s\nHalfhour-Minutes: %d\n",
	    add->topic, add->end - add->start, day, study_times(&entry, a),
	    add->topic, *add->title ? ": " : "", add->title,
	    add->end - add->start);
}

static void
report(
    const struct study_add *add, const struct repo_done *done, struct wiki *w)
{
	struct study_entry entry = { .start = add->start, .end = add->end };
	struct strbuf sb = STRBUF_INIT;
	char day[DATE_MAX];

	date_format(day, add->date);
	if (add->entry)
		strbuf_addf(&sb, "%s %s %s%s%s (%d min)", day,
		    study_times(&entry, w->arena), add->topic,
		    *add->title ? ": " : "", add->title, add->end - add->start);
	else
		strbuf_addf(&sb, "%s KEEP %zu, PROBLEM %zu, TRY %zu", day,
		    add->n_items[STUDY_KEEP], add->n_items[STUDY_PROBLEM],
		    add->n_items[STUDY_TRY]);
	strbuf_addf(&sb, " → %s", wiki_day_path(w, add->date));
	if (done->oid[0] != '\0')
		strbuf_addf(&sb, " [%.7s]", done->oid);
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static void
report_json(
    const struct study_add *add, const struct repo_done *done, struct wiki *w)
{
	struct study_entry entry = { .start = add->start, .end = add->end };
	char day[DATE_MAX];
	struct cmd_done d = { .did = "logged",
		.day = day,
		.path = wiki_day_path(w, add->date),
		.repo = done };

	date_format(day, add->date);
	if (add->entry) {
		d.times = study_times(&entry, w->arena);
		d.minutes = add->end - add->start;
		d.topic = add->topic;
		d.title = add->title;
	}
	cmd_done_json(&d);
}

/* The texts of a list behind those that are there, without what is one of
 * these already, is empty, or stands for standard input. */
static void
refused_items(struct study_add *draft, int kind, const struct opt_list *list,
    struct arena *a)
{
	size_t i, k, n = draft->n_items[kind];
	const char **v = arena_alloc(a, (n + list->n) * sizeof(*v));

	for (i = 0; i < n; i++)
		v[i] = draft->items[kind][i];
	for (i = 0; i < list->n; i++) {
		const char *s = list->v[i];

		for (k = 0; k < n && strstr(s, v[k]) == NULL; k++)
			;
		if (k == n && strcmp(s, "-") != 0 && !text_blank(s))
			v[n++] = s;
	}
	draft->items[kind] = v;
	draft->n_items[kind] = n;
}

static void
refused_body(struct study_add *draft, const char *s, struct arena *a)
{
	const char *body = draft->body != NULL ? draft->body : "";

	if (s == NULL || strcmp(s, "-") == 0 || text_blank(s) ||
	    strstr(body, s) != NULL)
		return;
	draft->body = *body != '\0' ? arena_printf(a, "%s\n\n%s", body, s) : s;
}

void
cmd_entry_refused(struct wiki *w, const struct study_add *had,
    const struct cmd_entry_args *args, struct err *e)
{
	struct study_add draft = { .lang = w->conf.lang,
		.date = moment_study_day(w->now, w->conf.day_ends) };
	size_t i, k, n = 0;

	if (had != NULL)
		draft = *had;
	for (i = 0; i < args->n; i++)
		for (k = 0; k < args->lists[i]->n; k++)
			n += !text_blank(args->lists[i]->v[k]) &&
			     strcmp(args->lists[i]->v[k], "-") != 0;
	if (!draft.entry && (n > 0 || !args->topic))
		refused_body(&draft, args->first, w->arena);
	for (i = 0; i < args->n; i++)
		for (k = 0; i < args->bodies && k < args->lists[i]->n; k++)
			refused_body(&draft, args->lists[i]->v[k], w->arena);
	for (i = args->bodies; i < args->n; i++)
		refused_items(
		    &draft, (int)(i - args->bodies), args->lists[i], w->arena);
	for (i = 0; i < STUDY_LISTS; i++)
		n += draft.n_items[i];
	if (n > 0 || (draft.body != NULL && !text_blank(draft.body)))
		cmd_entry_kept(w, &draft, e);
}

void
cmd_entry_kept(struct wiki *w, const struct study_add *add, struct err *e)
{
	const char *draft = wiki_draft(w, add);
	struct err why = *e;

	if (draft != NULL)
		err_code(
		    e, why.code, "%s; your text is kept in %s", why.msg, draft);
}

/*
 * A day file says what the clock showed. When clocks are set back they show an
 * hour twice, and the file means the first one: who was there in the second is
 * told, for the entry is read as of an hour earlier.
 */
static void
note_twice(const struct study_add *add, struct moment end)
{
	const struct study_day day = { .date = add->date };
	const struct study_entry entry = { .start = add->start };
	struct moment start =
	    moment_local(end.t - (int64_t)(add->end - add->start) * 60);
	struct moment read = study_entry_start(&day, &entry, add->day_ends);
	char clock[MOMENT_MAX];

	start.t -= start.t % 60;
	if (!add->entry || start.t == read.t ||
	    moment_minute(start) != moment_minute(read) ||
	    date_cmp(moment_date(start), moment_date(read)) != 0)
		return;
	moment_format(clock, start);
	cmd_note("the clock shows %.5s twice on %.10s, and a day file cannot "
		 "say which: the entry is read as of the first time",
	    clock + strlen("2026-11-01T"), clock);
}

/* An addition as it is asked for when nobody else can commit. */
struct entry_wish {
	struct wiki *w;
	const struct study_add *add;
	struct study_day day; /* as it is by then */
	bool taken;           /* it has one of the ids meanwhile */
};

static int
entry_ask(void *payload, struct err *e)
{
	struct entry_wish *wish = payload;
	const struct study_add *add = wish->add;
	size_t i;

	if (wiki_read_day(wish->w, add->date, &wish->day, e) == -1)
		return -1;
	for (i = 0; i < add->n_items[STUDY_TRY] && !wish->taken; i++)
		wish->taken = id_in_day(&wish->day, add->try_ids[i]);
	if (!wish->taken)
		return 0;
	return err_code(e, ERR_CONFLICT,
	    "other commands take each id that a TRY gets; say it again");
}

/* The ids were chosen before there was a lock: who finds one of them in the
 * day now, because another command was faster, takes others. */
static int
entry_commit(const struct study_add *given, struct wiki *w,
    struct repo_commit *c, struct repo_done *done, struct err *e)
{
	struct study_add add = *given;
	struct entry_wish wish = { .w = w, .add = &add };
	struct err none = *e;
	int rc, n;

	if (add.n_items[STUDY_TRY] > 0) {
		c->ask = entry_ask;
		c->payload = &wish;
	}
	for (n = 0; n < ID_TIMES; n++) {
		wish.taken = false;
		rc = wiki_log_days(w, &add, 1, c, done, e);
		if (!wish.taken || n + 1 == ID_TIMES)
			break;
		*e = none;
		ids_pick(&add, w, &wish.day);
	}
	return rc;
}

int
cmd_entry_write(struct cmd_ctx *ctx, const struct study_add *add,
    struct moment when, const char *spends, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct repo_commit c = { .message = message_of(add, w->arena),
		.when = when,
		.spends = spends };
	struct repo_done done;
	int rc = entry_commit(add, w, &c, &done, e);

	if (rc == -1 && !done.saved)
		cmd_entry_kept(w, add, e);
	if (ctx->json && (rc == 0 || done.saved)) {
		report_json(add, &done, w);
	} else if (!ctx->quiet && (rc == 0 || done.saved)) {
		report(add, &done, w);
		cmd_try_hints(w, add);
	}
	if (rc == 0)
		cmd_done_note(&done, wiki_day_path(w, add->date));
	if (!ctx->quiet && (rc == 0 || done.saved))
		note_twice(add, when);
	return rc;
}
