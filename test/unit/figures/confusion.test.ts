import assert from "node:assert/strict";
import { test } from "node:test";
import { confusionPayload, confusionSpec } from "../../../src/figures/confusion";
import { confusionChangeSpec, isDifference } from "../../../src/figures/confusionChange";
import { renderSvg } from "../../../src/figures/svg";
import { checkConfusion } from "../../../src/common/payloads/confusion";
import { differenceOf, EXERCISES, evaluationOf, HOSTILE, judgedOf } from "../../golden/records";

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

test("clips are told where they agree with the counts, and left out where they do not or are too many", () => {
  const evaluations = [1, 2].map((seed) => evaluationOf(EXERCISES, seed));
  const judged = judgedOf(evaluations);
  const told = confusionPayload("t", EXERCISES, evaluations, { cell: "base", judged });
  assert.equal(told.clips?.ids.length, 240);
  const check = checkConfusion(JSON.parse(JSON.stringify(told)));
  assert.ok(check.ok, check.ok ? "" : check.reason);
  const other = judgedOf([3, 4].map((seed) => evaluationOf(EXERCISES, seed)));
  assert.equal(confusionPayload("t", EXERCISES, evaluations, { judged: other }).clips, null);
  const many = { ...judged, ids: new Array<string>(2 ** 16 + 1).fill("x") };
  assert.equal(confusionPayload("t", EXERCISES, evaluations, { judged: many }).clips, null);
  const minus = { cell: "old", evaluations, judged };
  const half = confusionPayload("t", EXERCISES, evaluations, { minus });
  assert.deepEqual([half.clips, half.minus?.predictions], [null, []]);
  const difference = checkConfusion(JSON.parse(JSON.stringify(differenceOf(EXERCISES))));
  assert.ok(difference.ok && difference.payload.minus?.predictions.length === 2);
});

test("a difference has a cell for each change, and none for what is as it was", async () => {
  const payload = differenceOf(EXERCISES);
  assert.ok(isDifference(payload));
  const svg = await renderSvg(confusionChangeSpec(payload));
  assert.match(svg, />better \(points\)<[^]*>worse \(points\)</);
  const filled = svg.match(/h46v46h-46Z/g)!.length;
  assert.ok(filled > 10 && filled < 100);
  const same = { ...payload, minus: { ...payload, predictions: [] } };
  assert.equal((await renderSvg(confusionChangeSpec(same))).match(/h46v46h-46Z/g), null);
});

test("classes in the order of their clusters are framed where they stand out", async () => {
  const classes = ["a", "b", "c", "d"];
  const confusion = [
    [5, 0, 5, 0],
    [0, 6, 0, 4],
    [5, 0, 5, 0],
    [0, 4, 0, 6],
  ];
  const payload = confusionPayload("t", classes, [{ ...evaluationOf(classes, 1), confusion }]);
  const svg = await renderSvg(confusionSpec(payload, { order: "cluster" }));
  const names = [...svg.matchAll(/<text[^>]*text-anchor="end"[^>]*>([a-d])</g)].map(([, name]) => name);
  assert.deepEqual(names.slice(0, 4), ["a", "c", "b", "d"]);
  assert.deepEqual(
    [...svg.matchAll(/d="M(\d+),(\d+)h128v128h-128Z"/g)].map(([, x, y]) => [x, y]),
    [
      ["0", "0"],
      ["128", "128"],
    ],
  );
});
