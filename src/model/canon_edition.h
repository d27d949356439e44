/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon of one edition, out of that of all. */
#ifndef ETALON_CANON_EDITION_H
#define ETALON_CANON_EDITION_H

#include "arena.h"
#include "canon.h"

/*
 * The canon as an edition has it, in the arena; it borrows texts and conditions from "all", whose
 * edition is UNKNOWN. What only other editions have is found by its name, and nowhere else
 * (et_canon_lacks()); references lead to what the edition has of a name, and only where it has
 * nothing to another edition's. Lines of the text are kept where they are the edition's, else 0.
 */
const struct et_canon *et_canon_at(
	struct et_arena *arena, const struct et_canon *all, enum et_edition edition);

#endif
