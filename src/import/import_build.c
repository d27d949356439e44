/* SPDX-License-Identifier: BSD-3-Clause */
/* The build's list of the registry's files: a new file stands in it, too. */
#include "import_int.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 100 };

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct names {
	ET_ARRAY(const char *) list;
};

/* The names between the quotes of files('a', 'b'). Returns where it ends, or NULL. */
static const char *take_names(struct import *import, struct names *names, const char *at)
{
	while (*at && *at != ')') {
		const char *end;

		if (*at != '\'') {
			if (!strchr(" \t\r\n,", *at))
				return NULL;
			at++;
			continue;
		}
		end = strchr(at + 1, '\'');
		if (!end)
			return NULL;
		*ET_APPEND(import->arena, &names->list) =
			et_strndup(import->arena, at + 1, (size_t)(end - at - 1));
		at = end + 1;
	}
	return *at ? at : NULL;
}

static const char *wrap(struct import *import, const struct names *names, size_t column)
{
	struct et_buf out = {0};
	const char *result;
	size_t i, at = column;

	for (i = 0; i < names->list.count; i++) {
		size_t length = strlen(names->list.items[i]) + 4;

		if (i && at + length > LONGEST_LINE) {
			et_buf_printf(&out, "\n%*s", (int)column, "");
			at = column;
		} else if (i) {
			et_buf_putc(&out, ' ');
			at++;
		}
		et_buf_printf(
			&out, "'%s'%s", names->list.items[i], i + 1 < names->list.count ? "," : "");
		at += length - 1;
	}
	result = et_strdup(import->arena, out.data ? out.data : "");
	et_buf_finish(&out);
	return result;
}

void et_import_build(struct import *import)
{
	static const char call[] = "registry_files = files(";
	struct et_doc *build = NULL;
	const char *start, *end, *line;
	struct names names = {0};
	size_t i, old;

	for (i = 0; i < import->out->docs.count; i++) {
		if (strcmp(import->out->docs.items[i]->name, "meson.build") == 0)
			build = import->out->docs.items[i];
	}
	start = build ? strstr(build->text, call) : NULL;
	end = start ? take_names(import, &names, start + sizeof(call) - 1) : NULL;
	if (!end)
		return;
	old = names.list.count;
	for (i = 0; i < import->out->docs.count; i++) {
		const struct et_doc *doc = import->out->docs.items[i];
		size_t k;

		for (k = 0; k < names.list.count && strcmp(names.list.items[k], doc->name) != 0;
			k++)
			;
		if (!doc->text && k == names.list.count)
			*ET_APPEND(import->arena, &names.list) = doc->name;
	}
	if (names.list.count == old)
		return;
	qsort(names.list.items, names.list.count, sizeof(*names.list.items), compare_names);
	for (line = start; line > build->text && line[-1] != '\n'; line--)
		;
	start += sizeof(call) - 1;
	et_edit(import->arena, &build->edits, (size_t)(start - build->text),
		(size_t)(end - build->text), wrap(import, &names, (size_t)(start - line)));
}
