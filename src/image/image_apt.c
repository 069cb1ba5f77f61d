/* image_apt.c: packages, joined into one layer and cleaned up after */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "image/image_int.h"

/*
 * An index of packages that is fetched in one layer and used in a later one is
 * as old as the cache (Docker, "Building best practices", apt-get). So update
 * and install are one RUN, whatever lay between them in the session, and the
 * index is removed in the same layer, where it costs nothing; and so are the
 * packages themselves, which not every image removes by a hook of its own.
 */
#define APT_LISTS "rm -rf /var/lib/apt/lists/*"

/* Options that have their value in the next word. */
static bool
apt_takes_value(const char *opt)
{
	static const char *const opts[] = { "-t", "-o", "-c", "-a",
		"--target-release", "--default-release", "--option" };
	size_t i;

	for (i = 0; i < sizeof(opts) / sizeof(*opts); i++)
		if (strcmp(opt, opts[i]) == 0)
			return true;
	return false;
}

/* Whether a line of a Dockerfile can have the word as it is. */
static bool
apt_writable(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return false;
	return true;
}

/* Where what it prints goes: nothing of that matters but files, which then are
 * in the image, too. false when it is read by something. */
static bool
apt_output(struct strbuf *tail, const struct image_command *c)
{
	bool file = false;
	size_t i;

	for (i = 0; i < c->n_redirects; i++) {
		const struct image_redirect *r = &c->redirects[i];

		if (strchr(r->op, '>') == NULL || !apt_writable(r->to.raw))
			return false;
		file |= strcmp(r->to.raw, "/dev/null") != 0 &&
			strcmp(r->op, ">&") != 0;
		strbuf_addc(tail, ' ');
		if (r->fd != -1)
			strbuf_addf(tail, "%d", r->fd);
		strbuf_addf(tail, "%s%s", r->op, r->to.raw);
	}
	if (!file)
		strbuf_clear(tail);
	return true;
}

/* One option, without a "-y" of it, which is there anyhow. */
static void
apt_option(struct strbuf *opts, const char *opt)
{
	const char *y;

	if (strcmp(opt, "--yes") == 0 || strcmp(opt, "--assume-yes") == 0)
		return;
	if (opt[1] == '-' || (y = strchr(opt, 'y')) == NULL ||
	    strspn(opt + 1, "yqf") != strlen(opt + 1))
		strbuf_addf(opts, " %s", opt);
	else if (opt[2] != '\0')
		strbuf_addf(opts, " %.*s%s", (int)(y - opt), opt, y + 1);
}

/* Its words behind "apt-get"; false when one of them needs a shell. */
static bool
apt_words(struct image_apt *out, struct strbuf *opts,
    const struct image_command *c, struct arena *a)
{
	size_t i;

	out->packages = arena_alloc(a, (c->n_words + 1) * sizeof(char *));
	for (i = c->n_sets + 1; i < c->n_words; i++) {
		const char *word = image_word_text(&c->words[i]);

		if (word == NULL || !apt_writable(c->words[i].raw))
			return false;
		word = c->words[i].raw;
		if (*word == '-') {
			apt_option(opts, word);
			if (apt_takes_value(word) && ++i < c->n_words)
				strbuf_addf(opts, " %s", c->words[i].raw);
		} else if (out->verb == NULL)
			out->verb = word;
		else
			out->packages[out->n_packages++] = word;
	}
	return out->verb != NULL;
}

bool
image_apt_parse(
    struct image_apt *out, const struct image_command *c, struct arena *a)
{
	static const char *const verbs[] = { "update", "install", "upgrade",
		"dist-upgrade", "full-upgrade", "remove", "purge", "autoremove",
		"clean" };
	struct strbuf opts = STRBUF_INIT, tail = STRBUF_INIT;
	const char *name;
	size_t i;
	bool good = false;

