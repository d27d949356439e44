/* SPDX-License-Identifier: BSD-3-Clause */
/* Sizes of records and values of constants that changed: where that matters, and what asserts it.
 */
#include "use_testing.h"

static const char *const imported[] = {"include/", NULL};
static const char *const other_names[] = {"foo_t", NULL};

static const char header[] = "struct foo { int a, b; };\n"
			     "typedef struct foo foo_t;\n"
			     "struct inside { int i; struct foo f; };\n"
			     "union either { char c; struct inside in[2]; };\n"
			     "struct away { struct foo *p; };\n"
			     "#define S_ONE 0\n"
			     "#define S_TWO 1\n"
			     "#define S_NR 2\n";

static void start(struct world *w)
{
	put(w, "include/linux/a.h", header);
	put(w, "own.h",
		"#include <linux/a.h>\n"
		"struct other { int a, b; };\n"
		"struct holder { struct foo f, *p; struct { foo_t n; } nest; };\n"
		"typedef struct holder Holder;\n"
		"struct foo get(void), *get_p(void);\n"
		"int g(unsigned long n, ...);\n");
	w->options.except = imported;
	w->n = 0;
}

/* The line of code in a function, line 5 of x.c. */
static void in_function(struct world *w, const char *code)
{
	put(w, "x.c",
		et_sprintf(&w->arena,
			"#include \"own.h\"\n"
			"int f(struct foo *p, struct foo v, struct other *o, Holder *h, foo_t "
			"par[2],\n"
			"	struct away *r, int i, int n)\n"
			"{\n"
			"	%s\n"
			"}\n",
			code));
}

static void ask_size(struct world *w, const char *was, const char *now)
{
	struct et_query *query = ask(w, ET_QUERY_SIZE, "include/linux/a.h", "foo", "foo");

	query->typedefs = other_names;
	query->was = was;
	query->now = now;
}

static void check_size(struct world *w, const char *code, const char *wanted)
{
	start(w);
	in_function(w, code);
	ask_size(w, "8", "12");
	expect(w, wanted);
}

static void check_value(struct world *w, const char *code, const char *wanted)
{
	struct et_query *query;

	start(w);
	in_function(w, code);
	query = ask(w, ET_QUERY_VALUE, "include/linux/a.h", NULL, "S_NR");
	query->was = "2";
	query->now = "3";
	expect(w, wanted);
}

typedef void check_fn(struct world *w, const char *code, const char *wanted);

static void check_all(
	struct world *w, check_fn *check, const char *const *codes, size_t n, const char *wanted)
{
	size_t i;

	for (i = 0; i < n; i++)
		check(w, codes[i], wanted);
}

#define COUNT(list) (sizeof(list) / sizeof(list[0]))
#define SIZE "x.c:5 likely size compiles\n"
#define ASSERTED "x.c:5 certain assertion\n"

static void of_the_record(void **state)
{
	static const char *const uses[] = {"g(sizeof(struct foo));", "g(sizeof (struct foo));",
		"g(sizeof(foo_t));", "g(sizeof(const struct foo));", "g(sizeof(struct foo[3]));",
		"g(sizeof(typeof(*p)));", "g(sizeof v);", "g(sizeof(v));", "g(sizeof *p);",
		"g(sizeof(*p));", "g(sizeof p[0]);", "g(sizeof(*par));", "g(sizeof(par[1]));",
		"g(sizeof h->f);", "g(sizeof(h->nest.n));", "g(sizeof(*h->p));",
		"g(sizeof(*r->p));", "g(sizeof(get()));", "g(sizeof(*get_p()));",
		"g(sizeof(((Holder *)0)->f));", "g(sizeof((struct foo){ 1 }));",
		"g(n * sizeof(*p) + 1);", "g(sizeof(i ? *p : v));", "foo_t y; g(sizeof(y));",
		"struct foo y[4]; g(sizeof(y));", "foo_t y[2][4]; g(sizeof y[0]);",
		"static char y[sizeof(struct foo)];"};

	check_all(*state, check_size, uses, COUNT(uses), SIZE);
}

static void of_what_has_it_inside(void **state)
{
	static const char *const uses[] = {"g(sizeof(struct inside));", "g(sizeof(union either));",
		"g(sizeof(Holder));", "g(sizeof(*h));", "g(sizeof(h->nest));",
		"struct { foo_t f; int i; } y; g(sizeof(y));",
		"struct { struct { Holder list[2]; }; } y; g(sizeof y);"};
	struct world *w = *state;

	check_all(w, check_size, uses, COUNT(uses), SIZE);
	check_size(w, uses[0], SIZE);
	assert_string_equal(
		w->uses.list.items[0].why, "the size of a struct inside, which has it inside");
}

