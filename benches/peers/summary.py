"""Medians of results.jsonl, growth.jsonl and threads.jsonl, and whether all engines wrote the same records."""
import json
import math
import statistics


def read(name):
    with open(name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


rows = read("results.jsonl")
by_engine = {}
for row in rows:
    by_engine.setdefault(row["engine"], []).append(row)


def median(engine, key):
    values = [row[key] for row in by_engine.get(engine, []) if key in row]
    return statistics.median(values) if values else math.nan


hand, valid = median("hand-written", "eval_ns"), median("serde_json: valid or not", "line_ns")
print("| engine | rounds | judging, ns | × hand-written | whole line, ns | × serde_json validating |")
print("|---|---|---|---|---|---|")
for engine in sorted(by_engine, key=lambda engine: median(engine, "line_ns")):
    judging, line = median(engine, "eval_ns"), median(engine, "line_ns")
    first = f"{judging:,.1f} | {judging / hand:,.2f}" if judging == judging else "– | –"
    print(f"| {engine} | {len(by_engine[engine])} | {first} | {line:,.0f} | {line / valid:,.2f} |")
hashes = {row["hash"] for row in rows if "hash" in row}
print(f"\nAll records alike: {'yes' if len(hashes) == 1 else 'NO ' + str(hashes)}\n")

growth = read("growth.jsonl")
print("| rules | judging, ns |\n|---|---|")
for row in growth:
    print(f"| {row['rules']} | {row['eval_ns']:.1f} |")


def exponent(rows):
    """The slope of the logarithms: 1 is linear."""
    points = [(math.log(row["rules"]), math.log(row["eval_ns"])) for row in rows]
    mean_x, mean_y = (statistics.mean(axis) for axis in zip(*points))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


print(f"\nExponent up to 256 rules: {exponent([row for row in growth if row['rules'] <= 256]):.2f}, "
      f"beyond: {exponent([row for row in growth if row['rules'] >= 256]):.2f}\n")
threads = read("threads.jsonl")
one, two = (statistics.median(row["wall_ms"] for row in threads if row["threads"] == count) for count in (1, 2))
print(f"One thread {one:.0f} ms, two {two:.0f} ms: {one / two:.2f} times as fast")
