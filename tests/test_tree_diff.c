/* SPDX-License-Identifier: BSD-3-Clause */
/* Two trees with each other, below the program: macros, conditions, queries. */
#include "builtin.h"
#include "queries.h"
#include "str.h"
#include "tree_diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct world {
	struct et_arena arena;
	struct et_tree trees[2];
	struct et_tree_changes changes;
};

static void compare(struct world *w, const char *from, const char *to)
{
	struct et_tree_diff_options options = {.canon = et_builtin_canon(), .abis = ET_ABI_ALL};
	const char *texts[2] = {from, to};
	unsigned i;

	*w = (struct world){.trees = {{.path = "old"}, {.path = "new"}}};
	et_arena_init(&w->arena);
	for (i = 0; i < 2; i++) {
		struct et_source_text text = {"linux/x.h", texts[i], strlen(texts[i])};
		struct et_diags diags;

		et_diags_init(&diags, &w->arena);
		et_diags_init(&w->trees[i].unread, &w->arena);
		w->trees[i].canon = et_builtin_canon();
		et_tree_read_texts(&w->trees[i], &w->arena, &text, 1, &diags);
	}
	et_tree_diff(&w->arena, &w->trees[0], &w->trees[1], &options, &w->changes);
}

static void expect(const char *from, const char *to, const char *messages)
{
	struct world w;
	struct et_buf all;
	size_t i;

	compare(&w, from, to);
	et_buf_init(&all);
	et_buf_puts(&all, "");
	for (i = 0; i < w.changes.list.count; i++) {
		const struct etalon_change *change = &w.changes.list.items[i].shown;

		et_buf_printf(&all, "%u %s\n", (unsigned)change->impact, change->message);
	}
	assert_string_equal(all.data, messages);
	et_buf_finish(&all);
	et_arena_finish(&w.arena);
}

static void macros(void **state)
{
	(void)state;
	expect("#define F(x) (((x) + 3) & ~3)\n",
		"#define G(y) ((y) + 3)\n#define F(n) (G(n) & ~3)\n",
		"4 G is new: a function-like macro\n");
	expect("#define F(x) ((x) << 8)\n", "#define F(x) ((x) << 9)\n",
		"1 F computes something else now\n");
	expect("#define N \"a\"\n", "#define N \"b\"\n", "3 N has another text now\n");
	expect("#define SET (1 << 0 | 1 << 1)\n", "#define SET (1 << 0 | 1 << 1 | 1 << 2)\n",
		"3 SET was 3, and is 7 now\n");
}

static void conditions(void **state)
{
	(void)state;
	expect("#ifdef A\n#define X 1\n#else\n#define X 2\n#endif\n",
		"#ifdef A\n#define X 3\n#else\n#define X 2\n#endif\n", "1 X was 1, and is 3 now\n");
	expect("struct s { __u32 a; };\n", "struct s {\n#ifdef A\n__u32 a;\n#endif\n__u32 b; };\n",
		"2 s.a is only there under a condition now: defined(A)\n"
		"4 s.b is new: __u32 at offset 0\n");
	/* A member's condition is its own, not that of an earlier record's member. */
	expect("struct t {\n#ifdef A\nint p;\n#endif\n};\nstruct s { __u32 a; __u32 b; };\n",
		"struct t {\n#ifdef A\nint p;\n#endif\n};\nstruct s { __u32 a; __u32 b; };\n", "");
}

static void abis(void **state)
{
	struct world w;
	const struct etalon_change *change;

	(void)state;
	compare(&w, "struct s { __u32 a; __u64 b; };\n",
		"struct s { __u32 a; __u32 n; __u64 b; };\n");
	change = &w.changes.list.items[0].shown;
	assert_string_equal(change->message, "s.b was at offset 4, and is at offset 8 now");
	assert_string_equal(change->abis[0], "i386");
	assert_null(change->abis[1]);
	et_arena_finish(&w.arena);
}

static void queries(void **state)
{
	struct world w;
	const struct et_query *list;
	size_t n;

	(void)state;
	compare(&w, "struct s { __le32 hash; };\n", "struct s { __le16 lo; __le16 hi; };\n");
	list = et_change_queries(&w.arena, &w.changes, &n);
	assert_int_equal(n, 1);
	assert_int_equal(list[0].kind, ET_QUERY_MEMBER_GONE);
	assert_string_equal(list[0].name, "hash");
	assert_string_equal(list[0].record, "s");
	et_arena_finish(&w.arena);
}

static void functions(void **state)
{
	(void)state;
	expect("int f(void);\nstatic inline int g(int a, int b) { return a; }\nint h(int);\n"
	       "int p(const char *, ...);\n",
		"int f(void);\nint g(int a);\nint n(int (*call)(int, int));\nint p(int);\n",
		"2 g() took 2 arguments, and takes 1 now\n"
		"2 h (a function of 1 parameter) is gone\n"
		"4 n is new: a function of 1 parameter\n");
	/* What a macro makes is no declaration, nor is a pointer to a function. */
	expect("MAKE(x)\nint (*f)(int);\ntypedef int t(int);\n", "\ntypedef int t(int);\n", "");
}

