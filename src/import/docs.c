/* SPDX-License-Identifier: BSD-3-Clause */
#include "docs.h"

#include <string.h>

enum { LONGEST_LINE = 100 };

/* Whether a collection is in brackets. */
static bool is_flow(const struct et_doc *doc, const struct et_yaml *node)
{
	return node->end && (doc->text[node->start] == '{' || doc->text[node->start] == '[');
}

/* Where the line of a byte begins. */
static size_t line_start(const struct et_doc *doc, size_t at)
{
	while (at && doc->text[at - 1] != '\n')
		at--;
	return at;
}

/* Where the line ends that a value ends on: before its newline. */
static size_t line_end(const struct et_doc *doc, size_t end)
{
	/* A block of text (| and >) ends with its last newline. */
	if (end && doc->text[end - 1] == '\n')
		end--;
	while (end < doc->length && doc->text[end] != '\n' && doc->text[end] != '\r')
		end++;
	return end;
}

/* Behind the newline of that line. */
static size_t next_line(const struct et_doc *doc, size_t end)
{
	end = line_end(doc, end);
	while (end < doc->length && doc->text[end] == '\r')
		end++;
	return end + (end < doc->length);
}

static unsigned column(const struct et_doc *doc, size_t at)
{
	return (unsigned)(at - line_start(doc, at));
}

/* Where an entry ends: a key without a value ends with its colon. */
static size_t end_of(const struct et_yaml *key, const struct et_yaml *value)
{
	if (value->end)
		return value->end;
	return key ? key->end + 1 : 0;
}

static size_t end_of_item(const struct et_yaml *list, size_t index)
{
	return end_of(list->keys ? list->keys[index] : NULL, list->items[index]);
}

static size_t start_of_item(const struct et_yaml *list, size_t index)
{
	return list->keys ? list->keys[index]->start : list->items[index]->start;
}

static const char *line_break(const struct et_doc *doc)
{
	const char *newline = memchr(doc->text, '\n', doc->length);

	return newline && newline > doc->text && newline[-1] == '\r' ? "\r\n" : "\n";
}

/* The text with the document's own line breaks. */
static const char *with_breaks(struct et_arena *arena, const struct et_doc *doc, struct et_buf *buf)
{
	const char *newline = line_break(doc);
	struct et_buf out = {0};
	const char *at, *result;

	for (at = buf->data ? buf->data : ""; *at; at++) {
		if (*at == '\n')
			et_buf_puts(&out, newline);
		else
			et_buf_putc(&out, *at);
	}
	result = et_strdup(arena, out.data ? out.data : "");
	et_buf_finish(&out);
	et_buf_finish(buf);
	return result;
}

/* Every change of a document but its places goes through here. */
static void change(
	struct et_arena *arena, struct et_doc *doc, size_t start, size_t end, const char *text)
{
	if (!doc->frozen)
		et_edit(arena, &doc->edits, start, end, text);
}

void et_doc_place(
	struct et_arena *arena, struct et_doc *doc, const struct et_yaml *value, const char *text)
{
	if (value->end)
		et_edit(arena, &doc->edits, value->start, value->end, et_strdup(arena, text));
}

void et_doc_value(
	struct et_arena *arena, struct et_doc *doc, const struct et_yaml *value, const char *text)
{
	if (value->end)
		change(arena, doc, value->start, value->end, et_strdup(arena, text));
}

void et_doc_key(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *mapping,
	const char *behind, const char *key, const char *text)
{
	size_t i, at = mapping->count ? mapping->count - 1 : 0;
	struct et_buf buf = {0};
	size_t end;

	if (!mapping->count)
		return;
	for (i = 0; i < mapping->count; i++) {
		if (et_streq(mapping->keys[i]->text, behind))
			at = i;
	}
	end = end_of_item(mapping, at);
	if (is_flow(doc, mapping)) {
		et_buf_printf(&buf, ", %s: %s", key, text);
	} else {
		end = line_end(doc, end);
		et_buf_printf(&buf, "\n%*s%s: %s", (int)column(doc, mapping->keys[0]->start), "",
			key, text);
	}
	change(arena, doc, end, end, with_breaks(arena, doc, &buf));
}

/* Between commas: with the comma behind it, or the one before it when it is the last. */
static void remove_flow(
	struct et_arena *arena, struct et_doc *doc, const struct et_yaml *list, size_t index)
{
	size_t start = start_of_item(list, index);
	size_t end = end_of_item(list, index);

	if (index + 1 < list->count)
		end = start_of_item(list, index + 1);
	else if (index)
		start = end_of_item(list, index - 1);
	change(arena, doc, start, end, "");
}

