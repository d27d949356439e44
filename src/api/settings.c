/* SPDX-License-Identifier: BSD-3-Clause */
/* The settings of a session. */
#include "session.h"

#include "builtin.h"
#include "canon_edition.h"
#include "canon_index.h"
#include "canon_packed.h"
#include "str.h"
#include "yaml.h"

#include <string.h>
#include <strings.h>

/* The canon of all editions; the packed one comes without names. */
static const struct et_canon *all_editions(struct etalon *etalon)
{
	if (!etalon->all)
		etalon->all = et_canon_unpack(&etalon->arena, et_builtin_history(),
			et_builtin_canon()->requirement_texts,
			et_builtin_canon()->requirement_texts_size);
	return etalon->all;
}

const struct et_canon *et_session_all_names(struct etalon *etalon)
{
	const struct et_canon *all = all_editions(etalon);
	struct et_canon *indexed;
	struct et_name_list names = {0};
	size_t i;

	if (all->n_names)
		return all;
	indexed = ET_NEW(&etalon->arena, struct et_canon);
	*indexed = *all;
	for (i = 0; i < all->n_interfaces; i++)
		et_index_interface(&etalon->arena, &names, all->interfaces[i]);
	et_index_finish(&etalon->arena, &names, indexed);
	return indexed;
}

const struct et_canon *et_session_canon(struct etalon *etalon, enum et_edition edition)
{
	const struct et_canon *builtin = et_builtin_canon();

	if (edition == etalon->canon->edition)
		return etalon->canon;
	if (!etalon->all && edition == builtin->edition)
		return builtin;
	return et_canon_at(&etalon->arena, all_editions(etalon), edition);
}

int etalon_set_edition(struct etalon *etalon, const char *edition)
{
	enum et_edition wanted = et_edition_by_name(edition);

	if (etalon->compared)
		return et_session_fail(etalon, "this session has been compared already");
	if (wanted == ET_EDITION_COUNT || wanted == ET_EDITION_LEGACY)
		return et_session_fail(etalon, "'%s' is no edition of the standard; there are %s",
			edition, etalon_editions());
	etalon->canon = et_session_canon(etalon, wanted);
	return 0;
}

/* Also one that only another edition has: a tree may have it all the same. */
static const char *find_interface(const struct et_canon *canon, const char *name)
{
	const struct et_name *found;
	size_t count;

	found = et_canon_find(canon, name, &count);
	for (; count; count--, found++) {
		if (!found->field && found->def->kind == ET_DEF_DEVICE &&
			strcmp(found->def->name, name) == 0)
			return found->def->name;
	}
	return NULL;
}

int etalon_only_interface(struct etalon *etalon, const char *name)
{
	const struct et_canon *canon = etalon->canon;
	const char *found = find_interface(canon, name);
	const char *nearest = NULL;
	size_t distance = 3;
	size_t i;

	if (found) {
		*ET_APPEND(&etalon->arena, &etalon->interfaces) = found;
		return 0;
	}
	for (i = 0; i < canon->n_interfaces; i++) {
		const char *known = canon->interfaces[i]->def.name;
		size_t edits = et_edit_distance(name, known, 2);

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
