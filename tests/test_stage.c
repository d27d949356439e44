/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What profiles make of sources. The installed headers are tables here instead of what src/install
 * makes of a kernel, so that each case says all that its result depends on.
 */
#include "profile_read.h"
#include "registry_testing.h"
#include "source_memory.h"
#include "stage.h"
#include "str.h"

struct fake {
	const char *arch, *path, *text; /* text NULL: can't be made */
};

struct et_install {
	struct et_arena *arena;
	struct et_source *source;
	const struct fake *headers;
	const char *archs[8];
	bool installed;
	struct et_installed results[64];
	size_t used;
};

bool et_install_is_installed(const struct et_install *install)
{
	return install->installed;
}

struct et_source *et_install_source(const struct et_install *install)
{
	return install->source;
}

const char *const *et_install_archs(const struct et_install *install, size_t *count)
{
	for (*count = 0; install->archs[*count]; ++*count)
		;
	return install->archs;
}

static const struct fake *find(const struct et_install *install, const char *arch, const char *path)
{
	const struct fake *fake;

	for (fake = install->headers; fake->arch; fake++) {
		if ((!*fake->arch || strcmp(fake->arch, arch) == 0) &&
			strcmp(fake->path, path) == 0)
			return fake;
	}
	return NULL;
}

const struct et_installed *et_install_header(
	struct et_install *install, const char *arch, const char *path, struct et_diags *diags)
{
	const struct fake *fake = find(install, arch, path);
	struct et_installed *header;

	if (!fake)
		return NULL;
	if (!fake->text) {
		et_diag(diags, ET_ERROR, path, 1, NULL, "can't be made");
		return NULL;
	}
	assert_true(install->used < 64);
	header = &install->results[install->used++];
	header->path = fake->path;
	header->data = fake->text;
	header->length = strlen(fake->text);
	header->origin = et_join(install->arena, "include/uapi", "/", fake->path);
	return header;
}

void et_install_list(struct et_install *install, const char *arch, const char *folder,
	et_install_name_fn *take, void *data)
{
	const struct fake *fake;
	size_t length = strlen(folder);

	for (fake = install->headers; fake->arch; fake++) {
		if ((!*fake->arch || strcmp(fake->arch, arch) == 0) &&
			strncmp(fake->path, folder, length) == 0 && fake->path[length] == '/')
			take(fake->path + length + 1, data);
	}
}

static const struct et_profile *read_profile(struct state *state, const char *text)
{
	const struct et_profile *profile = et_profile_read_text(&state->arena, "p.yaml",
		et_join(&state->arena, "profile: p\ntitle: t\n", "", text),
		strlen(text) + strlen("profile: p\ntitle: t\n"), &state->diags);

	assert_clean(state);
	assert_non_null(profile);
	return profile;
}

/* A source of the files of a text, with headers for the architectures a, b and c. */
static struct et_install *open_install(
	struct state *state, const char *files, const struct fake *headers)
{
	struct et_install *install = ET_NEW(&state->arena, struct et_install);

	install->arena = &state->arena;
	install->source = et_source_memory("kernel", files, strlen(files));
	install->headers = headers;
	install->archs[0] = "a";
	install->archs[1] = "b";
	install->archs[2] = "c";
	return install;
}

static const char *text_of(const struct et_stage *stage, const char *path)
{
	const struct et_staged *file = et_stage_find(stage, path);

	return file ? file->data : NULL;
}

static bool says(const char *const *messages, size_t count, const char *text)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (strstr(messages[i], text))
			return true;
	}
	for (i = 0; i < count; i++)
		print_message("%s\n", messages[i]);
	return false;
}

static const struct fake plain[] = {
	{"", "linux/virtio_net.h", "net\n"},
	{"", "linux/virtio_blk.h", "blk\n"},
	{"", "linux/other.h", "__u8 x;\n"},
	{"a", "asm/kvm.h", "kvm of a\n"},
	{"b", "asm/kvm.h", "kvm of b\n"},
	{"b", "asm/unistd_32.h", "32 of b\n"},
	{"c", "asm/unistd_64.h", "64 of c\n"},
	{"", "asm-generic/mman.h", "generic\n"},
	{NULL},
};

