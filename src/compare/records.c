/* SPDX-License-Identifier: BSD-3-Clause */
/* Records: which canonical record or view one is, and how the ABIs' answers become findings. */
#include "records.h"

#include "str.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { NAMED = 1U << ET_DEF_RECORD | 1U << ET_DEF_VIEW };

const char *et_canon_path(const struct et_pairing *pairing, const struct et_leaf *leaf)
{
	const char *record = pairing->canon->def.name;

	return leaf ? et_join(pairing->comparison->arena, record, ".", leaf->path) : record;
}

const char *et_tree_path(const struct et_pairing *pairing, const struct et_leaf *leaf)
{
	return leaf ? et_sprintf(
			      pairing->comparison->arena, "%s.%s", pairing->tree_name, leaf->path)
		    : pairing->tree_name;
}

struct et_draft et_field_draft(const struct et_pairing *pairing, enum et_rule rule,
	const struct et_leaf *want, const struct et_leaf *have)
{
	struct et_draft draft = {.rule = rule,
		.interface = pairing->canon->def.interface,
		.definition = et_canon_path(pairing, want),
		.abis = pairing->abis,
		.guard = pairing->tree->def.guard};

	draft.expected = et_expect(want ? &want->field->place : &pairing->canon->def.place,
		&pairing->canon->def.place, NULL);
	draft.found.name = et_tree_path(pairing, have);
	draft.found.line = have ? have->field->place.line : pairing->tree->def.place.line;
	if (have)
		draft.field = have->field;
	if (have && have->field->guard)
		draft.guard = have->field->guard;
	return draft;
}

void et_emit_field(struct et_pairing *pairing, const struct et_draft *draft)
{
	struct et_comparison *comparison = pairing->comparison;

	/* A field of a nested record is met again in each record around it. */
	if (draft->field) {
		const char *key = (const char *)draft->field + draft->rule;

		if (!et_set_add(&comparison->reported, comparison->arena, key))
			return;
	}
	et_emit(comparison, pairing->site->file, draft);
}

static bool same_extent(const struct et_extent *left, const struct et_extent *right)
{
	return left->bytes == right->bytes && et_streq(left->plus, right->plus);
}

static bool same_layout(const struct et_layout *left, const struct et_layout *right)
{
	size_t i;

	if (left->n_leaves != right->n_leaves || !same_extent(&left->size, &right->size))
		return false;
	for (i = 0; i < left->n_leaves; i++) {
		const struct et_leaf *a = &left->leaves[i];
		const struct et_leaf *b = &right->leaves[i];

		if (a->field != b->field || !same_extent(&a->offset, &b->offset) ||
			!same_extent(&a->size, &b->size) || a->bit != b->bit || a->unit != b->unit)
			return false;
	}
	return true;
}

/* The ABIs that lay a record out alike, with that layout. */
struct layouts {
	struct et_layout layout[ET_ABI_COUNT];
	uint32_t abis[ET_ABI_COUNT];
	size_t count;
};

/*
 * A record that no configuration known here has, as if there were one: its members are there when
 * it is, but for those under conditions of their own.
 */
static const struct et_record *revive(
	struct et_arena *arena, const struct et_record *record, unsigned depth)
{
	struct et_record *copy = ET_NEW(arena, struct et_record);
	struct et_field *fields = ET_NEW_ARRAY(arena, record->n_fields, struct et_field);
	size_t i;

	*copy = *record;
	copy->def.abis = ET_ABI_ALL;
	copy->fields = fields;
	for (i = 0; i < record->n_fields; i++) {
		fields[i] = record->fields[i];
		if (!fields[i].guard)
			fields[i].abis = ET_ABI_ALL;
		if (fields[i].type.record && !fields[i].type.record->def.abis && depth < 16)
			fields[i].type.record = revive(arena, fields[i].type.record, depth + 1);
	}
	return copy;
}

