/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether headers make sense by themselves, or need those that they include. */
#include "tree.h"

#include "layout.h"
#include "match.h"

/* Left open: a type, a count, a member. */
static bool is_open(const struct et_field *field, void *data)
{
	const struct et_type *type = &field->type;

	(void)data;
	return type->kind == ET_TYPE_UNKNOWN || (field->n_counts && field->counts[0].expr) ||
	       (type->record && !type->record->complete);
}

/* Cheap, and not the last word. */
static bool is_suspect(const struct et_record *record)
{
	return record->n_fields &&
	       (!record->complete || et_find_field(record, is_open, NULL, NULL));
}

static bool is_known_name(struct et_matcher *matcher, const struct et_record *record)
{
	const char *const *other = record->typedefs;
	struct et_meanings meanings = {.count = 0};
	size_t count = 0;

	if (record->def.name) {
		et_canon_find(matcher->canon, record->def.name, &count);
		if (!count)
			et_match(matcher, record->def.name, ~0U, &meanings);
	}
	for (; other && *other && !count && !meanings.count; other++)
		et_match(matcher, *other, ~0U, &meanings);
	return count || meanings.count;
}

bool et_tree_lacks_context(
	const struct et_tree *tree, struct et_arena *arena, const struct et_unit *unit)
{
	struct et_matcher matcher;
	size_t i;

	et_matcher_init(&matcher, arena, tree->canon, NULL);
	for (i = 0; i < unit->n_records; i++) {
		const struct et_record *record = unit->records[i];

		if (is_suspect(record) && is_known_name(&matcher, record) &&
			(!record->complete || !et_layout(arena, record, et_abi(ET_ABI_LP64)).known))
			return true;
	}
	return false;
}
