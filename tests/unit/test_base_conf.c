/* test_base_conf.c: YAML into trees, halfhour.yaml into settings */
#include "tap.h"

#include <stdlib.h>

#include "base/conf.h"
#include "base/strbuf.h"
#include "base/yamldoc.h"

static struct arena *arena;

/* A tree in one line: {key=text,key=[a,b]}. */
static void
dump(struct strbuf *out, const struct yamldoc *d)
{
	bool map = d != NULL && d->kind == YAMLDOC_MAPPING;
	const struct yamldoc *c;

	if (d == NULL) {
		strbuf_adds(out, "NULL");
		return;
	}
	if (d->kind == YAMLDOC_SCALAR) {
		strbuf_addf(out, "'%s'", d->text);
		return;
	}
	strbuf_addc(out, map ? '{' : '[');
	for (c = d->first; c != NULL; c = c->next) {
		if (map)
			strbuf_addf(out, "%s@%d:%d=", c->key, c->line, c->col);
		dump(out, c);
		if (c->next != NULL)
			strbuf_addc(out, ',');
	}
	strbuf_addc(out, map ? '}' : ']');
}

static void
yaml_is(const char *text, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;
	struct yamldoc *d;
	int line, col;

	if (yamldoc_parse(&d, text, strlen(text), arena, &line, &col, &e) == -1)
		strbuf_adds(&sb, e.msg);
	else
		dump(&sb, d);
	is_str(sb.buf, want, "YAML of %zu bytes", strlen(text));
	strbuf_release(&sb);
}

static void
test_yaml(void)
{
	yaml_is("", "NULL");
	yaml_is("# only a remark\n", "NULL");
	yaml_is("x", "'x'");
	yaml_is("a: 1\nb: '한글: x'\n\nc: \"q\\n\\u00e9\"\n",
	    "{a@1:1='1',b@2:1='한글: x',c@4:1='q\n\xc3\xa9'}");
	yaml_is("a: [x, \"y\", {z: 1}]\nb:\n  - 1\n  -\n",
	    "{a@1:1=['x','y',{z@1:14='1'}],b@2:1=['1','']}");
	yaml_is("a:\r\nb: ~\r\n", "{a@1:1='',b@2:1='~'}");
	yaml_is("\xef\xbb\xbf"
		"a: b\n",
	    "{a@1:1='b'}");
	yaml_is("태그: !!str x\n", "{태그@1:1='x'}");
	yaml_is("a: |\n  1\n  2\nb: >\n  1\n  2\n",
	    "{a@1:1='1\n2\n',b@4:1='1 2\n'}");
	yaml_is("한: {글: x, 나: y}\n", "{한@1:1={글@1:7='x',나@1:15='y'}}");
	yaml_is("---\na: b\n...\n", "{a@2:1='b'}");
}

static void
fails_at(const char *text, int want_line, int want_col, const char *name)
{
	struct err e = ERR_INIT;
	struct yamldoc *d;
	char at[32];
	int line, col, rc;

	rc = yamldoc_parse(&d, text, strlen(text), arena, &line, &col, &e);
	ok(rc == -1 && d == NULL && line == want_line &&
		(col == want_col || want_col == 0),
	    "%s at %d:%d", name, line, col);
	snprintf(at, sizeof(at), "%d:%d: ", line, col);
	ok(strncmp(e.msg, at, strlen(at)) == 0, "in its message: %s", e.msg);
}