static void of_others(void **state)
{
	static const char *const others[] = {"g(sizeof(struct other));", "g(sizeof(*o));",
		"g(sizeof(struct foo *));", "g(sizeof(foo_t *[2]));", "g(sizeof p);",
		"g(sizeof(&v));", "g(sizeof(get_p()));", "g(sizeof(struct away));", "g(sizeof *r);",
		"g(sizeof(h->p));", "g(sizeof(v.a));", "g(sizeof v.a);", "g(sizeof(v).a);",
		"g(sizeof(*p).b);", "g(sizeof(par));", "g(sizeof(int));", "g(sizeof(i));",
		"g(sizeof(\"struct foo\"));", "struct other v; g(sizeof(v));",
		"struct foo *y[4]; g(sizeof(y));", "{ struct other *p = 0; g(sizeof(*p)); }"};

	check_all(*state, check_size, others, COUNT(others), "");
}

/* It was 8 bytes, and is 12. */
static void asserted_sizes(void **state)
{
	static const char *const uses[] = {"_Static_assert(sizeof(struct foo) == 8, \"\");",
		"_Static_assert(sizeof(struct foo) == 8);",
		"static_assert(8 == sizeof(foo_t), \"\");",
		"_Static_assert(sizeof(v) == 0x8, \"\");", "_Static_assert(sizeof *p == 8u, \"\");",
		"_Static_assert(sizeof(*p) <= 8, \"\");", "_Static_assert(sizeof(*p) < 12, \"\");",
		"_Static_assert(12 != sizeof(v), \"\");", "_Static_assert(10 > sizeof(v), \"\");",
		"QEMU_BUILD_BUG_ON(sizeof(foo_t) != 8);", "QEMU_BUILD_BUG_ON(sizeof(foo_t) > 8);",
		"BUILD_BUG_ON(8 != sizeof(*h->p));"};
	static const char *const others[] = {"_Static_assert(sizeof(foo_t) >= 8, \"\");",
		"_Static_assert(sizeof(foo_t) == 12, \"\");",
		"_Static_assert(8 <= sizeof(v), \"\");",
		"_Static_assert(sizeof(foo_t) != 8, \"\");", "BUILD_BUG_ON(sizeof(foo_t) > 12);",
		"_Static_assert(sizeof(foo_t) == 4 + 8, \"\");",
		"_Static_assert(sizeof(foo_t) == 8 || 1, \"\");",
		"_Static_assert(sizeof(foo_t) * 2 == 8, \"\");",
		"_Static_assert(sizeof(Holder) == 8, \"\");", "g(sizeof(foo_t) == 8);",
		"if (sizeof(foo_t) == 8) g(1);"};
	struct world *w = *state;

	check_all(w, check_size, uses, COUNT(uses), ASSERTED);
	check_all(w, check_size, others, COUNT(others), SIZE);
	check_size(w, uses[0], ASSERTED);
	assert_string_equal(w->uses.list.items[0].why, "asserts a size that was 8 and is 12 bytes");
	start(w);
	in_function(w, uses[0]);
	ask_size(w, NULL, NULL);
	expect(w, SIZE);
}

/* A condition that is only looked at when the program runs stops no compiler. */
static void asserted_when_it_runs(void **state)
{
	static const char *const sizes[] = {
		"assert(sizeof(struct foo) == 8);", "g_assert(8 == sizeof(v));"};

	check_all(*state, check_size, sizes, COUNT(sizes), "x.c:5 likely assertion compiles\n");
	check_value(*state, "assert(S_NR == 2);", "x.c:5 likely assertion compiles\n");
	check_value(*state, "assert(S_NR >= 2);", "x.c:5 likely count compiles\n");
}

/* Who does not include the header means another record. */
static void size_elsewhere(void **state)
{
	struct world *w = *state;

	start(w);
	put(w, "x.c",
		"struct foo { int a, b; };\nunsigned long n = sizeof(struct foo);\n"
		"_Static_assert(sizeof(struct foo) == 8, \"\");\n");
	put(w, "y.c",
		"#include <other/a.h>\nint g(unsigned long);\n"
		"int f(struct foo *p) { return g(sizeof(*p)); }\n");
	ask_size(w, "8", "12");
	expect(w, "");
}

#define BOUND "x.c:5 likely bound compiles\n"
#define DESIGNATOR "x.c:5 likely designator compiles\n"
#define COUNTED "x.c:5 likely count compiles\n"
#define USED "x.c:5 likely value compiles\n"

