/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex.h"

#include "str.h"
#include "tex_doc.h"
#include "tex_finish.h"

#include <string.h>

/*
 * "v1.4-cs01" is edition 1.4, and so are the drafts that became it. The draft of an edition that
 * nobody knows yet is none.
 */
static enum et_edition edition_of(struct et_arena *arena, const char *version)
{
	enum et_edition edition;

	if (!version || *version != 'v')
		return ET_EDITION_UNKNOWN;
	edition = et_edition_by_name(et_strndup(arena, version + 1, strcspn(version + 1, "-")));
	return edition == ET_EDITION_COUNT || edition == ET_EDITION_LEGACY ? ET_EDITION_UNKNOWN
									   : edition;
}

static void take_all(struct tex_builder *builder)
{
	tex_take_listings(builder);
	tex_take_tables(builder);
	tex_take_items(builder);
	tex_take_statements(builder);
	tex_take_mentions(builder);
}

static const struct et_spec_file *public_files(const struct tex_doc *doc)
{
	struct et_spec_file *files =
		ET_NEW_ARRAY(doc->arena, doc->files.count + 1, struct et_spec_file);
	size_t i;

	for (i = 0; i < doc->files.count; i++) {
		files[i] = doc->files.items[i].file;
		files[i].data = doc->files.items[i].data;
		files[i].length = doc->files.items[i].length;
	}
	return files;
}

const struct et_spec *et_tex_read(
	struct et_arena *arena, struct et_source *source, struct et_diags *diags)
{
	struct tex_doc *doc = ET_NEW(arena, struct tex_doc);
	struct tex_builder *builder;
	struct et_spec *spec;

	if (!tex_doc_read(doc, arena, source, diags))
		return NULL;
	builder = ET_NEW(arena, struct tex_builder);
	*builder = (struct tex_builder){.doc = doc, .arena = arena, .diags = diags};
	take_all(builder);
	tex_sort(builder);
	spec = ET_NEW(arena, struct et_spec);
	*spec = (struct et_spec){.name = et_strdup(arena, et_source_name(source)),
		.version = doc->version,
		.edition = edition_of(arena, doc->version),
		.files = public_files(doc),
		.n_files = doc->files.count,
		.headings = doc->headings.items,
		.n_headings = doc->headings.count,
		.listings = builder->listings.items,
		.n_listings = builder->listings.count,
		.constants = builder->constants.items,
		.n_constants = builder->constants.count,
		.records = tex_resolve_records(builder),
		.n_records = builder->records.count,
		.queues = builder->queues.items,
		.n_queues = builder->queues.count,
		.registers = builder->registers.items,
		.n_registers = builder->registers.count,
		.ids = builder->ids.items,
		.n_ids = builder->ids.count,
		.statements = builder->statements.items,
		.n_statements = builder->statements.count,
		.mentions = builder->mentions.items,
		.n_mentions = builder->mentions.count,
		.labels = doc->labels.items,
		.n_labels = doc->labels.count,
		.refs = doc->refs.items,
		.n_refs = doc->refs.count,
		.faults = builder->faults.items,
		.n_faults = builder->faults.count};
	if (et_source_revision(source))
		spec->revision = et_strdup(arena, et_source_revision(source));
	return spec;
}
