/* SPDX-License-Identifier: BSD-3-Clause */
/* The state of a running script. Private to shell*.c. */
#ifndef ETALON_SHELL_INT_H
#define ETALON_SHELL_INT_H

#include "map.h"
#include "shell.h"
#include "shell_tree.h"

/* Limits of one run: commands, bytes of output, memory, functions and scripts in each other. */
enum { ET_SH_STEPS = 1000000, ET_SH_OUTPUT = 16 << 20, ET_SH_MEMORY = 64 << 20, ET_SH_CALLS = 32 };

/* Limits of all runs of a shell together: commands, and bytes that tools read. */
enum { ET_SH_ALL_STEPS = 8000000, ET_SH_ALL_WORK = 64 << 20 };

/* Limit of a script or a table that is read. */
enum { ET_SH_FILE = 4 << 20 };

/* Why commands are not followed by the next one. */
enum et_sh_flow {
	ET_SH_GO,
	ET_SH_BREAK,
	ET_SH_CONTINUE,
	ET_SH_RETURN,
	ET_SH_EXIT,
	ET_SH_FAILED, /* not understood, or out of bounds: there is an error in diags */
};

struct et_sh_input {
	const char *data;
	size_t length;
	size_t at;
};

struct et_sh_variable {
	const char *name;
	size_t length;
	const char *value;
};

struct et_sh_function {
	const char *name;
	const struct et_sh_node *body;
};

/* What a subshell changes for itself only. */
struct et_sh_scope {
	ET_ARRAY(struct et_sh_variable) variables;
	ET_ARRAY(struct et_sh_function) functions;
	const char **arguments; /* $1 and on */
	size_t n_arguments;
	const char *script; /* $0 */
	bool stops;	    /* set -e */
};

/* A variable that "local" hides until its function returns. */
struct et_sh_hidden {
	const char *name;
	const char *value; /* NULL: there was none */
};

struct et_shell {
	struct et_arena *arena; /* scripts and what is written */
	struct et_source *source;
	struct et_map scripts;	/* path: struct et_sh_script */
	struct et_map written;	/* path: struct et_text */
	struct et_arena memory; /* of the run */
	struct et_diags *diags;
	struct et_sh_scope scope;
	ET_ARRAY(struct et_sh_hidden) hidden;
	struct et_sh_input *in;
	struct et_buf *out;
	struct et_buf *err;
	struct et_buf said;	       /* what went to standard error */
	const struct et_sh_node *node; /* the command that runs */
	enum et_sh_flow flow;
	int status;
	unsigned loops;	 /* around the command, in its function */
	unsigned levels; /* that break or continue is about */
	unsigned calls;
	unsigned tested; /* > 0: a failure is asked for, and ends nothing */
	size_t getopts;	 /* place in the word of options that getopts is at */
	size_t steps;
	size_t all_steps; /* of all runs, with the next */
	size_t all_work;
};

/* Ends the run with an error at the command that runs. Returns false. */
bool et_sh_fail(struct et_shell *sh, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The value of a variable, NULL when it is not set. */
const char *et_sh_get(const struct et_shell *sh, const char *name, size_t length);

/* Sets a variable; copies both. */
void et_sh_set(struct et_shell *sh, const char *name, size_t length, const char *value);
void et_sh_unset(struct et_shell *sh, const char *name);

struct et_sh_words {
	ET_ARRAY(const char *) list;
};

/*
 * Expands a word to none or more words; to one; to one that is a pattern, in which quoted
 * characters are escaped. False or NULL when the run has failed.
 */
bool et_sh_expand(struct et_shell *sh, const struct et_sh_word *word, struct et_sh_words *words);
const char *et_sh_expand_one(struct et_shell *sh, const struct et_sh_word *word);
const char *et_sh_expand_pattern(struct et_shell *sh, const struct et_sh_word *word);

/* The text of a here-document. */
const char *et_sh_expand_here(struct et_shell *sh, const struct et_sh_word *word);

/* Evaluates the expression of $((...)), whose variables are expanded already. */
bool et_sh_arithmetic(struct et_shell *sh, const char *text, long long *value);

/* Whether a text is what a pattern with *, ?, [...] and \ describes. */
bool et_sh_matches(const char *pattern, const char *text);

/* Runs commands; what they did is in flow and status. */
void et_sh_execute(struct et_shell *sh, const struct et_sh_node *node);

/* What a command's redirections changed, to be put back. */
struct et_sh_streams {
	struct et_sh_input *in;
	struct et_buf *out;
	struct et_buf *err;
	struct et_sh_input file;
	struct et_buf written;
	struct et_buf nothing;
	const char *path; /* of what is written */
	bool append;
};

/* Redirects for a command; false when the run has failed. To be followed by the next in any case.
 */
bool et_sh_redirect(
	struct et_shell *sh, struct et_sh_streams *streams, const struct et_sh_redirect *redirects);

/* Puts back what was; keeps what was written if the command was done. */
void et_sh_restore(struct et_shell *sh, struct et_sh_streams *streams, bool done);

/* Runs the text of a command substitution; NULL when the run has failed. */
const char *et_sh_substitute(struct et_shell *sh, const char *text, size_t length);

/* Runs a script of the source with its arguments, for "sh FILE ARGUMENT...". */
void et_sh_script(struct et_shell *sh, const char *const *words, size_t count);

/* Reads a file that was written, or one of the source: NULL, or why not. */
const char *et_sh_file(struct et_shell *sh, const char *path, struct et_text *text);
bool et_sh_has(struct et_shell *sh, const char *path);
bool et_sh_has_folder(struct et_shell *sh, const char *path);

/*
 * A command that is built in or stands for a program: words[0] is its name. Returns its status; one
 * that it can't make sense of ends the run.
 */
typedef int et_sh_command_fn(struct et_shell *sh, const char *const *words, size_t count);

struct et_sh_command {
	const char *name;
	et_sh_command_fn *run;
};

/* NULL: there is no such command. */
et_sh_command_fn *et_sh_builtin(const char *name);
et_sh_command_fn *et_sh_tool(const char *name);

/* "test" and "[" */
int et_sh_test(struct et_shell *sh, const char *const *words, size_t count);

/* "expr" */
int et_sh_expr(struct et_shell *sh, const char *const *words, size_t count);

/* "printf" */
int et_sh_printf(struct et_shell *sh, const char *const *words, size_t count);

/* "getopts" */
int et_sh_getopts(struct et_shell *sh, const char *const *words, size_t count);

/* Next line of an input, without its newline; false at its end. */
bool et_sh_line(struct et_sh_input *in, const char **line, size_t *length);

#endif
