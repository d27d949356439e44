/* SPDX-License-Identifier: BSD-3-Clause */
#include "c_testing.h"

static void literals(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A 12\n#define B 0x1F\n#define C 017\n#define D 0b101\n#define E 0\n"
		      "#define F 0xffffffff\n#define G 4294967296\n#define H 0xFFFFFFFFFFFFFFFF\n");
	check_everywhere(w, "A", 12);
	check_everywhere(w, "B", 31);
	check_everywhere(w, "C", 15);
	check_everywhere(w, "D", 5);
	check_everywhere(w, "E", 0);
	check_everywhere(w, "F", 0xffffffff);
	check_everywhere(w, "G", UINT64_C(1) << 32);
	check_everywhere(w, "H", UINT64_MAX);
}

static void literals_that_are_none(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A 08\n#define B 0x\n#define C 1.5\n#define D 12abc\n#define E 1e3\n"
		      "#define F 0x10000000000000000\n");
	check_no_values(w, "A B C D E F");
}

static void suffixes(void **state)
{
	struct world *w = *state;
	struct et_value value;

	read_clean(w, "#define A 1UL\n#define B 2ull\n#define C 3u\n#define D 4LL\n#define E 5LLU\n"
		      "#define F 6ui64\n#define G ~0UL\n#define H ~0ULL\n");
	check_everywhere(w, "A", 1);
	check_everywhere(w, "B", 2);
	check_everywhere(w, "C", 3);
	check_everywhere(w, "D", 4);
	check_everywhere(w, "E", 5);
	check_everywhere(w, "F", 6);
	check_value(w, "G", ET_ABI_LP64, UINT64_MAX);
	check_value(w, "G", ET_ABI_I386, UINT32_MAX);
	check_value(w, "G", ET_ABI_LLP64, UINT32_MAX);
	check_value(w, "G", ET_ABI_BE64, UINT64_MAX);
	check_everywhere(w, "H", UINT64_MAX);
	assert_true(et_constant_value(find_constant(w, "A", 0), et_abi(ET_ABI_I386), &value));
	assert_int_equal(value.width, 32);
	assert_true(value.is_unsigned);
}

static void widths(void **state)
{
	struct world *w = *state;
	struct et_value value;

	read_clean(w, "#define A 1\n#define B 0x80000000\n#define C ((__u8)1)\n#define D 1ULL\n");
	assert_true(et_constant_value(find_constant(w, "A", 0), et_abi(ET_ABI_LP64), &value));
	assert_int_equal(value.width, 32);
	assert_false(value.is_unsigned);
	assert_true(et_constant_value(find_constant(w, "B", 0), et_abi(ET_ABI_LP64), &value));
	assert_int_equal(value.width, 32);
	assert_true(value.is_unsigned);
	assert_true(et_constant_value(find_constant(w, "C", 0), et_abi(ET_ABI_LP64), &value));
	assert_int_equal(value.width, 8);
	assert_true(et_constant_value(find_constant(w, "D", 0), et_abi(ET_ABI_LP64), &value));
	assert_int_equal(value.width, 64);
}

static void shifts(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A (1 << 7)\n#define B (1ULL << 63)\n#define C 1<<31\n"
		      "#define D (0x100 >> 4)\n#define E (-16 >> 2)\n#define F 1U << 31\n");
	check_everywhere(w, "A", 0x80);
	check_everywhere(w, "B", UINT64_C(1) << 63);
	check_everywhere(w, "C", (uint64_t)INT32_MIN);
	check_everywhere(w, "D", 0x10);
	check_everywhere(w, "E", (uint64_t)-4);
	check_everywhere(w, "F", 0x80000000);
}

static void shifts_too_far(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A (1 << 32)\n#define B (1 << -1)\n#define C (1ULL << 64)\n");
	check_no_values(w, "A B C");
}

static void operators(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A (~0)\n#define B (5 + 3 * 2)\n#define C (7 / 2 - 7 % 2)\n"
		      "#define D (0xF0 | 0x0C & 4 ^ 1)\n#define E (!0 + !5)\n#define F (-3)\n"
		      "#define G (+3)\n#define H (1 < 2 == 2 > 1)\n#define I (1 <= 1 && 2 >= 3)\n"
		      "#define J (0 || 2 != 3)\n#define K (~0U)\n");
	check_everywhere(w, "A", UINT64_MAX);
	check_everywhere(w, "B", 11);
	check_everywhere(w, "C", 2);
	check_everywhere(w, "D", 0xF5);
	check_everywhere(w, "E", 1);
	check_everywhere(w, "F", (uint64_t)-3);
	check_everywhere(w, "G", 3);
	check_everywhere(w, "H", 1);
	check_everywhere(w, "I", 0);
	check_everywhere(w, "J", 1);
	check_everywhere(w, "K", UINT32_MAX);
}

