/* SPDX-License-Identifier: BSD-3-Clause */
#include "make_rule.h"

#include "install_path.h"
#include "str.h"

#include <string.h>

static bool is_pattern(const char *target)
{
	return strchr(target, '%') != NULL;
}

static void add_rule(struct et_make *make, const char *target, const char *stem,
	const struct et_make_words *needs, struct et_make_commands *commands)
{
	if (make->rules.count >= ET_MAKE_RULES) {
		et_make_fail(make, "has too many rules");
		return;
	}
	*ET_APPEND(make->arena, &make->rules) = (struct et_make_rule){
		.target = et_path_normal(make->arena, target),
		.stem = stem,
		.needs = needs,
		.commands = commands,
	};
}

/* TARGETS: PATTERN: PATTERNS, where each target has a stem and prerequisites of its own. */
static void add_static(struct et_make *make, const struct et_make_words *targets,
	const char *pattern, const char *patterns, struct et_make_commands *commands)
{
	struct et_make_words list = {0};
	size_t i;
	size_t j;

	et_make_split(make, patterns, &list);
	for (i = 0; i < targets->list.count && !make->failed; i++) {
		struct et_make_words *needs = ET_NEW(make->arena, struct et_make_words);
		const char *target = targets->list.items[i];
		const char *stem;
		size_t length;

		if (!et_make_match(pattern, target, strlen(target), &stem, &length))
			continue;
		make->steps += list.list.count;
		if (make->steps > ET_MAKE_STEPS)
			et_make_fail(make, "takes too much work");
		for (j = 0; j < list.list.count; j++)
			*ET_APPEND(make->arena, &needs->list) =
				et_make_fill(make->arena, list.list.items[j], stem, length);
		add_rule(make, target, et_strndup(make->arena, stem, length), needs, commands);
	}
}

/* TARGETS: NAME = VALUE */
static bool read_target_value(
	struct et_make *make, const struct et_make_words *targets, const char *text)
{
	struct et_make_target_value made = {0};
	const char *before;
	size_t i;

	do {
		before = text;
		text += strspn(text, " \t");
		if (strncmp(text, "private ", 8) == 0)
			text += 8;
		else if (strncmp(text, "export ", 7) == 0)
			text += 7;
		else if (strncmp(text, "override ", 9) == 0)
			text += 9;
	} while (text != before);
	if (!et_make_is_assignment(make, text, &made))
		return false;
	if (made.how == ':')
		made.value = et_make_expand(make, made.value, strlen(made.value));
	for (i = 0; i < targets->list.count; i++) {
		if (make->target_values.count >= ET_MAKE_RULES) {
			et_make_fail(make, "has too many variables of targets");
			return true;
		}
		made.target = et_path_normal(make->arena, targets->list.items[i]);
		*ET_APPEND(make->arena, &make->target_values) = made;
	}
	return true;
}

/* What is behind the targets and their colon. */
static void read_needs(struct et_make *make, const struct et_make_words *targets, const char *text)
{
	struct et_make_commands *commands = ET_NEW(make->arena, struct et_make_commands);
	const char *end = text + strlen(text);
	const char *semicolon = et_make_find(text, end, ";");
	const char *needs = et_make_expand(make, text, (size_t)(semicolon - text));
	struct et_make_words *words;
	const char *colon;
	size_t i;

	commands->file = make->file;
	commands->line = make->line;
	if (semicolon < end)
		*ET_APPEND(make->arena, &commands->lines) =
			(struct et_make_line){semicolon + 1, make->line};
	make->open = commands;
	/* What is behind a bar has to be there first, and is no source. */
	needs = et_strndup(make->arena, needs, strcspn(needs, "|"));
	colon = strchr(needs, ':');
	if (colon) {
		struct et_make_words pattern = {0};

		et_make_split(
			make, et_strndup(make->arena, needs, (size_t)(colon - needs)), &pattern);
		if (pattern.list.count == 1)
			add_static(make, targets, pattern.list.items[0], colon + 1, commands);
		return;
	}
	words = ET_NEW(make->arena, struct et_make_words);
	et_make_split(make, needs, words);
	for (i = 0; i < targets->list.count && !make->failed; i++)
		add_rule(make, targets->list.items[i], NULL, words, commands);
}

void et_make_read_rule(struct et_make *make, const char *text)
{
	const char *end = text + strlen(text);
	const char *colon = et_make_find(text, end, ":");
	struct et_make_words targets = {0};

	if (colon >= end) {
		/* Functions that do something and leave nothing, or rules that a variable holds. */
		text = et_make_expand(make, text, strlen(text));
		colon = strchr(text, ':');
		if (!colon || strstr(text, ET_MAKE_UNKNOWN))
			return;
	}
	et_make_split(make, et_make_expand(make, text, (size_t)(colon - text)), &targets);
	colon++;
	colon += *colon == ':';
	if (!read_target_value(make, &targets, colon))
		read_needs(make, &targets, colon);
}

