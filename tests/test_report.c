/* SPDX-License-Identifier: BSD-3-Clause */
/* The reports for persons and editors: text, gcc. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report_data.h"
#include "utf8.h"
#include "wrap.h"

#include <string.h>

static struct et_buf printed;

static const char *print(const struct made *made, struct etalon_report_options options)
{
	et_buf_clear(&printed);
	assert_int_equal(et_report(&made->report, &options, catch_text, &printed), 0);
	return printed.data ? printed.data : "";
}

static int teardown(void **state)
{
	(void)state;
	et_buf_finish(&printed);
	return 0;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in:\n%s", part, text);
}

static void assert_has_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("'%s' is in:\n%s", part, text);
}

static void text_shows_both_sides(void **state)
{
	struct made made;

	(void)state;
	make_report(&made);
	assert_string_equal(print(&made, (struct etalon_report_options){.width = 80}),
		"include/uapi/linux/virtio_scsi.h\n"
		"  W103 offset: virtio_scsi_req_cmd.cdb (only lp64, be64)\n"
		"       expected offset 19 in \"Request Queues\", scsi/description.tex:177\n"
		"       found    offset 27 as virtio_scsi_cmd_req_pi.cdb, virtio_scsi.h:62\n"
		"       under #if !defined(EXAMPLE)\n"
		"       note: some trees follow each other here\n"
		"  A301 constant: VIRTIO_SCSI_F_VENDOR (40), virtio_scsi.h:90\n"
		"  F4xx the standard has 1 more\n"
		"\n"
		"include/uapi/linux/etalon.yaml\n"
		"  F405 expired waiver: VIRTIO_NET_F_*, etalon.yaml:3\n"
		"\n"
		"error: include/uapi/linux/c.h:12: virtio_foo: the length is no number\n"
		"\n"
		"note: include/uapi/linux/a.h and 1 more header: byte order is unspecified\n"
		"warning: include/uapi/linux/c.h:7: left out\n"
		"\n"
		"31 headers (linux), 720 definitions matched, 43 not; 1 header not judged; 2\n"
		"files skipped; 1 wire, 1 acceptance, 2 freshness; 1 waived\n"
		"--freshness lists what the standard has and the trees lack.\n");
}

static void freshness_lists_what_is_missing(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	text = print(&made, (struct etalon_report_options){.freshness = true});
	assert_has(text, "  F401 constant: VIRTIO_SCSI_F_NEW in \"Feature bits\", "
			 "scsi/description.tex:30\n");
	assert_has_not(text, "F4xx");
	assert_has_not(text, "--freshness");
}

static void quiet_has_findings_and_errors_only(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	text = print(&made, (struct etalon_report_options){.quiet = true});
	assert_has(text, "W103");
	assert_has(text, "error: ");
	assert_has_not(text, "note: include");
	assert_has_not(text, "headers");
	assert_has_not(text, "F4xx");
}

static void summary_counts_a_header(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	text = print(&made, (struct etalon_report_options){.summary = true});
	assert_has(text, "wire source acceptance freshness waived  header\n");
	assert_has(text, "   1      -          1         1      1  "
			 "include/uapi/linux/virtio_scsi.h\n");
	assert_has_not(text, "W103");
}

static void known_findings_are_counted(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	made.findings[WIRE].known = true;
	text = print(&made, (struct etalon_report_options){0});
	assert_has_not(text, "W103");
	assert_has(text, "; 1 waived; 1 known\n");
	text = print(&made, (struct etalon_report_options){.known = true});
	assert_has(text, "(known)");
}

static void nothing_found_says_so(void **state)
{
	struct made made;

	(void)state;
	make_report(&made);
	made.report.n_findings = 0;
	made.report.n_messages = 0;
	assert_string_equal(print(&made, (struct etalon_report_options){0}),
		"31 headers (linux), 720 definitions matched, 43 not; 1 header not judged; "
		"2 files skipped; no findings\n");
}

static void every_tree_is_counted(void **state)
{
	struct etalon_tree trees[2];
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	trees[0] = made.tree;
	trees[1] =
		(struct etalon_tree){.path = "qemu", .dialect = "qemu", .files = 1, .matched = 1};
	made.report.trees = trees;
	made.report.n_trees = 2;
	text = print(&made, (struct etalon_report_options){0});
	assert_has(text, "include/uapi/linux (linux): 31 headers, 720 definitions matched");
	assert_has(text, "qemu (qemu): 1 header, 1 definition matched\n");
	assert_has(text, "32 headers, 721 definitions matched");
}

static void foreign_text_does_nothing_to_a_terminal(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	made.findings[WIRE].found.name = "a\x1b[31mb\xff\r\n";
	made.findings[WIRE].found.file = "x\ny.h";
	text = print(&made, (struct etalon_report_options){0});
	assert_has(text, "as a\\x1b[31mb\xef\xbf\xbd\\x0d\\x0a,");
	assert_has(text, "x\\x0ay.h:62");
	text = print(&made, (struct etalon_report_options){.format = ETALON_GCC});
	assert_has(text, "x?y.h:62: warning: ");
}

static void colors_end_where_they_began(void **state)
{
	struct made made;
	const char *text;
	size_t begun = 0;
	size_t ended = 0;

	(void)state;
	make_report(&made);
	text = print(&made, (struct etalon_report_options){.color = true, .width = 80});
	for (; *text; text++) {
		if (strncmp(text, "\x1b[0m", 4) == 0)
			ended++;
		else if (*text == '\x1b')
			begun++;
	}
	assert_true(begun > 0);
	assert_int_equal(begun, ended);
	assert_has_not(print(&made, (struct etalon_report_options){0}), "\x1b");
}

static void no_line_is_wider_than_the_terminal(void **state)
{
	struct made made;
	unsigned width;

	(void)state;
	make_report(&made);
	made.findings[WIRE].definition =
		"a_name_that_is_longer_than_any_terminal_is_wide_and_goes_on_without_a_blank_to_"
		"break_it_at_so_that_it_is_broken_elsewhere";
	for (width = 40; width <= 120; width += 8) {
		const char *line =
			print(&made, (struct etalon_report_options){
					     .width = width, .freshness = true, .color = true});

		while (*line) {
			size_t length = strcspn(line, "\n");

			if (et_columns(line, length) > width)
				fail_msg("wider than %u: %.*s", width, (int)length, line);
			line += length + 1;
		}
	}
}

static void gcc_is_a_line_a_finding(void **state)
{
	struct made made;

	(void)state;
	make_report(&made);
	assert_string_equal(print(&made, (struct etalon_report_options){.format = ETALON_GCC}),
		"include/uapi/linux/virtio_scsi.h:62: warning: virtio_scsi_cmd_req_pi.cdb lies at "
		"27, not at 19 [W103]\n"
		"include/uapi/linux/virtio_scsi.h:62: note: some trees follow each other here\n"
		"include/uapi/linux/virtio_scsi.h:90: warning: VIRTIO_SCSI_F_VENDOR (40) is not in "
		"the standard [A301]\n"
		"include/uapi/linux/virtio_scsi.h: note: VIRTIO_SCSI_F_NEW is missing [F401]\n"
		"include/uapi/linux/etalon.yaml:3: note: the waiver of A3 for VIRTIO_NET_F_* ended "
		"2020-01-01 [F405]\n"
		"include/uapi/linux/a.h: note: byte order is unspecified\n"
		"include/uapi/linux/b.h: note: byte order is unspecified\n"
		"include/uapi/linux/c.h:7: warning: left out\n"
		"include/uapi/linux/c.h:12: error: virtio_foo: the length is no number\n");
}

static int refuse(void *data, const char *text, size_t length)
{
	(void)text;
	(void)length;
	++*(int *)data;
	return 7;
}

static void writing_ends_when_the_caller_says_so(void **state)
{
	static const enum etalon_format formats[] = {
		ETALON_TEXT, ETALON_JSON, ETALON_SARIF, ETALON_GCC};
	struct made made;
	size_t i;

	(void)state;
	make_report(&made);
	for (i = 0; i < 4; i++) {
		struct etalon_report_options options = {.format = formats[i]};
		int calls = 0;

		assert_int_equal(et_report(&made.report, &options, refuse, &calls), 7);
		assert_int_equal(calls, 1);
	}
}

static void check_path(const char *tree, const char *file, const char *path)
{
	struct et_buf buf;

	et_buf_init(&buf);
	et_report_path(&buf, tree, file);
	assert_string_equal(buf.data, path);
	et_buf_finish(&buf);
}

static void paths_can_be_opened(void **state)
{
	(void)state;
	check_path("linux", "virtio.h", "linux/virtio.h");
	check_path("linux/", "sub/virtio.h", "linux/sub/virtio.h");
	check_path(".", "virtio.h", "virtio.h");
	check_path("/", "virtio.h", "/virtio.h");
	check_path("linux", NULL, "linux");
	check_path("linux/virtio.h", "virtio.h", "linux/virtio.h");
	check_path(".", NULL, ".");
}

static void check_wrap(const char *text, size_t width, const char *wrapped)
{
	struct et_buf buf;

	et_buf_init(&buf);
	et_wrap(&buf, text, 0, 2, width);
	assert_string_equal(buf.data, wrapped);
	et_buf_finish(&buf);
}

static void paragraphs_are_filled(void **state)
{
	(void)state;
	check_wrap("one two three four five", 16, "one two three\n  four five\n");
	check_wrap("one two three four five", 0, "one two three four five\n");
	check_wrap("", 16, "\n");
	/* 15 columns in 30 bytes */
	check_wrap("\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 "
		   "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4",
		16,
		"\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 "
		"\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\n");
	check_wrap("\x1b[1mone\x1b[0m two three", 16, "\x1b[1mone\x1b[0m two three\n");
	check_wrap(
		"a_long_name_of_twenty_and_more", 16, "a_long_name_of_\n  twenty_and_\n  more\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_shows_both_sides),
		cmocka_unit_test(freshness_lists_what_is_missing),
		cmocka_unit_test(quiet_has_findings_and_errors_only),
		cmocka_unit_test(summary_counts_a_header),
		cmocka_unit_test(known_findings_are_counted),
		cmocka_unit_test(nothing_found_says_so),
		cmocka_unit_test(every_tree_is_counted),
		cmocka_unit_test(foreign_text_does_nothing_to_a_terminal),
		cmocka_unit_test(colors_end_where_they_began),
		cmocka_unit_test(no_line_is_wider_than_the_terminal),
		cmocka_unit_test(gcc_is_a_line_a_finding),
		cmocka_unit_test(writing_ends_when_the_caller_says_so),
		cmocka_unit_test(paths_can_be_opened),
		cmocka_unit_test(paragraphs_are_filled),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
