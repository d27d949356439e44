/* SPDX-License-Identifier: BSD-3-Clause */
#include "canon_edition_int.h"

#include "record_edition.h"
#include "str.h"

#include <string.h>

enum et_fate et_adopt(const struct et_snapshot *snapshot, const struct et_interface_copy *owner,
	struct et_def *def)
{
	enum et_edition edition = snapshot->canon->edition;
	enum et_presence here = et_presence(owner->edition, def->since, def->until);
	bool kept = here == ET_PRESENT || (here == ET_GONE && def->status == ET_STATUS_WITHDRAWN);

	def->interface = owner->interface;
	def->place.line = et_line_at(def->place.line, edition, def->until);
	if (!owner->kept && !et_canon_lacks(snapshot->canon, def)) {
		/* Nothing was there before its interface, or after it. */
		def->since = owner->original->def.since;
		def->until = owner->original->def.until;
	}
	/* As long as it was there, it was no less than the rest. */
	if (def->status == ET_STATUS_WITHDRAWN && def->until != ET_EDITION_UNKNOWN &&
		here == ET_PRESENT) {
		def->status = ET_STATUS_STANDARD;
		def->evidence = NULL;
	}
	return kept ? ET_KEPT : ET_LOOSE;
}

static void copy_interface(
	struct et_snapshot *snapshot, const struct et_interface *original, size_t i)
{
	struct et_interface_copy *copy = &snapshot->interfaces[i];
	enum et_edition edition = snapshot->canon->edition;
	const struct et_def *def = &original->def;

	copy->original = original;
	copy->interface = ET_NEW(snapshot->arena, struct et_interface);
	*copy->interface = *original;
	copy->edition = edition;
	copy->kept = !et_canon_lacks(snapshot->canon, def);
	/* One that the edition lacks is made as the nearest edition has it. */
	if (!copy->kept)
		copy->edition = et_presence(edition, def->since, def->until) == ET_LATER
					? def->since
					: def->until;
	copy->interface->def.interface = copy->interface;
	copy->interface->def.place.line = et_line_at(def->place.line, edition, def->until);
}

static void copy_registers(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	const struct et_interface *original = copy->original;
	struct et_register *kept =
		ET_NEW_ARRAY(snapshot->arena, original->n_registers, struct et_register);
	size_t i;

	copy->interface->registers = kept;
	copy->interface->n_registers = 0;
	for (i = 0; i < original->n_registers; i++) {
		struct et_register *reg = ET_NEW(snapshot->arena, struct et_register);

		*reg = original->registers[i];
		if (et_adopt(snapshot, copy, &reg->def) == ET_KEPT)
			kept[copy->interface->n_registers++] = *reg;
		else
			*ET_APPEND(snapshot->arena, &snapshot->loose) = &reg->def;
	}
}

/* The others stand behind the kept ones, as commands may refer to them. */
static void copy_queues(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	const struct et_interface *original = copy->original;
	size_t spare = original->n_queues;
	size_t kept = 0;
	size_t i;

	copy->queues = ET_NEW_ARRAY(snapshot->arena, original->n_queues, struct et_queue);
	for (i = 0; i < original->n_queues; i++) {
		struct et_queue queue = original->queues[i];

		if (et_adopt(snapshot, copy, &queue.def) == ET_KEPT)
			copy->queues[kept++] = queue;
		else
			copy->queues[--spare] = queue;
	}
	copy->interface->queues = copy->queues;
	copy->interface->n_queues = kept;
	for (i = kept; i < original->n_queues; i++)
		*ET_APPEND(snapshot->arena, &snapshot->loose) = &copy->queues[i].def;
}

/* The edition's virtqueue of a name comes first; another edition's will do where it has none. */
static const struct et_queue *queue_of(
	const struct et_interface_copy *copy, const struct et_queue *original)
{
	size_t i;

	for (i = 0; original && i < copy->original->n_queues; i++) {
		if (strcmp(copy->queues[i].def.name, original->def.name) == 0)
			return &copy->queues[i];
	}
	return NULL;
}

static void move_payload(const struct et_snapshot *snapshot, struct et_payload *payload)
{
	const struct et_record_copy *record =
		payload->record ? et_stand_in(snapshot, payload->record) : NULL;

	if (record)
		payload->record = record->record;
}

static void copy_commands(struct et_snapshot *snapshot, struct et_interface_copy *copy)
{
	const struct et_interface *original = copy->original;
	struct et_command *kept =
		ET_NEW_ARRAY(snapshot->arena, original->n_commands, struct et_command);
	size_t i;

	copy->interface->commands = kept;
	copy->interface->n_commands = 0;
	for (i = 0; i < original->n_commands; i++) {
		struct et_command *command = ET_NEW(snapshot->arena, struct et_command);

		*command = original->commands[i];
		command->queue = queue_of(copy, command->queue);
		move_payload(snapshot, &command->request);
		move_payload(snapshot, &command->response);
		if (et_adopt(snapshot, copy, &command->def) == ET_KEPT)
			kept[copy->interface->n_commands++] = *command;
		else
			*ET_APPEND(snapshot->arena, &snapshot->loose) = &command->def;
	}
}

