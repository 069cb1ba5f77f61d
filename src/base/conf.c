/* conf.c: halfhour.yaml */
#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/date.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "base/yamldoc.h"

enum conf_kind {
	CONF_TEXT,
	CONF_NAME,
	CONF_URL,
	CONF_HOST,
	CONF_LANG,
	CONF_CLOCK,
	CONF_COUNT,
	CONF_WEEKDAY,
	CONF_HTML,
	CONF_DURATION,
	CONF_SIZE,
};

/* One row a key: its path in the file, its kind, where it goes. */
struct conf_key {
	const char *section, *name; /* section NULL: at the top */
	enum conf_kind kind;
	size_t at; /* offset in struct conf */
};

#define AT(member) offsetof(struct conf, member)
static const struct conf_key conf_keys[] = {
	{ NULL, "title", CONF_TEXT, AT(title) },
	{ NULL, "lang", CONF_LANG, AT(lang) },
	{ NULL, "author", CONF_NAME, AT(author) },
	{ NULL, "base_url", CONF_URL, AT(base_url) },
	{ NULL, "day_ends", CONF_CLOCK, AT(day_ends) },
	{ NULL, "timebox", CONF_COUNT, AT(timebox) },
	{ NULL, "week_starts", CONF_WEEKDAY, AT(week_starts) },
	{ NULL, "html", CONF_HTML, AT(html_trusted) },
	{ "publish", "remote", CONF_TEXT, AT(publish_remote) },
	{ "publish", "branch", CONF_TEXT, AT(publish_branch) },
	{ "publish", "cname", CONF_HOST, AT(publish_cname) },
	{ "run", "timeout", CONF_DURATION, AT(run_timeout_ms) },
	{ "run", "memory", CONF_SIZE, AT(run_memory) },
	{ "run", "processes", CONF_COUNT, AT(run_processes) },
	{ "run", "output", CONF_SIZE, AT(run_output) },
	{ "run", "jobs", CONF_COUNT, AT(run_jobs) },
	{ "hooks", "start", CONF_TEXT, AT(hook_start) },
	{ "hooks", "bell", CONF_TEXT, AT(hook_bell) },
	{ "hooks", "stop", CONF_TEXT, AT(hook_stop) },
};
#define CONF_KEYS (sizeof(conf_keys) / sizeof(*conf_keys))

static const char *
conf_lang(const char *s)
{
	static const char *const known[] = { "ko", "en", "ja" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strncmp(s, known[i], 2) == 0 &&
		    !isalpha((unsigned char)s[2]))
			return known[i];
	return NULL;
}

