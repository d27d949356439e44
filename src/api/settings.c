/* SPDX-License-Identifier: BSD-3-Clause */
/* The settings of a session. */
#include "session.h"

#include "builtin.h"
#include "str.h"
#include "yaml.h"

#include <string.h>
#include <strings.h>

int etalon_set_edition(struct etalon *etalon, const char *edition)
{
	if (strcmp(edition, et_edition_name(etalon->canon->edition)) == 0)
		return 0;
	if (et_edition_by_name(edition) == ET_EDITION_COUNT)
		return et_session_fail(etalon, "'%s' is no edition of the standard", edition);
	return et_session_fail(etalon, "edition %s is not compiled in; %s is", edition,
		et_edition_name(etalon->canon->edition));
}

int etalon_only_interface(struct etalon *etalon, const char *name)
{
	const struct et_canon *canon = etalon->canon;
	const char *nearest = NULL;
	size_t distance = 3;
	size_t i;

	for (i = 0; i < canon->n_interfaces; i++) {
		const char *known = canon->interfaces[i]->def.name;
		size_t edits = et_edit_distance(name, known, 2);

		if (strcmp(name, known) == 0) {
			*ET_APPEND(&etalon->arena, &etalon->interfaces) = known;
			return 0;
		}
		if (edits < distance) {
			distance = edits;
			nearest = known;
		}
	}
	if (nearest)
		return et_session_fail(
			etalon, "no interface is called '%s'; is it '%s'?", name, nearest);
	return et_session_fail(
		etalon, "no interface is called '%s'; `etalon list` shows them", name);
}

static bool names_rule(const char *name, const struct etalon_rule *rule)
{
	return strncasecmp(rule->code, name, strlen(name)) == 0 ||
	       strcasecmp(name, et_family_name(rule->family)) == 0;
}

int etalon_only_rule(struct etalon *etalon, const char *name)
{
	unsigned i;

	for (i = 0; *name && i < ET_RULE_COUNT; i++) {
		if (names_rule(name, et_rule((enum et_rule)i))) {
			*ET_APPEND(&etalon->arena, &etalon->rules) =
				et_strdup(&etalon->arena, name);
			return 0;
		}
	}
	return et_session_fail(etalon, "no rule is called '%s'; `etalon explain` lists them", name);
}

int etalon_only_abi(struct etalon *etalon, const char *name)
{
	const struct et_abi *abi = et_abi_by_name(name);

	if (!abi)
		return et_session_fail(
			etalon, "'%s' is no ABI; there are lp64, i386, llp64 and be64", name);
	etalon->abis |= ET_ABI_BIT(abi->id);
	return 0;
}

int etalon_set_dialect(struct etalon *etalon, const char *name)
{
	const struct et_dialect *const *dialects;
	struct et_buf known = {0};
	size_t count;
	size_t i;

	dialects = et_builtin_dialects(&count);
	for (i = 0; i < count; i++) {
		if (strcmp(dialects[i]->name, name) == 0)
			etalon->dialect = dialects[i];
		et_buf_printf(&known, "%s%s", i ? ", " : "", dialects[i]->name);
	}
	if (!etalon->dialect)
		et_session_fail(etalon, "no dialect is called '%s'; there are %s", name,
			known.data ? known.data : "none");
	et_buf_finish(&known);
	return etalon->dialect ? 0 : -1;
}

void etalon_set_today(struct etalon *etalon, int64_t seconds)
{
	etalon->today = seconds;
}

int etalon_set_baseline(struct etalon *etalon, const char *json, size_t length)
{
	struct et_results none = {0};

	if (!et_apply_baseline(&etalon->arena, &none, json, length))
		return et_session_fail(
			etalon, "the baseline is no report of `etalon check --format json`");
	etalon->baseline = et_strndup(&etalon->arena, json, length);
	etalon->baseline_length = length;
	return 0;
}

bool et_session_wants(const struct etalon *etalon, const struct etalon_rule *rule)
{
	size_t i;

	for (i = 0; i < etalon->rules.count; i++) {
		if (names_rule(etalon->rules.items[i], rule))
			return true;
	}
	return !etalon->rules.count;
}
