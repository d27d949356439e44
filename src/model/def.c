/* SPDX-License-Identifier: BSD-3-Clause */
#include "def.h"

#include <string.h>

static const char *const editions[ET_EDITION_COUNT] = {
	[ET_EDITION_UNKNOWN] = "unknown",
	[ET_EDITION_LEGACY] = "legacy",
	[ET_EDITION_1_0] = "1.0",
	[ET_EDITION_1_1] = "1.1",
	[ET_EDITION_1_2] = "1.2",
	[ET_EDITION_1_3] = "1.3",
	[ET_EDITION_1_4] = "1.4",
};

static const char *const statuses[ET_STATUS_COUNT] = {
	[ET_STATUS_STANDARD] = "standard",
	[ET_STATUS_LEGACY] = "legacy",
	[ET_STATUS_RESERVED] = "reserved",
	[ET_STATUS_DE_FACTO] = "de-facto",
	[ET_STATUS_DRAFT] = "draft",
	[ET_STATUS_PROPOSED] = "proposed",
	[ET_STATUS_WITHDRAWN] = "withdrawn",
};

const char *et_edition_name(enum et_edition edition)
{
	return edition < ET_EDITION_COUNT ? editions[edition] : editions[ET_EDITION_UNKNOWN];
}

enum et_edition et_edition_by_name(const char *name)
{
	enum et_edition edition;

	/* "unknown" is the answer to a question that nobody asked, not an edition to be asked for.
	 */
	for (edition = ET_EDITION_LEGACY; edition < ET_EDITION_COUNT; edition++)
		if (name && strcmp(editions[edition], name) == 0)
			return edition;
	return ET_EDITION_COUNT;
}

enum et_presence et_presence(enum et_edition edition, enum et_edition since, enum et_edition until)
{
	if (edition == ET_EDITION_UNKNOWN)
		return ET_PRESENT;
	if (since != ET_EDITION_UNKNOWN && since > edition)
		return ET_LATER;
	return until != ET_EDITION_UNKNOWN && until < edition ? ET_GONE : ET_PRESENT;
}

bool et_editions_overlap(enum et_edition since, enum et_edition until, enum et_edition other_since,
	enum et_edition other_until)
{
	/* UNKNOWN comes before all editions, which is what no since means. */
	return (until == ET_EDITION_UNKNOWN || until >= other_since) &&
	       (other_until == ET_EDITION_UNKNOWN || other_until >= since);
}

const char *et_status_name(enum et_status status)
{
	return status < ET_STATUS_COUNT ? statuses[status] : "unknown";
}
