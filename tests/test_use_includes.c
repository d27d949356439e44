/* SPDX-License-Identifier: BSD-3-Clause */
/* What a header no longer includes: who relied on it, and who includes it all the same. */
#include "use_testing.h"

static const char *const imported[] = {"include/", NULL};

static const struct et_use_edge lost[] = {{"linux/a.h", "linux/b.h", false}};
static const struct et_use_edge kept[] = {
	{"linux/a.h", "linux/b.h", false}, {"linux/c.h", "linux/b.h", true}};

static void hide(struct world *w, enum et_query_kind kind, const char *name)
{
	struct et_query *query = ask(w, kind, "linux/b.h", NULL, name);

	query->elsewhere = "linux/b.h";
	query->hidden = true;
	if (kind == ET_QUERY_NAME_GONE)
		query->def = ET_DEFINED_MACRO;
}

static void start(struct world *w)
{
	put(w, "include/linux/a.h", "#include <linux/b.h>\n");
	put(w, "include/linux/b.h", "#define B_MAX 3\nstruct b { int x; };\n");
	put(w, "include/linux/c.h", "\n");
	w->options.except = imported;
	w->options.edges = lost;
	w->options.n_edges = 1;
	hide(w, ET_QUERY_NAME_GONE, "B_MAX");
	hide(w, ET_QUERY_TAG_GONE, "b");
}

static void relied_on(void **state)
{
	struct world *w = *state;

	start(w);
	put(w, "x.c",
		"#include <linux/a.h>\n"
		"int f(struct b *b)\n"
		"{\n"
		"\treturn b->x +\n"
		"\t       B_MAX;\n"
		"}\n");
	expect(w, "x.c:5 certain name\nx.c:2 likely name\nx.c:4 certain member\n");
	assert_string_equal(w->uses.list.items[0].why,
		"the macro is in linux/b.h, which is no longer included");
}

static void included_all_the_same(void **state)
{
	struct world *w = *state;
	const char *user = "int f(struct b *b) { return b->x + B_MAX; }\n";

	start(w);
	put(w, "x.c", et_join(&w->arena, "#include <linux/a.h>\n#include <linux/b.h>\n", "", user));
	put(w, "own.h", "#include <linux/b.h>\n");
	put(w, "y.c", et_join(&w->arena, "#include <linux/a.h>\n#include \"own.h\"\n", "", user));
	put(w, "z.c", et_join(&w->arena, "#define B_MAX 4\nstruct b { int x; };\n", "", user));
	expect(w, "");
}

static void by_another_header(void **state)
{
	struct world *w = *state;

	start(w);
	put(w, "x.c", "#include <linux/a.h>\n#include <linux/c.h>\nint x = B_MAX;\n");
	expect(w, "x.c:3 certain name\n");
	w->options.edges = kept;
	w->options.n_edges = 2;
	expect(w, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(relied_on),
		TEST(included_all_the_same),
		TEST(by_another_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
