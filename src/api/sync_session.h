/* SPDX-License-Identifier: BSD-3-Clause */
/* What a session holds of a sync. Private to src/api. */
#ifndef ETALON_SYNC_SESSION_H
#define ETALON_SYNC_SESSION_H

#include "plan.h"
#include "prove.h"
#include "session.h"

struct et_sync {
	struct etalon_sync_options options;
	struct et_source *source;
	struct et_source *consumer;
	struct et_install *install;
	struct et_plan plan;
	struct et_diags diags;
	const char *version; /* the kernel's, or NULL */
	const char *revision;
	ET_ARRAY(struct etalon_change) changes;
	size_t sources; /* of the consumer's that were looked through */
	struct et_proof proof;
	bool applied;
	struct etalon_sync_file *files; /* as they are shown: as many as the plan's */
};

/* Tells the caller how far a step is. */
void et_session_progress(struct etalon *etalon, const char *step, size_t done, size_t all);

/* Holds the plan against the consumer: problems and changes are added. Returns 0, or -1. */
int et_sync_preflight(struct etalon *etalon, struct et_sync *sync);

#endif
