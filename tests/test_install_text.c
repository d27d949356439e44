/* SPDX-License-Identifier: BSD-3-Clause */
/* What becomes of a header's text: patterns, rules for sed, unifdef. */
#include "install_testing.h"

#include "pattern.h"
#include "sed.h"
#include "unifdef.h"

/* Expression, text, and the spans of the match and its first group, or NULL for none. */
static void patterns(void **state)
{
	static const struct {
		const char *pattern;
		const char *text;
		int spans[4];
	} cases[] = {
		{"a", "bab", {1, 2, -1, -1}},
		{"a*", "aab", {0, 2, -1, -1}},
		{"(a|ab)(c|bcd)", "abcd", {0, 4, 0, 1}},
		{"x(y?)", "axby", {1, 2, 2, 2}},
		{"(^|[^a-z])__packed", "} __packed", {1, 10, 1, 2}},
		{"b$", "bab", {2, 3, -1, -1}},
		{"^b", "ab", {-1, -1, -1, -1}},
		{"[[:space:](]+", "a ( b", {1, 4, -1, -1}},
		{"[]x-]+", "a]x-", {1, 4, -1, -1}},
		{"a{2,3}", "aaaa", {0, 3, -1, -1}},
		{"a{0}b", "ab", {1, 2, -1, -1}},
		{"(|x)y", "xy", {0, 2, 0, 1}},
		{"\\ba+\\b", "ba aa", {3, 5, -1, -1}},
		{"(a*)*b", "aaac", {-1, -1, -1, -1}},
		{"\\.h>", "x.h>", {1, 4, -1, -1}},
		{"[^\n]*\xff", "a\xff", {0, 2, -1, -1}},
	};
	struct world *w = *state;
	struct et_span spans[ET_PATTERN_GROUPS];
	const char *error = NULL;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct et_pattern *pattern = et_pattern_compile(
			&w->arena, cases[i].pattern, strlen(cases[i].pattern), true, &error);

		assert_non_null(pattern);
		assert_int_equal(
			et_pattern_match(pattern, cases[i].text, strlen(cases[i].text), 0, spans),
			cases[i].spans[0] >= 0);
		assert_int_equal(spans[0].from, cases[i].spans[0]);
		assert_int_equal(spans[0].to, cases[i].spans[1]);
		assert_int_equal(spans[1].from, cases[i].spans[2]);
		assert_int_equal(spans[1].to, cases[i].spans[3]);
	}
}

static void basic_patterns(void **state)
{
	struct world *w = *state;
	const char *error = NULL;
	struct et_span spans[ET_PATTERN_GROUPS];
	struct et_pattern *pattern = et_pattern_compile(&w->arena, "\\(a*\\)+b", 8, false, &error);

	assert_non_null(pattern);
	assert_true(et_pattern_match(pattern, "aa+b", 4, 0, spans));
	assert_int_equal(spans[1].to, 2);
}

static void bad_patterns(void **state)
{
	static const struct {
		const char *pattern;
		const char *error;
	} cases[] = {
		{"(a", "lacks a ')'"},
		{"a)", "has a ')' too many"},
		{"[a", "lacks a ']'"},
		{"*a", "repeats nothing"},
		{"(a)\\1", "has a back-reference"},
		{"[[:none:]]", "has a class of characters that is not known"},
		{"a{3,2}", "has a repetition that is none, or is too large"},
		{"a{256}", "has a repetition that is none, or is too large"},
		{"((((a{99}){99}){99}){99}){99}",
			"is too large once its repetitions are written out"},
		{"((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))",
			"is nested too deep"},
		{"a\\", "ends in a backslash"},
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *error = NULL;

		if (et_pattern_compile(
			    &w->arena, cases[i].pattern, strlen(cases[i].pattern), true, &error))
			fail_msg("%s is one", cases[i].pattern);
		assert_string_equal(error, cases[i].error);
	}
}

