/* run_build.c: what building an image says, layer by layer */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "run/run_build.h"

/* ---- reading ------------------------------------------------------------------- */

/* The old builder paints what a step writes to its standard error. */
static void
layer_unpaint(char *line)
{
	static const char *const paints[] = { "\033[91m", "\033[0m" };
	size_t i, len;
	char *at;

	for (i = 0; i < 2; i++)
		for (len = strlen(paints[i]);
		     (at = strstr(line, paints[i])) != NULL;)
			memmove(at, at + len, strlen(at + len) + 1);
}

/* "Step 2/5 : RUN …", "STEP 2/5: RUN …", "STEP 2: RUN …": where the
 * instruction begins, or NULL. Podman tells before it which of several stages
 * that is, "[1/2] STEP 2/5: RUN …". */
static const char *
layer_step(const char *s)
{
	size_t stage = *s == '[' ? 1 + strspn(s + 1, "0123456789/") : 0;

	if (stage > 1 && text_starts(s + stage, "] "))
		s += stage + 2;
	if (!text_starts(s, "Step ") && !text_starts(s, "STEP "))
		return NULL;
	s += 5;
	if (!isdigit((unsigned char)*s))
		return NULL;
	s += strspn(s, "0123456789");
	if (*s == '/')
		s += 1 + strspn(s + 1, "0123456789");
	s += strspn(s, " ");
	return *s == ':' ? s + 1 + strspn(s + 1, " ") : NULL;
}

/* " ---> 4bdbd57d2e5a", "--> 4bdbd57d2e5": the id, or NULL. */
static const char *
layer_id(const char *s)
{
	size_t n;

	s += strspn(s, " ");
	if (!text_starts(s, "--> ") && !text_starts(s, "---> "))
		return NULL;
	s = strchr(s, '>') + 2;
	n = strspn(s, "0123456789abcdef");
	return n >= 7 && (s[n] == '\0' || s[n] == ' ') ? s : NULL;
}

/* When the byte at `at` has come. */
static int64_t
layer_when(const struct run_came *heard, size_t n, size_t at)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (heard[mid].end > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low < n ? heard[low].ms : n > 0 ? heard[n - 1].ms : 0;
}

/* The steps as they are read, and the one that is under way. */
struct layer_reader {
	struct run_layer *v;
	size_t n, cap;
	struct arena *a;
	struct strbuf said; /* what it has printed */
	int64_t began;      /* when it has begun; -1: it has ended */
	bool staged;        /* a FROM was seen */
};

static void
layer_ends(struct layer_reader *r, int64_t ms)
{
	if (r->n > 0 && r->began >= 0 && ms > r->began)
		r->v[r->n - 1].ms = ms - r->began;
	r->began = -1;
}

static void
layer_begins(struct layer_reader *r, const char *step, int64_t ms)
{
	struct run_layer *l;
	bool from = strncasecmp(step, "FROM ", 5) == 0;

	layer_ends(r, ms);
	r->staged |= from;
	l = VEC_PUSH(r->v, r->n, r->cap);
	/* ARG may stand above the first FROM, and is in no image. */
	*l = (struct run_layer){ .text = arena_strdup(r->a, step),
		.id = "",
		.from = from || !r->staged,
		.size = -1 };
	r->began = ms;
	strbuf_clear(&r->said);
}

/* A line below a step. */
static void
layer_goes_on(struct layer_reader *r, const char *line, int64_t ms)
{
	struct run_layer *l = &r->v[r->n - 1];
	const char *id = layer_id(line);

	if (strstr(line, "-> Using cache")) {
		l->hit = true;
	} else if (id != NULL) {
		l->id = arena_strndup(r->a, id, strspn(id, "0123456789abcdef"));
		layer_ends(r, ms);
	} else if (*line != '\0' && strstr(line, "---> Running in ") == NULL &&
		   !text_starts(line, "Removing intermediate ")) {
		strbuf_addf(&r->said, "%s\n", line);
	}
}

void
run_layers_parse(struct run_layers *out, struct arena *a, const char *s,
    size_t len, const struct run_came *heard, size_t n_heard)
{
	struct layer_reader r = { .a = a, .said = STRBUF_INIT, .began = -1 };
	char *copy = xstrndup(s, len), *rest = copy, *line;

	while ((line = strsep(&rest, "\n")) != NULL) {
		const char *step = layer_step(line);
		int64_t ms = layer_when(heard, n_heard, (size_t)(line - copy));

		line[text_chomp(line, strlen(line))] = '\0';
		layer_unpaint(line);
		if (step != NULL)
			layer_begins(&r, step, ms);
		else if (r.n > 0)
			layer_goes_on(&r, line, ms);
	}
	layer_ends(&r, out->ms);
	out->v = arena_copy(a, r.v, r.n, sizeof(*r.v));
	out->n = r.n;
	out->said = arena_strdup(a, r.said.buf);
	strbuf_release(&r.said);
	free(r.v);
	free(copy);
}

/* ---- the cache ------------------------------------------------------------------- */

const char *
run_layer_why_name(enum run_layer_why why)
{
	static const char *const names[RUN_LAYER_WHYS] = { NULL, "instruction",
		"file", "source", "before" };

	return names[why];
}

