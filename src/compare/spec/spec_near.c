/* SPDX-License-Identifier: BSD-3-Clause */
/* Which defined name an undefined one may be meant to be. */
#include "spec_check.h"

#include <string.h>

enum { MOST = 32 }; /* parts that are looked at */

/* What stands between the "_" of a name. */
struct parts {
	const char *at[MOST];
	size_t length[MOST];
	size_t count;
};

static void split(const char *name, struct parts *parts)
{
	parts->count = 0;
	for (; parts->count < MOST; parts->count++) {
		size_t length = strcspn(name, "_");

		parts->at[parts->count] = name;
		parts->length[parts->count] = length;
		if (!name[length]) {
			parts->count++;
			return;
		}
		name += length + 1;
	}
}

static bool same_part(const struct parts *left, size_t i, const struct parts *right, size_t k)
{
	return left->length[i] == right->length[k] &&
	       memcmp(left->at[i], right->at[k], left->length[i]) == 0;
}

/*
 * Whether the two differ in one part only: another one, one more or one less. *replaced is the
 * index of the part where both have one; else MOST.
 */
static bool one_part(const struct parts *wrong, const struct parts *right, size_t *replaced)
{
	size_t least = wrong->count < right->count ? wrong->count : right->count;
	size_t front = 0;
	size_t back = 0;

	*replaced = MOST;
	while (front < least && same_part(wrong, front, right, front))
		front++;
	while (front + back < least &&
		same_part(wrong, wrong->count - back - 1, right, right->count - back - 1))
		back++;
	if (wrong->count - front - back > 1 || right->count - front - back > 1)
		return false;
	if (front == wrong->count && front == right->count)
		return false; /* no part at all: they differ further behind, or not */
	if (wrong->count == right->count)
		*replaced = front;
	return true;
}

/* A part that a defined name has is a word of the standard, and no slip of the pen. */
static bool is_word(const struct et_spec_check *check, const struct parts *parts, size_t index)
{
	size_t i, k;

	for (i = 0; i < check->all.count; i++) {
		struct parts other;

		if (!et_spec_is_defined(check->all.items[i]))
			continue;
		split(check->all.items[i]->name, &other);
		for (k = 0; k < other.count; k++) {
			if (same_part(parts, index, &other, k))
				return true;
		}
	}
	return false;
}

static bool ends_alike(const char *left, const char *right)
{
	return *left && *right && left[strlen(left) - 1] == right[strlen(right) - 1];
}

bool et_spec_may_suggest(struct et_spec_check *check, const char *wrong, size_t count)
{
	size_t length = strlen(wrong) + 1;

	if (count > check->letters / length)
		return false;
	check->letters -= count * length;
	return true;
}

struct et_spec_near et_spec_near(struct et_spec_check *check, const char *wrong)
{
	enum { FARTHEST = 3 };
	struct et_spec_near near = {0};
	const struct et_spec_name *known = et_spec_find(check, wrong);
	struct parts parts = {0};
	size_t distance = FARTHEST + 1;
	size_t n_beside = 0;
	bool by_count = false; /* those have a part more or less: likelier than another one */
	size_t letters_replaced = MOST;
	const char *letters = NULL;	      /* differs in the fewest letters */
	const char *beside[2] = {NULL, NULL}; /* differ in one part */
	size_t i;

	/* Of a path, only what is behind the name may be wrong. */
	if ((known && et_spec_is_defined(known)) ||
		!et_spec_may_suggest(check, wrong, check->all.count))
		return near;
	split(wrong, &parts);
	for (i = 0; i < check->all.count; i++) {
		const struct et_spec_name *other = check->all.items[i];
		struct parts theirs;
		size_t edits, replaced;
		bool one;

		if (!et_spec_is_defined(other) || !strchr(other->name, '_'))
			continue;
		/* Names that differ in one part only begin or end alike. */
		one = false;
		replaced = MOST;
		if (*other->name == *wrong || ends_alike(other->name, wrong)) {
			split(other->name, &theirs);
			one = one_part(&parts, &theirs, &replaced);
		}
		if (one && replaced == MOST && !by_count) {
			by_count = true;
			n_beside = 0;
		}
		if (one && (replaced == MOST) == by_count && n_beside++ < 2)
			beside[n_beside - 1] = other->name;
		edits = et_edit_distance(wrong, other->name, FARTHEST);
		if (edits < distance) {
			distance = edits;
			letters = other->name;
			letters_replaced = one ? replaced : MOST;
		} else if (edits == distance) {
			letters = NULL;
		}
	}
	/* A part misspelt, and that is no word by itself. */
	if (letters && letters_replaced != MOST && !is_word(check, &parts, letters_replaced)) {
		if (distance * 3 <= parts.length[letters_replaced])
			return (struct et_spec_near){.name = letters, .certain = true};
		letters = NULL;
	}
	if (n_beside == 1 || n_beside == 2) {
		near.name = beside[0];
		near.other = n_beside == 2 ? beside[1] : NULL;
	} else if (letters && distance < FARTHEST) {
		near.name = letters;
	}
	return near;
}
