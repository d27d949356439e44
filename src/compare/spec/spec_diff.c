/* SPDX-License-Identifier: BSD-3-Clause */
/* From pairs to changes. */
#include "spec_diff.h"

#include "comparison.h"

#include <inttypes.h>
#include <string.h>

static struct etalon_evidence evidence(
	const struct et_spec_table *table, const struct et_spec_item *item)
{
	struct etalon_evidence result = {.tree = table->name};

	if (!item)
		return result;
	result.text = item->text;
	result.has_value = item->has_value && item->value <= INT64_MAX;
	result.value = result.has_value ? (int64_t)item->value : 0;
	result.name = item->name;
	result.file = item->place.file;
	result.line = item->place.line;
	if (item->section) {
		result.label =
			item->section->label && *item->section->label ? item->section->label : NULL;
		result.section = item->section->title;
	}
	return result;
}

/* Whether a table has nothing at all of an item's interface. */
static bool is_absent(const struct et_spec_table *table, const struct et_spec_item *item)
{
	return item->interface &&
	       !et_map_get(&table->interfaces, item->interface, strlen(item->interface));
}

struct etalon_change *et_spec_change(struct et_spec_differ *differ, enum etalon_change_kind kind,
	const struct et_spec_item *from, const struct et_spec_item *to, const char *message)
{
	struct etalon_change *change = ET_APPEND(differ->arena, &differ->changes->list);
	const struct et_spec_item *item = to ? to : from;

	change->kind = kind;
	change->what = item->what;
	change->interface = item->interface;
	change->definition = item->name;
	change->legacy = item->legacy;
	change->whole =
		(!from && is_absent(differ->from, item)) || (!to && is_absent(differ->to, item));
	change->has_from = from;
	change->has_to = to;
	change->from = evidence(differ->from, from);
	change->to = evidence(differ->to, to);
	change->from_sentence = from ? from->sentence : NULL;
	change->to_sentence = to ? to->sentence : NULL;
	change->message = message;
	return change;
}

/* What is new and gone in a line. */
static const char *about(struct et_spec_differ *differ, const struct et_spec_item *item, bool gone)
{
	const char *name = item->name;

	if (item->what == ETALON_RECORD)
		name = et_join(differ->arena, item->is_union ? "union" : "struct", " ", name);
	if (item->what == ETALON_REQUIREMENT)
		return et_sprintf(differ->arena, "%s requirement %s is %s", item->text, name,
			gone ? "gone" : "new");
	if (gone)
		return et_sprintf(differ->arena, "%s, %s, is gone", name, item->text);
	return et_sprintf(differ->arena, "%s is new: %s", name, item->text);
}

bool et_spec_is_known_slip(const struct et_spec_differ *differ, const char *definition)
{
	const struct et_canon *canon = differ->to->canon;
	size_t i;

	for (i = 0; i < canon->n_errata; i++) {
		if (strcmp(canon->errata[i].definition, definition) == 0)
			return true;
	}
	return false;
}

static bool same_values(const struct et_spec_item *from, const struct et_spec_item *to);

/* Whether the other table defines just this, if in another chapter. */
static bool is_elsewhere(struct et_spec_differ *differ, const struct et_spec_table *table,
	const struct et_spec_item *item)
{
	enum { MOST = 64 };
	const struct et_spec_item *other = et_map_get(&table->keys, item->key, strlen(item->key));
	unsigned i;

	if (item->what == ETALON_REQUIREMENT)
		return false;
	for (i = 0; other && i < MOST; other = other->next, i++) {
		if (other->what == ETALON_RECORD
				? !et_spec_count_differences(differ, item, other)
				: item->has_value && other->has_value && same_values(item, other))
			return true;
	}
	return false;
}

/*
 * Whether it is certain that a text lacks what the canon has, or the other way about. The canon
 * names more than any text does; but it knows since when, and the names of features are the text's.
 * Function-like macros of listings are no definitions to it.
 */
