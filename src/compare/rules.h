/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The rules, as one table: it gives the enum, the public list, and the names of the pages in
 * docs/rules. ET_RULES(RULE) calls RULE(code, name, family, summary) for each.
 */
#ifndef ETALON_RULES_H
#define ETALON_RULES_H

#include "etalon.h"

/* clang-format off */
#define ET_RULES(RULE) \
	RULE(W101, "value", ETALON_WIRE, "a constant has another value") \
	RULE(W102, "size", ETALON_WIRE, "a field or record has another size") \
	RULE(W103, "offset", ETALON_WIRE, "a field lies at another offset") \
	RULE(W104, "order", ETALON_WIRE, "fields stand in another order") \
	RULE(W105, "byte order", ETALON_WIRE, "a field has another byte order") \
	RULE(W106, "sign", ETALON_WIRE, "a field is signed in one and unsigned in the other") \
	RULE(W107, "ABI", ETALON_WIRE, "a record's layout depends on the ABI that compiles it") \
	RULE(S201, "name", ETALON_SOURCE, "the same bytes under another name") \
	RULE(S202, "shape", ETALON_SOURCE, "the same bytes, divided or typed in another way") \
	RULE(A301, "constant", ETALON_ACCEPTANCE, "a constant that the standard does not have") \
	RULE(A302, "record", ETALON_ACCEPTANCE, "a record that the standard does not have") \
	RULE(A303, "field", ETALON_ACCEPTANCE, "a field that the standard does not have") \
	RULE(A304, "de facto", ETALON_ACCEPTANCE, "in use everywhere, and not in the standard's text") \
	RULE(A305, "unaccepted", ETALON_ACCEPTANCE, "proposed, drafted, reserved or withdrawn") \
	RULE(A306, "legacy form", ETALON_ACCEPTANCE, "a legacy byte order that the standard does not have") \
	RULE(F401, "constant", ETALON_FRESHNESS, "the tree lacks a constant of the standard") \
	RULE(F402, "record", ETALON_FRESHNESS, "the tree lacks a record of the standard") \
	RULE(F403, "field", ETALON_FRESHNESS, "the tree's record lacks fields of the standard") \
	RULE(F404, "unused waiver", ETALON_FRESHNESS, "a waiver matches no finding") \
	RULE(F405, "expired waiver", ETALON_FRESHNESS, "a waiver is past its end")
/* clang-format on */

enum et_rule {
#define ET_RULE_ENUM(code, name, family, summary) ET_##code,
	ET_RULES(ET_RULE_ENUM)
#undef ET_RULE_ENUM
		ET_RULE_COUNT,
};

/* The public description of a rule. Static; its page is compiled in. */
const struct etalon_rule *et_rule(enum et_rule rule);

/* Rule by its code in either case; ET_RULE_COUNT when there is none. */
enum et_rule et_rule_by_code(const char *code);

const char *et_family_name(enum etalon_family family);

#endif
