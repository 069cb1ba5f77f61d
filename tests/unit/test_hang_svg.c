/* test_hang_svg.c: the picture of many tasks, in a narrow window */
#include <stdlib.h>

#include "tap.h"
#include "base/xalloc.h"
#include "hang/hang.h"

#define CHILDREN 20

/* A parent that waits for any of its children, which wait for each other. */
static void
put_ring(struct strbuf *out)
{
	int i;

	strbuf_adds(out, "halfhour-snapshot 1\nlook machine=x86_64 asked=10\n");
	for (i = 0; i <= CHILDREN; i++) {
		int pid = 10 + i;
		const char *call = i == 0 ? "61 0xffffffff" : "0 0x3 0x0 0x1";

		strbuf_addf(out,
		    "process pid=%d ppid=%d ns=%d fds=yes asked=yes name=p\n"
		    "task pid=%d tid=%d ns=%d name=p state=S call=\"%s\" "
		    "state2=S call2=\"%s\"\n",
		    pid, i == 0 ? 1 : 10, pid, pid, pid, pid, call, call);
		if (i > 0)
			strbuf_addf(out,
			    "fd pid=%d fd=3 read=yes is=pipe:[%d]\n"
			    "fd pid=%d fd=4 write=yes is=pipe:[%d]\n",
			    pid, i, pid, i % CHILDREN + 1);
	}
}

static int
count(const char *s, const char *what)
{
	int n = 0;

	for (; (s = strstr(s, what)) != NULL; s++)
		n++;
	return n;
}

static int
number_after(const char *s, const char *what)
{
	s = strstr(s, what);
	return s == NULL ? -1 : atoi(s + strlen(what));
}

static void
test_narrow(struct arena *a)
{
	struct strbuf text = STRBUF_INIT, svg = STRBUF_INIT;
	struct err e = ERR_INIT;
	struct hang_snap *s;
	struct hang h = { .verdict = HANG_LIVE };

	put_ring(&text);
	if (hang_snap_parse(&s, a, text.buf, text.len, &e) == 0)
		hang_explain(&h, s, a);
	ok(h.verdict == HANG_PROVEN && h.n_cycle == CHILDREN,
	    "a ring of many, and who waits for any of them");
	hang_svg(&svg, &h);
	ok(count(svg.buf, "<rect") == CHILDREN + 1, "each has a box");
	ok(number_after(svg.buf, "<rect x=\"") == 12,
	    "the boxes are what a narrow window shows first");
	ok(count(svg.buf, "<path") == 2 * CHILDREN, "each has its arrows");
	ok(count(svg.buf, ">children of 10<") == 1,
	    "what is the same of many is told once");
	ok(number_after(svg.buf, " width=\"") < 600, "and takes little room");
	strbuf_release(&text);
	strbuf_release(&svg);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_narrow(a);
	arena_free(a);
	return done_testing();
}
