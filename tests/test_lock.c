/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon.lock, and the hashes in it. */
#include "lock.h"
#include "registry_testing.h"
#include "str.h"

#include <unistd.h>
#include <sys/stat.h>

/* "abc", "", and a million times "a" are the standard's own examples. */
static void sha256_vectors(void **context)
{
	static const struct {
		const char *text, *hash;
	} cases[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
		{"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
		 "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
			"cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
	};
	struct state *state = *context;
	char *many = et_alloc(&state->arena, 1000000);
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(et_sha256(&state->arena, cases[i].text, strlen(cases[i].text)),
			cases[i].hash);
	memset(many, 'a', 1000000);
	assert_string_equal(et_sha256(&state->arena, many, 1000000),
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* However the bytes come in, around the ends of blocks. */
static void sha256_pieces(void **context)
{
	struct state *state = *context;
	char digits[ET_SHA256_DIGITS + 1];
	char text[200];
	size_t length;
	size_t piece;
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 7);
	for (length = 0; length < sizeof(text); length++) {
		const char *whole = et_sha256(&state->arena, text, length);

		for (piece = 1; piece < 70; piece += 3) {
			struct et_sha256 hash;

			et_sha256_begin(&hash);
			for (i = 0; i < length; i += piece)
				et_sha256_add(
					&hash, text + i, i + piece < length ? piece : length - i);
			et_sha256_end(&hash, digits);
			assert_string_equal(digits, whole);
		}
	}
	assert_true(et_is_sha256(digits));
	digits[0] = 'A';
	assert_false(et_is_sha256(digits));
	assert_false(et_is_sha256("abc"));
}

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_1 "1111111111111111111111111111111111111111111111111111111111111111"

static const char example[] =
	"# What \"etalon sync\" wrote last, and by which it knows what was edited since.\n"
	"# Keep it in version control, and don't edit it.\n"
	"format: 1\n"
	"etalon: \"0.1.0\"\n"
	"source: linux@v6.12\n"
	"revision: \"1234567890123456789012345678901234567890\"\n"
	"version: \"6.12.0\"\n"
	"profile: qemu\n"
	"release: \"10.0\"\n"
	"edition: \"1.4\"\n"
	"files:\n"
	"  include/a.h: sha256:" HASH_A "\n"
	"  include/odd name.h: sha256:" HASH_1 "\n";

static void check_example(const struct et_lock *lock)
{
	assert_string_equal(lock->etalon, "0.1.0");
	assert_string_equal(lock->source, "linux@v6.12");
	assert_string_equal(lock->revision, "1234567890123456789012345678901234567890");
	assert_string_equal(lock->version, "6.12.0");
	assert_string_equal(lock->profile, "qemu");
	assert_string_equal(lock->release, "10.0");
	assert_string_equal(lock->edition, "1.4");
	assert_int_equal(lock->n_files, 2);
	assert_string_equal(et_lock_find(lock, "include/a.h")->hash, HASH_A);
	assert_string_equal(et_lock_find(lock, "include/odd name.h")->hash, HASH_1);
	assert_null(et_lock_find(lock, "include"));
	assert_null(et_lock_find(lock, "include/b.h"));
}

static bool parse(struct state *state, const char *text, struct et_lock *lock)
{
	et_diags_init(&state->diags, &state->arena);
	return et_lock_parse(&state->arena, text, strlen(text), lock, &state->diags);
}

/* The quoted key is how the writer spells it. */
static void there_and_back(void **context)
{
	struct state *state = *context;
	struct et_buf out = {0};
	struct et_lock lock;
	char *text = et_strdup(&state->arena, example);
	const char *odd = strstr(text, "include/odd name.h");
	const char *quoted = et_sprintf(&state->arena, "%.*s\"include/odd name.h\"%s",
		(int)(odd - text), text, odd + strlen("include/odd name.h"));

	assert_true(parse(state, example, &lock));
	assert_clean(state);
	check_example(&lock);
	et_lock_write(&out, &lock);
	assert_string_equal(out.data, quoted);
	assert_true(parse(state, out.data, &lock));
	check_example(&lock);
	et_buf_finish(&out);
}

/* What may be missing, and texts that YAML would take for something else. */
static void least_and_oddest(void **context)
{
	static const char *const texts[] = {"no", "1.10", "1e5", "a: b", " x ", "\"q\" \\ #",
		"null", "0x10", "~", "-", "[a", "caf\xc3\xa9", "tab\there", "2026-11-01"};
	struct state *state = *context;
	struct et_lock lock;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct et_locked_file file = {
			et_sprintf(&state->arena, "a/%s", texts[i]), HASH_1};
		const struct et_lock odd = {.etalon = texts[i],
			.source = texts[i],
			.profile = texts[i],
			.edition = texts[i],
			.files = &file,
			.n_files = strchr(texts[i], '\t') ? 0 : 1};
		struct et_buf out = {0};

		et_lock_write(&out, &odd);
		if (!parse(state, out.data, &lock))
			assert_clean(state);
		assert_string_equal(lock.source, texts[i]);
		assert_null(lock.revision);
		assert_null(lock.version);
		assert_null(lock.release);
		assert_int_equal(lock.n_files, odd.n_files);
		if (lock.n_files)
			assert_string_equal(lock.files[0].path, file.path);
		et_buf_finish(&out);
	}
}

/* Each is refused at its line, and says what to do. */
static void broken_locks(void **context)
{
	static const struct {
		const char *from, *to; /* what is changed in the example */
		uint32_t line;
		const char *message;
	} cases[] = {
		{"format: 1", "format: 2", 3, "another version"},
		{"format: 1\n", "", 3, "no 'format'"},
		{"format: 1", "format: one", 3, "format"},
		{"profile: qemu\n", "", 3, "no 'profile'"},
		{"profile: qemu", "profile: [qemu]", 8, "single value"},
		{"profile: qemu", "profil: qemu", 8, "unknown key 'profil'"},
		{"release: \"10.0\"", "release: 10.0", 9, "quotes"},
		{"files:\n", "files: x\nmore:\n", 11, "files is to be a mapping"},
		{"include/a.h", "../a.h", 12, "not the plain path"},
		{"include/a.h", "/a.h", 12, "not the plain path"},
		{"include/a.h", "include/odd name.h", 13, "duplicate"},
		{"sha256:aaa", "sha1:aaa", 12, "sha256:"},
		{"sha256:aaa", "sha256:AAA", 12, "lower-case"},
		{"sha256:aaa", "sha256:aa", 12, "64"},
		{"profile: qemu", "<<<<<<< ours\nprofile: qemu", 8, ""},
	};
	struct state *state = *context;
	struct et_lock lock;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *at = strstr(example, cases[i].from);
		const char *text = et_sprintf(&state->arena, "%.*s%s%s", (int)(at - example),
			example, cases[i].to, at + strlen(cases[i].from));

		if (parse(state, text, &lock))
			fail_msg("%s was read", cases[i].to);
		if (!has_error(state, cases[i].line, cases[i].message)) {
			print_message("%u: %s\n", state->diags.list.items[0].line,
				state->diags.list.items[0].text);
			fail_msg("%s: no such message", cases[i].message);
		}
		assert_non_null(strstr(state->diags.list.items[state->diags.list.count - 1].text,
			"take it from version control"));
	}
	assert_false(parse(state, "", &lock));
	assert_false(parse(state, "- a\n", &lock));
}

