/* SPDX-License-Identifier: BSD-3-Clause */
/* All that was read of a text of the standard, as etalon.spec/1. Sentences are never in it. */
#include "arena.h"
#include "json.h"
#include "out.h"
#include "spec_report.h"

#include <inttypes.h>

struct writer {
	struct et_json json;
	struct et_out *out;
	const struct et_spec *spec;
	struct et_arena *arena;
};

static void place(struct writer *w, const struct et_place *place)
{
	et_json_string(&w->json, "file", place->file);
	if (place->line)
		et_json_int(&w->json, "line", place->line);
	else
		et_json_null(&w->json, "line");
}

/* The place, and the section that a heading's index stands for. */
static void where(struct writer *w, const struct et_place *at, uint32_t heading)
{
	const struct et_section *section =
		heading == ET_SPEC_NONE ? NULL : &w->spec->headings[heading].section;

	place(w, at);
	et_json_string(&w->json, "label", section && *section->label ? section->label : NULL);
	et_json_string(&w->json, "section", section ? section->title : NULL);
}

/* Values have 64 bits, JSON's numbers 53: what does not fit is a text. */
static void value(struct writer *w, const char *key, uint64_t number)
{
	if (number <= (UINT64_C(1) << 53))
		et_json_int(&w->json, key, (int64_t)number);
	else
		et_json_string(&w->json, key, et_sprintf(w->arena, "0x%" PRIx64, number));
}

