/* hash.c: fingerprints of bytes */
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include "base/hash.h"

void
hash_hex(char out[HASH_HEX], const void *p, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t sum[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;
	size_t i;

	sha256_init(&ctx);
	sha256_update(&ctx, len, p);
	sha256_digest(&ctx, sizeof(sum), sum);
	for (i = 0; i < sizeof(sum); i++) {
		out[2 * i] = digits[sum[i] >> 4];
		out[2 * i + 1] = digits[sum[i] & 15];
	}
	out[2 * i] = '\0';
}

void
hash_sha1(unsigned char out[HASH_SHA1], const void *p, size_t len)
{
	struct sha1_ctx ctx;

	sha1_init(&ctx);
	sha1_update(&ctx, len, p);
	sha1_digest(&ctx, HASH_SHA1, out);
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
