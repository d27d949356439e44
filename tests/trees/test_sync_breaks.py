# SPDX-License-Identifier: BSD-3-Clause
"""The imports of 2015 and 2026 that broke QEMU: etalon sync refuses them, with the lines they hit."""

import json
import unittest

import fetch
import sources
from etalon_run import run


class SyncBreaks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sources = sources.Sources()

    def plan(self, release, series, *options):
        try:
            linux, _ = self.sources.get("linux", series)
            qemu, _ = self.sources.get("qemu", release)
        except fetch.Unavailable as error:
            self.skipTest(str(error))
        done = run("sync", "--dry-run", "--format", "json", *options, linux, qemu, timeout=300)
        self.assertEqual(done.status, 1, done.text[-2000:])
        return json.loads(done.out)

    def uses(self, plan, definition, impact):
        change, = [change for change in plan["changes"]
                   if change["definition"] == definition and change["class"] == impact]
        return {(use["file"], use["certain"]) for use in change["uses"]}

    def test_2015(self):
        plan = self.plan("5.2", "6.1")
        self.assertIn(("include/hw/virtio/virtio-gpu-bswap.h", False),
                      self.uses(plan, "virtio_gpu_ctrl_hdr.padding", "source"))

    def test_2026(self):
        plan = self.plan("10.0", "7")
        self.assertEqual(self.uses(plan, "virtio_net_hdr_v1_hash.hash_value", "source"),
                         {("hw/net/virtio-net.c", True)})
        self.assertIn(("hw/display/virtio-gpu-base.c", False),
                      self.uses(plan, "virtio_gpu_config", "behaviour"))

    def test_a_count(self):
        plan = self.plan("7.2", "6.12")
        self.assertIn(("hw/virtio/virtio-balloon.c", False),
                      self.uses(plan, "VIRTIO_BALLOON_S_NR", "behaviour"))

    def test_a_downgrade(self):
        plan = self.plan("10.0", "6.1")
        missing = " ".join(problem["message"] for problem in plan["problems"]
                           if problem["kind"] == "missing")
        self.assertIn("linux/vmclock-abi.h", missing)


if __name__ == "__main__":
    unittest.main()