/* Lists, wildcards, files as they stand, texts, and what is told where it goes. */
static void test_stage_files(void **context)
{
	struct state *state = *context;
	struct et_install *install = open_install(state, "%%FILE COPYING\nfree\n", plain);
	const struct et_profile *profile = read_profile(state,
		"transformations:\n"
		"  t: {portable: true, edits: [{replace: __u8, with: uint8_t}]}\n"
		"files:\n"
		"  - {to: out/, headers: ['linux/virtio_*.h', linux/gone.h]}\n"
		"  - {to: out/, headers: [linux/other.h], through: [t]}\n"
		"  - {to: out/LICENSE, sources: [COPYING]}\n"
		"  - {to: out/, sources: [NOTHING]}\n"
		"  - {to: out/types.h, text: \"old\\n\", until: 2.0}\n"
		"  - {to: out/types.h, text: \"new\\n\", since: 2.0}\n"
		"  - {to: out/maybe.h, headers: [linux/maybe.h], optional: true}\n"
		"owns: [out/, {name: old/, until: 2.0}]\n");
	struct et_stage stage;
	const struct et_staged *file;

	assert_true(et_stage_make(&state->arena, profile, "2.0", install, &stage, &state->diags));
	assert_clean(state);
	assert_int_equal(stage.files.count, 5);
	assert_string_equal(stage.files.items[0].path, "out/LICENSE");
	assert_string_equal(text_of(&stage, "out/LICENSE"), "free\n");
	assert_string_equal(text_of(&stage, "out/types.h"), "new\n");
	assert_string_equal(text_of(&stage, "out/virtio_net.h"), "net\n");
	file = et_stage_find(&stage, "out/other.h");
	assert_string_equal(file->data, "uint8_t x;\n");
	assert_int_equal(file->length, 11);
	assert_true(file->portable);
	assert_false(file->closure);
	assert_null(file->arch);
	assert_string_equal(file->include, "linux/other.h");
	assert_string_equal(file->origin, "include/uapi/linux/other.h");
	assert_null(et_stage_find(&stage, "out/types.h")->origin);
	assert_false(et_stage_find(&stage, "out/virtio_net.h")->portable);
	assert_int_equal(stage.missing.count, 2);
	assert_true(
		says(stage.missing.items, 2, "out/gone.h: the source installs no linux/gone.h"));
	assert_true(says(stage.missing.items, 2, "out/NOTHING: the source has no NOTHING"));
	assert_int_equal(stage.owns.count, 1);
	et_source_close(install->source);
}

