/* SPDX-License-Identifier: BSD-3-Clause */
/* Transformations: each case is what sed makes of the same steps. */
#include "profile_read.h"
#include "registry_testing.h"
#include "stage_edit.h"
#include "stage_filter.h"

/* The edits of a transformation given as YAML. */
static struct stage_edits *make_edits(
	struct state *state, const char *edits, const char *release, bool arch)
{
	const char *text = et_sprintf(&state->arena,
		"profile: p\ntitle: t\nfiles: []\ntransformations:\n  t:\n%s", edits);
	const struct et_profile *profile =
		et_profile_read_text(&state->arena, "p.yaml", text, strlen(text), &state->diags);

	assert_clean(state);
	return stage_edits_make(&state->arena, profile->transformations, release, arch);
}

/* What becomes of a text; in the arena. */
static const char *run_on(struct state *state, const char *list, const char *release,
	const char *arch, const char *text)
{
	struct stage_edits *edits = make_edits(
		state, et_sprintf(&state->arena, "    edits: [%s]\n", list), release, arch != NULL);
	struct et_buf out;
	const char *why, *result;

	et_buf_init(&out);
	why = stage_edits_run(edits, arch, text, strlen(text), &out);
	result = why ? why : et_strdup(&state->arena, out.data ? out.data : "");
	et_buf_finish(&out);
	stage_edits_free(edits);
	return result;
}

static void test_edit_lines(void **context)
{
	static const struct {
		const char *edits, *text, *result;
	} cases[] = {
		/* s///, s///g, groups, empty matches */
		{"{replace: b, with: X}", "abcb\nb\n", "aXcb\nX\n"},
		{"{replace: b, with: X, all: true}", "abcb\nb\n", "aXcX\nX\n"},
		{"{replace: 'a*', with: x, all: true}", "baaac\n", "xbxcx\n"},
		{"{replace: 'a*', with: x}", "baaac\n", "xbaaac\n"},
		{"{replace: ^a, with: x, all: true}", "aaa\n", "xaa\n"},
		{"{replace: 'a$', with: x, all: true}", "aaa\n", "aax\n"},
		{"{replace: '$', with: ';'}", "a\n\nb", "a;\n;\nb;"},
		{"{replace: '(a)(b)?', with: '\\2\\1\\\\', all: true}", "abaa\n", "ba\\a\\a\\\n"},
		{"{replace: '__u([0-9][0-9]*)', with: 'uint\\1_t', all: true},"
		 "{replace: 'u([0-9][0-9]*)', with: 'uint\\1_t', all: true}",
			"__u32 u8 __u\n", "uint32_t uint8_t __u\n"},
		{"{replace: '__counted_by\\(\\w*\\)', with: ''}",
			"int a[] __counted_by(n_1);\nint b[] __counted_by(x->y);\n",
			"int a[] ;\nint b[] __counted_by(x->y);\n"},
		/* one edit's result is the next one's text */
		{"{replace: a, with: b}, {replace: b, with: c, all: true}", "ab\n", "cc\n"},
		{"{replace: a, with: b}, {delete: ^b}", "ax\nx\n", "x\n"},
		/* d */
		{"{delete: a}", "xa\nb\na", "b\n"},
		{"{delete: b}, {replace: a, with: x}", "ab\na\n", "x\n"},
		{"{delete: '^$'}", "\na\n\n", "a\n"},
		/* ranges: the end is looked for from the next line, and they begin again */
		{"{delete: A, to: A}", "1\nA\n2\nA\n3\nA\n4\n", "1\n3\n"},
		{"{delete: A, to: B}", "AB\n1\nB\n2\nA\n", "2\n"},
		{"{delete: A, to: B}", "1\nA\n2\n", "1\n"},
		{"{delete: A, to: B}, {replace: '1', with: x}", "1\nA1\n1\nB\n1", "x\nx"},
		/* a line that is gone is neither the begin nor the end of a range */
		{"{delete: C}, {delete: A, to: B}", "AC\n1\nA\n2\nBC\n3\nB\n4\n", "1\n4\n"},
		/* a: behind the line, once, and behind one that is deleted after it */
		{"{after: a, append: \"\\nx\\n\"}", "a\nb\n", "a\n\nx\nb\n"},
		{"{after: a, append: x}", "a", "a\nx\n"},
		{"{after: a, append: aa}, {after: a, append: y}", "a\n", "a\naa\ny\n"},
		{"{after: a, append: x}, {delete: a}", "a\nb\n", "x\nb\n"},
		{"{delete: a}, {after: a, append: x}", "a\nb\n", "b\n"},
		{"{after: 'b|z', append: x}", "abc\n", "abc\nx\n"},
		/* nothing to do */
		{"{delete: x}", "", ""},
		{"{delete: x}", "\n", "\n"},
		{"{delete: x}", "a\r\n\xc3\xa4\xff", "a\r\n\xc3\xa4\xff"},
		{"{replace: '[^>]*>', with: x}", "\xff\xc3>\n", "x\n"},
		/* whole texts, as of "1h;2,$H;$!d;g" before s */
		{"{replace: '[^;]*f\\([^)]*\\);', with: '', all: true, whole: true}",
			"a;\nint f(b,\n c);\nd;\nint\nf();", "a;\nd;"},
		{"{replace: '^a$', with: x, all: true, whole: true}", "a\n", "x\n"},
		{"{replace: '^a$', with: x, all: true, whole: true}", "a\na\n", "a\na\n"},
		{"{replace: a, with: x}, {replace: \"x\\ny\", with: b, whole: true}, {replace: b, "
		 "with: c}",
			"a\ny\n", "c\n"},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *result = run_on(*context, cases[i].edits, NULL, NULL, cases[i].text);

		if (strcmp(result, cases[i].result) != 0)
			fail_msg("%s of '%s' gives '%s', not '%s'", cases[i].edits, cases[i].text,
				result, cases[i].result);
	}
}