/* What can't match is skipped by these. */
static void needed_texts(void **state)
{
	static const struct {
		const char *pattern;
		const char *needed; /* each followed by a comma */
	} cases[] = {
		{"#(ifndef|define)[ ]*_UAPI", "_UAPI,"},
		{"(^|[ (])(inline|asm|volatile)([ (]|$)", "inline,asm,volatile,"},
		{"^#include <x(|_y).h>", "#include <x,"},
		{"(abc|d*)", ""},
		{"(abc)?", ""},
		{"(abc)+x?", "abc,"},
		{"[ab]", ""},
	};
	struct world *w = *state;
	size_t i;
	size_t j;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *error = NULL;
		struct et_pattern *pattern = et_pattern_compile(
			&w->arena, cases[i].pattern, strlen(cases[i].pattern), true, &error);
		const char *const *texts;
		size_t count = et_pattern_literals(pattern, &texts);
		const char *all = "";

		for (j = 0; j < count; j++)
			all = et_join(&w->arena, all, texts[j], ",");
		assert_string_equal(all, cases[i].needed);
	}
}

static void check_sed(struct world *w, const char *script, const char *line, const char *expected)
{
	struct et_sed sed = {.arena = &w->arena, .extended = true};
	struct et_buf buffers[2] = {0};
	const char *at = script;
	size_t length = strlen(line);

	assert_null(et_sed_add(&sed, script, &at));
	assert_int_equal(et_sed_line(&sed, buffers, &line, &length), expected != NULL);
	if (expected) {
		assert_int_equal(length, strlen(expected));
		assert_memory_equal(line, expected, length);
	}
	et_buf_finish(&buffers[0]);
	et_buf_finish(&buffers[1]);
}

static void sed(void **state)
{
	struct world *w = *state;

	check_sed(w, "s/a/b/", "aa", "ba");
	check_sed(w, "s/a/b/g", "aa", "bb");
	check_sed(w, "s/(^|[^a])b/\\1<&>/g", "b ab xb", "<b> ab x<xb>");
	check_sed(w, "s@a/b@c@", "xa/b", "xc");
	check_sed(w, "s|a\\|b|c|", "xa|b", "xc");
	check_sed(w, "s/[/]/\\//g", "a/b", "a/b");
	check_sed(w, "s/x*/-/g", "baxc", "-b-a-c-");
	check_sed(w, "s/x/1/; s/1/2/", "x", "2");
	check_sed(w, "# nothing\n\ts/x/\\t/\n", "x", "\t");
	check_sed(w, "y/abc/ABC/", "cab", "CAB");
	check_sed(w, "/x/d", "x", NULL);
	check_sed(w, "/x/!d", "x", "x");
	check_sed(w, "/x/s/a/b/", "a", "a");
	/* A word that begins where the one before ended: its blank is taken. */
	check_sed(w, "s/(^|[ (])(inline|asm)([ (]|$)/\\1__\\2__\\3/g", "asm inline",
		"__asm__ inline");
}

static void bad_sed(void **state)
{
	static const struct {
		const char *script;
		const char *error;
	} cases[] = {
		{"s/a/b", "lacks a delimiter"},
		{"s/a/b/w", "has a flag that is not known"},
		{"s/a/\\1/", "refers to a group that is not there"},
		{"s/a/\\U/", "has an escape that is not known"},
		{"s//b/", "uses the last expression again"},
		{"y/ab/c/", "maps characters to more or fewer ones"},
		{"N", "has a command that is not known"},
		{"1d", "has a command that is not known"},
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct et_sed sed = {.arena = &w->arena, .extended = true};
		const char *at;

		assert_string_equal(et_sed_add(&sed, cases[i].script, &at), cases[i].error);
	}
}

static bool filter(struct world *w, const char *text, struct et_buf *out)
{
	struct et_unifdef unifdef = {0};

	*ET_APPEND(&w->arena, &unifdef.names) = (struct et_unifdef_name){"GONE", NULL};
	*ET_APPEND(&w->arena, &unifdef.names) = (struct et_unifdef_name){"HERE", "1"};
	return et_unifdef(&unifdef, text, strlen(text), "x.h", out, &w->diags);
}

