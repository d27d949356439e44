# SPDX-License-Identifier: BSD-3-Clause
"""The command line: options, help, what is misspelt, the manual."""

import os
import re
import subprocess
import unittest

from cmd_support import COMMANDS, CLEAN, ROOT, WRONG, TreeCase, run


def help_of(command):
    done = run(command, "--help")
    assert done.status == 0, done.text
    return done.out.decode()


def manual_of(command):
    path = os.path.join(ROOT, "man", f"etalon-{command}.1.scd")
    with open(path, encoding="utf-8") as file:
        return file.read()


def without_markup(text):
    """scdoc's: *bold*, _underlined_, backslashes."""
    return re.sub(r"\\(.)", r"\1", re.sub(r"(?<![\w\\])[*_]|[*_](?!\w)", "", text))


def options_of(text):
    return re.findall(r"^ +(?:-(\w), )?--([a-z-]+)(?: ([A-Z]+))?", text, re.M)


class Help(unittest.TestCase):
    def test_overview_names_all_commands(self):
        for arguments in (["help"], ["--help"], ["-h"]):
            done = run(*arguments)
            self.assertEqual(done.status, 0)
            self.assertEqual(done.err, b"")
            for command in COMMANDS:
                self.assertRegex(done.out.decode(), rf"(?m)^  {command} +\w")

    def test_help_of_a_command_is_its_help_option(self):
        for command in COMMANDS:
            done = run("help", command)
            self.assertEqual(done.status, 0)
            self.assertEqual(done.out.decode(), help_of(command))
            self.assertEqual(help_of(command), run(command, "-h").out.decode())

    def test_help_fits_a_terminal(self):
        for command in COMMANDS:
            for line in help_of(command).splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_version(self):
        done = run("--version")
        self.assertEqual(done.status, 0)
        self.assertRegex(done.out.decode(), r"\Aetalon [0-9]+\.[0-9]+\.[0-9]+ \(VIRTIO 1\.0, 1\.1, 1\.2, 1\.3, 1\.4\)\n")

    def test_without_a_command_it_helps_and_fails(self):
        done = run()
        self.assertEqual(done.status, 2)
        self.assertEqual(done.out, b"")
        self.assertIn(b"Usage: etalon", done.err)


class Manual(unittest.TestCase):
    PAGES = ["check", "show", "list", "explain"]

    def test_synopsis_is_that_of_help(self):
        for command in self.PAGES:
            page = manual_of(command)
            synopsis = re.search(r"# SYNOPSIS\n\n(.*)\n", page).group(1)
            usage = help_of(command).splitlines()[0]
            self.assertEqual("Usage: " + without_markup(synopsis), usage)

    def test_options_are_those_of_help(self):
        for command in self.PAGES:
            page = manual_of(command)
            part = page[page.index("# OPTIONS"):page.index("# EXIT STATUS")]
            in_manual = []
            for line in part.splitlines():
                if line.startswith("*-"):
                    in_manual += options_of("  " + without_markup(line))
            self.assertEqual(in_manual, options_of(help_of(command)), command)

    def test_overview_names_all_commands(self):
        with open(os.path.join(ROOT, "man", "etalon.1.scd"), encoding="utf-8") as file:
            page = file.read()
        for command in COMMANDS:
            self.assertRegex(page, rf"(?m)^\*{command}\*")

    def test_pages_name_each_other(self):
        names = {name[:-4].replace(".1", "").replace(".3", "").replace(".5", "")
                 for name in os.listdir(os.path.join(ROOT, "man")) if name.endswith(".scd")}
        for name in os.listdir(os.path.join(ROOT, "man")):
            if not name.endswith(".scd"):
                continue
            with open(os.path.join(ROOT, "man", name), encoding="utf-8") as file:
                page = file.read()
            for mentioned in re.findall(r"\*([a-z.-]+)\*\([135]\)", page):
                self.assertIn(mentioned, names, name)


class SpecManual(unittest.TestCase):
    """One page has the commands of etalon spec."""

    COMMANDS = ["check", "stats", "diff", "import"]

    def help(self, command):
        done = run("spec", command, "--help")
        self.assertEqual(done.status, 0, done.text)
        return done.out.decode()

    def test_synopsis_is_that_of_help(self):
        page = manual_of("spec")
        part = page[page.index("# SYNOPSIS"):page.index("# DESCRIPTION")]
        synopses = ["Usage: " + without_markup(line) for line in part.splitlines() if line.startswith("*")]
        self.assertEqual(synopses, [self.help(command).splitlines()[0] for command in self.COMMANDS])

    def test_options_are_those_of_help(self):
        page = manual_of("spec")
        for command in self.COMMANDS:
            start = page.index(f"# OPTIONS OF SPEC {command.upper()}")
            part = page[start:page.index("\n# ", start + 1)]
            in_manual = []
            for line in part.splitlines():
                if line.startswith("*-"):
                    in_manual += options_of("  " + without_markup(line))
            have = [option for option in options_of(self.help(command)) if option[1] != "help"]
            self.assertEqual(in_manual, have, command)

    def test_help_fits_a_terminal(self):
        for command in self.COMMANDS:
            for line in self.help(command).splitlines():
                self.assertLessEqual(len(line), 80, line)


