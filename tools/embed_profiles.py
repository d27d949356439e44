#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Turns profiles into a C header, as text: they are read at run time, like those of a user.

usage: embed_profiles.py OUTPUT.H PROFILE.yaml...

The result, for src/read/profile/profile_find.c, defines profile_names (in byte order, with NULL
behind the last) and profile_texts beside it. A profile's name is its file's. The same input gives
the same bytes.
"""

import os
import sys

from embed_text import literal, page


def main(output, *paths):
    profiles = sorted((os.path.basename(path).removesuffix(".yaml"), path) for path in paths)
    names = [f'\t"{name}",\n' for name, _ in profiles]
    texts = [f"\t/* {name} */\n{literal(page(path))},\n" for name, path in profiles]
    text = (
        "/* Made by tools/embed_profiles.py from profiles/: change those, not this file. */\n\n"
        f"static const char *const profile_names[] = {{\n{''.join(names)}\tNULL,\n}};\n\n"
        f"static const char *const profile_texts[] = {{\n{''.join(texts)}}};\n"
    )
    with open(output, "w", encoding="ascii", newline="\n") as file:
        file.write(text)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except (OSError, ValueError) as error:
        sys.exit(f"embed_profiles.py: {error}")
