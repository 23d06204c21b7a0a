import assert from "node:assert/strict";
import { test } from "node:test";
import { randomStream } from "../../../../src/model/random";
import { nearestOthers, sharedWithNearest } from "../../../../src/worker/embedding/neighbours";
import { principalComponents, project, type Featured } from "../../../../src/worker/embedding/projection";

/** Clouds of `width` features around one centre for each class, the first features spread most. */
function clouds(n: number, width: number, classes: number, apart = 4): Featured {
  const random = randomStream({ seed: 5, stream: 99, epoch: 0, sample: 0, use: 0 });
  const centres = Array.from({ length: classes }, () => Array.from({ length: width }, () => apart * random.normal()));
  const labels = Array.from({ length: n }, (_, i) => i % classes);
  const values = labels.flatMap((label) =>
    centres[label]!.map((centre, j) => centre + random.normal() * (1 + 3 / (j + 1))),
  );
  return { values: Float32Array.from(values), width, labels };
}

/** The axes by power iteration on the covariance, each taken out before the next: slow, and of another kind than the library's. */
function byPowerIteration(
  { values, width }: Featured,
  count: number,
): { axes: number[][]; variances: number[]; total: number } {
  const n = values.length / width;
  const means = Array.from({ length: width }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[i * width + j]!;
    return sum / n;
  });
  const centred = (i: number, j: number): number => values[i * width + j]! - means[j]!;
  const covariance = Array.from({ length: width }, (_, a) =>
    Array.from({ length: width }, (_, b) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += centred(i, a) * centred(i, b);
      return sum / (n - 1);
    }),
  );
  const total = covariance.reduce((sum, row, a) => sum + row[a]!, 0);
  const axes: number[][] = [];
  const variances: number[] = [];
  for (let axis = 0; axis < count; axis++) {
    let v = covariance.map((_, j) => 1 / (j + axis + 1));
    let length = 0;
    for (let turn = 0; turn < 5000; turn++) {
      const next = covariance.map((row) => row.reduce((sum, value, j) => sum + value * v[j]!, 0));
      length = Math.hypot(...next);
      v = next.map((value) => value / length);
    }
    const heaviest = v.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    const loading = v.map((value) => (heaviest < 0 ? -value : value));
    variances.push(length);
    covariance.forEach((row, a) => row.forEach((_, b) => (row[b]! -= length * loading[a]! * loading[b]!)));
    axes.push(Array.from({ length: n }, (_, i) => loading.reduce((sum, value, j) => sum + value * centred(i, j), 0)));
  }
  return { axes, variances, total };
}

test("principal components are those of a power iteration, signs included", () => {
  const features = clouds(90, 12, 4);
  const expected = byPowerIteration(features, 3);
  const { axes, explained } = principalComponents(features, 3);
  expected.axes.forEach((own, axis) =>
    own.forEach((value, i) => assert.ok(Math.abs(axes[3 * i + axis]! - value) < 1e-6, `axis ${axis} of row ${i}`)),
  );
  expected.variances.forEach((value, axis) => assert.ok(Math.abs(explained[axis]! - value / expected.total) < 1e-9));
});

test("features turned and mirrored keep their components' distances, and negated ones their axes", () => {
  const features = clouds(40, 6, 3);
  const { axes } = principalComponents(features, 3);
  const negated = principalComponents(
    { ...features, values: Float32Array.from(features.values, (value) => -value) },
    3,
  );
  for (const [at, value] of axes.entries())
    assert.ok(Math.abs(negated.axes[at]! + value) < 1e-9 || Math.abs(negated.axes[at]! - value) < 1e-9);
});

for (const [title, features, explained] of [
  ["one clip", clouds(1, 8, 1), [0, 0, 0]],
  ["equal clips", { values: new Float32Array(24).fill(2), width: 8, labels: [0, 1, 2] }, [0, 0, 0]],
  ["fewer features than axes", { values: Float32Array.of(1, 5, 9), width: 1, labels: [0, 0, 0] }, [1, 0, 0]],
] as const)
  test(`${title} are laid out, and missing axes are zero`, () => {
    const laidOut = project(features, "pca", 1);
    assert.deepEqual(laidOut.explained, explained);
    assert.ok(laidOut.space.every(Number.isFinite));
    assert.equal(laidOut.space.length, 3 * features.labels.length);
    assert.ok(laidOut.space.every((value, at) => at % 3 === 0 || value === 0));
  });

for (const method of ["pca", "umap"] as const)
  test(`${method}: the same features and seed give the same bits, and classes far apart stay together`, () => {
    const features = clouds(80, 10, 4, 12);
    const first = project(features, method, 3);
    assert.deepEqual(project(features, method, 3), first);
    assert.equal(first.plane.length, 160);
    for (const share of Object.values(first.neighbours!)) assert.ok(share > 0.95, String(share));
  });

test("UMAP follows its seed, principal components do not", () => {
  const features = clouds(30, 5, 3);
  assert.notDeepEqual(project(features, "umap", 1).space, project(features, "umap", 2).space);
  assert.deepEqual(project(features, "pca", 1).space, project(features, "pca", 2).space);
});

test("UMAP lays out as few as four clips, and clips that are alike", () => {
  for (const features of [
    clouds(4, 6, 2),
    { values: new Float32Array(60).fill(1), width: 3, labels: new Array(20).fill(0) },
  ])
    assert.ok(project(features, "umap", 1).space.every(Number.isFinite));
});

test("neighbours are those that sorting all distances gives, the earlier of equals", () => {
  const features = clouds(25, 4, 3);
  const distance = (i: number, j: number): number =>
    Math.hypot(...Array.from({ length: 4 }, (_, d) => features.values[4 * i + d]! - features.values[4 * j + d]!));
  const { indices, distances } = nearestOthers(features, 5);
  for (let i = 0; i < 25; i++) {
    const others = Array.from({ length: 25 }, (_, j) => j).filter((j) => j !== i);
    others.sort((a, b) => distance(i, a) - distance(i, b) || a - b);
    assert.deepEqual([...indices[i]!], others.slice(0, 5));
    distances[i]!.forEach((value, k) => assert.ok(Math.abs(value - distance(i, others[k]!)) < 1e-9));
  }
  const line = nearestOthers({ values: [0, 1, 2, 10], width: 1 }, 1);
  assert.deepEqual(
    line.indices.map(([one]) => one),
    [1, 0, 1, 2],
  );
  assert.equal(sharedWithNearest(line, [0, 0, 1, 1]), 0.75);
});
