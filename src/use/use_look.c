/* SPDX-License-Identifier: BSD-3-Clause */
/* What names mean in the view: files are read for their symbols when one may have what is asked. */
#include "use_int.h"

/* Whether a file may have a name: what the first pass looked out for is known exactly. */
static bool may_have(const struct use_file *file, const struct use_name *name)
{
	uint32_t i;

	if (!use_may_have(file, name->hash))
		return false;
	for (i = 0; name->wanted && i < file->n_hits; i++)
		if (file->hits[i] == name->wanted - 1)
			return true;
	return !name->wanted;
}

/* Files of the view that may declare the name as one of some kinds are read. */
static void read_view(struct use *u, struct use_name *name, unsigned kinds)
{
	bool declared = (kinds & ~(unsigned)USE_SYM_MACRO) && name->view != u->view.serial;
	bool defined = (kinds & USE_SYM_MACRO) && name->macro_view != u->view.serial;
	size_t i;

	if (declared)
		name->view = u->view.serial;
	if (defined)
		name->macro_view = u->view.serial;
	for (i = 0; (declared || defined) && i < u->view.files.count; i++) {
		uint32_t index = u->view.files.items[i];
		const struct use_file *file = &u->files->list.items[index];

		if (u->read[index] || !may_have(file, name))
			continue;
		if (!file->header || (declared && use_is_signed(&file->declared, name->hash)) ||
			(defined && use_is_signed(&file->defined, name->hash)))
			use_read_symbols(u, index);
	}
}

/* Macros' uses that have the name among their arguments are replaced, and read as declarations. */
static bool expand_declaring_calls(struct use *u, const struct use_name *name)
{
	struct use_symbol *symbol;
	bool any = false;

	for (symbol = name->symbols; symbol; symbol = symbol->next) {
		struct use_call *call = symbol->more.call;
		struct use_macro *macro;
		struct use_parser p;
		struct use_code code;
		uint32_t behind;

		if (symbol->kind != USE_SYM_CALL || call->done || !use_sees(&u->view, symbol->file))
			continue;
		call->done = true;
		p = (struct use_parser){
			.u = u, .tokens = call->tokens, .end = call->count, .file = call->file};
		macro = use_macro_at(&p, 0);
		if (!macro || u->depth >= USE_DEEPEST)
			continue;
		code = use_expand(&p, macro, 0, &behind);
		p = (struct use_parser){.u = u,
			.tokens = code.tokens,
			.end = code.count,
			.file = call->file,
			.symbols = true};
		u->depth++;
		use_parse_declarations(&p);
		u->depth--;
		any = true;
	}
	return any;
}

struct use_symbol *use_next(
	const struct use *u, uint32_t id, const struct use_symbol *symbol, unsigned kinds)
{
	struct use_symbol *each = symbol ? symbol->next : use_name_at(&u->names, id)->symbols;

	for (; each; each = each->next)
		if ((each->kind & kinds) && use_sees(&u->view, each->file))
			return each;
	return NULL;
}

/* Of the visible ones that which the view comes to first; of one file's the last. */
static struct use_symbol *nearest(const struct use *u, const struct use_name *name, unsigned kinds)
{
	struct use_symbol *best = NULL;
	struct use_symbol *each;

	for (each = name->symbols; each; each = each->next) {
		if (!(each->kind & kinds) || !use_sees(&u->view, each->file))
			continue;
		if (!best || u->view.ranks[each->file] < u->view.ranks[best->file])
			best = each;
	}
	return best;
}

struct use_symbol *use_look(struct use *u, uint32_t id, unsigned kinds)
{
	struct use_name *name = use_name_at(&u->names, id);
	struct use_symbol *best;

	if (!id)
		return NULL;
	read_view(u, name, kinds);
	best = nearest(u, name, kinds);
	if (!best && !(kinds & USE_SYM_MACRO) && expand_declaring_calls(u, name))
		best = nearest(u, name, kinds);
	return best;
}

void use_read_everywhere(struct use *u, uint32_t id)
{
	struct use_name *name = use_name_at(&u->names, id);
	uint32_t file;

	if (name->anywhere)
		return;
	name->anywhere = true;
	for (file = 0; file < u->files->list.count; file++) {
		const struct use_file *each = &u->files->list.items[file];

		if (each->header && !u->read[file] && may_have(each, name))
			use_read_symbols(u, file);
	}
}

struct use_symbol *use_look_far(struct use *u, uint32_t id, unsigned kinds)
{
	struct use_name *name = use_name_at(&u->names, id);
	struct use_symbol *found = use_look(u, id, kinds);
	struct use_symbol *each;

	if (found || !id)
		return found;
	use_read_everywhere(u, id);
	for (each = name->symbols; each; each = each->next) {
		if (!(each->kind & kinds) || !u->files->list.items[each->file].header)
			continue;
		if (found && found->file != each->file)
			return NULL;
		found = each;
	}
	return found;
}
