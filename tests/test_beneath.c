/* SPDX-License-Identifier: BSD-3-Clause */
/* Opening below a folder: with openat2(), and without it. */
#include "sync_testing.h"

#include "beneath.h"

typedef int open_fn(int root, const char *path, int flags, unsigned allow);

/* What opening a path gives: 0, or errno. */
static int result(struct world *w, open_fn *open_it, const char *path, int flags, unsigned allow)
{
	int root = open(w->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = open_it(root, path, flags, allow);
	int error = fd < 0 ? errno : 0;

	if (fd >= 0) {
		assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
		close(fd);
	}
	close(root);
	return error;
}

static void both_ways(void **state)
{
	static const struct {
		const char *path;
		int flags;
		int error;
	} cases[] = {
		{"keep.h", O_RDONLY, 0},
		{"linux/a.h", O_RDONLY, 0},
		{"./linux//a.h", O_RDONLY, 0},
		{"linux", O_RDONLY | O_DIRECTORY, 0},
		{"linux/", O_RDONLY, 0},
		{".", O_RDONLY | O_DIRECTORY, 0},
		{"sub/deep", O_PATH | O_DIRECTORY, 0},
		{"none", O_RDONLY, ENOENT},
		{"none/a.h", O_RDONLY, ENOENT},
		{"keep.h/a.h", O_RDONLY, ENOTDIR},
		{"keep.h/", O_RDONLY, ENOTDIR},
		{"keep.h", O_RDONLY | O_DIRECTORY, ENOTDIR},
		{"/etc/passwd", O_RDONLY, EXDEV},
		{"..", O_RDONLY, EXDEV},
		{"../secret", O_RDONLY, EXDEV},
		{"inside/a.h", O_RDONLY, ELOOP},
		{"inside", O_RDONLY | O_DIRECTORY, ELOOP},
		{"out/secret", O_RDONLY, ELOOP},
		{"link.h", O_RDONLY, ELOOP},
	};
	struct world *w = *state;
	size_t i;

	assert_int_equal(symlink("linux", in_tree(w, "inside")), 0);
	assert_int_equal(symlink("..", in_tree(w, "out")), 0);
	assert_int_equal(symlink("keep.h", in_tree(w, "link.h")), 0);
	write_whole(et_sprintf(&w->arena, "%s/secret", w->base), "secret", 0644);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int at_once = result(w, et_open_beneath, cases[i].path, cases[i].flags, 0);
		int by_parts = result(w, et_open_by_parts, cases[i].path, cases[i].flags, 0);

		if (at_once != cases[i].error || by_parts != cases[i].error)
			fail_msg("%s: %s and %s, not %s", cases[i].path, strerror(at_once),
				strerror(by_parts), strerror(cases[i].error));
	}
	/* Links that stay inside, for those who allow it. */
	assert_int_equal(result(w, et_open_beneath, "inside/a.h", O_RDONLY, ET_BENEATH_LINKS), 0);
	assert_int_equal(
		result(w, et_open_beneath, "out/secret", O_RDONLY, ET_BENEATH_LINKS), EXDEV);
}

/* /proc is another filesystem below the root of all. */
static void other_filesystems(void **state)
{
	int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat status;
	size_t reached;
	int fd;

	(void)state;
	if (stat("/proc/self", &status) != 0)
		skip();
	assert_int_equal(et_open_beneath(root, "proc/version", O_RDONLY, 0), -1);
	assert_int_equal(errno, EXDEV);
	assert_int_equal(et_open_by_parts(root, "proc/version", O_RDONLY, 0), -1);
	assert_int_equal(errno, EXDEV);
	fd = et_open_beneath(root, "proc/version", O_RDONLY, ET_BENEATH_MOUNTS);
	assert_true(fd >= 0);
	close(fd);
	fd = et_open_by_parts(root, "proc/version", O_RDONLY, ET_BENEATH_MOUNTS);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(et_look_beneath(root, "proc/sys", 8, &reached), ET_WAY_MOUNT);
	assert_int_equal(reached, 4);
	close(root);
}

static void ways(void **state)
{
	static const struct {
		const char *path;
		enum et_way way;
		size_t reached;
	} cases[] = {
		{"sub", ET_WAY_CLEAR, 3},
		{"sub/deep", ET_WAY_CLEAR, 8},
		{"sub/none/x", ET_WAY_NOTHING, 8},
		{"none/x", ET_WAY_NOTHING, 4},
		{"keep.h/x", ET_WAY_FILE, 6},
		{"inside/x", ET_WAY_LINK, 6},
		{"dangling/x", ET_WAY_LINK, 8},
	};
	struct world *w = *state;
	int root = open(w->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t i;

	assert_int_equal(symlink("linux", in_tree(w, "inside")), 0);
	assert_int_equal(symlink("nowhere", in_tree(w, "dangling")), 0);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t reached = 99;

		assert_int_equal(
			et_look_beneath(root, cases[i].path, strlen(cases[i].path), &reached),
			cases[i].way);
		assert_int_equal(reached, cases[i].reached);
	}
	close(root);
}

static void plain_paths(void **state)
{
	static const char *const plain[] = {"a", "a/b", ".a", "a..b/..c/...", "a b", "\xc3\xa9"};
	static const char *const others[] = {
		"", "/", "/a", "a/", "a//b", ".", "./a", "a/.", "..", "a/../b", "a\nb", "a\x7f"};
	char longest[4097];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		assert_true(et_is_plain_path(plain[i]));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(et_is_plain_path(others[i]));
	for (i = 0; i < sizeof(longest); i++)
		longest[i] = i % 200 == 199 ? '/' : 'x';
	longest[4096] = '\0';
	assert_false(et_is_plain_path(longest));
	longest[4095] = '\0';
	assert_true(et_is_plain_path(longest));
	memset(longest, 'x', 256);
	longest[256] = '\0';
	assert_false(et_is_plain_path(longest));
	longest[255] = '\0';
	assert_true(et_is_plain_path(longest));
}

#define world_test(name) cmocka_unit_test_setup_teardown(name, begin_world, end_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(both_ways),
		world_test(other_filesystems),
		world_test(ways),
		world_test(plain_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
