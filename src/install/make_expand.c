/* SPDX-License-Identifier: BSD-3-Clause */
/* Variables and their references. */
#include "make_int.h"

#include "str.h"

#include <string.h>

bool et_make_fail(struct et_make *make, const char *format, ...)
{
	va_list args;

	if (make->failed)
		return false;
	va_start(args, format);
	et_diag(make->diags, ET_ERROR, make->file, make->line, NULL, "the makefile %s",
		et_vsprintf(make->arena, format, args));
	va_end(args);
	make->failed = true;
	return false;
}

struct et_make_variable *et_make_variable(
	const struct et_make *make, const char *name, size_t length)
{
	return et_map_get(&make->variables, name, length);
}

static struct et_make_variable *add_variable(struct et_make *make, const char *name)
{
	void **slot;
	struct et_make_variable *variable = et_make_variable(make, name, strlen(name));

	if (variable)
		return variable;
	variable = ET_NEW(make->arena, struct et_make_variable);
	variable->name = et_strdup(make->arena, name);
	variable->value = "";
	slot = et_map_slot(&make->variables, make->arena, variable->name, strlen(name));
	*slot = variable;
	return variable;
}

void et_make_set(struct et_make *make, const char *name, const char *value)
{
	struct et_make_variable *variable = add_variable(make, name);

	variable->value = et_strdup(make->arena, value);
	variable->recursive = false;
	variable->fixed = true;
}

void et_make_assign(struct et_make *make, const char *name, char how, const char *value)
{
	struct et_make_variable *variable = et_make_variable(make, name, strlen(name));
	const char *added;

	if (!*name || (variable && (variable->fixed || how == '?')))
		return;
	if (how == '+' && variable) {
		added = variable->recursive ? value : et_make_expand(make, value, strlen(value));
		make->work += strlen(variable->value);
		if (strlen(variable->value) > ET_MAKE_VALUE || make->work > ET_MAKE_WORK) {
			et_make_fail(make, "makes the variable %.80s too long", name);
			return;
		}
		variable->value = *variable->value
					  ? et_join(make->arena, variable->value, " ", added)
					  : added;
		return;
	}
	/* The value may refer to what the variable was before. */
	value = how == ':' ? et_make_expand(make, value, strlen(value))
			   : et_strdup(make->arena, value);
	variable = add_variable(make, name);
	variable->recursive = how != ':';
	variable->value = value;
}

bool et_make_word(const char **at, const char **word, size_t *length)
{
	*at += strspn(*at, " \t\n");
	*word = *at;
	*length = strcspn(*at, " \t\n");
	*at += *length;
	return *length > 0;
}

void et_make_split(struct et_make *make, const char *text, struct et_make_words *words)
{
	const char *word;
	size_t length;

	while (et_make_word(&text, &word, &length)) {
		if (words->list.count >= ET_MAKE_TARGETS) {
			et_make_fail(make, "has a list that is too long");
			return;
		}
		*ET_APPEND(make->arena, &words->list) = et_strndup(make->arena, word, length);
	}
}

const char *et_make_skip(const char *at, const char *end)
{
	char open = at + 1 < end ? at[1] : '\0';
	char close = open == '(' ? ')' : '}';
	unsigned level = 0;

	if (open != '(' && open != '{')
		return at + 2 < end ? at + 2 : end;
	for (at++; at < end; at++) {
		level += *at == open;
		if (*at == close && --level == 0)
			return at + 1;
	}
	return NULL;
}

const char *et_make_find(const char *at, const char *end, const char *set)
{
	while (at < end) {
		if (*at == '$') {
			const char *next = et_make_skip(at, end);

			if (!next)
				return end;
			at = next;
			continue;
		}
		if (*at && strchr(set, *at))
			return at;
		at++;
	}
	return end;
}

bool et_make_match(const char *pattern, const char *word, size_t length, const char **stem,
	size_t *stem_length)
{
	const char *percent = strchr(pattern, '%');
	size_t before = percent ? (size_t)(percent - pattern) : strlen(pattern);
	size_t behind = percent ? strlen(percent + 1) : 0;

	*stem = word + before;
	*stem_length = 0;
	if (!percent)
		return before == length && memcmp(pattern, word, length) == 0;
	if (length < before + behind || memcmp(pattern, word, before) != 0 ||
		memcmp(percent + 1, word + length - behind, behind) != 0)
		return false;
	*stem_length = length - before - behind;
	return true;
}

const char *et_make_fill(
	struct et_arena *arena, const char *pattern, const char *stem, size_t stem_length)
{
	const char *percent = strchr(pattern, '%');

	if (!percent)
		return pattern;
	return et_sprintf(arena, "%.*s%.*s%s", (int)(percent - pattern), pattern, (int)stem_length,
		stem, percent + 1);
}

