/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fields that have no partner of their name: the same bytes under another name (S201) or in another
 * shape (S202), or a field that the standard does not have (A303). Also notes which canonical
 * fields the tree has, for F403.
 */
#include "records.h"

#include "str.h"

#include <inttypes.h>
#include <string.h>

/* A leaf's first byte and the one behind its last, as the standard counts. */
struct range {
	uint64_t begin;
	uint64_t end;
	bool known;
};

static struct range want_range(const struct et_leaf *leaf)
{
	return (struct range){.begin = leaf->offset.bytes,
		.end = leaf->offset.bytes + leaf->size.bytes,
		.known = !leaf->offset.plus && !leaf->size.plus && !leaf->open};
}

/*
 * The bytes where the standard would have a tree's leaf: from the nearest paired leaf before it, so
 * that what was moved is still recognised.
 */
static struct range have_range(const struct et_pairing *pairing, size_t i)
{
	const struct et_leaf *leaf = &pairing->have.leaves[i];
	struct range range = {.begin = leaf->offset.bytes,
		.known = !leaf->offset.plus && !leaf->size.plus && !leaf->open};
	size_t k;

	for (k = i; k-- > 0;) {
		int j = pairing->pairs.canon_of[k];
		const struct et_leaf *before = &pairing->have.leaves[k];
		const struct et_leaf *want;

		if (j == ET_UNPAIRED || before->in_union)
			continue;
		want = &pairing->want.leaves[j];
		if (want->offset.plus || want->size.plus || want->open || before->offset.plus)
			range.known = false;
		range.begin = want->offset.bytes + want->size.bytes + leaf->offset.bytes -
			      (before->offset.bytes + before->size.bytes);
		break;
	}
	range.end = range.begin + leaf->size.bytes;
	return range;
}

/* A member of a record or of its anonymous members. */
static const struct et_field *find_member(
	const struct et_record *record, const char *name, size_t length, unsigned depth)
{
	const struct et_field *found = NULL;
	size_t i;

	for (i = 0; i < record->n_fields && !found && depth < 16; i++) {
		const struct et_field *field = &record->fields[i];

		if (!field->name && field->type.record)
			found = find_member(field->type.record, name, length, depth + 1);
		else if (field->name && strncmp(field->name, name, length) == 0 &&
			 !field->name[length])
			found = field;
	}
	return found;
}

/*
 * The field itself, and the record's own member that it is in: a record that is nested in many is
 * present in each of them by itself.
 */
static void cover_field(struct et_pairing *pairing, const struct et_leaf *want)
{
	struct et_comparison *comparison = pairing->comparison;
	const struct et_record *record = pairing->canon;
	const char *path = want->path;

	et_set_add(&comparison->covered, comparison->arena, want->field);
	/* Down through the parts that have no name of their own, to the first member that has. */
	while (record && path) {
		size_t length = strcspn(path, ".[");
		const struct et_field *member = find_member(record, path, length, 0);

		if (!member)
			break;
		et_set_add(&comparison->covered, comparison->arena, member);
		record = member->type.record;
		if (record && record->def.name)
			break;
		path = strchr(path, '.');
		if (path)
			path++;
	}
}

static void emit_name(
	struct et_pairing *pairing, const struct et_leaf *want, const struct et_leaf *have)
{
	struct et_draft draft = et_field_draft(pairing, ET_S201, want, have);

	draft.abis = 0;
	draft.expected.text = want->path;
	draft.found.text = have->path;
	draft.message = et_sprintf(pairing->comparison->arena, "%s is what the standard calls %s",
		draft.found.name, want->path);
	et_emit_field(pairing, &draft);
}

static void emit_shape(struct et_pairing *pairing, const struct et_leaf *want,
	const struct et_leaf *have, const char *how)
{
	struct et_draft draft = et_field_draft(pairing, ET_S202, want, have);

	draft.abis = 0;
	draft.expected.text =
		et_sprintf(pairing->comparison->arena, "%" PRIu64 " bytes", want->size.bytes);
	draft.found.text =
		et_sprintf(pairing->comparison->arena, "%" PRIu64 " bytes", have->size.bytes);
	draft.message = et_sprintf(pairing->comparison->arena, "%s %s %s of the standard",
		draft.found.name, how, want->path);
	et_emit_field(pairing, &draft);
}

