/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is run of a unit's command, and where its includes are looked for.
 *
 * Options that say what is written where are left out, as the view has a place for that; so are
 * those that change the form of messages. Those that change what is warned of stay.
 */
#include "prove_int.h"

#include <string.h>

enum form {
	ALONE,	  /* the whole word */
	PREFIX,	  /* the value follows in the same word */
	SEPARATE, /* the value is the next word */
	EITHER,
};

enum use {
	KEEP,
	DROP,
	QUOTE, /* folders of the search path ... */
	BRACKET,
	SYSTEM,
	AFTER,
	FORCED, /* a file that is included first */
	DEFINE,
	OWN,	 /* changes the compiler's own folders, or its language */
	UNKNOWN, /* may change the search in a way that is not followed */
	REFUSE,	 /* a precompiled header: what it was made of would not be seen */
};

struct option {
	const char *name;
	enum form form;
	enum use use;
};

/* The first that fits counts. */
static const struct option options[] = {
	{"-MF", EITHER, DROP},
	{"-MT", EITHER, DROP},
	{"-MQ", EITHER, DROP},
	{"-MJ", EITHER, DROP},
	{"-MD", PREFIX, DROP},
	{"-MMD", PREFIX, DROP},
	{"-MP", ALONE, DROP},
	{"-MG", ALONE, DROP},
	{"-MV", ALONE, DROP},
	{"-MM", ALONE, DROP},
	{"-M", ALONE, DROP},
	{"-o", EITHER, DROP},
	{"--output", SEPARATE, DROP},
	{"--output=", PREFIX, DROP},
	{"-save-temps", PREFIX, DROP},
	{"--save-temps", PREFIX, DROP},
	{"-dumpdir", SEPARATE, DROP},
	{"-dumpbase", SEPARATE, DROP},
	{"-dumpbase-ext", SEPARATE, DROP},
	{"-aux-info", SEPARATE, DROP},
	{"-fdump-", PREFIX, DROP},
	{"-fstack-usage", ALONE, DROP},
	{"-fcallgraph-info", PREFIX, DROP},
	{"-ftest-coverage", ALONE, DROP},
	{"--coverage", ALONE, DROP},
	{"-coverage", ALONE, DROP},
	{"-fsave-optimization-record", PREFIX, DROP},
	{"-foptimization-record-file=", PREFIX, DROP},
	{"-ftime-", PREFIX, DROP},
	{"-fopt-info", PREFIX, DROP},
	{"-gsplit-dwarf", PREFIX, DROP},
	{"-fdiagnostics-format=", PREFIX, DROP},
	{"-fdiagnostics-color", PREFIX, DROP},
	{"-fno-diagnostics-color", ALONE, DROP},
	{"-fcolor-diagnostics", ALONE, DROP},
	{"-fmessage-length=", PREFIX, DROP},
	{"-fdiagnostics-add-output=", PREFIX, DROP},
	{"-fdiagnostics-set-output=", PREFIX, DROP},
	{"--serialize-diagnostics", SEPARATE, DROP},
	{"-Wp,-M", PREFIX, DROP},
	{"-Wa,-a", PREFIX, DROP},
	{"-Wa,-M", PREFIX, DROP},
	{"-H", ALONE, DROP},
	{"-v", ALONE, DROP},
	{"-Q", ALONE, DROP},
	{"-###", ALONE, DROP},

	{"-include-pch", SEPARATE, REFUSE},
	{"-I-", ALONE, UNKNOWN},
	{"-iquote", EITHER, QUOTE},
	{"-isystem", EITHER, SYSTEM},
	{"-cxx-isystem", SEPARATE, SYSTEM},
	{"-idirafter", EITHER, AFTER},
	{"-isysroot", EITHER, OWN},
	{"-iprefix", EITHER, UNKNOWN},
	{"-iwithprefix", EITHER, UNKNOWN},
	{"-iwithsysroot", EITHER, UNKNOWN},
	{"-iframework", EITHER, UNKNOWN},
	{"-include", EITHER, FORCED},
	{"-imacros", EITHER, FORCED},
	{"-imultilib", SEPARATE, UNKNOWN},
	{"--include-directory=", PREFIX, BRACKET},
	{"--include-directory", SEPARATE, BRACKET},
	{"--include=", PREFIX, FORCED},
	{"-I", EITHER, BRACKET},
	{"-D", EITHER, DEFINE},
	{"-U", EITHER, KEEP},

	{"-x", EITHER, OWN},
	{"--sysroot=", PREFIX, OWN},
	{"--sysroot", SEPARATE, OWN},
	{"-nostdinc", PREFIX, OWN},
	{"-stdlib=", PREFIX, OWN},
	{"-std=", PREFIX, OWN},
	{"-ansi", ALONE, OWN},
	{"-target", SEPARATE, OWN},
	{"--target=", PREFIX, OWN},
	{"--gcc-toolchain=", PREFIX, OWN},
	{"-specs=", PREFIX, OWN},
	{"-B", EITHER, OWN},
	{"-mllvm", SEPARATE, KEEP},
	{"-m", PREFIX, OWN},

	{"-Xclang", SEPARATE, UNKNOWN},
	{"-Xpreprocessor", SEPARATE, UNKNOWN},
	{"-Wp,-D", PREFIX, KEEP},
	{"-Wp,-U", PREFIX, KEEP},
	{"-Wp,", PREFIX, UNKNOWN},
	{"-Xassembler", SEPARATE, KEEP},
	{"-Xlinker", SEPARATE, KEEP},
	{"--param", SEPARATE, KEEP},
	{"-arch", SEPARATE, OWN},
	{"-A", EITHER, KEEP},
	{"-L", EITHER, KEEP},
	{"-l", EITHER, KEEP},
	{"-T", EITHER, KEEP},
	{"-u", SEPARATE, KEEP},
	{"-z", SEPARATE, KEEP},
};

