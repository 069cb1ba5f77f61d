/* page_example.c: an example and its recorded outcome, as one card */
#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "page/page_int.h"

#define SHORT_MAX 40 /* characters of a value */

/* The end of an escape sequence of a terminal (ECMA-48) that begins at s. */
static size_t
example_escape(const char *s, size_t len)
{
	size_t i = 2;

	if (len < 2)
		return 1;
	switch (s[1]) {
	case '[': /* CSI: to its final byte */
		while (i < len && (s[i] < 0x40 || s[i] > 0x7e))
			i++;
		return i < len ? i + 1 : len;
	case 'P':
	case 'X':
	case '^':
	case '_': /* DCS, SOS, PM and APC end as OSC does */
	case ']': /* OSC: to BEL or ST */
		for (; i < len; i++) {
			if (s[i] == '\a')
				return i + 1;
			if (s[i] == '\033' && i + 1 < len && s[i + 1] == '\\')
				return i + 2;
		}
		return len;
	default:
		return 2;
	}
}

static bool
example_is_bidi(int32_t ch)
{
	return (ch >= 0x202a && ch <= 0x202e) || (ch >= 0x2066 && ch <= 0x2069);
}

const char *
page_output(struct page_ctx *c, const char *s)
{
	struct strbuf sb = STRBUF_INIT;
	size_t len = strlen(s), i = 0;
	const char *text;

	while (i < len) {
		int32_t ch;
		size_t n = utf8_next(s + i, len - i, &ch);

		if (ch == '\033') {
			n = example_escape(s + i, len - i);
		} else if (ch == '\r' && i + 1 < len && s[i + 1] == '\n') {
			;
		} else if (ch < 0x20 && ch != '\n' && ch != '\t') {
			/* U+2400 is e2 90 80 */
			strbuf_addf(&sb, "\xe2\x90%c", (char)(0x80 + ch));
		} else if (ch == 0x7f) {
			strbuf_adds(&sb, "␡");
		} else if ((ch >= 0x80 && ch < 0xa0) || ch == 0xfffd ||
			   example_is_bidi(ch)) {
			strbuf_adds(&sb, "\xef\xbf\xbd");
		} else {
			strbuf_add(&sb, s + i, n);
		}
		i += n;
	}
	text = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return text;
}

static void
example_stream(struct page_ctx *c, struct tmpl_val *list, const char *key,
    const char *s, size_t cut)
{
	struct tmpl_val *item;

	if (*s == '\0' && cut == 0)
		return;
	item = tmpl_push_object(c->a, list);
	tmpl_text(c->a, item, "name", key);
	tmpl_text(c->a, item, "label", page_word(c, key));
	tmpl_text(c->a, item, "text", page_output(c, s));
	tmpl_text(c->a, item, "cut",
	    cut > 0 ? page_count(c, "n_cut", (long)cut) : NULL);
}

const char *
page_time(struct page_ctx *c, int64_t ms)
{
	if (ms < 1000)
		return arena_printf(c->a, "%d ms", (int)ms);
	return arena_printf(
	    c->a, "%.*f s", ms < 10000 ? 2 : 1, (double)ms / 1000);
}

/* The lines of a command, their prompts apart; the first has its time, and is
 * what comes back. */
static struct tmpl_val *
example_command_lines(struct page_ctx *c, struct tmpl_val *item,
    const char *shown, const char *took)
{
	struct tmpl_val *lines = tmpl_list(c->a), *line, *top = NULL;
	bool first = true;

	for (;; shown++, first = false) {
		size_t len = strcspn(shown, "\n"), prompt = 0;

		if (len > 0 && strchr(first ? "$#" : ">", *shown) != NULL)
			prompt = len > 1 && shown[1] == ' ' ? 2 : 1;
		line = tmpl_push_object(c->a, lines);
		top = first ? line : top;
		tmpl_text(c->a, line, "prompt",
		    prompt > 0 ? arena_strndup(c->a, shown, prompt) : NULL);
		tmpl_text(c->a, line, "text",
		    page_output(
			c, arena_strndup(c->a, shown + prompt, len - prompt)));
		tmpl_text(c->a, line, "took", first ? took : NULL);
		shown += len;
		if (*shown == '\0')
			break;
	}
	tmpl_set(c->a, item, "lines", lines);
	return top;
}

/* What a command printed, with an end to its last line. */
static const char *
example_command_text(struct page_ctx *c, const char *s)
{
	const char *text = page_output(c, s);
	size_t len = strlen(text);

	if (len == 0 || text[len - 1] == '\n')
		return len == 0 ? NULL : text;
	return arena_printf(c->a, "%s\n", text);
}

