/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two passes. The first walks the model and gives every array of every structure a place in one
 * large array for its type (a pool), so that a pointer becomes "&pool[n]". The second writes the
 * pools. All pools are declared before any is defined, so circles of pointers are no trouble.
 */
#include "canon_c.h"

#include "canon_pack.h"
#include "canon_pool.h"
#include "canon_text.h"

#include <inttypes.h>
#include <string.h>

static const char *const type_names[POOL_COUNT] = {
	[POOL_SECTION] = "struct et_section",
	[POOL_WHEN] = "struct et_when",
	[POOL_ALIAS] = "struct et_alias",
	[POOL_COUNTS] = "struct et_count",
	[POOL_FIELD] = "struct et_field",
	[POOL_RECORD] = "struct et_record",
	[POOL_RECORD_REF] = "struct et_record *const",
	[POOL_TEXTS] = "char *const",
	[POOL_CONSTANT] = "struct et_constant",
	[POOL_VIEW] = "struct et_view",
	[POOL_REGISTER] = "struct et_register",
	[POOL_QUEUE] = "struct et_queue",
	[POOL_COMMAND] = "struct et_command",
	[POOL_INTERFACE] = "struct et_interface",
	[POOL_REWRITE] = "struct et_rewrite",
	[POOL_RESPELLING] = "struct et_respelling",
	[POOL_DIALECT] = "struct et_dialect",
};

static const char *const pool_names[POOL_COUNT] = {
	[POOL_SECTION] = "sections",
	[POOL_WHEN] = "whens",
	[POOL_ALIAS] = "aliases",
	[POOL_COUNTS] = "counts",
	[POOL_FIELD] = "fields",
	[POOL_RECORD] = "records",
	[POOL_RECORD_REF] = "record_refs",
	[POOL_TEXTS] = "texts",
	[POOL_CONSTANT] = "constants",
	[POOL_VIEW] = "views",
	[POOL_REGISTER] = "registers",
	[POOL_QUEUE] = "queues",
	[POOL_COMMAND] = "commands",
	[POOL_INTERFACE] = "interfaces",
	[POOL_REWRITE] = "rewrites",
	[POOL_RESPELLING] = "respellings",
	[POOL_DIALECT] = "dialects",
};

struct writer {
	struct et_buf *out;
	struct pools *pools;
};

/* ".key = "text", " when there is one. */
static void text(struct writer *writer, const char *key, const char *value)
{
	if (!value)
		return;
	et_buf_printf(writer->out, ".%s = ", key);
	put_text(writer->out, value);
	et_buf_puts(writer->out, ", ");
}

static void number(struct writer *writer, const char *key, uint64_t value)
{
	if (value > UINT32_MAX)
		et_buf_printf(writer->out, ".%s = UINT64_C(0x%" PRIx64 "), ", key, value);
	else if (value)
		et_buf_printf(writer->out, ".%s = %" PRIu64 ", ", key, value);
}

/* ".key = &pool[n], "; nothing for NULL. */
static void pointer(struct writer *writer, const char *key, enum pool pool, const void *value)
{
	if (value)
		et_buf_printf(writer->out, ".%s = &%s[%zu], ", key, pool_names[pool],
			pool_index(writer->pools, pool, value));
}

/* The same for an array and its length, ".n_key". */
static void array(
	struct writer *writer, const char *key, enum pool pool, const void *items, size_t count)
{
	if (!count)
		return;
	pointer(writer, key, pool, items);
	et_buf_printf(writer->out, ".n_%s = %zu, ", key, count);
}

static void put_place(struct writer *writer, const struct et_place *place)
{
	if (!place->file && !place->section)
		return;
	et_buf_puts(writer->out, ".place = {");
	text(writer, "file", place->file);
	number(writer, "line", place->line);
	pointer(writer, "section", POOL_SECTION, place->section);
	et_buf_puts(writer->out, "}, ");
}

static void put_def(struct writer *writer, const struct et_def *def)
{
	et_buf_puts(writer->out, ".def = {");
	number(writer, "kind", def->kind);
	text(writer, "name", def->name);
	text(writer, "scope", def->scope);
	pointer(writer, "interface", POOL_INTERFACE, def->interface);
	put_place(writer, &def->place);
	number(writer, "abis", def->abis);
	number(writer, "status", def->status);
	text(writer, "evidence", def->evidence);
	number(writer, "since", def->since);
	number(writer, "until", def->until);
	pointer(writer, "when", POOL_WHEN, def->when);
	array(writer, "aliases", POOL_ALIAS, def->aliases, def->n_aliases);
	text(writer, "about", def->about);
	number(writer, "unnamed", def->unnamed);
	et_buf_puts(writer->out, "}, ");
}

