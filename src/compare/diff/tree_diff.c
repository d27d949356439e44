/* SPDX-License-Identifier: BSD-3-Clause */
/* Two trees with each other: pairs first, then what differs in each, what is gone, what is new. */
#include "tree_diff.h"

#include "differ.h"
#include "layout.h"
#include "str.h"

#include <string.h>

static enum etalon_change_what what_of(const struct et_diff_item *item)
{
	switch (item->kind) {
	case ET_ITEM_CONSTANT:
		return ETALON_CONSTANT;
	case ET_ITEM_RECORD:
		return ETALON_RECORD;
	case ET_ITEM_FUNCTION:
		return ETALON_FUNCTION;
	default:
		return ETALON_TYPE;
	}
}

/* "struct virtio_net_hdr", as a person calls it. */
static const char *full_name(struct et_differ *differ, const struct et_diff_item *item)
{
	const struct et_record *record;

	if (item->kind == ET_ITEM_ENUM)
		return et_join(differ->arena, "enum", " ", item->name);
	if (item->kind != ET_ITEM_RECORD || !item->variants.count)
		return item->name;
	record = (const void *)item->variants.items[0];
	return et_join(differ->arena, record->is_union ? "union" : "struct", " ", item->name);
}

static const char *constant_text(
	struct et_differ *differ, const struct et_constant *constant, struct et_change_draft *draft)
{
	struct et_value value;

	if (constant->spelling == ET_SPELLED_FUNCTION_MACRO)
		return "a function-like macro";
	if (!et_item_value(differ, &constant->def, &value))
		return constant->text && *constant->text ? constant->text : NULL;
	draft->has_value = true;
	draft->from_value = draft->to_value = (int64_t)value.bits;
	return et_value_text(differ->arena, &value);
}

static const char *record_text(struct et_differ *differ, const struct et_record *record)
{
	unsigned id;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		struct et_layout layout;

		if (!(differ->options->abis & ET_ABI_BIT(id)))
			continue;
		layout = et_layout(differ->arena, record, et_abi((enum et_abi_id)id));
		return layout.known ? et_sprintf(differ->arena, "%llu bytes",
					      (unsigned long long)layout.size.bytes)
				    : NULL;
	}
	return NULL;
}

/* What a definition is that only one side has. */
static const char *text_of(
	struct et_differ *differ, const struct et_diff_item *item, struct et_change_draft *draft)
{
	const struct et_def *def = item->variants.count ? item->variants.items[0] : NULL;

	if (!def)
		return NULL;
	draft->guard = def->guard;
	switch (item->kind) {
	case ET_ITEM_CONSTANT:
		return constant_text(differ, (const void *)def, draft);
	case ET_ITEM_RECORD:
		return record_text(differ, (const void *)def);
	case ET_ITEM_TYPEDEF:
		return ((const struct et_typedef *)(const void *)def)->type.spelling;
	case ET_ITEM_FUNCTION:
		return et_function_text(differ->arena, def);
	case ET_ITEM_ENUM:
		break;
	}
	return NULL;
}

/*
 * A macro of capitals without a text: only #ifdef sees it, and takes another branch without it. One
 * in small letters stands in declarations, as an attribute does.
 */
static bool is_flag(const struct et_diff_item *item)
{
	const struct et_constant *constant;
	const char *c;

	if (item->kind != ET_ITEM_CONSTANT || !item->variants.count)
		return false;
	constant = (const void *)item->variants.items[0];
	if (constant->spelling != ET_SPELLED_MACRO || (constant->text && *constant->text))
		return false;
	for (c = item->name; *c; c++) {
		if (*c >= 'a' && *c <= 'z')
			return false;
	}
	return true;
}

/* elsewhere: a header that had it as well, and still has it; or NULL. */
static void tell_removed(struct et_differ *differ, const struct et_diff_item *from,
	const struct et_diff_file *elsewhere)
{
	struct et_change_draft draft = {.kind = ETALON_REMOVED,
		.what = what_of(from),
		.impact = ETALON_IMPACT_SOURCE,
		.from = from,
		.elsewhere = elsewhere,
		.from_name = full_name(differ, from)};

	if (is_flag(from))
		draft.impact = ETALON_IMPACT_BEHAVIOUR;
	draft.from_text = text_of(differ, from, &draft);
	draft.message = draft.from_text && from->kind != ET_ITEM_TYPEDEF
				? et_sprintf(differ->arena, "%s (%s) is gone", draft.from_name,
					  draft.from_text)
				: et_sprintf(differ->arena, "%s is gone", draft.from_name);
	if (elsewhere)
		draft.message = et_sprintf(differ->arena, "%s, and is left in %s alone",
			draft.message, elsewhere->file->path);
	et_diff_emit(differ, &draft);
}

