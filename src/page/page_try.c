/* page_try.c: the tries: their board, and the days that they lead to
 *
 * The state of a try stands on its birth line, and a later line of the same
 * id only refers to it (study_tries.h). What became of it is on another day:
 * the one it was done or dropped on, or that of the try it was retried as.
 * Both days lead to each other, by an index that is made once for all pages.
 */
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/text.h"
#include "page/page_int.h"
#include "study/study_tries.h"

/* ---- the index --------------------------------------------------------- */

static int
try_id_cmp(const void *a, const void *b)
{
	const struct page_try *x = *(const struct page_try *const *)a;
	const struct page_try *y = *(const struct page_try *const *)b;
	int d = strcmp(x->item->id, y->item->id);

	/* Of one id the oldest is the try. */
	return d ? d : date_cmp(x->day->day->date, y->day->day->date);
}

static int
try_find_cmp(const void *id, const void *b)
{
	return strcmp(id, (*(const struct page_try *const *)b)->item->id);
}

/* Those that were closed, by that day; then as they stand in `v`. */
static int
try_closed_cmp(const void *a, const void *b)
{
	const struct page_try *x = *(const struct page_try *const *)a;
	const struct page_try *y = *(const struct page_try *const *)b;
	int d = date_cmp(x->closed, y->closed);

	return d ? d : (x > y) - (x < y);
}

static struct page_try *
try_find(const struct page_index *x, const char *id)
{
	struct page_try **found = x->n_ids == 0
				      ? NULL
				      : bsearch(id, x->by_id, x->n_ids,
					    sizeof(*x->by_id), try_find_cmp);

	return found ? *found : NULL;
}

/* All lines that are tries, the newest day first. */
static void
try_collect(struct page_index *x, const struct graph *g, struct arena *a)
{
	size_t i, k, most = 0;

	for (i = 0; i < g->n_days; i++)
		most += g->days[i]->day->lists[STUDY_TRY].n;
	x->tries = arena_alloc(a, most * sizeof(*x->tries));
	x->by_id = arena_alloc(a, most * sizeof(*x->by_id));
	x->by_closed = arena_alloc(a, most * sizeof(*x->by_closed));
	for (i = 0; i < g->n_days; i++) {
		const struct study_items *list =
		    &g->days[i]->day->lists[STUDY_TRY];

		for (k = 0; k < list->n; k++) {
			struct page_try *t = &x->tries[x->n_tries++];

			*t = (struct page_try){ .day = g->days[i],
				.item = &list->v[k] };
			if (t->item->id != NULL)
				x->by_id[x->n_ids++] = t;
		}
	}
}

/* Of each id keep the oldest; the others only refer to it. */
static void
try_join(struct page_index *x)
{
	size_t i, n = 0;

	qsort(x->by_id, x->n_ids, sizeof(*x->by_id), try_id_cmp);
	for (i = 0; i < x->n_ids; i++)
		if (n > 0 && strcmp(x->by_id[n - 1]->item->id,
				 x->by_id[i]->item->id) == 0)
			x->by_id[i]->refers = true;
		else
			x->by_id[n++] = x->by_id[i];
	x->n_ids = n;
}

/* "2026-11-25: why" or "t9qa": when it was closed, why, and what follows. */
static void
try_close(struct page_index *x, struct page_try *t)
{
	const char *note = t->item->state_note ? t->item->state_note : "";
	char day[11] = "";

	if (t->item->state == STUDY_RETRIED) {
		struct page_try *next = try_find(x, note);

		if (next != NULL && next != t) {
			t->next = next;
			t->closed = next->day->day->date;
			if (next->was == NULL)
				next->was = t;
			return;
		}
	}
	if (strlen(note) >= 10)
		memcpy(day, note, 10);
	if (date_parse(&t->closed, day) == 0)
		note += 10;
	else
		t->closed = (struct date){ 0, 0, 0 };
	note += *note == ':';
	note += *note == ' ';
	t->why = note;
}

struct page_index *
page_index_new(const struct graph *g, struct arena *a)
{
	struct page_index *x = arena_alloc(a, sizeof(*x));
	size_t i;

	*x = (struct page_index){ .tries = NULL };
	try_collect(x, g, a);
	try_join(x);
	for (i = 0; i < x->n_tries; i++) {
		struct page_try *t = &x->tries[i];

		if (t->refers || t->item->state == STUDY_OPEN)
			continue;
		try_close(x, t);
		if (t->closed.y != 0)
			x->by_closed[x->n_closed++] = t;
	}
	if (x->n_closed > 1)
		qsort(x->by_closed, x->n_closed, sizeof(*x->by_closed),
		    try_closed_cmp);
	return x;
}

const struct page_try *
page_try_of(const struct page_ctx *c, const struct study_item *item)
{
	const struct page_index *x = c->page->index;
	const struct page_try *t =
	    x != NULL && item->id != NULL ? try_find(x, item->id) : NULL;

	return t != NULL && t->item == item ? t : NULL;
}

