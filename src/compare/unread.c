/* SPDX-License-Identifier: BSD-3-Clause */
/* What could not be read, and whether that matters: VIRTIO's definitions, or a program's own. */
#include "comparison.h"

#include <string.h>

/* What goes over no wire: pointers, types without a fixed width, types that nobody defines. */
static bool is_of_no_wire(const struct et_field *field, void *data)
{
	const struct et_type *type = &field->type;

	(void)data;
	switch (type->kind) {
	case ET_TYPE_INT:
		if (type->is_enum || type->base == ET_BASE_BOOL)
			return true;
		/* int, long, size_t: the compiler's own business. */
		return type->order == ET_ORDER_HOST && type->spelling &&
		       !strpbrk(type->spelling, "0123456789");
	case ET_TYPE_RECORD:
		return !type->record || !type->record->n_fields;
	default:
		return true;
	}
}

bool et_is_wire_record(const struct et_record *record)
{
	bool cut;

	return record->n_fields && !et_find_field(record, is_of_no_wire, NULL, &cut) && !cut;
}

static const struct et_record *find_record(const struct et_tree *tree, const char *name)
{
	size_t i;
	size_t j;

	for (i = 0; i < tree->units.count; i++) {
		const struct et_unit *unit = tree->units.items[i];

		for (j = 0; j < unit->n_records; j++) {
			if (unit->records[j]->def.name &&
				strcmp(unit->records[j]->def.name, name) == 0)
				return unit->records[j];
		}
	}
	return NULL;
}

/*
 * A definition that the canon has matters. One that is only in an interface's namespace matters
 * unless what was read of it is of no wire: a driver's state with a list's macro in it.
 */
static bool matters(struct et_comparison *comparison, const char *name)
{
	struct et_meanings meanings;
	const struct et_record *record;

	et_match(&comparison->matcher, name, ~0U, &meanings);
	if (meanings.count && !meanings.by_likeness)
		return true;
	if (!et_match_claim(&comparison->matcher, name))
		return false;
	record = find_record(comparison->tree, name);
	return !record || !record->n_fields || et_is_wire_record(record);
}

void et_compare_unread(struct et_comparison *comparison)
{
	const struct et_diags *unread = &comparison->tree->unread;
	size_t i;

	for (i = 0; i < unread->list.count; i++) {
		const struct et_diag *diag = &unread->list.items[i];
		enum et_severity severity = diag->severity;

		if (severity == ET_ERROR && diag->name && !matters(comparison, diag->name))
			severity = ET_WARNING;
		et_diag(comparison->diags, severity, diag->file, diag->line, diag->name, "%s",
			diag->text);
	}
	comparison->diags->suppressed += unread->suppressed;
}
