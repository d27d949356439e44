/* SPDX-License-Identifier: BSD-3-Clause */
/* D506: fields that prose names (\field{…}) and no record of their chapter has. */
#include "spec_check.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* How often the name stands in a text as a word of its own. */
static size_t count_words(const char *text, size_t length, const char *name)
{
	size_t size = strlen(name);
	const char *end = text + length;
	const char *at = text;
	size_t count = 0;

	while (at < end && (at = memmem(at, (size_t)(end - at), name, size))) {
		char before = at > text ? at[-1] : ' ';
		char behind = at + size < end ? at[size] : ' ';

		count += !et_is_name_character(before) && !et_is_name_character(behind);
		at += size;
	}
	return count;
}

static bool has_word(const char *text, size_t length, const char *name)
{
	return count_words(text, length, name) > 0;
}

static bool is_anything(const struct et_spec_check *check, const char *name)
{
	const struct et_spec_name *known = et_spec_find(check, name);

	return known && et_spec_is_defined(known);
}

/* Whether each part of "a.b" or "x->y" is something that the text defines. */
bool et_spec_is_path(struct et_spec_check *check, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, ".->[] ");

		if (length && !is_anything(check, et_strndup(check->arena, text, length)))
			return false;
		text += length;
		if (*text == '[')
			text += strcspn(text, "]");
		text += strspn(text, ".->[] ");
	}
	return true;
}

/* The field's name that is nearest, of those of the same chapter. */
struct search {
	const char *wrong;
	const char *best;
	size_t distance;
	bool tie;
};

static void try_fields(
	struct search *search, const struct et_field *fields, size_t count, unsigned depth)
{
	enum { DEEPEST = 16 };
	size_t i;

	for (i = 0; i < count && depth < DEEPEST; i++) {
		const struct et_record *inner = fields[i].type.record;
		const char *name = fields[i].name;
		size_t edits = name ? et_edit_distance(search->wrong, name, search->distance)
				    : search->distance + 1;

		if (edits < search->distance) {
			search->distance = edits;
			search->best = name;
			search->tie = false;
		} else if (name && edits == search->distance && search->best &&
			   strcmp(name, search->best) != 0) {
			search->tie = true;
		}
		try_fields(search, fields[i].parts, fields[i].n_parts, depth + 1);
		if (inner && !inner->def.name)
			try_fields(search, inner->fields, inner->n_fields, depth + 1);
	}
}

/*
 * The field, or register, of a chapter that is nearest to a name, with at most so many edits; NULL
 * when none is, or two are. Without edits: whether the chapter, or one that is no device's, has it.
 */
static const char *nearest(
	struct et_spec_check *check, const char *wrong, uint32_t chapter, size_t edits)
{
	const struct et_spec *spec = check->spec;
	struct search search = {.wrong = wrong, .distance = edits + 1};
	size_t i;

	for (i = 0; i < spec->n_records; i++) {
		const struct et_spec_record *record = &spec->records[i];
		uint32_t theirs = et_spec_chapter(spec, record->heading);

		if (!record->superseded &&
			(theirs == chapter || (!edits && !et_spec_is_device(spec, theirs))))
			try_fields(&search, record->record.fields, record->record.n_fields, 0);
	}
	for (i = 0; i < spec->n_registers; i++) {
		const struct et_field reg = {.name = spec->registers[i].reg.def.name};

		if (et_spec_chapter(spec, spec->registers[i].heading) == chapter)
			try_fields(&search, &reg, 1, 0);
	}
	return search.tie ? NULL : search.best;
}

/* A symbol of the text's formulas, pseudo-code and lengths of arrays is no field and needs none. */
static bool is_symbol(struct et_spec_check *check, const struct et_mention *mention)
{
	const struct et_spec *spec = check->spec;
	const struct et_spec_name *name = et_spec_find(check, mention->name);
	size_t length = 0;
	const char *text = et_spec_text(check, mention->place.file, 1, UINT32_MAX, &length);
	size_t i;

	/* A text with more unknown fields than any has is not searched for each of them. */
	if (!et_spec_may_suggest(check, "", text ? length : 0))
		return true;
	for (i = 0; i < spec->n_listings; i++) {
		const struct et_spec_listing *listing = &spec->listings[i];

		if (!et_streq(listing->place.file, mention->place.file))
			continue;
		text = et_spec_text(check, listing->place.file, listing->place.line,
			listing->last_line, &length);
		if (text && has_word(text, length, mention->name))
			return true;
	}
	/* What running text names so, too, is a term: "SHARED_PAGES". */
	for (i = 0; i < name->mentions.count; i++) {
		if (name->mentions.items[i]->kind == ET_MENTION_PROSE)
			return true;
	}
	text = et_spec_text(check, mention->place.file, 1, UINT32_MAX, &length);
	while (text && length) {
		const char *begin = memchr(text, '$', length);
		const char *end;

		if (!begin)
			break;
		begin++;
		length -= (size_t)(begin - text);
		end = memchr(begin, '$', length);
		if (!end)
			break;
		if (has_word(begin, (size_t)(end - begin), mention->name))
			return true;
		length -= (size_t)(end + 1 - begin);
		text = end + 1;
	}
	return false;
}