static void put_type(struct writer *writer, const struct et_type *type)
{
	et_buf_puts(writer->out, ".type = {");
	number(writer, "kind", type->kind);
	number(writer, "base", type->base);
	number(writer, "is_signed", type->is_signed);
	number(writer, "is_char", type->is_char);
	number(writer, "order", type->order);
	pointer(writer, "record", POOL_RECORD, type->record);
	text(writer, "spelling", type->spelling);
	et_buf_puts(writer->out, "}, ");
}

static void put_when(struct writer *writer, const struct et_when *when)
{
	number(writer, "op", when->op);
	text(writer, "name", when->name);
	text(writer, "is", when->is);
	array(writer, "operands", POOL_WHEN, when->operands, when->n_operands);
	number(writer, "flag", when->flag);
}

static void put_field(struct writer *writer, const struct et_field *field)
{
	text(writer, "name", field->name);
	put_type(writer, &field->type);
	array(writer, "counts", POOL_COUNTS, field->counts, field->n_counts);
	et_buf_printf(writer->out, ".bits = %d, ", field->bits);
	put_place(writer, &field->place);
	number(writer, "abis", field->abis);
	array(writer, "parts", POOL_FIELD, field->parts, field->n_parts);
	number(writer, "legacy", field->legacy);
	number(writer, "segment", field->segment);
	number(writer, "access", field->access);
	number(writer, "padding", field->padding);
	pointer(writer, "when", POOL_WHEN, field->when);
	number(writer, "since", field->since);
	number(writer, "until", field->until);
	array(writer, "aliases", POOL_ALIAS, field->aliases, field->n_aliases);
}

static void put_record(struct writer *writer, const struct et_record *record)
{
	put_def(writer, &record->def);
	number(writer, "is_union", record->is_union);
	number(writer, "packed", record->packed);
	number(writer, "complete", record->complete);
	number(writer, "role", record->role);
	array(writer, "fields", POOL_FIELD, record->fields, record->n_fields);
}

static void put_constant(struct writer *writer, const struct et_constant *constant)
{
	put_def(writer, &constant->def);
	number(writer, "kind", constant->kind);
	number(writer, "representation", constant->representation);
	et_buf_puts(writer->out, ".value = {");
	number(writer, "bits", constant->value.bits);
	number(writer, "width", constant->value.width);
	number(writer, "is_unsigned", constant->value.is_unsigned);
	et_buf_puts(writer->out, "}, ");
	pointer(writer, "requires", POOL_WHEN, constant->requires);
	text(writer, "in", constant->in);
}

static void put_view(struct writer *writer, const struct et_view *view)
{
	put_def(writer, &view->def);
	pointer(writer, "record", POOL_RECORD, view->record);
	number(writer, "segment", view->segment);
	text(writer, "first", view->first);
	text(writer, "last", view->last);
	number(writer, "legacy", view->legacy);
	pointer(writer, "with", POOL_TEXTS, view->with);
	pointer(writer, "without", POOL_TEXTS, view->without);
}

static void put_register(struct writer *writer, const struct et_register *reg)
{
	put_def(writer, &reg->def);
	text(writer, "block", reg->block);
	number(writer, "offset", reg->offset);
	number(writer, "width", reg->width);
	number(writer, "access", reg->access);
	number(writer, "order", reg->order);
}

static void put_queue(struct writer *writer, const struct et_queue *queue)
{
	put_def(writer, &queue->def);
	number(writer, "start", queue->start);
	number(writer, "step", queue->step);
	text(writer, "after", queue->after);
	text(writer, "count", queue->count);
	number(writer, "direction", queue->direction);
}

static void put_payload(struct writer *writer, const char *key, const struct et_payload *payload)
{
	if (!payload->record && !payload->type.spelling)
		return;
	et_buf_printf(writer->out, ".%s = {", key);
	pointer(writer, "record", POOL_RECORD, payload->record);
	if (payload->type.spelling)
		put_type(writer, &payload->type);
	text(writer, "code", payload->code);
	et_buf_puts(writer->out, "}, ");
}

static void put_command(struct writer *writer, const struct et_command *command)
{
	put_def(writer, &command->def);
	text(writer, "class_name", command->class_name);
	pointer(writer, "queue", POOL_QUEUE, command->queue);
	put_payload(writer, "request", &command->request);
	put_payload(writer, "response", &command->response);
}

