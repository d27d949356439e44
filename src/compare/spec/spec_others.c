/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon's registers, virtqueues and commands against the text. */
#include "spec_check.h"

#include <inttypes.h>

/* The text's register on a line, with that offset: a table may name it in words. */
static const struct et_place *register_at(
	const struct et_spec_check *check, const struct et_place *place, uint32_t offset)
{
	size_t i;

	for (i = 0; i < check->spec->n_registers; i++) {
		const struct et_register *one = &check->spec->registers[i].reg;

		if (one->offset == offset && one->def.place.line == place->line &&
			et_streq(one->def.place.file, place->file))
			return &one->def.place;
	}
	return NULL;
}

static void compare_register(struct et_spec_check *check, const struct et_register *canon)
{
	const char *spelt = et_spec_spelling(check, &canon->def);
	const struct et_spec_name *name = et_spec_find(check, spelt);
	const struct et_spec_register *text = NULL;
	const struct et_place *stands;
	struct et_spec_draft draft = {
		.rule = ET_D551, .definition = canon->def.name, .other = canon->def.place};
	size_t i;

	if (!canon->def.place.line ||
		!et_spec_is_held(check, canon->def.since, canon->def.until, canon->def.status))
		return;
	stands = register_at(check, &canon->def.place, canon->offset);
	et_spec_check_place(check, canon->def.name, spelt, &canon->def.place,
		canon->def.place.section, stands, canon->def.unnamed);
	/* A name may be a register of two blocks. */
	for (i = 0; name && i < name->registers.count; i++) {
		const struct et_spec_register *one = name->registers.items[i];

		if (check->options->same_lines &&
			!et_streq(one->reg.def.place.file, canon->def.place.file))
			continue;
		/* The legacy block has offsets of its own. */
		if (one->legacy != (canon->def.status == ET_STATUS_LEGACY))
			continue;
		if (!text || one->reg.def.place.line == canon->def.place.line)
			text = one;
	}
	if (!text)
		return;
	draft.found = text->reg.def.place;
	if (text->reg.offset != canon->offset) {
		draft.says = et_sprintf(check->arena, "offset 0x%03x", text->reg.offset);
		draft.expected = et_sprintf(check->arena, "offset 0x%03x", canon->offset);
	} else if (text->reg.access != ET_ACCESS_UNKNOWN && canon->access != ET_ACCESS_UNKNOWN &&
		   text->reg.access != canon->access) {
		draft.says = et_access_name(text->reg.access);
		draft.expected = et_access_name(canon->access);
	} else {
		check->account->confirmed++;
		return;
	}
	if (et_spec_is_erratum(check, canon->def.name, &draft.found))
		return;
	draft.message = et_sprintf(check->arena, "%s: %s in the text, and %s in the registry",
		canon->def.name, draft.says, draft.expected);
	et_spec_emit(check, &draft);
}

static void compare_queue(struct et_spec_check *check, const struct et_queue *canon)
{
	const struct et_spec_name *name = et_spec_find(check, canon->def.name);
	struct et_spec_draft draft = {
		.rule = ET_D551, .definition = canon->def.name, .other = canon->def.place};
	size_t i;

	if (!canon->def.place.line ||
		!et_spec_is_held(check, canon->def.since, canon->def.until, canon->def.status))
		return;
	for (i = 0; name && i < name->queues.count; i++) {
		const struct et_spec_queue *text = name->queues.items[i];

		if (!et_streq(text->place.file, canon->def.place.file) ||
			text->place.line != canon->def.place.line)
			continue;
		if (!text->has_number || text->number == canon->start || canon->after) {
			check->account->confirmed++;
			return;
		}
		draft.found = text->place;
		draft.says = et_sprintf(check->arena, "index %s", text->index);
		draft.expected = et_sprintf(check->arena, "index %" PRIu32, canon->start);
		draft.message =
			et_sprintf(check->arena, "%s has %s in the text, and %s in the registry",
				canon->def.name, draft.says, draft.expected);
		if (!et_spec_is_erratum(check, canon->def.name, &draft.found))
			et_spec_emit(check, &draft);
		return;
	}
}

void et_spec_compare_others(struct et_spec_check *check)
{
	size_t i, k;

	for (i = 0; i < check->canon->n_interfaces; i++) {
		const struct et_interface *interface = check->canon->interfaces[i];

		for (k = 0; k < interface->n_registers; k++)
			compare_register(check, &interface->registers[k]);
		for (k = 0; k < interface->n_queues; k++)
			compare_queue(check, &interface->queues[k]);
	}
}
