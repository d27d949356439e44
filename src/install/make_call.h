/* SPDX-License-Identifier: BSD-3-Clause */
/* A call of a function of make. Private to make_function.c and make_words.c. */
#ifndef ETALON_MAKE_CALL_H
#define ETALON_MAKE_CALL_H

#include "make_int.h"
#include "str.h"

enum { ET_MAKE_ARGUMENTS = 10 };

struct et_make_argument {
	const char *text;
	size_t length;
};

struct et_make_call {
	struct et_make *make;
	struct et_buf *out;
	struct et_make_argument arguments[ET_MAKE_ARGUMENTS];
	size_t count;
	const char *values[ET_MAKE_ARGUMENTS]; /* expanded, unless the function does it itself */
	size_t before;			       /* length of what was written before the call */
};

typedef void et_make_function_fn(struct et_make_call *call);

/* Writes a word of a list, divided from the one before. */
void et_make_put_word(struct et_make_call *call, const char *word, size_t length);

struct et_make_builtin {
	const char *name;
	size_t least; /* arguments */
	size_t most;  /* of what is behind the last, commas are a part; 0: no limit */
	bool lazy;    /* expands its arguments itself */
	et_make_function_fn *run;
};

/* Functions that work on texts and lists of words; NULL when there is none of that name. */
const struct et_make_builtin *et_make_word_function(const char *name, size_t length);

/* The entry of a table. */
const struct et_make_builtin *et_make_builtin(
	const struct et_make_builtin *table, size_t count, const char *name, size_t length);

#endif
