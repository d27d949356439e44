/* SPDX-License-Identifier: BSD-3-Clause */
/* Functions of make. */
#include "make_call.h"

#include "install_path.h"
#include "str.h"

#include <stdlib.h>
#include <string.h>

static const char *expanded(struct et_make_call *c, size_t i)
{
	return et_make_expand(c->make, c->arguments[i].text, c->arguments[i].length);
}

/* An argument without the blanks around it. */
static const char *stripped(struct et_make_call *c, size_t i)
{
	struct et_make_argument a = c->arguments[i];

	while (a.length && strchr(" \t\n", a.text[0])) {
		a.text++;
		a.length--;
	}
	while (a.length && strchr(" \t\n", a.text[a.length - 1]))
		a.length--;
	return et_make_expand(c->make, a.text, a.length);
}

static void run_if(struct et_make_call *c)
{
	if (*stripped(c, 0))
		et_make_expand_to(c->make, c->arguments[1].text, c->arguments[1].length, c->out);
	else if (c->count > 2)
		et_make_expand_to(c->make, c->arguments[2].text, c->arguments[2].length, c->out);
}

static void run_or(struct et_make_call *c)
{
	const char *value = "";
	size_t i;

	for (i = 0; i < c->count && !*value; i++)
		value = stripped(c, i);
	et_buf_puts(c->out, value);
}

static void run_and(struct et_make_call *c)
{
	const char *value = "";
	size_t i;

	for (i = 0; i < c->count; i++) {
		value = stripped(c, i);
		if (!*value)
			return;
	}
	et_buf_puts(c->out, value);
}

/* Sets a variable for a while; the one that it hides comes back with restore(). */
static struct et_make_variable hide(struct et_make *make, const char *name, const char *value)
{
	struct et_make_variable *variable = et_make_variable(make, name, strlen(name));
	struct et_make_variable before =
		variable ? *variable : (struct et_make_variable){.value = ""};

	et_make_set(make, name, value);
	et_make_variable(make, name, strlen(name))->fixed = false;
	return before;
}

static void restore(struct et_make *make, const char *name, const struct et_make_variable *before)
{
	struct et_make_variable *variable = et_make_variable(make, name, strlen(name));

	variable->value = before->value;
	variable->recursive = before->recursive;
	variable->fixed = before->fixed;
}

static void run_foreach(struct et_make_call *c)
{
	const char *name = stripped(c, 0);
	const char *at = expanded(c, 1);
	struct et_make_variable before = hide(c->make, name, "");
	const char *word;
	size_t length;
	bool first = true;

	while (!c->make->failed && et_make_word(&at, &word, &length)) {
		et_make_variable(c->make, name, strlen(name))->value =
			et_strndup(c->make->arena, word, length);
		if (!first)
			et_buf_putc(c->out, ' ');
		first = false;
		et_make_expand_to(c->make, c->arguments[2].text, c->arguments[2].length, c->out);
	}
	restore(c->make, name, &before);
}

static void run_call(struct et_make_call *c)
{
	struct et_make_variable before[ET_MAKE_ARGUMENTS];
	const char *name = stripped(c, 0);
	size_t i;

	for (i = 0; i < ET_MAKE_ARGUMENTS; i++) {
		const char *value = i == 0 ? name : i < c->count ? expanded(c, i) : "";

		c->values[i] = value;
	}
	for (i = 0; i < ET_MAKE_ARGUMENTS; i++)
		before[i] = hide(c->make, (char[]){(char)('0' + i), '\0'}, c->values[i]);
	if (et_make_variable(c->make, name, strlen(name))) {
		const char *value = et_make_variable(c->make, name, strlen(name))->value;

		et_make_expand_to(c->make, value, strlen(value), c->out);
	}
	for (i = 0; i < ET_MAKE_ARGUMENTS; i++)
		restore(c->make, (char[]){(char)('0' + i), '\0'}, &before[i]);
}

static void run_value(struct et_make_call *c)
{
	const struct et_make_variable *variable =
		et_make_variable(c->make, c->values[0], strlen(c->values[0]));

	et_buf_puts(c->out, variable ? variable->value : "");
}

static void run_origin(struct et_make_call *c)
{
	const struct et_make_variable *variable =
		et_make_variable(c->make, c->values[0], strlen(c->values[0]));

	et_buf_puts(c->out, !variable ? "undefined" : variable->fixed ? "command line" : "file");
}

struct listing {
	struct et_make_call *call;
	const char *folder; /* as written, with its slash */
	const char *pattern;
};

static void take_name(const char *name, void *data)
{
	struct listing *l = data;

	/* A hidden name is matched by no star. */
	if ((*name == '.' && *l->pattern != '.') || !et_glob(l->pattern, name))
		return;
	et_make_put_word(l->call, l->folder, strlen(l->folder));
	et_buf_puts(l->call->out, name);
}

