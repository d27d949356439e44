/* SPDX-License-Identifier: BSD-3-Clause */
#include "shell_int.h"

#include "install_path.h"

#include <string.h>

struct et_sh_script {
	struct et_sh_node *tree;
};

bool et_sh_fail(struct et_shell *sh, const char *format, ...)
{
	va_list args;
	char *text;

	if (sh->flow == ET_SH_FAILED)
		return false;
	va_start(args, format);
	text = et_vsprintf(&sh->memory, format, args);
	va_end(args);
	et_diag(sh->diags, ET_ERROR, sh->node->file, sh->node->line, NULL,
		"the shell script %s; etalon reads it and does not run it", text);
	sh->flow = ET_SH_FAILED;
	sh->status = 2;
	return false;
}

/* Runs in an environment of its own: what it sets is gone afterwards. */
static void subshell(struct et_shell *sh, const struct et_sh_node *node)
{
	struct et_sh_scope kept = sh->scope;
	size_t n = kept.variables.count;
	unsigned loops = sh->loops;

	sh->scope.variables.items = ET_NEW_ARRAY(&sh->memory, n + 8, struct et_sh_variable);
	sh->scope.variables.capacity = n + 8;
	if (n)
		memcpy(sh->scope.variables.items, kept.variables.items,
			n * sizeof(*kept.variables.items));
	/* Appending to the functions must not overwrite those of the outer shell. */
	sh->scope.functions.capacity = sh->scope.functions.count;
	sh->loops = 0;
	et_sh_execute(sh, node);
	sh->loops = loops;
	sh->scope = kept;
	if (sh->flow != ET_SH_FAILED)
		sh->flow = ET_SH_GO;
}

static void run_pipe(struct et_shell *sh, const struct et_sh_node *node)
{
	struct et_buf *out = sh->out;
	struct et_sh_input *in = sh->in;
	struct et_sh_input between = {0};
	struct et_buf text;

	et_buf_init(&text);
	sh->out = &text;
	/* Of three, the first two are a pipe of their own, on the left. */
	sh->tested++;
	if (node->left->kind == ET_SH_PIPE)
		et_sh_execute(sh, node->left);
	else
		subshell(sh, node->left);
	sh->tested--;
	sh->out = out;
	if (sh->flow == ET_SH_GO) {
		between.data = text.data ? text.data : "";
		between.length = text.length;
		sh->in = &between;
		subshell(sh, node->right);
	}
	sh->in = in;
	et_buf_finish(&text);
}

static void run_loop(struct et_shell *sh, const struct et_sh_node *node)
{
	int status = 0;

	sh->loops++;
	while (sh->flow == ET_SH_GO) {
		sh->tested++;
		et_sh_execute(sh, node->left);
		sh->tested--;
		if (sh->flow != ET_SH_GO || (sh->status == 0) != (node->kind == ET_SH_WHILE))
			break;
		et_sh_execute(sh, node->right);
		status = sh->status;
		if ((sh->flow == ET_SH_BREAK || sh->flow == ET_SH_CONTINUE) && --sh->levels == 0) {
			bool over = sh->flow == ET_SH_BREAK;

			sh->flow = ET_SH_GO;
			if (over)
				break;
		}
	}
	sh->loops--;
	if (sh->flow == ET_SH_GO)
		sh->status = status;
}

static void run_for(struct et_shell *sh, const struct et_sh_node *node)
{
	struct et_sh_words words = {0};
	size_t i;

	for (i = 1; i < node->n_words; i++)
		if (!et_sh_expand(sh, &node->words[i], &words))
			return;
	for (i = 0; node->all && i < sh->scope.n_arguments; i++)
		*ET_APPEND(&sh->memory, &words.list) = sh->scope.arguments[i];
	sh->status = 0;
	sh->loops++;
	for (i = 0; i < words.list.count && sh->flow == ET_SH_GO; i++) {
		et_sh_set(sh, node->words[0].text, node->words[0].length, words.list.items[i]);
		et_sh_execute(sh, node->right);
		if ((sh->flow == ET_SH_BREAK || sh->flow == ET_SH_CONTINUE) && --sh->levels == 0) {
			bool over = sh->flow == ET_SH_BREAK;

			sh->flow = ET_SH_GO;
			if (over)
				break;
		}
	}
	sh->loops--;
}

static void run_case(struct et_shell *sh, const struct et_sh_node *node)
{
	const char *word = et_sh_expand_one(sh, &node->words[0]);
	const struct et_sh_case *item;
	size_t i;

	sh->status = 0;
	for (item = node->cases; word && item; item = item->next) {
		for (i = 0; i < item->n_patterns; i++) {
			const char *pattern = et_sh_expand_pattern(sh, &item->patterns[i]);

			if (!pattern)
				return;
			if (!et_sh_matches(pattern, word))
				continue;
			if (item->body)
				et_sh_execute(sh, item->body);
			return;
		}
	}
}

static const struct et_sh_node *function(const struct et_shell *sh, const char *name)
{
	size_t i;

	for (i = sh->scope.functions.count; i-- > 0;)
		if (et_streq(sh->scope.functions.items[i].name, name))
			return sh->scope.functions.items[i].body;
	return NULL;
}

