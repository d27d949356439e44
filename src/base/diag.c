/* SPDX-License-Identifier: BSD-3-Clause */
#include "diag.h"

enum { DEFAULT_LIMIT = 1000 };

void et_diags_init(struct et_diags *diags, struct et_arena *arena)
{
	*diags = (struct et_diags){.arena = arena, .limit = DEFAULT_LIMIT};
}

void et_diag(struct et_diags *diags, enum et_severity severity, const char *file, uint32_t line,
	const char *name, const char *format, ...)
{
	struct et_diag *diag;
	va_list args;

	if (severity == ET_ERROR)
		diags->errors++;
	if (diags->list.count >= (diags->limit ? diags->limit : DEFAULT_LIMIT)) {
		diags->suppressed++;
		return;
	}
	diag = ET_APPEND(diags->arena, &diags->list);
	diag->severity = severity;
	diag->file = file;
	diag->line = line;
	diag->name = name;
	va_start(args, format);
	diag->text = et_vsprintf(diags->arena, format, args);
	va_end(args);
}
