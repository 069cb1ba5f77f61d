/* test_study_export.c: what other programs get, byte for byte */
#include <stdlib.h>

#include "tap.h"

#include "base/strbuf.h"
#include "study/study_export.h"

typedef void export_fn(struct strbuf *, const struct study_export *);

/* One day of 2026-11-23 as `fn` gives it. */
static char *export(export_fn *fn, const char *text)
{
	struct strbuf out = STRBUF_INIT;
	struct arena *a = arena_new();
	struct study_day day;
	struct study_export x = { &day, 1, 240 };

	study_day_parse(&day, "n.md", (struct date){ 2026, 11, 23 }, text,
	    strlen(text), a, NULL);
	fn(&out, &x);
	arena_free(a);
	return strbuf_take(&out);
}

#define HEAD "day,start,end,minutes,topic,title,body,path,line\r\n"

static const struct {
	const char *name, *day, *want;
} tables[] = {
	{ "an entry", "## 리뷰\n\n### 21:00–21:28 도커: 레이어\n\n글\n",
	    HEAD "2026-11-23,2026-11-23T21:00:00+09:00,2026-11-23T21:28:00+09:"
		 "00,28,\"도커\",\"레이어\",\"글\",\"n.md\",3\r\n" },
	{ "without times", "### docker\n",
	    HEAD "2026-11-23,,,0,\"docker\",\"\",\"\",\"n.md\",1\r\n" },
	{ "quotes, commas and lines", "### a: \"b\", c\n\nx\n\n\"y\"\n",
	    HEAD "2026-11-23,,,0,\"a\",\"\"\"b\"\", c\",\"x\n\n\"\"y\"\"\","
		 "\"n.md\",1\r\n" },
	{ "what would be a formula", "### =1+1: @x\n\n-2\n",
	    HEAD "2026-11-23,,,0,\"'=1+1\",\"'@x\",\"'-2\",\"n.md\",1\r\n" },
	{ "a wide one", "### ＝1\n\n＋1\n",
	    HEAD "2026-11-23,,,0,\"'＝1\",\"\",\"'＋1\",\"n.md\",1\r\n" },
	{ "no formula inside", "### a=b: c-d\n",
	    HEAD "2026-11-23,,,0,\"a=b\",\"c-d\",\"\",\"n.md\",1\r\n" },
	{ "bytes that are not UTF-8", "### a\n\n\xb8\xae\n",
	    HEAD "2026-11-23,,,0,\"a\",\"\",\"\xef\xbf\xbd\xef\xbf\xbd\","
		 "\"n.md\",1\r\n" },
	{ "no entries", "# 2026-11-23\n", HEAD },
};

#define CAL                                                                    \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"                                   \
	"PRODID:-//halfhour//halfhour//EN\r\n"

/* The line of this name, and what is folded below it; "" for none. */
static const char *
line_of(const char *cal, const char *name)
{
	static char out[4096];
	const char *p = strstr(cal, name);
	size_t n = 0;

	if (p != NULL)
		for (n = 0; p[n] != '\0' && n < sizeof(out) - 1; n++)
			if (p[n] == '\r' && p[n + 2] != ' ')
				break;
	memcpy(out, p != NULL ? p : "", n);
	out[n] = '\0';
	return out;
}

static void
test_calendar(void)
{
	char *cal = export(study_export_ical,
	    "### 00:10–00:40 도커: a, b; c\\d\n\n하나\n\n둘\x1b[0m\n");

	is_str(line_of(cal, "DTSTART"), "DTSTART:20261123T151000Z",
	    "after midnight, in UTC");
	is_str(line_of(cal, "DTEND"), "DTEND:20261123T154000Z", "its end");
	is_str(line_of(cal, "SUMMARY"), "SUMMARY:도커: a\\, b\\; c\\\\d",
	    "what has to be escaped is");
	is_str(line_of(cal, "DESCRIPTION"), "DESCRIPTION:하나\\n\\n둘[0m",
	    "lines and controls");
	free(cal);
	cal = export(study_export_ical, "### docker\n");
	ok(strstr(cal, "DTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:"
		       "20261124\r\nSUMMARY") != NULL,
	    "an entry without times is of the day");
	free(cal);
	cal = export(study_export_ical, "### 21:00 docker\n");
	is_str(line_of(cal, "DTEND"), "", "one without an end has none");
	free(cal);
	cal = export(study_export_ical, "# 2026-11-23\n");
	is_str(cal, CAL "END:VCALENDAR\r\n", "nothing");
	free(cal);
}

static void
test_fold(void)
{
	char *cal = export(study_export_ical,
	    "### 가나다라마바사아자차카타파하가나다라마바사아자차카타파하: "
	    "x\n");
	const char *p, *eol;
	bool short_enough = true;

	for (p = cal; (eol = strstr(p, "\r\n")) != NULL; p = eol + 2)
		short_enough &= eol - p <= 75;
	ok(short_enough, "no line has more than 75 octets");
	ok(strstr(line_of(cal, "SUMMARY"), "하가나다라마바사아\r\n 자차카") !=
		NULL,
	    "and is folded between characters");
	free(cal);
}

/* The 1st and 2nd UID of the calendar. */
static const char *
uid(const char *cal, int nth)
{
	while (cal != NULL && nth-- > 0)
		if ((cal = strstr(cal, "UID:")) != NULL)
			cal += 4;
	return cal;
}

static void
test_uid(void)
{
	char *a = export(
	    study_export_ical, "### 21:00–21:28 x\n\n### 21:00–21:28 x\n");
	char *b = export(study_export_ical, "### 21:00–21:10 x: title\n\ny\n");

	ok(strncmp(uid(a, 1), uid(b, 1), 43) == 0,
	    "an entry keeps its id when the rest of it changes");
	ok(strncmp(uid(a, 1), uid(a, 2), 43) != 0, "two have two");
	free(a);
	free(b);
}

static void
test_json(void)
{
	char *j = export(study_export_json,
	    "### a\n\n\"글\"\n\n## 회고\n### PROBELM\n- p\n### TRY\n"
	    "- [x] t ^t7k2 (done 2026-11-25)\n- [ ] u #x\n");

	ok(strstr(j, "\"body\": \"\\\"글\\\"\"") != NULL, "JSON: a text");
	ok(strstr(j, "\"problem\": [\n      \"p\"\n    ]") != NULL,
	    "JSON: a list");
	ok(strstr(j, "\"state\": \"done\",\n        \"state_note\": "
		     "\"2026-11-25\"") != NULL,
	    "JSON: what became of a try");
	ok(strstr(j, "\"id\": null") != NULL, "JSON: a try without id");
	free(j);
}

int
main(void)
{
	size_t i;

	setenv("HALFHOUR_NOW", "2026-11-23T21:28:00+09:00", 1);
	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		char *got = export(study_export_csv, tables[i].day);

		is_str(got, tables[i].want, "CSV: %s", tables[i].name);
		free(got);
	}
	test_calendar();
	test_fold();
	test_uid();
	test_json();
	return done_testing();
}
