import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import type { WorkerState } from "../../../../src/extension/worker/client";
import { WorkerDied } from "../../../../src/extension/worker/client";
import type { NodeProgram } from "../../../../src/extension/worker/nodeChoice";
import { startProcess } from "../../../../src/extension/worker/processHost";
import { startThread } from "../../../../src/extension/worker/threadHost";
import type { WorkerSurroundings } from "../../../../src/extension/worker/workerClient";
import { LazyWorker } from "../../../../src/extension/worker/workerClient";
import { untranslated } from "../../../../src/extension/translate";
import { HglError } from "../../../../src/common/errors";

const PROGRAM = fileURLToPath(new URL("fakeWorker.mjs", import.meta.url));

function worker(fake: string, changes: Partial<WorkerSurroundings> = {}) {
  const started: string[] = [];
  const said: string[] = [];
  const lines: string[] = [];
  const client = new LazyWorker({
    version: "1.2.3",
    answers: {
      keyFor: ({ origin }) => Promise.resolve({ key: origin === "https://has.one" ? "a-key" : null }),
      describeFrames: () => Promise.reject(new HglError({ code: "network", what: "no models here" })),
    },
    isTrusted: () => true,
    nodePath: () => "",
    editorPath: process.execPath,
    startProcess(node: NodeProgram, args) {
      started.push(node.from);
      // The stand-in of these tests is the same Node, which always is a good one.
      const FAKE = node.from === "path" ? "good" : fake;
      return startProcess(
        { ...node, command: node.from === "path" ? process.execPath : node.command, env: { ...node.env, FAKE } },
        PROGRAM,
        args,
      );
    },
    startThread(args) {
      started.push("thread");
      return startThread(PROGRAM, args);
    },
    nodeVersion: () => Promise.resolve("v22.1.0"),
    say: (message) => said.push(message),
    log: (line) => lines.push(line),
    t: untranslated,
    ...changes,
  });
  const states: string[] = [];
  client.onDidChangeState((state: WorkerState) => states.push(state.kind));
  return { client, started, said, lines, states };
}

test("the worker starts with the first request, once for many, and ends with the window", async () => {
  const { client, started, states } = worker("good");
  assert.deepEqual(client.state, { kind: "asleep" });
  assert.deepEqual(started, []);
  const answers = await Promise.all([client.request("devices", {}), client.request("devices", {})]);
  assert.deepEqual(answers, [{ devices: [] }, { devices: [] }]);
  assert.deepEqual(started, ["editor"]);
  assert.deepEqual(states, ["starting", "ready"]);
  const { state } = client;
  assert.ok(state.kind === "ready" && state.facts.pid > 0 && state.facts.pid !== process.pid && !state.facts.readOnly);
  const waiting = client.request("exportFile", { path: "/a.hgl.md", text: "", file: "/r.html" });
  client.dispose();
  await assert.rejects(waiting, (error) => error instanceof WorkerDied && error.onPurpose);
  await assert.rejects(client.request("devices", {}), WorkerDied);
});