static void
test_yaml_wrong(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;
	struct yamldoc *d;
	int line, col, i;

	fails_at("a: &x 1\n", 1, 4, "an anchor");
	fails_at("a: 1\nb: &x [1]\n", 2, 4, "an anchor of a list");
	fails_at("a: &x {b: 1}\n", 1, 4, "an anchor of a mapping");
	fails_at("a: 1\nb: *x\n", 2, 4, "an alias");
	fails_at("<<: *x\n", 1, 5, "a merge");
	fails_at("a: 1\nb: x: y\n", 2, 5, "a colon in a value");
	fails_at("제목: 값\n제목: 가: 나\n", 2, 12, "a colon behind Hangul");
	fails_at("a: [1\nb: 2\n", 2, 0, "a list left open");
	fails_at("a: \"x\n", 2, 0, "a quote left open");
	fails_at("a: 1\n\tb: 2\n", 2, 0, "a tab for indentation");
	fails_at("a: 1\n---\nb: 2\n", 3, 1, "a second document");
	fails_at("[a]: 1\n", 1, 0, "a list as a key");
	fails_at("a: 1\nb: x\x01\n", 2, 5, "a control character");
	fails_at("a: 1\n한: \xc7\xd1\n", 2, 7, "bytes that are not UTF-8");
	fails_at("a: @x\n", 1, 4, "a reserved character");
	fails_at("%YAML 9.9\n---\na: 1\n", 1, 0, "another version");
	for (i = 0; i < 17; i++)
		strbuf_adds(&sb, "[");
	fails_at(sb.buf, 1, 17, "17 levels");
	strbuf_clear(&sb);
	for (i = 0; i < 16; i++)
		strbuf_adds(&sb, "[");
	for (i = 0; i < 16; i++)
		strbuf_adds(&sb, "]");
	ok(yamldoc_parse(&d, sb.buf, sb.len, arena, &line, &col, &e) == 0,
	    "16 levels are fine");
	strbuf_clear(&sb);
	for (i = 0; i < 30000; i++)
		strbuf_adds(&sb, "[{");
	ok(yamldoc_parse(&d, sb.buf, sb.len, arena, &line, &col, &e) == -1,
	    "30,000 levels");
	strbuf_clear(&sb);
	for (i = 0; i < 20000; i++)
		strbuf_adds(&sb, "- ");
	ok(yamldoc_parse(&d, sb.buf, sb.len, arena, &line, &col, &e) == -1,
	    "20,000 levels of a list");
	strbuf_clear(&sb);
	while (sb.len <= 64 * 1024)
		strbuf_adds(&sb, "a: b\n");
	ok(yamldoc_parse(&d, sb.buf, sb.len, arena, &line, &col, &e) == -1 &&
		strncmp(e.msg, "1:1: longer", 11) == 0,
	    "more than 64 KiB");
	ok(yamldoc_parse(&d, sb.buf, 64 * 1024 - 1, arena, &line, &col, &e) ==
		0,
	    "64 KiB are fine");
	strbuf_release(&sb);
}

/* Cut and flipped everywhere, nothing worse than an error happens. */
static void
test_yaml_damaged(void)
{
	static const char text[] = "title: \"한글 \\u1234\"\ntags: [a, 'b']\n"
				   "x: {y: |\n  z\n}\nq:\n  - >-\n    1\n";
	char s[sizeof(text)];
	struct err e = ERR_INIT;
	struct yamldoc *d;
	size_t i, bit;
	int line, col;

	for (i = 0; i < sizeof(text); i++) {
		yamldoc_parse(&d, text, i, arena, &line, &col, &e);
		for (bit = 0; bit < 8; bit++) {
			memcpy(s, text, sizeof(text));
			s[i] = (char)(s[i] ^ (1 << bit));
			yamldoc_parse(
			    &d, s, sizeof(text) - 1, arena, &line, &col, &e);
		}
	}
	ok(true, "damaged YAML is read without harm");
}

static struct conf
conf_of(const char *text, const char *locale, struct diag_list *d)
{
	struct conf c;

	conf_parse(&c, text, text ? strlen(text) : 0, locale, arena, d);
	return c;
}

