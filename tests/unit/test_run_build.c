/* test_run_build.c: what a build says, its table, and changes between builds */
#include <stdlib.h>

#include "tap.h"
#include "run/run_build.h"

static struct arena *arena;

/* "RUN x=hit@4bdbd57d2e5a;": each step with its id; then what was said. */
static const char *
layers(const char *said)
{
	static struct strbuf sb = STRBUF_INIT;
	struct run_layers l = { .ms = 0 };
	size_t i;

	strbuf_clear(&sb);
	run_layers_parse(&l, arena, said, strlen(said), NULL, 0);
	for (i = 0; i < l.n; i++)
		strbuf_addf(&sb, "%s=%s@%s;", l.v[i].text,
		    l.v[i].from  ? "from"
		    : l.v[i].hit ? "hit"
				 : "made",
		    l.v[i].id);
	strbuf_addf(&sb, "|%s", l.said);
	return sb.buf;
}

static void
test_parse(void)
{
	is_str(layers("Sending build context to Docker daemon  2.048kB\r\n"
		      "Step 1/3 : FROM debian:bookworm\n"
		      " ---> 4bdbd57d2e5a\n"
		      "Step 2/3 : ENV 이름=값\n"
		      " ---> Using cache\n"
		      " ---> 0123456789ab\n"
		      "Step 3/3 : RUN echo hi\n"
		      " ---> Running in 99aabbccddee\n"
		      "hi\n"
		      "Removing intermediate container 99aabbccddee\n"
		      " ---> fedcba987654\n"
		      "Successfully built fedcba987654\n"),
	    "FROM debian:bookworm=from@4bdbd57d2e5a;"
	    "ENV 이름=값=hit@0123456789ab;RUN echo hi=made@fedcba987654;"
	    "|hi\nSuccessfully built fedcba987654\n",
	    "docker");
	is_str(layers("STEP 1/2: FROM debian\nSTEP 2/2: RUN x\n"
		      "--> Using cache 0123456789abcdef\n"
		      "--> 0123456789a\n"),
	    "FROM debian=from@;RUN x=hit@0123456789a;|", "podman");
	is_str(layers("[1/2] STEP 1/2: FROM a AS b\n[1/2] STEP 2/2: RUN x\n"
		      "--> 0123456789a\n[2/2] STEP 1/2: FROM a\n"
		      "[2/2] STEP 2/2: COPY --from=b /x /y\n"
		      "--> fedcba98765\n"),
	    "FROM a AS b=from@;RUN x=made@0123456789a;FROM a=from@;"
	    "COPY --from=b /x /y=made@fedcba98765;|",
	    "podman, with several stages");
	is_str(layers("Step 1/2 : FROM a\nStep 2/2 : RUN false\n"
		      "no ---> such \033[91mid\n\033[0m\n"),
	    "FROM a=from@;RUN false=made@;|no ---> such id\n",
	    "a step that failed has no image");
	is_str(layers(""), "|", "nothing");
	is_str(layers("Step x\nStep 1\nSTEP 1/ RUN\nSteps 1/2 : y\n"), "|",
	    "lines that are no steps");
}

/* Pieces of the output with the time at which each has come: "FROM a=20;…",
 * and the last step goes on to the end of the build, at 1000. */
static const char *
times(const char *const *pieces, const int64_t *ms, size_t n)
{
	static struct strbuf sb = STRBUF_INIT;
	struct strbuf all = STRBUF_INIT;
	struct run_came came[16];
	struct run_layers l = { .ms = 1000 };
	size_t i;

	for (i = 0; i < n; i++) {
		strbuf_adds(&all, pieces[i]);
		came[i] = (struct run_came){ all.len, ms[i] };
	}
	run_layers_parse(&l, arena, all.buf, all.len, came, n);
	strbuf_clear(&sb);
	for (i = 0; i < l.n; i++)
		strbuf_addf(&sb, "%s=%lld;", l.v[i].text, (long long)l.v[i].ms);
	strbuf_release(&all);
	return sb.buf;
}

static void
test_times(void)
{
	static const char *const pieces[] = { "Sending build context\n",
		"Step 1/4 : FROM a\n", " ---> 4bdbd57d2e5a\nStep 2/4 : RUN x\n",
		" ---> Running in 99aabbccddee\nSt", "ep x\n",
		" ---> 0123456789ab\n",
		("Step 3/4 : RUN y\n ---> Using cache\n ---> 0123456789ac\n"),
		"Step 4/4 : RUN z\n", "z fails\n" };
	static const int64_t ms[] = { 5, 10, 30, 50, 100, 230, 240, 250, 600 };

	is_str(times(pieces, ms, 9), "FROM a=20;RUN x=200;RUN y=0;RUN z=750;",
	    "a step takes from its line to its id, and one that fails to "
	    "the end");
	is_str(times(pieces, ms, 1), "", "no step, no time");
	is_str(layers("ARG V=1\nStep 1/3 : ARG V=1\nStep 2/3 : from a\n"
		      " ---> 4bdbd57d2e5a\nStep 3/3 : RUN x\n"
		      " ---> Using cache\n ---> 0123456789ab\n"),
	    "ARG V=1=from@;from a=from@4bdbd57d2e5a;RUN x=hit@0123456789ab;|",
	    "what stands above the first FROM is in no layer");
}

/* One step of two builds: '=' came from the cache, '!' was made. */
static struct run_layer
made(const char *text)
{
	return (struct run_layer){ .text = text + 1,
		.id = "",
		.hit = *text == '=',
		.from = strncmp(text + 1, "FROM", 4) == 0 };
}

