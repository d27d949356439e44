# SPDX-License-Identifier: BSD-3-Clause
"""Input that is broken, hostile or just enormous: a clear message, the right status, in bounds.

Nothing here may crash, hang, or take memory out of proportion, and what could not be read is never
silently clean.
"""

import os
import shutil
import socket
import subprocess
import unittest

from etalon_run import PROGRAM, SANITIZED, TreeCase, run

GOOD = """\
#include <linux/virtio_types.h>
#define VIRTIO_BLK_F_MQ 12
struct virtio_blk_outhdr {
	__virtio32 type;
	__virtio32 ioprio;
	__virtio64 sector;
};
"""

# Seconds and MiB: generous, for busy machines; what is out of proportion is far beyond.
SECONDS = 120 if SANITIZED else 30
MEGABYTES = 512


class BadInput(TreeCase):
    def check(self, *arguments, status, says=(), megabytes=MEGABYTES, **options):
        """Checks the tree (or the arguments): no crash, in bounds, this status, these words."""
        done = run("check", *(arguments or (self.tree,)), timeout=SECONDS, memory=megabytes * 4, **options)
        allowed = status if isinstance(status, tuple) else (status,)
        self.assertGreaterEqual(done.status, 0, f"killed by signal {-done.status} after {done.seconds:.1f} s\n{done.text[-2000:]}")
        self.assertIn(done.status, allowed, done.text[-3000:])
        if not SANITIZED:
            self.assertLess(done.megabytes, megabytes)
        for words in [says] if isinstance(says, str) else says:
            self.assertIn(words, done.text[-20000:])
        if done.status == 2:
            self.assertTrue(done.err.strip() or done.out.strip(), "status 2 and no word about why")
        return done

    def both(self, **options):
        """The same once more as JSON, which has to be valid whatever happened."""
        done = self.check(**options)
        json = run("check", "--format", "json", self.tree, timeout=SECONDS)
        self.assertEqual(json.status, done.status, json.text[-2000:])
        return done, json.json


