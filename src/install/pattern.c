/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Matching: the expression becomes a program, and all ways through it are followed side by side,
 * byte by byte, so that no expression takes more than its length for each byte of text.
 */
#include "pattern_int.h"

#include <string.h>

enum op { OP_BYTE, OP_SET, OP_SPLIT, OP_JUMP, OP_SAVE, OP_BEGIN, OP_END, OP_EDGE, OP_MATCH };

struct step {
	enum op op;
	unsigned char byte;
	int x; /* where to go on: the preferred way first; of SAVE and EDGE: which */
	int y;
	const struct et_byte_set *set;
};

/* The ways that are open before a byte, in order of preference; spans are those of each. */
struct ways {
	int count;
	int *steps;
	int *spans; /* n_spans for each */
};

struct et_pattern {
	struct step *steps;
	int count;
	unsigned groups;
	int n_spans; /* two for each group that is kept */
	struct ways now;
	struct ways next;
	unsigned *mark; /* of each step: the last set of ways that had it */
	unsigned generation;
	int *spans; /* of the way that is being followed */
	size_t work;
	bool skips; /* a match begins with a byte of first */
	struct et_byte_set first;
	struct et_literals need;
};

/* Without steps, the program is only counted. */
static int emit(struct et_pattern *re, struct step step)
{
	if (re->steps)
		re->steps[re->count] = step;
	return re->count++;
}

static void patch(struct et_pattern *re, int at, int x, int y)
{
	if (re->steps) {
		re->steps[at].x = x;
		re->steps[at].y = y;
	}
}

static void compile(struct et_pattern *re, const struct et_pattern_node *node);

static void compile_repeat(struct et_pattern *re, const struct et_pattern_node *node)
{
	int i;

	for (i = 0; i < node->least && re->count < ET_PATTERN_PROGRAM; i++)
		compile(re, node->left);
	if (node->most < 0) {
		int split = emit(re, (struct step){.op = OP_SPLIT});

		compile(re, node->left);
		emit(re, (struct step){.op = OP_JUMP, .x = split});
		patch(re, split, split + 1, re->count);
		return;
	}
	/* Each more is optional on its own: to go without one is to go without those behind, too.
	 */
	for (; i < node->most && re->count < ET_PATTERN_PROGRAM; i++) {
		int split = emit(re, (struct step){.op = OP_SPLIT});

		compile(re, node->left);
		patch(re, split, split + 1, re->count);
	}
}

static void compile_or(struct et_pattern *re, const struct et_pattern_node *node)
{
	int split = emit(re, (struct step){.op = OP_SPLIT});
	int jump;

	compile(re, node->left);
	jump = emit(re, (struct step){.op = OP_JUMP});
	patch(re, split, split + 1, re->count);
	compile(re, node->right);
	patch(re, jump, re->count, 0);
}

static void compile(struct et_pattern *re, const struct et_pattern_node *node)
{
	switch (node->kind) {
	case ET_RE_EMPTY:
		return;
	case ET_RE_BYTE:
		emit(re, (struct step){.op = OP_BYTE, .byte = node->byte});
		return;
	case ET_RE_SET:
		emit(re, (struct step){.op = OP_SET, .set = node->set});
		return;
	case ET_RE_BEGIN:
		emit(re, (struct step){.op = OP_BEGIN});
		return;
	case ET_RE_END:
		emit(re, (struct step){.op = OP_END});
		return;
	case ET_RE_EDGE:
		emit(re, (struct step){.op = OP_EDGE, .x = (int)node->number});
		return;
	case ET_RE_GROUP:
		emit(re, (struct step){.op = OP_SAVE, .x = (int)node->number * 2});
		compile(re, node->left);
		emit(re, (struct step){.op = OP_SAVE, .x = (int)node->number * 2 + 1});
		return;
	case ET_RE_CAT:
		compile(re, node->left);
		compile(re, node->right);
		return;
	case ET_RE_OR:
		compile_or(re, node);
		return;
	case ET_RE_REPEAT:
		compile_repeat(re, node);
		return;
	}
}

