/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzzes what becomes of a header's text: up to a zero byte the input is the rules for sed of an
 * installing script, and behind it the header; without one, it is the header, with usual rules.
 */
#include "install_sanitize.h"
#include "source_memory.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char usual[] = "s/([[:space:](])(__user|__force)[[:space:]]/\\1/g\n"
			    "s@^#include <linux/compiler(|_types).h>@@\n"
			    "s/(^|[^a-zA-Z0-9])__packed([^a-zA-Z0-9_]|$)/\\1packed\\2/g\n"
			    "s/(^|[[:space:](])(inline|asm)([[:space:](]|$)/\\1__\\2__\\3/g\n";

static const struct et_sanitizer *read_script(struct et_arena *arena, const char *rules,
	size_t length, struct et_source **source, struct et_diags *diags)
{
	const char *script = et_sprintf(arena,
		"%%%%FILE scripts/headers_install.sh\n"
		"sed -E -e '%.*s' $1 > $2.tmp || exit 1\n"
		"unifdef -U__KERNEL__ -D__EXPORTED_HEADERS__ $2.tmp > $2\n",
		(int)length, rules);

	*source = et_source_memory("fuzz", script, strlen(script));
	return et_sanitizer_read(arena, *source, diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *zero = memchr(data, 0, size);
	const struct et_sanitizer *sanitizer;
	struct et_source *source;
	struct et_arena arena;
	struct et_diags diags;
	struct et_buf out;

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	et_buf_init(&out);
	sanitizer = read_script(&arena, zero ? text : usual,
		zero ? (size_t)(zero - text) : sizeof(usual) - 1, &source, &diags);
	if (zero) {
		size -= (size_t)(zero - text) + 1;
		text = zero + 1;
	}
	if (sanitizer)
		et_sanitize(
			sanitizer, et_strndup(&arena, text, size), size, "fuzz.h", &out, &diags);
	et_buf_finish(&out);
	et_source_close(source);
	et_arena_finish(&arena);
	return 0;
}
