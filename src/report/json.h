/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writing JSON: two blanks a level, a member a line, always valid UTF-8. The caller opens and
 * closes in pairs; key is NULL inside arrays and for the document itself.
 */
#ifndef ETALON_JSON_H
#define ETALON_JSON_H

#include "str.h"

#include <stdint.h>

struct et_json {
	struct et_buf *buf; /* borrowed */
	unsigned depth;	    /* at most 63 */
	uint64_t objects;   /* bit n: level n is an object */
	bool empty;	    /* nothing stands at this level yet */
};

void et_json_init(struct et_json *json, struct et_buf *buf);

void et_json_object(struct et_json *json, const char *key);
void et_json_array(struct et_json *json, const char *key);
/* Closes what was opened last; behind the outermost also ends the line. */
void et_json_close(struct et_json *json);

/* NULL becomes null. Bytes that are no UTF-8 become U+FFFD. */
void et_json_string(struct et_json *json, const char *key, const char *text);
void et_json_int(struct et_json *json, const char *key, int64_t value);
void et_json_bool(struct et_json *json, const char *key, bool value);
void et_json_null(struct et_json *json, const char *key);

#endif
