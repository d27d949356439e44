/* SPDX-License-Identifier: BSD-3-Clause */
/* What show and list write, over a small canon made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "show.h"
#include "str.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct et_interface toy;

static const struct et_section section = {"sec:Toy / Layout", "Layout"};
static const struct et_when when_fast = {.op = ET_WHEN_FEATURE, .name = "VIRTIO_TOY_F_FAST"};
static const struct et_when either[] = {
	{.op = ET_WHEN_FIELD, .name = "type", .is = "VIRTIO_TOY_IN"},
	{.op = ET_WHEN_FIELD, .name = "type", .is = "VIRTIO_TOY_OUT"},
};
static const struct et_when both[] = {
	{.op = ET_WHEN_FEATURE, .name = "VIRTIO_TOY_F_FAST"},
	{.op = ET_WHEN_ANY, .operands = either, .n_operands = 2},
};
static const struct et_when when_both = {.op = ET_WHEN_ALL, .operands = both, .n_operands = 2};

#define DEF(kind_, name_, line_)                                                                   \
	{                                                                                          \
		.kind = (kind_), .name = (name_), .interface = &toy, .abis = ET_ABI_ALL,           \
		.place = {                                                                         \
			"toy.tex",                                                                 \
			(line_),                                                                   \
			&section                                                                   \
		}                                                                                  \
	}
#define LE32                                                                                       \
	{                                                                                          \
		.kind = ET_TYPE_INT, .base = ET_BASE_INT, .order = ET_ORDER_LITTLE,                \
		.spelling = "le32"                                                                 \
	}
#define U8                                                                                         \
	{                                                                                          \
		.kind = ET_TYPE_INT, .base = ET_BASE_CHAR, .spelling = "u8"                        \
	}
#define FIELD(name_, type_) .name = (name_), .type = type_, .bits = ET_NO_BITS, .abis = ET_ABI_ALL

static const struct et_field parts[] = {
	{.name = "on", .bits = 1, .abis = ET_ABI_ALL},
	{.name = "rest", .bits = 31, .abis = ET_ABI_ALL, .padding = true},
};
static const struct et_field point_fields[] = {{FIELD("x", LE32)}, {FIELD("y", LE32)}};
static const struct et_record point = {.def = DEF(ET_DEF_RECORD, "virtio_toy_point", 5),
	.packed = true,
	.complete = true,
	.fields = point_fields,
	.n_fields = COUNT(point_fields)};
static const struct et_count by_length = {.kind = ET_COUNT_PARAMETER, .name = "length"};
static const struct et_count open_end = {.kind = ET_COUNT_OPEN};
static const struct et_field message_fields[] = {
	{FIELD("type", LE32), .segment = ET_SEGMENT_READABLE},
	{FIELD("flags", LE32), .segment = ET_SEGMENT_READABLE, .parts = parts, .n_parts = 2},
	{FIELD("name", U8), .counts = &by_length, .n_counts = 1, .segment = ET_SEGMENT_READABLE},
	{FIELD("at", LE32), .segment = ET_SEGMENT_READABLE, .when = &when_fast},
	{.name = "point",
		.type = {.kind = ET_TYPE_RECORD, .record = &point},
		.bits = ET_NO_BITS,
		.abis = ET_ABI_ALL,
		.segment = ET_SEGMENT_WRITABLE,
		.when = &when_both},
	{FIELD("data", U8), .counts = &open_end, .n_counts = 1, .segment = ET_SEGMENT_WRITABLE},
};
static const struct et_record message = {.def = DEF(ET_DEF_RECORD, "virtio_toy_message", 10),
	.packed = true,
	.complete = true,
	.role = ET_ROLE_MESSAGE,
	.fields = message_fields,
	.n_fields = COUNT(message_fields)};
static const struct et_record *const records[] = {&point, &message};

static const struct et_alias fast_aliases[] = {{"linux", "TOY_FAST"}};
static const struct et_constant constants[] = {
	{.def = {.kind = ET_DEF_CONSTANT,
		 .name = "VIRTIO_TOY_F_FAST",
		 .scope = "features",
		 .interface = &toy,
		 .since = ET_EDITION_1_2,
		 .place = {"toy.tex", 3, &section},
		 .aliases = fast_aliases,
		 .n_aliases = 1},
		.kind = ET_CONST_FEATURE,
		.representation = ET_REP_BIT,
		.value = {.bits = 40}},
	{.def = {.kind = ET_DEF_CONSTANT,
		 .name = "VIRTIO_TOY_MODE",
		 .scope = "mode",
		 .interface = &toy,
		 .status = ET_STATUS_DE_FACTO,
		 .evidence = "everybody, seen 2026-11"},
		.kind = ET_CONST_VALUE,
		.representation = ET_REP_NUMBER,
		.value = {.bits = 300}},
};
static const struct et_interface toy = {
	.def = {.kind = ET_DEF_DEVICE, .name = "toy", .interface = &toy},
	.title = "Toy Device",
	.kind = ET_INTERFACE_DEVICE,
	.constants = constants,
	.n_constants = COUNT(constants),
	.records = records,
	.n_records = COUNT(records),
	.device_id = 99,
};
static const struct et_interface *const interfaces[] = {&toy};
static const struct et_name names[] = {
	{"TOY_FAST", "linux", &constants[0].def, NULL},
	{"VIRTIO_TOY_F_FAST", NULL, &constants[0].def, NULL},
	{"VIRTIO_TOY_MODE", NULL, &constants[1].def, NULL},
	{"toy", NULL, &toy.def, NULL},
	{"virtio_toy_message", NULL, &message.def, NULL},
	{"virtio_toy_message.at", NULL, &message.def, &message_fields[3]},
	{"virtio_toy_point", NULL, &point.def, NULL},
	{"virtio_toy_point.y", NULL, &point.def, &point_fields[1]},
};
static const struct et_erratum errata[] = {
	{.definition = "virtio_toy_message.at",
		.says = "u32",
		.holds = "le32",
		.why = "all else is little-endian",
		.place = {"toy.tex", 12, NULL}},
};
static const struct et_canon canon = {
	.edition = ET_EDITION_1_4,
	.interfaces = interfaces,
	.n_interfaces = 1,
	.names = names,
	.n_names = COUNT(names),
	.errata = errata,
	.n_errata = 1,
};

static struct et_buf printed;

static int catch_text(void *data, const char *text, size_t length)
{
	et_buf_add(data, text, length);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	et_buf_finish(&printed);
	return 0;
}

typedef int printer(const struct et_canon *canon, struct et_arena *arena, const char *name,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

static int print(printer *function, const char *name, unsigned width)
{
	struct etalon_report_options options = {.width = width};
	struct et_arena arena;
	int status;

	et_arena_init(&arena);
	et_buf_clear(&printed);
	status = function(&canon, &arena, name, &options, catch_text, &printed);
	et_arena_finish(&arena);
	return status;
}

static void constant_with_all_that_is_known(void **state)
{
	(void)state;
	assert_int_equal(print(et_show, "virtio_toy_f_fast", 0), 0);
	assert_string_equal(printed.data,
		"VIRTIO_TOY_F_FAST: feature bit in toy (Toy Device)\n"
		"  value      bit 40, mask 0x10000000000\n"
		"  set        features\n"
		"  since      1.2\n"
		"  section    Layout\n"
		"  text       toy.tex:3\n"
		"  label      sec:Toy / Layout\n"
		"  linux      TOY_FAST\n"
		"\n"
		"What depends on it\n"
		"  virtio_toy_message.at     field\n"
		"  virtio_toy_message.point  field, when VIRTIO_TOY_F_FAST and "
		"(type = VIRTIO_TOY_IN or VIRTIO_TOY_OUT)\n");
}

static void alias_is_the_same(void **state)
{
	char *own;

	(void)state;
	print(et_show, "VIRTIO_TOY_F_FAST", 0);
	own = strdup(printed.data);
	assert_int_equal(print(et_show, "toy_fast", 0), 0);
	assert_string_equal(printed.data, own);
	free(own);
}

static void de_facto_says_on_what_evidence(void **state)
{
	(void)state;
	assert_int_equal(print(et_show, "VIRTIO_TOY_MODE", 0), 0);
	assert_string_equal(printed.data, "VIRTIO_TOY_MODE: value in toy (Toy Device)\n"
					  "  value      300, 0x12c\n"
					  "  set        mode\n"
					  "  status     de-facto\n"
					  "  evidence   everybody, seen 2026-11\n");
}

static void message_is_counted_from_each_segment(void **state)
{
	(void)state;
	assert_int_equal(print(et_show, "virtio_toy_message", 80), 0);
	assert_string_equal(printed.data,
		"virtio_toy_message: message in toy (Toy Device)\n"
		"  size       20 bytes + length\n"
		"  section    Layout\n"
		"  text       toy.tex:10\n"
		"  label      sec:Toy / Layout\n"
		"\n"
		"      OFFSET  SIZE  FIELD                          WHEN VIRTIO_TOY_F_...\n"
		"  the device reads:\n"
		"           0     4  le32 type\n"
		"           4     4  le32 flags\n"
		"       bit 0          on : 1\n"
		"       bit 1          rest : 31\n"
		"           8        u8 name[length]\n"
		"  8 + length     4  le32 at                        FAST\n"
		"  the device writes:\n"
		"           0     8  struct virtio_toy_point point  FAST and (type =\n"
		"                                                   VIRTIO_TOY_IN or\n"
		"                                                   VIRTIO_TOY_OUT)\n"
		"           0     4    le32 x\n"
		"           4     4    le32 y\n"
		"           8        u8 data[]\n"
		"\n"
		"Where the text is wrong\n"
		"  at: it says u32; meant is le32: all else is little-endian (toy.tex:12)\n");
}

static void field_by_its_path(void **state)
{
	(void)state;
	assert_int_equal(print(et_show, "virtio_toy_point.Y", 0), 0);
	assert_string_equal(printed.data, "virtio_toy_point.y: field in toy (Toy Device)\n"
					  "  type       le32 y\n"
					  "  offset     4\n"
					  "  size       4 bytes\n"
					  "  byte order little-endian\n");
}

static void unknown_names_get_the_nearest(void **state)
{
	(void)state;
	assert_int_equal(print(et_show, "VIRTIO_TOY_F_FATS", 0), 2);
	assert_string_equal(printed.data, "The standard has no 'VIRTIO_TOY_F_FATS'.\n"
					  "Is it this?\n"
					  "  VIRTIO_TOY_F_FAST\n");
	assert_int_equal(print(et_show, "point", 0), 2);
	assert_string_equal(printed.data, "The standard has no 'point'.\n"
					  "Is it one of these?\n"
					  "  virtio_toy_point\n"
					  "  virtio_toy_point.y\n");
	assert_int_equal(print(et_show, "\x1b[1m", 0), 2);
	assert_string_equal(printed.data, "The standard has no '\\x1b[1m'.\n");
}

static void lists_begin_with_the_name(void **state)
{
	(void)state;
	assert_int_equal(print(et_list, NULL, 0), 0);
	assert_string_equal(printed.data, "toy  device 99  Toy Device\n");
	assert_int_equal(print(et_list, "toy", 0), 0);
	assert_string_equal(printed.data, "VIRTIO_TOY_F_FAST   feature bit 40\n"
					  "VIRTIO_TOY_MODE     value 300, de-facto\n"
					  "virtio_toy_point    structure, 8 bytes\n"
					  "virtio_toy_message  structure, 20 bytes + length\n");
	assert_int_equal(print(et_list, "toi", 0), 2);
	assert_string_equal(printed.data, "The standard has no interface 'toi'. Is it 'toy'?\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(constant_with_all_that_is_known),
		cmocka_unit_test(alias_is_the_same),
		cmocka_unit_test(de_facto_says_on_what_evidence),
		cmocka_unit_test(message_is_counted_from_each_segment),
		cmocka_unit_test(field_by_its_path),
		cmocka_unit_test(unknown_names_get_the_nearest),
		cmocka_unit_test(lists_begin_with_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
