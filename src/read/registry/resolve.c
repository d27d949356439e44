/* SPDX-License-Identifier: BSD-3-Clause */
/* References between definitions, once every file is read. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

static int compare_interfaces(const void *left, const void *right)
{
	const struct interface *const *a = left, *const *b = right;

	return strcmp((*a)->out->def.name, (*b)->out->def.name);
}

/* Sorted by name, so that nothing depends on the order of the files; each name and id once. */
static void sort_interfaces(struct reader *reader)
{
	size_t i, j;

	if (reader->interfaces.count)
		qsort(reader->interfaces.items, reader->interfaces.count,
			sizeof(*reader->interfaces.items), compare_interfaces);
	for (i = 0; i < reader->interfaces.count; i++) {
		const struct interface *one = reader->interfaces.items[i];

		for (j = 0; j < i; j++) {
			const struct interface *other = reader->interfaces.items[j];

			if (strcmp(one->out->def.name, other->out->def.name) == 0)
				et_yaml_error(reader->diags, one->node,
					"interface '%s' is in %s already", one->out->def.name,
					other->node->file);
			if (one->out->device_id && one->out->device_id == other->out->device_id &&
				et_editions_overlap(one->out->def.since, one->out->def.until,
					other->out->def.since, other->out->def.until))
				et_yaml_error(reader->diags, one->node,
					"device id %u is %s's already", one->out->device_id,
					other->out->def.name);
		}
	}
}

/* Constants may be found by name from here on: their array does not grow any more. */
static void index_constants(struct reader *reader)
{
	size_t i, j;

	for (i = 0; i < reader->interfaces.count; i++) {
		struct interface *interface = reader->interfaces.items[i];

		for (j = 0; j < interface->constants.count; j++) {
			struct et_constant *constant = &interface->constants.items[j];
			void **slot = et_map_slot(&interface->constant_by_name, reader->arena,
				constant->def.name, strlen(constant->def.name));
			const struct et_constant *other = *slot;

			/* Of a name in two sets a feature is what conditions mean. */
			if (!other || (constant->kind == ET_CONST_FEATURE &&
					      other->kind != ET_CONST_FEATURE))
				*slot = constant;
			else if ((constant->kind == ET_CONST_FEATURE) ==
					 (other->kind == ET_CONST_FEATURE) &&
				 et_reg_is_later(&constant->def, &other->def))
				*slot = constant;
		}
	}
}

const struct et_constant *et_reg_constant(
	struct reader *reader, struct interface *interface, const char *name)
{
	const struct et_constant *found =
		et_map_get(&interface->constant_by_name, name, strlen(name));
	size_t i;

	for (i = 0; !found && i < reader->interfaces.count; i++)
		found = et_map_get(
			&reader->interfaces.items[i]->constant_by_name, name, strlen(name));
	return found;
}

struct et_record *et_reg_record(struct reader *reader, struct interface *interface,
	const char *name, const struct et_yaml *node)
{
	struct et_record *found = et_map_get(&interface->record_by_name, name, strlen(name));
	struct et_record *other = NULL;
	size_t i;

	if (found)
		return found;
	for (i = 0; i < reader->interfaces.count; i++) {
		other = et_map_get(
			&reader->interfaces.items[i]->record_by_name, name, strlen(name));
		if (other && found) {
			et_yaml_error(reader->diags, node, "record '%s' is in both %s and %s", name,
				found->def.interface->def.name, other->def.interface->def.name);
			return NULL;
		}
		if (other)
			found = other;
	}
	if (!found)
		et_yaml_error(reader->diags, node, "no file has a record '%s'", name);
	return found;
}

/* A field of the record or, when it has none, of one of its name in other editions. */
static const struct et_field *field_of(
	struct reader *reader, const struct et_record **record, const char *path)
{
	const struct et_field *field = et_record_field(*record, path);
	size_t i, j;

	for (i = 0; !field && i < reader->interfaces.count; i++) {
		const struct interface *owner = reader->interfaces.items[i];

		for (j = 0; owner->out == (*record)->def.interface && j < owner->records.count;
			j++) {
			const struct et_record *other = owner->records.items[j];

			if (strcmp(other->def.name, (*record)->def.name) != 0)
				continue;
			field = et_record_field(other, path);
			if (field) {
				*record = other;
				return field;
			}
		}
	}
	return field;
}

