/* SPDX-License-Identifier: BSD-3-Clause */
/* A constant that both sides have: its value, the condition it is under, how it is spelled. */
#include "differ.h"

#include "str.h"

#include <inttypes.h>
#include <string.h>

static const struct et_constant *constant_of(const struct et_def *def)
{
	return (const void *)def;
}

static uint64_t narrow(const struct et_value *value)
{
	return value->width && value->width < 64 ? value->bits & ((UINT64_C(1) << value->width) - 1)
						 : value->bits;
}

/* The same pattern: (1 << 31) is 0x80000000 and 1UL << 31, whatever the types say. */
static bool same_value(const struct et_value *left, const struct et_value *right)
{
	return left->bits == right->bits || narrow(left) == narrow(right);
}

const char *et_value_text(struct et_arena *arena, const struct et_value *value)
{
	if (!value->is_unsigned && (int64_t)value->bits < 0) {
		if ((int64_t)value->bits >= -255)
			return et_sprintf(arena, "%" PRId64, (int64_t)value->bits);
		return et_sprintf(arena, "0x%" PRIx64, narrow(value));
	}
	if (value->bits > 255)
		return et_sprintf(arena, "0x%" PRIx64, value->bits);
	return et_sprintf(arena, "%" PRIu64, value->bits);
}

bool et_item_value(const struct et_differ *differ, const struct et_def *def, struct et_value *value)
{
	uint32_t abis = differ->options->abis & def->abis;
	unsigned id;

	if (!abis)
		abis = differ->options->abis;
	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (abis & ET_ABI_BIT(id))
			return et_constant_value(
				constant_of(def), et_abi((enum et_abi_id)id), value);
	}
	return false;
}

/* The definition that those see who define nothing, under an ABI; NULL: none. */
static const struct et_def *visible(const struct et_diff_item *item, const struct et_abi *abi)
{
	size_t i;

	for (i = 0; i < item->variants.count; i++) {
		const struct et_def *def = item->variants.items[i];

		if (def->abis & ET_ABI_BIT(abi->id))
			return def;
	}
	return NULL;
}

/* Two definitions that stand for each other, and the ABIs for which their values differ. */
struct pair {
	const struct et_def *from, *to;
	uint32_t abis;
	struct et_value from_value, to_value;
};

static const char *text_of(const struct et_constant *constant)
{
	return constant->text && *constant->text ? constant->text : "nothing";
}

/* "#ifndef NAME": what is defined unless somebody else says what it is. */
static bool is_default(struct et_arena *arena, const struct et_def *def)
{
	return def->guard && strstr(def->guard, et_sprintf(arena, "!defined(%s)", def->name));
}

static void tell_value(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to,
	const struct pair *pair)
{
	struct et_arena *arena = differ->arena;
	struct et_change_draft draft = {.kind = ETALON_CHANGED,
		.what = ETALON_CONSTANT,
		.aspect = ET_ASPECT_VALUE,
		.impact = et_value_impact(differ, from, to),
		.from = from,
		.to = to,
		.from_def = pair->from,
		.to_def = pair->to,
		.abis = pair->abis,
		.guard = pair->to->guard,
		.has_value = true};

	if (draft.impact < ETALON_IMPACT_BEHAVIOUR && is_default(arena, pair->to))
		draft.impact = ETALON_IMPACT_BEHAVIOUR;
	draft.from_text = et_value_text(arena, &pair->from_value);
	draft.to_text = et_value_text(arena, &pair->to_value);
	draft.from_value = (int64_t)pair->from_value.bits;
	draft.to_value = (int64_t)pair->to_value.bits;
	draft.message = et_sprintf(
		arena, "%s was %s, and is %s now", to->name, draft.from_text, draft.to_text);
	et_diff_emit(differ, &draft);
}

/* A number that became a string or nothing: whoever computes with it does not compile. */
static bool is_no_number_now(
	const struct et_differ *differ, const struct et_def *from, const struct et_def *to)
{
	const char *text = constant_of(to)->text;
	struct et_value value;

	return et_item_value(differ, from, &value) && (!text || !*text || *text == '"');
}

static bool is_variadic(const struct et_constant *constant)
{
	return constant->parameters && strstr(constant->parameters, "...");
}

