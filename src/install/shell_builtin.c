/* SPDX-License-Identifier: BSD-3-Clause */
/* Commands of the shell itself. */
#include "shell_int.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int run_true(struct et_shell *sh, const char *const *words, size_t count)
{
	(void)sh;
	(void)words;
	(void)count;
	return 0;
}

static int run_false(struct et_shell *sh, const char *const *words, size_t count)
{
	(void)sh;
	(void)words;
	(void)count;
	return 1;
}

static int run_echo(struct et_shell *sh, const char *const *words, size_t count)
{
	bool newline = count < 2 || !et_streq(words[1], "-n");
	size_t i;

	for (i = newline ? 1 : 2; i < count; i++) {
		/* Shells differ in what they make of it. */
		if (strchr(words[i], '\\')) {
			et_sh_fail(sh, "uses echo with a backslash");
			return 2;
		}
		et_buf_puts(sh->out, words[i]);
		if (i + 1 < count)
			et_buf_putc(sh->out, ' ');
	}
	if (newline)
		et_buf_putc(sh->out, '\n');
	return 0;
}

/* The next field of a line; the last variable takes all that is left. */
static const char *field(struct et_shell *sh, const char **at, const char *end, bool last, bool raw)
{
	char *text = et_strndup(&sh->memory, *at, (size_t)(end - *at));
	char *out = text;
	char *kept = text; /* behind the last character that is no trailing blank */

	for (; *at < end; (*at)++) {
		bool escaped = !raw && **at == '\\' && *at + 1 < end;

		*at += escaped;
		if (!escaped && (**at == ' ' || **at == '\t') && !last)
			break;
		*out++ = **at;
		if (escaped || !isspace((unsigned char)**at))
			kept = out;
	}
	*kept = '\0';
	while (*at < end && (**at == ' ' || **at == '\t'))
		(*at)++;
	return text;
}

static int run_read(struct et_shell *sh, const char *const *words, size_t count)
{
	bool raw = count > 1 && et_streq(words[1], "-r");
	size_t first = raw ? 2 : 1;
	const char *line = "";
	size_t length = 0;
	bool got = et_sh_line(sh->in, &line, &length);
	const char *end = line + length;
	size_t i;

	if (first >= count || words[first][0] == '-') {
		et_sh_fail(sh, "uses read in a way that is not known");
		return 2;
	}
	if (!raw && length && end[-1] == '\\') {
		et_sh_fail(sh, "reads a line that goes on in the next");
		return 2;
	}
	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	for (i = first; i < count; i++)
		et_sh_set(
			sh, words[i], strlen(words[i]), field(sh, &line, end, i + 1 == count, raw));
	/* A last line without a newline is read, and said to be none. */
	return !got || sh->in->data[sh->in->at - 1] != '\n';
}

/* The number that a command is given, or another when it is given none. */
static long argument(struct et_shell *sh, const char *const *words, size_t count, long otherwise)
{
	char *end;
	long value;

	if (count < 2)
		return otherwise;
	value = strtol(words[1], &end, 10);
	if (count > 2 || *end || end == words[1] || value < 0 || value > 1000000) {
		et_sh_fail(sh, "uses %s in a way that is not known", words[0]);
		return otherwise;
	}
	return value;
}

static int run_shift(struct et_shell *sh, const char *const *words, size_t count)
{
	size_t n = (size_t)argument(sh, words, count, 1);

	if (n > sh->scope.n_arguments) {
		et_sh_fail(sh, "takes more arguments than it has");
		return 2;
	}
	sh->scope.arguments += n;
	sh->scope.n_arguments -= n;
	return 0;
}

static int leave(struct et_shell *sh, const char *const *words, size_t count, enum et_sh_flow flow)
{
	int status = (int)argument(sh, words, count, sh->status) & 255;

	if (sh->flow == ET_SH_GO)
		sh->flow = flow;
	return status;
}

static int run_exit(struct et_shell *sh, const char *const *words, size_t count)
{
	return leave(sh, words, count, ET_SH_EXIT);
}

static int run_return(struct et_shell *sh, const char *const *words, size_t count)
{
	return leave(sh, words, count, ET_SH_RETURN);
}

static int leave_loop(
	struct et_shell *sh, const char *const *words, size_t count, enum et_sh_flow flow)
{
	unsigned levels = (unsigned)argument(sh, words, count, 1);

	if (!levels || levels > sh->loops) {
		et_sh_fail(sh, "uses %s where there is no loop", words[0]);
		return 2;
	}
	sh->levels = levels;
	if (sh->flow == ET_SH_GO)
		sh->flow = flow;
	return 0;
}

static int run_break(struct et_shell *sh, const char *const *words, size_t count)
{
	return leave_loop(sh, words, count, ET_SH_BREAK);
}

static int run_continue(struct et_shell *sh, const char *const *words, size_t count)
{
	return leave_loop(sh, words, count, ET_SH_CONTINUE);
}

