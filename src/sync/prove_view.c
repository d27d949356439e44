/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The view: see prove_int.h. Filled with links once; only the changed files are then put in and
 * taken out. What compilers and tools write as output is not in it, so that one that writes beside
 * its input makes a file in the view, and never follows a link to a real one.
 */
#include "file.h"
#include "prove_names.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_ENTRIES = 4000000, MAX_DEPTH = 200, MAX_REWRITTEN = 16 << 20 };

struct filler {
	struct prove *p;
	char path[PATH_MAX]; /* the real one; in the view it stands behind root */
	unsigned depth;
	bool made[MAX_DEPTH]; /* by depth: the folder is in the view */
};

static bool failed(struct prove *p, const char *path, const char *what)
{
	et_diag(p->diags, ET_ERROR, path, 0, NULL, "%s in the temporary folder (TMPDIR): %s", what,
		strerror(errno));
	return false;
}

/* Outputs and histories: nothing that a compiler reads, or that it may read only as they are now.
 */
static bool is_left_out(const char *name)
{
	static const char *const suffixes[] = {".o", ".a", ".so", ".d", ".i", ".ii", ".su", ".ci",
		".gcno", ".dwo", ".gch", ".pch", ".lst", ".o.tmp", NULL};
	size_t i;

	if (strcmp(name, ".git") == 0 || strcmp(name, ".hg") == 0 || strcmp(name, ".svn") == 0)
		return true;
	for (i = 0; suffixes[i]; i++)
		if (et_ends_with(name, suffixes[i]))
			return true;
	return false;
}

static bool in_view(char *out, const struct prove *p, const char *path)
{
	int length = snprintf(out, PATH_MAX, "%s%s", p->view.root, path);

	if (length >= 0 && length < PATH_MAX)
		return true;
	errno = ENAMETOOLONG;
	return false;
}

/* Makes a folder of the view, with those above it. */
static bool make_folder(struct prove *p, const char *path)
{
	char target[PATH_MAX];
	size_t i, start = strlen(p->view.root);

	if (!in_view(target, p, path))
		return failed(p, path, "cannot be shown");
	for (i = start + 1; target[start]; i++) {
		char end = target[i];

		if (end != '/' && end)
			continue;
		target[i] = '\0';
		if (mkdir(target, 0700) != 0 && errno != EEXIST)
			return failed(p, path, "cannot be shown");
		target[i] = end;
		if (!end)
			break;
	}
	return true;
}

/* A link of the tree: to where its target is in the view, where it is there. */
static bool show_link(struct prove *p, const char *path, const char *target)
{
	char text[PATH_MAX], real[PATH_MAX];
	const char *to = NULL;
	ssize_t length = readlink(path, text, sizeof(text) - 1);

	if (length < 0)
		return true; /* gone meanwhile */
	text[length] = '\0';
	if (realpath(path, real))
		to = prove_in_view(p, p->arena, real);
	else if (text[0] == '/')
		to = prove_in_view(p, p->arena, text);
	else
		strcpy(real, text);
	if (symlink(to ? to : real, target) == 0 || errno == EEXIST)
		return true;
	return failed(p, path, "cannot be linked");
}

/* Makes the folder that is being filled, once there is something to put there. */
static bool make_own_folder(struct filler *f, size_t length)
{
	char end = f->path[length];
	bool good;

	if (f->made[f->depth])
		return true;
	f->path[length] = '\0';
	good = make_folder(f->p, f->path);
	f->path[length] = end;
	f->made[f->depth] = true;
	return good;
}

static bool is_same_folder(const struct prove *p, const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 && status.st_dev == p->view.device &&
	       status.st_ino == p->view.inode;
}

static unsigned char type_of(const char *path, const struct dirent *entry)
{
	struct stat status;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type;
	if (lstat(path, &status) != 0)
		return DT_UNKNOWN;
	return S_ISDIR(status.st_mode)	 ? DT_DIR
	       : S_ISLNK(status.st_mode) ? DT_LNK
	       : S_ISREG(status.st_mode) ? DT_REG
					 : DT_UNKNOWN;
}

static bool fill(struct filler *f);

