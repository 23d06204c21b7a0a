import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { completeData, dataSchema } from "../../../../src/notebook/cells/data";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import { completeTrain, trainSchema } from "../../../../src/notebook/cells/train";
import type { RunConfig } from "../../../../src/common/config";
import { chooseRun } from "../../../../src/worker/runs/chooseRun";
import { pairedTests } from "../../../../src/worker/runs/compareRuns";
import { changedKeys, differentKeys, keysOf, valueText } from "../../../../src/worker/runs/configKeys";
import { findRuns } from "../../../../src/worker/runs/findRuns";
import { readScores, writeScores } from "../../../../src/worker/store/scores";
import { RunFolder } from "../../../../src/worker/store/runFolder";
import { hgl } from "../cli/recorder";
import { prepareRun, smallConfig } from "../training/fakes";
import { finishedRun } from "./finishedRun";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-runs-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const runs = (): string => join(root, ".hgl", "runs");
const finished = (seed: number, right: readonly number[]): RunFolder =>
  finishedRun(runs(), { ...smallConfig, seed }, right);

test("runs are listed newest first, and damaged ones by name without hiding the others", async () => {
  const [old, young] = [finished(1, [1, 1, 0, 1]), finished(2, [1, 0, 0, 1])];
  for (const path of [old.configPath, old.eventsPath]) utimesSync(path, 1000, 1000);
  const broken = new RunFolder(join(runs(), "0123456789ab"));
  mkdirSync(broken.path);
  writeFileSync(broken.configPath, "{");
  const halved = finished(3, [1, 1, 1, 1]);
  writeFileSync(halved.resultPath, '{"classes":');
  cpSync(young.path, join(runs(), "ba9876543210"), { recursive: true });
  mkdirSync(join(runs(), `${old.id}.old-1`));
  const found = findRuns(root);
  assert.deepEqual(
    found.runs.map(({ folder }) => folder.id),
    [young.id, old.id],
  );
  assert.deepEqual(
    new Map(found.damaged.map(({ folder, why }) => [folder.id, why])),
    new Map([
      [broken.id, "config.json: the file is damaged (not JSON)"],
      [halved.id, "result.json: the file is damaged (not JSON)"],
      ["ba9876543210", `config.json: it is that of run "${young.id}"`],
    ]),
  );
  for (const place of [join(root, ".hgl"), runs()]) assert.deepEqual(findRuns(place), found);
  assert.throws(() => findRuns(join(root, "none")), /none: there is no such file or folder; check the path/);

  const { status, out } = await hgl("runs", "list", root);
  assert.equal(status, 0);
  const lines = out.split("\n");
  assert.match(lines[0]!, /^Run +Cell +Notebook +Seed +State +Top-1 \(%\) +Epochs +Time$/);
  assert.match(lines[2]!, new RegExp(`^${young.id}  #base +– +2  done +50\\.00 +4/4  0:09$`));
  assert.match(lines[3]!, new RegExp(`^${old.id} .* 75\\.00 `));
  assert.match(out, /^0123456789ab {2}damaged: config\.json: the file is damaged \(not JSON\)\.$/m);

  const { out: json } = await hgl("runs", "list", root, "--json");
  const listed = JSON.parse(json) as Record<string, unknown>[];
  assert.equal(listed.length, 5);
  assert.equal(listed.at(-1)!.run, old.id);
  assert.equal(listed.filter(({ state }) => state === "damaged").length, 3);
  assert.equal(listed.find(({ run }) => run === young.id)!.top1, 0.5);
});

test("a notebook's list has its own runs, and a folder without runs says so", async () => {
  writeFileSync(join(root, "a.hgl.md"), "");
  writeFileSync(join(root, "b.hgl.md"), "");
  const own = prepareRun(runs(), smallConfig);
  writeFileSync(own.configPath, JSON.stringify({ ...own.spec(), notebook: "a.hgl.md" }));
  assert.deepEqual(
    ["a.hgl.md", "b.hgl.md"].map((name) => findRuns(join(root, name)).runs.length),
    [1, 0],
  );
  const { status, out } = await hgl("runs", "list", join(root, "b.hgl.md"));
  assert.deepEqual([status, out], [0, `${runs()}: no runs\n`]);
});

