/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line: a table a command. It is what parsing, --help, "did you mean" and the
 * completion are made of, and what the tests hold the manual to.
 */
#ifndef ETALON_OPTIONS_H
#define ETALON_OPTIONS_H

#include "str.h"

struct et_option {
	int id;		      /* what et_args_next() returns; above 0 */
	char letter;	      /* 0: none */
	const char *name;     /* without "--"; NULL ends a table */
	const char *argument; /* its placeholder, or NULL: takes none */
	const char *help;
	const char *words; /* what the argument may be, separated by blanks, or NULL: anything */
};

/* What a command's operands are, for the completion. */
enum et_operands {
	ET_OPERANDS_NONE,
	ET_OPERANDS_PATHS,
	ET_OPERANDS_NAMES,
	ET_OPERANDS_INTERFACES,
	ET_OPERANDS_RULES,
	ET_OPERANDS_COMMANDS,
	ET_OPERANDS_SHELLS,
};

struct et_args;

struct et_cmd {
	const char *name;
	const char *operand;	  /* as in its synopsis: "[TREE...]", or NULL */
	const char *summary;	  /* one line, for the overview */
	const char *const *about; /* paragraphs for --help, NULL-terminated */
	const struct et_option *options;
	enum et_operands operands;
	const struct et_cmd *const *commands; /* its own, named "spec check"; or NULL */
	int (*run)(struct et_args *args);     /* returns the exit status */
};

/* All commands, NULL-terminated, in the order of the overview. */
extern const struct et_cmd *const et_cmds[];

/* The last word of a command's name: "check" of "spec check". */
const char *et_cmd_word(const struct et_cmd *cmd);

/* Returns the command of that name, or NULL. */
const struct et_cmd *et_cmd_by_name(const char *name);

/* The options that every command has: --help. */
enum { ET_OPT_HELP = 1000 };

/* A command line being read. Options and operands may stand in any order; "--" ends the options. */
struct et_args {
	const struct et_cmd *cmd;
	char **rest;	     /* NULL-terminated */
	const char *cluster; /* letters of -abc that are still to come, or NULL */
	bool no_more;	     /* "--" was there */
};

enum { ET_ARGS_END = 0, ET_ARGS_OPERAND = -1, ET_ARGS_ERROR = -2 };

/*
 * Returns the id of the next option with its argument in *value (NULL when it takes none); or
 * ET_ARGS_OPERAND with the operand in *value; or ET_ARGS_END; or ET_ARGS_ERROR, after a message.
 */
int et_args_next(struct et_args *args, const char **value);

/* Writes "etalon CMD: …" to standard error, with a newline. Foreign text in it is made harmless. */
void et_complain(const struct et_cmd *cmd, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Appends the command's --help, or the program's when cmd is NULL. width as in et_wrap(). */
void et_help(struct et_buf *out, const struct et_cmd *cmd, unsigned width);

/* The nearest of words (separated by blanks) to a misspelt one; "" when none is near. Static size.
 */
void et_nearest(const char *word, const char *words, char *nearest, size_t size);

/* Whether word is one of words, which are separated by blanks. */
bool et_is_word(const char *word, const char *words);

#endif
