import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { HglError } from "../../../../src/common/errors";
import { progressOn } from "../../../../src/worker/cli/progress";
import { runNotebook, type RunNotebookOptions } from "../../../../src/worker/cli/runNotebook";
import { encodeClipStore } from "../../../../src/worker/importing/clipStore";
import type { Launch } from "../../../../src/worker/running/launch";
import { smallDataset } from "../training/fakes";
import { recorder } from "./recorder";

const NOTEBOOK = `---
hgl: 1
id: t
title: T
---

\`\`\`hgl view #mistakes
view: confusion
of: base
\`\`\`

\`\`\`hgl data #clips
source: ./small.hgl-clips
validation: 0.25
window: 8
\`\`\`

\`\`\`hgl model #net
preset: hglnet-xs
\`\`\`

\`\`\`hgl train #base
data: clips
model: net
epochs: 2
batch: 4
lr: 0.3
ema: 0.9
seeds: [1, 2]
\`\`\`
`;

let root = "";
let path = "";
before(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-notebook-"));
  path = join(root, "n.hgl.md");
  writeFileSync(path, NOTEBOOK);
  writeFileSync(join(root, "small.hgl-clips"), encodeClipStore(smallDataset()));
});
after(() => rmSync(root, { recursive: true, force: true }));

const child = fileURLToPath(new URL("../../../crash/trainChild.ts", import.meta.url));
const launchWith =
  (env: Record<string, string>): Launch =>
  (folders) => {
    const path = folders[0]!.logPath;
    const log = openSync(path, "a");
    const args = ["--import", "tsx", child, "--log", path, ...folders.map((folder) => folder.path)];
    return spawn(process.execPath, args, {
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, ...env },
    });
  };

async function run(options: RunNotebookOptions = {}, env: Record<string, string> = {}): Promise<string> {
  const terminal = recorder();
  try {
    await runNotebook(path, options, terminal, { launch: launchWith(env), pollMs: 20 });
  } finally {
    assert.equal(terminal.said.err, "");
  }
  return terminal.said.out;
}

/** Without what differs from machine to machine. */
const steady = (text: string) =>
  text
    .replaceAll(root, "ROOT")
    .replace(/\d+ clips\/s {2}\d+\.\d s/g, "N clips/s  N s")
    .replace(/trained \d+:\d+/g, "trained N")
    .replace(/[0-9a-f]{12}/g, "RUN")
    .replace(/\d+\.\d+( %)?/g, "X$1")
    .replace(/ {2,}/g, "  ")
    .replace(/─+/g, "─");

test("a notebook runs in dependency order, in plain lines; then every run is found again", async () => {
  const first = steady(await run());
  const lines = first.split("\n");
  assert.deepEqual(lines.slice(0, 8), [
    "#clips  small: 36 clips, 3 classes, 20 joints",
    "#base seed 1 (1/2)  epoch 1/2  loss X  train X %  validation X %  N clips/s  N s",
    "#base seed 1 (1/2)  epoch 2/2  loss X  train X %  validation X %  N clips/s  N s",
    "#base seed 1 (1/2)  test X % after the last epoch, trained N",
    "#base seed 2 (2/2)  epoch 1/2  loss X  train X %  validation X %  N clips/s  N s",
    "#base seed 2 (2/2)  epoch 2/2  loss X  train X %  validation X %  N clips/s  N s",
    "#base seed 2 (2/2)  test X % after the last epoch, trained N",
    "",
  ]);
  assert.match(first, /\nNo\.\s+Class\s+Clips\s+Accuracy/);
  assert.match(first, /Test split, mean ± sample standard deviation over 2 seeds/);
  assert.match(first, /Top-1 \(%\), last epoch\s+X ± X\n/);
  assert.match(first, /run folder {2}ROOT\/\.hgl\/runs\/RUN\nrun folder {2}ROOT\/\.hgl\/runs\/RUN\n/);
  assert.match(first, /#mistakes {2}#base: true against predicted classes, test split, 2 runs\n/);

  const again = steady(await run({}, { HGL_TEST_NAN_AT: "1" })).split("\n");
  assert.deepEqual(again.slice(1, 3), [
    "#base seed 1  already trained (run RUN), test X %",
    "#base seed 2  already trained (run RUN), test X %",
  ]);
  assert.deepEqual(again.slice(4), lines.slice(8), "the same tables, from the store");
});

test("--json tells the same as one object a line", async () => {
  const values = (await run({ json: true }))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    values.map(({ type, id, cached }) => [type, id ?? cached]),
    [
      ["cell", "clips"],
      ["cell", "net"],
      ["cell", "base"],
      ["run", true],
      ["run", true],
      ["cell", "mistakes"],
    ],
  );
});

