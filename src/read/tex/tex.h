/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads a text of the standard in TeX, from its main file on. */
#ifndef ETALON_TEX_H
#define ETALON_TEX_H

#include "diag.h"
#include "source.h"
#include "spec.h"

/*
 * Returns what the text says, in the arena, or NULL with an error when there is no main file.
 * Whatever else can't be read is an error or a warning in diags, and the rest is read. The source
 * has to stay open only for the call. Time and memory grow with the size of the input only, which
 * is bounded: files of at most 8 MiB, 64 MiB and 1,000 files in all, \input at most 16 deep.
 */
const struct et_spec *et_tex_read(
	struct et_arena *arena, struct et_source *source, struct et_diags *diags);

#endif
