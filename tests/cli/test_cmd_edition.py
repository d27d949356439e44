# SPDX-License-Identifier: BSD-3-Clause
"""--edition: what a tree has is judged by what that edition said."""

import json
import os
import unittest

from cmd_support import TreeCase, run

EDITIONS = ["1.0", "1.1", "1.2", "1.3", "1.4"]

# A value of 1.0, one of 1.2, and one that no edition has.
HEADER = """\
#define VIRTIO_BLK_F_SIZE_MAX 1
#define VIRTIO_BLK_F_SEG_MAX 2
#define VIRTIO_BLK_F_SECURE_ERASE {secure}
#define VIRTIO_BLK_F_NOBODY 30
"""

# The configuration space grew at its end: 1.2 added the last field.
CONFIG = """\
#include <linux/virtio_types.h>
struct virtio_pmem_req {
	__le32 type;
};
struct virtio_balloon_config {
	__le32 num_pages;
	__le32 actual;
	__le32 free_page_hint_cmd_id;
	__le32 poison_val;
};
"""


class Edition(TreeCase):
    def findings(self, edition, *more):
        done = run("check", "--edition", edition, "--format", "json", "--fail-on", "never", *more, self.tree)
        self.assertEqual(done.status, 0, done.text)
        report = json.loads(done.out)
        self.assertEqual(report["edition"], edition)
        return {(f["rule"]["code"] if isinstance(f["rule"], dict) else f["rule"], f["definition"]): f
                for f in report["findings"] if not f.get("rule", "").startswith("F4")}

    def test_later_constant(self):
        self.write("virtio_blk.h", HEADER.format(secure=16))
        self.assertIn(("A305", "VIRTIO_BLK_F_SECURE_ERASE"), self.findings("1.1"))
        self.assertEqual(set(self.findings("1.2")), {("A301", "VIRTIO_BLK_F_NOBODY")})
        text = run("check", "--edition", "1.1", "--format", "gcc", self.tree).out.decode()
        self.assertIn("VIRTIO_BLK_F_SECURE_ERASE is not in edition 1.1: since 1.2 [A305]", text)

    def test_value_that_the_edition_does_not_know(self):
        self.write("virtio_blk.h", HEADER.format(secure=17))
        self.assertNotIn(("W101", "VIRTIO_BLK_F_SECURE_ERASE"), self.findings("1.1"))
        self.assertIn(("A305", "VIRTIO_BLK_F_SECURE_ERASE"), self.findings("1.1"))
        self.assertIn(("W101", "VIRTIO_BLK_F_SECURE_ERASE"), self.findings("1.2"))

    def test_later_fields(self):
        self.write("virtio_balloon.h", CONFIG)
        found = self.findings("1.0")
        for name in ("free_page_hint_cmd_id", "poison_val"):
            self.assertIn(("A305", f"virtio_balloon_config.{name}"), found)
        self.assertFalse([key for key in found if key[0].startswith("W")], found)
        self.assertFalse([key for key in self.findings("1.4") if key[1].startswith("virtio_balloon")])

    def test_nothing_is_missing_that_came_later(self):
        self.write("virtio_blk.h", HEADER.format(secure=16))
        counts = []
        for edition in EDITIONS:
            done = run("check", "--edition", edition, "--format", "json", "--fail-on", "never", self.tree)
            counts.append(sum(f["rule"] in ("F401", "F402") for f in json.loads(done.out)["findings"]))
        self.assertEqual(counts, sorted(counts))
        self.assertLess(counts[0], counts[-1])

    def test_default_is_the_newest(self):
        self.write("virtio_blk.h", HEADER.format(secure=16))
        self.assertEqual(run("check", self.tree).out, run("check", "--edition", "1.4", self.tree).out)

    def test_place_of_the_option(self):
        self.write("virtio_blk.h", HEADER.format(secure=16))
        first = run("check", "--edition=1.1", "--interface", "blk", self.tree)
        last = run("check", "--interface", "blk", self.tree, "--edition", "1.1")
        self.assertEqual(first.out, last.out)

    def test_waivers_end_with_an_edition(self):
        self.write("virtio_blk.h", HEADER.format(secure=16))
        self.write("etalon.yaml", "waivers:\n  - {rule: A301, definition: VIRTIO_BLK_F_NOBODY,"
                   " reason: ours, until: '1.2'}\n")
        self.assertNotIn(("F405", "VIRTIO_BLK_F_NOBODY"), self.all_rules("1.2"))
        self.assertIn(("F405", "VIRTIO_BLK_F_NOBODY"), self.all_rules("1.3"))

    def all_rules(self, edition):
        done = run("check", "--edition", edition, "--format", "json", "--fail-on", "never", self.tree)
        return {(f["rule"], f["definition"]) for f in json.loads(done.out)["findings"]}

    def test_bad_edition(self):
        for command in (["check", self.tree], ["show", "blk"], ["list"]):
            for edition in ("0.9", "1.5", "legacy", "unknown", ""):
                done = run(command[0], "--edition", edition, *command[1:])
                self.assertEqual(done.status, 2)
                self.assertEqual(done.out, b"")
                self.assertIn("is no edition of the standard; there are 1.0", done.err.decode())

    def test_show(self):
        old = run("show", "--edition", "1.1", "VIRTIO_BLK_F_SECURE_ERASE").out.decode()
        self.assertRegex(old, r"edition +not in 1\.1\n")
        self.assertRegex(old, r"since +1\.2\n")
        self.assertNotIn("not in", run("show", "VIRTIO_BLK_F_SECURE_ERASE").out.decode())
        new = run("show", "--edition", "1.0", "virtio_balloon_config").out.decode()
        self.assertNotIn("poison_val", new)
        self.assertRegex(run("show", "--edition", "1.0", "virtio_balloon_config.poison_val").out.decode(),
                         r"edition +not in 1\.0\n")

    def test_list(self):
        old = run("list", "--edition", "1.1", "blk").out.decode()
        self.assertIn("VIRTIO_BLK_F_DISCARD", old)
        self.assertNotIn("VIRTIO_BLK_F_SECURE_ERASE", old)
        self.assertIn("VIRTIO_BLK_F_SECURE_ERASE", run("list", "blk").out.decode())

    def test_everything_can_be_shown(self):
        names = set()
        for edition in EDITIONS:
            done = run("list", "--edition", edition)
            self.assertEqual(done.status, 0)
            interfaces = [line.split()[0] for line in done.out.decode().splitlines()]
            listed = run("list", "--edition", edition, *interfaces).out.decode()
            names.update(interfaces, (line.split()[0] for line in listed.splitlines() if line.strip()))
        for edition in EDITIONS:
            done = run("show", "--edition", edition, *sorted(names))
            self.assertEqual(done.status, 0, done.err.decode()[-500:])


if __name__ == "__main__":
    unittest.main()
