/* wiki_draft.c: the Dockerfile that a session in a container is a draft of */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "image/image.h"
#include "run/run_console.h"
#include "wiki/wiki_draft.h"
#include "wiki/wiki_int.h"

/* The line of the note that each step stands on, where it still does; false
 * when the block has other commands by now. */
static bool
draft_lines(struct wiki *w, const struct note_example *x,
    struct image_step *steps, size_t n)
{
	struct run_ask *asks;
	size_t n_asks, i;
	bool same;

	for (i = 0; i < n; i++)
		steps[i].line = x->line;
	if (run_console_parse(&asks, &n_asks, w->arena, x->code, x->code_len) !=
	    NULL)
		return false;
	/* One that failed midway has fewer. */
	same = n_asks >= n;
	for (i = 0; i < n && i < n_asks; i++) {
		if (strcmp(steps[i].shown, asks[i].shown) == 0)
			steps[i].line = x->line + asks[i].line;
		else
			same = false;
	}
	return same;
}

/* Whether the block says what it said when it was recorded, also of its
 * container; an older record does not know its options. */
static bool
draft_same(const struct note_example *x, const struct run_container *c)
{
	const char *image = note_attr(x, "image"),
		   *options = note_attr(x, "options");

	return (image == NULL || strcmp(image, c->image) == 0) &&
	       (c->options == NULL ||
		   strcmp(options != NULL ? options : "", c->options) == 0);
}

/* NAME=VALUE, and NAME alone for one that was unset. */
static const struct image_var *
draft_vars(struct arena *a, const char *const *v, size_t n)
{
	struct image_var *out = arena_alloc(a, (n + 1) * sizeof(*out));
	size_t i;

	for (i = 0; i < n; i++) {
		const char *equals = strchr(v[i], '=');

		out[i].name = equals == NULL ? v[i]
					     : arena_strndup(a, v[i],
						   (size_t)(equals - v[i]));
		out[i].value = equals != NULL ? equals + 1 : NULL;
	}
	return out;
}

void
wiki_draft_session(struct image_session *s, struct wiki *w,
    const struct note *note, const struct note_example *x,
    const struct run_record *r)
{
	struct image_step *steps =
	    arena_alloc(w->arena, (r->n_commands + 1) * sizeof(*steps));
	const char *out = r->out;
	size_t i, n;
	bool same;

	for (i = 0; i < r->n_commands; i++) {
		const struct run_command *c = &r->commands[i];

		for (n = 0; c->env != NULL && c->env[n] != NULL; n++)
			;
		steps[i] = (struct image_step){
			.shown = c->shown,
			.exit = c->exit,
			.cwd = c->cwd,
			.vars = draft_vars(w->arena, c->env, n),
			.n_vars = n,
			.out = out,
			.out_len = c->len,
		};
		out += c->len;
	}
	same = draft_lines(w, x, steps, r->n_commands);
	*s = (struct image_session){
		.name = arena_printf(w->arena, "%s#%s", note->id, x->id),
		.path = note->path,
		.line = x->line,
		.stale = !same || !draft_same(x, r->container),
		.options = r->container->options != NULL
			       ? r->container->options
			       : note_attr(x, "options"),
		.user = r->container->user,
		.engine = r->container->engine,
		.image = r->container->image,
		.image_id = r->container->image_id,
		.env = draft_vars(
		    w->arena, r->container->env, r->container->n_env),
		.n_env = r->container->n_env,
		.diff = r->container->diff,
		.n_diff = r->container->n_diff,
		.steps = steps,
		.n_steps = r->n_commands,
	};
}

/* ---- on its page ----------------------------------------------------------------- */

/* The steps that a comment of a draft names, from 1: "# PAGE#ID steps 1, 3".
 * How many there are; 0: it is no such comment. */
static size_t
draft_line_steps(
    const size_t **out, const char *line, const char *name, struct arena *a)
{
	size_t len = strlen(name), *v = NULL, n = 0, cap = 0;

	if (!text_starts(line, "# ") || strncmp(line + 2, name, len) != 0 ||
	    !text_starts(line + 2 + len, " step"))
		return 0;
	line += 2 + len + strlen(" step");
	line += *line == 's';
	while (*line == ' ') {
		size_t step = 0;

		for (line++; *line >= '0' && *line <= '9' && step < 100000;
		     line++)
			step = step * 10 + (size_t)(*line - '0');
		if (step == 0)
			break;
		*VEC_PUSH(v, n, cap) = step;
		/* Behind the last one a comma begins the reason. */
		if (*line == ',' && line[1] == ' ' && line[2] >= '0' &&
		    line[2] <= '9')
			line++;
		else
			break;
	}
	*out = arena_copy(a, v, n, sizeof(*v));
	free(v);
	return n;
}

/* Its lines; what stands below a comment is of the steps that it names. */
static void
draft_shown(
    struct graph_record *g, struct wiki *w, const char *text, const char *name)
{
	struct graph_draft_line *v = NULL;
	const size_t *steps = NULL, *named;
	size_t n = 0, cap = 0, n_steps = 0, n_named;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		const char *line = arena_strndup(w->arena, text, len);

		n_named = draft_line_steps(&named, line, name, w->arena);
		if (n_named > 0 || len == 0 || *line == '#') {
			steps = n_named > 0 ? named : NULL;
			n_steps = n_named;
		}
		*VEC_PUSH(v, n, cap) = (struct graph_draft_line){
			wiki_record_text(w->arena, line, len), steps, n_steps
		};
		text += len + (text[len] == '\n');
	}
	g->draft = arena_copy(w->arena, v, n, sizeof(*v));
	g->n_draft = n;
	free(v);
}

void
wiki_record_draft(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_record *r,
    struct graph_record *g)
{
	struct diag_list ignored = DIAG_LIST_INIT;
	struct err none = ERR_INIT;
	struct image_session s;
	struct image_draft draft;

	if (r->container == NULL || r->n_commands == 0)
		return;
	wiki_draft_session(&s, w, n, x, r);
	if (image_draft(&draft, &s, &(struct image_opts){ false }, w->arena,
		&ignored, &none) == 0) {
		draft_shown(g, w, draft.text.buf, s.name);
		image_draft_release(&draft);
	}
	diag_release(&ignored);
}
