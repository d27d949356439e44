#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Counts test cases and says which failed and which were skipped, and why.

	count_tests.py FILE ...

A FILE is meson's testlog.json or a text in TAP (named *.tap). The last line is
"N passed, N failed, N skipped"; the status is 1 when something failed or nothing ran.
"""

import json
import os
import re
import sys

CASE = re.compile(r"(not )?ok\b[ \t]*(\d+)?[ \t]*-?[ \t]*([^#]*)(?:#\s*(skip\S*|todo)\b\s*(.*))?", re.I)
PLAN = re.compile(r"1\.\.(\d+)\s*(?:#\s*skip\S*\s*(.*))?$", re.I)


class Counts:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []

    def tap(self, name, text):
        """Counts a text's cases; returns how many cases it has, and whether one failed."""
        cases = failed = 0
        for line in text.splitlines():
            plan = PLAN.match(line)
            if plan and plan.group(1) == "0":
                cases += 1
                self.skipped.append((name, plan.group(2) or "no reason given"))
                continue
            case = CASE.match(line)
            if not case:
                continue
            cases += 1
            what = f"{name}: {case.group(3).strip()}"
            directive = (case.group(4) or "").lower()
            if directive.startswith("skip"):
                self.skipped.append((what, case.group(5) or "no reason given"))
            elif directive == "todo":
                self.skipped.append((what, "known to fail: " + case.group(5)))
            elif case.group(1):
                failed += 1
                self.failed.append(what)
            else:
                self.passed += 1
        return cases, failed

    def meson(self, path):
        with open(path, encoding="utf-8") as log:
            for line in log:
                self.meson_test(json.loads(line))

    def meson_test(self, test):
        name, result = test["name"], test["result"]
        text = test.get("stdout", "")
        bad = result not in ("OK", "SKIP", "EXPECTEDFAIL")
        if re.search(r"^(1\.\.\d+|(not )?ok\b)", text, re.M):
            # A crash or a time-out behind the last case is in no case: it counts as one more.
            if not self.tap(name, text)[1] and bad:
                self.failed.append(f"{name}: {result}, status {test['returncode']}")
        elif result == "SKIP":
            self.skipped.append((name, text.strip().splitlines()[-1] if text.strip() else "no reason given"))
        elif bad:
            self.failed.append(f"{name}: {result}")
        else:
            self.passed += 1


def main():
    counts = Counts()
    for path in sys.argv[1:]:
        if path.endswith(".tap"):
            with open(path, encoding="utf-8", errors="replace") as text:
                counts.tap(os.path.basename(path)[:-4], text.read())
        else:
            counts.meson(path)
    for what, reason in counts.skipped:
        print(f"skipped: {what}: {reason}")
    for what in counts.failed:
        print(f"FAILED: {what}")
    print(f"{counts.passed} passed, {len(counts.failed)} failed, {len(counts.skipped)} skipped")
    return 1 if counts.failed or not counts.passed else 0


if __name__ == "__main__":
    sys.exit(main())
