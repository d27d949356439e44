/* SPDX-License-Identifier: BSD-3-Clause */
/* Input that means harm, or is no C at all: bounded, no crash, and what is readable is read. */
#include "c_testing.h"

static void repeat(struct et_buf *buf, const char *text, size_t n)
{
	while (n-- > 0)
		et_buf_puts(buf, text);
}

static void read_buf(struct world *w, struct et_buf *buf)
{
	read_bytes(w, buf->data ? buf->data : "", buf->length);
	et_buf_finish(buf);
}

static void empty(void **state)
{
	read_clean(*state, "");
	read_clean(*state, "\n");
	read_clean(*state, "#");
	read_clean(*state, "/**/");
	read_clean(*state, "\\");
	read_clean(*state, "\\\n");
}

static void cut_anywhere(void **state)
{
	static const char text[] =
		"#ifndef A\n#define A(x, ...) ((x) ## __VA_ARGS__)\n#include <b.h>\n#pragma "
		"pack(push, 1)\n"
		"struct virtio_s { __le32 a : 3, *b[A(2, 1)]; union { char c; } d; } "
		"__attribute__((packed));\n"
		"enum e { B = 'x', C = sizeof(struct virtio_s) };\ntypedef struct { int x; } t, "
		"*p;\n"
		"static inline int f(void) { return \"a\\\"b\"[0]; }\n#elif A == 1\n#endif // end";
	size_t i;

	for (i = 0; i < sizeof(text); i++) {
		struct world *w = *state;

		read_bytes(w, text, i);
		if (w->unit->n_records)
			et_layout(&w->arena, w->unit->records[0], et_abi(ET_ABI_LP64));
	}
}

static void binary(void **state)
{
	unsigned char bytes[4096];
	uint32_t seed = 1;
	size_t i, round;

	for (round = 0; round < 64; round++) {
		for (i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (unsigned char)(seed >> 24);
		}
		read_bytes(*state, (const char *)bytes, sizeof(bytes));
	}
}

static void no_utf8(void **state)
{
	struct world *w = *state;

	read_clean(w, "\xef\xbb\xbf#define A 1 /* \xff\xfe */\n// \xc3\n#define \xc3\xa9 "
		      "2\n#define B \"\x80\"\n");
	check_everywhere(w, "A", 1);
	check_everywhere(w, "\xc3\xa9", 2);
}

static void zero_bytes(void **state)
{
	struct world *w = *state;
	static const char text[] = "#define A 1\0\n\0#define B 2\n\0struct s { int a\0; };\n";

	read_bytes(w, text, sizeof(text) - 1);
	check_everywhere(w, "A", 1);
	check_size_everywhere(w, "s", 4, 4);
}

static void no_newline_at_the_end(void **state)
{
	read_clean(*state, "#define A 1");
	check_everywhere(*state, "A", 1);
	read_clean(*state, "#define A (1)\\");
	read_clean(*state, "struct s { int a; };\n#");
	read_clean(*state, "#if 1\n#define A 4\n#endif");
	check_everywhere(*state, "A", 4);
}

static void deep_braces(void **state)
{
	struct world *w = *state;
	struct et_buf buf;

	et_buf_init(&buf);
	et_buf_puts(&buf, "#define A 1\n");
	repeat(&buf, "struct {", 1000000);
	read_buf(w, &buf);
	check_everywhere(w, "A", 1);
	assert_true(w->diags.list.count > 0);
}

static void deep_braces_that_close(void **state)
{
	struct world *w = *state;
	struct et_buf buf;

	et_buf_init(&buf);
	et_buf_puts(&buf, "struct virtio_deep {");
	repeat(&buf, "struct {", 100000);
	repeat(&buf, "int a; };", 100000);
	et_buf_puts(&buf, "};\nstruct after { int a; };\n");
	read_buf(w, &buf);
	check_size_everywhere(w, "after", 4, 4);
	assert_true(w->diags.errors > 0);
}

