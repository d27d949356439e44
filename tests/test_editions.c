/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon of one edition out of that of all, packed and unpacked; requirements. */
#include "builtin.h"
#include "canon_c.h"
#include "canon_edition.h"
#include "canon_pack.h"
#include "canon_packed.h"
#include "layout.h"
#include "registry_testing.h"

static const char toy[] =
	"interface: toy\ntitle: Toy Device\nkind: device\ndevice_id: 99\ntext: toy.tex\n"
	"constants:\n"
	"  features:\n"
	"    kind: feature\n"
	"    representation: bit\n"
	"    values:\n"
	"      - {name: VIRTIO_TOY_F_OLD, value: 1, at: 4, until: '1.1'}\n"
	"      - {name: VIRTIO_TOY_F_NEW, value: 1, at: 5, since: '1.2'}\n"
	"      - {name: VIRTIO_TOY_F_BASE, value: 2, at: 6}\n"
	"  sizes:\n"
	"    kind: limit\n"
	"    representation: number\n"
	"    values:\n"
	"      - {name: VIRTIO_TOY_MAX, value: 4, at: 10, until: '1.2'}\n"
	"      - {name: VIRTIO_TOY_MAX, value: 8, at: 11, since: '1.3'}\n"
	"      - {name: VIRTIO_TOY_GOLD, value: 1, at: 12, status: withdrawn, until: '1.1',\n"
	"         evidence: dropped by 1.2}\n"
	"  computed:\n"
	"    kind: other\n"
	"    representation: number\n"
	"    status: de-facto\n"
	"    evidence: Somebody's header\n"
	"    values:\n"
	"      - {name: VIRTIO_TOY_OFF_C, offset_of: virtio_toy_config.c}\n"
	"      - {name: VIRTIO_TOY_OFF_D, offset_of: virtio_toy_config.d}\n"
	"      - {name: VIRTIO_TOY_SIZE, size_of: virtio_toy_config}\n"
	"      - {name: VIRTIO_TOY_COUNT, count_of: features}\n"
	"records:\n"
	"  - name: virtio_toy_config\n"
	"    role: config\n"
	"    at: 20\n"
	"    fields:\n"
	"      - {name: a, type: u8, count: {constant: VIRTIO_TOY_MAX}, at: 21}\n"
	"      - {name: reserved, type: u8, padding: true, until: '1.1', at: 22}\n"
	"      - {name: b, type: u8, since: '1.2', at: 23, when: VIRTIO_TOY_F_NEW}\n"
	"      - {name: c, type: {record: virtio_toy_part}, at: 24}\n"
	"      - name: bits\n"
	"        type: le32\n"
	"        at: 25\n"
	"        bits:\n"
	"          - {name: x, width: 1}\n"
	"          - {name: y, width: 2, since: '1.1'}\n"
	"          - {name: z, width: 3}\n"
	"      - {name: d, type: le16, since: '1.3', at: 26}\n"
	"      - {name: e, type: {union: [{name: f, type: le16, at: 27, since: '1.4'}]}, at: 27}\n"
	"  - {name: virtio_toy_part, at: 30, until: '1.0', fields: [{name: p, type: le16, at: "
	"31}]}\n"
	"  - {name: virtio_toy_part, at: 32, since: '1.1', fields: [{name: p, type: le32, at: "
	"33},\n"
	"     {name: q, type: le32, at: 34}]}\n"
	"  - {name: virtio_toy_gone, at: 40, until: '1.1', fields: [{name: g, type: u8, at: 41}]}\n"
	"views:\n"
	"  - {name: virtio_toy_tail, of: virtio_toy_config, first: b, last: d}\n"
	"virtqueues:\n"
	"  - {name: q, index: 0, until: '1.1', at: 50}\n"
	"  - {name: q, index: 1, since: '1.2', at: 51}\n"
	"commands:\n"
	"  - {name: VIRTIO_TOY_MAX, queue: q, request: {record: virtio_toy_part}}\n";