static void in_a_tree(void **context)
{
	struct state *state = *context;
	const char *where = getenv("TMPDIR");
	char *root = et_sprintf(&state->arena, "%s/etalon-test-XXXXXX", where ? where : P_tmpdir);
	const char *path;
	struct et_lock lock;
	bool found = true;
	FILE *file;

	assert_non_null(mkdtemp(root));
	path = et_sprintf(&state->arena, "%s/" ET_LOCK, root);
	assert_true(et_lock_read(&state->arena, root, &lock, &found, &state->diags));
	assert_false(found);
	assert_int_equal(lock.n_files, 0);
	assert_null(et_lock_find(&lock, "a"));
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(example, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_true(et_lock_read(&state->arena, root, &lock, &found, &state->diags));
	assert_true(found);
	check_example(&lock);
	/* A link is nothing that etalon wrote, wherever it leads. */
	assert_int_equal(rename(path, et_sprintf(&state->arena, "%s/elsewhere", root)), 0);
	assert_int_equal(symlink("elsewhere", path), 0);
	assert_false(et_lock_read(&state->arena, root, &lock, &found, &state->diags));
	assert_true(found);
	assert_true(has_error(state, 0, "is a link"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0644), 0);
	assert_false(et_lock_read(&state->arena, root, &lock, &found, &state->diags));
	assert_true(has_error(state, 0, "not a regular file"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(unlink(et_sprintf(&state->arena, "%s/elsewhere", root)), 0);
	assert_int_equal(rmdir(root), 0);
	assert_false(et_lock_read(&state->arena, root, &lock, &found, &state->diags));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(sha256_vectors),
		CASE(sha256_pieces),
		CASE(there_and_back),
		CASE(least_and_oddest),
		CASE(broken_locks),
		CASE(in_a_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
