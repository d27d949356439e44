/* SPDX-License-Identifier: BSD-3-Clause */
/* Values, sizes and enums that changed, and names that are new. */
#include "use_testing.h"

static const char *const imported[] = {"include/", NULL};

static void start(struct world *w, const char *header, const char *text)
{
	put(w, "include/linux/a.h", header);
	put(w, "x.c", text);
	w->options.except = imported;
}

static struct et_query *query(
	struct world *w, enum et_query_kind kind, const char *record, const char *name)
{
	return ask(w, kind, "include/linux/a.h", record, name);
}

static void values(void **state)
{
	struct world *w = *state;
	struct et_query *q;

	start(w, "#define S_ONE 0\n#define S_TWO 1\n#define S_NR 2\n",
		"#include <linux/a.h>\n"
		"int a[S_NR];\n"
		"int b[2][S_NR + 1];\n"
		"const char *c[] = { [S_ONE] = \"\", [S_TWO] = \"\", [S_NR] = 0 };\n"
		"const char *d[] = {\n\t[S_ONE] = \"\",\n\t[S_TWO] = \"\",\n};\n"
		"int f(int i) { return i < S_NR; }\n"
		"int g(void) { return f(S_NR); }\n"
		"int h(int i) { return a[S_NR] + a[S_ONE]; }\n"
		"_Static_assert(S_NR == 2, \"\");\n"
		"_Static_assert(S_NR == 4, \"\");\n"
		"#if S_NR > 2\n#endif\n"
		"#define TWICE (2 * S_NR)\n");
	q = query(w, ET_QUERY_VALUE, NULL, "S_NR");
	q->was = "2";
	q->now = "3";
	expect(w, "x.c:2 likely bound compiles\nx.c:3 likely bound compiles\n"
		  "x.c:4 likely designator compiles\nx.c:4 likely designator compiles\n"
		  "x.c:6 likely designator compiles\nx.c:9 likely count compiles\n"
		  "x.c:10 likely value compiles\nx.c:11 likely value compiles\n"
		  "x.c:12 certain assertion\nx.c:13 likely count compiles\n"
		  "x.c:14 likely condition compiles\nx.c:16 likely value compiles\n");
	assert_string_equal(
		w->uses.list.items[0].why, "the array has another length; it was 2 and is 3");
}

static void enum_values(void **state)
{
	struct world *w = *state;

	start(w, "enum e { E_A, E_B, E_LAST };\n",
		"#include <linux/a.h>\n"
		"const char *d[E_LAST] = { [E_A] = \"\", [E_B] = \"\" };\n");
	query(w, ET_QUERY_VALUE, NULL, "E_LAST");
	expect(w, "x.c:2 likely bound compiles\nx.c:2 likely designator compiles\n");
}

static const char *const other_names[] = {"foo_t", NULL};

