/* SPDX-License-Identifier: BSD-3-Clause */
#include "canon_packed.h"

#include <string.h>

struct unpacker {
	struct et_arena *arena;
	const unsigned char *next;
	const char **texts; /* from 1 */
	char *pools[ET_POOL_COUNT];
	size_t counts[ET_POOL_COUNT];
};

static uint64_t take_number(struct unpacker *unpacker)
{
	uint64_t value = 0;
	unsigned shift = 0;
	unsigned char byte;

	do {
		byte = *unpacker->next++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80 && shift < 64);
	return value;
}

static void take_texts(struct unpacker *unpacker)
{
	size_t i, count = (size_t)take_number(unpacker);

	unpacker->texts = ET_NEW_ARRAY(unpacker->arena, count + 1, const char *);
	for (i = 1; i <= count; i++) {
		unpacker->texts[i] = (const char *)unpacker->next;
		unpacker->next += strlen(unpacker->texts[i]) + 1;
	}
}

/* A number of 1, 2, 4 or 8 bytes, whatever its type is called. */
static void put_number(char *place, size_t size, uint64_t value)
{
	uint8_t one = (uint8_t)value;
	uint16_t two = (uint16_t)value;
	uint32_t four = (uint32_t)value;

	memcpy(place,
		size == 1   ? (const void *)&one
		: size == 2 ? (const void *)&two
		: size == 4 ? (const void *)&four
			    : (const void *)&value,
		size);
}

static void take_pointer(struct unpacker *unpacker, enum et_pool pool, char *place)
{
	size_t n = (size_t)take_number(unpacker);
	const char *target =
		n ? unpacker->pools[pool] + (n - 1) * et_packed_types[pool].size : NULL;

	memcpy(place, &target, sizeof(target));
}

static void take_member(struct unpacker *unpacker, const struct et_member *member, char *element)
{
	char *place = element + member->offset;
	const void *text;
	size_t count;

	switch (member->kind) {
	case ET_MEMBER_NUMBER:
		put_number(place, member->size, take_number(unpacker));
		return;
	case ET_MEMBER_TEXT:
		text = unpacker->texts[take_number(unpacker)];
		memcpy(place, &text, sizeof(text));
		return;
	case ET_MEMBER_POINTER:
		take_pointer(unpacker, member->pool, place);
		return;
	case ET_MEMBER_ITEMS:
		take_pointer(unpacker, member->pool, place);
		count = (size_t)take_number(unpacker);
		memcpy(element + member->size, &count, sizeof(count));
		return;
	}
}

static void take_pool(struct unpacker *unpacker, enum et_pool pool)
{
	const struct et_packed_type *type = &et_packed_types[pool];
	size_t i, j;

	for (i = 0; i < unpacker->counts[pool]; i++) {
		for (j = 0; j < type->n_members; j++)
			take_member(unpacker, &type->members[j],
				unpacker->pools[pool] + i * type->size);
	}
}

const struct et_canon *et_canon_unpack(
	struct et_arena *arena, const unsigned char *bytes, const char *texts, size_t texts_size)
{
	struct unpacker unpacker = {.arena = arena, .next = bytes};
	struct et_canon *canon = ET_NEW(arena, struct et_canon);
	const struct et_interface *interfaces, **list;
	enum et_pool pool;
	size_t i;

	take_texts(&unpacker);
	for (pool = 0; pool < ET_POOL_COUNT; pool++) {
		unpacker.counts[pool] = (size_t)take_number(&unpacker);
		unpacker.pools[pool] =
			et_alloc_array(arena, unpacker.counts[pool], et_packed_types[pool].size);
	}
	for (pool = 0; pool < ET_POOL_COUNT; pool++)
		take_pool(&unpacker, pool);
	canon->n_interfaces = unpacker.counts[ET_POOL_INTERFACE];
	list = ET_NEW_ARRAY(arena, canon->n_interfaces, const struct et_interface *);
	interfaces = (const void *)unpacker.pools[ET_POOL_INTERFACE];
	for (i = 0; i < canon->n_interfaces; i++)
		list[i] = &interfaces[i];
	canon->interfaces = list;
	canon->errata = (const void *)unpacker.pools[ET_POOL_ERRATUM];
	canon->n_errata = unpacker.counts[ET_POOL_ERRATUM];
	canon->deviations = (const void *)unpacker.pools[ET_POOL_DEVIATION];
	canon->n_deviations = unpacker.counts[ET_POOL_DEVIATION];
	canon->requirements = (const void *)unpacker.pools[ET_POOL_REQUIREMENT];
	canon->n_requirements = unpacker.counts[ET_POOL_REQUIREMENT];
	canon->requirement_texts = texts;
	canon->requirement_texts_size = texts_size;
	return canon;
}
