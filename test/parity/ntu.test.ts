import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { motion } from "../../src/model/data/ntu/denoise";
import { prepare } from "../../src/model/data/ntu/prepare";
import { parseSkeletonFile } from "../../src/model/data/ntu/skeletonFile";
import { parseFixture, type Fixture } from "./fixtures";

const folder = fileURLToPath(new URL("fixtures/ntu", import.meta.url));
const fixture = (name: string): Fixture => parseFixture(readFileSync(join(folder, `${name}.safetensors`)), name);
const { config, tensors } = fixture("prepared");
const { nobody } = config as unknown as { readonly nobody: readonly string[] };
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith(".skeleton"))
  .map((name) => name.slice(0, -".skeleton".length))
  .sort();

test("every recording has a result of the second implementation", () => {
  assert.deepEqual([...tensors.keys(), ...nobody].sort(), recordings);
  assert.ok(recordings.length >= 11);
});

for (const name of recordings) {
  test(`${name}: what NumPy prepares, bit for bit`, () => {
    const scene = prepare(parseSkeletonFile(readFileSync(join(folder, `${name}.skeleton`)), name));
    const expected = tensors.get(name);
    if (!expected) return assert.equal(scene, undefined);
    assert.deepEqual([scene!.frames, scene!.bodies, 25, 3], expected.shape);
    assert.deepEqual(scene!.values, expected.data);
  });
}

test("motion is what NumPy sums in single precision, bit for bit", () => {
  const { tensors } = fixture("motion");
  const value = motion(tensors.get("joints")!.data, () => true);
  assert.equal(value, tensors.get("motion")!.data[0]);
});
