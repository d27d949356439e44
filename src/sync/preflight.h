/* SPDX-License-Identifier: BSD-3-Clause */
/* What stands against a plan, found before anything is written. */
#ifndef ETALON_PREFLIGHT_H
#define ETALON_PREFLIGHT_H

#include "plan.h"
#include "tree.h"

/*
 * Names in portable headers that look like the kernel's macros or types, as __counted_by, and that
 * neither the header, what it includes, the consumer's own headers nor the compiler knows. The
 * consumer is a source of its directory, after what the plan's headers define. Adds a problem for
 * each.
 */
void et_preflight_constructs(struct et_arena *arena, struct et_plan *plan,
	struct et_source *consumer, const struct et_tree *after);

/* Headers that the closure would add to the stage, as problems: where it is turned off. */
void et_preflight_includes(
	struct et_arena *arena, struct et_plan *plan, const struct et_stage *closed);

#endif
