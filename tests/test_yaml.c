/* SPDX-License-Identifier: BSD-3-Clause */
/* YAML documents: what is read, what is refused, and the values in them. */
#include "registry_testing.h"
#include "str.h"

static void test_yaml_nodes(void **context)
{
	const struct et_yaml *root =
		load(*context, "a.yaml", "# comment\na: 1\nb:\n  - x\n  - 'y'\n");
	const struct et_yaml *list;
	uint64_t bits = 0;

	assert_non_null(root);
	assert_int_equal(root->kind, ET_YAML_MAPPING);
	assert_int_equal(root->count, 2);
	list = et_yaml_get(root, "b");
	assert_int_equal(list->count, 2);
	assert_int_equal(list->items[1]->line, 5);
	assert_false(list->items[1]->plain);
	assert_string_equal(list->items[1]->text, "y");
	assert_null(et_yaml_get(root, "c"));
	assert_true(et_yaml_integer(
		&((struct state *)*context)->diags, et_yaml_get(root, "a"), "a", 0, 9, &bits));
	assert_int_equal(bits, 1);
	assert_clean(*context);
}

/* JSON of a program may be one long line; how deep it goes is bounded all the same. */
static void test_yaml_json(void **context)
{
	struct state *state = *context;
	const struct et_yaml *root;
	struct et_buf text;
	int i;

	et_buf_init(&text);
	for (i = 0; i < 1000; i++)
		et_buf_puts(&text, i ? ",{\"a\": [\"b\\\"\\/\"]}" : "[{}");
	et_buf_puts(&text, "]");
	root = et_yaml_load_json(&state->arena, &state->diags, "a.json", text.data, text.length);
	assert_non_null(root);
	assert_int_equal(root->count, 1000);
	assert_string_equal(et_yaml_get(root->items[999], "a")->items[0]->text, "b\"/");
	assert_null(et_yaml_load(&state->arena, &state->diags, "a.yaml", text.data, text.length));
	et_buf_clear(&text);
	for (i = 0; i < 1000; i++)
		et_buf_puts(&text, "[");
	assert_null(
		et_yaml_load_json(&state->arena, &state->diags, "a.json", text.data, text.length));
	et_buf_finish(&text);
}

/* What is not plain data is refused, where it stands. */
static void test_yaml_refuses(void **context)
{
	static const struct {
		const char *text;
		uint32_t line;
		const char *message;
	} cases[] = {
		{"a: &x 1\nb: *x\n", 1, "anchor"},
		{"a: 1\nb: *x\n", 2, ""},
		{"a: 1\na: 2\n", 2, "duplicate key 'a'; the first is in line 1"},
		{"a: !!int 1\n", 1, "tag"},
		{"a: 1\n---\nb: 1\n", 2, "second document"},
		{"? [a, b]\n: 1\n", 1, "key"},
		{"<<: {a: 1}\n", 1, "merge key"},
		{"a: [1, 2\nb: 3\n", 3, "not YAML"},
		{"a: \"\\0\"\n", 1, "NUL"},
		{"%YAML 1.2\n---\na: 1\n", 1, "directive"},
		{"a: 1\nb: \xff\n", 2, "not UTF-8"},
		{"a: \xed\xa0\x80\n", 1, "not UTF-8"},
		{"a: \x01\n", 1, "control character"},
		{"", 1, "empty"},
		{"# nothing\n", 1, "empty"},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct state *state = *context;

		et_diags_init(&state->diags, &state->arena);
		load(state, "a.yaml", cases[i].text);
		if (!has_error(state, cases[i].line, cases[i].message)) {
			if (state->diags.list.count)
				print_message("%u: %s\n", state->diags.list.items[0].line,
					state->diags.list.items[0].text);
			fail_msg("no error '%s' in line %u of %s", cases[i].message, cases[i].line,
				cases[i].text);
		}
	}
}

/* Nine lists of nine of the list before: a gigabyte when expanded, an error in no time here. */
static void test_yaml_billion_laughs(void **context)
{
	struct state *state = *context;
	struct et_buf text;
	int i, j;

	et_buf_init(&text);
	et_buf_puts(&text, "a0: &a0 [lol, lol]\n");
	for (i = 1; i < 10; i++) {
		et_buf_printf(&text, "a%d: &a%d [", i, i);
		for (j = 0; j < 9; j++)
			et_buf_printf(&text, "%s*a%d", j ? ", " : "", i - 1);
		et_buf_puts(&text, "]\n");
	}
	assert_null(load(state, "a.yaml", text.data));
	assert_true(has_error(state, 1, "anchor"));
	assert_true(state->arena.used < 65536);
	et_buf_finish(&text);
}

