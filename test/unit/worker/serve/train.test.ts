import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { MIME } from "../../../../src/common/ids";
import { checkRunDelta, checkTraining, MOST_POINTS, type RunView } from "../../../../src/common/payloads/training";
import { effectiveEvents } from "../../../../src/common/runHistory";
import type { Told } from "../../../../src/common/wire/worker";
import { Lock } from "../../../../src/worker/store/lock";
import { RunFolder } from "../../../../src/worker/store/runFolder";
import { type Client, fakeLaunch, serveHere } from "./client";
import { notebookFolder, type NotebookOptions } from "./notebook";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function folderFor(options: NotebookOptions = {}) {
  const folder = notebookFolder(options);
  ends.push(() => rmSync(folder.root, { recursive: true, force: true }));
  return folder;
}

async function server(env: Record<string, string> = {}) {
  const launch = fakeLaunch(env);
  const { client, end } = await serveHere({ launch });
  ends.push(end);
  return { client, launch };
}

const run = (client: Client, { path, text }: { path: string; text: string }, execution = "x", cell = "base") =>
  client.ask("execute", { path, text, cell, execution });

function runFolders(root: string): RunFolder[] {
  const runs = join(root, ".hgl", "runs");
  return readdirSync(runs)
    .map((name) => new RunFolder(join(runs, name)))
    .sort((a, b) => a.spec().config.seed - b.spec().config.seed);
}

/** What a view that took every message has in the end. */
function grown(first: readonly RunView[], told: readonly Told<"progress">[]): RunView[] {
  let runs = [...first];
  for (const message of told)
    runs = runs.map((view) => {
      const delta = message.runs.find(({ runId }) => runId === view.runId);
      if (!delta) return view;
      const { cutAfter, ...now } = delta;
      const kept = <P extends { step: number }>(points: readonly P[]) =>
        points.filter(({ step }) => cutAfter === null || step <= cutAfter);
      return {
        ...now,
        steps: [...kept(view.steps), ...delta.steps],
        epochPoints: [...kept(view.epochPoints), ...delta.epochPoints],
      };
    });
  return runs;
}

/** As the view reads it. */
function runsOf(told: Told<"outputs">): readonly RunView[] {
  const checked = checkTraining(JSON.parse(told.outputs[0]![MIME.training]!));
  assert.ok(checked.ok);
  return checked.payload.runs;
}

test("one process trains all seeds; the view grows by messages into what the store has", async () => {
  const folder = folderFor({ epochs: 6 });
  const { client, launch } = await server({ HGL_TEST_STEP_MS: "70" });
  const end = await run(client, folder);
  assert.deepEqual([end.status.state, end.status.cached, end.status.seedsDone], ["done", false, 2]);
  assert.equal(launch.children.length, 1);
  const outputs = client.toldOf("outputs", "x");
  assert.equal(outputs.length, 2, "one output to grow, one at the end: never a growing payload");
  assert.deepEqual(
    runsOf(outputs[0]!).map(({ state, steps }) => [state, steps.length]),
    [
      ["queued", 0],
      ["queued", 0],
    ],
  );
  const progress = client.toldOf("progress", "x");
  for (const { runs } of progress) for (const delta of runs) assert.ok(checkRunDelta(delta).ok);
  const final = runsOf(outputs[1]!);
  for (const [i, view] of grown(runsOf(outputs[0]!), progress).entries()) {
    const last = final[i]!;
    // The last half second need not have been told: the final output has it.
    assert.deepEqual(view.steps, last.steps.slice(0, view.steps.length));
    assert.deepEqual(view.epochPoints, last.epochPoints.slice(0, view.epochPoints.length));
  }
  const states = progress.flatMap(({ runs }) => runs.map(({ seed, state }) => `${seed} ${state}`));
  assert.ok(states.includes("1 running") && states.includes("1 done") && states.includes("2 running"));
  assert.ok(progress.some(({ runs }) => runs.some(({ etaSeconds }) => etaSeconds !== null && etaSeconds > 0)));
  for (const [i, { path }] of runFolders(folder.root).entries()) {
    const steps = new RunFolder(path).events().flatMap((event) => (event.type === "step" ? [event.step] : []));
    assert.deepEqual(
      final[i]!.steps.map(({ step }) => step),
      steps,
    );
  }
});

