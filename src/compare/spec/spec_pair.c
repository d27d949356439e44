/* SPDX-License-Identifier: BSD-3-Clause */
/* Which definition of the one table is which of the other. */
#include "spec_diff.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_VARIANTS = 64, MOST_IN_BUCKET = 64, LIKELY = 50 };

void et_spec_pair(struct et_spec_item *from, struct et_spec_item *to)
{
	from->pair = to;
	to->pair = from;
}

static bool is_definition(const struct et_spec_item *item)
{
	return item->what != ETALON_REQUIREMENT;
}

/* How well two items of a name fit: what several of a name are told apart by. Lower is better. */
static size_t distance(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	size_t result = 0;

	if (!et_streq(from->interface, to->interface))
		result += 1000000;
	if (from->legacy != to->legacy)
		result += 10000;
	if (from->what == ETALON_RECORD)
		result += et_spec_count_differences(differ, from, to);
	else if (from->has_value && to->has_value && from->value != to->value)
		result += 100;
	return result;
}

/* Items of one name: the nearest two first, until one side is used up. */
static void pair_key(
	struct et_spec_differ *differ, struct et_spec_item *from, struct et_spec_item *to)
{
	for (;;) {
		struct et_spec_item *best_from = NULL, *best_to = NULL;
		size_t best = SIZE_MAX;
		struct et_spec_item *one, *other;
		unsigned i, k;

		for (one = from, i = 0; one && i < MOST_VARIANTS; one = one->next, i++) {
			for (other = to, k = 0; !one->pair && other && k < MOST_VARIANTS;
				other = other->next, k++) {
				size_t far;

				if (other->pair)
					continue;
				far = distance(differ, one, other);
				if (far < best) {
					best = far;
					best_from = one;
					best_to = other;
				}
			}
		}
		if (!best_from)
			return;
		et_spec_pair(best_from, best_to);
	}
}

static void pair_names(struct et_spec_differ *differ)
{
	size_t i;

	for (i = 0; i < differ->to->items.count; i++) {
		struct et_spec_item *to = differ->to->items.items[i];
		struct et_spec_item *from;

		/* Once a key. */
		if (!is_definition(to) ||
			et_map_get(&differ->to->keys, to->key, strlen(to->key)) != to)
			continue;
		from = et_map_get(&differ->from->keys, to->key, strlen(to->key));
		if (from)
			pair_key(differ, from, to);
	}
}

/* The standard's own later name of what an older text calls so, or NULL. */
static const char *later_name(const struct et_canon *canon, const char *name)
{
	size_t count = 0, i;
	const struct et_name *names = et_canon_find(canon, name, &count);

	for (i = 0; i < count; i++) {
		if (names[i].dialect && strcmp(names[i].dialect, "former") == 0 && !names[i].field)
			return names[i].def->name;
	}
	return NULL;
}

/* Items of the one table whose later name the other has. */
static void pair_former(struct et_spec_differ *differ, const struct et_spec_table *former,
	const struct et_spec_table *later)
{
	size_t i;

	for (i = 0; i < former->items.count; i++) {
		struct et_spec_item *item = former->items.items[i];
		struct et_spec_item *other;
		const char *name;
		const char *key;

		if (item->pair || !is_definition(item))
			continue;
		name = later_name(later->canon, item->name);
		if (!name)
			continue;
		key = et_sprintf(differ->arena, "%d %s%s", (int)item->what,
			item->what == ETALON_REGISTER && item->legacy ? "legacy " : "", name);
		for (other = et_map_get(&later->keys, key, strlen(key)); other;
			other = other->next) {
			if (!other->pair) {
				et_spec_pair(item, other);
				break;
			}
		}
	}
}

/* How much two names have in common, from 0 to 100. */
static unsigned likeness(const char *left, const char *right)
{
	size_t words[2] = {0}, same = 0;
	const char *names[] = {left, right};
	size_t i;

	for (i = 0; i < 2; i++) {
		const char *at = names[i];

		while (*at) {
			size_t length = strcspn(at, "_ ");

			words[i] += length > 0;
			if (!i && length) {
				const char *other = right;

				while (*other) {
					size_t long_ = strcspn(other, "_ ");

					if (long_ == length &&
						strncasecmp(at, other, length) == 0) {
						same++;
						break;
					}
					other += long_ + (other[long_] != '\0');
				}
			}
			at += length + (at[length] != '\0');
		}
	}
	if (!words[0] || !words[1])
		return 0;
	return (unsigned)(100 * same / (words[0] > words[1] ? words[0] : words[1]));
}

/* Whether two records have the same members, or the same types in the same order. */
static bool same_members(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to, bool names)
{
	size_t i;

	if (from->n_members != to->n_members || !from->n_members || from->is_union != to->is_union)
		return false;
	for (i = 0; i < from->n_members; i++) {
		const struct et_spec_member *one = &from->members[i], *other = &to->members[i];

		if (!et_spec_same_type(differ, one, other) || !et_spec_same_counts(one, other) ||
			one->field->bits != other->field->bits ||
			(names && strcmp(one->path, other->path) != 0))
			return false;
	}
	return true;
}

static bool same_title(const struct et_spec_item *from, const struct et_spec_item *to)
{
	return from->section && to->section && from->section->title && to->section->title &&
	       strcasecmp(from->section->title, to->section->title) == 0;
}

