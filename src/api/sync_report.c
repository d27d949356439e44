/* SPDX-License-Identifier: BSD-3-Clause */
/* A sync's plan as a report. */
#include "sync_session.h"

#include "plan_report.h"

static struct et_plan_report make_report(const struct etalon *etalon)
{
	const struct et_sync *sync = etalon->sync;

	return (struct et_plan_report){.edition = et_edition_name(etalon->canon->edition),
		.source = sync->options.source,
		.revision = sync->revision,
		.version = sync->version,
		.consumer = sync->options.consumer,
		.release = sync->plan.release,
		.profile = sync->plan.profile->name,
		.files = sync->files,
		.n_files = sync->plan.files.count,
		.changes = &etalon->changes,
		.problems = sync->plan.problems.items,
		.n_problems = sync->plan.problems.count,
		.stops = etalon_sync_stops(etalon),
		.uses = !sync->options.no_uses,
		.sources = sync->sources,
		.proved = sync->options.prove != NULL,
		.units = sync->proof.units,
		.failing = sync->proof.failing,
		.broken = sync->proof.broken,
		.forced = sync->options.force,
		.applied = sync->applied,
		.messages = etalon->messages.items,
		.n_messages = etalon->messages.count};
}

int etalon_report_plan(const struct etalon *etalon, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	static const struct etalon_report_options defaults;
	struct et_plan_report report;

	if (!etalon->sync)
		return 0;
	report = make_report(etalon);
	if (options && options->format == ETALON_JSON)
		return et_report_plan_json(&report, write, data);
	return et_report_plan_text(&report, options ? options : &defaults, write, data);
}

int etalon_sync_message(const struct etalon *etalon, etalon_write_fn *write, void *data)
{
	struct et_plan_report report;

	if (!etalon->sync)
		return 0;
	report = make_report(etalon);
	return et_report_plan_message(&report, write, data);
}
