# SPDX-License-Identifier: BSD-3-Clause
"""JSON and SARIF as other programs read them; the baseline."""

import json
import os
import re
import unittest
import urllib.parse

from cmd_support import CLEAN, ROOT, WRONG, TreeCase, run

try:
    import jsonschema
except ImportError:
    jsonschema = None

WAIVER = """\
waivers:
  - rule: W101
    definition: VIRTIO_BLK_F_SEG_MAX
    reason: we like 3
"""


class Json(TreeCase):
    def check(self, *arguments):
        done = run("check", "-f", "json", *arguments, self.tree)
        self.assertIn(done.status, (0, 1, 2), done.text)
        return done.json

    @unittest.skipUnless(jsonschema, "python3-jsonschema is not installed")
    def test_schema(self):
        with open(os.path.join(ROOT, "docs", "findings.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        kind = jsonschema.validators.validator_for(schema)
        kind.check_schema(schema)
        validator = kind(schema)
        for text in (CLEAN, WRONG, "", "struct virtio_blk_config { int x; };\n",
                     WRONG + "struct virtio_blk_config {\n\t__le64 capacity;\n\tunknown_t x[];\n};\n"):
            self.write("virtio_blk.h", text)
            validator.validate(self.check())
        self.write("virtio_blk.h", WRONG)
        self.write("etalon.yaml", WAIVER)
        document = self.check()
        validator.validate(document)
        self.assertEqual([f["waived"] for f in document["findings"] if f["rule"] == "W101"], ["we like 3"])

    def test_is_set_as_python_sets_it(self):
        self.write("virtio_blk.h", WRONG)
        text = run("check", "-f", "json", self.tree).out.decode()
        self.assertEqual(text, json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n")

    def test_same_input_same_bytes(self):
        self.write("virtio_blk.h", WRONG)
        for form in ("json", "sarif", "text", "gcc"):
            runs = {run("check", "-f", form, self.tree).out for _ in range(3)}
            self.assertEqual(len(runs), 1)

    def test_finding(self):
        self.write("virtio_blk.h", WRONG)
        finding = next(f for f in self.check()["findings"] if f["rule"] == "W101")
        self.assertEqual(finding["family"], "wire")
        self.assertEqual(finding["interface"], "blk")
        self.assertEqual(finding["definition"], "VIRTIO_BLK_F_SEG_MAX")
        self.assertEqual(finding["found"]["tree"], self.tree)
        self.assertEqual(finding["found"]["file"], "virtio_blk.h")
        self.assertEqual(finding["found"]["line"], 4)
        self.assertEqual((finding["expected"]["value"], finding["found"]["value"]), (2, 3))
        self.assertEqual(finding["expected"]["file"], "device-types/blk/description.tex")

    def test_options_of_text_leave_it_whole(self):
        self.write("virtio_blk.h", WRONG)
        whole = run("check", "-f", "json", self.tree).out
        for option in ("-q", "-s", "--freshness", "--color=always"):
            self.assertEqual(run("check", "-f", "json", option, self.tree).out, whole, option)

    def test_unreadable_trees_leave_a_document(self):
        done = run("check", "-f", "json", os.path.join(self.folder, "nowhere"))
        self.assertEqual(done.status, 2)
        self.assertEqual(done.json["findings"], [])

    def test_names_that_are_no_utf8(self):
        name = os.path.join(os.fsencode(self.tree), b"virtio_\xff\xfe.h")
        with open(name, "wb") as file:
            file.write(WRONG.encode())
        for form in ("json", "sarif"):
            done = run("check", "-f", form, self.tree)
            self.assertEqual(done.status, 1)
            json.loads(done.out.decode("utf-8"))
        self.assertIn("virtio_\ufffd\ufffd.h", run("check", "-f", "json", self.tree).out.decode("utf-8"))
        self.assertIn(b"virtio_\xff\xfe.h:4: ", run("check", "-f", "gcc", self.tree).out)


class Baseline(TreeCase):
    def setUp(self):
        super().setUp()
        self.write("virtio_blk.h", WRONG)
        self.base = os.path.join(self.folder, "base.json")
        run("check", "-f", "json", "-o", self.base, self.tree)

    def test_known_findings_do_not_count(self):
        done = run("check", "-b", self.base, self.tree)
        self.assertEqual(done.status, 0)
        self.assertNotIn("W101", done.text)
        self.assertRegex(done.text, r"[0-9]+ known")

    def test_moved_lines_are_still_known(self):
        self.write("virtio_blk.h", "/* moved */\n\n\n" + WRONG)
        self.assertEqual(run("check", "-b", self.base, self.tree).status, 0)

    def test_new_findings_count(self):
        self.write("virtio_blk.h", WRONG.replace("SIZE_MAX 1", "SIZE_MAX 7"))
        done = run("check", "-b", self.base, self.tree)
        self.assertEqual(done.status, 1)
        self.assertIn("VIRTIO_BLK_F_SIZE_MAX", done.text)

    def test_bad_baselines(self):
        for text in ("", "{}", "[]", "{", '{"schema": "etalon.findings/2", "findings": []}'):
            with open(self.base, "w", encoding="utf-8") as file:
                file.write(text)
            done = run("check", "-b", self.base, self.tree)
            self.assertEqual(done.status, 2, text)
            self.assertIn("base.json: ", done.err.decode())
        self.assertEqual(run("check", "-b", self.folder + "/nowhere", self.tree).status, 2)


class Sarif(TreeCase):
    """The parts of SARIF 2.1.0 that its readers insist on."""

    LEVELS = {"none", "note", "warning", "error"}

    def check(self, *arguments):
        done = run("check", "-f", "sarif", *arguments, cwd=self.folder)
        return done, json.loads(done.out.decode("utf-8"))

    def assert_location(self, location, bases):
        for logical in location.get("logicalLocations", []):
            self.assertTrue(logical["fullyQualifiedName"])
        if "physicalLocation" not in location:
            return
        artifact = location["physicalLocation"]["artifactLocation"]
        uri = artifact["uri"]
        self.assertRegex(uri, r"\A([A-Za-z0-9._~/-]|%[0-9A-F]{2}|\A[a-z]+:)+\Z")
        if "uriBaseId" in artifact:
            self.assertIn(artifact["uriBaseId"], bases)
            self.assertFalse(uri.startswith("/"))
            self.assertNotIn("..", uri.split("/"))
        else:
            self.assertTrue(uri.startswith("file:///"))
        if "region" in location["physicalLocation"]:
            self.assertGreaterEqual(location["physicalLocation"]["region"]["startLine"], 1)

    def assert_sarif(self, document):
        self.assertEqual(document["version"], "2.1.0")
        self.assertEqual(len(document["runs"]), 1)
        sarif = document["runs"][0]
        rules = sarif["tool"]["driver"]["rules"]
        bases = sarif["originalUriBaseIds"]
        for base in bases.values():
            if "uri" in base:
                self.assertTrue(base["uri"].endswith("/"))
        self.assertEqual(len({rule["id"] for rule in rules}), len(rules))
        for rule in rules:
            self.assertTrue(rule["shortDescription"]["text"])
            self.assertTrue(rule["help"]["text"] and rule["help"]["markdown"])
            self.assertIn(rule["defaultConfiguration"]["level"], self.LEVELS)
        for result in sarif["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            self.assertIn(result["level"], self.LEVELS)
            self.assertTrue(result["message"]["text"])
            self.assertRegex(result["partialFingerprints"]["etalonFingerprint/v1"], r"\A[0-9a-f]{16}\Z")
            self.assertIsInstance(result["suppressions"], list)
            for location in result["locations"]:
                self.assert_location(location, bases)
        for invocation in sarif["invocations"]:
            self.assertIsInstance(invocation["executionSuccessful"], bool)
            for notification in invocation["toolExecutionNotifications"]:
                self.assertIn(notification["level"], self.LEVELS)
                self.assertTrue(notification["message"]["text"])
                for location in notification.get("locations", []):
                    self.assert_location(location, bases)
        return sarif

    def test_findings(self):
        self.write("virtio_blk.h", WRONG)
        done, document = self.check("linux")
        self.assertEqual(done.status, 1)
        sarif = self.assert_sarif(document)
        result = next(r for r in sarif["results"] if r["ruleId"] == "W101")
        place = result["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "linux/virtio_blk.h")
        self.assertEqual(place["region"]["startLine"], 4)
        self.assertEqual(result["level"], "error")
        self.assertTrue(sarif["invocations"][0]["executionSuccessful"])

    def test_clean_is_a_run_without_results(self):
        self.write("virtio_blk.h", CLEAN)
        _, document = self.check("-r", "wire", "linux")
        self.assertEqual(self.assert_sarif(document)["results"], [])

    def test_trees_elsewhere(self):
        self.write("virtio_blk.h", WRONG)
        self.assert_sarif(self.check(self.tree)[1])
        self.assert_sarif(self.check("./linux/")[1])
        self.assert_sarif(self.check(os.path.join("..", os.path.basename(self.folder), "linux"))[1])

    def test_names_are_encoded(self):
        self.write("a b/100%/virtio_blk.h", WRONG)
        sarif = self.assert_sarif(self.check("linux")[1])
        uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                for r in sarif["results"] if r["ruleId"] == "W101"}
        self.assertEqual({urllib.parse.unquote(uri) for uri in uris}, {"linux/a b/100%/virtio_blk.h"})

    def test_waived_findings_are_suppressed(self):
        self.write("virtio_blk.h", WRONG)
        self.write("etalon.yaml", WAIVER)
        done, document = self.check("linux")
        self.assertEqual(done.status, 0)
        result = next(r for r in self.assert_sarif(document)["results"] if r["ruleId"] == "W101")
        self.assertEqual([s["kind"] for s in result["suppressions"]], ["external"])
        self.assertEqual(result["suppressions"][0]["justification"], "we like 3")

    def test_trouble_is_told(self):
        self.write("virtio_blk.h", "int x;\n")
        done, document = self.check("linux")
        self.assertEqual(done.status, 2)
        invocation = self.assert_sarif(document)["invocations"][0]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertIn("error", {n["level"] for n in invocation["toolExecutionNotifications"]})


class Gcc(TreeCase):
    def test_lines(self):
        self.write("virtio_blk.h", WRONG)
        lines = run("check", "-f", "gcc", self.tree).out.decode().splitlines()
        for line in lines:
            self.assertRegex(line, r"\A[^:]+(:[0-9]+)?: (note|warning|error): .")
        self.assertTrue(any(re.search(r"virtio_blk\.h:4: warning: .* \[W101\]\Z", line) for line in lines))

    def test_color_changes_nothing(self):
        self.write("virtio_blk.h", WRONG)
        self.assertEqual(run("check", "-f", "gcc", "--color=always", self.tree).out,
                         run("check", "-f", "gcc", self.tree).out)


if __name__ == "__main__":
    unittest.main()
