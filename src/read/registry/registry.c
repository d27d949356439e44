/* SPDX-License-Identifier: BSD-3-Clause */
/* Whole files of the registry: what each is, its head, and the order of work. */
#include "reader.h"

#include "canon_edition.h"
#include "str.h"

#include <string.h>

static const char *const interface_keys[] = {"interface", "title", "kind", "device_id",
	"transitional_id", "text", "prefixes", "headers", "sections", "constants", "records",
	"views", "registers", "virtqueues", "commands", ET_GROUP_KEYS, NULL};

/* Lower-case names of interfaces, sets, sections: letters, digits, '-' and '_'. */
static void check_short_names(
	struct reader *reader, const struct et_yaml *mapping, const char *what)
{
	size_t i;

	if (!mapping || mapping->kind != ET_YAML_MAPPING)
		return;
	for (i = 0; i < mapping->count; i++) {
		const char *name = mapping->keys[i]->text;

		if (!*name || *name == '-' || *name == '_' ||
			name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_")])
			et_yaml_error(reader->diags, mapping->keys[i],
				"%s '%s' is to be in lower case, of letters, digits, - and _", what,
				name);
	}
}

static void read_sections(struct reader *reader, struct interface *interface)
{
	static const char *const keys[] = {"label", "title", NULL};
	const struct et_yaml *sections = et_yaml_get(interface->node, "sections");
	size_t i;

	if (!et_yaml_is(reader->diags, sections, "sections", ET_YAML_MAPPING))
		return;
	check_short_names(reader, sections, "section");
	interface->sections_node = sections;
	interface->sections = ET_NEW_ARRAY(reader->arena, sections->count, struct et_section);
	for (i = 0; i < sections->count; i++) {
		const struct et_yaml *node = sections->items[i];

		if (!et_yaml_check_keys(reader->diags, node, "section", keys))
			continue;
		interface->sections[i].label =
			et_yaml_text(reader->diags, et_yaml_get(node, "label"), "label");
		interface->sections[i].title = et_yaml_text(reader->diags,
			et_yaml_need(reader->diags, node, "section", "title"), "title");
	}
}

static void read_ids(struct reader *reader, struct interface *interface)
{
	const struct et_yaml *id = et_yaml_get(interface->node, "device_id");
	const struct et_yaml *transitional = et_yaml_get(interface->node, "transitional_id");
	uint64_t value = 0;

	if ((id || transitional) && interface->out->kind != ET_INTERFACE_DEVICE)
		et_yaml_error(reader->diags, interface->node, "only devices have ids");
	if (et_yaml_integer(reader->diags, id, "device_id", 1, UINT16_MAX, &value))
		interface->out->device_id = (uint32_t)value;
	if (et_yaml_integer(reader->diags, transitional, "transitional_id", 0x1000, 0x10ff, &value))
		interface->out->transitional_id = (uint32_t)value;
}

static void read_head(struct reader *reader, struct interface *interface)
{
	static const char *const kinds[] = {"core", "queue", "transport", "device", NULL};
	const struct et_yaml *node = interface->node, *name;
	struct et_interface *out = interface->out;
	struct et_diags *diags = reader->diags;
	int kind;

	name = et_yaml_get(node, "interface");
	out->def.name = et_yaml_text(diags, name, "interface");
	if (!out->def.name || strchr("-_", *out->def.name) ||
		out->def.name[strspn(out->def.name, "abcdefghijklmnopqrstuvwxyz0123456789-_")]) {
		et_yaml_error(diags, name, "an interface has a short name in lower case");
		if (!out->def.name)
			out->def.name = "?";
	}
	out->title = et_yaml_text(diags, et_yaml_need(diags, node, "interface", "title"), "title");
	kind = et_yaml_word(diags, et_yaml_need(diags, node, "interface", "kind"), "kind", kinds);
	out->kind = kind < 0 ? ET_INTERFACE_DEVICE : (enum et_interface_kind)kind;
	interface->text = et_yaml_text(diags, et_yaml_get(node, "text"), "text");
	read_ids(reader, interface);
	read_sections(reader, interface);
	et_reg_def(reader, interface, node, NULL, ET_DEF_DEVICE, &out->def);
	if (!out->def.place.file)
		out->def.place.file = interface->text;
	out->prefixes =
		et_yaml_texts(reader->arena, diags, et_yaml_get(node, "prefixes"), "prefixes");
	out->headers = et_yaml_texts(reader->arena, diags, et_yaml_get(node, "headers"), "headers");
}

static void read_interface(struct reader *reader, const struct et_yaml *node)
{
	struct interface *interface = ET_NEW(reader->arena, struct interface);

	interface->node = node;
	interface->out = ET_NEW(reader->arena, struct et_interface);
	if (!et_yaml_check_keys(reader->diags, node, "interface file", interface_keys))
		return;
	*ET_APPEND(reader->arena, &reader->interfaces) = interface;
	read_head(reader, interface);
	check_short_names(reader, et_yaml_get(node, "constants"), "set");
	check_short_names(reader, et_yaml_get(node, "registers"), "block");
	et_reg_constants(reader, interface);
	et_reg_records(reader, interface);
	et_reg_views(reader, interface);
	et_reg_registers(reader, interface);
	et_reg_queues(reader, interface);
	et_reg_commands(reader, interface);
}

const struct et_canon *et_registry_read_all(struct et_arena *arena, struct et_diags *diags,
	const struct et_yaml *const *documents, size_t n_documents)
{
	struct reader reader = {.arena = arena, .diags = diags};
	size_t i;

	reader.canon = ET_NEW(arena, struct et_canon);
	for (i = 0; i < n_documents; i++) {
		const struct et_yaml *node = documents[i];

		if (!node || !et_yaml_is(diags, node, "a file of the registry", ET_YAML_MAPPING))
			continue;
		if (et_yaml_get(node, "interface"))
			read_interface(&reader, node);
		else if (et_yaml_get(node, "errata") || et_yaml_get(node, "deviations"))
			*ET_APPEND(arena, &reader.errata) = node;
		else if (et_yaml_get(node, "requirements"))
			*ET_APPEND(arena, &reader.requirements) = node;
		else
			et_yaml_error(diags, node,
				"neither an interface's file ('interface') nor errata and "
				"deviations nor requirements");
	}
	et_reg_resolve(&reader);
	et_reg_compute_counts(&reader);
	et_reg_compute_layouts(&reader);
	et_reg_check_values(&reader);
	et_reg_finish(&reader);
	et_reg_errata(&reader);
	et_reg_requirements(&reader);
	return reader.canon;
}

const struct et_canon *et_registry_read(struct et_arena *arena, struct et_diags *diags,
	enum et_edition edition, const struct et_yaml *const *documents, size_t n_documents)
{
	size_t errors = diags->errors;
	const struct et_canon *all = et_registry_read_all(arena, diags, documents, n_documents);

	return diags->errors == errors ? et_canon_at(arena, all, edition) : all;
}