static void test_yaml_limits(void **context)
{
	struct state *state = *context;
	size_t size = ET_YAML_MAX_BYTES + 1, i;
	char *text = malloc(size + 1);

	memset(text, 'a', size);
	text[size] = '\0';
	assert_null(load(state, "a.yaml", text));
	assert_true(has_error(state, 0, "larger"));
	for (i = 0; i < 100000; i++)
		text[i] = '[';
	text[i] = '\0';
	assert_null(load(state, "b.yaml", text));
	assert_true(has_error(state, 1, "nested too deeply"));
	for (i = 0; i < 200; i += 2) {
		text[i] = '-';
		text[i + 1] = ' ';
	}
	text[i] = 'x';
	text[i + 1] = '\0';
	et_diags_init(&state->diags, &state->arena);
	assert_null(load(state, "c.yaml", text));
	assert_int_equal(state->diags.errors, 1);
	free(text);
}

static void test_yaml_texts(void **context)
{
	static const struct {
		const char *text;
		const char *value;
		bool plain;
	} cases[] = {
		{"a: 'it''s'\n", "it's", false},
		{"a: ''\n", "", false},
		{"a: ''''\n", "'", false},
		{"a: '\xc3\xbc''''''x'\n", "\xc3\xbc'''x", false},
		{"a: \"x\\ty\\u00e9\"\n", "x\ty\xc3\xa9", false},
		{"a: >-\n  one\n  two\n", "one two", false},
		{"a: |\n  one\n  two\n", "one\ntwo\n", false},
		{"a: one\n  two\n", "one two", true},
		{"a:\n", "", true},
		{"a: \xc3\xa9 # comment\n", "\xc3\xa9", true},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct et_yaml *root = load(*context, "a.yaml", cases[i].text);

		assert_non_null(root);
		assert_string_equal(et_yaml_get(root, "a")->text, cases[i].value);
		assert_int_equal(et_yaml_get(root, "a")->plain, cases[i].plain);
	}
	assert_clean(*context);
	assert_null(load(*context, "a.yaml", "a: 'one\n  two'\n"));
	assert_true(has_error(*context, 1, "single quotes over several lines"));
}

static void test_yaml_keys(void **context)
{
	static const char *const known[] = {"one", "two", NULL};
	struct state *state = *context;
	const struct et_yaml *root = load(state, "a.yaml", "one: 1\nthree: 3\n");

	assert_true(et_yaml_check_keys(&state->diags, root, "record", known));
	assert_true(has_error(state, 2, "unknown key 'three' in record; known are one, two"));
	et_yaml_need(&state->diags, root, "record", "two");
	assert_true(has_error(state, 1, "record has no 'two'"));
}

static void test_yaml_values(void **context)
{
	static const struct {
		const char *text;
		bool good;
		uint64_t bits;
	} numbers[] = {
		{"0", true, 0},
		{"0x10", true, 16},
		{"-1", true, UINT64_MAX},
		{"0xffffffffffffffff", true, UINT64_MAX},
		{"18446744073709551616", false, 0},
		{"010", false, 0},
		{"1_000", false, 0},
		{"'1'", false, 0},
		{"0b1", false, 0},
		{"1.0", false, 0},
		{"0x", false, 0},
		{"-", false, 0},
		{"", false, 0},
		{"[1]", false, 0},
	};
	struct state *state = *context;
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const struct et_yaml *root = load(
			state, "a.yaml", et_sprintf(&state->arena, "a: %s\n", numbers[i].text));
		uint64_t bits = 0;

		assert_int_equal(et_yaml_integer(&state->diags, et_yaml_get(root, "a"), "a",
					 INT64_MIN, UINT64_MAX, &bits),
			numbers[i].good);
		assert_int_equal(bits, numbers[i].bits);
	}
	et_diags_init(&state->diags, &state->arena);
	assert_null(et_yaml_text(
		&state->diags, et_yaml_get(load(state, "a.yaml", "a: 1.0\n"), "a"), "since"));
	assert_true(has_error(state, 1, "put 1.0 in quotes"));
	assert_true(et_yaml_bool(
		&state->diags, et_yaml_get(load(state, "a.yaml", "a: true\n"), "a"), "a", false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_yaml_nodes),
		CASE(test_yaml_json),
		CASE(test_yaml_refuses),
		CASE(test_yaml_billion_laughs),
		CASE(test_yaml_limits),
		CASE(test_yaml_texts),
		CASE(test_yaml_keys),
		CASE(test_yaml_values),
	};

	return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
