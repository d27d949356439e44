/* SPDX-License-Identifier: BSD-3-Clause */
/* Records and views of one edition. */
#include "canon_edition_int.h"

#include "record_edition.h"
#include "str.h"

#include <string.h>

static struct et_record_copy *copy_of(
	const struct et_snapshot *snapshot, const struct et_record *original)
{
	return et_map_get(&snapshot->records, (const char *)&original, sizeof(original));
}

struct et_record_copy *et_stand_in(
	const struct et_snapshot *snapshot, const struct et_record *original)
{
	struct et_record_copy *copy = copy_of(snapshot, original);
	size_t i;

	if (!copy || copy->fate == ET_KEPT)
		return copy;
	for (i = 0; i < copy->owner->original->n_records; i++) {
		struct et_record_copy *other = &copy->owner->records[i];

		if (other->fate == ET_KEPT &&
			strcmp(other->original->def.name, original->def.name) == 0)
			return other;
	}
	return copy;
}

static struct et_record_copy *kept_in(
	const struct et_interface_copy *owner, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < owner->original->n_records; i++) {
		struct et_record_copy *copy = &owner->records[i];

		if (copy->fate == ET_KEPT && strncmp(copy->original->def.name, name, length) == 0 &&
			!copy->original->def.name[length])
			return copy;
	}
	return NULL;
}

struct et_record_copy *et_kept_record(const struct et_snapshot *snapshot,
	const struct et_interface_copy *owner, const char *name, size_t length)
{
	struct et_record_copy *found = kept_in(owner, name, length);
	size_t i;

	for (i = 0; !found && i < snapshot->all->n_interfaces; i++)
		found = kept_in(&snapshot->interfaces[i], name, length);
	return found;
}

/* All get their places first: they refer to each other. */
void et_copy_records(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	const struct et_interface *original = copy->original;
	size_t i;

	copy->records = ET_NEW_ARRAY(snapshot->arena, original->n_records, struct et_record_copy);
	for (i = 0; i < original->n_records; i++) {
		struct et_record_copy *record = &copy->records[i];

		record->original = original->records[i];
		record->owner = copy;
		record->record = ET_NEW(snapshot->arena, struct et_record);
		*record->record = *record->original;
		record->fate = et_adopt(snapshot, copy, &record->record->def);
		*et_map_slot(&snapshot->records, snapshot->arena, (const char *)&record->original,
			sizeof(record->original)) = record;
	}
}

struct filling {
	const struct et_snapshot *snapshot;
	const struct et_interface_copy *owner;
};

static const struct et_record *stand_in(void *data, const struct et_record *record)
{
	const struct filling *filling = data;
	const struct et_record_copy *copy = et_stand_in(filling->snapshot, record);

	return copy ? copy->record : record;
}

static void set_count(void *data, struct et_count *count)
{
	const struct filling *filling = data;
	const struct et_constant *constant =
		et_kept_constant(filling->snapshot, filling->owner, count->name);

	if (constant)
		count->value = constant->value.bits;
}

/* Fields that only other editions have, by their names: "record.field". */
static void note_fields(struct et_snapshot *snapshot, const struct et_record_copy *copy,
	const char *prefix, const struct et_field *fields, size_t count)
{
	enum et_edition edition = copy->owner->edition;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct et_field *field = &fields[i];
		const struct et_record *inner = field->type.record;
		const char *path = prefix;
		bool lacks = et_presence(edition, field->since, field->until) != ET_PRESENT;

		if (field->name)
			path = et_join(snapshot->arena, prefix, ".", field->name);
		if (field->name && lacks && !field->padding) {
			struct et_field *loose = ET_NEW(snapshot->arena, struct et_field);

			*loose = *field;
			loose->place.line = 0;
			/* One inside of another has no bounds of its own. */
			if (inner && inner->def.name)
				loose->type.record = et_stand_in(snapshot, inner)->record;
			else if (inner)
				loose->type = (struct et_type){
					.kind = ET_TYPE_UNKNOWN, .spelling = field->type.spelling};
			loose->parts = NULL;
			loose->n_parts = 0;
			*ET_APPEND(snapshot->arena, &snapshot->loose_fields) = (struct et_name){
				.name = path, .def = &copy->record->def, .field = loose};
		}
		if (lacks)
			continue;
		if (inner && !inner->def.name)
			note_fields(snapshot, copy, path, inner->fields, inner->n_fields);
		note_fields(snapshot, copy, path, field->parts, field->n_parts);
	}
}

