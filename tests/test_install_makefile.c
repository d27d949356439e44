/* SPDX-License-Identifier: BSD-3-Clause */
/* Makefiles: variables, functions, conditions, rules. */
#include "install_testing.h"

#include "install_folder.h"
#include "make.h"

struct files {
	struct et_arena *arena;
	struct et_folders folders;
};

static bool has(void *data, const char *path)
{
	struct files *files = data;

	return et_folders_has_file(&files->folders, path) ||
	       et_folders_has_folder(&files->folders, path);
}

static void list(void *data, const char *path, void (*take)(const char *name, void *to), void *to)
{
	struct files *files = data;
	const struct et_folder *folder = et_folders_get(&files->folders, path);
	size_t i;

	for (i = 0; folder && i < folder->files.count; i++)
		take(folder->files.items[i], to);
}

static const char *read_file(void *data, const char *path, struct et_text *text)
{
	struct files *files = data;

	return et_source_read(files->folders.source, files->arena, path, 100000, text);
}

static struct et_make *make_of(struct world *w, const char *text)
{
	struct files *files = ET_NEW(&w->arena, struct files);
	const struct et_make_files access = {has, list, read_file, files};

	et_diags_init(&w->diags, &w->arena);
	open_memory(w, et_join(&w->arena, "%%FILE Makefile\n", text,
			       "%%FILE d/x.h\n\n%%FILE d/y.h\n\n%%FILE d/z.c\n\n"));
	files->arena = &w->arena;
	files->folders = (struct et_folders){.arena = &w->arena, .source = w->source};
	return et_make_new(&w->arena, &access, et_shell_new(&w->arena, w->source), &w->diags);
}

static void check_value(struct world *w, const char *text, const char *expected)
{
	struct et_make *make = make_of(w, text);
	const char *value = et_make_read(make, "Makefile") ? et_make_value(make, "x") : NULL;

	if (!value)
		fail_msg("%s: %s", text, w->diags.list.items[0].text);
	assert_string_equal(value, expected);
}

static void variables(void **state)
{
	struct world *w = *state;

	check_value(w, "x = $(y)\ny = 1\n", "1");
	check_value(w, "x := $(y)\ny = 1\n", "");
	check_value(w, "x ::= a\nx += b\nx ?= c\n", "a b");
	check_value(w, "x ?= c\n", "c");
	check_value(w, "x = $(y)\nx += $(z)\ny := 1\nz := 2\n", "1 2");
	check_value(w, "x = a\nx := $(x) b\n", "a b");
	check_value(w, "x = a \\\n\t  b # c\n", "a b ");
	check_value(w, "x = \\#a $(if b,#c)$$ $z ${z}\nz = d\n", "#a #c$ d d");
	check_value(w, "define x\na\nb \\\n  c\nendef\n", "a\nb c");
	check_value(w, "define x =\ndefine y\nendef\nendef\n", "define y\nendef");
	check_value(w, "export x := a\noverride x += b\nexport y\nunexport x\n", "a b");
	check_value(w, "x = $(y:.h=.c) $(y:d/%=%)\ny = d/a.h b.h\n", "d/a.c b.c a.h b.h");
	check_value(w, "n = y\nx = $($(n)) $(y$(z))\ny = 1\ny2 = 3\nz = 2\n", "1 3");
	check_value(w, "$(foreach n,x y,$(eval $(n) := <$(n)>))\n", "<x>");
}

