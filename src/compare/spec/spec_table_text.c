/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of a text that was read. */
#include "spec_check.h"
#include "spec_table.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct filler {
	struct et_spec_table *table;
	const struct et_spec *spec;
	struct et_spec_check check;	    /* for what belongs to whom */
	const struct et_interface **owners; /* of headings */
	const char **chapters;		    /* of headings: the chapter's title */
	bool *devices;			    /* of headings: in a device's chapter */
};

/* The interface that a heading names: "Network Device", also "Network Card". */
static const struct et_interface *interface_titled(const struct et_canon *canon, const char *title)
{
	size_t i;

	for (i = 0; title && i < canon->n_interfaces; i++) {
		if (strcasecmp(canon->interfaces[i]->title, title) == 0)
			return canon->interfaces[i];
	}
	return NULL;
}

/* Headings come behind those that they are below. */
static void own_headings(struct filler *f)
{
	size_t i;

	f->owners =
		ET_NEW_ARRAY(f->table->arena, f->spec->n_headings + 1, const struct et_interface *);
	f->chapters = ET_NEW_ARRAY(f->table->arena, f->spec->n_headings + 1, const char *);
	f->devices = ET_NEW_ARRAY(f->table->arena, f->spec->n_headings + 1, bool);
	for (i = 0; i < f->spec->n_headings; i++) {
		const struct et_spec_heading *heading = &f->spec->headings[i];
		uint32_t parent = heading->parent < i ? heading->parent : ET_SPEC_NONE;

		f->owners[i] = interface_titled(f->table->canon, heading->section.title);
		/* Below "Basic Facilities" are chapters of their own, below devices are not. */
		if (!f->owners[i] && parent != ET_SPEC_NONE)
			f->owners[i] = f->owners[parent];
		if (parent == ET_SPEC_NONE || heading->level <= 1)
			f->chapters[i] = heading->section.title;
		else
			f->chapters[i] = f->chapters[parent];
		f->devices[i] =
			parent != ET_SPEC_NONE &&
			(f->devices[parent] || et_streq(f->chapters[parent], "Device Types"));
	}
}

/* The core's file has the chapters of other interfaces, too; what no heading claims is its own. */
static const struct et_interface *owner_of_file(struct filler *f, const struct et_place *place)
{
	const struct et_interface *core = et_canon_interface(f->table->canon, "core");

	if (core && et_streq(place->file, core->def.place.file))
		return core;
	return et_spec_owner(&f->check, NULL, place);
}

/* Fills in where an item stands and whose it is. by_name: the canon knows names of the kind. */
static void put(struct filler *f, struct et_spec_item *item, const struct et_place *place,
	uint32_t heading, bool by_name)
{
	const struct et_interface *owner = NULL;

	item->place = *place;
	if (heading != ET_SPEC_NONE) {
		owner = f->owners[heading];
		item->section = &f->spec->headings[heading].section;
		item->legacy = f->spec->headings[heading].legacy;
		item->interface = f->chapters[heading];
	}
	if (by_name) {
		size_t count = 0, i;
		const struct et_name *names = et_canon_find(f->table->canon, item->name, &count);
		const struct et_def *best = NULL;

		/* Of several interfaces: the heading's, else the one that had it first. */
		for (i = 0; i < count; i++) {
			const struct et_def *def = names[i].def;

			if (!best || def->interface == owner ||
				(best->interface != owner && def->since < best->since))
				best = def;
		}
		if (best)
			owner = best->interface;
	}
	/* A new device's chapter may be in a file that has others. */
	if (!owner && (heading == ET_SPEC_NONE || !f->devices[heading]))
		owner = owner_of_file(f, place);
	item->owner = owner;
	if (owner)
		item->interface = owner->def.name;
}

static struct et_spec_item *known(struct filler *f, enum etalon_change_what what, const char *name,
	const struct et_spec_item *like)
{
	enum { MOST = 64 };
	const char *key = et_sprintf(f->table->arena, "%d %s", (int)what, name);
	struct et_spec_item *item = et_map_get(&f->table->keys, key, strlen(key));
	unsigned i;

	for (i = 0; item && i < MOST; item = item->next, i++) {
		if (et_streq(item->interface, like->interface))
			return item;
	}
	return NULL;
}

