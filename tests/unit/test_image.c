/* test_image.c: drafts of sessions that nobody would type on purpose */
#include <stdlib.h>

#include "tap.h"
#include "image/image.h"

/* What is put together to commands: much of it is half of something. */
static const char *const bits[] = { "'", "\"", "\\", "\n", "$", "${", "$(", "`",
	"<<E", "<<-'E'\n", "\nE", "\nE\n", "cat >f ", "export A=", "cd ", "&&",
	"||", ";", "|", "&", "(", ")", "{", "}", "a", "A=", "apt-get install ",
	"apt-get update", "-y", " ", "#", "~", "*", "[", "> ", "unset A",
	"RUN id", "\nRUN id", "한", "\t", "$A", "${A:-x}", "2>&1", ">/dev/null",
	"for i in", "echo ", "\033[2J", "\r" };
#define BITS (sizeof(bits) / sizeof(*bits))

static unsigned
next(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

/* The first line that is neither a comment nor one of our instructions nor goes
 * on with one, or that could steer a terminal; NULL: there is none. */
static const char *
stray(struct strbuf *text)
{
	static const char *const begin[] = { "# ", "FROM ", "SHELL ", "RUN ",
		"ENV ", "ARG ", "COPY ", "WORKDIR " };
	char *rest = text->buf, *line;
	bool more = false;
	size_t i;

	while ((line = strsep(&rest, "\n")) != NULL) {
		bool good = more || *line == '\0';

		for (i = 0; i < sizeof(begin) / sizeof(*begin); i++)
			good |= strncmp(line, begin[i], strlen(begin[i])) == 0;
		if (!good || strpbrk(line, "\033\r") != NULL)
			return line;
		more = *line != '\0' && line[strlen(line) - 1] == '\\' &&
		       *line != '#';
	}
	return NULL;
}

/* One session of up to four such commands. */
static void
session(unsigned *seed, struct arena *a, struct image_session *s)
{
	static const char *const diff[] = { "A /x", "C /opt", "D /q", "A /x/y",
		"" };
	static const struct image_var vars[] = { { "A", "x\nRUN id" },
		{ "B", NULL } };
	struct image_step *steps = arena_alloc(a, 4 * sizeof(*steps));
	size_t n = 1 + next(seed, 4), i;

	for (i = 0; i < n; i++) {
		struct strbuf sb = STRBUF_INIT;
		unsigned k = next(seed, 14);

		strbuf_adds(&sb, "$ ");
		while (k-- > 0)
			strbuf_adds(&sb, bits[next(seed, BITS)]);
		steps[i] = (struct image_step){
			.shown = arena_strdup(a, sb.buf),
			.exit = next(seed, 8) == 0,
			.cwd = next(seed, 2) ? "/x y" : NULL,
			.vars = vars,
			.n_vars = next(seed, 3),
		};
		strbuf_release(&sb);
	}
	*s = (struct image_session){ .name = "p#s",
		.path = "notes/p.md",
		.engine = "",
		.image = "debian",
		.image_id = "",
		.diff = diff,
		.n_diff = 5,
		.steps = steps,
		.n_steps = n };
}

static void
test_hostile(void)
{
	const char *bad = NULL;
	unsigned seed = 8;
	int i;

	for (i = 0; i < 4000 && bad == NULL; i++) {
		struct arena *a = arena_new();
		struct diag_list d = DIAG_LIST_INIT;
		struct err e = ERR_INIT;
		struct image_session s;
		struct image_draft draft;

		session(&seed, a, &s);
		if (image_draft(&draft, &s, &(struct image_opts){ false }, a,
			&d, &e) == -1)
			bad = "no draft";
		else {
			const char *line = stray(&draft.text);

			if (line != NULL) {
				diag(&d, DIAG_IMAGE, "", 0, 0, "%s", line);
				printf("# %d: %s\n", i, line);
				bad = "a line of its own";
			}
			image_draft_release(&draft);
		}
		diag_release(&d);
		arena_free(a);
	}
	is_str(bad != NULL ? bad : "", "",
	    "whatever was typed, each line is one of ours");
}

static void
test_image_name(void)
{
	static const char *const bad[] = { "", "-v", "a b", "a\nRUN id", "$A",
		"a'b", "a#b", "한" };
	const struct image_step step = { .shown = "$ touch /x" };
	struct arena *a = arena_new();
	struct image_session s = { .name = "p#s",
		.path = "p",
		.engine = "",
		.image_id = "",
		.steps = &step,
		.n_steps = 1 };
	struct image_draft draft;
	struct err e = ERR_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; i < sizeof(bad) / sizeof(*bad) && rc != 1; i++) {
		s.image = bad[i];
		if (image_draft(&draft, &s, &(struct image_opts){ false }, a,
			NULL, &e) == 0)
			rc = 1;
	}
	ok(rc == 0, "an image of no good name is refused");
	s.image = "registry.example:5000/a/b@sha256:0123";
	rc =
	    image_draft(&draft, &s, &(struct image_opts){ false }, a, NULL, &e);
	ok(rc == 0, "a name with all that it may have is not");
	image_draft_release(&draft);
	arena_free(a);
}

/* A name in the diff that has nothing in it may be a link, a folder or a file.
 * Of a link the session has to tell where it leads. */
