import assert from "node:assert/strict";
import { test } from "node:test";
import { notebooksWith } from "../../../../src/extension/runs/notebooksOf";

const train = "---\nhgl: 1\n---\n\n```hgl train #base\ndata: d\nmodel: m\n```\n";
const files = new Map([
  ["b.hgl.md", train],
  ["a.hgl.md", train],
  ["other.hgl.md", train.replace("#base", "#fixed")],
  ["view.hgl.md", train.replace("train #base", "view #base")],
  ["damaged.hgl.md", "---\nhgl: 1\n---\n\n```hgl train #base\n"],
  ["README.md", train],
]);
const folder = {
  list: () => Promise.resolve([...files.keys()]),
  read: (name: string) => Promise.resolve(files.get(name)!),
};

test("the notebooks that have the train cell, and the rest, damaged ones too", async () => {
  assert.deepEqual(await notebooksWith({ place: "/d", cell: "base" }, folder), {
    holding: ["a.hgl.md", "b.hgl.md"],
    others: ["damaged.hgl.md", "other.hgl.md", "view.hgl.md"],
  });
});

test("the one that made the run is the one, as long as it has the cell", async () => {
  const made = async (notebook: string) =>
    (await notebooksWith({ place: "/d", cell: "base", notebook }, folder)).holding;
  assert.deepEqual(await made("b.hgl.md"), ["b.hgl.md"]);
  assert.deepEqual(await made("renamed.hgl.md"), ["a.hgl.md", "b.hgl.md"]);
  assert.deepEqual(await made("other.hgl.md"), ["a.hgl.md", "b.hgl.md"]);
});

test("a folder that is gone has none", async () => {
  const gone = { ...folder, list: () => Promise.reject(new Error("ENOENT")) };
  assert.deepEqual(await notebooksWith({ place: "/d", cell: "base" }, gone), { holding: [], others: [] });
});
