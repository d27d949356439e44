/* SPDX-License-Identifier: BSD-3-Clause */
/* Profiles: what is read, what is refused and where, and which one a consumer has. */
#include "profile_read.h"
#include "registry_testing.h"
#include "source_memory.h"
#include "str.h"

static const struct et_profile *read_profile(struct state *state, const char *text)
{
	return et_profile_read_text(&state->arena, "p.yaml", text, strlen(text), &state->diags);
}

static void test_release_order(void **context)
{
	static const char *const order[] = {"5.2", "5.2.50", "6.0.50", "7.2.18", "9.0.50", "9.1",
		"10.0.13", "10.0.50", "10.10"};
	size_t i, j, count = sizeof(order) / sizeof(*order);

	(void)context;
	for (i = 0; i < count; i++) {
		for (j = 0; j < count; j++) {
			int found = et_release_compare(order[i], order[j]);

			assert_int_equal((found > 0) - (found < 0), (i > j) - (i < j));
		}
	}
	assert_int_equal(et_release_compare("10", "10.0.0"), 0);
	assert_int_equal(et_release_compare("2025.01", "2025.1"), 0);
	assert_true(et_release_compare("99999999999999999998", "99999999999999999999") < 0);
}

static void test_spans(void **context)
{
	static const struct et_span from = {.since = "9.0.50"}, to = {.until = "9.0.50"};
	static const struct et_span both = {.since = "6.2.50", .until = "9.0.50"}, always = {0};

	(void)context;
	assert_true(et_span_has(&from, "9.0.50"));
	assert_true(et_span_has(&from, "10.0"));
	assert_false(et_span_has(&from, "9.0.4"));
	assert_false(et_span_has(&to, "9.0.50"));
	assert_true(et_span_has(&to, "9.0.49"));
	assert_true(et_span_has(&both, "7.2.22"));
	assert_false(et_span_has(&both, "6.2.1"));
	assert_true(et_span_has(&always, "1"));
	/* No release is newer than all. */
	assert_true(et_span_has(&from, NULL));
	assert_false(et_span_has(&to, NULL));
	assert_true(et_span_has(&always, NULL));
}

static void test_paths(void **context)
{
	static const char *const good[] = {
		"a", "a/b.h", "a/", "linux-headers/asm-$arch/", "...", "..a", "a/.gitignore", NULL};
	static const char *const bad[] = {"", "/", "/etc/passwd", "..", "../a", "a/..", "a/../b",
		"a//b", "./a", "a/.", "a\nb", "a\\b", ".git/hooks/x", "a/.git", NULL};
	char *longer;
	size_t i;

	(void)context;
	for (i = 0; good[i]; i++) {
		if (!et_profile_path(good[i]))
			fail_msg("'%s' is refused", good[i]);
	}
	for (i = 0; bad[i]; i++) {
		if (et_profile_path(bad[i]))
			fail_msg("'%s' is taken", bad[i]);
	}
	longer = calloc(1, ET_PROFILE_MAX_PATH + 2);
	memset(longer, 'a', ET_PROFILE_MAX_PATH + 1);
	assert_false(et_profile_path(longer));
	longer[ET_PROFILE_MAX_PATH] = '\0';
	assert_true(et_profile_path(longer));
	free(longer);
}

