/* wiki_record_build.c: the builds of a Dockerfile, and the session beside them */
#include <string.h>

#include "run/run_build.h"
#include "wiki/wiki_int.h"

/* ---- the session -------------------------------------------------------------- */

const struct note_example *
wiki_hand_find(struct wiki *w, const struct note *n, const char *name,
    const struct note **note)
{
	const char *hash = strchr(name, '#');
	const char *page =
	    hash != NULL ? arena_strndup(w->arena, name, (size_t)(hash - name))
			 : n->id;
	const char *id = hash != NULL ? hash + 1 : name;
	size_t i, k;

	for (i = 0; i < w->n_notes; i++) {
		const struct note *m = &w->notes[i];

		if (strcmp(m->id, page) != 0 ||
		    (m != n && (m->meta.private || m->meta.draft)))
			continue;
		*note = m;
		for (k = 0; k < m->n_examples; k++)
			if (strcmp(m->examples[k].id, id) == 0 &&
			    strcmp(m->examples[k].lang, "console") == 0 &&
			    note_attr(&m->examples[k], "needs") != NULL)
				return &m->examples[k];
	}
	return NULL;
}

/* Whether the command has set a variable whose name or value has this. */
static bool
hand_sets(const struct run_command *c, const char *text)
{
	size_t i;

	for (i = 0; c->env != NULL && c->env[i] != NULL; i++)
		if (strchr(c->env[i], '=') != NULL &&
		    strstr(c->env[i], text) != NULL)
			return true;
	return false;
}

/* What was typed because of the same mistake: to be compared with what is
 * built again. */
static void
hand_again(struct graph_hand *h, const struct run_record *r,
    const struct run_edit *edit)
{
	size_t i, k, m;

	for (i = 0; i < r->n_commands; i++)
		if (hand_sets(&r->commands[i], edit->old))
			break;
	for (k = i + 1; k < r->n_commands; k++)
		if (hand_sets(&r->commands[k], edit->new))
			break;
	if (k >= r->n_commands)
		return;
	h->n_again = k - i;
	for (m = i + 1; m <= k; m++)
		h->again_ms += r->commands[m].ms;
}

static const struct graph_hand *
record_hand(struct wiki *w, const struct note *n, const struct note_example *x,
    const struct run_builds *b)
{
	struct graph_hand *h = arena_alloc(w->arena, sizeof(*h));
	const char *name = note_attr(x, "against");
	struct err e = ERR_INIT;
	struct run_edit edit;
	struct run_record r;
	size_t i;

	if (name == NULL)
		return NULL;
	*h = (struct graph_hand){ .size = -1 };
	/* That there is none is told of the attributes. */
	h->example = wiki_hand_find(w, n, name, &h->note);
	if (h->example == NULL)
		return NULL;
	if (wiki_record(w, h->note, h->example, &r, &e) != 1 ||
	    r.container == NULL) {
		diag(&w->diags, DIAG_RECORD_STALE, n->path, x->line, 1,
		    "#%s cannot be compared: the session has no record; "
		    "'halfhour run %s#%s' makes one",
		    x->id, h->note->id, h->example->id);
		return NULL;
	}
	h->n_commands = r.n_commands;
	h->size = r.container->size;
	for (i = 0; i < r.n_commands; i++)
		h->wall_ms += r.commands[i].ms;
	if (run_edit_parse(&edit, w->arena, b->edit))
		hand_again(h, &r, &edit);
	return h;
}

/* ---- the builds --------------------------------------------------------------- */

static const struct graph_layer *
record_layers(struct arena *a, const struct run_layers *l)
{
	struct graph_layer *v = arena_alloc(a, (l->n + 1) * sizeof(*v));
	size_t i;

	for (i = 0; i < l->n; i++) {
		const struct run_layer *s = &l->v[i];

		v[i] = (struct graph_layer){
			.text = wiki_record_text(a, s->text, strlen(s->text)),
			.hit = s->hit,
			.from = s->from,
			.size = s->size,
			.wall_ms = s->ms,
			.why = run_layer_why_name(s->why),
		};
	}
	return v;
}

void
wiki_record_builds(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_record *r,
    struct graph_record *g)
{
	const struct run_builds *b = r->builds;
	struct graph_built *v;
	size_t i;

	if (b == NULL)
		return;
	v = arena_alloc(w->arena, b->n * sizeof(*v));
	for (i = 0; i < b->n; i++)
		v[i] = (struct graph_built){
			.v = record_layers(w->arena, &b->v[i]),
			.n = b->v[i].n,
			.broke = i > 0 ? run_layers_broke(&b->v[i]) : 0,
			.wall_ms = b->v[i].ms,
		};
	g->builds = v;
	g->n_builds = b->n;
	g->edit = wiki_record_text(w->arena, b->edit, strlen(b->edit));
	g->hand = record_hand(w, n, x, b);
}
