import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { RunEvent } from "../../src/common/runRecord";
import { queueNow } from "../../src/worker/running/slurm/queue";
import { readJob, taskName } from "../../src/worker/store/job";
import { lockHolder } from "../../src/worker/store/lock";
import { RunFolder } from "../../src/worker/store/runFolder";
import { fingerprint } from "../crash/fingerprint";
import { startBuiltServer, type Server } from "../unit/worker/serve/client";

// A real Slurm of one node (test/slurm/start), the real network, `hgl` as users start it.

const START = fileURLToPath(new URL("start", import.meta.url));
const PATIENCE_MS = 120_000;
const home = mkdtempSync(join(tmpdir(), "hgl-slurm-"));
const daemons = join(home, "daemons");
const ends: (() => Promise<unknown> | void)[] = [];
let missing: string | undefined;

before(() => {
  if (process.platform !== "linux") {
    missing = "no Slurm here: it runs on Linux";
    return;
  }
  const started = spawnSync(START, [daemons], { encoding: "utf8" });
  if (started.status === 0) process.env["SLURM_CONF"] = started.stdout.trim();
  else missing = `no Slurm here: ${started.stderr.trim().split("\n").at(-1)}`;
  // Who has root and Slurm's packages has a Slurm that starts; anything else would hide a fault.
  if (started.status !== 0 && started.status !== 3) throw new Error(missing);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
after(() => {
  spawnSync(START, ["--stop", daemons]);
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

interface Cells {
  readonly epochs?: number;
  readonly seeds?: string;
  readonly executor?: string;
  readonly more?: string;
}

/** A notebook in a folder of its own, whose name no shell would take for one word. */
function notebook({ epochs = 4, seeds = "[1, 2]", executor = "{ on: slurm }", more = "" }: Cells = {}) {
  const root = mkdtempSync(join(home, 'it\'s 100% "$HOME" '));
  const path = join(root, "n.hgl.md");
  const text = `---
hgl: 1
---

\`\`\`hgl data #sample
source: ui-prmd
window: 16
\`\`\`

\`\`\`hgl model #net
widths: [16, 16]
strides: [2, 2]
\`\`\`

\`\`\`hgl train #base
data: sample
model: net
epochs: ${epochs}
seeds: ${seeds}
threads: 1
executor: ${executor}
\`\`\`
${more}`;
  writeFileSync(path, text);
  const folders = () => {
    const runs = join(root, ".hgl", "runs");
    return (existsSync(runs) ? readdirSync(runs) : []).sort().map((name) => new RunFolder(join(runs, name)));
  };
  return { path, text, folders };
}

function hgl(...args: string[]): string {
  return execFileSync(process.execPath, ["dist/hgl.mjs", ...args], { encoding: "utf8" });
}

const EPOCHS = 60;
let expected: string | undefined;

/** The run of one seed of the notebook's train cell over those epochs, trained on this machine and disturbed by nobody; trained once. */
function undisturbed(): string {
  if (expected) return expected;
  const local = notebook({ epochs: EPOCHS, seeds: "[1]", executor: "{ on: local }" });
  hgl("run", local.path);
  return (expected = fingerprint(local.folders()[0]!));
}

async function until(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (const from = Date.now(); !(await holds()); await sleep(100))
    assert.ok(Date.now() - from < PATIENCE_MS, `waited in vain until ${what}`);
}

async function server(): Promise<Server> {
  const one = await startBuiltServer();
  ends.push(() => one.end());
  return one;
}

const ask = (
  { client }: Server,
  { path, text }: { path: string; text: string },
  how: "execute" | "attach",
  execution: string,
) => client.ask(how, { path, text, cell: "base", execution });

const typesOf = (folder: RunFolder): RunEvent["type"][] => folder.events().map(({ type }) => type);
const hasSaved = (folder: RunFolder, least: number) =>
  typesOf(folder).filter((type) => type === "checkpoint").length >= least;
const taskOf = (folder: RunFolder) => taskName(readJob(folder)!);
const areGone = async (tasks: readonly string[]) => {
  const queue = await queueNow();
  return tasks.every((task) => !queue.has(task));
};

test("an ablation trained by a job array has the tables of one trained here", { timeout: 2 * PATIENCE_MS }, (t) => {
  if (missing) return t.skip(missing);
  const more = (executor: string) => `
\`\`\`hgl ablation #modules
of: base
factors:
  model.cts: [both, gsm]
executor: ${executor}
\`\`\`
`;
  const tables = (printed: string) => printed.slice(printed.indexOf("\ncts "));
  const here = notebook({ executor: "{ on: local }", more: more("{ on: local }") });
  const there = notebook({ more: more("{ on: slurm, atOnce: 2 }") });
  const expected = hgl("run", here.path);
  const printed = hgl("run", there.path);
  assert.match(printed, /2 runs in Slurm's queue as job \d+\./);
  assert.match(printed, /2 of 4 runs to train on Slurm, 2 at a time/);
  assert.equal(tables(printed), tables(expected));
  assert.deepEqual(there.folders().map(fingerprint), here.folders().map(fingerprint));
  const again = hgl("run", there.path);
  assert.doesNotMatch(again, /in Slurm's queue/, "what is trained is given to nobody");
});

test(
  "a task that is killed and requeued half way goes on from its checkpoint to the undisturbed run's bits; the notebook is closed meanwhile",
  { timeout: 2 * PATIENCE_MS },
  async (t) => {
    if (missing) return t.skip(missing);
    const book = notebook({ epochs: EPOCHS, seeds: "[1]" });
    const first = await startBuiltServer();
    ask(first, book, "execute", "x").catch(() => {});
    await until(() => book.folders().some((folder) => hasSaved(folder, 3)), "it has saved");
    const [run] = book.folders();
    assert.equal(await first.end(), 0);
    // As a fault of the node would, and Slurm after it.
    process.kill(lockHolder(run!.lockPath)!.pid, "SIGKILL");
    execFileSync("scontrol", ["requeue", taskOf(run!)]);
    await until(() => lockHolder(run!.lockPath) === undefined, "its process has ended");
    assert.equal(run!.state(), "queued");
    const next = await server();
    const { cells } = await next.client.ask("restore", { path: book.path, text: book.text });
    assert.equal(cells.find(({ cell }) => cell === "base")!.status.state, "running");
    const { status, message } = await ask(next, book, "attach", "a");
    assert.equal(status.state, "done", message ?? "");
    assert.equal(fingerprint(run!), undisturbed());
    const starts = run!.events().flatMap((event) => (event.type === "start" ? [event.resumedAt] : []));
    assert.ok(starts.length === 2 && starts[0] === null && starts[1]! > 0, starts.join());
  },
);

test(
  "a task that is warned of its time limit, and one that is pre-empted with time of grace, is queued again and comes to its end",
  { timeout: 2 * PATIENCE_MS },
  async (t) => {
    if (missing) return t.skip(missing);
    const book = notebook({
      epochs: EPOCHS,
      seeds: "[1]",
      executor: "{ on: slurm, time: '1-00:00:00', memory: 500M, cpus: 1, partition: main }",
    });
    const one = await server();
    const ended = ask(one, book, "execute", "x");
    const sittings = () => book.folders().flatMap((folder) => folder.events().filter(({ type }) => type === "start"));
    for (const [sitting, signal] of ["USR1", "TERM"].entries()) {
      await until(() => sittings().length === sitting + 1, "it has begun");
      const before = book.folders()[0]!.events().length;
      await until(() => book.folders()[0]!.events().length > before + 6, "it has come further");
      execFileSync("scancel", ["--batch", `--signal=${signal}`, taskOf(book.folders()[0]!)]);
      await until(() => typesOf(book.folders()[0]!).at(-1) === "interrupted", "it has stopped with a checkpoint");
    }
    const { status, message } = await ended;
    assert.equal(status.state, "done", message ?? "");
    const [run] = book.folders();
    assert.deepEqual(
      typesOf(run!).filter((type) => type === "start" || type === "interrupted"),
      ["start", "interrupted", "start", "interrupted", "start"],
    );
    assert.equal(fingerprint(run!), undisturbed());
  },
);

test(
  "a cell that is stopped takes its waiting tasks out of the queue, and the others stop with a checkpoint",
  { timeout: PATIENCE_MS },
  async (t) => {
    if (missing) return t.skip(missing);
    const book = notebook({ epochs: 400, seeds: "[1, 2, 3]", executor: "{ on: slurm, atOnce: 1 }" });
    const one = await server();
    const ended = ask(one, book, "execute", "x");
    await until(() => book.folders().some((folder) => hasSaved(folder, 1)), "one has saved");
    const tasks = book.folders().map(taskOf);
    await one.client.ask("interrupt", { executions: ["x"] });
    const { status } = await ended;
    assert.equal(status.state, "interrupted");
    await until(() => areGone(tasks), "its tasks have gone");
    assert.deepEqual(
      book
        .folders()
        .map((folder) => folder.state())
        .sort(),
      ["interrupted", "new", "new"],
    );
  },
);

test(
  "a task that is killed, or cancelled by somebody else, ends its cell with the cause, and the cell can be run again",
  { timeout: PATIENCE_MS },
  async (t) => {
    if (missing) return t.skip(missing);
    const book = notebook({ epochs: 400, seeds: "[1]" });
    const one = await server();
    const first = ask(one, book, "execute", "x");
    await until(() => book.folders().some((folder) => hasSaved(folder, 1)), "it has saved");
    const [run] = book.folders();
    process.kill(lockHolder(run!.lockPath)!.pid, "SIGKILL");
    const killed = await first;
    assert.equal(killed.status.state, "failed");
    assert.match(killed.message!, /Slurm's task \d+_0 ended as FAILED \(exit status 137\)/);
    const second = ask(one, book, "execute", "y");
    await until(() => typesOf(run!).filter((type) => type === "start").length === 2, "it goes on");
    const task = taskOf(run!);
    execFileSync("scancel", [task]);
    const cancelled = await second;
    assert.equal(cancelled.status.state, "interrupted");
    assert.match(cancelled.message!, /stopped at step \d+|Slurm's task \d+_0 was cancelled/);
    await until(() => areGone([task]), "its task has gone");
  },
);

test("what Slurm refuses is said in its own words", { timeout: PATIENCE_MS }, async (t) => {
  if (missing) return t.skip(missing);
  const book = notebook({ executor: "{ on: slurm, partition: nowhere }" });
  const { status, message } = await ask(await server(), book, "execute", "x");
  assert.equal(status.state, "failed");
  assert.match(message!, /Slurm refuses: .*invalid partition/i);
});
