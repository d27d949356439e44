/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What SARIF documents have in common; inside this layer only. Trees named by a relative path are
 * relative to where the program ran, which a reader takes for the root of the sources (%SRCROOT%);
 * any other tree is a base of its own. No absolute path of the machine is written unless the user
 * gave one.
 */
#ifndef ETALON_SARIF_H
#define ETALON_SARIF_H

#include "json.h"
#include "report.h"

struct et_sarif {
	struct et_json *json;
	const char *const *trees; /* paths, as the user named them */
	size_t n_trees;
	const struct etalon_message *messages;
	size_t n_messages;
};

/* A member that is an object with a text. */
void et_sarif_text(struct et_json *json, const char *key, const char *text);

/* The document up to the run's tool, whose rules array stays open; and from there to the results.
 */
void et_sarif_begin(const struct et_sarif *sarif, const char *version);
void et_sarif_results(const struct et_sarif *sarif);
/* Closes all that the two have opened. */
void et_sarif_end(const struct et_sarif *sarif);

/* A physicalLocation; tree NULL: the path is already from where we ran. */
void et_sarif_physical(
	const struct et_sarif *sarif, const char *tree, const char *file, uint32_t line);

#endif
