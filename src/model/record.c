/* SPDX-License-Identifier: BSD-3-Clause */
#include "record.h"

const char *et_access_name(enum et_access access)
{
	static const char *const names[] = {
		[ET_ACCESS_UNKNOWN] = "unknown",
		[ET_ACCESS_RO] = "ro",
		[ET_ACCESS_RW] = "rw",
		[ET_ACCESS_WO] = "wo",
		[ET_ACCESS_RC] = "rc",
		[ET_ACCESS_WC] = "wc",
	};

	return access <= ET_ACCESS_WC ? names[access] : names[ET_ACCESS_UNKNOWN];
}

enum { MOST_FIELDS = 4096, MOST_LEVELS = 64 };

static const struct et_field *find(const struct et_record *record, et_field_test *test, void *data,
	unsigned depth, unsigned *left)
{
	const struct et_field *found = NULL;
	size_t i;

	for (i = 0; i < record->n_fields && !found; i++) {
		const struct et_field *field = &record->fields[i];

		if (!*left)
			return NULL;
		--*left;
		if (test(field, data))
			return field;
		if (field->type.kind == ET_TYPE_RECORD && field->type.record && depth < MOST_LEVELS)
			found = find(field->type.record, test, data, depth + 1, left);
	}
	return found;
}

const struct et_field *et_find_field(
	const struct et_record *record, et_field_test *test, void *data, bool *cut)
{
	unsigned left = MOST_FIELDS;
	const struct et_field *found = find(record, test, data, 0, &left);

	if (cut)
		*cut = !left;
	return found;
}
