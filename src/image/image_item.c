/* image_item.c: the lines of a draft, and the Dockerfile made of them */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "image/image_int.h"

#define LEFT_CELLS 60 /* of a command that is left out */

const char *
image_step_text(const struct image_step *step, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s = step->shown, *text;
	bool first = true;

	while (*s != '\0') {
		size_t len = strcspn(s, "\n"), skip = 0;

		/* As run_console.c reads them: a prompt, and "> " on the
		 * lines that go on; behind a backslash there may be none. */
		if (first || *s == '>')
			skip = len > 1 && s[1] == ' ' ? 2 : first || len == 1;
		if (!first)
			strbuf_addc(&sb, '\n');
		strbuf_add(&sb, s + skip, len - skip);
		s += len + (s[len] == '\n');
		first = false;
	}
	text = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return text;
}

/* ---- lines ---------------------------------------------------------------------- */

struct image_item *
image_item_add(struct image_maker *m, enum image_item_kind kind, size_t step,
    const char *text)
{
	struct image_item *item = VEC_PUSH(m->items, m->n, m->cap);

	*item = (struct image_item){ .kind = kind, .text = text };
	*VEC_PUSH(item->steps, item->n_steps, item->cap_steps) = step;
	if (kind != IMAGE_ITEM_LEFT && step != IMAGE_NO_STEP)
		m->kept[step] = true;
	return item;
}

void
image_item_left(struct image_maker *m, size_t step, const char *why,
    const char *text, size_t len)
{
	size_t line = strcspn(text, "\n"), fit;
	char *safe = utf8_for_terminal(text, line < len ? line : len);

	fit = utf8_fit(safe, LEFT_CELLS);
	image_item_add(m, IMAGE_ITEM_LEFT, step,
	    arena_printf(m->a, "%s: %.*s%s", why, (int)fit, safe,
		safe[fit] != '\0' || line < len ? "…" : ""));
	free(safe);
}

/* Whether a line of a Dockerfile can have it: of several lines, or with what
 * steers a terminal, it cannot be written there. */
static bool
item_writable(const char *s)
{
	for (; *s != '\0'; s++)
		if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
			return false;
	return true;
}

/* A variable of ENV or ARG; false when a Dockerfile cannot have its value. */
static bool
item_set(struct image_maker *m, const char *verb, size_t step,
    const struct image_set *set, const struct image_word *w, size_t from)
{
	struct strbuf sb = STRBUF_INIT;

	if (!item_writable(set->value)) {
		image_item_left(m, step, "a Dockerfile cannot have its value",
		    set->name, strlen(set->name));
		return false;
	}
	strbuf_addf(&sb, "%s %s=", verb, set->name);
	if (w != NULL)
		image_word_quote(&sb, w, from);
	else if (*set->value != '\0')
		image_text_quote(&sb, set->value);
	image_item_add(m, IMAGE_ITEM_ENV, step, arena_strdup(m->a, sb.buf));
	*VEC_PUSH(m->sets, m->n_sets, m->cap_sets) = *set;
	strbuf_release(&sb);
	return true;
}

void
image_item_env(struct image_maker *m, size_t step, const struct image_set *set,
    const struct image_word *w, size_t from)
{
	item_set(m, "ENV", step, set, w, from);
	image_vars_set(&m->env, set->name, set->value);
}

void
image_item_arg(struct image_maker *m, size_t step, const struct image_set *set,
    const struct image_word *w, size_t from)
{
	item_set(m, "ARG", step, set, w, from);
	image_vars_set(&m->args, set->name, set->value);
	image_state_set(m, IMAGE_STATE_VAR, set->name, NULL);
}

void
image_item_dir(struct image_maker *m, size_t step, const char *dir)
{
	struct strbuf sb = STRBUF_INIT;

	if (!item_writable(dir)) {
		image_item_left(m, step, "a Dockerfile cannot name its folder",
		    dir, strlen(dir));
		return;
	}
	strbuf_adds(&sb, "WORKDIR ");
	image_text_quote(&sb, dir);
	/* Nothing happened in the folder before: then nobody needs it. */
	if (m->n > 0 && m->items[m->n - 1].kind == IMAGE_ITEM_DIR &&
	    *dir == '/')
		free(m->items[--m->n].steps);
	image_item_add(m, IMAGE_ITEM_DIR, step, arena_strdup(m->a, sb.buf));
	if (*dir == '/')
		m->cwd = arena_strdup(m->a, dir);
	else if (m->cwd != NULL)
		m->cwd = arena_printf(
		    m->a, "%s/%s", strcmp(m->cwd, "/") == 0 ? "" : m->cwd, dir);
	strbuf_release(&sb);
}

