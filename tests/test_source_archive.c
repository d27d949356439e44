/* SPDX-License-Identifier: BSD-3-Clause */
/* Archives: what they give, what they must not get away with. Made here, byte by byte. */
#include "source.h"
#include "str.h"

#if __has_include(<archive.h>)
#include "archive_stream.h"
#endif

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
	struct et_arena arena;
	struct et_diags diags;
	char *folder;
	const char *name; /* of the archive */
	struct et_buf tar;
	struct et_source *source;
	struct et_source_want want;
	unsigned asked;	   /* how often the predicate was */
	uint64_t progress; /* what was told last */
};

static int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	const char *where = getenv("TMPDIR");

	if (!w)
		return -1;
	et_arena_init(&w->arena);
	et_diags_init(&w->diags, &w->arena);
	et_buf_init(&w->tar);
	w->want.data = w;
	w->folder = et_sprintf(&w->arena, "%s/etalon-test-XXXXXX", where ? where : P_tmpdir);
	if (!mkdtemp(w->folder))
		return -1;
	w->name = et_sprintf(&w->arena, "%s/a.tar", w->folder);
	*state = w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;
	char *command = et_sprintf(&w->arena, "rm -rf '%s'", w->folder);
	int status;

	et_source_close(w->source);
	status = system(command);
	et_buf_finish(&w->tar);
	et_arena_finish(&w->arena);
	free(w);
	return status;
}

/* A header as POSIX has it, for whatever it is told; size in bytes. */
static void add_header(
	struct world *w, char type, const char *name, const char *link, unsigned long size)
{
	char block[512] = {0};
	unsigned sum = 0;
	size_t i;

	snprintf(block, 101, "%s", name);
	memcpy(block + 100, "0000644", 8);
	memcpy(block + 108, "0000000", 8);
	memcpy(block + 116, "0000000", 8);
	for (i = 0; i < 11; i++)
		block[134 - i] = (char)('0' + (size >> 3 * i) % 8);
	memcpy(block + 136, "00000000000", 12);
	memset(block + 148, ' ', 8);
	block[156] = type;
	snprintf(block + 157, 101, "%s", link);
	memcpy(block + 257, "ustar\00000", 8);
	for (i = 0; i < sizeof(block); i++)
		sum += (unsigned char)block[i];
	snprintf(block + 148, 8, "%06o", sum);
	et_buf_add(&w->tar, block, sizeof(block));
}

static void pad(struct world *w)
{
	while (w->tar.length % 512)
		et_buf_putc(&w->tar, '\0');
}

static void add_file(struct world *w, const char *name, const char *text)
{
	add_header(w, '0', name, "", strlen(text));
	et_buf_puts(&w->tar, text);
	pad(w);
}

static void add_folder(struct world *w, const char *name)
{
	add_header(w, '5', name, "", 0);
}

static void add_end(struct world *w)
{
	static const char zeroes[1024];

	et_buf_add(&w->tar, zeroes, sizeof(zeroes));
}

static void write_archive(struct world *w)
{
	FILE *file = fopen(w->name, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(w->tar.data, 1, w->tar.length, file), w->tar.length);
	assert_int_equal(fclose(file), 0);
}

static void open_archive(struct world *w)
{
	write_archive(w);
	et_source_close(w->source);
	w->source = et_source_open_wanted(w->name, &w->want, &w->diags);
	if (!w->source)
		print_message("# %s\n", w->diags.list.items[0].text);
	assert_non_null(w->source);
	assert_string_equal(et_source_name(w->source), w->name);
	assert_null(et_source_revision(w->source));
}

/* It is refused, and that says why. */
static void check_refused(struct world *w, const char *why)
{
	size_t before = w->diags.list.count;

	write_archive(w);
	assert_null(et_source_open_wanted(w->name, &w->want, &w->diags));
	assert_int_equal(w->diags.list.count, before + 1);
	if (!strstr(w->diags.list.items[before].text, why))
		fail_msg("'%s' lacks '%s'", w->diags.list.items[before].text, why);
	et_buf_clear(&w->tar);
}

