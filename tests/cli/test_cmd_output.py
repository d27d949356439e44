# SPDX-License-Identifier: BSD-3-Clause
"""Where output goes and what becomes of it: pipes, full devices, files, terminals."""

import os
import resource
import signal
import subprocess
import unittest

from cmd_support import (CLEAN, PROGRAM, WRONG, TreeCase, environment, plain, run,
                         run_in_terminal)


class Status(TreeCase):
    def test_clean(self):
        self.write("virtio_blk.h", CLEAN)
        self.assertEqual(run("check", self.tree).status, 0)

    def test_findings(self):
        self.write("virtio_blk.h", WRONG)
        self.assertEqual(run("check", self.tree).status, 1)

    def test_threshold(self):
        self.write("virtio_blk.h", CLEAN)
        self.assertEqual(run("check", "--fail-on", "acceptance", self.tree).status, 0)
        self.assertEqual(run("check", "--fail-on", "freshness", self.tree).status, 1)
        self.write("virtio_blk.h", WRONG)
        self.assertEqual(run("check", "--fail-on", "never", self.tree).status, 0)

    def test_the_format_never_changes_it(self):
        for text, status in ((CLEAN, 0), (WRONG, 1), ("int x;\n", 2)):
            self.write("virtio_blk.h", text)
            for form in ("text", "json", "sarif", "gcc"):
                self.assertEqual(run("check", "-f", form, self.tree).status, status, form)

    def test_nothing_recognised(self):
        done = run("check", self.tree)
        self.assertEqual(done.status, 2)
        self.assertIn("error", done.text)

    def test_no_such_tree(self):
        done = run("check", os.path.join(self.folder, "nowhere"))
        self.assertEqual(done.status, 2)
        self.assertIn("nowhere: No such file or directory", done.err.decode())
        self.assertEqual(done.out, b"")

    def test_trouble_wins_over_findings(self):
        self.write("virtio_blk.h", WRONG)
        done = run("check", self.tree, os.path.join(self.folder, "nowhere"))
        self.assertEqual(done.status, 2)
        self.assertIn("W101", done.text)

    def test_current_directory(self):
        self.write("virtio_blk.h", WRONG)
        done = run("check", "-f", "gcc", cwd=self.tree)
        self.assertEqual(done.status, 1)
        self.assertTrue(done.out.startswith(b"virtio_blk.h:4: warning: "), done.text)

    def test_known_names(self):
        self.assertEqual(run("show", "VIRTIO_BLK_F_MQ").status, 0)
        self.assertEqual(run("show", "VIRTIO_BLK_F_MQ", "VIRTIO_BLK_F_MQQ").status, 2)
        self.assertEqual(run("list", "blk").status, 0)
        self.assertEqual(run("list", "blkk").status, 2)
        self.assertEqual(run("explain", "W101", "w102").status, 0)
        self.assertEqual(run("explain").status, 0)


class Streams(TreeCase):
    COMMANDS = [["show", "net"], ["list", "net"], ["explain", "W101"], ["--help"], ["help", "check"],
                ["--version"], ["completion", "bash"]]

    def commands(self):
        self.write("virtio_blk.h", WRONG)
        return [(arguments, 0) for arguments in self.COMMANDS] + \
            [(["check", "-f", form, self.tree], 1) for form in ("text", "json", "sarif", "gcc")]

    def test_closed_pipe_is_no_error(self):
        for arguments, status in self.commands():
            reader, writer = os.pipe()
            os.close(reader)
            done = run(*arguments, stdout=writer)
            os.close(writer)
            self.assertEqual((done.status, done.err), (status, b""), arguments)

    def test_full_device(self):
        for arguments, _ in self.commands():
            with open("/dev/full", "wb") as full:
                done = run(*arguments, stdout=full)
            self.assertEqual(done.status, 2, arguments)
            self.assertEqual(done.err, b"etalon: standard output: No space left on device\n")

    def test_closed_standard_output(self):
        for arguments, _ in self.commands():
            done = subprocess.run([PROGRAM, *arguments], stderr=subprocess.PIPE, check=False,
                                  preexec_fn=lambda: os.close(1))
            self.assertEqual(done.returncode, 2, arguments)
            self.assertEqual(done.stderr, b"etalon: standard output: Bad file descriptor\n")

    def test_closed_standard_error(self):
        done = subprocess.run([PROGRAM, "check", self.tree + "/nowhere"], stdout=subprocess.PIPE,
                              check=False, preexec_fn=lambda: os.close(2))
        self.assertEqual((done.returncode, done.stdout), (2, b""))

    def test_nothing_is_said_on_standard_error(self):
        for arguments, status in self.commands():
            done = run(*arguments)
            self.assertEqual((done.status, done.err), (status, b""), arguments)


