/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers of the text that contradict each other: values, feature bits and their ranges. */
#include "spec_check.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Bit n in one place may be 1 << n in another. */
static bool agree(const struct et_spec_constant *left, const struct et_spec_constant *right)
{
	uint64_t a = left->constant.value.bits;
	uint64_t b = right->constant.value.bits;

	if (a == b)
		return true;
	if (left->constant.representation == right->constant.representation)
		return false;
	return (a < 64 && UINT64_C(1) << a == b) || (b < 64 && UINT64_C(1) << b == a);
}

const char *et_spec_show_value(struct et_spec_check *check, const struct et_spec_constant *constant)
{
	uint64_t value = constant->constant.value.bits;

	if (constant->constant.representation == ET_REP_BIT)
		return et_sprintf(check->arena, "bit %" PRIu64, value);
	/* As masks and opcodes are read. */
	if (constant->constant.representation == ET_REP_MASK || value > 255)
		return et_sprintf(check->arena, "0x%" PRIx64, value);
	return et_sprintf(check->arena, "%" PRIu64, value);
}

/* D501: each value that differs from the first is told once. */
static void judge_value(struct et_spec_check *check, const struct et_spec_name *name)
{
	const struct et_spec_constant *first = NULL;
	size_t i;

	for (i = 0; i < name->constants.count; i++) {
		const struct et_spec_constant *one = name->constants.items[i];
		struct et_spec_draft draft = {.rule = ET_D501, .definition = name->name};

		if (!one->has_value)
			continue;
		if (!first) {
			first = one;
			continue;
		}
		if (agree(first, one))
			continue;
		draft.found = one->constant.def.place;
		draft.other = first->constant.def.place;
		draft.says = et_spec_show_value(check, one);
		draft.expected = et_spec_show_value(check, first);
		draft.message = et_sprintf(check->arena, "%s is %s here, and %s at %s", name->name,
			draft.says, draft.expected, et_spec_where(check, &draft.other));
		et_spec_emit(check, &draft);
	}
}

/*
 * What a sentence says of a name: "NAME, \field{opcode} is set to 0x5". NULL when it says no
 * number; else where the number stands.
 */
static const char *said_number(const char *text, const char *end, const char *name)
{
	static const char *const parts[] = {",", "\\field{", "}", "is", "set", "to"};
	const char *at = memmem(text, (size_t)(end - text), name, strlen(name));
	size_t i;

	if (!at)
		return NULL;
	at += strlen(name);
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		size_t length = strlen(parts[i]);

		while (at < end && isspace((unsigned char)*at))
			at++;
		if ((size_t)(end - at) < length || memcmp(at, parts[i], length) != 0)
			return NULL;
		at += length;
		if (parts[i][length - 1] == '{')
			while (at < end && et_is_name_character(*at))
				at++;
	}
	while (at < end && isspace((unsigned char)*at))
		at++;
	return at < end && isdigit((unsigned char)*at) ? at : NULL;
}

/* D501, too: the number that a sentence gives to a code is that of its table. */
static void judge_sentences(struct et_spec_check *check, const struct et_spec_name *name)
{
	enum { LINES = 2 };
	const struct et_spec_constant *first = NULL;
	size_t i;

	for (i = 0; i < name->constants.count && !first; i++) {
		if (name->constants.items[i]->has_value)
			first = name->constants.items[i];
	}
	for (i = 0; first && i < name->mentions.count; i++) {
		const struct et_mention *mention = name->mentions.items[i];
		struct et_spec_draft draft = {.rule = ET_D501,
			.definition = name->name,
			.found = mention->place,
			.other = first->constant.def.place};
		struct et_spec_constant said = *first;
		size_t length = 0;
		const char *text =
			mention->kind != ET_MENTION_PROSE
				? NULL
				: et_spec_text(check, mention->place.file, mention->place.line,
					  mention->place.line + LINES, &length);
		const char *number = text ? said_number(text, text + length, name->name) : NULL;

		if (!number)
			continue;
		said.constant.value.bits = strtoull(number, NULL, 0);
		said.constant.representation = ET_REP_NUMBER;
		if (agree(first, &said))
			continue;
		draft.says = et_sprintf(check->arena, "0x%" PRIx64, said.constant.value.bits);
		draft.expected = et_sprintf(check->arena, "0x%" PRIx64, first->constant.value.bits);
		draft.message = et_sprintf(check->arena, "%s is %s here, and %s at %s", name->name,
			draft.says, draft.expected, et_spec_where(check, &draft.other));
		et_spec_emit(check, &draft);
	}
}

/* A feature bit of the text, with the part of the text that it belongs to. */
struct bit {
	const struct et_spec_constant *constant;
	uint32_t chapter;
	bool legacy;
};

