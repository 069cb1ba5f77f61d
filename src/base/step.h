/* step.h: how far something is that takes long, told to who waits for it */
#ifndef BASE_STEP_H
#define BASE_STEP_H

#include <stddef.h>

/*
 * fn is called now and then, in the thread that began the work, and should be
 * quick: `what` is being done ("reading"), and `done` of `all` of it is. Who
 * does not want to know gives NULL.
 */
struct step {
	void (*fn)(const char *what, size_t done, size_t all, void *payload);
	void *payload;
};

static inline void
step_tell(const struct step *s, const char *what, size_t done, size_t all)
{
	if (s != NULL)
		s->fn(what, done, all, s->payload);
}

#endif
