/* test_run_docker.c: the environment of a container, and the record of it */
#include <stdlib.h>

#include "tap.h"
#include "base/xalloc.h"
#include "run/run_docker.h"

static struct arena *a;

static struct run_env
parse(const char *s)
{
	return run_env_parse(a, s, strlen(s));
}

/* "A=1|B=2" */
static const char *
all(const struct run_env *env)
{
	struct strbuf sb = STRBUF_INIT;
	const char *copy;
	size_t i;

	for (i = 0; i < env->n; i++)
		strbuf_addf(&sb, "%s%s", i > 0 ? "|" : "", env->v[i]);
	copy = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return copy;
}

static void
is_env(const char *said, const char *want, const char *name)
{
	struct run_env env = parse(said);

	is_str(all(&env), want, "%s", name);
}

static void
test_parse(void)
{
	is_env("", "", "nothing is nothing");
	is_env("declare -x PATH=\"/usr/bin:/bin\"\ndeclare -x HOME=\"/root\"\n",
	    "HOME=/root|PATH=/usr/bin:/bin", "it is sorted");
	is_env("declare -x A=\"\\\"\\\\\\$\\`\\n\"\n", "A=\"\\$`\\n",
	    "quotes of one kind are undone");
	is_env("declare -x A=$'\\a\\E[m\\n\\t\\'\\\\\\355\\225\\234\\x41'\n",
	    "A=\a\033[m\n\t'\\한A", "and of the other");
	is_env("declare -x A=\"가\n나 declare -x B=\"\ndeclare -x C=\"1\"\n",
	    "A=가\n나 declare -x B=|C=1", "a value may have lines");
	is_env("declare -x A\ndeclare -rx B=\"2\"\ndeclare -ax C=([0]=\"1\")\n"
	       "declare -x 1=\"\"\nx\ndeclare -\ndeclare -x D=\"\"\n",
	    "B=2|D=", "what is in no environment is left out");
	is_env("declare -x _=\"x\"\ndeclare -x SHLVL=\"2\"\n"
	       "declare -x PWD=\"/\"\ndeclare -x OLDPWD=\"/\"\n"
	       "declare -x _A=\"1\"\ndeclare -x SHLVL2=\"3\"\n",
	    "SHLVL2=3|_A=1", "nor what changes by itself");
	is_env("declare -x A=\"1\"\ndeclare -x B=\"끝", "A=1",
	    "a value without an end is none");
	is_env("declare -x A=$'\\", "", "nor is a backslash at the end");
}

static void
test_change(void)
{
	struct run_env old = parse("declare -x A=\"1\"\ndeclare -x AB=\"2\"\n"
				   "declare -x C=\"3\"\n");
	struct run_env new = parse("declare -x AB=\"2\"\ndeclare -x B=\"x=y\"\n"
				   "declare -x C=\"4\"\n");
	const char *const *v = run_env_change(a, &old, &new);

	is_str(v[0], "B=x=y", "a new variable");
	is_str(v[1], "C=4", "another value");
	is_str(v[2], "A", "and one that is gone");
	ok(v[3] == NULL, "and no more");
	ok(run_env_change(a, &old, &old)[0] == NULL, "no change is none");
}

/* ---- the record ------------------------------------------------------------------- */

static const char *const step_env[] = { "A=1 \"한\"", "B=", "C", NULL };
static const char *const start_env[] = { "HOME=/root", "PATH=/bin" };
static const char *const diff[] = { "A /opt/한 글", "C /opt" };

static struct run_record
record(void)
{
	static const char hash[] = "0123456789abcdef0123456789abcdef"
				   "0123456789abcdef0123456789abcdef";
	static const struct run_container c = { "docker 20.10.24",
		"debian:bookworm", "sha256:1", start_env, 2, diff, 2, 4711,
		"--user 1000 \"한\"", "1000:1000" };
	static const struct run_command v[] = {
		{ .shown = "$ a", .len = 2, .env = step_env, .cwd = "/opt" },
		{ .shown = "$ b", .exit = -1 },
	};
	struct run_record r = { .example = "도커#a",
		.lang = "console",
		.expect = "ok",
		.outcome = RUN_TIMEOUT,
		.why = "",
		.rung = "docker 20.10.24",
		.out = "x\n",
		.err = "",
		.build = "",
		.out_len = 2,
		.commands = v,
		.n_commands = 2,
		.container = &c };