static bool is_certain(
	const struct et_spec_table *lacks, const struct et_spec_item *item, bool of_canon)
{
	if (!of_canon)
		return item->what != ETALON_CONSTANT || item->has_value;
	if (item->what == ETALON_REQUIREMENT)
		return true;
	if (lacks->edition != ET_EDITION_UNKNOWN &&
		(item->since > lacks->edition ||
			(item->until != ET_EDITION_UNKNOWN && item->until < lacks->edition)))
		return true;
	return item->what == ETALON_CONSTANT && item->kind == ET_CONST_FEATURE;
}

static void diff_added(struct et_spec_differ *differ, const struct et_spec_item *to)
{
	if (to->again || is_elsewhere(differ, differ->from, to))
		return;
	if (et_spec_is_mentioned(differ->from, to)) {
		/* It was there, without what makes it a definition. */
		if (!differ->mixed && to->has_value)
			et_spec_change(differ, ETALON_CHANGED, NULL, to,
				et_sprintf(differ->arena,
					"%s, which was only named, is defined now: %s", to->name,
					to->text));
		return;
	}
	if (differ->mixed && !is_certain(differ->from, to, differ->to->is_canon))
		return;
	et_spec_change(differ, ETALON_ADDED, NULL, to, about(differ, to, false));
}

static void diff_removed(struct et_spec_differ *differ, const struct et_spec_item *from)
{
	if (from->again || is_elsewhere(differ, differ->to, from) ||
		et_spec_is_mentioned(differ->to, from))
		return;
	if (differ->mixed && !is_certain(differ->to, from, differ->from->is_canon))
		return;
	et_spec_change(differ, ETALON_REMOVED, from, NULL, about(differ, from, true));
}

/* The same number, as a bit or as a mask. */
static bool same_number(
	uint64_t from, enum et_representation from_as, uint64_t to, enum et_representation to_as)
{
	if (from == to)
		return true;
	if (from_as == ET_REP_BIT && to_as != ET_REP_BIT)
		return from < 64 && to == UINT64_C(1) << from;
	if (to_as == ET_REP_BIT && from_as != ET_REP_BIT)
		return to < 64 && from == UINT64_C(1) << to;
	return false;
}

/* A text that gives a name two values has changed only when none of them is left. */
static bool same_values(const struct et_spec_item *from, const struct et_spec_item *to)
{
	size_t i, k;

	if (!from->has_value || !to->has_value)
		return true;
	for (i = 0; i < from->values.count; i++) {
		for (k = 0; k < to->values.count; k++) {
			if (same_number(from->values.items[i], from->representation,
				    to->values.items[k], to->representation))
				return true;
		}
	}
	return false;
}

static void diff_value(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	struct et_arena *arena = differ->arena;

	if (differ->mixed && et_spec_is_known_slip(differ, to->name))
		return;
	if (!same_values(from, to))
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(
				arena, "%s was %s, and is %s now", to->name, from->text, to->text));
	else if (!differ->mixed && !from->has_value && to->has_value && to->what == ETALON_CONSTANT)
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(arena, "%s, which had no number, has one now: %s", to->name,
				to->text));
	if (differ->mixed || strcmp(from->features, to->features) == 0 ||
		from->kind != ET_CONST_FEATURE)
		return;
	if (!*from->features)
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(arena, "%s requires %s now", to->name, to->features));
	else if (!*to->features)
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(arena, "%s no longer requires %s", to->name, from->features));
	else
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(arena, "%s required %s, and requires %s now", to->name,
				from->features, to->features));
}

static void diff_register(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	struct et_arena *arena = differ->arena;

	diff_value(differ, from, to);
	/* The texts' tables only tell what is read and what is written. */
	if (!differ->mixed && from->access != to->access && from->access != ET_ACCESS_UNKNOWN &&
		to->access != ET_ACCESS_UNKNOWN)
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(arena, "%s was %s, and is %s now", to->name,
				et_access_name(from->access), et_access_name(to->access)));
	if (from->width && to->width && from->width != to->width)
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(arena, "%s was %u bytes wide, and is %u now", to->name,
				(unsigned)from->width, (unsigned)to->width));
}

