/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Registers: of macros like \mmioreg{Name}{Function}{0x010}{R}{…}, and of tables that have one in
 * each column.
 */
#include "tex_take.h"

#include <string.h>
#include <strings.h>

static enum et_access access_of(const char *text)
{
	bool reads = strpbrk(text, "rR"), writes = strpbrk(text, "wW");

	for (const char *at = text; *at; at++)
		if (!strchr("RrWw+/, ", *at))
			return strncasecmp(text, "read", 4) == 0 && !tex_mentions(text, "write")
				       ? ET_ACCESS_RO
				       : ET_ACCESS_UNKNOWN;
	if (reads && writes)
		return ET_ACCESS_RW;
	if (reads)
		return ET_ACCESS_RO;
	return writes ? ET_ACCESS_WO : ET_ACCESS_UNKNOWN;
}

/* What of a register its source says. */
struct found {
	const char *name; /* in the arena */
	const char *at;
	const char *block;
	uint32_t offset, width;
	enum et_access access;
};

static void add(
	struct tex_builder *builder, const struct tex_block *block, const struct found *found)
{
	struct et_spec_register *added = ET_APPEND(builder->arena, &builder->registers);

	added->legacy = tex_in_legacy(builder->doc, block);
	added->heading = block->heading;
	added->reg.def.kind = ET_DEF_REGISTER;
	added->reg.def.name = found->name;
	added->reg.def.place = tex_place(builder->doc, block, found->at);
	added->reg.def.abis = ET_ABI_ALL;
	added->reg.def.status = added->legacy ? ET_STATUS_LEGACY : ET_STATUS_STANDARD;
	added->reg.block = found->block;
	added->reg.offset = found->offset;
	added->reg.width = found->width;
	added->reg.access = found->access;
	added->reg.order = added->legacy ? ET_ORDER_HOST : ET_ORDER_LITTLE;
}

/* "0x100+" is open ended. */
static bool offset_of(const struct tex_span *span, uint32_t *offset, bool *open)
{
	const char *at = span->begin;
	struct tex_range range;

	if (!tex_range(&at, span->end, &range) || tex_skip(at, span->end) != span->end)
		return false;
	if (range.first > UINT32_MAX)
		return false;
	*offset = (uint32_t)range.first;
	*open = range.last == UINT64_MAX && range.first != UINT64_MAX;
	return true;
}

/* Names, the function, as many offsets as names, the direction: \mmioreg has one, \mmiodreg two. */
enum { MAX_NAMES = 3, MAX_GROUPS = 2 * MAX_NAMES + 2 };

static void take_call(struct tex_builder *builder, const struct tex_block *block,
	const char *block_name, const struct tex_span *groups, size_t n_groups)
{
	size_t first = 1, n;
	uint32_t offset;
	bool open;

	while (first < n_groups && !offset_of(&groups[first], &offset, &open))
		first++;
	if (first < 2 || first == n_groups)
		return;
	n = first - 1;
	if (n > MAX_NAMES || first + n >= n_groups)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct tex_span *direction = &groups[first + n];
		struct found found = {.block = block_name, .at = groups[i].begin};

		if (!offset_of(&groups[first + i], &found.offset, &open))
			return;
		found.width = open ? 0 : 4;
		found.name = tex_plain_text(builder->arena, groups[i].begin, groups[i].end);
		found.access =
			access_of(tex_plain_text(builder->arena, direction->begin, direction->end));
		if (*found.name)
			add(builder, block, &found);
	}
}

/* "mmio" of "mmioreg" and "mmiodreg": what stands before "reg", without a "d" for "double". */
static const char *block_of(struct et_arena *arena, const char *name, size_t length)
{
	length -= 3;
	if (length > 1 && name[length - 1] == 'd')
		length--;
	return et_strndup(arena, name, length);
}

void tex_take_register_macros(struct tex_builder *builder, const struct tex_block *block)
{
	enum { LONGEST = 200 }; /* of a group, so that one that never ends costs little */
	const struct tex_file *file;
	const char *limit;
	struct tex_scan scan;
	const char *slash;

	if (block->superseded || block->text.begin == block->text.end ||
		!memmem(block->text.begin, (size_t)(block->text.end - block->text.begin), "reg{",
			4))
		return;
	/* The description may be cut by blocks of its own; what comes before it is not. */
	file = &builder->doc->files.items[block->text.file];
	limit = file->data + file->length;
	tex_scan_begin(&scan, block->text.begin, block->text.end);
	while (!tex_full(builder) && (slash = tex_scan_char(&scan, '\\'))) {
		struct tex_span groups[MAX_GROUPS];
		const char *at = slash, *name, *end;
		size_t length, n = 0;

		if (!tex_command(&at, block->text.end, &name, &length) || length < 4 ||
			memcmp(name + length - 3, "reg", 3) != 0)
			continue;
		while (n < MAX_GROUPS) {
			end = limit - at > LONGEST ? at + LONGEST : limit;
			if (!tex_group(&at, end, '{', &groups[n]))
				break;
			n++;
		}
		if (n)
			take_call(
				builder, block, block_of(builder->arena, name, length), groups, n);
	}
}

static const struct tex_row *find_row(
	const struct tex_row *rows, size_t n_rows, const char *const *begins)
{
	for (; *begins; begins++)
		for (size_t i = 0; i < n_rows; i++)
			if (strncasecmp(rows[i].cells[0].text, *begins, strlen(*begins)) == 0)
				return &rows[i];
	return NULL;
}

bool tex_take_register_columns(
	struct tex_builder *builder, const struct tex_row *rows, size_t n_rows, uint32_t *next)
{
	static const char *const widths_begin[] = {"Bits", "Width", NULL};
	static const char *const access_begin[] = {"Read", "Access", "Direction", NULL};
	static const char *const names_begin[] = {"Purpose", "Name", "Register", "Field", NULL};
	const struct tex_row *widths = find_row(rows, n_rows, widths_begin);
	const struct tex_row *access = find_row(rows, n_rows, access_begin);
	const struct tex_row *names = find_row(rows, n_rows, names_begin);

	if (!widths || !access || !names)
		return false;
	for (size_t c = 1; c < names->n_cells && c < widths->n_cells; c++) {
		const char *at = widths->cells[c].text, *end = at + strlen(at);
		struct found found = {.block = "pci-legacy", .at = names->cells[c].at};
		uint64_t bits;

		/* What has no number, "Device Specific", has no place of its own either. */
		if (!tex_number(&at, end, &bits) || at != end || bits % 8 || bits > 64 || !bits)
			break;
		found.offset = *next;
		found.width = (uint32_t)bits / 8;
		*next += found.width;
		found.name = et_strdup(builder->arena, names->cells[c].text);
		if (c < access->n_cells)
			found.access = access_of(access->cells[c].text);
		if (!names->block->superseded)
			add(builder, names->block, &found);
	}
	return true;
}
