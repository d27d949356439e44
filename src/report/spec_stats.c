/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is in a text of the standard, for a person: every file and every listing accounted for.
 *
 *	VIRTIO v1.4-cs01, standard/1.4
 *	files         92 read, 8 not read
 *	                 cl-os.tex, asked for by changelog.tex:15: no such file
 *	listings      345 in the body: 318 definitions, 2 ASN.1, 1 device tree, …
 *	                 transport-mmio.tex:21       device tree
 */
#include "out.h"
#include "spec_report.h"
#include "style.h"
#include "utf8.h"
#include "wrap.h"

#include <string.h>

enum { COLUMN = 14 };

struct stats {
	struct et_out out;
	struct et_buf line;
	const struct et_spec *spec;
	const struct etalon_report_options *options;
};

/* "name          …", the paragraph in work filled to the width. */
static void row(struct stats *s, const char *name)
{
	et_buf_printf(&s->out.buf, "%-*s", COLUMN, name);
	et_wrap(&s->out.buf, s->line.data ? s->line.data : "", COLUMN, COLUMN, s->options->width);
	et_buf_clear(&s->line);
}

/* The paragraph in work below a row. */
static void below(struct stats *s)
{
	size_t i;

	for (i = 0; i < COLUMN + 2; i++)
		et_buf_putc(&s->out.buf, ' ');
	et_wrap(&s->out.buf, s->line.data, COLUMN + 2, COLUMN + 4, s->options->width);
	et_buf_clear(&s->line);
}

static void files(struct stats *s)
{
	size_t read = 0;
	size_t i;

	for (i = 0; i < s->spec->n_files; i++)
		read += s->spec->files[i].read;
	et_buf_printf(&s->line, "%zu read, %zu not read", read, s->spec->n_files - read);
	row(s, "files");
	for (i = 0; i < s->spec->n_files; i++) {
		const struct et_spec_file *file = &s->spec->files[i];

		if (file->read)
			continue;
		et_buf_visible(&s->line, file->path);
		et_buf_puts(&s->line, ", asked for by ");
		et_buf_visible(&s->line, file->from.file ? file->from.file : "?");
		et_buf_printf(&s->line, ":%u: %s", (unsigned)file->from.line,
			file->why ? file->why : "not read");
		below(s);
	}
}

static void listings(struct stats *s)
{
	size_t counts[ET_NOTATION_COUNT] = {0};
	size_t body = 0;
	size_t i;
	bool first = true;

	for (i = 0; i < s->spec->n_listings; i++) {
		if (s->spec->listings[i].superseded)
			continue;
		counts[s->spec->listings[i].notation]++;
		body++;
	}
	et_buf_printf(&s->line, "%zu in the body", body);
	for (i = 0; i < ET_NOTATION_COUNT; i++) {
		if (!counts[i])
			continue;
		et_buf_printf(&s->line, "%s %zu %s", first ? ":" : ",", counts[i],
			et_notation_name((enum et_notation)i));
		first = false;
	}
	if (body != s->spec->n_listings)
		et_buf_printf(&s->line, "; %zu in superseded parts", s->spec->n_listings - body);
	row(s, "listings");
	for (i = 0; i < s->spec->n_listings && et_out_more(&s->out); i++) {
		const struct et_spec_listing *listing = &s->spec->listings[i];

		/* What is read as definitions is accounted for by what it defines. */
		if (listing->notation == ET_NOTATION_DEFINITIONS && !s->options->freshness)
			continue;
		et_buf_visible(&s->line, listing->place.file);
		et_buf_printf(&s->line, ":%u: %s", (unsigned)listing->place.line,
			et_notation_name(listing->notation));
		if (listing->n_records || listing->n_constants)
			et_buf_printf(&s->line, ", %u records, %u constants",
				(unsigned)listing->n_records, (unsigned)listing->n_constants);
		if (listing->superseded)
			et_buf_puts(&s->line, ", superseded");
		below(s);
	}
}

static void constants(struct stats *s)
{
	static const char *const origins[] = {[ET_ORIGIN_DEFINE] = "by #define",
		[ET_ORIGIN_ENUM] = "in enums",
		[ET_ORIGIN_ASSIGNMENT] = "as assignments",
		[ET_ORIGIN_ITEM] = "in lists",
		[ET_ORIGIN_TABLE] = "in tables",
		[ET_ORIGIN_PROSE] = "in prose"};
	size_t counts[sizeof(origins) / sizeof(*origins)] = {0};
	size_t body = 0;
	size_t i;

	for (i = 0; i < s->spec->n_constants; i++) {
		if (s->spec->constants[i].superseded)
			continue;
		counts[s->spec->constants[i].origin]++;
		body++;
	}
	et_buf_printf(&s->line, "%zu:", body);
	for (i = 0; i < sizeof(origins) / sizeof(*origins); i++)
		et_buf_printf(&s->line, "%s %zu %s", i ? "," : "", counts[i], origins[i]);
	row(s, "constants");
}

static void records(struct stats *s)
{
	size_t body = 0;
	size_t i;

	for (i = 0; i < s->spec->n_records; i++)
		body += !s->spec->records[i].superseded && s->spec->records[i].record.def.name &&
			!s->spec->records[i].declaration;
	et_buf_printf(&s->line, "%zu", body);
	row(s, "records");
	et_buf_printf(&s->line, "%zu registers, %zu virtqueues, %zu numbered titles",
		s->spec->n_registers, s->spec->n_queues, s->spec->n_ids);
	row(s, "others");
}

static void requirements(struct stats *s)
{
	size_t counts[ET_LEVEL_COUNT] = {0};
	size_t i;

	for (i = 0; i < s->spec->n_statements; i++)
		counts[s->spec->statements[i].level]++;
	et_buf_printf(&s->line, "%zu:", s->spec->n_statements);
	for (i = 0; i < ET_LEVEL_COUNT; i++)
		et_buf_printf(&s->line, "%s %zu %s", i ? "," : "", counts[i],
			et_level_name((enum et_level)i));
	row(s, "requirements");
}

static void links(struct stats *s)
{
	et_buf_printf(&s->line, "%zu, with %zu labels and %zu references", s->spec->n_headings,
		s->spec->n_labels, s->spec->n_refs);
	row(s, "sections");
}

int et_report_spec_stats(const struct et_spec *spec, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	struct stats s = {.spec = spec, .options = options};

	if (options->format == ETALON_JSON)
		return et_report_spec_json(spec, write, data);
	et_out_init(&s.out, write, data);
	et_buf_init(&s.line);
	et_buf_puts(&s.line, et_style(options->color, ET_STYLE_HEAD));
	et_buf_puts(&s.line, "VIRTIO ");
	et_buf_visible(&s.line, spec->version ? spec->version : "of no stated version");
	et_buf_puts(&s.line, ", ");
	et_buf_visible(&s.line, spec->name);
	et_buf_puts(&s.line, et_style(options->color, ET_STYLE_NONE));
	et_wrap(&s.out.buf, s.line.data, 0, 4, options->width);
	et_buf_clear(&s.line);
	files(&s);
	listings(&s);
	constants(&s);
	records(&s);
	requirements(&s);
	links(&s);
	et_buf_finish(&s.line);
	return et_out_finish(&s.out);
}
