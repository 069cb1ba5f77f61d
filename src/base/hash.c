/* hash.c: fingerprints of bytes */
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <endian.h>
#include <string.h>

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
hash_128(uint64_t out[2], const void *p, size_t len)
{
	uint8_t sum[2 * sizeof(*out)];
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, len, p);
	sha256_digest(&ctx, sizeof(sum), sum);
	memcpy(out, sum, sizeof(sum));
}

void
hash_sha1v(unsigned char out[HASH_SHA1], const struct iovec *v, size_t n)
{
	struct sha1_ctx ctx;
	size_t i;

	sha1_init(&ctx);
	for (i = 0; i < n; i++)
		sha1_update(&ctx, v[i].iov_len, v[i].iov_base);
	sha1_digest(&ctx, HASH_SHA1, out);
}

void
hash_sha1(unsigned char out[HASH_SHA1], const void *p, size_t len)
{
	struct iovec one = { (void *)p, len };

	hash_sha1v(out, &one, 1);
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

static inline uint64_t
hash_turn(uint64_t v, int bits)
{
	return v << bits | v >> (64 - bits);
}

/* ---- XXH64 --------------------------------------------------------------- */

static const uint64_t prime[5] = { 0x9e3779b185ebca87, 0xc2b2ae3d27d4eb4f,
	0x165667b19e3779f9, 0x85ebca77c2b2ae63, 0x27d4eb2f165667c5 };

static inline uint64_t
sum_word(uint64_t v, const unsigned char *s)
{
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return hash_turn(v + le64toh(word) * prime[1], 31) * prime[0];
}

/* What is left behind the last 32 bytes, at most 31. */
static uint64_t
sum_rest(uint64_t h, const unsigned char *s, size_t len)
{
	uint32_t half;

	for (; len >= 8; len -= 8, s += 8)
		h = hash_turn(h ^ sum_word(0, s), 27) * prime[0] + prime[3];
	if (len >= 4) {
		memcpy(&half, s, sizeof(half));
		h ^= le32toh(half) * prime[0];
		h = hash_turn(h, 23) * prime[1] + prime[2];
		len -= 4;
		s += 4;
	}
	for (; len > 0; len--, s++)
		h = hash_turn(h ^ *s * prime[4], 11) * prime[0];
	h = (h ^ h >> 33) * prime[1];
	h = (h ^ h >> 29) * prime[2];
	return h ^ h >> 32;
}

/* All whole 32 bytes; where they end. */
static const unsigned char *
sum_blocks(uint64_t v[4], const unsigned char *s, size_t len)
{
	for (; len >= 32; len -= 32, s += 32) {
		v[0] = sum_word(v[0], s);
		v[1] = sum_word(v[1], s + 8);
		v[2] = sum_word(v[2], s + 16);
		v[3] = sum_word(v[3], s + 24);
	}
	return s;
}

/* Of `len` bytes, the last of which, less than 32, are at s. */
static uint64_t
sum_end(const uint64_t v[4], const unsigned char *s, uint64_t len)
{
	uint64_t h;
	size_t i;

	if (len < 32)
		return sum_rest(prime[4] + len, s, (size_t)len);
	h = hash_turn(v[0], 1) + hash_turn(v[1], 7) + hash_turn(v[2], 12) +
	    hash_turn(v[3], 18);
	for (i = 0; i < 4; i++) {
		h ^= hash_turn(v[i] * prime[1], 31) * prime[0];
		h = h * prime[0] + prime[3];
	}
	return sum_rest(h + len, s, (size_t)(len % 32));
}

#define SUM_BEGIN                                                              \
	{                                                                      \
		prime[0] + prime[1], prime[1], 0, -prime[0]                    \
	}

uint64_t
hash_sum(const void *p, size_t len)
{
	uint64_t v[4] = SUM_BEGIN;

	return sum_end(v, sum_blocks(v, p, len), len);
}

void
hash_sum_begin(struct hash_summing *s)
{
	const uint64_t v[4] = SUM_BEGIN;

	memcpy(s->v, v, sizeof(v));
	s->len = 0;
}

void
hash_sum_add(struct hash_summing *s, const void *p, size_t len)
{
	size_t had = (size_t)(s->len % 32), n;
	const unsigned char *from = p, *rest;

	/* Of no bytes there need not be an address. */
	if (len == 0)
		return;
	s->len += len;
	if (had > 0) {
		n = len < 32 - had ? len : 32 - had;
		memcpy(s->rest + had, from, n);
		from += n;
		len -= n;
		if (had + n < 32)
			return;
		sum_blocks(s->v, s->rest, 32);
	}
	rest = sum_blocks(s->v, from, len);
	if (rest < from + len)
		memcpy(s->rest, rest, (size_t)(from + len - rest));
}

uint64_t
hash_sum_end(const struct hash_summing *s)
{
	return sum_end(s->v, s->rest, s->len);
}

/* ---- SipHash ------------------------------------------------------------- */

static inline __attribute__((always_inline)) void
hash_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = hash_turn(v[1], 13) ^ v[0];
	v[0] = hash_turn(v[0], 32);
	v[2] += v[3];
	v[3] = hash_turn(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = hash_turn(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = hash_turn(v[1], 17) ^ v[2];
	v[2] = hash_turn(v[2], 32);
}

static void
hash_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	hash_round(v);
	hash_round(v);
	v[0] ^= word;
}

uint64_t
hash_keyed(const uint64_t key[2], const void *p, size_t len)
{
	uint64_t v[4] = { key[0] ^ 0x736f6d6570736575u,
		key[1] ^ 0x646f72616e646f6du, key[0] ^ 0x6c7967656e657261u,
		key[1] ^ 0x7465646279746573u };
	const unsigned char *s = p;
	uint64_t word;
	size_t i, left = len;

	for (; left >= 8; left -= 8, s += 8) {
		memcpy(&word, s, 8);
		hash_word(v, le64toh(word));
	}
	word = (uint64_t)len << 56;
	for (i = 0; i < left; i++)
		word |= (uint64_t)s[i] << (8 * i);
	hash_word(v, word);
	v[2] ^= 0xff;
	for (i = 0; i < 4; i++)
		hash_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}
