/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of an edition that the canon knows. */
#include "spec_table.h"

#include <stdlib.h>
#include <string.h>

struct filler {
	struct et_spec_table *table;
	enum et_edition edition;
	const struct et_interface *interface;
	struct et_map sections; /* struct et_interface, by label */
};

/* Whether the edition has it. What only trees share is in none. */
static bool is_held(const struct filler *f, const struct et_def *def)
{
	switch (def->status) {
	case ET_STATUS_DE_FACTO:
	case ET_STATUS_DRAFT:
	case ET_STATUS_PROPOSED:
	case ET_STATUS_WITHDRAWN:
		return false;
	default:
		break;
	}
	return (def->since == ET_EDITION_UNKNOWN || def->since <= f->edition) &&
	       (def->until == ET_EDITION_UNKNOWN || def->until >= f->edition);
}

/* "sec:", "drivernormative:": what stands before a label says nothing about where it is. */
static const char *behind_prefix(const char *label)
{
	size_t length = strspn(label, "abcdefghijklmnopqrstuvwxyz");

	return length && label[length] == ':' ? label + length + 1 : label;
}

/* Notes whose section a label is, when it names more than a chapter. The first to claim it has it.
 */
static void claim(struct filler *f, const struct et_def *def)
{
	const char *label = def->place.section ? def->place.section->label : NULL;
	void **slot;

	if (!label)
		return;
	label = behind_prefix(label);
	if (!strstr(label, " / "))
		return;
	slot = et_map_slot(&f->sections, f->table->arena, label, strlen(label));
	if (!*slot)
		*slot = (void *)f->interface;
}

static struct et_spec_item *add(
	struct filler *f, enum etalon_change_what what, const struct et_def *def)
{
	struct et_spec_item *item = et_spec_table_add(f->table, what, def->name);

	item->owner = f->interface;
	item->interface = f->interface->def.name;
	item->place = def->place;
	item->section = def->place.section;
	item->legacy = def->status == ET_STATUS_LEGACY;
	item->since = def->since;
	item->until = def->until;
	claim(f, def);
	return item;
}

static void add_constant(struct filler *f, const struct et_constant *constant)
{
	struct et_arena *arena = f->table->arena;
	struct et_spec_item *item;

	if (!is_held(f, &constant->def))
		return;
	item = add(f, et_spec_is_id_set(constant) ? ETALON_ID : ETALON_CONSTANT, &constant->def);
	item->kind = constant->kind;
	item->representation = constant->representation;
	item->has_value = true;
	item->value = constant->value.bits;
	*ET_APPEND(arena, &item->values) = item->value;
	item->features = et_spec_when_features(arena, constant->requires);
	item->text = et_spec_value_text(arena, item);
	if (item->what == ETALON_ID && constant->def.about)
		item->text = et_sprintf(arena, "%s, %s", item->text, constant->def.about);
	et_spec_table_enter(f->table, item, item->name);
}

/* A record of the canon with the fields that the edition has. */
static struct et_record *trim(struct filler *f, const struct et_record *record, unsigned depth);

static struct et_field *trim_fields(
	struct filler *f, const struct et_field *fields, size_t *count, unsigned depth)
{
	enum { DEEPEST = 16 };
	struct et_field *kept = ET_NEW_ARRAY(f->table->arena, *count + 1, struct et_field);
	size_t n = 0;
	size_t i;

	for (i = 0; i < *count; i++) {
		struct et_field *field = &kept[n];

		*field = fields[i];
		if ((field->since != ET_EDITION_UNKNOWN && field->since > f->edition) ||
			(field->until != ET_EDITION_UNKNOWN && field->until < f->edition))
			continue;
		n++;
		if (depth > DEEPEST)
			continue;
		field->parts = trim_fields(f, field->parts, &field->n_parts, depth + 1);
		if (field->type.kind == ET_TYPE_RECORD && field->type.record &&
			!field->type.record->def.name)
			field->type.record = trim(f, field->type.record, depth + 1);
	}
	*count = n;
	return kept;
}

static struct et_record *trim(struct filler *f, const struct et_record *record, unsigned depth)
{
	struct et_record *copy = ET_NEW(f->table->arena, struct et_record);

	*copy = *record;
	copy->fields = trim_fields(f, record->fields, &copy->n_fields, depth);
	return copy;
}

static void add_record(struct filler *f, const struct et_record *record)
{
	struct et_spec_item *item;

	if (!record->def.name || !is_held(f, &record->def))
		return;
	item = add(f, ETALON_RECORD, &record->def);
	et_spec_members(f->table, item, trim(f, record, 0));
	et_spec_table_enter(f->table, item, item->name);
}

static void add_register(struct filler *f, const struct et_register *reg)
{
	struct et_spec_item *item;

	if (!is_held(f, &reg->def))
		return;
	item = add(f, ETALON_REGISTER, &reg->def);
	item->has_value = true;
	item->value = reg->offset;
	*ET_APPEND(f->table->arena, &item->values) = item->value;
	item->access = reg->access;
	item->width = reg->width;
	item->text = et_sprintf(f->table->arena, "offset 0x%03x", (unsigned)reg->offset);
	et_spec_table_enter(f->table, item, et_spec_register_key(f->table->arena, item));
}

