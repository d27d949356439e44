/* SPDX-License-Identifier: BSD-3-Clause */
#include "layout.h"
#include "expr.h"
#include "layout_int.h"
#include "str.h"

#include <string.h>

enum {
	MAX_DEPTH = 64,
	MAX_LEAVES = 65536,
	MAX_STEPS = 1 << 20,
};

/* Far above every real record, and far enough below 2^64 that sums cannot wrap. */
static const uint64_t max_bytes = UINT64_C(1) << 56;

struct layouter {
	struct et_arena *arena; /* NULL: only sizes are wanted, no leaves */
	const struct et_abi *abi;
	const struct et_view *view; /* of the outermost record, or NULL */
	ET_ARRAY(struct et_leaf) leaves;
	unsigned steps;
	bool members; /* a record with a name is one leaf */
	bool known;
};

/* What the leaves of a record have in common. */
struct context {
	const char *prefix; /* of their paths, with the final dot; "" */
	uint32_t depth;	    /* of records, anonymous ones included */
	uint32_t named;	    /* of records, anonymous ones left aside */
	uint64_t stride;
	bool in_union;
};

struct extent {
	uint64_t size;
	const char *plus;
	uint32_t align;
	uint64_t padding;
};

static struct extent place_record(
	struct layouter *l, const struct et_record *record, const struct context *context);

bool et_count_value(const struct et_count *count, const struct et_abi *abi, uint64_t *value)
{
	struct et_value number;

	if (count->kind != ET_COUNT_FIXED)
		return false;
	*value = count->value;
	if (!count->expr)
		return true;
	if (!et_expr_value(count->expr, count->scope, abi, &number))
		return false;
	*value = number.bits;
	return number.is_unsigned || (int64_t)number.bits >= 0;
}

static const char *join_terms(struct layouter *l, const char *left, const char *right)
{
	if (!left || !right)
		return left ? left : right;
	return l->arena ? et_join(l->arena, left, " + ", right) : left;
}

static bool multiply(uint64_t *value, uint64_t factor)
{
	if (factor && *value > max_bytes / factor)
		return false;
	*value *= factor;
	return true;
}

/* The dimensions around one element: how many in all, and what is not a number among them. */
struct dimensions {
	uint64_t count;
	const char *term; /* product of the parameters, or NULL */
	bool open;
};

static bool measure_counts(struct layouter *l, const struct et_field *field, struct dimensions *d)
{
	size_t i;

	*d = (struct dimensions){.count = 1};
	for (i = 0; i < field->n_counts; i++) {
		const struct et_count *count = &field->counts[i];
		uint64_t value;

		if (count->kind == ET_COUNT_OPEN) {
			d->open = true;
		} else if (count->kind == ET_COUNT_PARAMETER) {
			const char *name = count->name ? count->name : "?";

			if (!d->term || !l->arena)
				d->term = name;
			else
				d->term = et_sprintf(l->arena, "%s * %s", d->term, name);
		} else if (!et_count_value(count, l->abi, &value) || !multiply(&d->count, value)) {
			return false;
		}
	}
	return true;
}

/* The length in words of what has no length in numbers. */
static const char *symbolic(
	struct layouter *l, const struct et_field *field, const struct dimensions *d, uint64_t size)
{
	if (!l->arena)
		return "?";
	if (d->open)
		return et_join(l->arena, field->name ? field->name : "", "", "[]");
	if (size == 1)
		return d->term;
	return et_sprintf(l->arena, strpbrk(d->term, "+-/ ") ? "%llu * (%s)" : "%llu * %s",
		(unsigned long long)size, d->term);
}

static struct et_leaf *add_leaf(
	struct layouter *l, const struct et_field *field, const struct context *context)
{
	struct et_leaf *leaf;
	const char *name = field->name ? field->name : "";

	if (!l->arena)
		return NULL;
	if (l->leaves.count >= MAX_LEAVES) {
		l->known = false;
		return NULL;
	}
	leaf = ET_APPEND(l->arena, &l->leaves);
	leaf->field = field;
	leaf->path = *context->prefix ? et_join(l->arena, context->prefix, "", name) : name;
	leaf->name = leaf->path + (*context->prefix ? strlen(context->prefix) : 0);
	leaf->stride = context->stride;
	leaf->in_union = context->in_union;
	leaf->depth = context->named;
	return leaf;
}

/* Bit-fields of the canon inside an integer: from bit 0 upwards, whatever the ABI's order. */
static void add_parts(struct layouter *l, const struct et_field *field,
	const struct context *context, const struct et_leaf *whole)
{
	struct context inner = *context;
	unsigned bit = 0;
	size_t i;

	if (field->name && l->arena)
		inner.prefix = et_join(l->arena, context->prefix, field->name, ".");
	for (i = 0; i < field->n_parts; i++) {
		const struct et_field *part = &field->parts[i];
		struct et_leaf *leaf = add_leaf(l, part, &inner);

		if (!leaf)
			return;
		leaf->whole = field;
		leaf->size = whole->size;
		leaf->unit = whole->unit;
		leaf->bit = (uint16_t)bit;
		leaf->bits = part->bits > 0 ? (uint16_t)part->bits : 0;
		bit += leaf->bits;
	}
}

