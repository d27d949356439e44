/* SPDX-License-Identifier: BSD-3-Clause */
#include "c_testing.h"

enum {
	LINUX_ABIS = ET_ABI_BIT(ET_ABI_LP64) | ET_ABI_BIT(ET_ABI_I386) | ET_ABI_BIT(ET_ABI_BE64),
};

static void check_condition(
	const struct world *w, const char *name, const char *guard, uint32_t abis)
{
	const struct et_constant *constant = find_constant(w, name, 0);

	if (!constant) {
		fail_msg("no %s", name);
		return;
	}
	check_guard(constant->def.guard, guard);
	if (constant->def.abis != abis)
		fail_msg("%s: ABIs %x, not %x", name, (unsigned)constant->def.abis, (unsigned)abis);
}

static void legacy_blocks(void **state)
{
	struct world *w = *state;

	read_clean(w, "#ifndef VIRTIO_X_NO_LEGACY\n#define A 1\nstruct s { int x; "
		      "};\n#else\n#define B 2\n"
		      "#endif\n#define C 3\n");
	check_condition(w, "A", "!defined(VIRTIO_X_NO_LEGACY)", ET_ABI_ALL);
	check_condition(w, "B", "defined(VIRTIO_X_NO_LEGACY)", 0);
	check_condition(w, "C", NULL, ET_ABI_ALL);
	check_guard(find_record(w, "s", 0)->def.guard, "!defined(VIRTIO_X_NO_LEGACY)");
	check_guard(find_field(w, "s", "x")->guard, NULL);
}

static void include_guards(void **state)
{
	struct world *w = *state;

	read_clean(w, "/* licence */\n#ifndef _H_\n#define _H_\n#define A 1\n#ifdef X\n#define B "
		      "2\n#endif\n"
		      "#endif /* _H_ */\n");
	check_condition(w, "A", NULL, ET_ABI_ALL);
	check_condition(w, "B", "defined(X)", 0);
	assert_null(find_constant(w, "_H_", 0));
}

static void include_guards_of_other_forms(void **state)
{
	struct world *w = *state;

	read_clean(w, "#pragma once\n#if !defined(_H_)\n#define _H_ 1\n#define A 1\n#endif\n");
	check_condition(w, "A", NULL, ET_ABI_ALL);
}

static void copies_of_one_header(void **state)
{
	static const char *const files[] = {"one/x.h",
		"#ifndef X_H\n#define X_H\n#define A 1\n#endif\n", "two/x.h",
		"#ifndef X_H\n#define X_H\n#define B 2\nstruct s { int a; };\n#endif\n", NULL};
	struct world *w = *state;

	/* Each file is read as if it were the first: a tree may hold several copies. */
	read_files(w, files);
	check_condition(w, "A", NULL, ET_ABI_ALL);
	check_condition(w, "B", NULL, ET_ABI_ALL);
	assert_int_equal(find_record(w, "s", 0)->def.abis, ET_ABI_ALL);
}

static void weak_definitions(void **state)
{
	struct world *w = *state;

	read_clean(
		w, "#define A 1\n#ifndef A\n#define A 2\n#endif\n#ifndef B\n#define B 3\n#endif\n");
	assert_int_equal(w->unit->constants[0].def.abis, ET_ABI_ALL);
	assert_int_equal(w->unit->constants[1].def.abis, 0);
	check_everywhere(w, "A", 1);
	check_condition(w, "B", NULL, ET_ABI_ALL);
}

static void nested_conditions(void **state)
{
	struct world *w = *state;

	read_clean(w, "#ifdef A\n#if B > 2\n#define X 1\n#elif defined C || D\n#define Y 1\n#else\n"
		      "#define Z 1\n#endif\n#endif\n");
	check_condition(w, "X", "defined(A) && B > 2", 0);
	check_condition(w, "Y", "defined(A) && !(B > 2) && (defined(C) || D)", 0);
	check_condition(w, "Z", "defined(A) && !(B > 2) && !(defined(C) || D)", 0);
}

