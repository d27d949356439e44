/* SPDX-License-Identifier: BSD-3-Clause */
/* All that the text has under each name; its files and headings. */
#include "import_int.h"

#include <string.h>

enum { DEEPEST = 16 };

static struct occ *add(
	struct import *import, const char *name, enum occ_kind kind, const struct et_place *place)
{
	void **slot = et_map_slot(&import->names, import->arena, name, strlen(name));
	struct occ_list *list;
	struct occ *occ;

	if (!*slot) {
		list = ET_NEW(import->arena, struct occ_list);
		list->name = name;
		*slot = list;
	}
	list = *slot;
	occ = ET_APPEND(import->arena, &list->list);
	occ->kind = kind;
	occ->name = name;
	occ->place = *place;
	return occ;
}

static void add_fields(struct import *import, const struct et_spec_record *record,
	const struct et_field *fields, size_t count, unsigned depth)
{
	size_t i;

	for (i = 0; i < count && depth < DEEPEST; i++) {
		const struct et_record *inner = fields[i].type.record;

		if (fields[i].name)
			add(import, fields[i].name, OCC_FIELD, &fields[i].place)->record = record;
		add_fields(import, record, fields[i].parts, fields[i].n_parts, depth + 1);
		if (inner && !inner->def.name)
			add_fields(import, record, inner->fields, inner->n_fields, depth + 1);
	}
}

void et_import_index(struct import *import)
{
	const struct et_spec *spec = import->spec;
	size_t i;

	for (i = 0; i < spec->n_constants; i++) {
		const struct et_spec_constant *one = &spec->constants[i];

		if (!one->superseded && one->constant.def.name &&
			one->constant.spelling != ET_SPELLED_FUNCTION_MACRO)
			add(import, one->constant.def.name, OCC_CONSTANT, &one->constant.def.place)
				->constant = one;
		if (!one->superseded && one->constant.def.name &&
			(one->constant.kind == ET_CONST_FEATURE ||
				strstr(one->constant.def.name, "_F_")))
			*et_map_slot(&import->new_features, import->arena, one->constant.def.name,
				strlen(one->constant.def.name)) = (void *)one;
	}
	for (i = 0; i < spec->n_records; i++) {
		const struct et_spec_record *one = &spec->records[i];

		if (one->superseded)
			continue;
		if (one->record.def.name && !one->declaration)
			add(import, one->record.def.name, OCC_RECORD, &one->record.def.place)
				->record = one;
		add_fields(import, one, one->record.fields, one->record.n_fields, 0);
	}
	for (i = 0; i < spec->n_registers; i++)
		add(import, spec->registers[i].reg.def.name, OCC_REGISTER,
			&spec->registers[i].reg.def.place)
			->reg = &spec->registers[i];
	for (i = 0; i < spec->n_queues; i++) {
		if (spec->queues[i].name && *spec->queues[i].name)
			add(import, spec->queues[i].name, OCC_QUEUE, &spec->queues[i].place)
				->queue = &spec->queues[i];
	}
	for (i = 0; i < spec->n_mentions; i++) {
		if (!spec->mentions[i].superseded)
			add(import, spec->mentions[i].name, OCC_MENTION, &spec->mentions[i].place);
	}
}

struct occ_list *et_import_find(const struct import *import, const char *name)
{
	return et_map_get(&import->names, name, strlen(name));
}

const struct et_spec_file *et_import_file(const struct import *import, const char *path)
{
	size_t i;

	for (i = 0; path && i < import->spec->n_files; i++) {
		if (et_streq(import->spec->files[i].path, path))
			return &import->spec->files[i];
	}
	return NULL;
}

static uint32_t last_heading(const struct et_spec *spec, const char *file, uint32_t line)
{
	uint32_t best = ET_SPEC_NONE;
	uint32_t i;

	for (i = 0; i < spec->n_headings; i++) {
		const struct et_place *place = &spec->headings[i].place;

		if (place->line <= line && et_streq(place->file, file) &&
			(best == ET_SPEC_NONE || spec->headings[best].place.line <= place->line))
			best = i;
	}
	return best;
}

uint32_t et_import_heading(const struct import *import, const char *file, uint32_t line)
{
	unsigned depth;

	for (depth = 0; depth < DEEPEST && file; depth++) {
		uint32_t heading = last_heading(import->spec, file, line);
		const struct et_spec_file *asked;

		if (heading != ET_SPEC_NONE)
			return heading;
		asked = et_import_file(import, file);
		if (!asked || !asked->from.line)
			break;
		file = asked->from.file;
		line = asked->from.line;
	}
	return ET_SPEC_NONE;
}

static const struct et_field *find_field(
	const struct et_field *fields, size_t count, const char *name, unsigned depth)
{
	const struct et_field *found = NULL;
	size_t i;

	for (i = 0; i < count && !found && depth < DEEPEST; i++) {
		const struct et_record *inner = fields[i].type.record;

		if (et_streq(fields[i].name, name))
			return &fields[i];
		found = find_field(fields[i].parts, fields[i].n_parts, name, depth + 1);
		if (!found && inner && !inner->def.name)
			found = find_field(inner->fields, inner->n_fields, name, depth + 1);
	}
	return found;
}

const struct et_field *et_import_text_field(const struct et_spec_record *record, const char *name)
{
	return find_field(record->record.fields, record->record.n_fields, name, 0);
}
