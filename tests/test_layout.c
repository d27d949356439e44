/* SPDX-License-Identifier: BSD-3-Clause */
/* Layouts: the canon's symbolic ones, views, and what compilers make of trees' records. */
#include "c_testing.h"

static const struct et_type u8 = {.kind = ET_TYPE_INT, .base = ET_BASE_CHAR, .spelling = "u8"};
static const struct et_type le16 = {
	.kind = ET_TYPE_INT, .base = ET_BASE_SHORT, .order = ET_ORDER_LITTLE};
static const struct et_type le32 = {
	.kind = ET_TYPE_INT, .base = ET_BASE_INT, .order = ET_ORDER_LITTLE};
static const struct et_type le64 = {
	.kind = ET_TYPE_INT, .base = ET_BASE_LLONG, .order = ET_ORDER_LITTLE};

#define FIELD(n, t, ...)                                                                           \
	{                                                                                          \
		.name = n, .type = t, .bits = ET_NO_BITS, .abis = ET_ABI_ALL, __VA_ARGS__          \
	}
#define RECORD(f)                                                                                  \
	{                                                                                          \
		.packed = true, .complete = true, .fields = f, .n_fields = sizeof(f) / sizeof(*f)  \
	}

static const struct et_count open_count = {.kind = ET_COUNT_OPEN};
static const struct et_count three = {.kind = ET_COUNT_FIXED, .value = 3};
static const struct et_count cdb_size = {.kind = ET_COUNT_PARAMETER, .name = "cdb_size"};

static const struct et_leaf *leaf(const struct et_layout *layout, const char *path)
{
	const struct et_leaf *found = find_leaf(layout, path);

	if (!found)
		fail_msg("no %s", path);
	return found;
}

static void canon_has_no_padding(void **state)
{
	struct world *w = *state;
	struct et_field fields[] = {FIELD("a", u8), FIELD("b", le64), FIELD("c", le16)};
	const struct et_record record = RECORD(fields);
	unsigned abi;

	for (abi = 0; abi < ET_ABI_COUNT; abi++) {
		struct et_layout layout =
			et_layout(&w->arena, &record, et_abi((enum et_abi_id)abi));

		assert_true(layout.known);
		assert_int_equal(layout.size.bytes, 11);
		assert_int_equal(layout.align, 1);
		assert_int_equal(layout.padding, 0);
		assert_int_equal(leaf(&layout, "c")->offset.bytes, 9);
	}
}

static void parameters(void **state)
{
	struct world *w = *state;
	struct et_field fields[] = {FIELD("a", le32),
		FIELD("cdb", u8, .counts = &cdb_size, .n_counts = 1), FIELD("b", le16),
		FIELD("list", le32, .counts = &cdb_size, .n_counts = 1), FIELD("c", u8)};
	const struct et_record record = RECORD(fields);
	struct et_layout layout = et_layout(&w->arena, &record, et_abi(ET_ABI_LP64));

	assert_null(leaf(&layout, "cdb")->offset.plus);
	assert_int_equal(leaf(&layout, "cdb")->size.bytes, 0);
	assert_string_equal(leaf(&layout, "cdb")->size.plus, "cdb_size");
	assert_int_equal(leaf(&layout, "b")->offset.bytes, 4);
	assert_string_equal(leaf(&layout, "b")->offset.plus, "cdb_size");
	assert_int_equal(leaf(&layout, "c")->offset.bytes, 6);
	assert_string_equal(leaf(&layout, "c")->offset.plus, "cdb_size + 4 * cdb_size");
	assert_int_equal(layout.size.bytes, 7);
	assert_string_equal(layout.size.plus, "cdb_size + 4 * cdb_size");
}

static void open_in_the_middle(void **state)
{
	struct world *w = *state;
	struct et_field fields[] = {FIELD("a", le32),
		FIELD("data", u8, .counts = &open_count, .n_counts = 1), FIELD("status", u8)};
	const struct et_record record = RECORD(fields);
	struct et_layout layout = et_layout(&w->arena, &record, et_abi(ET_ABI_LP64));

	assert_true(leaf(&layout, "data")->open);
	assert_int_equal(leaf(&layout, "status")->offset.bytes, 4);
	assert_string_equal(leaf(&layout, "status")->offset.plus, "data[]");
	assert_int_equal(layout.size.bytes, 5);
	assert_string_equal(layout.size.plus, "data[]");
}