/* A member whose size, place or presence could be another under another ABI. */
static bool varies(const struct et_field *field, void *data)
{
	const struct et_type *type = &field->type;
	const uint32_t *asked = data;

	if ((field->abis & *asked) != *asked || field->bits != ET_NO_BITS || type->is_enum)
		return true;
	if (field->n_counts && field->counts[0].expr)
		return true;
	if (type->kind == ET_TYPE_RECORD)
		return !type->record || (type->record->def.abis & *asked) != *asked;
	return type->kind != ET_TYPE_INT || type->base > ET_BASE_INT;
}

static void lay_out(
	struct et_comparison *comparison, const struct et_record *record, struct layouts *layouts)
{
	uint32_t asked = comparison->options->abis;
	bool cut;
	unsigned id;
	size_t i;

	/* Most records are the same everywhere: bytes and fixed-width integers of at most 32 bits.
	 */
	if ((record->def.abis & asked) == asked && !et_find_field(record, varies, &asked, &cut) &&
		!cut) {
		layouts->layout[0] = et_layout(
			comparison->arena, record, et_abi((enum et_abi_id)__builtin_ctz(asked)));
		layouts->abis[0] = asked;
		layouts->count = 1;
		return;
	}
	layouts->count = 0;
	for (id = 0; id < ET_ABI_COUNT; id++) {
		struct et_layout layout;

		if (!(comparison->options->abis & record->def.abis & ET_ABI_BIT(id)))
			continue;
		layout = et_layout(comparison->arena, record, et_abi((enum et_abi_id)id));
		for (i = 0; i < layouts->count; i++) {
			if (same_layout(&layouts->layout[i], &layout))
				break;
		}
		if (i == layouts->count) {
			layouts->layout[i] = layout;
			layouts->abis[i] = 0;
			layouts->count++;
		}
		layouts->abis[i] |= ET_ABI_BIT(id);
	}
}

static const char *abi_list(struct et_arena *arena, uint32_t abis)
{
	struct et_buf text = {0};
	const char *result;
	unsigned id;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (abis & ET_ABI_BIT(id))
			et_buf_printf(&text, "%s%s", text.length ? ", " : "",
				et_abi((enum et_abi_id)id)->name);
	}
	result = et_strdup(arena, text.data ? text.data : "");
	et_buf_finish(&text);
	return result;
}

/* Right under some ABIs and wrong under others: one finding for the record. */
static void emit_abi_finding(struct et_pairing *wrong, uint32_t wrong_abis, uint32_t right_abis)
{
	struct et_arena *arena = wrong->comparison->arena;
	const struct et_draft *first = &wrong->drafts.items[0];
	struct et_draft draft = *first;

	draft.rule = ET_W107;
	draft.abis = wrong_abis;
	draft.expected.text = et_sprintf(arena, "%s under every ABI",
		first->expected.text ? first->expected.text : "as told");
	draft.found.text = et_sprintf(
		arena, "%s under %s only", first->found.text, abi_list(arena, wrong_abis));
	draft.message = et_sprintf(arena,
		"the layout of %s depends on the ABI: %s under %s; as in the standard under %s",
		wrong->tree_name, first->found.text, abi_list(arena, wrong_abis),
		abi_list(arena, right_abis));
	et_emit(wrong->comparison, wrong->site->file, &draft);
}

/* The same difference under other ABIs, maybe by another number. */
static void merge(struct et_arena *arena, struct et_draft *draft, struct et_draft *other)
{
	if (!et_streq(draft->found.text, other->found.text)) {
		const char *under = abi_list(arena, other->abis);

		draft->found.text = et_sprintf(
			arena, "%s (%s under %s)", draft->found.text, other->found.text, under);
		draft->message = et_sprintf(arena, "%s has %s; the standard says %s",
			draft->found.name, draft->found.text, draft->expected.text);
	}
	draft->abis |= other->abis;
	other->definition = NULL; /* told */
}