const struct et_field *et_reg_field(struct reader *reader, struct interface *interface,
	const char *path, const struct et_yaml *node, const struct et_record **record)
{
	const char *dot = strchr(path, '.');
	const struct et_field *field = NULL;

	if (!dot || dot == path || !dot[1]) {
		et_yaml_error(reader->diags, node, "'%s' is to be RECORD.FIELD", path);
		return NULL;
	}
	*record = et_reg_record(
		reader, interface, et_strndup(reader->arena, path, (size_t)(dot - path)), node);
	if (!*record)
		return NULL;
	field = field_of(reader, record, dot + 1);
	if (!field)
		et_yaml_error(reader->diags, node, "record '%s' has no field '%s'",
			(*record)->def.name, dot + 1);
	return field;
}

static void resolve_types(struct reader *reader)
{
	size_t i;

	for (i = 0; i < reader->types.count; i++) {
		const struct pending_type *pending = &reader->types.items[i];
		const struct et_record *record =
			et_reg_record(reader, pending->interface, pending->name, pending->node);

		pending->type->record = record;
		if (record)
			pending->type->spelling = et_sprintf(reader->arena, "%s %s",
				record->is_union ? "union" : "struct", pending->name);
		else
			pending->type->kind = ET_TYPE_UNKNOWN;
	}
}

/* The place of a record's state in a map; the map's keys are the pointers' bytes. */
static void **state_of(struct reader *reader, struct et_map *states, const struct et_record *record)
{
	const struct et_record **key = ET_NEW(reader->arena, const struct et_record *);

	*key = record;
	return et_map_slot(states, reader->arena, (const char *)key, sizeof(*key));
}

/*
 * Whether a record is being visited, so that who names it closes a circle. Circles are cut where
 * they close, so that nothing later walks round them.
 */
static bool visit(struct reader *reader, struct et_map *states, const struct et_record *record)
{
	static char busy, done;
	void **state = state_of(reader, states, record);
	size_t i;

	if (*state)
		return *state == &busy;
	*state = &busy;
	for (i = 0; i < record->n_fields; i++) {
		/* The reader's own objects; only the model sees them as const. */
		struct et_field *field = (struct et_field *)(uintptr_t)&record->fields[i];

		if (!field->type.record || !visit(reader, states, field->type.record))
			continue;
		et_diag(reader->diags, ET_ERROR, field->place.file, field->place.line, NULL,
			"record '%s' contains itself through its field '%s'",
			record->def.name ? record->def.name : "(nested)",
			field->name ? field->name : "(nameless)");
		field->type.record = NULL;
		field->type.kind = ET_TYPE_UNKNOWN;
	}
	*state_of(reader, states, record) = &done;
	return false;
}

static void check_cycles(struct reader *reader)
{
	struct et_map states = {0};
	size_t i, j;

	for (i = 0; i < reader->interfaces.count; i++) {
		const struct interface *interface = reader->interfaces.items[i];

		for (j = 0; j < interface->records.count; j++)
			visit(reader, &states, interface->records.items[j]);
	}
}

/* A field of one of the interface's configuration spaces. */
static const struct et_field *config_field(const struct interface *interface, const char *path)
{
	const struct et_field *field = NULL;
	size_t i;

	for (i = 0; !field && i < interface->records.count; i++) {
		if (interface->records.items[i]->role == ET_ROLE_CONFIG)
			field = et_record_field(interface->records.items[i], path);
	}
	return field;
}

static void resolve_field(struct reader *reader, const struct pending_name *pending)
{
	const struct et_record *record;

	if (pending->record && et_record_field(pending->record, pending->name))
		return;
	if (config_field(pending->interface, pending->name))
		return;
	if (strchr(pending->name, '.'))
		et_reg_field(reader, pending->interface, pending->name, pending->node, &record);
	else
		et_yaml_error(reader->diags, pending->node,
			"no field '%s' in this record or a configuration space: RECORD.FIELD names "
			"another record's",
			pending->name);
}

