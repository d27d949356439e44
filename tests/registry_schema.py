#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Validates the registry and the dialects against their JSON Schemas, and prints what they hold.

usage: registry_schema.py [SOURCE_ROOT]
"""
import json
import pathlib
import sys

import jsonschema
import yaml


class StrictLoader(yaml.SafeLoader):
    """Plain YAML: no duplicate keys, no aliases, no dates or sexagesimal numbers by accident."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError(f"line {self.peek_event().start_mark.line + 1}: an alias")
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.YAMLError(f"line {key.start_mark.line + 1}: duplicate key '{key.value}'")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def walk(value, path):
    """The YAML node at a path of keys and indices, for its line."""
    for step in path:
        if isinstance(value, yaml.MappingNode):
            found = [v for k, v in value.value if k.value == str(step)]
            if not found:
                break
            value = found[0]
        elif isinstance(value, yaml.SequenceNode) and isinstance(step, int):
            value = value.value[step]
        else:
            break
    return value


def deepest(error):
    """The most telling of the errors below a oneOf."""
    while error.context:
        error = max(error.context, key=lambda e: (len(e.absolute_path), e.validator != "type"))
    return error


def validate(path, validator):
    """Returns the document, or None after printing what is wrong."""
    text = path.read_text(encoding="utf-8")
    try:
        document = yaml.load(text, StrictLoader)
    except yaml.YAMLError as error:
        print(f"{path}: {error}")
        return None
    root = yaml.compose(text, yaml.SafeLoader)
    good = True
    for error in validator.iter_errors(document):
        error = deepest(error)
        where = ".".join(str(step) for step in error.absolute_path) or "the file"
        line = walk(root, error.absolute_path).start_mark.line + 1 if root else 1
        print(f"{path}:{line}: {where}: {error.message[:200]}")
        good = False
    return document if good else None


def count(document):
    """How many definitions of each kind a file holds."""
    return {
        "constants": sum(len(s["values"]) for s in document.get("constants", {}).values()),
        "records": len(document.get("records", [])),
        "views": len(document.get("views", [])),
        "registers": sum(len(b["values"]) for b in document.get("registers", {}).values()),
        "virtqueues": len(document.get("virtqueues", [])),
        "commands": len(document.get("commands", [])),
        "errata": len(document.get("errata", [])),
        "deviations": len(document.get("deviations", [])),
        "requirements": sum(len(r) for r in document.get("requirements", {}).values()),
        "respellings": len(document.get("respellings", {})),
        "rewrites": len(document.get("rewrites", {})),
    }


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1])
    total, files, bad = {}, 0, 0
    for folder in ("registry", "dialects"):
        schema = json.loads((root / folder / "schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        for path in sorted((root / folder).glob("*.yaml")):
            files += 1
            document = validate(path, validator)
            if document is None:
                bad += 1
                continue
            for kind, number in count(document).items():
                total[kind] = total.get(kind, 0) + number
    print(f"{files} files, {bad} not valid; " + ", ".join(f"{n} {k}" for k, n in total.items() if n))
    return 1 if bad or not files else 0


if __name__ == "__main__":
    sys.exit(main())
