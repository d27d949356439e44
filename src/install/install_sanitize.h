/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a kernel's scripts/headers_install.sh makes of a header: its rules for sed, then unifdef
 * with its names. Both are read from the script. Private to src/install.
 */
#ifndef ETALON_INSTALL_SANITIZE_H
#define ETALON_INSTALL_SANITIZE_H

#include "arena.h"
#include "diag.h"
#include "source.h"
#include "str.h"

#include <stdbool.h>

struct et_sanitizer;

/* NULL with an error in diags when the script does something else, or can't be read. */
struct et_sanitizer *et_sanitizer_read(
	struct et_arena *arena, struct et_source *source, struct et_diags *diags);

/*
 * Appends what is installed of a header to out; text is NUL-terminated behind length. file is for
 * messages. Returns false with an error in diags when the kernel's tools would fail on it. A
 * license that they refuse is a warning.
 */
bool et_sanitize(const struct et_sanitizer *sanitizer, const char *text, size_t length,
	const char *file, struct et_buf *out, struct et_diags *diags);

#endif
