# SPDX-License-Identifier: BSD-3-Clause
"""etalon show, etalon list, etalon explain: what they say about the standard."""

import os
import re
import unittest

from cmd_support import ROOT, plain, run, run_in_terminal


def show(*names):
    done = run("show", *names)
    return done.status, done.out.decode()


class Show(unittest.TestCase):
    def check_lines(self, name, *patterns):
        """Each pattern is found at the beginning of a line; returns the text."""
        status, text = show(name)
        self.assertEqual(status, 0)
        for pattern in patterns:
            self.assertRegex(text, "(?m)^" + pattern)
        return text

    def test_feature(self):
        text = self.check_lines("VIRTIO_BLK_F_MQ", r"  value +bit 12, mask 0x1000$", r"  section +Feature bits$",
                                r"  text +device-types/blk/description\.tex:[0-9]+$",
                                r"  label +sec:Device Types / Block Device / Feature bits$",
                                r"  virtio_blk_config\.num_queues +field$")
        self.assertTrue(text.startswith("VIRTIO_BLK_F_MQ: feature bit in blk (Block Device)\n"))

    def test_any_case_and_any_spelling(self):
        expected = show("VIRTIO_BLK_F_FLUSH")
        self.assertEqual(show("virtio_blk_f_flush"), expected)
        self.assertEqual(show("VIRTIO_BLK_F_WCE"), expected)
        self.assertEqual(show("struct virtio_blk_config"), show("virtio_blk_config"))
        self.assertEqual(show("virtio-blk"), show("blk"))
        self.assertEqual(show("virtio_blk.h"), show("blk"))

    def test_record(self):
        text = self.check_lines("virtio_blk_config", r"  OFFSET  SIZE  FIELD", r" +0 +8  le64 capacity",
                                r" +16 +4  struct virtio_blk_geometry geometry +ro +VIRTIO_BLK_F_GEOMETRY$",
                                r" +16 +2    le16 cylinders", r" +32 +1  u8 writeback +rw ")
        self.assertTrue(text.startswith("virtio_blk_config: configuration space in blk"))

    def test_message(self):
        # Each part is counted from its own start.
        self.check_lines("virtio_scsi_req_cmd", r"  the device reads:$",
                         r" +19 \+ cdb_size +4  le32 pi_bytesout +VIRTIO_SCSI_F_T10_PI$",
                         r"  the device writes:\n +0 +4  le32 sense_len$",
                         r"  views +struct virtio_scsi_cmd_req$")

    def test_field(self):
        self.check_lines("virtio_blk_config.writeback", r"  type +u8 writeback$", r"  offset +32$",
                         r"  when +VIRTIO_BLK_F_CONFIG_WCE$")

    def test_register(self):
        self.check_lines("magicvalue", r"  offset +0x000, 0$", r"  width +4 bytes$")

    def test_command(self):
        self.check_lines("VIRTIO_GPU_CMD_GET_DISPLAY_INFO", r"  virtqueue +controlq$",
                         r"Request: struct virtio_gpu_ctrl_hdr$",
                         r"Response: struct virtio_gpu_resp_display_info$")

    def test_interface(self):
        self.check_lines("net", r"Feature bits$", r"Virtqueues$",
                         r"Configuration space: struct virtio_net_config$", r"Structures$",
                         r"  device id +1$")

    def test_a_name_with_several_meanings(self):
        _, text = show("controlq")
        self.assertGreater(len(re.findall(r"(?m)^controlq: virtqueue in ", text)), 1)

    def test_several_names(self):
        _, one = show("VIRTIO_BLK_F_MQ")
        _, two = show("VIRTIO_BLK_F_RO")
        self.assertEqual(show("VIRTIO_BLK_F_MQ", "VIRTIO_BLK_F_RO")[1], one + "\n" + two)

    def test_unknown_names(self):
        status, text = show("VIRTIO_BLK_F_MQQ")
        self.assertEqual(status, 2)
        self.assertIn("VIRTIO_BLK_F_MQ\n", text)
        status, text = show("discard")
        self.assertEqual(status, 2)
        self.assertIn("VIRTIO_BLK_F_DISCARD", text)
        self.assertEqual(show("x" * 5000)[0], 2)
        self.assertEqual(show("")[0], 2)
        self.assertEqual(show("virtio_blk_config.nothing")[0], 2)
        self.assertNotIn("\x1b", show("\x1b[31m")[1])

    def test_everything_listed_can_be_shown(self):
        interfaces = [line.split()[0] for line in run("list").out.decode().splitlines()]
        self.assertGreater(len(interfaces), 10)
        names = sorted({line.split()[0] for line in run("list", *interfaces).out.decode().splitlines()})
        self.assertGreater(len(names), 500)
        done = run("show", *interfaces, *names)
        self.assertEqual(done.status, 0)
        self.assertNotIn("unknown", re.findall(r"(?m)^  size +(.*)$", done.out.decode()))

    def test_narrow_tables_say_what_they_leave_out(self):
        _, text = run_in_terminal("show", "virtio_blk_config")
        self.assertIn("WHEN VIRTIO_BLK_F_...", plain(text))
        self.assertRegex(plain(text), r"(?m)^ +8 +4  le32 size_max +ro +SIZE_MAX$")


class List(unittest.TestCase):
    def test_interfaces(self):
        text = run("list").out.decode()
        self.assertRegex(text, r"(?m)^blk +device 2 +Block Device$")
        self.assertRegex(text, r"(?m)^mmio +transport +")

    def test_definitions(self):
        text = run("list", "blk").out.decode()
        self.assertRegex(text, r"(?m)^VIRTIO_BLK_F_MQ +feature bit 12$")
        self.assertRegex(text, r"(?m)^virtio_blk_config +structure, 96 bytes$")
        self.assertEqual(run("list", "BLK").out.decode(), text)

    def test_unknown(self):
        done = run("list", "blkk")
        self.assertEqual(done.status, 2)
        self.assertIn("Is it 'blk'?", done.text)


class Explain(unittest.TestCase):
    def test_pages_are_the_files(self):
        folder = os.path.join(ROOT, "docs", "rules")
        names = sorted(name for name in os.listdir(folder) if re.fullmatch(r"[A-Z][0-9]+\.md", name))
        for name in names:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                self.assertEqual(run("explain", name[:-3].lower()).out.decode(), file.read())
        listed = [line.split()[0] for line in run("explain").out.decode().splitlines()]
        self.assertEqual(sorted(listed), [name[:-3] for name in names])

    def test_on_a_terminal_nothing_is_lost(self):
        def words(text):
            return re.sub(r"[\s#`*]|^```.*$", "", text, flags=re.M)

        for line in run("explain").out.decode().splitlines():
            code = line.split()[0]
            status, text = run_in_terminal("explain", code)
            self.assertEqual(status, 0)
            raw = re.sub(r"(?m)^```.*\n", "", run("explain", code).out.decode())
            self.assertEqual(words(plain(text)), words(raw), code)


if __name__ == "__main__":
    unittest.main()
