/* SPDX-License-Identifier: BSD-3-Clause */
/* Names, a line each, the name first: for a person to look through and for scripts to cut. */
#include "show_int.h"
#include "utf8.h"
#include "wrap.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { NOT_KNOWN = 2, WIDEST_NAME = 44 };

struct entry {
	const char *name;
	const char *kind; /* a column between name and said, or "" */
	const char *said;
};

struct entries {
	struct et_shower *s;
	ET_ARRAY(struct entry) list;
	size_t width;
};

static void add(struct entries *e, const struct et_def *def, const char *kind, const char *said)
{
	struct entry *entry = ET_APPEND(e->s->arena, &e->list);
	size_t length = strlen(def->name);

	entry->name = def->name;
	entry->kind = kind;
	entry->said = def->status == ET_STATUS_STANDARD ? said
							: et_sprintf(e->s->arena, "%s, %s", said,
								  et_status_name(def->status));
	if (length > e->width && length <= WIDEST_NAME)
		e->width = length;
}

static void put(struct entries *e)
{
	struct et_shower *s = e->s;
	size_t most = s->options->width / 2;
	size_t i;

	if (most && e->width > most)
		e->width = most;
	for (i = 0; i < e->list.count && et_out_more(&s->out); i++) {
		const struct entry *entry = &e->list.items[i];
		size_t start = s->out.buf.length;
		size_t column;

		et_buf_printf(&s->out.buf, "%-*s  ", (int)e->width, entry->name);
		if (*entry->kind)
			et_buf_printf(&s->out.buf, "%-9s  ", entry->kind);
		column = s->out.buf.length - start;
		et_wrap(&s->out.buf, entry->said, column, e->width + 4, s->options->width);
	}
}

static void list_interfaces(struct entries *e)
{
	static const char *const kinds[] = {[ET_INTERFACE_CORE] = "core",
		[ET_INTERFACE_QUEUE] = "queue",
		[ET_INTERFACE_TRANSPORT] = "transport",
		[ET_INTERFACE_DEVICE] = "device"};
	struct et_arena *arena = e->s->arena;
	size_t i;

	for (i = 0; i < e->s->canon->n_interfaces; i++) {
		const struct et_interface *interface = e->s->canon->interfaces[i];
		const char *kind = kinds[interface->kind];

		if (interface->device_id)
			kind = et_sprintf(arena, "%s %u", kind, (unsigned)interface->device_id);
		add(e, &interface->def, kind, interface->title);
	}
}

/* The registry's own word for a set's members is enough beside their value. */
static const char *short_value(struct et_shower *s, const struct et_constant *constant)
{
	uint64_t bits = constant->value.bits;

	if (constant->representation == ET_REP_BIT)
		return et_sprintf(s->arena, "bit %" PRIu64, bits);
	if (constant->representation == ET_REP_MASK)
		return et_sprintf(s->arena, "0x%" PRIx64, bits);
	return et_sprintf(s->arena, "%" PRId64, (int64_t)bits);
}

static void list_one(struct entries *e, const struct et_interface *interface)
{
	struct et_shower *s = e->s;
	size_t i;

	for (i = 0; i < interface->n_constants; i++) {
		const struct et_constant *constant = &interface->constants[i];

		add(e, &constant->def, "",
			et_sprintf(s->arena, "%s %s",
				constant->kind == ET_CONST_FEATURE ? "feature"
								   : et_show_kind(&constant->def),
				short_value(s, constant)));
	}
	for (i = 0; i < interface->n_records; i++) {
		const struct et_record *record = interface->records[i];

		if (record->def.name)
			add(e, &record->def, "",
				et_sprintf(s->arena, "%s, %s",
					record->is_union ? "union" : "structure",
					et_show_size(s, record, NULL)));
	}
	for (i = 0; i < interface->n_views; i++)
		add(e, &interface->views[i].def, "",
			et_sprintf(s->arena, "part of %s", interface->views[i].record->def.name));
	for (i = 0; i < interface->n_registers; i++)
		add(e, &interface->registers[i].def, "",
			et_sprintf(s->arena, "register of %s at 0x%03x",
				interface->registers[i].block,
				(unsigned)interface->registers[i].offset));
	for (i = 0; i < interface->n_queues; i++)
		add(e, &interface->queues[i].def, "",
			et_sprintf(s->arena, "virtqueue %s",
				et_show_queue_index(s, &interface->queues[i])));
}

static const struct et_interface *find(const struct et_canon *canon, const char *name)
{
	size_t i;

	for (i = 0; i < canon->n_interfaces; i++) {
		if (strcasecmp(canon->interfaces[i]->def.name, name) == 0)
			return canon->interfaces[i];
	}
	return NULL;
}

static void not_known(struct et_shower *s, const char *name)
{
	const char *nearest = NULL;
	size_t limit = 2;
	struct et_buf line;
	size_t i;

	for (i = 0; i < s->canon->n_interfaces; i++) {
		const char *known = s->canon->interfaces[i]->def.name;
		size_t distance = et_edit_distance(name, known, limit);

		if (distance <= limit && (!nearest || distance < limit)) {
			nearest = known;
			limit = distance;
		}
	}
	et_buf_init(&line);
	et_buf_puts(&line, "The standard has no interface '");
	et_buf_visible(&line, name);
	if (nearest)
		et_buf_printf(&line, "'. Is it '%s'?", nearest);
	else
		et_buf_puts(&line, "'. 'etalon list' names them all.");
	et_wrap(&s->out.buf, line.data, 0, 0, s->options->width);
	et_buf_finish(&line);
}

int et_list(const struct et_canon *canon, struct et_arena *arena, const char *interface,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	struct et_shower s = {.canon = canon, .arena = arena, .options = options};
	struct entries entries = {.s = &s};
	const struct et_interface *one = interface ? find(canon, interface) : NULL;
	int status;

	et_out_init(&s.out, write, data);
	if (interface && !one) {
		not_known(&s, interface);
		status = et_out_finish(&s.out);
		return status ? status : NOT_KNOWN;
	}
	if (one)
		list_one(&entries, one);
	else
		list_interfaces(&entries);
	put(&entries);
	return et_out_finish(&s.out);
}