static void conditionals(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A (1 ? 2 : 3)\n#define B (0 ? 2 : 3)\n#define C (1 ? 2 : 1 / 0)\n"
		      "#define D (0 && 1 / 0)\n#define E (1 || 1 << 99)\n#define F (5 ?: 6)\n"
		      "#define G (1 ? -1 : 0U)\n#define H (0 ? 1 : 0 ? 2 : 3)\n");
	check_everywhere(w, "A", 2);
	check_everywhere(w, "B", 3);
	check_everywhere(w, "C", 2);
	check_everywhere(w, "D", 0);
	check_everywhere(w, "E", 1);
	check_everywhere(w, "F", 5);
	check_everywhere(w, "G", UINT32_MAX);
	check_everywhere(w, "H", 3);
}

static void signs(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A (-1 < 0U)\n#define B (-1 < 0)\n#define C (0U - 1)\n"
		      "#define D (-1 / 2U)\n#define E ((__s8)0x80)\n#define F ((__u16)-1)\n"
		      "#define G (-1LL < 0U)\n#define H ((unsigned char)300 + 0)\n");
	check_everywhere(w, "A", 0);
	check_everywhere(w, "B", 1);
	check_everywhere(w, "C", UINT32_MAX);
	check_everywhere(w, "D", 0x7fffffff);
	check_everywhere(w, "E", (uint64_t)-128);
	check_everywhere(w, "F", 0xffff);
	check_everywhere(w, "G", 1);
	check_everywhere(w, "H", 44);
}

static void division_by_zero(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A (1 / 0)\n#define B (1 % 0)\n#define C (-2147483647 - 1)\n"
		      "#define D (C / -1)\n");
	check_no_value(w, "A");
	check_no_value(w, "B");
	check_everywhere(w, "C", (uint64_t)INT32_MIN);
	check_everywhere(w, "D", (uint64_t)INT32_MIN);
}

static void casts(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"typedef unsigned short my_t;\n#define A ((__u32)-1)\n#define B ((my_t)65537)\n"
		"#define C (unsigned long)-1\n#define D ((_Bool)7)\n"
		"#define E ((enum x)3)\n#define F ((void *)0)\n#define G ((int)(char)65)\n");
	check_everywhere(w, "A", UINT32_MAX);
	check_everywhere(w, "B", 1);
	check_value(w, "C", ET_ABI_LP64, UINT64_MAX);
	check_value(w, "C", ET_ABI_LLP64, UINT32_MAX);
	check_everywhere(w, "D", 1);
	check_everywhere(w, "E", 3);
	check_no_value(w, "F");
	check_everywhere(w, "G", 65);
}

static void characters(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A 'U'\n#define B '\\n'\n#define C '\\x41'\n#define D '\\0'\n"
		      "#define E '\\''\n#define F 'ab'\n#define G '\\377'\n#define H ''\n");
	check_everywhere(w, "A", 'U');
	check_everywhere(w, "B", '\n');
	check_everywhere(w, "C", 0x41);
	check_everywhere(w, "D", 0);
	check_everywhere(w, "E", '\'');
	check_everywhere(w, "F", 0x6162);
	check_value(w, "G", ET_ABI_LP64, UINT64_MAX);
	check_value(w, "G", ET_ABI_BE64, 0xff);
	check_no_value(w, "H");
}

static void sizeof_types(void **state)
{
	struct world *w = *state;

	read_clean(w, "struct s { __u8 a; __u64 b; };\n#define A sizeof(struct s)\n"
		      "#define B sizeof(long)\n#define C sizeof(void *)\n#define D sizeof(int[3])\n"
		      "#define E (sizeof(struct later) * 2)\nstruct later { int x[4]; };\n"
		      "#define F sizeof(((struct s *)0)->b)\n#define G sizeof \"abc\"\n"
		      "#define J sizeof(\"a\\n\" \"b\\x41\")\n#define H sizeof(1ULL)\n#define I "
		      "_Alignof(struct s)\n");
	check_value(w, "A", ET_ABI_LP64, 16);
	check_value(w, "A", ET_ABI_I386, 12);
	check_value(w, "B", ET_ABI_LLP64, 4);
	check_value(w, "C", ET_ABI_I386, 4);
	check_everywhere(w, "D", 12);
	check_everywhere(w, "E", 32);
	check_everywhere(w, "F", 8);
	check_everywhere(w, "G", 4);
	check_everywhere(w, "H", 8);
	check_everywhere(w, "J", 5);
	check_value(w, "I", ET_ABI_I386, 4);
}

