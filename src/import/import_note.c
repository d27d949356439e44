/* SPDX-License-Identifier: BSD-3-Clause */
/* What can't be decided by reading is said. */
#include "import_int.h"

#include <stdarg.h>

static void note(
	struct import *import, const char *file, uint32_t line, const char *format, va_list args)
{
	const char *text = et_vsprintf(import->arena, format, args);

	if (import->quiet)
		return;
	et_diag(import->diags, ET_NOTE, file, line, NULL, "%s", text);
}

void et_import_note(struct import *import, const struct et_place *place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(import, et_sprintf(import->arena, "%s/%s", import->spec->name, place->file),
		place->line, format, args);
	va_end(args);
}

void et_import_doc_note(struct import *import, const struct et_doc *doc, const struct et_yaml *node,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(import, et_sprintf(import->arena, "%s/%s", import->options->directory, doc->name),
		node ? node->line : 0, format, args);
	va_end(args);
}
