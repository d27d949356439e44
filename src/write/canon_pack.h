/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon of all editions as bytes: the other side of et_canon_unpack(). */
#ifndef ETALON_CANON_PACK_H
#define ETALON_CANON_PACK_H

#include "arena.h"
#include "canon.h"
#include "str.h"

/* Appends the bytes to out, all but the requirements' texts. The arena is for work. */
void et_canon_pack(struct et_arena *arena, struct et_buf *out, const struct et_canon *all);

#endif