static void functions(void **state)
{
	struct world *w = *state;

	check_value(w, "x = $(subst a,b,a ca) $(patsubst %.h,<%>,a.h b) $(strip  a  b )\n",
		"b cb <a> b a b");
	check_value(w, "x = $(filter %.h a,a b c.h) $(filter-out %.h a,a b c.h)\n", "a c.h b");
	check_value(w, "x = $(sort c a b a) $(word 2,a b) $(words a b c) $(wordlist 2,3,a b c d)\n",
		"a b c b 3 b c");
	check_value(w, "x = $(firstword a b) $(lastword a b) $(findstring b,abc)\n", "a b b");
	check_value(w, "x = $(dir a/b c) $(notdir a/b c) $(basename a/b.c) $(suffix a.c b)\n",
		"a/ ./ b c a/b .c");
	check_value(w, "x = $(addprefix a/,b c) $(addsuffix .h,b c)\n", "a/b a/c b.h c.h");
	check_value(w, "x = $(if $(y),1,2)$(if  ,1,2)$(if a,1)$(or ,a,b)$(and a,b)$(and a,)\n",
		"221ab");
	check_value(w, "x = $(foreach f,a b,<$(f)>)$(f)\nf = 1\n", "<a> <b>1");
	check_value(w, "f = $1-$(2)-$3-$0\nx = $(call f,a,$(call f,b,c))$1\n", "a-b-c--f--f");
	check_value(w, "x = $(wildcard d/x.h d/none.h d/*.h d)\n", "d/x.h d/x.h d/y.h d");
	check_value(w, "x = $(shell echo a; echo b) $(shell expr 2 \\* 3)\n", "a b 6");
	check_value(w, "x = a$(error no)$(warning no)$(info no)b\n", "ab");
	check_value(w, "x = $(origin y) $(origin z) $(value z)\nz = $(a)\n", "undefined file $(a)");
}

static void conditions(void **state)
{
	struct world *w = *state;

	check_value(w, "ifeq (a,a)\nx = 1\nelse\nx = 2\nendif\n", "1");
	check_value(
		w, "ifneq ($(y),)\nx = 1\nelse ifeq '$(y)' \"\"\nx = 2\nelse\nx = 3\nendif\n", "2");
	check_value(w, "y =\nifdef y\nx = 1\nelse ifndef z\nx = 2\nendif\n", "2");
	check_value(w,
		"ifeq (a,b)\nifeq (a,a)\nx = 1\nelse\nx = 2\nendif\ndefine x\n3\nendef\nendif\n",
		"");
	check_value(w, "ifeq (a , a)\nx = 1\nendif # end\nifeq (a,a )\nx = 2\nendif\n", "1");
	check_value(w,
		"x = 1\ninclude d/none.mk\n-include d/none2.mk\n"
		"%%FILE d/none.mk\nx += 2\n",
		"1 2");
}

static void check_recipe(
	struct world *w, const char *text, const char *target, const char *expected)
{
	struct et_make *make = make_of(w, text);
	struct et_make_recipe recipe = {0};

	if (!et_make_read(make, "Makefile") || !et_make_recipe(make, target, &recipe))
		fail_msg("%s: %s", text, w->diags.list.items[0].text);
	assert_string_equal(recipe.commands, expected);
}

static void rules(void **state)
{
	struct world *w = *state;

	check_recipe(
		w, "a: d/x.h b\n\t@echo $@ $< $^ $(@F)\nb:\n", "a", "echo a d/x.h d/x.h b a\n");
	check_recipe(w, "a b: ; echo $@\n", "b", "echo b\n");
	check_recipe(w, "./o/a: d/x.h\no/a: d/y.h\n\tr $^ $(@D) $(<F)\n", "o/a",
		"r d/y.h d/x.h o y.h\n");
	check_recipe(w, "%.h: d/x.h\n\tlong $*\na_%.h: d/y.h\n\tshort $*\n", "a_b.h", "short b\n");
	check_recipe(w, "a_%.h: none\n\tshort $*\n%.h: d/x.h\n\tlong $*\n", "a_b.h", "long a_b\n");
	check_recipe(w, "a_%.h: d/%.h F\n\tr $<\nF:\n", "a_x.h", "r d/x.h\n");
	check_recipe(w, "o/a.h o/b.h: o/%.h: d/%.c\n\tr $* $<\n", "o/b.h", "r b d/b.c\n");
	check_recipe(
		w, "v = 1\na: v := 2\na: private w = $(v)3\na:\n\tr $(v) $(w)\n", "a", "r 2 23\n");
	check_recipe(w, "a_%: v = $*\na_b:\n\tr $(v)x\n", "a_b", "r x\n");
	check_recipe(w, "a:\n\tx \\\n\t  y\n\n# comment\n\tz\nb:\n\tno\n", "a", "x \\\n  y\nz\n");
	check_recipe(w, "a:\nifdef none\n\tx\nelse\n\ty\nendif\n", "a", "y\n");
	check_recipe(w, "r = b: $(1)\\n\na: | d/x.h\n\tr $^.\n", "a", "r .\n");
}

