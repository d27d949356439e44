/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon that the registry makes, the dialects, and the C source of both. */
#include "canon_c.h"
#include "registry_testing.h"

static const char core[] = "interface: core\n"
			   "title: Core\n"
			   "kind: core\n"
			   "text: content.tex\n"
			   "constants:\n"
			   "  features:\n"
			   "    kind: feature\n"
			   "    representation: bit\n"
			   "    values:\n"
			   "      - {name: VIRTIO_F_VERSION_1, value: 32, at: 5}\n";

static const char example[] =
	"interface: example\n"
	"title: Example Device\n"
	"kind: device\n"
	"device_id: 99\n"
	"transitional_id: 0x1099\n"
	"text: example.tex\n"
	"prefixes: [virtio_example_, VIRTIO_EXAMPLE_]\n"
	"headers: [virtio_example.h]\n"
	"sections:\n"
	"  top: {label: 'sec:Example', title: Example Device}\n"
	"constants:\n"
	"  features:\n"
	"    kind: feature\n"
	"    representation: bit\n"
	"    width: 64\n"
	"    section: top\n"
	"    values:\n"
	"      - {name: VIRTIO_EXAMPLE_F_SIZE, value: 1, at: 40, former: [VIRTIO_EXAMPLE_F_LEN]}\n"
	"      - {name: VIRTIO_EXAMPLE_F_FAST, value: 40, at: 41, requires: "
	"VIRTIO_EXAMPLE_F_SIZE}\n"
	"  flags:\n"
	"    kind: flag\n"
	"    representation: mask\n"
	"    in: virtio_example_config.mode\n"
	"    values:\n"
	"      - {name: VIRTIO_EXAMPLE_M_UNMAP, value: 0x8000, at: 43}\n"
	"  offsets:\n"
	"    kind: other\n"
	"    representation: number\n"
	"    status: de-facto\n"
	"    evidence: Somebody's header, seen 2026-11\n"
	"    values:\n"
	"      - {name: VIRTIO_EXAMPLE_OFF, offset_of: virtio_example_config.u.rect.y}\n"
	"      - {name: VIRTIO_EXAMPLE_SIZE, size_of: virtio_example_rect}\n"
	"      - {name: VIRTIO_EXAMPLE_FEATURES, count_of: features}\n"
	"      - {name: VIRTIO_EXAMPLE_MACLEN, value: 6}\n"
	"records:\n"
	"  - name: virtio_example_config\n"
	"    role: config\n"
	"    section: top\n"
	"    at: 60\n"
	"    legacy: native\n"
	"    fields:\n"
	"      - {name: mac, type: u8, count: {constant: VIRTIO_EXAMPLE_MACLEN}, at: 61}\n"
	"      - {name: size, type: le32, at: 62, when: VIRTIO_EXAMPLE_F_SIZE, access: ro, legacy: "
	"little}\n"
	"      - name: mode\n"
	"        type: le16\n"
	"        at: 63\n"
	"        legacy: none\n"
	"        bits:\n"
	"          - {name: low, width: 15}\n"
	"          - {name: reserved, width: 1, padding: true}\n"
	"      - name: u\n"
	"        type:\n"
	"          union:\n"
	"            - {name: text, type: char, count: 128, at: 70}\n"
	"            - {name: rect, type: {record: virtio_example_rect}, at: 71}\n"
	"      - type:\n"
	"          struct:\n"
	"            - {name: nested, type: be64, at: 72}\n"
	"  - name: virtio_example_rect\n"
	"    at: 80\n"
	"    fields:\n"
	"      - {name: x, type: le32, at: 81}\n"
	"      - {name: y, type: le32, at: 82, aliases: {linux: why}}\n"
	"  - name: virtio_example_req\n"
	"    role: message\n"
	"    at: 90\n"
	"    segments:\n"
	"      - access: readable\n"
	"        fields:\n"
	"          - {name: type, type: le32, at: 91}\n"
	"          - {name: data, type: u8, count: open, at: 92,\n"
	"             when: {all: [VIRTIO_F_VERSION_1, {field: type, is: "
	"VIRTIO_EXAMPLE_CMD_GET}]}}\n"
	"          - {name: rects, type: {record: virtio_example_rect}, count: [{field: type}, 2], "
	"at: 93}\n"
	"      - access: writable\n"
	"        fields:\n"
	"          - {name: data, type: u8, count: {config: size}, at: 94}\n"
	"          - {name: status, type: u8, at: 95}\n"
	"views:\n"
	"  - {name: virtio_example_outhdr, of: virtio_example_req, segment: readable, last: type,\n"
	"     with: [VIRTIO_EXAMPLE_F_SIZE], without: [VIRTIO_EXAMPLE_F_FAST], legacy: true}\n"
	"registers:\n"
	"  window:\n"
	"    section: top\n"
	"    values:\n"
	"      - {name: Config, offset: 0x100, access: rw, at: 200}\n"
	"      - {name: Magic, offset: 0, width: 4, access: ro, at: 201, aliases: {linux: "
	"EX_MAGIC}}\n"
	"virtqueues:\n"
	"  - {name: transmitq, index: {start: 1, step: 2}, count: pairs, direction: to-device, at: "
	"21}\n"
	"  - {name: controlq, index: 0, direction: both, at: 20}\n"
	"commands:\n"
	"  - name: VIRTIO_EXAMPLE_CMD_GET\n"
	"    queue: controlq\n"
	"    request: {record: virtio_example_req}\n"
	"    response: {type: u8, code: VIRTIO_EXAMPLE_CMD_GET}\n"
	"    when: {flag: VIRTIO_EXAMPLE_M_UNMAP, of: virtio_example_config.mode}\n";

