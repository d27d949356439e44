/* SPDX-License-Identifier: BSD-3-Clause */
/* The waivers of an etalon.yaml: what a tree accepts, why, and until when. */
#ifndef ETALON_WAIVERS_H
#define ETALON_WAIVERS_H

#include "arena.h"
#include "def.h"
#include "diag.h"

struct et_waiver {
	const char *rule;	/* a code, or a prefix of one: accepts findings; or NULL */
	const char *change;	/* else the class of a change, or what stops a sync: "behaviour" */
	const char *definition; /* a name, or a glob over names */
	const char *reason;
	const char *until; /* as written, or NULL */
	uint32_t line;
	bool expired;
	bool used;
};

/*
 * Reads the text of an etalon.yaml. today: seconds since 1970. Returns the waivers, in the arena;
 * none when there are mistakes, which are errors in diags: what was meant is not known.
 */
struct et_waiver *et_waivers_read(struct et_arena *arena, const char *path, const char *text,
	size_t length, int64_t today, enum et_edition edition, size_t *count,
	struct et_diags *diags);

/*
 * The reason of the first waiver that accepts a change of that class ("source"), or a problem of
 * that kind ("include"), of a definition; NULL when none does. Marks it as used.
 */
const char *et_waivers_reason(struct et_waiver *waivers, size_t count, const char *change,
	const char *definition, const char *other_name);

#endif