static void open_tail(void **state)
{
	struct world *w = *state;
	struct et_field fields[] = {
		FIELD("a", le32), FIELD("data", u8, .counts = &open_count, .n_counts = 1)};
	const struct et_record record = RECORD(fields);
	struct et_layout layout = et_layout(&w->arena, &record, et_abi(ET_ABI_LP64));

	assert_int_equal(layout.size.bytes, 4);
	assert_null(layout.size.plus);
	assert_int_equal(leaf(&layout, "data")->unit, 1);
}

static void nested_arrays(void **state)
{
	struct world *w = *state;
	struct et_field inner[] = {
		FIELD("x", le16), FIELD("y", u8, .counts = &three, .n_counts = 1)};
	const struct et_record inside = RECORD(inner);
	const struct et_type nested = {.kind = ET_TYPE_RECORD, .record = &inside};
	struct et_field fields[] = {FIELD("n", u8),
		FIELD("r", nested, .counts = &three, .n_counts = 1), FIELD(NULL, nested),
		FIELD("z", u8)};
	const struct et_record record = RECORD(fields);
	struct et_layout layout = et_layout(&w->arena, &record, et_abi(ET_ABI_LP64));

	assert_int_equal(leaf(&layout, "r[].y")->offset.bytes, 3);
	assert_int_equal(leaf(&layout, "r[].y")->stride, 5);
	assert_int_equal(leaf(&layout, "r[].y")->size.bytes, 3);
	assert_int_equal(leaf(&layout, "r[].y")->depth, 1);
	assert_string_equal(leaf(&layout, "r[].y")->name, "y");
	assert_int_equal(leaf(&layout, "y")->offset.bytes, 18);
	assert_int_equal(leaf(&layout, "y")->depth, 0);
	assert_int_equal(leaf(&layout, "y")->stride, 0);
	assert_int_equal(leaf(&layout, "z")->offset.bytes, 21);
}

static void parts_of_an_integer(void **state)
{
	struct world *w = *state;
	struct et_field parts[] = {{.name = "low", .bits = 4}, {.name = "high", .bits = 28}};
	struct et_field fields[] = {FIELD("a", u8),
		FIELD("flags", le32, .parts = parts, .n_parts = 2),
		FIELD(NULL, le32, .parts = parts, .n_parts = 2)};
	const struct et_record record = RECORD(fields);
	struct et_layout layout = et_layout(&w->arena, &record, et_abi(ET_ABI_BE64));

	assert_int_equal(leaf(&layout, "flags.high")->offset.bytes, 1);
	assert_int_equal(leaf(&layout, "flags.high")->bit, 4);
	assert_int_equal(leaf(&layout, "flags.high")->bits, 28);
	assert_int_equal(leaf(&layout, "high")->offset.bytes, 5);
}

static const struct et_when feature_a = {.op = ET_WHEN_FEATURE, .name = "F_A"};
static const struct et_when not_a = {.op = ET_WHEN_NOT, .operands = &feature_a, .n_operands = 1};
static const struct et_when by_field = {.op = ET_WHEN_FIELD, .name = "a", .is = "1"};
static const struct et_when both[] = {
	{.op = ET_WHEN_FEATURE, .name = "F_A"}, {.op = ET_WHEN_FEATURE, .name = "F_B"}};
static const struct et_when all_of = {.op = ET_WHEN_ALL, .operands = both, .n_operands = 2};
static const struct et_when any_of = {.op = ET_WHEN_ANY, .operands = both, .n_operands = 2};

static void views_of_features(void **state)
{
	static const char *const a[] = {"F_A", NULL};
	struct world *w = *state;
	struct et_field fields[] = {FIELD("x", le16), FIELD("a", le16, .when = &feature_a),
		FIELD("n", le16, .when = &not_a), FIELD("f", le16, .when = &by_field),
		FIELD("all", le16, .when = &all_of), FIELD("any", le16, .when = &any_of)};
	const struct et_record record = RECORD(fields);
	const struct et_view with = {.record = &record, .with = a};
	const struct et_view without = {.record = &record, .without = a};
	const struct et_view unsaid = {.record = &record};
	struct et_layout layout;

	layout = et_view_layout(&w->arena, &with, et_abi(ET_ABI_LP64));
	assert_int_equal(layout.n_leaves, 5);
	assert_null(find_leaf(&layout, "n"));
	layout = et_view_layout(&w->arena, &without, et_abi(ET_ABI_LP64));
	assert_int_equal(layout.n_leaves, 4);
	assert_null(find_leaf(&layout, "a"));
	assert_null(find_leaf(&layout, "all"));
	assert_int_equal(leaf(&layout, "n")->offset.bytes, 2);
	layout = et_view_layout(&w->arena, &unsaid, et_abi(ET_ABI_LP64));
	assert_int_equal(layout.n_leaves, 6);
}

