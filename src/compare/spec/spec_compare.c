/* SPDX-License-Identifier: BSD-3-Clause */
/* (a): the registry against the text. What its parts share. */
#include "spec_check.h"

#include <string.h>

bool et_spec_is_held(const struct et_spec_check *check, enum et_edition since,
	enum et_edition until, enum et_status status)
{
	enum et_edition edition = check->spec->edition;

	/* What trees share has a place now and then, and nothing that the text would have to say.
	 */
	if (status == ET_STATUS_DE_FACTO || status == ET_STATUS_PROPOSED ||
		status == ET_STATUS_WITHDRAWN)
		return false;
	/* A draft follows the registry's edition: what ended with that is not in it any more. */
	if (edition == ET_EDITION_UNKNOWN)
		return until == ET_EDITION_UNKNOWN;
	if (status == ET_STATUS_DRAFT)
		return false;
	if (since != ET_EDITION_UNKNOWN && since > edition)
		return false;
	return until == ET_EDITION_UNKNOWN || until >= edition;
}

const char *et_spec_spelling(const struct et_spec_check *check, const struct et_def *def)
{
	size_t i;

	for (i = 0; !check->options->same_lines && i < def->n_aliases; i++) {
		if (et_spec_find(check, def->name))
			break;
		if (et_streq(def->aliases[i].dialect, "former") &&
			et_spec_find(check, def->aliases[i].name))
			return def->aliases[i].name;
	}
	return def->name;
}

/* The length of a name's head: "virtio_blk_config" of "virtio_blk_config.capacity". */
static size_t head_length(const char *definition)
{
	return strcspn(definition, ".");
}

bool et_spec_is_current(const struct et_spec_check *check, const struct et_erratum *erratum)
{
	if (check->options->same_lines)
		return erratum->edition == check->canon->edition;
	return erratum->edition == check->spec->edition;
}

bool et_spec_is_erratum(
	struct et_spec_check *check, const char *definition, const struct et_place *place)
{
	size_t head = head_length(definition);
	size_t i;

	for (i = 0; i < check->canon->n_errata; i++) {
		const struct et_erratum *erratum = &check->canon->errata[i];
		const char *about = erratum->definition;

		if (!et_spec_is_current(check, erratum))
			continue;
		if (strcmp(about, definition) == 0 && et_spec_says(check, erratum, place))
			return true;
		if (strncmp(about, definition, head) == 0 && (!about[head] || about[head] == '.') &&
			erratum->place.line == place->line &&
			et_streq(erratum->place.file, place->file))
			return true;
	}
	return false;
}

/* What is wrong with a place, or NULL. gone: the text has nothing of the name. */
static const char *wrong_place(struct et_spec_check *check, const char *name,
	const struct et_place *place, const struct et_section *section, const struct et_place *text,
	bool *gone)
{
	const struct et_spec_name *found = name ? et_spec_find(check, name) : NULL;
	uint32_t heading;

	/* An older edition has it elsewhere. */
	heading = check->options->same_lines ? et_spec_heading_at(check, place->file, place->line)
					     : ET_SPEC_NONE;
	*gone = check->options->same_lines && heading == ET_SPEC_NONE;
	if (*gone)
		return "is in a file that the text does not take in";
	*gone = name && !found && !text;
	if (*gone)
		return "is nowhere in the text";
	if (!check->options->same_lines)
		return NULL;
	if (text ? text->line != place->line || !et_streq(text->file, place->file)
		 : found && !et_spec_stands_at(found, place))
		return "does not stand on that line of the text";
	if (section && !et_spec_is_below(check->spec, heading, section)) {
		const struct et_section *here = &check->spec->headings[heading].section;

		if (et_streq(here->title, section->title))
			return et_sprintf(check->arena,
				"stands in a \"%s\" that has not the label \"%s\"", here->title,
				section->label);
		return et_sprintf(check->arena, "stands in \"%s\" there, not in \"%s\"",
			here->title, section->title);
	}
	return NULL;
}

/* Where the name's first definition, else its first mention, is; line 0: nowhere. */
static struct et_place first_place(const struct et_spec_name *name)
{
	if (name && name->constants.count)
		return name->constants.items[0]->constant.def.place;
	if (name && name->records.count)
		return name->records.items[0]->record.def.place;
	if (name && name->mentions.count)
		return name->mentions.items[0]->place;
	return (struct et_place){0};
}

bool et_spec_check_place(struct et_spec_check *check, const char *definition, const char *name,
	const struct et_place *place, const struct et_section *section, const struct et_place *text,
	bool unnamed)
{
	const struct et_spec_file *file = et_spec_file(check, place->file);
	struct et_spec_draft draft = {.rule = ET_D554, .definition = definition, .other = *place};
	bool gone = false;
	const char *wrong;

	if (file && !file->read) {
		check->account->unverified++;
		return true;
	}
	wrong = wrong_place(check, unnamed ? NULL : name, place, section, text, &gone);
	if (!wrong) {
		check->account->confirmed++;
		return true;
	}
	/* Where the text has nothing of it, no line of the text can say what the erratum is about.
	 */
	if (et_spec_is_erratum(check, definition, gone || !text ? &draft.found : text))
		return true;
	draft.rule = gone ? ET_D556 : ET_D554;
	if (text)
		draft.found = *text;
	else
		draft.found = gone ? *place : first_place(et_spec_find(check, name));
	draft.message = et_sprintf(check->arena, "%s %s (registry: %s)", definition, wrong,
		et_spec_where(check, place));
	draft.expected = et_spec_where(check, place);
	draft.says = wrong;
	et_spec_emit(check, &draft);
	return false;
}

static void compare(struct et_spec_check *check)
{
	et_spec_compare_constants(check);
	et_spec_compare_records(check);
	et_spec_compare_others(check);
	et_spec_compare_missing(check);
	et_spec_compare_errata(check);
	et_spec_compare_requirements(check);
}

static bool lacks_chapter(const struct et_spec *spec)
{
	size_t i;

	for (i = 0; i < spec->n_files; i++) {
		const struct et_spec_file *file = &spec->files[i];

		if (!file->read && !file->listing && file->part == ET_PART_BODY)
			return true;
	}
	return false;
}

static void examine(struct et_spec_check *check)
{
	et_spec_values(check);
	et_spec_codes(check);
	et_spec_records(check);
	et_spec_listings(check);
	/* A chapter that is not there may define what the others name. */
	if (lacks_chapter(check->spec))
		return;
	et_spec_undefined(check);
	et_spec_fields(check);
	et_spec_labels(check);
	et_spec_conformance(check);
}

static struct et_spec_check begin(struct et_arena *arena, const struct et_spec *spec,
	const struct et_spec_options *options, struct et_results *results,
	struct et_spec_account *account)
{
	enum { MOST_LETTERS = 100000000 };
	struct et_spec_check check = {.arena = arena,
		.letters = MOST_LETTERS,
		.spec = spec,
		.options = options,
		.canon = options->canon,
		.results = results,
		.account = account};

	et_spec_index(&check);
	return check;
}

void et_spec_compare(struct et_arena *arena, const struct et_spec *spec,
	const struct et_spec_options *options, struct et_results *results,
	struct et_spec_account *account)
{
	struct et_spec_check check = begin(arena, spec, options, results, account);

	compare(&check);
}

void et_spec_judge(struct et_arena *arena, const struct et_spec *spec,
	const struct et_spec_options *options, struct et_results *results,
	struct et_spec_account *account)
{
	struct et_spec_check check = begin(arena, spec, options, results, account);

	compare(&check);
	examine(&check);
}
