/* SPDX-License-Identifier: BSD-3-Clause */
/* What the registry and the dialects may not say: each an error with file and line. */
#include "registry_testing.h"

static const char core[] =
	"interface: core\n"
	"title: Core\n"
	"kind: core\n"
	"text: content.tex\n"
	"constants:\n"
	"  features:\n"
	"    kind: feature\n"
	"    representation: bit\n"
	"    values:\n"
	"      - {name: VIRTIO_F_VERSION_1, value: 32, at: 5, aliases: {linux: F_V1}}\n";

/* Each is core with what is below put in place of its last lines, so that line 10 is the first. */
static void test_errors(void **context)
{
	static const char head[] = "interface: core\ntitle: Core\nkind: core\ntext: content.tex\n"
				   "constants:\n  features:\n    kind: feature\n"
				   "    representation: bit\n    values:\n";
	static const struct {
		const char *text;
		uint32_t line;
		const char *message;
	} cases[] = {
		{"      - {name: A, value: 1, colour: red}\n", 10,
			"unknown key 'colour' in constant"},
		{"      - {value: 1}\n", 10, "constant has no 'name'"},
		{"      - {name: A}\n", 10, "one of value, offset_of"},
		{"      - {name: A, value: 1, count_of: features}\n", 10, "this has 2"},
		{"      - {name: A, value: 1}\n      - {name: A, value: 2}\n", 11,
			"in set 'features' already"},
		{"      - {name: A, value: 1}\n      - {name: B, value: 1}\n", 11,
			"on one feature bit, 1"},
		{"      - {name: A, value: 128}\n", 10, "feature bits end at 127"},
		{"      - {name: A, value: 1, when: B}\n", 10, "no file has a feature 'B'"},
		{"      - {name: A, value: 1, requires: {any: []}}\n", 10, "over nothing"},
		{"      - {name: A, value: 1, requires: {foo: B}}\n", 10, "a condition is"},
		{"      - {name: A, value: 1, section: top}\n", 10, "no section 'top'"},
		{"      - {name: A, value: 1, since: 1.0}\n", 10, "put 1.0 in quotes"},
		{"      - {name: A, value: 1, since: '2.0'}\n", 10, "is no edition"},
		{"      - {name: A, value: 1, since: '1.2', until: '1.1'}\n", 10,
			"until 1.1, but since 1.2"},
		{"      - {name: A, value: 1, status: de-facto}\n", 10, "needs 'evidence'"},
		{"      - {name: A, value: 1, status: odd}\n", 10, "status 'odd' is none of"},
		{"      - {name: A, value: 1, aliases: [A]}\n", 10, "its own alias"},
		{"      - {name: A, value: 1, at: 0}\n", 10, "at is to be"},
		{"      - {name: A, value: 1, at: 'x'}\n", 10, "number"},
		{"      - {name: A, offset_of: r.f}\n", 10, "no file has a record 'r'"},
		{"      - {name: A, value: 010}\n", 10, "leading zeroes"},
		{"      - {name: A, value: 1}\n  b:\n    kind: flag\n    representation: mask\n"
		 "    width: 4\n    values:\n      - {name: M, value: 0x10}\n",
			16, "does not fit into 4 bits"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields: []\n", 13,
			"no fields"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n", 12,
			"either 'fields' or 'segments'"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: int}\n",
			14, "type 'int' is none of"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: {record: q}}\n",
			14, "no file has a record 'q'"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: u8, count: {field: q}}\n",
			14, "has no field 'q'"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: u8, count: {constant: Q}}\n",
			14, "no file has a constant 'Q'"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: u8, bits: [{name: a, width: 9}]}\n",
			14, "9 bits do not fit into u8"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: u8}\n      - {name: x, type: u8}\n",
			12, "two fields are named 'x'"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {type: u8}\n",
			14, "can do without a name"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    segments:\n"
		 "      - {access: writable, fields: [{name: x, type: u8}]}\n"
		 "      - {access: readable, fields: [{name: y, type: u8}]}\n",
			15, "before what it writes"},
		{"      - {name: A, value: 1}\nviews:\n  - {name: v, of: r}\n", 12,
			"no file has a record 'r'"},
		{"      - {name: A, value: 1}\ncommands:\n  - {name: A, queue: q}\n", 12,
			"no virtqueue 'q'"},
		{"      - {name: A, value: 1}\ncommands:\n  - {name: B}\n", 12,
			"no file has a constant 'B'"},
		{"      - {name: A, value: 1}\nvirtqueues:\n  - {name: q, index: 65536}\n", 12,
			"index is to be"},
		{"      - {name: A, value: 1}\nregisters:\n  b:\n    values:\n      - {name: R, "
		 "offset: 0, width: 3}\n",
			14, "1, 2, 4 or 8"},
		{"      - {name: A, value: 1}\nextra: 1\n", 11,
			"unknown key 'extra' in interface file"},
	};
	struct state *state = *context;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = et_sprintf(&state->arena, "%s%s", head, cases[i].text);

		et_diags_init(&state->diags, &state->arena);
		read_canon(state, 1, &text);
		if (!has_error(state, cases[i].line, cases[i].message)) {
			if (state->diags.list.count)
				print_message("%u: %s\n", state->diags.list.items[0].line,
					state->diags.list.items[0].text);
			fail_msg("no error '%s' in line %u of:\n%s", cases[i].message,
				cases[i].line, cases[i].text);
		}
	}
}

