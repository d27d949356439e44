/* SPDX-License-Identifier: BSD-3-Clause */
/* SHA-256 as FIPS 180-4 has it: tells whether a file is still the one that was written. */
#ifndef ETALON_SHA256_H
#define ETALON_SHA256_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ET_SHA256_DIGITS = 64 };

/* A hash in the making; needs no end. */
struct et_sha256 {
	uint32_t state[8];
	uint64_t length; /* bytes so far */
	unsigned char rest[64];
};

void et_sha256_begin(struct et_sha256 *hash);
void et_sha256_add(struct et_sha256 *hash, const void *data, size_t length);

/* The hash of all that was added, in lower-case hexadecimal with a NUL. Nothing can follow. */
void et_sha256_end(struct et_sha256 *hash, char digits[ET_SHA256_DIGITS + 1]);

/* SHA-256 of bytes as 64 hexadecimal digits, in the arena. */
const char *et_sha256(struct et_arena *arena, const void *data, size_t length);

/* Whether a text looks like one: 64 digits, lower case. */
bool et_is_sha256(const char *text);

#endif
