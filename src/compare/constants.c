/* SPDX-License-Identifier: BSD-3-Clause */
/* Constants: W101, A301, A304, A305. */
#include "comparison.h"

#include "str.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { NAMED = 1U << ET_DEF_CONSTANT | 1U << ET_DEF_REGISTER, MOST_BITS = 128 };

/*
 * How a tree writes the bits of one group of names: as bit numbers or as masks. Several constants
 * decide together, because a single number can be either: 2 is bit 2, and the mask of bit 1.
 */
struct group {
	size_t members;
	size_t bits;
	size_t masks;
};

struct candidate {
	const struct et_constant *constant;
	const struct et_def *canon; /* the meaning it is held to */
	struct et_value value;
	struct group *group;
	bool fits; /* the plain value is the canon's */
};

static uint64_t narrow(uint64_t bits, unsigned width)
{
	return width && width < 64 ? bits & ((UINT64_C(1) << width) - 1) : bits;
}

static bool single_bit(uint64_t bits)
{
	return bits && !(bits & (bits - 1));
}

static unsigned bit_number(uint64_t mask)
{
	return (unsigned)__builtin_ctzll(mask);
}

/* The bit that a canonical constant stands for, or -1 when it is no single bit. */
static int canon_bit(const struct et_def *def)
{
	const struct et_constant *constant = (const struct et_constant *)(const void *)def;

	if (def->kind != ET_DEF_CONSTANT)
		return -1;
	if (constant->representation == ET_REP_BIT && constant->value.bits < MOST_BITS)
		return (int)constant->value.bits;
	if (constant->representation == ET_REP_MASK && single_bit(constant->value.bits))
		return (int)bit_number(constant->value.bits);
	return -1;
}

static uint64_t canon_value(const struct et_def *def)
{
	if (def->kind == ET_DEF_REGISTER)
		return ((const struct et_register *)(const void *)def)->offset;
	return ((const struct et_constant *)(const void *)def)->value.bits;
}

static bool same_value(uint64_t canon, const struct et_value *value)
{
	/* A negative int is the pattern of its width: (1 << 31) is 0x80000000. */
	return canon == value->bits ||
	       (!value->is_unsigned && canon == narrow(value->bits, value->width));
}

static bool is_mask_of(unsigned bit, const struct et_value *value)
{
	uint64_t bits = narrow(value->bits, value->width);

	/* Feature words are 32 or 64 bits wide: each word's bits have masks of their own. */
	return bits == UINT64_C(1) << bit % 64 || bits == UINT64_C(1) << bit % 32;
}

static bool fits_plain(const struct et_def *def, const struct et_value *value)
{
	return same_value(canon_value(def), value);
}

static bool fits_any(const struct et_def *def, const struct et_value *value)
{
	int bit = canon_bit(def);

	return fits_plain(def, value) ||
	       (bit >= 0 && (is_mask_of((unsigned)bit, value) || value->bits == (unsigned)bit));
}

/* Of several meanings, the one that fits; else the one whose header this is; else the first. */
static const struct et_def *choose(const struct et_meanings *meanings,
	const struct et_unit_file *file, const struct et_value *value)
{
	const struct et_def *best = meanings->of[0]->def;
	size_t i;

	for (i = 0; i < meanings->count; i++) {
		if (fits_plain(meanings->of[i]->def, value))
			return meanings->of[i]->def;
	}
	for (i = 0; i < meanings->count; i++) {
		if (fits_any(meanings->of[i]->def, value))
			return meanings->of[i]->def;
	}
	for (i = meanings->count; i-- > 0;) {
		if (et_is_home(meanings->of[i]->def->interface, file))
			best = meanings->of[i]->def;
	}
	return best;
}

