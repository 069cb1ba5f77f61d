/* study_rule.c: a TRY that the log itself can judge
 *
 *	rule  = often, (limit | topic), anywhere in the text, in any order
 *	often = "every day" | "daily" | "매일" | "날마다" | "毎日"
 *	      | ("하루" | "하루에" | "一日に") before a limit
 *	      | N ("days a week" | "times a week") | "주" N ("일" | "회" | "번")
 *	      | "週" N ("日" | "回")
 *	limit = ("≤" | "<=" | "at most" | "최대" | "最大") time
 *	      | time ("이내" | "이하" | "以内" | "以下" | "or less")
 *	      | ("≥" | ">=" | "at least" | "최소" | "最低") time
 *	      | time ("이상" | "以上" | "or more")
 *	time  = N minutes | N hours [N minutes]
 *	minutes = "m" | "min" | "minutes" | "분" | "分"
 *	hours = "h" | "hours" | "시간" | "時間"
 *	topic = "topic" [":"] (WORD | QUOTED) | "#" WORD
 *
 * "every day, ≤30m, topic cs" and "매일 30분 이내 #cs" are the same rule. It
 * holds on a day that has an entry which counts, of the topic if there is
 * one, whose minutes are together within the limit. A number without a limit
 * is none: "30분씩" may be either. So a rule is never read into a text that
 * only sounds like one. Three times a week are three days: the log knows no
 * more of a day than its minutes.
 *
 * A Korean or Japanese particle may be on the topic, as in "#운영체제를". Whether
 * the last letter is one is not known before a topic of the log is held against
 * it. Only behind a letter of another script it is, as in "#cs에서". What ends a
 * sentence or closes a bracket is no part of a topic; "#c++" and "#node.js" are.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "study/study_int.h"
#include "study/study_stats.h"
#include "study/study_tries.h"

#define WEEK 7

static const char *const every[] = { "every day", "daily", "매일", "날마다",
	"毎日", NULL };
static const char *const a_day[] = { "하루에", "하루", "一日に", NULL };
static const char *const at_most[] = { "≤", "<=", "at most", "최대", "最大",
	NULL };
static const char *const at_least[] = { "≥", ">=", "at least", "최소", "最低",
	NULL };
static const char *const or_less[] = { "이내", "이하", "以内", "以下",
	"or less", NULL };
static const char *const or_more[] = { "이상", "以上", "or more", NULL };
/* The longest first. */
static const char *const units[] = { "minutes", "minute", "min", "m", "분",
	"分", NULL };
static const char *const hours[] = { "hours", "hour", "h", "시간", "時間",
	NULL };
static const char *const week[] = { "주", "週", NULL };
static const char *const week_days[] = { "일", "日", "회", "回", "번", NULL };
static const char *const days_a_week[] = { "days a week", "times a week",
	NULL };
/* "주 3번째" and "주 3일째" count something else. */
static const char *const nth[] = { "째", NULL };
static const char *const topic_word[] = { "topic:", "topic：", "topic ", NULL };
static const char *const quotes[][2] = { { "\"", "\"" }, { "'", "'" },
	{ "“", "”" }, { "‘", "’" }, { "「", "」" }, { "『", "』" } };
/* A topic ends before these; those it does not end in. */
static const char *const ends[] = { " ", "\t", "\n", ",", ";", ")", "]", "}",
	"\"", "”", "）", "」", "』", "】", "、", "，", "。", "；", NULL };
static const char *const last[] = { ".", ":", "!", "?", "'", "’", "…", "！",
	"？", "：", NULL };

