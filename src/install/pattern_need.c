/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which texts a match of an expression can't be without. Works on alternatives and sequences of
 * plain bytes, which is what keywords in rules are; of the rest it knows nothing.
 */
#include "pattern_int.h"

#include <stdint.h>
#include <string.h>

/* A short text says little, and of several each is found somewhere. */
static size_t worth(const struct et_literals *need)
{
	size_t shortest = SIZE_MAX;
	size_t i;

	for (i = 0; i < need->count; i++) {
		size_t length = strlen(need->texts[i]);

		shortest = length < shortest ? length : shortest;
	}
	return need->count ? (shortest + 1) * ET_PATTERN_LITERALS * 2 / (need->count + 1) : 0;
}

static void either(
	struct et_literals *need, const struct et_literals *left, const struct et_literals *right)
{
	if (!left->count || !right->count || left->count + right->count > ET_PATTERN_LITERALS) {
		need->count = 0;
		return;
	}
	*need = *left;
	memcpy(need->texts + need->count, right->texts, right->count * sizeof(*right->texts));
	need->count += right->count;
}

/* The bytes of a sequence, as far as they follow each other, are one text: the longest is taken. */
struct sequence {
	struct et_arena *arena;
	char run[64];
	size_t length;
	struct et_literals best;
};

static void end_run(struct sequence *s)
{
	struct et_literals run = {.count = 1};

	if (s->length) {
		run.texts[0] = et_strndup(s->arena, s->run, s->length);
		if (worth(&run) > worth(&s->best))
			s->best = run;
	}
	s->length = 0;
}

static void walk(struct sequence *s, const struct et_pattern_node *node)
{
	struct et_literals need;

	switch (node->kind) {
	case ET_RE_CAT:
		walk(s, node->left);
		walk(s, node->right);
		return;
	case ET_RE_BYTE:
		if (node->byte && s->length < sizeof(s->run))
			s->run[s->length++] = (char)node->byte;
		else
			end_run(s);
		return;
	case ET_RE_EMPTY:
	case ET_RE_BEGIN:
	case ET_RE_END:
	case ET_RE_EDGE:
		return;
	default:
		end_run(s);
		et_pattern_need(s->arena, node, &need);
		if (worth(&need) > worth(&s->best))
			s->best = need;
	}
}

void et_pattern_need(
	struct et_arena *arena, const struct et_pattern_node *node, struct et_literals *need)
{
	struct sequence s = {.arena = arena};
	struct et_literals left;
	struct et_literals right;

	need->count = 0;
	switch (node->kind) {
	case ET_RE_GROUP:
		et_pattern_need(arena, node->left, need);
		return;
	case ET_RE_REPEAT:
		if (node->least > 0)
			et_pattern_need(arena, node->left, need);
		return;
	case ET_RE_OR:
		et_pattern_need(arena, node->left, &left);
		et_pattern_need(arena, node->right, &right);
		either(need, &left, &right);
		return;
	case ET_RE_CAT:
	case ET_RE_BYTE:
		walk(&s, node);
		end_run(&s);
		*need = s.best;
		return;
	default:
		return;
	}
}
