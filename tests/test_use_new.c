/* SPDX-License-Identifier: BSD-3-Clause */
/* Enums that have grown, and names and tags that are new: what the sources have of them already. */
#include "use_testing.h"

static const char *const imported[] = {"include/", NULL};

#define COUNT(list) (sizeof(list) / sizeof(list[0]))

/* The line of code in a function, line 7 of x.c: the enum has got K_C. */
static void check_switch(struct world *w, const char *code, const char *wanted)
{
	put(w, "include/linux/a.h",
		"enum kind { K_A, K_B };\ntypedef enum kind kind_t;\n"
		"struct s { enum kind k, b : 4; kind_t list[2]; int i; };\n");
	put(w, "x.c",
		et_sprintf(&w->arena,
			"#include <linux/a.h>\n"
			"enum other { O_A, O_B };\n"
			"enum kind get(void);\n"
			"int f(enum kind k, kind_t t, enum kind *p, struct s *s, enum other o, int "
			"i,\n"
			"	unsigned u)\n"
			"{\n"
			"	%s\n"
			"	return 0;\n"
			"}\n",
			code));
	w->options.except = imported;
	w->n = 0;
	ask(w, ET_QUERY_ENUM_GREW, "include/linux/a.h", "kind", "K_C");
	expect(w, wanted);
}

static void check_switches(struct world *w, const char *const *codes, size_t n, const char *wanted)
{
	size_t i;

	for (i = 0; i < n; i++)
		check_switch(w, codes[i], wanted);
}

#define CASES "{ case K_A: return 1; case K_B: return 2; }"

static void switches_over_it(void **state)
{
	static const char *const uses[] = {"switch (k) " CASES, "switch (t) " CASES,
		"switch ((k)) " CASES, "switch (k = get()) " CASES, "switch (i ? k : t) " CASES,
		"switch (i, k) " CASES, "switch (*p) " CASES, "switch (p[0]) " CASES,
		"switch (s->k) " CASES, "switch (s->b) " CASES, "switch (s->list[1]) " CASES,
		"switch (get()) " CASES, "switch ((enum kind)i) " CASES,
		"enum kind y = K_A; switch (y) " CASES, "switch (k) { case K_A: case K_B: ; }",
		"switch (k) { case K_A ... K_B: return 1; }", "switch (k) { case K_A: ; }",
		"if (i) switch (k) " CASES,
		"switch (k) { case K_A: switch (o) { default: ; } case K_B: ; }",
		"switch (k) { case K_A: { switch (i) { case 1: default: ; } } case K_B: ; }",
		"switch (i) { default: switch (k) " CASES " }"};

	check_switches(*state, uses, COUNT(uses), "x.c:7 certain switch\n");
}

/* Compilers only know what the value is not: a number may be meant for anything. */
static void switches_over_numbers(void **state)
{
	static const char *const uses[] = {"switch (i) " CASES, "switch (u) " CASES,
		"switch ((int)k) " CASES, "switch (s->i) " CASES, "switch (k & 3) " CASES,
		"switch (strange(i)) " CASES};

	check_switches(*state, uses, COUNT(uses), "x.c:7 likely switch compiles\n");
}

static void other_switches(void **state)
{
	static const char *const others[] = {
		"switch (k) { case K_A: return 1; case K_B: return 2; default: return 3; }",
		"switch (k) { default: case K_A: return 1; }",
		"switch (k) { case K_A: switch (i) { case 1: ; } default: ; }",
		"switch (i) { case K_A: return 1; default: return 3; }",
		"switch (o) { case O_A: return 1; case O_B: return 2; }",
		"switch (i) { case 0: return 1; case 1: return 2; }", "switch (o) { }",
		"if (k == K_A) return 1;", "switch (i) { case 1: if (k == K_A) return 1; }"};

	check_switches(*state, others, COUNT(others), "");
}

/* A default that a macro brings. */
static void default_of_macro(void **state)
{
	struct world *w = *state;

	put(w, "include/linux/a.h", "enum kind { K_A, K_B };\n");
	put(w, "x.c",
		"#include <linux/a.h>\n"
		"#define OTHERS default: return 0\n"
		"#define FAIL return 0\n"
		"int f(enum kind k) { switch (k) { case K_A: FAIL; OTHERS; } }\n"
		"int g(enum kind k) { switch (k) { case K_A: FAIL; } return 1; }\n");
	w->options.except = imported;
	ask(w, ET_QUERY_ENUM_GREW, "include/linux/a.h", "kind", "K_C");
	expect(w, "x.c:5 certain switch\n");
}

