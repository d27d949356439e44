/* SPDX-License-Identifier: BSD-3-Clause */
/* The text by names, and findings about it. */
#include "spec_check.h"

#include <string.h>

static struct et_spec_name *slot_of(struct et_spec_check *check, const char *name)
{
	void **slot = et_map_slot(&check->names, check->arena, name, strlen(name));

	if (!*slot) {
		struct et_spec_name *entry = ET_NEW(check->arena, struct et_spec_name);

		entry->name = name;
		*slot = entry;
		*ET_APPEND(check->arena, &check->all) = entry;
	}
	return *slot;
}

static void note_fields(
	struct et_spec_check *check, const struct et_field *fields, size_t count, unsigned depth)
{
	enum { DEEPEST = 16 };
	size_t i;

	if (depth > DEEPEST)
		return;
	for (i = 0; i < count; i++) {
		const struct et_field *field = &fields[i];

		if (field->name && *field->name)
			slot_of(check, field->name)->is_field = true;
		note_fields(check, field->parts, field->n_parts, depth + 1);
		/* Named records are in the text's own list; these are only here. */
		if (field->type.kind == ET_TYPE_RECORD && field->type.record &&
			!field->type.record->def.name)
			note_fields(check, field->type.record->fields, field->type.record->n_fields,
				depth + 1);
	}
}

/* Each file of the text is some interface's: the one that has most of its definitions there. */
static void note_file(struct et_spec_check *check, const struct et_def *def)
{
	void **slot;

	if (!def->place.file || !def->interface)
		return;
	slot = et_map_slot(&check->files, check->arena, def->place.file, strlen(def->place.file));
	if (!*slot)
		*slot = (void *)def->interface;
}

static void note_files(struct et_spec_check *check)
{
	size_t i, k;

	/* The head names the chapter; what follows may be elsewhere. The core's comes before
	   devices without a chapter, which it lists. */
	for (i = 0; i < check->canon->n_interfaces; i++) {
		if (check->canon->interfaces[i]->kind != ET_INTERFACE_DEVICE)
			note_file(check, &check->canon->interfaces[i]->def);
	}
	for (i = 0; i < check->canon->n_interfaces; i++)
		note_file(check, &check->canon->interfaces[i]->def);
	for (i = 0; i < check->canon->n_interfaces; i++) {
		const struct et_interface *interface = check->canon->interfaces[i];

		for (k = 0; k < interface->n_records; k++)
			note_file(check, &interface->records[k]->def);
		for (k = 0; k < interface->n_constants; k++)
			note_file(check, &interface->constants[k].def);
	}
}

void et_spec_index(struct et_spec_check *check)
{
	const struct et_spec *spec = check->spec;
	size_t i;

	for (i = 0; i < spec->n_constants; i++) {
		const struct et_spec_constant *constant = &spec->constants[i];

		if (!constant->superseded && constant->constant.def.name)
			*ET_APPEND(check->arena,
				&slot_of(check, constant->constant.def.name)->constants) = constant;
	}
	for (i = 0; i < spec->n_records; i++) {
		const struct et_spec_record *record = &spec->records[i];

		if (record->superseded)
			continue;
		if (record->record.def.name && !record->declaration)
			*ET_APPEND(check->arena,
				&slot_of(check, record->record.def.name)->records) = record;
		note_fields(check, record->record.fields, record->record.n_fields, 0);
	}
	for (i = 0; i < spec->n_registers; i++)
		*ET_APPEND(
			check->arena, &slot_of(check, spec->registers[i].reg.def.name)->registers) =
			&spec->registers[i];
	for (i = 0; i < spec->n_queues; i++)
		*ET_APPEND(check->arena, &slot_of(check, spec->queues[i].name)->queues) =
			&spec->queues[i];
	for (i = 0; i < spec->n_mentions; i++) {
		const struct et_mention *mention = &spec->mentions[i];

		if (!mention->superseded)
			*ET_APPEND(check->arena, &slot_of(check, mention->name)->mentions) =
				mention;
	}
	note_files(check);
	et_spec_index_sources(check);
}

const struct et_spec_name *et_spec_find(const struct et_spec_check *check, const char *name)
{
	return et_map_get(&check->names, name, strlen(name));
}

bool et_spec_is_defined(const struct et_spec_name *name)
{
	return name->constants.count || name->records.count || name->registers.count ||
	       name->queues.count || name->is_field;
}

const struct et_interface *et_spec_owner(
	const struct et_spec_check *check, const char *name, const struct et_place *place)
{
	const struct et_interface *chapter = NULL;
	size_t count = 0;
	const struct et_name *names = name ? et_canon_find(check->canon, name, &count) : NULL;
	size_t i;

	if (place && place->file)
		chapter = et_map_get(&check->files, place->file, strlen(place->file));
	/* A name may be of several interfaces: that of the chapter it is in is meant. */
	for (i = 0; i < count; i++) {
		if (names[i].def->interface == chapter)
			return chapter;
	}
	return count ? names[0].def->interface : chapter;
}

void et_spec_emit(struct et_spec_check *check, const struct et_spec_draft *draft)
{
	struct et_result *result;
	struct etalon_finding *finding;
	const struct et_interface *owner;
	size_t length = strcspn(draft->definition, ".");

	owner = et_spec_owner(check, et_strndup(check->arena, draft->definition, length),
		draft->found.line ? &draft->found : &draft->other);
	if (!et_is_asked_for(check->options->interfaces, owner ? owner->def.name : NULL))
		return;
	result = ET_NEW(check->arena, struct et_result);
	finding = &result->finding;
	finding->rule = et_rule(draft->rule);
	finding->interface = owner ? owner->def.name : NULL;
	finding->definition = draft->definition;
	finding->expected = et_expect(&draft->other, NULL, draft->expected);
	finding->found = et_expect(&draft->found, NULL, draft->says);
	finding->found.tree = check->spec->name;
	finding->message = draft->message;
	finding->fix = draft->fix;
	result->header = finding->found.file ? finding->found.file : "";
	*ET_APPEND(check->arena, &check->results->list) = result;
}

const char *et_spec_where(struct et_spec_check *check, const struct et_place *place)
{
	return et_sprintf(
		check->arena, "%s:%u", place->file ? place->file : "?", (unsigned)place->line);
}
