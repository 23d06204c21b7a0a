"""A second writing of what a batch is made of: frames, rotations, scales, masks, streams and views of made-up clips, from the same random numbers.

`/usr/bin/python3 augment.py` writes fixtures/augment.json in a second; it needs numpy alone. Written from docs/method.md and the field's feeders, one step
after another on whole arrays [T, M, V, 3], and shares nothing with the product but the numbering of the draws (`USES`) and their order.
"""

import json
import math
import pathlib

import numpy as np

from skeletons import SKELETONS

USES = {"crop": 0, "frames": 1, "rotation": 2, "mirror": 3, "scale": 4, "shift": 5, "joints": 6, "axis": 7, "view": 8}
AUGMENT = 3  # the random stream of augmentation
CENTRE = {"ntu25": 1, "ucla20": 1}
MIRROR = {
    "ntu25": [(4, 8), (5, 9), (6, 10), (7, 11), (21, 23), (22, 24), (12, 16), (13, 17), (14, 18), (15, 19)],
    "ucla20": [(4, 8), (5, 9), (6, 10), (7, 11), (12, 16), (13, 17), (14, 18), (15, 19)],
}
MASK32 = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & MASK32, (a >> 32) ^ c[3] ^ k[1], a & MASK32]
        k = [(k[0] + 0x9E3779B9) & MASK32, (k[1] + 0xBB67AE85) & MASK32]
    return c


class Draws:
    def __init__(self, seed, epoch, sample, use):
        self.key = (seed & MASK32, seed >> 32)
        self.tail = (sample, epoch, AUGMENT * 65536 + USES[use])
        self.block, self.words = 0, []

    def bits(self):
        if not self.words:
            self.words = philox((self.block, *self.tail), self.key)
            self.block += 1
        return self.words.pop(0)

    def uniform(self):
        return self.bits() / 2**32

    def int(self, n):
        while True:
            bits = self.bits()
            if bits < 2**32 - 2**32 % n:
                return bits % n

    def between(self, low, high):
        return low + (high - low) * self.uniform()

    def choose(self, count, n):
        """`count` of the numbers below n, ascending, one number after another taken or left."""
        taken = []
        for at in range(n):
            if self.int(n - at) < min(count, n) - len(taken):
                taken.append(at)
        return taken


def clip_values(case):
    """A clip by formula, exact in float32 whoever computes it: multiples of 1/64 within [-2, 2)."""
    t, m, v, c = np.meshgrid(*(np.arange(n) for n in (case["frames"], case["bodies"], joints(case), 3)), indexing="ij")
    values = ((t * 37 + m * 101 + v * 53 + c * 29 + t * v * 11 + t * c * 17 + v * v * c * 7) % 256 - 128) / 64.0
    if case["coordinates"] == "xyc":
        values[..., 2] = (1 + (t + v)[..., 2] % 8) / 8.0
        values[(t + 3 * v)[..., 0] % 7 == 0] = 0  # not seen
    return values


def joints(case):
    return SKELETONS[case["layout"]].joints


