import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { effectiveEvents } from "../../src/common/runHistory";
import { lockHolder } from "../../src/worker/store/lock";
import type { RunFolder } from "../../src/worker/store/runFolder";
import { requestStop } from "../../src/worker/store/stopRequest";
import { prepareRun, smallConfig } from "../unit/worker/training/fakes";
import { fingerprint } from "./fingerprint";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const config = { ...smallConfig, train: { ...smallConfig.train, epochs: 3 } };
const STEPS = 15;

let root = "";
let undisturbed = "";
before(async () => {
  root = mkdtempSync(join(tmpdir(), "hgl-crash-"));
  const folder = prepareRun(join(root, "undisturbed"), config);
  assert.equal((await ended(start("trainChild.ts", folder))).code, 0);
  undisturbed = fingerprint(folder);
});
after(() => rmSync(root, { recursive: true, force: true }));

function start(script: string, folder: RunFolder | RunFolder[], env: Record<string, string> = {}): ChildProcess {
  const paths = [folder].flat().map(({ path }) => path);
  return spawn(process.execPath, ["--import", "tsx", here(script), ...paths], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ["", ""];
  child.stdout!.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr!.on("data", (data: Buffer) => (err += data.toString()));
  return await new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal, out, err })));
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !condition(); waited += 10) {
    assert.ok(waited < 20_000, `waited too long for ${what}`);
    await sleep(10);
  }
}

const stepsOf = (folder: RunFolder) => folder.events().flatMap((event) => ("step" in event ? [event.step] : []));

test("killed at six random moments and resumed each time, a run ends with the undisturbed run's bits", async (t) => {
  const folder = prepareRun(join(root, "killed"), config);
  const moments: number[] = [];
  for (let kill = 0; kill < 6; kill++) {
    const saved = () => folder.events().filter(({ type }) => type === "checkpoint").length;
    const before = saved();
    const child = start("trainChild.ts", folder, { HGL_TEST_STEP_MS: "25" });
    const end = ended(child);
    // After this sitting's first checkpoint, so that every kill falls among steps and checkpoints and the run still gets on.
    await until(() => saved() > before || child.exitCode !== null, "a checkpoint");
    await sleep(Math.random() * 60);
    child.kill("SIGKILL");
    await end;
    moments.push(Math.max(0, ...stepsOf(folder)));
  }
  assert.ok(moments.at(-1)! > moments[0]!, "the sittings got on");
  t.diagnostic(`killed after steps ${moments.join(", ")}`);
  assert.equal((await ended(start("trainChild.ts", folder))).code, 0);
  assert.equal(fingerprint(folder), undisturbed);
  const epochs = effectiveEvents(folder.events()).flatMap((event) => (event.type === "epoch" ? [event.epoch] : []));
  assert.deepEqual(epochs, [1, 2, 3], "no epoch missing or doubled");
});

for (const signal of ["SIGINT", "SIGTERM"] as const)
  test(`${signal} finishes the step, writes a checkpoint and ends with 130`, async () => {
    const folder = prepareRun(join(root, signal), config);
    const child = start("trainChild.ts", folder, { HGL_TEST_STEP_MS: "40" });
    const end = ended(child);
    await until(() => stepsOf(folder).length > 0, "a step");
    child.kill(signal);
    const { code, err } = await end;
    assert.equal(code, 130);
    assert.match(err, /^hgl: .*: stopped; a checkpoint is written; run the notebook again to go on from there\.\n$/);
    const [saved, interrupted] = folder.events().slice(-2);
    assert.ok(saved!.type === "checkpoint" && interrupted!.type === "interrupted" && saved!.step === interrupted!.step);
    assert.ok(interrupted!.step < STEPS);
    assert.equal(folder.state(), "interrupted");
    assert.equal((await ended(start("trainChild.ts", folder))).code, 0);
    assert.equal(fingerprint(folder), undisturbed);
  });

test("a closed terminal (SIGHUP) changes nothing", async () => {
  const folder = prepareRun(join(root, "hangup"), config);
  const child = start("trainChild.ts", folder, { HGL_TEST_STEP_MS: "10" });
  const end = ended(child);
  await until(() => stepsOf(folder).length > 0, "a step");
  child.kill("SIGHUP");
  assert.equal((await end).code, 0);
  assert.equal(fingerprint(folder), undisturbed);
});

test("the parent is killed: the training process goes on alone, and the next parent attaches to it", async () => {
  const folder = prepareRun(join(root, "orphan"), config);
  const parent = start("followParent.ts", folder, { HGL_TEST_STEP_MS: "150" });
  const end = ended(parent);
  await until(() => stepsOf(folder).length > 0, "a step");
  parent.kill("SIGKILL");
  await end;
  const { pid } = lockHolder(folder.lockPath)!;
  const second = await ended(start("followParent.ts", folder));
  assert.equal(second.code, 0, second.err);
  const told = second.out.trim().split("\n");
  assert.deepEqual([told[0], told.at(-1)], ["start", "end"], "it tells the whole run, from the log");
  assert.equal(told.filter((type) => type === "start").length, 1, `process ${pid} was not started a second time`);
  assert.equal(fingerprint(folder), undisturbed);
});

