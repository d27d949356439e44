/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A plan for a person: what stops it, what to look at, the files, and how it ends.
 *
 *	Linux 7.2.8 into qemu (QEMU's release 10.0.13, profile qemu)
 *
 *	What stops it
 *	  source: virtio_net_hdr_v1_hash.hash_value became hash_value_lo, hash_value_hi
 *	    include/standard-headers/linux/virtio_net.h:190
 *	    hw/net/virtio-net.c:1843: certain: member of 'hdr', …
 */
#include "changes.h"
#include "out.h"
#include "plan_report.h"
#include "style.h"
#include "utf8.h"
#include "wrap.h"

#include <string.h>

enum {
	ACTION = 11,
	INNER = 4,
	MOST_USES = 12,	   /* of a change, unless all are asked for */
	MOST_CHANGES = 40, /* of a section, likewise */
};

struct printer {
	struct et_out out;
	struct et_buf line;
	const struct et_plan_report *plan;
	const struct etalon_report_options *options;
};

static void style(struct printer *p, enum et_style wanted)
{
	et_buf_puts(&p->line, et_style(p->options->color, wanted));
}

/* Writes the line in work behind blanks, and empties it. */
static void put(struct printer *p, size_t indent)
{
	size_t i;

	for (i = 0; i < indent; i++)
		et_buf_putc(&p->out.buf, ' ');
	et_wrap(&p->out.buf, p->line.data ? p->line.data : "", indent, indent + INNER,
		p->options->width);
	et_buf_clear(&p->line);
}

static void heading(struct printer *p, const char *text)
{
	et_buf_putc(&p->out.buf, '\n');
	style(p, ET_STYLE_HEAD);
	et_buf_puts(&p->line, text);
	style(p, ET_STYLE_NONE);
	put(p, 0);
}

static enum et_style style_of(enum etalon_impact impact)
{
	switch (impact) {
	case ETALON_IMPACT_WIRE:
		return ET_STYLE_WIRE;
	case ETALON_IMPACT_SOURCE:
		return ET_STYLE_SOURCE;
	case ETALON_IMPACT_BEHAVIOUR:
		return ET_STYLE_ACCEPTANCE;
	default:
		return ET_STYLE_FRESHNESS;
	}
}

static void print_place(struct printer *p, const char *file, uint32_t line)
{
	et_buf_visible(&p->line, file);
	if (line)
		et_buf_printf(&p->line, ":%u", line);
}

static void print_uses(struct printer *p, const struct etalon_change *change)
{
	size_t i;

	for (i = 0; i < change->n_uses && (i < MOST_USES || p->options->freshness); i++) {
		const struct etalon_use *use = &change->uses[i];

		print_place(p, use->file, use->line);
		et_buf_printf(&p->line, ": %s: ", use->certain ? "certain" : "likely");
		et_buf_visible(&p->line, use->why);
		put(p, INNER);
	}
	if (i < change->n_uses) {
		et_buf_printf(&p->line, "and %zu more; --all lists them", change->n_uses - i);
		put(p, INNER);
	}
}

static void print_change(struct printer *p, const struct etalon_change *change)
{
	const struct etalon_evidence *side = change->has_to ? &change->to : &change->from;

	style(p, style_of(change->impact));
	et_buf_puts(&p->line, et_impact_name(change->impact));
	style(p, ET_STYLE_NONE);
	et_buf_puts(&p->line, ": ");
	et_buf_visible(&p->line, change->message);
	if (change->waived) {
		et_buf_puts(&p->line, " (waived: ");
		et_buf_visible(&p->line, change->waived);
		et_buf_putc(&p->line, ')');
	}
	put(p, 2);
	if (side->file) {
		style(p, ET_STYLE_DIM);
		print_place(p, side->file, side->line);
		style(p, ET_STYLE_NONE);
		put(p, INNER);
	}
	print_uses(p, change);
}

static void print_problem(struct printer *p, const struct etalon_problem *problem)
{
	style(p, problem->stops ? ET_STYLE_SOURCE : ET_STYLE_NOTE);
	et_buf_puts(&p->line, et_problem_name(problem->kind));
	style(p, ET_STYLE_NONE);
	et_buf_puts(&p->line, ": ");
	if (problem->file) {
		print_place(p, problem->file, problem->line);
		et_buf_puts(&p->line, ": ");
	}
	et_buf_visible(&p->line, problem->message);
	if (problem->waived) {
		et_buf_puts(&p->line, " (waived: ");
		et_buf_visible(&p->line, problem->waived);
		et_buf_putc(&p->line, ')');
	}
	put(p, 2);
}

static bool stops(const struct etalon_problem *problem)
{
	return problem->stops && !problem->waived;
}

/* Prints a change of a section unless that has become too long. */
static void print_some(struct printer *p, const struct etalon_change *change, size_t *count)
{
	if (++*count <= MOST_CHANGES || p->options->freshness)
		print_change(p, change);
}

static void end_changes(struct printer *p, size_t count)
{
	if (count <= MOST_CHANGES || p->options->freshness)
		return;
	et_buf_printf(&p->line, "and %zu more changes; --all lists them", count - MOST_CHANGES);
	put(p, 2);
}

/* What is certain comes first, as nobody has to ask whether it matters. */
static void print_stops(struct printer *p)
{
	const struct et_plan_report *plan = p->plan;
	size_t count = 0, i;
	int certain;

	if (!plan->stops)
		return;
	heading(p, plan->forced ? "What would stop it" : "What stops it");
	for (i = 0; i < plan->n_problems && et_out_more(&p->out); i++) {
		if (stops(&plan->problems[i]))
			print_problem(p, &plan->problems[i]);
	}
	for (certain = 1; certain >= 0; certain--) {
		for (i = 0; i < plan->changes->count && et_out_more(&p->out); i++) {
			const struct etalon_change *change = &plan->changes->list[i];

			if (etalon_change_stops(change) &&
				et_plan_is_certain(change) == (certain == 1))
				print_some(p, change, &count);
		}
	}
	end_changes(p, count);
}

/* Of the changes that stop nothing: those with a use, or that are not compatible, if all is asked
 * for. */
static bool is_worth_a_look(const struct printer *p, const struct etalon_change *change)
{
	if (etalon_change_stops(change))
		return false;
	return change->n_uses || change->waived || p->options->freshness;
}

/* Definitions that the standard has not accepted are a list of their own length: counted. */
static bool is_counted(const struct printer *p, const struct etalon_problem *problem)
{
	return problem->kind == ETALON_PROBLEM_ACCEPTANCE && !p->options->freshness;
}

static void print_looks(struct printer *p)
{
	const struct et_plan_report *plan = p->plan;
	size_t counted = 0, listed = 0, i;
	bool any = false;

	for (i = 0; i < plan->n_problems && et_out_more(&p->out); i++) {
		const struct etalon_problem *problem = &plan->problems[i];

		counted += is_counted(p, problem);
		if (stops(problem) || is_counted(p, problem))
			continue;
		if (!any)
			heading(p, "What to look at");
		any = true;
		print_problem(p, problem);
	}
	for (i = 0; i < plan->changes->count && et_out_more(&p->out); i++) {
		if (!is_worth_a_look(p, &plan->changes->list[i]))
			continue;
		if (!any)
			heading(p, "What to look at");
		any = true;
		print_some(p, &plan->changes->list[i], &listed);
	}
	end_changes(p, listed);
	if (!counted)
		return;
	if (!any)
		heading(p, "What to look at");
	et_buf_printf(&p->line,
		"acceptance: %zu new definitions are not in VIRTIO %s; --all lists them", counted,
		plan->edition);
	put(p, 2);
}

static bool is_in(const struct etalon_evidence *side, const char *path)
{
	return side->file && strcmp(side->file, path) == 0;
}

/* "3 new, 1 removed definitions": changes are sorted by file as files are, but need not be. */
static void count_changes(struct printer *p, const char *path)
{
	static const char *const words[] = {
		[ETALON_ADDED] = "new",
		[ETALON_CHANGED] = "changed",
		[ETALON_REMOVED] = "gone",
		[ETALON_RENAMED] = "renamed",
		[ETALON_MOVED] = "moved",
	};
	size_t counts[ETALON_MOVED + 1] = {0}, i;
	bool any = false;

	for (i = 0; i < p->plan->changes->count; i++) {
		const struct etalon_change *change = &p->plan->changes->list[i];

		if (change->what != ETALON_HEADER &&
			is_in(change->has_to ? &change->to : &change->from, path))
			counts[change->kind]++;
	}
	for (i = 0; i <= ETALON_MOVED; i++) {
		if (!counts[i])
			continue;
		et_buf_printf(&p->line, "%s%zu %s", any ? ", " : "  (", counts[i], words[i]);
		any = true;
	}
	if (any)
		et_buf_putc(&p->line, ')');
}

static void print_file(struct printer *p, const struct etalon_sync_file *file)
{
	const char *action = et_file_action_name(file->action);
	size_t i;

	et_buf_puts(&p->out.buf, "  ");
	et_buf_puts(&p->out.buf,
		et_style(p->options->color, file->action == ETALON_FILE_ADDED ? ET_STYLE_FRESHNESS
					    : file->action == ETALON_FILE_CHANGED ? ET_STYLE_SOURCE
										  : ET_STYLE_DIM));
	et_buf_puts(&p->out.buf, action);
	et_buf_puts(&p->out.buf, et_style(p->options->color, ET_STYLE_NONE));
	for (i = strlen(action); i < ACTION; i++)
		et_buf_putc(&p->out.buf, ' ');
	et_buf_visible(&p->line, file->path);
	if (file->closure)
		et_buf_puts(&p->line, "  (as others include it)");
	if (file->edited)
		et_buf_puts(&p->line, "  (edited by hand)");
	if (file->action == ETALON_FILE_CHANGED)
		count_changes(p, file->path);
	et_wrap(&p->out.buf, p->line.data, ACTION + 2, ACTION + INNER, p->options->width);
	et_buf_clear(&p->line);
}

static void print_files(struct printer *p)
{
	size_t i;

	if (et_plan_count(p->plan, ETALON_FILE_UNCHANGED) == p->plan->n_files)
		return;
	heading(p, "Files");
	for (i = 0; i < p->plan->n_files && et_out_more(&p->out); i++) {
		if (p->plan->files[i].action != ETALON_FILE_UNCHANGED || p->options->freshness)
			print_file(p, &p->plan->files[i]);
	}
}

static void print_messages(struct printer *p)
{
	size_t i;

	for (i = 0; i < p->plan->n_messages && et_out_more(&p->out); i++) {
		const struct etalon_message *message = &p->plan->messages[i];

		if (message->severity == ETALON_NOTE && !p->options->freshness)
			continue;
		if (!i)
			et_buf_putc(&p->out.buf, '\n');
		if (message->file) {
			print_place(p, message->file, message->line);
			et_buf_puts(&p->line, ": ");
		}
		et_buf_puts(&p->line, message->severity == ETALON_ERROR	 ? "error: "
				      : message->severity == ETALON_NOTE ? "note: "
									 : "warning: ");
		et_buf_visible(&p->line, message->text);
		put(p, 0);
	}
}

static void print_title(struct printer *p)
{
	const struct et_plan_report *plan = p->plan;

	style(p, ET_STYLE_HEAD);
	et_buf_printf(&p->line, "Linux %s", plan->version ? plan->version : "");
	if (!plan->version)
		et_buf_visible(&p->line, plan->source);
	if (plan->revision)
		et_buf_printf(&p->line, ", %.12s,", plan->revision);
	et_buf_puts(&p->line, " into ");
	et_buf_visible(&p->line, plan->consumer);
	style(p, ET_STYLE_NONE);
	et_buf_puts(&p->line, plan->release ? " (release " : " (");
	if (plan->release) {
		et_buf_visible(&p->line, plan->release);
		et_buf_puts(&p->line, ", ");
	}
	et_buf_printf(&p->line, "profile %s)", plan->profile);
	put(p, 0);
}

static void count_files(struct printer *p)
{
	static const enum etalon_file_action order[] = {ETALON_FILE_ADDED, ETALON_FILE_CHANGED,
		ETALON_FILE_REMOVED, ETALON_FILE_ORPHANED, ETALON_FILE_UNCHANGED};
	bool any = false;
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		size_t count = et_plan_count(p->plan, order[i]);

		if (!count)
			continue;
		et_buf_printf(&p->line, "%s%zu %s", any ? ", " : "", count,
			et_file_action_name(order[i]));
		any = true;
	}
	et_buf_puts(&p->line, !any ? "no files" : p->plan->n_files == 1 ? " file" : " files");
	if (p->plan->uses)
		et_buf_printf(&p->line, "; %zu sources looked through", p->plan->sources);
	if (p->plan->proved)
		et_buf_printf(&p->line,
			"; %zu unit%s compiled, %zu no longer compile, %zu did not before",
			p->plan->units, p->plan->units == 1 ? "" : "s", p->plan->failing,
			p->plan->broken);
}

