/* SPDX-License-Identifier: BSD-3-Clause */
#include "match.h"

#include "str.h"

#include <string.h>
#include <strings.h>

enum { LONGEST_NAME = 256 };

void et_matcher_init(struct et_matcher *matcher, struct et_arena *arena,
	const struct et_canon *canon, const struct et_dialect *dialect)
{
	*matcher = (struct et_matcher){.arena = arena, .canon = canon, .dialect = dialect};
}

/* An alias without a dialect is everybody's; one with a dialect its own and its descendants'. */
static bool speaks(const struct et_dialect *dialect, const char *name)
{
	if (!name || strcmp(name, "former") == 0)
		return true;
	for (; dialect; dialect = dialect->parent) {
		if (strcmp(dialect->name, name) == 0)
			return true;
	}
	return false;
}

static void add(struct et_meanings *meanings, const struct et_name *name, unsigned kinds)
{
	size_t i;

	if (!(kinds & 1U << name->def->kind))
		return;
	for (i = 0; i < meanings->count; i++) {
		if (meanings->of[i]->def == name->def)
			return;
	}
	if (meanings->count < ET_MOST_MEANINGS)
		meanings->of[meanings->count++] = name;
}

/* Returns whether the canon has the name at all, be it another dialect's. */
static bool look_up(const struct et_matcher *matcher, const char *name, unsigned kinds,
	struct et_meanings *meanings)
{
	size_t count, i;
	const struct et_name *found = et_canon_find(matcher->canon, name, &count);

	for (i = 0; i < count; i++) {
		if (!found[i].field && speaks(matcher->dialect, found[i].dialect))
			add(meanings, &found[i], kinds);
	}
	return count > 0;
}

/* What one family is known to call it means it elsewhere, too, where the name means nothing else.
 */
static void look_up_foreign(const struct et_matcher *matcher, const char *name, unsigned kinds,
	struct et_meanings *meanings)
{
	size_t count, i;
	const struct et_name *found = et_canon_find(matcher->canon, name, &count);

	for (i = 0; i < count; i++) {
		if (!found[i].field)
			add(meanings, &found[i], kinds);
	}
}

static void look_up_alike(const struct et_matcher *matcher, const char *name, unsigned kinds,
	struct et_meanings *meanings)
{
	char reduced[ET_LONGEST_LIKENESS];
	const struct et_likeness *like;
	size_t count;

	if (!et_canon_reduce(name, reduced))
		return;
	like = et_canon_like(matcher->canon, reduced, &count);
	for (; count; count--, like++)
		look_up(matcher, like->name, kinds, meanings);
}

static const char *respelling(struct et_matcher *matcher, const char *name)
{
	const struct et_dialect *dialect;
	size_t i;

	if (!matcher->respelled_is_filled) {
		matcher->respelled_is_filled = true;
		for (dialect = matcher->dialect; dialect; dialect = dialect->parent) {
			for (i = 0; i < dialect->n_respellings; i++) {
				const struct et_respelling *pair = &dialect->respellings[i];
				void **slot = et_map_slot(&matcher->respelled, matcher->arena,
					pair->tree, strlen(pair->tree));

				/* A dialect's own word comes before its parent's. */
				if (!*slot)
					*slot = (void *)(uintptr_t)pair->canon;
			}
		}
	}
	return et_map_get(&matcher->respelled, name, strlen(name));
}

static void look_up_rewritten(
	struct et_matcher *matcher, const char *name, unsigned kinds, struct et_meanings *meanings)
{
	const struct et_dialect *dialect;
	size_t i;

	for (dialect = matcher->dialect; dialect && !meanings->count; dialect = dialect->parent) {
		for (i = 0; i < dialect->n_rewrites; i++) {
			const struct et_rewrite *rewrite = &dialect->rewrites[i];
			char text[LONGEST_NAME];
			size_t head = strlen(rewrite->canon);
			size_t skip = strlen(rewrite->tree);
			size_t tail;

			if (strncmp(name, rewrite->tree, skip) != 0)
				continue;
			tail = strlen(name + skip);
			if (head + tail >= LONGEST_NAME)
				continue;
			memcpy(text, rewrite->canon, head);
			memcpy(text + head, name + skip, tail + 1);
			look_up(matcher, text, kinds, meanings);
		}
	}
}

