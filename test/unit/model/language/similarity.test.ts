import assert from "node:assert/strict";
import { test } from "node:test";
import { textSimilarity } from "../../../../src/model/language/similarity";

test("cosines of the classes' mean vectors", () => {
  const sentences = Float32Array.of(1, 0, 0, 1, 1, 1, -2, 0);
  const cosines = textSimilarity({ sentences, dimension: 2 }, [[0, 1], [2], [3], []]);
  const expected = [1, 1, -Math.SQRT1_2, 0, 1, 1, -Math.SQRT1_2, 0, -Math.SQRT1_2, -Math.SQRT1_2, 1, 0, 0, 0, 0, 0];
  expected.forEach((one, at) => assert.ok(Math.abs(cosines[at]! - one) < 1e-6, `${at}: ${cosines[at]}`));
});
