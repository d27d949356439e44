/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tables that give numbers to names or to words. Which column has what is told by the cells first
 * and by the headings second: texts differ in both.
 */
#include "tex_take.h"

#include "str.h"

#include <string.h>
#include <strings.h>

enum { MAX_ROWS = 4096, NO_COLUMN = TEX_MAX_CELLS, KEPT = 32 * 1024 };

/* What is in a table's columns. */
struct shape {
	bool headed;
	size_t number, name, title; /* columns, or NO_COLUMN */
	const char *head;	    /* the number's heading; "" without one */
	int base;		    /* numbers without "0x" are in it */
	bool counts;		    /* the number is an identification, by its heading */
	bool bit;
	bool loose; /* a name may do without an underscore: the column is headed as one of names */
	enum et_constant_kind kind;
};

struct table {
	struct tex_builder *builder;
	struct et_arena arena; /* for the rows; emptied when it is more than KEPT */
	ET_ARRAY(struct tex_row) rows;
	struct et_buf buf;
	struct tex_map map;
	struct shape shape;
	uint32_t group; /* + 1; 0: none given out yet */
};

/* The end of a cell: an "&" outside of braces, of commands and of comments. */
static const char *cell_end(const char *at, const char *end)
{
	unsigned depth = 0;

	for (; at < end; at++) {
		if (*at == '\\') {
			at++;
		} else if (*at == '%') {
			at = memchr(at, '\n', (size_t)(end - at));
			if (!at)
				break;
		} else if (*at == '{') {
			depth++;
		} else if (*at == '}') {
			depth -= depth > 0;
		} else if (*at == '&' && !depth) {
			return at;
		}
	}
	return end;
}

static struct tex_cell make_cell(struct table *table, const char *begin, const char *end)
{
	struct tex_cell cell = {.text = "", .at = begin};
	size_t first = 0, last;

	et_buf_clear(&table->buf);
	table->map.at.count = 0;
	tex_plain(&table->buf, begin, end, &table->map);
	last = table->buf.length;
	while (first < last && table->buf.data[first] == ' ')
		first++;
	while (last > first && table->buf.data[last - 1] == ' ')
		last--;
	if (first == last)
		return cell;
	cell.text = et_strndup(&table->arena, table->buf.data + first, last - first);
	cell.at = table->map.at.items[first];
	return cell;
}

static void add_row(struct table *table, const struct tex_block *block)
{
	struct tex_cell cells[TEX_MAX_CELLS], *copy;
	const char *at = block->text.begin, *end = block->text.end;
	struct tex_row *row;
	size_t n = 0;

	while (at <= end && n < TEX_MAX_CELLS) {
		const char *stop = cell_end(at, end);

		cells[n++] = make_cell(table, at, stop);
		at = stop + 1;
	}
	if (!n || (n == 1 && !*cells[0].text))
		return;
	row = ET_APPEND(&table->arena, &table->rows);
	copy = ET_NEW_ARRAY(&table->arena, n, struct tex_cell);
	memcpy(copy, cells, n * sizeof(*cells));
	*row = (struct tex_row){.block = block, .cells = copy, .n_cells = n};
}

/* Whether a cell is a number or a range and no more, but for a remark in parentheses. */
static bool cell_number(const char *text, int base, struct tex_range *range)
{
	const char *at = text, *end = text + strlen(text);
	char hex[24];

	if (base == 16 && *text && strlen(text) < sizeof(hex) - 2 &&
		strspn(text, "0123456789abcdefABCDEF") == strlen(text)) {
		at = hex;
		end = hex + 2 + strlen(text);
		memcpy(hex, "0x", 2);
		memcpy(hex + 2, text, strlen(text) + 1);
	}
	if (!tex_range(&at, end, range))
		return false;
	at = tex_skip(at, end);
	return at == end || (*at == '(' && end[-1] == ')');
}

/* Whether a cell is a name and no more. */
static bool cell_name(const char *text, bool loose)
{
	size_t length = strlen(text);

	return length && tex_identifier(text, text + length) == length &&
	       tex_is_constant(text, length, loose);
}

static bool has_letters(const char *text)
{
	for (; *text; text++)
		if ((*text | 0x20) >= 'a' && (*text | 0x20) <= 'z')
			return true;
	return false;
}

