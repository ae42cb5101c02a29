"""How the time and the memory of commands grow with the size of a set.

Usage: growth.py CANDIDACY [SIZE …]. Writes sets of five sorts with 125 to 2,000 questions, runs `check`, `diff`, `list` and
`graph` on each, and prints one table a command, as they stand in docs/speed.md. CPU time and peak memory are what the kernel
counted for the child (wait4); where a run ends in "not decided", the figure has a star. The exponent is that between the first
and the last size (1 is linear). `diff` is of a set and the same with one verdict in a hundred changed.
"""
import math
import os
import pathlib
import subprocess
import sys
import tempfile

SIZES = [125, 250, 500, 1000, 2000]
SECTION = 20
DAY = ["--today", "2026-11-22"]
HEAD = """questionnaire: grown
version: 1.0.0
title: A grown set
language: en
verdicts:
  - fine: { title: Fine, says: Nothing stands in the way. }
  - later: { title: Later, says: Wait a while. }
  - never: { title: Never, says: This is not for you. }
"""


def rule(at, when, name="", verdict=None):
    verdict = verdict or ("later" if at % 3 else "never")
    return f"{{ id: r{at}{name}, when: {when}, verdict: {verdict}, finding: Finding {at}{name}. }}"


def yes_no(at, more=", unsure: never"):
    return f"{{ id: q{at}, ask: Is it so with part {at}?, type: yes_no{more} }}"


def plain(size):
    """Each question has a rule of its own."""
    return [(yes_no(at), [rule(at, f"q{at}")]) for at in range(size)], {}


def chain(size):
    """Each question but the first is asked only if the one before was answered with yes; who is not sure is judged there."""
    whens = ["" if at == 0 else f", when: q{at - 1}" for at in range(size)]
    return [(yes_no(at, f", unsure: fine{when}"), [rule(at, f"q{at} is unsure")]) for at, when in enumerate(whens)], {}


def five_rules(size):
    """Five rules look at each question, two of them at another one as well."""
    found = []
    for at in range(size):
        options = ", ".join(f"{name}: Sort {name.upper()}" for name in "abcde")
        question = f"{{ id: q{at}, ask: Which sort is part {at}?, type: choice, options: {{ {options} }}, unsure: never }}"
        rules = [rule(at, f"q{at} == {name}", name) for name in "bcd"]
        other = (at + size - 1) % size
        rules.append(rule(at, f'"q{at} == e and q{other} == a"', "x"))
        rules.append(rule(at, f'"q{at} == e and q{other} in [b, c]"', "y"))
        found.append((question, rules))
    return found, {}


def counting(size):
    """Of every ten questions, so many together have a rule."""
    found = []
    for at in range(size):
        ten = ", ".join(f"q{other}" for other in range(at - 9, at + 1))
        rules = [rule(at, f'"at least {count} of [{ten}]"', f"_{count}", verdict) for count, verdict in ((2, "later"), (5, "never"))]
        found.append((yes_no(at), rules if at % 10 == 9 else []))
    # The last few have a rule each.
    for at in range(size - size % 10, size):
        found[at] = (yes_no(at), [rule(at, f"q{at}")])
    return found, {}


def scores(size):
    """Every ten questions add up to a score, with two rules."""
    found, made = [], {}
    for at in range(size):
        options = "none: { label: Not at all, points: 0 }, some: { label: Somewhat, points: 1 }, much: { label: Very much, points: 2 }"
        question = f"{{ id: q{at}, ask: How bad is part {at}?, type: scale, options: {{ {options} }}, unsure: never }}"
        rules = []
        if at % 10 == 9 or at == size - 1:
            summed = range(at - at % 10, at + 1)
            items = ", ".join(f"q{other}" for other in summed)
            made[at] = f"s{at}: {{ title: Burden {at}, sum: [{items}] }}"
            rules = [rule(at, f'"s{at} in {len(summed) // 2 + 1}..{len(summed)}"', "_some", "later")]
            rules.append(rule(at, f'"s{at} > {len(summed)}"', "_much", "never"))
        found.append((question, rules))
    return found, made


SORTS = {"plain": plain, "chained skips": chain, "5 rules a question": five_rules, "counting": counting, "scores": scores}


def written(parts, scores, changed):
    text = [HEAD, "sections:\n"]
    for start in range(0, len(parts), SECTION):
        here = parts[start : start + SECTION]
        text.append(f"  - id: part{start}\n    title: Part {start}\n    valid_for: always\n    questions:\n")
        text.extend(f"      - {question}\n" for question, _ in here)
        here_scores = [f"      {scores[at]}\n" for at in range(start, start + len(here)) if at in scores]
        text.extend(["    scores:\n", *here_scores] if here_scores else [])
        text.append("    rules:\n")
        for at, (_, rules) in enumerate(here, start):
            for one in rules:
                if changed and at % 100 == 59:
                    one = one.replace("verdict: later", "verdict: never")
                text.append(f"      - {one}\n")
    return "".join(text)


def run(command):
    """Runs a command; gives its CPU time in seconds, its peak memory in MB, and whether all was decided."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode()
    if child.returncode < 0 or child.returncode > 1 or "error[" in said.replace("error[undecided]", ""):
        sys.exit(f"{command} ended with {child.returncode}:\n{said[:2000]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, "undecided" not in said


def main():
    candidacy = sys.argv[1]
    sizes = [int(size) for size in sys.argv[2:]] or SIZES
    commands = {
        "check": lambda old, new: ["check", old, *DAY],
        "diff": lambda old, new: ["diff", old, new, *DAY],
        "list": lambda old, new: ["list", old],
        "graph": lambda old, new: ["graph", old],
    }
    found = {command: {sort: [] for sort in SORTS} for command in commands}
    with tempfile.TemporaryDirectory() as folder:
        for sort, make in SORTS.items():
            for size in sizes:
                paths = []
                for name, changed in (("old", False), ("new", True)):
                    path = pathlib.Path(folder) / f"{name}{size}.yaml"
                    path.write_text(written(*make(size), changed), encoding="utf-8")
                    paths.append(str(path))
                for command, arguments in commands.items():
                    found[command][sort].append(run([candidacy, *arguments(*paths)]))
                    print(f"{sort}, {size}, {command}: {found[command][sort][-1]}", file=sys.stderr)
    for command, by_sort in found.items():
        print(f"\n`candidacy {command}`: CPU time in seconds, and megabytes held at most\n")
        print("| questions | " + " | ".join(str(size) for size in sizes) + " | exponent |")
        print("|---|" + "---|" * (len(sizes) + 1))
        for sort, figures in by_sort.items():
            cells = [f"{cpu:.2f}{'' if decided else '*'}, {memory:.0f} MB" for cpu, memory, decided in figures]
            (first, *_), (last, *_) = figures[0], figures[-1]
            exponent = math.log(last / max(first, 0.001)) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 0
            print(f"| {sort} | " + " | ".join(cells) + f" | {exponent:.2f} |")


main()
