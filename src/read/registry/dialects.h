/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads the files in dialects/ (docs/dialects.md), as strictly as the registry. */
#ifndef ETALON_DIALECTS_H
#define ETALON_DIALECTS_H

#include "arena.h"
#include "canon.h"
#include "diag.h"
#include "dialect.h"
#include "yaml.h"

/*
 * Returns *count dialects sorted by name, in the arena, also when diags has errors. The documents
 * have to live as long; NULL ones are skipped. canon, when not NULL: what respellings stand for is
 * looked up there, and aliases of a dialect that no document describes give a warning.
 */
const struct et_dialect *const *et_dialects_read(struct et_arena *arena, struct et_diags *diags,
	const struct et_canon *canon, const struct et_yaml *const *documents, size_t n_documents,
	size_t *count);

#endif
