/* SPDX-License-Identifier: BSD-3-Clause */
#include "sarif.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char source_root[] = "%SRCROOT%";

void et_sarif_text(struct et_json *json, const char *key, const char *text)
{
	et_json_object(json, key);
	et_json_string(json, "text", text);
	et_json_close(json);
}

/* The path as a URI reference: RFC 3986's unreserved characters and slashes stay. */
static void percent_encode(struct et_buf *buf, const char *path)
{
	static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789-._~/";

	for (; *path; path++) {
		if (strchr(kept, *path))
			et_buf_putc(buf, *path);
		else
			et_buf_printf(buf, "%%%02X", (unsigned)(unsigned char)*path);
	}
}

/* Whether the tree's path is one that a URI below the root of the sources may have. */
static bool is_below_root(const char *path)
{
	const char *part = path;

	if (*path == '/')
		return false;
	for (;;) {
		size_t length = strcspn(part, "/");

		if (length == 2 && part[0] == '.' && part[1] == '.')
			return false;
		if (!part[length])
			return true;
		part += length + 1;
	}
}

/* Strips what a normalised URI does not have: "./" in front. */
static const char *plain(const char *path)
{
	while (et_starts_with(path, "./")) {
		path += 2;
		while (*path == '/')
			path++;
	}
	return path;
}

static size_t tree_index(const struct et_sarif *sarif, const char *path)
{
	size_t i;

	for (i = 0; i < sarif->n_trees; i++) {
		if (et_streq(sarif->trees[i], path))
			break;
	}
	return i;
}

static void put_bases(const struct et_sarif *sarif)
{
	struct et_json *json = sarif->json;
	char name[32];
	size_t i;

	et_json_object(json, "originalUriBaseIds");
	et_json_object(json, source_root);
	et_sarif_text(json, "description", "the directory in which etalon ran");
	et_json_close(json);
	for (i = 0; i < sarif->n_trees; i++) {
		const char *path = sarif->trees[i];
		struct et_buf uri;

		if (is_below_root(path))
			continue;
		et_buf_init(&uri);
		snprintf(name, sizeof(name), "TREE%zu", i);
		et_json_object(json, name);
		if (*path == '/') {
			/* A base ends in a slash; a tree that is one file has its folder as base.
			 */
			const char *end = path + strlen(path);
			char *folder;

			if (strchr(et_basename(path), '.') && et_ends_with(path, ".h"))
				end = et_basename(path);
			folder = strndup(path, (size_t)(end - path));
			et_buf_puts(&uri, "file://");
			percent_encode(&uri, folder ? folder : "/");
			if (!et_ends_with(uri.data, "/"))
				et_buf_putc(&uri, '/');
			free(folder);
			et_json_string(json, "uri", uri.data);
		}
		et_sarif_text(json, "description", path);
		et_json_close(json);
		et_buf_finish(&uri);
	}
	et_json_close(json);
}

/* An artifactLocation for a file of a tree; tree NULL: the path is already from where we ran. */
static void put_artifact(const struct et_sarif *sarif, const char *tree, const char *file)
{
	struct et_json *json = sarif->json;
	char base[32];
	struct et_buf path;
	struct et_buf uri;

	et_buf_init(&path);
	et_buf_init(&uri);
	et_json_object(json, "artifactLocation");
	if (!tree || is_below_root(tree)) {
		et_report_path(&path, tree, file);
		if (*path.data == '/')
			et_buf_puts(&uri, "file://");
		percent_encode(&uri, plain(path.data));
		et_json_string(json, "uri", uri.data);
		if (*path.data != '/')
			et_json_string(json, "uriBaseId", source_root);
	} else {
		snprintf(base, sizeof(base), "TREE%zu", tree_index(sarif, tree));
		percent_encode(&uri, file && *file ? file : et_basename(tree));
		et_json_string(json, "uri", uri.data);
		et_json_string(json, "uriBaseId", base);
	}
	et_json_close(json);
	et_buf_finish(&path);
	et_buf_finish(&uri);
}

void et_sarif_physical(
	const struct et_sarif *sarif, const char *tree, const char *file, uint32_t line)
{
	struct et_json *json = sarif->json;

	et_json_object(json, "physicalLocation");
	put_artifact(sarif, tree, file);
	if (line) {
		et_json_object(json, "region");
		et_json_int(json, "startLine", line);
		et_json_close(json);
	}
	et_json_close(json);
}

static void put_notification(const struct et_sarif *sarif, const struct etalon_message *message)
{
	struct et_json *json = sarif->json;
	static const char *const levels[] = {
		[ETALON_NOTE] = "note", [ETALON_WARNING] = "warning", [ETALON_ERROR] = "error"};

	et_json_object(json, NULL);
	et_json_string(json, "level", levels[message->severity]);
	et_sarif_text(json, "message", message->text);
	if (message->file) {
		et_json_array(json, "locations");
		et_json_object(json, NULL);
		et_sarif_physical(sarif, NULL, message->file, message->line);
		et_json_close(json);
		et_json_close(json);
	}
	et_json_close(json);
}

static void put_invocation(const struct et_sarif *sarif)
{
	struct et_json *json = sarif->json;
	size_t errors = 0;
	size_t i;

	et_json_array(json, "invocations");
	et_json_object(json, NULL);
	for (i = 0; i < sarif->n_messages; i++)
		errors += sarif->messages[i].severity == ETALON_ERROR;
	et_json_bool(json, "executionSuccessful", !errors);
	et_json_array(json, "toolExecutionNotifications");
	for (i = 0; i < sarif->n_messages; i++)
		put_notification(sarif, &sarif->messages[i]);
	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
}

void et_sarif_begin(const struct et_sarif *sarif, const char *version)
{
	struct et_json *json = sarif->json;

	et_json_object(json, NULL);
	et_json_string(json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	et_json_string(json, "version", "2.1.0");
	et_json_array(json, "runs");
	et_json_object(json, NULL);
	et_json_object(json, "tool");
	et_json_object(json, "driver");
	et_json_string(json, "name", "etalon");
	et_json_string(json, "version", version);
	et_json_string(json, "semanticVersion", version);
	et_json_array(json, "rules");
}

void et_sarif_results(const struct et_sarif *sarif)
{
	struct et_json *json = sarif->json;

	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
	put_bases(sarif);
	put_invocation(sarif);
	et_json_string(json, "columnKind", "unicodeCodePoints");
	et_json_array(json, "results");
}

void et_sarif_end(const struct et_sarif *sarif)
{
	unsigned open;

	/* Results, the run, the runs, the document. */
	for (open = 0; open < 4; open++)
		et_json_close(sarif->json);
}