/* "$arch", and edits for files of an architecture or for others, and of some releases. */
static void test_edit_conditions(void **context)
{
	static const char edits[] =
		"{replace: '<asm/([^>]*)>', with: '\"$arch/\\1\"', for: architectures, since: 2.0},"
		"{delete: '<asm/', for: common, since: 2.0}";

	assert_string_equal(run_on(*context, edits, "2.0", "x86", "<asm/a.h>\n"), "\"x86/a.h\"\n");
	assert_string_equal(run_on(*context, edits, "2.0", NULL, "<asm/a.h>\n"), "");
	assert_string_equal(run_on(*context, edits, "1.9", "x86", "<asm/a.h>\n"), "<asm/a.h>\n");
	assert_string_equal(run_on(*context, edits, NULL, NULL, "<asm/a.h>\n"), "");
}

static void test_edit_limits(void **context)
{
	struct state *state = *context;
	size_t size = STAGE_MAX_WHOLE + 1;
	char *text = malloc(size + 1);

	memset(text, 'a', size);
	text[size] = '\0';
	assert_non_null(strstr(
		run_on(state, "{replace: a, with: b}", NULL, NULL, text), "longer than 4096"));
	/* No edit applies: whatever its length. */
	assert_int_equal(strlen(run_on(state, "{replace: b, with: c}", NULL, NULL, text)), size);
	assert_non_null(
		strstr(run_on(state, "{replace: a, with: b, whole: true}", NULL, NULL, text),
			"larger than 64 KiB"));
	text[4000] = '\0';
	assert_non_null(strstr(run_on(state, "{replace: a, with: aa, all: true}", NULL, NULL, text),
		"grows beyond 4096"));
	assert_non_null(strstr(run_on(state,
				       "{replace: a, with: "
				       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, "
				       "all: true, whole: true}, "
				       "{replace: a, with: "
				       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, "
				       "all: true, whole: true}",
				       NULL, NULL, text),
		"larger than 64 KiB"));
	free(text);
}

static void test_edit_binary(void **context)
{
	struct stage_edits *edits = make_edits(*context, "    edits: [{delete: x}]\n", NULL, false);
	struct et_buf out;

	et_buf_init(&out);
	assert_non_null(strstr(stage_edits_run(edits, NULL, "a\0b", 3, &out), "NUL"));
	assert_int_equal(out.length, 0);
	et_buf_finish(&out);
	stage_edits_free(edits);
}