/* Records that contain each other: one error, and nothing walks in circles afterwards. */
static void test_cycle(void **context)
{
	const char *text = "interface: core\ntitle: Core\nkind: core\ntext: content.tex\nrecords:\n"
			   "  - {name: a, fields: [{name: x, type: {record: b}, at: 3}]}\n"
			   "  - {name: b, fields: [{name: y, type: {record: a}, at: 4}]}\n";

	read_canon(*context, 1, &text);
	assert_true(has_error(*context, 4, "record 'b' contains itself through its field 'y'"));
}

/* All errors are collected, also over files. */
static void test_all_errors(void **context)
{
	const char *texts[] = {"interface: a\n", "interface: a\ntitle: A\nkind: odd\n", "[1]\n",
		"title: nothing\n"};
	struct state *state = *context;

	read_canon(state, 4, texts);
	assert_true(has_error(state, 1, "interface has no 'title'"));
	assert_true(has_error(state, 1, "interface has no 'kind'"));
	assert_true(has_error(state, 3, "kind 'odd' is none of"));
	assert_true(has_error(state, 1, "interface 'a' is in"));
	assert_true(has_error(state, 1, "is to be a mapping"));
	assert_true(has_error(state, 1, "neither an interface's file"));
}

static void test_errata_errors(void **context)
{
	const char *texts[] = {core,
		"errata:\n"
		"  - {interface: core, definition: nothing, edition: '1.4', at: 'a:1',\n"
		"     says: 1, holds: 2, why: because}\n"
		"deviations:\n"
		"  - {definition: VIRTIO_F_VERSION_1, rule: X1, who: All, text: They do.}\n"};
	struct state *state = *context;

	read_canon(state, 2, texts);
	assert_true(has_error(state, 2, "no file defines 'nothing'"));
	assert_true(has_error(state, 5, "'X1' is no rule's code"));
}

static void test_dialect_errors(void **context)
{
	struct state *state = *context;
	const char *texts[] = {core};
	const struct et_canon *canon = read_canon(state, 1, texts);
	const struct et_yaml *documents[] = {
		load(state, "a.yaml",
			"dialect: a\ntitle: A\nparent: b\nrespellings:\n  x: nothing\ncolour: "
			"red\n"),
		load(state, "b.yaml", "dialect: b\ntitle: B\nparent: a\n"),
	};
	size_t count = 0, i, warnings = 0;

	et_dialects_read(&state->arena, &state->diags, canon, documents, 2, &count);
	assert_true(has_error(state, 5, "the canon has no 'nothing'"));
	assert_true(has_error(state, 6, "unknown key 'colour' in dialect"));
	assert_true(has_error(state, 3, "is its own ancestor"));
	for (i = 0; i < state->diags.list.count; i++)
		warnings += state->diags.list.items[i].severity == ET_WARNING;
	assert_int_equal(warnings, 1); /* aliases for linux */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_errors),
		CASE(test_cycle),
		CASE(test_all_errors),
		CASE(test_errata_errors),
		CASE(test_dialect_errors),
	};

	return cmocka_run_group_tests_name("registry-errors", tests, NULL, NULL);
}
