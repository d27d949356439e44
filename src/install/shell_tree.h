/* SPDX-License-Identifier: BSD-3-Clause */
/* A script of the POSIX shell as a tree. Private to src/install. */
#ifndef ETALON_SHELL_TREE_H
#define ETALON_SHELL_TREE_H

#include "arena.h"
#include "diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As written, with its quotes. */
struct et_sh_word {
	const char *text; /* NUL-terminated */
	size_t length;
	bool plain; /* it has nothing to expand and no quotes: its text is what it means */
};

enum et_sh_redirect_kind { ET_SH_READ, ET_SH_WRITE, ET_SH_APPEND, ET_SH_DUP, ET_SH_HERE };

struct et_sh_redirect {
	enum et_sh_redirect_kind kind;
	int fd;
	struct et_sh_word target; /* of HERE: the text, to be expanded unless it is plain */
	struct et_sh_redirect *next;
};

struct et_sh_case {
	struct et_sh_word *patterns;
	size_t n_patterns;
	struct et_sh_node *body; /* or NULL */
	struct et_sh_case *next;
};

enum et_sh_kind {
	ET_SH_SIMPLE,	/* words, assigns */
	ET_SH_PIPE,	/* left | right */
	ET_SH_AND,	/* left && right */
	ET_SH_OR,	/* left || right */
	ET_SH_NOT,	/* ! left */
	ET_SH_SEQUENCE, /* left ; right */
	ET_SH_IF,	/* left; then right; else other */
	ET_SH_WHILE,	/* left; do right */
	ET_SH_UNTIL,
	ET_SH_FOR,	/* words[0] is the name; do right */
	ET_SH_CASE,	/* words[0] is what is compared */
	ET_SH_GROUP,	/* { left } */
	ET_SH_SUBSHELL, /* ( left ) */
	ET_SH_FUNCTION, /* words[0] is the name; left */
};

struct et_sh_node {
	enum et_sh_kind kind;
	const char *file;
	uint32_t line;
	struct et_sh_word *words;
	size_t n_words;
	struct et_sh_word *assigns; /* NAME=VALUE each */
	size_t n_assigns;
	bool all; /* of FOR: without "in", over the script's arguments */
	struct et_sh_redirect *redirects;
	struct et_sh_case *cases;
	struct et_sh_node *left;
	struct et_sh_node *right;
	struct et_sh_node *other;
};

enum { ET_SH_DEPTH = 64 }; /* of constructs in each other */

/*
 * Parses a script of length bytes whose first line has the given number in its file. *tree is NULL
 * for one without commands. Returns false with an error in diags.
 */
bool et_sh_parse(struct et_arena *arena, const char *text, size_t length, const char *file,
	uint32_t line, struct et_sh_node **tree, struct et_diags *diags);

/*
 * Where a part of a word that begins at text with a quote, a backslash, "$(", "${" or "`" ends, at
 * most end; NULL when it does not end.
 */
const char *et_sh_skip_part(const char *text, const char *end);

#endif
