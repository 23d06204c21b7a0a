import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { HglError } from "../../../../src/common/errors";
import type { Dataset } from "../../../../src/model/data/dataset";
import { encodeClips } from "../../../../src/worker/dataStore/clipTable";
import { StoredValues } from "../../../../src/worker/dataStore/storedValues";
import { BatchLoader, loaderThreads } from "../../../../src/worker/loading/batchLoader";
import { createRing, passOn, slotLabels, slotValues } from "../../../../src/worker/loading/ring";
import { serveBatches, type Fill, type LoaderMessage } from "../../../../src/worker/loading/serve";
import type { BatchRequest } from "../../../../src/worker/loading/plan";
import { inlineLoader, smallConfig, smallDataset } from "../training/fakes";

const dataset = smallDataset();
const train = dataset.clips.flatMap(({ subject }, i) => (subject <= 4 ? [i] : []));
const input = { dataset, config: smallConfig, train };
const requests: BatchRequest[] = [
  { kind: "train", epoch: 0, fromBatch: 0 },
  { kind: "evaluate", clips: Int32Array.of(1, 2, 3, 4, 5) },
  { kind: "train", epoch: 1, fromBatch: 3 },
];

/** Everything a source gives, as text that compares bits. */
async function drain(
  source: { open(request: BatchRequest): AsyncIterable<{ x: Float32Array; labels: Int32Array; count: number }> },
  slow = 0,
): Promise<string[]> {
  const told: string[] = [];
  for (const stream of requests.map((request) => source.open(request)))
    for await (const { x, labels, count } of stream) {
      const rows = x.subarray(0, (x.length / labels.length) * count);
      told.push(`${count} ${labels.subarray(0, count).join()} ${Buffer.from(rows.slice().buffer).toString("base64")}`);
      if (slow) await sleep(slow);
    }
  return told;
}

test("any number of threads gives what filling in place gives, in order, however slow the consumer is", async () => {
  const expected = await drain(inlineLoader(input, 5));
  assert.equal(expected.length, 5 + 1 + 2);
  for (const [threads, slow] of [
    [1, 0],
    [1, 15],
    [2, 0],
    [3, 5],
  ] as const) {
    const loader = BatchLoader.start(input, 5, threads);
    try {
      assert.deepEqual(await drain(loader, slow), expected);
    } finally {
      await loader.close();
    }
  }
});

test("a fault in the thread reaches the consumer as the error that it was", async () => {
  const loader = BatchLoader.start(input, 5);
  try {
    const batches = loader.open({ kind: "evaluate", clips: Int32Array.of(9999) });
    await assert.rejects(batches.next(), /there is no clip 9999 of 36/);
    const later = loader.open({ kind: "train", epoch: 0, fromBatch: 0 });
    await assert.rejects(later.next(), /there is no clip 9999 of 36/);
  } finally {
    await loader.close();
  }
});

/** The small data set with its coordinates in one file of a store. */
function stored(folder: string): Dataset {
  const clips = dataset.clips.map((clip, at) => ({ ...clip, values: dataset.values.of(at) }));
  const { bytes, positions } = encodeClips(clips);
  writeFileSync(join(folder, "values-00000-0.arrow"), bytes);
  const places = clips.map(({ values }, at) => ({
    file: 0,
    position: positions[at]!,
    floats: values.length,
    digest: "",
  }));
  return { ...dataset, values: new StoredValues(folder, ["values-00000-0.arrow"], places) };
}

test("clips that stay on disk come as those in memory do, on any number of threads", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hgl-loader-"));
  const loader = BatchLoader.start({ ...input, dataset: stored(folder) }, 5, 2);
  try {
    assert.deepEqual(await drain(loader), await drain(inlineLoader(input, 5)));
  } finally {
    await loader.close();
    rmSync(folder, { recursive: true });
  }
});

