/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ending a sync, whether it went well, failed or was killed. Every step looks at what is on the
 * disk and may be repeated, so that recovery may itself be interrupted: docs/sync-journal.md.
 */
#include "site.h"

#include "beneath.h"
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void warn(const struct et_site *site, const char *path, const char *text)
{
	et_diag(site->diags, ET_WARNING, path, 0, NULL, "%s", text);
}

/* Whether the folder has a file of that name. 0 or 1; -1 with an error. */
static int has(const struct et_site *site, const char *name)
{
	struct stat status;

	if (et_fs_stat(site->fs, site->folder, name, &status) == 0)
		return 1;
	if (errno == ENOENT)
		return 0;
	et_site_fail(site, et_join(site->arena, ET_JOURNAL, "/", name), "looked at");
	return -1;
}

static bool read_journal(struct et_site *site, const char *name, struct et_journal *journal)
{
	const char *path = et_join(site->arena, ET_JOURNAL, "/", name);
	int fd = et_fs_open_beneath(site->fs, site->folder, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	struct et_text text;
	const char *error;

	if (fd < 0) {
		et_site_fail(site, path, "read");
		return false;
	}
	error = et_read_fd(site->arena, fd, ET_JOURNAL_LARGEST, &text);
	close(fd);
	if (!error)
		error = et_journal_read(site->arena, text.data, text.length, journal);
	if (error)
		et_diag(site->diags, ET_ERROR, path, 0, NULL,
			"can't be used: %s; the files old.0, old.1 … beside it are what was at the "
			"paths of its first, second … \"swap\" line",
			error);
	return !error;
}

/* Moves a file of the folder to a path, over what may be there. */
static bool put_back(const struct et_site *site, const char *aside, const char *path)
{
	const char *name;
	int parent = et_site_parent(site, path, &name);
	bool ok = parent >= 0 && et_fs_replace(site->fs, site->folder, aside, parent, name) == 0;

	if (!ok)
		et_site_fail(site, path, "put back");
	if (parent >= 0)
		close(parent);
	return ok;
}

/* Moves what has a path into the folder. */
static bool take_back(const struct et_site *site, const char *path, const char *aside)
{
	const char *name;
	int parent = et_site_parent(site, path, &name);
	bool ok = parent >= 0 && et_fs_move(site->fs, parent, name, site->folder, aside) == 0;

	if (!ok)
		et_site_fail(site, path, "taken back");
	if (parent >= 0)
		close(parent);
	return ok;
}

static bool is_hash(const struct et_seen *seen, const char *hash)
{
	return hash && seen->kind == ET_SEEN_FILE && strcmp(seen->hash, hash) == 0;
}

static const char stays[] = "is not what it was before the sync that was interrupted, nor is that "
			    "etalon's doing: it stays as it is";

/* Undoes the swap of a file that was there before. taken: what was there is put aside. */
static bool undo_replacement(const struct et_site *site, const struct et_swap *swap,
	const char *aside, bool taken, bool staged)
{
	struct et_seen seen = et_site_see(site, swap->path);

	if (!taken && staged) { /* never touched */
		if (!is_hash(&seen, swap->old_hash))
			warn(site, swap->path, stays);
		return true;
	}
	if (seen.kind == ET_SEEN_UNKNOWN) {
		et_site_fail(site, swap->path, "read");
		return false;
	}
	if (!taken && is_hash(&seen, swap->new_hash)) {
		et_diag(site->diags, ET_ERROR, swap->path, 0, NULL,
			"is the new file, and the old one is gone from " ET_JOURNAL
			": bring the old one back, as from version control, and recover again");
		return false;
	}
	if (!taken) { /* a removal that was not made, or a file that is back already */
		if (!is_hash(&seen, swap->old_hash))
			warn(site, swap->path, stays);
		return true;
	}
	if (seen.kind == ET_SEEN_NOTHING || is_hash(&seen, swap->old_hash) ||
		is_hash(&seen, swap->new_hash))
		return put_back(site, aside, swap->path);
	et_diag(site->diags, ET_ERROR, swap->path, 0, NULL,
		"has been changed since the sync was interrupted; the file that was there before "
		"is "
		"%s/%s: move yours away, and recover again",
		ET_JOURNAL, aside);
	return false;
}

/* Undoes the swap of a file that was not there before. */
static bool undo_addition(
	const struct et_site *site, const struct et_swap *swap, const char *aside, bool staged)
{
	struct et_seen seen = et_site_see(site, swap->path);

	if (seen.kind == ET_SEEN_NOTHING)
		return true;
	if (staged) { /* what is there did not come from us */
		warn(site, swap->path, stays);
		return true;
	}
	if (seen.kind == ET_SEEN_UNKNOWN) {
		et_site_fail(site, swap->path, "read");
		return false;
	}
	if (is_hash(&seen, swap->new_hash))
		return take_back(site, swap->path, aside);
	et_diag(site->diags, ET_ERROR, swap->path, 0, NULL,
		"has been changed since the sync was interrupted, and was not there before: move "
		"it "
		"away, and recover again");
	return false;
}

static bool undo_swap(const struct et_site *site, const struct et_swap *swap, size_t index)
{
	char new_name[ET_JOURNAL_NAME];
	char old_name[ET_JOURNAL_NAME];
	int staged;
	int taken;

	et_journal_name(new_name, "new", index);
	et_journal_name(old_name, "old", index);
	staged = has(site, new_name);
	taken = has(site, old_name);
	if (staged < 0 || taken < 0)
		return false;
	if (swap->old_hash)
		return undo_replacement(site, swap, old_name, taken, staged);
	return undo_addition(site, swap, new_name, staged);
}

/*
 * Removes an empty folder. Returns whether the one above may be empty now, too; false in *ok with
 * an error. A folder that is in use or is none any more stays.
 */
static bool remove_folder(const struct et_site *site, const char *path, bool *ok)
{
	const char *name;
	int parent = et_site_parent(site, path, &name);
	bool gone = parent >= 0 && et_fs_rmdir(site->fs, parent, name) == 0;
	int error = gone ? 0 : errno;

	if (parent >= 0)
		close(parent);
	if (gone || error == ENOENT)
		return true;
	if (error != ENOTEMPTY && error != EEXIST && error != ENOTDIR && error != ELOOP) {
		errno = error;
		et_site_fail(site, path, "removed");
		*ok = false;
	}
	return false;
}

/* Before all swaps were made: everything goes back. */
static bool go_back(struct et_site *site)
{
	struct et_journal journal;
	bool ok = true;
	size_t i;

	if (!read_journal(site, ET_JOURNAL_OPEN, &journal))
		return false;
	for (i = journal.swaps.count; i-- > 0;)
		ok &= undo_swap(site, &journal.swaps.items[i], i);
	for (i = journal.folders.count; ok && i-- > 0;)
		remove_folder(site, journal.folders.items[i], &ok);
	if (!ok)
		return false;
	if (et_fs_sync_all(site->fs, site->root) == 0 &&
		et_fs_unlink(site->fs, site->folder, ET_JOURNAL_OPEN) == 0)
		return true;
	et_site_fail(site, ET_JOURNAL, "ended");
	return false;
}

/* Removes the folders that a removed file has left empty. */
static bool remove_emptied(const struct et_site *site, const char *path)
{
	bool ok = true;
	const char *slash = strrchr(path, '/');

	while (slash) {
		path = et_strndup(site->arena, path, (size_t)(slash - path));
		if (!remove_folder(site, path, &ok))
			break;
		slash = strrchr(path, '/');
	}
	return ok;
}

/* After all swaps were made: what is left is to remove what they left behind. */
static bool go_forward(struct et_site *site)
{
	struct et_journal journal;
	bool ok = true;
	size_t i;

	if (!read_journal(site, ET_JOURNAL_DONE, &journal))
		return false;
	/* Before an old file is removed there must be no way back to the other state. */
	if (et_fs_sync(site->fs, site->folder) != 0) {
		et_site_fail(site, ET_JOURNAL, "made durable");
		return false;
	}
	for (i = 0; i < journal.swaps.count; i++) {
		if (!journal.swaps.items[i].new_hash)
			ok &= remove_emptied(site, journal.swaps.items[i].path);
	}
	return ok;
}

/* The names in the folder, NULL-terminated; NULL with an error. */
static const char *const *list_folder(struct et_site *site)
{
	ET_ARRAY(const char *) names = {0};
	int fd = et_fs_open_beneath(site->fs, site->folder, ".", O_RDONLY | O_DIRECTORY);
	DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	if (!stream) {
		et_site_fail(site, ET_JOURNAL, "listed");
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	errno = 0;
	while ((entry = readdir(stream)))
		*ET_APPEND(site->arena, &names) = et_strdup(site->arena, entry->d_name);
	if (errno) {
		et_site_fail(site, ET_JOURNAL, "listed");
		closedir(stream);
		return NULL;
	}
	closedir(stream);
	*ET_APPEND(site->arena, &names) = NULL;
	return names.items;
}

/* Removes the folder with all that is ours in it; the journal goes last. */
static bool clear(struct et_site *site, bool decided)
{
	const char *const *names = list_folder(site);
	ET_ARRAY(const char *) ours = {0};

	if (!names)
		return false;
	for (; *names; names++) {
		bool old = et_journal_is(*names, "old");

		if (old && !decided) {
			et_diag(site->diags, ET_ERROR,
				et_join(site->arena, ET_JOURNAL, "/", *names), 0, NULL,
				"is a file of yours that an interrupted sync put aside, and its "
				"journal is gone: move it to where it belongs, and recover again");
			return false;
		}
		if (old || et_journal_is(*names, "new") || strcmp(*names, ET_JOURNAL_DRAFT) == 0)
			*ET_APPEND(site->arena, &ours) = *names;
	}
	if (et_fs_unlink_all(site->fs, site->folder, ours.items, ours.count) == 0 &&
		(!decided || et_fs_unlink(site->fs, site->folder, ET_JOURNAL_DONE) == 0) &&
		et_fs_rmdir(site->fs, site->root, ET_JOURNAL) == 0)
		return true;
	et_site_fail(site, ET_JOURNAL, "removed");
	return false;
}

enum et_recovery et_site_settle(struct et_site *site, bool *decided)
{
	struct stat status;
	int open;
	int done;

	*decided = false;
	if (et_fs_stat(site->fs, site->root, ET_JOURNAL, &status) != 0) {
		if (errno == ENOENT)
			return ET_RECOVERY_NONE;
		et_site_fail(site, ET_JOURNAL, "looked at");
		return ET_RECOVERY_FAILED;
	}
	if (site->folder < 0 && !et_site_enter(site))
		return ET_RECOVERY_FAILED;
	open = has(site, ET_JOURNAL_OPEN);
	done = has(site, ET_JOURNAL_DONE);
	if (open < 0 || done < 0)
		return ET_RECOVERY_FAILED;
	*decided = done && !open;
	if (open ? !go_back(site) : done && !go_forward(site))
		return ET_RECOVERY_FAILED;
	if (!clear(site, *decided))
		return ET_RECOVERY_FAILED;
	return *decided ? ET_RECOVERY_FORWARD : open ? ET_RECOVERY_BACK : ET_RECOVERY_NONE;
}

enum et_recovery et_recover_with(
	struct et_arena *arena, const char *root, const struct et_fs *fs, struct et_diags *diags)
{
	enum et_recovery recovery;
	struct et_site site;
	bool decided;

	if (!et_is_interrupted(root))
		return ET_RECOVERY_NONE;
	if (!et_site_open(&site, arena, root, fs, diags))
		return ET_RECOVERY_FAILED;
	recovery = et_site_settle(&site, &decided);
	et_site_close(&site);
	return recovery;
}

enum et_recovery et_recover(struct et_arena *arena, const char *root, struct et_diags *diags)
{
	return et_recover_with(arena, root, NULL, diags);
}
