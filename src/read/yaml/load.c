/* SPDX-License-Identifier: BSD-3-Clause */
/* Building the tree of nodes from libfyaml's events. */
#include "yaml.h"

#include "file.h"
#include "map.h"
#include "utf8.h"

#include <libfyaml.h>
#include <string.h>

/* One document being read. stopped: an error was reported, so the rest is not read. */
struct loader {
	struct et_arena *arena;
	struct et_diags *diags;
	const char *file;
	const char *source; /* the whole text, of length bytes */
	size_t length;
	struct fy_parser *parser;
	struct fy_event *event; /* the current one, owned until advance() */
	size_t nodes;
	bool large; /* the limits of JSON */
	bool stopped;
};

typedef ET_ARRAY(const struct et_yaml *) node_list;

static void fail(struct loader *loader, uint32_t line, const char *text)
{
	if (!loader->stopped)
		et_diag(loader->diags, ET_ERROR, loader->file, line, NULL, "%s", text);
	loader->stopped = true;
}

static uint32_t event_line(struct loader *loader)
{
	const struct fy_mark *mark = loader->event ? fy_event_start_mark(loader->event) : NULL;

	return mark && mark->line >= 0 ? (uint32_t)mark->line + 1 : 0;
}

/* The type of the next event; FYET_NONE at the end and after an error. */
static enum fy_event_type advance(struct loader *loader)
{
	if (loader->event)
		fy_parser_event_free(loader->parser, loader->event);
	loader->event = loader->stopped ? NULL : fy_parser_parse(loader->parser);
	return loader->event ? loader->event->type : FYET_NONE;
}

/* What none of our files may have: names for nodes, and types by tag. */
static void refuse(struct loader *loader, struct fy_token *anchor, struct fy_token *tag)
{
	if (anchor)
		fail(loader, event_line(loader),
			"an anchor (&): write the value out where it is needed");
	else if (tag)
		fail(loader, event_line(loader), "a tag (!): values have their plain types here");
}

static uint32_t position(const struct loader *loader, const struct fy_mark *mark)
{
	return mark && mark->input_pos <= loader->length ? (uint32_t)mark->input_pos : 0;
}

static struct et_yaml *new_node(struct loader *loader, enum et_yaml_kind kind)
{
	struct et_yaml *node = ET_NEW(loader->arena, struct et_yaml);

	node->kind = kind;
	node->file = loader->file;
	node->line = event_line(loader);
	if (loader->event) {
		node->start = position(loader, fy_event_start_mark(loader->event));
		node->end = position(loader, fy_event_end_mark(loader->event));
	}
	if (++loader->nodes > (loader->large ? ET_YAML_LARGE_NODES : ET_YAML_MAX_NODES))
		fail(loader, node->line, "more values than a data file can need");
	return node;
}

static const struct et_yaml *read_node(struct loader *loader, unsigned int depth);

/*
 * What stands between single quotes, with '' for '. Read here from the source: libfyaml 0.7.12
 * loses memory over some of them, and a file can have many.
 */
static const char *single_quoted(struct loader *loader, struct fy_token *token, uint32_t line)
{
	const struct fy_mark *start = fy_token_start_mark(token);
	const struct fy_mark *end = fy_token_end_mark(token);
	size_t i, n = 0;
	char *text;

	if (!start || !end || start->input_pos > end->input_pos || end->input_pos > loader->length)
		return "";
	text = ET_NEW_ARRAY(loader->arena, end->input_pos - start->input_pos + 1, char);
	for (i = start->input_pos; i < end->input_pos; i++) {
		char character = loader->source[i];

		if (character == '\n' || character == '\r')
			fail(loader, line, "a text in single quotes over several lines");
		text[n++] = character;
		if (character == '\'')
			i++;
	}
	return text;
}

/* libfyaml's marks are inside of the quotes. */
static void take_quotes(const struct loader *loader, struct et_yaml *node)
{
	enum fy_scalar_style style = fy_token_scalar_style(loader->event->scalar.value);

	if ((style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) && node->start &&
		node->end < loader->length) {
		node->start--;
		node->end++;
	}
}

static const struct et_yaml *read_scalar(struct loader *loader)
{
	struct et_yaml *node = new_node(loader, ET_YAML_SCALAR);
	struct fy_token *token = loader->event->scalar.value;
	const char *text;
	size_t length = 0;

	refuse(loader, loader->event->scalar.anchor, loader->event->scalar.tag);
	take_quotes(loader, node);
	if (fy_token_scalar_style(token) == FYSS_SINGLE_QUOTED) {
		node->text = single_quoted(loader, token, node->line);
		return node;
	}
	text = fy_token_get_text(token, &length);
	if (!text)
		length = 0;
	if (length && memchr(text, '\0', length))
		fail(loader, node->line, "a NUL character in a text");
	node->text = et_strndup(loader->arena, length ? text : "", length);
	node->plain = !text || fy_token_scalar_style(token) == FYSS_PLAIN;
	return node;
}

