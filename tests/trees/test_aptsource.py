# SPDX-License-Identifier: BSD-3-Clause
"""The reading of a machine's package sources, in both of apt's notations. Needs no network."""

import os
import tempfile
import unittest

import aptsource


class Mirror(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.TemporaryDirectory()
        self.addCleanup(self.root.cleanup)
        os.mkdir(self.root.name + "/sources.list.d")

    def write(self, name, text):
        with open(os.path.join(self.root.name, name), "w", encoding="utf-8") as file:
            file.write(text)

    def lines(self):
        with tempfile.TemporaryDirectory() as folder:
            apt = aptsource.Apt(folder, ("sid",), self.root.name)
            with open(apt.sources, encoding="utf-8") as file:
                return file.read().splitlines()

    def test_deb822(self):
        self.write("sources.list.d/debian.sources",
                   "# a note\nTypes: deb deb-src\nURIs: mirror://one mirror://two\n"
                   "Suites: bookworm bookworm-updates\nComponents: main\nSigned-By: /a/key.gpg\n")
        self.assertEqual(self.lines(), ["deb [signed-by=/a/key.gpg] mirror://one sid main",
                                        "deb-src [signed-by=/a/key.gpg] mirror://one sid main"])

    def test_one_line(self):
        self.write("sources.list",
                   "# deb mirror://old bookworm main\n"
                   "deb [ arch=amd64 signed-by=/a/key.gpg check-valid-until=no ] mirror://one trixie main contrib # x\n")
        self.assertEqual(self.lines()[0],
                         "deb [signed-by=/a/key.gpg check-valid-until=no] mirror://one sid main")

    def test_one_line_without_options(self):
        self.write("sources.list", "deb mirror://one trixie main\n")
        self.assertEqual(self.lines()[0], "deb mirror://one sid main")

    def test_others_archives_are_passed_over(self):
        self.write("sources.list.d/other.list", "deb mirror://other stable-tools main\n")
        self.write("sources.list.d/security.sources",
                   "Types: deb\nURIs: mirror://security\nSuites: bookworm-security\nComponents: main\n\n"
                   "Types: deb\nURIs: mirror://disabled\nSuites: bookworm\nComponents: main\nEnabled: no\n\n"
                   "Types: deb\nURIs: mirror://one\nSuites: bookworm\nComponents: main\n")
        self.assertEqual(self.lines()[0], "deb mirror://one sid main")

    def test_key_inside(self):
        self.write("sources.list.d/debian.sources",
                   "Types: deb\nURIs: mirror://one\nSuites: sid\nComponents: main\nSigned-By:\n"
                   " -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n -----END PGP PUBLIC KEY BLOCK-----\n")
        with tempfile.TemporaryDirectory() as folder:
            aptsource.Apt(folder, ("sid",), self.root.name)
            with open(folder + "/mirror.asc", encoding="utf-8") as file:
                self.assertEqual(file.read(), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n"
                                 "-----END PGP PUBLIC KEY BLOCK-----\n")

    def test_none(self):
        self.write("sources.list", "deb mirror://ubuntu noble main\n")
        with self.assertRaises(aptsource.NoMirror):
            self.lines()


if __name__ == "__main__":
    unittest.main()
