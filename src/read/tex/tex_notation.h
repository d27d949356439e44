/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The standard's notation for structures and constants, which looks like C. Private to
 * src/read/tex: tex_listing.c finds the listings and hands each one's text to this parser.
 *
 * The parser never gives up: what is wrong with the form becomes a fault, and it goes on with what
 * was meant. Time grows with the length of the text, nesting is bounded, and a listing's tokens are
 * scratch memory that the next listing uses again.
 */
#ifndef ETALON_TEX_NOTATION_H
#define ETALON_TEX_NOTATION_H

#include "str.h"
#include "tex_doc.h"

enum {
	TEX_LONGEST_LISTING = 256 * 1024,  /* bytes; a longer one is no listing of definitions */
	TEX_MOST_LISTED = 2 * 1024 * 1024, /* bytes of all listings */
	TEX_DEEPEST_RECORD = 16,
	TEX_MOST_CONSTANTS = 100000, /* of a whole text */
	TEX_MOST_RECORDS = 50000,
	TEX_MOST_FAULTS = 64, /* of a listing */
};

enum tex_token_kind {
	TEX_T_END,
	TEX_T_WORD,
	TEX_T_NUMBER,
	TEX_T_TEXT,  /* a string or a character, with its quotes */
	TEX_T_PUNCT, /* an operator of one to three characters */
	TEX_T_COMMENT,
	TEX_T_DIRECTIVE, /* "#define": text is "define"; the line's tokens follow, then EOL */
	TEX_T_EOL,	 /* of a directive's logical line */
	TEX_T_OMITTED,	 /* "..." and TeX's ways to write it */
};

struct tex_token {
	const char *text;
	uint32_t length;
	uint32_t line;	    /* where it begins */
	uint32_t last_line; /* where it ends: comments */
	uint32_t indent;    /* columns before it, where it is the first of its line */
	uint8_t kind;	    /* enum tex_token_kind */
	bool first;	    /* of its line */
	bool open;	    /* a comment that is never closed */
	bool bare;	    /* a comment that is never opened */
	bool rest;	    /* a "//" comment */
};

struct tex_tokens {
	ET_ARRAY(struct tex_token) list; /* ends with TEX_T_END */
};

/* tex_notation_lex.c */

/* Splits a text, whose first line has the number line, into tokens. */
void tex_c_lex(struct tex_tokens *tokens, struct et_arena *arena, const char *begin,
	const char *end, uint32_t line);
bool tex_c_token_is(const struct tex_token *token, const char *text);
bool tex_c_token_starts(const struct tex_token *token, const char *text);

/* What was written from the first token to the last: white space as one blank, no comments. */
const char *tex_c_written(struct et_arena *arena, const struct tex_token *tokens, size_t count);

/* tex_notation_sort.c: what a listing is written in. */
enum et_notation tex_c_sort(const struct tex_tokens *tokens);

/* tex_notation_type.c */

/* An integer type by its name; false when it is none that the standard or C has. */
bool tex_c_int_type(const char *name, size_t length, struct et_type *type);
bool tex_c_is_padding(const char *name);

/* tex_notation_value.c: expressions of constants. */

/* A constant's expression, kept until all names are known. */
struct tex_macro {
	const char *name;
	uint32_t constant;		/* index in builder->constants */
	const struct tex_token *params; /* function-like; n_params of them */
	size_t n_params;
	bool function;
	const struct tex_token *body;
	size_t n_body;
	struct tex_macro *after; /* an enumerator without a value: the one before it */
	uint8_t state;		 /* 0: not looked at; 1: being looked at; 2: known */
	bool has_value;
	bool negative;
	uint64_t value;
};

/* An array's size, likewise. */
struct tex_sized {
	struct et_count *count;
	const struct tex_token *tokens;
	size_t n_tokens;
};

struct tex_values {
	struct et_arena *arena;
	struct tex_builder *builder;
	ET_ARRAY(struct tex_macro *) macros;
	ET_ARRAY(struct tex_sized) counts;
	struct et_map by_name; /* struct tex_macro; the first of each name */
	size_t work;	       /* left */
};

/* How many of the tokens are an expression by their form; 0: none. */
size_t tex_c_expression(const struct tex_token *tokens, size_t count);

/* A number as C has it. Returns false when it is none. */
bool tex_c_number(const struct tex_token *token, uint64_t *value);

/* Keeps a constant's expression. The tokens are copied. */
struct tex_macro *tex_c_keep(
	struct tex_values *values, uint32_t constant, const struct tex_token *tokens, size_t count);

/* Works out all constants and counts, and enters the constants' names in builder->names. */
void tex_c_work_out(struct tex_values *values);

/* tex_notation_note.c: what comments say about what stands beside them. */

struct tex_note {
	const char *condition; /* or NULL */
	unsigned fields;       /* that it is said of: "the next three fields"; else 1 */
	bool says_segment;
	enum et_segment segment;
	enum et_access access;
};

void tex_c_note(struct et_arena *arena, const char *text, struct tex_note *note);

/* tex_notation.c, tex_notation_record.c, tex_notation_constant.c: the parser of one listing. */

