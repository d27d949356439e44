/* SPDX-License-Identifier: BSD-3-Clause */
#include "shell_lex.h"

#include "str.h"

#include <ctype.h>
#include <string.h>

struct parser {
	struct et_sh_lexer lexer;
	struct et_arena *arena;
	struct et_diags *diags;
	const char *file;
	unsigned depth;
	bool failed;
};

static struct et_sh_node *fail(struct parser *p, const char *what)
{
	if (p->lexer.token == ET_SH_T_BAD)
		what = p->lexer.error;
	if (!p->failed)
		et_diag(p->diags, ET_ERROR, p->file, p->lexer.word_line, NULL,
			"the shell script can't be read: %s", what);
	p->failed = true;
	return NULL;
}

static struct et_sh_node *new_node(struct parser *p, enum et_sh_kind kind)
{
	struct et_sh_node *node = ET_NEW(p->arena, struct et_sh_node);

	node->kind = kind;
	node->file = p->file;
	node->line = p->lexer.word_line;
	return node;
}

static struct et_sh_node *join(
	struct parser *p, enum et_sh_kind kind, struct et_sh_node *left, struct et_sh_node *right)
{
	struct et_sh_node *node = new_node(p, kind);

	node->left = left;
	node->right = right;
	node->line = left->line;
	return node;
}

static bool is_word(const struct parser *p, const char *text)
{
	return p->lexer.token == ET_SH_T_WORD && strcmp(p->lexer.word.text, text) == 0;
}

static bool expect_word(struct parser *p, const char *text)
{
	if (!is_word(p, text)) {
		fail(p, et_sprintf(p->arena, "'%s' is missing", text));
		return false;
	}
	et_sh_next(&p->lexer);
	return true;
}

static void skip_newlines(struct parser *p)
{
	while (p->lexer.token == ET_SH_T_NEWLINE)
		et_sh_next(&p->lexer);
}

/* Words that end a list of commands where a command could begin. */
static bool ends_list(const struct parser *p)
{
	static const char *const ends[] = {"then", "else", "elif", "fi", "do", "done", "esac", "}"};
	size_t i;

	if (p->lexer.token == ET_SH_T_END || p->lexer.token == ET_SH_T_CLOSE ||
		p->lexer.token == ET_SH_T_DSEMI || p->lexer.token == ET_SH_T_BAD)
		return true;
	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (is_word(p, ends[i]))
			return true;
	return false;
}

static struct et_sh_node *list(struct parser *p);

/* A list that has at least one command. */
static struct et_sh_node *commands(struct parser *p)
{
	struct et_sh_node *made = list(p);

	if (!made && !p->failed)
		return fail(p, "a command is missing");
	return made;
}

static struct et_sh_redirect **redirect(struct parser *p, struct et_sh_redirect **tail)
{
	struct et_sh_redirect *made = ET_NEW(p->arena, struct et_sh_redirect);
	bool strip = p->lexer.strip;

	made->kind = p->lexer.redirect;
	made->fd = p->lexer.fd;
	et_sh_next(&p->lexer);
	if (p->lexer.token != ET_SH_T_WORD) {
		fail(p, "a redirection has no target");
		return tail;
	}
	made->target = p->lexer.word;
	if (made->kind == ET_SH_HERE && !et_sh_heredoc(&p->lexer, made, strip)) {
		fail(p, "there are too many here-documents on a line");
		return tail;
	}
	et_sh_next(&p->lexer);
	*tail = made;
	return &made->next;
}

static void redirects(struct parser *p, struct et_sh_node *node)
{
	struct et_sh_redirect **tail = &node->redirects;

	while (p->lexer.token == ET_SH_T_REDIRECT && !p->failed)
		tail = redirect(p, tail);
}

struct words {
	ET_ARRAY(struct et_sh_word) list;
};

static void add_word(struct parser *p, struct words *words)
{
	*ET_APPEND(p->arena, &words->list) = p->lexer.word;
	et_sh_next(&p->lexer);
}

static bool is_assignment(const struct et_sh_word *word)
{
	const char *at = word->text;

	if (isdigit((unsigned char)*at) || !et_is_name_character(*at))
		return false;
	while (et_is_name_character(*at))
		at++;
	return *at == '=';
}

static struct et_sh_node *function(struct parser *p, struct et_sh_node *node);

static struct et_sh_node *simple(struct parser *p)
{
	struct et_sh_node *node = new_node(p, ET_SH_SIMPLE);
	struct et_sh_redirect **tail = &node->redirects;
	struct words words = {0};
	struct words assigns = {0};

