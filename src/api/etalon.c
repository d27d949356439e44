/* SPDX-License-Identifier: BSD-3-Clause */
/* The library's face: a session, and the calls that only look things up. */
#include "session.h"

#include "builtin.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>

const char *etalon_version(void)
{
	return ETALON_VERSION;
}

const char *etalon_editions(void)
{
	return "1.0, 1.1, 1.2, 1.3, 1.4";
}

struct etalon *etalon_create(void)
{
	struct etalon *etalon = calloc(1, sizeof(*etalon));
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	if (!etalon)
		return NULL;
	et_arena_init(&etalon->arena);
	et_diags_init(&etalon->diags, &etalon->arena);
	etalon->canon = et_builtin_canon();
	etalon->today = epoch && *epoch ? strtoll(epoch, NULL, 10) : (int64_t)time(NULL);
	etalon->error = "";
	return etalon;
}

void etalon_destroy(struct etalon *etalon)
{
	size_t i;

	if (!etalon)
		return;
	for (i = 0; i < etalon->trees.count; i++)
		et_subject_close(&etalon->trees.items[i]->subject);
	et_arena_finish(&etalon->arena);
	free(etalon);
}

int et_session_fail(struct etalon *etalon, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	etalon->error = et_vsprintf(&etalon->arena, format, args);
	va_end(args);
	return -1;
}

const char *etalon_error(const struct etalon *etalon)
{
	return etalon->error;
}

size_t etalon_finding_count(const struct etalon *etalon)
{
	return etalon->n_findings;
}

const struct etalon_finding *etalon_finding(const struct etalon *etalon, size_t index)
{
	return index < etalon->n_findings ? &etalon->findings[index] : NULL;
}

size_t etalon_tree_count(const struct etalon *etalon)
{
	return etalon->n_trees_shown;
}

const struct etalon_tree *etalon_tree(const struct etalon *etalon, size_t index)
{
	return index < etalon->n_trees_shown ? &etalon->trees_shown[index] : NULL;
}

size_t etalon_message_count(const struct etalon *etalon)
{
	return etalon->messages.count;
}

const struct etalon_message *etalon_message(const struct etalon *etalon, size_t index)
{
	return index < etalon->messages.count ? &etalon->messages.items[index] : NULL;
}

int etalon_status(const struct etalon *etalon, enum etalon_family threshold)
{
	int status = 0;
	size_t i;

	for (i = 0; i < etalon->messages.count; i++) {
		if (etalon->messages.items[i].severity == ETALON_ERROR)
			return 2;
	}
	if (!etalon->n_trees_shown)
		return 2;
	for (i = 0; i < etalon->n_findings; i++) {
		const struct etalon_finding *finding = &etalon->findings[i];

		if (!finding->waived && !finding->known && threshold != ETALON_NEVER &&
			finding->rule->family <= threshold)
			status = 1;
	}
	return status;
}

const struct etalon_rule *etalon_rule(size_t index)
{
	return index < ET_RULE_COUNT ? et_rule((enum et_rule)index) : NULL;
}

const struct etalon_rule *etalon_rule_by_code(const char *code)
{
	return et_rule(et_rule_by_code(code));
}

const char *etalon_family_name(enum etalon_family family)
{
	return et_family_name(family);
}

enum etalon_family etalon_family_by_name(const char *name)
{
	unsigned family;

	for (family = 0; family <= ETALON_NEVER; family++) {
		if (strcmp(name, et_family_name((enum etalon_family)family)) == 0)
			break;
	}
	return (enum etalon_family)family;
}

void et_session_abis(const struct etalon *etalon, const char *names[ET_ABI_COUNT + 1])
{
	size_t count = 0;
	unsigned id;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (!etalon->abis || etalon->abis & ET_ABI_BIT(id))
			names[count++] = et_abi((enum et_abi_id)id)->name;
	}
	names[count] = NULL;
}

int etalon_report(const struct etalon *etalon, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	static const struct etalon_report_options defaults;
	const char *abis[ET_ABI_COUNT + 1];
	struct et_report report = {.version = ETALON_VERSION,
		.edition = et_edition_name(etalon->canon->edition),
		.abis = abis,
		.findings = etalon->findings,
		.n_findings = etalon->n_findings,
		.trees = etalon->trees_shown,
		.n_trees = etalon->n_trees_shown,
		.messages = etalon->messages.items,
		.n_messages = etalon->messages.count,
		.is_text = etalon->specs.count != 0};

	if (!options)
		options = &defaults;
	et_session_abis(etalon, abis);
	return et_report(&report, options, write, data);
}
