/* SPDX-License-Identifier: BSD-3-Clause */
/* A report made by hand, and a place to catch its text, for the tests of the printers. */
#ifndef ETALON_REPORT_DATA_H
#define ETALON_REPORT_DATA_H

#include "report.h"
#include "rules.h"

/* An etalon_write_fn that collects; data is a struct et_buf. */
static inline int catch_text(void *data, const char *text, size_t length)
{
	et_buf_add(data, text, length);
	return 0;
}

static const char *const judged_abis[] = {"lp64", "i386", NULL};
static const char *const two_abis[] = {"lp64", "be64", NULL};

/* The rules are no constants, so the findings are made for each test. */
enum { WIRE, VENDOR, WAIVED, MISSING, EXPIRED, N_FINDINGS };

struct made {
	struct etalon_finding findings[N_FINDINGS];
	struct etalon_tree tree;
	struct etalon_message messages[4];
	struct et_report report;
};

static inline void make_report(struct made *made)
{
	static const char tree[] = "include/uapi/linux";

	*made = (struct made){.tree = {.path = tree,
				      .dialect = "linux",
				      .files = 31,
				      .matched = 720,
				      .unmatched = 43,
				      .skipped = 2,
				      .not_judged = 1}};
	made->findings[WIRE] = (struct etalon_finding){.rule = et_rule(ET_W103),
		.interface = "scsi",
		.definition = "virtio_scsi_req_cmd.cdb",
		.fingerprint = "0123456789abcdef",
		.abis = two_abis,
		.guard = "!defined(EXAMPLE)",
		.expected = {.text = "offset 19",
			.has_value = true,
			.value = 19,
			.label = "sec:Example / Request Queues",
			.section = "Request Queues",
			.file = "scsi/description.tex",
			.line = 177},
		.found = {.text = "offset 27",
			.has_value = true,
			.value = 27,
			.name = "virtio_scsi_cmd_req_pi.cdb",
			.tree = tree,
			.file = "virtio_scsi.h",
			.line = 62},
		.message = "virtio_scsi_cmd_req_pi.cdb lies at 27, not at 19",
		.deviation = "some trees follow each other here"};
	made->findings[VENDOR] = (struct etalon_finding){.rule = et_rule(ET_A301),
		.interface = "scsi",
		.definition = "VIRTIO_SCSI_F_VENDOR",
		.fingerprint = "0123456789abcde0",
		.found = {.text = "40",
			.has_value = true,
			.value = 40,
			.name = "VIRTIO_SCSI_F_VENDOR",
			.tree = tree,
			.file = "virtio_scsi.h",
			.line = 90},
		.message = "VIRTIO_SCSI_F_VENDOR (40) is not in the standard"};
	made->findings[WAIVED] = (struct etalon_finding){.rule = et_rule(ET_A302),
		.interface = "scsi",
		.definition = "virtio_scsi_vendor",
		.fingerprint = "0123456789abcde1",
		.found = {.tree = tree, .file = "virtio_scsi.h", .line = 99},
		.message = "virtio_scsi_vendor is not in the standard",
		.waived = "a \"vendor's\" extension"};
	made->findings[MISSING] = (struct etalon_finding){.rule = et_rule(ET_F401),
		.interface = "scsi",
		.definition = "VIRTIO_SCSI_F_NEW",
		.fingerprint = "0123456789abcde2",
		.expected = {.text = "bit 5",
			.section = "Feature bits",
			.file = "scsi/description.tex",
			.line = 30},
		.found = {.text = "missing", .tree = tree, .file = "virtio_scsi.h"},
		.message = "VIRTIO_SCSI_F_NEW is missing"};
	made->findings[EXPIRED] = (struct etalon_finding){.rule = et_rule(ET_F405),
		.definition = "VIRTIO_NET_F_*",
		.fingerprint = "0123456789abcde3",
		.found = {.tree = tree, .file = "etalon.yaml", .line = 3},
		.message = "the waiver of A3 for VIRTIO_NET_F_* ended 2020-01-01"};
	made->messages[0] = (struct etalon_message){
		ETALON_NOTE, "include/uapi/linux/a.h", 0, NULL, "byte order is unspecified"};
	made->messages[1] = (struct etalon_message){
		ETALON_NOTE, "include/uapi/linux/b.h", 0, NULL, "byte order is unspecified"};
	made->messages[2] = (struct etalon_message){
		ETALON_WARNING, "include/uapi/linux/c.h", 7, NULL, "left out"};
	made->messages[3] = (struct etalon_message){ETALON_ERROR, "include/uapi/linux/c.h", 12,
		"virtio_foo", "the length is no number"};
	made->report = (struct et_report){.version = "0.1.0",
		.edition = "1.4",
		.abis = judged_abis,
		.findings = made->findings,
		.n_findings = N_FINDINGS,
		.trees = &made->tree,
		.n_trees = 1,
		.messages = made->messages,
		.n_messages = 4};
}

#endif