static void run_wildcard(struct et_make_call *c)
{
	struct et_make *make = c->make;
	const char *at = c->values[0];
	const char *word;
	size_t length;

	while (!make->failed && et_make_word(&at, &word, &length)) {
		char *path = et_strndup(make->arena, word, length);
		char *slash = strrchr(path, '/');
		struct listing listing = {.call = c, .folder = "", .pattern = path};

		if (!strpbrk(path, "*?[")) {
			if (make->files.has(make->files.data, et_path_normal(make->arena, path)))
				et_make_put_word(c, word, length);
			continue;
		}
		if (slash) {
			listing.folder = et_strndup(make->arena, path, (size_t)(slash + 1 - path));
			listing.pattern = slash + 1;
		}
		if (strpbrk(listing.folder, "*?[") || strchr(listing.pattern, '[') ||
			!*listing.pattern)
			et_buf_puts(c->out, ET_MAKE_UNKNOWN);
		else
			make->files.list(make->files.data,
				et_path_normal(make->arena, listing.folder), take_name, &listing);
	}
}

/* What commands print, when they can be read; else it is unknown. */
static void run_shell(struct et_make_call *c)
{
	struct et_diags quiet;
	struct et_buf text;
	size_t i;

	et_diags_init(&quiet, c->make->arena);
	quiet.limit = 1;
	et_buf_init(&text);
	c->make->steps += 100;
	if (strstr(c->values[0], ET_MAKE_UNKNOWN) ||
		!et_shell_run(c->make->shell, c->values[0], c->make->file, c->make->line, &text,
			&quiet)) {
		et_buf_puts(c->out, ET_MAKE_UNKNOWN);
	} else {
		while (text.length && text.data[text.length - 1] == '\n')
			text.length--;
		for (i = 0; i < text.length; i++)
			et_buf_putc(c->out, text.data[i] == '\n' ? ' ' : text.data[i]);
	}
	et_buf_finish(&text);
}

/* Messages and stops are about the build that is not run. */
static void run_nothing(struct et_make_call *c)
{
	(void)c;
}

static void run_eval(struct et_make_call *c)
{
	struct et_make_commands *open = c->make->open;

	et_make_read_text(c->make, c->values[0], strlen(c->values[0]), c->make->file);
	c->make->open = open;
}

static void run_unknown(struct et_make_call *c)
{
	et_buf_puts(c->out, ET_MAKE_UNKNOWN);
}

static const struct et_make_builtin functions[] = {
	{"and", 1, 0, true, run_and},
	{"call", 1, 0, true, run_call},
	{"error", 1, 1, true, run_nothing},
	{"eval", 1, 1, false, run_eval},
	{"file", 1, 2, false, run_unknown},
	{"flavor", 1, 1, false, run_unknown},
	{"foreach", 3, 3, true, run_foreach},
	{"guile", 1, 1, false, run_unknown},
	{"if", 2, 3, true, run_if},
	{"info", 1, 1, true, run_nothing},
	{"intcmp", 2, 5, true, run_unknown},
	{"join", 2, 2, false, run_unknown},
	{"let", 3, 3, true, run_unknown},
	{"or", 1, 0, true, run_or},
	{"origin", 1, 1, false, run_origin},
	{"shell", 1, 1, false, run_shell},
	{"value", 1, 1, false, run_value},
	{"warning", 1, 1, true, run_nothing},
	{"wildcard", 1, 1, false, run_wildcard},
};

static const struct et_make_builtin *find(const char *name, size_t length)
{
	const struct et_make_builtin *found =
		et_make_builtin(functions, sizeof(functions) / sizeof(*functions), name, length);

	return found ? found : et_make_word_function(name, length);
}

/* Where an argument ends: at a comma outside of references and parentheses. */
static const char *argument_end(const char *at, const char *end)
{
	unsigned level = 0;

	for (;;) {
		at = et_make_find(at, end, ",()");
		if (at >= end || (*at == ',' && !level))
			return at;
		level += *at == '(';
		level -= *at == ')' && level;
		at++;
	}
}

static void split_arguments(struct et_make_call *c, const char *at, const char *end, size_t most)
{
	for (;;) {
		bool last = c->count + 1 == (most ? most : ET_MAKE_ARGUMENTS);
		const char *stop = last ? end : argument_end(at, end);

		c->arguments[c->count].text = at;
		c->arguments[c->count++].length = (size_t)(stop - at);
		if (stop >= end)
			return;
		at = stop + 1;
	}
}

bool et_make_function(struct et_make *make, const char *text, size_t length, struct et_buf *out)
{
	const char *end = text + length;
	const char *at = text;
	const struct et_make_builtin *function;
	struct et_make_call c = {.make = make, .out = out, .before = out->length};
	size_t i;

	while (at < end && *at != ' ' && *at != '\t' && *at != '\n' && *at != '$' && *at != ')')
		at++;
	if (at == end || !strchr(" \t\n", *at))
		return false;
	function = find(text, (size_t)(at - text));
	if (!function)
		return false;
	while (at < end && strchr(" \t\n", *at))
		at++;
	split_arguments(&c, at, end, function->most);
	if (c.count < function->least) {
		et_make_fail(make, "calls %s with too few arguments", function->name);
		return true;
	}
	for (i = 0; !function->lazy && i < c.count; i++)
		c.values[i] = expanded(&c, i);
	if (!make->failed)
		function->run(&c);
	if (out->length > ET_MAKE_VALUE)
		et_make_fail(make, "takes too much work");
	return true;
}
