import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readJob, writeJob } from "../../../../../src/worker/store/job";
import { RunFolder } from "../../../../../src/worker/store/runFolder";
import { fakeSlurm, type FakeSlurm } from "./fakeSlurm";

// The script that every task of a job array runs, with a training process that does what a test says.

const SCRIPT = fileURLToPath(new URL("../../../../../media/slurm/train.sh", import.meta.url));
const skip = process.platform === "win32";

let slurm: FakeSlurm;
let root: string;
beforeEach(() => {
  slurm = fakeSlurm();
  slurm.prints("scontrol", "");
  root = mkdtempSync(join(tmpdir(), "hgl it's $(id) 100% "));
});
afterEach(() => {
  slurm.remove();
  rmSync(root, { recursive: true, force: true });
});

interface Task {
  /** Lines of the training process, in sh; `$run` is its folder. */
  readonly training: string;
  readonly signal?: NodeJS.Signals;
  readonly modules?: readonly string[];
  readonly environment?: Record<string, string>;
  /** The array that the run was given to last. */
  readonly job?: string;
}

/** Runs task 1 of two; the signal is sent once the training process says that it has begun. */
async function run({ training, signal, modules = [], environment = {}, job = "12" }: Task) {
  const folder = join(root, "b");
  mkdirSync(join(folder, "checkpoints"), { recursive: true });
  writeFileSync(join(folder, "checkpoints", "step-00000004.safetensors"), "");
  const list = join(root, "runs.txt");
  writeJob(new RunFolder(folder), { format: 1, cluster: "slurm", job, task: 1, log: "", ended: null });
  writeFileSync(list, `${join(root, "a")}\n${folder}\n`);
  const program = join(root, "train");
  const begun = join(root, "begun");
  const sh = `#!/bin/sh\nfor run; do :; done\nprintf '%s\\n' "$@" > '${join(slurm.folder, "arguments")}'\n${training}\n`;
  writeFileSync(program, sh);
  chmodSync(program, 0o755);
  const child = spawn("bash", [SCRIPT, list, String(modules.length), ...modules, program, "train"], {
    cwd: root,
    env: {
      ...process.env,
      ...environment,
      BEGUN: begun,
      SLURM_JOB_ID: "15",
      SLURM_ARRAY_JOB_ID: "12",
      SLURM_ARRAY_TASK_ID: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += String(text)));
  const closed = once(child, "close");
  if (signal) {
    while (!existsSync(begun)) await sleep(20);
    child.kill(signal);
  }
  const [status] = (await closed) as [number | null];
  const waits = readJob(new RunFolder(folder)) !== undefined;
  return { status, said, folder, requeued: slurm.starts("scontrol"), waits };
}

/** Stops as a training process does: with a checkpoint, and the status of an interruption. */
const stops = (last: string) => `
trap '${last}; exit 130' TERM
: > "$BEGUN"
while :; do sleep 0.05; done`;
const saves = stops(': > "$run/checkpoints/step-00000009.safetensors"');
const AGAIN = [["requeue", "12_1"]];

test(
  "a task trains the folder in its line, whatever that is called, and ends as the training does",
  { skip },
  async () => {
    for (const wanted of [0, 1, 137]) {
      const { status, folder, requeued } = await run({ training: `exit ${wanted}` });
      assert.equal(status, wanted);
      assert.deepEqual(requeued, []);
      const given = readFileSync(join(slurm.folder, "arguments"), "utf8").trimEnd().split("\n");
      assert.deepEqual(given, ["train", "--log", join(root, "out-1.txt"), folder]);
    }
  },
);

test(
  "a task that is warned of its time limit is queued again once its training has written a checkpoint",
  { skip },
  async () => {
    const { status, requeued } = await run({ training: saves, signal: "SIGUSR1" });
    assert.deepEqual([status, requeued], [130, AGAIN]);
  },
);

test("one that has come no further is not, and says why", { skip }, async () => {
  const { status, said, requeued } = await run({ training: stops(":"), signal: "SIGUSR1" });
  assert.deepEqual([status, requeued], [75, []]);
  assert.match(said, /^hgl: the time limit leaves no room for a step and its checkpoint$/m);
});

test(
  "nor is one whose user has asked it to stop, or whose training ends by itself after the warning",
  { skip },
  async () => {
    const asked = await run({ training: `: > "$run/stop.json"\n${saves}`, signal: "SIGUSR1" });
    assert.deepEqual([asked.status, asked.requeued], [130, []]);
    rmSync(join(root, "b"), { recursive: true });
    rmSync(join(root, "begun"));
    const done = await run({ training: saves.replace("exit 130", "exit 0"), signal: "SIGUSR1" });
    assert.deepEqual([done.status, done.requeued], [0, []]);
  },
);

test(
  "a task that is told to end is queued again only while Slurm counts it as running: in its time of grace",
  { skip },
  async () => {
    for (const [state, again] of [
      ["RUNNING", true],
      ["PREEMPTED", true],
      ["COMPLETING", false],
      ["PENDING", false],
      ["", false],
    ] as const) {
      slurm.remove();
      slurm = fakeSlurm();
      slurm.prints("scontrol", "");
      slurm.prints("squeue", state === "" ? "" : `${state}\n`);
      rmSync(join(root, "begun"), { force: true });
      const { status, requeued } = await run({ training: stops(":"), signal: "SIGTERM" });
      assert.deepEqual([status, requeued], [130, again ? AGAIN : []], state);
    }
  },
);

test(
  "a run waits for its job no longer once its training has had its own last word, and for a later job all the same",
  { skip },
  async () => {
    for (const [status, job, waits] of [
      [0, "12", false],
      [1, "12", false],
      [130, "12", false],
      [127, "12", true],
      [137, "12", true],
      [0, "13", true],
    ] as const)
      assert.equal((await run({ training: `exit ${status}`, job })).waits, waits, `${status} ${job}`);
    const again = await run({ training: saves, signal: "SIGUSR1" });
    assert.equal(again.waits, true, "it is queued again");
  },
);

test(
  "modules are loaded one by one before the training, and one that is missing ends the task with its name",
  { skip },
  async () => {
    const log = join(root, "modules.log");
    const load = (last: string) => ({ "BASH_FUNC_module%%": `() { echo "$2" >> "$LOG"; ${last}; }`, LOG: log });
    const loaded = await run({ training: "exit 0", modules: ["gcc/13.2", "node"], environment: load(":") });
    assert.equal(loaded.status, 0);
    assert.equal(readFileSync(log, "utf8"), "gcc/13.2\nnode\n");
    const missing = await run({ training: "exit 0", modules: ["nowhere"], environment: load("return 1") });
    assert.equal(missing.status, 1);
    assert.match(missing.said, /^hgl: the module nowhere could not be loaded$/m);
  },
);

test("a task beyond the list's end says so", { skip }, async () => {
  writeFileSync(join(root, "runs.txt"), `${join(root, "a")}\n`);
  const child = spawn("bash", [SCRIPT, join(root, "runs.txt"), "0", "true"], {
    env: { PATH: `${slurm.folder}${delimiter}${process.env["PATH"]}`, SLURM_ARRAY_TASK_ID: "7" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.on("data", (bytes) => (text += String(bytes)));
  assert.equal((await once(child, "close"))[0], 1);
  assert.match(text, /there is no line for task 7/);
});
