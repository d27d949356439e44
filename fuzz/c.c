/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzzes the C reader: one or two files from the input (a zero byte divides them), read together,
 * and everything that a check asks of a unit asked for every ABI.
 */
#include "c_read.h"
#include "layout.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(struct et_arena *arena, const struct et_unit *unit)
{
	unsigned id;
	size_t i;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		const struct et_abi *abi = et_abi((enum et_abi_id)id);
		struct et_value value;

		for (i = 0; i < unit->n_constants; i++)
			et_constant_value(&unit->constants[i], abi, &value);
		for (i = 0; i < unit->n_records && i < 64; i++)
			et_layout(arena, unit->records[i], abi);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *zero = memchr(data, 0, size);
	struct et_c_input inputs[2] = {
		{.path = "linux/virtio_a.h", .text = (const char *)data, .length = size},
		{.path = "linux/b.h"},
	};
	struct et_arena arena;
	struct et_diags diags;
	size_t n = 1;

	if (zero) {
		inputs[0].length = (size_t)(zero - data);
		inputs[1].text = (const char *)zero + 1;
		inputs[1].length = size - inputs[0].length - 1;
		n = 2;
	}
	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	ask(&arena, et_c_read(&arena, inputs, n, &diags));
	et_arena_finish(&arena);
	return 0;
}
