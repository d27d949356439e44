/* SPDX-License-Identifier: BSD-3-Clause */
/* Changes of YAML where it stands, and the differences that they make. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docs.h"

#include <string.h>

struct world {
	struct et_arena arena;
	struct et_diags diags;
	struct et_doc doc;
};

static int set_up(void **state)
{
	static struct world world;

	memset(&world, 0, sizeof(world));
	et_diags_init(&world.diags, &world.arena);
	*state = &world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	et_arena_finish(&w->arena);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void load(struct world *w, const char *text)
{
	w->doc = (struct et_doc){.name = "x.yaml", .text = text, .length = strlen(text)};
	w->doc.root = et_yaml_load(&w->arena, &w->diags, "x.yaml", text, strlen(text));
	assert_non_null(w->doc.root);
}

static void check(struct world *w, const char *wanted)
{
	assert_true(et_doc_finish(&w->arena, &w->doc));
	assert_string_equal(w->doc.after, wanted);
	assert_int_equal(w->doc.after_length, strlen(wanted));
	/* Whatever was done, YAML it is. */
	assert_non_null(
		et_yaml_load(&w->arena, &w->diags, "y.yaml", w->doc.after, w->doc.after_length));
}

static const struct et_yaml *entry(struct world *w, const char *name)
{
	struct et_made *made = et_make_mapping(&w->arena);

	et_make_put(&w->arena, made, "name", et_make_text(&w->arena, name));
	et_make_put(&w->arena, made, "value", et_make_number(&w->arena, 7));
	return &made->node;
}

static void places_of_nodes(void **state)
{
	struct world *w = *state;
	const struct et_yaml *node;

	load(w, "a: {x: 1, y: \"z\xc3\xa9\", w: 'q' } # c\nb:\n  - p # d\n  - q: |\n      "
		"text\n\n");
	node = et_yaml_get(w->doc.root, "a");
	assert_int_equal(node->start, 3);
	assert_int_equal(node->end, 28);
	assert_int_equal(et_yaml_get(node, "y")->start, 13);
	assert_int_equal(et_yaml_get(node, "y")->end, 18);
	assert_int_equal(et_yaml_get(node, "w")->start, 23);
	assert_int_equal(et_yaml_get(node, "w")->end, 26);
	assert_memory_equal(w->doc.text + et_yaml_get(w->doc.root, "b")->start, "- p", 3);
}

static void values_and_keys(void **state)
{
	struct world *w = *state;
	const struct et_yaml *list;

	load(w, "l:\n  - {a: 1, b: 2} # one\n  - a: 3 # two\n    b: 4\n");
	list = et_yaml_get(w->doc.root, "l");
	et_doc_value(&w->arena, &w->doc, et_yaml_get(list->items[0], "a"), "11");
	et_doc_key(&w->arena, &w->doc, list->items[0], "a", "c", "5");
	et_doc_key(&w->arena, &w->doc, list->items[1], "a", "c", "6");
	et_doc_key(&w->arena, &w->doc, list->items[1], "none", "d", "7");
	check(w, "l:\n  - {a: 11, c: 5, b: 2} # one\n  - a: 3 # two\n    c: 6\n    b: 4\n    d: "
		 "7\n");
}

static void removed_keys(void **state)
{
	struct world *w = *state;
	const struct et_yaml *list;

	load(w, "l:\n  - {a: 1, b: 2}\n  - {a: 1, b: 2}\n  - a: 3\n    b: 4\n  - a: 5\n    b: 6 # "
		"x\n");
	list = et_yaml_get(w->doc.root, "l");
	et_doc_remove_key(&w->arena, &w->doc, list->items[0], list->items[0]->keys[0]);
	et_doc_remove_key(&w->arena, &w->doc, list->items[1], list->items[1]->keys[1]);
	et_doc_remove_key(&w->arena, &w->doc, list->items[2], list->items[2]->keys[0]);
	et_doc_remove_key(&w->arena, &w->doc, list->items[3], list->items[3]->keys[1]);
	check(w, "l:\n  - {b: 2}\n  - {a: 1}\n  - b: 4\n  - a: 5\n");
}

