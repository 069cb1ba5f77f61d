/* image_draft.c: a session in a container, as the Dockerfile that repeats it */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "image/image_int.h"
#include "image/image_path.h"

/*
 * Theory of operation. Each command of the session is taken apart as far as it
 * can be (image_sh.c). One that failed, or left nothing behind (image_look.c),
 * becomes a comment. Of the others
 *
 *	cd DIR			becomes WORKDIR,
 *	export NAME=VALUE	ENV,
 *	NAME=VALUE		ARG: the build has it, the image has not,
 *	apt-get …		one RUN with its neighbours (image_apt.c),
 *	cat >FILE <<END		COPY (image_file.c),
 *	umask, f() { …; }	before each RUN that needs it (image_state.c),
 *	anything else		RUN, as it stands.
 *
 * The text is taken from the command, so that quotes and variables stay what
 * they are. Then the draft is held against the record, which knows what the
 * command has changed: a variable or folder that is another one by now, as
 * after `source FILE` or in a loop, becomes an ENV or WORKDIR with the value
 * that was recorded. So the environment of the image is that of the session,
 * whatever was understood.
 */

/* ---- what one command says ------------------------------------------------------ */

static const char *
command_name(const struct image_command *c)
{
	return c->n_words > c->n_sets ? c->words[c->n_sets].raw : "";
}

bool
image_command_is(const struct image_command *c, const char *name)
{
	return c->n_sets == 0 && c->shape == IMAGE_SIMPLE &&
	       strcmp(command_name(c), name) == 0;
}

static bool
command_is_cd(const struct image_command *c)
{
	return image_command_is(c, "cd") || image_command_is(c, "pushd") ||
	       image_command_is(c, "popd");
}

/* The value that the record has of a variable after this step; NULL: none. */
static const char *
recorded(const struct image_step *step, const char *name)
{
	size_t i;

	for (i = 0; i < step->n_vars; i++)
		if (strcmp(step->vars[i].name, name) == 0)
			return step->vars[i].value;
	return NULL;
}

static void
draft_flush(struct image_maker *m, size_t step, bool bash)
{
	if (m->run.len > 0)
		image_item_run(m, step, m->run.buf, bash);
	strbuf_clear(&m->run);
}

/* NAME=$(…), and NAME+=… behind what it was. */
static void
draft_assign_shell(struct image_maker *m, const char *name, const char *raw)
{
	const char *was = image_state_get(m, IMAGE_STATE_VAR, name);
	bool more = raw[strlen(name)] == '+' && was != NULL;

	image_state_set(m, IMAGE_STATE_VAR, name,
	    arena_printf(
		m->a, "%s%s%s", more ? was : "", more ? " && " : "", raw));
}

/* NAME=VALUE of `export`, or of no command: ENV or ARG. */
static void
draft_assign(struct image_maker *m, size_t step, const struct image_word *w,
    size_t at, bool export)
{
	size_t len = image_name_len(w->raw);
	const char *name = arena_strndup(m->a, w->raw, len), *is;
	struct image_set set = { name,
		w->raw[len] == '+'
		    ? NULL
		    : image_word_value(w, len + 1, &m->env, &m->args, m->a),
		step, at };

	is = recorded(&m->s->steps[step], name);
	export |= image_vars_get(&m->env, name) != NULL;
	if (!export && set.value != NULL) {
		image_item_arg(m, step, &set, w, len + 1);
	} else if (!export) {
		draft_assign_shell(m, name, w->raw);
	} else if (set.value != NULL && (is == NULL || !strcmp(is, set.value)))
		image_item_env(m, step, &set, w, len + 1);
	else if ((set.value = is) != NULL)
		image_item_env(m, step, &set, NULL, 0);
	else
		image_item_left(m, step, "its value was not recorded", w->raw,
		    strlen(w->raw));
}

/* `export NAME` of a variable that the shell has already. */
static void
draft_export_name(
    struct image_maker *m, size_t step, const char *name, size_t at)
{
	const struct image_piece piece = { IMAGE_VAR, name };
	const struct image_word w = {
		.raw = name, .pieces = &piece, .n_pieces = 1
	};
	const char *is = recorded(&m->s->steps[step], name);
	struct image_set set = { name, image_vars_get(&m->args, name), step,
		at };

