/* wiki_mv.c: a note renamed: the plan of it, and doing it
 *
 * Theory of operation. wiki_mv_graph.c decides which links change and into
 * what, wiki_mv_text.c and wiki_mv_md.c where they stand. What comes of it is
 * parsed and joined once more, and unless every link of every note leads where
 * it led, nothing is done. Then all of it is one commit: the new file, the old
 * one gone, the notes with rewritten links, and the records of its examples,
 * which are kept by the name of the note. The order of the changes is that of
 * the work files, so a text is in two places before it is in one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "repo/repo_place.h"
#include "wiki/wiki_mv_int.h"
#include "wiki/wiki_sparse.h"

/* ---- the notes, before and after ----------------------------------------- */

static const char *
mv_repo_path(struct wiki *w, const char *path)
{
	char *joined = path_join(w->prefix, path);
	const char *copy = arena_strdup(w->arena, joined);

	free(joined);
	return copy;
}

bool
wiki_mv_skips(const struct wiki *w, size_t note)
{
	const struct note_src *src = &w->srcs[note];

	return w->notes[note].n_links > 0 &&
	       utf8_invalid_at(src->text, src->len) >= 0;
}

bool
wiki_mv_respells(const char *from, const char *to)
{
	char *a = utf8_fold(from), *b = utf8_fold(to);
	bool same = strcmp(a, b) == 0;

	free(a);
	free(b);
	return same;
}

static int
mv_init(struct mv *m, struct wiki *w, const char *from, const char *to,
    struct err *e)
{
	size_t i, n = w->n_notes;
	const struct graph_page **p1, **p2;

	*m = (struct mv){ .w = w, .moved = n, .from = from, .to = to };
	m->before = arena_alloc(w->arena, (n + 1) * sizeof(*m->before));
	m->after = arena_alloc(w->arena, (n + 1) * sizeof(*m->after));
	p1 = arena_alloc(w->arena, (n + 1) * sizeof(*p1));
	p2 = arena_alloc(w->arena, (n + 1) * sizeof(*p2));
	m->p1 = p1;
	m->p2 = p2;
	for (i = 0; i < n; i++) {
		m->before[i] = w->notes[i];
		m->before[i].meta.private = false;
		if (strcmp(w->notes[i].id, from) == 0)
			m->moved = i;
		else if (wiki_mv_skips(w, i))
			m->before[i].n_links = 0;
		m->after[i] = m->before[i];
	}
	m->g1 = mv_graph(m, m->before, m->p1);
	if (m->moved == n || m->p1[m->moved] == NULL)
		return err_code(
		    e, ERR_NOTHING, "there is no page %s, or two", from);
	if (w->notes[m->moved].failed)
		return err_code(e, ERR_CONFLICT,
		    "%s is too much for the Markdown parser, so its links are "
		    "not known; nothing is changed",
		    w->notes[m->moved].path);
	m->after[m->moved].id = to;
	m->after[m->moved].path = wiki_mv_respells(from, to)
				      ? wiki_page_path(w, to)
				      : wiki_page_file(w, to);
	return 0;
}

static void
mv_release(struct mv *m)
{
	size_t i;

	for (i = 0; i < m->n_notes; i++)
		free(m->notes[i].edits);
	free(m->notes);
	free(m->links);
}

/* ---- the redirect --------------------------------------------------------- */

/* More names for the note as it will be. */
static void
mv_alias_set(struct mv *m, const char *const *names, size_t n)
{
	const struct note_meta *old = &m->w->notes[m->moved].meta;
	struct note_meta *new = &m->after[m->moved].meta;
	size_t all = old->n_aliases + n;

	new->aliases = arena_alloc(m->w->arena, all * sizeof(*new->aliases));
	if (old->n_aliases > 0)
		memcpy(new->aliases, old->aliases,
		    old->n_aliases * sizeof(*new->aliases));
	memcpy(new->aliases + old->n_aliases, names, n * sizeof(*names));
	new->n_aliases = all;
	new->alias_at = NULL;
}

