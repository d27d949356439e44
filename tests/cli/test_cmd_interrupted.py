# SPDX-License-Identifier: BSD-3-Clause
"""What check says of a tree that an interrupted sync has left."""

import os
import unittest

from cmd_support import CLEAN, WRONG, TreeCase, run


class Interrupted(TreeCase):
    def setUp(self):
        super().setUp()
        self.headers = os.path.join(self.tree, "include/standard-headers")
        self.write("include/standard-headers/virtio_blk.h", CLEAN)

    def mark(self, folder):
        os.makedirs(os.path.join(self.tree, folder, ".etalon-sync"))

    def check(self, tree):
        """Status, and the lines that warn of it."""
        done = run("check", tree)
        return done.status, [line for line in done.text.splitlines() if "--recover" in line]

    def test_unmarked(self):
        self.assertEqual(self.check(self.tree), (0, []))

    def test_marked(self):
        self.mark(".")
        status, lines = self.check(self.tree)
        self.assertEqual(status, 0)
        self.assertEqual(len(lines), 1)
        self.assertIn("warning", lines[0])
        self.assertIn('run "etalon sync --recover ' + os.path.realpath(self.tree) + '"', lines[0])

    def test_from_below(self):
        self.mark(".")
        self.assertEqual(len(self.check(self.headers)[1]), 1)
        self.assertEqual(len(self.check(os.path.join(self.headers, "virtio_blk.h"))[1]), 1)

    def test_not_over_the_top_of_a_checkout(self):
        self.mark(".")
        os.mkdir(os.path.join(self.tree, "include/.git"))
        self.assertEqual(self.check(self.headers), (0, []))

    def test_not_from_above(self):
        self.mark("include")
        self.assertEqual(self.check(self.tree), (0, []))

    def test_findings_are_told_as_ever(self):
        self.write("include/standard-headers/virtio_blk.h", WRONG)
        self.mark(".")
        self.assertEqual(self.check(self.tree)[0], 1)


if __name__ == "__main__":
    unittest.main()
