/* SPDX-License-Identifier: BSD-3-Clause */
/* What a file declares: its macros, and the declarations outside of functions. */
#include "use_int.h"

enum {
	MOST_CALL_TOKENS = 4096,
	MOST_ARGUMENT_NAMES = 16,
	MOST_OF_ONE_FILE = 256,
	OWN_KEPT = 512 << 10,
};

/* Whether a file has declared a name so often already that once more says nothing: all of them are
 * gone through wherever the name is used. */
static bool is_declared_enough(const struct use_name *name, uint32_t file)
{
	const struct use_symbol *symbol = name->symbols;
	unsigned n;

	for (n = 0; symbol && symbol->file == file && n < MOST_OF_ONE_FILE; n++)
		symbol = symbol->next;
	return n == MOST_OF_ONE_FILE;
}

void use_touch(struct use *u, uint32_t file, uint32_t name)
{
	struct use_name *of = use_name_at(&u->names, name);

	if (use_store(u, file) != &u->own || of->touched == u->view.serial)
		return;
	of->touched = u->view.serial;
	*ET_APPEND(&u->own, &u->touched) = name;
}

struct use_symbol *use_add_symbol(struct use_parser *p, enum use_symbol_kind kind, uint32_t token,
	const struct use_type *type)
{
	const struct use_token *at = &p->tokens[token];
	struct use *u = p->u;
	struct use_name *name;
	struct use_symbol *symbol;
	bool local = !p->symbols;

	/* Types that a function defines for itself are its file's, once. */
	if (local && p->source != &u->source)
		return NULL;
	if (!at->name || (p->symbols && p->quiet))
		return NULL;
	name = use_name_at(&u->names, at->name);
	if (local)
		for (symbol = name->symbols; symbol; symbol = symbol->next)
			if (symbol->file == p->file && symbol->at == at->at && symbol->kind == kind)
				return NULL;
	if (is_declared_enough(name, p->file))
		return NULL;
	symbol = ET_NEW(use_store(u, p->file), struct use_symbol);
	symbol->file = p->file;
	symbol->at = at->at;
	symbol->kind = (uint8_t)kind;
	symbol->type = *type;
	symbol->without = USE_TRUE;
	/* Of what a macro has made no region is known. */
	if (name->wanted && p->source && !at->body)
		symbol->without = (uint8_t)use_region_truth(
			p->source, &u->names, (uint16_t)at->region, at->name, USE_UNDEFINED);
	symbol->next = name->symbols;
	name->symbols = symbol;
	use_touch(u, p->file, at->name);
	return symbol;
}

struct use_call *use_keep_call(struct use_parser *p, uint32_t from, uint32_t to)
{
	struct use_call *call = ET_NEW(use_store(p->u, p->file), struct use_call);
	uint32_t count = to - from < MOST_CALL_TOKENS ? to - from : 1;
	uint32_t i;

	call->tokens = ET_NEW_ARRAY(use_store(p->u, p->file), (size_t)count + 1, struct use_token);
	call->count = count;
	call->file = p->file;
	for (i = 0; i < count; i++) {
		struct use_token *token = &call->tokens[i];

		*token = p->tokens[from + i];
		if (token->kind == USE_NUMBER && p->source && !token->name)
			token->name = use_intern(&p->u->names, p->source->text + token->at,
				use_word_length(p->source, token->at));
		token->body = 1;
	}
	use_link(&(struct use_code){.tokens = call->tokens, .count = count});
	return call;
}

void use_keep_declaring(struct use_parser *p, uint32_t from, uint32_t to)
{
	struct use_type type = use_no_type();
	struct use_call *call;
	unsigned names = 0;
	uint32_t i;

	if (!p->symbols || p->quiet || p->inside || to < from + 3)
		return;
	call = use_keep_call(p, from, to);
	for (i = 1; i < call->count && names < MOST_ARGUMENT_NAMES; i++) {
		struct use_symbol *symbol;

		if (call->tokens[i].kind != USE_NAME || call->tokens[i].keyword)
			continue;
		symbol = use_add_symbol(p, USE_SYM_CALL, from + i, &type);
		if (symbol)
			symbol->more.call = call;
		names++;
	}
}

