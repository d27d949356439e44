/* SPDX-License-Identifier: BSD-3-Clause */
#include "site.h"

#include "beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Headers have some kilobytes; what is far larger is not ours to replace. */
enum { LARGEST_FILE = 256 << 20, PIECE = 64 << 10 };

bool et_site_open(struct et_site *site, struct et_arena *arena, const char *root,
	const struct et_fs *fs, struct et_diags *diags)
{
	*site = (struct et_site){
		.arena = arena, .diags = diags, .fs = fs ? fs : &et_fs_real, .folder = -1};
	site->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (site->root < 0) {
		et_diag(diags, ET_ERROR, "", 0, NULL, "can't be opened: %s", strerror(errno));
		return false;
	}
	if (flock(site->root, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (errno == EWOULDBLOCK)
		et_diag(diags, ET_ERROR, "", 0, NULL,
			"another etalon is writing here: try again when it has ended");
	else
		et_diag(diags, ET_ERROR, "", 0, NULL, "can't be locked: %s", strerror(errno));
	et_site_close(site);
	return false;
}

void et_site_close(struct et_site *site)
{
	if (site->folder >= 0)
		close(site->folder);
	if (site->root >= 0)
		close(site->root);
	site->folder = -1;
	site->root = -1;
}

bool et_site_enter(struct et_site *site)
{
	site->folder = et_fs_open_beneath(site->fs, site->root, ET_JOURNAL, O_RDONLY | O_DIRECTORY);
	if (site->folder >= 0)
		return true;
	et_diag(site->diags, ET_ERROR, ET_JOURNAL, 0, NULL, "can't be opened as a folder: %s",
		strerror(errno));
	return false;
}

int et_site_parent(const struct et_site *site, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');

	*name = slash ? slash + 1 : path;
	return et_fs_open_beneath(site->fs, site->root,
		slash ? et_strndup(site->arena, path, (size_t)(slash - path)) : ".",
		O_RDONLY | O_DIRECTORY);
}

void et_site_fail(const struct et_site *site, const char *path, const char *what)
{
	const char *slash = strrchr(path, '/');
	int error = errno;
	enum et_way way = ET_WAY_CLEAR;
	size_t reached = 0;
	const char *part;

	if (slash && (error == ELOOP || error == ENOTDIR || error == EXDEV))
		way = et_look_beneath(site->root, path, (size_t)(slash - path), &reached);
	part = et_strndup(site->arena, path, reached);
	if (way == ET_WAY_LINK)
		et_diag(site->diags, ET_ERROR, path, 0, NULL,
			"can't be %s: %s is a link, and etalon writes through none; put a folder "
			"in its place",
			what, part);
	else if (way == ET_WAY_FILE)
		et_diag(site->diags, ET_ERROR, path, 0, NULL, "can't be %s: %s is no folder", what,
			part);
	else if (way == ET_WAY_MOUNT || error == EXDEV)
		et_diag(site->diags, ET_ERROR, path, 0, NULL,
			"can't be %s: %s is on another filesystem, where no rename from here leads",
			what, way == ET_WAY_MOUNT ? part : "its folder");
	else
		et_diag(site->diags, ET_ERROR, path, 0, NULL, "can't be %s: %s", what,
			strerror(error));
}

static enum et_seen_kind kind_of(mode_t mode)
{
	return S_ISREG(mode) ? ET_SEEN_FILE : S_ISLNK(mode) ? ET_SEEN_LINK : ET_SEEN_OTHER;
}

/*
 * Reads the bytes of an open file that were there when its size was asked; that it has grown since
 * shows in its status. Returns 0 or -1 with errno.
 */
static int hash_file(
	const struct et_site *site, int fd, uint64_t size, char digits[ET_SHA256_DIGITS + 1])
{
	struct et_sha256 hash;
	unsigned char piece[PIECE];

	if (size > LARGEST_FILE) {
		errno = EFBIG;
		return -1;
	}
	et_sha256_begin(&hash);
	while (hash.length < size) {
		uint64_t rest = size - hash.length;
		ssize_t n = et_fs_read(site->fs, fd, piece, rest < PIECE ? (size_t)rest : PIECE);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		et_sha256_add(&hash, piece, (size_t)n);
	}
	et_sha256_end(&hash, digits);
	return 0;
}

static void see_file(const struct et_site *site, int parent, const char *name, struct et_seen *seen)
{
	int fd;

	if (et_fs_stat(site->fs, parent, name, &seen->status) != 0) {
		seen->kind = errno == ENOENT ? ET_SEEN_NOTHING : ET_SEEN_UNKNOWN;
		return;
	}
	seen->kind = kind_of(seen->status.st_mode);
	if (seen->kind != ET_SEEN_FILE)
		return;
	fd = et_fs_open_beneath(site->fs, parent, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || fstat(fd, &seen->status) != 0) {
		seen->kind = ET_SEEN_UNKNOWN;
	} else {
		seen->kind = kind_of(seen->status.st_mode);
		if (seen->kind == ET_SEEN_FILE &&
			hash_file(site, fd, (uint64_t)seen->status.st_size, seen->hash) != 0)
			seen->kind = ET_SEEN_UNKNOWN;
	}
	if (fd >= 0) {
		int error = errno;

		close(fd);
		errno = error;
	}
}

struct et_seen et_site_see(const struct et_site *site, const char *path)
{
	struct et_seen seen = {.kind = ET_SEEN_NOTHING};
	const char *name;
	int parent = et_site_parent(site, path, &name);

	if (parent < 0) {
		if (errno != ENOENT)
			seen.kind = ET_SEEN_UNKNOWN;
		return seen;
	}
	see_file(site, parent, name, &seen);
	if (seen.kind == ET_SEEN_UNKNOWN) {
		int error = errno;

		close(parent);
		errno = error;
		return seen;
	}
	close(parent);
	return seen;
}