/* Which bytes a match can begin with. Returns false when it can also be empty. */
static bool find_first(struct et_pattern *re, int at, bool *seen)
{
	const struct step *step;
	size_t i;

	for (;; at++) {
		if (seen[at])
			return true;
		seen[at] = true;
		step = &re->steps[at];
		switch (step->op) {
		case OP_MATCH:
			return false;
		case OP_BYTE:
			et_byte_set_add(&re->first, step->byte);
			return true;
		case OP_SET:
			for (i = 0; i < 4; i++)
				re->first.bits[i] |= step->set->bits[i];
			return true;
		case OP_SPLIT:
			if (!find_first(re, step->x, seen))
				return false;
			at = step->y - 1;
			break;
		case OP_JUMP:
			at = step->x - 1;
			break;
		default:
			break;
		}
	}
}

static void make_room(struct et_arena *arena, struct et_pattern *re)
{
	size_t n = (size_t)re->count;
	size_t spans = n * (size_t)re->n_spans;

	re->now.steps = ET_NEW_ARRAY(arena, n, int);
	re->now.spans = ET_NEW_ARRAY(arena, spans, int);
	re->next.steps = ET_NEW_ARRAY(arena, n, int);
	re->next.spans = ET_NEW_ARRAY(arena, spans, int);
	re->mark = ET_NEW_ARRAY(arena, n, unsigned);
	re->spans = ET_NEW_ARRAY(arena, (size_t)re->n_spans, int);
}

struct et_pattern *et_pattern_compile(struct et_arena *arena, const char *pattern, size_t length,
	bool extended, const char **error)
{
	struct et_pattern *re = ET_NEW(arena, struct et_pattern);
	struct et_pattern_node *tree =
		et_pattern_parse(arena, pattern, length, extended, &re->groups, error);

	if (!tree)
		return NULL;
	compile(re, tree);
	if (re->count >= ET_PATTERN_PROGRAM) {
		*error = "is too large once its repetitions are written out";
		return NULL;
	}
	re->steps = ET_NEW_ARRAY(arena, (size_t)re->count + 1, struct step);
	re->count = 0;
	compile(re, tree);
	emit(re, (struct step){.op = OP_MATCH});
	re->n_spans = 2 * ((re->groups < ET_PATTERN_GROUPS ? (int)re->groups : 9) + 1);
	make_room(arena, re);
	re->skips = find_first(re, 0, ET_NEW_ARRAY(arena, (size_t)re->count, bool));
	et_pattern_need(arena, tree, &re->need);
	return re;
}

size_t et_pattern_literals(const struct et_pattern *pattern, const char *const **literals)
{
	*literals = pattern->need.texts;
	return pattern->need.count;
}

size_t et_pattern_work(const struct et_pattern *pattern)
{
	return pattern->work;
}

unsigned et_pattern_groups(const struct et_pattern *pattern)
{
	return pattern->groups;
}

struct subject {
	const char *text;
	int length;
	int at;
};

