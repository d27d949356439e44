/* SPDX-License-Identifier: BSD-3-Clause */
/* From drafts to changes: both sides' evidence, whose interface it is, and their order. */
#include "differ.h"

#include "str.h"

#include <stdlib.h>
#include <string.h>

const char *et_aspect_name(enum et_aspect aspect)
{
	static const char *const names[] = {
		[ET_ASPECT_NONE] = NULL,
		[ET_ASPECT_VALUE] = "value",
		[ET_ASPECT_SIZE] = "size",
		[ET_ASPECT_OFFSET] = "offset",
		[ET_ASPECT_ORDER] = "order",
		[ET_ASPECT_TYPE] = "type",
		[ET_ASPECT_BYTE_ORDER] = "byte order",
		[ET_ASPECT_SIGN] = "sign",
		[ET_ASPECT_COUNT] = "count",
		[ET_ASPECT_ALIGNMENT] = "alignment",
		[ET_ASPECT_GUARD] = "condition",
		[ET_ASPECT_SPELLING] = "spelling",
		[ET_ASPECT_TEXT] = "text",
		[ET_ASPECT_HEADER] = "header",
		[ET_ASPECT_INCLUDE] = "include",
		[ET_ASPECT_PARAMETERS] = "parameters",
	};

	return names[aspect];
}

static const struct et_interface *interface_of(
	struct et_differ *differ, const struct et_diff_item *item)
{
	const unsigned kinds = item->kind == ET_ITEM_CONSTANT
				       ? 1U << ET_DEF_CONSTANT | 1U << ET_DEF_REGISTER
				       : 1U << ET_DEF_RECORD | 1U << ET_DEF_VIEW;
	struct et_matcher *matcher =
		item->file->side == &differ->to ? &differ->to.matcher : &differ->from.matcher;
	struct et_meanings meanings;
	size_t i;

	et_match(matcher, item->name, kinds, &meanings);
	/* Of several meanings the one whose header this is. */
	for (i = 0; i < meanings.count; i++) {
		if (et_is_home(meanings.of[i]->def->interface, item->file->file))
			return meanings.of[i]->def->interface;
	}
	return meanings.count ? meanings.of[0]->def->interface : et_match_claim(matcher, item->name);
}

/* The interface whose usual header it is. */
static const struct et_interface *home_of(
	const struct et_differ *differ, const struct et_diff_file *file)
{
	const struct et_canon *canon = differ->options->canon;
	size_t i;

	for (i = 0; i < canon->n_interfaces; i++) {
		if (et_is_home(canon->interfaces[i], file->file))
			return canon->interfaces[i];
	}
	return NULL;
}

static const char *const *abi_names(const struct et_differ *differ, uint32_t abis)
{
	const char **names;
	size_t count = 0;
	unsigned id;

	if (!abis || abis == differ->options->abis)
		return NULL;
	names = ET_NEW_ARRAY(differ->arena, ET_ABI_COUNT + 1, const char *);
	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (abis & ET_ABI_BIT(id))
			names[count++] = et_abi((enum et_abi_id)id)->name;
	}
	return names;
}

static struct etalon_evidence side(const struct et_diff_item *item, const struct et_def *def,
	const char *name, const char *text, uint32_t line)
{
	struct etalon_evidence evidence = {0};

	if (!item)
		return evidence;
	if (!def && item->variants.count)
		def = item->variants.items[0];
	evidence.name = name ? name : item->name;
	evidence.text = text;
	evidence.tree = item->file->side->tree->path;
	evidence.file = item->file->file->path;
	evidence.line = line ? line : def ? def->place.line : 0;
	return evidence;
}

static const struct et_def *def_of(const struct et_diff_item *item, const struct et_def *def)
{
	return def ? def : item && item->variants.count ? item->variants.items[0] : NULL;
}

struct et_tree_spelling et_diff_spelling(const struct et_diff_item *item)
{
	const struct et_def *def = item->variants.count ? item->variants.items[0] : NULL;
	struct et_tree_spelling spelling = {.is_tag = item->kind == ET_ITEM_ENUM};
	const char *const *other;

