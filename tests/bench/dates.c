/* dates.c: when the notes of a repository were committed, and how long that
 * takes to find out
 *
 * usage: dates DIR
 *
 * Prints the milliseconds of repo_dates() alone, and how many files and events
 * it knows.
 */
#include <stdio.h>

#include "base/date.h"
#include "repo/repo_dates.h"

int
main(int argc, char **argv)
{
	const struct repo_which notes = { .dir = "notes",
		.suffix = ".md" };
	struct arena *mem = arena_new();
	struct err e = ERR_INIT;
	struct repo_dates d;
	struct repo *r = NULL;
	int64_t began;

	if (argc != 2 || repo_open(&r, argv[1], &e) == -1) {
		fprintf(stderr, "dates: %s\n", argc == 2 ? e.msg : "DIR?");
		return 1;
	}
	began = date_ticks();
	if (repo_dates(r, &notes, mem, &d, &e) == -1) {
		fprintf(stderr, "dates: %s\n", e.msg);
		return 1;
	}
	printf("%lld %zu %zu\n", (long long)(date_ticks() - began), d.n,
	    d.n_events);
	repo_free(r);
	arena_free(mem);
	return 0;
}