test("the beginning of an id is enough while it is the only one", () => {
  const [a, b] = [finished(1, [1]), finished(2, [1])];
  const found = () => findRuns(root);
  const shortest = [...a.id].findIndex((letter, i) => letter !== b.id[i]) + 1;
  assert.equal(chooseRun(a.id.slice(0, shortest), found).folder.id, a.id);
  assert.equal(chooseRun(b.path, () => assert.fail("a folder needs no search")).folder.id, b.id);
  writeFileSync(b.configPath, "{");
  assert.throws(() => chooseRun(b.id, found), /this run is damaged \(config\.json: .*\); delete its folder/);
  for (let seed = 3; seed < 40; seed++) prepareRun(runs(), { ...smallConfig, seed });
  const common = "0123456789abcdef".split("").find((digit) => found().runs.filter(({ folder }) => folder.id.startsWith(digit)).length > 1)!; // prettier-ignore
  assert.throws(() => chooseRun(common, found), /runs begin so \([0-9a-f]{12}, .*\); write more of the id/);
  for (const none of ["", "xyz"]) assert.throws(() => chooseRun(none, found), /there is no run of this name here; /);
});

const cells = { data: "d", model: "m" };
const usual: RunConfig = {
  data: completeData(dataSchema.parse({ source: "ui-prmd" })),
  model: completeModel(modelSchema.parse({})),
  train: completeTrain(trainSchema.parse(cells)),
  language: null,
  seed: 5,
};

test("only keys that say something else than an empty cell are told, with what they would be", () => {
  assert.deepEqual(changedKeys(usual), []);
  const train = completeTrain(trainSchema.parse({ ...cells, optimizer: "adamw", epochs: 30 }));
  const model = completeModel(modelSchema.parse({ preset: "hglnet-xs", gsm: "S" }));
  assert.deepEqual(changedKeys({ ...usual, model, train: { ...train, lr: 0.1 } }), [
    { key: "model.preset", value: "hglnet-xs", usual: "hglnet" },
    { key: "model.gsm", value: "S", usual: "S+D+Q" },
    { key: "train.epochs", value: 30, usual: 65 },
    { key: "train.optimizer", value: "adamw", usual: "sgd" },
    { key: "train.lr", value: 0.1, usual: 0.001 },
  ]);
  const ucla = completeData(dataSchema.parse({ source: "/x/ucla" }));
  assert.deepEqual(changedKeys({ ...usual, data: ucla }), []);
  const strange = { ...usual, train: { ...usual.train, optimizer: "lion" as "sgd", later: { x: 1 } } };
  assert.deepEqual(
    changedKeys(strange).map(({ key }) => key),
    ["train.optimizer", "train.later.x"],
  );
});

test("keys of configurations, and those in which runs differ", () => {
  assert.deepEqual([...keysOf({ a: { b: 1, c: [1, 2] }, d: {} })], [["a.b", 1], ["a.c", [1, 2]], ["d", {}]]); // prettier-ignore
  const [a, b] = [usual, { ...usual, train: { ...usual.train, lr: 0.2 }, seed: 6 }];
  assert.deepEqual(differentKeys([a, b]), [
    { key: "train.lr", values: [0.1, 0.2] },
    { key: "seed", values: [5, 6] },
  ]);
  assert.deepEqual(["x", [0.9, 0.999], null, undefined, true].map(valueText), ["x", "[0.9, 0.999]", "null", "–", "true"]); // prettier-ignore
});

