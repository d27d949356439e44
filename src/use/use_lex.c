/* SPDX-License-Identifier: BSD-3-Clause */
/* Text into tokens: one pass, any bytes. Directives are kept apart from the code around them. */
#include "use_tokens.h"

#include <stdio.h>
#include <stdlib.h>

enum { DEEPEST_IF = 256, MOST_REGIONS = 65535, MOST_TOKENS = 8 << 20 };

enum class { BLANK = 1, LETTER = 2, DIGIT = 4, WORD = LETTER | DIGIT };

static const uint8_t classes[256] = {
	['\t'] = BLANK,
	[' '] = BLANK,
	['\f'] = BLANK,
	['\v'] = BLANK,
	['\r'] = BLANK,
	['0' ... '9'] = DIGIT,
	['A' ... 'Z'] = LETTER,
	['a' ... 'z'] = LETTER,
	['_'] = LETTER,
	[0x80 ... 0xff] = LETTER,
};

/* One open #if. */
struct branch {
	uint16_t region;  /* that it is in */
	uint16_t current; /* its newest branch */
	uint32_t top;	  /* brackets that were open before it */
	bool dead;	  /* the newest branch is taken by no compiler */
	bool settled;	  /* a branch that every compiler takes was there: no other is */
};

struct lexer {
	struct use_source *source;
	struct use_names *names;
	const char *p;
	const char *end;
	struct use_code *code; /* where tokens go: code or words */
	size_t *capacity;
	uint32_t top; /* 1 + index of the innermost open bracket in code */
	uint16_t region;
	bool directive;
	struct branch branches[DEEPEST_IF];
	unsigned depth;
	unsigned beyond; /* #ifs nested deeper than that: not looked at */
};

static inline uint8_t class_of(char c)
{
	return classes[(unsigned char)c];
}

static void *grown(void *items, size_t *capacity, size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : 1024;
	void *larger = realloc(items, wanted * size);

	if (!larger) {
		fprintf(stderr, "etalon: out of memory (%zu bytes wanted)\n", wanted * size);
		abort();
	}
	*capacity = wanted;
	return larger;
}

void use_source_finish(struct use_source *source)
{
	free(source->code.tokens);
	free(source->words.tokens);
	free(source->directives);
	free(source->regions);
	free(source->lines);
	*source = (struct use_source){0};
}

static struct use_token *add_token(struct lexer *l, enum use_token_kind kind, const char *at)
{
	struct use_code *code = l->code;
	struct use_token *token;

	if (code->count + 1 >= *l->capacity)
		code->tokens = grown(code->tokens, l->capacity, sizeof(*code->tokens));
	token = &code->tokens[code->count++];
	*token = (struct use_token){.at = (uint32_t)(at - l->source->text),
		.kind = kind,
		.region = l->region,
		.up = l->directive ? 0 : l->top};
	return token;
}

static bool is_partner(uint32_t open, uint32_t close)
{
	return close == open + 1;
}

static void add_bracket(struct lexer *l, enum use_token_kind kind, const char *at)
{
	struct use_token *token = add_token(l, kind, at);
	uint32_t index = l->code->count - 1;
	uint32_t open = l->top;
	unsigned steps;

	token->name = USE_NONE;
	if (l->directive)
		return;
	if (kind == USE_OPEN || kind == USE_OPEN_INDEX || kind == USE_OPEN_BRACE) {
		l->top = index + 1;
		return;
	}
	/* A brace ends what is still open inside; other brackets without a partner do nothing. */
	for (steps = 0; open && steps < 64; steps++) {
		struct use_token *other = &l->code->tokens[open - 1];

		if (is_partner(other->kind, kind)) {
			other->name = index;
			token->name = open - 1;
			token->up = l->top = other->up;
			return;
		}
		if (kind != USE_CLOSE_BRACE)
			return;
		open = other->up;
	}
}

static inline size_t splice(const struct lexer *l, const char *p)
{
	if (p + 1 < l->end && p[1] == '\n')
		return 2;
	if (p + 2 < l->end && p[1] == '\r' && p[2] == '\n')
		return 3;
	return 0;
}

/* p stands behind the opening. */
static const char *skip_comment(const struct lexer *l, const char *p)
{
	while ((p = memchr(p, '*', (size_t)(l->end - p))) != NULL)
		if (++p < l->end && *p == '/')
			return p + 1;
	return l->end;
}

