"""Tables of what run.sh measured, in Markdown, and whether all engines wrote the same records."""
import json
import math
import pathlib
import statistics
import sys

MADE = pathlib.Path(__file__).resolve().parent / "made"
# What judging is held against, in each set.
BEST = {"course": "hand-written", "smp": "straight-line Rust, generated"}
VALID = "serde_json: valid or not"


def read(name):
    with open(MADE / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def table(heads, rows):
    print("|", " | ".join(heads), "|")
    print("|" + "---|" * len(heads))
    for row in rows:
        print("|", " | ".join(row), "|")
    print()


def median(rows, key):
    values = [row[key] for row in rows if key in row]
    return statistics.median(values) if values else math.nan


def shown(value, format):
    return "–" if math.isnan(value) else f"{value:{format}}"


def engines(name, rows):
    by_engine = {}
    for row in rows:
        by_engine.setdefault(row["engine"], []).append(row)
    best, valid = median(by_engine.get(BEST[name], []), "eval_ns"), median(by_engine.get(VALID, []), "line_ns")

    def row(engine):
        judging, line = (median(by_engine[engine], key) for key in ("eval_ns", "line_ns"))
        return [
            engine, shown(judging, ",.1f"), shown(judging / best, ",.2f"), shown(line, ",.0f"), shown(line / valid, ",.2f"),
        ]

    order = sorted(by_engine, key=lambda engine: median(by_engine[engine], "line_ns"))
    heads = ["engine", "judging, ns", f"× {BEST[name]}", "whole line, ns", "× serde_json validating"]
    table(heads, [row(engine) for engine in order])
    most = max(row["count"] for row in rows)
    rounds = {len(of_one) for of_one in by_engine.values()}
    print(f"Medians of {'/'.join(map(str, sorted(rounds)))} rounds, {most:,} responses.", end="")
    for engine in order:
        last = by_engine[engine][-1]
        if last["count"] < most or last.get("judged", most) < most:
            print(f" {engine}: judging {last['judged']:,} of them, whole lines {last['count']:,}.", end="")
    print("\n")


def alike(name, rows):
    """Compares the hashes of all engines with ours, each on the most records that both wrote."""
    hashed = {}
    for row in rows:
        for many, hash in row.get("hashes", {}).items():
            hashed.setdefault(row["engine"], {}).setdefault(int(many), set()).add(hash)
    ours = hashed.get("candidacy", {})
    good, agreed = True, {}
    for engine, own in hashed.items():
        common = sorted(set(own) & set(ours))
        differs = [many for many in common if own[many] != ours[many] or len(own[many]) > 1]
        if differs or not common:
            good = False
            print(f"**{name}: {engine} DISAGREES with candidacy, by the first {differs[0]:,} records**" if differs
                  else f"**{name}: {engine} wrote no records that can be compared**")
        else:
            agreed.setdefault(common[-1], []).append(engine)
    for many, names in sorted(agreed.items(), reverse=True):
        print(f"{name}: the same {many:,} records, byte for byte, by {', '.join(names)}.")
    print()
    return good


def exponent(points):
    """The slope of the logarithms: 1 is linear."""
    points = [(math.log(x), math.log(y)) for x, y in points]
    mean_x, mean_y = (statistics.mean(axis) for axis in zip(*points))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def growth_with_rules(rows):
    points = [(row["rules"], row["eval_ns"]) for row in rows]
    table(["rules", "judging, ns"], [[f"{rules}", f"{time:.1f}"] for rules, time in points])
    few, many = ([point for point in points if keep(point[0])] for keep in (lambda x: x <= 256, lambda x: x >= 256))
    print(f"The exponent up to 256 rules is {exponent(few):.2f} (1 would be linear); beyond, {exponent(many):.2f}.\n")


def growth_with_responses(rows):
    heads = ["responses", "CPU time, s", "a response, ns", "peak memory, MB"]
    table(heads, [
        [f"{row['responses']:,}", f"{row['cpu']:.3f}", f"{row['cpu'] / row['responses'] * 1e9:,.0f}", f"{row['mb']:.1f}"]
        for row in rows
    ])
    long = [(row["responses"], row["cpu"]) for row in rows if row["responses"] >= 10**5]
    if len(long) > 1:
        print(f"The exponent of CPU time from 10^5 responses on is {exponent(long):.3f} (1 is linear).\n")


def threads_alone(rows):
    one, two = (statistics.median(row["wall_ms"] for row in rows if row["threads"] == many) for many in (1, 2))
    print(f"Judging lines in memory: one thread {one:.1f} ms, two {two:.1f} ms for the same 200,000 responses: "
          f"{one / two:.2f} times as fast.\n")


def threads(found, load, cores):
    rows = [[str(jobs), f"{found[str(jobs)]['wall']:.3f}", f"{found[str(jobs)]['cpu']:.3f}"] for jobs in (1, 2)]
    table(["--jobs", "wall time, s", "CPU time, s"], rows)
    ratio = found["1"]["wall"] / found["2"]["wall"]
    print(f"{found['responses']:,} responses, {cores} cores, load average {load:.2f} beforehand: two threads are "
          f"{ratio:.2f} times as fast as one. (A reader and a writer run beside them, and the machine has no more cores.)\n")


def process(found):
    names = {"version": "`candidacy --version`", "list": "`candidacy list`: loads and checks the set", "assess": "`candidacy assess`: a report"}
    table(["run", "wall time, ms", "CPU time, ms"], [
        [name, f"{found[key]['wall'] * 1e3:.1f}", f"{found[key]['cpu'] * 1e3:.1f}"]
        for key, name in names.items()
    ])
    whole, loading = found["assess"]["wall"], found["list"]["wall"] - found["version"]["wall"]
    print(f"Of the whole run, {whole * 1e3:.1f} ms, loading and checking take {loading * 1e3:.1f} ms: {loading / whole:.0%}.\n")


def main():
    results, good = read("results.jsonl"), True
    for about in read("sets.jsonl"):
        name, rows = about["set"], [row for row in results if row["set"] == about["set"]]
        print(f"### {name}: {about['questions']} questions, {about['rules']} rules\n")
        print(f"{about['responses']:,} responses, each with {about['answers']:.1f} answers, {about['unsure']:.2f} of them \"unsure\".\n")
        engines(name, rows)
        good = alike(name, rows) and good
    print("### Growth with rules\n")
    growth_with_rules(read("growth.jsonl"))
    found = json.loads((MADE / "process.json").read_text(encoding="utf-8"))
    print("### Growth with responses\n")
    growth_with_responses(found["growth"])
    print("### Threads\n")
    threads_alone(read("threads.jsonl"))
    threads(found["threads"], found["load"], found["cores"])
    print("### Whole process\n")
    process(found["process"])
    if not good:
        sys.exit("some engines disagree: see above")


main()
