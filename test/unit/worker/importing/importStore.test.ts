import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { tableFromIPC } from "apache-arrow";
import { openStore } from "../../../../src/worker/dataStore/openStore";
import { importDataset } from "../../../../src/worker/importing/importDataset";
import { placeOf } from "../../../fixtures/data/synthetic";

const root = mkdtempSync(join(tmpdir(), "hgl-store-"));
after(() => rmSync(root, { recursive: true, force: true }));

/** 600 clips of NW-UCLA's form, which are three pieces. */
function source(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < 600; at++) {
    const id = `a0${1 + (at % 2)}_s${String(1 + (at % 30)).padStart(2, "0")}_e${String(Math.floor(at / 60)).padStart(2, "0")}_v0${1 + (Math.floor(at / 30) % 2)}`;
    const frames = Array.from({ length: 1 + (at % 7) }, (_, t) =>
      Array.from({ length: 20 }, (_, joint) => [joint * 0.1 + t * 0.01, at * 0.001, 2]),
    );
    writeFileSync(
      join(folder, `${id}.json`),
      JSON.stringify({ file_name: id, skeletons: frames, label: 1 + (at % 2) }),
    );
  }
  return folder;
}

const clips = source("clips");
const places = (name: string) => ({ folder: root, imports: join(root, name) });
const contents = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => [one.name, readFileSync(join(one.parentPath, one.name), "base64")]),
  );
const storeIn = (name: string): string =>
  join(
    root,
    name,
    readdirSync(join(root, name)).find((one) => one.endsWith(".hgl-data"))!,
  );

test("one thread or several write the same bytes, and Arrow reads them", async () => {
  const one = await importDataset(placeOf(clips), places("one"), { threads: 1 });
  const shares: number[] = [];
  const three = await importDataset(placeOf(clips), places("three"), {
    threads: 3,
    onShare: (share) => shares.push(share),
  });
  assert.deepEqual(contents(join(root, "one")), contents(join(root, "three")));
  assert.equal(one.contentHash, three.contentHash);
  assert.ok(shares.every((share, at) => at === 0 || share >= shares[at - 1]!) && shares.at(-1) === 1);
  assert.deepEqual(readdirSync(storeIn("one")).sort(), [
    "clips.arrow",
    "manifest.json",
    "values-00000-0.arrow",
    "values-00001-0.arrow",
    "values-00002-0.arrow",
  ]);
  const index = tableFromIPC(readFileSync(join(storeIn("one"), "clips.arrow")));
  assert.deepEqual([index.numRows, index.get(5)!.toJSON().id], [600, one.clips[5]!.id]);
  const values = tableFromIPC(readFileSync(join(storeIn("one"), "values-00001-0.arrow")));
  const row = values.get(3)!.toJSON() as { id: string; values: { toArray(): Float32Array } };
  assert.equal(row.id, one.clips[200 + 3]!.id);
  assert.deepEqual(row.values.toArray(), one.values.of(200 + 3));
});

test("an import that was stopped goes on after its last whole piece", async () => {
  const stop = new AbortController();
  const first = importDataset(placeOf(clips), places("stopped"), {
    threads: 1,
    stop: stop.signal,
    onShare: (share) => share > 0.3 && stop.abort(),
  });
  await assert.rejects(first, (error) => error instanceof HglError && error.code === "interrupted");
  const growing = join(
    root,
    "stopped",
    readdirSync(join(root, "stopped")).find((one) => one.endsWith(".importing"))!,
  );
  const done = readdirSync(growing).filter((name) => name.startsWith("piece-")).length;
  assert.ok(done >= 1 && done < 3, `${done} pieces`);
  // A piece whose values were cut off counts as not read.
  truncateSync(join(growing, "values-00000-0.arrow"), 100);
  const shares: number[] = [];
  await importDataset(placeOf(clips), places("stopped"), { onShare: (share) => shares.push(share) });
  assert.deepEqual(contents(storeIn("stopped")), contents(storeIn("one")));
});

test("two that want the same wait for one another, and a second time nothing is read", async () => {
  const both = await Promise.all([1, 2].map(() => importDataset(placeOf(clips), places("both"))));
  assert.equal(both[0]!.contentHash, both[1]!.contentHash);
  let reads = 0;
  await importDataset(placeOf(clips), places("both"), { onShare: () => reads++ });
  assert.equal(reads, 0);
  assert.deepEqual(readdirSync(join(root, "both")), [storeIn("both").split("/").at(-1)]);
});

test("a damaged import is made again; an .hgl-data folder of one's own is refused with the file", async () => {
  await importDataset(placeOf(clips), places("damaged"));
  const store = storeIn("damaged");
  truncateSync(join(store, "values-00001-0.arrow"), 1000);
  await assert.rejects(
    openStore(store),
    /values-00001-0\.arrow: the file has 1000 bytes where \d+ were written; import the data again/,
  );
  const again = await importDataset(placeOf(clips), places("damaged"));
  assert.equal(again.clips.length, 600);
  writeFileSync(join(store, "manifest.json"), "{}");
  await assert.rejects(importDataset(placeOf(store), places("x")), /manifest\.json: format: /);
});

test("bad files are named and refused, or left out when told so", async () => {
  const folder = source("spoilt");
  const [first, second] = readdirSync(folder).sort();
  writeFileSync(join(folder, first!), "{");
  writeFileSync(join(folder, second!), "[]");
  await assert.rejects(importDataset(placeOf(folder), places("bad")), (error) => {
    assert.ok(error instanceof HglError && error.code === "data");
    assert.match(
      error.message,
      /_v01\.json: the file is not JSON.*, and 1 more file like it; mend or remove what is named, or write `bad: skip`/,
    );
    return true;
  });
  const skipped = await importDataset({ ...placeOf(folder), bad: "skip" }, places("bad"));
  assert.equal(skipped.clips.length, 598);
  assert.equal(skipped.warnings!.filter((one) => one.startsWith("Left out as bad: ")).length, 2);
  assert.ok(!existsSync(join(root, "bad", ".importing")));
});
