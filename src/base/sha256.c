/* SPDX-License-Identifier: BSD-3-Clause */
/* The names are the standard's: FIPS 180-4, sections 4.1.2, 4.2.2, 5.3.3 and 6.2. */
#include "sha256.h"

#include <string.h>

enum { BLOCK = 64, ROUNDS = 64 };

static const uint32_t constants[ROUNDS] = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
	0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152,
	0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
	0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624,
	0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3,
	0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static inline uint32_t rotate(uint32_t word, unsigned bits)
{
	return word >> bits | word << (32 - bits);
}

static uint32_t word_at(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

/* Only sixteen words of the schedule are alive at a time: w[t] takes the place of w[t - 16]. */
static inline uint32_t schedule(uint32_t w[16], unsigned t)
{
	uint32_t w2 = w[(t - 2) % 16];
	uint32_t w15 = w[(t - 15) % 16];
	uint32_t s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ w15 >> 3;
	uint32_t s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ w2 >> 10;

	return w[t % 16] += s1 + w[(t - 7) % 16] + s0;
}

static void add_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
	uint32_t w[16];
	unsigned t;

	for (t = 0; t < 16; t++)
		w[t] = word_at(block + 4 * (size_t)t);
	for (t = 0; t < ROUNDS; t++) {
		uint32_t word = t < 16 ? w[t] : schedule(w, t);
		uint32_t sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
		uint32_t choice = (e & f) ^ (~e & g);
		uint32_t t1 = h + sum1 + choice + constants[t] + word;
		uint32_t sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
		uint32_t majority = (a & b) ^ (a & c) ^ (b & c);

		h = g;
		g = f;
		f = e;
		e = d + t1;
		d = c;
		c = b;
		b = a;
		a = t1 + sum0 + majority;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

void et_sha256_begin(struct et_sha256 *hash)
{
	*hash = (struct et_sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void et_sha256_add(struct et_sha256 *hash, const void *data, size_t length)
{
	const unsigned char *bytes = data;
	size_t used = hash->length % BLOCK;

	hash->length += length;
	if (used + length < BLOCK) {
		if (length)
			memcpy(hash->rest + used, bytes, length);
		return;
	}
	if (used) {
		memcpy(hash->rest + used, bytes, BLOCK - used);
		add_block(hash->state, hash->rest);
		bytes += BLOCK - used;
		length -= BLOCK - used;
	}
	for (; length >= BLOCK; bytes += BLOCK, length -= BLOCK)
		add_block(hash->state, bytes);
	memcpy(hash->rest, bytes, length);
}

void et_sha256_end(struct et_sha256 *hash, char digits[ET_SHA256_DIGITS + 1])
{
	static const unsigned char padding[BLOCK] = {0x80};
	static const char hex[] = "0123456789abcdef";
	uint64_t bits = hash->length * 8;
	unsigned char length[8];
	size_t used = hash->length % BLOCK;
	unsigned i;

	for (i = 0; i < 8; i++)
		length[i] = (unsigned char)(bits >> (56 - 8 * i));
	et_sha256_add(hash, padding, (used < 56 ? 56 : 120) - used);
	et_sha256_add(hash, length, sizeof(length));
	for (i = 0; i < ET_SHA256_DIGITS; i++)
		digits[i] = hex[hash->state[i / 8] >> (28 - i % 8 * 4) & 15];
	digits[ET_SHA256_DIGITS] = '\0';
}

const char *et_sha256(struct et_arena *arena, const void *data, size_t length)
{
	char *digits = et_alloc(arena, ET_SHA256_DIGITS + 1);
	struct et_sha256 hash;

	et_sha256_begin(&hash);
	et_sha256_add(&hash, data, length);
	et_sha256_end(&hash, digits);
	return digits;
}

bool et_is_sha256(const char *text)
{
	return strlen(text) == ET_SHA256_DIGITS &&
	       strspn(text, "0123456789abcdef") == ET_SHA256_DIGITS;
}
