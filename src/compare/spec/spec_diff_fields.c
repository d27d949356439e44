/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The members of two records, each in a list. Members of one path are one member; the longest run
 * of them that kept its order stands still, and what is between is added, removed, renamed or
 * moved.
 */
#include "spec_diff.h"

#include <inttypes.h>
#include <string.h>

enum { NOWHERE = -1 };

struct fields {
	struct et_spec_differ *differ;
	const struct et_spec_item *from, *to;
	int32_t *from_of; /* of each new member: the old one of its path, or NOWHERE */
	int32_t *to_of;
	bool *stays;   /* of each new member: it kept its place */
	size_t *count; /* where differences are only counted, or NULL */
};

static const char *last_word(const char *spelling)
{
	const char *blank = strrchr(spelling, ' ');

	return blank ? blank + 1 : spelling;
}

/* Whether one record is the other, by name or because it was renamed as a whole. */
static bool same_record(struct et_spec_differ *differ, const char *from, const char *to)
{
	const char *key;
	const struct et_spec_item *item;

	from = last_word(from);
	to = last_word(to);
	if (strcmp(from, to) == 0)
		return true;
	key = et_sprintf(differ->arena, "%d %s", (int)ETALON_RECORD, from);
	item = et_map_get(&differ->from->keys, key, strlen(key));
	for (; item; item = item->next) {
		if (item->pair && strcmp(item->pair->name, to) == 0)
			return true;
	}
	return false;
}

bool et_spec_same_type(struct et_spec_differ *differ, const struct et_spec_member *from,
	const struct et_spec_member *to)
{
	const struct et_type *one = &from->field->type, *other = &to->field->type;
	const uint8_t *size = et_abi(ET_ABI_LP64)->size;
	bool nested = !strchr(from->type, ' ') && !strchr(to->type, ' ');

	if (one->kind == ET_TYPE_INT && other->kind == ET_TYPE_INT)
		return size[one->base] == size[other->base] &&
		       (size[one->base] == 1 || one->order == other->order ||
			       (differ->mixed && (one->order == ET_ORDER_HOST ||
							 other->order == ET_ORDER_HOST)) ||
			       from->field->bits != ET_NO_BITS);
	if (one->kind == ET_TYPE_INT || other->kind == ET_TYPE_INT)
		return false;
	/* Nested records are compared by their members. */
	if (one->kind == ET_TYPE_RECORD && other->kind == ET_TYPE_RECORD && nested)
		return one->record && other->record &&
		       one->record->is_union == other->record->is_union;
	return same_record(differ, from->type, to->type);
}

/* How many is given in words, or by a field: words may change, and [] says no more. */
bool et_spec_same_counts(const struct et_spec_member *from, const struct et_spec_member *to)
{
	const struct et_field *one = from->field, *other = to->field;
	size_t i;

	if (one->n_counts != other->n_counts)
		return false;
	for (i = 0; i < one->n_counts; i++) {
		const struct et_count *mine = &one->counts[i], *theirs = &other->counts[i];

		if (mine->kind == ET_COUNT_FIXED && theirs->kind == ET_COUNT_FIXED) {
			if (mine->value != theirs->value)
				return false;
		} else if (mine->kind == ET_COUNT_FIXED || theirs->kind == ET_COUNT_FIXED) {
			/* A name may stand for the number. */
			if (!mine->name && !theirs->name)
				return false;
		}
	}
	return true;
}

static bool is_padding(const struct et_spec_member *member)
{
	const char *name = strrchr(member->path, '.');

	name = name ? name + 1 : member->path;
	return member->field->padding || et_starts_with(name, "reserved") ||
	       et_starts_with(name, "padding") || et_starts_with(name, "unused") ||
	       strcmp(name, "pad") == 0;
}

static const char *shown(struct fields *f, const struct et_spec_member *member)
{
	if (!*member->path)
		return et_sprintf(f->differ->arena, "an unnamed %s", member->type);
	return et_join(f->differ->arena, member->type, " ", member->declarator);
}

/*
 * Whether a text and the canon can't be of one mind here. The canon has conditions that only prose
 * tells, takes members apart and puts them together, and mends what is known to be wrong.
 */
static bool is_certain(struct fields *f, enum etalon_change_kind kind,
	const struct et_spec_member *from, const struct et_spec_member *to)
{
	struct et_arena *arena = f->differ->arena;

	if (!to || et_spec_is_known_slip(f->differ, et_join(arena, f->to->name, ".", to->path)))
		return false;
	if (kind == ETALON_ADDED && f->differ->to->is_canon)
		return to->field->since > f->differ->from->edition &&
		       f->differ->from->edition != ET_EDITION_UNKNOWN;
	if (kind == ETALON_ADDED)
		return !f->from->is_union && !is_padding(to);
	return kind == ETALON_CHANGED && from->field->type.kind == ET_TYPE_INT &&
	       to->field->type.kind == ET_TYPE_INT && strcmp(from->path, to->path) == 0 &&
	       strcmp(from->features, to->features) == 0 && from->size && to->size;
}

