/* SPDX-License-Identifier: BSD-3-Clause */
/* Which fields of a canonical record a view selects. */
#include "layout_int.h"
#include "str.h"

enum answer {
	NO,
	UNSAID,
	YES,
};

enum { MAX_DEPTH = 32 };

static bool has_name(const char *const *names, const char *name)
{
	for (; names && *names; names++)
		if (et_streq(*names, name))
			return true;
	return false;
}

static enum answer ask(const struct et_view *view, const struct et_when *when, int depth)
{
	enum answer answer, each;
	size_t i;

	if (depth > MAX_DEPTH)
		return UNSAID;
	switch (when->op) {
	case ET_WHEN_FEATURE:
		if (has_name(view->with, when->name))
			return YES;
		return has_name(view->without, when->name) ? NO : UNSAID;
	case ET_WHEN_NOT:
		if (!when->n_operands)
			return UNSAID;
		return (enum answer)(YES - ask(view, &when->operands[0], depth + 1));
	case ET_WHEN_ALL:
		for (answer = YES, i = 0; i < when->n_operands; i++) {
			each = ask(view, &when->operands[i], depth + 1);
			answer = each < answer ? each : answer;
		}
		return answer;
	case ET_WHEN_ANY:
		for (answer = NO, i = 0; i < when->n_operands; i++) {
			each = ask(view, &when->operands[i], depth + 1);
			answer = each > answer ? each : answer;
		}
		return answer;
	case ET_WHEN_FIELD:
		break;
	}
	return UNSAID;
}

bool et_view_selects(const struct et_view *view, const struct et_field *field)
{
	if (view->segment != ET_SEGMENT_NONE && field->segment != ET_SEGMENT_NONE &&
		field->segment != view->segment)
		return false;
	return !field->when || ask(view, field->when, 0) != NO;
}
