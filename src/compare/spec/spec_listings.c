/* SPDX-License-Identifier: BSD-3-Clause */
/* Listings that are not well formed: what the reader stumbled over. */
#include "spec_check.h"

void et_spec_listings(struct et_spec_check *check)
{
	size_t i;

	for (i = 0; i < check->spec->n_faults; i++) {
		const struct et_fault *fault = &check->spec->faults[i];
		struct et_spec_draft draft = {.rule = ET_D511,
			.definition = fault->name ? fault->name : "",
			.found = fault->place,
			.says = fault->text,
			.fix = fault->fix};

		if (fault->superseded)
			continue;
		draft.message = et_sprintf(check->arena, "%s%s%s", draft.definition,
			fault->name ? ": " : "", fault->text);
		et_spec_emit(check, &draft);
	}
}
