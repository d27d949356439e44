# SPDX-License-Identifier: BSD-3-Clause
"""etalon diff: one edit to a header each, and the class that it is told in; revisions and patches."""

import json
import os
import shutil
import subprocess
import unittest

from cmd_support import ROOT, TreeCase, run

try:
    import jsonschema
except ImportError:
    jsonschema = None

HEADER = """\
#ifndef VIRTIO_EXAMPLE_H
#define VIRTIO_EXAMPLE_H
#define VIRTIO_EXAMPLE_F_ONE 1
#define VIRTIO_EXAMPLE_F_TWO (1 << 2)
#define VIRTIO_EXAMPLE_CMD_A 0x10
#define VIRTIO_EXAMPLE_CMD_B 0x11
#define VIRTIO_EXAMPLE_S_X 0
#define VIRTIO_EXAMPLE_S_Y 1
#define VIRTIO_EXAMPLE_S_NR 2
#define VIRTIO_EXAMPLE_CODE(a, b) (((a) << 8) | (b))
enum virtio_example_kind { VIRTIO_EXAMPLE_K_A, VIRTIO_EXAMPLE_K_B };
struct virtio_example_hdr {
	__le32 type;
	__le32 flags;
	__le64 fence;
	__le32 padding;
	__le32 hash;
};
struct virtio_example_config {
	__le16 one;
	__virtio16 two;
	__u8 name[4];
};
typedef __u8 virtio_example_ack;
#endif
"""

