/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Expressions of trees: what a reader could not or need not work out while it read, because the
 * answer depends on the ABI or on what is defined further on. The model does not know a notation's
 * expressions; it asks the scope that the reader left behind, and remembers the answers.
 */
#ifndef ETALON_EXPR_H
#define ETALON_EXPR_H

#include "constant.h"

/* The head of a reader's own structure. */
struct et_expr {
	uint8_t asked; /* bit n: the answer for the et_abi_id n is known */
	uint8_t has;   /* bit n: and it is a value */
	struct et_value values[ET_ABI_COUNT];
};

/* What names mean to a reader's expressions; the head of the reader's own structure. */
struct et_scope {
	/*
	 * Returns the set of ABIs (bits, always with abi's) that the answer holds for, and in
	 * *has whether there is a value. 0: ask again later, for now there is none.
	 */
	uint32_t (*evaluate)(const struct et_scope *scope, const struct et_expr *expr,
		const struct et_abi *abi, struct et_value *value, bool *has);
	/* What et_macro_call() does; NULL where a notation has no such thing. */
	bool (*call)(const struct et_scope *scope, const char *macro, const uint64_t *arguments,
		size_t n, const struct et_abi *abi, struct et_value *value);
};

/*
 * The value of an expression under an ABI; false when it has none. Not safe for two threads at
 * once over one scope, because answers are remembered.
 */
bool et_expr_value(const struct et_expr *expr, const struct et_scope *scope,
	const struct et_abi *abi, struct et_value *value);

/*
 * The value of a tree's function-like macro for n plain numbers as arguments, under an ABI; false
 * when it has none. Each call costs memory of the reader's arena: for a few samples, not for all.
 */
bool et_macro_call(const struct et_constant *macro, const uint64_t *arguments, size_t n,
	const struct et_abi *abi, struct et_value *value);

#endif
