import assert from "node:assert/strict";
import { test } from "node:test";
import { confusionPayload, confusionSpec } from "../../../src/figures/confusion";
import { renderSvg } from "../../../src/figures/svg";
import { EXERCISES, evaluationOf, HOSTILE } from "../../golden/records";

test("evaluations of several seeds are added up", () => {
  const [a, b] = [evaluationOf(EXERCISES, 1), evaluationOf(EXERCISES, 2)];
  const payload = confusionPayload("t", EXERCISES, [a, b]);
  assert.equal(payload.evaluations, 2);
  assert.equal(payload.counts[3]![4], a.confusion[3]![4]! + b.confusion[3]![4]!);
  const total = payload.counts.flat().reduce((sum, count) => sum + count, 0);
  assert.equal(total, a.clips + b.clips);
});

test("what does not fit together is refused", () => {
  const a = evaluationOf(EXERCISES, 1);
  assert.throws(() => confusionPayload("t", EXERCISES, []), RangeError);
  assert.throws(() => confusionPayload("t", EXERCISES.slice(1), [a]), /10 rows for 9 classes/);
  assert.throws(() => confusionPayload("t", EXERCISES, [a, { ...a, partition: "validation" }]), /validation and test/);
});

test("one filled cell for each cell with clips, and text for each when there is room", async () => {
  const payload = confusionPayload("t", EXERCISES, [evaluationOf(EXERCISES, 1)]);
  const filled = payload.counts.flat().filter((count) => count > 0).length;
  const svg = await renderSvg(confusionSpec(payload, { values: "count" }));
  assert.equal(svg.match(/h46v46h-46Z/g)!.length, filled);
  for (const name of EXERCISES) assert.equal(svg.match(new RegExp(`>${name}<`, "g"))!.length, 2, name);
});

test("one class, a class without clips, and 120 classes are drawn", async () => {
  const one = confusionPayload("t", ["only"], [{ ...evaluationOf(["only"], 1) }]);
  assert.match(await renderSvg(confusionSpec(one)), />100</);
  const empty = {
    ...evaluationOf(["a", "b"], 1),
    confusion: [
      [4, 1],
      [0, 0],
    ],
  };
  assert.match(await renderSvg(confusionSpec(confusionPayload("t", ["a", "b"], [empty]))), />b \(no clip\)</);
  const many = Array.from({ length: 120 }, (_, i) => `c${i}`);
  const svg = await renderSvg(confusionSpec(confusionPayload("t", many, [evaluationOf(many, 1)]), { side: 720 }));
  assert.match(svg, />120</);
});

test("hostile names stay text", async () => {
  const svg = await renderSvg(confusionSpec(confusionPayload("t", HOSTILE, [evaluationOf(HOSTILE, 1)])));
  assert.doesNotMatch(svg, /<(script|img)|(?!\n)\p{Cc}|\u202e/u);
  assert.match(svg, /&lt;script&gt;/);
});