static void add_value(struct et_arena *arena, struct et_spec_item *item, uint64_t value)
{
	size_t i;

	for (i = 0; i < item->values.count; i++) {
		if (item->values.items[i] == value)
			return;
	}
	if (i < 64)
		*ET_APPEND(arena, &item->values) = value;
}

static void add_constant(struct filler *f, const struct et_spec_constant *text)
{
	struct et_arena *arena = f->table->arena;
	const char *name = text->constant.def.name;
	struct et_spec_item fresh = {.what = ETALON_CONSTANT, .name = name, .features = ""};
	struct et_spec_item *item;

	if (text->superseded || !name)
		return;
	put(f, &fresh, &text->constant.def.place, text->heading, true);
	item = known(f, ETALON_CONSTANT, name, &fresh);
	if (!item) {
		item = et_spec_table_add(f->table, ETALON_CONSTANT, name);
		*item = fresh;
		item->kind = text->constant.kind;
		et_spec_table_enter(f->table, item, name);
	} else {
		item->legacy &= fresh.legacy;
	}
	if (item->kind == ET_CONST_OTHER)
		item->kind = text->constant.kind;
	if (text->has_value && !item->has_value) {
		/* The first that has a value is the one to show. */
		item->place = fresh.place;
		item->section = fresh.section;
		item->has_value = true;
		item->value = text->constant.value.bits;
		item->representation = text->constant.representation;
	}
	if (text->has_value)
		add_value(arena, item, text->constant.value.bits);
	if (text->condition && !*item->features)
		item->features = et_spec_features(arena, text->condition);
	item->text = et_spec_value_text(arena, item);
}

static void add_record(struct filler *f, const struct et_spec_record *text)
{
	struct et_spec_item *item;
	enum et_notation notation = ET_NOTATION_DEFINITIONS;

	if (text->listing < f->spec->n_listings)
		notation = f->spec->listings[text->listing].notation;
	if (text->superseded || text->declaration || !text->record.def.name ||
		(notation != ET_NOTATION_DEFINITIONS && notation != ET_NOTATION_DECLARATION))
		return;
	item = et_spec_table_add(f->table, ETALON_RECORD, text->record.def.name);
	put(f, item, &text->record.def.place, text->heading, true);
	et_spec_members(f->table, item, &text->record);
	et_spec_table_enter(f->table, item, item->name);
}

static void add_register(struct filler *f, const struct et_spec_register *text)
{
	struct et_spec_item *item =
		et_spec_table_add(f->table, ETALON_REGISTER, text->reg.def.name);

	put(f, item, &text->reg.def.place, text->heading, false);
	item->legacy = text->legacy;
	item->has_value = true;
	item->value = text->reg.offset;
	add_value(f->table->arena, item, item->value);
	item->access = text->reg.access;
	item->width = text->reg.width;
	item->text = et_sprintf(f->table->arena, "offset 0x%03x", (unsigned)text->reg.offset);
	et_spec_table_enter(f->table, item, et_spec_register_key(f->table->arena, item));
}

/* Of "receiveq1", "receiveqN" and "..." there is one: receiveq. */
static void add_queue(struct filler *f, const struct et_spec_queue *text)
{
	struct et_arena *arena = f->table->arena;
	size_t length = text->name ? strlen(text->name) : 0;
	struct et_spec_item *item;
	struct et_spec_item fresh = {.what = ETALON_VIRTQUEUE, .features = ""};
	const char *key;

	if (!length || !isalpha((unsigned char)*text->name) || strchr(text->name, ' '))
		return;
	while (length > 1 &&
		(isdigit((unsigned char)text->name[length - 1]) || text->name[length - 1] == 'N' ||
			text->name[length - 1] == '\\'))
		length--;
	fresh.name = et_strndup(arena, text->name, length);
	put(f, &fresh, &text->place, text->heading, false);
	key = et_join(arena, fresh.interface ? fresh.interface : "", " ", fresh.name);
	if (known(f, ETALON_VIRTQUEUE, key, &fresh))
		return;
	item = et_spec_table_add(f->table, ETALON_VIRTQUEUE, fresh.name);
	*item = fresh;
	item->has_value = text->has_number;
	item->value = text->number;
	if (item->has_value)
		add_value(arena, item, item->value);
	item->text = text->index ? et_join(arena, "index", " ", text->index) : "";
	et_spec_table_enter(f->table, item, key);
}

