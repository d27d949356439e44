/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The C reader: definitions of headers as their authors wrote them, without an include path, all
 * preprocessor branches at once, each definition with its guard and the ABIs that let it be.
 */
#ifndef ETALON_C_READ_H
#define ETALON_C_READ_H

#include "diag.h"
#include "unit.h"

struct et_c_input {
	const char *path; /* as reports show it; borrowed as long as the unit lives */
	const char *root; /* likewise; may be NULL */
	const char *text; /* likewise; any bytes, no NUL needed behind it */
	size_t length;
	bool context; /* read only for what others need */
};

/*
 * Reads n files into one unit, which lives in the arena. unit->files[i] is inputs[i]. An #include
 * of a file among the inputs is followed at its place, so that "defined earlier" means what it does
 * to a compiler; each file is read once, and no other file is looked for. Types and macros that
 * headers of all systems use (__le32, struct_group, _IOR, …) are known beforehand; what the inputs
 * define wins over that, except that a name which carries a byte order keeps it.
 *
 * Never fails: what could not be read has a message with file and line and is counted in its file's
 * "unread"; ET_ERROR when its name is VIRTIO's, else ET_WARNING. A macro that is no constant is no
 * error: it has no value. A member's guard is relative to its record's. A record that has no tag
 * takes the name of its first typedef.
 */
const struct et_unit *et_c_read(
	struct et_arena *arena, const struct et_c_input *inputs, size_t n, struct et_diags *diags);

#endif