static void deep_parentheses(void **state)
{
	struct world *w = *state;
	struct et_buf buf;

	et_buf_init(&buf);
	et_buf_puts(&buf, "#define A ");
	repeat(&buf, "(", 1000000);
	et_buf_puts(&buf, "1");
	repeat(&buf, ")", 1000000);
	et_buf_puts(&buf, "\n#define B ");
	repeat(&buf, "-~!", 300000);
	et_buf_puts(&buf, "1\n#define C ");
	repeat(&buf, "1 ? 2 : ", 300000);
	et_buf_puts(&buf, "3\n#define D ");
	repeat(&buf, "sizeof ", 300000);
	et_buf_puts(&buf, "3\n#define E 5\nint ");
	repeat(&buf, "(*", 1000000);
	et_buf_puts(&buf, "\n");
	read_buf(w, &buf);
	check_no_values(w, "A B C D");
	check_everywhere(w, "E", 5);
}

static void deep_conditionals(void **state)
{
	struct world *w = *state;
	struct et_buf buf;

	et_buf_init(&buf);
	repeat(&buf, "#if X\n", 200000);
	et_buf_puts(&buf, "#define A 1\nstruct s { int a; };\n");
	repeat(&buf, "#endif\n", 200000);
	et_buf_puts(&buf, "#define B 1\n");
	read_buf(w, &buf);
	check_everywhere(w, "B", 1);
	assert_true(strlen(find_constant(w, "A", 0)->def.guard) < 4096);
	assert_int_equal(w->diags.list.count, 0);
}

static void long_chains_of_branches(void **state)
{
	struct world *w = *state;
	struct et_buf buf;

	et_buf_init(&buf);
	et_buf_puts(&buf, "struct s {\n#if X\n");
	repeat(&buf, "int a;\n#elif X\n", 50000);
	et_buf_puts(&buf, "#endif\nint b\n#if X\n");
	repeat(&buf, ", c\n#elif X\n", 50000);
	et_buf_puts(&buf, "#endif\n;\n};\n");
	read_buf(w, &buf);
	check_size_everywhere(w, "s", 4, 4);
}

static void bombs(void **state)
{
	struct world *w = *state;
	struct et_buf buf;
	unsigned i;

	et_buf_init(&buf);
	for (i = 0; i < 60; i++)
		et_buf_printf(&buf,
			"#define A%u A%u A%u\n#define P%u (P%u + P%u)\n#define F%u(x) F%u(x x)\n",
			i, i + 1, i + 1, i, i + 1, i + 1, i, i + 1);
	et_buf_puts(&buf,
		"#define P60 1\n#define F60(x) x\n#define A60 a\n#define X F0(1)\n"
		"#if F0(1)\n#endif\n#if A0\n#endif\nA0;\nF0(1);\nstruct s { int a[P0]; };\n"
		"#define LAST 7\n");
	read_buf(w, &buf);
	check_no_value(w, "A0");
	check_no_value(w, "X");
	/* Each of these has one value, however often it is named. */
	check_everywhere(w, "P50", 1024);
	check_everywhere(w, "LAST", 7);
	assert_true(w->diags.list.count > 0);
}

static void long_chains_of_macros(void **state)
{
	struct world *w = *state;
	struct et_buf buf;
	unsigned i;

	et_buf_init(&buf);
	for (i = 0; i < 20000; i++)
		et_buf_printf(&buf, "#define A%u A%u\n#define B%u (B%u + 1)\n", i, i + 1, i, i + 1);
	et_buf_puts(&buf, "#define A20000 3\n#define B20000 1\nint A0;\n#if A0\n#endif\n");
	read_buf(w, &buf);
	check_everywhere(w, "A19990", 3);
	check_no_value(w, "A0");
	check_everywhere(w, "B19990", 11);
	for (i = 0; i < w->unit->n_constants; i++) {
		struct et_value value;

		et_constant_value(&w->unit->constants[i], et_abi(ET_ABI_LP64), &value);
	}
}

static void many_versions_of_a_macro(void **state)
{
	struct world *w = *state;
	struct et_buf buf;
	unsigned i;

	et_buf_init(&buf);
	for (i = 0; i < 50000; i++)
		et_buf_printf(&buf, "#undef A\n#define A %u\nint x[A];\n", i);
	read_buf(w, &buf);
	check_everywhere(w, "A", 49999);
}