static void negated_conditions(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#if !defined(A)\n#define W 1\n#else\n#define X 1\n#endif\n#if defined B\n#else\n"
		"#define Y 1\n#endif\n#if !C\n#else\n#define Z 1\n#endif\n");
	check_condition(w, "W", "!defined(A)", ET_ABI_ALL);
	check_condition(w, "X", "defined(A)", 0);
	check_condition(w, "Y", "!defined(B)", ET_ABI_ALL);
	check_condition(w, "Z", "C", 0);
}

static void noise(void **state)
{
	struct world *w = *state;

	read_clean(w, "#if !defined(__ASSEMBLY__) && !defined(__cplusplus)\n#define A 1\n#endif\n"
		      "#ifdef __ASSEMBLER__\n#define B 1\n#else\n#define C 1\n#endif\n");
	check_condition(w, "A", NULL, ET_ABI_ALL);
	check_condition(w, "C", NULL, ET_ABI_ALL);
	assert_int_equal(find_constant(w, "B", 0)->def.abis, 0);
}

static void conditions_on_the_abi(void **state)
{
	struct world *w = *state;

	read_clean(w, "#ifdef __x86_64__\n#define A 1\n#elif defined(__i386__)\n#define B 1\n"
		      "#elif defined(_WIN32)\n#define C 1\n#else\n#define D 1\n#endif\n"
		      "#if __SIZEOF_LONG__ == 8\n#define E 1\n#endif\n"
		      "#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__\n#define F 1\n#endif\n"
		      "#if defined(__linux__) && __GNUC__ >= 4\n#define G 1\n#endif\n");
	check_condition(w, "A", "defined(__x86_64__)", ET_ABI_BIT(ET_ABI_LP64));
	check_condition(
		w, "B", "!defined(__x86_64__) && defined(__i386__)", ET_ABI_BIT(ET_ABI_I386));
	assert_int_equal(find_constant(w, "C", 0)->def.abis, ET_ABI_BIT(ET_ABI_LLP64));
	assert_int_equal(find_constant(w, "D", 0)->def.abis, ET_ABI_BIT(ET_ABI_BE64));
	assert_int_equal(find_constant(w, "E", 0)->def.abis,
		ET_ABI_BIT(ET_ABI_LP64) | ET_ABI_BIT(ET_ABI_BE64));
	assert_int_equal(find_constant(w, "F", 0)->def.abis, ET_ABI_BIT(ET_ABI_BE64));
	assert_int_equal(find_constant(w, "G", 0)->def.abis, LINUX_ABIS);
}

static void conditions_on_macros(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#define V 3\n#define F(x) ((x) * 2)\n#if V == 3 && F(V) == 6\n#define A "
		"1\n#endif\n"
		"#if UNKNOWN\n#define B 1\n#endif\n#if UNKNOWN(3) || 'a' == 97\n#define C "
		"1\n#endif\n"
		"#if -1 > 0u\n#define D 1\n#endif\n#if (0 ? 1/0 : 1)\n#define E 1\n#endif\n"
		"#undef V\n#ifdef V\n#define G 1\n#endif\n#if 0\n#define H 1\n#endif\n#if 1\n"
		"#define I 1\n#endif\n#if\n#define J 1\n#endif\n#if 1 +\n#define K 1\n#endif\n");
	assert_int_equal(find_constant(w, "A", 0)->def.abis, ET_ABI_ALL);
	assert_int_equal(find_constant(w, "B", 0)->def.abis, 0);
	assert_int_equal(find_constant(w, "C", 0)->def.abis, ET_ABI_ALL);
	assert_int_equal(find_constant(w, "D", 0)->def.abis, ET_ABI_ALL);
	assert_int_equal(find_constant(w, "E", 0)->def.abis, ET_ABI_ALL);
	assert_int_equal(find_constant(w, "G", 0)->def.abis, 0);
	assert_int_equal(find_constant(w, "H", 0)->def.abis, 0);
	assert_int_equal(find_constant(w, "I", 0)->def.abis, ET_ABI_ALL);
	assert_int_equal(find_constant(w, "J", 0)->def.abis, 0);
	assert_int_equal(find_constant(w, "K", 0)->def.abis, 0);
}

