/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The walk through the files that makes the blocks. tex_doc.c has the whole, tex_input.c the files,
 * tex_walk.c goes through their text; tex_heads.c, tex_env.c and tex_skip.c take what it finds.
 * Private to src/read/tex.
 */
#ifndef ETALON_TEX_WALK_H
#define ETALON_TEX_WALK_H

#include "tex_doc.h"

enum {
	TEX_MOST_INPUTS = 16, /* inside of each other */
	TEX_MOST_ENVS = 100,
	TEX_MOST_FILES = 1000, /* counting those that are taken in twice twice */
	TEX_LARGEST_FILE = 8 << 20,
	TEX_LARGEST_TEXT = 64 << 20,
	TEX_MOST_PARTS =
		500000, /* blocks, labels and references, which take more than their text */
};

struct tex_input {
	uint32_t file;
	const char *at; /* where to go on */
};

struct tex_env {
	struct tex_span name;
	uint32_t block;	 /* its TEX_BEGIN, or ET_SPEC_NONE inside of a row */
	uint32_t braces; /* how many were open at its beginning, and the outermost of them */
	const char *brace;
	uint32_t brace_file;
	bool table;
	bool no_headings; /* no heading can stand inside */
};

struct tex_walk {
	struct tex_doc *doc;
	struct et_map paths; /* of files: index + 1 */
	struct tex_input inputs[TEX_MOST_INPUTS];
	unsigned n_inputs;
	uint32_t file; /* of the innermost input, with its text: */
	const char *at, *end;
	size_t taken; /* bytes of all inputs */
	size_t n_taken;
	size_t n_parts;

	bool in_body; /* behind \begin{document} */
	bool begun;   /* there is a \begin{document} */
	bool done;    /* at \end{document} */

	const char *run; /* where the text of the next block begins */
	bool item;	 /* the next block is an item: */
	struct tex_span option;
	bool has_option;
	uint32_t item_line;

	struct tex_env envs[TEX_MOST_ENVS];
	unsigned n_envs;
	unsigned too_deep; /* environments above the limit, which are not taken */
	unsigned row;	   /* index + 1 of the table that rows are read of, or 0 */
	uint32_t braces;   /* open in the innermost environment or item */
	const char *brace; /* the outermost of them */
	uint32_t brace_file;
	const char *stray; /* a "}" too many was said to be in this file */

	uint64_t conditions; /* a bit each, the innermost the lowest: its first branch is taken */
	unsigned n_conditions;

	uint32_t chain[8]; /* the last heading of each level that one below it belongs to, plus 1 */
	bool fresh;	   /* nothing but labels stands behind the last heading */
	uint32_t appendix; /* the number of headings at \appendix, or ET_SPEC_NONE */
	const char *revision, *stage, *draft; /* as macros of the set-up say */
};

/* tex_doc.c */

/* Ends the block that began at walk->run at "upto"; the next begins there. */
void tex_flush(struct tex_walk *walk, const char *upto);
/* Appends a block that is at the current place, with a span as its text. */
struct tex_block *tex_add_block(
	struct tex_walk *walk, enum tex_block_kind kind, struct tex_span text);
/* Counts a block, label or reference; at the limit, reading ends with an error. */
void tex_count_part(struct tex_walk *walk, const char *at);
struct et_place tex_here(const struct tex_walk *walk, const char *at);
void tex_complain(struct tex_walk *walk, enum et_severity severity, const char *at,
	const char *format, const char *word);

/* tex_input.c */

/* The index of the file of that path, read when it is the first time; begin: what asks, or NULL. */
uint32_t tex_get_file(struct tex_walk *walk, const char *path, bool listing, const char *begin);
/* Goes on at the beginning of a file that was read; false, with an error, when that can't be. */
bool tex_enter(struct tex_walk *walk, uint32_t index, const char *begin);
/* \input, \include or \lstinputlisting: at walk->at its arguments begin. */
void tex_take_input(struct tex_walk *walk, const char *begin, bool listing);

/* tex_walk.c */

/* Reads the file on top of walk->inputs and all that it takes in. */
void tex_walk_files(struct tex_walk *walk);

/* tex_heads.c */

struct tex_head {
	unsigned level;
	enum et_target normative;
	bool conformance;
};

void tex_take_heading(struct tex_walk *walk, const char *begin, struct tex_head head);
/* The label that the options of a listing give: \begin{lstlisting}[label={lst:…}]. */
void tex_take_option_label(struct tex_walk *walk, struct tex_span options);
void tex_take_label(struct tex_walk *walk, const char *begin);
void tex_take_ref(struct tex_walk *walk, const char *begin, enum et_ref_kind kind);
/* The level of a heading's command, or -1. */
int tex_heading_level(const char *name, size_t length);
/* When all is read: what each heading is part of, and with it blocks, labels and files. */
void tex_settle_parts(struct tex_walk *walk);

/* tex_env.c */

void tex_take_begin(struct tex_walk *walk, const char *begin);
void tex_take_end(struct tex_walk *walk, const char *begin);
void tex_take_item(struct tex_walk *walk, const char *begin);
void tex_take_row_end(struct tex_walk *walk, const char *begin, bool line);
void tex_take_brace(struct tex_walk *walk, char brace);
/* At a heading, or at the end of all: environments that should have ended are closed. */
void tex_close_envs(struct tex_walk *walk, bool all);
/* Says where a "{" that has no "}" stands, and forgets it. */
void tex_check_braces(struct tex_walk *walk);

/* tex_skip.c: what is no text */

/* \newcommand, \def and their like: at walk->at what is defined begins. */
void tex_skip_definition(struct tex_walk *walk, const char *name, size_t length);
/* \iffalse and others. Takes the command's name; returns false when it is no condition. */
bool tex_take_condition(struct tex_walk *walk, const char *name, size_t length);
/* Behind \end{name} of an environment whose contents are verbatim; at walk->at they begin. */
struct tex_span tex_skip_verbatim(
	struct tex_walk *walk, const char *begin, const char *name, size_t length);

#endif
