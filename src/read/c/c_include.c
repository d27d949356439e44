/* SPDX-License-Identifier: BSD-3-Clause */
/* #include among the files that were given, and #pragma pack, which some headers include. */
#include "c_int.h"
#include "str.h"

enum { MAX_CANDIDATES = 1024 };

void c_add_pack(struct c_reader *r, int op, int32_t value, uint8_t mask)
{
	struct c_pack_event *event = ET_APPEND(&r->session->spill, &r->pack_events);

	event->op = op;
	event->value = value;
	event->mask = mask;
}

void c_index_files(struct c_reader *r)
{
	size_t i = r->n_files;

	r->same_base = ET_NEW_ARRAY(&r->session->spill, r->n_files, uint32_t);
	/* From the last to the first, so that chains run in the files' order. */
	while (i-- > 0) {
		const char *base = et_basename(r->files[i].path);
		uintptr_t *slot = (uintptr_t *)et_map_slot(
			&r->by_base, &r->session->spill, base, strlen(base));

		r->same_base[i] = (uint32_t)*slot;
		*slot = i + 1;
	}
}

static bool ends_in(const char *path, const char *name, size_t length)
{
	size_t whole = strlen(path);

	return whole >= length && memcmp(path + whole - length, name, length) == 0 &&
	       (whole == length || path[whole - length - 1] == '/');
}

static size_t common(const char *left, const char *right)
{
	size_t n = 0;

	while (left[n] && left[n] == right[n])
		n++;
	return n;
}

/* The file whose path ends in the name and is nearest to the one that includes it. */
static struct c_file *find_file(struct c_reader *r, const struct c_file *from, const char *name)
{
	struct c_file *best = NULL;
	size_t best_common = 0;
	const char *base = et_basename(name);
	size_t length;
	uintptr_t at;
	unsigned tried;

	while (name[0] == '.' && (name[1] == '/' || (name[1] == '.' && name[2] == '/')))
		name += name[1] == '/' ? 2 : 3;
	length = strlen(name);
	if (!length)
		return NULL;
	at = (uintptr_t)et_map_get(&r->by_base, base, strlen(base));
	for (tried = 0; at && tried < MAX_CANDIDATES; at = r->same_base[at - 1], tried++) {
		struct c_file *file = &r->files[at - 1];
		size_t shared;

		if (file == from || !ends_in(file->path, name, length))
			continue;
		shared = common(file->path, from->path) + 1;
		if (shared > best_common) {
			best = file;
			best_common = shared;
		}
	}
	return best;
}

/* Windows headers set the packing by including a file; it need not be there. */
static void note_pack_include(struct c_reader *r, const char *name, uint8_t mask)
{
	const char *base = et_basename(name);

	if (strncmp(base, "pshpack", 7) == 0 && base[7] >= '1' && base[7] <= '8' &&
		strcmp(base + 8, ".h") == 0)
		c_add_pack(r, C_PACK_PUSH, base[7] - '0', mask);
	else if (strcmp(base, "poppack.h") == 0)
		c_add_pack(r, C_PACK_POP, -1, mask);
}

struct c_file *c_note_include(struct c_lexer *l, uint8_t mask)
{
	struct c_reader *r = l->r;
	const char *from, *name;
	struct c_file *file;
	char close;

	while (l->p < l->end && (c_class[(unsigned char)*l->p] & 8))
		l->p++;
	if (l->p >= l->end || (*l->p != '<' && *l->p != '"'))
		return NULL;
	close = *l->p == '<' ? '>' : '"';
	from = ++l->p;
	while (l->p < l->end && *l->p != close && *l->p != '\n')
		l->p++;
	if (l->p >= l->end || *l->p != close)
		return NULL;
	name = et_strndup(r->arena, from, (size_t)(l->p - from));
	l->p++;
	*ET_APPEND(r->arena, &l->file->includes) = name;
	note_pack_include(r, name, mask);
	if (!mask)
		return NULL;
	file = find_file(r, l->file, name);
	return file && !file->started ? file : NULL;
}

bool c_note_pragma(struct c_lexer *l, uint8_t mask)
{
	struct c_reader *r = l->r;
	int op = C_PACK_SET;
	int32_t value = 0;
	struct c_tok tok;

	c_lex(l, &tok);
	if (tok.kind != C_IDENT || strcmp(tok.sym->name, "pack") != 0)
		return false;
	c_lex(l, &tok);
	if (tok.kind != C_LPAREN)
		return false;
	for (c_lex(l, &tok); tok.kind != C_RPAREN && tok.kind != C_NEWLINE; c_lex(l, &tok)) {
		uint64_t number;

		if (tok.kind == C_IDENT && strcmp(tok.sym->name, "push") == 0) {
			op = C_PACK_PUSH;
			value = -1;
		} else if (tok.kind == C_IDENT && strcmp(tok.sym->name, "pop") == 0) {
			op = C_PACK_POP;
			value = -1;
		} else if (c_plain_number(&tok, &number) && number <= 128) {
			value = (int32_t)number;
		}
	}
	c_add_pack(r, op, value, mask);
	return true;
}

void c_apply_pack(struct c_reader *r, const struct c_pack_event *event)
{
	unsigned slot;

	for (slot = 0; slot < C_PACK_SLOTS; slot++) {
		struct c_pack_state *state = &r->pack[slot];

		/* The last slot is for branches that no ABI has: there all pragmas count. */
		if (slot < ET_ABI_COUNT && !(event->mask & ET_ABI_BIT(slot)))
			continue;
		if (event->op == C_PACK_PUSH)
			*ET_APPEND(&r->session->spill, &state->stack) = state->now;
		else if (event->op == C_PACK_POP && state->stack.count)
			state->now = state->stack.items[--state->stack.count];
		if (event->value >= 0)
			state->now = (uint32_t)event->value;
	}
}
