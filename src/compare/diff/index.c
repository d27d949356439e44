/* SPDX-License-Identifier: BSD-3-Clause */
/* What each side defines: its headers, and in each the names with all their definitions. */
#include "differ.h"

#include "str.h"

#include <string.h>

struct et_diff_item *et_diff_first(
	const struct et_diff_side *side, enum et_item_kind kind, const char *name)
{
	return et_map_get(&side->names[kind], name, strlen(name));
}

struct et_diff_item *et_diff_find(const struct et_diff_side *side, enum et_item_kind kind,
	const char *name, const struct et_diff_file *file)
{
	struct et_diff_item *item = et_diff_first(side, kind, name);

	while (item && item->file != file)
		item = item->next;
	return item;
}

static struct et_diff_item *add_item(struct et_differ *differ, struct et_diff_side *side,
	struct et_diff_file *file, enum et_item_kind kind, const char *name)
{
	void **slot = et_map_slot(&side->names[kind], differ->arena, name, strlen(name));
	struct et_diff_item *first = *slot;
	struct et_diff_item *item;

	/* Headers are entered one after the other, and the newest item of a name comes first. */
	if (first && first->file == file)
		return first;
	item = ET_NEW(differ->arena, struct et_diff_item);
	item->kind = kind;
	item->name = name;
	item->file = file;
	item->next = first;
	*slot = item;
	file->n_items++;
	*ET_APPEND(differ->arena, &side->items) = item;
	return item;
}

static void add_variant(
	struct et_differ *differ, struct et_diff_item *item, const struct et_def *def)
{
	*ET_APPEND(differ->arena, &item->variants) = def;
}

/* "#define _ASM_X86_UNISTD_32_H 1", where the reader could not tell by its place. */
static bool is_include_guard(const struct et_constant *constant)
{
	const char *name = constant->def.name;
	size_t length = strlen(name);

	while (length && name[length - 1] == '_')
		length--;
	return *name == '_' && length > 2 && strncmp(name + length - 2, "_H", 2) == 0 &&
	       constant->spelling == ET_SPELLED_MACRO &&
	       (!constant->text || !*constant->text || et_streq(constant->text, "1"));
}

static void add_constants(
	struct et_differ *differ, struct et_diff_side *side, struct et_diff_file *file)
{
	size_t i;

	for (i = 0; i < file->file->n_constants; i++) {
		const struct et_constant *constant =
			&file->unit->constants[file->file->first_constant + i];
		struct et_diff_item *item;

		if (et_is_dead(constant->def.guard) || is_include_guard(constant))
			continue;
		item = add_item(differ, side, file, ET_ITEM_CONSTANT, constant->def.name);
		/* "#define NAME NAME" makes an enumerator visible to #ifdef, and nothing else. */
		if (et_streq(constant->alias_of, constant->def.name))
			item->has_macro = true;
		else
			add_variant(differ, item, &constant->def);
		if (constant->def.scope)
			add_variant(differ,
				add_item(differ, side, file, ET_ITEM_ENUM, constant->def.scope),
				&constant->def);
	}
}

static void add_others(
	struct et_differ *differ, struct et_diff_side *side, struct et_diff_file *file)
{
	size_t i;

	for (i = 0; i < file->file->n_records; i++) {
		const struct et_record *record = file->unit->records[file->file->first_record + i];

		/* A declaration without a body says nothing of its own. */
		if (et_is_dead(record->def.guard) || (!record->n_fields && !record->complete))
			continue;
		add_variant(differ, add_item(differ, side, file, ET_ITEM_RECORD, record->def.name),
			&record->def);
	}
	for (i = 0; i < file->file->n_typedefs; i++) {
		const struct et_typedef *type =
			&file->unit->typedefs[file->file->first_typedef + i];

		/* What names a record that has no other name is told as that record. */
		if (!et_is_dead(type->def.guard) &&
			!(type->type.record &&
				et_streq(type->type.record->def.name, type->def.name)))
			add_variant(differ,
				add_item(differ, side, file, ET_ITEM_TYPEDEF, type->def.name),
				&type->def);
	}
}

static void add_functions(
	struct et_differ *differ, struct et_diff_side *side, struct et_diff_file *file)
{
	size_t i;

	for (i = 0; i < file->file->n_functions; i++) {
		const struct et_function *function =
			&file->unit->functions[file->file->first_function + i];

		if (!et_is_dead(function->def.guard))
			add_variant(differ,
				add_item(differ, side, file, ET_ITEM_FUNCTION, function->def.name),
				&function->def);
	}
}

static bool spells_order(const struct et_field *field, void *data)
{
	(void)data;
	return field->type.order == ET_ORDER_LITTLE || field->type.order == ET_ORDER_BIG;
}

static bool spells_legacy(const struct et_field *field, void *data)
{
	(void)data;
	return field->type.order == ET_ORDER_VIRTIO;
}

static bool is_own(const struct et_field *field, void *data)
{
	static const char *const plain[] = {"void", "char", "unsigned char", "__u8", "uint8_t"};
	const struct et_type *type = &field->type;
	size_t i;

	(void)data;
	if (type->kind == ET_TYPE_INT)
		return type->base == ET_BASE_BOOL;
	if (type->kind != ET_TYPE_POINTER)
		return false;
	for (i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		if (et_streq(type->spelling, plain[i]))
			return false;
	}
	return true;
}

