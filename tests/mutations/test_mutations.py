# SPDX-License-Identifier: BSD-3-Clause
"""One edit to real headers, and what the check says of it: the right findings, and no others.

Each case copies this machine's virtio headers, changes one thing in one of them, and compares the
findings before and after. An edit that the headers have no place for is skipped, as versions move.
"""

import collections
import glob
import os
import re
import shutil
import unittest

from etalon_run import MACHINE_HEADERS, TreeCase, check

HEADERS = sorted(glob.glob(MACHINE_HEADERS + "/virtio_*.h"))


def key(finding):
    return finding["rule"], finding["definition"], finding["found"].get("name")


class Mutation(TreeCase):
    baseline = None

    def setUp(self):
        if not HEADERS:
            self.skipTest(f"there is no virtio_*.h in {MACHINE_HEADERS}")
        super().setUp()
        for path in HEADERS:
            shutil.copy(path, self.tree)

    def findings(self):
        return check(self.tree)[1]["findings"]

    def before(self):
        """The findings of the unchanged headers: the same for all cases."""
        if Mutation.baseline is None:
            Mutation.baseline = self.findings()
        return Mutation.baseline

    def read(self, name):
        path = os.path.join(self.tree, name)
        if not os.path.exists(path):
            self.skipTest(f"this machine has no {name}")
        with open(path, encoding="utf-8") as file:
            return file.read()

    def edit(self, name, pattern, replacement):
        """Replaces the one match of a pattern in a header."""
        text, count = re.subn(pattern, replacement, self.read(name), flags=re.M)
        if count == 0:
            self.skipTest(f"this machine's {name} has no {pattern!r}")
        self.assertEqual(count, 1, f"{pattern!r} is ambiguous in {name}")
        self.write(name, text)

    def change(self, name, pattern, replacement):
        """Edits, checks again, and returns what came and what went, each as a list of findings."""
        before = self.before()
        self.edit(name, pattern, replacement)
        after = self.findings()
        known = collections.Counter(map(key, before))
        left = collections.Counter(map(key, after))
        came = [finding for finding in after if left[key(finding)] > known[key(finding)]]
        went = [finding for finding in before if known[key(finding)] > left[key(finding)]]
        return came, went

    def expect(self, name, pattern, replacement, *came, went=()):
        """came, went: (rule, definition), or a rule and the beginning of a definition with '*'."""
        new, gone = self.change(name, pattern, replacement)
        self.same(new, came, "new")
        self.same(gone, went, "gone")
        return new

    def same(self, findings, expected, what):
        lines = [f"{finding['rule']} {finding['definition']}: {finding['message']}" for finding in findings]
        left = list(expected)
        for finding in findings:
            for item in left:
                rule, definition = item
                if rule == finding["rule"] and (definition == finding["definition"] or
                        definition.endswith("*") and finding["definition"].startswith(definition[:-1])):
                    left.remove(item)
                    break
            else:
                self.fail(f"{what} and not expected; all {what}:\n" + "\n".join(lines))
        self.assertEqual(left, [], f"expected and not {what}; all {what}:\n" + "\n".join(lines))


