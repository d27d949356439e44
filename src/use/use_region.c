/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which lines are compiled when a name is defined, and when it is not: conditions are evaluated
 * with that one supposition, and everything else unknown.
 */
#include "use_tokens.h"

#include <stdlib.h>

enum { MOST_BRANCHES = 64, DEEPEST_CONDITION = 64 };

struct value {
	bool known;
	int64_t number;
};

struct condition {
	const struct use_source *source;
	const struct use_names *names;
	const struct use_token *p;
	const struct use_token *end;
	uint32_t name;
	enum use_state state;
	unsigned depth;
};

static const struct value unknown = {0};

static struct value known(int64_t number)
{
	return (struct value){.known = true, .number = number};
}

static struct value binary(struct condition *c, int least);

static bool at(const struct condition *c, enum use_token_kind kind)
{
	return c->p < c->end && c->p->kind == kind;
}

/* Behind the parenthesis that is open at p. */
static void skip_group(struct condition *c)
{
	unsigned depth = 0;

	for (; c->p < c->end; c->p++) {
		if (c->p->kind == USE_OPEN)
			depth++;
		else if (c->p->kind == USE_CLOSE && --depth == 0) {
			c->p++;
			return;
		}
	}
}

static struct value is_defined(const struct condition *c, const struct use_token *name)
{
	if (name >= c->end || name->kind != USE_NAME || name->name != c->name)
		return unknown;
	return known(c->state == USE_DEFINED);
}

/* Behind the word "defined". */
static struct value defined(struct condition *c)
{
	struct value value;

	if (!at(c, USE_OPEN)) {
		value = is_defined(c, c->p);
		if (c->p < c->end)
			c->p++;
		return value;
	}
	value = is_defined(c, c->p + 1);
	skip_group(c);
	return value;
}

static struct value number(const struct condition *c, const struct use_token *token)
{
	const char *text = c->source->text + token->at;
	size_t length = use_word_length(c->source, token->at);
	char copy[32] = {0};
	char *end;
	long long value;

	if (length >= sizeof(copy))
		return unknown;
	memcpy(copy, text, length);
	value = strtoll(copy, &end, 0);
	while (*end && strchr("uUlL", *end))
		end++;
	return *end ? unknown : known(value);
}

static struct value unary(struct condition *c)
{
	const struct use_token *token = c->p;
	struct value value = unknown;

	if (c->p >= c->end || c->depth >= DEEPEST_CONDITION) {
		c->p = c->end;
		return unknown;
	}
	c->p++;
	switch (token->kind) {
	case USE_NOT:
	case USE_MINUS:
	case USE_PLUS:
	case USE_COMPLEMENT:
		c->depth++;
		value = unary(c);
		c->depth--;
		if (token->kind == USE_NOT)
			value.number = !value.number;
		else if (token->kind == USE_MINUS)
			value.number = (int64_t)(0 - (uint64_t)value.number);
		else if (token->kind == USE_COMPLEMENT)
			value.number = ~value.number;
		return value;
	case USE_OPEN:
		c->depth++;
		value = binary(c, 0);
		c->depth--;
		if (at(c, USE_CLOSE))
			c->p++;
		return value;
	case USE_NUMBER:
		return number(c, token);
	case USE_NAME:
		if (token->keyword == USE_KW_DEFINED)
			return defined(c);
		if (at(c, USE_OPEN))
			skip_group(c);
		else if (token->name == c->name && c->state == USE_UNDEFINED)
			return known(0);
		return unknown;
	default:
		return unknown;
	}
}

/* How tightly an operator binds; 0: none. */
static int binding(const struct use_token *token)
{
	switch (token->kind) {
	case USE_EITHER:
		return 1;
	case USE_BOTH:
		return 2;
	case USE_EQUAL:
	case USE_UNEQUAL:
		return 3;
	case USE_LESS:
		return 4;
	case USE_PLUS:
	case USE_MINUS:
	case USE_STAR:
	case USE_AND:
	case USE_ARITHMETIC:
		return 5;
	default:
		return 0;
	}
}

static struct value less(
	const struct condition *c, const struct use_token *mark, int64_t left, int64_t right)
{
	const char *text = c->source->text + mark->at;
	bool equal = text[1] == '=';

	if (left == right)
		return known(equal);
	return known((*text == '<') == (left < right));
}

