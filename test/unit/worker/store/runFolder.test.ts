import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { canonical, identify, RunFolder, runsFolderOf, type RunSpec } from "../../../../src/worker/store/runFolder";
import { decodeNpy, encodeNpy, readScores, writeScores } from "../../../../src/worker/store/scores";
import { smallConfig } from "../training/fakes";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-folder-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const idOf = (config = smallConfig, data = "d1", code = "1.0.0") => identify(config, data, code).runId;
const spec: RunSpec = {
  format: 1,
  runId: "0123456789ab",
  config: smallConfig,
  dataHash: "d",
  configHash: "c",
  codeVersion: "1",
  cell: "base",
  layout: "ucla20",
  classes: ["a"],
};

test("a run's id follows everything that can change a number, and nothing else", () => {
  const base = idOf();
  assert.match(base, /^[0-9a-f]{12}$/);
  const same = [
    idOf({ ...smallConfig, data: { ...smallConfig.data, source: "/elsewhere" } }),
    idOf({ ...smallConfig, train: { ...smallConfig.train, threads: 8 } }),
    idOf(Object.fromEntries(Object.entries(smallConfig).reverse()) as unknown as typeof smallConfig),
  ];
  assert.deepEqual(same, [base, base, base]);
  const other = [
    idOf({ ...smallConfig, seed: 8 }),
    idOf({ ...smallConfig, train: { ...smallConfig.train, lr: 0.30000001 } }),
    idOf({ ...smallConfig, data: { ...smallConfig.data, augment: { ...smallConfig.data.augment, crop: null } } }),
    idOf({ ...smallConfig, model: { ...smallConfig.model, widths: [4, 4] } }),
    idOf(smallConfig, "d2"),
    idOf(smallConfig, "d1", "1.0.1"),
  ];
  assert.equal(new Set([base, ...other]).size, 7);
  assert.equal(identify(smallConfig, "a", "1").configHash, identify({ ...smallConfig, seed: 9 }, "b", "2").configHash);
});

test("canonical JSON does not depend on key order and keeps values apart", () => {
  assert.equal(canonical({ b: [1, { d: null, c: "x" }], a: undefined, e: -0 }), '{"b":[1,{"c":"x","d":null}],"e":0}');
  assert.notEqual(canonical(["1"]), canonical([1]));
});

test("preparing a folder twice keeps it and takes over where the data lie now", () => {
  const folder = RunFolder.prepare(root, spec);
  const moved = { ...spec, config: { ...smallConfig, data: { ...smallConfig.data, source: "/new" } } };
  RunFolder.prepare(root, moved);
  assert.deepEqual(folder.spec(), moved);
  assert.equal(folder.id, spec.runId);
  assert.equal(runsFolderOf("/a/b/n.hgl.md"), join("/a/b", ".hgl", "runs"));
});

test("what is no run folder is said", () => {
  assert.throws(
    () => new RunFolder(root).spec(),
    /no config\.json here, so this is not a run folder; name a folder under \.hgl\/runs/,
  );
  writeFileSync(join(root, "config.json"), "{");
  assert.throws(() => new RunFolder(root).spec(), /config\.json: the file is damaged \(not JSON\)/);
  writeFileSync(join(root, "config.json"), '{"format":2}');
  assert.throws(
    () => new RunFolder(root).spec(),
    /unknown run format 2; open it with the version of hgl that wrote it/,
  );
});

test("looks at the test split are counted, and unfinished files are swept", () => {
  const folder = RunFolder.prepare(root, spec);
  assert.equal(folder.testLooks(), 0);
  folder.countTestLook();
  folder.countTestLook();
  assert.equal(new RunFolder(folder.path).testLooks(), 2);
  writeFileSync(join(folder.path, ".tmp-x"), "");
  folder.removeUnfinished();
  assert.equal(existsSync(join(folder.path, ".tmp-x")), false);
  assert.ok(existsSync(folder.configPath));
});

test("scores are NumPy's own format and come back as they were", () => {
  const scores = {
    logits: Float32Array.of(1, 2, 3, 4, 5, -0),
    labels: Int32Array.of(1, 0),
    clips: ["a", "b"],
    classes: 3,
  };
  writeScores(root, "test", scores);
  const file = readFileSync(join(root, "test.npy"));
  const header = file.subarray(10, 10 + file.readUInt16LE(8)).toString();
  assert.match(header, /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/);
  assert.equal((10 + header.length) % 64, 0);
  assert.match(Buffer.from(encodeNpy(Int32Array.of(1), [1])).toString("latin1"), /'shape': \(1,\)/);
  const { logits, ...rest } = readScores(root, "test");
  assert.deepEqual({ logits: [...logits], ...rest }, { ...scores, logits: [...scores.logits] });
});

test("scores that are damaged or do not fit are refused", () => {
  const good = encodeNpy(Float32Array.of(1, 2), [2, 1]);
  assert.throws(() => decodeNpy(good.subarray(0, good.length - 1), "x"), /7 bytes of data where the header promises 8/);
  assert.throws(() => decodeNpy(good.subarray(0, 5), "x"), /not a \.npy file of version 1\.0/);
  assert.throws(() => decodeNpy(Buffer.concat([good.subarray(0, 12), good]), "x"), /an unknown \.npy header/);
  assert.throws(() => readScores(root, "none"), /none\.npy: the file is missing; run the cell again with --fresh/);
  writeScores(root, "test", { logits: Float32Array.of(1, 2), labels: Int32Array.of(0), clips: ["a"], classes: 2 });
  writeFileSync(join(root, "test.clips.json"), '["a","b"]');
  assert.throws(() => readScores(root, "test"), /scores, labels and clips do not fit each other/);
});