static void check_unifdef(struct world *w, const char *text, const char *expected)
{
	struct et_buf out;

	et_buf_init(&out);
	assert_true(filter(w, text, &out));
	assert_string_equal(out.data ? out.data : "", expected);
	et_buf_finish(&out);
}

static void branches(void **state)
{
	struct world *w = *state;

	check_unifdef(w, "#ifdef GONE\na\n#else\nb\n#endif\n", "b\n");
	check_unifdef(w, "#ifndef GONE\na\n#else\nb\n#endif\n", "a\n");
	check_unifdef(w, "#ifdef HERE\na\n#endif\nb\n", "a\nb\n");
	check_unifdef(w, "#ifdef OTHER\na\n#endif\n", "#ifdef OTHER\na\n#endif\n");
	check_unifdef(w, "#ifdef GONE\n#ifdef X\n#else\n#endif\na\n#endif\nb\n", "b\n");
	check_unifdef(w, "# ifdef\tGONE /* why */\na\n# endif // x\nb\n", "b\n");
	/* What is not known becomes the first condition, or the last. */
	check_unifdef(w, "#if defined(GONE)\na\n#elif X\nb\n#endif\n", "#if   X\nb\n#endif\n");
	check_unifdef(w, "#if X\na\n#elif defined(HERE)\nb\n#elif Y\nc\n#endif\n",
		"#if X\na\n#else\nb\n#endif\n");
	check_unifdef(w, "#if X\na\n#elif defined(HERE)\nb\n#else\nc\n#endif\n",
		"#if X\na\n#else\nb\n#endif\n");
	check_unifdef(w, "#if X\na\n#elif defined(GONE)\nb\n#else\nc\n#endif\n",
		"#if X\na\n#else\nc\n#endif\n");
}

static void conditions(void **state)
{
	static const struct {
		const char *condition;
		char result; /* '1', '0', or '?' when it is kept */
	} cases[] = {
		{"defined(HERE)", '1'},
		{"defined HERE", '1'},
		{"!defined(GONE)", '1'},
		{"HERE", '1'},
		{"GONE", '0'},
		{"HERE == 1", '1'},
		{"HERE > 1", '0'},
		{"HERE >= 0x1", '1'},
		{"X", '?'},
		{"X && defined(GONE)", '0'},
		{"X || HERE", '1'},
		{"X || GONE", '?'},
		{"(X || HERE) && HERE != 2", '1'},
		{"F(HERE, (2)) || HERE", '1'},
		{"F(HERE, (2)) && HERE", '?'},
		/* Numbers alone are left to the compiler, but not beside names. */
		{"0", '?'},
		{"1", '?'},
		{"0 && X", '0'},
		{"1 || X", '1'},
		/* Not understood. */
		{"HERE + 1", '?'},
		{"HERE & 1", '?'},
		{"(HERE", '?'},
		{"defined(HERE", '?'},
		{"", '?'},
		{"HERE /* yes */", '1'},
		/* unifdef decides by the first line, and takes the second for a part of it. */
		{"HERE \\\n && GONE", '1'},
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *text = et_sprintf(&w->arena, "#if %s\na\n#endif\n", cases[i].condition);

		check_unifdef(w, text,
			cases[i].result == '1'	 ? "a\n"
			: cases[i].result == '0' ? ""
						 : text);
	}
}