static const char *skip_line(const struct lexer *l, const char *p)
{
	for (;;) {
		const char *newline = memchr(p, '\n', (size_t)(l->end - p));
		const char *last;

		if (!newline)
			return l->end;
		last = newline;
		if (last > p && last[-1] == '\r')
			last--;
		if (last == p || last[-1] != '\\')
			return newline;
		p = newline + 1;
	}
}

/* p stands behind the quote; a literal ends with its line at the latest. */
static const char *skip_literal(const struct lexer *l, const char *p, char quote)
{
	while (p < l->end && *p != quote && *p != '\n') {
		if (*p == '\\') {
			size_t length = splice(l, p);

			p += length ? length : 2;
		} else {
			p++;
		}
	}
	if (p >= l->end)
		return l->end;
	return *p == quote ? p + 1 : p;
}

/* p stands at the quote of R"…(; returns NULL when it is none. */
static const char *skip_raw(const struct lexer *l, const char *p)
{
	const char *open = p + 1;
	size_t length;

	while (open < l->end && *open != '(' && *open != '\n' && open - p < 18)
		open++;
	if (open >= l->end || *open != '(')
		return NULL;
	length = (size_t)(open - p - 1);
	for (open++; (open = memchr(open, ')', (size_t)(l->end - open))) != NULL; open++)
		if ((size_t)(l->end - open) > length + 1 && memcmp(open + 1, p + 1, length) == 0 &&
			open[1 + length] == '"')
			return open + length + 2;
	return l->end;
}

static const char *skip_number(const struct lexer *l, const char *p)
{
	while (p < l->end) {
		if ((class_of(*p) & WORD) || *p == '.')
			p++;
		else if ((*p == '+' || *p == '-') && memchr("eEpP", p[-1], 4))
			p++;
		else if (*p == '\'' && l->source->cxx && p + 1 < l->end && (class_of(p[1]) & WORD))
			p++;
		else
			break;
	}
	return p;
}

static const char *add_name(struct lexer *l, const char *p)
{
	const char *from = p;
	struct use_token *token;
	const struct use_name *name;
	uint32_t id;

	do
		p++;
	while (class_of(*p) & WORD);
	if (*p == '"' && p - from <= 3 && p[-1] == 'R' && l->source->cxx) {
		const char *behind = skip_raw(l, p);

		if (behind) {
			add_token(l, USE_STRING, from);
			return behind;
		}
	}
	id = use_intern(l->names, from, (size_t)(p - from));
	token = add_token(l, USE_NAME, from);
	name = use_name_at(l->names, id);
	token->name = id;
	token->keyword = name->keyword;
	return p;
}

/* A mark of up to three characters at p. Returns behind it. */
static const char *add_mark(struct lexer *l, const char *p)
{
	const char c = *p;
	const char next = p + 1 < l->end ? p[1] : '\0';
	enum use_token_kind kind = USE_OTHER;
	size_t length = 1;

	switch (c) {
	case '(':
		add_bracket(l, USE_OPEN, p);
		return p + 1;
	case ')':
		add_bracket(l, USE_CLOSE, p);
		return p + 1;
	case '[':
		add_bracket(l, USE_OPEN_INDEX, p);
		return p + 1;
	case ']':
		add_bracket(l, USE_CLOSE_INDEX, p);
		return p + 1;
	case '{':
		add_bracket(l, USE_OPEN_BRACE, p);
		return p + 1;
	case '}':
		add_bracket(l, USE_CLOSE_BRACE, p);
		return p + 1;
	case '.':
		if (next == '.' && p + 2 < l->end && p[2] == '.') {
			kind = USE_ELLIPSIS;
			length = 3;
		} else {
			kind = USE_DOT;
		}
		break;
	case ',':
		kind = USE_COMMA;
		break;
	case ';':
		kind = USE_SEMICOLON;
		break;
	case ':':
		kind = next == ':' ? USE_SCOPE : USE_COLON;
		length += next == ':';
		break;
	case '?':
		kind = USE_QUESTION;
		break;
	case '~':
		kind = USE_COMPLEMENT;
		break;
	case '=':
		kind = next == '=' ? USE_EQUAL : USE_ASSIGN;
		length += next == '=';
		break;
	case '!':
		kind = next == '=' ? USE_UNEQUAL : USE_NOT;
		length += next == '=';
		break;
	case '#':
		kind = next == '#' ? USE_PASTE : USE_HASH;
		length += next == '#';
		break;
	case '<':
	case '>':
		if (next == c) {
			length = 2 + (p + 2 < l->end && p[2] == '=');
			kind = length == 3 ? USE_ASSIGN_OP : USE_ARITHMETIC;
		} else {
			length += next == '=';
			kind = USE_LESS;
		}
		break;
	case '-':
		kind = next == '>'   ? USE_ARROW
		       : next == '-' ? USE_STEP
		       : next == '=' ? USE_ASSIGN_OP
				     : USE_MINUS;
		length += kind != USE_MINUS;
		break;
	case '+':
		kind = next == '+' ? USE_STEP : next == '=' ? USE_ASSIGN_OP : USE_PLUS;
		length += kind != USE_PLUS;
		break;
	case '&':
		kind = next == '&' ? USE_BOTH : next == '=' ? USE_ASSIGN_OP : USE_AND;
		length += kind != USE_AND;
		break;
	case '|':
		kind = next == '|' ? USE_EITHER : next == '=' ? USE_ASSIGN_OP : USE_ARITHMETIC;
		length += kind != USE_ARITHMETIC;
		break;
	case '*':
		kind = next == '=' ? USE_ASSIGN_OP : USE_STAR;
		length += next == '=';
		break;
	case '/':
	case '%':
	case '^':
		kind = next == '=' ? USE_ASSIGN_OP : USE_ARITHMETIC;
		length += next == '=';
		break;
	default:
		break;
	}
	add_token(l, kind, p);
	return p + length;
}

