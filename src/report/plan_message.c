/* SPDX-License-Identifier: BSD-3-Clause */
/* A message to commit a sync with. */
#include "changes.h"
#include "out.h"
#include "plan_report.h"
#include "wrap.h"

#include <string.h>

enum { WIDTH = 72, MOST_ITEMS = 8 };

struct message {
	struct et_out out;
	struct et_buf line;
	const struct et_plan_report *plan;
};

static void put(struct message *m, size_t indent)
{
	et_wrap(&m->out.buf, m->line.data ? m->line.data : "", 0, indent, WIDTH);
	et_buf_clear(&m->line);
}

static void list_files(struct message *m, enum etalon_file_action action, const char *title)
{
	size_t count = et_plan_count(m->plan, action), i;

	if (!count)
		return;
	et_buf_printf(&m->out.buf, "\n%s:\n", title);
	for (i = 0; i < m->plan->n_files; i++) {
		if (m->plan->files[i].action == action)
			et_buf_printf(&m->out.buf, "  %s\n", m->plan->files[i].path);
	}
}

/* What is new of its own: fields and enumerators come with their records, headers with files. */
static bool is_new(const struct etalon_change *change)
{
	return change->kind == ETALON_ADDED && change->to.file &&
	       (change->what == ETALON_CONSTANT || change->what == ETALON_RECORD);
}

static void end_header(struct message *m, size_t in_file)
{
	if (in_file > MOST_ITEMS)
		et_buf_printf(&m->line, " and %zu more", in_file - MOST_ITEMS);
	et_buf_puts(&m->out.buf, "  ");
	et_wrap(&m->out.buf, m->line.data, 2, 4, WIDTH);
	et_buf_clear(&m->line);
}

/* Names that came in, a header a paragraph. */
static void list_new(struct message *m)
{
	const struct et_changes *changes = m->plan->changes;
	const char *file = NULL;
	size_t i, in_file = 0;

	for (i = 0; i < changes->count; i++) {
		const struct etalon_change *change = &changes->list[i];

		if (!is_new(change))
			continue;
		if (!file)
			et_buf_puts(&m->out.buf, "\nNew definitions:\n");
		if (!file || strcmp(file, change->to.file) != 0) {
			if (file)
				end_header(m, in_file);
			file = change->to.file;
			in_file = 0;
			et_buf_printf(&m->line, "%s:", file);
		}
		if (++in_file <= MOST_ITEMS)
			et_buf_printf(
				&m->line, "%s %s", in_file > 1 ? "," : "", change->definition);
	}
	if (file)
		end_header(m, in_file);
}

static void list_looks(struct message *m)
{
	const struct et_plan_report *plan = m->plan;
	bool any = false;
	size_t i;

	for (i = 0; i < plan->changes->count; i++) {
		const struct etalon_change *change = &plan->changes->list[i];

		if (change->impact == ETALON_IMPACT_COMPATIBLE)
			continue;
		if (!any)
			et_buf_puts(&m->out.buf, "\nTo look at:\n");
		any = true;
		et_buf_printf(
			&m->line, "- %s: %s", et_impact_name(change->impact), change->message);
		if (change->n_uses)
			et_buf_printf(&m->line, "; %zu uses, the first in %s:%u", change->n_uses,
				change->uses[0].file, change->uses[0].line);
		if (change->waived)
			et_buf_printf(&m->line, "; accepted: %s", change->waived);
		put(m, 2);
	}
	for (i = 0; i < plan->n_problems; i++) {
		const struct etalon_problem *problem = &plan->problems[i];

		if (problem->kind == ETALON_PROBLEM_ACCEPTANCE)
			continue;
		if (!any)
			et_buf_puts(&m->out.buf, "\nTo look at:\n");
		any = true;
		et_buf_printf(&m->line, "- %s%s%s", problem->file ? problem->file : "",
			problem->file ? ": " : "", problem->message);
		put(m, 2);
	}
}

int et_report_plan_message(const struct et_plan_report *plan, etalon_write_fn *write, void *data)
{
	struct message m = {.plan = plan};

	et_out_init(&m.out, write, data);
	et_buf_init(&m.line);
	et_buf_printf(&m.out.buf, "headers: update to Linux %s\n\n",
		plan->version ? plan->version : plan->source);
	et_buf_printf(&m.line, "Imported with etalon %s and its profile %s", ETALON_VERSION,
		plan->profile);
	if (plan->revision)
		et_buf_printf(&m.line, " from commit %s", plan->revision);
	et_buf_printf(&m.line, ": %zu files added, %zu changed, %zu removed.",
		et_plan_count(plan, ETALON_FILE_ADDED), et_plan_count(plan, ETALON_FILE_CHANGED),
		et_plan_count(plan, ETALON_FILE_REMOVED));
	put(&m, 0);
	list_files(&m, ETALON_FILE_ADDED, "New files");
	list_files(&m, ETALON_FILE_REMOVED, "Removed files");
	list_new(&m);
	list_looks(&m);
	et_buf_finish(&m.line);
	return et_out_finish(&m.out);
}
