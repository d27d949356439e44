/* SPDX-License-Identifier: BSD-3-Clause */
/* What changed from one text of the standard, or edition, to another. */
#include "session.h"

#include "spec_diff.h"

#include <string.h>

/* The table of an edition, or of a text that is read now. NULL after an error. */
static struct et_spec_table *table_of(
	struct etalon *etalon, const char *name, struct et_changes_side *side)
{
	enum et_edition edition = et_edition_by_name(name);
	const struct et_spec *spec;

	*side = (struct et_changes_side){.name = name};
	if (edition >= ET_EDITION_1_0 && edition < ET_EDITION_COUNT)
		return et_spec_table_of_canon(
			&etalon->arena, et_session_canon(etalon, edition), edition);
	if (etalon_spec_read(etalon, name) != 0)
		return NULL;
	spec = etalon->specs.items[etalon->specs.count - 1];
	side->version = spec->version;
	side->revision = spec->revision;
	return et_spec_table_of_text(&etalon->arena, spec, etalon->canon);
}

int etalon_spec_diff(
	struct etalon *etalon, const char *from, const char *to, enum etalon_spec_parts parts)
{
	struct et_spec_diff_options options = {.definitions = parts != ETALON_SPEC_REQUIREMENTS,
		.requirements = parts != ETALON_SPEC_DEFINITIONS};
	struct et_spec_table *tables[2];
	struct et_spec_changes changes = {0};

	if (etalon->compared)
		return et_session_fail(etalon, "this session has been compared already");
	from = et_strdup(&etalon->arena, from);
	to = et_strdup(&etalon->arena, to);
	tables[0] = table_of(etalon, from, &etalon->changes.from);
	tables[1] = tables[0] ? table_of(etalon, to, &etalon->changes.to) : NULL;
	if (!tables[1])
		return -1;
	etalon->compared = true;
	if (etalon->interfaces.count) {
		*ET_APPEND(&etalon->arena, &etalon->interfaces) = NULL;
		options.interfaces = etalon->interfaces.items;
	}
	et_spec_diff(&etalon->arena, tables[0], tables[1], &options, &changes);
	etalon->changes.list = changes.list.items;
	etalon->changes.count = changes.list.count;
	etalon->changes.canon = etalon->canon;
	etalon->changes.named = options.interfaces != NULL;
	return 0;
}

size_t etalon_change_count(const struct etalon *etalon)
{
	return etalon->changes.count;
}

const struct etalon_change *etalon_change(const struct etalon *etalon, size_t index)
{
	return index < etalon->changes.count ? &etalon->changes.list[index] : NULL;
}

int etalon_report_changes(const struct etalon *etalon, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	static const struct etalon_report_options defaults;

	if (!options)
		options = &defaults;
	return et_report_changes(&etalon->changes, options, write, data);
}
