/* note_work_int.h: what a parser process and the pool know of each other */
#ifndef NOTE_NOTE_WORK_INT_H
#define NOTE_NOTE_WORK_INT_H

#include <stdint.h>

#include "note/note_int.h"

/* What a child of the pool is to do. */
struct note_work {
	const struct note_src *srcs;
	size_t n, from, step; /* every step-th note from `from` on */
	int fd;               /* where the frames go */
	const struct note_opts *opts;
};

/*
 * In a process of its own: take on the limits, close all but `fd`, parse,
 * write frames, exit.
 */
_Noreturn void note_work(const struct note_work *w);
/* The exit code when there is no memory left. */
#define NOTE_WORK_MEMORY 1

/* A frame is this, then diagnostics, then the packed note; see note_wire.c. */
struct note_frame {
	uint64_t len, diags;
	int64_t took; /* to parse it: as in struct note */
};
/*
 * Where the body of a frame that has come stays as long as its note is there:
 * `body` returns where it is then, the same bytes. It is called once more of a
 * note whose frame made no sense.
 */
struct note_stay {
	const char *(*body)(size_t i, const struct note_frame *head,
	    const char *body, void *payload);
	void *payload;
};

/* The length of a frame for a note of that many bytes. */
size_t note_frame_max(size_t len);
/* Replace `out` by the frame of a note and its diagnostics. */
void note_frame_pack(
    struct strbuf *out, const struct note *n, const struct diag_list *d);
/* The note of a source from what follows the head of its frame, and its
 * diagnostics; -1 when it makes no sense. The body is borrowed as long as the
 * note is there. */
int note_frame_take(struct note *out, const struct note_src *src,
    const struct note_frame *head, const char *body, struct arena *a,
    struct diag_list *d);

#endif