/* Whether one of the names is this one, in whatever case or form. */
static bool
mv_names_have(const char *const *v, size_t n, const char *name)
{
	char *want = utf8_fold(name);
	bool has = false;
	size_t i;

	for (i = 0; i < n && !has; i++) {
		char *fold = utf8_fold(v[i]);

		has = strcmp(fold, want) == 0;
		free(fold);
	}
	free(want);
	return has;
}

/* The topics of a day that found the note, and find it no more. */
static size_t
mv_topics(const struct mv *m, const struct graph_page *before,
    const struct graph_page *after, const char **v, size_t n)
{
	size_t i;

	for (i = 0; i < before->n_studies; i++) {
		const char *topic = before->studies[i].entry->topic;

		if (before->studies[i].topic != m->p1[m->moved] ||
		    after->studies[i].topic == m->p2[m->moved])
			continue;
		if (!mv_names_have(v, n, topic))
			v[n++] = topic;
	}
	return n;
}

/*
 * The old id leads on as an alias, and so does each topic of the log that
 * found the note by a name that it has no more: days are not rewritten. The
 * end of the old id would be found, too, but only as long as no other note is
 * called so; so topics are looked up without it.
 */
static const char **
mv_names(struct mv *m, size_t *n)
{
	const struct note_meta *meta = &m->w->notes[m->moved].meta;
	size_t i, most = 1;
	const struct graph *g;
	const char **v;

	for (i = 0; i < m->g1->n_days; i++)
		most += m->g1->days[i]->n_studies;
	v = arena_alloc(m->w->arena, most * sizeof(*v));
	*n = 0;
	/* A note that is moved back and forth has its old names already. */
	if (!mv_names_have(meta->aliases, meta->n_aliases, m->from))
		v[(*n)++] = m->from;
	g = mv_graph(m, m->after, m->p2);
	for (i = 0; i < g->n_days; i++)
		*n = mv_topics(m, m->g1->days[i], g->days[i], v, *n);
	mv_alias_set(m, v, *n);
	return v;
}

/* Of one more note, which has the old id as an alias: that is taken away. */
static int
mv_alias_take(struct mv *m, size_t note, struct err *e)
{
	struct wiki *w = m->w;
	const struct note_meta *old = &w->notes[note].meta;
	struct note_meta *new = &m->after[note].meta;
	struct mv_edit edit;
	size_t i;

	if (mv_alias_edit(w, &w->srcs[note], m->from, NULL, 0, &edit, e) != 1)
		return err_code(e, ERR_CONFLICT,
		    "%s has the alias %s, too, from another note that was "
		    "called so, and it cannot be taken out of its front matter "
		    "without changing what else that says; take it out by "
		    "hand, or give --no-redirect",
		    w->srcs[note].path, m->from);
	mv_edit_add(mv_note_of(m, note), edit.at, edit.len, edit.text);
	new->aliases =
	    arena_alloc(w->arena, (old->n_aliases + 1) * sizeof(*new->aliases));
	new->n_aliases = 0;
	new->alias_at = NULL;
	for (i = 0; i < old->n_aliases; i++)
		if (!mv_names_have(&old->aliases[i], 1, m->from))
			new->aliases[new->n_aliases++] = old->aliases[i];
	return 0;
}

/*
 * The old id may be an alias of another note, which was called so earlier. As
 * long as this note had the name, that alias led nowhere; now it would make of
 * each link to the old name one to either of two.
 */
static int
mv_alias_takes(struct mv *m, const char **taken, struct err *e)
{
	size_t i, n = 0;

	for (i = 0; i < m->w->n_notes; i++) {
		const struct note_meta *meta = &m->w->notes[i].meta;

		if (i == m->moved ||
		    !mv_names_have(meta->aliases, meta->n_aliases, m->from))
			continue;
		if (mv_alias_take(m, i, e) == -1)
			return -1;
		taken[n++] = m->w->notes[i].path;
	}
	return 0;
}