struct tex_parser {
	struct tex_builder *builder;
	struct tex_values *values;
	struct et_arena *arena;
	const struct tex_block *block;
	const struct tex_token *tokens;
	size_t at;
	size_t n_tokens; /* with the END */
	uint32_t listing;
	uint32_t group;
	size_t n_faults;
	bool silent;	    /* reports no faults */
	const char *within; /* of the record being read: "virtio_blk_req", or NULL */

	/* Comments seen since the last construct. */
	struct et_buf note;    /* the last one's words */
	uint32_t note_line;    /* its last line */
	struct tex_note said;  /* by all of them */
	const char *condition; /* of the fields to come */
	unsigned n_condition;  /* how many */
};

struct et_place tex_c_parser_place(const struct tex_parser *parser, uint32_t line);

/* fix may be NULL. name is completed with the record: "record.name"; NULL: the record itself. */
void tex_c_fault(struct tex_parser *parser, enum et_fault_kind kind, uint32_t line,
	const char *name, const char *fix, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

void tex_c_mention(struct tex_parser *parser, const char *name, size_t length,
	enum et_mention_kind kind, uint32_t line);

/* Mentions every name among the tokens that could be a definition's. */
void tex_c_mention_all(struct tex_parser *parser, const struct tex_token *tokens, size_t count);

/* Current token; comments before it are taken into parser->note. */
const struct tex_token *tex_c_peek(struct tex_parser *parser);

/* The token that stands n behind the current one, comments left out. */
const struct tex_token *tex_c_ahead(const struct tex_parser *parser, size_t n);
void tex_c_skip(struct tex_parser *parser);

/* Skips what is between braces, parentheses or brackets, from the opening one on. */
void tex_c_skip_balanced(struct tex_parser *parser);

/* What the comments since the last construct say; they are used up. */
void tex_c_take_note(struct tex_parser *parser, struct tex_note *note);
void tex_c_drop_note(struct tex_parser *parser);

/* If a comment stands right here, behind something on its line: takes it, and says what it says. */
bool tex_c_take_beside(struct tex_parser *parser, struct tex_note *note);

/*
 * A growing list of fields. Defines between them are settled by tex_c_settle().
 */
struct tex_body {
	ET_ARRAY(struct et_field) fields;
	const char *name; /* the record's, as in constant.in */
	struct et_spec_record *outer;
	enum et_segment segment;
	bool complete;
	bool defines_first; /* a #define stands before the first field */
	size_t first_define;
	size_t n_defines; /* since the last field */
	unsigned depth;
};

struct et_field *tex_c_add_field(struct tex_parser *parser, struct tex_body *body,
	const struct et_type *type, const char *name, uint32_t line);
/* At a member's name: also words with "-" between them, which are no identifier. */
const char *tex_c_read_name(struct tex_parser *parser, uint32_t *line);
/* At "[" or not. begin: of the member. Returns false when what is there can't be understood. */
bool tex_c_read_counts(
	struct tex_parser *parser, struct et_field *field, const struct tex_token *begin);
/* At a number of bits; ET_NO_BITS when it is none. */
int16_t tex_c_read_width(struct tex_parser *parser);
/* The end of a member: words in parentheses may stand before the ";", which may be missing. */
void tex_c_read_end(struct tex_parser *parser, struct tex_body *body, const struct tex_token *begin,
	const char *name);
/* At "{" behind an integer type: its bit-fields, from bit 0 upwards. */
void tex_c_read_parts(struct tex_parser *parser, struct tex_body *outer, const struct et_type *type,
	const struct tex_token *begin);
bool tex_c_is_type_word(const struct tex_token *token);
/* At "struct", "union" or a type: reads one member with its ";". */
void tex_c_read_member(struct tex_parser *parser, struct tex_body *body);
/* At "struct" or "union" with a body: reads that, up to the name or ";" behind it. outer: NULL at
   the listing's top. *closed: whether the closing brace is there. */
struct et_spec_record *tex_c_read_braces(
	struct tex_parser *parser, const struct tex_body *outer, bool *closed);
/* At "struct" or "union" of the listing's top. */
void tex_c_read_record(struct tex_parser *parser);
/* Whether a record's body begins at the current token, that is "struct" or "union". */
bool tex_c_begins_record(const struct tex_parser *parser);
/* Decides which field the defines since the last one belong to. next: NULL at the end. */
void tex_c_settle(struct tex_parser *parser, struct tex_body *body, const struct et_field *next);

/* At a directive: "#define" and whatever else. body: NULL outside of records. */
void tex_c_read_directive(struct tex_parser *parser, struct tex_body *body);
/* At "enum" with a body. */
void tex_c_read_enum(struct tex_parser *parser);
/* At "NAME = value" outside of anything. Returns false when it is none. */
bool tex_c_read_assignment(struct tex_parser *parser);
/* At "define NAME", without the "#". */
void tex_c_read_bare_define(struct tex_parser *parser, struct tex_body *body);

/* Reads a whole listing. */
void tex_c_parse(struct tex_parser *parser);

#endif
