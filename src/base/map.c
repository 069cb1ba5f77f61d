/* map.c: open addressing with linear probing */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/xalloc.h"

struct map_slot {
	const char *key; /* borrowed; NULL when free */
	uint64_t hash;   /* of it: most keys that are others need no look */
	void *value;
};

struct map {
	struct map_slot *slots;
	size_t n, cap;   /* cap is a power of two */
	uint64_t key[2]; /* of its hashes */
};

struct map *
map_new(void)
{
	struct map *m = xcalloc(1, sizeof(*m));

	m->cap = 16;
	m->slots = xcalloc(m->cap, sizeof(*m->slots));
	/* Where the system has put things is not known to who wrote the keys,
	 * and no order of anything depends on it. */
	m->key[0] = (uint64_t)(uintptr_t)m;
	m->key[1] = (uint64_t)(uintptr_t)&map_new ^ (uint64_t)(uintptr_t)&m
							<< 20;
	return m;
}

void
map_free(struct map *m)
{
	if (m == NULL)
		return;
	free(m->slots);
	free(m);
}

static uint64_t
map_hash(const struct map *m, const char *key)
{
	return hash_keyed(m->key, key, strlen(key));
}

static struct map_slot *
map_slot(const struct map *m, const char *key, uint64_t hash)
{
	size_t i = (size_t)hash & (m->cap - 1);

	while (m->slots[i].key != NULL &&
	       (m->slots[i].hash != hash || strcmp(m->slots[i].key, key) != 0))
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

void *
map_get(const struct map *m, const char *key)
{
	/* No hash of nothing. */
	return m->n == 0 ? NULL : map_slot(m, key, map_hash(m, key))->value;
}

static void
map_double(struct map *m)
{
	struct map_slot *old = m->slots;
	size_t i, k, cap = m->cap;

	m->cap *= 2;
	m->slots = xcalloc(m->cap, sizeof(*m->slots));
	for (i = 0; i < cap; i++) {
		if (old[i].key == NULL)
			continue;
		k = (size_t)old[i].hash & (m->cap - 1);
		while (m->slots[k].key != NULL)
			k = (k + 1) & (m->cap - 1);
		m->slots[k] = old[i];
	}
	free(old);
}

void
map_put(struct map *m, const char *key, void *value)
{
	uint64_t hash = map_hash(m, key);
	struct map_slot *slot;

	if (m->n * 2 >= m->cap)
		map_double(m);
	slot = map_slot(m, key, hash);
	if (slot->key == NULL) {
		slot->key = key;
		slot->hash = hash;
		m->n++;
	}
	slot->value = value;
}

size_t
map_len(const struct map *m)
{
	return m->n;
}
