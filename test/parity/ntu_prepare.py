"""Makes the fixtures of NTU RGB+D's preparation: `python3 ntu_prepare.py`, NumPy alone. See README.md.

Small recordings go to fixtures/ntu/*.skeleton, and what they become to fixtures/ntu/prepared.safetensors: a second writing of the lineage's
steps, in float32 and by NumPy's own sums as there, with nothing shared with the product.
"""

import json
import pathlib
import struct
from dataclasses import dataclass, field

import numpy as np

FOLDER = pathlib.Path(__file__).parent / "fixtures" / "ntu"
V = 25
GLIMPSE, WIDEST, MOST_BAD = 11, 0.8, 0.69754

# --- recordings ------------------------------------------------------------------------------------------------------------------------


def person(rng, frames, x=0.0, moves=0.1, wide=()):
    """[frames, 25, 3]: somebody higher than wide; in the frames `wide`, wider than high."""
    body = rng.uniform((-0.25, -0.9, -0.1), (0.25, 0.9, 0.1), size=(V, 3))
    body[0], body[1] = (-0.25, -0.9, 0), (0.25, 0.9, 0)
    path = moves * np.sin(np.linspace(0, 5, frames))[:, None, None] * rng.uniform(-1, 1, size=(1, V, 3))
    scene = body + path
    for frame in wide:
        scene[frame, :, 0] *= 5
        scene[frame, :, 1] *= 0.2
    return scene + np.array([x, 0.1, 3.0])


@dataclass
class Seen:
    """A body under an id, in those frames of the file."""

    at: list
    joints: np.ndarray
    id: str = ""


def recordings():
    rng = np.random.default_rng(20)
    span = lambda start, count: list(range(start, start + count))  # noqa: E731
    someone = lambda start, count, **how: Seen(span(start, count), person(rng, count, **how))  # noqa: E731
    yield "one-body", 3, [someone(0, 3)]
    # The second moves more, so it is the first actor.
    yield "two-actors", 13, [someone(0, 13), someone(0, 13, x=0.9, moves=0.3)]
    # Eleven frames are a glimpse however much happens in them, twelve are not.
    yield "glimpse", 14, [someone(0, 14), someone(2, 12, x=0.8), someone(1, 11, x=-0.8, moves=0.9)]
    # Ten bad frames of thirteen: furniture. One actor is left.
    yield "furniture", 13, [someone(0, 13, x=1.2, wide=span(0, 10)), someone(0, 13)]
    # Nine of thirteen are not enough, but lower the motion: the other comes first.
    yield "some-bad-frames", 13, [someone(0, 13, x=1.2, wide=span(0, 9)), someone(0, 13, moves=0.3)]
    # The first actor under two ids, which share a frame, and a second actor beside both.
    yield "lost-and-found", 26, [someone(0, 14, moves=0.5), someone(13, 13, moves=0.4), someone(5, 14, x=0.8)]
    # Whoever overlaps the first actor and comes before the second has no place: the second's interval begins at the first frame.
    yield "no-place", 28, [someone(0, 28, moves=0.5), someone(14, 14, x=0.8, moves=0.3), someone(0, 13, x=-0.8)]
    # Nobody in frames 0, 1 and 9; a body that is away for two frames is moved up; frames that only a glimpse had are dropped.
    away = Seen([f for f in span(2, 17) if f not in (9, 12, 13)], person(rng, 14))
    yield "empty-frames", 24, [away, Seen([f for f in span(2, 14) if f != 9], person(rng, 13, x=0.8)), someone(20, 4, x=-0.7)]
    # Furniture alone is taken for somebody, and of two pieces the last.
    yield "furniture-alone", 4, [someone(0, 4, wide=span(0, 4))]
    yield "furniture-twice", 12, [someone(0, 12, wide=span(0, 12)), someone(0, 12, x=1, wide=span(0, 12))]
    yield "nobody-left", 12, [someone(0, 6), someone(6, 6)]


def number(value):
    text = np.format_float_positional(np.float32(value), precision=5, unique=True, trim="-")
    return "5.960464E-08" if text == "0" else text