static void unhide(struct et_shell *sh, size_t count)
{
	while (sh->hidden.count > count) {
		const struct et_sh_hidden *hidden = &sh->hidden.items[--sh->hidden.count];

		if (hidden->value)
			et_sh_set(sh, hidden->name, strlen(hidden->name), hidden->value);
		else
			et_sh_unset(sh, hidden->name);
	}
}

static void call(
	struct et_shell *sh, const struct et_sh_node *body, const char **words, size_t count)
{
	const char **arguments = sh->scope.arguments;
	size_t n_arguments = sh->scope.n_arguments;
	size_t hidden = sh->hidden.count;
	unsigned loops = sh->loops;

	if (++sh->calls > ET_SH_CALLS) {
		et_sh_fail(sh, "calls functions too deep");
		return;
	}
	sh->scope.arguments = words + 1;
	sh->scope.n_arguments = count - 1;
	sh->loops = 0;
	et_sh_execute(sh, body);
	sh->loops = loops;
	sh->scope.arguments = arguments;
	sh->scope.n_arguments = n_arguments;
	unhide(sh, hidden);
	sh->calls--;
	if (sh->flow == ET_SH_RETURN)
		sh->flow = ET_SH_GO;
}

static void assign(struct et_shell *sh, const struct et_sh_word *word)
{
	size_t length = strcspn(word->text, "=");
	struct et_sh_word value = {word->text + length + 1, word->length - length - 1, word->plain};
	const char *text = et_sh_expand_one(sh, &value);

	if (!text)
		return;
	if (length == 3 && memcmp(word->text, "IFS", 3) == 0)
		et_sh_fail(sh, "sets IFS");
	else
		et_sh_set(sh, word->text, length, text);
}

static void run_simple(struct et_shell *sh, const struct et_sh_node *node)
{
	struct et_sh_words words = {0};
	const struct et_sh_node *body;
	et_sh_command_fn *run;
	size_t i;

	for (i = 0; i < node->n_words; i++)
		if (!et_sh_expand(sh, &node->words[i], &words))
			return;
	/* Assignments before a command are for that only; those that occur set LC_ALL and the like.
	 */
	if (node->n_words && node->n_assigns)
		for (i = 0; i < node->n_assigns; i++)
			if (strncmp(node->assigns[i].text, "LC_", 3) != 0 &&
				strncmp(node->assigns[i].text, "LANG=", 5) != 0) {
				et_sh_fail(sh, "sets variables of one command");
				return;
			}
	if (!node->n_words) {
		/* The status is that of a substitution, if there is one. */
		sh->status = 0;
		for (i = 0; i < node->n_assigns && sh->flow == ET_SH_GO; i++)
			assign(sh, &node->assigns[i]);
		return;
	}
	if (!words.list.count)
		return;
	body = sh->scope.functions.count ? function(sh, words.list.items[0]) : NULL;
	if (body) {
		call(sh, body, words.list.items, words.list.count);
		return;
	}
	run = et_sh_builtin(words.list.items[0]);
	if (!run)
		run = et_sh_tool(words.list.items[0]);
	if (!run) {
		et_sh_fail(sh, "uses '%.80s', which is not known", words.list.items[0]);
		return;
	}
	i = (size_t)run(sh, words.list.items, words.list.count);
	if (sh->flow != ET_SH_FAILED)
		sh->status = (int)i;
}

static void execute_node(struct et_shell *sh, const struct et_sh_node *node)
{
	switch (node->kind) {
	case ET_SH_SIMPLE:
		run_simple(sh, node);
		return;
	case ET_SH_PIPE:
		run_pipe(sh, node);
		return;
	case ET_SH_AND:
	case ET_SH_OR:
		sh->tested++;
		et_sh_execute(sh, node->left);
		sh->tested--;
		if (sh->flow == ET_SH_GO && (sh->status == 0) == (node->kind == ET_SH_AND))
			et_sh_execute(sh, node->right);
		return;
	case ET_SH_NOT:
		sh->tested++;
		et_sh_execute(sh, node->left);
		sh->tested--;
		sh->status = !sh->status;
		return;
	case ET_SH_IF:
		sh->tested++;
		et_sh_execute(sh, node->left);
		sh->tested--;
		if (sh->flow != ET_SH_GO)
			return;
		if (sh->status == 0)
			et_sh_execute(sh, node->right);
		else if (node->other)
			et_sh_execute(sh, node->other);
		else
			sh->status = 0;
		return;
	case ET_SH_WHILE:
	case ET_SH_UNTIL:
		run_loop(sh, node);
		return;
	case ET_SH_FOR:
		run_for(sh, node);
		return;
	case ET_SH_CASE:
		run_case(sh, node);
		return;
	case ET_SH_GROUP:
		et_sh_execute(sh, node->left);
		return;
	case ET_SH_SUBSHELL:
		subshell(sh, node->left);
		return;
	case ET_SH_FUNCTION:
		*ET_APPEND(&sh->memory, &sh->scope.functions) =
			(struct et_sh_function){node->words[0].text, node->left};
		sh->status = 0;
		return;
	case ET_SH_SEQUENCE:
		return;
	}
}