struct told {
	size_t count, number;
	char line[64];
};

static void take_line(const char *line, size_t length, size_t number, void *data)
{
	struct told *told = data;

	told->count++;
	told->number = number;
	snprintf(told->line, sizeof(told->line), "%.*s", (int)length, line);
}

static void test_edit_includes(void **context)
{
	struct state *state = *context;
	static const char text[] =
		"#include <stdint.h>\n# include <a.h>\n/* #include <limits.h> */\n"
		"x #include <linux/new.h>\n#include <drm_h>";
	struct stage_edits *edits = make_edits(state,
		"    includes: [stdint, {line: limits, since: 2.0}, drm.h]\n    edits: []\n", "2.0",
		false);
	struct told told = {0};

	stage_edits_includes(edits, text, sizeof(text) - 1, take_line, &told);
	assert_int_equal(told.count, 1);
	assert_int_equal(told.number, 4);
	assert_string_equal(told.line, "x #include <linux/new.h>");
	stage_edits_free(edits);
	/* Of an older release, and of a transformation that has no list. */
	edits = make_edits(state,
		"    includes: [stdint, {line: limits, since: 2.0}]\n    edits: []\n", "1.0",
		false);
	told = (struct told){0};
	stage_edits_includes(edits, text, sizeof(text) - 1, take_line, &told);
	assert_int_equal(told.count, 3);
	stage_edits_free(edits);
	edits = make_edits(state, "    edits: []\n", NULL, false);
	told = (struct told){0};
	stage_edits_includes(edits, text, sizeof(text) - 1, take_line, &told);
	assert_int_equal(told.count, 0);
	stage_edits_free(edits);
}

/* The filter may let through what does not match, and must not hold back what does. */
static void test_filter(void **context)
{
	static const struct {
		const char *pattern, *line;
		bool may;
	} cases[] = {
		{"__u([0-9][0-9]*)", "x __u3", true},
		{"__u([0-9][0-9]*)", "x __ux u _u", false},
		{"abc", "abxabc", true},
		{"abc", "ababab", false},
		{"ab*c", "ac", true},
		{"ab*c", "bbb", false},
		{"ab+c", "abbc", true},
		{"ab?cd", "acd", true},
		{"a|b", "c", true}, /* can't tell */
		{"x(a|b)y", "xay", true},
		{"x(a|b)yz", "xa", false},
		{"(ab)*cd", "cd", true},
		{"(ab)+cd", "cd", true},
		{"^a$", "a", true},
		{"[^>]*>", "x>", true},
		{"[^>]*>", "x", false},
		{"\\w\\(", "a(", true},
		{"\\.h", "xh", false},
		{"[]x]y", "]y", true},
		{"[[:digit:]]q", "7q", true},
		{"[a-c]\\{", "b{", true},
		{"[a-c]\\{", "d{", false},
		{".", "", true},
	};
	struct state *state = *context;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct stage_filter *filter =
			stage_filter_make(&state->arena, &cases[i].pattern, 1);
		bool may = stage_filter_line(filter, cases[i].line, strlen(cases[i].line)) != 0;

		if (may != cases[i].may)
			fail_msg("'%s' in '%s': %d", cases[i].pattern, cases[i].line, may);
	}
}

/* 64 patterns do not fit into one word, and each keeps its bit. */
static void test_filter_many(void **context)
{
	struct state *state = *context;
	const char *patterns[64];
	struct stage_filter *filter;
	size_t i;

	for (i = 0; i < 64; i++)
		patterns[i] = et_sprintf(
			&state->arena, "<%c%c>", (char)('A' + i % 26), (char)('a' + i / 26));
	filter = stage_filter_make(&state->arena, patterns, 64);
	for (i = 0; i < 64; i++)
		assert_true(stage_filter_line(filter, patterns[i], 4) == UINT64_C(1) << i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_edit_lines),
		CASE(test_edit_conditions),
		CASE(test_edit_limits),
		CASE(test_edit_binary),
		CASE(test_edit_includes),
		CASE(test_filter),
		CASE(test_filter_many),
	};

	return cmocka_run_group_tests_name("stage_edit", tests, NULL, NULL);
}
