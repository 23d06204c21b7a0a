import assert from "node:assert/strict";
import { test } from "node:test";
import { PbfWriter } from "pbf";
import { externalFiles } from "../../../../src/engine/onnx/external";
import { GraphBuilder } from "../../../../src/engine/onnx/graph";

type Write = (pbf: PbfWriter) => void;
const message = (field: number, write: Write): Write => {
  return (pbf) => pbf.writeMessage(field, (_: null, to: PbfWriter) => write(to), null);
};
const bytes = (...writes: readonly Write[]): Uint8Array => {
  const pbf = new PbfWriter();
  for (const write of writes) write(pbf);
  return pbf.finish();
};
const graph = (write: Write): Write => message(7, write);
const entry = (key: string, value: string): Write =>
  message(13, (pbf) => (pbf.writeStringField(1, key), pbf.writeStringField(2, value)));
const tensor = (field: number, name: string): Write =>
  message(field, (pbf) => (entry("offset", "4096")(pbf), entry("location", name)(pbf)));
/** In an attribute of a node. */
const attribute = (write: Write): Write => message(1, message(5, write));

test("the files that tensors lie in are named once, sorted, wherever the tensor stands", () => {
  const model = bytes(
    graph(tensor(5, "b.bin")),
    graph(tensor(5, "a.bin")),
    graph(attribute(tensor(5, "c.bin"))),
    graph(attribute(message(6, tensor(5, "d.bin")))),
    graph(tensor(5, "a.bin")),
  );
  assert.deepEqual(externalFiles(model), ["a.bin", "b.bin", "c.bin", "d.bin"]);
});

test("a model that holds its own weights names none", () => {
  const g = new GraphBuilder();
  g.output(g.node("Neg", [g.floats([1, 2], [2])], [2]), "y");
  assert.deepEqual(externalFiles(g.encode("g")), []);
  assert.deepEqual(externalFiles(new Uint8Array(0)), []);
});

test("what is no model is an error, not an endless reading", () => {
  assert.throws(() => externalFiles(Buffer.from("not a model at all, but some text of a page")));
});
