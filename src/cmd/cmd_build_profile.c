/* cmd_build_profile.c: `halfhour build --profile`, what took long */
#include <stdio.h>

#include "cmd/cmd_build.h"

/* Of notes there are many: who wants to mend one begins with these. */
#define SHOWN 10

void
cmd_build_parsed(struct profile *p, const struct wiki *w)
{
	size_t i;

	for (i = 0; p != NULL && i < w->n_notes; i++)
		if (w->notes[i].took > 0)
			profile_add(p, PROFILE_NOTE, w->notes[i].path,
			    w->notes[i].took);
}

static void
profile_say(struct profile *p, enum profile_kind kind, const char *head)
{
	const struct profile_row *v;
	size_t i, n = profile_rows(p, kind, &v);

	if (n == 0)
		return;
	printf("%s\n", head);
	for (i = 0; i < n && (i < SHOWN || kind != PROFILE_NOTE); i++) {
		printf("  %8.3f s  %s", (double)v[i].ns / 1e9, v[i].name);
		if (kind == PROFILE_TEMPLATE)
			printf(", %zu page%s", v[i].n, v[i].n == 1 ? "" : "s");
		putchar('\n');
	}
	if (i < n)
		printf("              and %zu more\n", n - i);
}

void
cmd_build_profile(struct profile *p)
{
	if (p == NULL)
		return;
	profile_phase(p, NULL);
	profile_say(p, PROFILE_PHASE, "phases, by the clock:");
	profile_say(p, PROFILE_TEMPLATE,
	    "templates, by the processor, all threads together:");
	profile_say(p, PROFILE_NOTE,
	    "notes, by the processor: parser, page and previews:");
	profile_free(p);
}