/* What it was to print; blank lines at the end were for the eye. */
static const char *
example_command_wanted(struct page_ctx *c, const char *s)
{
	size_t len;

	if (s == NULL)
		return NULL;
	for (len = strlen(s); len > 0 && s[len - 1] == '\n'; len--)
		;
	return arena_printf(
	    c->a, "%s\n", page_output(c, arena_strndup(c->a, s, len)));
}

/* The start of what is too long to stand beside its command. */
static const char *
example_short(struct page_ctx *c, const char *s)
{
	size_t len = strlen(s), at = 0, n = 0;
	int32_t ch;

	while (at < len && s[at] != '\n' && n++ < SHORT_MAX)
		at += utf8_next(s + at, len - at, &ch);
	return at == len ? s : arena_printf(c->a, "%.*s…", (int)at, s);
}

/* What a command did to its shell: where it went and what it set, in short,
 * beside it, and in `sets` each variable as it was before and after. */
static void
example_moved(struct page_ctx *c, struct tmpl_val *item, struct tmpl_val *sets,
    size_t step, const struct graph_command *g)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < g->n_sets; i++) {
		const struct graph_set *v = &g->sets[i];
		struct tmpl_val *set = tmpl_push_object(c->a, sets);

		if (v->after != NULL)
			strbuf_addf(&sb, "+%s=%s\n", v->name,
			    example_short(c, v->after));
		else
			strbuf_addf(&sb, "-%s\n", v->name);
		tmpl_int(c->a, set, "step", (long)step);
		tmpl_text(c->a, set, "name", v->name);
		tmpl_text(c->a, set, "before",
		    v->before != NULL ? page_output(c, v->before) : NULL);
		tmpl_text(c->a, set, "after",
		    v->after != NULL ? page_output(c, v->after) : NULL);
	}
	if (g->cwd != NULL)
		strbuf_addf(&sb, "→ %s\n", g->cwd);
	tmpl_text(
	    c->a, item, "moved", sb.len > 0 ? page_output(c, sb.buf) : NULL);
	strbuf_release(&sb);
}

/* The Dockerfile that the session is a draft of: each line leads to the command
 * that it was made of, and that back to the first of its lines. */
static void
example_draft(struct page_ctx *c, struct tmpl_val *o, const char *url,
    const char *anchor, const struct graph_record *r)
{
	struct tmpl_val *list = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < r->n_draft; i++) {
		const struct graph_draft_line *l = &r->draft[i];
		struct tmpl_val *item = tmpl_push_object(c->a, list);

		tmpl_text(c->a, item, "text", l->text);
		if (l->n_steps == 0)
			continue;
		tmpl_text(c->a, item, "line_id",
		    arena_printf(c->a, "%s-line-%zu", anchor, i + 1));
		tmpl_text(c->a, item, "line_url",
		    page_href(c, url,
			arena_printf(
			    c->a, "%s-step-%zu", anchor, l->steps[0])));
	}
	tmpl_set(c->a, o, "draft_lines", list);
	tmpl_bool(c->a, o, "draft", r->n_draft > 0);
}

/* Whether a line of the draft is of this command. */
static bool
example_of(const struct graph_draft_line *l, size_t step)
{
	size_t i;

	for (i = 0; i < l->n_steps; i++)
		if (l->steps[i] == step)
			return true;
	return false;
}

/* Where a command stands, and the first line of the draft that is of it. */
static void
example_step(struct page_ctx *c, struct tmpl_val *item, const char *url,
    const char *anchor, const struct graph_record *r, size_t step)
{
	size_t i;

	for (i = 0; i < r->n_draft && !example_of(&r->draft[i], step); i++)
		;
	if (i == r->n_draft)
		return;
	tmpl_text(c->a, item, "step_id",
	    arena_printf(c->a, "%s-step-%zu", anchor, step));
	tmpl_text(c->a, item, "step_url",
	    page_href(
		c, url, arena_printf(c->a, "%s-line-%zu", anchor, i + 1)));
	tmpl_text(c->a, item, "step_line", arena_printf(c->a, "%zu", i + 1));
}

