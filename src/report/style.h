/* SPDX-License-Identifier: BSD-3-Clause */
/* Colours of a terminal: few, and only such as both dark and light backgrounds show. */
#ifndef ETALON_STYLE_H
#define ETALON_STYLE_H

#include "etalon.h"

enum et_style {
	ET_STYLE_NONE, /* back to normal */
	ET_STYLE_HEAD, /* headings and names */
	ET_STYLE_DIM,  /* places, and what is said at the side */
	ET_STYLE_WIRE,
	ET_STYLE_SOURCE,
	ET_STYLE_ACCEPTANCE,
	ET_STYLE_FRESHNESS,
	ET_STYLE_DOCUMENT,
	ET_STYLE_NOTE,
	ET_STYLE_COUNT,
};

/* The sequence that begins a style; "" without colour. Static. */
const char *et_style(bool color, enum et_style style);

enum et_style et_style_of_family(enum etalon_family family);

#endif