static void offsets(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"struct s { __u8 a; struct { __u16 x, y[4]; } in; __u64 b; };\n"
		"#define A offsetof(struct s, b)\n#define B __builtin_offsetof(struct s, in.y[2])\n"
		"#define C ((size_t)&((struct s *)0)->b)\n#define D offsetof(struct s, none)\n");
	check_value(w, "A", ET_ABI_LP64, 16);
	check_value(w, "A", ET_ABI_I386, 12);
	check_everywhere(w, "B", 8);
	check_value(w, "C", ET_ABI_LP64, 16);
	check_no_value(w, "D");
}

static void ioctl_numbers(void **state)
{
	struct world *w = *state;

	read_clean(w, "struct arg { __u64 a; __u32 b; };\n#define VHOST 0xAF\n"
		      "#define A _IO(VHOST, 0x01)\n#define B _IOR(VHOST, 0x00, __u64)\n"
		      "#define C _IOW('U', 3, int)\n#define D _IOWR(VHOST, 0x12, struct arg)\n");
	check_everywhere(w, "A", 0xaf01);
	check_everywhere(w, "B", 0x8008af00);
	check_everywhere(w, "C", 0x40045503);
	check_value(w, "D", ET_ABI_LP64, 0xc010af12);
	check_value(w, "D", ET_ABI_I386, 0xc00caf12);
}

static void later_macros(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A (B + 1)\n#define B C\n#define C 4\n");
	check_everywhere(w, "A", 5);
	check_everywhere(w, "B", 4);
	assert_string_equal(find_constant(w, "B", 0)->alias_of, "C");
	assert_null(find_constant(w, "A", 0)->alias_of);
}

static void aliases(void **state)
{
	struct world *w = *state;

	read_clean(
		w, "#define NEW 3\n#define OLD NEW\n#define OLDER (OLD)\n#define NONE missing\n");
	check_everywhere(w, "OLD", 3);
	assert_string_equal(find_constant(w, "OLD", 0)->alias_of, "NEW");
	assert_string_equal(find_constant(w, "OLDER", 0)->alias_of, "OLD");
	check_no_value(w, "NONE");
}

static void expansion_is_textual(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A 1 + 2\n#define B A * 3\n#define C (A) * 3\n#define M -1\n"
		      "#define D 2 M\n");
	check_everywhere(w, "B", 7);
	check_everywhere(w, "C", 9);
	check_everywhere(w, "D", 1);
}

static void function_macros(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define F(x) (1 << (x))\n#define A F(4)\n#define G(a, b) ((a) | (b))\n"
		      "#define B G(F(1), F(2))\n#define N() 7\n#define C N()\n#define D F\n"
		      "#define E D(3)\n#define SPACED (1)\n");
	assert_int_equal(find_constant(w, "F", 0)->spelling, ET_SPELLED_FUNCTION_MACRO);
	check_no_value(w, "F");
	check_everywhere(w, "A", 16);
	check_everywhere(w, "B", 6);
	check_everywhere(w, "C", 7);
	check_everywhere(w, "E", 8);
	assert_int_equal(find_constant(w, "SPACED", 0)->spelling, ET_SPELLED_MACRO);
	check_everywhere(w, "SPACED", 1);
}

static void pasting(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define CAT(a, b) a ## b\n#define XCAT(a, b) CAT(a, b)\n#define FOO_1 11\n"
		      "#define ONE 1\n#define A CAT(FOO_, 1)\n#define B XCAT(FOO_, ONE)\n"
		      "#define C CAT(0x, ff)\n#define D CAT(1, UL)\n#define E CAT(, 5)\n"
		      "#define S(x) #x\n#define F S(1)\n");
	check_everywhere(w, "A", 11);
	check_everywhere(w, "B", 11);
	check_everywhere(w, "C", 255);
	check_everywhere(w, "D", 1);
	check_everywhere(w, "E", 5);
	check_no_value(w, "F");
}

