import { PbfReader } from "pbf";

/**
 * Names of the files in which a model keeps weights outside its own, relative to it and sorted, as they stand in the model.
 *
 * @param model an ONNX ModelProto
 * @throws Error for what is none
 */
export function externalFiles(model: Uint8Array): string[] {
  const names = new Set<string>();
  new PbfReader(model).readFields(readModel, names);
  return [...names].sort();
}

// Field numbers are those of onnx.proto3.

function readModel(field: number, names: Set<string>, pbf: PbfReader): void {
  if (field === 7) pbf.readMessage(readGraph, names);
}

function readGraph(field: number, names: Set<string>, pbf: PbfReader): void {
  if (field === 1) pbf.readMessage(readNode, names);
  else if (field === 5) pbf.readMessage(readTensor, names);
}

function readNode(field: number, names: Set<string>, pbf: PbfReader): void {
  if (field === 5) pbf.readMessage(readAttribute, names);
}

/** Of a tensor, or of a graph: a branch or a loop's body. */
function readAttribute(field: number, names: Set<string>, pbf: PbfReader): void {
  if (field === 5) pbf.readMessage(readTensor, names);
  else if (field === 6) pbf.readMessage(readGraph, names);
}

function readTensor(field: number, names: Set<string>, pbf: PbfReader): void {
  if (field !== 13) return;
  const { key, value } = pbf.readMessage(readEntry, { key: "", value: "" });
  if (key === "location") names.add(value);
}

function readEntry(field: number, entry: { key: string; value: string }, pbf: PbfReader): void {
  if (field === 1) entry.key = pbf.readString();
  else if (field === 2) entry.value = pbf.readString();
}
