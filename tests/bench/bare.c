/* bare.c: the program without its parser processes, to compare with
 *
 * Linked with -Wl,--wrap=note_pool_parse, so that notes are parsed in the
 * process that builds. It is what the supervision costs; it is in no package.
 */
#include "note/note.h"

int __wrap_note_pool_parse(struct note *out, const struct note_src *srcs,
    size_t n, int jobs, const struct note_opts *opts, struct arena *a,
    struct diag_list *d, struct err *e);

int
__wrap_note_pool_parse(struct note *out, const struct note_src *srcs, size_t n,
    int jobs, const struct note_opts *opts, struct arena *a,
    struct diag_list *d, struct err *e)
{
	size_t i;

	(void)jobs;
	(void)e;
	for (i = 0; i < n; i++)
		note_parse(&out[i], &srcs[i], opts, a, d);
	return 0;
}