static void variadic(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#define FIRST(a, ...) (a)\n#define SUM(a, b) ((a) + (b))\n"
		"#define CALL(f, args...) f(args)\n#define OPT(f, x, ...) f(x, ## __VA_ARGS__)\n"
		"#define A FIRST(1, 2, 3)\n#define B CALL(SUM, 4, 5)\n#define C OPT(SUM, 1, 2)\n"
		"#define ID(x) (x)\n#define D OPT(ID, 9)\n");
	check_everywhere(w, "A", 1);
	check_everywhere(w, "B", 9);
	check_everywhere(w, "C", 3);
	check_everywhere(w, "D", 9);
}

static void macros_that_refer_to_themselves(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A A\n#define B (B + 1)\n#define C D\n#define D C\n"
		      "#define E (F + 1)\n#define F (E + 1)\n#define G(x) G(x)\n#define H G(1)\n");
	check_no_values(w, "A B C D E F H");
}

static void macro_of_an_enumerator(void **state)
{
	struct world *w = *state;
	const struct et_constant *macro;

	read_clean(w, "enum { X = 5,\n#define X X\nY };\n#define Z (X + Y)\n");
	macro = find_constant(w, "X", 0);
	assert_int_equal(macro->spelling, ET_SPELLED_MACRO);
	check_everywhere(w, "X", 5);
	check_everywhere(w, "Y", 6);
	check_everywhere(w, "Z", 11);
}

static void no_constants(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#define A \"text\"\n#define B do { x(); } while (0)\n#define C\n#define D x->y\n"
		"#define E struct s *\n#define F {1, 2}\n#define G a, b\n#define H ({ 1; })\n"
		"#define I \\\n\t{ 1, \"one\" }, \\\n\t{ 2, \"two\" }\n#define J 1 2\n");
	check_no_values(w, "A B C D E F G H I J");
	assert_int_equal(w->unit->files[0].unread, 0);
}

static void texts(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#define A (1 << 3) /* why */\n#define B (1 /* in */ << \\\n 4)\n"
		"#define C 7 // end\n#define D\n#define E(x) ((x) + 1)\n#define F '\\''/**/\n");
	assert_string_equal(find_constant(w, "A", 0)->text, "(1 << 3)");
	assert_string_equal(find_constant(w, "B", 0)->text, "(1 << 4)");
	assert_string_equal(find_constant(w, "C", 0)->text, "7");
	assert_string_equal(find_constant(w, "D", 0)->text, "");
	assert_string_equal(find_constant(w, "E", 0)->text, "((x) + 1)");
	assert_string_equal(find_constant(w, "F", 0)->text, "'\\''");
	check_everywhere(w, "B", 16);
}

static void lines(void **state)
{
	struct world *w = *state;

	read_clean(w, "/* a\n * b\n */\n#define A 1\n\n#define B \\\n 2\n#define C 3\n"
		      "// c \\\n d\n#define D 4\n");
	assert_int_equal(find_constant(w, "A", 0)->def.place.line, 4);
	assert_int_equal(find_constant(w, "B", 0)->def.place.line, 6);
	assert_int_equal(find_constant(w, "C", 0)->def.place.line, 8);
	assert_int_equal(find_constant(w, "D", 0)->def.place.line, 11);
	assert_string_equal(find_constant(w, "A", 0)->def.place.file, "a.h");
	check_everywhere(w, "B", 2);
}

static void continued_in_the_middle(void **state)
{
	struct world *w = *state;

	read_clean(w, "#def\\\nine LO\\\nNG 12\\\n34\n#define B (LONG)\n");
	check_everywhere(w, "LONG", 1234);
	check_everywhere(w, "B", 1234);
}

static void line_ends(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A 1\r\n#define B \\\r\n 2\r\n#define C 3 /* x */\r\n#define D "
		      "4\r#define E 5");
	check_everywhere(w, "A", 1);
	check_everywhere(w, "B", 2);
	check_everywhere(w, "C", 3);
	check_everywhere(w, "D", 4);
	check_everywhere(w, "E", 5);
	assert_string_equal(find_constant(w, "A", 0)->text, "1");
}

static void directives_are_spaced(void **state)
{
	struct world *w = *state;

	read_clean(w, "  #  define A 1\n#/**/define B 2\n/**/ #define C 3\n#\n# pragma foo\n#error "
		      "don't\n");
	check_everywhere(w, "A", 1);
	check_everywhere(w, "B", 2);
	check_everywhere(w, "C", 3);
}

static void redefinitions(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A 1\n#undef A\n#define A 2\n#define B A\n#define T 1\n#undef T\n");
	check_everywhere(w, "A", 2);
	check_everywhere(w, "B", 2);
	assert_int_equal(find_constant(w, "T", 0)->def.abis, 0);
}

