/* SPDX-License-Identifier: BSD-3-Clause */
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80, LEAST_WIDTH = 20, MOST_WIDTH = 10000 };

enum et_color et_color_by_name(const char *name)
{
	if (strcmp(name, "always") == 0)
		return ET_COLOR_ALWAYS;
	return strcmp(name, "never") == 0 ? ET_COLOR_NEVER : ET_COLOR_AUTO;
}

bool et_stdout_is_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

bool et_use_color(enum et_color color)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (color != ET_COLOR_AUTO)
		return color == ET_COLOR_ALWAYS;
	if (no_color && *no_color)
		return false;
	return term && strcmp(term, "dumb") != 0 && et_stdout_is_terminal();
}

unsigned et_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (columns && *columns) {
		char *end;
		unsigned long width = strtoul(columns, &end, 10);

		if (!*end && width >= LEAST_WIDTH && width <= MOST_WIDTH)
			return (unsigned)width;
	}
	if (!et_stdout_is_terminal())
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= LEAST_WIDTH)
		return size.ws_col;
	return DEFAULT_WIDTH;
}