/* In brackets it ends with the closing one, which is the current event; else with its last value.
 */
static void end_collection(const struct loader *loader, struct et_yaml *node)
{
	char first = node->start < loader->length ? loader->source[node->start] : '\0';

	if (loader->event && (first == '{' || first == '['))
		node->end = position(loader, fy_event_end_mark(loader->event));
	else if (node->count && node->items[node->count - 1]->end)
		node->end = node->items[node->count - 1]->end;
	else if (node->count && node->keys)
		node->end = node->keys[node->count - 1]->end;
}

static const struct et_yaml *read_sequence(struct loader *loader, unsigned int depth)
{
	struct et_yaml *node = new_node(loader, ET_YAML_SEQUENCE);
	node_list items = {0};

	refuse(loader, loader->event->sequence_start.anchor, loader->event->sequence_start.tag);
	for (;;) {
		enum fy_event_type type = advance(loader);

		if (type == FYET_NONE || type == FYET_SEQUENCE_END)
			break;
		*ET_APPEND(loader->arena, &items) = read_node(loader, depth);
		if (loader->stopped)
			break;
	}
	node->items = items.items;
	node->count = items.count;
	end_collection(loader, node);
	return node;
}

static void add_key(struct loader *loader, struct et_map *seen, const struct et_yaml *key)
{
	void **slot;

	if (key->kind != ET_YAML_SCALAR) {
		fail(loader, key->line, "a key that is not a plain word");
		return;
	}
	if (strcmp(key->text, "<<") == 0)
		fail(loader, key->line, "a merge key (<<): write the values out");
	slot = et_map_slot(seen, loader->arena, key->text, strlen(key->text));
	if (*slot)
		et_diag(loader->diags, ET_ERROR, loader->file, key->line, NULL,
			"duplicate key '%s'; the first is in line %u", key->text,
			((const struct et_yaml *)*slot)->line);
	else
		*slot = (void *)key;
}

static const struct et_yaml *read_mapping(struct loader *loader, unsigned int depth)
{
	struct et_yaml *node = new_node(loader, ET_YAML_MAPPING);
	node_list keys = {0}, values = {0};
	struct et_map seen = {0};

	refuse(loader, loader->event->mapping_start.anchor, loader->event->mapping_start.tag);
	for (;;) {
		enum fy_event_type type = advance(loader);
		const struct et_yaml *key;

		if (type == FYET_NONE || type == FYET_MAPPING_END)
			break;
		key = read_node(loader, depth);
		if (loader->stopped)
			break;
		add_key(loader, &seen, key);
		if (loader->stopped || advance(loader) == FYET_NONE)
			break;
		*ET_APPEND(loader->arena, &keys) = key;
		*ET_APPEND(loader->arena, &values) = read_node(loader, depth);
		if (loader->stopped)
			break;
	}
	node->keys = keys.items;
	node->items = values.items;
	node->count = values.count;
	end_collection(loader, node);
	return node;
}

/* Reads the node that the current event starts; the current event is then its last. */
static const struct et_yaml *read_node(struct loader *loader, unsigned int depth)
{
	if (depth >= ET_YAML_MAX_DEPTH) {
		fail(loader, event_line(loader), "nested too deeply");
		return new_node(loader, ET_YAML_SCALAR);
	}
	switch (loader->event->type) {
	case FYET_SCALAR:
		return read_scalar(loader);
	case FYET_SEQUENCE_START:
		return read_sequence(loader, depth + 1);
	case FYET_MAPPING_START:
		return read_mapping(loader, depth + 1);
	case FYET_ALIAS:
		fail(loader, event_line(loader),
			"an alias (*): write the value out where it is needed");
		break;
	default:
		fail(loader, event_line(loader), "a value is missing");
		break;
	}
	return new_node(loader, ET_YAML_SCALAR);
}

static const struct et_yaml *read_stream(struct loader *loader)
{
	const struct et_yaml *root = NULL;
	enum fy_event_type type;

	while ((type = advance(loader)) != FYET_NONE && type != FYET_STREAM_END) {
		if (type == FYET_STREAM_START || type == FYET_DOCUMENT_END)
			continue;
		if (type != FYET_DOCUMENT_START) {
			fail(loader, event_line(loader), "text outside the document");
		} else if (root) {
			fail(loader, event_line(loader), "a second document; there is to be one");
		} else if (advance(loader) != FYET_NONE) {
			root = read_node(loader, 0);
		}
	}
	return root;
}

