# SPDX-License-Identifier: BSD-3-Clause
"""etalon sync writes what QEMU's own script writes: every file, byte for byte.

The script is QEMU's, from Debian's source package, and runs the kernel's own headers_install. Where
it would stop, the smallest change lets it go on: a missing file is logged and skipped, an unexpected
include is logged, and __ASSEMBLER__ is taken beside __ASSEMBLY__. ETALON_SYNC_PAIRS chooses pairs:
"10.0-6.12 7.2-7".
"""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

import fetch
import sources
from etalon_run import run

PAIRS = os.environ.get("ETALON_SYNC_PAIRS", "10.0-6.1 10.0-6.12 10.0-7 7.2-6.1 7.2-6.12 7.2-7").split()
FOLDERS = ("linux-headers", "include/standard-headers")
NEEDED = ("make", "rsync", "gcc", "sed")

EDITS = (
    # cp in the script, and its own cp_portable.
    (r"\A(#!.*\n)", r"""\1cp() {
    if ! [ -e "$1" ]; then echo "missing ${1#"$tmpdir"}" >&2; return 0; fi
    command cp "$@"
}
"""),
    (r"(?m)^(    to=\$2)$", r"""\1
    if ! [ -e "$f" ]; then echo "missing ${f#"$tmpdir"}" >&2; return 0; fi"""),
    (r"(?m)^        exit 2$", "        :"),
    (r"/__ASSEMBL(?:Y|ER)__/,/__ASSEMBL(?:Y|ER)__/d",
     r"/__ASSEMBL\\(Y\\|ER\\)__/,/__ASSEMBL\\(Y\\|ER\\)__/d"),
)


def lenient(script):
    """The script with each edit made, which has to apply."""
    for pattern, text in EDITS:
        script, count = re.subn(pattern, text, script)
        if not count:
            raise AssertionError(f"the script has nothing for {pattern}")
    return script


def copy(source, target):
    subprocess.run(["cp", "-a", "--reflink=auto", source, target], check=True)


def files(root):
    """Every file below the two folders, with its bytes."""
    found = {}
    for folder in FOLDERS:
        for path, _, names in os.walk(os.path.join(root, folder)):
            for name in names:
                full = os.path.join(path, name)
                with open(full, "rb") as file:
                    found[os.path.relpath(full, root)] = file.read()
    return found


class SyncQemu(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        missing = [name for name in NEEDED if not shutil.which(name)]
        if missing:
            raise unittest.SkipTest(f"{', '.join(missing)} not installed")
        cls.sources = sources.Sources()

    def reference(self, linux, qemu, scratch):
        """What the script makes of the consumer's folders. Older scripts build in the tree."""
        kernel = os.path.join(scratch, "linux")
        output = os.path.join(scratch, "reference")
        copy(linux, kernel)
        copy(qemu, output)
        script = os.path.join(output, "script.sh")
        with open(os.path.join(qemu, "scripts/update-linux-headers.sh"), encoding="utf-8") as file:
            text = lenient(file.read())
        with open(script, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run(["sh", "-e", script, kernel, output], cwd=scratch, check=False,
                              capture_output=True, timeout=1500,
                              env=dict(os.environ, TMPDIR=scratch, LC_ALL="C", MAKEFLAGS="-j2"))
        shutil.rmtree(kernel)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        return output

    def compare(self, pair):
        release, series = pair.split("-")
        try:
            linux, _ = self.sources.get("linux", series)
            qemu, _ = self.sources.get("qemu", release)
        except fetch.Unavailable as error:
            self.skipTest(str(error))
        with tempfile.TemporaryDirectory(prefix="etalon-sync-") as scratch:
            reference = files(self.reference(linux, qemu, scratch))
            consumer = os.path.join(scratch, "consumer")
            copy(qemu, consumer)
            before = files(consumer)
            done = run("sync", "--no-closure", "--force", "--prune", linux, consumer, timeout=120)
            self.assertEqual(done.status, 0, done.text)
            after = files(consumer)
            self.assertNotEqual(before, after)
            self.assertEqual(sorted(set(after) ^ set(reference)), [])
            self.assertEqual([path for path in after if after[path] != reference[path]], [])
            again = run("sync", "--no-closure", "--force", linux, consumer, timeout=120)
            self.assertEqual(again.status, 0, again.text)
            self.assertIn("Nothing changes", again.text)
            self.assertEqual(files(consumer), after)


def add(pair):
    def test(self):
        self.compare(pair)

    test.__doc__ = f"QEMU {pair.replace('-', ', Linux ')}"
    setattr(SyncQemu, "test_" + re.sub(r"\W", "_", pair), test)


for each in PAIRS:
    add(each)


if __name__ == "__main__":
    unittest.main()
