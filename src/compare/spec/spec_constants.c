/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon's constants against the text's: values, conditions, places. */
#include "spec_check.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* Whether the text's number is the canon's, as a bit number or as a mask. */
static bool same_value(const struct et_constant *canon, const struct et_constant *text)
{
	uint64_t mine = canon->value.bits;
	uint64_t theirs = text->value.bits;

	switch (canon->representation) {
	case ET_REP_BIT:
		return theirs == mine || (text->representation != ET_REP_BIT && mine < 64 &&
						 theirs == UINT64_C(1) << mine);
	case ET_REP_MASK:
		return theirs == mine || (text->representation != ET_REP_MASK && theirs < 64 &&
						 UINT64_C(1) << theirs == mine);
	case ET_REP_NUMBER:
		break;
	}
	return theirs == mine;
}

/* The definition of a name in the text that the canon's place means: on its line, else in its file.
 */
static const struct et_spec_constant *meant(const struct et_spec_check *check,
	const struct et_constant *canon, const struct et_spec_name *name)
{
	const struct et_spec_constant *best = NULL;
	size_t i;

	for (i = 0; i < name->constants.count; i++) {
		const struct et_spec_constant *text = name->constants.items[i];
		const struct et_place *place = &text->constant.def.place;

		/* Another edition may have it in another file. */
		if (!text->has_value || (check->options->same_lines &&
						!et_streq(place->file, canon->def.place.file)))
			continue;
		if (place->line == canon->def.place.line)
			return text;
		/* Elsewhere in the chapter: the one that agrees is meant. */
		if (!best ||
			(!same_value(canon, &best->constant) && same_value(canon, &text->constant)))
			best = text;
	}
	return best;
}

static const char *show_value(struct et_spec_check *check, const struct et_constant *constant)
{
	switch (constant->representation) {
	case ET_REP_BIT:
		return et_sprintf(check->arena, "bit %" PRIu64, constant->value.bits);
	case ET_REP_MASK:
		return et_sprintf(check->arena, "0x%" PRIx64, constant->value.bits);
	case ET_REP_NUMBER:
		break;
	}
	return et_sprintf(check->arena, "%" PRIu64, constant->value.bits);
}

static void compare_value(struct et_spec_check *check, const struct et_constant *canon,
	const struct et_spec_constant *text)
{
	const char *name = canon->def.name;
	struct et_spec_draft draft = {.rule = ET_D551,
		.definition = name,
		.found = text->constant.def.place,
		.other = canon->def.place};

	if (same_value(canon, &text->constant)) {
		check->account->confirmed++;
		return;
	}
	if (et_spec_is_erratum(check, name, &draft.found))
		return;
	draft.says = show_value(check, &text->constant);
	draft.expected = show_value(check, canon);
	draft.message = et_sprintf(check->arena, "%s is %s in the text, and %s in the registry",
		name, draft.says, draft.expected);
	et_spec_emit(check, &draft);
}

/* A number that another edition gives to the same title, on whatever line. */
static void compare_titled(struct et_spec_check *check, const struct et_constant *canon)
{
	const struct et_spec_id *other = NULL;
	struct et_spec_draft draft = {
		.rule = ET_D551, .definition = canon->def.name, .other = canon->def.place};
	size_t i;

	for (i = 0; canon->def.about && i < check->spec->n_ids; i++) {
		const struct et_spec_id *id = &check->spec->ids[i];

		/* A number alone, in a device's own section, is no row of a table. */
		if (strcasecmp(id->title, canon->def.about) != 0 || !id->table ||
			id->group == ET_SPEC_NONE)
			continue;
		if (id->number == canon->value.bits) {
			check->account->confirmed++;
			return;
		}
		other = id;
	}
	if (!other)
		return;
	draft.found = other->place;
	draft.says = et_sprintf(check->arena, "%" PRIu64, other->number);
	draft.expected = show_value(check, canon);
	draft.message =
		et_sprintf(check->arena, "%s (%s) is %s in the text, and %s in the registry",
			canon->def.name, other->title, draft.says, draft.expected);
	if (!et_spec_is_erratum(check, canon->def.name, &draft.found))
		et_spec_emit(check, &draft);
}

/* An id that the text gives to a title, on the line that the canon says. */
static bool compare_id(struct et_spec_check *check, const struct et_constant *canon)
{
	size_t i;

	for (i = 0; i < check->spec->n_ids; i++) {
		const struct et_spec_id *id = &check->spec->ids[i];
		struct et_spec_draft draft = {.rule = ET_D551,
			.definition = canon->def.name,
			.found = id->place,
			.other = canon->def.place};

		if (!et_streq(id->place.file, canon->def.place.file) ||
			id->place.line != canon->def.place.line)
			continue;
		if (id->number == canon->value.bits) {
			check->account->confirmed++;
			return true;
		}
		draft.says = et_sprintf(check->arena, "%" PRIu64, id->number);
		draft.expected = show_value(check, canon);
		draft.message = et_sprintf(check->arena,
			"%s (%s) is %s in the text, and %s in the registry", canon->def.name,
			id->title, draft.says, draft.expected);
		if (!et_spec_is_erratum(check, canon->def.name, &draft.found))
			et_spec_emit(check, &draft);
		return true;
	}
	return false;
}

static void compare_constant(struct et_spec_check *check, const struct et_constant *canon)
{
	const char *spelt = et_spec_spelling(check, &canon->def);
	const struct et_spec_name *name = et_spec_find(check, spelt);
	const struct et_spec_constant *text = name ? meant(check, canon, name) : NULL;

	if (!canon->def.place.line ||
		!et_spec_is_held(check, canon->def.since, canon->def.until, canon->def.status))
		return;
	if (check->options->same_lines && compare_id(check, canon))
		return;
	if (!check->options->same_lines && canon->def.unnamed && canon->kind == ET_CONST_ID)
		compare_titled(check, canon);
	else if (text && (check->options->same_lines || canon->kind != ET_CONST_COUNT))
		compare_value(check, canon, text);
	else if (check->options->same_lines)
		check->account->by_mention++;
	et_spec_check_place(check, canon->def.name, spelt, &canon->def.place,
		canon->def.place.section, NULL, canon->def.unnamed);
}

void et_spec_compare_constants(struct et_spec_check *check)
{
	size_t i, k;

	for (i = 0; i < check->canon->n_interfaces; i++) {
		const struct et_interface *interface = check->canon->interfaces[i];

		for (k = 0; k < interface->n_constants; k++)
			compare_constant(check, &interface->constants[k]);
	}
}