/* Whether the run is within its bounds. */
static bool bounded(struct et_shell *sh)
{
	if (++sh->steps > ET_SH_STEPS || ++sh->all_steps > ET_SH_ALL_STEPS ||
		sh->all_work > ET_SH_ALL_WORK)
		return et_sh_fail(sh, "runs for too long");
	if (sh->out->length > ET_SH_OUTPUT || sh->err->length > ET_SH_OUTPUT)
		return et_sh_fail(sh, "writes too much");
	if (sh->memory.used > ET_SH_MEMORY)
		return et_sh_fail(sh, "takes too much memory");
	return true;
}

static void execute_one(struct et_shell *sh, const struct et_sh_node *node)
{
	struct et_sh_streams streams;
	bool ok;

	sh->node = node;
	if (!bounded(sh))
		return;
	if (!node->redirects || node->kind == ET_SH_FUNCTION) {
		execute_node(sh, node);
	} else {
		ok = et_sh_redirect(sh, &streams, node->redirects);
		if (ok)
			execute_node(sh, node);
		et_sh_restore(sh, &streams, ok);
	}
	/* With "set -e", a command that fails, and whose failure nobody asks for, ends the script.
	 */
	if (sh->flow == ET_SH_GO && sh->status && sh->scope.stops && !sh->tested &&
		(node->kind == ET_SH_SIMPLE || node->kind == ET_SH_PIPE ||
			node->kind == ET_SH_SUBSHELL))
		sh->flow = ET_SH_EXIT;
}

void et_sh_execute(struct et_shell *sh, const struct et_sh_node *node)
{
	for (; node->kind == ET_SH_SEQUENCE; node = node->right) {
		execute_one(sh, node->left);
		if (sh->flow != ET_SH_GO)
			return;
	}
	execute_one(sh, node);
}

const char *et_sh_substitute(struct et_shell *sh, const char *text, size_t length)
{
	const struct et_sh_node *at = sh->node;
	struct et_buf *out = sh->out;
	struct et_sh_node *tree;
	const char *result = NULL;
	struct et_buf printed;

	if (++sh->calls > ET_SH_CALLS) {
		et_sh_fail(sh, "substitutes commands too deep");
		return NULL;
	}
	et_buf_init(&printed);
	sh->status = 0;
	if (!et_sh_parse(&sh->memory, text, length, at->file, at->line, &tree, sh->diags)) {
		sh->flow = ET_SH_FAILED;
	} else if (tree) {
		sh->out = &printed;
		subshell(sh, tree);
		sh->out = out;
	}
	sh->node = at;
	sh->calls--;
	if (sh->flow != ET_SH_FAILED) {
		while (printed.length && printed.data[printed.length - 1] == '\n')
			printed.length--;
		result = et_strndup(&sh->memory, printed.data ? printed.data : "", printed.length);
	}
	et_buf_finish(&printed);
	return result;
}

static struct et_sh_script *script(struct et_shell *sh, const char *path)
{
	struct et_sh_script *made = et_map_get(&sh->scripts, path, strlen(path));
	struct et_text text;
	const char *error;

	if (made)
		return made;
	error = et_sh_file(sh, path, &text);
	if (error) {
		et_sh_fail(sh, "runs %s, which can't be read: %s", path, error);
		return NULL;
	}
	made = ET_NEW(sh->arena, struct et_sh_script);
	path = et_strdup(sh->arena, path);
	if (!et_sh_parse(sh->arena, et_strndup(sh->arena, text.data, text.length), text.length,
		    et_path_normal(sh->arena, path), 1, &made->tree, sh->diags)) {
		sh->flow = ET_SH_FAILED;
		return NULL;
	}
	*et_map_slot(&sh->scripts, sh->arena, path, strlen(path)) = made;
	return made;
}

void et_sh_script(struct et_shell *sh, const char *const *words, size_t count)
{
	const struct et_sh_script *made = script(sh, words[0]);
	struct et_sh_scope kept = sh->scope;
	unsigned loops = sh->loops;
	unsigned tested = sh->tested;
	size_t getopts = sh->getopts;

	if (!made)
		return;
	if (++sh->calls > ET_SH_CALLS) {
		et_sh_fail(sh, "runs scripts too deep");
		return;
	}
	sh->scope = (struct et_sh_scope){.script = words[0], .n_arguments = count - 1};
	sh->scope.arguments = ET_NEW_ARRAY(&sh->memory, count, const char *);
	memcpy(sh->scope.arguments, words + 1, (count - 1) * sizeof(*words));
	sh->loops = 0;
	sh->tested = 0;
	sh->getopts = 0;
	sh->status = 0;
	if (made->tree)
		et_sh_execute(sh, made->tree);
	sh->loops = loops;
	sh->tested = tested;
	sh->getopts = getopts;
	sh->scope = kept;
	sh->calls--;
	if (sh->flow != ET_SH_FAILED)
		sh->flow = ET_SH_GO;
}