/* Whether the one may be the other under a new name: how sure, or 0. */
static unsigned renamed(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	unsigned like = likeness(from->name, to->name);

	if (from->what != to->what || !et_streq(from->interface, to->interface))
		return 0;
	switch (from->what) {
	case ETALON_RECORD:
		if (same_members(differ, from, to, true) && from->n_members > 1)
			return 100 + like;
		return same_members(differ, from, to, false) && like >= LIKELY ? like : 0;
	case ETALON_CONSTANT:
		if (!from->has_value || !to->has_value || from->value != to->value ||
			from->representation != to->representation ||
			(from->legacy != to->legacy && !differ->mixed))
			return 0;
		if (from->kind == ET_CONST_FEATURE && to->kind == ET_CONST_FEATURE)
			return 100 + like;
		return same_title(from, to) && like >= LIKELY ? like : 0;
	case ETALON_REGISTER:
		return from->value == to->value && (from->legacy == to->legacy || differ->mixed)
			       ? 100 + like
			       : 0;
	case ETALON_VIRTQUEUE:
	case ETALON_ID:
		return from->has_value && to->has_value && from->value == to->value ? 100 + like
										    : 0;
	default:
		return 0;
	}
}

/* What both may be told by before a closer look: their interface and, but for records, the value.
 */
static const char *bucket_of(struct et_spec_differ *differ, const struct et_spec_item *item)
{
	if (item->what == ETALON_RECORD)
		return et_sprintf(differ->arena, "%s r%zu", item->interface ? item->interface : "",
			item->n_members);
	return et_sprintf(differ->arena, "%s %d %llx", item->interface ? item->interface : "",
		(int)item->what, (unsigned long long)item->value);
}

void et_spec_bucket_add(struct et_arena *arena, struct et_spec_buckets *buckets, const char *key,
	struct et_spec_item *item, bool is_from)
{
	void **slot = et_map_slot(&buckets->by_key, arena, key, strlen(key));
	struct et_spec_bucket *bucket = *slot;

	if (!bucket) {
		*slot = bucket = ET_NEW(arena, struct et_spec_bucket);
		*ET_APPEND(arena, &buckets->list) = bucket;
	}
	if (is_from)
		*ET_APPEND(arena, &bucket->from) = item;
	else
		*ET_APPEND(arena, &bucket->to) = item;
}

/* The best partner among items, when no other is as good. */
static struct et_spec_item *partner(struct et_spec_differ *differ, struct et_spec_item *item,
	struct et_spec_item *const *others, size_t count, bool is_from)
{
	struct et_spec_item *best = NULL;
	unsigned most = 0;
	bool alone = true;
	size_t i;

	for (i = 0; i < count; i++) {
		unsigned sure = is_from ? renamed(differ, item, others[i])
					: renamed(differ, others[i], item);

		if (others[i]->pair || !sure || sure < most)
			continue;
		alone = sure > most;
		most = sure;
		best = others[i];
	}
	return alone ? best : NULL;
}

static void pair_bucket(struct et_spec_differ *differ, struct et_spec_bucket *bucket)
{
	size_t i;

	if (bucket->from.count > MOST_IN_BUCKET || bucket->to.count > MOST_IN_BUCKET)
		return;
	for (i = 0; i < bucket->from.count; i++) {
		struct et_spec_item *from = bucket->from.items[i];
		struct et_spec_item *to =
			partner(differ, from, bucket->to.items, bucket->to.count, true);

		if (to &&
			partner(differ, to, bucket->from.items, bucket->from.count, false) == from)
			et_spec_pair(from, to);
	}
}

bool et_spec_is_mentioned(const struct et_spec_table *table, const struct et_spec_item *item)
{
	/* Of these the names are nothing else's. */
	return (item->what == ETALON_CONSTANT || item->what == ETALON_RECORD) &&
	       et_map_get(&table->mentions, item->name, strlen(item->name));
}

static void fill_buckets(struct et_spec_differ *differ, struct et_spec_buckets *buckets,
	const struct et_spec_table *table, const struct et_spec_table *other, bool is_from)
{
	size_t i;

	for (i = 0; i < table->items.count; i++) {
		struct et_spec_item *item = table->items.items[i];

		if (item->pair || !is_definition(item) || item->again ||
			(is_from && !differ->mixed && et_spec_is_mentioned(other, item)))
			continue;
		et_spec_bucket_add(differ->arena, buckets, bucket_of(differ, item), item, is_from);
	}
}

static void pair_renamed(struct et_spec_differ *differ)
{
	struct et_spec_buckets buckets = {0};
	size_t i;

	fill_buckets(differ, &buckets, differ->from, differ->to, true);
	fill_buckets(differ, &buckets, differ->to, differ->from, false);
	for (i = 0; i < buckets.list.count; i++)
		pair_bucket(differ, buckets.list.items[i]);
}

void et_spec_pair_definitions(struct et_spec_differ *differ)
{
	pair_names(differ);
	pair_former(differ, differ->from, differ->to);
	/* The canon calls things by their last names, whatever the edition. */
	if (differ->mixed)
		pair_former(differ, differ->to, differ->from);
	pair_renamed(differ);
}
