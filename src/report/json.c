/* SPDX-License-Identifier: BSD-3-Clause */
#include "json.h"

#include "utf8.h"

#include <inttypes.h>
#include <string.h>

void et_json_init(struct et_json *json, struct et_buf *buf)
{
	*json = (struct et_json){.buf = buf, .empty = true};
}

static void new_line(struct et_json *json)
{
	unsigned i;

	et_buf_putc(json->buf, '\n');
	for (i = 0; i < json->depth; i++)
		et_buf_puts(json->buf, "  ");
}

static void quote(struct et_buf *buf, const char *text)
{
	size_t length = strlen(text);
	size_t i = 0;

	et_buf_putc(buf, '"');
	while (i < length) {
		uint32_t code;

		i += et_utf8_decode(text + i, length - i, &code);
		if (code == '"' || code == '\\')
			et_buf_printf(buf, "\\%c", (char)code);
		else if (code == '\n')
			et_buf_puts(buf, "\\n");
		else if (code == '\t')
			et_buf_puts(buf, "\\t");
		else if (code == '\r')
			et_buf_puts(buf, "\\r");
		else if (code < 0x20 || code == 0x7F)
			et_buf_printf(buf, "\\u%04x", (unsigned)code);
		else
			et_buf_add_code(buf, code);
	}
	et_buf_putc(buf, '"');
}

/* What stands before a value: the comma of its predecessor, a new line, its key. */
static void begin(struct et_json *json, const char *key)
{
	if (json->depth) {
		if (!json->empty)
			et_buf_putc(json->buf, ',');
		new_line(json);
	}
	if (key) {
		quote(json->buf, key);
		et_buf_puts(json->buf, ": ");
	}
	json->empty = false;
}

static void open(struct et_json *json, const char *key, bool object)
{
	begin(json, key);
	et_buf_putc(json->buf, object ? '{' : '[');
	json->depth++;
	json->objects &= ~(UINT64_C(1) << json->depth);
	json->objects |= (uint64_t)object << json->depth;
	json->empty = true;
}

void et_json_object(struct et_json *json, const char *key)
{
	open(json, key, true);
}

void et_json_array(struct et_json *json, const char *key)
{
	open(json, key, false);
}

void et_json_close(struct et_json *json)
{
	bool object = json->objects >> json->depth & 1;

	json->depth--;
	if (!json->empty)
		new_line(json);
	et_buf_putc(json->buf, object ? '}' : ']');
	json->empty = false;
	if (!json->depth)
		et_buf_putc(json->buf, '\n');
}

void et_json_string(struct et_json *json, const char *key, const char *text)
{
	begin(json, key);
	if (text)
		quote(json->buf, text);
	else
		et_buf_puts(json->buf, "null");
}

void et_json_int(struct et_json *json, const char *key, int64_t value)
{
	begin(json, key);
	et_buf_printf(json->buf, "%" PRId64, value);
}

void et_json_bool(struct et_json *json, const char *key, bool value)
{
	begin(json, key);
	et_buf_puts(json->buf, value ? "true" : "false");
}

void et_json_null(struct et_json *json, const char *key)
{
	et_json_string(json, key, NULL);
}