/* One token, comment or blank at p, which is neither at the line's end nor behind the text. */
static const char *lex_one(struct lexer *l, const char *p)
{
	const uint8_t class = class_of(*p);

	if (class & LETTER)
		return add_name(l, p);
	if (class & BLANK)
		return p + 1;
	if ((class & DIGIT) || (*p == '.' && p + 1 < l->end && (class_of(p[1]) & DIGIT))) {
		add_token(l, USE_NUMBER, p);
		return skip_number(l, p + 1);
	}
	if (*p == '/' && p + 1 < l->end && p[1] == '*')
		return skip_comment(l, p + 2);
	if (*p == '/' && p + 1 < l->end && p[1] == '/')
		return skip_line(l, p + 2);
	if (*p == '"' || *p == '\'') {
		add_token(l, *p == '"' ? USE_STRING : USE_CHARACTER, p);
		return skip_literal(l, p + 1, *p);
	}
	if (*p == '\\') {
		size_t length = splice(l, p);

		return p + (length ? length : 1);
	}
	return add_mark(l, p);
}

static const char *skip_blanks(const struct lexer *l, const char *p)
{
	for (; p < l->end; p++) {
		if (*p == '\\' && splice(l, p))
			p += splice(l, p) - 1;
		else if (*p == '/' && p + 1 < l->end && p[1] == '*')
			p = skip_comment(l, p + 2) - 1;
		else if (!(class_of(*p) & BLANK))
			break;
	}
	return p;
}

/* The word of a directive behind '#'. */
static enum use_directive_kind directive_kind(const struct lexer *l, const char **p)
{
	const char *from = skip_blanks(l, *p);
	uint32_t id;

	for (*p = from; *p < l->end && (class_of(**p) & WORD); (*p)++)
		;
	if (*p == from)
		return USE_DIR_OTHER;
	id = use_known(l->names, from, (size_t)(*p - from), use_hash(from, (size_t)(*p - from)));
	return id ? use_name_at(l->names, id)->directive : USE_DIR_OTHER;
}

/* The tokens of the rest of a directive. Returns at the line's end. */
static const char *lex_words(struct lexer *l, const char *p)
{
	struct use_code *code = l->code;
	size_t *capacity = l->capacity;

	l->code = &l->source->words;
	l->capacity = &l->source->words_capacity;
	l->directive = true;
	while (p < l->end && *p != '\n')
		p = lex_one(l, p);
	l->code = code;
	l->capacity = capacity;
	l->directive = false;
	return p < l->end ? p : l->end;
}

static uint16_t add_region(struct lexer *l, uint16_t parent, uint16_t before,
	enum use_directive_kind kind, uint32_t from, uint32_t count)
{
	struct use_source *source = l->source;

	if (source->n_regions >= MOST_REGIONS)
		return parent;
	if (source->n_regions >= source->regions_capacity)
		source->regions =
			grown(source->regions, &source->regions_capacity, sizeof(*source->regions));
	source->regions[source->n_regions] = (struct use_region){.parent = parent,
		.before = before,
		.kind = (uint8_t)kind,
		.from = from,
		.count = count};
	return (uint16_t)source->n_regions++;
}