static void check_text(struct world *w, const char *path, const char *expected)
{
	struct et_text text;
	const char *error = et_source_read(w->source, &w->arena, path, 1000, &text);

	if (error)
		fail_msg("%s: %s", path, error);
	assert_int_equal(text.length, strlen(expected));
	assert_string_equal(text.data, expected);
	assert_true(et_source_has(w->source, path));
}

static void check_unreadable(struct world *w, const char *path, const char *why)
{
	struct et_text text;

	assert_string_equal(et_source_read(w->source, &w->arena, path, 1000, &text), why);
	assert_null(text.data);
}

static void add_entry(const char *name, enum et_entry_kind kind, void *data)
{
	static const char kinds[] = {
		[ET_ENTRY_FILE] = '-', [ET_ENTRY_FOLDER] = '/', [ET_ENTRY_OTHER] = '?'};

	et_buf_printf(data, "%s%c ", name, kinds[kind]);
}

static void check_entries(struct world *w, const char *path, const char *expected)
{
	struct et_buf list;

	et_buf_init(&list);
	assert_true(et_source_entries(w->source, path, add_entry, &list));
	assert_string_equal(list.data ? list.data : "", expected);
	et_buf_finish(&list);
}

static void whole(void **state)
{
	struct world *w = *state;

	add_folder(w, "linux-1/");
	add_file(w, "linux-1/Makefile", "all:\n");
	add_file(w, "linux-1/include/a.h", "int a;\n");
	add_file(w, "linux-1/empty", "");
	add_end(w);
	open_archive(w);
	check_text(w, "Makefile", "all:\n");
	check_text(w, "include/a.h", "int a;\n");
	check_text(w, "empty", "");
	check_entries(w, "", "Makefile- empty- include/ ");
	check_entries(w, "include", "a.h- ");
	check_unreadable(w, "linux-1/Makefile", "no such file");
	check_unreadable(w, "include", "is a directory");
	check_unreadable(w, "../a.tar", "leads out of the source");
	assert_int_equal(w->diags.list.count, 0);
}

/* The folder on top is cut off only if all is in it, however late that turns out. */
static void folder_on_top(void **state)
{
	struct world *w = *state;

	add_file(w, "./top/a.h", "a");
	add_file(w, "./top//sub/./b.h", "b");
	add_end(w);
	open_archive(w);
	check_entries(w, "", "a.h- sub/ ");
	check_text(w, "sub/b.h", "b");

	et_buf_clear(&w->tar);
	add_folder(w, "./");
	add_folder(w, "./top/");
	add_file(w, "./top/a.h", "a");
	add_file(w, "./README", "r");
	add_end(w);
	open_archive(w);
	check_entries(w, "", "README- top/ ");
	check_text(w, "top/a.h", "a");

	et_buf_clear(&w->tar);
	add_file(w, "README", "r");
	add_file(w, "top/a.h", "a");
	add_end(w);
	open_archive(w);
	check_text(w, "top/a.h", "a");

	et_buf_clear(&w->tar);
	add_file(w, "top/a.h", "a");
	add_file(w, "topper/b.h", "b");
	add_file(w, "top/a.h", "later");
	add_end(w);
	open_archive(w);
	check_text(w, "top/a.h", "later");
	check_text(w, "topper/b.h", "b");
}

static size_t limit(const char *path, void *data)
{
	struct world *w = data;

	w->asked++;
	return et_ends_with(path, ".h") ? 4 : 0;
}

static void progress(uint64_t done, uint64_t all, void *data)
{
	struct world *w = data;

	assert_true(done >= w->progress && done <= all);
	assert_int_equal(all, w->tar.length);
	w->progress = done;
}

static void only_what_is_wanted(void **state)
{
	struct world *w = *state;

	w->want = (struct et_source_want){limit, progress, w};
	add_folder(w, "top");
	add_file(w, "top/a.h", "four");
	add_file(w, "top/large.h", "five!");
	add_file(w, "top/c.c", "c");
	add_header(w, '3', "top/disk.h", "", 0);
	add_header(w, '3', "top/disk", "", 0);
	add_end(w);
	open_archive(w);
	assert_int_equal(w->asked, 5);
	assert_int_equal(w->progress, w->tar.length);
	check_entries(w, "", "a.h- disk.h? large.h- ");
	check_text(w, "a.h", "four");
	check_unreadable(w, "large.h", "is larger than what etalon reads of one file");
	check_unreadable(w, "disk.h", "is not a regular file");
	check_unreadable(w, "c.c", "no such file");
}

