/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Putting files aside, swapping them in, and the decision between: docs/sync-journal.md. Whatever
 * fails on the way is left to et_site_settle(), which goes by what is on the disk.
 */
#include "examine.h"

#include "str.h"

#include <errno.h>
#include <unistd.h>

struct apply {
	struct et_site site;
	struct et_examined examined;
};

/*
 * Whoever owned the replaced file owns the new one, which may be more than we are allowed to give;
 * and it keeps its mode.
 */
static int match_owner_and_mode(const struct et_site *site, int fd, const struct stat *old)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return -1;
	if ((status.st_uid != old->st_uid || status.st_gid != old->st_gid) &&
		et_fs_own(site->fs, fd, old->st_uid, old->st_gid) != 0 && errno != EPERM)
		return -1;
	if (status.st_mode == old->st_mode)
		return 0;
	return et_fs_mode(site->fs, fd, old->st_mode & 07777);
}

/* Writes a file into the journal's folder. */
static bool put_aside(const struct et_site *site, const char *name, const char *data, size_t length,
	const struct stat *old)
{
	int fd = et_fs_create(site->fs, site->folder, name, 0644);
	bool ok;
	int error;

	if (fd < 0)
		return false;
	ok = et_fs_write(site->fs, fd, data, length) == 0;
	if (ok && old)
		ok = match_owner_and_mode(site, fd, old) == 0;
	error = errno;
	if (et_fs_close(site->fs, fd) != 0)
		return false;
	errno = error;
	return ok;
}

static bool stage(struct apply *apply)
{
	struct et_site *site = &apply->site;
	const struct et_journal *journal = &apply->examined.journal;
	struct et_buf text = {0};
	size_t i;
	bool ok;

	for (i = 0; i < journal->swaps.count; i++) {
		const struct et_swap *swap = &journal->swaps.items[i];
		const struct et_action *action = &apply->examined.actions.items[i];
		char name[ET_JOURNAL_NAME];

		if (!swap->new_hash)
			continue;
		et_journal_name(name, "new", i);
		if (!put_aside(site, name, action->write->data, action->write->length,
			    swap->old_hash ? &action->old : NULL)) {
			et_site_fail(site, swap->path, "written beside its place");
			return false;
		}
	}
	et_journal_write(&text, journal);
	/* One syncfs() for all: an fsync() for each file takes twenty times as long. */
	ok = put_aside(site, ET_JOURNAL_DRAFT, text.data, text.length, NULL) &&
	     et_fs_sync_all(site->fs, site->root) == 0 &&
	     et_fs_move(site->fs, site->folder, ET_JOURNAL_DRAFT, site->folder, ET_JOURNAL_OPEN) ==
		     0 &&
	     et_fs_sync(site->fs, site->folder) == 0;
	if (!ok)
		et_site_fail(site, ET_JOURNAL, "written");
	et_buf_finish(&text);
	return ok;
}

static bool make_folder(const struct et_site *site, const char *path)
{
	const char *name;
	int parent = et_site_parent(site, path, &name);
	bool ok = parent >= 0 && et_fs_mkdir(site->fs, parent, name, 0755) == 0;

	if (!ok)
		et_site_fail(site, path, "made");
	if (parent >= 0)
		close(parent);
	return ok;
}

/*
 * Whether what was taken away is the very file that was looked at. An editor may have written to it
 * since, or a link may have taken its place: then it goes back.
 */
static bool is_same(const struct stat *left, const struct stat *right)
{
	return left->st_mode == right->st_mode && left->st_dev == right->st_dev &&
	       left->st_ino == right->st_ino && left->st_size == right->st_size &&
	       left->st_mtim.tv_sec == right->st_mtim.tv_sec &&
	       left->st_mtim.tv_nsec == right->st_mtim.tv_nsec;
}

/* Takes the old file away. */
static bool take(struct apply *apply, size_t index, int parent, const char *name)
{
	const struct et_site *site = &apply->site;
	const char *path = apply->examined.journal.swaps.items[index].path;
	char aside[ET_JOURNAL_NAME];
	struct stat status;

	et_journal_name(aside, "old", index);
	if (et_fs_move(site->fs, parent, name, site->folder, aside) != 0 ||
		et_fs_stat(site->fs, site->folder, aside, &status) != 0) {
		et_site_fail(site, path, "replaced");
		return false;
	}
	if (is_same(&status, &apply->examined.actions.items[index].old))
		return true;
	et_diag(site->diags, ET_ERROR, path, 0, NULL,
		S_ISLNK(status.st_mode) ? "has become a link while etalon worked"
					: "has changed while etalon worked");
	return false;
}