/* The enumerator that an item is, with a tag and a value; NULL: it is none. */
static const struct et_def *enumerator_of(
	const struct et_differ *differ, const struct et_diff_item *item, struct et_value *value)
{
	const struct et_def *def = item->variants.count ? item->variants.items[0] : NULL;

	if (item->kind != ET_ITEM_CONSTANT || !def || !def->scope ||
		((const struct et_constant *)(const void *)def)->spelling !=
			ET_SPELLED_ENUMERATOR ||
		!et_item_value(differ, def, value))
		return NULL;
	return def;
}

static const char *case_of(
	struct et_differ *differ, const struct et_def *def, const struct et_value *value)
{
	return et_sprintf(differ->arena, "%s %llu", def->scope, (unsigned long long)value->bits);
}

/* The cases that a switch over each enum of the newer side had before. */
static void find_cases(struct et_differ *differ)
{
	size_t i;

	for (i = 0; i < differ->to.items.count; i++) {
		const struct et_diff_item *item = differ->to.items.items[i];
		struct et_value value;
		const struct et_def *def = item->pair ? enumerator_of(differ, item, &value) : NULL;
		const char *name = def ? case_of(differ, def, &value) : NULL;

		if (name)
			*et_map_slot(&differ->cases, differ->arena, name, strlen(name)) = differ;
	}
}

/* Whether an enumerator has the value of one that its enum had before. */
static bool is_alias(struct et_differ *differ, const struct et_diff_item *to)
{
	struct et_value value;
	const struct et_def *def = enumerator_of(differ, to, &value);
	const char *name = def ? case_of(differ, def, &value) : NULL;

	return name && et_map_get(&differ->cases, name, strlen(name));
}

static void tell_added(struct et_differ *differ, const struct et_diff_item *to)
{
	struct et_change_draft draft = {.kind = ETALON_ADDED,
		.what = what_of(to),
		.impact = ETALON_IMPACT_COMPATIBLE,
		.to = to,
		.to_name = full_name(differ, to),
		.is_alias = is_alias(differ, to)};

	draft.to_text = text_of(differ, to, &draft);
	draft.message = draft.to_text ? et_sprintf(differ->arena, "%s is new: %s", draft.to_name,
						draft.to_text)
				      : et_sprintf(differ->arena, "%s is new", draft.to_name);
	et_diff_emit(differ, &draft);
}

/*
 * Another header defines it now. Those who include the old one still get it, or it depends on what
 * else they include.
 */
static void tell_moved(
	struct et_differ *differ, const struct et_diff_item *from, const struct et_diff_item *to)
{
	const struct et_diff_file *here = from->file->pair;
	struct et_change_draft draft = {.kind = ETALON_MOVED,
		.what = what_of(from),
		.aspect = ET_ASPECT_HEADER,
		.impact = ETALON_IMPACT_BEHAVIOUR,
		.from = from,
		.to = to,
		.from_name = full_name(differ, from),
		.to_name = full_name(differ, to),
		.from_text = from->file->file->path,
		.to_text = to->file->file->path,
		.elsewhere = to->file};
	bool reached = here && et_diff_reaches(here, to->file);

	if (here && !reached && to->pair != from) {
		tell_removed(differ, from, to->file);
		return;
	}
	/* That the header is gone is told once, for all. */
	if (!here || reached)
		draft.impact = ETALON_IMPACT_COMPATIBLE;
	draft.message = et_sprintf(differ->arena, "%s is in %s now, and no longer in %s",
		draft.from_name, draft.to_text, draft.from_text);
	et_diff_emit(differ, &draft);
}

static void tell_renamed(
	struct et_differ *differ, const struct et_diff_item *from, const struct et_diff_item *to)
{
	struct et_change_draft draft = {.kind = ETALON_RENAMED,
		.what = what_of(from),
		.impact = ETALON_IMPACT_SOURCE,
		.from = from,
		.to = to,
		.from_name = full_name(differ, from),
		.to_name = full_name(differ, to)};

	draft.from_text = text_of(differ, from, &draft);
	draft.to_text = text_of(differ, to, &draft);
	/* "#define old new" keeps the name of a record, too. */
	if (et_diff_find(&differ->to, ET_ITEM_CONSTANT, from->name, to->file))
		draft.impact = ETALON_IMPACT_COMPATIBLE;
	draft.message = et_sprintf(differ->arena, "%s is called %s now", draft.from_name, to->name);
	et_diff_emit(differ, &draft);
}

