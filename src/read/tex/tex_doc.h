/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The text as a sequence of blocks, as it is printed. Private to src/read/tex: tex_doc.c makes it,
 * the others take definitions, statements and mentions out of it.
 */
#ifndef ETALON_TEX_DOC_H
#define ETALON_TEX_DOC_H

#include "arena.h"
#include "diag.h"
#include "map.h"
#include "source.h"
#include "spec.h"

enum tex_block_kind {
	TEX_HEADING, /* heading is its own index */
	TEX_PARA, /* running text, up to a blank line, an item, a heading, a listing or the edge of
		     an environment */
	TEX_ITEM, /* \item: like TEX_PARA, with what is in its brackets */
	TEX_ROW, /* a row of tabular, tabularx, longtable …: up to \\ or \hline; environments inside
		    of it are part of it, except listings, which cut it in two; a caption is a PARA
		  */
	TEX_LISTING, /* lstlisting, verbatim; also a file of \lstinputlisting that is there */
	TEX_BEGIN,   /* of any other environment: option has its name, text its arguments, if any */
	TEX_END,
};

/* A stretch of a file as it stands there, TeX and all. Comments of TeX (%) are in it. */
struct tex_span {
	const char *begin, *end; /* into the file's text; equal: nothing */
	uint32_t file;
	uint32_t line; /* of begin */
};

struct tex_block {
	enum tex_block_kind kind;
	struct tex_span text;	/* LISTING: the lines between \begin and \end; ITEM: behind "]" */
	struct tex_span option; /* ITEM: inside []; LISTING: the options; BEGIN, END: the name */
	bool has_option;	/* ITEM: there are brackets */
	uint32_t
		line; /* of the command that begins it: \item, \begin, \section; else of the text */
	uint32_t last_line; /* of its text; LISTING: of \end */
	uint32_t heading;   /* in doc->headings; ET_SPEC_NONE before the first */
	uint32_t list;	    /* the block that begins the innermost environment, or ET_SPEC_NONE */
	uint32_t depth;	    /* of environments */
	bool superseded;    /* in a file that is no body */
};

struct tex_file {
	struct et_spec_file file; /* the public part */
	uint32_t heading;	  /* under which it is asked for */
	const char *data;
	size_t length;
	const uint32_t *newlines; /* where each line but the last ends */
	size_t n_newlines;
};

struct tex_doc {
	struct et_arena *arena;
	struct et_diags *diags;
	struct et_source *source;
	ET_ARRAY(struct tex_file) files;
	ET_ARRAY(struct tex_block) blocks;
	ET_ARRAY(struct et_spec_heading)
	headings; /* moved by growing: fixed once the doc is read */
	ET_ARRAY(struct et_spec_label) labels;
	ET_ARRAY(struct et_spec_ref) refs;
	const struct et_section *
		*sections; /* n_headings: each heading's section, stable addresses */
	const char *version;
};

/* Reads all files. Returns false, with an error, when there is no main file. */
bool tex_doc_read(struct tex_doc *doc, struct et_arena *arena, struct et_source *source,
	struct et_diags *diags);

/* The place of a position inside a span of the block, in time that grows with the file's logarithm.
 */
struct et_place tex_place(const struct tex_doc *doc, const struct tex_block *block, const char *at);

/* The line of a position in a file's text. */
uint32_t tex_line(const struct tex_doc *doc, uint32_t file, const char *at);

/* A span between two positions of a file's text. */
struct tex_span tex_span(
	const struct tex_doc *doc, uint32_t file, const char *begin, const char *end);

/* tex_plain.c: TeX to plain text. */

/*
 * Appends what a reader of the printed text sees: comments gone, "\_" as "_", \field{x}, \emph{x},
 * \textbf{x} and unknown commands with one argument as x, \ref{…} and \label{…} as nothing,
 * \hyperref[…]{x} as x, \footnote{…} left out, "~" as a blank, "--" as "-", quotes as '"', math
 * without "$", white space as one blank. Bounded by the input's length. The map, when not NULL,
 * gets for each byte appended the position in the source it came from.
 */
struct tex_map {
	ET_ARRAY(const char *) at;
	struct et_arena *arena;
};

struct et_buf;
void tex_plain(struct et_buf *out, const char *begin, const char *end, struct tex_map *map);

/* The same as a text in the arena, trimmed. */
const char *tex_plain_text(struct et_arena *arena, const char *begin, const char *end);

/*
 * If *at is at the character "open", which is "{" or "[", returns true, gives the inside (begin and
 * end only), and moves *at behind the closing one. White space and comments before it are skipped.
 * Nesting, "\{" and comments are understood. Groups deeper than 64, and brackets with a blank line
 * in them, are none, so that looking for many groups takes linear time.
 */
bool tex_group(const char **at, const char *end, char open, struct tex_span *inside);

/*
 * If *at is at a backslash, gives the command's name (letters, or one other character) without it
 * and moves *at behind it.
 */
bool tex_command(const char **at, const char *end, const char **name, size_t *length);

/* Whether a word could be a name of a definition: an identifier with an underscore in it. */
bool tex_is_name(const char *word, size_t length);

/*
 * The parts that read blocks. Each appends to arrays of the builder. Listings run first, as values
 * and types of other places may refer to them.
 */
struct tex_builder {
	const struct tex_doc *doc;
	struct et_arena *arena;
	struct et_diags *diags;
	ET_ARRAY(struct et_spec_listing) listings;
	ET_ARRAY(struct et_spec_constant) constants;
	ET_ARRAY(struct et_spec_record *) records; /* stable addresses */
	ET_ARRAY(struct et_spec_queue) queues;
	ET_ARRAY(struct et_spec_register) registers;
	ET_ARRAY(struct et_spec_id) ids;
	ET_ARRAY(struct et_statement) statements;
	ET_ARRAY(struct et_mention) mentions;
	ET_ARRAY(struct et_fault) faults;
	struct et_map
		names;	 /* constants' names with a value: struct et_spec_constant's index + 1 */
	uint32_t groups; /* how many groups have been given out */
};

void tex_take_listings(struct tex_builder *builder);   /* tex_listing.c and tex_notation*.c */
void tex_take_items(struct tex_builder *builder);      /* tex_items.c: description lists, queues */
void tex_take_tables(struct tex_builder *builder);     /* tex_tables.c: tables, registers, ids */
void tex_take_statements(struct tex_builder *builder); /* tex_statements.c */
void tex_take_mentions(struct tex_builder *builder);   /* tex_mentions.c: in prose */

#endif
