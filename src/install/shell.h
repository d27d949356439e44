/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a script of a kernel's build would write, found by reading it: a shell that knows the
 * language and the few tools that make headers, and starts no program. It reads files of one source
 * and of its own making, and its work is bounded. Whatever it does not know is an error, so that
 * what it writes is what the script writes, or nothing. Private to src/install.
 */
#ifndef ETALON_SHELL_H
#define ETALON_SHELL_H

#include "arena.h"
#include "diag.h"
#include "source.h"
#include "str.h"

#include <stdbool.h>
#include <stdint.h>

struct et_shell;

/* source is borrowed. Scripts that are read stay in the arena. */
struct et_shell *et_shell_new(struct et_arena *arena, struct et_source *source);

/*
 * Runs commands that stand at a line of a file, as "sh -e" would, and appends what they print to
 * output. Files that they write are kept, and forgotten at the next run. Returns false with an
 * error in diags when they fail or have what is not known.
 */
bool et_shell_run(struct et_shell *shell, const char *commands, const char *file, uint32_t line,
	struct et_buf *output, struct et_diags *diags);

/* What the last run wrote to a file, or NULL. Valid until the next run. */
const struct et_text *et_shell_written(const struct et_shell *shell, const char *path);

#endif
