/* test_study_past.c: what became of a day since it was written */
#include "tap.h"

#include "study/study_past.h"

/* The starts of a day, the end that it is read by, and that it was written by;
 * both the same: nothing can be told. */
static const struct {
	int n, starts[5], by, want;
} ends[] = {
	{ 0, { 0 }, 240, 240 },
	{ 1, { -1 }, 240, 240 },
	{ 1, { 1260 }, 240, 240 },
	{ 1, { 180 }, 240, 240 },
	{ 1, { 180 }, 120, 120 },
	{ 2, { 150, 180 }, 240, 240 },
	{ 3, { 540, 1260, 180 }, 240, 240 },
	{ 3, { 540, 1260, 180 }, 120, 181 },
	{ 5, { 540, 1260, -1, 100, 180 }, 120, 181 },
	{ 5, { 540, 540, 1260, 180, 180 }, 240, 240 },
	{ 3, { 180, 540, 1260 }, 240, 180 },
	{ 3, { 180, 540, 1260 }, 180, 180 },
	{ 5, { 180, 200, 540, 1260, 100 }, 240, 180 },
	{ 2, { 1260, 540 }, 240, 240 },
	{ 2, { 1260, 540 }, 600, 600 },
	{ 2, { 1260, 540 }, 500, 500 },
	{ 2, { 1260, 350 }, 240, 351 },
	{ 2, { 1260, 360 }, 240, 240 },
	{ 2, { 1260, 440 }, 500, 500 },
	{ 3, { 1260, 1200, 180 }, 120, 120 },
	{ 3, { 540, 1260, 600 }, 240, 240 },
};

static void
test_ends(void)
{
	size_t i;
	int k, got;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct study_entry v[5] = { { .start = 0 } };
		struct study_day day = { .entries = v };

		for (k = 0; k < ends[i].n; k++)
			v[k].start = ends[i].starts[k];
		day.n_entries = (size_t)ends[i].n;
		got = study_day_end(&day, ends[i].by);
		ok(got == ends[i].want, "the end of day %zu", i);
		if (got != ends[i].want)
			printf("# got %d, want %d\n", got, ends[i].want);
	}
}

int
main(void)
{
	test_ends();
	return done_testing();
}
