/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Items of lists that give a name its number, in the spellings that the editions have; what feature
 * bits require; names with a number in running text.
 */
#include "tex_take.h"

#include "str.h"

#include <string.h>
#include <strings.h>

/* What a feature needs, found before or after the feature itself. */
struct requirement {
	const char *name;
	const char *condition;
	bool superseded;
};

struct taker {
	struct tex_builder *builder;
	uint32_t *groups; /* by the block that begins a list: its group + 1 */
	uint32_t alone;	  /* the group + 1 of items outside of any list */
	ET_ARRAY(struct requirement) requirements;
};

static uint32_t group_of(struct taker *taker, const struct tex_block *block)
{
	uint32_t *group = &taker->alone;

	if (block->list < taker->builder->doc->blocks.count)
		group = &taker->groups[block->list];
	if (!*group)
		*group = ++taker->builder->groups;
	return *group - 1;
}

static struct et_spec_constant *add(struct taker *taker, const struct tex_block *block,
	const char *at, const char *name, size_t length, const struct tex_range *value, bool bit)
{
	struct et_spec_constant *added = tex_add_constant(taker->builder, block, at, name, length,
		value, ET_ORIGIN_ITEM, group_of(taker, block));

	if (bit)
		added->constant.representation = ET_REP_BIT;
	return added;
}

/* "Requires A or B. More." gives "A or B"; NULL: no requirement. */
static const char *condition_of(struct et_arena *arena, const char *begin, const char *end)
{
	const char *at = tex_skip(begin, end), *text, *stop;

	if (!tex_word(&at, end, "requires") && !tex_word(&at, end, "depends on") &&
		!tex_word(&at, end, "needs"))
		return NULL;
	text = tex_plain_text(arena, at, end);
	stop = strstr(text, ". ");
	if (!stop)
		stop = text + strlen(text);
	while (stop > text && strchr(". ;:", stop[-1]))
		stop--;
	return stop > text ? et_strndup(arena, text, (size_t)(stop - text)) : NULL;
}

/* Behind what is only dress: blanks, \label{…}, "\field{", "\textbf{". */
static const char *undress(const char *at, const char *end)
{
	for (;;) {
		const char *name, *here;
		struct tex_span inside;
		size_t length;

		at = tex_skip(at, end);
		here = at;
		if (at == end || *at != '\\' || !tex_command(&here, end, &name, &length) ||
			here == end || *here != '{')
			return at;
		if ((length == 5 && memcmp(name, "label", 5) == 0)) {
			if (!tex_group(&here, end, '{', &inside))
				return at;
			at = here;
		} else {
			at = here + 1;
		}
	}
}

/* Items that are a number, or several, and words or a name. */
struct numbers {
	struct tex_range ranges[16];
	size_t n;
	bool bit;
};

/* "0 to 23, 41, 42 and 50 to 127"; *at moves behind. */
static bool read_numbers(const char **at, const char *end, struct numbers *numbers)
{
	const char *here = *at;

	*numbers = (struct numbers){0};
	numbers->bit = tex_word(&here, end, "bits") || tex_word(&here, end, "bit");
	while (numbers->n < sizeof(numbers->ranges) / sizeof(*numbers->ranges)) {
		bool more;

		if (!tex_range(&here, end, &numbers->ranges[numbers->n]))
			break;
		numbers->n++;
		*at = here;
		here = tex_skip(here, end);
		more = here < end && *here == ',';
		if (more)
			here = tex_skip(here + 1, end);
		if (!tex_word(&here, end, "and") && !more)
			break;
	}
	return numbers->n > 0;
}

/* The words that say what a number is for: up to the first stop, without a sign before them. */
static size_t clause(const char **text)
{
	static const char *const ends[] = {", ", ". ", "; ", " - "};
	size_t length;

	while (**text && strchr(" -:=,", **text))
		(*text)++;
	length = strlen(*text);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		const char *end = memmem(*text, length, ends[i], strlen(ends[i]));

		if (end)
			length = (size_t)(end - *text);
	}
	while (length && strchr(". :", (*text)[length - 1]))
		length--;
	return length;
}