test("a file of the data set that is gone or cut off is named to whoever trains", async () => {
  for (const [damage, code, what] of [
    [(path: string) => rmSync(path), "disk", /./],
    [(path: string) => truncateSync(path, 3000), "data", /the file ends .*within a clip/],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), "hgl-loader-"));
    const lost = stored(folder);
    damage(join(folder, "values-00000-0.arrow"));
    const loader = BatchLoader.start({ ...input, dataset: lost }, 5, 2);
    try {
      const error: unknown = await drain(loader).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof HglError && error.facts.code === code, String(error));
      assert.ok(error.message.includes(join(folder, "values-00000-0.arrow")), error.message);
      assert.match(error.facts.what, what);
    } finally {
      await loader.close();
      rmSync(folder, { recursive: true });
    }
  }
});

test("closing in the middle of an epoch ends the thread and whoever waits", async () => {
  const loader = BatchLoader.start(input, 5);
  const batches = loader.open({ kind: "train", epoch: 0, fromBatch: 0 });
  await batches.next();
  const empty = loader.open({ kind: "evaluate", clips: new Int32Array(0) });
  await loader.close();
  await assert.rejects(async () => {
    for (;;) if ((await batches.next()).done) break;
    for await (const _ of empty) assert.fail("a batch after the end");
  }, /closed/);
});

/** One of the producers in this very thread: it would sleep for ever on a slot that is not free, so it gets no more work than the ring holds. */
function producer(fill: Fill, thread = 0, threads = 1) {
  const ring = createRing(2, 3, threads);
  const messages: LoaderMessage[] = [];
  let ask: (request: BatchRequest) => void = () => {};
  const port = {
    on: (_: string, listener: (request: BatchRequest) => void) => void (ask = listener),
    postMessage: (message: LoaderMessage) => void messages.push(message),
  };
  const serving = { ring, order: () => Int32Array.of(0, 1, 2, 3), clipsPerEpoch: 4, thread, threads };
  serveBatches(port as never, { ...serving, fill, labelOf: (clip) => clip + 100 });
  return { ring, messages, ask: (request: BatchRequest) => ask(request) };
}

test("slots are used in turn, and rows beyond the count are zeros", () => {
  const { ring, messages, ask } = producer((out, { clips }) =>
    out.forEach((_, i) => (out[i] = 10 * clips[Math.floor(i / 3)]! + (i % 3))),
  );
  assert.equal(ring.depth, 3);
  ask({ kind: "evaluate", clips: Int32Array.of(4, 5, 6) });
  assert.deepEqual(messages, [
    { type: "batch", number: 0, count: 2 },
    { type: "batch", number: 1, count: 1 },
  ]);
  assert.deepEqual([...slotValues(ring, 0)], [40, 41, 42, 50, 51, 52]);
  assert.deepEqual([...slotValues(ring, 1)], [60, 61, 62, 0, 0, 0]);
  assert.deepEqual([...slotLabels(ring, 0), ...slotLabels(ring, 1)], [104, 105, 106, 0]);
  passOn(ring, 0);
  passOn(ring, 1);
  ask({ kind: "train", epoch: 0, fromBatch: 0 });
  assert.deepEqual(
    messages.slice(2).map(({ number }) => number),
    [2, 3],
  );
  assert.deepEqual([...slotLabels(ring, 3)], [102, 103]);
  assert.equal(slotValues(ring, 3).byteOffset, slotValues(ring, 0).byteOffset);
});

test("of several threads each makes every so many batches, counted on through the requests", () => {
  const made = [0, 1, 2].map((thread) => {
    const { messages, ask } = producer(() => {}, thread, 3);
    ask({ kind: "evaluate", clips: Int32Array.of(4, 5, 6) });
    ask({ kind: "evaluate", clips: Int32Array.of(1) });
    ask({ kind: "train", epoch: 0, fromBatch: 0 });
    return messages.map(({ number }) => number);
  });
  assert.deepEqual(made, [[0, 3], [1, 4], [2]]);
});

test("one thread on a small machine, never more than four", () => {
  assert.deepEqual([1, 2, 4, 8, 16, 64].map(loaderThreads), [1, 1, 1, 2, 4, 4]);
});

test("an HglError keeps its facts across the thread", () => {
  const fault = new HglError({ code: "data", where: "clip 7", what: "it is empty" });
  const { messages, ask } = producer(() => {
    throw fault;
  });
  ask({ kind: "evaluate", clips: Int32Array.of(0) });
  assert.deepEqual(messages, [{ type: "error", number: 0, error: fault.facts }]);
});
