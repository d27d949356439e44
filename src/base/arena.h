/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An arena: memory that is given back all at once.
 *
 * Models, findings and everything they point to live in the arena that was passed to the function
 * that made them, so that ownership is one line in each header: "lives in the arena".
 */
#ifndef ETALON_ARENA_H
#define ETALON_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct et_arena {
	struct et_arena_block *blocks; /* newest first */
	struct et_arena_block *spare;  /* handed over by et_arena_recycle(), to be used again */
	size_t used;		       /* bytes handed out, for limits and statistics */
	bool in_steps;		       /* see et_arena_init_in_steps() */
};

/* An empty arena is all zeroes; et_arena_init() says so in words. Allocates nothing yet. */
void et_arena_init(struct et_arena *arena);

/*
 * The same, of an arena that takes its memory in steps of 256 KB instead of huge pages, which are
 * there in full once a byte of them is used: where several arenas live beside each other.
 */
void et_arena_init_in_steps(struct et_arena *arena);

/* Frees everything. The arena is empty afterwards and can be used again. */
void et_arena_finish(struct et_arena *arena);

/*
 * Ends "from" as et_arena_finish() does, and keeps its memory for "into": what one pass has used is
 * warm for the next.
 */
void et_arena_recycle(struct et_arena *into, struct et_arena *from);

/*
 * Returns size zeroed bytes, aligned for any object. Never NULL: when memory runs out the process
 * gets a message and abort(), as in git's and GLib's allocators; inputs are bounded long before.
 */
void *et_alloc(struct et_arena *arena, size_t size);

/* count elements of size bytes, with the multiplication checked. */
void *et_alloc_array(struct et_arena *arena, size_t count, size_t size);

#define ET_NEW(arena, type) ((type *)et_alloc((arena), sizeof(type)))
#define ET_NEW_ARRAY(arena, count, type) ((type *)et_alloc_array((arena), (count), sizeof(type)))

/* NUL-terminated copies in the arena. */
char *et_strdup(struct et_arena *arena, const char *text);
char *et_strdup_or_null(struct et_arena *arena, const char *text); /* NULL stays NULL */
char *et_strndup(struct et_arena *arena, const char *text, size_t length);
char *et_sprintf(struct et_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *et_vsprintf(struct et_arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* left, between and right in one text: what et_sprintf() does, for the many short ones. */
char *et_join(struct et_arena *arena, const char *left, const char *between, const char *right);

/*
 * Makes room for one more element in an array that lives in the arena: doubles *items when *count
 * has reached *capacity. Returns the place of the new element, zeroed, and counts it.
 */
void *et_grow(struct et_arena *arena, void **items, size_t *count, size_t *capacity, size_t size);

/* Declares a growing array as three members: items, count, capacity. */
#define ET_ARRAY(type)                                                                             \
	struct {                                                                                   \
		type *items;                                                                       \
		size_t count;                                                                      \
		size_t capacity;                                                                   \
	}

/* Appends a zeroed element to an ET_ARRAY and returns its address. */
#define ET_APPEND(arena, array)                                                                    \
	((__typeof__((array)->items))et_grow((arena), (void **)&(array)->items, &(array)->count,   \
		&(array)->capacity, sizeof(*(array)->items)))

#endif
