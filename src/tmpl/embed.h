/* embed.h: the files compiled into the program */
#ifndef TMPL_EMBED_H
#define TMPL_EMBED_H

#include <stddef.h>

/* The folder of the theme, in the source tree and in a wiki of its own. */
#define TMPL_DIR "templates"

/*
 * One file of the default theme or of the example notes. `name` is its path
 * in the source tree, as "templates/page.html" or "notes/ipc/pipe.md". A zero
 * byte that `len` does not count follows `bytes`, so text is also a string.
 */
struct tmpl_file {
	const char *name;
	const unsigned char *bytes;
	size_t len;
};

/*
 * All of them, sorted by name in byte order, so bsearch finds one. They live
 * as long as the program. The array comes from build/gen/embed.c, which
 * embed.sh writes; after the last one stands an entry whose name is NULL.
 */
extern const struct tmpl_file tmpl_files[];
extern const size_t tmpl_files_n;

#endif
