import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Worker } from "node:worker_threads";
import { MIME } from "../../../../src/common/ids";
import { checkConfusion } from "../../../../src/common/payloads/confusion";
import type { SkeletonPayload } from "../../../../src/common/payloads/skeleton";
import type { TrainingPayload } from "../../../../src/common/payloads/training";
import { REFUSED, WIRE_VERSION, WORKER_REQUESTS, type CellOutput } from "../../../../src/common/wire/worker";
import { codeVersion } from "../../../../src/worker/version";
import { Client, startServer, type Server } from "./client";
import { notebookFolder } from "./notebook";

const CELLS = ["clips", "net", "base", "mistakes", "moves", "people"];

let folder: ReturnType<typeof notebookFolder>;
let server: Server;
const shown = new Map<string, readonly CellOutput[]>();
before(async () => {
  folder = notebookFolder();
  server = await startServer();
});
after(async () => {
  await server.end();
  rmSync(folder.root, { recursive: true, force: true });
});

const execute = async (client: Client, cell: string, execution = cell) =>
  await client.ask("execute", { path: folder.path, text: folder.text, cell, execution });

test("every cell of a notebook runs over the wire, and nothing but the wire is on stdout", async () => {
  const { client } = server;
  for (const cell of CELLS) {
    const { status, message, death } = await execute(client, cell);
    assert.deepEqual([status.state, message, death], ["done", null, null], cell);
    shown.set(cell, client.toldOf("outputs", cell).at(-1)!.outputs);
  }
  const kinds = CELLS.map((cell) => shown.get(cell)!.map((output) => Object.keys(output)));
  const tables = ["text/markdown", "text/plain"];
  assert.deepEqual(kinds, [
    [[MIME.data, ...tables]],
    [tables],
    [[MIME.training, "text/plain"], tables],
    [[MIME.confusion, "image/svg+xml", "text/plain"]],
    [[MIME.skeleton, "image/svg+xml", "text/plain"]],
    [[MIME.skeleton, "image/svg+xml", "text/plain"]],
  ]);
  const { runs } = JSON.parse(shown.get("base")![0]![MIME.training]!) as TrainingPayload;
  assert.deepEqual(
    runs.map(({ seed, state, epoch, step, epochPoints }) => [seed, state, epoch, step, epochPoints.length]),
    [
      [1, "done", 2, 6, 2],
      [2, "done", 2, 6, 2],
    ],
  );
  assert.match(shown.get("base")![1]!["text/markdown"]!, /Top-1 \(%\), last epoch \| \d+\.\d\d ± \d+\.\d\d \|/);
  const confusion = checkConfusion(JSON.parse(shown.get("mistakes")![0]![MIME.confusion]!));
  assert.ok(confusion.ok && confusion.payload.evaluations === 2);
  assert.equal(
    confusion.payload.counts.flat().reduce((a, b) => a + b, 0),
    24,
    "12 test clips, twice",
  );
  const moves = JSON.parse(shown.get("moves")![0]![MIME.skeleton]!) as SkeletonPayload;
  assert.equal(moves.clips.length, 4);
  assert.ok(
    moves.clips.every(({ predicted, id }) => predicted !== null && /^s[56]/.test(id)),
    "test clips",
  );
  const wrong = moves.clips.map(({ label, predicted }) => label !== predicted);
  assert.deepEqual(
    wrong,
    wrong.toSorted((a, b) => Number(b) - Number(a)),
    "mistakes first",
  );
  assert.match(shown.get("net")![0]!["text/plain"]!, /As #base trains it: skeleton ucla20, 3 classes, 16 frames/);
});

test("what is trained is found again; what a cell shows is a function of the store", async () => {
  const again = await execute(server.client, "base", "again");
  assert.deepEqual([again.status.state, again.status.cached, again.status.seedsDone], ["done", true, 2]);
  assert.deepEqual(server.client.toldOf("outputs", "again").at(-1)!.outputs, shown.get("base"));
  const { cells } = await server.client.ask("restore", { path: folder.path, text: folder.text });
  assert.deepEqual(
    cells.map(({ cell, stale, status }) => [cell, stale, status.state]),
    CELLS.map((id) => [id, false, "done"]),
  );
  for (const { cell, outputs } of cells) assert.deepEqual(outputs, shown.get(cell), cell);
  const base = cells.find(({ cell }) => cell === "base")!;
  assert.ok(base.startedAt! < base.endedAt!);
  assert.deepEqual(base.status.runs, again.status.runs);
});

test("a second worker restores the same from the disk alone, and reads no data for it", async () => {
  const other = await startServer();
  try {
    const { cells } = await other.client.ask("restore", { path: folder.path, text: folder.text });
    for (const { cell, outputs, stale } of cells) assert.deepEqual([stale, outputs], [false, shown.get(cell)], cell);
    assert.equal(cells.length, CELLS.length);
  } finally {
    assert.equal(await other.end(), 0, "it ends when its input does");
  }
});

test("an edited cell shows what was made before the edit, marked as stale; one with a mistake too", async () => {
  const text = folder.text
    .replace("epochs: 2", "epochs: 3")
    .replace("window: 16", "window: 16\nsplit: { by: subject, test: [6] }");
  const { cells } = await server.client.ask("restore", { path: folder.path, text });
  const of = (id: string) => cells.find(({ cell }) => cell === id);
  assert.deepEqual(
    ["clips", "base", "mistakes", "moves"].map((id) => of(id)?.stale),
    [true, true, true, true],
  );
  assert.deepEqual(of("base")!.outputs, shown.get("base"));
  const wrong = folder.text.replace("epochs: 2", "epoch: 2");
  const after = await server.client.ask("restore", { path: folder.path, text: wrong });
  const base = after.cells.find(({ cell }) => cell === "base")!;
  assert.deepEqual([base.stale, base.outputs], [true, shown.get("base")]);
});

test("a mistake in another cell is no hindrance; in this one it is the cell's failure, in a sentence", async () => {
  const text = folder.text.replace("count: 2", "count: 200");
  const fine = await server.client.ask("execute", { path: folder.path, text, cell: "clips", execution: "fine" });
  assert.equal(fine.status.state, "done");
  const wrong = await server.client.ask("execute", { path: folder.path, text, cell: "people", execution: "wrong" });
  assert.equal(wrong.status.state, "failed");
  assert.match(wrong.message!, /n\.hgl\.md, line \d+ \(#people\): .*count.*200/);
});

test("requests that cannot be are refused with their facts, and the next one is served", async () => {
  const { client } = server;
  const refused = (pattern: RegExp) => (error: { code: number; message: string; data?: { code: string } }) =>
    error.code === REFUSED && pattern.test(error.message) && error.data?.code === "usage";
  const ask = client.ask.bind(client) as (name: string, asked: unknown) => Promise<unknown>;
  await assert.rejects(
    ask("execute", { path: "relative", text: "", cell: "a", execution: "x" }),
    refused(/path: an absolute path/),
  );
  for (const asked of [null, 1, "x", [], { folders: [1] }, { roots: "/" }, undefined])
    for (const name of WORKER_REQUESTS.filter((one) => one !== "devices"))
      await assert.rejects(ask(name, asked), refused(/the request cannot be read/), name);
  await assert.rejects(ask("nonsense", {}), { code: -32601 });
  await assert.rejects(
    client.ask("hello", { wire: WIRE_VERSION + 1, version: codeVersion() }),
    refused(/do not belong together; reload the window/),
  );
  assert.equal((await client.ask("devices", {})).devices.length, 2);
});

test("clips are read on request, of a train cell with what a run took them for; what there is not is refused", async () => {
  const { client } = server;
  const at = { path: folder.path, text: folder.text };
  const ask = async (cell: string, clips: string[], run?: string) =>
    (await client.ask("clips", { ...at, cell, clips, ...(run === undefined ? {} : { run }) })).payload;
  const moves = JSON.parse(shown.get("moves")![0]![MIME.skeleton]!) as SkeletonPayload;
  const ids = moves.clips.map(({ id }) => id);
  assert.deepEqual((await ask("base", ids)).clips, moves.clips, "as the first run's view has them");
  const runs = (await client.ask("restore", at)).cells.find(({ cell }) => cell === "base")!.status.runs;
  assert.deepEqual((await ask("base", ids, runs[0])).clips, moves.clips);
  const predicted = (payload: SkeletonPayload) => payload.clips.map((clip) => clip.predicted);
  assert.ok(predicted(await ask("base", ids, runs[1])).every((name) => name !== null));
  const plain = await ask("clips", ids.slice(0, 1));
  assert.deepEqual([plain.clips[0]!.id, ...predicted(plain)], [ids[0], null]);
  const refused = (pattern: RegExp) => (error: { code: number; message: string }) =>
    error.code === REFUSED && pattern.test(error.message);
  await assert.rejects(ask("base", ["nobody"]), refused(/#base: small has no clip "nobody"; its ids look like/));
  await assert.rejects(ask("net", ids), refused(/#net: it is no data or train cell/));
  await assert.rejects(ask("gone", ids), refused(/there is no cell #gone/));
  await assert.rejects(
    ask("base", ids, "0123456789ab"),
    refused(/run 0123456789ab is not in the store any more; run #base/),
  );
  await assert.rejects(ask("base", new Array<string>(17).fill("a")), refused(/cannot be read: clips/));
});

test("in a thread that only looks, results are there and everything else is refused with the reason", async (t) => {
  const main = new URL("../../../../src/worker/main.ts", import.meta.url);
  const tsx = import.meta.resolve("tsx/esm/api");
  const bootstrap = `import(${JSON.stringify(tsx)}).then((tsx) => (tsx.register(), import(${JSON.stringify(main.href)})))`;
  const before = tree(folder.root);
  const thread = new Worker(bootstrap, {
    eval: true,
    argv: ["serve", "--read-only"],
    stdin: true,
    stdout: true,
    execArgv: [],
  });
  const gone = once(thread, "exit");
  t.after(() => thread.terminate());
  const client = new Client(thread.stdout, thread.stdin!);
  assert.equal((await client.hello()).readOnly, true);
  const { cells } = await client.ask("restore", { path: folder.path, text: folder.text });
  for (const { cell, outputs } of cells) assert.deepEqual(outputs, shown.get(cell), cell);
  const run = join(folder.root, ".hgl", "runs", readdirSync(join(folder.root, ".hgl", "runs"))[0]!);
  const untrusted = (error: { code: number; message: string }) =>
    error.code === REFUSED && /this workspace is not trusted, so .* is switched off/.test(error.message);
  const at = { path: folder.path, text: folder.text };
  await assert.rejects(client.ask("execute", { ...at, cell: "clips", execution: "x" }), untrusted);
  await assert.rejects(client.ask("interrupt", { executions: [] }), untrusted);
  await assert.rejects(client.ask("stopRun", { folder: run }), untrusted);
  await assert.rejects(client.ask("resumeRun", { folder: run }), untrusted);
  await assert.rejects(client.ask("deleteRun", { folder: run }), untrusted);
  await assert.rejects(client.ask("report", { ...at, file: join(folder.root, "r.html") }), untrusted);
  await assert.rejects(client.ask("clips", { ...at, cell: "clips", clips: ["s1c0r0"] }), untrusted);
  const attached = await client.ask("attach", { ...at, cell: "base", execution: "y" });
  assert.equal(attached.status.state, "done");
  assert.equal((await client.ask("runs", { roots: [folder.root] })).runs.length, 2);
  assert.equal((await client.ask("history", { folders: [run] })).runs.length, 1);
  client.close();
  thread.stdin!.end();
  await gone;
  assert.deepEqual(tree(folder.root), before, "nothing was written");
});

test("the report of a notebook is that of hgl run", async () => {
  const file = join(folder.root, "report.html");
  await server.client.ask("report", { path: folder.path, text: folder.text, file });
  const page = readFileSync(file, "utf8");
  assert.ok(page.includes("n.hgl.md") && page.includes("block 1") && page.includes("<svg"));
});

function tree(root: string): string[] {
  return readdirSync(root, { recursive: true }).map(String).sort();
}
