/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which requirement of the one table is which of the other: that of the same id; else of the same
 * sentence, wherever it has moved; else the one whose words are nearly the same, first in the same
 * section, then in the same interface, then anywhere: chapters are renamed and taken apart.
 */
#include "spec_diff.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { IN_SECTION = 60, IN_INTERFACE = 80, ANYWHERE = 85 }; /* per cent of the words */

typedef const char *key_fn(struct et_spec_differ *differ, const struct et_spec_item *item);

static const char *by_sentence(struct et_spec_differ *differ, const struct et_spec_item *item)
{
	return et_sprintf(differ->arena, "%llx", (unsigned long long)item->hash);
}

static const char *by_section(struct et_spec_differ *differ, const struct et_spec_item *item)
{
	const char *title = item->section && item->section->title ? item->section->title : "";
	char *key = et_join(differ->arena, item->interface ? item->interface : "", "\n", title);
	char *at;

	for (at = key; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return key;
}

/* Also across interfaces: chapters are taken apart. Sections are headed alike, their ends are not.
 */
static const char *by_title(struct et_spec_differ *differ, const struct et_spec_item *item)
{
	const char *key = by_section(differ, item);

	return strchr(key, '\n') ? strchr(key, '\n') + 1 : key;
}

static const char *anywhere(struct et_spec_differ *differ, const struct et_spec_item *item)
{
	(void)differ;
	(void)item;
	return "";
}

static const char *by_interface(struct et_spec_differ *differ, const struct et_spec_item *item)
{
	(void)differ;
	return item->interface ? item->interface : "";
}

/* How many of the words of two sentences are the same, per cent. */
static unsigned likeness(const struct et_spec_item *from, const struct et_spec_item *to)
{
	size_t i = 0, k = 0, same = 0;

	if (!from->n_words || !to->n_words)
		return 0;
	while (i < from->n_words && k < to->n_words) {
		if (from->words[i] == to->words[k]) {
			same++;
			i++;
			k++;
		} else if (from->words[i] < to->words[k]) {
			i++;
		} else {
			k++;
		}
	}
	return (unsigned)(200 * same / (from->n_words + to->n_words));
}

struct candidate {
	struct et_spec_item *from, *to;
	unsigned like;
	uint32_t order;
};

static int compare_candidates(const void *left, const void *right)
{
	const struct candidate *one = left, *other = right;

	if (one->like != other->like)
		return one->like < other->like ? 1 : -1;
	return one->order < other->order ? -1 : one->order > other->order;
}

static void pair_alike(struct et_spec_differ *differ, struct et_spec_bucket *bucket, unsigned least)
{
	ET_ARRAY(struct candidate) candidates = {0};
	size_t i, k;

	if (bucket->to.count && bucket->from.count > differ->comparisons / bucket->to.count)
		return;
	differ->comparisons -= bucket->from.count * bucket->to.count;
	for (i = 0; i < bucket->from.count; i++) {
		for (k = 0; k < bucket->to.count; k++) {
			unsigned like = likeness(bucket->from.items[i], bucket->to.items[k]);
			struct candidate *candidate;

			if (like < least)
				continue;
			candidate = ET_APPEND(differ->arena, &candidates);
			candidate->from = bucket->from.items[i];
			candidate->to = bucket->to.items[k];
			candidate->like = like;
			candidate->order = (uint32_t)candidates.count;
		}
	}
	if (candidates.count)
		qsort(candidates.items, candidates.count, sizeof(*candidates.items),
			compare_candidates);
	for (i = 0; i < candidates.count; i++) {
		if (!candidates.items[i].from->pair && !candidates.items[i].to->pair)
			et_spec_pair(candidates.items[i].from, candidates.items[i].to);
	}
}

/* Equal keys are equal requirements: in their order. */
static void pair_equal(struct et_spec_bucket *bucket)
{
	size_t i;

	for (i = 0; i < bucket->from.count && i < bucket->to.count; i++)
		et_spec_pair(bucket->from.items[i], bucket->to.items[i]);
}

/* least 0: all of a key are equal. */
static void pair_by(struct et_spec_differ *differ, key_fn *key_of, unsigned least)
{
	struct et_spec_buckets buckets = {0};
	struct et_spec_table *tables[] = {differ->from, differ->to};
	size_t i, k;

	for (k = 0; k < 2; k++) {
		for (i = 0; i < tables[k]->items.count; i++) {
			struct et_spec_item *item = tables[k]->items.items[i];

			if (item->what == ETALON_REQUIREMENT && !item->pair)
				et_spec_bucket_add(
					differ->arena, &buckets, key_of(differ, item), item, !k);
		}
	}
	for (i = 0; i < buckets.list.count; i++) {
		if (least)
			pair_alike(differ, buckets.list.items[i], least);
		else
			pair_equal(buckets.list.items[i]);
	}
}

void et_spec_pair_requirements(struct et_spec_differ *differ)
{
	enum { MOST_COMPARISONS = 4000000 };
	size_t i;

	differ->comparisons = MOST_COMPARISONS;
	for (i = 0; i < differ->to->items.count; i++) {
		struct et_spec_item *to = differ->to->items.items[i];
		struct et_spec_item *from;

		if (to->what != ETALON_REQUIREMENT)
			continue;
		from = et_map_get(&differ->from->keys, to->key, strlen(to->key));
		if (from && !from->pair)
			et_spec_pair(from, to);
	}
	pair_by(differ, by_sentence, 0);
	if (differ->from->is_canon || differ->to->is_canon)
		return; /* only ids to go by */
	pair_by(differ, by_section, IN_SECTION);
	pair_by(differ, by_title, IN_SECTION);
	pair_by(differ, by_interface, IN_INTERFACE);
	pair_by(differ, anywhere, ANYWHERE);
}