static void sizes(void **state)
{
	struct world *w = *state;
	struct et_query *q;

	start(w, "struct foo { int a; };\ntypedef struct foo foo_t;\n",
		"#include \"own.h\"\n"
		"unsigned long f(struct foo *p, struct holder *h, struct far *r, foo_t v) {\n"
		"	g(sizeof(struct foo));\n"
		"	g(sizeof(foo_t));\n"
		"	g(sizeof(*p));\n"
		"	g(sizeof *p);\n"
		"	g(sizeof(h->f));\n"
		"	g(sizeof h->f);\n"
		"	g(sizeof(struct holder));\n"
		"	g(sizeof(*h));\n"
		"	g(sizeof(v));\n"
		"	g(sizeof(struct foo[2]));\n"
		"	g(sizeof(p));\n"
		"	g(sizeof(struct far));\n"
		"	g(sizeof(*r));\n"
		"	g(sizeof(p->a));\n"
		"	g(sizeof(struct foo *));\n"
		"	g(sizeof(*r->p));\n"
		"	return sizeof(h->f.a);\n"
		"}\n"
		"QEMU_BUILD_BUG_ON(sizeof(struct foo) != 4);\n"
		"QEMU_BUILD_BUG_ON(sizeof(struct foo) > 100);\n"
		"_Static_assert(sizeof(struct foo) == 4, \"\");\n"
		"_Static_assert(4 == sizeof(struct foo), \"\");\n"
		"#define BYTES sizeof(struct foo)\n");
	put(w, "own.h",
		"#include <linux/a.h>\n"
		"struct holder { struct foo f; };\nstruct far { struct foo *p; };\n");
	put(w, "y.c", "#include <linux/a.h>\nunsigned long n = sizeof(int);\n");
	q = query(w, ET_QUERY_SIZE, "foo", "foo");
	q->typedefs = other_names;
	q->was = "4";
	q->now = "8";
	expect(w, "x.c:3 likely size compiles\nx.c:4 likely size compiles\n"
		  "x.c:5 likely size compiles\nx.c:6 likely size compiles\n"
		  "x.c:7 likely size compiles\nx.c:8 likely size compiles\n"
		  "x.c:9 likely size compiles\nx.c:10 likely size compiles\n"
		  "x.c:11 likely size compiles\nx.c:12 likely size compiles\n"
		  "x.c:18 likely size compiles\n"
		  "x.c:21 certain assertion\nx.c:22 likely size compiles\n"
		  "x.c:23 certain assertion\nx.c:24 certain assertion\n"
		  "x.c:25 likely size compiles\n");
}

static void switches(void **state)
{
	struct world *w = *state;

	start(w, "enum kind { K_A, K_B };\nenum { U_A, U_B };\nstruct s { enum kind k; int i; };\n",
		"#include <linux/a.h>\n"
		"enum other { O_A };\n"
		"int f(enum kind k, int i, struct s *s, enum other o) {\n"
		"	switch (k) { case K_A: break; case K_B: break; }\n"
		"	switch (s->k) { case K_A: break; }\n"
		"	switch (k) { case K_A: break; default: break; }\n"
		"	switch (i) { case K_A: break; }\n"
		"	switch (o) { case O_A: break; }\n"
		"	switch (k) { case K_A: switch (i) { default: ; } }\n"
		"	switch (i) { case 1: switch (k) { case K_B: ; } default: ; }\n"
		"	switch ((enum kind)i) { case K_A: ; }\n"
		"}\n");
	query(w, ET_QUERY_ENUM_GREW, "kind", "K_C");
	expect(w, "x.c:4 certain switch\nx.c:5 certain switch\nx.c:7 likely switch compiles\n"
		  "x.c:9 certain switch\nx.c:10 certain switch\nx.c:11 certain switch\n");
}

static void new_macros(void **state)
{
	struct world *w = *state;
	const char *const names[] = {"A", "B", "C", "D", "E", "F", "G"};
	size_t i;

	start(w, "\n",
		"#include <linux/a.h>\n"
		"#define A 2\n"
		"#ifndef B\n#define B 2\n#endif\n"
		"#define C  1 \n"
		"#undef D\n#define D 2\n"
		"#ifdef X\n#define E 2\n#endif\n"
		"#ifdef F\n#endif\n"
		"struct s { int G; };\n");
	for (i = 0; i < 7; i++) {
		struct et_query *q = query(w, ET_QUERY_NAME_NEW, NULL, names[i]);

		q->def = ET_DEFINED_MACRO;
		q->now = "1";
	}
	put(w, "y.c", "#define A 3\n");
	expect(w, "x.c:2 certain definition\nx.c:10 likely definition\n"
		  "x.c:12 likely condition compiles\nx.c:14 certain definition\n");
}