static void
test_conf_keys(void)
{
	struct diag_list d = DIAG_LIST_INIT;
	struct conf c = conf_of(NULL, NULL, &d);

	ok(d.n == 0 && strcmp(c.title, "My half hours") == 0 &&
		*c.author == '\0' && *c.base_url == '\0' &&
		strcmp(c.lang, "en") == 0 && c.day_ends == 240 &&
		c.timebox == 30 && c.week_starts == 0 && !c.html_trusted,
	    "defaults");
	ok(strcmp(c.publish_remote, "origin") == 0 &&
		strcmp(c.publish_branch, "gh-pages") == 0 &&
		c.run_timeout_ms == 10000 && c.run_processes == 64 &&
		c.run_jobs == 0 && c.run_memory == (size_t)256 << 20 &&
		c.run_output == 65536 && *c.hook_start == '\0' &&
		*c.hook_bell == '\0' && *c.hook_stop == '\0',
	    "and the others");
	c = conf_of("title: '반 시간'\nlang: ja\nauthor: 저자\n"
		    "base_url: https://x.y/z/\nday_ends: \"05:30\"\n"
		    "timebox: 25\nweek_starts: Sunday\nhtml: trusted\n"
		    "publish: { remote: up, branch: site }\n"
		    "run:\n  timeout: 500ms\n  memory: 1G\n  processes: 8\n"
		    "  output: 1M\n  jobs: 1\n"
		    "languages: { go: { command: \"go run\" } }\n"
		    "hooks: { start: a, bell: b, stop: c }\n",
	    "ko_KR.UTF-8", &d);
	ok(d.n == 0 && strcmp(c.title, "반 시간") == 0 &&
		strcmp(c.lang, "ja") == 0 && strcmp(c.author, "저자") == 0 &&
		strcmp(c.base_url, "https://x.y/z/") == 0 &&
		c.day_ends == 330 && c.timebox == 25 && c.week_starts == 6 &&
		c.html_trusted,
	    "every key");
	ok(strcmp(c.publish_remote, "up") == 0 &&
		strcmp(c.publish_branch, "site") == 0 &&
		c.run_timeout_ms == 500 && c.run_memory == (size_t)1 << 30 &&
		c.run_processes == 8 && c.run_output == 1 << 20 &&
		c.run_jobs == 1 && *c.hook_start == 'a' &&
		*c.hook_bell == 'b' && *c.hook_stop == 'c',
	    "and its sections");
	c = conf_of(NULL, "ko_KR.UTF-8", &d);
	ok(strcmp(c.lang, "ko") == 0, "the locale decides");
	c = conf_of("run:\nhooks:\n", "kok_IN", &d);
	ok(d.n == 0 && strcmp(c.lang, "en") == 0,
	    "a language that only begins so; empty sections");
	c = conf_of("day_ends: 4:00\nhtml: safe\n", "C", &d);
	ok(d.n == 0 && c.day_ends == 240 && !c.html_trusted, "plain words");
	diag_release(&d);
}

static void
test_conf_wrong(void)
{
	static const struct {
		const char *text;
		int line, col;
		bool broken;
	} cases[] = {
		{ "titel: x\n", 1, 1, false },
		{ "title: [x]\n", 1, 1, false },
		{ "lang: fr\n", 1, 1, false },
		{ "base_url: example.org\n", 1, 1, false },
		{ "base_url: \"https://x.y/?a\"\n", 1, 1, false },
		{ "author: 김하나 <hana@example.org>\n", 1, 1, false },
		{ "lang: korean\n", 1, 1, false },
		{ "title: x\nday_ends: 13:00\n", 2, 1, false },
		{ "day_ends: 4am\n", 1, 1, false },
		{ "timebox: 0\n", 1, 1, false },
		{ "timebox: 30m\n", 1, 1, false },
		{ "timebox: -5\n", 1, 1, false },
		{ "week_starts: mon\n", 1, 1, false },
		{ "html: unsafe\n", 1, 1, false },
		{ "run:\n  timeout: soon\n", 2, 3, false },
		{ "run: { memory: 1T }\n", 1, 8, false },
		{ "run: { jobs: 1.5 }\n", 1, 8, false },
		{ "run: { color: x }\n", 1, 8, false },
		{ "run: fast\n", 1, 1, false },
		{ "publish: [origin]\n", 1, 1, false },
		{ "remote: origin\n", 1, 1, false },
		{ "- title\n", 1, 1, true },
		{ "just words\n", 1, 1, true },
		{ "title: a: b\n", 1, 9, true },
		{ "a: &x 1\n", 1, 4, true },
	};
	struct conf usual = conf_of(NULL, NULL, NULL), c;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct diag_list d = DIAG_LIST_INIT;

		c = conf_of(cases[i].text, NULL, &d);
		if (!ok(d.n == 1, "one warning for case %zu", i))
			continue;
		ok(d.v[0].id ==
			    (cases[i].broken ? DIAG_CONF_BROKEN : DIAG_CONF) &&
			d.v[0].line == cases[i].line &&
			d.v[0].col == cases[i].col,
		    "at %d:%d: %s", d.v[0].line, d.v[0].col, d.v[0].msg);
		ok(c.day_ends == usual.day_ends && c.timebox == usual.timebox &&
			c.run_memory == usual.run_memory &&
			strcmp(c.lang, "en") == 0 && !c.html_trusted,
		    "and the defaults stay");
		diag_release(&d);
	}
}