class Mistakes(TreeCase):
    def assert_fails(self, message, *arguments):
        done = run(*arguments)
        self.assertEqual(done.status, 2, done.text)
        self.assertEqual(done.out, b"")
        self.assertRegex(done.err.decode(), message)
        self.assertTrue(done.err.endswith(b"\n"))

    def test_unknown_command(self):
        self.assert_fails(r"no command 'chek'; did you mean 'check'\?", "chek")
        self.assert_fails(r"no command 'frobnicate'\n", "frobnicate")
        self.assert_fails(r"no command 'chek'", "help", "chek")

    def test_unknown_option(self):
        self.assert_fails(r"unknown option '--fomat'; did you mean '--format'\?", "check", "--fomat", "json")
        self.assert_fails(r"unknown option '--fomat'; did you mean '--format'\?", "check", "--fomat=json")
        self.assert_fails(r"unknown option '-z'", "check", "-z")
        self.assert_fails(r"unknown option '-z'", "check", "-qz")
        self.assert_fails(r"unknown option '--zzzzzzz'\n", "show", "--zzzzzzz", "blk")
        self.assert_fails(r"unknown option '--zzz'", "--zzz")

    def test_names_are_not_abbreviated(self):
        self.assert_fails(r"unknown option '--form'", "check", "--form", "json")

    def test_arguments(self):
        self.assert_fails(r"--format needs a FORMAT", "check", "--format")
        self.assert_fails(r"--output needs a FILE", "check", "-o")
        self.assert_fails(r"--quiet takes no argument", "check", "--quiet=yes")
        self.assert_fails(r"'jsno' for --format; did you mean 'json'\?", "check", "--format", "jsno")
        self.assert_fails(r"--color takes auto, always or never, not 'purple'", "show", "--color=purple", "blk")
        self.assert_fails(r"edition", "check", "--edition", "0.9")
        self.assert_fails(r"'blkk'", "check", "--interface", "blkk")
        self.assert_fails(r"'X9'", "check", "--rule", "X9")
        self.assert_fails(r"'vax'", "check", "--abi", "vax")
        self.assert_fails(r"'cobol'", "check", "--dialect", "cobol")
        self.assert_fails(r"needs a NAME", "show")
        self.assert_fails(r"completion for 'tcsh'", "completion", "tcsh")
        self.assert_fails(r"no rule 'W104x'", "explain", "W104x")
        self.assert_fails(r"did you mean 'W101'", "explain", "w10")

    def test_foreign_text_is_made_harmless(self):
        done = run("check", "--\x1b[31mred")
        self.assertEqual(done.status, 2)
        self.assertNotIn(b"\x1b", done.err)

    def test_order_does_not_matter(self):
        self.write("virtio_blk.h", WRONG)
        expected = run("check", "--format", "gcc", self.tree)
        self.assertEqual(expected.status, 1)
        for arguments in (["check", self.tree, "--format", "gcc"], ["check", self.tree, "-fgcc"],
                          ["check", "-f", "gcc", "--", self.tree], ["check", "--format=gcc", self.tree]):
            done = run(*arguments)
            self.assertEqual((done.status, done.out), (expected.status, expected.out), arguments)

    def test_a_tree_that_looks_like_an_option(self):
        folder = os.path.join(self.folder, "-q")
        os.rename(self.tree, folder)
        self.tree = folder
        self.write("virtio_blk.h", CLEAN)
        self.assertEqual(run("check", "--", "-q", cwd=self.folder).status, 0)

    def test_several_names_at_once(self):
        self.write("virtio_blk.h", WRONG)
        self.assertEqual(run("check", "-i", "net,blk", "-r", "W101,S", self.tree).status, 1)
        self.assertEqual(run("check", "-i", "blk", "-i", "net", self.tree).status, 1)
        self.assertEqual(run("check", "-r", "W102", self.tree).status, 0)


class Completion(unittest.TestCase):
    def complete(self, *words):
        """What bash offers for the last of the words."""
        script = run("completion", "bash").out.decode()
        quoted = " ".join(f"'{word}'" for word in ("etalon", *words))
        script += f"""
COMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _etalon; printf '%s\\n' "${{COMPREPLY[@]}}"
"""
        done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, check=True)
        return done.stdout.decode().split()

    def test_script_is_bash(self):
        script = run("completion", "bash").out
        self.assertEqual(subprocess.run(["bash", "-n"], input=script, check=False).returncode, 0)

    def test_commands(self):
        self.assertEqual(self.complete("che"), ["check"])
        self.assertEqual(sorted(self.complete("")), sorted(COMMANDS + ["--help", "--version"]))

    def test_options_and_their_arguments(self):
        self.assertEqual(self.complete("check", "--fo"), ["--format"])
        self.assertEqual(self.complete("check", "--format", ""), ["text", "json", "sarif", "gcc"])
        self.assertEqual(self.complete("check", "-f", "s"), ["sarif"])
        self.assertEqual(self.complete("explain", "W101"), ["W101"])

    def test_every_option_of_help_is_offered(self):
        for command in COMMANDS:
            names = ["--" + name for _, name, _ in options_of(help_of(command))]
            offered = self.complete(command, "--")
            self.assertEqual(sorted(names), sorted(offered), command)


if __name__ == "__main__":
    unittest.main()