static int compare_bits(const void *left_item, const void *right_item)
{
	const struct bit *left = left_item;
	const struct bit *right = right_item;
	uint64_t a = left->constant->constant.value.bits;
	uint64_t b = right->constant->constant.value.bits;

	if (left->chapter != right->chapter)
		return left->chapter < right->chapter ? -1 : 1;
	if (a != b)
		return a < b ? -1 : 1;
	/* In the order of the text. */
	return left->constant < right->constant ? -1 : left->constant > right->constant;
}

/* D502. Bits come by chapter and number. */
static void judge_shared(struct et_spec_check *check, const struct bit *bits, size_t count)
{
	size_t first = 0;
	size_t i;

	for (i = 1; i < count; i++) {
		const struct et_constant *one = &bits[i].constant->constant;
		const struct et_constant *other = &bits[first].constant->constant;
		struct et_spec_draft draft = {.rule = ET_D502, .definition = one->def.name};

		if (bits[i].chapter != bits[first].chapter ||
			one->value.bits != other->value.bits) {
			first = i;
			continue;
		}
		/* A bit may have had another name and meaning before 1.0. */
		if (strcmp(one->def.name, other->def.name) == 0 ||
			bits[i].legacy != bits[first].legacy)
			continue;
		draft.found = one->def.place;
		draft.other = other->def.place;
		draft.says = one->def.name;
		draft.expected = other->def.name;
		draft.message = et_sprintf(check->arena, "%s and %s (%s) are both bit %" PRIu64,
			one->def.name, other->def.name, et_spec_where(check, &draft.other),
			one->value.bits);
		et_spec_emit(check, &draft);
	}
}

/* What a range of feature bits is for. */
enum kind { FOR_DEVICES, FOR_FRAMEWORK, FOR_FUTURE, FOR_ELSE };

static enum kind kind_of(const struct et_spec_id *range)
{
	if (strcasestr(range->title, "future"))
		return FOR_FUTURE;
	if (strcasestr(range->title, "device type"))
		return FOR_DEVICES;
	if (strcasestr(range->title, "negotiation"))
		return FOR_FRAMEWORK;
	return FOR_ELSE;
}

/* The range that a bit is in, of those that the text allots to feature bits. */
static const struct et_spec_id *range_of(const struct et_spec_check *check, uint64_t bit)
{
	size_t i;

	for (i = 0; i < check->spec->n_ids; i++) {
		const struct et_spec_id *range = &check->spec->ids[i];

		if (range->heading != ET_SPEC_NONE && kind_of(range) != FOR_ELSE &&
			strcasecmp(check->spec->headings[range->heading].section.title,
				"Feature Bits") == 0 &&
			!et_spec_is_device(
				check->spec, et_spec_chapter(check->spec, range->heading)) &&
			bit >= range->number && bit <= range->last)
			return range;
	}
	return NULL;
}

/* D503. */
static void judge_range(struct et_spec_check *check, const struct bit *bit)
{
	const struct et_constant *constant = &bit->constant->constant;
	const struct et_spec_id *range = range_of(check, constant->value.bits);
	enum kind wanted =
		et_spec_is_device(check->spec, bit->chapter) ? FOR_DEVICES : FOR_FRAMEWORK;
	struct et_spec_draft draft = {.rule = ET_D503, .definition = constant->def.name};

	if (!range || kind_of(range) == wanted)
		return;
	draft.found = constant->def.place;
	draft.other = range->place;
	draft.says = et_sprintf(check->arena, "bit %" PRIu64, constant->value.bits);
	draft.expected = range->title;
	draft.message = et_sprintf(check->arena, "%s is bit %" PRIu64 ", which %s allots to \"%s\"",
		constant->def.name, constant->value.bits, et_spec_where(check, &range->place),
		range->title);
	et_spec_emit(check, &draft);
}

static void judge_bits(struct et_spec_check *check)
{
	ET_ARRAY(struct bit) bits = {0};
	size_t i;

	for (i = 0; i < check->spec->n_constants; i++) {
		const struct et_spec_constant *constant = &check->spec->constants[i];
		struct bit *bit;

		if (constant->superseded || !constant->has_value || !constant->constant.def.name ||
			constant->constant.kind != ET_CONST_FEATURE ||
			constant->constant.representation != ET_REP_BIT ||
			constant->heading == ET_SPEC_NONE || constant->origin == ET_ORIGIN_PROSE)
			continue;
		bit = ET_APPEND(check->arena, &bits);
		bit->constant = constant;
		bit->chapter = et_spec_chapter(check->spec, constant->heading);
		bit->legacy = check->spec->headings[constant->heading].legacy;
	}
	if (!bits.count)
		return;
	qsort(bits.items, bits.count, sizeof(*bits.items), compare_bits);
	judge_shared(check, bits.items, bits.count);
	for (i = 0; i < bits.count; i++)
		judge_range(check, &bits.items[i]);
}

void et_spec_values(struct et_spec_check *check)
{
	size_t i;

	for (i = 0; i < check->all.count; i++) {
		if (check->all.items[i]->constants.count > 1)
			judge_value(check, check->all.items[i]);
		judge_sentences(check, check->all.items[i]);
	}
	judge_bits(check);
}
