import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeBase64, int16Bytes } from "../../../src/common/payloads/base64";
import { checkFusion } from "../../../src/common/payloads/fusion";
import { contains, corners, pointOf, weightsAt } from "../../../src/renderers/fusion/polygon";
import { ValidationScores } from "../../../src/renderers/fusion/scores";
import { cellLine } from "../../../src/renderers/fusion/words";
import { spread } from "../../../src/renderers/frame/words";
import { fusionPayload } from "./payloads";

/** As many labels as a made-up payload has clips, all the same. */
function labelsOf(label: number): string {
  return encodeBase64(int16Bytes(Array.from({ length: 24 }, () => label)));
}

test("a payload passes whole, and what does not go together is refused", () => {
  const good = fusionPayload();
  assert.deepEqual(checkFusion(good), { ok: true, payload: good });
  assert.ok(checkFusion({ ...good, validation: null }).ok);
  const { validation } = good;
  const { fusions } = validation!;
  const wrong: [object, RegExp][] = [
    [{ ...good, members: [] }, /no member/],
    [{ ...good, weights: [1] }, /one weight for each/],
    [{ ...good, weights: [2, 0, 0] }, /no number from 0 to 1/],
    [{ ...good, weights: [0, 0, 0] }, /no weight is above 0/],
    ...[-1, 5].map((label): [object, RegExp] => [
      { ...good, validation: { ...validation, fusions: [{ ...fusions[0], labels: labelsOf(label) }] } },
      /label that is no class/,
    ]),
    [{ ...good, validation: { ...validation, fusions: [] } }, /no fusion/],
    [{ ...good, validation: { ...validation, told: 23 } }, /not the base64/],
    [{ ...good, validation: { ...validation, told: 25 } }, /told/],
    [{ ...good, validation: { ...validation, fusions: [{ ...fusions[0], probabilities: [] }] } }, /each member/],
    [{ ...good, validation: { ...validation, classes: 2000, clips: 1_000_000, told: 1_000_000 } }, /base64/],
  ];
  for (const [payload, reason] of wrong) {
    const checked = checkFusion(payload);
    assert.ok(!checked.ok && reason.test(checked.reason), `${reason}: ${checked.ok ? "passed" : checked.reason}`);
  }
});

test("weights have their point as their mean, add up to 1 and are never below 0; a triangle's come back", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 12 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (n, x, y) => {
        const all = corners(n);
        const weights = weightsAt([x, y], all);
        assert.ok(
          weights.every((weight) => weight >= 0),
          weights.join(),
        );
        assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9);
        if (!contains([x, y], all)) return;
        const [px, py] = pointOf(weights, all);
        assert.ok(Math.hypot(px - x, py - y) < 1e-4, `${px} ${py} for ${x} ${y} of ${n}`);
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })),
      (raw) => {
        const total = raw[0] + raw[1] + raw[2];
        const weights = raw.map((one) => one / total);
        const all = corners(3);
        weightsAt(pointOf(weights, all), all).forEach((weight, i) => assert.ok(Math.abs(weight - weights[i]!) < 1e-5));
      },
    ),
  );
});

test("the accuracy of weights is counted on the clips, seed by seed", () => {
  const payload = fusionPayload(2, 20, 5, 2);
  const scores = new ValidationScores(payload.validation!);
  // The first member is right about 4 of 10 clips, the second about 5 (test/unit/renderers/payloads.ts).
  assert.deepEqual(scores.evaluate([1, 0]).top1, [0.4, 0.4]);
  assert.deepEqual(scores.evaluate([0, 1]).top1, [0.5, 0.5]);
  assert.deepEqual(scores.evaluate([0.5, 0.5]).top5, [1, 1]);
  assert.deepEqual(scores.evaluate([0.2, 0.8]), scores.evaluate([2, 8]), "only proportions count");
});

test("words", () => {
  assert.equal(spread([0.5]), "50.0 %");
  assert.equal(spread([0.5, 0.6]), "55.0 ± 7.1 %");
  assert.equal(cellLine([1 / 3, 2 / 3]), "weights: [0.333, 0.667]");
});
