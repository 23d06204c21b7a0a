import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { DataPlace } from "../../../../src/common/config";
import { encodeClipStore } from "../../../../src/worker/importing/clipStore";
import { sourceStamp } from "../../../../src/worker/importing/sourceStamp";
import { Datasets } from "../../../../src/worker/running/datasets";
import { packedOf, placeOf } from "../../../fixtures/data/synthetic";
import { smallDataset } from "../training/fakes";

const root = mkdtempSync(join(tmpdir(), "hgl-datasets-"));
after(() => rmSync(root, { recursive: true, force: true }));

const notebook = join(root, "notebook.hgl.md");

function clipFile(name: string, change = 0): DataPlace {
  const dataset = smallDataset();
  packedOf(dataset)[0]! += change;
  writeFileSync(join(root, name), encodeClipStore(dataset));
  return placeOf(join(root, name));
}

test("a data set is read once while its file stays as it is", async () => {
  const datasets = new Datasets();
  const one = clipFile("one.hgl-clips");
  const [first, again] = await Promise.all([datasets.load(one, notebook), datasets.load(one, notebook)]);
  assert.equal(first, again);
  assert.equal(await datasets.peek(one), first);
  clipFile("one.hgl-clips", 1);
  assert.equal(await datasets.peek(one), undefined);
  assert.notEqual((await datasets.load(one, notebook)).contentHash, first.contentHash);
});

test("only the last two are kept, and a failed reading is not", async () => {
  const datasets = new Datasets();
  const [a, b, c] = ["a", "b", "c"].map((name) => clipFile(`${name}.hgl-clips`));
  for (const one of [a!, b!, c!]) await datasets.load(one, notebook);
  assert.equal(await datasets.peek(a!), undefined);
  assert.ok((await datasets.peek(b!)) && (await datasets.peek(c!)));
  const missing = placeOf(join(root, "d.hgl-clips"));
  await assert.rejects(datasets.load(missing, notebook), /there is no file or folder/);
  clipFile("d.hgl-clips");
  assert.equal((await datasets.load(missing, notebook)).clips.length, 36);
});

test("a folder's stamp sees every file's change, also one level down; reading tells how far it is", async () => {
  const folder = join(root, "ucla");
  mkdirSync(join(folder, "all_sqe"), { recursive: true });
  const frame = Array.from({ length: 20 }, (_, joint) => [joint * 0.05, 1, 0.2]);
  for (let view = 1; view <= 2; view++)
    for (let subject = 1; subject <= 12; subject++)
      writeFileSync(
        join(folder, "all_sqe", `a01_s${String(subject).padStart(2, "0")}_e00_v0${view}.json`),
        JSON.stringify({ file_name: "x", skeletons: [frame, frame], label: 1 }),
      );
  const before = await sourceStamp(folder);
  const shares: number[] = [];
  await new Datasets().load(placeOf(folder), notebook, { onShare: (share) => shares.push(share) });
  assert.equal(shares.at(-1), 1);
  assert.equal(await sourceStamp(folder), before);
  writeFileSync(join(folder, "all_sqe", "a01_s01_e00_v01.json"), "{}");
  assert.notEqual(await sourceStamp(folder), before);
  assert.equal(await sourceStamp(join(root, "nowhere")), "");
});