/* Where the lines of an item of a block begin: at its dash or key. */
static size_t block_start(const struct et_doc *doc, const struct et_yaml *list, size_t index)
{
	size_t start = start_of_item(list, index);

	/* "- name: x": the dash is before the mapping, on this line or one above. */
	if (!list->keys) {
		while (start && doc->text[start - 1] != '-')
			start--;
		start -= start > 0;
	}
	return start;
}

void et_doc_remove_item(
	struct et_arena *arena, struct et_doc *doc, const struct et_yaml *list, size_t index)
{
	size_t start, end;

	if (is_flow(doc, list)) {
		remove_flow(arena, doc, list, index);
		return;
	}
	start = block_start(doc, list, index);
	end = next_line(doc, end_of_item(list, index));
	/* The first key behind a dash: what follows moves up to it. */
	if (strspn(doc->text + line_start(doc, start), " ") != column(doc, start)) {
		if (index + 1 < list->count)
			end = start_of_item(list, index + 1);
	} else {
		start = line_start(doc, start);
	}
	change(arena, doc, start, end, "");
}

void et_doc_remove_key(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *mapping,
	const struct et_yaml *key)
{
	size_t i;

	for (i = 0; i < mapping->count; i++) {
		if (mapping->keys[i] == key)
			et_doc_remove_item(arena, doc, mapping, i);
	}
}

/* Before an item of a block sequence, or behind its last. */
/*
 * Puts whole lines behind the line of a byte, not at its end: so they stay when that line goes.
 * text: without indentation, whose first line gets it here.
 */
static void insert_lines(
	struct et_arena *arena, struct et_doc *doc, size_t at, unsigned indent, const char *text)
{
	struct et_buf buf = {0};
	bool ended = at == 0 || doc->text[at - 1] == '\n';

	et_buf_printf(&buf, ended ? "%*s%s\n" : "\n%*s%s", (int)indent, "", text);
	change(arena, doc, at, at, with_breaks(arena, doc, &buf));
}

static void insert_block(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *list,
	size_t index, const char *text)
{
	size_t first = block_start(doc, list, 0);
	unsigned indent = column(doc, first);
	struct et_buf buf = {0};

	text = et_sprintf(arena, "- %s", text);
	if (index) {
		insert_lines(
			arena, doc, next_line(doc, end_of_item(list, index - 1)), indent, text);
	} else if (strspn(doc->text + line_start(doc, first), " ") == indent) {
		insert_lines(arena, doc, line_start(doc, first), indent, text);
	} else {
		/* "- - x": something else stands on the line, too. */
		et_buf_printf(&buf, "%s\n%*s", text, (int)indent, "");
		change(arena, doc, first, first, with_breaks(arena, doc, &buf));
	}
}

void et_doc_insert_text(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *sequence,
	size_t index, const char *text)
{
	size_t at;

	if (index > sequence->count)
		index = sequence->count;
	if (!is_flow(doc, sequence)) {
		if (sequence->count)
			insert_block(arena, doc, sequence, index, text);
		return;
	}
	if (!sequence->count)
		change(arena, doc, sequence->start + 1, sequence->start + 1,
			et_strdup(arena, text));
	else if (index < sequence->count) {
		/* Before what follows, as what it follows may go. */
		at = start_of_item(sequence, index);
		change(arena, doc, at, at, et_sprintf(arena, "%s, ", text));
	} else {
		at = end_of_item(sequence, index - 1);
		change(arena, doc, at, at, et_sprintf(arena, ", %s", text));
	}
}

/* Whether the neighbours of a new item have their keys on lines of their own. */
static bool neighbours_are_blocks(
	const struct et_doc *doc, const struct et_yaml *list, size_t index)
{
	const struct et_yaml *neighbour = list->items[index ? index - 1 : 0];

	return neighbour->kind == ET_YAML_MAPPING && !is_flow(doc, neighbour);
}

void et_doc_insert(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *sequence,
	size_t index, const struct et_yaml *item)
{
	bool flow = is_flow(doc, sequence);
	struct et_buf buf = {0}, block = {0};
	unsigned indent = flow ? 0 : column(doc, block_start(doc, sequence, 0)) + 2;

	et_yaml_flow(&buf, item);
	if (!flow) {
		et_yaml_block(&block, item, indent);
		/* Lists of entries make lines in any case; a long line only where others do. */
		if (strstr(block.data, ":\n") ||
			(indent + buf.length > LONGEST_LINE &&
				neighbours_are_blocks(doc, sequence, index))) {
			et_buf_clear(&buf);
			et_buf_puts(&buf, block.data);
		}
	}
	et_doc_insert_text(arena, doc, sequence, index, buf.data ? buf.data : "");
	et_buf_finish(&buf);
	et_buf_finish(&block);
}

