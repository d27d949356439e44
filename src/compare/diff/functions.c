/* SPDX-License-Identifier: BSD-3-Clause */
/* A function that both sides declare: how many arguments it takes. */
#include "differ.h"

#include "str.h"

static uint32_t parameters(const struct et_diff_item *item)
{
	return ((const struct et_function *)(const void *)item->variants.items[0])->n_parameters;
}

/* Whether all declarations of a header agree on a number, as those of #if and #else need not. */
static bool is_settled(const struct et_diff_item *item)
{
	size_t i;

	for (i = 1; i < item->variants.count; i++) {
		const struct et_function *other = (const void *)item->variants.items[i];

		if (other->n_parameters != parameters(item))
			return false;
	}
	return item->variants.count && parameters(item) != ET_VARIADIC;
}

const char *et_function_text(struct et_arena *arena, const struct et_def *def)
{
	uint32_t n = ((const struct et_function *)(const void *)def)->n_parameters;

	if (n == ET_VARIADIC)
		return "a function of any number of parameters";
	return et_sprintf(arena, "a function of %u parameter%s", (unsigned)n, n == 1 ? "" : "s");
}

void et_diff_functions(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to)
{
	struct et_change_draft draft = {.kind = ETALON_CHANGED,
		.what = ETALON_FUNCTION,
		.aspect = ET_ASPECT_PARAMETERS,
		.impact = ETALON_IMPACT_SOURCE,
		.from = from,
		.to = to};

	if (!is_settled(from) || !is_settled(to) || parameters(from) == parameters(to))
		return;
	draft.from_text = et_function_text(differ->arena, from->variants.items[0]);
	draft.to_text = et_function_text(differ->arena, to->variants.items[0]);
	draft.has_value = true;
	draft.from_value = parameters(from);
	draft.to_value = parameters(to);
	draft.message = et_sprintf(differ->arena, "%s() took %u argument%s, and takes %u now",
		to->name, (unsigned)parameters(from), parameters(from) == 1 ? "" : "s",
		(unsigned)parameters(to));
	et_diff_emit(differ, &draft);
}
