/* SPDX-License-Identifier: BSD-3-Clause */
/* Recovery when others have changed the tree since, and journals that are none. */
#include "sync_testing.h"

/* Ends the sync when so many renames were made: the first is the journal's. */
struct stop {
	unsigned renames, after;
};

static int stop_after(void *data, enum et_call call, bool done)
{
	struct stop *stop = data;

	if (stop->renames >= stop->after)
		return EIO;
	stop->renames += call == ET_CALL_RENAME && done;
	return 0;
}

/*
 * Leaves a tree in the middle: the swaps are in the order of the paths, bin/tool.sh with renames 2
 * and 3, changed.h with 4 and 5, fresh/one/x.h, fresh/one/y.h and fresh/two/z.h with 6 to 8,
 * linux/a.h with 9 and 10, new.h with 11, some/gone.h with 12, sub/deep/last.h with 13; 14 is the
 * decision.
 */
static void interrupt(struct world *w, unsigned after)
{
	struct stop stop = {0, after};
	const struct et_fs fs = {stop_after, &stop};

	build_tree(w);
	assert_false(et_apply_with(&w->arena, w->root, tree_writes, N_WRITES, &fs, &w->diags));
	assert_int_equal(stop.renames, after);
	assert_true(et_is_interrupted(w->root));
	et_diags_init(&w->diags, &w->arena);
}

static enum et_recovery recover(struct world *w)
{
	et_diags_init(&w->diags, &w->arena);
	return et_recover(&w->arena, w->root, &w->diags);
}

static void expect(struct world *w, const char *path, const char *text)
{
	assert_string_equal(read_whole(w, in_tree(w, path)), text);
}

/* Where the swaps are is what the other tests build on. */
static void as_described(void **state)
{
	struct world *w = *state;

	interrupt(w, 10);
	expect(w, "linux/a.h", "new a\n");
	expect(w, "new.h", "No such file or directory");
	interrupt(w, 9);
	expect(w, "linux/a.h", "No such file or directory");
	interrupt(w, 13);
	assert_int_equal(recover(w), ET_RECOVERY_BACK);
	interrupt(w, 14);
	assert_int_equal(recover(w), ET_RECOVERY_FORWARD);
	expect(w, "linux/a.h", "new a\n");
}

/* A new file that was edited is kept until its owner moves it away. */
static void edited_after_swap(void **state)
{
	struct world *w = *state;
	unsigned tries;

	interrupt(w, 11);
	write_whole(in_tree(w, "linux/a.h"), "mine", 0644);
	write_whole(in_tree(w, "new.h"), "mine, too", 0644);
	for (tries = 0; tries < 2; tries++) {
		assert_int_equal(recover(w), ET_RECOVERY_FAILED);
		assert_message(w, "linux/a.h", "has been changed since");
		assert_message(w, "linux/a.h", ET_JOURNAL "/old.");
		assert_message(w, "new.h", "has been changed since");
		expect(w, "linux/a.h", "mine");
		expect(w, "new.h", "mine, too");
		/* The others are back already. */
		expect(w, "changed.h", "old changed\n");
		assert_true(et_is_interrupted(w->root));
	}
	/* No new sync in between. */
	assert_false(et_apply(&w->arena, w->root, tree_writes, N_WRITES, &w->diags));
	assert_message(w, ET_JOURNAL, "recovered from first");
	assert_int_equal(rename(in_tree(w, "linux/a.h"), in_tree(w, "a.mine")), 0);
	assert_int_equal(rename(in_tree(w, "new.h"), in_tree(w, "new.mine")), 0);
	assert_int_equal(recover(w), ET_RECOVERY_BACK);
	expect(w, "linux/a.h", "old a\n");
	expect(w, "new.h", "No such file or directory");
	expect(w, "a.mine", "mine");
	expect(w, "new.mine", "mine, too");
	assert_false(et_is_interrupted(w->root));
}

/* What was not touched is not ours to judge. */
static void edited_before_swap(void **state)
{
	struct world *w = *state;

	interrupt(w, 5);
	write_whole(in_tree(w, "linux/a.h"), "mine", 0644);
	write_whole(in_tree(w, "new.h"), "mine, too", 0644);
	assert_int_equal(unlink(in_tree(w, "some/gone.h")), 0);
	assert_int_equal(recover(w), ET_RECOVERY_BACK);
	assert_message(w, "linux/a.h", "stays as it is");
	assert_message(w, "new.h", "stays as it is");
	assert_message(w, "some/gone.h", "stays as it is");
	assert_int_equal(w->diags.errors, 0);
	assert_int_equal(w->diags.list.count, 3);
	expect(w, "linux/a.h", "mine");
	expect(w, "new.h", "mine, too");
	expect(w, "changed.h", "old changed\n");
	assert_false(et_is_interrupted(w->root));
}