/* What only another edition has counts where the edition itself has nothing of the name. */
static void prefer_present(const struct et_matcher *matcher, struct et_meanings *meanings)
{
	size_t present = 0;
	size_t i;

	for (i = 0; i < meanings->count; i++) {
		if (!et_canon_lacks(matcher->canon, meanings->of[i]->def))
			meanings->of[present++] = meanings->of[i];
	}
	if (present)
		meanings->count = present;
}

static void find_meanings(
	struct et_matcher *matcher, const char *name, unsigned kinds, struct et_meanings *meanings)
{
	const char *canon;
	bool is_known;

	meanings->count = 0;
	meanings->by_likeness = false;
	is_known = look_up(matcher, name, kinds, meanings);
	if (meanings->count)
		return;
	canon = respelling(matcher, name);
	if (canon)
		look_up(matcher, canon, kinds, meanings);
	if (!meanings->count)
		look_up_rewritten(matcher, name, kinds, meanings);
	if (!meanings->count && is_known)
		look_up_foreign(matcher, name, kinds, meanings);
	if (!meanings->count) {
		look_up_alike(matcher, name, kinds, meanings);
		meanings->by_likeness = true;
	}
}

void et_match(
	struct et_matcher *matcher, const char *name, unsigned kinds, struct et_meanings *meanings)
{
	find_meanings(matcher, name, kinds, meanings);
	if (meanings->count > 1)
		prefer_present(matcher, meanings);
}

static bool same_field(const char *wanted, const char *path, const char *name)
{
	char left[ET_LONGEST_LIKENESS];
	char right[ET_LONGEST_LIKENESS];

	if (strcmp(wanted, name) == 0 || strcmp(wanted, path) == 0)
		return true;
	return et_canon_reduce(wanted, left) && et_canon_reduce(name, right) &&
	       strcmp(left, right) == 0;
}

bool et_match_field(const struct et_matcher *matcher, const struct et_field *field,
	const char *record, const char *path, const char *name)
{
	const struct et_dialect *dialect;
	size_t head = strlen(record);
	size_t i;

	if (field->name && same_field(field->name, path, name))
		return true;
	for (i = 0; i < field->n_aliases; i++) {
		if (same_field(field->aliases[i].name, path, name))
			return true;
	}
	for (dialect = matcher->dialect; dialect && field->name; dialect = dialect->parent) {
		for (i = 0; i < dialect->n_respellings; i++) {
			const char *canon = dialect->respellings[i].canon;

			if (strncmp(canon, record, head) == 0 && canon[head] == '.' &&
				strcmp(canon + head + 1, field->name) == 0 &&
				same_field(dialect->respellings[i].tree, path, name))
				return true;
		}
	}
	return false;
}

/* The same letter in either case; may hold for other pairs of characters, too. */
static bool is_like(char left, char right)
{
	return (left | 0x20) == (right | 0x20);
}

const struct et_interface *et_match_claim(const struct et_matcher *matcher, const char *name)
{
	const struct et_canon *canon = matcher->canon;
	const struct et_interface *claimant = NULL;
	size_t whole = strlen(name);
	size_t longest = 0;
	size_t i;

	for (i = 0; i < canon->n_interfaces; i++) {
		const char *const *prefix = canon->interfaces[i]->prefixes;

		for (; prefix && *prefix; prefix++) {
			size_t length = strlen(*prefix);

			/* Prefixes begin alike and end apart: their ends rule most of them out. */
			if (length > longest && length <= whole && length >= 2 &&
				is_like(name[length - 2], (*prefix)[length - 2]) &&
				strncasecmp(name, *prefix, length) == 0) {
				longest = length;
				claimant = canon->interfaces[i];
			}
		}
	}
	return claimant;
}

bool et_match_helper(const struct et_matcher *matcher, const char *name)
{
	const struct et_dialect *dialect;
	const char *const *glob;

	for (dialect = matcher->dialect; dialect; dialect = dialect->parent) {
		for (glob = dialect->helpers; glob && *glob; glob++) {
			if (et_glob(*glob, name))
				return true;
		}
	}
	return false;
}
