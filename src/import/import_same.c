/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether a field of the registry and one of the text are the same; and how pairs of records are
 * told of. */
#include "import_records.h"

#include <string.h>

bool et_fields_is_nested(const struct et_type *type)
{
	return type->kind == ET_TYPE_RECORD && type->record && !type->record->def.name;
}

bool et_fields_same_name(const struct et_field *canon, const struct et_field *text)
{
	size_t i;

	/* What has no name is told by what it is: bit-fields, or a record. */
	if (!canon->name && !text->name)
		return et_fields_is_nested(&canon->type) == et_fields_is_nested(&text->type);
	for (i = 0; text->name && i < canon->n_aliases; i++) {
		if (et_streq(canon->aliases[i].dialect, "former") &&
			strcmp(canon->aliases[i].name, text->name) == 0)
			return true;
	}
	return et_streq(canon->name, text->name) ||
	       (canon->padding && text->padding && canon->name && text->name);
}

bool et_fields_same_type(const struct et_type *canon, const struct et_type *text)
{
	const uint8_t *size = et_abi(ET_ABI_LP64)->size;

	if (canon->kind != text->kind)
		return text->kind == ET_TYPE_UNKNOWN && canon->kind == ET_TYPE_RECORD &&
		       canon->record->def.name && text->spelling &&
		       et_ends_with(text->spelling, canon->record->def.name);
	if (canon->kind == ET_TYPE_RECORD) {
		const char *mine = canon->record ? canon->record->def.name : NULL;
		const char *theirs = text->record ? text->record->def.name : NULL;

		return !mine || !theirs || strcmp(mine, theirs) == 0;
	}
	if (canon->kind != ET_TYPE_INT)
		return true;
	if (size[canon->base] != size[text->base])
		return false;
	return size[canon->base] == 1 || canon->order == text->order;
}

/* Whether the text's words between brackets could give the registry's count. */
static bool same_count(const struct et_count *canon, const struct et_count *text)
{
	if (canon->kind == ET_COUNT_FIXED && text->kind == ET_COUNT_FIXED)
		return canon->value == text->value;
	if (canon->kind == ET_COUNT_FIXED)
		return text->kind == ET_COUNT_PARAMETER && canon->name;
	return text->kind != ET_COUNT_FIXED || text->name;
}

bool et_fields_same_counts(const struct et_field *canon, const struct et_field *text)
{
	size_t i;

	if (canon->n_counts != text->n_counts)
		return false;
	for (i = 0; i < canon->n_counts; i++) {
		if (!same_count(&canon->counts[i], &text->counts[i]))
			return false;
	}
	return true;
}

/* All features that a condition names. */
bool et_fields_when_names(const struct et_when *when, const char *name, size_t length)
{
	size_t i;

	if (!when)
		return false;
	if (when->op == ET_WHEN_FEATURE && strlen(when->name) == length &&
		strncmp(when->name, name, length) == 0)
		return true;
	for (i = 0; i < when->n_operands; i++) {
		if (et_fields_when_names(&when->operands[i], name, length))
			return true;
	}
	return false;
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