/* All that a profile may say. */
static void test_profile_members(void **context)
{
	struct state *state = *context;
	const struct et_profile *profile = read_profile(state,
		"profile: all\n"
		"title: All there is\n"
		"marks: [[VERSION, sub/], other]\n"
		"release: {file: VERSION, pattern: '^([0-9.]+)', oldest: 1.0, newest: 2.0}\n"
		"architectures: {having: [include/asm/kvm.h], only: [x86, s390]}\n"
		"accumulates: {until: 1.5}\n"
		"installed: true\n"
		"transformations:\n"
		"  t:\n"
		"    portable: true\n"
		"    includes: [stdint, {line: limits, since: 1.1}]\n"
		"    edits:\n"
		"      - {replace: '__u([0-9]+)', with: 'uint\\1_t', all: true}\n"
		"      - {delete: x, for: common, until: 1.2}\n"
		"      - {delete: x, to: y, for: architectures}\n"
		"      - {after: z, append: more}\n"
		"      - {replace: a, with: '', whole: true}\n"
		"files:\n"
		"  - to: out/$arch/\n"
		"    architectures: [x86]\n"
		"    since: 1.3\n"
		"    headers: [asm/a.h, {name: asm/b.h, until: 1.7, optional: true}]\n"
		"    through: [t]\n"
		"    otherwise: {header: asm-generic/$name, text: \"<$name>\\n\"}\n"
		"  - {to: LICENSE, sources: [COPYING]}\n"
		"  - {to: out/c.h, text: \"x\\n\"}\n"
		"  - {to: out/, headers: ['linux/*v?.h']}\n"
		"owns: [out/$arch/, {name: out/old/, until: 1.4}]\n"
		"closure:\n"
		"  includes: [out, include]\n"
		"  elsewhere: [linux/types.h]\n"
		"  rules:\n"
		"    - {include: linux/*, header: linux/*, to: out/*, through: [t]}\n"
		"    - {include: x/*, source: include/*, to: x/$arch/*}\n");
	const struct et_transformation *t;
	const struct et_profile_entry *entry;

	assert_clean(state);
	assert_non_null(profile);
	assert_string_equal(profile->name, "all");
	assert_string_equal(profile->marks[0][1], "sub/");
	assert_null(profile->marks[0][2]);
	assert_string_equal(profile->marks[1][0], "other");
	assert_null(profile->marks[2]);
	assert_string_equal(profile->release_newest, "2.0");
	assert_string_equal(profile->arch_files[0], "include/asm/kvm.h");
	assert_string_equal(profile->archs[1], "s390");
	assert_string_equal(profile->accumulates->until, "1.5");
	assert_true(profile->installed);
	t = profile->transformations;
	assert_true(t->portable);
	assert_int_equal(t->n_includes, 2);
	assert_string_equal(t->includes[1].span.since, "1.1");
	assert_int_equal(t->n_edits, 5);
	assert_int_equal(t->edits[0].kind, ET_EDIT_REPLACE);
	assert_true(t->edits[0].all);
	assert_int_equal(t->edits[0].line, 13);
	assert_int_equal(t->edits[1].kind, ET_EDIT_DELETE);
	assert_int_equal(t->edits[1].when_arch, -1);
	assert_int_equal(t->edits[2].kind, ET_EDIT_DELETE_RANGE);
	assert_int_equal(t->edits[2].when_arch, 1);
	assert_int_equal(t->edits[3].kind, ET_EDIT_APPEND);
	assert_string_equal(t->edits[3].text, "more\n");
	assert_int_equal(t->edits[4].kind, ET_EDIT_REPLACE_TEXT);
	assert_int_equal(profile->n_entries, 5);
	entry = &profile->entries[1];
	assert_string_equal(entry->from, "asm/b.h");
	assert_string_equal(entry->span.since, "1.3");
	assert_string_equal(entry->span.until, "1.7");
	assert_true(entry->optional && entry->per_arch);
	assert_string_equal(entry->archs[0], "x86");
	assert_ptr_equal(entry->transformations[0], t);
	assert_null(entry->transformations[1]);
	assert_string_equal(entry->otherwise, "asm-generic/b.h");
	assert_string_equal(entry->otherwise_text, "<b.h>\n");
	assert_int_equal(profile->entries[2].kind, ET_FROM_SOURCE);
	assert_int_equal(profile->entries[3].kind, ET_FROM_TEXT);
	assert_int_equal(profile->n_owns, 2);
	assert_string_equal(profile->owns[1].span.until, "1.4");
	assert_int_equal(profile->n_closure, 2);
	assert_int_equal(profile->closure[1].kind, ET_FROM_SOURCE);
	assert_string_equal(profile->includes[1], "include");
	assert_int_equal(profile->n_elsewhere, 1);
}

#define HEAD "profile: p\ntitle: t\n"
#define EDIT HEAD "files: []\ntransformations:\n  t:\n    edits:\n      - "
#define FILES HEAD "files:\n  - "