static void put_interface(struct writer *writer, const struct et_interface *interface)
{
	put_def(writer, &interface->def);
	text(writer, "title", interface->title);
	number(writer, "kind", interface->kind);
	pointer(writer, "prefixes", POOL_TEXTS, interface->prefixes);
	pointer(writer, "headers", POOL_TEXTS, interface->headers);
	array(writer, "constants", POOL_CONSTANT, interface->constants, interface->n_constants);
	array(writer, "records", POOL_RECORD_REF, interface->records, interface->n_records);
	array(writer, "views", POOL_VIEW, interface->views, interface->n_views);
	array(writer, "registers", POOL_REGISTER, interface->registers, interface->n_registers);
	array(writer, "queues", POOL_QUEUE, interface->queues, interface->n_queues);
	array(writer, "commands", POOL_COMMAND, interface->commands, interface->n_commands);
	number(writer, "device_id", interface->device_id);
	number(writer, "transitional_id", interface->transitional_id);
}

static void put_dialect(struct writer *writer, const struct et_dialect *dialect)
{
	text(writer, "name", dialect->name);
	text(writer, "title", dialect->title);
	pointer(writer, "parent", POOL_DIALECT, dialect->parent);
	pointer(writer, "paths", POOL_TEXTS, dialect->paths);
	pointer(writer, "includes", POOL_TEXTS, dialect->includes);
	pointer(writer, "types", POOL_TEXTS, dialect->types);
	number(writer, "orders", dialect->orders);
	array(writer, "rewrites", POOL_REWRITE, dialect->rewrites, dialect->n_rewrites);
	array(writer, "respellings", POOL_RESPELLING, dialect->respellings, dialect->n_respellings);
	pointer(writer, "helpers", POOL_TEXTS, dialect->helpers);
}

static void put_element(struct writer *writer, enum pool pool, const void *element)
{
	switch (pool) {
	case POOL_SECTION:
		text(writer, "label", ((const struct et_section *)element)->label);
		text(writer, "title", ((const struct et_section *)element)->title);
		break;
	case POOL_WHEN:
		put_when(writer, element);
		break;
	case POOL_ALIAS:
		text(writer, "dialect", ((const struct et_alias *)element)->dialect);
		text(writer, "name", ((const struct et_alias *)element)->name);
		break;
	case POOL_COUNTS:
		number(writer, "kind", ((const struct et_count *)element)->kind);
		number(writer, "value", ((const struct et_count *)element)->value);
		text(writer, "name", ((const struct et_count *)element)->name);
		break;
	case POOL_FIELD:
		put_field(writer, element);
		break;
	case POOL_RECORD:
		put_record(writer, element);
		break;
	case POOL_CONSTANT:
		put_constant(writer, element);
		break;
	case POOL_VIEW:
		put_view(writer, element);
		break;
	case POOL_REGISTER:
		put_register(writer, element);
		break;
	case POOL_QUEUE:
		put_queue(writer, element);
		break;
	case POOL_COMMAND:
		put_command(writer, element);
		break;
	case POOL_INTERFACE:
		put_interface(writer, element);
		break;
	case POOL_REWRITE:
		text(writer, "tree", ((const struct et_rewrite *)element)->tree);
		text(writer, "canon", ((const struct et_rewrite *)element)->canon);
		break;
	case POOL_RESPELLING:
		text(writer, "tree", ((const struct et_respelling *)element)->tree);
		text(writer, "canon", ((const struct et_respelling *)element)->canon);
		break;
	case POOL_DIALECT:
		put_dialect(writer, element);
		break;
	case POOL_RECORD_REF:
	case POOL_TEXTS:
	case POOL_COUNT:
		break; /* arrays of pointers: put_pool() */
	}
}

static void put_pool(struct writer *writer, enum pool pool)
{
	size_t i, count = pool_size(writer->pools, pool);

	if (!count)
		return;
	et_buf_printf(writer->out, "\nstatic const %s %s[%zu] = {\n", type_names[pool],
		pool_names[pool], count);
	for (i = 0; i < count; i++) {
		const void *element = pool_element(writer->pools, pool, i);

		if (pool == POOL_TEXTS) {
			et_buf_puts(writer->out, "\t");
			put_text(writer->out, *(const char *const *)element);
			et_buf_puts(writer->out, ",\n");
		} else if (pool == POOL_RECORD_REF) {
			et_buf_printf(writer->out, "\t&records[%zu],\n",
				pool_index(writer->pools, POOL_RECORD,
					*(const struct et_record *const *)element));
		} else {
			et_buf_puts(writer->out, "\t{");
			put_element(writer, pool, element);
			if (et_ends_with(writer->out->data, ", ")) {
				writer->out->length -= 2;
				writer->out->data[writer->out->length] = '\0';
			}
			et_buf_puts(writer->out, "},\n");
		}
	}
	et_buf_puts(writer->out, "};\n");
}