/* Once an architecture, for those that count, and something else where one has no header. */
static void test_stage_architectures(void **context)
{
	struct state *state = *context;
	struct et_install *install = open_install(state,
		"%%FILE arch/a/include/uapi/asm/kvm.h\n\n%%FILE arch/b/include/asm/kvm.h\n\n",
		plain);
	const struct et_profile *profile = read_profile(state,
		"architectures: {having: [include/asm/kvm.h, include/uapi/asm/kvm.h]}\n"
		"files:\n"
		"  - {to: asm-$arch/, headers: [asm/kvm.h, asm/mman.h], architectures: all,\n"
		"     otherwise: {header: asm-generic/$name, text: \"<asm-generic/$name> "
		"$arch\\n\"}}\n"
		"  - {to: asm-$arch/, headers: [asm/unistd_32.h], architectures: [b, c, z]}\n"
		"  - {to: asm-a/para.h, text: \"$arch\\n\", architectures: [a]}\n"
		"owns: [asm-$arch/]\n");
	struct et_stage stage;

	assert_true(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	assert_clean(state);
	assert_int_equal(stage.n_archs, 2);
	assert_string_equal(text_of(&stage, "asm-a/kvm.h"), "kvm of a\n");
	assert_string_equal(text_of(&stage, "asm-b/kvm.h"), "kvm of b\n");
	assert_string_equal(text_of(&stage, "asm-b/mman.h"), "<asm-generic/mman.h> b\n");
	assert_string_equal(text_of(&stage, "asm-b/unistd_32.h"), "32 of b\n");
	assert_string_equal(text_of(&stage, "asm-a/para.h"), "a\n");
	assert_string_equal(et_stage_find(&stage, "asm-b/kvm.h")->arch, "b");
	assert_int_equal(stage.files.count, 6);
	assert_int_equal(stage.missing.count, 0);
	assert_int_equal(stage.owns.count, 2);
	assert_string_equal(stage.owns.items[1], "asm-b/");
	et_source_close(install->source);
}

static const struct fake stale[] = {
	{"a", "asm/old.h", "old of a\n"},
	{"b", "asm/old.h", "old of b\n"},
	{"a", "linux/virtio_a.h", "virtio a\n"},
	{"", "linux/virtio_z.h", "virtio z\n"},
	{"c", "asm/new.h", "new of c\n"},
	{NULL},
};

/* Installs into one folder leave behind what the next architecture has not: told, for what it is.
 */
static void test_stage_accumulates(void **context)
{
	struct state *state = *context;
	struct et_install *install = open_install(state, "", stale);
	const struct et_profile *profile = read_profile(state,
		"accumulates: {until: 2.0}\n"
		"files:\n"
		"  - {to: asm-$arch/, headers: [asm/old.h, asm/new.h], architectures: all}\n"
		"  - {to: out/, headers: ['linux/*virtio*.h']}\n");
	struct et_stage stage;

	assert_true(et_stage_make(&state->arena, profile, "1.0", install, &stage, &state->diags));
	assert_string_equal(text_of(&stage, "asm-b/old.h"), "old of b\n");
	assert_string_equal(text_of(&stage, "asm-c/old.h"), "old of b\n");
	assert_string_equal(text_of(&stage, "out/virtio_a.h"), "virtio a\n");
	assert_null(text_of(&stage, "asm-a/new.h"));
	assert_int_equal(stage.missing.count, 2); /* new.h, of a and b */
	assert_int_equal(stage.warnings.count, 2);
	assert_true(says(stage.warnings.items, 2, "asm/old.h of c is the one of b"));
	assert_true(says(stage.warnings.items, 2, "linux/virtio_a.h of c is the one of a"));

	assert_true(et_stage_make(&state->arena, profile, "2.0", install, &stage, &state->diags));
	assert_null(text_of(&stage, "asm-c/old.h"));
	assert_null(text_of(&stage, "out/virtio_a.h"));
	assert_string_equal(text_of(&stage, "out/virtio_z.h"), "virtio z\n");
	assert_int_equal(stage.warnings.count, 0);
	et_source_close(install->source);
}

static void test_stage_includes_told(void **context)
{
	static const struct fake headers[] = {
		{"", "linux/x.h", "#include <linux/types.h>\n#include <linux/new.h>\n"}, {NULL}};
	struct state *state = *context;
	struct et_install *install = open_install(state, "", headers);
	const struct et_profile *profile =
		read_profile(state, "transformations: {t: {includes: [linux/types], edits: []}}\n"
				    "files: [{to: out/, headers: [linux/x.h], through: [t]}]\n");
	struct et_stage stage;

	assert_true(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	assert_int_equal(stage.warnings.count, 1);
	assert_string_equal(stage.warnings.items[0],
		"include/uapi/linux/x.h:2: unexpected '#include <linux/new.h>'");
	et_source_close(install->source);
}

static void test_stage_release_told(void **context)
{
	struct state *state = *context;
	struct et_install *install = open_install(state, "", plain);
	const struct et_profile *profile =
		read_profile(state, "release: {file: V, pattern: (x), oldest: 5.2, newest: 10.2}\n"
				    "files: [{to: out/x, text: x}]\n");
	struct et_stage stage;

	et_stage_make(&state->arena, profile, "5.1", install, &stage, &state->diags);
	assert_true(says(stage.warnings.items, stage.warnings.count, "5.1 is older than 5.2"));
	et_stage_make(&state->arena, profile, "11.0", install, &stage, &state->diags);
	assert_true(says(stage.warnings.items, stage.warnings.count, "11.0 is newer than 10.2"));
	et_stage_make(&state->arena, profile, "10.2.0", install, &stage, &state->diags);
	assert_int_equal(stage.warnings.count, 0);
	et_source_close(install->source);
}

/* What can't be made, and who can make nothing. */
static void test_stage_errors(void **context)
{
	static const struct fake headers[] = {{"", "linux/bad.h", NULL}, {"", "linux/nul.h", "x\n"},
		{"", "linux/virtio_\n.h", "x\n"}, {NULL}};
	struct state *state = *context;
	struct et_install *install = open_install(state, "", headers);
	const struct et_profile *profile = read_profile(
		state, "files: [{to: out/, headers: [linux/bad.h]}, {to: out/t.h, text: t}]\n");
	struct et_stage stage;

	assert_true(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	assert_true(has_error(state, 1, "can't be made"));
	assert_int_equal(stage.missing.count, 0);

	/* A name that is no path to write to. */
	et_diags_init(&state->diags, &state->arena);
	profile = read_profile(state, "files: [{to: out/, headers: ['linux/virtio*']}]\n");
	assert_false(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	assert_true(has_error(state, 0, "is no path to write to"));

	/* No architecture, and installed headers for a profile that needs all architectures. */
	et_diags_init(&state->diags, &state->arena);
	profile = read_profile(
		state, "architectures: {having: [x]}\nfiles: [{to: out/t.h, text: t}]\n");
	assert_false(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	assert_true(has_error(state, 0, "no architecture that profile 'p' can use"));
	et_diags_init(&state->diags, &state->arena);
	install->installed = true;
	assert_false(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	assert_true(has_error(state, 0, "installed headers of one architecture"));
	et_source_close(install->source);
}

static const struct fake closing[] = {
	{"", "linux/kvm.h",
		"/*\n#include <linux/comment.h>\n*/\n# include <linux/bits.h> /* x */\n"
		"#include <linux/types.h>\n#include <asm/kvm.h>\n#include <stdint.h>\n"},
	{"", "linux/bits.h", "#include <linux/const.h>\n#include <linux/kvm.h>\n"},
	{"", "linux/const.h", "const\n"},
	{"", "linux/types.h", "world\n"},
	{"", "linux/comment.h", "comment\n"},
	{"a", "asm/kvm.h", "#include <asm/only_a.h>\n"},
	{"b", "asm/kvm.h", "kvm b\n"},
	{"a", "asm/only_a.h", "only a\n"},
	{"b", "asm/only_a.h", "not only a\n"},
	{"", "linux/net.h", "#include <linux/limits.h>\n#include <linux/nowhere.h>\n"},
	{"", "linux/limits.h", "__u8 limit;\n"},
	{NULL},
};

static const char closing_profile[] =
	"architectures: {only: [a, b]}\n"
	"transformations:\n"
	"  t:\n"
	"    portable: true\n"
	"    edits: [{replace: '<linux/([^>]*)>', with: '\"std/linux/\\1\"'}, {replace: __u8, "
	"with: uint8_t}]\n"
	"files:\n"
	"  - {to: lh/linux/, headers: [linux/kvm.h]}\n"
	"  - {to: include/std/linux/, headers: [linux/net.h], through: [t]}\n"
	"  - {to: lh/linux/own.h, text: \"#include <linux/const.h>\\n\"}\n"
	"owns: [lh/linux/]\n"
	"closure:\n"
	"  includes: [lh, include]\n"
	"  elsewhere: [linux/types.h]\n"
	"  rules:\n"
	"    - {include: std/linux/*, header: linux/*, to: include/std/linux/*, through: [t]}\n"
	"    - {include: linux/*, header: linux/*, to: lh/linux/*}\n"
	"    - {include: asm/*, header: asm/*, to: lh/asm-$arch/*}\n";

/* What is included and not carried comes, with what that includes, each by its rule. */
static void test_stage_closure(void **context)
{
	struct state *state = *context;
	struct et_install *install = open_install(state, "", closing);
	const struct et_profile *profile = read_profile(state, closing_profile);
	const struct et_staged *file;
	struct et_stage stage;
	size_t i, added = 0;

	assert_true(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	assert_int_equal(stage.files.count, 3);
	et_stage_close(&state->arena, profile, NULL, install, NULL, &stage, &state->diags);
	assert_clean(state);
	file = et_stage_find(&stage, "lh/linux/bits.h");
	assert_non_null(file);
	assert_true(file->closure);
	assert_false(file->portable);
	assert_string_equal(file->by, "lh/linux/kvm.h");
	assert_int_equal(file->by_line, 4);
	assert_string_equal(et_stage_find(&stage, "lh/linux/const.h")->by, "lh/linux/bits.h");
	assert_string_equal(text_of(&stage, "lh/asm-b/kvm.h"), "kvm b\n");
	assert_string_equal(et_stage_find(&stage, "lh/asm-a/only_a.h")->arch, "a");
	file = et_stage_find(&stage, "include/std/linux/limits.h");
	assert_string_equal(file->data, "uint8_t limit;\n");
	assert_true(file->portable);
	for (i = 0; i < stage.files.count; i++)
		added += stage.files.items[i].closure;
	/* Not types.h, which is elsewhere; not comment.h; not b's only_a.h, which a's header asks
	 * for. */
	assert_int_equal(added, 6);
	assert_int_equal(stage.missing.count, 1);
	assert_true(says(stage.missing.items, 1,
		"include/std/linux/net.h:2 includes std/linux/nowhere.h, which neither"));
	for (i = 1; i < stage.files.count; i++)
		assert_true(strcmp(stage.files.items[i - 1].path, stage.files.items[i].path) < 0);
	et_source_close(install->source);
}

static void write_file(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fclose(file), 0);
}

/* What the consumer has counts, unless it is where the profile's files alone are. */
static void test_stage_closure_consumer(void **context)
{
	struct state *state = *context;
	struct et_install *install = open_install(state, "", closing);
	const struct et_profile *profile = read_profile(state, closing_profile);
	const char *where = getenv("TMPDIR");
	char *folder = et_sprintf(&state->arena, "%s/etalon-stage-XXXXXX", where ? where : "/tmp");
	struct et_stage stage;

	assert_non_null(mkdtemp(folder));
	assert_int_equal(system(et_sprintf(&state->arena,
				 "mkdir -p '%s/include/std/linux' '%s/lh/linux'", folder, folder)),
		0);
	write_file(et_sprintf(&state->arena, "%s/include/std/linux/limits.h", folder));
	write_file(et_sprintf(&state->arena, "%s/include/std/linux/nowhere.h", folder));
	write_file(et_sprintf(&state->arena, "%s/lh/linux/bits.h", folder));
	assert_true(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	et_stage_close(&state->arena, profile, NULL, install, folder, &stage, &state->diags);
	assert_clean(state);
	assert_null(et_stage_find(&stage, "include/std/linux/limits.h"));
	assert_int_equal(stage.missing.count, 0);
	assert_non_null(et_stage_find(&stage, "lh/linux/bits.h"));
	assert_int_equal(system(et_sprintf(&state->arena, "rm -r '%s'", folder)), 0);
	et_source_close(install->source);
}

/* A header for all hosts that needs one of an architecture; names that lead out. */
static void test_stage_closure_hosts(void **context)
{
	static const struct fake headers[] = {
		{"a", "asm/boot.h",
			"#include <asm/setup.h>\n#include <linux/../../../etc/passwd>\n"
			"#include <asm/>\n#include <linux/\x01.h>\n"},
		{"a", "asm/setup.h", "setup\n"}, {NULL}};
	struct state *state = *context;
	struct et_install *install = open_install(state, "", headers);
	const struct et_profile *profile =
		read_profile(state, "architectures: {only: [a]}\n"
				    "transformations: {t: {portable: true, edits: []}}\n"
				    "files: [{to: std-$arch/, headers: [asm/boot.h], through: [t], "
				    "architectures: all}]\n"
				    "closure:\n"
				    "  rules:\n"
				    "    - {include: asm/*, header: asm/*, to: lh/asm-$arch/*}\n"
				    "    - {include: linux/*, header: linux/*, to: lh/linux/*}\n");
	struct et_stage stage;

	assert_true(et_stage_make(&state->arena, profile, NULL, install, &stage, &state->diags));
	et_stage_close(&state->arena, profile, NULL, install, NULL, &stage, &state->diags);
	assert_clean(state);
	assert_int_equal(stage.files.count, 2);
	assert_string_equal(text_of(&stage, "lh/asm-a/setup.h"), "setup\n");
	assert_int_equal(stage.warnings.count, 1);
	assert_true(says(stage.warnings.items, 1, "is for all hosts, and includes <asm/setup.h>"));
	assert_int_equal(stage.missing.count, 0);
	et_source_close(install->source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_stage_files),
		CASE(test_stage_architectures),
		CASE(test_stage_accumulates),
		CASE(test_stage_includes_told),
		CASE(test_stage_release_told),
		CASE(test_stage_errors),
		CASE(test_stage_closure),
		CASE(test_stage_closure_consumer),
		CASE(test_stage_closure_hosts),
	};

	return cmocka_run_group_tests_name("stage", tests, NULL, NULL);
}
