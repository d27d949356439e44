/* SPDX-License-Identifier: BSD-3-Clause */
/* What has to be swapped for a list of writes. Private to src/sync. */
#ifndef ETALON_EXAMINE_H
#define ETALON_EXAMINE_H

#include "site.h"

/* Beside the swap of the same index. */
struct et_action {
	const struct et_write *write;
	struct stat old; /* of the file that is replaced or removed */
};

struct et_examined {
	struct et_journal journal;
	ET_ARRAY(struct et_action) actions;
};

/*
 * Looks at every destination, before anything is written. False with errors: paths that can't be
 * below the root, or twice; links or files where folders are needed; what is no regular file, can't
 * be read, or is not what the plan was made for. Writes that would change nothing are left out.
 */
bool et_examine(struct et_site *site, const struct et_write *writes, size_t n,
	struct et_examined *examined);

#endif
