/* SPDX-License-Identifier: BSD-3-Clause */
/* The data base of compile commands: a JSON list of directory, file, and command or arguments. */
#include "file.h"
#include "prove_int.h"
#include "yaml.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_RESPONSE_BYTES = 1 << 20, MAX_RESPONSE_DEPTH = 8, MAX_WORDS = 100000 };

/* The text of a key, or NULL; what is no text is an error. */
static const char *text_of(struct prove *p, const struct et_yaml *entry, const char *key)
{
	const struct et_yaml *value = et_yaml_get(entry, key);

	if (value && value->kind != ET_YAML_SCALAR) {
		et_yaml_error(p->diags, value, "'%s' is not a text", key);
		return NULL;
	}
	return value ? value->text : NULL;
}

/* Words with @file replaced by what the file has, as compilers do. */
static const char *add_word(
	struct prove *p, struct prove_unit *unit, const char *word, unsigned depth)
{
	struct et_text text;
	prove_words words = {0};
	const char *why;
	size_t i;

	if (unit->words.count >= MAX_WORDS)
		return "it has more words than any command needs";
	if (word[0] != '@' || et_read_file(p->arena, AT_FDCWD,
				      prove_absolute(p->arena, unit->directory, word + 1),
				      MAX_RESPONSE_BYTES, &text)) {
		*ET_APPEND(p->arena, &unit->words) = word;
		return NULL;
	}
	if (depth >= MAX_RESPONSE_DEPTH)
		return "its response files name each other";
	why = prove_split(p->arena, text.data, &words);
	for (i = 0; !why && i < words.count; i++)
		why = add_word(p, unit, words.items[i], depth + 1);
	return why;
}

static const char *take_words(struct prove *p, const struct et_yaml *entry, struct prove_unit *unit)
{
	const struct et_yaml *arguments = et_yaml_get(entry, "arguments");
	const char *command = text_of(p, entry, "command");
	prove_words words = {0};
	const char *why = NULL;
	size_t i;

	if (arguments && arguments->kind == ET_YAML_SEQUENCE) {
		for (i = 0; i < arguments->count; i++) {
			if (arguments->items[i]->kind != ET_YAML_SCALAR)
				return "its arguments are not all texts";
			*ET_APPEND(p->arena, &words) = arguments->items[i]->text;
		}
	} else if (command) {
		why = prove_split(p->arena, command, &words);
	} else {
		return "it has no command";
	}
	for (i = 0; !why && i < words.count; i++)
		why = add_word(p, unit, words.items[i], 0);
	if (!why && !unit->words.count)
		why = "its command is empty";
	return why;
}

/* How a file is named in reports: below the consumer where it is there. */
static const char *shown(const struct prove *p, const char *path)
{
	return prove_is_below(path, p->consumer) && path[strlen(p->consumer)]
		       ? path + strlen(p->consumer) + 1
		       : path;
}

static void read_entry(struct prove *p, const struct et_yaml *entry, size_t number)
{
	const char *directory = text_of(p, entry, "directory");
	const char *file = text_of(p, entry, "file");
	struct prove_unit unit = {.entry = number};
	const char *why;

	if (!directory || !file) {
		et_yaml_error(p->diags, entry,
			"an entry without a directory and a file: make the data base anew");
		return;
	}
	unit.directory = prove_canonical(p->arena, prove_absolute(p->arena, p->build, directory));
	/* Where a link lies, and not where it leads, is what its includes are beside. */
	file = prove_absolute(p->arena, unit.directory, file);
	unit.source = prove_canonical_folder(p->arena, file);
	unit.name = shown(p, prove_canonical(p->arena, file));
	why = take_words(p, entry, &unit);
	if (!why)
		why = prove_make_command(p, &unit);
	if (why) {
		et_diag(p->diags, ET_WARNING, entry->file, entry->line, NULL,
			"%s is not compiled: %s", unit.name, why);
		p->proof->skipped++;
		return;
	}
	*ET_APPEND(p->arena, &p->units) = unit;
}

/* Where commands run has to be in the view, so that ".." leads where it does for them. */
static void add_roots(struct prove *p, const struct et_yaml *root)
{
	const char *last = NULL;
	size_t i;

	for (i = 0; i < root->count; i++) {
		const struct et_yaml *value = et_yaml_get(root->items[i], "directory");

		if (!value || !value->text || (last && strcmp(value->text, last) == 0))
			continue;
		last = value->text;
		prove_add_root(
			p, prove_canonical(p->arena, prove_absolute(p->arena, p->build, last)));
	}
}

bool prove_read_base(struct prove *p)
{
	const char *path = et_join(p->arena, p->options->build, "/", "compile_commands.json");
	struct et_text text = {0};
	const char *why = et_read_file(p->arena, AT_FDCWD, path, ET_YAML_LARGE_BYTES, &text);
	const struct et_yaml *root;
	size_t i, errors = p->diags->errors;

	if (why) {
		et_diag(p->diags, ET_ERROR, path, 0, NULL,
			"cannot be read: %s. It says how each file is compiled: meson and cmake "
			"(-DCMAKE_EXPORT_COMPILE_COMMANDS=ON) write it, bear does for make",
			why);
		return false;
	}
	root = et_yaml_load_json(p->arena, p->diags, path, text.data, text.length);
	if (!root)
		return false;
	if (root->kind != ET_YAML_SEQUENCE) {
		et_diag(p->diags, ET_ERROR, path, root->line, NULL, "not a list of commands");
		return false;
	}
	p->proof->all = root->count;
	add_roots(p, root);
	for (i = 0; i < root->count && p->diags->errors == errors; i++) {
		if (prove_interrupted(&p->pool))
			return false;
		read_entry(p, root->items[i], i);
	}
	return p->diags->errors == errors;
}
