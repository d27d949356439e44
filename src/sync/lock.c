/* SPDX-License-Identifier: BSD-3-Clause */
#include "lock.h"

#include "beneath.h"
#include "file.h"
#include "yaml.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FORMAT 1
#define PREFIX "sha256:"

static const char *const keys[] = {"format", "etalon", "source", "revision", "version", "profile",
	"release", "edition", "files", NULL};

/* The text of a key, which may be missing where it is optional. */
static const char *text_of(
	struct et_diags *diags, const struct et_yaml *root, const char *key, bool optional)
{
	const struct et_yaml *node =
		optional ? et_yaml_get(root, key) : et_yaml_need(diags, root, "the lock", key);

	return et_yaml_text(diags, node, key);
}

static int compare_files(const void *left, const void *right)
{
	return strcmp(((const struct et_locked_file *)left)->path,
		((const struct et_locked_file *)right)->path);
}

static void read_file(struct et_diags *diags, const struct et_yaml *key,
	const struct et_yaml *value, struct et_locked_file *file)
{
	const char *hash = et_yaml_text(diags, value, "a file's hash");

	file->path = key->text;
	if (!et_is_plain_path(key->text))
		et_yaml_error(diags, key, "'%s' is not the plain path of a file below the folder",
			key->text);
	if (!hash)
		return;
	if (!et_starts_with(hash, PREFIX) || !et_is_sha256(hash + strlen(PREFIX))) {
		et_yaml_error(diags, value,
			"the hash of %s is to be " PREFIX "and 64 lower-case hexadecimal digits",
			key->text);
		return;
	}
	file->hash = hash + strlen(PREFIX);
}

static void read_files(struct et_arena *arena, struct et_diags *diags, const struct et_yaml *node,
	struct et_lock *lock)
{
	struct et_locked_file *files;
	size_t i;

	if (!et_yaml_is(diags, node, "files", ET_YAML_MAPPING))
		return;
	files = ET_NEW_ARRAY(arena, node->count, struct et_locked_file);
	for (i = 0; i < node->count; i++)
		read_file(diags, node->keys[i], node->items[i], &files[i]);
	/* Merged by hand it may be in another order. */
	if (node->count)
		qsort(files, node->count, sizeof(*files), compare_files);
	lock->files = files;
	lock->n_files = node->count;
}

static void read_lock(struct et_arena *arena, struct et_diags *diags, const struct et_yaml *root,
	struct et_lock *lock)
{
	uint64_t format = 0;

	if (!et_yaml_is(diags, root, "the lock", ET_YAML_MAPPING))
		return;
	if (!et_yaml_integer(diags, et_yaml_need(diags, root, "the lock", "format"), "format", 0,
		    UINT32_MAX, &format))
		return;
	if (format != FORMAT) {
		et_yaml_error(diags, et_yaml_get(root, "format"),
			"format %u is of another version of etalon; this one knows %d",
			(unsigned)format, FORMAT);
		return;
	}
	et_yaml_check_keys(diags, root, "the lock", keys);
	*lock = (struct et_lock){.etalon = text_of(diags, root, "etalon", false),
		.source = text_of(diags, root, "source", false),
		.revision = text_of(diags, root, "revision", true),
		.version = text_of(diags, root, "version", true),
		.profile = text_of(diags, root, "profile", false),
		.release = text_of(diags, root, "release", true),
		.edition = text_of(diags, root, "edition", false)};
	read_files(arena, diags, et_yaml_need(diags, root, "the lock", "files"), lock);
}

/* What to do, behind what is wrong. */
static bool advise(struct et_diags *diags)
{
	et_diag(diags, ET_ERROR, ET_LOCK, 0, NULL,
		"can't be used: take it from version control again; without it etalon can't tell "
		"which files were edited by hand");
	return false;
}

bool et_lock_parse(struct et_arena *arena, const char *text, size_t length, struct et_lock *lock,
	struct et_diags *diags)
{
	size_t errors = diags->errors;
	const struct et_yaml *root = et_yaml_load(arena, diags, ET_LOCK, text, length);

