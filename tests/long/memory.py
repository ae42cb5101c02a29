"""Peak memory of `candidacy batch` for so many responses, however they come: see memory.sh.

Usage: memory.py CANDIDACY RESPONSES

The peak is what the kernel says of the process while it runs (VmHWM). Each input is written as a stream of the lines in benches/fixed, so that
nothing is as large as the input but the file itself.
"""
import gzip
import pathlib
import subprocess
import sys
import tempfile
import time

FIXED = pathlib.Path(__file__).resolve().parent.parent.parent / "benches/fixed"
COURSE = FIXED.parent / "peers/sets/course.yaml"
MOST_MB = 32
DAY = ["--today", "2026-11-22"]


def lines(name, count):
    """A heading, if it is a table, and then the same lines over and over."""
    all_lines = (FIXED / name).read_bytes().splitlines(keepends=True)
    head, rows = (all_lines[:1], all_lines[1:]) if name.endswith(".csv") else ([], all_lines)
    block = b"".join(rows)
    yield b"".join(head)
    for _ in range(count // len(rows)):
        yield block


def written(path, name, count):
    opened = gzip.open(path, "wb", compresslevel=1) if path.suffix == ".gz" else open(path, "wb")
    with opened as out:
        for block in lines(name, count):
            out.write(block)
    return path


def peak(command, stdin=None):
    """Megabytes that the command took at most; it must end well."""
    child = subprocess.Popen(command, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    most = 0.0
    while child.poll() is None:
        try:
            with open(f"/proc/{child.pid}/status", encoding="ascii") as status:
                for line in status:
                    if line.startswith("VmHWM:"):
                        most = int(line.split()[1]) / 1024
        except (OSError, ValueError):
            pass
        time.sleep(0.005)
    if child.returncode != 0:
        sys.exit(f"{command} ended with {child.returncode}")
    return most


def main():
    program, count = sys.argv[1], int(sys.argv[2])
    short = [program, "batch", str(COURSE), "--fields", "id,verdict,findings", *DAY]
    good = True
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        runs = []
        for few in (count // 100, count):
            for name in ("course.ndjson", "course.csv", "course.ndjson.gz"):
                path = written(folder / f"{few}.{name}", name.removesuffix(".gz"), few)
                runs.append((f"{few:>10,} {name}", [*short, "--input", str(path)], None))
            piped = subprocess.Popen(["cat", str(folder / f"{few}.course.csv")], stdout=subprocess.PIPE)
            runs.append((f"{few:>10,} course.csv from a pipe", [*short, "--input-format", "csv"], piped.stdout))
        path = written(folder / "smp.ndjson", "smp.ndjson", count // 50)
        runs.append((f"{count // 50:>10,} smp.ndjson, whole records", [program, "batch", "smp", "--input", str(path), *DAY], None))
        for name, command, stdin in runs:
            most = peak(command, stdin)
            good &= most <= MOST_MB
            print(f"{most:6.1f} MB  {name}{'' if most <= MOST_MB else f'   <-- more than {MOST_MB}'}", flush=True)
    return 0 if good else 1


sys.exit(main())