/* Whether one of the words, separated by blanks, is a word of the heading. */
static bool heading_has(const char *heading, const char *words)
{
	while (*words) {
		size_t length = strcspn(words, " ");

		for (const char *at = heading; *at; at++) {
			bool start = at == heading || !tex_identifier(at - 1, at);

			if (start && strncasecmp(at, words, length) == 0 &&
				!tex_identifier(at + length, at + length + 1))
				return true;
		}
		words += length;
		words += strspn(words, " ");
	}
	return false;
}

static enum et_constant_kind kind_of(const char *heading)
{
	if (heading_has(heading, "opcode command class"))
		return ET_CONST_COMMAND;
	if (heading_has(heading, "status"))
		return ET_CONST_STATUS;
	if (heading_has(heading, "bit bits flag"))
		return ET_CONST_FLAG;
	if (heading_has(heading, "id identifier"))
		return ET_CONST_ID;
	if (heading_has(heading, "type value action code"))
		return ET_CONST_VALUE;
	return ET_CONST_OTHER;
}

static const char *cell_text(const struct tex_row *row, size_t column)
{
	return column < row->n_cells ? row->cells[column].text : "";
}

static const char *heading_of(const struct table *table, size_t column)
{
	return table->shape.headed ? cell_text(table->rows.items, column) : "";
}

/* A column headed \field{type} says what a message holds in its field. */
static bool is_field(const struct table *table, size_t column)
{
	static const char field[] = "\\field{";
	const size_t length = sizeof(field) - 1;
	const struct tex_row *row = table->rows.items;
	const char *at;

	if (!table->shape.headed || column >= row->n_cells)
		return false;
	at = row->cells[column].at;
	return (size_t)(at - row->block->text.begin) >= length &&
	       memcmp(at - length, field, length) == 0;
}

static int base_of(const char *heading)
{
	return heading_has(heading, "hex hexadecimal") ? 16 : 10;
}

/* How many of a column's cells are what. */
struct column {
	size_t numbers, names, words;
};

static void count_cells(const struct table *table, struct column *columns)
{
	struct tex_range range;
	int bases[TEX_MAX_CELLS]; /* once, as a heading may be long */

	for (size_t c = 0; c < TEX_MAX_CELLS; c++)
		bases[c] = base_of(heading_of(table, c));
	for (size_t i = table->shape.headed; i < table->rows.count; i++)
		for (size_t c = 0; c < table->rows.items[i].n_cells; c++) {
			const char *text = table->rows.items[i].cells[c].text;

			if (cell_number(text, bases[c], &range))
				columns[c].numbers++;
			else if (cell_name(text, true))
				columns[c].names++;
			else if (has_letters(text))
				columns[c].words++;
		}
}

/* Whether a heading says that numbers below it stand for things, or that they measure something. */
static bool identifies(const char *heading)
{
	return heading_has(heading, "id ids identifier cid shmid opcode status type value number "
				    "action code command class index bit selector #");
}

static bool measures(const char *heading)
{
	return heading_has(heading, "size sizes width length len alignment align offset bytes bits "
				    "count minimum maximum min max default revision");
}

static void find_columns(struct table *table)
{
	struct shape *shape = &table->shape;
	struct column columns[TEX_MAX_CELLS] = {0};
	const struct tex_row *first = table->rows.items;
	struct tex_range range;
	size_t best = 0;

	*shape = (struct shape){
		.number = NO_COLUMN, .name = NO_COLUMN, .title = NO_COLUMN, .head = "", .base = 10};
	shape->headed = table->rows.count > 1;
	for (size_t c = 0; c < first->n_cells; c++)
		if (cell_number(first->cells[c].text, 10, &range) ||
			(cell_name(first->cells[c].text, false)))
			shape->headed = false;
	count_cells(table, columns);
	for (size_t c = 0; c < TEX_MAX_CELLS; c++) {
		const char *head = heading_of(table, c);
		size_t weight = 0;

		if (columns[c].numbers &&
			columns[c].numbers >= columns[c].names + columns[c].words &&
			!measures(head))
			weight = identifies(head) ? 2 : 1;
		if (weight > best) {
			best = weight;
			shape->number = c;
			shape->head = head;
			shape->counts = weight == 2 && !is_field(table, c);
		}
	}
	for (size_t c = 0; c < TEX_MAX_CELLS; c++) {
		const char *head = heading_of(table, c);

		if (c == shape->number)
			continue;
		if (shape->name == NO_COLUMN && columns[c].names >= columns[c].words &&
			columns[c].names && !is_field(table, c))
			shape->name = c;
		else if (columns[c].words && !heading_has(head, "name") &&
			 (shape->title == NO_COLUMN ||
				 columns[c].words >= columns[shape->title].words))
			shape->title = c;
	}
	shape->bit = heading_has(shape->head, "bit");
	shape->loose = heading_has(heading_of(table, shape->name), "name names constant macro");
	shape->kind = kind_of(shape->head);
	shape->base = base_of(shape->head);
	/* The ids of all rows keep it. */
	if (shape->counts)
		shape->head = et_strdup(table->builder->arena, shape->head);
}