/* Whether a condition is the same for every compiler: a lone 0 or 1, or C++ asked for. */
static enum use_truth plain_truth(
	const struct lexer *l, enum use_directive_kind kind, uint32_t from, uint32_t count)
{
	const struct use_token *token = &l->source->words.tokens[from];
	const char *text = l->source->text;

	if (count != 1)
		return USE_MAYBE;
	if (token->kind == USE_NUMBER && (kind == USE_DIR_IF || kind == USE_DIR_ELIF) &&
		use_word_length(l->source, token->at) == 1 &&
		(text[token->at] == '0' || text[token->at] == '1'))
		return text[token->at] == '0' ? USE_FALSE : USE_TRUE;
	if (token->kind == USE_NAME && !l->source->cxx &&
		(kind == USE_DIR_IFDEF || kind == USE_DIR_IFNDEF || kind == USE_DIR_IF) &&
		strcmp(use_name_text(l->names, token->name), "__cplusplus") == 0)
		return kind == USE_DIR_IFNDEF ? USE_TRUE : USE_FALSE;
	return USE_MAYBE;
}

static void open_branch(struct lexer *l, enum use_directive_kind kind, uint32_t from)
{
	uint32_t count = l->source->words.count - from;
	enum use_truth truth = plain_truth(l, kind, from, count);
	struct branch *branch;

	if (l->depth == DEEPEST_IF) {
		l->beyond++;
		return;
	}
	branch = &l->branches[l->depth++];
	*branch = (struct branch){.region = l->region,
		.top = l->top,
		.dead = truth == USE_FALSE,
		.settled = truth == USE_TRUE};
	branch->current = add_region(l, l->region, 0, kind, from, count);
	l->region = branch->current;
}

static void next_branch(struct lexer *l, enum use_directive_kind kind, uint32_t from)
{
	uint32_t count = l->source->words.count - from;
	enum use_truth truth = kind == USE_DIR_ELSE ? USE_TRUE : plain_truth(l, kind, from, count);
	struct branch *branch;

	if (!l->depth || l->beyond)
		return;
	branch = &l->branches[l->depth - 1];
	branch->dead = branch->settled || truth == USE_FALSE;
	branch->settled |= truth == USE_TRUE;
	branch->current = add_region(l, branch->region, branch->current, kind, from, count);
	l->region = branch->current;
	l->top = branch->top;
}

static void close_branch(struct lexer *l)
{
	if (l->beyond) {
		l->beyond--;
		return;
	}
	if (l->depth)
		l->region = l->branches[--l->depth].region;
}

static bool is_dead(const struct lexer *l)
{
	return l->depth && l->branches[l->depth - 1].dead;
}

static void add_directive(
	struct lexer *l, enum use_directive_kind kind, const char *at, uint32_t from)
{
	struct use_source *source = l->source;

	if (source->n_directives >= source->directives_capacity)
		source->directives = grown(source->directives, &source->directives_capacity,
			sizeof(*source->directives));
	source->directives[source->n_directives++] = (struct use_directive){.kind = (uint8_t)kind,
		.region = l->region,
		.at = (uint32_t)(at - source->text),
		.from = from,
		.count = source->words.count - from,
		.code = source->code.count};
}

/* p stands behind '#', at. Returns at the end of its line. */
static const char *lex_directive(struct lexer *l, const char *at, const char *p)
{
	enum use_directive_kind kind = directive_kind(l, &p);
	uint32_t from = l->source->words.count;

	if (kind == USE_DIR_OTHER)
		return skip_line(l, p);
	p = lex_words(l, p);
	/* A condition belongs to the region around it. */
	if (kind >= USE_DIR_ELIF && kind <= USE_DIR_ELSE && l->depth && !l->beyond)
		l->region = l->branches[l->depth - 1].region;
	add_directive(l, kind, at, from);
	if (kind == USE_DIR_IF || kind == USE_DIR_IFDEF || kind == USE_DIR_IFNDEF)
		open_branch(l, kind, from);
	else if (kind >= USE_DIR_ELIF && kind <= USE_DIR_ELSE)
		next_branch(l, kind, from);
	else if (kind == USE_DIR_ENDIF)
		close_branch(l);
	return p;
}

