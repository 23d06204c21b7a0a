import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pairedBootstrap } from "../../../../src/model/statistics/bootstrap";
import { holm } from "../../../../src/model/statistics/holm";
import { coversZero, meanInterval, wilsonInterval } from "../../../../src/model/statistics/interval";
import { mcNemar, newcombeInterval, pairedCounts } from "../../../../src/model/statistics/paired";
import { readFileSync } from "node:fs";

const near = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

interface Fixture {
  readonly mcnemar: readonly { readonly b: number; readonly c: number; readonly p: number }[];
  readonly newcombe: readonly {
    readonly counts: readonly [number, number, number, number];
    readonly interval: readonly [number, number];
  }[];
  readonly t: readonly { readonly values: readonly number[]; readonly interval: readonly [number, number] }[];
}
const python = JSON.parse(readFileSync("test/parity/fixtures/statistics.json", "utf8")) as Fixture;

test("McNemar's exact p is that of SciPy's binomial test, Agresti's approval ratings (150 against 86) among them", () => {
  for (const { b, c, p } of python.mcnemar) near(mcNemar({ onlyFirst: b, onlySecond: c }) / p, 1, 1e-8);
  assert.equal(mcNemar({ onlyFirst: 0, onlySecond: 0 }), 1);
});

test("Newcombe's paired interval is that of the second implementation", () => {
  for (const { counts, interval } of python.newcombe) {
    const [both, onlyFirst, onlySecond, neither] = counts;
    const own = newcombeInterval({ both, onlyFirst, onlySecond, neither });
    near(own.low, interval[0], 1e-9);
    near(own.high, interval[1], 1e-9);
  }
});

// Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data", Statistics in Medicine 17 (1998),
// 2635-2650, table III, method 10: both, only the first, only the second, neither; the first less the second.
for (const [both, f, g, neither, low, high] of [
  [36, 12, 2, 0, 0.0569, 0.3404],
  [20, 12, 2, 16, 0.0562, 0.3292],
  [18, 12, 2, 18, 0.0562, 0.329],
  [36, 14, 0, 0, 0.1528, 0.4167],
  [35, 14, 0, 1, 0.1461, 0.4175],
  [18, 14, 0, 18, 0.1441, 0.3963],
  [2, 97, 1, 0, 0.8721, 0.9854],
  [1, 97, 1, 1, 0.8736, 0.985],
  [0, 30, 0, 0, 0.8395, 1],
  [54, 0, 0, 0, -0.0664, 0.0664],
  [30, 0, 0, 24, -0.0358, 0.0358],
] as const) {
  test(`Newcombe's paired interval of ${both}, ${f}, ${g}, ${neither} is as published`, () => {
    const own = newcombeInterval({ both, onlyFirst: g, onlySecond: f, neither });
    near(own.low, low, 1e-4);
    near(own.high, high, 1e-4);
  });
}

test("the t interval of a mean is SciPy's", () => {
  for (const { values, interval } of python.t) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const own = meanInterval({ mean, std: Math.sqrt(squares / (values.length - 1)), n: values.length })!;
    near(own.low, interval[0], 1e-8);
    near(own.high, interval[1], 1e-8);
  }
  assert.equal(meanInterval({ mean: 1, std: null, n: 1 }), null);
});

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), 857-872, table I, method 3.
for (const [hits, clips, low, high] of [
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
] as const) {
  test(`Wilson's interval of ${hits}/${clips} is as published`, () => {
    const own = wilsonInterval(hits, clips);
    near(own.low, low, 5e-5);
    near(own.high, high, 5e-5);
  });
}

test("Holm's steps, worked by hand", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, at) => near(adjusted[at]!, p, 1e-12));
  assert.throws(() => holm([1.1]), RangeError);
});

const p = fc.double({ min: 0, max: 1, noNaN: true });
test("Holm keeps the order, never lowers a p, and is at most Bonferroni's", () => {
  fc.assert(
    fc.property(fc.array(p, { minLength: 1, maxLength: 9 }), (ps) => {
      const adjusted = holm(ps);
      ps.forEach((own, i) => {
        assert.ok(adjusted[i]! >= own && adjusted[i]! <= Math.min(1, own * ps.length));
        ps.forEach((other, j) => assert.ok(own > other || adjusted[i]! <= adjusted[j]!));
      });
    }),
  );
});

const count = fc.nat(400);
test("McNemar's p and Newcombe's interval turn with the runs", () => {
  fc.assert(
    fc.property(count, count, count, count, (both, onlyFirst, onlySecond, neither) => {
      fc.pre(both + onlyFirst + onlySecond + neither > 0);
      const there = { both, onlyFirst, onlySecond, neither };
      const back = { both, onlyFirst: onlySecond, onlySecond: onlyFirst, neither };
      assert.equal(mcNemar(there), mcNemar(back));
      near(newcombeInterval(there).low, -newcombeInterval(back).high, 1e-9);
    }),
  );
});

const hits = (clips: number, every: number, from = 0): number[] =>
  Array.from({ length: clips }, (_, clip) => ((clip + from) % every === 0 ? 0 : 1));

test("the bootstrap repeats itself, narrows with more clips and sees what is there", () => {
  const widths = [50, 500, 5000].map((clips) => {
    const result = pairedBootstrap([hits(clips, 4), hits(clips, 4)], [hits(clips, 10), hits(clips, 10)]);
    near(result.difference, 0.15, 0.02);
    return result.interval.high - result.interval.low;
  });
  assert.ok(widths[0]! > 2 * widths[1]! && widths[1]! > 2 * widths[2]!, widths.join(" "));
  const [a, b] = [
    [hits(300, 4), hits(300, 5)],
    [hits(300, 5), hits(300, 4, 1)],
  ];
  assert.deepEqual(pairedBootstrap(a, b, { seed: 3 }), pairedBootstrap(a, b, { seed: 3 }));
  assert.ok(coversZero(pairedBootstrap(a, a).interval) && pairedBootstrap(a, a).p === 1);
  assert.throws(() => pairedBootstrap(a, [a[0]!]), /2 seeds cannot be paired with 1; /);
});

test("hits are counted in pairs", () => {
  assert.deepEqual(pairedCounts([1, 1, 0, 0], [1, 0, 1, 0]), { both: 1, onlyFirst: 1, onlySecond: 1, neither: 1 });
  assert.throws(() => pairedCounts([1], [1, 0]), /1 clips and the other 2; /);
});