class Files(BadInput):
    def test_nothing_there(self):
        self.check(self.folder + "/none", status=2, says="none")

    def test_no_such_file_in_json(self):
        done = run("check", "--format", "json", self.folder + "/none")
        self.assertEqual(done.status, 2)
        self.assertEqual(done.json["findings"], [])

    def test_empty_folder(self):
        self.check(status=2)

    def test_empty_file(self):
        self.write("virtio_blk.h", "")
        self.check(status=2)

    def test_empty_file_beside_a_good_one(self):
        self.write("virtio_net.h", "")
        self.write("virtio_blk.h", GOOD)
        self.both(status=0)

    def test_good(self):
        """What the other cases start from is clean."""
        self.write("virtio_blk.h", GOOD)
        self.both(status=0)

    def test_binary(self):
        self.write("virtio_blk.h", os.urandom(100000).replace(b"\0", b"\1") + b"\0" * 1000)
        self.check(status=2)

    def test_binary_beside_a_good_one(self):
        self.write("virtio_net.h", b"\x7fELF\0\0\0\0" * 1000)
        self.write("virtio_blk.h", GOOD)
        _, json = self.both(status=(0, 2))
        self.assertTrue(json["trees"][0]["skipped"] or json["unread"], json["trees"])

    def test_program_itself(self):
        shutil.copy(PROGRAM, self.tree + "/virtio_blk.h")
        self.check(status=2)

    def test_utf16(self):
        self.write("virtio_blk.h", GOOD.encode("utf-16"))
        self.check(status=2)

    def test_nul_in_the_middle(self):
        self.write("virtio_blk.h", GOOD.encode() + b"\0\0\0\n" + GOOD.replace("12", "13").encode())
        self.check(status=(0, 1, 2))

    def test_unreadable(self):
        self.write("virtio_net.h", GOOD)
        path = self.write("virtio_blk.h", GOOD)
        os.chmod(path, 0)
        self.unprivileged()
        self.check(status=2, says="virtio_blk.h", unprivileged=True)

    def test_unreadable_folder(self):
        self.write("virtio_blk.h", GOOD)
        os.mkdir(self.tree + "/inside")
        os.chmod(self.tree + "/inside", 0)
        self.unprivileged()
        self.check(status=(0, 2), says="inside", unprivileged=True)

    def unprivileged(self):
        """Permissions mean nothing to root: another user has to be able to run the program."""
        if os.geteuid() == 0:
            try:
                done = run("--version", unprivileged=True)
            except (PermissionError, subprocess.SubprocessError) as error:
                self.skipTest(f"as root, and nobody cannot run the program: {error}")
            if done.status:
                self.skipTest("as root, and nobody cannot run the program")

    def test_a_gigabyte(self):
        path = self.write("virtio_blk.h", GOOD)
        os.truncate(path, 1 << 30)
        self.check(status=2, says="virtio_blk.h", megabytes=128)

    def test_a_gigabyte_by_name(self):
        path = self.write("virtio_blk.h", GOOD)
        os.truncate(path, 1 << 30)
        self.check(path, status=2, says="virtio_blk.h", megabytes=128)

    def test_folder_loops(self):
        self.write("virtio_blk.h", GOOD)
        os.symlink("..", self.tree + "/up")
        os.symlink(".", self.tree + "/here")
        os.symlink("/", self.tree + "/root")
        os.symlink("round", self.tree + "/round")
        self.both(status=0)

    def test_dangling_link(self):
        self.write("virtio_blk.h", GOOD)
        os.symlink("/nowhere/virtio_net.h", self.tree + "/virtio_net.h")
        _, json = self.both(status=(0, 2))
        self.assertTrue(json["trees"][0]["skipped"] or json["unread"], json["trees"])

    def test_link_to_itself(self):
        self.write("virtio_blk.h", GOOD)
        os.symlink("virtio_net.h", self.tree + "/virtio_net.h")
        self.both(status=(0, 2))

    def test_fifo(self):
        self.write("virtio_blk.h", GOOD)
        os.mkfifo(self.tree + "/virtio_net.h")
        self.both(status=(0, 2))

    def test_fifo_by_name(self):
        os.mkfifo(self.tree + "/virtio_net.h")
        self.check(self.tree + "/virtio_net.h", status=2, says="virtio_net.h")

    def test_socket(self):
        self.write("virtio_blk.h", GOOD)
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(self.tree + "/virtio_net.h")
            self.both(status=(0, 2))

    def test_devices(self):
        for path in ("/dev/null", "/dev/zero", "/dev/stdin", "/dev/full"):
            with self.subTest(path=path):
                self.check(path, status=2)

    def test_folder_with_a_headers_name(self):
        self.write("virtio_blk.h", GOOD)
        os.mkdir(self.tree + "/virtio_net.h")
        self.both(status=0)

    def test_name_that_is_no_text(self):
        """JSON is UTF-8, and terminals are not to be written to by names of files."""
        folder = os.fsencode(self.tree) + b"/virtio\xff\n\x1b[31m\""
        os.mkdir(folder)
        with open(folder + b"/virtio_blk.h", "wb") as file:
            file.write(GOOD.replace("12", "13").encode())
        done, json = self.both(status=1)
        self.assertEqual(len([item for item in json["findings"] if item["rule"] == "W101"]), 1)
        self.assertNotIn(b"\x1b", done.out + done.err)
        for form in ("sarif", "gcc"):
            self.assertNotIn(b"\x1b", run("check", "--format", form, self.tree).out)

    def test_deep_folders(self):
        """Paths longer than the system takes in one call."""
        self.write("virtio_blk.h", GOOD)
        here = os.getcwd()
        try:
            os.chdir(self.tree)
            for _ in range(60):
                os.mkdir("d" * 200)
                os.chdir("d" * 200)
            with open("virtio_net.h", "w", encoding="utf-8") as file:
                file.write(GOOD)
        finally:
            os.chdir(here)
        self.check(status=(0, 1, 2))
        subprocess.run(["rm", "-rf", self.tree], check=True)

    def test_many_files(self):
        for number in range(5000):
            self.write(f"d{number % 100}/virtio_{number}.h", "")
        self.write("virtio_blk.h", GOOD)
        self.both(status=0)

    def test_same_tree_twice(self):
        self.write("virtio_blk.h", GOOD)
        self.check(self.tree, self.tree, status=0)

    def test_full_disk(self):
        self.write("virtio_blk.h", GOOD.replace("12", "13"))
        with open("/dev/full", "wb") as full:
            done = run("check", self.tree, stdout=full)
        self.assertEqual(done.status, 2)
        self.assertTrue(done.err)

    def test_output_to_a_folder_that_is_not(self):
        self.write("virtio_blk.h", GOOD)
        self.check("--output", self.folder + "/none/report", self.tree, status=2, says="none/report")

    def test_closed_pipe(self):
        """A reader that goes away, as head does, is no fault: no message, no crash."""
        self.write("virtio_blk.h", GOOD + "".join(f"#define VIRTIO_BLK_F_X{number} {number}\n" for number in range(20000)))
        reader, writer = os.pipe()
        os.close(reader)
        try:
            done = run("check", self.tree, stdout=writer, timeout=SECONDS)
        finally:
            os.close(writer)
        self.assertIn(done.status, (0, -13))
        self.assertEqual(done.err, b"")


