/* SPDX-License-Identifier: BSD-3-Clause */
/* The #include lines of a header, as text: all branches, no macros, not those in comments. */
#ifndef ETALON_STAGE_INCLUDE_H
#define ETALON_STAGE_INCLUDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stage_include {
	const char *name; /* what is between "" or <>, not NUL-terminated */
	size_t length;
	bool quoted;
	uint32_t line;
};

typedef void stage_include_fn(const struct stage_include *include, void *data);
void stage_includes(const char *text, size_t length, stage_include_fn *take, void *data);

#endif