static void views_of_parts(void **state)
{
	struct world *w = *state;
	struct et_field inner[] = {FIELD("i", le16, .when = &feature_a), FIELD("j", u8)};
	const struct et_record inside = RECORD(inner);
	const struct et_type nested = {.kind = ET_TYPE_RECORD, .record = &inside};
	struct et_field fields[] = {FIELD("a", le16, .segment = ET_SEGMENT_READABLE),
		FIELD("b", nested, .segment = ET_SEGMENT_READABLE),
		FIELD("c", le16, .segment = ET_SEGMENT_READABLE),
		FIELD("d", u8, .segment = ET_SEGMENT_WRITABLE),
		FIELD("e", u8, .segment = ET_SEGMENT_WRITABLE)};
	static const char *const a[] = {"F_A", NULL};
	const struct et_record record = RECORD(fields);
	const struct et_view readable = {
		.record = &record, .segment = ET_SEGMENT_READABLE, .without = a};
	const struct et_view writable = {.record = &record, .segment = ET_SEGMENT_WRITABLE};
	const struct et_view range = {.record = &record, .first = "b", .last = "c"};
	struct et_layout layout;

	layout = et_view_layout(&w->arena, &readable, et_abi(ET_ABI_LP64));
	assert_int_equal(layout.size.bytes, 7);
	/* A nested record's fields stay whole. */
	assert_non_null(find_leaf(&layout, "b.i"));
	layout = et_view_layout(&w->arena, &writable, et_abi(ET_ABI_LP64));
	assert_int_equal(layout.n_leaves, 2);
	assert_int_equal(leaf(&layout, "d")->offset.bytes, 0);
	layout = et_view_layout(&w->arena, &range, et_abi(ET_ABI_LP64));
	assert_int_equal(layout.n_leaves, 3);
	assert_int_equal(leaf(&layout, "b.i")->offset.bytes, 0);
	assert_int_equal(leaf(&layout, "c")->offset.bytes, 3);
}

static void unknown_types(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_clean(w,
		"struct s { __u8 a; nobody_t b; __u8 c; };\nstruct t { nobody_t *a; __u8 b; };\n");
	layout = et_layout(&w->arena, find_record(w, "s", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
	assert_int_equal(layout.n_leaves, 1);
	check_offset(w, "t", "b", ET_ABI_LP64, 8);
}

static void padding(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"struct a { __u8 a; __u32 b; __u8 c; };\nstruct b { struct a x[2]; __u64 y; };\n"
		"union c { __u8 a[5]; __u32 b; };\n");
	assert_int_equal(lay_out(w, "a", ET_ABI_LP64).padding, 6);
	assert_int_equal(lay_out(w, "c", ET_ABI_LP64).padding, 3);
	assert_int_equal(lay_out(w, "b", ET_ABI_LP64).padding, 6);
}

static void integers_of_all_abis(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"struct s { __u8 a; __u64 b; };\nstruct l { char a; long b; };\n"
		"struct p { char a; void *b; };\nstruct d { char a; double b; long double c; };\n"
		"struct b { char a; _Bool b; short c; };\nstruct i { char a; __int128 b; };\n");
	check_size(w, "s", ET_ABI_LP64, 16, 8);
	check_size(w, "s", ET_ABI_I386, 12, 4);
	check_size(w, "s", ET_ABI_LLP64, 16, 8);
	check_size(w, "s", ET_ABI_BE64, 16, 8);
	check_size(w, "l", ET_ABI_LP64, 16, 8);
	check_size(w, "l", ET_ABI_I386, 8, 4);
	check_size(w, "l", ET_ABI_LLP64, 8, 4);
	check_size(w, "p", ET_ABI_LLP64, 16, 8);
	check_size(w, "p", ET_ABI_I386, 8, 4);
	check_size(w, "d", ET_ABI_LP64, 32, 16);
	check_size(w, "d", ET_ABI_I386, 24, 4);
	check_size(w, "d", ET_ABI_BE64, 32, 8);
	check_size_everywhere(w, "b", 4, 2);
	check_size(w, "i", ET_ABI_BE64, 24, 8);
}

