/* SPDX-License-Identifier: BSD-3-Clause */
#include "style.h"

const char *et_style(bool color, enum et_style style)
{
	static const char *const sequences[ET_STYLE_COUNT] = {
		[ET_STYLE_NONE] = "\x1b[0m",
		[ET_STYLE_HEAD] = "\x1b[1m",
		[ET_STYLE_DIM] = "\x1b[2m",
		[ET_STYLE_WIRE] = "\x1b[1;31m",
		[ET_STYLE_SOURCE] = "\x1b[1;33m",
		[ET_STYLE_ACCEPTANCE] = "\x1b[1;35m",
		[ET_STYLE_FRESHNESS] = "\x1b[1;34m",
		[ET_STYLE_DOCUMENT] = "\x1b[1;31m",
		[ET_STYLE_NOTE] = "\x1b[36m",
	};

	return color ? sequences[style] : "";
}

enum et_style et_style_of_family(enum etalon_family family)
{
	switch (family) {
	case ETALON_WIRE:
		return ET_STYLE_WIRE;
	case ETALON_SOURCE:
		return ET_STYLE_SOURCE;
	case ETALON_ACCEPTANCE:
		return ET_STYLE_ACCEPTANCE;
	case ETALON_FRESHNESS:
		return ET_STYLE_FRESHNESS;
	case ETALON_DOCUMENT:
		return ET_STYLE_DOCUMENT;
	case ETALON_NEVER:
		break;
	}
	return ET_STYLE_NONE;
}