	if (image_vars_get(&m->env, name) != NULL && is == NULL)
		return;
	if (set.value != NULL && (is == NULL || strcmp(is, set.value) == 0))
		image_item_env(m, step, &set, &w, 0);
	else if ((set.value = is) != NULL)
		image_item_env(m, step, &set, NULL, 0);
}

static void
draft_export(struct image_maker *m, size_t step, const char *text,
    const struct image_command *c)
{
	size_t i, at;

	for (i = 1; i < c->n_words; i++) {
		const struct image_word *w = &c->words[i];
		const char *found = strstr(text + c->at, w->raw);
		size_t len = image_name_len(w->raw);

		at = found != NULL ? (size_t)(found - text) : c->at;
		if (len > 0 &&
		    (w->raw[len] == '=' || text_starts(w->raw + len, "+=")))
			draft_assign(m, step, w, at, true);
		else if (len > 0 && w->raw[len] == '\0')
			draft_export_name(
			    m, step, arena_strdup(m->a, w->raw), at);
	}
}

/* Whether a line of the draft behind item `i` uses the variable. */
static bool
draft_used(struct image_maker *m, size_t i, const char *name)
{
	const char *use = arena_printf(m->a, "$%s", name),
		   *brace = arena_printf(m->a, "${%s", name);

	for (; i < m->n; i++)
		if (m->items[i].text != NULL &&
		    m->items[i].kind != IMAGE_ITEM_LEFT &&
		    (strstr(m->items[i].text, use) != NULL ||
			strstr(m->items[i].text, brace) != NULL))
			return true;
	return false;
}

/* A variable that the session has set, never used and unset again is left out
 * from the beginning, as if it had not been there: a typo, as a rule. */
static bool
draft_forget(struct image_maker *m, const char *name)
{
	const char *line = arena_printf(m->a, "ENV %s=", name);
	size_t i;

	for (i = 0; i < m->s->n_env; i++)
		if (strcmp(m->s->env[i].name, name) == 0)
			return false;
	if (draft_used(m, 0, name))
		return false;
	for (i = 0; i < m->n; i++)
		if (m->items[i].kind == IMAGE_ITEM_ENV &&
		    text_starts(m->items[i].text, line)) {
			m->items[i].kind = IMAGE_ITEM_LEFT;
			m->items[i].text =
			    arena_printf(m->a, "it is unset again: %s", name);
		}
	image_vars_set(&m->env, name, NULL);
	return true;
}

/* A Dockerfile can empty a variable, and not more. */
static void
draft_unset(struct image_maker *m, size_t step, const char *name, size_t at)
{
	const char *own = arena_strdup(m->a, name), *old;
	struct image_set set = { own, "", step, at };
	int line, col;

	image_vars_set(&m->args, own, NULL);
	image_state_set(m, IMAGE_STATE_VAR, own, NULL);
	if ((old = image_vars_get(&m->env, own)) == NULL || *old == '\0' ||
	    draft_forget(m, own))
		return;
	image_item_env(m, step, &set, NULL, 0);
	image_place(&m->s->steps[step], at, &line, &col);
	diag(m->d, DIAG_IMAGE, m->s->path, line, col,
	    "a Dockerfile cannot unset %s: in the image it is empty", own);
}

/* ---- a line ---------------------------------------------------------------------- */

/* Whether a step is likely to have made the file before, with a mode of its
 * own: it names it as this one does, in full, or from its folder. */
static bool
draft_made(
    const struct image_maker *m, size_t i, const char *name, const char *path)
{
	const struct image_step *st = &m->s->steps[i];
	const char *text = image_step_text(st, m->a);
	size_t dir = (size_t)(strrchr(path, '/') - path);

	return image_names(text, name) || image_names(text, path) ||
	       (st->cwd != NULL && strlen(st->cwd) == dir &&
		   memcmp(st->cwd, path, dir) == 0 &&
		   image_names(text, path + dir + 1));
}

/* Whether COPY makes the file that the command makes: one that is new gets the
 * mode of any new file; one that was there keeps its own. */
static bool
draft_copies(struct image_maker *m, size_t step, const struct image_command *c,
    struct image_heredoc *doc)
{
	const char *path;
	size_t i;

