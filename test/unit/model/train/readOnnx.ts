import { PbfReader } from "pbf";

/** What the tests look at in an encoded model; field numbers are those of onnx.proto3. */
export interface ReadModel {
  irVersion: number;
  opsets: { domain: string; version: number }[];
  metadata: Record<string, string>;
  nodes: { op: string; domain: string; inputs: string[]; outputs: string[] }[];
  initializers: { name: string; type: number; shape: number[]; bytes: number }[];
  inputs: { name: string; shape: (number | string)[] }[];
  outputs: { name: string; shape: (number | string)[] }[];
}

type Fields = Record<number, (pbf: PbfReader) => void>;

function message(pbf: PbfReader, fields: Fields): void {
  pbf.readMessage((tag: number, _: unknown, inner: PbfReader) => fields[tag]?.(inner), undefined);
}

export function readOnnx(bytes: Uint8Array): ReadModel {
  const model: ReadModel = {
    irVersion: 0,
    opsets: [],
    metadata: {},
    nodes: [],
    initializers: [],
    inputs: [],
    outputs: [],
  };
  const fields: Fields = {
    1: (pbf) => (model.irVersion = pbf.readVarint()),
    7: (pbf) => readGraph(pbf, model),
    8: (pbf) => {
      const opset = { domain: "", version: 0 };
      message(pbf, { 1: (p) => (opset.domain = p.readString()), 2: (p) => (opset.version = p.readVarint()) });
      model.opsets.push(opset);
    },
    14: (pbf) => {
      let [key, value] = ["", ""];
      message(pbf, { 1: (p) => (key = p.readString()), 2: (p) => (value = p.readString()) });
      model.metadata[key] = value;
    },
  };
  new PbfReader(bytes).readFields((tag: number, _: unknown, pbf: PbfReader) => fields[tag]?.(pbf), undefined);
  return model;
}

function readGraph(pbf: PbfReader, model: ReadModel): void {
  message(pbf, {
    1: (p) => {
      const node: ReadModel["nodes"][number] = { op: "", domain: "", inputs: [], outputs: [] };
      message(p, {
        1: (q) => node.inputs.push(q.readString()),
        2: (q) => node.outputs.push(q.readString()),
        4: (q) => (node.op = q.readString()),
        7: (q) => (node.domain = q.readString()),
      });
      model.nodes.push(node);
    },
    5: (p) => {
      const tensor = { name: "", type: 0, shape: [] as number[], bytes: 0 };
      message(p, {
        1: (q) => tensor.shape.push(q.readVarint()),
        2: (q) => (tensor.type = q.readVarint()),
        8: (q) => (tensor.name = q.readString()),
        9: (q) => (tensor.bytes = q.readBytes().length),
      });
      model.initializers.push(tensor);
    },
    11: (p) => model.inputs.push(readValue(p)),
    12: (p) => model.outputs.push(readValue(p)),
  });
}

function readValue(pbf: PbfReader): { name: string; shape: (number | string)[] } {
  const value = { name: "", shape: [] as (number | string)[] };
  const dimension: Fields = { 1: (p) => value.shape.push(p.readVarint()), 2: (p) => value.shape.push(p.readString()) };
  const shape: Fields = { 1: (p) => message(p, dimension) };
  const tensor: Fields = { 2: (p) => message(p, shape) };
  message(pbf, { 1: (p) => (value.name = p.readString()), 2: (p) => message(p, { 1: (q) => message(q, tensor) }) });
  return value;
}
