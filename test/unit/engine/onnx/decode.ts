import { PbfReader } from "pbf";

/** One protobuf message: its fields' raw values by number, in order. */
export type Message = Map<number, (number | Uint8Array)[]>;

/** Reads any protobuf message without knowing its schema; length-delimited fields stay bytes, fixed ones become numbers. */
export function decode(bytes: Uint8Array): Message {
  const fields: Message = new Map();
  const pbf = new PbfReader(bytes);
  while (pbf.pos < pbf.length) {
    const tag = pbf.readVarint();
    const [field, wire] = [tag >> 3, tag & 7];
    let value: number | Uint8Array;
    if (wire === 0) value = pbf.readVarint(true);
    else if (wire === 2) value = Uint8Array.from(pbf.readBytes());
    else if (wire === 5) value = pbf.readFloat();
    else throw new Error(`field ${field} has wire type ${wire}`);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

export const numbers = (message: Message, field: number): number[] => (message.get(field) ?? []) as number[];
export const texts = (message: Message, field: number): string[] =>
  (message.get(field) ?? []).map((bytes) => new TextDecoder().decode(bytes as Uint8Array));
export const messages = (message: Message, field: number): Message[] =>
  (message.get(field) ?? []).map((bytes) => decode(bytes as Uint8Array));
export const bytesOf = (message: Message, field: number): Uint8Array => message.get(field)![0] as Uint8Array;
