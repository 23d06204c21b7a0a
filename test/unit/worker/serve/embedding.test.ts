import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import { checkEmbedding, type EmbeddingPayload } from "../../../../src/common/payloads/embedding";
import { declareHglnet } from "../../../../src/model/network/hglnet";
import { initialValues } from "../../../../src/model/network/parameters";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { CheckpointStore } from "../../../../src/worker/store/checkpoint";
import { RunFolder } from "../../../../src/worker/store/runFolder";
import type { Position } from "../../../../src/worker/training/position";
import { fakeLaunch, serveHere } from "./client";
import { notebookFolder } from "./notebook";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const CELLS = `
\`\`\`hgl view #space
view: embedding
of: base
\`\`\`

\`\`\`hgl view #learned
view: embedding
of: base
split: train
projection: umap
\`\`\`

\`\`\`hgl figure #plane
figure: embedding
of: base
formats: [svg]
\`\`\`
`;

/** A real network, untrained, in place of the stand-in's checkpoints: what a feature is worth does not matter here. */
function putNetwork(folder: RunFolder): void {
  const { config, layout, classes } = folder.spec();
  const shape = {
    config: config.model,
    layout: layoutNamed(layout),
    classes: classes.length,
    window: config.data.window,
  };
  const state = declareHglnet(shape);
  const weights = initialValues(state.weights, config.seed);
  rmSync(folder.checkpointsPath, { recursive: true, force: true });
  const store = new CheckpointStore<Position>(folder.checkpointsPath, state);
  const statistics = initialValues(state.statistics, config.seed);
  const position = { epoch: 2, step: 1 } as unknown as Position;
  store.save(
    { step: 1, weights, slots: new Float32Array(0), statistics, average: null, gradients: null },
    position,
    false,
  );
}

async function trained() {
  const folder = notebookFolder();
  ends.push(() => rmSync(folder.root, { recursive: true, force: true }));
  const text = folder.text + CELLS;
  writeFileSync(folder.path, text);
  const { client, end } = await serveHere({ launch: fakeLaunch() });
  ends.push(end);
  const run = (cell: string, execution = `x-${cell}`) =>
    client.ask("execute", { path: folder.path, text, cell, execution });
  assert.equal((await run("base")).status.state, "done");
  const { runs } = await client.ask("restore", { path: folder.path, text });
  for (const id of runs) putNetwork(new RunFolder(join(folder.root, ".hgl", "runs", id)));
  const shown = (execution: string) => client.toldOf("outputs", execution)[0]!.outputs[0]!;
  return { ...folder, text, client, run, shown };
}

function payloadOf(output: Record<string, string | undefined>): EmbeddingPayload {
  const checked = checkEmbedding(JSON.parse(output[MIME.embedding]!));
  assert.ok(checked.ok);
  return checked.payload;
}

test("a feature space is computed, kept, and shown again with the same bytes", async () => {
  const { client, run, shown, path, text } = await trained();
  assert.equal((await run("space")).status.state, "done");
  const first = shown("x-space");
  const payload = payloadOf(first);
  assert.equal(payload.points.length, 12);
  assert.equal(payload.clips, 12);
  assert.ok(payload.points.every(({ predicted }) => predicted !== null));
  assert.ok(new Set(payload.points.map(({ space }) => space.join())).size > 3);
  const [one, two, three] = payload.explained!;
  assert.ok(one! >= two! && two! >= three! && one! + two! + three! <= 1.001);
  assert.match(first["image/svg+xml"]!, /PC 1 \(/);
  assert.match(first["text/plain"]!, /12 clips of 3 classes[\s\S]*nearest other clip shown is of their class/);

  assert.equal((await run("space", "again")).status.cached, true);
  assert.deepEqual(shown("again"), first);
  const restored = (await client.ask("restore", { path, text })).cells.find(({ cell }) => cell === "space")!;
  assert.deepEqual(restored.outputs, [first]);
  assert.equal(restored.stale, false);
});

test("another split and UMAP: only its clips, no variance told; the figure is drawn from the same features", async () => {
  const { run, shown } = await trained();
  assert.equal((await run("learned")).status.state, "done");
  const payload = payloadOf(shown("x-learned"));
  assert.deepEqual([payload.split, payload.projection, payload.explained], ["train", "umap", null]);
  assert.ok(payload.points.every(({ id }) => /^s[1-4]/.test(id)));
  assert.equal((await run("plane")).status.state, "done");
  assert.match(shown("x-plane")[MIME.figure]!, /PC 2 \(/);
});

test("a run without a sound checkpoint says so in place of a picture", async () => {
  const { client, run, path, text, root } = await trained();
  const { runs } = await client.ask("restore", { path, text });
  for (const id of runs) rmSync(new RunFolder(join(root, ".hgl", "runs", id)).checkpointsPath, { recursive: true });
  const end = await run("space");
  assert.equal(end.status.state, "failed");
  assert.match(JSON.stringify(end), /no sound checkpoint/);
});