static void add_target(const char *target, void *data)
{
	et_buf_printf(data, "%s ", target);
}

static void goals(void **state)
{
	struct world *w = *state;
	struct et_make *make =
		make_of(w, ".PHONY: x\nall: a $(y)\nall: c\na: d\nd: a\ny = b\nother: e\n");
	struct et_buf targets;

	et_buf_init(&targets);
	assert_true(et_make_read(make, "Makefile"));
	assert_string_equal(et_make_goal(make), "all");
	et_make_each(make, "all", add_target, &targets);
	/* What is behind a colon is expanded where it stands. */
	assert_string_equal(targets.data, "all a d c ");
	et_buf_finish(&targets);
}

static void set_from_outside(void **state)
{
	struct world *w = *state;
	struct et_make *make = make_of(w, "x = 1\nx += 2\ninclude d/k.mk\n");

	et_make_set(make, "x", "0");
	et_make_instead(make, "d/k.mk", "y = $(x)a\n");
	assert_true(et_make_read(make, "Makefile"));
	assert_string_equal(et_make_value(make, "y"), "0a");
}

/* What can't be known is no part of an answer. */
static void unknown(void **state)
{
	struct world *w = *state;
	struct et_make *make =
		make_of(w, "x = $(shell gcc -v)\nz := $(file <a)\na:\n\techo $(z)\n");
	struct et_make_recipe recipe;

	assert_true(et_make_read(make, "Makefile"));
	assert_string_equal(et_make_value(make, "y"), "");
	assert_null(et_make_value(make, "x"));
	check_error(w, "Makefile", 4, "makes x of what etalon does not run");
	make = make_of(w, "z := $(file <a)\na:\n\techo $(z)\n");
	assert_true(et_make_read(make, "Makefile"));
	assert_false(et_make_recipe(make, "a", &recipe));
	check_error(w, "Makefile", 3, "makes a of what etalon does not run");
	make = make_of(w, "a: b\n");
	assert_true(et_make_read(make, "Makefile"));
	assert_false(et_make_recipe(make, "a", &recipe));
	check_error(w, "Makefile", 0, "has no rule for a");
}

static void bad(void **state)
{
	static const struct {
		const char *text;
		uint32_t line;
		const char *words;
	} cases[] = {
		{"ifeq (a,b)\n", 1, "has a condition without an endif"},
		{"\nendif\n", 2, "has an endif without a condition"},
		{"else\n", 1, "has an else without a condition"},
		{"ifeq (a)\nendif\n", 1, "has a condition that is not understood"},
		{"define x\na\n", 2, "has a define without an endef"},
		{"x := $(y\n", 1, "has a reference that is not closed"},
		{"x = $(x)\ny := $(x)\n", 2, "refer to each other too deep"},
		{"include Makefile\n", 1, "too"},
		{"include none\n", 1, "includes none, which can't be read: no such file"},
		{"x := $(subst a)\n", 1, "calls subst with too few arguments"},
		{"x := aaaaaaaa\nx := $(x)$(x)$(x)$(x)$(x)$(x)$(x)$(x)\nf = $(subst a,$(x),$(1))\n"
		 "x := $(call f,$(call f,$(call f,$(call f,$(x)))))\n",
			4, "takes too much work"},
		{"x := \001\n", 0, "is not text"},
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct et_make *make = make_of(w, cases[i].text);

		assert_false(et_make_read(make, "Makefile"));
		check_error(w, "Makefile", cases[i].line, cases[i].words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(variables, begin, end),
		cmocka_unit_test_setup_teardown(functions, begin, end),
		cmocka_unit_test_setup_teardown(conditions, begin, end),
		cmocka_unit_test_setup_teardown(rules, begin, end),
		cmocka_unit_test_setup_teardown(goals, begin, end),
		cmocka_unit_test_setup_teardown(set_from_outside, begin, end),
		cmocka_unit_test_setup_teardown(unknown, begin, end),
		cmocka_unit_test_setup_teardown(bad, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
