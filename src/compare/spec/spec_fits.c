/* SPDX-License-Identifier: BSD-3-Clause */
#include "spec_fits.h"

#include "abi.h"
#include "str.h"

#include <string.h>

bool et_spec_fits_name(const struct et_field *canon, const struct et_field *text)
{
	size_t i;

	for (i = 0; text->name && i < canon->n_aliases; i++) {
		if (et_streq(canon->aliases[i].dialect, "former") &&
			strcmp(canon->aliases[i].name, text->name) == 0)
			return true;
	}
	return et_streq(canon->name, text->name) ||
	       (canon->padding && text->padding && canon->name && text->name);
}

bool et_spec_fits_type(const struct et_type *canon, const struct et_type *text)
{
	const uint8_t *size = et_abi(ET_ABI_LP64)->size;

	if (canon->kind != text->kind)
		return text->kind == ET_TYPE_UNKNOWN && canon->kind == ET_TYPE_RECORD &&
		       canon->record->def.name && text->spelling &&
		       et_ends_with(text->spelling, canon->record->def.name);
	if (canon->kind == ET_TYPE_RECORD) {
		const char *mine = canon->record ? canon->record->def.name : NULL;
		const char *theirs = text->record ? text->record->def.name : NULL;

		return !mine || !theirs || strcmp(mine, theirs) == 0;
	}
	if (canon->kind != ET_TYPE_INT)
		return true;
	if (size[canon->base] != size[text->base])
		return false;
	return size[canon->base] == 1 || canon->order == text->order;
}

static bool fits_count(const struct et_count *canon, const struct et_count *text)
{
	if (canon->kind == ET_COUNT_FIXED && text->kind == ET_COUNT_FIXED)
		return canon->value == text->value;
	if (canon->kind == ET_COUNT_FIXED)
		return text->kind == ET_COUNT_PARAMETER && canon->name;
	/* How many is given in words, or by a field; [] says no more than that it is an array. */
	return text->kind != ET_COUNT_FIXED || text->name;
}

bool et_spec_fits_counts(const struct et_field *canon, const struct et_field *text)
{
	size_t i;

	if (canon->n_counts != text->n_counts)
		return false;
	for (i = 0; i < canon->n_counts; i++) {
		if (!fits_count(&canon->counts[i], &text->counts[i]))
			return false;
	}
	return true;
}

bool et_spec_names_feature(const struct et_when *when, const char *name, size_t length)
{
	size_t i;

	if (!when)
		return false;
	if (when->op == ET_WHEN_FEATURE &&
		(!name || (strlen(when->name) == length && memcmp(when->name, name, length) == 0)))
		return true;
	for (i = 0; i < when->n_operands; i++) {
		if (et_spec_names_feature(&when->operands[i], name, length))
			return true;
	}
	return false;
}

bool et_spec_fits_condition(
	const struct et_when *own, const struct et_when *outer, const char *guard)
{
	while (guard && *guard) {
		size_t length = 0;

		while (et_is_name_character(guard[length]))
			length++;
		if (length && memmem(guard, length, "_F_", 3) &&
			!et_spec_names_feature(own, guard, length) &&
			!et_spec_names_feature(outer, guard, length))
			return false;
		guard += length ? length : 1;
	}
	return true;
}