static struct group *find_group(struct et_arena *arena, struct et_map *groups,
	const struct et_constant *constant, const struct et_def *canon)
{
	const char *name = constant->def.name;
	const char *last = strrchr(name, '_');
	size_t length = last ? (size_t)(last - name) : strlen(name);
	const char *marker = strstr(name, "_F_");
	char key[sizeof(uint64_t)];
	uint64_t hash;
	struct group *group;

	/* VIRTIO_NET_F_GUEST_TSO4 belongs to VIRTIO_NET_F, not to VIRTIO_NET_F_GUEST. */
	if (marker)
		length = (size_t)(marker - name) + 2;
	/* A hash tells the groups of one file apart well enough. */
	hash = et_hash(ET_HASH_SEED, name, length);
	hash = et_hash(hash, &canon->interface, sizeof(canon->interface));
	if (canon->scope)
		hash = et_hash(hash, canon->scope, strlen(canon->scope));
	memcpy(key, &hash, sizeof(hash));
	group = et_map_get(groups, key, sizeof(hash));
	if (!group) {
		group = ET_NEW(arena, struct group);
		*et_map_slot(groups, arena, et_strndup(arena, key, sizeof(hash)), sizeof(hash)) =
			group;
	}
	return group;
}

static bool is_decimal(const char *text)
{
	return text && *text && !text[strspn(text, "0123456789")] && (text[0] != '0' || !text[1]);
}

static bool judge(const struct candidate *candidate)
{
	int bit = canon_bit(candidate->canon);

	/* A tree's count is of what it has itself: what it lacks is told as missing. */
	if (candidate->canon->kind == ET_DEF_CONSTANT &&
		((const struct et_constant *)(const void *)candidate->canon)->kind ==
			ET_CONST_COUNT)
		return true;

	if (bit < 0)
		return candidate->fits;
	/* Alone, it is held to the standard's own form, unless it is plainly written as a mask. */
	if (candidate->group->members == 1)
		return candidate->fits || (!is_decimal(candidate->constant->text) &&
						  is_mask_of((unsigned)bit, &candidate->value));
	if (candidate->group->bits == candidate->group->masks)
		return candidate->fits || fits_any(candidate->canon, &candidate->value);
	if (candidate->group->bits > candidate->group->masks)
		return candidate->value.bits == (unsigned)bit;
	return is_mask_of((unsigned)bit, &candidate->value);
}

static const char *number_text(struct et_arena *arena, uint64_t value)
{
	if (value > 255)
		return et_sprintf(arena, "0x%" PRIx64, value);
	return et_sprintf(arena, "%" PRIu64, value);
}

static const char *value_text(
	struct et_arena *arena, const struct et_def *canon, uint64_t value, bool as_bit)
{
	if (canon->kind == ET_DEF_REGISTER)
		return et_sprintf(arena, "offset 0x%" PRIx64, value);
	if (as_bit && value < MOST_BITS)
		return et_sprintf(arena, "bit %" PRIu64, value);
	return number_text(arena, value);
}

/* Whether the tree means bit numbers: by what the group says, alone by the standard's own form. */
static bool writes_bits(const struct candidate *candidate)
{
	const struct et_constant *canon =
		(const struct et_constant *)(const void *)candidate->canon;
	const struct group *group = candidate->group;

	if (group->members == 1 || group->bits == group->masks)
		return canon->representation == ET_REP_BIT;
	return group->bits > group->masks;
}

static void report_value(struct et_comparison *comparison, const struct et_unit_file *file,
	const struct candidate *candidate)
{
	struct et_arena *arena = comparison->arena;
	const struct et_def *canon = candidate->canon;
	const struct et_def *tree = &candidate->constant->def;
	int bit = canon_bit(canon);
	bool as_bit = bit >= 0 && writes_bits(candidate);
	bool as_mask = bit >= 0 && !as_bit;
	uint64_t want = as_bit ? (uint64_t)bit : canon_value(canon);
	uint64_t have = narrow(
		candidate->value.bits, candidate->value.is_unsigned ? 0 : candidate->value.width);
	struct et_draft draft = {.rule = ET_W101,
		.interface = canon->interface,
		.definition = canon->name,
		.guard = tree->guard};

	if (as_mask)
		want = UINT64_C(1) << bit % 64;
	draft.expected = et_expect(&canon->place, NULL, value_text(arena, canon, want, as_bit));
	draft.expected.value = (int64_t)want;
	draft.expected.has_value = true;
	draft.found.text = value_text(arena, canon, have, as_bit);
	draft.found.value = (int64_t)have;
	draft.found.has_value = true;
	draft.found.name = tree->name;
	draft.found.line = tree->place.line;
	draft.message = et_sprintf(arena, "%s is %s; the standard says %s", tree->name,
		draft.found.text, draft.expected.text);
	et_emit(comparison, file, &draft);
}