static void tell_text(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to,
	const struct et_def *from_def, const struct et_def *to_def)
{
	const struct et_constant *left = constant_of(from_def);
	const struct et_constant *right = constant_of(to_def);
	enum et_text_change change = et_compare_macros(differ, left, right);
	struct et_change_draft draft = {.kind = ETALON_CHANGED,
		.what = ETALON_CONSTANT,
		.aspect = ET_ASPECT_TEXT,
		.from = from,
		.to = to,
		.from_def = from_def,
		.to_def = to_def,
		.from_text = text_of(left),
		.to_text = text_of(right),
		.guard = to_def->guard};

	if (change == ET_TEXT_SAME && et_count_parameters(left) == et_count_parameters(right))
		return;
	draft.message = et_sprintf(differ->arena, "%s has another text now", to->name);
	if (et_count_parameters(left) != et_count_parameters(right)) {
		draft.impact = ETALON_IMPACT_SOURCE;
		/* Of a variadic one a call may have as many arguments as before. */
		draft.has_value = !is_variadic(left) && !is_variadic(right);
		if (draft.has_value)
			draft.aspect = ET_ASPECT_PARAMETERS;
		draft.from_value = (int64_t)et_count_parameters(left);
		draft.to_value = (int64_t)et_count_parameters(right);
		draft.from_text = left->parameters;
		draft.to_text = right->parameters;
		draft.message =
			et_sprintf(differ->arena, "%s took %zu parameters, and takes %zu now",
				to->name, et_count_parameters(left), et_count_parameters(right));
	} else if (change == ET_TEXT_GROUPED) {
		draft.impact = ETALON_IMPACT_COMPATIBLE;
		draft.message =
			et_sprintf(differ->arena, "%s has its parentheses elsewhere now", to->name);
	} else if (change == ET_TEXT_NUMBERS) {
		draft.impact = et_value_impact(differ, from, to);
		draft.message =
			et_sprintf(differ->arena, "%s computes something else now", to->name);
	} else if (is_no_number_now(differ, from_def, to_def)) {
		draft.impact = ETALON_IMPACT_SOURCE;
		draft.message =
			et_sprintf(differ->arena, "%s was a number, and is none now", to->name);
	} else {
		draft.impact = ETALON_IMPACT_BEHAVIOUR;
	}
	et_diff_emit(differ, &draft);
}

/* A pair of definitions under one ABI. Returns whether their values were compared. */
static bool compare_values(struct pair *pair, const struct et_abi *abi)
{
	struct et_value from, to;

	if (!et_constant_value(constant_of(pair->from), abi, &from) ||
		!et_constant_value(constant_of(pair->to), abi, &to))
		return false;
	if (same_value(&from, &to))
		return true;
	if (!pair->abis) {
		pair->from_value = from;
		pair->to_value = to;
	}
	pair->abis |= ET_ABI_BIT(abi->id);
	return true;
}

static void compare_pair(struct et_differ *differ, struct et_diff_item *from,
	struct et_diff_item *to, const struct et_def *from_def, const struct et_def *to_def)
{
	struct pair pair = {.from = from_def, .to = to_def};
	uint32_t asked = from->file->abis & to->file->abis;
	uint32_t abis = asked & from_def->abis & to_def->abis;
	bool compared = false;
	unsigned id;

	/* What is under a condition over other names has its value all the same. */
	if (!abis)
		abis = asked ? asked : differ->options->abis;
	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (abis & ET_ABI_BIT(id))
			compared |= compare_values(&pair, et_abi((enum et_abi_id)id));
	}
	if (pair.abis) {
		if (pair.abis == abis)
			pair.abis = 0;
		tell_value(differ, from, to, &pair);
	} else if (!compared) {
		tell_text(differ, from, to, from_def, to_def);
	}
}

/* The definition under the same condition, or NULL. */
static const struct et_def *same_guard(const struct et_diff_item *item, const struct et_def *def)
{
	size_t i;

	for (i = 0; i < item->variants.count; i++) {
		if (et_streq(item->variants.items[i]->guard, def->guard))
			return item->variants.items[i];
	}
	return NULL;
}

/*
 * Definitions under the same condition are the same; where a condition changed, those that
 * everybody sees.
 */
static void compare_variants(
	struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to)
{
	const struct et_def *done_from = NULL, *done_to = NULL;
	bool all = true;
	unsigned id;
	size_t i;

	for (i = 0; i < from->variants.count; i++) {
		const struct et_def *left = from->variants.items[i];
		const struct et_def *right = same_guard(to, left);

		/* The second of one condition is the first, undefined and defined anew. */
		if (right && same_guard(from, left) == left)
			compare_pair(differ, from, to, left, right);
		all &= right != NULL;
	}
	for (id = 0; id < ET_ABI_COUNT && !all; id++) {
		const struct et_abi *abi = et_abi((enum et_abi_id)id);
		const struct et_def *left = visible(from, abi), *right = visible(to, abi);

		if (!(from->file->abis & to->file->abis & ET_ABI_BIT(id)) || !left || !right ||
			(left == done_from && right == done_to) || same_guard(to, left))
			continue;
		compare_pair(differ, from, to, left, right);
		done_from = left;
		done_to = right;
	}
}

static const char *guard_text(const char *guard)
{
	return guard ? guard : "always";
}

void et_diff_guards(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to,
	enum etalon_change_what what)
{
	const struct et_def *left = from->variants.items[0];
	const struct et_def *right = to->variants.items[0];
	struct et_change_draft draft = {.kind = ETALON_CHANGED,
		.what = what,
		.aspect = ET_ASPECT_GUARD,
		.impact = ETALON_IMPACT_COMPATIBLE,
		.from = from,
		.to = to,
		.from_text = guard_text(left->guard),
		.to_text = guard_text(right->guard),
		.guard = right->guard};
	uint32_t gone = 0, came = 0;
	unsigned id;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		const struct et_abi *abi = et_abi((enum et_abi_id)id);
		const struct et_def *was, *is;

