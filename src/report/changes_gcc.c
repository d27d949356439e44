/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Changes of a tree as compilers write them, a line each, for editors and logs: at the newer side's
 * line, where it has one. Uses follow as notes, at their own lines.
 */
#include "changes.h"
#include "gcc.h"
#include "out.h"
#include "utf8.h"

static void put_change(
	struct et_out *out, const struct et_changes *changes, const struct etalon_change *change)
{
	const struct etalon_evidence *place = et_change_place(change);
	struct et_buf path;
	size_t i;

	et_buf_init(&path);
	et_change_path(&path, changes, change, change->to.file);
	et_gcc_place(&out->buf, path.data, place->line);
	et_buf_puts(&out->buf, change->impact == ETALON_IMPACT_COMPATIBLE || change->waived
				       ? "note: "
				       : "warning: ");
	et_buf_visible(&out->buf, change->message);
	et_buf_printf(&out->buf, " [%s]\n", et_impact_name(change->impact));
	for (i = 0; i < change->n_uses; i++) {
		et_buf_clear(&path);
		et_report_path(&path, changes->uses, change->uses[i].file);
		et_gcc_place(&out->buf, path.data, change->uses[i].line);
		et_buf_printf(&out->buf, "note: %s use of ",
			change->uses[i].certain ? "certain" : "likely");
		et_buf_visible(&out->buf, change->definition);
		if (change->uses[i].why) {
			et_buf_puts(&out->buf, ": ");
			et_buf_visible(&out->buf, change->uses[i].why);
		}
		et_buf_putc(&out->buf, '\n');
	}
	et_buf_finish(&path);
}

int et_report_changes_gcc(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	struct et_out out;
	size_t i;

	et_out_init(&out, write, data);
	for (i = 0; i < changes->count && et_out_more(&out); i++) {
		const struct etalon_change *change = &changes->list[i];

		if (change->impact != ETALON_IMPACT_COMPATIBLE || change->n_uses ||
			options->freshness)
			put_change(&out, changes, change);
	}
	for (i = 0; i < changes->n_messages && et_out_more(&out); i++) {
		if (!options->quiet || changes->messages[i].severity == ETALON_ERROR)
			et_gcc_message(&out.buf, &changes->messages[i]);
	}
	return et_out_finish(&out);
}
