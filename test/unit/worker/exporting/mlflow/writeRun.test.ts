import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { parse } from "yaml";
import { entityName, entityValue, metricName } from "../../../../../src/worker/exporting/mlflow/names";
import type { RunFolder } from "../../../../../src/worker/store/runFolder";
import { hgl } from "../../cli/recorder";
import { BEGUN, finishedRun } from "../../runs/finishedRun";
import { prepareRun, smallConfig } from "../../training/fakes";

let root = "";
let run: RunFolder;
let fresh: RunFolder;
before(async () => {
  root = mkdtempSync(join(tmpdir(), "hgl-mlflow-"));
  run = finishedRun(join(root, ".hgl", "runs"), smallConfig, [1, 0, 1, 1]);
  fresh = prepareRun(join(root, ".hgl", "runs"), { ...smallConfig, seed: 8 });
  for (const one of [run, fresh])
    writeFileSync(one.configPath, JSON.stringify({ ...one.spec(), notebook: 'my "own".hgl.md' }));
  const args = ["runs", "export", run.id, fresh.id, "--in", root, "--to", root, "--format", "mlflow"];
  for (let again = 0; again < 2; again++) assert.equal((await hgl(...args)).status, 0);
});
after(() => rmSync(root, { recursive: true, force: true }));

const experiment = (): string => {
  const [own, ...others] = readdirSync(join(root, "mlruns"));
  assert.deepEqual(others, [], "a notebook is one experiment");
  return own!;
};
const read = (...path: string[]): string => readFileSync(join(root, "mlruns", experiment(), ...path), "utf8");
const yaml = (...path: string[]): Record<string, unknown> => parse(read(...path), { version: "1.1" }) as Record<string, unknown>; // prettier-ignore

test("experiment and run are described as MLflow's file store describes them", () => {
  const facts = yaml("meta.yaml");
  assert.deepEqual(Object.keys(facts), ["artifact_location", "creation_time", "experiment_id", "last_update_time", "lifecycle_stage", "name"]); // prettier-ignore
  assert.equal(facts.experiment_id, experiment(), "a string, however much it looks like a number");
  assert.match(experiment(), /^[1-9]\d{0,17}$/);
  assert.equal(facts.name, 'my "own"');
  const own = yaml(run.id, "meta.yaml");
  assert.deepEqual(
    [own.run_id, own.run_uuid, own.status, own.start_time, own.end_time, own.lifecycle_stage, own.source_type],
    [run.id, run.id, 3, BEGUN, BEGUN + 9000, "active", 4],
  );
  assert.deepEqual([own.experiment_id, own.tags, own.user_id], [experiment(), [], ""]);
  assert.equal(fileURLToPath(own.artifact_uri as string), join(root, "mlruns", experiment(), run.id, "artifacts"));
  const unbegun = yaml(fresh.id, "meta.yaml");
  assert.deepEqual([unbegun.status, unbegun.end_time], [2, null]);
  assert.ok((unbegun.start_time as number) > 0, "MLflow refuses a run without a start");
});

test("each parameter, tag and metric is a file", () => {
  assert.equal(read(run.id, "params", "train.lr"), "0.3");
  assert.equal(read(run.id, "params", "data.augment.crop"), "[0.5, 1]");
  assert.equal(read(run.id, "params", "seed"), "7");
  assert.equal(read(run.id, "tags", "mlflow.runName"), "base, seed 7");
  assert.equal(read(run.id, "tags", "hgl.dataHash"), run.spec().dataHash);
  assert.equal(read(run.id, "metrics", "train", "loss"), `${BEGUN + 500} 1.25 3\n${BEGUN + 3500} 0.75 7\n`);
  assert.match(read(run.id, "metrics", "test", "accuracy"), /^\d{13} 0\.75 20\n$/);
  assert.deepEqual(readdirSync(join(root, "mlruns", experiment(), fresh.id, "metrics")), []);
  assert.equal(read(run.id, "artifacts", "result.json"), readFileSync(run.resultPath, "utf8"));
  const scores = readdirSync(join(root, "mlruns", experiment(), run.id, "artifacts", "scores"));
  assert.ok(scores.includes("test.npy") && scores.includes("test.clips.json"));
});

test("names and values are what MLflow takes", () => {
  const valid = /^[/\w.\- ]*$/;
  for (const [name, taken] of [
    ["train.lr", "train.lr"],
    ["a/b", "a_b"],
    ["Größe:1", "Gr__e_1"],
    ["..", "_.._"],
    [".", "_._"],
    ["", "__"],
    ["../../etc", "_.._.._etc_"],
    ["x".repeat(300), "x".repeat(250)],
    [`..${"x".repeat(300)}`, `_..${"x".repeat(246)}_`],
  ] as const) {
    assert.equal(entityName(name), taken);
    assert.ok(valid.test(taken) && taken.length <= 250);
  }
  assert.equal(metricName("train/../x"), "train/_.._/x");
  assert.equal(entityValue("a\nb", 10), "a b");
  assert.equal(entityValue("abcdef", 4), "abc…");
  assert.equal(entityValue("ab😀cd", 4), "ab…");
});

test("MLflow itself reads the store", (context) => {
  try {
    execFileSync("python3", ["-c", "import mlflow"], { stdio: "ignore" });
  } catch {
    return context.skip("Python's mlflow is not installed here");
  }
  const script = `
import json, sys
from mlflow.store.tracking.file_store import FileStore
run = FileStore(sys.argv[1]).get_run(sys.argv[2])
print(json.dumps([run.info.status, run.data.params["train.lr"], run.data.metrics["test/accuracy"]]))
`;
  const out = execFileSync("python3", ["-c", script, join(root, "mlruns"), run.id], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(out), ["FINISHED", "0.3", 0.75]);
});