static struct extent place_scalar(struct layouter *l, const struct et_field *field,
	const struct context *context, const struct dimensions *d)
{
	struct extent extent = {0};
	struct et_leaf whole = {.field = field};
	uint64_t size = 0;
	uint32_t align = 1;

	if (!et_type_extent(&field->type, NULL, 0, l->abi, &size, &align)) {
		l->known = false;
		return extent;
	}
	extent.align = align;
	extent.size = size;
	if (d->open || d->term) {
		uint64_t rest = size;

		if (!multiply(&rest, d->count))
			l->known = false;
		extent.size = 0;
		extent.plus = symbolic(l, field, d, rest);
	} else if (!multiply(&extent.size, d->count)) {
		l->known = false;
		return extent;
	}
	whole.unit = size;
	whole.open = d->open;
	whole.size = (struct et_extent){extent.size, extent.plus};
	if (field->n_parts) {
		add_parts(l, field, context, &whole);
	} else {
		struct et_leaf *leaf = add_leaf(l, field, context);

		if (leaf) {
			leaf->unit = size;
			leaf->open = d->open;
			leaf->size = whole.size;
		}
	}
	return extent;
}

/* The extent of a record with a name of its own: one leaf, whatever is in it. */
static struct extent place_whole(
	struct layouter *l, const struct et_field *field, const struct context *context)
{
	struct layouter inner = {.abi = l->abi, .steps = l->steps, .known = true};
	const struct context inside = {.prefix = "", .depth = context->depth + 1};
	struct et_leaf *leaf = add_leaf(l, field, context);
	struct extent extent = place_record(&inner, field->type.record, &inside);

	l->steps = inner.steps;
	l->known = l->known && inner.known;
	if (leaf) {
		/* The array around it, if any, is laid out by the caller. */
		leaf->unit = extent.size;
		leaf->size = (struct et_extent){extent.size, extent.plus};
		leaf->offset.plus = NULL;
	}
	return extent;
}

static struct extent place_nested(struct layouter *l, const struct et_field *field,
	const struct context *context, const struct dimensions *d)
{
	const bool is_whole = l->members && field->name && field->type.record->def.name;
	struct context inner = *context;
	struct extent extent;
	size_t first = l->leaves.count;
	uint64_t size;
	size_t i;

	inner.depth++;
	if (field->name) {
		inner.named++;
		if (l->arena)
			inner.prefix = et_join(l->arena, context->prefix, field->name,
				field->n_counts ? "[]." : ".");
	}
	if (is_whole) {
		extent = place_whole(l, field, context);
	} else {
		extent = place_record(l, field->type.record, &inner);
	}
	if (field->type.align)
		extent.align = field->type.align;
	if (!field->n_counts || !l->known)
		return extent;
	size = extent.size;
	for (i = first; i < l->leaves.count && !is_whole; i++)
		if (!l->leaves.items[i].stride)
			l->leaves.items[i].stride = size;
	if (d->open || d->term || extent.plus) {
		extent.plus = symbolic(l, field, d, size);
		extent.size = 0;
	} else if (!multiply(&extent.size, d->count)) {
		l->known = false;
	}
	if (is_whole && l->leaves.count > first) {
		l->leaves.items[first].open = d->open;
		l->leaves.items[first].size = (struct et_extent){extent.size, extent.plus};
	}
	return extent;
}

static void place_bits(struct layouter *l, struct et_placer *placer, const struct et_field *field,
	const struct context *context)
{
	struct et_bits_place place;
	struct et_leaf *leaf;
	uint64_t size;
	uint32_t align;

	if (!et_type_extent(&field->type, NULL, 0, l->abi, &size, &align) || !size) {
		l->known = false;
		return;
	}
	place = et_place_bits(placer, field, l->abi, size, align);
	if (!field->name)
		return;
	leaf = add_leaf(l, field, context);
	if (!leaf)
		return;
	leaf->offset.bytes = place.storage;
	leaf->offset.plus = placer->plus;
	leaf->unit = place.unit;
	leaf->size.bytes = place.unit;
	leaf->bit = place.bit;
	leaf->bits = (uint16_t)field->bits;
}

/* Moves the leaves from first on, which were placed as if their record began at 0. */
static void shift(struct layouter *l, size_t first, uint64_t bytes, const char *plus)
{
	size_t i;

	for (i = first; i < l->leaves.count; i++) {
		struct et_leaf *leaf = &l->leaves.items[i];

		leaf->offset.bytes += bytes;
		if (plus)
			leaf->offset.plus = join_terms(l, plus, leaf->offset.plus);
	}
}

