import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { CellOutput } from "../../src/common/wire/worker";
import { lockHolder } from "../../src/worker/store/lock";
import { RunFolder } from "../../src/worker/store/runFolder";
import { startServer, type Server } from "../unit/worker/serve/client";
import { ABLATION_NOTEBOOK } from "./ablationNotebook";

// Real processes throughout: `hgl serve` as the extension starts it, the shipped sample, the real network in the processes that it starts.

const roots: string[] = [];
const servers: Server[] = [];
after(async () => {
  for (const one of servers) await one.end();
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function notebook(): string {
  const root = mkdtempSync(join(tmpdir(), "hgl-ablation-"));
  roots.push(root);
  const path = join(root, "n.hgl.md");
  writeFileSync(path, ABLATION_NOTEBOOK);
  return path;
}

async function server(): Promise<Server> {
  const one = await startServer();
  servers.push(one);
  return one;
}

const foldersBeside = (path: string): RunFolder[] => {
  const runs = join(path, "..", ".hgl", "runs");
  try {
    return readdirSync(runs).map((name) => new RunFolder(join(runs, name)));
  } catch {
    return [];
  }
};

/** The table and what changes class by class; the sentence above says what was left to train. */
function tablesIn(outputs: readonly CellOutput[]): string {
  const text = outputs[0]!["text/plain"]!;
  return text.slice(text.indexOf("\n"));
}

const execute = (one: Server, path: string, execution: string) =>
  one.client.ask("execute", { path, text: ABLATION_NOTEBOOK, cell: "modules", execution });
const lastOutputs = (one: Server, execution: string) => one.client.toldOf("outputs", execution).at(-1)!.outputs;

async function undisturbed(): Promise<string> {
  const [path, one] = [notebook(), await server()];
  const { status } = await execute(one, path, "x");
  assert.deepEqual([status.state, status.seedsDone, status.seeds], ["done", 12, 12]);
  return tablesIn(lastOutputs(one, "x"));
}

/** Kills the worker and every process that trains, at once. */
async function killAll(one: Server, path: string): Promise<void> {
  const gone = once(one.process, "exit");
  one.process.kill("SIGKILL");
  for (const folder of foldersBeside(path)) {
    const holder = lockHolder(folder.lockPath);
    if (holder) process.kill(holder.pid, "SIGKILL");
  }
  await gone;
}

test("an ablation of 2 x 2 variants and 3 seeds, killed twice on the way, gives the undisturbed one's tables, digit for digit", async (t) => {
  const expected = await undisturbed();
  const path = notebook();
  for (const least of [2, 6]) {
    const one = await server();
    const lost = execute(one, path, "x");
    lost.catch(() => {});
    const done = () =>
      one.client.toldOf("progress", "x").flatMap(({ runs }) => runs.filter(({ test: top1 }) => top1 !== null));
    await one.client.until(() => (done().length + doneBefore(path) >= least ? true : undefined));
    await killAll(one, path);
    t.diagnostic(`killed with ${doneBefore(path)} of 12 runs done`);
  }
  const last = await server();
  const { cells } = await last.client.ask("restore", { path, text: ABLATION_NOTEBOOK });
  const restored = cells.find(({ cell }) => cell === "modules")!;
  assert.match(restored.outputs[0]!["text/plain"]!, /\d of 3/, "rows that are not full say so");
  const { status } = await execute(last, path, "y");
  assert.deepEqual([status.state, status.seedsDone], ["done", 12]);
  assert.equal(tablesIn(lastOutputs(last, "y")), expected);
  const again = await execute(last, path, "z");
  assert.equal(again.status.cached, true, "nothing is trained twice");
  assert.equal(foldersBeside(path).length, 12);
});

function doneBefore(path: string): number {
  return foldersBeside(path).filter((folder) => folder.storedResult() !== undefined).length;
}
