"""Instructions of fixed runs, counted by callgrind and held against those of benches/instructions.json: a slow-down is seen on any machine, however busy.

Usage: instructions.py CANDIDACY            compares; the exit status is 1 if a count differs by more than the tolerance
       instructions.py CANDIDACY --bless    keeps the counts, and writes the table of docs/speed.md from them
       instructions.py CANDIDACY --before   the same, as the counts that later ones are set beside

After `cargo build --release --locked`; needs valgrind. Counts differ between compilers, so that the file names the one that was used.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KEPT = HERE / "instructions.json"
PAGE = HERE.parent / "docs/speed.md"
# In percent. What the same program differs by from run to run is below 1, for threads hand over in another order.
TOLERANCE = 3.0
DAY = ["--today", "2026-11-22"]
COURSE = str(HERE / "peers/sets/course.yaml")
SMP = str(HERE.parent / "tests/fixtures/smp/client.yaml")
BEGIN, END = "<!-- counted: benches/instructions.py -->\n", "\n<!-- end -->"


def repeated(folder, name, times):
    """A fixed input, several times over: its heading once."""
    head, text = "", (HERE / "fixed" / name).read_text(encoding="utf-8")
    if name.endswith(".csv"):
        head, text = text.split("\n", 1)
        head += "\n"
    path = folder / name
    path.write_text(head + text * times, encoding="utf-8")
    return str(path)


def runs(folder):
    """Each run: its arguments, what it reads from a pipe, how many of what it handles, and what that is called."""
    fields = ["--fields", "id,verdict,findings", "--jobs", "1", *DAY]
    lines, rows, smp = (repeated(folder, name, times) for name, times in [("course.ndjson", 50), ("course.csv", 50), ("smp.ndjson", 10)])
    return {
        "course: 2,000 lines, three fields": ["batch", COURSE, "--input", lines, *fields],
        "course: the same as rows of CSV": ["batch", COURSE, "--input", rows, *fields],
        "SMP: 200 lines, whole records": ["batch", "smp", "--input", smp, "--jobs", "1", *DAY],
        "SMP: a report as HTML": ["assess", "smp", "--answers", SMP, "--no-input", "--format", "html", *DAY],
        "SMP: four answers of an interview": ["assess", "smp", "--plain", "--no-draft", *DAY],
    }


def counted(program, arguments, folder):
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program, *arguments]
    environment = {**os.environ, "XDG_STATE_HOME": str(folder), "LC_ALL": "C.UTF-8"}
    with open(HERE / "fixed/typed.txt", "rb") as typed:
        told = subprocess.run(command, stdin=typed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False)
    found = re.search(rb"Collected : (\d+)", told.stderr)
    if not found:
        sys.exit(told.stderr.decode(errors="replace"))
    return int(found[1])


def table(kept):
    def cells(name):
        before, now = (kept[which].get(name) for which in ("before", "now"))
        change = f"{(now / before - 1) * 100:+.0f} %" if before and now else "–"
        return " | ".join([name, *(f"{count / 1e6:,.1f}" if count else "–" for count in (before, now)), change])

    lines = ["| fixed run | before, million instructions | now | change |", "|---|---|---|---|"]
    lines += [f"| {cells(name)} |" for name in kept["now"]]
    return "\n".join(lines)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        counts = {name: counted(program, arguments, folder) for name, arguments in runs(folder).items()}
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {"rustc": rustc, "before": {}, "now": {}}
    if "--bless" in sys.argv or "--before" in sys.argv:
        main = (HERE.parent / "questionnaires/smp/questionnaire.yaml").read_text(encoding="utf-8")
        version = re.search(r"^version: *\"?([0-9.]+)", main, re.MULTILINE)[1]
        kept |= {"rustc": rustc, "smp": version, "before" if "--before" in sys.argv else "now": counts}
        KEPT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN, 1)
        PAGE.write_text(before + BEGIN + table(kept) + END + rest.split(END, 1)[1], encoding="utf-8")
        print(table(kept))
        return 0
    if rustc != kept["rustc"]:
        print(f"the kept counts are of {kept['rustc']}; here is {rustc}")
    good = kept["now"].keys() == counts.keys()
    for name, count in counts.items():
        was = kept["now"].get(name)
        change = (count / was - 1) * 100 if was else float("inf")
        good &= abs(change) <= TOLERANCE
        print(f"{count:>13,}  {change:+6.2f} %  {name}{'' if abs(change) <= TOLERANCE else '   <-- more than the tolerance'}")
    print(f"tolerance: {TOLERANCE} % in either direction; what is meant is kept by --bless")
    return 0 if good else 1


sys.exit(main())
