/* hash.h: fingerprints of bytes */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <sys/uio.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_HEX 65 /* 64 digits and a NUL */

/* SHA-256 (FIPS 180-4) in lower-case hexadecimal: names and keys on disk. */
void hash_hex(char out[HASH_HEX], const void *p, size_t len);

/* Its first 16 bytes, as numbers. */
void hash_128(uint64_t out[2], const void *p, size_t len);

/* XXH64 (Collet, 2012) with the seed 0: whether the disk has changed a large
 * file, a tenth of what SHA-256 costs. Who wants to make two files with the same
 * sum can. */
uint64_t hash_sum(const void *p, size_t len);
/* The same of bytes that come one after the other. */
struct hash_summing {
	uint64_t v[4], len;
	unsigned char rest[32]; /* len % 32 of them */
};
void hash_sum_begin(struct hash_summing *s);
void hash_sum_add(struct hash_summing *s, const void *p, size_t len);
uint64_t hash_sum_end(const struct hash_summing *s);

/* SHA-1 (FIPS 180-4), the raw bytes: only where a format of git's asks for it,
 * never to tell foreign bytes apart. */
#define HASH_SHA1 20
void hash_sha1(unsigned char out[HASH_SHA1], const void *p, size_t len);
/* The same of n pieces, one behind the other. */
void hash_sha1v(unsigned char out[HASH_SHA1], const struct iovec *v, size_t n);

/* 64-bit FNV-1a: what is short and ours. */
uint64_t hash_fast(const void *p, size_t len);
/* SipHash-2-4 (Aumasson and Bernstein, 2012): for tables of what others
 * wrote, who cannot make it collide without the key. */
uint64_t hash_keyed(const uint64_t key[2], const void *p, size_t len);

#endif
