/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules.h"

#include "rule_pages.h"

#include <string.h>
#include <strings.h>

/* The pages are in an array of their own, generated, so the rules are put together here. */
#define ET_RULE_ENTRY(code_, name_, family_, summary_)                                             \
	{.code = #code_,                                                                           \
		.name = (name_),                                                                   \
		.family = (family_),                                                               \
		.summary = (summary_),                                                             \
		.page = et_rule_page_##code_},

static const struct etalon_rule rules[] = {ET_RULES(ET_RULE_ENTRY)};

const struct etalon_rule *et_rule(enum et_rule rule)
{
	return rule < ET_RULE_COUNT ? &rules[rule] : NULL;
}

enum et_rule et_rule_by_code(const char *code)
{
	unsigned i;

	for (i = 0; i < ET_RULE_COUNT; i++) {
		if (strcasecmp(rules[i].code, code) == 0)
			return (enum et_rule)i;
	}
	return ET_RULE_COUNT;
}

const char *et_family_name(enum etalon_family family)
{
	static const char *const names[] = {
		"wire", "source", "acceptance", "freshness", "document", "never"};

	return (unsigned)family < sizeof(names) / sizeof(*names) ? names[family] : "?";
}
