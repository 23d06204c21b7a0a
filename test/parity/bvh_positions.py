"""World positions of a BVH file's joints, by 4 x 4 matrices and recursion; nothing shared with src/model/data/bvh.

    python3 test/parity/bvh_positions.py

writes test/golden/expected/bvh-positions.json, which test/golden/bvh.test.ts holds the product to. Needs nothing but Python 3.
Blender's convention for position channels of joints other than the root (they take the offset's place) is used where the first
frame lies nearer to the offset than to zero, the other one (they are added to it) elsewhere.
"""

import json
import math
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = sorted((HERE.parent / "fixtures" / "data" / "bvh").glob("*.bvh"))


def product(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(4)) for j in range(4)] for i in range(4)]


def shift(x, y, z):
    return [[1, 0, 0, x], [0, 1, 0, y], [0, 0, 1, z], [0, 0, 0, 1]]


def rotation(axis, degrees):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return {
        "X": [[1, 0, 0, 0], [0, c, -s, 0], [0, s, c, 0], [0, 0, 0, 1]],
        "Y": [[c, 0, s, 0], [0, 1, 0, 0], [-s, 0, c, 0], [0, 0, 0, 1]],
        "Z": [[c, -s, 0, 0], [s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
    }[axis]


def joint(words, name):
    """The joint whose name was just read, and its children."""
    assert next(words) == "{" and next(words) == "OFFSET"
    node = {"name": name, "offset": [float(next(words)) for _ in range(3)], "channels": [], "children": []}
    for word in words:
        if word == "CHANNELS":
            node["channels"] = [next(words) for _ in range(int(next(words)))]
        elif word == "JOINT":
            node["children"].append(joint(words, next(words)))
        elif word == "End":
            assert next(words) == "Site"
            node["children"].append(joint(words, name + "End"))
        elif word == "}":
            return node
    raise ValueError("the hierarchy never ends")


def first_values(node, values, start):
    """Hangs every channel's number in the first frame on its joint; gives where the next joint's begin."""
    node["first"] = dict(zip(node["channels"], values[start:]))
    start += len(node["channels"])
    for child in node["children"]:
        start = first_values(child, values, start)
    return start


def added(node, is_root):
    places = [node["first"].get(axis + "position") for axis in "XYZ"]
    if is_root or None in places:
        return True
    return math.dist(places, node["offset"]) >= math.hypot(*places)


def walk(node, matrix, values, found, is_root=True):
    moves = {axis: 0.0 for axis in "XYZ"}
    turns = shift(0, 0, 0)
    for channel in node["channels"]:
        value = next(values)
        if channel.endswith("position"):
            moves[channel[0]] += value
        else:
            turns = product(turns, rotation(channel[0], value))
    base = node["offset"] if added(node, is_root) else [0, 0, 0]
    place = product(matrix, shift(*(b + moves[axis] for b, axis in zip(base, "XYZ"))))
    found.append([node["name"], [row[3] for row in place[:3]]])
    for child in node["children"]:
        walk(child, product(place, turns), values, found, False)


def positions(text):
    words = iter(text.split())
    assert next(words) == "HIERARCHY" and next(words) == "ROOT"
    root = joint(words, next(words))
    assert [next(words), next(words)] == ["MOTION", "Frames:"]
    frames = int(next(words))
    assert [next(words), next(words)] == ["Frame", "Time:"]
    next(words)
    values = [float(word) for word in words]
    each = len(values) // frames
    first_values(root, values, 0)
    all_found = []
    for frame in range(frames):
        found = []
        walk(root, shift(0, 0, 0), iter(values[frame * each : (frame + 1) * each]), found)
        all_found.append(found)
    return {
        "joints": [name for name, _ in all_found[0]],
        "positions": [[[round(x, 9) for x in place] for _, place in found] for found in all_found],
    }


if __name__ == "__main__":
    expected = {path.name: positions(path.read_text()) for path in FILES}
    out = HERE.parent / "golden" / "expected" / "bvh-positions.json"
    out.write_text(json.dumps(expected, separators=(",", ":")) + "\n")