	if (!image_heredoc(doc, c, &m->env, &m->args, m->a) ||
	    image_state_get(m, IMAGE_STATE_ALL, "umask") != NULL)
		return false;
	path = doc->path;
	if (*path != '/')
		path = arena_printf(m->a, "%s/%s",
		    m->cwd == NULL || strcmp(m->cwd, "/") == 0 ? "" : m->cwd,
		    path);
	for (i = 0; i < m->s->n_diff; i++)
		if (m->s->diff[i][0] == 'C' &&
		    strcmp(m->s->diff[i] + 2, path) == 0)
			return false;
	for (i = 0; i < step; i++)
		if (m->kept[i] && draft_made(m, i, doc->path, path))
			return false;
	return true;
}

/* What `echo $?` at the end of a line has printed, the status of the part
 * before it; -1: that is not what it ends in, or nobody knows. */
static int
draft_told(
    const struct image_step *st, const struct image_line *l, struct arena *a)
{
	const struct image_command *c = l->n > 1 ? &l->v[l->n - 1] : NULL;
	size_t end = st->out_len, at;
	long told;

	if (c == NULL || st->out == NULL || c->n_words != 2 ||
	    c->n_redirects > 0 || !image_command_is(c, "echo") ||
	    (strcmp(c->words[1].raw, "$?") != 0 &&
		strcmp(c->words[1].raw, "\"$?\"") != 0))
		return -1;
	while (end > 0 && strchr("\r\n", st->out[end - 1]) != NULL)
		end--;
	for (at = end; at > 0 && strchr("\r\n", st->out[at - 1]) == NULL; at--)
		;
	if (end - at > 3 ||
	    text_number(
		&told, arena_strndup(a, st->out + at, end - at), 0, 255) == -1)
		return -1;
	return (int)told;
}

/* Whether a part that is followed by ";", and so may have failed, did not as
 * far as one can tell: it tells the shell something, it installs, or its
 * status was printed behind it. */
static bool
draft_sure(
    struct image_maker *m, size_t step, const struct image_line *l, size_t i)
{
	const struct image_command *c = &l->v[i];
	struct image_line part = *l;
	struct image_apt apt;

	part.v = c;
	part.n = 1;
	if (command_is_cd(c) || image_command_is(c, "export") ||
	    image_command_is(c, "unset") || c->n_words == c->n_sets ||
	    image_state_is(c) || image_look(&part, m->a) != NULL)
		return true;
	if (image_command_is(c, "mkdir") && c->n_words > 1 &&
	    strcmp(c->words[1].raw, "-p") == 0)
		return true;
	if (image_apt_parse(&apt, c, m->a) ||
	    image_pack(l->text, c, m->a) != NULL)
		return true;
	return i + 2 == l->n && draft_told(&m->s->steps[step], l, m->a) != -1;
}

/* Whether a part of a line changes nothing that a later one can see. */
static bool
draft_looks(const struct image_maker *m, const struct image_line *l, size_t i)
{
	struct image_line part = *l;

	part.v = &l->v[i];
	part.n = 1;
	return image_look(&part, m->a) != NULL;
}

/* Whether the parts of a line can stand in lines of their own. */
static bool
draft_divides(struct image_maker *m, size_t step, const struct image_line *l)
{
	struct image_heredoc doc;
	size_t i, k, dirs = 0, named = 0;
	bool group = false;

	for (i = 0; i < l->n; i++) {
		const struct image_command *c = &l->v[i];
		bool last = i + 1 == l->n;

		if (c->join == IMAGE_JOIN_OR || c->join == IMAGE_JOIN_BACK)
			return false;
		/* Behind a loop the shell may be another one. */
		if (group && !draft_looks(m, l, i))
			return false;
		group |= c->shape == IMAGE_GROUP;
		/* Behind ";" the next one runs even if this one failed. */
		if (c->join == IMAGE_JOIN_THEN && !last &&
		    !draft_sure(m, step, l, i))
			return false;
		if (command_is_cd(c)) {
			dirs++;
			named += c->n_words == 2 && *c->words[1].raw != '-' &&
				 image_word_value(&c->words[1], 0, &m->env,
				     &m->args, m->a) != NULL;
		}
		if (image_command_is(c, "export") && c->n_words > 1 &&
		    *c->words[1].raw == '-')
			return false;
		for (k = 0; k < c->n_redirects; k++)
			if (c->redirects[k].body != NULL &&
			    (!last ||
				(i > 0 &&
				    l->v[i - 1].join == IMAGE_JOIN_PIPE) ||
				!draft_copies(m, step, c, &doc)))
				return false;
	}
	return dirs == named || dirs == 1;
}

