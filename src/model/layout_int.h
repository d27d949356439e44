/* SPDX-License-Identifier: BSD-3-Clause */
/* Shared by the layout's own files, and by readers that evaluate sizeof. */
#ifndef ETALON_LAYOUT_INT_H
#define ETALON_LAYOUT_INT_H

#include "layout.h"

/* Where the routine stands inside one record. */
struct et_placer {
	const struct et_record *record;
	uint64_t bytes;	      /* data so far; a union's: of its longest member */
	const char *plus;     /* symbolic terms before the next field */
	unsigned unfilled;    /* bits of the last byte that bit-fields have left free */
	uint32_t align;	      /* of the record, so far */
	uint64_t padding;     /* of the record, so far; a union's: of its longest member */
	unsigned unit;	      /* Microsoft: bytes of the open bit-field unit; 0: none */
	unsigned unit_left;   /* Microsoft: its free bits */
	uint64_t unit_offset; /* Microsoft: where it lies */
};

struct et_bits_place {
	uint64_t storage; /* byte offset of the unit that bit counts in */
	uint64_t unit;	  /* its size in bytes */
	uint16_t bit;
};

/* Places a bit-field of a type of size and align bytes, by the rules of the ABI. */
struct et_bits_place et_place_bits(struct et_placer *placer, const struct et_field *field,
	const struct et_abi *abi, uint64_t size, uint32_t align);

/*
 * Size and alignment of a type with n_counts dimensions around it. Returns false when it has no
 * size that is known. An open dimension counts as 0.
 */
bool et_type_extent(const struct et_type *type, const struct et_count *counts, size_t n_counts,
	const struct et_abi *abi, uint64_t *size, uint32_t *align);

/*
 * Offset of a direct member, or of one that an anonymous member brings, with its field in *field.
 * Returns false when there is none or it cannot be laid out, or for a bit-field.
 */
bool et_member_offset(const struct et_record *record, const char *name, const struct et_abi *abi,
	uint64_t *offset, const struct et_field **field);

/* The alignment of a field, given its type's, under packed, aligned(n) and #pragma pack. */
uint32_t et_field_align(
	const struct et_record *record, const struct et_field *field, uint32_t natural);

/* A dimension's number; false when it is open, a parameter or unknown. */
bool et_count_value(const struct et_count *count, const struct et_abi *abi, uint64_t *value);

/* Whether the view selects a direct field of its record, first and last left aside. */
bool et_view_selects(const struct et_view *view, const struct et_field *field);

static inline uint64_t et_round_up(uint64_t value, uint64_t align)
{
	return align > 1 ? (value + align - 1) / align * align : value;
}

#endif
