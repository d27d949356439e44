/* SPDX-License-Identifier: BSD-3-Clause */
/* Constants, and what depends on a feature. */
#include "show_int.h"
#include "wrap.h"

#include <inttypes.h>
#include <string.h>

enum { WIDEST_NAME = 46 };

/* The number of the only bit of a mask, or -1. */
static int only_bit(uint64_t mask)
{
	int bit = 0;

	if (!mask || mask & (mask - 1))
		return -1;
	while (!(mask >> bit & 1))
		bit++;
	return bit;
}

const char *et_show_value(struct et_shower *s, const struct et_constant *constant)
{
	uint64_t bits = constant->value.bits;
	int bit;

	switch (constant->representation) {
	case ET_REP_BIT:
		if (bits < 64)
			return et_sprintf(s->arena, "bit %" PRIu64 ", mask 0x%" PRIx64, bits,
				UINT64_C(1) << bits);
		return et_sprintf(s->arena, "bit %" PRIu64 " (%" PRIu64 " of word %" PRIu64 ")",
			bits, bits % 64, bits / 64);
	case ET_REP_MASK:
		bit = only_bit(bits);
		if (bit >= 0)
			return et_sprintf(s->arena, "mask 0x%" PRIx64 ", bit %d", bits, bit);
		return et_sprintf(s->arena, "mask 0x%" PRIx64, bits);
	case ET_REP_NUMBER:
		break;
	}
	if (!constant->value.is_unsigned && (int64_t)bits < 0)
		return et_sprintf(s->arena, "%" PRId64, (int64_t)bits);
	if (bits < 10)
		return et_sprintf(s->arena, "%" PRIu64, bits);
	return et_sprintf(s->arena, "%" PRIu64 ", 0x%" PRIx64, bits, bits);
}

/* A name, padded to a column, and what is said of it. */
static void item(struct et_shower *s, const char *name, size_t width, const char *said)
{
	struct et_buf *out = &s->out.buf;
	size_t length = strlen(name);

	if (width > WIDEST_NAME)
		width = WIDEST_NAME;
	if (s->options->width && width > s->options->width * 5 / 8)
		width = s->options->width * 5 / 8;
	if (!said || !*said) {
		et_buf_printf(out, "  %s\n", name);
		return;
	}
	et_buf_printf(out, "  %-*s  ", (int)width, name);
	if (length < width)
		length = width;
	et_wrap(out, said, length + 4, width + 4, s->options->width);
}

struct dependent {
	const char *name;
	const char *said;
};

struct dependents {
	struct et_shower *s;
	const char *feature;
	ET_ARRAY(struct dependent) list;
	size_t width;
};

static void add(
	struct dependents *d, const struct et_when *when, const char *name, const char *what)
{
	struct dependent *dependent;
	bool alone = when && when->op == ET_WHEN_FEATURE;

	if (!et_when_mentions(when, d->feature))
		return;
	dependent = ET_APPEND(d->s->arena, &d->list);
	dependent->name = name;
	dependent->said =
		alone ? what
		      : et_sprintf(d->s->arena, "%s, when %s", what, et_show_when(d->s, when));
	if (strlen(name) > d->width && strlen(name) <= WIDEST_NAME)
		d->width = strlen(name);
}

static bool is_there(const struct dependents *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->list.count; i++) {
		if (et_streq(d->list.items[i].name, name))
			return true;
	}
	return false;
}

static void add_fields(
	struct dependents *d, const char *path, const struct et_record *record, unsigned depth)
{
	size_t i;

	for (i = 0; i < record->n_fields && depth < 16; i++) {
		const struct et_field *field = &record->fields[i];
		const struct et_record *inner = field->type.record;
		const char *name = path;
		size_t j;

		if (field->name)
			name = et_sprintf(d->s->arena, "%s.%s", path, field->name);
		add(d, field->when, name, "field");
		for (j = 0; j < field->n_parts; j++)
			add(d, field->parts[j].when,
				et_sprintf(d->s->arena, "%s.%s", name,
					field->parts[j].name ? field->parts[j].name : ""),
				"bits");
		/* A record with a name of its own is visited as itself. */
		if (inner && !inner->def.name)
			add_fields(d, name, inner, depth + 1);
	}
}

static void add_interface(struct dependents *d, const struct et_interface *interface)
{
	size_t i;

	for (i = 0; i < interface->n_constants; i++) {
		const struct et_constant *constant = &interface->constants[i];

		add(d, constant->requires, constant->def.name, "feature bit");
		add(d, constant->def.when, constant->def.name, et_show_kind(&constant->def));
	}
	for (i = 0; i < interface->n_records; i++) {
		const struct et_record *record = interface->records[i];

		add(d, record->def.when, record->def.name, "structure");
		add_fields(d, record->def.name, record, 0);
	}
	for (i = 0; i < interface->n_registers; i++)
		add(d, interface->registers[i].def.when, interface->registers[i].def.name,
			"register");
	for (i = 0; i < interface->n_queues; i++)
		add(d, interface->queues[i].def.when, interface->queues[i].def.name, "virtqueue");
	for (i = 0; i < interface->n_commands; i++) {
		const struct et_def *def = &interface->commands[i].def;

		/* Its constant has the same name, and mostly the same condition. */
		if (!is_there(d, def->name))
			add(d, def->when, def->name, "command");
	}
}

void et_show_dependents(struct et_shower *s, const char *feature)
{
	struct dependents d = {.s = s, .feature = feature};
	size_t i;

	for (i = 0; i < s->canon->n_interfaces; i++)
		add_interface(&d, s->canon->interfaces[i]);
	if (!d.list.count)
		return;
	et_show_part(s, "What depends on it");
	for (i = 0; i < d.list.count; i++)
		item(s, d.list.items[i].name, d.width, d.list.items[i].said);
}

void et_show_constant(struct et_shower *s, const struct et_constant *constant)
{
	et_show_head(s, constant->def.name, et_show_kind(&constant->def), constant->def.interface);
	et_show_pair(s, "value", et_show_value(s, constant));
	et_show_pair(s, "set", constant->def.scope);
	et_show_pair(s, "in", constant->in);
	et_show_pair(s, "requires", et_show_when(s, constant->requires));
	et_show_common(s, &constant->def);
	if (constant->kind == ET_CONST_FEATURE)
		et_show_dependents(s, constant->def.name);
	et_show_errata(s, constant->def.name, false);
}

/* What a row of a set says beside the value. */
static const char *remark(struct et_shower *s, const struct et_constant *constant)
{
	const char *text = et_show_value(s, constant);

	if (constant->def.status != ET_STATUS_STANDARD)
		text = et_sprintf(s->arena, "%s, %s", text, et_status_name(constant->def.status));
	if (constant->requires)
		text = et_sprintf(
			s->arena, "%s, requires %s", text, et_show_when(s, constant->requires));
	return text;
}

void et_show_set(struct et_shower *s, const struct et_interface *interface, const char *set,
	const char *title)
{
	size_t width = 0;
	size_t i;

	for (i = 0; i < interface->n_constants; i++) {
		const struct et_def *def = &interface->constants[i].def;

		if (et_streq(def->scope, set) && strlen(def->name) > width)
			width = strlen(def->name);
	}
	if (!width)
		return;
	et_show_part(s, title ? title : set);
	for (i = 0; i < interface->n_constants; i++) {
		const struct et_constant *constant = &interface->constants[i];

		if (et_streq(constant->def.scope, set))
			item(s, constant->def.name, width, remark(s, constant));
	}
}