static const char *
skip(const char *p)
{
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

/* Behind one of these words, or NULL; a Latin one must end there. */
static const char *
word_of(const char *p, const char *const *list)
{
	for (; *list != NULL; list++) {
		size_t len = strlen(*list);

		if (text_starts(p, *list) &&
		    !(isalpha((unsigned char)(*list)[len - 1]) &&
			isalnum((unsigned char)p[len])))
			return p + len;
	}
	return NULL;
}

static const char *
number(const char *p, int *out)
{
	int n = 0;

	if (!isdigit((unsigned char)*p))
		return NULL;
	for (; isdigit((unsigned char)*p) && n < 10000; p++)
		n = 10 * n + (*p - '0');
	*out = n;
	return n > 0 && n < 10000 ? p : NULL;
}

/* A word for hours; that of "1h30m" has a digit behind it. */
static const char *
hours_of(const char *p)
{
	if (*p == 'h' && isdigit((unsigned char)p[1]))
		return p + 1;
	return word_of(p, hours);
}

/* "30m", "1시간 30분": behind it, with its minutes. */
static const char *
time_of(const char *p, int *out)
{
	const char *q = number(p, out), *unit, *more;
	int m;

	if (q == NULL)
		return NULL;
	if ((unit = word_of(skip(q), units)) != NULL)
		return unit;
	if (*out > 24 || (unit = hours_of(skip(q))) == NULL)
		return NULL;
	*out *= 60;
	more = number(skip(unit), &m);
	if (more == NULL || (more = word_of(skip(more), units)) == NULL)
		return unit;
	*out += m;
	return more;
}

/* "주 3일", "3 times a week". */
static const char *
per_week(struct study_rule *r, const char *p)
{
	const char *before = word_of(p, week), *q;
	int n;

	q = number(skip(before != NULL ? before : p), &n);
	if (q == NULL)
		return NULL;
	q = word_of(skip(q), before != NULL ? week_days : days_a_week);
	if (q == NULL || n > WEEK || word_of(q, nth) != NULL)
		return NULL;
	r->days = n;
	return q;
}

/* "최대 30분", "1시간 이내", … with what is around it. */
static const char *
limit(struct study_rule *r, const char *p)
{
	const char *most = word_of(p, at_most), *least = word_of(p, at_least);
	const char *q = most ? most : least ? least : p, *unit;
	int n;

	if ((unit = time_of(skip(q), &n)) == NULL)
		return NULL;
	if (most != NULL || (q = word_of(skip(unit), or_less)) != NULL)
		r->most = n;
	else if (least != NULL || (q = word_of(skip(unit), or_more)) != NULL)
		r->least = n;
	return most || least || q == NULL ? unit : q;
}

/* "매일"; or "하루에" with a limit behind it, which is not eaten: "하루 만에"
 * says nothing of how often. */
static const char *
daily(const char *p)
{
	struct study_rule behind = { .days = 0 };
	const char *q = word_of(p, every);

	if (q != NULL)
		return q;
	q = word_of(p, a_day);
	if (q == NULL || limit(&behind, skip(q)) == NULL)
		return NULL;
	return behind.most > 0 || behind.least > 0 ? q : NULL;
}

/* Behind one of these texts, whatever stands there, or NULL. */
static const char *
mark_of(const char *p, const char *const *list)
{
	for (; *list != NULL; list++)
		if (text_starts(p, *list))
			return p + strlen(*list);
	return NULL;
}

/* A name in quotes that are closed: its length, and *p moves to it; or 0. */
static size_t
quoted(const char **p)
{
	size_t i, len;

	for (i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
		const char *from = *p + strlen(quotes[i][0]), *close;

		if (!text_starts(*p, quotes[i][0]) ||
		    (close = strstr(from, quotes[i][1])) == NULL)
			continue;
		len = (size_t)(close - from);
		if (len > 0)
			*p = from;
		return len;
	}
	return 0;
}

/* How long the mark is that closes a sentence at the end of a name; or 0. */
static size_t
closing(const char *p, size_t len)
{
	size_t i, n;

	for (i = 0; last[i] != NULL; i++) {
		n = strlen(last[i]);
		if (len > n && memcmp(p + len - n, last[i], n) == 0)
			return n;
	}
	return 0;
}

/* The length of the name at p, without what closes the sentence. */
static size_t
word_len(const char *p)
{
	size_t len = 0, n;

	while (p[len] != '\0' && mark_of(p + len, ends) == NULL)
		len++;
	while ((n = closing(p, len)) > 0)
		len -= n;
	return study_tag_bare(p, len);
}

static const char *
topic(struct study_rule *r, const char *p, struct arena *a)
{
	const char *q = *p == '#' ? p + 1 : word_of(p, topic_word);
	size_t len = 0;

	if (q == NULL || r->topic != NULL)
		return NULL;
	q = skip(q);
	if (*p != '#')
		len = quoted(&q);
	if (len == 0)
		len = word_len(q);
	if (len == 0)
		return NULL;
	r->topic = arena_strndup(a, q, len);
	return q + len;
}

bool
study_rule_parse(struct study_rule *out, const char *text, struct arena *a)
{
	char *folded = utf8_fold(text);
	const char *p = folded, *next;
	bool inside = false;

	*out = (struct study_rule){ .days = 0 };
	while (*p != '\0') {
		/* Not in the middle of a word or of a number. */
		if (!inside && (next = daily(p)) != NULL)
			out->days = WEEK;
		else if (inside || ((next = per_week(out, p)) == NULL &&
				       (next = limit(out, p)) == NULL &&
				       (next = topic(out, p, a)) == NULL))
			next = p + 1;
		inside = isalnum((unsigned char)next[-1]) && next == p + 1;
		p = next;
	}
	free(folded);
	return out->days > 0 &&
	       (out->most > 0 || out->least > 0 || out->topic != NULL);
}

bool
study_rule_of(
    struct study_rule *out, const struct study_item *it, struct arena *a)
{
	return study_rule_parse(out, it->rule ? it->rule : it->text, a);
}

/* ---- judging ----------------------------------------------------------- */

static bool
is_topic(const struct study_rule *r, const struct study_entry *entry)
{
	char *folded;
	const char *rest;
	bool same;

	if (r->topic == NULL)
		return true;
	folded = utf8_fold(entry->topic);
	same = text_starts(r->topic, folded);
	if (same) {
		rest = r->topic + strlen(folded);
		same = *rest == '\0' || study_tag_particle(rest, strlen(rest));
	}
	free(folded);
	return same;
}

static bool
holds_on(const struct study_rule *r, const struct study_day *day)
{
	size_t i, n = 0;
	int minutes = 0;

	for (i = 0; i < day->n_entries; i++) {
		const struct study_entry *entry = &day->entries[i];

		if (!study_entry_earns(entry) || !is_topic(r, entry))
			continue;
		n++;
		minutes += entry->minutes;
	}
	return n > 0 && minutes >= r->least &&
	       (r->most == 0 || minutes <= r->most);
}

void
study_rule_judge(int *held, int *of, const struct study_rule *rule,
    const struct study_day *days, size_t n, struct date born, struct date today)
{
	struct date first = date_add(today, 1 - WEEK);
	bool today_counts = false;
	size_t i;

	*held = 0;
	if (date_cmp(first, born) <= 0)
		first = date_add(born, 1);
	for (i = 0; i < n; i++) {
		if (date_cmp(days[i].date, first) < 0 ||
		    date_cmp(days[i].date, today) > 0)
			continue;
		*held += holds_on(rule, &days[i]);
		if (date_cmp(days[i].date, today) == 0)
			today_counts = study_day_earns(&days[i]) > 0;
	}
	*of = (int)(date_days(today) - date_days(first)) + today_counts;
	if (*of < 0)
		*of = 0;
}
