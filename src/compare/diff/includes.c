/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Headers that no longer include another one of the tree: who relied on that does not see what the
 * other defines, though it is still there.
 */
#include "differ.h"

#include "str.h"

#include <string.h>

enum { DEEPEST = 64 }; /* includes of new headers that are followed */

/* The names in a header's #include lines. */
static struct et_map includes_of(struct et_arena *arena, const struct et_diff_file *file)
{
	struct et_map names = {0};
	size_t i;

	for (i = 0; i < file->file->n_includes; i++) {
		const char *name = file->file->includes[i];

		*et_map_slot(&names, arena, name, strlen(name)) = (void *)(uintptr_t)file;
	}
	return names;
}

static bool has(const struct et_map *names, const struct et_diff_link *link)
{
	return et_map_get(names, link->name, strlen(link->name)) != NULL;
}

/* Whether no other header of its side defines the name: one that does may be included as well. */
static bool is_alone(const struct et_differ *differ, const struct et_diff_item *item)
{
	return et_diff_first(&differ->to, item->kind, item->name) == item && !item->next;
}

/* other is of the newer side, and still there; its items are what users of "to" do not get. */
static void tell_lost(struct et_differ *differ, const struct et_diff_file *from,
	const struct et_diff_file *to, const struct et_diff_file *other)
{
	struct et_tree_changes *changes = differ->changes;
	struct et_tree_change *change;
	size_t before = changes->list.count;
	size_t i;

	et_diff_emit_file(differ, ETALON_CHANGED, ETALON_IMPACT_COMPATIBLE, from, to,
		et_sprintf(differ->arena, "%s no longer includes %s", to->file->path,
			other->file->path));
	if (changes->list.count == before)
		return;
	change = &changes->list.items[before];
	change->aspect = ET_ASPECT_INCLUDE;
	change->shown.aspect = et_aspect_name(ET_ASPECT_INCLUDE);
	change->shown.from.text = other->file->path;
	change->other = other->pair->include;
	change->other_within = other->pair->within;
	for (i = 0; i < other->n_items; i++) {
		const struct et_diff_item *item = differ->to.items.items[other->first_item + i];

		if (is_alone(differ, item))
			*ET_APPEND(differ->arena, &change->lost) = (struct et_tree_lost){
				.name = item->name,
				.def = item->variants.count ? item->variants.items[0] : NULL,
				.spelling = et_diff_spelling(item)};
	}
	*ET_APPEND(differ->arena, &changes->edges) =
		(struct et_tree_edge){.from = from->include, .to = other->pair->include};
}

/* The architecture whose folder a header is in ("asm-x86/", "arch/x86/"), up to a slash; or NULL.
 */
static const char *architecture(const char *path)
{
	const char *part = path;

	while (part) {
		if (et_starts_with(part, "asm-") && !et_starts_with(part, "asm-generic/"))
			return part + strlen("asm-");
		if (et_starts_with(part, "arch/"))
			return part + strlen("arch/");
		part = strchr(part, '/');
		if (part)
			part++;
	}
	return NULL;
}

/* Headers of two architectures do not include each other, whatever "asm/kvm.h" may mean. */
static bool may_be_together(const char *from, const char *other)
{
	const char *left = architecture(from);
	const char *right = architecture(other);
	size_t length = left ? strcspn(left, "/") : 0;

	return !left || !right ||
	       (length == strcspn(right, "/") && strncmp(left, right, length) == 0);
}

/* Includes that one side's header has and the other's has not. */
static void look_for_lost(struct et_differ *differ, const struct et_diff_file *from)
{
	struct et_map kept = includes_of(differ->arena, from->pair);
	size_t i;

	for (i = 0; i < from->links.count; i++) {
		const struct et_diff_file *other = from->links.items[i].file;

		if (other != from && other->pair && !has(&kept, &from->links.items[i]) &&
			may_be_together(from->file->path, other->file->path) &&
			!et_diff_reaches(from->pair, other->pair))
			tell_lost(differ, from, from->pair, other->pair);
	}
}

/* What users of "to" get with a header that they did not get, through new ones as well. */
static void look_behind(struct et_differ *differ, const struct et_diff_file *to,
	const struct et_diff_file *header, unsigned depth)
{
	struct et_diff_walk *walk = to->side->walk;
	size_t i;

	if (walk->seen[header->index] == walk->serial || depth > DEEPEST)
		return;
	walk->seen[header->index] = walk->serial;
	if (header->pair) {
		*ET_APPEND(differ->arena, &differ->changes->edges) = (struct et_tree_edge){
			.from = to->pair->include, .to = header->pair->include, .gained = true};
		return;
	}
	for (i = 0; i < header->links.count; i++)
		look_behind(differ, to, header->links.items[i].file, depth + 1);
}

static void look_for_gained(struct et_differ *differ, const struct et_diff_file *to)
{
	struct et_map before = includes_of(differ->arena, to->pair);
	struct et_diff_walk *walk = to->side->walk;
	size_t i;

	walk->serial++;
	walk->seen[to->index] = walk->serial;
	for (i = 0; i < to->links.count; i++)
		if (!has(&before, &to->links.items[i]))
			look_behind(differ, to, to->links.items[i].file, 0);
}

void et_diff_lost_includes(struct et_differ *differ)
{
	size_t i;

	for (i = 0; i < differ->from.files.count; i++)
		if (differ->from.files.items[i]->pair)
			look_for_lost(differ, differ->from.files.items[i]);
	/* Without a loss nobody asks. */
	for (i = 0; i < differ->to.files.count && differ->changes->edges.count; i++)
		if (differ->to.files.items[i]->pair)
			look_for_gained(differ, differ->to.files.items[i]);
}