/* Added to the example by line, so that the text above stays as short as it is. */
static const char commands[] =
	"interface: commands\n"
	"title: Commands\n"
	"kind: queue\n"
	"constants:\n"
	"  commands:\n"
	"    kind: command\n"
	"    representation: number\n"
	"    values:\n"
	"      - {name: VIRTIO_EXAMPLE_CMD_GET, value: 0x100, at: 'other.tex:7'}\n";

static const struct et_canon *read_example(struct state *state)
{
	const char *texts[] = {example, core, commands};
	const struct et_canon *canon = read_canon(state, 3, texts);

	assert_clean(state);
	return canon;
}

static const struct et_def *find(const struct et_canon *canon, const char *name)
{
	size_t count = 0;
	const struct et_name *found = et_canon_find(canon, name, &count);

	assert_non_null(found);
	return found->def;
}

static const struct et_constant *constant(const struct et_canon *canon, const char *name)
{
	const struct et_def *def = find(canon, name);

	assert_int_equal(def->kind, ET_DEF_CONSTANT);
	return (const struct et_constant *)def;
}

static const struct et_record *record(const struct et_canon *canon, const char *name)
{
	const struct et_def *def = find(canon, name);

	assert_int_equal(def->kind, ET_DEF_RECORD);
	return (const struct et_record *)def;
}

static void test_interface(void **context)
{
	const struct et_canon *canon = read_example(*context);
	const struct et_interface *interface = et_canon_interface(canon, "example");

	assert_int_equal(canon->n_interfaces, 3);
	assert_string_equal(canon->interfaces[0]->def.name, "commands");
	assert_string_equal(interface->title, "Example Device");
	assert_int_equal(interface->kind, ET_INTERFACE_DEVICE);
	assert_int_equal(interface->device_id, 99);
	assert_int_equal(interface->transitional_id, 0x1099);
	assert_string_equal(interface->prefixes[0], "VIRTIO_EXAMPLE_");
	assert_null(interface->prefixes[2]);
	assert_null(et_canon_interface(canon, "nothing"));
}

