/* SPDX-License-Identifier: BSD-3-Clause */
/* The rows of a record's table: its fields with those of nested records, from its layout. */
#include "show_table.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_DEPTH = 16 };

const char *et_show_type(struct et_shower *s, const struct et_field *field)
{
	const struct et_record *record = field->type.record;
	const char *kind;

	if (field->type.kind != ET_TYPE_RECORD || !record)
		return field->type.spelling ? field->type.spelling : "?";
	kind = record->is_union ? "union" : "struct";
	if (!record->def.name)
		return kind;
	return et_sprintf(s->arena, "%s %s", kind, record->def.name);
}

const char *et_show_declarator(struct et_shower *s, const struct et_field *field)
{
	const char *text = field->name ? field->name : "";
	size_t i;

	for (i = 0; i < field->n_counts; i++) {
		const struct et_count *count = &field->counts[i];

		if (count->name)
			text = et_sprintf(s->arena, "%s[%s]", text, count->name);
		else if (count->kind == ET_COUNT_OPEN)
			text = et_sprintf(s->arena, "%s[]", text);
		else
			text = et_sprintf(s->arena, "%s[%" PRIu64 "]", text, count->value);
	}
	return text;
}

const char *et_show_extent(struct et_shower *s, const struct et_extent *extent)
{
	if (!extent->plus)
		return et_sprintf(s->arena, "%" PRIu64, extent->bytes);
	if (!extent->bytes)
		return extent->plus;
	return et_sprintf(s->arena, "%" PRIu64 " + %s", extent->bytes, extent->plus);
}

/*
 * The two segments of a message are buffers of their own, so each is counted from its start: what
 * stands before the segment is taken off.
 */
static const char *offset_in_segment(const struct et_table *t, const struct et_extent *offset)
{
	struct et_extent rest = {.bytes = offset->bytes - t->base.bytes, .plus = offset->plus};
	size_t length = t->base.plus ? strlen(t->base.plus) : 0;

	if (length && rest.plus && strncmp(rest.plus, t->base.plus, length) == 0) {
		rest.plus += length;
		if (et_starts_with(rest.plus, " + "))
			rest.plus += 3;
		if (!*rest.plus)
			rest.plus = NULL;
	}
	return et_show_extent(t->s, &rest);
}

static bool holds(const struct et_field *field, const struct et_field *wanted, unsigned depth)
{
	const struct et_record *record = field->type.record;
	size_t i;

	if (field == wanted)
		return true;
	if (depth > MOST_DEPTH)
		return false;
	for (i = 0; i < field->n_parts; i++) {
		if (&field->parts[i] == wanted)
			return true;
	}
	for (i = 0; record && i < record->n_fields; i++) {
		if (holds(&record->fields[i], wanted, depth + 1))
			return true;
	}
	return false;
}

static const char *order_before(const struct et_field *field)
{
	switch (field->legacy) {
	case ET_ORDER_HOST:
	case ET_ORDER_VIRTIO:
		return "native";
	case ET_ORDER_LITTLE:
		return "little";
	case ET_ORDER_BIG:
		return "big";
	case ET_ORDER_NONE:
		break;
	}
	return "";
}

static bool is_given(const char *const *names, const struct et_when *when)
{
	for (; names && *names; names++) {
		if (when->op == ET_WHEN_FEATURE && et_streq(*names, when->name))
			return true;
	}
	return false;
}

static struct et_row *add_row(struct et_table *t, const struct et_field *field, unsigned depth)
{
	struct et_row *row;
	const char *declarator = et_show_declarator(t->s, field);
	const char *type = et_show_type(t->s, field);

	if (depth == 0 && field->segment != t->segment && field->segment != ET_SEGMENT_NONE) {
		row = ET_APPEND(t->s->arena, &t->rows);
		row->banner = field->segment == ET_SEGMENT_READABLE ? "the device reads"
								    : "the device writes";
		t->segment = field->segment;
		t->base = t->layout->leaves[t->leaf].offset;
	}
	row = ET_APPEND(t->s->arena, &t->rows);
	row->depth = depth;
	row->padding = field->padding;
	row->field = *declarator ? et_sprintf(t->s->arena, "%s %s", type, declarator) : type;
	row->access = field->access == ET_ACCESS_UNKNOWN ? "" : et_access_name(field->access);
	row->legacy = order_before(field);
	row->when = field->when && !is_given(t->with, field->when) ? field->when : NULL;
	return row;
}

