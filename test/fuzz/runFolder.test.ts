import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { effectiveEvents, stateOf } from "../../src/common/runHistory";
import type { RunEvent } from "../../src/common/runRecord";
import { Cards } from "../../src/worker/store/cards";
import { CheckpointStore, decodeCheckpoint, encodeCheckpoint } from "../../src/worker/store/checkpoint";
import { encodeLine, parseLog } from "../../src/worker/store/eventLog";
import type { FileSystem } from "../../src/worker/store/fileSystem";
import { lockHolder } from "../../src/worker/store/lock";
import { RunFolder } from "../../src/worker/store/runFolder";
import { readSafetensors, writeSafetensors } from "../../src/worker/store/safetensors";
import { decodeNpy, encodeNpy, readScores } from "../../src/worker/store/scores";
import { isStopRequested } from "../../src/worker/store/stopRequest";
import { FakeTrainer, smallConfig } from "../unit/worker/training/fakes";
import { damagedBytes, DRAWN, fuzzReader } from "./mutations";
import { orRefused, spoiledJson } from "./values";

// Every file of a run folder, as whoever can write into `.hgl` may have left it.

const floats = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(i));
const trainer = new FakeTrainer(smallConfig);
const { layout } = trainer;
const state = trainer.getState();
const checkpoint = encodeCheckpoint({ state, position: { step: 3, epoch: 0 } }, layout);

const tensors = writeSafetensors({
  tensors: new Map([
    ["a", { dtype: "F32", shape: [2, 3], bytes: new Uint8Array(24) }],
    ["b", { dtype: "I64", shape: [1], bytes: new Uint8Array(8) }],
    ["empty", { dtype: "F16", shape: [0], bytes: new Uint8Array(0) }],
  ]),
  metadata: { format: "pt" },
});
fuzzReader(
  "safetensors",
  [tensors, writeSafetensors({ tensors: new Map(), metadata: {} })],
  (bytes) => void readSafetensors(bytes),
  "store",
);
fuzzReader("a checkpoint", [checkpoint], (bytes) => void decodeCheckpoint(bytes, layout, "c"), "store");
fuzzReader(
  "scores",
  [encodeNpy(floats(12), [4, 3]), encodeNpy(Int32Array.of(1, 2), [2])],
  (bytes) => void decodeNpy(bytes, "s"),
  "store",
);

