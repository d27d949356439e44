/* SPDX-License-Identifier: BSD-3-Clause */
/* The key words of RFC 2119 in a sentence, and whom they bind. */
#ifndef ETALON_TEX_KEYWORD_H
#define ETALON_TEX_KEYWORD_H

#include "spec.h"

struct tex_keyword {
	enum et_level level;
	size_t at, length; /* in the sentence, "NOT" included */
};

/*
 * Finds the key word that makes a plain sentence a demand: of several the strongest, of equals the
 * first. Only capitals count. REQUIRED and SHALL are MUST, RECOMMENDED is SHOULD, OPTIONAL is MAY.
 * Returns false when there is none: a key word in quotes or as an adjective ("MUST level
 * requirements") is only talked about.
 */
bool tex_keyword_find(const char *text, size_t length, struct tex_keyword *keyword);

/* A quick look at TeX: false when no key word can be in it. */
bool tex_keyword_possible(const char *begin, const char *end);

/* Who must, by the sentence's subject, or by "by the device" where that is something else. */
enum et_target tex_keyword_target(
	const char *text, size_t length, const struct tex_keyword *keyword);

#endif
