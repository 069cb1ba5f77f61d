/* run_lanes.c: what several programs have printed, line by line, in its order */
#include <stdlib.h>
#include <string.h>

#include "run/run_several.h"

/*
 * A lane is a stream of one program. Chunks tell when how much of it has come;
 * a line is told when its end has, so that no two lines get into each other.
 * What has no end, and what no chunk tells of, comes at the end of the run.
 */
struct lane {
	const struct run_piece *part;
	bool err;
	const char *s;
	size_t len, at, due; /* told; come */
};

struct lanes {
	struct lane v[2 * RUN_ACTORS_MAX];
	size_t n;
	run_lane_fn tell;
	void *payload;
};

/* The lines of a lane that are whole; with `all`, all of it. */
static void
lane_tell(struct lanes *l, struct lane *lane, int64_t ms, bool all)
{
	while (lane->at < lane->due) {
		const char *s = lane->s + lane->at;
		size_t left = lane->due - lane->at;
		const char *end = memchr(s, '\n', left);

		if (end == NULL && !all)
			return;
		left = end != NULL ? (size_t)(end - s) : left;
		lane->at += left + (end != NULL);
		l->tell(ms, lane->part, lane->err, s, left, l->payload);
	}
}

void
run_lanes(const struct run_result *r, run_lane_fn tell, void *payload)
{
	struct lanes l = { .tell = tell, .payload = payload };
	size_t i;

	for (i = 0; i < r->n_parts && i < RUN_ACTORS_MAX; i++) {
		const struct run_piece *p = &r->parts[i];

		l.v[l.n++] =
		    (struct lane){ p, false, p->out, p->out_len, 0, 0 };
		l.v[l.n++] = (struct lane){ p, true, p->err, p->err_len, 0, 0 };
	}
	for (i = 0; i < r->trace.n_chunks; i++) {
		const struct run_chunk *k = &r->trace.chunks[i];
		size_t at = 2 * (size_t)k->prog + k->err;
		struct lane *lane = &l.v[at];

		if (k->prog < 0 || at >= l.n)
			continue;
		lane->due += k->len < lane->len - lane->due
				 ? k->len
				 : lane->len - lane->due;
		lane_tell(&l, lane, k->ms, false);
	}
	for (i = 0; i < l.n; i++) {
		l.v[i].due = l.v[i].len;
		lane_tell(&l, &l.v[i], r->wall_ms, true);
	}
}
