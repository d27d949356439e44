/* SPDX-License-Identifier: BSD-3-Clause */
/* What the standard has and the tree has not: F401, F402, F403. */
#include "comparison.h"

#include "str.h"

#include <string.h>
#include <strings.h>

/* Only what the edition's normative text defines can be missing. */
static bool is_expected(const struct et_def *def)
{
	return def->status == ET_STATUS_STANDARD;
}

/* A header that by its name holds the interface; the one with most of it when several do. */
static const struct et_unit_file *header_of(
	const struct et_comparison *comparison, const struct et_interface *interface)
{
	const struct et_host *host = et_host_of(comparison, interface->def.name, NULL);
	const char *const *name;
	size_t i;
	size_t j;

	for (name = interface->headers; name && *name; name++) {
		if (host && strcasecmp(et_basename(host->file->path), *name) == 0)
			return host->file;
	}
	for (i = 0; i < comparison->tree->units.count; i++) {
		const struct et_unit *unit = comparison->tree->units.items[i];

		for (j = 0; j < unit->n_files; j++) {
			for (name = interface->headers; name && *name; name++) {
				if (host &&
					strcasecmp(et_basename(unit->files[j].path), *name) == 0)
					return &unit->files[j];
			}
		}
	}
	return NULL;
}

/*
 * The header that answers for an interface, or NULL when the tree does not take it on: a use of
 * one of its constants in passing is no claim to hold them all.
 */
static const struct et_unit_file *answerable(
	const struct et_comparison *comparison, const struct et_interface *interface)
{
	const struct et_unit_file *file = header_of(comparison, interface);
	const struct et_host *host = et_host_of(comparison, interface->def.name, NULL);
	size_t expected = 0;
	size_t i;

	if (file || !host)
		return file;
	for (i = 0; i < interface->n_constants; i++)
		expected += is_expected(&interface->constants[i].def);
	return host->count * 3 >= expected ? host->file : NULL;
}

static void emit_missing(struct et_comparison *comparison, enum et_rule rule,
	const struct et_unit_file *file, const struct et_def *def, const struct et_place *place,
	const char *definition)
{
	struct et_draft draft = {
		.rule = rule, .interface = def->interface, .definition = definition};

	draft.expected = et_expect(place, &def->place, "defined");
	draft.found.text = "missing";
	draft.message = et_join(comparison->arena, definition, " is missing", "");
	et_emit(comparison, file, &draft);
}

static bool is_covered(const struct et_comparison *comparison, const void *what)
{
	return et_set_has(&comparison->covered, what);
}

static void missing_constants(struct et_comparison *comparison,
	const struct et_interface *interface, const struct et_unit_file *file)
{
	size_t i;

	for (i = 0; i < interface->n_constants; i++) {
		const struct et_def *def = &interface->constants[i].def;
		const struct et_host *host;

		if (!is_expected(def) || is_covered(comparison, def))
			continue;
		host = def->scope ? et_host_of(comparison, interface->def.name, def->scope) : NULL;
		emit_missing(
			comparison, ET_F401, host ? host->file : file, def, &def->place, def->name);
	}
	for (i = 0; i < interface->n_registers; i++) {
		const struct et_def *def = &interface->registers[i].def;

		if (is_expected(def) && !is_covered(comparison, def))
			emit_missing(comparison, ET_F401, file, def, &def->place, def->name);
	}
}

/* A buffer's variable contents have no field in C: a tree that leaves them out lacks nothing. */
static bool is_payload(const struct et_field *field)
{
	return field->n_counts && field->counts[0].kind != ET_COUNT_FIXED;
}

/* A struct or union inside a record that is no record by itself. */
static bool is_part(const struct et_field *field)
{
	return field->type.record && !field->type.record->def.name;
}

/* Whether any field of a record, or of its parts without a name of their own, is there. */
static bool has_any(const struct et_comparison *comparison, const struct et_record *record)
{
	size_t i;

	for (i = 0; i < record->n_fields; i++) {
		const struct et_field *field = &record->fields[i];

		if (is_covered(comparison, field) ||
			(is_part(field) && has_any(comparison, field->type.record)))
			return true;
	}
	return false;
}

static bool is_endless(const struct et_field *field)
{
	return field->n_counts && field->counts[0].kind != ET_COUNT_FIXED;
}

static void missing_fields(struct et_comparison *comparison, const struct et_unit_file *file,
	const struct et_record *outer, const struct et_record *record, const char *path)
{
	size_t i;

	for (i = 0; i < record->n_fields; i++) {
		const struct et_field *field = &record->fields[i];
		const struct et_record *nested = field->type.record;
		const char *name =
			field->name ? et_join(comparison->arena, path, ".", field->name) : path;

		if (field->padding || is_payload(field))
			continue;
		/* C has no way to say what follows an array without an end. */
		if (i && is_endless(&record->fields[i - 1]))
			return;
		if (is_part(field) && (!field->name || has_any(comparison, nested)))
			missing_fields(comparison, file, outer, nested, name);
		else if (field->name && !is_covered(comparison, field))
			emit_missing(comparison, ET_F403, file, &outer->def, &field->place, name);
	}
}

static const struct et_unit_file *record_host(const struct et_comparison *comparison,
	const struct et_record *record, const struct et_unit_file *file)
{
	const struct et_host *host =
		et_host_of(comparison, record->def.interface->def.name, record->def.name);

	return host ? host->file : file;
}

static void missing_records(struct et_comparison *comparison, const struct et_interface *interface,
	const struct et_unit_file *file)
{
	size_t i;

	for (i = 0; i < interface->n_records; i++) {
		const struct et_record *record = interface->records[i];
		const struct et_def *def = &record->def;

		if (!is_expected(def) || !def->name)
			continue;
		if (is_covered(comparison, def))
			missing_fields(comparison, record_host(comparison, record, file), record,
				record, def->name);
		else if (!has_any(comparison, record))
			emit_missing(comparison, ET_F402, file, def, &def->place, def->name);
	}
}

void et_find_missing(struct et_comparison *comparison)
{
	const struct et_canon *canon = comparison->options->canon;
	size_t i;

	for (i = 0; i < canon->n_interfaces; i++) {
		const struct et_interface *interface = canon->interfaces[i];
		const struct et_unit_file *file;

		if (!et_asked_for(comparison, interface))
			continue;
		file = answerable(comparison, interface);
		if (!file)
			continue;
		missing_constants(comparison, interface, file);
		missing_records(comparison, interface, file);
	}
}