static void
draft_cd(struct image_maker *m, size_t step, const struct image_line *l,
    const struct image_command *c)
{
	const char *cwd = m->s->steps[step].cwd, *dir = NULL;
	size_t i, dirs = 0;

	for (i = 0; i < l->n; i++)
		dirs += command_is_cd(&l->v[i]);
	if (dirs == 1 && cwd != NULL)
		dir = cwd;
	else if (c->n_words == 2 && *c->words[1].raw != '-')
		dir =
		    image_word_value(&c->words[1], 0, &m->env, &m->args, m->a);
	if (dir != NULL && *dir != '\0' &&
	    (m->cwd == NULL || strcmp(dir, m->cwd) != 0))
		image_item_dir(m, step, dir);
}

/* What is no RUN; false: it is one. */
static bool
draft_special(struct image_maker *m, size_t step, const struct image_line *l,
    const struct image_command *c)
{
	struct image_heredoc doc;
	struct image_apt apt;
	bool clean = image_apt_cleans(l, c) && m->n > 0 &&
		     m->items[m->n - 1].kind == IMAGE_ITEM_APT;
	bool is_apt = image_apt_parse(&apt, c, m->a);
	bool is_doc = draft_copies(m, step, c, &doc);
	size_t i;

	if (image_state_is(c)) {
		draft_flush(m, step, l->bash);
		image_state_take(m, step, l, c);
		return true;
	}
	if (!clean && !is_apt && !is_doc && !command_is_cd(c) &&
	    !image_command_is(c, "export") && !image_command_is(c, "unset") &&
	    (c->n_words > c->n_sets || c->n_redirects > 0))
		return false;
	draft_flush(m, step, l->bash);
	if (clean)
		return true;
	if (is_apt)
		image_item_apt(m, step, &apt);
	else if (is_doc)
		image_item_copy(m, step, &doc);
	else if (command_is_cd(c))
		draft_cd(m, step, l, c);
	else if (image_command_is(c, "export"))
		draft_export(m, step, l->text, c);
	else if (image_command_is(c, "unset"))
		for (i = 1; i < c->n_words; i++)
			draft_unset(m, step, c->words[i].raw, c->at);
	else
		for (i = 0; i < c->n_sets; i++)
			draft_assign(m, step, &c->words[i], c->at, false);
	return true;
}

/* Where the part begins whose status `echo $?` at the end told to be another
 * one than 0; l->n: there is none. */
static size_t
draft_failed(
    const struct image_maker *m, size_t step, const struct image_line *l)
{
	size_t i;

	if (draft_told(&m->s->steps[step], l, m->a) <= 0)
		return l->n;
	for (i = l->n - 2; i > 0 && l->v[i - 1].join != IMAGE_JOIN_THEN; i--)
		;
	return i;
}

/* A part of a line that is no line of its own yet. */
static void
draft_run(struct image_maker *m, size_t step, const struct image_line *l,
    const struct image_line *part)
{
	size_t at = part->v[0].at, len = part->v[part->n - 1].end - at;
	const char *pack =
	    part->n == 1 ? image_pack(l->text, part->v, m->a) : NULL;
	const char *why = image_look(part, m->a);

	if (part->n == 1 && image_pack_index(part->v))
		why = "each install fetches its own index";
	if (why != NULL && m->run.len == 0) {
		image_item_left(m, step, why, l->text + at, len);
		return;
	}
	if (m->run.len > 0)
		strbuf_adds(&m->run, " \\\n && ");
	if (pack != NULL)
		strbuf_adds(&m->run, pack);
	else
		strbuf_add(&m->run, l->text + at, len);
}

