/* SPDX-License-Identifier: BSD-3-Clause */
/* Any bytes as a YAML file: read, and asked for everything in every way. */
#include "yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const words[] = {"one", "two", NULL};

static void ask(struct et_arena *arena, struct et_diags *diags, const struct et_yaml *node)
{
	uint64_t bits = 0;
	size_t i;

	et_yaml_text(diags, node, "value");
	et_yaml_scalar(diags, node, "value");
	et_yaml_integer(diags, node, "value", INT64_MIN, UINT64_MAX, &bits);
	et_yaml_integer(diags, node, "value", 1, UINT32_MAX, &bits);
	et_yaml_is_integer(node);
	et_yaml_bool(diags, node, "value", false);
	et_yaml_word(diags, node, "value", words);
	et_yaml_texts(arena, diags, node, "value");
	et_yaml_check_keys(diags, node, "value", words);
	et_yaml_need(diags, node, "value", "one");
	for (i = 0; i < node->count; i++) {
		if (node->kind == ET_YAML_MAPPING)
			et_yaml_get(node, node->keys[i]->text);
		ask(arena, diags, node->items[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct et_arena arena;
	struct et_diags diags;
	const struct et_yaml *root;

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	root = et_yaml_load(&arena, &diags, "input", (const char *)data, size);
	if (root)
		ask(&arena, &diags, root);
	et_arena_finish(&arena);
	return 0;
}