static void roles_of_values(void **state)
{
	static const char *const bounds[] = {"int y[S_NR];", "static int y[4][S_NR];",
		"int y[S_NR][4];", "int y[S_NR + 1];", "int y[2 * (S_NR + 1)];", "foo_t y[S_NR];",
		"const char *y[S_NR] = { \"a\", \"b\" };"};
	static const char *const designators[] = {"int y[] = { [S_NR] = 1 };",
		"int y[] = { 1, [S_NR] = 1 };", "foo_t y[] = { [S_NR].a = 1 };",
		"int y[] = { [S_NR - 1] = 1 };", "int y[][4] = { [S_NR][1] = 2 };"};
	static const char *const counts[] = {"for (i = 0; i < S_NR; i++) g(1);",
		"while (i != S_NR) i++;", "if (i >= S_NR) g(1);", "if (S_NR == i) g(1);",
		"g(S_NR * sizeof(int));", "g(sizeof(int) * S_NR);", "i = S_NR - 1;",
		"i = n % S_NR;", "i = 1 << S_NR;"};
	static const char *const values[] = {"g(S_NR);", "i = S_NR;", "return S_NR;",
		"p[S_NR].a = 1;", "struct foo y = { S_NR };", "struct foo y = { .a = S_NR };",
		"switch (i) { case S_NR: break; }", "g(1, S_NR, i);", "i = n ? S_NR : 0;"};

	check_all(*state, check_value, bounds, COUNT(bounds), BOUND);
	check_all(*state, check_value, designators, COUNT(designators), DESIGNATOR);
	check_all(*state, check_value, counts, COUNT(counts), COUNTED);
	check_all(*state, check_value, values, COUNT(values), USED);
}

static void asserted_values(void **state)
{
	static const char *const uses[] = {"_Static_assert(S_NR == 2, \"\");",
		"static_assert(2 == S_NR, \"\");", "_Static_assert(S_NR < 3, \"\");",
		"_Static_assert(S_NR != 3, \"\");", "QEMU_BUILD_BUG_ON(S_NR != 2);",
		"BUILD_BUG_ON(S_NR > 2);", "BUILD_BUG_ON_MSG(2 < S_NR, \"\");"};
	static const char *const others[] = {"_Static_assert(S_NR == 3, \"\");",
		"_Static_assert(S_NR > 1, \"\");", "_Static_assert(S_NR == S_ONE + 2, \"\");",
		"BUILD_BUG_ON(S_NR == 0);", "BUILD_BUG_ON(S_NR != sizeof(short));"};

	check_all(*state, check_value, uses, COUNT(uses), ASSERTED);
	check_all(*state, check_value, others, COUNT(others), COUNTED);
}

/* What has the name, and not the value. */
static void no_values(void **state)
{
	static const char *const others[] = {"g(1, \"S_NR\");", "/* S_NR */", "goto S_NR; S_NR: ;",
		"int S_NR = 1; g(S_NR);", "g(S_ONE);", "o->S_NR = 1;",
		"struct { int S_NR; } y = { .S_NR = 1 };"};

	check_all(*state, check_value, others, COUNT(others), "");
}

/*
 * An array that has an element for each constant needs one more: told at its first one. What counts
 * need not stand there.
 */
static void an_element_each(void **state)
{
	check_value(*state, "static int y[] = { [S_ONE] = 1, [S_TWO] = 2 };", DESIGNATOR);
	check_value(*state, "static int y[S_NR] = { [S_ONE] = 1, [S_TWO] = 2 };", BOUND DESIGNATOR);
	check_value(*state, "static int y[] = { [4] = 1 };", "");
	check_value(*state, "i = p[S_ONE].a + p[S_TWO].a;", "");
}

/* A constant of the sources' own, and one of a header that the file does not include. */
static void value_elsewhere(void **state)
{
	struct world *w = *state;
	struct et_query *query;

	start(w);
	put(w, "x.c", "#define S_NR 2\nint y[S_NR];\n");
	put(w, "y.c",
		"#include \"own.h\"\n"
		"#undef S_NR\n#define S_NR 2\n_Static_assert(S_NR == 2, \"\");\n");
	put(w, "z.c", "#include \"z.h\"\nint y[S_NR];\n");
	put(w, "z.h", "enum { S_ONE, S_TWO, S_NR };\n");
	query = ask(w, ET_QUERY_VALUE, "include/linux/a.h", NULL, "S_NR");
	query->was = "2";
	query->now = "3";
	expect(w, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(of_the_record),
		TEST(of_what_has_it_inside),
		TEST(of_others),
		TEST(asserted_sizes),
		TEST(asserted_when_it_runs),
		TEST(size_elsewhere),
		TEST(roles_of_values),
		TEST(asserted_values),
		TEST(no_values),
		TEST(an_element_each),
		TEST(value_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