static void one_name_many_times(void **state)
{
	struct world *w = *state;
	struct et_buf buf;

	et_buf_init(&buf);
	repeat(&buf, "struct s { int a; }; typedef struct s t; enum { E }; struct s x; t y;\n",
		20000);
	read_buf(w, &buf);
	assert_int_equal(w->unit->n_records, 20000);
}

static void long_enums(void **state)
{
	struct world *w = *state;
	struct et_buf buf;
	struct et_value value;
	unsigned i;

	et_buf_init(&buf);
	et_buf_puts(&buf, "enum { FIRST = sizeof(long),\n");
	for (i = 0; i < 50000; i++)
		et_buf_printf(&buf, "E%u,\n", i);
	et_buf_puts(&buf, "};\n");
	read_buf(w, &buf);
	check_value(w, "E49999", ET_ABI_I386, 50004);
	for (i = 0; i < w->unit->n_constants; i++)
		assert_true(et_constant_value(&w->unit->constants[i], et_abi(ET_ABI_LP64), &value));
}

static void unbalanced_brackets(void **state)
{
	static const char *const texts[] = {"struct s { int a; ", "struct s { int a[ };", "}}}}",
		"struct s } int a; {", "enum { A, B", "enum { A ( B };", "int f( {", "[[[[", "((((",
		"typedef struct {", "struct s { int (a; };", "#define A (\nint x = A;",
		"union u { struct {", "int a[3", "struct s { int a : ; };", "struct s { int a : 3",
		"struct { int a = 3; };"};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct et_buf buf;

		et_buf_init(&buf);
		et_buf_printf(&buf, "#define OK 1\n%s\n", texts[i]);
		read_buf(*state, &buf);
		check_everywhere(*state, "OK", 1);
	}
}

static void recovery(void **state)
{
	struct world *w = *state;

	read_text(w, "struct virtio_a { int 5; };\nstruct virtio_b { int x; };\n@@@ ###\nstruct c "
		     "{ int y; };\n"
		     "int foo bar baz qux;\nstruct d { int z; };\ntypedef virtio_e;\nstruct f { "
		     "int v; }\n"
		     "struct g { int u; };\n");
	check_size_everywhere(w, "virtio_b", 4, 4);
	check_size_everywhere(w, "c", 4, 4);
	check_size_everywhere(w, "d", 4, 4);
	check_size_everywhere(w, "g", 4, 4);
}

static void unterminated_comment(void **state)
{
	struct world *w = *state;

	read_text(w, "#define A 1\n\n/* never\n#define B 2\n");
	check_everywhere(w, "A", 1);
	assert_null(find_constant(w, "B", 0));
	assert_int_equal(w->diags.list.count, 1);
	assert_int_equal(w->diags.list.items[0].line, 3);
}

static void unterminated_strings(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#error don't do that\n#define A 'x\n#define B \"abc\n#define C 1\n#warning \"\n");
	check_everywhere(w, "C", 1);
	check_no_value(w, "A");
	check_no_value(w, "B");
}

static void long_things(void **state)
{
	struct world *w = *state;
	struct et_buf buf;

	et_buf_init(&buf);
	et_buf_puts(&buf, "#define ");
	repeat(&buf, "a", 300000);
	et_buf_puts(&buf, " ");
	repeat(&buf, "9", 300000);
	et_buf_puts(&buf, "\n#define S \"");
	repeat(&buf, "x", 300000);
	et_buf_puts(&buf, "\"\n#define CAT(a, b) a ## b\n#define T CAT(S, ");
	repeat(&buf, "y", 300000);
	et_buf_puts(&buf, ")\n#define U ");
	repeat(&buf, "1 + ", 100000);
	et_buf_puts(&buf, "1\nint T;\n#define A 1\n");
	read_buf(w, &buf);
	check_everywhere(w, "A", 1);
}