static void test_constants(void **context)
{
	const struct et_canon *canon = read_example(*context);
	const struct et_constant *fast = constant(canon, "VIRTIO_EXAMPLE_F_FAST");
	const struct et_constant *unmap = constant(canon, "VIRTIO_EXAMPLE_M_UNMAP");

	assert_int_equal(fast->value.bits, 40);
	assert_int_equal(fast->value.width, 64);
	assert_int_equal(fast->kind, ET_CONST_FEATURE);
	assert_int_equal(fast->representation, ET_REP_BIT);
	assert_string_equal(fast->def.scope, "features");
	assert_string_equal(fast->def.place.file, "example.tex");
	assert_int_equal(fast->def.place.line, 41);
	assert_string_equal(fast->def.place.section->title, "Example Device");
	assert_string_equal(fast->requires->name, "VIRTIO_EXAMPLE_F_SIZE");
	assert_int_equal(fast->def.abis, ET_ABI_ALL);
	assert_int_equal(unmap->value.width, 16);
	assert_string_equal(unmap->in, "virtio_example_config.mode");
	assert_ptr_equal(find(canon, "VIRTIO_EXAMPLE_F_LEN"), find(canon, "VIRTIO_EXAMPLE_F_SIZE"));
	assert_string_equal(find(canon, "VIRTIO_EXAMPLE_CMD_GET")->place.file, "other.tex");
}

static void test_computed(void **context)
{
	const struct et_canon *canon = read_example(*context);
	const struct et_constant *offset = constant(canon, "VIRTIO_EXAMPLE_OFF");

	assert_int_equal(offset->value.bits, 6 + 4 + 2 + 4);
	assert_int_equal(offset->kind, ET_CONST_OFFSET);
	assert_int_equal(offset->def.status, ET_STATUS_DE_FACTO);
	assert_string_equal(offset->def.evidence, "Somebody's header, seen 2026-11");
	assert_int_equal(constant(canon, "VIRTIO_EXAMPLE_SIZE")->value.bits, 8);
	assert_int_equal(constant(canon, "VIRTIO_EXAMPLE_FEATURES")->value.bits, 2);
	assert_int_equal(constant(canon, "VIRTIO_EXAMPLE_FEATURES")->kind, ET_CONST_COUNT);
}

static void test_fields(void **context)
{
	const struct et_canon *canon = read_example(*context);
	const struct et_record *config = record(canon, "virtio_example_config");
	const struct et_field *field;
	size_t count;

	assert_int_equal(config->role, ET_ROLE_CONFIG);
	assert_true(config->packed && config->complete);
	assert_int_equal(config->n_fields, 5);
	field = &config->fields[0];
	assert_int_equal(field->type.base, ET_BASE_CHAR);
	assert_int_equal(field->type.order, ET_ORDER_NONE);
	assert_int_equal(field->legacy, ET_ORDER_HOST);
	assert_int_equal(field->bits, ET_NO_BITS);
	assert_int_equal(field->counts[0].kind, ET_COUNT_FIXED);
	assert_int_equal(field->counts[0].value, 6);
	assert_string_equal(field->counts[0].name, "VIRTIO_EXAMPLE_MACLEN");
	field = &config->fields[1];
	assert_int_equal(field->type.base, ET_BASE_INT);
	assert_int_equal(field->type.order, ET_ORDER_LITTLE);
	assert_int_equal(field->legacy, ET_ORDER_LITTLE);
	assert_int_equal(field->access, ET_ACCESS_RO);
	assert_int_equal(field->when->op, ET_WHEN_FEATURE);
	field = &config->fields[2];
	assert_int_equal(field->legacy, ET_ORDER_NONE);
	assert_int_equal(field->n_parts, 2);
	assert_int_equal(field->parts[0].bits, 15);
	assert_true(field->parts[1].padding);
	field = &config->fields[3];
	assert_true(field->type.record->is_union);
	assert_null(field->type.record->def.name);
	assert_true(field->type.record->fields[0].type.is_char);
	assert_int_equal(field->type.record->fields[0].legacy, ET_ORDER_HOST);
	assert_ptr_equal(
		field->type.record->fields[1].type.record, record(canon, "virtio_example_rect"));
	assert_string_equal(
		field->type.record->fields[1].type.spelling, "struct virtio_example_rect");
	assert_null(config->fields[4].name);
	assert_ptr_equal(et_canon_find(canon, "virtio_example_config.nested", &count)->field,
		et_record_field(config, "nested"));
	assert_ptr_equal(et_canon_find(canon, "virtio_example_config.mode.low", &count)->field,
		&config->fields[2].parts[0]);
	assert_non_null(et_record_field(config, "u.rect.y"));
	assert_null(et_record_field(config, "u.rect.z"));
}

