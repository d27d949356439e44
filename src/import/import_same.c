/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether a field of the registry and one of the text are the same; and how pairs of records are
 * told of. */
#include "import_records.h"

#include "spec_fits.h"

bool et_fields_is_nested(const struct et_type *type)
{
	return type->kind == ET_TYPE_RECORD && type->record && !type->record->def.name;
}

bool et_fields_same_name(const struct et_field *canon, const struct et_field *text)
{
	/* What has no name is told by what it is: bit-fields, or a record. */
	if (!canon->name && !text->name)
		return et_fields_is_nested(&canon->type) == et_fields_is_nested(&text->type);
	return et_spec_fits_name(canon, text);
}

const char *et_fields_join(struct pair *pair, const char *path, const char *name)
{
	return name ? et_sprintf(pair->import->arena, "%s.%s", path, name) : path;
}

const struct et_place *et_fields_place(const struct pair *pair, const struct et_field *field)
{
	return field->place.line ? &field->place : &pair->text->record.def.place;
}

const char *et_fields_flow(struct pair *pair, const struct et_yaml *node)
{
	struct et_buf buf = {0};
	const char *result;

	if (!node)
		return "u8"; /* impossible, and said */
	et_yaml_flow(&buf, node);
	result = et_strdup(pair->import->arena, buf.data);
	et_buf_finish(&buf);
	return result;
}

void et_fields_impossible(struct pair *pair, const char *path, const struct et_field *field)
{
	et_import_note(pair->import,
		field->place.line ? &field->place : &pair->text->record.def.place,
		"%s is not entered: %s", path, pair->shape.impossible);
	pair->shape.impossible = NULL;
}
