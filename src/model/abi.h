/* SPDX-License-Identifier: BSD-3-Clause */
/* The ABIs that layouts are computed for: sizes and alignments of C's types, byte order, macros. */
#ifndef ETALON_ABI_H
#define ETALON_ABI_H

#include <stdbool.h>
#include <stdint.h>

enum et_abi_id {
	ET_ABI_LP64,  /* x86-64 Linux */
	ET_ABI_I386,  /* i386 Linux: 64-bit integers aligned to 4 */
	ET_ABI_LLP64, /* x86-64 Windows: long is 4 bytes; Microsoft's bit-fields */
	ET_ABI_BE64,  /* s390x Linux: LP64, big-endian */
	ET_ABI_COUNT,
};

/* Sets of ABIs are bit masks: bit n stands for the et_abi_id n. */
#define ET_ABI_BIT(id) (1U << (id))
#define ET_ABI_ALL ((1U << ET_ABI_COUNT) - 1)

/* C's own types. Signedness, byte order and spelling are kept beside the base, not in it. */
enum et_base {
	ET_BASE_VOID,
	ET_BASE_BOOL,
	ET_BASE_CHAR,
	ET_BASE_SHORT,
	ET_BASE_INT,
	ET_BASE_LONG,
	ET_BASE_LLONG, /* and every other 64-bit integer */
	ET_BASE_INT128,
	ET_BASE_FLOAT,
	ET_BASE_DOUBLE,
	ET_BASE_LDOUBLE,
	ET_BASE_POINTER, /* and size_t, uintptr_t */
	ET_BASE_COUNT,
};

struct et_abi {
	enum et_abi_id id;
	const char *name; /* as in --abi and in JSON: "lp64", "i386", "llp64", "be64" */
	bool big_endian;
	bool char_is_signed;
	bool ms_bitfields;	       /* a bit-field of another size starts a new unit */
	uint8_t size[ET_BASE_COUNT];   /* bytes */
	uint8_t align[ET_BASE_COUNT];  /* bytes, inside records */
	const char *const *predefined; /* "NAME" or "NAME=value", NULL-terminated */
};

/* Never NULL for an id below ET_ABI_COUNT. */
const struct et_abi *et_abi(enum et_abi_id id);

/* Returns the ABI of that name, or NULL. */
const struct et_abi *et_abi_by_name(const char *name);

#endif