/* Somebody has brought the old state back by other means, as with git checkout. */
static void restored_by_hand(void **state)
{
	struct world *w = *state;

	interrupt(w, 13);
	write_whole(in_tree(w, "changed.h"), "old changed\n", 0644);
	assert_int_equal(unlink(in_tree(w, "linux/a.h")), 0);
	assert_int_equal(unlink(in_tree(w, "new.h")), 0);
	assert_int_equal(mkdir(in_tree(w, "sub"), 0755) == 0 || errno == EEXIST, 1);
	assert_int_equal(recover(w), ET_RECOVERY_BACK);
	assert_int_equal(w->diags.list.count, 0);
	expect(w, "changed.h", "old changed\n");
	expect(w, "linux/a.h", "old a\n");
	expect(w, "some/gone.h", "old gone\n");
}

/* A folder that was made is kept when something of others is in it. */
static void folder_in_use(void **state)
{
	struct world *w = *state;

	interrupt(w, 13);
	write_whole(in_tree(w, "fresh/mine.h"), "mine", 0644);
	assert_int_equal(recover(w), ET_RECOVERY_BACK);
	expect(w, "fresh/mine.h", "mine");
	assert_int_equal(access(in_tree(w, "fresh/one"), F_OK), -1);
	/* And one that a removal has emptied. */
	interrupt(w, 14);
	write_whole(in_tree(w, "sub/mine.h"), "mine", 0644);
	assert_int_equal(recover(w), ET_RECOVERY_FORWARD);
	assert_int_equal(access(in_tree(w, "sub/deep"), F_OK), -1);
	expect(w, "sub/mine.h", "mine");
}

/* Links that have come since lead nowhere. */
static void links_since(void **state)
{
	struct world *w = *state;
	const char *outside;

	interrupt(w, 10);
	outside = et_sprintf(&w->arena, "%s/outside", w->base);
	assert_int_equal(rename(in_tree(w, "linux"), outside), 0);
	assert_int_equal(symlink("../outside", in_tree(w, "linux")), 0);
	assert_int_equal(recover(w), ET_RECOVERY_FAILED);
	assert_message(w, "linux/a.h", "linux is a link");
	assert_string_equal(read_whole(w, et_sprintf(&w->arena, "%s/a.h", outside)), "new a\n");
	assert_int_equal(unlink(in_tree(w, "linux")), 0);
	assert_int_equal(rename(outside, in_tree(w, "linux")), 0);
	assert_int_equal(unlink(in_tree(w, "linux/a.h")), 0);
	assert_int_equal(symlink("../keep.h", in_tree(w, "linux/a.h")), 0);
	assert_int_equal(recover(w), ET_RECOVERY_FAILED);
	assert_message(w, "linux/a.h", "has been changed since");
	expect(w, "keep.h", "keep\n");
	assert_int_equal(unlink(in_tree(w, "linux/a.h")), 0);
	assert_int_equal(recover(w), ET_RECOVERY_BACK);
	expect(w, "linux/a.h", "old a\n");
}

/* Without its old files the journal can't bring back what was. */
static void old_file_lost(void **state)
{
	struct world *w = *state;

	interrupt(w, 10);
	assert_int_equal(unlink(in_tree(w, ET_JOURNAL "/old.0")), 0);
	assert_int_equal(recover(w), ET_RECOVERY_FAILED);
	assert_message(w, "bin/tool.sh", "the old one is gone");
	write_whole(in_tree(w, "bin/tool.sh"), "#!/bin/sh\n", 0755);
	assert_int_equal(recover(w), ET_RECOVERY_BACK);
}