def skeleton_text(frames, bodies, full):
    rest = "277.419 191.8265 1036.233 519.1677 -0.2059419 0.05349901 0.9692109 -0.1239193 2" if full else "0 0 0 0 0 0 0 0 2"
    lines = [str(frames)]
    for frame in range(frames):
        present = [body for body in bodies if frame in body.at]
        lines.append(str(len(present)))
        for body in present:
            lines += [f"{body.id} 0 1 1 1 1 0 0.02764709 0.05745083 2", str(V)]
            lines += [" ".join(map(number, joint)) + " " + rest for joint in body.joints[body.at.index(frame)]]
    return "".join(line + "\r\n" for line in lines)


# --- preparation -----------------------------------------------------------------------------------------------------------------------


@dataclass
class Track:
    start: int
    rows: list = field(default_factory=list)
    motion: np.float32 = None

    @property
    def stop(self):
        """The last frame, were none missing in between."""
        return self.start + len(self.rows) - 1

    @property
    def array(self):
        return np.stack(self.rows)


def variance(frames):
    return np.sum(np.var(frames.reshape(-1, 3), axis=0))


def read(text):
    words = iter(text.split("\r\n"))
    tracks, shown = {}, 0
    for _ in range(int(next(words))):
        count = int(next(words))
        for _ in range(count):
            name = next(words).split()[0]
            joints = [next(words).split()[:3] for _ in range(int(next(words)))]
            tracks.setdefault(name, Track(shown)).rows.append(np.array(joints, dtype=np.float32))
        shown += count > 0
    return shown, list(tracks.values())


def choose(tracks):
    if len(tracks) == 1:
        return tracks
    for track in tracks:
        track.motion = variance(track.array)
    tracks = [track for track in tracks if len(track.rows) > GLIMPSE]
    for track in list(tracks):
        if len(tracks) == 1:
            break
        across, up = np.ptp(track.array[..., 0], axis=1), np.ptp(track.array[..., 1], axis=1)
        # In float64 from the product on, as NumPy 1 multiplies a Python number with a scalar.
        good = across.astype(np.float64) <= WIDEST * up.astype(np.float64)
        if (~good).sum() / len(good) >= MOST_BAD:
            tracks = [other for other in tracks if other is not track]
        elif not good.all():
            track.motion = min(track.motion, variance(track.array[good]))
    return sorted(tracks, key=lambda track: track.motion, reverse=True)


def place(shown, tracks):
    scene = np.zeros((shown, min(len(tracks), 2), V, 3), np.float32)
    scene[tracks[0].start : tracks[0].stop + 1, 0] = tracks[0].array
    intervals = [[tracks[0].start, tracks[0].stop], [0, 0]]
    for track in tracks[1:]:
        for actor, interval in enumerate(intervals):
            if min(interval[1], track.stop) <= max(interval[0], track.start):
                scene[track.start : track.stop + 1, actor] = track.array
                interval[:] = min(interval[0], track.start), max(interval[1], track.stop)
                break
    return scene


def prepared(text):
    shown, tracks = read(text)
    tracks = choose(tracks)
    if not tracks:
        return None
    scene = place(shown, tracks)
    scene = scene[scene.any(axis=(1, 2, 3))]
    missing = ~scene.any(axis=(2, 3))
    first = np.flatnonzero(~missing[:, 0])[0]
    scene = scene - scene[first, 0, 1]
    scene[missing] = 0
    return scene


def write(path, config, tensors):
    header, data = {"__metadata__": {"config": json.dumps(config)}}, b""
    for name, tensor in tensors.items():
        chunk = tensor.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [len(data), len(data) + len(chunk)]}
        data += chunk
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    FOLDER.mkdir(exist_ok=True)
    results, nobody = {}, []
    for name, frames, bodies in recordings():
        for body, seen in enumerate(bodies):
            seen.id = str(72057594037931101 + body)
        text = skeleton_text(frames, bodies, full=name == "one-body")
        (FOLDER / f"{name}.skeleton").write_bytes(text.encode())
        scene = prepared(text)
        if scene is None:
            nobody.append(name)
        else:
            results[name] = scene
        print(name, "nobody" if scene is None else scene.shape)
    write(FOLDER / "prepared.safetensors", {"nobody": nobody}, results)
    # Long enough that single precision differs from double.
    joints = person(np.random.default_rng(21), 80, moves=0.4).astype(np.float32)
    write(FOLDER / "motion.safetensors", {}, {"joints": joints, "motion": variance(joints)})


if __name__ == "__main__":
    main()