static bool swap_file(struct apply *apply, size_t index)
{
	const struct et_site *site = &apply->site;
	const struct et_swap *swap = &apply->examined.journal.swaps.items[index];
	char aside[ET_JOURNAL_NAME];
	const char *name;
	int parent = et_site_parent(site, swap->path, &name);
	bool ok = true;

	if (parent < 0) {
		et_site_fail(site, swap->path, "replaced");
		return false;
	}
	if (swap->old_hash)
		ok = take(apply, index, parent, name);
	if (ok && swap->new_hash) {
		et_journal_name(aside, "new", index);
		ok = et_fs_move(site->fs, site->folder, aside, parent, name) == 0;
		if (!ok)
			et_site_fail(site, swap->path, "written");
	}
	close(parent);
	return ok;
}

static bool swap_all(struct apply *apply)
{
	const struct et_journal *journal = &apply->examined.journal;
	size_t i;

	for (i = 0; i < journal->folders.count; i++) {
		if (!make_folder(&apply->site, journal->folders.items[i]))
			return false;
	}
	for (i = 0; i < journal->swaps.count; i++) {
		if (!swap_file(apply, i))
			return false;
	}
	if (et_fs_sync_all(apply->site.fs, apply->site.root) == 0)
		return true;
	et_site_fail(&apply->site, "", "made durable");
	return false;
}

/*
 * Renames the journal: before it, recovery goes back, behind it, forward. When it can't be said to
 * have happened for good it is taken back; et_site_settle() then finds what there is. Returns
 * errno, or 0.
 */
static int decide(const struct et_site *site)
{
	int error;

	if (et_fs_move(site->fs, site->folder, ET_JOURNAL_OPEN, site->folder, ET_JOURNAL_DONE) ==
			0 &&
		et_fs_sync(site->fs, site->folder) == 0)
		return 0;
	error = errno;
	et_fs_move(site->fs, site->folder, ET_JOURNAL_DONE, site->folder, ET_JOURNAL_OPEN);
	return error;
}

/* Whether no earlier sync has left its journal. */
static bool is_free(struct et_site *site)
{
	struct stat status;

	if (et_fs_stat(site->fs, site->root, ET_JOURNAL, &status) == 0) {
		et_diag(site->diags, ET_ERROR, ET_JOURNAL, 0, NULL,
			"is there: an earlier sync was interrupted, and has to be recovered from "
			"first");
		return false;
	}
	if (errno != ENOENT) {
		et_site_fail(site, ET_JOURNAL, "looked at");
		return false;
	}
	return true;
}

/*
 * Brings what was begun to its end, and says how it ended where that is not what was wanted. error
 * is errno when it was the decision that failed.
 */
static bool conclude(struct et_site *site, int error)
{
	bool decided = false;
	enum et_recovery recovery = et_site_settle(site, &decided);

	if (recovery == ET_RECOVERY_FORWARD)
		return true;
	if (error) {
		errno = error;
		et_site_fail(site, ET_JOURNAL, "renamed for good");
	}
	if (recovery != ET_RECOVERY_FAILED)
		et_diag(site->diags, ET_NOTE, "", 0, NULL, "all files are as they were before");
	else if (decided)
		et_diag(site->diags, ET_ERROR, "", 0, NULL,
			"all files are as planned, but " ET_JOURNAL
			" could not be cleared; recovery does the rest");
	else
		et_diag(site->diags, ET_ERROR, "", 0, NULL,
			"is between two states, until recovery brings it back to the first");
	return false;
}

static bool run(struct apply *apply)
{
	struct et_site *site = &apply->site;
	int error = 0;

	if (et_fs_mkdir(site->fs, site->root, ET_JOURNAL, 0700) != 0)
		et_site_fail(site, ET_JOURNAL, "made");
	else if (et_site_enter(site) && stage(apply) && swap_all(apply))
		error = decide(site);
	return conclude(site, error);
}

bool et_apply_with(struct et_arena *arena, const char *root, const struct et_write *writes,
	size_t n, const struct et_fs *fs, struct et_diags *diags)
{
	struct apply apply;
	bool ok;

	if (!et_site_open(&apply.site, arena, root, fs, diags))
		return false;
	ok = is_free(&apply.site) && et_examine(&apply.site, writes, n, &apply.examined);
	if (ok && apply.examined.journal.swaps.count)
		ok = run(&apply);
	et_site_close(&apply.site);
	return ok;
}

bool et_apply_check(struct et_arena *arena, const char *root, const struct et_write *writes,
	size_t n, struct et_diags *diags)
{
	struct apply apply;
	bool ok;

	if (!et_site_open(&apply.site, arena, root, NULL, diags))
		return false;
	ok = is_free(&apply.site) && et_examine(&apply.site, writes, n, &apply.examined);
	et_site_close(&apply.site);
	return ok;
}

bool et_apply(struct et_arena *arena, const char *root, const struct et_write *writes, size_t n,
	struct et_diags *diags)
{
	return et_apply_with(arena, root, writes, n, NULL, diags);
}