/*
 * Another edition's field of the record by the tree's name for it, and as the canon's name says it;
 * NULL. Names of fields stand beside their record's.
 */
static const struct et_name *find_other_edition(
	const struct et_pairing *pairing, const struct et_leaf *have)
{
	const struct et_comparison *comparison = pairing->comparison;
	const struct et_canon *canon = comparison->options->canon;
	const char *record = pairing->canon->def.name;
	size_t length = strlen(record);
	size_t head = strcspn(have->path, ".[");
	const char *member = et_strndup(comparison->arena, have->path, head);
	size_t count;
	const struct et_name *name = et_canon_find(canon, record, &count);

	for (; name && name < canon->names + canon->n_names; name++) {
		const struct et_field *field = name->field;

		if (strncmp(name->name, record, length) != 0)
			break;
		if (!field || name->def != &pairing->canon->def || name->name[length] != '.' ||
			!et_canon_lacks_field(canon, field))
			continue;
		if (et_match_field(&comparison->matcher, field, record, have->path, have->name) ||
			et_match_field(&comparison->matcher, field, record, member, member))
			return name;
	}
	return NULL;
}

/* Returns false when no other edition has it, either. */
static bool emit_other_edition(struct et_pairing *pairing, const struct et_leaf *have)
{
	struct et_comparison *comparison = pairing->comparison;
	const struct et_name *name = find_other_edition(pairing, have);
	struct et_draft draft;
	const char *when;

	if (!name)
		return false;
	/* Once for a nested record. */
	if (!et_set_add(&comparison->reported, comparison->arena, name))
		return true;
	when = et_edition_text(comparison, name->field->since, name->field->until);
	draft = et_field_draft(pairing, ET_A305, NULL, have);
	draft.abis = 0;
	draft.definition = name->name;
	draft.expected = et_expect(&name->field->place, &pairing->canon->def.place, when);
	draft.found.text = "defined";
	draft.message = et_sprintf(comparison->arena, "%s is not in edition %s: %s",
		draft.found.name, et_edition_name(comparison->options->canon->edition), when);
	et_emit_field(pairing, &draft);
	return true;
}

static void emit_extra(struct et_pairing *pairing, const struct et_leaf *have, const char *where)
{
	struct et_draft draft;

	if (emit_other_edition(pairing, have))
		return;
	draft = et_field_draft(pairing, ET_A303, NULL, have);
	draft.abis = 0;
	draft.definition = et_sprintf(
		pairing->comparison->arena, "%s.%s", pairing->canon->def.name, have->path);
	draft.expected.text = where;
	draft.found.text = "defined";
	draft.message = et_sprintf(pairing->comparison->arena, "%s is not in the standard: %s",
		draft.found.name, where);
	et_emit_field(pairing, &draft);
}

/* Whether another leaf of the tree that has a partner lies on the same bytes: a union's other name.
 */
static bool is_overlay(const struct et_pairing *pairing, size_t i)
{
	const struct et_leaf *leaf = &pairing->have.leaves[i];
	size_t k;

	if (!leaf->in_union)
		return false;
	for (k = 0; k < pairing->have.n_leaves; k++) {
		const struct et_leaf *other = &pairing->have.leaves[k];

		if (k != i && pairing->pairs.canon_of[k] != ET_UNPAIRED && other->in_union &&
			other->offset.bytes < leaf->offset.bytes + leaf->size.bytes &&
			leaf->offset.bytes < other->offset.bytes + other->size.bytes)
			return true;
	}
	return false;
}

/* Whether the data know this name for the canonical field, as one of the pieces it is split into.
 */
static bool is_known_piece(
	const struct et_pairing *pairing, const struct et_leaf *want, const struct et_leaf *have)
{
	return et_match_field(&pairing->comparison->matcher, want->field, pairing->canon->def.name,
		have->path, have->name);
}