	memcpy(r.key.hash, hash, sizeof(hash));
	memcpy(r.key.source, hash, sizeof(hash));
	r.key.tool = r.key.machine = "";
	r.key.profile = "docker/1";
	r.when.t = 1795436880;
	return r;
}

static void
test_record(void)
{
	struct run_record r = record(), back;
	struct strbuf json = STRBUF_INIT, again = STRBUF_INIT;
	struct err e = ERR_INIT;

	run_record_render(&json, &r);
	ok(strstr(json.buf, "\"bytes\": 2, \"env\": {\"set\": {\"A\": "
			    "\"1 \\\"한\\\"\", \"B\": \"\"}, \"unset\": "
			    "[\"C\"]}, \"cwd\": \"/opt\"},\n") != NULL,
	    "a step says what it changed");
	ok(strstr(json.buf, "\"exit\": null, \"bytes\": 0},\n") == NULL &&
		strstr(json.buf, "\"exit\": null, \"bytes\": 0}\n") != NULL,
	    "one that has not ended does not");
	if (!ok(run_record_parse(&back, a, json.buf, json.len, &e) == 0,
		"it is read again"))
		printf("# %s\n", e.msg);
	run_record_render(&again, &back);
	is_str(again.buf, json.buf, "and gives the same bytes");
	strbuf_release(&json);
	strbuf_release(&again);
}

/* What stands in place of one text of a good record is seen. */
static void
damaged(const char *old, const char *new, const char *name)
{
	struct run_record r = record(), back;
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
	    "%s", name);
	strbuf_release(&json);
	strbuf_release(&bad);
}

/* The number of a process in the background, the environment and the folder
 * of a session, as two records of it are compared. */
static const char *
flat(const char *shown, const char *out, const char *cwd, bool container)
{
	struct run_record r = record();
	struct run_command v[1] = { { .shown = shown,
	    .len = strlen(out),
	    .env = step_env,
	    .cwd = cwd } };

	r.commands = v;
	r.n_commands = 1;
	r.out = out;
	r.out_len = strlen(out);
	if (!container)
		r.container = NULL;
	run_console_flat(&r, a);
	return r.out;
}

static void
test_flat(void)
{
	static const char moved[] = "[1: set A=1 \"한\"]\n[1: set B=]\n"
				    "[1: unset C]\n[1: in /opt]\n";

	is_str(flat("$ sleep 1 &", "[1] 17\n앞\n", "/opt", true),
	    arena_printf(a, "$ sleep 1 &\n[1] PID\n앞\n%s", moved),
	    "which process is in the background does not count");
	is_str(flat("$ cat", "[1] 17\n", "/opt", true),
	    arena_printf(a, "$ cat\n[1] 17\n%s", moved),
	    "what a program prints does");
	is_str(flat("$ sleep 1 &", "[1] 17", "/opt", true),
	    arena_printf(a, "$ sleep 1 &\n[1] 17\n%s", moved),
	    "and so does what no shell says");
	is_str(flat("$ sleep 1 &", "[1] 17\n", "/opt", false),
	    arena_printf(a, "$ sleep 1 &\n[1] 17\n%s", moved),
	    "or a shell in the sandbox");
	is_str(flat("$ &", "", "/opt", true), arena_printf(a, "$ &\n%s", moved),
	    "there may be nothing");
}

int
main(void)
{
	a = arena_new();
	test_parse();
	test_change();
	test_record();
	test_flat();
	damaged("\"cwd\": \"/opt\"", "\"cwd\": 1", "a folder that is a number");
	damaged("\"unset\": [\"C\"]", "\"unset\": [1]", "a name that is one");
	damaged("\"unset\": [\"C\"]", "\"more\": []", "an unknown member");
	damaged("\"B\": \"\"", "\"B\": null", "a variable without a value");
	damaged("\"B\": \"\"", "\"=\": \"\"", "one without a name");
	damaged("\"image_id\": \"sha256:1\",\n", "", "no id of the image");
	damaged("\"C /opt\"\n", "7\n", "a file that is none");
	damaged("\"bytes\": 4711", "\"bytes\": -1", "a size below nothing");
	damaged("\"bytes\": 4711", "\"bytes\": null", "a size that is none");
	arena_free(a);
	return done_testing();
}
