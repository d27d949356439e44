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
	RULE(F405, "expired waiver", ETALON_FRESHNESS, "a waiver is past its end") \
	RULE(D501, "value", ETALON_DOCUMENT, "one name has two values") \
	RULE(D502, "shared bit", ETALON_DOCUMENT, "two features have one bit") \
	RULE(D503, "range", ETALON_DOCUMENT, "a feature bit lies outside the range of its kind") \
	RULE(D504, "code", ETALON_DOCUMENT, "a code falls into no range of its table") \
	RULE(D505, "undefined name", ETALON_DOCUMENT, "a name is used and defined nowhere") \
	RULE(D506, "undefined field", ETALON_DOCUMENT, "a field is named that its record lacks") \
	RULE(D507, "undefined type", ETALON_DOCUMENT, "a field has a type that is defined nowhere") \
	RULE(D508, "byte order", ETALON_DOCUMENT, "a field's byte order is missing") \
	RULE(D509, "defined twice", ETALON_DOCUMENT, "a record is defined twice") \
	RULE(D510, "padding", ETALON_DOCUMENT, "a compiler would pad a record that is not marked packed") \
	RULE(D511, "form", ETALON_DOCUMENT, "a listing is not well formed") \
	RULE(D512, "reference", ETALON_DOCUMENT, "a reference leads to no label") \
	RULE(D513, "label", ETALON_DOCUMENT, "a label is defined twice") \
	RULE(D514, "clause", ETALON_DOCUMENT, "a conformance clause links nowhere") \
	RULE(D515, "unlisted", ETALON_DOCUMENT, "no conformance clause lists a requirement section") \
	RULE(D551, "value", ETALON_DOCUMENT, "text and registry give a name different values") \
	RULE(D552, "layout", ETALON_DOCUMENT, "text and registry lay a record out differently") \
	RULE(D553, "condition", ETALON_DOCUMENT, "text and registry give different conditions") \
	RULE(D554, "place", ETALON_DOCUMENT, "the registry gives another line or section than the text") \
	RULE(D555, "not in registry", ETALON_DOCUMENT, "the text defines what the registry lacks") \
	RULE(D556, "not in text", ETALON_DOCUMENT, "the registry has what the text does not define") \
	RULE(D557, "erratum", ETALON_DOCUMENT, "an erratum is about what the text does not say") \
	RULE(D558, "requirement", ETALON_DOCUMENT, "text and registry have different requirements")
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
