/* SPDX-License-Identifier: BSD-3-Clause */
/* Members that are gone: found by the type of what stands before the dot. */
#include "use_testing.h"

static const char *const imported[] = {"include/", NULL};

static const char header[] = "struct foo {\n"
			     "	int gone, kept;\n"
			     "	struct { int start; int offset; } csum;\n"
			     "	union { int u; };\n"
			     "};\n"
			     "typedef struct { int gone; int t; } bar_t;\n"
			     "struct in { int deep; };\n"
			     "struct out { struct in in; struct in list[2]; struct in *far; };\n";

/* Whether the line of code, in a function, uses foo.gone (or another member of some record). */
static void check(struct world *w, const char *code, const char *wanted)
{
	put(w, "include/linux/a.h", header);
	put(w, "own.h",
		"#include <linux/a.h>\n"
		"struct other { int gone, deep, start, u; };\n"
		"struct holder { struct foo f, *p, list[3]; struct { struct foo n; } nest; };\n"
		"typedef struct holder Holder;\n"
		"typedef struct foo *foo_p;\n"
		"struct foo *get(void), **get2(int);\n"
		"struct foo (*call)(void);\n"
		"static inline Holder *holder(void *p) { return p; }\n"
		"#define HOLDER(x) ((Holder *)(x))\n"
		"#define container_of(p, T, m) ({ const typeof(((T *)0)->m) *_p = (p); \\\n"
		"	(T *)((char *)_p - offsetof(T, m)); })\n"
		"#define GET(s) ((s)->gone)\n"
		"#define MEMBER(s, m) ((s)->m)\n"
		"#define FIELD gone\n"
		"#define DECLARE(T, name) static inline T *name(void *p) { return p; }\n"
		"DECLARE(Holder, TO_HOLDER)\n");
	put(w, "x.c",
		et_sprintf(&w->arena,
			"#include \"own.h\"\n"
			"void *any(void);\n"
			"int f(struct foo *x, struct other *o, foo_p t, bar_t *b, struct out *ou,\n"
			"	Holder *h, void *v, struct foo array[2])\n"
			"{\n"
			"%s\n"
			"}\n",
			code));
	w->options.except = imported;
	w->n = 0;
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "foo", "gone");
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "foo", "csum.start");
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "foo", "u");
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "bar_t", "gone");
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "in", "deep");
	expect(w, wanted);
}

#define YES "x.c:6 certain member\n"

static void simple(void **state)
{
	static const char *const uses[] = {"x->gone;", "(*x).gone;", "x[1].gone;", "(x + 1)->gone;",
		"array->gone;", "array[1].gone;", "t->gone;", "b->gone;", "x->csum.start;", "x->u;",
		"ou->in.deep;", "ou->list[1].deep;", "ou->far->deep;", "(&ou->in)->deep;",
		"return sizeof(x->gone);", "&x->gone;", "x->gone = 1;", "f(x->gone);", "x++->gone;",
		"return x /* a */ -> /* b */ gone;", "((x))->gone;", "(x ? x : 0)->gone;",
		"(0 ?: x)->gone;", "(v, x)->gone;", "(x = v)->gone;"};
	static const char *const others[] = {"x->kept;", "o->gone;", "o->deep;", "o->start;",
		"o->u;", "x->csum.offset;", "gone: ;", "int gone;", "\"x->gone\";", "b->t;"};
	size_t i;

	for (i = 0; i < sizeof(uses) / sizeof(uses[0]); i++)
		check(*state, uses[i], YES);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		check(*state, others[i], "");
}

