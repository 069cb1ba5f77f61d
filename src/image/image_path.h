/* image_path.h: paths that variables name, for this room only */
#ifndef IMAGE_IMAGE_PATH_H
#define IMAGE_IMAGE_PATH_H

#include "image/image_int.h"

/* What a path was made as. */
struct image_made {
	const char *path;
	const char *target; /* of a link; NULL: it is a folder */
};
/* Keep what a line that did what it should has made, from this folder; NULL:
 * it is not known which. */
void image_made_take(
    struct image_maker *m, const struct image_line *l, const char *cwd);
/* Tell those that the image has not. */
void image_paths(struct image_maker *m);

/* The place of a byte of a step by its number; of none, where the block
 * begins. See image_place(). */
void image_place_of(
    const struct image_session *s, size_t step, size_t at, int *line, int *col);

#endif
