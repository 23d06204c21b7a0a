import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as ort from "onnxruntime-node";
import { fillBatch, sampleSize } from "../../../../src/model/data/batch";
import { splitDataset } from "../../../../src/model/data/split";
import { encodeClipStore } from "../../../../src/worker/importing/clipStore";
import { importDataset } from "../../../../src/worker/importing/importDataset";
import { RunFolder } from "../../../../src/worker/store/runFolder";
import { readScores } from "../../../../src/worker/store/scores";
import { smallDataset } from "../training/fakes";
import { hgl } from "./recorder";

const NOTEBOOK = `---
hgl: 1
---

\`\`\`hgl data #clips
source: ./small.hgl-clips
validation: 0.25
window: 16
\`\`\`

\`\`\`hgl model #net
preset: hglnet-xs
\`\`\`

\`\`\`hgl train #base
data: clips
model: net
epochs: 2
batch: 6
lr: 0.05
ema: 0.9
\`\`\`
`;

let root = "";
let folder: RunFolder;
before(async () => {
  root = mkdtempSync(join(tmpdir(), "hgl-export-"));
  writeFileSync(join(root, "small.hgl-clips"), encodeClipStore(smallDataset()));
  writeFileSync(join(root, "n.hgl.md"), NOTEBOOK);
  const { status, err } = await hgl("run", join(root, "n.hgl.md"));
  assert.deepEqual([status, err], [0, ""]);
  const runs = join(root, ".hgl", "runs");
  folder = new RunFolder(join(runs, readdirSync(runs)[0]!));
});
after(() => rmSync(root, { recursive: true, force: true }));

test("the exported network gives a real run's own test scores, one clip at a time", async () => {
  const file = join(root, "out", "net.onnx");
  const { status, out, err } = await hgl("export-onnx", folder.path, "--out", file);
  assert.deepEqual([status, err], [0, ""]);
  assert.match(out, /net\.onnx: weights after epoch 2, \d\.\d MB\n$/);

  const { config } = folder.spec();
  const dataset = await importDataset(config.data, { folder: "/", imports: "/" });
  const { test: clips } = splitDataset(dataset, config.data, config.seed);
  const stored = readScores(folder.scoresPath, "test");
  assert.deepEqual(
    stored.clips,
    clips.map((clip) => dataset.clips[clip]!.id),
  );
  const session = await ort.InferenceSession.create(file);
  const { layout } = dataset;
  for (const [row, clip] of clips.entries()) {
    const x = new Float32Array(sampleSize(layout, config.data.window));
    fillBatch(x, dataset, [clip], config.data, { seed: config.seed, epoch: 0, training: false });
    const shape = [1, layout.bodies, 3, layout.joints.length, config.data.window];
    const { logits } = await session.run({ x: new ort.Tensor("float32", x, shape) });
    assert.deepEqual(logits!.dims, [1, 3]);
    for (const [j, value] of (logits!.data as Float32Array).entries()) {
      const expected = stored.logits[row * 3 + j]!;
      assert.ok(Math.abs(value - expected) <= 1e-4 * Math.max(1, Math.abs(expected)), `${value}, not ${expected}`);
    }
  }
  await session.release();
  const text = readFileSync(file).toString("latin1");
  assert.ok(text.includes(folder.id) && text.includes('["sit","stand","wave"]'), "run and class names are in the file");
});

test("--best exports the checkpoint that was best on validation, and says its epoch", async () => {
  const { status, out } = await hgl("export-onnx", folder.path, "--best", "--out", join(root, "best.onnx"));
  assert.equal(status, 0);
  assert.match(out, new RegExp(`weights after epoch ${folder.result()!.bestOnValidation!.epoch},`));
});
