import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { findVideos } from "../../../../../src/worker/text/video/findVideos";

function folderOf(t: TestContext, ...files: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "hgl-videos-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
  return folder;
}

test("a video is named after its clip, as NTU's are too, and may lie deeper", (t) => {
  const names = ["S001C001P001R001A001_rgb.avi", "b/clip 2.MP4", "-c.mkv", "d.txt", "e", "f.tar.mov"];
  const folder = folderOf(t, ...names);
  const samples = ["S001C001P001R001A001", "clip 2", "-c", "d", "e2", "f.tar", "b/clip 2", "../x"];
  const { files, missing } = findVideos(folder, samples, null);
  assert.deepEqual(findVideos(folder, samples, "{sample}"), { files, missing });
  const found = { S001C001P001R001A001: 0, "clip 2": 1, "-c": 2, "f.tar": 5, "b/clip 2": 1 };
  assert.deepEqual([...files], Object.entries(found).map(([sample, at]) => [sample, join(folder, names[at]!)])); // prettier-ignore
  assert.deepEqual(missing, ["d", "e2", "../x"]);
});

test("a pattern says where each video lies, and leads nowhere else", (t) => {
  const folder = folderOf(t, "in/view_1/a.mov", "in/view_2/a.mov", "secret.mov");
  const inside = join(folder, "in");
  const find = (pattern: string, sample: string) => findVideos(inside, [sample], pattern).files.get(sample);
  assert.equal(find("./view_1/{sample}.mov", "a"), join(inside, "view_1", "a.mov"));
  assert.equal(find("view_2/{sample}", "a"), join(inside, "view_2", "a.mov"));
  assert.equal(find("{sample}.mov", "../secret"), undefined);
  assert.equal(find("../{sample}.mov", "secret"), undefined);
  assert.equal(find("view_1/{sample}.mov", "$&"), undefined);
  assert.throws(() => find("view_1/a.mov", "a"), /"view_1\/a\.mov" does not say .*; write \{sample\} in it/);
});

test("a clip with two videos is refused by name, and only when it is asked for", (t) => {
  const folder = folderOf(t, "x/a.mov", "y/a.mov", "b.mov");
  assert.throws(
    () => findVideos(folder, ["a"], "{sample}"),
    /clip a has two videos, x\/a\.mov and y\/a\.mov; remove one/,
  );
  assert.equal(findVideos(folder, ["b"], "{sample}").files.size, 1);
});

test("a folder that is not there is named", (t) => {
  const folder = join(folderOf(t), "none");
  assert.throws(() => findVideos(folder, ["a"], "{sample}"), /none: looking for videos failed: no such file or folder/);
});