void use_skip_declaration(struct use_parser *p)
{
	while (p->pos < p->end) {
		switch (use_kind(p, p->pos)) {
		case USE_SEMICOLON:
			p->pos++;
			return;
		case USE_OPEN_BRACE:
			p->pos = use_behind(p, p->pos);
			/* A block ends it, unless it is a value's. */
			if (use_kind(p, p->pos) != USE_SEMICOLON &&
				use_kind(p, p->pos) != USE_COMMA)
				return;
			break;
		case USE_OPEN:
		case USE_OPEN_INDEX:
			p->pos = use_behind(p, p->pos);
			break;
		case USE_CLOSE_BRACE:
			p->pos++;
			return;
		default:
			p->pos++;
		}
	}
}

static void take_function(struct use_parser *p, uint32_t parameters)
{
	uint32_t from = p->pos;

	p->pos = use_behind(p, from);
	if (p->source == &p->u->source && p->symbols)
		*ET_APPEND(&p->u->own, &p->u->functions) = (struct use_function){
			.parameters = parameters, .from = from, .to = p->pos - 1};
}

/* Whether a word at i can't go on with what is behind a function's parameters: what looked like a
 * function was a macro without a semicolon. */
static bool begins_declaration(const struct use_parser *p, uint32_t i)
{
	enum use_keyword keyword = use_keyword_at(p, i);
	const char *text;

	if (keyword >= USE_KW_TYPEDEF && keyword <= USE_KW_ENUM)
		return true;
	if (keyword != USE_KW_QUALIFIER)
		return false;
	text = use_name_text(&p->u->names, p->tokens[i].name);
	return strcmp(text, "static") == 0 || strcmp(text, "extern") == 0;
}

/* Behind a declarator, to what ends it: attributes, a width, a value. Returns at ',', ';' or '{'
 * of a function, or where another declaration begins. */
static void skip_behind_declarator(struct use_parser *p, bool function)
{
	while (p->pos < p->end) {
		switch (use_kind(p, p->pos)) {
		case USE_COMMA:
		case USE_SEMICOLON:
		case USE_CLOSE_BRACE:
			return;
		case USE_ASSIGN:
			function = false;
			p->pos++;
			break;
		case USE_OPEN_BRACE:
			if (function)
				return;
			p->pos = use_behind(p, p->pos);
			break;
		case USE_OPEN:
		case USE_OPEN_INDEX:
			p->pos = use_behind(p, p->pos);
			break;
		case USE_NAME:
			if (function && begins_declaration(p, p->pos))
				return;
			/* An attribute, or one more macro without a semicolon. */
			if (function && use_kind(p, p->pos + 1) == USE_OPEN)
				use_keep_declaring(p, p->pos, use_behind(p, p->pos + 1));
			p->pos++;
			break;
		default:
			p->pos++;
		}
	}
}

static void add_user(struct use *u, uint32_t of, const struct use_user *user)
{
	struct use_user *copy = ET_NEW(use_store(u, user->file), struct use_user);
	struct use_name *name = use_name_at(&u->names, of);

	*copy = *user;
	copy->next = name->users;
	name->users = copy;
	use_touch(u, user->file, of);
}

void use_add_user(struct use_parser *p, const struct use_type *type, uint32_t name,
	struct use_record *record, bool alias)
{
	struct use_user user = {
		.name = name, .file = p->file, .record = record, .alias = alias, .by_value = true};
	const struct use_call *call = type->more.call;
	uint32_t i;

	for (i = 0; i < type->n; i++)
		user.by_value &= type->ops[i] == '[';
	if (type->base == USE_TAGGED || type->base == USE_TYPEDEF || type->base == USE_ENUM) {
		if (type->name)
			add_user(p->u, type->name, &user);
	} else if (type->base == USE_CALL) {
		for (i = 0; i < call->count; i++)
			if (call->tokens[i].kind == USE_NAME && !call->tokens[i].keyword)
				add_user(p->u, call->tokens[i].name, &user);
	} else if (type->base == USE_RECORD && alias && !type->more.record->alias) {
		type->more.record->alias = name;
	}
}

