import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { HglError } from "../../../../src/common/errors";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import { describeNetwork } from "../../../../src/worker/running/modelCell";
import { measureTimes, storedTimes } from "../../../../src/worker/running/networkTimes";

const root = mkdtempSync(join(tmpdir(), "hgl-model-"));
after(() => rmSync(root, { recursive: true, force: true }));
const path = join(root, "n.hgl.md");
const config = completeModel(modelSchema.parse({ widths: [16, 16], strides: [1, 2] }));
const input = { layout: "ucla20", classes: 3, window: 8, cells: ["base"] };
const stay = new AbortController().signal;
const cards = (kind: string): string[] =>
  readdirSync(join(root, ".hgl", "data"))
    .filter((name) => name.startsWith(`${kind}-`))
    .map((name) => join(root, ".hgl", "data", name));

test("a network is counted once; a card of an earlier form is counted anew", async () => {
  assert.equal(await describeNetwork(config, input, path, false), undefined);
  const counted = await describeNetwork(config, input, path, true);
  assert.ok(counted!.summary.kept > 0 && counted!.times === null);
  assert.deepEqual(await describeNetwork(config, input, path, false), counted);
  const [card] = cards("model");
  const { kept, ...earlier } = JSON.parse(readFileSync(card!, "utf8")) as { kept: number };
  assert.equal(kept, counted!.summary.kept);
  writeFileSync(card!, JSON.stringify(earlier));
  assert.equal(await describeNetwork(config, input, path, false), undefined);
  assert.deepEqual(await describeNetwork(config, input, path, true), counted);
});

test("times are kept for this network, input and machine, and damaged ones count as absent", async () => {
  await measureTimes(config, input, path, stay);
  const times = storedTimes(config, input, path)!;
  assert.deepEqual([times.milliseconds.length, times.batch], [2, 8]);
  assert.deepEqual((await describeNetwork(config, input, path, false))!.times, times);
  assert.equal(storedTimes({ ...config, kernel: 3 }, input, path), null);
  assert.equal(storedTimes(config, { ...input, window: 9 }, path), null);
  assert.deepEqual(storedTimes(config, { ...input, cells: [] }, path), times, "whose it is has no part in it");
  const [card] = cards("times");
  writeFileSync(card!, JSON.stringify({ ...times, milliseconds: [1] }));
  assert.equal(storedTimes(config, input, path), null);
});

test("a measurement that fails says why, and one that is stopped that it was", async () => {
  const failing = measureTimes(config, { ...input, window: 1 }, path, stay);
  await assert.rejects(failing, (error: HglError) => {
    assert.equal(error.code, "device");
    return /could not be measured: a window of 1 frames is too short.*; run `hgl model --time`/.test(error.message);
  });
  const stopping = new AbortController();
  const stopped = measureTimes(config, input, path, stopping.signal);
  stopping.abort();
  await assert.rejects(stopped, (error: HglError) => error.code === "interrupted");
});
