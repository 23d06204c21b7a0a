import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { centred, shifted } from "../../../../src/model/language/centre";

const D = 3;
// Whole hundredths: differences that single precision cannot hold are no texts' vectors.
const value = fc.integer({ min: -400, max: 400 }).map((hundredths) => hundredths / 100);
const rows = fc.array(fc.array(value, { minLength: D, maxLength: D }), { minLength: 2, maxLength: 12 });
const close = (a: number, b: number) => Math.abs(a - b) < 1e-4;

test("the classes' mean is zero and the mean squared length is one, unless all texts are alike", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 4 }), (texts, classes) => {
      const sentences = Float32Array.from(texts.flat());
      const owners = Array.from({ length: classes }, (_, c) => texts.flatMap((_, row) => (row % classes === c ? [row] : []))).filter((own) => own.length > 0); // prettier-ignore
      const { sentences: moved, centre } = centred(sentences, D, owners);
      for (let d = 0; d < D; d++) {
        const means = owners.map((own) => own.reduce((sum, row) => sum + moved[row * D + d]!, 0) / own.length);
        assert.ok(close(means.reduce((a, b) => a + b, 0) / owners.length / centre.scale, 0));
      }
      const square = moved.reduce((sum, one) => sum + one * one, 0) / texts.length;
      const spread = Math.max(...sentences.map((one, at) => Math.abs(one - centre.mean[at % D]!)));
      if (spread > 1e-3) assert.ok(close(square, 1), `${square}`);
      assert.deepEqual(shifted(sentences, centre), moved);
    }),
  );
});

test("each class counts once, whatever the number of its texts", () => {
  const sentences = Float32Array.of(0, 0, 0, 0, 3, 3); // one class three times at 0, another once at 3: D = 1
  const { centre } = centred(sentences.subarray(0, 4 + 1), 1, [[0, 1, 2, 3], [4]]);
  assert.deepEqual([...centre.mean], [1.5]);
});

test("one text alone becomes zero, not NaN", () => {
  assert.deepEqual([...centred(Float32Array.of(1, 2), 2, [[0]]).sentences], [0, 0]);
});
