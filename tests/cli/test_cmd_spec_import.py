# SPDX-License-Identifier: BSD-3-Clause
"""etalon spec import: small made-up texts and registries, odd YAML, and the standard's own text."""

import os
import random
import re
import shutil
import subprocess
import unittest

from cmd_support import ROOT, TreeCase, run
from etalon_run import PROGRAM

STANDARD = os.environ.get("ETALON_STANDARD")
REGISTRY = os.path.join(ROOT, "registry")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class ImportCase(TreeCase):
    """A folder with the text in text/ and the registry in registry/."""

    def setUp(self):
        super().setUp()
        self.text = os.path.join(self.tree, "text")
        self.registry = os.path.join(self.tree, "registry")

    def run_import(self, *arguments, status=0):
        done = run("spec", "import", "text", *arguments, cwd=self.tree)
        self.assertEqual(done.status, status, done.text[-3000:])
        return done

    def apply(self, patch):
        done = subprocess.run(["git", "apply", "-p1", "-"], input=patch, cwd=self.tree, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def findings(self):
        """What spec check says of the registry and the text; that the registry is valid, too."""
        done = run("spec", "check", "--registry", "registry", "--rule", "D55", "--format", "json", "text",
                   cwd=self.tree)
        self.assertIn(done.status, (0, 1), done.text[-3000:])
        return [f"{f['rule']} {f['message']}" for f in done.json["findings"]]

    def notes(self, done):
        return [line for line in done.err.decode().splitlines() if ": note: " in line and " is not read" not in line]

    def bring_in(self, *arguments):
        """Imports, applies the patch, and returns the run; a second import has nothing to add."""
        done = self.run_import(*arguments)
        if done.out:
            self.apply(done.out)
        again = self.run_import(*arguments)
        self.assertEqual(again.out.decode(), "")
        return done

    def edit(self, path, *changes):
        text = read(os.path.join(self.text, path))
        for old, new in changes:
            self.assertEqual(text.count(old), 1, f"{path}: {old}")
            text = text.replace(old, new)
        write(os.path.join(self.text, path), text)


DEVICE = """\
\\section{Frobnication Device}\\label{sec:Device Types / Frobnication Device}

\\subsection{Device ID}\\label{sec:Device Types / Frobnication Device / Device ID}

90

\\subsection{Virtqueues}\\label{sec:Device Types / Frobnication Device / Virtqueues}

\\begin{description}
\\item[0] requestq
\\end{description}

\\subsection{Feature bits}\\label{sec:Device Types / Frobnication Device / Feature bits}

\\begin{description}
\\item[VIRTIO_FROB_F_TWICE (0)] The device frobnicates twice.
\\item[VIRTIO_FROB_F_FAST (1)] The device frobnicates faster.
\\end{description}

\\subsection{Device configuration layout}\\label{sec:Device Types / Frobnication Device / Device configuration layout}

\\begin{lstlisting}
struct virtio_frob_config {
        le32 size;
        le16 flags;
        u8 padding[2];
};
\\end{lstlisting}

\\subsection{Device Operation}\\label{sec:Device Types / Frobnication Device / Device Operation}

\\begin{lstlisting}
#define VIRTIO_FROB_T_FROB   0
#define VIRTIO_FROB_T_UNFROB 1

struct virtio_frob_req {
        /* Device-readable part */
        le32 type;
        u8 data[];
        /* Device-writable part */
        u8 status;
};
\\end{lstlisting}
"""

BLK = "device-types/blk/description.tex"


@unittest.skipUnless(STANDARD, "the standard's text is not here (ETALON_STANDARD)")
class Standard(ImportCase):
    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.join(STANDARD, "1.4"), self.text)
        shutil.copytree(REGISTRY, self.registry)

    def test_nothing_changes_for_the_registrys_own_text(self):
        done = self.run_import()
        self.assertEqual(done.out.decode(), "")
        self.assertEqual(self.notes(done), [])

    def test_lines_that_move_are_all_that_changes(self):
        self.scatter(random.Random(1))
        done = self.bring_in()
        self.assertEqual(self.findings(), [])
        removed = re.findall(r"^-(?!--)(.*)", done.out.decode(), re.M)
        added = re.findall(r"^\+(?!\+\+)(.*)", done.out.decode(), re.M)
        blank = [re.sub(r'(at: "?(?:[\w./-]+:)?)\d+', r"\1", line) for line in removed]
        self.assertEqual(blank, [re.sub(r'(at: "?(?:[\w./-]+:)?)\d+', r"\1", line) for line in added])
        self.assertGreater(len(added), 500)

    def scatter(self, dice):
        """Puts lines in front of headings, items and listings of every chapter."""
        for folder, _, names in os.walk(self.text):
            for name in names:
                if not name.endswith(".tex"):
                    continue
                path = os.path.join(folder, name)
                lines = read(path).split("\n")
                out = []
                for line in lines:
                    if re.match(r"\\(sub)*section|\\item\[|\\begin{lstlisting}", line) and dice.random() < 0.3:
                        out += ["% a remark"] * dice.randint(1, 6)
                    out.append(line)
                write(path, "\n".join(out))

    def test_all_kinds_of_changes_at_once(self):
        self.scatter(random.Random(2))
        self.edit(BLK,
                  ("\\item[VIRTIO_BLK_F_ZONED(17)]", "\\item[VIRTIO_BLK_F_FROB (18)] Frobnication.\n\n"
                                                     "\\item[VIRTIO_BLK_F_ZONED(17)]"),
                  ("#define VIRTIO_BLK_T_SECURE_ERASE   14\n", "#define VIRTIO_BLK_T_SECURE_ERASE   19\n"
                                                             "#define VIRTIO_BLK_T_FROB 20\n"),
                  ("        u8 write_zeroes_may_unmap;\n", "        le16 write_zeroes_may_unmap;\n"
                                                           "        u8 frobs[4];\n"),
                  ("        le32 max_secure_erase_seg;\n", ""))
        self.edit("device-types/balloon/description.tex",
                  ("#define VIRTIO_BALLOON_S_CACHES   7\n", ""))
        self.edit("device-types/rpmb/description.tex",
                  ("        u8 max_wr_cnt;\n        u8 max_rd_cnt;\n",
                   "        u8 max_rd_cnt;\n        u8 max_wr_cnt;\n        struct virtio_rpmb_frob frob;\n"),
                  ("struct virtio_rpmb_config {\n",
                   "struct virtio_rpmb_frob {\n        le32 one;\n        struct {\n"
                   "                le16 low : 4;\n                le16 high : 12;\n        } bits;\n};\n\n"
                   "struct virtio_rpmb_config {\n"))
        self.edit("device-types/sound/description.tex",
                  ("    VIRTIO_SND_PCM_RATE_384000,\n", ""))
        write(os.path.join(self.text, "device-types/frob/description.tex"), DEVICE)
        self.edit("content.tex",
                  ("\\input{device-types/rtc/description.tex}\n",
                   "\\input{device-types/rtc/description.tex}\n\\input{device-types/frob/description.tex}\n"))
        done = self.bring_in()
        self.assertEqual(self.findings(), [])
        blk = read(os.path.join(self.registry, "blk.yaml"))
        self.assertRegex(blk, r"      - \{name: VIRTIO_BLK_F_FROB, value: 18, at: \d+\}\n"
                              r"      - \{name: VIRTIO_BLK_F_ZONED,")
        self.assertRegex(blk, r"\{name: VIRTIO_BLK_T_SECURE_ERASE, value: 19, at")
        self.assertRegex(blk, r"\{name: VIRTIO_BLK_T_FROB, value: 20, at: \d+\}")
        self.assertRegex(blk, r"\{name: write_zeroes_may_unmap, type: le16, at")
        self.assertRegex(blk, r"\{name: frobs, type: u8, count: 4, at: \d+\}")
        self.assertNotIn("max_secure_erase_seg,", blk)
        # Defined a second time elsewhere, so that it is in another section now; and gone altogether.
        self.assertRegex(read(os.path.join(self.registry, "balloon.yaml")),
                         r"VIRTIO_BALLOON_S_CACHES, value: 7, at: \d+, section: tags,")
        self.assertNotIn("VIRTIO_SND_PCM_RATE_384000", read(os.path.join(self.registry, "sound.yaml")))
        rpmb = read(os.path.join(self.registry, "rpmb.yaml"))
        self.assertLess(rpmb.index("name: max_rd_cnt"), rpmb.index("name: max_wr_cnt"))
        self.assertIn("frob, type: {record: virtio_rpmb_frob}", rpmb)
        frob = read(os.path.join(self.registry, "frob.yaml"))
        for part in ("device_id: 90", "prefixes: [VIRTIO_FROB_, virtio_frob_]", "name: requestq",
                     "access: writable", "VIRTIO_FROB_T_UNFROB, value: 1"):
            self.assertIn(part, frob)
        self.assertIn("'frob.yaml'", read(os.path.join(self.registry, "meson.build")))
        notes = "\n".join(self.notes(done))
        self.assertIn("VIRTIO_BLK_T_FROB is a command", notes)

    def test_the_steps_of_the_page(self):
        """docs/registry.md: its commands as they stand, each with the output that it shows."""
        page = read(os.path.join(ROOT, "docs/registry.md"))
        section = page.split("## A new draft, step by step\n")[1].split("\n## ")[0]
        blocks = re.findall(r"^```(\w+)\n(.*?)^```$", section, re.M | re.S)
        path = os.path.join(self.tree, "bin")
        os.makedirs(path)
        os.symlink(PROGRAM, os.path.join(path, "etalon"))
        env = dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1", PATH=path + ":" + os.environ["PATH"])
        self.assertGreater(len(blocks), 8)
        for number, (language, text) in enumerate(blocks):
            if language != "sh":
                continue
            done = subprocess.run(["sh", "-e", "-c", text], cwd=self.tree, env=env, capture_output=True)
            shown = (done.stdout + done.stderr).decode()
            shown = "".join(line for line in shown.splitlines(True) if " is not read: " not in line)
            self.assertEqual(done.returncode, 0, text + shown)
            if blocks[number + 1:] and blocks[number + 1][0] == "text":
                self.assertEqual(shown, blocks[number + 1][1])
        self.assertEqual(shown, "")
        self.assertEqual(self.findings(), [])

    def test_an_older_text_as_if_it_were_a_draft(self):
        for edition in ("1.3", "1.2"):
            shutil.rmtree(self.text)
            shutil.copytree(os.path.join(STANDARD, edition), self.text)
            with self.subTest(edition):
                done = self.run_import("--draft")
                self.assertLess(len(done.out.splitlines()), 12000)
                shutil.copytree(self.registry, os.path.join(self.tree, "kept"))
                self.apply(done.out)
                self.findings()
                shutil.rmtree(self.registry)
                os.rename(os.path.join(self.tree, "kept"), self.registry)

    def test_requirements_of_five_editions(self):
        made = os.path.join(self.registry, "requirements.yaml")
        kept = read(made)
        os.remove(made)
        for edition in ("1.0", "1.1", "1.2", "1.3", "1.4"):
            shutil.rmtree(self.text)
            shutil.copytree(os.path.join(STANDARD, edition), self.text)
            self.run_import("--requirements", "--write")

        def entries(text):
            return sorted(line.strip() for line in text.split("\n") if line.lstrip().startswith("- {"))

        self.assertEqual(entries(read(made)), entries(kept))



