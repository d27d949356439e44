#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The headers that tests/trees reads: Linux's and QEMU's, as Debian's releases have them.

Packages are downloaded and unpacked into a cache, never installed: ETALON_CACHE, or etalon below
XDG_CACHE_HOME, or ~/.cache/etalon. What is in the cache is used for a week without asking the
mirror, and for as long as the mirror does not answer. ETALON_OFFLINE=1 never asks.

	fetch.py        fetches all and prints where each is
"""

import fcntl
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import aptsource

LINUX = ("bullseye", "bookworm", "trixie", "sid")
QEMU = ("bullseye", "bookworm", "trixie")
WEEK = 7 * 24 * 3600
DAY = 24 * 3600

# What is taken from QEMU's source: the headers it imports, its own, and its firmware for s390.
QEMU_PARTS = ("include/standard-headers", "linux-headers", "include/hw/virtio", "hw/virtio",
              "pc-bios/s390-ccw", "subprojects/libvhost-user", "contrib/libvhost-user")


class Unavailable(Exception):
    """A tree that cannot be had just now, with the reason."""


def cache():
    path = os.environ.get("ETALON_CACHE")
    if not path:
        path = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "etalon")
    os.makedirs(path, exist_ok=True)
    return path


class Tree:
    """One unpacked tree: what it is of, which version, and where."""

    def __init__(self, project, suite, version, path):
        self.project = project
        self.suite = suite
        self.version = version
        self.path = path

    def __str__(self):
        return f"{self.project} {self.version} ({self.suite})"

    @property
    def headers(self):
        """The folder whose virtio headers are the tree's import or export."""
        if self.project == "linux":
            return os.path.join(self.path, "usr/include/linux")
        return os.path.join(self.path, "include/standard-headers/linux")


class Fetcher:
    def __init__(self, folder=None):
        self.folder = folder or cache()
        self.private = None
        self.trouble = None  # of the last update of the lists

    def apt(self):
        """A private apt with lists of today."""
        if self.private:
            return self.private
        if os.environ.get("ETALON_OFFLINE"):
            raise Unavailable("ETALON_OFFLINE is set and the cache does not have it")
        try:
            apt = aptsource.Apt(os.path.join(self.folder, "apt"), LINUX)
            stamp = os.path.join(apt.folder, "updated")
            if not os.path.exists(stamp) or time.time() - os.path.getmtime(stamp) > DAY:
                self.trouble = apt.update()
                if not self.trouble:
                    with open(stamp, "w", encoding="utf-8"):
                        pass
        except aptsource.NoMirror as error:
            raise Unavailable(str(error)) from error
        self.private = apt
        return apt

    def recorded(self, project, suite):
        """The tree that the cache has, and its age in seconds; or None."""
        record = os.path.join(self.folder, f"{project}-{suite}.json")
        try:
            with open(record, encoding="utf-8") as file:
                known = json.load(file)
        except (OSError, ValueError):
            return None
        path = os.path.join(self.folder, known["path"])
        if not os.path.isdir(path):
            return None
        return Tree(project, suite, known["version"], path), time.time() - os.path.getmtime(record)

    def record(self, tree):
        path = os.path.join(self.folder, f"{tree.project}-{tree.suite}.json")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump({"version": tree.version, "path": os.path.relpath(tree.path, self.folder)}, file)
        os.replace(path + ".new", path)

    def get(self, project, suite):
        """Returns a Tree, from the cache or the mirror, or raises Unavailable."""
        with open(os.path.join(self.folder, "lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = self.recorded(project, suite)
            if known and known[1] < WEEK:
                return known[0]
            try:
                tree = self.fetch(project, suite)
            except Unavailable:
                if known:
                    return known[0]
                raise
            self.record(tree)
            return tree

    def fetch(self, project, suite):
        package, kind, unpack = {
            "linux": ("linux-libc-dev", "Packages", self.unpack_linux),
            "qemu": ("qemu", "Sources", self.unpack_qemu),
        }[project]
        try:
            apt = self.apt()
            version = apt.version(package, suite, kind)
            if not version:
                raise Unavailable(self.trouble or f"{suite} has no {package} on this machine's mirror")
            final = os.path.join(self.folder, f"{project}-{version.replace(':', '_').replace('/', '_')}")
            if not os.path.isdir(final):
                with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
                    out = os.path.join(scratch, "out")
                    os.mkdir(out)
                    unpack(apt, version, scratch, out)
                    os.rename(out, final)
        except aptsource.NoMirror as error:
            raise Unavailable(str(error)) from error
        except subprocess.CalledProcessError as error:
            raise Unavailable(f"{error.cmd[0]} failed: {(error.stderr or b'').decode()[-200:]}") from error
        except OSError as error:
            raise Unavailable(str(error)) from error
        return Tree(project, suite, version, final)

    @staticmethod
    def unpack_linux(apt, version, scratch, out):
        apt.run("apt-get", "-q", "download", f"linux-libc-dev={version}", cwd=scratch)
        package, = glob.glob(scratch + "/*.deb")
        subprocess.run(["dpkg-deb", "-x", package, scratch + "/all"], check=True, capture_output=True)
        os.makedirs(out + "/usr")
        shutil.move(scratch + "/all/usr/include", out + "/usr/include")
        # Newer packages hold one architecture's headers each in usr/lib, with links to them.
        if os.path.isdir(scratch + "/all/usr/lib"):
            shutil.move(scratch + "/all/usr/lib", out + "/usr/lib")

    @staticmethod
    def unpack_qemu(apt, version, scratch, out):
        apt.run("apt-get", "-q", "source", "--download-only", f"qemu={version}", cwd=scratch)
        archive, = glob.glob(scratch + "/*.orig.tar.*")
        patterns = [f"*/{part}/*" for part in QEMU_PARTS]
        # tar fails for a pattern that matches nothing, as versions differ in what they have.
        subprocess.run(["tar", "-xf", archive, "-C", out, "--strip-components=1", "--wildcards",
                        "--wildcards-match-slash", *patterns], check=False, capture_output=True)
        if not os.path.isdir(out + "/include/standard-headers"):
            raise Unavailable(f"qemu {version} could not be unpacked")


def main():
    fetcher = Fetcher()
    status = 0
    for project, suites in (("linux", LINUX), ("qemu", QEMU)):
        for suite in suites:
            try:
                tree = fetcher.get(project, suite)
                print(f"{tree}: {tree.path}")
            except Unavailable as error:
                print(f"{project} ({suite}): not available: {error}")
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