static void declare(
	struct use_parser *p, const struct use_type *type, uint32_t name, bool is_typedef)
{
	enum use_symbol_kind kind = is_typedef		   ? USE_SYM_TYPEDEF
				    : use_top(type) == '(' ? USE_SYM_FUNCTION
							   : USE_SYM_OBJECT;

	if (name == USE_NONE)
		return;
	use_add_symbol(p, kind, name, type);
	if (p->symbols && !p->quiet)
		use_add_user(p, type, p->tokens[name].name, NULL, is_typedef);
}

static void parse_declaration(struct use_parser *p)
{
	struct use_type base;
	struct use_type type;
	uint32_t start = p->pos;
	uint32_t name;
	bool is_typedef;

	if (!use_parse_specifiers(p, &base, &is_typedef)) {
		p->pos = start;
		if (use_is_plain(p, start) && use_kind(p, start + 1) == USE_OPEN) {
			uint32_t behind = use_behind(p, start + 1);

			use_keep_declaring(p, start, behind);
			p->pos = behind;
			if (use_kind(p, behind) == USE_OPEN_BRACE)
				take_function(p, start + 1);
			return;
		}
		use_skip_declaration(p);
		return;
	}
	while (p->pos < p->end) {
		uint32_t parameters;

		if (!use_parse_declarator(p, &base, &type, &name))
			break;
		parameters = p->parameters;
		declare(p, &type, name, is_typedef);
		skip_behind_declarator(p, parameters != USE_NONE);
		if (use_kind(p, p->pos) == USE_OPEN_BRACE) {
			take_function(p, parameters);
			return;
		}
		if (use_kind(p, p->pos) != USE_COMMA)
			break;
		p->pos++;
	}
	if (use_kind(p, p->pos) == USE_SEMICOLON || use_kind(p, p->pos) == USE_CLOSE_BRACE)
		p->pos++;
	else if (p->pos == start)
		use_skip_declaration(p);
}

/* extern "C" { and namespace x {: what is inside is outside. */
static bool enters_block(struct use_parser *p)
{
	uint32_t i = p->pos;

	if (use_keyword_at(p, i) == USE_KW_QUALIFIER && use_kind(p, i + 1) == USE_STRING) {
		p->pos = i + 2;
		if (use_kind(p, i + 2) == USE_OPEN_BRACE)
			p->pos++;
		return true;
	}
	if (use_keyword_at(p, i) != USE_KW_NAMESPACE)
		return false;
	while (i < p->end && i - p->pos < 8 && use_kind(p, i) != USE_OPEN_BRACE)
		i++;
	p->pos = i + 1;
	return true;
}

/* template <…> */
static bool skip_template(struct use_parser *p)
{
	unsigned depth = 0;

	if (use_keyword_at(p, p->pos) != USE_KW_TEMPLATE)
		return false;
	for (p->pos++; p->pos < p->end; p->pos++) {
		const struct use_token *token = &p->tokens[p->pos];
		const char *text = p->source ? p->source->text + token->at : "";

		if (token->kind == USE_LESS && *text == '<')
			depth++;
		else if (token->kind == USE_LESS && *text == '>' && --depth == 0)
			break;
		else if (token->kind == USE_SEMICOLON || token->kind == USE_OPEN_BRACE)
			return true;
	}
	p->pos++;
	return true;
}

void use_parse_declarations(struct use_parser *p)
{
	while (p->pos < p->end) {
		uint32_t before = p->pos;

		if (use_kind(p, p->pos) == USE_SEMICOLON || use_kind(p, p->pos) == USE_CLOSE_BRACE)
			p->pos++;
		else if (!enters_block(p) && !skip_template(p))
			parse_declaration(p);
		if (p->pos <= before)
			p->pos = before + 1;
	}
}

