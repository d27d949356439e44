/* SPDX-License-Identifier: BSD-3-Clause */
#include "constant.h"
#include "expr.h"

bool et_constant_value(
	const struct et_constant *constant, const struct et_abi *abi, struct et_value *value)
{
	if (constant->spelling == ET_SPELLED_FUNCTION_MACRO)
		return false;
	if (!constant->expr) {
		*value = constant->value;
		return true;
	}
	return et_expr_value(constant->expr, constant->scope, abi, value);
}
