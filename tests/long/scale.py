"""Judges the same rows by one program alone, by Spark on two workers of which one is killed midway, and by DuckDB, and holds every
record against the others. Called by `scale.sh`, which says what is needed."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

import pyarrow as pa
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, "..", "..", "examples", "scale")
PROGRAM = os.environ["CANDIDACY"]
TODAY = ["--today", "2026-11-30", "--jobs", "1"]
SET = "smp"
JUDGE = ["--fields", "id,verdict,findings,not_before", *TODAY]
ANEW = ["--against", "smp@1.0.0", "--flips", "--fields", "id,old_verdict,verdict,flip", *TODAY]


def rows(count, seed):
    """Random responses to SMP: the age, and a random answer to twenty of the questions; one row in a thousand is at fault."""
    shown = subprocess.run([PROGRAM, "show", SET, "--format", "json"], check=True, capture_output=True, text=True)
    sections = json.loads(shown.stdout)["part"]["set"]["sections"]
    listed = []
    for question in (question for section in sections for question in section["questions"]):
        ids = [answer["id"] for answer in question.get("answers") or [] if answer.get("id")]
        if ids:
            listed.append((question["id"], ids, question["takes"].endswith(("answers", "fit"))))
    tape = random.Random(seed)
    for number in range(count):
        answers = {"age": tape.randint(16, 80)}
        for name, ids, several in tape.sample(listed, 20):
            picked = tape.choice(ids)
            answers[name] = [picked] if several else picked
        if number % 1000 == 7:
            answers["age"] = "old"
        yield json.dumps({"id": f"p{number}", "answers": answers})


def alone(options, lines):
    """What the program says by itself, by id."""
    started = time.monotonic()
    ran = subprocess.run([PROGRAM, "batch", SET, *options], input="\n".join(lines), capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 3), ran.stderr
    return by_id(ran.stdout.splitlines()), time.monotonic() - started


def by_id(records):
    """Records by their ids, without the number of their line, which each worker counts for itself."""
    found = {}
    for record in records:
        parts = json.loads(record)
        parts.pop("line", None)
        assert parts["id"] not in found, f"{parts['id']} stands twice"
        found[parts["id"]] = parts
    return found


def read(path):
    """The records that were written."""
    return by_id(pq.read_table(path).column("record").to_pylist())


def executors():
    """The processes of Spark's workers."""
    listed = subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def kill_one(seen):
    """Kills a worker as soon as both judge."""
    while not seen["over"]:
        judging = subprocess.run(["pgrep", "-fc", "candidacy batch|/candidacy batch"], capture_output=True, text=True, check=False)
        if len(executors()) >= 2 and int(judging.stdout or 0) >= 2:
            time.sleep(0.3)
            os.kill(executors()[0], signal.SIGKILL)
            seen["killed"] += 1
            return
        time.sleep(0.05)


def by_spark(way, table, out, options, kill):
    """Judges with Spark on a cluster of two workers."""
    seen = {"over": False, "killed": 0}
    killer = threading.Thread(target=kill_one, args=(seen,))
    if kill:
        killer.start()
    started = time.monotonic()
    command = [sys.executable, os.path.join(EXAMPLES, "spark.py"), SET, table, out, "--way", way]
    command += ["--master", "local-cluster[2,1,1024]", "--", *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    seen["over"] = True
    if kill:
        killer.join()
        assert seen["killed"] == 1, "no worker was killed: there were too few rows"
    assert ran.returncode == 0, ran.stderr[-4000:]
    return read(out), time.monotonic() - started


def run_duck(table, out):
    """Judges with DuckDB."""
    subprocess.run([sys.executable, os.path.join(EXAMPLES, "duck.py"), SET, table, out, *JUDGE], check=True)


def table_rows(people):
    """Responses as rows with a column a question, each in every row."""
    names = sorted({name for person in people for name in person["answers"]})
    return [{"id": person["id"], **{name: person["answers"].get(name) for name in names}} for person in people]


def main():
    """Runs all, prints a table."""
    count, seed, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    lines = list(rows(count, seed))
    table = os.path.join(folder, "rows.parquet")
    pq.write_table(pa.table({"response": lines}), table, row_group_size=max(count // 16, 1))
    told, took = alone(JUDGE, lines)
    flips, _ = alone(ANEW, lines)
    assert len(told) == count and 0 < len(flips) < count, (len(told), len(flips))
    print(f"| way | records | time | rows a second and core |\n|---|---|---|---|\n| `batch` alone | {len(told)} | {took:.1f} s | {count / took:,.0f} |")
    for way, kill in [("pipe", False), ("arrow", False), ("pipe", True), ("arrow", True)]:
        out = os.path.join(folder, f"{way}-{kill}.parquet")
        got, took = by_spark(way, table, out, JUDGE, kill)
        assert got == told, f"{way}: {len(got)} records, {sum(got.get(id) != told[id] for id in told)} differ"
        name = f"Spark, `{way}`, two workers" + (", one killed midway" if kill else "")
        print(f"| {name} | {len(got)}, all as alone | {took:.1f} s | {count / took / 2:,.0f} |", flush=True)
    # The same with a column a question, where an empty cell is an open question.
    people = [json.loads(line) for line in lines[:2000] if '"old"' not in line]
    wide = os.path.join(folder, "wide.parquet")
    pq.write_table(pa.Table.from_pylist(table_rows(people)), wide)
    few = {person["id"]: told[person["id"]] for person in people}
    got, _ = by_spark("arrow", wide, os.path.join(folder, "wide-spark.parquet"), JUDGE, False)
    assert got == few, "a column a question, Spark: records differ"
    run_duck(wide, os.path.join(folder, "wide-duck.parquet"))
    assert read(os.path.join(folder, "wide-duck.parquet")) == few, "a column a question, DuckDB: records differ"
    got, _ = by_spark("pipe", table, os.path.join(folder, "flips.parquet"), ANEW, False)
    assert got == flips, "the flips differ"
    print(f"| Spark, `pipe`, against smp 1.0.0 | {len(got)} flips, all as alone | | |")
    out = os.path.join(folder, "duck.parquet")
    started = time.monotonic()
    run_duck(table, out)
    took = time.monotonic() - started
    assert read(out) == told, "DuckDB: records differ"
    print(f"| DuckDB | {count}, all as alone | {took:.1f} s | {count / took:,.0f} |")


if __name__ == "__main__":
    main()