static void links(void **state)
{
	static const char lacking[] = "is a link to what the archive lacks, or to no file";
	static const char out[] = "is a link that leads out of the archive";
	struct world *w = *state;

	add_file(w, "top/sub/a.h", "a");
	add_header(w, '2', "top/sub/beside.h", "a.h", 0);
	add_header(w, '2', "top/above.h", "./sub/../sub/a.h", 0);
	add_header(w, '2', "top/sub/twice.h", "../above.h", 0);
	add_header(w, '1', "top/hard.h", "top/sub/a.h", 0);
	add_header(w, '2', "top/none.h", "none", 0);
	add_header(w, '2', "top/folder.h", "sub", 0);
	add_header(w, '2', "top/out.h", "../a.tar", 0);
	add_header(w, '2', "top/far.h", "/etc/passwd", 0);
	add_header(w, '1', "top/hardout.h", "../../etc/passwd", 0);
	add_header(w, '2', "top/loop.h", "pool.h", 0);
	add_header(w, '2', "top/pool.h", "loop.h", 0);
	add_header(w, '2', "top/self.h", "self.h", 0);
	add_end(w);
	open_archive(w);
	check_text(w, "sub/beside.h", "a");
	check_text(w, "above.h", "a");
	check_text(w, "sub/twice.h", "a");
	check_text(w, "hard.h", "a");
	check_unreadable(w, "none.h", lacking);
	check_unreadable(w, "folder.h", lacking);
	check_unreadable(w, "out.h", out);
	check_unreadable(w, "far.h", out);
	check_unreadable(w, "hardout.h", out);
	check_unreadable(w, "loop.h", lacking);
	check_unreadable(w, "self.h", lacking);
	check_entries(w, "sub", "a.h- beside.h- twice.h- ");
	assert_false(et_source_has(w->source, "loop.h"));
}

static void hostile_names(void **state)
{
	struct world *w = *state;

	add_file(w, "/etc/passwd", "x");
	check_refused(w, "its member '/etc/passwd' leads out of the source");
	add_file(w, "top/../../a.h", "x");
	check_refused(w, "its member 'top/../../a.h' leads out of the source");
	add_file(w, "..", "x");
	check_refused(w, "its member '..' leads out");
	add_file(w, "two\nlines.h", "x");
	check_refused(w, "its member 'two\\x0alines.h' has a control character in its name");
	add_file(w, "a.h\x1b[2J", "x");
	check_refused(w, "has a control character");
	add_folder(w, "a\tb/");
	check_refused(w, "has a control character");
}

static void broken(void **state)
{
	struct world *w = *state;
	size_t whole_length;

	add_file(w, "top/a.h", "int a;\n");
	add_file(w, "top/b.h", "int b;\n");
	add_end(w);
	whole_length = w->tar.length;
	w->tar.length = 1024; /* between two members */
	check_refused(w, "it is cut off");
	add_file(w, "top/a.h", "int a;\n");
	w->tar.length = 515;
	check_refused(w, "runcated");
	add_file(w, "top/a.h", "int a;\n");
	add_file(w, "top/b.h", "int b;\n");
	w->tar.length = 1300; /* in a header */
	check_refused(w, "runcated");
	add_header(w, '0', "top/a.h", "", 1 << 20);
	check_refused(w, "runcated");
	add_file(w, "top/a.h", "int a;\n");
	w->tar.data[0]++; /* its check sum does not hold */
	check_refused(w, "can't be read as an archive: ");
	et_buf_puts(&w->tar, "this is no archive at all");
	check_refused(w, "can't be read as an archive: ");
	check_refused(w, "can't be read as an archive: ");
	et_buf_add(&w->tar,
		"\xfd"
		"7zXZ\0rubbish",
		13);
	check_refused(w, "can't be read as an archive: ");
	et_buf_add(&w->tar, "\x1f\x8brubbish", 9);
	check_refused(w, "can't be read as an archive: ");
	add_header(w, '0', "top/huge.h", "", 0777777777777);
	check_refused(w, "runcated");
	assert_true(whole_length > 1024);
}

