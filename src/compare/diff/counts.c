/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a constant is, as far as a change of its value is concerned: a number that two sides send
 * each other, or a count, size, limit or version, that says how many or how new. The canon knows
 * for what is VIRTIO's; of others their names, neighbours and uses tell.
 */
#include "differ.h"

#include "str.h"

#include <string.h>
#include <strings.h>

enum { MOST_ALIASES = 4 };

static const struct et_constant *first_constant(const struct et_diff_item *item)
{
	return item->variants.count ? (const void *)item->variants.items[0] : NULL;
}

/* Whether one of the words between the underscores of a name says that it counts or limits. */
static bool has_word(const char *name)
{
	static const char *const words[] = {"MAX", "MIN", "NR", "NUM", "COUNT", "CNT", "LAST",
		"END", "LIMIT", "SIZE", "LEN", "LENGTH", "TOTAL", "VERSION", "VER", "MAJOR",
		"MINOR", "MAXIMUM", "MINIMUM", "NBITS", "SIZEOF"};

	while (*name) {
		size_t length = strcspn(name, "_");
		size_t i;

		for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
			if (strlen(words[i]) == length && strncasecmp(name, words[i], length) == 0)
				return true;
		}
		/* NUMHOOKS, MAXLEN, TLSMAX */
		if (length > 3 &&
			(strncasecmp(name, "NUM", 3) == 0 || strncasecmp(name, "MAX", 3) == 0 ||
				strncasecmp(name + length - 3, "MAX", 3) == 0))
			return true;
		name += length;
		name += strspn(name, "_");
	}
	return false;
}

static bool ends_range(const char *name)
{
	static const char *const ends[] = {"_F_END", "_F_LAST", "_F_NR", "_F_MAX", "_F_NUM"};
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		if (et_ends_with(name, ends[i]))
			return true;
	}
	return false;
}

/* The part of a name up to its second underscore: "KVM_CAP_". */
static size_t family_length(const char *name)
{
	const char *second = strchr(name + strspn(name, "_"), '_');

	second = second ? strchr(second + 1, '_') : NULL;
	return second ? (size_t)(second - name) : 0;
}

static bool value_of(
	const struct et_differ *differ, const struct et_diff_item *item, int64_t *value)
{
	const struct et_constant *constant = first_constant(item);
	struct et_value number;

	if (!constant || constant->spelling == ET_SPELLED_FUNCTION_MACRO ||
		!et_item_value(differ, &constant->def, &number))
		return false;
	*value = (int64_t)number.bits;
	return true;
}

/* Whether the next name of its family goes on counting: then it is one of many, not their number.
 */
static bool is_member(const struct et_differ *differ, const struct et_diff_item *item)
{
	const struct et_diff_side *side = item->file->side;
	size_t family = family_length(item->name);
	bool found = false;
	int64_t value, next;
	size_t i;

	if (!family || !value_of(differ, item, &value))
		return false;
	for (i = item->file->first_item; i < item->file->first_item + item->file->n_items; i++) {
		const struct et_diff_item *other = side->items.items[i];

		if (other == item) {
			found = true;
			continue;
		}
		if (!found || other->kind != ET_ITEM_CONSTANT)
			continue;
		return strncmp(other->name, item->name, family) == 0 &&
		       value_of(differ, other, &next) && next == value + 1;
	}
	return false;
}

/* The length of an array of some record. */
static bool is_dimension(const struct et_diff_item *item)
{
	const struct et_unit *unit = item->file->unit;
	size_t i, j, k;

	for (i = 0; i < unit->n_records; i++) {
		const struct et_record *record = unit->records[i];

		for (j = 0; j < record->n_fields; j++) {
			for (k = 0; k < record->fields[j].n_counts; k++) {
				if (et_streq(record->fields[j].counts[k].name, item->name))
					return true;
			}
		}
	}
	return false;
}

/* Whether its text says that it is a size, or counts from a last or largest one: "(FOO_MAX + 1)".
 */
static bool is_derived(struct et_arena *arena, const struct et_diff_item *item)
{
	const char *text = first_constant(item)->text;
	size_t length = 0;

	if (!text || strncmp(text, "_IO", 3) == 0)
		return false;
	if (strstr(text, "sizeof"))
		return true;
	text += strspn(text, " (");
	while (et_is_name_character(text[length]))
		length++;
	return length && has_word(et_strndup(arena, text, length)) &&
	       strspn(text + length, " )+-0123456789") == strlen(text + length);
}