static void compare(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to)
{
	if (!et_streq(from->name, to->name))
		tell_renamed(differ, from, to);
	if (from->moved)
		tell_moved(differ, from, to);
	/* What was defined twice, and is once, was left where it is. */
	if (to->pair != from)
		return;
	differ->changes->paired++;
	switch (from->kind) {
	case ET_ITEM_CONSTANT:
		et_diff_constants(differ, from, to);
		break;
	case ET_ITEM_RECORD:
		et_diff_records(differ, from, to);
		break;
	case ET_ITEM_TYPEDEF:
		et_diff_typedefs(differ, from, to);
		break;
	case ET_ITEM_FUNCTION:
		et_diff_functions(differ, from, to);
		break;
	case ET_ITEM_ENUM:
		break;
	}
}

/* Whether those who include a header find the new one by the same name. */
static bool same_include(const struct et_diff_file *from, const struct et_diff_file *to)
{
	return et_streq(from->include, to->include);
}

/*
 * Whether the two trees have their headers in the same places: only then is another path a move,
 * and not the other tree's own order.
 */
static bool same_places(const struct et_differ *differ)
{
	size_t same = 0, other = 0;
	size_t i;

	for (i = 0; i < differ->from.files.count; i++) {
		const struct et_diff_file *from = differ->from.files.items[i];

		if (!from->pair)
			continue;
		if (et_streq(from->file->path, from->pair->file->path))
			same++;
		else
			other++;
	}
	return same > other;
}

/* Another name in the same folder is a move whatever the other headers do; of two files that were
 * named, the names say nothing. */
static bool is_renamed(const struct et_diff_file *from, const struct et_diff_file *to)
{
	const char *left = from->file->path, *right = to->file->path;
	size_t length = (size_t)(et_basename(left) - left);

	return !from->side->tree->partial && !to->side->tree->partial &&
	       length == (size_t)(et_basename(right) - right) && memcmp(left, right, length) == 0;
}

static void compare_files(struct et_differ *differ)
{
	bool places = same_places(differ);
	size_t i;

	for (i = 0; i < differ->from.files.count; i++) {
		const struct et_diff_file *from = differ->from.files.items[i];
		const struct et_diff_file *to = from->pair;

		differ->changes->paired_headers += to != NULL;
		if (!to)
			et_diff_emit_file(differ, ETALON_REMOVED, ETALON_IMPACT_SOURCE, from, NULL,
				et_sprintf(differ->arena, "%s is gone", from->file->path));
		else if ((places || is_renamed(from, to)) &&
			 !et_streq(from->file->path, to->file->path))
			et_diff_emit_file(differ, ETALON_MOVED,
				same_include(from, to) ? ETALON_IMPACT_COMPATIBLE
						       : ETALON_IMPACT_SOURCE,
				from, to,
				et_sprintf(differ->arena, "%s is %s now", from->file->path,
					to->file->path));
	}
	for (i = 0; i < differ->to.files.count; i++) {
		const struct et_diff_file *to = differ->to.files.items[i];

		if (!to->pair)
			et_diff_emit_file(differ, ETALON_ADDED, ETALON_IMPACT_COMPATIBLE, NULL, to,
				et_sprintf(differ->arena, "%s is new", to->file->path));
	}
}

void et_tree_diff(struct et_arena *arena, const struct et_tree *from, const struct et_tree *to,
	const struct et_tree_diff_options *options, struct et_tree_changes *changes)
{
	struct et_differ differ = {.arena = arena,
		.options = options,
		.changes = changes,
		.from = {.tree = from},
		.to = {.tree = to}};
	size_t i;

	et_diff_index(&differ, &differ.from);
	et_diff_index(&differ, &differ.to);
	et_diff_pair_files(&differ);
	et_diff_pair_items(&differ);
	et_diff_find_renames(&differ);
	compare_files(&differ);
	et_diff_lost_includes(&differ);
	find_cases(&differ);
	for (i = 0; i < differ.from.items.count; i++) {
		struct et_diff_item *item = differ.from.items.items[i];

		if (item->pair)
			compare(&differ, item, item->pair);
		else
			tell_removed(&differ, item, NULL);
	}
	for (i = 0; i < differ.to.items.count; i++) {
		struct et_diff_item *item = differ.to.items.items[i];

		if (!item->pair && !item->told)
			tell_added(&differ, item);
	}
	changes->headers = differ.to.files.count;
	et_diff_sort(&differ);
}
