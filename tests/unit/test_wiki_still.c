/* test_wiki_still.c: what is kept of a wiki, and what changes meanwhile */
#include "wiki/wiki_dates.h"
#include "wiki/wiki_still.h"

/* Behind those: it has a variable that is called as a parameter of theirs. */
#include "test_repo.h"

static struct wiki w;

static void
reopen(void)
{
	struct err e = ERR_INIT;

	wiki_close(&w);
	if (wiki_open_root(&w, ".", NULL, &e) == -1) {
		ok(false, "the wiki is opened: %s", e.msg);
		exit(99);
	}
	repo_state_fd(w.repo, &e);
}

/* A wiki of its own, which is open. */
static void
fresh_wiki(const char *name)
{
	fresh_with_commit(name);
	put("notes/a.md", "# a\n");
	put("halfhour.yaml", "title: a\n");
	reopen();
}

/* Look at the wiki and take the clock, once all is old enough to be known. */
static struct wiki_still
look(void)
{
	struct wiki_still s;

	do {
		wiki_still_look(&s, &w, "opts", 2);
		wiki_still_release(&s);
		wiki_still_begin(&s, &w);
	} while (s.known && !wiki_still_older(&s, &s.files));
	return s;
}

static void
keep(const struct wiki_still *s)
{
	wiki_still_keep(s, &w, "bytes", 5);
}

/* What the next build is told. */
enum told {
	NOTHING,
	BYTES,
	SAME
};

static enum told
ask(const char *opts)
{
	struct strbuf out = STRBUF_INIT;
	struct wiki_still s;
	struct wiki_last was;
	bool damaged, last;

	reopen();
	wiki_still_look(&s, &w, opts, 2);
	last = wiki_still_last(&out, &was, &s, &w, &damaged);
	if (damaged || (last && strcmp(out.buf, "bytes") != 0) ||
	    (!last && (was.same || out.len > 0)))
		ok(false, "what is kept makes sense");
	strbuf_release(&out);
	wiki_still_release(&s);
	return was.same ? SAME : last ? BYTES : NOTHING;
}

static void
test_same(void)
{
	struct wiki_still s;

	fresh_wiki("same");
	s = look();
	ok(ask("opts") == NOTHING, "at first nothing is kept");
	keep(&s);
	ok(ask("opts") == SAME, "then all is the same");
	ok(ask("others") == NOTHING, "but not for another site");
	put("notes/a.md", "# b\n");
	ok(ask("opts") == BYTES, "a note is another, and the bytes are there");
	keep(&s);
	ok(ask("opts") == BYTES, "what was looked at before is kept");
	s = look();
	keep(&s);
	ok(ask("opts") == SAME, "and what is looked at now");
	s.now = s.files.newest;
	keep(&s);
	ok(ask("opts") == BYTES,
	    "a note that is as new as the clock may change unseen");
	s.known = false;
	keep(&s);
	ok(ask("opts") == NOTHING, "what is not known is not kept");
}

/* Nobody looks behind the build: the next one sees it. */
static void
test_meanwhile(void)
{
	static const char *const changes[] = { "echo '# b' >notes/a.md",
		"touch -r notes/a.md t; echo '# b' >notes/a.md; "
		"touch -r t notes/a.md",
		"mv notes/a.md b; echo '# b' >notes/a.md; rm notes/a.md; "
		"mv b notes/a.md",
		"echo '# c' >notes/c.md; rm notes/c.md", "chmod 600 notes/a.md",
		"mkdir templates", "echo 'title: b' >halfhour.yaml",
		"mv halfhour.yaml b; mv b halfhour.yaml" };
	struct wiki_still s;
	size_t i;

	fresh_wiki("meanwhile");
	for (i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		reopen();
		s = look();
		sh("%s", changes[i]);
		keep(&s);
		ok(ask("opts") == BYTES, "while a build reads: %s", changes[i]);
	}
}

/* The settings are read before anything is looked at. */
static void
test_settings(void)
{
	struct wiki_still s;

	fresh_wiki("settings");
	put("halfhour.yaml", "title: b\n");
	s = look();
	keep(&s);
	ok(ask("opts") == NOTHING, "settings that the build has not");
	s = look();
	keep(&s);
	ok(ask("opts") == SAME, "and those that it has");
	fresh_wiki("settings-hidden");
	sh("mv halfhour.yaml .halfhour.yaml");
	s = look();
	keep(&s);
	ok(ask("opts") == NOTHING, "in a file of another name");
	s = look();
	keep(&s);
	ok(ask("opts") == SAME, "which is theirs the next time");
}

/* HEAD has no time. */
static void
test_head(void)
{
	struct err e = ERR_INIT;
	struct wiki_still s;

	fresh_wiki("head");
	s = look();
	ok(wiki_dates(&w, &e) == 0, "the dates of commits");
	keep(&s);
	ok(ask("opts") == SAME, "are those of HEAD");
	s = look();
	sh("git commit -q --allow-empty -m more");
	ok(wiki_dates(&w, &e) == 0, "the dates of one more commit");
	sh("git reset -q --soft HEAD~1");
	keep(&s);
	ok(ask("opts") == NOTHING, "which is gone when the build ends");
	sh("git update-ref -d HEAD");
	reopen();
	s = look();
	ok(wiki_dates(&w, &e) == 0, "no commit has no dates");
	keep(&s);
	ok(ask("opts") == SAME, "and is kept as well");
}

int
main(void)
{
	make_root();
	w.root_fd = -1;
	test_same();
	test_meanwhile();
	test_settings();
	test_head();
	wiki_close(&w);
	remove_root();
	return done_testing();
}