# What to replace, by what, and (class, kind, definition) of all that is not compatible.
EDITS = {
    "value": ("F_ONE 1", "F_ONE 3", [("wire", "changed", "VIRTIO_EXAMPLE_F_ONE")]),
    "command": ("CMD_B 0x11", "CMD_B 0x12", [("wire", "changed", "VIRTIO_EXAMPLE_CMD_B")]),
    "enumerator between": ("{ VIRTIO_EXAMPLE_K_A,", "{ VIRTIO_EXAMPLE_K_A, VIRTIO_EXAMPLE_K_N,",
                           [("wire", "changed", "VIRTIO_EXAMPLE_K_B")]),
    "count": ("#define VIRTIO_EXAMPLE_S_NR 2", "#define VIRTIO_EXAMPLE_S_Z 2\n#define VIRTIO_EXAMPLE_S_NR 3",
              [("behaviour", "changed", "VIRTIO_EXAMPLE_S_NR")]),
    "constant gone": ("#define VIRTIO_EXAMPLE_CMD_A 0x10\n", "", [("source", "removed", "VIRTIO_EXAMPLE_CMD_A")]),
    "constant renamed": ("EXAMPLE_CMD_A", "EXAMPLE_CMD_ALPHA", [("source", "renamed", "VIRTIO_EXAMPLE_CMD_A")]),
    "other numbers": ("<< 8", "<< 16", [("wire", "changed", "VIRTIO_EXAMPLE_CODE")]),
    "parameters": ("CODE(a, b)", "CODE(a, b, c)", [("source", "changed", "VIRTIO_EXAMPLE_CODE")]),
    "macro to enumerator": ("#define VIRTIO_EXAMPLE_CMD_B 0x11", "enum { VIRTIO_EXAMPLE_CMD_B = 0x11 };",
                            [("behaviour", "changed", "VIRTIO_EXAMPLE_CMD_B")]),
    "fields swapped": ("\t__le32 type;\n\t__le32 flags;\n", "\t__le32 flags;\n\t__le32 type;\n",
                       [("wire", "moved", "virtio_example_hdr.type")]),
    "field between": ("\t__le64 fence;\n", "\t__le64 extra;\n\t__le64 fence;\n",
                      [("wire", "moved", "virtio_example_hdr.fence"),
                       ("behaviour", "changed", "virtio_example_hdr")]),
    "field at the end": ("\t__u8 name[4];\n", "\t__u8 name[4];\n\t__le32 more;\n",
                         [("behaviour", "changed", "virtio_example_config")]),
    "longer array": ("name[4]", "name[8]", [("behaviour", "changed", "virtio_example_config.name"),
                                            ("behaviour", "changed", "virtio_example_config")]),
    "field gone": ("\t__u8 name[4];\n", "", [("source", "removed", "virtio_example_config.name"),
                                             ("behaviour", "changed", "virtio_example_config")]),
    "field renamed": ("__le32 flags", "__le32 bits", [("source", "renamed", "virtio_example_hdr.flags")]),
    "field divided": ("\t__le32 hash;\n", "\t__le16 hash_lo;\n\t__le16 hash_hi;\n",
                      [("source", "renamed", "virtio_example_hdr.hash")]),
    "padding named": ("\t__le32 padding;\n", "\t__u8 ring_idx;\n\t__u8 padding[3];\n",
                      [("source", "changed", "virtio_example_hdr.padding")]),
    "size": ("__le16 one", "__le32 one", [("wire", "changed", "virtio_example_config.one"),
                                          ("behaviour", "changed", "virtio_example_config")]),
    "byte order": ("__le32 hash", "__be32 hash", [("wire", "changed", "virtio_example_hdr.hash")]),
    "legacy": ("__virtio16 two", "__le16 two", [("wire", "changed", "virtio_example_config.two")]),
    "sign": ("__u8 name", "__s8 name", [("wire", "changed", "virtio_example_config.name")]),
    "record gone": ("struct virtio_example_config {", "struct virtio_other {",
                    [("source", "renamed", "virtio_example_config")]),
    "typedef": ("typedef __u8 v", "typedef __u16 v", [("wire", "changed", "virtio_example_ack")]),
    "typedef gone": ("typedef __u8 virtio_example_ack;\n", "", [("source", "removed", "virtio_example_ack")]),
    "condition": ("#define VIRTIO_EXAMPLE_CMD_B 0x11\n",
                  "#ifdef EXTRA\n#define VIRTIO_EXAMPLE_CMD_B 0x11\n#endif\n",
                  [("source", "changed", "VIRTIO_EXAMPLE_CMD_B")]),
}
# The same header in other words.
SAME = {
    "comment": ("F_ONE 1", "F_ONE /* the first */ 1 // of them"),
    "blanks": ("F_ONE 1", "F_ONE\t\t\\\n  1"),
    "hexadecimal": ("F_ONE 1", "F_ONE 0x1"),
    "parentheses": ("F_ONE 1", "F_ONE (1)"),
    "bit": ("(1 << 2)", "BIT(2)"),
    "suffix": ("(1 << 2)", "(1ULL << 2)"),
    "order of macros": ("#define VIRTIO_EXAMPLE_CMD_A 0x10\n#define VIRTIO_EXAMPLE_CMD_B 0x11\n",
                        "#define VIRTIO_EXAMPLE_CMD_B 0x11\n#define VIRTIO_EXAMPLE_CMD_A 0x10\n"),
    "names of parameters": ("CODE(a, b) (((a) << 8) | (b))", "CODE(x, y) ((x) << 8 | (y))"),
    "other type of the same": ("__u8 name", "uint8_t name"),
    "members in one line": ("\t__le32 type;\n\t__le32 flags;\n", "\t__le32 type, flags;\n"),
    "guard": ("VIRTIO_EXAMPLE_H", "_LINUX_VIRTIO_EXAMPLE_H"),
    "alias kept": ("#define VIRTIO_EXAMPLE_CMD_A 0x10\n",
                   "#define VIRTIO_EXAMPLE_CMD_FIRST 0x10\n#define VIRTIO_EXAMPLE_CMD_A VIRTIO_EXAMPLE_CMD_FIRST\n"),
    "new constant": ("#define VIRTIO_EXAMPLE_CMD_A", "#define VIRTIO_EXAMPLE_CMD_NEW 9\n#define VIRTIO_EXAMPLE_CMD_A"),
}


class DiffCase(TreeCase):
    def setUp(self):
        super().setUp()
        self.sides = [os.path.join(self.folder, side, "linux") for side in ("old", "new")]
        for side in self.sides:
            os.makedirs(side)
            self.put(side, "virtio_example.h", HEADER)

    @staticmethod
    def put(side, name, text):
        with open(os.path.join(side, name), "w", encoding="utf-8") as file:
            file.write(text)

    def changes(self, *arguments):
        done = run("diff", "--format", "json", *arguments, *self.sides)
        self.assertIn(done.status, (0, 1), done.text)
        return done.json["changes"]

    def told(self):
        return sorted((change["class"], change["kind"], change["definition"])
                      for change in self.changes() if change["class"] != "compatible")


