/* SPDX-License-Identifier: BSD-3-Clause */
/* What a pair of members holds: kind, size, count, byte order, sign, and under which condition. */
#include "members.h"

#include "str.h"

#include <inttypes.h>

static struct et_change_draft *tell(struct et_member_diff *diff, enum et_aspect aspect,
	enum etalon_impact impact, const struct et_leaf *from, const struct et_leaf *to)
{
	struct et_change_draft *draft =
		et_member_draft(diff, ETALON_CHANGED, aspect, impact, from, to);

	/* Nobody's contract: only who spells it sees a difference, if that. */
	if (et_is_filler(from->name)) {
		bool is_shape = aspect == ET_ASPECT_COUNT || from->bits;

		draft->impact = is_shape ? ETALON_IMPACT_COMPATIBLE : ETALON_IMPACT_SOURCE;
	}
	draft->from_text = et_leaf_type(diff->differ->arena, from);
	draft->to_text = et_leaf_type(diff->differ->arena, to);
	draft->message = et_sprintf(diff->differ->arena, "%s was %s, and is %s now", draft->to_name,
		draft->from_text, draft->to_text);
	return draft;
}

/* What goes over a wire, or only over nobody's. */
static enum etalon_impact wire(const struct et_member_diff *diff)
{
	return diff->is_private ? ETALON_IMPACT_SOURCE : ETALON_IMPACT_WIRE;
}

/*
 * Whether a side's plain integer says something about byte order: where the header spells it
 * elsewhere, and its dialect does not take it out of types.
 */
static bool both_spell(const struct et_member_diff *diff)
{
	return diff->item[0]->file->spells_order && diff->item[1]->file->spells_order;
}

static bool both_spell_legacy(const struct et_member_diff *diff)
{
	const struct et_diff_file *from = diff->item[0]->file, *to = diff->item[1]->file;

	return (from->spells_legacy || from->spells_order) &&
	       (to->spells_legacy || to->spells_order);
}

bool et_same_order(
	const struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	enum et_order left = from->field->type.order, right = to->field->type.order;

	if (left == right || left == ET_ORDER_NONE || right == ET_ORDER_NONE)
		return true;
	if (left != ET_ORDER_HOST && right != ET_ORDER_HOST)
		return false;
	if (left == ET_ORDER_VIRTIO || right == ET_ORDER_VIRTIO)
		return !both_spell_legacy(diff);
	return !both_spell(diff);
}

static const char *order_name(enum et_order order)
{
	switch (order) {
	case ET_ORDER_LITTLE:
		return "little-endian";
	case ET_ORDER_BIG:
		return "big-endian";
	case ET_ORDER_VIRTIO:
		return "little-endian, or native before 1.0";
	default:
		return "in no byte order that it says";
	}
}

static void compare_integers(
	struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	const struct et_type *left = &from->field->type, *right = &to->field->type;
	struct et_change_draft *draft;

	if (!et_same_order(diff, from, to)) {
		draft = tell(diff, ET_ASPECT_BYTE_ORDER, wire(diff), from, to);
		draft->message =
			et_sprintf(diff->differ->arena, "%s was %s (%s), and is %s now (%s)",
				draft->to_name, order_name(left->order), draft->from_text,
				order_name(right->order), draft->to_text);
	}
	if (left->is_signed != right->is_signed && !left->is_char && !right->is_char &&
		!left->is_enum && !right->is_enum)
		tell(diff, ET_ASPECT_SIGN, wire(diff), from, to);
}

/* Whether nothing but other names for the same bytes lies behind a member. */
static bool is_last(const struct et_members *members, const struct et_leaf *leaf)
{
	size_t i;

	for (i = 0; i < members->layout.n_leaves; i++) {
		const struct et_leaf *other = &members->layout.leaves[i];

		if (other->offset.plus || other->offset.bytes > leaf->offset.bytes)
			return false;
	}
	return true;
}

static bool is_empty(const struct et_count *count)
{
	return count->kind == ET_COUNT_OPEN ||
	       (count->kind == ET_COUNT_FIXED && !count->expr && !count->value);
}

/* Fixed dimensions under names that have no number here. */
static bool same_dimensions(const struct et_leaf *from, const struct et_leaf *to)
{
	size_t i;

	if (from->field->n_counts != to->field->n_counts)
		return false;
	for (i = 0; i < from->field->n_counts; i++) {
		const struct et_count *left = &from->field->counts[i];
		const struct et_count *right = &to->field->counts[i];

		/* [0] and []: two ways to say that what follows has no fixed length. */
		if (is_empty(left) && is_empty(right))
			continue;
		if (left->kind != right->kind || !et_streq(left->name, right->name) ||
			(!left->expr && !right->expr && left->value != right->value))
			return false;
	}
	return true;
}