static void
test_links(void)
{
	static const struct image_var sets[] = {
		{ "PATH", "/opt/hadoop/bin:/srv/h/bin:/opt/jdk/bin:/bin" },
		{ "CONF", "/opt/hadoop/etc/./hadoop" },
		{ "LIB", "/opt/hadoop/lip" },
		{ "LOGS", "/opt/logs/now" },
		{ "LOOP", "/opt/loop/x" },
		{ "USR", "/opt/usr/games/x" },
	};
	static const struct image_step steps[] = {
		{ .shown = "$ mkdir -p /opt/hadoop-3.4.1/bin /opt/logs" },
		{ .shown = "$ cd /opt && ln -s hadoop-3.4.1 hadoop",
		    .cwd = "/opt" },
		{ .shown = "$ V=3.4.1; ln -sfn /opt/hadoop-$V /srv/h" },
		{ .shown = "$ ln -s /usr . && ln -s loop /opt/loop" },
		{ .shown = "$ export PATH=/opt/hadoop/bin:/srv/h/bin:"
			   "/opt/jdk/bin:/bin CONF=/opt/hadoop/etc/./hadoop "
			   "LIB=/opt/hadoop/lip LOGS=/opt/logs/now "
			   "LOOP=/opt/loop/x USR=/opt/usr/games/x",
		    .vars = sets,
		    .n_vars = sizeof(sets) / sizeof(*sets) },
	};
	static const char *const diff[] = { "C /opt", "A /opt/hadoop",
		"A /opt/hadoop-3.4.1", "A /opt/hadoop-3.4.1/bin",
		"A /opt/hadoop-3.4.1/etc", "A /opt/hadoop-3.4.1/etc/hadoop",
		"A /opt/hadoop-3.4.1/lib", "A /opt/jdk", "A /opt/logs",
		"A /opt/loop", "A /opt/usr", "C /srv", "A /srv/h" };
	const struct image_var env[] = { { "PATH", "/bin" } };
	struct arena *a = arena_new();
	struct image_session s = { .name = "p#s",
		.path = "p.md",
		.engine = "",
		.image = "debian",
		.image_id = "",
		.env = env,
		.n_env = 1,
		.diff = diff,
		.n_diff = sizeof(diff) / sizeof(*diff),
		.steps = steps,
		.n_steps = sizeof(steps) / sizeof(*steps) };
	struct image_draft draft;
	struct diag_list d = DIAG_LIST_INIT;
	struct err e = ERR_INIT;
	struct strbuf told = STRBUF_INIT;
	size_t i;

	if (image_draft(&draft, &s, &(struct image_opts){ false }, a, &d, &e) ==
	    -1) {
		ok(0, "a session with links has a draft");
		return;
	}
	for (i = 0; i < d.n; i++)
		if (strstr(d.v[i].msg, " names ") != NULL)
			strbuf_addf(&told, "%s\n", d.v[i].msg);
	is_str(told.buf,
	    "LIB names /opt/hadoop/lip, which the image does not have; there "
	    "is /opt/hadoop-3.4.1/lib\n"
	    "LOGS names /opt/logs/now, which the image does not have\n"
	    "LOOP names /opt/loop/x, which the image does not have\n",
	    "links are followed, and an empty folder has nothing in it");
	ok(draft.n_asks == 1, "the image is asked of what it may have");
	is_str(draft.n_asks > 0 ? draft.asks[0].real : "", "/usr/games/x",
	    "and by the name that the link leads to");
	strbuf_release(&told);
	image_draft_release(&draft);
	diag_release(&d);
	arena_free(a);
}

/* Files that are another container's in each container. */
static void
test_hosts(void)
{
	static const struct image_step steps[] = {
		{ .shown = "$ cat /etc/hosts" },
		{ .shown = "$ export F=/etc/hosts" },
		{ .shown = "$ mkdir /a && echo 10.0.0.2 db >>$F" },
		{ .shown = "$ cat >/etc/hostname <<E\n> db\n> E" },
		{ .shown = "$ echo nameserver ::1 | tee -a /etc/resolv.conf" },
		{ .shown = "$ cp /etc/hosts /a/hosts; cp /a/hosts /etc/hosts" },
		{ .shown = "$ tee /etc/hosts </nosuch", .exit = 1 },
	};
	struct arena *a = arena_new();
	struct image_session s = { .name = "p#s",
		.path = "p.md",
		.engine = "",
		.image = "debian",
		.image_id = "",
		.steps = steps,
		.n_steps = sizeof(steps) / sizeof(*steps) };
	struct image_draft draft;
	struct diag_list d = DIAG_LIST_INIT;
	struct err e = ERR_INIT;
	struct strbuf told = STRBUF_INIT;
	size_t i;

	ok(image_draft(&draft, &s, &(struct image_opts){ false }, a, &d, &e) ==
		0,
	    "a session that writes to /etc/hosts has a draft");
	for (i = 0; i < d.n; i++) {
		const char *end = strstr(d.v[i].msg, " is made anew");

		if (end != NULL)
			strbuf_addf(&told, "%.*s%s\n", (int)(end - d.v[i].msg),
			    d.v[i].msg, strrchr(d.v[i].msg, ':'));
	}
	is_str(told.buf,
	    "/etc/hosts: docker run --add-host adds to it\n"
	    "/etc/hostname: docker run --hostname sets it\n"
	    "/etc/resolv.conf: docker run --dns sets it\n"
	    "/etc/hosts: docker run --add-host adds to it\n",
	    "what the image cannot keep is told where it is written");
	strbuf_release(&told);
	image_draft_release(&draft);
	diag_release(&d);
	arena_free(a);
}

int
main(void)
{
	test_hosts();
	test_links();
	test_hostile();
	test_image_name();
	return done_testing();
}