class OutputFile(TreeCase):
    def setUp(self):
        super().setUp()
        self.write("virtio_blk.h", WRONG)
        self.target = os.path.join(self.folder, "report.json")

    def check(self, *arguments, **options):
        return run("check", "-f", "json", "-o", self.target, *arguments, self.tree, **options)

    def read(self):
        with open(self.target, "rb") as file:
            return file.read()

    def leftovers(self):
        return sorted(set(os.listdir(self.folder)) - {"linux", "report.json"})

    def test_has_what_standard_output_would(self):
        done = self.check()
        self.assertEqual((done.status, done.out, done.err), (1, b"", b""))
        self.assertEqual(self.read(), run("check", "-f", "json", self.tree).out)
        self.assertEqual(self.leftovers(), [])
        mask = os.umask(0)
        os.umask(mask)
        self.assertEqual(os.stat(self.target).st_mode & 0o777, 0o666 & ~mask)

    def test_replaces_and_keeps_the_mode(self):
        with open(self.target, "wb") as file:
            file.write(b"before")
        os.chmod(self.target, 0o640)
        self.assertEqual(self.check().status, 1)
        self.assertTrue(self.read().startswith(b"{\n"))
        self.assertEqual(os.stat(self.target).st_mode & 0o777, 0o640)

    def test_a_link_stays_one(self):
        real = os.path.join(self.tree, "real.json")
        with open(real, "wb") as file:
            file.write(b"before")
        os.symlink(real, self.target)
        self.assertEqual(self.check().status, 1)
        self.assertTrue(os.path.islink(self.target))
        self.assertTrue(self.read().startswith(b"{\n"))

    def test_is_whole_or_not_at_all(self):
        with open(self.target, "wb") as file:
            file.write(b"before")

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))

        done = subprocess.run([PROGRAM, "check", "-f", "json", "-o", self.target, self.tree],
                              capture_output=True, check=False, preexec_fn=limit)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"report.json: File too large", done.stderr)
        self.assertEqual(self.read(), b"before")
        self.assertEqual(self.leftovers(), [])

    def test_no_such_folder(self):
        self.target = os.path.join(self.folder, "nowhere", "report.json")
        done = self.check()
        self.assertEqual(done.status, 2)
        self.assertIn(b"No such file or directory", done.err)

    def test_a_folder(self):
        self.target = self.folder
        done = self.check()
        self.assertEqual(done.status, 2)
        self.assertIn(b"Is a directory", done.err)

    def test_devices_are_written_in_place(self):
        self.target = "/dev/null"
        self.assertEqual(self.check().status, 1)
        self.target = "/dev/full"
        done = self.check()
        self.assertEqual(done.status, 2)
        self.assertIn(b"/dev/full: No space left on device", done.err)

    def test_dash_is_standard_output(self):
        self.target = "-"
        self.assertTrue(self.check().out.startswith(b"{\n"))

    def test_has_no_colors(self):
        run_in_terminal("check", "-o", self.target, self.tree)
        self.assertNotIn(b"\x1b", self.read())


class Terminal(TreeCase):
    def setUp(self):
        super().setUp()
        self.write("virtio_blk.h", WRONG)

    def test_colors(self):
        self.assertIn("\x1b[", run_in_terminal("check", self.tree)[1])
        self.assertIn("\x1b[", run_in_terminal("show", "blk")[1])
        self.assertNotIn("\x1b", run_in_terminal("check", "--color", "never", self.tree)[1])
        self.assertNotIn("\x1b", run_in_terminal("check", self.tree, NO_COLOR="1")[1])
        self.assertIn("\x1b[", run_in_terminal("check", self.tree, NO_COLOR="")[1])
        self.assertNotIn("\x1b", run_in_terminal("check", self.tree, TERM="dumb")[1])
        self.assertNotIn("\x1b", run_in_terminal("check", self.tree, TERM=None)[1])
        self.assertIn(b"\x1b[", run("check", "--color=always", self.tree).out)
        done = subprocess.run([PROGRAM, "check", self.tree], env=environment(), capture_output=True,
                              check=False)
        self.assertNotIn(b"\x1b", done.stdout)

    def test_colors_change_nothing_else(self):
        for arguments in (["check", self.tree], ["show", "net"], ["list"], ["show", "nonesuch"]):
            colored = run_in_terminal(*arguments)
            bare = run_in_terminal(*arguments, NO_COLOR="1")
            self.assertEqual((colored[0], plain(colored[1])), bare, arguments)

    def test_no_line_is_wider(self):
        names = run("list").out.decode().split("\n")
        names = [line.split()[0] for line in names if line]
        for columns in (60, 80, 120):
            for arguments in (["check", self.tree], ["check", "--freshness", self.tree],
                              ["check", "-s", self.tree], ["list"], ["list", *names],
                              ["show", *names], ["explain"], ["help", "check"],
                              ["show", "virtio_net_hdr", "virtio_scsi_req_cmd", "VIRTIO_NET_F_CTRL_VQ"],
                              ["explain", "W101", "W103", "S202", "A301", "F405"],
                              ["show", "VIRTIO_" + "X" * 200]):
                status, text = run_in_terminal(*arguments, columns=columns)
                self.assertIn(status, (0, 1, 2))
                for line in plain(text).splitlines():
                    self.assertLessEqual(len(line), columns, (arguments[:2], line))

    def test_columns_wins_over_the_terminal(self):
        _, text = run_in_terminal("check", "--freshness", self.tree, columns=200, COLUMNS="60")
        self.assertLessEqual(max(map(len, plain(text).splitlines())), 60)
        wide = run("check", "--freshness", self.tree, env={"COLUMNS": ""}).out.decode()
        narrow = run("check", "--freshness", self.tree, env={"COLUMNS": "60"}).out.decode()
        self.assertGreater(max(map(len, wide.splitlines())), 60)
        self.assertLessEqual(max(map(len, narrow.splitlines())), 60)
        self.assertEqual("".join(wide.split()), "".join(narrow.split()))

    def test_columns_that_are_no_number(self):
        for value in ("", "0", "-5", "80x", "99999999999999999999"):
            self.assertEqual(run("list", env={"COLUMNS": value}).status, 0)


if __name__ == "__main__":
    unittest.main()