/* A session, command by command. */
static void
example_session(struct page_ctx *c, struct tmpl_val *o,
    const struct graph_page *p, const struct note_example *x,
    const struct graph_record *r)
{
	const char *anchor = page_example_anchor(c, p->note, x->id);
	struct tmpl_val *list = tmpl_list(c->a), *sets = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < r->n_commands; i++) {
		const struct graph_command *g = &r->commands[i];
		struct tmpl_val *item = tmpl_push_object(c->a, list);

		const char *took = page_time(c, g->wall_ms);

		example_step(c, example_command_lines(c, item, g->shown, took),
		    p->url, anchor, r, i + 1);
		tmpl_text(c->a, item, "time", took);
		tmpl_text(c->a, item, "text", example_command_text(c, g->out));
		tmpl_text(c->a, item, "exit",
		    g->exit > 0     ? page_count(c, "n_exit", g->exit)
		    : g->exit == -1 ? page_word(c, "not_ended")
				    : NULL);
		tmpl_text(
		    c->a, item, "wanted", example_command_wanted(c, g->wanted));
		example_moved(c, item, sets, i + 1, g);
	}
	tmpl_set(c->a, o, "sets", sets);
	tmpl_text(c->a, o, "set",
	    tmpl_len(sets) > 0 ? page_count(c, "n_sets", (long)tmpl_len(sets))
			       : NULL);
	tmpl_set(c->a, o, "commands", list);
	example_draft(c, o, p->url, anchor, r);
	tmpl_bool(c->a, o, "session", r->n_commands > 0);
	tmpl_text(c->a, o, "session_cut",
	    r->n_commands > 0 && r->out_cut > 0
		? page_count(c, "n_cut", (long)r->out_cut)
		: NULL);
}

/* What it has left behind, one thing an item. */
static void
example_leaks(
    struct page_ctx *c, struct tmpl_val *o, const struct graph_record *r)
{
	struct tmpl_val *list = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < r->n_leaks; i++) {
		const struct graph_leak *l = &r->leaks[i];
		struct tmpl_val *item = tmpl_push_object(c->a, list);
		bool counted = strcmp(l->kind, "process") == 0 ||
			       strcmp(l->kind, "zombie") == 0 ||
			       strcmp(l->kind, "sysv-sem") == 0;

		tmpl_text(c->a, item, "kind", l->kind);
		tmpl_text(c->a, item, "label",
		    page_word(c, arena_printf(c->a, "left_%s", l->kind)));
		tmpl_text(c->a, item, "what",
		    *l->what != '\0' ? page_output(c, l->what) : NULL);
		tmpl_text(c->a, item, "amount",
		    page_count(c, counted ? "n_pieces" : "n_bytes",
			l->n > LONG_MAX ? LONG_MAX : (long)l->n));
	}
	tmpl_set(c->a, o, "leaks", list);
	tmpl_bool(c->a, o, "left", r->n_leaks > 0);
}

/* Why a record is old, in the language of the page. */
static const char *
example_stale(struct page_ctx *c, const char *why)
{
	static const char *const keys[] = { "stale_code", "stale_attrs" };
	static const struct page_ctx english = { .lang = 1 };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys) && why != NULL; i++)
		if (strcmp(page_word(&english, keys[i]), why) == 0)
			return page_word(c, keys[i]);
	return why;
}

/* One word of expect=, in words: "exit:3" is "failed 3". */
static const char *
example_wanted_one(struct page_ctx *c, const char *expect)
{
	const char *colon = strchr(expect, ':');
	size_t len = colon != NULL ? (size_t)(colon - expect) : strlen(expect);
	const char *word =
	    page_word(c, arena_printf(c->a, "outcome_%.*s", (int)len, expect));

	if (word == NULL)
		return expect;
	return colon != NULL ? arena_printf(c->a, "%s %s", word, colon + 1)
			     : word;
}

/* What was expected, in words; "ok,exit:3" is one of the two. */
static const char *
example_wanted(struct page_ctx *c, const char *expect)
{
	const char *all = NULL;

	for (;;) {
		size_t len = strcspn(expect, ",");
		const char *one =
		    example_wanted_one(c, arena_strndup(c->a, expect, len));

		all = all == NULL ? one
				  : arena_printf(c->a, "%s%s%s", all,
					page_word(c, "comma"), one);
		if (expect[len] == '\0')
			return all;
		expect += len + 1;
	}
}

/* {#id} is the anchor of the card, unless a heading has that, or it is as the
 * ids of templates and footnotes are. */
const char *
page_example_anchor(struct page_ctx *c, const struct note *n, const char *id)
{
	bool taken = *id == '_' || strncmp(id, "fn-", 3) == 0 ||
		     strncmp(id, "fnref-", 6) == 0;
	size_t i;

	for (i = 0; i < n->n_headings && !taken; i++)
		taken = strcmp(n->headings[i].slug, id) == 0;
	return taken ? arena_printf(c->a, "example^%s", id) : id;
}