	if (item->kind == ET_ITEM_RECORD && def) {
		const struct et_record *record = (const void *)def;

		spelling.is_tag = true;
		spelling.is_union = record->is_union;
		spelling.typedefs = record->typedefs;
		for (other = record->typedefs; other && *other; other++)
			spelling.is_tag &= !et_streq(*other, item->name);
	}
	return spelling;
}

static void fill_use(struct et_tree_change *change, const struct et_change_draft *draft)
{
	const struct et_diff_item *item = draft->from ? draft->from : draft->to;
	const struct et_def *def = item->variants.count ? item->variants.items[0] : NULL;
	const struct et_diff_file *file = item->file;

	/* What is new comes with a header that its users know from the older side. */
	if (!draft->from && file->pair)
		file = file->pair;
	change->name = draft->member ? draft->member : item->name;
	change->is_alias = draft->is_alias;
	change->elsewhere = draft->elsewhere ? draft->elsewhere->include : NULL;
	change->header = file->include;
	change->within = file->within;
	change->from = def_of(draft->from, draft->from_def);
	change->to = def_of(draft->to, draft->to_def);
	/* A member that is gone: what its record is now. */
	if (!change->to && draft->what == ETALON_FIELD && item->pair)
		change->to = def_of(item->pair, NULL);
	change->spelling = et_diff_spelling(item);
	if (item->kind == ET_ITEM_RECORD && def) {
		if (draft->member)
			change->record = item->name;
	} else if (item->kind == ET_ITEM_CONSTANT && def) {
		const struct et_constant *constant = (const void *)def;

		change->enum_tag = def->scope;
		change->is_function = constant->spelling == ET_SPELLED_FUNCTION_MACRO;
	} else if (item->kind == ET_ITEM_ENUM) {
		change->enum_tag = item->name;
	}
}

void et_diff_emit(struct et_differ *differ, const struct et_change_draft *draft)
{
	const struct et_diff_item *item = draft->from ? draft->from : draft->to;
	const struct et_interface *interface = interface_of(differ, item);
	struct et_tree_change *change;
	struct etalon_change *shown;

	if (!et_is_asked_for(differ->options->interfaces, interface ? interface->def.name : NULL))
		return;
	change = ET_APPEND(differ->arena, &differ->changes->list);
	shown = &change->shown;
	shown->kind = draft->kind;
	shown->what = draft->what;
	shown->interface = interface ? interface->def.name : NULL;
	shown->has_from = draft->from;
	shown->has_to = draft->to;
	shown->whole = !item->file->pair;
	shown->from = side(
		draft->from, draft->from_def, draft->from_name, draft->from_text, draft->from_line);
	shown->to = side(draft->to, draft->to_def, draft->to_name, draft->to_text, draft->to_line);
	/* Where it would be looked for. */
	if (!draft->to && item->file->pair) {
		shown->to.tree = differ->to.tree->path;
		shown->to.file = item->file->pair->file->path;
	}
	shown->from.has_value = draft->has_value && draft->from;
	shown->from.value = draft->from_value;
	shown->to.has_value = draft->has_value && draft->to;
	shown->to.value = draft->to_value;
	/* What its users know it by. */
	if (draft->what == ETALON_FIELD || item->kind == ET_ITEM_ENUM)
		shown->definition = draft->from ? shown->from.name : shown->to.name;
	else
		shown->definition = item->name;
	shown->message = draft->message;
	shown->impact = draft->impact;
	shown->aspect = et_aspect_name(draft->aspect);
	shown->abis = abi_names(differ, draft->abis);
	shown->guard = draft->guard;
	change->aspect = draft->aspect;
	fill_use(change, draft);
}

void et_diff_emit_file(struct et_differ *differ, enum etalon_change_kind kind,
	enum etalon_impact impact, const struct et_diff_file *from, const struct et_diff_file *to,
	const char *message)
{
	const struct et_diff_file *file = from ? from : to;
	const struct et_interface *interface = home_of(differ, file);
	struct et_tree_change *change;

	if (!et_is_asked_for(differ->options->interfaces, interface ? interface->def.name : NULL))
		return;
	change = ET_APPEND(differ->arena, &differ->changes->list);
	change->shown = (struct etalon_change){.kind = kind,
		.what = ETALON_HEADER,
		.interface = interface ? interface->def.name : NULL,
		.definition = file->file->path,
		.has_from = from,
		.has_to = to,
		.message = message,
		.impact = impact};
	if (from)
		change->shown.from = (struct etalon_evidence){.name = from->file->path,
			.tree = from->side->tree->path,
			.file = from->file->path};
	if (to)
		change->shown.to = (struct etalon_evidence){.name = to->file->path,
			.tree = to->side->tree->path,
			.file = to->file->path};
	change->name = file->include;
	change->header = file->include;
	change->within = file->within;
}

