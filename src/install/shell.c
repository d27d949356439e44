/* SPDX-License-Identifier: BSD-3-Clause */
/* A run from outside, its variables and its files. */
#include "shell_int.h"

#include "install_path.h"

#include <string.h>

struct et_shell *et_shell_new(struct et_arena *arena, struct et_source *source)
{
	struct et_shell *sh = ET_NEW(arena, struct et_shell);

	sh->arena = arena;
	sh->source = source;
	return sh;
}

const struct et_text *et_shell_written(const struct et_shell *sh, const char *path)
{
	return et_map_get(&sh->written, path, strlen(path));
}

static struct et_sh_variable *find(const struct et_shell *sh, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < sh->scope.variables.count; i++) {
		struct et_sh_variable *variable = &sh->scope.variables.items[i];

		if (variable->length == length && memcmp(variable->name, name, length) == 0)
			return variable;
	}
	return NULL;
}

const char *et_sh_get(const struct et_shell *sh, const char *name, size_t length)
{
	const struct et_sh_variable *variable = find(sh, name, length);

	return variable ? variable->value : NULL;
}

void et_sh_set(struct et_shell *sh, const char *name, size_t length, const char *value)
{
	struct et_sh_variable *variable = find(sh, name, length);

	if (!variable) {
		variable = ET_APPEND(&sh->memory, &sh->scope.variables);
		variable->name = et_strndup(&sh->memory, name, length);
		variable->length = length;
	}
	variable->value = et_strdup(&sh->memory, value);
}

void et_sh_unset(struct et_shell *sh, const char *name)
{
	struct et_sh_variable *variable = find(sh, name, strlen(name));

	if (variable)
		variable->value = NULL;
}

const char *et_sh_file(struct et_shell *sh, const char *path, struct et_text *text)
{
	const struct et_text *written = et_map_get(&sh->written, path, strlen(path));

	if (written) {
		*text = *written;
		return NULL;
	}
	return et_source_read(
		sh->source, &sh->memory, et_path_normal(&sh->memory, path), ET_SH_FILE, text);
}

bool et_sh_has(struct et_shell *sh, const char *path)
{
	return et_map_get(&sh->written, path, strlen(path)) ||
	       et_source_has(sh->source, et_path_normal(&sh->memory, path));
}

static void ignore(const char *name, enum et_entry_kind kind, void *data)
{
	(void)name;
	(void)kind;
	(void)data;
}

bool et_sh_has_folder(struct et_shell *sh, const char *path)
{
	return et_source_entries(sh->source, et_path_normal(&sh->memory, path), ignore, NULL);
}

bool et_sh_line(struct et_sh_input *in, const char **line, size_t *length)
{
	const char *begin = in->data + in->at;
	const char *newline;

	if (in->at >= in->length)
		return false;
	newline = memchr(begin, '\n', in->length - in->at);
	*line = begin;
	*length = newline ? (size_t)(newline - begin) : in->length - in->at;
	in->at += *length + (newline != NULL);
	return true;
}

static bool matches_set(const char **pattern, char c)
{
	const char *at = *pattern + 1;
	bool negated = *at == '!' || *at == '^';
	bool found = false;
	const char *begin;

	at += negated;
	begin = at;
	while (*at && (*at != ']' || at == begin)) {
		unsigned char first = (unsigned char)*at++;
		unsigned char last = first;

		if (*at == '-' && at[1] && at[1] != ']') {
			last = (unsigned char)at[1];
			at += 2;
		}
		found |= (unsigned char)c >= first && (unsigned char)c <= last;
	}
	if (!*at)
		return false;
	*pattern = at + 1;
	return found != negated;
}

/* One character of a pattern that is no star; moves it on. */
static bool matches_one(const char **pattern, char c)
{
	const char *at = *pattern;

	if (*at == '?') {
		(*pattern)++;
		return true;
	}
	if (*at == '[' && strchr(at + 1, ']'))
		return matches_set(pattern, c);
	at += *at == '\\' && at[1];
	*pattern = at + 1;
	return *at == c;
}

bool et_sh_matches(const char *pattern, const char *text)
{
	const char *star = NULL;
	const char *resume = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			resume = text;
			continue;
		}
		if (*pattern && matches_one(&pattern, *text)) {
			text++;
			continue;
		}
		if (!star)
			return false;
		pattern = star;
		text = ++resume;
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* The first line of what was said on standard error. */
static const char *complaint(struct et_shell *sh)
{
	size_t length = sh->said.data ? strcspn(sh->said.data, "\n") : 0;

	if (!length)
		return "";
	return et_sprintf(&sh->memory, ": %.*s", length > 200 ? 200 : (int)length, sh->said.data);
}

bool et_shell_run(struct et_shell *sh, const char *commands, const char *file, uint32_t line,
	struct et_buf *output, struct et_diags *diags)
{
	struct et_sh_node nowhere = {.file = file, .line = line};
	struct et_sh_input nothing = {.data = ""};
	struct et_sh_node *tree;
	bool ok;

	*sh = (struct et_shell){
		.arena = sh->arena,
		.source = sh->source,
		.scripts = sh->scripts,
		.diags = diags,
		.in = &nothing,
		.out = output,
		.err = &sh->said,
		.node = &nowhere,
		.scope = {.script = "sh", .stops = true},
		.all_steps = sh->all_steps,
		.all_work = sh->all_work,
	};
	/* Memory that earlier runs have used is warm for this one; it stays with the shell's arena.
	 */
	et_arena_init(&sh->memory);
	sh->memory.spare = sh->arena->spare;
	sh->arena->spare = NULL;
	ok = et_sh_parse(&sh->memory, commands, strlen(commands), file, line, &tree, diags);
	if (ok && tree)
		et_sh_execute(sh, tree);
	if (ok && sh->flow != ET_SH_FAILED && sh->status)
		et_diag(diags, ET_ERROR, file, line, NULL,
			"the shell commands of the kernel's build fail here%s", complaint(sh));
	ok = ok && sh->flow != ET_SH_FAILED && !sh->status;
	et_buf_finish(&sh->said);
	sh->arena->spare = sh->memory.spare;
	sh->memory.spare = NULL;
	et_arena_recycle(sh->arena, &sh->memory);
	return ok;
}