/* An edition that has the definition: the wanted one, or the nearest to it. */
static enum et_edition shown_at(enum et_edition edition, const struct et_def *def)
{
	switch (et_presence(edition, def->since, def->until)) {
	case ET_LATER:
		return def->since;
	case ET_GONE:
		return def->until;
	default:
		return edition;
	}
}

void et_fill_records(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	struct filling filling = {snapshot, copy};
	struct et_field_filter filter = {.arena = snapshot->arena,
		.lines = snapshot->canon->edition,
		.interface = copy->interface,
		.record = stand_in,
		.count = set_count,
		.data = &filling};
	const struct et_record **kept =
		ET_NEW_ARRAY(snapshot->arena, copy->original->n_records, const struct et_record *);
	size_t i;

	copy->interface->records = kept;
	copy->interface->n_records = 0;
	for (i = 0; i < copy->original->n_records; i++) {
		struct et_record_copy *record = &copy->records[i];
		const struct et_record *original = record->original;

		filter.edition = shown_at(copy->edition, &original->def);
		filter.until = original->def.until;
		record->record->fields = et_fields_at(
			&filter, original->fields, original->n_fields, &record->record->n_fields);
		if (record->fate == ET_KEPT) {
			kept[copy->interface->n_records++] = record->record;
			note_fields(snapshot, record, original->def.name, original->fields,
				original->n_fields);
		} else {
			*ET_APPEND(snapshot->arena, &snapshot->loose) = &record->record->def;
		}
	}
}

static size_t find_name(const struct et_record *record, const char *name)
{
	size_t i;

	for (i = 0; i < record->n_fields; i++) {
		if (et_streq(record->fields[i].name, name))
			break;
	}
	return i;
}

/*
 * A bound of a view that the edition has no field for: the nearest field inside of it that it has.
 * Returns false when there is none.
 */
static bool move_bound(const struct et_view *view, const struct et_record *all,
	const struct et_record *here, const char **name, int step)
{
	size_t i;

	if (!*name || find_name(here, *name) < here->n_fields ||
		find_name(all, *name) == all->n_fields)
		return true;
	/* Running below zero ends it, too. */
	for (i = find_name(all, *name); i < all->n_fields; i += (size_t)step) {
		const struct et_field *field = &all->fields[i];

		if (view->segment != ET_SEGMENT_NONE && field->segment != view->segment)
			continue;
		if (field->name && find_name(here, field->name) < here->n_fields) {
			*name = field->name;
			return true;
		}
	}
	return false;
}

/* Whether the edition has the record and fields of it between the bounds. */
static bool is_fitted(
	const struct et_snapshot *snapshot, const struct et_view *original, struct et_view *view)
{
	const struct et_record_copy *record = et_stand_in(snapshot, original->record);
	const struct et_record *all;

	view->record = record->record;
	if (record->fate != ET_KEPT) {
		if (!et_canon_lacks(snapshot->canon, &view->def)) {
			view->def.since = record->record->def.since;
			view->def.until = record->record->def.until;
		}
		return false;
	}
	/* The record of another edition knows the order of its own fields only. */
	all = record->original;
	if (view->first && find_name(all, view->first) == all->n_fields)
		all = original->record;
	if (!move_bound(view, all, view->record, &view->first, 1) ||
		!move_bound(view, all, view->record, &view->last, -1))
		return false;
	return !view->first || !view->last ||
	       find_name(view->record, view->first) <= find_name(view->record, view->last);
}

void et_copy_views(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	const struct et_interface *original = copy->original;
	struct et_view *kept = ET_NEW_ARRAY(snapshot->arena, original->n_views, struct et_view);
	size_t i;

	copy->interface->views = kept;
	copy->interface->n_views = 0;
	for (i = 0; i < original->n_views; i++) {
		struct et_view *view = ET_NEW(snapshot->arena, struct et_view);
		enum et_fate fate;

		*view = original->views[i];
		fate = et_adopt(snapshot, copy, &view->def);
		if (is_fitted(snapshot, &original->views[i], view) && fate == ET_KEPT)
			kept[copy->interface->n_views++] = *view;
		else if (et_canon_lacks(snapshot->canon, &view->def))
			*ET_APPEND(snapshot->arena, &snapshot->loose) = &view->def;
	}
}