static void untouched(void **state)
{
	static const char *const texts[] = {
		"",
		"a",
		"/*\n#ifdef GONE\n*/\n",
		"// \\\n#ifdef GONE\n",
		"char *a = \"\\\n#ifdef GONE\\\n\";\n",
		"a \\\n#ifdef GONE\n",
		"/\\\n*\n#ifdef GONE\n*\\\n/\n",
		"#define A 'x' /* '\n */\n",
		"#ifdef OTHER /* that goes\n on */\na\n#endif\n",
		"#\\\nifdef GONE\n",
		"x #ifdef GONE\n",
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		check_unifdef(w, texts[i], texts[i]);
}

static void line_ends(void **state)
{
	struct world *w = *state;

	check_unifdef(w, "#ifdef X\na\n#endif", "#ifdef X\na\n#endif\n");
	check_unifdef(w, "a\n#ifdef GONE\nb\n#endif", "a\n");
	check_unifdef(w, "a\r\n#if X\r\n#elif HERE\r\nb\r\n#endif\r\n",
		"a\r\n#if X\r\n#else\r\nb\r\n#endif\r\n");
	check_unifdef(w, "a\r\n#ifdef X\r\n#endif", "a\r\n#ifdef X\r\n#endif\r\n");
}

static void failures(void **state)
{
	static const struct {
		const char *text;
		uint32_t line;
		const char *words;
	} cases[] = {
		{"a\n#endif\n", 2, "#endif belongs to no #if"},
		{"#else\n", 1, "#else belongs to no #if"},
		{"#elif X\n", 1, "#elif belongs to no #if"},
		{"\n#ifdef A\n#ifdef B\n#endif\n", 2, "has no #endif"},
		{"#ifdef A\n#else\n#else\n#endif\n", 3, "#else belongs to no #if"},
		{"/* a\n", 2, "ends in a comment"},
		{"a\nb 'x\n", 2, "a quoted character does not end"},
		{"#error \"x\n", 1, "a string does not end"},
		{"#ifdef GONE /* x\n */\n#endif\n", 1, "is on several lines"},
		{"#define\\\n A\n", 1, "name is on several lines"},
	};
	struct world *w = *state;
	struct et_buf out;
	size_t i;

	et_buf_init(&out);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		et_diags_init(&w->diags, &w->arena);
		assert_false(filter(w, cases[i].text, &out));
		check_error(w, "x.h", cases[i].line, cases[i].words);
	}
	et_buf_finish(&out);
}

static void nesting(void **state)
{
	struct world *w = *state;
	struct et_buf text;
	struct et_buf out;
	int i;

	et_buf_init(&text);
	et_buf_init(&out);
	for (i = 0; i < 64; i++)
		et_buf_puts(&text, "#ifdef X\n");
	assert_false(filter(w, text.data, &out));
	check_error(w, "x.h", 64, "nested too deep");
	et_diags_init(&w->diags, &w->arena);
	et_buf_clear(&text);
	et_buf_puts(&text, "#if ");
	for (i = 0; i < 100000; i++)
		et_buf_puts(&text, "(!");
	et_buf_puts(&text, "X\n");
	assert_false(filter(w, text.data, &out));
	check_error(w, "x.h", 1, "nested too deep");
	et_buf_finish(&text);
	et_buf_finish(&out);
}

/* The rules of a script, and then its unifdef, on a header. */
static void both(void **state)
{
	struct world *w = *state;

	open_kernel(w, PLAIN_KERNEL "%%FILE include/uapi/linux/x.h\n"
				    "#include <private.h>\n"
				    "#include <private_more.h>\n"
				    "#include <public.h>\n"
				    "struct a __mine;\n"
				    "#ifdef __EXPORTED__\n"
				    "struct b __mine x__mine __mine\n"
				    "#endif\n"
				    "__mine");
	check_header(w, "linux/x.h",
		"\n\n#include <public.h>\nstruct a mine;\nstruct b mine x__mine mine\nmine");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(patterns, begin, end),
		cmocka_unit_test_setup_teardown(basic_patterns, begin, end),
		cmocka_unit_test_setup_teardown(bad_patterns, begin, end),
		cmocka_unit_test_setup_teardown(needed_texts, begin, end),
		cmocka_unit_test_setup_teardown(sed, begin, end),
		cmocka_unit_test_setup_teardown(bad_sed, begin, end),
		cmocka_unit_test_setup_teardown(branches, begin, end),
		cmocka_unit_test_setup_teardown(conditions, begin, end),
		cmocka_unit_test_setup_teardown(untouched, begin, end),
		cmocka_unit_test_setup_teardown(line_ends, begin, end),
		cmocka_unit_test_setup_teardown(failures, begin, end),
		cmocka_unit_test_setup_teardown(nesting, begin, end),
		cmocka_unit_test_setup_teardown(both, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