static void microsofts_bit_fields(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_clean(w,
		"struct a { __u8 a : 4; __u16 b : 4; };\nstruct b { __u32 a : 4; __u32 b : 4; __u8 "
		"c; };\n"
		"struct c { __u16 a : 9, b : 9; };\nstruct d { __u8 a; __u32 : 0; __u8 b; };\n"
		"struct e { __u32 a : 4; __u32 : 0; __u8 b; };\n"
		"#pragma pack(1)\nstruct f { __u8 x; __u32 a : 4; __u16 b : 4; };\n");
	check_size(w, "a", ET_ABI_LP64, 2, 2);
	check_size(w, "a", ET_ABI_LLP64, 4, 2);
	check_size(w, "b", ET_ABI_LLP64, 8, 4);
	check_offset(w, "b", "c", ET_ABI_LLP64, 4);
	check_offset(w, "b", "c", ET_ABI_LP64, 1);
	check_size(w, "c", ET_ABI_LLP64, 4, 2);
	check_size(w, "d", ET_ABI_LLP64, 2, 1);
	check_size(w, "d", ET_ABI_LP64, 5, 1);
	check_size(w, "e", ET_ABI_LLP64, 8, 4);
	check_size(w, "f", ET_ABI_LLP64, 7, 1);
	layout = lay_out(w, "c", ET_ABI_LLP64);
	assert_int_equal(leaf(&layout, "b")->offset.bytes, 2);
	assert_int_equal(leaf(&layout, "b")->bit, 0);
}

static void gnus_bit_fields(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_clean(w,
		"struct a { __u16 a : 9, b : 9; };\nstruct b { __u64 a : 40; __u32 b : 30; };\n"
		"struct c { __u16 a : 9, b : 9; } __attribute__((packed));\n"
		"union d { __u32 a : 3; __u8 b; };\nstruct e { __u8 a : 1; __u8 b : 1 "
		"__attribute__((aligned(4))); };\n");
	check_size(w, "a", ET_ABI_LP64, 4, 2);
	check_size(w, "b", ET_ABI_LP64, 16, 8);
	check_size(w, "c", ET_ABI_LP64, 3, 1);
	check_size(w, "d", ET_ABI_LP64, 4, 4);
	layout = lay_out(w, "c", ET_ABI_LP64);
	assert_int_equal(leaf(&layout, "b")->offset.bytes, 1);
	assert_int_equal(leaf(&layout, "b")->bit, 1);
	layout = lay_out(w, "e", ET_ABI_LP64);
	assert_int_equal(leaf(&layout, "b")->offset.bytes, 4);
}

static void abi_names(void **state)
{
	unsigned abi;

	(void)state;
	for (abi = 0; abi < ET_ABI_COUNT; abi++) {
		const struct et_abi *each = et_abi((enum et_abi_id)abi);

		assert_int_equal(each->id, abi);
		assert_ptr_equal(et_abi_by_name(each->name), each);
	}
	assert_null(et_abi_by_name("none"));
	assert_null(et_abi_by_name(NULL));
}

static void names_of_the_model(void **state)
{
	(void)state;
	assert_string_equal(et_edition_name(ET_EDITION_1_4), "1.4");
	assert_int_equal(et_edition_by_name("legacy"), ET_EDITION_LEGACY);
	assert_int_equal(et_edition_by_name("1.2"), ET_EDITION_1_2);
	assert_int_equal(et_edition_by_name("1.5"), ET_EDITION_COUNT);
	assert_int_equal(et_edition_by_name(NULL), ET_EDITION_COUNT);
	assert_string_equal(et_status_name(ET_STATUS_DE_FACTO), "de-facto");
	assert_string_equal(et_access_name(ET_ACCESS_RC), "rc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(canon_has_no_padding),
		TEST(parameters),
		TEST(open_in_the_middle),
		TEST(open_tail),
		TEST(nested_arrays),
		TEST(parts_of_an_integer),
		TEST(views_of_features),
		TEST(views_of_parts),
		TEST(unknown_types),
		TEST(padding),
		TEST(integers_of_all_abis),
		TEST(microsofts_bit_fields),
		TEST(gnus_bit_fields),
		TEST(abi_names),
		TEST(names_of_the_model),
	};

	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