class Text(BadInput):
    """Headers that are no C, or no C that any compiler would take."""

    def header(self, text, **options):
        self.write("virtio_blk.h", text)
        return self.check(**options)

    def test_brace_never_closed(self):
        self.header(GOOD + "struct virtio_blk_config {\n\t__virtio64 capacity;\n", status=2, says="virtio_blk.h:")

    def test_brace_never_opened(self):
        self.header("}}}\n};\n" + GOOD, status=(0, 2))

    def test_member_that_is_none(self):
        self.header(GOOD + "struct virtio_blk_config {\n\t__virtio64 ?? capacity;\n\t)(;\n};\n", status=2,
                    says="virtio_blk.h:8")

    def test_condition_never_closed(self):
        self.header("#if 1\n#ifdef X\n" + GOOD, status=(0, 2))

    def test_condition_never_opened(self):
        self.header("#endif\n#else\n#elif 3\n" + GOOD, status=(0, 2))

    def test_comment_never_closed(self):
        self.header(GOOD + "/* and so on\nstruct virtio_blk_config {\n", status=(0, 2))

    def test_string_never_closed(self):
        self.header(GOOD + '#define VIRTIO_BLK_NAME "abc\n' + "static char *x = \"\n;", status=(0, 2))

    def test_ends_in_the_middle(self):
        """Every prefix of a header: some can be read, none may crash."""
        for length in range(0, len(GOOD), 3):
            with self.subTest(length=length):
                self.header(GOOD[:length], status=(0, 1, 2))

    def test_macro_of_itself(self):
        self.header(GOOD + "#define VIRTIO_BLK_F_ME VIRTIO_BLK_F_ME\n#define VIRTIO_BLK_F_A VIRTIO_BLK_F_B\n"
                    "#define VIRTIO_BLK_F_B (VIRTIO_BLK_F_A + 1)\nenum { VIRTIO_BLK_F_E = VIRTIO_BLK_F_E };\n",
                    status=(0, 2))

    def test_macro_bomb(self):
        """Each macro is two of the next: 2^100 in all."""
        bomb = "".join(f"#define B{number} (B{number + 1} + B{number + 1})\n" for number in range(100))
        self.header(GOOD + bomb + "#define B100 1\n#define VIRTIO_BLK_F_BOMB B0\n"
                    "struct virtio_blk_bomb {\n\t__u8 data[B0];\n};\n", status=(0, 2))

    def test_function_macro_bomb(self):
        bomb = "".join(f"#define F{number}(x) F{number + 1}(F{number + 1}(x))\n" for number in range(60))
        self.header(GOOD + bomb + "#define F60(x) ((x) + 1)\n#define VIRTIO_BLK_F_BOMB F0(0)\n", status=(0, 2))

    def test_token_paste_bomb(self):
        bomb = "".join(f"#define P{number}(x) P{number + 1}(x ## x)\n" for number in range(40))
        self.header(GOOD + bomb + "#define P40(x) x\n#define VIRTIO_BLK_F_BOMB P0(a)\n", status=(0, 2))

    def test_record_in_itself(self):
        self.header(GOOD + "struct virtio_blk_a { struct virtio_blk_b b; };\nstruct virtio_blk_b { struct virtio_blk_a a; };\n"
                    "struct virtio_blk_c { struct virtio_blk_c c[4]; };\n", status=(0, 2))

    def test_record_bomb(self):
        """Each record has two of the next: 2^40 leaves."""
        bomb = "".join(f"struct virtio_blk_r{number} {{ struct virtio_blk_r{number - 1} a, b; }};\n" for number in range(1, 40))
        self.header(GOOD + "struct virtio_blk_r0 { __u8 x; };\n" + bomb, status=(0, 2))

    def test_typedef_of_itself(self):
        self.header(GOOD + "typedef a b;\ntypedef b a;\nstruct virtio_blk_config { a capacity; };\n", status=(0, 1, 2))

    def test_huge_numbers(self):
        self.header(GOOD + "#define VIRTIO_BLK_F_HUGE " + "9" * 100000 + "\n#define VIRTIO_BLK_F_SHIFT (1 << 1000000)\n"
                    "#define VIRTIO_BLK_F_DIV (1 / 0)\n#define VIRTIO_BLK_F_MOD (1 % 0)\n"
                    "#define VIRTIO_BLK_F_MIN ((-9223372036854775807LL - 1) / -1)\n"
                    "#define VIRTIO_BLK_F_NEG (1 << -1)\n"
                    "struct virtio_blk_huge { __u8 a[0xffffffffffffffff]; __u64 b[0x7fffffffffffffff]; __u8 c[-1]; int d : 4000000000; };\n",
                    status=(0, 2))

    def test_names_of_a_megabyte(self):
        name = "VIRTIO_BLK_F_" + "N" * (1 << 20)
        self.header(GOOD + f"#define {name} 1\nstruct virtio_blk_{'s' * (1 << 20)} {{ __u8 {'f' * (1 << 20)}; }};\n", status=(0, 2))

    def test_a_line_of_megabytes(self):
        self.header(GOOD + "#define VIRTIO_BLK_F_LONG " + "1+" * 2000000 + "1\n", status=(0, 2))

    def test_continued_for_megabytes(self):
        self.header(GOOD + "#define VIRTIO_BLK_F_LONG \\\n" + "\\\n" * 3000000 + "1\n", status=(0, 2))

    def test_backslash_at_the_end(self):
        self.header(GOOD + "#define VIRTIO_BLK_F_END 1 \\", status=(0, 2))

    def test_many_conditions_on_one_definition(self):
        depth = 2000
        self.header("".join(f"#if defined(A{number}) && B{number} > 3\n" for number in range(depth)) + GOOD + "#endif\n" * depth,
                    status=(0, 2))

    def test_many_branches(self):
        branches = "".join(f"#elif X == {number}\n#define VIRTIO_BLK_F_MANY {number}\n" for number in range(1, 5000))
        self.header(GOOD + "#if X == 0\n#define VIRTIO_BLK_F_MANY 0\n" + branches + "#endif\n", status=(0, 1, 2))

    def test_a_million_deep(self):
        deep = 1000000
        for what, text in (
                ("struct", "struct virtio_blk_deep { " + "struct { " * deep),
                ("struct, closed", "struct virtio_blk_deep { " + "struct { " * deep + "int x; " + "}; " * deep + "};"),
                ("parenthesis", "#define VIRTIO_BLK_F_DEEP " + "(" * deep + "1" + ")" * deep + "\n"),
                ("minus", "#define VIRTIO_BLK_F_DEEP " + "- " * deep + "1\n"),
                ("question", "#define VIRTIO_BLK_F_DEEP " + "1 ? 1 : " * deep + "1\n"),
                ("brace", "{" * deep + "\n"),
                ("bracket", "struct virtio_blk_deep { __u8 x" + "[" * deep + "1" + "]" * deep + "; };\n"),
                ("dimension", "struct virtio_blk_deep { __u8 x" + "[2]" * deep + "; };\n"),
                ("pointer", "struct virtio_blk_deep { __u8 " + "*" * deep + "x; };\n"),
                ("condition", "#if X\n" * deep),
                ("expression of a condition", "#if " + "(" * deep + "X\n#endif\n"),
                ("enum", "enum virtio_blk_deep { " + "VIRTIO_BLK_D = (" * deep + "\n"),
                ("attribute", "struct virtio_blk_deep { __u8 x; } __attribute__(" + "(" * deep + "\n")):
            with self.subTest(what=what):
                self.header(GOOD + text, status=(0, 2))

    def test_100000_findings(self):
        names = "".join(f"#define VIRTIO_BLK_F_V{number} {number % 60}\n" for number in range(100000))
        self.header(GOOD + names, status=0)
        done = run("check", "--format", "json", self.tree, timeout=SECONDS)
        self.assertEqual(done.status, 0)
        self.assertGreaterEqual(len([item for item in done.json["findings"] if item["rule"] == "A301"]), 100000)
        self.assertLess(done.megabytes, MEGABYTES if not SANITIZED else 8192)

    def test_100000_errors(self):
        """Messages are limited, and their number is told."""
        self.header(GOOD + "struct virtio_blk_bad { ) };\n" * 100000, status=2)

    def test_text_of_a_terminal(self):
        """Control characters of a header do not reach a terminal."""
        done = self.header(GOOD + "#define VIRTIO_BLK_F_E 99 /* \x1b[2J */ \x1b]0;x\x07\nstruct virtio_blk_\x1b[31m { \x1b };\n",
                           status=(0, 2))
        self.assertNotIn(b"\x1b", done.out + done.err)


