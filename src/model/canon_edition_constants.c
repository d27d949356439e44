/* SPDX-License-Identifier: BSD-3-Clause */
/* Constants of one edition, with those that are computed from records and sets. */
#include "canon_edition_int.h"

#include "layout.h"
#include "str.h"

#include <string.h>

#define OFFSET_OF "offset_of "
#define SIZE_OF "size_of "
#define COUNT_OF "count_of "

static const struct et_constant *kept_in(const struct et_interface_copy *owner, const char *name)
{
	size_t i;

	for (i = 0; i < owner->original->n_constants; i++) {
		const struct et_constant_copy *copy = &owner->constants[i];

		if (copy->fate == ET_KEPT && strcmp(copy->constant.def.name, name) == 0)
			return &copy->constant;
	}
	return NULL;
}

const struct et_constant *et_kept_constant(
	const struct et_snapshot *snapshot, const struct et_interface_copy *owner, const char *name)
{
	const struct et_constant *found = kept_in(owner, name);
	size_t i;

	for (i = 0; !found && i < snapshot->all->n_interfaces; i++)
		found = kept_in(&snapshot->interfaces[i], name);
	return found;
}

void et_copy_constants(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	const struct et_interface *original = copy->original;
	size_t i;

	copy->constants =
		ET_NEW_ARRAY(snapshot->arena, original->n_constants, struct et_constant_copy);
	for (i = 0; i < original->n_constants; i++) {
		copy->constants[i].constant = original->constants[i];
		copy->constants[i].fate =
			et_adopt(snapshot, copy, &copy->constants[i].constant.def);
	}
}

/* Since and until of a field that the edition lacks, as its constant's own. */
static void bound(struct et_def *def, enum et_edition since, enum et_edition until)
{
	if (since > def->since)
		def->since = since;
	if (until != ET_EDITION_UNKNOWN && (def->until == ET_EDITION_UNKNOWN || until < def->until))
		def->until = until;
}

/* Whether a leaf's path is the field's, or inside it. */
static bool is_inside(const char *path, const char *field)
{
	size_t length = strlen(field);

	return strncmp(path, field, length) == 0 &&
	       (!path[length] || path[length] == '.' || path[length] == '[');
}

/* False when the edition has no such record or field. field NULL: the record's size. */
static bool measure(const struct et_snapshot *snapshot, const struct et_interface_copy *owner,
	const char *path, bool size, uint64_t *bits)
{
	size_t head = strcspn(path, ".");
	const struct et_record_copy *copy = et_kept_record(snapshot, owner, path, head);
	struct et_layout layout;
	size_t i;

	if (!copy)
		return false;
	layout = et_layout(snapshot->arena, copy->record, et_abi(ET_ABI_LP64));
	*bits = layout.size.bytes;
	if (size)
		return layout.known && !layout.size.plus;
	for (i = 0; path[head] && i < layout.n_leaves; i++) {
		const struct et_leaf *leaf = &layout.leaves[i];

		*bits = leaf->offset.bytes;
		if (is_inside(leaf->path, path + head + 1))
			return !leaf->offset.plus;
	}
	return false;
}

/* Why there is no value: the edition lacks the record, or the field. */
static void explain(const struct et_snapshot *snapshot, const char *path, struct et_def *def)
{
	size_t head = strcspn(path, ".");
	size_t i;
	size_t j;

	for (i = 0; i < snapshot->all->n_interfaces; i++) {
		const struct et_interface *interface = snapshot->all->interfaces[i];

		for (j = 0; j < interface->n_records; j++) {
			const struct et_record *record = interface->records[j];
			const struct et_field *field;

			if (strncmp(record->def.name, path, head) != 0 || record->def.name[head])
				continue;
			bound(def, record->def.since, record->def.until);
			field = path[head] ? et_record_field(record, path + head + 1) : NULL;
			if (field)
				bound(def, field->since, field->until);
			return;
		}
	}
}

static uint64_t count_set(const struct et_interface_copy *owner, const char *set)
{
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < owner->original->n_constants; i++) {
		const struct et_constant_copy *copy = &owner->constants[i];

		count += copy->fate == ET_KEPT && copy->constant.kind != ET_CONST_COUNT &&
			 et_streq(copy->constant.def.scope, set);
	}
	return count;
}

void et_compute_constants(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	size_t i;

	for (i = 0; i < copy->original->n_constants; i++) {
		struct et_constant *constant = &copy->constants[i].constant;
		const char *text = constant->text;
		const char *path;
		bool size;

		if (!text || copy->constants[i].fate != ET_KEPT)
			continue;
		constant->text = NULL;
		if (et_starts_with(text, COUNT_OF)) {
			constant->value.bits = count_set(copy, text + strlen(COUNT_OF));
			continue;
		}
		size = et_starts_with(text, SIZE_OF);
		path = text + strlen(size ? SIZE_OF : OFFSET_OF);
		if (measure(snapshot, copy, path, size, &constant->value.bits))
			continue;
		explain(snapshot, path, &constant->def);
		copy->constants[i].fate =
			et_canon_lacks(snapshot->canon, &constant->def) ? ET_LOOSE : ET_DROPPED;
	}
}

/* What was withdrawn makes room for what has its name now. */
static bool is_replaced(const struct et_interface_copy *copy, const struct et_constant *constant)
{
	size_t i;

	if (constant->def.status != ET_STATUS_WITHDRAWN)
		return false;
	for (i = 0; i < copy->original->n_constants; i++) {
		const struct et_constant_copy *other = &copy->constants[i];

		if (other->fate == ET_KEPT && other->constant.def.status != ET_STATUS_WITHDRAWN &&
			strcmp(other->constant.def.name, constant->def.name) == 0)
			return true;
	}
	return false;
}

void et_place_constants(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	size_t count = copy->original->n_constants;
	struct et_constant *kept = ET_NEW_ARRAY(snapshot->arena, count, struct et_constant);
	size_t i;

	copy->interface->constants = kept;
	copy->interface->n_constants = 0;
	for (i = 0; i < count; i++) {
		struct et_constant_copy *one = &copy->constants[i];

		one->constant.text = NULL;
		if (one->fate == ET_KEPT && !is_replaced(copy, &one->constant))
			kept[copy->interface->n_constants++] = one->constant;
		else if (one->fate == ET_LOOSE)
			*ET_APPEND(snapshot->arena, &snapshot->loose) = &one->constant.def;
	}
}
