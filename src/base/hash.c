/* hash.c: fingerprints of bytes */
#include <sys/types.h>
#include <sha1.h>
#include <sha2.h>

#include "base/hash.h"

void
hash_hex(char out[HASH_HEX], const void *p, size_t len)
{
	SHA256Data(p, len, out);
}

void
hash_sha1(unsigned char out[HASH_SHA1], const void *p, size_t len)
{
	SHA1_CTX ctx;

	SHA1Init(&ctx);
	SHA1Update(&ctx, p, len);
	SHA1Final(out, &ctx);
}

uint64_t
hash_fast(const void *p, size_t len)
{
	const unsigned char *s = p;
	uint64_t h = 14695981039346656037u;

	for (; len > 0; len--, s++)
		h = (h ^ *s) * 1099511628211u;
	return h;
}
