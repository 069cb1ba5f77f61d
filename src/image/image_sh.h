/* image_sh.h: lines and words of a shell, for this room only */
#ifndef IMAGE_IMAGE_SH_H
#define IMAGE_IMAGE_SH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "image/image.h"

/* ---- image_sh.c: a line of a shell, in its parts -------------------------- */

enum image_piece_kind {
	IMAGE_TEXT,  /* as the shell hands it on, without its quotes */
	IMAGE_VAR,   /* $NAME or ${NAME}, of which `text` is the name */
	IMAGE_OTHER, /* what only a shell can tell: $(…), *, ~, ${X:-y} */
};

struct image_piece {
	enum image_piece_kind kind;
	const char *text;
};

struct image_word {
	const char *raw; /* as it is written */
	const struct image_piece *pieces;
	size_t n_pieces;
	bool quoted; /* some of it */
};
/* Its text when it is the same wherever it runs; else NULL. */
const char *image_word_text(const struct image_word *w);

struct image_redirect {
	int fd;         /* before the sign; -1: none */
	const char *op; /* ">", ">>", "<<", "<<-", … */
	struct image_word to;
	const char *body; /* of << and <<-, with its tabs; or NULL */
	size_t body_len;
};

/* What stands between a command and the next one. */
enum image_join {
	IMAGE_JOIN_END,
	IMAGE_JOIN_THEN, /* ; or the end of a line */
	IMAGE_JOIN_AND,
	IMAGE_JOIN_OR,
	IMAGE_JOIN_PIPE,
	IMAGE_JOIN_BACK, /* & */
};

enum image_shape {
	IMAGE_SIMPLE,
	IMAGE_GROUP,    /* a loop, a group, a case: one word, all of it */
	IMAGE_FUNCTION, /* it says what one is; `name` is its name */
};

struct image_command {
	enum image_shape shape;
	const char *name;
	size_t at, end; /* its bytes in the line */
	const struct image_word *words;
	size_t n_words, n_sets; /* the first of them are NAME=VALUE */
	const struct image_redirect *redirects;
	size_t n_redirects;
	enum image_join join;
};

struct image_line {
	const char *text;
	/* Commands and what joins them, all of it understood. Else there are
	 * no commands. */
	bool plain;
	bool bash; /* it has what sh does not know, or reads otherwise */
	const struct image_command *v;
	size_t n;
};
/* Take a line apart, which may be several; all of it lives in the arena. */
void image_sh_parse(struct image_line *out, const char *text, struct arena *a);

/* ---- image_look.c: commands that change nothing --------------------------- */

/* NULL, or why a line leaves nothing behind: "it looks around". */
const char *image_look(const struct image_line *l, struct arena *a);

/* Whether it is this command, and no variable is set for it. */
bool image_command_is(const struct image_command *c, const char *name);

/* ---- image_group.c: what is no simple command ------------------------------ */

/* The length of "( … )" at s, with commands in it; 0: it has no end. */
size_t image_group_paren(const char *s);
/* Of what is no simple command at s: its length, without what is redirected,
 * 0 when it is not understood; and the name of a function. */
enum image_shape image_group_find(
    const char *s, size_t *len, size_t *name, size_t *name_len);

/* ---- image_word.c: words of a shell in a Dockerfile ----------------------- */

struct image_vars {
	struct image_var *v; /* owned; its text is in an arena */
	size_t n, cap;
};
const char *image_vars_get(const struct image_vars *vars, const char *name);
void image_vars_set(
    struct image_vars *vars, const char *name, const char *value);

/*
 * The value of a word where `env` and then `args` say what variables are, in
 * the arena; NULL when a shell is needed for it. A variable that neither has
 * is empty.
 */
const char *image_word_value(const struct image_word *w, size_t from,
    const struct image_vars *env, const struct image_vars *args,
    struct arena *a);
/* Append the word from byte piece `from` on as a Dockerfile writes it, its
 * variables still variables. For words that image_word_value() can tell. */
void image_word_quote(
    struct strbuf *out, const struct image_word *w, size_t from);
/* The same of a text without variables. */
void image_text_quote(struct strbuf *out, const char *s);
/* Append a JSON string. */
void image_json_quote(struct strbuf *out, const char *s, size_t len);
/* The name of a variable at s: how many bytes it has, 0 for none. */
size_t image_name_len(const char *s);
/* Whether a container or its shell sets it anew each time: HOME, PWD. */
bool image_var_own(const char *name);

#endif
