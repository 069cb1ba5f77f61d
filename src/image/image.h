/* image.h: images of containers: a Dockerfile drafted from a session */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/strbuf.h"

struct image_var {
	const char *name;
	const char *value; /* NULL: it was unset */
};

/* One command of a session in a container, and what it changed. */
struct image_step {
	const char *shown; /* its lines, with their prompts: "# cd /opt" */
	int exit;          /* its status; -1: it has not ended */
	int line;          /* of the note, from 1; 0: not known */
	const char *cwd;   /* the folder after it; NULL: not known */
	const struct image_var *vars; /* of the environment */
	size_t n_vars;
	const char *out; /* what it has printed; NULL: not known */
	size_t out_len;
};

/* A session as it was recorded. All of it is borrowed. */
struct image_session {
	const char *name;   /* PAGE#ID */
	const char *path;   /* of the note, for warnings */
	int line;           /* of the note, where its block begins; 0 */
	bool stale;         /* the block was changed after it was recorded */
	const char *engine; /* "docker 20.10.24"; "" if it is not known */
	const char *image;  /* what the container was made of */
	const char *image_id;
	const char *options; /* between `run` and the image; NULL: none */
	const char *user;    /* UID:GID of its shell; NULL: root */
	const struct image_var *env; /* when it began */
	size_t n_env;
	/* What `docker diff` said at the end: "A /opt/hadoop"; in any order. */
	const char *const *diff;
	size_t n_diff;
	const struct image_step *steps;
	size_t n_steps;
};

/* A file that lies beside a Dockerfile, and is copied into the image. */
struct image_file {
	const char *name; /* one part of a path */
	const char *bytes;
	size_t len;
};

struct image_opts {
	bool slim; /* install without the packages that are recommended only */
};

struct image_draft {
	struct strbuf text; /* the Dockerfile; initialized by image_draft() */
	const struct image_file *files; /* in the arena, as their text */
	size_t n_files;
	/* Values that ought to be files or folders of the image, and of which
	 * the session cannot say whether they are: who has an engine can ask.
	 * Paths, and what sets them. */
	const struct image_path *asks;
	size_t n_asks;
};

/* A path of the image that a variable names. */
struct image_path {
	const char *path, *name;
	const char *real; /* where the links of the session lead */
	size_t step, at;  /* its number, from 0; the byte of its command */
};

/*
 * Draft a Dockerfile of a session: see image_draft.c for the rules. What is
 * likely to be a mistake (variables that nothing sets, names that look like
 * others, paths that the image does not have) is told in `d` at its place in
 * the note. -1, and nothing to release, when the name of the image is none
 * that a Dockerfile could have, or the session has no command.
 */
int image_draft(struct image_draft *out, const struct image_session *s,
    const struct image_opts *o, struct arena *a, struct diag_list *d,
    struct err *e);
void image_draft_release(struct image_draft *draft);
/* The warning of one of `asks`, once the image is known not to have it. */
void image_ask_missing(const struct image_session *s,
    const struct image_path *p, struct diag_list *d);

#endif