static bool numbered(struct taker *taker, const struct tex_block *block, const char *option)
{
	struct tex_builder *builder = taker->builder;
	const char *at = option, *end = option + strlen(option), *title;
	const char *source = block->option.begin;
	struct numbers numbers;
	size_t length;

	if (!read_numbers(&at, end, &numbers))
		return false;
	at = tex_skip(at, end);
	if (at < end && !strchr("-:=,", *at))
		return false; /* "1.", "2(N-1)" */
	while (at < end && strchr(" -:=,", *at))
		at++;
	length = tex_identifier(at, end);
	if (!length) {
		source = undress(block->text.begin, block->text.end);
		while (source < block->text.end && strchr(" -:=,\n\t", *source))
			source++;
		source = undress(source, block->text.end);
		for (at = source; at < block->text.end &&
				  (*at == '_' || *at == '\\' || tex_identifier(at, at + 1) ||
					  (*at >= '0' && *at <= '9'));)
			at++;
		length = (size_t)(at - source);
		at = source;
	}
	if (numbers.n == 1 && tex_is_constant(at, length, false)) {
		struct et_spec_constant *added =
			add(taker, block, source, at, length, numbers.ranges, numbers.bit);

		if (numbers.bit && added->constant.kind == ET_CONST_OTHER)
			added->constant.kind = ET_CONST_FLAG;
		return true;
	}
	title = tex_plain_text(builder->arena, block->text.begin, block->text.end);
	length = clause(&title);
	for (size_t i = 0; i < numbers.n && length; i++) {
		struct et_spec_id *id = tex_add_id(builder, block, block->option.begin, title,
			length, &numbers.ranges[i], tex_title(builder->doc, block));

		if (id)
			id->group = group_of(taker, block);
	}
	return true;
}

/* "Self group type (0x0)": words and a number, and nothing else. */
static bool worded(struct taker *taker, const struct tex_block *block, const char *text)
{
	const char *open = strrchr(text, '('), *at, *end;
	struct tex_range range;
	size_t length, words = 1;

	if (!open || open == text)
		return false;
	at = open + 1;
	end = text + strlen(text);
	if (!tex_range(&at, end, &range) || at == end || *at != ')' || tex_skip(at + 1, end) != end)
		return false;
	length = (size_t)(open - text);
	while (length && text[length - 1] == ' ')
		length--;
	for (size_t i = 0; i < length; i++)
		words += text[i] == ' ';
	if (!length || words > 6)
		return false;
	tex_add_id(taker->builder, block,
		block->has_option ? block->option.begin : block->text.begin, text, length, &range,
		tex_title(taker->builder->doc, block));
	return true;
}

/* A name alone in the brackets: the number, or what the feature requires, may follow in the text.
 */
static void named(struct taker *taker, const struct tex_block *block, const char *name,
	size_t length, const char *begin, const char *end)
{
	struct et_arena *arena = taker->builder->arena;
	const char *at = tex_skip(begin, end), *condition;
	struct tex_range range;
	bool open = at < end && *at == '(';

	if (open || (at < end && *at == '=')) {
		bool bit;

		at = tex_skip(at + 1, end);
		bit = tex_word(&at, end, "bit");
		if (tex_range(&at, end, &range) && (!open || (at < end && *at == ')')))
			add(taker, block, block->option.begin, name, length, &range, bit);
		return;
	}
	condition = condition_of(arena, at, end);
	if (condition) {
		struct requirement *requirement = ET_APPEND(arena, &taker->requirements);

		requirement->name = et_strndup(arena, name, length);
		requirement->condition = condition;
		requirement->superseded = block->superseded;
	}
}

