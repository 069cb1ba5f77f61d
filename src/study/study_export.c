/* study_export.c: days for other programs: JSON and CSV */
#include <string.h>

#include "base/utf8.h"
#include "study/study_export.h"

/* ---- JSON -------------------------------------------------------------- */

static void
json_moment(struct jsonw *j, const char *key, const struct moment *m)
{
	char text[MOMENT_MAX];

	jsonw_key(j, key);
	if (m == NULL) {
		jsonw_null(j);
		return;
	}
	moment_format(text, *m);
	jsonw_str(j, text);
}

static void
json_str(struct jsonw *j, const char *key, const char *s)
{
	jsonw_key(j, key);
	jsonw_str(j, s);
}

static void
json_strn(struct jsonw *j, const char *key, const char *s, size_t len)
{
	jsonw_key(j, key);
	jsonw_strn(j, s, len);
}

static void
json_int(struct jsonw *j, const char *key, int v)
{
	jsonw_key(j, key);
	jsonw_int(j, v);
}

void
study_json_entry(struct jsonw *j, const struct study_day *day,
    const struct study_entry *entry, int day_ends)
{
	bool timed = entry->start >= 0;
	struct moment start = { 0, 0 }, end = { 0, 0 };
	char date[DATE_MAX];

	if (timed) {
		start = study_entry_start(day, entry, day_ends);
		end = moment_local(start.t + (int64_t)entry->minutes * 60);
	}
	date_format(date, day->date);
	json_int(j, "schema", 1);
	json_str(j, "day", date);
	json_moment(j, "start", timed ? &start : NULL);
	json_moment(j, "end", timed ? &end : NULL);
	json_int(j, "minutes", entry->minutes);
	json_str(j, "topic", entry->topic);
	json_str(j, "title", entry->title);
	json_str(j, "path", day->path);
	json_int(j, "line", entry->line);
}

static void
json_tries(struct jsonw *j, const struct study_items *tries)
{
	static const char *const states[] = { "open", "done", "dropped",
		"retried" };
	size_t i;

	jsonw_key(j, "try");
	jsonw_open(j, '[');
	for (i = 0; i < tries->n; i++) {
		const struct study_item *it = &tries->v[i];

		jsonw_open(j, '{');
		json_str(j, "id", it->id);
		json_str(j, "text", it->text);
		json_str(j, "topic", it->topic);
		json_str(j, "state", states[it->state]);
		json_str(j, "state_note", it->state_note);
		json_int(j, "line", it->line);
		json_strn(j, "body", it->body, it->body_len);
		jsonw_close(j, '}');
	}
	jsonw_close(j, ']');
}

static void
json_items(struct jsonw *j, const char *key, const struct study_items *items)
{
	size_t i;

	jsonw_key(j, key);
	jsonw_open(j, '[');
	for (i = 0; i < items->n; i++)
		jsonw_str(j, items->v[i].text);
	jsonw_close(j, ']');
}

static void
json_day(struct jsonw *j, const struct study_day *day, int day_ends)
{
	char date[DATE_MAX];
	size_t i;

	date_format(date, day->date);
	jsonw_open(j, '{');
	json_int(j, "schema", 1);
	json_str(j, "day", date);
	json_str(j, "path", day->path);
	json_int(j, "minutes", day->minutes);
	jsonw_key(j, "entries");
	jsonw_open(j, '[');
	for (i = 0; i < day->n_entries; i++) {
		const struct study_entry *en = &day->entries[i];

		jsonw_open(j, '{');
		study_json_entry(j, day, en, day_ends);
		json_strn(j, "body", en->body, en->body_len);
		jsonw_close(j, '}');
	}
	jsonw_close(j, ']');
	json_items(j, "keep", &day->lists[STUDY_KEEP]);
	json_items(j, "problem", &day->lists[STUDY_PROBLEM]);
	json_tries(j, &day->lists[STUDY_TRY]);
	/* What is in none of these has a place, too. */
	json_strn(j, "markdown", day->text, day->text_len);
	jsonw_close(j, '}');
}

void
study_export_json(struct strbuf *out, const struct study_export *x)
{
	struct jsonw j;
	size_t i;

	jsonw_begin(&j, out, true);
	jsonw_open(&j, '[');
	for (i = 0; i < x->n; i++)
		json_day(&j, &x->days[i], x->day_ends);
	jsonw_close(&j, ']');
	strbuf_addc(out, '\n');
}

/* ---- CSV --------------------------------------------------------------- */

/*
 * Spreadsheets run a cell that begins with one of these, the wide forms on
 * Japanese and Korean systems too, quoted or not (OWASP, "CSV Injection").
 */
static bool
is_formula(int32_t c)
{
	switch (c) {
	case '=':
	case '+':
	case '-':
	case '@':
	case '\t':
	case '\r':
	case '\n':
	case 0xff1d: /* ＝ */
	case 0xff0b: /* ＋ */
	case 0xff0d: /* － */
	case 0xff20: /* ＠ */
		return true;
	default:
		return false;
	}
}

/* A text as a cell, always quoted: then nothing in it needs a rule. */
static void
csv_text(struct strbuf *out, const char *s, size_t len)
{
	size_t i = 0, n;
	int32_t c;

	strbuf_addc(out, '"');
	while (i < len) {
		n = utf8_next(s + i, len - i, &c);
		if (i == 0 && is_formula(c))
			strbuf_addc(out, '\'');
		if (c == '"')
			strbuf_addc(out, '"');
		if (c == 0xfffd || c == 0)
			strbuf_adds(out, "\xef\xbf\xbd");
		else
			strbuf_add(out, s + i, n);
		i += n;
	}
	strbuf_addc(out, '"');
}

static void
csv_moment(struct strbuf *out, const struct moment *m)
{
	char text[MOMENT_MAX];

	moment_format(text, *m);
	strbuf_adds(out, text);
}

static void
csv_entry(struct strbuf *out, const struct study_day *day,
    const struct study_entry *en, int day_ends)
{
	struct moment start, end;
	char date[DATE_MAX];

	date_format(date, day->date);
	strbuf_addf(out, "%s,", date);
	if (en->start >= 0) {
		start = study_entry_start(day, en, day_ends);
		end = moment_local(start.t + (int64_t)en->minutes * 60);
		csv_moment(out, &start);
		strbuf_addc(out, ',');
		csv_moment(out, &end);
	} else
		strbuf_addc(out, ',');
	strbuf_addf(out, ",%d,", en->minutes);
	csv_text(out, en->topic, strlen(en->topic));
	strbuf_addc(out, ',');
	csv_text(out, en->title, strlen(en->title));
	strbuf_addc(out, ',');
	csv_text(out, en->body, en->body_len);
	strbuf_addc(out, ',');
	csv_text(out, day->path, strlen(day->path));
	strbuf_addf(out, ",%d\r\n", en->line);
}

void
study_export_csv(struct strbuf *out, const struct study_export *x)
{
	size_t i, k;

	strbuf_adds(
	    out, "day,start,end,minutes,topic,title,body,path,line\r\n");
	for (i = 0; i < x->n; i++)
		for (k = 0; k < x->days[i].n_entries; k++)
			csv_entry(out, &x->days[i], &x->days[i].entries[k],
			    x->day_ends);
}
