/* SPDX-License-Identifier: BSD-3-Clause */
#include "expr.h"

bool et_expr_value(const struct et_expr *expr, const struct et_scope *scope,
	const struct et_abi *abi, struct et_value *value)
{
	/* Expressions are the reader's own, writable objects; only the model sees them as const. */
	struct et_expr *memo = (struct et_expr *)(uintptr_t)expr;
	const uint32_t bit = ET_ABI_BIT(abi->id);
	struct et_value result = {0};
	bool has = false;
	uint32_t holds;
	unsigned id;

	if (memo->asked & bit) {
		if (memo->has & bit)
			*value = memo->values[abi->id];
		return (memo->has & bit) != 0;
	}
	if (!scope)
		return false;
	holds = scope->evaluate(scope, expr, abi, &result, &has);
	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (!(holds & ET_ABI_BIT(id)))
			continue;
		memo->asked |= (uint8_t)ET_ABI_BIT(id);
		if (has)
			memo->has |= (uint8_t)ET_ABI_BIT(id);
		memo->values[id] = result;
	}
	if (has)
		*value = result;
	return has;
}

bool et_macro_call(const struct et_constant *macro, const uint64_t *arguments, size_t n,
	const struct et_abi *abi, struct et_value *value)
{
	return macro->spelling == ET_SPELLED_FUNCTION_MACRO && macro->scope && macro->scope->call &&
	       macro->scope->call(macro->scope, macro->def.name, arguments, n, abi, value);
}