/* length: of the folder's path, behind which the entry's name stands. */
static bool fill_entry(struct filler *f, const struct dirent *entry, size_t length)
{
	struct prove *p = f->p;
	unsigned char type = type_of(f->path, entry);
	char target[PATH_MAX];

	if (++p->view.entries > MAX_ENTRIES) {
		et_diag(p->diags, ET_ERROR, f->path, 0, NULL,
			"more files than can be shown to a compiler: name the consumer's own root");
		return false;
	}
	if (type == DT_DIR)
		return is_same_folder(p, f->path) || fill(f);
	if ((type != DT_REG && type != DT_LNK) || is_left_out(entry->d_name) ||
		(type == DT_REG && !p->view.whole && !prove_was_looked_at(p->names, f->path)))
		return true;
	if (!make_own_folder(f, length))
		return false;
	if (!in_view(target, p, f->path))
		return failed(p, f->path, "cannot be shown");
	if (type == DT_LNK)
		return show_link(p, f->path, target);
	if (symlink(f->path, target) == 0 || errno == EEXIST)
		return true;
	return failed(p, f->path, "cannot be linked");
}

static bool fill(struct filler *f)
{
	size_t length = strlen(f->path);
	DIR *dir = f->depth + 1 < MAX_DEPTH ? opendir(f->path) : NULL;
	const struct dirent *entry;
	bool good = true;

	/* What can't be read by us, a compiler can't read either. */
	if (!dir)
		return true;
	f->depth++;
	f->made[f->depth] = false;
	if (f->p->view.whole || prove_was_looked_in(f->p->names, f->path))
		good = make_own_folder(f, length);
	while (good && (entry = readdir(dir)) != NULL) {
		size_t more = strlen(entry->d_name);

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
			length + 1 + more >= sizeof(f->path) || strcmp(entry->d_name, ".git") == 0)
			continue;
		f->path[length] = '/';
		memcpy(f->path + length + 1, entry->d_name, more + 1);
		good = !prove_interrupted(&f->p->pool) && fill_entry(f, entry, length);
		f->path[length] = '\0';
	}
	f->depth--;
	closedir(dir);
	return good;
}

/* An entry of a folder above a root, as a link; a link that leads into a root stays in the view. */
static bool show_sibling(struct prove *p, const char *path, const struct dirent *entry)
{
	char target[PATH_MAX];

	if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
		!in_view(target, p, path))
		return true;
	if (type_of(path, entry) == DT_LNK)
		return show_link(p, path, target);
	if (symlink(path, target) == 0 || errno == EEXIST)
		return true;
	return failed(p, path, "cannot be linked");
}

/* What lies beside a root, or beside a folder above one: "../../other/x.h". */
static bool show_beside(struct prove *p, const char *root)
{
	char folder[PATH_MAX], path[PATH_MAX];
	size_t length = strlen(root);
	bool good = true;

	memcpy(folder, root, length + 1);
	while (good && length > 1) {
		const struct dirent *entry;
		DIR *dir;

		while (length && folder[length - 1] != '/')
			length--;
		length -= length > 1;
		folder[length] = '\0';
		dir = opendir(folder);
		while (good && dir && (entry = readdir(dir)) != NULL)
			if (snprintf(path, sizeof(path), "%s/%s", length > 1 ? folder : "",
				    entry->d_name) < (int)sizeof(path))
				good = show_sibling(p, path, entry);
		if (dir)
			closedir(dir);
	}
	return good;
}

bool prove_view_open(struct prove *p)
{
	const char *base = getenv("TMPDIR");
	char *name, real[PATH_MAX];
	struct stat status;

	if (!base || base[0] != '/')
		base = "/tmp";
	name = et_join(p->arena, base, "/", "etalon-prove-XXXXXX");
	if (!mkdtemp(name))
		return failed(p, base, "cannot make a folder");
	p->view.top = name;
	if (!realpath(name, real) || lstat(real, &status) != 0)
		return failed(p, name, "cannot make a folder");
	p->view.top = et_strdup(p->arena, real);
	p->view.device = status.st_dev;
	p->view.inode = status.st_ino;
	p->view.root = et_join(p->arena, p->view.top, "/", "view");
	p->view.out = et_join(p->arena, p->view.top, "/", "out");
	if (mkdir(p->view.root, 0700) != 0 || mkdir(p->view.out, 0700) != 0)
		return failed(p, name, "cannot make a folder");
	return true;
}

