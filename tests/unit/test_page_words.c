/* test_page_words.c: words, dates and weeks in Korean, English and Japanese */
#include <stdio.h>
#include <string.h>

#include "tap.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "page/page_int.h"
#include "tmpl/tmpl_int.h"

static struct arena *arena;

static const char *const langs[] = { "ko", "en", "ja" };

/* A page in a language, on 2026-11-26. */
static struct page_ctx
in(const char *lang, int week_starts)
{
	struct conf *conf = arena_alloc(arena, sizeof(*conf));
	struct graph *g = arena_alloc(arena, sizeof(*g));

	*conf = (struct conf){
		.lang = lang, .week_starts = week_starts, .timebox = 30
	};
	*g = (struct graph){ .conf = conf, .today = { 2026, 11, 26 } };
	return (struct page_ctx){ .g = g, .a = arena, .lang = page_lang(lang) };
}

/* ---- words ---------------------------------------------------------------- */

enum script {
	HANGUL = 1,
	KANA = 2,
	HAN = 4,
	LATIN = 8
};

static int
scripts(const char *s)
{
	size_t len = strlen(s), i, n;
	int found = 0;
	int32_t c;

	for (i = 0; i < len; i += n) {
		n = utf8_next(s + i, len - i, &c);
		found |= c >= 0xac00 && c <= 0xd7a3 ? HANGUL : 0;
		found |= c >= 0x3041 && c <= 0x30ff ? KANA : 0;
		found |= c >= 0x4e00 && c <= 0x9fff ? HAN : 0;
		found |= (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? LATIN : 0;
	}
	return found;
}

/* How many forms behind "|" and holes "{n}" a word has. */
static int
holes(const char *s)
{
	int n = 0;

	for (; (s = strstr(s, "{n}")) != NULL; s++)
		n++;
	return n;
}

static void
test_words(void)
{
	struct tmpl_val *words[3];
	size_t i;
	int k;

	for (k = 0; k < 3; k++)
		words[k] = page_words(arena, page_lang(langs[k]));
	ok(words[0]->n > 100, "there are words");
	for (i = 0; i < words[0]->n; i++) {
		const char *key = words[0]->v[i].key;
		const char *text[3];

		for (k = 0; k < 3; k++) {
			const struct tmpl_val *v =
			    tmpl_get(words[k], key, strlen(key));

			text[k] =
			    v != NULL && v->kind == TMPL_TEXT ? v->text : "";
			ok(*text[k] != '\0', "%s: %s has it", key, langs[k]);
		}
		/* A sign is in no script. */
		if (strcmp(key, "comma") == 0) {
			is_str(text[2], "、", "a list in Japanese has its own");
			continue;
		}
		ok((scripts(text[0]) & (HANGUL | KANA | HAN)) == HANGUL,
		    "%s: the Korean is Korean", key);
		ok((scripts(text[1]) & ~LATIN) == 0 && scripts(text[1]) != 0,
		    "%s: the English is English", key);
		ok((scripts(text[2]) & HANGUL) == 0 &&
			(scripts(text[2]) & (KANA | HAN)) != 0,
		    "%s: the Japanese is Japanese", key);
		/* English alone has a form for one. */
		ok(holes(text[0]) == holes(text[2]) &&
			(holes(text[1]) == holes(text[0]) ||
			    (strchr(text[1], '|') != NULL &&
				holes(text[1]) == 2)),
		    "%s: numbers have a place in each", key);
		ok(strncmp(key, "n_", 2) != 0 || holes(text[0]) == 1,
		    "%s: its name says whether it has a number", key);
	}
}

static void
test_note_words(void)
{
	struct page_ctx c = in("ko", 0);
	struct note n = { .meta = { .lang = "en" } };

	is_str(page_word_of(&c, &n, "done"), "done",
	    "a note in English has English words");
	n.meta.lang = "ja-JP";
	is_str(page_word_of(&c, &n, "done"), "完了", "so has one in Japanese");
	n.meta.lang = "fr";
	is_str(page_word_of(&c, &n, "done"), "해냄",
	    "one in French has those of the wiki");
	n.meta.lang = NULL;
	is_str(page_word_of(&c, &n, "done"), "해냄", "so has any other");
}

static void
test_note_lang(void)
{
	static const char *const good[] = { "en", "ja", "en-GB", "zh-Hant-TW",
		"gsw", "de-1996" };
	static const char *const bad[] = { "ko", "", "k", "한국어", "english",
		"en_US", "en-", "en--x", "12", "en-toolongpart", "\"><b>" };
	struct page_ctx c = in("ko", 0);
	struct note n = { .meta = { .lang = NULL } };
	size_t i;

	ok(page_note_lang(&c, &n) == NULL, "a note may say no language");
	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		n.meta.lang = good[i];
		is_str(page_note_lang(&c, &n), good[i], "%s is one", good[i]);
	}
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		n.meta.lang = bad[i];
		ok(page_note_lang(&c, &n) == NULL, "bad name %zu is none", i);
	}
}

