/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing many files: what comes out, what is refused, and what others do in the meantime. */
#include "sync_testing.h"

#include <sys/file.h>

static const char planned[] = "bin 40755 \n"
			      "bin/tool.sh 100755 new #!/bin/sh\necho new\n\n"
			      "changed.h 100640 new new changed\n\n"
			      "empty 40755 \n"
			      "fresh 40755 \n"
			      "fresh/one 40755 \n"
			      "fresh/one/x.h 100644 new new x\n\n"
			      "fresh/one/y.h 100644 new \n"
			      "fresh/two 40755 \n"
			      "fresh/two/z.h 100644 new new z\n\n"
			      "keep.h 100644 old keep\n\n"
			      "linux 40755 \n"
			      "linux/a.h 100644 new new a\n\n"
			      "linux/same.h 100644 old same\n\n"
			      "new.h 100644 new new new\n\n"
			      "some 40755 \n"
			      "some/stays.h 100600 old stays\n\n";

static bool apply(struct world *w)
{
	return et_apply(&w->arena, w->root, tree_writes, N_WRITES, &w->diags);
}

static bool apply_one(struct world *w, const char *path, const char *text, const char *before)
{
	const struct et_write write = {path, text, text ? strlen(text) : 0, before};

	et_diags_init(&w->diags, &w->arena);
	return et_apply(&w->arena, w->root, &write, 1, &w->diags);
}

static void all_of_it(void **state)
{
	struct world *w = *state;

	assert_true(apply(w));
	assert_int_equal(w->diags.list.count, 0);
	assert_string_equal(picture(w), planned);
	assert_false(et_is_interrupted(w->root));
	/* And again: nothing is left to do, and nothing is touched. */
	build_tree(w);
	assert_true(apply(w));
	assert_true(apply(w));
	assert_string_equal(picture(w), planned);
	assert_int_equal(et_recover(&w->arena, w->root, &w->diags), ET_RECOVERY_NONE);
}

