# SPDX-License-Identifier: BSD-3-Clause
"""etalon sync on a made-up kernel, profile and consumer: plan, preflight, lock, recovery."""

import json
import os
import shutil
import stat
import subprocess
import unittest

from cmd_support import PROGRAM, ROOT, TreeCase, run, run_in_terminal

PROFILE = """\
profile: toy
title: a toy's headers
marks: [imported/]
installed: true
release: {file: VERSION, pattern: '^([0-9.]+)'}
transformations:
  portable:
    portable: true
    edits:
      - {replace: '__u([0-9]+)', with: 'uint\\1_t', all: true}
      - {replace: '<linux/([^>]*)>', with: '"imported/\\1"'}
files:
  - to: imported/
    headers: [linux/virtio_toy.h, linux/gone.h]
    through: [portable]
  - to: imported/types.h
    text: "/* The toy has its own. */\\n"
owns: [imported/]
closure:
  includes: [.]
  rules:
    - {include: imported/*, header: linux/*, to: imported/*, through: [portable]}
""".replace("includes: [.]", "includes: [imported]")

OLD = """\
#ifndef TOY_H
#define TOY_H
#include <linux/types.h>
#define VIRTIO_TOY_F_BELL 1
#define VIRTIO_TOY_NR_KINDS 3
struct virtio_toy_config {
	__u32 size;
	__u32 hash;
};
#endif
"""
# The hash is split, the record grows, a count grows, a header is included.
NEW = """\
#ifndef TOY_H
#define TOY_H
#include <linux/types.h>
#include <linux/extra.h>
#define VIRTIO_TOY_F_BELL 1
#define VIRTIO_TOY_F_LAMP 2
#define VIRTIO_TOY_NR_KINDS 4
struct virtio_toy_config {
	__u32 size;
	__u16 hash_lo;
	__u16 hash_hi;
	__u32 extra;
};
#endif
"""
USER = """\
#include <stdint.h>
#include "imported/virtio_toy.h"
uint32_t size(struct virtio_toy_config *config) { return config->size; }
"""
BROKEN = """\
#include <stdint.h>
#include "imported/virtio_toy.h"

uint32_t hash(struct virtio_toy_config *config)
{
	return config->hash;
}
const char *kinds[VIRTIO_TOY_NR_KINDS];
"""


def portable(text):
    for bits in ("16", "32"):
        text = text.replace("__u" + bits, f"uint{bits}_t")
    return text.replace("<linux/", '"imported/').replace('.h>', '.h"')


