import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chosen,
  epochsOf,
  pannedBy,
  pictureOf,
  readingAt,
  zoomedAround,
  type Choice,
} from "../../../src/renderers/curves/picture";
import { readingSentence, valueWords } from "../../../src/renderers/curves/words";
import { curvesPayload } from "./payloads";

const payload = curvesPayload(2);
const whole = epochsOf(payload);
const choice: Choice = {
  measure: "accuracy",
  part: "validation",
  seeds: false,
  log: false,
  hidden: new Set(),
  zoom: whole,
};
const look = (cell: number) => ({ colour: `c${cell}`, dash: [cell] });

test("a choice takes the means of its measure and part, seeds on demand, and no hidden cell", () => {
  assert.deepEqual(
    chosen(payload, choice).map(({ cell, curve }) => [cell, curve.part, curve.seed]),
    [
      [0, "validation", null],
      [1, "validation", null],
    ],
  );
  assert.equal(chosen(payload, { ...choice, seeds: true }).length, 8);
  assert.equal(chosen(payload, { ...choice, part: "both" }).length, 4);
  assert.equal(chosen(payload, { ...choice, measure: "rate", part: "validation" }).length, 2);
  assert.deepEqual(
    chosen(payload, { ...choice, hidden: new Set([0]) }).map(({ cell }) => cell),
    [1],
  );
});

test("rows are in per cent with their cell's look; a band has two edges", () => {
  const { rows } = pictureOf(payload, choice, look);
  assert.equal(rows.means.length, 60);
  const last = payload.cells[0]!.curves.find((one) => one.measure === "accuracy" && one.part === "validation")!;
  assert.deepEqual(rows.means[29], {
    x: 30,
    y: 100 * last.values[29]!,
    line: "0 validation ",
    colour: "c0",
    dash: [0],
  });
  assert.equal(rows.bands[29]!.y2, 100 * last.high![29]!);
  assert.equal(rows.seeds.length, 0);
});

test("the y axis holds what the epochs shown hold, and no more", () => {
  const { values } = pictureOf(payload, choice, look);
  const near = pictureOf(payload, { ...choice, zoom: { from: 25, to: 30 } }, look);
  assert.ok(values.from < 10 && values.to > 85 && values.to <= 100);
  assert.ok(near.values.from > 70 && near.values.to <= values.to);
  const shown = near.rows.means.filter(({ x }) => x >= 25).map(({ y }) => y);
  assert.ok(shown.every((y) => y > near.values.from && y < near.values.to));
});

test("a logarithmic axis leaves out what it cannot show", () => {
  const loss = { ...choice, measure: "loss" as const, log: true };
  const dead = structuredClone(payload) as typeof payload;
  (dead.cells[0]!.curves.find((one) => one.measure === "loss" && one.part === "validation")!.values as number[])[3] = 0;
  const { rows, values } = pictureOf(dead, loss, look);
  assert.equal(rows.means.length, 59);
  assert.ok(values.from > 0);
});

test("the reading is at the nearest epoch, with one standard deviation", () => {
  const reading = readingAt(chosen(payload, choice), 12.4)!;
  assert.equal(reading.epoch, 12);
  assert.deepEqual(
    reading.entries.map(({ cell, deviation }) => [cell, Number(deviation!.toFixed(6))]),
    [
      [0, 0.01],
      [1, 0.01],
    ],
  );
  assert.match(
    readingSentence(payload, "accuracy", reading),
    /^top-1 accuracy \(%\), epoch 12: #a validation 69\.9 ± 1\.0; #b validation 62\.1 ± 1\.0\.$/,
  );
  assert.equal(readingAt([], 3), null);
});

test("values are written as they are read", () => {
  assert.equal(valueWords("loss", 0.123456, null), "0.1235");
  assert.equal(valueWords("rate", 0.00012, null), "1.20e-4");
  assert.equal(valueWords("accuracy", 0.5, 0.0049), "50.0 ± 0.5");
});

test("zooming keeps the place under the pointer and never leaves the whole", () => {
  const closer = zoomedAround(whole, whole, 10, 2);
  assert.ok(Math.abs(closer.to - closer.from - (whole.to - whole.from) / 2) < 1e-9);
  const share = (one: { from: number; to: number }) => (10 - one.from) / (one.to - one.from);
  assert.ok(Math.abs(share(closer) - share(whole)) < 1e-9);
  assert.deepEqual(zoomedAround(closer, whole, 10, 0.01), whole);
  const tiny = zoomedAround(whole, whole, 30, 1e6);
  assert.deepEqual(tiny, { from: 28, to: 30 });
  assert.deepEqual(pannedBy(tiny, whole, 5), { from: 28, to: 30 });
  assert.deepEqual(pannedBy(tiny, whole, -1), { from: 26, to: 28 });
});

test("a single epoch has room on both sides", () => {
  assert.deepEqual(epochsOf(curvesPayload(1, 1)), { from: 0, to: 2 });
});
