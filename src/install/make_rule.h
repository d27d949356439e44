/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules of makefiles. Private to make*.c. */
#ifndef ETALON_MAKE_RULE_H
#define ETALON_MAKE_RULE_H

#include "make_int.h"

/*
 * Whether a text assigns a variable; fills what it says but for the target. The value is not
 * expanded.
 */
bool et_make_is_assignment(
	struct et_make *make, const char *text, struct et_make_target_value *made);

/* Reads a statement that is neither keyword nor assignment: a rule, or a call of a function. */
void et_make_read_rule(struct et_make *make, const char *text);

#endif