/* The rule with commands for a target, its own or by a pattern. */
struct choice {
	const struct et_make_rule *rule;
	const char *stem;
	size_t stem_length;
};

static bool is_mentioned(const struct et_make *make, const char *path)
{
	size_t i;

	for (i = 0; i < make->rules.count; i++)
		if (strcmp(make->rules.items[i].target, path) == 0)
			return true;
	return false;
}

/* Whether all prerequisites of a pattern's rule are there or have rules. */
static bool can_be_had(
	struct et_make *make, const struct et_make_rule *rule, const char *stem, size_t stem_length)
{
	size_t i;

	for (i = 0; i < rule->needs->list.count; i++) {
		const char *path = et_path_normal(make->arena,
			et_make_fill(make->arena, rule->needs->list.items[i], stem, stem_length));

		make->steps += make->rules.count;
		if (!make->files.has(make->files.data, path) && !is_mentioned(make, path))
			return false;
	}
	return true;
}

/* Of patterns that fit, the one with the shortest stem; then the first. */
static void choose_pattern(struct et_make *make, const char *target, struct choice *choice)
{
	size_t i;

	for (i = 0; i < make->rules.count; i++) {
		const struct et_make_rule *rule = &make->rules.items[i];
		const char *stem;
		size_t length;

		if (!is_pattern(rule->target) || !rule->commands->lines.count ||
			!et_make_match(rule->target, target, strlen(target), &stem, &length) ||
			!length || (choice->rule && length >= choice->stem_length) ||
			!can_be_had(make, rule, stem, length))
			continue;
		*choice = (struct choice){rule, et_strndup(make->arena, stem, length), length};
	}
}

static struct choice choose(struct et_make *make, const char *target)
{
	struct choice choice = {0};
	size_t i;

	make->steps += make->rules.count;
	for (i = 0; i < make->rules.count; i++) {
		const struct et_make_rule *rule = &make->rules.items[i];

		if (rule->commands->lines.count && strcmp(rule->target, target) == 0)
			choice.rule = rule;
	}
	if (choice.rule && choice.rule->stem) {
		choice.stem = choice.rule->stem;
		choice.stem_length = strlen(choice.stem);
	}
	if (!choice.rule)
		choose_pattern(make, target, &choice);
	return choice;
}

bool et_make_has_rule(const struct et_make *make, const char *target)
{
	size_t i;

	for (i = 0; i < make->rules.count; i++)
		if (make->rules.items[i].commands->lines.count &&
			strcmp(make->rules.items[i].target, target) == 0)
			return true;
	return false;
}

void et_make_rules(struct et_make *make, et_make_target_fn *take, void *data)
{
	size_t i;

	for (i = 0; i < make->rules.count; i++)
		if (make->rules.items[i].commands->lines.count)
			take(make->rules.items[i].target, data);
}

const char *et_make_goal(const struct et_make *make)
{
	size_t i;

	for (i = 0; i < make->rules.count; i++)
		if (!is_pattern(make->rules.items[i].target) &&
			make->rules.items[i].target[0] != '.')
			return make->rules.items[i].target;
	return NULL;
}

struct visit {
	struct et_make *make;
	struct et_map seen;
	et_make_target_fn *take;
	void *data;
};

static void visit(struct visit *v, const char *target, unsigned depth)
{
	struct et_make *make = v->make;
	const char *path = et_path_normal(make->arena, target);
	void **slot = et_map_slot(&v->seen, make->arena, path, strlen(path));
	size_t i;
	size_t j;

	if (*slot || make->failed)
		return;
	*slot = v;
	if (v->seen.count > ET_MAKE_TARGETS || depth > ET_MAKE_DEPTH) {
		et_make_fail(make, "has too many targets");
		return;
	}
	v->take(target, v->data);
	for (i = 0; i < make->rules.count; i++) {
		const struct et_make_rule *rule = &make->rules.items[i];

		if (++make->steps > ET_MAKE_STEPS)
			et_make_fail(make, "takes too much work");
		if (strcmp(rule->target, path) != 0)
			continue;
		for (j = 0; j < rule->needs->list.count; j++)
			visit(v, rule->needs->list.items[j], depth + 1);
	}
}

void et_make_each(struct et_make *make, const char *goal, et_make_target_fn *take, void *data)
{
	struct visit v = {.make = make, .take = take, .data = data};

	visit(&v, goal, 0);
}

/* Sets what was expanded where it stands. */
static void set_expanded(struct et_make *make, const char *name, const char *value)
{
	const struct et_make_variable *variable = et_make_variable(make, name, strlen(name));

	if (variable && variable->fixed)
		return;
	et_make_set(make, name, value);
	et_make_variable(make, name, strlen(name))->fixed = false;
}