/* Goes from the end of a line inside a dead branch to the '#' that ends it, or to the end. */
static const char *skip_dead(struct lexer *l, const char *p)
{
	unsigned inner = 0;

	while (p < l->end) {
		const char *at;
		const char *word;
		enum use_directive_kind kind;

		at = skip_blanks(l, p);
		if (at < l->end && *at == '#') {
			word = at + 1;
			kind = directive_kind(l, &word);
			if (kind == USE_DIR_IF || kind == USE_DIR_IFDEF || kind == USE_DIR_IFNDEF)
				inner++;
			else if (!inner && kind >= USE_DIR_ELIF && kind <= USE_DIR_ENDIF)
				return at;
			else if (inner && kind == USE_DIR_ENDIF)
				inner--;
		}
		p = skip_line(l, at);
		if (p < l->end)
			p++;
	}
	return l->end;
}

/* #ifndef X, #define X around a whole file is there to be true once. */
static void find_guard(struct use_source *source)
{
	const struct use_directive *first = source->directives;
	const struct use_token *words = source->words.tokens;

	if (source->n_directives >= 3 && source->n_regions >= 2 &&
		first[0].kind == USE_DIR_IFNDEF && first[0].code == 0 &&
		first[1].kind == USE_DIR_DEFINE && first[0].count && first[1].count &&
		words[first[0].from].name == words[first[1].from].name)
		source->regions[1].kind = USE_DIR_OTHER;
}

void use_lex(struct use_source *source, struct use_names *names, const char *text, size_t length,
	bool cxx)
{
	struct lexer l = {.source = source,
		.names = names,
		.p = text,
		.end = text + length,
		.code = &source->code,
		.capacity = &source->tokens_capacity};
	const char *p = text;
	bool begins = true; /* nothing but blanks before p on its line */

	source->text = text;
	source->length = length;
	source->cxx = cxx;
	source->code.count = source->words.count = 0;
	source->n_directives = source->n_regions = source->n_lines = 0;
	add_region(&l, 0, 0, USE_DIR_OTHER, 0, 0);
	/* The first directive may have no words and is asked for them all the same. */
	if (!source->words.tokens)
		source->words.tokens =
			grown(NULL, &source->words_capacity, sizeof(struct use_token));
	while (p < l.end && source->code.count < MOST_TOKENS) {
		if (*p == '\n') {
			begins = true;
			p++;
		} else if (*p == '#' && begins) {
			p = lex_directive(&l, p, p + 1);
			if (is_dead(&l))
				p = skip_dead(&l, p);
		} else if (class_of(*p) & BLANK) {
			p++;
		} else {
			const char *next = lex_one(&l, p);

			begins &= *p == '/' && next > p + 1 && p[1] == '*';
			p = next;
		}
	}
	l.top = 0;
	add_token(&l, USE_END, l.end);
	source->code.count--;
	l.code = &source->words;
	l.capacity = &source->words_capacity;
	add_token(&l, USE_END, l.end);
	source->words.count--;
	find_guard(source);
}

size_t use_word_length(const struct use_source *source, uint32_t at)
{
	const char *p = source->text + at;
	const char *end = source->text + source->length;

	while (p < end && ((class_of(*p) & WORD) || *p == '.'))
		p++;
	return (size_t)(p - source->text) - at;
}

void use_link(struct use_code *code)
{
	uint32_t top = 0;
	uint32_t i;

	for (i = 0; i < code->count; i++) {
		struct use_token *token = &code->tokens[i];
		uint32_t open = top;

		token->up = top;
		if (token->kind < USE_OPEN || token->kind > USE_CLOSE_BRACE)
			continue;
		token->name = USE_NONE;
		if (token->kind == USE_OPEN || token->kind == USE_OPEN_INDEX ||
			token->kind == USE_OPEN_BRACE) {
			top = i + 1;
		} else if (open && is_partner(code->tokens[open - 1].kind, token->kind)) {
			code->tokens[open - 1].name = i;
			token->name = open - 1;
			token->up = top = code->tokens[open - 1].up;
		}
	}
}

static void find_lines(struct use_source *source)
{
	const char *p = source->text;
	const char *end = p + source->length;
	const char *newline;

	for (;; p = newline + 1) {
		if (source->n_lines >= source->lines_capacity)
			source->lines = grown(
				source->lines, &source->lines_capacity, sizeof(*source->lines));
		source->lines[source->n_lines++] = (uint32_t)(p - source->text);
		newline = memchr(p, '\n', (size_t)(end - p));
		if (!newline)
			break;
	}
}

void use_position(struct use_source *source, uint32_t at, uint32_t *line, uint32_t *column)
{
	uint32_t low = 0;
	uint32_t high;

	if (!source->n_lines)
		find_lines(source);
	high = source->n_lines;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (source->lines[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	*line = low + 1;
	*column = at - source->lines[low] + 1;
}
