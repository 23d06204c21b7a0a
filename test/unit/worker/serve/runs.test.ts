import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { RunEvent } from "../../../../src/common/runRecord";
import { RunList } from "../../../../src/worker/serve/runs";
import { encodeLine } from "../../../../src/worker/store/eventLog";
import { Lock } from "../../../../src/worker/store/lock";
import type { RunFolder } from "../../../../src/worker/store/runFolder";
import { runTraining } from "../../../../src/worker/training/runTraining";
import { fakeParts, prepareRun, smallConfig } from "../training/fakes";
import { fakeLaunch, serveHere } from "./client";

let root = "";
const ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-runs-"));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  rmSync(root, { recursive: true, force: true });
});

async function client(env: Record<string, string> = {}) {
  const launch = fakeLaunch(env);
  const server = await serveHere({ launch });
  ends.push(server.end);
  return { ask: server.client.ask.bind(server.client), launch };
}

/** A run below `place`, as a notebook there would have it. */
const runIn = (place: string, seed = 7) => prepareRun(join(root, place, ".hgl", "runs"), { ...smallConfig, seed });

const train = (folder: RunFolder, stop = new AbortController()) =>
  runTraining(folder.path, fakeParts(), { stop: stop.signal, checkpointMinutes: 60 });

test("all runs below the roots, each once, with state and scores", async () => {
  const [done, fresh, queued] = [runIn("a/b"), runIn("a", 8), runIn("a/b", 9)];
  await train(done);
  const lock = await Lock.acquire(queued.lockPath, undefined, undefined, { queued: true });
  runIn("a/node_modules/x");
  runIn("a/.cache");
  mkdirSync(join(root, "a/.hgl/runs/0123456789ab"));
  symlinkSync(root, join(root, "a", "circle"));
  const list = new RunList();
  const runs = await list.list([root, join(root, "a")]);
  lock.release();
  assert.deepEqual(
    runs.map(({ folder, state, seed }) => [folder, state, seed]).sort(),
    [
      [done.path, "done", 7],
      [fresh.path, "new", 8],
      [queued.path, "queued", 9],
    ].sort(),
  );
  const one = runs.find(({ folder }) => folder === done.path)!;
  const epochs = done.events().flatMap((event) => (event.type === "epoch" ? [event.validation!.top1] : []));
  assert.deepEqual([one.place, one.cell, one.epoch, one.epochs], [join(root, "a/b"), "base", 4, 4]);
  assert.equal(one.bestValidation, Math.max(...epochs));
  assert.equal(one.test, done.result()!.test.top1);
  assert.ok(one.startedAt! < one.updatedAt!);
  assert.equal(one.configHash, done.spec().configHash);
  const after = await list.list([root]);
  assert.equal(after.find(({ folder }) => folder === queued.path)!.state, "new", "who is at a run is never remembered");
});

test("what a resumed run takes back does not count, and a torn tail hides nothing", async () => {
  const folder = runIn("a");
  const epoch = (epoch: number, top1: number): RunEvent => ({
    at: epoch,
    type: "epoch",
    epoch,
    loss: 1,
    trainTop1: 0,
    validation: { clips: 1, loss: 1, top1, top5: 1 },
    seconds: 1,
  });
  const start = (resumedAt: number | null): RunEvent => ({
    at: 0,
    type: "start",
    runId: folder.id,
    seed: 7,
    epochs: 4,
    stepsPerEpoch: 5,
    resumedAt,
  });
  const lines = [start(null), epoch(1, 0.2), epoch(2, 0.9), start(5), epoch(2, 0.4)].map(encodeLine);
  writeFileSync(folder.eventsPath, Buffer.concat([...lines, Buffer.from('{"bytes":9')]));
  const [run] = await new RunList().list([root]);
  assert.deepEqual([run!.bestValidation, run!.epoch, run!.state], [0.4, 2, "interrupted"]);
});

test("a run is deleted whole, and only if it is a run that nobody trains", async () => {
  const { ask } = await client();
  const [gone, held] = [runIn("a"), runIn("a", 8)];
  await train(gone);
  const lock = await Lock.acquire(held.lockPath);
  await assert.rejects(
    ask("deleteRun", { folder: held.path }),
    /this run is being trained, so it cannot be deleted; stop it first/,
  );
  lock.release();
  const outside = join(root, "0123456789ab");
  mkdirSync(outside);
  symlinkSync(outside, join(root, "a/.hgl/runs/0123456789ab"));
  for (const path of [
    outside,
    join(root, "a"),
    join(root, "a/.hgl/runs"),
    join(root, "a/.hgl/runs/0123456789ab"),
    `${gone.path}/scores`,
    "/",
  ])
    await assert.rejects(ask("deleteRun", { folder: path }), /there is no run here/, path);
  mkdirSync(join(root, "a/.hgl/runs/.deleted-0123456789ab-00"));
  await ask("deleteRun", { folder: gone.path });
  assert.deepEqual(readdirSync(join(root, "a/.hgl/runs")).sort(), ["0123456789ab", held.id].sort());
  assert.ok(existsSync(outside));
});

test("a run is resumed by a process of its own and stopped whoever trains it", async () => {
  const { ask, launch } = await client({ HGL_TEST_STEP_MS: "40" });
  const folder = runIn("a");
  // The fakes' runs are of version "test".
  await assert.rejects(
    ask("resumeRun", { folder: folder.path }),
    /begun by version test, and version .* run its cell again/,
  );
  writeFileSync(folder.configPath, JSON.stringify({ ...folder.spec(), codeVersion: await version() }));
  await ask("resumeRun", { folder: folder.path });
  assert.equal(folder.state(), "running");
  await ask("resumeRun", { folder: folder.path });
  assert.equal(launch.children.length, 1, "it is under way already");
  await (await client()).ask("stopRun", { folder: folder.path });
  assert.equal(folder.state(), "interrupted");
  await ask("stopRun", { folder: folder.path });
  const { runs } = await ask("history", { folders: [folder.path, join(root, "none")] });
  assert.deepEqual(
    runs.map(({ runId, state }) => [runId, state]),
    [[folder.id, "interrupted"]],
  );
});

test("a finished run is not resumed, and a process that cannot start is told", async () => {
  const { ask } = await client();
  const [done, damaged] = [runIn("a"), runIn("a", 8)];
  await train(done);
  await assert.rejects(ask("resumeRun", { folder: done.path }), /this run is finished; run its cell again to see it/);
  writeFileSync(damaged.configPath, JSON.stringify({ ...damaged.spec(), codeVersion: await version() }));
  writeFileSync(damaged.lockPath, "{}");
  await assert.rejects(
    ask("deleteRun", { folder: damaged.path }),
    /being trained/,
    "who holds it is unknown, so it stays",
  );
});

async function version(): Promise<string> {
  return (await import("../../../../src/worker/version")).codeVersion();
}
