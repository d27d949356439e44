/* SPDX-License-Identifier: BSD-3-Clause */
/* Sizes of types and offsets of members, for layouts and for sizeof and offsetof. */
#include "layout_int.h"
#include "str.h"

static bool scalar_extent(
	const struct et_type *type, const struct et_abi *abi, uint64_t *size, uint32_t *align)
{
	enum et_base base = type->kind == ET_TYPE_POINTER ? ET_BASE_POINTER : type->base;

	/* Microsoft's enums are ints, whatever they hold. */
	if (type->is_enum && abi->ms_bitfields)
		base = ET_BASE_INT;
	if (base >= ET_BASE_COUNT || base == ET_BASE_VOID)
		return false;
	*size = abi->size[base];
	*align = abi->align[base];
	return true;
}

bool et_type_extent(const struct et_type *type, const struct et_count *counts, size_t n_counts,
	const struct et_abi *abi, uint64_t *size, uint32_t *align)
{
	size_t i;

	if (type->kind == ET_TYPE_UNKNOWN)
		return false;
	if (type->kind == ET_TYPE_RECORD) {
		struct et_layout layout;

		if (!type->record)
			return false;
		layout = et_layout(NULL, type->record, abi);
		*size = layout.size.bytes;
		*align = layout.align;
		if (!layout.known)
			return false;
	} else if (!scalar_extent(type, abi, size, align)) {
		return false;
	}
	if (type->align)
		*align = type->align;
	for (i = 0; i < n_counts; i++) {
		uint64_t value = 0;

		if (counts[i].kind != ET_COUNT_OPEN && !et_count_value(&counts[i], abi, &value))
			return false;
		if (value && *size > (UINT64_C(1) << 56) / value)
			return false;
		*size *= value;
	}
	return true;
}

/* Finds the member, through anonymous members; limits as in layouts. */
static const struct et_field *find_member(
	const struct et_record *record, const char *name, uint32_t abi_bit, int depth)
{
	size_t i;

	for (i = 0; i < record->n_fields; i++) {
		const struct et_field *field = &record->fields[i];
		const struct et_field *found;

		if (!(field->abis & abi_bit))
			continue;
		if (field->name) {
			if (et_streq(field->name, name))
				return field;
			continue;
		}
		if (depth >= 64 || field->type.kind != ET_TYPE_RECORD || !field->type.record)
			continue;
		found = find_member(field->type.record, name, abi_bit, depth + 1);
		if (found)
			return found;
	}
	return NULL;
}

bool et_member_offset(const struct et_record *record, const char *name, const struct et_abi *abi,
	uint64_t *offset, const struct et_field **field)
{
	struct et_arena arena;
	struct et_layout layout;
	const struct et_record *nested;
	size_t i, length = 0;
	bool found = false;

	*field = find_member(record, name, ET_ABI_BIT(abi->id), 0);
	if (!*field || (*field)->bits != ET_NO_BITS)
		return false;
	nested = (*field)->type.kind == ET_TYPE_RECORD ? (*field)->type.record : NULL;
	while (name[length])
		length++;
	et_arena_init(&arena);
	layout = et_layout(&arena, record, abi);
	for (i = 0; layout.known && i < layout.n_leaves && !found; i++) {
		const struct et_leaf *leaf = &layout.leaves[i];

		/* The first leaf of a nested record lies where the record does, but for bit-fields.
		 */
		found = nested ? et_starts_with(leaf->path, name) &&
					 (leaf->path[length] == '.' || leaf->path[length] == '[') &&
					 !leaf->bits
			       : et_streq(leaf->path, name);
		if (found)
			*offset = leaf->offset.bytes;
	}
	et_arena_finish(&arena);
	return found;
}
