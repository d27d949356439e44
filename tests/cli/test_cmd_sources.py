# SPDX-License-Identifier: BSD-3-Clause
"""etalon check on what is no directory: revisions of git repositories, archives, parts of them."""

import io
import os
import shutil
import subprocess
import tarfile
import unittest

from cmd_support import CLEAN, WRONG, TreeCase, run

WAIVERS = """\
waivers:
  - rule: W101
    definition: VIRTIO_BLK_F_SEG_MAX
    reason: a test
"""
# A record that can't be laid out without the header that it includes.
NEEDS = """\
#include <linux/virtio_types.h>
#include <linux/other.h>
struct virtio_blk_outhdr {
	__virtio32 type;
	other_t ioprio;
	__virtio64 sector;
};
"""
OTHER = "#include <linux/virtio_types.h>\ntypedef __virtio32 other_t;\n"


def features():
    return run("--version").out.decode().split("features: ")[1].split()


@unittest.skipUnless(shutil.which("git"), "there is no git here")
@unittest.skipUnless("git" in features(), "this build reads no repositories")
class Revisions(TreeCase):
    def git(self, *arguments, cwd=None):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
                       cwd=cwd or self.tree, check=True, stdout=subprocess.DEVNULL)

    def setUp(self):
        super().setUp()
        self.git("init", "-q")
        self.write("include/uapi/linux/virtio_blk.h", CLEAN)
        self.write("drivers/other.h", "int x;\n")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "clean")
        self.write("include/uapi/linux/virtio_blk.h", WRONG)
        self.git("commit", "-q", "-a", "-m", "wrong")
        shutil.rmtree(self.tree + "/include")

    def test_each_revision_is_its_own(self):
        self.assertEqual(run("check", self.tree + "@HEAD~1").status, 0)
        done = run("check", "-f", "gcc", self.tree + "@HEAD")
        self.assertEqual(done.status, 1)
        self.assertIn(f"{self.tree}@HEAD/include/uapi/linux/virtio_blk.h:4: warning: ", done.text)

    def test_bare(self):
        bare = self.folder + "/bare.git"
        self.git("clone", "-q", "--bare", self.tree, bare)
        self.assertEqual(run("check", bare + "@HEAD").status, 1)
        self.assertEqual(run("check", bare + "@HEAD^").status, 0)

    def test_of_the_repository_where_one_stands(self):
        os.makedirs(self.tree + "/deep/down")
        for where in (self.tree, self.tree + "/deep/down"):
            self.assertEqual(run("check", "HEAD", cwd=where).status, 1)
            self.assertEqual(run("check", "HEAD~1", cwd=where).status, 0)

    def test_part_of_a_revision(self):
        self.assertEqual(run("check", self.tree + "@HEAD:include/uapi").status, 1)
        done = run("check", "-f", "gcc", "HEAD:include/uapi/linux/virtio_blk.h", cwd=self.tree)
        self.assertEqual(done.status, 1)
        self.assertTrue(done.out.startswith(b"HEAD:include/uapi/linux/virtio_blk.h:4: warning: "),
                        done.text)
        # Any file that is named is read, whatever it is called.
        self.assertEqual(run("check", "HEAD:drivers/other.h", cwd=self.tree).status, 2)

    def test_a_file_wins(self):
        self.write("HEAD", CLEAN)
        self.assertEqual(run("check", "HEAD", cwd=self.tree).status, 0)

    def test_nothing_there(self):
        for name, says in (("HEAD:none", "No such file"), ("none", "No such file"),
                           (self.tree + "@none", "no revision 'none'"),
                           (self.folder + "/none@HEAD", "git repository"),
                           (self.tree + "@HEAD:include/../drivers", "no revision")):
            done = run("check", name, cwd=self.tree)
            self.assertEqual(done.status, 2, name)
            self.assertIn(says, done.err.decode(), name)
            self.assertEqual(done.out, b"")

    def test_waivers_of_the_revision(self):
        self.git("checkout", "-q", "HEAD", "--", "include")
        self.write("etalon.yaml", WAIVERS)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "waived")
        os.unlink(self.tree + "/etalon.yaml")
        self.assertEqual(run("check", self.tree).status, 1)
        self.assertEqual(run("check", self.tree + "@HEAD").status, 0)
        self.assertEqual(run("check", self.tree + "@HEAD~1").status, 1)

    def test_included_headers(self):
        self.write("include/linux/virtio_blk.h", NEEDS)
        self.write("include/linux/other.h", OTHER)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "needs")
        self.assertEqual(run("check", self.tree + "@HEAD").status, 0)
        self.git("rm", "-q", "include/linux/other.h")
        self.git("commit", "-q", "-m", "lacks")
        self.assertEqual(run("check", self.tree + "@HEAD").status, 2)

    def test_links_are_counted(self):
        os.symlink("x.h", self.tree + "/virtio_net.h")
        self.git("checkout", "-q", "HEAD", "--", "include")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "link")
        done = run("check", "-f", "json", self.tree + "@HEAD")
        self.assertEqual(done.json["trees"][0]["skipped"], 1)

    def test_the_same_twice(self):
        done = run("check", "-f", "json", self.tree + "@HEAD", self.tree + "@HEAD")
        self.assertEqual(done.status, 1)
        self.assertEqual(len([f for f in done.json["findings"] if f["rule"] == "W101"]), 1)