static void test_messages(void **context)
{
	const struct et_canon *canon = read_example(*context);
	const struct et_record *req = record(canon, "virtio_example_req");
	const struct et_when *when;

	assert_int_equal(req->n_fields, 5);
	assert_int_equal(req->fields[2].segment, ET_SEGMENT_READABLE);
	assert_int_equal(req->fields[3].segment, ET_SEGMENT_WRITABLE);
	assert_int_equal(req->fields[1].counts[0].kind, ET_COUNT_OPEN);
	assert_int_equal(req->fields[2].n_counts, 2);
	assert_int_equal(req->fields[2].counts[0].kind, ET_COUNT_PARAMETER);
	assert_string_equal(req->fields[2].counts[0].name, "type");
	assert_int_equal(req->fields[2].counts[1].value, 2);
	when = req->fields[1].when;
	assert_int_equal(when->op, ET_WHEN_ALL);
	assert_int_equal(when->n_operands, 2);
	assert_int_equal(when->operands[1].op, ET_WHEN_FIELD);
	assert_string_equal(when->operands[1].is, "VIRTIO_EXAMPLE_CMD_GET");
	assert_false(when->operands[1].flag);
}

static void test_others(void **context)
{
	const struct et_canon *canon = read_example(*context);
	const struct et_interface *interface = et_canon_interface(canon, "example");
	const struct et_view *view = &interface->views[0];
	const struct et_register *magic = &interface->registers[0];
	const struct et_command *command = &interface->commands[0];

	assert_ptr_equal(view->record, record(canon, "virtio_example_req"));
	assert_int_equal(view->segment, ET_SEGMENT_READABLE);
	assert_null(view->first);
	assert_string_equal(view->last, "type");
	assert_string_equal(view->with[0], "VIRTIO_EXAMPLE_F_SIZE");
	assert_null(view->with[1]);
	assert_true(view->legacy);
	assert_int_equal(view->def.place.line, 90); /* its record's */
	assert_string_equal(magic->def.name, "Magic");
	assert_string_equal(magic->block, "window");
	assert_int_equal(magic->order, ET_ORDER_LITTLE);
	assert_int_equal(interface->registers[1].width, 0);
	assert_ptr_equal(find(canon, "EX_MAGIC"), &magic->def);
	assert_string_equal(interface->queues[0].def.name, "controlq");
	assert_int_equal(interface->queues[1].start, 1);
	assert_int_equal(interface->queues[1].step, 2);
	assert_int_equal(interface->queues[1].direction, ET_DIRECTION_TO_DEVICE);
	assert_ptr_equal(command->queue, &interface->queues[0]);
	assert_ptr_equal(command->request.record, record(canon, "virtio_example_req"));
	assert_string_equal(command->response.type.spelling, "u8");
	assert_int_equal(command->def.when->op, ET_WHEN_FIELD);
	assert_true(command->def.when->flag);
}

static void test_errata(void **context)
{
	const char *texts[] = {example, core, commands,
		"errata:\n"
		"  - {interface: example, definition: virtio_example_rect.x, edition: '1.4',\n"
		"     at: 'example.tex:81', says: u32, holds: le32, why: a slip}\n"
		"deviations:\n"
		"  - {definition: virtio_example_req.data, rule: W103, who: All since 2020, text: "
		"They do.}\n"};
	struct state *state = *context;
	const struct et_canon *canon = read_canon(state, 4, texts);

	assert_clean(state);
	assert_int_equal(canon->n_errata, 1);
	assert_string_equal(canon->errata[0].definition, "virtio_example_rect.x");
	assert_int_equal(canon->errata[0].place.line, 81);
	assert_int_equal(canon->errata[0].edition, ET_EDITION_1_4);
	assert_int_equal(canon->n_deviations, 1);
	assert_string_equal(canon->deviations[0].rule, "W103");
}

static char *write_c(struct state *state, const struct et_canon *canon,
	const struct et_dialect *const *dialects, size_t n_dialects)
{
	struct et_buf text;
	char *copy;

	et_buf_init(&text);
	et_write_canon_c(&state->arena, &text, canon, NULL, dialects, n_dialects);
	copy = et_strdup(&state->arena, text.data);
	et_buf_finish(&text);
	return copy;
}

