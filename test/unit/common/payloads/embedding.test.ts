import assert from "node:assert/strict";
import { test } from "node:test";
import { checkEmbedding, isMistake, MOST_POINTS } from "../../../../src/common/payloads/embedding";
import { embeddingPayload } from "../../renderers/payloads";

const good = embeddingPayload(12, 3);
const [point] = good.points;

test("a payload is copied, and what it does not name is left out", () => {
  const checked = checkEmbedding({ ...good, more: 1 });
  assert.ok(checked.ok);
  assert.deepEqual(checked.payload, good);
  assert.notEqual(checked.payload.points, good.points);
});

test("a text is a point too, and UMAP explains no variance", () => {
  const text = { ...point!, modality: "text", predicted: null };
  const checked = checkEmbedding({ ...good, projection: "umap", explained: null, neighbours: null, points: [text] });
  assert.ok(checked.ok);
  assert.ok(!isMistake(checked.payload.points[0]!));
});

for (const [title, value, reason] of [
  ["another kind", { ...good, kind: "confusion" }, /kind/],
  ["a later version", { ...good, version: 2 }, /version/],
  ["no points", { ...good, points: [] }, /no points/],
  ["too many points", { ...good, points: new Array(MOST_POINTS + 1) }, /more than/],
  ["a class that is not there", { ...good, points: [{ ...point, label: 3 }] }, /label/],
  ["a prediction that is not there", { ...good, points: [{ ...point, predicted: -1 }] }, /predicted/],
  ["a coordinate that is no number", { ...good, points: [{ ...point, space: [0, NaN, 0] }] }, /space/],
  ["a coordinate too far", { ...good, points: [{ ...point, plane: [0, 1e300] }] }, /plane/],
  ["two coordinates of three", { ...good, points: [{ ...point, space: [0, 0] }] }, /space has 2/],
  ["another modality", { ...good, points: [{ ...point, modality: "sound" }] }, /modality/],
  ["a share above one", { ...good, explained: [1.1, 0, 0] }, /explained/],
  ["a share that is missing", { ...good, neighbours: { features: 1, space: 1 } }, /plane/],
] as const)
  test(`refused: ${title}`, () => {
    const checked = checkEmbedding(value);
    assert.ok(!checked.ok);
    assert.match(checked.reason, reason);
  });
