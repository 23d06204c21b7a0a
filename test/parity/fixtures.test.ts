import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { layoutNamed } from "../../src/model/skeleton/layout";
import { FIXTURES, loadFixture, parseFixture } from "./fixtures";

function safetensors(header: object, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

describe("parity fixtures", () => {
  it("reads names, shapes and values at any alignment", () => {
    const header = {
      __metadata__: { config: '{"classes":3}' },
      a: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
      b: { dtype: "F32", shape: [], data_offsets: [8, 12] },
    };
    const file = safetensors(header, new Uint8Array(Float32Array.of(1.5, -2, 7).buffer));
    const shifted = new Uint8Array(file.length + 1);
    shifted.set(file, 1);
    const { config, tensors } = parseFixture(shifted.subarray(1), "made up");
    assert.equal(config.classes, 3);
    assert.deepEqual(tensors.get("a"), { shape: [2], data: Float32Array.of(1.5, -2) });
    assert.deepEqual(tensors.get("b"), { shape: [], data: Float32Array.of(7) });
  });

  it("refuses a file that is cut short, naming the tensor", () => {
    const header = { __metadata__: { config: "{}" }, a: { dtype: "F32", shape: [2], data_offsets: [0, 8] } };
    const file = safetensors(header, new Uint8Array(8));
    assert.throws(() => parseFixture(file.subarray(0, file.length - 1), "cut"), /cut: tensor "a" is not 2 float32/);
    assert.throws(() => parseFixture(file.subarray(0, 20), "cut"), /cut: the file ends inside its header/);
    assert.throws(() => parseFixture(new Uint8Array(3), "cut"), /cut: the file ends inside its header/);
  });

  for (const name of FIXTURES) {
    it(`${name} is finite, complete and says what it is`, () => {
      const { config, tensors } = loadFixture(name);
      const { batches, batch, bodies, frames, classes, steps } = config;
      const layout = layoutNamed(config.layout);
      assert.deepEqual(tensors.get("x")!.shape, [batches, batch, bodies, 3, layout.joints.length, frames]);
      assert.deepEqual(tensors.get("labels")!.shape, [batches, batch]);
      assert.ok(tensors.get("labels")!.data.every((label) => Number.isInteger(label) && label >= 0 && label < classes));
      assert.deepEqual(tensors.get("logits/eval")!.shape, [batch, classes]);
      const long = name.endsWith("-steps");
      assert.deepEqual(tensors.get("losses/sgd")?.shape, long ? [steps] : undefined);
      assert.deepEqual(tensors.get("losses/adamw")?.shape, long ? [steps] : undefined);
      for (const [key, { data }] of tensors) assert.ok(data.every(Number.isFinite), key);
      const named = (group: string): string[] =>
        [...tensors.keys()].filter((key) => key.startsWith(`${group}/`)).map((key) => key.slice(group.length + 1));
      for (const group of ["gradients", "sgd1", ...(long ? ["sgd10", "adamw10"] : [])])
        assert.deepEqual(named(group), named("parameters"), group);
      assert.deepEqual(named("statistics1"), named("statistics"));
    });
  }

  it("is small enough to live in the repository", () => {
    const bytes = FIXTURES.map(
      (name) => statSync(fileURLToPath(new URL(`fixtures/${name}.safetensors`, import.meta.url))).size,
    );
    assert.ok(bytes.reduce((a, b) => a + b) < 3_000_000);
  });
});