class Waivers(BadInput):
    """The tree's own etalon.yaml."""

    def waivers(self, text, **options):
        self.write("virtio_blk.h", GOOD)
        self.write("etalon.yaml", text)
        return self.check(**options)

    def test_empty(self):
        self.waivers("", status=(0, 2))

    def test_no_yaml(self):
        self.waivers("{{{ [ : - \t\n", status=2, says="etalon.yaml")

    def test_binary(self):
        self.waivers(os.urandom(4096), status=2, says="etalon.yaml")

    def test_another_shape(self):
        for text in ("- a\n- b\n", "waivers: 3\n", "waivers: [3]\n", "waivers: {a: b}\n", "unknown: []\n", "waivers: [{}]\n",
                     "'': ''\n", "? [a]\n: b\n", "--- a\n--- b\n"):
            with self.subTest(text=text):
                self.waivers(text, status=2, says="etalon.yaml")

    def test_no_utf8(self):
        """Found by fuzzing: libfyaml 0.7 never comes back from the first of these."""
        for text in (b"%YAM\xb4\xae", b"waivers: []\n# \xff\n", b"%\xc3", b"\xef\xbb\xbf%YAML 9.9\n---\n"):
            with self.subTest(text=text):
                self.waivers(text, status=(0, 2))

    def test_billion_laughs(self):
        text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for number in range(1, 30):
            text += f"a{number}: &a{number} [" + ", ".join([f"*a{number - 1}"] * 9) + "]\n"
        self.waivers(text + "waivers: *a29\n", status=2, says="etalon.yaml")

    def test_merge_bomb(self):
        text = "a0: &a0 {x: 1}\n"
        for number in range(1, 40):
            text += f"a{number}: &a{number} {{<<: [*a{number - 1}, *a{number - 1}], y{number}: *a{number - 1}}}\n"
        self.waivers(text + "waivers: [*a39]\n", status=2, says="etalon.yaml")

    def test_alias_of_itself(self):
        self.waivers("waivers: &a [*a]\n", status=2, says="etalon.yaml")

    def test_deep(self):
        for what, text in (("sequence", "[" * 1000000), ("mapping", "{a: " * 1000000), ("lines", "".join(" " * n + "a:\n" for n in range(3000))),
                           ("dashes", "- " * 100000 + "a\n")):
            with self.subTest(what=what):
                self.waivers("waivers: " + text if what != "dashes" else text, status=2, says="etalon.yaml")

    def test_a_gigabyte(self):
        path = self.write("etalon.yaml", "waivers: []\n")
        os.truncate(path, 1 << 30)
        self.write("virtio_blk.h", GOOD)
        self.check(status=2, says="etalon.yaml", megabytes=128)

    def test_a_fifo(self):
        os.mkfifo(self.tree + "/etalon.yaml")
        self.write("virtio_blk.h", GOOD)
        self.check(status=2, says="etalon.yaml")

    def test_a_megabyte_of_reason(self):
        self.waivers("waivers:\n  - rule: W101\n    definition: VIRTIO_BLK_F_MQ\n    reason: " + "r" * (1 << 20) + "\n",
                     status=(0, 2))


