/* build_asset.c: stylesheet and script, their hash in their name */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xalloc.h"
#include "build/build_int.h"

#define ASSET_DIGITS 10

void
build_asset_set(
    struct build_asset *a, const char *name, const char *bytes, size_t len)
{
	const char *dot = strrchr(name, '.');
	char hex[HASH_HEX];

	build_asset_release(a);
	strbuf_init(&a->bytes, STRBUF_MAX);
	strbuf_add(&a->bytes, bytes, len);
	hash_hex(hex, bytes, len);
	a->path = xasprintf("assets/%.*s-%.*s%s", (int)(dot - name), name,
	    ASSET_DIGITS, hex, dot);
}

void
build_asset_release(struct build_asset *a)
{
	if (a->path == NULL)
		return;
	free(a->path);
	a->path = NULL;
	strbuf_release(&a->bytes);
}
