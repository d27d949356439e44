/* SPDX-License-Identifier: BSD-3-Clause */
#include "canon_packed.h"

#define NUMBER(type, member)                                                                       \
	{                                                                                          \
		ET_MEMBER_NUMBER, offsetof(struct type, member),                                   \
			sizeof(((struct type *)0)->member), 0                                      \
	}
#define TEXT(type, member)                                                                         \
	{                                                                                          \
		ET_MEMBER_TEXT, offsetof(struct type, member), 0, 0                                \
	}
#define POINTER(type, member, pool)                                                                \
	{                                                                                          \
		ET_MEMBER_POINTER, offsetof(struct type, member), 0, pool                          \
	}
#define ITEMS(type, member, pool)                                                                  \
	{                                                                                          \
		ET_MEMBER_ITEMS, offsetof(struct type, member), offsetof(struct type, n_##member), \
			pool                                                                       \
	}

#define PLACE(type)                                                                                \
	TEXT(type, place.file), NUMBER(type, place.line),                                          \
		POINTER(type, place.section, ET_POOL_SECTION)

#define DEF(type)                                                                                  \
	NUMBER(type, def.kind), TEXT(type, def.name), TEXT(type, def.scope),                       \
		POINTER(type, def.interface, ET_POOL_INTERFACE), TEXT(type, def.place.file),       \
		NUMBER(type, def.place.line), POINTER(type, def.place.section, ET_POOL_SECTION),   \
		NUMBER(type, def.abis), NUMBER(type, def.status), TEXT(type, def.evidence),        \
		NUMBER(type, def.since), NUMBER(type, def.until),                                  \
		POINTER(type, def.when, ET_POOL_WHEN),                                             \
		{ET_MEMBER_ITEMS, offsetof(struct type, def.aliases),                              \
			offsetof(struct type, def.n_aliases), ET_POOL_ALIAS},                      \
		TEXT(type, def.about), NUMBER(type, def.unnamed)

#define TYPE(owner, type)                                                                          \
	NUMBER(owner, type.kind), NUMBER(owner, type.base), NUMBER(owner, type.is_signed),         \
		NUMBER(owner, type.is_char), NUMBER(owner, type.order),                            \
		POINTER(owner, type.record, ET_POOL_RECORD), TEXT(owner, type.spelling)

#define PAYLOAD(member)                                                                            \
	POINTER(et_command, member.record, ET_POOL_RECORD), TYPE(et_command, member.type),         \
		TEXT(et_command, member.code)

static const struct et_member section[] = {TEXT(et_section, label), TEXT(et_section, title)};

static const struct et_member when[] = {NUMBER(et_when, op), TEXT(et_when, name), TEXT(et_when, is),
	ITEMS(et_when, operands, ET_POOL_WHEN), NUMBER(et_when, flag)};

static const struct et_member alias[] = {TEXT(et_alias, dialect), TEXT(et_alias, name)};

static const struct et_member counts[] = {
	NUMBER(et_count, kind), NUMBER(et_count, value), TEXT(et_count, name)};

static const struct et_member field[] = {TEXT(et_field, name), TYPE(et_field, type),
	ITEMS(et_field, counts, ET_POOL_COUNTS), NUMBER(et_field, bits), PLACE(et_field),
	NUMBER(et_field, abis), ITEMS(et_field, parts, ET_POOL_FIELD), NUMBER(et_field, legacy),
	NUMBER(et_field, segment), NUMBER(et_field, access), NUMBER(et_field, padding),
	POINTER(et_field, when, ET_POOL_WHEN), NUMBER(et_field, since), NUMBER(et_field, until),
	ITEMS(et_field, aliases, ET_POOL_ALIAS)};

static const struct et_member record[] = {DEF(et_record), NUMBER(et_record, is_union),
	NUMBER(et_record, packed), NUMBER(et_record, complete), NUMBER(et_record, role),
	ITEMS(et_record, fields, ET_POOL_FIELD)};

static const struct et_member record_ref[] = {{ET_MEMBER_POINTER, 0, 0, ET_POOL_RECORD}};

static const struct et_member texts[] = {{ET_MEMBER_TEXT, 0, 0, 0}};

static const struct et_member constant[] = {DEF(et_constant), NUMBER(et_constant, kind),
	NUMBER(et_constant, representation), NUMBER(et_constant, value.bits),
	NUMBER(et_constant, value.width), NUMBER(et_constant, value.is_unsigned),
	TEXT(et_constant, text), POINTER(et_constant, requires, ET_POOL_WHEN),
	TEXT(et_constant, in)};

static const struct et_member view[] = {DEF(et_view), POINTER(et_view, record, ET_POOL_RECORD),
	NUMBER(et_view, segment), TEXT(et_view, first), TEXT(et_view, last),
	NUMBER(et_view, legacy), POINTER(et_view, with, ET_POOL_TEXTS),
	POINTER(et_view, without, ET_POOL_TEXTS)};

static const struct et_member reg[] = {DEF(et_register), TEXT(et_register, block),
	NUMBER(et_register, offset), NUMBER(et_register, width), NUMBER(et_register, access),
	NUMBER(et_register, order)};

static const struct et_member queue[] = {DEF(et_queue), NUMBER(et_queue, start),
	NUMBER(et_queue, step), TEXT(et_queue, after), TEXT(et_queue, count),
	NUMBER(et_queue, direction)};

static const struct et_member command[] = {DEF(et_command), TEXT(et_command, class_name),
	POINTER(et_command, queue, ET_POOL_QUEUE), PAYLOAD(request), PAYLOAD(response)};

static const struct et_member interface[] = {DEF(et_interface), TEXT(et_interface, title),
	NUMBER(et_interface, kind), POINTER(et_interface, prefixes, ET_POOL_TEXTS),
	POINTER(et_interface, headers, ET_POOL_TEXTS),
	ITEMS(et_interface, constants, ET_POOL_CONSTANT),
	ITEMS(et_interface, records, ET_POOL_RECORD_REF), ITEMS(et_interface, views, ET_POOL_VIEW),
	ITEMS(et_interface, registers, ET_POOL_REGISTER),
	ITEMS(et_interface, queues, ET_POOL_QUEUE), ITEMS(et_interface, commands, ET_POOL_COMMAND),
	NUMBER(et_interface, device_id), NUMBER(et_interface, transitional_id)};

static const struct et_member erratum[] = {TEXT(et_erratum, interface),
	TEXT(et_erratum, definition), NUMBER(et_erratum, edition), PLACE(et_erratum),
	TEXT(et_erratum, says), TEXT(et_erratum, holds), TEXT(et_erratum, why)};

static const struct et_member deviation[] = {TEXT(et_deviation, definition),
	TEXT(et_deviation, rule), TEXT(et_deviation, who), TEXT(et_deviation, text)};

static const struct et_member requirement[] = {NUMBER(et_requirement, id),
	NUMBER(et_requirement, label), NUMBER(et_requirement, level),
	NUMBER(et_requirement, target), NUMBER(et_requirement, since),
	NUMBER(et_requirement, until)};

#define POOL(type, members)                                                                        \
	{                                                                                          \
		sizeof(type), members, sizeof(members) / sizeof((members)[0])                      \
	}

const struct et_packed_type et_packed_types[ET_POOL_COUNT] = {
	[ET_POOL_SECTION] = POOL(struct et_section, section),
	[ET_POOL_WHEN] = POOL(struct et_when, when),
	[ET_POOL_ALIAS] = POOL(struct et_alias, alias),
	[ET_POOL_COUNTS] = POOL(struct et_count, counts),
	[ET_POOL_FIELD] = POOL(struct et_field, field),
	[ET_POOL_RECORD] = POOL(struct et_record, record),
	[ET_POOL_RECORD_REF] = POOL(struct et_record *, record_ref),
	[ET_POOL_TEXTS] = POOL(char *, texts),
	[ET_POOL_CONSTANT] = POOL(struct et_constant, constant),
	[ET_POOL_VIEW] = POOL(struct et_view, view),
	[ET_POOL_REGISTER] = POOL(struct et_register, reg),
	[ET_POOL_QUEUE] = POOL(struct et_queue, queue),
	[ET_POOL_COMMAND] = POOL(struct et_command, command),
	[ET_POOL_INTERFACE] = POOL(struct et_interface, interface),
	[ET_POOL_ERRATUM] = POOL(struct et_erratum, erratum),
	[ET_POOL_DEVIATION] = POOL(struct et_deviation, deviation),
	[ET_POOL_REQUIREMENT] = POOL(struct et_requirement, requirement),
};