static const char young[] =
	"interface: young\ntitle: Young Device\nkind: device\ndevice_id: 98\ntext: young.tex\n"
	"since: '1.3'\n"
	"constants:\n"
	"  features:\n"
	"    kind: feature\n"
	"    representation: bit\n"
	"    values:\n"
	"      - {name: VIRTIO_YOUNG_F_A, value: 1, at: 4}\n"
	"      - {name: VIRTIO_YOUNG_F_B, value: 2, at: 5, since: '1.4'}\n"
	"records:\n"
	"  - {name: virtio_young, at: 9, fields: [{name: p, type: {record: virtio_toy_part}, at: "
	"9}]}\n";

static const struct et_canon *at(struct state *state, enum et_edition edition)
{
	const struct et_yaml *documents[] = {
		load(state, "toy.yaml", toy), load(state, "young.yaml", young)};
	const struct et_canon *canon =
		et_registry_read(&state->arena, &state->diags, edition, documents, 2);

	assert_clean(state);
	assert_int_equal(canon->edition, edition);
	return canon;
}

static const struct et_def *only(const struct et_canon *canon, const char *name)
{
	size_t count = 0;
	const struct et_name *found = et_canon_find(canon, name, &count);

	assert_int_equal(count, 1);
	return found->def;
}

static uint64_t value(const struct et_canon *canon, const char *name)
{
	size_t count = 0;
	const struct et_name *found = et_canon_find(canon, name, &count);

	for (; count && found->def->kind != ET_DEF_CONSTANT; count--)
		found++;
	assert_true(count > 0);
	return ((const struct et_constant *)found->def)->value.bits;
}

static void test_constants(void **context)
{
	const struct et_canon *old = at(*context, ET_EDITION_1_1);
	const struct et_canon *now = at(*context, ET_EDITION_1_4);

	assert_int_equal(value(old, "VIRTIO_TOY_MAX"), 4);
	assert_int_equal(value(now, "VIRTIO_TOY_MAX"), 8);
	assert_false(et_canon_lacks(old, only(old, "VIRTIO_TOY_F_OLD")));
	assert_true(et_canon_lacks(old, only(old, "VIRTIO_TOY_F_NEW")));
	assert_true(et_canon_lacks(now, only(now, "VIRTIO_TOY_F_OLD")));
	assert_int_equal(only(old, "VIRTIO_TOY_F_NEW")->since, ET_EDITION_1_2);
	/* Lists have only what the edition has. */
	assert_int_equal(et_canon_interface(old, "toy")->n_constants, 2 + 2 + 3);
	assert_int_equal(et_canon_interface(now, "toy")->n_constants, 2 + 2 + 4);
	/* What was withdrawn was good before. */
	assert_int_equal(only(old, "VIRTIO_TOY_GOLD")->status, ET_STATUS_STANDARD);
	assert_null(only(old, "VIRTIO_TOY_GOLD")->evidence);
	assert_int_equal(only(now, "VIRTIO_TOY_GOLD")->status, ET_STATUS_WITHDRAWN);
	assert_false(et_canon_lacks(now, only(now, "VIRTIO_TOY_GOLD")));
}

/* The registry's lines are those of the last edition that has the definition. */
static void test_lines(void **context)
{
	const struct et_canon *old = at(*context, ET_EDITION_1_1);
	const struct et_canon *now = at(*context, ET_EDITION_1_4);

	assert_int_equal(only(old, "VIRTIO_TOY_F_OLD")->place.line, 4);
	assert_int_equal(only(old, "VIRTIO_TOY_F_BASE")->place.line, 0);
	assert_string_equal(only(old, "VIRTIO_TOY_F_BASE")->place.file, "toy.tex");
	assert_int_equal(only(now, "VIRTIO_TOY_F_BASE")->place.line, 6);
	assert_int_equal(only(now, "VIRTIO_TOY_F_OLD")->place.line, 0);
}

static void test_computed(void **context)
{
	const struct et_canon *first = at(*context, ET_EDITION_1_0);
	const struct et_canon *old = at(*context, ET_EDITION_1_1);
	const struct et_canon *now = at(*context, ET_EDITION_1_4);

	assert_int_equal(value(first, "VIRTIO_TOY_OFF_C"), 5);
	assert_int_equal(value(first, "VIRTIO_TOY_SIZE"), 5 + 2 + 4);
	assert_int_equal(value(old, "VIRTIO_TOY_SIZE"), 5 + 8 + 4);
	assert_int_equal(value(now, "VIRTIO_TOY_OFF_C"), 9);
	assert_int_equal(value(now, "VIRTIO_TOY_OFF_D"), 9 + 8 + 4);
	assert_int_equal(value(now, "VIRTIO_TOY_SIZE"), 9 + 8 + 4 + 2 + 2);
	assert_int_equal(value(now, "VIRTIO_TOY_COUNT"), 2);
	/* The offset of a field that there was not is no constant of the edition. */
	assert_true(et_canon_lacks(old, only(old, "VIRTIO_TOY_OFF_D")));
	assert_int_equal(only(old, "VIRTIO_TOY_OFF_D")->since, ET_EDITION_1_3);
}