/* Each part of a line that divides: a command, or several with pipes. */
static void
draft_parts(struct image_maker *m, size_t step, const struct image_line *l)
{
	size_t i, n, failed = draft_failed(m, step, l);

	for (i = 0; i < l->n; i += n) {
		struct image_line part = *l;

		for (n = 1; l->v[i + n - 1].join == IMAGE_JOIN_PIPE; n++)
			;
		part.v = l->v + i;
		part.n = n;
		if (i >= failed && i + 1 < l->n)
			image_item_left(m, step,
			    arena_printf(m->a, "it failed, with %d",
				draft_told(&m->s->steps[step], l, m->a)),
			    l->text + l->v[i].at,
			    l->v[i + n - 1].end - l->v[i].at);
		else if (n != 1 || !draft_special(m, step, l, part.v))
			draft_run(m, step, l, &part);
		/* Behind ";" there is another line. */
		if (l->v[i + n - 1].join == IMAGE_JOIN_THEN)
			draft_flush(m, step, l->bash);
	}
	draft_flush(m, step, l->bash);
}

/* As it stands; what its assignments made is not lost with its shell. */
static void
draft_whole(
    struct image_maker *m, size_t step, const struct image_line *l, bool waits)
{
	size_t i, k, len = strlen(l->text);

	while (len > 0 && strchr(" \t\n", l->text[len - 1]) != NULL)
		len--;
	image_item_run(m, step,
	    arena_printf(
		m->a, "%.*s%s", (int)len, l->text, waits ? " wait" : ""),
	    l->bash);
	for (i = 0; i < l->n; i++)
		if (image_state_is(&l->v[i]))
			image_state_take(m, step, l, &l->v[i]);
	for (i = 0; i < l->n; i++)
		for (k = 0;
		     k < l->v[i].n_sets && l->v[i].n_words == l->v[i].n_sets;
		     k++) {
			const char *raw = l->v[i].words[k].raw;

			draft_assign_shell(m,
			    arena_strndup(m->a, raw, image_name_len(raw)), raw);
		}
}

/* ---- a step ---------------------------------------------------------------------- */

/* What the record says of the shell, where the draft does not say it yet. */
static void
draft_settle(struct image_maker *m, size_t step, const char *text)
{
	const struct image_step *st = &m->s->steps[step];
	size_t i;

	for (i = 0; i < st->n_vars; i++) {
		const struct image_var *v = &st->vars[i];
		const char *is = image_vars_get(&m->env, v->name);
		const char *found = strstr(text, v->name);
		size_t at = found != NULL ? (size_t)(found - text) : 0;
		struct image_set set = { v->name, v->value, step, at };

		if (image_var_own(v->name) ||
		    image_name_len(v->name) != strlen(v->name))
			continue;
		if (v->value == NULL)
			draft_unset(m, step, v->name, at);
		else if (is == NULL || strcmp(is, v->value) != 0)
			image_item_env(m, step, &set, NULL, 0);
	}
	if (st->cwd == NULL)
		return;
	if (m->cwd == NULL && strstr(text, "cd") == NULL &&
	    strstr(text, "push") == NULL)
		m->cwd = st->cwd; /* where it began */
	else if (m->cwd == NULL || strcmp(m->cwd, st->cwd) != 0)
		image_item_dir(m, step, st->cwd);
}

/* A line without what goes on by itself. */
static void
draft_ends(struct image_line *l, struct arena *a)
{
	struct image_command *v = arena_copy(a, l->v, l->n, sizeof(*v));
	size_t i, n = 0, from;

	for (i = 0; i < l->n; i++) {
		v[n++] = l->v[i];
		if (l->v[i].join != IMAGE_JOIN_BACK &&
		    !image_is_daemon(&l->v[i]))
			continue;
		for (from = n - 1; l->v[i].join == IMAGE_JOIN_BACK &&
				   from > 0 &&
				   v[from - 1].join != IMAGE_JOIN_THEN;)
			from--;
		n = from;
	}
	if (n > 0 && v[n - 1].join != IMAGE_JOIN_THEN)
		v[n - 1].join = IMAGE_JOIN_END;
	l->v = v;
	l->n = n;
}

/* A line that did what it should. */
static void
draft_line(
    struct image_maker *m, size_t step, struct image_line *l, const char *text)
{
	enum image_goes goes = image_goes(m, step, l);
	const char *why;
	size_t i;

