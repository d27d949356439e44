# SPDX-License-Identifier: BSD-3-Clause
"""etalon sync of QEMU 10.0 from the newest Linux 7, against QEMU's own script.

	bench_sync.py ETALON

The trees are those of tests/trees (make test-trees fetches them); without them this is skipped.
Limits are the fastest run's, as a busy machine only makes a program slower; ratios are of medians.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [TESTS, os.path.join(TESTS, "trees")]
os.environ["ETALON_OFFLINE"] = "1"
import fetch  # noqa: E402
import sources  # noqa: E402
from test_sync_qemu import FOLDERS, NEEDED, lenient  # noqa: E402

RUNS = 9
SCRIPT_RUNS = 2  # the first one warms up
LIMITS = {"plan": (400, 60), "whole sync": (600, None), "plan without uses": (None, 60)}
LEAST_RATIO = 100


def timed(command, statuses=(0, 1), **options):
    """Milliseconds and the peak in MB of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, **options)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        raise SystemExit(f"{command[0]}: status {process.returncode}: {error.decode()[-500:]}")
    return (time.perf_counter() - start) * 1000, usage.ru_maxrss / 1024


class Consumer:
    """A copy of QEMU whose imported headers can be put back."""

    def __init__(self, qemu, scratch):
        self.path = os.path.join(scratch, "qemu")
        self.saved = os.path.join(scratch, "saved")
        subprocess.run(["cp", "-a", "--reflink=auto", qemu, self.path], check=True)
        for folder in FOLDERS:
            shutil.copytree(os.path.join(qemu, folder), os.path.join(self.saved, folder), symlinks=True)

    def restore(self):
        for folder in FOLDERS:
            shutil.rmtree(os.path.join(self.path, folder))
            shutil.copytree(os.path.join(self.saved, folder), os.path.join(self.path, folder), symlinks=True)
        lock = os.path.join(self.path, "etalon.lock")
        if os.path.exists(lock):
            os.remove(lock)


def time_script(linux, consumer, scratch):
    kernel = os.path.join(scratch, "linux")
    subprocess.run(["cp", "-a", "--reflink=auto", linux, kernel], check=True)
    script = os.path.join(scratch, "script.sh")
    with open(os.path.join(consumer.path, "scripts/update-linux-headers.sh"), encoding="utf-8") as file:
        text = lenient(file.read())
    with open(script, "w", encoding="utf-8") as file:
        file.write(text)
    times = []
    for _ in range(SCRIPT_RUNS):
        consumer.restore()
        # make's own output goes where its messages go, or the pipe fills.
        times.append(timed(["sh", "-c", 'exec sh -e "$@" 2>/dev/null', "sh", script, kernel, consumer.path],
                           (0,), cwd=scratch,
                           env=dict(os.environ, TMPDIR=scratch, LC_ALL="C", MAKEFLAGS="-j2"))[0])
    return min(times[1:])


def main():
    etalon = sys.argv[1]
    missing = [name for name in NEEDED if not shutil.which(name)]
    try:
        linux, version = sources.Sources().get("linux", "7")
        qemu, release = sources.Sources().get("qemu", "10.0")
    except fetch.Unavailable as error:
        print(error)
        return 77
    print(f"QEMU {release} from Linux {version}", flush=True)
    failed = False
    with tempfile.TemporaryDirectory(prefix="etalon-bench-") as scratch:
        consumer = Consumer(qemu, scratch)
        command = {"plan": [etalon, "sync", "-n", linux, consumer.path],
                   "whole sync": [etalon, "sync", "--force", linux, consumer.path],
                   "plan without uses": [etalon, "sync", "-n", "--no-uses", linux, consumer.path],
                   "sync without uses": [etalon, "sync", "--force", "--no-uses", linux, consumer.path]}
        results = {name: [] for name in command}
        for _ in range(RUNS):
            for name, arguments in command.items():
                consumer.restore()
                results[name].append(timed(arguments))
        for name, runs in results.items():
            fastest, median = min(run[0] for run in runs), statistics.median(run[0] for run in runs)
            peak = max(run[1] for run in runs)
            most_ms, most_mb = LIMITS.get(name, (None, None))
            over = (most_ms and fastest > most_ms) or (most_mb and peak > most_mb)
            failed |= bool(over)
            print(f"{name}: fastest {fastest:.0f} ms, median {median:.0f} ms, {peak:.0f} MB"
                  f"{', over the limit' if over else ''}", flush=True)
        if missing:
            print(f"the script cannot run: {', '.join(missing)} not installed")
            return int(failed)
        script = time_script(linux, consumer, scratch)
        ratio = script / statistics.median(run[0] for run in results["sync without uses"])
        failed |= ratio < LEAST_RATIO
        print(f"QEMU's script: {script:.0f} ms, {ratio:.0f} times the sync without uses"
              f"{', less than ' + str(LEAST_RATIO) if ratio < LEAST_RATIO else ''}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