class Baselines(BadInput):
    """--baseline: a document that should be etalon's own."""

    def test_no_document(self):
        self.write("virtio_blk.h", GOOD)
        for text in (b"", b"{", b"[]", b"{}", b"null", b'{"schema": "etalon.changes/1"}', b"\xff\xfe", b"[" * 1000000,
                     b'{"a":' * 1000000, b'{"schema": "etalon.findings/1", "findings": 3}', b'"' + b"\\u0000" * 100000):
            with self.subTest(text=text[:40]):
                path = os.path.join(self.folder, "baseline.json")
                with open(path, "wb") as file:
                    file.write(text)
                self.check("--baseline", path, self.tree, status=2, says="baseline.json")


class Arguments(BadInput):
    def test_usage(self):
        for arguments in (("--format", "xml"), ("--fail-on", "sometimes"), ("--abi", "pdp11"), ("--edition", "9.9"),
                          ("--rule", "X999"), ("--interface", "none"), ("--dialect", "klingon"), ("--nonsense",), ("--format",),
                          ("--format", "x" * 100000)):
            with self.subTest(arguments=[argument[:20] for argument in arguments]):
                self.write("virtio_blk.h", GOOD)
                self.check(*arguments, self.tree, status=2)

    def test_names_that_are_none(self):
        for name in ("", "\x1b[31m", "\xff", "%s%n", "N" * 100000, "virtio_blk_config.", ".", ".."):
            with self.subTest(name=name[:20]):
                done = run("show", name)
                self.assertEqual(done.status, 2, done.text[-500:])
                self.assertNotIn(b"\x1b", done.out + done.err)


if __name__ == "__main__":
    unittest.main()
