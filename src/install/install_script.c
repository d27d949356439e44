/* SPDX-License-Identifier: BSD-3-Clause */
/* What scripts/headers_install.sh does, from its text. */
#include "install_script.h"

#include "shell_tree.h"

#include <string.h>

enum { SCRIPT_LIMIT = 1 << 20 };

static const char script_path[] = "scripts/headers_install.sh";

struct reader {
	struct et_arena *arena;
	struct et_script *script;
	struct et_diags *diags;
	const char *between; /* the file that the first step writes */
	unsigned steps;
	bool failed;
};

static bool fail(struct reader *r, const struct et_sh_node *node, const char *what)
{
	if (!r->failed)
		et_diag(r->diags, ET_ERROR, script_path, node ? node->line : 0, NULL,
			"%s; etalon knows no other way to make a header than sed and unifdef, one "
			"after the other",
			what);
	r->failed = true;
	return false;
}

/* A word that is the same for every header, without its quotes; NULL for others. */
static const char *literal(struct et_arena *arena, const struct et_sh_word *word)
{
	char *plain = et_strdup(arena, word->text);
	const char *at = word->text;
	char *out = plain;

	while (*at) {
		char quote = *at;

		if (quote == '$' || quote == '`' || quote == '\\')
			return NULL;
		if (quote != '\'' && quote != '"') {
			*out++ = *at++;
			continue;
		}
		for (at++; *at != quote; at++) {
			if (quote == '"' && (*at == '$' || *at == '`' || *at == '\\'))
				return NULL;
			*out++ = *at;
		}
		at++;
	}
	*out = '\0';
	return plain;
}

static bool add_rules(struct reader *r, const struct et_sh_node *node, const char *rules)
{
	const char *at = rules;
	const char *error = et_sed_add(&r->script->sed, rules, &at);

	if (error)
		fail(r, node,
			et_sprintf(r->arena, "the rule '%.*s' for sed %s", (int)strcspn(at, "\n"),
				at, error));
	return !error;
}

/* sed -E -e RULES $INFILE */
static bool read_sed(struct reader *r, const struct et_sh_node *node)
{
	bool ruled = false;
	bool input = false;
	size_t i;

	for (i = 1; i < node->n_words; i++) {
		const char *word = literal(r->arena, &node->words[i]);

		if (!word) {
			/* The header: what is not the same for every header. */
			if (input)
				return fail(r, node, "sed reads more than the header");
			input = true;
		} else if (et_streq(word, "-E") || et_streq(word, "-r")) {
			r->script->sed.extended = true;
		} else if (et_streq(word, "-e") && i + 1 < node->n_words) {
			const char *rules = literal(r->arena, &node->words[++i]);

			if (!rules)
				return fail(r, node, "the rules for sed are computed");
			if (!add_rules(r, node, rules))
				return false;
			ruled = true;
		} else if (word[0] != '-' && !ruled) {
			if (!add_rules(r, node, word))
				return false;
			ruled = true;
		} else {
			return fail(
				r, node, et_sprintf(r->arena, "sed is called with '%.40s'", word));
		}
	}
	return input || fail(r, node, "sed does not read the header");
}

/* unifdef -UNAME -DNAME=VALUE FILE */
static bool read_unifdef(struct reader *r, const struct et_sh_node *node)
{
	bool input = false;
	size_t i;

	for (i = 1; i < node->n_words; i++) {
		const char *word = literal(r->arena, &node->words[i]);
		struct et_unifdef_name *name;
		const char *value;

		if (!word) {
			if (input || !et_streq(node->words[i].text, r->between))
				return fail(r, node, "unifdef does not read what sed writes");
			input = true;
			continue;
		}
		if (word[0] != '-' || (word[1] != 'U' && word[1] != 'D') || !word[2])
			return fail(r, node,
				et_sprintf(r->arena, "unifdef is called with '%.40s'", word));
		name = ET_APPEND(r->arena, &r->script->unifdef.names);
		value = strchr(word, '=');
		name->name = et_strndup(r->arena, word + 2, strcspn(word + 2, "="));
		name->value = word[1] == 'U' ? NULL : value ? value + 1 : "1";
		if (!et_is_name(name->name) || (value && word[1] == 'U'))
			return fail(r, node,
				et_sprintf(r->arena, "unifdef is called with '%.40s'", word));
	}
	return input || fail(r, node, "unifdef does not read what sed writes");
}

static const struct et_sh_redirect *output(const struct et_sh_node *node)
{
	const struct et_sh_redirect *r;

	for (r = node->redirects; r; r = r->next)
		if ((r->kind == ET_SH_WRITE || r->kind == ET_SH_APPEND) &&
			!et_streq(r->target.text, "/dev/null"))
			return r;
	return NULL;
}

/* A command that writes a file: the steps of the work. Others only check or clean up. */
static bool read_step(
	struct reader *r, const struct et_sh_node *node, const struct et_sh_redirect *to)
{
	const char *program = node->kind == ET_SH_SIMPLE && node->n_words
				      ? literal(r->arena, &node->words[0])
				      : NULL;

	if (to->kind != ET_SH_WRITE || to->fd != 1 || !program)
		return fail(r, node, "a header is made in a way that is not known");
	r->steps++;
	if (r->steps == 1 && et_streq(program, "sed")) {
		r->between = to->target.text;
		return read_sed(r, node);
	}
	if (r->steps == 2 && et_streq(et_basename(program), "unifdef"))
		return read_unifdef(r, node);
	return fail(r, node, et_sprintf(r->arena, "a header is made by '%.40s'", program));
}

static void walk(struct reader *r, const struct et_sh_node *node)
{
	for (; node && !r->failed; node = node->right) {
		const struct et_sh_redirect *to = output(node);

		if (to) {
			read_step(r, node, to);
			return;
		}
		if (node->kind == ET_SH_FUNCTION)
			return;
		walk(r, node->left);
		walk(r, node->other);
	}
}

bool et_script_read(struct et_arena *arena, struct et_source *source, struct et_script *script,
	struct et_diags *diags)
{
	struct reader r = {.arena = arena, .script = script, .diags = diags};
	struct et_sh_node *tree;
	struct et_text text;
	const char *error;

	script->sed.arena = arena;
	error = et_source_read(source, arena, script_path, SCRIPT_LIMIT, &text);
	if (error) {
		et_diag(diags, ET_ERROR, script_path, 0, NULL,
			"can't be read: %s; without it there is no telling how the kernel installs "
			"headers",
			error);
		return false;
	}
	if (!et_sh_parse(arena, text.data, text.length, script_path, 1, &tree, diags))
		return false;
	walk(&r, tree);
	if (!r.failed && r.steps != 2)
		fail(&r, NULL, "no header is made");
	script->checks_license = strstr(text.data, "Linux-syscall-note") != NULL;
	return !r.failed;
}
