# SPDX-License-Identifier: BSD-3-Clause
"""This machine's Debian mirror, read from its own package sources, and a private apt beside them.

Nothing here changes the machine's configuration: lists, cache and sources are in a folder of their
own. Hosts, keyrings and proxies are the machine's.
"""

import glob
import os
import re
import subprocess

SUITES = ("bullseye", "bookworm", "trixie", "forky", "sid", "oldoldstable", "oldstable", "stable",
          "testing", "unstable")


class NoMirror(Exception):
    """There is no Debian mirror to be found, with the reason."""


def deb822(text):
    """The paragraphs of a .sources file as dictionaries with lower-case keys."""
    for paragraph in re.split(r"\n\s*\n", text):
        fields, key = {}, None
        for line in paragraph.splitlines():
            if line.startswith("#"):
                continue
            if line[:1] in (" ", "\t") and key:
                fields[key] += "\n" + line.strip()
            elif ":" in line:
                key, value = line.split(":", 1)
                key = key.strip().lower()
                fields[key] = value.strip()
        if fields:
            yield fields


def one_line(text):
    """The entries of a sources.list, in the same form."""
    for line in text.splitlines():
        match = re.match(r"\s*(deb|deb-src)\s+(?:\[([^]]*)\]\s*)?(\S+)\s+(\S+)\s*([^#]*)", line)
        if match:
            kind, options, uri, suite, components = match.groups()
            fields = {"types": kind, "uris": uri, "suites": suite, "components": components}
            for option in (options or "").split():
                key, _, value = option.partition("=")
                fields[key.lower()] = value.replace(",", " ")
            yield fields


def entries(root="/etc/apt"):
    for path in sorted(glob.glob(root + "/sources.list.d/*.sources")):
        with open(path, encoding="utf-8", errors="replace") as file:
            yield from deb822(file.read())
    for path in [root + "/sources.list"] + sorted(glob.glob(root + "/sources.list.d/*.list")):
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                yield from one_line(file.read())


def mirror(root="/etc/apt"):
    """The first entry that has Debian's main archive, with one URI."""
    for entry in entries(root):
        if entry.get("enabled", "yes").lower() in ("no", "false", "0"):
            continue
        if "main" not in entry.get("components", "").split():
            continue
        if any(suite.rstrip("/") in SUITES for suite in entry.get("suites", "").split()):
            return dict(entry, uris=entry["uris"].split()[0])
    raise NoMirror("this machine's apt sources name no mirror of Debian's main archive")


class Apt:
    """A private apt in a folder, for suites of this machine's mirror."""

    def __init__(self, folder, suites, root="/etc/apt"):
        entry = mirror(root)
        self.folder = os.path.abspath(folder)
        for part in ("lists/partial", "cache/archives/partial"):
            os.makedirs(os.path.join(self.folder, part), exist_ok=True)
        options = []
        signed = entry.get("signed-by")
        if signed and "BEGIN PGP" in signed:
            # A key inside the entry; its blank lines are written as a single point.
            key = os.path.join(self.folder, "mirror.asc")
            with open(key, "w", encoding="utf-8") as file:
                file.write("\n".join("" if line == "." else line for line in signed.splitlines()).strip() + "\n")
            signed = key
        if signed:
            options.append("signed-by=" + ",".join(signed.split()))
        for name in ("trusted", "check-valid-until", "check-date"):
            if name in entry:
                options.append(f"{name}={entry[name]}")
        text = f" [{' '.join(options)}]" if options else ""
        self.sources = os.path.join(self.folder, "sources.list")
        with open(self.sources, "w", encoding="utf-8") as file:
            for suite in suites:
                for kind in ("deb", "deb-src"):
                    file.write(f"{kind}{text} {entry['uris']} {suite} main\n")

    def run(self, *command, cwd=None, timeout=600):
        """Runs an apt program; returns its output, or raises NoMirror with its last error."""
        options = [
            "Dir::Etc::SourceList=" + self.sources,
            "Dir::Etc::SourceParts=-",
            "Dir::State::Lists=" + self.folder + "/lists",
            "Dir::Cache=" + self.folder + "/cache",
            "Dir::Cache::Archives=" + self.folder + "/cache/archives",
            "Acquire::Languages=none",
            "Acquire::Retries=2",
            "Acquire::http::Timeout=30",
            "Acquire::https::Timeout=30",
        ]
        if os.geteuid() == 0:
            # The folder may be below a home that apt's own user cannot enter.
            options.append("APT::Sandbox::User=root")
        arguments = [argument for option in options for argument in ("-o", option)]
        try:
            done = subprocess.run([command[0], *arguments, *command[1:]], cwd=cwd, timeout=timeout,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, check=False,
                                  env=dict(os.environ, LC_ALL="C"))
        except FileNotFoundError as error:
            raise NoMirror(f"{command[0]} is not installed") from error
        except subprocess.TimeoutExpired as error:
            raise NoMirror(f"{command[0]} took more than {timeout} s") from error
        if done.returncode:
            errors = [line for line in done.stderr.splitlines() if line.startswith(("E:", "W:"))]
            raise NoMirror((errors or [f"{command[0]}: status {done.returncode}"])[0])
        return done.stdout

    def update(self):
        """Fetches the suites' lists; returns what went wrong, or None.

        One suite that cannot be had does not cost the others: what is missing shows in version().
        """
        try:
            self.run("apt-get", "-q", "--error-on=any", "update")
        except NoMirror as error:
            return str(error)
        return None

    def version(self, package, suite, kind="Packages"):
        """The newest version of a package in a suite; None when there is none."""
        for line in self.run("apt-cache", "madison", package).splitlines():
            fields = [field.strip() for field in line.split("|")]
            if len(fields) == 3 and f" {suite}/main " in f" {fields[2]} " and fields[2].endswith(kind):
                return fields[1]
        return None