static void report(struct fields *f, enum etalon_change_kind kind,
	const struct et_spec_member *from, const struct et_spec_member *to, const char *message)
{
	struct et_arena *arena = f->differ->arena;
	const struct et_spec_member *member = to ? to : from;
	struct etalon_change *change;

	if (f->count) {
		++*f->count;
		return;
	}
	if (f->differ->mixed && !is_certain(f, kind, from, to))
		return;
	change = et_spec_change(f->differ, kind, f->from, f->to, NULL);
	change->what = ETALON_FIELD;
	change->definition = et_join(arena, f->to->name, ".",
		*member->path ? member->path : et_join(arena, "(", member->type, ")"));
	change->message = et_sprintf(arena, "%s: %s", change->definition, message);
	change->has_from = from;
	change->has_to = to;
	change->from.has_value = change->to.has_value = false;
	change->from.text = from ? shown(f, from) : NULL;
	change->to.text = to ? shown(f, to) : NULL;
	if (from) {
		change->from.name = et_join(arena, f->from->name, ".", from->path);
		change->from.file = from->place.file;
		change->from.line = from->place.line;
	}
	if (to) {
		change->to.name = et_join(arena, f->to->name, ".", to->path);
		change->to.file = to->place.file;
		change->to.line = to->place.line;
	}
	if (!from)
		change->from = (struct etalon_evidence){.tree = change->from.tree};
	if (!to)
		change->to = (struct etalon_evidence){.tree = change->to.tree};
}

/* Two members that are one: what is different in them. */
static void compare(struct fields *f, const struct et_spec_member *from,
	const struct et_spec_member *to, bool renamed)
{
	struct et_arena *arena = f->differ->arena;
	bool same = et_spec_same_type(f->differ, from, to) && et_spec_same_counts(from, to) &&
		    from->field->bits == to->field->bits;

	if (renamed && is_padding(from) && is_padding(to))
		renamed = false;
	if (!same)
		report(f, ETALON_CHANGED, from, to,
			et_sprintf(arena, "%s is now %s%s", shown(f, from), shown(f, to),
				from->size && from->size == to->size && !strchr(to->path, '.')
					? ", of the same size"
					: ""));
	else if (renamed)
		report(f, ETALON_RENAMED, from, to,
			et_sprintf(
				arena, "was %s", et_join(arena, f->from->name, ".", from->path)));
	if (*from->features && *to->features && strcmp(from->features, to->features) != 0)
		report(f, ETALON_CHANGED, from, to,
			et_sprintf(arena, "depended on %s, and depends on %s now", from->features,
				to->features));
}

/* The sum of sizes, 0 when one is not known. */
static uint64_t total(const struct et_spec_member *members, size_t first, size_t end)
{
	uint64_t sum = 0;

	for (; first < end; first++) {
		/* Members of members are within what is above them. */
		if (!members[first].size)
			return 0;
		sum += members[first].size;
	}
	return sum;
}

static const char *list(
	struct fields *f, const struct et_spec_member *members, size_t first, size_t end)
{
	struct et_buf buf = {0};
	const char *text;

	et_buf_puts(&buf, shown(f, &members[first]));
	while (++first < end) {
		et_buf_puts(&buf, ", ");
		et_buf_puts(&buf, shown(f, &members[first]));
	}
	text = et_strdup(f->differ->arena, buf.data);
	et_buf_finish(&buf);
	return text;
}

static const char *position(struct fields *f, size_t at)
{
	const struct et_spec_item *to = f->to;

	for (at++; at < to->n_members; at++) {
		if (f->stays[at] && *to->members[at].path)
			return et_join(f->differ->arena, "new before", " ", to->members[at].path);
	}
	return "new at the end";
}

/* What lies between two members that stayed: old members first to end, new ones likewise. */
static void compare_gap(struct fields *f, size_t from, size_t from_end, size_t to, size_t to_end)
{
	const struct et_spec_member *old = f->from->members, *new = f->to->members;
	uint64_t size;

	/* Renamed one by one, from the front, as far as types agree. */
	while (from < from_end && to < to_end && f->to_of[from] == NOWHERE &&
		f->from_of[to] == NOWHERE && et_spec_same_type(f->differ, &old[from], &new[to]) &&
		et_spec_same_counts(&old[from], &new[to]) &&
		old[from].field->bits == new[to].field->bits) {
		compare(f, &old[from], &new[to], strcmp(old[from].path, new[to].path) != 0);
		from++;
		to++;
	}
	size = from < from_end ? total(old, from, from_end) : 0;
	if (size && to < to_end && to_end - to + from_end - from > 1 &&
		size == total(new, to, to_end)) {
		size_t first = to;

		while (first + 1 < to_end && is_padding(&new[first]))
			first++;
		report(f, ETALON_CHANGED, &old[from], &new[first],
			et_sprintf(f->differ->arena, "%s became %s: the same %" PRIu64 " byte%s",
				list(f, old, from, from_end), list(f, new, to, to_end), size,
				size == 1 ? "" : "s"));
		return;
	}
	for (; from < from_end; from++) {
		if (f->to_of[from] == NOWHERE && !(is_padding(&old[from]) && to < to_end))
			report(f, ETALON_REMOVED, &old[from], NULL,
				et_sprintf(f->differ->arena, "%s is gone", shown(f, &old[from])));
	}
	for (; to < to_end; to++) {
		if (f->from_of[to] == NOWHERE && *new[to].path)
			report(f, ETALON_ADDED, NULL, &new[to],
				et_sprintf(f->differ->arena, "%s is %s%s", shown(f, &new[to]),
					position(f, to),
					new[to].unnamed ? ", in a union without a name" : ""));
		else if (f->from_of[to] != NOWHERE)
			report(f, ETALON_CHANGED, &old[f->from_of[to]], &new[to],
				"is at another place");
	}
}