test("interrupted, the run under way writes a checkpoint, those behind it stay as they were, and all go on later", async () => {
  const folder = folderFor({ epochs: 5, seeds: "[1, 2, 3]" });
  const { client, launch } = await server({ HGL_TEST_STEP_MS: "60" });
  const ended = run(client, folder);
  await client.until(() => client.toldOf("progress", "x").find(({ runs }) => runs.some(({ step }) => step > 3)));
  await client.ask("interrupt", { executions: ["x"] });
  const { status, message, death } = await ended;
  assert.deepEqual([status.state, status.seedsDone, death], ["interrupted", 0, null]);
  assert.match(
    message!,
    /^run [0-9a-f]{12}: stopped at step \d+; a checkpoint is written; run the cell again to go on/,
  );
  assert.deepEqual(
    runFolders(folder.root).map((one) => one.state()),
    ["interrupted", "new", "new"],
  );
  // The request is forgotten with the process's last breath, after the event that ends the cell.
  const asked = () => runFolders(folder.root).some(({ path }) => readdirSync(path).includes("stop.json"));
  for (const until = Date.now() + 20_000; asked() && Date.now() < until;) await setTimeout(50);
  assert.ok(!asked());

  const again = await run(client, folder, "again");
  assert.deepEqual([again.status.state, again.status.seedsDone, launch.children.length], ["done", 3, 2]);
  const events = effectiveEvents(runFolders(folder.root)[0]!.events());
  assert.deepEqual(
    events.flatMap((event) => (event.type === "epoch" ? [event.epoch] : [])),
    [1, 2, 3, 4, 5],
  );
  const first = runsOf(client.toldOf("outputs", "again")[0]!)[0]!;
  assert.ok(first.steps.length > 0, "it shows at once what was trained before");
});

test("a stop that comes before the process has its locks reaches it", async () => {
  const folder = folderFor({ epochs: 50 });
  const { client, launch } = await server({ HGL_TEST_STEP_MS: "60" });
  const ended = run(client, folder);
  await client.until(() => (launch.children.length > 0 ? true : client.toldOf("outputs", "x")[0]));
  await client.ask("interrupt", { executions: ["x"] });
  assert.equal((await ended).status.state, "interrupted");
});

test("a failed run does not stop those behind it, and the cell's sentence is the run's", async () => {
  const folder = folderFor({ epochs: 2 });
  const { client } = await server({ HGL_TEST_NAN_AT: "4" });
  const { status, message, death } = await run(client, folder);
  assert.deepEqual([status.state, death], ["failed", null]);
  assert.match(message!, /^run [0-9a-f]{12}: step 4 \(epoch 2\): the loss became NaN; .*\.$/);
  assert.deepEqual(
    runFolders(folder.root).map((one) => one.state()),
    ["failed", "failed"],
  );
  const views = runsOf(client.toldOf("outputs", "x").at(-1)!);
  assert.ok(views.every(({ state, message: said }) => state === "failed" && /NaN/.test(said!)));
});

test("a process killed in the middle is told with its end, its memory and its last words, and the cell goes on from there", async () => {
  const folder = folderFor({ epochs: 4, seeds: "[1]" });
  const { client, launch } = await server({ HGL_TEST_STEP_MS: "80" });
  const ended = run(client, folder);
  await client.until(() => client.toldOf("progress", "x").find(({ runs }) => runs[0]!.step > 4));
  writeFileSync(runFolders(folder.root)[0]!.logPath, "a word of warning\n", { flag: "a" });
  launch.children[0]!.kill("SIGKILL");
  const { status, message, death } = await ended;
  assert.equal(status.state, "failed");
  assert.match(
    message!,
    /the training process was ended by SIGKILL at step \d+ \(often the sign of too little memory.*\); run the cell again to go on from the last checkpoint\.$/,
  );
  assert.deepEqual([death!.pid, death!.exitCode, death!.signal], [launch.children[0]!.pid, null, "SIGKILL"]);
  assert.deepEqual(death!.lastLines, ["a word of warning"]);
  if (process.platform === "linux") assert.ok(death!.memory!.rss > 10e6 && death!.memory!.total > death!.memory!.rss);
  const again = await run(client, folder, "again");
  assert.equal(again.status.state, "done");
});

test("another server attaches to what is being trained, sees its death, and two follow one run alike", async () => {
  const folder = folderFor({ epochs: 40, seeds: "[1]" });
  const { client, launch } = await server({ HGL_TEST_STEP_MS: "50" });
  const first = run(client, folder);
  await client.until(() => client.toldOf("progress", "x").find(({ runs }) => runs[0]!.step > 2));
  const other = await server();
  const { cells } = await other.client.ask("restore", { path: folder.path, text: folder.text });
  assert.equal(cells.find(({ cell }) => cell === "base")!.status.state, "running");
  const attached = other.client.ask("attach", { path: folder.path, text: folder.text, cell: "base", execution: "a" });
  const executed = run(other.client, folder, "b");
  await other.client.until(() => other.client.toldOf("progress", "a")[1]);
  await other.client.until(() => other.client.toldOf("progress", "b")[1]);
  assert.equal(other.launch.children.length, 0, "nobody starts it twice");
  launch.children[0]!.kill("SIGKILL");
  const ends = await Promise.all([first, attached, executed]);
  assert.deepEqual(
    ends.map(({ status }) => status.state),
    ["failed", "failed", "failed"],
  );
  assert.deepEqual(
    ends.map(({ death }) => death!.pid),
    Array<number>(3).fill(launch.children[0]!.pid!),
  );
  assert.match(
    ends[1]!.message!,
    /the training process \(\d+\) is gone at step \d+ and has said nothing; run the cell again/,
  );
});

