# SPDX-License-Identifier: BSD-3-Clause
"""etalon check on the headers of Linux and QEMU as Debian's releases have them.

Versions move, so nothing here is a copy of an output: the cases state what has to hold for each
tree. Every finding that breaks the wire has to be in WIRE, with the reason why it is right.
"""

import collections
import fnmatch
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

import fetch
from etalon_run import ROOT, SANITIZED, check, run

# (rule, the standard's definition, what the tree calls it): why it is no fault of etalon's. Patterns.
WIRE = {
    ("W103", "virtio_scsi_req_cmd.cdb", "virtio_scsi_cmd_req_pi.cdb"):
        "with T10-PI, Linux has the protection information's sizes in front of the CDB, the text behind it",
    ("W105", "virtio_gpu_resp_map_info.map_info", "virtio_gpu_resp_map_info.map_info"):
        "Linux has a plain __u32 where all other fields of the header are __le32",
    ("W105", "virtio_pci_vndr_data.vendor_id", "virtio_pci_vndr_data.vendor_id"):
        "Linux since 6.14 has a plain __u16, beside other capabilities' __le32",
    ("W101", "VIRTIO_CRYPTO_AKCIPHER_ECDSA", "VIRTIO_CRYPTO_AKCIPHER_ECDSA"):
        "Linux has 3, with an algorithm of its own (DSA) for the text's 2",
    ("W102", "virtio_crypto_ecdsa_session_para", "virtio_crypto_ecdsa_session_para"):
        "Linux adds four bytes of padding",
    ("W107", "virtio_snd_ctl_info.*", "virtio_snd_ctl_info.*"):
        "64-bit integers behind 68 bytes, in a structure that Linux doesn't pack",
}

SECONDS = 120 if SANITIZED else 20

C_DUMP = os.environ.get("ETALON_C_DUMP", os.path.join(ROOT, "build/tests/c_dump"))

# What QEMU's headers take from QEMU itself.
SHIM = """\
#include <stddef.h>
#include <stdint.h>
#define QEMU_PACKED __attribute__((packed))
"""


def canon_headers():
    """Base names of headers, each with its interface, as the registry has them."""
    names = {}
    for path in glob.glob(os.path.join(ROOT, "registry/*.yaml")):
        with open(path, encoding="utf-8") as file:
            match = re.search(r"^headers: *\[([^]]*)\]", file.read(), re.M)
        for name in (match.group(1).split(",") if match else ()):
            names[name.strip().strip("'\"")] = os.path.basename(path)[:-5]
    return names


def virtio_headers(folder):
    return sorted(glob.glob(folder + "/virtio_*.h"))