static void print_end(struct printer *p)
{
	const struct et_plan_report *plan = p->plan;
	size_t same = et_plan_count(plan, ETALON_FILE_UNCHANGED) +
		      et_plan_count(plan, ETALON_FILE_ORPHANED);

	et_buf_putc(&p->out.buf, '\n');
	count_files(p);
	put(p, 0);
	if (plan->applied)
		et_buf_puts(&p->line, "Written.");
	else if (same == plan->n_files)
		et_buf_puts(&p->line, "Nothing changes.");
	else if (plan->stops && !plan->forced)
		et_buf_printf(&p->line,
			"Nothing is written, as %zu %s. Mend the sources, or accept it in "
			"etalon.yaml with a reason, or --force it.",
			plan->stops, plan->stops == 1 ? "thing stops it" : "things stop it");
	else
		et_buf_puts(&p->line, "Nothing is written yet: this is the plan.");
	put(p, 0);
}

int et_report_plan_text(const struct et_plan_report *plan,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	struct printer p = {.plan = plan, .options = options};

	et_out_init(&p.out, write, data);
	et_buf_init(&p.line);
	print_title(&p);
	print_stops(&p);
	print_looks(&p);
	if (!options->quiet)
		print_files(&p);
	print_messages(&p);
	print_end(&p);
	et_buf_finish(&p.line);
	return et_out_finish(&p.out);
}
