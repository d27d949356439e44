/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which header of one side is which of the other: by path, then by the longest end of the path that
 * they share, last by what they define. Copies in several folders stay apart.
 */
#include "differ.h"

#include "str.h"

#include <string.h>

static void make_pair(struct et_diff_file *from, struct et_diff_file *to)
{
	from->pair = to;
	to->pair = from;
}

/* How many last parts of two paths are the same. */
static size_t common_end(const char *left, const char *right)
{
	size_t l = strlen(left), r = strlen(right);
	size_t parts = 0;

	while (l && r && left[l - 1] == right[r - 1]) {
		l--;
		r--;
		parts += left[l] == '/';
	}
	/* A part ends at a slash, or where the path does. */
	return parts + ((!l || left[l - 1] == '/') && (!r || right[r - 1] == '/'));
}

/* For each header of the other side, how many names of this one it defines. */
static size_t *count_shared(struct et_differ *differ, const struct et_diff_file *file)
{
	size_t *shared = ET_NEW_ARRAY(differ->arena, differ->to.files.count + 1, size_t);
	size_t i;

	for (i = 0; i < file->n_items; i++) {
		const struct et_diff_item *item = differ->from.items.items[file->first_item + i];
		const struct et_diff_item *other;

		for (other = et_diff_first(&differ->to, item->kind, item->name); other;
			other = other->next)
			shared[other->file->index]++;
	}
	return shared;
}

/* Whether they define enough of the same to be one header under two paths. */
static bool is_alike(
	const struct et_diff_file *from, const struct et_diff_file *to, size_t shared, size_t part)
{
	size_t fewer = from->n_items < to->n_items ? from->n_items : to->n_items;

	return shared * part >= fewer;
}

/* Joined paths, so that what the user named counts: .../uapi/linux and .../standard-headers/linux.
 */
static const char *whole_path(struct et_differ *differ, const struct et_diff_file *file)
{
	return et_join(differ->arena, file->side->tree->path, "/", file->file->path);
}

struct candidate {
	struct et_diff_file *from, *to;
	size_t end;    /* parts of the path */
	size_t shared; /* names */
};

struct candidates {
	ET_ARRAY(struct candidate) list;
};

static bool is_better(const struct candidate *left, const struct candidate *right)
{
	if (left->end != right->end)
		return left->end > right->end;
	return left->shared > right->shared;
}

/* Takes the best candidates first; of equal ones the first. */
static void take_best(struct candidates *candidates)
{
	for (;;) {
		const struct candidate *best = NULL;
		size_t i;

		for (i = 0; i < candidates->list.count; i++) {
			const struct candidate *each = &candidates->list.items[i];

			if (!each->from->pair && !each->to->pair &&
				(!best || is_better(each, best)))
				best = each;
		}
		if (!best)
			return;
		make_pair(best->from, best->to);
	}
}

enum { MOST_CANDIDATES = 4096 };

static void pair_by_end(struct et_differ *differ)
{
	struct candidates candidates = {0};
	size_t i, j;

	for (i = 0; i < differ->from.files.count; i++) {
		struct et_diff_file *from = differ->from.files.items[i];
		size_t *shared = NULL;

		for (j = 0; j < differ->to.files.count && !from->pair; j++) {
			struct et_diff_file *to = differ->to.files.items[j];

			if (to->pair || candidates.list.count >= MOST_CANDIDATES ||
				!et_streq(
					et_basename(from->file->path), et_basename(to->file->path)))
				continue;
			if (!shared)
				shared = count_shared(differ, from);
			if (is_alike(from, to, shared[j], 4))
				*ET_APPEND(differ->arena, &candidates.list) =
					(struct candidate){from, to,
						common_end(whole_path(differ, from),
							whole_path(differ, to)),
						shared[j]};
		}
	}
	take_best(&candidates);
}

/* A header that is gone, and a new one with half of what it had, or more. */
static void pair_by_content(struct et_differ *differ)
{
	struct candidates candidates = {0};
	size_t i, j;

	for (i = 0; i < differ->from.files.count; i++) {
		struct et_diff_file *from = differ->from.files.items[i];
		size_t *shared = from->pair || !from->n_items ? NULL : count_shared(differ, from);

		for (j = 0; shared && j < differ->to.files.count; j++) {
			struct et_diff_file *to = differ->to.files.items[j];

			if (!to->pair && shared[j] * 2 >= from->n_items && shared[j] &&
				is_alike(from, to, shared[j], 2) &&
				candidates.list.count < MOST_CANDIDATES)
				*ET_APPEND(differ->arena, &candidates.list) =
					(struct candidate){from, to, 0, shared[j]};
		}
	}
	take_best(&candidates);
	for (i = 0; i < candidates.list.count; i++) {
		struct candidate *each = &candidates.list.items[i];

		each->from->renamed |= each->from->pair == each->to;
	}
}

static void pair_by_path(struct et_differ *differ)
{
	struct et_map paths = {0};
	size_t i;

	for (i = 0; i < differ->to.files.count; i++) {
		struct et_diff_file *file = differ->to.files.items[i];

		*et_map_slot(&paths, differ->arena, file->file->path, strlen(file->file->path)) =
			file;
	}
	for (i = 0; i < differ->from.files.count; i++) {
		struct et_diff_file *file = differ->from.files.items[i];
		struct et_diff_file *other =
			et_map_get(&paths, file->file->path, strlen(file->file->path));

		if (other && !other->pair)
			make_pair(file, other);
	}
}

void et_diff_pair_files(struct et_differ *differ)
{
	const struct et_diff_side *from = &differ->from;
	const struct et_diff_side *to = &differ->to;

	/* Two files that the user names are meant to be compared, whatever they are called. */
	if (from->tree->partial && to->tree->partial && from->files.count == 1 &&
		to->files.count == 1) {
		make_pair(from->files.items[0], to->files.items[0]);
		return;
	}
	pair_by_path(differ);
	pair_by_end(differ);
	pair_by_content(differ);
}