		if (!(from->file->abis & to->file->abis & ET_ABI_BIT(id)))
			continue;
		was = visible(from, abi);
		is = visible(to, abi);
		/* Under the same condition as before, it is what that stands on that changed. */
		if (was && !is && !same_guard(to, was))
			gone |= ET_ABI_BIT(id);
		if (is && !was && !same_guard(from, is))
			came |= ET_ABI_BIT(id);
	}
	if (!gone && !came)
		return;
	draft.abis = gone ? gone : came;
	if (draft.abis == (from->file->abis & to->file->abis))
		draft.abis = 0;
	if (gone) {
		draft.impact = ETALON_IMPACT_SOURCE;
		draft.message = et_sprintf(differ->arena,
			"%s is only there under a condition now: %s", to->name, draft.to_text);
	} else {
		draft.message = et_sprintf(differ->arena,
			"%s is there now without what it needed: %s", to->name, draft.from_text);
	}
	et_diff_emit(differ, &draft);
}

static const char *spelling_name(enum et_spelling spelling)
{
	switch (spelling) {
	case ET_SPELLED_FUNCTION_MACRO:
		return "function-like macro";
	case ET_SPELLED_ENUMERATOR:
		return "enumerator";
	default:
		return "macro";
	}
}

/* Returns whether the values can still be compared. */
static bool compare_spelling(
	struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to)
{
	const struct et_constant *left = constant_of(from->variants.items[0]);
	const struct et_constant *right = constant_of(to->variants.items[0]);
	bool was_macro = left->spelling != ET_SPELLED_ENUMERATOR || from->has_macro;
	bool is_macro = right->spelling != ET_SPELLED_ENUMERATOR || to->has_macro;
	bool was_called = left->spelling == ET_SPELLED_FUNCTION_MACRO;
	bool is_called = right->spelling == ET_SPELLED_FUNCTION_MACRO;
	struct et_change_draft draft = {.kind = ETALON_CHANGED,
		.what = ETALON_CONSTANT,
		.aspect = ET_ASPECT_SPELLING,
		.impact = ETALON_IMPACT_COMPATIBLE,
		.from = from,
		.to = to,
		.from_text = spelling_name(left->spelling),
		.to_text = spelling_name(right->spelling),
		.guard = right->def.guard};

	if (left->spelling == right->spelling && was_macro == is_macro)
		return true;
	if (was_called != is_called)
		draft.impact = ETALON_IMPACT_SOURCE;
	else if (was_macro && !is_macro)
		draft.impact = ETALON_IMPACT_BEHAVIOUR;
	draft.message = et_sprintf(differ->arena, "%s was a%s %s, and is a%s %s now", to->name,
		left->spelling == ET_SPELLED_ENUMERATOR ? "n" : "", draft.from_text,
		right->spelling == ET_SPELLED_ENUMERATOR ? "n" : "", draft.to_text);
	if (was_macro && !is_macro)
		draft.message =
			et_join(differ->arena, draft.message, ": ", "#ifdef no longer sees it");
	et_diff_emit(differ, &draft);
	return was_called == is_called;
}

/*
 * The old name is kept for a new one: "#define OLD NEW". Both are there, so that nothing breaks.
 */
static void find_new_name(
	struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to)
{
	const char *name = constant_of(to->variants.items[0])->alias_of;
	struct et_diff_item *other;
	struct et_value left, right;

	if (!name || et_streq(constant_of(from->variants.items[0])->alias_of, name))
		return;
	other = et_diff_find(&differ->to, ET_ITEM_CONSTANT, name, to->file);
	if (!other || other->pair || other->told || !other->variants.count ||
		!et_item_value(differ, from->variants.items[0], &left) ||
		!et_item_value(differ, other->variants.items[0], &right) ||
		!same_value(&left, &right))
		return;
	other->told = true;
	et_diff_emit(differ, &(struct et_change_draft){.kind = ETALON_RENAMED,
				     .what = ETALON_CONSTANT,
				     .impact = ETALON_IMPACT_COMPATIBLE,
				     .from = from,
				     .to = other,
				     .from_text = et_value_text(differ->arena, &left),
				     .to_text = et_value_text(differ->arena, &right),
				     .message = et_sprintf(differ->arena,
					     "%s is called %s now; the old name is kept for it",
					     from->name, other->name)});
}

void et_diff_constants(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to)
{
	if (!from->variants.count || !to->variants.count)
		return;
	if (!compare_spelling(differ, from, to))
		return;
	et_diff_guards(differ, from, to, ETALON_CONSTANT);
	compare_variants(differ, from, to);
	find_new_name(differ, from, to);
}