/* The target's own variables, for as long as its commands are expanded. */
static void set_target_values(struct et_make *make, const char *target)
{
	size_t i;

	for (i = 0; i < make->target_values.count; i++) {
		const struct et_make_target_value *value = &make->target_values.items[i];
		const char *stem;
		size_t length;

		if (!et_make_match(value->target, target, strlen(target), &stem, &length))
			continue;
		if (value->how == ':')
			set_expanded(make, value->name, value->value);
		else
			et_make_assign(make, value->name, value->how, value->value);
	}
}

static const char *joined(struct et_make *make, const struct et_make_words *words)
{
	struct et_buf text;
	const char *result;
	size_t i;

	et_buf_init(&text);
	for (i = 0; i < words->list.count; i++)
		et_buf_printf(&text, "%s%s", i ? " " : "", words->list.items[i]);
	result = et_strndup(make->arena, text.data ? text.data : "", text.length);
	et_buf_finish(&text);
	return result;
}

/* All prerequisites of a target: those of the rule with commands come first. */
static void collect_needs(struct et_make *make, const char *target, const struct choice *choice,
	struct et_make_words *needs)
{
	size_t i;
	size_t j;

	for (i = 0; i < choice->rule->needs->list.count; i++)
		*ET_APPEND(make->arena, &needs->list) =
			et_make_fill(make->arena, choice->rule->needs->list.items[i],
				choice->stem ? choice->stem : "", choice->stem_length);
	for (i = 0; i < make->rules.count; i++) {
		const struct et_make_rule *rule = &make->rules.items[i];

		if (rule == choice->rule || strcmp(rule->target, target) != 0)
			continue;
		for (j = 0; j < rule->needs->list.count; j++)
			*ET_APPEND(make->arena, &needs->list) = rule->needs->list.items[j];
	}
}

static void set_automatic(struct et_make *make, const char *target, const struct choice *choice,
	const struct et_make_words *needs)
{
	const char *all = joined(make, needs);

	et_make_set(make, "@", target);
	et_make_set(make, "<", needs->list.count ? needs->list.items[0] : "");
	et_make_set(make, "^", all);
	et_make_set(make, "+", all);
	et_make_set(make, "?", all);
	et_make_set(make, "*", choice->stem ? choice->stem : "");
}

static void expand_commands(
	struct et_make *make, const struct et_make_commands *commands, struct et_buf *text)
{
	size_t i;

	for (i = 0; i < commands->lines.count; i++) {
		const char *line = commands->lines.items[i].text;

		make->line = commands->lines.items[i].line;
		line += strspn(line, " \t@+-");
		line = et_make_expand(make, line, strlen(line));
		line += strspn(line, " \t@+-");
		et_buf_puts(text, line);
		et_buf_putc(text, '\n');
	}
}

static void copy_variables(struct et_make *make, const struct et_map *from)
{
	size_t i;

	make->variables = (struct et_map){0};
	make->steps += from->capacity;
	for (i = 0; i < from->capacity; i++) {
		const struct et_map_entry *entry = &from->entries[i];
		struct et_make_variable *variable;

		if (!entry->key)
			continue;
		variable = ET_NEW(make->arena, struct et_make_variable);
		*variable = *(const struct et_make_variable *)entry->value;
		*et_map_slot(&make->variables, make->arena, entry->key, entry->length) = variable;
	}
}

/* The first prerequisite that is a file; NULL if there is none. */
static const char *first_file(struct et_make *make, const struct et_make_words *needs)
{
	size_t i;

	for (i = 0; i < needs->list.count; i++) {
		const char *path = et_path_normal(make->arena, needs->list.items[i]);

		if (make->files.has(make->files.data, path))
			return path;
	}
	return NULL;
}

bool et_make_recipe(struct et_make *make, const char *target, struct et_make_recipe *recipe)
{
	const char *path = et_path_normal(make->arena, target);
	struct choice choice = choose(make, path);
	struct et_make_words needs = {0};
	struct et_map variables = make->variables;
	struct et_buf text;

	if (make->failed)
		return false;
	if (make->steps > ET_MAKE_STEPS)
		return et_make_fail(make, "takes too much work");
	if (!choice.rule) {
		make->file = make->main;
		make->line = 0;
		return et_make_fail(make, "has no rule for %s", path);
	}
	/* A copy, so that what is set for this target is gone behind it. */
	copy_variables(make, &variables);
	make->file = choice.rule->commands->file;
	make->line = choice.rule->commands->line;
	collect_needs(make, path, &choice, &needs);
	set_target_values(make, path);
	set_automatic(make, path, &choice, &needs);
	et_buf_init(&text);
	expand_commands(make, choice.rule->commands, &text);
	make->variables = variables;
	*recipe = (struct et_make_recipe){
		.commands = et_strndup(make->arena, text.data ? text.data : "", text.length),
		.source = first_file(make, &needs),
		.file = choice.rule->commands->file,
		.line = choice.rule->commands->lines.items[0].line,
	};
	et_buf_finish(&text);
	if (strstr(recipe->commands, ET_MAKE_UNKNOWN))
		et_make_fail(make, "makes %s of what etalon does not run", path);
	return !make->failed;
}