/* An enum may have no tag: it is known by its typedef, or by its enumerators alone. */
static void enums_without_tag(void **state)
{
	static const char *const before[] = {"U_A", NULL};
	struct world *w = *state;

	put(w, "include/linux/a.h",
		"typedef enum { T_A, T_B } named;\nstruct s { enum { U_A } k; };\n");
	put(w, "x.c",
		"#include <linux/a.h>\n"
		"int f(named t) { switch (t) { case T_A: case T_B: ; } return 0; }\n"
		"int g(struct s *s) { switch (s->k) { case U_A: ; } return 0; }\n");
	w->options.except = imported;
	ask(w, ET_QUERY_ENUM_GREW, "include/linux/a.h", "named", "T_C");
	ask(w, ET_QUERY_ENUM_GREW, "include/linux/a.h", NULL, "U_B")->members = before;
	expect(w, "x.c:2 certain switch\nx.c:3 certain switch\n");
}

/* Another enum of the same names. */
static void switch_elsewhere(void **state)
{
	struct world *w = *state;

	put(w, "include/linux/a.h", "enum kind { K_A, K_B };\n");
	put(w, "x.c",
		"enum kind { K_A, K_B };\n"
		"int f(enum kind k) { switch (k) " CASES " return 0; }\n");
	put(w, "own.h",
		"#include <linux/a.h>\n"
		"static inline int f(enum kind k) { switch (k) " CASES " return 0; }\n");
	w->options.except = imported;
	ask(w, ET_QUERY_ENUM_GREW, "include/linux/a.h", "kind", "K_C");
	expect(w, "own.h:2 certain switch\n");
}

static const char *parameters; /* of NEW, where it has some */

/* The line that has the name NEW, line 2 of x.c; y.c has it without the header. */
static void check_new(struct world *w, enum et_query_kind kind, enum et_query_def def,
	const char *now, const char *line, const char *wanted)
{
	struct et_query *query;

	put(w, "include/linux/a.h", "struct s;\n");
	put(w, "x.c", et_sprintf(&w->arena, "#include <linux/a.h>\n%s\n", line));
	put(w, "y.c", et_sprintf(&w->arena, "#include <linux/b.h>\n%s\n", line));
	w->options.except = imported;
	w->n = 0;
	query = ask(w, kind, "include/linux/a.h", NULL, "NEW");
	query->def = def;
	query->now = now;
	query->parameters = parameters;
	expect(w, wanted);
}

#define CERTAIN "x.c:2 certain definition\n"
#define LIKELY "x.c:2 likely definition\n"

/* A macro may be defined twice with the same text, with another one it warns. */
static void new_macro(void **state)
{
	static const char *const same[] = {"#define NEW 1", "#define NEW\t1 ", "# define NEW  1",
		"#define NEW 1 /* one */", "#ifndef NEW\n#define NEW 2\n#endif",
		"#undef NEW\n#define NEW 2", "/* #define NEW 2 */", "#define NEWER 2",
		"#if 0\n#define NEW 2\n#endif"};
	static const char *const others[] = {"#define NEW 2", "#define NEW", "#define NEW 0x1",
		"#define NEW (1)", "#define NEW 1 + 0", "#define NEW(x) 1", "#define NEW 11"};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < COUNT(same); i++)
		check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "1", same[i], "");
	for (i = 0; i < COUNT(others); i++)
		check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "1", others[i], CERTAIN);
	assert_string_equal(
		w->uses.list.items[0].why, "defined here with another text than in the header now");
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "", "#define NEW", "");
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "", "#define NEW 1", CERTAIN);
	/* It is not known what the header has. */
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, NULL, "#define NEW 1", LIKELY);
	/* Some builds only. */
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "1", "#ifdef X\n#define NEW 2\n#endif",
		"x.c:3 likely definition\n");
}

/* The same text is the same tokens: how wide a gap is, and what a comment says, does not matter. */
static void same_text(void **state)
{
	static const struct {
		enum et_query_def def;
		const char *parameters;
		const char *now;
		const char *line;
		bool same;
	} cases[] = {
		{ET_DEFINED_MACRO, NULL, "(1 << 3)", "#define NEW (1 <<  3)", true},
		{ET_DEFINED_MACRO, NULL, "(1 << 3)", "#define NEW (1 /* by */<< \\\n\t3) // x",
			true},
		{ET_DEFINED_MACRO, NULL, "(1 << 3)", "#define NEW (1<<3)", false},
		{ET_DEFINED_MACRO, NULL, "\"a  b\"", "#define NEW \"a  b\"", true},
		{ET_DEFINED_MACRO, NULL, "\"a  b\"", "#define NEW \"a b\"", false},
		{ET_DEFINED_MACRO, NULL, "\"/* \\\" \" 'x'", "#define NEW \"/* \\\" \" 'x'", true},
		{ET_DEFINED_MACRO, NULL, "(x)", "#define NEW (x)", true},
		{ET_DEFINED_MACRO, NULL, "(x)", "#define NEW(x)", false},
		{ET_DEFINED_FUNCTION_MACRO, "(x)", "((x) + 1)", "#define NEW(x) ((x) + 1)", true},
		{ET_DEFINED_FUNCTION_MACRO, "(x)", "((x) + 1)", "#define NEW(x)((x) \\\n + 1)",
			true},
		{ET_DEFINED_FUNCTION_MACRO, "(x, y)", "x", "#define NEW(x,y) x", true},
		{ET_DEFINED_FUNCTION_MACRO, "(x)", "((x) + 1)", "#define NEW(y) ((y) + 1)", false},
		{ET_DEFINED_FUNCTION_MACRO, "(x, y)", "x", "#define NEW(x) x", false},
		{ET_DEFINED_FUNCTION_MACRO, "(x)", "1", "#define NEW 1", false},
		{ET_DEFINED_FUNCTION_MACRO, NULL, "1", "#define NEW(x) 1", true},
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		const char *wanted = cases[i].same ? "" : CERTAIN;

		parameters = cases[i].parameters;
		check_new(w, ET_QUERY_NAME_NEW, cases[i].def, cases[i].now, cases[i].line, wanted);
	}
	parameters = NULL;
}

