# SPDX-License-Identifier: BSD-3-Clause
"""What the tests of the commands share: a tree with one wire finding, a terminal to run under."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from etalon_run import PROGRAM, ROOT, TreeCase, run  # noqa: E402,F401

ESCAPE = re.compile("\x1b\\[[0-9;]*m")
COMMANDS = ["check", "diff", "show", "list", "sync", "spec", "explain", "completion", "help"]

CLEAN = """\
#ifndef VIRTIO_BLK_H
#define VIRTIO_BLK_H
#define VIRTIO_BLK_F_SIZE_MAX 1
#define VIRTIO_BLK_F_SEG_MAX 2
#endif
"""
# The standard has 2.
WRONG = CLEAN.replace("SEG_MAX 2", "SEG_MAX 3")


def environment(**changes):
    """The environment of a plain terminal; None removes a variable."""
    env = dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm")
    for name in ("NO_COLOR", "COLUMNS"):
        env.pop(name, None)
    for name, value in changes.items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    return env


def run_in_terminal(*arguments, columns=80, cwd=None, **env):
    """Runs etalon under a terminal of so many columns; returns status and text."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen([PROGRAM, *arguments], stdin=slave, stdout=slave, stderr=slave,
                             cwd=cwd, env=environment(**env), close_fds=True)
    os.close(slave)
    text = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # EIO: the other side is closed
            break
        if not piece:
            break
        text += piece
    os.close(master)
    return child.wait(), text.decode("utf-8").replace("\r\n", "\n")


def plain(text):
    return ESCAPE.sub("", text)