static const char conf_host[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";

/*
 * Whether it is where a site can be: http or https, the name of a host, and a
 * path. A question or an anchor could have no path behind it.
 */
static bool
conf_is_url(const char *s)
{
	size_t n = strncmp(s, "https://", 8) == 0 ? 8 : 7;

	if (n == 7 && strncmp(s, "http://", 7) != 0)
		return false;
	s += n;
	n = strspn(s, conf_host);
	if (n == 0)
		return false;
	s += n;
	if (*s == ':')
		s += 1 + strspn(s + 1, "0123456789");
	if (*s != '\0' && *s != '/')
		return false;
	for (; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f ||
		    strchr("?#\"<>\\^`{|}", *s) != NULL)
			return false;
	return true;
}

static int
conf_weekday(const char *s)
{
	static const char *const days[] = { "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday" };
	int i;

	for (i = 0; i < 7; i++)
		if (text_ieq(s, days[i]))
			return i;
	return -1;
}

long long
conf_parse_size(const char *s)
{
	static const char units[] = "KMG";
	const char *unit;
	char *end;
	long long v;
	int shift;

	if (!isdigit((unsigned char)*s))
		return -1;
	v = strtoll(s, &end, 10);
	if (v > (1LL << 33))
		return -1;
	if (*end == '\0')
		return v;
	unit = strchr(units, toupper((unsigned char)*end));
	if (unit == NULL || (end[1] != '\0' && !text_ieq(end + 1, "iB") &&
				!text_ieq(end + 1, "B")))
		return -1;
	shift = 10 * (int)(unit - units + 1);
	return v > (1LL << 40) >> shift ? -1 : v << shift;
}

long
conf_parse_duration(const char *s)
{
	char *end;
	double v;

	if (!isdigit((unsigned char)*s) || s[strspn(s, "0123456789.")] == 'x')
		return -1;
	v = strtod(s, &end);
	if (*end == '\0' || strcmp(end, "s") == 0)
		v *= 1000;
	else if (strcmp(end, "m") == 0)
		v *= 60000;
	else if (strcmp(end, "ms") != 0)
		return -1;
	return v >= 1 && v <= 3600000 ? (long)v : -1;
}

/* Put the text of one value where its row says; 0, or -1 when it is not
 * such a value. */
static int
conf_put(
    struct conf *c, const struct conf_key *k, const char *s, struct arena *a)
{
	void *at = (char *)c + k->at;
	long long v = -1;
	long n;

	switch (k->kind) {
	case CONF_TEXT:
		*(const char **)at = arena_strdup(a, s);
		return 0;
	case CONF_NAME:
		/* An address is not part of it; git takes no such signs. */
		if (strpbrk(s, "<>\n") != NULL)
			return -1;
		*(const char **)at = arena_strdup(a, s);
		return 0;
	case CONF_URL:
		if (*s != '\0' && !conf_is_url(s))
			return -1;
		*(const char **)at = arena_strdup(a, s);
		return 0;
	case CONF_HOST:
		if (s[strspn(s, conf_host)] != '\0')
			return -1;
		*(const char **)at = arena_strdup(a, s);
		return 0;
	case CONF_LANG:
		if (conf_lang(s) == NULL)
			return -1;
		*(const char **)at = conf_lang(s);
		return 0;
	case CONF_HTML:
		*(bool *)at = strcmp(s, "trusted") == 0;
		return *(bool *)at || strcmp(s, "safe") == 0 ? 0 : -1;
	case CONF_SIZE:
		v = conf_parse_size(s);
		if (v >= 0)
			*(size_t *)at = (size_t)v;
		return v >= 0 ? 0 : -1;
	case CONF_CLOCK:
		v = date_parse_clock(s);
		if (v > 720)
			v = -1;
		break;
	case CONF_COUNT:
		v = text_number(&n, s, 1, 100000) == 0 ? n : -1;
		break;
	case CONF_WEEKDAY:
		v = conf_weekday(s);
		break;
	case CONF_DURATION:
		v = conf_parse_duration(s);
		break;
	}
	if (v >= 0)
		*(int *)at = (int)v;
	return v >= 0 ? 0 : -1;
}

static void
conf_defaults(struct conf *c, const char *locale)
{
	*c = (struct conf){
		.title = "My half hours",
		.author = "",
		.base_url = "",
		.lang = "en",
		.day_ends = 4 * 60,
		.timebox = 30,
		.publish_remote = "origin",
		.publish_branch = "gh-pages",
		.publish_cname = "",
		.run_timeout_ms = 10000,
		.run_memory = (size_t)256 << 20,
		.run_processes = 64,
		.run_jobs = 0, /* one for each core */
		.run_output = 64 << 10,
		.hook_start = "",
		.hook_bell = "",
		.hook_stop = "",
	};
	if (locale != NULL && conf_lang(locale) != NULL)
		c->lang = conf_lang(locale);
}

static const struct conf_key *
conf_key(const char *section, const char *name)
{
	size_t i;

	for (i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_keys[i];

		if (strcmp(k->name, name) == 0 &&
		    strcmp(k->section ? k->section : "",
			section ? section : "") == 0)
			return k;
	}
	return NULL;
}

static bool
conf_is_section(const char *name)
{
	static const char *const sections[] = { "publish", "run", "hooks",
		"languages" };
	size_t i;

	for (i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		if (strcmp(sections[i], name) == 0)
			return true;
	return false;
}

static void
conf_members(struct conf *c, const struct yamldoc *map, const char *section,
    struct arena *a, struct diag_list *d)
{
	const struct yamldoc *v;

	if (map == NULL || (map->kind == YAMLDOC_SCALAR && *map->text == '\0'))
		return;
	if (map->kind != YAMLDOC_MAPPING) {
		diag(d, section ? DIAG_CONF : DIAG_CONF_BROKEN, CONF_FILE,
		    map->line, map->col,
		    "%s%shere must be lines of 'key: value'; the defaults are "
		    "used",
		    section ? section : "", section ? ": " : "");
		return;
	}
	for (v = map->first; v != NULL; v = v->next) {
		const struct conf_key *k = conf_key(section, v->key);

		if (section == NULL && conf_is_section(v->key)) {
			/* The commands of languages are read by run. */
			if (strcmp(v->key, "languages") != 0)
				conf_members(c, v, v->key, a, d);
			continue;
		}
		if (k == NULL)
			diag(d, DIAG_CONF, CONF_FILE, v->line, v->col,
			    "there is no setting '%s'; it is ignored", v->key);
		else if (v->kind != YAMLDOC_SCALAR ||
			 conf_put(c, k, v->text, a) == -1)
			diag(d, DIAG_CONF, CONF_FILE, v->line, v->col,
			    "'%s' is no value for '%s'; the default is used",
			    v->kind == YAMLDOC_SCALAR ? v->text : "a list",
			    v->key);
	}
}

/* HALFHOUR_TITLE, HALFHOUR_RUN_TIMEOUT and so on go over the file. */
static void
conf_environment(struct conf *c, struct arena *a, struct diag_list *d)
{
	size_t i;

	for (i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_keys[i];
		char *name =
		    xasprintf("HALFHOUR_%s%s%s", k->section ? k->section : "",
			k->section ? "_" : "", k->name);
		const char *s;
		char *p;

		for (p = name; *p != '\0'; p++)
			*p = (char)toupper((unsigned char)*p);
		s = getenv(name);
		if (s != NULL && conf_put(c, k, s, a) == -1)
			diag(d, DIAG_CONF, name, 0, 0,
			    "'%s' cannot be used; it is ignored", s);
		free(name);
	}
}

void
conf_parse(struct conf *out, const char *text, size_t len, const char *locale,
    struct arena *a, struct diag_list *d)
{
	struct yamldoc *doc;
	struct err e = ERR_INIT;
	int line, col;

	conf_defaults(out, locale);
	if (text != NULL && len > 0) {
		if (yamldoc_parse(&doc, text, len, a, &line, &col, &e) == -1)
			diag(d, DIAG_CONF_BROKEN, CONF_FILE, line, col,
			    "not YAML, so the defaults are used: %s", e.msg);
		else
			conf_members(out, doc, NULL, a, d);
	}
	conf_environment(out, a, d);
}

/* Text as a double-quoted YAML scalar. */
static void
conf_quote(struct strbuf *out, const char *s)
{
	strbuf_addc(out, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			strbuf_addc(out, '\\');
		strbuf_addc(
		    out, (unsigned char)*s < 0x20 || *s == 0x7f ? ' ' : *s);
	}
	strbuf_addc(out, '"');
}

char *
conf_template(const char *title, const char *lang)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, "# halfhour: every setting is optional\ntitle: ");
	conf_quote(&sb, title);
	strbuf_addf(&sb, "\nlang: %s                # ko, en or ja\n", lang);
	strbuf_adds(&sb,
	    "#author: name           # default from git\n"
	    "#base_url: https://example.org/wiki/\n"
	    "day_ends: \"04:00\"       # until then, it is still yesterday\n"
	    "timebox: 30             # minutes: a ceiling, not a quota\n"
	    "week_starts: monday\n"
	    "html: safe              # or trusted: raw HTML in notes as it is\n"
	    "#publish: { remote: origin, branch: gh-pages }\n"
	    "#run: { timeout: 10s, memory: 256M, processes: 64, output: 64K, "
	    "jobs: 2 }\n"
	    "#hooks: { start: \"\", bell: \"\", stop: \"\" }\n");
	return strbuf_take(&sb);
}