static const struct option *find_option(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		const struct option *option = &options[i];
		bool whole = strcmp(word, option->name) == 0;

		if (whole || ((option->form == PREFIX || option->form == EITHER) &&
				     et_starts_with(word, option->name)))
			return option;
	}
	return NULL;
}

/* What only starts the compiler, and would keep or send away what it is given. */
static bool is_wrapper(const char *word)
{
	static const char *const names[] = {"ccache", "sccache", "distcc", "icecc", NULL};
	size_t i;

	for (i = 0; names[i]; i++)
		if (strcmp(et_basename(word), names[i]) == 0)
			return true;
	return false;
}

/* A path as the view has it: a relative one is right as it is. */
static const char *seen(struct prove *p, const char *path)
{
	const char *in_view = path[0] == '/' ? prove_in_view(p, p->arena, path) : NULL;

	return in_view ? in_view : path;
}

/* -DCONFIG="/abs/config.h": what may be an include's name has to lead into the view, too. */
static const char *seen_define(struct prove *p, const char *value)
{
	const char *start = strpbrk(value, "\"<");
	size_t length = start ? strcspn(start + 1, "\">") : 0;
	const char *path, *in_view;

	if (!start || start[1] != '/' || !start[1 + length] || start[length - 1] != '.')
		return value;
	path = et_strndup(p->arena, start + 1, length);
	in_view = prove_in_view(p, p->arena, path);
	if (!in_view)
		return value;
	return et_sprintf(
		p->arena, "%.*s%s%s", (int)(start + 1 - value), value, in_view, start + 1 + length);
}

struct maker {
	struct prove *p;
	struct prove_unit *unit;
	prove_words argv;
	prove_words own; /* for the question after the compiler's folders */
	bool has_language, has_step;
	size_t operands;
};

static void add(struct maker *m, prove_words *list, const char *word)
{
	*ET_APPEND(m->p->arena, list) = word;
}

static void add_folder(struct maker *m, prove_words *list, const char *value)
{
	add(m, list, prove_absolute(m->p->arena, m->unit->directory, value));
}

/* Keeps an option with its value in the form it had. */
static void keep(struct maker *m, const struct option *option, bool joined, const char *value)
{
	if (joined) {
		add(m, &m->argv, et_join(m->p->arena, option->name, "", value));
	} else {
		add(m, &m->argv, option->name);
		if (value)
			add(m, &m->argv, value);
	}
}

static const char *take_option(
	struct maker *m, const struct option *option, const char *word, const char *value)
{
	struct prove_search *search = &m->unit->search;
	bool joined = strcmp(word, option->name) != 0;

	if (!value && option->use >= QUOTE && option->use <= DEFINE)
		return "an option has no value";
	switch (option->use) {
	case DROP:
		return NULL;
	case REFUSE:
		return "it uses a precompiled header";
	case QUOTE:
		add_folder(m, &search->quote, value);
		break;
	case BRACKET:
		add_folder(m, &search->bracket, value);
		break;
	case SYSTEM:
		add_folder(m, &search->system, value);
		break;
	case AFTER:
		add_folder(m, &search->after, value);
		break;
	case FORCED:
		add(m, &search->forced, value);
		break;
	case DEFINE:
		add(m, &search->defines, value);
		keep(m, option, joined, seen_define(m->p, value));
		return NULL;
	case OWN:
		m->has_language |= option->name[1] == 'x';
		add(m, &m->own, word);
		if (value && !joined)
			add(m, &m->own, value);
		keep(m, option, joined, value);
		return NULL;
	case UNKNOWN:
		search->unknown = true;
		keep(m, option, joined, value);
		return NULL;
	case KEEP:
		keep(m, option, joined, value);
		return NULL;
	}
	keep(m, option, joined, seen(m->p, value));
	return NULL;
}