test("--fresh trains again and keeps the old folders; equal seeds give equal results", async () => {
  const before = readdirSync(join(root, ".hgl", "runs"));
  const first = await run();
  const fresh = await run({ fresh: true });
  const tables = (text: string) => text.slice(text.indexOf("No."));
  assert.equal(tables(fresh), tables(first));
  const aside = readdirSync(join(root, ".hgl", "runs")).filter((name) => name.endsWith(".old-1"));
  assert.deepEqual(
    aside,
    before.map((name) => `${name}.old-1`),
  );
});

test("--report writes one page about every cell, with its runs and the network's blocks", async () => {
  const file = join(root, "out", "report.html");
  assert.match(await run({ report: file }), /\nreport {6}.*report\.html\n$/);
  const page = readFileSync(file, "utf8");
  const runs = readdirSync(join(root, ".hgl", "runs")).filter((name) => !name.includes(".old-"));
  assert.equal(runs.length, 2);
  for (const text of ["<!doctype html>", "<title>T", "n.hgl.md", "block 1", ...runs])
    assert.ok(page.toLowerCase().includes(text.toLowerCase()), text);
  assert.ok(!page.includes(root), "no path of this machine");
});

test("--cell runs what the cell needs and no more", async () => {
  assert.equal(await run({ cell: "net" }), "");
  assert.equal(await run({ cell: "#clips" }), "#clips  small: 36 clips, 3 classes, 20 joints\n");
});

test("a run that fails is the command's error, and runs before it are kept", async () => {
  writeFileSync(path, NOTEBOOK.replace("seeds: [1, 2]", "seeds: [1, 3]"));
  await assert.rejects(
    run({}, { HGL_TEST_NAN_AT: "6" }),
    (error: HglError) =>
      error instanceof HglError && /^run [0-9a-f]{12}: step 6 \(epoch 2\): the loss became NaN/.test(error.message),
  );
  writeFileSync(path, NOTEBOOK);
});

test("on a terminal a bar redraws one line with epoch, step, speed and ETA, and leaves nothing behind", () => {
  const terminal = recorder(120);
  const progress = progressOn(terminal, { cell: "base", seed: 1, index: 1, of: 3, remaining: 2 });
  progress.event({ at: 0, type: "start", runId: "r", seed: 1, epochs: 4, stepsPerEpoch: 10, resumedAt: null });
  progress.event({
    at: 5_000,
    type: "step",
    epoch: 1,
    step: 10,
    loss: 1.23456,
    lr: 0.1,
    gradNorm: 1,
    clipsPerSecond: 41.6,
  });
  progress.event({
    at: 5_100,
    type: "epoch",
    epoch: 1,
    loss: 1.2,
    trainTop1: 0.5,
    validation: { clips: 4, loss: 1, top1: 0.75, top5: 1 },
    seconds: 5,
  });
  progress.event({ at: 10_000, type: "step", epoch: 2, step: 20, loss: 0.5, lr: 0.1, gradNorm: 1, clipsPerSecond: 40 });
  progress.event({ at: 10_001, type: "warning", message: "look" });
  progress.end();
  const frames = terminal.said.out.split("\r\x1b[K");
  assert.equal(frames[0], "");
  assert.match(
    frames[1]!,
    /^#base seed 1 \(1\/3\) {2}━*─* {2}25 % {2}epoch 1\/4 {2}loss 1\.235 {2}42 clips\/s {2}ETA 0:15 \(all 0:55\)$/,
  );
  assert.match(frames[2]!, /50 % {2}epoch 2\/4 {2}loss 0\.500 {2}val 75\.0 % {2}40 clips\/s {2}ETA 0:10 \(all 0:50\)$/);
  assert.ok(frames.every((frame) => frame.replace(/\n.*/s, "").length < 120));
  assert.deepEqual(frames.slice(3), ["#base seed 1 (1/3)  warning: look\n"]);
  const usual = recorder(80);
  const bar = progressOn(usual, { cell: "base", seed: 1, index: 1, of: 3, remaining: 2 });
  bar.event({ at: 0, type: "start", runId: "r", seed: 1, epochs: 4, stepsPerEpoch: 10, resumedAt: null });
  bar.event({ at: 5_000, type: "step", epoch: 1, step: 10, loss: 1, lr: 0.1, gradNorm: 1, clipsPerSecond: 40 });
  assert.match(usual.said.out, /\[K#base seed 1 \(1\/3\) {2}━{5}─{16} {2}25 % {2}epoch 1\/4 {2}ETA 0:15 \(all 0:55\)$/);
  const narrow = recorder(30);
  const small = progressOn(narrow, { cell: "base", seed: 1, index: 1, of: 1, remaining: 0 });
  small.event({ at: 0, type: "step", epoch: 1, step: 1, loss: 1, lr: 1, gradNorm: 1, clipsPerSecond: 1 });
  assert.ok(narrow.said.out.length < 30 + 4);
});
