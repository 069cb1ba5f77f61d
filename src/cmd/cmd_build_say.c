/* cmd_build_say.c: `halfhour build`, how far it is and what came of it */
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "cmd/cmd_build_say.h"

#define BAR_CELLS 30
#define BAR_AFTER_MS 500
#define BAR_EVERY_MS 50

static void
bar_step(const char *what, size_t done, size_t all, void *payload)
{
	struct cmd_bar *b = payload;
	int64_t now;
	int i, full = all > 0 ? (int)(done * BAR_CELLS / all) : 0;

	if (!b->on)
		return;
	now = date_ticks();
	if (now - b->began < BAR_AFTER_MS || now - b->last < BAR_EVERY_MS)
		return;
	b->last = now;
	b->drawn = true;
	fprintf(stderr, "\r\033[K%s [", what);
	for (i = 0; i < BAR_CELLS; i++)
		fputc(i < full ? '#' : '.', stderr);
	fprintf(stderr, "] %zu/%zu", done, all);
	fflush(stderr);
}

void
cmd_bar_init(struct cmd_bar *b, bool quiet)
{
	const char *term = getenv("TERM");

	*b = (struct cmd_bar){ .began = date_ticks(), .step.fn = bar_step };
	b->step.payload = b;
	b->on = !quiet && isatty(STDERR_FILENO) && term != NULL &&
		strcmp(term, "dumb") != 0;
}

void
cmd_bar_end(struct cmd_bar *b)
{
	if (b->drawn)
		fputs("\r\033[K", stderr);
	b->on = false;
	b->drawn = false;
}

/* "42,516 links, ": a thousand is easier to see than to count. */
static void
say_count(size_t n, const char *one, const char *many)
{
	char digits[32];
	int len = snprintf(digits, sizeof(digits), "%zu", n), i;

	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			putchar(',');
		putchar(digits[i]);
	}
	printf(" %s, ", n == 1 ? one : many);
}

/* Days are counted by themselves, as on the site. */
void
cmd_build_say(const struct build_done *d, const char *out, int64_t ms)
{
	say_count(d->notes, "note", "notes");
	if (d->days > 0)
		say_count(d->days, "day", "days");
	say_count(d->links, "link", "links");
	say_count(d->pages, "pages", "pages");
	say_count(d->written, "written", "written");
	say_count(d->removed, "removed", "removed");
	printf("%.2f s → %s/index.html\n", (double)ms / 1000, out);
}