static void resolve_names(struct reader *reader)
{
	size_t i;

	for (i = 0; i < reader->names.count; i++) {
		const struct pending_name *pending = &reader->names.items[i];
		const struct et_constant *constant;

		if (pending->reference == REFERENCE_FIELD) {
			resolve_field(reader, pending);
			continue;
		}
		constant = et_reg_constant(reader, pending->interface, pending->name);
		if (!constant)
			et_yaml_error(reader->diags, pending->node, "no file has a %s '%s'",
				pending->reference == REFERENCE_FEATURE ? "feature" : "constant",
				pending->name);
		else if (pending->reference == REFERENCE_FEATURE &&
			 constant->kind != ET_CONST_FEATURE)
			et_yaml_error(reader->diags, pending->node,
				"'%s' is no feature: its set '%s' is of another kind",
				pending->name, constant->def.scope);
	}
}

static void resolve_views(struct reader *reader, struct interface *interface)
{
	size_t i;

	for (i = 0; i < interface->n_views; i++) {
		const struct et_yaml *node = interface->views_node->items[i];
		const struct et_yaml *of = et_yaml_get(node, "of");
		struct et_view *view = &interface->views[i];
		const char *name = et_reg_identifier(reader, of, "of", false);

		if (!name)
			continue;
		view->record = et_reg_record(reader, interface, name, of);
		if (!view->record)
			continue;
		if (!view->def.place.file)
			view->def.place = view->record->def.place;
		if (view->first && !field_of(reader, &view->record, view->first))
			et_yaml_error(reader->diags, et_yaml_get(node, "first"),
				"record '%s' has no field '%s'", name, view->first);
		if (view->last && !field_of(reader, &view->record, view->last))
			et_yaml_error(reader->diags, et_yaml_get(node, "last"),
				"record '%s' has no field '%s'", name, view->last);
	}
}

static void resolve_payload(struct reader *reader, struct interface *interface,
	const struct et_yaml *node, struct et_payload *payload)
{
	const struct et_yaml *record = et_yaml_get(node, "record");
	const char *name = et_reg_identifier(reader, record, "record", false);

	if (name)
		payload->record = et_reg_record(reader, interface, name, record);
}

static void resolve_commands(struct reader *reader, struct interface *interface)
{
	size_t i, j;

	for (i = 0; i < interface->n_commands; i++) {
		const struct et_yaml *node = interface->commands_node->items[i];
		const struct et_yaml *queue = et_yaml_get(node, "queue");
		struct et_command *command = &interface->commands[i];
		const char *name = et_yaml_text(reader->diags, queue, "queue");

		for (j = 0; name && j < interface->n_queues; j++) {
			const struct et_queue *found = &interface->queues[j];

			if (strcmp(found->def.name, name) == 0 &&
				(!command->queue ||
					et_reg_is_later(&found->def, &command->queue->def)))
				command->queue = found;
		}
		if (name && !command->queue)
			et_yaml_error(reader->diags, queue, "no virtqueue '%s' in this file", name);
		resolve_payload(reader, interface, et_yaml_get(node, "request"), &command->request);
		resolve_payload(
			reader, interface, et_yaml_get(node, "response"), &command->response);
	}
}

static void resolve_counts(struct reader *reader)
{
	size_t i;

	for (i = 0; i < reader->counts.count; i++) {
		const struct pending_count *pending = &reader->counts.items[i];
		const char *name = pending->count->name;

		if (pending->kind == COUNT_FIELD && !et_record_field(pending->record, name))
			et_yaml_error(reader->diags, pending->node, "record '%s' has no field '%s'",
				pending->record->def.name, name);
		if (pending->kind == COUNT_CONFIG && !config_field(pending->interface, name))
			et_yaml_error(reader->diags, pending->node,
				"no configuration space of this interface has a field '%s'", name);
	}
}

void et_reg_resolve(struct reader *reader)
{
	size_t i;

	sort_interfaces(reader);
	index_constants(reader);
	resolve_types(reader);
	check_cycles(reader);
	resolve_names(reader);
	resolve_counts(reader);
	for (i = 0; i < reader->interfaces.count; i++) {
		resolve_views(reader, reader->interfaces.items[i]);
		resolve_commands(reader, reader->interfaces.items[i]);
	}
}