/* What stands in the brackets, as plain text; there is no "NAME (3)" in it. */
static void option_words(struct taker *taker, const struct tex_block *block, const char *option)
{
	const char *end = option + strlen(option), *rest;
	size_t length = tex_identifier(option, end);
	struct tex_range range;

	if (!length || !tex_is_constant(option, length, true)) {
		if (!numbered(taker, block, option))
			worded(taker, block, option);
		return;
	}
	rest = tex_skip(option + length, end);
	if (rest == end) {
		named(taker, block, option, length, block->text.begin, block->text.end);
		return;
	}
	if (strchr("=:,-", *rest)) {
		const char *at = tex_skip(rest + 1, end);
		bool bit = tex_word(&at, end, "bit");

		if (tex_range(&at, end, &range) && tex_skip(at, end) == end) {
			add(taker, block, block->option.begin, option, length, &range, bit);
			return;
		}
	}
	/* "NAME (l2)", "NAME (99999999999999999999)": a number was meant. */
	if (*rest == '(' && ((rest[1] >= '0' && rest[1] <= '9') ||
				    tex_in_features(taker->builder->doc, block))) {
		size_t inside = strcspn(rest + 1, ")");
		struct et_spec_constant *added =
			add(taker, block, block->option.begin, option, length, NULL, false);

		added->constant.text = et_strndup(taker->builder->arena, rest + 1, inside);
		return;
	}
	worded(taker, block, option);
}

static void with_option(struct taker *taker, const struct tex_block *block)
{
	const char *begin = block->option.begin, *end = block->option.end;
	const char *first = undress(begin, end);
	struct et_spec_constant *last = NULL;
	struct tex_scan scan;
	struct tex_pair pair;

	tex_scan_begin(&scan, first, end);
	while (!tex_full(taker->builder) && tex_scan_pair(&scan, true, &pair))
		if (pair.begin == first || tex_is_constant(pair.name, pair.length, false))
			last = add(taker, block, pair.name, pair.name, pair.length, &pair.value,
				pair.bit);
	if (last)
		last->condition =
			condition_of(taker->builder->arena, block->text.begin, block->text.end);
	else
		option_words(taker, block, tex_plain_text(taker->builder->arena, begin, end));
	tex_add_pairs(taker->builder, block, block->text.begin, block->text.end);
}

/* \item NAME (3) words; \item SENSE ID (0xe4); \item NAME requires OTHER. */
static void without_option(struct taker *taker, const struct tex_block *block)
{
	enum { HEAD = 200 };
	const char *first = undress(block->text.begin, block->text.end), *rest = first;
	const char *head = block->text.end - first > HEAD ? first + HEAD : block->text.end;
	struct tex_scan scan;
	struct tex_pair pair;

	tex_scan_begin(&scan, first, head);
	if (tex_scan_pair(&scan, true, &pair) && pair.begin == first) {
		struct et_spec_constant *added =
			add(taker, block, first, pair.name, pair.length, &pair.value, pair.bit);

		rest = pair.end;
		added->condition = condition_of(taker->builder->arena, rest, block->text.end);
	} else if (head == block->text.end) {
		const char *text = tex_plain_text(taker->builder->arena, first, head);
		const char *end = text + strlen(text);
		size_t length = tex_identifier(text, end);

		if (tex_is_constant(text, length, false)) {
			if (!strchr("(=", *tex_skip(text + length, end)))
				named(taker, block, text, length, text + length, end);
		} else {
			worded(taker, block, text);
		}
	}
	tex_add_pairs(taker->builder, block, rest, block->text.end);
}

/* "20" in a section "Device ID". */
static void device_id(struct tex_builder *builder, const struct tex_block *block)
{
	const struct tex_doc *doc = builder->doc;
	const char *at = tex_skip(block->text.begin, block->text.end), *begin = at, *end, *title;
	struct tex_range range;
	uint32_t parent;

	if (strcasecmp(tex_title(doc, block), "device id") != 0)
		return;
	if (!tex_range(&at, block->text.end, &range) || range.range)
		return;
	end = at;
	if (end < block->text.end && *end == '.')
		end++;
	parent = doc->headings.items[block->heading].parent;
	if (tex_skip(end, block->text.end) != block->text.end || parent >= doc->headings.count)
		return;
	title = doc->headings.items[parent].section.title;
	if (title)
		tex_add_id(
			builder, block, begin, title, strlen(title), &range, tex_title(doc, block));
}

