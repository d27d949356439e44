/* SPDX-License-Identifier: BSD-3-Clause */
/* Requirements: what sections demand, by id, level and target. */
#include "reader.h"

#include "str.h"

#include <stdlib.h>
#include <string.h>

static const char *const file_keys[] = {"requirements", NULL};
static const char *const entry_keys[] = {"id", "level", "target", "since", "until", NULL};

struct requirements {
	struct reader *reader;
	struct et_buf texts;
	struct et_map labels; /* offset + 1 */
	struct et_map ids;    /* the node that has it */
	ET_ARRAY(struct et_requirement) list;
};

static uint32_t add_text(struct requirements *requirements, const char *text)
{
	uint32_t offset = (uint32_t)requirements->texts.length;

	et_buf_add(&requirements->texts, text, strlen(text) + 1);
	return offset;
}

/* A label stands in the texts once, however many sections of however many files have it. */
static uint32_t add_label(struct requirements *requirements, const char *label)
{
	void **slot = et_map_slot(
		&requirements->labels, requirements->reader->arena, label, strlen(label));

	if (!*slot)
		*slot = (void *)((uintptr_t)add_text(requirements, label) + 1);
	return (uint32_t)((uintptr_t)*slot - 1);
}

/* The id of an entry, which no other has; NULL with an error. */
static const char *read_id(struct requirements *requirements, const struct et_yaml *node)
{
	struct reader *reader = requirements->reader;
	const struct et_yaml *id = et_yaml_need(reader->diags, node, "requirement", "id");
	const char *text = et_yaml_scalar(reader->diags, id, "id");
	void **slot;

	if (!text)
		return NULL;
	slot = et_map_slot(&requirements->ids, reader->arena, text, strlen(text));
	if (*slot) {
		et_yaml_error(reader->diags, id, "requirement '%s' is in line %u already", text,
			((const struct et_yaml *)*slot)->line);
		return NULL;
	}
	*slot = (void *)(uintptr_t)id;
	return text;
}

static void read_entry(
	struct requirements *requirements, const char *label, const struct et_yaml *node)
{
	struct reader *reader = requirements->reader;
	struct et_diags *diags = reader->diags;
	const char *levels[ET_LEVEL_COUNT + 1] = {0};
	const char *targets[ET_TARGET_COUNT + 1] = {0};
	struct et_requirement *requirement;
	enum et_edition since, until;
	const char *id;
	int level, target;
	unsigned i;

	if (!et_yaml_check_keys(diags, node, "requirement", entry_keys))
		return;
	for (i = 0; i < ET_LEVEL_COUNT; i++)
		levels[i] = et_level_name((enum et_level)i);
	for (i = 0; i < ET_TARGET_COUNT; i++)
		targets[i] = et_target_name((enum et_target)i);
	id = read_id(requirements, node);
	level = et_yaml_word(
		diags, et_yaml_need(diags, node, "requirement", "level"), "level", levels);
	target = et_yaml_word(
		diags, et_yaml_need(diags, node, "requirement", "target"), "target", targets);
	since = et_reg_edition(reader, node, "since", ET_EDITION_UNKNOWN);
	until = et_reg_edition(reader, node, "until", ET_EDITION_UNKNOWN);
	if (until && until < since)
		et_yaml_error(diags, node, "until %s, but since %s", et_edition_name(until),
			et_edition_name(since));
	if (!id || level < 0 || target < 0)
		return;
	requirement = ET_APPEND(reader->arena, &requirements->list);
	requirement->label = add_label(requirements, label);
	requirement->id = add_text(requirements, id);
	requirement->level = (uint8_t)level;
	requirement->target = (uint8_t)target;
	requirement->since = (uint8_t)since;
	requirement->until = (uint8_t)until;
}

static void read_file(struct requirements *requirements, const struct et_yaml *node)
{
	struct et_diags *diags = requirements->reader->diags;
	const struct et_yaml *sections = et_yaml_get(node, "requirements");
	size_t i, j;

	et_yaml_check_keys(diags, node, "file of requirements", file_keys);
	if (!et_yaml_is(diags, sections, "requirements", ET_YAML_MAPPING))
		return;
	for (i = 0; i < sections->count; i++) {
		const struct et_yaml *list = sections->items[i];

		if (!et_yaml_is(diags, list, "a section's requirements", ET_YAML_SEQUENCE))
			continue;
		for (j = 0; j < list->count; j++)
			read_entry(requirements, sections->keys[i]->text, list->items[j]);
	}
}

/* qsort() passes no context: the texts themselves are compared by addresses for the time being. */
struct sortable {
	const char *label;
	const char *id;
	struct et_requirement requirement;
};

static int compare(const void *left, const void *right)
{
	const struct sortable *a = left, *b = right;
	int order = strcmp(a->label, b->label);

	return order ? order : strcmp(a->id, b->id);
}

/* By label, then id, with the texts in that order, too: nothing depends on that of the file. */
static void finish(struct requirements *requirements)
{
	struct reader *reader = requirements->reader;
	size_t i, count = requirements->list.count;
	struct sortable *sorted = ET_NEW_ARRAY(reader->arena, count, struct sortable);
	const char *texts = requirements->texts.data;
	struct requirements out = {.reader = reader};

	for (i = 0; i < count; i++) {
		const struct et_requirement *one = &requirements->list.items[i];

		sorted[i] = (struct sortable){texts + one->label, texts + one->id, *one};
	}
	if (count > 1)
		qsort(sorted, count, sizeof(*sorted), compare);
	for (i = 0; i < count; i++) {
		struct et_requirement *one = ET_APPEND(reader->arena, &out.list);

		*one = sorted[i].requirement;
		one->label = add_label(&out, sorted[i].label);
		one->id = add_text(&out, sorted[i].id);
	}
	reader->canon->requirements = out.list.items;
	reader->canon->n_requirements = count;
	if (out.texts.length) {
		char *copy = et_alloc(reader->arena, out.texts.length);

		memcpy(copy, out.texts.data, out.texts.length);
		reader->canon->requirement_texts = copy;
		reader->canon->requirement_texts_size = out.texts.length;
	}
	et_buf_finish(&out.texts);
}

void et_reg_requirements(struct reader *reader)
{
	struct requirements requirements = {.reader = reader};
	size_t i;

	for (i = 0; i < reader->requirements.count; i++)
		read_file(&requirements, reader->requirements.items[i]);
	finish(&requirements);
	et_buf_finish(&requirements.texts);
}
