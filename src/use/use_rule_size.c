/* SPDX-License-Identifier: BSD-3-Clause */
/* sizeof of what has a record in it whose size changed, and assertions of sizes. */
#include "use_rules.h"

#include "str.h"

#include <stdlib.h>

enum { DEEPEST_RECORD = 12, MOST_RECORDS = 4096 };

/* Whether a type has the record of a query in it, by value. */
static bool contains(
	struct use *u, struct use_type type, const struct use_query *query, unsigned depth)
{
	struct use_record *record;
	size_t i;

	if (depth >= DEEPEST_RECORD || !use_step(u))
		return false;
	while (use_top(&type) == '[')
		use_pop(&type);
	if (type.n)
		return false;
	if (use_matches(u, &type, query) == USE_SAME_TYPE)
		return true;
	type = use_resolve(u, type);
	while (use_top(&type) == '[')
		use_pop(&type);
	record = type.n ? NULL : use_record_of(u, &type);
	for (i = 0; record && i < record->members.count && i < MOST_RECORDS; i++)
		if (record->members.items[i].type.base >= USE_TAGGED &&
			contains(u, record->members.items[i].type, query, depth + 1))
			return true;
	return false;
}

/* The type of sizeof's operand; *behind is the index behind it. */
static struct use_type operand_type(struct use_parser p, uint32_t i, uint32_t *behind)
{
	struct use_type type;

	p.pos = i + 1;
	p.mark = false;
	if (use_kind(&p, p.pos) == USE_OPEN && use_begins_type(&p, p.pos + 1)) {
		struct use_parser inner = p;

		inner.pos = p.pos + 1;
		inner.end = use_behind(&p, p.pos) - 1;
		*behind = inner.end + 1;
		if (use_parse_type_name(&inner, &type) && use_kind(&p, *behind) != USE_OPEN_BRACE)
			return type;
	}
	type = use_parse_unary(&p);
	*behind = p.pos;
	return type;
}

/* A lone number at i, as far as the closing mark behind it. */
static bool number_at(const struct use_parser *p, uint32_t i, int64_t *value)
{
	const char *text;
	size_t length;
	char copy[32] = {0};
	char *end;

	if (use_kind(p, i) != USE_NUMBER)
		return false;
	if (p->tokens[i].name) {
		text = use_name_text(&p->u->names, p->tokens[i].name);
		length = strlen(text);
	} else if (p->source) {
		text = p->source->text + p->tokens[i].at;
		length = use_word_length(p->source, p->tokens[i].at);
	} else {
		return false;
	}
	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	*value = strtoll(copy, &end, 0);
	while (*end && strchr("uUlL", *end))
		end++;
	return !*end;
}

struct assertion {
	enum use_assertion kind;
	bool fails; /* it asserts that its condition does not hold */
};