/* Of members of records inside, the way to them is asked for, and what is gone as a whole. */
static void queries_of_inner_members(void **state)
{
	struct world w;
	const struct et_query *list;
	size_t n;

	(void)state;
	compare(&w,
		"struct s { __u32 flags; struct { __u32 flags; __u32 gpa; } fault[2]; __u64 end; "
		"};\n",
		"struct s { __u32 flags; __u8 pad[16]; __u64 end; };\n");
	list = et_change_queries(&w.arena, &w.changes, &n);
	assert_int_equal(n, 3);
	assert_string_equal(list[0].name, "fault.flags");
	assert_string_equal(list[1].name, "fault");
	assert_string_equal(list[2].name, "fault.gpa");
	for (; n--; list++) {
		assert_int_equal(list->kind, ET_QUERY_MEMBER_GONE);
		assert_string_equal(list->record, "s");
	}
	et_arena_finish(&w.arena);
}

/* x->fault.gpa is told as a use of gpa, &x->fault with the first of what is gone with it. */
static void uses_inside(void **state)
{
	static const struct et_query fault = {
		.kind = ET_QUERY_MEMBER_GONE, .record = "s", .name = "fault", .id = 0};
	static const struct et_query gpa = {
		.kind = ET_QUERY_MEMBER_GONE, .record = "s", .name = "fault.gpa", .id = 1};
	struct et_use list[] = {
		{.query = &fault, .file = "x.c", .line = 2},
		{.query = &fault, .file = "x.c", .line = 3},
		{.query = &gpa, .file = "x.c", .line = 2},
		{.query = &gpa, .file = "y.c", .line = 3},
	};
	struct et_uses uses = {.list = {.items = list, .count = 4}};
	struct etalon_change changes[2] = {{0}};
	struct et_arena arena;

	(void)state;
	et_arena_init(&arena);
	et_change_attach(&arena, changes, 2, &uses);
	assert_int_equal(changes[0].n_uses, 1);
	assert_int_equal(changes[0].uses[0].line, 3);
	assert_int_equal(changes[1].n_uses, 2);
	et_arena_finish(&arena);
}

static size_t count_kind(const struct et_query *list, size_t n, enum et_query_kind kind)
{
	size_t count = 0;

	while (n--)
		count += list[n].kind == kind;
	return count;
}

/* Another name of a value that the enum had is no new case; a new value is, under both its names.
 */
static void new_cases(void **state)
{
	struct world w;
	const struct et_query *list;
	size_t n;

	(void)state;
	compare(&w, "enum e { A, B };\nenum f { C = 7 };\n",
		"enum e { A, B, ALIAS = 1 };\nenum f { C = 7 };\n");
	list = et_change_queries(&w.arena, &w.changes, &n);
	assert_int_equal(count_kind(list, n, ET_QUERY_NAME_NEW), 1);
	assert_int_equal(count_kind(list, n, ET_QUERY_ENUM_GREW), 0);
	et_arena_finish(&w.arena);
	/* 7 is a case of the other enum alone. */
	compare(&w, "enum e { A, B };\nenum f { C = 7 };\n",
		"enum e { A, B, D = 7, D_TOO = 7 };\nenum f { C = 7 };\n");
	list = et_change_queries(&w.arena, &w.changes, &n);
	assert_int_equal(count_kind(list, n, ET_QUERY_ENUM_GREW), 2);
	et_arena_finish(&w.arena);
}

/* One side of two headers, of which the first includes what is said. */
static void read_two(struct world *w, unsigned side, const char *include)
{
	const struct et_source_text texts[] = {
		{"linux/x.h", include, strlen(include)},
		{"linux/y.h", "#define Y_MAX 1\nstruct y { int a; };\n", 37},
	};
	struct et_diags diags;

	et_diags_init(&diags, &w->arena);
	et_diags_init(&w->trees[side].unread, &w->arena);
	w->trees[side].canon = et_builtin_canon();
	et_tree_read_texts(&w->trees[side], &w->arena, texts, 2, &diags);
}

static void lost_include(void **state)
{
	struct et_tree_diff_options options = {.canon = et_builtin_canon(), .abis = ET_ABI_ALL};
	struct world w = {.trees = {{.path = "old"}, {.path = "new"}}};
	const struct et_query *list;
	size_t n;

	(void)state;
	et_arena_init(&w.arena);
	read_two(&w, 0, "#include <linux/y.h>\n");
	read_two(&w, 1, "\n");
	et_tree_diff(&w.arena, &w.trees[0], &w.trees[1], &options, &w.changes);
	assert_int_equal(w.changes.list.count, 1);
	assert_string_equal(
		w.changes.list.items[0].shown.message, "linux/x.h no longer includes linux/y.h");
	assert_int_equal(w.changes.list.items[0].shown.impact, ETALON_IMPACT_COMPATIBLE);
	list = et_change_queries(&w.arena, &w.changes, &n);
	assert_int_equal(n, 2);
	assert_true(list[0].hidden && list[1].hidden);
	assert_string_equal(list[0].elsewhere, "old/linux/y.h");
	et_arena_finish(&w.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(macros),
		cmocka_unit_test(conditions),
		cmocka_unit_test(abis),
		cmocka_unit_test(queries),
		cmocka_unit_test(functions),
		cmocka_unit_test(queries_of_inner_members),
		cmocka_unit_test(lost_include),
		cmocka_unit_test(new_cases),
		cmocka_unit_test(uses_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
