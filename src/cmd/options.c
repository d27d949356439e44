/* SPDX-License-Identifier: BSD-3-Clause */
#include "options.h"

#include "utf8.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct et_option help_option = {
	.id = ET_OPT_HELP, .letter = 'h', .name = "help", .help = "show this help"};

const char *et_cmd_word(const struct et_cmd *cmd)
{
	const char *blank = strrchr(cmd->name, ' ');

	return blank ? blank + 1 : cmd->name;
}

const struct et_cmd *et_cmd_by_name(const char *name)
{
	size_t i;

	for (i = 0; et_cmds[i]; i++) {
		if (strcmp(et_cmds[i]->name, name) == 0)
			return et_cmds[i];
	}
	return NULL;
}

void et_complain(const struct et_cmd *cmd, const char *format, ...)
{
	struct et_buf text;
	struct et_buf line;
	va_list args;

	et_buf_init(&text);
	et_buf_init(&line);
	va_start(args, format);
	et_buf_vprintf(&text, format, args);
	va_end(args);
	et_buf_puts(&line, "etalon");
	if (cmd)
		et_buf_printf(&line, " %s", cmd->name);
	et_buf_puts(&line, ": ");
	et_buf_visible(&line, text.data);
	et_buf_putc(&line, '\n');
	fwrite(line.data, 1, line.length, stderr);
	et_buf_finish(&text);
	et_buf_finish(&line);
}

bool et_is_word(const char *word, const char *words)
{
	size_t length = strlen(word);

	while (*words) {
		size_t this = strcspn(words, " ");

		if (this == length && strncmp(words, word, length) == 0)
			return true;
		words += this;
		words += strspn(words, " ");
	}
	return false;
}

void et_nearest(const char *word, const char *words, char *nearest, size_t size)
{
	size_t limit = strlen(word) < 3 ? 1 : strlen(word) < 7 ? 2 : 3;
	char each[64];

	nearest[0] = '\0';
	while (*words) {
		size_t this = strcspn(words, " ");
		size_t distance;

		snprintf(each, sizeof(each), "%.*s", (int)this, words);
		distance = et_edit_distance(word, each, limit);
		if (distance <= limit) {
			snprintf(nearest, size, "%s", each);
			if (!distance)
				break;
			limit = distance - 1;
		}
		words += this;
		words += strspn(words, " ");
	}
}

static const struct et_option *by_letter(const struct et_cmd *cmd, char letter)
{
	const struct et_option *option;

	for (option = cmd->options; option && option->name; option++) {
		if (option->letter == letter)
			return option;
	}
	return letter == help_option.letter ? &help_option : NULL;
}

static const struct et_option *by_name(const struct et_cmd *cmd, const char *name, size_t length)
{
	const struct et_option *option;

	for (option = cmd->options; option && option->name; option++) {
		if (strlen(option->name) == length && strncmp(option->name, name, length) == 0)
			return option;
	}
	return length == 4 && strncmp(name, "help", 4) == 0 ? &help_option : NULL;
}

static void see_help(const struct et_cmd *cmd)
{
	fprintf(stderr, "Try 'etalon %s --help'.\n", cmd->name);
}

static int unknown_option(const struct et_cmd *cmd, const char *name, size_t length)
{
	const struct et_option *option;
	struct et_buf words;
	char nearest[64];
	char wrong[64];

	et_buf_init(&words);
	for (option = cmd->options; option && option->name; option++)
		et_buf_printf(&words, "%s ", option->name);
	et_buf_puts(&words, "help");
	snprintf(wrong, sizeof(wrong), "%.*s", (int)length, name);
	et_nearest(wrong, words.data, nearest, sizeof(nearest));
	if (*nearest)
		et_complain(cmd, "unknown option '--%s'; did you mean '--%s'?", wrong, nearest);
	else
		et_complain(cmd, "unknown option '--%s'", wrong);
	et_buf_finish(&words);
	see_help(cmd);
	return ET_ARGS_ERROR;
}

/* "one, two or three" */
static void list_words(struct et_buf *out, const char *words)
{
	while (*words) {
		size_t length = strcspn(words, " ");
		const char *next = words + length + strspn(words + length, " ");

		et_buf_add(out, words, length);
		if (*next)
			et_buf_puts(out, strchr(next, ' ') ? ", " : " or ");
		words = next;
	}
}

static int accept(struct et_args *args, const struct et_option *option, const char *value)
{
	struct et_buf words;
	char nearest[64];

	if (!option->words || et_is_word(value, option->words))
		return option->id;
	et_buf_init(&words);
	list_words(&words, option->words);
	et_nearest(value, option->words, nearest, sizeof(nearest));
	if (*nearest)
		et_complain(args->cmd, "'%s' for --%s; did you mean '%s'?", value, option->name,
			nearest);
	else
		et_complain(args->cmd, "--%s takes %s, not '%s'", option->name, words.data, value);
	et_buf_finish(&words);
	return ET_ARGS_ERROR;
}

/* The option's argument is what is joined to it, or the next word. */
static int take_argument(struct et_args *args, const struct et_option *option, const char *joined,
	const char **value)
{
	*value = joined ? joined : *args->rest;
	if (!*value) {
		et_complain(args->cmd, "--%s needs a %s", option->name, option->argument);
		see_help(args->cmd);
		return ET_ARGS_ERROR;
	}
	if (!joined)
		args->rest++;
	return accept(args, option, *value);
}

static int next_letter(struct et_args *args, const char **value)
{
	char letter = *args->cluster++;
	const struct et_option *option = by_letter(args->cmd, letter);
	const char *joined = *args->cluster ? args->cluster : NULL;

	if (!joined)
		args->cluster = NULL;
	if (!option) {
		et_complain(args->cmd, "unknown option '-%c'", letter);
		see_help(args->cmd);
		return ET_ARGS_ERROR;
	}
	if (!option->argument)
		return option->id;
	args->cluster = NULL;
	return take_argument(args, option, joined, value);
}

static int next_name(struct et_args *args, const char *name, const char **value)
{
	size_t length = strcspn(name, "=");
	const struct et_option *option = by_name(args->cmd, name, length);
	const char *joined = name[length] ? name + length + 1 : NULL;

	if (!option)
		return unknown_option(args->cmd, name, length);
	if (option->argument)
		return take_argument(args, option, joined, value);
	if (joined) {
		et_complain(args->cmd, "--%s takes no argument", option->name);
		see_help(args->cmd);
		return ET_ARGS_ERROR;
	}
	return option->id;
}

int et_args_next(struct et_args *args, const char **value)
{
	const char *word;

	*value = NULL;
	if (args->cluster)
		return next_letter(args, value);
	word = *args->rest;
	if (!word)
		return ET_ARGS_END;
	args->rest++;
	if (args->no_more || word[0] != '-' || !word[1]) {
		*value = word;
		return ET_ARGS_OPERAND;
	}
	if (word[1] != '-') {
		args->cluster = word + 1;
		return next_letter(args, value);
	}
	if (!word[2]) {
		args->no_more = true;
		return et_args_next(args, value);
	}
	return next_name(args, word + 2, value);
}
