/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which definition of one side is which of the other: that of the same name in the same header, or
 * in a header that has it now.
 */
#include "differ.h"

#include "str.h"

#include <string.h>

enum { MOST_STEPS = 512 };

/* Length of the folder in which a header lies. */
static size_t folder_length(const struct et_diff_file *file)
{
	const char *path = file->file->path;
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

static bool same_folder(const struct et_diff_file *left, const struct et_diff_file *right)
{
	size_t length = folder_length(left);

	return length == folder_length(right) &&
	       memcmp(left->file->path, right->file->path, length) == 0;
}

/* Whether only one header of its side defines it. */
static bool is_alone(const struct et_diff_side *side, const struct et_diff_item *item)
{
	const struct et_diff_item *first = et_diff_first(side, item->kind, item->name);

	return first == item && !item->next;
}

/*
 * Where the name is defined now. Another header that had it all along is where it is left, when it
 * was defined twice; a copy in another folder is neither.
 */
static struct et_diff_item *find_moved(struct et_differ *differ, struct et_diff_item *item)
{
	struct et_diff_item *other = et_diff_first(&differ->to, item->kind, item->name);
	const struct et_diff_file *here = item->file->pair;
	struct et_diff_item *best = NULL;
	unsigned steps;

	for (steps = 0; other && steps < MOST_STEPS; other = other->next, steps++) {
		bool near = here &&
			    (same_folder(here, other->file) || et_diff_reaches(here, other->file));

		if (!near && !(is_alone(&differ->from, item) && is_alone(&differ->to, other)))
			continue;
		/* One that is new there is what was here. */
		if (!best || (best->pair && !other->pair))
			best = other;
	}
	return best;
}

void et_diff_pair_items(struct et_differ *differ)
{
	size_t i;

	for (i = 0; i < differ->from.items.count; i++) {
		struct et_diff_item *item = differ->from.items.items[i];
		struct et_diff_item *other = item->file->pair
						     ? et_diff_find(&differ->to, item->kind,
							       item->name, item->file->pair)
						     : NULL;

		if (other) {
			item->pair = other;
			other->pair = item;
		}
	}
	for (i = 0; i < differ->from.items.count; i++) {
		struct et_diff_item *item = differ->from.items.items[i];
		struct et_diff_item *other;

		if (item->pair)
			continue;
		other = find_moved(differ, item);
		if (!other)
			continue;
		item->pair = other;
		item->moved = true;
		if (!other->pair)
			other->pair = item;
	}
}