static uint32_t group_of(struct table *table)
{
	if (!table->group)
		table->group = ++table->builder->groups;
	return table->group - 1;
}

static void name_row(struct table *table, const struct tex_row *row, const struct tex_range *range)
{
	const struct tex_cell *cell = &row->cells[table->shape.name];
	struct et_spec_constant *added;

	added = tex_add_constant(table->builder, row->block, cell->at, cell->text,
		strlen(cell->text), range, ET_ORIGIN_TABLE, group_of(table));
	if (added->constant.kind == ET_CONST_OTHER || added->constant.kind == ET_CONST_STATUS)
		added->constant.kind = table->shape.kind;
	if (table->shape.bit)
		added->constant.representation = ET_REP_BIT;
}

static void take_row(struct table *table, const struct tex_row *row)
{
	const struct shape *shape = &table->shape;
	struct tex_range range;
	const char *title;

	if (shape->number >= row->n_cells)
		return;
	if (!cell_number(row->cells[shape->number].text, shape->base, &range))
		return;
	if (shape->name < row->n_cells && cell_name(row->cells[shape->name].text, shape->loose)) {
		name_row(table, row, &range);
		return;
	}
	title = cell_text(row, shape->title);
	if (shape->counts && has_letters(title)) {
		struct et_spec_id *id = tex_add_id(table->builder, row->block,
			row->cells[shape->number].at, title, strlen(title), &range, shape->head);

		if (id)
			id->group = group_of(table);
	}
}

/* The rows of a table stand one after the other; what is inside of a cell is deeper. */
static size_t read_rows(struct table *table, size_t begin)
{
	const struct tex_doc *doc = table->builder->doc;
	const struct tex_block *first = &doc->blocks.items[begin];
	size_t i = begin;

	for (; i < doc->blocks.count; i++) {
		const struct tex_block *block = &doc->blocks.items[i];

		if (block->kind == TEX_ROW && block->list == first->list) {
			if (table->rows.count < MAX_ROWS)
				add_row(table, block);
		} else if (block->depth <= first->depth &&
			   (block->kind != TEX_BEGIN && block->kind != TEX_END)) {
			break;
		} else if (block->depth < first->depth) {
			break;
		}
	}
	return i;
}

void tex_take_tables(struct tex_builder *builder)
{
	const struct tex_doc *doc = builder->doc;
	struct table table = {.builder = builder};
	uint32_t next = 0, heading = ET_SPEC_NONE;

	et_arena_init(&table.arena);
	et_buf_init(&table.buf);
	table.map.arena = builder->arena;
	for (size_t i = 0; i < doc->blocks.count; i++)
		if (doc->blocks.items[i].kind == TEX_ROW)
			tex_take_register_macros(builder, &doc->blocks.items[i]);
	for (size_t i = 0; i < doc->blocks.count;) {
		const struct tex_block *block = &doc->blocks.items[i];
		size_t end;

		if (block->kind != TEX_ROW) {
			i++;
			continue;
		}
		if (tex_full(builder)) {
			tex_complain_full(builder, block);
			break;
		}
		end = read_rows(&table, i);
		if (block->heading != heading)
			next = 0;
		heading = block->heading;
		if (table.rows.count && !tex_take_register_columns(builder, table.rows.items,
						table.rows.count, &next)) {
			find_columns(&table);
			table.group = 0;
			for (size_t r = table.shape.headed; r < table.rows.count; r++)
				take_row(&table, &table.rows.items[r]);
		}
		for (size_t r = 0; r < table.rows.count; r++) {
			const struct tex_block *row = table.rows.items[r].block;

			tex_add_pairs(builder, row, row->text.begin, row->text.end);
		}
		memset(&table.rows, 0, sizeof(table.rows));
		if (table.arena.used > KEPT)
			et_arena_finish(&table.arena);
		i = end > i ? end : i + 1;
	}
	et_buf_finish(&table.buf);
	et_arena_finish(&table.arena);
}
