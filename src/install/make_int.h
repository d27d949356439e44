/* SPDX-License-Identifier: BSD-3-Clause */
/* The state of an evaluation of makefiles. Private to make*.c. */
#ifndef ETALON_MAKE_INT_H
#define ETALON_MAKE_INT_H

#include "make.h"
#include "map.h"

/* Limits: what one evaluation may do, and how large a makefile and a value are. */
enum {
	ET_MAKE_STEPS = 1000000,
	ET_MAKE_VALUE = 1 << 20,
	ET_MAKE_WORK = 64 << 20, /* bytes of values, over all */
	ET_MAKE_FILE = 4 << 20,
	ET_MAKE_FILES = 64,
	ET_MAKE_DEPTH = 64,
	ET_MAKE_RULES = 8192,
	ET_MAKE_TARGETS = 20000,
};

/* Stands in a text for what can't be known. No makefile has it. */
#define ET_MAKE_UNKNOWN "\001"

struct et_make_variable {
	const char *name;
	const char *value;
	bool recursive; /* expanded when it is used */
	bool fixed;	/* from the command line */
};

/* A variable that has a value for certain targets only. */
struct et_make_target_value {
	const char *target; /* or a pattern */
	const char *name;
	char how; /* '=', ':', '+' or '?', as the operator begins */
	const char *value;
};

struct et_make_line {
	const char *text;
	uint32_t line;
};

struct et_make_commands {
	ET_ARRAY(struct et_make_line) lines;
	const char *file;
	uint32_t line;
};

struct et_make_words {
	ET_ARRAY(const char *) list;
};

struct et_make_rule {
	const char *target;
	const char *stem; /* of a static pattern rule, or NULL */
	const struct et_make_words *needs;
	struct et_make_commands *commands; /* may have none */
};

struct et_make {
	struct et_arena *arena;
	struct et_make_files files;
	struct et_shell *shell;
	struct et_diags *diags;
	struct et_map variables;
	struct et_map instead;
	ET_ARRAY(struct et_make_rule) rules;
	ET_ARRAY(struct et_make_target_value) target_values;
	struct et_make_commands *open; /* of the rule whose commands may follow */
	bool includes;
	const char *main; /* the makefile that was not included */
	const char *file; /* what is being read */
	uint32_t line;
	unsigned n_files;
	unsigned depth;
	size_t steps;
	size_t work;
	bool failed;
};

/* Ends the evaluation with an error at its place. Returns false. */
bool et_make_fail(struct et_make *make, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

struct et_make_variable *et_make_variable(
	const struct et_make *make, const char *name, size_t length);

/* Sets a variable by an operator: '=' , ':' , '+' or '?'. The value is not expanded yet. */
void et_make_assign(struct et_make *make, const char *name, char how, const char *value);

/* Expands a text into out; or into the arena. */
void et_make_expand_to(struct et_make *make, const char *text, size_t length, struct et_buf *out);
const char *et_make_expand(struct et_make *make, const char *text, size_t length);

/* Expands a call of a function, or returns false when there is none of that name. */
bool et_make_function(struct et_make *make, const char *text, size_t length, struct et_buf *out);

/* Words of a text, separated by blanks. Returns false at the end. */
bool et_make_word(const char **at, const char **word, size_t *length);
void et_make_split(struct et_make *make, const char *text, struct et_make_words *words);

/* Behind a reference "$(...)" or "${...}" or "$x" that begins at at. */
const char *et_make_skip(const char *at, const char *end);

/* Where c stands outside of references, at most end. */
const char *et_make_find(const char *at, const char *end, const char *set);

/* Behind blanks. */
const char *et_make_blanks(const char *at);

/* Whether a statement begins with a word; *rest is what follows it. */
bool et_make_begins(const char *text, const char *word, const char **rest);

/* Expands a text without the blanks around it. */
const char *et_make_trimmed(struct et_make *make, const char *begin, const char *end);

/* Whether a statement is a condition; *value is how it comes out, if it is to be evaluated. */
bool et_make_condition(struct et_make *make, const char *text, bool evaluate, bool *value);

/*
 * Matches a word against a pattern with a '%'; the stem is what that stands for. Without one, the
 * whole word must be the same.
 */
bool et_make_match(const char *pattern, const char *word, size_t length, const char **stem,
	size_t *stem_length);

/* A pattern with its '%' replaced; as it is without one. */
const char *et_make_fill(
	struct et_arena *arena, const char *pattern, const char *stem, size_t stem_length);

#endif
