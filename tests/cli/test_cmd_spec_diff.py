# SPDX-License-Identifier: BSD-3-Clause
"""etalon spec diff: editions, made-up texts, and the standard's own."""

import json
import os
import unittest

from cmd_support import ROOT, TreeCase, plain, run, run_in_terminal

STANDARD = os.environ.get("ETALON_STANDARD")
STEPS = [("1.0", "1.1"), ("1.1", "1.2"), ("1.2", "1.3"), ("1.3", "1.4")]

TEXT = """\
\\documentclass{report}
\\begin{document}
\\chapter{Device Types}\\label{sec:Device Types}
\\section{Block Device}\\label{sec:Device Types / Block Device}
\\subsection{Feature bits}\\label{sec:Device Types / Block Device / Feature bits}
\\begin{description}
\\item[VIRTIO_BLK_F_SIZE_MAX (1)] The first.
%s\\end{description}
\\drivernormative{\\subsection}{Device Operation}{Device Types / Block Device / Device Operation}
The driver %s do so.
\\end{document}
"""
SEG_MAX = "\\item[VIRTIO_BLK_F_SEG_MAX (%d)] The second.\n"


def changes(*arguments):
    done = run("spec", "diff", "--format", "json", *arguments)
    if done.status:
        raise AssertionError(done.text)
    return done.json["changes"]


def named(items, what, *kinds):
    return {c["definition"] for c in items if c["what"] == what and c["kind"] in kinds}


def whole_text(folder):
    """All of a text's TeX as one string."""
    text = ""
    for root, _, files in os.walk(folder):
        for name in files:
            if name.endswith(".tex"):
                with open(os.path.join(root, name), encoding="utf-8", errors="replace") as file:
                    text += file.read()
    return text