/* Set the redirect, if one is wanted, and edit the aliases. The name that the note
 * gets is none of them any more: it may be one it had before. */
static int
mv_redirect(struct mv *m, bool wanted, struct wiki_mv *out, struct err *e)
{
	char *old = utf8_fold(m->from), *new = utf8_fold(m->to);
	struct mv_edit edit;
	const char **names = NULL;
	size_t n = 0;
	int rc;

	/* In another case it finds itself. */
	wanted = wanted && strcmp(old, new) != 0;
	free(old);
	free(new);
	if (wanted) {
		out->taken = arena_alloc(
		    m->w->arena, (m->w->n_notes + 1) * sizeof(*out->taken));
		if (mv_alias_takes(m, out->taken, e) == -1)
			return -1;
		names = mv_names(m, &n);
		out->redirect = m->from;
	}
	rc = mv_alias_edit(
	    m->w, &m->w->srcs[m->moved], m->to, names, n, &edit, e);
	if (rc == 1)
		mv_edit_add(
		    mv_note_of(m, m->moved), edit.at, edit.len, edit.text);
	return rc == -1 ? -1 : 0;
}

/* ---- the result ------------------------------------------------------------ */

/* Parse what the notes become, in place of what was thought of them. */
static int
mv_parse(struct mv *m, struct note_src *srcs, struct err *e)
{
	struct wiki *w = m->w;
	struct note_opts opts = { .unsafe = w->conf.html_trusted };
	struct note *notes =
	    arena_alloc(w->arena, (m->n_notes + 1) * sizeof(*notes));
	size_t i;

	for (i = 0; i < m->n_notes; i++) {
		const struct mv_note *n = &m->notes[i];

		srcs[i] = w->srcs[n->note];
		srcs[i].text = mv_apply(
		    w, &w->srcs[n->note], n->edits, n->n, &srcs[i].len);
		if (n->note == m->moved)
			srcs[i].path = m->after[m->moved].path;
	}
	if (m->n_notes > 0 && note_pool_parse(notes, srcs, m->n_notes, 2, &opts,
				  w->arena, NULL, e) == -1)
		return -1;
	for (i = 0; i < m->n_notes; i++) {
		notes[i].meta.private = false;
		m->after[m->notes[i].note] = notes[i];
	}
	return 0;
}

static struct wiki_change *
mv_change(struct wiki *w, struct wiki_mv *out, const char *path)
{
	struct wiki_change *c = &out->changes[out->n++];

	*c = (struct wiki_change){ .path = mv_repo_path(w, path) };
	return c;
}

/* A file of an example that goes from `old` to `to`, if it is there. With a
 * name, it is a record, and has that in it then. */
static int
mv_file(struct mv *m, struct wiki_mv *out, const char *old, const char *to,
    const char *name, struct err *e)
{
	struct strbuf text = STRBUF_INIT, new = STRBUF_INIT;
	struct wiki *w = m->w;
	struct err own = ERR_INIT;
	struct run_record rec;
	struct wiki_change *c;

	if (wiki_file_read(w, old, &text, &own) == -1) {
		if (own.code == ERR_NOTHING)
			return 0;
		*e = own;
		return -1;
	}
	c = mv_change(w, out, to);
	if (name != NULL &&
	    run_record_parse(&rec, w->arena, text.buf, text.len, &own) == 0) {
		rec.example = name;
		run_record_render(&new, &rec);
	} else /* damaged, it is so under its new name */
		strbuf_add(&new, text.buf, text.len);
	c->mine.p = arena_copy(w->arena, new.buf, new.len + 1, 1);
	c->mine.len = new.len;
	c = mv_change(w, out, old);
	c->base.p = arena_copy(w->arena, text.buf, text.len + 1, 1);
	c->base.len = text.len;
	strbuf_release(&text);
	strbuf_release(&new);
	return 0;
}

/* The records of the note's examples, each with the new name in it, and their
 * recordings, in which is none. */
