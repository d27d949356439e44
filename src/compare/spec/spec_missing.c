/* SPDX-License-Identifier: BSD-3-Clause */
/* What the text defines and the registry lacks. */
#include "spec_check.h"

#include <inttypes.h>
#include <string.h>

/* Whether the canon has the name, its own or a former one, or an erratum says whose slip it is. */
static bool is_known(const struct et_spec_check *check, const char *name)
{
	const struct et_canon *canon = check->canon;
	size_t i, count;

	if (et_canon_find(canon, name, &count))
		return true;
	for (i = 0; i < canon->n_errata; i++) {
		if (strcmp(canon->errata[i].says, name) == 0)
			return true;
	}
	return false;
}

static void missing(struct et_spec_check *check, const char *name, const struct et_place *place,
	const char *what)
{
	struct et_spec_draft draft = {.rule = ET_D555, .definition = name, .found = *place};

	if (et_spec_is_erratum(check, name, place))
		return;
	draft.says = what;
	draft.message = et_sprintf(check->arena, "%s, %s, is not in the registry", name, what);
	et_spec_emit(check, &draft);
}

/* Whether some definition of the canon stands on that line with that number, by another name. */
static bool is_elsewhere_named(
	const struct et_spec_check *check, const struct et_place *place, uint64_t number)
{
	const struct et_canon *canon = check->canon;
	size_t i, k;

	for (i = 0; i < canon->n_interfaces; i++) {
		const struct et_interface *interface = canon->interfaces[i];

		for (k = 0; k < interface->n_constants; k++) {
			const struct et_constant *one = &interface->constants[k];

			if (one->def.place.line == place->line && one->value.bits == number &&
				et_streq(one->def.place.file, place->file))
				return true;
		}
		for (k = 0; k < interface->n_registers; k++) {
			const struct et_register *one = &interface->registers[k];

			if (one->offset != number)
				continue;
			/* Another edition has its tables elsewhere. */
			if (check->options->same_lines
					? one->def.place.line == place->line &&
						  et_streq(one->def.place.file, place->file)
					: one->def.unnamed)
				return true;
		}
	}
	return false;
}

static void missing_constants(struct et_spec_check *check, const struct et_spec_name *name)
{
	const struct et_spec_constant *text = NULL;
	size_t i;

	for (i = 0; i < name->constants.count && !text; i++) {
		const struct et_spec_constant *one = name->constants.items[i];

		/* A macro with arguments is the text's own tool; UNUSED is no name. */
		if (one->constant.spelling != ET_SPELLED_FUNCTION_MACRO &&
			one->constant.def.status != ET_STATUS_RESERVED)
			text = one;
	}
	if (text && !is_known(check, name->name) &&
		!is_elsewhere_named(check, &text->constant.def.place, text->constant.value.bits))
		missing(check, name->name, &text->constant.def.place,
			text->has_value ? et_sprintf(check->arena, "a constant (%" PRIu64 ")",
						  text->constant.value.bits)
					: "a constant");
}

/* The device id that a device's own chapter gives: the interface's, not a constant's. */
static bool is_device_id(struct et_spec_check *check, const struct et_spec_id *id)
{
	const struct et_interface *interface = et_spec_owner(check, NULL, &id->place);
	struct et_spec_draft draft = {.rule = ET_D551, .found = id->place};

	if (!id->table || strcmp(id->table, "Device ID") != 0 || !interface ||
		interface->kind != ET_INTERFACE_DEVICE)
		return false;
	if (interface->device_id == id->number) {
		check->account->confirmed++;
		return true;
	}
	draft.definition = interface->def.name;
	draft.says = et_sprintf(check->arena, "device id %" PRIu64, id->number);
	draft.expected = et_sprintf(check->arena, "device id %" PRIu32, interface->device_id);
	draft.message = et_sprintf(check->arena, "%s has %s in its chapter, and %s in the registry",
		interface->title, draft.says, draft.expected);
	et_spec_emit(check, &draft);
	return true;
}

/* What is known of all numbers before one of them is judged. */
struct numbers {
	struct et_map ranges; /* lines with a range on them */
	struct et_map named;  /* groups in which the registry has names for numbers */
	bool *known;	      /* of each number: whether the registry has it */
};

static struct numbers look_at_ids(struct et_spec_check *check)
{
	struct numbers numbers = {
		.known = ET_NEW_ARRAY(check->arena, check->spec->n_ids + 1, bool)};
	size_t i;

	for (i = 0; i < check->spec->n_ids; i++) {
		const struct et_spec_id *id = &check->spec->ids[i];
		const char *where = et_spec_where(check, &id->place);

		if (id->last != id->number)
			*et_map_slot(&numbers.ranges, check->arena, where, strlen(where)) =
				(void *)id;
		numbers.known[i] = is_elsewhere_named(check, &id->place, id->number);
		if (numbers.known[i])
			*et_map_slot(&numbers.named, check->arena, (const char *)&id->group,
				sizeof(id->group)) = (void *)id;
	}
	return numbers;
}

/* A range, or one of the numbers that are allotted together with one: "0 to 23, 41". */
static bool is_range(
	struct et_spec_check *check, const struct numbers *numbers, const struct et_spec_id *id)
{
	const char *where = et_spec_where(check, &id->place);

	return et_map_get(&numbers->ranges, where, strlen(where));
}

/* Whether the registry has names for other numbers of the same table: only then is one missing. */
static bool is_named_table(const struct numbers *numbers, uint32_t group)
{
	return group != ET_SPEC_NONE &&
	       et_map_get(&numbers->named, (const char *)&group, sizeof(group));
}

static void missing_ids(struct et_spec_check *check)
{
	struct numbers numbers;
	size_t n;

	if (!check->options->same_lines)
		return;
	numbers = look_at_ids(check);
	for (n = 0; n < check->spec->n_ids; n++) {
		const struct et_spec_id *id = &check->spec->ids[n];

		/* Numbers that are kept free, and ranges, have no name to be had. */
		if (is_range(check, &numbers, id) || strcasestr(id->title, "reserved") ||
			numbers.known[n] || is_device_id(check, id) ||
			!is_named_table(&numbers, id->group))
			continue;
		missing(check, id->title, &id->place,
			et_sprintf(check->arena, "%s %" PRIu64, id->table ? id->table : "id",
				id->number));
	}
}

void et_spec_compare_missing(struct et_spec_check *check)
{
	size_t i;

	for (i = 0; i < check->all.count; i++) {
		const struct et_spec_name *name = check->all.items[i];

		if (name->constants.count)
			missing_constants(check, name);
		if (name->records.count && !is_known(check, name->name))
			missing(check, name->name, &name->records.items[0]->record.def.place,
				name->records.items[0]->record.is_union ? "a union" : "a struct");
		if (name->registers.count && !is_known(check, name->name) &&
			!is_elsewhere_named(check, &name->registers.items[0]->reg.def.place,
				name->registers.items[0]->reg.offset))
			missing(check, name->name, &name->registers.items[0]->reg.def.place,
				"a register");
	}
	missing_ids(check);
}
