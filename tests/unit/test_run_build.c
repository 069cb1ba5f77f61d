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
	struct run_layers l;
	size_t i;

	strbuf_clear(&sb);
	run_layers_parse(&l, arena, said, strlen(said));
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

static void
test_text(void)
{
	const struct run_layer one[] = { { "FROM a", "", false, true, -1 },
		{ "RUN x", "1", false, false, 1234567 },
		{ "COPY main.c .", "2", false, false, 12 },
		{ "RUN make \033[2J", "3", false, false, -1 } };
	const struct run_layer two[] = { { "FROM a", "", false, true, -1 },
		{ "RUN x", "1", true, false, 1234567 },
		{ "COPY main.c .", "4", false, false, 999950 },
		{ "RUN make", "5", false, false, 0 } };
	const struct run_layers a = { one, 4, "" }, b = { two, 4, "" };
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
	test_text();
	test_edit();
	arena_free(arena);
	return done_testing();
}
