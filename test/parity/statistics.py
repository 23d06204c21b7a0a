"""Writes fixtures/statistics.json: the tests' statistics by SciPy, and Newcombe's method 10 written again from the paper's formulas."""

import json
import pathlib
from math import sqrt

import numpy as np
from scipy import stats

Z = stats.norm.ppf(0.975)


def wilson(x, n):
    return stats.binomtest(x, n).proportion_ci(0.95, "wilson")


def newcombe(e, f, g, h):
    """2x2 counts: both right, only the first, only the second, neither; second minus first."""
    n = e + f + g + h
    a, b = e + f, e + g
    la, ua = wilson(a, n)
    lb, ub = wilson(b, n)
    product = a * (g + h) * b * (f + h)
    phi = 0.0
    if product:
        top = e * h - f * g
        if top > n / 2:
            top -= n / 2
        elif top >= 0:
            top = 0
        phi = top / sqrt(product)
    p, q = a / n, b / n
    lower = sqrt((q - lb) ** 2 - 2 * phi * (q - lb) * (ua - p) + (ua - p) ** 2)
    upper = sqrt((ub - q) ** 2 - 2 * phi * (ub - q) * (p - la) + (p - la) ** 2)
    return [q - p - lower, q - p + upper]


pairs = [(150, 86), (1, 0), (0, 6), (5, 5), (3, 15), (40, 71), (900, 1000)]
tables = [(794, 150, 86, 570), (36, 12, 2, 0), (54, 0, 0, 0), (20, 5, 9, 30), (0, 30, 0, 0), (400, 20, 35, 9)]
series = [(91.2, 91.9, 91.5), (0.5, 0.7), (88.1, 88.4, 87.9, 88.6, 88.0)]
out = {
    "mcnemar": [{"b": b, "c": c, "p": float(stats.binomtest(b, b + c).pvalue)} for b, c in pairs],
    "newcombe": [{"counts": t, "interval": [float(v) for v in newcombe(*t)]} for t in tables],
    "t": [{"values": v, "interval": [float(x) for x in stats.t.interval(0.95, len(v) - 1, np.mean(v), stats.sem(v))]} for v in series],
}
path = pathlib.Path(__file__).parent / "fixtures" / "statistics.json"
path.write_text(json.dumps(out, indent=2) + "\n")