/*
 * Whether the text would be another one behind RUN: there a line goes on only
 * behind a backslash, also where a shell takes that for itself; lines that
 * begin with "#" are dropped; "[" begins a list, "-" an option and "<<", in
 * newer versions, a text of several lines.
 */
static bool
run_needs_list(const char *text)
{
	bool quote = false;
	const char *s;

	if (*text == '[' || *text == '-' || strstr(text, "<<") != NULL)
		return true;
	for (s = text; *s != '\0'; s++) {
		if (*s == '\'')
			quote = !quote;
		if ((unsigned char)*s < 0x20 && *s != '\n' && *s != '\t')
			return true;
		if (*s != '\n')
			continue;
		if (quote || s == text || s[-1] != '\\' ||
		    (s - text > 1 && s[-2] == '\\'))
			return true;
		s += 1 + strspn(s + 1, " \t");
		if (*s == '#' || *s == '\n' || *s == '\0')
			return true;
		s--;
	}
	return s > text && s[-1] == '\\';
}

/* Packages that are not among those that are joined need the index, too, and
 * that is removed with each group of those. "" or "sudo ", as they have it;
 * NULL: it installs none. */
static const char *
run_needs_index(const char *text)
{
	const char *apt = strstr(text, "apt");

	if (apt == NULL || strstr(apt, " install ") == NULL ||
	    (!text_starts(apt, "apt ") && !text_starts(apt, "apt-get ")))
		return NULL;
	return apt - text >= 5 && text_starts(apt - 5, "sudo ") ? "sudo " : "";
}

void
image_item_run(struct image_maker *m, size_t step, const char *text, bool bash)
{
	struct strbuf sb = STRBUF_INIT, all = STRBUF_INIT;
	const char *sudo = run_needs_index(text);
	size_t len;

	/* What only a shell could tell is told again where it is used. */
	image_state_before(m, &all, text, &bash);
	if (sudo != NULL && strstr(text, "update") == NULL)
		strbuf_addf(&all, "%sapt-get update && ", sudo);
	strbuf_adds(&all, text);
	len = all.len;
	/* Not behind what could be a heredoc's end, or a comment. */
	if (sudo != NULL && strstr(text, "/apt/lists") == NULL &&
	    strstr(text, "<<") == NULL && strchr(text, '#') == NULL &&
	    len > 0 && strchr("&;\\", all.buf[len - 1]) == NULL)
		strbuf_addf(&all,
		    " \\\n && %sapt-get clean \\\n && %srm -rf "
		    "/var/lib/apt/lists/*",
		    sudo, sudo);
	strbuf_adds(&sb, "RUN ");
	if (run_needs_list(all.buf)) {
		strbuf_adds(&sb, "[\"/bin/bash\", \"-c\", ");
		image_json_quote(&sb, all.buf, all.len);
		strbuf_adds(&sb, "]");
	} else {
		strbuf_adds(&sb, all.buf);
		m->bash |= bash;
	}
	image_item_add(m, IMAGE_ITEM_RUN, step, arena_strdup(m->a, sb.buf));
	strbuf_release(&all);
	strbuf_release(&sb);
}

/* The last group of packages that this command may join: nothing that it could
 * depend on stands behind it. */
static struct image_item *
item_apt_last(struct image_maker *m)
{
	size_t i = m->n;

	while (i > 0) {
		struct image_item *item = &m->items[--i];

		if (item->kind == IMAGE_ITEM_APT)
			return item;
		if (item->kind != IMAGE_ITEM_LEFT &&
		    item->kind != IMAGE_ITEM_DIR)
			return NULL;
	}
	return NULL;
}

void
image_item_apt(struct image_maker *m, size_t step, const struct image_apt *apt)
{
	struct image_item *item = item_apt_last(m);
	bool update =
	    strcmp(apt->verb, "update") == 0 || strcmp(apt->verb, "clean") == 0;

	if (item == NULL)
		item = image_item_add(m, IMAGE_ITEM_APT, step, NULL);
	else if (item->steps[item->n_steps - 1] != step)
		*VEC_PUSH(item->steps, item->n_steps, item->cap_steps) = step;
	m->kept[step] = true;
	/* There is one at its beginning, however often it was typed, and at
	 * its end all is cleaned. */
	if (!update)
		*VEC_PUSH(item->apt, item->n_apt, item->cap_apt) = *apt;
}

