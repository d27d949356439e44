/* SPDX-License-Identifier: BSD-3-Clause */
/* How a finding is put together, ordered and recognised again. */
#include "comparison.h"

#include "str.h"

#include <stdlib.h>
#include <string.h>

struct etalon_evidence et_expect(
	const struct et_place *place, const struct et_place *outer, const char *text)
{
	struct etalon_evidence evidence = {.text = text};
	const struct et_section *section = NULL;

	if (place && place->line) {
		evidence.file = place->file;
		evidence.line = place->line;
	} else if (outer && outer->line) {
		evidence.file = outer->file;
		evidence.line = outer->line;
	}
	if (place && place->section)
		section = place->section;
	else if (outer)
		section = outer->section;
	if (section) {
		evidence.label = section->label;
		evidence.section = section->title;
	}
	return evidence;
}

static const char *const *abi_names(struct et_comparison *comparison, uint32_t abis)
{
	const char **names;
	size_t count = 0;
	unsigned id;

	if (!abis || abis == comparison->options->abis)
		return NULL;
	names = ET_NEW_ARRAY(comparison->arena, ET_ABI_COUNT + 1, const char *);
	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (abis & ET_ABI_BIT(id))
			names[count++] = et_abi((enum et_abi_id)id)->name;
	}
	return names;
}

/* Whether what the text is known to say wrongly is what the rule looks at: a type, or a number. */
static bool concerns(const struct et_erratum *erratum, enum et_rule rule)
{
	const char *says = erratum->says;

	if (rule == ET_W105)
		return strcmp(says, "u16") == 0 || strcmp(says, "u32") == 0 ||
		       strcmp(says, "u64") == 0;
	return rule == ET_W101 && *says && !says[strspn(says, "0123456789abcdefABCDEFx")];
}

/* What the text says in the place of what the canon holds. */
static const struct et_erratum *find_erratum(
	const struct et_comparison *comparison, const struct et_draft *draft)
{
	const struct et_canon *canon = comparison->options->canon;
	size_t i;

	for (i = 0; i < canon->n_errata; i++) {
		if (draft->interface && concerns(&canon->errata[i], draft->rule) &&
			et_streq(canon->errata[i].definition, draft->definition) &&
			et_streq(canon->errata[i].interface, draft->interface->def.name))
			return &canon->errata[i];
	}
	return NULL;
}

static const struct et_deviation *find_deviation(
	const struct et_comparison *comparison, const struct et_draft *draft)
{
	const struct et_canon *canon = comparison->options->canon;
	const char *code = et_rule(draft->rule)->code;
	size_t i;

	for (i = 0; i < canon->n_deviations; i++) {
		const struct et_deviation *deviation = &canon->deviations[i];

		if (et_streq(deviation->definition, draft->definition) &&
			et_streq(deviation->rule, code))
			return deviation;
	}
	return NULL;
}

void et_emit(struct et_comparison *comparison, const struct et_unit_file *file,
	const struct et_draft *draft)
{
	struct et_result *result = ET_NEW(comparison->arena, struct et_result);
	struct etalon_finding *finding = &result->finding;
	const struct et_deviation *deviation = find_deviation(comparison, draft);
	const struct et_erratum *erratum = find_erratum(comparison, draft);

	finding->rule = et_rule(draft->rule);
	finding->interface = draft->interface ? draft->interface->def.name : NULL;
	finding->definition = draft->definition;
	finding->abis = abi_names(comparison, draft->abis);
	finding->guard = draft->guard;
	finding->expected = draft->expected;
	finding->found = draft->found;
	finding->found.tree = comparison->tree->path;
	if (file)
		finding->found.file = file->path;
	finding->message = draft->message;
	if (erratum)
		finding->expected.text =
			et_sprintf(comparison->arena, "%s (the text's \"%s\" is an erratum)",
				draft->expected.text, erratum->says);
	if (deviation)
		finding->deviation = deviation->who;
	result->header = finding->found.file ? finding->found.file : "";
	result->tree = comparison->tree_index;
	*ET_APPEND(comparison->arena, &comparison->results->list) = result;
}