static bool has_field(const struct et_field *fields, size_t count, const char *name, unsigned depth)
{
	enum { DEEPEST = 16 };
	size_t i;

	for (i = 0; i < count && depth < DEEPEST; i++) {
		const struct et_record *inner = fields[i].type.record;

		if (et_streq(fields[i].name, name) ||
			has_field(fields[i].parts, fields[i].n_parts, name, depth + 1) ||
			(inner && !inner->def.name &&
				has_field(inner->fields, inner->n_fields, name, depth + 1)))
			return true;
	}
	return false;
}

/*
 * Whether a listing that is not there may be the interface's: one of a device's chapter is that
 * device's, any other is no device's.
 */
static bool lacks_listing(const struct et_spec_check *check, const struct et_interface *interface)
{
	size_t i;

	for (i = 0; i < check->spec->n_files; i++) {
		const struct et_spec_file *file = &check->spec->files[i];

		if (file->listing && !file->read &&
			(interface->kind != ET_INTERFACE_DEVICE ||
				et_spec_owner(check, NULL, &file->from) == interface))
			return true;
	}
	return false;
}

/* Whether a listing that could not be read may define it: the registry has such a field. */
static bool is_unread(const struct et_spec_check *check, const char *name)
{
	size_t i, k;

	for (i = 0; i < check->canon->n_interfaces; i++) {
		const struct et_interface *interface = check->canon->interfaces[i];

		if (!lacks_listing(check, interface))
			continue;
		for (k = 0; k < interface->n_records; k++) {
			const struct et_record *record = interface->records[k];

			if (has_field(record->fields, record->n_fields, name, 0))
				return true;
		}
	}
	return false;
}

/* "\\field{offset} of struct v4l2_plane": of a record that the text does not have. */
static bool is_foreign_field(const struct et_spec_check *check, const struct et_mention *mention)
{
	static const char *const kinds[] = {"struct ", "union "};
	size_t length = 0;
	const char *text = et_spec_text(
		check, mention->place.file, mention->place.line, mention->place.line + 1, &length);
	size_t i;

	for (i = 0; text && i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t size = strlen(kinds[i]);
		const char *at = memmem(text, length, kinds[i], size);
		const char *tag;

		if (!at)
			continue;
		tag = et_strndup(check->arena, at + size, length - (size_t)(at + size - text));
		tag = et_strndup(
			check->arena, tag, strspn(tag, "abcdefghijklmnopqrstuvwxyz0123456789_"));
		if (strchr(tag, '_') && !is_anything(check, tag) &&
			!et_spec_is_own_name(check, tag))
			return true;
	}
	return false;
}

/* A plain word that is nothing but a field to its chapter, and that no other chapter speaks of. */
static bool is_only_field(const struct et_spec_check *check, const struct et_mention *mention)
{
	const struct et_spec_name *name = et_spec_find(check, mention->name);
	size_t length = 0;
	const char *text = et_spec_text(check, mention->place.file, 1, UINT32_MAX, &length);
	size_t fields = 0;
	size_t i;

	if (!islower((unsigned char)*mention->name) || strlen(mention->name) < 4)
		return false;
	for (i = 0; i < name->mentions.count; i++) {
		const struct et_mention *other = name->mentions.items[i];

		if (!et_streq(other->place.file, mention->place.file))
			return false;
		fields += other->kind == ET_MENTION_FIELD;
	}
	return text && count_words(text, length, mention->name) == fields;
}

/*
 * "Flags" beside "Destination Address": what a section has from another standard is set in \field,
 * too.
 */
static bool is_foreign_term(
	const struct et_spec_check *check, const struct et_mention *mention, const char *near)
{
	size_t i;

	if (!isupper((unsigned char)*mention->name) || strcasecmp(mention->name, near) != 0)
		return false;
	for (i = 0; i < check->spec->n_mentions; i++) {
		const struct et_mention *other = &check->spec->mentions[i];

		if (other->kind == ET_MENTION_FIELD && other->heading == mention->heading &&
			isupper((unsigned char)*other->name) && !is_anything(check, other->name) &&
			strcmp(other->name, mention->name) != 0)
			return true;
	}
	return false;
}