static void items_beside_removed_ones(void **state)
{
	struct world *w = *state;
	const struct et_yaml *list;

	load(w, "l:\n  # first\n  - {name: a, value: 1}\n  - {name: b, value: 2}\nf: [{name: c, "
		"value: 3}, {name: d,\n  value: 4}]\n");
	list = et_yaml_get(w->doc.root, "l");
	et_doc_remove_item(&w->arena, &w->doc, list, 0);
	et_doc_insert(&w->arena, &w->doc, list, 0, entry(w, "x"));
	et_doc_insert(&w->arena, &w->doc, list, 1, entry(w, "y"));
	et_doc_insert(&w->arena, &w->doc, list, 2, entry(w, "z"));
	list = et_yaml_get(w->doc.root, "f");
	et_doc_remove_item(&w->arena, &w->doc, list, 0);
	et_doc_insert(&w->arena, &w->doc, list, 1, entry(w, "x"));
	et_doc_insert(&w->arena, &w->doc, list, 2, entry(w, "y"));
	check(w, "l:\n  # first\n  - {name: x, value: 7}\n  - {name: y, value: 7}\n"
		 "  - {name: b, value: 2}\n  - {name: z, value: 7}\n"
		 "f: [{name: x, value: 7}, {name: d,\n  value: 4}, {name: y, value: 7}]\n");
}

static void entries_and_whole_keys(void **state)
{
	struct world *w = *state;
	struct et_made *set = et_make_mapping(&w->arena), *list = et_make_sequence(&w->arena);

	load(w, "interface: x\nsections:\n  a: {title: A} # here\nviews: []\n");
	et_make_add(&w->arena, list, entry(w, "on"));
	et_make_put(&w->arena, set, "values", &list->node);
	et_doc_entry(
		&w->arena, &w->doc, et_yaml_get(w->doc.root, "sections"), "b", entry(w, "a: b"));
	w->doc.constants = et_make_mapping(&w->arena);
	et_make_put(&w->arena, w->doc.constants, "s", &set->node);
	check(w,
		"interface: x\nsections:\n  a: {title: A} # here\n  b: {name: \"a: b\", value: 7}\n"
		"\nconstants:\n  s:\n    values:\n      - {name: \"on\", value: 7}\nviews: []\n");
}

static void frozen(void **state)
{
	struct world *w = *state;
	const struct et_yaml *list;

	load(w, "l:\n  - {a: 1, at: 2}\n");
	list = et_yaml_get(w->doc.root, "l");
	w->doc.frozen = true;
	et_doc_value(&w->arena, &w->doc, et_yaml_get(list->items[0], "a"), "11");
	et_doc_place(&w->arena, &w->doc, et_yaml_get(list->items[0], "at"), "3");
	et_doc_insert(&w->arena, &w->doc, list, 0, entry(w, "x"));
	check(w, "l:\n  - {a: 1, at: 3}\n");
}

static void edits_that_overlap(void **state)
{
	struct world *w = *state;
	struct et_edits edits = {0};
	size_t length;

	et_edit(&w->arena, &edits, 2, 6, "X");
	et_edit(&w->arena, &edits, 3, 4, "lost");
	et_edit(&w->arena, &edits, 6, 6, "Y");
	assert_string_equal(
		et_edits_apply(&w->arena, &edits, "0123456789", 10, &length), "01XY6789");
	assert_int_equal(length, 8);
	et_edit(&w->arena, &edits, 5, 8, "Z");
	assert_null(et_edits_apply(&w->arena, &edits, "0123456789", 10, &length));
}

static void check_diff(struct world *w, const char *before, const char *after, const char *wanted)
{
	const struct et_versions versions = {.before = before,
		.before_length = before ? strlen(before) : 0,
		.after = after,
		.after_length = strlen(after)};
	struct et_buf out = {0};

	et_unified_diff(&out, &w->arena, "f", &versions);
	assert_string_equal(out.data ? out.data : "", wanted);
	et_buf_finish(&out);
}

static void differences(void **state)
{
	struct world *w = *state;

	check_diff(w, "a\n", "a\n", "");
	check_diff(w, "a\nb\nc\n", "a\nx\nc\n",
		"diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
	check_diff(w, "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n6\n7\n8\n9\n10",
		"diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -2,8 +2,8 @@\n 2\n 3\n 4\n-5\n 6\n 7\n "
		"8\n"
		" 9\n+10\n\\ No newline at end of file\n");
	check_diff(w, NULL, "a\n",
		"diff --git a/f b/f\nnew file mode 100644\n--- /dev/null\n+++ b/f\n@@ -0,0 +1 "
		"@@\n+a\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(places_of_nodes),
		TEST(values_and_keys),
		TEST(removed_keys),
		TEST(items_beside_removed_ones),
		TEST(entries_and_whole_keys),
		TEST(frozen),
		TEST(edits_that_overlap),
		TEST(differences),
	};

	return cmocka_run_group_tests_name("import_docs", tests, NULL, NULL);
}