test("a refusal keeps its facts; a defect says that it is one", async (t) => {
  const { client } = worker("good");
  t.after(() => client.dispose());
  await assert.rejects(client.request("restore", { path: "/a.hgl.md", text: "" }), (error) => {
    assert.ok(error instanceof HglError);
    assert.deepEqual([error.code, error.message], ["notebook", "line 3: a `?` stands there; take it out."]);
    return true;
  });
  await assert.rejects(client.request("runs", { roots: [] }), /defect \(runs: .*undefined is not a function/);
});

test("notifications reach their listeners, and memory is remembered", async (t) => {
  const { client } = worker("good");
  t.after(() => client.dispose());
  const told = new Promise((resolve) => client.on("vital", resolve));
  await client.request("devices", {});
  assert.deepEqual(await told, { rss: 123_000_000 });
  assert.ok(client.state.kind === "ready" && client.state.rss === 123_000_000);
});

test("a killed worker is told to who waits, with signal, memory and last lines; the next request starts another", async (t) => {
  const { client, started, states } = worker("good");
  t.after(() => client.dispose());
  const waiting = client.request("exportFile", { path: "/a.hgl.md", text: "", file: "/r.html" });
  const dying = client.request("history", { folders: [] });
  await assert.rejects(waiting, (error) => {
    assert.ok(error instanceof WorkerDied && !error.onPurpose);
    assert.match(
      error.message,
      /^The HocSLM worker \(process \d+\) was ended by SIGKILL when it used 0\.1 of \S+ GB of memory\.$/,
    );
    assert.equal(error.death?.signal, "SIGKILL");
    assert.equal(error.death.exitCode, null);
    assert.deepEqual(error.death.lastLines, ["about to", "fall over"]);
    return true;
  });
  await assert.rejects(dying, WorkerDied);
  assert.equal(client.state.kind, "dead");
  await client.request("devices", {});
  assert.deepEqual(states, ["starting", "ready", "dead", "starting", "ready"]);
  assert.deepEqual(started, ["editor", "editor"]);
});

test("restarting gives another process, and who waited learns why", async (t) => {
  const { client } = worker("good");
  t.after(() => client.dispose());
  await client.request("devices", {});
  const before = client.state.kind === "ready" ? client.state.facts.pid : 0;
  const waiting = client.request("exportFile", { path: "/a.hgl.md", text: "", file: "/r.html" });
  const told = assert.rejects(
    waiting,
    (error) => error instanceof WorkerDied && error.onPurpose && /restarted/.test(error.message),
  );
  await client.restart();
  await told;
  assert.ok(client.state.kind === "ready" && client.state.facts.pid !== before && client.state.facts.pid > 0);
});

test("where the editor's Node refuses, the one on PATH is used from then on, and that is said once", async (t) => {
  const { client, started, said } = worker("dies-at-once");
  t.after(() => client.dispose());
  await client.request("devices", {});
  await client.restart();
  assert.deepEqual(started, ["editor", "path", "path"]);
  assert.equal(said.length, 1);
  assert.match(said[0]!, /the one on your PATH is used \(v\d+/);
});

test("no usable Node: the first reason, and what to do", async () => {
  const old = worker("dies-at-once", { nodeVersion: () => Promise.resolve("v18.19.1") });
  await assert.rejects(old.client.request("devices", {}), (error) => {
    assert.ok(error instanceof WorkerDied);
    assert.match(
      error.message,
      /^Neither the editor's own Node\.js nor one on your PATH .* exit code 9\. Install Node\.js 20\.18 or newer/,
    );
    assert.deepEqual(error.death?.lastLines, ["this Node is not good enough"]);
    return true;
  });
  assert.deepEqual(old.started, ["editor"]);
  const chosen = worker("good", { nodePath: () => " /no/such/node " });
  await assert.rejects(
    chosen.client.request("devices", {}),
    /^WorkerDied: \/no\/such\/node, the Node\.js of the setting hocslm\.nodePath, does not run .*ENOENT/,
  );
  assert.deepEqual(chosen.started, ["setting"]);
});

for (const [fake, expected] of [
  ["older", /worker is version 0\.0\.1 and the extension 1\.2\.3; reload the window/],
  ["refuses", /the worker speaks version 0; reload the window/],
  ["silent", /did not answer within 1 seconds/],
] as const) {
  test(`a worker whose greeting is ${fake} is not used`, async () => {
    // Only the silent one is waited for in vain: the others' first words may take a busy machine seconds.
    const patience = fake === "silent" ? { helloMs: 1000 } : {};
    const { client } = worker(fake, { nodePath: () => process.execPath, ...patience });
    await assert.rejects(client.request("devices", {}), expected);
    assert.equal(client.state.kind, "dead");
    client.dispose();
  });
}

test("in an untrusted workspace a thread reads and no process is started; granting trust changes over", async (t) => {
  let trusted = false;
  const { client, started } = worker("good", { isTrusted: () => trusted });
  t.after(() => client.dispose());
  await client.request("devices", {});
  assert.ok(client.state.kind === "ready" && client.state.facts.readOnly && client.state.facts.pid === process.pid);
  trusted = true;
  await client.trustChanged();
  await client.request("devices", {});
  assert.ok(client.state.kind === "ready" && !client.state.facts.readOnly);
  assert.deepEqual(started, ["thread", "editor"]);
});

test("a worker ends by itself when its input closes", async () => {
  const host = startProcess({ command: process.execPath, env: {}, from: "editor" }, PROGRAM, ["serve"]);
  host.stdout.resume();
  host.end(60_000);
  assert.deepEqual(await host.ended, { exitCode: 0, signal: null, error: null });
});
