/* SPDX-License-Identifier: BSD-3-Clause */
/* A typedef that both sides have: which type it names. */
#include "differ.h"

#include "layout_int.h"
#include "str.h"

static const struct et_typedef *typedef_of(const struct et_diff_item *item)
{
	return (const void *)item->variants.items[0];
}

static const char *type_text(struct et_arena *arena, const struct et_typedef *type)
{
	const char *spelling = type->type.spelling ? type->type.spelling : "?";

	return et_sprintf(arena, "%s%s%s", spelling, type->type.kind == ET_TYPE_POINTER ? " *" : "",
		type->is_function ? "()"
		: type->n_counts  ? "[]"
				  : "");
}

static bool is_ordered(enum et_order order)
{
	return order == ET_ORDER_LITTLE || order == ET_ORDER_BIG || order == ET_ORDER_VIRTIO;
}

static bool same_records(
	struct et_differ *differ, const struct et_type *from, const struct et_type *to)
{
	if (!from->record || !to->record)
		return from->record == to->record;
	return et_same_tag(differ, from->record, to->record);
}

/* Sizes under an ABI; false when one is not known. */
static bool sizes(const struct et_typedef *from, const struct et_typedef *to,
	const struct et_abi *abi, uint64_t size[2])
{
	uint32_t align;

	return et_type_extent(&from->type, from->counts, from->n_counts, abi, &size[0], &align) &&
	       et_type_extent(&to->type, to->counts, to->n_counts, abi, &size[1], &align);
}

void et_diff_typedefs(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to)
{
	const struct et_typedef *left = typedef_of(from), *right = typedef_of(to);
	struct et_change_draft draft = {.kind = ETALON_CHANGED,
		.what = ETALON_TYPE,
		.from = from,
		.to = to,
		.from_text = type_text(differ->arena, left),
		.to_text = type_text(differ->arena, right),
		.guard = right->def.guard};
	uint32_t abis = differ->options->abis & left->def.abis & right->def.abis;
	unsigned id;

	et_diff_guards(differ, from, to, ETALON_TYPE);
	if (left->type.kind != right->type.kind || left->is_function != right->is_function ||
		!same_records(differ, &left->type, &right->type)) {
		draft.aspect = ET_ASPECT_TYPE;
		draft.impact = ETALON_IMPACT_SOURCE;
	} else if (left->type.kind == ET_TYPE_INT) {
		for (id = 0; id < ET_ABI_COUNT; id++) {
			uint64_t size[2];

			if ((abis & ET_ABI_BIT(id)) &&
				sizes(left, right, et_abi((enum et_abi_id)id), size) &&
				size[0] != size[1])
				draft.abis |= ET_ABI_BIT(id);
		}
		if (draft.abis) {
			draft.aspect = ET_ASPECT_SIZE;
			draft.abis = draft.abis == abis ? 0 : draft.abis;
		} else if (is_ordered(left->type.order) && is_ordered(right->type.order) &&
			   left->type.order != right->type.order) {
			draft.aspect = ET_ASPECT_BYTE_ORDER;
		} else if (left->type.is_signed != right->type.is_signed && !left->type.is_enum &&
			   !right->type.is_enum) {
			draft.aspect = ET_ASPECT_SIGN;
		}
		draft.impact = from->file->is_private || to->file->is_private ? ETALON_IMPACT_SOURCE
									      : ETALON_IMPACT_WIRE;
	}
	if (!draft.aspect)
		return;
	draft.message =
		et_sprintf(differ->arena, "%s was another name for %s, and is one for %s now",
			to->name, draft.from_text, draft.to_text);
	et_diff_emit(differ, &draft);
}
