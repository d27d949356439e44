/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What "unifdef -UNAME -DNAME" leaves of a C file: branches that depend on the given names only are
 * decided, directives that depend on others, too, are kept, and nothing else is touched. Private to
 * src/install.
 */
#ifndef ETALON_UNIFDEF_H
#define ETALON_UNIFDEF_H

#include "arena.h"
#include "diag.h"
#include "str.h"

#include <stdbool.h>

struct et_unifdef_name {
	const char *name;
	const char *value; /* NULL: known to be undefined */
};

struct et_unifdef {
	ET_ARRAY(struct et_unifdef_name) names;
};

/*
 * Appends what is left of text, which is NUL-terminated behind length, to out. file is for
 * messages. Returns false with an error in diags where the program fails: conditions that do not
 * pair, comments and quotes that do not end, directives over several lines which it would have to
 * edit.
 */
bool et_unifdef(const struct et_unifdef *unifdef, const char *text, size_t length, const char *file,
	struct et_buf *out, struct et_diags *diags);

#endif
