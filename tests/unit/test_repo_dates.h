/* test_repo_dates.h: commits at a given second, and what is known of them */
#ifndef TEST_REPO_DATES_H
#define TEST_REPO_DATES_H

#include "test_repo.h"

#include "repo/repo_dates.h"

static const struct repo_which notes = { .dir = "notes", .suffix = ".md" };
static struct arena *mem;

/* ---- asking ------------------------------------------------------------ */

static void
add_time(struct strbuf *out, struct moment m, bool known)
{
	if (known)
		strbuf_addf(out, "%lld", (long long)m.t);
	else
		strbuf_addc(out, '?');
}

/* Everything that is known, as text; in the arena. */
static const char *
all_dates(const struct repo_which *which)
{
	struct strbuf sb = STRBUF_INIT;
	struct repo_dates d;
	struct err e = ERR_INIT;
	struct repo *r = NULL;
	const char *text;
	size_t i, k;

	if (repo_open(&r, ".", &e) == -1 ||
	    repo_dates(r, which, mem, &d, &e) == -1)
		strbuf_adds(&sb, e.msg);
	else {
		for (i = 0; i < d.n; i++) {
			const struct repo_dated *f = d.files[i];

			strbuf_addf(&sb, "%s ", f->path);
			add_time(&sb, f->first, f->born && f->dated);
			strbuf_addc(&sb, '-');
			add_time(&sb, f->last, f->dated);
			strbuf_adds(&sb, f->there ? "\n" : " gone\n");
		}
		for (i = 0; i < d.n_events; i++) {
			strbuf_addf(&sb, "%lld", (long long)d.events[i].when.t);
			for (k = 0; k < d.events[i].n; k++)
				strbuf_addf(
				    &sb, " %s", d.events[i].files[k]->path);
			strbuf_addc(&sb, '\n');
		}
	}
	repo_free(r);
	text = arena_strdup(mem, sb.buf);
	strbuf_release(&sb);
	return text;
}

/* The same, with and without what is kept. */
static const char *
dates(const char *what)
{
	const char *warm = all_dates(&notes), *cold;

	ok(strcmp(sh("ls $(git rev-parse --git-common-dir)/halfhour/history*"
		     " | grep -c /history"),
	       "0\n") != 0,
	    "%s: it is kept", what);
	is_str(all_dates(&notes), warm, "%s: asked again", what);
	sh("rm -f $(git rev-parse --git-common-dir)/halfhour/history*");
	cold = all_dates(&notes);
	is_str(warm, cold, "%s: and from the beginning", what);
	return cold;
}

/* Run a command of git at this second; each is a commit. */
__attribute__((format(printf, 2, 3))) static void
at(long when, const char *fmt, ...)
{
	static unsigned times;
	char cmd[1024], stamp[64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	snprintf(stamp, sizeof(stamp), "%ld +0900", when);
	setenv("GIT_AUTHOR_DATE", stamp, 1);
	setenv("GIT_COMMITTER_DATE", stamp, 1);
	sh("%s", cmd);
	/* What is kept is made on the way, and gone on with: behind one commit
	 * or two. */
	if (times++ % 3 != 1)
		all_dates(&notes);
}

static unsigned long seed = 20261123;

static unsigned
dice(unsigned n)
{
	seed = seed * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned)(seed >> 33) % n;
}

/* A note of its own, long enough to be known again, and like no other. */
static void
write_note(const char *path, const char *name)
{
	FILE *f = fopen(path, "w");
	int i;

	for (i = 0; f != NULL && i < 12; i++)
		fprintf(
		    f, "%s %u는 %u\n", name, dice(1u << 31), dice(1u << 31));
	if (f == NULL || fclose(f) == EOF)
		perror(path);
}

/* ---- versions ---------------------------------------------------------- */

static const char *
versions(const char *path, size_t limit)
{
	struct strbuf sb = STRBUF_INIT;
	struct repo_versions all;
	struct err e = ERR_INIT;
	struct repo *r = NULL;
	const char *text;
	size_t i;

	if (repo_open(&r, ".", &e) == -1 ||
	    repo_versions(r, path, &notes, limit, mem, &all, &e) == -1)
		strbuf_adds(&sb, e.msg);
	else {
		for (i = 0; i < all.n; i++)
			strbuf_addf(&sb, "%s %s%s%s %zu>%zu\n",
			    all.v[i].subject, all.v[i].was ? all.v[i].was : "",
			    all.v[i].was ? ">" : "", all.v[i].path,
			    all.v[i].from.len, all.v[i].to.len);
		if (all.total > all.n || all.cut)
			strbuf_addf(
			    &sb, "%zu%s\n", all.total, all.cut ? " cut" : "");
	}
	repo_free(r);
	text = arena_strdup(mem, sb.buf);
	strbuf_release(&sb);
	return text;
}

#endif