static void umask_of_new_files(void **state)
{
	struct world *w = *state;
	mode_t before = umask(077);
	struct stat status;

	assert_true(apply(w));
	umask(before);
	assert_int_equal(stat(in_tree(w, "fresh"), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(stat(in_tree(w, "new.h"), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(stat(in_tree(w, "bin/tool.sh"), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0755);
}

/* Folders are removed up to the root, and not with it. */
static void last_file(void **state)
{
	struct world *w = *state;

	remove_all(w->root);
	assert_int_equal(mkdir(w->root, 0755), 0);
	assert_true(apply_one(w, "a/b/c/d.h", "d", NULL));
	assert_string_equal(read_whole(w, in_tree(w, "a/b/c/d.h")), "d");
	assert_true(apply_one(w, "a/b/c/d.h", NULL, NULL));
	assert_int_equal(access(in_tree(w, "a"), F_OK), -1);
	assert_int_equal(access(w->root, F_OK), 0);
	/* What is gone already, with its folder, is no error. */
	assert_true(apply_one(w, "a/b/c/d.h", NULL, NULL));
}

static void wrong_paths(void **state)
{
	struct world *w = *state;
	static const char *const paths[] = {"", "/etc/x", "..", "../x", "a/../../x", "a//b", "./a",
		"a/", "a/.", "new\nline", "tab\t", ".git/hooks/pre-commit", "x/.GIT/config",
		".etalon-sync", ".etalon-sync/journal"};
	const char *before = picture(w);
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_false(apply_one(w, paths[i], "x", NULL));
		assert_message(w, paths[i], "can't be written");
		assert_string_equal(picture(w), before);
	}
	assert_true(apply_one(w, ".gitignore", "x", NULL));
	assert_true(apply_one(w, "x..y/...", "x", NULL));
}

static void contradictions(void **state)
{
	struct world *w = *state;
	const struct et_write twice[] = {NEW_TEXT("a.h", "1"), NEW_TEXT("a.h", "2")};
	const struct et_write both[] = {NEW_TEXT("a", "1"), NEW_TEXT("a/b/c.h", "2")};

	assert_false(et_apply(&w->arena, w->root, twice, 2, &w->diags));
	assert_message(w, "a.h", "twice");
	assert_false(et_apply(&w->arena, w->root, both, 2, &w->diags));
	assert_message(w, "a/b/c.h", "a is to be a file");
	assert_int_equal(access(in_tree(w, "a.h"), F_OK), -1);
	assert_int_equal(access(in_tree(w, "a"), F_OK), -1);
}

/* Nothing is written through a link, nor over what is no file. */
static void wrong_kinds(void **state)
{
	struct world *w = *state;
	const char *outside = et_sprintf(&w->arena, "%s/outside", w->base);
	const char *before;

	assert_int_equal(mkdir(outside, 0755), 0);
	write_whole(et_sprintf(&w->arena, "%s/x.h", outside), "outside", 0644);
	assert_int_equal(symlink("../outside", in_tree(w, "out")), 0);
	assert_int_equal(symlink("linux", in_tree(w, "inside")), 0);
	assert_int_equal(symlink("../outside/x.h", in_tree(w, "x.h")), 0);
	assert_int_equal(symlink("nowhere", in_tree(w, "dangling.h")), 0);
	assert_int_equal(mkfifo(in_tree(w, "fifo"), 0644), 0);
	before = picture(w);
	assert_false(apply_one(w, "out/x.h", "new", NULL));
	assert_message(w, "out/x.h", "out is a link");
	assert_false(apply_one(w, "out/deeper/x.h", "new", NULL));
	assert_message(w, "out/deeper/x.h", "out is a link");
	assert_false(apply_one(w, "out/x.h", NULL, NULL));
	assert_message(w, "out/x.h", "out is a link");
	assert_false(apply_one(w, "inside/a.h", "new", NULL));
	assert_message(w, "inside/a.h", "inside is a link");
	assert_false(apply_one(w, "x.h", "new", NULL));
	assert_message(w, "x.h", "is a link");
	assert_false(apply_one(w, "dangling.h", "new", NULL));
	assert_message(w, "dangling.h", "is a link");
	assert_false(apply_one(w, "fifo", "new", NULL));
	assert_message(w, "fifo", "not a regular file");
	assert_false(apply_one(w, "linux", "new", NULL));
	assert_message(w, "linux", "not a regular file");
	assert_false(apply_one(w, "keep.h/x.h", "new", NULL));
	assert_message(w, "keep.h/x.h", "keep.h is no folder");
	assert_string_equal(picture(w), before);
	assert_string_equal(read_whole(w, et_sprintf(&w->arena, "%s/x.h", outside)), "outside");
	/* All of it is told at once, and before anything is made. */
	assert_false(et_is_interrupted(w->root));
}

/* What the plan was made for is still to be there. */
static void plan_is_old(void **state)
{
	struct world *w = *state;
	const char *hash = et_sha256(&w->arena, "old a\n", 6);
	struct et_write given = NEW_TEXT("given.h", "given");

	assert_false(apply_one(w, "linux/a.h", "new", ""));
	assert_message(w, "linux/a.h", "has changed since the plan was made");
	assert_false(apply_one(w, "changed.h", "new", hash));
	assert_false(apply_one(w, "none.h", "new", hash));
	assert_string_equal(read_whole(w, in_tree(w, "linux/a.h")), "old a\n");
	assert_true(apply_one(w, "none.h", "new", ""));
	/* The hash of the bytes may be given. */
	given.hash = et_sha256(&w->arena, "given", 5);
	assert_true(et_apply(&w->arena, w->root, &given, 1, &w->diags));
	assert_string_equal(read_whole(w, in_tree(w, "given.h")), "given");
	assert_true(apply_one(w, "linux/a.h", "new", hash));
	assert_string_equal(read_whole(w, in_tree(w, "linux/a.h")), "new");
}

static void one_at_a_time(void **state)
{
	struct world *w = *state;
	int fd = open(w->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_false(apply(w));
	assert_message(w, "", "another etalon");
	/* Nor is what looks interrupted recovered from while somebody works on it. */
	assert_int_equal(mkdir(in_tree(w, ET_JOURNAL), 0700), 0);
	assert_int_equal(et_recover(&w->arena, w->root, &w->diags), ET_RECOVERY_FAILED);
	assert_int_equal(access(in_tree(w, ET_JOURNAL), F_OK), 0);
	close(fd);
	assert_int_equal(et_recover(&w->arena, w->root, &w->diags), ET_RECOVERY_NONE);
	assert_int_equal(access(in_tree(w, ET_JOURNAL), F_OK), -1);
	assert_true(apply(w));
}

static void no_root(void **state)
{
	struct world *w = *state;

	remove_all(w->root);
	assert_false(apply(w));
	assert_message(w, "", "can't be opened");
	assert_int_equal(et_recover(&w->arena, w->root, &w->diags), ET_RECOVERY_NONE);
}

/* What somebody does to the tree before the first swap: after all was looked at. */
struct meddler {
	struct world *w;
	void (*act)(struct world *w);
	bool done;
};

static int meddle(void *data, enum et_call call, bool done)
{
	struct meddler *meddler = data;

	/* The first rename is the journal's, when all is staged. */
	if (call == ET_CALL_RENAME && done && !meddler->done) {
		meddler->done = true;
		meddler->act(meddler->w);
	}
	return 0;
}

static bool apply_meddled(struct world *w, void (*act)(struct world *w))
{
	struct meddler meddler = {w, act, false};
	const struct et_fs fs = {meddle, &meddler};
	bool ok = et_apply_with(&w->arena, w->root, tree_writes, N_WRITES, &fs, &w->diags);

	assert_true(meddler.done);
	return ok;
}

static void file_becomes_link(struct world *w)
{
	write_whole(et_sprintf(&w->arena, "%s/secret", w->base), "secret", 0644);
	assert_int_equal(unlink(in_tree(w, "linux/a.h")), 0);
	assert_int_equal(symlink("../../secret", in_tree(w, "linux/a.h")), 0);
}

static void folder_becomes_link(struct world *w)
{
	const char *outside = et_sprintf(&w->arena, "%s/outside", w->base);

	assert_int_equal(rename(in_tree(w, "linux"), outside), 0);
	assert_int_equal(symlink("../outside", in_tree(w, "linux")), 0);
}

static void file_is_edited(struct world *w)
{
	write_whole(in_tree(w, "linux/a.h"), "edited", 0644);
	assert_int_equal(utimensat(AT_FDCWD, in_tree(w, "linux/a.h"), NULL, 0), 0);
}

static void file_appears(struct world *w)
{
	write_whole(in_tree(w, "new.h"), "mine", 0644);
}

static void file_becomes_folder(struct world *w)
{
	assert_int_equal(unlink(in_tree(w, "linux/a.h")), 0);
	assert_int_equal(mkdir(in_tree(w, "linux/a.h"), 0755), 0);
	write_whole(in_tree(w, "linux/a.h/in.h"), "in", 0644);
}

/* Whatever others do in between, it stays as they did it, and all the rest is as it was. */
static void changed_meanwhile(void **state)
{
	static const struct {
		void (*act)(struct world *w);
		const char *file, *words;
	} cases[] = {
		{file_becomes_link, "linux/a.h", "has become a link"},
		{folder_becomes_link, "linux/a.h", "linux is a link"},
		{file_is_edited, "linux/a.h", "has changed while etalon worked"},
		{file_appears, "new.h", "File exists"},
		{file_becomes_folder, "linux/a.h", "has changed while etalon worked"},
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *expected;

		build_tree(w);
		cases[i].act(w);
		expected = strdup(picture(w));
		remove_all(et_sprintf(&w->arena, "%s/outside", w->base));
		build_tree(w);
		assert_false(apply_meddled(w, cases[i].act));
		assert_message(w, cases[i].file, cases[i].words);
		assert_message(w, "", "as they were before");
		assert_string_equal(picture(w), expected);
		assert_false(et_is_interrupted(w->root));
		if (cases[i].act == folder_becomes_link)
			assert_string_equal(
				read_whole(w, et_sprintf(&w->arena, "%s/outside/a.h", w->base)),
				"old a\n");
		free(expected);
	}
	assert_string_equal(read_whole(w, et_sprintf(&w->arena, "%s/secret", w->base)), "secret");
}

static void found_from_below(void **state)
{
	struct world *w = *state;
	const char *root = realpath(w->root, NULL);
	const char *found;

	assert_null(et_find_interrupted(&w->arena, in_tree(w, "sub/deep")));
	assert_int_equal(mkdir(in_tree(w, ET_JOURNAL), 0700), 0);
	assert_true(et_is_interrupted(w->root));
	assert_false(et_is_interrupted(in_tree(w, "sub")));
	found = et_find_interrupted(&w->arena, in_tree(w, "sub/deep"));
	assert_non_null(found);
	assert_string_equal(found, root);
	assert_non_null(et_find_interrupted(&w->arena, w->root));
	assert_null(et_find_interrupted(&w->arena, w->base));
	/* Not over the top of a checkout. */
	assert_int_equal(mkdir(in_tree(w, "sub/.git"), 0700), 0);
	assert_null(et_find_interrupted(&w->arena, in_tree(w, "sub/deep")));
	free((char *)root);
}

#define world_test(name) cmocka_unit_test_setup_teardown(name, begin_world, end_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(all_of_it),
		world_test(umask_of_new_files),
		world_test(last_file),
		world_test(wrong_paths),
		world_test(contradictions),
		world_test(wrong_kinds),
		world_test(plan_is_old),
		world_test(one_at_a_time),
		world_test(no_root),
		world_test(changed_meanwhile),
		world_test(found_from_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