class Constants(Mutation):
    def test_feature_has_another_bit(self):
        finding, = self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s+)12", r"\g<1>17",
                               ("W101", "VIRTIO_BLK_F_MQ"))
        self.assertEqual(finding["expected"]["value"], 12)
        self.assertEqual(finding["found"]["value"], 17)
        self.assertEqual(finding["found"]["file"].rsplit("/", 1)[-1], "virtio_blk.h")
        self.assertEqual(finding["family"], "wire")
        self.assertIsNone(finding["waived"])

    def test_device_has_another_id(self):
        self.expect("virtio_ids.h", r"(#define VIRTIO_ID_CONSOLE\s+)3\b", r"\g<1>77", ("W101", "VIRTIO_ID_CONSOLE"))

    def test_enumerator_is_put_between(self):
        """Each enumerator behind it, up to the next with a value, moves by one."""
        self.expect("virtio_gpu.h", r"^(\s*)VIRTIO_GPU_CMD_MOVE_CURSOR,", r"\1VIRTIO_GPU_CMD_VENDOR,\g<0>",
                    ("A301", "VIRTIO_GPU_CMD_VENDOR"), ("W101", "VIRTIO_GPU_CMD_MOVE_CURSOR"))

    def test_enumerator_is_put_first(self):
        self.expect("virtio_gpu.h", r"(VIRTIO_GPU_RESP_OK_NODATA = 0x1100,)", r"\1 VIRTIO_GPU_RESP_VENDOR,",
                    ("A301", "VIRTIO_GPU_RESP_VENDOR"), *[("W101", "VIRTIO_GPU_RESP_OK_" + name) for name in (
                        "DISPLAY_INFO", "CAPSET_INFO", "CAPSET", "EDID", "RESOURCE_UUID", "MAP_INFO")])

    def test_enumerator_is_removed(self):
        self.expect("virtio_gpu.h", r"^\s*VIRTIO_GPU_CMD_UPDATE_CURSOR = 0x0300,\n", "",
                    ("F401", "VIRTIO_GPU_CMD_UPDATE_CURSOR"), ("W101", "VIRTIO_GPU_CMD_MOVE_CURSOR"))

    def test_number_written_otherwise(self):
        for text in ("0xc", "014", "(8 + 4)", "12U", "12ULL", "(3 << 2)", "'\\014'"):
            with self.subTest(text=text):
                shutil.copy(MACHINE_HEADERS + "/virtio_blk.h", self.tree)
                self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s+)12", lambda match, text=text: match.group(1) + text)

    def test_name_of_another_macro(self):
        self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s+)12", r"#define BLK_TWELVE 12\n\1BLK_TWELVE")

    def test_wrong_number_behind_a_name(self):
        self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s+)12", r"#define BLK_QUEUES 17\n\1BLK_QUEUES",
                    ("W101", "VIRTIO_BLK_F_MQ"))

    def test_wrong_constant_behind_a_name(self):
        self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s+)12", r"\1VIRTIO_BLK_F_TOPOLOGY",
                    ("W101", "VIRTIO_BLK_F_MQ"))

    def test_header_under_a_condition(self):
        """What a branch defines counts in the branch, although nobody knows whether it is taken."""
        before = self.before()
        for name in ("virtio_snd.h", "virtio_iommu.h", "virtio_crypto.h"):
            for condition in ("ifdef VENDOR", "if defined(VENDOR) || VENDOR_API > 3"):
                with self.subTest(name=name, condition=condition):
                    shutil.copy(os.path.join(MACHINE_HEADERS, name), self.tree)
                    self.write(name, f"#{condition}\n{self.read(name)}#endif\n")
                    document = check(self.tree)[1]
                    self.assertEqual(document["unread"], [])
                    wire = [set(map(key, filter(lambda finding: finding["rule"][0] in "WF", findings)))
                            for findings in (before, document["findings"])]
                    self.assertEqual(*wire)

    def test_define_is_removed(self):
        self.expect("virtio_blk.h", r"#define VIRTIO_BLK_F_MQ\s.*\n", "", ("F401", "VIRTIO_BLK_F_MQ"))

    def test_vendor_constant(self):
        self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s.*\n)", r"\1#define VIRTIO_BLK_F_VENDOR 55\n",
                    ("A301", "VIRTIO_BLK_F_VENDOR"))

    def test_another_value_under_a_condition(self):
        """Both branches are read, and the finding names its own."""
        finding, = self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s+)12(.*\n)",
                               r"#ifdef VENDOR_OLD\n\g<1>17\n#else\n\g<1>12\2#endif\n", ("W101", "VIRTIO_BLK_F_MQ"))
        self.assertIn("VENDOR_OLD", finding["guard"])

    def test_a_branch_that_is_never_taken(self):
        self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s+)12(.*\n)", r"#if 0\n\g<1>17\n#endif\n\g<1>12\2")

    def test_defines_change_places(self):
        self.expect("virtio_blk.h", r"(#define VIRTIO_BLK_F_SIZE_MAX\s.*\n)(#define VIRTIO_BLK_F_SEG_MAX\s.*\n)", r"\2\1")

    def test_two_findings_keep_their_fingerprints(self):
        """What changes in one place does not touch what was found in another."""
        before = {key(finding): finding["fingerprint"] for finding in self.before()}
        new, _ = self.change("virtio_blk.h", r"(#define VIRTIO_BLK_F_MQ\s+)12", r"\n\n\g<1>17")
        after = {key(finding): finding["fingerprint"] for finding in self.findings()}
        self.assertEqual({item: after.get(item) for item in before}, before)
        self.assertNotIn(new[0]["fingerprint"], before.values())