/* What the values of a list have in common. */
struct common {
	size_t count;
	bool mixed; /* not each is one bit */
	bool zero;
};

/*
 * A value alone does not say whether it is a bit's number or its mask. In a list of flags or of
 * status bits the others do: 0 is no mask, and three or more that are all single bits are no
 * numbers.
 */
static void settle_flags(struct tex_builder *builder, size_t first)
{
	struct common *commons = ET_NEW_ARRAY(builder->arena, builder->groups + 1, struct common);

	for (size_t i = first; i < builder->constants.count; i++) {
		const struct et_spec_constant *constant = &builder->constants.items[i];
		uint64_t bits = constant->constant.value.bits;
		struct common *common = &commons[constant->group];

		if (constant->origin != ET_ORIGIN_ITEM || !constant->has_value)
			continue;
		common->count++;
		common->mixed |= (bits & (bits - 1)) || !bits || constant->last != bits;
		common->zero |= !bits;
	}
	for (size_t i = first; i < builder->constants.count; i++) {
		struct et_constant *constant = &builder->constants.items[i].constant;
		const struct common *common = &commons[builder->constants.items[i].group];

		if (tex_mentions(constant->def.name, "_FLAG") && constant->kind == ET_CONST_OTHER)
			constant->kind = ET_CONST_FLAG;
		if (constant->representation != ET_REP_NUMBER ||
			(constant->kind != ET_CONST_FLAG && constant->kind != ET_CONST_STATUS))
			continue;
		if (common->count >= 3 && !common->mixed)
			constant->representation = ET_REP_MASK;
		else if (common->zero && constant->kind == ET_CONST_FLAG)
			constant->representation = ET_REP_BIT;
	}
}

/* Gives each requirement to the constant of its name, an item's before any other. */
static void apply(struct taker *taker)
{
	struct tex_builder *builder = taker->builder;
	struct et_map by_name[2] = {0};
	enum { LONGEST = 1000 }; /* joined for a person; without a bound it would be quadratic */

	if (!taker->requirements.count)
		return;
	for (int others = 0; others < 2; others++)
		for (size_t i = 0; i < builder->constants.count; i++) {
			struct et_spec_constant *constant = &builder->constants.items[i];
			const char *name = constant->constant.def.name;
			void **slot;

			if (!name || (constant->origin != ET_ORIGIN_ITEM) != others)
				continue;
			slot = et_map_slot(
				&by_name[constant->superseded], builder->arena, name, strlen(name));
			if (!*slot)
				*slot = constant;
		}
	for (size_t i = 0; i < taker->requirements.count; i++) {
		const struct requirement *requirement = &taker->requirements.items[i];
		struct et_spec_constant *constant = et_map_get(&by_name[requirement->superseded],
			requirement->name, strlen(requirement->name));

		if (!constant)
			continue;
		if (constant->condition && strlen(constant->condition) > LONGEST)
			continue;
		if (constant->condition)
			constant->condition = et_join(
				builder->arena, constant->condition, "; ", requirement->condition);
		else
			constant->condition = requirement->condition;
	}
}

void tex_take_items(struct tex_builder *builder)
{
	const struct tex_doc *doc = builder->doc;
	struct taker taker = {.builder = builder};
	size_t first = builder->constants.count;

	taker.groups = ET_NEW_ARRAY(builder->arena, doc->blocks.count + 1, uint32_t);
	for (size_t i = 0; i < doc->blocks.count; i++) {
		const struct tex_block *block = &doc->blocks.items[i];

		if (tex_full(builder)) {
			tex_complain_full(builder, block);
			break;
		}
		if (block->kind == TEX_PARA) {
			if (!block->superseded)
				device_id(builder, block);
			tex_add_pairs(builder, block, block->text.begin, block->text.end);
		} else if (block->kind == TEX_ITEM) {
			if (tex_take_queue(builder, block))
				continue;
			if (block->has_option)
				with_option(&taker, block);
			else
				without_option(&taker, block);
		}
	}
	settle_flags(builder, first);
	apply(&taker);
}