/* What is in the folder and not ours stops its removal, and stays. */
static void foreign_files(void **state)
{
	struct world *w = *state;

	interrupt(w, 10);
	write_whole(in_tree(w, ET_JOURNAL "/old.txt"), "mine", 0644);
	assert_int_equal(recover(w), ET_RECOVERY_FAILED);
	assert_message(w, ET_JOURNAL, "not empty");
	expect(w, "linux/a.h", "old a\n");
	expect(w, ET_JOURNAL "/old.txt", "mine");
	assert_int_equal(unlink(in_tree(w, ET_JOURNAL "/old.txt")), 0);
	assert_int_equal(recover(w), ET_RECOVERY_NONE);
	/* An old file without a journal is somebody's only copy. */
	interrupt(w, 10);
	assert_int_equal(unlink(in_tree(w, ET_JOURNAL "/" ET_JOURNAL_OPEN)), 0);
	assert_int_equal(recover(w), ET_RECOVERY_FAILED);
	assert_true(has_message(w, ET_JOURNAL "/old.0", "its journal is gone") ||
		    has_message(w, ET_JOURNAL "/old.1", "its journal is gone") ||
		    has_message(w, ET_JOURNAL "/old.5", "its journal is gone"));
}

static void folder_is_none(void **state)
{
	struct world *w = *state;
	const char *outside = et_sprintf(&w->arena, "%s/outside", w->base);

	write_whole(in_tree(w, ET_JOURNAL), "a file", 0644);
	assert_int_equal(recover(w), ET_RECOVERY_FAILED);
	assert_message(w, ET_JOURNAL, "can't be opened as a folder");
	assert_int_equal(unlink(in_tree(w, ET_JOURNAL)), 0);
	assert_int_equal(mkdir(outside, 0755), 0);
	write_whole(et_sprintf(&w->arena, "%s/new.0", outside), "mine", 0644);
	assert_int_equal(symlink("../outside", in_tree(w, ET_JOURNAL)), 0);
	assert_int_equal(recover(w), ET_RECOVERY_FAILED);
	assert_string_equal(read_whole(w, et_sprintf(&w->arena, "%s/new.0", outside)), "mine");
}

/* Journals of others' making: nothing is done by them. */
static void damaged_journals(void **state)
{
	static const char hash[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"", "damaged"},
		{"etalon-sync 2\n", "another version"},
		{"etalon-sync 1\n\n", "damaged"},
		{"etalon-sync 1\nswap - - a\n", "damaged"},
		{"etalon-sync 1\nfolder ../x\n", "damaged"},
		{"etalon-sync 1\nswap %s %s ../keep.h\n", "damaged"},
		{"etalon-sync 1\nswap %s %s /etc/passwd\n", "damaged"},
		{"etalon-sync 1\nswap 12 %s keep.h\n", "damaged"},
		{"etalon-sync 1\nswap\n", "damaged"},
		{"etalon-sync 1\nsomething else\n", "damaged"},
	};
	struct world *w = *state;
	struct et_journal journal;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *before = picture(w);
		struct et_buf text = {0};

		remove_all(in_tree(w, ET_JOURNAL));
		assert_int_equal(mkdir(in_tree(w, ET_JOURNAL), 0700), 0);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		et_buf_printf(&text, cases[i].text, hash, hash);
#pragma GCC diagnostic pop
		et_buf_printf(&text, "end %s\n", et_sha256(&w->arena, text.data, text.length));
		write_whole(in_tree(w, ET_JOURNAL "/" ET_JOURNAL_OPEN), text.data, 0600);
		et_buf_finish(&text);
		assert_int_equal(recover(w), ET_RECOVERY_FAILED);
		assert_message(w, ET_JOURNAL "/" ET_JOURNAL_OPEN, cases[i].words);
		assert_string_equal(picture(w), before);
	}
	/* Cut short, anywhere. */
	interrupt(w, 10);
	for (i = 0; i < 5; i++) {
		const char *text = read_whole(w, in_tree(w, ET_JOURNAL "/" ET_JOURNAL_OPEN));

		assert_null(et_journal_read(&w->arena, text, strlen(text), &journal));
		assert_non_null(
			et_journal_read(&w->arena, text, strlen(text) - 1 - i * 90, &journal));
	}
}

#define world_test(name) cmocka_unit_test_setup_teardown(name, begin_world, end_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(as_described),
		world_test(edited_after_swap),
		world_test(edited_before_swap),
		world_test(restored_by_hand),
		world_test(folder_in_use),
		world_test(links_since),
		world_test(old_file_lost),
		world_test(foreign_files),
		world_test(folder_is_none),
		world_test(damaged_journals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
