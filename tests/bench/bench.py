# SPDX-License-Identifier: BSD-3-Clause
"""Lays out what a benchmark reads and hands over to versus, which measures.

	bench.py VERSUS ETALON check|ten|show|spec

The headers are those of the newest Linux in the cache of tests/trees, else this machine's.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile


def include_folder():
    """A folder of /usr/include's kind with the most virtio headers that are at hand."""
    cache = os.environ.get("ETALON_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "etalon")
    folders = glob.glob(cache + "/linux-*/usr/include") + ["/usr/include"]
    return max(folders, key=lambda folder: len(headers(folder)))


def headers(include):
    return sorted(glob.glob(include + "/linux/virtio_*.h"))


def spec(versus, etalon):
    """The standard's text read and judged, against the Python that does a part of the same."""
    standard = os.environ.get("ETALON_STANDARD")
    if not standard:
        print("the standard's text is not here (ETALON_STANDARD)")
        return 77
    text = os.path.join(standard, "1.4")
    script = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "registry_text.py")
    return subprocess.run([versus, "--name", "spec check, against registry_text.py", "--runs", "21",
                           "--max-ms", "60", "--max-mb", "40", "--min-ratio", "10",
                           etalon, "spec", "check", "-f", "gcc", text, "--", sys.executable, script, text],
                          check=False).returncode


def main():
    versus, etalon, what = sys.argv[1:4]
    if what == "spec":
        return spec(versus, etalon)
    include = include_folder()
    files = headers(include)
    if not files:
        print("this machine has no linux/virtio_*.h")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        one = os.path.join(scratch, "one/linux")
        os.makedirs(one)
        for path in files:
            shutil.copy(path, one)
        print(f"{len(files)} headers of {include}", flush=True)
        if what == "check":
            triplets = [f"-I{path}" for path in glob.glob(include + "/x86_64-linux-gnu")]
            # One translation unit that includes them all: the least that a compiler can do.
            unit = os.path.join(scratch, "all.c")
            with open(unit, "w", encoding="utf-8") as file:
                for path in files:
                    file.write(f"#include <linux/{os.path.basename(path)}>\n")
            command = [versus, "--name", "check, against gcc -fsyntax-only", "--runs", "101",
                       "--min-ratio", "4", "--max-ms", "5", "--max-mb", "20",
                       etalon, "check", one, "--",
                       "gcc", "-fsyntax-only", "-I", include, *triplets, unit]
        elif what == "ten":
            for copy in range(10):
                shutil.copytree(one, os.path.join(scratch, f"ten/{copy}/linux"))
            command = [versus, "--name", "check of ten copies, against one", "--runs", "101",
                       "--max-ratio", "10",
                       etalon, "check", os.path.join(scratch, "ten"), "--", etalon, "check", one]
        else:
            command = [versus, "--name", "show, against starting a process", "--runs", "101",
                       "--max-ms", "3", "--max-mb", "20",
                       etalon, "show", "virtio_net_hdr", "--", "true"]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