static bool is_among(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

/* What the name at i asserts, if it does. */
static struct assertion assertion_at(const struct use_parser *p, uint32_t i)
{
	static const char *const holds[] = {"static_assert", "_Static_assert", "G_STATIC_ASSERT",
		"CASSERT", "BUILD_ASSERT", "COMPILE_TIME_ASSERT", "compiletime_assert",
		"STATIC_ASSERT", NULL};
	static const char *const fails[] = {"QEMU_BUILD_BUG_ON", "QEMU_BUILD_BUG_MSG",
		"QEMU_BUILD_BUG_ON_ZERO", "BUILD_BUG_ON", "BUILD_BUG_ON_MSG", "BUILD_BUG_ON_ZERO",
		NULL};
	static const char *const when_it_runs[] = {"assert", "g_assert", NULL};
	const char *name;

	if (use_kind(p, i) != USE_NAME)
		return (struct assertion){USE_ASSERTS_NOTHING, false};
	name = use_name_text(&p->u->names, p->tokens[i].name);
	if (is_among(holds, name))
		return (struct assertion){USE_ASSERTS, false};
	if (is_among(fails, name))
		return (struct assertion){USE_ASSERTS, true};
	return (struct assertion){
		is_among(when_it_runs, name) ? USE_ASSERTS_WHEN_IT_RUNS : USE_ASSERTS_NOTHING,
		false};
}

static bool compare(const struct use_token *mark, const char *text, int64_t left, int64_t right)
{
	if (mark->kind == USE_EQUAL)
		return left == right;
	if (mark->kind == USE_UNEQUAL)
		return left != right;
	if (left == right)
		return text[1] == '=';
	return (*text == '<') == (left < right);
}

enum use_assertion use_asserts(
	const struct use_place *place, uint32_t from, uint32_t to, const struct use_query *query)
{
	const struct use_parser *p = &place->p;
	const struct use_token *mark;
	const char *text;
	uint32_t up = p->tokens[from].up;
	int64_t number;
	bool left; /* what changed stands left of the mark */
	bool before;
	bool after;
	struct assertion assertion;

	if (!query->numbers || !up || up < 2 || use_kind(p, up - 1) != USE_OPEN || !p->source)
		return USE_ASSERTS_NOTHING;
	assertion = assertion_at(p, up - 2);
	if (assertion.kind == USE_ASSERTS_NOTHING)
		return USE_ASSERTS_NOTHING;
	left = from == up;
	mark = &p->tokens[left ? to : from - 1];
	if ((mark->kind != USE_EQUAL && mark->kind != USE_UNEQUAL && mark->kind != USE_LESS) ||
		mark->body)
		return USE_ASSERTS_NOTHING;
	/* Nothing but the comparison of the two. */
	if (left ? !number_at(p, to + 1, &number) || (use_kind(p, to + 2) != USE_CLOSE &&
							     use_kind(p, to + 2) != USE_COMMA)
		 : from != up + 2 || !number_at(p, up, &number) ||
				(use_kind(p, to) != USE_CLOSE && use_kind(p, to) != USE_COMMA))
		return USE_ASSERTS_NOTHING;
	text = p->source->text + mark->at;
	before = left ? compare(mark, text, query->was, number)
		      : compare(mark, text, number, query->was);
	after = left ? compare(mark, text, query->now, number)
		     : compare(mark, text, number, query->now);
	if (before == assertion.fails || after != assertion.fails)
		return USE_ASSERTS_NOTHING;
	return assertion.kind;
}

static void judge(struct use *u, const struct use_query *query, const struct use_place *place,
	struct use_type type, uint32_t behind)
{
	bool itself = use_matches(u, &type, query) == USE_SAME_TYPE;
	const struct et_query *asked = query->query;
	enum use_assertion assertion;

	if (!contains(u, type, query, 0))
		return;
	assertion = itself ? use_asserts(place, place->i, behind, query) : USE_ASSERTS_NOTHING;
	if (assertion) {
		use_report(u, query, place,
			assertion == USE_ASSERTS && u->sure && use_reaches_here(u, query)
				? ET_USE_CERTAIN
				: ET_USE_LIKELY,
			ET_USE_ASSERTION, assertion == USE_ASSERTS,
			"asserts a size that was %s and is %s bytes", asked->was, asked->now);
		return;
	}
	if (asked->was && asked->now && itself)
		use_report(u, query, place, ET_USE_LIKELY, ET_USE_SIZE, false,
			"its size was %s and is %s bytes", asked->was, asked->now);
	else
		use_report(u, query, place, ET_USE_LIKELY, ET_USE_SIZE, false,
			itself ? "its size changed" : "the size of a %s, which has it inside",
			use_type_text(u, &type));
}

void use_judge_sizeof(struct use *u, const struct use_place *place)
{
	uint32_t behind;
	struct use_type type = operand_type(place->p, place->i, &behind);
	uint32_t i;

	if (type.base < USE_TAGGED)
		return;
	for (i = 0; i < u->job->sizes.count; i++)
		if (use_reaches_here(u, u->job->sizes.items[i]))
			judge(u, u->job->sizes.items[i], place, type, behind);
}
