/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The order of the text, for what listings, lists, tables and prose have each given: by heading,
 * file and line. Each of them is in order itself, so that a few runs have to be merged.
 */
#include "tex_finish.h"

#include <string.h>

struct key {
	uint64_t major; /* heading and file */
	uint32_t line;
	uint32_t index;
};

struct sorter {
	struct tex_builder *builder;
	struct et_map files; /* index + 1 */
	const char *path;    /* the last that was asked for, and what it is */
	uint32_t file;
	struct key *keys, *spare;
	size_t count;
};

static void set_key(
	struct sorter *sorter, size_t index, uint32_t heading, const struct et_place *place)
{
	if (place->file != sorter->path && place->file) {
		sorter->path = place->file;
		sorter->file = (uint32_t)(uintptr_t)et_map_get(
			&sorter->files, place->file, strlen(place->file));
	}
	/* No heading is before the first. */
	sorter->keys[index] = (struct key){
		.major = (uint64_t)(uint32_t)(heading + 1) << 32 | (place->file ? sorter->file : 0),
		.line = place->line,
		.index = (uint32_t)index};
}

static bool after(const struct key *left, const struct key *right)
{
	if (left->major != right->major)
		return left->major > right->major;
	return left->line > right->line;
}

static size_t run_end(const struct sorter *sorter, size_t begin)
{
	size_t end = begin + 1;

	while (end < sorter->count && !after(&sorter->keys[end - 1], &sorter->keys[end]))
		end++;
	return end < sorter->count ? end : sorter->count;
}

static void merge(struct sorter *sorter, size_t begin, size_t middle, size_t end)
{
	size_t left = begin;
	size_t right = middle;
	size_t to;

	for (to = begin; to < end; to++) {
		bool second = left == middle ||
			      (right < end && after(&sorter->keys[left], &sorter->keys[right]));

		sorter->spare[to] = sorter->keys[second ? right++ : left++];
	}
	memcpy(sorter->keys + begin, sorter->spare + begin, (end - begin) * sizeof(struct key));
}

/* Merges neighbouring runs until one is left. Equal ones stay as they were. */
static void sort_keys(struct sorter *sorter)
{
	size_t runs;

	do {
		size_t begin = 0;

		for (runs = 0; begin < sorter->count; runs++) {
			size_t middle = run_end(sorter, begin);
			size_t end;

			if (middle == sorter->count) {
				runs++;
				break;
			}
			end = run_end(sorter, middle);
			merge(sorter, begin, middle, end);
			begin = end;
		}
	} while (runs > 1);
}

static void begin(struct sorter *sorter, size_t count)
{
	sorter->count = count;
	sorter->keys = ET_NEW_ARRAY(sorter->builder->arena, count + 1, struct key);
	sorter->spare = ET_NEW_ARRAY(sorter->builder->arena, count + 1, struct key);
}

/* The items in the order of the keys, in new memory. */
static void *reorder(struct sorter *sorter, const void *items, size_t size)
{
	char *to = et_alloc_array(sorter->builder->arena, sorter->count + 1, size);
	size_t i;

	for (i = 0; i < sorter->count; i++)
		memcpy(to + i * size, (const char *)items + sorter->keys[i].index * size, size);
	return to;
}

/* Each listing's constants, which are together as before. */
static void move_listings(struct sorter *sorter)
{
	struct tex_builder *builder = sorter->builder;
	uint32_t *moved = ET_NEW_ARRAY(builder->arena, sorter->count + 1, uint32_t);
	size_t i;

	for (i = 0; i < sorter->count; i++)
		moved[sorter->keys[i].index] = (uint32_t)i;
	for (i = 0; i < builder->listings.count; i++) {
		struct et_spec_listing *listing = &builder->listings.items[i];

		if (listing->n_constants && listing->first_constant < sorter->count)
			listing->first_constant = moved[listing->first_constant];
	}
}

void tex_sort(struct tex_builder *builder)
{
	struct sorter sorter = {.builder = builder};
	const struct tex_doc *doc = builder->doc;
	size_t i;

	for (i = 0; i < doc->files.count; i++) {
		const char *path = doc->files.items[i].file.path;

		*et_map_slot(&sorter.files, builder->arena, path, strlen(path)) =
			(void *)(uintptr_t)(i + 1);
	}
	begin(&sorter, builder->constants.count);
	for (i = 0; i < sorter.count; i++)
		set_key(&sorter, i, builder->constants.items[i].heading,
			&builder->constants.items[i].constant.def.place);
	sort_keys(&sorter);
	move_listings(&sorter);
	builder->constants.items =
		reorder(&sorter, builder->constants.items, sizeof(*builder->constants.items));

	begin(&sorter, builder->mentions.count);
	for (i = 0; i < sorter.count; i++)
		set_key(&sorter, i, builder->mentions.items[i].heading,
			&builder->mentions.items[i].place);
	sort_keys(&sorter);
	builder->mentions.items =
		reorder(&sorter, builder->mentions.items, sizeof(*builder->mentions.items));

	begin(&sorter, builder->faults.count);
	for (i = 0; i < sorter.count; i++)
		set_key(&sorter, i, builder->faults.items[i].heading,
			&builder->faults.items[i].place);
	sort_keys(&sorter);
	builder->faults.items =
		reorder(&sorter, builder->faults.items, sizeof(*builder->faults.items));
}
