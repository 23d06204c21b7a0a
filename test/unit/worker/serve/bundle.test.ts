import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { Client } from "./client";

const BUNDLE = fileURLToPath(new URL("../../../../dist/hgl.mjs", import.meta.url));
const skip = existsSync(BUNDLE) ? false : "dist/hgl.mjs is not built";

/** A notebook without runs: what matters here is that everything the bundle loads on the way loads. */
const text = "---\nhgl: 1\n---\n\n```hgl data #d\nsource: ui-prmd\n```\n";
const path = fileURLToPath(new URL("./none.hgl.md", import.meta.url));

test("the bundle serves as a process, under the mark that makes Electron a Node", { skip }, async () => {
  const child = spawn(process.execPath, [BUNDLE, "serve"], {
    cwd: homedir(),
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = once(child, "exit");
  const client = new Client(child.stdout, child.stdin);
  assert.equal((await client.hello()).pid, child.pid);
  assert.deepEqual(await client.ask("restore", { path, text }), { cells: [], runs: [] });
  client.close();
  child.stdin.end();
  assert.deepEqual(await gone, [0, null]);
});

test("the bundle serves as a thread that only looks", { skip }, async () => {
  const thread = new Worker(BUNDLE, { argv: ["serve", "--read-only"], stdin: true, stdout: true, execArgv: [] });
  const gone = once(thread, "exit");
  const client = new Client(thread.stdout, thread.stdin!);
  assert.equal((await client.hello()).readOnly, true);
  assert.deepEqual(await client.ask("restore", { path, text }), { cells: [], runs: [] });
  client.close();
  thread.stdin!.end();
  assert.deepEqual(await gone, [0]);
});
