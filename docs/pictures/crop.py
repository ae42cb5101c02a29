"""Cuts the upper left corner out of a PNG, with nothing but Python itself: crop.py IN WIDTH HEIGHT OUT."""

import struct
import sys
import zlib


def chunks(data):
    at = 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def unfilter(raw, stride, depth):
    """The rows of a picture, without the filters that PNG puts before each."""
    rows, above = [], bytearray(stride)
    for start in range(0, len(raw), stride + 1):
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left = row[i - depth] if i >= depth else 0
            up, corner = above[i], above[i - depth] if i >= depth else 0
            if kind == 1:
                add = left
            elif kind == 2:
                add = up
            elif kind == 3:
                add = (left + up) // 2
            elif kind == 4:
                guess = left + up - corner
                near = [(abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner)]
                add = min(near)[2]
            else:
                add = 0
            row[i] = (row[i] + add) & 255
        rows.append(row)
        above = row
    return rows


def main():
    source, width, height, target = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    parts = list(chunks(open(source, "rb").read()))
    whole, _, bits, colour = struct.unpack(">IIBB", parts[0][1][:10])
    depth = {2: 3, 6: 4}[colour] * bits // 8
    raw = zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT"))
    rows = unfilter(raw, whole * depth, depth)[:height]
    packed = zlib.compress(b"".join(b"\0" + bytes(row[: width * depth]) for row in rows), 9)
    head = struct.pack(">IIBBBBB", width, len(rows), bits, colour, 0, 0, 0)
    with open(target, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n")
        for name, body in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")):
            out.write(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)))


main()
