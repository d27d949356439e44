/* SPDX-License-Identifier: BSD-3-Clause */
/* Attributes: what packs and aligns counts, the rest is passed over. */
#include "c_int.h"

/* Compares with "name" and "__name__". */
static bool is_named(const struct c_sym *sym, const char *name)
{
	const char *text = sym->name;
	size_t length = strlen(name);

	if (text[0] == '_' && text[1] == '_')
		text += 2;
	return strncmp(text, name, length) == 0 &&
	       (!text[length] || strcmp(text + length, "__") == 0);
}

static void raise_align(struct c_parser *p, struct c_attrs *attrs, uint64_t align)
{
	if (!align || align > 1U << 28 || (align & (align - 1)))
		c_fail(p, "its alignment is no power of two");
	else if (align > attrs->align)
		attrs->align = (uint32_t)align;
}

static void aligned(struct c_parser *p, struct c_attrs *attrs)
{
	uint64_t value;

	if (p->t.kind == C_LPAREN) {
		if (c_take_value(p, C_STOP(C_RPAREN), &value))
			raise_align(p, attrs, value);
		c_accept(p, C_RPAREN);
		return;
	}
	/* Without a number: the largest alignment of the machine. */
	if (c_eff(&p->src) & ET_ABI_BIT(ET_ABI_BE64) && c_eff(&p->src) != ET_ABI_BIT(ET_ABI_BE64))
		c_narrow(&p->src, c_eff(&p->src) & (uint8_t)~ET_ABI_BIT(ET_ABI_BE64));
	raise_align(p, attrs, c_eff(&p->src) & ET_ABI_BIT(ET_ABI_BE64) ? 8 : 16);
}

static void mode(struct c_parser *p, struct c_attrs *attrs)
{
	static const struct {
		const char *name;
		uint8_t base;
	} modes[] = {{"QI", ET_BASE_CHAR}, {"byte", ET_BASE_CHAR}, {"HI", ET_BASE_SHORT},
		{"SI", ET_BASE_INT}, {"DI", ET_BASE_LLONG}, {"TI", ET_BASE_INT128},
		{"word", ET_BASE_LONG}, {"pointer", ET_BASE_POINTER}};
	size_t i;

	if (p->t.kind != C_LPAREN)
		return;
	c_advance(p);
	for (i = 0; p->t.kind == C_IDENT && i < sizeof(modes) / sizeof(*modes); i++)
		if (is_named(p->t.sym, modes[i].name))
			attrs->mode = (uint8_t)(modes[i].base + 1);
	c_skip_to(p, C_STOP(C_RPAREN));
	c_accept(p, C_RPAREN);
}

static void one(struct c_parser *p, struct c_attrs *attrs)
{
	struct c_sym *sym = p->t.sym;

	c_advance(p);
	if (is_named(sym, "packed"))
		attrs->packed = true;
	else if (is_named(sym, "aligned") || is_named(sym, "align"))
		aligned(p, attrs);
	else if (is_named(sym, "mode"))
		mode(p, attrs);
	if (p->t.kind == C_LPAREN)
		c_skip_group(p);
}

/* Names up to the closing bracket, which stays. */
static void list(struct c_parser *p, struct c_attrs *attrs, enum c_kind close)
{
	while (p->t.kind != close && p->t.kind != C_END && p->t.kind != C_SEMI && !p->why) {
		if (p->t.kind == C_IDENT)
			one(p, attrs);
		else if (p->t.kind == C_LPAREN)
			c_skip_group(p);
		else
			c_advance(p);
	}
}

static void gnu(struct c_parser *p, struct c_attrs *attrs)
{
	c_advance(p);
	if (!c_accept(p, C_LPAREN))
		return;
	if (p->t.kind == C_LPAREN) {
		c_advance(p);
		list(p, attrs, C_RPAREN);
		c_accept(p, C_RPAREN);
	} else {
		list(p, attrs, C_RPAREN);
	}
	c_accept(p, C_RPAREN);
}

static void alignas(struct c_parser *p, struct c_attrs *attrs)
{
	uint64_t value;

	c_advance(p);
	if (p->t.kind != C_LPAREN)
		return;
	if (c_take_value(p, C_STOP(C_RPAREN), &value) && value)
		raise_align(p, attrs, value);
	c_accept(p, C_RPAREN);
}

bool c_attribute(struct c_parser *p, struct c_attrs *attrs)
{
	if (p->t.kind == C_LBRACKET && c_peek(p) == C_LBRACKET) {
		c_skip_group(p);
		return true;
	}
	if (p->t.kind != C_IDENT)
		return false;
	switch (p->t.sym->keyword) {
	case K_ATTRIBUTE:
		gnu(p, attrs);
		return true;
	case K_DECLSPEC:
		c_advance(p);
		if (c_accept(p, C_LPAREN)) {
			list(p, attrs, C_RPAREN);
			c_accept(p, C_RPAREN);
		}
		return true;
	case K_ALIGNAS:
		alignas(p, attrs);
		return true;
	case K_ASM:
	case K_PRAGMA:
		c_advance(p);
		if (p->t.kind == C_LPAREN)
			c_skip_group(p);
		return true;
	case K_STORAGE:
	case K_EXTENSION:
		c_advance(p);
		return true;
	default:
		return false;
	}
}

/* An attribute macro that nobody defines and whose name says that it packs. */
bool c_says_packed(const struct c_sym *sym)
{
	static const char wanted[] = "packed";
	size_t i, j;

	for (i = 0; i + 6 <= sym->length; i++) {
		for (j = 0; j < 6 && (sym->name[i + j] | 0x20) == wanted[j]; j++)
			;
		if (j == 6)
			return true;
	}
	return false;
}