/* Why the first step of its stage that is no hit is none. */
static enum run_layer_why
layer_why(const struct run_layer *l, const struct run_layer *before,
    const struct run_edit *edit)
{
	if (before == NULL || strcmp(l->text, before->text) != 0)
		return RUN_LAYER_INSTRUCTION;
	if (*edit->file == '\0' || strstr(l->text, "--from=") != NULL)
		return RUN_LAYER_SOURCE;
	return RUN_LAYER_FILE;
}

void
run_layers_blame(struct run_layers *second, const struct run_layers *first,
    const struct run_edit *edit, struct arena *a)
{
	struct run_layer *v =
	    arena_copy(a, second->v, second->n, sizeof(*second->v));
	bool again = false;
	size_t i;

	for (i = 0; i < second->n; i++) {
		const struct run_layer *before =
		    i < first->n ? &first->v[i] : NULL;

		if (v[i].from)
			again = false;
		if (v[i].from || v[i].hit)
			continue;
		v[i].why =
		    again ? RUN_LAYER_BEFORE : layer_why(&v[i], before, edit);
		again = true;
	}
	second->v = v;
}

size_t
run_layers_broke(const struct run_layers *second)
{
	size_t i;

	for (i = 0; i < second->n; i++)
		if (!second->v[i].from && !second->v[i].hit)
			return i + 1;
	return 0;
}

/* ---- telling --------------------------------------------------------------------- */

#define LAYER_CELLS 60

static void
layer_size(char out[32], long long bytes)
{
	static const char *const units[] = { "kB", "MB", "GB" };
	double size = (double)bytes;
	size_t i;

	if (bytes < 0)
		snprintf(out, 32, "?");
	else if (bytes < 1000)
		snprintf(out, 32, "%lld B", bytes);
	else {
		for (i = 0, size /= 1000; size >= 999.95 && i < 2; i++)
			size /= 1000;
		snprintf(out, 32, "%.1f %s", size, units[i]);
	}
}

static const char *
layer_word(const struct run_layers *b, size_t i)
{
	if (i >= b->n)
		return "-";
	return b->v[i].from ? "" : b->v[i].hit ? "cached" : "made";
}

static void
layer_row(struct strbuf *out, const struct run_layers *first,
    const struct run_layers *second, size_t i)
{
	/* Of a step that the change has touched, the new one is shown. */
	const struct run_layer *l =
	    second != NULL && i < second->n ? &second->v[i] : &first->v[i];
	char *safe = utf8_for_terminal(l->text, strlen(l->text)), size[32];
	size_t fit = utf8_fit(safe, LAYER_CELLS);

	*size = '\0';
	if (!l->from)
		layer_size(size, l->size);
	strbuf_addf(out, "%2zu  %-6s", i + 1, layer_word(first, i));
	if (second != NULL)
		strbuf_addf(out, "  %-6s", layer_word(second, i));
	strbuf_addf(out, "  %9s  %.*s%s\n", size, (int)fit, safe,
	    safe[fit] != '\0' ? "…" : "");
	free(safe);
}

void
run_layers_text(struct strbuf *out, const struct run_layers *first,
    const struct run_layers *second)
{
	size_t n =
	    second != NULL && second->n > first->n ? second->n : first->n;
	size_t i, hits = 0, made = 0, broke;

	strbuf_addf(out, "    first %s       size  step\n",
	    second != NULL ? "  second" : "");
	for (i = 0; i < n; i++)
		layer_row(out, first, second, i);
	if (second == NULL)
		return;
	for (i = 0; i < second->n; i++) {
		if (second->v[i].from)
			continue;
		hits += second->v[i].hit;
		made += !second->v[i].hit;
	}
	broke = run_layers_broke(second);
	if (broke == 0)
		strbuf_adds(out, "\nthe change breaks nothing");
	else
		strbuf_addf(
		    out, "\nthe change breaks the cache at step %zu", broke);
	strbuf_addf(out, ": %zu from the cache, %zu made again\n", hits, made);
}

/* ---- a change between two builds --------------------------------------------------- */

bool
run_edit_parse(struct run_edit *out, struct arena *a, const char *s)
{
	const char *colon = strstr(s, ":s"), *part[2], *end;
	char sign;
	size_t i;

	*out = (struct run_edit){ .file = "" };
	/* A name has no sign in it that a change could begin with. */
	if (colon != NULL && strcspn(s, "/|,#") > (size_t)(colon - s)) {
		out->file = arena_strndup(a, s, (size_t)(colon - s));
		s = colon + 1;
	}
	if (*s != 's' || !ispunct((unsigned char)s[1]) || s[1] == '\\')
		return false;
	sign = s[1];
	for (s += 2, i = 0; i < 2; i++, s = end + 1) {
		if ((end = strchr(s, sign)) == NULL)
			return false;
		part[i] = arena_strndup(a, s, (size_t)(end - s));
	}
	out->old = part[0];
	out->new = part[1];
	return *s == '\0' && *out->old != '\0';
}

char *
run_edit_apply(const struct run_edit *edit, const char *s, size_t len)
{
	const char *at = memmem(s, len, edit->old, strlen(edit->old));
	struct strbuf sb = STRBUF_INIT;
	size_t before;

	if (at == NULL)
		return NULL;
	before = (size_t)(at - s);
	strbuf_add(&sb, s, before);
	strbuf_adds(&sb, edit->new);
	strbuf_add(
	    &sb, at + strlen(edit->old), len - before - strlen(edit->old));
	return strbuf_take(&sb);
}
