# SPDX-License-Identifier: BSD-3-Clause
"""Runs the program under test, with limits, and reads its JSON.

ETALON names the program (default: build/etalon below the checkout), ETALON_SANITIZE the sanitizers
that it is built with, under which limits on memory mean nothing.
"""

import json
import os
import pwd
import resource
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("ETALON", os.path.join(ROOT, "build/etalon")))
SANITIZED = os.environ.get("ETALON_SANITIZE", "none") not in ("", "none")
MACHINE_HEADERS = "/usr/include/linux"


class Done:
    """What a run left: status (negative: killed by that signal), out, err, seconds, megabytes."""

    def __init__(self, status, out, err, seconds, megabytes):
        self.status = status
        self.out = out
        self.err = err
        self.seconds = seconds
        self.megabytes = megabytes

    @property
    def text(self):
        return (self.out + self.err).decode("utf-8", "replace")

    @property
    def json(self):
        """The output as JSON; strict about UTF-8 and about there being nothing else."""
        return json.loads(self.out.decode("utf-8"))


def as_nobody():
    """For preexec_fn: gives up root, so that permissions mean something."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)


def run(*arguments, timeout=60, memory=None, stdin=None, stdout=None, unprivileged=False, env=None, cwd=None):
    """Runs etalon; a run over its time is killed and has status -SIGKILL. memory: MiB of RLIMIT_AS."""

    def prepare():
        if memory and not SANITIZED:
            resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
        if unprivileged:
            as_nobody()

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        child = subprocess.Popen([PROGRAM, *arguments], stdin=stdin or subprocess.DEVNULL,
                                 stdout=stdout or out, stderr=err, preexec_fn=prepare, cwd=cwd,
                                 env=dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1", **(env or {})))
        pause = 0.001
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - start > timeout:
                child.send_signal(signal.SIGKILL)
                _, status, usage = os.wait4(child.pid, 0)
                break
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        return Done(child.returncode, out.read(), err.read(), seconds, usage.ru_maxrss / 1024)


def check(*arguments, **options):
    """etalon check --format json: the Done, whose status has to be 0 or 1, and the document."""
    done = run("check", "--format", "json", *arguments, **options)
    if done.status not in (0, 1):
        raise AssertionError(f"etalon check {' '.join(arguments)}: status {done.status}\n{done.text[-3000:]}")
    return done, done.json


class TreeCase(unittest.TestCase):
    """A case with a folder of its own to make a tree in."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="etalon-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.chmod(self.folder, 0o755)
        self.tree = os.path.join(self.folder, "linux")
        os.mkdir(self.tree)

    def write(self, name, text):
        path = os.path.join(self.tree, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path
