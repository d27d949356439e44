/* SPDX-License-Identifier: BSD-3-Clause */
/* What the standard demands, as far as it is kept: never the sentences themselves. */
#ifndef ETALON_REQUIREMENT_H
#define ETALON_REQUIREMENT_H

#include "def.h"

/* Who must do what a section or a sentence demands. */
enum et_target {
	ET_TARGET_NONE, /* not said */
	ET_TARGET_DRIVER,
	ET_TARGET_DEVICE,
	ET_TARGET_BOTH,
	ET_TARGET_COUNT,
};

const char *et_target_name(enum et_target target); /* "driver", "device", "both", "none" */

enum et_level {
	ET_LEVEL_MUST,
	ET_LEVEL_MUST_NOT,
	ET_LEVEL_SHOULD,
	ET_LEVEL_SHOULD_NOT,
	ET_LEVEL_MAY,
	ET_LEVEL_COUNT,
};

const char *et_level_name(enum et_level level); /* "MUST NOT" … */

/*
 * A requirement of the canon. Texts are offsets into the canon's requirement_texts, so that
 * thousands of them cost a program nothing when it starts.
 */
struct et_requirement {
	uint32_t id;	/* as et_statement's */
	uint32_t label; /* of the section; "" where it has none */
	uint8_t level;	/* enum et_level */
	uint8_t target; /* enum et_target */
	uint8_t since;	/* enum et_edition */
	uint8_t until;	/* enum et_edition; UNKNOWN: still there */
};

#endif