const char *et_edition_text(
	struct et_comparison *comparison, enum et_edition since, enum et_edition until)
{
	enum et_edition edition = comparison->options->canon->edition;
	bool later = et_presence(edition, since, until) == ET_LATER;

	return et_join(comparison->arena, later ? "since" : "until", " ",
		et_edition_name(later ? since : until));
}

/* What another edition has: its value and layout are nothing to this one. */
static void report_edition(struct et_comparison *comparison, const struct et_unit_file *file,
	const struct et_def *tree, const struct et_def *canon)
{
	const char *when = et_edition_text(comparison, canon->since, canon->until);
	struct et_draft draft = {.rule = ET_A305,
		.interface = canon->interface,
		.definition = canon->name,
		.guard = tree->guard};

	draft.expected = et_expect(&canon->place, NULL, when);
	draft.found.text = "defined";
	draft.found.name = tree->name;
	draft.found.line = tree->place.line;
	draft.message = et_sprintf(comparison->arena, "%s is not in edition %s: %s", tree->name,
		et_edition_name(comparison->options->canon->edition), when);
	et_emit(comparison, file, &draft);
}

void et_compare_standing(struct et_comparison *comparison, const struct et_unit_file *file,
	const struct et_def *tree, const struct et_def *canon)
{
	const struct et_constant *constant =
		canon->kind == ET_DEF_CONSTANT ? (const struct et_constant *)(const void *)canon
					       : NULL;
	struct et_draft draft = {
		.interface = canon->interface, .definition = canon->name, .guard = tree->guard};

	/* What is computed from the standard's own facts adds none to them. */
	if (constant && (constant->kind == ET_CONST_OFFSET || constant->kind == ET_CONST_COUNT))
		return;
	/* A number that the text allots to a device without a chapter is the text's all the same.
	 */
	if (constant && constant->kind == ET_CONST_ID && canon->status == ET_STATUS_RESERVED)
		return;
	if (et_canon_lacks(comparison->options->canon, canon)) {
		report_edition(comparison, file, tree, canon);
		return;
	}
	switch (canon->status) {
	case ET_STATUS_DE_FACTO:
		draft.rule = ET_A304;
		break;
	case ET_STATUS_DRAFT:
	case ET_STATUS_PROPOSED:
	case ET_STATUS_RESERVED:
	case ET_STATUS_WITHDRAWN:
		draft.rule = ET_A305;
		break;
	default:
		return;
	}
	draft.expected = et_expect(&canon->place, NULL,
		canon->status == ET_STATUS_DE_FACTO ? "no definition; it is de facto"
						    : et_status_name(canon->status));
	draft.found.text = "defined";
	draft.found.name = tree->name;
	draft.found.line = tree->place.line;
	if (canon->status == ET_STATUS_RESERVED)
		draft.message =
			et_sprintf(comparison->arena, "%s is reserved by the standard", tree->name);
	else
		draft.message = et_sprintf(comparison->arena, "%s is not in the standard (%s)%s%s",
			tree->name, et_status_name(canon->status), canon->evidence ? ": " : "",
			canon->evidence ? canon->evidence : "");
	et_emit(comparison, file, &draft);
}

static void note_unknown(struct et_comparison *comparison, struct et_site *site,
	const struct et_constant *constant, const struct et_value *value,
	const struct et_interface *interface)
{
	struct et_draft draft = {.rule = ET_A301,
		.interface = interface,
		.definition = constant->def.name,
		.guard = constant->def.guard};

	draft.expected.text = "not in the standard";
	draft.found.text = number_text(comparison->arena, value->bits);
	draft.found.value = (int64_t)value->bits;
	draft.found.has_value = true;
	draft.found.name = constant->def.name;
	draft.found.line = constant->def.place.line;
	draft.message = et_sprintf(comparison->arena, "%s (%s) is not in the standard",
		constant->def.name, draft.found.text);
	*ET_APPEND(comparison->arena, &site->unknown) = draft;
}

