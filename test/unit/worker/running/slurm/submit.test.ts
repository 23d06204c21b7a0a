import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { SlurmExecutor } from "../../../../../src/common/config";
import { sbatchOptions, submitRuns } from "../../../../../src/worker/running/slurm/submit";
import { jobUnderway, readJob } from "../../../../../src/worker/store/job";
import type { RunFolder } from "../../../../../src/worker/store/runFolder";
import { prepareRun, smallConfig } from "../../training/fakes";
import { fakeSlurm, type FakeSlurm } from "./fakeSlurm";

const skip = process.platform === "win32";
const plain: SlurmExecutor = {
  kind: "slurm",
  atOnce: "auto",
  partition: null,
  account: null,
  gpus: 0,
  cpus: null,
  memory: null,
  time: null,
  modules: [],
};

let slurm: FakeSlurm;
let root: string;
beforeEach(() => {
  slurm = fakeSlurm();
  root = mkdtempSync(join(tmpdir(), "hgl it's 100% "));
});
afterEach(() => {
  slurm.remove();
  rmSync(root, { recursive: true, force: true });
});

const prepared = (seeds: readonly number[]): RunFolder[] =>
  seeds.map((seed) => prepareRun(join(root, ".hgl", "runs"), { ...smallConfig, seed }));

test("only what the cell says becomes an option", () => {
  const bare = sbatchOptions(plain, 3, "base", "/jobs/x");
  assert.ok(bare.includes("--array=0-2") && bare.includes("--requeue") && bare.includes("--chdir=/jobs/x"));
  assert.ok(!bare.some((one) => /^--(partition|account|gres|cpus-per-task|mem|time)/.test(one)), bare.join(" "));
  const full = { partition: "gpu", account: "lab", gpus: 2, cpus: 8, memory: "16G", time: "1-12:00:00" };
  const said = sbatchOptions({ ...plain, ...full, atOnce: 4 }, 12, "base", "/jobs/x");
  for (const one of [
    "--array=0-11%4",
    "--partition=gpu",
    "--account=lab",
    "--gres=gpu:2",
    "--cpus-per-task=8",
    "--mem=16G",
    "--time=1-12:00:00",
  ])
    assert.ok(said.includes(one), one);
});

test("a run's place in the queue is written into its folder, and makes it wait", { skip }, async () => {
  slurm.prints("sbatch", "4711;here\n");
  const folders = prepared([1, 2]);
  const records = await submitRuns(folders, { ...plain, modules: ["cuda/12.2", "node"] }, "base");
  assert.deepEqual(
    records.map(({ job, task }) => [job, task]),
    [
      ["4711", 0],
      ["4711", 1],
    ],
  );
  assert.deepEqual(
    folders.map((folder) => readJob(folder)),
    records,
  );
  assert.deepEqual(
    folders.map((folder) => folder.state()),
    ["queued", "queued"],
  );
  const [args] = slurm.starts("sbatch");
  const script = args!.findIndex((one) => one.endsWith(join("media", "slurm", "train.sh")));
  const [list, count, ...command] = args!.slice(script + 1);
  assert.equal(readFileSync(list!, "utf8"), folders.map(({ path }) => `${path}\n`).join(""));
  assert.equal(dirname(dirname(list!)), join(root, ".hgl", "jobs"));
  assert.deepEqual([count, ...command.slice(0, 3)], ["2", "cuda/12.2", "node", process.execPath]);
  assert.equal(command.at(-1), "train");
});

test("an array holds as many tasks as a cluster takes; more runs are several", { skip }, async () => {
  slurm.prints("sbatch", "1\n");
  const [one] = prepared([1]);
  const records = await submitRuns(new Array<RunFolder>(1001).fill(one!), plain, "base");
  assert.deepEqual(
    slurm.starts("sbatch").map((args) => args.find((arg) => arg.startsWith("--array"))),
    ["--array=0-999", "--array=0-0"],
  );
  assert.deepEqual([records.length, records[999]!.task, records[1000]!.task], [1001, 999, 0]);
});

test("a job that was refused, or whose number is not understood, leaves its runs as they were", { skip }, async () => {
  const [folder] = prepared([1]);
  slurm.fails("sbatch", "sbatch: error: Batch job submission failed: Invalid account\n");
  await assert.rejects(submitRuns([folder!], plain, "base"), /Slurm refuses: .*Invalid account/);
  slurm.prints("sbatch", "Submitted\n");
  await assert.rejects(submitRuns([folder!], plain, "base"), /it printed no job number but "Submitted/);
  assert.equal(jobUnderway(folder!), undefined);
  assert.equal(existsSync(join(folder!.path, "job.json")), false);
  assert.equal(folder!.state(), "new");
});
