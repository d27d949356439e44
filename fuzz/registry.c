/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any bytes as a file of a registry, as `etalon spec check --registry` reads them: read, and made
 * the canon of each edition, laid out and asked for its names.
 */
#include "canon_edition.h"
#include "layout.h"
#include "registry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(struct et_arena *arena, const struct et_canon *canon)
{
	size_t i, k;

	for (i = 0; i < canon->n_interfaces; i++) {
		const struct et_interface *interface = canon->interfaces[i];

		for (k = 0; k < interface->n_records; k++)
			et_layout(arena, interface->records[k], et_abi(ET_ABI_LP64));
		for (k = 0; k < interface->n_views; k++)
			et_view_layout(arena, &interface->views[k], et_abi(ET_ABI_LP64));
	}
	for (i = 0; i < canon->n_names; i++)
		et_canon_find(canon, canon->names[i].name, &k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct et_arena arena;
	struct et_diags diags;
	const struct et_yaml *document;
	unsigned edition;

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	document = et_yaml_load(&arena, &diags, "input", (const char *)data, size);
	if (document) {
		const struct et_canon *all = et_registry_read_all(&arena, &diags, &document, 1);

		/* With mistakes it is only good for looking. */
		for (edition = ET_EDITION_1_0; !diags.errors && edition < ET_EDITION_COUNT;
			edition++)
			ask(&arena, et_canon_at(&arena, all, (enum et_edition)edition));
	}
	et_arena_finish(&arena);
	return 0;
}