static void add_queue(struct filler *f, const struct et_queue *queue)
{
	struct et_spec_item *item;

	if (!is_held(f, &queue->def))
		return;
	item = add(f, ETALON_VIRTQUEUE, &queue->def);
	/* One behind a number of others has no index of its own. */
	item->has_value = !queue->after;
	item->value = queue->start;
	if (item->has_value)
		*ET_APPEND(f->table->arena, &item->values) = item->value;
	item->text = item->has_value
			     ? et_sprintf(f->table->arena, "index %u", (unsigned)queue->start)
			     : et_sprintf(f->table->arena, "behind %s", queue->after);
	et_spec_table_enter(f->table, item,
		et_join(f->table->arena, f->interface->def.name, " ", queue->def.name));
}

/* The interface that a part of a label is headed with: "Memory Balloon Device" is a short title. */
static const struct et_interface *interface_ending(
	const struct et_canon *canon, const char *part, size_t length)
{
	enum { SHORTEST = 8 };
	size_t i;

	for (i = 0; i < canon->n_interfaces; i++) {
		const char *title = canon->interfaces[i]->title;
		size_t extra = strlen(title) - length;

		if (strlen(title) >= length && (!extra || length >= SHORTEST) &&
			strncasecmp(title + extra, part, length) == 0)
			return canon->interfaces[i];
	}
	return NULL;
}

/* Whose section a requirement is in: the longest part of its label that is somebody's. */
static const struct et_interface *owner_of(const struct filler *f, const char *label)
{
	const char *part = behind_prefix(label);
	size_t length = strlen(part);
	const struct et_interface *owner = NULL;

	while (length && !owner) {
		const char *cut = NULL, *next;

		owner = et_map_get(&f->sections, part, length);
		for (next = part; (next = strstr(next, " / ")) && next < part + length; next += 3)
			cut = next;
		if (!owner && cut)
			owner = interface_ending(
				f->table->canon, cut + 3, (size_t)(part + length - cut - 3));
		length = cut ? (size_t)(cut - part) : 0;
	}
	if (!owner && !et_starts_with(part, "Device Types / "))
		owner = et_canon_interface(f->table->canon, "core");
	return owner;
}

static void add_requirement(struct filler *f, const struct et_requirement *requirement)
{
	struct et_spec_table *table = f->table;
	const char *id = table->canon->requirement_texts + requirement->id;
	const char *label = table->canon->requirement_texts + requirement->label;
	const char *slash = strrchr(id, '/');
	struct et_spec_item *item = et_spec_table_add(table, ETALON_REQUIREMENT, id);
	struct et_section *section = ET_NEW(table->arena, struct et_section);
	const char *title = label, *next;

	/* The label's last part is nearly the heading, as \\drivernormative makes it. */
	for (next = label; (next = strstr(next, " / ")); next += 3)
		title = next + 3;
	section->label = label;
	section->title = title;
	if (et_starts_with(label, "drivernormative:"))
		section->title = et_join(table->arena, "Driver Requirements", ": ", title);
	else if (et_starts_with(label, "devicenormative:"))
		section->title = et_join(table->arena, "Device Requirements", ": ", title);
	item->section = section;
	item->level = requirement->level;
	item->target = requirement->target;
	item->since = requirement->since;
	item->until = requirement->until;
	item->text = et_level_name(item->level);
	item->hash = slash ? strtoul(slash + 1, NULL, 16) : 0;
	item->owner = owner_of(f, label);
	item->interface = item->owner ? item->owner->def.name : NULL;
	et_spec_table_enter(table, item, id);
}

struct et_spec_table *et_spec_table_of_canon(
	struct et_arena *arena, const struct et_canon *canon, enum et_edition edition)
{
	struct et_spec_table *table = ET_NEW(arena, struct et_spec_table);
	struct filler f = {.table = table, .edition = edition};
	size_t i, k;

	*table = (struct et_spec_table){
		.name = et_edition_name(edition), .is_canon = true, .canon = canon, .arena = arena};
	for (i = 0; i < canon->n_interfaces; i++) {
		const struct et_interface *interface = canon->interfaces[i];

		f.interface = interface;
		for (k = 0; k < interface->n_constants; k++)
			add_constant(&f, &interface->constants[k]);
		for (k = 0; k < interface->n_records; k++)
			add_record(&f, interface->records[k]);
		for (k = 0; k < interface->n_registers; k++)
			add_register(&f, &interface->registers[k]);
		for (k = 0; k < interface->n_queues; k++)
			add_queue(&f, &interface->queues[k]);
	}
	for (i = 0; i < canon->n_requirements; i++) {
		const struct et_requirement *requirement = &canon->requirements[i];

		if (requirement->since <= edition &&
			(requirement->until == ET_EDITION_UNKNOWN || requirement->until >= edition))
			add_requirement(&f, requirement);
	}
	return table;
}
