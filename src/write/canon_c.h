/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The canon and the dialects as C source: static constant data, so that a program that has them
 * compiled in reads no file and spends no time on them. The source defines what builtin.h declares.
 */
#ifndef ETALON_CANON_C_H
#define ETALON_CANON_C_H

#include "arena.h"
#include "canon.h"
#include "dialect.h"
#include "str.h"

/*
 * Appends the source to out: the canon of one edition, that of all as bytes, and the dialects. Only
 * depends on the contents: equal canons give equal bytes. The arena is for work. The canons have to
 * be complete: no errors were found when they were read. all NULL: the one edition is all there is.
 */
void et_write_canon_c(struct et_arena *arena, struct et_buf *out, const struct et_canon *canon,
	const struct et_canon *all, const struct et_dialect *const *dialects, size_t n_dialects);

#endif
