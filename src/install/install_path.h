/* SPDX-License-Identifier: BSD-3-Clause */
/* Paths of a tree as its makefiles write them. Private to src/install. */
#ifndef ETALON_INSTALL_PATH_H
#define ETALON_INSTALL_PATH_H

#include "arena.h"

/* The path without empty parts and ".": "./a//b/" is "a/b". ".." stays, to be refused by a source.
 */
const char *et_path_normal(struct et_arena *arena, const char *path);

#endif
