/* SPDX-License-Identifier: BSD-3-Clause */
/* Names that are gone: what is a use of them, and what only looks like one. */
#include "use_testing.h"

static const char header[] = "#define FOO 1\n#define BAR 2\n#define CALL(x) (x)\n"
			     "enum { EACH, LAST };\ntypedef int foo_t;\n";

static const char *const imported[] = {"include/", "linux-headers/", NULL};

static void gone(struct world *w, const char *name, enum et_query_def def)
{
	ask(w, ET_QUERY_NAME_GONE, "include/linux/a.h", NULL, name)->def = def;
}

static void start(struct world *w, const char *text)
{
	put(w, "include/linux/a.h", header);
	put(w, "x.c", text);
	w->options.except = imported;
}

static void plain(void **state)
{
	struct world *w = *state;

	start(w, "#include <linux/a.h>\n"
		 "int f(void)\n{\n\treturn FOO + FOO2 + aFOO;\n}\n"
		 "int g[FOO];\nfoo_t v;\nint h(void) { return CALL(3) + EACH; }\n");
	gone(w, "FOO", ET_DEFINED_MACRO);
	gone(w, "foo_t", ET_DEFINED_TYPEDEF);
	gone(w, "CALL", ET_DEFINED_FUNCTION_MACRO);
	gone(w, "EACH", ET_DEFINED_ENUMERATOR);
	expect(w, "x.c:4 certain name\nx.c:6 certain name\nx.c:7 certain name\n"
		  "x.c:8 certain name\nx.c:8 certain name\n");
	assert_int_equal(w->uses.list.items[0].column, 9);
	assert_string_equal(
		w->uses.list.items[0].why, "the macro is no longer in include/linux/a.h");
	assert_int_equal(w->uses.files, 1);
}

static void no_use(void **state)
{
	struct world *w = *state;

	start(w, "#include <linux/a.h>\n"
		 "/* FOO */ // FOO\n"
		 "const char *s = \"FOO\";\n"
		 "struct s { int FOO; };\n"
		 "int f(struct s *p, int CALL) { return p->FOO + (*p).FOO + CALL; }\n"
		 "struct s v = { .FOO = 1 };\n"
		 "void g(void) { goto FOO; FOO: ; }\n"
		 "#if 0\nint a = FOO;\n#endif\n"
		 "#define TEXT(x) #x\nconst char *t = TEXT(FOO);\n"
		 "#define DROP(x)\nDROP(FOO)\n"
		 "int k(void) { int FOO = 1; return FOO; }\n");
	gone(w, "FOO", ET_DEFINED_ENUMERATOR);
	gone(w, "CALL", ET_DEFINED_FUNCTION_MACRO);
	expect(w, "");
}

static void guarded(void **state)
{
	struct world *w = *state;

	start(w, "#include <linux/a.h>\n"
		 "#ifdef FOO\nint a = FOO;\n#endif\n"
		 "#if defined(FOO) && FOO > 0\nint b = FOO;\n#endif\n"
		 "#ifndef FOO\n#else\nint c = FOO;\n#endif\n"
		 "#if defined FOO || defined X\nint d = FOO;\n#endif\n"
		 "#if !defined(FOO)\nint e = FOO;\n#endif\n"
		 "#ifdef OTHER\nint f = FOO;\n#endif\n");
	gone(w, "FOO", ET_DEFINED_MACRO);
	expect(w, "x.c:2 likely condition compiles\n"
		  "x.c:5 likely condition compiles\nx.c:5 likely condition compiles\n"
		  "x.c:8 likely condition compiles\n"
		  "x.c:12 likely condition compiles\nx.c:13 certain name\n"
		  "x.c:15 likely condition compiles\nx.c:16 certain name\n"
		  "x.c:19 certain name\n");
}

static void defined_by_consumer(void **state)
{
	struct world *w = *state;

	start(w, "#include <linux/a.h>\n#include \"compat.h\"\n"
		 "int a = FOO, b = BAR, c = LAST;\n");
	put(w, "compat.h",
		"#ifndef FOO\n#define FOO 1\n#endif\n"
		"#ifdef SOME_BUILD\n#define BAR 2\n#endif\n");
	gone(w, "FOO", ET_DEFINED_MACRO);
	gone(w, "BAR", ET_DEFINED_MACRO);
	gone(w, "LAST", ET_DEFINED_ENUMERATOR);
	expect(w, "x.c:3 likely name\nx.c:3 certain name\n");
}

static void moved(void **state)
{
	struct world *w = *state;

	start(w, "#include <linux/a.h>\n#include <linux/b.h>\nint a = FOO;\n");
	put(w, "y.c", "#include <linux/a.h>\nint a = FOO;\n");
	put(w, "include/linux/b.h", "\n");
	gone(w, "FOO", ET_DEFINED_MACRO);
	w->queries[0].elsewhere = "include/linux/b.h";
	expect(w, "y.c:2 certain name\n");
}

static void by_way_of_macros(void **state)
{
	struct world *w = *state;

	start(w, "#include \"own.h\"\n"
		 "int a = MINE;\n"
		 "int b = OUTER;\n"
		 "int c = PASS(FOO);\n"
		 "int FOO_x;\nint d(void) { return PASTE(FOO); }\n");
	put(w, "own.h",
		"#include <linux/a.h>\n"
		"#define MINE (FOO + 1)\n"
		"#define OUTER (MINE | 2)\n"
		"#define PASS(x) (x)\n"
		"#define PASTE(x) x##_x\n"
		"#define UNUSED FOO\n");
	gone(w, "FOO", ET_DEFINED_MACRO);
	expect(w, "own.h:2 certain name\nown.h:6 likely name\n"
		  "x.c:2 certain name\nx.c:3 certain name\nx.c:4 certain name\n");
	assert_non_null(strstr(w->uses.list.items[3].why, "through the macro 'OUTER'"));
}

