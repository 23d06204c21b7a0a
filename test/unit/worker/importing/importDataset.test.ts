import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import type { DataPlace } from "../../../../src/common/config";
import { HglError } from "../../../../src/common/errors";
import { PackedValues, type Dataset } from "../../../../src/model/data/dataset";
import { splitDataset } from "../../../../src/model/data/split";
import { encodeClipStore } from "../../../../src/worker/importing/clipStore";
import { hashed } from "../../../../src/worker/importing/hashed";
import { importDataset } from "../../../../src/worker/importing/importDataset";
import { readRawUiPrmd } from "../../../fixtures/data/packUiPrmd";
import { INTERPOLATED, packedOf, placeOf, syntheticDataset } from "../../../fixtures/data/synthetic";

const folder = await mkdtemp(join(tmpdir(), "hgl-import-"));
after(() => rm(folder, { recursive: true, force: true }));

const places = { folder, imports: join(folder, "imports") };
const nowhere = { folder: "/nowhere", imports: "/nowhere/imports" };
const hashOf = (dataset: Dataset): string => hashed(dataset).contentHash!;

const RAW_SAMPLE = resolve("../shared/data/ui-prmd");

test("the shipped sample loads, with its source, licence and cross-subject split", async () => {
  const sample = await importDataset(placeOf("ui-prmd"), nowhere);
  assert.deepEqual([sample.clips.length, sample.layout.name, sample.classes.length], [200, "uiprmd22", 10]);
  assert.match(sample.source!, /doi:10\.3390\/data3010002/);
  assert.equal(sample.license, "ODC PDDL 1.0");
  assert.equal(
    sample.clips.reduce((sum, { frames }) => sum + frames, 0),
    14926,
  );
  assert.equal(sample.contentHash, "944ebeb9609b0944bb94c6c653514d952e5991de4180bbbea5e719b98605a215");
  const split = splitDataset(sample, INTERPOLATED, 1);
  assert.deepEqual([split.train.length, split.validation.length, split.test.length], [80, 20, 100]);
  assert.ok(split.test.every((at) => sample.clips[at]!.subject % 2 === 0));
});

test(
  "the shipped sample equals the raw recording bit for bit",
  { skip: existsSync(RAW_SAMPLE) ? false : "the raw recording is not on this machine" },
  async () => {
    const raw = readRawUiPrmd(RAW_SAMPLE);
    const sample = await importDataset(placeOf("ui-prmd", "hgl"), nowhere);
    assert.deepEqual(packedOf(sample), packedOf(raw));
    assert.deepEqual(sample.clips, raw.clips);
  },
);

test("a path is relative to the notebook; the format is found or as told", async () => {
  const dataset = syntheticDataset("ucla20", [{ frames: 3 }, { frames: 2, label: 1 }], () => 0.5);
  await writeFile(join(folder, "own.hgl-clips"), encodeClipStore(dataset));
  for (const format of ["auto", "hgl"] as const) {
    const read = await importDataset(placeOf("own.hgl-clips", format), places);
    assert.deepEqual(packedOf(read), packedOf(dataset));
    assert.equal(read.contentHash, hashOf(dataset));
  }
  assert.equal((await importDataset(placeOf(join(folder, "own.hgl-clips")), nowhere)).name, "synthetic");
});

test("what is no data set is one clear sentence", async () => {
  await writeFile(join(folder, "notes.txt"), "hello");
  await writeFile(join(folder, "clips.zip"), "PK");
  await mkdir(join(folder, "empty"));
  const cases: [string, DataPlace["format"], string, RegExp][] = [
    ["missing", "auto", "disk", /there is no file or folder .*missing/],
    ["missing", "nw-ucla", "disk", /there is no file or folder/],
    ["missing", "hgl", "disk", /there is no file or folder/],
    [
      "notes.txt",
      "auto",
      "data",
      /notes.txt: no known data set is here; name .*an .hgl-clips file or .hgl-data folder/,
    ],
    ["notes.txt", "hgl", "data", /notes.txt: this is not an .hgl-clips file/],
    ["notes.txt", "nw-ucla", "data", /no Northwestern-UCLA clip is in this folder/],
    ["clips.zip", "auto", "data", /unpack the archive/],
    ["empty", "auto", "data", /no known data set/],
    ["empty", "nw-ucla", "data", /no Northwestern-UCLA clip is in this folder/],
    ["empty", "hgl", "disk", /there is no file or folder .*manifest.json/],
    ["ui-prmd", "nw-ucla", "data", /is the shipped sample/],
  ];
  for (const [source, format, code, message] of cases) {
    await assert.rejects(
      importDataset(placeOf(source, format), places),
      (error) => error instanceof HglError && error.code === code && message.test(error.message),
      `${source} as ${format}`,
    );
  }
});

test("the content hash sees every value and label, and neither names nor ids", () => {
  const base = syntheticDataset("ucla20", [{ frames: 2 }, { frames: 2, label: 1 }]);
  const hash = hashOf(base);
  const changedValues = packedOf(base).slice();
  changedValues[changedValues.length - 1]! += 1e-6;
  const values = new PackedValues(changedValues, base.clips, base.layout);
  const [first, second] = base.clips as [(typeof base.clips)[0], (typeof base.clips)[0]];
  const changed = [
    { ...base, values },
    { ...base, clips: [{ ...first, label: 1 }, second] },
    { ...base, clips: [{ ...first, subject: 9 }, second] },
    { ...base, clips: [{ ...first, setup: 2 }, second] },
    { ...base, protocols: [{ ...base.protocols[0]!, test: [3] } as (typeof base.protocols)[0]] },
    { ...base, coordinates: "xyc" as const },
    { ...base, classes: ["a", "b"] },
  ];
  assert.equal(new Set([hash, ...changed.map(hashOf)]).size, 1 + changed.length);
  assert.equal(hashOf({ ...base, name: "other", clips: [{ ...first, id: "other" }, second] }), hash);
  const offset = new Float32Array(packedOf(base).length + 2).subarray(2);
  offset.set(packedOf(base));
  assert.equal(hashOf({ ...base, values: new PackedValues(offset, base.clips, base.layout) }), hash);
});
