import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeModel, type OnnxModel } from "../../../../src/engine/onnx/proto";
import { bytesOf, decode, messages, numbers, texts, type Message } from "./decode";

/** Field numbers of onnx.proto3 (IR version 8), as published. */
const MODEL = { ir: 1, producer: 2, graph: 7, opset: 8, metadata: 14 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 };
const ATTRIBUTE = { name: 1, f: 2, i: 3, s: 4, ints: 8, type: 20 };
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 };

const model: OnnxModel = {
  graphName: "step",
  nodes: [
    {
      op: "Conv",
      domain: "",
      name: "temporal#0",
      inputs: ["x", "", "w"],
      outputs: ["y", "z"],
      attributes: { pads: [0, 2, 0, 300], group: 3, axis: -1, epsilon: { float: 0.5 }, mode: "constant" },
    },
    { op: "FusedMatMul", domain: "com.microsoft", name: "p#1", inputs: ["y"], outputs: ["v"], attributes: {} },
  ],
  inputs: [
    { name: "x", type: "float32", shape: [2, 300] },
    { name: "b", type: "float32", shape: ["N", 3] },
  ],
  outputs: [{ name: "v", type: "bool", shape: [] }],
  initializers: [
    { name: "w", type: "float32", shape: [2], bytes: new Uint8Array(Float32Array.of(1.5, -2).buffer) },
    { name: "axes", type: "int64", shape: [1], bytes: new Uint8Array(BigInt64Array.of(-1n).buffer) },
    { name: "n", type: "int32", shape: [], bytes: new Uint8Array(Int32Array.of(7).buffer) },
  ],
  metadata: { layout: "ntu25", classes: "a,b" },
};

const whole = decode(encodeModel(model));
const graph = messages(whole, MODEL.graph)[0]!;

test("a model names its format, operator sets, producer and metadata", () => {
  assert.deepEqual(numbers(whole, MODEL.ir), [8]);
  assert.equal(texts(whole, MODEL.producer)[0], "hocslm-notebook");
  assert.deepEqual(
    messages(whole, MODEL.opset).map((set) => [texts(set, 1)[0], numbers(set, 2)[0]]),
    [
      ["", 17],
      ["com.microsoft", 1],
    ],
  );
  assert.deepEqual(
    messages(whole, MODEL.metadata).map((entry) => [texts(entry, 1)[0], texts(entry, 2)[0]]),
    [
      ["layout", "ntu25"],
      ["classes", "a,b"],
    ],
  );
  assert.deepEqual(texts(graph, GRAPH.name), ["step"]);
});

test("a model of standard operators asks for no other operator set", () => {
  const plain = decode(encodeModel({ ...model, nodes: model.nodes.slice(0, 1) }));
  assert.equal(messages(plain, MODEL.opset).length, 1);
});

test("nodes keep their order, ports (empty ones too), names and domains", () => {
  const nodes = messages(graph, GRAPH.node);
  assert.deepEqual(
    nodes.map((node) => texts(node, NODE.op)[0]),
    ["Conv", "FusedMatMul"],
  );
  assert.deepEqual(texts(nodes[0]!, NODE.input), ["x", "", "w"]);
  assert.deepEqual(texts(nodes[0]!, NODE.output), ["y", "z"]);
  assert.deepEqual(texts(nodes[0]!, NODE.name), ["temporal#0"]);
  assert.deepEqual(texts(nodes[0]!, NODE.domain), []);
  assert.deepEqual(texts(nodes[1]!, NODE.domain), ["com.microsoft"]);
});

test("attributes carry their kind and value, negative and large numbers included", () => {
  const found = Object.fromEntries(
    messages(messages(graph, GRAPH.node)[0]!, NODE.attribute).map((a) => [texts(a, ATTRIBUTE.name)[0]!, a]),
  ) as Record<string, Message>;
  const kind = (name: string): number => numbers(found[name]!, ATTRIBUTE.type)[0]!;
  assert.deepEqual(numbers(found.pads!, ATTRIBUTE.ints), [0, 2, 0, 300]);
  assert.equal(kind("pads"), 7);
  assert.deepEqual(numbers(found.group!, ATTRIBUTE.i), [3]);
  assert.deepEqual(numbers(found.axis!, ATTRIBUTE.i), [-1]);
  assert.equal(kind("axis"), 2);
  assert.deepEqual(numbers(found.epsilon!, ATTRIBUTE.f), [0.5]);
  assert.equal(kind("epsilon"), 1);
  assert.deepEqual(texts(found.mode!, ATTRIBUTE.s), ["constant"]);
  assert.equal(kind("mode"), 3);
});

test("inputs and outputs carry type and shape, symbolic dimensions by name", () => {
  const describe = (value: Message) => {
    const tensor = messages(messages(value, 2)[0]!, 1)[0]!;
    const dimensions = messages(messages(tensor, 2)[0]!, 1);
    return [texts(value, 1)[0], numbers(tensor, 1)[0], dimensions.map((d) => numbers(d, 1)[0] ?? texts(d, 2)[0])];
  };
  assert.deepEqual(messages(graph, GRAPH.input).map(describe), [
    ["x", 1, [2, 300]],
    ["b", 1, ["N", 3]],
  ]);
  assert.deepEqual(messages(graph, GRAPH.output).map(describe), [["v", 9, []]]);
});

test("initializers carry shape, type and their bytes as they are", () => {
  const tensors = messages(graph, GRAPH.initializer);
  assert.deepEqual(
    tensors.map((t) => [texts(t, TENSOR.name)[0], numbers(t, TENSOR.type)[0], numbers(t, TENSOR.dims)]),
    [
      ["w", 1, [2]],
      ["axes", 7, [1]],
      ["n", 6, []],
    ],
  );
  tensors.forEach((t, i) => assert.deepEqual(bytesOf(t, TENSOR.raw), model.initializers[i]!.bytes));
});