	if (goes == IMAGE_GOES_ON) {
		draft_ends(l, m->a);
		if (l->n == 0 || !draft_divides(m, step, l)) {
			image_item_left(m, step, "it goes on by itself", text,
			    strlen(text));
			return;
		}
	}
	if ((why = image_look(l, m->a)) != NULL) {
		size_t told = m->told;

		for (i = 0; i < l->n; i++)
			if (image_state_is(&l->v[i]))
				image_state_take(m, step, l, &l->v[i]);
		image_item_left(m, step,
		    m->told > told ? "lines that need it are told" : why, text,
		    strlen(text));
	} else if (l->plain && draft_divides(m, step, l))
		draft_parts(m, step, l);
	else
		draft_whole(m, step, l,
		    goes == IMAGE_WAITED &&
			l->v[l->n - 1].join == IMAGE_JOIN_BACK);
}

static void
draft_step(struct image_maker *m, size_t step)
{
	const struct image_step *st = &m->s->steps[step];
	const char *text = image_step_text(st, m->a);
	const char *cwd = m->cwd;
	size_t before = m->n, told = m->told;
	struct image_line l;

	m->step = step;
	image_sh_parse(&l, text, m->a);
	m->line_bash = l.bash;
	if (st->exit != 0)
		image_item_left(m, step,
		    st->exit == -1
			? "it did not end"
			: arena_printf(m->a, "it failed, with %d", st->exit),
		    text, strlen(text));
	else
		draft_line(m, step, &l, text);
	draft_settle(m, step, text);
	if (st->exit == 0) {
		/* Before and behind a `cd` of its own. */
		image_made_take(m, &l, cwd);
		if (m->cwd != cwd)
			image_made_take(m, &l, m->cwd);
	}
	if (m->n == before && !m->kept[step])
		image_item_left(m, step,
		    m->told > told ? "it is put where it is used"
				   : "it changes nothing",
		    text, strlen(text));
}

/* ---- all of it ------------------------------------------------------------------- */

/* What a Dockerfile can name: no blanks, nothing that it would replace. */
static bool
image_name_good(const char *image)
{
	const char *s;

	for (s = image; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f ||
		    strchr("$\\\"'#", *s) != NULL)
			return false;
	return *image != '\0' && *image != '-';
}

int
image_draft(struct image_draft *out, const struct image_session *s,
    const struct image_opts *o, struct arena *a, struct diag_list *d,
    struct err *e)
{
	struct image_maker m = {
		.s = s, .o = o, .a = a, .d = d, .run = STRBUF_INIT, .user = ""
	};
	size_t i;

	if (!image_name_good(s->image))
		return err_set(e,
		    "the record of %s names no image that a "
		    "Dockerfile could begin with",
		    s->name);
	if (s->n_steps == 0)
		return err_code(
		    e, ERR_NOTHING, "the record of %s has no command", s->name);
	m.kept = xcalloc(s->n_steps, sizeof(*m.kept));
	for (i = 0; i < s->n_env; i++) {
		if (strcmp(s->env[i].name, "PWD") == 0)
			m.cwd = s->env[i].value;
		if (!image_var_own(s->env[i].name))
			image_vars_set(&m.env, s->env[i].name, s->env[i].value);
	}
	if (s->options != NULL)
		image_options(&m);
	if (s->user != NULL &&
	    strspn(s->user, "0123456789:") == strlen(s->user) &&
	    !text_starts(s->user, "0:"))
		m.user = s->user;
	for (i = 0; i < s->n_steps; i++)
		draft_step(&m, i);
	image_gone(&m);
	image_warn(&m);
	strbuf_init(&out->text, STRBUF_MAX);
	image_render(&out->text, &m);
	out->files = arena_copy(a, m.files, m.n_files, sizeof(*m.files));
	out->n_files = m.n_files;
	out->asks = arena_copy(a, m.asks, m.n_asks, sizeof(*m.asks));
	out->n_asks = m.n_asks;
	image_items_release(&m);
	strbuf_release(&m.run);
	free(m.kept);
	free(m.files);
	free(m.sets);
	free(m.asks);
	free(m.made);
	free(m.env.v);
	free(m.args.v);
	free(m.states);
	return 0;
}

void
image_draft_release(struct image_draft *draft)
{
	strbuf_release(&draft->text);
}