static bool is_word(const struct subject *s, int at)
{
	unsigned char c;

	if (at < 0 || at >= s->length)
		return false;
	c = (unsigned char)s->text[at];
	return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool is_edge(const struct subject *s, int kind)
{
	bool before = is_word(s, s->at - 1);
	bool behind = is_word(s, s->at);

	switch (kind) {
	case 0:
		return before == behind;
	case 1:
		return before != behind;
	case 2:
		return !before && behind;
	default:
		return before && !behind;
	}
}

/* Opens the way at a step, or those that it leads to without taking a byte. */
static void open_way(struct et_pattern *re, struct ways *ways, const struct subject *s, int at)
{
	for (;; at++) {
		const struct step *step = &re->steps[at];
		int kept;

		if (re->mark[at] == re->generation)
			return;
		re->mark[at] = re->generation;
		switch (step->op) {
		case OP_JUMP:
			at = step->x - 1;
			continue;
		case OP_SPLIT:
			open_way(re, ways, s, step->x);
			at = step->y - 1;
			continue;
		case OP_SAVE:
			if (step->x >= re->n_spans)
				continue;
			kept = re->spans[step->x];
			re->spans[step->x] = s->at;
			open_way(re, ways, s, at + 1);
			re->spans[step->x] = kept;
			return;
		case OP_BEGIN:
			if (s->at != 0)
				return;
			continue;
		case OP_END:
			if (s->at != s->length)
				return;
			continue;
		case OP_EDGE:
			if (!is_edge(s, step->x))
				return;
			continue;
		default:
			ways->steps[ways->count] = at;
			memcpy(ways->spans + (size_t)ways->count * (size_t)re->n_spans, re->spans,
				(size_t)re->n_spans * sizeof(int));
			ways->count++;
			return;
		}
	}
}

static void begin_ways(struct et_pattern *re, struct ways *ways)
{
	ways->count = 0;
	if (++re->generation == 0) {
		memset(re->mark, 0, (size_t)re->count * sizeof(*re->mark));
		re->generation = 1;
	}
}

/* What is found so far: an earlier begin is better, then a later end, then what came first. */
struct found {
	bool any;
	int *spans;
};

static void consider(const struct et_pattern *re, struct found *best, const int *spans, int end)
{
	if (best->any && (spans[0] > best->spans[0] ||
				 (spans[0] == best->spans[0] && end <= best->spans[1])))
		return;
	best->any = true;
	memcpy(best->spans, spans, (size_t)re->n_spans * sizeof(int));
	best->spans[1] = end;
}

/* Follows each way by the byte at s->at. */
static void advance(struct et_pattern *re, struct subject *s, struct found *best)
{
	int at = s->at;
	int i;

	begin_ways(re, &re->next);
	re->work += (size_t)re->now.count + 1;
	for (i = 0; i < re->now.count; i++) {
		const int *spans = re->now.spans + (size_t)i * (size_t)re->n_spans;
		const struct step *step = &re->steps[re->now.steps[i]];
		unsigned char byte = at < s->length ? (unsigned char)s->text[at] : 0;
		bool taken = at < s->length &&
			     (step->op == OP_BYTE	  ? step->byte == byte
				     : step->op == OP_SET ? et_byte_set_has(step->set, byte)
							  : false);

		if (step->op == OP_MATCH)
			consider(re, best, spans, at);
		if (!taken || (best->any && spans[0] > best->spans[0]))
			continue;
		memcpy(re->spans, spans, (size_t)re->n_spans * sizeof(int));
		s->at = at + 1;
		open_way(re, &re->next, s, re->now.steps[i] + 1);
	}
	s->at = at + 1;
}

static void open_first(struct et_pattern *re, const struct subject *s)
{
	int i;

	for (i = 0; i < re->n_spans; i++)
		re->spans[i] = -1;
	re->spans[0] = s->at;
	open_way(re, &re->now, s, 0);
}

bool et_pattern_match(struct et_pattern *re, const char *text, size_t length, size_t start,
	struct et_span spans[ET_PATTERN_GROUPS])
{
	int kept[2 * ET_PATTERN_GROUPS];
	struct found best = {.spans = kept};
	struct subject s = {.text = text, .length = (int)length, .at = (int)start};
	int i;

	begin_ways(re, &re->now);
	while (s.at <= s.length) {
		struct ways swap;

		if (!re->now.count) {
			if (best.any)
				break;
			while (re->skips && s.at < s.length &&
				!et_byte_set_has(&re->first, (unsigned char)text[s.at]))
				s.at++;
			if (re->skips && s.at >= s.length)
				break;
			/* The set of ways is empty, but what it had marked is not. */
			begin_ways(re, &re->now);
		}
		if (!best.any)
			open_first(re, &s);
		advance(re, &s, &best);
		swap = re->now;
		re->now = re->next;
		re->next = swap;
	}
	for (i = 0; spans && i < ET_PATTERN_GROUPS; i++) {
		bool has = best.any && 2 * i + 1 < re->n_spans;

		spans[i].from = has ? kept[2 * i] : -1;
		spans[i].to = has ? kept[2 * i + 1] : -1;
	}
	return best.any;
}
