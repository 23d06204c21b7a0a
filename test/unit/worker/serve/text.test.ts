import assert from "node:assert/strict";
import { appendFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { openSoundCells } from "../../../../src/worker/running/openNotebook";
import { runsBeside, runsOf } from "../../../../src/worker/running/storedRuns";
import { smallDataset } from "../training/fakes";
import { fakeLaunch, serveHere } from "./client";
import { notebookFolder } from "./notebook";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const CELLS = `
\`\`\`hgl text #words
data: clips
source: bank.json
\`\`\`

\`\`\`hgl train #taught
data: clips
model: net
text: words
epochs: 2
batch: 6
seeds: [1]
\`\`\`
`;

/** Writes two descriptions for each class beside the notebook; `changed` replaces the first one's. */
function writeBank(root: string, changed = "The right arm rises above the head."): void {
  const { classes } = smallDataset();
  const texts = classes.map((name, i) => [
    name,
    [i === 0 ? changed : `Step ${i} to the left.`, `Both knees bend ${i} times.`],
  ]);
  const bank = { format: 1, dataset: "small", written: "for a test", classes: Object.fromEntries(texts) };
  writeFileSync(join(root, "bank.json"), JSON.stringify(bank));
}

async function opened() {
  const { root, path, text } = notebookFolder();
  ends.push(() => rmSync(root, { recursive: true, force: true }));
  appendFileSync(path, CELLS);
  writeBank(root);
  const { client, end } = await serveHere({ launch: fakeLaunch({}) });
  ends.push(end);
  const asked = { path, text: text + CELLS };
  const run = (cell: string, execution: string) => client.ask("execute", { ...asked, cell, execution });
  return { root, path, client, asked, run };
}

test("descriptions are encoded once, told of, found again by a train cell and after a restart", async () => {
  const { root, path, client, asked, run } = await opened();
  const first = await run("words", "1");
  assert.deepEqual([first.status.state, first.status.cached], ["done", false]);
  const { outputs } = client.toldOf("outputs", "1")[0]!;
  const shown = outputs[0]!["text/plain"]!;
  assert.match(shown, /bank\.json/);
  assert.match(shown, /class-level text: all clips of a class share its descriptions/);
  assert.match(shown, /use-lite-en/);
  assert.equal((await run("words", "2")).status.cached, true);

  assert.equal((await run("taught", "3")).status.state, "done");
  const taught = runsBeside(path).find(({ cell }) => cell === "taught")!;
  assert.equal(taught.config.language?.texts.level, "class");
  const [file] = readdirSync(join(root, ".hgl", "text")).filter((name) => name.endsWith(".safetensors"));
  assert.equal(file, `${taught.spec.textHash!.slice(0, 16)}.safetensors`);
  const told = client.toldOf("outputs", "3").at(-1)!.outputs;
  assert.match(told.map((form) => form["text/plain"]).join("\n"), /Text in training\s+file, class-level/);

  const { cells } = await client.ask("restore", asked);
  const restored = cells.find(({ cell }) => cell === "words")!;
  assert.deepEqual(restored.outputs[0], outputs[0]);
  assert.equal(restored.stale, false);
});

test("changed descriptions make another run, and what was shown of the old ones is stale", async () => {
  const { root, path, client, asked, run } = await opened();
  await run("taught", "1");
  writeBank(root, "The left arm swings in a circle.");
  const { cells } = await client.ask("restore", asked);
  assert.equal(cells.find(({ cell }) => cell === "words")!.stale, true);
  await run("taught", "2");
  const hashes = runsBeside(path).map(({ spec }) => spec.textHash);
  assert.equal(hashes.length, 2);
  assert.notEqual(hashes[0], hashes[1]);
  // Whatever the order of their folders, the cell shows the run of the newer texts.
  const runs = runsBeside(path).toSorted((a, b) => b.updatedAt - a.updatedAt);
  const cell = openSoundCells(path, asked.text).cells.find(({ id }) => id === "taught");
  assert.ok(cell?.kind === "train");
  for (const stored of [runs, runs.toReversed()])
    assert.deepEqual(
      runsOf(cell, stored, null).map(({ folder }) => folder.id),
      [runs[0]!.folder.id],
    );
});

test("a class without a description fails its cell by name, and nothing is trained", async () => {
  const { root, path, run } = await opened();
  writeFileSync(join(root, "bank.json"), JSON.stringify({ format: 1, dataset: "s", written: "t", classes: { x: ["y"] } })); // prettier-ignore
  const end = await run("taught", "1");
  assert.equal(end.status.state, "failed");
  assert.match(end.message!, /bank\.json: the class "[^"]+" of .* has no description; add it to the file/);
  assert.equal(runsBeside(path).length, 0);
});