static void empty(void **state)
{
	struct world *w = *state;

	add_end(w);
	open_archive(w);
	check_entries(w, "", "");
}

/* Each way of compressing, by its content, whatever the file is called; whole, cut off, damaged. */
static void compressed(void **state)
{
	static const char *const programs[] = {"gzip", "bzip2", "xz", "zstd"};
	struct world *w = *state;
	unsigned seed = 1;
	size_t i;

	add_file(w, "top/a.h", "int a;\n");
	/* So much that what is cut off of it compressed is not the end only. */
	add_header(w, '0', "top/noise", "", 65536);
	for (i = 0; i < 65536; i++) {
		seed = seed * 1103515245 + 12345;
		et_buf_putc(&w->tar, (char)(seed >> 16));
	}
	add_end(w);
	for (i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		const char *program = programs[i];

		if (system(et_sprintf(&w->arena, "%s --version >/dev/null 2>&1", program)) != 0)
			continue;
		write_archive(w);
		assert_int_equal(system(et_sprintf(&w->arena,
					 "cd '%s' && %s -c <a.tar >b.tar && mv b.tar a.tar",
					 w->folder, program)),
			0);
		et_source_close(w->source);
		w->source = et_source_open(w->name, &w->diags);
		if (!w->source)
			fail_msg("%s: %s", program, w->diags.list.items[0].text);
		check_text(w, "a.h", "int a;\n");
		assert_int_equal(truncate(w->name, 30000), 0);
		if (et_source_open(w->name, &w->diags))
			fail_msg("%s: cut off, and not seen", program);
	}
}

/* What comes out is counted, and there is an end to it, though the members are skipped. */
static void bomb(void **state)
{
#if __has_include(<archive.h>)
	struct world *w = *state;
	struct et_archive_stream stream;
	struct archive_entry *entry;
	struct et_archive lib;
	const char *error = et_archive_load(&lib);
	int fd;

	if (error)
		skip();
	add_header(w, '0', "zeroes", "", 1 << 20);
	while (w->tar.length < 512 + (1 << 20))
		et_buf_putc(&w->tar, '\0');
	add_end(w);
	write_archive(w);
	fd = open(w->name, O_RDONLY);
	error = et_archive_stream_begin(
		&stream, &w->arena, &lib, fd, w->tar.length, w->tar.length - 1, &w->want);
	do {
		assert_null(error);
		error = et_archive_stream_next(&stream, &entry);
	} while (!error && entry);
	assert_string_equal(error, "it unpacks to more than etalon reads of an archive");
	et_archive_stream_finish(&stream);
	et_archive_unload(&lib);
	close(fd);
#else
	(void)state;
	skip();
#endif
}

static void no_archive(void **state)
{
	struct world *w = *state;

	assert_null(et_source_open(w->name, &w->diags));
	assert_non_null(strstr(w->diags.list.items[0].text, "No such file"));
	assert_int_equal(mkfifo(w->name, 0600), 0);
	assert_null(et_source_open(w->name, &w->diags));
	assert_non_null(strstr(w->diags.list.items[1].text, "is not a regular file"));
	assert_true(et_source_is_archive("linux-7.2.tar.xz"));
	assert_true(et_source_is_archive("a/b.tgz"));
	assert_false(et_source_is_archive("tar"));
	assert_false(et_source_is_archive("a.tar/virtio_net.h"));
	assert_false(et_source_is_archive("virtio_net.h"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(whole),
		TEST(folder_on_top),
		TEST(only_what_is_wanted),
		TEST(links),
		TEST(hostile_names),
		TEST(broken),
		TEST(empty),
		TEST(compressed),
		TEST(bomb),
		TEST(no_archive),
	};

	if (!et_source_archive()) {
		printf("1..0 # SKIP this build reads no archives\n");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
