/* map.h: strings to pointers */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>

/* A hash map. Keys are borrowed: they must outlive the map. */
struct map;

struct map *map_new(void);
void map_free(struct map *m); /* NULL is fine; values are not freed */
void *map_get(const struct map *m, const char *key); /* NULL if absent */
void map_put(struct map *m, const char *key, void *value);
size_t map_len(const struct map *m);

#endif
