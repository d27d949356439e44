/* SPDX-License-Identifier: BSD-3-Clause */
#include "canon_pack.h"

#include "canon_packed.h"
#include "canon_pool.h"
#include "map.h"

#include <string.h>

struct packer {
	struct et_arena *arena;
	struct pools *pools;
	struct et_buf body;
	struct et_map numbers; /* of the texts */
	ET_ARRAY(const char *) texts;
};

static void put_number(struct et_buf *out, uint64_t value)
{
	for (; value > 0x7f; value >>= 7)
		et_buf_putc(out, (char)(value | 0x80));
	et_buf_putc(out, (char)value);
}

static uint64_t text_number(struct packer *packer, const char *text)
{
	void **slot;

	if (!text)
		return 0;
	slot = et_map_slot(&packer->numbers, packer->arena, text, strlen(text));
	if (!*slot) {
		*ET_APPEND(packer->arena, &packer->texts) = text;
		*slot = (void *)(uintptr_t)packer->texts.count;
	}
	return (uintptr_t)*slot;
}

static uint64_t read_number(const char *place, size_t size)
{
	uint8_t one = 0;
	uint16_t two = 0;
	uint32_t four = 0;
	uint64_t eight = 0;

	memcpy(size == 1    ? (void *)&one
		: size == 2 ? (void *)&two
		: size == 4 ? (void *)&four
			    : (void *)&eight,
		place, size);
	return one + two + four + eight;
}

static void put_member(struct packer *packer, const struct et_member *member, const char *element)
{
	const char *place = element + member->offset;
	const void *target;
	size_t count;

	if (member->kind == ET_MEMBER_NUMBER) {
		put_number(&packer->body, read_number(place, member->size));
		return;
	}
	memcpy(&target, place, sizeof(target));
	if (member->kind == ET_MEMBER_TEXT) {
		put_number(&packer->body, text_number(packer, target));
		return;
	}
	count = 1;
	if (member->kind == ET_MEMBER_ITEMS)
		memcpy(&count, element + member->size, sizeof(count));
	put_number(&packer->body,
		target && count ? pool_index(packer->pools, (enum pool)member->pool, target) + 1
				: 0);
	if (member->kind == ET_MEMBER_ITEMS)
		put_number(&packer->body, count);
}

static void put_element(struct packer *packer, enum et_pool pool, const void *element)
{
	const struct et_packed_type *type = &et_packed_types[pool];
	size_t i;

	for (i = 0; i < type->n_members; i++)
		put_member(packer, &type->members[i], element);
}

/* The nth element of a pool; the last three are arrays of the canon's own. */
static const void *element(
	const struct packer *packer, const struct et_canon *all, enum et_pool pool, size_t n)
{
	switch (pool) {
	case ET_POOL_ERRATUM:
		return &all->errata[n];
	case ET_POOL_DEVIATION:
		return &all->deviations[n];
	case ET_POOL_REQUIREMENT:
		return &all->requirements[n];
	default:
		return pool_element(packer->pools, (enum pool)pool, n);
	}
}

static size_t element_count(
	const struct packer *packer, const struct et_canon *all, enum et_pool pool)
{
	switch (pool) {
	case ET_POOL_ERRATUM:
		return all->n_errata;
	case ET_POOL_DEVIATION:
		return all->n_deviations;
	case ET_POOL_REQUIREMENT:
		return all->n_requirements;
	default:
		return pool_size(packer->pools, (enum pool)pool);
	}
}

void et_canon_pack(struct et_arena *arena, struct et_buf *out, const struct et_canon *all)
{
	struct et_canon defined = *all;
	struct packer packer = {.arena = arena};
	enum et_pool pool;
	size_t i;

	/* Names are made again of the definitions. */
	defined.n_names = 0;
	packer.pools = pools_fill(arena, &defined, NULL, 0);
	for (pool = 0; pool < ET_POOL_COUNT; pool++) {
		for (i = 0; i < element_count(&packer, all, pool); i++)
			put_element(&packer, pool, element(&packer, all, pool, i));
	}
	put_number(out, packer.texts.count);
	for (i = 0; i < packer.texts.count; i++)
		et_buf_add(out, packer.texts.items[i], strlen(packer.texts.items[i]) + 1);
	for (pool = 0; pool < ET_POOL_COUNT; pool++)
		put_number(out, element_count(&packer, all, pool));
	et_buf_add(out, packer.body.data, packer.body.length);
	et_buf_finish(&packer.body);
}