/* What there is to tell of a name; NULL: nothing. */
static struct et_spec_draft *tell(struct et_spec_check *check, const struct et_mention *mention,
	const char *name, const char *fix)
{
	struct et_spec_draft *draft = ET_NEW(check->arena, struct et_spec_draft);

	*draft = (struct et_spec_draft){.rule = ET_D506,
		.definition = name,
		.found = mention->place,
		.says = name,
		.fix = fix,
		.expected = fix};
	draft->message = et_sprintf(check->arena, "%s is no field of any record%s%s%s%s", name,
		is_anything(check, name) ? " of its chapter" : "", fix ? "; " : "", fix ? fix : "",
		fix ? " is the nearest" : "");
	return draft;
}

static bool is_plural(const char *one, const char *other)
{
	size_t shorter = strlen(one) < strlen(other) ? strlen(one) : strlen(other);

	return strncmp(one, other, shorter) == 0 &&
	       (strcmp(one + shorter, "s") == 0 || strcmp(other + shorter, "s") == 0);
}

/*
 * Prose sets more than fields in \field: values, states, other specifications' terms. What is near
 * to a field of its chapter, and nothing by itself, is meant to be that field.
 */
static struct et_spec_draft *judge_mention(
	struct et_spec_check *check, const struct et_mention *mention, uint32_t chapter)
{
	const char *name = mention->name;
	size_t length = strcspn(name, ".->[ ");
	size_t edits = strlen(name) / 4;
	const char *near;

	if (mention->kind == ET_MENTION_FIELD &&
		(is_anything(check, name) || et_spec_is_path(check, name))) {
		/* Some record has it, but none that is meant here: "flag", "flags". */
		name = et_strndup(check->arena, name, length);
		if (!et_spec_is_device(check->spec, chapter) || !et_is_name(name) ||
			!et_spec_find(check, name) || !et_spec_find(check, name)->is_field ||
			et_spec_find(check, name)->constants.count ||
			nearest(check, name, chapter, 0))
			return NULL;
		near = nearest(check, name, chapter, 1);
		return near && strlen(name) > 2 ? tell(check, mention, name, near) : NULL;
	}
	if (!et_is_name(name) || is_anything(check, name))
		return NULL;
	/* Those are D505's. */
	if (strchr(name, '_') && et_spec_is_own_name(check, name))
		return NULL;
	if (mention->kind != ET_MENTION_FIELD) {
		if (!islower((unsigned char)*name) || !strchr(name, '_') || strlen(name) < 6 ||
			!et_spec_is_device(check->spec, chapter))
			return NULL;
		near = nearest(check, name, chapter, 1);
		return near ? tell(check, mention, name, near) : NULL;
	}
	near = nearest(check, name, chapter, edits < 3 ? edits : 3);
	/* Of a short word one letter is much, but for the plural's. */
	if (near && !strchr(name, '_') && strlen(name) < 5 && !is_plural(name, near))
		near = NULL;
	if (near)
		return is_foreign_term(check, mention, near) ? NULL
							     : tell(check, mention, name, near);
	if (strchr(name, '_') ? is_symbol(check, mention) : !is_only_field(check, mention))
		return NULL;
	return is_unread(check, name) || is_foreign_field(check, mention)
		       ? NULL
		       : tell(check, mention, name, NULL);
}

/* What has been found out about a name in a chapter. */
struct fate {
	struct et_spec_draft *draft;   /* NULL: nothing is wrong with it */
	const struct et_mention *last; /* told */
};

/* Each place has to be corrected. Two on a line are one. */
static void tell_again(
	struct et_spec_check *check, struct fate *fate, const struct et_mention *mention)
{
	if (!fate->draft || (fate->last && fate->last->place.line == mention->place.line &&
				    et_streq(fate->last->place.file, mention->place.file)))
		return;
	fate->draft->found = mention->place;
	fate->last = mention;
	et_spec_emit(check, fate->draft);
}

void et_spec_fields(struct et_spec_check *check)
{
	struct et_map told = {0};
	size_t i;

	for (i = 0; i < check->spec->n_mentions; i++) {
		const struct et_mention *mention = &check->spec->mentions[i];
		uint32_t chapter;
		const char *key;
		void **slot;

		if ((mention->kind != ET_MENTION_FIELD && mention->kind != ET_MENTION_PROSE) ||
			mention->superseded || mention->heading == ET_SPEC_NONE)
			continue;
		chapter = et_spec_chapter(check->spec, mention->heading);
		key = et_sprintf(check->arena, "%u %d %s", (unsigned)chapter, (int)mention->kind,
			mention->name);
		slot = et_map_slot(&told, check->arena, key, strlen(key));
		if (!*slot) {
			struct et_spec_draft *draft = judge_mention(check, mention, chapter);

			*slot = ET_NEW(check->arena, struct fate);
			*(struct fate *)*slot = (struct fate){.draft = draft};
		}
		tell_again(check, *slot, mention);
	}
}