static void
test_conf_units(void)
{
	static const struct {
		const char *s;
		long long size;
		long duration;
	} cases[] = {
		{ "0", 0, -1 },
		{ "512", 512, 512000 },
		{ "1K", 1024, -1 },
		{ "1k", 1024, -1 },
		{ "256M", 256 << 20, -1 },
		{ "256MiB", 256 << 20, -1 },
		{ "256MB", 256 << 20, -1 },
		{ "1024G", 1LL << 40, -1 },
		{ "1025G", -1, -1 },
		{ "8589934592G", -1, -1 },
		{ "8589934591G", -1, -1 },
		{ "99999999999999999999", -1, -1 },
		{ "1T", -1, -1 },
		{ "1KK", -1, -1 },
		{ "1.5G", -1, -1 },
		{ "", -1, -1 },
		{ "K", -1, -1 },
		{ "-1", -1, -1 },
		{ " 1", -1, -1 },
		{ "10s", -1, 10000 },
		{ "500ms", -1, 500 },
		{ "2m", 2 << 20, 120000 },
		{ "0.5s", -1, 500 },
		{ "0.0001s", -1, -1 },
		{ "61m", 61 << 20, -1 },
		{ "1e400s", -1, -1 },
		{ "nan", -1, -1 },
		{ "0x10s", -1, -1 },
		{ "1h", -1, -1 },
		{ "10 s", -1, -1 },
		{ "10sec", -1, -1 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(conf_parse_size(cases[i].s) == cases[i].size &&
			conf_parse_duration(cases[i].s) == cases[i].duration,
		    "'%s' is %lld bytes, %ld ms", cases[i].s,
		    conf_parse_size(cases[i].s),
		    conf_parse_duration(cases[i].s));
}

static void
test_conf_environment(void)
{
	struct diag_list d = DIAG_LIST_INIT;
	struct conf c;

	setenv("HALFHOUR_TITLE", "환경", 1);
	setenv("HALFHOUR_LANG", "ko", 1);
	setenv("HALFHOUR_RUN_TIMEOUT", "3s", 1);
	setenv("HALFHOUR_HOOKS_BELL", "ring", 1);
	setenv("HALFHOUR_DAY_ENDS", "0:00", 1);
	c = conf_of("title: x\nlang: ja\nrun: { timeout: 9s }\n", "en_US", &d);
	ok(d.n == 0 && strcmp(c.title, "환경") == 0 &&
		strcmp(c.lang, "ko") == 0 && c.run_timeout_ms == 3000 &&
		strcmp(c.hook_bell, "ring") == 0 && c.day_ends == 0,
	    "the environment goes over the file");
	setenv("HALFHOUR_LANG", "xx", 1);
	setenv("HALFHOUR_TIMEBOX", "many", 1);
	c = conf_of("lang: ja\n", NULL, &d);
	ok(d.n == 2 && strcmp(c.lang, "ja") == 0 && c.timebox == 30,
	    "what cannot be used is told and passed over");
	ok(strcmp(d.v[0].path, "HALFHOUR_LANG") == 0 && d.v[0].line == 0,
	    "by its name");
	diag_release(&d);
	unsetenv("HALFHOUR_TITLE");
	unsetenv("HALFHOUR_LANG");
	unsetenv("HALFHOUR_RUN_TIMEOUT");
	unsetenv("HALFHOUR_HOOKS_BELL");
	unsetenv("HALFHOUR_DAY_ENDS");
	unsetenv("HALFHOUR_TIMEBOX");
}

static void
test_conf_template(void)
{
	static const char *const titles[][2] = {
		{ "반 시간", "반 시간" },
		{ "a\"b\\c: #d", "a\"b\\c: #d" },
		{ "two\nlines\t\x1b[31m\x7f", "two lines  [31m " },
		{ "", "" },
		{ "{{x}}", "{{x}}" },
	};
	size_t i;

	for (i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
		struct diag_list d = DIAG_LIST_INIT;
		char *text = conf_template(titles[i][0], "ko");
		struct conf c = conf_of(text, NULL, &d);

		ok(d.n == 0 && strcmp(c.lang, "ko") == 0 && c.day_ends == 240,
		    "the file of init is read without a warning");
		is_str(c.title, titles[i][1], "with its title");
		diag_release(&d);
		free(text);
	}
}

int
main(void)
{
	arena = arena_new();
	test_yaml();
	test_yaml_wrong();
	test_yaml_damaged();
	test_conf_keys();
	test_conf_wrong();
	test_conf_units();
	test_conf_environment();
	test_conf_template();
	arena_free(arena);
	return done_testing();
}
