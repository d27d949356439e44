/* SPDX-License-Identifier: BSD-3-Clause */
/* References and labels: broken, double; conformance clauses and the requirements they list. */
#include "spec_check.h"

#include <string.h>

/* The labels of the text: struct et_spec_label by name. */
static struct et_map labels_of(struct et_spec_check *check, bool report)
{
	struct et_map labels = {0};
	size_t i;

	for (i = 0; i < check->spec->n_labels; i++) {
		const struct et_spec_label *label = &check->spec->labels[i];
		void **slot = et_map_slot(&labels, check->arena, label->name, strlen(label->name));
		const struct et_spec_label *first = *slot;
		struct et_spec_draft draft = {.rule = ET_D513,
			.definition = label->name,
			.found = label->place,
			.says = "a label"};

		if (!first) {
			*slot = (void *)label;
			continue;
		}
		if (!report)
			continue;
		draft.other = first->place;
		draft.expected = "the same label";
		draft.message = et_sprintf(check->arena,
			"label \"%s\" is defined a second time; the first is at %s", label->name,
			et_spec_where(check, &first->place));
		et_spec_emit(check, &draft);
	}
	return labels;
}

/* The one label that is nearest to a misspelt one; NULL when none is near, or two are. */
static const char *nearest_label(struct et_spec_check *check, const char *wrong)
{
	const char *best = NULL;
	bool tie = false;
	size_t limit = strlen(wrong) / 8 + 2;
	size_t nearest;
	size_t i;

	if (limit > 8)
		limit = 8;
	nearest = limit + 1;
	if (!et_spec_may_suggest(check, wrong, check->spec->n_labels))
		return NULL;
	for (i = 0; i < check->spec->n_labels; i++) {
		const char *name = check->spec->labels[i].name;
		size_t distance = et_edit_distance(wrong, name, limit);

		if (distance < nearest) {
			nearest = distance;
			best = name;
			tie = false;
		} else if (distance == nearest && best && strcmp(best, name) != 0) {
			tie = true;
		}
	}
	return nearest <= limit && !tie ? best : NULL;
}

static void broken(struct et_spec_check *check, const struct et_spec_ref *ref, bool clause)
{
	struct et_spec_draft draft = {.rule = clause ? ET_D514 : ET_D512,
		.definition = ref->label,
		.found = ref->place,
		.says = "a reference"};

	draft.fix = nearest_label(check, ref->label);
	draft.message = et_sprintf(check->arena, "%s \"%s\", a label that does not exist%s%s%s",
		clause ? "a conformance clause lists" : "a reference to", ref->label,
		draft.fix ? "; \"" : "", draft.fix ? draft.fix : "",
		draft.fix ? "\" is the nearest" : "");
	et_spec_emit(check, &draft);
}

/* Behind the title of a heading, which begins at or after text; NULL when there is none so far. */
static const char *behind_title(const char *text, const char *end)
{
	size_t depth = 0;

	while (text < end && *text != '{')
		text++;
	for (; text < end; text++) {
		depth += *text == '{';
		depth -= *text == '}';
		if (!depth)
			return text + 1;
	}
	return NULL;
}

/* D513: "\\section{Title}{sec:Title}" prints the label and defines none. */
static void judge_heading(struct et_spec_check *check, const struct et_spec_heading *heading)
{
	enum { BEHIND = 2 }; /* lines that a title and a label may go on for */
	size_t length = 0;
	const char *line = et_spec_text(check, heading->place.file, heading->place.line,
		heading->place.line + BEHIND, &length);
	const char *title = line ? behind_title(line, line + length) : NULL;
	const char *label = title && *title == '{' ? behind_title(title, line + length) : NULL;
	struct et_spec_draft draft = {.rule = ET_D513,
		.definition = heading->section.title,
		.found = heading->place,
		.says = "no \\label"};

	if (!label)
		return;
	label = et_strndup(check->arena, title + 1, (size_t)(label - title) - 2);
	draft.expected = et_sprintf(check->arena, "\\label{sec:%s}", label);
	draft.fix = draft.expected;
	draft.message = et_sprintf(check->arena,
		"the heading \"%s\" has no label: \"%s\" stands behind it without \\label, and is "
		"printed",
		heading->section.title, label);
	et_spec_emit(check, &draft);
}

/* "sec:" of "sec:Device Types"; "" when it has none. */
static const char *prefix_of(struct et_spec_check *check, const char *label)
{
	size_t length = strspn(label, "abcdefghijklmnopqrstuvwxyz");

	return label[length] == ':' ? et_strndup(check->arena, label, length + 1) : "";
}

/*
 * D513: the label goes on with the words of the label above it, so it was meant to begin as that
 * one does; only that nothing else in the text begins so.
 */
static void judge_prefix(struct et_spec_check *check, const struct et_spec_heading *heading,
	const struct et_map *prefixes)
{
	const char *label = heading->section.label;
	const char *above = check->spec->headings[heading->parent].section.label;
	const char *own = prefix_of(check, label);
	const char *others = prefix_of(check, above);
	const char *path = above + strlen(others);
	const size_t *count = et_map_get(prefixes, own, strlen(own));
	struct et_spec_draft draft = {
		.rule = ET_D513, .definition = label, .found = heading->place, .says = label};

	if (!*others || strcmp(own, others) == 0 || (*own && count && *count > 1) ||
		!et_starts_with(label + strlen(own), path) ||
		!et_starts_with(label + strlen(own) + strlen(path), " /"))
		return;
	draft.fix = et_sprintf(check->arena, "%s%s", others, label + strlen(own));
	draft.expected = draft.fix;
	draft.message = *own ? et_sprintf(check->arena,
				       "label \"%s\" begins with \"%s\", as no other does; the "
				       "one above it begins with \"%s\"",
				       label, own, others)
			     : et_sprintf(check->arena,
				       "label \"%s\" lacks the \"%s\" that the one above it begins "
				       "with",
				       label, others);
	et_spec_emit(check, &draft);
}