class Sync(TreeCase):
    def setUp(self):
        super().setUp()
        self.kernel("linux/virtio_toy.h", NEW)
        self.kernel("linux/extra.h", "#define TOY_EXTRA 1\n")
        self.kernel("linux/version.h", "#define LINUX_VERSION_CODE 459272\n")
        self.kernel("linux/types.h", "typedef unsigned int __u32;\n")
        self.kernel("asm/types.h", "\n")
        self.kernel("asm-generic/types.h", "\n")
        self.write("toy.yaml", PROFILE)
        self.write("toy/VERSION", "1.2\n")
        self.write("toy/imported/virtio_toy.h", portable(OLD))
        self.write("toy/src/user.c", USER)

    def kernel(self, name, text):
        self.write("include/" + name, text)

    def path(self, name):
        return os.path.join(self.tree, name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def sync(self, *options, status=0, source="include"):
        done = run("sync", "--profile", self.path("toy.yaml"), *options, self.path(source), self.path("toy"))
        self.assertEqual(done.status, status, done.text)
        return done

    def plan(self, *options, status=0):
        return json.loads(self.sync("--dry-run", "--format", "json", *options, status=status).out.decode())

    def snapshot(self):
        result = {}
        for folder, folders, files in os.walk(self.path("toy")):
            for name in folders + files:
                path = os.path.join(folder, name)
                status = os.lstat(path)
                text = None
                if stat.S_ISREG(status.st_mode):
                    with open(path, "rb") as file:
                        text = file.read()
                result[os.path.relpath(path, self.path("toy"))] = (status.st_mode, text)
        return result

    def test_a_dry_run_writes_nothing(self):
        before = self.snapshot()
        plan = self.plan()
        self.assertEqual(self.snapshot(), before)
        self.assertEqual({file["path"]: file["action"] for file in plan["files"]},
                         {"imported/extra.h": "added", "imported/types.h": "added",
                          "imported/virtio_toy.h": "changed"})
        self.assertEqual([file["path"] for file in plan["files"] if file["closure"]], ["imported/extra.h"])
        self.assertFalse(plan["applied"])
        self.assertEqual(plan["consumer"]["release"], "1.2")

    def test_it_writes_and_then_has_nothing_to_do(self):
        done = self.sync()
        self.assertIn("Written.", done.out.decode())
        self.assertEqual(self.read("toy/imported/virtio_toy.h"), portable(NEW))
        self.assertEqual(self.read("toy/imported/extra.h"), "#define TOY_EXTRA 1\n")
        self.assertFalse(os.path.exists(self.path("toy/.etalon-sync")))
        lock = self.read("toy/etalon.lock")
        self.assertIn("profile: toy", lock)
        self.assertNotIn(self.tree, lock)
        before = self.snapshot()
        self.assertIn("Nothing changes.", self.sync().out.decode())
        self.assertEqual(self.snapshot(), before)

    def test_what_breaks_stops_it(self):
        self.write("toy/src/broken.c", BROKEN)
        before = self.snapshot()
        done = self.sync(status=1)
        self.assertEqual(self.snapshot(), before)
        self.assertIn("src/broken.c:6: certain", done.out.decode())
        self.assertIn("src/broken.c:8: likely", done.out.decode())
        plan = self.plan(status=1)
        stops = {change["definition"]: change for change in plan["changes"] if change["uses"]}
        self.assertEqual(stops["virtio_toy_config.hash"]["class"], "source")
        self.assertEqual([(use["file"], use["line"]) for use in stops["virtio_toy_config.hash"]["uses"]],
                         [("src/broken.c", 6)])
        self.assertEqual(stops["VIRTIO_TOY_NR_KINDS"]["class"], "behaviour")
        self.assertEqual(plan["stops"], 2)

    def test_force(self):
        self.write("toy/src/broken.c", BROKEN)
        done = self.sync("--force")
        self.assertIn("What would stop it", done.out.decode())
        self.assertEqual(self.read("toy/imported/virtio_toy.h"), portable(NEW))

    def test_waivers(self):
        self.write("toy/src/broken.c", BROKEN)
        waiver = "  - {change: %s, definition: %s, reason: seen}\n"
        self.write("toy/etalon.yaml", "waivers:\n" + waiver % ("source", "virtio_toy_config.hash"))
        self.assertEqual(self.plan(status=1)["stops"], 1)
        self.write("toy/etalon.yaml", "waivers:\n" + waiver % ("source", "virtio_toy_config.*") +
                   waiver % ("behaviour", "VIRTIO_TOY_NR_KINDS"))
        self.assertEqual(self.plan()["stops"], 0)
        self.assertIn("(waived: seen)", self.sync().out.decode())
        self.write("toy/etalon.yaml", "waivers:\n" + waiver % ("sauce", "x"))
        before = self.snapshot()
        self.assertIn("etalon.yaml:2", self.sync(status=2).err.decode())
        self.assertEqual(self.snapshot(), before)

    def test_closure_off(self):
        plan = self.plan("--no-closure", status=1)
        problem, = [problem for problem in plan["problems"] if problem["stops"]]
        self.assertEqual((problem["kind"], problem["file"], problem["line"], problem["definition"]),
                         ("include", "imported/virtio_toy.h", 4, "imported/extra.h"))
        self.sync("--no-closure", "--force")
        self.assertFalse(os.path.exists(self.path("toy/imported/extra.h")))

    def test_missing_in_the_source(self):
        self.assertIn("linux/gone.h", [problem["message"] for problem in self.plan()["problems"]
                                       if problem["kind"] == "missing"][0])

    def test_constructs(self):
        self.kernel("linux/virtio_toy.h", NEW.replace("__u32 extra;", "__u32 n;\n\t__u32 extra[] __counted_by(n);"))
        problem, = [problem for problem in self.plan(status=1)["problems"] if problem["kind"] == "construct"]
        self.assertEqual((problem["file"], problem["line"], problem["definition"]),
                         ("imported/virtio_toy.h", 13, "__counted_by"))
        # The consumer's own headers may know it.
        self.write("toy/imported/own.h", "#define __counted_by(x)\n")
        self.assertEqual([problem for problem in self.plan()["problems"] if problem["kind"] == "construct"], [])

    def test_edits_by_hand_are_not_lost(self):
        self.sync()
        self.write("toy/imported/extra.h", "#define TOY_EXTRA 2\n")
        done = self.sync(status=1)
        self.assertIn("edited", done.out.decode())
        self.assertEqual(self.read("toy/imported/extra.h"), "#define TOY_EXTRA 2\n")
        self.sync("--force")
        self.assertEqual(self.read("toy/imported/extra.h"), "#define TOY_EXTRA 1\n")

    def test_orphans(self):
        self.write("toy/imported/old.h", "#define OLD 1\n")
        self.assertIn("orphaned", {file["action"] for file in self.plan()["files"]})
        self.sync()
        self.assertTrue(os.path.exists(self.path("toy/imported/old.h")))
        self.sync("--prune")
        self.assertFalse(os.path.exists(self.path("toy/imported/old.h")))

    def test_links_are_not_followed(self):
        self.write("elsewhere/x.h", "mine\n")
        shutil.rmtree(self.path("toy/imported"))
        os.symlink("../elsewhere", self.path("toy/imported"))
        self.sync(status=2)
        self.assertEqual(os.listdir(self.path("elsewhere")), ["x.h"])

    def test_a_plan_that_can_not_be_written(self):
        os.rename(self.path("toy/imported"), self.path("toy/real"))
        os.symlink("real", self.path("toy/imported"))
        self.assertIn("imported is a link", self.sync("--dry-run", status=2).err.decode())

    def test_a_file_that_is_a_folder(self):
        os.mkdir(self.path("toy/imported/types.h"))
        before = self.snapshot()
        self.assertIn("imported/types.h", self.sync(status=2).err.decode())
        self.assertEqual(self.snapshot(), before)

    def test_recover(self):
        done = run("sync", "--recover", self.path("toy"))
        self.assertEqual((done.status, done.out.decode()),
                         (0, self.path("toy") + ": no sync was interrupted here\n"))
        os.mkdir(self.path("toy/.etalon-sync"))
        done = run("sync", "--profile", self.path("toy.yaml"), "-n", self.path("include"), self.path("toy"))
        self.assertEqual(done.status, 2)
        self.assertIn("--recover", done.err.decode())
        self.sync()
        self.assertFalse(os.path.exists(self.path("toy/.etalon-sync")))

    def test_commit_message(self):
        text = self.sync("--commit-message").out.decode()
        self.assertTrue(text.startswith("headers: update to Linux 7.2.8\n\n"), text)
        self.assertIn("VIRTIO_TOY_F_LAMP", text)
        self.assertIn("imported/extra.h", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 72)

    def test_text_fits_a_terminal(self):
        self.write("toy/src/broken.c", BROKEN)
        status, text = run_in_terminal("sync", "-n", "--color=never", "--profile", self.path("toy.yaml"),
                                       self.path("include"), self.path("toy"))
        self.assertEqual(status, 1)
        self.assertLessEqual(max(map(len, text.splitlines())), 80)

    def test_json_is_what_its_schema_says(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        with open(os.path.join(ROOT, "docs/plan.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        self.write("toy/src/broken.c", BROKEN)
        jsonschema.validate(self.plan(status=1), schema)
        self.assertEqual(self.plan(status=1), self.plan(status=1))

    def test_prove(self):
        if not shutil.which("cc"):
            self.skipTest("there is no C compiler")
        self.write("toy/src/broken.c", BROKEN)
        commands = [{"directory": self.path("toy"), "file": name, "command": f"cc -I. -Wall -c {name} -o /dev/null"}
                    for name in ("src/user.c", "src/broken.c")]
        self.write("toy/imported/types.h", "\n")
        self.write("build/compile_commands.json", json.dumps(commands))
        before = self.snapshot()
        plan = self.plan("--prove", self.path("build"), status=1)
        self.assertEqual(self.snapshot(), before)
        problems = [problem for problem in plan["problems"] if problem["kind"] == "compile"]
        self.assertEqual({problem["file"] for problem in problems}, {"src/broken.c"})
        self.assertIn("no member named", problems[0]["message"])
        self.assertEqual(problems[0]["line"], 6)
        self.assertEqual(plan["proof"], {"units": 2, "failing": 1, "broken": 0})

    def test_usage(self):
        for arguments in ((), ("a",), ("a", "b", "c"), ("--recover",), ("--recover", "a", "b"),
                          ("--jobs", "0", "a", "b"), ("--profile", "nosuch", self.path("include"), self.path("toy"))):
            done = run("sync", *arguments)
            self.assertEqual((done.status, done.out.decode()), (2, ""), arguments)
            self.assertIn("etalon sync:", done.err.decode())

    def test_from_a_revision(self):
        if not shutil.which("git") or "git" not in run("--version").text:
            self.skipTest("there is no git, or this build reads no repositories")
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", self.path("include")]
        for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
            subprocess.run(git + command, check=True, capture_output=True)
        head = subprocess.run(git + ["rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
        done = self.sync(source="include@HEAD")
        self.assertIn(head[:12], done.out.decode())
        self.assertIn(f'revision: "{head}"', self.read("toy/etalon.lock"))
        self.assertEqual(self.read("toy/imported/virtio_toy.h"), portable(NEW))

    def test_a_file_that_no_sync_wrote(self):
        """There is a lock, and it does not know the file: somebody has made it."""
        self.sync()
        os.remove(self.path("toy/etalon.lock"))
        self.sync()
        self.write("toy/imported/mine.h", "/* mine */\n")
        self.kernel("linux/extra.h", "#define TOY_EXTRA 2\n")
        self.assertIn("not written by a sync, and would be removed",
                      self.sync("--prune", status=1).out.decode())
        self.sync()
        self.assertEqual(self.read("toy/imported/mine.h"), "/* mine */\n")
        lock = self.read("toy/etalon.lock")
        self.assertNotIn("mine.h", lock)
        self.write("toy/etalon.lock", "".join(line for line in lock.splitlines(True) if "extra.h" not in line))
        self.kernel("linux/extra.h", "#define TOY_EXTRA 3\n")
        self.assertIn("not written by a sync, and would be overwritten", self.sync(status=1).out.decode())
        self.assertIn("TOY_EXTRA 2", self.read("toy/imported/extra.h"))

    def test_no_message_without_a_commit(self):
        self.write("toy/src/user.c", BROKEN)
        done = self.sync("--commit-message", status=1)
        self.assertEqual(done.out, b"")
        self.assertIn("there is no message", done.err.decode())
        done = self.sync("--commit-message", "--force")
        self.assertIn("breaks the build, source: virtio_toy_config.hash", done.out.decode().replace("\n  ", " "))
        self.assertIn("written with --force", done.out.decode())
        done = self.sync("--commit-message")
        self.assertEqual(done.out, b"")
        self.assertIn("nothing changes", done.err.decode())

    def test_a_source_that_is_none(self):
        self.write("empty/README", "\n")
        self.assertIn("empty", self.sync(status=2, source="empty").err.decode())
        self.assertIn("nowhere", self.sync(status=2, source="nowhere").err.decode())
        done = run("sync", "--recover", self.path("nowhere"))
        self.assertEqual(done.status, 2)

    def test_killed_at_any_moment(self):
        """The whole command, stopped by a signal after each of its first renames and writes."""
        if not shutil.which("strace"):
            self.skipTest("strace is not installed")
        before = self.snapshot()
        shutil.copytree(self.path("toy"), self.path("spare"))
        self.sync("--force")
        after = self.snapshot()
        seen = set()
        for n in range(1, 40):
            shutil.rmtree(self.path("toy"))
            shutil.copytree(self.path("spare"), self.path("toy"))
            subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", "trace=renameat,renameat2,rename,openat",
                            "-e", f"inject=renameat,renameat2,rename:signal=KILL:when={n}",
                            PROGRAM, "sync", "--force", "--profile", self.path("toy.yaml"),
                            self.path("include"), self.path("toy")], check=False, capture_output=True)
            run("sync", "--recover", self.path("toy"))
            state = self.snapshot()
            self.assertIn(state, (before, after), n)
            seen.add(state == after)
            if state == after and n > 12:
                break
        self.assertIn(False, seen)
        self.assertIn(True, seen)


if __name__ == "__main__":
    unittest.main()