static int
mv_records(struct mv *m, struct wiki_mv *out, struct err *e)
{
	struct wiki *w = m->w;
	const struct note *was = &w->notes[m->moved];
	struct note is = *was;
	size_t i;

	is.id = m->to;
	for (i = 0; i < is.n_examples; i++) {
		const struct note_example *x = &is.examples[i];
		const char *name =
		    arena_printf(w->arena, "%s#%s", m->to, x->id);

		if (mv_file(m, out, wiki_record_path(w, was, x),
			wiki_record_path(w, &is, x), name, e) == -1 ||
		    mv_file(m, out, wiki_cast_path(w, was, x),
			wiki_cast_path(w, &is, x), NULL, e) == -1)
			return -1;
	}
	return 0;
}

static int
mv_changes(struct mv *m, struct wiki_mv *out, const struct note_src *srcs,
    struct err *e)
{
	const struct note *moved = &m->w->notes[m->moved];
	const struct note_src *src = &m->w->srcs[m->moved];
	struct wiki_change *c;
	size_t i;

	out->changes = arena_alloc(m->w->arena,
	    (2 + m->n_notes + 4 * moved->n_examples) * sizeof(*out->changes));
	c = mv_change(m->w, out, out->path);
	c->mine = (struct repo_text){ src->text, src->len };
	for (i = 0; i < m->n_notes; i++)
		if (m->notes[i].note == m->moved)
			c->mine =
			    (struct repo_text){ srcs[i].text, srcs[i].len };
	c = mv_change(m->w, out, moved->path);
	c->base = (struct repo_text){ src->text, src->len };
	for (i = 0; i < m->n_notes; i++) {
		const struct note_src *old = &m->w->srcs[m->notes[i].note];

		if (m->notes[i].note == m->moved)
			continue;
		c = mv_change(m->w, out, old->path);
		c->base = (struct repo_text){ old->text, old->len };
		c->mine = (struct repo_text){ srcs[i].text, srcs[i].len };
	}
	return mv_records(m, out, e);
}

/* What is committed and staged must take the changes, too, or a commit would
 * have only some of them. A file that git does not know stays so. */
static int
mv_fits(struct wiki *w, const struct wiki_mv *mv, struct err *e)
{
	struct repo_text old;
	size_t i;
	int where;

	for (i = 0; i < mv->n; i++)
		for (where = REPO_HEAD; where <= REPO_WORK; where++) {
			const struct wiki_change *c = &mv->changes[i];
			enum wiki_fit fit =
			    wiki_change_fit(w, c, (enum repo_where)where, e);

			if (fit == WIKI_FIT_FAILED ||
			    repo_text_read(w->repo, (enum repo_where)where,
				c->path, w->arena, &old, e) == -1)
				return -1;
			if (fit == WIKI_FIT_CONFLICT && old.p != NULL)
				return err_code(e, ERR_CONFLICT,
				    "%s has changes that are not committed, at "
				    "a place that the rename changes; commit "
				    "it first: nothing is changed",
				    c->path);
		}
	return 0;
}

/* A note that git keeps must not leave the history by its new name. */
static int
mv_kept(struct wiki *w, const struct wiki_mv *mv, struct err *e)
{
	const char *new = mv->changes[0].path, *old = mv->changes[1].path;
	struct repo_text head, index;

	if (!repo_ignored(w->repo, new))
		return 0;
	if (repo_text_read(w->repo, REPO_HEAD, old, w->arena, &head, e) == -1 ||
	    repo_text_read(w->repo, REPO_INDEX, old, w->arena, &index, e) == -1)
		return -1;
	if (head.p == NULL && index.p == NULL)
		return 0;
	return err_code(e, ERR_CONFLICT,
	    "git is told to ignore %s, so the commit would only take %s away; "
	    "nothing is changed: take it out of the .gitignore, or choose "
	    "another name",
	    new, old);
}