static int run_set(struct et_shell *sh, const char *const *words, size_t count)
{
	size_t i;

	for (i = 1; i < count; i++) {
		if (et_streq(words[i], "--")) {
			sh->scope.n_arguments = count - i - 1;
			sh->scope.arguments = ET_NEW_ARRAY(&sh->memory, count - i, const char *);
			memcpy(sh->scope.arguments, words + i + 1,
				sh->scope.n_arguments * sizeof(*words));
			return 0;
		}
		if (et_streq(words[i], "-e") || et_streq(words[i], "+e")) {
			sh->scope.stops = *words[i] == '-';
		} else if (!et_streq(words[i], "-x") && !et_streq(words[i], "-u") &&
			   !et_streq(words[i], "+x")) {
			et_sh_fail(sh, "uses set with '%.40s', which is not known", words[i]);
			return 2;
		}
	}
	return 0;
}

/* "local", "export" and "readonly": NAME or NAME=VALUE. */
static int declare(struct et_shell *sh, const char *const *words, size_t count)
{
	bool local = et_streq(words[0], "local");
	size_t i;

	for (i = 1; i < count; i++) {
		size_t length = strcspn(words[i], "=");
		const char *name = et_strndup(&sh->memory, words[i], length);

		if (!et_is_name(name)) {
			et_sh_fail(sh, "declares '%.40s'", words[i]);
			return 2;
		}
		if (local) {
			*ET_APPEND(&sh->memory, &sh->hidden) =
				(struct et_sh_hidden){name, et_sh_get(sh, name, length)};
			et_sh_unset(sh, name);
		}
		if (words[i][length])
			et_sh_set(sh, name, length, words[i] + length + 1);
	}
	return 0;
}

static int run_unset(struct et_shell *sh, const char *const *words, size_t count)
{
	size_t i;

	for (i = 1; i < count; i++)
		et_sh_unset(sh, words[i]);
	return 0;
}

static void set_character(struct et_shell *sh, const char *name, char c)
{
	et_sh_set(sh, name, strlen(name), (char[]){c, '\0'});
}

/* getopts OPTIONS NAME: each call takes one option of the script's arguments. */
int et_sh_getopts(struct et_shell *sh, const char *const *words, size_t count)
{
	const char *index = et_sh_get(sh, "OPTIND", 6);
	size_t n = index ? (size_t)strtoul(index, NULL, 10) : 1;
	const char *word;
	const char *found;
	bool silent;
	char option;

	if (count != 3 || !et_is_name(words[2])) {
		et_sh_fail(sh, "uses getopts in a way that is not known");
		return 2;
	}
	silent = words[1][0] == ':';
	word = n >= 1 && n <= sh->scope.n_arguments ? sh->scope.arguments[n - 1] : "";
	if (!sh->getopts && (word[0] != '-' || !word[1] || et_streq(word, "--"))) {
		set_character(sh, words[2], '?');
		return 1;
	}
	if (!sh->getopts || sh->getopts >= strlen(word))
		sh->getopts = 1;
	option = word[sh->getopts++];
	found = option == ':' ? NULL : strchr(words[1] + silent, option);
	et_sh_unset(sh, "OPTARG");
	set_character(sh, words[2], found ? option : '?');
	if (found && found[1] == ':') {
		const char *value = word + sh->getopts;

		if (!*value) {
			n++;
			value = n <= sh->scope.n_arguments ? sh->scope.arguments[n - 1] : NULL;
		}
		if (!value)
			set_character(sh, words[2], silent ? ':' : '?');
		et_sh_set(sh, "OPTARG", 6, value ? value : (char[]){option, '\0'});
		sh->getopts = 0;
		n += value != NULL;
	} else {
		if (!found && silent)
			set_character(sh, "OPTARG", option);
		if (!word[sh->getopts]) {
			sh->getopts = 0;
			n++;
		}
	}
	et_sh_set(sh, "OPTIND", 6, et_sprintf(&sh->memory, "%zu", n));
	return 0;
}

static const struct et_sh_command builtins[] = {
	{":", run_true},
	{"[", et_sh_test},
	{"break", run_break},
	{"continue", run_continue},
	{"echo", run_echo},
	{"exit", run_exit},
	{"export", declare},
	{"false", run_false},
	{"getopts", et_sh_getopts},
	{"local", declare},
	{"printf", et_sh_printf},
	{"read", run_read},
	{"readonly", declare},
	{"return", run_return},
	{"set", run_set},
	{"shift", run_shift},
	{"test", et_sh_test},
	{"trap", run_true},
	{"true", run_true},
	{"unset", run_unset},
};

et_sh_command_fn *et_sh_builtin(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(builtins) / sizeof(*builtins); i++)
		if (et_streq(builtins[i].name, name))
			return builtins[i].run;
	return NULL;
}
