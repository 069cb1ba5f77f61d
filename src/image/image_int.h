/* image_int.h: what the files of this room know of each other */
#ifndef IMAGE_IMAGE_INT_H
#define IMAGE_IMAGE_INT_H

#include "image/image.h"
#include "image/image_sh.h"

/* ---- image_apt.c: packages ------------------------------------------------- */

/* A command of apt or apt-get. */
struct image_apt {
	const char *verb;  /* "update", "install", … */
	const char *front; /* what stands before the verb: variables */
	const char *opts;  /* " -t sid"; without -y */
	const char *tail;  /* " >log 2>&1": files that get what it says */
	const char **packages;
	size_t n_packages;
};
/* Whether it is one that can be joined with others. */
bool image_apt_parse(
    struct image_apt *out, const struct image_command *c, struct arena *a);
/* Whether it empties the lists of packages, as we do. */
bool image_apt_cleans(
    const struct image_line *l, const struct image_command *c);
/* The RUN of several of them; false when nothing is installed by it. */
bool image_apt_render(struct strbuf *out, const struct image_apt *v, size_t n,
    const struct image_opts *o);

/* ---- image_pack.c: other packages -------------------------------------------- */

/* The command that installs, so that nothing of it is left; NULL: it is none. */
const char *image_pack(
    const char *text, const struct image_command *c, struct arena *a);
/* Whether it only fetches an index that is not needed then. */
bool image_pack_index(const struct image_command *c);

/* ---- image_file.c: files that a command writes ---------------------------- */

/* A heredoc that is a file: what it holds, and where it goes. */
struct image_heredoc {
	const char *path; /* as the session has it */
	const char *name; /* the last part of that */
	const char *to;   /* as COPY has it, behind the name in the context */
	bool json;        /* and that is JSON */
	const char *bytes;
	size_t len;
};
/* Whether the command does nothing but write a text that is known. */
bool image_heredoc(struct image_heredoc *out, const struct image_command *c,
    const struct image_vars *env, const struct image_vars *args,
    struct arena *a);

/* ---- image_item.c: the lines of a draft ------------------------------------- */

enum image_item_kind {
	IMAGE_ITEM_LEFT, /* a comment: a command that is not taken over */
	IMAGE_ITEM_ENV,  /* ENV and ARG */
	IMAGE_ITEM_DIR,
	IMAGE_ITEM_RUN,
	IMAGE_ITEM_APT,
};

struct image_item {
	enum image_item_kind kind;
	const char *text; /* the instruction; of one left out: why */
	size_t *steps;    /* owned; their numbers, from 0 */
	size_t n_steps, cap_steps;
	struct image_apt *apt; /* owned; of packages */
	size_t n_apt, cap_apt;
};

/* A variable that a line of the draft sets, and where. */
struct image_set {
	const char *name, *value;
	size_t step, at; /* and the byte of its command */
};

/* What a shell was told, and the next RUN does not know. */
enum image_state_kind {
	IMAGE_STATE_VAR, /* NAME=…, whose value only a shell can tell */
	IMAGE_STATE_FUNCTION,
	IMAGE_STATE_ALIAS,
	IMAGE_STATE_ALL,    /* umask, set, shopt */
	IMAGE_STATE_SOURCE, /* a file that was read */
};

struct image_state {
	enum image_state_kind kind;
	const char *name, *text;
	bool bash;
	const char *need; /* of IMAGE_STATE_ALL: for lines with one of these */
};

/* The step of what the options of the session say. */
#define IMAGE_NO_STEP ((size_t)-1)

