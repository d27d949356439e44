/* SPDX-License-Identifier: BSD-3-Clause */
/* For src/use/ only. A source file as tokens, directives and the regions that #if makes of it. */
#ifndef ETALON_USE_TOKENS_H
#define ETALON_USE_TOKENS_H

#include "use_names.h"

enum use_token_kind {
	USE_END,
	USE_NAME,
	USE_NUMBER,
	USE_STRING,
	USE_CHARACTER,
	USE_OPEN,	/* ( */
	USE_CLOSE,	/* ) */
	USE_OPEN_INDEX, /* [ */
	USE_CLOSE_INDEX,
	USE_OPEN_BRACE,
	USE_CLOSE_BRACE,
	USE_DOT,
	USE_ARROW,
	USE_SCOPE, /* :: */
	USE_COMMA,
	USE_SEMICOLON,
	USE_COLON,
	USE_QUESTION,
	USE_ASSIGN,
	USE_ASSIGN_OP, /* += … */
	USE_STAR,
	USE_AND,
	USE_PLUS,
	USE_MINUS,
	USE_STEP, /* ++ and -- */
	USE_NOT,
	USE_COMPLEMENT,
	USE_ARITHMETIC, /* / % << >> | ^ */
	USE_LESS,	/* < > <= >= */
	USE_EQUAL,
	USE_UNEQUAL,
	USE_BOTH,   /* && */
	USE_EITHER, /* || */
	USE_ELLIPSIS,
	USE_HASH,
	USE_PASTE,
	USE_OTHER,
};

struct use_token {
	uint32_t at;   /* offset in the text of its file */
	uint32_t name; /* of names; for brackets the partner's index or USE_NONE; for numbers in a
			* macro's body, their text */
	uint32_t up;   /* 1 + index of the innermost open bracket around it; 0: none. In a macro's
			* body: 1 + index of the parameter that it is */
	uint32_t kind : 6;
	uint32_t keyword : 6;
	uint32_t declares : 1; /* it is the name that a declaration declares */
	uint32_t body : 1;     /* comes from a macro's body, not from the file itself */
	uint32_t barred : 1;   /* the name of a macro that is being expanded: not again */
	uint32_t spare : 1;
	uint32_t region : 16; /* where body is set: the macro's serial, once it is replaced */
};

/* A run of tokens; one of kind USE_END is behind the last. */
struct use_code {
	struct use_token *tokens;
	uint32_t count;
};

struct use_directive {
	uint8_t kind; /* enum use_directive_kind */
	uint16_t region;
	uint32_t at;   /* of the '#' */
	uint32_t from; /* its tokens, in use_source.words */
	uint32_t count;
	uint32_t code; /* index of the first token of code behind it */
};

/* One branch of an #if. Region 0 is the whole file. */
struct use_region {
	uint16_t parent;
	uint16_t before; /* the branch before it, whose condition does not hold; 0: none */
	uint8_t kind;	 /* of its directive */
	uint32_t from;	 /* its condition, in use_source.words */
	uint32_t count;
	/* What was last asked: see use_region.c. */
	uint32_t asked;
	uint8_t answer;
};

/* Growing arrays on the heap, used for one file after the other. */
struct use_source {
	uint32_t file;
	const char *text; /* 8 bytes before and behind it can be read */
	size_t length;
	bool cxx;
	struct use_code code;
	struct use_code words; /* of directives */
	struct use_directive *directives;
	uint32_t n_directives;
	struct use_region *regions;
	uint32_t n_regions;
	uint32_t *lines; /* offsets of lines, made when first asked for */
	uint32_t n_lines;
	size_t tokens_capacity;
	size_t words_capacity;
	size_t directives_capacity;
	size_t regions_capacity;
	size_t lines_capacity;
};

void use_source_finish(struct use_source *source);

/*
 * Cuts a text into tokens. Branches that no compiler takes (#if 0) give none, nor do comments. The
 * text is borrowed. Any bytes will do.
 */
void use_lex(struct use_source *source, struct use_names *names, const char *text, size_t length,
	bool cxx);

/* Line and column, from 1, of an offset. */
void use_position(struct use_source *source, uint32_t at, uint32_t *line, uint32_t *column);

/* Finds the partners of brackets and what they enclose, in tokens that were put together. */
void use_link(struct use_code *code);

/* The length of the name or number at an offset. */
size_t use_word_length(const struct use_source *source, uint32_t at);

/* What is supposed of one name in conditions. */
enum use_state { USE_UNDEFINED, USE_DEFINED };

enum use_truth { USE_FALSE, USE_TRUE, USE_MAYBE };

/* Whether the lines of a region are compiled when the name is undefined (or defined). */
enum use_truth use_region_truth(struct use_source *source, const struct use_names *names,
	uint16_t region, uint32_t name, enum use_state state);

/* Whether one of the conditions around a region speaks of the name. */
bool use_region_asks(const struct use_source *source, uint16_t region, uint32_t name);

#endif