/* Reports libfyaml's own errors, first line each: what they quote of the input we do not need. */
static void report_parser(struct loader *loader, struct fy_diag *diag)
{
	struct fy_diag_error *error;
	void *previous = NULL;
	bool any = false;

	while (!any && (error = fy_diag_errors_iterate(diag, &previous)) != NULL) {
		et_diag(loader->diags, ET_ERROR, loader->file,
			error->line > 0 ? (uint32_t)error->line : 0, NULL, "not YAML: %.*s",
			(int)strcspn(error->msg, "\n"), error->msg);
		any = true;
	}
	if (!any)
		et_diag(loader->diags, ET_ERROR, loader->file, 0, NULL, "not YAML");
	loader->stopped = true;
}

/*
 * What the parser is not to see: it can be made to loop or to recurse deeply by text that is not
 * UTF-8, by directives (%) and by thousands of open brackets. None of it belongs into a data file.
 */
static bool plausible(struct loader *loader, const char *text, size_t length)
{
	size_t i, step, open = 0;
	uint32_t line = 1, code;

	if (length > (loader->large ? ET_YAML_LARGE_BYTES : ET_YAML_MAX_BYTES)) {
		fail(loader, 0,
			loader->large ? "larger than etalon reads (256 MiB)"
				      : "larger than a data file can be (4 MiB)");
		return false;
	}
	for (i = 0; i < length; i += step) {
		unsigned char byte = (unsigned char)text[i];

		step = et_utf8_decode(text + i, length - i, &code);
		if (code == ET_REPLACEMENT && step == 1)
			fail(loader, line, "not UTF-8");
		else if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') ||
			 byte == 0x7f)
			fail(loader, line, byte ? "a control character" : "a NUL character");
		else if (byte == '%' && (!i || text[i - 1] == '\n' || text[i - 1] == '\r'))
			fail(loader, line, "a directive (%): nothing here needs one");
		else if (byte == '[' || byte == '{')
			open++;
		else if (loader->large && open && (byte == ']' || byte == '}'))
			open--;
		else if (byte == '\n')
			line++;
		if (byte == '\n')
			open = 0;
		if (open > 512)
			fail(loader, line, "nested too deeply");
		if (loader->stopped)
			return false;
	}
	return true;
}

static const struct et_yaml *load(struct loader *loader)
{
	struct fy_diag_cfg diag_config;
	struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG |
					       FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE};
	const struct et_yaml *root = NULL;
	size_t errors = loader->diags->errors;
	struct fy_diag *diag;

	if (!plausible(loader, loader->source, loader->length))
		return NULL;
	fy_diag_cfg_default(&diag_config);
	diag_config.fp = NULL;
	diag = fy_diag_create(&diag_config);
	if (!diag) {
		fail(loader, 0, "no memory for the YAML parser");
		return NULL;
	}
	fy_diag_set_collect_errors(diag, true);
	config.diag = diag;
	loader->parser = fy_parser_create(&config);
	if (loader->parser &&
		fy_parser_set_string(loader->parser, loader->source, loader->length) == 0) {
		root = read_stream(loader);
		advance(loader);
		if (fy_diag_got_error(diag) && !loader->stopped)
			report_parser(loader, diag);
	} else {
		fail(loader, 0, "no memory for the YAML parser");
	}
	if (loader->event)
		fy_parser_event_free(loader->parser, loader->event);
	if (loader->parser)
		fy_parser_destroy(loader->parser);
	fy_diag_destroy(diag);
	if (!root && loader->diags->errors == errors)
		et_diag(loader->diags, ET_ERROR, loader->file, 1, NULL, "empty");
	return loader->stopped ? NULL : root;
}

const struct et_yaml *et_yaml_load(struct et_arena *arena, struct et_diags *diags, const char *file,
	const char *text, size_t length)
{
	struct loader loader = {
		.arena = arena, .diags = diags, .file = file, .source = text, .length = length};

	return load(&loader);
}

const struct et_yaml *et_yaml_load_json(struct et_arena *arena, struct et_diags *diags,
	const char *file, const char *text, size_t length)
{
	struct loader loader = {.arena = arena,
		.diags = diags,
		.file = file,
		.source = text,
		.length = length,
		.large = true};

	return load(&loader);
}

const struct et_yaml *et_yaml_load_file(
	struct et_arena *arena, struct et_diags *diags, int dir_fd, const char *path)
{
	struct et_text text = {0};
	const char *why = et_read_file(arena, dir_fd, path, ET_YAML_MAX_BYTES, &text);

	if (why) {
		et_diag(diags, ET_ERROR, path, 0, NULL, "cannot be read: %s", why);
		return NULL;
	}
	return et_yaml_load(arena, diags, path, text.data, text.length);
}