test("runs are compared clip by clip, whatever the order of the clips", async () => {
  // Ten clips that only the second has right, two that only the first has: McNemar's exact p is 2·(1 + 12 + 66)/2^12.
  const first = [...Array<number>(10).fill(0), 1, 1, ...Array<number>(8).fill(1)];
  const second = [...Array<number>(10).fill(1), 0, 0, ...Array<number>(8).fill(1)];
  const [a, b, c] = [finished(1, first), finished(2, second), finished(3, first)];
  const scores = readScores(b.scoresPath, "test");
  const turned = { ...scores, clips: scores.clips.toReversed(), labels: scores.labels.toReversed() };
  const rows = Array.from({ length: 20 }, (_, row) => [...scores.logits.subarray(3 * row, 3 * row + 3)]);
  writeScores(b.scoresPath, "test", { ...turned, logits: Float32Array.from(rows.toReversed().flat()) });
  const chosen = findRuns(root).runs;
  const run = (id: string) => chosen.find(({ folder }) => folder.id === id)!;
  const [test, same] = pairedTests([run(a.id), run(b.id), run(c.id)]);
  assert.deepEqual(test!.counts, { both: 8, onlyFirst: 2, onlySecond: 10, neither: 0 });
  assert.ok(Math.abs(test!.p - 158 / 4096) < 1e-12, String(test!.p));
  assert.equal(test!.holm, Math.min(1, 2 * test!.p));
  assert.deepEqual([same!.p, same!.difference], [1, 0]);

  const { status, out, err } = await hgl("runs", "compare", a.id, b.id, "--in", root);
  assert.deepEqual([status, err], [0, ""]);
  assert.match(out, new RegExp(`^Key +${a.id} +${b.id}$`, "m"));
  assert.match(out, /^seed +1 +2$/m);
  assert.match(out, new RegExp(`^${b.id} +\\+40\\.00 +\\+[\\d.]+ to \\+[\\d.]+ +10 +2 +0\\.0386$`, "m"));
});

test("runs on other clips are refused by name, and one without a result is not tested", async () => {
  const [a, b] = [finished(1, [1, 1, 0]), finished(2, [1, 1, 0, 1])];
  const { status, out, err } = await hgl("runs", "compare", a.id, b.id, "--in", root);
  assert.deepEqual([status, out], [1, ""]);
  assert.match(err, /they were tested on other clips \(3 clips and 4\): "clip-3" is one of .* and not of .*; compare/);
  const scores = readScores(b.scoresPath, "test");
  writeScores(b.scoresPath, "test", { ...scores, clips: ["clip-0", "clip-1", "clip-2", "clip-2"] });
  assert.match((await hgl("runs", "compare", a.id, b.id, "--in", root)).err, /"clip-0" is one of/);
  const fresh = prepareRun(runs(), { ...smallConfig, seed: 9 });
  const untested = await hgl("runs", "compare", a.id, fresh.id, "--in", root);
  assert.match(untested.out, /No paired test: the first run and another need a result\./);
  assert.equal((await hgl("runs", "compare", a.id, a.path, "--in", root)).status, 64);
  assert.equal((await hgl("runs", "compare", a.id, "--in", root)).status, 64);
});

test("a run is shown with its keys, result, looks and files", async () => {
  const run = finished(1, [1, 1, 0, 1]);
  run.countTestLook();
  const { status, out } = await hgl("runs", "show", run.id.slice(0, 6), "--in", root);
  assert.equal(status, 0);
  for (const line of [
    new RegExp(`^run ${run.id}$`, "m"),
    /^cell {6}#base$/m,
    /^begun {5}2023-11-14 22:13 UTC$/m,
    /^looks {5}1 evaluation on the test split$/m,
    /^train\.lr +0\.3 +0\.1$/m,
    /^model\.widths +\[4\] +\[64, /m,
    /^top-1 \(%\) +75\.00 +75\.00$/m,
    /^scores\/test\.npy +\d+$/m,
  ])
    assert.match(out, line);
  const fresh = prepareRun(runs(), { ...smallConfig, seed: 9 });
  assert.match((await hgl("runs", "show", fresh.path)).out, /^state {5}new\nbegun {5}never\n[^]*^No result yet\.$/m);
});