static bool is_virtio_name(const char *name)
{
	return strcasestr(name, "virtio") || strncasecmp(name, "vring", 5) == 0 ||
	       strncasecmp(name, "virtq", 5) == 0;
}

static bool value_of(const struct et_comparison *comparison, const struct et_constant *constant,
	struct et_value *value)
{
	uint32_t abis = comparison->options->abis & constant->def.abis;
	unsigned id;

	/* One that no asked-for ABI has is read as the first of them would. */
	if (!abis)
		abis = comparison->options->abis;
	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (abis & ET_ABI_BIT(id))
			return et_constant_value(constant, et_abi((enum et_abi_id)id), value);
	}
	return false;
}

static void take(struct et_comparison *comparison, const struct et_unit_file *file,
	struct et_site *site, const struct et_constant *constant, struct et_map *groups,
	struct candidate *candidate)
{
	struct et_meanings meanings;
	const struct et_interface *claimant;

	candidate->canon = NULL;
	if (constant->spelling == ET_SPELLED_FUNCTION_MACRO || et_is_dead(constant->def.guard))
		return;
	et_match(&comparison->matcher, constant->def.name, NAMED, &meanings);
	if (!meanings.count && !is_virtio_name(constant->def.name))
		return;
	if (!value_of(comparison, constant, &candidate->value)) {
		if (meanings.count && constant->text && *constant->text)
			et_diag(comparison->diags, ET_ERROR, file->path, constant->def.place.line,
				constant->def.name, "the value of %s could not be read: %s",
				constant->def.name, constant->text);
		return;
	}
	if (meanings.count) {
		candidate->constant = constant;
		candidate->canon = choose(&meanings, file, &candidate->value);
		candidate->fits = fits_plain(candidate->canon, &candidate->value);
		candidate->group =
			find_group(comparison->arena, groups, constant, candidate->canon);
		return;
	}
	claimant = et_match_claim(&comparison->matcher, constant->def.name);
	if (et_match_helper(&comparison->matcher, constant->def.name))
		return;
	site->unmatched++;
	if (claimant && et_asked_for(comparison, claimant))
		note_unknown(comparison, site, constant, &candidate->value, claimant);
}

/*
 * Another name for one that is judged by itself says nothing of its own: what it should be is then
 * what that one should be. A name of the tree's own, or of something else, is not judged for it.
 */
static bool is_told_by_target(struct et_comparison *comparison, const struct candidate *candidate)
{
	struct et_meanings meanings;
	size_t i;

	if (!candidate->constant->alias_of)
		return false;
	et_match(&comparison->matcher, candidate->constant->alias_of, NAMED, &meanings);
	for (i = 0; i < meanings.count; i++) {
		if (canon_value(meanings.of[i]->def) == canon_value(candidate->canon))
			return true;
	}
	return false;
}

void et_compare_constants(struct et_comparison *comparison, const struct et_unit *unit,
	const struct et_unit_file *file, struct et_site *site)
{
	struct candidate *candidates =
		ET_NEW_ARRAY(comparison->arena, file->n_constants, struct candidate);
	struct et_map groups = {0};
	size_t i;

	for (i = 0; i < file->n_constants; i++) {
		struct candidate *candidate = &candidates[i];
		int bit;

		take(comparison, file, site, &unit->constants[file->first_constant + i], &groups,
			candidate);
		if (!candidate->canon)
			continue;
		bit = canon_bit(candidate->canon);
		if (bit < 0)
			continue;
		candidate->group->members++;
		candidate->group->bits += candidate->value.bits == (unsigned)bit;
		candidate->group->masks += is_mask_of((unsigned)bit, &candidate->value);
	}
	for (i = 0; i < file->n_constants; i++) {
		const struct candidate *candidate = &candidates[i];

		bool lacks;

		if (!candidate->canon)
			continue;
		site->matched++;
		lacks = et_canon_lacks(comparison->options->canon, candidate->canon);
		if (!lacks)
			et_cover(comparison, candidate->canon, file);
		if (!et_asked_for(comparison, candidate->canon->interface))
			continue;
		if (!lacks && !judge(candidate) && !is_told_by_target(comparison, candidate))
			report_value(comparison, file, candidate);
		et_compare_standing(comparison, file, &candidate->constant->def, candidate->canon);
	}
}
