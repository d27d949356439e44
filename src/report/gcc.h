/* SPDX-License-Identifier: BSD-3-Clause */
/* Lines as compilers write them; inside this layer only. */
#ifndef ETALON_GCC_H
#define ETALON_GCC_H

#include "report.h"

/* "path:line: "; no line when it is 0. */
void et_gcc_place(struct et_buf *buf, const char *path, uint32_t line);

void et_gcc_message(struct et_buf *buf, const struct etalon_message *message);

#endif