/* Whether the edition itself has a definition of that name and kind, or a field. */
static bool is_taken(const struct et_canon *canon, const char *name, const struct et_def *def,
	const struct et_field *field)
{
	size_t count;
	const struct et_name *found = et_canon_find(canon, name, &count);

	for (; count; count--, found++) {
		if (found->def->kind == def->kind && !found->field == !field)
			return true;
	}
	return false;
}

/* Names of what the edition has; then those of the others that are free. */
static void index_names(struct et_snapshot *snapshot)
{
	struct et_arena *arena = snapshot->arena;
	struct et_canon *canon = snapshot->canon;
	struct et_name_list names = {0};
	size_t own;
	size_t i;

	for (i = 0; i < canon->n_interfaces; i++)
		et_index_interface(arena, &names, canon->interfaces[i]);
	et_index_finish(arena, &names, canon);
	own = canon->n_names;
	for (i = 0; i < snapshot->all->n_interfaces; i++) {
		if (!snapshot->interfaces[i].kept)
			et_index_interface(arena, &names, snapshot->interfaces[i].interface);
	}
	for (i = 0; i < snapshot->loose.count; i++) {
		const struct et_def *def = snapshot->loose.items[i];

		if (!is_taken(canon, def->name, def, NULL))
			et_index_def(arena, &names, def);
	}
	for (i = 0; i < snapshot->loose_fields.count; i++) {
		const struct et_name *name = &snapshot->loose_fields.items[i];

		if (!is_taken(canon, name->name, name->def, name->field))
			*ET_APPEND(arena, &names.names) = *name;
	}
	if (names.names.count > own)
		et_index_finish(arena, &names, canon);
}

static void copy_errata(struct et_snapshot *snapshot)
{
	const struct et_canon *all = snapshot->all;
	struct et_erratum *errata = ET_NEW_ARRAY(snapshot->arena, all->n_errata, struct et_erratum);
	size_t i;

	snapshot->canon->errata = errata;
	snapshot->canon->n_errata = 0;
	for (i = 0; i < all->n_errata; i++) {
		if (all->errata[i].edition == snapshot->canon->edition ||
			all->errata[i].edition == ET_EDITION_UNKNOWN)
			errata[snapshot->canon->n_errata++] = all->errata[i];
	}
}

static void copy_requirements(struct et_snapshot *snapshot)
{
	const struct et_canon *all = snapshot->all;
	struct et_requirement *kept =
		ET_NEW_ARRAY(snapshot->arena, all->n_requirements, struct et_requirement);
	size_t i;

	snapshot->canon->requirements = kept;
	snapshot->canon->n_requirements = 0;
	for (i = 0; i < all->n_requirements; i++) {
		const struct et_requirement *one = &all->requirements[i];

		if (et_presence(snapshot->canon->edition, (enum et_edition)one->since,
			    (enum et_edition)one->until) == ET_PRESENT)
			kept[snapshot->canon->n_requirements++] = *one;
	}
}

/* What only refers to names waits for the records, those for the values of array lengths. */
static void copy_definitions(struct et_snapshot *snapshot)
{
	size_t count = snapshot->all->n_interfaces;
	size_t i;

	for (i = 0; i < count; i++) {
		et_copy_constants(snapshot, &snapshot->interfaces[i]);
		et_copy_records(snapshot, &snapshot->interfaces[i]);
		copy_registers(snapshot, &snapshot->interfaces[i]);
		copy_queues(snapshot, &snapshot->interfaces[i]);
	}
	for (i = 0; i < count; i++)
		et_fill_records(snapshot, &snapshot->interfaces[i]);
	for (i = 0; i < count; i++) {
		et_compute_constants(snapshot, &snapshot->interfaces[i]);
		et_copy_views(snapshot, &snapshot->interfaces[i]);
		copy_commands(snapshot, &snapshot->interfaces[i]);
	}
	for (i = 0; i < count; i++)
		et_place_constants(snapshot, &snapshot->interfaces[i]);
}

const struct et_canon *et_canon_at(
	struct et_arena *arena, const struct et_canon *all, enum et_edition edition)
{
	struct et_snapshot snapshot = {.arena = arena, .all = all};
	const struct et_interface **interfaces =
		ET_NEW_ARRAY(arena, all->n_interfaces, const struct et_interface *);
	struct et_canon *canon = ET_NEW(arena, struct et_canon);
	size_t i;

	*canon = *all;
	canon->edition = edition;
	canon->interfaces = interfaces;
	canon->n_interfaces = 0;
	snapshot.canon = canon;
	snapshot.interfaces = ET_NEW_ARRAY(arena, all->n_interfaces, struct et_interface_copy);
	for (i = 0; i < all->n_interfaces; i++) {
		copy_interface(&snapshot, all->interfaces[i], i);
		if (snapshot.interfaces[i].kept)
			interfaces[canon->n_interfaces++] = snapshot.interfaces[i].interface;
	}
	copy_definitions(&snapshot);
	index_names(&snapshot);
	copy_errata(&snapshot);
	copy_requirements(&snapshot);
	return canon;
}