/* A macro in whose body a name is may come to what the name does. */
static void add_macro_users(struct use *u, const struct use_macro *macro)
{
	const struct use_user user = {.name = macro->name, .file = macro->file, .macro = true};
	uint32_t i;

	/* Only the consumer's own: imported ones come and go with their headers. */
	if (!u->files->list.items[macro->file].own)
		return;
	for (i = 0; i < macro->count; i++) {
		const struct use_token *token = &macro->body[i];

		if (token->kind == USE_NAME && !token->up && !token->keyword)
			add_user(u, token->name, &user);
	}
}

static void parse_macros(struct use_parser *p, struct use_source *source)
{
	struct use_type type = use_no_type();
	struct use_parser words = *p;
	uint32_t i;

	words.tokens = source->words.tokens;
	for (i = 0; i < source->n_directives; i++) {
		const struct use_directive *directive = &source->directives[i];
		struct use_symbol *symbol;
		struct use_macro *macro;

		if (directive->kind != USE_DIR_DEFINE)
			continue;
		macro = use_parse_macro(p->u, source, directive);
		symbol = macro ? use_add_symbol(&words, USE_SYM_MACRO, directive->from, &type)
			       : NULL;
		if (!symbol)
			continue;
		symbol->more.macro = macro;
		add_macro_users(p->u, macro);
	}
}

static struct use_parser parser_of(struct use *u, struct use_source *source, bool symbols)
{
	return (struct use_parser){.u = u,
		.tokens = source->code.tokens,
		.end = source->code.count,
		.file = source->file,
		.symbols = symbols,
		.source = source};
}

void use_read_symbols(struct use *u, uint32_t file)
{
	const struct use_file *each = &u->files->list.items[file];
	struct use_parser p;
	const char *text;
	size_t length;

	if (u->read[file])
		return;
	u->read[file] = true;
	text = use_read(&u->other_reader, u->files, each, &length);
	if (!text)
		return;
	use_lex(&u->other, &u->names, text, length, each->cxx);
	u->other.file = file;
	p = parser_of(u, &u->other, true);
	parse_macros(&p, &u->other);
	use_parse_declarations(&p);
}

void use_parse_source(struct use *u)
{
	struct use_parser p = parser_of(u, &u->source, true);

	u->functions.count = 0;
	p.mark = true;
	/* What was read for another file's sake is not declared again. */
	p.quiet = u->read[u->source.file];
	u->keeps |= p.quiet;
	u->read[u->source.file] = true;
	if (!p.quiet)
		parse_macros(&p, &u->source);
	use_parse_declarations(&p);
}

/* Takes what a file has out of a list; the same for all kinds of lists. */
#define REMOVE_OF(type, head, of)                                                                  \
	do {                                                                                       \
		type **each = &(head);                                                             \
                                                                                                   \
		while (*each)                                                                      \
			if ((*each)->file == (of))                                                 \
				*each = (*each)->next;                                             \
			else                                                                       \
				each = &(*each)->next;                                             \
	} while (0)

void use_forget_source(struct use *u)
{
	uint32_t file = u->source.file;
	struct et_arena fresh;
	size_t i;

	for (i = 0; i < u->macros.count; i++)
		u->macros.items[i]->serial = 0;
	u->macros.count = 0;
	for (i = 0; i < u->touched.count; i++) {
		struct use_name *name = use_name_at(&u->names, u->touched.items[i]);

		REMOVE_OF(struct use_symbol, name->symbols, file);
		REMOVE_OF(struct use_holder, name->holders, file);
		REMOVE_OF(struct use_user, name->users, file);
	}
	if (!u->keeps)
		u->read[file] = false;
	u->touched = (struct use_list){0};
	/* The same file may come next, in another round: what it touches is to be noted again. */
	u->view.file = USE_NONE;
	u->functions.items = NULL;
	u->functions.count = u->functions.capacity = 0;
	u->locals = (struct use_locals){.arena = &u->own};
	/* What a few large sources need is not kept for all others. */
	et_arena_init_in_steps(&fresh);
	if (u->own.used <= OWN_KEPT)
		et_arena_recycle(&fresh, &u->own);
	else
		et_arena_finish(&u->own);
	u->own = fresh;
}
