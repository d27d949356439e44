/* SPDX-License-Identifier: BSD-3-Clause */
/* What a kernel's scripts/headers_install.sh does. Private to src/install. */
#ifndef ETALON_INSTALL_SCRIPT_H
#define ETALON_INSTALL_SCRIPT_H

#include "sed.h"
#include "source.h"
#include "unifdef.h"

struct et_script {
	struct et_sed sed;
	struct et_unifdef unifdef;
	bool checks_license; /* for the note that makes the GPL bearable to user space */
};

/* Reads it from the source. Returns false with an error in diags. */
bool et_script_read(struct et_arena *arena, struct et_source *source, struct et_script *script,
	struct et_diags *diags);

#endif