static const char *take_word(struct maker *m, size_t *i)
{
	const prove_words *words = &m->unit->words;
	const char *word = words->items[*i];
	const struct option *option = word[0] == '-' ? find_option(word) : NULL;
	const char *value = NULL;

	if (word[0] != '-' || !word[1]) {
		m->operands++;
		add(m, &m->argv, seen(m->p, word));
		return NULL;
	}
	if (!option) {
		m->has_step |= strcmp(word, "-c") == 0 || strcmp(word, "-S") == 0 ||
			       strcmp(word, "-E") == 0 || strcmp(word, "-fsyntax-only") == 0;
		add(m, &m->argv, word);
		return NULL;
	}
	if (strcmp(word, option->name) != 0) {
		value = word + strlen(option->name);
	} else if (option->form == SEPARATE || option->form == EITHER) {
		if (*i + 1 >= words->count)
			return "its last option has no value";
		value = words->items[++*i];
	}
	return take_option(m, option, word, value);
}

static const char *language_of(const struct prove_unit *unit, const char *compiler)
{
	static const char *const plus[] = {".cc", ".cpp", ".cxx", ".c++", ".C", ".hpp", NULL};
	size_t i;

	for (i = 0; plus[i]; i++)
		if (et_ends_with(unit->source, plus[i]))
			return "c++";
	if (et_ends_with(unit->source, ".m"))
		return "objective-c";
	if (et_ends_with(unit->source, ".S") || et_ends_with(unit->source, ".s"))
		return "assembler-with-cpp";
	return strstr(et_basename(compiler), "++") ? "c++" : "c";
}

/* Units whose compiler and options for it are the same share the answer. */
static struct prove_system *system_of(struct maker *m, const char *compiler)
{
	struct et_arena *arena = m->p->arena;
	struct prove_system *system = ET_NEW(arena, struct prove_system);
	const char *rest[] = {"-E", "-v", "-o", "/dev/null", "/dev/null"};
	prove_words argv = {0};
	struct et_buf key;
	void **slot;
	size_t i;

	*ET_APPEND(arena, &argv) = compiler;
	for (i = 0; i < m->own.count; i++)
		*ET_APPEND(arena, &argv) = m->own.items[i];
	if (!m->has_language) {
		*ET_APPEND(arena, &argv) = "-x";
		*ET_APPEND(arena, &argv) = language_of(m->unit, compiler);
	}
	for (i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		*ET_APPEND(arena, &argv) = rest[i];
	et_buf_init(&key);
	for (i = 0; i < argv.count; i++) {
		et_buf_puts(&key, argv.items[i]);
		et_buf_putc(&key, '\n');
	}
	/* A relative path among them is another one elsewhere. */
	if (key.data && strstr(key.data, "./"))
		et_buf_puts(&key, m->unit->directory);
	slot = et_map_slot(
		&m->p->systems, arena, et_strndup(arena, key.data, key.length), key.length);
	et_buf_finish(&key);
	if (*slot)
		return *slot;
	*ET_APPEND(arena, &argv) = NULL;
	system->argv = argv.items;
	system->directory = m->unit->directory;
	*slot = system;
	return system;
}

const char *prove_make_command(struct prove *p, struct prove_unit *unit)
{
	struct maker m = {.p = p, .unit = unit};
	const char *why = NULL;
	size_t i = is_wrapper(unit->words.items[0]) && unit->words.count > 1 &&
		   unit->words.items[1][0] != '-';
	const char *compiler = unit->words.items[i];

	add(&m, &m.argv, compiler);
	for (i++; i < unit->words.count && !why; i++)
		why = take_word(&m, &i);
	if (!why && !m.operands)
		why = "its command names no source";
	if (why)
		return why;
	unit->search.own = system_of(&m, compiler);
	if (!m.has_step)
		add(&m, &m.argv, "-c");
	/* Debug information has no part in what is said, and takes a fifth of the time. */
	add(&m, &m.argv, "-g0");
	add(&m, &m.argv, "-fdiagnostics-color=never");
	if (m.operands == 1)
		add(&m, &m.argv, "-o");
	unit->argv = m.argv.items;
	unit->n_argv = m.argv.count;
	return NULL;
}