/* The order of files, of keys and of entries does not show in what is written. */
static void test_order(void **context)
{
	static const char one[] =
		"interface: one\ntitle: One\nkind: core\ntext: a.tex\nprefixes: [A_, B_]\n"
		"constants:\n  s: {kind: value, representation: number, values: [{name: A, value: "
		"1}, "
		"{name: B, value: 2}]}\n  t: {kind: id, representation: number, values: [{name: A, "
		"value: 3}]}\n"
		"records:\n  - {name: r, at: 1, fields: [{name: x, type: u8, at: 2}]}\n"
		"  - {name: q, at: 5, fields: [{name: y, type: u8, at: 6}]}\n"
		"virtqueues: [{name: m, index: 1}, {name: n, index: 0}]\n"
		"commands: [{name: A, queue: n}, {name: B, queue: m}]\n";
	static const char same[] =
		"commands: [{queue: m, name: B}, {queue: n, name: A}]\n"
		"virtqueues: [{index: 0, name: n}, {index: 1, name: m}]\n"
		"records:\n  - {fields: [{at: 6, type: u8, name: y}], name: q, at: 5}\n"
		"  - {at: 1, fields: [{type: u8, name: x, at: 2}], name: r}\n"
		"constants:\n  t: {representation: number, kind: id, values: [{value: 3, name: "
		"A}]}\n"
		"  s: {values: [{name: B, value: 2}, {name: A, value: 1}], kind: value, "
		"representation: number}\n"
		"prefixes: [B_, A_]\nkind: core\ntext: a.tex\ntitle: One\ninterface: one\n";
	const char *forth[] = {one, example, core, commands};
	const char *back[] = {commands, core, example, same};
	struct state *state = *context;
	const char *first = write_c(state, read_canon(state, 4, forth), NULL, 0);
	const char *second = write_c(state, read_canon(state, 4, back), NULL, 0);

	assert_clean(state);
	assert_string_equal(first, second);
}

static void test_dialects(void **context)
{
	struct state *state = *context;
	const struct et_canon *canon = read_example(state);
	const struct et_yaml *documents[] = {
		load(state, "qemu.yaml",
			"dialect: qemu\ntitle: QEMU\nparent: linux\nrespellings:\n"
			"  EXRect: virtio_example_rect\n  tag: [virtio_example_req.type]\n"),
		load(state, "linux.yaml",
			"dialect: linux\ntitle: Linux\norders: true\ntypes: [__u8]\n"
			"rewrites: {EX_: VIRTIO_EXAMPLE_, EX_LONG_: VIRTIO_EXAMPLE_L_}\nhelpers: "
			"['x*']\n"),
	};
	const struct et_dialect *const *dialects;
	size_t count = 0;
	char *text;

	dialects = et_dialects_read(&state->arena, &state->diags, canon, documents, 2, &count);
	assert_clean(state);
	assert_int_equal(state->diags.list.count, 0);
	assert_int_equal(count, 2);
	assert_string_equal(dialects[0]->name, "linux");
	assert_true(dialects[0]->orders);
	assert_string_equal(dialects[0]->rewrites[0].tree, "EX_LONG_"); /* longest first */
	assert_string_equal(dialects[0]->helpers[0], "x*");
	assert_null(dialects[0]->paths[0]);
	assert_ptr_equal(dialects[1]->parent, dialects[0]);
	assert_int_equal(dialects[1]->n_respellings, 2);
	assert_string_equal(dialects[1]->respellings[1].canon, "virtio_example_req.type");
	text = write_c(state, canon, dialects, count);
	assert_non_null(strstr(text, "const struct et_canon *et_builtin_canon(void)"));
	assert_non_null(strstr(text, "*count = 2;"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_interface),
		CASE(test_constants),
		CASE(test_computed),
		CASE(test_fields),
		CASE(test_messages),
		CASE(test_others),
		CASE(test_errata),
		CASE(test_order),
		CASE(test_dialects),
	};

	return cmocka_run_group_tests_name("registry", tests, NULL, NULL);
}