static void through_types(void **state)
{
	static const char *const uses[] = {"h->f.gone;", "h->p->gone;", "h->list[1].gone;",
		"h->nest.n.gone;", "holder(v)->f.gone;", "get()->gone;", "(*get2(1))->gone;",
		"get2(1)[0]->gone;", "call().gone;", "HOLDER(v)->f.gone;",
		"((struct foo *)v)->gone;", "((Holder *)any())->p->gone;", "TO_HOLDER(v)->f.gone;",
		"container_of(x, struct holder, f)->p->gone;",
		"container_of(&h->f, Holder, f)->list[0].gone;", "(&h->f)->gone;"};
	size_t i;

	for (i = 0; i < sizeof(uses) / sizeof(uses[0]); i++)
		check(*state, uses[i], YES);
}

static void local_variables(void **state)
{
	static const char *const uses[] = {"struct foo *y = v; y->gone;",
		"struct foo y, z; z.gone;", "const struct foo *const y = v; y->gone;",
		"typeof(*x) y; y.gone;", "__auto_type y = x; y->gone;",
		"for (struct foo *y = v; y->gone; y++) ;", "{ struct other *x = v; } x->gone;",
		"struct foo **y = v; (*y)->gone;", "foo_p y = v; y->gone;",
		"struct { struct foo f; } y; y.f.gone;", "if (v) { struct foo *o = v; o->gone; }",
		"switch (1) { case 1: ; struct foo *o = x; o->gone; }",
		"g_autofree struct foo *y = v; y->gone;", "({ struct foo *y = x; y; })->gone;",
		"static const struct foo y[3]; y->gone;", "struct foo (*y)[2] = v; (*y)->gone;",
		"struct foo *(*y)(int) = v; y(1)->gone;"};
	static const char *const others[] = {"struct other *x = v; x->gone;",
		"{ struct other *x = v; x->gone; }", "for (struct other *x = v; x->gone; x++) ;"};
	size_t i;

	for (i = 0; i < sizeof(uses) / sizeof(uses[0]); i++)
		check(*state, uses[i], YES);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		check(*state, others[i], "");
}

static void initializers(void **state)
{
	static const char *const uses[] = {"struct foo y = { .gone = 1 };",
		"struct foo y[2] = { { .gone = 1 } };",
		"struct foo y[2] = { [1] = { .gone = 1 } };", "struct foo y[2] = { [1].gone = 1 };",
		"struct holder y = { .f = { .gone = 1 } };",
		"struct holder y = { .nest.n.gone = 1 };", "struct holder y = { { .gone = 1 } };",
		"struct holder y = { .p = v, { [1] = { .gone = 1 } } };",
		"g((struct foo){ .gone = 1 });", "x = &(struct foo){ .kept = 1, .gone = 2 };",
		"x = (struct foo[]){ { .gone = 2 } };", "(struct foo){ 1 }.gone;",
		"static const struct foo y __attribute__((unused)) = { .gone = 1 };",
		"struct foo y = { .csum = { .start = 1 } };",
		"struct foo y = { .csum.start = 1 };"};
	static const char *const others[] = {"struct other y = { .gone = 1 };",
		"g((struct other){ .gone = 1 });", "struct holder y = { .f = { .kept = 1 } };"};
	size_t i;

	for (i = 0; i < sizeof(uses) / sizeof(uses[0]); i++)
		check(*state, uses[i], YES);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		check(*state, others[i], "");
}

static void offsets(void **state)
{
	check(*state, "offsetof(struct foo, gone);", YES);
	check(*state, "offsetof(Holder, f.gone);", YES);
	check(*state, "offsetof(Holder, list[1].gone);", YES);
	check(*state, "offsetof(typeof(*x), gone);", YES);
	check(*state, "offsetof(struct other, gone);", "");
	/* Compilers point to the dot, which is the macro's. */
	check(*state, "container_of(v, struct foo, gone);",
		"own.h:10 certain member\nown.h:11 certain member\n" YES);
	check(*state, "container_of(v, struct other, gone);", "");
	/* With a macro of which nothing is known. */
	check(*state, "strange(v, struct foo, gone);", "x.c:6 likely member\n");
	check(*state, "strange(v, struct other, gone);", "");
}