	while (!p->failed) {
		if (p->lexer.token == ET_SH_T_REDIRECT)
			tail = redirect(p, tail);
		else if (p->lexer.token == ET_SH_T_WORD)
			add_word(p, !words.list.count && is_assignment(&p->lexer.word) ? &assigns
										       : &words);
		else
			break;
		if (p->lexer.token == ET_SH_T_OPEN && words.list.count == 1 &&
			!assigns.list.count && !node->redirects) {
			node->words = words.list.items;
			node->n_words = 1;
			return function(p, node);
		}
	}
	node->words = words.list.items;
	node->n_words = words.list.count;
	node->assigns = assigns.list.items;
	node->n_assigns = assigns.list.count;
	if (!node->n_words && !node->n_assigns && !node->redirects)
		return fail(p, "a command is missing");
	return node;
}

static struct et_sh_node *command(struct parser *p);

/* NAME ( ) compound-command, at the parenthesis. */
static struct et_sh_node *function(struct parser *p, struct et_sh_node *node)
{
	et_sh_next(&p->lexer);
	if (p->lexer.token != ET_SH_T_CLOSE || !et_is_name(node->words[0].text))
		return fail(p, "a parenthesis is not expected here");
	et_sh_next(&p->lexer);
	skip_newlines(p);
	node->kind = ET_SH_FUNCTION;
	node->left = command(p);
	return node;
}

static struct et_sh_node *if_tail(struct parser *p, struct et_sh_node *node)
{
	node->left = commands(p);
	if (!node->left || !expect_word(p, "then"))
		return NULL;
	node->right = commands(p);
	if (!node->right)
		return NULL;
	if (is_word(p, "elif")) {
		struct et_sh_node *inner = new_node(p, ET_SH_IF);

		if (++p->depth > ET_SH_DEPTH)
			return fail(p, "it is nested too deep");
		et_sh_next(&p->lexer);
		node->other = if_tail(p, inner);
		p->depth--;
		return node->other ? node : NULL;
	}
	if (is_word(p, "else")) {
		et_sh_next(&p->lexer);
		node->other = commands(p);
		if (!node->other)
			return NULL;
	}
	return expect_word(p, "fi") ? node : NULL;
}

static struct et_sh_node *loop_body(struct parser *p, struct et_sh_node *node)
{
	if (!expect_word(p, "do"))
		return NULL;
	node->right = commands(p);
	return node->right && expect_word(p, "done") ? node : NULL;
}

static struct et_sh_node *loop(struct parser *p, enum et_sh_kind kind)
{
	struct et_sh_node *node = new_node(p, kind);

	et_sh_next(&p->lexer);
	node->left = commands(p);
	return node->left ? loop_body(p, node) : NULL;
}

static struct et_sh_node *for_loop(struct parser *p)
{
	struct et_sh_node *node = new_node(p, ET_SH_FOR);
	struct words words = {0};

	et_sh_next(&p->lexer);
	if (p->lexer.token != ET_SH_T_WORD || !et_is_name(p->lexer.word.text))
		return fail(p, "a loop has no variable");
	add_word(p, &words);
	skip_newlines(p);
	node->all = !is_word(p, "in");
	if (!node->all) {
		et_sh_next(&p->lexer);
		while (p->lexer.token == ET_SH_T_WORD)
			add_word(p, &words);
	}
	if (p->lexer.token == ET_SH_T_SEMI)
		et_sh_next(&p->lexer);
	skip_newlines(p);
	node->words = words.list.items;
	node->n_words = words.list.count;
	return loop_body(p, node);
}

/* One "pattern | pattern) commands ;;" */
static struct et_sh_case *case_item(struct parser *p)
{
	struct et_sh_case *item = ET_NEW(p->arena, struct et_sh_case);
	struct words patterns = {0};

	if (p->lexer.token == ET_SH_T_OPEN)
		et_sh_next(&p->lexer);
	for (;;) {
		if (p->lexer.token != ET_SH_T_WORD) {
			fail(p, "a pattern is missing");
			return NULL;
		}
		add_word(p, &patterns);
		if (p->lexer.token != ET_SH_T_PIPE)
			break;
		et_sh_next(&p->lexer);
	}
	if (p->lexer.token != ET_SH_T_CLOSE) {
		fail(p, "')' is missing");
		return NULL;
	}
	et_sh_next(&p->lexer);
	item->patterns = patterns.list.items;
	item->n_patterns = patterns.list.count;
	item->body = list(p);
	if (p->lexer.token == ET_SH_T_DSEMI)
		et_sh_next(&p->lexer);
	else if (!is_word(p, "esac"))
		fail(p, "'esac' is missing");
	skip_newlines(p);
	return p->failed ? NULL : item;
}

static struct et_sh_node *case_command(struct parser *p)
{
	struct et_sh_node *node = new_node(p, ET_SH_CASE);
	struct et_sh_case **tail = &node->cases;
	struct words words = {0};