/* The header that a change is listed under. */
static const char *header_of(const struct et_tree_change *change)
{
	return change->shown.to.file ? change->shown.to.file : change->shown.from.file;
}

/* What a list of changes is sorted by, beside the changes themselves. */
struct sorted {
	struct et_tree_change change;
	enum etalon_impact worst; /* of its header */
};

static int compare_names(const char *left, const char *right)
{
	return strcmp(left ? left : "", right ? right : "");
}

static uint32_t line_of(const struct etalon_change *change)
{
	return change->has_to ? change->to.line : change->from.line;
}

static int compare(const void *left_item, const void *right_item)
{
	const struct sorted *left = left_item, *right = right_item;
	const struct etalon_change *a = &left->change.shown, *b = &right->change.shown;
	int order;

	if (left->worst != right->worst)
		return left->worst < right->worst ? -1 : 1;
	order = strcmp(header_of(&left->change), header_of(&right->change));
	if (order)
		return order;
	if (a->impact != b->impact)
		return a->impact < b->impact ? -1 : 1;
	/* What is gone has no line in the header as it is. */
	if (a->has_to != b->has_to)
		return a->has_to ? -1 : 1;
	if (line_of(a) != line_of(b))
		return line_of(a) < line_of(b) ? -1 : 1;
	order = compare_names(a->definition, b->definition);
	if (order)
		return order;
	order = compare_names(a->aspect, b->aspect);
	if (order)
		return order;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return compare_names(a->message, b->message);
}

/* Everything that tells changes apart, and no line. */
static uint64_t identity(const struct et_tree_change *change)
{
	const struct etalon_change *shown = &change->shown;
	const uint8_t kinds[2] = {(uint8_t)shown->kind, (uint8_t)shown->what};
	uint64_t hash = et_hash(ET_HASH_SEED, kinds, sizeof(kinds));

	hash = et_hash_text(hash, shown->aspect);
	hash = et_hash_text(hash, shown->definition);
	hash = et_hash_text(hash, shown->guard);
	hash = et_hash_text(hash, shown->from.text);
	hash = et_hash_text(hash, shown->to.name);
	hash = et_hash_text(hash, shown->to.text);
	return et_hash_text(hash, header_of(change));
}

void et_diff_sort(struct et_differ *differ)
{
	struct et_tree_changes *changes = differ->changes;
	struct sorted *list = ET_NEW_ARRAY(differ->arena, changes->list.count + 1, struct sorted);
	struct et_map worst = {0}, seen = {0};
	size_t i;

	for (i = 0; i < changes->list.count; i++) {
		const char *header = header_of(&changes->list.items[i]);
		void **slot = et_map_slot(&worst, differ->arena, header, strlen(header));
		enum etalon_impact impact = changes->list.items[i].shown.impact;

		list[i].change = changes->list.items[i];
		if (!*slot) {
			*slot = ET_NEW(differ->arena, enum etalon_impact);
			*(enum etalon_impact *)*slot = impact;
		}
		if (impact < *(enum etalon_impact *)*slot)
			*(enum etalon_impact *)*slot = impact;
	}
	for (i = 0; i < changes->list.count; i++) {
		const char *header = header_of(&list[i].change);

		list[i].worst = *(enum etalon_impact *)et_map_get(&worst, header, strlen(header));
	}
	if (changes->list.count)
		qsort(list, changes->list.count, sizeof(*list), compare);
	for (i = 0; i < changes->list.count; i++) {
		struct et_tree_change *change = &changes->list.items[i];

		*change = list[i].change;
		change->shown.fingerprint = et_fingerprint(differ->arena, &seen, identity(change));
	}
}
