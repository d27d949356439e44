/* SPDX-License-Identifier: BSD-3-Clause */
/* Any text as a header: read, recognised, compared with the canon, reported in every format. */
#include "builtin.h"
#include "c_read.h"
#include "compare.h"
#include "report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int swallow(void *data, const char *text, size_t length)
{
	(void)data;
	(void)text;
	(void)length;
	return 0;
}

static void print(struct et_arena *arena, const struct et_results *results)
{
	static const char *const abis[] = {"lp64", NULL};
	struct etalon_report_options options = {.width = 80, .freshness = true};
	struct et_report report = {.version = "0", .edition = "1.4", .abis = abis};
	struct etalon_finding *findings =
		ET_NEW_ARRAY(arena, results->list.count + 1, struct etalon_finding);
	struct etalon_tree tree = {.path = "tree", .dialect = "linux"};
	size_t i;

	for (i = 0; i < results->list.count; i++)
		findings[i] = results->list.items[i]->finding;
	report.findings = findings;
	report.n_findings = results->list.count;
	report.trees = &tree;
	report.n_trees = 1;
	for (i = 0; i <= ETALON_GCC; i++) {
		options.format = (enum etalon_format)i;
		et_report(&report, &options, swallow, NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct et_c_input input = {.path = "linux/virtio_net.h",
		.root = "tree",
		.text = (const char *)data,
		.length = size};
	struct et_map known_files = {0};
	struct et_tree tree = {
		.known_files = &known_files, .canon = et_builtin_canon(), .path = "tree"};
	struct et_compare_options options = {.canon = tree.canon, .abis = ET_ABI_ALL};
	struct et_results results = {0};
	struct et_arena arena;
	struct et_diags diags;
	const struct et_dialect *const *dialects;
	size_t count;

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	et_diags_init(&tree.unread, &arena);
	*ET_APPEND(&arena, &tree.units) = et_c_read(&arena, &input, 1, &tree.unread);
	et_tree_lacks_context(&tree, &arena, tree.units.items[0]);
	dialects = et_builtin_dialects(&count);
	tree.dialect = et_tree_recognise(&tree, tree.canon, dialects, count);
	et_compare_tree(&arena, &tree, 0, &options, &results, &diags);
	et_results_finish(&arena, &results);
	print(&arena, &results);
	et_arena_finish(&arena);
	return 0;
}