/* Members by their paths; the nth of a path is the nth. */
static void match_paths(struct fields *f)
{
	const struct et_spec_item *from = f->from, *to = f->to;
	struct et_arena *arena = f->differ->arena;
	struct et_map map = {0}; /* of a path: the first old member that is free, plus one */
	int32_t *next = ET_NEW_ARRAY(arena, from->n_members + 1, int32_t);
	size_t i;

	for (i = from->n_members; i--;) {
		void **slot = et_map_slot(
			&map, arena, from->members[i].path, strlen(from->members[i].path));

		next[i] = *slot ? (int32_t)((uintptr_t)*slot - 1) : NOWHERE;
		*slot = (void *)(uintptr_t)(i + 1);
		f->to_of[i] = NOWHERE;
	}
	for (i = 0; i < to->n_members; i++) {
		const char *path = to->members[i].path;
		void **slot;

		f->from_of[i] = NOWHERE;
		if (!et_map_get(&map, path, strlen(path)))
			continue;
		slot = et_map_slot(&map, arena, path, strlen(path));
		f->from_of[i] = (int32_t)((uintptr_t)*slot - 1);
		f->to_of[f->from_of[i]] = (int32_t)i;
		*slot = next[f->from_of[i]] == NOWHERE
				? NULL
				: (void *)(uintptr_t)(next[f->from_of[i]] + 1);
	}
}

/* Marks the longest run of members that are in the old order. */
static void match_order(struct fields *f)
{
	struct et_arena *arena = f->differ->arena;
	size_t n = f->to->n_members;
	uint32_t *length = ET_NEW_ARRAY(arena, n + 1, uint32_t);
	int32_t *before = ET_NEW_ARRAY(arena, n + 1, int32_t);
	int32_t last = NOWHERE;
	size_t i, k;

	for (i = 0; i < n; i++) {
		before[i] = NOWHERE;
		if (f->from_of[i] == NOWHERE)
			continue;
		length[i] = 1;
		/* Nearly always the one just before is it. */
		for (k = i; k-- && length[i] <= k + 1;) {
			if (f->from_of[k] != NOWHERE && f->from_of[k] < f->from_of[i] &&
				length[k] + 1 > length[i]) {
				length[i] = length[k] + 1;
				before[i] = (int32_t)k;
			}
		}
		if (last == NOWHERE || length[i] > length[last])
			last = (int32_t)i;
	}
	for (; last != NOWHERE; last = before[last]) {
		const struct et_spec_member *from = &f->from->members[f->from_of[last]];

		/* Padding that shrank made room: it is seen together with what came. */
		f->stays[last] = !is_padding(from) || from->size == f->to->members[last].size;
		if (!f->stays[last]) {
			f->to_of[f->from_of[last]] = NOWHERE;
			f->from_of[last] = NOWHERE;
		}
	}
}

static void diff(struct fields *f)
{
	struct et_arena *arena = f->differ->arena;
	size_t from = 0, to = 0;
	size_t i;

	f->from_of = ET_NEW_ARRAY(arena, f->to->n_members + 1, int32_t);
	f->to_of = ET_NEW_ARRAY(arena, f->from->n_members + 1, int32_t);
	f->stays = ET_NEW_ARRAY(arena, f->to->n_members + 1, bool);
	match_paths(f);
	match_order(f);
	for (i = 0; i < f->to->n_members; i++) {
		size_t old = (size_t)f->from_of[i];

		if (!f->stays[i])
			continue;
		compare_gap(f, from, old, to, i);
		compare(f, &f->from->members[old], &f->to->members[i], false);
		from = old + 1;
		to = i + 1;
	}
	compare_gap(f, from, f->from->n_members, to, f->to->n_members);
}

void et_spec_diff_fields(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	struct fields f = {.differ = differ, .from = from, .to = to};

	diff(&f);
}

size_t et_spec_count_differences(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to)
{
	size_t count = 0;
	struct fields f = {.differ = differ, .from = from, .to = to, .count = &count};

	diff(&f);
	return count;
}