test("attaching where nothing is trained tells where the cell stands, and starts nothing", async () => {
  const folder = folderFor({ epochs: 1, seeds: "[1]" });
  const { client, launch } = await server();
  const at = { path: folder.path, text: folder.text, cell: "base" };
  const none = await client.ask("attach", { ...at, execution: "none" });
  assert.deepEqual([none.status.state, none.status.runs], ["interrupted", []]);
  await run(client, folder);
  const done = await client.ask("attach", { ...at, execution: "done" });
  assert.deepEqual([done.status.state, done.status.cached, launch.children.length], ["done", true, 1]);
});

test("a holder on another machine that stops beating counts as gone only after a while", async () => {
  const folder = folderFor({ epochs: 1, seeds: "[1]" });
  const { client } = await server({ HGL_TEST_STEP_MS: "1" });
  await run(client, folder);
  const [first] = runFolders(folder.root);
  rmSync(first!.resultPath);
  const lock = await Lock.acquire(first!.lockPath);
  writeFileSync(first!.lockPath, JSON.stringify({ ...lock.record, host: "elsewhere", pid: 1 }));
  const { followRun } = await import("../../../../src/worker/running/follow");
  const end = await followRun(first!, { onEvents: () => {}, pollMs: 5, patienceMs: 40 });
  assert.equal(end?.kind, "failed");
  lock.release();
});

test("a data set that has changed on disk is read again and makes another run", async () => {
  const folder = folderFor({ epochs: 1, seeds: "[1]" });
  const { client } = await server();
  const before = await run(client, folder);
  const { encodeClipStore } = await import("../../../../src/worker/importing/clipStore");
  const { packedOf } = await import("../../../fixtures/data/synthetic");
  const { smallDataset } = await import("../training/fakes");
  const dataset = smallDataset();
  packedOf(dataset)[0]! += 1;
  writeFileSync(join(folder.root, "small.hgl-clips"), encodeClipStore(dataset));
  const after = await run(client, folder, "y");
  assert.notDeepEqual(after.status.runs, before.status.runs);
  const { cells } = await client.ask("restore", { path: folder.path, text: folder.text });
  assert.deepEqual(cells.find(({ cell }) => cell === "base")!.status.runs, after.status.runs);
});

test("a payload never holds more points than a screen can use", async () => {
  const { RunStory } = await import("../../../../src/worker/running/runStory");
  const story = new RunStory({ runId: "r", folder: "/r", name: null, seed: 1, epochs: 1000 });
  story.add([{ at: 0, type: "start", runId: "r", seed: 1, epochs: 1000, stepsPerEpoch: 100, resumedAt: null }]);
  for (let step = 1; step <= 100_000; step++)
    story.add([{ at: step, type: "step", epoch: 1, step, loss: 1, lr: 1, gradNorm: 1, clipsPerSecond: 1 }]);
  const { steps } = story.view();
  assert.ok(steps.length <= MOST_POINTS && steps.length > MOST_POINTS / 3);
  assert.deepEqual([steps[0]!.step, steps.at(-1)!.step], [1, 100_000]);
  const gaps = steps.slice(1, -1).map(({ step }, i) => step - steps[i]!.step);
  assert.ok(Math.max(...gaps) <= 4 * Math.min(...gaps), "evenly thinned");
  const delta = story.delta()!;
  assert.ok(delta.steps.length <= MOST_POINTS && delta.steps.at(-1)!.step === 100_000);
  story.add([{ at: 1, type: "start", runId: "r", seed: 1, epochs: 1000, stepsPerEpoch: 100, resumedAt: 500 }]);
  assert.equal(story.delta()!.cutAfter, 500);
  assert.equal(story.view().steps.at(-1)!.step <= 500, true);
});

test("a training process that is killed between two runs ends the cell with the cause", async () => {
  const children: ChildProcess[] = [];
  const launch = (folders: readonly RunFolder[]) => {
    const script = fileURLToPath(new URL("../../../crash/waitingChild.ts", import.meta.url));
    const paths = folders.map(({ path }) => path);
    children.push(spawn(process.execPath, ["--import", "tsx", script, ...paths], { stdio: "ignore" }));
    return children.at(-1)!;
  };
  const { client, end } = await serveHere({ launch });
  ends.push(end);
  const folder = folderFor();
  const ended = run(client, folder);
  await client.until(() => client.toldOf("outputs", "x")[0]);
  while (!runFolders(folder.root).every((one) => one.state() === "queued")) await setTimeout(20);
  // The follower has to have seen the locks.
  await setTimeout(500);
  children[0]!.kill("SIGKILL");
  const { status, message, death } = await ended;
  assert.equal(status.state, "failed");
  assert.match(message!, /ended by SIGKILL between two runs/);
  assert.equal(death!.signal, "SIGKILL");
});
