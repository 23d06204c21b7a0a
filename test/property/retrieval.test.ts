import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { alignmentScores } from "../../src/model/evaluation/alignmentScores";
import { recall, unit, type Vectors } from "../../src/model/evaluation/retrieval";

const WIDTH = 3;

const rows = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: WIDTH, maxLength: WIDTH }), {
  minLength: 1,
  maxLength: 12,
});
const asVectors = (list: readonly (readonly number[])[]): Vectors =>
  unit({ values: Float32Array.from(list.flat()), width: WIDTH });
const label = (at: number): number => at % 3;

test("the order of queries and gallery changes nothing, whatever ties there are", () => {
  fc.assert(
    fc.property(rows, rows, fc.integer({ min: 0, max: 11 }), (queries, gallery, by) => {
      const turned = gallery.map((_, at) => (at + by) % gallery.length);
      const before = recall(asVectors(queries), asVectors(gallery), (q, g) => label(q) === label(g));
      const after = recall(
        asVectors([...queries].reverse()),
        asVectors(turned.map((at) => gallery[at]!)),
        (q, g) => label(queries.length - 1 - q) === label(turned[g]!),
      );
      assert.deepEqual(after, before);
    }),
  );
});

test("is a share, more at 5 than at 1, and less in a gallery with more that is wrong", () => {
  fc.assert(
    fc.property(rows, rows, rows, (queries, gallery, more) => {
      const relevant = (q: number, g: number): boolean => g < gallery.length && label(q) === label(g);
      const few = recall(asVectors(queries), asVectors(gallery), relevant);
      const many = recall(asVectors(queries), asVectors([...gallery, ...more]), relevant);
      if (!few || !many) return assert.equal(few, many);
      assert.ok(few.r1 >= 0 && few.r1 <= few.r5 && few.r5 <= 1);
      assert.ok(many.r1 <= few.r1 && many.r5 <= few.r5);
      assert.equal(many.queries, few.queries);
    }),
  );
});

test("vectors that are those of their class find everything, and such as say nothing find nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 6, max: 20 }), async (classes, n) => {
      const clips = Array.from({ length: n }, (_, at) => ({ id: `c${at}`, label: at % classes }));
      const axis = (at: number): number[] => Array.from({ length: classes }, (_, i) => Number(i === at));
      const vectors = (list: readonly number[][]): Vectors => ({ values: Float32Array.from(list.flat()), width: classes }); // prettier-ignore
      const features = { level: "class", rowsOf: new Map(Array.from({ length: classes }, (_, k) => [k, [k]])) } as const; // prettier-ignore
      const texts = vectors(Array.from({ length: classes }, (_, k) => axis(k)));
      const unseen = new Set([classes - 1]);
      const perfect = await alignmentScores(vectors(clips.map((clip) => axis(clip.label))), texts, clips, features, classes, unseen); // prettier-ignore
      assert.deepEqual([perfect.skeletonToText!.r1, perfect.textToSkeleton!.r1, perfect.byText], [1, 1, 1]);
      assert.deepEqual([perfect.zeroShot!.harmonic, perfect.zeroShot!.unseen], [1, 1]);
      const nothing = vectors(clips.map(() => axis(-1)));
      const blank = await alignmentScores(nothing, texts, clips, features, classes, unseen);
      assert.deepEqual([blank.skeletonToText!.r1, blank.textToSkeleton!.r1, blank.byText], [0, 0, 0]);
      assert.equal(blank.zeroShot!.harmonic, 0);
    }),
  );
});