static void not_included(void **state)
{
	struct world *w = *state;

	start(w, "int a = FOO;\n");
	put(w, "y.c", "#include \"other.h\"\nint a = BAR;\n");
	put(w, "other.h", "#define BAR 3\n");
	put(w, "part.c.inc", "int b = FOO;\n");
	put(w, "whole.c", "#include <linux/a.h>\n#include \"part.c.inc\"\n");
	gone(w, "FOO", ET_DEFINED_MACRO);
	gone(w, "BAR", ET_DEFINED_MACRO);
	expect(w, "part.c.inc:1 certain name\nx.c:1 likely name\n");
}

static void of_the_system(void **state)
{
	struct world *w = *state;

	put(w, "x.c", "#include <linux/a.h>\nint a = FOO;\n");
	put(w, "y.c", "#include <linux/b.h>\nint a = FOO;\n");
	ask(w, ET_QUERY_NAME_GONE, "linux/a.h", NULL, "FOO");
	expect(w, "x.c:2 certain name\ny.c:2 likely name\n");
}

static void arch_headers(void **state)
{
	struct world *w = *state;

	put(w, "linux-headers/asm-x86/kvm.h", "#define FOO 1\n");
	put(w, "linux-headers/asm-arm64/kvm.h", "#define BAR 1\n");
	put(w, "linux-headers/linux/kvm.h", "#include <asm/kvm.h>\n");
	put(w, "x.c", "#include <linux/kvm.h>\nint a = FOO + BAR;\n");
	w->options.except = imported;
	ask(w, ET_QUERY_NAME_GONE, "linux-headers/asm-x86/kvm.h", NULL, "FOO");
	ask(w, ET_QUERY_NAME_GONE, "linux-headers/asm-arm64/kvm.h", NULL, "BAR");
	expect(w, "x.c:2 certain name\nx.c:2 certain name\n");
}

static void tags(void **state)
{
	struct world *w = *state;

	put(w, "include/linux/a.h", "struct foo { int m; };\nenum kind { K };\n");
	put(w, "x.c",
		"#include <linux/a.h>\n"
		"struct foo *p;\n"
		"struct foo v;\n"
		"unsigned long n = sizeof(struct foo);\n"
		"int f(struct foo *q) { return q->m; }\n"
		"struct foo;\n"
		"enum kind k;\n"
		"int foo;\n"
		"struct foo g(void);\n");
	w->options.except = imported;
	ask(w, ET_QUERY_TAG_GONE, "include/linux/a.h", NULL, "foo");
	ask(w, ET_QUERY_TAG_GONE, "include/linux/a.h", NULL, "kind");
	expect(w, "x.c:2 likely name\nx.c:3 certain name\nx.c:4 certain name\n"
		  "x.c:5 likely name\nx.c:5 certain member\nx.c:9 likely name\n"
		  "x.c:7 certain name\n");
}

static void headers(void **state)
{
	struct world *w = *state;

	put(w, "include/standard-headers/linux/a.h", "\n");
	put(w, "x.c",
		"#include \"standard-headers/linux/a.h\"\n# include <linux/b.h>\n"
		"// #include \"standard-headers/linux/a.h\"\n");
	w->options.except = imported;
	ask(w, ET_QUERY_HEADER_GONE, "include/standard-headers/linux/a.h", NULL,
		"standard-headers/linux/a.h");
	ask(w, ET_QUERY_HEADER_GONE, "linux/b.h", NULL, "linux/b.h");
	expect(w, "x.c:1 certain include\nx.c:2 likely include\n");
}

static void no_macro_any_longer(void **state)
{
	struct world *w = *state;

	start(w, "#include <linux/a.h>\n#ifdef FOO\nint a = FOO;\n#endif\n#if FOO == 1\n#endif\n"
		 "#ifdef BAR\n#endif\nint b = FOO;\n");
	ask(w, ET_QUERY_MACRO_GONE, "include/linux/a.h", NULL, "FOO");
	expect(w, "x.c:2 likely condition compiles\nx.c:5 likely condition compiles\n");
}

/* What a compiler says of the second line and what of the first must not differ by threads. */
static void threads(void **state)
{
	struct world *w = *state;
	char *one;
	char name[32];
	unsigned i;

	start(w, "#include <linux/a.h>\nint a = FOO;\n");
	put(w, "own.h", "#include <linux/a.h>\n#define MINE FOO\n");
	for (i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "d%u/f%u.c", i % 7, i);
		put(w, name, "#include \"own.h\"\nint a = MINE;\nint b = BAR;\n");
	}
	gone(w, "FOO", ET_DEFINED_MACRO);
	gone(w, "BAR", ET_DEFINED_MACRO);
	w->options.threads = 1;
	find(w);
	one = listed(w);
	assert_int_equal(w->uses.list.count, 82);
	w->options.threads = 2;
	find(w);
	assert_string_equal(listed(w), one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(plain),
		TEST(no_use),
		TEST(guarded),
		TEST(defined_by_consumer),
		TEST(moved),
		TEST(by_way_of_macros),
		TEST(not_included),
		TEST(of_the_system),
		TEST(arch_headers),
		TEST(tags),
		TEST(headers),
		TEST(no_macro_any_longer),
		TEST(threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