static void files(struct writer *w)
{
	static const char *const parts[] = {[ET_PART_BODY] = "body",
		[ET_PART_APPARATUS] = "apparatus",
		[ET_PART_SUPERSEDED] = "superseded"};
	size_t i;

	et_json_array(&w->json, "files");
	for (i = 0; i < w->spec->n_files; i++) {
		const struct et_spec_file *file = &w->spec->files[i];

		et_json_object(&w->json, NULL);
		et_json_string(&w->json, "path", file->path);
		et_json_string(&w->json, "part", parts[file->part]);
		et_json_bool(&w->json, "read", file->read);
		et_json_string(&w->json, "why", file->why);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
}

static void listings(struct writer *w)
{
	size_t i;

	et_json_array(&w->json, "listings");
	for (i = 0; i < w->spec->n_listings && et_out_more(w->out); i++) {
		const struct et_spec_listing *listing = &w->spec->listings[i];

		et_json_object(&w->json, NULL);
		where(w, &listing->place, listing->heading);
		et_json_int(&w->json, "last_line", listing->last_line);
		et_json_string(&w->json, "notation", et_notation_name(listing->notation));
		et_json_int(&w->json, "records", listing->n_records);
		et_json_int(&w->json, "constants", listing->n_constants);
		et_json_bool(&w->json, "superseded", listing->superseded);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
}

static void constants(struct writer *w)
{
	static const char *const origins[] = {[ET_ORIGIN_DEFINE] = "define",
		[ET_ORIGIN_ENUM] = "enum",
		[ET_ORIGIN_ASSIGNMENT] = "assignment",
		[ET_ORIGIN_ITEM] = "item",
		[ET_ORIGIN_TABLE] = "table",
		[ET_ORIGIN_PROSE] = "prose"};
	static const char *const representations[] = {
		[ET_REP_NUMBER] = "number", [ET_REP_BIT] = "bit", [ET_REP_MASK] = "mask"};
	size_t i;

	et_json_array(&w->json, "constants");
	for (i = 0; i < w->spec->n_constants && et_out_more(w->out); i++) {
		const struct et_spec_constant *constant = &w->spec->constants[i];

		et_json_object(&w->json, NULL);
		et_json_string(&w->json, "name", constant->constant.def.name);
		if (constant->has_value)
			value(w, "value", constant->constant.value.bits);
		else
			et_json_null(&w->json, "value");
		et_json_string(&w->json, "text", constant->constant.text);
		et_json_string(&w->json, "representation",
			representations[constant->constant.representation]);
		et_json_string(&w->json, "origin", origins[constant->origin]);
		et_json_string(&w->json, "condition", constant->condition);
		where(w, &constant->constant.def.place, constant->heading);
		et_json_bool(&w->json, "superseded", constant->superseded);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
}

static void fields(struct writer *w, const char *key, const struct et_field *field, size_t count,
	unsigned depth)
{
	enum { DEEPEST = 16 };
	size_t i, k;

	if (!count || depth > DEEPEST)
		return;
	et_json_array(&w->json, key);
	for (i = 0; i < count; i++, field++) {
		const struct et_record *inner = field->type.record;

		et_json_object(&w->json, NULL);
		et_json_string(&w->json, "name", field->name);
		et_json_string(&w->json, "type", field->type.spelling);
		if (field->n_counts) {
			et_json_array(&w->json, "counts");
			for (k = 0; k < field->n_counts; k++) {
				if (field->counts[k].name ||
					field->counts[k].kind != ET_COUNT_FIXED)
					et_json_string(&w->json, NULL, field->counts[k].name);
				else
					value(w, NULL, field->counts[k].value);
			}
			et_json_close(&w->json);
		}
		if (field->bits != ET_NO_BITS)
			et_json_int(&w->json, "bits", field->bits);
		if (field->segment != ET_SEGMENT_NONE)
			et_json_string(&w->json, "access",
				field->segment == ET_SEGMENT_READABLE ? "readable" : "writable");
		et_json_string(&w->json, "condition", field->guard);
		place(w, &field->place);
		fields(w, "bit_fields", field->parts, field->n_parts, depth + 1);
		if (inner && !inner->def.name)
			fields(w, inner->is_union ? "union" : "struct", inner->fields,
				inner->n_fields, depth + 1);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
}

static void records(struct writer *w)
{
	size_t i;

	et_json_array(&w->json, "records");
	for (i = 0; i < w->spec->n_records && et_out_more(w->out); i++) {
		const struct et_spec_record *record = &w->spec->records[i];

		et_json_object(&w->json, NULL);
		et_json_string(&w->json, "name", record->record.def.name);
		et_json_bool(&w->json, "union", record->record.is_union);
		et_json_bool(&w->json, "declaration", record->declaration);
		where(w, &record->record.def.place, record->heading);
		et_json_bool(&w->json, "superseded", record->superseded);
		fields(w, "fields", record->record.fields, record->record.n_fields, 0);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
}

static void others(struct writer *w)
{
	size_t i;

	et_json_array(&w->json, "registers");
	for (i = 0; i < w->spec->n_registers; i++) {
		const struct et_spec_register *reg = &w->spec->registers[i];

		et_json_object(&w->json, NULL);
		et_json_string(&w->json, "name", reg->reg.def.name);
		et_json_string(&w->json, "block", reg->reg.block);
		et_json_int(&w->json, "offset", reg->reg.offset);
		et_json_int(&w->json, "width", reg->reg.width);
		et_json_string(&w->json, "access", et_access_name(reg->reg.access));
		where(w, &reg->reg.def.place, reg->heading);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
	et_json_array(&w->json, "virtqueues");
	for (i = 0; i < w->spec->n_queues; i++) {
		const struct et_spec_queue *queue = &w->spec->queues[i];

		et_json_object(&w->json, NULL);
		et_json_string(&w->json, "name", queue->name);
		et_json_string(&w->json, "index", queue->index);
		where(w, &queue->place, queue->heading);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
	et_json_array(&w->json, "ids");
	for (i = 0; i < w->spec->n_ids; i++) {
		const struct et_spec_id *id = &w->spec->ids[i];

		et_json_object(&w->json, NULL);
		et_json_string(&w->json, "title", id->title);
		value(w, "value", id->number);
		if (id->last == UINT64_MAX)
			et_json_null(&w->json, "last");
		else
			value(w, "last", id->last);
		et_json_string(&w->json, "table", id->table);
		where(w, &id->place, id->heading);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
}

static void requirements(struct writer *w)
{
	const char *const *name;
	size_t i;

	et_json_array(&w->json, "requirements");
	for (i = 0; i < w->spec->n_statements && et_out_more(w->out); i++) {
		const struct et_statement *statement = &w->spec->statements[i];

		et_json_object(&w->json, NULL);
		et_json_string(&w->json, "id", statement->id);
		et_json_string(&w->json, "level", et_level_name(statement->level));
		et_json_string(&w->json, "target", et_target_name(statement->target));
		where(w, &statement->place, statement->heading);
		et_json_array(&w->json, "names");
		for (name = statement->names; name && *name; name++)
			et_json_string(&w->json, NULL, *name);
		et_json_close(&w->json);
		et_json_close(&w->json);
	}
	et_json_close(&w->json);
}

int et_report_spec_json(const struct et_spec *spec, etalon_write_fn *write, void *data)
{
	struct et_arena arena;
	struct et_out out;
	struct writer w = {.out = &out, .spec = spec, .arena = &arena};

	et_arena_init(&arena);
	et_out_init(&out, write, data);
	et_json_init(&w.json, &out.buf);
	et_json_object(&w.json, NULL);
	et_json_string(&w.json, "schema", "etalon.spec/1");
	et_json_string(&w.json, "etalon", ETALON_VERSION);
	et_json_string(&w.json, "text", spec->name);
	et_json_string(&w.json, "revision", spec->revision);
	et_json_string(&w.json, "version", spec->version);
	files(&w);
	listings(&w);
	constants(&w);
	records(&w);
	others(&w);
	requirements(&w);
	et_json_close(&w.json);
	et_arena_finish(&arena);
	return et_out_finish(&out);
}