static void place_field(struct layouter *l, struct et_placer *placer, const struct et_field *field,
	const struct context *context)
{
	struct dimensions dimensions;
	struct extent extent;
	size_t first = l->leaves.count;
	uint64_t offset;
	uint32_t align;

	if (field->bits != ET_NO_BITS) {
		place_bits(l, placer, field, context);
		return;
	}
	placer->unit = 0;
	placer->unfilled = 0;
	if (!measure_counts(l, field, &dimensions)) {
		l->known = false;
		return;
	}
	if (field->type.kind == ET_TYPE_RECORD && field->type.record)
		extent = place_nested(l, field, context, &dimensions);
	else
		extent = place_scalar(l, field, context, &dimensions);
	if (!l->known)
		return;
	align = et_field_align(placer->record, field, extent.align);
	if (align > placer->align)
		placer->align = align;
	if (placer->record->is_union) {
		if (extent.size > placer->bytes || !placer->bytes) {
			placer->bytes = extent.size;
			placer->padding = extent.padding;
		}
		if (extent.plus && !dimensions.open && !placer->plus)
			placer->plus = extent.plus;
		return;
	}
	offset = et_round_up(placer->bytes, align);
	placer->padding += offset - placer->bytes + extent.padding;
	shift(l, first, offset, placer->plus);
	placer->bytes = offset + extent.size;
	placer->plus = join_terms(l, placer->plus, extent.plus);
	if (placer->bytes > max_bytes)
		l->known = false;
}

static bool skips(const struct layouter *l, const struct et_field *field, uint32_t depth)
{
	if (!(field->abis & ET_ABI_BIT(l->abi->id)))
		return true;
	return depth == 0 && l->view && !et_view_selects(l->view, field);
}

static struct extent place_record(
	struct layouter *l, const struct et_record *record, const struct context *context)
{
	struct et_placer placer = {.record = record, .align = 1};
	struct context inner = *context;
	const struct et_view *view = context->depth ? NULL : l->view;
	bool started = !view || !view->first;
	const char *open_tail = NULL;
	uint64_t size;
	size_t i;

	if (context->depth >= MAX_DEPTH || !record->complete)
		l->known = false;
	inner.in_union = context->in_union || (record->is_union && record->n_fields > 1);
	for (i = 0; i < record->n_fields && l->known; i++) {
		const struct et_field *field = &record->fields[i];

		if (++l->steps > MAX_STEPS) {
			l->known = false;
			break;
		}
		started = started || et_streq(field->name, view->first);
		if (!started)
			continue;
		if (!skips(l, field, context->depth)) {
			const char *before = placer.plus;

			place_field(l, &placer, field, &inner);
			/* What is open at the end is no part of the size. */
			open_tail = field->n_counts && field->counts[0].kind == ET_COUNT_OPEN
					    ? before
					    : placer.plus;
		}
		if (view && view->last && et_streq(field->name, view->last))
			break;
	}
	if (record->align > placer.align)
		placer.align = record->align;
	size = et_round_up(placer.bytes, placer.align);
	placer.padding += size - placer.bytes;
	return (struct extent){
		size, record->is_union ? placer.plus : open_tail, placer.align, placer.padding};
}

static struct et_layout lay_out(struct et_arena *arena, const struct et_record *record,
	const struct et_view *view, const struct et_abi *abi, bool members)
{
	struct layouter l = {
		.arena = arena, .abi = abi, .view = view, .members = members, .known = true};
	const struct context context = {.prefix = ""};
	struct extent extent;

	/* Most records have no more leaves than fields: room for those at once. */
	if (arena && record->n_fields && record->n_fields <= MAX_LEAVES) {
		l.leaves.items = ET_NEW_ARRAY(arena, record->n_fields, struct et_leaf);
		l.leaves.capacity = record->n_fields;
	}
	extent = place_record(&l, record, &context);
	return (struct et_layout){.record = record,
		.abi = abi,
		.leaves = l.leaves.items,
		.n_leaves = l.leaves.count,
		.size = {extent.size, extent.plus},
		.align = extent.align,
		.padding = extent.padding,
		.known = l.known};
}

struct et_layout et_layout(
	struct et_arena *arena, const struct et_record *record, const struct et_abi *abi)
{
	return lay_out(arena, record, NULL, abi, false);
}

struct et_layout et_layout_members(
	struct et_arena *arena, const struct et_record *record, const struct et_abi *abi)
{
	return lay_out(arena, record, NULL, abi, true);
}

struct et_layout et_view_layout(
	struct et_arena *arena, const struct et_view *view, const struct et_abi *abi)
{
	return lay_out(arena, view->record, view, abi, false);
}
