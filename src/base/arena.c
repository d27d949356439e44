/* SPDX-License-Identifier: BSD-3-Clause */
#include "arena.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { SMALL_BLOCK = 64 * 1024, STEP = 256 * 1024, HUGE_PAGE = 2 * 1024 * 1024 };

struct et_arena_block {
	struct et_arena_block *next;
	size_t size;
	size_t used;
	max_align_t data[];
};

static _Noreturn void out_of_memory(size_t size)
{
	fprintf(stderr, "etalon: out of memory (%zu bytes wanted)\n", size);
	abort();
}

void et_arena_init(struct et_arena *arena)
{
	*arena = (struct et_arena){0};
}

void et_arena_init_in_steps(struct et_arena *arena)
{
	*arena = (struct et_arena){.in_steps = true};
}

static void free_blocks(struct et_arena_block *block)
{
	while (block) {
		struct et_arena_block *next = block->next;

		munmap(block, sizeof(*block) + block->size);
		block = next;
	}
}

void et_arena_finish(struct et_arena *arena)
{
	free_blocks(arena->blocks);
	free_blocks(arena->spare);
	et_arena_init(arena);
}

void et_arena_recycle(struct et_arena *into, struct et_arena *from)
{
	const size_t usual = from->in_steps ? STEP : HUGE_PAGE;
	struct et_arena_block **tail = &from->blocks;

	/* Large ones are rare, and would only be kept from others. */
	while (*tail) {
		struct et_arena_block *block = *tail;

		if (block->size == usual - sizeof(*block)) {
			memset(block->data, 0, block->used);
			block->used = 0;
			tail = &block->next;
			continue;
		}
		*tail = block->next;
		block->next = NULL;
		free_blocks(block);
	}
	*tail = into->spare;
	into->spare = from->blocks;
	free_blocks(from->spare);
	et_arena_init(from);
}

/*
 * Blocks are mapped, not allocated, so that they come zeroed. A large one is one huge page where
 * the system grants those: a fault for each small page is most of what the memory of a short run
 * costs.
 */
static void *map_block(size_t size)
{
	size_t whole = size == HUGE_PAGE ? 2 * size : size;
	char *memory =
		mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t before;

	if (memory == MAP_FAILED)
		out_of_memory(size);
	if (size != HUGE_PAGE)
		return memory;
	/* Of twice the size, the half that begins where a huge page may. */
	before = (HUGE_PAGE - (uintptr_t)memory % HUGE_PAGE) % HUGE_PAGE;
	if (before)
		munmap(memory, before);
	memory += before;
	munmap(memory + size, whole - before - size);
	madvise(memory, size, MADV_HUGEPAGE);
	return memory;
}

/* A block for size bytes: a small one for what may stay small, then large ones. */
static struct et_arena_block *new_block(const struct et_arena *arena, size_t size)
{
	size_t whole = arena->in_steps ? STEP : (arena->blocks ? HUGE_PAGE : SMALL_BLOCK);
	struct et_arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		out_of_memory(size);
	if (whole < sizeof(*block) + size)
		whole = sizeof(*block) + size;
	block = map_block(whole);
	block->size = whole - sizeof(*block);
	return block;
}

void *et_alloc(struct et_arena *arena, size_t size)
{
	struct et_arena_block *block = arena->blocks;
	const size_t unit = sizeof(max_align_t);
	char *result;

	if (size > SIZE_MAX - unit)
		out_of_memory(size);
	size = (size + unit - 1) / unit * unit;
	if (!block || block->size - block->used < size) {
		struct et_arena_block *fresh = arena->spare;

		if (fresh && size <= fresh->size)
			arena->spare = fresh->next;
		else
			fresh = new_block(arena, size);

		/* A large object gets a block of its own behind the one that is being filled. */
		if (block && size > fresh->size / 2) {
			fresh->next = block->next;
			block->next = fresh;
		} else {
			fresh->next = block;
			arena->blocks = fresh;
		}
		block = fresh;
	}
	result = (char *)block->data + block->used;
	block->used += size;
	arena->used += size;
	return result;
}

void *et_alloc_array(struct et_arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory(SIZE_MAX);
	return et_alloc(arena, count * size);
}

char *et_strndup(struct et_arena *arena, const char *text, size_t length)
{
	char *copy = et_alloc(arena, length + 1);

	memcpy(copy, text, length);
	return copy;
}

char *et_strdup(struct et_arena *arena, const char *text)
{
	return et_strndup(arena, text, strlen(text));
}

char *et_strdup_or_null(struct et_arena *arena, const char *text)
{
	return text ? et_strdup(arena, text) : NULL;
}

char *et_vsprintf(struct et_arena *arena, const char *format, va_list args)
{
	va_list again;
	int length;
	char *text;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		length = 0;
	text = et_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *et_sprintf(struct et_arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = et_vsprintf(arena, format, args);
	va_end(args);
	return text;
}

char *et_join(struct et_arena *arena, const char *left, const char *between, const char *right)
{
	size_t first = strlen(left);
	size_t second = strlen(between);
	size_t third = strlen(right);
	char *text = et_alloc(arena, first + second + third + 1);

	memcpy(text, left, first);
	memcpy(text + first, between, second);
	memcpy(text + first + second, right, third);
	return text;
}

void *et_grow(struct et_arena *arena, void **items, size_t *count, size_t *capacity, size_t size)
{
	if (*count == *capacity) {
		size_t wanted = *capacity ? *capacity * 2 : 8;
		void *larger = et_alloc_array(arena, wanted, size);

		if (*count)
			memcpy(larger, *items, *count * size);
		*items = larger;
		*capacity = wanted;
	}
	return (char *)*items + (*count)++ * size;
}
