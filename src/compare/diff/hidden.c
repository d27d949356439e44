/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Members under conditions over names that no ABI defines, such as __KVM_HAVE_PIT: they are no part
 * of a layout, but of the source.
 */
#include "members.h"

#include "str.h"

#include <string.h>

enum { MOST_DEPTH = 32, MOST_LEAVES = 65536, MOST_HIDDEN = 1024 };

struct lister {
	struct et_arena *arena;
	struct et_member_list *list;
	uint32_t abis;
	bool hidden;
};

static void list(struct lister *lister, const struct et_record *record, const char *prefix,
	uint32_t abis, bool in_union, unsigned depth)
{
	size_t i;

	in_union |= record->is_union && record->n_fields > 1;
	for (i = 0; i < record->n_fields && depth < MOST_DEPTH; i++) {
		const struct et_field *field = &record->fields[i];
		const struct et_record *inner = field->type.record;
		const char *name = field->name ? field->name : "";
		uint32_t seen = abis & field->abis;
		struct et_leaf *leaf;

		if (lister->list->leaves.count >= (lister->hidden ? MOST_HIDDEN : MOST_LEAVES))
			return;
		if (inner && (!field->name || !inner->def.name)) {
			list(lister, inner,
				field->name ? et_sprintf(lister->arena, "%s%s%s.", prefix, name,
						      field->n_counts ? "[]" : "")
					    : prefix,
				seen, in_union, depth + 1);
			continue;
		}
		if (lister->hidden != !seen || !field->name)
			continue;
		leaf = ET_APPEND(lister->arena, &lister->list->leaves);
		leaf->field = field;
		leaf->path = *prefix ? et_join(lister->arena, prefix, "", name) : name;
		leaf->name = leaf->path + strlen(prefix);
		leaf->in_union = in_union;
		leaf->open = field->n_counts && field->counts[0].kind == ET_COUNT_OPEN;
	}
}

void et_list_members(struct et_arena *arena, const struct et_record *record, uint32_t abis,
	bool hidden, struct et_member_list *out)
{
	struct lister lister = {.arena = arena, .list = out, .abis = abis, .hidden = hidden};

	list(&lister, record, "", abis, false, 0);
}

const struct et_leaf *et_find_hidden(
	const struct et_member_diff *diff, bool newer, const char *path)
{
	const struct et_member_list *list = &diff->hidden[newer];
	size_t i;

	for (i = 0; i < list->leaves.count; i++) {
		if (strcmp(list->leaves.items[i].path, path) == 0)
			return &list->leaves.items[i];
	}
	return NULL;
}

static bool is_seen(const struct et_layout *layout, const char *path)
{
	size_t i;

	for (i = 0; i < layout->n_leaves; i++) {
		if (strcmp(layout->leaves[i].path, path) == 0)
			return true;
	}
	return false;
}

static const char *condition(const struct et_leaf *leaf)
{
	return leaf->field->guard ? leaf->field->guard : "never";
}

void et_diff_hidden(struct et_member_diff *diff)
{
	struct et_arena *arena = diff->differ->arena;
	size_t i;

	diff->known = false;
	for (i = 0; i < diff->hidden[0].leaves.count; i++) {
		const struct et_leaf *from = &diff->hidden[0].leaves.items[i];
		const struct et_leaf *to = et_find_hidden(diff, true, from->path);
		struct et_change_draft *draft;

		if (to) {
			et_diff_member_type(diff, from, to);
			continue;
		}
		/* That it is always there now was told with what is new. */
		if (is_seen(&diff->to.layout, from->path))
			continue;
		draft = et_member_draft(
			diff, ETALON_REMOVED, ET_ASPECT_NONE, ETALON_IMPACT_SOURCE, from, NULL);
		draft->message = et_sprintf(
			arena, "%s, under %s, is gone", draft->from_name, condition(from));
	}
	for (i = 0; i < diff->hidden[1].leaves.count; i++) {
		const struct et_leaf *to = &diff->hidden[1].leaves.items[i];
		struct et_change_draft *draft;

		if (et_find_hidden(diff, false, to->path) || is_seen(&diff->from.layout, to->path))
			continue;
		draft = et_member_draft(
			diff, ETALON_ADDED, ET_ASPECT_NONE, ETALON_IMPACT_COMPATIBLE, NULL, to);
		draft->message =
			et_sprintf(arena, "%s is new under %s", draft->to_name, condition(to));
	}
}