/* A macro takes over what the sources have declared with its name. */
static void new_macro_captures(void **state)
{
	static const char *const uses[] = {"int NEW(int x);", "enum { NEW };", "typedef int NEW;",
		"int NEW;", "struct { int NEW; } v;", "int f(void) { int NEW = 1; return 0; }"};
	static const char *const others[] = {
		"int NEWER;", "#define TEXT \"NEW\"", "const char *t = \"NEW\";"};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < COUNT(uses); i++)
		check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "1", uses[i], CERTAIN);
	for (i = 0; i < COUNT(others); i++)
		check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "1", others[i], "");
	/* One that takes arguments is no other name without them. */
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_FUNCTION_MACRO, "(x)", "int NEW;", "");
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_FUNCTION_MACRO, "((x) + 1)", "int NEW(int x);",
		CERTAIN);
	/* Another name declares as well, and its own name is the usual way to tell that it is
	 * there. */
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "OTHER", "int NEW;", LIKELY);
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, "NEW", "int NEW;", "");
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_MACRO, NULL, "int NEW;", LIKELY);
}

static void new_enumerator(void **state)
{
	static const char *const uses[] = {"enum { NEW };", "enum own { FIRST, NEW = 3 };",
		"int NEW;", "int NEW(void);", "static int NEW(void) { return 1; }",
		"typedef int NEW;", "extern int NEW;"};
	static const char *const others[] = {"int f(void) { int NEW = 1; return NEW; }",
		"int f(int NEW);", "struct own { int NEW; };", "struct NEW { int i; };",
		"int f(void) { return NEW; }", "int f(void) { goto NEW; NEW: return 1; }"};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < COUNT(uses); i++)
		check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_ENUMERATOR, NULL, uses[i], CERTAIN);
	for (i = 0; i < COUNT(others); i++)
		check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_ENUMERATOR, NULL, others[i], "");
	/* Behind the enum a macro means itself. */
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_ENUMERATOR, NULL, "#define NEW 1",
		"x.c:2 likely definition compiles\n");
}

static void new_type(void **state)
{
	struct world *w = *state;

	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_TYPEDEF, "struct t", "int NEW;", CERTAIN);
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_TYPEDEF, "struct t", "enum { NEW };", CERTAIN);
	check_new(
		w, ET_QUERY_NAME_NEW, ET_DEFINED_TYPEDEF, "struct t", "typedef int NEW;", CERTAIN);
	/* The same type may be given the name twice. */
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_TYPEDEF, "struct t", "typedef struct t NEW;",
		LIKELY);
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_TYPEDEF, "int", "typedef int NEW;", LIKELY);
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_OBJECT, NULL, "int NEW(int);", LIKELY);
	check_new(w, ET_QUERY_NAME_NEW, ET_DEFINED_OBJECT, NULL, "typedef int NEW;", CERTAIN);
}

static void new_tag(void **state)
{
	static const char *const uses[] = {"struct NEW { int i; };", "union NEW { int i; };",
		"enum NEW { FIRST };", "static struct NEW { int i; } v;",
		"typedef struct NEW { int i; } own;", "struct own { struct NEW { int i; } v; };"};
	static const char *const others[] = {"struct NEW;", "struct NEW *p;",
		"int f(struct NEW *p);", "struct own { struct NEW *p; };", "enum { NEW };",
		"int NEW;", "int f(void) { struct NEW { int i; } v = { 1 }; return v.i; }"};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < COUNT(uses); i++)
		check_new(w, ET_QUERY_TAG_NEW, ET_DEFINED_SOMEHOW, NULL, uses[i], CERTAIN);
	assert_string_equal(
		w->uses.list.items[0].why, "defined here and now in include/linux/a.h, too");
	for (i = 0; i < COUNT(others); i++)
		check_new(w, ET_QUERY_TAG_NEW, ET_DEFINED_SOMEHOW, NULL, others[i], "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(switches_over_it),
		TEST(switches_over_numbers),
		TEST(other_switches),
		TEST(default_of_macro),
		TEST(enums_without_tag),
		TEST(switch_elsewhere),
		TEST(new_macro),
		TEST(same_text),
		TEST(new_macro_captures),
		TEST(new_enumerator),
		TEST(new_type),
		TEST(new_tag),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