static void members_with_conditions(void **state)
{
	struct world *w = *state;

	read_clean(w, "#ifndef NO\nstruct s {\n__u8 a;\n#ifdef __i386__\n__le32 b;\n#else\n__le16 "
		      "b;\n#endif\n"
		      "#ifdef NEVER\n__le64 c;\n#endif\n__u8 d;\n};\n#endif\n");
	check_size(w, "s", ET_ABI_LP64, 6, 2);
	check_size(w, "s", ET_ABI_I386, 12, 4);
	check_offset(w, "s", "d", ET_ABI_I386, 8);
	check_guard(find_field(w, "s", "a")->guard, NULL);
	check_guard(find_field(w, "s", "b")->guard, "defined(__i386__)");
	check_guard(find_field(w, "s", "c")->guard, "defined(NEVER)");
	assert_int_equal(find_field(w, "s", "c")->abis, 0);
	assert_int_equal(find_field(w, "s", "b")->abis, ET_ABI_BIT(ET_ABI_I386));
	assert_int_equal(find_record(w, "s", 0)->n_fields, 5);
}

static void byte_order_conditions(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_clean(w, "struct s {\n#if defined(__LITTLE_ENDIAN_BITFIELD)\n__u8 a : 4, b : 4;\n"
		      "#elif defined(__BIG_ENDIAN_BITFIELD)\n__u8 b : 4, a : 4;\n#else\n"
		      "#error \"say it\"\n#endif\n};\n");
	layout = lay_out(w, "s", ET_ABI_LP64);
	assert_int_equal(find_leaf(&layout, "a")->bit, 0);
	layout = lay_out(w, "s", ET_ABI_BE64);
	assert_int_equal(find_leaf(&layout, "a")->bit, 0);
	assert_int_equal(find_leaf(&layout, "b")->bit, 4);
}

static void declarations_cut_in_two(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#ifdef __i386__\nstruct a {\n\t__u8 pad;\n#else\nstruct a {\n#endif\n\t__u8 "
		"x;\n};\n"
		"struct b {\n__u8 y\n#ifdef __x86_64__\n[4]\n#else\n[2]\n#endif\n;\n__u8 z;\n};\n"
		"struct c { int q; }\n#ifdef __x86_64__\n__attribute__((aligned(8)))\n#endif\n;\n"
		"int f(int a\n#ifdef Q\n, int b) {\n#else\n) {\n#endif\n}\nstruct d { int r; };\n");
	check_size(w, "a", ET_ABI_I386, 2, 1);
	check_size(w, "a", ET_ABI_LP64, 1, 1);
	check_offset(w, "b", "z", ET_ABI_LP64, 4);
	check_offset(w, "b", "z", ET_ABI_BE64, 2);
	check_size_everywhere(w, "d", 4, 4);
}

static void members_in_both_branches(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#ifdef __i386__\ntypedef int t_t;\n#else\ntypedef long long t_t;\n#endif\n"
		"struct s {\n#ifdef X\nu_t a;\n#else\nt_t a;\n#endif\n__u8 b;\n};\n"
		"struct t {\n#ifdef __i386__\n__u8 x\n#else\n__u16 x\n#endif\n;\n__u8 z;\n};\n");
	check_offset(w, "s", "b", ET_ABI_LP64, 8);
	check_offset(w, "s", "b", ET_ABI_I386, 4);
	check_size(w, "t", ET_ABI_LP64, 4, 2);
	check_size(w, "t", ET_ABI_I386, 2, 1);
}

static void inactive_definitions_are_read(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#ifdef __KERNEL__\nstruct s { __le32 a[N]; };\n#define N 2\nenum { E = N + 1 };\n"
		"typedef struct s t_t;\n#endif\n");
	assert_int_equal(find_record(w, "s", 0)->def.abis, 0);
	assert_int_equal(find_record(w, "s", 0)->n_fields, 1);
	check_condition(w, "N", "defined(__KERNEL__)", 0);
	check_condition(w, "E", "defined(__KERNEL__)", 0);
}