static void add_parts(struct et_table *t, const struct et_field *field, unsigned depth)
{
	struct et_arena *arena = t->s->arena;
	size_t count;

	/* No more than there are: the next field may be of the same kind. */
	for (count = 0; count < field->n_parts && t->leaf < t->layout->n_leaves;
		count++, t->leaf++) {
		const struct et_leaf *leaf = &t->layout->leaves[t->leaf];
		const struct et_field *part = leaf->field;
		struct et_row *row;

		if (part < field->parts || part >= field->parts + field->n_parts)
			break;
		row = ET_APPEND(arena, &t->rows);
		row->offset = et_sprintf(arena, "bit %u", (unsigned)leaf->bit);
		row->size = "";
		row->field = et_sprintf(
			arena, "%s : %u", part->name ? part->name : "", (unsigned)leaf->bits);
		row->access = part->access == ET_ACCESS_UNKNOWN ? "" : et_access_name(part->access);
		row->legacy = "";
		row->when = part->when;
		row->padding = part->padding;
		row->depth = depth;
	}
}

/* What a nested record takes in all, where that is a number. */
static const char *nested_size(struct et_table *t, const struct et_field *field)
{
	struct et_layout inner = et_layout(t->s->arena, field->type.record, t->layout->abi);
	uint64_t bytes = inner.size.bytes;
	size_t i;

	if (inner.size.plus || !inner.known)
		return "";
	for (i = 0; i < field->n_counts; i++) {
		if (field->counts[i].kind != ET_COUNT_FIXED)
			return "";
		bytes *= field->counts[i].value;
	}
	return et_sprintf(t->s->arena, "%" PRIu64, bytes);
}

static void add_fields(
	struct et_table *t, const struct et_field *fields, size_t n_fields, unsigned depth)
{
	size_t i;

	for (i = 0; i < n_fields && t->leaf < t->layout->n_leaves; i++) {
		const struct et_field *field = &fields[i];
		const struct et_leaf *leaf = &t->layout->leaves[t->leaf];
		const struct et_record *inner = field->type.record;
		struct et_row *row;

		if (!holds(field, leaf->field, 0))
			continue; /* a view leaves it out */
		row = add_row(t, field, depth);
		row->offset = offset_in_segment(t, &leaf->offset);
		if (inner && field->type.kind == ET_TYPE_RECORD) {
			row->size = nested_size(t, field);
			if (depth < MOST_DEPTH)
				add_fields(t, inner->fields, inner->n_fields, depth + 1);
		} else {
			row->size = leaf->size.plus || leaf->open
					    ? ""
					    : et_show_extent(t->s, &leaf->size);
			if (field->n_parts)
				add_parts(t, field, depth + 1);
			else
				t->leaf++;
		}
	}
}

struct et_layout et_show_layout(
	struct et_shower *s, const struct et_record *record, const struct et_view *view)
{
	/* The canon's records are packed: they are the same under every ABI. */
	const struct et_abi *abi = et_abi(ET_ABI_LP64);

	return view ? et_view_layout(s->arena, view, abi) : et_layout(s->arena, record, abi);
}

void et_table_fill(struct et_table *t, struct et_shower *s, const struct et_record *record,
	const struct et_view *view)
{
	struct et_layout layout = et_show_layout(s, record, view);

	*t = (struct et_table){.s = s, .layout = &layout, .with = view ? view->with : NULL};
	add_fields(t, record->fields, record->n_fields, 0);
	t->layout = NULL;
}

const char *et_show_size(
	struct et_shower *s, const struct et_record *record, const struct et_view *view)
{
	struct et_layout layout = et_show_layout(s, record, view);
	bool one = layout.size.bytes == 1 && !layout.size.plus;

	if (!layout.known)
		return "unknown";
	if (layout.size.plus && layout.size.bytes)
		return et_sprintf(s->arena, "%" PRIu64 " byte%s + %s", layout.size.bytes,
			layout.size.bytes == 1 ? "" : "s", layout.size.plus);
	return et_sprintf(s->arena, "%s byte%s", et_show_extent(s, &layout.size), one ? "" : "s");
}