/* "&pool[n].def" of a definition: every definition's structure begins with its head. */
static void put_def_address(struct writer *writer, const struct et_def *def)
{
	static const enum pool pool_of[] = {
		[ET_DEF_CONSTANT] = POOL_CONSTANT,
		[ET_DEF_RECORD] = POOL_RECORD,
		[ET_DEF_VIEW] = POOL_VIEW,
		[ET_DEF_REGISTER] = POOL_REGISTER,
		[ET_DEF_QUEUE] = POOL_QUEUE,
		[ET_DEF_COMMAND] = POOL_COMMAND,
		[ET_DEF_DEVICE] = POOL_INTERFACE,
	};
	enum pool pool = pool_of[def->kind];

	et_buf_printf(writer->out, "&%s[%zu].def", pool_names[pool],
		pool_index(writer->pools, pool, def));
}

static void put_names(struct writer *writer, const struct et_canon *canon)
{
	size_t i;

	if (!canon->n_names)
		return;
	et_buf_printf(
		writer->out, "\nstatic const struct et_name names[%zu] = {\n", canon->n_names);
	for (i = 0; i < canon->n_names; i++) {
		const struct et_name *name = &canon->names[i];

		et_buf_puts(writer->out, "\t{");
		put_text(writer->out, name->name);
		et_buf_puts(writer->out, ", ");
		put_text(writer->out, name->dialect);
		et_buf_puts(writer->out, ", ");
		put_def_address(writer, name->def);
		et_buf_puts(writer->out, ", ");
		if (name->field)
			et_buf_printf(writer->out, "&fields[%zu]},\n",
				pool_index(writer->pools, POOL_FIELD, name->field));
		else
			et_buf_puts(writer->out, "NULL},\n");
	}
	et_buf_puts(writer->out, "};\n");
}

static void put_likenesses(struct writer *writer, const struct et_canon *canon)
{
	size_t i;

	if (!canon->n_likenesses)
		return;
	et_buf_printf(writer->out, "\nstatic const struct et_likeness likenesses[%zu] = {\n",
		canon->n_likenesses);
	for (i = 0; i < canon->n_likenesses; i++) {
		et_buf_puts(writer->out, "\t{");
		put_text(writer->out, canon->likenesses[i].text);
		et_buf_puts(writer->out, ", ");
		put_text(writer->out, canon->likenesses[i].name);
		et_buf_puts(writer->out, "},\n");
	}
	et_buf_puts(writer->out, "};\n");
}

static void put_errata(struct writer *writer, const struct et_canon *canon)
{
	size_t i;

	if (canon->n_errata) {
		et_buf_printf(writer->out, "\nstatic const struct et_erratum errata[%zu] = {\n",
			canon->n_errata);
		for (i = 0; i < canon->n_errata; i++) {
			const struct et_erratum *erratum = &canon->errata[i];

			et_buf_puts(writer->out, "\t{");
			text(writer, "interface", erratum->interface);
			text(writer, "definition", erratum->definition);
			number(writer, "edition", erratum->edition);
			put_place(writer, &erratum->place);
			text(writer, "says", erratum->says);
			text(writer, "holds", erratum->holds);
			text(writer, "why", erratum->why);
			et_buf_puts(writer->out, "},\n");
		}
		et_buf_puts(writer->out, "};\n");
	}
	if (canon->n_deviations) {
		et_buf_printf(writer->out,
			"\nstatic const struct et_deviation deviations[%zu] = {\n",
			canon->n_deviations);
		for (i = 0; i < canon->n_deviations; i++) {
			const struct et_deviation *deviation = &canon->deviations[i];

			et_buf_puts(writer->out, "\t{");
			text(writer, "definition", deviation->definition);
			text(writer, "rule", deviation->rule);
			text(writer, "who", deviation->who);
			text(writer, "text", deviation->text);
			et_buf_puts(writer->out, "},\n");
		}
		et_buf_puts(writer->out, "};\n");
	}
}

/* An array of pointers to the elements of a pool that stand on their own. */
static void put_references(struct writer *writer, const char *type, const char *name,
	enum pool pool, const void *const *elements, size_t count)
{
	size_t i;

