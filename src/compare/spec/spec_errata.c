/* SPDX-License-Identifier: BSD-3-Clause */
/* Errata that are about what the text does not say; requirements of text and registry. */
#include "spec_check.h"

#include <string.h>

enum { LINES = 4 }; /* that an erratum's quotation may go over */

/* The text from a line to another one, both in it; empty when the first is not there. */
static void window(struct et_spec_check *check, const char *file, uint32_t first, uint32_t last,
	struct et_buf *out)
{
	size_t length = 0;
	const char *text = et_spec_text(check, file, first, last, &length);
	size_t i;

	/* Names are written with escaped underscores. */
	for (i = 0; text && i < length; i++) {
		if (text[i] != '\\')
			et_buf_putc(out, text[i]);
	}
}

/* Whether a word of the erratum's quotation that can only come from the text stands there. */
static bool is_said(const char *says, const char *text)
{
	bool any = false;

	while (*says) {
		char word[128];
		bool distinct = false;
		size_t length = 0;

		while (et_is_name_character(says[length]))
			length++;
		if (length && length < sizeof(word)) {
			memcpy(word, says, length);
			word[length] = '\0';
			distinct = strchr(word, '_') || strpbrk(word, "0123456789");
		}
		if (distinct) {
			any = true;
			if (strstr(text, word))
				return true;
		}
		says += length ? length : 1;
	}
	/* Told in words only, it can't be looked up. */
	return !any;
}

bool et_spec_says(
	struct et_spec_check *check, const struct et_erratum *erratum, const struct et_place *place)
{
	struct et_buf text = {0};
	bool said;

	/* A field that is not there differs at the one behind it. */
	window(check, place->file, place->line > LINES ? place->line - LINES : place->line,
		place->line + LINES, &text);
	said = !text.length || is_said(erratum->says, text.data);
	et_buf_finish(&text);
	return said;
}

void et_spec_compare_errata(struct et_spec_check *check)
{
	size_t i;

	for (i = 0; i < check->canon->n_errata; i++) {
		const struct et_erratum *erratum = &check->canon->errata[i];
		const struct et_spec_file *file = et_spec_file(check, erratum->place.file);
		struct et_spec_draft draft = {.rule = ET_D557,
			.definition = erratum->definition,
			.found = erratum->place,
			.expected = erratum->says};
		struct et_buf text = {0};

		if (!et_spec_is_current(check, erratum))
			continue;
		if (file && !file->read) {
			check->account->unverified++;
			continue;
		}
		if (file)
			window(check, erratum->place.file, erratum->place.line,
				erratum->place.line + LINES - 1, &text);
		if (text.length && is_said(erratum->says, text.data)) {
			check->account->confirmed++;
		} else {
			draft.message = et_sprintf(check->arena,
				"%s: an erratum says that the text has \"%s\" here, and it has not",
				erratum->definition, erratum->says);
			et_spec_emit(check, &draft);
		}
		et_buf_finish(&text);
	}
}

static bool is_held(const struct et_spec_check *check, const struct et_requirement *requirement)
{
	return et_spec_is_held(check, (enum et_edition)requirement->since,
		(enum et_edition)requirement->until, ET_STATUS_STANDARD);
}

void et_spec_compare_requirements(struct et_spec_check *check)
{
	const struct et_canon *canon = check->canon;
	struct et_map mine = {0};
	struct et_map theirs = {0};
	size_t i;

	if (!canon->n_requirements)
		return;
	for (i = 0; i < canon->n_requirements; i++) {
		const char *id = canon->requirement_texts + canon->requirements[i].id;

		if (is_held(check, &canon->requirements[i]))
			*et_map_slot(&mine, check->arena, id, strlen(id)) =
				(void *)&canon->requirements[i];
	}
	for (i = 0; i < check->spec->n_statements; i++) {
		const struct et_statement *statement = &check->spec->statements[i];
		const struct et_requirement *requirement =
			et_map_get(&mine, statement->id, strlen(statement->id));
		struct et_spec_draft draft = {.rule = ET_D558,
			.definition = statement->id,
			.found = statement->place,
			.says = et_level_name(statement->level)};

		*et_map_slot(&theirs, check->arena, statement->id, strlen(statement->id)) =
			(void *)statement;
		if (requirement && requirement->level == statement->level &&
			requirement->target == statement->target) {
			check->account->confirmed++;
			continue;
		}
		draft.message = et_sprintf(check->arena,
			requirement ? "requirement %s has another level or target in the registry"
				    : "requirement %s is not in the registry",
			statement->id);
		et_spec_emit(check, &draft);
	}
	for (i = 0; i < canon->n_requirements; i++) {
		const char *id = canon->requirement_texts + canon->requirements[i].id;
		struct et_spec_draft draft = {.rule = ET_D558, .definition = id};

		if (!is_held(check, &canon->requirements[i]) || et_map_get(&theirs, id, strlen(id)))
			continue;
		draft.expected = et_level_name((enum et_level)canon->requirements[i].level);
		draft.message = et_sprintf(
			check->arena, "requirement %s of the registry is not in the text", id);
		et_spec_emit(check, &draft);
	}
}
