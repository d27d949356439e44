# SPDX-License-Identifier: BSD-3-Clause
"""etalon spec check and spec stats: small made-up texts, broken ones, and the standard's own."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

from cmd_support import ROOT, TreeCase, run, run_in_terminal
from etalon_run import SANITIZED

STANDARD = os.environ.get("ETALON_STANDARD")
EDITIONS = ("1.0", "1.1", "1.2", "1.3", "1.4")

HEAD = """\
\\documentclass{report}
\\begin{document}
\\chapter{Device Types}\\label{sec:Device Types}
\\section{Example Device}\\label{sec:Device Types / Example Device}
"""
GOOD = HEAD + """\
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
The driver reads \\field{size}, if VIRTIO_EXAMPLE_F_ONE is negotiated.
\\end{document}
"""


class SpecCase(TreeCase):
    def text(self, text, name="virtio.tex"):
        self.write(name, text)
        return self.tree

    def check(self, *arguments, **options):
        done = run("spec", "check", "--format", "json", self.tree, *arguments, **options)
        self.assertIn(done.status, (0, 1), done.text[-3000:])
        findings = done.json["findings"]
        self.assertEqual(done.status, 1 if findings else 0)
        return findings

    def own(self, *arguments):
        """The findings about the text itself: what the registry lacks of a made-up text is no matter."""
        return [f for f in self.check(*arguments) if f["rule"] < "D550"]


class Check(SpecCase):
    def test_nothing_wrong(self):
        self.text(GOOD)
        self.assertEqual(self.own(), [])

    def test_two_values(self):
        self.text(GOOD.replace("The driver reads", "\\begin{lstlisting}\n#define VIRTIO_EXAMPLE_F_TWO 5\n\\end{lstlisting}\nThe driver reads"))
        (finding,) = self.own()
        self.assertEqual(finding["rule"], "D501")
        self.assertEqual(finding["definition"], "VIRTIO_EXAMPLE_F_TWO")
        self.assertEqual(finding["found"]["line"], 19)
        self.assertEqual(finding["expected"]["line"], 8)

    def test_nearest_name(self):
        self.text(GOOD.replace("if VIRTIO_EXAMPLE_F_ONE", "if VIRTIO_EXAMPLE_F_ONNE"))
        (finding,) = self.own()
        self.assertEqual(finding["rule"], "D505")
        self.assertIn("VIRTIO_EXAMPLE_F_ONE is the nearest", finding["message"])
        self.assertEqual(finding["fix"], "VIRTIO_EXAMPLE_F_ONE")

    def test_a_slip_is_none_of_former_times(self):
        self.text(GOOD.replace("if VIRTIO_EXAMPLE_F_ONE", "if VIRTIO_EXAMPLE_F_BYGONE_BIT was previously"))
        self.assertEqual([f["rule"] for f in self.own()], [])
        self.text(GOOD.replace("if VIRTIO_EXAMPLE_F_ONE", "if VIRTIO_EXAMPLE_F_ONNE was previously"))
        (finding,) = self.own()
        self.assertEqual(finding["rule"], "D505")

    def test_a_member_without_type_is_told_once(self):
        self.text(GOOD.replace("le16 flags", "flags"))
        self.assertEqual([f["rule"] for f in self.own()], ["D511"])

    def test_a_copy_for_reference(self):
        copy = "Words.\n\n\\begin{lstlisting}\nstruct virtio_example_config {\n        unsigned int size;\n};\n\\end{lstlisting}\n\\end{document}"
        self.text(GOOD.replace("\\end{document}", "\\appendix\n\\chapter{Header}\n" + copy))
        self.assertEqual(sorted(f["rule"] for f in self.own()), ["D508", "D509"])
        self.text(GOOD.replace("\\end{document}", "\\appendix\n\\chapter{Header}\n" + copy.replace("Words", "For non-normative reference")))
        self.assertEqual(self.own(), [])

    def test_no_name_is_nearest_to_itself(self):
        self.text(GOOD.replace("\\field{size}", "\\field{virtio_example_config.sighs}"))
        (finding,) = self.own()
        self.assertEqual(finding["rule"], "D505")
        self.assertEqual(finding["message"], "virtio_example_config.sighs is used and defined nowhere")
        self.assertIsNone(finding["fix"])

    def test_a_missing_chapter_makes_names_unverified(self):
        self.text(GOOD.replace("if VIRTIO_EXAMPLE_F_ONE", "\\ref{sec:Other} if VIRTIO_EXAMPLE_F_OTHER"))
        self.assertEqual(sorted(f["rule"] for f in self.own()), ["D505", "D512"])
        self.text(GOOD.replace("if VIRTIO_EXAMPLE_F_ONE", "\\ref{sec:Other} if VIRTIO_EXAMPLE_F_OTHER")
                  .replace("\\end{document}", "\\input{other.tex}\n\\end{document}"))
        self.assertEqual(self.own(), [])

    def test_status_and_threshold(self):
        self.text(GOOD.replace("le16 flags", "u16 flags"))
        self.assertEqual(run("spec", "check", self.tree).status, 1)
        self.assertEqual(run("spec", "check", "--fail-on", "never", self.tree).status, 0)
        done = run("spec", "check", "-r", "D508", "-f", "gcc", self.tree)
        self.assertEqual(done.out.decode().count("\n"), 1)
        self.assertRegex(done.out.decode(), r"virtio\.tex:14: warning: .*u16.* \[D508\]\n")

    def test_baseline(self):
        self.text(GOOD.replace("le16 flags", "u16 flags"))
        old = os.path.join(self.folder, "old.json")
        self.assertEqual(run("spec", "check", "-f", "json", "-o", old, self.tree).status, 1)
        self.text("% a line more\n" + GOOD.replace("le16 flags", "u16 flags"))
        self.assertEqual(run("spec", "check", "-b", old, self.tree).status, 0)

    def test_lines_for_a_person(self):
        self.text(GOOD.replace("le16 flags", "u16 flags"))
        status, text = run_in_terminal("spec", "check", "-r", "D508", "--color", "never", self.tree)
        self.assertEqual(status, 1)
        self.assertRegex(text, r"(?m)^    14  D508 virtio_example_config\.flags is u16, which has no byte order$")
        self.assertLess(max(map(len, text.splitlines())), 81)

    def test_a_revision(self):
        if not shutil.which("git"):
            self.skipTest("there is no git to make a repository with")
        if "git" not in run("--version").out.decode():
            self.skipTest("this build reads no git repositories")
        self.text(GOOD.replace("le16 flags", "u16 flags"))
        for command in (["init", "-q"], ["add", "."],
                        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"]):
            subprocess.run(["git", "-C", self.tree, *command], check=True, stdout=subprocess.DEVNULL)
        os.remove(os.path.join(self.tree, "virtio.tex"))
        done = run("spec", "check", "-r", "D508", "-f", "gcc", self.tree + "@HEAD")
        self.assertEqual(done.status, 1, done.text)
        done = run("spec", "check", self.tree + "@HEAD~7")
        self.assertEqual(done.status, 2)
        self.assertIn("HEAD~7", done.err.decode())


class Usage(SpecCase):
    def test_words(self):
        for arguments, words in (
            ((), "needs a command"), (("chekc",), "no command 'spec chekc'"),
            (("check", "a", "b"), "one TEXT"), (("stats", "a", "b"), "one TEXT"),
            (("check", "/nonexistent"), "/nonexistent"), (("check", "--registry", "/nonexistent", "."), "/nonexistent"),
        ):
            done = run("spec", *arguments, cwd=self.tree)
            self.assertEqual(done.status, 2, arguments)
            self.assertIn(words, done.err.decode())

    def test_no_text(self):
        done = run("spec", "check", self.tree)
        self.assertEqual(done.status, 2)
        self.assertIn("no text", done.text)


class Hostile(SpecCase):
    """Ends in time and memory, with a status and a word, and never by a signal."""

    def survive(self, name="virtio.tex"):
        for command in ("check", "stats"):
            done = run("spec", command, self.tree, timeout=120 if SANITIZED else 20, memory=2048)
            self.assertIn(done.status, (0, 1, 2), f"{command}: {done.status} {done.text[-1000:]}")
            if done.status == 2:
                self.assertTrue(done.err.strip() or b"rror" in done.out)
            if not SANITIZED:
                self.assertLess(done.megabytes, 1024)
        return done

    def test_truncated(self):
        for length in range(0, len(GOOD), 23):
            self.text(GOOD[:length])
            self.survive()

    def test_cycles(self):
        self.text(GOOD.replace("\\end{document}", "\\input{a.tex}\n\\end{document}"))
        self.text("\\input{b}\n\\section{A}\n", "a.tex")
        self.text("\\input{a}\n\\input{virtio}\n", "b.tex")
        done = self.survive()
        self.assertIn("a.tex", done.text)

    def test_unbalanced_environments(self):
        self.text(GOOD.replace("\\end{lstlisting}", "").replace("\\end{description}", "\\end{itemize}"))
        self.survive()

    def test_braces_without_end(self):
        for brace in ("{", "}", "\\begin{itemize}", "\\item[", "\\section{", "$", "struct a {", "/*", "\\\\", "&"):
            self.text(HEAD + "\\begin{lstlisting}\n" + brace * 200000 + "\n\\end{lstlisting}\n" + brace * 200000)
            self.survive()

    def test_a_hundred_megabytes(self):
        self.write("virtio.tex", HEAD.encode() + b"{" * (100 << 20))
        done = run("spec", "check", self.tree, timeout=60, memory=2048)
        self.assertEqual(done.status, 2)
        self.assertIn("virtio.tex", done.text)

    def test_escapes_do_not_reach_the_terminal(self):
        self.text(GOOD.replace("\\end{document}", "\\input{a\x1b[31mb}\\section{\x1b[7m}\\ref{\x1b]0;x\x07}\n\\end{document}"))
        for arguments in (["check"], ["stats"], ["diff", "1.4"]):
            done = run("spec", *arguments, self.tree)
            self.assertIn("a\\x1b[31mb.tex", done.text)
            self.assertNotRegex(done.text, "[\x1b\x07]")

    def test_outside(self):
        self.text(GOOD.replace("\\end{document}", "\\input{../outside.tex}\n\\input{/etc/passwd}\n\\end{document}"))
        self.write("../outside.tex", "\\section{Out}\\label{sec:out}\n")
        done = run("spec", "stats", "-f", "json", self.tree)
        self.assertNotIn("sec:out", done.out.decode())
        self.assertNotIn("root:", done.out.decode())


@unittest.skipUnless(STANDARD, "the standard's text is not here (ETALON_STANDARD)")
class Standard(unittest.TestCase):
    def stats(self, edition):
        done = run("spec", "stats", "-f", "json", os.path.join(STANDARD, edition))
        self.assertEqual(done.status, 0, done.text[-2000:])
        return done.json

    def test_every_listing_is_accounted_for(self):
        for edition in EDITIONS:
            with self.subTest(edition=edition):
                stats = self.stats(edition)
                begins = set()
                for file in stats["files"]:
                    if not file["read"]:
                        continue
                    path = os.path.join(STANDARD, edition, file["path"])
                    with open(path, encoding="utf-8", errors="replace") as lines:
                        begins.update((file["path"], number) for number, line in enumerate(lines, 1)
                                      if re.match(r"\s*\\begin\{lstlisting\}", line))
                self.assertEqual(begins, {(item["file"], item["line"]) for item in stats["listings"]})
                self.assertNotIn("unknown", {item["notation"] for item in stats["listings"]})

    def test_json_is_what_its_schema_says(self):
        import json

        import jsonschema

        with open(os.path.join(ROOT, "docs/spec.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        for edition in EDITIONS:
            jsonschema.validate(self.stats(edition), schema)

    def test_registry_and_text_agree(self):
        for edition in EDITIONS:
            with self.subTest(edition=edition):
                done = run("spec", "check", "-r", "D55", "-f", "gcc", os.path.join(STANDARD, edition))
                self.assertEqual(done.status, 0, done.out.decode()[-4000:])

    def test_an_erratum_excuses_its_own_place_only(self):
        """1.4 misspells VIRTIO_CAN_F_LATE_TX_ACK where it uses it; that is no reason to give it another bit."""
        with tempfile.TemporaryDirectory() as tree:
            shutil.copytree(os.path.join(STANDARD, "1.4"), tree, dirs_exist_ok=True)
            path = os.path.join(tree, "device-types/can/description.tex")
            with open(path, encoding="utf-8") as file:
                text = file.read()
            os.chmod(path, 0o644)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace("\\item[VIRTIO_CAN_F_LATE_TX_ACK (3)]", "\\item[VIRTIO_CAN_F_LATE_TX_ACK (4)]"))
            findings = run("spec", "check", "-r", "D55", "-f", "json", tree).json["findings"]
        self.assertEqual([(f["rule"], f["definition"]) for f in findings], [("D551", "VIRTIO_CAN_F_LATE_TX_ACK")])

    def test_what_it_must_find(self):
        done = run("spec", "check", "-f", "gcc", os.path.join(STANDARD, "1.4"))
        text = done.out.decode()
        for words in (r"VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO is .*\[D501\]",
                      r"VIRTIO_NET_F_GUEST_UDP is used and defined nowhere.*\[D505\]",
                      r"virtio_gpu_resp_map_info\.map_info is u32.*\[D508\]"):
            self.assertRegex(text, words)

    def test_report_has_every_finding(self):
        """docs/standard-errata-1.4.md names each line that the program finds, in the part of its file."""
        done = run("spec", "check", "-f", "gcc", os.path.join(STANDARD, "1.4"))
        with open(os.path.join(ROOT, "docs/standard-errata-1.4.md"), encoding="utf-8") as file:
            parts = re.split(r"(?m)^## ", file.read())
        numbers = {part.split("\n", 1)[0]: set(re.findall(r"\d+", part)) for part in parts}
        places = re.findall(r"(?m)^\S*/1\.4/(\S+?):(\d+): warning: .*\[D5", done.out.decode())
        self.assertTrue(places)
        self.assertEqual([place for place in places if place[1] not in numbers.get(place[0], ())], [])


if __name__ == "__main__":
    unittest.main()