static bool write_file(struct prove *p, const char *target, const char *data, size_t length)
{
	int fd = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = fd >= 0;

	while (good && length) {
		ssize_t n = write(fd, data, length);

		if (n < 0 && errno == EINTR)
			continue;
		good = n >= 0;
		if (good) {
			data += n;
			length -= (size_t)n;
		}
	}
	if (fd >= 0 && close(fd) != 0)
		good = false;
	return good ? true : failed(p, target, "cannot be written");
}

/* A file that includes others by absolute paths: a copy, in which those lead into the view. */
static bool show_rewritten(struct prove *p, const char *path)
{
	char target[PATH_MAX];
	struct et_text text;
	struct et_buf out;
	const char *at, *why = et_read_file(p->arena, AT_FDCWD, path, MAX_REWRITTEN, &text);
	bool good;

	if (why || !in_view(target, p, path))
		return true; /* as it is: the compiler will say */
	et_buf_init(&out);
	for (at = text.data; *at;) {
		size_t line = strcspn(at, "\n");
		const char *name = prove_absolute_include(at, line);

		line += at[line] == '\n';
		if (name && prove_in_view(p, p->arena,
				    et_strndup(p->arena, name, strcspn(name, "\">\n")))) {
			et_buf_add(&out, at, (size_t)(name - at));
			et_buf_puts(&out, p->view.root);
			et_buf_add(&out, name, (size_t)(at + line - name));
		} else {
			et_buf_add(&out, at, line);
		}
		at += line;
	}
	unlink(target);
	good = write_file(p, target, out.length ? out.data : "", out.length);
	et_buf_finish(&out);
	return good;
}

bool prove_view_fill(struct prove *p, bool whole)
{
	size_t i;

	p->view.whole = whole;
	for (i = 0; i < p->view.roots.count; i++)
		if (!make_folder(p, p->view.roots.items[i]))
			return false;
	for (i = 0; i < p->view.roots.count; i++) {
		struct filler *f = ET_NEW(p->arena, struct filler);

		f->p = p;
		strcpy(f->path, p->view.roots.items[i]);
		if (!fill(f) || !show_beside(p, p->view.roots.items[i]))
			return false;
	}
	for (i = 0; i < p->rewritten.count; i++)
		if (!show_rewritten(p, p->rewritten.items[i]))
			return false;
	return !prove_interrupted(&p->pool);
}

static bool show_change(struct prove *p, const struct prove_change *change, bool after)
{
	char target[PATH_MAX];
	const char *base = et_basename(change->path);
	struct stat status;

	if (!make_folder(p, et_strndup(p->arena, change->path, (size_t)(base - change->path - 1))))
		return false;
	if (!in_view(target, p, change->path))
		return failed(p, change->path, "cannot be shown");
	if (unlink(target) != 0 && errno != ENOENT)
		return failed(p, change->path, "cannot be replaced");
	if (after)
		return !change->file ||
		       write_file(p, target, change->file->data, change->file->length);
	if (change->is_new || lstat(change->path, &status) != 0)
		return true;
	if (S_ISLNK(status.st_mode))
		return show_link(p, change->path, target);
	return symlink(change->path, target) == 0 || failed(p, change->path, "cannot be linked");
}

bool prove_view_show(struct prove *p, bool after)
{
	size_t i;

	for (i = 0; i < p->changes.count; i++)
		if (!show_change(p, &p->changes.items[i], after))
			return false;
	p->view.after = after;
	return true;
}

static void remove_tree(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlinkat(fd, entry->d_name, 0) != 0)
			remove_tree(fd, entry->d_name);
	}
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	unlinkat(parent, name, AT_REMOVEDIR);
}

void prove_view_close(struct prove *p)
{
	if (p->view.top)
		remove_tree(AT_FDCWD, p->view.top);
	p->view.top = NULL;
}