static void new_names(void **state)
{
	struct world *w = *state;

	start(w, "\n",
		"#include <linux/a.h>\n"
		"enum { A };\n"
		"static int B(int x) { return x; }\n"
		"typedef int C;\n"
		"struct D { int x; };\n"
		"int f(void) { int E = 1; return E; }\n"
		"struct F;\n");
	query(w, ET_QUERY_NAME_NEW, NULL, "A")->def = ET_DEFINED_ENUMERATOR;
	query(w, ET_QUERY_NAME_NEW, NULL, "B")->def = ET_DEFINED_ENUMERATOR;
	query(w, ET_QUERY_NAME_NEW, NULL, "C")->def = ET_DEFINED_TYPEDEF;
	query(w, ET_QUERY_TAG_NEW, NULL, "D");
	query(w, ET_QUERY_NAME_NEW, NULL, "E")->def = ET_DEFINED_ENUMERATOR;
	query(w, ET_QUERY_TAG_NEW, NULL, "F");
	put(w, "y.c", "enum { A };\nstruct D { int x; };\n");
	expect(w, "x.c:2 certain definition\nx.c:3 certain definition\n"
		  "x.c:4 likely definition\nx.c:5 certain definition\n");
}

static void macro_before_enum(void **state)
{
	struct world *w = *state;

	start(w, "\n", "#include <linux/a.h>\n#define A 1\n");
	put(w, "y.c", "#define A 1\n#include <linux/a.h>\n");
	put(w, "z.c", "#ifndef A\n#define A 1\n#endif\n#include <linux/a.h>\n");
	query(w, ET_QUERY_NAME_NEW, NULL, "A")->def = ET_DEFINED_ENUMERATOR;
	expect(w, "x.c:2 likely definition compiles\ny.c:1 certain definition\n"
		  "z.c:2 certain definition\n");
}

/* Lines that are compiled only without what is new, or only with what is gone. */
static void vanishing(void **state)
{
	struct world *w = *state;

	start(w, "#define OLD 1\nstruct s { int m; };\n",
		"#include <linux/a.h>\n"
		"#ifdef OLD\nint f(struct s *p) { return p->m; }\n#endif\n"
		"#ifndef NEW\nint g(struct s *p) { return p->m; }\n#endif\n"
		"int h(struct s *p) { return p->m; }\n");
	query(w, ET_QUERY_MEMBER_GONE, "s", "m");
	query(w, ET_QUERY_NAME_GONE, NULL, "OLD")->def = ET_DEFINED_MACRO;
	query(w, ET_QUERY_NAME_NEW, NULL, "NEW")->def = ET_DEFINED_MACRO;
	expect(w, "x.c:8 certain member\nx.c:2 likely condition compiles\n"
		  "x.c:5 likely condition compiles\n");
}

static void given_headers(void **state)
{
	struct world *w = *state;
	static const struct et_use_header headers[] = {
		{"linux/a.h", "struct foo { struct in i; };\n", 29},
	};

	put(w, "x.c", "#include <linux/a.h>\nint f(struct foo *p) { return p->i.m + p->j.m; }\n");
	w->options.headers = headers;
	w->options.n_headers = 1;
	ask(w, ET_QUERY_MEMBER_GONE, "linux/a.h", "in", "m");
	expect(w, "x.c:2 certain member\nx.c:2 likely member\n");
}

static void parameters(void **state)
{
	struct world *w = *state;
	struct et_query *q;

	start(w, "int f(int a, int b);\n",
		"#include <linux/a.h>\n"
		"int a(void) { return f(1, (2, 3)); }\n"
		"int b(void) { return f(1); }\n"
		"#define TWO 1, 2\n"
		"int c(void) { return f(TWO); }\n"
		"int (*d)(int, int) = f;\n"
		"struct s { int (*f)(int, int); };\n"
		"int e(struct s *s) { return s->f(1, 2); }\n");
	q = query(w, ET_QUERY_PARAMETERS, NULL, "f");
	q->was = "2";
	q->now = "1";
	expect(w, "x.c:2 certain name\nx.c:3 likely name\nx.c:5 likely name\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values),
		TEST(enum_values),
		TEST(sizes),
		TEST(switches),
		TEST(new_macros),
		TEST(new_names),
		TEST(macro_before_enum),
		TEST(vanishing),
		TEST(given_headers),
		TEST(parameters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