/* What is wrong is told with its line, and no profile comes of it. */
static void test_profile_refuses(void **context)
{
	static const struct {
		const char *text;
		uint32_t line;
		const char *message;
	} cases[] = {
		{"title: t\nfiles: []\n", 1, "has no 'profile'"},
		{"profile: A B\ntitle: t\nfiles: []\n", 1, "cannot be a profile's name"},
		{HEAD, 1, "has no 'files'"},
		{HEAD "files: []\nowned: []\n", 4, "unknown key 'owned'"},
		{HEAD "files: []\nmarks: [/etc]\n", 4, "may lead out of its folder"},
		{HEAD "files: []\nmarks: [[]]\n", 4, "is empty"},
		{HEAD "files: []\nowns: [../x/]\n", 4, "may lead out of its folder"},
		{HEAD "files: []\nowns: [x]\n", 4, "is to be a folder"},
		{HEAD "files: []\nrelease: {file: ../V, pattern: (x)}\n", 4, "may lead out"},
		{HEAD "files: []\nrelease: {file: V, pattern: x}\n", 4, "has no group"},
		{HEAD "files: []\narchitectures: {only: [../x86]}\n", 4, "may lead out"},
		{HEAD "files: []\naccumulates: {since: 2.0, until: 1.0}\n", 4, "is never"},
		{HEAD "files: []\naccumulates: {since: two}\n", 4, "is to be a release"},
		{FILES "{to: /etc/x, text: x}\n", 4, "may lead out of its folder"},
		{FILES "{to: a/../../x, text: x}\n", 4, "may lead out of its folder"},
		{FILES "{to: .git/config, text: x}\n", 4, "may lead out of its folder"},
		{FILES "{to: x/, text: x}\n", 4, "a text goes to a file"},
		{FILES "{to: x/}\n", 4, "one of 'headers', 'sources' and 'text'"},
		{FILES "{to: x/, headers: [a], text: x}\n", 4, "one of 'headers'"},
		{FILES "{to: x/, headers: [../a.h]}\n", 4, "may lead out of its folder"},
		{FILES "{to: x/, sources: [/etc/passwd]}\n", 4, "may lead out of its folder"},
		{FILES "{to: x/, sources: ['a/*.h']}\n", 4, "no wildcards in sources"},
		{FILES "{to: x/, headers: ['*/a.h']}\n", 4, "last part of a path only"},
		{FILES "{to: x/, headers: ['*.h']}\n", 4, "last part of a path only"},
		{FILES "{to: x, headers: ['a/*.h']}\n", 4, "goes to one"},
		{FILES "{to: x, headers: [a/b.h, a/c.h]}\n", 4, "several files go to one"},
		{FILES "{to: x/, headers: [a/b/]}\n", 4, "is a folder"},
		{FILES "{to: $arch/, headers: [a.h]}\n", 4, "no 'architectures'"},
		{FILES "{to: x/, headers: [asm/a.h], architectures: all}\n", 4, "needs a $arch"},
		{FILES "{to: x/, headers: [a.h], architectures: some}\n", 4, "none of all"},
		{FILES "{to: x/, headers: [a.h], through: [t]}\n", 4, "no transformation 't'"},
		{FILES "{to: x/, headers: [a.h], otherwise: {header: ../b, text: x}}\n", 4,
			"may lead"},
		{FILES "{to: x/,\n     headers: [{name: a.h, sinse: 1.0}]}\n", 5,
			"unknown key 'sinse'"},
		{EDIT "{with: x}\n", 7, "'replace', 'delete' or 'after'"},
		{EDIT "{replace: '(', with: x}\n", 7, "is no regular expression"},
		{EDIT "{replace: '', with: x}\n", 7, "is empty"},
		{EDIT "{replace: 'a{1000}', with: x}\n", 7, "counted repetitions"},
		{EDIT "{replace: '(a)\\1', with: x}\n", 7, "references back"},
		{EDIT "{replace: '\\<a', with: x}\n", 7, "borders of words"},
		{EDIT "{replace: a, with: '\\1'}\n", 7, "has no group 1"},
		{EDIT "{replace: a, with: 'x\\n'}\n", 7, "a backslash is followed by"},
		{EDIT "{replace: a}\n", 7, "has no 'with'"},
		{EDIT "{delete: a, with: x}\n", 7, "'with' does not go with 'delete'"},
		{EDIT "{after: a}\n", 7, "has no 'append'"},
		{EDIT "{delete: a, for: x86}\n", 7, "none of architectures, common"},
		{HEAD "files: []\nclosure: {rules: [{include: a, header: a/*, to: a/*}]}\n", 4,
			"end in '/*'"},
		{HEAD "files: []\nclosure: {rules: [{include: a/*, to: a/*}]}\n", 4,
			"'header' or 'source'"},
		{HEAD "files: []\nclosure: {rules: [{include: a/*, header: a/*, to: ../*}]}\n", 4,
			"may lead"},
	};
	struct state *state = *context;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		et_diags_init(&state->diags, &state->arena);
		assert_null(read_profile(state, cases[i].text));
		if (!has_error(state, cases[i].line, cases[i].message)) {
			if (state->diags.list.count)
				print_message("%u: %s\n", state->diags.list.items[0].line,
					state->diags.list.items[0].text);
			fail_msg("no error '%s' in line %u of %s", cases[i].message, cases[i].line,
				cases[i].text);
		}
	}
}

/* Brackets are no counted repetitions, whatever is in them. */
static void test_profile_brackets(void **context)
{
	struct state *state = *context;

	assert_non_null(
		read_profile(state, EDIT "{replace: '[^};]*[]{][[:space:]{]\\{', with: x}\n"));
	assert_clean(state);
}