/* ---- dates and numbers ---------------------------------------------------- */

static void
test_dates(void)
{
	static const struct {
		const char *lang, *day, *far, *whole, *month, *week,
		    *short_month;
	} want[] = {
		{ "ko", "11월 26일 (목)", "2025년 1월 1일 (수)",
		    "2026년 11월 26일 목요일", "2026년 11월",
		    "11월 23일부터 한 주", "11월" },
		{ "en", "Thu, 26 Nov", "Wed, 1 Jan 2025",
		    "Thursday, 26 November 2026", "November 2026",
		    "week of 23 Nov", "Nov" },
		{ "ja", "11月26日（木）", "2025年1月1日（水）",
		    "2026年11月26日（木）", "2026年11月", "11月23日からの週",
		    "11月" },
	};
	struct date day = { 2026, 11, 26 }, far = { 2025, 1, 1 };
	size_t i;

	for (i = 0; i < 3; i++) {
		struct page_ctx c = in(want[i].lang, 0);

		is_str(page_date(&c, day), want[i].day, "a day");
		is_str(page_date(&c, far), want[i].far, "of another year");
		is_str(page_date_long(&c, day), want[i].whole, "at length");
		is_str(page_month(&c, day), want[i].month, "a month");
		is_str(
		    page_month_short(&c, 11), want[i].short_month, "in short");
		is_str(page_week_name(&c, page_week(&c, day)), want[i].week,
		    "a week");
	}
}

static void
test_numbers(void)
{
	static const struct {
		const char *lang, *none, *hour, *both, *one, *two;
	} want[] = {
		{ "ko", "0분", "1시간", "3시간 20분", "1일", "2일" },
		{ "en", "0 min", "1 h", "3 h 20 min", "1 day", "2 days" },
		{ "ja", "0分", "1時間", "3時間20分", "1日", "2日" },
	};
	size_t i;

	for (i = 0; i < 3; i++) {
		struct page_ctx c = in(want[i].lang, 0);

		is_str(page_minutes(&c, 0), want[i].none, "no time");
		is_str(page_minutes(&c, 60), want[i].hour, "an hour");
		is_str(page_minutes(&c, 200), want[i].both, "some hours");
		is_str(page_count(&c, "n_days", 1), want[i].one, "one day");
		is_str(page_count(&c, "n_days", 2), want[i].two, "two days");
	}
}

/* ---- weeks ---------------------------------------------------------------- */

static int
count(const char *s, const char *what)
{
	int n = 0;

	for (; (s = strstr(s, what)) != NULL; s++)
		n++;
	return n;
}

/* Rows are 13 apart from 18 on, and a label is 9 below the edge of its row. */
static void
test_heat(void)
{
	static const char *const monday[] = { ">월<", ">Mon<", ">月<" };
	int i, starts;

	for (starts = 0; starts < 7; starts++)
		for (i = 0; i < 3; i++) {
			struct page_ctx c = in(langs[i], starts);
			struct strbuf svg = STRBUF_INIT;
			int row = (7 - starts) % 7,
			    thursday = (10 - starts) % 7;

			page_heat(&svg, &c);
			ok(strstr(svg.buf,
			       arena_printf(arena, "<text x=\"0\" y=\"%d\"%s",
				   18 + row * 13 + 9, monday[i])) != NULL,
			    "%s, first is %d: Monday is row %d", langs[i],
			    starts, row);
			ok(count(svg.buf, arena_printf(arena, " x=\"%d\" y=\"",
					      26 + 52 * 13)) == thursday + 1,
			    "and this week has days up to Thursday");
			strbuf_release(&svg);
		}
}

int
main(void)
{
	arena = arena_new();
	test_words();
	test_note_words();
	test_note_lang();
	test_dates();
	test_numbers();
	test_heat();
	arena_free(arena);
	return done_testing();
}
