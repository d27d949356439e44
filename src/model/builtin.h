/* SPDX-License-Identifier: BSD-3-Clause */
/* What is compiled into the program: the canon and the dialects, generated from the data files. */
#ifndef ETALON_BUILTIN_H
#define ETALON_BUILTIN_H

#include "canon.h"
#include "dialect.h"

/* Never NULL; static. */
const struct et_canon *et_builtin_canon(void);

/* The canon of all editions as bytes, for et_canon_unpack(); static. */
const unsigned char *et_builtin_history(void);

/* *count dialects, sorted by name; static. */
const struct et_dialect *const *et_builtin_dialects(size_t *count);

#endif
