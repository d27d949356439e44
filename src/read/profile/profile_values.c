/* SPDX-License-Identifier: BSD-3-Clause */
/* The values that a profile is made of, each held to what it may be. */
#include "profile_int.h"
#include "str.h"

#include <regex.h>
#include <string.h>

const char *profile_path(
	struct profile_reader *reader, const struct et_yaml *node, const char *what)
{
	const char *path = et_yaml_text(reader->diags, node, what);

	if (!path || et_profile_path(path))
		return path;
	et_yaml_error(reader->diags, node,
		"%s '%s' may lead out of its folder: give a relative path without '..', of at most "
		"%d plain characters",
		what, path, ET_PROFILE_MAX_PATH);
	return NULL;
}

const char *const *profile_paths(
	struct profile_reader *reader, const struct et_yaml *node, const char *what)
{
	const char *const *texts = et_yaml_texts(reader->arena, reader->diags, node, what);
	size_t i;

	for (i = 0; node && node->kind == ET_YAML_SEQUENCE && i < node->count; i++)
		profile_path(reader, node->items[i], what);
	return texts;
}

const char *profile_release(
	struct profile_reader *reader, const struct et_yaml *node, const char *what)
{
	const char *release = et_yaml_scalar(reader->diags, node, what);

	if (release && (release[strspn(release, "0123456789.")] || *release == '.')) {
		et_yaml_error(reader->diags, node,
			"%s is to be a release, numbers and dots, not '%s'", what, release);
		return NULL;
	}
	return release;
}

const char *profile_body(
	struct profile_reader *reader, const struct et_yaml *node, const char *what)
{
	if (!et_yaml_is(reader->diags, node, what, ET_YAML_SCALAR))
		return NULL;
	if (strlen(node->text) > PROFILE_MAX_TEXT) {
		et_yaml_error(reader->diags, node, "%s is longer than %d characters", what,
			PROFILE_MAX_TEXT);
		return NULL;
	}
	return node->text;
}

/*
 * What a pattern has that the engine would pay dearly for, or that means another thing when a line
 * is searched from its middle; NULL when nothing.
 */
static const char *excess(const char *pattern)
{
	const char *c = pattern;

	if (strlen(pattern) > PROFILE_MAX_PATTERN)
		return "it is longer than 256 characters";
	while (*c) {
		if (*c == '\\' && c[1]) {
			if (strchr("123456789", c[1]))
				return "references back are not supported";
			if (strchr("bB<>`'", c[1]))
				return "borders of words are not supported";
			c += 2;
		} else if (*c == '[') {
			c += 1 + (c[1] == '^');
			c += *c == ']';
			while (*c && *c != ']') {
				const char *close = NULL;

				if (*c == '[' && c[1] && strchr(":.=", c[1]))
					close = strstr(c + 2, (char[]){c[1], ']', '\0'});
				c = close ? close + 2 : c + 1;
			}
			c += *c == ']';
		} else if (*c == '{') {
			return "counted repetitions are not supported; a brace itself is '\\{'";
		} else {
			c++;
		}
	}
	return NULL;
}

static const char *read_pattern(struct profile_reader *reader, const struct et_yaml *node,
	const char *what, int flags, size_t min_groups)
{
	const char *pattern =
		et_yaml_is(reader->diags, node, what, ET_YAML_SCALAR) ? node->text : NULL;
	const char *why;
	char text[128];
	regex_t regex;
	int status;

	if (!pattern)
		return NULL;
	why = *pattern ? excess(pattern) : "it is empty";
	if (why) {
		et_yaml_error(reader->diags, node, "%s '%s': %s", what, pattern, why);
		return NULL;
	}
	status = regcomp(&regex, pattern, REG_EXTENDED | flags);
	if (status) {
		regerror(status, &regex, text, sizeof(text));
		et_yaml_error(reader->diags, node, "%s '%s' is no regular expression: %s", what,
			pattern, text);
		return NULL;
	}
	if (regex.re_nsub < min_groups)
		et_yaml_error(reader->diags, node, "%s '%s' has no group", what, pattern);
	regfree(&regex);
	return pattern;
}

const char *profile_pattern(
	struct profile_reader *reader, const struct et_yaml *node, const char *what)
{
	return read_pattern(reader, node, what, 0, 0);
}

const char *profile_file_pattern(
	struct profile_reader *reader, const struct et_yaml *node, const char *what)
{
	return read_pattern(reader, node, what, REG_NEWLINE, 1);
}

struct et_span profile_span(
	struct profile_reader *reader, const struct et_yaml *node, const struct et_span *outer)
{
	const struct et_yaml *since = et_yaml_get(node, "since");
	const struct et_yaml *until = et_yaml_get(node, "until");
	struct et_span span = {
		.since = profile_release(reader, since, "since"),
		.until = profile_release(reader, until, "until"),
	};

	if (span.since && span.until && et_release_compare(span.since, span.until) >= 0)
		et_yaml_error(
			reader->diags, since, "since %s until %s is never", span.since, span.until);
	if (outer && !since)
		span.since = outer->since;
	if (outer && !until)
		span.until = outer->until;
	return span;
}

const struct et_profile_name *profile_names(struct profile_reader *reader,
	const struct et_yaml *node, const char *what, bool folders, size_t *count)
{
	static const char *const keys[] = {"name", "since", "until", NULL};
	struct et_profile_name *names;
	size_t i;

	*count = 0;
	if (!et_yaml_is(reader->diags, node, what, ET_YAML_SEQUENCE))
		return NULL;
	names = ET_NEW_ARRAY(reader->arena, node->count + 1, struct et_profile_name);
	for (i = 0; i < node->count; i++) {
		const struct et_yaml *item = node->items[i], *name = item;
		struct et_profile_name *into = &names[*count];

		if (item->kind == ET_YAML_MAPPING) {
			if (!et_yaml_check_keys(reader->diags, item, what, keys))
				continue;
			name = et_yaml_need(reader->diags, item, what, "name");
			into->span = profile_span(reader, item, NULL);
		}
		into->name = profile_path(reader, name, what);
		if (folders && into->name && !et_ends_with(into->name, "/"))
			et_yaml_error(reader->diags, name, "%s: '%s' is to be a folder, with a '/'",
				what, into->name);
		*count += into->name != NULL;
	}
	return names;
}

bool profile_has_arch(const char *text)
{
	return strstr(text, "$arch") != NULL;
}

const char *profile_expand_name(struct et_arena *arena, const char *text, const char *name)
{
	struct et_buf buf;
	const char *next;

	et_buf_init(&buf);
	while ((next = strstr(text, "$name"))) {
		et_buf_add(&buf, text, (size_t)(next - text));
		et_buf_puts(&buf, name);
		text = next + strlen("$name");
	}
	et_buf_puts(&buf, text);
	text = et_strdup(arena, buf.data);
	et_buf_finish(&buf);
	return text;
}