static void diff_requirement(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	if (from->level != to->level)
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(differ->arena, "requirement %s was %s, and is %s now", to->name,
				from->text, to->text));
	else if (from->hash != to->hash)
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(differ->arena, "%s requirement %s has other words: it was %s",
				to->text, to->name, from->name));
}

/* What a person would call the same: "network card" and "network device" are titles, not names. */
static void diff_name(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	if (strcmp(from->name, to->name) != 0 && !differ->mixed &&
		(to->what != ETALON_ID || (!from->owner && !to->owner)))
		et_spec_change(differ, ETALON_RENAMED, from, to,
			et_sprintf(differ->arena, "%s was %s", to->name, from->name));
}

static void diff_pair(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	if (to->what == ETALON_REQUIREMENT) {
		diff_requirement(differ, from, to);
		return;
	}
	diff_name(differ, from, to);
	if (to->what == ETALON_RECORD) {
		if (from->is_union != to->is_union)
			et_spec_change(differ, ETALON_CHANGED, from, to,
				et_sprintf(differ->arena, "%s is a %s now", to->name,
					to->is_union ? "union" : "struct"));
		et_spec_diff_fields(differ, from, to);
	} else if (to->what == ETALON_REGISTER) {
		diff_register(differ, from, to);
	} else {
		diff_value(differ, from, to);
	}
	if (to->legacy && !from->legacy && !differ->mixed)
		et_spec_change(differ, ETALON_CHANGED, from, to,
			et_sprintf(differ->arena, "%s is in legacy sections only now", to->name));
}

/* A registry need not hold any requirements; then nothing can be said about them. */
static bool has_requirements(const struct et_spec_table *table)
{
	return !table->is_canon || table->canon->n_requirements;
}

static bool asked_for(const struct et_spec_differ *differ, const struct et_spec_item *item)
{
	if (item->what == ETALON_REQUIREMENT &&
		!(has_requirements(differ->from) && has_requirements(differ->to)))
		return false;
	if ((item->what == ETALON_REQUIREMENT ? !differ->options->requirements
					      : !differ->options->definitions))
		return false;
	return et_is_asked_for(differ->options->interfaces, item->interface);
}

/* A device's id is the core's: one that has no chapter yet makes no interface. */
static void note_interfaces(struct et_spec_table *table)
{
	size_t i;

	for (i = 0; i < table->items.count; i++) {
		const char *interface = table->items.items[i]->interface;

		if (interface)
			*et_map_slot(&table->interfaces, table->arena, interface,
				strlen(interface)) = table;
	}
}

void et_spec_diff(struct et_arena *arena, struct et_spec_table *from, struct et_spec_table *to,
	const struct et_spec_diff_options *options, struct et_spec_changes *changes)
{
	struct et_spec_differ differ = {
		.arena = arena, .from = from, .to = to, .options = options, .changes = changes};
	size_t i;

	differ.mixed = from->is_canon != to->is_canon;
	note_interfaces(from);
	note_interfaces(to);
	et_spec_pair_definitions(&differ);
	et_spec_pair_requirements(&differ);
	for (i = 0; i < to->items.count; i++) {
		const struct et_spec_item *item = to->items.items[i];

		if (!asked_for(&differ, item))
			continue;
		if (item->pair)
			diff_pair(&differ, item->pair, item);
		else
			diff_added(&differ, item);
	}
	for (i = 0; i < from->items.count; i++) {
		const struct et_spec_item *item = from->items.items[i];

		if (!item->pair && asked_for(&differ, item))
			diff_removed(&differ, item);
	}
	et_spec_order_changes(&differ);
}