static void helpers_of_all_systems(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#define A BIT(5)\n#define B BIT_ULL(40)\n#define C _BITUL(3)\n#define D BIT32\n"
		"#define E GENMASK(7, 4)\n#define F (ETH_ALEN)\n#define G UINT64_C(1) << 33\n"
		"#define H BIT7\n#define I DIV_ROUND_UP(9, 4)\n#define J BIT64\n");
	check_everywhere(w, "A", 32);
	check_everywhere(w, "B", UINT64_C(1) << 40);
	check_everywhere(w, "C", 8);
	check_everywhere(w, "D", UINT64_C(1) << 32);
	check_everywhere(w, "E", 0xf0);
	check_everywhere(w, "F", 6);
	check_everywhere(w, "G", UINT64_C(1) << 33);
	check_everywhere(w, "H", 128);
	check_everywhere(w, "I", 3);
	check_no_value(w, "J");
	assert_null(find_constant(w, "ETH_ALEN", 0));
}

static void files_win_over_helpers(void **state)
{
	struct world *w = *state;

	read_clean(w, "#ifndef BIT\n#define BIT(n) (100 + (n))\n#endif\n#define A BIT(5)\n"
		      "#ifndef ETH_ALEN\n#define ETH_ALEN 7\n#endif\n");
	check_everywhere(w, "A", 105);
	check_everywhere(w, "ETH_ALEN", 7);
}

static void swapped_bytes(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define A __builtin_bswap16(0x102)\n#define B __builtin_bswap32(1)\n"
		      "#define C ((__be16)__builtin_bswap16((__u16)(0x8000)))\n"
		      "#define D (1 ? 5 : function(1, (2)))\n#define E (0 ? 5 : function(1))\n");
	check_everywhere(w, "A", 0x201);
	check_everywhere(w, "B", 0x1000000);
	check_everywhere(w, "C", 0x80);
	check_everywhere(w, "D", 5);
	check_no_value(w, "E");
}

static void align_macros(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define MASK(x, m) (((x) + (m)) & ~(m))\n"
		      "#define ALIGN(x, a) MASK(x, (__typeof__(x))(a) - 1)\n"
		      "#define A ALIGN(13, 8)\n#define B ALIGN(sizeof(char), 4)\n");
	check_everywhere(w, "A", 16);
	check_everywhere(w, "B", 4);
}

static void builtins(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#define A __builtin_constant_p(3)\n#define B __builtin_choose_expr(1, 5, 6)\n"
		"#define C __builtin_choose_expr(0, 5, 6)\n#define D __extension__ 4\n");
	check_everywhere(w, "A", 1);
	check_everywhere(w, "B", 5);
	check_everywhere(w, "C", 6);
	check_everywhere(w, "D", 4);
}

static void bad_definitions(void **state)
{
	struct world *w = *state;

	read_text(w, "#define\n#define 5\n#define VIRTIO_F(a, 1) x\n#define OTHER(a b) x\n#define "
		     "A 1\n");
	check_everywhere(w, "A", 1);
	assert_int_equal(w->diags.errors, 1);
	assert_int_equal(w->diags.list.count, 4);
	assert_string_equal(w->diags.list.items[2].name, "VIRTIO_F");
	assert_int_equal(w->diags.list.items[2].line, 3);
	assert_int_equal(w->unit->files[0].unread, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(literals),
		TEST(literals_that_are_none),
		TEST(suffixes),
		TEST(widths),
		TEST(shifts),
		TEST(shifts_too_far),
		TEST(operators),
		TEST(conditionals),
		TEST(signs),
		TEST(division_by_zero),
		TEST(casts),
		TEST(characters),
		TEST(sizeof_types),
		TEST(offsets),
		TEST(ioctl_numbers),
		TEST(later_macros),
		TEST(aliases),
		TEST(expansion_is_textual),
		TEST(function_macros),
		TEST(pasting),
		TEST(variadic),
		TEST(macros_that_refer_to_themselves),
		TEST(macro_of_an_enumerator),
		TEST(no_constants),
		TEST(texts),
		TEST(lines),
		TEST(continued_in_the_middle),
		TEST(line_ends),
		TEST(directives_are_spaced),
		TEST(redefinitions),
		TEST(helpers_of_all_systems),
		TEST(files_win_over_helpers),
		TEST(align_macros),
		TEST(swapped_bytes),
		TEST(builtins),
		TEST(bad_definitions),
	};

	return cmocka_run_group_tests_name("c_macros", tests, NULL, NULL);
}
