/* test_run_layers.c: the record of the builds of a Dockerfile */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "run/run.h"
#include "run/run_build.h"

static struct arena *a;

static const struct run_layer first[] = {
	{ .text = "FROM debian", .from = true, .size = -1, .ms = 3 },
	{ .text = "RUN echo \"한\"", .size = 3000000, .ms = 1200 },
	{ .text = "ENV A=1", .size = 0, .ms = 40 },
};
static const struct run_layer second[] = {
	{ .text = "FROM debian", .from = true, .size = -1, .ms = 2 },
	{ .text = "RUN echo \"한\"", .hit = true, .size = 3000000 },
	{ .text = "ENV A=2",
	    .size = -1,
	    .ms = 30,
	    .why = RUN_LAYER_INSTRUCTION },
};
static const struct run_builds builds = {
	{ { first, 3, "", 1300 }, { second, 3, "", 90 } }, 2, "s/1/2/"
};

static struct run_record
record(const struct run_builds *b)
{
	static const char hash[] = "0123456789abcdef0123456789abcdef"
				   "0123456789abcdef0123456789abcdef";
	struct run_record r = { .example = "도커#a",
		.lang = "dockerfile",
		.expect = "ok",
		.why = "",
		.rung = "docker 20.10.24",
		.out = "x\n",
		.err = "",
		.build = "",
		.out_len = 2,
		.builds = b };

	memcpy(r.key.hash, hash, sizeof(hash));
	memcpy(r.key.source, hash, sizeof(hash));
	r.key.tool = r.key.machine = "";
	r.key.profile = "docker/1";
	r.when.t = 1795436880;
	return r;
}

/* Whether it is read again, and gives the same bytes. */
static void
test_again(const struct run_builds *b, const char *name)
{
	struct run_record r = record(b), back;
	struct strbuf json = STRBUF_INIT, again = STRBUF_INIT;
	struct err e = ERR_INIT;

	run_record_render(&json, &r);
	if (!ok(run_record_parse(&back, a, json.buf, json.len, &e) == 0, "%s",
		name))
		printf("# %s\n", e.msg);
	else
		run_record_render(&again, &back);
	is_str(again.buf, json.buf, "and gives the same bytes");
	strbuf_release(&json);
	strbuf_release(&again);
}

static void
test_render(void)
{
	struct run_record r = record(&builds);
	struct strbuf json = STRBUF_INIT;

	run_record_render(&json, &r);
	ok(strstr(json.buf,
	       ("  \"builds\": [\n    {\n      \"steps\": [\n"
		"        {\"step\": \"FROM debian\", \"cache\": null, "
		"\"bytes\": null},\n"
		"        {\"step\": \"RUN echo \\\"한\\\"\", \"cache\": "
		"\"miss\", \"bytes\": 3000000},\n")) != NULL,
	    "the first build, a step a line");
	ok(strstr(json.buf,
	       ("      \"edit\": \"s/1/2/\",\n      \"broke\": 3,\n")) != NULL,
	    "the change, and which step it broke the cache at");
	ok(strstr(json.buf,
	       ("\"cache\": \"hit\", \"bytes\": 3000000},\n"
		"        {\"step\": \"ENV A=2\", \"cache\": \"miss\", "
		"\"bytes\": null, \"why\": \"instruction\"}\n")) != NULL,
	    "what came from the cache, and why the rest did not");
	ok(strstr(json.buf,
	       ("    \"builds_ms\": [\n"
		"      {\"all\": 1300, \"steps\": [3, 1200, 40]},\n"
		"      {\"all\": 90, \"steps\": [2, 0, 30]}\n    ]\n  }\n}\n")) !=
		NULL,
	    "times stand among the timings");
	strbuf_release(&json);
}

/* What stands in place of one text of a good record is seen. */
static void
damaged(const char *old, const char *new)
{
	struct run_record r = record(&builds), back;
	struct strbuf json = STRBUF_INIT, bad = STRBUF_INIT;
	struct err e = ERR_INIT;
	const char *at;

	run_record_render(&json, &r);
	at = strstr(json.buf, old);
	if (at != NULL) {
		strbuf_add(&bad, json.buf, (size_t)(at - json.buf));
		strbuf_addf(&bad, "%s%s", new, at + strlen(old));
	}
	ok(at != NULL &&
		run_record_parse(&back, a, bad.buf, bad.len, &e) == -1 &&
		strstr(e.msg, "damaged") != NULL,
	    "%s in place of %s is damage", new, old);
	strbuf_release(&json);
	strbuf_release(&bad);
}

static void
test_damaged(void)
{
	damaged("\"broke\": 3", "\"broke\": 2");
	damaged("\"broke\": 3", "\"broke\": null");
	damaged("\"edit\"", "\"change\"");
	damaged("\"s/1/2/\"", "1");
	damaged("\"hit\"", "\"maybe\"");
	damaged("\"hit\"", "1");
	damaged("\"bytes\": 3000000", "\"bytes\": -1");
	damaged("\"bytes\": 3000000", "\"bytes\": \"1\"");
	damaged("\"why\": \"instruction\"", "\"why\": \"whim\"");
	damaged("\"why\": \"instruction\"", "\"cause\": \"file\"");
	damaged("\"step\": \"ENV A=2\"", "\"step\": \"ENV\\u0000\"");
	damaged("[3, 1200, 40]", "[3, 1200]");
	damaged("[3, 1200, 40]", "[3, 1200, -1]");
	damaged("\"all\": 90", "\"all\": \"90\"");
	damaged("\"builds_ms\"", "\"built_ms\"");
	damaged("\"builds\"", "\"built\"");
	damaged("\"builds\": [", "\"builds\": [1, 2, ");
}

int
main(void)
{
	static const struct run_builds one = { { { first, 3, "", 7 } }, 1, "" };
	static const struct run_builds none = { { { NULL, 0, "", 7 } }, 1, "" };

	a = arena_new();
	test_render();
	test_again(&builds, "two builds are read again");
	test_again(&one, "one build");
	test_again(&none, "one that came to no step");
	test_again(NULL, "an example that is built by nobody");
	test_damaged();
	arena_free(a);
	return done_testing();
}
