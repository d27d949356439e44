/* SPDX-License-Identifier: BSD-3-Clause */
/* #include of a header that is gone. */
#include "use_rules.h"

#include "str.h"

/* The name that an #include asks for. Returns its length, or 0. */
static size_t included(
	const struct use *u, const struct use_directive *directive, const char **name, bool *quoted)
{
	const char *p = u->source.text + directive->at;
	const char *end = u->source.text + u->source.length;
	const char *close;

	while (p < end && *p != '"' && *p != '<' && *p != '\n')
		p++;
	if (p >= end || *p == '\n')
		return 0;
	*quoted = *p == '"';
	close = memchr(p + 1, *quoted ? '"' : '>', (size_t)(end - p - 1));
	if (!close || memchr(p, '\n', (size_t)(close - p)))
		return 0;
	*name = p + 1;
	return (size_t)(close - p - 1);
}

/* Whether another file than the header would be found for the name. */
static bool is_found_elsewhere(const struct use *u, const struct use_query *query, const char *name)
{
	const struct use_list *same =
		et_map_get(&u->files->by_name, et_basename(name), strlen(et_basename(name)));
	size_t i;
	size_t k;

	for (i = 0; same && i < same->count; i++) {
		uint32_t file = same->items[i];
		bool gone = false;

		for (k = 0; k < query->headers.count; k++)
			gone |= query->headers.items[k] == file;
		if (!gone && use_ends_with_path(u->files->list.items[file].path, name))
			return true;
	}
	return false;
}

void use_judge_include(struct use *u, const struct use_directive *directive)
{
	const char *text;
	const char *name;
	bool quoted;
	size_t length = included(u, directive, &text, &quoted);
	uint32_t i;

	if (!length)
		return;
	name = et_strndup(&u->temp, text, length);
	for (i = 0; i < u->job->headers.count; i++) {
		const struct use_query *query = u->job->headers.items[i];
		const struct et_query *asked = query->query;
		bool certain;

		if (!use_ends_with_path(asked->name, name) &&
			!use_ends_with_path(name, asked->name))
			continue;
		if (asked->header && !use_ends_with_path(asked->header, name))
			continue;
		/* In <> it may be found among the system's. */
		certain = u->sure && quoted && !is_found_elsewhere(u, query, name);
		use_report_at(u, query, (uint32_t)(text - u->source.text),
			certain ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_INCLUDE, true,
			certain ? "the header is no more"
				: "the header is no more here, though "
				  "another of that name may be found");
	}
}
