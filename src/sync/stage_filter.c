/* SPDX-License-Identifier: BSD-3-Clause */
#include "stage_filter.h"

#include <stdbool.h>
#include <string.h>

enum {
	WINDOW = 3, /* characters that are looked for of one pattern */
	RUN = 32,   /* of which the rarest are chosen */
	BITS = 64,
};

/* Which bytes may stand at a place. */
struct byte_set {
	uint64_t bits[4];
};

/* One word of places: each pattern's window in a row of bits, first character lowest. */
struct word {
	uint64_t begins, ends;
	uint64_t may[256];	   /* for each byte the places that it may stand at */
	uint64_t pattern_of[BITS]; /* of an end: the pattern, as a bit */
	int used;
};

struct stage_filter {
	uint64_t always;
	size_t count;
	struct word words[];
};

static void set_add(struct byte_set *set, unsigned char byte)
{
	set->bits[byte / 64] |= UINT64_C(1) << byte % 64;
}

static bool set_has(const struct byte_set *set, unsigned char byte)
{
	return set->bits[byte / 64] >> byte % 64 & 1;
}

static void set_fill(struct byte_set *set)
{
	memset(set, 0xff, sizeof(*set));
}

/* "[…]" at c; returns what is behind it. Classes with names may be anything. */
static const char *read_bracket(const char *c, struct byte_set *set)
{
	bool negated = c[1] == '^';
	const char *first = c + 1 + negated;
	size_t i;

	for (c = first; *c && (*c != ']' || c == first); c++) {
		unsigned char low = (unsigned char)*c, high = low;

		if (*c == '[' && c[1] && strchr(":.=", c[1])) {
			const char *close = strstr(c + 2, (char[]){c[1], ']', '\0'});

			set_fill(set);
			negated = false;
			if (close)
				c = close + 1;
			continue;
		}
		if (c[1] == '-' && c[2] && c[2] != ']') {
			high = (unsigned char)c[2];
			c += 2;
		}
		for (i = low; i <= high; i++)
			set_add(set, (unsigned char)i);
	}
	for (i = 0; negated && i < 4; i++)
		set->bits[i] = ~set->bits[i];
	return *c ? c + 1 : c;
}

/* One character of a pattern, in whatever spelling; returns what is behind it. */
static const char *read_atom(const char *c, struct byte_set *set)
{
	*set = (struct byte_set){0};
	if (*c == '[')
		return read_bracket(c, set);
	if (*c == '\\' && c[1]) {
		/* A letter stands for many characters. */
		if ((c[1] >= 'a' && c[1] <= 'z') || (c[1] >= 'A' && c[1] <= 'Z'))
			set_fill(set);
		else
			set_add(set, (unsigned char)c[1]);
		return c + 2;
	}
	if (*c == '.')
		set_fill(set);
	else
		set_add(set, (unsigned char)*c);
	return c + 1;
}

/* The ')' that belongs to the '(' at c, and whether there is a '|' on the way. */
static const char *group_end(const char *c, bool *choice)
{
	struct byte_set ignored;
	int depth = 0;

	*choice = false;
	while (*c) {
		if (*c == '(') {
			depth++;
			c++;
		} else if (*c == ')') {
			if (--depth == 0)
				return c;
			c++;
		} else {
			*choice = *choice || *c == '|';
			c = read_atom(c, &ignored);
		}
	}
	return c;
}

/* How much a place tells: letters and '_' are everywhere. */
static int worth(const struct byte_set *set)
{
	int members = 0, i;

	for (i = 0; i < 4; i++)
		members += __builtin_popcountll(set->bits[i]);
	if (members > 32)
		return 0;
	if (members > 1)
		return members > 12 ? 1 : 3;
	if (set_has(set, '_') || set_has(set, 'e') || set_has(set, 't'))
		return 2;
	for (i = 'a'; i <= 'z'; i++) {
		if (set_has(set, (unsigned char)i))
			return 3;
	}
	return 4;
}

struct window {
	struct byte_set sets[WINDOW];
	int length, worth;
};

/* Takes the best few neighbours of a run, if they are better than what there is. */
static void take_run(struct window *best, const struct byte_set *run, int length)
{
	int width = length < WINDOW ? length : WINDOW, from, i;

	for (from = 0; from + width <= length; from++) {
		struct window here = {.length = width};

		for (i = 0; i < width; i++) {
			here.sets[i] = run[from + i];
			here.worth += worth(&run[from + i]);
		}
		if (here.worth > best->worth)
			*best = here;
	}
}

/*
 * Goes through a pattern for characters that stand side by side in every match: what is optional or
 * repeated ends a run, and so does a choice.
 */
static bool find_window(const char *pattern, struct window *best)
{
	struct byte_set run[RUN];
	const char *c = pattern, *close;
	int length = 0;
	bool choice;

	*best = (struct window){0};
	while (*c) {
		if (*c == '|')
			return false; /* a choice of the whole */
		if (*c == '(') {
			close = group_end(c, &choice);
			if (choice || (*close && close[1] && strchr("*+?", close[1]))) {
				take_run(best, run, length);
				length = 0;
				c = *close ? close + 1 : close;
				c += strspn(c, "*+?");
			} else {
				c++;
			}
			continue;
		}
		if (*c == ')' || *c == '^' || *c == '$') {
			c++;
			continue;
		}
		if (length == RUN) {
			take_run(best, run, length);
			length = 0;
		}
		c = read_atom(c, &run[length]);
		length += *c != '*' && *c != '?';
		if (*c && strchr("*+?", *c)) {
			take_run(best, run, length);
			length = 0;
			c += strspn(c, "*+?");
		}
	}
	take_run(best, run, length);
	return best->worth > 0;
}

static void add_window(struct word *word, const struct window *window, uint64_t pattern)
{
	int i, byte;

	word->begins |= UINT64_C(1) << word->used;
	for (i = 0; i < window->length; i++, word->used++) {
		for (byte = 0; byte < 256; byte++) {
			if (set_has(&window->sets[i], (unsigned char)byte))
				word->may[byte] |= UINT64_C(1) << word->used;
		}
	}
	word->ends |= UINT64_C(1) << (word->used - 1);
	word->pattern_of[word->used - 1] = pattern;
}

struct stage_filter *stage_filter_make(
	struct et_arena *arena, const char *const *patterns, size_t count)
{
	size_t n_words = (count * WINDOW + BITS - 1 - WINDOW) / (BITS - WINDOW) + 1, i;
	struct stage_filter *filter =
		et_alloc(arena, sizeof(*filter) + n_words * sizeof(filter->words[0]));

	for (i = 0; i < count; i++) {
		struct window window;

		if (!find_window(patterns[i], &window)) {
			filter->always |= UINT64_C(1) << i;
			continue;
		}
		if (!filter->count || filter->words[filter->count - 1].used + WINDOW > BITS)
			filter->count++;
		add_window(&filter->words[filter->count - 1], &window, UINT64_C(1) << i);
	}
	return filter;
}

uint64_t stage_filter_line(const struct stage_filter *filter, const char *line, size_t length)
{
	uint64_t patterns = filter->always;
	size_t i, j;

	for (i = 0; i < filter->count; i++) {
		const struct word *word = &filter->words[i];
		uint64_t places = 0, found = 0;

		for (j = 0; j < length; j++) {
			places = (places << 1 | word->begins) & word->may[(unsigned char)line[j]];
			found |= places & word->ends;
		}
		for (; found; found &= found - 1)
			patterns |= word->pattern_of[__builtin_ctzll(found)];
	}
	return patterns;
}
