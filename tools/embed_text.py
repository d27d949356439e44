#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Turns the pages of docs/rules into a C header.

usage: embed_text.py RULES.H PAGES_DIR OUTPUT.H [DEPFILE]

The table in RULES.H, ET_RULES, says which pages there are and in which order: for each
RULE(CODE, ...) the page PAGES_DIR/CODE.md. The result, for src/compare/rules.c, defines a string
et_rule_page_CODE for each. A page that is missing, empty, or no UTF-8 is an error, and so is a page
that no rule has. The same input gives the same bytes.
"""

import os
import re
import sys

LINE = 96  # of a string literal, before its quotes


def codes(header):
    with open(header, encoding="utf-8") as file:
        return re.findall(r"\bRULE\(([A-Z][0-9]+),", file.read())


def page(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    text = text.replace("\r\n", "\n").strip("\n") + "\n"
    if not text.strip():
        raise ValueError(f"{path}: the page is empty")
    if "\0" in text:
        raise ValueError(f"{path}: the page holds a NUL")
    return text


def literal(text):
    """The text as C string literals, one a line. Bytes beyond ASCII become octal escapes, which
    end after three digits whatever follows."""
    lines = []
    for line in text.splitlines(keepends=True):
        current = ""
        for byte in line.encode("utf-8"):
            char = chr(byte)
            if char == "\n":
                piece = "\\n"
            elif char in '"\\':
                piece = "\\" + char
            elif char == "?":
                piece = "\\?"  # no trigraphs
            elif 0x20 <= byte < 0x7F:
                piece = char
            else:
                piece = f"\\{byte:03o}"
            if len(current) + len(piece) > LINE:
                lines.append(current)
                current = ""
            current += piece
        lines.append(current)
    return "\n".join(f'\t\t"{line}"' for line in lines)


def main(header, folder, output, depfile=None):
    rules = codes(header)
    if not rules:
        raise ValueError(f"{header}: no RULE(...) in it")
    paths = [os.path.join(folder, code + ".md") for code in rules]
    strays = {name for name in os.listdir(folder) if re.fullmatch(r"[A-Z][0-9]+\.md", name)}
    strays -= {code + ".md" for code in rules}
    if strays:
        raise ValueError(f"{folder}: no rule for {', '.join(sorted(strays))}")
    parts = [
        f"static const char et_rule_page_{code}[] =\n{literal(page(path))};\n"
        for code, path in zip(rules, paths)
    ]
    text = (
        "/* Made by tools/embed_text.py from docs/rules: change the pages, not this file. */\n\n"
        + "\n".join(parts)
    )
    with open(output, "w", encoding="ascii", newline="\n") as file:
        file.write(text)
    if depfile:
        with open(depfile, "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{output}: {' '.join(p.replace(' ', chr(92) + ' ') for p in paths)}\n")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except (OSError, ValueError) as error:
        sys.exit(f"embed_text.py: {error}")
