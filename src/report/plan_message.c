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
	bool looks; /* there is something to look at */
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

static void begin_looks(struct message *m)
{
	if (!m->looks)
		et_buf_puts(&m->out.buf, "\nTo look at:\n");
	m->looks = true;
}

/* A change that the consumer's sources meet. */
static void list_change(struct message *m, const struct etalon_change *change)
{
	const struct etalon_use *use = &change->uses[0];
	size_t i;

	begin_looks(m);
	for (i = 0; i < change->n_uses; i++) {
		if (change->uses[i].certain && change->uses[i].breaks) {
			use = &change->uses[i];
			break;
		}
	}
	et_buf_printf(&m->line, "- %s%s: %s; %zu use%s, %s %s:%u",
		et_plan_is_certain(change) ? "breaks the build, " : "",
		et_impact_name(change->impact), change->message, change->n_uses,
		change->n_uses == 1 ? "" : "s", change->n_uses == 1 ? "in" : "one in", use->file,
		use->line);
	if (change->waived)
		et_buf_printf(&m->line, "; accepted: %s", change->waived);
	put(m, 2);
}

/* What nobody in the consumer uses is counted. */
static void count_changes(struct message *m)
{
	static const enum etalon_impact classes[] = {
		ETALON_IMPACT_WIRE, ETALON_IMPACT_SOURCE, ETALON_IMPACT_BEHAVIOUR};
	const struct et_changes *changes = m->plan->changes;
	bool any = false;
	size_t c, i;

	for (c = 0; c < sizeof(classes) / sizeof(*classes); c++) {
		size_t count = 0;

		for (i = 0; i < changes->count; i++)
			count += changes->list[i].impact == classes[c] && !changes->list[i].n_uses;
		if (!count)
			continue;
		et_buf_printf(
			&m->line, "%s%zu %s", any ? ", " : "- ", count, et_impact_name(classes[c]));
		any = true;
	}
	if (!any)
		return;
	begin_looks(m);
	et_buf_puts(&m->line, m->plan->uses
				      ? " changes that no source in this tree was found to use"
				      : " changes; whether this tree uses them was not looked for");
	put(m, 2);
}

/* As many of a kind as one reads; what the standard has not accepted is no concern of a commit. */
static void list_problems(struct message *m)
{
	const struct et_plan_report *plan = m->plan;
	size_t counts[ETALON_PROBLEM_SOURCE + 1] = {0}, i;

	for (i = 0; i < plan->n_problems; i++) {
		const struct etalon_problem *problem = &plan->problems[i];

		if (problem->kind == ETALON_PROBLEM_ACCEPTANCE)
			continue;
		begin_looks(m);
		if (++counts[problem->kind] > MOST_ITEMS)
			continue;
		et_buf_printf(&m->line, "- %s%s%s", problem->file ? problem->file : "",
			problem->file ? ": " : "", problem->message);
		if (problem->waived)
			et_buf_printf(&m->line, "; accepted: %s", problem->waived);
		put(m, 2);
	}
	for (i = 0; i <= ETALON_PROBLEM_SOURCE; i++) {
		if (counts[i] <= MOST_ITEMS)
			continue;
		et_buf_printf(&m->line, "- %zu more of the kind '%s'", counts[i] - MOST_ITEMS,
			et_problem_name((enum etalon_problem_kind)i));
		put(m, 2);
	}
}

static void list_looks(struct message *m)
{
	const struct et_changes *changes = m->plan->changes;
	int certain;
	size_t i;

	if (m->plan->forced && m->plan->stops) {
		begin_looks(m);
		et_buf_printf(&m->line, "- written with --force, against %zu thing%s that stop it",
			m->plan->stops, m->plan->stops == 1 ? "" : "s");
		put(m, 2);
	}
	for (certain = 1; certain >= 0; certain--) {
		for (i = 0; i < changes->count; i++) {
			const struct etalon_change *change = &changes->list[i];

			if (change->impact != ETALON_IMPACT_COMPATIBLE && change->n_uses &&
				et_plan_is_certain(change) == (certain == 1))
				list_change(m, change);
		}
	}
	count_changes(m);
	list_problems(m);
}

static void count_files(struct message *m, enum etalon_file_action action, const char *joint)
{
	size_t count = et_plan_count(m->plan, action);

	et_buf_printf(&m->line, "%s%zu file%s %s", joint, count, count == 1 ? "" : "s",
		et_file_action_name(action));
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
	count_files(&m, ETALON_FILE_ADDED, ": ");
	count_files(&m, ETALON_FILE_CHANGED, ", ");
	if (et_plan_count(plan, ETALON_FILE_REMOVED))
		count_files(&m, ETALON_FILE_REMOVED, ", ");
	et_buf_putc(&m.line, '.');
	put(&m, 0);
	list_files(&m, ETALON_FILE_ADDED, "New files");
	list_files(&m, ETALON_FILE_REMOVED, "Removed files");
	list_new(&m);
	list_looks(&m);
	et_buf_finish(&m.line);
	return et_out_finish(&m.out);
}