class Validated(unittest.TestCase):
    def test_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        with open(os.path.join(ROOT, "docs/changes.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        sides = [("1.0", "1.4"), ("1.4", "1.2")]
        if STANDARD:
            sides += [(os.path.join(STANDARD, old), os.path.join(STANDARD, new)) for old, new in STEPS]
            sides.append(("1.2", os.path.join(STANDARD, "1.4")))
        for old, new in sides:
            jsonschema.validate(run("spec", "diff", "-f", "json", old, new).json, schema)


class Editions(unittest.TestCase):
    def test_what_is_new(self):
        items = changes("1.2", "1.3")
        self.assertIn("VIRTIO_BLK_F_ZONED", named(items, "constant", "added"))
        self.assertIn("virtio_blk_zone_report", named(items, "record", "added"))
        self.assertIn("virtio_blk_config.zoned", named(items, "field", "added"))
        self.assertIn("VIRTIO_ID_CAMERA", named(items, "id", "added"))
        self.assertNotIn("VIRTIO_BLK_F_MQ", named(items, "constant", "added"))

    def test_same(self):
        for edition in ("1.0", "1.4"):
            done = run("spec", "diff", "--exit-code", edition, edition)
            self.assertEqual(done.status, 0)
            self.assertIn(b"none", done.out)

    def test_backwards(self):
        there, back = changes("1.2", "1.4"), changes("1.4", "1.2")
        for what in ("constant", "record", "register", "virtqueue", "id"):
            self.assertEqual(named(there, what, "added"), named(back, what, "removed"), what)

    def test_interface(self):
        items = changes("1.2", "1.4", "-i", "blk", "--interface", "core")
        self.assertEqual({c["interface"] for c in items}, {"blk", "core"})
        done = run("spec", "diff", "1.2", "1.4", "-i", "blkk")
        self.assertEqual(done.status, 2)
        self.assertIn(b"blk", done.err)

    def test_only(self):
        self.assertEqual(named(changes("1.2", "1.4", "--only", "requirements"), "constant", "added"), set())
        self.assertFalse(any(c["what"] == "requirement"
                             for c in changes("1.2", "1.4", "--only", "definitions")))

    def test_whole_interfaces_are_counted(self):
        text = run("spec", "diff", "1.3", "1.4").out.decode()
        self.assertRegex(text, r"(?m)^rtc, RTC Device\n  new      all of it: [0-9]+ constants, [0-9]+ records")
        for arguments in (("--all",), ("-i", "rtc")):
            text = run("spec", "diff", "1.3", "1.4", *arguments).out.decode()
            self.assertRegex(text, r"(?m)^  new      VIRTIO_RTC_F_ALARM, feature bit 0$")

    def test_fits_a_terminal(self):
        for columns in (80, 40):
            status, text = run_in_terminal("spec", "diff", "1.0", "1.4", "--all", columns=columns)
            self.assertEqual(status, 0)
            self.assertLessEqual(max(map(len, plain(text).splitlines())), columns)


class Texts(TreeCase):
    def text(self, name, seg_max, verb="MUST"):
        self.write(name + "/virtio.tex", TEXT % (SEG_MAX % seg_max if seg_max else "", verb))
        return os.path.join(self.tree, name)

    def test_change(self):
        old, new = self.text("old", 2), self.text("new", 3)
        done = run("spec", "diff", old, new)
        self.assertEqual(done.status, 0)
        self.assertIn(b"  changed  VIRTIO_BLK_F_SEG_MAX was feature bit 2, and is feature bit 3 now\n", done.out)
        self.assertEqual(run("spec", "diff", "--exit-code", old, new).status, 1)
        self.assertEqual(run("spec", "diff", "--exit-code", old, old).status, 0)
        change, = changes(old, new)
        self.assertEqual(change["interface"], "blk")
        self.assertEqual(change["from"]["value"], 2)
        self.assertEqual(change["to"]["file"], "virtio.tex")
        self.assertEqual(change["to"]["line"], 8)
        self.assertEqual(change["to"]["section"], "Feature bits")
        self.assertIsNone(change["class"])

    def test_requirement(self):
        old, new = self.text("old", 2), self.text("new", 2, "SHOULD")
        text = run("spec", "diff", old, new).out.decode()
        self.assertRegex(text, r"(?m)^      changed  MUST +The driver MUST do so\.$")
        self.assertRegex(text, r"(?m)^            -> SHOULD +The driver SHOULD do so\.$")
        change, = changes(old, new)
        self.assertEqual((change["from"]["text"], change["to"]["text"]), ("MUST", "SHOULD"))
        self.assertNotIn("do so", json.dumps(change))

    def test_text_against_edition(self):
        new = self.text("new", 2)
        self.write("new/virtio.tex", (TEXT % (SEG_MAX % 2 + "\\item[VIRTIO_BLK_F_NOVEL (60)] X.\n", "MUST")))
        items = changes("1.4", new, "-i", "blk", "--only", "definitions")
        self.assertEqual(named(items, "constant", "added"), {"VIRTIO_BLK_F_NOVEL"})
        self.assertEqual(named(items, "record", "removed"), set())

    def test_output(self):
        old, new = self.text("old", 2), self.text("new", 3)
        target = os.path.join(self.folder, "out.json")
        self.assertEqual(run("spec", "diff", "-f", "json", "-o", target, old, new).status, 0)
        with open(target, encoding="utf-8") as file:
            document = json.load(file)
        self.assertEqual(document["schema"], "etalon.changes/1")
        self.assertEqual(document["from"], {"name": old, "version": None, "revision": None})
        self.assertEqual(run("spec", "diff", "-f", "json", old, new).json, document)

    def test_quiet(self):
        old, new = self.text("old", 2), self.text("new", 3)
        self.assertNotIn(b"definitions:", run("spec", "diff", "-q", old, new).out)
        self.assertEqual(run("spec", "diff", "-q", old, old).out, b"")

    def test_trouble(self):
        old = self.text("old", 2)
        for arguments in ((), (old,), (old, old, old), (old, "nowhere"), ("nowhere", old), ("1.9", "1.4"),
                          ("legacy", "1.4"), (old, self.folder), ("--only", "x", old, old)):
            done = run("spec", "diff", *arguments)
            self.assertEqual(done.status, 2, arguments)
            self.assertEqual(done.out, b"", arguments)
            self.assertTrue(done.err, arguments)

    def test_a_directory_named_like_an_edition(self):
        self.text("1.2", 3)
        items = json.loads(run("spec", "diff", "-f", "json", "./1.2", "./1.2", cwd=self.tree).out)
        self.assertEqual(items["from"]["name"], "./1.2")
        self.assertEqual(items["changes"], [])


@unittest.skipUnless(STANDARD, "ETALON_STANDARD names no folder with the standard's text")
class Standard(unittest.TestCase):
    @staticmethod
    def edition(name):
        return os.path.join(STANDARD, name)

    def step(self, old, new):
        return changes(self.edition(old), self.edition(new))

    def test_an_edition_is_its_text(self):
        for edition in ("1.0", "1.1", "1.2", "1.3", "1.4"):
            for sides in ((edition, self.edition(edition)), (self.edition(edition), edition)):
                items = changes("--only", "definitions", *sides)
                self.assertEqual([c["message"] for c in items], [], edition)

    def test_nothing_is_ever_gone(self):
        """No edition has taken a definition back: what looks so would be misread."""
        for step in STEPS:
            items = self.step(*step)
            for what in ("constant", "record", "field", "register", "virtqueue", "id"):
                self.assertEqual(named(items, what, "removed"), set(), (step, what))

    def test_renames(self):
        items = self.step("1.0", "1.1")
        self.assertEqual(named(items, "register", "renamed"),
                         {"QueueDriverLow", "QueueDriverHigh", "QueueDeviceLow", "QueueDeviceHigh"})
        self.assertIn("virtio_pci_common_cfg.queue_driver", named(items, "field", "renamed"))
        items = self.step("1.1", "1.2")
        self.assertEqual(named(items, "constant", "renamed"), {"VIRTIO_F_INDIRECT_DESC", "VIRTIO_F_EVENT_IDX"})
        self.assertEqual(named(items, "record", "renamed"), {"virtio_net_ctrl_mq_pairs_set"})
        items = self.step("1.2", "1.3")
        self.assertIn("QueueSizeMax", named(items, "register", "renamed"))
        self.assertEqual(named(items, "field", "renamed"),
                         {"virtio_crypto_config.akcipher_algo", "virtio_pci_common_cfg.queue_notif_config_data",
                          "vq_config_block.max_queue_size", "vq_info_block.size", "vq_info_block_legacy.size"})

    def test_changed(self):
        items = self.step("1.2", "1.3")
        self.assertEqual(named(items, "constant", "changed"), {"VIRTIO_CRYPTO_MAX", "VIRTIO_NET_F_CTRL_RX_EXTRA"})
        items = self.step("1.1", "1.2")
        messages = {c["definition"]: c["message"] for c in items if c["what"] == "field"}
        self.assertIn("the same 3 bytes", messages["virtio_pci_cap.id"])
        self.assertIn("new at the end", messages["virtio_pci_common_cfg.queue_reset"])
        items = self.step("1.3", "1.4")
        self.assertIn("virtio_pci_cap64.offset_hi", named(items, "field", "changed"))
        self.assertEqual(named(items, "constant", "changed"), {"VIRTIO_CRYPTO_MAX"})

    def test_editions_agree_with_texts(self):
        """What is new by the registry is new by the texts, but for names that no text has."""
        for old, new in STEPS:
            texts = self.step(old, new)
            text = whole_text(self.edition(new))
            for what in ("constant", "record"):
                seen = named(texts, what, "added", "changed", "renamed")
                for name in named(changes(old, new), what, "added") - seen:
                    self.assertNotRegex(text, rf"#define\s+{name}\b|struct {name} \{{", (old, new))


if __name__ == "__main__":
    unittest.main()