static bool counts(const struct et_differ *differ, const struct et_diff_item *item)
{
	/* VIRTIO_BLK_F_SIZE_MAX is a feature, VIRTIO_TRANSPORT_F_END the end of their range. */
	if (strstr(item->name, "_F_"))
		return ends_range(item->name);
	if (is_derived(differ->arena, item) || is_dimension(item))
		return true;
	return has_word(item->name) && !is_member(differ, item);
}

static const struct et_constant *canonical(
	struct et_differ *differ, const struct et_diff_item *item)
{
	struct et_matcher *matcher =
		item->file->side == &differ->to ? &differ->to.matcher : &differ->from.matcher;
	struct et_meanings meanings;

	et_match(matcher, item->name, 1U << ET_DEF_CONSTANT, &meanings);
	return meanings.count ? (const void *)meanings.of[0]->def : NULL;
}

/* A bit's number became its mask, or back: nothing of it is on the wire. */
static bool is_respelled(const struct et_differ *differ, const struct et_diff_item *from,
	const struct et_diff_item *to)
{
	int64_t left, right;

	if (!value_of(differ, from, &left) || !value_of(differ, to, &right))
		return false;
	return (left >= 0 && left < 63 && right == INT64_C(1) << left) ||
	       (right >= 0 && right < 63 && left == INT64_C(1) << right);
}

/*
 * A set of flags, "(FOO_A | FOO_B)" or FOO_MASK, that has more members now: it says what its header
 * knows, as a count does. Each flag is on the wire by itself.
 */
static bool is_larger_set(const struct et_differ *differ, const struct et_diff_item *from,
	const struct et_diff_item *to)
{
	const char *was = first_constant(from)->text, *is = first_constant(to)->text;
	int64_t left, right;

	if (!was || !is ||
		(!et_ends_with(from->name, "_MASK") &&
			(!strchr(is, '|') || !(strchr(was, '|') || et_is_name(was)))))
		return false;
	return value_of(differ, from, &left) && value_of(differ, to, &right) &&
	       (left & ~right) == 0;
}

/*
 * The number of an ioctl has its argument's size in it: where nothing else of it changed, the
 * record grew, which is told there.
 */
static bool is_resized_ioctl(const struct et_differ *differ, const struct et_diff_item *from,
	const struct et_diff_item *to)
{
	const int64_t size = INT64_C(0x3fff) << 16;
	const char *text = first_constant(to)->text;
	int64_t left, right;

	return text && (strstr(text, "_IO") || strstr(text, "IOW") || strstr(text, "IOR")) &&
	       strchr(text, '(') && value_of(differ, from, &left) && value_of(differ, to, &right) &&
	       ((left ^ right) & ~size) == 0;
}

enum etalon_impact et_value_impact(
	struct et_differ *differ, const struct et_diff_item *from, const struct et_diff_item *to)
{
	const struct et_constant *canon = canonical(differ, from);
	unsigned steps;

	if (canon) {
		bool is_bit = canon->representation != ET_REP_NUMBER;

		if (canon->kind == ET_CONST_LIMIT || canon->kind == ET_CONST_COUNT)
			return ETALON_IMPACT_BEHAVIOUR;
		return is_bit && is_respelled(differ, from, to) ? ETALON_IMPACT_SOURCE
								: ETALON_IMPACT_WIRE;
	}
	if ((counts(differ, from) && counts(differ, to)) || is_resized_ioctl(differ, from, to))
		return ETALON_IMPACT_BEHAVIOUR;
	/* Another name for a constant of the header is what that one is. */
	for (steps = 0; steps < MOST_ALIASES && first_constant(from)->alias_of; steps++) {
		const struct et_diff_item *next = et_diff_find(from->file->side, ET_ITEM_CONSTANT,
			first_constant(from)->alias_of, from->file);

		if (!next || !next->variants.count || !next->pair || !next->pair->variants.count)
			break;
		from = next;
		to = next->pair;
	}
	if (from->file->is_private || to->file->is_private)
		return ETALON_IMPACT_BEHAVIOUR;
	return (counts(differ, from) && counts(differ, to)) || is_larger_set(differ, from, to)
		       ? ETALON_IMPACT_BEHAVIOUR
		       : ETALON_IMPACT_WIRE;
}
