/* note_meta_yaml.h: front matter as the tree that it is */
#ifndef NOTE_NOTE_META_YAML_H
#define NOTE_NOTE_META_YAML_H

#include "base/arena.h"
#include "base/yamldoc.h"

/*
 * The lines between the fences as a note reads them, also with words such as
 * {{date}} in them, which are none of YAML; in the arena, with the offsets of
 * what is written. 0, and *doc is NULL when there is nothing; -1 when it is no
 * YAML even so.
 */
int note_meta_yaml(
    struct yamldoc **doc, const char *yaml, size_t len, struct arena *a);

#endif
