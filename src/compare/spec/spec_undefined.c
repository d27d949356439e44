/* SPDX-License-Identifier: BSD-3-Clause */
/* D505: names that the text uses and defines nowhere. */
#include "spec_check.h"

#include <ctype.h>
#include <string.h>

/*
 * Names that only the standard can define: with a prefix of its own. Others (V4L2's, SCSI's) are
 * those of the specifications that it builds on.
 */
bool et_spec_is_own_name(const struct et_spec_check *check, const char *name)
{
	const char *first = et_strndup(check->arena, name, strcspn(name, "_"));
	size_t i;
	const char *const *prefix;

	for (i = 0; i < check->canon->n_interfaces; i++) {
		for (prefix = check->canon->interfaces[i]->prefixes; prefix && *prefix; prefix++) {
			if (et_starts_with(name, *prefix))
				return true;
		}
	}
	/* "VIRTION_" is meant to be one, too. */
	return et_edit_distance(first, "VIRTIO", 1) <= 1 || strcmp(first, "VIRTQ") == 0 ||
	       et_edit_distance(first, "virtio", 1) <= 1 || strcmp(first, "virtq") == 0 ||
	       strcmp(first, "VRING") == 0 || strcmp(first, "vring") == 0;
}

/* "VIRTIO_NET_F_" stands for all that begin so, and so does "VIRTIO_NET_F*" in a comment. */
static bool is_prefix(const struct et_spec_check *check, const char *name)
{
	size_t length = strlen(name);
	bool pattern = name[length - 1] == '*';
	size_t i;

	length -= pattern;
	if (!pattern && name[length - 1] != '_')
		return false;
	for (i = 0; i < check->all.count; i++) {
		const struct et_spec_name *other = check->all.items[i];

		if (strncmp(other->name, name, length) == 0 && (pattern || other->name[length]) &&
			(other->constants.count || other->records.count))
			return true;
	}
	return false;
}

/* Whether a line near to a place says that it speaks of former times. */
static bool speaks_of_history(const struct et_spec_check *check, const struct et_place *place)
{
	enum { BEFORE = 4, BEHIND = 2 };
	static const char *const words[] = {"legacy", "Legacy", "histor", "previous", "former"};
	size_t length = 0;
	const char *text = et_spec_text(check, place->file,
		place->line > BEFORE ? place->line - BEFORE : 1, place->line + BEHIND, &length);
	size_t i;

	for (i = 0; text && i < sizeof(words) / sizeof(*words); i++) {
		if (memmem(text, length, words[i], strlen(words[i])))
			return true;
	}
	return false;
}

/* Names of a listing that only shows a notation mean nothing outside of it either. */
static bool is_from_example(const struct et_spec_check *check, const char *name)
{
	const struct et_spec *spec = check->spec;
	size_t i;

	for (i = 0; i < spec->n_listings; i++) {
		const struct et_spec_listing *listing = &spec->listings[i];
		const char *text;
		size_t length = 0;

		if (listing->notation != ET_NOTATION_EXAMPLE)
			continue;
		text = et_spec_text(check, listing->place.file, listing->place.line,
			listing->last_line, &length);
		if (text && memmem(text, length, name, strlen(name)))
			return true;
	}
	return false;
}

/* Uses that ask for no definition: former names, and what example code calls its own. */
static bool is_harmless(
	const struct et_spec_check *check, const struct et_mention *mention, bool slip)
{
	const struct et_spec *spec = check->spec;

	if (mention->heading != ET_SPEC_NONE && spec->headings[mention->heading].legacy)
		return true;
	/* Types of listings have a rule of their own. */
	if (mention->kind == ET_MENTION_LISTING && islower((unsigned char)*mention->name))
		return true;
	/* No name of former times is but a slip of the pen away from today's. */
	return !slip && speaks_of_history(check, &mention->place);
}

/* What only a file could confirm that is not there: the registry knows that it defines the name. */
static bool is_unverified(const struct et_spec_check *check, const char *name)
{
	size_t count = 0;
	const struct et_name *known = et_canon_find(check->canon, name, &count);
	size_t i;

	for (i = 0; i < count; i++) {
		const struct et_spec_file *file =
			known[i].dialect ? NULL : et_spec_file(check, known[i].def->place.file);

		if (file && !file->read)
			return true;
	}
	return false;
}

/* What to tell of a name that is defined nowhere. */
static void describe(struct et_spec_check *check, struct et_spec_draft *draft, const char *name)
{
	/* Of a path, "record.field", the record is what is not defined. */
	const char *head = et_strndup(check->arena, name, strcspn(name, ".*"));
	struct et_spec_near near = et_spec_near(check, head);

	draft->definition = name;
	draft->says = name;
	draft->fix = near.certain && !strchr(name, '*')
			     ? et_join(check->arena, near.name, "", name + strlen(head))
			     : NULL;
	draft->expected = near.name;
	draft->message = et_sprintf(check->arena, "%s is used and defined nowhere%s%s%s%s%s", name,
		near.name ? "; " : "", near.name ? near.name : "", near.other ? " and " : "",
		near.other ? near.other : "",
		near.other  ? " are the nearest names"
		: near.name ? " is the nearest name"
			    : "");
}

static void judge_name(struct et_spec_check *check, const struct et_spec_name *name)
{
	const struct et_mention *last = NULL;
	struct et_spec_draft draft = {.rule = ET_D505};
	bool slip;
	size_t i;

	if (et_spec_is_defined(name) || !strchr(name->name, '_') ||
		!et_spec_is_own_name(check, name->name) || is_prefix(check, name->name) ||
		et_spec_is_path(check, name->name) || is_from_example(check, name->name) ||
		is_unverified(check, name->name) ||
		et_map_get(&check->tags, name->name, strlen(name->name)))
		return;
	slip = et_spec_near(check, name->name).certain;
	/* Each place has to be corrected. Two on a line are one. */
	for (i = 0; i < name->mentions.count; i++) {
		const struct et_mention *mention = name->mentions.items[i];

		if (is_harmless(check, mention, slip) ||
			(last && last->place.line == mention->place.line &&
				et_streq(last->place.file, mention->place.file)))
			continue;
		if (!last)
			describe(check, &draft, name->name);
		last = mention;
		draft.found = mention->place;
		et_spec_emit(check, &draft);
	}
}

void et_spec_undefined(struct et_spec_check *check)
{
	size_t i;

	for (i = 0; i < check->all.count; i++)
		judge_name(check, check->all.items[i]);
}
