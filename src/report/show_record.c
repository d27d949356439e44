/* SPDX-License-Identifier: BSD-3-Clause */
/* Records, the views of them, and single fields. */
#include "show_table.h"

#include <string.h>
#include <strings.h>

static const char *role_text(const struct et_record *record)
{
	switch (record->role) {
	case ET_ROLE_CONFIG:
		return "configuration space";
	case ET_ROLE_MESSAGE:
		return "message";
	case ET_ROLE_RING:
		return "ring structure";
	case ET_ROLE_CAPABILITY:
		return "capability";
	case ET_ROLE_OTHER:
		break;
	}
	return record->is_union ? "union" : "structure";
}

static const char *names_text(struct et_shower *s, const char *const *names)
{
	const char *text = NULL;

	for (; names && *names; names++)
		text = text ? et_sprintf(s->arena, "%s, %s", text, *names) : *names;
	return text;
}

/* The structures that trees make of parts of a record. */
static void views_of(struct et_shower *s, const struct et_record *record)
{
	const struct et_interface *interface = record->def.interface;
	bool any = false;
	size_t i;

	for (i = 0; interface && i < interface->n_views; i++) {
		const struct et_view *view = &interface->views[i];

		if (view->record != record)
			continue;
		et_show_pairf(s, any ? "" : "views", "struct %s", view->def.name);
		any = true;
	}
}

void et_show_record(struct et_shower *s, const struct et_record *record)
{
	et_show_head(s, record->def.name, role_text(record), record->def.interface);
	et_show_pair(s, "size", et_show_size(s, record, NULL));
	et_show_common(s, &record->def);
	views_of(s, record);
	et_show_table(s, record, NULL);
	et_show_errata(s, record->def.name, true);
}

void et_show_view(struct et_shower *s, const struct et_view *view)
{
	et_show_head(s, view->def.name,
		et_sprintf(s->arena, "part of struct %s%s", view->record->def.name,
			view->legacy ? ", legacy form," : ""),
		view->def.interface);
	et_show_pair(s, "size", et_show_size(s, view->record, view));
	et_show_pair(s, "with", names_text(s, view->with));
	et_show_pair(s, "without", names_text(s, view->without));
	et_show_common(s, &view->def);
	et_show_table(s, view->record, view);
	et_show_errata(s, view->def.name, false);
}

static bool is_part(const struct et_field *field, const struct et_field *part)
{
	return field->n_parts && part >= field->parts && part < field->parts + field->n_parts;
}

/* The field's leaf, or the first one inside it. */
static const struct et_leaf *leaf_of(const struct et_layout *layout, const struct et_field *field,
	const struct et_field *within, unsigned depth)
{
	const struct et_record *record = within->type.record;
	const struct et_leaf *leaf = NULL;
	size_t i;

	for (i = 0; i < layout->n_leaves; i++) {
		const struct et_field *at = layout->leaves[i].field;

		if (at == within || is_part(within, at))
			return &layout->leaves[i];
	}
	for (i = 0; record && i < record->n_fields && depth < 8 && !leaf; i++)
		leaf = leaf_of(layout, field, &record->fields[i], depth + 1);
	return leaf;
}

static const char *order_text(enum et_order order)
{
	switch (order) {
	case ET_ORDER_LITTLE:
		return "little-endian";
	case ET_ORDER_BIG:
		return "big-endian";
	case ET_ORDER_HOST:
		return "native";
	case ET_ORDER_VIRTIO:
		return "little-endian, native before 1.0";
	case ET_ORDER_NONE:
		break;
	}
	return NULL;
}

/* What a constant's set says it is a value of. */
static bool is_of_field(const struct et_constant *constant, const char *path)
{
	return constant->in && strcasecmp(constant->in, path) == 0;
}

/* The constants that the field may hold. */
static void values_of(struct et_shower *s, const char *path, const struct et_interface *interface)
{
	bool any = false;
	size_t i;

	for (i = 0; interface && i < interface->n_constants; i++) {
		const struct et_constant *constant = &interface->constants[i];

		if (!is_of_field(constant, path))
			continue;
		if (!any)
			et_show_part(s, "Values");
		any = true;
		et_buf_printf(&s->out.buf, "  %-40s  %s\n", constant->def.name,
			et_show_value(s, constant));
	}
}

void et_show_field(struct et_shower *s, const char *path, const struct et_record *record,
	const struct et_field *field)
{
	struct et_layout layout = et_show_layout(s, record, NULL);
	const struct et_leaf *leaf = leaf_of(&layout, field, field, 0);
	const char *type = et_show_type(s, field);

	et_show_head(s, path, field->padding ? "padding field" : "field", record->def.interface);
	if (leaf && leaf->bits && leaf->field == field)
		et_show_pairf(s, "bits", "%u to %u", (unsigned)leaf->bit,
			(unsigned)leaf->bit + leaf->bits - 1);
	else
		et_show_pairf(s, "type", "%s %s", type, et_show_declarator(s, field));
	if (leaf) {
		et_show_pair(s, "offset", et_show_extent(s, &leaf->offset));
		if (leaf->field == field && !leaf->open && !leaf->bits)
			et_show_pairf(s, "size", "%s byte%s", et_show_extent(s, &leaf->size),
				leaf->size.bytes == 1 && !leaf->size.plus ? "" : "s");
	}
	et_show_pair(s, "byte order", order_text(field->type.order));
	et_show_pair(s, "legacy", order_text(field->legacy));
	if (field->access != ET_ACCESS_UNKNOWN)
		et_show_pair(s, "access", et_access_name(field->access));
	if (field->segment != ET_SEGMENT_NONE)
		et_show_pair(s, "segment",
			field->segment == ET_SEGMENT_READABLE ? "device-readable"
							      : "device-writable");
	et_show_pair(s, "when", et_show_when(s, field->when));
	if (et_canon_lacks(s->canon, &record->def) || et_canon_lacks_field(s->canon, field))
		et_show_pairf(s, "edition", "not in %s", et_edition_name(s->canon->edition));
	et_show_editions(s, field->since, field->until);
	et_show_place(s, &field->place);
	et_show_aliases(s, field->aliases, field->n_aliases);
	values_of(s, path, record->def.interface);
	et_show_errata(s, path, false);
}
