import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { unzipSync } from "fflate";
import { importDataset } from "../../../../../src/worker/importing/importDataset";
import { placeOf } from "../../../../fixtures/data/synthetic";

const folder = await mkdtemp(join(tmpdir(), "hgl-ucla-"));
after(() => rm(folder, { recursive: true, force: true }));

const places = { folder, imports: join(folder, "imports") };
const ZIP = resolve("../shared/data/nw-ucla/nw-ucla-views-1-2.zip");

const skeleton = (frame: number): number[][] => Array.from({ length: 20 }, (_, joint) => [frame, joint, 0.25]);
const skeletons = (frames: number): number[][][] => Array.from({ length: frames }, (_, frame) => skeleton(frame));
const clip = (label: unknown, frames: unknown = skeletons(2)): string =>
  JSON.stringify({ file_name: "any", skeletons: frames, label });

async function folderOf(name: string, files: Record<string, string>, nested = ""): Promise<string> {
  await mkdir(join(folder, name, nested), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, name, nested, file), text);
  return name;
}

test("clips are read in the order of their names, with class, subject and view from them", async () => {
  const files = {
    "a12_s10_e04_v03.json": clip(10, skeletons(3)),
    "a01_s02_e00_v01.json": clip(1),
    "a08_s03_e01_v02.json": clip(7, skeletons(1)),
    "readme.txt": "not a clip",
  };
  for (const nested of ["", "all_sqe"]) {
    const data = await importDataset(placeOf(await folderOf(`three${nested}`, files, nested)), places);
    assert.deepEqual(
      data.clips.map(({ id, label, subject, view, frames }) => [id, label, subject, view, frames]),
      [
        ["a01_s02_e00_v01", 0, 2, 1, 2],
        ["a08_s03_e01_v02", 6, 3, 2, 1],
        ["a12_s10_e04_v03", 9, 10, 3, 3],
      ],
    );
    assert.deepEqual(
      [data.layout.name, data.bodies, data.classes[6], data.classes[9]],
      ["ucla20", 1, "donning", "carry"],
    );
    assert.deepEqual([...data.values.of(1).subarray(57)], [0, 19, 0.25]);
    assert.deepEqual(data.protocols, [{ name: "X-View", by: "view", train: [1, 2], test: [3] }]);
    assert.deepEqual(data.warnings, []);
  }
});

test("without view 3, view 1 trains, view 2 tests, and a warning says so", async () => {
  const files = { "a01_s01_e00_v01.json": clip(1), "a01_s01_e00_v02.json": clip(1) };
  const data = await importDataset(placeOf(await folderOf("two", files), "nw-ucla"), places);
  assert.deepEqual(data.protocols, [{ name: "views 1 and 2", by: "view", train: [1], test: [2] }]);
  assert.match(data.warnings![0]!, /View 3.* is absent/);
});

test("one bad clip stops the import and is named", async () => {
  const files = { "a01_s01_e00_v01.json": clip(1), "a02_s01_e00_v01.json": clip(3), "a03_s01_e00_v01.json": clip(3) };
  const name = await folderOf("bad", files);
  await assert.rejects(importDataset(placeOf(name), places), /a02_s01_e00_v01\.json: label 3 contradicts action a02/);
});

test(
  "the real clips of views 1 and 2 are read: 516 and 504, ten classes, no odd frame",
  { skip: existsSync(ZIP) ? false : "the Northwestern-UCLA clips are not on this machine" },
  async () => {
    await mkdir(join(folder, "real", "all_sqe"), { recursive: true });
    for (const [path, bytes] of Object.entries(unzipSync(readFileSync(ZIP)))) {
      if (path.endsWith(".json")) await writeFile(join(folder, "real", path), bytes);
    }
    const data = await importDataset(placeOf("real"), places);
    const count = (view: number): number => data.clips.filter((clip) => clip.view === view).length;
    assert.deepEqual([count(1), count(2), data.clips.length], [516, 504, 1020]);
    assert.equal(
      data.clips.reduce((frames, clip) => frames + clip.frames, 0),
      44144,
    );
    const perClass = data.classes.map((_, label) => data.clips.filter((clip) => clip.label === label).length);
    assert.deepEqual(perClass, [102, 102, 96, 124, 101, 102, 99, 99, 98, 97]);
    assert.equal(new Set(data.clips.map((clip) => clip.subject)).size, 10);
  },
);
