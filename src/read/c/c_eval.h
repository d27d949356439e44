/* SPDX-License-Identifier: BSD-3-Clause */
/* Shared by the evaluator's files. */
#ifndef ETALON_C_EVAL_H
#define ETALON_C_EVAL_H

#include "c_int.h"

struct c_eval {
	const struct et_abi *abi;
	unsigned depth;
	unsigned dead; /* inside an operand whose value is not asked for */
	struct c_parser p;
};

/* All return false when there is no value. */
bool c_eval_conditional(struct c_eval *e, struct c_value *value);
bool c_eval_unary(struct c_eval *e, struct c_value *value);
bool c_eval_operand(struct c_eval *e, struct c_value *value); /* postfix included */
bool c_eval_sizeof(struct c_eval *e, bool align, struct c_value *value);
bool c_eval_offsetof(struct c_eval *e, struct c_value *value);
bool c_eval_nested(
	struct c_reader *r, struct c_expr *expr, const struct et_abi *abi, struct et_value *value);
void c_convert(struct c_value *value, unsigned width, bool is_unsigned);
bool c_convert_to(struct c_eval *e, struct c_value *value, const struct c_type *type);
void c_promote(struct c_value *value);
struct c_value c_int(uint64_t bits);
struct c_value c_size(const struct c_eval *e, uint64_t bits);

#endif
