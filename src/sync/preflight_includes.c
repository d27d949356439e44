/* SPDX-License-Identifier: BSD-3-Clause */
#include "preflight.h"

void et_preflight_includes(
	struct et_arena *arena, struct et_plan *plan, const struct et_stage *closed)
{
	size_t i;

	for (i = 0; i < closed->files.count; i++) {
		const struct et_staged *staged = &closed->files.items[i];

		if (!staged->closure)
			continue;
		et_plan_problem(arena, plan, ETALON_PROBLEM_INCLUDE, staged->by, staged->by_line,
			staged->path,
			"includes %s, which nobody carries; without --no-closure it "
			"is added",
			staged->path)
			->stops = true;
	}
}
