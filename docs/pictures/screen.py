"""Draws a terminal screen, as `tmux capture-pane -e -p` gives it, as an SVG with the text in it."""

import itertools
import re
import sys
from xml.sax.saxutils import escape

CELL, LINE, PAD = 8.4, 18, 18
COLOURS = ["#1f2429", "#e5646c", "#7cc58a", "#e3bd6a", "#6fa8e8", "#c795e0", "#63bfc4", "#d7dce0"]
BRIGHT = ["#7b858d", "#ff8a90", "#9be3a8", "#f6d78c", "#93c2f8", "#dfb4f3", "#86dbe0", "#ffffff"]


def colour(codes):
    """The colour that `38;5;n` or `38;2;r;g;b` names, and how many codes it takes."""
    if codes[:1] == [2]:
        return "#%02x%02x%02x" % tuple(codes[1:4]), 4
    n = codes[1]
    if n < 16:
        return (COLOURS + BRIGHT)[n], 2
    if n >= 232:
        return "#%02x%02x%02x" % ((8 + 10 * (n - 232),) * 3), 2
    level = lambda v: 55 + 40 * v if v else 0
    return "#%02x%02x%02x" % (level((n - 16) // 36), level((n - 16) // 6 % 6), level((n - 16) % 6)), 2


def apply(style, codes):
    while codes:
        code, codes = codes[0], codes[1:]
        if code == 0:
            style.clear()
        elif code in (1, 2, 4, 7):
            style[{1: "bold", 2: "dim", 4: "under", 7: "turned"}[code]] = True
        elif code == 22:
            style.pop("bold", None), style.pop("dim", None)
        elif code in (24, 27):
            style.pop("under" if code == 24 else "turned", None)
        elif code in (39, 49):
            style.pop("ink" if code == 39 else "paper", None)
        elif 30 <= code <= 37:
            style["ink"] = COLOURS[code - 30]
        elif 90 <= code <= 97:
            style["ink"] = BRIGHT[code - 90]
        elif code in (38, 48):
            found, used = colour(codes)
            codes = codes[used:]
            style["ink" if code == 38 else "paper"] = found


def runs(line, style):
    """The pieces of a line that look alike, with the column where each starts."""
    at = 0
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        if piece.startswith("\x1b["):
            apply(style, [int(code or 0) for code in piece[2:-1].split(";")])
        elif piece:
            yield at, piece, dict(style)
            at += len(piece)


# Quarter blocks by their parts: upper left 1, upper right 2, lower left 4, lower right 8.
QUARTERS = dict(zip("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█", range(1, 16)))


def box(x, y, width, height, ink):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width + 0.3:.1f}" height="{height + 0.3:.1f}" fill="{ink}"/>'


def blocks(at, row, text, look):
    """Blocks are drawn as boxes: no two fonts have them alike."""
    x, y = PAD + at * CELL, PAD + row * LINE
    if "paper" in look:
        print(box(x, y, len(text) * CELL, LINE, look["paper"]))
    place = 0
    for sign, alike in itertools.groupby(text):
        many = len(list(alike))
        parts = QUARTERS.get(sign, 0)
        # Upper and lower half by themselves; what is as wide as its cell goes on into the next.
        for half, top in ((parts & 3, 0), (parts >> 2, LINE / 2)):
            if half == 3:
                print(box(x + place * CELL, y + top, many * CELL, LINE / 2, look.get("ink", "#d7dce0")))
            elif half:
                for at in range(place, place + many):
                    print(box(x + (at + (half - 1) / 2) * CELL, y + top, CELL / 2, LINE / 2, look.get("ink", "#d7dce0")))
        place += many


def main():
    lines = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x0e|\x0f", "", sys.stdin.read()).rstrip("\n").split("\n")
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    wide, high = max(map(len, plain)), len(lines)
    width, height = int(wide * CELL + 2 * PAD), int(high * LINE + 2 * PAD)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" shape-rendering="crispEdges" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="An interview in a terminal">')
    print(f'<rect width="{width}" height="{height}" rx="8" fill="#14181b"/>')
    print('<g font-family="ui-monospace, \'DejaVu Sans Mono\', \'Liberation Mono\', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">')
    style = {}
    for row, line in enumerate(lines):
        for at, text, look in runs(line, style):
            if "paper" in look or any(sign in QUARTERS for sign in text):
                blocks(at, row, text, look)
                continue
            if not text.strip():
                continue
            ink = look.get("ink", "#d7dce0")
            extra = ' font-weight="700"' if look.get("bold") else ""
            extra += ' opacity="0.65"' if look.get("dim") else ""
            extra += ' text-decoration="underline"' if look.get("under") else ""
            x, y = PAD + at * CELL, PAD + row * LINE + 13
            print(f'<text x="{x:.1f}" y="{y}" fill="{ink}"{extra} textLength="{len(text) * CELL:.1f}" style="white-space:pre">{escape(text)}</text>')
    print("</g></svg>")


main()
