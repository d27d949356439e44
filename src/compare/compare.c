/* SPDX-License-Identifier: BSD-3-Clause */
#include "comparison.h"

#include "str.h"

#include <string.h>
#include <strings.h>

bool et_is_asked_for(const char *const *interfaces, const char *name)
{
	if (!interfaces)
		return true;
	for (; *interfaces; interfaces++) {
		if (name && strcmp(*interfaces, name) == 0)
			return true;
	}
	return false;
}

bool et_asked_for(const struct et_comparison *comparison, const struct et_interface *interface)
{
	return et_is_asked_for(
		comparison->options->interfaces, interface ? interface->def.name : NULL);
}

/* Keys of the map of hosts: an interface's name, a slash, and a set's or record's name or nothing.
 */
static size_t host_key(char key[ET_HOST_KEY], const char *interface, const char *scope)
{
	size_t head = strlen(interface);
	size_t tail = scope ? strlen(scope) : 0;

	if (head + tail + 2 > ET_HOST_KEY)
		return 0; /* no name of the canon is that long */
	memcpy(key, interface, head);
	key[head] = '/';
	if (scope)
		memcpy(key + head + 1, scope, tail);
	return head + 1 + tail;
}

const struct et_host *et_host_of(
	const struct et_comparison *comparison, const char *interface, const char *scope)
{
	char key[ET_HOST_KEY];
	size_t length = host_key(key, interface, scope);

	return length ? et_map_get(&comparison->hosts, key, length) : NULL;
}

/* Counts one more in a file; the file that has the most is the host, the first one in a tie. */
static void tally(struct et_comparison *comparison, const char *interface, const char *scope,
	const struct et_unit_file *file)
{
	char key[ET_HOST_KEY];
	size_t length = host_key(key, interface, scope);
	struct et_host *host;

	if (!length)
		return;
	host = et_map_get(&comparison->hosts, key, length);
	if (!host) {
		host = ET_NEW(comparison->arena, struct et_host);
		*et_map_slot(&comparison->hosts, comparison->arena,
			et_strndup(comparison->arena, key, length), length) = host;
	}
	if (host->current != file) {
		host->current = file;
		host->here = 0;
	}
	host->here++;
	if (host->here > host->count) {
		host->file = file;
		host->count = host->here;
	}
}

void et_cover(
	struct et_comparison *comparison, const struct et_def *def, const struct et_unit_file *file)
{
	const char *interface;

	if (!et_set_add(&comparison->covered, comparison->arena, def) || !def->interface)
		return;
	interface = def->interface->def.name;
	tally(comparison, interface, NULL, file);
	if (def->kind == ET_DEF_CONSTANT && def->scope)
		tally(comparison, interface, def->scope, file);
	if (def->kind == ET_DEF_RECORD)
		tally(comparison, interface, def->name, file);
}

static bool look_at_type(const struct et_field *field, void *data)
{
	struct et_site *site = data;
	enum et_order order = field->type.order;

	site->spells_order |= order == ET_ORDER_LITTLE || order == ET_ORDER_BIG;
	site->spells_legacy |= order == ET_ORDER_VIRTIO;
	return false;
}

static struct et_site make_site(const struct et_comparison *comparison, const struct et_unit *unit,
	const struct et_unit_file *file)
{
	struct et_site site = {.file = file};
	size_t i;

	for (i = 0; i < file->n_records; i++)
		et_find_field(unit->records[file->first_record + i], look_at_type, &site, NULL);
	/* A family that takes byte order out of its types says nothing by a plain one, ever. */
	site.may_spell_order = !comparison->tree->dialect || comparison->tree->dialect->orders;
	site.spells_order &= site.may_spell_order;
	return site;
}

bool et_is_dead(const char *guard)
{
	const char *part = guard;

	while (part && *part) {
		size_t length = strcspn(part, "&");

		while (length && part[length - 1] == ' ')
			length--;
		if (length == 1 && *part == '0')
			return true;
		part += strcspn(part, "&");
		part += strspn(part, "& ");
	}
	return false;
}

bool et_is_home(const struct et_interface *interface, const struct et_unit_file *file)
{
	const char *const *header = interface ? interface->headers : NULL;

	for (; header && *header; header++) {
		if (strcasecmp(*header, et_basename(file->path)) == 0)
			return true;
	}
	return false;
}

/*
 * A header that defines an interface may not add to it unasked. One that only uses it, a program's
 * own, names its own constants after it as it likes.
 */
static void emit_unknown(struct et_comparison *comparison, const struct et_site *site)
{
	size_t i;

	for (i = 0; i < site->unknown.count; i++) {
		const struct et_draft *draft = &site->unknown.items[i];

		if (site->matched >= 2 * site->unknown.count ||
			(site->matched && et_is_home(draft->interface, site->file)))
			et_emit(comparison, site->file, draft);
	}
}

void et_compare_tree(struct et_arena *arena, const struct et_tree *tree, size_t index,
	const struct et_compare_options *options, struct et_results *results,
	struct et_diags *diags)
{
	struct et_comparison comparison = {.arena = arena,
		.options = options,
		.tree = tree,
		.tree_index = index,
		.results = results,
		.diags = diags};
	size_t i;
	size_t j;

	et_matcher_init(&comparison.matcher, arena, options->canon, tree->dialect);
	for (i = 0; i < tree->units.count; i++) {
		const struct et_unit *unit = tree->units.items[i];

		for (j = 0; j < unit->n_files; j++) {
			const struct et_unit_file *file = &unit->files[j];
			struct et_site site = make_site(&comparison, unit, file);

			if (file->context)
				continue;
			et_compare_constants(&comparison, unit, file, &site);
			et_compare_records(&comparison, unit, file, &site);
			emit_unknown(&comparison, &site);
			results->matched += site.matched;
			results->unmatched += site.unmatched;
			results->not_judged += site.unmatched && !site.matched;
		}
	}
	et_find_missing(&comparison);
	et_compare_unread(&comparison);
}