/* A union of the field's own name, for several ways to look at it: "lun.v64" for "lun". */
static bool is_inside(const struct et_leaf *want, const struct et_leaf *have)
{
	size_t length = strlen(want->path);

	return have->in_union && strncmp(have->path, want->path, length) == 0 &&
	       have->path[length] == '.';
}

/* One canonical leaf that shares bytes with an unpaired leaf of the tree. */
static void meet(struct et_pairing *pairing, const struct et_leaf *want, const struct range *place,
	size_t i, bool *met)
{
	const struct et_leaf *have = &pairing->have.leaves[i];
	struct range range = want_range(want);
	bool have_padding = have->name && et_is_padding_name(have->name);

	if (!range.known || range.end <= place->begin || place->end <= range.begin)
		return;
	if (!have->name)
		return;
	*met = true;
	if (et_is_padding(want)) {
		if (!have_padding && !is_known_piece(pairing, want, have) &&
			range.begin <= place->begin && place->end <= range.end)
			emit_extra(pairing, have, "the standard keeps these bytes reserved");
		cover_field(pairing, want);
		return;
	}
	if (have_padding)
		return; /* the field is missing: F403 */
	cover_field(pairing, want);
	/* Of a union's names for the same bytes the first one stands for all. */
	if (have->in_union) {
		pairing->pairs.tree_of[want - pairing->want.leaves] = (int)i;
		pairing->pairs.canon_of[i] = (int)(want - pairing->want.leaves);
	}
	if (is_known_piece(pairing, want, have) || is_inside(want, have))
		return;
	if (range.begin == place->begin && range.end == place->end)
		emit_name(pairing, want, have);
	else if (range.begin <= place->begin && place->end <= range.end)
		emit_shape(pairing, want, have, "is only a part of");
	else
		emit_shape(pairing, want, have, "takes more than");
}

/* Bit-fields under names of the tree's own inside an integer that the standard divides, too. */
static void cover_bits(struct et_pairing *pairing, const struct et_leaf *have)
{
	size_t j;

	for (j = 0; j < pairing->want.n_leaves; j++) {
		const struct et_leaf *want = &pairing->want.leaves[j];
		struct range range = want_range(want);

		if (want->whole && range.known && !have->offset.plus &&
			have->offset.bytes >= range.begin && have->offset.bytes < range.end)
			cover_field(pairing, want);
	}
}

static void take(struct et_pairing *pairing, size_t i)
{
	const struct et_leaf *have = &pairing->have.leaves[i];
	struct range place = have_range(pairing, i);
	bool met = false;
	size_t j;

	if (!have->name || is_overlay(pairing, i))
		return;
	if (have->bits) {
		cover_bits(pairing, have);
		return;
	}
	if (place.known && place.end == place.begin)
		return; /* [0]: a name for what follows */
	for (j = 0; place.known && j < pairing->want.n_leaves; j++) {
		if (pairing->pairs.tree_of[j] == ET_UNPAIRED)
			meet(pairing, &pairing->want.leaves[j], &place, i, &met);
	}
	if (met || et_is_padding_name(have->name))
		return;
	/* Bytes in front of a paired field push it away, which is told as its offset. */
	for (j = i + 1; j < pairing->have.n_leaves; j++) {
		if (pairing->pairs.canon_of[j] != ET_UNPAIRED && !pairing->have.leaves[j].in_union)
			return;
	}
	/* A view may end before the record that it is a part of does. */
	if (pairing->view && find_member(pairing->canon, have->name, strlen(have->name), 0))
		return;
	if (have->open)
		return; /* what follows a header, by a name of the tree's own */
	emit_extra(pairing, have, "it lies behind the standard's last field");
}

void et_compare_unpaired(struct et_pairing *pairing)
{
	size_t i;

	for (i = 0; i < pairing->want.n_leaves; i++) {
		if (pairing->pairs.tree_of[i] != ET_UNPAIRED)
			cover_field(pairing, &pairing->want.leaves[i]);
	}
	for (i = 0; i < pairing->have.n_leaves; i++) {
		if (pairing->pairs.canon_of[i] == ET_UNPAIRED)
			take(pairing, i);
	}
}
