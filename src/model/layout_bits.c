/* SPDX-License-Identifier: BSD-3-Clause */
/* Where bit-fields go: GNU's rules (also clang's for Linux) and Microsoft's. */
#include "layout_int.h"

uint32_t et_field_align(
	const struct et_record *record, const struct et_field *field, uint32_t natural)
{
	uint32_t align = record->packed || field->packed ? 1 : natural;

	if (field->align > align)
		align = field->align;
	/* #pragma pack also overrides aligned(n) on a member. */
	if (record->pack && record->pack < align)
		align = record->pack;
	return align ? align : 1;
}

static uint32_t least(uint32_t left, uint32_t right)
{
	return left < right ? left : right;
}

static uint32_t most(uint32_t left, uint32_t right)
{
	return left > right ? left : right;
}

/* Bits are numbered from the least significant, and a big-endian ABI fills from the other end. */
static struct et_bits_place in_storage(
	uint64_t offset, unsigned width, const struct et_abi *abi, uint64_t size)
{
	struct et_bits_place place = {.unit = size};
	uint64_t unit_bits = size * 8;
	uint64_t within = offset % unit_bits;

	place.storage = offset / unit_bits * size;
	if (within + width > unit_bits) {
		/* Packed across two units: take the smallest run of bytes that holds it. */
		place.storage = offset / 8;
		within = offset % 8;
		place.unit = (within + width + 7) / 8;
		unit_bits = place.unit * 8;
	}
	place.bit = (uint16_t)(abi->big_endian ? unit_bits - within - width : within);
	return place;
}

static struct et_bits_place place_ms(struct et_placer *placer, const struct et_field *field,
	const struct et_abi *abi, uint64_t size, uint32_t align)
{
	unsigned width = (unsigned)field->bits;
	uint64_t used;

	align = et_field_align(placer->record, field, align);
	if (placer->record->is_union) {
		if (width) {
			placer->align = most(placer->align, align);
			if (placer->bytes < size)
				placer->bytes = size;
		}
		return in_storage(0, width, abi, size);
	}
	if (!width) {
		/* Only behind another bit-field does it end the unit. */
		if (placer->unit) {
			placer->bytes = et_round_up(placer->bytes, align);
			placer->align = most(placer->align, align);
		}
		placer->unit = 0;
		return in_storage(placer->bytes * 8, 0, abi, size);
	}
	if (placer->unit != size || placer->unit_left < width) {
		uint64_t start = et_round_up(placer->bytes, align);

		placer->padding += start - placer->bytes;
		placer->unit = (unsigned)size;
		placer->unit_left = (unsigned)size * 8;
		placer->unit_offset = start;
		placer->bytes = start + size;
		placer->align = most(placer->align, align);
	}
	used = size * 8 - placer->unit_left;
	placer->unit_left -= width;
	return (struct et_bits_place){placer->unit_offset, size, (uint16_t)used};
}

struct et_bits_place et_place_bits(struct et_placer *placer, const struct et_field *field,
	const struct et_abi *abi, uint64_t size, uint32_t align)
{
	const struct et_record *record = placer->record;
	const unsigned width = (unsigned)field->bits;
	const uint64_t pack = (uint64_t)record->pack * 8;
	const bool packed = record->packed || field->packed;
	uint64_t start, offset, end;
	uint64_t bits = (uint64_t)align * 8;
	uint64_t unpacked = bits;

	if (abi->ms_bitfields)
		return place_ms(placer, field, abi, size, align);
	start = offset = record->is_union ? 0 : placer->bytes * 8 - placer->unfilled;
	if (packed && width)
		bits = 1;
	if (field->align) {
		bits = most((uint32_t)bits, field->align * 8);
		unpacked = most((uint32_t)unpacked, field->align * 8);
	}
	if (pack && width) {
		unpacked = least((uint32_t)unpacked, (uint32_t)pack);
		bits = packed ? unpacked : least((uint32_t)bits, (uint32_t)pack);
	}
	if (!width || (!pack && offset % bits + width > size * 8))
		offset = et_round_up(offset, bits);
	else if (field->align && (!pack || field->align * 8 <= pack))
		offset = et_round_up(offset, (uint64_t)field->align * 8);
	end = offset + width;
	if (record->is_union) {
		if (placer->bytes < (width + 7) / 8) {
			placer->bytes = (width + 7) / 8;
			placer->padding = 0;
		}
	} else {
		placer->padding += (offset - start) / 8;
		placer->bytes = (end + 7) / 8;
		placer->unfilled = (unsigned)(placer->bytes * 8 - end);
	}
	/* A bit-field without a name moves what follows it, and does not align the record. */
	if (field->name)
		placer->align = most(placer->align, (uint32_t)(bits / 8));
	return in_storage(offset, width, abi, size);
}
