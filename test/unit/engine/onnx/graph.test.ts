import assert from "node:assert/strict";
import { test } from "node:test";
import { GraphBuilder } from "../../../../src/engine/onnx/graph";
import { decode, messages, numbers, texts } from "./decode";

const graphOf = (builder: GraphBuilder) => messages(decode(builder.encode("g")), 7)[0]!;

test("equal constants are stored once; other shapes, types or values are not taken for them", () => {
  const g = new GraphBuilder();
  const [a, b] = [g.floats([1, 2], [2]), g.floats([1, 2], [2])];
  assert.equal(a, b);
  const others = [
    g.floats([1, 2], [1, 2]),
    g.floats([1, 3], [2]),
    g.ints([1, 2]),
    g.constant(Int32Array.of(1, 2), [2], "int32"),
  ];
  assert.equal(new Set([a, ...others].map(({ name }) => name)).size, 5);
  g.node("Max", [a, ...others], [2]);
  assert.equal(messages(graphOf(g), 5).length, 5);
});

test("0 and -0 are different constants", () => {
  const g = new GraphBuilder();
  assert.notEqual(g.floats([0], []).name, g.floats([-0], []).name);
});

test("a large constant is stored as given, without a search for its like", () => {
  const g = new GraphBuilder();
  const values = new Float32Array(2000).fill(1);
  assert.notEqual(g.constant(values, [2000], "float32"), g.constant(values, [2000], "float32"));
});

test("a constant cut out of a larger buffer stores its own part alone", () => {
  const g = new GraphBuilder();
  g.output(g.constant(Float32Array.of(1, 2, 3, 4).subarray(1, 3), [2], "float32"), "y");
  const raw = messages(graphOf(g), 5)[0]!.get(9)![0] as Uint8Array;
  assert.deepEqual([...new Float32Array(raw.slice().buffer)], [2, 3]);
});

test("a constant that nothing reads is not stored, under another shape it is another constant and no node", () => {
  const g = new GraphBuilder();
  g.floats([7], [1]);
  const flat = g.constant(Float32Array.of(1, 2, 3, 4), [4], "float32", "edges");
  const square = g.reshape(flat, [2, 2]);
  g.output(square, "y");
  const stored = messages(graphOf(g), 5);
  assert.deepEqual(
    stored.map((t) => [texts(t, 8)[0], numbers(t, 1)]),
    [[square.name, [2, 2]]],
  );
  assert.notEqual(square.name, "edges");
  assert.equal(g.nodeCount, 1);
});

test("named constants keep their names and are never taken for one another", () => {
  const g = new GraphBuilder();
  const [a, b] = ["a", "b"].map((name) => g.constant(Float32Array.of(1), [1], "float32", name));
  assert.deepEqual([a!.name, b!.name], ["a", "b"]);
  assert.equal(g.floats([1], [1]).name, g.floats([1], [1]).name);
});

test("sizes that hold the batch become symbols in ports and are computed in shapes", () => {
  const g = new GraphBuilder({ batch: { size: 1009, name: "N" } });
  const x = g.input("x", [1009, 2, 3]);
  const y = g.reshape(x, [2018, 3]);
  assert.deepEqual(y.shape, [2018, 3]);
  g.output(y, "y");
  g.ints([2018, 3, 1009]);
  const graph = graphOf(g);
  const port = (field: number) => {
    const [value] = messages(graph, field);
    const shape = messages(messages(messages(value!, 2)[0]!, 1)[0]!, 2)[0]!;
    return messages(shape, 1).map((d) => numbers(d, 1)[0] ?? texts(d, 2)[0]);
  };
  assert.deepEqual(port(11), ["N", 2, 3]);
  assert.deepEqual(port(12), ["2N", 3]);
  assert.deepEqual(
    messages(graph, 1).map((node) => texts(node, 4)[0]),
    ["Reshape", "Identity", "Shape", "Mul", "Concat"],
  );
});

test("a batch that no input brings is refused", () => {
  const g = new GraphBuilder({ batch: { size: 1009, name: "N" } });
  g.input("weights", [3]);
  assert.throws(() => g.ints([1009, 2]), /no input has it as its first axis/);
});

test("a model of standard operators alone refuses ONNX Runtime's own", () => {
  const g = new GraphBuilder({ standard: true });
  const x = g.input("x", [2, 2]);
  assert.throws(() => g.node("FusedMatMul", [x, x], [2, 2]), /"FusedMatMul" is not a standard operator/);
});

test("values get distinct names; a left-out input is an empty one; outputs pass through a node of their own", () => {
  const g = new GraphBuilder();
  const x = g.input("x", [2]);
  const [a, b] = g.nodeMany("Split", [x, null], [[1], [1]]);
  const y = g.node("Add", [a!, b!], [1]);
  g.output(y, "y");
  g.output(y, "same");
  const nodes = messages(graphOf(g), 1);
  assert.deepEqual(texts(nodes[0]!, 1), ["x", ""]);
  const made = nodes.flatMap((node) => texts(node, 2));
  assert.equal(new Set(made).size, made.length);
  assert.deepEqual(made.slice(-2), ["y", "same"]);
  assert.equal(new Set(nodes.map((node) => texts(node, 3)[0])).size, nodes.length);
  assert.equal(g.nodeCount, 4);
});
