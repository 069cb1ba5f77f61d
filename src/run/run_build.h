/* run_build.h: what building an image says, layer by layer */
#ifndef RUN_RUN_BUILD_H
#define RUN_RUN_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"

/* Why a step does not come from the cache, though it was made before. */
enum run_layer_why {
	RUN_LAYER_HELD,        /* it does; or nothing was made before */
	RUN_LAYER_INSTRUCTION, /* it is another instruction */
	RUN_LAYER_FILE,        /* the file is another that it copies */
	RUN_LAYER_SOURCE,      /* the stage or image is that it is made from */
	RUN_LAYER_BEFORE,      /* a step before it in its stage is none */
	RUN_LAYER_WHYS
};

/* A step of a build, as its output tells it. Text is in an arena. */
struct run_layer {
	const char *text; /* its instruction, on one line */
	const char *id;   /* of the image after it; "" when it has none */
	bool hit;         /* it came from the cache */
	bool from;        /* it begins a stage, or stands before all of them */
	long long size;   /* bytes that it adds; -1: not known */
	int64_t ms;       /* of the timings: how long it took */
	enum run_layer_why why; /* of the second build: why it was made again */
};

/* One build. */
struct run_layers {
	const struct run_layer *v;
	size_t n;
	const char *said; /* what the last one printed; "" for nothing */
	int64_t ms;       /* of the timings: all of it */
};

/* Both builds of a Dockerfile, or the only one. */
struct run_builds {
	struct run_layers v[2];
	size_t n;
	const char *edit; /* the change between them; "" for none */
};

/* Its output up to the byte `end` has come after so many milliseconds. */
struct run_came {
	size_t end;
	int64_t ms;
};

/*
 * Read what `docker build` with its old builder, or `podman build`, has
 * printed: "Step 2/5 : RUN …" or "STEP 2/5: RUN …", then "Using cache", and
 * an id behind an arrow. Anything else belongs to the step that it follows.
 * These builders print no times, so a step takes from its line to that of its
 * id, as they came; one without an id to the next step, and the last to the
 * end of the build, out->ms, which the caller has set.
 */
void run_layers_parse(struct run_layers *out, struct arena *a, const char *s,
    size_t len, const struct run_came *heard, size_t n_heard);

struct run_edit;
/* Say of each step of the second build that is no hit why it is none. */
void run_layers_blame(struct run_layers *second, const struct run_layers *first,
    const struct run_edit *edit, struct arena *a);
/* The step, from 1, at which the cache is broken; 0 for none. */
size_t run_layers_broke(const struct run_layers *second);
/* "instruction", "file", …; NULL for RUN_LAYER_HELD. */
const char *run_layer_why_name(enum run_layer_why why);

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