static void test_records(void **context)
{
	const struct et_canon *first = at(*context, ET_EDITION_1_0);
	const struct et_canon *old = at(*context, ET_EDITION_1_1);
	const struct et_record *config = (const void *)only(first, "virtio_toy_config");
	const struct et_name *field;
	size_t count;

	assert_int_equal(config->n_fields, 4); /* nothing is left of e */
	assert_string_equal(config->fields[1].name, "reserved");
	assert_int_equal(config->fields[2].type.record->n_fields, 1);
	assert_ptr_equal(config->fields[2].type.record, only(first, "virtio_toy_part"));
	assert_int_equal(config->fields[0].counts[0].value, 4);
	/* y's bits were free before it came. */
	assert_int_equal(config->fields[3].n_parts, 3);
	assert_true(config->fields[3].parts[1].padding);
	config = (const void *)only(old, "virtio_toy_config");
	assert_int_equal(config->fields[2].type.record->n_fields, 2);
	assert_string_equal(config->fields[3].parts[1].name, "y");
	/* A later field is found by its name. */
	field = et_canon_find(old, "virtio_toy_config.d", &count);
	assert_int_equal(count, 1);
	assert_ptr_equal(field->def, &config->def);
	assert_true(et_canon_lacks_field(old, field->field));
	assert_null(et_record_field(config, "d"));
	field = et_canon_find(old, "virtio_toy_config.reserved", &count);
	assert_false(et_canon_lacks_field(old, field->field));
	assert_null(et_canon_find(first, "virtio_toy_config.reserved.x", &count));
	assert_true(et_canon_lacks(at(*context, ET_EDITION_1_4),
		only(at(*context, ET_EDITION_1_4), "virtio_toy_gone")));
}

static void test_others(void **context)
{
	const struct et_canon *old = at(*context, ET_EDITION_1_1);
	const struct et_canon *now = at(*context, ET_EDITION_1_4);
	const struct et_interface *toy_old = et_canon_interface(old, "toy");
	const struct et_interface *toy_now = et_canon_interface(now, "toy");

	assert_int_equal(toy_old->n_queues, 1);
	assert_int_equal(toy_old->queues[0].start, 0);
	assert_ptr_equal(toy_old->commands[0].queue, &toy_old->queues[0]);
	assert_int_equal(toy_now->queues[0].start, 1);
	assert_ptr_equal(toy_now->commands[0].queue, &toy_now->queues[0]);
	assert_ptr_equal(toy_now->commands[0].request.record, only(now, "virtio_toy_part"));
	/* A view's bounds move to what there is. */
	assert_string_equal(toy_now->views[0].first, "b");
	assert_string_equal(toy_now->views[0].last, "d");
	assert_string_equal(toy_old->views[0].first, "c");
	assert_string_equal(toy_old->views[0].last, "bits");
	assert_ptr_equal(toy_old->views[0].record, only(old, "virtio_toy_config"));
}

/* A device that came later: its names are known, and nothing else. */
static void test_interface(void **context)
{
	const struct et_canon *old = at(*context, ET_EDITION_1_1);
	const struct et_canon *since = at(*context, ET_EDITION_1_3);
	const struct et_record *record;

	assert_null(et_canon_interface(old, "young"));
	assert_int_equal(old->n_interfaces, 1);
	assert_true(et_canon_lacks(old, only(old, "young")));
	assert_true(et_canon_lacks(old, only(old, "VIRTIO_YOUNG_F_A")));
	assert_int_equal(only(old, "VIRTIO_YOUNG_F_A")->since, ET_EDITION_1_3);
	assert_string_equal(only(old, "VIRTIO_YOUNG_F_A")->interface->def.name, "young");
	record = (const void *)only(old, "virtio_young");
	assert_ptr_equal(record->fields[0].type.record, only(old, "virtio_toy_part"));
	assert_non_null(et_canon_interface(since, "young"));
	assert_int_equal(et_canon_interface(since, "young")->n_constants, 1);
	assert_true(et_canon_lacks(since, only(since, "VIRTIO_YOUNG_F_B")));
}

