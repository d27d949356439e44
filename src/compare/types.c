/* SPDX-License-Identifier: BSD-3-Clause */
/* What paired fields hold: W105, W106, S202, A306. */
#include "records.h"

#include "str.h"

static const char *order_name(enum et_order order)
{
	switch (order) {
	case ET_ORDER_LITTLE:
		return "little-endian";
	case ET_ORDER_BIG:
		return "big-endian";
	case ET_ORDER_HOST:
		return "of unspecified byte order";
	case ET_ORDER_VIRTIO:
		return "little-endian, or native before 1.0";
	default:
		return "bytes";
	}
}

static const char *canon_order_text(struct et_arena *arena, const struct et_field *field)
{
	if (field->type.order == ET_ORDER_HOST)
		return "native to the guest";
	if (field->legacy == ET_ORDER_HOST)
		return et_sprintf(arena, "%s, native before 1.0", order_name(field->type.order));
	return order_name(field->type.order);
}

static void emit_order(struct et_pairing *pairing, enum et_rule rule, const struct et_leaf *want,
	const struct et_leaf *have, const char *why)
{
	struct et_arena *arena = pairing->comparison->arena;
	struct et_draft draft = et_field_draft(pairing, rule, want, have);
	const char *spelling = have->field->type.spelling;

	draft.abis = 0;
	draft.expected.text = canon_order_text(arena, want->field);
	draft.found.text = et_sprintf(
		arena, "%s (%s)", order_name(have->field->type.order), spelling ? spelling : "?");
	draft.message = et_sprintf(arena, "%s is %s; the standard says %s%s", draft.found.name,
		draft.found.text, draft.expected.text, why);
	et_emit_field(pairing, &draft);
}

static void note_unspecified(struct et_pairing *pairing, const struct et_leaf *have)
{
	struct et_site *site = pairing->site;

	if (site->noted)
		return;
	site->noted = true;
	et_diag(pairing->comparison->diags, ET_NOTE, site->file->path, have->field->place.line,
		NULL, "plain integers here leave the byte order unspecified, which was not judged");
}

static void compare_order(
	struct et_pairing *pairing, const struct et_leaf *want, const struct et_leaf *have)
{
	const struct et_field *canon = want->field;
	enum et_order legacy = canon->legacy;
	enum et_order order = have->field->type.order;

	if (want->unit <= 1 || have->unit != want->unit || have->bits)
		return;
	if (canon->type.kind != ET_TYPE_INT || have->field->type.kind != ET_TYPE_INT)
		return;
	/* The standard's own "native" (legacy parts only): a plain or a legacy type says so. */
	if (canon->type.order == ET_ORDER_HOST) {
		if (order == ET_ORDER_LITTLE || order == ET_ORDER_BIG)
			emit_order(pairing, ET_W105, want, have, "");
		return;
	}
	switch (order) {
	case ET_ORDER_HOST:
		if (pairing->site->spells_order || pairing->spells_order)
			emit_order(pairing, ET_W105, want, have, "");
		else
			note_unspecified(pairing, have);
		break;
	case ET_ORDER_VIRTIO:
		if (canon->type.order == ET_ORDER_BIG || legacy == ET_ORDER_LITTLE)
			emit_order(pairing, ET_W105, want, have,
				legacy == ET_ORDER_LITTLE ? ", before 1.0, too" : "");
		else if (legacy == ET_ORDER_NONE)
			emit_order(pairing, ET_A306, want, have, ", and has no legacy form of it");
		break;
	case ET_ORDER_LITTLE:
	case ET_ORDER_BIG:
		if (order != canon->type.order)
			emit_order(pairing, ET_W105, want, have, "");
		else if (legacy == ET_ORDER_HOST && pairing->site->spells_legacy)
			emit_order(pairing, ET_W105, want, have,
				", and this header serves legacy devices elsewhere");
		break;
	default:
		break;
	}
}

static void compare_sign(
	struct et_pairing *pairing, const struct et_leaf *want, const struct et_leaf *have)
{
	const struct et_type *canon = &want->field->type;
	const struct et_type *tree = &have->field->type;
	struct et_draft draft;

	if (canon->kind != ET_TYPE_INT || tree->kind != ET_TYPE_INT || tree->is_enum ||
		tree->is_char || canon->is_char || tree->is_signed == canon->is_signed)
		return;
	draft = et_field_draft(pairing, ET_W106, want, have);
	draft.abis = 0;
	draft.expected.text = canon->is_signed ? "signed" : "unsigned";
	draft.found.text = et_sprintf(pairing->comparison->arena, "%s (%s)",
		tree->is_signed ? "signed" : "unsigned", tree->spelling ? tree->spelling : "?");
	draft.message = et_sprintf(pairing->comparison->arena, "%s is %s; the standard says %s",
		draft.found.name, draft.found.text, draft.expected.text);
	et_emit_field(pairing, &draft);
}

static const char *shape_text(struct et_arena *arena, const struct et_leaf *leaf)
{
	const struct et_type *type = &leaf->field->type;

	return et_sprintf(arena, "%s%s", type->spelling ? type->spelling : "?",
		leaf->field->n_counts ? "[]" : "");
}

static void compare_shape(
	struct et_pairing *pairing, const struct et_leaf *want, const struct et_leaf *have)
{
	struct et_draft draft;

	if (want->unit == have->unit && have->field->type.kind == want->field->type.kind)
		return;
	/* Another size altogether was told as W102, and a bit-field's container is not its shape.
	 */
	if (want->bits || have->bits || want->size.plus || have->size.plus ||
		want->size.bytes != have->size.bytes)
		return;
	draft = et_field_draft(pairing, ET_S202, want, have);
	draft.abis = 0;
	draft.expected.text = shape_text(pairing->comparison->arena, want);
	draft.found.text = shape_text(pairing->comparison->arena, have);
	draft.message = et_sprintf(pairing->comparison->arena,
		"%s has the standard's bytes in another shape: %s, not %s", draft.found.name,
		draft.found.text, draft.expected.text);
	et_emit_field(pairing, &draft);
}

/* Whether a record spells byte order in any of its fields: a plain one among them stands out. */
static bool record_spells_order(const struct et_pairing *pairing)
{
	size_t i;

	for (i = 0; i < pairing->have.n_leaves; i++) {
		enum et_order order = pairing->have.leaves[i].field->type.order;

		if (order == ET_ORDER_LITTLE || order == ET_ORDER_BIG || order == ET_ORDER_VIRTIO)
			return pairing->site->may_spell_order;
	}
	return false;
}

void et_compare_types(struct et_pairing *pairing)
{
	size_t i;

	pairing->spells_order = record_spells_order(pairing);

	for (i = 0; i < pairing->have.n_leaves; i++) {
		int j = pairing->pairs.canon_of[i];

		if (j == ET_UNPAIRED)
			continue;
		/* A union's other name for bytes that have one already: a use of its own. */
		if (pairing->have.leaves[i].in_union && pairing->pairs.tree_of[j] != (int)i)
			continue;
		compare_order(pairing, &pairing->want.leaves[j], &pairing->have.leaves[i]);
		compare_sign(pairing, &pairing->want.leaves[j], &pairing->have.leaves[i]);
		compare_shape(pairing, &pairing->want.leaves[j], &pairing->have.leaves[i]);
	}
}