static void unbalanced(void **state)
{
	struct world *w = *state;

	read_text(w, "#endif\n#else\n#define A 1\n#ifdef X\n#define B 1\n#if 1\n#define C 1\n");
	check_condition(w, "A", NULL, ET_ABI_ALL);
	check_condition(w, "B", "defined(X)", 0);
	assert_int_equal(w->diags.list.count, 3);
	assert_int_equal(w->diags.errors, 0);
	assert_int_equal(w->diags.list.items[0].line, 1);
	assert_int_equal(w->diags.list.items[2].line, 6);
}

static void else_twice(void **state)
{
	struct world *w = *state;

	read_text(w, "#if 1\n#define A 1\n#else\n#define B 1\n#else\n#define C 1\n#endif\n");
	check_condition(w, "A", "1", ET_ABI_ALL);
	assert_int_equal(w->diags.list.count, 1);
}

static void includes_in_branches(void **state)
{
	static const char *const files[] = {"user.h",
		"#ifdef __KERNEL__\n#include \"other.h\"\n#endif\n#define A 1\n", "other.h",
		"#define B 1\n", NULL};
	struct world *w = *state;

	read_files(w, files);
	check_condition(w, "B", NULL, ET_ABI_ALL);
}

static void include_cycles(void **state)
{
	static const char *const files[] = {"a.h",
		"#include \"b.h\"\n#include \"a.h\"\n#define A B\n", "b.h",
		"#include \"a.h\"\n#define B 2\n", NULL};
	struct world *w = *state;

	read_files(w, files);
	check_everywhere(w, "A", 2);
}

static void nearest_file_is_included(void **state)
{
	static const char *const files[] = {"x/linux/use.h",
		"#include \"def.h\"\nstruct s { T a; };\n", "y/linux/def.h", "typedef int T;\n",
		"x/linux/def.h", "typedef char T;\n", NULL};
	struct world *w = *state;

	read_files(w, files);
	check_size_everywhere(w, "s", 1, 1);
}

static void branches_that_no_abi_has(void **state)
{
	static const char *const conditions[] = {
		"ifdef F", "if defined(F) || defined(G)", "if F > 3", NULL};
	struct world *w = *state;
	size_t i;

	for (i = 0; conditions[i]; i++) {
		struct et_value value;

		/* What the branch defines counts in it: by itself, in calls and in lengths. */
		read_clean(w, et_sprintf(&w->arena,
				      "#define X 9\n#%s\n#undef X\n#define X 2\n"
				      "#define OP(a) ((a) << 8)\n#define Y (OP(X) | X)\n"
				      "#define Z sizeof(char[OP(X)])\n#endif\n",
				      conditions[i]));
		assert_true(
			et_constant_value(find_constant(w, "Y", 0), et_abi(ET_ABI_LP64), &value));
		assert_int_equal(value.bits, 0x202);
		assert_true(
			et_constant_value(find_constant(w, "Z", 0), et_abi(ET_ABI_LP64), &value));
		assert_int_equal(value.bits, 0x200);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(legacy_blocks),
		TEST(include_guards),
		TEST(include_guards_of_other_forms),
		TEST(copies_of_one_header),
		TEST(weak_definitions),
		TEST(nested_conditions),
		TEST(negated_conditions),
		TEST(noise),
		TEST(conditions_on_the_abi),
		TEST(conditions_on_macros),
		TEST(members_with_conditions),
		TEST(byte_order_conditions),
		TEST(declarations_cut_in_two),
		TEST(members_in_both_branches),
		TEST(inactive_definitions_are_read),
		TEST(unbalanced),
		TEST(else_twice),
		TEST(includes_in_branches),
		TEST(include_cycles),
		TEST(nearest_file_is_included),
		TEST(branches_that_no_abi_has),
	};

	return cmocka_run_group_tests_name("c_guards", tests, NULL, NULL);
}