/* How it ended, of all of it or of one of its programs. */
static void
example_outcome(struct page_ctx *c, struct tmpl_val *o, const char *outcome,
    const char *detail, bool as_expected, size_t runs)
{
	const char *word =
	    page_word(c, arena_printf(c->a, "outcome_%s", outcome));

	if (runs > 0) { /* many have no one way to end */
		word = page_count(c, "n_runs", (long)runs);
		detail = NULL;
	}
	tmpl_text(c->a, o, "outcome", outcome);
	tmpl_text(c->a, o, "label", word ? word : outcome);
	tmpl_text(c->a, o, "detail", detail);
	tmpl_bool(c->a, o, "as_expected", as_expected);
	tmpl_text(c->a, o, "verdict",
	    page_word(c, as_expected ? "expected" : "unexpected"));
}

/* The block of a program: that of the example, or one with proc=NAME of=ID. */
static const struct note_example *
example_block(
    const struct note *n, const struct note_example *x, const char *name)
{
	size_t i;

	for (i = 0; i < n->n_examples; i++) {
		const struct note_example *b = &n->examples[i];
		const char *proc = note_attr(b, "proc");

		if (b->of != NULL && strcmp(b->of, x->id) == 0 &&
		    proc != NULL && strcmp(proc, name) == 0)
			return b;
	}
	return x;
}

/* Which program it is, and where its code; or of which kind, and how many. */
static void
example_who(struct page_ctx *c, struct tmpl_val *item,
    const struct graph_page *p, const struct note_example *x,
    const struct graph_record *r, const struct graph_part *g)
{
	const struct note_example *b;

	if (r->runs == 0) {
		b = example_block(p->note, x, g->name);
		tmpl_text(c->a, item, "part_name", page_output(c, g->name));
		tmpl_text(c->a, item, "part_url",
		    page_href(
			c, p->url, page_example_anchor(c, p->note, b->id)));
		tmpl_text(c->a, item, "part_lang", g->lang);
		tmpl_text(c->a, item, "part_time", page_time(c, g->wall_ms));
		return;
	}
	tmpl_text(
	    c->a, item, "part_name", g->named ? page_output(c, g->name) : NULL);
	tmpl_text(c->a, item, "times", page_count(c, "n_times", (long)g->n));
	tmpl_text(c->a, item, "bar",
	    arena_printf(c->a, "%.4g", 100.0 * (double)g->n / (double)r->runs));
}

/* The programs of an example that has several, or the kinds of its runs, each
 * with what it printed. */
static void
example_parts(struct page_ctx *c, struct tmpl_val *o,
    const struct graph_page *p, const struct note_example *x,
    const struct graph_record *r)
{
	struct tmpl_val *list = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < r->n_parts; i++) {
		const struct graph_part *g = &r->parts[i];
		struct tmpl_val *item = tmpl_push_object(c->a, list);
		struct tmpl_val *streams = tmpl_list(c->a);

		example_who(c, item, p, x, r, g);
		example_outcome(
		    c, item, g->outcome, g->detail, g->as_expected, 0);
		tmpl_text(c->a, item, "wanted",
		    g->as_expected ? NULL : example_wanted(c, g->expect));
		example_stream(c, streams, "build", g->build, 0);
		example_stream(c, streams, "stdout", g->out, g->out_cut);
		example_stream(c, streams, "stderr", g->err, g->err_cut);
		tmpl_set(c->a, item, "streams", streams);
	}
	tmpl_set(c->a, o, "parts", list);
}

/* "50번 돌렸다: Empty 7번, 정상 종료 43번" */
static const char *
example_runs(struct page_ctx *c, const struct graph_record *r)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;
	size_t i;

	strbuf_adds(&sb, page_count(c, "n_runs", (long)r->runs));
	for (i = 0; i < r->n_parts; i++) {
		const struct graph_part *g = &r->parts[i];
		const char *word =
		    page_word(c, arena_printf(c->a, "outcome_%s", g->outcome));

		strbuf_adds(&sb, i == 0 ? ": " : page_word(c, "comma"));
		if (g->named)
			strbuf_adds(&sb, page_output(c, g->name));
		else
			strbuf_addf(&sb, "%s%s%s", word ? word : g->outcome,
			    *g->detail ? " " : "", g->detail);
		strbuf_addf(&sb, " %s", page_count(c, "n_times", (long)g->n));
	}
	text = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return text;
}