test("the parent hands SIGINT on once and ends with 130 when the checkpoint is there", async () => {
  const folder = prepareRun(join(root, "forwarded"), config);
  const parent = start("followParent.ts", folder, { HGL_TEST_STEP_MS: "60" });
  const end = ended(parent);
  await until(() => stepsOf(folder).length > 0, "a step");
  parent.kill("SIGINT");
  const { code, out, err } = await end;
  assert.equal(code, 130);
  assert.match(out, /stopping\n/);
  assert.match(
    err,
    /^hgl: run [0-9a-f]{12}: stopped at step \d+; a checkpoint is written; run the notebook again to go on from there\.\n$/,
  );
  assert.equal(folder.events().filter(({ type }) => type === "interrupted").length, 1);
  await until(() => lockHolder(folder.lockPath) === undefined, "the lock's release");
});

test("a training process that dies by a signal is told with its step and what to do", async () => {
  const folder = prepareRun(join(root, "segfault"), config);
  const { code, err } = await ended(start("followParent.ts", folder, { HGL_TEST_EXIT_AT: "7" }));
  assert.equal(code, 1);
  assert.match(
    err,
    /^hgl: run [0-9a-f]{12}: the training process was ended by SIGSEGV at step \d+; run the notebook again to go on from the last checkpoint\.\n$/,
  );
  assert.equal(folder.state(), "interrupted");
  assert.equal((await ended(start("followParent.ts", folder))).code, 0);
  assert.equal(fingerprint(folder), undisturbed);
});

test("a loss that becomes NaN reaches the parent as the child's sentence", async () => {
  const folder = prepareRun(join(root, "nan"), config);
  const { code, err } = await ended(start("followParent.ts", folder, { HGL_TEST_NAN_AT: "8" }));
  assert.equal(code, 1);
  assert.match(err, /^hgl: run [0-9a-f]{12}: step 8 \(epoch 2\): the loss became NaN; .* run again\.\n$/);
});

/** Runs that differ in their seed, as those of one cell do. */
const severalRuns = (name: string, seeds: readonly number[] = [7, 8, 9]) =>
  seeds.map((seed) => prepareRun(join(root, name), { ...config, seed }));

const statesOf = (folders: readonly RunFolder[]) => folders.map((folder) => folder.state());

test("one process takes all its runs at once and trains them in turn; killed, it leaves each as it was", async () => {
  const folders = severalRuns("several");
  const child = start("trainChild.ts", folders, { HGL_TEST_STEP_MS: "400" });
  const end = ended(child);
  await until(() => stepsOf(folders[0]!).length > 0, "a step");
  assert.deepEqual(statesOf(folders), ["running", "queued", "queued"]);
  const second = await ended(start("trainChild.ts", folders[1]!));
  assert.equal(second.code, 1, "a run that waits is taken too");
  assert.match(second.err, /this run is being written by process \d+/);
  child.kill("SIGKILL");
  await end;
  assert.deepEqual(statesOf(folders), ["interrupted", "new", "new"]);
  assert.equal((await ended(start("trainChild.ts", folders))).code, 0);
  assert.deepEqual(statesOf(folders), ["done", "done", "done"]);
  assert.equal(fingerprint(folders[0]!), undisturbed, "the same bits as alone and undisturbed");
});

test("what another process trains is left to it, and the rest is trained", async () => {
  const folders = severalRuns("shared");
  const first = start("trainChild.ts", folders[0]!, { HGL_TEST_STEP_MS: "600" });
  const firstEnd = ended(first);
  await until(() => stepsOf(folders[0]!).length > 0, "a step");
  assert.equal((await ended(start("trainChild.ts", folders))).code, 0);
  assert.deepEqual(statesOf(folders), ["running", "done", "done"]);
  first.kill("SIGINT");
  assert.equal((await firstEnd).code, 130);
});

test("a request to stop ends the run under way and gives back those that wait; a stale one stops nobody", async () => {
  const folders = severalRuns("asked");
  writeFileSync(folders[0]!.stopPath, JSON.stringify({ token: "of somebody long gone" }));
  const child = start("trainChild.ts", folders, { HGL_TEST_STEP_MS: "40" });
  const end = ended(child);
  await until(() => stepsOf(folders[0]!).length > 0, "a step");
  requestStop(folders[2]!);
  await until(() => folders[2]!.state() === "new", "the last run to be given back");
  assert.deepEqual(statesOf(folders), ["running", "queued", "new"]);
  requestStop(folders[0]!);
  const { code, err } = await end;
  assert.deepEqual([code, statesOf(folders)], [130, ["interrupted", "new", "new"]]);
  assert.match(err, /stopped; a checkpoint is written/);
  for (const { path } of folders)
    assert.ok(!readdirSync(path).some((name) => name === "stop.json" || name === "lock.json"));
});

test("a run that fails does not stop those behind it, and the process says how many did", async () => {
  const folders = severalRuns("failing");
  writeFileSync(folders[1]!.configPath, "{");
  const { code, err } = await ended(start("trainChild.ts", folders));
  assert.equal(code, 1);
  assert.match(err, /config\.json: the file is damaged \(not JSON\).*\nhgl: 1 of 3 runs failed\.\n$/);
  assert.deepEqual([folders[0]!.state(), folders[2]!.state()], ["done", "done"]);
});