static const char *source_of(struct state *state, const struct et_canon *canon)
{
	struct et_buf text;
	const char *copy;

	et_buf_init(&text);
	et_write_canon_c(&state->arena, &text, canon, NULL, NULL, 0);
	copy = et_strdup(&state->arena, text.data);
	et_buf_finish(&text);
	return copy;
}

/* What is compiled in for the default edition is what the packed history has for it. */
static void test_packed(void **context)
{
	struct state *state = *context;
	const struct et_canon *builtin = et_builtin_canon();
	const struct et_canon *all = et_canon_unpack(&state->arena, et_builtin_history(),
		builtin->requirement_texts, builtin->requirement_texts_size);
	enum et_edition edition;
	size_t i, j, fields = 0;

	for (edition = ET_EDITION_1_0; edition <= ET_EDITION_NEWEST; edition++) {
		const struct et_canon *canon = et_canon_at(&state->arena, all, edition);

		for (i = 0; i < canon->n_interfaces; i++) {
			const struct et_interface *interface = canon->interfaces[i];

			for (j = 0; j < interface->n_records; j++)
				fields += et_layout(
					&state->arena, interface->records[j], et_abi(ET_ABI_LP64))
						  .n_leaves;
			for (j = 0; j < interface->n_views; j++)
				fields += et_view_layout(
					&state->arena, &interface->views[j], et_abi(ET_ABI_LP64))
						  .n_leaves;
			for (j = 0; j < interface->n_constants; j++)
				assert_false(et_canon_lacks(canon, &interface->constants[j].def));
		}
		if (edition == builtin->edition)
			assert_string_equal(source_of(state, canon), source_of(state, builtin));
		else
			assert_string_not_equal(source_of(state, canon), source_of(state, builtin));
	}
	assert_true(fields > 1000);
}

static void test_pack_twice(void **context)
{
	struct state *state = *context;
	const struct et_yaml *document = load(state, "toy.yaml", toy);
	const struct et_canon *all =
		et_registry_read_all(&state->arena, &state->diags, &document, 1);
	const struct et_canon *again;
	struct et_buf first, second;

	et_buf_init(&first);
	et_buf_init(&second);
	et_canon_pack(&state->arena, &first, all);
	again = et_canon_unpack(&state->arena, (const unsigned char *)first.data, NULL, 0);
	et_canon_pack(&state->arena, &second, again);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(first.data, second.data, first.length);
	assert_string_equal(source_of(state, et_canon_at(&state->arena, all, ET_EDITION_1_2)),
		source_of(state, et_canon_at(&state->arena, again, ET_EDITION_1_2)));
	et_buf_finish(&first);
	et_buf_finish(&second);
}

static void test_mistakes(void **context)
{
	static const char head[] = "interface: core\ntitle: Core\nkind: core\ntext: content.tex\n"
				   "since: '1.1'\nconstants:\n  s:\n    kind: value\n"
				   "    representation: number\n    values:\n";
	static const struct {
		const char *text;
		uint32_t line;
		const char *message;
	} cases[] = {
		{"      - {name: A, value: 1, until: '1.2'}\n"
		 "      - {name: A, value: 2, since: '1.2'}\n",
			12, "line 11, for some of the same editions"},
		{"      - {name: A, value: 1}\n      - {name: A, value: 2}\n", 12,
			"in set 's' already"},
		{"      - {name: A, value: 1, until: '1.0'}\n", 11, "until 1.0, but since 1.1"},
		{"      - {name: A, value: 1}\nrecords:\n"
		 "  - {name: r, until: '1.2', fields: [{name: x, type: u8}]}\n"
		 "  - {name: r, since: '1.2', fields: [{name: x, type: u8}]}\n",
			14, "record 'r' is in this file already"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: u8, until: '1.2'}\n      - {name: x, type: u8, since: "
		 "'1.1'}\n",
			13, "two fields are named 'x'"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: u8, since: '1.2', until: '1.1'}\n",
			15, "until 1.1, but since 1.2"},
		{"      - {name: A, value: 1}\nrecords:\n  - name: r\n    fields:\n"
		 "      - {name: x, type: u8, bits: [{name: a, width: 8, until: '1.1'},\n"
		 "         {name: b, width: 4, since: '1.2'}, {name: c, width: 4}]}\n",
			15, "12 bits do not fit into u8"},
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
				cases[i].line, text);
		}
	}
}