/* Drafts of several groups of ABIs: the same difference is one finding for all of them. */
static void emit_layout_findings(struct et_pairing *pairings, size_t count)
{
	uint32_t wrong_abis = 0;
	uint32_t right_abis = 0;
	struct et_pairing *wrong = NULL;
	size_t i;
	size_t j;
	size_t k;
	size_t l;

	for (i = 0; i < count; i++) {
		if (pairings[i].drafts.count) {
			wrong_abis |= pairings[i].abis;
			if (!wrong)
				wrong = &pairings[i];
		} else {
			right_abis |= pairings[i].abis;
		}
	}
	if (wrong && right_abis) {
		emit_abi_finding(wrong, wrong_abis, right_abis);
		return;
	}
	for (i = 0; i < count; i++) {
		for (j = 0; j < pairings[i].drafts.count; j++) {
			struct et_draft *draft = &pairings[i].drafts.items[j];

			if (!draft->definition)
				continue;
			for (k = i + 1; k < count; k++) {
				for (l = 0; l < pairings[k].drafts.count; l++) {
					struct et_draft *other = &pairings[k].drafts.items[l];

					if (!other->definition || other->rule != draft->rule ||
						strcmp(other->definition, draft->definition) != 0)
						continue;
					merge(pairings[i].comparison->arena, draft, other);
				}
			}
			et_emit_field(&pairings[i], draft);
		}
	}
}

static bool is_unknown(const struct et_field *field, void *data)
{
	(void)data;
	return field->type.kind == ET_TYPE_UNKNOWN;
}

/* A type whose name nobody defines leaves the rest of the record unread. */
static bool is_readable(struct et_pairing *pairing)
{
	const struct et_field *field;

	if (pairing->have.known)
		return true;
	field = et_find_field(pairing->tree, is_unknown, NULL, NULL);
	if (field)
		et_diag(pairing->comparison->diags, ET_ERROR, pairing->site->file->path,
			field->place.line, pairing->tree_name,
			"the type of %s.%s, %s, is defined nowhere in what was read; check the "
			"header that defines it along with this one",
			pairing->tree_name, field->name ? field->name : "(anonymous)",
			field->type.spelling ? field->type.spelling : "?");
	else
		et_diag(pairing->comparison->diags, ET_ERROR, pairing->site->file->path,
			pairing->tree->def.place.line, pairing->tree_name,
			"the layout of %s could not be computed", pairing->tree_name);
	return false;
}

static void compare_record(struct et_comparison *comparison, struct et_site *site,
	const struct et_record *tree, const char *tree_name, const struct et_def *meaning)
{
	struct layouts layouts;
	struct et_pairing pairings[ET_ABI_COUNT];
	const struct et_view *view = NULL;
	const struct et_record *canon;
	size_t i;

	if (meaning->kind == ET_DEF_VIEW) {
		view = (const struct et_view *)(const void *)meaning;
		canon = view->record;
	} else {
		canon = (const struct et_record *)(const void *)meaning;
	}
	if (!(tree->def.abis & comparison->options->abis))
		tree = revive(comparison->arena, tree, 0);
	lay_out(comparison, tree, &layouts);
	for (i = 0; i < layouts.count; i++) {
		struct et_pairing *pairing = &pairings[i];
		const struct et_abi *abi = et_abi((enum et_abi_id)__builtin_ctz(layouts.abis[i]));

		*pairing = (struct et_pairing){.comparison = comparison,
			.site = site,
			.tree = tree,
			.tree_name = tree_name,
			.canon = canon,
			.view = view,
			.have = layouts.layout[i],
			.abis = layouts.abis[i]};
		pairing->want = view ? et_view_layout(comparison->arena, view, abi)
				     : et_layout(comparison->arena, canon, abi);
		if (!is_readable(pairing))
			return;
		et_join_parts(comparison->arena, &pairing->want);
		pairing->pairs = et_pair_leaves(comparison->arena, &comparison->matcher, canon,
			&pairing->want, &pairing->have);
		et_compare_placement(pairing);
		if (i == 0) {
			et_compare_types(pairing);
			et_compare_unpaired(pairing);
		}
	}
	emit_layout_findings(pairings, layouts.count);
}