class Records(Mutation):
    def test_name_of_another_family(self):
        self.expect("virtio_scsi.h", r"struct virtio_scsi_cmd_resp \{", "struct virtio_scsi_resp_cmd {")

    def test_fields_swapped(self):
        self.expect("virtio_gpu.h", r"(struct virtio_gpu_config \{\s*)__le32 events_read;(\s*)__le32 events_clear;",
                    r"\1__le32 events_clear;\2__le32 events_read;", ("W104", "virtio_gpu_config*"))

    def test_fields_swapped_in_a_record_that_others_hold(self):
        """Told where it is, not again in each record that has a member of that type."""
        self.expect("virtio_gpu.h", r"(struct virtio_gpu_rect \{\s*__le32 x;\s*__le32 y;\s*)__le32 width;(\s*)__le32 height;",
                    r"\1__le32 height;\2__le32 width;", ("W104", "virtio_gpu_rect*"))

    def test_big_endian(self):
        finding, = self.expect("virtio_gpu.h", r"(struct virtio_gpu_rect \{\s*)__le32 x;", r"\1__be32 x;",
                               ("W105", "virtio_gpu_rect.x"))
        self.assertIn("big", finding["found"]["text"])

    def test_no_byte_order(self):
        self.expect("virtio_gpu.h", r"(struct virtio_gpu_rect \{\s*)__le32 x;", r"\1__u32 x;", ("W105", "virtio_gpu_rect.x"))

    def test_legacy_form_is_lost(self):
        """This header serves legacy devices elsewhere, so a field that is little only is wrong for them."""
        self.expect("virtio_net.h", r"(__u8 mac\[ETH_ALEN\];\s*(?:/\*.*\*/\s*)?)__virtio16 status;", r"\1__le16 status;",
                    ("W105", "virtio_net_config.status"))

    def test_legacy_form_that_the_standard_has_not(self):
        """Where the standard has none, spelling the field little-endian mends a finding."""
        extra = [finding for finding in self.before() if finding["rule"] == "A306"]
        self.assertTrue(extra, "this machine's headers are expected to have an A306")
        for finding in extra[:3]:
            name = finding["found"]["file"].rsplit("/", 1)[-1]
            with self.subTest(definition=finding["definition"]):
                shutil.copy(os.path.join(MACHINE_HEADERS, name), self.tree)
                lines = self.read(name).split("\n")
                line = lines[finding["found"]["line"] - 1]
                pattern = re.escape(line) + "$"
                if "\n".join(lines).count(line) != 1:
                    pattern = "(?s)\\A(" + re.escape("\n".join(lines[:finding["found"]["line"] - 1]) + "\n") + ")" + re.escape(line)
                fixed = line.replace("__virtio", "__le")
                self.assertNotEqual(line, fixed)
                self.expect(name, pattern, lambda match, fixed=fixed: (match.group(1) if match.groups() else "") + fixed,
                            went=[("A306", finding["definition"])])

    def test_array_is_longer(self):
        """Told once, at its cause: what lies behind moves with it."""
        finding, = self.expect("virtio_net.h", r"(struct virtio_net_config \{[^}]*?__u8 mac\[)ETH_ALEN\]", r"\g<1>8]",
                               ("W102", "virtio_net_config.mac"))
        self.assertEqual((finding["expected"]["value"], finding["found"]["value"]), (6, 8))

    def test_padding_is_longer(self):
        (finding,), _ = self.change("virtio_blk.h", r"__u8 unused1\[3\]", "__u8 unused1[4]")
        self.assertIn(finding["rule"], ("W102", "W103"))
        self.assertTrue(finding["definition"].startswith("virtio_blk_config."), finding["definition"])

    def test_packing_dropped_with_effect(self):
        new, gone = self.change("virtio_balloon.h", r"(__virtio64 val;\s*\}) __attribute__\(\(packed\)\);", r"\1;")
        self.assertEqual(gone, [])
        self.assertTrue({finding["rule"] for finding in new} <= {"W102", "W103", "W107"}, new)
        moved = [finding for finding in new if finding["definition"] == "virtio_balloon_stat.val"]
        self.assertIn(8, [finding["found"].get("value") for finding in moved])
        # i386 aligns 64-bit integers to 4, so that this is not the same for all ABIs; it has to be said.
        self.assertEqual([finding["found"]["text"] for finding in moved], ["offset 8 (offset 4 under i386)"])

    def test_packing_dropped_without_effect(self):
        for name, field in (("virtio_net.h", r"__le32 supported_hash_types;"), ("virtio_scsi.h", r"__virtio32 max_lun;"),
                            ("virtio_scsi.h", r"__virtio32 reason;")):
            with self.subTest(field=field):
                shutil.copy(os.path.join(MACHINE_HEADERS, name), self.tree)
                self.expect(name, rf"({field}\s*\}}) __attribute__\(\(packed\)\);", r"\1;")

    def test_packing_dropped_at_an_odd_length(self):
        """The fields stay where they are; the struct's size does not."""
        self.expect("virtio_scsi.h", r"(__virtio32 event_actual;\s*__u8 response;\s*\}) __attribute__\(\(packed\)\);", r"\1;",
                    ("W102", "virtio_scsi*"))

    def test_field_is_wider(self):
        self.expect("virtio_gpu.h", r"(struct virtio_gpu_config \{\s*)__le32 events_read;", r"\1__le64 events_read;",
                    ("W102", "virtio_gpu_config.events_read"))

    def test_sign(self):
        self.expect("virtio_blk.h", r"__u8 wce;", "__s8 wce;", ("W106", "virtio_blk_config*"))

    def test_padding_renamed(self):
        self.expect("virtio_blk.h", r"__u8 unused1\[3\]", "__u8 reserved_here[3]")

    def test_field_renamed(self):
        finding, = self.expect("virtio_gpu.h", r"(struct virtio_gpu_rect \{\s*)__le32 x;", r"\1__le32 left;",
                               ("S201", "virtio_gpu_rect.x"))
        self.assertEqual(finding["found"]["name"], "virtio_gpu_rect.left")
        self.assertEqual(finding["family"], "source")

    def test_field_in_halves(self):
        new, gone = self.change("virtio_gpu.h", r"(struct virtio_gpu_ctrl_hdr \{\s*__le32 type;\s*__le32 flags;\s*)__le64 fence_id;",
                                r"\1__le32 fence_lo;\n\t__le32 fence_hi;")
        self.assertEqual(gone, [])
        self.assertTrue(new)
        self.assertEqual({(finding["rule"], finding["definition"]) for finding in new},
                         {("S202", "virtio_gpu_ctrl_hdr.fence_id")})

    def test_tail_removed(self):
        self.expect("virtio_net.h", r"\n.*__le32 supported_hash_types;", "", ("F403", "virtio_net_config.supported_hash_types"))

    def test_tail_added(self):
        self.expect("virtio_scsi.h", r"(\n\s*__virtio32 max_lun;)", r"\1\n\t__virtio32 vendor_bits;",
                    ("A303", "virtio_scsi_config.vendor_bits"))

    def test_tail_added_where_the_standard_has_another_name(self):
        """What stands where the standard has a field is that field, by another name."""
        self.expect("virtio_net.h", r"(\n\s*__le32 supported_hash_types;)(\s*\})", r"\1\n\t__le32 vendor_bits;\2",
                    ("S201", "virtio_net_config.supported_tunnel_types"),
                    went=[("F403", "virtio_net_config.supported_tunnel_types")])

    def test_record_removed(self):
        self.expect("virtio_gpu.h", r"struct virtio_gpu_get_capset_info \{[^}]*\};", "", ("F402", "virtio_gpu_get_capset_info"))

    def test_record_added(self):
        self.expect("virtio_gpu.h", r"(struct virtio_gpu_rect \{)", r"struct virtio_gpu_vendor {\n\t__le32 a;\n};\n\1",
                    ("A302", "virtio_gpu_vendor"))

    def test_type_by_another_name(self):
        self.expect("virtio_gpu.h", r"(struct virtio_gpu_rect \{\s*)__le32 x;", r"typedef __le32 vendor_u32;\n\1vendor_u32 x;")

    def test_field_behind_an_anonymous_struct(self):
        self.expect("virtio_gpu.h", r"(struct virtio_gpu_rect \{\s*)__le32 x;(\s*)__le32 y;", r"\1struct { __le32 x; __le32 y; };")


