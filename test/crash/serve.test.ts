import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { effectiveEvents } from "../../src/common/runHistory";
import { lockHolder } from "../../src/worker/store/lock";
import { RunFolder } from "../../src/worker/store/runFolder";
import { startServer, type Server } from "../unit/worker/serve/client";
import { notebookFolder, type NotebookOptions } from "../unit/worker/serve/notebook";

// Real processes throughout: `hgl serve` as the extension starts it, and the real network in the processes that it starts.

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function server(): Promise<Server> {
  const started = await startServer();
  ends.push(() => started.end());
  return started;
}

function folderFor(options: NotebookOptions) {
  const folder = notebookFolder(options);
  ends.push(() => rmSync(folder.root, { recursive: true, force: true }));
  const ask = ({ client }: Server, execution: string) =>
    client.ask("execute", { path: folder.path, text: folder.text, cell: "base", execution });
  const attach = ({ client }: Server, execution: string) =>
    client.ask("attach", { path: folder.path, text: folder.text, cell: "base", execution });
  const restored = async ({ client }: Server) => {
    const { cells } = await client.ask("restore", { path: folder.path, text: folder.text });
    return cells.find(({ cell }) => cell === "base")!;
  };
  return { ...folder, ask, attach, restored };
}

const runsIn = (root: string) =>
  readdirSync(join(root, ".hgl", "runs")).map((name) => new RunFolder(join(root, ".hgl", "runs", name)));

const stepReached = (one: Server, execution: string, least: number) =>
  one.client.until(() =>
    one.client.toldOf("progress", execution).find(({ runs }) => runs.some(({ step }) => step >= least)),
  );

/** Every epoch once, in order, and no step twice. */
function assertWhole(folder: RunFolder, epochs: number): void {
  const events = effectiveEvents(folder.events());
  const told = events.flatMap((event) => (event.type === "epoch" ? [event.epoch] : []));
  assert.deepEqual(
    told,
    Array.from({ length: epochs }, (_, i) => i + 1),
  );
  const steps = events.flatMap((event) => (event.type === "step" ? [event.step] : []));
  assert.deepEqual(
    steps,
    [...new Set(steps)].sort((a, b) => a - b),
  );
  assert.equal(steps.at(-1), epochs * 3);
}

test("the training process is killed: the cell has ended within 2 s with the cause, and goes on from its checkpoint", async () => {
  const folder = folderFor({ epochs: 15, seeds: "[1]" });
  const one = await server();
  const ended = folder.ask(one, "x");
  await stepReached(one, "x", 12);
  const [run] = runsIn(folder.root);
  const { pid } = lockHolder(run!.lockPath)!;
  const killedAt = performance.now();
  process.kill(pid, "SIGKILL");
  const { status, message, death } = await ended;
  const waited = performance.now() - killedAt;
  assert.ok(waited < 2000, `${waited} ms`);
  assert.deepEqual([status.state, death!.pid, death!.signal], ["failed", pid, "SIGKILL"]);
  assert.match(message!, /ended by SIGKILL at step \d+/);
  assert.equal((await folder.ask(one, "again")).status.state, "done");
  assertWhole(run!, 15);
});

test("interrupted, the cell has ended within 2 s with a checkpoint", async () => {
  const folder = folderFor({ epochs: 400, seeds: "[1, 2]" });
  const one = await server();
  const ended = folder.ask(one, "x");
  await stepReached(one, "x", 3);
  const askedAt = performance.now();
  await one.client.ask("interrupt", { executions: ["x"] });
  const { status } = await ended;
  const waited = performance.now() - askedAt;
  assert.ok(waited < 2000, `${waited} ms`);
  assert.equal(status.state, "interrupted");
  const states = runsIn(folder.root).map((run) => run.state());
  assert.deepEqual(states.sort(), ["interrupted", "new"]);
  const restored = await folder.restored(one);
  assert.deepEqual([restored.status.state, restored.stale], ["interrupted", false]);
});

test("the worker is killed: training goes on, the next worker attaches, and no step is missing or doubled", async () => {
  const folder = folderFor({ epochs: 30, seeds: "[1, 2]" });
  const one = await server();
  const lost = folder.ask(one, "x");
  lost.catch(() => {});
  await stepReached(one, "x", 6);
  const gone = once(one.process, "exit");
  one.process.kill("SIGKILL");
  await gone;
  const next = await server();
  const snapshot = await folder.restored(next);
  assert.equal(snapshot.status.state, "running");
  const attached = folder.attach(next, "a");
  await next.client.until(() => next.client.toldOf("outputs", "a")[0]);
  const { status } = await attached;
  assert.deepEqual([status.state, status.seedsDone], ["done", 2]);
  for (const run of runsIn(folder.root)) {
    assertWhole(run, 30);
    assert.equal(run.events().filter(({ type }) => type === "start").length, 1, "it was never disturbed");
  }
});

test("two workers on one notebook train it once, and each sees it to its end", async () => {
  const folder = folderFor({ epochs: 10, seeds: "[1, 2]" });
  const [one, two] = [await server(), await server()];
  const ends = await Promise.all([folder.ask(one, "x"), folder.ask(two, "y")]);
  assert.deepEqual(
    ends.map(({ status }) => [status.state, status.seedsDone]),
    [
      ["done", 2],
      ["done", 2],
    ],
  );
  for (const run of runsIn(folder.root)) {
    assertWhole(run, 10);
    assert.equal(run.events().filter(({ type }) => type === "start").length, 1);
  }
});