	*out = (struct image_apt){ .verb = NULL };
	if (c->n_words <= c->n_sets + 1 || !apt_output(&tail, c)) {
		strbuf_release(&tail);
		return false;
	}
	name = c->words[c->n_sets].raw;
	if ((strcmp(name, "apt") == 0 || strcmp(name, "apt-get") == 0) &&
	    apt_words(out, &opts, c, a))
		for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
			good |= strcmp(out->verb, verbs[i]) == 0;
	for (i = 0; good && i < c->n_sets; i++)
		good = image_word_text(&c->words[i]) != NULL;
	out->opts = arena_strdup(a, opts.buf);
	out->tail = arena_strdup(a, tail.buf);
	out->front = "";
	for (i = 0; good && i < c->n_sets; i++)
		out->front =
		    arena_printf(a, "%s%s ", out->front, c->words[i].raw);
	strbuf_release(&opts);
	strbuf_release(&tail);
	return good;
}

bool
image_apt_cleans(const struct image_line *l, const struct image_command *c)
{
	size_t len = strlen(APT_LISTS);

	return c->end - c->at == len &&
	       memcmp(l->text + c->at, APT_LISTS, len) == 0;
}

/* Whether `b` says no more than `a`, but for the packages. */
static bool
apt_like(const struct image_apt *a, const struct image_apt *b)
{
	return strcmp(a->verb, b->verb) == 0 &&
	       strcmp(a->front, b->front) == 0 &&
	       strcmp(a->opts, b->opts) == 0 && strcmp(a->tail, b->tail) == 0;
}

#define APT_NO_RECOMMENDS "--no-install-recommends"

static void
apt_verb(
    struct strbuf *out, const struct image_apt *apt, const struct image_opts *o)
{
	bool install = strcmp(apt->verb, "install") == 0;

	strbuf_addf(out, "%sapt-get %s%s", apt->front, apt->verb,
	    strcmp(apt->verb, "clean") == 0 ? "" : " -y");
	if (o->slim && install && strstr(apt->opts, APT_NO_RECOMMENDS) == NULL)
		strbuf_adds(out, " " APT_NO_RECOMMENDS);
	strbuf_adds(out, apt->opts);
}

/* Whether package `p` of command `i` stands in a list from `from` on already. */
static bool
apt_twice(const struct image_apt *v, size_t from, size_t i, size_t p)
{
	const char *name = v[i].packages[p];
	size_t k, q;

	for (k = from; k <= i; k++)
		for (q = 0; q < (k == i ? p : v[k].n_packages); q++)
			if (strcmp(v[k].packages[q], name) == 0)
				return true;
	return false;
}

#define APT_COLUMNS 72

/* The packages of this one and of those like it behind it, each once. */
static void
apt_packages(struct strbuf *out, const struct image_apt *v, size_t n, size_t i)
{
	size_t from = i, p, len, line = APT_COLUMNS;

	for (; i < n && apt_like(&v[from], &v[i]); i++)
		for (p = 0; p < v[i].n_packages; p++) {
			if (apt_twice(v, from, i, p))
				continue;
			len = strlen(v[i].packages[p]) + 1;
			if (line + len > APT_COLUMNS) {
				strbuf_adds(out, " \\\n     ");
				line = 5;
			}
			strbuf_addf(out, " %s", v[i].packages[p]);
			line += len;
		}
}

bool
image_apt_render(struct strbuf *out, const struct image_apt *v, size_t n,
    const struct image_opts *o)
{
	bool does = false;
	size_t i;

	for (i = 0; i < n; i++)
		does |= strcmp(v[i].verb, "update") != 0 &&
			strcmp(v[i].verb, "clean") != 0;
	if (!does)
		return false;
	strbuf_adds(out, "RUN apt-get update");
	for (i = 0; i < n; i++) {
		if (strcmp(v[i].verb, "update") == 0 ||
		    (i > 0 && apt_like(&v[i - 1], &v[i])))
			continue;
		strbuf_adds(out, " \\\n && ");
		apt_verb(out, &v[i], o);
		apt_packages(out, v, n, i);
		strbuf_adds(out, v[i].tail);
	}
	strbuf_adds(out, " \\\n && apt-get clean \\\n && " APT_LISTS);
	return true;
}
