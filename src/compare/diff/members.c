/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The members of a pair of records under one ABI: pairs of the same name first, as leaves, where a
 * record with a name of its own is one leaf. What is in that is told where it is defined.
 */
#include "members.h"

#include "str.h"

#include <string.h>

enum { MOST_DRAFTS = 2048 };

const char *et_leaf_type(struct et_arena *arena, const struct et_leaf *leaf)
{
	const struct et_field *field = leaf->field;
	struct et_buf text;
	const char *copy;
	size_t i;

	et_buf_init(&text);
	et_buf_puts(&text, field->type.spelling ? field->type.spelling : "?");
	if (field->type.kind == ET_TYPE_POINTER)
		et_buf_puts(&text, " *");
	for (i = 0; i < field->n_counts; i++) {
		const struct et_count *count = &field->counts[i];

		if (count->kind == ET_COUNT_OPEN)
			et_buf_puts(&text, "[]");
		else if (count->name)
			et_buf_printf(&text, "[%s]", count->name);
		else if (count->expr && leaf->unit && i == 0 && field->n_counts == 1)
			et_buf_printf(&text, "[%llu]",
				(unsigned long long)(leaf->size.bytes / leaf->unit));
		else if (count->expr)
			et_buf_puts(&text, "[…]");
		else
			et_buf_printf(&text, "[%llu]", (unsigned long long)count->value);
	}
	if (field->bits != ET_NO_BITS)
		et_buf_printf(&text, " : %d", field->bits);
	copy = et_strdup(arena, text.data);
	et_buf_finish(&text);
	return copy;
}

const char *et_leaf_definition(const struct et_member_diff *diff, const struct et_diff_item *item,
	const struct et_leaf *leaf)
{
	return et_join(diff->differ->arena, item->name, ".", leaf->path);
}

bool et_is_filler(const char *name)
{
	static const char *const ends[] = {"pad", "padding", "rsvd"};
	size_t length = strlen(name);
	size_t i;

	if (et_is_padding_name(name))
		return true;
	/* qs_pad2, mem_rsvd; but the bytes_reserved of a file system are something. */
	while (length && name[length - 1] >= '0' && name[length - 1] <= '9')
		length--;
	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t end = strlen(ends[i]);

		if (length > end && name[length - end - 1] == '_' &&
			strncmp(name + length - end, ends[i], end) == 0)
			return true;
	}
	return false;
}

int64_t et_leaf_begin(const struct et_member_diff *diff, const struct et_leaf *leaf)
{
	uint64_t bit = leaf->bit;

	if (leaf->bits && diff->abi->big_endian)
		bit = leaf->unit * 8 - leaf->bit - leaf->bits;
	return (int64_t)(leaf->offset.bytes * 8 + bit);
}

int64_t et_leaf_end(const struct et_member_diff *diff, const struct et_leaf *leaf)
{
	return et_leaf_begin(diff, leaf) +
	       (leaf->bits ? leaf->bits : (int64_t)(leaf->size.bytes * 8));
}

static const char *leaf_text(const struct et_member_diff *diff, const struct et_leaf *leaf)
{
	const char *type = et_leaf_type(diff->differ->arena, leaf);

	if (!diff->known || leaf->offset.plus)
		return type;
	return et_sprintf(diff->differ->arena, "%s at offset %llu", type,
		(unsigned long long)leaf->offset.bytes);
}

/* The way to a member in names alone: "pmodes.r.x" of "pmodes[].r.x". */
static const char *spelled_path(const struct et_member_diff *diff, const struct et_leaf *leaf)
{
	char *path;
	char *out;
	const char *in;

	if (!strchr(leaf->path, '['))
		return leaf->path;
	path = et_strdup(diff->differ->arena, leaf->path);
	for (in = out = path; *in; in++)
		if (*in != '[' && *in != ']')
			*out++ = *in;
	*out = '\0';
	return path;
}

struct et_change_draft *et_member_draft(struct et_member_diff *diff, enum etalon_change_kind kind,
	enum et_aspect aspect, enum etalon_impact impact, const struct et_leaf *from,
	const struct et_leaf *to)
{
	struct et_change_draft *draft;
	bool whole = !from && !to;

	/* No real record changes in more ways; what is one too many is written and forgotten. */
	if (diff->drafts.count - diff->first < MOST_DRAFTS)
		draft = ET_APPEND(diff->differ->arena, &diff->drafts);
	else
		draft = ET_NEW(diff->differ->arena, struct et_change_draft);

	draft->kind = kind;
	draft->what = whole ? ETALON_RECORD : ETALON_FIELD;
	draft->aspect = aspect;
	draft->impact = impact;
	if (whole || from)
		draft->from = diff->item[0];
	if (whole || to)
		draft->to = diff->item[1];
	if (from) {
		draft->from_name = et_leaf_definition(diff, diff->item[0], from);
		draft->from_text = leaf_text(diff, from);
		draft->from_line = from->field->place.line;
		draft->guard = from->field->guard;
		draft->member = spelled_path(diff, from);
	}
	if (to) {
		draft->to_name = et_leaf_definition(diff, diff->item[1], to);
		draft->to_text = leaf_text(diff, to);
		draft->to_line = to->field->place.line;
		draft->guard = to->field->guard;
		if (!from)
			draft->member = spelled_path(diff, to);
	}
	return draft;
}