	et_sh_next(&p->lexer);
	if (p->lexer.token != ET_SH_T_WORD)
		return fail(p, "there is nothing to compare");
	add_word(p, &words);
	node->words = words.list.items;
	node->n_words = 1;
	skip_newlines(p);
	if (!expect_word(p, "in"))
		return NULL;
	skip_newlines(p);
	while (!is_word(p, "esac")) {
		*tail = case_item(p);
		if (!*tail)
			return NULL;
		tail = &(*tail)->next;
	}
	et_sh_next(&p->lexer);
	return node;
}

static struct et_sh_node *group(struct parser *p)
{
	bool sub = p->lexer.token == ET_SH_T_OPEN;
	struct et_sh_node *node = new_node(p, sub ? ET_SH_SUBSHELL : ET_SH_GROUP);

	et_sh_next(&p->lexer);
	node->left = commands(p);
	if (!node->left)
		return NULL;
	if (!sub)
		return expect_word(p, "}") ? node : NULL;
	if (p->lexer.token != ET_SH_T_CLOSE)
		return fail(p, "')' is missing");
	et_sh_next(&p->lexer);
	return node;
}

static struct et_sh_node *compound(struct parser *p)
{
	if (p->lexer.token == ET_SH_T_OPEN || is_word(p, "{"))
		return group(p);
	if (is_word(p, "if")) {
		struct et_sh_node *node = new_node(p, ET_SH_IF);

		et_sh_next(&p->lexer);
		return if_tail(p, node);
	}
	if (is_word(p, "while"))
		return loop(p, ET_SH_WHILE);
	if (is_word(p, "until"))
		return loop(p, ET_SH_UNTIL);
	if (is_word(p, "for"))
		return for_loop(p);
	if (is_word(p, "case"))
		return case_command(p);
	return NULL;
}

static struct et_sh_node *command(struct parser *p)
{
	struct et_sh_node *node;

	if (++p->depth > ET_SH_DEPTH)
		return fail(p, "it is nested too deep");
	node = compound(p);
	if (node)
		redirects(p, node);
	else if (!p->failed)
		node = simple(p);
	p->depth--;
	return p->failed ? NULL : node;
}

static struct et_sh_node *pipeline(struct parser *p)
{
	bool not = is_word(p, "!");
	struct et_sh_node *node;

	if (not )
		et_sh_next(&p->lexer);
	node = command(p);
	while (node && p->lexer.token == ET_SH_T_PIPE) {
		struct et_sh_node *right;

		et_sh_next(&p->lexer);
		skip_newlines(p);
		right = command(p);
		node = right ? join(p, ET_SH_PIPE, node, right) : NULL;
	}
	return node && not ? join(p, ET_SH_NOT, node, NULL) : node;
}

static struct et_sh_node *and_or(struct parser *p)
{
	struct et_sh_node *node = pipeline(p);

	while (node && (p->lexer.token == ET_SH_T_AND || p->lexer.token == ET_SH_T_OR)) {
		enum et_sh_kind kind = p->lexer.token == ET_SH_T_AND ? ET_SH_AND : ET_SH_OR;
		struct et_sh_node *right;

		et_sh_next(&p->lexer);
		skip_newlines(p);
		right = pipeline(p);
		node = right ? join(p, kind, node, right) : NULL;
	}
	return node;
}

/* Commands up to what ends them; NULL for none. A sequence leans to the right. */
static struct et_sh_node *list(struct parser *p)
{
	struct et_sh_node *first = NULL;
	struct et_sh_node **tail = &first;

	for (;;) {
		struct et_sh_node *node;

		skip_newlines(p);
		if (ends_list(p))
			break;
		node = and_or(p);
		if (!node)
			return NULL;
		if (*tail) {
			*tail = join(p, ET_SH_SEQUENCE, *tail, node);
			tail = &(*tail)->right;
		} else {
			*tail = node;
		}
		if (p->lexer.token == ET_SH_T_AMP)
			return fail(p, "a command runs in the background");
		if (p->lexer.token != ET_SH_T_SEMI && p->lexer.token != ET_SH_T_NEWLINE)
			break;
		et_sh_next(&p->lexer);
	}
	return p->failed ? NULL : first;
}

bool et_sh_parse(struct et_arena *arena, const char *text, size_t length, const char *file,
	uint32_t line, struct et_sh_node **tree, struct et_diags *diags)
{
	struct parser p = {.lexer = {.arena = arena,
				   .at = text,
				   .end = text + length,
				   .line = line,
				   .token = ET_SH_T_NEWLINE},
		.arena = arena,
		.diags = diags,
		.file = file};

	*tree = NULL;
	if (memchr(text, '\0', length)) {
		fail(&p, "it is not text");
		return false;
	}
	et_sh_next(&p.lexer);
	*tree = list(&p);
	if (!p.failed && p.lexer.token != ET_SH_T_END)
		fail(&p, "a word is not expected here");
	return !p.failed;
}