def uniform_frames(n, window, draws, start):
    """pyskl's UniformSampleFrames."""
    if n < window:
        return [(start + t) % n for t in range(window)]
    if n < 2 * window:
        skipped = draws.choose(n - window, window + 1)
        offsets = np.cumsum([1 if at in skipped else 0 for at in range(window + 1)])
        return [t + int(offsets[t]) for t in range(window)]
    edges = [t * n // window for t in range(window + 1)]
    return [edges[t] + draws.int(edges[t + 1] - edges[t]) for t in range(window)]


def blend(n, window):
    """Bilinear along time, half-pixel centres: rows of weights [window, n]."""
    weights = np.zeros((window, n))
    for t in range(window):
        at = min(max((t + 0.5) * n / window - 0.5, 0), n - 1)
        below = math.floor(at)
        weights[t, below] += 1 - (at - below)
        weights[t, min(below + 1, n - 1)] += at - below
    return weights


def picked(frames, n):
    weights = np.zeros((len(frames), n))
    weights[np.arange(len(frames)), frames] = 1
    return weights


def crop_and_resize(case, n):
    """First frame, length, and weights of the crop's frames."""
    a, window = case["augment"], case["window"]
    if case["training"]:
        draws = lambda use: Draws(case["seed"], case["epoch"], case["sample"], use)
        start, length = 0, n
        if a["crop"]:
            d = draws("crop")
            share = d.between(*a["crop"])
            length = min(max(math.floor(share * n), 64), n)
            start = d.int(n - length + 1)
        if a["resize"] == "interpolate":
            return start, blend(length, window)
        d = draws("frames")
        if a["resize"] == "sample":
            return start, picked(sorted(d.int(length) for _ in range(window)), length)
        return start, picked(uniform_frames(length, window, d, d.int(length) if length < window else 0), length)
    view, views = case["view"], case["views"]
    cut = min(math.floor((1 - a["testCrop"]) * n / 2), (n - 1) // 2)
    length = n - 2 * cut
    start = cut if views == 1 else math.floor(view * (n - length) / (views - 1) + 0.5)
    d = Draws(0, 0, view, "view")
    if a["resize"] == "interpolate":
        return start, blend(length, window)
    if a["resize"] == "sample":
        even = [math.floor(t * ((length - 1) / (window - 1))) for t in range(window - 1)] + [length - 1]
        return start, picked(even if views == 1 else sorted(d.int(length) for _ in range(window)), length)
    if views > 1:
        first = view if length < views else view * length // views
        return start, picked(uniform_frames(length, window, d, first), length)
    if length < window:
        return start, picked([t % length for t in range(window)], length)
    edges = [t * length // window for t in range(window + 1)]
    return start, picked([edges[t] + (edges[t + 1] - edges[t]) // 2 for t in range(window)], length)


def rotation(case):
    a = case["augment"]
    if not case["training"] or a["rotation"] == 0:
        return np.eye(3)
    d, largest = Draws(case["seed"], case["epoch"], case["sample"], "rotation"), a["rotation"]
    angle = lambda: math.radians(largest * (2 * d.uniform() - 1))
    whole = lambda: math.radians(d.int(2 * math.floor(largest) + 1) - math.floor(largest))
    rx = lambda r: np.array([[1, 0, 0], [0, math.cos(r), -math.sin(r)], [0, math.sin(r), math.cos(r)]])
    ry = lambda r: np.array([[math.cos(r), 0, math.sin(r)], [0, 1, 0], [-math.sin(r), 0, math.cos(r)]])
    rz = lambda r: np.array([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    if case["coordinates"] == "xyc":
        return rz(angle())
    if a["minmax"]:
        x, y = whole(), whole()
        return rx(x) @ ry(y)
    x, y, z = angle(), angle(), angle()
    return rz(z) @ ry(y) @ rx(x)


def sample(case):
    """x [M, 3, V, T] of one sample."""
    skeleton, a, training = SKELETONS[case["layout"]], case["augment"], case["training"]
    draws = lambda use: Draws(case["seed"], case["epoch"], case["sample"], use)
    scored = case["coordinates"] == "xyc"
    axes = 2 if scored else 3
    values = clip_values(case)
    n, m = values.shape[:2]
    seen = values[..., 2] != 0 if scored else np.broadcast_to((values != 0).any((2, 3))[..., None], values.shape[:3])
    score = values[..., 2].copy()
    # Centre.
    centre = CENTRE[case["layout"]]
    frame = next(t for t in range(n) if seen[t, 0, centre])
    points = values.copy()
    points[..., :axes] -= values[frame, 0, centre, :axes]
    if scored:
        points[..., 2] = 0
    # Mirror: counterparts change places, x its sign.
    if training and a["mirror"] > 0 and draws("mirror").uniform() < a["mirror"]:
        order = list(range(skeleton.joints))
        for left, right in MIRROR[case["layout"]]:
            order[left], order[right] = right, left
        points, seen, score = points[:, :, order], seen[:, :, order], score[:, :, order]
        points[..., 0] *= -1
    points = points @ rotation(case).T
    # Scale and shift; min-max over the whole clip instead.
    if a["minmax"]:
        for axis in range(axes):
            low, high = points[seen][:, axis].min(), points[seen][:, axis].max()
            points[..., axis] = (points[..., axis] - low) / (high - low or 1) * 2 - 1
    else:
        if training and a["scale"]:
            points *= draws("scale").between(*a["scale"])
        if training and a["shift"]:
            d = draws("shift")
            points += np.array([d.between(-a["shift"], a["shift"]) for _ in range(3)])
    if scored:
        points[..., 2] = score
    points = np.where(seen[..., None], points, 0)
    # Along time.
    start, weights = crop_and_resize(case, n)
    x = np.einsum("tf,fmvc->mcvt", weights, points[start : start + weights.shape[1]])
    # Masks.
    if training and a["jointMask"]:
        d, mask = draws("joints"), a["jointMask"]
        if d.uniform() < mask["share"]:
            some = lambda bounds: bounds[0] + d.int(bounds[1] - bounds[0] + 1)
            hidden = d.choose(some(mask["joints"]), skeleton.joints)
            frames = d.choose(some(mask["frames"]), case["window"])
            x[:, :, np.array(hidden, int)[:, None], np.array(frames, int)] = 0
    if training and a["axisMask"]:
        d = draws("axis")
        if d.uniform() < a["axisMask"]:
            x[:, d.int(axes)] = 0
    return pad(streams(x, case["stream"], skeleton, scored), skeleton.bodies, case["secondBody"])


def streams(x, stream, skeleton, scored):
    above = list(skeleton.parents)
    if stream[0] == "K":
        above = [-1 if p < 0 else skeleton.parents[p] for p in skeleton.parents]
    if stream[0] != "J":
        own = [j if p < 0 else p for j, p in enumerate(above)]
        bones = x - x[:, :, own]
        if scored:
            bones[:, 2] = (x[:, 2] + x[:, 2][:, own]) / 2
        x = bones
    if stream.endswith("M"):
        moved = np.zeros_like(x)
        moved[..., :-1] = x[..., 1:] - x[..., :-1]
        if scored:
            moved[:, 2, :, :-1] = (x[:, 2, :, 1:] + x[:, 2, :, :-1]) / 2
        x = moved
    return x


def pad(x, bodies, second):
    out = np.zeros((bodies, *x.shape[1:]))
    out[: len(x)] = x
    if second == "copy" and len(x) == 1 and bodies > 1:
        out[1] = x[0]
    return out


OFF = {"crop": None, "testCrop": 1, "rotation": 0, "mirror": 0, "minmax": False, "resize": "interpolate", "scale": None, "shift": 0, "jointMask": None, "axisMask": 0}
BASE = {"layout": "ntu25", "coordinates": "xyz", "frames": 90, "bodies": 2, "window": 16, "stream": "J", "secondBody": "zeros", "seed": 7, "epoch": 3, "sample": 11}
SKATE = {"share": 0.9, "joints": [4, 12], "frames": [3, 9]}


def case(training=True, augment=None, **rest):
    return {**BASE, "training": training, "views": 1, "view": 0, **rest, "augment": {**OFF, **(augment or {})}}


CASES = {
    "the recipe of NTU RGB+D": case(augment={"crop": [0.5, 1], "rotation": 17}, frames=130),
    "the recipe of NW-UCLA": case(augment={"rotation": 60, "minmax": True, "resize": "sample"}, layout="ucla20", bodies=1, seed=2**40 + 5),
    "SkateFormer's NW-UCLA": case(augment={"rotation": 60, "minmax": True, "resize": "sample", "jointMask": SKATE, "axisMask": 0.9}, layout="ucla20", bodies=1, stream="BM"),
    "pyskl's uniform frames, many": case(augment={"resize": "uniform", "rotation": 17}, stream="K"),
    "pyskl's uniform frames, fewer than two windows": case(augment={"resize": "uniform"}, frames=25),
    "pyskl's uniform frames, fewer than one": case(augment={"resize": "uniform"}, frames=7),
    "scale and shift, mirrored": case(augment={"scale": [0.5, 1.5], "shift": 0.3, "mirror": 1, "rotation": 17}, stream="JM"),
    "everything at once": case(augment={"crop": [0.5, 1], "resize": "uniform", "rotation": 30, "mirror": 1, "scale": [0.8, 1.2], "shift": 0.1, "jointMask": SKATE, "axisMask": 0.5}, frames=140, stream="B"),
    "a copied actor": case(augment={"crop": [0.5, 1], "rotation": 17}, bodies=1, secondBody="copy", stream="KM"),
    "places in a picture": case(augment={"crop": [0.5, 1], "rotation": 17, "scale": [0.5, 1.5], "shift": 0.2, "mirror": 1}, coordinates="xyc", bodies=1),
    "bones of places in a picture": case(augment={"minmax": True, "rotation": 17, "axisMask": 1}, coordinates="xyc", bodies=1, stream="BM"),
    "test, the middle of each part": case(False, {"resize": "uniform"}, frames=50),
    "test, a crop": case(False, {"testCrop": 0.95}, frames=150),
    "test, even frames": case(False, {"resize": "sample", "minmax": True}, layout="ucla20", bodies=1, frames=41),
    **{f"test, crop {view} of 3": case(False, {"testCrop": 0.7}, views=3, view=view) for view in range(3)},
    **{f"test, uniform view {view} of 10": case(False, {"resize": "uniform"}, views=10, view=view) for view in (0, 4, 9)},
    "test, a short clip's view 6 of 10": case(False, {"resize": "uniform"}, views=10, view=6, frames=9),
    "test, a shorter clip's view 4 of 10": case(False, {"resize": "uniform"}, views=10, view=4, frames=12),
    "test, drawn view 2 of 5": case(False, {"resize": "sample"}, views=5, view=2),
}


def probes(x):
    """Enough of a sample to know it: sums over each axis's frames and joints, and every 41st value."""
    flat = x.reshape(-1)
    return {"shape": list(x.shape), "joints": np.round(x.sum(-1).reshape(-1), 6).tolist(), "frames": np.round(x.sum(2).reshape(-1), 6).tolist(), "some": np.round(flat[::41], 7).tolist()}


if __name__ == "__main__":
    path = pathlib.Path(__file__).parent / "fixtures" / "augment.json"
    cases = [{"name": name, "case": case, "expected": probes(sample(case))} for name, case in CASES.items()]
    path.write_text("[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases) + "\n]\n")
    print(path, path.stat().st_size, "bytes,", len(cases), "cases")