static void macros(void **state)
{
	check(*state, "MEMBER(x, gone);", "own.h:13 certain member\n" YES);
	check(*state, "MEMBER(o, gone);", "");
	check(*state, "GET(x);", "own.h:12 certain member\n" YES);
	check(*state, "GET(o);", "");
	check(*state, "GET(&h->f);", "own.h:12 certain member\n" YES);
	check(*state, "x->FIELD;", "own.h:14 certain member\n" YES);
	check(*state, "o->FIELD;", "");
}

static void of_unknown_type(void **state)
{
	struct world *w = *state;

	put(w, "include/linux/a.h", "struct foo { int rare; int common; };\n");
	put(w, "x.c",
		"#include <linux/a.h>\n"
		"struct own { int common; };\n"
		"struct foo *p;\n"
		"int f(void) { return unknown()->rare + unknown()->common; }\n");
	w->options.except = imported;
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "foo", "rare");
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "foo", "common");
	expect(w, "x.c:4 likely member\n");
}

/* A record of the same name that a file defines for itself. */
static void own_record(void **state)
{
	struct world *w = *state;

	put(w, "include/linux/a.h", "struct foo { int gone; };\n");
	put(w, "x.c", "struct foo { int gone; };\nint f(struct foo *p) { return p->gone; }\n");
	put(w, "y.c", "#include \"z.h\"\nint f(struct foo *p) { return p->gone; }\n");
	put(w, "z.h", "#include <linux/a.h>\n");
	w->options.except = imported;
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "foo", "gone");
	expect(w, "y.c:2 certain member\n");
	assert_string_equal(w->uses.list.items[0].why, "member of 'p', a struct foo *");
}

/* Members that a macro puts into the record, and types that one makes. */
static void made_by_macros(void **state)
{
	struct world *w = *state;

	put(w, "include/linux/a.h", "struct foo { int gone; };\n");
	put(w, "x.c",
		"#include <linux/a.h>\n"
		"#define LIST_ENTRY(T) struct { T *next; }\n"
		"#define COMMON struct foo c; int d\n"
		"#define ARRAY(T, n) T n[4]\n"
		"struct own { LIST_ENTRY(struct foo) list; COMMON; ARRAY(struct foo, many); };\n"
		"int f(struct own *p) {\n"
		"	return p->list.next->gone +\n"
		"		p->c.gone +\n"
		"		p->many[1].gone;\n"
		"}\n");
	w->options.except = imported;
	ask(w, ET_QUERY_MEMBER_GONE, "include/linux/a.h", "foo", "gone");
	expect(w, "x.c:7 certain member\nx.c:8 certain member\nx.c:9 certain member\n");
}

static void changed_types(void **state)
{
	struct world *w = *state;
	struct et_query *query;

	put(w, "include/linux/a.h", "struct foo { int a, b; };\n");
	put(w, "x.c",
		"#include <linux/a.h>\n"
		"int f(struct foo *p) {\n"
		"	p->a = 1;\n"
		"	p->a++;\n"
		"	g(p->a);\n"
		"	p->b = 1;\n"
		"	p->b[0];\n"
		"	p->b.c;\n"
		"}\n");
	w->options.except = imported;
	query = ask(w, ET_QUERY_MEMBER_TYPE, "include/linux/a.h", "foo", "a");
	query->was = "__u8";
	query->now = "__u8[4]";
	query = ask(w, ET_QUERY_MEMBER_TYPE, "include/linux/a.h", "foo", "b");
	query->was = "__u32";
	query->now = "__le32";
	expect(w, "x.c:3 certain member\nx.c:4 certain member\nx.c:5 likely member compiles\n"
		  "x.c:6 likely member compiles\nx.c:7 likely member compiles\n"
		  "x.c:8 likely member compiles\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(simple),
		TEST(through_types),
		TEST(local_variables),
		TEST(initializers),
		TEST(offsets),
		TEST(macros),
		TEST(of_unknown_type),
		TEST(own_record),
		TEST(made_by_macros),
		TEST(changed_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
