/* SPDX-License-Identifier: BSD-3-Clause */
#include "yaml_make.h"

#include <inttypes.h>
#include <string.h>

struct et_made *et_make_mapping(struct et_arena *arena)
{
	struct et_made *made = ET_NEW(arena, struct et_made);

	made->node.kind = ET_YAML_MAPPING;
	return made;
}

struct et_made *et_make_sequence(struct et_arena *arena)
{
	struct et_made *made = ET_NEW(arena, struct et_made);

	made->node.kind = ET_YAML_SEQUENCE;
	return made;
}

static const struct et_yaml *scalar(struct et_arena *arena, const char *text, bool plain)
{
	struct et_yaml *node = ET_NEW(arena, struct et_yaml);

	node->kind = ET_YAML_SCALAR;
	node->text = et_strdup(arena, text);
	node->plain = plain;
	return node;
}

/* Whether YAML reads it as the same text without quotes, in brackets too. */
static bool is_plain_text(const char *text)
{
	static const char *const words[] = {
		"true", "false", "null", "yes", "no", "on", "off", NULL};
	size_t i;

	if (!*text || strpbrk(text, ",[]{}:#&*!|>'\"%@`\\\t\n\r") ||
		strspn(text, " -+.?~=<0123456789") || text[strlen(text) - 1] == ' ')
		return false;
	for (i = 0; words[i]; i++) {
		if (strcasecmp(text, words[i]) == 0)
			return false;
	}
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	}
	return true;
}

const struct et_yaml *et_make_text(struct et_arena *arena, const char *text)
{
	return scalar(arena, text, is_plain_text(text));
}

const struct et_yaml *et_make_plain(struct et_arena *arena, const char *text)
{
	return scalar(arena, text, true);
}

const struct et_yaml *et_make_number(struct et_arena *arena, uint64_t number)
{
	return scalar(arena, et_sprintf(arena, "%" PRIu64, number), true);
}

void et_make_put(struct et_arena *arena, struct et_made *mapping, const char *key,
	const struct et_yaml *value)
{
	if (!value)
		return;
	*ET_APPEND(arena, &mapping->keys) = scalar(arena, key, true);
	et_make_add(arena, mapping, value);
	mapping->node.keys = mapping->keys.items;
}

void et_make_add(struct et_arena *arena, struct et_made *sequence, const struct et_yaml *value)
{
	if (!value)
		return;
	*ET_APPEND(arena, &sequence->items) = value;
	sequence->node.items = sequence->items.items;
	sequence->node.count = sequence->items.count;
}

static void put_scalar(struct et_buf *out, const struct et_yaml *node)
{
	const char *at;

	if (node->plain) {
		et_buf_puts(out, node->text);
		return;
	}
	et_buf_putc(out, '"');
	for (at = node->text; *at; at++) {
		unsigned char byte = (unsigned char)*at;

		if (byte == '"' || byte == '\\')
			et_buf_printf(out, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7f)
			et_buf_printf(out, "\\x%02x", byte);
		else
			et_buf_putc(out, *at);
	}
	et_buf_putc(out, '"');
}

void et_yaml_flow(struct et_buf *out, const struct et_yaml *node)
{
	size_t i;

	if (node->kind == ET_YAML_SCALAR) {
		put_scalar(out, node);
		return;
	}
	et_buf_putc(out, node->keys ? '{' : '[');
	for (i = 0; i < node->count; i++) {
		if (i)
			et_buf_puts(out, ", ");
		if (node->keys) {
			put_scalar(out, node->keys[i]);
			et_buf_puts(out, ": ");
		}
		et_yaml_flow(out, node->items[i]);
	}
	et_buf_putc(out, node->keys ? '}' : ']');
}

/* Whether a node has a list of mappings somewhere, as records have fields: too much for one line.
 */
static bool has_entries(const struct et_yaml *node)
{
	size_t i;

	if (node->kind == ET_YAML_SEQUENCE && node->count &&
		node->items[0]->kind == ET_YAML_MAPPING)
		return true;
	for (i = 0; i < node->count; i++) {
		if (has_entries(node->items[i]))
			return true;
	}
	return false;
}

static void new_line(struct et_buf *out, unsigned indent)
{
	et_buf_printf(out, "\n%*s", (int)indent, "");
}

void et_yaml_block(struct et_buf *out, const struct et_yaml *node, unsigned indent)
{
	size_t i;

	for (i = 0; i < node->count; i++) {
		const struct et_yaml *item = node->items[i];

		if (i)
			new_line(out, indent);
		if (!node->keys) {
			et_buf_puts(out, "- ");
			if (has_entries(item))
				et_yaml_block(out, item, indent + 2);
			else
				et_yaml_flow(out, item);
			continue;
		}
		put_scalar(out, node->keys[i]);
		et_buf_putc(out, ':');
		if (has_entries(item)) {
			new_line(out, indent + 2);
			et_yaml_block(out, item, indent + 2);
		} else {
			et_buf_putc(out, ' ');
			et_yaml_flow(out, item);
		}
	}
	if (!node->count)
		et_yaml_flow(out, node);
}