class Writing(Mutation):
    """How a header is written is no difference."""

    def rewrite(self, function):
        before = self.before()
        for name in os.listdir(self.tree):
            path = os.path.join(self.tree, name)
            with open(path, "rb") as file:
                data = file.read()
            with open(path, "wb") as file:
                file.write(function(data))
        after = self.findings()
        self.assertEqual([(key(finding), finding["fingerprint"]) for finding in after],
                         [(key(finding), finding["fingerprint"]) for finding in before])
        return before, after

    def test_crlf(self):
        before, after = self.rewrite(lambda data: data.replace(b"\n", b"\r\n"))
        self.assertEqual([finding["found"]["line"] for finding in after], [finding["found"]["line"] for finding in before])

    def test_no_newline_at_the_end(self):
        self.rewrite(lambda data: data.rstrip(b"\n"))

    def test_byte_order_mark(self):
        self.rewrite(lambda data: b"\xef\xbb\xbf" + data)

    def test_comments_everywhere(self):
        self.rewrite(lambda data: re.sub(rb";[ \t]*\n", b"; // } else { \"\n", data))

    def test_blank_lines_move_everything(self):
        before, after = self.rewrite(lambda data: b"\n" * 1000 + data)
        moved = [(finding["found"]["line"], later["found"]["line"]) for finding, later in zip(before, after)
                 if finding["found"]["line"]]
        self.assertTrue(moved)
        self.assertTrue(all(later == line + 1000 for line, later in moved))

    def test_tabs_are_blanks(self):
        self.rewrite(lambda data: data.replace(b"\t", b"    "))

    def test_latin1_in_a_comment(self):
        self.rewrite(lambda data: data + b"\n/* M\xfcller */\n")

    def test_continued_lines(self):
        self.rewrite(lambda data: re.sub(rb"(#define \w+)[ \t]+(\d+)", b"\\1 \\\\\n\\2", data))

    def test_other_order_of_files(self):
        names = os.listdir(self.tree)
        for name in names:
            os.rename(os.path.join(self.tree, name), os.path.join(self.folder, name))
        before = self.before()
        for name in reversed(names):
            os.rename(os.path.join(self.folder, name), os.path.join(self.tree, name))
        self.assertEqual([finding["fingerprint"] for finding in self.findings()],
                         [finding["fingerprint"] for finding in before])

    def test_twice_the_same_bytes(self):
        self.assertEqual(check(self.tree)[0].out, check(self.tree)[0].out)


if __name__ == "__main__":
    unittest.main()