HEAD = """\
\\documentclass{report}
\\begin{document}
\\chapter{Device Types}\\label{sec:Device Types}
\\input{device-types/example/description.tex}
\\end{document}
"""
CHAPTER = """\
\\section{Example Device}\\label{sec:Device Types / Example Device}
\\subsection{Device ID}\\label{sec:Device Types / Example Device / Device ID}
99
\\subsection{Virtqueues}\\label{sec:Device Types / Example Device / Virtqueues}
\\begin{description}
\\item[0] requestq
\\end{description}
\\subsection{Feature bits}\\label{sec:Device Types / Example Device / Feature bits}
\\begin{description}
\\item[VIRTIO_EXAMPLE_F_ONE (0)] The first.
\\item[VIRTIO_EXAMPLE_F_TWO (1)] The second.
\\end{description}
\\subsection{Configuration}\\label{sec:Device Types / Example Device / Configuration}
\\begin{lstlisting}
struct virtio_example_config {
        le32 size;
        le16 flags;
        u8 data[6];
};
\\end{lstlisting}
\\subsection{Operation}\\label{sec:Device Types / Example Device / Operation}
\\begin{lstlisting}
#define VIRTIO_EXAMPLE_T_IN  0x00
#define VIRTIO_EXAMPLE_T_OUT 0x01
\\end{lstlisting}
The driver reads \\field{size}, if VIRTIO_EXAMPLE_F_ONE is negotiated.
"""
EXAMPLE = """\
# A remark at the top.
interface: example
title: Example Device
kind: device
device_id: 99
text: device-types/example/description.tex
prefixes: [VIRTIO_EXAMPLE_, virtio_example_]

sections:
  features: {label: "sec:Device Types / Example Device / Feature bits", title: Feature bits}   # here
  config: {label: "sec:Device Types / Example Device / Configuration", title: Configuration}
  operation: {label: "sec:Device Types / Example Device / Operation", title: Operation}
  queues: {label: "sec:Device Types / Example Device / Virtqueues", title: Virtqueues}

constants:
  features:
    kind: feature
    representation: bit
    section: features
    values:
      - {name: VIRTIO_EXAMPLE_F_ONE, value: 0, at: 10}   # the first
      - name: VIRTIO_EXAMPLE_F_TWO
        value: 1
        at: 11   # the second
  type:
    kind: command
    representation: number
    section: operation
    values: [{name: VIRTIO_EXAMPLE_T_IN, value: 0x00, at: 23}, {name: VIRTIO_EXAMPLE_T_OUT,
             value: 0x01, at: 24}]

records:
  - name: virtio_example_config
    role: config
    section: config
    at: 15
    fields:
      - {name: size, type: le32, at: 16}
      # what this is for
      - name: flags
        type: le16
        at: 17
      - {name: data, type: u8, count: 6, at: 18}

virtqueues: [{name: requestq, index: 0, direction: both, section: queues, at: 6}]
"""