	*lock = (struct et_lock){0};
	if (root)
		read_lock(arena, diags, root, lock);
	return diags->errors == errors || advise(diags);
}

/* Reads a file beside the root's; NULL when there is none, or with an error. */
static const char *read_text(struct et_arena *arena, int root, struct et_text *text, bool *found)
{
	int fd = et_open_beneath(root, ET_LOCK, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
	const char *error;

	*found = fd >= 0 || errno != ENOENT;
	if (fd < 0) {
		if (errno == ELOOP)
			return "is a link";
		return *found ? strerror(errno) : NULL;
	}
	error = et_read_fd(arena, fd, ET_YAML_MAX_BYTES, text);
	close(fd);
	return error;
}

bool et_lock_read(struct et_arena *arena, const char *root, struct et_lock *lock, bool *found,
	struct et_diags *diags)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct et_text text = {0};
	const char *error;

	*lock = (struct et_lock){0};
	*found = false;
	if (fd < 0) {
		et_diag(diags, ET_ERROR, "", 0, NULL, "can't be opened: %s", strerror(errno));
		return false;
	}
	error = read_text(arena, fd, &text, found);
	close(fd);
	if (error) {
		et_diag(diags, ET_ERROR, ET_LOCK, 0, NULL, "can't be read: %s", error);
		return advise(diags);
	}
	return !*found || et_lock_parse(arena, text.data, text.length, lock, diags);
}

/* Whether a text needs no quotes, whatever reads it. */
static bool is_plain(const char *text)
{
	static const char *const words[] = {
		"true", "false", "null", "yes", "no", "on", "off", "y", "n", NULL};
	size_t i;

	if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || *text == '_'))
		return false;
	for (i = 0; words[i]; i++) {
		if (strcasecmp(text, words[i]) == 0)
			return false;
	}
	for (; *text; text++) {
		if (!et_is_name_character(*text) && !strchr("./+@-", *text))
			return false;
	}
	return true;
}

static void write_quoted(struct et_buf *out, const char *text)
{
	et_buf_putc(out, '"');
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\')
			et_buf_printf(out, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7f)
			et_buf_printf(out, "\\x%02x", byte);
		else
			et_buf_putc(out, *text);
	}
	et_buf_putc(out, '"');
}

static void write_text(struct et_buf *out, const char *text)
{
	if (is_plain(text))
		et_buf_puts(out, text);
	else
		write_quoted(out, text);
}

static void write_pair(struct et_buf *out, const char *key, const char *text)
{
	if (!text)
		return;
	et_buf_printf(out, "%s: ", key);
	write_text(out, text);
	et_buf_putc(out, '\n');
}

void et_lock_write(struct et_buf *out, const struct et_lock *lock)
{
	size_t i;

	et_buf_puts(out, "# What \"etalon sync\" wrote last, and by which it knows what was edited "
			 "since.\n# Keep it in version control, and don't edit it.\n");
	et_buf_printf(out, "format: %d\n", FORMAT);
	write_pair(out, "etalon", lock->etalon);
	write_pair(out, "source", lock->source);
	if (lock->revision) {
		/* Always quoted: a hash looks like a number now and then, and would come and go. */
		et_buf_puts(out, "revision: ");
		write_quoted(out, lock->revision);
		et_buf_putc(out, '\n');
	}
	write_pair(out, "version", lock->version);
	write_pair(out, "profile", lock->profile);
	write_pair(out, "release", lock->release);
	write_pair(out, "edition", lock->edition);
	et_buf_puts(out, lock->n_files ? "files:\n" : "files: {}\n");
	for (i = 0; i < lock->n_files; i++) {
		et_buf_puts(out, "  ");
		write_text(out, lock->files[i].path);
		et_buf_printf(out, ": " PREFIX "%s\n", lock->files[i].hash);
	}
}

const struct et_locked_file *et_lock_find(const struct et_lock *lock, const char *path)
{
	const struct et_locked_file wanted = {.path = path};

	if (!lock->n_files)
		return NULL;
	return bsearch(&wanted, lock->files, lock->n_files, sizeof(*lock->files), compare_files);
}