/* 0 is reserved. By the name of the canon, which the text does not give; else by the title and the
 * table. */
static void add_id(struct filler *f, const struct et_spec_id *text)
{
	struct et_arena *arena = f->table->arena;
	const struct et_constant *constant;
	struct et_spec_item *item;

	if (!text->number || text->last != text->number || !text->table ||
		!strcasestr(text->table, "device id"))
		return;
	constant = et_spec_known_id(f->table->canon, text->table, text->number);
	item = et_spec_table_add(f->table, ETALON_ID, constant ? constant->def.name : text->title);
	put(f, item, &text->place, text->heading, false);
	if (constant) {
		item->owner = constant->def.interface;
		item->interface = item->owner->def.name;
	}
	item->kind = ET_CONST_ID;
	item->has_value = true;
	item->value = text->number;
	add_value(arena, item, text->number);
	item->text = et_sprintf(arena, "%s, %s", et_spec_value_text(arena, item), text->title);
	et_spec_table_enter(f->table, item, item->name);
}

static int compare_words(const void *left, const void *right)
{
	uint32_t one = *(const uint32_t *)left, other = *(const uint32_t *)right;

	return one < other ? -1 : one > other;
}

static void split(struct et_arena *arena, struct et_spec_item *item, const char *text)
{
	enum { MOST = 400 };
	ET_ARRAY(uint32_t) words = {0};

	while (text && *text && words.count < MOST) {
		uint64_t hash = ET_HASH_SEED;
		size_t length = 0;

		for (; et_is_name_character(*text); text++, length++) {
			char letter = (char)tolower((unsigned char)*text);

			hash = et_hash(hash, &letter, 1);
		}
		if (length)
			*ET_APPEND(arena, &words) = (uint32_t)(hash ^ hash >> 32);
		text += *text != '\0';
	}
	if (words.count)
		qsort(words.items, words.count, sizeof(*words.items), compare_words);
	item->words = words.items;
	item->n_words = words.count;
}

static void add_requirement(struct filler *f, const struct et_statement *text)
{
	struct et_spec_item *item = et_spec_table_add(f->table, ETALON_REQUIREMENT, text->id);

	put(f, item, &text->place, text->heading, false);
	item->level = text->level;
	item->target = text->target;
	item->hash = (uint32_t)(text->hash ^ text->hash >> 32);
	item->sentence = text->text;
	item->text = et_level_name(item->level);
	split(f->table->arena, item, text->text);
	et_spec_table_enter(f->table, item, text->id);
}

struct et_spec_table *et_spec_table_of_text(
	struct et_arena *arena, const struct et_spec *spec, const struct et_canon *canon)
{
	struct et_spec_table *table = ET_NEW(arena, struct et_spec_table);
	struct et_spec_options options = {.canon = canon};
	struct filler f = {.table = table, .spec = spec};
	size_t i;

	*table = (struct et_spec_table){.name = spec->name,
		.version = spec->version,
		.edition = spec->edition,
		.revision = spec->revision,
		.canon = canon,
		.arena = arena};
	f.check = (struct et_spec_check){
		.arena = arena, .spec = spec, .options = &options, .canon = canon};
	et_spec_index(&f.check);
	own_headings(&f);
	for (i = 0; i < spec->n_constants; i++)
		add_constant(&f, &spec->constants[i]);
	for (i = 0; i < spec->n_records; i++)
		add_record(&f, &spec->records[i]);
	for (i = 0; i < spec->n_registers; i++)
		add_register(&f, &spec->registers[i]);
	for (i = 0; i < spec->n_queues; i++)
		add_queue(&f, &spec->queues[i]);
	for (i = 0; i < spec->n_ids; i++)
		add_id(&f, &spec->ids[i]);
	for (i = 0; i < spec->n_statements; i++)
		add_requirement(&f, &spec->statements[i]);
	for (i = 0; i < spec->n_mentions; i++) {
		const struct et_mention *mention = &spec->mentions[i];

		if (!mention->superseded)
			*et_map_slot(&table->mentions, arena, mention->name,
				strlen(mention->name)) = table;
	}
	return table;
}
