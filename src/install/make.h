/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What makefiles of a kernel say, found by reading them: variables, and the rules for files, as GNU
 * make understands them. Nothing is run but commands that src/install/shell.h can read. What
 * depends on more, such as a compiler's answers, is unknown, and whatever comes out of it is an
 * error. Private to src/install.
 */
#ifndef ETALON_MAKE_H
#define ETALON_MAKE_H

#include "arena.h"
#include "diag.h"
#include "shell.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The files that makefiles ask for. Paths are as et_path_normal() makes them. */
struct et_make_files {
	bool (*has)(void *data, const char *path); /* a file or a folder */
	/* Calls take with each name in a folder. */
	void (*list)(
		void *data, const char *path, void (*take)(const char *name, void *to), void *to);
	/* Reads a file; NULL, or why not. */
	const char *(*read)(void *data, const char *path, struct et_text *text);
	void *data;
};

struct et_make;

/* All is borrowed, and the result lives in the arena. */
struct et_make *et_make_new(struct et_arena *arena, const struct et_make_files *files,
	struct et_shell *shell, struct et_diags *diags);

/* Sets a variable as the command line of make would: makefiles don't change it. */
void et_make_set(struct et_make *make, const char *name, const char *value);

/* Makefiles that are told not to include others do without them. */
void et_make_no_includes(struct et_make *make);

/* Text that is read in the place of a file which a makefile includes. path: normal. */
void et_make_instead(struct et_make *make, const char *path, const char *text);

/* Reads a makefile. Returns false with an error in diags. */
bool et_make_read(struct et_make *make, const char *path);
bool et_make_read_text(struct et_make *make, const char *text, size_t length, const char *path);

/* The value of a variable, expanded; "" when it is not set, NULL with an error when it is unknown.
 */
const char *et_make_value(struct et_make *make, const char *name);

/* Whether there is a rule with commands for exactly this target. */
bool et_make_has_rule(const struct et_make *make, const char *target);

/* The goal of a makefile that is given none: its first target. NULL if there is none. */
const char *et_make_goal(const struct et_make *make);

/* Calls take with the goal, its prerequisites, and theirs, each once, as makefiles write them. */
typedef void et_make_target_fn(const char *target, void *data);
void et_make_each(struct et_make *make, const char *goal, et_make_target_fn *take, void *data);

/* Calls take with each target, or pattern, that a rule with commands is for. */
void et_make_rules(struct et_make *make, et_make_target_fn *take, void *data);

struct et_make_recipe {
	const char *commands; /* as the shell gets them, one a line */
	const char *source;   /* the first prerequisite that is a file, or NULL */
	const char *file;     /* where the commands are */
	uint32_t line;
};

/* How a target is made. Returns false with an error in diags when no rule says it. */
bool et_make_recipe(struct et_make *make, const char *target, struct et_make_recipe *recipe);

#endif