struct image_maker {
	const struct image_session *s;
	const struct image_opts *o;
	struct arena *a;
	struct diag_list *d;
	struct image_vars env;             /* of the image */
	struct image_vars args;            /* known while it is built */
	struct image_state *states;        /* owned */
	size_t n_states, cap_states, told; /* how often one was set */
	size_t step;                       /* at hand */
	bool line_bash;                    /* and its line is for bash */
	const char *user;                  /* of the image; "" is root */
	const char *cwd;                   /* of the image; NULL: not known */
	struct image_item *items;
	size_t n, cap;
	struct image_file *files;
	size_t n_files, cap_files;
	struct image_set *sets;
	size_t n_sets, cap_sets;
	struct image_path *asks;
	size_t n_asks, cap_asks;
	struct image_made *made; /* owned; the last of a path counts */
	size_t n_made, cap_made;
	bool *kept; /* owned; by step: a line of the draft was made of it */
	struct strbuf run; /* parts of a RUN that is not there yet */
	bool bash;
};

/* The command of a step without its prompts, in the arena. */
const char *image_step_text(const struct image_step *step, struct arena *a);

/* A new line, of this step. */
struct image_item *image_item_add(struct image_maker *m,
    enum image_item_kind kind, size_t step, const char *text);
/* It is not taken over, and why; `text` is all of it, or the part. */
void image_item_left(struct image_maker *m, size_t step, const char *why,
    const char *text, size_t len);
/* ENV NAME=…: the word behind its first `from` bytes, or, without a word, the
 * value. `at` is where the command has it. */
void image_item_env(struct image_maker *m, size_t step,
    const struct image_set *set, const struct image_word *w, size_t from);
/* The same for ARG. */
void image_item_arg(struct image_maker *m, size_t step,
    const struct image_set *set, const struct image_word *w, size_t from);
void image_item_dir(struct image_maker *m, size_t step, const char *dir);
/* RUN of a text; `bash`: sh would read it otherwise. */
void image_item_run(
    struct image_maker *m, size_t step, const char *text, bool bash);
void image_item_apt(
    struct image_maker *m, size_t step, const struct image_apt *apt);
void image_item_copy(
    struct image_maker *m, size_t step, const struct image_heredoc *doc);
void image_items_release(struct image_maker *m);
/* Append the whole Dockerfile. */
void image_render(struct strbuf *out, const struct image_maker *m);

/* ---- image_state.c: what a shell was told ------------------------------------- */

const char *image_state_get(
    const struct image_maker *m, enum image_state_kind kind, const char *name);
/* NULL: it is known no more. */
void image_state_set(struct image_maker *m, enum image_state_kind kind,
    const char *name, const char *text);
/* Whether the command does nothing but tell the shell. */
bool image_state_is(const struct image_command *c);
/* And keep that. */
void image_state_take(struct image_maker *m, size_t step,
    const struct image_line *l, const struct image_command *c);
/* Append what a RUN of this text needs before it. */
void image_state_before(
    struct image_maker *m, struct strbuf *out, const char *text, bool *bash);
/* Whether a text has a name as a word of its own. */
bool image_names(const char *text, const char *name);

/* ---- image_options.c ----------------------------------------------------------- */

/* The lines of the draft that the options of the session are. */
void image_options(struct image_maker *m);

/* ---- image_gone.c: what a draft cannot have ------------------------------------ */

enum image_goes {
	IMAGE_ENDS,
	IMAGE_WAITED,  /* it goes on, and the session has waited for it */
	IMAGE_GOES_ON, /* it is told that it cannot be taken over */
};
enum image_goes image_goes(
    struct image_maker *m, size_t step, const struct image_line *l);
/* Tell all that the draft, which is made, has not. */
void image_gone(struct image_maker *m);
/* A program that goes on by itself. */
bool image_is_daemon(const struct image_command *c);

/* ---- image_warn.c ----------------------------------------------------------- */

/* All that looks like a mistake. */
void image_warn(struct image_maker *m);
/* A warning at a byte of a step's command. */
void __attribute__((format(printf, 4, 5)))
image_tell(struct image_maker *m, size_t step, size_t at, const char *fmt, ...);
/* The place of a byte of a step's command in the note. */
void image_place(const struct image_step *step, size_t at, int *line, int *col);

#endif