static void judge_headings(struct et_spec_check *check)
{
	struct et_map prefixes = {0};
	size_t i;

	for (i = 0; i < check->spec->n_labels; i++) {
		const char *prefix = prefix_of(check, check->spec->labels[i].name);
		void **slot = et_map_slot(&prefixes, check->arena, prefix, strlen(prefix));

		if (!*slot)
			*slot = ET_NEW(check->arena, size_t);
		++*(size_t *)*slot;
	}
	for (i = 0; i < check->spec->n_headings; i++) {
		const struct et_spec_heading *heading = &check->spec->headings[i];

		if (heading->part != ET_PART_BODY || heading->normative != ET_TARGET_NONE ||
			heading->conformance)
			continue;
		if (!*heading->section.label)
			judge_heading(check, heading);
		else if (heading->parent != ET_SPEC_NONE)
			judge_prefix(check, heading, &prefixes);
	}
}

static bool is_clause(const struct et_spec_check *check, uint32_t heading)
{
	return heading != ET_SPEC_NONE && check->spec->headings[heading].conformance;
}

void et_spec_labels(struct et_spec_check *check)
{
	struct et_map labels = labels_of(check, true);
	struct et_map told = {0};
	size_t i;

	judge_headings(check);
	for (i = 0; i < check->spec->n_refs; i++) {
		const struct et_spec_ref *ref = &check->spec->refs[i];
		const char *key;
		void **slot;

		if (et_map_get(&labels, ref->label, strlen(ref->label)))
			continue;
		/* \ref{x}~\nameref{x} is one reference to its reader. */
		key = et_sprintf(check->arena, "%s:%u:%s", ref->place.file ? ref->place.file : "",
			(unsigned)ref->heading, ref->label);
		slot = et_map_slot(&told, check->arena, key, strlen(key));
		if (!*slot)
			broken(check, ref, is_clause(check, ref->heading));
		*slot = (void *)ref;
	}
}

/* The text of a heading that says whose requirements these are. */
static const char *target_of(const struct et_spec_heading *heading)
{
	return heading->normative == ET_TARGET_DRIVER ? "driver" : "device";
}

static bool is_legacy_title(const struct et_spec_heading *heading)
{
	return et_starts_with(heading->section.title, "Legacy Interface");
}

/* Whether a clause refers to one of the labels of a heading. */
static bool is_listed(
	const struct et_spec_check *check, const struct et_map *listed, uint32_t heading)
{
	const char *label = check->spec->headings[heading].section.label;
	size_t i;

	if (et_map_get(listed, label, strlen(label)))
		return true;
	for (i = 0; i < check->spec->n_labels; i++) {
		label = check->spec->labels[i].name;
		if (check->spec->labels[i].heading == heading &&
			et_map_get(listed, label, strlen(label)))
			return true;
	}
	return false;
}

/*
 * What the legacy interface demands has no sections of its own; the clause for it lists those that
 * are headed so.
 */
static void judge_legacy(struct et_spec_check *check, const struct et_map *listed)
{
	const struct et_spec *spec = check->spec;
	size_t *demands = ET_NEW_ARRAY(check->arena, spec->n_headings + 1, size_t);
	bool any = false;
	size_t i;

	for (i = 0; i < spec->n_statements; i++) {
		if (spec->statements[i].heading != ET_SPEC_NONE)
			demands[spec->statements[i].heading]++;
	}
	for (i = 0; i < spec->n_headings && !any; i++)
		any = !spec->headings[i].conformance && is_legacy_title(&spec->headings[i]) &&
		      is_listed(check, listed, (uint32_t)i);
	for (i = 0; any && i < spec->n_headings; i++) {
		const struct et_spec_heading *heading = &spec->headings[i];
		struct et_spec_draft draft = {.rule = ET_D515,
			.definition = heading->section.label,
			.found = heading->place,
			.says = heading->section.title};

		if (!demands[i] || heading->conformance || heading->part != ET_PART_BODY ||
			heading->normative != ET_TARGET_NONE || !is_legacy_title(heading) ||
			is_listed(check, listed, (uint32_t)i))
			continue;
		draft.message = et_sprintf(check->arena,
			"no conformance clause lists \"%s\", which has requirements (%s)",
			heading->section.title, heading->section.label);
		et_spec_emit(check, &draft);
	}
}

void et_spec_conformance(struct et_spec_check *check)
{
	struct et_map listed = {0};
	bool any = false;
	size_t i;

	for (i = 0; i < check->spec->n_refs; i++) {
		const struct et_spec_ref *ref = &check->spec->refs[i];

		if (!is_clause(check, ref->heading))
			continue;
		any = true;
		*et_map_slot(&listed, check->arena, ref->label, strlen(ref->label)) = (void *)ref;
	}
	/* A part of the text, without its conformance chapter, says nothing. */
	for (i = 0; any && i < check->spec->n_headings; i++) {
		const struct et_spec_heading *heading = &check->spec->headings[i];
		const char *label = heading->section.label;
		struct et_spec_draft draft = {.rule = ET_D515,
			.definition = label,
			.found = heading->place,
			.says = heading->section.title};

		if (heading->normative == ET_TARGET_NONE || heading->part != ET_PART_BODY ||
			et_map_get(&listed, label, strlen(label)))
			continue;
		draft.message = et_sprintf(check->arena,
			"no conformance clause lists the %s requirements \"%s\" (%s)",
			target_of(heading), heading->section.title, label);
		et_spec_emit(check, &draft);
	}
	judge_legacy(check, &listed);
}