@unittest.skipUnless("archive" in features(), "this build reads no archives")
class Archives(TreeCase):
    def pack(self, files, name="a.tar", mode="w", **options):
        """Packs texts, or what tarfile has made, under their names; returns the archive's path."""
        path = os.path.join(self.folder, name)
        with tarfile.open(path, mode, **options) as archive:
            for member, text in files.items():
                if isinstance(text, tarfile.TarInfo):
                    archive.addfile(text)
                    continue
                data = text.encode("utf-8")
                info = tarfile.TarInfo(member)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return path

    def refused(self, path, says):
        done = run("check", path)
        self.assertEqual(done.status, 2, done.text)
        self.assertIn(says, done.err.decode())
        self.assertNotIn(b"\x1b", done.err)
        self.assertEqual(done.out, b"")

    def test_each_compression(self):
        for mode, ending in (("w", "tar"), ("w:gz", "tar.gz"), ("w:gz", "tgz"), ("w:xz", "tar.xz"),
                             ("w:bz2", "tar.bz2")):
            for text, status in ((CLEAN, 0), (WRONG, 1)):
                path = self.pack({"linux-1/virtio_blk.h": text}, "a." + ending, mode)
                done = run("check", "-f", "gcc", path)
                self.assertEqual(done.status, status, done.text)
        self.assertTrue(done.out.startswith(path.encode() + b"/virtio_blk.h:4: warning: "), done.text)

    @unittest.skipUnless(shutil.which("zstd"), "there is no zstd here")
    def test_zstd(self):
        path = self.pack({"linux-1/virtio_blk.h": WRONG})
        subprocess.run(["zstd", "-q", path], check=True)
        self.assertEqual(run("check", path + ".zst").status, 1)

    def test_as_the_folder_that_it_was_made_of(self):
        self.write("include/uapi/linux/virtio_blk.h", WRONG)
        self.write("include/linux/virtio_net.h", CLEAN.replace("BLK", "NET"))
        self.write("etalon.yaml", WAIVERS)
        path = os.path.join(self.folder, "a.tar.xz")
        for top in ("linux-1", "./linux-1", "."):
            with tarfile.open(path, "w:xz") as archive:
                archive.add(self.tree, top)
            a = run("check", "-f", "json", path)
            b = run("check", "-f", "json", self.tree)
            self.assertEqual(a.out.replace(path.encode(), b"TREE"), b.out.replace(self.tree.encode(), b"TREE"))
            self.assertEqual(a.status, b.status)

    def test_included_headers(self):
        files = {"l/include/linux/other.h": OTHER, "l/include/linux/virtio_blk.h": NEEDS}
        self.assertEqual(run("check", self.pack(files)).status, 0)
        del files["l/include/linux/other.h"]
        self.assertEqual(run("check", self.pack(files)).status, 2)

    def test_long_and_foreign_names(self):
        name = "l/" + "ä" * 60 + "/" + "b" * 200 + "/virtio_blk.h"
        for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
            path = self.pack({name: WRONG}, format=form)
            done = run("check", "-f", "gcc", path)
            self.assertEqual(done.status, 1, done.text)
            self.assertIn((name[2:] + ":4: ").encode(), done.out)

    def test_hostile_members(self):
        for name, says in (("/etc/virtio_blk.h", "'/etc/virtio_blk.h' leads out"),
                           ("a/../../virtio_blk.h", "leads out"),
                           ("a\nb/virtio_blk.h", "'a\\x0ab/virtio_blk.h' has a control character"),
                           ("\x1b[2J.h", "control character")):
            self.refused(self.pack({name: CLEAN}), says)

    def test_devices_and_links(self):
        device = tarfile.TarInfo("l/virtio_net.h")
        device.type = tarfile.CHRTYPE
        out = tarfile.TarInfo("l/virtio_scsi.h")
        out.type = tarfile.SYMTYPE
        out.linkname = "/etc/passwd"
        inside = tarfile.TarInfo("l/sub/virtio_blk.h")
        inside.type = tarfile.SYMTYPE
        inside.linkname = "../virtio_blk.h"
        path = self.pack({"l/virtio_blk.h": CLEAN, "1": device, "2": out, "3": inside})
        done = run("check", "-f", "json", path)
        self.assertEqual(done.status, 0, done.text)
        self.assertEqual(done.json["trees"][0]["skipped"], 2)
        self.assertEqual(done.json["trees"][0]["files"], 2)

    def test_broken(self):
        for mode, ending in (("w", "tar"), ("w:gz", "tar.gz"), ("w:xz", "tar.xz"), ("w:bz2", "tar.bz2")):
            files = {"l/virtio_blk.h": CLEAN, "l/noise": os.urandom(20000).hex()}
            path = self.pack(files, "a." + ending, mode)
            os.truncate(path, 15000)
            self.refused(path, "can't be read as an archive: ")
        path = self.pack({"l/virtio_blk.h": CLEAN}, "b.tar.xz", "w:xz")
        with open(path, "r+b") as file:
            file.seek(-40, os.SEEK_END)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 0xff]))
        self.refused(path, "can't be read as an archive: ")

    def test_no_archive(self):
        path = os.path.join(self.folder, "a.tar.gz")
        with open(path, "w", encoding="utf-8") as file:
            file.write(CLEAN)
        self.refused(path, "can't be read as an archive: ")
        os.truncate(path, 0)
        self.refused(path, "can't be read as an archive: ")
        self.refused(path + ".tar", "No such file")

    def test_nothing_in_it(self):
        done = run("check", self.pack({}))
        self.assertEqual(done.status, 2)
        self.assertIn("there are no VIRTIO headers here", done.text)

    def test_text_of_the_standard(self):
        path = self.pack({"virtio-v1.4/virtio.tex": "\\begin{document}\\chapter{Text}\\end{document}\n"})
        self.assertEqual(run("spec", "stats", path).status, 0)


if __name__ == "__main__":
    unittest.main()
