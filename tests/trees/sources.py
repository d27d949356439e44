# SPDX-License-Identifier: BSD-3-Clause
"""Debian's source packages of Linux and QEMU, as far as headers are made from them.

Like fetch.py, into the same cache. A mirror's lists may name versions that it has no more: the next
older one is taken then.
"""

import fcntl
import functools
import glob
import hashlib
import json
import os
import subprocess
import tempfile

import aptsource
import fetch

SUITES = ("bullseye", "bookworm", "trixie", "forky", "sid", "bookworm-backports", "trixie-backports")
TRIES = 16

# What of a kernel has no part in its exported headers.
LINUX_WITHOUT = ("Documentation", "fs", "net", "sound", "samples", "mm", "security", "drivers/[!i]*",
                 "drivers/i[!n]*", "drivers/in[!f]*", "drivers/infiniband/[!h]*",
                 "drivers/infiniband/hw/[!v]*", "tools/testing", "tools/perf", "arch/*/boot/dts")
# What of QEMU is neither its own sources nor what the import reads and writes. Debian's archives lack
# most of it already.
QEMU_WITHOUT = ("roms", "tests", "docs", "po", "pc-bios", "python", "subprojects", "capstone", "dtc", "slirp")
WITHOUT = {"linux": LINUX_WITHOUT, "qemu": QEMU_WITHOUT}


def kind(package):
    """What a tree is kept under: one with other parts left out is another."""
    left_out = hashlib.sha256(" ".join(WITHOUT[package]).encode()).hexdigest()[:8]
    return f"source-{package}-{left_out}"


def newer(left, right):
    """For sorting: the newest version first."""
    if left == right:
        return 0
    done = subprocess.run(["dpkg", "--compare-versions", left, "gt", right], check=False)
    return -1 if done.returncode == 0 else 1


class Sources:
    def __init__(self):
        self.folder = fetch.cache()
        self.private = None

    def apt(self):
        if os.environ.get("ETALON_OFFLINE"):
            raise fetch.Unavailable("ETALON_OFFLINE is set and the cache does not have it")
        if not self.private:
            apt = aptsource.Apt(os.path.join(self.folder, "apt-sources"), SUITES)
            apt.update()  # what is missing shows in versions()
            self.private = apt
        return self.private

    def versions(self, package, series):
        """Versions whose upstream part begins with series ("6.12", "7"), newest first."""
        found = set()
        for line in self.apt().run("apt-cache", "madison", package).splitlines():
            fields = [field.strip() for field in line.split("|")]
            if len(fields) == 3 and fields[2].endswith("Sources"):
                upstream = fields[1].split(":")[-1]
                if upstream.startswith((series + ".", series + "+", series + "-")):
                    found.add(fields[1])
        return sorted(found, key=functools.cmp_to_key(newer))

    def get(self, package, series):
        """The folder of a source tree, and its version; or raises fetch.Unavailable."""
        record = os.path.join(self.folder, f"{kind(package)}-{series}.json")
        with open(os.path.join(self.folder, "lock-sources"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                with open(record, encoding="utf-8") as file:
                    known = json.load(file)
                path = os.path.join(self.folder, known["path"])
                if os.path.isdir(path):
                    return path, known["version"]
            except (OSError, ValueError):
                pass
            try:
                path, version = self.fetch(package, series)
            except (aptsource.NoMirror, OSError, subprocess.CalledProcessError) as error:
                raise fetch.Unavailable(str(error)) from error
            with open(record, "w", encoding="utf-8") as file:
                json.dump({"path": os.path.relpath(path, self.folder), "version": version}, file)
            return path, version

    def fetch(self, package, series):
        trouble = f"the mirror has no source of {package} {series}"
        for version in self.versions(package, series)[:TRIES]:
            with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
                try:
                    self.apt().run("apt-get", "-q", "source", "--download-only",
                                   f"{package}={version}", cwd=scratch, timeout=1200)
                except aptsource.NoMirror as error:
                    trouble = str(error)
                    continue
                archive, = glob.glob(scratch + "/*.orig.tar.[gx]z")
                out = scratch + "/out"
                os.mkdir(out)
                self.unpack(package, archive, out)
                final = os.path.join(self.folder, f"{kind(package)}-{version.replace(':', '_')}")
                os.rename(out, final)
                return final, version
        raise fetch.Unavailable(trouble)

    @staticmethod
    def unpack(package, archive, out):
        # Patterns begin behind the archive's own folder, of which there is one.
        subprocess.run(["tar", "-x", "--anchored", "--no-wildcards-match-slash",
                        *(f"--exclude=*/{part}" for part in WITHOUT[package]),
                        "-f", archive, "-C", out, "--strip-components=1"],
                       check=True, capture_output=True)
