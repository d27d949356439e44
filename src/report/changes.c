/* SPDX-License-Identifier: BSD-3-Clause */
/* What the reports of changes share. */
#include "changes.h"

#include "report.h"

const char *et_change_what_name(enum etalon_change_what what)
{
	static const char *const names[] = {
		[ETALON_CONSTANT] = "constant",
		[ETALON_RECORD] = "record",
		[ETALON_FIELD] = "field",
		[ETALON_REGISTER] = "register",
		[ETALON_VIRTQUEUE] = "virtqueue",
		[ETALON_ID] = "id",
		[ETALON_REQUIREMENT] = "requirement",
		[ETALON_HEADER] = "header",
		[ETALON_TYPE] = "type",
		[ETALON_FUNCTION] = "function",
	};

	return names[what];
}

const char *et_change_kind_name(enum etalon_change_kind kind)
{
	static const char *const names[] = {
		[ETALON_ADDED] = "added",
		[ETALON_CHANGED] = "changed",
		[ETALON_REMOVED] = "removed",
		[ETALON_RENAMED] = "renamed",
		[ETALON_MOVED] = "moved",
	};

	return names[kind];
}

const char *et_impact_name(enum etalon_impact impact)
{
	static const char *const names[] = {
		[ETALON_IMPACT_NONE] = NULL,
		[ETALON_IMPACT_WIRE] = "wire",
		[ETALON_IMPACT_SOURCE] = "source",
		[ETALON_IMPACT_BEHAVIOUR] = "behaviour",
		[ETALON_IMPACT_COMPATIBLE] = "compatible",
	};

	return names[impact];
}

const struct etalon_evidence *et_change_place(const struct etalon_change *change)
{
	return change->to.file ? &change->to : &change->from;
}

void et_change_path(struct et_buf *buf, const struct et_changes *changes,
	const struct etalon_change *change, bool newer)
{
	const struct et_changes_side *side = newer ? &changes->to : &changes->from;
	const struct etalon_evidence *evidence = newer ? &change->to : &change->from;

	et_report_path(buf, side->folder ? side->folder : evidence->tree, evidence->file);
}

int et_report_changes(const struct et_changes *changes, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	if (options->format == ETALON_JSON)
		return et_report_changes_json(changes, write, data);
	if (!changes->of_trees)
		return et_report_changes_text(changes, options, write, data);
	if (options->format == ETALON_SARIF)
		return et_report_changes_sarif(changes, options, write, data);
	if (options->format == ETALON_GCC)
		return et_report_changes_gcc(changes, options, write, data);
	return et_report_tree_text(changes, options, write, data);
}
