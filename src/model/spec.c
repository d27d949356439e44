/* SPDX-License-Identifier: BSD-3-Clause */
#include "spec.h"

const char *et_notation_name(enum et_notation notation)
{
	static const char *const names[ET_NOTATION_COUNT] = {
		[ET_NOTATION_DEFINITIONS] = "definitions",
		[ET_NOTATION_DECLARATION] = "declaration",
		[ET_NOTATION_CODE] = "code",
		[ET_NOTATION_ASN1] = "ASN.1",
		[ET_NOTATION_DEVICE_TREE] = "device tree",
		[ET_NOTATION_FORMULA] = "formula",
		[ET_NOTATION_EXAMPLE] = "example",
		[ET_NOTATION_UNKNOWN] = "unknown",
	};

	return notation < ET_NOTATION_COUNT ? names[notation] : names[ET_NOTATION_UNKNOWN];
}

const char *et_level_name(enum et_level level)
{
	static const char *const names[ET_LEVEL_COUNT] = {
		[ET_LEVEL_MUST] = "MUST",
		[ET_LEVEL_MUST_NOT] = "MUST NOT",
		[ET_LEVEL_SHOULD] = "SHOULD",
		[ET_LEVEL_SHOULD_NOT] = "SHOULD NOT",
		[ET_LEVEL_MAY] = "MAY",
	};

	return level < ET_LEVEL_COUNT ? names[level] : "unknown";
}

const char *et_target_name(enum et_target target)
{
	static const char *const names[] = {[ET_TARGET_NONE] = "none",
		[ET_TARGET_DRIVER] = "driver",
		[ET_TARGET_DEVICE] = "device",
		[ET_TARGET_BOTH] = "both"};

	return (unsigned)target < sizeof(names) / sizeof(*names) ? names[target] : "none";
}
