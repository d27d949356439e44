# SPDX-License-Identifier: BSD-3-Clause
"""etalon sync of real headers that is killed, or whose calls fail, at a sample of moments.

The consumer is what QEMU's profile writes to, and needs to be recognised; nothing of its sources. After
recovery it is as before or as planned, byte for byte, and nothing else is left behind.
"""

import os
import shutil
import subprocess
import tempfile
import unittest

import fetch
import sources
from etalon_run import PROGRAM, run

PARTS = ("VERSION", "scripts/update-linux-headers.sh", "linux-headers", "include/standard-headers")
# A sync of QEMU 10.0 makes some 200 renames, 150 files and 300 flushes.
MOMENTS = (1, 2, 3, 17, 60, 61, 119, 180, 200)
CALLS = ("rename,renameat,renameat2", "openat", "fsync,fdatasync", "write,pwrite64", "linkat,unlinkat,mkdirat")


def state(root):
    """Every path below a folder with what it is and has."""
    found = {}
    for path, folders, names in os.walk(root):
        for name in folders + names:
            full = os.path.join(path, name)
            content = None
            if os.path.isfile(full) and not os.path.islink(full):
                with open(full, "rb") as file:
                    content = file.read()
            found[os.path.relpath(full, root)] = (os.lstat(full).st_mode, content)
    return found


class SyncFaults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not shutil.which("strace"):
            raise unittest.SkipTest("strace is not installed")
        try:
            cls.linux, _ = sources.Sources().get("linux", "6.12")
            qemu, _ = sources.Sources().get("qemu", "10.0")
        except fetch.Unavailable as error:
            raise unittest.SkipTest(str(error)) from error
        cls.scratch = tempfile.TemporaryDirectory(prefix="etalon-faults-")
        cls.spare = os.path.join(cls.scratch.name, "spare")
        for part in PARTS:
            target = os.path.join(cls.spare, part)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            subprocess.run(["cp", "-a", os.path.join(qemu, part), target], check=True)
        cls.consumer = os.path.join(cls.scratch.name, "consumer")
        cls.before = state(cls.spare)
        cls.start_again()
        done = run("sync", "--force", "--no-uses", cls.linux, cls.consumer, timeout=120)
        if done.status:
            raise AssertionError(done.text)
        cls.after = state(cls.consumer)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @classmethod
    def start_again(cls):
        shutil.rmtree(cls.consumer, ignore_errors=True)
        subprocess.run(["cp", "-a", cls.spare, cls.consumer], check=True)

    def meet(self, fault):
        """Both states have to be met, or the faults hit nothing."""
        seen = set()
        for calls in CALLS:
            for moment in MOMENTS:
                self.start_again()
                subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", f"trace={calls}",
                                "-e", f"inject={calls}:{fault}:when={moment}", PROGRAM, "sync", "--force",
                                "--no-uses", self.linux, self.consumer], check=False,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
                done = run("sync", "--recover", self.consumer)
                self.assertEqual(done.status, 0, (calls, moment, done.text))
                now = state(self.consumer)
                self.assertIn(now in (self.before, self.after), (True,), (calls, moment))
                seen.add(now == self.after)
        self.assertEqual(seen, {False, True})

    def test_killed(self):
        self.meet("signal=KILL")

    def test_no_space(self):
        self.meet("error=ENOSPC")


if __name__ == "__main__":
    unittest.main()
