/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls of function-like macros that nobody wrote: what such a macro makes of a few numbers. */
#include "c_int.h"

#include <inttypes.h>

enum { MOST_ARGUMENTS = 8 };

static struct c_tok token(enum c_kind kind)
{
	return (struct c_tok){.kind = kind, .flags = C_SPACE};
}

static struct c_tok number(struct c_reader *r, uint64_t value)
{
	struct c_tok tok = token(C_NUMBER);

	tok.text = et_sprintf(r->arena, "%" PRIu64, value);
	tok.len = (uint16_t)strlen(tok.text);
	return tok;
}

bool c_apply(const struct et_scope *scope, const char *macro, const uint64_t *arguments, size_t n,
	const struct et_abi *abi, struct et_value *value)
{
	struct c_reader *r = (struct c_reader *)(uintptr_t)(const void *)scope;
	struct c_tok *toks;
	struct c_expr *expr;
	uint32_t count = 0;
	size_t i;

	if (n > MOST_ARGUMENTS)
		return false;
	toks = ET_NEW_ARRAY(r->arena, n * 2 + 3, struct c_tok);
	toks[count] = token(C_IDENT);
	toks[count++].sym = c_intern(r, macro, strlen(macro));
	toks[count++] = token(C_LPAREN);
	for (i = 0; i < n; i++) {
		if (i)
			toks[count++] = token(C_COMMA);
		toks[count++] = number(r, arguments[i]);
	}
	toks[count++] = token(C_RPAREN);
	/* As a macro at the end of everything would see it. */
	expr = c_new_expr(r, toks, count, UINT32_MAX, NULL);
	return et_expr_value(&expr->base, scope, abi, value);
}
