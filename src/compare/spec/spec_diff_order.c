/* SPDX-License-Identifier: BSD-3-Clause */
/* The order in which changes are told. */
#include "spec_diff.h"

#include <stdlib.h>
#include <string.h>

/* Where an interface stands: the core, queue formats, transports, devices, what the canon lacks. */
static unsigned rank(const struct et_canon *canon, const char *interface)
{
	const struct et_interface *found = interface ? et_canon_interface(canon, interface) : NULL;

	return found ? (unsigned)found->kind : ET_INTERFACE_DEVICE + (interface ? 1U : 2U);
}

struct placed {
	struct etalon_change change;
	unsigned rank;	/* of the interface */
	size_t section; /* of a requirement: the first change of its section; else 0 */
	size_t order;
};

static int compare_placed(const void *left, const void *right)
{
	const struct placed *one = left, *other = right;
	bool requirement = one->change.what == ETALON_REQUIREMENT;
	int order;

	if (one->rank != other->rank)
		return one->rank < other->rank ? -1 : 1;
	order = strcmp(one->change.interface ? one->change.interface : "",
		other->change.interface ? other->change.interface : "");
	if (order)
		return order;
	if (requirement != (other->change.what == ETALON_REQUIREMENT))
		return requirement ? 1 : -1;
	if (one->section != other->section)
		return one->section < other->section ? -1 : 1;
	return one->order < other->order ? -1 : 1;
}

/* Requirements that are gone stand with those of their section. */
static size_t section_of(
	struct et_spec_differ *differ, struct et_map *sections, const struct placed *placed)
{
	const struct etalon_change *change = &placed->change;
	const struct etalon_evidence *side = change->has_to ? &change->to : &change->from;
	const char *key = side->label ? side->label : side->section;
	void **slot;

	if (change->what != ETALON_REQUIREMENT || !key)
		return 0;
	slot = et_map_slot(sections, differ->arena, key, strlen(key));
	if (!*slot)
		*slot = (void *)(uintptr_t)(placed->order + 1);
	return (size_t)(uintptr_t)*slot;
}

void et_spec_order_changes(struct et_spec_differ *differ)
{
	size_t count = differ->changes->list.count;
	struct placed *placed = ET_NEW_ARRAY(differ->arena, count + 1, struct placed);
	struct et_map sections = {0};
	size_t i;

	for (i = 0; i < count; i++) {
		placed[i] = (struct placed){.change = differ->changes->list.items[i],
			.rank = rank(differ->to->canon, differ->changes->list.items[i].interface),
			.order = i};
		placed[i].section = section_of(differ, &sections, &placed[i]);
	}
	qsort(placed, count, sizeof(*placed), compare_placed);
	for (i = 0; i < count; i++)
		differ->changes->list.items[i] = placed[i].change;
}
