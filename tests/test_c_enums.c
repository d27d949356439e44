/* SPDX-License-Identifier: BSD-3-Clause */
#include "c_testing.h"

static void without_values(void **state)
{
	struct world *w = *state;

	read_clean(w, "enum color { RED, GREEN, BLUE };\n");
	check_everywhere(w, "RED", 0);
	check_everywhere(w, "GREEN", 1);
	check_everywhere(w, "BLUE", 2);
	assert_string_equal(find_constant(w, "RED", 0)->def.scope, "color");
	assert_int_equal(find_constant(w, "RED", 0)->spelling, ET_SPELLED_ENUMERATOR);
	assert_null(find_constant(w, "RED", 0)->text);
}

static void with_values(void **state)
{
	struct world *w = *state;

	read_clean(w, "enum { A = 5, B, C = 0x100, D, E = -1, F, };\n");
	check_everywhere(w, "A", 5);
	check_everywhere(w, "B", 6);
	check_everywhere(w, "C", 0x100);
	check_everywhere(w, "D", 0x101);
	check_everywhere(w, "E", UINT64_MAX);
	check_everywhere(w, "F", 0);
	assert_null(find_constant(w, "A", 0)->def.scope);
	assert_string_equal(find_constant(w, "C", 0)->text, "0x100");
}

static void with_expressions(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define BASE 10\nenum e { A = BASE + 1, B, C = A | 0x80, D = sizeof(long),\n"
		      "E, F = 'x', G = LATER };\n#define LATER (3 << 4)\n");
	check_everywhere(w, "A", 11);
	check_everywhere(w, "B", 12);
	check_everywhere(w, "C", 0x8b);
	check_value(w, "E", ET_ABI_LP64, 9);
	check_value(w, "E", ET_ABI_I386, 5);
	check_everywhere(w, "F", 'x');
	check_everywhere(w, "G", 0x30);
	assert_string_equal(find_constant(w, "A", 0)->text, "BASE + 1");
	assert_string_equal(find_constant(w, "G", 0)->alias_of, "LATER");
}

static void large_values(void **state)
{
	struct world *w = *state;

	read_clean(w, "enum a { A = 0x7fffffff, B };\nenum b { C = 0xffffffff, D };\n"
		      "enum c { E = 1ULL << 40 };\nenum d { F = ~0ULL };\n");
	check_everywhere(w, "A", 0x7fffffff);
	check_everywhere(w, "B", 0x80000000);
	check_everywhere(w, "C", 0xffffffff);
	check_everywhere(w, "D", UINT64_C(0x100000000));
	check_everywhere(w, "E", UINT64_C(1) << 40);
	check_everywhere(w, "F", UINT64_MAX);
}

static void macro_values(void **state)
{
	struct world *w = *state;

	read_clean(
		w, "#define F(n) X_ ## n\n#define LIST F(one), F(two),\nenum { LIST X_last };\n");
	check_everywhere(w, "X_one", 0);
	check_everywhere(w, "X_two", 1);
	check_everywhere(w, "X_last", 2);
}

static void guarded(void **state)
{
	struct world *w = *state;

	read_clean(w, "enum e {\nA,\n#ifdef __s390x__\nB,\n#endif\nC,\n#ifdef NEVER\nD = 7,\n"
		      "#endif\nE\n#ifdef __i386__\n, F = 9\n#endif\n};\n");
	check_value(w, "C", ET_ABI_LP64, 1);
	check_value(w, "C", ET_ABI_BE64, 2);
	check_value(w, "E", ET_ABI_LP64, 2);
	check_value(w, "B", ET_ABI_BE64, 1);
	check_value(w, "F", ET_ABI_I386, 9);
	assert_int_equal(find_constant(w, "B", 0)->def.abis, ET_ABI_BIT(ET_ABI_BE64));
	assert_int_equal(find_constant(w, "D", 0)->def.abis, 0);
	assert_int_equal(find_constant(w, "E", 0)->def.abis, ET_ABI_ALL);
	check_guard(find_constant(w, "B", 0)->def.guard, "defined(__s390x__)");
	check_guard(find_constant(w, "D", 0)->def.guard, "defined(NEVER)");
	check_guard(find_constant(w, "E", 0)->def.guard, NULL);
}

static void attributes(void **state)
{
	struct world *w = *state;

	read_clean(w, "enum __attribute__((packed)) p { A = 200 };\n"
		      "enum q { B __attribute__((deprecated)) = 3, C } __packed;\n"
		      "struct s { enum p a; enum q b; enum r { D, E } c; enum later d; };\n");
	check_everywhere(w, "C", 4);
	check_size(w, "s", ET_ABI_LP64, 12, 4);
	assert_true(find_field(w, "s", "a")->type.is_enum);
	assert_string_equal(find_field(w, "s", "c")->type.spelling, "enum r");
}

static void sizes(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"enum a { A };\nenum b { B = 1LL << 40 };\nenum c { C = -1, D = 0xffffffff };\n"
		"struct s { enum a a; };\nstruct t { enum b b; };\nstruct u { enum c c; };\n");
	check_size_everywhere(w, "s", 4, 4);
	check_size(w, "t", ET_ABI_LP64, 8, 8);
	check_size(w, "t", ET_ABI_I386, 8, 4);
	check_size(w, "t", ET_ABI_LLP64, 4, 4);
	check_size(w, "u", ET_ABI_LP64, 8, 8);
}

static void typedefs(void **state)
{
	struct world *w = *state;

	read_clean(w, "typedef enum { A, B } choice;\ntypedef enum tag { C = 3 } other, *pointer;\n"
		      "struct s { choice a; other b; pointer c; };\n");
	check_everywhere(w, "B", 1);
	check_size(w, "s", ET_ABI_LP64, 16, 8);
	assert_string_equal(find_field(w, "s", "a")->type.spelling, "choice");
}

static void broken_ones(void **state)
{
	struct world *w = *state;

	read_text(w, "enum a { A, 5, B };\nenum b { C = , D = 2 };\nenum { VIRTIO_X 3, E };\n"
		     "#define Z 1\n");
	check_everywhere(w, "A", 0);
	check_everywhere(w, "D", 2);
	check_everywhere(w, "Z", 1);
	check_no_value(w, "C");
	assert_int_equal(w->diags.errors, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_values),
		TEST(with_values),
		TEST(with_expressions),
		TEST(large_values),
		TEST(macro_values),
		TEST(guarded),
		TEST(attributes),
		TEST(sizes),
		TEST(typedefs),
		TEST(broken_ones),
	};

	return cmocka_run_group_tests_name("c_enums", tests, NULL, NULL);
}
