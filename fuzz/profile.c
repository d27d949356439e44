/* SPDX-License-Identifier: BSD-3-Clause */
/* Any bytes as a profile: read, and its transformations run on a text that has something for each.
 */
#include "profile_read.h"
#include "stage_edit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
	"#ifndef _UAPI_LINUX_X_H\n#include <linux/types.h>\n#include <asm/x.h>\n"
	"struct x {\n\t__u32 a;\n\t__le16 b[] __counted_by(a);\n} __attribute__((packed));\n"
	"#define BIT (1 << 7) /* u8 */\n\n\tint f(int, \xc3\xa4);\n#endif";

static void take_line(const char *line, size_t length, size_t number, void *data)
{
	(void)line;
	(void)length;
	(void)number;
	(void)data;
}

static void run(struct et_arena *arena, const struct et_profile *profile, const char *arch)
{
	struct et_buf out;
	size_t i;

	et_buf_init(&out);
	for (i = 0; i < profile->n_transformations; i++) {
		struct stage_edits *edits =
			stage_edits_make(arena, &profile->transformations[i], "7.2", arch != NULL);

		stage_edits_includes(edits, text, sizeof(text) - 1, take_line, NULL);
		et_buf_clear(&out);
		(void)stage_edits_run(edits, arch, text, sizeof(text) - 1, &out);
		stage_edits_free(edits);
	}
	et_buf_finish(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct et_arena arena;
	struct et_diags diags;
	const struct et_profile *profile;

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	profile = et_profile_read_text(&arena, "input", (const char *)data, size, &diags);
	if (profile) {
		run(&arena, profile, NULL);
		run(&arena, profile, "x86");
		et_profile_wants(profile, "include/uapi/linux/x.h");
	}
	et_arena_finish(&arena);
	return 0;
}