bool et_is_private_record(const struct et_record *record)
{
	return et_find_field(record, is_own, NULL, NULL) != NULL;
}

/*
 * The ABIs that an architecture's folder is compiled for ("asm-arm64/kvm.h", "arch/s390/…"), or
 * all. Those that no ABI here is like are read as the nearest.
 */
static uint32_t abis_of(const char *path)
{
	static const struct {
		const char *name;
		uint32_t abis;
	} architectures[] = {
		{"x86", ET_ABI_BIT(ET_ABI_LP64) | ET_ABI_BIT(ET_ABI_I386)},
		{"arm64", ET_ABI_BIT(ET_ABI_LP64)},
		{"riscv", ET_ABI_BIT(ET_ABI_LP64)},
		{"loongarch", ET_ABI_BIT(ET_ABI_LP64)},
		{"arm", ET_ABI_BIT(ET_ABI_LP64)},
		{"s390", ET_ABI_BIT(ET_ABI_BE64)},
		{"powerpc", ET_ABI_BIT(ET_ABI_LP64) | ET_ABI_BIT(ET_ABI_BE64)},
		{"mips", ET_ABI_BIT(ET_ABI_LP64) | ET_ABI_BIT(ET_ABI_BE64)},
	};
	const char *part = path;

	while (part) {
		const char *name = et_starts_with(part, "asm-")	   ? part + strlen("asm-")
				   : et_starts_with(part, "arch/") ? part + strlen("arch/")
								   : NULL;
		size_t i;

		for (i = 0; name && i < sizeof(architectures) / sizeof(*architectures); i++) {
			size_t length = strlen(architectures[i].name);

			if (strncmp(name, architectures[i].name, length) == 0 &&
				name[length] == '/')
				return architectures[i].abis;
		}
		part = strchr(part, '/');
		if (part)
			part++;
	}
	return ET_ABI_ALL;
}

/* Whether a path says that others use the header: folders that are installed, or imported. */
static bool is_exported(const char *path)
{
	return strstr(path, "uapi/") || strstr(path, "standard-headers") ||
	       strstr(path, "linux-headers");
}

/*
 * A header of which most records are the program's own, with pointers in them, is its own as a
 * whole: what it defines goes over no wire.
 */
static bool is_private(const struct et_diff_side *side, const struct et_diff_file *file)
{
	size_t own = 0;
	size_t i;

	if (is_exported(side->tree->path) || is_exported(file->file->path))
		return false;
	for (i = 0; i < file->file->n_records; i++)
		own += et_is_private_record(file->unit->records[file->file->first_record + i]);
	return own * 2 > file->file->n_records;
}

const char *et_include_name(const char *path)
{
	static const char *const folders[] = {"include/", "uapi/", "linux-headers/"};
	const char *part = path;
	const char *name = path;

	while (part) {
		size_t i;

		for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
			if (et_starts_with(part, folders[i]))
				name = part + strlen(folders[i]);
		}
		part = strchr(part, '/');
		if (part)
			part++;
	}
	return name;
}

static void add_file(struct et_differ *differ, struct et_diff_side *side,
	const struct et_unit *unit, const struct et_unit_file *file)
{
	struct et_diff_file *added = ET_NEW(differ->arena, struct et_diff_file);
	bool may_spell = !side->tree->dialect || side->tree->dialect->orders;
	const char *whole;
	size_t i;

	added->side = side;
	added->unit = unit;
	added->file = file;
	added->index = side->files.count;
	added->first_item = side->items.count;
	whole = *side->tree->path ? et_join(differ->arena, side->tree->path, "/", file->path)
				  : file->path;
	added->include = et_include_name(whole);
	added->within = added->include == whole ? file->path : added->include;
	for (i = 0; i < file->n_records; i++) {
		const struct et_record *record = unit->records[file->first_record + i];

		added->spells_order |= may_spell && et_find_field(record, spells_order, NULL, NULL);
		added->spells_legacy |= et_find_field(record, spells_legacy, NULL, NULL) != NULL;
	}
	added->abis = differ->options->abis &
		      abis_of(et_join(differ->arena, side->tree->path, "/", file->path));
	if (!added->abis)
		added->abis = differ->options->abis;
	added->is_private = is_private(side, added);
	*ET_APPEND(differ->arena, &side->files) = added;
	add_constants(differ, side, added);
	add_others(differ, side, added);
	add_functions(differ, side, added);
}

void et_diff_index(struct et_differ *differ, struct et_diff_side *side)
{
	size_t i, j;

	et_matcher_init(&side->matcher, differ->arena, differ->options->canon, side->tree->dialect);
	for (i = 0; i < side->tree->units.count; i++) {
		const struct et_unit *unit = side->tree->units.items[i];

		for (j = 0; j < unit->n_files; j++) {
			if (!unit->files[j].context)
				add_file(differ, side, unit, &unit->files[j]);
		}
	}
	et_diff_link_files(differ->arena, side);
}
