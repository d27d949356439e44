/* SPDX-License-Identifier: BSD-3-Clause */
/* What tables of a text and of the canon share. */
#include "spec_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct et_spec_item *et_spec_table_add(
	struct et_spec_table *table, enum etalon_change_what what, const char *name)
{
	struct et_spec_item *item = ET_NEW(table->arena, struct et_spec_item);

	item->what = what;
	item->name = name;
	item->features = "";
	item->text = "";
	*ET_APPEND(table->arena, &table->items) = item;
	return item;
}

void et_spec_table_enter(struct et_spec_table *table, struct et_spec_item *item, const char *key)
{
	void **slot;
	struct et_spec_item *first;
	struct et_spec_item *last;

	/* What a key is of is a part of it: a virtqueue is not the field of its name. */
	item->key = et_sprintf(table->arena, "%d %s", (int)item->what, key);
	slot = et_map_slot(&table->keys, table->arena, item->key, strlen(item->key));
	if (!*slot) {
		*slot = item;
		return;
	}
	first = *slot;
	last = first->last ? first->last : first;
	item->again = et_streq(first->interface, item->interface) ||
		      et_streq(last->interface, item->interface);
	last->next = item;
	first->last = item;
}

const char *et_spec_register_key(struct et_arena *arena, const struct et_spec_item *item)
{
	return item->legacy ? et_join(arena, "legacy", " ", item->name) : item->name;
}

const char *et_spec_value_text(struct et_arena *arena, const struct et_spec_item *item)
{
	uint64_t value = item->value;

	if (!item->has_value)
		return "no number";
	if (item->representation == ET_REP_BIT)
		return et_sprintf(arena, "%sbit %" PRIu64,
			item->kind == ET_CONST_FEATURE ? "feature " : "", value);
	if (item->representation == ET_REP_MASK)
		return et_sprintf(arena, "mask 0x%" PRIx64, value);
	return et_sprintf(arena, value < 4096 ? "%" PRIu64 : "0x%" PRIx64, value);
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (et_is_name_character(text[length]))
		length++;
	return length;
}

const char *et_spec_features(struct et_arena *arena, const char *text)
{
	ET_ARRAY(const char *) names = {0};
	const char *result = "";
	size_t i;

	for (; text && *text; text += *text != '\0') {
		size_t length = word_length(text);

		if (length && memmem(text, length, "_F_", 3))
			*ET_APPEND(arena, &names) = et_strndup(arena, text, length);
		text += length;
	}
	if (!names.count)
		return result;
	qsort(names.items, names.count, sizeof(*names.items), compare_names);
	for (i = 0; i < names.count; i++) {
		if (!i)
			result = names.items[i];
		else if (strcmp(names.items[i - 1], names.items[i]) != 0)
			result = et_join(arena, result, ", ", names.items[i]);
	}
	return result;
}

static void add_features(const struct et_when *when, struct et_buf *names)
{
	size_t i;

	if (when->op == ET_WHEN_FEATURE)
		et_buf_printf(names, " %s", when->name);
	for (i = 0; i < when->n_operands; i++)
		add_features(&when->operands[i], names);
}

const char *et_spec_when_features(struct et_arena *arena, const struct et_when *when)
{
	struct et_buf names = {0};
	const char *result;

	if (!when)
		return "";
	add_features(when, &names);
	result = et_spec_features(arena, names.data);
	et_buf_finish(&names);
	return result;
}

bool et_spec_is_id_set(const struct et_constant *constant)
{
	return constant->kind == ET_CONST_ID && constant->def.scope &&
	       (strcmp(constant->def.scope, "device-ids") == 0 ||
		       strcmp(constant->def.scope, "transitional-ids") == 0);
}

/* Which of the core's sets a table of the text stands for, by its heading. */
static const char *set_of_table(const char *table)
{
	if (table && strcasestr(table, "transitional"))
		return "transitional-ids";
	return table && strcasestr(table, "device id") ? "device-ids" : NULL;
}

const struct et_constant *et_spec_known_id(
	const struct et_canon *canon, const char *table, uint64_t number)
{
	const struct et_interface *core = et_canon_interface(canon, "core");
	const char *set = set_of_table(table);
	size_t i;

	for (i = 0; core && set && i < core->n_constants; i++) {
		const struct et_constant *constant = &core->constants[i];

		if (et_spec_is_id_set(constant) && strcmp(constant->def.scope, set) == 0 &&
			constant->value.bits == number)
			return constant;
	}
	return NULL;
}