class Trees:
    """The cases for one tree; the classes made below say which."""

    project = suite = None

    @classmethod
    def setUpClass(cls):
        try:
            cls.tree = fetch.Fetcher().get(cls.project, cls.suite)
        except fetch.Unavailable as error:
            raise unittest.SkipTest(f"{cls.project} of {cls.suite}: {error}") from error
        cls.done, cls.document = check(cls.tree.headers, timeout=SECONDS)
        cls.findings = cls.document["findings"]

    def test_status_and_document(self):
        """0 without a finding on the wire, 1 with one; and JSON that its schema takes."""
        wire = [finding for finding in self.findings if finding["family"] == "wire" and not finding["waived"]]
        self.assertEqual(self.done.status, 1 if wire else 0)
        self.assertEqual(self.document["schema"], "etalon.findings/1")
        schemas = glob.glob(os.path.join(ROOT, "docs", "**", "*findings*schema*.json"), recursive=True) + \
            glob.glob(os.path.join(ROOT, "docs", "**", "etalon.findings*.json"), recursive=True)
        self.assertTrue(schemas, "docs/ has no schema of etalon.findings/1")
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        with open(schemas[0], encoding="utf-8") as file:
            schema = json.load(file)
        # Older versions of jsonschema would resolve references inside the schema against its name.
        schema.pop("$id", None)
        jsonschema.validate(self.document, schema)

    def test_nothing_unread(self):
        self.assertEqual(self.document["unread"], [])

    def test_all_headers_read(self):
        tree, = self.document["trees"]
        self.assertEqual(tree["dialect"], self.project)
        self.assertGreaterEqual(tree["files"], len(virtio_headers(self.tree.headers)))
        self.assertGreater(tree["matched"], 300)

    def test_canons_headers_are_matched(self):
        """Each header of an interface that the canon holds gives definitions that the canon has."""
        canon = canon_headers()
        seen = 0
        for path in virtio_headers(self.tree.headers):
            if os.path.basename(path) not in canon:
                continue
            if not self.defines_something(path):
                continue
            seen += 1
            with self.subTest(header=os.path.basename(path)):
                _, document = check(path, timeout=SECONDS)
                self.assertEqual(document["unread"], [])
                tree, = document["trees"]
                self.assertGreater(tree["matched"], 0)
        self.assertGreaterEqual(seen, 5)

    @staticmethod
    def defines_something(path):
        """virtio_rng.h only includes others, virtio_types.h only names types."""
        with open(path, encoding="utf-8") as file:
            return re.search(r"^\s*#\s*define\s+(VIRTIO|VRING)_\w+[ \t]+[^ \t\n/]|^(struct|union)\s+v\w+\s*\{", file.read(), re.M)

    def test_scsi_protection_information(self):
        """The one known difference on the wire, once."""
        found = [finding for finding in self.findings
                 if finding["rule"] == "W103" and finding["definition"] == "virtio_scsi_req_cmd.cdb"]
        self.assertEqual([finding["found"]["name"] for finding in found], ["virtio_scsi_cmd_req_pi.cdb"])
        finding, = found
        path = os.path.join(self.tree.headers, "virtio_scsi.h")
        with open(path, encoding="utf-8") as file:
            line = file.read().split("\n")[finding["found"]["line"] - 1]
        self.assertIn("cdb[", line)
        self.assertEqual(finding["found"]["value"] - finding["expected"]["value"], 8)

    def test_wire_findings_are_known(self):
        unknown = [finding for finding in self.findings if finding["family"] == "wire" and not any(
            finding["rule"] == rule and fnmatch.fnmatchcase(finding["definition"], definition) and
            fnmatch.fnmatchcase(finding["found"]["name"], name) for rule, definition, name in WIRE)]
        self.assertEqual([f"{finding['rule']} {finding['definition']} ({finding['found']['file']}:"
                          f"{finding['found']['line']}): {finding['message']}" for finding in unknown], [])

    def test_evidence_is_where_it_says(self):
        """The line that a finding names has what the finding is about."""
        texts = {}
        for finding in self.findings:
            found = finding["found"]
            if not found.get("line") or not found.get("name"):
                continue
            path = os.path.join(self.tree.headers, found["file"])
            if path not in texts:
                with open(path, encoding="utf-8", errors="replace") as file:
                    texts[path] = file.read().split("\n")
            name = re.sub(r"\[\]", "", found["name"]).split(".")[-1]
            with self.subTest(definition=finding["definition"]):
                self.assertIn(name, texts[path][found["line"] - 1])

    def test_fingerprints_are_unique(self):
        prints = collections.Counter(finding["fingerprint"] for finding in self.findings)
        self.assertEqual([item for item, count in prints.items() if count > 1], [])

    def test_same_again(self):
        self.assertEqual(check(self.tree.headers, timeout=SECONDS)[0].out, self.done.out)

    def test_baseline_of_itself(self):
        """What an earlier report has is not reported again, and fails nothing."""
        path = os.path.join(self.tree.path, "..", f"baseline-{os.getpid()}.json")
        with open(path, "wb") as file:
            file.write(self.done.out)
        try:
            done = run("check", "--baseline", path, "--fail-on", "freshness", self.tree.headers, timeout=SECONDS)
        finally:
            os.unlink(path)
        self.assertEqual(done.status, 0, done.text[-2000:])

    def test_all_of_it(self):
        """
        The whole package: everything below its root, other dialects' copies included. QEMU's own
        structures are full of its macros; that they are not read must not hide what VIRTIO defines.
        """
        done = run("check", "--format", "json", self.tree.path, timeout=SECONDS * 3)
        self.assertIn(done.status, (0, 1) if self.project == "linux" else (0, 1, 2), done.text[-2000:])
        document = done.json
        known = [item for item in document["unread"] if item["name"] and run("show", item["name"]).status == 0]
        self.assertEqual(known, [])
        self.assertEqual(len([finding for finding in document["findings"] if finding["rule"] == "W103" and
                              finding["definition"] == "virtio_scsi_req_cmd.cdb"]), 1)
        self.assertLess(done.seconds, SECONDS)

    def oracle(self, arch):
        """Each constant's value and each field's place is what clang computes for the architecture."""
        try:
            subprocess.run(["clang", "--version"], capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("clang is not installed")
        if not os.access(C_DUMP, os.X_OK):
            self.skipTest("c_dump is not built")
        command = [sys.executable, os.path.join(ROOT, "tests/clang_oracle.py"), "--c-dump", C_DUMP, "--arch", arch]
        with tempfile.TemporaryDirectory() as folder:
            if self.project == "linux":
                include = os.path.join(self.tree.path, "usr/include")
                machine = os.path.join(include, arch + "-linux-gnu")
                if not os.path.isdir(machine):
                    # Older packages hold one architecture's; in these headers all are alike.
                    machine, = glob.glob(include + "/*-linux-gnu")
                command += ["-I", include, "-I", machine, "linux/virtio_*.h", "linux/vhost*.h"]
            else:
                with open(folder + "/shim.h", "w", encoding="utf-8") as file:
                    file.write(SHIM)
                command += ["-I", folder, "-I", self.tree.path + "/include", "-I", self.tree.path + "/linux-headers",
                            "shim.h", "standard-headers/linux/virtio_*.h"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(done.returncode, 0, (done.stdout + done.stderr)[-4000:])
        self.assertRegex(done.stdout, r"\d{3,} (offsets|macros)|(offset|macro): \d{3,}")

    def test_clang_agrees_for_x86_64(self):
        self.oracle("x86_64")

    def test_clang_agrees_for_i386(self):
        self.oracle("i386")

    def test_clang_agrees_for_s390x(self):
        self.oracle("s390x")


def classes():
    for project, suites in (("linux", fetch.LINUX), ("qemu", fetch.QEMU)):
        for suite in suites:
            name = f"{project.capitalize()}{suite.capitalize()}"
            yield name, type(name, (Trees, unittest.TestCase), {"project": project, "suite": suite, "__module__": __name__})


globals().update(classes())


class Newer(unittest.TestCase):
    """Between two versions of Linux: what the newer one added is no longer missing."""

    def findings(self, suite):
        try:
            tree = fetch.Fetcher().get("linux", suite)
        except fetch.Unavailable as error:
            self.skipTest(f"linux of {suite}: {error}")
        return check(tree.headers, timeout=SECONDS)[1]["findings"]

    def test_freshness_only_gets_better(self):
        """A constant that a header has is not given up by later ones."""
        def missing(suite):
            return {(finding["interface"], finding["definition"])
                    for finding in self.findings(suite) if finding["rule"] == "F401"}

        def interfaces(suite):
            return {finding["interface"] for finding in self.findings(suite)}
        for older, newer in zip(fetch.LINUX, list(fetch.LINUX)[1:]):
            # A header that is new may lack something, too.
            same = interfaces(older)
            gone = missing(newer) - missing(older)
            self.assertEqual({item for item in gone if item[0] in same}, set())

    def test_seven_has_udp_tunnels(self):
        missing = {finding["definition"] for finding in self.findings("sid") if finding["rule"] == "F401"}
        self.assertNotIn("VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO", missing)
        self.assertIn("VIRTIO_NET_F_GUEST_UDP_TUNNEL_GSO",
                      {finding["definition"] for finding in self.findings("bullseye") if finding["rule"] == "F401"})


if __name__ == "__main__":
    unittest.main()
