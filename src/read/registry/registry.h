/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads the registry (docs/registry.md) into the canon. Strict: whatever the format does not allow,
 * a reference to what no file defines, a value that does not fit are errors with file and line, and
 * all of them are collected. The result depends neither on the order of the files nor on that of
 * keys and entries, apart from fields, bit-fields and segments.
 */
#ifndef ETALON_REGISTRY_H
#define ETALON_REGISTRY_H

#include "arena.h"
#include "canon.h"
#include "diag.h"
#include "yaml.h"

/*
 * Returns the canon of all editions that the documents make, in the arena, also when diags has
 * errors: then it may be incomplete and is only good for looking. NULL documents (that could not be
 * loaded) are skipped. The documents have to live as long as the canon. et_canon_at() makes an
 * edition's canon of it, unless there were errors.
 */
const struct et_canon *et_registry_read_all(struct et_arena *arena, struct et_diags *diags,
	const struct et_yaml *const *documents, size_t n_documents);

/* The canon of one edition; with errors, what et_registry_read_all() gives. */
const struct et_canon *et_registry_read(struct et_arena *arena, struct et_diags *diags,
	enum et_edition edition, const struct et_yaml *const *documents, size_t n_documents);

#endif
