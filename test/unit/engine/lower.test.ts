import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { lower, pointwise, product, record } from "../../../src/engine";
import { outputName } from "../../../src/engine/lower";
import { assertClose, valuesFor, withCompiled } from "./harness";
import { decode, messages, texts } from "./onnx/decode";

test("a state that goes in and comes out gets a suffix on its way out, a plain result does not", async () => {
  const program = await record({ weights: [2], rate: [1] }, ({ weights, rate }) => ({
    weights: tf.sub(weights!, rate!),
    loss: tf.sum(weights!),
  }));
  assert.equal(outputName(program, "weights"), "weights_next");
  assert.equal(outputName(program, "loss"), "loss");
  const graph = messages(decode(lower(program, "update")), 7)[0]!;
  assert.deepEqual(texts(graph, 2), ["update"]);
  assert.deepEqual(
    messages(graph, 11).map((value) => texts(value, 1)[0]),
    ["weights", "rate"],
  );
  assert.deepEqual(
    messages(graph, 12).map((value) => texts(value, 1)[0]),
    ["weights_next", "loss"],
  );
  const { weights, loss } = await withCompiled(program, (compiled) =>
    compiled.run({ weights: Float32Array.of(3, 5), rate: Float32Array.of(1) }),
  );
  assert.deepEqual([...weights!], [2, 4]);
  assert.deepEqual([...loss!], [8]);
});

test("metadata travels with the model", async () => {
  const program = await record({ x: [1] }, ({ x }) => ({ y: tf.neg(x!) }));
  const [entry] = messages(decode(lower(program, "m", { metadata: { source: "run 1" } })), 14);
  assert.deepEqual([texts(entry!, 1)[0], texts(entry!, 2)[0]], ["source", "run 1"]);
});

test("two results that are one tensor under two shapes both come out", async () => {
  const program = await record({ x: [4] }, ({ x }) => {
    const y = tf.exp(x!);
    return { flat: y, square: tf.reshape(y, [2, 2]) };
  });
  const x = Float32Array.of(0, 1, 2, 3);
  const { flat, square } = await withCompiled(program, (compiled) => compiled.run({ x }));
  assert.deepEqual(flat, square);
});

test("a program with a kernel unknown to the lowering is refused by the kernel's name", async () => {
  const program = await record({ x: [1] }, ({ x }) => ({ y: tf.neg(x!) }));
  const strange = { ...program, nodes: program.nodes.map((node) => ({ ...node, kernel: "Erfinv" })) };
  assert.throws(() => lower(strange, "strange"), /"Erfinv" has no lowering rule/);
});

test("products lowered to standard operators equal those of ONNX Runtime's own", async () => {
  const shapes = { a: [2, 4, 3], b: [2, 5, 4] };
  const program = await record(shapes, ({ a, b }) => ({
    both: product(a!, b!, true, true),
    second: product(b!, b!, false, true),
    first: product(a!, a!, true, false),
  }));
  const inputs = valuesFor(shapes, 1);
  const own = await withCompiled(program, (compiled) => compiled.run(inputs));
  const bytes = lower(program, "standard", { standard: true });
  assert.deepEqual(
    messages(decode(bytes), 8).map((set) => texts(set, 1)[0]),
    [""],
  );
  const session = await InferenceSession.create(bytes);
  const feeds = Object.entries(shapes).map(([name, shape]) => [name, new Tensor("float32", inputs[name]!, shape)]);
  const outputs = await session.run(Object.fromEntries(feeds) as Record<string, Tensor>);
  await session.release();
  for (const [name, values] of Object.entries(own)) {
    assertClose(outputs[name]!.data as Float32Array, values, 1e-6, name);
  }
});

test("a model with a symbolic batch runs at any batch size", async () => {
  const shapes = { x: [1009, 3, 4], w: [2, 3] };
  const program = await record(shapes, ({ x, w }) => ({
    y: tf.sum(tf.reshape(pointwise(x!, w!), [1009 * 2, 4]), 1).reshape([1009, 2]),
  }));
  const session = await InferenceSession.create(lower(program, "any", { batch: { size: 1009, name: "N" } }));
  for (const n of [1, 5]) {
    const inputs = valuesFor({ x: [n, 3, 4], w: [2, 3] }, n);
    const { y } = await session.run({
      x: new Tensor("float32", inputs.x!, [n, 3, 4]),
      w: new Tensor("float32", inputs.w!, [2, 3]),
    });
    assert.deepEqual(y!.dims, [n, 2]);
    const expected = Array.from({ length: n * 2 }, (_, i) => {
      const [b, o] = [Math.floor(i / 2), i % 2];
      let total = 0;
      for (let c = 0; c < 3; c++)
        for (let t = 0; t < 4; t++) total += inputs.w![o * 3 + c]! * inputs.x![(b * 3 + c) * 4 + t]!;
      return total;
    });
    assertClose(y!.data as Float32Array, expected, 1e-6, `batch ${n}`);
  }
  await session.release();
});

test("a node sees each input under the shape it was recorded with", async () => {
  const program = await record({ x: [4] }, ({ x }) => ({ y: tf.sum(x!, 0, true) }));
  const [node] = program.nodes;
  const seen = {
    ...program,
    nodes: [{ ...node!, shapes: [[2, 2]], outputs: [{ ...node!.outputs[0]!, shape: [1, 2] }] }],
    outputs: program.outputs.map(({ name, value }) => ({ name, value: { ...value, shape: [2] } })),
  };
  const { y } = await withCompiled(seen, (compiled) => compiled.run({ x: Float32Array.of(1, 2, 3, 4) }));
  assert.deepEqual([...y!], [4, 6]);
});