static struct value apply(const struct condition *c, const struct use_token *mark,
	struct value left, struct value right)
{
	bool both = left.known && right.known;

	switch (mark->kind) {
	case USE_EITHER:
		if ((left.known && left.number) || (right.known && right.number))
			return known(1);
		return both ? known(0) : unknown;
	case USE_BOTH:
		if ((left.known && !left.number) || (right.known && !right.number))
			return known(0);
		return both ? known(1) : unknown;
	case USE_EQUAL:
		return both ? known(left.number == right.number) : unknown;
	case USE_UNEQUAL:
		return both ? known(left.number != right.number) : unknown;
	case USE_LESS:
		return both ? less(c, mark, left.number, right.number) : unknown;
	default:
		return unknown;
	}
}

static struct value binary(struct condition *c, int least)
{
	struct value left = unary(c);

	while (c->p < c->end) {
		const struct use_token *mark = c->p;
		int tight = binding(mark);

		if (!tight || tight <= least)
			break;
		c->p++;
		c->depth++;
		left = apply(c, mark, left, binary(c, tight));
		c->depth--;
	}
	/* a ? b : c says nothing. */
	if (at(c, USE_QUESTION) && !least) {
		while (c->p < c->end && c->p->kind != USE_CLOSE)
			c->p++;
		return unknown;
	}
	return left;
}

static enum use_truth own_truth(struct use_source *source, const struct use_names *names,
	const struct use_region *region, uint32_t name, enum use_state state)
{
	struct condition c = {.source = source,
		.names = names,
		.p = source->words.tokens + region->from,
		.name = name,
		.state = state};
	struct value value;

	c.end = c.p + region->count;
	switch (region->kind) {
	case USE_DIR_IF:
	case USE_DIR_ELIF:
		value = binary(&c, 0);
		break;
	case USE_DIR_IFDEF:
	case USE_DIR_ELIFDEF:
		value = is_defined(&c, c.p);
		break;
	case USE_DIR_IFNDEF:
	case USE_DIR_ELIFNDEF:
		value = is_defined(&c, c.p);
		value.number = !value.number;
		break;
	default:
		return USE_TRUE;
	}
	if (!value.known)
		return USE_MAYBE;
	return value.number ? USE_TRUE : USE_FALSE;
}

static enum use_truth both_truths(enum use_truth left, enum use_truth right)
{
	if (left == USE_FALSE || right == USE_FALSE)
		return USE_FALSE;
	return left == USE_TRUE && right == USE_TRUE ? USE_TRUE : USE_MAYBE;
}

static enum use_truth opposite(enum use_truth truth)
{
	return truth == USE_MAYBE ? USE_MAYBE : truth == USE_TRUE ? USE_FALSE : USE_TRUE;
}

enum use_truth use_region_truth(struct use_source *source, const struct use_names *names,
	uint16_t region, uint32_t name, enum use_state state)
{
	struct use_region *asked = &source->regions[region];
	uint32_t question = name * 2 + (state == USE_DEFINED);
	enum use_truth truth;
	uint16_t before;
	unsigned i;

	if (!region)
		return USE_TRUE;
	if (asked->asked == question)
		return asked->answer;
	truth = use_region_truth(source, names, asked->parent, name, state);
	truth = both_truths(truth, own_truth(source, names, asked, name, state));
	before = asked->before;
	for (i = 0; i < MOST_BRANCHES && before && truth != USE_FALSE; i++) {
		const struct use_region *other = &source->regions[before];

		truth = both_truths(truth, opposite(own_truth(source, names, other, name, state)));
		before = other->before;
	}
	/* What was not looked at may have held. */
	if (before && truth == USE_TRUE)
		truth = USE_MAYBE;
	asked->asked = question;
	asked->answer = truth;
	return truth;
}

bool use_region_asks(const struct use_source *source, uint16_t region, uint32_t name)
{
	while (region) {
		const struct use_region *asked = &source->regions[region];
		uint32_t i;

		for (i = 0; i < asked->count; i++) {
			const struct use_token *token = &source->words.tokens[asked->from + i];

			if (token->kind == USE_NAME && token->name == name)
				return true;
		}
		region = asked->before ? asked->before : asked->parent;
	}
	return false;
}
