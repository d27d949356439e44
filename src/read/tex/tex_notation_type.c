/* SPDX-License-Identifier: BSD-3-Clause */
/* Integer types by name, and names that are nobody's contract. */
#include "tex_notation.h"

#include <ctype.h>
#include <string.h>

/* "16" … of 8, 16, 32, 64, and nothing behind it but what a suffix allows. */
static bool width_of(const char *text, size_t length, enum et_base *base)
{
	static const struct {
		const char *digits;
		enum et_base base;
	} widths[] = {{"8", ET_BASE_CHAR}, {"16", ET_BASE_SHORT}, {"32", ET_BASE_INT},
		{"64", ET_BASE_LLONG}};
	size_t i;

	for (i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		if (strlen(widths[i].digits) == length &&
			memcmp(widths[i].digits, text, length) == 0) {
			*base = widths[i].base;
			return true;
		}
	}
	return false;
}

static bool plain_type(const char *name, size_t length, struct et_type *type)
{
	static const struct {
		const char *name;
		enum et_base base;
		bool is_signed;
	} types[] = {{"char", ET_BASE_CHAR, false}, {"bool", ET_BASE_BOOL, false},
		{"_Bool", ET_BASE_BOOL, false}, {"short", ET_BASE_SHORT, true},
		{"int", ET_BASE_INT, true}, {"long", ET_BASE_LONG, true},
		{"unsigned", ET_BASE_INT, false}, {"signed", ET_BASE_INT, true},
		{"size_t", ET_BASE_POINTER, false}};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (strlen(types[i].name) == length && memcmp(types[i].name, name, length) == 0) {
			type->base = types[i].base;
			type->is_signed = types[i].is_signed;
			type->is_char = i == 0;
			return true;
		}
	}
	return false;
}

bool tex_c_int_type(const char *name, size_t length, struct et_type *type)
{
	static const struct {
		const char *prefix;
		enum et_order order;
		bool is_signed;
	} families[] = {{"le", ET_ORDER_LITTLE, false}, {"be", ET_ORDER_BIG, false},
		{"uint", ET_ORDER_HOST, false}, {"int", ET_ORDER_HOST, true},
		{"u", ET_ORDER_HOST, false}, {"s", ET_ORDER_HOST, true},
		{"virtio", ET_ORDER_VIRTIO, false}};
	size_t i;

	memset(type, 0, sizeof(*type));
	type->kind = ET_TYPE_INT;
	if (plain_type(name, length, type)) {
		if (type->base != ET_BASE_CHAR && type->base != ET_BASE_BOOL)
			type->order = ET_ORDER_HOST;
		return true;
	}
	if (length > 2 && !memcmp(name, "__", 2)) {
		name += 2;
		length -= 2;
	}
	if (length > 2 && !memcmp(name + length - 2, "_t", 2))
		length -= 2;
	for (i = 0; i < sizeof(families) / sizeof(*families); i++) {
		size_t prefix = strlen(families[i].prefix);

		if (length > prefix && !memcmp(name, families[i].prefix, prefix) &&
			width_of(name + prefix, length - prefix, &type->base)) {
			type->order = families[i].order;
			type->is_signed = families[i].is_signed;
			/* A byte has no order. */
			if (type->base == ET_BASE_CHAR)
				type->order = ET_ORDER_NONE;
			return true;
		}
	}
	type->kind = ET_TYPE_UNKNOWN;
	return false;
}

bool tex_c_is_padding(const char *name)
{
	static const char *const words[] = {
		"reserved", "padding", "unused", "pad", "rsvd", "resv", "res", NULL};
	bool any = false;

	if (!name)
		return false;
	name += strspn(name, "_");
	/* "reserved_classic_dlc": kept free whatever it may be one day. */
	if (et_starts_with(name, "reserved_"))
		return true;
	while (*name) {
		size_t length = 0, i;

		while (name[length] && name[length] != '_')
			length++;
		for (i = 0; words[i]; i++) {
			size_t word = strlen(words[i]), rest = word;

			if (word > length || memcmp(words[i], name, word) != 0)
				continue;
			while (rest < length && isdigit((unsigned char)name[rest]))
				rest++;
			if (rest == length)
				break;
		}
		/* "res" alone is a result or a resolution. */
		if (words[i] && !words[i + 1] && length == strlen(words[i]))
			return false;
		any = any || words[i];
		if (!words[i] && strspn(name, "0123456789") < length)
			return false;
		name += length + (name[length] == '_');
	}
	return any;
}