const struct page_try *
page_try_named(
    const struct page_ctx *c, const struct graph_page *day, const char *id)
{
	const struct page_try *t =
	    c->page->index != NULL ? try_find(c->page->index, id) : NULL;

	return t != NULL && t->day == day ? t : NULL;
}

/* ---- rows -------------------------------------------------------------- */

/*
 * What a line of Markdown has next: NULL when that is a character, else where
 * the mark with these words ends. `*kind` is its first character; of a wiki
 * link the words are those that it shows.
 */
static const char *
try_mark(const char *s, char *kind, const char **from, const char **to)
{
	const char *mark = *s == '`'              ? "`"
			   : text_starts(s, "**") ? "**"
			   : text_starts(s, "[[") ? "]]"
						  : NULL;
	const char *bar;

	if (mark == NULL)
		return NULL;
	*kind = *s;
	*from = s + strlen(mark);
	*to = strstr(*from, mark);
	if (*to == NULL || *to == *from)
		return NULL;
	bar = memchr(*from, '|', (size_t)(*to - *from));
	if (*kind == '[' && bar != NULL)
		*from = bar + 1;
	return *to + strlen(mark);
}

/* Text in which a line does not end between the "#" of a tag and its name. */
static void
try_plain(struct strbuf *out, const char *s, size_t len)
{
	const char *end = s + len, *word;
	char before = ' ';

	for (; s < end; s = word, before = ' ') {
		word = s;
		while (word < end && !(before == ' ' && *word == '#'))
			before = *word++;
		html_text(out, s, (size_t)(word - s));
		if (word == end)
			return;
		s = word;
		while (word < end && *word != ' ')
			word++;
		strbuf_adds(out, "<span class=\"hash\">");
		html_text(out, s, (size_t)(word - s));
		strbuf_adds(out, "</span>");
	}
}

/*
 * A line of Markdown as it stands in a list of ours: code spans and strong
 * text are drawn, a wiki link is only its words, since the line is a link
 * already. Anything else stays as written.
 */
static void
try_inline(struct strbuf *out, const char *s)
{
	const char *from, *to, *next = s, *plain = s;
	char kind;

	for (; *s != '\0'; s = plain = next) {
		while (*s != '\0' &&
		       (next = try_mark(s, &kind, &from, &to)) == NULL)
			s++;
		try_plain(out, plain, (size_t)(s - plain));
		if (*s == '\0')
			return;
		if (kind == '[') {
			html_text(out, from, (size_t)(to - from));
		} else {
			const char *name = kind == '`' ? "code" : "strong";

			strbuf_addf(out, "<%s>", name);
			html_text(out, from, (size_t)(to - from));
			strbuf_addf(out, "</%s>", name);
		}
	}
}

/* The words of it alone. */
static const char *
try_words(struct arena *a, const char *s)
{
	struct strbuf out = STRBUF_INIT;
	const char *from, *to, *next, *words;
	char kind;

	for (; *s != '\0'; s = next) {
		next = try_mark(s, &kind, &from, &to);
		if (next == NULL) {
			next = s + 1;
			strbuf_addc(&out, *s);
		} else {
			strbuf_add(&out, from, (size_t)(to - from));
		}
	}
	words = arena_strdup(a, out.buf);
	strbuf_release(&out);
	return words;
}

const char *
page_try_href(struct page_ctx *c, const struct page_try *t)
{
	return page_href(c, t->day->url,
	    t->item->id != NULL ? arena_printf(c->a, "^%s", t->item->id)
				: page_slug_at(t->day->note,
				      t->day->day->lists[STUDY_TRY].line));
}

static int
try_day_cmp(const void *date, const void *day)
{
	/* The newest is first. */
	return date_cmp((*(const struct graph_page *const *)day)->day->date,
	    *(const struct date *)date);
}

const struct graph_page *
page_try_day(const struct page_ctx *c, const struct page_try *t)
{
	const struct graph_page **day = NULL;

	if (c->g->n_days > 0)
		day = bsearch(&t->closed, c->g->days, c->g->n_days,
		    sizeof(*c->g->days), try_day_cmp);
	return day != NULL ? *day : NULL;
}

const char *
page_try_took(const struct page_ctx *c, const struct page_try *t)
{
	long took = (long)(date_days(t->closed) - date_days(t->day->day->date));

	return took > 0 ? page_count(c, "n_took", took) : NULL;
}

/* The day that it was closed on, if that is a page; and after how long. */
static void
try_set_closed(
    struct page_ctx *c, struct tmpl_val *item, const struct page_try *t)
{
	const struct graph_page *day;

	if (t->closed.y == 0) {
		tmpl_bool(c->a, item, "closed", false);
		return;
	}
	day = page_try_day(c, t);
	tmpl_text(c->a, item, "closed", page_date(c, t->closed));
	tmpl_text(c->a, item, "closed_iso", page_iso(c, t->closed));
	tmpl_text(c->a, item, "closed_url",
	    day != NULL ? page_href(c, day->url, NULL) : NULL);
	tmpl_text(c->a, item, "took", page_try_took(c, t));
}

