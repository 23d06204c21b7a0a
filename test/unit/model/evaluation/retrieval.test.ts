import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alignmentScores } from "../../../../src/model/evaluation/alignmentScores";
import { meansOf, recall, unit, zeroShot, type Vectors } from "../../../../src/model/evaluation/retrieval";

const vectors = (rows: readonly (readonly number[])[]): Vectors => ({
  values: Float32Array.from(rows.flat()),
  width: rows[0]!.length,
});
/** Unit vectors of the plane at these angles, in degrees: cosines are plain to see. */
const at = (...degrees: number[]): Vectors =>
  vectors(degrees.map((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)]));

const close = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

describe("Retrieval", () => {
  it("counts a query as a hit at k by the best of what is relevant to it", () => {
    const gallery = at(0, 10, 20, 30, 40, 50, 60);
    const found = (degree: number, ...wanted: number[]) =>
      recall(at(degree), gallery, (_, item) => wanted.includes(item))!;
    assert.deepEqual(found(0, 0), { queries: 1, gallery: 7, r1: 1, r5: 1 });
    assert.deepEqual(found(1, 1), { queries: 1, gallery: 7, r1: 0, r5: 1 });
    assert.deepEqual(found(0, 4), { queries: 1, gallery: 7, r1: 0, r5: 1 });
    assert.deepEqual(found(0, 5), { queries: 1, gallery: 7, r1: 0, r5: 0 });
    assert.deepEqual(found(0, 5, 6, 0), { queries: 1, gallery: 7, r1: 1, r5: 1 });
  });

  it("counts ties against the query, except among what is relevant", () => {
    const same = at(5, 5, 5);
    assert.equal(recall(at(0), same, (_, item) => item === 0)!.r1, 0);
    assert.equal(recall(at(0), same, (_, item) => item === 0)!.r5, 1);
    assert.equal(recall(at(0), at(5, 5, 5, 5, 5, 5), (_, item) => item === 0)!.r5, 0);
    assert.equal(recall(at(0), same, () => true)!.r1, 1);
  });

  it("leaves out queries that have nothing to find", () => {
    assert.deepEqual(recall(at(0, 90), at(1, 80), (query, item) => query === 0 && item === 0), { queries: 1, gallery: 2, r1: 1, r5: 1 }); // prettier-ignore
    assert.equal(
      recall(at(0), at(0), () => false),
      null,
    );
  });
});

describe("Zero-shot classification", () => {
  const classes = at(0, 40, 80, 120);
  const all = new Set([0, 1, 2, 3]);

  it("chooses among all classes, and for clips of unseen classes among those alone", () => {
    // Class 3 is unseen, and so is 2; the third clip, of class 2, is nearest to class 1, and among the unseen to its own.
    const scores = zeroShot(at(1, 39, 59, 121), [0, 1, 2, 3], classes, all, new Set([2, 3]))!;
    assert.deepEqual(scores.clips, { seen: 2, unseen: 2 });
    assert.equal(scores.seen, 1);
    assert.equal(scores.unseen, 0.5);
    close(scores.harmonic, 2 / 3);
    assert.equal(scores.unseenAlone, 1);
  });

  it("has no accuracy without clips on both sides, and a harmonic mean of 0 where both are 0", () => {
    assert.equal(zeroShot(at(0, 1), [0, 0], classes, all, new Set([3])), null);
    assert.equal(zeroShot(at(0), [3], classes, all, new Set([3])), null);
    assert.equal(zeroShot(at(0, 120), [0, 3], classes, all, new Set([3]))!.unseenAlone, null, "one class is no choice");
    assert.equal(zeroShot(at(0, 120), [3, 0], classes, all, new Set([3]))!.harmonic, 0);
  });

  it("takes a tie, and a class that has no text, for a miss", () => {
    assert.equal(zeroShot(at(20, 120), [0, 3], at(0, 40, 80, 120), all, new Set([3]))!.seen, 0);
    assert.equal(zeroShot(at(0, 120), [0, 3], classes, new Set([0, 1, 2]), new Set([3]))!.unseen, 0);
  });
});

describe("Means of texts", () => {
  it("have length 1, and zeros for no text", () => {
    const means = meansOf(at(0, 90, 10), [[0, 1], [], [2]]);
    close(Math.hypot(...means.values.slice(0, 2)), 1);
    close(means.values[0]!, Math.SQRT1_2);
    assert.deepEqual([...means.values.slice(2, 4)], [0, 0]);
    close(means.values[5]!, Math.sin(Math.PI / 18));
    assert.deepEqual([...unit(vectors([[0, 0]])).values], [0, 0]);
  });
});

/** Two texts for each of two classes. */
const ofClasses = {
  level: "class",
  rowsOf: new Map([[0, [0, 1]], [1, [2, 3]]]), // prettier-ignore
} as const;

describe("Scores of an alignment", () => {
  const clips = [{ id: "x", label: 0 }, { id: "y", label: 1 }, { id: "z", label: 1 }]; // prettier-ignore

  it("search all texts of all classes at class level", async () => {
    // The texts of class 0 stand at 0 and 90 degrees, those of class 1 at 270 and 260.
    const scores = await alignmentScores(at(100, 265, 20), at(0, 90, 270, 260), clips, ofClasses, 2, new Set());
    assert.deepEqual([scores.clips, scores.texts], [3, 4]);
    assert.deepEqual(scores.skeletonToText, { queries: 3, gallery: 4, r1: 2 / 3, r5: 1 });
    // The text at 0 finds the clip at 20, which is of class 1, first; that at 90 the clip at 100; those of class 1 the clip at 265.
    assert.deepEqual(scores.textToSkeleton, { queries: 4, gallery: 3, r1: 3 / 4, r5: 1 });
    close(scores.byText, 2 / 3);
    assert.equal(scores.zeroShot, null);
  });

  it("search the clips' own texts at clip level, where another text of the same class is no hit", async () => {
    const features = { level: "clip", rowsOf: new Map([["x", [0]], ["y", [1]], ["z", [2]], ["elsewhere", [3]]]) } as const; // prettier-ignore
    const scores = await alignmentScores(at(0, 90, 91), at(0, 100, 91, 50), clips, features, 2, new Set());
    assert.deepEqual([scores.clips, scores.texts], [3, 3], "texts of other clips are not in the gallery");
    assert.deepEqual(scores.skeletonToText, { queries: 3, gallery: 3, r1: 2 / 3, r5: 1 });
    assert.deepEqual(scores.textToSkeleton, { queries: 3, gallery: 3, r1: 2 / 3, r5: 1 });
  });

  it("leave out the clip that nobody has described, as a query, and keep it in the gallery", async () => {
    const features = { level: "clip", rowsOf: new Map([["x", [0]], ["y", [1]]]) } as const; // prettier-ignore
    const scores = await alignmentScores(at(0, 90, 180), at(0, 90), clips, features, 2, new Set());
    assert.deepEqual(scores.skeletonToText, { queries: 2, gallery: 2, r1: 1, r5: 1 });
    assert.deepEqual(scores.textToSkeleton, { queries: 2, gallery: 3, r1: 1, r5: 1 });
  });
});
