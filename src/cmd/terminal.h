/* SPDX-License-Identifier: BSD-3-Clause */
/* What standard output is: how wide, and whether it shows colours. */
#ifndef ETALON_TERMINAL_H
#define ETALON_TERMINAL_H

#include <stdbool.h>

enum et_color { ET_COLOR_AUTO, ET_COLOR_ALWAYS, ET_COLOR_NEVER };

/* "auto", "always" or "never", which the option tables make sure of. */
enum et_color et_color_by_name(const char *name);

bool et_stdout_is_terminal(void);

/* AUTO: a terminal that is not dumb, and no NO_COLOR. */
bool et_use_color(enum et_color color);

/* Columns: COLUMNS, else the terminal's, else 80; 0, not limited, for what is no terminal. */
unsigned et_width(void);

#endif
