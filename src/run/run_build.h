/* run_build.h: what building an image says, layer by layer */
#ifndef RUN_RUN_BUILD_H
#define RUN_RUN_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"

/* A step of a build, as its output tells it. Text is in an arena. */
struct run_layer {
	const char *text; /* its instruction, on one line */
	const char *id;   /* of the image after it; "" when it has none */
	bool hit;         /* it came from the cache */
	bool from;        /* it begins a stage, and makes nothing */
	long long size;   /* bytes that it adds; -1: not known */
};

struct run_layers {
	const struct run_layer *v;
	size_t n;
	const char *said; /* what the last one printed; "" for nothing */
};

/*
 * Read what `docker build` with its old builder, or `podman build`, has
 * printed: "Step 2/5 : RUN …" or "STEP 2/5: RUN …", then "Using cache", and
 * an id behind an arrow. Anything else belongs to the step that it follows.
 */
void run_layers_parse(
    struct run_layers *out, struct arena *a, const char *s, size_t len);

/*
 * The table of one build, or of two with a change between them, and below
 * that which step the change has broken the cache at.
 */
void run_layers_text(struct strbuf *out, const struct run_layers *first,
    const struct run_layers *second);

/*
 * A change "s/old/new/", of a file "NAME:s/old/new/"; any sign may stand for
 * the slash. `file` is "" for the Dockerfile. All in the arena. False when it
 * is none.
 */
struct run_edit {
	const char *file, *old, *new;
};
bool run_edit_parse(struct run_edit *out, struct arena *a, const char *s);
/* The text with its first `old` replaced, to be freed; NULL: it has none. */
char *run_edit_apply(const struct run_edit *edit, const char *s, size_t len);

#endif
