"""Whole processes of `candidacy`: how time and memory grow with responses, what a second thread brings, what loading takes.

Usage: process.py CANDIDACY [ROUNDS [MOST]], after peer-prepare. Prints JSON; summary.py makes tables of it. CPU time is what
the kernel counted for the child (wait4). So is its peak memory, but it is looked up while the child runs, each millisecond:
what wait4 tells of it is at least what this script itself takes. Rounds are interleaved, figures are medians; the longest row
of the growth, 10^7 responses, is measured once. MOST caps the responses, to try it out.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
MADE = HERE / "made"
LINES = MADE / "course.ndjson"
ANSWERS = HERE / "../../tests/fixtures/smp/client.yaml"
DAY = ["--today", "2026-11-22"]
BATCH = ["batch", str(HERE / "sets/course.yaml"), "--fields", "id,verdict,findings", *DAY]
# Writes the file $1 until $2 lines are written.
REPEAT = 'while :; do cat "$1" || exit; done | head -n "$2"'


def run(command, stdin=None, watched=False):
    """Runs a command; gives its wall time and CPU time in seconds and, if watched, its peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    peak = watch(child.pid) if watched else dict
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command} ended with {child.returncode}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, **peak()}


def watch(pid):
    """Looks up the peak memory of a process until it ends; gives a function that waits for that and tells it."""
    peak = {"mb": 0.0}

    def look():
        try:
            while True:
                with open(f"/proc/{pid}/status", encoding="ascii") as status:
                    found = [line.split()[1] for line in status if line.startswith("VmHWM:")]
                if not found:
                    return
                peak["mb"] = int(found[0]) / 1024
                time.sleep(0.001)
        except OSError:
            return

    looking = threading.Thread(target=look)
    looking.start()

    def ended():
        looking.join()
        return peak

    return ended


def repeated(count):
    """A process that writes so many lines."""
    return subprocess.Popen(
        ["sh", "-c", REPEAT, "sh", str(LINES), str(count)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def write_lines(path, count):
    with open(path, "wb") as file:
        subprocess.run(["sh", "-c", REPEAT, "sh", str(LINES), str(count)], stdout=file, stderr=subprocess.DEVNULL, check=True)


def medians(runs):
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def interleaved(rounds, commands, watched=False):
    """Runs all commands in turn, for some rounds; gives the medians of each."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command, watched=watched))
    return {name: medians(of_one) for name, of_one in runs.items()}


def growth(candidacy, rounds, most, folder):
    """From files up to 10^6 responses; 10^7 come through a pipe, to need no room on the disk."""
    counts = [count for count in (10**3, 10**4, 10**5, 10**6) if count <= most]
    commands = {}
    for count in counts:
        path = os.path.join(folder, f"{count}.ndjson")
        write_lines(path, count)
        commands[count] = [candidacy, *BATCH, "--input", path]
    rows = [{"responses": count, **found} for count, found in interleaved(rounds, commands, watched=True).items()]
    if most >= 10**7:
        feeder = repeated(10**7)
        rows.append({"responses": 10**7, **run([candidacy, *BATCH], feeder.stdout, watched=True)})
        feeder.stdout.close()
        feeder.wait()
    return rows


def two_threads(candidacy, rounds, most, folder):
    count = min(most, 10**6)
    path = os.path.join(folder, f"{count}.ndjson")
    commands = {jobs: [candidacy, *BATCH, "--input", path, "--jobs", str(jobs)] for jobs in (1, 2)}
    return {"responses": count, **interleaved(rounds, commands)}


def process(candidacy, rounds, folder):
    """A whole run of `assess`; `list`, which loads and checks the one shipped set and prints a line; `--version`, which does
    nothing."""
    report = os.path.join(folder, "report.html")
    assess = [candidacy, "assess", "smp", "--answers", str(ANSWERS), "--no-input", "--format", "html", "--output", report, *DAY]
    return interleaved(4 * rounds, {"assess": assess, "list": [candidacy, "list"], "version": [candidacy, "--version"]})


def main():
    candidacy = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 10**7
    load, cores = os.getloadavg()[0], len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(dir=MADE) as folder:
        found = {
            "load": load,
            "cores": cores,
            "growth": growth(candidacy, rounds, most, folder),
            "threads": two_threads(candidacy, rounds, most, folder),
            "process": process(candidacy, rounds, folder),
        }
    print(json.dumps(found, indent=1))


main()