class Edits(DiffCase):
    def test_each(self):
        for name, (old, new, expected) in EDITS.items():
            with self.subTest(name):
                self.assertIn(old, HEADER)
                self.put(self.sides[1], "virtio_example.h", HEADER.replace(old, new, 1))
                self.assertEqual(self.told(), sorted(expected))

    def test_other_words(self):
        for name, (old, new) in SAME.items():
            with self.subTest(name):
                self.assertIn(old, HEADER)
                self.put(self.sides[1], "virtio_example.h", HEADER.replace(old, new))
                self.assertEqual(self.told(), [])

    def test_same(self):
        self.assertEqual(self.changes(), [])

    def test_moved_to_a_header_that_is_included(self):
        line = "#define VIRTIO_EXAMPLE_CMD_A 0x10\n"
        self.put(self.sides[0], "virtio_other.h", "#define VIRTIO_OTHER 1\n")
        self.put(self.sides[1], "virtio_other.h", "#define VIRTIO_OTHER 1\n" + line)
        self.put(self.sides[1], "virtio_example.h", HEADER.replace(line, "#include <linux/virtio_other.h>\n"))
        change, = self.changes()
        self.assertEqual((change["kind"], change["class"], change["aspect"]), ("moved", "compatible", "header"))

    def test_both_places(self):
        self.put(self.sides[1], "virtio_example.h", "\n" + HEADER.replace("F_ONE 1", "F_ONE 3"))
        change, = self.changes()
        self.assertEqual([change[side]["line"] for side in ("from", "to")], [3, 4])
        self.assertEqual([change[side]["value"] for side in ("from", "to")], [1, 3])

    def test_padding_became_two(self):
        self.put(self.sides[1], "virtio_example.h",
                 HEADER.replace("\t__le32 padding;\n", "\t__u8 ring_idx;\n\t__u8 padding[3];\n"))
        change = self.changes()[0]
        self.assertEqual(change["message"], "virtio_example_hdr.padding became ring_idx and padding[3]")

    def test_header_gone(self):
        self.put(self.sides[0], "virtio_gone.h", "#define VIRTIO_GONE 1\n")
        self.assertEqual(self.told(), [("source", "removed", "VIRTIO_GONE"), ("source", "removed", "virtio_gone.h")])

    def test_copies_stay_apart(self):
        for side, value in zip(self.sides, (1, 3)):
            os.makedirs(os.path.join(side, "copy"))
            self.put(side, "copy/virtio_example.h", HEADER.replace("F_ONE 1", f"F_ONE {value}"))
        change, = self.changes()
        self.assertEqual(change["to"]["file"], "copy/virtio_example.h")

    def test_status(self):
        self.put(self.sides[1], "virtio_example.h", HEADER.replace("name[4]", "name[8]"))
        self.assertEqual(run("diff", *self.sides).status, 0)
        self.assertEqual(run("diff", "--fail-on", "behaviour", *self.sides).status, 1)
        self.assertEqual(run("diff", "--fail-on", "never", *self.sides).status, 0)
        self.assertEqual(run("diff", self.sides[0]).status, 2)
        self.assertEqual(run("diff", self.sides[0], self.folder + "/none").status, 2)
        self.put(self.sides[1], "virtio_bad.h", "struct virtio_blk_config {\n\t__le32 a;\n\tint struct;\n};\n")
        self.assertEqual(run("diff", *self.sides).status, 2)

    def test_two_files(self):
        shutil.copy(os.path.join(self.sides[0], "virtio_example.h"), self.folder + "/a.h")
        self.put(self.folder, "b.h", HEADER.replace("F_ONE 1", "F_ONE 3"))
        done = run("diff", "a.h", "b.h", "--format", "gcc", cwd=self.folder)
        self.assertEqual(done.text, "b.h:3: warning: VIRTIO_EXAMPLE_F_ONE was 1, and is 3 now [wire]\n")

    def test_headers(self):
        for side, value in zip(self.sides, (1, 2)):
            self.put(side, "kvm.h", f"#define KVM_EXAMPLE {value}\n")
        self.assertEqual(self.changes(), [])
        self.assertEqual(len(self.changes("--headers", "kvm.h")), 1)

    def test_formats(self):
        self.put(self.sides[1], "virtio_example.h", "\n".join(
            HEADER.replace(old, new, 1) for old, new, _ in list(EDITS.values())[:1]).replace("hash;", "hash_value;"))
        done = run("diff", *self.sides, env={"COLUMNS": "80"})
        self.assertIn("wire value: VIRTIO_EXAMPLE_F_ONE", done.text)
        sarif = run("diff", "-f", "sarif", *self.sides).json
        self.assertEqual(sarif["runs"][0]["results"][0]["ruleId"], "wire")
        self.assertEqual(run("diff", *self.sides).out, run("diff", *self.sides).out)

    @unittest.skipUnless(jsonschema, "python3-jsonschema is not installed")
    def test_schema(self):
        with open(os.path.join(ROOT, "docs", "changes.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        for name, (old, new, _) in EDITS.items():
            with self.subTest(name):
                self.put(self.sides[1], "virtio_example.h", HEADER.replace(old, new, 1))
                jsonschema.validate(run("diff", "-f", "json", *self.sides).json, schema)


@unittest.skipUnless(shutil.which("git"), "git is not installed")
class Revisions(DiffCase):
    def git(self, *arguments):
        return subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=self.sides[0],
                              check=True, capture_output=True, env=dict(os.environ, HOME=self.folder)).stdout

    def setUp(self):
        super().setUp()
        self.git("init", "-q")
        self.git("add", ".")
        self.git("commit", "-qm", "one")
        self.put(self.sides[0], "virtio_example.h", HEADER.replace("F_ONE 1", "F_ONE 3"))

    def diff(self, *arguments, stdin=None):
        path = os.path.join(self.folder, "stdin")
        with open(path, "wb") as file:
            file.write(stdin or b"")
        with open(path, "rb") as file:
            return run("diff", "-f", "gcc", *arguments, cwd=self.sides[0], stdin=file)

    def expect(self, done):
        self.assertEqual(done.text, "virtio_example.h:3: warning: VIRTIO_EXAMPLE_F_ONE was 1, and is 3 now [wire]\n")
        self.assertEqual(done.status, 1)

    def test_patch(self):
        self.expect(self.diff("--patch", stdin=self.git("diff")))
        self.expect(self.diff("--patch", stdin=self.git("diff", "--no-prefix", "-U0")))

    def test_patch_that_is_still_to_come(self):
        patch = self.git("diff")
        self.git("checkout", "-q", ".")
        self.expect(self.diff("--patch", stdin=patch))

    def test_patch_that_fits_nowhere(self):
        patch = self.git("diff")
        self.put(self.sides[0], "virtio_example.h", "#define NOTHING 1\n")
        done = self.diff("--patch", stdin=patch)
        self.assertEqual(done.status, 2)
        self.assertIn("neither", done.text)

    def test_patch_of_lines_that_moved(self):
        patch = self.git("diff", "-U1")
        for line in (b"@@ -2,3 +2,3 @@", b"@@ -1,3 +1,3 @@", b"@@ -900000,3 +900000,3 @@"):
            moved = b"".join(line + b"\n" if each.startswith(b"@@") else each for each in patch.splitlines(True))
            self.expect(self.diff("--patch", stdin=moved))

    def test_series_of_patches(self):
        done = self.diff("--patch", stdin=self.git("diff") * 2)
        self.assertEqual(done.status, 2)
        self.assertIn("a second time", done.text)

    def test_patch_that_fits_almost_everywhere(self):
        self.put(self.sides[0], "virtio_example.h", "\n" * 100000)
        text = b"--- a/virtio_example.h\n+++ b/virtio_example.h\n@@ -1,50001 +1 @@\n" + b"-\n" * 50000 + b"-a\n+b\n"
        self.assertEqual(self.diff("--patch", stdin=text).status, 2)

    def test_hostile_patches(self):
        for path in ("/etc/virtio.h", "../virtio.h", "a/../../virtio.h"):
            done = self.diff("--patch", stdin=f"--- {path}\n+++ {path}\n@@ -1 +1 @@\n-a\n+b\n".encode())
            self.assertEqual(done.status, 2, path)
        for text in (b"nothing\n", b"--- a/virtio.h\n+++ b/virtio.h\n@@ -1,9999999 +1 @@\n-a\n",
                     b"diff --cc virtio.h\n", b"--- a/virtio.h\n+++ b/virtio.h\n@@ -99999999999 +1 @@\n"):
            self.assertEqual(self.diff("--patch", stdin=text).status, 2, text)

    def test_no_change(self):
        self.assertEqual(self.diff("--patch", stdin=b"").status, 0)

    def test_revisions(self):
        if "git" not in run("--version").text:
            self.skipTest("this build reads no git")
        self.expect(self.diff("HEAD"))
        self.git("commit", "-qam", "two")
        self.expect(self.diff("HEAD~1", "HEAD"))
        self.expect(self.diff("HEAD~1..HEAD"))


if __name__ == "__main__":
    unittest.main()