/* What is told of each link: where it is, what it was and is. */
static void
mv_report(struct mv *m, struct wiki_mv *out)
{
	size_t i, last = SIZE_MAX;

	out->lines =
	    arena_alloc(m->w->arena, (m->n_links + 1) * sizeof(*out->lines));
	for (i = 0; i < m->n_links; i++) {
		const struct mv_link *l = &m->links[i];
		const struct note *n = &m->w->notes[l->note];
		const struct note_link *link = &n->links[l->link];

		if (strcmp(link->target, l->target) == 0)
			continue;
		out->lines[out->links++] =
		    arena_printf(m->w->arena, "%s:%d:%d: %s → %s", n->path,
			link->line, link->col, link->target, l->target);
		out->notes += l->note != last;
		last = l->note;
	}
}

/* The symbolic links to the file. A commit of ours is made of texts, and a link
 * is none, so they stay for the writer to change. */
static void
mv_symlinks(struct mv *m, struct wiki_mv *out)
{
	struct wiki *w = m->w;
	size_t skip = wiki_notes_skip(w), i;

	out->symlinks =
	    arena_alloc(w->arena, (w->n_symlinks + 1) * sizeof(*out->symlinks));
	for (i = 0; i < w->n_symlinks; i++) {
		const struct graph_symlink *l = &w->symlinks[i];
		char *way;

		if (strcmp(l->to, out->old_path + skip) != 0)
			continue;
		way = path_relative(l->from, out->path + skip);
		out->symlinks[out->n_symlinks++] = (struct wiki_mv_symlink){
			arena_printf(w->arena, "%.*s%s", (int)skip,
			    out->old_path, l->from),
			arena_strdup(w->arena, way)
		};
		free(way);
	}
}

int
wiki_mv_plan(struct wiki *w, const char *from, const char *to, bool redirect,
    struct wiki_mv *out, struct err *e)
{
	struct note_src *srcs =
	    arena_alloc(w->arena, (w->n_notes + 1) * sizeof(*srcs));
	struct mv m;
	int rc = -1;

	*out = (struct wiki_mv){ .from = from, .to = to };
	if (mv_init(&m, w, from, to, e) == -1)
		goto out;
	out->old_path = w->notes[m.moved].path;
	out->path = m.after[m.moved].path;
	if (mv_redirect(&m, redirect, out, e) == -1 || mv_links(&m, e) == -1 ||
	    mv_edits(&m, e) == -1 || mv_parse(&m, srcs, e) == -1 ||
	    mv_verify(&m, e) == -1 || mv_changes(&m, out, srcs, e) == -1 ||
	    mv_kept(w, out, e) == -1 || mv_fits(w, out, e) == -1)
		goto out;
	mv_report(&m, out);
	mv_symlinks(&m, out);
	rc = 0;
out:
	mv_release(&m);
	return rc;
}

struct mv_wish {
	struct wiki_page_wish page;
	const struct wiki_mv *mv;
};

/* The plan was made before it was our turn. */
static int
mv_ask(void *payload, struct err *e)
{
	struct mv_wish *wish = payload;

	if (wiki_page_ask(&wish->page, e) == -1)
		return -1;
	return mv_fits(wish->page.w, wish->mv, e);
}

int
wiki_mv(struct wiki *w, const struct wiki_mv *mv, struct repo_done *done,
    struct err *e)
{
	struct mv_wish wish = { { w, mv->path }, mv };
	struct repo_commit how = {
		.message = arena_printf(w->arena,
		    "mv: %s to %s\n\nHalfhour-Page: %s\n", mv->from, mv->to,
		    mv->to),
		.mode_to = mv->changes[0].path,
		.mode_from = mv->changes[1].path,
		.ask = mv_ask,
		.payload = &wish,
	};
	size_t i;
	int rc;

	rc = wiki_change(w, mv->changes, mv->n, &how, done, e);
	for (i = 0; i < mv->n && (rc == 0 || done->saved); i++)
		if (mv->changes[i].mine.p == NULL)
			wiki_page_prune(w, mv->changes[i].path +
					       strlen(w->prefix) +
					       (*w->prefix != '\0'));
	return rc;
}
