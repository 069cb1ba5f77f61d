/* path.h: names of files, without looking at the disk */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* Each char * is the caller's to free. */

/* "a" and "b/c" give "a/b/c"; an empty or "." first part gives the second. */
char *path_join(const char *a, const char *b);
const char *path_base(const char *path); /* borrowed: behind the last / */
char *path_dir(const char *path);        /* "" when there is no / */
/* Whether it ends with this suffix, as in ".md". */
bool path_has_suffix(const char *path, const char *suffix);
/*
 * The name of a note's file ends in ".md", in letters of either case, as that
 * of README.MD does. How many of the first len bytes stand before that; 0 of a
 * name that is no note's, or is nothing else.
 */
size_t path_note_len(const char *path, size_t len);
bool path_is_note(const char *path);
/* Whether its ending is that of a picture which browsers show. */
bool path_is_image(const char *path);
/* Relative, and without empty, "." and ".." parts. */
bool path_is_inside(const char *path);
/*
 * How page `from` writes the way to file `to`, both from one root:
 * ("a/b.html", "c.css") gives "../c.css".
 */
char *path_relative(const char *from, const char *to);

#endif