static void
try_link(struct page_ctx *c, struct tmpl_val *item, const char *key,
    const struct page_try *t)
{
	struct tmpl_val *o;

	if (t == NULL) {
		tmpl_bool(c->a, item, key, false);
		return;
	}
	o = tmpl_object(c->a);
	tmpl_text(c->a, o, "url", page_try_href(c, t));
	tmpl_text(c->a, o, "label", page_date(c, t->day->day->date));
	tmpl_text(c->a, o, "iso", page_iso(c, t->day->day->date));
	tmpl_set(c->a, item, key, o);
}

static void
try_item(struct page_ctx *c, struct tmpl_val *list, const struct page_try *t)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);
	struct strbuf text = STRBUF_INIT;
	struct date born = t->day->day->date;
	const char *state = study_state_name(t->item->state);
	long age = (long)(date_days(c->g->today) - date_days(born));

	try_inline(&text, t->item->text);
	tmpl_html(c->a, item, "text", text.buf, text.len);
	strbuf_release(&text);
	tmpl_text(c->a, item, "id", t->item->id);
	tmpl_text(c->a, item, "state", state);
	tmpl_text(c->a, item, "state_label", page_word(c, state));
	tmpl_text(
	    c->a, item, "why", t->why != NULL ? try_words(c->a, t->why) : NULL);
	tmpl_text(c->a, item, "url", page_try_href(c, t));
	tmpl_text(c->a, item, "label", page_date(c, born));
	tmpl_text(c->a, item, "iso", page_iso(c, born));
	/* Only of what still waits: the age of the others is history. */
	tmpl_text(c->a, item, "age",
	    t->item->state == STUDY_OPEN && age > 0
		? page_count(c, "n_ago", age)
		: NULL);
	try_set_closed(c, item, t);
	try_link(c, item, "next", t->next);
	try_link(c, item, "was", t->was);
}

size_t
page_try_rows(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const struct page_tries *want)
{
	const struct page_index *x = c->page->index;
	struct tmpl_val *list = tmpl_list(c->a), *o = tmpl_object(c->a);
	size_t i, n = 0;

	for (i = 0; i < x->n_tries; i++) {
		const struct page_try *t = &x->tries[i];

		if (t->refers || (want->states & 1 << t->item->state) == 0 ||
		    (want->about != NULL && !want->about(t->item, want->topic)))
			continue;
		if (n++ < want->max)
			try_item(c, list, t);
	}
	tmpl_set(c->a, o, "rows", list);
	tmpl_text(c->a, o, "total", arena_printf(c->a, "%zu", n));
	if (n > 0)
		tmpl_set(c->a, m, key, o);
	else
		tmpl_bool(c->a, m, key, false);
	return n;
}

size_t
page_try_closed_from(const struct page_index *x, struct date day)
{
	size_t low = 0, high = x->n_closed;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (date_cmp(x->by_closed[mid]->closed, day) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
page_try_closed(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const struct graph_page *day)
{
	const struct page_index *x = c->page->index;
	struct tmpl_val *list = tmpl_list(c->a), *o = tmpl_object(c->a);
	size_t i = page_try_closed_from(x, day->day->date);

	for (; i < x->n_closed &&
	       date_cmp(x->by_closed[i]->closed, day->day->date) == 0;
	     i++)
		/* What was born on that day is on its page as it is. */
		if (x->by_closed[i]->day != day)
			try_item(c, list, x->by_closed[i]);
	tmpl_set(c->a, o, "rows", list);
	if (tmpl_len(list) > 0)
		tmpl_set(c->a, m, key, o);
	else
		tmpl_bool(c->a, m, key, false);
}

/* ---- the board --------------------------------------------------------- */

int
page_tries_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	static const struct {
		enum study_state state;
		const char *key, *word;
	} boards[] = {
		{ STUDY_OPEN, "_open", "open_tries" },
		{ STUDY_DONE, "_done", "done_tries" },
		{ STUDY_DROPPED, "_dropped", "dropped_tries" },
		{ STUDY_RETRIED, "_retried", "retried_tries" },
	};
	struct tmpl_val *list = tmpl_list(c->a), *toc = tmpl_list(c->a);
	size_t i, n;

	(void)e;
	page_head(c, m, page_word(c, "tries"), NULL);
	page_crumbs(c, m, "");
	for (i = 0; i < sizeof(boards) / sizeof(*boards); i++) {
		struct page_tries want = { 1 << boards[i].state, (size_t)-1,
			NULL, NULL };
		struct tmpl_val *board = tmpl_object(c->a);

		n = page_try_rows(c, board, "tries", &want);
		/* That nothing is open is worth saying, too. */
		if (n == 0 && boards[i].state != STUDY_OPEN)
			continue;
		tmpl_text(c->a, board, "anchor", boards[i].key);
		tmpl_text(c->a, board, "label", page_word(c, boards[i].word));
		tmpl_text(c->a, board, "total", arena_printf(c->a, "%zu", n));
		tmpl_push(c->a, list, board);
		page_toc_item(
		    c, toc, 2, page_word(c, boards[i].word), boards[i].key);
	}
	tmpl_set(c->a, m, "boards", list);
	page_toc(c, m, toc);
	return 0;
}