void et_doc_entry(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *mapping,
	const char *key, const struct et_yaml *entry)
{
	struct et_buf buf = {0};
	unsigned indent;
	size_t at;

	if (is_flow(doc, mapping)) {
		at = mapping->count ? end_of_item(mapping, mapping->count - 1) : mapping->start + 1;
		et_buf_printf(&buf, "%s%s: ", mapping->count ? ", " : "", key);
		et_yaml_flow(&buf, entry);
	} else {
		struct et_buf inner = {0};

		indent = column(doc, mapping->keys[0]->start);
		et_yaml_block(&inner, entry, indent + 2);
		et_buf_printf(&buf, "%s:", key);
		if (strstr(inner.data, ":\n")) {
			et_buf_printf(&buf, "\n%*s%s", (int)indent + 2, "", inner.data);
		} else {
			et_buf_putc(&buf, ' ');
			et_yaml_flow(&buf, entry);
		}
		et_buf_finish(&inner);
		insert_lines(arena, doc, next_line(doc, end_of_item(mapping, mapping->count - 1)),
			indent, buf.data);
		et_buf_finish(&buf);
		return;
	}
	change(arena, doc, at, at, with_breaks(arena, doc, &buf));
}

/* Where a key belongs that the file has not: behind the nearest of those that come before it. */
static size_t place_of_key(const struct et_doc *doc, const char *key)
{
	static const char *const order[] = {
		"sections", "constants", "records", "views", "registers", "virtqueues", "commands"};
	size_t i, k, end = 0;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (strcmp(order[i], key) == 0)
			break;
		for (k = 0; k < doc->root->count; k++) {
			if (strcmp(doc->root->keys[k]->text, order[i]) == 0)
				end = end_of_item(doc->root, k);
		}
	}
	/* Else behind the head: before whatever of these it has. */
	for (k = 0; !end && k < doc->root->count; k++) {
		for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
			if (strcmp(doc->root->keys[k]->text, order[i]) == 0 && k)
				return end_of_item(doc->root, k - 1);
		}
	}
	return end ? end : end_of_item(doc->root, doc->root->count - 1);
}

static void print_key(struct et_buf *out, const char *key, const struct et_made *made)
{
	if (!made)
		return;
	et_buf_printf(out, "\n%s:\n  ", key);
	et_yaml_block(out, &made->node, 2);
	et_buf_putc(out, '\n');
}

static void enter_key(
	struct et_arena *arena, struct et_doc *doc, const char *key, const struct et_made *made)
{
	struct et_buf buf = {0};

	if (!made)
		return;
	print_key(&buf, key, made);
	buf.data[--buf.length] = '\0';
	insert_lines(arena, doc, next_line(doc, place_of_key(doc, key)), 0, buf.data);
	et_buf_finish(&buf);
}

/* A new file: its head, a key a line, and what is in it. */
static void print_new(struct et_arena *arena, struct et_doc *doc)
{
	struct et_buf out = {0};
	size_t i;

	et_buf_puts(&out, "# SPDX-License-Identifier: BSD-3-Clause\n");
	for (i = 0; i < doc->root->count; i++) {
		et_buf_printf(&out, "%s: ", doc->root->keys[i]->text);
		et_yaml_flow(&out, doc->root->items[i]);
		et_buf_putc(&out, '\n');
	}
	print_key(&out, "sections", doc->sections);
	print_key(&out, "constants", doc->constants);
	print_key(&out, "records", doc->records);
	print_key(&out, "virtqueues", doc->virtqueues);
	print_key(&out, "commands", doc->commands);
	doc->after = et_strdup(arena, out.data);
	doc->after_length = out.length;
	et_buf_finish(&out);
}

bool et_doc_finish(struct et_arena *arena, struct et_doc *doc)
{
	if (doc->after)
		return true; /* made anew */
	if (!doc->text) {
		print_new(arena, doc);
		return true;
	}
	/* A frozen one drops them, as change() does. */
	enter_key(arena, doc, "sections", doc->sections);
	enter_key(arena, doc, "constants", doc->constants);
	enter_key(arena, doc, "records", doc->records);
	enter_key(arena, doc, "virtqueues", doc->virtqueues);
	enter_key(arena, doc, "commands", doc->commands);
	doc->after = et_edits_apply(arena, &doc->edits, doc->text, doc->length, &doc->after_length);
	return doc->after != NULL;
}