static void take_unknown(struct et_comparison *comparison, struct et_site *site,
	const struct et_record *record, const char *name)
{
	const struct et_interface *claimant = et_match_claim(&comparison->matcher, name);
	struct et_draft draft = {.rule = ET_A302,
		.interface = claimant,
		.definition = name,
		.guard = record->def.guard};

	if (et_match_helper(&comparison->matcher, name) || !et_is_wire_record(record))
		return;
	if (!claimant && !strcasestr(name, "virtio"))
		return;
	site->unmatched++;
	if (!claimant || !et_asked_for(comparison, claimant))
		return;
	draft.expected.text = "not in the standard";
	draft.found.text = "defined";
	draft.found.name = name;
	draft.found.line = record->def.place.line;
	draft.message = et_join(comparison->arena, name, " is not in the standard", "");
	*ET_APPEND(comparison->arena, &site->unknown) = draft;
}

static bool is_pointer(const struct et_field *field, void *data)
{
	(void)data;
	return field->type.kind == ET_TYPE_POINTER;
}

/*
 * By name, unless a pointer shows that no other machine ever sees it; by a name that is only alike
 * (VirtIOInputConfig) where the record could be the wire's: programs like to name their own state
 * so.
 */
static void match_record(struct et_comparison *comparison, const struct et_record *record,
	const char *name, struct et_meanings *meanings)
{
	et_match(&comparison->matcher, name, NAMED, meanings);
	if (!meanings->count)
		return;
	if (meanings->by_likeness ? !et_is_wire_record(record)
				  : et_find_field(record, is_pointer, NULL, NULL) != NULL)
		meanings->count = 0;
}

static void take(
	struct et_comparison *comparison, struct et_site *site, const struct et_record *record)
{
	struct et_meanings meanings = {.count = 0};
	const char *name = record->def.name;
	const char *const *other = record->typedefs;
	const struct et_def *meaning;
	size_t i;

	if (et_is_dead(record->def.guard))
		return;
	if (name)
		match_record(comparison, record, name, &meanings);
	while (!meanings.count && other && *other) {
		name = *other++;
		match_record(comparison, record, name, &meanings);
	}
	if (!record->n_fields)
		return;
	if (!meanings.count) {
		if (name)
			take_unknown(comparison, site, record, name);
		return;
	}
	/* A view is the better meaning: it says which part of the record the tree's struct is. */
	meaning = meanings.of[0]->def;
	for (i = meanings.count; i-- > 0;) {
		if (meanings.of[i]->def->kind == ET_DEF_VIEW)
			meaning = meanings.of[i]->def;
	}
	site->matched++;
	if (et_canon_lacks(comparison->options->canon, meaning)) {
		if (et_asked_for(comparison, meaning->interface))
			et_compare_standing(comparison, site->file, &record->def, meaning);
		return;
	}
	et_cover(comparison, meaning, site->file);
	if (meaning->kind == ET_DEF_VIEW)
		et_cover(comparison, &((const struct et_view *)(const void *)meaning)->record->def,
			site->file);
	if (!et_asked_for(comparison, meaning->interface))
		return;
	compare_record(comparison, site, record, name, meaning);
	et_compare_standing(comparison, site->file, &record->def, meaning);
}

void et_compare_records(struct et_comparison *comparison, const struct et_unit *unit,
	const struct et_unit_file *file, struct et_site *site)
{
	size_t i;

	for (i = 0; i < file->n_records; i++)
		take(comparison, site, unit->records[file->first_record + i]);
}
