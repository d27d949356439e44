/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding what a name means, and the nearest names when it means nothing. */
#include "show_int.h"
#include "utf8.h"
#include "wrap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NOT_KNOWN = 2, MOST_SUGGESTIONS = 8, FARTHEST = 4 };

static void show_name(struct et_shower *s, const struct et_name *name)
{
	const struct et_def *def = name->def;

	if (name->field) {
		et_show_field(s, name->name, (const struct et_record *)def, name->field);
		return;
	}
	switch (def->kind) {
	case ET_DEF_CONSTANT:
		et_show_constant(s, (const struct et_constant *)def);
		return;
	case ET_DEF_RECORD:
		et_show_record(s, (const struct et_record *)def);
		return;
	case ET_DEF_VIEW:
		et_show_view(s, (const struct et_view *)def);
		return;
	case ET_DEF_REGISTER:
		et_show_register(s, (const struct et_register *)def);
		return;
	case ET_DEF_QUEUE:
		et_show_queue(s, (const struct et_queue *)def);
		return;
	case ET_DEF_COMMAND:
		et_show_command(s, (const struct et_command *)def);
		return;
	case ET_DEF_DEVICE:
		et_show_interface(s, (const struct et_interface *)def);
		return;
	case ET_DEF_TYPEDEF:
	case ET_DEF_FUNCTION:
		return; /* of trees */
	}
}

/* Whether the same was shown for an earlier name: an alias in several dialects. */
static bool is_shown(const struct et_name *const *shown, size_t count, const struct et_name *name)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (shown[i]->def == name->def && shown[i]->field == name->field)
			return true;
	}
	return false;
}

/* Fields that the record's field has under another name: "virtio_blk_config.wce". */
static bool is_field_alias(const struct et_name *entry, const char *wanted)
{
	const char *dot = strrchr(wanted, '.');
	size_t head = dot ? (size_t)(dot - wanted) + 1 : 0;
	size_t i;

	if (!dot || !entry->field || strncasecmp(entry->name, wanted, head) != 0 ||
		strchr(entry->name + head, '.'))
		return false;
	for (i = 0; i < entry->field->n_aliases; i++) {
		if (strcasecmp(entry->field->aliases[i].name, dot + 1) == 0)
			return true;
	}
	return false;
}

/* Shows all definitions of a name; returns how many. */
static size_t show_all(struct et_shower *s, const char *wanted)
{
	const struct et_canon *canon = s->canon;
	ET_ARRAY(const struct et_name *) shown = {0};
	int pass;
	size_t i;

	/* The exact spelling wins over one in another case, that over a field's other names. */
	for (pass = 0; pass < 3 && !shown.count; pass++) {
		for (i = 0; i < canon->n_names; i++) {
			const struct et_name *name = &canon->names[i];

			if (pass == 0	    ? strcmp(name->name, wanted) != 0
				: pass == 1 ? strcasecmp(name->name, wanted) != 0
					    : !is_field_alias(name, wanted))
				continue;
			if (is_shown(shown.items, shown.count, name))
				continue;
			if (shown.count)
				et_buf_putc(&s->out.buf, '\n');
			*ET_APPEND(s->arena, &shown) = name;
			show_name(s, name);
			if (!et_out_more(&s->out))
				return shown.count;
		}
	}
	return shown.count;
}

struct suggestion {
	const char *name;
	size_t distance;
};

static int compare_suggestions(const void *left, const void *right)
{
	const struct suggestion *a = left;
	const struct suggestion *b = right;

	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* Of the names that are a few edits away only the nearest are meant; those that contain it stay. */
static void keep_nearest(struct suggestion *list, size_t *count, size_t limit)
{
	size_t least = limit;
	size_t kept = 0;
	size_t i;

	for (i = 0; i < *count; i++) {
		if (list[i].distance < least)
			least = list[i].distance;
	}
	for (i = 0; i < *count; i++) {
		if (list[i].distance <= least || list[i].distance > limit)
			list[kept++] = list[i];
	}
	*count = kept;
}

static char *lower(struct et_arena *arena, const char *text)
{
	char *copy = et_strdup(arena, text);
	char *c;

	for (c = copy; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return copy;
}

/* Names that are a few edits away, then those that contain what was asked for. */
static void suggest(struct et_shower *s, const char *wanted)
{
	const char *asked = lower(s->arena, wanted);
	size_t limit = strlen(asked) / 3;
	ET_ARRAY(struct suggestion) list = {0};
	size_t i;

	if (limit > FARTHEST)
		limit = FARTHEST;
	for (i = 0; i < s->canon->n_names; i++) {
		const struct et_name *name = &s->canon->names[i];
		const char *known = lower(s->arena, name->name);
		size_t distance = et_edit_distance(asked, known, limit);
		struct suggestion *suggestion;

		if (i && et_streq(name->name, s->canon->names[i - 1].name))
			continue;
		if (distance > limit) {
			if (strlen(asked) < 3 || !strstr(known, asked))
				continue;
			distance = limit + 1 + strlen(known) - strlen(asked);
		}
		suggestion = ET_APPEND(s->arena, &list);
		suggestion->name = name->name;
		suggestion->distance = distance;
	}
	if (!list.count)
		return;
	keep_nearest(list.items, &list.count, limit);
	qsort(list.items, list.count, sizeof(*list.items), compare_suggestions);
	et_buf_puts(&s->out.buf, list.count == 1 ? "Is it this?\n" : "Is it one of these?\n");
	for (i = 0; i < list.count && i < MOST_SUGGESTIONS; i++)
		et_buf_printf(&s->out.buf, "  %s\n", list.items[i].name);
	if (list.count > MOST_SUGGESTIONS)
		et_buf_printf(&s->out.buf, "  and %zu more\n", list.count - MOST_SUGGESTIONS);
}

static const char *without_keyword(const char *name)
{
	if (strncmp(name, "struct ", 7) == 0)
		return name + 7;
	return strncmp(name, "union ", 6) == 0 ? name + 6 : name;
}

/* "virtio-blk" and "virtio_blk.h" are the interface blk, as everybody calls it. */
static bool show_interface(struct et_shower *s, const char *wanted)
{
	size_t length;
	size_t i;

	if (strncasecmp(wanted, "virtio", 6) != 0 || (wanted[6] != '-' && wanted[6] != '_'))
		return false;
	wanted += 7;
	length = strlen(wanted);
	if (length > 2 && strcmp(wanted + length - 2, ".h") == 0)
		length -= 2;
	for (i = 0; i < s->canon->n_interfaces; i++) {
		const struct et_interface *interface = s->canon->interfaces[i];

		if (strlen(interface->def.name) == length &&
			strncasecmp(interface->def.name, wanted, length) == 0) {
			et_show_interface(s, interface);
			return true;
		}
	}
	return false;
}

int et_show(const struct et_canon *canon, struct et_arena *arena, const char *name,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	struct et_shower s = {.canon = canon, .arena = arena, .options = options};
	struct et_buf line;
	int status;

	name = without_keyword(name);
	et_out_init(&s.out, write, data);
	if (show_all(&s, name) || show_interface(&s, name))
		return et_out_finish(&s.out);
	et_buf_init(&line);
	et_buf_puts(&line, "The standard has no '");
	et_buf_visible(&line, name);
	et_buf_puts(&line, "'.");
	et_wrap(&s.out.buf, line.data, 0, 0, options->width);
	et_buf_finish(&line);
	suggest(&s, name);
	status = et_out_finish(&s.out);
	return status ? status : NOT_KNOWN;
}