static void huge_numbers(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_text(w, "struct a { int x[0x7fffffffffffffff][0x7fffffffffffffff]; };\n"
		     "struct b { char x[-1]; };\nstruct c { int x : 1000; };\n"
		     "struct d { int x __attribute__((aligned(3))); };\n"
		     "struct e { int x __attribute__((aligned(1ULL << 62))); };\n"
		     "struct f { struct a y[1ULL << 60]; };\n#define A 1\n");
	layout = et_layout(&w->arena, find_record(w, "a", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
	layout = et_layout(&w->arena, find_record(w, "b", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
	check_everywhere(w, "A", 1);
}

static void records_inside_themselves(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_text(w, "struct s { int a; struct s b; struct s *c; };\nstruct x { struct y b; };\n"
		     "struct y { struct x a; };\n");
	layout = et_layout(&w->arena, find_record(w, "x", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
	layout = et_layout(&w->arena, find_record(w, "s", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
}

static void doubling_records(void **state)
{
	struct world *w = *state;
	struct et_layout layout;
	struct et_buf buf;
	unsigned i;

	et_buf_init(&buf);
	et_buf_puts(&buf, "struct s0 { };\nstruct t0 { char c; };\n");
	for (i = 0; i < 60; i++)
		et_buf_printf(&buf,
			"struct s%u { struct s%u a, b; };\nstruct t%u { struct t%u a, b; };\n",
			i + 1, i, i + 1, i);
	read_buf(w, &buf);
	layout = et_layout(&w->arena, find_record(w, "s60", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
	layout = et_layout(&w->arena, find_record(w, "t60", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
	layout = et_layout(&w->arena, find_record(w, "t10", 0), et_abi(ET_ABI_LP64));
	assert_true(layout.known);
	assert_int_equal(layout.n_leaves, 1024);
}

static void deep_includes(void **state)
{
	struct world *w = *state;
	const char *pairs[2 * 200 + 1];
	unsigned i;

	for (i = 0; i < 200; i++) {
		pairs[2 * i] = et_sprintf(&w->arena, "f%u.h", i);
		pairs[2 * i + 1] = et_sprintf(&w->arena,
			"#include \"f%u.h\"\n#define A%u %u\nstruct s%u { int a; };\n", i + 1, i, i,
			i);
	}
	pairs[2 * i] = NULL;
	read_files(w, pairs);
	check_everywhere(w, "A0", 0);
	check_everywhere(w, "A199", 199);
	assert_int_equal(w->unit->n_records, 200);
	assert_true(w->diags.list.count > 0);
}

static void many_messages(void **state)
{
	struct world *w = *state;
	struct et_buf buf;

	et_buf_init(&buf);
	repeat(&buf, "struct virtio_x { int 5; };\n", 5000);
	read_buf(w, &buf);
	assert_int_equal(w->diags.errors, 5000);
	assert_int_equal(w->unit->files[0].unread, 5000);
	assert_true(w->diags.list.count <= 1000);
}

static void severities(void **state)
{
	static const char *const names[] = {"virtio_x", "VIRTIO_X", "Virtio_x", "_VIRTIO_X",
		"vring_x", "virtq_x", "other", "x_virtio"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct world *w = *state;
		struct et_buf buf;
		size_t errors = w->diags.errors;

		et_buf_init(&buf);
		et_buf_printf(&buf, "struct %s { int 5; };\n", names[i]);
		read_buf(w, &buf);
		assert_int_equal(w->diags.errors - errors, i < 6);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(empty),
		TEST(cut_anywhere),
		TEST(binary),
		TEST(no_utf8),
		TEST(zero_bytes),
		TEST(no_newline_at_the_end),
		TEST(deep_braces),
		TEST(deep_braces_that_close),
		TEST(deep_parentheses),
		TEST(deep_conditionals),
		TEST(long_chains_of_branches),
		TEST(bombs),
		TEST(long_chains_of_macros),
		TEST(many_versions_of_a_macro),
		TEST(one_name_many_times),
		TEST(long_enums),
		TEST(unbalanced_brackets),
		TEST(recovery),
		TEST(unterminated_comment),
		TEST(unterminated_strings),
		TEST(long_things),
		TEST(huge_numbers),
		TEST(records_inside_themselves),
		TEST(doubling_records),
		TEST(deep_includes),
		TEST(many_messages),
		TEST(severities),
	};

	return cmocka_run_group_tests_name("c_hostile", tests, NULL, NULL);
}
