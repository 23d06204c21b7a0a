"""The two skeletons of the parity fixtures and benchmarks, 0-based, as the field publishes them (CTR-GCN bones, HD-GCN levels)."""

from typing import NamedTuple

import numpy as np


class Skeleton(NamedTuple):
    name: str
    bodies: int
    frames: int  # the field's usual window
    parents: tuple[int, ...]  # -1 is the root
    levels: tuple[tuple[int, ...], ...]  # HD-GCN levels, from the centre of mass outward

    @property
    def joints(self) -> int:
        return len(self.parents)


def _skeleton(name: str, bodies: int, frames: int, parents: list[int], levels: list[list[int]]) -> Skeleton:
    return Skeleton(name, bodies, frames, tuple(p - 1 for p in parents), tuple(tuple(j - 1 for j in level) for level in levels))


# Written 1-based, as in the papers; 0 is "no parent".
SKELETONS = {
    "ntu25": _skeleton(
        "ntu25",
        2,
        64,
        [2, 21, 21, 3, 21, 5, 6, 7, 21, 9, 10, 11, 1, 13, 14, 15, 1, 17, 18, 19, 0, 23, 8, 25, 12],
        [[21], [2, 3, 5, 9], [4, 6, 10, 1], [7, 11, 13, 17], [8, 12, 14, 18], [22, 23, 24, 25, 15, 19], [16, 20]],
    ),
    "ucla20": _skeleton(
        "ucla20",
        1,
        52,
        [2, 3, 0, 3, 3, 5, 6, 7, 3, 9, 10, 11, 1, 13, 14, 15, 1, 17, 18, 19],
        [[3], [2, 4, 5, 9], [1, 6, 10], [7, 11, 13, 17], [8, 12, 14, 18], [15, 19], [16, 20]],
    ),
}


def row_normalised(matrix: np.ndarray) -> np.ndarray:
    sums = matrix.sum(1, keepdims=True)
    return matrix / np.where(sums == 0, 1, sums)


def bone_graphs(skeleton: Skeleton) -> np.ndarray:
    """P [3, V, V]: self, gather from children, gather from parent; row u gathers from column v, rows sum to 1 (or 0)."""
    v = skeleton.joints
    graphs = np.zeros((3, v, v))
    graphs[0] = np.eye(v)
    for child, parent in enumerate(skeleton.parents):
        if parent >= 0:
            graphs[1, parent, child] = 1
            graphs[2, child, parent] = 1
    return np.stack([row_normalised(g) for g in graphs])


def hierarchy_graphs(skeleton: Skeleton) -> np.ndarray:
    """S at the start [3, V, V]: identity; each level gathers from the level before it (complete bipartite); the reverse."""
    v = skeleton.joints
    graphs = np.zeros((3, v, v))
    graphs[0] = np.eye(v)
    for inner, outer in zip(skeleton.levels, skeleton.levels[1:]):
        for u in outer:
            for w in inner:
                graphs[1, u, w] = 1
                graphs[2, w, u] = 1
    return np.stack([row_normalised(g) for g in graphs])