static int compare_results(const void *left_item, const void *right_item)
{
	const struct et_result *left = *(struct et_result *const *)left_item;
	const struct et_result *right = *(struct et_result *const *)right_item;
	const struct etalon_finding *a = &left->finding;
	const struct etalon_finding *b = &right->finding;
	int order;

	if (left->tree != right->tree)
		return left->tree < right->tree ? -1 : 1;
	if (left->worst != right->worst)
		return left->worst < right->worst ? -1 : 1;
	order = strcmp(left->header, right->header);
	if (order)
		return order;
	if (a->rule->family != b->rule->family)
		return a->rule->family < b->rule->family ? -1 : 1;
	if (a->found.line != b->found.line)
		return a->found.line < b->found.line ? -1 : 1;
	order = strcmp(a->rule->code, b->rule->code);
	if (order)
		return order;
	if (a->expected.line != b->expected.line)
		return a->expected.line < b->expected.line ? -1 : 1;
	return strcmp(a->definition, b->definition);
}

uint64_t et_hash_text(uint64_t hash, const char *text)
{
	/* The NUL goes in, so that "a","b" and "ab","" differ. */
	return et_hash(hash, text ? text : "", text ? strlen(text) + 1 : 1);
}

/* Everything that tells findings apart, and no line. */
static uint64_t identity(const struct etalon_finding *finding)
{
	uint64_t hash = ET_HASH_SEED;

	hash = et_hash_text(hash, finding->rule->code);
	hash = et_hash_text(hash, finding->interface);
	hash = et_hash_text(hash, finding->definition);
	hash = et_hash_text(hash, finding->found.name);
	hash = et_hash_text(hash, finding->found.file);
	return et_hash_text(hash, finding->found.text);
}

static char *hexadecimal(struct et_arena *arena, uint64_t number)
{
	enum { DIGITS = 16 };
	char *text = et_alloc(arena, DIGITS + 1);
	size_t i;

	for (i = DIGITS; i-- > 0; number >>= 4)
		text[i] = "0123456789abcdef"[number & 15];
	return text;
}

const char *et_fingerprint(struct et_arena *arena, struct et_map *seen, uint64_t hash)
{
	char *print = hexadecimal(arena, hash);
	void **slot = et_map_slot(seen, arena, print, 16);
	uintptr_t earlier = (uintptr_t)*slot;

	*slot = (void *)(earlier + 1);
	/* The second of two that are alike is told apart by being the second. */
	if (earlier)
		print = hexadecimal(arena, et_hash(hash, &earlier, sizeof(earlier)));
	return print;
}

/* The family of a header's worst finding that nobody has accepted, for each of its findings. */
static void rank_headers(struct et_arena *arena, struct et_results *results)
{
	struct et_map headers = {0};
	size_t i;

	for (i = 0; i < results->list.count; i++) {
		struct et_result *result = results->list.items[i];
		void **slot;

		/* Findings come tree by tree, and each tree has headers of its own. */
		if (i && result->tree != results->list.items[i - 1]->tree)
			headers = (struct et_map){0};
		slot = et_map_slot(&headers, arena, result->header, strlen(result->header));
		if (!*slot) {
			*slot = ET_NEW(arena, enum etalon_family);
			*(enum etalon_family *)*slot = ETALON_NEVER;
		}
		result->group = *slot;
		if (!result->finding.waived && result->finding.rule->family < *result->group)
			*result->group = result->finding.rule->family;
	}
	for (i = 0; i < results->list.count; i++)
		results->list.items[i]->worst = *results->list.items[i]->group;
}

void et_results_finish(struct et_arena *arena, struct et_results *results)
{
	struct et_map seen = {0};
	size_t i;

	rank_headers(arena, results);
	if (results->list.count)
		qsort(results->list.items, results->list.count, sizeof(*results->list.items),
			compare_results);
	for (i = 0; i < results->list.count; i++) {
		struct etalon_finding *finding = &results->list.items[i]->finding;

		finding->fingerprint = et_fingerprint(arena, &seen, identity(finding));
	}
}