static void lay_out(struct et_member_diff *diff, struct et_members *members,
	const struct et_record *record, bool deep)
{
	struct et_arena *arena = diff->differ->arena;

	members->layout = deep ? et_layout(arena, record, diff->abi)
			       : et_layout_members(arena, record, diff->abi);
}

static void list_members(
	struct et_member_diff *diff, struct et_members *members, const struct et_record *record)
{
	struct et_member_list list = {0};

	et_list_members(diff->differ->arena, record, ET_ABI_BIT(diff->abi->id), false, &list);
	members->layout.leaves = list.leaves.items;
	members->layout.n_leaves = list.leaves.count;
	members->layout.known = false;
}

static void init_pairs(struct et_member_diff *diff, struct et_members *members)
{
	size_t i;

	members->pair = ET_NEW_ARRAY(diff->differ->arena, members->layout.n_leaves + 1, int);
	for (i = 0; i < members->layout.n_leaves; i++)
		members->pair[i] = ET_UNPAIRED;
}

static bool has_name(const struct et_leaf *leaf)
{
	return leaf->name && *leaf->name;
}

/*
 * What has another size may have been divided, or joined with others: hash into hash and more. What
 * was not is paired later.
 */
static bool may_pair(
	const struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to)
{
	if (!diff->known)
		return true;
	return from->size.bytes == to->size.bytes && from->unit == to->unit &&
	       from->bits == to->bits && from->open == to->open;
}

static void pair_by_name(struct et_member_diff *diff)
{
	struct et_layout *from = &diff->from.layout, *to = &diff->to.layout;
	struct et_map names = {0};
	size_t i;

	init_pairs(diff, &diff->from);
	init_pairs(diff, &diff->to);
	for (i = 0; i < to->n_leaves; i++) {
		const struct et_leaf *leaf = &to->leaves[i];
		void **slot;

		if (!has_name(leaf))
			continue;
		slot = et_map_slot(&names, diff->differ->arena, leaf->path, strlen(leaf->path));
		if (!*slot)
			*slot = (void *)(uintptr_t)(i + 1);
	}
	for (i = 0; i < from->n_leaves; i++) {
		const struct et_leaf *leaf = &from->leaves[i];
		uintptr_t found;

		if (!has_name(leaf))
			continue;
		found = (uintptr_t)et_map_get(&names, leaf->path, strlen(leaf->path));
		if (!found || diff->to.pair[found - 1] != ET_UNPAIRED ||
			!may_pair(diff, leaf, &to->leaves[found - 1]))
			continue;
		diff->from.pair[i] = (int)(found - 1);
		diff->to.pair[found - 1] = (int)i;
	}
}

/* Whether some leaf of a layout lies inside a member of that name. */
static bool has_inside(const struct et_layout *layout, const char *path)
{
	size_t length = strlen(path);
	size_t i;

	for (i = 0; i < layout->n_leaves; i++) {
		const char *other = layout->leaves[i].path;

		if (strncmp(other, path, length) == 0 &&
			(other[length] == '.' || other[length] == '['))
			return true;
	}
	return false;
}

/* A record with a name on one side, its members written out on the other. */
static bool is_written_out(const struct et_members *members, const struct et_layout *other)
{
	size_t i;

	for (i = 0; i < members->layout.n_leaves; i++) {
		const struct et_leaf *leaf = &members->layout.leaves[i];

		if (members->pair[i] == ET_UNPAIRED && leaf->field->type.record && has_name(leaf) &&
			has_inside(other, leaf->path))
			return true;
	}
	return false;
}

static void prepare(struct et_member_diff *diff, bool deep)
{
	lay_out(diff, &diff->from, diff->record[0], deep);
	lay_out(diff, &diff->to, diff->record[1], deep);
	diff->known = diff->from.layout.known && diff->to.layout.known;
	if (!diff->known) {
		list_members(diff, &diff->from, diff->record[0]);
		list_members(diff, &diff->to, diff->record[1]);
	}
	pair_by_name(diff);
}

void et_diff_members(struct et_member_diff *diff)
{
	size_t i;

	prepare(diff, false);
	if (diff->known && (is_written_out(&diff->from, &diff->to.layout) ||
				   is_written_out(&diff->to, &diff->from.layout)))
		prepare(diff, true);
	for (i = 0; i < diff->from.layout.n_leaves; i++) {
		if (diff->from.pair[i] != ET_UNPAIRED)
			et_diff_member_type(diff, &diff->from.layout.leaves[i],
				&diff->to.layout.leaves[diff->from.pair[i]]);
	}
	et_diff_replaced(diff);
	et_diff_moves(diff);
}