class Small(ImportCase):
    def setUp(self):
        super().setUp()
        write(os.path.join(self.text, "virtio.tex"), HEAD)
        self.chapter = "device-types/example/description.tex"
        write(os.path.join(self.text, self.chapter), CHAPTER)
        self.put(EXAMPLE)

    def put(self, text):
        with open(os.path.join(self.registry_folder(), "example.yaml"), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def registry_folder(self):
        os.makedirs(self.registry, exist_ok=True)
        return self.registry

    def example(self):
        with open(os.path.join(self.registry, "example.yaml"), encoding="utf-8", newline="") as file:
            return file.read()

    def as_edition(self, revision="virtio-v1.4-cs01"):
        """Makes the text one of the registry's edition, by its own account."""
        write(os.path.join(self.text, "REVISION"), revision + "\n")

    def test_nothing(self):
        self.assertEqual(self.run_import().out, b"")
        self.assertEqual(self.findings(), [])

    def test_moved_lines_in_all_styles_of_yaml(self):
        self.edit(self.chapter, ("\\subsection{Device ID}", "One\n\ntwo.\n\\subsection{Device ID}"))
        self.bring_in()
        for line in ("VIRTIO_EXAMPLE_F_ONE, value: 0, at: 13}   # the first", "at: 14   # the second",
                     "value: 0x00, at: 26}, {name", "value: 0x01, at: 27}]", "      # what this is for\n", "at: 20\n",
                     "section: queues, at: 9}]"):
            self.assertIn(line, self.example())
        self.assertEqual(self.findings(), [])

    def test_a_value_keeps_its_notation(self):
        self.edit(self.chapter, ("T_OUT 0x01", "T_OUT 18"), ("F_TWO (1)", "F_TWO (3)"))
        self.bring_in()
        self.assertIn("value: 0x12, at: 24}]", self.example())
        self.assertIn("value: 3\n", self.example())

    def test_new_ones_come_in_the_style_of_their_neighbours(self):
        self.edit(self.chapter,
                  ("#define VIRTIO_EXAMPLE_T_OUT 0x01\n",
                   "#define VIRTIO_EXAMPLE_T_MID 2\n#define VIRTIO_EXAMPLE_T_OUT 0x01\n"),
                  ("\\item[VIRTIO_EXAMPLE_F_TWO", "\\item[VIRTIO_EXAMPLE_F_NEW (7)] New.\n\\item[VIRTIO_EXAMPLE_F_TWO"))
        done = self.bring_in()
        self.assertIn("# the first\n      - {name: VIRTIO_EXAMPLE_F_NEW, value: 7, at: 11, status: draft, evidence: \"the",
                      self.example())
        self.assertIn("{name: VIRTIO_EXAMPLE_T_IN, value: 0x00, at: 24}, {name: VIRTIO_EXAMPLE_T_MID, value: 0x02, at: 25",
                      self.example())
        self.assertIn("VIRTIO_EXAMPLE_T_MID is a command", "\n".join(self.notes(done)))
        self.assertEqual(self.findings(), [])

    def test_fields_that_come_go_move_and_change(self):
        self.edit(self.chapter, ("        le32 size;\n        le16 flags;\n        u8 data[6];\n",
                                 "        u8 first; /* only if VIRTIO_EXAMPLE_F_TWO is negotiated */\n"
                                 "        le16 flags;\n        le64 size;\n        le32 sizes[2][flags];\n"))
        self.as_edition()
        self.bring_in()
        text = self.example()
        self.assertRegex(text, r"      - \{name: first, type: u8, at: 16, when: VIRTIO_EXAMPLE_F_TWO\}\n")
        self.assertIn("{name: sizes, type: le32, count: [2, {field: flags}], at: 19}", text)
        self.assertIn("name: size, type: le64, at: 18}", text)
        self.assertNotIn("name: data", text)
        self.assertEqual(self.findings(), [])

    def test_what_is_gone_is_taken_out_of_the_registry_of_that_edition(self):
        self.edit(self.chapter, ("#define VIRTIO_EXAMPLE_T_OUT 0x01\n", ""), ("\\item[VIRTIO_EXAMPLE_F_TWO (1)] The second.\n", ""))
        self.as_edition()
        self.bring_in()
        self.assertIn("values: [{name: VIRTIO_EXAMPLE_T_IN, value: 0x00, at: 22}]", self.example())
        self.assertNotIn("F_TWO", self.example())
        self.assertEqual(self.findings(), [])

    def test_and_is_ended_by_a_draft(self):
        self.edit(self.chapter, ("#define VIRTIO_EXAMPLE_T_OUT 0x01\n", ""), ("\\item[VIRTIO_EXAMPLE_F_TWO (1)] The second.\n", ""),
                  ("        le16 flags;\n", ""))
        self.bring_in()
        self.assertIn('value: 0x01, at: 24, until: "1.4"}]', self.example())
        self.assertIn('at: 11   # the second\n        until: "1.4"\n', self.example())
        self.assertEqual(self.findings(), [])

    def test_what_is_used_stays_and_is_said(self):
        self.put(EXAMPLE.replace("at: 17\n", "at: 17\n        when: VIRTIO_EXAMPLE_F_TWO\n"))
        self.edit(self.chapter, ("\\item[VIRTIO_EXAMPLE_F_TWO (1)] The second.\n", ""))
        self.as_edition()
        done = self.run_import()
        self.assertRegex("\n".join(self.notes(done)), r"registry/example.yaml:\d+: note: VIRTIO_EXAMPLE_F_TWO is gone")

    def test_a_draft_becomes_an_edition(self):
        self.edit(self.chapter, ("\\item[VIRTIO_EXAMPLE_F_TWO", "\\item[VIRTIO_EXAMPLE_F_NEW (7)] New.\n\\item[VIRTIO_EXAMPLE_F_TWO"))
        self.bring_in()
        self.as_edition()
        self.bring_in()
        self.assertIn('{name: VIRTIO_EXAMPLE_F_NEW, value: 7, at: 11, since: "1.4"}\n', self.example())

    def test_conditions_in_words_are_not_guessed(self):
        self.edit(self.chapter, ("        u8 data[6];\n",
                                 "        u8 data[6];\n        le32 odd; /* if VIRTIO_EXAMPLE_F_ONE or the moon is full */\n"))
        done = self.bring_in()
        self.assertRegex(self.example(), r"\{name: odd, type: le32, at: 19\}")
        self.assertIn("the moon is full", "\n".join(self.notes(done)))

    def test_line_breaks_of_dos_stay(self):
        self.put(EXAMPLE.replace("\n", "\r\n"))
        self.edit(self.chapter, ("\\item[VIRTIO_EXAMPLE_F_TWO", "\\item[VIRTIO_EXAMPLE_F_NEW (7)] New.\n\\item[VIRTIO_EXAMPLE_F_TWO"),
                  ("struct virtio_example_config", "struct virtio_example_new {\n        le32 one;\n};\nstruct virtio_example_config"))
        self.run_import("--write")
        self.assertEqual(self.example().count("\n"), self.example().count("\r\n"))
        self.assertIn("virtio_example_new\r\n", self.example())
        self.assertEqual(self.findings(), [])

    def test_no_newline_at_the_end(self):
        self.put(EXAMPLE.rstrip("\n").replace("virtqueues: [", "virtqueues:\n  - ")[:-1])
        self.edit(self.chapter, ("\\item[0] requestq\n", "\\item[0] requestq\n\\item[1] newq\n"))
        self.bring_in()
        self.assertTrue(self.example().endswith("\n  - {name: newq, index: 1, section: queues, at: 7, status: draft, "
                                                + self.example().rpartition("status: draft, ")[2]))
        self.assertEqual(self.findings(), [])

    def test_folded_and_quoted_texts(self):
        self.put(EXAMPLE.replace("at: 15\n", "at: 15\n    about: >\n      what is\n\n      folded\n").replace(
            "        at: 17\n", "        'at': 17\n        about: \"a \\\"quoted\\\" text: x\"\n"))
        done = self.run_import(status=2) if "folded" not in self.example() else None
        self.assertIsNone(done)
        self.edit(self.chapter, ("\\subsection{Device ID}", "One.\n\\subsection{Device ID}"))
        done = run("spec", "import", "text", cwd=self.tree)
        if done.status == 0:
            self.apply(done.out)
            self.assertIn("'at': 18\n", self.example())

    def test_a_wrong_registry_is_refused_and_nothing_is_written(self):
        for text, message in ((EXAMPLE.replace("kind: device", "kind: devise"), "kind"),
                              (EXAMPLE + "x: &a 1\n", "anchor"),
                              ("\ufeff" + EXAMPLE, "byte order mark"),
                              (EXAMPLE.replace("    at: 15\n", "    at: [15]\n"), "at")):
            self.put(text)
            with self.subTest(message):
                done = self.run_import("--write", status=2)
                self.assertIn(message, done.text)
                self.assertIn("registry/example.yaml:", done.text)
                self.assertEqual(self.example(), text)
        self.assertEqual(os.listdir(self.registry), ["example.yaml"])

    def test_what_would_not_be_valid_is_left_out_and_said(self):
        self.edit(self.chapter, ("\\item[VIRTIO_EXAMPLE_F_TWO", "\\item[VIRTIO_EXAMPLE_F_NEW (1)] New.\n\\item[VIRTIO_EXAMPLE_F_TWO"))
        done = self.run_import("--write")
        self.assertIn("would not be valid", done.text)
        self.assertNotIn("F_NEW", self.example())
        self.assertIn("at: 12   # the second", self.example())

    def test_output_and_write(self):
        self.edit(self.chapter, ("T_OUT 0x01", "T_OUT 18"))
        patch = self.run_import().out
        self.run_import("--output", "x.patch")
        self.assertEqual(read(os.path.join(self.tree, "x.patch")).encode(), patch)
        self.run_import("--output", "x", "--write", status=2)
        os.chmod(os.path.join(self.registry, "example.yaml"), 0o640)
        self.run_import("--write")
        self.assertEqual(os.stat(os.path.join(self.registry, "example.yaml")).st_mode & 0o777, 0o640)
        self.assertEqual(self.run_import().out, b"")
        self.run_import("--registry", "nowhere", status=2)

    def test_an_older_text(self):
        self.as_edition("virtio-v1.2-cs01")
        self.assertIn("--requirements", self.run_import(status=2).text)
        self.edit(self.chapter, ("The driver reads", "The driver MUST read"))
        self.run_import("--requirements", "--write")
        made = read(os.path.join(self.registry, "requirements.yaml"))
        self.assertRegex(made, r'level: MUST, target: (driver|none), since: "1.2"\}')


if __name__ == "__main__":
    unittest.main()