static void test_profile_too_many(void **context)
{
	struct state *state = *context;
	struct et_buf text;
	int i;

	et_buf_init(&text);
	et_buf_puts(&text, HEAD "files: []\ntransformations: {t: {edits: [\n ");
	for (i = 0; i <= ET_PROFILE_MAX_EDITS; i++)
		et_buf_puts(&text, " {delete: a},\n");
	et_buf_puts(&text, " ]}}\n");
	assert_null(read_profile(state, text.data));
	if (!has_error(state, 4, "more than 64 edits"))
		fail_msg(
			"%u: %s", state->diags.list.items[0].line, state->diags.list.items[0].text);
	et_buf_finish(&text);
}

/* Those in the program are good, are called what their files are, and differ in their marks. */
static void test_profile_builtin(void **context)
{
	struct state *state = *context;
	const char *const *names = et_profile_names();
	size_t count = 0;

	for (; names[count]; count++) {
		const struct et_profile *profile =
			et_profile_builtin(&state->arena, names[count], &state->diags);

		assert_clean(state);
		assert_non_null(profile);
		assert_string_equal(profile->name, names[count]);
		assert_non_null(profile->marks);
		assert_true(profile->n_entries > 0);
		if (count)
			assert_true(strcmp(names[count - 1], names[count]) < 0);
	}
	assert_true(count >= 3);
	assert_null(et_profile_builtin(&state->arena, "quemu", &state->diags));
	assert_true(has_error(state, 0, "there is no profile 'quemu'; there are qemu, "));
}

static const struct et_profile *recognise(
	struct state *state, const char *files, const char **release)
{
	struct et_source *source = et_source_memory("tree", files, strlen(files));
	const struct et_profile *profile;

	*release = NULL;
	profile = et_profile_recognise(&state->arena, source, &state->diags);
	if (profile)
		*release = et_profile_release_of(&state->arena, profile, source, &state->diags);
	et_source_close(source);
	return profile;
}

static void test_profile_recognise(void **context)
{
	struct state *state = *context;
	const struct et_profile *profile;
	const char *release;

	profile = recognise(state,
		"%%FILE VERSION\n10.0.13\n"
		"%%FILE linux-headers/linux/kvm.h\n\n"
		"%%FILE include/standard-headers/linux/types.h\n\n",
		&release);
	assert_clean(state);
	assert_string_equal(profile->name, "qemu");
	assert_string_equal(release, "10.0.13");

	profile = recognise(state,
		"%%FILE Makefile\n# SPDX\n\nVERSION = 2025\nPATCHLEVEL = 01\nSUBLEVEL =\n"
		"%%FILE drivers/virtio/virtio-uclass.c\n\n"
		"%%FILE drivers/virtio/virtio_net.h\n\n"
		"%%FILE include/virtio_types.h\n\n",
		&release);
	assert_clean(state);
	assert_string_equal(profile->name, "u-boot");
	assert_string_equal(release, "2025.01");

	assert_null(recognise(state, "%%FILE README\n\n", &release));
	assert_true(has_error(state, 0, "choose a profile with --profile"));
}

static void test_profile_ambiguous(void **context)
{
	struct state *state = *context;
	const char *release;

	assert_null(recognise(state,
		"%%FILE VERSION\n10.0\n"
		"%%FILE linux-headers/linux/kvm.h\n\n"
		"%%FILE include/standard-headers/linux/types.h\n\n"
		"%%FILE kvm-bindings/Cargo.toml\n\n",
		&release));
	assert_true(has_error(state, 0, "for profile 'qemu' and for 'rust-vmm'"));
}

/* A release that is not there is the newest, and a warning. */
static void test_profile_release_missing(void **context)
{
	struct state *state = *context;
	const char *release;
	const struct et_profile *profile = recognise(state,
		"%%FILE VERSION\nsome day\n"
		"%%FILE linux-headers/linux/kvm.h\n\n"
		"%%FILE include/standard-headers/linux/types.h\n\n",
		&release);

	assert_non_null(profile);
	assert_null(release);
	assert_int_equal(state->diags.errors, 0);
	assert_int_equal(state->diags.list.count, 1);
	assert_int_equal(state->diags.list.items[0].severity, ET_WARNING);
	assert_non_null(strstr(state->diags.list.items[0].text, "taken for the newest"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_release_order),
		CASE(test_spans),
		CASE(test_paths),
		CASE(test_profile_members),
		CASE(test_profile_refuses),
		CASE(test_profile_brackets),
		CASE(test_profile_too_many),
		CASE(test_profile_builtin),
		CASE(test_profile_recognise),
		CASE(test_profile_ambiguous),
		CASE(test_profile_release_missing),
	};

	return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