/** A disk with these files, whatever the folder; everything else is missing. */
function disk(files: Readonly<Record<string, Uint8Array>>): FileSystem {
  const found = (path: fs.PathOrFileDescriptor): Uint8Array => {
    const name = Object.keys(files).find((one) => String(path).endsWith(`/${one}`));
    if (name === undefined) throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
    return files[name]!;
  };
  return {
    ...fs,
    readFileSync: found as typeof fs.readFileSync,
    readdirSync: (() =>
      Object.keys(files).map((name) => name.replace(/^.*\//, ""))) as unknown as typeof fs.readdirSync,
  };
}

const events: RunEvent[] = [
  { at: 1, type: "start", runId: "r", seed: 1, epochs: 3, stepsPerEpoch: 2, resumedAt: null },
  { at: 2, type: "step", epoch: 1, step: 1, loss: 1, lr: 0.1, gradNorm: 1, clipsPerSecond: 9 },
  { at: 3, type: "epoch", epoch: 1, loss: 1, trainTop1: 0, validation: null, seconds: 1 },
  { at: 4, type: "checkpoint", step: 2, file: "step-00000002.safetensors", best: false },
  { at: 5, type: "start", runId: "r", seed: 1, epochs: 3, stepsPerEpoch: 2, resumedAt: 2 },
  { at: 6, type: "failed", step: 3, message: "m" },
];

test("an event log of damaged bytes is read to the last line that proves itself", () => {
  const whole = Buffer.concat(events.map(encodeLine));
  fc.assert(
    fc.property(damagedBytes([whole]), ({ bytes }) => {
      const { events: read, validBytes, tornBytes } = parseLog(bytes);
      assert.equal(validBytes + tornBytes, bytes.length);
      for (const event of read) assert.ok(events.some((one) => JSON.stringify(one) === JSON.stringify(event)));
      stateOf(effectiveEvents(read), "none");
    }),
    DRAWN,
  );
});

const SPEC = {
  format: 1,
  runId: "0123456789ab",
  config: smallConfig,
  dataHash: "d",
  configHash: "c",
  codeVersion: "1",
  cell: "base",
  layout: "ucla20",
  classes: ["a", "b"],
};
const LOCK = { token: "t", pid: 1, host: "h", machine: "b/n", started: "1", beat: 3, queued: true, log: "/l" };
const MANIFEST = {
  format: 1,
  checkpoints: [{ file: "step-00000003.safetensors", step: 3, sha256: "s", bytes: 9 }],
  best: "step-00000003.safetensors",
};

/** Readers of small JSON files, each with what it reads when it is whole. */
const JSON_READERS: readonly [
  name: string,
  file: string,
  whole: unknown,
  read: (folder: RunFolder, files: FileSystem) => void,
][] = [
  [
    "config.json",
    "config.json",
    SPEC,
    (folder) => {
      const { runId, config, classes, notebook = "" } = folder.spec();
      assert.ok(
        [runId, notebook, ...classes].every((text) => typeof text === "string") && Number.isInteger(config.seed),
      );
    },
  ],
  ["looks.json", "looks.json", { test: 2 }, (folder) => assert.equal(typeof folder.testLooks(), "number")],
  ["lock.json", "lock.json", LOCK, (folder, files) => void (lockHolder(folder.lockPath, files), folder.writer())],
  ["stop.json", "stop.json", { token: "t" }, (folder, files) => void isStopRequested(folder, "t", files)],
  [
    "manifest.json",
    "manifest.json",
    MANIFEST,
    (folder, files) => {
      const store = new CheckpointStore<{ step: number }>(folder.checkpointsPath, layout, files);
      for (const { file, step } of store.manifest().checkpoints)
        assert.ok(typeof file === "string" && Number.isInteger(step));
      store.loadBest();
      store.loadNewest();
    },
  ],
];
for (const [name, file, whole, read] of JSON_READERS)
  test(`${name}: spoiled JSON is read or refused with a sentence`, () => {
    const files = (bytes: Uint8Array): FileSystem => disk({ [file]: bytes });
    const readFrom = (bytes: Uint8Array): void => {
      const system = files(bytes);
      read(new RunFolder("/runs/0123456789ab", system), system);
    };
    readFrom(new TextEncoder().encode(JSON.stringify(whole)));
    fc.assert(
      fc.property(spoiledJson([whole]), (bytes) => void orRefused(() => readFrom(bytes))),
      DRAWN,
    );
  });

test("the clips of scores: spoiled JSON is read or refused with a sentence", () => {
  const scores = { "test.npy": encodeNpy(floats(6), [2, 3]), "test.labels.npy": encodeNpy(Int32Array.of(0, 1), [2]) };
  fc.assert(
    fc.property(spoiledJson([["a", "b"]]), (bytes) => {
      const read = orRefused(() => readScores("/scores", "test", disk({ ...scores, "test.clips.json": bytes })));
      if (read) assert.ok(read.clips.length === 2 && read.clips.every((clip) => typeof clip === "string"));
    }),
    DRAWN,
  );
});

test("a card that is spoiled counts as absent", () => {
  const root = fs.mkdtempSync(join(tmpdir(), "hgl-cards-"));
  try {
    const cards = new Cards(`${root}/n.hgl.md`);
    const schema = z.object({ cell: z.string(), notebook: z.string(), at: z.number() });
    const whole = { cell: "c", notebook: "n", at: 1 };
    cards.write("view", "k", whole);
    fc.assert(
      fc.property(spoiledJson([whole]), (bytes) => {
        fs.writeFileSync(`${root}/.hgl/data/view-k.json`, bytes);
        const card = cards.read("view", "k", schema);
        assert.ok(card === undefined || typeof card.at === "number");
        cards.newest("view", schema, "c", "n");
      }),
      DRAWN,
    );
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});