static void
example_record(struct page_ctx *c, struct tmpl_val *m,
    const struct graph_page *p, const struct note_example *x,
    const struct graph_record *r)
{
	struct tmpl_val *o = tmpl_object(c->a), *streams = tmpl_list(c->a);

	example_outcome(c, o, r->outcome, r->detail, r->as_expected, r->runs);
	tmpl_text(c->a, o, "runs", r->runs > 0 ? example_runs(c, r) : NULL);
	tmpl_text(c->a, o, "wanted",
	    r->as_expected || (r->n_parts > 0 && r->runs == 0) ? NULL
	    : r->other_output ? page_word(c, "output_block")
			      : example_wanted(c, r->expect));
	tmpl_text(c->a, o, "time", page_time(c, r->wall_ms));
	tmpl_text(c->a, o, "tool", r->tool);
	tmpl_text(c->a, o, "machine", r->machine);
	tmpl_text(c->a, o, "sandbox", r->sandbox);
	tmpl_text(c->a, o, "label_date", page_date(c, moment_date(r->when)));
	tmpl_text(c->a, o, "iso", page_iso(c, moment_date(r->when)));
	tmpl_text(c->a, o, "stale", example_stale(c, r->stale));
	example_stream(c, streams, "build", r->build, 0);
	/* What the builds say stands in their table. */
	if (r->n_commands == 0 && r->n_builds == 0)
		example_stream(c, streams, "stdout", r->out, r->out_cut);
	example_stream(c, streams, "stderr", r->err, r->err_cut);
	tmpl_set(c->a, o, "streams", streams);
	tmpl_bool(c->a, o, "whole",
	    r->n_parts == 0 &&
		((r->n_commands == 0 && r->n_builds == 0) || *r->err != '\0'));
	example_session(c, o, p, x, r);
	example_parts(c, o, p, x, r);
	example_leaks(c, o, r);
	page_hang(c, o, r->hang);
	page_layers(c, o, r);
	tmpl_set(c->a, m, "record", o);
}

/* Whether the record is this session, as the note has it; not where the lines
 * of the code have numbers, for these are addresses. */
static bool
example_played(const struct graph_page *p, size_t i)
{
	const struct graph_record *r =
	    p->records != NULL ? p->records[i] : NULL;

	return r != NULL && r->n_commands > 0 && r->stale == NULL &&
	       !p->note->examples[i].lines;
}

const char *
page_cast_path(struct arena *a, const char *url, const char *id)
{
	size_t len = strlen(url);

	if (len > 5 && strcmp(url + len - 5, ".html") == 0)
		len -= 5;
	return arena_printf(a, "%.*s/%s.cast", (int)len, url, id);
}

int
page_example(struct strbuf *out, struct page_ctx *c, const struct graph_page *p,
    size_t i, struct err *e)
{
	const struct note_example *x = &p->note->examples[i];
	struct tmpl_val *m = tmpl_object(c->a);
	const char *anchor;

	tmpl_set(c->a, m, "words", c->words);
	anchor = page_example_anchor(c, p->note, x->id);
	tmpl_text(c->a, m, "id", anchor);
	tmpl_text(c->a, m, "url", page_href(c, p->url, anchor));
	tmpl_text(c->a, m, "name", x->id);
	/* Its words are those of the wiki, whatever the note is in. */
	tmpl_text(c->a, m, "lang",
	    page_note_lang(c, p->note) ? c->g->conf->lang : NULL);
	tmpl_text(c->a, m, "note_lang", page_note_lang(c, p->note));
	tmpl_text(c->a, m, "example_lang", x->lang);
	tmpl_text(c->a, m, "file",
	    note_attr(x, "output-of") ? page_word(c, "output_block")
	    : x->file                 ? x->file
				      : note_attr(x, "proc"));
	tmpl_text(c->a, m, "of", x->of);
	tmpl_text(c->a, m, "of_url",
	    x->of ? page_href(c, p->url, page_example_anchor(c, p->note, x->of))
		  : NULL);
	tmpl_text(c->a, m, "code", arena_strndup(c->a, x->code, x->code_len));
	if (x->html != NULL)
		tmpl_html(c->a, m, "code_html", x->html, strlen(x->html));
	tmpl_text(c->a, m, "command",
	    note_example_runs(x) && x->of == NULL
		? arena_printf(c->a, "halfhour run %s#%s", p->id, x->id)
		: NULL);
	/* A session that was recorded shows its commands itself. */
	tmpl_bool(c->a, m, "played", example_played(p, i));
	if (p->records != NULL && p->records[i] != NULL) {
		const struct graph_record *r = p->records[i];

		example_record(c, m, p, x, r);
		c->replays |= r->cast != NULL && r->n_commands > 0;
		tmpl_text(c->a, m, "cast",
		    r->cast == NULL
			? NULL
			: page_href(
			      c, page_cast_path(c->a, p->url, x->id), NULL));
	}
	return tmpl_render(out, c->theme->templates, "example.html", m, e);
}