	if (!count)
		return;
	et_buf_printf(
		writer->out, "\nstatic const struct %s *const %s[%zu] = {\n", type, name, count);
	for (i = 0; i < count; i++)
		et_buf_printf(writer->out, "\t&%s[%zu],\n", pool_names[pool],
			pool_index(writer->pools, pool, elements[i]));
	et_buf_puts(writer->out, "};\n");
}

static void put_entry_points(struct writer *writer, const struct et_canon *canon, size_t n_dialects)
{
	et_buf_puts(writer->out, "\nstatic const struct et_canon canon = {\n");
	et_buf_printf(writer->out, "\t.edition = %d,\n", (int)canon->edition);
	if (canon->n_interfaces)
		et_buf_printf(writer->out,
			"\t.interfaces = interface_refs,\n\t.n_interfaces = %zu,\n",
			canon->n_interfaces);
	if (canon->n_names)
		et_buf_printf(
			writer->out, "\t.names = names,\n\t.n_names = %zu,\n", canon->n_names);
	if (canon->n_likenesses)
		et_buf_printf(writer->out, "\t.likenesses = likenesses,\n\t.n_likenesses = %zu,\n",
			canon->n_likenesses);
	if (canon->n_errata)
		et_buf_printf(
			writer->out, "\t.errata = errata,\n\t.n_errata = %zu,\n", canon->n_errata);
	if (canon->n_deviations)
		et_buf_printf(writer->out, "\t.deviations = deviations,\n\t.n_deviations = %zu,\n",
			canon->n_deviations);
	if (canon->n_requirements)
		et_buf_printf(writer->out,
			"\t.requirements = requirements,\n\t.n_requirements = %zu,\n",
			canon->n_requirements);
	if (canon->requirement_texts)
		et_buf_printf(writer->out,
			"\t.requirement_texts = requirement_texts,\n"
			"\t.requirement_texts_size = %zu,\n",
			canon->requirement_texts_size);
	et_buf_puts(writer->out,
		"};\n"
		"\nconst struct et_canon *et_builtin_canon(void)\n"
		"{\n\treturn &canon;\n}\n"
		"\nconst unsigned char *et_builtin_history(void)\n"
		"{\n\treturn history;\n}\n"
		"\nconst struct et_dialect *const *et_builtin_dialects(size_t *count)\n");
	et_buf_printf(writer->out, "{\n\t*count = %zu;\n\treturn %s;\n}\n", n_dialects,
		n_dialects ? "dialect_refs" : "NULL");
}

/* Other editions, packed. */
static void put_history(struct writer *writer, struct et_arena *arena, const struct et_canon *all)
{
	struct et_buf bytes;

	et_buf_init(&bytes);
	if (all)
		et_canon_pack(arena, &bytes, all);
	put_array(writer->out, "unsigned char", "history", bytes.data, bytes.length);
	et_buf_finish(&bytes);
}

void et_write_canon_c(struct et_arena *arena, struct et_buf *out, const struct et_canon *canon,
	const struct et_canon *all, const struct et_dialect *const *dialects, size_t n_dialects)
{
	struct pools *pools = pools_fill(arena, canon, dialects, n_dialects);
	struct writer writer = {out, pools};
	enum pool pool;

	et_buf_puts(out,
		"/* Generated by canonc from the registry and the dialects: edit those. */\n"
		"#include \"builtin.h\"\n\n"
		"#include <stdint.h>\n\n");
	for (pool = 0; pool < POOL_COUNT; pool++) {
		if (pool_size(pools, pool))
			et_buf_printf(out, "static const %s %s[%zu];\n", type_names[pool],
				pool_names[pool], pool_size(pools, pool));
	}
	for (pool = 0; pool < POOL_COUNT; pool++)
		put_pool(&writer, pool);
	put_names(&writer, canon);
	put_likenesses(&writer, canon);
	put_errata(&writer, canon);
	if (canon->requirement_texts)
		put_array(out, "char", "requirement_texts", canon->requirement_texts,
			canon->requirement_texts_size);
	put_requirements(out, canon);
	put_history(&writer, arena, all);
	put_references(&writer, "et_interface", "interface_refs", POOL_INTERFACE,
		(const void *const *)canon->interfaces, canon->n_interfaces);
	put_references(&writer, "et_dialect", "dialect_refs", POOL_DIALECT,
		(const void *const *)dialects, n_dialects);
	put_entry_points(&writer, canon, n_dialects);
}