static void add_value(
	struct et_make *make, const struct et_make_variable *variable, struct et_buf *out)
{
	if (!variable)
		return;
	if (variable->recursive)
		et_make_expand_to(make, variable->value, strlen(variable->value), out);
	else
		et_buf_puts(out, variable->value);
}

/* $(@D), $(<F) and their like: the folder or the name of an automatic variable. */
static bool automatic_part(
	struct et_make *make, const char *name, size_t length, struct et_buf *out)
{
	const struct et_make_variable *variable;
	const char *slash;

	if (length != 2 || !strchr("@<*", name[0]) || (name[1] != 'D' && name[1] != 'F'))
		return false;
	variable = et_make_variable(make, name, 1);
	if (!variable)
		return true;
	slash = strrchr(variable->value, '/');
	if (name[1] == 'F')
		et_buf_puts(out, slash ? slash + 1 : variable->value);
	else if (slash)
		et_buf_add(out, variable->value, (size_t)(slash - variable->value));
	else
		et_buf_putc(out, '.');
	return true;
}

/* $(NAME:FROM=TO): colon is where the ':' is in text. */
static void substitute(struct et_make *make, const char *text, size_t length, const char *colon,
	struct et_buf *out)
{
	const char *end = text + length;
	const char *equals = et_make_find(colon + 1, end, "=");
	const char *name = et_make_expand(make, text, (size_t)(colon - text));
	const char *from = et_make_expand(make, colon + 1, (size_t)(equals - colon - 1));
	const char *to = et_make_expand(make, equals + 1, (size_t)(end - equals - 1));
	const char *call;

	if (!strchr(from, '%')) {
		from = et_join(make->arena, "%", from, "");
		to = et_join(make->arena, "%", to, "");
	}
	call = et_sprintf(make->arena, "patsubst %s,%s,$(%s)", from, to, name);
	et_make_function(make, call, strlen(call), out);
}

/* What is between the brackets of a reference. */
static void reference(struct et_make *make, const char *text, size_t length, struct et_buf *out)
{
	const char *end = text + length;
	const char *colon;
	const char *name;

	if (et_make_function(make, text, length, out))
		return;
	colon = et_make_find(text, end, ":");
	if (colon < end && et_make_find(colon, end, "=") < end) {
		substitute(make, text, length, colon, out);
		return;
	}
	name = text;
	if (memchr(text, '$', length)) {
		name = et_make_expand(make, text, length);
		length = strlen(name);
	}
	if (!automatic_part(make, name, length, out))
		add_value(make, et_make_variable(make, name, length), out);
}

void et_make_expand_to(struct et_make *make, const char *text, size_t length, struct et_buf *out)
{
	const char *end = text + length;
	size_t before = out->length;

	if (make->failed || !length)
		return;
	if (make->depth >= ET_MAKE_DEPTH) {
		et_make_fail(make, "has variables that refer to each other too deep");
		return;
	}
	make->depth++;
	while (text < end && !make->failed) {
		const char *dollar = memchr(text, '$', (size_t)(end - text));
		const char *next;

		et_buf_add(out, text, (size_t)((dollar ? dollar : end) - text));
		if (!dollar)
			break;
		next = et_make_skip(dollar, end);
		if (++make->steps > ET_MAKE_STEPS || out->length > ET_MAKE_VALUE)
			et_make_fail(make, "takes too much work");
		else if (!next)
			et_make_fail(make, "has a reference that is not closed");
		else if (dollar + 1 == end || dollar[1] == '$')
			et_buf_putc(out, '$');
		else if (dollar[1] == '(' || dollar[1] == '{')
			reference(make, dollar + 2, (size_t)(next - dollar) - 3, out);
		else
			add_value(make, et_make_variable(make, dollar + 1, 1), out);
		text = next ? next : end;
	}
	make->depth--;
	make->work += out->length - before;
	if (make->work > ET_MAKE_WORK)
		et_make_fail(make, "takes too much work");
}

const char *et_make_expand(struct et_make *make, const char *text, size_t length)
{
	struct et_buf out;
	const char *value;

	if (!memchr(text, '$', length))
		return et_strndup(make->arena, text, length);
	et_buf_init(&out);
	et_make_expand_to(make, text, length, &out);
	value = et_strndup(make->arena, out.data ? out.data : "", out.length);
	et_buf_finish(&out);
	return value;
}

const char *et_make_value(struct et_make *make, const char *name)
{
	const char *value;

	if (!et_make_variable(make, name, strlen(name)))
		return make->failed ? NULL : "";
	value = et_make_expand(make, et_sprintf(make->arena, "$(%s)", name), strlen(name) + 3);
	if (strstr(value, ET_MAKE_UNKNOWN))
		et_make_fail(make, "makes %s of what etalon does not run", name);
	return make->failed ? NULL : value;
}