/* Why each step of the second build was made again; and where it broke. */
static const char *
blame(const char *const *one, const char *const *two, size_t n,
    const char *change)
{
	static struct strbuf sb = STRBUF_INIT;
	struct run_layer v[2][8];
	struct run_layers a = { v[0], n, "", 0 }, b = { v[1], n, "", 0 };
	struct run_edit e;
	size_t i;

	for (i = 0; i < n; i++) {
		v[0][i] = made(one[i]);
		v[1][i] = made(two[i]);
	}
	strbuf_clear(&sb);
	if (!run_edit_parse(&e, arena, change))
		return "no change";
	run_layers_blame(&b, &a, &e, arena);
	for (i = 0; i < n; i++) {
		const char *why = run_layer_why_name(b.v[i].why);

		strbuf_addf(&sb, "%s ", why != NULL ? why : "-");
	}
	strbuf_addf(&sb, "%zu", run_layers_broke(&b));
	return sb.buf;
}

static void
test_blame(void)
{
	static const char *const one[] = { "!FROM a", "!RUN x", "!ENV A=1",
		"!RUN y" };
	static const char *const env[] = { "=FROM a", "=RUN x", "!ENV A=2",
		"!RUN y" };
	static const char *const copy[] = { "!FROM a", "!COPY f /", "!FROM b",
		"!COPY --from=0 /f /", "!RUN z" };
	static const char *const again[] = { "!FROM a", "!COPY f /", "!FROM b",
		"!COPY --from=0 /f /", "!RUN z" };
	static const char *const held[] = { "!FROM a", "=COPY f /", "!FROM b",
		"=COPY --from=0 /f /", "=RUN z" };

	is_str(blame(one, env, 4, "s/1/2/"), "- - instruction before 3",
	    "an instruction");
	is_str(blame(copy, again, 5, "f:s/1/2/"), "- file - source before 2",
	    "a file, and a stage that has it");
	is_str(blame(copy, held, 5, "f:s/1/1/"), "- - - - - 0",
	    "a change that is none");
	is_str(blame(one + 1, one + 1, 1, "s/a/b/"), "source 1",
	    "the same instruction of another image");
}

static void
test_text(void)
{
	const struct run_layer one[] = {
		{ .text = "FROM a", .from = true, .size = -1 },
		{ .text = "RUN x", .size = 1234567 },
		{ .text = "COPY main.c .", .size = 12 },
		{ .text = "RUN make \033[2J", .size = -1 }
	};
	const struct run_layer two[] = {
		{ .text = "FROM a", .from = true, .size = -1 },
		{ .text = "RUN x", .hit = true, .size = 1234567 },
		{ .text = "COPY main.c .", .size = 999950 },
		{ .text = "RUN make", .size = 0 }
	};
	const struct run_layers a = { one, 4, "", 0 }, b = { two, 4, "", 0 };
	struct strbuf sb = STRBUF_INIT;

	run_layers_text(&sb, &a, NULL);
	is_str(sb.buf,
	    "    first        size  step\n"
	    " 1                     FROM a\n"
	    " 2  made       1.2 MB  RUN x\n"
	    " 3  made         12 B  COPY main.c .\n"
	    " 4  made            ?  RUN make ^[[2J\n",
	    "one build");
	strbuf_clear(&sb);
	run_layers_text(&sb, &a, &b);
	is_str(sb.buf,
	    "    first   second       size  step\n"
	    " 1                             FROM a\n"
	    " 2  made    cached     1.2 MB  RUN x\n"
	    " 3  made    made       1.0 MB  COPY main.c .\n"
	    " 4  made    made          0 B  RUN make\n"
	    "\nthe change breaks the cache at step 3: 1 from the cache, 2 "
	    "made again\n",
	    "two builds");
	strbuf_release(&sb);
}

/* "FILE|OLD|NEW", and what it makes of a text; "none". */
static const char *
edit(const char *s)
{
	static struct strbuf sb = STRBUF_INIT;
	struct run_edit e;
	char *new;

	if (!run_edit_parse(&e, arena, s))
		return "none";
	new = run_edit_apply(&e, "a/b a/b", 7);
	strbuf_clear(&sb);
	strbuf_addf(
	    &sb, "%s|%s|%s=%s", e.file, e.old, e.new, new != NULL ? new : "-");
	free(new);
	return sb.buf;
}

static void
test_edit(void)
{
	is_str(edit("s/b a/x/"), "|b a|x=a/x/b", "a change");
	is_str(edit("s|a/b|y|"), "|a/b|y=y a/b",
	    "the first is changed, and "
	    "any sign will do");
	is_str(edit("main.c:s/a//"), "main.c|a|=/b a/b", "of a file");
	is_str(edit("s,:s,가,"), "|:s|가=-", "a colon in it; not there");
	is_str(edit("s/a"), "none", "half of one");
	is_str(edit("s/a/b"), "none", "without an end");
	is_str(edit("s/a/b/g"), "none", "with more behind it");
	is_str(edit("s//b/"), "none", "of nothing");
	is_str(edit("sxaxbx"), "none", "a letter is no sign");
	is_str(edit("y/a/b/"), "none", "another verb");
	is_str(edit(""), "none", "nothing");
}

int
main(void)
{
	arena = arena_new();
	test_parse();
	test_times();
	test_blame();
	test_text();
	test_edit();
	arena_free(arena);
	return done_testing();
}
