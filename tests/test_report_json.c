/* SPDX-License-Identifier: BSD-3-Clause */
/* The reports for programs: JSON, SARIF. Their schemas are checked in tests/cli. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "json.h"
#include "report_data.h"

#include <string.h>

static struct et_buf printed;

static const char *print(const struct made *made, enum etalon_format format)
{
	struct etalon_report_options options = {.format = format, .quiet = true, .summary = true};

	et_buf_clear(&printed);
	assert_int_equal(et_report(&made->report, &options, catch_text, &printed), 0);
	return printed.data;
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

static size_t count(const char *text, const char *part)
{
	size_t found = 0;

	for (; (text = strstr(text, part)); text++)
		found++;
	return found;
}

static void values_are_set_as_json(void **state)
{
	struct et_json json;
	struct et_buf buf;

	(void)state;
	et_buf_init(&buf);
	et_json_init(&json, &buf);
	et_json_object(&json, NULL);
	et_json_array(&json, "empty");
	et_json_close(&json);
	et_json_object(&json, "none");
	et_json_close(&json);
	et_json_array(&json, "list");
	et_json_int(&json, NULL, INT64_MIN);
	et_json_bool(&json, NULL, true);
	et_json_null(&json, NULL);
	et_json_string(&json, NULL, "\"\\\n\t\r\x01\x7f\xc3\xa4\xed\xa0\x80");
	et_json_close(&json);
	et_json_close(&json);
	assert_string_equal(buf.data, "{\n"
				      "  \"empty\": [],\n"
				      "  \"none\": {},\n"
				      "  \"list\": [\n"
				      "    -9223372036854775808,\n"
				      "    true,\n"
				      "    null,\n"
				      "    \"\\\"\\\\\\n\\t\\r\\u0001\\u007f\xc3\xa4"
				      "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\n"
				      "  ]\n"
				      "}\n");
	et_buf_finish(&buf);
}

static void json_has_every_finding(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	text = print(&made, ETALON_JSON);
	assert_int_equal(count(text, "\"rule\": "), N_FINDINGS);
	assert_has(text, "{\n  \"schema\": \"etalon.findings/1\",\n  \"etalon\": \"0.1.0\",\n");
	assert_has(text, "\"abi\": [\n        \"lp64\",\n        \"be64\"\n      ],\n");
	assert_has(text, "\"abi\": [\n        \"lp64\",\n        \"i386\"\n      ],\n");
	assert_has(text, "\"waived\": \"a \\\"vendor's\\\" extension\",\n");
	assert_has(text, "\"text\": \"offset 19\",\n        \"value\": 19,\n");
	assert_has(text, "\"unread\": [\n    {\n      \"file\": \"include/uapi/linux/c.h\",\n"
			 "      \"line\": 12,\n      \"name\": \"virtio_foo\",\n");
}

static void json_of_nothing_has_empty_lists(void **state)
{
	struct et_report nothing = {.version = "0.1.0", .edition = "1.4"};
	struct etalon_report_options options = {.format = ETALON_JSON};

	(void)state;
	et_buf_clear(&printed);
	assert_int_equal(et_report(&nothing, &options, catch_text, &printed), 0);
	assert_string_equal(printed.data, "{\n"
					  "  \"schema\": \"etalon.findings/1\",\n"
					  "  \"etalon\": \"0.1.0\",\n"
					  "  \"edition\": \"1.4\",\n"
					  "  \"trees\": [],\n"
					  "  \"unread\": [],\n"
					  "  \"warnings\": [],\n"
					  "  \"notes\": [],\n"
					  "  \"findings\": []\n"
					  "}\n");
}

static void sarif_has_rules_and_results(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	text = print(&made, ETALON_SARIF);
	assert_has(text, "\"version\": \"2.1.0\",\n");
	assert_int_equal(count(text, "\"defaultConfiguration\""), ET_RULE_COUNT);
	assert_int_equal(count(text, "\"ruleId\""), N_FINDINGS);
	assert_int_equal(count(text, "\"etalonFingerprint/v1\""), N_FINDINGS);
	assert_int_equal(count(text, "\"justification\": \"a \\\"vendor's\\\" extension\""), 1);
	assert_has(text, "\"executionSuccessful\": false");
	assert_has(text, "\"uri\": \"include/uapi/linux/virtio_scsi.h\",\n");
	assert_int_equal(count(text, "baselineState"), 0);
	made.findings[WIRE].known = true;
	text = print(&made, ETALON_SARIF);
	assert_int_equal(count(text, "\"baselineState\": \"unchanged\""), 1);
	assert_int_equal(count(text, "\"baselineState\": \"new\""), N_FINDINGS - 1);
}

static void sarif_without_findings_has_a_run(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	made.report.n_findings = 0;
	made.report.n_messages = 0;
	text = print(&made, ETALON_SARIF);
	assert_has(text, "\"executionSuccessful\": true");
	assert_has(text, "\"results\": []\n");
}

static void sarif_uris_are_encoded(void **state)
{
	struct made made;
	const char *text;

	(void)state;
	make_report(&made);
	made.findings[WIRE].found.file = "a b/100%/\xc3\xa4.h";
	text = print(&made, ETALON_SARIF);
	assert_has(text, "\"uri\": \"include/uapi/linux/a%20b/100%25/%C3%A4.h\",\n");
	assert_has(text, "\"uriBaseId\": \"%SRCROOT%\"\n");
}

static void sarif_trees_elsewhere_are_bases(void **state)
{
	struct made made;
	const char *text;
	size_t i;

	(void)state;
	make_report(&made);
	made.tree.path = "/usr/include/lin ux";
	for (i = 0; i < N_FINDINGS; i++)
		made.findings[i].found.tree = made.tree.path;
	text = print(&made, ETALON_SARIF);
	assert_has(text, "\"TREE0\": {\n          \"uri\": \"file:///usr/include/lin%20ux/\",\n");
	assert_has(text, "\"uri\": \"virtio_scsi.h\",\n");
	assert_has(text, "\"uriBaseId\": \"TREE0\"\n");

	made.tree.path = "../linux";
	for (i = 0; i < N_FINDINGS; i++)
		made.findings[i].found.tree = made.tree.path;
	text = print(&made, ETALON_SARIF);
	assert_int_equal(count(text, "\"uri\": \".."), 0);
	assert_has(text, "\"text\": \"../linux\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_set_as_json),
		cmocka_unit_test(json_has_every_finding),
		cmocka_unit_test(json_of_nothing_has_empty_lists),
		cmocka_unit_test(sarif_has_rules_and_results),
		cmocka_unit_test(sarif_without_findings_has_a_run),
		cmocka_unit_test(sarif_uris_are_encoded),
		cmocka_unit_test(sarif_trees_elsewhere_are_bases),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
