/* SPDX-License-Identifier: BSD-3-Clause */
/* Text into tokens: one pass, no copies, any bytes. */
#include "c_int.h"
#include "str.h"

/* Counts the lines of a stretch that holds no tokens. */
static void count_lines(struct c_lexer *l, const char *from, const char *to)
{
	while ((from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
		l->line++;
		from++;
	}
}

static void unterminated(struct c_lexer *l, uint32_t line)
{
	bool virtio = c_is_virtio(et_basename(l->file->path));

	if (l->file == &l->r->prelude)
		return;
	l->file->unread++;
	et_diag(l->r->diags, virtio ? ET_ERROR : ET_WARNING, l->file->path, line, NULL,
		"a comment does not end, so the rest of the file was not read; close it with */");
}

/* p stands behind the opening of a comment. */
static void skip_comment(struct c_lexer *l)
{
	const char *from = l->p;
	const char *p = from;
	uint32_t line = l->line;

	l->dirty = true;
	while ((p = memchr(p, '*', (size_t)(l->end - p))) != NULL) {
		if (++p < l->end && *p == '/') {
			count_lines(l, from, p);
			l->p = p + 1;
			return;
		}
	}
	count_lines(l, from, l->end);
	l->p = l->end;
	unterminated(l, line);
}

/* Length of a line's continuation at p (backslash and line end), or 0. */
static size_t splice(const struct c_lexer *l, const char *p)
{
	const char *q = p;

	if (q >= l->end || *q != '\\')
		return 0;
	q++;
	while (q < l->end && (c_class[(unsigned char)*q] & 8))
		q++;
	if (q < l->end && *q == '\r')
		q++;
	if (q < l->end && *q == '\n')
		return (size_t)(q + 1 - p);
	/* So does the end of the text; and a lone carriage return ends lines too. */
	if (q == l->end && q[-1] != '\r')
		return (size_t)(q - p);
	return q > p + 1 && q[-1] == '\r' ? (size_t)(q - p) : 0;
}

/* A lone carriage return ends lines too. */
static bool at_line_end(const struct c_lexer *l)
{
	return *l->p == '\n' || (*l->p == '\r' && (l->p + 1 >= l->end || l->p[1] != '\n'));
}

/* Goes to the end of the line, over continuations, and not past the newline. */
static void skip_line_comment(struct c_lexer *l)
{
	l->dirty = true;
	while (l->p < l->end && !at_line_end(l)) {
		size_t length = *l->p == '\\' ? splice(l, l->p) : 0;

		if (length) {
			l->p += length;
			l->line++;
		} else {
			l->p++;
		}
	}
}

void c_skip_line(struct c_lexer *l)
{
	while (l->p < l->end && !at_line_end(l)) {
		size_t length = *l->p == '\\' ? splice(l, l->p) : 0;

		if (length) {
			l->p += length;
			l->line++;
		} else if (*l->p == '/' && l->p + 1 < l->end && l->p[1] == '*') {
			l->p += 2;
			skip_comment(l);
		} else {
			l->p++;
		}
	}
}

/* A name or number that goes on behind a continued line: rare, so it is put together by hand. */
static const char *join_spliced(
	struct c_lexer *l, const char *from, const char *to, uint8_t class, size_t *length)
{
	struct et_buf buf;
	const char *copy;
	size_t jump;

	et_buf_init(&buf);
	et_buf_add(&buf, from, (size_t)(to - from));
	while ((jump = splice(l, to)) != 0) {
		from = to += jump;
		l->line++;
		while (to < l->end && (c_class[(unsigned char)*to] & class))
			to++;
		et_buf_add(&buf, from, (size_t)(to - from));
		if (buf.length > 65535)
			break;
	}
	l->p = to;
	l->dirty = true;
	*length = buf.length;
	copy = et_strndup(l->r->arena, buf.data, buf.length);
	et_buf_finish(&buf);
	return copy;
}

static void lex_name(struct c_lexer *l, struct c_tok *tok)
{
	const char *from = l->p;
	const char *p = from + 1;
	size_t length;

	while (p < l->end && (c_class[(unsigned char)*p] & 2))
		p++;
	l->p = p;
	length = (size_t)(p - from);
	if (p < l->end && *p == '\\' && splice(l, p))
		from = join_spliced(l, from, p, 2, &length);
	tok->kind = C_IDENT;
	tok->sym = c_intern(l->r, from, length);
}

static void lex_number(struct c_lexer *l, struct c_tok *tok)
{
	const char *from = l->p;
	const char *p = from + 1;
	size_t length;

	while (p < l->end) {
		char c = *p;

		if ((c == '+' || c == '-') && (p[-1] | 0x20) == 'e' &&
			!(from[0] == '0' && (from[1] | 0x20) == 'x'))
			p++;
		else if ((c == '+' || c == '-') && (p[-1] | 0x20) == 'p')
			p++;
		else if ((c_class[(unsigned char)c] & 2) || c == '.')
			p++;
		else
			break;
	}
	l->p = p;
	length = (size_t)(p - from);
	if (p < l->end && *p == '\\' && splice(l, p))
		from = join_spliced(l, from, p, 2, &length);
	tok->kind = C_NUMBER;
	tok->text = from;
	tok->len = length > 65535 ? 65535 : (uint16_t)length;
}

/* A string or character constant; a quote that nothing closes on its line is a byte of no C. */
static void lex_quoted(struct c_lexer *l, struct c_tok *tok, char quote)
{
	const char *from = l->p;
	const char *p = from + 1;
	uint32_t lines = 0;

	while (p < l->end && *p != quote && *p != '\n') {
		if (*p == '\\') {
			size_t length = splice(l, p);

			if (length) {
				p += length;
				lines++;
				l->dirty = true;
				continue;
			}
			p++;
			if (p >= l->end)
				break;
		}
		p++;
	}
	tok->text = from;
	if (p >= l->end || *p != quote) {
		tok->kind = C_OTHER;
		tok->len = 1;
		l->p = from + 1;
		return;
	}
	l->p = p + 1;
	l->line += lines;
	tok->kind = quote == '"' ? C_STRING : C_CHAR;
	tok->len = (size_t)(l->p - from) > 65535 ? 65535 : (uint16_t)(l->p - from);
}

/* The kind of a punctuator that begins with c, and its length. */
static uint8_t punct(const char *p, size_t left, uint16_t *length)
{
	char second = '\0';
	char third = '\0';

	if (left > 1)
		second = p[1];
	if (left > 2)
		third = p[2];
	*length = second == '=' ? 2 : 1;
	switch (*p) {
	case '=':
		return second == '=' ? C_EQ : C_ASSIGN;
	case '!':
		return second == '=' ? C_NE : C_NOT;
	case '*':
		return second == '=' ? C_OPASSIGN : C_STAR;
	case '/':
		return second == '=' ? C_OPASSIGN : C_SLASH;
	case '%':
		return second == '=' ? C_OPASSIGN : C_PERCENT;
	case '^':
		return second == '=' ? C_OPASSIGN : C_CARET;
	case '+':
	case '-':
	case '&':
	case '|':
	case '#':
		if (second == *p) {
			*length = 2;
			return *p == '&'   ? C_ANDAND
			       : *p == '|' ? C_OROR
			       : *p == '#' ? C_PASTE
					   : C_OPASSIGN;
		}
		if (*p == '#') {
			*length = 1;
			return C_HASH;
		}
		if (second == '=')
			return C_OPASSIGN;
		if (*p == '-' && second == '>') {
			*length = 2;
			return C_ARROW;
		}
		return *p == '+' ? C_PLUS : *p == '-' ? C_MINUS : *p == '&' ? C_AMP : C_PIPE;
	case '<':
	case '>':
		if (second == *p) {
			*length = third == '=' ? 3 : 2;
			return third == '=' ? C_OPASSIGN : *p == '<' ? C_LSHIFT : C_RSHIFT;
		}
		if (second == '=')
			return *p == '<' ? C_LE : C_GE;
		return *p == '<' ? C_LT : C_GT;
	case '.':
		if (second == '.' && third == '.') {
			*length = 3;
			return C_ELLIPSIS;
		}
		*length = 1;
		return C_DOT;
	default:
		*length = 1;
		return C_OTHER;
	}
}

static void lex_punct(struct c_lexer *l, struct c_tok *tok)
{
	static const uint8_t simple[128] = {
		['('] = C_LPAREN,
		[')'] = C_RPAREN,
		['['] = C_LBRACKET,
		[']'] = C_RBRACKET,
		['{'] = C_LBRACE,
		['}'] = C_RBRACE,
		[';'] = C_SEMI,
		[','] = C_COMMA,
		[':'] = C_COLON,
		['~'] = C_TILDE,
		['?'] = C_QUESTION,
	};
	unsigned char c = (unsigned char)*l->p;

	tok->text = l->p;
	tok->len = 1;
	tok->kind = c < 128 ? simple[c] : C_OTHER;
	if (!tok->kind)
		tok->kind = punct(l->p, (size_t)(l->end - l->p), &tok->len);
	l->p += tok->len;
}

void c_lex(struct c_lexer *l, struct c_tok *tok)
{
	uint8_t flags = 0;

	for (;;) {
		unsigned char c;

		if (l->p >= l->end) {
			tok->kind = l->directive ? C_NEWLINE : C_END;
			break;
		}
		c = (unsigned char)*l->p;
		if ((c == '\n' || c == '\r') && at_line_end(l)) {
			if (l->directive) {
				tok->kind = C_NEWLINE;
				break;
			}
			l->p++;
			l->line++;
			l->first = true;
			flags |= C_SPACE;
			continue;
		}
		if ((c_class[c] & 8) || c == '\r' || !c) {
			l->p++;
			flags |= C_SPACE;
			continue;
		}
		if (c == '/' && l->p + 1 < l->end && (l->p[1] == '*' || l->p[1] == '/')) {
			bool block = l->p[1] == '*';

			l->p += 2;
			if (block)
				skip_comment(l);
			else
				skip_line_comment(l);
			flags |= C_SPACE;
			continue;
		}
		if (c == '\\') {
			size_t length = splice(l, l->p);

			if (length) {
				l->p += length;
				l->line++;
				l->dirty = true;
				flags |= C_SPACE;
				continue;
			}
		}
		tok->line = l->line;
		tok->flags = (uint8_t)(flags | (l->first ? C_FIRST : 0));
		l->first = false;
		l->start = l->p;
		if (c_class[c] & 1)
			lex_name(l, tok);
		else if ((c_class[c] & 4) ||
			 (c == '.' && l->p + 1 < l->end && (c_class[(unsigned char)l->p[1]] & 4)))
			lex_number(l, tok);
		else if (c == '"' || c == '\'')
			lex_quoted(l, tok, (char)c);
		else
			lex_punct(l, tok);
		return;
	}
	tok->line = l->line;
	tok->flags = flags;
	tok->text = l->p;
	tok->len = 0;
	l->start = l->p;
}

const char *c_tok_text(const struct c_tok *tok, size_t *length)
{
	if (tok->kind == C_IDENT || tok->kind == C_PARAM) {
		*length = tok->sym->length;
		return tok->sym->name;
	}
	*length = tok->len;
	return tok->text;
}

/* Without comments and continuations, each blank run one space. */
const char *c_clean_text(struct c_reader *r, const char *from, const char *to, bool dirty)
{
	size_t n = 0;
	char *copy;

	if (from >= to)
		return "";
	copy = et_alloc(r->arena, (size_t)(to - from) + 1);
	if (!dirty) {
		memcpy(copy, from, (size_t)(to - from));
		return copy;
	}
	while (from < to) {
		bool blank = true;

		if (to - from > 1 && from[0] == '/' && from[1] == '*') {
			from += 2;
			while (to - from > 1 && !(from[0] == '*' && from[1] == '/'))
				from++;
			from = to - from > 1 ? from + 2 : to;
		} else if (to - from > 1 && from[0] == '/' && from[1] == '/') {
			while (from < to && *from != '\n')
				from++;
		} else if (*from == '\n' || *from == '\r' || (c_class[(unsigned char)*from] & 8) ||
			   (*from == '\\' && to - from > 1 &&
				   (from[1] == '\n' || from[1] == '\r'))) {
			from++;
		} else if (*from == '"' || *from == '\'') {
			char quote = *from;

			do {
				if (*from == '\\' && to - from > 1)
					copy[n++] = *from++;
				copy[n++] = *from++;
			} while (from < to && *from != quote);
			if (from < to)
				copy[n++] = *from++;
			blank = false;
		} else {
			copy[n++] = *from++;
			blank = false;
		}
		if (blank && n && copy[n - 1] != ' ')
			copy[n++] = ' ';
	}
	while (n && copy[n - 1] == ' ')
		n--;
	copy[n] = '\0';
	return copy;
}
