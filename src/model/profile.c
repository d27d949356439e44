/* SPDX-License-Identifier: BSD-3-Clause */
#include "profile.h"

#include "str.h"

#include <string.h>

/* The next number of a release: digits without leading zeroes, none for 0 and behind the last. */
static const char *next_number(const char **place, size_t *length)
{
	const char *digits = *place + strspn(*place, "0");

	*length = strspn(digits, "0123456789");
	*place = digits + *length;
	if (**place == '.')
		++*place;
	return digits;
}

static bool has_number(const char *place)
{
	return *place >= '0' && *place <= '9';
}

int et_release_compare(const char *left, const char *right)
{
	while (has_number(left) || has_number(right)) {
		size_t length_a = 0, length_b = 0;
		const char *a = has_number(left) ? next_number(&left, &length_a) : "";
		const char *b = has_number(right) ? next_number(&right, &length_b) : "";
		int order;

		if (length_a != length_b)
			return length_a < length_b ? -1 : 1;
		order = memcmp(a, b, length_a);
		if (order)
			return order;
	}
	return 0;
}

bool et_span_has(const struct et_span *span, const char *release)
{
	if (!release)
		return !span->until;
	return (!span->since || et_release_compare(release, span->since) >= 0) &&
	       (!span->until || et_release_compare(release, span->until) < 0);
}

bool et_profile_path(const char *path)
{
	const char *c, *part = path;

	if (!*path || *path == '/' || strlen(path) > ET_PROFILE_MAX_PATH)
		return false;
	for (c = path; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f || *c == '\\')
			return false;
	}
	while (*part) {
		size_t length = strcspn(part, "/");

		if (!length || (length <= 2 && memcmp(part, "..", length) == 0) ||
			(length == 4 && memcmp(part, ".git", 4) == 0))
			return false;
		part += length + (part[length] == '/');
	}
	return true;
}

/* As far as can be told without an architecture: "$arch" may be anything. */
static bool may_be(const char *pattern, const char *path)
{
	const char *variable = strstr(pattern, "$arch");
	size_t before = variable ? (size_t)(variable - pattern) : strlen(pattern);

	if (variable)
		return strncmp(pattern, path, before) == 0;
	if (et_ends_with(pattern, "*"))
		return strncmp(pattern, path, before - 1) == 0;
	return strcmp(pattern, path) == 0;
}

bool et_profile_wants(const struct et_profile *profile, const char *path)
{
	size_t i;

	for (i = 0; i < profile->n_entries; i++) {
		if (profile->entries[i].kind == ET_FROM_SOURCE &&
			may_be(profile->entries[i].from, path))
			return true;
	}
	for (i = 0; i < profile->n_closure; i++) {
		if (profile->closure[i].kind == ET_FROM_SOURCE &&
			may_be(profile->closure[i].from, path))
			return true;
	}
	return false;
}
