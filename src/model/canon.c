/* SPDX-License-Identifier: BSD-3-Clause */
#include "canon.h"

#include <string.h>

/* Records of the canon cannot contain themselves; a tree's can, through a mistake. */
enum { MAX_NESTING = 32 };

const struct et_name *et_canon_find(const struct et_canon *canon, const char *name, size_t *count)
{
	size_t low = 0, high = canon->n_names;
	const struct et_name *first;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(canon->names[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (count)
		*count = 0;
	if (low == canon->n_names)
		return NULL;
	first = &canon->names[low];
	for (high = low; high < canon->n_names; high++) {
		if (strcmp(canon->names[high].name, name) != 0)
			break;
	}
	if (count)
		*count = high - low;
	return high > low ? first : NULL;
}

bool et_canon_lacks(const struct et_canon *canon, const struct et_def *def)
{
	enum et_presence presence = et_presence(canon->edition, def->since, def->until);

	/* What was withdrawn is kept, as withdrawn. */
	return presence == ET_LATER || (presence == ET_GONE && def->status != ET_STATUS_WITHDRAWN);
}

bool et_canon_lacks_field(const struct et_canon *canon, const struct et_field *field)
{
	return et_presence(canon->edition, field->since, field->until) != ET_PRESENT;
}

size_t et_canon_reduce(const char *name, char out[ET_LONGEST_LIKENESS])
{
	size_t length = 0;

	for (; *name; name++) {
		char c = *name;

		if (c == '_' || c == '-')
			continue;
		if (length + 1 >= ET_LONGEST_LIKENESS)
			return 0;
		out[length++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	out[length] = '\0';
	return length;
}

const struct et_likeness *et_canon_like(
	const struct et_canon *canon, const char *reduced, size_t *count)
{
	size_t low = 0;
	size_t high = canon->n_likenesses;
	size_t end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(canon->likenesses[middle].text, reduced) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < canon->n_likenesses; end++) {
		if (strcmp(canon->likenesses[end].text, reduced) != 0)
			break;
	}
	*count = end - low;
	return end > low ? &canon->likenesses[low] : NULL;
}

const struct et_interface *et_canon_interface(const struct et_canon *canon, const char *name)
{
	size_t i;

	for (i = 0; i < canon->n_interfaces; i++) {
		if (strcmp(canon->interfaces[i]->def.name, name) == 0)
			return canon->interfaces[i];
	}
	return NULL;
}

static const struct et_field *find_member(
	const struct et_field *fields, size_t n_fields, const char *path, unsigned int depth)
{
	size_t length = strcspn(path, ".");
	const char *rest = path[length] ? path + length + 1 : NULL;
	size_t i;

	if (depth > MAX_NESTING)
		return NULL;
	for (i = 0; i < n_fields; i++) {
		const struct et_field *field = &fields[i], *found = NULL;
		const struct et_record *inner = field->type.record;

		if (!field->name) {
			if (inner)
				found = find_member(
					inner->fields, inner->n_fields, path, depth + 1);
			else /* bit-fields without a name for their whole */
				found = find_member(field->parts, field->n_parts, path, depth + 1);
			if (found)
				return found;
		} else if (strncmp(field->name, path, length) == 0 && !field->name[length]) {
			if (!rest)
				return field;
			if (inner)
				found = find_member(
					inner->fields, inner->n_fields, rest, depth + 1);
			else
				found = find_member(field->parts, field->n_parts, rest, depth + 1);
			if (found) /* else another edition's field of the name may have it */
				return found;
		}
	}
	return NULL;
}

const struct et_field *et_record_field(const struct et_record *record, const char *path)
{
	return find_member(record->fields, record->n_fields, path, 0);
}