/* Errata are about the text of one edition. */
static void test_errata(void **context)
{
	struct state *state = *context;
	const char *texts[] = {"interface: core\ntitle: Core\nkind: core\ntext: a.tex\nrecords:\n"
			       "  - {name: r, at: 1, fields: [{name: x, type: s32, at: 2}]}\n",
		"errata:\n"
		"  - {interface: core, definition: r.x, edition: '1.3', at: 'a.tex:1', says: a,\n"
		"     holds: b, why: c}\n"
		"  - {interface: core, definition: r, edition: '1.4', at: 'a.tex:1', says: a,\n"
		"     holds: b, why: c}\n"};
	const struct et_canon *canon = read_canon(state, 2, texts);

	assert_clean(state);
	assert_int_equal(canon->n_errata, 1);
	assert_string_equal(canon->errata[0].definition, "r");
	assert_true(et_record_field((const void *)only(canon, "r"), "x")->type.is_signed);
}

static void test_requirements(void **context)
{
	struct state *state = *context;
	const char *texts[] = {"requirements:\n"
			       "  'sec:B':\n"
			       "    - {id: b-2, level: MUST NOT, target: device, since: '1.1'}\n"
			       "    - {id: b-1, level: MUST, target: driver, until: '1.2'}\n"
			       "  'sec:A': [{id: a, level: MAY, target: none}]\n"
			       "  '': [{id: z, level: SHOULD, target: both}]\n",
		"requirements: {}\n"};
	const struct et_canon *canon = read_canon(state, 2, texts);
	const struct et_requirement *last;
	const char *words;

	assert_clean(state);
	assert_int_equal(canon->n_requirements, 3);
	words = canon->requirement_texts;
	last = &canon->requirements[2];
	assert_string_equal(words + canon->requirements[0].label, "");
	assert_string_equal(words + canon->requirements[1].id, "a");
	assert_string_equal(words + last->label, "sec:B");
	assert_string_equal(words + last->id, "b-2");
	assert_string_equal(et_level_name((enum et_level)last->level), "MUST NOT");
	assert_string_equal(et_target_name((enum et_target)last->target), "device");
	assert_int_equal(last->since, ET_EDITION_1_1);
	assert_non_null(strstr(source_of(state, canon), "requirement_texts["));
}

static void test_requirement_mistakes(void **context)
{
	struct state *state = *context;
	const char *text =
		"requirements:\n"
		"  a:\n"
		"    - {id: x, level: MUST, target: driver}\n"
		"    - {id: x, level: MUST, target: driver}\n"
		"    - {id: y, level: SHALL, target: driver}\n"
		"    - {id: z, level: MUST, target: nobody}\n"
		"    - {level: MUST, target: driver}\n"
		"    - {id: w, level: MUST, target: driver, since: '1.3', until: '1.2'}\n"
		"  b: none\n";

	read_canon(state, 1, &text);
	assert_true(has_error(state, 4, "requirement 'x' is in line 3 already"));
	assert_true(has_error(state, 5, "level 'SHALL' is none of"));
	assert_true(has_error(state, 6, "target 'nobody' is none of"));
	assert_true(has_error(state, 7, "requirement has no 'id'"));
	assert_true(has_error(state, 8, "until 1.2, but since 1.3"));
	assert_true(has_error(state, 9, "a section's requirements"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_constants),
		CASE(test_lines),
		CASE(test_computed),
		CASE(test_records),
		CASE(test_others),
		CASE(test_interface),
		CASE(test_packed),
		CASE(test_pack_twice),
		CASE(test_mistakes),
		CASE(test_errata),
		CASE(test_requirements),
		CASE(test_requirement_mistakes),
	};

	return cmocka_run_group_tests_name("editions", tests, NULL, NULL);
}
