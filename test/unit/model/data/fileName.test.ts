import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName, nameFromFile } from "../../../../src/model/data/fileName";

for (const [path, file, name] of [
  ["a.npz", "a.npz", "a"],
  ["/data/NTU60.NPZ", "NTU60.NPZ", "NTU60"],
  ["C:\\data\\x.npz", "x.npz", "x"],
  ["/data/.npz", ".npz", ".npz"],
  ["/data/", "", "data"],
] as const) {
  test(`the name in ${path}`, () => assert.deepEqual([fileName(path), nameFromFile(path, /\.npz$/i)], [file, name]));
}