static void compare_counts(
	struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	bool same_total = from->size.bytes == to->size.bytes && from->open == to->open;

	if (same_total && from->field->n_counts == to->field->n_counts)
		return;
	/* [0] and []: two ways to say that what follows has no fixed length. */
	if (from->size.bytes == 0 && to->size.bytes == 0) {
		tell(diff, ET_ASPECT_COUNT, ETALON_IMPACT_COMPATIBLE, from, to);
	} else if (same_total) {
		tell(diff, ET_ASPECT_TYPE, ETALON_IMPACT_SOURCE, from, to);
	} else if (!from->field->n_counts || !to->field->n_counts) {
		/* A scalar that became an array of them is another thing to its users. */
		tell(diff, ET_ASPECT_COUNT, ETALON_IMPACT_SOURCE, from, to);
	} else {
		tell(diff, ET_ASPECT_COUNT,
			is_last(&diff->from, from) || diff->is_private ? ETALON_IMPACT_BEHAVIOUR
								       : wire(diff),
			from, to);
	}
}

static void compare_records(
	struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	const struct et_record *left = from->field->type.record, *right = to->field->type.record;
	struct et_change_draft *draft;

	if (left && right && !et_same_tag(diff->differ, left, right)) {
		tell(diff, ET_ASPECT_TYPE, ETALON_IMPACT_SOURCE, from, to);
	} else if (diff->known && from->field->n_counts && from->unit != to->unit) {
		/* All but the first element lie elsewhere. */
		draft = tell(diff, ET_ASPECT_SIZE, wire(diff), from, to);
		draft->message = et_sprintf(diff->differ->arena,
			"%s has elements of %" PRIu64 " bytes now, and had of %" PRIu64,
			draft->to_name, to->unit, from->unit);
	}
}

static void compare_bits(
	struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	if (from->bits != to->bits)
		tell(diff, ET_ASPECT_SIZE, wire(diff), from, to);
}

static void compare_guards(
	struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	struct et_change_draft *draft;

	/* Only what everybody sees is compared, so that nothing is lost by this. */
	if (et_streq(from->field->guard, to->field->guard))
		return;
	draft = tell(diff, ET_ASPECT_GUARD, ETALON_IMPACT_COMPATIBLE, from, to);
	draft->from_text = from->field->guard ? from->field->guard : "always";
	draft->to_text = to->field->guard ? to->field->guard : "always";
	draft->message = et_sprintf(diff->differ->arena, "%s is under another condition now: %s",
		draft->to_name, draft->to_text);
}

/* By what is written, for records that can't be laid out. */
static void compare_spelling(
	struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	const struct et_type *left = &from->field->type, *right = &to->field->type;

	/* What is defined on one side only is the same thing all the same. */
	if ((left->kind == ET_TYPE_UNKNOWN || right->kind == ET_TYPE_UNKNOWN) &&
		et_streq(left->spelling, right->spelling))
		return;
	if (left->kind != right->kind ||
		(left->kind == ET_TYPE_INT ? left->base != right->base
					   : !et_streq(left->spelling, right->spelling))) {
		tell(diff, ET_ASPECT_TYPE,
			left->kind == ET_TYPE_INT && right->kind == ET_TYPE_INT
				? wire(diff)
				: ETALON_IMPACT_SOURCE,
			from, to);
		return;
	}
	if (left->kind == ET_TYPE_INT)
		compare_integers(diff, from, to);
	if (!same_dimensions(from, to))
		tell(diff, ET_ASPECT_COUNT, ETALON_IMPACT_BEHAVIOUR, from, to);
}

void et_diff_member_type(
	struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	const struct et_type *left = &from->field->type, *right = &to->field->type;

	compare_guards(diff, from, to);
	if (!diff->known) {
		compare_spelling(diff, from, to);
	} else if (from->bits || to->bits) {
		compare_bits(diff, from, to);
	} else if (left->kind != right->kind) {
		tell(diff, ET_ASPECT_TYPE,
			from->size.bytes == to->size.bytes ? ETALON_IMPACT_SOURCE : wire(diff),
			from, to);
	} else if (left->kind == ET_TYPE_RECORD) {
		compare_records(diff, from, to);
		if (from->unit == to->unit)
			compare_counts(diff, from, to);
	} else if (from->unit != to->unit) {
		if (from->size.bytes == to->size.bytes && !from->open && !to->open)
			tell(diff, ET_ASPECT_TYPE, ETALON_IMPACT_SOURCE, from, to);
		else
			tell(diff, ET_ASPECT_SIZE, wire(diff), from, to);
	} else {
		if (left->kind == ET_TYPE_INT)
			compare_integers(diff, from, to);
		else if (left->kind == ET_TYPE_POINTER &&
			 !et_streq(left->spelling, right->spelling))
			tell(diff, ET_ASPECT_TYPE, ETALON_IMPACT_SOURCE, from, to);
		compare_counts(diff, from, to);
	}
}
