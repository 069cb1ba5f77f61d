/* profile.h: what takes long, for who asked */
#ifndef BASE_PROFILE_H
#define BASE_PROFILE_H

#include <stddef.h>
#include <stdint.h>

enum profile_kind {
	PROFILE_PHASE, /* by the clock on the wall */
	PROFILE_TEMPLATE,
	PROFILE_NOTE,
	PROFILE_KINDS
};

/* What has a name, how long it took, of the processor unless it is a phase,
 * and how often it was. */
struct profile_row {
	const char *name;
	int64_t ns;
	size_t n;
};

/*
 * One thread at a time adds to it: others have one of their own, and these are
 * joined. NULL is a profile that nobody asked for, for all functions.
 */
struct profile;

struct profile *profile_new(void);
void profile_free(struct profile *p);
/* Add what was needed for this, once; the name is copied. */
void profile_add(
    struct profile *p, enum profile_kind kind, const char *name, int64_t ns);
/* From here on it is this phase, up to the next; NULL is none. */
void profile_phase(struct profile *p, const char *name);
/* A profile for a thread; NULL if `p` is. */
struct profile *profile_more(const struct profile *p);
/* Add all of it to `p`, and free it. */
void profile_join(struct profile *p, struct profile *more);
/* Nanoseconds of the processor that this thread has used; 0 for NULL. */
int64_t profile_clock(const struct profile *p);
/* All of a kind: what took longest first, and phases in their order. Borrowed
 * until more is added; returns how many. */
size_t profile_rows(
    struct profile *p, enum profile_kind kind, const struct profile_row **out);

#endif
