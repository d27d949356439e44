/* SPDX-License-Identifier: BSD-3-Clause */
/* A disk that is really full, rights that are really gone, a disk within the tree. */
#include "sync_testing.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

enum { NOBODY = 65534, SKIPPED = 77, FAILED = 1 };

/* Runs in a child of its own, which may do to itself what can't be undone. */
static void run_alone(struct world *w, int (*run)(struct world *w))
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		_exit(run(w));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == SKIPPED)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int complain(struct world *w, const char *what)
{
	print_message("%s\n", what);
	print_messages(w);
	return FAILED;
}

/* Mounts that only this process sees, where that is allowed. */
static bool can_mount(void)
{
	if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return false;
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

enum { MANY = 20, LARGE = 9000 };

/* MANY large files, half of them replaced. */
static struct et_write *large_writes(struct world *w, char letter)
{
	struct et_write *writes = ET_NEW_ARRAY(&w->arena, MANY, struct et_write);
	char *data = et_alloc(&w->arena, LARGE);
	int i;

	memset(data, letter, LARGE);
	for (i = 0; i < MANY; i++)
		writes[i] = (struct et_write){
			et_sprintf(&w->arena, "dir%d/file%d.h", i % 4, i), data, LARGE, NULL};
	return writes;
}

/* Applies on a tmpfs that gets a little larger each time, until all fits. */
static int fill_disk(struct world *w, const char *limit, unsigned from)
{
	unsigned size;
	unsigned failures = 0;

	for (size = from; size < 500; size++) {
		char *before;
		const char *options;
		struct et_write *writes;
		bool ok;

		et_arena_finish(&w->arena);
		et_diags_init(&w->diags, &w->arena);
		options = et_sprintf(&w->arena, "%s=%u", limit, size);
		if (mount("none", w->root, "tmpfs", 0, options) != 0)
			return SKIPPED;
		writes = large_writes(w, 'a');
		if (!et_apply(&w->arena, w->root, writes, MANY / 2, &w->diags)) {
			umount(w->root);
			continue; /* not even the old ones */
		}
		before = strdup(picture(w));
		ok = et_apply(&w->arena, w->root, large_writes(w, 'b'), MANY, &w->diags);
		if (!ok) {
			failures++;
			if (strcmp(picture(w), before) != 0 || et_is_interrupted(w->root))
				return complain(w, "the tree was not as before");
			if (!strstr(w->diags.list.items[0].text, "No space left"))
				return complain(w, "no word about space");
		}
		free(before);
		if (umount(w->root) != 0)
			return complain(w, "something is still open in the tree");
		if (ok)
			return failures ? 0 : complain(w, "the disk was never full");
	}
	return complain(w, "it never fitted");
}

static int fill_blocks(struct world *w)
{
	return can_mount() ? fill_disk(w, "nr_blocks", 20) : SKIPPED;
}

static int fill_inodes(struct world *w)
{
	return can_mount() ? fill_disk(w, "nr_inodes", 10) : SKIPPED;
}

static void full_disk(void **state)
{
	run_alone(*state, fill_blocks);
}

static void no_more_files(void **state)
{
	run_alone(*state, fill_inodes);
}

static int other_disk(struct world *w)
{
	static const struct et_write write = NEW_TEXT("linux/new.h", "new");

	if (!can_mount() || mount("none", in_tree(w, "linux"), "tmpfs", 0, NULL) != 0)
		return SKIPPED;
	if (et_apply(&w->arena, w->root, &write, 1, &w->diags) ||
		!has_message(w, "linux/new.h", "linux is on another filesystem") ||
		et_is_interrupted(w->root))
		return complain(w, "it went over to another disk");
	/* A part of the same disk, mounted there, has no name of its own. */
	umount(in_tree(w, "linux"));
	if (mount(in_tree(w, "some"), in_tree(w, "linux"), NULL, MS_BIND, NULL) != 0)
		return SKIPPED;
	et_diags_init(&w->diags, &w->arena);
	if (et_apply(&w->arena, w->root, &write, 1, &w->diags) || et_is_interrupted(w->root))
		return complain(w, "it went over to another mount");
	return 0;
}

static void disk_in_tree(void **state)
{
	run_alone(*state, other_disk);
}

static int give(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return lchown(path, NOBODY, NOBODY);
}

/* Becomes somebody whom modes stop. */
static bool is_ordinary(struct world *w)
{
	if (geteuid() != 0)
		return true;
	return chmod(w->base, 0755) == 0 && nftw(w->root, give, 16, FTW_PHYS) == 0 &&
	       setgid(NOBODY) == 0 && setuid(NOBODY) == 0;
}

static bool apply(struct world *w)
{
	et_diags_init(&w->diags, &w->arena);
	return et_apply(&w->arena, w->root, tree_writes, N_WRITES, &w->diags);
}

/* Each folder in turn can't be written to: all is as before, modes too. */
static int without_rights(struct world *w)
{
	static const char *const folders[] = {"", "bin", "linux", "some", "sub/deep"};
	const char *before;
	size_t i;

	if (!is_ordinary(w))
		return SKIPPED;
	for (i = 0; i < 5; i++) {
		chmod(in_tree(w, folders[i]), 0555);
		before = picture(w);
		if (apply(w) || strcmp(picture(w), before) != 0 || et_is_interrupted(w->root) ||
			!strstr(w->diags.list.items[0].text, "Permission denied"))
			return complain(w, folders[i]);
		chmod(in_tree(w, folders[i]), 0755);
	}
	/* What can't be read is not replaced: nobody could say whether it was edited. */
	chmod(in_tree(w, "linux/a.h"), 0);
	if (apply(w) || !has_message(w, "linux/a.h", "can't be read"))
		return complain(w, "it replaced what it could not read");
	chmod(in_tree(w, "linux/a.h"), 0644);
	return apply(w) ? 0 : complain(w, "with all rights it failed, too");
}

static void rights_are_gone(void **state)
{
	run_alone(*state, without_rights);
}

/* Takes rights away when half is done. */
static int take_rights(void *data, enum et_call call, bool done)
{
	struct world *w = data;

	if (call == ET_CALL_RENAME && !done && access(in_tree(w, "fresh/two/z.h"), F_OK) == 0) {
		chmod(in_tree(w, "bin"), 0555);
		chmod(in_tree(w, "linux"), 0555);
	}
	return 0;
}

/* Going back can't work then. When the rights are there again, it does. */
static int rights_in_between(struct world *w)
{
	const struct et_fs fs = {take_rights, w};
	const char *before = picture(w);

	if (!is_ordinary(w))
		return SKIPPED;
	if (et_apply_with(&w->arena, w->root, tree_writes, N_WRITES, &fs, &w->diags) ||
		!et_is_interrupted(w->root) || !has_message(w, "", "between two states") ||
		!has_message(w, "bin/tool.sh", "can't be put back: Permission denied"))
		return complain(w, "rights were gone, and it did not say so");
	et_diags_init(&w->diags, &w->arena);
	if (et_recover(&w->arena, w->root, &w->diags) != ET_RECOVERY_FAILED)
		return complain(w, "recovery without rights");
	chmod(in_tree(w, "bin"), 0755);
	chmod(in_tree(w, "linux"), 0755);
	et_diags_init(&w->diags, &w->arena);
	if (et_recover(&w->arena, w->root, &w->diags) != ET_RECOVERY_BACK ||
		strcmp(picture(w), before) != 0 || et_is_interrupted(w->root))
		return complain(w, "recovery with rights");
	return 0;
}

static void rights_go_meanwhile(void **state)
{
	run_alone(*state, rights_in_between);
}

/* Run by root, a sync leaves files to those who had them. */
static void owners_stay(void **state)
{
	struct world *w = *state;
	struct stat status;

	if (geteuid() != 0)
		skip();
	assert_int_equal(nftw(w->root, give, 16, FTW_PHYS), 0);
	assert_true(apply(w));
	assert_int_equal(stat(in_tree(w, "bin/tool.sh"), &status), 0);
	assert_int_equal(status.st_uid, NOBODY);
	assert_int_equal(status.st_gid, NOBODY);
	assert_int_equal(status.st_mode & 07777, 0755);
}

#define world_test(name) cmocka_unit_test_setup_teardown(name, begin_world, end_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		world_test(full_disk),
		world_test(no_more_files),
		world_test(disk_in_tree),
		world_test(rights_are_gone),
		world_test(rights_go_meanwhile),
		world_test(owners_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
