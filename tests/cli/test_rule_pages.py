# SPDX-License-Identifier: BSD-3-Clause
"""The pages of the rules: one for each rule, of one form, and their examples are true.

A page's example is a header in C, which begins with a comment that names its file, and what etalon
says about it. Where there is an etalon.yaml, too, the folder is checked, else the file. The D rules
are about the standard's text: their example is one in TeX, and files of a registry where it matters,
which begin with their names, too.
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from etalon_run import ROOT, run  # noqa: E402

PAGES = os.path.join(ROOT, "docs/rules")
TABLE = os.path.join(ROOT, "src/compare/rules.h")
SECTIONS = ["What it finds", "Why it matters", "Example", "What to do", "When it stays silent"]
WIDTH = 80
LINES = range(20, 56)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def page_of(code):
    return read(os.path.join(PAGES, code + ".md"))


def table():
    """Code and name of each rule, as the table has them."""
    return re.findall(r'\bRULE\(([A-Z]\d+), "([^"]+)"', read(TABLE))


def blocks(page):
    """The fenced blocks: (language, text) each."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def all_blocks(page, language):
    return [text for name, text in blocks(page) if name == language]


def only_block(page, language):
    found = all_blocks(page, language)
    return found[0] if len(found) == 1 else None


def is_about_text(code):
    return code.startswith("D")


class Pages(unittest.TestCase):
    def test_each_rule_has_a_page_and_each_page_a_rule(self):
        pages = sorted(os.listdir(PAGES))
        self.assertEqual(pages, sorted(code + ".md" for code, _ in table()))

    def test_explain_lists_the_rules(self):
        done = run("explain")
        self.assertEqual(done.status, 0, done.text)
        listed = re.findall(r"^([A-Z]\d+)\s", done.out.decode(), re.MULTILINE)
        self.assertEqual(listed, [code for code, _ in table()])

    def test_explain_prints_the_page(self):
        for code, _ in table():
            with self.subTest(code):
                done = run("explain", code)
                self.assertEqual(done.status, 0, done.text)
                self.assertEqual(done.out.decode(), page_of(code))


class Form(unittest.TestCase):
    def test_title(self):
        for code, name in table():
            with self.subTest(code):
                self.assertEqual(page_of(code).splitlines()[0], f"# {code}: {name}")

    def test_sections(self):
        for code, _ in table():
            with self.subTest(code):
                found = re.findall(r"^## (.*)$", page_of(code), re.MULTILINE)
                self.assertEqual(found, SECTIONS)

    def test_fits_a_terminal(self):
        """Only what the program prints may be wider: it is quoted as it is."""
        for code, _ in table():
            with self.subTest(code):
                page = page_of(code)
                said = (only_block(page, "text") or "").splitlines()
                wide = [line for line in page.splitlines() if len(line) > WIDTH and line not in said]
                self.assertEqual(wide, [])
                # A registry is no shorter for a small example.
                registry = "".join(all_blocks(page, "yaml")) if is_about_text(code) else ""
                self.assertIn(len(page.splitlines()) - len(registry.splitlines()), LINES)

    def test_names_only_rules_that_exist(self):
        codes = {code for code, _ in table()}
        for code in codes:
            with self.subTest(code):
                named = set(re.findall(r"\b[WSAFD]\d{3}\b", page_of(code)))
                self.assertLessEqual(named, codes)


class Examples(unittest.TestCase):
    """What a page says that etalon says is what it says."""


def put(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def put_named(test, folder, comment, text):
    """Writes a file that begins with a comment which names it."""
    name = re.match(comment, text)
    test.assertIsNotNone(name, "the first line has to be a comment with the file's name")
    put(folder, name[1], text)
    return name[1]


def check_header(test, page, folder, code):
    """Runs etalon on the example of a page about trees."""
    header = only_block(page, "c")
    settings = only_block(page, "yaml")
    test.assertIsNotNone(header, "there has to be one block of C")
    name = put_named(test, folder, r"/\* (\w+\.h) \*/\n", header)
    if settings is not None:
        put(folder, "etalon.yaml", settings)
    return run("check", "--format", "gcc", "--rule", code, name if settings is None else ".",
               cwd=folder)


def check_text(test, page, folder, code):
    """Runs etalon on the example of a page about the standard's text."""
    text = only_block(page, "tex")
    registry = all_blocks(page, "yaml")
    test.assertIsNotNone(text, "there has to be one block of TeX")
    put_named(test, folder, r"% (virtio\.tex)\n", text)
    for part in registry:
        put_named(test, folder, r"# (registry/[\w-]+\.yaml)\n", part)
    return run("spec", "check", "--format", "gcc", "--rule", code,
               *(["--registry", "registry"] if registry else []), cwd=folder)


def example_test(code):
    def test(self):
        page = page_of(code)
        said = only_block(page, "text")
        self.assertIsNotNone(said, "there has to be one block of text")
        with tempfile.TemporaryDirectory(prefix="etalon-test-") as folder:
            done = (check_text if is_about_text(code) else check_header)(self, page, folder, code)
        self.assertEqual(done.out.decode(), said)
        self.assertEqual(done.err.decode(), "")
        self.assertEqual(len(re.findall(rf"\[{code}\]$", said, re.MULTILINE)), 1)
        self.assertEqual(done.status, 1 if code[0] in "WD" else 0)

    test.__doc__ = f"the example of {code}"
    return test


for _code, _ in table():
    setattr(Examples, "test_" + _code, example_test(_code))


class Compiles(unittest.TestCase):
    """The examples are C, apart from the types that they take from elsewhere."""

    TYPES = "".join(
        f"typedef unsigned {base} __{order}{bits};\n"
        for bits, base in ((16, "short"), (32, "int"), (64, "long long"))
        for order in ("le", "be", "virtio", "u")
    ) + "typedef int __s32;\ntypedef unsigned char __u8;\n"

    def test_examples_compile(self):
        try:
            subprocess.run(["cc", "--version"], check=True, capture_output=True)
        except OSError:
            self.skipTest("there is no C compiler")
        for code, _ in table():
            if is_about_text(code):
                continue
            with self.subTest(code):
                header = only_block(page_of(code), "c")
                done = subprocess.run(
                    ["cc", "-std=gnu17", "-Wall", "-Werror", "-fsyntax-only", "-x", "c", "-"],
                    input=self.TYPES + header, text=True, capture_output=True)
                self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