/* A name for a file beside the Dockerfile that no other file has. */
static const char *
copy_name(struct image_maker *m, size_t step, const struct image_heredoc *doc)
{
	char *name = xstrdup(doc->name), *c;
	const char *own;
	size_t i;

	for (c = name; *c != '\0'; c++)
		if (!isalnum((unsigned char)*c) && strchr("._-", *c) == NULL &&
		    (unsigned char)*c < 0x80)
			*c = '_';
	own = arena_strdup(m->a, name);
	for (i = 0; i < m->n_files; i++)
		if (text_ieq(m->files[i].name, name))
			break;
	if (i < m->n_files || text_ieq(name, "Dockerfile") ||
	    text_ieq(name, ".dockerignore") || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0)
		own = arena_printf(m->a, "step%zu-%s", step + 1, name);
	free(name);
	return own;
}

void
image_item_copy(
    struct image_maker *m, size_t step, const struct image_heredoc *doc)
{
	const char *name = copy_name(m, step, doc);

	*VEC_PUSH(m->files, m->n_files, m->cap_files) =
	    (struct image_file){ name, doc->bytes, doc->len };
	image_item_add(m, IMAGE_ITEM_RUN, step,
	    arena_printf(m->a,
		doc->json ? "COPY %s%s[\"%s\", %s]" : "COPY %s%s%s %s",
		*m->user != '\0' ? "--chown=" : "",
		*m->user != '\0' ? arena_printf(m->a, "%s ", m->user) : "",
		name, doc->to));
}

void
image_items_release(struct image_maker *m)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		free(m->items[i].steps);
		free(m->items[i].apt);
	}
	free(m->items);
	m->items = NULL;
	m->n = 0;
}

/* ---- the Dockerfile --------------------------------------------------------------- */

/* "# PAGE#ID step 7", "# PAGE#ID steps 1, 3" */
static void
render_link(struct strbuf *out, const struct image_maker *m,
    const struct image_item *item)
{
	size_t i;

	if (item->steps[0] == IMAGE_NO_STEP) {
		strbuf_addf(out, "# %s options", m->s->name);
		return;
	}
	strbuf_addf(
	    out, "# %s step%s ", m->s->name, item->n_steps == 1 ? "" : "s");
	for (i = 0; i < item->n_steps; i++)
		strbuf_addf(
		    out, "%s%zu", i > 0 ? ", " : "", item->steps[i] + 1);
}

static void
render_item(
    struct strbuf *out, const struct image_maker *m, size_t i, bool *was_left)
{
	const struct image_item *item = &m->items[i];
	bool left = item->kind == IMAGE_ITEM_LEFT;
	bool goes_on = i > 0 && !left && item->kind != IMAGE_ITEM_APT &&
		       m->items[i - 1].kind != IMAGE_ITEM_LEFT &&
		       m->items[i - 1].kind != IMAGE_ITEM_APT &&
		       m->items[i - 1].steps[0] == item->steps[0];
	struct strbuf run = STRBUF_INIT;

	if (item->kind == IMAGE_ITEM_APT &&
	    !image_apt_render(&run, item->apt, item->n_apt, m->o)) {
		left = true;
		strbuf_adds(&run, "each install fetches its own index");
	}
	/* Comments about what is left out stand together. */
	if (!(left && *was_left) && !goes_on)
		strbuf_addc(out, '\n');
	if (!goes_on)
		render_link(out, m, item);
	if (left)
		strbuf_addf(out, ", left out: %s\n",
		    run.len > 0 ? run.buf : item->text);
	else
		strbuf_addf(out, "%s%s\n", goes_on ? "" : "\n",
		    run.len > 0 ? run.buf : item->text);
	*was_left = left;
	strbuf_release(&run);
}

void
image_render(struct strbuf *out, const struct image_maker *m)
{
	const struct image_session *s = m->s;
	bool left = false;
	size_t i;

	strbuf_addf(out, "# A draft of %s%s%s\n", s->name,
	    *s->engine != '\0' ? ", recorded with " : "", s->engine);
	if (*s->image_id != '\0' && strcmp(s->image_id, s->image) != 0)
		strbuf_addf(out, "# %s was %s\n", s->image, s->image_id);
	if (s->stale)
		strbuf_adds(out,
		    "# The block was changed after that: this is the record.\n");
	strbuf_addf(out, "FROM %s\n", s->image);
	if (m->bash)
		strbuf_adds(out,
		    "\n# Some of it was typed for bash, and is no sh.\n"
		    "SHELL [\"/bin/bash\", \"-c\"]\n");
	for (i = 0; i < m->n; i++)
		render_item(out, m, i, &left);
}
