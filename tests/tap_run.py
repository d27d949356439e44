# SPDX-License-Identifier: BSD-3-Clause
"""Runs files of unittest cases and prints TAP as it goes, so that meson counts each case.

	tap_run.py FILE.py ...

Status 0 when all passed. Without python3-tap everything is skipped, and says so.
"""

import importlib.util
import os
import sys
import unittest

try:
    import tap.runner
except ImportError:
    print("1..0 # SKIP python3-tap is not installed")
    sys.exit(0)


class Result(tap.runner.TAPTestResult):
    """One line a case: "file.Class.method", with its docstring's first line when it has one."""

    def _description(self, test):
        name = ".".join(test.id().split(".")[-2:]) if hasattr(test, "id") else str(test)
        text = test.shortDescription()
        return (name + ": " + text if text else name).replace("#", "no. ")

    def addSubTest(self, test, subtest, err):
        # Passed sub-tests are parts of a case, not cases; failed ones are worth a line each.
        if err is not None:
            super().addSubTest(test, subtest, err)


class Runner(tap.runner.TAPTestRunner):
    resultclass = Result


def load(path):
    """The cases of one file; a file that cannot be imported is a case that fails."""
    name = os.path.splitext(os.path.basename(path))[0]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except unittest.SkipTest as skip:
        reason = str(skip)

        class Skipped(unittest.TestCase):
            @unittest.skip(reason)
            def test_all(self):
                pass

        return unittest.defaultTestLoader.loadTestsFromTestCase(Skipped)
    return unittest.defaultTestLoader.loadTestsFromModule(module)


def main():
    sys.stdout.reconfigure(line_buffering=True)
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    suite = unittest.TestSuite(load(path) for path in sys.argv[1:])
    runner = Runner()
    runner.set_stream(True)
    return 0 if runner.run(suite).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
